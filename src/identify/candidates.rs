//! The languages a span may be in, and the probability of each.

/// How many languages are kept.
pub(super) const MOST: usize = 8;

/// At most [`MOST`] languages, the likeliest first; the rest is nobody's.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Candidates {
    list: [(&'static str, f32); MOST],
    length: usize,
    /// The probability of all languages that are not kept.
    pub(super) rest: f32,
}

impl Candidates {
    /// Adds a language. Past the last place it goes to the rest.
    pub(super) fn add(&mut self, language: &'static str, probability: f32) {
        match self.list.get_mut(self.length) {
            Some(place) => {
                *place = (language, probability);
                self.length += 1;
            }
            None => self.rest += probability,
        }
    }

    /// Languages and probabilities.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, f32)> + '_ {
        self.list.iter().take(self.length).copied()
    }

    /// The likeliest language.
    pub(super) fn first(&self) -> Option<(&'static str, f32)> {
        self.iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// Multiplies every probability, and makes their sum 1 again. The rest counts
    /// as the least likely.
    pub(super) fn scale(&mut self, factor: impl Fn(&str) -> f32) {
        let mut least = 1.0_f32;
        let mut sum = 0.0;
        for place in self.list.iter_mut().take(self.length) {
            let factor = factor(place.0);
            least = least.min(factor);
            place.1 *= factor;
            sum += place.1;
        }
        self.rest *= least;
        sum += self.rest;
        if sum > 0.0 {
            for place in self.list.iter_mut().take(self.length) {
                place.1 /= sum;
            }
            self.rest /= sum;
        }
    }
}
