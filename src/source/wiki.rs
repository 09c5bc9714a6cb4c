//! Dumps of MediaWiki (the XML export format, versions 0.3 to 0.11): each page is an
//! entry, by its title.

use std::{
    io::{self, BufRead, Read},
    ops::ControlFlow,
};

use memchr::memmem;

use super::{Format, Reading, Stream};
use crate::document::Hint;

pub(super) const FORMAT: Format = Format {
    matches: |looked| memmem::find(looked.head, b"<mediawiki").is_some(),
    read,
};

/// A line longer than this, in bytes, is read in pieces.
const LINE_BYTES: usize = 64 << 10;

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let container = stream.name;
    let mut input = stream.bytes;
    let limit = reading.source.limits.record;
    let (mut page, mut inside, mut too_long) = (Vec::new(), false, false);
    let mut line = Vec::new();
    let mut count = 0_u64;
    loop {
        line.clear();
        let read = (&mut input)
            .take(LINE_BYTES as u64)
            .read_until(b'\n', &mut line);
        let ended = match read {
            Ok(length) => length == 0,
            Err(error) => {
                return reading.failed(&container, "cannot be read to its end", error);
            }
        };
        // The format writes these tags on lines of their own.
        if line.trim_ascii() == b"<page>" || (ended && inside) {
            // A page that has no end was cut off; its text up to there is good.
            if inside && !too_long {
                give(&container, &page, reading)?;
            }
            (inside, too_long) = (true, false);
            page.clear();
            count += 1;
            if count > reading.source.limits.entries {
                return reading.error(super::too_many(&container, reading.source.limits.entries));
            }
        }
        if ended {
            return ControlFlow::Continue(());
        }
        if !inside || too_long {
            continue;
        }
        if (page.len() + line.len()) as u64 > limit {
            too_long = true;
            let name = super::member(&container, &title(&page));
            page = Vec::new();
            reading.error(super::too_long("the page", limit).at(name))?;
            continue;
        }
        page.extend_from_slice(&line);
        if line.trim_ascii() == b"</page>" {
            give(&container, &page, reading)?;
            inside = false;
        }
    }
}

/// Gives the text of the last revision of a page.
fn give(container: &str, page: &[u8], reading: &mut Reading<'_>) -> ControlFlow<()> {
    let Some(start) = memmem::rfind(page, b"<text") else {
        return ControlFlow::Continue(());
    };
    let rest = &page[start..];
    let Some(open) = rest.iter().position(|byte| *byte == b'>') else {
        return ControlFlow::Continue(());
    };
    if rest[..open].ends_with(b"/") {
        return ControlFlow::Continue(());
    }
    let text = &rest[open + 1..];
    let end = memmem::find(text, b"</text>").unwrap_or(text.len());
    let name = super::member(container, &title(page));
    let mut stream = Stream::buffered(name, io::Cursor::new(unescaped(&text[..end])));
    stream.hint = Hint {
        charset: Some("utf-8".to_owned()),
        media_type: Some("text/x-wiki".to_owned()),
        ..Hint::default()
    };
    super::part::read(stream, reading)
}

fn title(page: &[u8]) -> String {
    let start = memmem::find(page, b"<title>").map_or(page.len(), |at| at + 7);
    let length = memmem::find(&page[start..], b"</title>").unwrap_or(0);
    let title = unescaped(&page[start..start + length]);
    String::from_utf8_lossy(&title).into_owned()
}

/// The text without the escapes of XML; those of the wiki's own text stay.
fn unescaped(text: &[u8]) -> Vec<u8> {
    const NAMED: [(&[u8], u8); 5] = [
        (b"&lt;", b'<'),
        (b"&gt;", b'>'),
        (b"&quot;", b'"'),
        (b"&apos;", b'\''),
        (b"&amp;", b'&'),
    ];
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let named = NAMED.iter().find(|(name, _)| rest.starts_with(name));
        let (byte, length) = named.map_or((b'&', 1), |(name, byte)| (*byte, name.len()));
        out.push(byte);
        rest = &rest[length..];
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(
            unescaped(b"&lt;ref&gt; &amp;nbsp; a&b&"),
            b"<ref> &nbsp; a&b&"
        );
    }

    #[test]
    fn titles_are_found_or_empty() {
        assert_eq!(title(b"<page>\n<title>A &amp; B</title>"), "A & B");
        assert_eq!(title(b"<title>cut"), "");
    }
}
