//! A `<` in, the tag that begins there out: its name, its attributes, its end.
//!
//! Well-formed tags end where the WHATWG's tokenizer ends them. Where it would
//! swallow text (a quote that never closes, raw quotes inside a value, a tag cut
//! off with its text) the tag ends at a plausible place instead.

mod value;

use std::ops::Range;

use memchr::{memchr, memmem};

use crate::ascii;
pub(crate) use crate::ascii::{is_space, spaces};

/// An attribute of a tag, as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The name.
    pub(crate) name: Range<usize>,
    /// The value without its quotes; empty if there is none.
    pub(crate) value: Range<usize>,
    /// How many backslashes stood before the opening quote.
    pub(crate) backslashes: usize,
    /// The value was cut off before its closing quote.
    pub(crate) cut: bool,
}

impl Attribute {
    /// Whether it has a value, if only an empty one.
    pub(crate) fn is_valued(&self) -> bool {
        self.value.start > self.name.end
    }
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The offset after it.
    pub(crate) end: usize,
    /// The name.
    pub(crate) name: Range<usize>,
    /// `</name>`.
    pub(crate) closing: bool,
    /// `<name/>`.
    pub(crate) empty: bool,
    /// It does not end with a `>` of its own, or a value in it did not with a quote.
    pub(crate) broken: bool,
    /// It has attributes; it has one with a value.
    pub(crate) attributed: bool,
    pub(crate) valued: bool,
}

/// What begins with `<!` or `<?`, or with `</` and no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declaration {
    /// The offset after it.
    pub(crate) end: usize,
    /// Its content, without what opens and closes it.
    pub(crate) content: Range<usize>,
    pub(crate) what: What,
    /// It never ends: it was taken to end at a plausible place.
    pub(crate) broken: bool,
}

/// What sort of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Comment,
    Doctype,
    /// CDATA: its content is text.
    Data,
    /// What browsers take for a comment.
    Bogus,
}

/// Reads tags. Remembers the attributes of the last one, and which searches are
/// in vain from some place on, so that no text makes it look twice.
#[derive(Debug)]
pub(crate) struct Scanner<'t> {
    bytes: &'t [u8],
    /// Every line is a block of its own: values end with their line.
    lines: bool,
    /// The attributes of the last tag, in order; without those whose names say nothing, if
    /// [`Scanner::says_something`] tells which they are and the tag is not broken.
    pub(crate) attributes: Vec<Attribute>,
    says_something: Option<fn(&[u8]) -> bool>,
    /// From here on there is no `"`, no `'`.
    no_quote: [usize; 2],
    /// From here on there is no `-->`, no `]]>`, no `>`.
    no_comment_end: usize,
    no_data_end: usize,
    no_tag_end: usize,
    /// The rest of a line that was looked for last: where the search began and ended.
    line: Range<usize>,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str, lines: bool) -> Self {
        Self {
            bytes: text.as_bytes(),
            lines,
            attributes: Vec::new(),
            says_something: None,
            no_quote: [usize::MAX; 2],
            no_comment_end: usize::MAX,
            no_data_end: usize::MAX,
            no_tag_end: usize::MAX,
            line: 0..0,
        }
    }

    /// Remembers no attributes but those whose names pass: most pages have many that do not.
    #[must_use]
    pub(crate) fn only(mut self, says_something: fn(&[u8]) -> bool) -> Self {
        self.says_something = Some(says_something);
        self
    }

    /// Reads the tag at `at`, where a `<` stands; `None` if none begins there.
    #[inline]
    pub(crate) fn tag(&mut self, at: usize) -> Option<Tag> {
        self.attributes.clear();
        let closing = self.bytes.get(at + 1) == Some(&b'/');
        let start = at + 1 + usize::from(closing);
        if !self.bytes.get(start)?.is_ascii_alphabetic() {
            return None;
        }
        let length = until(&self.bytes[start..], &NAME_END);
        let mut tag = Tag {
            end: start + length,
            name: start..start + length,
            closing,
            empty: false,
            broken: false,
            attributed: false,
            valued: false,
        };
        if self.bytes.get(tag.end) == Some(&b'>') {
            tag.end += 1;
        } else {
            self.rest(&mut tag);
        }
        Some(tag)
    }

    /// Reads what follows the name.
    fn rest(&mut self, tag: &mut Tag) {
        let unread = tag.clone();
        self.read(tag, self.says_something);
        if tag.broken && self.says_something.is_some() {
            // What it is, all of it has to tell.
            *tag = unread;
            self.attributes.clear();
            self.read(tag, None);
        }
    }

    /// Reads the declaration at `at`; `None` if what stands there is text.
    pub(crate) fn declaration(&mut self, at: usize) -> Option<Declaration> {
        let rest = &self.bytes[at..];
        if rest.starts_with(b"<!--") {
            return Some(self.comment(at));
        }
        if rest.starts_with(b"<![CDATA[") {
            let mut declaration = Declaration {
                end: at + 9,
                content: at + 9..at + 9,
                what: What::Data,
                broken: true,
            };
            if at < self.no_data_end {
                match memmem::find(rest, b"]]>") {
                    Some(length) => {
                        declaration.content.end = at + length;
                        declaration.end = at + length + 3;
                        declaration.broken = false;
                    }
                    None => self.no_data_end = at,
                }
            }
            return Some(declaration);
        }
        let doctype = rest
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype"));
        let mut close = None;
        if at < self.no_tag_end {
            close = memchr(b'>', rest).map(|length| at + length);
            if close.is_none() {
                self.no_tag_end = at;
            }
        }
        let open = at + if rest.get(1) == Some(&b'?') { 1 } else { 2 };
        let (end, content) = match close {
            Some(close) => (close + 1, open..close.max(open)),
            // Cut off with its line.
            None if doctype => {
                let end = self.line_end(at);
                (end, open..end)
            }
            None => return None,
        };
        Some(Declaration {
            end,
            content,
            what: if doctype { What::Doctype } else { What::Bogus },
            broken: close.is_none(),
        })
    }

    /// The comment at `at`; one that never ends does so with its line.
    fn comment(&mut self, at: usize) -> Declaration {
        let open = at + 4;
        let rest = &self.bytes[open..];
        let mut comment = Declaration {
            end: open,
            content: open..open,
            what: What::Comment,
            broken: false,
        };
        if rest.starts_with(b">") || rest.starts_with(b"->") {
            comment.end += 1 + usize::from(rest[0] == b'-');
            return comment;
        }
        if open < self.no_comment_end {
            let mut from = 0;
            while let Some(length) = memmem::find(&rest[from..], b"--") {
                let dashes = from + length;
                let closes = match &rest[dashes + 2..] {
                    [b'>', ..] => 3,
                    [b'!', b'>', ..] => 4,
                    _ => {
                        from = dashes + 1;
                        continue;
                    }
                };
                comment.content.end = open + dashes;
                comment.end = open + dashes + closes;
                return comment;
            }
            self.no_comment_end = open;
        }
        comment.end = self.line_end(open);
        comment.content.end = comment.end;
        comment.broken = true;
        comment
    }

    /// Reads attributes up to the end of a tag, and remembers those that pass.
    fn read(&mut self, tag: &mut Tag, passes: Option<fn(&[u8]) -> bool>) {
        let bytes = self.bytes;
        let mut at = tag.end;
        loop {
            let mut slash = false;
            while let Some(byte) = bytes.get(at)
                && (is_space(*byte) || *byte == b'/')
            {
                if *byte == b'\n' && self.lines && !goes_on(bytes, at) {
                    return self.broken(tag, at + 1);
                }
                slash = *byte == b'/';
                at += 1;
            }
            match bytes.get(at) {
                Some(b'>') => {
                    tag.empty = slash;
                    tag.end = at + 1;
                    return;
                }
                None | Some(b'<') => return self.broken(tag, at),
                Some(_) => {}
            }
            let start = at;
            // Whatever the first byte is, it belongs to the name.
            at += 1 + until(&bytes[at + 1..], &ATTRIBUTE_END);
            let name = start..at;
            tag.attributed = true;
            let kept = passes.is_none_or(|passes| passes(&bytes[name.clone()]));
            let mut equals = at;
            while bytes.get(equals).is_some_and(|byte| is_space(*byte)) {
                equals += 1;
            }
            let mut attribute = Attribute {
                value: name.end..name.end,
                name,
                backslashes: 0,
                cut: false,
            };
            if bytes.get(equals) != Some(&b'=') {
                if kept {
                    self.attributes.push(attribute);
                }
                continue;
            }
            tag.valued = true;
            at = equals + 1;
            while bytes.get(at).is_some_and(|byte| is_space(*byte)) {
                at += 1;
            }
            let mut quote = at;
            while bytes.get(quote) == Some(&b'\\') {
                quote += 1;
            }
            attribute.backslashes = quote - at;
            match bytes.get(quote) {
                Some(mark @ (b'"' | b'\'')) => {
                    let open = quote + 1;
                    if attribute.backslashes == 0
                        && let Some(close) = self.plain_value(open, *mark)
                    {
                        at = close + 1;
                        if kept {
                            attribute.value = open..close;
                            self.attributes.push(attribute);
                        }
                        continue;
                    }
                    let quoted = if attribute.backslashes > 0 {
                        self.escaped(open, *mark, attribute.backslashes)
                    } else {
                        self.quoted(open, *mark)
                    };
                    attribute.value = open..quoted.end;
                    attribute.cut = quoted.cut;
                    if kept {
                        self.attributes.push(attribute);
                    }
                    at = quoted.next;
                    tag.broken |= quoted.cut;
                    if quoted.last {
                        tag.end = at;
                        return;
                    }
                }
                _ => {
                    attribute.backslashes = 0;
                    let length = bytes[at..]
                        .iter()
                        .position(|byte| is_space(*byte) || *byte == b'>')
                        .unwrap_or(bytes.len() - at);
                    attribute.value = at..at + length;
                    at += length;
                    attribute.cut = at == bytes.len();
                    if kept {
                        self.attributes.push(attribute);
                    }
                }
            }
        }
    }

    /// The tag ran into `at`, the end or another tag: it ends with its line, or there.
    fn broken(&mut self, tag: &mut Tag, at: usize) {
        tag.broken = true;
        tag.end = match memchr(b'\n', &self.bytes[tag.end..at]) {
            Some(length) => trim_return(self.bytes, tag.end, tag.end + length),
            None => at,
        };
        let end = tag.end;
        self.attributes
            .retain(|attribute| attribute.name.start < end);
        if let Some(last) = self.attributes.last_mut() {
            last.value.end = last.value.end.min(end);
            last.cut |= last.value.end == end;
        }
        tag.attributed = !self.attributes.is_empty();
        tag.valued = self.attributes.iter().any(Attribute::is_valued);
    }

    fn line_end(&mut self, from: usize) -> usize {
        if !self.line.contains(&from) {
            let length = memchr(b'\n', &self.bytes[from..]);
            self.line = from..length.map_or(self.bytes.len(), |length| from + length);
        }
        if self.line.end == self.bytes.len() {
            self.line.end
        } else {
            trim_return(self.bytes, from, self.line.end)
        }
    }
}

/// `end` without a carriage return before it.
fn trim_return(bytes: &[u8], start: usize, end: usize) -> usize {
    end - usize::from(end > start && bytes[end - 1] == b'\r')
}

/// Whether a tag goes on after the line feed at `at`: with an attribute, or its end.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    let next = at
        + bytes[at..]
            .iter()
            .take_while(|byte| is_space(**byte))
            .count();
    match bytes.get(next) {
        Some(b'>') => true,
        Some(b'/') => bytes.get(next + 1) == Some(&b'>'),
        Some(_) => is_assignment(bytes, next),
        None => false,
    }
}

/// Whether `name=` stands at `at`.
fn is_assignment(bytes: &[u8], at: usize) -> bool {
    let length = bytes[at..]
        .iter()
        .take(64)
        .take_while(|byte| is_name(**byte))
        .count();
    length > 0 && bytes[at].is_ascii_alphabetic() && bytes.get(at + length) == Some(&b'=')
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.')
}

/// How many bytes there are before the first of these: letters and digits are none of them.
#[inline]
fn until(bytes: &[u8], ends: &[bool; 256]) -> usize {
    let mut length = 0;
    loop {
        length += ascii::alphanumerics(&bytes[length..]);
        match bytes.get(length) {
            Some(byte) if !ends[usize::from(*byte)] => length += 1,
            _ => return length,
        }
    }
}

/// Bytes that end a tag's name.
static NAME_END: [bool; 256] = table(b" \t\n\r\x0C/><");
/// Bytes that end an attribute's name.
static ATTRIBUTE_END: [bool; 256] = table(b" \t\n\r\x0C/>=<");

const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests;
