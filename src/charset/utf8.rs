//! Whether bytes are UTF-8, perhaps damaged: the ratio of valid sequences to
//! stray bytes.

use memchr::memchr;

use super::first_high;

/// What the non-ASCII bytes are, read as UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Bytes in valid sequences of two bytes and more.
    pub(super) valid: usize,
    /// Those sequences.
    pub(super) characters: usize,
    /// Stretches of bytes that are no part of a valid sequence.
    pub(super) stray: usize,
    /// The same, those that touch counted as one.
    pub(super) groups: usize,
}

/// Counts. A sequence cut by the end is not counted.
pub(super) fn tally(bytes: &[u8]) -> Tally {
    let mut tally = Tally::default();
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        let valid = chunk.valid().as_bytes();
        tally.valid += valid.iter().filter(|byte| **byte >= 0x80).count();
        tally.characters += valid.iter().filter(|byte| **byte >= 0xC0).count();
        let cut = chunks.peek().is_none() && chunk.invalid().len() < 4 && is_lead(chunk.invalid());
        if !chunk.invalid().is_empty() && !cut {
            tally.stray += 1;
            tally.groups += usize::from(!valid.is_empty() || tally.groups == 0);
        }
    }
    tally
}

/// Bytes at each end that may tell what all are.
const END_BYTES: usize = 4096;
/// Stray stretches in an end that is no UTF-8.
const END_STRAY: usize = 128;

/// Counts; both ends alone where they are plainly not UTF-8.
pub(super) fn tally_ends(bytes: &[u8]) -> Tally {
    if bytes.len() > 4 * END_BYTES {
        let first = tally(&bytes[..END_BYTES]);
        let last = tally(&bytes[bytes.len() - END_BYTES..]);
        let is_other = |end: Tally| end.stray >= END_STRAY && end.valid < end.stray;
        if is_other(first) && is_other(last) {
            return Tally {
                valid: first.valid + last.valid,
                characters: first.characters + last.characters,
                stray: first.stray + last.stray,
                groups: first.groups + last.groups,
            };
        }
    }
    tally(bytes)
}

/// Whether the bytes are valid but for a last character that is cut.
pub(super) fn is_cut(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(3);
    let Some(at) = bytes[from..].iter().rposition(|byte| *byte >= 0xC0) else {
        return false;
    };
    let (whole, last) = bytes.split_at(from + at);
    let cut = std::str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    cut && simdutf8::basic::from_utf8(whole).is_ok()
}

/// Bytes of ASCII for every character beyond it in text that has such characters
/// here and there only: a sign, or a letter with an accent.
const SPRINKLED: usize = 24;

/// Whether valid UTF-8 is ASCII but for characters that stand alone in it, far apart:
/// a legacy text of two bytes a character has hardly one alone, and seldom one that is
/// valid UTF-8 too.
pub(super) fn is_sprinkled(valid: &[u8]) -> bool {
    if memchr(0, valid).is_some() {
        return false;
    }
    let mut characters = 0;
    let mut at = 0;
    while let Some(next) = first_high(&valid[at..]) {
        at += next;
        // A character beyond ASCII, and whether it stands right after another.
        let trailing = valid[at + 1..].iter().take_while(|byte| is_trail(**byte));
        let end = at + 1 + trailing.count();
        if valid.get(end).is_some_and(|byte| !byte.is_ascii()) {
            return false;
        }
        characters += 1;
        at = end;
    }
    characters * SPRINKLED <= valid.len()
}

/// Whether a byte goes on with a sequence.
fn is_trail(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Whether an undecodable end may be a sequence that was cut.
fn is_lead(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(0xC2..=0xF4))
}

/// Valid bytes for every stray one, from which on damaged text is UTF-8 still:
/// text in a legacy encoding has about as many stray stretches as valid bytes.
const RATIO: usize = 6;

impl Tally {
    /// Whether the bytes are UTF-8, damaged at most.
    pub(super) fn is_utf8(self) -> bool {
        self.valid > 0 && self.valid >= RATIO * self.stray
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_bytes_are_weighed_against_stray_ones() {
        let expected = |valid, characters, stray, groups| Tally {
            valid,
            characters,
            stray,
            groups,
        };
        assert_eq!(tally("获悉a".as_bytes()), expected(6, 2, 0, 0));
        let damaged = b"\xE8\x8E\xB7\xFF\xE6\x82\x89\xE6\x82";
        assert_eq!(tally(damaged), expected(6, 2, 1, 1));
        assert!(!tally(b"\xBB\xF1\xCF\xA4,\xBE\xDD\xCD\xE2\xC3\xBD").is_utf8());
        assert!(!tally(b"abc").is_utf8());
    }

    #[test]
    fn a_cut_end_is_told_from_damage() {
        assert!(is_cut(b"a\xE8\x8E"));
        assert!(is_cut(b"\xF0\x9F\x98"));
        assert!(is_cut(
            "é".repeat(9)
                .as_bytes()
                .split_last()
                .map_or(&[], |(_, rest)| rest)
        ));
        for whole in [
            &b"a"[..],
            b"",
            b"\xE8\x8E\xB7",
            b"\xFFa\xE8\x8E",
            b"\xE8a",
            b"\x8E",
            b"\xC0",
        ] {
            assert!(!is_cut(whole), "{whole:X?}");
        }
    }

    #[test]
    fn characters_alone_in_ascii_are_sprinkled() {
        assert!(is_sprinkled("The mark ¶ is shown at its end.".as_bytes()));
        assert!(is_sprinkled("An area of 20 km² in all, or so.".as_bytes()));
        assert!(!is_sprinkled("20 km²".as_bytes()));
        assert!(!is_sprinkled(
            "The marks ¶§ are shown at its end.".as_bytes()
        ));
    }

    #[test]
    fn the_ends_stand_for_all_only_where_both_are_no_utf8() {
        let russian = b"\xCA\xEE\xEC\xEF\xE0\xED\xE8\xFF ".repeat(4000);
        let ends = tally_ends(&russian);
        assert!(ends.stray > END_STRAY && ends.stray < tally(&russian).stray);
        let mut mixed = russian[..8000].to_vec();
        mixed.extend("Компания ".repeat(2000).bytes());
        assert_eq!(tally_ends(&mixed), tally(&mixed));
    }
}
