//! The runs of a text in, the text that each belongs to out: its own if it stands, else the
//! one beside it.

use std::ops::Range;

use super::{
    Embed, Policy,
    body::Body,
    cut, pair,
    script::{self, Run, Vote},
    stand, tie,
};

/// For every run, the group of scripts of the text it belongs to.
pub(super) fn owners(text: &str, runs: &[Run], policy: &Policy) -> Vec<Vote> {
    let mut owners: Vec<Vote> = runs.iter().map(|run| run.group).collect();
    if policy.embed == Embed::Split || owners.windows(2).all(|pair| pair[0] == pair[1]) {
        return owners;
    }
    if policy.min_run.is_none() && pair::are_pairs(text, runs) {
        return owners;
    }
    let standing: Vec<bool> = (0..runs.len())
        .map(|index| stand::stands(text, runs, index, policy.min_run))
        .collect();
    let mut start = 0;
    while start < runs.len() {
        if standing[start] {
            start += 1;
            continue;
        }
        let end = (start..runs.len())
            .find(|index| standing[*index])
            .unwrap_or(runs.len());
        let left = start.checked_sub(1).map(|before| owners[before]);
        let right = owners.get(end).copied();
        match (left, right) {
            (None, None) => owners.fill(matrix(text, runs)),
            (Some(only), None) | (None, Some(only)) => owners[start..end].fill(only),
            (Some(left), Some(right)) => {
                let middle = boundary(text, runs, start..end, left, right);
                owners[start..middle].fill(left);
                owners[middle..end].fill(right);
            }
        }
        start = end;
    }
    owners
}

/// Where the terms `weak` between two texts are shared out: the index of the first
/// that goes with the text after.
fn boundary(text: &str, runs: &[Run], weak: Range<usize>, left: Vote, right: Vote) -> usize {
    let mut best = (i32::MIN, weak.start);
    for middle in weak.start..=weak.end {
        let gap = &text[runs[middle - 1].range.end..runs[middle].range.start];
        let glued = gap.is_empty() && runs[middle - 1].group == runs[middle].group;
        let points = 4 * i32::from(cut::ends(gap))
            + 4 * i32::from(glued)
            + i32::from(runs[middle - 1].group == left)
            + i32::from(runs[middle].group == right);
        if points > best.0 {
            best = (points, middle);
        }
    }
    best.1
}

/// The group of scripts of a text none of whose runs stands: Han if there is any
/// outside brackets, for names in other scripts are at home in it, unless it is a name
/// itself among the words of a sentence; else the most letters.
fn matrix(text: &str, runs: &[Run]) -> Vote {
    let free = |run: &&Run| {
        run.group == script::HAN && !text[..run.range.start].trim_end().ends_with(cut::is_opener)
    };
    if runs.iter().any(|run| free(&run)) && !is_sentence_of_latin(text, runs) {
        return script::HAN;
    }
    let mut letters = [0_usize; 256];
    for run in runs {
        letters[usize::from(run.group)] += run.letters;
    }
    let most = runs
        .iter()
        .max_by_key(|run| letters[usize::from(run.group)]);
    most.map_or(script::NEUTRAL, |run| run.group)
}

/// Whether the Latin runs of a text make a sentence, and the Han runs are but names in it.
fn is_sentence_of_latin(text: &str, runs: &[Run]) -> bool {
    let (mut words, mut plain) = (0, false);
    for run in runs.iter().take(MOST_RUNS) {
        let own = &text[run.range.clone()];
        if run.group == script::LATIN {
            let body = Body::read_spaced(own, |_| false);
            words += body.clause + body.link;
            plain |= !body.title;
        } else if tie::is_phrase(own) {
            return false;
        }
    }
    plain && words >= 2
}

/// How many runs are looked at to tell a sentence.
const MOST_RUNS: usize = 16;
