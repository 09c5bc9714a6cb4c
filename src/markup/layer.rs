//! A stretch of text in, the same stretch with one layer of escaping undone out,
//! with the way back through all layers.

use std::ops::Range;

use super::{entity, escape};
use crate::offsets::Map;

/// Text that was escaped as a whole, some layers further in.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    pub(super) text: String,
    /// From `text` back to the source.
    pub(super) map: Map,
}

impl Layer {
    /// The outermost layer: the text as it stands.
    pub(super) fn of(text: &str, range: Range<usize>) -> Self {
        Self {
            map: Map::shifted(range.len(), range.start),
            text: text[range].to_owned(),
        }
    }

    /// Adds a stretch of another layer as it stands.
    pub(super) fn copy(&mut self, from: &Layer, range: Range<usize>) {
        self.map.append(&from.map, range.clone());
        self.text.push_str(&from.text[range]);
    }

    /// Adds text that stands for a stretch of another layer.
    pub(super) fn replace(&mut self, text: &str, from: &Layer, range: Range<usize>) {
        self.map.replace(text.len(), from.map.source(range));
        self.text.push_str(text);
    }

    /// Forgets what comes after `length`.
    pub(super) fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.map.truncate(length);
    }

    /// Every character reference read once.
    pub(super) fn without_entities(&self, attribute: bool) -> Option<Self> {
        let bytes = self.text.as_bytes();
        let mut inner = Self::default();
        let mut done = 0;
        let mut found = false;
        for at in memchr::memchr_iter(b'&', bytes) {
            if at < done {
                continue;
            }
            if let Some(reference) = entity::read_joined(bytes, at, attribute) {
                found = true;
                inner.copy(self, done..at);
                let mut buffer = [0; 4];
                inner.replace(
                    reference.expansion.as_str(&mut buffer),
                    self,
                    at..reference.end,
                );
                done = reference.end;
            }
        }
        if !found {
            return None;
        }
        inner.copy(self, done..bytes.len());
        Some(inner)
    }

    /// One layer of the backslashes of JSON, SQL and programming languages undone.
    pub(super) fn without_backslashes(&self) -> Self {
        let bytes = self.text.as_bytes();
        let mut inner = Self::default();
        let mut done = 0;
        for at in memchr::memchr_iter(b'\\', bytes) {
            if at < done {
                continue;
            }
            let replacement = match bytes.get(at + 1) {
                Some(b'"') => "\"",
                Some(b'\'') => "'",
                Some(b'\\') => "\\",
                Some(b'/') => "/",
                Some(b'n') => "\n",
                Some(b'r') => "\r",
                Some(b't') => "\t",
                _ => continue,
            };
            inner.copy(self, done..at);
            inner.replace(replacement, self, at..at + 2);
            done = at + 2;
        }
        inner.copy(self, done..bytes.len());
        inner
    }

    /// What comes after the first `length` bytes.
    pub(super) fn after(&self, length: usize) -> Self {
        let mut rest = Self::default();
        rest.copy(self, length..self.text.len());
        rest
    }

    /// Percent-encoded UTF-8 read; what is no UTF-8 stays as it stands.
    pub(super) fn without_percents(&self) -> Self {
        let bytes = self.text.as_bytes();
        let mut inner = Self::default();
        let mut done = 0;
        let mut at = 0;
        while let Some(length) = memchr::memchr(b'%', &bytes[at..]) {
            at += length;
            match percent_char(bytes, at) {
                Some((char, end)) => {
                    inner.copy(self, done..at);
                    inner.replace(char.encode_utf8(&mut [0; 4]), self, at..end);
                    done = end;
                    at = end;
                }
                None => at += 1,
            }
        }
        inner.copy(self, done..bytes.len());
        inner
    }

    /// Base64 read, all of it standing for all of it; `None` if it is none.
    pub(super) fn without_base64(&self) -> Option<Self> {
        let out = escape::base64(self.text.as_bytes())?;
        let text = String::from_utf8(out).ok()?;
        let mut inner = Self::default();
        inner.replace(&text, self, 0..self.text.len());
        Some(inner)
    }
}

/// The character that the percent escapes at `at` are the UTF-8 of, and where it ends.
pub(super) fn percent_char(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    escaped_char(bytes, at, |bytes, at| {
        let byte = hexadecimal(bytes.get(at + 1..at + 3)?)?;
        (bytes.get(at) == Some(&b'%')).then_some((byte, at + 3))
    })
}

/// The character whose UTF-8 stands at `at`, each byte read by `byte`, which gives
/// also where the next begins.
pub(super) fn escaped_char(
    bytes: &[u8],
    at: usize,
    byte: impl Fn(&[u8], usize) -> Option<(u8, usize)>,
) -> Option<(char, usize)> {
    let (first, mut end) = byte(bytes, at)?;
    let length = match first {
        0x00..=0x7F => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut buffer = [first, 0, 0, 0];
    for slot in &mut buffer[1..length] {
        (*slot, end) = byte(bytes, end)?;
    }
    let char = std::str::from_utf8(&buffer[..length])
        .ok()?
        .chars()
        .next()?;
    Some((char, end))
}

/// Two hexadecimal digits.
pub(super) fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let high = char::from(digits[0]).to_digit(16)?;
    let low = char::from(digits[1]).to_digit(16)?;
    Some((high * 16 + low) as u8)
}
