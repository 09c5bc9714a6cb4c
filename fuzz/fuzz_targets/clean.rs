//! The whole pipeline on any bytes: no panic, every byte accounted for, segments in
//! the order of the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use unmix::{Entry, Normalizer};

fuzz_target!(|bytes: &[u8]| {
    let document = Normalizer::default().normalize(&Entry::new("fuzz", bytes.to_vec()));
    assert_eq!(document.accounting.total(), bytes.len() as u64);
    for segment in &document.segments {
        assert!(segment.bytes.start <= segment.bytes.end);
        assert!(segment.bytes.end <= bytes.len() as u64);
    }
});
