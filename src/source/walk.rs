//! Files and folders, in the order of their names.

use std::{fs::File, ops::ControlFlow, path::Path, sync::Arc};

use walkdir::{DirEntry, WalkDir};

use super::{Reading, Selection, Stream};
use crate::error::{Error, ErrorKind};

/// Reads the file at `path`, or every selected file below it, in the order of the
/// names' bytes. Links inside folders are passed over, and so is what is no file
/// (sockets, devices); a path that was asked for by name is read whatever it is.
pub(super) fn walk(path: &Path, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let source = reading.source;
    for found in selected(path, &source.selection) {
        match found {
            Ok(found) if found.depth() == 0 && !found.path().is_dir() => {
                file(found.path(), reading)?;
            }
            Ok(found) if found.file_type().is_file() => file(found.path(), reading)?,
            Ok(_) => {}
            Err(error) => {
                let place = error.path().unwrap_or(path).to_string_lossy().into_owned();
                let error = match error.into_io_error() {
                    Some(error) => Error::io("cannot open", error),
                    None => Error::new(ErrorKind::Io, "cannot open: its links lead in a circle"),
                };
                reading.error(error.at(place))?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// The bytes of all selected files at and below `path`.
pub(super) fn size(path: &Path, selection: &Selection) -> u64 {
    selected(path, selection)
        .filter_map(|found| found.ok()?.metadata().ok())
        .filter(|data| data.is_file())
        .map(|data| data.len())
        .sum()
}

fn selected(path: &Path, selection: &Selection) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let root = path.to_owned();
    WalkDir::new(path)
        .sort_by(|one, other| one.file_name().cmp(other.file_name()))
        .into_iter()
        .filter_entry(move |found| {
            let below = found.path().strip_prefix(&root).unwrap_or(found.path());
            found.depth() == 0
                || if found.file_type().is_dir() {
                    selection.enters(below, found.file_name())
                } else {
                    selection.takes(below, found.file_name())
                }
        })
}

fn file(path: &Path, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let source = reading.source;
    let name = reading.named.of(path, source.names, source.charset);
    match File::open(path) {
        // Only a regular file can be read from any place; a named pipe, say, cannot.
        Ok(file) if file.metadata().is_ok_and(|data| data.is_file()) => {
            let count = Arc::clone(&reading.source.read);
            reading.stream(Stream::file(name, file, count))
        }
        Ok(file) => reading.stream(Stream::new(name, file)),
        Err(error) => reading.failed(&name, "cannot open", error),
    }
}
