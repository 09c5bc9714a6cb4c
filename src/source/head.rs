//! A reader whose beginning can be looked at before it is read.

use std::{
    fs::File,
    io::{self, Cursor, Read, Seek, SeekFrom, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A reader with the bytes at its beginning held back.
pub(super) struct Head<'a> {
    seen: Vec<u8>,
    given: usize,
    rest: Rest<'a>,
    /// What failed behind the bytes held back.
    error: Option<io::Error>,
}

enum Rest<'a> {
    Stream(Box<dyn Read + 'a>),
    /// Bytes in memory.
    Memory(Cursor<&'a [u8]>),
    /// A file, and what counts the bytes read of it.
    File(File, Arc<AtomicU64>),
}

/// What has to be read from any place, and is no file, is held in memory up to this
/// size, in bytes, and in a temporary file beyond.
pub(super) const IN_MEMORY: usize = 16 << 20;

/// Something that can be read from any place.
pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Bytes that can be read from any place.
pub(super) struct Seekable<'a> {
    pub(super) bytes: Box<dyn ReadSeek + 'a>,
    /// What failed behind them, if they are not all.
    pub(super) failed: Option<io::Error>,
}

impl<'a> Seekable<'a> {
    fn whole(bytes: impl ReadSeek + 'a) -> Self {
        Self {
            bytes: Box::new(bytes),
            failed: None,
        }
    }
}

/// How much is copied at once, in bytes.
const COPIED_AT_ONCE: usize = 64 << 10;

impl<'a> Head<'a> {
    pub(super) fn new(stream: Box<dyn Read + 'a>) -> Self {
        Self {
            seen: Vec::new(),
            given: 0,
            rest: Rest::Stream(stream),
            error: None,
        }
    }

    pub(super) fn memory(bytes: &'a [u8]) -> Self {
        Self {
            seen: Vec::new(),
            given: 0,
            rest: Rest::Memory(Cursor::new(bytes)),
            error: None,
        }
    }

    pub(super) fn file(file: File, count: Arc<AtomicU64>) -> Self {
        Self {
            seen: Vec::new(),
            given: 0,
            rest: Rest::File(file, count),
            error: None,
        }
    }

    /// The first `length` bytes, fewer if there are no more or if reading failed after
    /// them. They, and the failure, are still to be read.
    pub(super) fn peek(&mut self, length: usize) -> io::Result<&[u8]> {
        let missing = length.saturating_sub(self.seen.len());
        if self.error.is_none() {
            let mut missing = self.rest.by_ref().take(missing as u64);
            self.error = missing.read_to_end(&mut self.seen).err();
        }
        if self.seen.is_empty()
            && let Some(error) = self.error.take()
        {
            return Err(error);
        }
        Ok(&self.seen[..self.seen.len().min(length)])
    }

    /// The same bytes, to be read from any place: the file or the memory itself, or a
    /// copy that stays in memory up to [`IN_MEMORY`] bytes and goes to a temporary file
    /// beyond.
    ///
    /// # Errors
    ///
    /// Only of the copy. Where reading fails, the bytes before that are all.
    pub(super) fn seekable(mut self) -> io::Result<Seekable<'a>> {
        if let Rest::Memory(bytes) = self.rest {
            return Ok(Seekable::whole(Cursor::new(bytes.into_inner())));
        }
        if let Some(file) = self.own_file()? {
            return Ok(Seekable::whole(file));
        }
        let mut copy = tempfile::spooled_tempfile(IN_MEMORY);
        let mut buffer = vec![0; COPIED_AT_ONCE];
        let failed = loop {
            match self.read(&mut buffer) {
                Ok(0) => break None,
                Ok(read) => copy.write_all(&buffer[..read])?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Some(error),
            }
        };
        copy.seek(SeekFrom::Start(0))?;
        Ok(Seekable {
            bytes: Box::new(copy),
            failed,
        })
    }

    /// The file that is read, if it is one, at its beginning, and counted as read.
    fn own_file(&mut self) -> io::Result<Option<File>> {
        let Rest::File(file, count) = &mut self.rest else {
            return Ok(None);
        };
        // What is read of it, and how often, is up to the format.
        let read = file.stream_position()?;
        let all = file.seek(SeekFrom::End(0))?;
        count.fetch_add(all.saturating_sub(read), Ordering::Relaxed);
        file.seek(SeekFrom::Start(0))?;
        file.try_clone().map(Some)
    }
}

impl Head<'_> {
    /// The same bytes as a file: itself, or a temporary copy.
    #[cfg(feature = "parquet")]
    pub(super) fn on_disk(mut self) -> io::Result<File> {
        if let Some(file) = self.own_file()? {
            return Ok(file);
        }
        let mut copy = tempfile::tempfile()?;
        io::copy(&mut self, &mut copy)?;
        Ok(copy)
    }
}

impl Read for Rest<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stream(stream) => stream.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
            Self::File(file, count) => {
                let read = file.read(buffer)?;
                count.fetch_add(read as u64, Ordering::Relaxed);
                Ok(read)
            }
        }
    }
}

impl Read for Head<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let held = &self.seen[self.given..];
        if held.is_empty() {
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            return self.rest.read(buffer);
        }
        let length = held.len().min(buffer.len());
        buffer[..length].copy_from_slice(&held[..length]);
        self.given += length;
        Ok(length)
    }
}
