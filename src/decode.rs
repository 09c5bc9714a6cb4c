//! Bytes and a [`Plan`] in, text and the way back to the bytes out. Never fails:
//! what means nothing in its encoding becomes U+FFFD and is listed.
//!
//! Text that is UTF-8 already is borrowed and needs no map. Other text keeps a
//! *mark* every [`MARK_BYTES`]; the [`Resolver`] walks on from there.

use std::{borrow::Cow, ops::Range};

use crate::{
    ascii::ascii_prefix,
    document::Plan,
    encoding::{
        Encoding,
        step::{Out, Stepper, Task},
    },
};

/// Text between two marks, in bytes: a mark of 32 bytes is then 3 % of the text,
/// and a look-up walks at most this far.
const MARK_BYTES: usize = 1024;

/// Room for decoded text before it is checked and appended, in bytes.
const BUFFER_BYTES: usize = 4096;

/// So many bytes of ASCII in a row are copied one by one; more are copied together.
const ASCII_WORD: usize = 6;

/// Decoded text and the way back to its bytes.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text.
    pub text: Cow<'b, str>,
    /// Where in `text` a U+FFFD stands for bytes that mean nothing in their
    /// encoding: ascending, disjoint.
    pub undecodable: Vec<Range<usize>>,
    bytes: &'b [u8],
    bom: usize,
    /// Stretches of one encoding each; empty where text and bytes are the same.
    stretches: Vec<Stretch>,
    marks: Vec<Mark>,
}

/// Bytes of one encoding.
#[derive(Debug)]
struct Stretch {
    bytes: Range<usize>,
    encoding: Encoding,
}

/// Where a character begins, in the text and in the bytes.
#[derive(Clone, Copy, Debug)]
struct Mark {
    text: usize,
    byte: usize,
    state: u64,
    stretch: usize,
}

/// Decodes `bytes` as the plan says.
pub fn decode<'b>(bytes: &'b [u8], plan: &Plan) -> Decoded<'b> {
    let bom = plan.bom.min(bytes.len());
    let body = &bytes[bom..];
    if plan.encoding == Encoding::UTF_8
        && plan.runs.is_empty()
        && let Ok(text) = simdutf8::basic::from_utf8(body)
    {
        return Decoded {
            text: Cow::Borrowed(text),
            undecodable: Vec::new(),
            bytes,
            bom,
            stretches: Vec::new(),
            marks: Vec::new(),
        };
    }
    let stretches = stretches(bytes.len(), bom, plan);
    let mut writer = Writer {
        text: String::with_capacity(body.len() + body.len() / 2),
        undecodable: Vec::new(),
        marks: Vec::new(),
        buffer: Box::new([0; BUFFER_BYTES]),
        filled: 0,
        next_mark: 0,
    };
    for (index, stretch) in stretches.iter().enumerate() {
        writer.next_mark = 0;
        let source = &bytes[stretch.bytes.clone()];
        let task = Write {
            writer: &mut writer,
            source,
            base: stretch.bytes.start,
            stretch: index,
        };
        stretch.encoding.run(task);
    }
    writer.flush();
    let mut text = writer.text;
    text.shrink_to_fit();
    Decoded {
        text: Cow::Owned(text),
        undecodable: writer.undecodable,
        bytes,
        bom,
        stretches,
        marks: writer.marks,
    }
}

/// The plan as stretches that tile the bytes after the byte order mark.
fn stretches(length: usize, bom: usize, plan: &Plan) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut add = |bytes: Range<usize>, encoding| {
        if bytes.is_empty() {
            return;
        }
        match stretches.last_mut() {
            Some(last) if last.encoding == encoding => last.bytes.end = bytes.end,
            _ => stretches.push(Stretch { bytes, encoding }),
        }
    };
    let mut at = bom;
    for run in &plan.runs {
        let start = run.bytes.start.clamp(at, length);
        let end = run.bytes.end.clamp(start, length);
        add(at..start, plan.encoding);
        add(start..end, run.encoding);
        at = end;
    }
    add(at..length, plan.encoding);
    stretches
}

/// Text as it is being made.
struct Writer {
    text: String,
    undecodable: Vec<Range<usize>>,
    marks: Vec<Mark>,
    buffer: Box<[u8; BUFFER_BYTES]>,
    filled: usize,
    /// From this offset in the text on, the next character gets a mark.
    next_mark: usize,
}

impl Writer {
    fn flush(&mut self) {
        let bytes = &self.buffer[..self.filled];
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            // Only whole characters are put into the buffer, so this is never reached.
            Err(_) => self.text.push_str(&String::from_utf8_lossy(bytes)),
        }
        self.filled = 0;
    }

    fn length(&self) -> usize {
        self.text.len() + self.filled
    }

    fn put(&mut self, character: char) {
        self.filled += put(character, &mut self.buffer, self.filled);
    }
}

/// Writes a character into the buffer at `at`, which has room for it; gives its length.
#[inline]
fn put(character: char, buffer: &mut [u8; BUFFER_BYTES], at: usize) -> usize {
    let code = u32::from(character);
    let tail = |shift: u32| (code >> shift) as u8 & 0x3F | 0x80;
    let Some(room) = buffer[at..].first_chunk_mut::<4>() else {
        return 0;
    };
    match code {
        0..0x80 => {
            room[0] = code as u8;
            1
        }
        0x80..0x800 => {
            *room = [(code >> 6) as u8 | 0xC0, tail(0), 0, 0];
            2
        }
        0x800..0x10000 => {
            *room = [(code >> 12) as u8 | 0xE0, tail(6), tail(0), 0];
            3
        }
        _ => {
            *room = [(code >> 18) as u8 | 0xF0, tail(12), tail(6), tail(0)];
            4
        }
    }
}

/// Decodes one stretch into a writer.
struct Write<'w, 'b> {
    writer: &'w mut Writer,
    source: &'b [u8],
    base: usize,
    stretch: usize,
}

impl Task for Write<'_, '_> {
    type Output = ();

    fn run<S: Stepper>(self, stepper: &S) {
        let Self {
            writer,
            source,
            base,
            stretch,
        } = self;
        let mut state = 0;
        let mut at = 0;
        while at < source.len() {
            if writer.filled + 8 >= BUFFER_BYTES {
                writer.flush();
            }
            let before = (at, state);
            if S::ASCII {
                let room = (BUFFER_BYTES - writer.filled).min(MARK_BYTES);
                let ascii = ascii_prefix(&source[at..source.len().min(at + room)]);
                if ascii > 0 {
                    if writer.length() >= writer.next_mark {
                        writer.mark(base, before, stretch);
                    }
                    writer.buffer[writer.filled..writer.filled + ascii]
                        .copy_from_slice(&source[at..at + ascii]);
                    writer.filled += ascii;
                    at += ascii;
                    continue;
                }
            }
            // A mark is due at a place that is known; until then there is no need to ask.
            let room = BUFFER_BYTES - 8;
            let due = writer.next_mark.saturating_sub(writer.text.len());
            if due > writer.filled {
                let stop = room.min(due);
                at += writer.characters(stepper, &mut state, &source[at..], stop);
                let ascii = S::ASCII && source.get(at).is_some_and(u8::is_ascii);
                if at >= source.len() || writer.filled >= stop || ascii {
                    continue;
                }
            }
            let before = (at, state);
            let step = stepper.step(&mut state, &source[at..]);
            at += step.read.max(1);
            if matches!(step.out, Out::Nothing) {
                continue;
            }
            if writer.length() >= writer.next_mark {
                writer.mark(base, before, stretch);
            }
            match step.out {
                Out::Nothing => {}
                Out::One(character) => writer.put(character),
                Out::Two(first, second) => {
                    writer.put(first);
                    writer.put(second);
                }
                Out::Bad => {
                    let start = writer.length();
                    writer.put('\u{FFFD}');
                    match writer.undecodable.last_mut() {
                        Some(last) if last.end == start => last.end = start + 3,
                        _ => writer.undecodable.push(start..start + 3),
                    }
                }
            }
        }
    }
}

impl Writer {
    /// Decodes characters until the buffer is filled up to `stop`, or until something
    /// else comes: more than a word of ASCII, bytes that mean nothing, the end. Gives
    /// the number of bytes read.
    #[inline]
    fn characters<S: Stepper>(
        &mut self,
        stepper: &S,
        state: &mut u64,
        source: &[u8],
        stop: usize,
    ) -> usize {
        let mut at = 0;
        let mut filled = self.filled;
        let mut ascii = 0;
        while filled < stop
            && let Some(first) = source.get(at)
        {
            if S::ASCII && first.is_ascii() {
                ascii += 1;
                if ascii > ASCII_WORD {
                    break;
                }
                if let Some(room) = self.buffer.get_mut(filled) {
                    *room = *first;
                }
                filled += 1;
                at += 1;
                continue;
            }
            ascii = 0;
            let mut next = *state;
            let step = stepper.step(&mut next, &source[at..]);
            let Out::One(character) = step.out else {
                break;
            };
            *state = next;
            at += step.read.max(1);
            filled += put(character, &mut self.buffer, filled);
        }
        self.filled = filled;
        at
    }

    fn mark(&mut self, base: usize, (at, state): (usize, u64), stretch: usize) {
        self.marks.push(Mark {
            text: self.length(),
            byte: base + at,
            state,
            stretch,
        });
        self.next_mark = self.length() + MARK_BYTES;
    }
}

impl Decoded<'_> {
    /// Looks up byte offsets; fastest where the questions ascend.
    pub fn resolver(&self) -> Resolver<'_> {
        Resolver {
            decoded: self,
            recent: [Walked::default(), Walked::default()],
        }
    }
}

/// Leads from offsets in the decoded text to offsets in the bytes.
#[derive(Debug)]
pub struct Resolver<'d> {
    decoded: &'d Decoded<'d>,
    /// The two stretches between marks that were asked about last, latest first.
    recent: [Walked; 2],
}

/// The characters from one mark to the next: offsets from the mark, in the text
/// and in the bytes.
#[derive(Debug, Default)]
struct Walked {
    mark: Option<usize>,
    characters: Vec<(u32, u32)>,
}

impl Resolver<'_> {
    /// Whether the text is its bytes, so that offsets may be asked for in any order.
    pub fn is_straight(&self) -> bool {
        self.decoded.marks.is_empty()
    }

    /// The byte offset at which the character at `offset` of the text begins.
    ///
    /// Offset 0 gives the end of the byte order mark, the text's length gives the
    /// number of bytes. Bytes without text of their own (escape sequences) belong
    /// to the character before them. An offset inside a character gives its
    /// beginning.
    #[inline]
    pub fn byte(&mut self, offset: usize) -> usize {
        let Decoded { text, bom, .. } = self.decoded;
        // What most text is: its bytes.
        if self.is_straight() && text.is_char_boundary(offset) {
            return bom + offset;
        }
        self.byte_beyond(offset)
    }

    fn byte_beyond(&mut self, offset: usize) -> usize {
        let Decoded {
            text,
            bytes,
            bom,
            marks,
            ..
        } = self.decoded;
        if offset == 0 {
            return *bom;
        }
        if offset >= text.len() {
            return bytes.len();
        }
        let next = marks.partition_point(|mark| mark.text <= offset);
        let Some(mark) = next.checked_sub(1) else {
            return bom + text.floor_char_boundary(offset);
        };
        if self.recent[0].mark != Some(mark) {
            self.recent.swap(0, 1);
            if self.recent[0].mark != Some(mark) {
                self.walk(mark);
            }
        }
        let Mark { text, byte, .. } = marks[mark];
        if offset == text {
            return byte;
        }
        let characters = &self.recent[0].characters;
        let within = (offset - text) as u32;
        let next = characters.partition_point(|(at, _)| *at <= within);
        next.checked_sub(1)
            .and_then(|index| characters.get(index))
            .map_or(byte, |(_, at)| byte + *at as usize)
    }

    /// Walks from a mark to the next, into `recent[0]`.
    fn walk(&mut self, index: usize) {
        let decoded = self.decoded;
        let mark = decoded.marks[index];
        let stretch = &decoded.stretches[mark.stretch];
        let end = match decoded.marks.get(index + 1) {
            Some(next) if next.stretch == mark.stretch => next.byte,
            _ => stretch.bytes.end,
        };
        let walked = &mut self.recent[0];
        walked.mark = Some(index);
        walked.characters.clear();
        stretch.encoding.run(Walk {
            source: &decoded.bytes[mark.byte..stretch.bytes.end],
            stop: end - mark.byte,
            state: mark.state,
            characters: &mut walked.characters,
        });
    }
}

/// Lists where the characters of a source begin, until `stop` bytes in.
struct Walk<'w, 'b> {
    source: &'b [u8],
    stop: usize,
    state: u64,
    characters: &'w mut Vec<(u32, u32)>,
}

impl Task for Walk<'_, '_> {
    type Output = ();

    fn run<S: Stepper>(mut self, stepper: &S) {
        let mut at = 0;
        let mut text = 0;
        while at < self.stop {
            let step = stepper.step(&mut self.state, &self.source[at..]);
            let length = match step.out {
                Out::Nothing => 0,
                Out::One(character) => character.len_utf8(),
                Out::Two(first, second) => first.len_utf8() + second.len_utf8(),
                Out::Bad => 3,
            };
            if length > 0 {
                self.characters.push((text, at as u32));
                text += length as u32;
            }
            at += step.read.max(1);
        }
    }
}

#[cfg(test)]
mod tests;
