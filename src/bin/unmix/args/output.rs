//! The arguments that say what is written, and how.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Result;
use clap::{Args, ValueEnum, builder::PossibleValue};
use unmix::sink::{Dedup, FORMATS, Folder, Format, Layout, Packing};

use crate::Usage;

/// What is written.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// How segments are written
    #[arg(short, long, value_name = "FORMAT", default_value = "jsonl",
          value_parser = clap::builder::PossibleValuesParser::new(FORMATS.iter().map(name)))]
    format: String,
    /// Write a batch into this folder: a file per language, entries.jsonl and report.html
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the batch that the output folder holds
    #[arg(long, requires = "output")]
    fresh: bool,
    /// Compress the files of a batch: en.jsonl.zst, en.jsonl.gz
    #[arg(long, value_name = "HOW", requires = "output", default_value = "none")]
    compress: CompressArg,
    /// Begin another file of a language, en-00002.jsonl after en-00001.jsonl, once one has so many bytes before compression, such as 500MB or 64KiB
    #[arg(long, value_name = "SIZE", requires = "output", value_parser = size)]
    shard_size: Option<u64>,
    /// Leave out segments that came before in their language
    #[arg(long, value_name = "WHICH", requires = "output")]
    dedup: Option<DedupArg>,
    /// Seconds between two moments from which a batch that is broken off can go on
    #[arg(long, value_name = "SECONDS", requires = "output", default_value = "1", value_parser = seconds)]
    settle: Duration,
}

#[derive(Clone, Copy, ValueEnum)]
enum CompressArg {
    /// Zstandard
    Zstd,
    /// gzip
    Gzip,
    /// Not at all
    None,
}

#[derive(Clone, Copy, ValueEnum)]
enum DedupArg {
    /// With the same text
    Exact,
    /// Also with the same letters, or nearly the same
    Near,
}

impl OutputArgs {
    /// How segments are written to standard output.
    pub(crate) fn stream(&self) -> Result<Format> {
        let format = self.format()?;
        if !format.streams {
            let message = format!(
                "{} needs a folder, with a file for each language: give -o DIR",
                format.name
            );
            return Err(Usage(message).into());
        }
        Ok(format)
    }

    fn format(&self) -> Result<Format> {
        Format::named(&self.format).ok_or_else(|| Usage("no such format".to_owned()).into())
    }

    /// The batch in this folder.
    pub(crate) fn batch(&self, folder: &Path, options: &str) -> Result<Folder> {
        let format = self.format()?;
        if format.is_packed() && !matches!(self.compress, CompressArg::None) {
            let message = format!("{} is compressed inside: leave --compress out", format.name);
            return Err(Usage(message).into());
        }
        let layout = Layout {
            format,
            packing: match self.compress {
                CompressArg::Zstd => Packing::Zstd,
                CompressArg::Gzip => Packing::Gzip,
                CompressArg::None => Packing::Plain,
            },
            shard_size: self.shard_size,
            dedup: self.dedup.map(|dedup| match dedup {
                DedupArg::Exact => Dedup::Exact,
                DedupArg::Near => Dedup::Near,
            }),
        };
        Ok(Folder::open(folder, &layout, options, self.fresh)?.settle_every(self.settle))
    }
}

/// The name of a format; the ending of its files will do too.
fn name(format: &Format) -> PossibleValue {
    PossibleValue::new(format.name).alias(format.extension)
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "not a number of seconds".to_owned())
}

/// A number of bytes, with a unit or without.
fn size(text: &str) -> Result<u64, String> {
    let unit = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let bytes: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => 0,
    };
    number
        .parse()
        .ok()
        .and_then(|number: u64| number.checked_mul(bytes))
        .filter(|size| *size > 0)
        .ok_or_else(|| "not a size such as 500MB, 64KiB or 1000000".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("1", Some(1)),
            ("500MB", Some(500_000_000)),
            ("64 KiB", Some(65_536)),
            ("2g", Some(2_000_000_000)),
            ("0", None),
            ("MB", None),
            ("1TB", None),
            ("99999999999GiB", None),
            ("-1", None),
        ] {
            assert_eq!(size(text).ok(), bytes, "{text}");
        }
    }
}
