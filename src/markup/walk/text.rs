//! What lies between tags in; text and the ends of lines out, with references and escapes
//! read.

use std::ops::Range;

use memchr::{memchr, memchr3};

use super::{
    super::{escape, scan::is_space, stray},
    Walker,
};
use crate::document::{NoteKind, Reason};

impl Walker<'_, '_> {
    /// Walks a text in which every line is a block.
    pub(super) fn walk_lines(&mut self) {
        let bytes = self.bytes;
        let mut at = 0;
        let mut fence = stray::Fence::new(self.text);
        while at < bytes.len() {
            // At the beginning of a line.
            if let Some(end) = fence.code(at) {
                self.fenced = true;
                self.plain_lines(at, end);
                self.fenced = false;
                at = end;
                continue;
            }
            loop {
                let mut found = stop(bytes, at);
                if let Some(next) = self.leak(at, found) {
                    at = next;
                    if at >= bytes.len() {
                        break;
                    }
                    found = stop(bytes, at);
                }
                match bytes.get(found) {
                    None => {
                        self.copy(at..found);
                        return;
                    }
                    Some(b'\n') => {
                        at = self.end_line(at, found);
                        break;
                    }
                    Some(b'<') => {
                        self.copy(at..found);
                        at = self.markup(found);
                    }
                    Some(_) => {
                        self.copy(at..found);
                        at = self.reference(found);
                    }
                }
                if at >= bytes.len() {
                    break;
                }
            }
        }
    }

    /// Lines in which nothing is markup.
    fn plain_lines(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(length) = memchr(b'\n', &self.bytes[at..end]) {
            at = self.end_line(at, at + length);
        }
        self.copy(at..end);
    }

    /// Takes the rest of a line, from `at` to its line feed at `end`; returns where
    /// the next begins.
    fn end_line(&mut self, at: usize, end: usize) -> usize {
        let body = end - usize::from(end > at && self.bytes[end - 1] == b'\r');
        if !self.builder.is_open() && self.bytes[at..body].iter().all(|byte| is_space(*byte)) {
            self.builder.drop(at..end + 1, Reason::Space);
        } else {
            self.copy(at..body);
            self.break_flow();
            self.builder.drop(body..end + 1, Reason::Space);
        }
        end + 1
    }

    /// Takes white space between tags.
    pub(super) fn space(&mut self, range: Range<usize>) {
        if self.is_hidden() {
            self.builder.drop(range, Reason::Hidden);
        } else if self.builder.keeps_space() {
            self.copy_plain(range);
        } else {
            self.builder.space(range);
        }
    }

    /// Takes text, with the escapes in it read.
    pub(super) fn copy(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if self.is_hidden() {
            self.builder.drop(range, Reason::Hidden);
            return;
        }
        let mut at = range.start;
        if !self.options.keep_escapes && !self.is_code() {
            let mut from = at;
            while let Some(length) = memchr3(b'\\', b'%', b'=', &self.bytes[from..range.end]) {
                let found = from + length;
                let Some(pieces) = escape::read(&self.bytes[..range.end], found) else {
                    from = found + 1;
                    continue;
                };
                self.copy_plain(at..found);
                at = self.escaped(pieces, found);
                from = at;
            }
        }
        self.copy_plain(at..range.end);
    }

    /// Takes what escapes stand for; returns where they end.
    fn escaped(&mut self, pieces: Vec<(escape::Piece, usize)>, start: usize) -> usize {
        let mut at = start;
        for (piece, end) in pieces {
            match piece {
                escape::Piece::Char(char) => {
                    let mut buffer = [0; 4];
                    self.builder.replace(char.encode_utf8(&mut buffer), at..end);
                }
                escape::Piece::Text(text) => self.builder.replace(&text, at..end),
                escape::Piece::Break => {
                    self.break_flow();
                    self.builder.drop(at..end, Reason::Markup);
                }
            }
            at = end;
        }
        self.builder.remark(NoteKind::Escape, start..at);
        at
    }

    /// Takes text as it stands.
    fn copy_plain(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if self.builder.context.preformatted && !self.lines {
            let mut at = range.start;
            while let Some(length) = memchr(b'\n', &self.bytes[at..range.end]) {
                self.builder.copy(at..at + length);
                self.builder.end();
                self.builder
                    .drop(at + length..at + length + 1, Reason::Space);
                at += length + 1;
            }
            self.builder.copy(at..range.end);
        } else {
            self.builder.copy(range);
        }
    }

    /// Whether the text is code, in which nothing is read twice.
    pub(super) fn is_code(&self) -> bool {
        self.fenced || self.scopes.last().is_some_and(|scope| scope.code)
    }

    /// Reads the `&` at `at`; returns where to go on.
    pub(super) fn reference(&mut self, at: usize) -> usize {
        let code = self.is_code();
        let found = stray::reference(self.bytes, at, self.lines, code);
        let Some(found) = found else {
            if self.lines
                && let Some(range) = stray::cut_reference(self.bytes, at)
            {
                self.builder.remark(NoteKind::Truncated, range.clone());
                self.builder.drop(range.clone(), Reason::Markup);
                return range.end;
            }
            self.copy(at..at + 1);
            return at + 1;
        };
        if self.is_hidden() {
            self.builder.drop(at..found.end, Reason::Hidden);
        } else {
            let mut buffer = [0; 4];
            let text = found.expansion.as_str(&mut buffer);
            self.builder.replace(text, at..found.end);
        }
        found.end
    }
}

/// Where the text at `at` stops: at the end of its line, a `<`, a `&`, or the end.
fn stop(bytes: &[u8], at: usize) -> usize {
    memchr3(b'\n', b'<', b'&', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}
