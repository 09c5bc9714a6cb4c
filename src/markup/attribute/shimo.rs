//! Shimo's `data-shimo-docs`: a list of operations `[code, data, attributes]`,
//! of which the insertions (codes ending in 0) carry text.
//!
//! Format read from documents met in the wild; the reader goes from string to
//! string, so that it makes do with a list cut off anywhere, and with raw quotes.

use super::Format;
use crate::markup::{json, layer::Layer};

pub(super) const FORMAT: Format = Format {
    name: "data-shimo-docs",
    read,
};

/// Insert text, or an embed.
const TEXT: u32 = 20;
/// Insert a count, in old documents a line break.
const COUNT: u32 = 10;
/// Insert a table, whose cells are insertions themselves.
const TABLE: u32 = 30;
/// Insert a cell.
const CELL: u32 = 40;
/// How the value of a sheet's cell begins among the attributes.
const CELL_VALUE: &str = "37:\"";
/// Embeds whose value is text that a reader is shown.
const SHOWN_EMBEDS: [&str; 4] = ["formula", "mention", "date-mention", "location"];
/// Names in an embed's object under which such text stands.
const SHOWN_KEYS: [&str; 5] = ["name", "title", "text", "date", "address"];

/// Whether a line is such a list, without any tag around it.
pub(super) fn is_bare(line: &str) -> bool {
    let line = line.trim_start();
    let Some(rest) = line.strip_prefix("[[") else {
        return false;
    };
    rest.strip_prefix("20,")
        .or_else(|| rest.strip_prefix("10,"))
        .is_some_and(|rest| rest.trim_start().starts_with('"'))
        || rest.starts_with("30,[{")
}

fn read(layer: &Layer) -> Vec<Layer> {
    let bytes = layer.text.as_bytes();
    let mut lines = vec![Layer::default()];
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'[', &bytes[at..]) {
        at += length + 1;
        let Some((code, data)) = operation(bytes, at) else {
            continue;
        };
        match code {
            TABLE | CELL => lines.push(Layer::default()),
            TEXT | COUNT if bytes.get(data) == Some(&b'"') => {
                at = json::string(layer, data + 1, ends_text, &mut lines);
                at = attributes(layer, at, &mut Vec::new());
            }
            TEXT if bytes.get(data) == Some(&b'{') => at = embed(layer, data, &mut lines),
            COUNT if bytes.get(data).is_some_and(u8::is_ascii_digit) => {
                let digits = bytes[data..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit());
                at = attributes(layer, data + digits.count(), &mut lines);
            }
            _ => {}
        }
    }
    lines
}

/// Reads the attributes `"k:v|k:v"` after the comma at `at`, if they follow; adds the
/// value of a sheet's cell. Returns where they end.
fn attributes(layer: &Layer, at: usize, lines: &mut Vec<Layer>) -> usize {
    let bytes = layer.text.as_bytes();
    let comma = json::skip_space(bytes, at);
    let quote = json::skip_space(bytes, comma + 1);
    if bytes.get(comma) != Some(&b',') || bytes.get(quote) != Some(&b'"') {
        return at;
    }
    let mut found = Vec::new();
    let end = json::string(layer, quote + 1, ends_attributes, &mut found);
    for list in found {
        let mut from = 0;
        for attribute in list.text.split('|') {
            if let Some(value) = attribute.strip_prefix(CELL_VALUE) {
                let value = value.strip_suffix('"').unwrap_or(value);
                let start = from + CELL_VALUE.len();
                let mut cell = Layer::default();
                cell.copy(&list, start..start + value.len());
                lines.push(cell.without_percents());
                lines.push(Layer::default());
            }
            from += attribute.len() + 1;
        }
    }
    end
}

/// Reads the embed `{"kind":value}` at `at`: a formula is its text; of others the
/// names that a reader is shown. Returns where to go on.
fn embed(layer: &Layer, at: usize, lines: &mut [Layer]) -> usize {
    let bytes = layer.text.as_bytes();
    // It ends where its braces do; one cut off, with the payload.
    let (mut depth, mut end) = (0_usize, at);
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'"' => {
                end = json::string(layer, end + 1, json::ends_string, &mut Vec::new());
                continue;
            }
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        end += 1;
        if depth == 0 {
            break;
        }
    }
    let mut object = Layer::default();
    object.copy(layer, at..end);
    let shown = |path: &[json::Place]| match path {
        [kind] => SHOWN_EMBEDS.iter().any(|known| kind.is_key(known)),
        [_, .., name] => SHOWN_KEYS.iter().any(|known| name.is_key(known)),
        [] => false,
    };
    for found in json::strings(&object, shown) {
        // An address is none of the text, and an object in a string is read as one.
        let inner = if found.text.starts_with('{') {
            json::strings(&found, |path| {
                path.last()
                    .is_some_and(|name| SHOWN_KEYS.iter().any(|known| name.is_key(known)))
            })
        } else {
            vec![found]
        };
        for text in inner {
            if !text.text.contains("://")
                && let Some(line) = lines.last_mut()
            {
                let whole = 0..text.text.len();
                line.copy(&text, whole);
            }
        }
    }
    end
}

/// The code and the place of the data of the operation whose `[` is before `at`.
fn operation(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let digits = bytes[at..]
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let code = std::str::from_utf8(&bytes[at..at + digits])
        .ok()?
        .parse()
        .ok()?;
    let comma = json::skip_space(bytes, at + digits);
    (bytes.get(comma) == Some(&b',')).then(|| (code, json::skip_space(bytes, comma + 1)))
}

/// Whether a quote before `at` ends the text of an operation, and is not a raw
/// quote inside it.
fn ends_text(bytes: &[u8], at: usize) -> bool {
    let next = json::skip_space(bytes, at);
    match bytes.get(next) {
        None | Some(b']') => true,
        Some(b',') => matches!(
            bytes.get(json::skip_space(bytes, next + 1)),
            None | Some(b'"')
        ),
        _ => false,
    }
}

fn ends_attributes(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(json::skip_space(bytes, at)), None | Some(b']'))
}
