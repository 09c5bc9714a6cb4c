//! A text in Han characters alone in, whether it is Japanese by a word that Chinese does not
//! have out: `非常口`, `料金表`.

use std::{collections::HashSet, sync::LazyLock};

use super::{script, table, tie};

static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| table::rows(include_str!("../../data/japanese-words.txt")).collect());

/// The most letters of a label, and the fewest and the most of a word.
const MOST_LETTERS: usize = 12;
const WORD: std::ops::RangeInclusive<usize> = 2..=6;

/// Whether a label of so many letters begins or ends with a word that only Japanese has.
pub(super) fn is_japanese(label: &str, letters: usize) -> bool {
    (*WORD.start()..=MOST_LETTERS).contains(&letters)
        && WORD
            .filter_map(|count| Some([tie::first(label, count)?, tie::last(label, count)?]))
            .flatten()
            .any(|word| WORDS.contains(word))
        && label.chars().all(|c| script::vote(c) == script::HAN)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert!(WORD.contains(&word.chars().count()), "{word}");
            assert!(
                word.chars().all(|c| script::vote(c) == script::HAN),
                "{word}"
            );
        }
    }
}
