//! Encodings that switch character sets by escape sequences.

use super::{
    double::EucJp,
    step::{Step, Stepper},
};

/// ISO-2022-JP, by the WHATWG encoding standard.
pub(crate) struct Iso2022Jp {
    pairs: EucJp,
}

impl Iso2022Jp {
    pub(crate) fn new() -> Self {
        Self {
            pairs: EucJp::new(),
        }
    }
}

/// The character set in force; bit 8 of the state tells that an escape sequence
/// has just been read.
const ASCII: u64 = 0;
const ROMAN: u64 = 1;
const KATAKANA: u64 = 2;
const KANJI: u64 = 3;
const ESCAPED: u64 = 1 << 8;

impl Stepper for Iso2022Jp {
    const ASCII: bool = false;

    fn step(&self, state: &mut u64, bytes: &[u8]) -> Step {
        let set = *state & 0xFF;
        let byte = bytes[0];
        if byte == 0x1B {
            let next = match (bytes.get(1), bytes.get(2)) {
                (Some(b'('), Some(b'B')) => ASCII,
                (Some(b'('), Some(b'J')) => ROMAN,
                (Some(b'('), Some(b'I')) => KATAKANA,
                (Some(b'$'), Some(b'@' | b'B')) => KANJI,
                _ => {
                    *state = set;
                    return Step::bad(1);
                }
            };
            // Two escape sequences in a row are an attack on filters, not text.
            let again = *state & ESCAPED != 0;
            *state = next | ESCAPED;
            return if again {
                Step::bad(3)
            } else {
                Step::nothing(3)
            };
        }
        *state = set;
        match (set, byte) {
            (ROMAN, 0x5C) => Step::one(1, '¥'),
            (ROMAN, 0x7E) => Step::one(1, '‾'),
            (ASCII | ROMAN, 0x0E | 0x0F | 0x80..) => Step::bad(1),
            (ASCII | ROMAN, _) => Step::one(1, char::from(byte)),
            (KATAKANA, 0x21..=0x5F) => Step::scalar(1, u32::from(byte) + 0xFF61 - 0x21),
            (KANJI, 0x21..=0x7E) => match bytes.get(1) {
                Some(trail @ 0x21..=0x7E) => match self.pairs.pair(byte | 0x80, trail | 0x80) {
                    Some(character) => Step::one(2, character),
                    None => Step::bad(2),
                },
                Some(0x1B) | None => Step::bad(1),
                Some(_) => Step::bad(2),
            },
            _ => Step::bad(1),
        }
    }
}
