//! A batch: a folder with one file per language, and `entries.jsonl` with what
//! became of each entry.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{
    Format, Sink,
    entries::{Entries, Record},
    numbered,
};
use crate::{
    document::Document,
    error::{Error, ErrorKind, Result},
};

/// The list of entries in a batch's folder.
const ENTRIES: &str = "entries.jsonl";
/// The ending of files that are not finished.
const UNFINISHED: &str = "unfinished";

/// Writes a batch into a folder. Files get their names when everything is written,
/// so that a file that is there is whole.
#[derive(Debug)]
pub struct Folder {
    folder: PathBuf,
    format: Format,
    languages: BTreeMap<String, Output>,
    list: Output,
    entries: Entries,
}

impl Folder {
    /// Makes the folder if it is not there. A folder that holds a batch already is
    /// refused, unless `fresh`: then that batch is removed.
    pub fn create(folder: &Path, format: Format, fresh: bool) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|error| {
            Error::io("cannot make the output folder", error).at(folder.to_string_lossy())
        })?;
        if folder.join(ENTRIES).exists() {
            if !fresh {
                let message = "the folder holds a batch already; --fresh replaces it";
                return Err(Error::new(ErrorKind::Option, message).at(folder.to_string_lossy()));
            }
            remove_batch(folder).map_err(|error| {
                Error::io("cannot remove the old batch", error).at(folder.to_string_lossy())
            })?;
        }
        let list = Output::create(folder.join(ENTRIES), "")?;
        Ok(Self {
            folder: folder.to_owned(),
            format,
            languages: BTreeMap::new(),
            list,
            entries: Entries::default(),
        })
    }

    fn record(&mut self, record: &Record) -> Result<()> {
        self.list.write(|writer| {
            serde_json::to_writer(&mut *writer, record)?;
            writer.write_all(b"\n")
        })
    }
}

impl Sink for Folder {
    fn document(&mut self, document: &Document) -> Result<()> {
        for numbered in numbered(document) {
            let language = numbered.segment.language.as_str();
            if !self.languages.contains_key(language) {
                let path = self
                    .folder
                    .join(format!("{language}.{}", self.format.extension));
                let output = Output::create(path, self.format.header)?;
                self.languages.insert(language.to_owned(), output);
            }
            if let Some(output) = self.languages.get_mut(language) {
                output.write(|writer| (self.format.segment)(writer, &numbered))?;
            }
        }
        match self.entries.document(document) {
            Some(record) => self.record(&record),
            None => Ok(()),
        }
    }

    fn failure(&mut self, error: &Error) -> Result<()> {
        let record = self.entries.failure(error);
        self.record(&record)
    }

    fn finish(&mut self) -> Result<()> {
        for output in self.languages.values_mut() {
            output.finish()?;
        }
        // Last: with the list, the batch is whole.
        self.list.finish()
    }
}

/// Removes the files that a batch is made of, and nothing else.
fn remove_batch(folder: &Path) -> io::Result<()> {
    let extensions = super::FORMATS.iter().map(|format| format.extension);
    let extensions: Vec<_> = extensions.chain([UNFINISHED]).collect();
    for found in fs::read_dir(folder)? {
        let path = found?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_file() && extension.is_some_and(|extension| extensions.contains(&extension)) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// A file that gets its name when it is finished.
#[derive(Debug)]
struct Output {
    path: PathBuf,
    unfinished: PathBuf,
    writer: BufWriter<File>,
}

impl Output {
    fn create(path: PathBuf, header: &str) -> Result<Self> {
        let mut unfinished = path.clone().into_os_string();
        unfinished.push(".");
        unfinished.push(UNFINISHED);
        let unfinished = PathBuf::from(unfinished);
        let file = File::create(&unfinished).map_err(|error| {
            Error::io("cannot make the file", error).at(unfinished.to_string_lossy())
        })?;
        let mut output = Self {
            path,
            unfinished,
            writer: BufWriter::new(file),
        };
        output.write(|writer| writer.write_all(header.as_bytes()))?;
        Ok(output)
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        write(&mut self.writer).map_err(|error| {
            Error::io("cannot write the file", error).at(self.unfinished.to_string_lossy())
        })
    }

    fn finish(&mut self) -> Result<()> {
        self.write(|writer| writer.flush())?;
        fs::rename(&self.unfinished, &self.path).map_err(|error| {
            Error::io("cannot name the finished file", error).at(self.path.to_string_lossy())
        })
    }
}
