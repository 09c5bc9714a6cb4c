//! bzip2, all streams of a file.

use bzip2::bufread::MultiBzDecoder;

use super::{Format, Looked, packed};

pub(super) const FORMAT: Format = Format {
    // `BZh`, the level, and the magic of a block, or of the end of an empty file.
    matches: |Looked { head, .. }| {
        head.starts_with(b"BZh")
            && matches!(head.get(3), Some(b'1'..=b'9'))
            && matches!(
                head.get(4..10),
                Some(b"\x31\x41\x59\x26\x53\x59" | b"\x17\x72\x45\x38\x50\x90")
            )
    },
    read: |stream, reading| {
        let endings = [("bz2", ""), ("tbz", ".tar"), ("tbz2", ".tar")];
        packed::read(stream, reading, &endings, |input| {
            Ok(MultiBzDecoder::new(input))
        })
    },
};
