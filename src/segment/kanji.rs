//! A text in Han characters alone in, whether it is Japanese by a word that Chinese does not
//! have out: `非常口`, `料金表`.

use std::{collections::HashSet, sync::LazyLock};

use super::table;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let rows = table::rows(include_str!("../../data/japanese-words.txt"));
    let mut words = Words {
        words: rows.collect(),
        edges: vec![0; EDGES / 64],
    };
    for word in &words.words {
        for edge in [&word[..EDGE], &word[word.len() - EDGE..]] {
            let place = place(edge);
            words.edges[place / 64] |= 1 << (place % 64);
        }
    }
    words
});

struct Words {
    words: HashSet<&'static str>,
    /// A bit for each hash of the two characters that a word begins or ends with: most labels
    /// are told from Japanese ones by these.
    edges: Vec<u64>,
}

impl Words {
    fn may_be(&self, edge: &str) -> bool {
        let place = place(edge);
        self.edges[place / 64] >> (place % 64) & 1 == 1
    }
}

/// Bytes of the two characters, and how many hashes of them there are.
const EDGE: usize = 6;
const EDGES: usize = 1 << 13;

fn place(edge: &str) -> usize {
    (table::key(edge).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize
}

/// The most letters of a label, and the fewest and the most of a word.
const MOST_LETTERS: usize = 12;
const WORD: std::ops::RangeInclusive<usize> = 2..=6;

/// Whether a label of so many letters begins or ends with a word that only Japanese has.
pub(super) fn is_japanese(label: &str, letters: usize) -> bool {
    // What is in the table has three bytes a character.
    if !(*WORD.start()..=MOST_LETTERS).contains(&letters) || label.len() != 3 * letters {
        return false;
    }
    let words = &*WORDS;
    let (Some(first), Some(last)) = (label.get(..EDGE), label.get(label.len() - EDGE..)) else {
        return false;
    };
    if !words.may_be(first) && !words.may_be(last) {
        return false;
    }
    WORD.take_while(|count| *count <= letters).any(|count| {
        let (first, last) = (label.get(..3 * count), label.get(3 * (letters - count)..));
        [first, last]
            .into_iter()
            .flatten()
            .any(|word| words.words.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::script;

    #[test]
    fn labels_that_only_japanese_has() {
        for label in ["非常口", "駐車場", "会社概要", "観光案内所", "利用規約"] {
            assert!(is_japanese(label, label.chars().count()), "{label}");
        }
        for label in [
            "停车场",
            "你会社交吗",
            "紧急出口",
            "使用條款",
            "",
            "口",
            "市",
        ] {
            assert!(!is_japanese(label, label.chars().count()), "{label}");
        }
    }

    #[test]
    fn the_words_are_sorted_and_in_han_characters() {
        let words: Vec<_> = table::rows(include_str!("../../data/japanese-words.txt")).collect();
        assert!(words.is_sorted_by(|one, next| one < next));
        for word in words {
            assert!(
                word.len() >= EDGE && WORD.contains(&word.chars().count()),
                "{word}"
            );
            assert!(
                word.chars().all(|c| script::vote(c) == script::HAN),
                "{word}"
            );
        }
    }
}
