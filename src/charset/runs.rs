//! Text in two encodings: bytes that are neither valid UTF-8 nor whole in one
//! legacy encoding in, the legacy encoding and the runs of each out.
//!
//! The bytes fall into *text runs* between line ends, tabs, quotes and angle
//! brackets. A run that is valid UTF-8 or has none of it is decided as a whole; a
//! run that is both is cut by dynamic programming over its characters.

mod cut;
pub(super) mod own;
mod quick;
mod streak;

use std::ops::Range;

use super::{
    rank::{COMMON, Evidence, Ranked, UTF8_CANDIDATE, rank_pieces},
    score::{ALL, Best, Scratch, score},
    utf8::Tally,
};
use crate::{
    document::Run,
    encoding::Encoding,
    model::{Group, Models},
};
use cut::Cut;

/// Nats for going from one encoding to the other inside a run: texts are joined
/// every few thousand characters at the most.
const SWITCH: f32 = 9.0;
/// The same in text of the Latin script, where a letter is all that may be foreign.
const SWITCH_LATIN: f32 = 4.0;
/// Points from which a stretch is UTF-8 and no chance: see [`points`].
const SOLID: u32 = 5;
/// Points that a stray stretch takes from a stretch of UTF-8 in a legacy text.
const STRAY: i64 = 6;
/// The longest run cut by dynamic programming, in bytes; longer ones are divided.
const LONGEST: usize = 4096;
/// How much is scored, in bytes.
const SAMPLE_BYTES: usize = 1536;

/// What the runs came to.
pub(super) struct Mixture {
    /// The encoding of most of the text.
    pub(super) base: Encoding,
    /// The legacy encoding, and how it was ranked.
    pub(super) legacy: Vec<Ranked>,
    /// Where the other encoding is.
    pub(super) runs: Vec<Run>,
}

/// Finds the runs; `None` if one encoding, damaged at most, explains the bytes.
pub(super) fn find(bytes: &[u8], base: Encoding, evidence: &Evidence) -> Option<Mixture> {
    if base != Encoding::UTF_8 {
        let streaks = streak::find(bytes, base);
        if !streak::any_is_utf8(bytes, &streaks, base) {
            return None;
        }
    }
    let parts = parts(bytes, base);
    let solid: usize = parts.iter().map(|part| part.solid).sum();
    let stray: usize = parts.iter().map(|part| part.stray).sum();
    if solid == 0 || stray == 0 {
        return None;
    }
    // The legacy encoding is the one that explains best what is not UTF-8.
    let rest = sample(parts.iter().flat_map(|part| part.rest.iter().cloned()));
    let mut legacy: Vec<Ranked> = rank_pieces(
        bytes,
        &rest,
        &Evidence {
            utf8: Tally::default(),
            ..*evidence
        },
    );
    // What is pasted into other text comes from the web.
    legacy.retain(|ranked| ranked.prior <= COMMON || ranked.encoding == base);
    let first = legacy.first()?;
    let clean = sample(parts.iter().flat_map(|part| part.valid.iter().cloned()));
    let models = Models::get();
    let context = vec![0.0; models.alphabets.len()];
    let utf8_model = score(
        bytes,
        &clean,
        &UTF8_CANDIDATE,
        ALL,
        &context,
        f32::INFINITY,
        &mut Scratch::default(),
    )
    .model;

    let main = usize::from(solid < stray_bytes(bytes, &parts));
    let latin = |model| {
        matches!(model, Best::Alphabet(index)
        if models.alphabets[index].group == Group::Latin)
    };
    let switch = if first.encoding.is_page() && latin(utf8_model) && latin(first.model) {
        SWITCH_LATIN
    } else {
        SWITCH
    };
    let owns = if main == 0 {
        let pieces = parts.iter().map(|part| part.pieces(bytes));
        own::assign(bytes, pieces, first.encoding)
    } else {
        Vec::new()
    };
    let cutter = |place: usize| {
        let own = owns.get(place).copied().flatten().unwrap_or(own::Own {
            encoding: first.encoding,
            model: first.model,
            nats: first.nats,
        });
        Cutter {
            switch,
            bytes,
            legacy: own.encoding,
            models: [utf8_model, own.model],
            main,
        }
    };
    // First with the cost of a switch for a run in the other encoding, then with
    // what the count of such runs makes probable.
    let mut other = switch;
    let mut decided: Vec<Decided> = Vec::new();
    for round in 0..2 {
        decided = parts
            .iter()
            .enumerate()
            .map(|(place, part)| cutter(place).decide(part, other))
            .collect();
        let gains = || {
            decided
                .iter()
                .map(|part| part.gain)
                .filter(|gain| *gain > switch / 2.0)
        };
        let (sum, most) = (gains().sum::<f32>(), gains().fold(0.0, f32::max));
        let [least, least_sum] = if switch == SWITCH_LATIN {
            CONVINCING_LATIN[main]
        } else {
            CONVINCING[main]
        };
        if round == 0 && sum < least_sum && most < least {
            return None;
        }
        let share = gains().count() as f32 / parts.len() as f32;
        other = (-share.max(0.0001).ln()).clamp(0.5, switch);
    }
    let base = [Encoding::UTF_8, first.encoding][main];
    if main == 1 {
        // What is cut into pieces of UTF-8 may be text in a third encoding.
        let cut: Vec<usize> = (0..parts.len())
            .filter(|place| decided[*place].gain > 0.0 && !decided[*place].is_whole(bytes))
            .collect();
        let pieces = cut.iter().map(|place| vec![parts[*place].bytes.clone()]);
        let owns = own::assign(bytes, pieces, first.encoding);
        for (place, own) in cut.into_iter().zip(owns) {
            if let Some(own) = own.filter(|own| own.nats < decided[place].nats) {
                decided[place].others = vec![parts[place].bytes.clone()];
                decided[place].encoding = own.encoding;
            }
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for part in decided {
        let encoding = part.encoding;
        if part.gain > 0.0 {
            let run = |bytes| Run { bytes, encoding };
            runs.extend(part.others.into_iter().map(run));
        }
    }
    (!runs.is_empty()).then_some(Mixture { base, legacy, runs })
}

/// Nats that one run, or all together, must gain by a second encoding.
///
/// By the encoding of most of the text: stray bytes in UTF-8 that are good text in
/// another encoding are no chance, but legacy bytes may look like UTF-8.
const CONVINCING: [[f32; 2]; 2] = [[10.0, 10.0], [30.0, 45.0]];

/// The same where both are text of the Latin script and a letter is a character of
/// its own: `Ã©` is no chance.
const CONVINCING_LATIN: [[f32; 2]; 2] = [[3.0, 3.0], [8.0, 8.0]];

/// What was decided for a text run.
struct Decided {
    /// Its stretches in the other encoding than most of the text.
    others: Vec<Range<usize>>,
    /// Their encoding.
    encoding: Encoding,
    /// Nats gained over the encoding of most of the text.
    gain: f32,
    /// Nats it costs so.
    nats: f32,
    /// The run.
    bytes: Range<usize>,
}

impl Decided {
    /// Whether one stretch has all bytes beyond ASCII.
    fn is_whole(&self, bytes: &[u8]) -> bool {
        let [only] = &self.others[..] else {
            return false;
        };
        bytes[self.bytes.start..only.start].is_ascii() && bytes[only.end..self.bytes.end].is_ascii()
    }
}

/// Decides text runs between UTF-8, state 0, and a legacy encoding, state 1.
struct Cutter<'b> {
    bytes: &'b [u8],
    legacy: Encoding,
    models: [Best; 2],
    /// Nats for going from one encoding to the other.
    switch: f32,
    /// The state of most of the text.
    main: usize,
}

impl Cutter<'_> {
    /// Decides one run; `other` is what it costs to begin in the other encoding.
    fn decide(&self, part: &Part, other: f32) -> Decided {
        let nothing = Decided {
            others: Vec::new(),
            encoding: Encoding::UTF_8,
            gain: 0.0,
            nats: f32::INFINITY,
            bytes: part.bytes.clone(),
        };
        // What fits the main encoding and has nothing of the other stays.
        if (self.main == 0 && part.stray == 0) || (self.main == 1 && part.solid == 0) {
            return nothing;
        }
        let mut start = [other; 2];
        start[self.main] = 0.0;
        let cut = |switch: f32, start: [f32; 2]| {
            self.legacy.run(Cut {
                run: &self.bytes[part.bytes.clone()],
                models: self.models,
                start,
                switch,
            })
        };
        let mut only = [f32::INFINITY; 2];
        only[self.main] = 0.0;
        let (stay, _) = cut(f32::INFINITY, only);
        let both = part.solid > 0 && !part.rest.is_empty();
        let (nats, path) = cut(if both { self.switch } else { f32::INFINITY }, start);
        let mut others = Vec::new();
        let mut at = part.bytes.start;
        for (length, state) in path {
            if usize::from(state) != self.main {
                others.push(at..at + length);
            }
            at += length;
        }
        // A character lost in a legacy text shifts the rest of it: a way back into
        // step by way of UTF-8 is no UTF-8.
        let least = if self.legacy.is_page() {
            1
        } else {
            2 * SOLID - 1
        };
        let thin = |other: &Range<usize>| {
            let chunks = self.bytes[other.clone()].utf8_chunks();
            chunks.fold(0, |sum, chunk| {
                let stray = if chunk.invalid().is_empty() { 0 } else { STRAY };
                sum + i64::from(points(chunk.valid().as_bytes())) - stray
            }) < i64::from(least)
        };
        if self.main == 1 && others.iter().any(thin) {
            return nothing;
        }
        Decided {
            others,
            encoding: [self.legacy, Encoding::UTF_8][self.main],
            gain: stay - nats,
            nats,
            bytes: part.bytes.clone(),
        }
    }
}

/// A text run that has bytes beyond ASCII.
struct Part {
    bytes: Range<usize>,
    /// Bytes beyond ASCII in solid UTF-8.
    solid: usize,
    /// Stray stretches.
    stray: usize,
    /// Its solid UTF-8.
    valid: Vec<Range<usize>>,
    /// What is not solid UTF-8 and not ASCII alone.
    rest: Vec<Range<usize>>,
}

impl Part {
    /// What is scored of it as no UTF-8: all of it where UTF-8 is but chance.
    fn pieces(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        let rest = self.rest.iter().flat_map(|range| &bytes[range.clone()]);
        let rest = rest.filter(|byte| !byte.is_ascii()).count();
        if self.solid < rest {
            vec![self.bytes.clone()]
        } else {
            self.rest.clone()
        }
    }
}

/// The text runs that have bytes beyond ASCII.
fn parts(bytes: &[u8], base: Encoding) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let border = bytes[at..]
            .iter()
            .position(|byte| is_border(*byte))
            .map_or(bytes.len(), |length| at + length);
        let mut start = at;
        while start < border {
            let end = divide(bytes, start, border);
            if let Some(part) = part(bytes, start..end, base) {
                parts.push(part);
            }
            start = end;
        }
        at = border + 1;
    }
    parts
}

/// Whether a byte stands between text runs, whatever the encoding.
fn is_border(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\t' | b'<' | b'>' | b'"')
}

/// Where a run that is too long is divided.
fn divide(bytes: &[u8], start: usize, border: usize) -> usize {
    if border - start <= LONGEST {
        return border;
    }
    let limit = start + LONGEST;
    let least = limit - LONGEST / 4;
    (least..limit)
        .rev()
        .find(|at| matches!(bytes[*at], b' ' | b',' | b'.' | b';'))
        .map_or(limit, |at| at + 1)
}

fn part(bytes: &[u8], range: Range<usize>, base: Encoding) -> Option<Part> {
    let run = &bytes[range.clone()];
    if run.is_ascii() {
        return None;
    }
    // One byte a character: any valid sequence is suspicious.
    let least = if base.is_page() || base == Encoding::UTF_8 {
        1
    } else {
        SOLID
    };
    let mut part = Part {
        bytes: range.clone(),
        solid: 0,
        stray: 0,
        valid: Vec::new(),
        rest: Vec::new(),
    };
    let mut at = range.start;
    let mut rest = range.start;
    for chunk in run.utf8_chunks() {
        let valid = chunk.valid().as_bytes();
        let end = at + valid.len();
        if points(valid) >= least {
            part.solid += valid.iter().filter(|byte| !byte.is_ascii()).count();
            push_rest(bytes, &mut part.rest, rest..at);
            part.valid.push(at..end);
            rest = end;
        }
        part.stray += usize::from(!chunk.invalid().is_empty());
        at = end + chunk.invalid().len();
    }
    push_rest(bytes, &mut part.rest, rest..range.end);
    Some(part)
}

fn push_rest(bytes: &[u8], rest: &mut Vec<Range<usize>>, range: Range<usize>) {
    if !bytes[range.clone()].is_ascii() {
        rest.push(range);
    }
}

/// How little chance there is that these sequences are UTF-8 by chance: one point
/// for a sequence of two bytes, more for longer ones.
fn points(valid: &[u8]) -> u32 {
    valid
        .iter()
        .map(|byte| match byte {
            0xC0..0xE0 => 1,
            0xE0.. => 3,
            _ => 0,
        })
        .sum()
}

/// Bytes beyond ASCII outside solid UTF-8.
fn stray_bytes(bytes: &[u8], parts: &[Part]) -> usize {
    let rest = parts.iter().flat_map(|part| &part.rest);
    rest.flat_map(|range| &bytes[range.clone()])
        .filter(|byte| !byte.is_ascii())
        .count()
}

/// The first of many ranges, [`SAMPLE_BYTES`] in all, spread over them.
fn sample(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let all: Vec<Range<usize>> = ranges.collect();
    let total: usize = all.iter().map(ExactSizeIterator::len).sum();
    let every = (total / SAMPLE_BYTES).max(1).min(all.len().max(1));
    let mut left = SAMPLE_BYTES;
    let mut taken = Vec::new();
    for range in all.into_iter().step_by(every) {
        let length = range.len().min(left).min(SAMPLE_BYTES / 4);
        if length == 0 {
            break;
        }
        left -= length;
        taken.push(range.start..range.start + length);
    }
    taken
}

#[cfg(test)]
mod tests;
