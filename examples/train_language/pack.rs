//! What was learnt in, the file that the library reads out.

use crate::{
    exceptions::{self, Exception},
    features, known,
    learn::{Index, Learnt},
    model::{
        DIMENSIONS, ENTRY_BYTES, ENTRY_SLOTS, HEADER, PLACE_BITS, RAISE_BITS, SLOTS, bucket,
        exception_fingerprint, fingerprint, lean_hash, scale,
    },
    prior::prior,
    relatives::{self, Pair},
    sample::{Random, Sampler},
};

/// So many of the n-grams are packed, the commonest: the rest is worth less than its room.
const PACKED: usize = 178_000;

/// Places for known words.
const KNOWN: u32 = 24_576;

/// Buckets for exceptions, and how many exceptions they hold.
const EXCEPTIONS: u32 = 35_380;
const FILLED: usize = 137_000;

/// Buckets for n-grams that tell relatives apart.
const LEANS: u32 = 4_640;

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
    let index = &Index::new(index.hashes().iter().take(PACKED).copied().collect());
    // The commonest rows come first, so that what is lost is rare.
    let (owner, lost) = settle(index.hashes(), buckets, SLOTS);

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
    // What the library will know: the exceptions are those of what is packed.
    let mut packed = Learnt {
        rows: vec![[0.0; DIMENSIONS]; learnt.rows.len()],
        weights: Vec::new(),
    };
    for (place, row) in owner.iter().enumerate() {
        let Some(row) = *row else {
            continue;
        };
        prints[place] = fingerprint(index.hashes()[row]);
        let values: Vec<f32> = learnt.rows[row]
            .iter()
            .zip(&spread)
            .map(|(value, spread)| value / *spread as f32)
            .collect();
        let (byte, nibbles) = quantise(&values);
        scales[place] = byte;
        for (value, nibble) in packed.rows[row].iter_mut().zip(&nibbles) {
            *value = scale(byte) * (f32::from(*nibble) - 8.0);
        }
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
        let weights = weights.iter().enumerate();
        let weights = weights.map(|(place, weight)| match spread.get(place / tags.len()) {
            Some(spread) => weight * *spread as f32,
            None => round(*weight),
        });
        let weights: Vec<f32> = weights.collect();
        for (place, weight) in weights.iter().enumerate() {
            // Steps of a 1024th are added exactly: a new prior changes just its number.
            let prior = if place < DIMENSIONS * tags.len() {
                0.0
            } else {
                round(prior(script, tags[place % tags.len()]))
            };
            file.extend((weight + prior).to_le_bytes());
        }
        packed.weights.push(weights);
        for strength in usual {
            file.extend(strength.to_le_bytes());
        }
    }
    file.extend(KNOWN.to_le_bytes());
    file.extend(known::table(sampler, KNOWN));
    file.extend(EXCEPTIONS.to_le_bytes());
    let exceptions = exceptions::exceptions(sampler, index, &packed, FILLED);
    let exceptions: Vec<_> = exceptions.iter().map(exception).collect();
    file.extend(table("exceptions", &exceptions, EXCEPTIONS));
    let pairs = relatives::pairs(sampler);
    file.extend((pairs.len() as u32).to_le_bytes());
    for pair in &pairs {
        text(&mut file, pair.one);
        text(&mut file, pair.other);
        file.extend(round(pair.bias).to_le_bytes());
    }
    file.extend(LEANS.to_le_bytes());
    let leans: Vec<_> = pairs.iter().enumerate().flat_map(leans).collect();
    file.extend(table("n-grams of relatives", &leans, LEANS));
    file.extend(prints.iter().flat_map(|print| print.to_le_bytes()));
    file.extend(&scales);
    file.extend(&rows);
    (file, lost)
}

/// Which of the hashes is in which place; and how many found none. Each is in one of its two
/// buckets, moved there and back as others come.
fn settle(hashes: &[u64], buckets: u32, slots: usize) -> (Vec<Option<usize>>, usize) {
    let mut owner: Vec<Option<usize>> = vec![None; buckets as usize * slots];
    let mut random = Random(3);
    let mut lost = 0;
    for first in 0..hashes.len() {
        let mut moving = Some(first);
        for _ in 0..400 {
            let Some(hash) = moving.map(|row| hashes[row]) else {
                break;
            };
            let free = [false, true].into_iter().find_map(|second| {
                let start = bucket(hash, second, buckets) * slots;
                (start..start + slots).find(|place| owner[*place].is_none())
            });
            let place = free.unwrap_or_else(|| {
                let start = bucket(hash, random.below(2) == 1, buckets) * slots;
                start + random.below(slots)
            });
            std::mem::swap(&mut owner[place], &mut moving);
        }
        lost += usize::from(moving.is_some());
    }
    (owner, lost)
}

/// A table of entries by their hashes, in so many buckets.
fn table(name: &str, entries: &[(u64, [u8; ENTRY_BYTES])], buckets: u32) -> Vec<u8> {
    let hashes: Vec<u64> = entries.iter().map(|entry| entry.0).collect();
    let (owner, lost) = settle(&hashes, buckets, ENTRY_SLOTS);
    eprintln!("{} {name}, {lost} without a place", entries.len());
    let mut table = vec![0_u8; owner.len() * ENTRY_BYTES];
    for (place, row) in table.chunks_exact_mut(ENTRY_BYTES).zip(&owner) {
        if let Some(row) = *row {
            place.copy_from_slice(&entries[row].1);
        }
    }
    table
}

/// An exception as it is packed.
fn exception(exception: &Exception) -> (u64, [u8; ENTRY_BYTES]) {
    let hash = features::whole(&exception.word);
    let print = exception_fingerprint(hash);
    let entry = (print << PLACE_BITS | u32::from(exception.language)) << RAISE_BITS
        | u32::from(exception.raise);
    let [low, middle, high, _] = entry.to_le_bytes();
    (hash, [low, middle, high])
}

/// The n-grams of a pair of relatives as they are packed.
fn leans((place, pair): (usize, &Pair)) -> impl Iterator<Item = (u64, [u8; ENTRY_BYTES])> {
    pair.weights.iter().map(move |(hash, lean)| {
        let hash = lean_hash(*hash, place);
        let [low, high] = fingerprint(hash).to_le_bytes();
        (hash, [low, high, *lean])
    })
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
