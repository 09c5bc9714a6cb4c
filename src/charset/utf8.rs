//! Whether bytes are UTF-8, perhaps damaged: the ratio of valid sequences to
//! stray bytes.

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
}
