//! LZ4, all frames of a file.

use std::io::{self, BufRead, Read};

use lz4_flex::frame::FrameDecoder;

use super::{Format, packed};

pub(super) const FORMAT: Format = Format {
    matches: |looked| looked.head.starts_with(&[0x04, 0x22, 0x4D, 0x18]),
    read: |stream, reading| {
        let endings = [("lz4", ""), ("tlz4", ".tar")];
        packed::read(stream, reading, &endings, |input| {
            Ok(Frames(FrameDecoder::new(input)))
        })
    },
};

/// Reads frame after frame.
struct Frames<R: Read>(FrameDecoder<R>);

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            // The end of a frame reads as an end: there may be another behind it.
            match self.0.read(buffer)? {
                0 if !buffer.is_empty() && !self.0.get_mut().fill_buf()?.is_empty() => {}
                read => return Ok(read),
            }
        }
    }
}
