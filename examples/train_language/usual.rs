//! What was learnt in, how strongly every language usually speaks for itself out: text
//! that speaks far more weakly is in a language that only looks like it.

use crate::{
    learn::{Index, Learnt},
    model::{DIMENSIONS, STRENGTHENING},
    sample::{Random, Sampler},
};

/// Samples that are looked at.
const SAMPLES: usize = 600_000;

/// A sample has at least so many letters.
const LETTERS: usize = 14;

/// Texts in Latin letters are held to more than their language's median, for what only looks like
/// it. Hardly a language looks like English.
const HELD_TO: f32 = 1.4;

/// Per script, for every language the median of the score of its samples, divided by
/// the power of their letters that it grows with, and somewhat more; 0 where there is no sample.
pub fn usual(sampler: &Sampler, index: &Index, learnt: &Learnt) -> Vec<Vec<f32>> {
    let mut random = Random(6);
    let mut chars = Vec::new();
    let mut all: Vec<Vec<Vec<f32>>> = sampler
        .groups
        .iter()
        .map(|group| vec![Vec::new(); group.1.len()])
        .collect();
    for _ in 0..SAMPLES {
        let (group, language) = sampler.draw(&mut random, &mut chars);
        let letters = chars.iter().filter(|letter| **letter != ' ').count();
        if letters < LETTERS {
            continue;
        }
        let sum = learnt.sum(index, &chars);
        let size = sampler.groups[group].1.len();
        let weights = &learnt.weights[group];
        let score = |language: usize| {
            let products = sum
                .iter()
                .zip(weights.chunks_exact(size))
                .map(|(value, row)| value * row[language]);
            products.sum::<f32>() + weights[DIMENSIONS * size + language]
        };
        let own = score(language);
        // What is mistaken for another language says nothing of its own.
        if (0..size).all(|other| score(other) <= own) {
            all[group][language].push(own / (letters as f32).powf(STRENGTHENING));
        }
    }
    all.into_iter()
        .zip(&sampler.groups)
        .map(|(scores, (script, tags))| {
            let held_to = |tag: &str| {
                if *script == "Latn" && tag != "en" {
                    HELD_TO
                } else {
                    1.0
                }
            };
            let medians = scores.into_iter().map(median);
            medians
                .zip(tags)
                .map(|(median, tag)| held_to(tag) * median)
                .collect()
        })
        .collect()
}

fn median(mut scores: Vec<f32>) -> f32 {
    scores.sort_by(f32::total_cmp);
    scores.get(scores.len() / 2).copied().unwrap_or(0.0)
}
