//! `unmix clean`: the main job.

use std::{
    io::{self, BufWriter},
    time::Instant,
};

use anyhow::{Context, Result};
use unmix::sink::{Folder, Format, Stream};

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
            let mut sink = Folder::create(folder, format, args.fresh)?;
            let outcome = normalizer.run(source.entries(), jobs, &mut Reported(&mut sink))?;
            if !args.work.quiet {
                report::summary(&outcome, begun, folder);
            }
            outcome
        }
    };
    Ok(Exit::after(outcome.failures))
}
