//! A batch: a folder with one file per language, and `entries.jsonl` with what
//! became of each entry. A batch that was killed goes on where it last settled.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map},
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde::Deserialize;

use super::{
    Format, Sink,
    checkpoint::{self, Checkpoint},
    entries::{Entries, Record},
    numbered,
};
use crate::{
    document::{Document, Entry},
    error::{Error, ErrorKind, Result},
    pipeline::Outcome,
};

/// The list of entries in a batch's folder.
const ENTRIES: &str = "entries.jsonl";
/// The ending of files that are not finished.
pub(super) const UNFINISHED: &str = ".unfinished";
/// How often a batch settles, at the end of an entry.
const SETTLE: Duration = Duration::from_secs(1);

/// Writes a batch into a folder. Files get their names when everything is written,
/// so that a file that is there is whole.
#[derive(Debug)]
pub struct Folder {
    folder: PathBuf,
    format: Format,
    /// By file name.
    outputs: BTreeMap<String, Output>,
    entries: Entries,
    /// How far the batch has come, the lengths of its files being those of the last time it settled.
    reached: Checkpoint,
    settled: Instant,
    every: Duration,
    /// Work went wrong in a way that another run need not repeat: nothing settles any more.
    astray: bool,
}

impl Folder {
    /// Opens a folder for a batch, making it if it is not there. `options` is all
    /// that the output depends on beside the entries. A batch that was broken off
    /// goes on, if its options were the same; `fresh` removes what is there.
    ///
    /// # Errors
    ///
    /// A folder that holds a finished batch, or one with other options, is refused
    /// unless `fresh`.
    pub fn open(folder: &Path, format: Format, options: &str, fresh: bool) -> Result<Self> {
        let place = folder.to_string_lossy();
        fs::create_dir_all(folder)
            .map_err(|error| Error::io("cannot make the output folder", error).at(&*place))?;
        let options = format!(
            "unmix {}, {}, {options}",
            env!("CARGO_PKG_VERSION"),
            format.name
        );
        let begun = if fresh {
            None
        } else {
            Checkpoint::read(folder)?
        };
        if let Some(begun) = &begun
            && begun.options != options
        {
            let message = "the folder holds a batch that was broken off and had other options \
                           or paths; the same command goes on with it, --fresh starts over";
            return Err(Error::new(ErrorKind::Option, message).at(place));
        }
        if begun.is_none() {
            if folder.join(ENTRIES).exists() && !fresh {
                let message = "the folder holds a batch already; --fresh replaces it";
                return Err(Error::new(ErrorKind::Option, message).at(place));
            }
            let clear = || {
                if folder.join(ENTRIES).exists() {
                    remove_batch(folder)?;
                }
                remove(&folder.join(checkpoint::NAME))?;
                remove_unfinished(folder, |_| true)
            };
            clear().map_err(|error| Error::io("cannot remove the old batch", error).at(&*place))?;
        }
        let mut this = Self {
            folder: folder.to_owned(),
            format,
            outputs: BTreeMap::new(),
            entries: Entries::default(),
            reached: Checkpoint {
                options,
                ..Checkpoint::default()
            },
            settled: Instant::now(),
            every: SETTLE,
            astray: false,
        };
        if let Some(begun) = begun {
            // What was begun after the batch last settled is begun again.
            remove_unfinished(folder, |name| !begun.files.contains_key(name))
                .map_err(|error| Error::io("cannot clear the folder", error).at(&*place))?;
            for (name, length) in &begun.files {
                let output = Output::go_on(folder.join(name), *length)?;
                this.outputs.insert(name.clone(), output);
            }
            this.reached = begun;
        }
        this.list()?;
        Ok(this)
    }

    /// Passes over the entries that an earlier run is done with, and tells how many
    /// there were.
    ///
    /// # Errors
    ///
    /// If they are not the same entries any more.
    pub fn pass_over(&self, entries: &mut impl Iterator<Item = Result<Entry>>) -> Result<Outcome> {
        self.reached
            .pass_over(entries)
            .map_err(|error| error.at(self.folder.to_string_lossy()))?;
        Ok(Outcome {
            entries: self.reached.entries,
            failures: self.reached.failures,
            bytes: self.reached.bytes,
        })
    }

    /// The output of this name; made, with a header, if it is not there.
    fn output(&mut self, name: String, header: &str) -> Result<&mut Output> {
        match self.outputs.entry(name) {
            btree_map::Entry::Occupied(output) => Ok(output.into_mut()),
            btree_map::Entry::Vacant(place) => {
                let path = self.folder.join(place.key());
                Ok(place.insert(Output::create(path, header)?))
            }
        }
    }

    /// The list of entries.
    fn list(&mut self) -> Result<&mut Output> {
        self.output(ENTRIES.to_owned(), "")
    }

    fn record(&mut self, record: &Record) -> Result<()> {
        self.list()?.write(|writer| {
            serde_json::to_writer(&mut *writer, record)?;
            writer.write_all(b"\n")
        })
    }

    /// Settles, if it is time: all outputs are on the disk, and the checkpoint says so.
    fn settle(&mut self) -> Result<()> {
        if self.astray || self.settled.elapsed() < self.every {
            return Ok(());
        }
        for (name, output) in &mut self.outputs {
            let length = output.settle()?;
            self.reached.files.insert(name.clone(), length);
        }
        self.reached.write(&self.folder).map_err(|error| {
            Error::io("cannot write the checkpoint", error).at(self.folder.to_string_lossy())
        })?;
        self.settled = Instant::now();
        Ok(())
    }
}

impl Sink for Folder {
    fn document(&mut self, document: &Document) -> Result<()> {
        let format = self.format;
        for numbered in numbered(document) {
            let language = numbered.segment.language.as_str();
            let name = format!("{language}.{}", format.extension);
            self.output(name, format.header)?
                .write(|writer| (format.segment)(writer, &numbered))?;
        }
        self.reached.items += 1;
        self.reached.bytes += document.bytes;
        self.reached.entries += u64::from(document.part.index == 0);
        if let Some(record) = self.entries.document(document) {
            self.record(&record)?;
            self.reached
                .trail
                .add(&document.entry, document.part.sha256);
            self.settle()?;
        }
        Ok(())
    }

    fn failure(&mut self, error: &Error) -> Result<()> {
        let record = self.entries.failure(error);
        self.record(&record)?;
        self.reached.items += 1;
        self.reached.failures += 1;
        self.astray |= error.kind() == ErrorKind::Internal;
        self.settle()
    }

    fn finish(&mut self) -> Result<()> {
        // Once any file has its name, a run that goes on must find nothing left to do.
        if !self.astray {
            self.every = Duration::ZERO;
            self.settle()?;
        }
        // The list last: with it, the batch is whole.
        for (_, output) in self.outputs.iter_mut().filter(|(name, _)| *name != ENTRIES) {
            output.finish()?;
        }
        self.list()?.finish()?;
        remove(&self.folder.join(checkpoint::NAME)).map_err(|error| {
            Error::io("cannot remove the checkpoint", error).at(self.folder.to_string_lossy())
        })
    }
}

/// Removes the files of the finished batch in this folder, and nothing else: its
/// list tells which languages it has.
fn remove_batch(folder: &Path) -> io::Result<()> {
    let list = File::open(folder.join(ENTRIES))?;
    let mut languages = BTreeSet::new();
    for line in BufReader::new(list).lines() {
        // A line that is none of ours names no files.
        if let Ok(record) = serde_json::from_str::<Languages>(&line?) {
            languages.extend(record.languages.into_keys());
        }
    }
    for language in &languages {
        for format in super::FORMATS {
            remove(&folder.join(format!("{language}.{}", format.extension)))?;
        }
    }
    remove(&folder.join(ENTRIES))
}

/// What a record says of languages.
#[derive(Deserialize)]
struct Languages {
    languages: BTreeMap<String, u64>,
}

/// Removes the unfinished files that do not go on: their names, finished, are `unwanted`.
fn remove_unfinished(folder: &Path, unwanted: impl Fn(&str) -> bool) -> io::Result<()> {
    for found in fs::read_dir(folder)? {
        let found = found?;
        let name = found.file_name();
        if let Some(finished) = name.to_str().and_then(|name| name.strip_suffix(UNFINISHED))
            && found.file_type()?.is_file()
            && unwanted(finished)
        {
            fs::remove_file(found.path())?;
        }
    }
    Ok(())
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
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
        if path.exists() {
            let message = "the file is there already, and of no batch: move it, or give another -o";
            return Err(Error::new(ErrorKind::Option, message).at(path.to_string_lossy()));
        }
        let unfinished = unfinished(&path);
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

    /// Goes on with a file after its first `length` bytes.
    fn go_on(path: PathBuf, length: u64) -> Result<Self> {
        let unfinished = unfinished(&path);
        let open = || -> io::Result<File> {
            // It had its name already if the batch was broken off when all was written.
            if path.exists() {
                fs::rename(&path, &unfinished)?;
            }
            let mut file = OpenOptions::new().write(true).open(&unfinished)?;
            if file.metadata()?.len() < length {
                return Err(io::Error::other("it is shorter than it was"));
            }
            file.set_len(length)?;
            io::Seek::seek(&mut file, io::SeekFrom::End(0))?;
            Ok(file)
        };
        let file = open().map_err(|error| {
            Error::io("cannot go on with the file; --fresh starts over", error)
                .at(unfinished.to_string_lossy())
        })?;
        Ok(Self {
            path,
            unfinished,
            writer: BufWriter::new(file),
        })
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        write(&mut self.writer).map_err(|error| {
            Error::io("cannot write the file", error).at(self.unfinished.to_string_lossy())
        })
    }

    /// Makes sure that all of it is on the disk; its length in bytes.
    fn settle(&mut self) -> Result<u64> {
        self.write(|writer| writer.flush())?;
        let file = self.writer.get_ref();
        file.sync_data()
            .and_then(|()| file.metadata())
            .map(|data| data.len())
            .map_err(|error| {
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

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(UNFINISHED);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Normalizer, sink, source::Source};

    /// All files of a folder, by name.
    fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        fs::read_dir(folder)
            .expect("the folder is there")
            .map(|found| found.expect("it can be listed").path())
            .map(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                (name.into_owned(), fs::read(&path).expect("it can be read"))
            })
            .collect()
    }

    fn entries(texts: &[&str]) -> Vec<Result<Entry>> {
        let source = Source::new(
            Vec::<PathBuf>::new(),
            |names| vec![String::new(); names.len()],
            |_| None,
        )
        .sha256(true);
        let mut entries = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            let name = format!("{number}.txt");
            let _ = source.visit_bytes(&name, text.as_bytes(), &mut |item| {
                entries.push(item);
                std::ops::ControlFlow::Continue(())
            });
            if number % 3 == 1 {
                let error = Error::new(ErrorKind::Archive, "it is damaged");
                entries.push(Err(error.at(format!("{number}.zip"))));
            }
        }
        entries
    }

    fn open(folder: &Path) -> Folder {
        let format = sink::Format::named("jsonl").expect("it is one of the formats");
        let mut folder = Folder::open(folder, format, "options", false).expect("it can be opened");
        folder.every = Duration::ZERO;
        folder
    }

    /// Runs a batch, broken off after so many items; whether it came to its end.
    fn run(folder: &Path, texts: &[&str], items: usize) -> bool {
        let mut entries = entries(texts).into_iter();
        let mut sink = open(folder);
        sink.pass_over(&mut entries)
            .expect("the entries are the same");
        let mut left = Vec::new();
        let normalizer = Normalizer::builder().build();
        normalizer
            .run(entries, 1, &mut Collected(&mut left))
            .expect("nothing is written");
        let whole = left.len() <= items;
        for item in left.into_iter().take(items) {
            match item {
                Ok(document) => sink.document(&document),
                Err(error) => sink.failure(&error),
            }
            .expect("it can be written");
        }
        if whole {
            sink.finish().expect("it can be written");
        }
        whole
    }

    struct Collected<'c>(&'c mut Vec<std::result::Result<Document, Error>>);

    impl Sink for Collected<'_> {
        fn document(&mut self, document: &Document) -> Result<()> {
            self.0.push(Ok(document.clone()));
            Ok(())
        }

        fn failure(&mut self, error: &Error) -> Result<()> {
            let copy = Error::new(error.kind(), error.message());
            self.0.push(Err(copy.at(error.entry().unwrap_or_default())));
            Ok(())
        }

        fn finish(&mut self) -> Result<()> {
            Ok(())
        }
    }

    const TEXTS: [&str; 5] = [
        "An English line is here.\n这里有一行中文。\n",
        "また日本語の文章もあります。\n",
        "",
        "Noch ein Satz auf Deutsch steht hier.\n",
        "And the last line of all.\n最后一行在这里。\n",
    ];

    #[test]
    fn a_batch_broken_off_anywhere_ends_as_if_it_had_not_been() {
        let whole = tempfile::tempdir().expect("there is room");
        assert!(run(whole.path(), &TEXTS, usize::MAX));
        let expected = files(whole.path());
        assert!(expected.contains_key("en.jsonl") && expected.contains_key(ENTRIES));
        assert!(!expected.keys().any(|name| name.contains("unfinished")));
        for step in 0..8 {
            let folder = tempfile::tempdir().expect("there is room");
            let mut runs = 0;
            while !run(folder.path(), &TEXTS, step.max(usize::from(runs > 0))) {
                // What came after the batch settled, as a run that was killed leaves it.
                fs::write(folder.path().join("xx.jsonl.unfinished"), "half a li")
                    .expect("there is room");
                runs += 1;
            }
            assert_eq!(files(folder.path()), expected, "{step} items at a time");
        }
    }

    #[test]
    fn a_batch_broken_off_while_its_files_get_their_names_goes_on() {
        let whole = tempfile::tempdir().expect("there is room");
        assert!(run(whole.path(), &TEXTS, usize::MAX));
        let folder = tempfile::tempdir().expect("there is room");
        assert!(!run(folder.path(), &TEXTS, 6));
        let reached = Checkpoint::read(folder.path()).expect("it can be read");
        let name = reached
            .iter()
            .flat_map(|reached| reached.files.keys())
            .find(|name| *name != ENTRIES)
            .expect("a language has come");
        let path = folder.path().join(name);
        fs::rename(unfinished(&path), &path).expect("it is there");
        assert!(run(folder.path(), &TEXTS, usize::MAX));
        assert_eq!(files(folder.path()), files(whole.path()));
    }

    #[test]
    fn a_changed_input_and_changed_options_are_said() {
        let folder = tempfile::tempdir().expect("there is room");
        assert!(!run(folder.path(), &TEXTS, 4));
        let mut changed = entries(&["Another line.", TEXTS[1], TEXTS[2], TEXTS[3]]).into_iter();
        let error = open(folder.path())
            .pass_over(&mut changed)
            .expect_err("the first entry is another");
        assert!(error.message().starts_with("the input is not what it was"));
        let format = sink::Format::named("jsonl").expect("it is one of the formats");
        let error = Folder::open(folder.path(), format, "others", false)
            .expect_err("the options are others");
        assert!(error.message().contains("--fresh starts over"));
        assert!(Folder::open(folder.path(), format, "others", true).is_ok());
        assert!(!folder.path().join(checkpoint::NAME).exists());
    }
}
