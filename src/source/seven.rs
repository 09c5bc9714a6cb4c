//! 7z: LZMA, LZMA2, PPMd, bzip2, Deflate and Zstandard, with the usual filters.

use std::{
    cell::Cell,
    io::{Read, Seek},
    ops::ControlFlow,
    rc::Rc,
};

use sevenz_rust2::{Archive, BlockDecoder, Error as SevenError, Password};

use super::{Format, Metered, Reading, Stream, head::ReadSeek, packed::WINDOW_BYTES};
use crate::error::{Error, ErrorKind};

pub(super) const FORMAT: Format = Format {
    matches: |looked| looked.head.starts_with(b"7z\xBC\xAF\x27\x1C"),
    read,
};

/// What an unpacker gets for its window, in KiB.
const WINDOW_KIB: usize = WINDOW_BYTES as usize >> 10;

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let Stream {
        name: container,
        bytes,
        ..
    } = stream;
    let seekable = bytes.seekable().and_then(|seekable| match seekable.failed {
        // Its directory stands at its end.
        Some(error) => Err(error),
        None => Ok(seekable.bytes),
    });
    let mut file = match seekable {
        Ok(file) => file,
        Err(error) => return reading.failed(&container, "cannot read", error),
    };
    let password = Password::empty();
    let archive = match Archive::read_with_memory_limit(&mut file, &password, WINDOW_KIB) {
        Ok(archive) => archive,
        Err(error) => return damaged(&container, &error, reading),
    };
    if archive.files.len() as u64 > reading.source.limits.entries {
        return reading.error(super::too_many(&container, reading.source.limits.entries));
    }
    let packed = file.seek(std::io::SeekFrom::End(0)).unwrap_or(0);
    let mut members = Members {
        container: &container,
        // A block may hold many members: how much came out is counted over all of them.
        packed: Rc::new(Cell::new(packed)),
        unpacked: Rc::default(),
        stopped: false,
    };
    for block in 0..archive.blocks.len() {
        members.block(block, &archive, &mut file, reading)?;
    }
    // Files without content are in no block.
    for (index, file) in archive.files.iter().enumerate() {
        if archive.stream_map.file_block_index[index].is_none() && !file.is_directory() {
            let name = super::member(&container, file.name());
            reading.stream(Stream::buffered(name, std::io::empty()))?;
        }
    }
    ControlFlow::Continue(())
}

struct Members<'a> {
    container: &'a str,
    packed: Rc<Cell<u64>>,
    unpacked: Rc<Cell<u64>>,
    /// The visitor wants no more.
    stopped: bool,
}

impl Members<'_> {
    /// Reads the members of a block. Damage in it costs what comes after it in this
    /// block, not the other blocks.
    fn block(
        &mut self,
        index: usize,
        archive: &Archive,
        file: &mut Box<dyn ReadSeek + '_>,
        reading: &mut Reading<'_>,
    ) -> ControlFlow<()> {
        let password = Password::empty();
        let decoder =
            BlockDecoder::new_with_memory_limit(1, WINDOW_KIB, index, archive, &password, file);
        let names: Vec<String> = decoder
            .entries()
            .iter()
            .map(|entry| super::member(self.container, entry.name()))
            .collect();
        let (mut begun, mut failed) = (0, false);
        let result = decoder.for_each_entries(&mut |entry, bytes| {
            begun += 1;
            if entry.is_directory() {
                return Ok(true);
            }
            let name = super::member(self.container, entry.name());
            let mut bytes = Watched {
                inner: Metered::shared(
                    bytes,
                    Rc::clone(&self.packed),
                    Rc::clone(&self.unpacked),
                    &reading.source.limits,
                ),
                failed: false,
            };
            let flow = reading.stream(Stream::new(name, &mut bytes));
            failed = bytes.failed;
            self.stopped = flow.is_break();
            Ok(!self.stopped && !failed)
        });
        if self.stopped {
            return ControlFlow::Break(());
        }
        match result {
            // Whoever read the member has told of it; what comes after it is lost.
            _ if failed => {
                for name in names.iter().skip(begun) {
                    let message = "the archive is damaged before this member";
                    let error = Error::new(ErrorKind::Archive, message);
                    reading.error(error.at(name))?;
                }
                ControlFlow::Continue(())
            }
            Err(error) => {
                // Between two members, or at the end of one: a checksum, mostly.
                let last = names.get(begun.saturating_sub(1));
                let last = last.map_or(self.container, String::as_str);
                damaged(last, &error, reading)
            }
            Ok(_) => ControlFlow::Continue(()),
        }
    }
}

/// A reader that remembers whether it failed.
struct Watched<R> {
    inner: R,
    failed: bool,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let result = self.inner.read(buffer);
        self.failed |= result.is_err();
        result
    }
}

fn damaged(name: &str, error: &SevenError, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let message = match error {
        SevenError::PasswordRequired | SevenError::MaybeBadPassword(_) => {
            "it is encrypted".to_owned()
        }
        SevenError::MaxMemLimited { .. } => {
            format!("it needs more than {} MiB to unpack", WINDOW_BYTES >> 20)
        }
        error => format!("the 7z archive is damaged or of an unknown kind: {error}"),
    };
    reading.error(Error::new(ErrorKind::Archive, message).at(name))
}
