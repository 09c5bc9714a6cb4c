//! The shape of the language model's file, which the trainer writes and the model
//! reads.

/// Values in a row.
pub(super) const DIMENSIONS: usize = 32;

/// Rows in a bucket.
pub(super) const SLOTS: usize = 8;

/// Length of the text at the beginning of the file, in bytes.
pub(super) const HEADER: usize = 1024;

/// The number of n-grams to this power damps their sum (of 0.3 to 1, 0.3 to 0.5 were
/// equally good).
pub(super) const DAMPING: f32 = 0.4;

/// A text's score grows with this power of the number of its letters (measured on
/// Tatoeba: 0.55 to 0.65).
pub(super) const STRENGTHENING: f32 = 0.6;

/// A bucket that a row with this hash may be in; there are two.
pub(super) fn bucket(hash: u64, second: bool, buckets: u32) -> usize {
    let hash = if second {
        hash.wrapping_mul(0xD6E8_FEB8_6659_FD93)
    } else {
        hash
    };
    (((hash >> 32) * u64::from(buckets)) >> 32) as usize
}

/// The fingerprint of a hash; never 0, which marks an empty place.
pub(super) fn fingerprint(hash: u64) -> u16 {
    (hash as u16).max(1)
}

/// The scale of a row, by its byte.
pub(super) fn scale(byte: u8) -> f32 {
    ((f32::from(byte) - 160.0) / 8.0).exp2()
}

/// Known words in a bucket.
pub(super) const KNOWN_SLOTS: usize = 4;

/// Steps of strength in a factor of e.
pub(super) const STRENGTH: f64 = 16.0;

/// Entries in a bucket of the tables of exceptions and of leans, and the bytes of one.
pub(super) const ENTRY_SLOTS: usize = 4;
pub(super) const ENTRY_BYTES: usize = 3;

/// An exception: from the highest bit down a fingerprint, the place of a language in its
/// script, and the raise of its score.
pub(super) const PLACE_BITS: u32 = 7;
pub(super) const RAISE_BITS: u32 = 4;

/// Steps of an exception's raise in a factor of e.
pub(super) const RAISE: f64 = 2.0;

/// The fingerprint of a word that is an exception; never 0, which marks an empty place.
pub(super) fn exception_fingerprint(hash: u64) -> u32 {
    (hash as u32 >> (32 + PLACE_BITS + RAISE_BITS - 8 * ENTRY_BYTES as u32)).max(1)
}

/// Close relatives: an n-gram is a fingerprint and how far it leans to the first of two,
/// in steps above this.
pub(super) const LEAN_ZERO: u8 = 128;

/// Steps of a lean in a factor of e.
pub(super) const LEAN: f32 = 12.0;

/// The hash of an n-gram where two relatives are told apart: all pairs share a table.
pub(super) fn lean_hash(hash: u64, pair: usize) -> u64 {
    (hash ^ pair as u64)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .rotate_left(32)
}
