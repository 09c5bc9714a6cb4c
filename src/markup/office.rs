//! What word processors leave in pasted text in, where it ends out: style sheets
//! that a stripper of tags made visible, islands of XML.

use memchr::memchr;

use super::scan::is_space;

/// How long the line of settings before a style sheet may be, in bytes.
const SETTINGS_BYTES: usize = 320;
/// How long a selector, and how long the body of a rule may be, in bytes.
const SELECTOR_BYTES: usize = 256;
const BODY_BYTES: usize = 4096;

/// Whether what an `xml` element holds, from `at` on, is a word processor's own.
pub(super) fn is_island(bytes: &[u8], at: usize) -> bool {
    let rest = bytes[at.min(bytes.len())..].trim_ascii_start();
    [
        &b"<o:"[..],
        b"<w:",
        b"<m:",
        b"<v:",
        b"<x:",
        b"<mso:",
        b"<!--",
    ]
    .iter()
    .any(|start| starts_with(rest, start))
}

/// Where the visible style sheet that begins at `at` ends: `Normal 0 7.8 磅 false …
/// X-NONE /* Style Definitions */ table.MsoNormalTable {mso-style-name:…}`, with
/// or without its beginning.
pub(super) fn style_sheet(bytes: &[u8], at: usize) -> Option<usize> {
    let (settings, told) = settings(bytes, at);
    match rules(bytes, settings) {
        Some(end) => Some(end),
        None if told => Some(settings),
        None => None,
    }
}

/// The end of the settings that a word processor writes before its style sheet,
/// and whether they are told without it.
fn settings(bytes: &[u8], at: usize) -> (usize, bool) {
    if !bytes[at..].starts_with(b"Normal") {
        return (at, false);
    }
    let limit = bytes.len().min(at + SETTINGS_BYTES);
    let mut end = at + 6;
    let (mut switches, mut named) = (0, false);
    loop {
        let start = skip_space(bytes, end);
        let rest = &bytes[start.min(limit)..limit];
        let length = rest
            .iter()
            .position(|byte| is_space(*byte))
            .unwrap_or(rest.len());
        let word = &rest[..length];
        match word {
            b"false" | b"true" => switches += 1,
            b"X-NONE" | b"MicrosoftInternetExplorer4" => named = true,
            _ if word == "磅".as_bytes() || word == b"pt" => {}
            [_, ..]
                if word
                    .iter()
                    .all(|byte| byte.is_ascii_digit() || *byte == b'.') => {}
            [b'A'..=b'Z', b'A'..=b'Z'] | [b'A'..=b'Z', b'A'..=b'Z', b'-', ..] if length <= 7 => {}
            _ => break,
        }
        end = start + length;
    }
    (end, switches >= 2 && named)
}

/// The end of the rules at `at`, if the first is a word processor's.
fn rules(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = None;
    let mut at = at;
    loop {
        at = skip_space(bytes, at);
        while bytes[at..].starts_with(b"/*") {
            let rest = &bytes[at..bytes.len().min(at + SELECTOR_BYTES)];
            let close = memchr::memmem::find(rest, b"*/")?;
            let comment = &rest[..close];
            if end.is_none() && memchr::memmem::find(comment, b"Definitions").is_none() {
                return None;
            }
            at = skip_space(bytes, at + close + 2);
        }
        let Some(next) = rule(bytes, at) else {
            return end;
        };
        end = Some(next);
        at = next;
    }
}

/// The end of the rule at `at`: `p.MsoNormal {mso-…}`. One cut off ends with its line.
fn rule(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..bytes.len().min(at + SELECTOR_BYTES)];
    let open = memchr(b'{', rest)?;
    let selector = &rest[..open];
    if !selector.is_ascii() || memchr(b'<', selector).is_some() {
        return None;
    }
    let body = &bytes[at + open + 1..bytes.len().min(at + open + 1 + BODY_BYTES)];
    let length = memchr::memchr3(b'}', b'<', b'{', body);
    let (body, end) = match length {
        Some(length) if body[length] == b'}' => (&body[..length], length + 1),
        Some(_) => return None,
        None => {
            let length = memchr(b'\n', body).unwrap_or(body.len());
            (&body[..length], length)
        }
    };
    let word_processor = memchr::memmem::find(body, b"mso-").is_some()
        || memchr::memmem::find(selector, b"Mso").is_some()
        || (starts_with(selector, b"@font-face")
            && memchr::memmem::find(body, b"panose").is_some());
    word_processor.then_some(at + open + 1 + end)
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..]
        .iter()
        .take_while(|byte| is_space(**byte))
        .count()
}

fn starts_with(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len())
        .is_some_and(|text| text.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(text: &str) -> Option<&str> {
        style_sheet(text.as_bytes(), 0).map(|end| &text[end..])
    }

    #[test]
    fn a_visible_style_sheet_ends_before_the_text() {
        let sheet = "Normal 0 7.8 磅 0 2 false false false EN-US ZH-CN X-NONE /* Style \
                     Definitions */ table.MsoNormalTable {mso-style-name:普通表格; \
                     mso-style-parent:\"\";} p.MsoNormal\n{mso-style-unhide:no;}";
        assert_eq!(rest(&format!("{sheet} 正文")), Some(" 正文"));
        assert_eq!(
            rest("Normal 0 false false false EN-US JA X-NONE 本文"),
            Some(" 本文")
        );
        assert_eq!(
            rest("/* Style Definitions */ table.MsoNormalTable {mso-style-name:普通表...\n下文"),
            Some("\n下文")
        );
    }

    #[test]
    fn text_that_only_begins_so_stays() {
        assert_eq!(rest("Normal 0 degrees are false in this text"), None);
        assert_eq!(rest("/* Definitions */ p {color: red}"), None);
        assert_eq!(rest("/* a comment */ p {mso-x:1}"), None);
        assert_eq!(rest("Normal people"), None);
    }
}
