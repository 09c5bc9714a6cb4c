//! UTF-8, UTF-16 and UTF-32, one character at a time.

use super::step::{Step, Stepper};

/// UTF-8; undecodable stretches are the maximal subparts of the Unicode standard
/// (section 3.9, "U+FFFD Substitution of Maximal Subparts").
pub(crate) struct Utf8;

impl Stepper for Utf8 {
    const ASCII: bool = true;

    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        let lead = bytes[0];
        let (length, value) = match lead {
            0..=0x7F => return Step::one(1, char::from(lead)),
            0xC2..=0xDF => (2, u32::from(lead & 0x1F)),
            0xE0..=0xEF => (3, u32::from(lead & 0x0F)),
            0xF0..=0xF4 => (4, u32::from(lead & 0x07)),
            _ => return Step::bad(1),
        };
        let second = match lead {
            0xE0 => 0xA0..=0xBF,
            0xED => 0x80..=0x9F,
            0xF0 => 0x90..=0xBF,
            0xF4 => 0x80..=0x8F,
            _ => 0x80..=0xBF,
        };
        let mut value = value;
        for index in 1..length {
            match bytes.get(index) {
                Some(byte) if index == 1 && second.contains(byte) => {
                    value = value << 6 | u32::from(byte & 0x3F);
                }
                Some(byte @ 0x80..=0xBF) if index > 1 => {
                    value = value << 6 | u32::from(byte & 0x3F);
                }
                _ => return Step::bad(index),
            }
        }
        Step::scalar(length, value)
    }
}

/// UTF-16.
pub(crate) struct Utf16 {
    pub(crate) big: bool,
}

impl Stepper for Utf16 {
    const ASCII: bool = false;

    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        let unit = |at: usize| {
            let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
            Some(u32::from(if self.big {
                u16::from_be_bytes(pair)
            } else {
                u16::from_le_bytes(pair)
            }))
        };
        match (unit(0), unit(2)) {
            (None, _) => Step::bad(1),
            (Some(high @ 0xD800..=0xDBFF), Some(low @ 0xDC00..=0xDFFF)) => {
                Step::scalar(4, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            }
            // A high surrogate and half a unit at the very end are one stretch.
            (Some(0xD800..=0xDBFF), None) => Step::bad(bytes.len()),
            (Some(unit), _) => Step::scalar(2, unit),
        }
    }
}

/// UTF-32.
pub(crate) struct Utf32 {
    pub(crate) big: bool,
}

impl Stepper for Utf32 {
    const ASCII: bool = false;

    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        match bytes.first_chunk::<4>() {
            Some(unit) if self.big => Step::scalar(4, u32::from_be_bytes(*unit)),
            Some(unit) => Step::scalar(4, u32::from_le_bytes(*unit)),
            None => Step::bad(bytes.len()),
        }
    }
}
