//! Johab (KS X 1001 annex 3): hangul syllables by their letters, five bits each;
//! the other characters are those of EUC-KR, folded.

use super::{
    double::EucKr,
    step::{Step, Stepper},
};

/// Johab.
pub(crate) struct Johab {
    pairs: EucKr,
}

impl Johab {
    pub(crate) fn new() -> Self {
        Self {
            pairs: EucKr::new(),
        }
    }

    fn hangul(code: u32) -> Option<char> {
        let initial = code >> 10 & 31;
        let medial = code >> 5 & 31;
        let last = code & 31;
        // 1 fills an empty place at the beginning and the end, 2 in the middle.
        let vowel = match medial {
            3..=7 => Some(medial - 3),
            10..=15 => Some(medial - 5),
            18..=23 => Some(medial - 7),
            26..=29 => Some(medial - 9),
            2 => None,
            _ => return None,
        };
        let tail = match last {
            1..=17 => last - 1,
            19..=29 => last - 2,
            _ => return None,
        };
        match (initial, vowel, tail) {
            (2..=20, Some(vowel), _) => {
                char::from_u32(0xAC00 + ((initial - 2) * 21 + vowel) * 28 + tail)
            }
            // Letters that stand alone.
            (2..=20, None, 0) => INITIALS.chars().nth(initial as usize - 2),
            (1, Some(vowel), 0) => char::from_u32(0x314F + vowel),
            (1, None, 1..) => TAILS.chars().nth(tail as usize - 1),
            _ => None,
        }
    }

    fn other(&self, lead: u8, trail: u8) -> Option<char> {
        let row = match lead {
            0xD9..=0xDE => 2 * (u32::from(lead) - 0xD9) + 0x21,
            0xE0..=0xF9 => 2 * (u32::from(lead) - 0xE0) + 0x4A,
            _ => return None,
        };
        let cell = match trail {
            0x31..=0x7E => u32::from(trail) - 0x31,
            0x91..=0xFE => u32::from(trail) - 0x43,
            _ => return None,
        };
        let pair = [
            (row + cell / 94) as u8 | 0x80,
            (cell % 94 + 0x21) as u8 | 0x80,
        ];
        match self.pairs.step(&mut 0, &pair).out {
            super::step::Out::One(character) => Some(character),
            _ => None,
        }
    }
}

const INITIALS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const TAILS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

impl Stepper for Johab {
    const ASCII: bool = true;

    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        let lead = bytes[0];
        if lead < 0x80 {
            return Step::one(1, char::from(lead));
        }
        let Some(trail) = bytes.get(1) else {
            return Step::bad(1);
        };
        let character = match lead {
            0x84..=0xD3 => Self::hangul(u32::from(lead) << 8 | u32::from(*trail)),
            _ => self.other(lead, *trail),
        };
        match character {
            Some(character) => Step::one(2, character),
            None if trail.is_ascii() => Step::bad(1),
            None => Step::bad(2),
        }
    }
}
