//! What was learnt in, the file that the library reads out.

use crate::{
    exceptions::{self, Exception},
    features, known,
    learn::{Index, Learnt},
    model::{DIMENSIONS, HEADER, SLOTS, bucket, fingerprint, scale},
    prior::prior,
    sample::{Random, Sampler},
};

/// Places for known words.
const KNOWN: u32 = 24_576;

/// Places for exceptions, and how many of them are filled.
const EXCEPTIONS: u32 = 65_536;
const FILLED: usize = 61_000;

/// Packs the rows in `buckets` buckets; how many rows found no place is said in the
/// second value.
pub fn pack(
    sampler: &Sampler,
    index: &Index,
    learnt: &Learnt,
    usual: &[Vec<f32>],
    buckets: u32,
    header: &str,
) -> (Vec<u8>, usize) {
    let places = buckets as usize * SLOTS;
    let mut owner: Vec<u32> = vec![u32::MAX; places];
    let mut random = Random(3);
    let mut lost = 0;
    // The commonest rows come first, so that what is lost is rare.
    for row in 0..learnt.rows.len() {
        let mut moving = row as u32;
        let mut settled = false;
        for _ in 0..400 {
            let hash = index.hashes()[moving as usize];
            let free = [false, true].into_iter().find_map(|second| {
                let start = bucket(hash, second, buckets) * SLOTS;
                (start..start + SLOTS).find(|place| owner[*place] == u32::MAX)
            });
            if let Some(place) = free {
                owner[place] = moving;
                settled = true;
                break;
            }
            let start = bucket(hash, random.below(2) == 1, buckets) * SLOTS;
            let place = start + random.below(SLOTS);
            std::mem::swap(&mut owner[place], &mut moving);
        }
        lost += usize::from(!settled);
    }

    // Every column is divided by its spread, which the matrix takes over.
    let mut spread = [0.0_f64; DIMENSIONS];
    for row in &learnt.rows {
        for (sum, value) in spread.iter_mut().zip(row) {
            *sum += f64::from(value * value);
        }
    }
    for value in &mut spread {
        *value = (*value / learnt.rows.len() as f64).sqrt().max(1e-9);
    }

    let mut prints = vec![0_u16; places];
    let mut scales = vec![0_u8; places];
    let mut rows = vec![0x88_u8; places * DIMENSIONS / 2];
    for (place, row) in owner.iter().enumerate() {
        if *row == u32::MAX {
            continue;
        }
        prints[place] = fingerprint(index.hashes()[*row as usize]);
        let values: Vec<f32> = learnt.rows[*row as usize]
            .iter()
            .zip(&spread)
            .map(|(value, spread)| value / *spread as f32)
            .collect();
        let (byte, nibbles) = quantise(&values);
        scales[place] = byte;
        for half in 0..DIMENSIONS / 2 {
            rows[place * DIMENSIONS / 2 + half] =
                nibbles[half] | (nibbles[half + DIMENSIONS / 2] << 4);
        }
    }

    let mut file = header.as_bytes().to_vec();
    file.truncate(HEADER);
    file.resize(HEADER, b'\n');
    file.extend(buckets.to_le_bytes());
    file.extend((sampler.groups.len() as u32).to_le_bytes());
    let text = |file: &mut Vec<u8>, text: &str| {
        file.push(text.len() as u8);
        file.extend(text.as_bytes());
    };
    for (((script, tags), weights), usual) in sampler.groups.iter().zip(&learnt.weights).zip(usual)
    {
        text(&mut file, script);
        file.extend((tags.len() as u32).to_le_bytes());
        for tag in tags {
            text(&mut file, tag);
        }
        for (place, weight) in weights.iter().enumerate() {
            let weight = match spread.get(place / tags.len()) {
                Some(spread) => weight * *spread as f32,
                // Steps of a 1024th are added exactly: a new prior changes just its number.
                None => round(*weight) + round(prior(script, tags[place % tags.len()])),
            };
            file.extend(weight.to_le_bytes());
        }
        for strength in usual {
            file.extend(strength.to_le_bytes());
        }
    }
    file.extend(KNOWN.to_le_bytes());
    file.extend(known::table(sampler, KNOWN));
    file.extend(EXCEPTIONS.to_le_bytes());
    let exceptions = exceptions::exceptions(sampler, index, learnt, FILLED);
    file.extend(table(&exceptions, EXCEPTIONS));
    file.extend(prints.iter().flat_map(|print| print.to_le_bytes()));
    file.extend(&scales);
    file.extend(&rows);
    (file, lost)
}

/// The table of exceptions: per place a fingerprint, a language's place in its script, a raise.
/// A bucket that is full fills another; what finds no place in either is left out.
fn table(exceptions: &[Exception], places: u32) -> Vec<u8> {
    let mut table = vec![0_u8; places as usize * 4];
    for exception in exceptions {
        let hash = features::whole(&exception.word);
        [false, true].into_iter().any(|second| {
            let Exception {
                language, raise, ..
            } = *exception;
            known::put(&mut table, hash, second, language, raise)
        });
    }
    table
}

fn round(value: f32) -> f32 {
    (value * 1024.0).round() / 1024.0
}

/// The scale, of those near the largest value, that loses least.
fn quantise(values: &[f32]) -> (u8, Vec<u8>) {
    let most = values
        .iter()
        .fold(1e-9_f32, |most, value| most.max(value.abs()));
    let middle = ((most / 7.0).log2() * 8.0 + 160.0).round();
    let mut best = (f32::MAX, 0, Vec::new());
    for below in 0..5 {
        let byte = (middle - below as f32).clamp(0.0, 255.0) as u8;
        let step = scale(byte);
        let nibbles: Vec<u8> = values
            .iter()
            .map(|value| ((value / step).round().clamp(-8.0, 7.0) + 8.0) as u8)
            .collect();
        let loss: f32 = values
            .iter()
            .zip(&nibbles)
            .map(|(value, nibble)| (value - step * (f32::from(*nibble) - 8.0)).powi(2))
            .sum();
        if loss < best.0 {
            best = (loss, byte, nibbles);
        }
    }
    (best.1, best.2)
}
