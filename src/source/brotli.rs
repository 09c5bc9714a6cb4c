//! Brotli (RFC 7932), which only a name can tell: its streams begin with no magic.

use brotli_decompressor::Decompressor;

use super::{Format, Looked, packed};

pub(super) const FORMAT: Format = Format {
    // An address may end in `.br` too: what reads as text is text.
    matches: |Looked { name, head, .. }| {
        name.rsplit_once('.')
            .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("br"))
            && head.iter().any(|byte| matches!(byte, 0..=8 | 0x7F..))
            && packed::can_begin(head, |start| Box::new(Decompressor::new(start, 4096)))
    },
    read: |stream, reading| {
        packed::read(stream, reading, &[("br", "")], |input| {
            Ok(Decompressor::new(input, 64 << 10))
        })
    },
};
