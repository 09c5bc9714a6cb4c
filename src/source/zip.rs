//! zip, by its central directory.

use std::{
    cell::Cell,
    io::{Read, Seek},
    ops::ControlFlow,
    rc::Rc,
};

use super::{Format, Metered, Reading, Stream};
use crate::error::{Error, ErrorKind};

pub(super) const FORMAT: Format = Format {
    matches: |_, head| head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06"),
    read,
};

/// A zip inside another container is held in memory up to this size, in bytes, and
/// in a temporary file beyond.
const IN_MEMORY: usize = 16 << 20;

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let Stream {
        name: container,
        bytes,
        ..
    } = stream;
    let file = match bytes.seekable(IN_MEMORY) {
        Ok(file) => file,
        Err(error) => return reading.failed(&container, "cannot read", error),
    };
    let mut archive = match zip::ZipArchive::new(file) {
        Ok(archive) => archive,
        Err(error) => {
            let message = format!("the zip archive is damaged: {error}");
            return reading.error(Error::new(ErrorKind::Archive, message).at(container));
        }
    };
    let limit = reading.source.limits.entries;
    if archive.len() as u64 > limit {
        return reading.error(super::too_many(&container, limit));
    }
    let names = names(&mut archive, reading);
    for (index, name) in names.iter().enumerate() {
        if name.ends_with('/') {
            continue;
        }
        let name = super::member(&container, name);
        let found = match archive.by_index(index) {
            Ok(found) => found,
            Err(error) => {
                let message = match error {
                    zip::result::ZipError::UnsupportedArchive(
                        zip::result::ZipError::PASSWORD_REQUIRED,
                    ) => "the member is encrypted".to_owned(),
                    error => format!("the member cannot be read: {error}"),
                };
                reading.error(Error::new(ErrorKind::Archive, message).at(name))?;
                continue;
            }
        };
        let packed = Rc::new(Cell::new(found.compressed_size()));
        let unpacked = Metered::new(found, packed, &reading.source.limits);
        reading.stream(Stream::new(name, unpacked))?;
    }
    ControlFlow::Continue(())
}

/// The members' names. Names marked as UTF-8 are taken at their word; the others
/// are decoded together.
fn names<R: Read + Seek>(archive: &mut zip::ZipArchive<R>, reading: &Reading<'_>) -> Vec<String> {
    let raw: Vec<Vec<u8>> = (0..archive.len())
        .map(|index| {
            archive
                .by_index_raw(index)
                .map(|found| found.name_raw().to_vec())
                .unwrap_or_default()
        })
        .collect();
    let raw: Vec<&[u8]> = raw.iter().map(Vec::as_slice).collect();
    super::decode_names(&raw, reading.source.names)
}
