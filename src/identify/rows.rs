//! Hashes of n-grams in, the sum of their rows out: in whole numbers, so that it is the same on
//! every machine and in whatever order they come.

use std::{hint::select_unpredictable, ops::AddAssign};

use wide::{f32x4, i16x8, i32x4, u8x16, u16x16};

use super::layout::{DIMENSIONS, SLOTS, bucket, fingerprint, scale};

/// Every n-gram that the model knows: a row of values of 4 bits with a common scale, found by a
/// bucket and a fingerprint.
#[derive(Debug)]
pub(super) struct Rows {
    buckets: u32,
    fingerprints: &'static [[u8; 2 * SLOTS]],
    scales: &'static [u8],
    /// Two values in a byte: with the lower bits one of the first half, with the higher bits its
    /// like in the second.
    values: &'static [[u8; DIMENSIONS / 2]],
    /// By scale the factor of a value.
    factors: [i16; 256],
}

/// Rows added up, and how many they were.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    /// The bytes of the rows, and what their higher bits stand for, in steps of a [`ONE`]th; what
    /// the lower bits stand for is the first without 16 times the second.
    bytes: [i32x4; DIMENSIONS / 8],
    highs: [i32x4; DIMENSIONS / 8],
    /// How many rows.
    pub(super) count: u32,
}

/// The factor of a scale of 1. The largest of the model is 2.2; those of most rows are 0.1 to 1,
/// and a step is less to them than what 4 bits of a value leave out.
const ONE: f32 = 8192.0;

/// What 4 bits stand for is this much less than their number.
const MIDDLE: i32 = 8;

/// N-grams that are looked up before their rows are added: every row is somewhere else in
/// megabytes, and these are fetched side by side.
const TOGETHER: usize = 64;

impl Rows {
    /// Takes the parts of the file.
    pub(super) fn new(
        buckets: u32,
        fingerprints: &'static [u8],
        scales: &'static [u8],
        values: &'static [u8],
    ) -> Self {
        let factor = |byte: usize| (scale(byte as u8) * ONE).round() as i16;
        Self {
            buckets,
            fingerprints: fingerprints.as_chunks().0,
            scales,
            values: values.as_chunks().0,
            factors: std::array::from_fn(factor),
        }
    }

    /// The place of a row.
    #[inline]
    fn find(&self, hash: u64) -> Option<usize> {
        // Which of the two buckets a row is in no processor foresees: both are looked at.
        let buckets = [false, true].map(|second| bucket(hash, second, self.buckets));
        let [first, second] = buckets.map(|bucket| self.fingerprints.get(bucket));
        let mut both = [0; 4 * SLOTS];
        both[..2 * SLOTS].copy_from_slice(first?);
        both[2 * SLOTS..].copy_from_slice(second?);
        let wanted = u16x16::splat(fingerprint(hash).to_le());
        let found = u16x16::from_ne_bytes(both).simd_eq(wanted).to_bitmask();
        // Buckets fill from the front, the first before the second: where the first has room left,
        // a like fingerprint in the second is that of another row.
        let is_full = both[2 * SLOTS - 2..2 * SLOTS] != [0, 0];
        let found = select_unpredictable(is_full, found, found & ((1 << SLOTS) - 1));
        let slot = found.trailing_zeros() as usize;
        let bucket = select_unpredictable(slot < SLOTS, buckets[0], buckets[1]);
        (found != 0).then_some(bucket * SLOTS + slot % SLOTS)
    }

    /// Adds the rows of n-grams.
    pub(super) fn add(&self, hashes: &[u64], sum: &mut Sum) {
        for hashes in hashes.chunks(TOGETHER) {
            self.add_some(hashes, sum);
        }
    }

    fn add_some(&self, hashes: &[u64], sum: &mut Sum) {
        let mut places = [0_u32; TOGETHER];
        let mut count = 0;
        for hash in hashes.iter().take(TOGETHER) {
            let place = self.find(*hash);
            places[count] = place.unwrap_or(0) as u32;
            count += usize::from(place.is_some());
        }
        let mut factors = 0;
        for two in places[..count].chunks(2) {
            // The last may be alone.
            let rows = [two.first(), two.get(1)].map(|place| self.row(place.copied()));
            factors += rows[0].1 + rows[1].1;
            sum.add(rows);
        }
        let middle = MIDDLE * factors;
        for (bytes, highs) in sum.bytes.iter_mut().zip(&mut sum.highs) {
            *bytes -= i32x4::splat(17 * middle);
            *highs -= i32x4::splat(middle);
        }
        sum.count += count as u32;
    }

    /// The values of a row and their factor; 0 for none.
    #[inline]
    fn row(&self, place: Option<u32>) -> (u8x16, i32) {
        let row = place.and_then(|place| {
            let place = place as usize;
            let scale = self.scales.get(place)?;
            let factor = self.factors[usize::from(*scale)];
            Some((u8x16::new(*self.values.get(place)?), i32::from(factor)))
        });
        row.unwrap_or_default()
    }
}

impl Sum {
    /// Adds two rows, each with its factor.
    #[inline]
    fn add(&mut self, [(one, first), (other, second)]: [(u8x16, i32); 2]) {
        let factors = [first as i16, second as i16];
        let factors = i16x8::new(std::array::from_fn(|place| factors[place % 2]));
        let pairs = [
            u8x16::unpack_low(one, other),
            u8x16::unpack_high(one, other),
        ];
        let pairs =
            pairs.map(|pairs| [i16x8::from_u8x16_low(pairs), i16x8::from_u8x16_high(pairs)]);
        for (place, pairs) in pairs.as_flattened().iter().enumerate() {
            self.bytes[place] += pairs.dot(factors);
            self.highs[place] += (*pairs >> 4_i32).dot(factors);
        }
    }

    /// The values, each times `factor`.
    pub(super) fn times(&self, factor: f32) -> [f32; DIMENSIONS] {
        let mut values = [0.0; DIMENSIONS];
        let (lower, higher) = values.split_at_mut(DIMENSIONS / 2);
        let sums = self.bytes.iter().zip(&self.highs);
        let factor = f32x4::splat(factor / ONE);
        for ((lower, higher), (bytes, highs)) in lower
            .chunks_exact_mut(4)
            .zip(higher.chunks_exact_mut(4))
            .zip(sums)
        {
            let lows = *bytes - (*highs << 4_i32);
            lower.copy_from_slice((f32x4::from_i32x4(lows) * factor).as_array());
            higher.copy_from_slice((f32x4::from_i32x4(*highs) * factor).as_array());
        }
        values
    }
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            bytes: [i32x4::splat(0); DIMENSIONS / 8],
            highs: [i32x4::splat(0); DIMENSIONS / 8],
            count: 0,
        }
    }
}

impl AddAssign<&Self> for Sum {
    fn add_assign(&mut self, other: &Self) {
        for (sum, other) in self.bytes.iter_mut().zip(&other.bytes) {
            *sum += *other;
        }
        for (sum, other) in self.highs.iter_mut().zip(&other.highs) {
            *sum += *other;
        }
        self.count += other.count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_and_added_up() {
        // One bucket, and three rows in it; their hashes are their fingerprints.
        let mut prints = [0; 2 * SLOTS];
        let mut scales = [0; SLOTS];
        let mut values = [0; SLOTS * DIMENSIONS / 2];
        let mut wanted = [0.0; DIMENSIONS];
        for (slot, byte) in [150, 140, 161].into_iter().enumerate() {
            prints[2 * slot..][..2].copy_from_slice(&(slot as u16 + 7).to_le_bytes());
            scales[slot] = byte;
            for place in 0..DIMENSIONS / 2 {
                let value = (31 * place + 5 * slot) as u8;
                values[slot * DIMENSIONS / 2 + place] = value;
                wanted[place] += scale(byte) * (f32::from(value & 15) - 8.0);
                wanted[place + DIMENSIONS / 2] += scale(byte) * (f32::from(value >> 4) - 8.0);
            }
        }
        let rows = Rows::new(
            1,
            prints.to_vec().leak(),
            scales.to_vec().leak(),
            values.to_vec().leak(),
        );
        let mut sum = Sum::default();
        rows.add(&[9, 5, 7], &mut sum);
        let mut rest = Sum::default();
        rows.add(&[8], &mut rest);
        sum += &rest;
        assert_eq!(sum.count, 3);
        for (value, wanted) in sum.times(2.0).into_iter().zip(wanted) {
            assert!((value - 2.0 * wanted).abs() < 0.01, "{value} {wanted}");
        }
    }

    #[test]
    fn the_second_bucket_counts_where_the_first_is_full() {
        let hash = (1..=u64::MAX)
            .map(|number| number.wrapping_mul(0x9E37_79B9_7F4A_7C15))
            .find(|hash| [false, true].map(|second| bucket(*hash, second, 2)) == [0, 1])
            .expect("one in four is such");
        let mut prints = [0; 4 * SLOTS];
        prints[2 * SLOTS..][..2].copy_from_slice(&fingerprint(hash).to_le_bytes());
        let find =
            |prints: [u8; 4 * SLOTS]| Rows::new(2, prints.to_vec().leak(), &[], &[]).find(hash);
        assert_eq!(find(prints), None);
        let other = (fingerprint(hash) ^ 0x101).to_le_bytes();
        for print in prints.as_chunks_mut().0.iter_mut().take(SLOTS) {
            *print = other;
        }
        assert_eq!(find(prints), Some(SLOTS));
        prints[..2].copy_from_slice(&fingerprint(hash).to_le_bytes());
        assert_eq!(find(prints), Some(0));
    }
}
