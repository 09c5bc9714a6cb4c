//! A Chinese term and English words in, whether one of the words tells what a character of
//! the term means out, by a table: evidence for a translation that no table of labels has.

use super::{body, table};

/// What each character means: English words in lower case, with spaces between.
const MEANINGS: &str = include_str!("../../data/han-meanings.tsv");

/// What a character means.
fn meaning(character: char) -> Option<&'static str> {
    table::find_row(MEANINGS, character.encode_utf8(&mut [0; 4]))
}

/// The shortest word that is looked for, and how much of it a form of it keeps at least.
const SHORTEST: usize = 3;
/// The most characters and words that are looked at.
const MOST: usize = 16;

/// Whether a word tells what a character means.
pub(super) fn shares(term: &str, words: &str) -> bool {
    let meanings: Vec<&str> = term.chars().take(MOST).filter_map(meaning).collect();
    body::words_of(words)
        .take(MOST)
        .filter(|word| word.len() >= SHORTEST && word.is_ascii())
        .any(|word| {
            meanings
                .iter()
                .any(|known| known.split(' ').any(|known| is_form(word, known)))
        })
}

/// Whether two words are one, or forms of one: `Noodle` and `noodles`, `dried` and `dry`.
fn is_form(word: &str, known: &str) -> bool {
    let same = word
        .bytes()
        .zip(known.bytes())
        .take_while(|(one, other)| one.eq_ignore_ascii_case(other))
        .count();
    let (rest, other) = (&word.as_bytes()[same..], &known.as_bytes()[same..]);
    let ending = |rest: &[u8]| {
        ["", "s", "es", "ed", "d", "ing", "er", "r", "ly", "y"]
            .iter()
            .any(|ending| rest.eq_ignore_ascii_case(ending.as_bytes()))
    };
    let changed = |rest: &[u8], own: &str| rest.eq_ignore_ascii_case(own.as_bytes());
    same >= SHORTEST && (rest.is_empty() && ending(other) || other.is_empty() && ending(rest))
        || same + 1 >= SHORTEST
            && (changed(other, "y") && (changed(rest, "ies") || changed(rest, "ied"))
                || changed(other, "e") && changed(rest, "ing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_tell_their_meanings() {
        assert!(shares("牛肉面", "Beef Noodle Soup"));
        assert!(shares("红楼梦", "Dream of the Red Chamber"));
        assert!(shares("干煸四季豆", "Dry-fried Green Beans"));
        assert!(shares("学校", "SCHOOLS"));
        assert!(!shares("安装", "Office"));
        assert!(!shares("", "Office"));
        assert!(!shares("安装", ""));
    }

    #[test]
    fn forms_of_a_word_are_one() {
        for (word, known) in [("Studies", "study"), ("making", "make"), ("Bean", "beans")] {
            assert!(is_form(word, known), "{word} {known}");
        }
        for (word, known) in [("The", "then"), ("See", "sea"), ("Mark", "market")] {
            assert!(!is_form(word, known), "{word} {known}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_in_lower_case() {
        let rows: Vec<_> = table::rows(MEANINGS).collect();
        assert!(rows.is_sorted_by(|one, next| one < next));
        for row in rows {
            let (character, words) = row.split_once('\t').expect("two columns");
            assert_eq!(character.chars().count(), 1, "{row}");
            assert!(words.split(' ').all(|word| word.len() >= SHORTEST));
            assert!(
                words
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b' ')
            );
        }
    }
}
