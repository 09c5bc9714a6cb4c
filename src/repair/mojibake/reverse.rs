//! The way back: characters in, the bytes they were wrongly read from out.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use crate::{
    encoding::{
        Encoding,
        step::{Out, Stepper, Task},
    },
    repair::scan,
};

/// From the characters of an encoding back to its bytes.
pub(super) struct Reverse {
    /// By character up to U+FFFF: the bytes, big-endian, or 0.
    bytes: Plane,
    /// GB18030 has four bytes for what the table has not.
    four: bool,
    /// A bit for every two bytes that mean nothing here.
    invalid: Vec<u64>,
    /// Bytes that are a character alone, that begin one of two, and that stand
    /// among those which do, a bit for each.
    alone: [u64; 4],
    rows: [u64; 4],
    leads: [u64; 4],
    /// Characters that several pairs of bytes stand for, with each of them, sorted;
    /// and the same with those that are one character in NFC, made when first asked for.
    double: Vec<(char, u16)>,
    composed: OnceLock<Vec<(char, u16)>>,
    encoding: Encoding,
}

/// Up to four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bytes {
    bytes: [u8; 4],
    length: u8,
}

impl Bytes {
    fn of(slice: &[u8]) -> Option<Self> {
        let mut bytes = [0; 4];
        bytes.get_mut(..slice.len())?.copy_from_slice(slice);
        Some(Self {
            bytes,
            length: slice.len() as u8,
        })
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

impl Reverse {
    /// Of one byte a character. C1 controls stand for the bytes that the page has
    /// no character for; in windows-1252, which is read for ISO-8859-1, for all.
    pub(super) fn page(encoding: Encoding) -> Self {
        let mut reverse = Self::new(encoding);
        let all = encoding == Encoding::WINDOWS_1252;
        for byte in 0x80..=0xFFu8 {
            let control = char::from(byte);
            match encoding.character(&[byte]) {
                Some(character) => reverse.insert(character, u16::from(byte)),
                None if byte < 0xA0 => reverse.bytes.set(control, u16::from(byte)),
                None => {}
            }
            if all && byte < 0xA0 {
                reverse.bytes.set(control, u16::from(byte));
            }
        }
        reverse
    }

    /// Of two bytes a character; GB18030 also of four.
    pub(super) fn pairs(encoding: Encoding) -> Self {
        let mut reverse = Self::new(encoding);
        reverse.four = encoding == Encoding::GB18030;
        reverse.invalid = vec![0; 1 << 10];
        let mut places = Vec::new();
        for lead in 0x80..=0xFFu8 {
            let bit = 1 << (lead & 63);
            if let Some(character) = encoding.character(&[lead]) {
                reverse.insert(character, u16::from(lead));
                // Not every decoder knows a euro sign or a control there.
                if lead > 0x80 {
                    reverse.alone[usize::from(lead) >> 6] |= bit;
                }
            }
            for (trail, character) in (0..=0xFFu8).zip(encoding.run(Row(lead))) {
                let pair = u16::from_be_bytes([lead, trail]);
                // Some decoders have private use there, others nothing.
                if character.is_none_or(|c| matches!(c, '\u{E000}'..='\u{F8FF}')) {
                    reverse.invalid[usize::from(pair) >> 6] |= 1 << (pair & 63);
                }
                if let Some(character) = character {
                    reverse.insert(character, pair);
                    places.push((character, pair));
                    reverse.rows[usize::from(lead) >> 6] |= bit;
                }
            }
        }
        let mut rows = (0x80..=0xFFu8).filter(|byte| contains(&reverse.rows, *byte));
        if let (Some(first), Some(last)) = (rows.next(), rows.next_back()) {
            reverse.leads = reverse.lost(|byte| (first..=last).contains(&byte));
        }
        reverse.double = several(places.iter().copied());
        reverse.prefer_written(encoding);
        reverse
    }

    fn new(encoding: Encoding) -> Self {
        Self {
            bytes: Plane::default(),
            four: false,
            invalid: Vec::new(),
            alone: [0; 4],
            rows: [0; 4],
            leads: [0; 4],
            double: Vec::new(),
            composed: OnceLock::new(),
            encoding,
        }
    }

    fn insert(&mut self, character: char, bytes: u16) {
        if self.bytes.get(character) == 0 {
            self.bytes.set(character, bytes);
        }
    }

    /// Of several places for a character, the one that is written counts.
    fn prefer_written(&mut self, encoding: Encoding) {
        let label = encoding.label();
        let Some(web) = encoding_rs::Encoding::for_label(label.as_bytes()) else {
            return;
        };
        let mut buffer = [0; 4];
        for places in self.double.chunk_by(|one, other| one.0 == other.0) {
            let (character, _) = &places[0];
            if let (bytes, _, false) = web.encode(character.encode_utf8(&mut buffer))
                && let [lead, trail] = *bytes
            {
                self.bytes
                    .set(*character, u16::from_be_bytes([lead, trail]));
            }
        }
    }

    /// The bytes of a character; none if the encoding does not have it.
    #[inline]
    pub(super) fn bytes(&self, character: char) -> Option<Bytes> {
        if character.is_ascii() {
            return Bytes::of(&[character as u8]);
        }
        match self.bytes.get(character) {
            0 if self.four && character != '\u{FFFD}' => {
                let mut buffer = [0; 4];
                let text: &str = character.encode_utf8(&mut buffer);
                Bytes::of(&encoding_rs::GB18030.encode(text).0)
            }
            0 => None,
            byte @ ..=0xFF => Bytes::of(&[byte as u8]),
            pair => Bytes::of(&pair.to_be_bytes()),
        }
    }

    /// The characters that a page, whose way back this is, has beyond ASCII, each with its
    /// byte; some come twice.
    pub(super) fn single_bytes(&self, page: Encoding) -> impl Iterator<Item = (char, u8)> + '_ {
        (0x80..=0xFF_u8).flat_map(move |byte| {
            // It is a character or the control of its number.
            let characters = [page.character(&[byte]), Some(char::from(byte))];
            let known = move |character: &char| self.bytes.get(*character) == u16::from(byte);
            let characters = characters.into_iter().flatten().filter(known);
            characters.map(move |character| (character, byte))
        })
    }

    /// Whether there are four bytes for what two cannot say.
    pub(super) fn is_four(&self) -> bool {
        self.four
    }

    /// Where a character does not tell which of several pairs of bytes it was: what
    /// the first and the second may have been, a bit for each. In `composed` text a
    /// compatibility ideograph is no other than the one it stands for.
    pub(super) fn several(&self, character: char, composed: bool) -> Option<[[u64; 4]; 2]> {
        let places = if composed {
            self.composed
                .get_or_init(|| several_composed(self.encoding))
        } else {
            &self.double
        };
        let first = places.partition_point(|(known, _)| *known < character);
        let places = places[first..]
            .iter()
            .take_while(|(known, _)| *known == character);
        let mut sets = [[0; 4]; 2];
        let mut any = false;
        for (_, pair) in places {
            for (set, byte) in sets.iter_mut().zip(pair.to_be_bytes()) {
                set[usize::from(byte) >> 6] |= 1 << (byte & 63);
            }
            any = true;
        }
        any.then_some(sets)
    }

    /// The bytes that may be lost alone, before a byte that is known or not: no
    /// characters, and no beginnings of one. A decoder `by_byte` drops the first byte
    /// alone of two that mean nothing together.
    pub(super) fn lost_alone(&self, next: Option<u8>, by_byte: bool) -> [u64; 4] {
        self.lost(|byte| match by_byte {
            true => {
                !contains(&self.rows, byte) || next.is_none_or(|next| self.is_invalid(byte, next))
            }
            false => {
                let ends = |next: u8| next.is_ascii() && self.is_invalid(byte, next);
                !contains(&self.leads, byte) || next.is_none_or(ends)
            }
        })
    }

    /// The bytes that may be lost together with the next.
    pub(super) fn lost_first(&self) -> [u64; 4] {
        self.lost(|byte| contains(&self.leads, byte))
    }

    fn lost(&self, may: impl Fn(u8) -> bool) -> [u64; 4] {
        let mut set = [0; 4];
        for byte in (0x80..=0xFFu8).filter(|byte| !contains(&self.alone, *byte) && may(*byte)) {
            set[usize::from(byte) >> 6] |= 1 << (byte & 63);
        }
        set
    }

    /// Whether two bytes may be lost together.
    pub(super) fn is_lost(&self, lead: u8, trail: u8) -> bool {
        contains(&self.leads, lead) && self.is_invalid(lead, trail)
    }

    /// Whether two bytes mean nothing here.
    fn is_invalid(&self, lead: u8, trail: u8) -> bool {
        let pair = usize::from(u16::from_be_bytes([lead, trail]));
        !lead.is_ascii()
            && self
                .invalid
                .get(pair >> 6)
                .is_none_or(|bits| bits >> (pair & 63) & 1 != 0)
    }
}

/// A number for every character up to U+FFFF, 0 for most: blocks of them, made for those
/// that have others. There are many planes, and few blocks in most.
struct Plane {
    /// The place of a block in `blocks`; the first block stays empty.
    places: [u16; 1 << 16 >> BLOCK_BITS],
    blocks: Vec<[u16; 1 << BLOCK_BITS]>,
}

const BLOCK_BITS: u32 = 6;

impl Default for Plane {
    fn default() -> Self {
        Self {
            places: [0; 1 << 16 >> BLOCK_BITS],
            blocks: vec![[0; 1 << BLOCK_BITS]],
        }
    }
}

impl Plane {
    fn get(&self, character: char) -> u16 {
        let (block, within) = split(character);
        let place = self.places.get(block).copied().unwrap_or(0);
        self.blocks[usize::from(place)][within]
    }

    fn set(&mut self, character: char, number: u16) {
        let (block, within) = split(character);
        let Some(place) = self.places.get_mut(block) else {
            return;
        };
        if *place == 0 {
            *place = self.blocks.len() as u16;
            self.blocks.push([0; 1 << BLOCK_BITS]);
        }
        self.blocks[usize::from(*place)][within] = number;
    }
}

/// The block of a character, and its place in there.
fn split(character: char) -> (usize, usize) {
    let code = u32::from(character) as usize;
    (code >> BLOCK_BITS, code & ((1 << BLOCK_BITS) - 1))
}

/// The characters that a lead and every second byte stand for.
struct Row(u8);

impl Task for Row {
    type Output = [Option<char>; 256];

    fn run<S: Stepper>(self, stepper: &S) -> Self::Output {
        std::array::from_fn(|trail| {
            let step = stepper.step(&mut 0, &[self.0, trail as u8]);
            match step.out {
                Out::One(character) if step.read == 2 => Some(character),
                _ => None,
            }
        })
    }
}

/// A character in NFC, if that is one character.
fn composed(character: char) -> char {
    // What most are, before the long way.
    if scan::is_own_form(character) {
        return character;
    }
    let mut composed = std::iter::once(character).nfc();
    match (composed.next(), composed.next()) {
        (Some(one), None) => one,
        _ => character,
    }
}

/// The characters in NFC that have several places in an encoding of pairs, sorted.
fn several_composed(encoding: Encoding) -> Vec<(char, u16)> {
    let pairs = (0x80..=0xFFu8).flat_map(|lead| {
        let row = (0..=0xFFu8).zip(encoding.run(Row(lead)));
        row.filter_map(move |(trail, character)| {
            Some((composed(character?), u16::from_be_bytes([lead, trail])))
        })
    });
    let places: Vec<(char, u16)> = pairs.collect();
    several(places.iter().copied())
}

/// The characters that have several places, sorted.
fn several(places: impl Iterator<Item = (char, u16)> + Clone) -> Vec<(char, u16)> {
    // A bit for each character that was seen, and seen again: few are, and only those need
    // sorting.
    let mut seen = [vec![0_u64; CHARACTERS >> 6], vec![0_u64; CHARACTERS >> 6]];
    for (character, _) in places.clone() {
        let (place, bit) = (character as usize >> 6, 1 << (character as usize & 63));
        let [once, again] = &mut seen;
        again[place] |= once[place] & bit;
        once[place] |= bit;
    }
    let again =
        |character: char| seen[1][character as usize >> 6] >> (character as usize & 63) & 1 != 0;
    let mut places: Vec<(char, u16)> = places.filter(|row| again(row.0)).collect();
    places.sort_unstable();
    places.dedup();
    places
        .chunk_by(|one, other| one.0 == other.0)
        .filter(|places| places.len() > 1)
        .flatten()
        .copied()
        .collect()
}

/// All code points.
const CHARACTERS: usize = 0x11_0000;

fn contains(set: &[u64; 4], byte: u8) -> bool {
    set[usize::from(byte) >> 6] >> (byte & 63) & 1 != 0
}

/// Reads bytes as the encoding they are really in. The text, or none if more than
/// `errors` stretches mean nothing; those are U+FFFD.
pub(super) fn read(bytes: &[u8], encoding: Encoding, errors: usize) -> Option<String> {
    encoding.run(All { bytes, errors })
}

struct All<'b> {
    bytes: &'b [u8],
    errors: usize,
}

impl Task for All<'_> {
    type Output = Option<String>;

    fn run<S: Stepper>(self, stepper: &S) -> Option<String> {
        let mut text = String::with_capacity(self.bytes.len());
        let mut state = 0;
        let mut at = 0;
        let mut errors = 0;
        while at < self.bytes.len() {
            let step = stepper.step(&mut state, &self.bytes[at..]);
            at += step.read.max(1);
            match step.out {
                Out::Nothing => {}
                Out::One(character) => text.push(character),
                Out::Two(first, second) => text.extend([first, second]),
                Out::Bad => {
                    errors += 1;
                    if errors > self.errors {
                        return None;
                    }
                    text.push('\u{FFFD}');
                }
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(label: &str, character: char) -> Option<Vec<u8>> {
        let encoding = Encoding::for_label(label)?;
        let reverse = if encoding.is_page() {
            Reverse::page(encoding)
        } else {
            Reverse::pairs(encoding)
        };
        Some(reverse.bytes(character)?.as_slice().to_vec())
    }

    #[test]
    fn characters_lead_back_to_their_bytes() {
        assert_eq!(bytes("windows-1252", '€'), Some(vec![0x80]));
        assert_eq!(bytes("windows-1252", '\u{80}'), Some(vec![0x80]));
        assert_eq!(bytes("windows-1251", '\u{98}'), Some(vec![0x98]));
        assert_eq!(bytes("macintosh", '√'), Some(vec![0xC3]));
        assert_eq!(bytes("ibm437", 'Σ'), Some(vec![0xE4]));
        assert_eq!(bytes("gb18030", '涓'), Some(vec![0xE4, 0xB8]));
        assert_eq!(bytes("gb18030", '€'), Some(vec![0x80]));
        assert_eq!(bytes("big5", '十'), Some(vec![0xA4, 0x51]));
        assert_eq!(bytes("shift_jis", 'ﾖ'), Some(vec![0xD6]));
        assert_eq!(bytes("windows-1252", '中'), None);
    }
}
