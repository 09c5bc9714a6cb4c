//! tar: ustar, GNU and pax.

use std::{
    cell::Cell,
    io::{self, Read},
    ops::ControlFlow,
    rc::Rc,
};

use super::{Exactly, Format, Metered, Reading, Stream};
use crate::error::{Error, ErrorKind};

pub(super) const FORMAT: Format = Format {
    matches: |looked| is_tar(looked.head),
    read,
};

/// The magic of ustar and GNU headers (POSIX.1-1988, 10.1.1), and a first header
/// whose checksum is right.
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else {
        return false;
    };
    let stated = std::str::from_utf8(&header[148..156])
        .ok()
        .and_then(|octal| u32::from_str_radix(octal.trim_matches([' ', '\0']), 8).ok());
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(at, byte)| {
            if (148..156).contains(&at) {
                32
            } else {
                u32::from(*byte)
            }
        })
        .sum();
    &header[257..262] == b"ustar" && stated == Some(sum)
}

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let Stream {
        name: container,
        bytes,
        ..
    } = stream;
    let (mut count, mut names) = (0, Names::default());
    let mut input: Box<dyn Read + '_> = Box::new(bytes);
    loop {
        let mut archive = tar::Archive::new(input);
        match members(&mut archive, &container, &mut count, &mut names, reading)? {
            End::Whole => return ControlFlow::Continue(()),
            End::Damaged(error) => {
                let message = format!("the tar archive is damaged: {error}");
                reading.error(Error::new(ErrorKind::Archive, message).at(&container))?;
            }
        }
        let mut rest = archive.into_inner();
        let Some(header) = next_header(&mut rest) else {
            return ControlFlow::Continue(());
        };
        input = Box::new(io::Cursor::new(header).chain(rest));
    }
}

/// How the members ended.
enum End {
    /// Where the archive says so, or at a limit that was told of.
    Whole,
    Damaged(io::Error),
}

fn members(
    archive: &mut tar::Archive<Box<dyn Read + '_>>,
    container: &str,
    count: &mut u64,
    names: &mut Names,
    reading: &mut Reading<'_>,
) -> ControlFlow<(), End> {
    let members = match archive.entries() {
        Ok(members) => members,
        Err(error) => return ControlFlow::Continue(End::Damaged(error)),
    };
    for found in members {
        let found = match found {
            Ok(found) => found,
            Err(error) => return ControlFlow::Continue(End::Damaged(error)),
        };
        *count += 1;
        if *count > reading.source.limits.entries {
            reading.error(super::too_many(container, reading.source.limits.entries))?;
            return ControlFlow::Continue(End::Whole);
        }
        let kind = found.header().entry_type();
        if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
            continue;
        }
        let name = super::member(container, &names.decode(&found.path_bytes(), reading));
        let (stored, size) = (found.header().entry_size(), found.size());
        let found = Exactly::new(found, size, "member");
        if kind.is_gnu_sparse() {
            // Holes cost nothing to pack.
            let packed = Rc::new(Cell::new(stored.unwrap_or(0)));
            let unpacked = Metered::new(found, packed, &reading.source.limits);
            reading.stream(Stream::new(name, unpacked))?;
        } else {
            reading.stream(Stream::new(name, found))?;
        }
    }
    ControlFlow::Continue(End::Whole)
}

/// Names that are no UTF-8, which help to tell the encoding of those after them.
#[derive(Default)]
struct Names(Vec<Vec<u8>>);

impl Names {
    /// How many names are remembered.
    const MOST: usize = 100;

    fn decode(&mut self, name: &[u8], reading: &Reading<'_>) -> String {
        if let Ok(name) = std::str::from_utf8(name) {
            return name.to_owned();
        }
        self.0.truncate(Self::MOST);
        self.0.push(name.to_vec());
        let all: Vec<&[u8]> = self.0.iter().map(Vec::as_slice).collect();
        (reading.source.names)(&all, None).pop().unwrap_or_default()
    }
}

/// The next block that is a whole header, after damage.
fn next_header(rest: &mut impl Read) -> Option<[u8; 512]> {
    let mut block = [0; 512];
    loop {
        rest.read_exact(&mut block).ok()?;
        if is_tar(&block) {
            return Some(block);
        }
    }
}
