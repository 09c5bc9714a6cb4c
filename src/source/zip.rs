//! zip, by its central directory.

use std::{
    cell::Cell,
    io::{Read, Seek, SeekFrom},
    ops::{ControlFlow, Range},
    rc::Rc,
};

use zip::{
    read::ZipFile,
    result::{ZipError, ZipResult},
};

use super::{
    Format, Looked, Metered, Reading, Stream,
    head::{IN_MEMORY, ReadSeek, Seekable},
    office,
};
use crate::error::{Error, ErrorKind};

pub(super) const FORMAT: Format = Format {
    matches: |Looked { head, .. }| {
        head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
    },
    read,
};

/// The flag of a name that is in UTF-8 (APPNOTE.TXT 4.4.4, bit 11).
const UTF_8: u16 = 1 << 11;

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let Stream {
        name: container,
        bytes,
        ..
    } = stream;
    let Seekable {
        bytes: mut file,
        failed,
    } = match bytes.seekable() {
        Ok(seekable) => seekable,
        Err(error) => return reading.failed(&container, "cannot read", error),
    };
    let is_cut = failed.is_some();
    if let Some(error) = failed {
        reading.failed(&container, "cannot be read to its end", error)?;
    }
    let mut archive = match zip::ZipArchive::new(&mut file) {
        Ok(archive) => archive,
        Err(error) => {
            if !is_cut {
                let message = format!("the zip archive is damaged: {error}");
                reading.error(Error::new(ErrorKind::Archive, message).at(&container))?;
            }
            return without_directory(&container, &mut file, reading);
        }
    };
    let limit = reading.source.limits.entries;
    if archive.len() as u64 > limit {
        return reading.error(super::too_many(&container, limit));
    }
    let found = directory(&mut archive);
    let names = names(&found, reading);
    let overlapping = overlapping(&found);
    let order = office::order(&names, |index| small(&mut archive, index));
    let order = order.unwrap_or_else(|| (0..names.len()).map(|index| (index, None)).collect());
    for (index, media_type) in order {
        let name = &names[index];
        if name.ends_with('/') {
            continue;
        }
        let name = super::member(&container, name);
        if overlapping[index] {
            let message = "the member shares its bytes with another one, as in a zip bomb; \
                           it is left out";
            reading.error(Error::new(ErrorKind::Archive, message).at(name))?;
            continue;
        }
        let opened = archive.by_index(index);
        member(name, media_type, opened, reading)?;
    }
    ControlFlow::Continue(())
}

fn member<R: Read>(
    name: String,
    media_type: Option<&str>,
    opened: ZipResult<ZipFile<'_, R>>,
    reading: &mut Reading<'_>,
) -> ControlFlow<()> {
    match opened {
        Ok(opened) => {
            let packed = Rc::new(Cell::new(opened.compressed_size()));
            let unpacked = Metered::new(opened, packed, &reading.source.limits);
            let mut stream = Stream::new(name, unpacked);
            stream.hint.media_type = media_type.map(str::to_owned);
            reading.stream(stream)
        }
        Err(error) => {
            let message = match error {
                ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
                    "the member is encrypted".to_owned()
                }
                error => format!("the member cannot be read: {error}"),
            };
            reading.error(Error::new(ErrorKind::Archive, message).at(name))
        }
    }
}

/// The bytes of a member that tells what the others are; `None` if it is too long.
fn small<R: Read + Seek>(archive: &mut zip::ZipArchive<R>, index: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let opened = archive.by_index(index).ok()?;
    let read = opened.take(IN_MEMORY as u64).read_to_end(&mut bytes).ok()?;
    (read < IN_MEMORY).then_some(bytes)
}

/// The members of an archive whose directory is lost, as when a download was cut:
/// what stands in front of each one tells enough to read most of them.
fn without_directory(
    container: &str,
    file: &mut dyn ReadSeek,
    reading: &mut Reading<'_>,
) -> ControlFlow<()> {
    // Twice: names can only be decoded together.
    let mut found = Vec::new();
    let _ = each_local(file, reading.source.limits.entries, &mut |opened| {
        found.push(Member::of(opened));
        ControlFlow::Continue(())
    });
    let mut names = names(&found, reading).into_iter();
    each_local(file, reading.source.limits.entries, &mut |opened| {
        match names.next() {
            Some(name) if !name.ends_with('/') => {
                let name = super::member(container, &name);
                let packed = match opened.compressed_size() {
                    // It stands behind the member, if at all.
                    0 => u64::MAX / reading.source.limits.ratio.max(1),
                    size => size,
                };
                let unpacked =
                    Metered::new(opened, Rc::new(Cell::new(packed)), &reading.source.limits);
                reading.stream(Stream::new(name, unpacked))
            }
            _ => ControlFlow::Continue(()),
        }
    })
}

/// Shows the members as they stand one after the other, up to the first that cannot
/// be found.
fn each_local(
    mut file: &mut dyn ReadSeek,
    limit: u64,
    visitor: &mut dyn FnMut(&mut ZipFile<'_, &mut dyn ReadSeek>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if file.seek(SeekFrom::Start(0)).is_err() {
        return ControlFlow::Continue(());
    }
    for _ in 0..limit {
        match zip::read::read_zipfile_from_stream(&mut file) {
            Ok(Some(mut opened)) => visitor(&mut opened)?,
            Ok(None) | Err(_) => break,
        }
    }
    ControlFlow::Continue(())
}

/// What the directory tells of a member.
struct Member {
    name: Vec<u8>,
    /// Its name in UTF-8, by the Unicode Path extra field or where it is marked as such.
    unicode: Option<String>,
    /// Where its header and its packed bytes stand, as far as they could be found.
    place: Range<u64>,
}

impl Member {
    fn of<R: Read>(opened: &ZipFile<'_, R>) -> Self {
        let name = opened.name_raw().to_vec();
        let extra = opened.extra_data().unwrap_or_default();
        let marked = || {
            let name = String::from_utf8(name.clone()).ok()?;
            (opened.flags().as_u16() & UTF_8 != 0).then_some(name)
        };
        let unicode = unicode_path(&extra, &name).or_else(marked);
        let start = opened.header_start();
        let data = opened.data_start().unwrap_or(start);
        Self {
            name,
            unicode,
            place: start..data.saturating_add(opened.compressed_size()),
        }
    }
}

fn directory<R: Read + Seek>(archive: &mut zip::ZipArchive<R>) -> Vec<Member> {
    let all = 0..archive.len();
    all.map(|index| match archive.by_index_raw(index) {
        Ok(found) => Member::of(&found),
        Err(_) => Member {
            name: Vec::new(),
            unicode: None,
            place: 0..0,
        },
    })
    .collect()
}

/// The name in the Info-ZIP Unicode Path extra field (0x7075; APPNOTE.TXT 4.6.9),
/// which counts only while its checksum is that of the name it stands for.
fn unicode_path(mut extra: &[u8], name: &[u8]) -> Option<String> {
    while let [id0, id1, size0, size1, rest @ ..] = extra {
        let size = usize::from(u16::from_le_bytes([*size0, *size1]));
        let field = rest.get(..size)?;
        extra = &rest[size..];
        if u16::from_le_bytes([*id0, *id1]) != 0x7075 {
            continue;
        }
        let [1, c0, c1, c2, c3, path @ ..] = field else {
            return None;
        };
        let mut sum = flate2::Crc::new();
        sum.update(name);
        return (sum.sum() == u32::from_le_bytes([*c0, *c1, *c2, *c3]))
            .then(|| String::from_utf8(path.to_vec()).ok())
            .flatten();
    }
    None
}

/// Which members share bytes with one that begins before them: no tool that packs
/// makes such, and bombs are made so (Fifield, "A better zip bomb", 2019).
fn overlapping(members: &[Member]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|index| members[*index].place.start);
    let mut shared = vec![false; members.len()];
    let mut end = 0;
    for index in order {
        let place = &members[index].place;
        shared[index] = place.start < end && !place.is_empty();
        end = end.max(place.end);
    }
    shared
}

/// The members' names: those that are given in UTF-8 as they stand, the others
/// decoded together.
fn names(members: &[Member], reading: &Reading<'_>) -> Vec<String> {
    let raw: Vec<&[u8]> = members
        .iter()
        .filter(|member| member.unicode.is_none())
        .map(|member| member.name.as_slice())
        .collect();
    let mut decoded = super::decode_names(&raw, reading.source.names).into_iter();
    members
        .iter()
        .map(|member| {
            let given = member.unicode.clone();
            given.or_else(|| decoded.next()).unwrap_or_default()
        })
        .collect()
}
