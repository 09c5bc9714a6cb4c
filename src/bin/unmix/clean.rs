//! `unmix clean`: the main job.

use std::{
    io::{self, BufWriter},
    time::Instant,
};

use anyhow::{Context, Result};
use unmix::{
    pipeline::Outcome,
    sink::{Folder, Format, Stream},
};

use crate::{
    Exit,
    args::CleanArgs,
    report::{self, Reported},
};

pub(crate) fn run(args: &CleanArgs) -> Result<Exit> {
    let begun = Instant::now();
    let format = Format::named(&args.format).context("no such format")?;
    let normalizer = args.normalizer();
    let source = args.source()?;
    let jobs = args.work.jobs();
    let outcome = match &args.output {
        None => {
            let stdout = BufWriter::with_capacity(64 << 10, io::stdout().lock());
            let mut sink = Stream::new(stdout, format);
            normalizer.run(source.entries(), jobs, &mut Reported(&mut sink))?
        }
        Some(folder) => {
            let options = format!("{normalizer:?}, {source:?}");
            let mut sink = Folder::open(folder, format, &options, args.fresh)?;
            let mut entries = source.entries();
            let before = sink.pass_over(&mut entries)?;
            if before != Outcome::default() && !args.work.quiet {
                report::going_on(&before);
            }
            let mut outcome = normalizer.run(entries, jobs, &mut Reported(&mut sink))?;
            outcome += before;
            if !args.work.quiet {
                report::summary(&outcome, &before, begun, folder);
            }
            outcome
        }
    };
    Ok(Exit::after(outcome.failures))
}
