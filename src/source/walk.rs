//! Files and folders, in the order of their names.

use std::{fs::File, ops::ControlFlow, path::Path, sync::Arc};

use walkdir::{DirEntry, WalkDir};

use super::{Reading, Source, Stream};
use crate::error::{Error, ErrorKind};

/// Reads the file at `path`, or every selected file below it, in the order of the
/// names' bytes. Links inside folders are passed over, and so is what is no file
/// (sockets, devices); a path that was asked for by name is read whatever it is.
pub(super) fn walk(path: &Path, reading: &mut Reading<'_>) -> ControlFlow<()> {
    for found in selected(path, reading.source) {
        match found {
            Ok(found) if found.depth() == 0 && !found.path().is_dir() => {
                file(found.path(), true, reading)?;
            }
            Ok(found) if found.file_type().is_file() => file(found.path(), false, reading)?,
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
pub(super) fn size(path: &Path, source: &Source) -> u64 {
    selected(path, source)
        .filter_map(|found| found.ok()?.metadata().ok())
        .filter(|data| data.is_file())
        .map(|data| data.len())
        .sum()
}

fn selected(path: &Path, source: &Source) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let (root, selection, own) = (path.to_owned(), &source.selection, &source.own);
    WalkDir::new(path)
        .sort_by(|one, other| one.file_name().cmp(other.file_name()))
        .into_iter()
        .filter_entry(move |found| {
            let below = found.path().strip_prefix(&root).unwrap_or(found.path());
            found.depth() == 0
                || if found.file_type().is_dir() {
                    selection.enters(below, found.file_name()) && !own.is_folder(found.path())
                } else {
                    selection.takes(below, found.file_name())
                }
        })
}

/// Reads a file; `named` if it was asked for by name.
fn file(path: &Path, named: bool, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let source = reading.source;
    let name = reading.named.of(path, source.names, source.charset);
    match File::open(path) {
        Ok(file) if source.own.is_file(&file) => match named {
            true => {
                let message = "the output goes to this file";
                reading.error(Error::new(ErrorKind::Option, message).at(name))
            }
            false => ControlFlow::Continue(()),
        },
        // Only a regular file can be read from any place; a named pipe, say, cannot.
        Ok(file) if file.metadata().is_ok_and(|data| data.is_file()) => {
            let count = Arc::clone(&reading.source.read);
            reading.stream(Stream::file(name, file, count))
        }
        Ok(file) => reading.stream(Stream::new(name, file)),
        Err(error) => reading.failed(&name, "cannot open", error),
    }
}
