//! Zstandard (RFC 8878), all frames of a file.

use std::io::{self, Read};

use super::{Format, Looked, packed};

pub(super) const FORMAT: Format = Format {
    // A frame, or one to be skipped (WARC files begin with their dictionary in one).
    matches: |Looked { head, .. }| {
        head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD])
            || matches!(head, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
    },
    read: |stream, reading| {
        let endings = [("zst", ""), ("zstd", ""), ("tzst", ".tar")];
        packed::read(stream, reading, &endings, |mut input| {
            let dictionary = dictionary(&mut input)?;
            let mut unpacker = zstd::Decoder::with_dictionary(input, &dictionary)?;
            unpacker.window_log_max(packed::WINDOW_BYTES.ilog2())?;
            Ok(unpacker)
        })
    },
};

/// A dictionary longer than this, in bytes, is not read.
const DICTIONARY_BYTES: u64 = 16 << 20;

/// The dictionary that a WARC file begins with, in a frame of its own that other
/// readers skip (Use of Zstandard Compression in WARC Files 1.0); empty without one.
fn dictionary(input: &mut dyn io::BufRead) -> io::Result<Vec<u8>> {
    if !input.fill_buf()?.starts_with(&[0x5D, 0x2A, 0x4D, 0x18]) {
        return Ok(Vec::new());
    }
    let mut header = [0; 8];
    input.read_exact(&mut header)?;
    let length = u64::from(u32::from_le_bytes([
        header[4], header[5], header[6], header[7],
    ]));
    if length > DICTIONARY_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "its dictionary is longer than 16 MB",
        ));
    }
    let mut frame = vec![0; length as usize];
    input.read_exact(&mut frame)?;
    if !frame.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        return Ok(frame);
    }
    // The dictionary may itself be packed.
    let mut dictionary = Vec::new();
    let unpacker = zstd::Decoder::with_buffer(frame.as_slice())?;
    unpacker
        .take(DICTIONARY_BYTES)
        .read_to_end(&mut dictionary)?;
    Ok(dictionary)
}
