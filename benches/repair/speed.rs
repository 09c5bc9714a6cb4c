//! Megabytes a second of the whole stage, over the lines of a file: of the time that
//! this thread had a core, where the system tells, so that other work on the machine
//! does not count.

use std::{fs, time::Instant};

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
            let start = Clock::now();
            let mut length = 0;
            for _ in 0..rounds {
                let blocks = texts.iter().map(|text| (*text, preformatted));
                let repaired = repair::repair_all(blocks, &options);
                length += repaired.iter().map(|one| one.text.len()).sum::<usize>();
            }
            assert!(length > 0);
            (rounds * text.len()) as f64 / 1e6 / start.seconds()
        };
        let name = file.rsplit('/').next().unwrap();
        println!(
            "| {name} | {:.0} | {:.0} |",
            speed(&lines, false),
            speed(&[&text], true)
        );
    }
}

/// The time on a core, or else the time.
struct Clock(Option<u64>, Instant);

impl Clock {
    fn now() -> Self {
        Self(Self::nanoseconds(), Instant::now())
    }

    fn nanoseconds() -> Option<u64> {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split(' ').next()?.parse().ok()
    }

    fn seconds(&self) -> f64 {
        match (self.0, Self::nanoseconds()) {
            (Some(start), Some(end)) => (end - start) as f64 / 1e9,
            _ => self.1.elapsed().as_secs_f64(),
        }
    }
}
