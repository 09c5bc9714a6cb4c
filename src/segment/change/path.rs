//! Words in one after the other, the best way through their languages out.

use super::{
    super::evidence::{self, CLASSES},
    Word,
};

/// The best paths to each language that some word speaks for, and the choices that led
/// there. No other language can be on the best path, but the first where no word says
/// anything.
pub(super) struct Path {
    scores: Vec<i32>,
    /// The place of a language among the scores.
    places: [u8; CLASSES],
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
            scores: vec![0; usize::from(count)],
            places,
            choices: Vec::with_capacity(words.len()),
        }
    }

    pub(super) fn step(&mut self, word: &Word) {
        let mut changed = 0;
        let from = self.best();
        if !self.choices.is_empty() {
            let other = self.scores[usize::from(from)] - word.cost;
            for (place, score) in self.scores.iter_mut().enumerate() {
                // On equal terms the later change wins: sentences begin with words
                // that say more than those they end with.
                changed |= u64::from(*score <= other) << place;
                *score = (*score).max(other);
            }
        }
        for (class, score) in evidence::scores(word.says) {
            self.scores[usize::from(self.places[usize::from(*class)])] += i32::from(*score);
        }
        self.choices.push(Choice { changed, from });
    }

    pub(super) fn best(&self) -> u8 {
        let mut best = 0;
        for (place, score) in self.scores.iter().enumerate() {
            if *score > self.scores[best] {
                best = place;
            }
        }
        best as u8
    }
}
