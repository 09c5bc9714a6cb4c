//! UTF-16 and UTF-32 without a byte order mark.

use crate::encoding::Encoding;

/// How much of the text is looked at, in bytes.
const SAMPLE_BYTES: usize = 4096;

/// The wide encoding that bytes without a mark are in, if any.
pub(super) fn find(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !3];
    if sample.len() < 4 {
        return None;
    }
    let (units, _) = sample.as_chunks::<4>();
    let fits = |value: u32| char::from_u32(value).is_some_and(|character| character != '\0');
    let share = |fitting: usize| fitting * 20 >= units.len() * 19;
    if share(
        units
            .iter()
            .filter(|unit| fits(u32::from_le_bytes(**unit)))
            .count(),
    ) {
        return Some(Encoding::UTF_32LE);
    }
    if share(
        units
            .iter()
            .filter(|unit| fits(u32::from_be_bytes(**unit)))
            .count(),
    ) {
        return Some(Encoding::UTF_32BE);
    }
    let (units, _) = sample.as_chunks::<2>();
    // Text of one byte a character has no NUL; UTF-16 has them in the upper half
    // of every ASCII character, and in one half only.
    let low = units.iter().filter(|unit| unit[0] == 0).count();
    let high = units.iter().filter(|unit| unit[1] == 0).count();
    let ascii = |text: usize| {
        units
            .iter()
            .filter(|unit| {
                unit[1 - text] == 0 && matches!(unit[text], 0x20..=0x7E | b'\n' | b'\r' | b'\t')
            })
            .count()
    };
    let many = units.len() / 50 + 1;
    if high >= many && low * 8 < high && ascii(0) * 2 > high {
        return Some(Encoding::UTF_16LE);
    }
    if low >= many && high * 8 < low && ascii(1) * 2 > low {
        return Some(Encoding::UTF_16BE);
    }
    None
}
