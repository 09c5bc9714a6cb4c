//! The runs of a text in, a Latin run that is two glued together parted: the end of an
//! English text, and a term that the text before has too and that begins a Chinese one
//! (`…MoCo v2 resultsMoCo v2是在…`).

use super::{
    pair,
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

/// Parts the runs that are glued.
pub(super) fn part(text: &str, runs: &mut Vec<Run>) {
    let glued: Vec<(usize, usize)> = (1..runs.len().saturating_sub(1))
        .filter(|index| {
            runs[*index].group == script::LATIN
                && runs[index + 1].group == script::HAN
                && tie::tie_after(text, &runs[index + 1]) > 0
        })
        .filter_map(|index| Some((index, place(text, &runs[index])?)))
        .collect();
    if glued.is_empty() {
        return;
    }
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count();
    let mut glued = glued.into_iter().peekable();
    let old = std::mem::take(runs);
    for (index, mut run) in old.into_iter().enumerate() {
        if let Some((_, at)) = glued.next_if(|(place, _)| *place == index) {
            let mut first = run.clone();
            first.range.end = at;
            first.letters = letters(&text[first.range.clone()]);
            runs.push(first);
            run.range.start = at;
            run.letters = letters(&text[run.range.clone()]);
        }
        runs.push(run);
    }
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
        for one in ["看LinkedIn的页面和LinkedIn的广告", "用JavaScript的人"] {
            assert_eq!(parts(one).len(), script::runs(one).len(), "{one}");
        }
    }
}
