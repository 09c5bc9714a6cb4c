//! A list of words, and a text: which of the words the text has, in one pass.

use std::array;

/// Words to look for: at most 64, in lower case, of two bytes at least.
#[derive(Debug)]
pub(super) struct Words {
    words: &'static [&'static str],
    /// A bit for each two bytes that a word begins with.
    starts: [u64; 1024],
}

impl Words {
    pub(super) fn new(words: &'static [&'static str]) -> Self {
        let mut starts = array::from_fn(|_| 0);
        for word in words {
            let start = pair(word.as_bytes()[0], word.as_bytes()[1]);
            starts[start / 64] |= 1 << (start % 64);
        }
        Self { words, starts }
    }

    /// A bit for each word that the text has, ASCII letters taken in any case.
    pub(super) fn found(&self, text: &str) -> u64 {
        let bytes = text.as_bytes();
        let mut found = 0;
        for (at, two) in bytes.windows(2).enumerate() {
            let start = pair(two[0].to_ascii_lowercase(), two[1].to_ascii_lowercase());
            if self.starts[start / 64] & (1 << (start % 64)) == 0 {
                continue;
            }
            for (index, word) in self.words.iter().enumerate() {
                if bytes
                    .get(at..at + word.len())
                    .is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
                {
                    found |= 1 << index;
                }
            }
        }
        found
    }
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
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
    }
}
