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
            scores: vec![0; usize::from(count)],
            places,
            best: 0,
            choices: Vec::with_capacity(words.len()),
        }
    }

    pub(super) fn step(&mut self, word: &Word) {
        let mut changed = 0;
        let from = self.best();
        if !self.choices.is_empty() {
            let other = self.scores[self.best] - word.cost;
            for (place, score) in self.scores.iter_mut().enumerate() {
                // On equal terms the later change wins: sentences begin with words
                // that say more than those they end with.
                changed |= u64::from(*score <= other) << place;
                *score = (*score).max(other);
            }
        }
        let mut fell = false;
        for (class, score) in evidence::scores(word.says) {
            let place = usize::from(self.places[usize::from(*class)]);
            self.scores[place] += i32::from(*score);
            fell |= place == self.best && *score < 0;
        }
        if fell {
            self.best = 0;
        }
        // What no word spoke for is no better than before.
        let spoken = evidence::scores(word.says).iter();
        let spoken = spoken.map(|(class, _)| usize::from(self.places[usize::from(*class)]));
        let all = if fell { 0..self.scores.len() } else { 0..0 };
        for place in all.chain(spoken) {
            let (score, best) = (self.scores[place], self.scores[self.best]);
            if score > best || score == best && place < self.best {
                self.best = place;
            }
        }
        self.choices.push(Choice { changed, from });
    }

    pub(super) fn best(&self) -> u8 {
        self.best as u8
    }
}
