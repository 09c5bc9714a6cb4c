//! Encodings of two bytes a character and more. The tables are made from
//! encoding_rs when they are first needed; the rules for what means nothing are
//! those of the WHATWG encoding standard.

use std::sync::LazyLock;

use super::step::{Out, Step, Stepper};

/// Characters by lead byte and trail byte; NUL where the pair means nothing.
struct Pairs(Box<[char; 1 << 15]>);

impl Pairs {
    /// Asks encoding_rs for every pair after `prefix`.
    fn of(encoding: &'static encoding_rs::Encoding, prefix: &[u8]) -> Self {
        let mut pairs = Box::new(['\0'; 1 << 15]);
        let (mut row, mut units) = (Vec::new(), Vec::new());
        for lead in 0x81..=0xFEu8 {
            row.clear();
            for trail in 0x30..=0xFFu8 {
                row.extend_from_slice(prefix);
                row.extend_from_slice(&[lead, trail, b'\n']);
            }
            // No encoding has more units of UTF-16 than bytes.
            units.resize(row.len(), 0);
            let mut decoder = encoding.new_decoder_without_bom_handling();
            let (_, _, written, _) = decoder.decode_to_utf16(&row, &mut units, true);
            let mut rest = &units[..written];
            for trail in 0x30..=0xFFu8 {
                let end = rest.iter().position(|unit| *unit == u16::from(b'\n'));
                let (line, after) = rest.split_at(end.unwrap_or(rest.len()));
                rest = after.get(1..).unwrap_or_default();
                let only = match *line {
                    [unit] => char::from_u32(u32::from(unit)),
                    // Two characters, or the halves of one.
                    [high, low] => match char::decode_utf16([high, low]).next() {
                        Some(Ok(only)) if only.len_utf16() == 2 => Some(only),
                        _ => None,
                    },
                    _ => None,
                };
                if let Some(only) = only.filter(|only| *only != '\u{FFFD}') {
                    pairs[index(lead, trail)] = only;
                }
            }
        }
        Self(pairs)
    }

    #[inline]
    fn get(&self, lead: u8, trail: u8) -> Option<char> {
        match self.0[index(lead, trail)] {
            '\0' => None,
            character => Some(character),
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

/// The lead's high bit is always set.
#[inline]
fn index(lead: u8, trail: u8) -> usize {
    usize::from(lead & 0x7F) << 8 | usize::from(trail)
}

static GB18030: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::GB18030, &[]));
static BIG5: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::BIG5, &[]));
static SHIFT_JIS: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::SHIFT_JIS, &[]));
static EUC_KR: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::EUC_KR, &[]));
static EUC_JP: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::EUC_JP, &[]));
static EUC_JP_SUPPLEMENT: LazyLock<Pairs> =
    LazyLock::new(|| Pairs::of(encoding_rs::EUC_JP, &[0x8F]));

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
