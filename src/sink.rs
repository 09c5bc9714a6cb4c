//! Documents in, files or a stream out. An output format is one file in this folder
//! and one row in [`FORMATS`].

use std::io::{self, Write};

use crate::{
    document::{Document, Segment},
    error::{Error, Result},
};

mod checkpoint;
pub mod entries;
mod folder;
mod jsonl;
mod text;
mod tsv;

pub use folder::Folder;

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

/// A way to write segments: name, file ending, what stands at the top, and how a
/// segment is written.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name by which it is asked for.
    pub name: &'static str,
    /// The ending of its files.
    pub extension: &'static str,
    header: &'static str,
    segment: fn(&mut dyn Write, &Numbered<'_>) -> io::Result<()>,
}

/// All formats.
pub const FORMATS: &[Format] = &[jsonl::FORMAT, text::FORMAT, tsv::FORMAT];

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.iter().find(|format| format.name == name).copied()
    }
}

/// A segment, its document, and its number in the entry, from 1.
struct Numbered<'d> {
    document: &'d Document,
    segment: &'d Segment,
    number: u64,
}

fn numbered(document: &Document) -> impl Iterator<Item = Numbered<'_>> {
    document
        .segments
        .iter()
        .zip(document.segments_before + 1..)
        .map(move |(segment, number)| Numbered {
            document,
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
}

impl<W: Write> Stream<W> {
    /// A sink that writes to `writer` in `format`.
    pub fn new(writer: W, format: Format) -> Self {
        Self {
            writer,
            format,
            begun: false,
        }
    }

    fn write(&mut self, document: Option<&Document>) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            self.writer.write_all(self.format.header.as_bytes())?;
        }
        for numbered in document.into_iter().flat_map(numbered) {
            (self.format.segment)(&mut self.writer, &numbered)?;
        }
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
