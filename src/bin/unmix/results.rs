//! `unmix report`: the list of a batch's entries in, one HTML page about them out.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::Path,
};

use anyhow::{Context, Result};
use unmix::sink::Folder;

use crate::{Exit, args::ReportArgs, report};

mod gather;
mod page;
mod summary;

pub(crate) use gather::Results;
pub(crate) use summary::summary;

/// Writes the page of a finished batch.
pub(crate) fn run(args: &ReportArgs) -> Result<Exit> {
    let list = args.folder.join(Folder::ENTRIES);
    let unfinished = || {
        format!(
            "{}: no finished batch is there, or none of unmix",
            list.display()
        )
    };
    let list = File::open(&list).with_context(unfinished)?;
    let results = gather(list)?;
    match &args.output {
        Some(path) if path == Path::new("-") => {
            let mut stdout = BufWriter::new(io::stdout().lock());
            page::write(&mut stdout, &results)?;
            stdout.flush()?;
        }
        path => {
            let default = args.folder.join(Folder::REPORT);
            let path = path.as_ref().unwrap_or(&default);
            let cannot = || format!("{}: cannot write the report", path.display());
            let mut file = BufWriter::new(File::create(path).with_context(cannot)?);
            page::write(&mut file, &results).with_context(cannot)?;
            file.flush().with_context(cannot)?;
            report::error(&format!("see {}", path.display()));
        }
    }
    Ok(Exit::Done)
}

/// Writes the page of a batch that has just been written, out of its list of entries, and
/// tells what the batch came to.
pub(crate) fn write(list: &Path, page: &mut dyn Write) -> io::Result<Results> {
    let results = gather(File::open(list)?)?;
    page::write(page, &results)?;
    Ok(results)
}

fn gather(list: File) -> io::Result<Results> {
    let mut results = Results::default();
    let mut list = BufReader::new(list);
    let mut line = Vec::new();
    while list.read_until(b'\n', &mut line)? > 0 {
        results.add(&line)?;
        line.clear();
    }
    Ok(results)
}
