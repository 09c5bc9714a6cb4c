//! The bytes of a character, some of them lost: what they may have been.

use super::super::classes::{Right, Wrong};
use crate::encoding::Encoding;

/// A byte of a character that is not complete yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Slot {
    Byte(u8),
    /// A lost byte: what it may have been, a bit for each.
    Hole([u64; 4]),
    /// The second of two lost bytes, which together meant nothing to the wrong decoder.
    Second,
}

/// More possible characters than this are not tried: of UTF-8, and of others, where
/// any bytes are some character.
const MOST: usize = 1100;
const MOST_OTHERS: usize = 130;

/// The leads of three bytes of UTF-8 that a lost byte is tried as: of letters and
/// signs of East Asia (U+2000 to U+9FFF, and the fullwidth forms).
const LEADS: [u8; 9] = [0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF];

/// Whether a lost byte may have been such a lead.
pub(super) fn has_lead(set: &[u64; 4]) -> bool {
    LEADS.iter().any(|lead| contains(set, *lead))
}

/// The characters that bytes may be, after a character whose last byte may be the
/// first of two that were lost.
pub(super) fn characters(
    slots: &[Slot],
    last: Option<char>,
    wrong: &Wrong,
    right: Right,
) -> Vec<char> {
    let sizes = slots.iter().enumerate().map(|(at, slot)| match right {
        Right::Utf8 => size(at, slot),
        _ => any_size(slot),
    });
    let most = match right {
        Right::Utf8 => MOST,
        _ => MOST_OTHERS,
    };
    if !(1..=most).contains(&sizes.product()) {
        return Vec::new();
    }
    let before = last.filter(|last| *last != '\u{FFFD}').map(|last| {
        let mut buffer = [0; 4];
        let bytes = last.encode_utf8(&mut buffer).as_bytes();
        bytes.last().copied().unwrap_or(0)
    });
    let mut found = Vec::new();
    Filling {
        slots,
        before,
        wrong,
        encoding: right.encoding(),
        utf8: right == Right::Utf8,
    }
    .fill(&mut [0; 6], 0, &mut |character| found.push(character));
    found
}

struct Filling<'f> {
    slots: &'f [Slot],
    before: Option<u8>,
    wrong: &'f Wrong,
    encoding: Encoding,
    utf8: bool,
}

impl Filling<'_> {
    /// Tries every byte for each hole; at most six deep.
    fn fill(&self, bytes: &mut [u8; 6], at: usize, found: &mut dyn FnMut(char)) {
        let Some(slot) = self.slots.get(at) else {
            // C1 controls are what the layer below was read from.
            if let Some(character) = character(self.encoding, &bytes[..self.slots.len()])
                && (!character.is_control() || ('\u{80}'..='\u{9F}').contains(&character))
            {
                found(character);
            }
            return;
        };
        let first = match at.checked_sub(1) {
            Some(before) => Some(bytes[before]),
            None => self.before,
        };
        let mut next = |byte: u8| {
            bytes[at] = byte;
            self.fill(bytes, at + 1, found);
        };
        match slot {
            Slot::Byte(byte) => next(*byte),
            Slot::Hole(set) if !self.utf8 => (0..=0xFFu8)
                .filter(|byte| contains(set, *byte))
                .for_each(next),
            Slot::Hole(set) => possible(at)
                .filter(|byte| contains(set, *byte))
                .for_each(next),
            Slot::Second => possible(at)
                .filter(|byte| first.is_none_or(|first| self.wrong.reverse().is_lost(first, *byte)))
                .for_each(next),
        }
    }
}

/// The character that bytes are; six are two surrogates, each in three bytes.
fn character(encoding: Encoding, bytes: &[u8]) -> Option<char> {
    match bytes {
        [0xED, ..] if bytes.len() == 6 => surrogates(bytes),
        _ => encoding.character(bytes),
    }
}

/// The character that two surrogates stand for, each written in three bytes as if it
/// were one (CESU-8, Unicode Technical Report 26).
pub(in super::super) fn surrogates(bytes: &[u8]) -> Option<char> {
    let [
        0xED,
        high @ 0xA0..=0xAF,
        one @ 0x80..=0xBF,
        0xED,
        low @ 0xB0..=0xBF,
        two @ 0x80..=0xBF,
    ] = bytes
    else {
        return None;
    };
    let half = |middle: u8, last: u8| u32::from(middle & 15) << 6 | u32::from(last & 63);
    char::from_u32(0x10000 + (half(*high, *one) << 10) + half(*low, *two))
}

/// What a lost byte of UTF-8 is tried as, by its place.
fn possible(at: usize) -> impl Iterator<Item = u8> {
    let leads = match at {
        0 => &LEADS[..],
        _ => &[],
    };
    let trails = match at {
        0 => 0..0u8,
        _ => 0x80..0xC0,
    };
    leads.iter().copied().chain(trails)
}

/// How many bytes a slot may have been, anywhere.
fn any_size(slot: &Slot) -> usize {
    match slot {
        Slot::Byte(_) => 1,
        Slot::Hole(set) => set.iter().map(|bits| bits.count_ones() as usize).sum(),
        Slot::Second => 0x80,
    }
}

/// The same in UTF-8.
fn size(at: usize, slot: &Slot) -> usize {
    match slot {
        Slot::Byte(_) => 1,
        Slot::Hole(set) => possible(at).filter(|byte| contains(set, *byte)).count(),
        Slot::Second => possible(at).count(),
    }
}

fn contains(set: &[u64; 4], byte: u8) -> bool {
    set[usize::from(byte) >> 6] >> (byte & 63) & 1 != 0
}

/// A set of bytes.
pub(super) fn set(bytes: &[u8]) -> [u64; 4] {
    let mut set = [0; 4];
    for byte in bytes {
        set[usize::from(*byte) >> 6] |= 1 << (byte & 63);
    }
    set
}

/// The number of bytes that a UTF-8 lead announces.
pub(super) fn utf8_length(lead: u8) -> Option<usize> {
    match lead {
        0xC2..=0xDF => Some(2),
        0xE0..=0xEF => Some(3),
        0xF0..=0xF4 => Some(4),
        _ => None,
    }
}
