//! A batch: a folder with files for each language, and `entries.jsonl` with what
//! became of each entry. A batch that was killed goes on where it last settled.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    mem,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde::Deserialize;

use super::{
    Layout, Packing, Sink,
    checkpoint::{self, Checkpoint},
    duplicate::Seen,
    entries::{Entries, Record},
    numbered,
    output::{self, Closed, Output, UNFINISHED, unfinished},
    packing::Packer,
    sample::Sample,
    settling::{Pending, Settling},
    volume::{self, Volume},
};
use crate::{
    document::{Document, Entry},
    error::{Error, ErrorKind, Result},
    pipeline::Outcome,
};

/// The list of entries in a batch's folder.
const ENTRIES: &str = Folder::ENTRIES;
/// How often a batch settles, at the end of an entry.
const SETTLE: Duration = Duration::from_secs(1);
/// How many times as long as it takes to settle the work goes on before the next time.
const SETTLE_SHARE: u32 = 4;

/// Writes a page about the batch whose list of entries is in the file at the path.
struct Report(Box<WriteReport>);

type WriteReport = dyn FnMut(&Path, &mut dyn Write) -> io::Result<()>;

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Report")
    }
}

/// Writes a batch into a folder. Files get their names when everything is written,
/// so that a file that is there is whole.
#[derive(Debug)]
pub struct Folder {
    folder: PathBuf,
    layout: Layout,
    packer: Packer,
    /// By language.
    volumes: BTreeMap<String, Volume>,
    list: Option<Output>,
    seen: Option<Seen>,
    /// Of the present entry: segments written in each language, and left out.
    kept: BTreeMap<String, u64>,
    left_out: u64,
    sample: Sample,
    /// What is written to its end, apart from the list.
    closed: Vec<Closed>,
    entries: Entries,
    /// How far the batch has come; of its files, the last time it settled.
    reached: Checkpoint,
    settled: Instant,
    settling: Settling,
    every: Duration,
    report: Option<Report>,
    /// Work went wrong in a way that another run need not repeat: nothing settles any more.
    astray: bool,
}

impl Folder {
    /// The name of the list of entries.
    pub const ENTRIES: &str = "entries.jsonl";
    /// The name of the report.
    pub const REPORT: &str = "report.html";

    /// Opens a folder for a batch, making it if it is not there. `options` is all
    /// that the output depends on beside the entries and the layout. A batch that was
    /// broken off goes on, if its options were the same; `fresh` removes what is there.
    ///
    /// # Errors
    ///
    /// A folder that holds a finished batch, or one with other options, is refused
    /// unless `fresh`.
    pub fn open(folder: &Path, layout: &Layout, options: &str, fresh: bool) -> Result<Self> {
        let place = folder.to_string_lossy();
        fs::create_dir_all(folder)
            .map_err(|error| Error::io("cannot make the output folder", error).at(&*place))?;
        let options = format!(
            "unmix {}, {}, {:?}, {:?}, {:?}, {options}",
            env!("CARGO_PKG_VERSION"),
            layout.format.name,
            layout.packing,
            layout.shard_size,
            layout.dedup,
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
        let mut this = Self {
            folder: folder.to_owned(),
            layout: *layout,
            packer: Packer::new(match layout.format.is_packed() {
                true => Packing::Zstd,
                false => layout.packing,
            }),
            volumes: BTreeMap::new(),
            list: None,
            seen: None,
            kept: BTreeMap::new(),
            left_out: 0,
            sample: Sample::default(),
            closed: Vec::new(),
            entries: Entries::default(),
            reached: Checkpoint {
                options,
                ..Checkpoint::default()
            },
            settled: Instant::now(),
            settling: Settling::default(),
            every: SETTLE,
            report: None,
            astray: false,
        };
        match begun {
            Some(begun) => this.go_on(begun)?,
            None => this.begin(fresh)?,
        }
        Ok(this)
    }

    /// How often the batch settles, at the end of an entry: a run that is killed loses no
    /// more than what came since. Seldom enough in any case that it takes little of the time.
    #[must_use]
    pub fn settle_every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }

    /// Has `write` write a report when the batch comes to its end: it gets the path of the
    /// list of entries, and what the page is written to.
    #[must_use]
    pub fn with_report(
        mut self,
        write: impl FnMut(&Path, &mut dyn Write) -> io::Result<()> + 'static,
    ) -> Self {
        self.report = Some(Report(Box::new(write)));
        self
    }

    fn begin(&mut self, fresh: bool) -> Result<()> {
        let folder = &self.folder;
        if folder.join(ENTRIES).exists() && !fresh {
            let message = "the folder holds a batch already; --fresh replaces it";
            return Err(Error::new(ErrorKind::Option, message).at(folder.to_string_lossy()));
        }
        let clear = || {
            if folder.join(ENTRIES).exists() {
                remove_batch(folder)?;
            }
            remove(&folder.join(checkpoint::NAME))?;
            remove_unfinished(folder, &BTreeSet::new())
        };
        clear().map_err(|error| {
            Error::io("cannot remove the old batch", error).at(folder.to_string_lossy())
        })?;
        output::free(&folder.join(Self::REPORT))?;
        let list = Output::create(folder.join(ENTRIES), &Packer::new(Packing::Plain))?;
        self.list = Some(list);
        if let Some(dedup) = self.layout.dedup {
            self.seen = Some(Seen::new(&self.folder, dedup)?);
        }
        Ok(())
    }

    fn go_on(&mut self, begun: Checkpoint) -> Result<()> {
        let folder = &self.folder;
        // What was begun after the batch last settled is begun again.
        let mut kept: BTreeSet<String> = begun.closed.keys().cloned().collect();
        kept.insert(ENTRIES.to_owned());
        if begun.seen.is_some() {
            kept.insert(Seen::NAME.to_owned());
        }
        for (language, place) in &begun.volumes {
            kept.extend(place.names(&self.layout, language));
        }
        remove_unfinished(folder, &kept).map_err(|error| {
            Error::io("cannot clear the folder", error).at(folder.to_string_lossy())
        })?;
        for (name, length) in &begun.closed {
            self.closed.push(Closed::found(folder.join(name), *length)?);
        }
        for (language, place) in &begun.volumes {
            let volume = Volume::go_on(folder, &self.layout, language, place.clone())?;
            self.volumes.insert(language.clone(), volume);
        }
        if let Some(place) = &begun.list {
            self.list = Some(Output::go_on(folder.join(ENTRIES), place.clone())?);
        }
        if let (Some(dedup), Some(place)) = (self.layout.dedup, &begun.seen) {
            self.seen = Some(Seen::go_on(folder, dedup, place.clone())?);
        }
        self.reached = begun;
        Ok(())
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

    /// How many segments were left out so far because of earlier ones.
    pub fn duplicates(&self) -> u64 {
        self.reached.duplicates
    }

    fn segments(&mut self, document: &Document) -> Result<()> {
        for numbered in numbered(document, self.reached.entries) {
            if let Some(seen) = &mut self.seen
                && seen.before(numbered.segment)?
            {
                self.left_out += 1;
                continue;
            }
            let language = numbered.segment.language.as_str();
            match self.kept.get_mut(language) {
                Some(count) => *count += 1,
                None => drop(self.kept.insert(language.to_owned(), 1)),
            }
            let volume = match self.volumes.get_mut(language) {
                Some(volume) => volume,
                None => self
                    .volumes
                    .entry(language.to_owned())
                    .or_insert_with(Volume::new),
            };
            let full = volume.segment(&self.folder, &self.layout, &mut self.packer, &numbered)?;
            self.closed.extend(full);
        }
        Ok(())
    }

    fn entry_ends(&mut self, mut record: Record) -> Result<()> {
        let kept = mem::take(&mut self.kept);
        for language in kept.keys() {
            if let Some(volume) = self.volumes.get_mut(language) {
                volume.entry_ends(&self.layout.format, &mut self.packer)?;
            }
        }
        record.kept = Some(kept);
        let left_out = mem::take(&mut self.left_out);
        if left_out > 0 {
            record.notes.insert("duplicate", left_out);
            self.reached.duplicates += left_out;
        }
        record.sample = self.sample.take(&record, &mut self.reached.samples);
        let Some(list) = &mut self.list else {
            return Err(self.over());
        };
        list.write(&mut Packer::new(Packing::Plain), |writer| {
            serde_json::to_writer(&mut *writer, &record)?;
            writer.write_all(b"\n")
        })
    }

    /// Writes all files to their ends. Once any of them has its name, a run that goes on
    /// must find nothing left to do.
    fn close(&mut self) -> Result<()> {
        for volume in self.volumes.values_mut() {
            let closed = volume.close(&self.layout.format, &mut self.packer)?;
            self.closed.extend(closed);
        }
        self.volumes.clear();
        if let Some(list) = self.list.take() {
            let closed = list.close(&mut Packer::new(Packing::Plain))?;
            self.closed.push(closed);
        }
        self.seen = None;
        if self.astray {
            self.closed.iter_mut().for_each(Closed::tidy);
        } else {
            self.settle()?;
        }
        self.settling.wait()?;
        remove(&unfinished(&self.folder.join(Seen::NAME))).map_err(|error| {
            Error::io("cannot tidy the folder up", error).at(self.folder.to_string_lossy())
        })
    }

    fn write_report(&mut self) -> Result<()> {
        let Some(Report(report)) = &mut self.report else {
            return Ok(());
        };
        let path = self.folder.join(Self::REPORT);
        let mut write = || {
            let list = self.folder.join(ENTRIES);
            let named = if list.exists() {
                list
            } else {
                unfinished(&list)
            };
            let mut file = BufWriter::new(File::create(unfinished(&path))?);
            report(&named, &mut file)?;
            file.flush()?;
            fs::rename(unfinished(&path), &path)
        };
        write()
            .map_err(|error| Error::io("cannot write the report", error).at(path.to_string_lossy()))
    }

    /// A batch that was broken off when everything was written has no more entries.
    fn over(&self) -> Error {
        let message = "the input has more entries than when the batch was begun; \
                       --fresh starts over";
        Error::new(ErrorKind::Option, message).at(self.folder.to_string_lossy())
    }

    /// Begins to settle: all files will be on the disk, and the checkpoint will say so.
    fn settle(&mut self) -> Result<()> {
        let mut pending = Pending::default();
        let reached = &mut self.reached;
        let closed = self.closed.iter_mut();
        reached.closed = closed.map(|closed| closed.settle(&mut pending)).collect();
        reached.seen = match &mut self.seen {
            Some(seen) => Some(seen.settle(&mut pending)?),
            None => None,
        };
        reached.volumes.clear();
        for (language, volume) in &mut self.volumes {
            let place = volume.settle(&mut self.packer, &mut pending)?;
            reached.volumes.insert(language.clone(), place);
        }
        let mut plain = Packer::new(Packing::Plain);
        reached.list = match &mut self.list {
            Some(list) => Some(list.settle(&mut plain, &mut pending)?),
            None => None,
        };
        self.settled = Instant::now();
        let (checkpoint, folder) = (reached.clone(), self.folder.clone());
        if let Some(took) = self.settling.begin(pending, checkpoint, folder)? {
            self.every = self.every.max(took * SETTLE_SHARE);
        }
        Ok(())
    }

    fn settle_if_it_is_time(&mut self) -> Result<()> {
        if self.astray || self.settled.elapsed() < self.every || self.settling.is_busy() {
            return Ok(());
        }
        self.settle()
    }
}

impl Sink for Folder {
    fn document(&mut self, document: &Document) -> Result<()> {
        if self.list.is_none() {
            return Err(self.over());
        }
        self.reached.items += 1;
        self.reached.bytes += document.bytes;
        self.reached.entries += u64::from(document.part.index == 0);
        self.sample.see(document);
        self.segments(document)?;
        if let Some(record) = self.entries.document(document) {
            self.entry_ends(record)?;
            let trail = &mut self.reached.trail;
            trail.add(&document.entry, document.part.sha256);
            self.settle_if_it_is_time()?;
        }
        Ok(())
    }

    fn failure(&mut self, error: &Error) -> Result<()> {
        let record = self.entries.failure(error);
        self.entry_ends(record)?;
        self.reached.items += 1;
        self.reached.failures += 1;
        self.astray |= error.kind() == ErrorKind::Internal;
        self.settle_if_it_is_time()
    }

    fn finish(&mut self) -> Result<()> {
        self.close()?;
        self.write_report()?;
        // The list last: with it, the batch is whole.
        let list = self.folder.join(ENTRIES);
        self.closed.sort_by_key(|closed| closed.path() == list);
        for closed in &self.closed {
            closed.finish()?;
        }
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
            languages.extend(record.kept.unwrap_or(record.languages).into_keys());
        }
    }
    let names = names(folder)?;
    for name in volume::of_batch(&names, &languages) {
        remove(&folder.join(name))?;
    }
    remove(&folder.join(Folder::REPORT))?;
    remove(&folder.join(ENTRIES))
}

/// What a record says of languages.
#[derive(Deserialize)]
struct Languages {
    languages: BTreeMap<String, u64>,
    /// Those of which segments were written, where some were left out.
    kept: Option<BTreeMap<String, u64>>,
}

/// Removes the unfinished files but those that go on, by the names they will have.
fn remove_unfinished(folder: &Path, kept: &BTreeSet<String>) -> io::Result<()> {
    for name in names(folder)? {
        if let Some(finished) = name.strip_suffix(UNFINISHED)
            && !kept.contains(finished)
        {
            fs::remove_file(folder.join(name))?;
        }
    }
    Ok(())
}

/// The names of the files in a folder, of those that are text.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for found in fs::read_dir(folder)? {
        let found = found?;
        if found.file_type()?.is_file() {
            names.extend(found.file_name().into_string());
        }
    }
    Ok(names)
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
