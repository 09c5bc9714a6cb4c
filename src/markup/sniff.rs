//! An entry's bytes, its text and its media type in, what kind of text it is out.

use memchr::memchr_iter;

use super::{
    element::{self, Class, key},
    rtf,
};
use crate::{
    ascii,
    document::{BlockKind, Kind},
    signature,
};

/// How much of the beginning is looked at, in bytes.
const HEAD_BYTES: usize = 16 * 1024;

/// What an entry is, by its bytes, the text they were decoded to, and its media type.
pub fn sniff(bytes: &[u8], text: &str, media_type: Option<&str>) -> Kind {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    if signature::media_type(bytes).is_some() || is_binary(head) {
        return Kind::Binary;
    }
    if rtf::is_rtf(head) {
        return Kind::Rtf;
    }
    match media_type {
        Some("text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml") => {
            return Kind::Html;
        }
        Some("text/xml" | "application/xml") => return xml(head),
        Some(media) if media.ends_with("+xml") => return xml(head),
        Some("text/plain") => return Kind::Text,
        Some("text/x-wiki") => return Kind::Wiki,
        Some(media) if holds_no_text(media) => return Kind::Binary,
        _ => {}
    }
    let start = behind_comments(head);
    if starts_with(start, "<?xml") {
        return xml(head);
    }
    if is_page(start) {
        Kind::Html
    } else if is_xml(start, text) {
        Kind::Xml
    } else {
        Kind::Text
    }
}

/// Whether a media type is of pictures, sound, films, fonts, of what pages are made
/// to look and work by, or of packed or compiled bytes. What calls itself a stream of octets may be anything.
fn holds_no_text(media: &str) -> bool {
    let text = ["json", "octet-stream", "rtf", "x-sh"];
    match media.split_once('/') {
        Some(("image" | "audio" | "video" | "font", format)) => format != "svg+xml",
        Some((_, format)) if format.ends_with("javascript") || format == "css" => true,
        Some(("application", format)) => !text.contains(&format) && !format.ends_with("+json"),
        _ => false,
    }
}

/// XML, or XHTML in it.
fn xml(head: &str) -> Kind {
    let html = head
        .match_indices('<')
        .map(|(at, _)| &head[at..])
        .find(|rest| !starts_with(rest, "<?") && !starts_with(rest, "<!--"));
    match html {
        Some(rest) if starts_with(rest, "<html") || starts_with(rest, "<!doctype html") => {
            Kind::Html
        }
        _ => Kind::Xml,
    }
}

/// What comes behind white space and comments.
fn behind_comments(head: &str) -> &str {
    let mut rest = head;
    loop {
        rest = rest.trim_start_matches(|char: char| char.is_whitespace() || char == '\u{FEFF}');
        let comment = rest
            .strip_prefix("<!--")
            .and_then(|body| body.split_once("-->"));
        match comment {
            Some((_, behind)) => rest = behind,
            None => return rest,
        }
    }
}

/// Whether a text without an XML declaration is one element of XML all the same: it
/// begins with a tag that no page has, and ends with the end of it, or names a namespace.
fn is_xml(start: &str, text: &str) -> bool {
    let Some(tag) = start.strip_prefix('<') else {
        return false;
    };
    let length = tag.bytes().take_while(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'.')
    });
    let (name, rest) = tag.split_at(length.count());
    let attributes = rest.split('>').next().unwrap_or_default();
    let known = element::class(key(name.as_bytes())).is_some();
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || known {
        return false;
    }
    let end = text.trim_end().strip_suffix('>').map(str::trim_end);
    let ends = end.and_then(|end| end.strip_suffix(name));
    attributes.contains("xmlns") || ends.is_some_and(|end| end.ends_with("</"))
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.as_bytes()
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Whether a text is a page or a good part of one: it begins as one, or it has a
/// page's parts, or its lines are held together by block elements.
fn is_page(head: &str) -> bool {
    if ["<!doctype html", "<html", "<head", "<body", "<rss", "<feed"]
        .iter()
        .any(|prefix| starts_with(head, prefix))
    {
        return true;
    }
    let bytes = head.as_bytes();
    let (mut parts, mut blocks) = (0, 0);
    for at in memchr_iter(b'<', bytes) {
        let closing = bytes.get(at + 1) == Some(&b'/');
        let start = at + 1 + usize::from(closing);
        let rest = &bytes[start.min(bytes.len())..];
        let length = rest
            .iter()
            .take(16)
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        if length == 0
            || !rest
                .get(length)
                .is_some_and(|byte| b" \t\r\n/>".contains(byte))
        {
            continue;
        }
        match &rest[..length] {
            name if [&b"html"[..], b"head", b"body"]
                .iter()
                .any(|part| name.eq_ignore_ascii_case(part)) =>
            {
                parts += 1;
            }
            name => {
                if let Some(
                    Class::Flow
                    | Class::Region
                    | Class::Kind(BlockKind::Heading | BlockKind::Item | BlockKind::Cell),
                ) = element::class(key(name))
                {
                    blocks += 1;
                }
            }
        }
    }
    let lines = 1 + memchr_iter(b'\n', bytes).count();
    // A fragment of a page has block tags in most lines; a scrape in few.
    parts >= 2 || (bytes.first() == Some(&b'<') && blocks >= 4 && blocks * 2 >= lines)
}

/// Text has hardly a control character; in random bytes every tenth is one. More
/// than one in so many means no text.
const CONTROLS: u32 = 16;
/// Fewer controls than this say nothing.
const FEW_CONTROLS: u32 = 8;

/// So many characters of the beginning tell.
const CHARACTERS: usize = 4096;

/// Whether the beginning is no text: most of it means nothing, or it is full of
/// control characters.
fn is_binary(head: &str) -> bool {
    let (mut all, mut bad, mut controls) = (0_u32, 0_u32, 0_u32);
    // A long beginning in ASCII, as most have: without a way out of the loop, many bytes are
    // looked at at once.
    let length = ascii::ascii_prefix(head.as_bytes());
    let (plain, rest) = head.split_at(length.min(CHARACTERS));
    for bytes in plain.as_bytes().chunks(usize::from(u8::MAX)) {
        let control = |byte: &u8| {
            let layout = matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0C' | b'\x1B');
            u8::from((*byte < b' ' || *byte == b'\x7F') && !layout)
        };
        controls += u32::from(bytes.iter().map(control).sum::<u8>());
        all += bytes.len() as u32;
    }
    for char in rest.chars().take(CHARACTERS - plain.len()) {
        all += 1;
        match char {
            '\t' | '\n' | '\r' | '\u{C}' | '\u{1B}' | '\u{85}' => {}
            '\0'..='\u{1F}' | '\u{7F}' => controls += 1,
            '\u{FFFD}' | '\u{80}'..='\u{9F}' => bad += 1,
            _ => {}
        }
    }
    (bad + controls) * 2 > all || (controls >= FEW_CONTROLS && controls * CONTROLS > all)
}
