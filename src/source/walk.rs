//! Files and folders, in the order of their names.

use std::{fs::File, ops::ControlFlow, path::Path};

use walkdir::WalkDir;

use super::{Reading, Stream};
use crate::error::{Error, ErrorKind};

/// Reads the file at `path`, or every file below it, in the order of the names'
/// bytes. Hidden files and links inside folders are passed over, and so is what is
/// no file (sockets, devices); a path that was asked for by name is read whatever it is.
pub(super) fn walk(path: &Path, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let walk = WalkDir::new(path)
        .sort_by(|one, other| one.file_name().cmp(other.file_name()))
        .into_iter()
        .filter_entry(|found| found.depth() == 0 || !is_hidden(found.file_name()));
    for found in walk {
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

fn file(path: &Path, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let name = path.to_string_lossy().into_owned();
    match File::open(path) {
        // Only a regular file can be read from any place; a named pipe, say, cannot.
        Ok(file) if file.metadata().is_ok_and(|data| data.is_file()) => {
            reading.stream(Stream::file(name, file))
        }
        Ok(file) => reading.stream(Stream::new(name, file)),
        Err(error) => reading.failed(&name, "cannot open", error),
    }
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
