//! Megabytes a second of the whole stage, over the lines of a file.

use std::time::Instant;

use unmix::repair::{self, Options};

use crate::read;

/// Bytes that each measurement goes through.
const BYTES: usize = 64 << 20;

pub(crate) fn run(files: &[String]) {
    println!("| file | MB/s by lines | MB/s as one block |");
    println!("|---|---|---|");
    let options = Options::default();
    for file in files {
        let text = read(file);
        let lines: Vec<&str> = text.lines().collect();
        let rounds = BYTES / text.len() + 1;
        let speed = |texts: &[&str], preformatted: bool| {
            let start = Instant::now();
            let mut length = 0;
            for _ in 0..rounds {
                let blocks = texts.iter().map(|text| (*text, preformatted));
                let repaired = repair::repair_all(blocks, &options);
                length += repaired.iter().map(|one| one.text.len()).sum::<usize>();
            }
            assert!(length > 0);
            (rounds * text.len()) as f64 / 1e6 / start.elapsed().as_secs_f64()
        };
        let name = file.rsplit('/').next().unwrap();
        println!(
            "| {name} | {:.0} | {:.0} |",
            speed(&lines, false),
            speed(&[&text], true)
        );
    }
}
