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
                let attributes = json::skip_space(bytes, at);
                if bytes.get(attributes) == Some(&b',') {
                    let quote = json::skip_space(bytes, attributes + 1);
                    if bytes.get(quote) == Some(&b'"') {
                        at = json::string(layer, quote + 1, ends_attributes, &mut Vec::new());
                    }
                }
            }
            _ => {}
        }
    }
    lines
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
