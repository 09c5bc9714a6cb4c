//! xz, all streams of a file.

use lzma_rust2::XzReader;

use super::{Format, packed};

pub(super) const FORMAT: Format = Format {
    matches: |looked| looked.head.starts_with(b"\xFD7zXZ\0"),
    read: |stream, reading| {
        let endings = [("xz", ""), ("txz", ".tar")];
        packed::read(stream, reading, &endings, |input| {
            Ok(XzReader::new_mem_limit(
                input,
                true,
                packed::WINDOW_BYTES >> 10,
            ))
        })
    },
};
