//! The text beside a term in, how firmly its particles and little words tie the term out.

use super::{
    body::{LONGEST_UNPARTED, MOST_READ, words_of},
    script::{self, Run},
    words,
};

/// Measure words, which tie behind a number or a pronoun.
const MEASURES: [char; 14] = [
    '个', '個', '位', '台', '款', '家', '张', '張', '部', '本', '种', '種', '名', '首',
];
const COUNTERS: &str = "一二三四五六七八九十两兩几幾这這那该該某每本此第数數各多";

/// How firmly the end of the run before ties what follows it.
pub(super) fn tie_before(text: &str, before: &Run) -> u8 {
    let text = &text[before.range.clone()];
    if text.ends_with(MEASURES) {
        // `这款` ties, `条款` does not.
        let counted = text.chars().rev().nth(1);
        return 2 * u8::from(counted.is_none_or(|c| COUNTERS.contains(c)));
    }
    (1..=longest_tie(before))
        .filter_map(|count| last(text, count))
        .map(|word| words::role(word).before)
        .max()
        .unwrap_or_default()
}

/// How firmly the beginning of the run after ties what precedes it.
pub(super) fn tie_after(text: &str, after: &Run) -> u8 {
    if after.group == script::HANGUL && text[..after.range.start].ends_with(char::is_whitespace) {
        // A particle touches its word.
        return 0;
    }
    let text = &text[after.range.clone()];
    (1..=longest_tie(after))
        .filter_map(|count| first(text, count))
        .map(|word| words::role(word).after)
        .max()
        .unwrap_or_default()
}

/// The longest particle of a script, in characters.
fn longest_tie(run: &Run) -> usize {
    match run.group {
        script::LATIN => 0,
        script::HAN => 2,
        script::HANGUL => 3,
        _ => LONGEST_UNPARTED,
    }
}

/// The last characters of a text.
fn last(text: &str, count: usize) -> Option<&str> {
    let (at, _) = text.char_indices().rev().nth(count - 1)?;
    Some(&text[at..])
}

/// The first characters of a text.
pub(super) fn first(text: &str, count: usize) -> Option<&str> {
    let (at, character) = text.char_indices().nth(count - 1)?;
    Some(&text[..at + character.len_utf8()])
}

/// Whether a Chinese text begins with a word that begins sentences and follows no subject.
pub(super) fn begins_sentence(text: &str) -> bool {
    [4, 3, 2, 1]
        .into_iter()
        .any(|count| first(text, count).is_some_and(|word| words::role(word).begin))
}

/// Whether a text with spaces ends with a little word that a term may follow: `is`, `called`.
pub(super) fn ties_term(text: &str) -> bool {
    words_of(text).next_back().is_some_and(|word| {
        let role = words::role_of_ascii(word.as_bytes());
        word.is_ascii() && (role.clause || role.link || role.before > 0)
    })
}

/// Whether a text in Han characters has a function word or a particle.
pub(super) fn is_phrase(text: &str) -> bool {
    text.chars().take(MOST_READ).any(|character| {
        let mut buffer = [0; 4];
        let role = words::role(character.encode_utf8(&mut buffer));
        role.clause || role.after > 0 || script::vote(character) == script::KANA
    })
}

/// Whether a character occurs in clauses and hardly in names.
pub(super) fn is_clause(character: char) -> bool {
    let mut buffer = [0; 4];
    words::role(character.encode_utf8(&mut buffer)).clause
}
