//! Paths and streams in, entries out, one at a time and in a fixed order: folders
//! are walked, compressed files and archives opened. Never looks at text.
//!
//! An archive format is one file in this folder and one row in [`FORMATS`].

use std::{
    cell::Cell,
    fmt,
    io::{self, BufRead, Read},
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    rc::Rc,
    sync::{
        Arc,
        atomic::AtomicU64,
        mpsc::{self, Receiver},
    },
    thread, vec,
};

use crate::{
    batch::Batch,
    document::{Entry, Hint},
    error::{Error, ErrorKind, Result},
};

mod brotli;
mod bzip2;
mod gzip;
mod head;
mod http;
mod lz4;
mod mail;
mod mbox;
mod media;
mod name;
mod office;
mod own;
mod packed;
#[cfg(feature = "parquet")]
mod parquet;
mod part;
mod record;
mod select;
mod seven;
mod table;
mod tar;
mod walk;
mod warc;
mod wiki;
mod xz;
mod zip;
mod zstd;

use head::{Head, Room};
use own::Own;
pub use select::Selection;

/// A container format that entries are read out of.
struct Format {
    /// Whether something that looks like this is of this format.
    matches: fn(&Looked<'_>) -> bool,
    /// Reads it, entry by entry.
    read: fn(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()>,
}

/// What formats are told by.
struct Looked<'a> {
    name: &'a str,
    /// The first [`HEAD_BYTES`].
    head: &'a [u8],
    fields: &'a Fields,
}

impl Looked<'_> {
    /// Whether the name has one of these endings.
    fn is_named(&self, endings: &[&str]) -> bool {
        let ending = self.name.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|own| endings.iter().any(|one| own.eq_ignore_ascii_case(one)))
    }

    /// Whether the name says nothing of what is there, as that of standard input.
    fn is_nameless(&self) -> bool {
        !self
            .name
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .contains('.')
    }
}

/// All formats, in the order in which they are tried.
const FORMATS: &[Format] = &[
    gzip::FORMAT,
    zstd::FORMAT,
    bzip2::FORMAT,
    xz::FORMAT,
    lz4::FORMAT,
    zip::FORMAT,
    seven::FORMAT,
    tar::FORMAT,
    warc::WARC,
    warc::ARC,
    mbox::FORMAT,
    mail::FORMAT,
    wiki::FORMAT,
    record::FORMAT,
    table::FORMAT,
    #[cfg(feature = "parquet")]
    parquet::FORMAT,
    brotli::FORMAT,
];

/// How many bytes a format is recognised by; the magic of tar ends at 262.
const HEAD_BYTES: usize = 512;

/// Decodes the names of an archive's members, all at once, since one name is too
/// short to tell its encoding; or the cells of a table, whose charset is known by its
/// label. Gives as many names as it was given.
pub type NameDecoder = fn(names: &[&[u8]], charset: Option<&str>) -> Vec<String>;

/// Tells the charset of a long stretch of bytes, such as a whole table, of which
/// single pieces will be read: a label, or `None` if it is plain ASCII.
pub type CharsetTeller = fn(bytes: &[u8]) -> Option<String>;

/// Where the text of a record stands.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The field of objects in JSON Lines.
    pub json: String,
    /// The column of tables, by its title or its number from 1. Tables are read as
    /// plain text without one.
    pub column: Option<String>,
    /// What everything that is no archive is records of, whatever its name and its beginning.
    pub records: Option<Records>,
}

/// A kind of records that one file holds many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// JSON Lines.
    Json,
    /// CSV, TSV.
    Table,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            json: "text".to_owned(),
            column: None,
            records: None,
        }
    }
}

/// What may be read at the most.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Containers inside containers.
    pub depth: usize,
    /// Entries in one archive.
    pub entries: u64,
    /// Bytes unpacked for each packed one, past [`Limits::RATIO_FROM`] unpacked bytes.
    pub ratio: u64,
    /// Bytes of one record that must be in memory to be read: a message, a JSON
    /// line, a row of a table, a page of a dump.
    pub record: u64,
}

impl Limits {
    /// Ratios are not looked at below this many unpacked bytes.
    pub const RATIO_FROM: u64 = 64 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 8,
            entries: 1_000_000,
            ratio: 1_000,
            record: 64 << 20,
        }
    }
}

/// What to read, and how.
#[derive(Clone)]
pub struct Source {
    paths: Vec<PathBuf>,
    limits: Limits,
    selection: Selection,
    fields: Fields,
    names: NameDecoder,
    charset: CharsetTeller,
    sha256: bool,
    own: Own,
    /// Bytes read of files so far.
    read: Arc<AtomicU64>,
}

/// The same for the same paths and limits, in every run.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("paths", &self.paths)
            .field("limits", &self.limits)
            .field("selection", &self.selection)
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

impl Source {
    /// Files and folders, in this order; `-` is standard input. `names` decodes the
    /// names in archives, `charset` tells that of tables.
    pub fn new(
        paths: impl IntoIterator<Item = impl Into<PathBuf>>,
        names: NameDecoder,
        charset: CharsetTeller,
    ) -> Self {
        Self {
            paths: paths.into_iter().map(Into::into).collect(),
            limits: Limits::default(),
            selection: Selection::default(),
            fields: Fields::default(),
            names,
            charset,
            sha256: false,
            own: Own::default(),
            read: Arc::default(),
        }
    }

    /// Sets the limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets where the text of records stands.
    #[must_use]
    pub fn fields(mut self, fields: Fields) -> Self {
        self.fields = fields;
        self
    }

    /// Sets which files of folders are read.
    #[must_use]
    pub fn selection(mut self, selection: Selection) -> Self {
        self.selection = selection;
        self
    }

    /// Passes over the folder that the output goes into, where it lies in a folder that is read.
    ///
    /// # Errors
    ///
    /// If it is itself what is to be read.
    pub fn output_folder(mut self, folder: &Path) -> Result<Self> {
        self.own.set_folder(folder);
        if self.paths.iter().any(|path| self.own.is_folder(path)) {
            let message = "the output would go into the folder that is read; name another";
            return Err(Error::new(ErrorKind::Option, message).at(folder.to_string_lossy()));
        }
        Ok(self)
    }

    /// Passes over the file that standard output goes to, if it is one.
    #[must_use]
    pub fn output_stdout(mut self) -> Self {
        self.own.set_stdout();
        self
    }

    /// Counts the bytes read of files, as they are read: compare with [`Source::size`].
    pub fn read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }

    /// The bytes of all files that will be read, as far as they can be seen.
    pub fn size(&self) -> u64 {
        self.paths.iter().map(|path| walk::size(path, self)).sum()
    }

    /// Whether entries carry their SHA-256.
    #[must_use]
    pub fn sha256(mut self, wanted: bool) -> Self {
        self.sha256 = wanted;
        self
    }

    /// The entries, read ahead of the caller on a thread of their own.
    ///
    /// An entry that cannot be read comes as an error that names it, in its place
    /// in the order; the others are not affected. An entry that fails after some
    /// of its parts came out gives those parts, then the error.
    pub fn entries(self) -> Entries {
        // Few, so that little is held in memory; more than none, so that reading and
        // working overlap.
        let (sender, batches) = mpsc::sync_channel(4);
        thread::spawn(move || {
            let mut batch = Batch::default();
            let mut hand_over = |item| match batch.add(item).map(|full| sender.send(full)) {
                None | Some(Ok(())) => ControlFlow::Continue(()),
                Some(Err(_)) => ControlFlow::Break(()),
            };
            let read = panic::catch_unwind(AssertUnwindSafe(|| self.visit(&mut hand_over)));
            let failed = read.is_err().then(|| Err(Error::unmix_failed()));
            let last = failed.and_then(|error| batch.add(error));
            // Nobody may be there to take them any more.
            let _ = sender.send(last.unwrap_or_else(|| batch.take()));
        });
        Entries {
            batches,
            batch: Vec::new().into_iter(),
        }
    }

    /// Shows every entry to `visitor`, on this thread, until it breaks.
    pub fn visit(&self, visitor: Visitor<'_>) -> ControlFlow<()> {
        let mut reading = self.reading(visitor);
        for path in &self.paths {
            if path == Path::new("-") {
                reading.stream(Stream::buffered("-", io::stdin().lock()))?;
            } else {
                walk::walk(path, &mut reading)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Shows every entry in a stream to `visitor`: one, unless it is a container.
    pub fn visit_stream(
        &self,
        name: &str,
        stream: &mut dyn Read,
        visitor: Visitor<'_>,
    ) -> ControlFlow<()> {
        self.reading(visitor).stream(Stream::new(name, stream))
    }

    /// Shows every entry in `bytes` to `visitor`: one, unless they are a container.
    pub fn visit_bytes(&self, name: &str, bytes: &[u8], visitor: Visitor<'_>) -> ControlFlow<()> {
        self.reading(visitor).stream(Stream::memory(name, bytes))
    }

    /// Shows `text` to `visitor` as one entry, as a field of a record is one: it is
    /// UTF-8, and no container whatever it begins with.
    pub fn visit_text(&self, name: &str, text: &str, visitor: Visitor<'_>) -> ControlFlow<()> {
        let mut stream = Stream::memory(name, text.as_bytes());
        stream.hint.charset = Some("utf-8".to_owned());
        part::read(stream, &mut self.reading(visitor))
    }

    /// What shows entries to `visitor`, outside of any container.
    fn reading<'r>(&'r self, visitor: Visitor<'r>) -> Reading<'r> {
        Reading {
            source: self,
            depth: 0,
            visitor,
            named: name::Names::default(),
        }
    }
}

/// What is shown each entry, in order, and says whether it wants more.
pub type Visitor<'a> = &'a mut dyn FnMut(Result<Entry>) -> ControlFlow<()>;

/// The entries of a [`Source`].
#[derive(Debug)]
pub struct Entries {
    batches: Receiver<Vec<Result<Entry>>>,
    batch: vec::IntoIter<Result<Entry>>,
}

impl Iterator for Entries {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.batch.next() {
                Some(entry) => return Some(entry),
                None => self.batch = self.batches.recv().ok()?.into_iter(),
            }
        }
    }
}

/// A named stream of bytes whose beginning has been looked at.
struct Stream<'a> {
    name: String,
    hint: Hint,
    bytes: Head<'a>,
}

impl<'a> Stream<'a> {
    fn new(name: impl Into<String>, bytes: impl Read + 'a) -> Self {
        Self::buffered(name, Room::new(bytes))
    }

    /// A stream that has its next bytes at hand.
    fn buffered(name: impl Into<String>, bytes: impl BufRead + 'a) -> Self {
        Self {
            name: name.into(),
            hint: Hint::default(),
            bytes: Head::new(Box::new(bytes)),
        }
    }

    /// Bytes in memory.
    fn memory(name: impl Into<String>, bytes: &'a [u8]) -> Self {
        Self {
            name: name.into(),
            hint: Hint::default(),
            bytes: Head::memory(bytes),
        }
    }

    /// A seekable file: formats that keep their directory at the end need one.
    fn file(name: impl Into<String>, file: std::fs::File, count: Arc<AtomicU64>) -> Self {
        Self {
            name: name.into(),
            hint: Hint::default(),
            bytes: Head::file(file, count),
        }
    }
}

/// One pass over a source: where we are, and who is shown what we find.
struct Reading<'v> {
    source: &'v Source,
    depth: usize,
    visitor: Visitor<'v>,
    /// The names of files.
    named: name::Names,
}

impl Reading<'_> {
    /// Reads a stream as what its beginning says it is.
    fn stream(&mut self, mut stream: Stream<'_>) -> ControlFlow<()> {
        let head = match stream.bytes.peek(HEAD_BYTES) {
            Ok(head) => head,
            Err(error) => return self.failed(&stream.name, "cannot read", error),
        };
        let looked = Looked {
            name: &stream.name,
            head,
            fields: &self.source.fields,
        };
        let Some(format) = FORMATS.iter().find(|format| (format.matches)(&looked)) else {
            return part::read(stream, self);
        };
        if self.depth == self.source.limits.depth {
            let message = format!(
                "containers are nested more than {} deep; --max-depth allows more",
                self.depth
            );
            return self.error(Error::new(ErrorKind::Limit, message).at(stream.name));
        }
        self.depth += 1;
        let flow = (format.read)(stream, self);
        self.depth -= 1;
        flow
    }

    fn entry(&mut self, entry: Entry) -> ControlFlow<()> {
        (self.visitor)(Ok(entry))
    }

    fn error(&mut self, error: Error) -> ControlFlow<()> {
        (self.visitor)(Err(error))
    }

    fn failed(&mut self, name: &str, message: &str, error: io::Error) -> ControlFlow<()> {
        self.error(Error::io(message, error).at(name))
    }
}

/// Names as text: as they stand where all are UTF-8, else as `decoder` says.
fn decode_names(names: &[&[u8]], decoder: NameDecoder) -> Vec<String> {
    let utf8: std::result::Result<Vec<_>, _> = names
        .iter()
        .map(|name| std::str::from_utf8(name).map(str::to_owned))
        .collect();
    utf8.unwrap_or_else(|_| decoder(names, None))
}

fn too_many(container: &str, limit: u64) -> Error {
    let message = format!("it has more than {limit} members; --max-entries allows more");
    Error::new(ErrorKind::Limit, message).at(container)
}

fn too_long(what: &str, limit: u64) -> Error {
    let message = format!("{what} is longer than {limit} bytes; --max-record allows more");
    Error::new(ErrorKind::Limit, message)
}

/// The name of a member in a container.
fn member(container: &str, name: &str) -> String {
    format!("{container}!/{name}")
}

/// So many bytes of a reader: an error if it ends before.
struct Exactly<R> {
    inner: R,
    left: u64,
    /// What the bytes are.
    what: &'static str,
}

impl<R> Exactly<R> {
    fn new(inner: R, left: u64, what: &'static str) -> Self {
        Self { inner, left, what }
    }
}

/// What ends inside of `what` has been cut off.
fn ends_inside(what: &str) -> io::Error {
    let message = format!("the archive ends inside the {what}");
    io::Error::new(io::ErrorKind::UnexpectedEof, message)
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let read = self.inner.read(&mut buffer[..wanted])?;
        self.left -= read as u64;
        if read == 0 && wanted > 0 {
            return Err(ends_inside(self.what));
        }
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Exactly<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        match self.inner.fill_buf()? {
            [] => Err(ends_inside(self.what)),
            bytes => Ok(&bytes[..bytes.len().min(left)]),
        }
    }

    fn consume(&mut self, length: usize) {
        self.left -= length as u64;
        self.inner.consume(length);
    }
}

/// Counts the packed bytes that an unpacker was given. It is given few at once, whatever is at
/// hand, so that they are not weighed against what others unpack to.
struct Packed<R> {
    inner: R,
    count: Rc<Cell<u64>>,
    /// Bytes that are counted and were not taken yet.
    ahead: usize,
}

/// How much an unpacker is given at once, in bytes.
const PACKED_BYTES: usize = 64 << 10;

impl<R> Packed<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            count: Rc::default(),
            ahead: 0,
        }
    }
}

impl<R: BufRead> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let length = held.len().min(buffer.len());
        buffer[..length].copy_from_slice(&held[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let held = self.inner.fill_buf()?;
        if self.ahead == 0 {
            self.ahead = held.len().min(PACKED_BYTES);
            self.count.set(self.count.get() + self.ahead as u64);
        }
        Ok(&held[..held.len().min(self.ahead)])
    }

    fn consume(&mut self, length: usize) {
        self.ahead = self.ahead.saturating_sub(length);
        self.inner.consume(length);
    }
}

/// An unpacker that stops with an error once much more came out than went in.
struct Metered<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: Rc<Cell<u64>>,
    ratio: u64,
}

impl<R> Metered<R> {
    /// `packed` counts the packed bytes that `inner` has taken so far.
    fn new(inner: R, packed: Rc<Cell<u64>>, limits: &Limits) -> Self {
        Self::shared(inner, packed, Rc::default(), limits)
    }

    /// `unpacked` counts what comes out of this and other unpackers of the same bytes.
    fn shared(inner: R, packed: Rc<Cell<u64>>, unpacked: Rc<Cell<u64>>, limits: &Limits) -> Self {
        Self {
            inner,
            packed,
            unpacked,
            ratio: limits.ratio,
        }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let unpacked = self.unpacked.get() + read as u64;
        self.unpacked.set(unpacked);
        if unpacked > Limits::RATIO_FROM && unpacked / self.packed.get().max(1) >= self.ratio {
            return Err(io::Error::other(format!(
                "it unpacks to more than {} times its size; --max-ratio allows more",
                self.ratio
            )));
        }
        Ok(read)
    }
}
