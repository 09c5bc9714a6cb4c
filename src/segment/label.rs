//! English words in, the terms of labels and signs in Chinese, Japanese and Korean that they
//! translate out, by a table.

use std::sync::LazyLock;

use super::{body, table};

/// The table of labels, turned round: its rows are by term, for the eye.
static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let mut labels = Labels::default();
    let rows = table::rows(include_str!("../../data/label-words.tsv"));
    for (term, words) in rows.filter_map(|row| row.split_once('\t')) {
        labels.known.push(table::key(term));
        let words = words.split(' ').map(|word| (table::key(word), term));
        labels.terms.extend(words);
    }
    labels.terms.sort_unstable();
    labels.known.sort_unstable();
    labels
});

#[derive(Default)]
struct Labels {
    /// The terms of English words by the words' keys.
    terms: Vec<(u64, &'static str)>,
    /// The keys of all terms.
    known: Vec<u64>,
}

type Terms = &'static [(u64, &'static str)];

/// The terms of an English word, if it has any.
fn terms(word: &str) -> Option<Terms> {
    let (terms, key) = (&LABELS.terms, table::key(word));
    let first = terms.partition_point(|row| row.0 < key);
    let count = terms[first..].iter().take_while(|row| row.0 == key).count();
    (count > 0).then(|| &terms[first..first + count])
}

/// The terms of the two words that a word is made of: `autosave`.
fn parts(word: &str) -> impl Iterator<Item = Terms> {
    let both = (SHORTEST_PART..=word.len().saturating_sub(SHORTEST_PART))
        .filter(|at| word.is_char_boundary(*at))
        .map(|at| word.split_at(at))
        .find_map(|(first, last)| Some([terms(first)?, terms(last)?]));
    both.into_iter().flatten()
}

/// The shortest of the two.
const SHORTEST_PART: usize = 4;

/// The longest of them, in bytes.
const LONGEST: usize = 24;
/// The most words that are looked up.
const MOST_WORDS: usize = 16;

/// What is known of a translation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// How many of its words translate something of the term.
    pub(super) words: usize,
    /// The bytes of the longest thing they translate.
    pub(super) longest: usize,
    /// How many of the others are known to translate other terms.
    pub(super) others: usize,
}

/// What the words are known to translate of a term: the whole of it, or a part of more than
/// one character.
pub(super) fn known(term: &str, words: &str) -> Known {
    let term = term.trim();
    let single = term.chars().nth(1).is_none();
    let mut known = Known::default();
    for word in body::words_of(words).take(MOST_WORDS) {
        let mut buffer = [0; LONGEST];
        let Some(lower) = buffer.get_mut(..word.len()) else {
            continue;
        };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let Ok(lower) = std::str::from_utf8(lower) else {
            continue;
        };
        // The table has one number of a word.
        let forms = [
            Some(lower),
            lower.strip_suffix('s'),
            lower.strip_suffix("es"),
        ];
        let known_terms = forms.into_iter().flatten().filter_map(terms);
        let translates = known_terms.clone().next().is_some();
        let longest = known_terms
            .chain(parts(lower))
            .flatten()
            .map(|(_, part)| *part)
            .filter(|part| *part == term || (!single && is_long(part) && term.contains(*part)))
            .map(str::len)
            .max();
        if let Some(longest) = longest {
            known.words += 1;
            known.longest = known.longest.max(longest);
        } else {
            known.others += usize::from(translates);
        }
    }
    known
}

/// Whether the table has a term, or its end of two characters.
pub(super) fn is_known(term: &str) -> bool {
    let term = term.trim();
    let end = term.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let known = |term: &str| LABELS.known.binary_search(&table::key(term)).is_ok();
    known(term) || is_long(term) && known(&term[end..])
}

/// Whether a term has more than one character.
fn is_long(term: &str) -> bool {
    term.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(term: &str, words: &str) -> usize {
        known(term, words).words
    }

    #[test]
    fn translations_are_known() {
        assert_eq!(words_of("登录", "Login"), 1);
        assert_eq!(words_of("設定", "SETTINGS"), 1);
        assert_eq!(words_of("地铁站出口", "Subway exits"), 2);
        assert_eq!(words_of("推", "Push"), 1);
        assert_eq!(words_of("ログイン", "Login"), 1);
        assert_eq!(words_of("로그인", "Login"), 1);
        // One character is no part of a term.
        assert_eq!(words_of("推荐", "Push"), 0);
        assert_eq!(words_of("打开", "Word"), 0);
        assert_eq!(words_of("学习", "Python"), 0);
        assert_eq!(words_of("", ""), 0);
        assert_eq!(words_of("登录", &"x".repeat(100)), 0);
        assert_eq!(words_of("登录", "Lögin"), 0);
    }

    #[test]
    fn the_table_is_sorted_and_in_lower_case() {
        let labels: Vec<_> = table::rows(include_str!("../../data/label-words.tsv")).collect();
        let mut keys: Vec<u64> = labels
            .iter()
            .filter_map(|row| row.split('\t').next())
            .map(table::key)
            .collect();
        keys.sort_unstable();
        assert!(keys.is_sorted_by(|one, next| one < next));
        assert!(labels.len() > 4000);
        assert!(labels.is_sorted_by(|one, next| one.split('\t').next() < next.split('\t').next()));
        for row in labels {
            let (term, words) = row.split_once('\t').expect("two columns");
            assert!(
                !term.is_empty() && !term.contains(|c: char| c.is_ascii() || c.is_whitespace())
            );
            let words: Vec<_> = words.split(' ').collect();
            assert!(words.is_sorted_by(|one, next| one < next), "{row}");
            for word in words {
                assert!((1..=LONGEST).contains(&word.len()), "{row}");
                let letters = word.trim_matches('\'').replace('\'', "");
                assert!(
                    letters.bytes().all(|byte| byte.is_ascii_lowercase()),
                    "{row}"
                );
            }
        }
    }
}
