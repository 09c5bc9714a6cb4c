//! A run of text in; what leaked into it from markup out: tags that were escaped,
//! a payload without its tag, the tail of one that a stripper cut open.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::{
    attribute::{self, Format},
    element::{self, key},
    layer::Layer,
    office,
    scan::{Scanner, is_space},
    stray,
};
use crate::document::Kind;

/// How far a run is looked at, in bytes: what leaks begins soon and is no longer.
const REACH: usize = 1 << 18;

/// What leaked, and where it ends.
#[derive(Debug)]
pub(super) enum Leak {
    /// The end of a pasted attribute whose beginning is gone.
    Tail(usize),
    /// The header of the clipboard format CF_HTML, or a word processor's style sheet.
    Header(usize),
    /// A payload without its tag: where its value is, and whether it is cut off.
    Payload(&'static Format, Range<usize>, bool, usize),
    /// Escaped tags: the run with one layer of escapes undone.
    Tags(Layer, usize),
}

/// Looks for leaks, and remembers where there are none.
#[derive(Debug)]
pub(super) struct Leaks<'t> {
    text: &'t str,
    bytes: &'t [u8],
    lines: bool,
    /// In XML, tags that are escaped are the content of a feed.
    xml: bool,
    /// Up to here, no run has escaped tags.
    judged: usize,
    /// The run that was looked at last.
    run: Range<usize>,
    /// Where in that run the next `]]"` is that may end a tail, and the next `lt;`; its end
    /// if there is none, nothing if it was not looked for yet.
    tail: Option<usize>,
    escaped: Option<usize>,
}

impl<'t> Leaks<'t> {
    pub(super) fn new(text: &'t str, kind: Kind) -> Self {
        let bytes = text.as_bytes();
        Self {
            text,
            bytes,
            lines: kind == Kind::Text,
            xml: kind == Kind::Xml,
            judged: 0,
            run: 0..0,
            tail: None,
            escaped: None,
        }
    }

    /// Whether something may have leaked into the run at `at`, in which the first reference or
    /// tag is at `stop`, or which ends there: a quick look.
    pub(super) fn may_begin(&self, at: usize, stop: usize) -> bool {
        let goes_on = match self.bytes.get(stop) {
            Some(b'&') => true,
            Some(b'<') => self.lines,
            _ => false,
        };
        goes_on
            || self.bytes.get(at).is_some_and(|first| is_special(*first))
            || memchr(TAIL[0], &self.bytes[at..stop]).is_some()
    }

    /// What leaked into the run at `at`; in code, nothing.
    pub(super) fn find(&mut self, at: usize, code: bool) -> Option<Leak> {
        let first = *self.bytes.get(at)?;
        if code || first == b'<' {
            return None;
        }
        let fresh = at == 0 || matches!(self.bytes[at - 1], b'\n' | b'>');
        if fresh
            && first == b'V'
            && let Some(end) = header(self.bytes, at)
        {
            return Some(Leak::Header(end));
        }
        if fresh
            && matches!(first, b'N' | b'/')
            && let Some(end) = office::style_sheet(self.bytes, at)
        {
            return Some(Leak::Header(end));
        }
        if fresh
            && first == b'd'
            && let Some(leak) = self.attribute(at)
        {
            return Some(leak);
        }
        // Only now is it worth knowing where the run ends, and what is in it.
        let list = fresh && first == b'[';
        if self.judged > at && !list {
            return None;
        }
        let end = self.run_end(at);
        let tail = next(&self.bytes[..end], at, TAIL, &mut self.tail);
        let escaped = next(&self.bytes[..end], at, ESCAPED, &mut self.escaped);
        let far = tail.min(escaped) > at + REACH;
        if far && !(fresh && is_special(first)) {
            return None;
        }
        if list {
            let layer = Layer::of(self.text, at..end);
            let layer = layer.without_entities(false).unwrap_or(layer);
            if let Some(format) = attribute::bare(&layer.text) {
                return Some(Leak::Payload(format, at..end, false, end));
            }
        }
        if fresh
            && tail < end
            && let Some(end) = tail_end(&self.bytes[..end], tail)
        {
            return Some(Leak::Tail(end));
        }
        if self.judged <= at
            && escaped < end
            && let Some(layer) = Layer::of(self.text, at..end).without_entities(false)
            && is_leaked(&layer.text, self.xml)
        {
            return Some(Leak::Tags(layer, end));
        }
        self.judged = end;
        None
    }

    /// An attribute without its tag.
    fn attribute(&mut self, at: usize) -> Option<Leak> {
        let rest = &self.bytes[at..];
        if !rest.starts_with(b"data-") {
            return None;
        }
        let name = memchr(b'=', &rest[..rest.len().min(64)])?;
        let format = attribute::format(&rest[..name], false)?;
        let open = at + name + 2;
        if self.bytes.get(open - 1) != Some(&b'"') {
            return None;
        }
        let end = self.run_end(open);
        let (close, cut, next) = match memchr(b'"', &self.bytes[open..end]) {
            Some(length) => (open + length, false, open + length + 1),
            None => (end, true, end),
        };
        Some(Leak::Payload(format, open..close, cut, next))
    }

    /// Where the run at `at` ends: with its line, or at the next tag.
    fn run_end(&mut self, at: usize) -> usize {
        if !self.run.contains(&at) {
            let rest = &self.bytes[at..];
            let length = if self.lines {
                memchr(b'\n', rest)
                    .map(|length| length - usize::from(length > 0 && rest[length - 1] == b'\r'))
            } else {
                memchr(b'<', rest)
            };
            self.run = at..at + length.unwrap_or(rest.len());
            self.tail = None;
            self.escaped = None;
        }
        self.run.end
    }
}

/// What ends a payload.
const TAIL: &[u8] = b"]]\"";
/// What begins an escaped tag.
const ESCAPED: &[u8] = b"lt;";

/// Whether what leaks may begin with this byte.
fn is_special(first: u8) -> bool {
    matches!(first, b'[' | b'V' | b'd' | b'N' | b'/')
}

/// Where these bytes are next from `at` on, the end if nowhere; `known` if that is still ahead.
fn next(bytes: &[u8], at: usize, what: &[u8], known: &mut Option<usize>) -> usize {
    match *known {
        Some(place) if place >= at => place,
        _ => {
            let found = memmem::find(&bytes[at..], what);
            *known.insert(found.map_or(bytes.len(), |length| at + length))
        }
    }
}

/// Where the tag ends whose payload ends at `at`: after attributes and a `>`.
fn tail_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 3;
    loop {
        let spaces = bytes[at..]
            .iter()
            .take_while(|byte| is_space(**byte))
            .count();
        at += spaces;
        match bytes.get(at)? {
            b'>' => return Some(at + 1),
            byte if spaces > 0 && byte.is_ascii_alphabetic() => {
                let name = bytes[at..]
                    .iter()
                    .take_while(|byte| {
                        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':')
                    })
                    .count();
                let rest = bytes[at + name..].strip_prefix(b"=\"")?;
                at += name + 2 + memchr(b'"', rest)? + 1;
            }
            _ => return None,
        }
    }
}

/// Where the CF_HTML header at `at` ends.
fn header(bytes: &[u8], at: usize) -> Option<usize> {
    const FIELDS: [&[u8]; 8] = [
        b"Version:",
        b"StartHTML:",
        b"EndHTML:",
        b"StartFragment:",
        b"EndFragment:",
        b"StartSelection:",
        b"EndSelection:",
        b"SourceURL:",
    ];
    let mut end = at;
    let mut fields = 0;
    while let Some(field) = FIELDS.iter().find(|field| bytes[end..].starts_with(field)) {
        let value = &bytes[end + field.len()..];
        let length = value.iter().take_while(|byte| !is_space(**byte)).count();
        end += field.len() + length;
        end += bytes[end..]
            .iter()
            .take_while(|byte| is_space(**byte))
            .count();
        fields += 1;
    }
    (fields >= 3).then_some(end)
}

/// Whether text that was escaped is clearly markup that leaked, and not prose about it.
fn is_leaked(text: &str, feed: bool) -> bool {
    let bytes = text.as_bytes();
    let mut scanner = Scanner::new(text, true);
    let (mut opened, mut closed, mut valued, mut pasted) = (0, 0, 0, 0);
    let mut at = 0;
    while let Some(length) = memchr(b'<', &bytes[at..]) {
        at += length;
        match scanner.tag(at) {
            Some(tag) if element::class(key(&bytes[tag.name.clone()])).is_some() => {
                if tag.closing {
                    closed += 1;
                } else {
                    opened += 1;
                }
                for attribute in &scanner.attributes {
                    valued += usize::from(attribute.is_valued());
                    pasted += usize::from(
                        attribute::format(&bytes[attribute.name.clone()], true).is_some(),
                    );
                }
                at = tag.end.max(at + 1);
            }
            _ => at += 1,
        }
    }
    if pasted > 0 || (feed && opened + closed > 0) {
        return true;
    }
    let starts = text.trim_start().starts_with('<');
    let first = text.len() - text.trim_start().len();
    if starts
        && let Some(tag) = scanner.tag(first)
        && tag.broken
        && stray::is_tag(text, first, &tag, &scanner.attributes, true, text.len())
    {
        return true;
    }
    let ends = text.trim_end().ends_with('>');
    if opened + closed == 0 || speaks_of_markup(text) {
        return false;
    }
    (valued > 0 && (starts || ends || closed > 0))
        || (closed > 0 && opened > 0)
        || (starts && ends && opened + closed > 1)
}

/// Whether a text is about markup: a manual, a question to a forum.
fn speaks_of_markup(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "HTML",
        "html>",
        " tag",
        "element",
        "标签",
        "標籤",
        "元素",
        "代码",
        "タグ",
        "attribute",
    ];
    WORDS
        .iter()
        .any(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some())
        || memchr2(b'`', b'`', text.as_bytes()).is_some()
}
