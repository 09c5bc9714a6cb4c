//! The encodings in the order of how probable they make the bytes, what was
//! declared counted in.

use std::{ops::Range, sync::LazyLock};

use super::{
    candidates::{CANDIDATES, Candidate, EBCDIC},
    sample::sample,
    score::{Best, Scratch, context, score},
    utf8::Tally,
};
use crate::{encoding::Encoding, model::Models};

/// What is known beside the bytes to be scored.
#[derive(Clone, Copy)]
pub(super) struct Evidence {
    /// The encoding declared in the transport or in the text.
    pub(super) declared: Option<Encoding>,
    /// The encoding of the parts before.
    pub(super) earlier: Option<Encoding>,
    /// How much of the bytes is UTF-8.
    pub(super) utf8: Tally,
}

/// An encoding and what it costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub(super) encoding: Encoding,
    pub(super) nats: f32,
    pub(super) model: Best,
    /// What it cost in advance.
    pub(super) prior: f32,
}

/// A declaration is worth this many nats, and so many more for each byte scored.
const DECLARED: f32 = 4.0;
const DECLARED_PER_BYTE: f32 = 0.02;
/// The same for what the parts before turned out to be.
const EARLIER: f32 = 8.0;
const EARLIER_PER_BYTE: f32 = 0.1;

/// Pieces, and bytes of each, that all candidates are scored on before the best go
/// on.
const HEAT_PIECES: usize = 4;
const HEAT_BYTES: usize = 72;
/// How many go on, and how many nats behind the best they may be.
const FINALISTS: usize = 10;
const BEHIND: f32 = 60.0;

/// Encodings of two bytes a character with this prior at the most always go on: a
/// few bytes may cut them out of step.
const EASTERN_PRIOR: f32 = 2.0;

/// Nats valid UTF-8 is better than its text: legacy text is rarely valid.
const UTF8_BONUS: f32 = 3.0;
/// Nats a character of no language known costs in UTF-8.
const UNKNOWN_IN_UTF8: f32 = 11.0;

/// Ranks the encodings, most probable first.
pub(super) fn rank(bytes: &[u8], evidence: &Evidence) -> Vec<Ranked> {
    if let Some(ranking) = ebcdic(bytes) {
        return ranking;
    }
    rank_pieces(bytes, &sample(bytes), evidence)
}

/// UTF-8 in any language.
pub(super) static UTF8_CANDIDATE: LazyLock<Candidate> = LazyLock::new(|| {
    let models = Models::get();
    let repertoires = 0..models.repertoires.len();
    Candidate {
        encoding: Encoding::UTF_8,
        prior: -UTF8_BONUS,
        alphabets: (0..models.alphabets.len()).collect(),
        repertoires: repertoires.map(|index| (index, 0.0)).collect(),
    }
});

/// Ranks the encodings by some pieces of the bytes, most probable first.
pub(super) fn rank_pieces(
    bytes: &[u8],
    pieces: &[Range<usize>],
    evidence: &Evidence,
) -> Vec<Ranked> {
    let context = context(bytes, pieces);
    let mut scratch = Scratch::default();
    let length: usize = pieces.iter().map(ExactSizeIterator::len).sum();
    let bonus = |encoding: Encoding, share: f32| {
        let mut bonus = 0.0;
        if evidence.declared == Some(encoding) {
            bonus += (DECLARED + DECLARED_PER_BYTE * length as f32) * share;
        }
        if evidence.earlier == Some(encoding) {
            bonus += (EARLIER + EARLIER_PER_BYTE * length as f32) * share;
        }
        bonus
    };

    // The heat: all candidates on a little of some pieces.
    let every = pieces.len().div_ceil(HEAT_PIECES).max(1);
    let heat: Vec<Range<usize>> = pieces
        .iter()
        .step_by(every)
        .map(|piece| piece.start..piece.end.min(piece.start + HEAT_BYTES))
        .collect();
    let whole = heat[..] == *pieces;
    let run = |candidate: &Candidate, pieces: &[_], scratch: &mut Scratch| {
        let (nats, model) = score(bytes, pieces, candidate, &context, scratch);
        Ranked {
            encoding: candidate.encoding,
            nats: nats - bonus(candidate.encoding, 1.0),
            model,
            prior: candidate.prior,
        }
    };
    let mut ranking: Vec<(usize, Ranked)> = CANDIDATES
        .iter()
        .enumerate()
        .map(|(index, candidate)| (index, run(candidate, &heat, &mut scratch)))
        .collect();
    ranking.sort_by(|(_, a), (_, b)| a.nats.total_cmp(&b.nats));
    if !whole {
        let best = ranking.first().map_or(0.0, |(_, first)| first.nats);
        let mut place = 0;
        ranking.retain(|(index, ranked)| {
            place += 1;
            let candidate = &CANDIDATES[*index];
            let eastern = !candidate.repertoires.is_empty() && candidate.prior <= EASTERN_PRIOR;
            eastern || (place <= FINALISTS && ranked.nats < best + BEHIND)
        });
        for (index, ranked) in &mut ranking {
            *ranked = run(&CANDIDATES[*index], pieces, &mut scratch);
        }
        ranking.sort_by(|(_, a), (_, b)| a.nats.total_cmp(&b.nats));
    }
    let mut ranking: Vec<Ranked> = ranking.into_iter().map(|(_, ranked)| ranked).collect();

    if evidence.utf8.valid >= 2 * evidence.utf8.stray.max(1) {
        let mut utf8 = run(&UTF8_CANDIDATE, pieces, &mut scratch);
        if evidence.utf8.stray == 0 {
            let unknown = UNKNOWN_IN_UTF8 * evidence.utf8.characters as f32;
            utf8.nats = utf8.nats.min(unknown - UTF8_BONUS);
        }
        let at = ranking.partition_point(|ranked| ranked.nats <= utf8.nats);
        ranking.insert(at, utf8);
    }
    ranking
}

/// EBCDIC has its letters where other encodings have theirs beyond ASCII, and
/// its space where ASCII has `@`: the pages compete with each other only.
fn ebcdic(bytes: &[u8]) -> Option<Vec<Ranked>> {
    let head = &bytes[..bytes.len().min(2048)];
    let count = |wanted: fn(&u8) -> bool| head.iter().filter(|byte| wanted(byte)).count();
    let spaces = count(|byte| *byte == 0x40);
    let ascii = count(|byte| matches!(byte, b' ' | b'a'..=b'z' | b'\n'));
    let letters = count(|byte| *byte >= 0x80);
    if head.len() < 32
        || spaces * 30 < head.len()
        || ascii * 8 > head.len()
        || letters * 2 < head.len()
    {
        return None;
    }
    let mut scratch = Scratch::default();
    scratch.everything = true;
    let sample = 0..head.len().min(600);
    let pieces = std::slice::from_ref(&sample);
    let context = vec![0.0; Models::get().alphabets.len()];
    let mut ranking: Vec<Ranked> = EBCDIC
        .iter()
        .map(|candidate| {
            let (nats, model) = score(bytes, pieces, candidate, &context, &mut scratch);
            Ranked {
                encoding: candidate.encoding,
                nats,
                model,
                prior: candidate.prior,
            }
        })
        .collect();
    ranking.sort_by(|a, b| a.nats.total_cmp(&b.nats));
    Some(ranking)
}
