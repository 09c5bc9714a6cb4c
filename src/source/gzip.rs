//! gzip (RFC 1952), all members of a file.

use std::{io::BufReader, ops::ControlFlow, rc::Rc};

use flate2::bufread::MultiGzDecoder;

use super::{Format, Metered, Packed, Reading, Stream};

pub(super) const FORMAT: Format = Format {
    matches: |head| head.starts_with(&[0x1F, 0x8B, 8]),
    read,
};

const BUFFER_BYTES: usize = 64 << 10;

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let packed = Packed::new(stream.bytes);
    let count = Rc::clone(&packed.count);
    let unpacker = MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, packed));
    let unpacked = Metered::new(unpacker, count, &reading.source.limits);
    let name = super::member(&stream.name, &inner_name(&stream.name));
    reading.stream(Stream {
        hint: stream.hint,
        ..Stream::new(name, unpacked)
    })
}

/// `news.txt` for `news.txt.gz`, `tar` for `news.tgz`.
fn inner_name(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, "gz" | "GZ")) if !stem.is_empty() => stem.to_owned(),
        Some((stem, "tgz" | "TGZ")) if !stem.is_empty() => format!("{stem}.tar"),
        _ => "content".to_owned(),
    }
}
