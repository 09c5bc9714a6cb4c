//! The runs of a text in, a Latin run that is two parted: the end of an English text, and a
//! term that the text before has too and that begins a Chinese one (`…MoCo v2 resultsMoCo
//! v2是在…`); or the end of a text in another script, and an English clause behind its comma or
//! sentence behind its full stop (`取消这个order，how can I do that?`, `我喜欢Python。I love it.`).

use std::ops::Range;

use super::{
    body::{Body, words_of},
    cut, pair,
    script::{self, Run},
    tie,
};

/// How far before the end of a run the term may begin, and how far before the run it is
/// looked for, in bytes.
const MOST_TERM: usize = 48;
const MOST_BACK: usize = 1024;
/// The shortest term, and the shortest word it is glued to.
const SHORTEST_TERM: usize = 3;
const SHORTEST_WORD: usize = 4;

/// The most words of a term that ends a Chinese clause, and the fewest of the clause behind it.
const MOST_TERM_WORDS: usize = 3;
const FEWEST_CLAUSE_WORDS: i32 = 3;

/// How many words of a sentence are read.
const MOST_READ: i32 = 8;

/// What somebody says begins behind these, not a term.
const QUOTING: [char; 6] = ['说', '說', '道', '问', '問', '喊'];

/// Parts the runs that are two.
pub(super) fn part(text: &str, runs: &mut Vec<Run>) {
    let gaps: Vec<(usize, Range<usize>)> = (0..runs.len())
        .filter(|index| runs.len() > 1 && runs[*index].group == script::LATIN)
        .filter_map(|index| {
            let behind = || {
                glued(text, runs, index)
                    .or_else(|| behind_comma(text, runs, index))
                    .or_else(|| behind_term(text, runs, index))
            };
            let gap = (index > 0)
                .then(behind)
                .flatten()
                .or_else(|| before_term(text, runs, index))
                .or_else(|| before_bracket(text, runs, index))?;
            Some((index, gap))
        })
        .collect();
    if gaps.is_empty() {
        return;
    }
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count();
    let mut gaps = gaps.into_iter().peekable();
    let old = std::mem::take(runs);
    for (index, mut run) in old.into_iter().enumerate() {
        if let Some((_, gap)) = gaps.next_if(|(place, _)| *place == index) {
            let mut first = run.clone();
            first.range.end = gap.start;
            first.letters = letters(&text[first.range.clone()]);
            runs.push(first);
            run.range.start = gap.end;
            run.letters = letters(&text[run.range.clone()]);
        }
        runs.push(run);
    }
}

/// The comma between a term that the Chinese text before ties and an English clause.
fn behind_comma(text: &str, runs: &[Run], index: usize) -> Option<Range<usize>> {
    let (before, run) = (&runs[index - 1], &runs[index]);
    if before.group != script::HAN || !text[before.range.end..run.range.start].trim().is_empty() {
        return None;
    }
    let own = &text[run.range.clone()];
    let (term, clause) = own.split_once('，')?;
    let quotes = text[..before.range.end].ends_with(QUOTING);
    if words_of(term).take(MOST_TERM_WORDS + 1).count() > MOST_TERM_WORDS
        || tie::tie_before(text, before) == 0
        || quotes
    {
        return None;
    }
    let clause = clause.trim_start();
    let body = Body::read_spaced(clause, |_| false);
    let clause_like = body.clause > 0 || body.link > 0 && body.sentence_case;
    (body.words >= FEWEST_CLAUSE_WORDS && clause_like)
        .then(|| run.range.start + term.trim_end().len()..run.range.end - clause.len())
}

/// What lies between a term that ends the text before and an English sentence.
fn behind_term(text: &str, runs: &[Run], index: usize) -> Option<Range<usize>> {
    let (before, run) = (&runs[index - 1], &runs[index]);
    let gap = &text[before.range.end..run.range.start];
    let introduced = matches!(gap, "：" | ":" | ": ");
    if before.group == script::LATIN || !(gap.is_empty() || gap == " " || introduced) {
        return None;
    }
    let own = &text[run.range.clone()];
    let bytes = own.as_bytes();
    let head = &own[..own.floor_char_boundary(MOST_TERM)];
    let (at, mark) = head
        .char_indices()
        .find(|(at, character)| match character {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => bytes.get(at + 1) == Some(&b' '),
            _ => false,
        })?;
    let term = &own[..at];
    let rest = own[at + mark.len_utf8()..].trim_start();
    let spoken = |text: &str, least: i32| {
        let body = Body::read_spaced(text, |body| body.words >= least);
        (body.words, body.clause)
    };
    let (words, clause) = spoken(term, MOST_TERM_WORDS as i32 + 2);
    if words > MOST_TERM_WORDS as i32 + 1
        || clause > 0
        || !rest.starts_with(char::is_uppercase)
        || text[..before.range.end].ends_with(QUOTING)
    {
        return None;
    }
    // A mark of its own shows whose sentence it is; else what is before must tie the term.
    let named = || tie::names_next(&text[before.range.clone()], true);
    let abbreviated =
        || mark == '.' && words_of(term).next_back().is_some_and(cut::is_abbreviation);
    // `Well. I don't know` begins with no term.
    let plain = || words_of(term).any(pair::is_ordinary);
    let tied = || match before.group {
        script::HAN => tie::tie_before(text, before) > 0 || named(),
        _ => !plain(),
    };
    if term.ends_with('.') || mark.is_ascii() && (introduced || abbreviated() || !tied()) {
        return None;
    }
    let (words, clause) = spoken(rest, MOST_READ);
    (words >= FEWEST_CLAUSE_WORDS || words > 1 && clause > 0)
        .then(|| run.range.start + at..run.range.end - rest.len())
}

/// What lies between an English sentence and a term behind it that begins the text behind:
/// `It is over. Python是…`.
fn before_term(text: &str, runs: &[Run], index: usize) -> Option<Range<usize>> {
    let (run, next) = (&runs[index], runs.get(index + 1)?);
    let gap = &text[run.range.end..next.range.start];
    if next.group == script::LATIN || !gap.chars().all(|c| matches!(c, ' ' | '`' | '*')) {
        return None;
    }
    let own = &text[run.range.clone()];
    let from = own.ceil_char_boundary(own.len().saturating_sub(MOST_TERM));
    let (at, mark) = own[from..]
        .rmatch_indices(['.', '!', '?'])
        .find(|(at, mark)| own[from + at + mark.len()..].starts_with(' '))?;
    let (head, rest) = (&own[..from + at], &own[from + at + mark.len()..]);
    let term = rest.trim_start_matches([' ', '`', '*']);
    let code = rest.contains('`');
    let tied = || {
        tie::tie_after(text, next) > 0
            || code
            || words_of(term).all(|word| !pair::is_ordinary(word))
    };
    let body = Body::read_spaced(term, |_| false);
    let sentence = Body::read_spaced(head, |body| body.words >= FEWEST_CLAUSE_WORDS);
    let abbreviated = mark == "." && words_of(head).next_back().is_some_and(cut::is_abbreviation);
    (sentence.words >= FEWEST_CLAUSE_WORDS
        && !abbreviated
        && (code || term.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        && (1..=MOST_TERM_WORDS as i32).contains(&body.words)
        && body.clause == 0
        && tied())
    .then(|| run.range.start + head.len()..run.range.end - term.len())
}

/// What lies between a name and what explains it in brackets with the text behind:
/// `ABC (Asian Boat Club;亚洲船会)的成员`.
fn before_bracket(text: &str, runs: &[Run], index: usize) -> Option<Range<usize>> {
    let (run, next) = (&runs[index], runs.get(index + 1)?);
    let end = runs
        .get(index + 2)
        .map_or(text.len(), |run| run.range.start);
    let closing = [')', '）'];
    if next.group == script::LATIN || !text[next.range.end..end].starts_with(closing) {
        return None;
    }
    let own = &text[run.range.clone()];
    let (head, rest) = own.split_at(own.rfind(['(', '（'])?);
    let inside = rest.trim_start_matches(|c: char| !c.is_alphabetic());
    let head = head.trim_end();
    (!head.is_empty()
        && !inside.is_empty()
        && !rest.contains(closing)
        && !text[run.range.end..next.range.start].contains(closing))
    .then(|| run.range.start + head.len()..run.range.end - inside.len())
}

/// Where a term is glued to the word before it, if one that begins a Chinese text is.
fn glued(text: &str, runs: &[Run], index: usize) -> Option<Range<usize>> {
    let next = runs.get(index + 1)?;
    if next.group != script::HAN || tie::tie_after(text, next) == 0 {
        return None;
    }
    place(text, &runs[index]).map(|at| at..at)
}

/// Where the term begins that is glued to the word before it.
fn place(text: &str, run: &Run) -> Option<usize> {
    let start = run.range.start.max(run.range.end.saturating_sub(MOST_TERM));
    let bytes = text.as_bytes();
    let earlier =
        &text[text.floor_char_boundary(run.range.start.saturating_sub(MOST_BACK))..run.range.start];
    (start + SHORTEST_WORD..run.range.end.saturating_sub(SHORTEST_TERM - 1)).find(|at| {
        if !(bytes[at - 1].is_ascii_lowercase() && bytes[*at].is_ascii_uppercase()) {
            return false;
        }
        let word = bytes[start..*at]
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_lowercase())
            .count();
        word >= SHORTEST_WORD
            && pair::is_ordinary(&text[at - word..*at])
            && earlier.contains(&text[*at..run.range.end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let mut runs = script::runs(text);
        part(text, &mut runs);
        runs.into_iter().map(|run| &text[run.range]).collect()
    }

    #[test]
    fn a_term_that_was_there_before_is_parted() {
        assert_eq!(
            parts("先看MoCo的图。Comparison of resultsMoCo是在此之上的"),
            [
                "先看",
                "MoCo",
                "的图",
                "Comparison of results",
                "MoCo",
                "是在此之上的"
            ]
        );
        assert_eq!(
            parts("我想取消这个order，how can I do that?"),
            ["我想取消这个", "order", "how can I do that"]
        );
        for (text, term, sentence) in [
            (
                "我喜欢Python。I love it very much.",
                "Python",
                "I love it very much",
            ),
            (
                "请升级到Windows 11. Thank you for it.",
                "Windows 11",
                "Thank you for it",
            ),
            (
                "Он работает в Google. He likes it.",
                "Google",
                "He likes it",
            ),
        ] {
            let parts = parts(text);
            assert_eq!(
                parts[1].trim_end_matches([' ', '1']),
                term.trim_end_matches([' ', '1'])
            );
            assert_eq!(parts[2], sentence);
        }
        for one in ["他说Hello，how are you?", "这个order，invoice，box"] {
            assert_eq!(parts(one).len(), script::runs(one).len(), "{one}");
        }
        for one in ["看LinkedIn的页面和LinkedIn的广告", "用JavaScript的人"] {
            assert_eq!(parts(one).len(), script::runs(one).len(), "{one}");
        }
    }
}
