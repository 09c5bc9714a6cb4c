//! Encodings of two bytes a character and more. The tables are what encoding_rs has; the
//! rules for what means nothing are those of the WHATWG encoding standard.

use std::sync::LazyLock;

use super::step::{Out, Step, Stepper};

#[cfg(test)]
mod made;

/// Characters by lead byte and trail byte.
struct Pairs {
    /// The last 16 bits of the character of each pair, little-endian; of one that means
    /// nothing 0, as no character of a pair has.
    cells: &'static [[u8; 2]],
    /// A bit for each pair whose character is of the plane of U+20000; empty if there is none.
    beyond: &'static [u8],
}

/// Leads and trails from the first to the last that a table has room for.
const LEADS: std::ops::RangeInclusive<u8> = 0x81..=0xFE;
const TRAILS: std::ops::RangeInclusive<u8> = 0x30..=0xFF;
const COLUMNS: usize = 0x100 - 0x30;
const CELLS: usize = (0xFF - 0x81) * COLUMNS;

/// The cells of all tables, then what is beyond in that of Big5: made by [`made::make`], whose
/// test says whether they are fresh.
static FILE: &[u8; 6 * 2 * CELLS + CELLS / 8] = include_bytes!("../../data/charset-pairs.bin");

static GB18030: Pairs = Pairs::at(0, &[]);
static BIG5: Pairs = Pairs::at(1, FILE.split_at(6 * 2 * CELLS).1);
static SHIFT_JIS: Pairs = Pairs::at(2, &[]);
static EUC_KR: Pairs = Pairs::at(3, &[]);
static EUC_JP: Pairs = Pairs::at(4, &[]);
static EUC_JP_SUPPLEMENT: Pairs = Pairs::at(5, &[]);

impl Pairs {
    /// The table at this place in the file.
    const fn at(place: usize, beyond: &'static [u8]) -> Self {
        let (_, rest) = FILE.split_at(place * 2 * CELLS);
        let (cells, _) = rest.split_at(2 * CELLS);
        Self {
            cells: cells.as_chunks::<2>().0,
            beyond,
        }
    }

    #[inline]
    fn get(&self, lead: u8, trail: u8) -> Option<char> {
        if !LEADS.contains(&lead) || !TRAILS.contains(&trail) {
            return None;
        }
        let place =
            usize::from(lead - LEADS.start()) * COLUMNS + usize::from(trail - TRAILS.start());
        let last = u32::from(u16::from_le_bytes(*self.cells.get(place)?));
        let beyond = self
            .beyond
            .get(place / 8)
            .map_or(0, |bits| bits >> (place % 8) & 1);
        match last {
            0 => None,
            last => char::from_u32(u32::from(beyond) << 17 | last),
        }
    }

    /// A lead and what follows it: the character, or the two bytes mean nothing,
    /// or the lead alone where an ASCII byte follows.
    #[inline]
    fn step(&self, bytes: &[u8]) -> Step {
        let Some(trail) = bytes.get(1) else {
            return Step::bad(1);
        };
        match self.get(bytes[0], *trail) {
            Some(character) => Step::one(2, character),
            None if trail.is_ascii() => Step::bad(1),
            None => Step::bad(2),
        }
    }
}

/// The characters of the Basic Multilingual Plane that take four bytes in
/// GB18030, by their number from 81 30 81 30 on.
static GB18030_FOUR: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut sequences = Vec::new();
    for number in 0..GB18030_FOUR_COUNT {
        sequences.extend_from_slice(&[
            0x81 + (number / 12_600) as u8,
            0x30 + (number / 1_260 % 10) as u8,
            0x81 + (number / 10 % 126) as u8,
            0x30 + (number % 10) as u8,
            b'\n',
        ]);
    }
    let (text, _) = encoding_rs::GB18030.decode_without_bom_handling(&sequences);
    let lines = text.split('\n').take(GB18030_FOUR_COUNT as usize);
    lines
        .map(|line| {
            let mut characters = line.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => u32::from(character) as u16,
                _ => 0,
            }
        })
        .collect()
});

/// 81 30 81 30 to 84 31 A4 39.
const GB18030_FOUR_COUNT: u32 = 39_420;

/// The number of 84 31 A4 37, which is U+FFFD itself and no error.
const GB18030_FOUR_REPLACEMENT: u32 = 39_417;

/// GB18030, the superset of GBK and GB 2312.
pub(crate) struct Gb18030 {
    pairs: &'static Pairs,
}

impl Gb18030 {
    pub(crate) fn new() -> Self {
        Self { pairs: &GB18030 }
    }
}

impl Stepper for Gb18030 {
    const ASCII: bool = true;

    #[inline]
    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        match bytes[0] {
            byte @ ..=0x7F => Step::one(1, char::from(byte)),
            0x80 => Step::one(1, '€'),
            0xFF => Step::bad(1),
            _ => match bytes.get(1) {
                Some(b'0'..=b'9') => four_bytes(bytes),
                _ => self.pairs.step(bytes),
            },
        }
    }
}

/// A sequence that begins with a lead and a digit.
fn four_bytes(bytes: &[u8]) -> Step {
    let Some(third) = bytes.get(2) else {
        return Step::bad(bytes.len());
    };
    if !(0x81..=0xFE).contains(third) {
        return Step::bad(1);
    }
    let Some(fourth) = bytes.get(3) else {
        return Step::bad(bytes.len());
    };
    if !fourth.is_ascii_digit() {
        return Step::bad(1);
    }
    let number = ((u32::from(bytes[0] - 0x81) * 10 + u32::from(bytes[1] - 0x30)) * 126
        + u32::from(third - 0x81))
        * 10
        + u32::from(fourth - 0x30);
    match number {
        GB18030_FOUR_REPLACEMENT => Step::one(4, '\u{FFFD}'),
        0..GB18030_FOUR_COUNT => match GB18030_FOUR.get(number as usize) {
            Some(0 | 0xFFFD) | None => Step::bad(4),
            Some(value) => Step::scalar(4, u32::from(*value)),
        },
        // 90 30 81 30 to E3 32 9A 35 are the planes from U+10000 on.
        189_000..=1_237_575 => Step::scalar(4, number - 189_000 + 0x10000),
        _ => Step::bad(4),
    }
}

/// Big5 with the Hong Kong supplement.
pub(crate) struct Big5 {
    pairs: &'static Pairs,
}

impl Big5 {
    pub(crate) fn new() -> Self {
        Self { pairs: &BIG5 }
    }
}

impl Stepper for Big5 {
    const ASCII: bool = true;

    #[inline]
    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        match bytes[0] {
            byte @ ..=0x7F => Step::one(1, char::from(byte)),
            0x80 | 0xFF => Step::bad(1),
            // Four pairs are a letter and a combining mark.
            0x88 => match bytes.get(1) {
                Some(0x62) => two('Ê', '\u{304}'), // combining macron
                Some(0x64) => two('Ê', '\u{30C}'), // combining caron
                Some(0xA3) => two('ê', '\u{304}'), // combining macron
                Some(0xA5) => two('ê', '\u{30C}'), // combining caron
                _ => self.pairs.step(bytes),
            },
            _ => self.pairs.step(bytes),
        }
    }
}

fn two(first: char, second: char) -> Step {
    Step {
        read: 2,
        out: Out::Two(first, second),
    }
}

/// Shift_JIS as Windows has it.
pub(crate) struct ShiftJis {
    pairs: &'static Pairs,
}

impl ShiftJis {
    pub(crate) fn new() -> Self {
        Self { pairs: &SHIFT_JIS }
    }
}

impl Stepper for ShiftJis {
    const ASCII: bool = true;

    #[inline]
    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        match bytes[0] {
            byte @ ..=0x80 => Step::one(1, char::from(byte)),
            byte @ 0xA1..=0xDF => Step::scalar(1, u32::from(byte) + 0xFF61 - 0xA1),
            0xA0 | 0xFD..=0xFF => Step::bad(1),
            _ => self.pairs.step(bytes),
        }
    }
}

/// EUC-KR as Windows has it (code page 949).
pub(crate) struct EucKr {
    pairs: &'static Pairs,
}

impl EucKr {
    pub(crate) fn new() -> Self {
        Self { pairs: &EUC_KR }
    }
}

impl Stepper for EucKr {
    const ASCII: bool = true;

    #[inline]
    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        match bytes[0] {
            byte @ ..=0x7F => Step::one(1, char::from(byte)),
            0x80 | 0xFF => Step::bad(1),
            _ => self.pairs.step(bytes),
        }
    }
}

/// EUC-JP with JIS X 0212.
pub(crate) struct EucJp {
    pairs: &'static Pairs,
}

impl EucJp {
    pub(crate) fn new() -> Self {
        Self { pairs: &EUC_JP }
    }

    /// A character of JIS X 0208 by its row and cell with the high bits set.
    pub(crate) fn pair(&self, lead: u8, trail: u8) -> Option<char> {
        match (lead, trail) {
            (0xA1..=0xFE, 0xA1..=0xFE) => self.pairs.get(lead, trail),
            _ => None,
        }
    }
}

impl Stepper for EucJp {
    const ASCII: bool = true;

    #[inline]
    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        match (bytes[0], bytes.get(1)) {
            (byte @ ..=0x7F, _) => Step::one(1, char::from(byte)),
            (0x8E, Some(byte @ 0xA1..=0xDF)) => Step::scalar(2, u32::from(*byte) + 0xFF61 - 0xA1),
            (0x8F, Some(lead @ 0xA1..=0xFE)) => match bytes.get(2) {
                None => Step::bad(2),
                Some(trail) => match EUC_JP_SUPPLEMENT.get(*lead, *trail) {
                    Some(character) => Step::one(3, character),
                    None if trail.is_ascii() => Step::bad(2),
                    None => Step::bad(3),
                },
            },
            (0x8E | 0x8F | 0xA1..=0xFE, _) => self.pairs.step(bytes),
            _ => Step::bad(1),
        }
    }
}
