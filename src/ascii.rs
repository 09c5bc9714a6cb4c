//! Bytes in, how many of a kind they begin with out: eight at a time, for words have
//! lengths that no processor foresees.

/// Length of the ASCII at the beginning.
pub(crate) fn ascii_prefix(bytes: &[u8]) -> usize {
    prefix(bytes, |_| 0, |byte| byte.is_ascii())
}

/// Length of the ASCII letters at the beginning.
#[inline]
pub(crate) fn letters(bytes: &[u8]) -> usize {
    prefix(
        bytes,
        |word| others(word | each(0x20)),
        |byte| byte.is_ascii_alphabetic(),
    )
}

/// Length of the small ASCII letters at the beginning.
#[inline]
pub(crate) fn small_letters(bytes: &[u8]) -> usize {
    prefix(bytes, others, |byte| byte.is_ascii_lowercase())
}

/// Length of the ASCII letters and digits at the beginning.
#[inline]
pub(crate) fn alphanumerics(bytes: &[u8]) -> usize {
    prefix(
        bytes,
        |word| others(word | each(0x20)) & outside(word, b'0', b'9'),
        |byte| byte.is_ascii_alphanumeric(),
    )
}

/// Length of the white space at the beginning, as HTML has it.
#[inline]
pub(crate) fn spaces(bytes: &[u8]) -> usize {
    // From the tab to the carriage return, but for the vertical tab; and the space.
    let ends = |word| (outside(word, b'\t', b'\r') | !unlike(word, b'\x0B')) & unlike(word, b' ');
    prefix(bytes, ends, |byte| is_space(*byte))
}

/// Eight bytes with the ASCII letters among them in lower case.
#[inline]
pub(crate) fn lower(word: u64) -> u64 {
    let upper = !(outside(word, b'A', b'Z') | word) & HIGH;
    word | upper >> 2
}

/// White space as HTML has it.
#[inline]
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

/// The length of a word of one to seven ASCII letters that bytes begin with, and its letters in
/// lower case as a number, the first the least: if a byte of ASCII other than an apostrophe is
/// behind it, so that it goes on in no way.
#[inline]
pub(crate) fn short_word(bytes: &[u8]) -> Option<(usize, u64)> {
    let word = u64::from_le_bytes(*bytes.first_chunk()?);
    let lower = word | each(0x20);
    let ends = others(lower) | word & HIGH;
    let bits = ends.trailing_zeros() & !7;
    let behind = word.checked_shr(bits)? as u8;
    let ends = bits > 0 && behind.is_ascii() && behind != b'\'';
    ends.then_some(((bits / 8) as usize, lower & ((1 << bits) - 1)))
}

/// The letters in the ASCII that bytes begin with, eight bytes at a time: of fewer, or of any that
/// are not ASCII, nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    /// How many bytes were looked at.
    pub(crate) length: usize,
    /// How many are letters.
    pub(crate) count: usize,
    /// Behind the last letter; 0 if there is none.
    pub(crate) end: usize,
}

/// Counts letters.
#[inline]
pub(crate) fn count_letters(bytes: &[u8]) -> Letters {
    let mut letters = Letters::default();
    let mut last = (0, 0);
    for word in bytes.as_chunks::<8>().0 {
        let word = u64::from_le_bytes(*word);
        if word & HIGH != 0 {
            break;
        }
        let found = (!others(word | each(0x20)) & HIGH) >> 7;
        // The product has the sum of all bytes in its highest.
        letters.count += (found.wrapping_mul(each(1)) >> 56) as usize;
        letters.length += 8;
        if found != 0 {
            last = (found, letters.length);
        }
    }
    letters.end = last.1 - (last.0.leading_zeros() / 8) as usize % 8;
    letters
}

/// A byte in all eight places.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

const HIGH: u64 = each(0x80);

/// The high bit of every ASCII byte that is no small letter, set.
#[inline]
fn others(word: u64) -> u64 {
    outside(word, b'a', b'z')
}

/// The high bit of every ASCII byte that is not from `first` to `last`, set.
#[inline]
fn outside(word: u64, first: u8, last: u8) -> u64 {
    let seven = word & !HIGH;
    // A sum reaches the high bit from `first` on, and from behind `last` on.
    let from_first = seven + each(0x80 - first);
    let behind_last = seven + each(0x7F - last);
    (!from_first | behind_last) & HIGH
}

/// The high bit of every ASCII byte that is another than this one, set.
#[inline]
fn unlike(word: u64, byte: u8) -> u64 {
    outside(word, byte, byte)
}

/// Length of the beginning of bytes that are `kept`: `ends` sets the high bit of others
/// among ASCII; bytes beyond ASCII are never kept.
#[inline(always)]
fn prefix(bytes: &[u8], ends: impl Fn(u64) -> u64, kept: impl Fn(&u8) -> bool) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut length = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let other = ends(word) | word & HIGH;
        if other != 0 {
            return length + (other.trailing_zeros() / 8) as usize;
        }
        length += 8;
    }
    length + rest.iter().take_while(|byte| kept(byte)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn eight_at_a_time_is_one_at_a_time(
            mut bytes in prop_oneof![
                prop::collection::vec(prop::sample::select(b"abzAZ".to_vec()), 0..40),
                prop::collection::vec(prop::sample::select(b"azAZ09".to_vec()), 0..40),
                prop::collection::vec(prop::sample::select(b" \t\n\r\x0C".to_vec()), 0..40),
            ],
            other in any::<u8>(),
            place in 0_usize..40,
        ) {
            if let Some(byte) = bytes.get_mut(place) {
                *byte = other;
            }
            let count = |kept: fn(&u8) -> bool| bytes.iter().take_while(|byte| kept(byte)).count();
            prop_assert_eq!(ascii_prefix(&bytes), count(u8::is_ascii));
            prop_assert_eq!(letters(&bytes), count(u8::is_ascii_alphabetic));
            prop_assert_eq!(small_letters(&bytes), count(u8::is_ascii_lowercase));
            prop_assert_eq!(alphanumerics(&bytes), count(u8::is_ascii_alphanumeric));
            prop_assert_eq!(spaces(&bytes), count(|byte| is_space(*byte)));
            for eight in bytes.as_chunks::<8>().0 {
                let all = lower(u64::from_be_bytes(*eight)).to_be_bytes();
                prop_assert_eq!(&all[..], eight.to_ascii_lowercase());
            }
        }

        #[test]
        fn letters_are_counted(
            mut bytes in prop::collection::vec(prop::sample::select(b"azAZ '.{`[@".to_vec()), 0..40),
            other in any::<u8>(),
            place in 0_usize..80,
        ) {
            if let Some(byte) = bytes.get_mut(place) {
                *byte = other;
            }
            let length = bytes.chunks(8).take_while(|word| word.len() == 8 && word.is_ascii()).count() * 8;
            let seen = &bytes[..length];
            let end = seen.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |last| last + 1);
            let count = seen.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
            prop_assert_eq!(count_letters(&bytes), Letters { length, count, end });
            let length = letters(&bytes);
            let behind = bytes.get(length).filter(|byte| byte.is_ascii() && **byte != b'\'');
            let short = (1..8).contains(&length) && bytes.len() >= 8 && behind.is_some();
            let lower = bytes[..length].to_ascii_lowercase();
            let number = lower.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
            prop_assert_eq!(short_word(&bytes), short.then_some((length, number)));
        }
    }

    #[test]
    fn every_byte_is_of_its_kind() {
        for byte in 0..=u8::MAX {
            let all = [byte; 9];
            let length = |kept: bool| if kept { all.len() } else { 0 };
            assert_eq!(letters(&all), length(byte.is_ascii_alphabetic()), "{byte}");
            assert_eq!(
                small_letters(&all),
                length(byte.is_ascii_lowercase()),
                "{byte}"
            );
            assert_eq!(ascii_prefix(&all), length(byte.is_ascii()), "{byte}");
            assert_eq!(
                alphanumerics(&all),
                length(byte.is_ascii_alphanumeric()),
                "{byte}"
            );
            assert_eq!(spaces(&all), length(is_space(byte)), "{byte}");
            let lowered = lower(u64::from_be_bytes([byte; 8])).to_be_bytes();
            assert_eq!(lowered, [byte.to_ascii_lowercase(); 8]);
        }
    }
}
