//! A reader whose beginning can be looked at before it is read.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

/// A reader with the bytes at its beginning held back.
pub(super) struct Head<'a> {
    seen: Vec<u8>,
    given: usize,
    rest: Rest<'a>,
}

enum Rest<'a> {
    Stream(Box<dyn Read + 'a>),
    File(File),
}

/// Something that can be read from any place.
pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl<'a> Head<'a> {
    pub(super) fn new(stream: Box<dyn Read + 'a>) -> Self {
        Self {
            seen: Vec::new(),
            given: 0,
            rest: Rest::Stream(stream),
        }
    }

    pub(super) fn file(file: File) -> Self {
        Self {
            seen: Vec::new(),
            given: 0,
            rest: Rest::File(file),
        }
    }

    /// The first `length` bytes, fewer if there are no more. They are still to be read.
    pub(super) fn peek(&mut self, length: usize) -> io::Result<&[u8]> {
        let missing = length.saturating_sub(self.seen.len());
        self.rest
            .by_ref()
            .take(missing as u64)
            .read_to_end(&mut self.seen)?;
        Ok(&self.seen[..self.seen.len().min(length)])
    }

    /// The same bytes, to be read from any place: the file itself, or a copy that
    /// stays in memory up to `in_memory` bytes and goes to a temporary file beyond.
    pub(super) fn seekable(mut self, in_memory: usize) -> io::Result<Box<dyn ReadSeek + 'a>> {
        if let Rest::File(file) = &mut self.rest {
            file.seek(SeekFrom::Start(0))?;
            return Ok(Box::new(file.try_clone()?));
        }
        let mut copy = tempfile::spooled_tempfile(in_memory);
        io::copy(&mut self, &mut copy)?;
        copy.seek(SeekFrom::Start(0))?;
        Ok(Box::new(copy))
    }
}

impl Read for Rest<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stream(stream) => stream.read(buffer),
            Self::File(file) => file.read(buffer),
        }
    }
}

impl Read for Head<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let held = &self.seen[self.given..];
        if held.is_empty() {
            return self.rest.read(buffer);
        }
        let length = held.len().min(buffer.len());
        buffer[..length].copy_from_slice(&held[..length]);
        self.given += length;
        Ok(length)
    }
}
