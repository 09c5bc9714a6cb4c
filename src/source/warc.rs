//! WARC (ISO 28500, versions 0.17 to 1.1) and the older ARC: records of what was
//! fetched from the web. Records that hold no document (requests, metadata) are
//! passed over.

use std::{
    io::{self, BufRead},
    ops::ControlFlow,
};

use super::{
    Exactly, Format, Reading, Stream,
    http::{self, Fields},
};
use crate::{
    document::Hint,
    error::{Error, ErrorKind},
};

pub(super) const WARC: Format = Format {
    matches: |looked| looked.head.starts_with(b"WARC/"),
    read: |stream, reading| Records::new(stream).read(next_warc, reading),
};

pub(super) const ARC: Format = Format {
    matches: |looked| looked.head.starts_with(b"filedesc://"),
    read: |stream, reading| Records::new(stream).read(next_arc, reading),
};

/// A line longer than this, in bytes, begins no record.
const LINE_BYTES: usize = 64 << 10;

/// A record, its block still to be read.
struct Record {
    /// Where it was fetched from; `None` if it holds no document.
    url: Option<String>,
    /// When, in digits.
    date: String,
    /// Bytes of its block.
    length: u64,
    /// The block is an HTTP response.
    http: bool,
    /// What its header tells of a block that is a document itself.
    hint: Hint,
}

/// What comes next in an archive.
enum Next {
    Record(Record),
    /// What stands here begins no record.
    Damage(&'static str),
    End,
}

/// The records of one archive.
struct Records<'a> {
    container: String,
    input: super::head::Head<'a>,
}

impl<'a> Records<'a> {
    fn new(stream: Stream<'a>) -> Self {
        Self {
            container: stream.name,
            input: stream.bytes,
        }
    }

    /// Reads records as `next` finds them. After damage it looks for the next one.
    fn read(
        mut self,
        next: fn(&mut dyn BufRead) -> io::Result<Next>,
        reading: &mut Reading<'_>,
    ) -> ControlFlow<()> {
        let mut count = 0;
        let mut lost = false;
        loop {
            let record = match next(&mut self.input) {
                Ok(Next::Record(record)) => record,
                Ok(Next::End) => return ControlFlow::Continue(()),
                Ok(Next::Damage(what)) => {
                    if !lost {
                        let message = format!("the archive is damaged: {what}");
                        let error = Error::new(ErrorKind::Archive, message);
                        reading.error(error.at(&self.container))?;
                    }
                    lost = true;
                    continue;
                }
                Err(error) => return reading.failed(&self.container, "cannot read", error),
            };
            lost = false;
            let mut block = Exactly::new(&mut self.input, record.length, "record");
            if let Some(url) = record.url {
                count += 1;
                let limit = reading.source.limits.entries;
                if count > limit {
                    return reading.error(super::too_many(&self.container, limit));
                }
                // As archives of the web address a capture.
                let name = format!("{}/{url}", record.date);
                let name = super::member(&self.container, name.trim_start_matches('/'));
                if record.http {
                    http::response(name, Some(url), &mut block, reading)?;
                } else {
                    reading.stream(Stream {
                        hint: record.hint,
                        ..Stream::buffered(name, &mut block)
                    })?;
                }
            }
            // What no one read. An archive that ends here was reported by its reader,
            // or holds no more documents.
            pass_over(&mut block);
        }
    }
}

/// Passes over the rest of a block, as far as it can be read.
fn pass_over(block: &mut impl BufRead) {
    while let Ok(bytes) = block.fill_buf()
        && !bytes.is_empty()
    {
        let length = bytes.len();
        block.consume(length);
    }
}

/// The first line that is not empty; empty at the end.
fn next_line(mut input: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    loop {
        let line = http::line(&mut input, LINE_BYTES)?;
        if !matches!(line.as_slice(), b"\n" | b"\r\n") {
            return Ok(line);
        }
    }
}

fn next_warc(mut input: &mut dyn BufRead) -> io::Result<Next> {
    let version = next_line(input)?;
    if version.is_empty() {
        return Ok(Next::End);
    }
    if !version.starts_with(b"WARC/") {
        return Ok(Next::Damage("no record begins where one should"));
    }
    let fields = Fields::read(&mut input)?;
    let Some(length) = fields.get("content-length").and_then(|it| it.parse().ok()) else {
        return Ok(Next::Damage("a record does not say how long it is"));
    };
    let holds = matches!(
        fields.get("warc-type"),
        Some("response" | "resource" | "conversion")
    );
    // Some write the address in angle brackets, as the grammar of 1.0 has it.
    let url = fields.get("warc-target-uri").unwrap_or_default();
    let url = url.trim_start_matches('<').trim_end_matches('>').to_owned();
    let media = fields.get("content-type").unwrap_or_default();
    let date = fields.get("warc-date").unwrap_or_default();
    Ok(Next::Record(Record {
        date: date.chars().filter(char::is_ascii_digit).take(14).collect(),
        length,
        http: media
            .trim_start()
            .get(..16)
            .is_some_and(|media| media.eq_ignore_ascii_case("application/http"))
            && !url.starts_with("dns:"),
        hint: fields.hint(Some(url.clone())),
        url: holds.then_some(url),
    }))
}

/// A line `URL IP-address date media-type length` begins a record of ARC 1.
fn next_arc(input: &mut dyn BufRead) -> io::Result<Next> {
    let line = next_line(input)?;
    if line.is_empty() {
        return Ok(Next::End);
    }
    let line = String::from_utf8_lossy(&line);
    // The address may have spaces in it; the length is last, after the type, in any version.
    let words: Vec<&str> = line.trim_end().rsplitn(2, ' ').collect();
    let [length, rest] = words[..] else {
        return Ok(Next::Damage("no record begins where one should"));
    };
    let date = rest
        .split(' ')
        .skip(1)
        .find(|word| word.len() == 14 && word.bytes().all(|byte| byte.is_ascii_digit()));
    let (Ok(length), Some(date)) = (length.parse(), date) else {
        return Ok(Next::Damage("no record begins where one should"));
    };
    let before = rest.split(date).next().unwrap_or_default().trim_end();
    let url = before.rsplit_once(' ').map_or(before, |(url, _)| url);
    Ok(Next::Record(Record {
        url: url
            .contains("://")
            .then(|| url.to_owned())
            .filter(|url| !url.starts_with("filedesc://")),
        date: date.to_owned(),
        length,
        http: true,
        hint: Hint::default(),
    }))
}
