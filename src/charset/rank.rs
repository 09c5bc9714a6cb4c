//! The encodings in the order of how probable they make the bytes, what was
//! declared counted in.

use std::{ops::Range, sync::LazyLock};

use super::{
    candidates::{CANDIDATES, Candidate, EBCDIC},
    nats::context,
    sample::sample,
    score::{ALL, Alphabets, Best, ERROR, Scored, Scratch, score},
    utf8::Tally,
};
use crate::{
    encoding::{Encoding, step::Out},
    model::{Group, Models, peculiar_ascii},
};

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
    /// Its alphabets that are still to be tried.
    pub(super) alphabets: Alphabets,
    /// What it cost in advance.
    pub(super) prior: f32,
}

/// A declaration is worth this many nats, and so many more for each byte scored.
const DECLARED: f32 = 4.0;
const DECLARED_PER_BYTE: f32 = 0.02;
/// The same for what the parts before turned out to be.
const EARLIER: f32 = 8.0;
const EARLIER_PER_BYTE: f32 = 0.1;

/// How much is read of the sample before some candidates are dropped.
struct Heat {
    /// Pieces at the most, and bytes of each.
    pieces: usize,
    bytes: usize,
    /// How many go on, and how many nats behind the best they may be.
    finalists: usize,
    behind: f32,
}

const HEATS: [Heat; 4] = [
    Heat {
        pieces: 4,
        bytes: 28,
        finalists: 32,
        behind: 45.0,
    },
    Heat {
        pieces: 4,
        bytes: 72,
        finalists: 20,
        behind: 60.0,
    },
    Heat {
        pieces: usize::MAX,
        bytes: 64,
        finalists: 8,
        behind: 45.0,
    },
    Heat {
        pieces: usize::MAX,
        bytes: usize::MAX,
        finalists: usize::MAX,
        behind: 60.0,
    },
];

impl Heat {
    fn cut(&self, pieces: &[Range<usize>]) -> Vec<Range<usize>> {
        let every = pieces.len().div_ceil(self.pieces).max(1);
        let cut = |piece: &Range<usize>| {
            let end = piece.end.min(piece.start.saturating_add(self.bytes));
            piece.start..end
        };
        pieces.iter().step_by(every).map(cut).collect()
    }
}

/// The last of the heats that are short.
const FIRST: usize = 1;

/// Bytes of the first heats that are enough to decide where nothing is near.
const DECISIVE_BYTES: usize = 256;
/// How many nats behind the best the encodings of two bytes may be in the first heats.
const EASTERN_BEHIND: f32 = 200.0;
/// Encodings of two bytes a character with this prior at the most always go on: a
/// few bytes may cut them out of step.
const EASTERN_PRIOR: f32 = 2.0;

fn is_eastern(candidate: &Candidate) -> bool {
    !candidate.repertoires.is_empty() && candidate.prior <= EASTERN_PRIOR
}

/// How many nats behind the best a candidate may be in a heat.
fn behind(heat: &Heat, candidate: &Candidate, number: usize) -> f32 {
    if number <= FIRST && is_eastern(candidate) {
        EASTERN_BEHIND
    } else {
        heat.behind
    }
}

/// Nats valid UTF-8 is better than its text: legacy text is rarely valid.
const UTF8_BONUS: f32 = 3.0;
/// Nats a character of no language known costs in UTF-8.
const UNKNOWN_IN_UTF8: f32 = 11.0;

/// Nats more for one in another block than the one before.
const OTHER_BLOCK_IN_UTF8: f32 = 6.0;

/// How often the block of the characters changes; of a title's length at the most.
fn blocks(bytes: &[u8]) -> usize {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]);
    let mut block = 0;
    let changes = |character: &char| {
        let before = std::mem::replace(&mut block, u32::from(*character) >> 7);
        before != 0 && before != block
    };
    head.chars()
        .filter(|c| !c.is_ascii())
        .filter(changes)
        .count()
}

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

    let mut run = |candidate: &Candidate, alphabets: Alphabets, pieces: &[_], bound: f32| {
        let bonus = bonus(candidate.encoding, 1.0);
        let bound = bound + bonus;
        let scored = score(
            bytes,
            pieces,
            candidate,
            alphabets,
            &context,
            bound,
            &mut scratch,
        );
        Ranked {
            encoding: candidate.encoding,
            nats: scored.nats - bonus,
            model: scored.model,
            alphabets: scored.alphabets,
            prior: candidate.prior,
        }
    };
    // The heats: all candidates on a little of some pieces, those that are left on
    // more, until one is left or all has been read.
    let mut ranking: Vec<(usize, Ranked)> = Vec::new();
    for (number, heat) in HEATS.iter().enumerate() {
        let pieces = heat.cut(pieces);
        if number == 0 {
            // What would be dropped anyway is not read to its end; the two that cost
            // least always are.
            let (mut best, mut second) = (f32::INFINITY, f32::INFINITY);
            let run = |(index, candidate): (usize, &Candidate)| {
                let bound = second.max(best + behind(heat, candidate, number));
                let mut now = run(candidate, ALL, &pieces, bound);
                if !now.nats.is_finite() {
                    now.nats = bound + 1.0 + index as f32;
                }
                second = second.min(now.nats.max(best));
                best = best.min(now.nats);
                (index, now)
            };
            // Those of the east first: what is theirs is plain at once.
            let all = || CANDIDATES.iter().enumerate();
            let east = all().filter(|(_, candidate)| is_eastern(candidate));
            let rest = all().filter(|(_, candidate)| !is_eastern(candidate));
            ranking = east.chain(rest).map(run).collect();
            ranking.sort_by_key(|(index, _)| *index);
        } else {
            let mut best = f32::INFINITY;
            for (place, (index, ranked)) in ranking.iter_mut().enumerate() {
                let bound = best + heat.behind;
                let now = run(&CANDIDATES[*index], ranked.alphabets, &pieces, bound);
                if now.nats.is_finite() {
                    *ranked = now;
                } else {
                    // Not read to its end: behind the others, in the order so far.
                    ranked.nats = bound + place as f32;
                }
                best = best.min(ranked.nats);
            }
        }
        ranking.sort_by(|(_, a), (_, b)| a.nats.total_cmp(&b.nats));
        let taken: usize = pieces.iter().map(ExactSizeIterator::len).sum();
        if taken == length {
            break;
        }
        let best = ranking.first().map_or(0.0, |(_, first)| first.nats);
        let second = ranking
            .get(1)
            .map_or(f32::INFINITY, |(_, second)| second.nats);
        if number > FIRST && second >= best + heat.behind {
            break;
        }
        let (mut place, mut rivals) = (0, 0);
        ranking.retain(|(index, ranked)| {
            place += 1;
            let candidate = &CANDIDATES[*index];
            let near = ranked.nats <= best + behind(heat, candidate, number);
            rivals += usize::from(near);
            place <= 2 || ((is_eastern(candidate) || place <= heat.finalists) && near)
        });
        // One that nothing is near to, of a legacy text for certain, needs no more.
        if rivals == 1
            && number <= FIRST
            && taken >= DECISIVE_BYTES
            && evidence.utf8.valid < evidence.utf8.stray
            && ranking
                .first()
                .is_some_and(|(_, first)| !first.encoding.is_dos_or_mac())
        {
            for (_, ranked) in &mut ranking {
                ranked.nats *= length as f32 / taken as f32;
            }
            break;
        }
    }
    let mut ranking: Vec<Ranked> = ranking.into_iter().map(|(_, ranked)| ranked).collect();
    let high = pieces
        .iter()
        .flat_map(|piece| &bytes[piece.clone()])
        .filter(|byte| !byte.is_ascii());
    put_eastern_before_dos(&mut ranking, high.count());

    if evidence.utf8.valid >= 2 * evidence.utf8.stray.max(1) {
        let mut utf8 = run(&UTF8_CANDIDATE, ALL, pieces, f32::INFINITY);
        if evidence.utf8.stray == 0 {
            let unknown = UNKNOWN_IN_UTF8 * evidence.utf8.characters as f32
                + OTHER_BLOCK_IN_UTF8 * blocks(bytes) as f32;
            utf8.nats = utf8.nats.min(unknown - UTF8_BONUS);
        }
        let at = ranking.partition_point(|ranked| ranked.nats <= utf8.nats);
        ranking.insert(at, utf8);
    } else if evidence.utf8.valid == 0 && (1..=FEW_STRAY).contains(&evidence.utf8.stray) {
        // ASCII with a stray byte or two that are a letter in no encoding.
        let known = |encoding| [evidence.declared, evidence.earlier].contains(&Some(encoding));
        let english = Models::get().alphabet("en");
        if english.is_some_and(|index| context[index] < ENGLISH) && is_lone(bytes, pieces) {
            ranking.retain(|ranked| known(ranked.encoding) || is_near(ranked));
        }
        let utf8 = Ranked {
            encoding: Encoding::UTF_8,
            nats: ASCII_DAMAGED + ERROR * evidence.utf8.stray as f32,
            model: Best::Alphabet(0),
            alphabets: ALL,
            prior: 0.0,
        };
        let at = ranking.partition_point(|ranked| ranked.nats <= utf8.nats);
        ranking.insert(at, utf8);
    }
    ranking
}

/// Stray bytes in ASCII that may be damage, and the nats it costs that they are.
const FEW_STRAY: usize = 2;
const ASCII_DAMAGED: f32 = 9.0;
/// Bytes of ASCII in which one or two others are no text of another script.
const MOSTLY_ASCII: usize = 24;

/// Nats of the context that English may be behind the most fitting language: what
/// is English has few letters beyond ASCII, and they are in no rare page.
const ENGLISH: f32 = 1.0;

/// Whether there are one or two bytes beyond ASCII, each between bytes of much ASCII.
fn is_lone(bytes: &[u8], pieces: &[Range<usize>]) -> bool {
    let is_ascii = |place: Option<usize>| {
        let byte = place.and_then(|place| bytes.get(place));
        byte.is_some_and(u8::is_ascii)
    };
    let mut left = FEW_STRAY;
    for place in pieces.iter().flat_map(Clone::clone) {
        if bytes[place].is_ascii() {
            continue;
        }
        let alone = is_ascii(place.checked_sub(1)) && is_ascii(Some(place + 1));
        if left == 0 || !alone {
            return false;
        }
        left -= 1;
    }
    bytes.len() >= MOSTLY_ASCII
}

/// Whether a byte alone in English may be this encoding: a page of the Latin script
/// that the web has.
fn is_near(ranked: &Ranked) -> bool {
    let models = Models::get();
    let latin = matches!(ranked.model, Best::Alphabet(index)
        if models.alphabets[index].group == Group::Latin);
    ranked.encoding.is_page() && latin && ranked.prior <= COMMON
}

/// The prior of an encoding that the web has still, at the most.
pub(super) const COMMON: f32 = 2.0;

/// Nats by which a DOS or Mac page must be better than text of the east.
const DOS_LEAD: f32 = 30.0;
/// Nats a byte of text of the east costs at the most: it is no chance then.
const EASTERN_NATS: f32 = 5.0;

/// Text of the east is never answered with a DOS or Mac page: where such a page is
/// first, an encoding of the east that reads the bytes well and is not far behind
/// goes before it.
fn put_eastern_before_dos(ranking: &mut [Ranked], high: usize) {
    let Some(first) = ranking.first().copied() else {
        return;
    };
    if !first.encoding.is_dos_or_mac() {
        return;
    }
    let eastern = ranking.iter().position(|ranked| {
        matches!(ranked.model, Best::Repertoire(_))
            && ranked.prior <= EASTERN_PRIOR
            && ranked.nats <= first.nats + DOS_LEAD
            && ranked.nats <= EASTERN_NATS * high as f32
    });
    if let Some(place) = eastern {
        ranking[..=place].rotate_right(1);
        ranking[0].nats = ranking[0].nats.min(first.nats);
    }
}

/// The bytes in which the EBCDIC pages of the Latin script differ, and which are
/// rare: `!`, `|`, `[`, `]`, `^`, `¢` and `¬`.
const VARIANTS: [u8; 7] = [0x4A, 0x4F, 0x5A, 0x5F, 0xB0, 0xBA, 0xBB];
/// How far they are looked for, in bytes.
const VARIANT_BYTES: usize = 64 * 1024;

/// Nats that the rare signs beyond the sample cost in one of those pages.
fn variants(bytes: &[u8], encoding: Encoding) -> f32 {
    let bytes = &bytes[..bytes.len().min(VARIANT_BYTES)];
    bytes
        .windows(2)
        .filter(|pair| VARIANTS.contains(&pair[1]))
        .map(|pair| {
            let before = first_character(encoding, pair[0]);
            peculiar_ascii(before, first_character(encoding, pair[1]))
        })
        .sum()
}

/// The character of one byte.
fn first_character(encoding: Encoding, byte: u8) -> char {
    match encoding.step(&[byte]).out {
        Out::One(character) | Out::Two(character, _) => character,
        Out::Bad | Out::Nothing => '\u{FFFD}',
    }
}

/// Nats a byte costs in EBCDIC at the most; text costs about three.
const EBCDIC_NATS: f32 = 4.2;

/// EBCDIC has its letters where other encodings have theirs beyond ASCII, and
/// its space where ASCII has `@`: the pages compete with each other only.
pub(super) fn ebcdic(bytes: &[u8]) -> Option<Vec<Ranked>> {
    let head = &bytes[..bytes.len().min(2048)];
    let count = |wanted: fn(&u8) -> bool| head.iter().filter(|byte| wanted(byte)).count();
    let spaces = count(|byte| *byte == 0x40);
    let blanks = count(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
    if head.len() < 32 || spaces * 25 < head.len() || blanks * 40 > head.len() {
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
            let Scored { nats, model, .. } = score(
                bytes,
                pieces,
                candidate,
                ALL,
                &context,
                f32::INFINITY,
                &mut scratch,
            );
            Ranked {
                encoding: candidate.encoding,
                nats: nats + variants(&bytes[sample.end..], candidate.encoding),
                model,
                alphabets: ALL,
                prior: candidate.prior,
            }
        })
        .collect();
    ranking.sort_by(|a, b| a.nats.total_cmp(&b.nats));
    let best = ranking.first().map_or(f32::INFINITY, |first| first.nats);
    (best < EBCDIC_NATS * sample.len() as f32).then_some(ranking)
}
