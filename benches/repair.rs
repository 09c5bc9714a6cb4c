//! How well repair works: `cargo bench --bench repair -- COMMAND FILE...`.
//!
//! - `mojibake FILE...`: lines of Chinese in the files are garbled in every way and
//!   repaired, each alone and all together; 1,500 lines, in two halves by a hash of
//!   the content, of which only the first was used to set thresholds.
//! - `clean FILE...`: lines that are as they should be; none may change.
//! - `ftfy FILE`: `tests/test_cases.json` of ftfy's source distribution.
//! - `normalization FILE`: `NormalizationTest.txt` of Unicode.
//! - `speed FILE...`: megabytes a second.
//!
//! Files may be compressed with gzip. With `UNMIX_SHOW=N`, N failures of the first
//! half of each kind are shown; with `UNMIX_WRONG` only those with characters that
//! are wrong and were not so before.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "repair/clean.rs"]
mod clean;
#[path = "repair/ftfy.rs"]
mod ftfy;
#[path = "common/hash.rs"]
mod hash;
#[path = "repair/mojibake.rs"]
mod mojibake;
#[path = "repair/normalization.rs"]
mod normalization;
#[path = "repair/speed.rs"]
mod speed;

use std::{env, fs, io::Read};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    let files = arguments.get(1..).unwrap_or_default();
    match arguments.first().map(String::as_str) {
        Some("mojibake") => mojibake::run(files),
        Some("clean") => clean::run(files),
        Some("ftfy") => ftfy::run(files),
        Some("normalization") => normalization::run(files),
        Some("speed") => speed::run(files),
        _ => println!("give one of: mojibake, clean, ftfy, normalization, speed, and files"),
    }
}

/// The text of a file, unpacked.
fn read(path: &str) -> String {
    let bytes = fs::read(path).unwrap();
    let mut text = String::new();
    if path.ends_with(".gz") {
        let mut decoder = flate2::read::MultiGzDecoder::new(&*bytes);
        decoder.read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    text
}

/// How many failures are shown.
fn show() -> usize {
    env::var("UNMIX_SHOW").map_or(0, |number| number.parse().unwrap())
}
