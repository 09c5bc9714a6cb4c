//! `unmix clean`: the main job.

use std::{
    cell::RefCell,
    io::{self, BufWriter, IsTerminal},
    rc::Rc,
    time::Instant,
};

use anyhow::{Context, Result};
use unmix::{pipeline::Outcome, sink::Stream};

use crate::{
    Exit, Usage,
    args::CleanArgs,
    interrupt,
    progress::Reported,
    report,
    results::{self, Results},
};

pub(crate) fn run(args: &CleanArgs) -> Result<Exit> {
    let begun = Instant::now();
    let normalizer = args.normalizer();
    let mut source = args.source()?;
    let jobs = args.work.jobs();
    let outcome = match &args.output.output {
        None => {
            source = source.output_stdout();
            let stdout = BufWriter::with_capacity(64 << 10, io::stdout().lock());
            let mut sink = Stream::new(stdout, args.output.stream()?);
            let apart = !io::stdout().is_terminal();
            let mut sink = Reported::new(&mut sink, &source, &args.work, apart);
            let outcome = normalizer.run(source.entries(), jobs, &mut sink)?;
            if sink.segments == 0 && !args.work.quiet {
                report::silence(&outcome, sink.binary);
            }
            outcome
        }
        Some(folder) => {
            let options = format!("{normalizer:?}, {source:?}");
            source = source
                .output_folder(folder)
                .map_err(|error| Usage(error.to_string()))?;
            let results = Rc::<RefCell<Results>>::default();
            let gathered = Rc::clone(&results);
            let mut sink = args
                .output
                .batch(folder, &options)?
                .with_report(move |list, page| {
                    *gathered.borrow_mut() = results::write(list, page)?;
                    Ok(())
                });
            let mut entries = source.clone().entries();
            let before = sink.pass_over(&mut entries)?;
            if before != Outcome::default() && !args.work.quiet {
                report::going_on(&before);
            }
            interrupt::listen();
            let mut reported = Reported::new(&mut sink, &source, &args.work, true);
            let mut outcome = normalizer
                .run(entries, jobs, &mut reported)
                .context("broken off (the same command goes on from here)")?;
            outcome += before;
            if !args.work.quiet {
                report::summary(&outcome, &before, &results.borrow(), begun, folder);
            }
            outcome
        }
    };
    Ok(Exit::after(outcome.failures))
}
