//! Kills batches over a folder at random moments, lets them go on, and compares their
//! files with those of a batch that was left in peace, for every format:
//!
//! ```text
//! cargo bench --bench kill -- FOLDER [KILLS_PER_LINE]
//! ```

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A failed step is a failed check.

use std::{env, path::Path};

#[path = "../tests/common/kill.rs"]
mod kill;

use kill::Batch;

const OPTIONS: &[&[&str]] = &[
    &["-f", "jsonl"],
    &["-f", "jsonl", "--compress", "zstd", "--dedup", "near"],
    &["-f", "jsonl", "--compress", "gzip", "--shard-size", "100kB"],
    &["-f", "text", "--compress", "zstd", "--shard-size", "50kB"],
    &["-f", "tsv", "--dedup", "exact"],
    &["-f", "xliff", "--compress", "gzip"],
    &["-f", "parquet", "--shard-size", "200kB"],
];

fn main() {
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let input = arguments.first().expect("give a folder to read");
    let kills = arguments.get(1).map_or(8, |kills| kills.parse().unwrap());
    let scratch = tempfile::tempdir().unwrap();
    let mut wrong = 0;
    println!("jobs  kills  gone on  batches  different  options");
    for (number, options) in (0..).zip(OPTIONS) {
        for jobs in ["1", "2"] {
            let killed = Batch {
                binary: Path::new(env!("CARGO_BIN_EXE_unmix")),
                input: Path::new(input),
                options,
            }
            .kill(scratch.path(), jobs, kills, number);
            println!(
                "{jobs:>4}  {:>5}  {:>7}  {:>7}  {:>9}  {}",
                killed.kills,
                killed.gone_on,
                killed.batches,
                killed.different.len(),
                options.join(" ")
            );
            wrong += killed.different.len();
        }
    }
    assert_eq!(wrong, 0, "files that differ");
}
