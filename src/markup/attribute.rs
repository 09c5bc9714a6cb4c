//! A pasted attribute in, the lines of text that its payload holds out.
//!
//! Editors leave their own format in attributes when text is copied. Each format
//! is one file with one row in [`FORMATS`].

mod ckeditor;
mod dingtalk;
mod lark;
mod sheets;
mod shimo;
mod slate;
mod youdao;
mod yuque;
mod zhihu;

use std::ops::Range;

use super::layer::Layer;

/// How deep entities may be escaped in a payload: more is not met.
const ENTITY_LEVELS: usize = 4;

/// A format of pasted attribute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Format {
    /// The attribute's name.
    pub(super) name: &'static str,
    /// Reads the lines of text in a payload whose entities and backslashes are undone.
    read: fn(&Layer) -> Vec<Layer>,
}

/// One row for each format.
const FORMATS: [Format; 9] = [
    shimo::FORMAT,
    sheets::FORMAT,
    lark::FORMAT,
    dingtalk::FORMAT,
    yuque::FORMAT,
    youdao::FORMAT,
    ckeditor::FORMAT,
    zhihu::TITLE,
    zhihu::TEXT,
];

/// Formats that may say something else than the author left: read only when asked for.
const STALE: [Format; 1] = [slate::FORMAT];

/// The format of the attribute of this name; also of those that can be stale, if `stale`.
pub(super) fn format(name: &[u8], stale: bool) -> Option<&'static Format> {
    if name.get(4) != Some(&b'-') {
        return None;
    }
    FORMATS
        .iter()
        .chain(STALE.iter().filter(|_| stale))
        .find(|format| format.name.as_bytes().eq_ignore_ascii_case(name))
}

/// All formats that have an attribute of their own.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().chain(&STALE)
}

/// The format of the `value` of a `card`.
pub(super) fn card() -> &'static Format {
    const CARD: &Format = &yuque::CARD;
    CARD
}

/// The payload that a line consists of, without any tag around it.
pub(super) fn bare(line: &str) -> Option<&'static Format> {
    shimo::is_bare(line).then_some(&FORMATS[0])
}

/// What a payload holds.
#[derive(Debug)]
pub(super) struct Payload {
    /// Its lines, in the order of the source.
    pub(super) lines: Vec<Layer>,
    /// It was cut off.
    pub(super) cut: bool,
}

/// Reads the payload that stands at `range` of `text`.
pub(super) fn read(
    format: &Format,
    text: &str,
    range: Range<usize>,
    backslashes: usize,
    cut: bool,
) -> Payload {
    let end = if cut {
        before_ellipsis(&text[range.clone()]) + range.start
    } else {
        range.end
    };
    let mut layer = Layer::of(text, range.start..end);
    // A quote that was escaped once has one backslash, then three, then seven.
    for _ in 0..(backslashes + 1).ilog2() {
        layer = layer.without_backslashes();
    }
    for _ in 0..ENTITY_LEVELS {
        match layer.without_entities(true) {
            Some(inner) => layer = inner,
            None => break,
        }
        if cut {
            layer.truncate(before_half_entity(&layer.text));
        }
    }
    let mut lines = (format.read)(&layer);
    lines.retain(|line| !line.text.trim().is_empty());
    Payload { lines, cut }
}

/// The length of a text that was cut off, without the ellipsis that says so, and
/// without an entity cut in half.
fn before_ellipsis(text: &str) -> usize {
    let text = text.trim_end();
    let text = text
        .strip_suffix("...")
        .or_else(|| text.strip_suffix('…'))
        .unwrap_or(text);
    before_half_entity(text)
}

fn before_half_entity(text: &str) -> usize {
    let tail = &text.as_bytes()[text.len().saturating_sub(7)..];
    match tail.iter().rposition(|byte| *byte == b'&') {
        Some(at)
            if tail[at + 1..]
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#') =>
        {
            text.len() - tail.len() + at
        }
        _ => text.len(),
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod ellipsis_tests {
    use super::*;

    #[test]
    fn the_ellipsis_and_half_an_entity_go() {
        assert_eq!(before_ellipsis("abc&quo..."), 3);
        assert_eq!(before_ellipsis("联邦…"), 6);
        assert_eq!(before_ellipsis("a&quot;b"), 8);
    }
}
