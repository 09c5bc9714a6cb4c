//! A stretch of text in, the same stretch with one layer of escaping undone out,
//! with the way back through all layers.

use std::ops::Range;

use super::entity;
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
}
