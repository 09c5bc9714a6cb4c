//! The header fields of a message in, and its body with the encodings of transfer
//! undone out: HTTP (RFC 9112, RFC 9110) as archives of the web keep it, which is
//! often not as it was sent.

use std::{
    io::{self, BufRead, Read},
    ops::ControlFlow,
    rc::Rc,
};

use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use super::{
    Metered, Packed, Reading, Stream,
    gzip::Members,
    head::{Head, Room},
    packed,
};
use crate::document::{Hint, Language};

/// A header longer than this, in bytes, is none.
const HEADER_BYTES: usize = 256 << 10;

/// How much of a body is looked at to tell whether it is encoded as its header says.
const TRIAL_BYTES: usize = 1024;

/// The fields of a header, names in lower case.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads fields up to the empty line after them.
    pub(super) fn read(input: &mut impl BufRead) -> io::Result<Self> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut left = HEADER_BYTES;
        loop {
            let line = line(input, left)?;
            left -= line.len();
            if left == 0 {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "a header is longer than 256 KB",
                ));
            }
            let folded = line.first().is_some_and(|byte| b" \t".contains(byte));
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_matches(['\r', '\n', ' ', '\t']);
            if text.is_empty() {
                return Ok(Self(fields));
            }
            if folded {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(text);
                }
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }

    /// The value of the first field of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// What the fields tell of a body: media type, charset, language.
    pub(super) fn hint(&self, url: Option<String>) -> Hint {
        let content_type = self.get("content-type").unwrap_or_default();
        let mut parts = content_type.split(';');
        let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty())
                .then(|| value.to_owned())
        });
        Hint {
            charset,
            media_type: media_type.contains('/').then_some(media_type),
            url,
            // A list says for whom a page is, not what it is in.
            language: self
                .get("content-language")
                .filter(|value| !value.contains(','))
                .and_then(Language::parse),
            fields: None,
        }
    }
}

/// Reads an HTTP response as an entry of this name.
pub(super) fn response(
    name: String,
    url: Option<String>,
    block: impl BufRead,
    reading: &mut Reading<'_>,
) -> ControlFlow<()> {
    let mut block = Head::new(Box::new(block));
    // Some archives keep bodies without their header.
    let headed = block
        .peek(5)
        .is_ok_and(|head| head.eq_ignore_ascii_case(b"HTTP/"));
    let fields = if headed {
        match line(&mut block, HEADER_BYTES).and_then(|_| Fields::read(&mut block)) {
            Ok(fields) => fields,
            Err(error) => return reading.failed(&name, "cannot read its HTTP header", error),
        }
    } else {
        Fields::default()
    };
    let hint = fields.hint(url);
    let bytes = decoded(&fields, block, reading);
    reading.stream(Stream { name, hint, bytes })
}

/// A body without what its header, or it itself, says it was encoded in.
fn decoded<'a>(fields: &Fields, mut body: Head<'a>, reading: &Reading<'_>) -> Head<'a> {
    let says = |name, coding: &str| {
        fields
            .get(name)
            .is_some_and(|value: &str| value.to_ascii_lowercase().contains(coding))
    };
    if says("transfer-encoding", "chunked") && begins_with_chunk(&mut body) {
        body = unpacked(Chunks::new(body));
    }
    // What cannot be read now is reported by whoever reads the body.
    let start = body.peek(TRIAL_BYTES).unwrap_or_default();
    let gzip = start.starts_with(&[0x1F, 0x8B]);
    let zlib = matches!(start, [first, second, ..]
        if first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    let deflate = says("content-encoding", "deflate")
        && !zlib
        && packed::can_begin(start, |bytes| Box::new(DeflateDecoder::new(bytes)));
    let brotli = says("content-encoding", "br")
        && packed::can_begin(start, |bytes| {
            Box::new(brotli_decompressor::Decompressor::new(bytes, 4096))
        });
    let gzip = says("content-encoding", "gzip") && gzip;
    let zlib = says("content-encoding", "deflate") && zlib;
    if !(gzip || zlib || deflate || brotli) {
        return body;
    }
    let body = Packed::new(body);
    let count = Rc::clone(&body.count);
    let limits = &reading.source.limits;
    if gzip {
        unpacked(Metered::new(Members::new(body), count, limits))
    } else if zlib {
        unpacked(Metered::new(ZlibDecoder::new(body), count, limits))
    } else if deflate {
        unpacked(Metered::new(DeflateDecoder::new(body), count, limits))
    } else {
        let unpacker = brotli_decompressor::Decompressor::new(body, 4096);
        unpacked(Metered::new(unpacker, count, limits))
    }
}

fn unpacked<'a>(bytes: impl Read + 'a) -> Head<'a> {
    Head::new(Box::new(Room::new(bytes)))
}

/// Whether a body begins with the size of a chunk; many archives say `chunked` and
/// keep the chunks' content alone.
fn begins_with_chunk(body: &mut Head<'_>) -> bool {
    let start = body.peek(TRIAL_BYTES).unwrap_or_default();
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    line.len() < start.len() && chunk_size(line).is_some()
}

/// The size that the line before a chunk gives, in bytes.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let line = std::str::from_utf8(line).ok()?;
    let digits = line.split(';').next()?.trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u64::from_str_radix(digits, 16).ok()
}

/// Reads chunks (RFC 9112, 7.1). Where no chunk begins, the rest is taken as it stands.
struct Chunks<R> {
    inner: R,
    state: State,
}

enum State {
    /// Before a chunk; whether one came before it.
    Size(bool),
    /// Inside a chunk, so many bytes before its end.
    Data(u64),
    /// A line that was no size, so much of it given.
    Line(Vec<u8>, usize),
    /// No more chunks: all that comes is data.
    Rest,
    End,
}

impl<R: BufRead> Chunks<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            state: State::Size(false),
        }
    }
}

impl<R: BufRead> Read for Chunks<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match &mut self.state {
                State::Size(after) => {
                    let mut size = line(&mut self.inner, TRIAL_BYTES)?;
                    if *after && matches!(size.as_slice(), b"\n" | b"\r\n") {
                        size = line(&mut self.inner, TRIAL_BYTES)?;
                    }
                    self.state = match chunk_size(&size) {
                        Some(0) => State::End,
                        Some(size) => State::Data(size),
                        None if size.is_empty() => State::End,
                        None => State::Line(size, 0),
                    };
                }
                State::Data(0) => self.state = State::Size(true),
                State::Data(left) => {
                    let wanted = buffer
                        .len()
                        .min(usize::try_from(*left).unwrap_or(usize::MAX));
                    let read = self.inner.read(&mut buffer[..wanted])?;
                    *left -= read as u64;
                    return Ok(read);
                }
                State::Line(bytes, given) => {
                    let rest = &bytes[*given..];
                    if rest.is_empty() {
                        self.state = State::Rest;
                        continue;
                    }
                    let length = rest.len().min(buffer.len());
                    buffer[..length].copy_from_slice(&rest[..length]);
                    *given += length;
                    return Ok(length);
                }
                State::Rest => return self.inner.read(buffer),
                State::End => return Ok(0),
            }
        }
    }
}

/// A line with its line feed, at most `limit` bytes of it; empty at the end.
pub(super) fn line(input: &mut impl BufRead, limit: usize) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    input.take(limit as u64).read_until(b'\n', &mut line)?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unchunked(body: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        Chunks::new(body)
            .read_to_end(&mut out)
            .expect("memory can be read");
        out
    }

    #[test]
    fn chunks_are_joined_and_what_is_none_stays() {
        assert_eq!(
            unchunked(b"4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n"),
            b"Wikipedia "
        );
        assert_eq!(unchunked(b"4\r\nWikiplain text\n"), b"Wikiplain text\n");
        assert_eq!(unchunked(b"ff\r\ncut"), b"cut");
        assert_eq!(unchunked(b""), b"");
    }

    #[test]
    fn fields_tell_type_charset_and_language() {
        let mut header =
            &b"Content-Type: Text/HTML;\r\n charset=\"GBK\"\r\nContent-Language: zh-CN\r\n\r\nbody"
                [..];
        let fields = Fields::read(&mut header).expect("memory can be read");
        let hint = fields.hint(None);
        assert_eq!(hint.media_type.as_deref(), Some("text/html"));
        assert_eq!(hint.charset.as_deref(), Some("GBK"));
        assert_eq!(hint.language, Language::parse("zh-CN"));
        assert_eq!(header, b"body");
    }
}
