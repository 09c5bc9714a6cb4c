//! A list of words, and a text: which of the words the text has, in one pass.

/// Bits of the hash of the first three bytes of a word.
const HASH_BITS: u32 = 13;

/// Words to look for: at most 64, in lower case, of two bytes at least.
#[derive(Debug)]
pub(super) struct Words {
    words: &'static [&'static str],
    /// Whether a word begins with three bytes of this hash.
    starts: [bool; 1 << HASH_BITS],
    /// Each such hash, and the index of the word; ascending.
    slots: Vec<(usize, usize)>,
}

impl Words {
    pub(super) fn new(words: &'static [&'static str]) -> Self {
        let mut slots = Vec::new();
        for (index, word) in words.iter().enumerate() {
            match *word.as_bytes() {
                // Any byte may follow a word of two.
                [first, second] => {
                    slots.extend((0..=u8::MAX).map(|third| (slot(&[first, second, third]), index)))
                }
                ref bytes => slots.push((slot(&bytes[..3]), index)),
            }
        }
        slots.sort_unstable();
        slots.dedup();
        let mut starts = [false; 1 << HASH_BITS];
        for (slot, _) in &slots {
            starts[*slot] = true;
        }
        Self {
            words,
            starts,
            slots,
        }
    }

    /// A bit for each word that the text has, ASCII letters taken in any case.
    pub(super) fn found(&self, text: &str) -> u64 {
        let bytes = text.as_bytes();
        let [first, second, rest @ ..] = bytes else {
            return 0;
        };
        let mut found = 0;
        // The last three bytes, the last of them lowest.
        let mut three = u32::from(first | 0x20) << 8 | u32::from(second | 0x20);
        for (at, byte) in rest.iter().enumerate() {
            three = three << 8 | u32::from(byte | 0x20);
            let slot = slot_of(three);
            if self.starts[slot] {
                found |= self.among(&bytes[at..], slot);
            }
        }
        // A word of two bytes may be the last.
        if let Some(last) = bytes.last_chunk::<2>() {
            let slot = slot(&[last[0], last[1], 0]);
            if self.starts[slot] {
                found |= self.among(last, slot);
            }
        }
        found
    }

    /// A bit for each word of this slot that `bytes` begins with.
    fn among(&self, bytes: &[u8], slot: usize) -> u64 {
        let first = self.slots.partition_point(|entry| entry.0 < slot);
        self.slots[first..]
            .iter()
            .take_while(|entry| entry.0 == slot)
            .filter(|(_, index)| {
                let word = self.words[*index].as_bytes();
                bytes
                    .get(..word.len())
                    .is_some_and(|here| here.eq_ignore_ascii_case(word))
            })
            .fold(0, |found, (_, index)| found | 1 << index)
    }
}

/// A hash of the last three bytes of a number.
#[inline]
fn slot_of(folded: u32) -> usize {
    ((folded << 8).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)) as usize
}

/// The same of three bytes, ASCII letters of either case being one.
fn slot(bytes: &[u8]) -> usize {
    let folded = u32::from(bytes[0] | 0x20) << 16
        | u32::from(bytes[1] | 0x20) << 8
        | u32::from(bytes[2] | 0x20);
    slot_of(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        let words = Words::new(&["cookie", "版权", "©"]);
        assert_eq!(words.found("We use COOKIES © 2020"), 0b101);
        assert_eq!(words.found("版权所有"), 0b10);
        assert_eq!(words.found("c"), 0);
        assert_eq!(words.found(""), 0);
        assert_eq!(words.found("2020 ©"), 0b100);
        assert_eq!(words.found("©"), 0b100);
    }
}
