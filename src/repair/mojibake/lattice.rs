//! The most probable reading of a run that was wrongly decoded, where bytes may be
//! lost: characters in, characters out, each with the range it came from.
//!
//! A beam search over the characters as they stand. Each is taken for the bytes it
//! was read from, or kept; where bytes were lost, every byte that may have been
//! there is tried, and stays only if one is far more probable than the others.

mod made;
mod slot;
mod sure;

use super::{
    classes::{Right, Wrong},
    judge::{LOST, Voice},
};
use crate::encoding::Encoding;
use crate::repair::characters::C1_AS_WINDOWS_1252;
pub(super) use made::{Made, keep, own, text};
pub(super) use slot::surrogates;
use slot::{Slot, set, utf8_length};
use sure::Guess;

/// Readings followed at once.
const BEAM: usize = 10;
/// Readings of one character with a lost byte that are followed.
const CHOICES: usize = 4;
/// Nats against keeping a character among others that were wrongly read.
const KEPT: f32 = 2.0;
/// The same where that begins, if two bytes a character may have made this one too; and
/// for one that begins a sequence of UTF-8 with the next.
const KEPT_PAIR: f32 = 10.0;
/// Nats for each byte that is taken to be lost without a trace.
const VANISHED: f32 = 2.0;
/// Nats for `?` or a space that stands for a lost byte.
const DISGUISED: f32 = 1.0;
/// Characters after which the best reading so far is taken for good.
const COMMIT: usize = 400;

/// Reads `text` as `right` that was read as `wrong`, in the eyes of `voice`.
pub(super) fn read(text: &str, wrong: &Wrong, right: Right, voice: Voice) -> Vec<Made> {
    let search = Search::of(text, wrong, right, voice, false);
    // The two sorts of decoders differ in what they leave out.
    let search = match wrong.pairs && text.contains(['\u{FFFD}', '?']) {
        true => {
            let by_byte = Search::of(text, wrong, right, voice, true);
            match by_byte.nats < search.nats {
                true => by_byte,
                false => search,
            }
        }
        false => search,
    };
    let Search {
        mut made, guesses, ..
    } = search;
    sure::settle(&mut made, &guesses, wrong, right, voice);
    if wrong.pairs {
        made::forget_scraps(&mut made, |character| {
            wrong.reverse().bytes(character).is_some()
        });
    }
    made
}

/// One reading of the text so far.
#[derive(Clone, Debug)]
struct Reading {
    /// Bytes of a character that is not complete yet, and where they began.
    slots: [Slot; 6],
    length: usize,
    from: usize,
    /// End of the last observed character that was used.
    to: usize,
    last: char,
    /// The last character beyond ASCII stands as it stood.
    kept: bool,
    nats: f32,
    /// The last node, counted from 1.
    node: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            slots: [Slot::Byte(0); 6],
            length: 0,
            from: 0,
            to: 0,
            last: ' ',
            kept: false,
            nats: 0.0,
            node: 0,
        }
    }
}

/// A character on the way of a reading, and the node before it.
struct Node {
    before: usize,
    made: Made,
    slots: [Slot; 6],
    length: usize,
}

struct Search<'s> {
    wrong: &'s Wrong,
    right: Right,
    encoding: Encoding,
    voice: Voice,
    nodes: Vec<Node>,
    beam: Vec<Reading>,
    next: Vec<Reading>,
    made: Vec<Made>,
    guesses: Vec<Guess>,
    /// There are no compatibility ideographs in the text: they may have been unified.
    composed: bool,
    text: &'s str,
    /// The wrong decoder drops one byte at a time, not two that mean nothing together.
    by_byte: bool,
    /// Nats of the reading, when it is finished.
    nats: f32,
}

impl<'s> Search<'s> {
    /// Goes through a text.
    fn of(text: &'s str, wrong: &'s Wrong, right: Right, voice: Voice, by_byte: bool) -> Self {
        let mut search = Self {
            wrong,
            right,
            encoding: right.encoding(),
            voice,
            nodes: Vec::new(),
            beam: vec![Reading::default()],
            next: Vec::new(),
            made: Vec::new(),
            guesses: Vec::new(),
            composed: !text.contains(|character| matches!(character, '\u{F900}'..='\u{FAFF}')),
            text,
            by_byte,
            nats: 0.0,
        };
        let mut characters = text.char_indices().peekable();
        let mut since = 0;
        while let Some((at, character)) = characters.next() {
            let following = characters.peek().map(|(_, next)| *next);
            let next = following.unwrap_or('\n');
            search.take(at, character, Some(next));
            since += 1;
            if since >= COMMIT && search.beam.first().is_some_and(|best| best.length == 0) {
                search.commit();
                since = 0;
            }
        }
        search.finish(text.len());
        search
    }

    /// Takes one observed character in every way it can be meant.
    fn take(&mut self, at: usize, character: char, following: Option<char>) {
        let end = at + character.len_utf8();
        let beam = std::mem::take(&mut self.beam);
        let bytes = self.wrong.reverse().bytes(character);
        let several = match self.right {
            Right::Utf8 => None,
            _ => self.wrong.reverse().several(character, self.composed),
        };
        for reading in beam {
            if let Some(sets) = several {
                let mut ways = vec![reading.clone()];
                for set in sets {
                    let mut after = Vec::new();
                    for way in ways {
                        self.slot(way, Slot::Hole(set), at, end, &mut after);
                    }
                    ways = after;
                }
                self.next.append(&mut ways);
            } else if let Some(bytes) = bytes.filter(|_| character != '\u{FFFD}') {
                let mut ways = vec![reading.clone()];
                for byte in bytes.as_slice() {
                    let mut after = Vec::new();
                    for way in ways {
                        self.byte(way, *byte, at, end, &mut after);
                    }
                    ways = after;
                }
                self.next.append(&mut ways);
            }
            if character == '\u{FFFD}' {
                self.lost(reading.clone(), at, end, following);
            } else if matches!(character, ' ' | '?') {
                self.disguised(&reading, character, at, end, following);
            }
            let keep = !character.is_ascii() || character == '?' || reading.length > 0;
            if keep && character != '\u{FFFD}' {
                let mut reading = self.broken(reading);
                let nats = match bytes {
                    _ if character.is_ascii() => 0.0,
                    Some(_) if self.wrong.pairs && !reading.kept => KEPT_PAIR,
                    Some(bytes) if self.begins(bytes.as_slice(), following) => KEPT_PAIR,
                    _ => KEPT,
                };
                self.put(&mut reading, character, at, end, true);
                reading.nats += nats;
                self.next.push(reading);
            }
        }
        self.prune();
    }

    /// Whether bytes and the next character's are a character of two bytes in UTF-8.
    fn begins(&self, bytes: &[u8], following: Option<char>) -> bool {
        let next = following.and_then(|next| self.wrong.reverse().bytes(next));
        self.right == Right::Utf8
            && !self.wrong.pairs
            && matches!(bytes, [0xC2..=0xDF])
            && next.is_some_and(|next| matches!(next.as_slice(), [0x80..=0xBF]))
    }

    /// `?` and the space may stand for bytes that could not be written.
    fn disguised(
        &mut self,
        reading: &Reading,
        character: char,
        at: usize,
        end: usize,
        following: Option<char>,
    ) {
        if reading.length == 0 {
            return;
        }
        let mut reading = reading.clone();
        reading.nats += DISGUISED;
        if character == '?' {
            self.lost(reading, at, end, following);
        } else if !self.wrong.pairs {
            let mut after = Vec::new();
            let grave = reading.length == 1 && reading.slots[0] == Slot::Byte(0xC3);
            if grave && self.right == Right::Utf8 && !goes_on(&self.text[end..]) {
                // `à` ends a word: the space after it stays.
                let mut ways = Vec::new();
                self.slot(reading, Slot::Byte(0xA0), at, at, &mut ways);
                for way in ways {
                    self.slot(way, Slot::Byte(b' '), at, end, &mut after);
                }
            } else {
                self.slot(reading, Slot::Byte(0xA0), at, end, &mut after);
            }
            self.next.append(&mut after);
        }
    }

    /// One or two bytes that the wrong encoding could not read.
    fn lost(&mut self, reading: Reading, at: usize, end: usize, following: Option<char>) {
        let mut after = Vec::new();
        if self.wrong.pairs {
            let next = following
                .filter(|next| !matches!(next, '\u{FFFD}' | '?'))
                .and_then(|next| self.wrong.reverse().bytes(next))
                .map(|bytes| bytes.as_slice()[0]);
            let one = Slot::Hole(self.wrong.reverse().lost_alone(next, self.by_byte));
            self.slot(reading.clone(), one, at, end, &mut after);
            if self.by_byte {
                self.next.append(&mut after);
                return;
            }
            let first = Slot::Hole(self.wrong.reverse().lost_first());
            let mut both = Vec::new();
            self.slot(reading, first, at, end, &mut both);
            for reading in both {
                self.slot(reading, Slot::Second, at, end, &mut after);
            }
        } else {
            // Every page has a space and a hyphen: what cannot be read is another byte.
            let mut hole = set(self.wrong.lost);
            hole[2] &= !(1 << (0xA0 & 63) | 1 << (0xAD & 63));
            self.slot(reading, Slot::Hole(hole), at, end, &mut after);
        }
        self.next.append(&mut after);
    }

    fn byte(&mut self, reading: Reading, byte: u8, at: usize, end: usize, out: &mut Vec<Reading>) {
        self.slot(reading, Slot::Byte(byte), at, end, out);
    }

    /// Adds a byte to a reading; every character that it completes is a way on.
    fn slot(
        &mut self,
        mut reading: Reading,
        slot: Slot,
        at: usize,
        end: usize,
        out: &mut Vec<Reading>,
    ) {
        if reading.length > 0 && !self.continues(&reading, slot) {
            self.vanished(&reading, at, end, slot, out);
            reading = self.broken(reading);
        }
        if reading.length == 0 {
            if let Slot::Byte(byte @ ..0x80) = slot {
                self.put(&mut reading, char::from(byte), at, end, false);
                out.push(reading);
                return;
            }
            reading.from = at;
        }
        reading.to = end;
        reading.slots[reading.length] = slot;
        reading.length += 1;
        match self.needed(&reading) {
            Some(needed) if reading.length < needed => out.push(reading),
            Some(_) => self.complete(reading, out),
            None => {
                let reading = self.broken(reading);
                out.push(reading);
            }
        }
    }

    /// Bytes that the character begun needs; none if none begins so.
    fn needed(&self, reading: &Reading) -> Option<usize> {
        match (self.right, reading.slots[0]) {
            (Right::Utf8, Slot::Byte(_)) if is_surrogate(reading) => Some(6),
            (Right::Utf8, Slot::Byte(lead)) => utf8_length(lead),
            // What is lost is a character of three bytes, or nothing that can be told.
            (Right::Utf8, Slot::Hole(set)) => slot::has_lead(&set).then_some(3),
            (Right::Utf8, Slot::Second) => Some(3),
            (Right::Page(_), _) => Some(1),
            (_, Slot::Byte(lead)) => Some(match self.encoding.character(&[lead]) {
                Some(_) => 1,
                None => 2,
            }),
            (_, Slot::Hole(_) | Slot::Second) => Some(2),
        }
    }

    /// Whether a byte can go on with what a reading has begun.
    fn continues(&self, reading: &Reading, slot: Slot) -> bool {
        match (self.right, slot) {
            (Right::Utf8, Slot::Byte(byte)) if reading.length == 3 && is_surrogate(reading) => {
                byte == 0xED
            }
            (Right::Utf8, Slot::Byte(byte)) => byte & 0xC0 == 0x80,
            (Right::Utf8, Slot::Hole(set)) => set[2] != 0,
            (_, Slot::Byte(byte)) if byte < 0x80 => match reading.slots[0] {
                Slot::Byte(lead) => self.encoding.character(&[lead, byte]).is_some(),
                Slot::Hole(_) | Slot::Second => false,
            },
            // The second byte of what has several places may be ASCII.
            _ => true,
        }
    }

    /// The characters that a complete reading may have come to.
    fn complete(&mut self, reading: Reading, out: &mut Vec<Reading>) {
        let slots = &reading.slots[..reading.length];
        let holes = slots.iter().any(|slot| !matches!(slot, Slot::Byte(_)));
        let characters = slot::characters(slots, Some(reading.last), self.wrong, self.right);
        let mut choices: Vec<(char, f32)> = characters
            .into_iter()
            .map(|character| {
                let nats = match holes {
                    true => self.voice.between(Some(reading.last), character, None),
                    false => self.voice.nats(reading.last, character),
                };
                (character, nats)
            })
            .collect();
        choices.sort_by(|one, other| one.1.total_cmp(&other.1));
        choices.truncate(CHOICES);
        if choices.is_empty() {
            let reading = self.broken(reading);
            out.push(reading);
            return;
        }
        for (character, nats) in choices {
            let mut way = reading.clone();
            way.nats += nats;
            way.node = self.node(&way, character, holes);
            way.last = character;
            way.kept = false;
            way.length = 0;
            out.push(way);
        }
    }

    /// The ways in which bytes that vanished complete a character.
    fn vanished(
        &mut self,
        reading: &Reading,
        at: usize,
        end: usize,
        slot: Slot,
        out: &mut Vec<Reading>,
    ) {
        if self.right != Right::Utf8 || self.wrong.lost.is_empty() {
            return;
        }
        let Slot::Byte(lead) = reading.slots[0] else {
            return;
        };
        let missing = utf8_length(lead)
            .unwrap_or(0)
            .saturating_sub(reading.length);
        // `Ã` before a space is `à`, `Â` a no-break space: nothing has vanished.
        if matches!(lead, 0xC2 | 0xC3) && slot == Slot::Byte(b' ') {
            return;
        }
        let mut hole = set(self.wrong.lost);
        // A space after a letter that would be a word is what became of a no-break
        // space; and no two of them are lost together.
        let alone = slot == Slot::Byte(b' ') && !reading.last.is_alphabetic();
        if alone || missing > 1 {
            hole[2] &= !(1 << (0xA0 & 63));
        }
        let hole = Slot::Hole(hole);
        let have = reading.length;
        if missing == 0 || missing > 2 || have + missing > 4 {
            return;
        }
        let mut ways = Vec::new();
        // The places of the missing bytes: all together, in every gap.
        for place in 1..=have {
            let mut way = reading.clone();
            for index in (place..have).rev() {
                way.slots[index + missing] = way.slots[index];
            }
            way.slots[place..place + missing].fill(hole);
            way.length += missing;
            way.nats += VANISHED * missing as f32;
            self.complete(way, &mut ways);
        }
        ways.sort_by(|one, other| one.nats.total_cmp(&other.nats));
        ways.truncate(CHOICES);
        for way in ways.into_iter().filter(|way| way.last != '\u{FFFD}') {
            self.slot(way, slot, at, end, out);
        }
    }

    /// Gives up what a reading has begun. In a page each byte is a character that
    /// can be kept instead, if it alone is left.
    fn broken(&mut self, mut reading: Reading) -> Reading {
        if reading.length == 0 {
            return reading;
        }
        let alone = reading.length == 1 && !self.wrong.pairs;
        reading.nats += if alone { 2.0 * LOST } else { LOST };
        reading.node = self.node(&reading, '\u{FFFD}', false);
        reading.last = '\u{FFFD}';
        reading.kept = false;
        reading.length = 0;
        reading
    }

    fn put(&mut self, reading: &mut Reading, character: char, at: usize, end: usize, kept: bool) {
        let meant = match character {
            // It is read as windows-1252 in the end.
            '\u{80}'..='\u{9F}' if kept => C1_AS_WINDOWS_1252[character as usize - 0x80],
            character => character,
        };
        reading.nats += self.voice.nats(reading.last, meant);
        reading.from = at;
        reading.to = end;
        reading.node = self.node(reading, character, false);
        if let Some(node) = self.nodes.last_mut() {
            node.made.kept = kept || character.is_ascii();
        }
        reading.last = character;
        reading.kept |= !character.is_ascii();
    }

    fn node(&mut self, reading: &Reading, character: char, filled: bool) -> usize {
        self.nodes.push(Node {
            before: reading.node,
            made: Made {
                character,
                from: reading.from,
                to: reading.to,
                kept: false,
                filled,
            },
            slots: reading.slots,
            length: reading.length,
        });
        self.nodes.len()
    }

    /// Keeps the best readings, one of each sort.
    fn prune(&mut self) {
        let mut next = std::mem::take(&mut self.next);
        next.sort_by(|one, other| one.nats.total_cmp(&other.nats));
        for reading in next {
            let same = |known: &Reading| {
                known.last == reading.last
                    && known.kept == reading.kept
                    && known.slots[..known.length] == reading.slots[..reading.length]
            };
            if !self.beam.iter().any(same) {
                self.beam.push(reading);
                if self.beam.len() == BEAM {
                    break;
                }
            }
        }
    }

    fn finish(&mut self, end: usize) {
        let mut ways = Vec::new();
        for reading in std::mem::take(&mut self.beam) {
            if reading.length > 0 {
                self.vanished(&reading, end, end, Slot::Byte(b'\n'), &mut ways);
            }
            ways.push(self.broken(reading));
        }
        ways.sort_by(|one, other| one.nats.total_cmp(&other.nats));
        self.beam = ways;
        self.nats = self.beam.first().map_or(0.0, |best| best.nats);
        self.commit();
        // The line end that let vanished bytes complete a character.
        if self.made.last().is_some_and(|made| made.from == end) {
            self.made.pop();
        }
    }

    /// Takes the best reading for good.
    fn commit(&mut self) {
        let Some(best) = self.beam.first().cloned() else {
            return;
        };
        let mut path = Vec::new();
        let mut at = best.node;
        while let Some(node) = at.checked_sub(1).and_then(|index| self.nodes.get(index)) {
            path.push(node);
            at = node.before;
        }
        for node in path.into_iter().rev() {
            if node.made.filled {
                self.guesses.push(Guess {
                    index: self.made.len(),
                    slots: node.slots,
                    length: node.length,
                });
            }
            self.made.push(node.made);
        }
        self.nodes.clear();
        self.beam = vec![Reading { node: 0, ..best }];
    }
}

/// Whether a character begins with the first of two surrogates in three bytes each.
fn is_surrogate(reading: &Reading) -> bool {
    reading.length >= 2
        && reading.slots[0] == Slot::Byte(0xED)
        && matches!(reading.slots[1], Slot::Byte(0xA0..=0xAF))
}

/// Whether what stands after `Ã` and a space goes on with the word that `à` begins, as
/// in Portuguese `às`, `àquele`, `àquilo`; or the space is one of two.
fn goes_on(rest: &str) -> bool {
    let s = rest.strip_prefix('s');
    s.is_some_and(|rest| {
        !rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '\'' | '’'))
    }) || ["quel", "quil", " "]
        .iter()
        .any(|begin| rest.starts_with(begin))
}
