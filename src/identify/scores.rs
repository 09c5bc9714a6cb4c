//! The sum of a text's rows in, a score for every language of its script out, and of these the
//! probabilities of the likeliest. Without a function of the system's, so that they are the same
//! on every machine.

use wide::{bytemuck::cast, f32x4, i32x4};

use super::{
    candidates::{self, Candidates},
    layout::DIMENSIONS,
    tag::Tag,
};

/// Vectors that are summed at once: so many that they stay in registers.
const VECTORS: usize = 6;
/// The languages in them.
const BLOCK: usize = 4 * VECTORS;
/// No script has more blocks of languages; a bit for each language makes a number.
const BLOCKS: usize = u128::BITS as usize / BLOCK;

/// A value for each of a block's languages.
type Block = [f32x4; VECTORS];

/// What the values of a sum count for the languages of a script.
#[derive(Debug)]
pub(super) struct Weights {
    /// For every block of languages their weights by dimension, then their biases.
    blocks: Vec<[Block; DIMENSIONS + 1]>,
}

/// The scores of the languages of a script, in their order.
pub(super) struct Scores {
    blocks: [Block; BLOCKS],
    /// How many blocks the script has.
    count: usize,
}

/// The bias of no language.
const NOBODY: f32 = -1e9;

impl Weights {
    /// The weights of `count` languages: `weight` gives that of a dimension and a language, with
    /// the biases behind the last dimension.
    pub(super) fn new(count: usize, weight: impl Fn(usize, usize) -> f32) -> Self {
        let weight = |dimension: usize, language: usize| match language {
            _ if language < count => weight(dimension, language),
            _ if dimension < DIMENSIONS => 0.0,
            _ => NOBODY,
        };
        let lane = |dimension, first: usize| {
            f32x4::new(std::array::from_fn(|lane| weight(dimension, first + lane)))
        };
        let block = |block: usize| {
            std::array::from_fn(|dimension| {
                std::array::from_fn(|vector| lane(dimension, block * BLOCK + 4 * vector))
            })
        };
        let count = count.div_ceil(BLOCK).min(BLOCKS);
        Self {
            blocks: (0..count).map(block).collect(),
        }
    }

    /// The scores that a sum gives.
    pub(super) fn scores(&self, sum: &[f32; DIMENSIONS]) -> Scores {
        let mut blocks = [[f32x4::ZERO; VECTORS]; BLOCKS];
        for (scores, [weights @ .., biases]) in blocks.iter_mut().zip(&self.blocks) {
            *scores = *biases;
            for (value, weights) in sum.iter().zip(weights) {
                let value = f32x4::splat(*value);
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += value * *weight;
                }
            }
        }
        Scores {
            blocks,
            count: self.blocks.len(),
        }
    }
}

/// A score so far behind the best is nothing: a probability under a millionth.
const NOTHING: f32 = 14.0;

impl Scores {
    /// The score of the language at a place.
    pub(super) fn get(&self, place: usize) -> Option<f32> {
        let vector = self.blocks.as_flattened().get(place / 4)?;
        Some(vector.as_array()[place % 4])
    }

    /// Raises the score of the language at a place.
    pub(super) fn raise(&mut self, place: usize, by: f32) {
        if let Some(vector) = self.blocks.as_flattened_mut().get_mut(place / 4) {
            vector.as_mut_array()[place % 4] += by;
        }
    }

    /// The likeliest languages, and the place of the first.
    pub(super) fn likeliest(&self, languages: &[Tag]) -> (Candidates, usize) {
        let blocks = &self.blocks[..self.count];
        let scores = blocks.as_flattened();
        let best = scores
            .iter()
            .fold(f32x4::splat(f32::MIN), |best, next| best.fast_max(*next));
        let most = best
            .as_array()
            .iter()
            .fold(f32::MIN, |most, next| most.max(*next));

        let mut parts = [f32x4::ZERO; BLOCKS * VECTORS];
        let mut sum = f32x4::ZERO;
        // The greatest parts of each of eight kinds of places.
        let mut greatest = [f32x4::ZERO; 2];
        for (place, (part, score)) in parts.iter_mut().zip(scores).enumerate() {
            let behind = *score - f32x4::splat(most);
            // Few are not far behind the best.
            *part = power(behind) & behind.simd_gt(f32x4::splat(-NOTHING));
            sum += *part;
            greatest[place % 2] = greatest[place % 2].fast_max(*part);
        }
        let sum = sum.as_array().iter().sum::<f32>();

        // The least of the eight is no greater than the eighth of all.
        let least = greatest[0].fast_min(greatest[1]);
        let least = least
            .as_array()
            .iter()
            .fold(f32::MAX, |least, next| least.min(*next));
        let least = f32x4::splat(least.max(f32::MIN_POSITIVE));
        // The best first, and of equal ones the first; 0 for none. A part is never negative, and the
        // bits of such numbers are in their order: a part with the place from the end is one number.
        let mut kept = [0_u64; candidates::MOST];
        // A bit for every place that is great enough.
        let mut places = parts[..scores.len()]
            .iter()
            .rev()
            .fold(0_u128, |places, parts| {
                places << 4 | u128::from(parts.simd_ge(least).to_bitmask())
            });
        while places != 0 {
            let place = places.trailing_zeros();
            places &= places - 1;
            let part = parts[place as usize / 4].as_array()[place as usize % 4];
            let mut next = u64::from(part.to_bits()) << 32 | u64::from(!place);
            // Whom it comes before no processor foresees: every place takes the greater of two.
            for kept in &mut kept {
                (*kept, next) = ((*kept).max(next), (*kept).min(next));
            }
        }

        let mut candidates = Candidates::default();
        let mut all = 0.0;
        for (part, place) in kept.iter().filter(|kept| **kept != 0).map(unpacked) {
            candidates.add(
                languages.get(place).copied().unwrap_or(Tag::NONE),
                part / sum,
            );
            all += part;
        }
        candidates.rest = ((sum - all) / sum).max(0.0);
        (candidates, unpacked(&kept[0]).1)
    }
}

/// A part and the place of its language, out of the number that orders them.
fn unpacked(kept: &u64) -> (f32, usize) {
    (
        f32::from_bits((kept >> 32) as u32),
        !(*kept as u32) as usize,
    )
}

/// e to the power of numbers that are not greater than 0, off by less than a 400,000th of it.
#[inline]
fn power(exponents: f32x4) -> f32x4 {
    const LN_2: f32 = std::f32::consts::LN_2;
    // Two to a whole number is but an exponent in the bits of a float; two to a number between
    // -1/2 and 1/2 needs few terms of the series.
    let exponents = (exponents * f32x4::splat(1.0 / LN_2)).fast_max(f32x4::splat(LEAST_EXPONENT));
    let whole = (exponents - f32x4::splat(0.5)).fast_trunc_int();
    let rest = (exponents - f32x4::from_i32x4(whole)) * f32x4::splat(LN_2);
    let mut powers = f32x4::ZERO;
    for term in TERMS {
        powers = powers * rest + f32x4::splat(term);
    }
    cast(cast::<_, i32x4>(powers) + (whole << 23_i32))
}

/// Two to less is nothing, and to less than -126 no number of the usual kind.
const LEAST_EXPONENT: f32 = -100.0;
/// One over the factorials of 5 to 0.
const TERMS: [f32; 6] = [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
