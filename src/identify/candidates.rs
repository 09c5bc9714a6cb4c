//! The languages a span may be in, and the probability of each.

use super::tag::Tag;

/// How many languages are kept.
pub(super) const MOST: usize = 8;

/// At most [`MOST`] languages, the likeliest first; the rest is nobody's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidates {
    /// [`NOBODY`] behind the last.
    languages: [Tag; MOST],
    probabilities: [f32; MOST],
    length: usize,
    /// The probability of all languages that are not kept.
    pub(super) rest: f32,
}

/// A 1 in each of eight bytes.
const EACH: u64 = u64::MAX / 0xFF;

/// What stands in places without a candidate.
const NOBODY: Tag = Tag::ZXX;

impl Default for Candidates {
    fn default() -> Self {
        Self {
            languages: [NOBODY; MOST],
            probabilities: [0.0; MOST],
            length: 0,
            rest: 0.0,
        }
    }
}

impl Candidates {
    /// Adds a language. Past the last place it goes to the rest.
    pub(super) fn add(&mut self, language: Tag, probability: f32) {
        if self.length < MOST {
            self.languages[self.length] = language;
            self.probabilities[self.length] = probability;
            self.length += 1;
        } else {
            self.rest += probability;
        }
    }

    /// Languages and probabilities.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Tag, f32)> + '_ {
        let all = self.languages.iter().zip(&self.probabilities);
        all.map(|(language, probability)| (*language, *probability))
            .take(self.length)
    }

    /// The likeliest language.
    pub(super) fn first(&self) -> Option<(Tag, f32)> {
        self.iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// The place of a language, if it is among the kept.
    fn place(&self, language: Tag) -> Option<usize> {
        // All places are compared at once: below the first byte of 0, what is taken off
        // reaches no high bit.
        let kept = u64::from_le_bytes(self.languages.map(|kept| kept.place() as u8));
        let others = kept ^ (EACH * language.place() as u64);
        let found = others.wrapping_sub(EACH) & !others & (EACH << 7);
        (found != 0).then(|| (found.trailing_zeros() / 8) as usize)
    }

    /// The probability of a language, 0 if it is not among the kept.
    pub(super) fn of(&self, language: Tag) -> f32 {
        self.place(language)
            .map_or(0.0, |place| self.probabilities[place])
    }

    /// Gives a language another probability, in the place of the least likely if need be. The
    /// sum of all is the caller's.
    pub(super) fn set(&mut self, language: Tag, probability: f32) {
        if let Some(place) = self.place(language) {
            self.probabilities[place] = probability;
            return;
        }
        self.make_room();
        self.add(language, probability);
    }

    /// Leaves the least likely of a full list to the rest; but for English, which a document may
    /// yet make the likeliest of a few words.
    fn make_room(&mut self) {
        if self.length < MOST {
            return;
        }
        let others = (0..self.length).filter(|place| self.languages[*place] != Tag::EN);
        let least = others
            .min_by(|one, other| self.probabilities[*one].total_cmp(&self.probabilities[*other]));
        if let Some(least) = least {
            self.rest += self.probabilities[least];
            self.languages.copy_within(least + 1..self.length, least);
            self.probabilities
                .copy_within(least + 1..self.length, least);
            self.drop_last();
        }
    }

    fn drop_last(&mut self) {
        self.length -= 1;
        self.languages[self.length] = NOBODY;
        self.probabilities[self.length] = 0.0;
    }

    /// Takes this share of every probability, and gives what is left to the rest.
    pub(super) fn doubt(&mut self, belief: f32) {
        for probability in &mut self.probabilities {
            *probability *= belief;
        }
        self.rest = 1.0 - belief * (1.0 - self.rest);
    }

    /// Makes one language likelier; it need not have been among the kept.
    pub(super) fn raise(&mut self, language: Tag, factor: f32) {
        if self.place(language).is_none() {
            let share = self.rest / MOST as f32;
            if self.length == MOST {
                self.rest += self.probabilities[MOST - 1];
                self.drop_last();
            }
            self.rest -= share;
            self.add(language, share);
        }
        self.scale(|other| if other == language { 1.0 } else { 1.0 / factor });
    }

    /// Multiplies the probability of every language, and makes their sum 1 again. The rest
    /// counts as the least likely.
    pub(super) fn scale(&mut self, factor: impl Fn(Tag) -> f32) {
        let mut factors = [1.0; MOST];
        for (place, (language, _)) in factors.iter_mut().zip(self.iter()) {
            *place = factor(language);
        }
        self.scale_by(&factors);
    }

    /// The same with a factor for every place of [`Candidates::iter`].
    pub(super) fn scale_by(&mut self, factors: &[f32; MOST]) {
        let kept = factors.iter().take(self.length);
        self.rest *= kept.fold(1.0_f32, |least, factor| least.min(*factor));
        for (probability, factor) in self.probabilities.iter_mut().zip(factors) {
            *probability *= factor;
        }
        let sum = self.probabilities.iter().sum::<f32>() + self.rest;
        if sum > 0.0 {
            for probability in &mut self.probabilities {
                *probability /= sum;
            }
            self.rest /= sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TAGS: [&str; 12] = [
        "hr", "en", "de", "fr", "es", "it", "nl", "sv", "da", "pl", "cs", "ro",
    ];

    fn tag(name: &str) -> Tag {
        Tag::named(name).expect("a known name")
    }

    proptest! {
        #[test]
        fn probabilities_stay_probabilities(
            parts in proptest::collection::vec(0.001_f32..1.0, 1..12),
            factor in 0.1_f32..10.0,
        ) {
            let sum: f32 = parts.iter().sum();
            let mut candidates = Candidates::default();
            for (part, name) in parts.iter().zip(TAGS) {
                candidates.add(tag(name), part / sum);
            }
            candidates.raise(tag("pt"), factor);
            let both = candidates.of(tag("nl")) + candidates.of(tag("sl"));
            candidates.set(tag("nl"), both * 0.4);
            candidates.set(tag("sl"), both * 0.6);
            let whole = candidates.of(tag("hr"));
            for (name, share) in [("hr", 0.5), ("sr-Latn", 0.25), ("bs", 0.25)] {
                candidates.set(tag(name), whole * share);
            }
            candidates.scale(|language| if language == tag("de") { factor } else { 1.0 });
            candidates.doubt(1.0 / factor.max(1.0));
            let whole = candidates.iter().map(|row| row.1).sum::<f32>() + candidates.rest;
            prop_assert!((whole - 1.0).abs() < 1e-4, "{whole}");
            prop_assert!(candidates.iter().all(|row| row.1 >= 0.0) && candidates.rest >= -1e-6);
            for (place, row) in candidates.iter().enumerate() {
                prop_assert!(candidates.iter().skip(place + 1).all(|other| other.0 != row.0));
            }
        }
    }

    #[test]
    fn english_keeps_its_place() {
        let mut candidates = Candidates::default();
        for name in &TAGS[2..10] {
            candidates.add(tag(name), 0.12);
        }
        candidates.rest = 0.04;
        candidates.raise(tag("en"), 1.5);
        candidates.set(tag("nn"), 0.01);
        assert!(candidates.of(tag("en")) > 0.0 && candidates.of(tag("nn")) > 0.0);
    }
}
