//! Samples in, a row for every n-gram and a matrix per script out: logistic
//! regression over the sum of the rows, by gradient descent with one thread and a
//! fixed order, so that every run gives the same bits. What is in a sample is shown in
//! part, and the weights of the last part of the way are averaged: text is little, and
//! would be learnt by heart.

use crate::{
    features,
    model::{DAMPING, DIMENSIONS},
    sample::{Random, Sampler},
};

/// The n-grams that have a row.
pub struct Index {
    places: Vec<u32>,
    hashes: Vec<u64>,
    mask: usize,
}

impl Index {
    pub fn new(hashes: Vec<u64>) -> Self {
        let size = (hashes.len() * 4).next_power_of_two();
        let mut index = Self {
            places: vec![u32::MAX; size],
            hashes,
            mask: size - 1,
        };
        for row in 0..index.hashes.len() {
            let mut place = index.hashes[row] as usize & index.mask;
            while index.places[place] != u32::MAX {
                place = (place + 1) & index.mask;
            }
            index.places[place] = row as u32;
        }
        index
    }

    pub fn find(&self, hash: u64) -> Option<usize> {
        let mut place = hash as usize & self.mask;
        loop {
            let row = self.places[place];
            if row == u32::MAX {
                return None;
            }
            if self.hashes[row as usize] == hash {
                return Some(row as usize);
            }
            place = (place + 1) & self.mask;
        }
    }

    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }
}

/// The n-grams that occur in most samples; ties by hash.
pub fn choose(sampler: &Sampler, samples: usize, rows: usize) -> Index {
    let mut random = Random(1);
    let mut all: Vec<u64> = Vec::new();
    let mut chars = Vec::new();
    let mut seen = Vec::new();
    for _ in 0..samples {
        sampler.draw(&mut random, &mut chars);
        seen.clear();
        features::each(&chars, |hash| seen.push(hash));
        seen.sort_unstable();
        seen.dedup();
        all.extend_from_slice(&seen);
    }
    all.sort_unstable();
    let mut counts: Vec<(u32, u64)> = all
        .chunk_by(|one, other| one == other)
        .filter(|run| run.len() >= 4)
        .map(|run| (run.len() as u32, run[0]))
        .collect();
    counts.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    counts.truncate(rows);
    Index::new(counts.into_iter().map(|(_, hash)| hash).collect())
}

type Row = [f32; DIMENSIONS];

/// What was learnt.
#[derive(Default)]
pub struct Learnt {
    pub rows: Vec<Row>,
    /// Per script, for every dimension a weight per language, then the biases.
    pub weights: Vec<Vec<f32>>,
}

impl Learnt {
    /// The damped sum of the rows of a text.
    pub fn sum(&self, index: &Index, chars: &[char]) -> Row {
        let (mut sum, mut count) = ([0.0_f32; DIMENSIONS], 0.0_f32);
        features::each(chars, |hash| {
            if let Some(row) = index.find(hash) {
                count += 1.0;
                for (sum, value) in sum.iter_mut().zip(&self.rows[row]) {
                    *sum += value;
                }
            }
        });
        let damping = count.max(1.0).powf(-DAMPING);
        sum.map(|value| value * damping)
    }
}

/// The rate falls to this part of what it was at first.
const LAST_RATE: f32 = 0.1;

/// From this part of the samples on, what is learnt is the mean of what the weights
/// were, every so many samples: it knows what is unseen better than the last weights.
const AVERAGED: f32 = 0.8;
const EVERY: usize = 20_000;

/// The part of a longer sample's n-grams that is left out, every time others.
const LEFT_OUT: f64 = 0.1;
const LONGER: usize = 6;

/// Learns from `samples` samples.
pub fn learn(sampler: &Sampler, index: &Index, samples: usize, rate: f32) -> Learnt {
    let mut random = Random(2);
    let mut rows: Vec<Row> = vec![[0.0; DIMENSIONS]; index.hashes().len()];
    for row in &mut rows {
        for value in row {
            *value = (random.unit() as f32 - 0.5) / DIMENSIONS as f32;
        }
    }
    let mut gradients = vec![1e-3_f32; rows.len()];
    let sizes: Vec<usize> = sampler.groups.iter().map(|group| group.1.len()).collect();
    let mut weights: Vec<Vec<f32>> = sizes
        .iter()
        .map(|size| vec![0.0; size * (DIMENSIONS + 1)])
        .collect();
    let mut weight_gradients: Vec<Vec<f32>> = sizes.iter().map(|size| vec![1e-3; *size]).collect();

    let mut chars = Vec::new();
    let mut found: Vec<u32> = Vec::new();
    let mut scores = vec![0.0_f32; 128];
    let mut loss = 0.0_f64;
    let averaged = (AVERAGED * samples as f32) as usize;
    let mut mean = Mean::default();
    for step in 0..samples {
        if step >= averaged && step % EVERY == 0 {
            mean.add(&rows, &weights);
        }
        let rate = rate * (1.0 - (1.0 - LAST_RATE) * step as f32 / samples as f32);
        let (group, language) = sampler.draw(&mut random, &mut chars);
        found.clear();
        features::each(&chars, |hash| {
            found.extend(index.find(hash).map(|row| row as u32));
        });
        if found.len() > LONGER {
            found.retain(|_| random.unit() >= LEFT_OUT);
        }
        if found.is_empty() {
            continue;
        }
        let damping = (found.len() as f32).powf(-DAMPING);
        let mut sum = [0.0_f32; DIMENSIONS];
        for row in &found {
            for (sum, value) in sum.iter_mut().zip(&rows[*row as usize]) {
                *sum += value;
            }
        }
        for value in &mut sum {
            *value *= damping;
        }
        let size = sizes[group];
        let matrix = &mut weights[group];
        let scores = &mut scores[..size];
        scores.copy_from_slice(&matrix[DIMENSIONS * size..]);
        for (value, row) in sum.iter().zip(matrix.chunks_exact(size)) {
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += value * weight;
            }
        }
        let most = scores.iter().fold(f32::MIN, |most, next| most.max(*next));
        let mut total = 0.0;
        for score in scores.iter_mut() {
            *score = (*score - most).exp();
            total += *score;
        }
        for score in scores.iter_mut() {
            *score /= total;
        }
        loss -= f64::from(scores[language].max(1e-9).ln());
        if (step + 1) % 1_000_000 == 0 {
            eprintln!(
                "{:>4} M samples, loss {:.4}",
                (step + 1) / 1_000_000,
                loss / 1e6
            );
            loss = 0.0;
        }
        // From probabilities to the error; then back through the matrix.
        for score in scores.iter_mut() {
            *score = -*score;
        }
        scores[language] += 1.0;
        let mut back = [0.0_f32; DIMENSIONS];
        let norm = sum.iter().map(|value| value * value).sum::<f32>() / DIMENSIONS as f32 + 1e-3;
        let mut steps = [0.0_f32; 128];
        for ((step, error), gradient) in steps
            .iter_mut()
            .zip(scores.iter())
            .zip(&mut weight_gradients[group])
        {
            *gradient += error * error * norm;
            *step = rate * error / gradient.sqrt();
        }
        for (place, row) in matrix.chunks_exact_mut(size).enumerate() {
            if place < DIMENSIONS {
                back[place] = dot(scores, row);
            }
            let value = sum.get(place).copied().unwrap_or(1.0);
            for (weight, step) in row.iter_mut().zip(&steps) {
                *weight += value * step;
            }
        }
        for value in &mut back {
            *value *= damping;
        }
        let square = back.iter().map(|value| value * value).sum::<f32>() / DIMENSIONS as f32;
        for row in &found {
            let row = *row as usize;
            gradients[row] += square;
            let rate = rate / gradients[row].sqrt();
            for (value, back) in rows[row].iter_mut().zip(&back) {
                *value += rate * back;
            }
        }
    }
    mean.add(&rows, &weights);
    mean.learnt
}

/// The mean of what the weights were.
#[derive(Default)]
struct Mean {
    learnt: Learnt,
    count: f32,
}

impl Mean {
    fn add(&mut self, rows: &[Row], weights: &[Vec<f32>]) {
        self.count += 1.0;
        if self.learnt.rows.is_empty() {
            self.learnt.rows = rows.to_vec();
            self.learnt.weights = weights.to_vec();
            return;
        }
        let means = self.learnt.rows.iter_mut().flatten();
        for (mean, value) in means.zip(rows.iter().flatten()) {
            *mean += (value - *mean) / self.count;
        }
        let means = self.learnt.weights.iter_mut().flatten();
        for (mean, value) in means.zip(weights.iter().flatten()) {
            *mean += (value - *mean) / self.count;
        }
    }
}

/// A dot product in eight lanes: the same order on every machine.
fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (one, other) in one.chunks(8).zip(other.chunks(8)) {
        for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
            *lane += one * other;
        }
    }
    lanes.iter().sum()
}
