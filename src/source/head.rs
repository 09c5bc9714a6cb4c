//! A reader whose beginning can be looked at before it is read.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A reader with the bytes at its beginning held back.
pub(super) struct Head<'a> {
    /// What was looked at and is not at hand any more.
    seen: Vec<u8>,
    given: usize,
    rest: Rest<'a>,
    /// What failed behind the bytes held back.
    error: Option<io::Error>,
}

enum Rest<'a> {
    Stream(Box<dyn BufRead + 'a>),
    /// Bytes in memory.
    Memory(Cursor<&'a [u8]>),
    File(BufReader<Counted>),
}

/// A file, and what counts the bytes read of it.
struct Counted {
    file: File,
    count: Arc<AtomicU64>,
}

/// How much of a file is read at once, in bytes.
const FILE_BYTES: usize = 64 << 10;

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
    pub(super) fn new(stream: Box<dyn BufRead + 'a>) -> Self {
        Self::of(Rest::Stream(stream))
    }

    pub(super) fn memory(bytes: &'a [u8]) -> Self {
        Self::of(Rest::Memory(Cursor::new(bytes)))
    }

    pub(super) fn file(file: File, count: Arc<AtomicU64>) -> Self {
        let counted = Counted { file, count };
        Self::of(Rest::File(BufReader::with_capacity(FILE_BYTES, counted)))
    }

    fn of(rest: Rest<'a>) -> Self {
        Self {
            seen: Vec::new(),
            given: 0,
            rest,
            error: None,
        }
    }

    /// The next `length` bytes, fewer if there are no more or if reading failed after
    /// them. They, and the failure, are still to be read.
    pub(super) fn peek(&mut self, length: usize) -> io::Result<&[u8]> {
        self.seen.drain(..self.given);
        self.given = 0;
        if self.seen.is_empty() && self.error.is_none() {
            let at_hand = match self.rest.fill_buf() {
                Ok(bytes) => bytes.len(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return Err(error),
            };
            // What is at hand need not be copied.
            if at_hand >= length {
                return Ok(&self.rest.fill_buf()?[..length]);
            }
        }
        while self.seen.len() < length && self.error.is_none() {
            match self.rest.fill_buf() {
                Ok([]) => break,
                Ok(bytes) => {
                    let bytes = &bytes[..bytes.len().min(length - self.seen.len())];
                    self.seen.extend_from_slice(bytes);
                    let taken = bytes.len();
                    self.rest.consume(taken);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.error = Some(error),
            }
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
        let Rest::File(buffered) = &mut self.rest else {
            return Ok(None);
        };
        let Counted { file, count } = buffered.get_mut();
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

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<'a> Rest<'a> {
    fn reader(&mut self) -> &mut (dyn BufRead + 'a) {
        match self {
            Self::Stream(stream) => stream,
            Self::Memory(bytes) => bytes,
            Self::File(file) => file,
        }
    }

    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader().fill_buf()
    }

    fn consume(&mut self, length: usize) {
        self.reader().consume(length);
    }
}

impl Read for Head<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.seen.len() && self.error.is_none() {
            return self.rest.reader().read(buffer);
        }
        let held = self.fill_buf()?;
        let length = held.len().min(buffer.len());
        buffer[..length].copy_from_slice(&held[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Head<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.given < self.seen.len() {
            return Ok(&self.seen[self.given..]);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, length: usize) {
        if self.given < self.seen.len() {
            self.given += length;
        } else {
            self.rest.consume(length);
        }
    }
}

/// Room for a reader that has none of its own: small at first, and larger as long as it is
/// filled, so that a small entry costs little and a large one is unpacked in large pieces.
pub(super) struct Room<R> {
    inner: R,
    room: Vec<u8>,
    start: usize,
    end: usize,
}

/// Bytes of a room, at first and at the most.
const SMALL_ROOM: usize = 8 << 10;
const LARGE_ROOM: usize = 256 << 10;

impl<R: Read> Room<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            room: Vec::new(),
            start: 0,
            end: 0,
        }
    }
}

impl<R: Read> BufRead for Room<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            let length = self.room.len();
            if self.end == length && length < LARGE_ROOM {
                self.room = vec![0; (2 * length).max(SMALL_ROOM)];
            }
            (self.start, self.end) = (0, 0);
            self.end = self.inner.read(&mut self.room)?;
        }
        Ok(&self.room[self.start..self.end])
    }

    fn consume(&mut self, length: usize) {
        self.start = (self.start + length).min(self.end);
    }
}

impl<R: Read> Read for Room<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end && buffer.len() >= LARGE_ROOM {
            return self.inner.read(buffer);
        }
        let held = self.fill_buf()?;
        let length = held.len().min(buffer.len());
        buffer[..length].copy_from_slice(&held[..length]);
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails before each of its bytes.
    struct Failing(u8, bool);

    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::Error::other(format!("before {}", self.0)));
            }
            buffer[0] = self.0;
            self.0 += 1;
            Ok(1)
        }
    }

    #[test]
    fn the_failure_that_stops_a_look_is_told_once_and_no_other() {
        let mut head = Head::new(Box::new(Room::new(Failing(0, false))));
        let told = |error: io::Error| error.to_string();
        assert_eq!(head.peek(9).map_err(told), Err("before 0".to_owned()));
        assert_eq!(head.peek(9).map_err(told), Ok(&[0][..]));
        let mut bytes = Vec::new();
        let failure = head.read_to_end(&mut bytes).map_err(told);
        assert_eq!((bytes, failure), (vec![0], Err("before 1".to_owned())));
    }

    #[test]
    fn what_was_looked_at_is_read_again() {
        let bytes: Vec<u8> = (0..LARGE_ROOM * 3).map(|place| place as u8).collect();
        for looks in [&[][..], &[4], &[9, 4], &[4, SMALL_ROOM + 1], &[usize::MAX]] {
            let mut head = Head::new(Box::new(Room::new(&bytes[..])));
            for length in looks {
                let length = *length;
                let seen = head.peek(length).expect("memory can be read");
                assert!(seen == &bytes[..length.min(bytes.len())]);
            }
            let mut read = vec![0; 3];
            head.read_exact(&mut read).expect("memory can be read");
            assert_eq!(head.peek(2).ok(), Some(&bytes[3..5]));
            head.read_to_end(&mut read).expect("memory can be read");
            assert!(read == bytes, "{looks:?}");
        }
    }
}
