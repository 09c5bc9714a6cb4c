//! Documents in, files or a stream out. An output format is one file in this folder
//! and one row in [`FORMATS`].

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    document::{Document, Segment},
    error::{Error, Result},
};

mod checkpoint;
mod duplicate;
pub mod entries;
mod folder;
mod jsonl;
mod output;
mod packing;
#[cfg(feature = "parquet")]
mod parquet;
mod sample;
mod settling;
mod text;
mod tsv;
mod volume;
mod xliff;

pub use duplicate::Dedup;
pub use folder::Folder;
pub use jsonl::{Line, Term, lines};
pub use packing::Packing;
pub use sample::Sampled;

/// Where documents go. They come in the order of the source, the parts of an entry
/// one after the other.
pub trait Sink {
    /// Takes a document.
    fn document(&mut self, document: &Document) -> Result<()>;

    /// Takes an entry that could not be read, or not to its end.
    fn failure(&mut self, error: &Error) -> Result<()>;

    /// Everything has come: whatever is held back has to be written now.
    fn finish(&mut self) -> Result<()>;
}

/// A way to write segments: name, file ending, and how the parts of a file are written.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name by which it is asked for.
    pub name: &'static str,
    /// The ending of its files.
    pub extension: &'static str,
    /// Whether segments of all languages can be in one stream.
    pub streams: bool,
    /// What stands at the top of a file with this language; `mul` for all in one stream.
    begin: fn(&mut Vec<u8>, language: &str) -> io::Result<()>,
    /// What stands before the first segment of an entry, which is this one.
    open: Segments,
    segment: Segments,
    /// What stands after the last segment of an entry.
    close: fn(&mut Vec<u8>) -> io::Result<()>,
    /// What stands at the bottom of a file.
    end: fn(&mut Vec<u8>) -> io::Result<()>,
    /// The ending of files that go with those line by line, and how a segment is written there.
    beside: Option<(&'static str, Segments)>,
    /// How rows, compressed with Zstandard, become the file in one go when it is full.
    seal: Option<Seal>,
}

/// Reads rows from one file, writes another, and tells its length in bytes.
type Seal = fn(rows: &Path, to: &Path) -> io::Result<u64>;

/// Writes a segment behind what is there: in memory, so that nobody is asked once for every
/// name and comma.
type Segments = fn(&mut Vec<u8>, &Numbered<'_>) -> io::Result<()>;

/// All formats.
pub const FORMATS: &[Format] = &[
    jsonl::FORMAT,
    text::FORMAT,
    tsv::FORMAT,
    xliff::FORMAT,
    #[cfg(feature = "parquet")]
    parquet::FORMAT,
];

impl Format {
    /// The format of that name or, if there is none, whose files end so.
    pub fn named(name: &str) -> Option<Self> {
        let named = FORMATS.iter().find(|format| format.name == name);
        named
            .or_else(|| FORMATS.iter().find(|format| format.extension == name))
            .copied()
    }

    /// Whether its files are compressed inside, so that compressing them gains nothing.
    pub fn is_packed(&self) -> bool {
        self.seal.is_some()
    }

    /// A format of segments one after the other, and nothing else.
    const fn plain(name: &'static str, extension: &'static str, segment: Segments) -> Self {
        Self {
            name,
            extension,
            streams: true,
            begin: |_, _| Ok(()),
            open: |_, _| Ok(()),
            segment,
            close: |_| Ok(()),
            end: |_| Ok(()),
            beside: None,
            seal: None,
        }
    }
}

/// How a batch is written.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// How segments are written.
    pub format: Format,
    /// How files are compressed.
    pub packing: Packing,
    /// How many bytes, before compression, a file has when the next one is begun.
    pub shard_size: Option<u64>,
    /// Which segments are left out because of an earlier one in their language.
    pub dedup: Option<Dedup>,
}

impl Layout {
    /// One file a language, not compressed.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            packing: Packing::Plain,
            shard_size: None,
            dedup: None,
        }
    }
}

/// A segment, its document, and its number in the entry, from 1.
struct Numbered<'d> {
    document: &'d Document,
    /// The number of the entry, from 1; 0 in a stream.
    entry: u64,
    segment: &'d Segment,
    number: u64,
}

fn numbered(document: &Document, entry: u64) -> impl Iterator<Item = Numbered<'_>> {
    document
        .segments
        .iter()
        .zip(document.segments_before + 1..)
        .map(move |(segment, number)| Numbered {
            document,
            entry,
            segment,
            number,
        })
}

/// Writes all segments to one stream.
#[derive(Debug)]
pub struct Stream<W> {
    writer: W,
    format: Format,
    begun: bool,
    /// Room for what is written next.
    room: Vec<u8>,
}

/// So many bytes are written at once.
const AT_ONCE: usize = 64 << 10;

impl<W: Write> Stream<W> {
    /// A sink that writes to `writer` in `format`.
    pub fn new(writer: W, format: Format) -> Self {
        Self {
            writer,
            format,
            begun: false,
            room: Vec::new(),
        }
    }

    fn write(&mut self, document: Option<&Document>) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            (self.format.begin)(&mut self.room, "mul")?;
        }
        let numbered = document
            .into_iter()
            .flat_map(|document| numbered(document, 0));
        for numbered in numbered {
            (self.format.segment)(&mut self.room, &numbered)?;
            if self.room.len() >= AT_ONCE {
                self.writer.write_all(&self.room)?;
                self.room.clear();
            }
        }
        self.writer.write_all(&self.room)?;
        self.room.clear();
        Ok(())
    }
}

impl<W: Write> Sink for Stream<W> {
    fn document(&mut self, document: &Document) -> Result<()> {
        self.write(Some(document))
            .map_err(|error| Error::io("cannot write the output", error))
    }

    fn failure(&mut self, _error: &Error) -> Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        self.write(None)
            .and_then(|()| self.writer.flush())
            .map_err(|error| Error::io("cannot write the output", error))
    }
}
