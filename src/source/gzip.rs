//! gzip (RFC 1952), all members of a file.

use flate2::bufread::MultiGzDecoder;

use super::{Format, packed};

pub(super) const FORMAT: Format = Format {
    matches: |looked| looked.head.starts_with(&[0x1F, 0x8B, 8]),
    read: |stream, reading| {
        packed::read(stream, reading, &[("gz", ""), ("tgz", ".tar")], |input| {
            Ok(MultiGzDecoder::new(input))
        })
    },
};
