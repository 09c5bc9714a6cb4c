//! Runs of a whole text in, whether they are terms in Han characters each with its English
//! translation out: a bilingual label (`购买须知Purchase Notes`) or the head of a table.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::{
    body, evidence,
    script::{self, Run},
    tie, words,
};

/// The most Han characters and words that a term and its translation have.
const MOST_HAN: usize = 12;
const MOST_WORDS: usize = 6;
/// The most Han characters for each word, and how many more words than characters there are.
const HAN_A_WORD: usize = 4;
const MORE_WORDS: usize = 1;
/// The most bytes of a translation, and the most pairs in a text.
const MOST_BYTES: usize = 64;
const MOST_PAIRS: usize = 32;
/// What the table must say for English for a word to be a plain word, in half nats.
const PLAIN: i8 = 3;
/// Shorter words are plain only if the table says so: names are often syllables.
const SYLLABLE: usize = 3;

/// English words that are no names, in lower case.
static ORDINARY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let list = include_str!("../../data/english-words.txt");
    list.lines().filter(|line| !line.starts_with('#')).collect()
});

/// Chinese words of labels, and the English words one of which a translation has.
static LABELS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../data/label-words.tsv").lines();
    rows.filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// The longest Chinese word in the table, in characters.
const LONGEST_LABEL: usize = 4;

/// Whether the text is nothing but terms with their translations.
pub(super) fn are_pairs(text: &str, runs: &[Run]) -> bool {
    if runs.len() < 2 || runs.len() % 2 == 1 || runs.len() > 2 * MOST_PAIRS {
        return false;
    }
    let between = |gap: &str| {
        gap.chars().all(|c| {
            c.is_whitespace()
                || c.is_ascii_digit()
                || matches!(c, '.' | '/' | '／' | '|' | '｜' | '-' | '·' | '：' | ':')
        })
    };
    runs.windows(2)
        .all(|two| between(&text[two[0].range.end..two[1].range.start]))
        && runs
            .chunks_exact(2)
            .all(|two| two[0].group == runs[0].group && is_pair(text, &two[0], &two[1]))
}

/// Whether two runs are a term and its translation. The one is no argument of the other (no
/// particle or verb ties them), they have about the same length, and the Latin words are
/// words and no names; or one of them is known to translate what stands beside it.
fn is_pair(text: &str, first: &Run, second: &Run) -> bool {
    let (han, latin) = match (first.group, second.group) {
        (script::HAN, script::LATIN) => (first, second),
        (script::LATIN, script::HAN) => (second, first),
        _ => return false,
    };
    // A number that touches the term is no part of a label.
    let gap = &text[first.range.end..second.range.start];
    let touches = match first.group {
        script::HAN => gap.starts_with(|c: char| c.is_ascii_digit()),
        _ => gap.ends_with(|c: char| c.is_ascii_digit()),
    };
    if touches {
        return false;
    }
    if latin.range.len() > MOST_BYTES || !(2..=MOST_HAN).contains(&han.letters) {
        return false;
    }
    let (term, translation) = (&text[han.range.clone()], &text[latin.range.clone()]);
    if term.contains(|c: char| {
        script::vote(c) == script::NEUTRAL && !c.is_whitespace() && !c.is_ascii_digit()
    }) {
        return false;
    }
    let (mut count, mut known, mut content) = (0, 0, false);
    for word in body::words_of(translation) {
        let (head, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        let plain = head.bytes().all(|byte| byte.is_ascii_alphabetic())
            && (rest.bytes().all(is_small)
                || (rest.bytes().all(is_capital) && (rest.len() > 2 || is_ordinary(word))));
        if !plain {
            return false;
        }
        known += usize::from(is_ordinary(word));
        let role = words::role_of_ascii(word.as_bytes());
        content |= !(role.clause || role.link);
        count += 1;
    }
    if !(1..=MOST_WORDS).contains(&count)
        || count > han.letters + MORE_WORDS
        || han.letters > HAN_A_WORD * count
    {
        return false;
    }
    if translates(term, translation) {
        return true;
    }
    let least = if gap.is_empty() { 1 } else { 2 };
    let tied = tie::tie_before(text, first) >= least
        || tie::tie_after(text, second) >= least
        || (first.group == script::LATIN && tie::ties_term(translation));
    content && !tied && 2 * known >= count
}

fn is_small(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'\''
}

fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte == b'\''
}

/// Whether a word is English and no name.
pub(super) fn is_ordinary(word: &str) -> bool {
    evidence::is_english(word, PLAIN)
        || (word.len() > SYLLABLE && ORDINARY.contains(&*word.to_ascii_lowercase()))
}

/// Whether one of the words is known to translate a part of the term.
fn translates(term: &str, words: &str) -> bool {
    let words: Vec<String> = body::words_of(words).map(str::to_ascii_lowercase).collect();
    let starts: Vec<usize> = term
        .char_indices()
        .map(|(at, _)| at)
        .chain([term.len()])
        .collect();
    (0..starts.len()).any(|from| {
        (from + 1..starts.len().min(from + LONGEST_LABEL + 1)).any(|to| {
            LABELS
                .get(&term[starts[from]..starts[to]])
                .is_some_and(|known| {
                    known
                        .split(' ')
                        .any(|known| words.iter().any(|word| word == known))
                })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(text: &str) -> bool {
        are_pairs(text, &script::runs(text))
    }

    #[test]
    fn terms_and_their_translations() {
        for text in [
            "姓名 Name",
            "购买须知Purchase Notes",
            "立即购买 Buy Now",
            "ABOUT US关于我们",
            "版权所有 侵权必究 All Rights Reserved",
            "姓名 Name 性别 Gender 年龄 Age",
        ] {
            assert!(paired(text), "{text}");
        }
        for text in [
            "安装 Python",
            "使用 Search",
            "苹果 iPhone",
            "潘帅宏 Pan Shuaihong",
            "打开 PDF",
            "姓名 Name 张三",
            "北京 and 上海 are large",
            "admin 173平肖公式",
            "产品（Product）",
        ] {
            assert!(!paired(text), "{text}");
        }
    }

    #[test]
    fn the_tables_are_sorted_and_in_lower_case() {
        let words: Vec<_> = include_str!("../../data/english-words.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(words.is_sorted_by(|one, next| one < next));
        assert!(words.iter().all(|word| word.bytes().all(is_small)));
        let labels: Vec<_> = include_str!("../../data/label-words.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(labels.is_sorted_by(|one, next| one.split('\t').next() < next.split('\t').next()));
        for row in labels {
            let (term, words) = row.split_once('\t').expect("two columns");
            assert!((1..=LONGEST_LABEL).contains(&term.chars().count()), "{row}");
            assert!(!words.is_empty() && words.bytes().all(|b| is_small(b) || b == b' '));
        }
    }
}
