//! tar: ustar, GNU and pax.

use std::{io, ops::ControlFlow};

use super::{Format, Reading, Stream};
use crate::error::{Error, ErrorKind};

pub(super) const FORMAT: Format = Format {
    matches: |_, head| is_tar(head),
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
    let mut archive = tar::Archive::new(bytes);
    let members = match archive.entries() {
        Ok(members) => members,
        Err(error) => return damaged(&container, error, reading),
    };
    let mut count = 0;
    for found in members {
        let found = match found {
            Ok(found) => found,
            // What follows a damaged header cannot be found again.
            Err(error) => return damaged(&container, error, reading),
        };
        count += 1;
        if count > reading.source.limits.entries {
            return reading.error(super::too_many(&container, reading.source.limits.entries));
        }
        if !found.header().entry_type().is_file() {
            continue;
        }
        let raw = found.path_bytes().into_owned();
        let name = super::decode_names(&[&raw], reading.source.names).remove(0);
        reading.stream(Stream::new(super::member(&container, &name), found))?;
    }
    ControlFlow::Continue(())
}

fn damaged(container: &str, error: io::Error, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let message = format!("the tar archive is damaged: {error}");
    reading.error(Error::new(ErrorKind::Archive, message).at(container))
}
