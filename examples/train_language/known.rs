//! Languages in, the common words that hardly another language has out: they decide
//! plain text without a look at its n-grams.

use std::collections::HashMap;

use crate::{
    features,
    model::{KNOWN_SLOTS, STRENGTH, bucket, fingerprint},
    sample::{NONE, Sampler},
};

/// How many of a language's commonest words are looked at, and taken. English has
/// more, because most of what is unmixed is Chinese and English.
fn bounds(tag: &str) -> (usize, usize) {
    if tag == "en" {
        (12_000, 8000)
    } else {
        (800, 140)
    }
}

/// A word counts from this share of a text.
const SHARE: f64 = 1.0e-5;

/// What a language that lacks a word is taken to have of it.
const UNSEEN: f64 = 4.0e-6;

/// Odds below which a word says nothing.
const LEAST: f64 = 2.0;

/// The table: per place a fingerprint, a language's place in its script, a strength.
pub fn table(sampler: &Sampler, places: u32) -> Vec<u8> {
    let mut table = vec![0_u8; places as usize * 4];
    for (group, (_, tags)) in sampler.groups.iter().enumerate() {
        let languages: Vec<_> = sampler.of(group).collect();
        let mut shares: HashMap<&[char], Vec<(usize, f64)>> = HashMap::new();
        for (_, language) in &languages {
            for word in language.words.iter().take(bounds(language.tag).0) {
                shares.entry(word).or_default();
            }
        }
        for (place, language) in languages.iter().copied() {
            if language.tag == NONE {
                continue;
            }
            for (word, share) in language.shares() {
                if let Some(list) = shares.get_mut(word) {
                    list.push((place, share));
                }
            }
        }
        for (place, language) in languages.iter().copied() {
            let mut taken = 0;
            for word in language.words.iter().take(bounds(language.tag).0) {
                let list = &shares[word.as_slice()];
                let own = list
                    .iter()
                    .find(|row| row.0 == place)
                    .map_or(0.0, |row| row.1);
                let other = list
                    .iter()
                    .filter(|row| row.0 != place)
                    .fold(UNSEEN, |most, row| most.max(row.1));
                let odds = (own / other).ln();
                if own >= SHARE && odds >= LEAST && taken < bounds(language.tag).1 && tags.len() > 1
                {
                    taken += 1;
                    let strength = (odds * STRENGTH).clamp(0.0, 255.0) as u8;
                    put(&mut table, hash(word), place as u8, strength);
                }
            }
        }
    }
    table
}

/// A word between its borders, as the library looks it up: by its bytes alone.
fn hash(word: &[char]) -> u64 {
    let word: String = word.iter().filter(|letter| **letter != ' ').collect();
    features::known(word.as_bytes())
}

/// Puts a word in its bucket, unless that is full.
fn put(table: &mut [u8], hash: u64, language: u8, strength: u8) {
    let buckets = (table.len() / 4 / KNOWN_SLOTS) as u32;
    let start = bucket(hash, false, buckets) * KNOWN_SLOTS * 4;
    let entries = table[start..start + KNOWN_SLOTS * 4].chunks_exact_mut(4);
    if let Some(free) = entries.into_iter().find(|entry| entry[..2] == [0, 0]) {
        let [low, high] = fingerprint(hash).to_le_bytes();
        free.copy_from_slice(&[low, high, language, strength]);
    }
}
