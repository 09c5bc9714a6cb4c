//! Words in one after the other, the best way through their languages out.

use wide::{bytemuck, i32x4};

use super::{
    super::evidence::{self, CLASSES},
    Word,
};

/// The best paths to each language that some word speaks for, and the choices that led
/// there. No other language can be on the best path, but the first where no word says
/// anything.
pub(super) struct Path {
    /// Four at a time; behind the last language some of nobody.
    scores: Vec<i32x4>,
    /// How many languages.
    count: usize,
    /// The place of a language among the scores.
    places: [u8; CLASSES],
    /// The place of the best score, of equal ones the first.
    best: usize,
    pub(super) choices: Vec<Choice>,
}

/// The places whose best path changed before a word, a bit for each, and what they changed
/// from.
pub(super) struct Choice {
    pub(super) changed: u64,
    pub(super) from: u8,
}

impl Path {
    pub(super) fn of(words: &[Word]) -> Self {
        let mut spoken_for = 1_u64;
        for (class, _) in words.iter().flat_map(|word| evidence::scores(word.says)) {
            spoken_for |= 1 << class;
        }
        let mut places = [0; CLASSES];
        let mut count = 0;
        for (class, place) in places.iter_mut().enumerate() {
            *place = count;
            count += u8::from(spoken_for >> class & 1 != 0);
        }
        Self {
            scores: vec![i32x4::ZERO; usize::from(count).div_ceil(4)],
            count: usize::from(count),
            places,
            best: 0,
            choices: Vec::with_capacity(words.len()),
        }
    }

    pub(super) fn step(&mut self, word: &Word) {
        let mut changed = 0;
        let from = self.best();
        if !self.choices.is_empty() {
            let other = i32x4::splat(self.scores()[self.best] - word.cost);
            for (place, scores) in (0..).step_by(4).zip(&mut self.scores) {
                // On equal terms the later change wins: sentences begin with words
                // that say more than those they end with.
                let better = scores.simd_gt(other);
                changed |= u64::from((!better).to_bitmask()) << place;
                *scores = better.select(*scores, other);
            }
        }
        let mut fell = false;
        let says = evidence::scores(word.says);
        let scores: &mut [i32] = bytemuck::cast_slice_mut(&mut self.scores);
        for (class, score) in says {
            let place = usize::from(self.places[usize::from(*class)]);
            scores[place] += i32::from(*score);
            fell |= place == self.best && *score < 0;
        }
        if fell {
            self.best = 0;
        }
        // What no word spoke for is no better than before.
        let spoken = says.iter();
        let spoken = spoken.map(|(class, _)| usize::from(self.places[usize::from(*class)]));
        let all = if fell { 0..self.count } else { 0..0 };
        for place in all.chain(spoken) {
            let (score, best) = (scores[place], scores[self.best]);
            if score > best || score == best && place < self.best {
                self.best = place;
            }
        }
        self.choices.push(Choice { changed, from });
    }

    fn scores(&self) -> &[i32] {
        bytemuck::cast_slice(&self.scores)
    }

    pub(super) fn best(&self) -> u8 {
        self.best as u8
    }
}
