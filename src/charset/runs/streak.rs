//! Stretches of a legacy text that are valid UTF-8: bytes in, the most striking of
//! them out, and whether any of them is better text as UTF-8.

use std::ops::Range;

use super::SOLID;
use crate::{
    charset::{
        candidates::{CANDIDATES, Candidate},
        rank::UTF8_CANDIDATE,
        score::{ALL, Scratch, score},
    },
    encoding::Encoding,
    model::Models,
};

/// A stretch without a stray byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Streak {
    pub(super) bytes: Range<usize>,
    /// How little chance there is that it is UTF-8 by chance: see [`super::points`].
    points: u32,
}

/// Streaks kept.
const MOST: usize = 8;
/// Bytes of a streak that are looked at.
const LONGEST: usize = 192;

/// The streaks of a legacy text that might be UTF-8, those with most points.
pub(super) fn find(bytes: &[u8], base: Encoding) -> Vec<Streak> {
    let least = if base.is_page() { 1 } else { 2 * SOLID - 1 };
    let may_begin = if base.is_page() { has_pair } else { has_streak };
    let mut streaks = Kept {
        least,
        streaks: Vec::new(),
    };
    let mut streak = Streak {
        bytes: 0..0,
        points: 0,
    };
    let mut at = 0;
    while at < bytes.len() {
        // A streak that is open is followed to its end.
        if streak.points == 0 && !may_begin(&bytes[at..bytes.len().min(at + BLOCK + AHEAD)]) {
            at += BLOCK;
            continue;
        }
        let end = bytes.len().min(at + BLOCK);
        while at < end {
            let lead = bytes[at];
            let start = at;
            at += 1;
            let (length, worth) = match lead {
                0..0x80 => continue,
                0xC2..0xE0 => (1, 1),
                0xE0..0xF0 => (2, 3),
                0xF0..0xF5 => (3, 3),
                _ => (0, 0),
            };
            let rest = bytes.get(at..at + length).unwrap_or_default();
            if rest.is_empty() || !rest.iter().all(|byte| is_trail(*byte)) {
                streaks.add(&streak);
                streak.points = 0;
                continue;
            }
            if streak.points == 0 {
                streak.bytes.start = start;
            }
            at += length;
            streak.bytes.end = at;
            streak.points += worth;
        }
    }
    streaks.add(&streak);
    streaks.streaks
}

/// The streaks with most points so far.
struct Kept {
    /// Points of a streak at the least.
    least: u32,
    streaks: Vec<Streak>,
}

impl Kept {
    fn add(&mut self, streak: &Streak) {
        if streak.points < self.least {
            return;
        }
        if self.streaks.len() < MOST {
            self.streaks.push(streak.clone());
            return;
        }
        if let Some(weakest) = self.streaks.iter_mut().min_by_key(|kept| kept.points)
            && weakest.points < streak.points
        {
            *weakest = streak.clone();
        }
    }
}

/// Nats by which a streak must be better text as UTF-8: in an encoding of one byte a
/// character, where many short ones may come together, and in the others.
const BETTER: [f32; 2] = [6.0, 12.0];

/// Whether one of the streaks is better text as UTF-8 than in the base encoding.
pub(super) fn any_is_utf8(bytes: &[u8], streaks: &[Streak], base: Encoding) -> bool {
    let least = BETTER[usize::from(!base.is_page())];
    let Some(legacy) = CANDIDATES
        .iter()
        .find(|candidate| candidate.encoding == base)
    else {
        return !streaks.is_empty();
    };
    let context = vec![0.0; Models::get().alphabets.len()];
    let mut scratch = Scratch::default();
    let mut nats = |candidate: &Candidate, piece: &Range<usize>| {
        let pieces = std::slice::from_ref(piece);
        let bound = f32::INFINITY;
        let scored = score(bytes, pieces, candidate, ALL, &context, bound, &mut scratch);
        scored.nats - candidate.prior
    };
    streaks.iter().any(|streak| {
        let end = streak.bytes.end.min(streak.bytes.start + LONGEST);
        // The letters beside it say how it is read.
        let before = bytes[..streak.bytes.start].iter().rev().take(2);
        let ascii = before.take_while(|byte| byte.is_ascii()).count();
        let start = streak.bytes.start - ascii;
        // Its first byte may be the second of a character.
        let trail = (ascii == 0 && !base.is_page()).then_some(start + 1);
        let apart = nats(legacy, &(start..end))
            .min(trail.map_or(f32::INFINITY, |start| nats(legacy, &(start..end))));
        nats(&UTF8_CANDIDATE, &(start..end)) + least < apart
    })
}

/// Bytes looked at together, without a branch, and bytes seen beyond them.
pub(super) const BLOCK: usize = 128;
const AHEAD: usize = 8;

fn is_trail(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Whether a sequence of UTF-8 may begin in the first [`BLOCK`] bytes: a lead byte
/// before a trail byte.
fn has_pair(bytes: &[u8]) -> bool {
    let Some(bytes) = bytes.first_chunk::<{ BLOCK + AHEAD }>() else {
        return true;
    };
    let mut any = 0;
    for (byte, next) in bytes[..BLOCK].iter().zip(&bytes[1..=BLOCK]) {
        any |= u8::from(*byte >= 0xC2) & u8::from(is_trail(*next));
    }
    any != 0
}

/// Whether a streak of valid sequences worth [`SOLID`] points twice over may begin in
/// the first [`BLOCK`] bytes: three sequences of three bytes are the shortest, so six
/// bytes in a row must each be followed by what UTF-8 has after them.
fn has_streak(bytes: &[u8]) -> bool {
    const FLAGS: usize = BLOCK + AHEAD - 3;
    let Some(bytes) = bytes.first_chunk::<{ BLOCK + AHEAD }>() else {
        return true;
    };
    // Loops over arrays of one length each: the compiler makes vectors of them.
    let mut trail = [0u8; BLOCK + AHEAD];
    for (flag, byte) in trail.iter_mut().zip(bytes) {
        *flag = u8::from(is_trail(*byte));
    }
    let mut wrong = [0u8; FLAGS];
    for (at, wrong) in wrong.iter_mut().enumerate() {
        let byte = bytes[at];
        let two = u8::from(byte >= 0xC0);
        let three = u8::from(byte >= 0xE0);
        let four = u8::from(byte >= 0xF0);
        let ascii = u8::from(byte < 0x80);
        *wrong = (two & (trail[at + 1] ^ 1))
            | (two & (trail[at + 2] ^ three))
            | (three & (trail[at + 3] ^ four))
            | (ascii & trail[at + 1]);
    }
    let mut pairs = [0u8; FLAGS - 1];
    for (at, pair) in pairs.iter_mut().enumerate() {
        *pair = wrong[at] | wrong[at + 1];
    }
    let mut any = 0;
    for (at, byte) in bytes[..BLOCK].iter().enumerate() {
        let six = pairs[at] | pairs[at + 2] | pairs[at + 4];
        // Plain ASCII is no streak.
        any |= u8::from(*byte >= 0xC2) & (six ^ 1);
    }
    any != 0
}
