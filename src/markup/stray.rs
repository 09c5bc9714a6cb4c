//! A `<` or `&` in, whether it is markup or stands for itself out: the
//! judgements by which plain text keeps its `x<y` and loses its `<span>`.

use std::ops::Range;

use memchr::{memchr, memmem, memrchr};

use super::{
    element::{self, key},
    entity::{self, Reference},
    office,
    scan::{Attribute, Tag, is_space},
};

/// How far back the beginning of a line or word is looked for.
const LOOK_BACK_BYTES: usize = 256;

/// Whether the `<` of a plain line at `at` is followed by the name of an element.
pub(super) fn may_begin_tag(bytes: &[u8], at: usize) -> bool {
    let start = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
    let rest = &bytes[start.min(bytes.len())..];
    let length = rest
        .iter()
        .take(24)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-'))
        .count();
    let name = &rest[..length];
    let ends = rest
        .get(length)
        .is_none_or(|byte| is_space(*byte) || matches!(byte, b'>' | b'/'));
    let island = || {
        name.eq_ignore_ascii_case(b"xml")
            && (at + 1 < start || office::is_island(bytes, start + length + 1))
    };
    ends && (element::class(key(name)).is_some() || element::is_foreign(name) || island())
}

/// Whether what begins at `rest` is a declaration that leaks into plain text.
pub(super) fn may_begin_declaration(rest: &[u8]) -> bool {
    [
        &b"<!--"[..],
        b"<![cdata[",
        b"<!doctype ",
        b"<![if",
        b"<![endif",
        b"<!entity ",
        b"<?xml",
        b"<?php",
    ]
    .iter()
    .any(|known| {
        rest.get(..known.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(known))
    })
}

/// Whether the tag at `at` is one, and not text that happens to look like one.
/// `backquote` is where the text's first backquote is.
pub(super) fn is_tag(
    text: &str,
    at: usize,
    tag: &Tag,
    attributes: &[Attribute],
    lines: bool,
    backquote: usize,
) -> bool {
    let bytes = text.as_bytes();
    let name = &bytes[tag.name.clone()];
    let glued = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
    let valued = tag.valued;
    if !lines {
        // The names of custom elements have a hyphen, those of other languages a colon.
        let known = || element::class(element::key_at(bytes, tag.name.clone())).is_some();
        let custom = || !tag.broken && (name.contains(&b'-') || name.contains(&b':'));
        if tag.closing || valued || known() || custom() {
            return true;
        }
        return !(name.contains(&b'@') || tag.broken || glued && !tag.attributed);
    }
    if tag.broken && !valued {
        // Cut off with the text: `<span`, `<span cla...`.
        let line = &text[at..tag.end];
        return attributes.len() <= 1 && line.len() < 64 && is_cut(bytes, tag.end);
    }
    if !valued
        && attributes
            .iter()
            .any(|attribute| !is_flag(&bytes[attribute.name.clone()]))
    {
        return false;
    }
    if at > backquote && in_code(bytes, at) {
        return false;
    }
    if !valued && is_named(&text[tag.end..]) {
        return false;
    }
    // `a<b>c`: a comparison, unless the element is closed again.
    if name.len() == 1 && glued && !tag.closing && !valued {
        let line = &bytes[tag.end..bytes.len().min(tag.end + LOOK_BACK_BYTES)];
        let line = &line[..memchr(b'\n', line).unwrap_or(line.len())];
        let close = [b'<', b'/', name[0]];
        return name.eq_ignore_ascii_case(b"p") || memmem::find(line, &close).is_some();
    }
    true
}

/// Whether the text may be cut off at `at`: nothing but an ellipsis before the end
/// of the line.
fn is_cut(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at.min(bytes.len())..];
    let rest = rest
        .strip_prefix(b"...")
        .or_else(|| rest.strip_prefix("…".as_bytes()))
        .unwrap_or(rest);
    matches!(rest, [] | [b'\n' | b'\r', ..])
}

/// The end of a tag's name cut off at the end of a line that begins with it: `<spa...`.
pub(super) fn cut_name(bytes: &[u8], at: usize) -> Option<usize> {
    let after_tag = at > 0 && bytes[at - 1] == b'>';
    let closing = bytes.get(at + 1) == Some(&b'/');
    let start = at + 1 + usize::from(closing);
    let rest = bytes.get(start..)?;
    let length = rest
        .iter()
        .take(16)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    // The tag's `&gt;` may have been cut in half.
    let half = [&b"&gt"[..], b"&g", b"&"]
        .into_iter()
        .find(|half| rest[length..].starts_with(half))
        .map_or(0, <[u8]>::len);
    let end = start + length + half;
    let ellipsis = [&b"..."[..], "…".as_bytes()]
        .into_iter()
        .find(|ellipsis| rest[length + half..].starts_with(ellipsis))
        .map_or(0, <[u8]>::len);
    let fresh = at == 0 || after_tag || bytes[at - 1] == b'\n';
    let told = ellipsis > 0 || after_tag || (length > 0 && end == bytes.len());
    (fresh && told && is_cut(bytes, end) && element::is_prefix(&rest[..length]))
        .then_some(end + ellipsis)
}

/// Attributes that stand without a value.
fn is_flag(name: &[u8]) -> bool {
    const FLAGS: [&str; 27] = [
        "allowfullscreen",
        "async",
        "autofocus",
        "autoplay",
        "checked",
        "compact",
        "controls",
        "declare",
        "default",
        "defer",
        "disabled",
        "formnovalidate",
        "hidden",
        "inert",
        "ismap",
        "itemscope",
        "loop",
        "multiple",
        "muted",
        "nohref",
        "noshade",
        "novalidate",
        "nowrap",
        "open",
        "readonly",
        "required",
        "selected",
    ];
    name.starts_with(b"data-")
        || std::str::from_utf8(name)
            .is_ok_and(|name| FLAGS.contains(&name.to_ascii_lowercase().as_str()))
}

/// Whether `at` is inside backquotes of its line.
fn in_code(bytes: &[u8], at: usize) -> bool {
    let window = &bytes[at.saturating_sub(LOOK_BACK_BYTES)..at];
    let line = &window[memrchr(b'\n', window).map_or(0, |feed| feed + 1)..];
    line.iter().filter(|byte| **byte == b'`').count() % 2 == 1
}

/// Whether what follows a tag speaks of it: "the <div> element".
fn is_named(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '>', '"', '\'', '”', '’', '」']);
    [
        "tag",
        "element",
        "attribute",
        "标签",
        "標籤",
        "元素",
        "タグ",
        "要素",
        "태그",
    ]
    .iter()
    .any(|word| after.starts_with(word))
}

/// Reads the reference at `at` in running text. In code it is read once; elsewhere
/// an ampersand escaped again is undone, and addresses keep their `&copy=2`.
pub(super) fn reference(bytes: &[u8], at: usize, lines: bool, code: bool) -> Option<Reference> {
    let found = if code {
        entity::read_joined(bytes, at, false)?
    } else {
        entity::read_deep(bytes, at, false)?
    };
    let next = bytes.get(found.end);
    if !found.closed
        && next.is_some_and(|next| *next == b'=' || next.is_ascii_alphanumeric())
        && (lines || in_address(bytes, at))
    {
        return None;
    }
    Some(found)
}

/// Whether the word that `at` is in is an address with a query.
fn in_address(bytes: &[u8], at: usize) -> bool {
    let window = &bytes[at.saturating_sub(LOOK_BACK_BYTES)..at];
    let word = &window[window
        .iter()
        .rposition(|byte| is_space(*byte) || matches!(byte, b'<' | b'>' | b'"'))
        .map_or(0, |space| space + 1)..];
    memchr(b'?', word).is_some_and(|query| memchr(b'=', &word[query..]).is_some())
        || memmem::find(word, b"://").is_some()
}

/// The range of a reference at `at` that was cut off with its line: `&quo` of `&quo...`.
pub(super) fn cut_reference(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let window = &bytes[at..bytes.len().min(at + 16)];
    let length = 1 + window[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
        .count();
    let rest = &window[length..];
    let rest = rest
        .strip_prefix(b"...")
        .or_else(|| rest.strip_prefix("…".as_bytes()))?;
    if !rest.is_empty() && !matches!(rest[0], b'\n' | b'\r') {
        return None;
    }
    entity::cut_off(bytes, at + length).filter(|range| range.start == at)
}

/// Fenced code in plain text: lines between two lines that begin with three
/// backquotes.
#[derive(Debug)]
pub(super) struct Fence<'t> {
    bytes: &'t [u8],
    /// Finds the line that ends one.
    close: memmem::Finder<'static>,
    /// There are no fences from here on.
    none: usize,
}

impl<'t> Fence<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        Self {
            bytes,
            close: memmem::Finder::new(b"\n```"),
            none: if memmem::find(bytes, b"```").is_some() {
                usize::MAX
            } else {
                0
            },
        }
    }

    /// The end of the fenced lines that begin at `at`, the beginning of a line.
    pub(super) fn code(&mut self, at: usize) -> Option<usize> {
        if at >= self.none || !self.bytes[at..].starts_with(b"```") {
            return None;
        }
        match self.close.find(&self.bytes[at..]) {
            Some(length) => {
                let close = at + length + 1;
                let rest = &self.bytes[close..];
                Some(close + memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1))
            }
            None => {
                self.none = at;
                None
            }
        }
    }
}
