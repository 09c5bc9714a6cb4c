//! The place in it where a value in quotes begins in, its plausible end out: the quote
//! that closes it, or what the tag was cut off by.

use memchr::{memchr, memchr_iter, memchr2, memchr3, memrchr};

use super::{Scanner, is_assignment, is_name, is_space};

/// How far a value with raw quotes in it is followed: longer is not met.
const RAW_QUOTES_BYTES: usize = 1024;

/// How a value in quotes ends.
pub(super) struct Quoted {
    /// Where the value ends.
    pub(super) end: usize,
    /// Where the tag goes on.
    pub(super) next: usize,
    /// The value was cut off.
    pub(super) cut: bool,
    /// The tag ends here as well.
    pub(super) last: bool,
}

impl Quoted {
    /// A value that the quote at `at` closes.
    fn closed(at: usize) -> Self {
        Self {
            end: at,
            next: at + 1,
            cut: false,
            last: false,
        }
    }
}

impl Scanner<'_> {
    /// The end of a value that begins at `open` after a quote.
    pub(super) fn quoted(&mut self, open: usize, quote: u8) -> Quoted {
        let bytes = self.bytes;
        let Some(close) = self.close(open, quote) else {
            return self.unclosed(open, bytes.len());
        };
        let value = &bytes[open..close];
        let json = is_json(value);
        if self.lines && memchr(b'\n', value).is_some() {
            return self.unclosed(open, close);
        }
        let whole = if json {
            matches!(value.last(), Some(b']' | b'}' | b';'))
        } else {
            !swallows_tags(value)
        };
        if whole && follows_value(bytes, close + 1) {
            return Quoted::closed(close);
        }
        if json {
            let line = self.line_end(open);
            let mut from = close.min(line);
            while let Some(length) = memchr(quote, &bytes[from..line]) {
                let at = from + length;
                if matches!(bytes[at - 1], b']' | b'}') && ends_value(bytes, at + 1) {
                    return Quoted::closed(at);
                }
                from = at + 1;
            }
            return self.cut_off(open, line);
        }
        if !whole || (memchr(b'>', value).is_some() && memchr2(b'<', b'\n', value).is_some()) {
            return self.unclosed(open, close);
        }
        // Raw quotes inside the value, or no space before the next attribute.
        let limit = bytes.len().min(close + RAW_QUOTES_BYTES);
        let limit =
            close + memchr3(b'\n', b'<', b'>', &bytes[close..limit]).unwrap_or(limit - close);
        let mut from = close;
        while let Some(length) = memchr(quote, &bytes[from..limit]) {
            let at = from + length;
            if ends_value(bytes, at + 1) {
                return Quoted::closed(at);
            }
            from = at + 1;
        }
        Quoted::closed(close)
    }

    /// The end of a value that begins at `open` after a quote, if it is one about which there
    /// can be no doubt, as most are: what [`Scanner::quoted`] says of it, sooner.
    #[inline]
    pub(super) fn plain_value(&mut self, open: usize, quote: u8) -> Option<usize> {
        let close = self.close(open, quote)?;
        let value = &self.bytes[open..close];
        let list = matches!(value.first(), Some(b'[' | b'{'));
        let assignment = value.last() == Some(&b'=');
        let follows = match self.bytes.get(close + 1) {
            None | Some(b'>' | b'/' | b'?') => true,
            Some(byte) => is_space(*byte),
        };
        let line = !self.lines || memchr(b'\n', value).is_none();
        (!list && !assignment && follows && line).then_some(close)
    }

    /// Where the next quote is.
    #[inline]
    fn close(&mut self, open: usize, quote: u8) -> Option<usize> {
        let known = &mut self.no_quote[usize::from(quote == b'\'')];
        if open >= *known {
            return None;
        }
        let found = memchr(quote, &self.bytes[open..]);
        if found.is_none() {
            *known = open;
        }
        found.map(|length| open + length)
    }

    /// A list that was cut off in the line that ends at `line`: it ends where dots
    /// were put in its place before the next tag, or before the tags that end the
    /// line.
    fn cut_off(&self, open: usize, line: usize) -> Quoted {
        let value = &self.bytes[open..line];
        let dots = memchr_iter(b'<', value).find(|at| {
            let after = value
                .get(at + 1)
                .is_some_and(|byte| *byte == b'/' || byte.is_ascii_alphabetic());
            after
                && [&b"..."[..], "…".as_bytes()]
                    .iter()
                    .any(|dots| value[..*at].ends_with(dots))
        });
        let mut end = open + dots.unwrap_or(value.len());
        while let Some(tag) = closing_tag_at_end(&self.bytes[open..end]) {
            end = open + tag;
        }
        Quoted {
            end,
            next: end,
            cut: true,
            last: true,
        }
    }

    /// The end of a value whose quote does not close before `limit`: the tag's
    /// plausible end, or the line's.
    fn unclosed(&mut self, open: usize, limit: usize) -> Quoted {
        let bytes = self.bytes;
        let line = self.line_end(open);
        let limit = limit.min(line);
        if !is_json(&bytes[open..limit])
            && let Some(length) = memchr(b'>', &bytes[open..limit])
        {
            let end = open + length;
            return Quoted {
                end: end - usize::from(end > open && bytes[end - 1] == b'/'),
                next: end + 1,
                cut: true,
                last: true,
            };
        }
        self.cut_off(open, line)
    }

    /// The end of a value between quotes that a `backslashes` deep string escaped.
    pub(super) fn escaped(&mut self, open: usize, quote: u8, backslashes: usize) -> Quoted {
        let bytes = self.bytes;
        let line = self.line_end(open);
        let mut from = open;
        while let Some(length) = memchr(quote, &bytes[from..line]) {
            let at = from + length;
            let before = bytes[open..at]
                .iter()
                .rev()
                .take_while(|byte| **byte == b'\\')
                .count();
            let value = &bytes[open..at - before];
            if before == backslashes
                && (ends_value(bytes, at + 1) || (!is_json(value) && follows_value(bytes, at + 1)))
            {
                return Quoted {
                    end: at - before,
                    next: at + 1,
                    cut: false,
                    last: false,
                };
            }
            from = at + 1;
        }
        Quoted {
            end: line,
            next: line,
            cut: true,
            last: true,
        }
    }
}

/// Whether a value looks like the payload of an editor.
fn is_json(value: &[u8]) -> bool {
    match value.first() {
        Some(b'[') => matches!(value.get(1), Some(b'[' | b'{' | b'"' | b'&')),
        Some(b'{') => matches!(value.get(1), Some(b'"' | b'&')),
        _ => false,
    }
}

/// Whether a value has run on into another tag's attribute: it has a `>` and ends in `name=`.
fn swallows_tags(value: &[u8]) -> bool {
    value.last() == Some(&b'=')
        && memchr(b'>', value).is_some()
        && value[..value.len() - 1]
            .iter()
            .rposition(|byte| !is_name(*byte))
            .is_some_and(|at| is_space(value[at]) && at + 2 < value.len())
}

/// Whether what stands at `at` can follow a value: the tag's end, white space, or
/// another attribute.
fn follows_value(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None | Some(b'>' | b'/' | b'?') => true,
        Some(byte) if is_space(*byte) => true,
        Some(_) => is_assignment(bytes, at),
    }
}

/// The same, but white space must be followed by the tag's end or an attribute.
fn ends_value(bytes: &[u8], at: usize) -> bool {
    let spaces = bytes[at.min(bytes.len())..]
        .iter()
        .take_while(|byte| is_space(**byte))
        .count();
    let next = at + spaces;
    match bytes.get(next) {
        None | Some(b'>') => true,
        Some(b'/') => bytes.get(next + 1) == Some(&b'>'),
        Some(_) => spaces > 0 && is_assignment(bytes, next),
    }
}

/// Where the closing tag begins that `bytes` end with.
fn closing_tag_at_end(bytes: &[u8]) -> Option<usize> {
    let inside = bytes.trim_ascii_end().strip_suffix(b">")?;
    let open = memrchr(b'<', inside)?;
    let name = inside[open..].strip_prefix(b"</")?;
    (!name.is_empty() && name.len() <= 16 && name.iter().all(u8::is_ascii_alphanumeric))
        .then_some(open)
}
