//! What is no container is an entry. A small one, or a page, is read whole; a large
//! one travels in parts that end with a line, so that it never has to fit in memory.

use std::{
    io::{self, BufRead},
    ops::ControlFlow,
};

use memchr::memchr_iter;
use sha2::{Digest, Sha256};

use super::{HEAD_BYTES, Reading, Stream, media};
use crate::{
    document::{Entry, Hint, Part},
    error::Error,
};

/// Length of a part, in bytes. Entries up to this long are never cut. A part of the
/// shortest lines takes some three hundred times its length in segments (measured),
/// and several parts are worked on at once, so this bounds the memory of a run.
const PART_BYTES: usize = 256 << 10;

/// Length up to which a page is read whole, in bytes: the state of its markup does
/// not go from one part to the next.
const PAGE_BYTES: usize = 4 << 20;

/// Line ends in a part of text, tags in a part of a page, ends of paragraphs in a part of a document, at the most. Each may
/// become a segment, and a segment costs about a kilobyte of memory while it is
/// worked on; text has 30 bytes to a line or tag, mostly, and never gets here.
const MARKS: usize = 32 << 10;

/// Reads a stream as one entry, in one or more parts.
pub(super) fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let Stream {
        name,
        mut hint,
        mut bytes,
    } = stream;
    if hint.media_type.is_none() {
        // What cannot be read is reported below, where the rest of it is read.
        let head = bytes.peek(HEAD_BYTES).unwrap_or_default();
        hint.media_type = media::media_type(&name, head).map(str::to_owned);
    }
    let mut parts = Parts {
        name,
        hint,
        sha256: reading.source.sha256.then(Sha256::new),
        offset: 0,
        index: 0,
    };
    let mut buffer = Vec::new();
    let mut target = PART_BYTES;
    let (mut width, mut shape) = (None, None);
    loop {
        let whole = match fill(&mut bytes, &mut buffer, target) {
            Ok(whole) => whole,
            Err(error) => {
                // What came before the failure is good: it goes out as a part that
                // is not the last, and the error ends the entry.
                if !buffer.is_empty() {
                    parts.send(buffer, false, false, reading)?;
                }
                let error = Error::io("cannot be read to its end", error);
                return reading.error(error.at(parts.name).at_byte(parts.offset));
            }
        };
        let shape = *shape.get_or_insert_with(|| Shape::of(&buffer));
        let page = shape != Shape::Lines;
        let within = shape.allowance(&buffer);
        if whole && within == buffer.len() {
            return parts.send(buffer, true, false, reading);
        }
        if target == PART_BYTES && parts.index == 0 && page && within == buffer.len() {
            target = PAGE_BYTES;
            continue;
        }
        target = PART_BYTES;
        let width = *width.get_or_insert_with(|| unit_width(&buffer));
        let (at, line) = if page && width == 1 && within < buffer.len() {
            // Before a tag.
            (within, true)
        } else {
            cut(&buffer[..within], width)
        };
        let rest = buffer.split_off(at);
        parts.send(buffer, false, !line, reading)?;
        buffer = rest;
    }
}

/// Reads until `buffer` holds more than `length` bytes; whether the stream ended
/// before that.
fn fill(bytes: &mut impl BufRead, buffer: &mut Vec<u8>, length: usize) -> io::Result<bool> {
    while buffer.len() <= length {
        let next = match bytes.fill_buf() {
            Ok([]) => return Ok(true),
            Ok(next) => next,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let next = &next[..next.len().min(length + 1 - buffer.len())];
        buffer.extend_from_slice(next);
        let taken = next.len();
        bytes.consume(taken);
    }
    Ok(false)
}

/// The parts of one entry, as they are sent.
struct Parts {
    name: String,
    hint: Hint,
    sha256: Option<Sha256>,
    offset: u64,
    index: u64,
}

impl Parts {
    fn send(
        &mut self,
        bytes: Vec<u8>,
        last: bool,
        cut: bool,
        reading: &mut Reading<'_>,
    ) -> ControlFlow<()> {
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(&bytes);
        }
        let part = Part {
            offset: self.offset,
            index: self.index,
            last,
            cut,
            sha256: if last {
                self.sha256.take().map(|sha256| sha256.finalize().into())
            } else {
                None
            },
            first: None,
        };
        self.offset += bytes.len() as u64;
        self.index += 1;
        reading.entry(Entry {
            name: self.name.clone(),
            bytes,
            hint: self.hint.clone(),
            part,
        })
    }
}

/// What holds an entry together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// The ends of lines.
    Lines,
    /// Tags.
    Tags,
    /// The commands of Rich Text Format.
    Commands,
}

impl Shape {
    /// Of the entry that begins so: with a tag or a declaration, after space, it is a page.
    fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(br"{\rtf") {
            Self::Commands
        } else if is_page(bytes) {
            Self::Tags
        } else {
            Self::Lines
        }
    }

    /// How much of a buffer has no more than [`MARKS`] of what becomes segments: up to the next one.
    fn allowance(self, buffer: &[u8]) -> usize {
        let mark = match self {
            Self::Lines => b'\n',
            Self::Tags => b'<',
            Self::Commands => b'\\',
        };
        // Counting is much faster than looking at each, and few have so many.
        if buffer.len() <= MARKS || memchr_iter(mark, buffer).count() <= MARKS {
            return buffer.len();
        }
        let ends = |at: &usize| {
            let rest = &buffer[*at..];
            self != Self::Commands || BLOCK_ENDS.iter().any(|end| rest.starts_with(end))
        };
        let mut marks = memchr_iter(mark, buffer).filter(ends);
        marks.nth(MARKS).unwrap_or(buffer.len())
    }
}

/// How the commands begin that end a block of Rich Text Format.
const BLOCK_ENDS: [&[u8]; 6] = [
    br"\par", br"\line", br"\cell", br"\row", br"\page", br"\sect",
];

/// Whether an entry begins like a page: a tag or a declaration, after space.
fn is_page(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes
        .iter()
        .take(256)
        .filter(|byte| **byte != 0)
        .skip_while(|byte| byte.is_ascii_whitespace() || **byte >= 0x80)
        .map(u8::to_ascii_lowercase)
        .collect();
    [
        &b"<!doctype"[..],
        b"<html",
        b"<head",
        b"<body",
        b"<?xml",
        b"<!--",
    ]
    .iter()
    .any(|start| head.starts_with(start))
}

/// Length of a code unit in bytes: 2 or 4 where a byte order mark or the NULs of
/// ASCII in UTF-16 or UTF-32 say so. Only this is looked at, so that a cut does not
/// tear a unit apart.
fn unit_width(bytes: &[u8]) -> usize {
    let head = &bytes[..bytes.len().min(4096)];
    let marks: [(&[u8], usize); 4] = [
        (b"\xFF\xFE\0\0", 4),
        (b"\0\0\xFE\xFF", 4),
        (b"\xFF\xFE", 2),
        (b"\xFE\xFF", 2),
    ];
    if let Some((_, width)) = marks.iter().find(|(mark, _)| head.starts_with(mark)) {
        return *width;
    }
    let scalars = |value: fn([u8; 4]) -> u32| {
        let mut units = head
            .chunks_exact(4)
            .filter_map(|unit| unit.try_into().ok())
            .map(value);
        // Nothing is assigned in the planes between 3 and 14.
        units.all(|value| char::from_u32(value).is_some() && value < 0x40000)
    };
    if head.len() >= 4 && (scalars(u32::from_le_bytes) || scalars(u32::from_be_bytes)) {
        return 4;
    }
    let lines = head.iter().filter(|byte| **byte == b'\n').count();
    let wide = |pair: &&[u8]| [&b"\n\0"[..], b"\0\n"].contains(pair);
    let wide_lines = head.windows(2).filter(wide).count();
    if wide_lines > 0 && wide_lines >= lines {
        2
    } else {
        1
    }
}

/// Where to cut a buffer: after its last line end, or, where a line is longer than
/// the buffer, at a place that is not inside a character. The second says whether a
/// line ends there.
fn cut(buffer: &[u8], width: usize) -> (usize, bool) {
    let line_end = buffer.chunks_exact(width).rposition(|unit| {
        unit.contains(&b'\n') && unit.iter().all(|byte| matches!(byte, 0 | b'\n'))
    });
    if let Some(unit) = line_end {
        return ((unit + 1) * width, true);
    }
    let mut at = buffer.len() - buffer.len() % 4;
    if width == 1 {
        // Not inside a character of UTF-8.
        at = buffer.len();
        while at + 4 > buffer.len() && buffer[at - 1] & 0xC0 == 0x80 {
            at -= 1;
        }
        if buffer[at - 1] >= 0xC0 {
            at -= 1;
        }
    }
    (at, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_short_where_lines_or_tags_are() {
        for (bytes, wanted) in [
            ("a\n".repeat(MARKS * 2 + 10), [2 * MARKS, 2 * MARKS, 20]),
            (
                format!("<html>{}", "<p>a".repeat(MARKS * 2 + 9)),
                [6 + 4 * (MARKS - 1), 4 * MARKS, 40],
            ),
            (
                format!(r"{{\rtf1{}", r"\par\b a".repeat(MARKS * 2 + 9)),
                [6 + 8 * MARKS, 8 * MARKS, 72],
            ),
        ] {
            let source = crate::pipeline::source(Vec::<String>::new());
            let mut parts = Vec::new();
            let _ = source.visit_bytes("a", bytes.as_bytes(), &mut |entry| {
                parts.push(entry.expect("memory can be read").bytes.len());
                ControlFlow::Continue(())
            });
            assert_eq!(parts, wanted);
        }
    }

    #[test]
    fn a_cut_is_after_the_last_line() {
        assert_eq!(cut(b"one\ntwo\nthr", 1), (8, true));
        assert_eq!(cut(b"o\0\n\0\n\x01t\0", 2), (4, true));
        assert_eq!(cut(b"\0o\0\n\0t\0", 2), (4, true));
        assert_eq!(cut(b"o\0\0\0\n\0\0\0t\0\0\0", 4), (8, true));
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        assert_eq!(cut(b"abcd", 1), (4, false));
        assert_eq!(cut("一二".as_bytes(), 1).0 % 3, 0);
        assert_eq!(cut(&"一二".as_bytes()[..5], 1), (3, false));
        assert_eq!(cut(&"一二".as_bytes()[..4], 1), (3, false));
        assert_eq!(cut(b"a\0b\0c\0", 2), (4, false));
        assert_eq!(cut(&[0x80; 8], 1).0, 4);
    }

    #[test]
    fn units_are_told_by_marks_and_nuls() {
        assert_eq!(unit_width(b"\xFF\xFEa\0"), 2);
        assert_eq!(unit_width(b"\0\0\xFE\xFF\0\0\0a"), 4);
        assert_eq!(unit_width(b"a\0\n\0b\0"), 2);
        assert_eq!(unit_width(b"\0a\0\n\0b"), 2);
        assert_eq!(unit_width(b"e\0\n\0\0\x4E"), 2);
        assert_eq!(unit_width(b"\0\0\0a\0\0\0\n"), 4);
        assert_eq!(unit_width(b"a\nb\n\0"), 1);
        assert_eq!(unit_width(b"plain\n"), 1);
    }

    #[test]
    fn pages_are_recognised() {
        assert!(is_page(b"\xEF\xBB\xBF\n<!DOCTYPE html>"));
        assert!(is_page(b"<\0H\0T\0M\0L\0"));
        assert!(!is_page(b"a <html>"));
        assert!(!is_page(b""));
    }
}
