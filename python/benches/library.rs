//! The library alone on the files of a folder, for `benches/batch.py` to compare with.
//!
//! ```text
//! library FOLDER ROUNDS
//! ```
//!
//! Reads everything into memory, then says for each round the seconds of CPU that one
//! thread took, each time after a line on standard input asks for it.

use std::{
    env, fs,
    io::{self, BufRead},
    path::PathBuf,
};

use unmix::{
    Document, Error, Normalizer, Result, pipeline,
    sink::{self, Sink},
};

fn main() -> io::Result<()> {
    let mut paths = Vec::new();
    for folder in env::args_os().skip(1) {
        gather(folder.into(), &mut paths)?;
    }
    paths.sort();
    let files = paths
        .into_iter()
        .map(|path| Ok((path.to_string_lossy().into_owned(), fs::read(&path)?)))
        .collect::<io::Result<Vec<_>>>()?;
    let normalizer = Normalizer::default();
    let source = pipeline::source([""; 0]);
    for line in io::stdin().lock().lines() {
        line?;
        let before = on_cpu()?;
        let mut count = Count(0);
        for (name, bytes) in &files {
            normalizer
                .visit(
                    |visitor| source.visit_bytes(name, bytes, visitor),
                    &mut count,
                )
                .map_err(io::Error::other)?;
        }
        #[allow(clippy::print_stdout)]
        {
            println!("{} {}", count.0, (on_cpu()? - before) as f64 / 1e9);
        }
    }
    Ok(())
}

fn gather(path: PathBuf, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        paths.push(path);
        return Ok(());
    }
    for found in fs::read_dir(path)? {
        gather(found?.path(), paths)?;
    }
    Ok(())
}

/// Nanoseconds that this thread has been on a CPU, as Linux counts them.
fn on_cpu() -> io::Result<u64> {
    let counts = fs::read_to_string("/proc/thread-self/schedstat")?;
    let first = counts.split_whitespace().next().unwrap_or_default();
    first.parse().map_err(io::Error::other)
}

/// Counts segments, with the fields that they go out with.
struct Count(u64);

impl Sink for Count {
    fn document(&mut self, document: &Document) -> Result<()> {
        self.0 += sink::lines(document).count() as u64;
        Ok(())
    }

    fn failure(&mut self, _error: &Error) -> Result<()> {
        self.0 += 1;
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        Ok(())
    }
}
