//! What was learnt in, the words that it takes for another language out: n-grams tell
//! `situation` from no other word like it, only what is counted does.

use std::collections::BTreeMap;

use crate::{
    learn::{Index, Learnt},
    model::{DIMENSIONS, RAISE, RAISE_BITS},
    prior::prior,
    sample::{NONE, Sampler},
};

/// So many of a language's commonest words are looked at.
const LOOKED_AT: usize = 100_000;

/// What every language is taken to have of every word: lists end somewhere, and hold what
/// is not in the language.
const UNSEEN: f64 = 1.0e-7;

/// How far the counts are believed, as a power of them.
const BELIEVED: f64 = 0.6;

/// A common English word, of which this share of English text is at least, stays what the
/// n-grams say unless it is so many times as common in another language: by itself it is
/// asked for in English most.
const COMMON_IN_ENGLISH: f64 = 2.0e-5;
const AS_COMMON: f64 = 30.0;

/// A word that the model says something else of than the counts.
pub struct Exception {
    pub word: Vec<char>,
    /// The place of its language in the script.
    pub language: u8,
    /// What is added to the score of the language, in steps of a [`RAISE`]th.
    pub raise: u8,
    /// How much it is worth: how often the word is asked for in each language, times what
    /// is gained there. Probabilities count, and whether the likeliest language is right.
    worth: f64,
}

/// The exceptions of all scripts, those that are worth most first; at most `most`.
pub fn exceptions(
    sampler: &Sampler,
    index: &Index,
    learnt: &Learnt,
    most: usize,
) -> Vec<Exception> {
    let mut found = Vec::new();
    for (group, (script, tags)) in sampler.groups.iter().enumerate() {
        let words = shares(sampler, group);
        let weights = &learnt.weights[group];
        let size = tags.len();
        let english = tags.iter().position(|tag| *tag == "en");
        let priors: Vec<f32> = tags.iter().map(|tag| prior(script, tag)).collect();
        let mut shown = vec![0.0; size];
        for (place, language) in sampler.of(group) {
            shown[place] += language.weight;
        }
        for (word, shares) in words {
            let scores = scores(word, index, learnt, weights, size);
            let model: Vec<f64> = scores
                .iter()
                .zip(&priors)
                .map(|(score, prior)| f64::from(*score + prior))
                .collect();
            let mut counted = vec![UNSEEN; size];
            for (place, share) in &shares {
                counted[*place] += share;
            }
            let both: Vec<f64> = model
                .iter()
                .zip(&counted)
                .map(|(score, share)| score + BELIEVED * share.ln())
                .collect();
            let (model, both) = (softmax(&model), softmax(&both));
            let likeliest = |parts: &[f64]| {
                (0..size)
                    .filter(|place| tags[*place] != NONE)
                    .max_by(|one, other| parts[*one].total_cmp(&parts[*other]))
            };
            let (Some(before), Some(best)) = (likeliest(&model), likeliest(&both)) else {
                continue;
            };
            let share = |wanted: usize| {
                let found = shares.iter().find(|(place, _)| *place == wanted);
                found.map_or(0.0, |(_, share)| *share)
            };
            if english.is_some_and(|english| {
                best != english
                    && share(english) >= COMMON_IN_ENGLISH
                    && share(best) < AS_COMMON * share(english)
            }) {
                continue;
            }
            let odds = |part: f64| (part / (1.0 - part).max(1e-6)).max(1e-6).ln();
            let raise = (odds(both[best]) - odds(model[best])) * RAISE;
            let raise = raise.round().clamp(0.0, f64::from((1 << RAISE_BITS) - 1));
            if raise < 1.0 {
                continue;
            }
            let factor = (raise / RAISE).exp();
            let whole = 1.0 + model[best] * (factor - 1.0);
            // Every language that has the word gains or loses.
            let worth = shares.iter().map(|(place, share)| {
                let raised = if *place == best { factor } else { 1.0 };
                let likelier = model[*place] * (raised / whole - 1.0);
                let right =
                    f64::from(u8::from(*place == best)) - f64::from(u8::from(*place == before));
                shown[*place] * share.sqrt() * (likelier + right)
            });
            found.push(Exception {
                word: word.to_vec(),
                language: best as u8,
                raise: raise as u8,
                worth: worth.sum(),
            });
        }
    }
    found.sort_by(|one, other| {
        let worth = other.worth.total_cmp(&one.worth);
        worth.then_with(|| one.word.cmp(&other.word))
    });
    found.truncate(most);
    found
}

/// The words that a script's languages list, with what share of its text each is in the
/// languages that have it.
fn shares(sampler: &Sampler, group: usize) -> BTreeMap<&[char], Vec<(usize, f64)>> {
    let mut words: BTreeMap<&[char], Vec<(usize, f64)>> = BTreeMap::new();
    for (_, language) in sampler.of(group) {
        if language.tag != NONE {
            for word in language.words.iter().take(LOOKED_AT) {
                words.entry(word).or_default();
            }
        }
    }
    for (place, language) in sampler.of(group) {
        if language.tag == NONE {
            continue;
        }
        for (word, share) in language.shares() {
            let Some(list) = words.get_mut(word) else {
                continue;
            };
            // Several sources of one class share its place.
            match list.iter_mut().find(|row| row.0 == place) {
                Some(row) => row.1 = row.1.max(share),
                None => list.push((place, share)),
            }
        }
    }
    words
}

/// What the model says of a word by itself, a score for every language of the script.
fn scores(word: &[char], index: &Index, learnt: &Learnt, weights: &[f32], size: usize) -> Vec<f32> {
    let sum = learnt.sum(index, word);
    let mut scores = weights[DIMENSIONS * size..].to_vec();
    for (value, row) in sum.iter().zip(weights.chunks_exact(size)) {
        for (score, weight) in scores.iter_mut().zip(row) {
            *score += value * weight;
        }
    }
    scores
}

fn softmax(scores: &[f64]) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let parts: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f64 = parts.iter().sum();
    parts.into_iter().map(|part| part / sum).collect()
}
