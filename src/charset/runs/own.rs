//! Text runs in an encoding of their own: runs and the encoding of the rest in,
//! the encoding that fits a run better out, where one does.
//!
//! The runs that read worst are ranked among all encodings. The encoding that gains
//! most is then tried on every run, and so on, for a handful of encodings.

use std::ops::Range;

use super::quick::Quick;
use crate::{
    charset::{
        candidates::{CANDIDATES, Candidate},
        rank::{COMMON, Evidence, rank_pieces},
        score::{ALL, Best, Scratch, score},
        utf8::Tally,
    },
    document::Run,
    encoding::{
        Encoding,
        step::{Out, Stepper, Task},
    },
    model::Models,
};

/// Encodings beside that of the rest, at the most.
const MOST: usize = 5;
/// Runs ranked for each of them.
const LOOKED: usize = 4;
/// Bytes of a run that are scored.
const HEAD: usize = 288;
/// Nats of a unit, see [`units`], from which on a run is worth a look.
const POOR: f32 = 3.4;
/// Units of a run that may bring in an encoding, at the least.
const LEAST: usize = 8;
/// Different bytes beyond ASCII in a run that may be in an encoding of its own.
const LEAST_DISTINCT: usize = 10;
/// Nats by which the runs that are ranked must be better in a new encoding, one at
/// least, and what share of what they cost so far they may cost at the most.
const NEW_LEAD: f32 = 40.0;
const NEW_SHARE: f32 = 0.75;
/// The same for a run in an encoding that others brought in.
const KNOWN_LEAD: f32 = 9.0;
const KNOWN_SHARE: f32 = 0.85;

/// The encoding of a run, and the model that it is text in.
#[derive(Clone, Copy, Debug)]
pub(in crate::charset) struct Own {
    pub(in crate::charset) encoding: Encoding,
    pub(in crate::charset) model: Best,
    /// What the run costs in it.
    pub(in crate::charset) nats: f32,
}

/// Finds the runs in another encoding than `base`, most of the text, which `found`
/// does not tell of yet; puts them there, and gives the encoding of most of the text
/// with them.
pub(in crate::charset) fn find(
    bytes: &[u8],
    base: Own,
    earlier: bool,
    found: &mut Vec<Run>,
) -> Encoding {
    let mut poor = base.encoding.run(Quick {
        bytes,
        model: base.model,
    });
    // Both are in order.
    let mut told = found.iter().peekable();
    poor.retain(|range| {
        while told.next_if(|run| run.bytes.end <= range.start).is_some() {}
        told.peek().is_none_or(|run| run.bytes.start >= range.end)
    });
    if poor.is_empty() {
        return base.encoding;
    }
    let pieces = poor.iter().map(|range| vec![range.clone()]);
    let owns = assign(bytes, pieces, base.encoding);
    let before = found.len();
    for (bytes, own) in poor.into_iter().zip(owns) {
        if let Some(Own { encoding, .. }) = own {
            found.push(Run { bytes, encoding });
        }
    }
    if found.len() == before {
        return base.encoding;
    }
    found.sort_by_key(|run| run.bytes.start);
    if earlier {
        return base.encoding;
    }
    turned(bytes, base.encoding, found)
}

/// The encoding of most bytes beyond ASCII; `found` becomes the runs in the others.
fn turned(bytes: &[u8], base: Encoding, found: &mut Vec<Run>) -> Encoding {
    let high = |bytes: &[u8]| bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let mut sums: Vec<(Encoding, usize)> = vec![(base, high(bytes))];
    for run in found.iter() {
        let count = high(&bytes[run.bytes.clone()]);
        sums[0].1 -= count;
        match sums.iter_mut().find(|(known, _)| *known == run.encoding) {
            Some((_, sum)) => *sum += count,
            None => sums.push((run.encoding, count)),
        }
    }
    // The first of equals.
    let most = sums.iter().rev().max_by_key(|(_, sum)| *sum);
    let most = most.map_or(base, |(encoding, _)| *encoding);
    if most == base {
        return base;
    }
    let mut runs = Vec::new();
    let mut at = 0;
    for run in std::mem::take(found) {
        push(bytes, at..run.bytes.start, base, &mut runs);
        at = run.bytes.end;
        if run.encoding != most {
            runs.push(run);
        }
    }
    push(bytes, at..bytes.len(), base, &mut runs);
    *found = runs;
    most
}

/// Adds a run that has bytes beyond ASCII.
fn push(bytes: &[u8], range: Range<usize>, encoding: Encoding, runs: &mut Vec<Run>) {
    if !bytes[range.clone()].is_ascii() {
        runs.push(Run {
            bytes: range,
            encoding,
        });
    }
}

/// Gives each run, as its pieces, the encoding that fits it better than `base`.
pub(super) fn assign(
    bytes: &[u8],
    runs: impl Iterator<Item = Vec<Range<usize>>>,
    base: Encoding,
) -> Vec<Option<Own>> {
    let mut scorer = Scorer {
        bytes,
        context: vec![0.0; Models::get().alphabets.len()],
        scratch: Scratch::default(),
    };
    let known = |encoding| {
        let mut candidates = CANDIDATES.iter();
        candidates.find(|candidate| candidate.encoding == encoding)
    };
    let mut items: Vec<Item> = runs.map(|pieces| Item::new(bytes, &pieces)).collect();
    let Some(candidate) = known(base) else {
        return vec![None; items.len()];
    };
    for item in &mut items {
        item.nats = scorer.nats(candidate, &item.pieces, f32::INFINITY).0;
    }
    for _ in 0..MOST {
        let Some(best) = bring_in(bytes, base, &mut items) else {
            break;
        };
        let Some(candidate) = known(best) else { break };
        for item in &mut items {
            if item.distinct < LEAST_DISTINCT {
                continue;
            }
            let bound = (item.nats - KNOWN_LEAD).min(item.nats * KNOWN_SHARE);
            let (nats, model) = scorer.nats(candidate, &item.pieces, bound);
            if nats < bound && item.can_be(bytes, best) {
                item.nats = nats;
                item.own = Some(Own {
                    encoding: best,
                    model,
                    nats,
                });
            }
        }
    }
    items.into_iter().map(|item| item.own).collect()
}

/// The encoding that gains most over those so far on the runs that read worst.
fn bring_in(bytes: &[u8], base: Encoding, items: &mut [Item]) -> Option<Encoding> {
    let evidence = Evidence {
        declared: None,
        earlier: None,
        utf8: Tally::default(),
    };
    let mut worst: Vec<usize> = (0..items.len())
        .filter(|index| items[*index].excess() > 0.0 && items[*index].best.is_none())
        .collect();
    let excess = |index: usize| items[index].excess();
    worst.sort_by(|a, b| excess(*b).total_cmp(&excess(*a)));
    for index in worst.into_iter().take(LOOKED) {
        let ranking = rank_pieces(bytes, &items[index].pieces, &evidence);
        let mut common = ranking.iter().filter(|ranked| ranked.prior <= COMMON);
        let first = common.next().map(|first| (first.encoding, first.nats));
        items[index].best = Some(first.unwrap_or((base, f32::INFINITY)));
    }
    let mut gains: Vec<(Encoding, f32)> = Vec::new();
    for item in items.iter() {
        let Some((encoding, nats)) = item.best else {
            continue;
        };
        let bound = (item.nats - NEW_LEAD).min(item.nats * NEW_SHARE);
        if encoding == base || nats > bound {
            continue;
        }
        let gain = item.nats - nats;
        match gains.iter_mut().find(|(known, _)| *known == encoding) {
            Some((_, sum)) => *sum += gain,
            None => gains.push((encoding, gain)),
        }
    }
    let best = gains.iter().max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.map(|(encoding, _)| *encoding)
}

/// A run that may be in an encoding of its own.
struct Item {
    /// What is scored of it.
    pieces: Vec<Range<usize>>,
    units: usize,
    /// Different bytes beyond ASCII.
    distinct: usize,
    /// What it costs in the best encoding so far.
    nats: f32,
    own: Option<Own>,
    /// The best encoding and what the run costs in it, if it was ranked.
    best: Option<(Encoding, f32)>,
}

impl Item {
    fn new(bytes: &[u8], run: &[Range<usize>]) -> Self {
        let mut pieces = Vec::new();
        let mut left = HEAD;
        for range in run {
            let high = bytes[range.clone()].iter().position(|b| !b.is_ascii());
            let from = range.start + high.unwrap_or(0).saturating_sub(HEAD / 8);
            let end = range.end.min(from + left);
            let end = from + repeated(&bytes[from..end]);
            left -= end - from;
            if from < end {
                pieces.push(from..end);
            }
        }
        let mut seen = [false; 256];
        for byte in pieces.iter().flat_map(|piece| &bytes[piece.clone()]) {
            seen[usize::from(*byte)] = true;
        }
        Self {
            distinct: seen[0x80..].iter().filter(|seen| **seen).count(),
            units: pieces
                .iter()
                .map(|piece| units(&bytes[piece.clone()]))
                .sum(),
            pieces,
            nats: f32::INFINITY,
            own: None,
            best: None,
        }
    }

    /// Whether hardly anything of the run is undecodable in this encoding: letters in
    /// the order of an alphabet are no text in their own, but less so in another.
    fn can_be(&self, bytes: &[u8], encoding: Encoding) -> bool {
        let (mut good, mut bad) = (0, 0);
        for piece in &self.pieces {
            let (characters, errors) = encoding.run(Count(&bytes[piece.clone()]));
            good += characters;
            // The last character may be cut.
            bad += errors;
        }
        bad * DAMAGED <= good + DAMAGED
    }

    /// Nats beyond those of text; nothing for what is too short to bring in an encoding.
    fn excess(&self) -> f32 {
        if self.units < LEAST || self.distinct < LEAST_DISTINCT {
            return 0.0;
        }
        self.nats - POOR * self.units as f32
    }
}

/// Characters beyond ASCII for every undecodable stretch, after the first, in a run
/// of its own encoding.
const DAMAGED: usize = 16;

/// Counts characters beyond ASCII, and undecodable stretches.
struct Count<'b>(&'b [u8]);

impl Task for Count<'_> {
    type Output = (usize, usize);

    fn run<S: Stepper>(self, stepper: &S) -> (usize, usize) {
        let (mut good, mut bad) = (0, 0);
        stepper.each(self.0, |_, out| match out {
            Out::Bad => bad += 1,
            Out::One(character) => good += usize::from(!character.is_ascii()),
            Out::Two(..) => good += 1,
            Out::Nothing => {}
        });
        (good, bad)
    }
}

/// Where a character begins to be repeated: lines, and cries, are no evidence.
fn repeated(bytes: &[u8]) -> usize {
    let again = |six: &[u8]| six[..4] == six[2..] && six[..2].iter().any(|byte| !byte.is_ascii());
    bytes.windows(6).position(again).unwrap_or(bytes.len())
}

/// Bytes beyond ASCII, and the stretches of them: a letter alone costs as much as
/// what it stands beside.
fn units(bytes: &[u8]) -> usize {
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let ends = bytes.windows(2);
    high + ends
        .filter(|pair| !pair[0].is_ascii() && pair[1].is_ascii())
        .count()
}

/// Scores runs.
struct Scorer<'b> {
    bytes: &'b [u8],
    context: Vec<f32>,
    scratch: Scratch,
}

impl Scorer<'_> {
    fn nats(&mut self, candidate: &Candidate, pieces: &[Range<usize>], bound: f32) -> (f32, Best) {
        let scored = score(
            self.bytes,
            pieces,
            candidate,
            ALL,
            &self.context,
            bound,
            &mut self.scratch,
        );
        (scored.nats, scored.model)
    }
}
