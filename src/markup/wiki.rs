//! Wikitext in, what its readers see of it out: MediaWiki's markup, as far as it can
//! be read without the templates that it names.

use std::{collections::HashMap, ops::Range};

use memchr::memmem;

use super::{
    Parsed,
    build::{Builder, Context},
    scan::{Scanner, What, is_space},
    stray,
};
use crate::document::{BlockKind, Reason};

/// Elements whose content is no text of the page.
const HIDDEN: [&str; 12] = [
    "ref",
    "math",
    "chem",
    "timeline",
    "score",
    "syntaxhighlight",
    "source",
    "graph",
    "mapframe",
    "templatedata",
    "imagemap",
    "hiero",
];

/// Namespaces whose links stand for something else than their text, in the
/// languages that dumps are mostly made of.
const NO_TEXT: [&str; 12] = [
    "category",
    "file",
    "image",
    "media",
    "分类",
    "分類",
    "文件",
    "檔案",
    "图像",
    "圖像",
    "カテゴリ",
    "ファイル",
];

/// How far ends that must be near are looked for, in bytes.
const LOOK_AHEAD: usize = 1024;

/// Brackets that are open at a time; deeper ones are text.
const DEPTH: usize = 64;

/// A bracket that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// `{{`: hidden up to its end.
    Template,
    /// `[[` of a picture, a category: hidden.
    Hidden,
    /// `[[target|`: what comes is its text.
    Link,
    /// `[address `: what comes is its text.
    Address,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    builder: Builder<'t>,
    scanner: Scanner<'t>,
    open: Vec<Open>,
    /// Open templates and hidden links.
    hidden: usize,
    /// Open tables.
    tables: usize,
    /// Where these stand for the last time, as far as it was asked.
    last: HashMap<String, Option<usize>>,
}

/// The blocks of a page of a wiki.
pub(super) fn read(text: &str) -> Parsed<'_> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        builder: Builder::new(text, Context::new(BlockKind::Paragraph)),
        scanner: Scanner::new(text, false),
        open: Vec::new(),
        hidden: 0,
        tables: 0,
        last: HashMap::new(),
    };
    reader.all();
    reader.builder.end();
    reader.builder.finish(None)
}

impl Reader<'_> {
    fn all(&mut self) {
        let mut at = 0;
        let mut line_start = true;
        while at < self.bytes.len() {
            if line_start && self.hidden == 0 {
                at = self.begin_line(at);
            }
            line_start = false;
            let rest = &self.bytes[at..];
            let Some(length) = rest.iter().position(|byte| MARKS[usize::from(*byte)]) else {
                self.copy(at..self.bytes.len());
                return;
            };
            self.copy(at..at + length);
            at += length;
            if self.bytes[at] == b'\n' {
                self.end_line(at);
                at += 1;
                line_start = true;
            } else {
                at = self.mark(at);
            }
        }
    }

    /// Reads what says at the beginning of a line what the line is.
    fn begin_line(&mut self, at: usize) -> usize {
        self.builder.context.kind = BlockKind::Paragraph;
        let rest = &self.bytes[at..];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = &rest[..end];
        let count = |mark: u8| line.iter().take_while(|byte| **byte == mark).count();
        let (kind, length) = match line.first() {
            Some(b'=') if line.trim_ascii_end().ends_with(b"=") => {
                (BlockKind::Heading, count(b'=').min(6))
            }
            Some(b'*' | b'#' | b':' | b';') => {
                let marks = line.iter().take_while(|byte| b"*#:;".contains(byte));
                (BlockKind::Item, marks.count())
            }
            Some(b'-') if line.starts_with(b"----") => (BlockKind::Paragraph, count(b'-')),
            Some(b'{') if line.starts_with(b"{|") => {
                self.tables += 1;
                (BlockKind::Paragraph, end)
            }
            Some(b'|') if self.tables > 0 && line.starts_with(b"|}") => {
                self.tables -= 1;
                (BlockKind::Paragraph, 2)
            }
            Some(b'|') if self.tables > 0 && line.starts_with(b"|-") => (BlockKind::Paragraph, end),
            Some(b'|' | b'!') if self.tables > 0 => {
                let length = if line.starts_with(b"|+") { 2 } else { 1 };
                (BlockKind::Cell, length + cell_attributes(&line[length..]))
            }
            _ => return at,
        };
        self.builder.context.kind = kind;
        self.builder.drop(at..at + length, Reason::Markup);
        at + length
    }

    fn end_line(&mut self, at: usize) {
        if self.hidden > 0 {
            self.builder.drop(at..at + 1, Reason::Hidden);
            return;
        }
        // Links do not go on in the next line; templates do.
        self.open.clear();
        let kind = self.builder.context.kind;
        let empty = matches!(self.bytes.get(at + 1), None | Some(b'\n' | b'\r'));
        if kind != BlockKind::Paragraph || empty || self.begins_block(at + 1) {
            self.builder.end();
            self.builder.drop(at..at + 1, Reason::Space);
        } else {
            // A paragraph goes on.
            self.builder.copy(at..at + 1);
        }
    }

    fn begins_block(&self, at: usize) -> bool {
        self.bytes
            .get(at)
            .is_some_and(|byte| b"=*#:;|!{-<[_".contains(byte))
    }

    fn copy(&mut self, range: Range<usize>) {
        if self.hidden > 0 {
            self.builder.drop(range, Reason::Hidden);
        } else {
            self.builder.copy(range);
        }
    }

    fn markup(&mut self, range: Range<usize>) -> usize {
        let end = range.end;
        self.builder.drop(range, Reason::Markup);
        end
    }

    /// Reads what may be markup at `at`; returns where to go on.
    fn mark(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let deep = self.open.len() >= DEPTH;
        match rest[0] {
            b'{' if rest.starts_with(b"{{") && !deep => {
                if self.ends(at, "}}") {
                    self.open.push(Open::Template);
                    self.hidden += 1;
                }
                self.markup(at..at + 2)
            }
            b'}' if rest.starts_with(b"}}") => {
                self.close(&[Open::Template]);
                self.markup(at..at + 2)
            }
            b'[' if rest.starts_with(b"[[") && !deep => self.link(at),
            b']' if rest.starts_with(b"]]") && self.close(&[Open::Link, Open::Hidden]) => {
                self.markup(at..at + 2)
            }
            b'[' if !deep && is_address(&rest[1..]) => {
                let length = rest
                    .iter()
                    .position(|byte| matches!(byte, b' ' | b']' | b'\n'))
                    .unwrap_or(rest.len());
                self.open.push(Open::Address);
                let space = usize::from(rest.get(length) == Some(&b' '));
                self.markup(at..at + length + space)
            }
            b']' if self.close(&[Open::Address]) => self.markup(at..at + 1),
            b'\'' if rest.starts_with(b"''") => {
                let length = rest.iter().take_while(|byte| **byte == b'\'').count();
                self.markup(at..at + length.min(5))
            }
            b'=' if self.builder.context.kind == BlockKind::Heading && self.closes_heading(at) => {
                let length = rest.iter().take_while(|byte| **byte == b'=').count();
                self.markup(at..at + length)
            }
            b'|' | b'!' if self.tables > 0 && self.hidden == 0 && self.open.is_empty() => {
                let next = rest.get(1);
                if next == Some(&rest[0]) || (rest[0] == b'!' && next == Some(&b'|')) {
                    self.builder.end();
                    self.builder.context.kind = BlockKind::Cell;
                    let length = 2 + cell_attributes(&rest[2..]);
                    return self.markup(at..at + length);
                }
                self.copy(at..at + 1);
                at + 1
            }
            b'_' if rest.starts_with(b"__") => {
                let word = rest[2..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_uppercase());
                let length = 2 + word.count();
                if length > 2 && rest[length..].starts_with(b"__") {
                    return self.markup(at..at + length + 2);
                }
                self.copy(at..at + 2);
                at + 2
            }
            b'-' if rest.starts_with(b"-{") => self.variant(at),
            b'}' if rest.starts_with(b"}-") => self.markup(at..at + 2),
            b'<' => self.element(at),
            b'&' => self.reference(at),
            _ => {
                self.copy(at..at + 1);
                at + 1
            }
        }
    }

    /// Whether this stands somewhere behind `at`; what never ends is no markup.
    fn ends(&mut self, at: usize, end: &str) -> bool {
        if !self.last.contains_key(end) {
            let last = memmem::rfind(self.bytes, end.as_bytes());
            self.last.insert(end.to_owned(), last);
        }
        self.last[end].is_some_and(|last| last > at)
    }

    fn closes_heading(&self, at: usize) -> bool {
        let rest = &self.bytes[at..];
        let rest = &rest[..rest.len().min(LOOK_AHEAD)];
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        line < LOOK_AHEAD
            && rest[..line]
                .iter()
                .all(|byte| *byte == b'=' || is_space(*byte))
    }

    /// Closes the innermost bracket if it is one of these.
    fn close(&mut self, kinds: &[Open]) -> bool {
        let Some(last) = self.open.last().copied() else {
            return false;
        };
        if !kinds.contains(&last) {
            return false;
        }
        self.open.pop();
        if matches!(last, Open::Template | Open::Hidden) {
            self.hidden -= 1;
        }
        true
    }

    /// `[[target]]`, `[[target|text]]`, `[[File:…]]`.
    fn link(&mut self, at: usize) -> usize {
        let inside = at + 2;
        let rest = &self.bytes[inside..];
        let Some(length) = rest
            .iter()
            .position(|byte| matches!(byte, b'|' | b']' | b'\n' | b'['))
        else {
            return self.markup(at..inside);
        };
        let target = self.text[inside..inside + length].trim_start();
        let space = target.split_once(':').map(|(space, _)| space.trim());
        let no_text = space.is_some_and(|space| {
            let lower = space.to_lowercase();
            // A language: a link to the same page in another wiki.
            let language = (2..=3).contains(&lower.len())
                && lower.bytes().all(|byte| byte.is_ascii_lowercase());
            language || NO_TEXT.contains(&lower.as_str())
        });
        if no_text && self.ends(at, "]]") {
            self.open.push(Open::Hidden);
            self.hidden += 1;
            return self.markup(at..inside);
        }
        self.open.push(Open::Link);
        match rest[length] {
            b'|' => self.markup(at..inside + length + 1),
            _ => self.markup(at..inside),
        }
    }

    /// `-{text}-` and `-{zh-hans:text;zh-hant:text}-`: of variants the first is read.
    fn variant(&mut self, at: usize) -> usize {
        let near = &self.bytes[at..self.bytes.len().min(at + LOOK_AHEAD)];
        let Some(length) = memmem::find(near, b"}-") else {
            self.copy(at..at + 2);
            return at + 2;
        };
        let end = at + length;
        let content = &self.text[at + 2..end];
        let flags = content
            .find('|')
            .filter(|bar| !content[..*bar].contains(':'));
        let start = at + 2 + flags.map_or(0, |bar| bar + 1);
        let content = &self.text[start..end];
        let Some(colon) = content.find(':') else {
            return self.markup(at..start);
        };
        let value = start + colon + 1;
        let stop = content.find(';').map_or(end, |semicolon| start + semicolon);
        if stop < value {
            return self.markup(at..start);
        }
        self.markup(at..value);
        self.copy(value..stop);
        self.markup(stop..end + 2)
    }

    /// A comment, a tag, or a `<`.
    fn element(&mut self, at: usize) -> usize {
        if let Some(tag) = self.scanner.tag(at) {
            let name = self.text[tag.name.clone()].to_ascii_lowercase();
            if !tag.closing && !tag.empty && HIDDEN.contains(&name.as_str()) {
                let end = format!("</{name}");
                if self.ends(at, &end)
                    && let Some(found) = memmem::find(&self.bytes[tag.end..], end.as_bytes())
                {
                    self.markup(at..tag.end);
                    let close = tag.end + found;
                    self.builder.drop(tag.end..close, Reason::Hidden);
                    return close;
                }
            }
            if matches!(
                name.as_str(),
                "br" | "p" | "div" | "li" | "tr" | "td" | "th" | "gallery"
            ) {
                self.builder.end();
            }
            return self.markup(at..tag.end);
        }
        match self.scanner.declaration(at) {
            Some(found) if found.what == What::Comment => {
                self.builder.drop(at..found.end, Reason::Comment);
                found.end
            }
            _ => {
                self.copy(at..at + 1);
                at + 1
            }
        }
    }

    fn reference(&mut self, at: usize) -> usize {
        let found = stray::reference(self.bytes, at, false, true);
        match found {
            Some(found) if self.hidden == 0 => {
                let mut buffer = [0; 4];
                let text = found.expansion.as_str(&mut buffer);
                self.builder.replace(text, at..found.end);
                found.end
            }
            _ => {
                self.copy(at..at + 1);
                at + 1
            }
        }
    }
}

/// Bytes that may begin markup.
static MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    let all = b"\n{}[]'=|!_-<&";
    let mut index = 0;
    while index < all.len() {
        marks[all[index] as usize] = true;
        index += 1;
    }
    marks
};

fn is_address(rest: &[u8]) -> bool {
    [&b"http://"[..], b"https://", b"//", b"ftp://", b"mailto:"]
        .iter()
        .any(|scheme| rest.starts_with(scheme))
}

/// Length of `style="…" |` before the text of a cell.
fn cell_attributes(cell: &[u8]) -> usize {
    let cell = &cell[..cell.len().min(LOOK_AHEAD)];
    let line = memchr::memchr(b'\n', cell).unwrap_or(cell.len());
    let cell = &cell[..line];
    let Some(bar) = memchr::memchr(b'|', cell) else {
        return 0;
    };
    let before = &cell[..bar];
    let attributes = before.contains(&b'=') && !before.iter().any(|byte| b"[]{}".contains(byte));
    if attributes && cell.get(bar + 1) != Some(&b'|') {
        bar + 1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::tests::assert_tiles;

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let parsed = read(text);
        assert_tiles(text, &parsed);
        let blocks = parsed.blocks.into_iter();
        blocks
            .map(|block| (block.kind, block.text.into_owned()))
            .collect()
    }

    fn texts(text: &str) -> Vec<String> {
        blocks(text).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn links_give_their_text() {
        assert_eq!(
            texts(
                "'''北京'''是[[中华人民共和国|中国]]的[[首都]]。[http://a.b/c 主页] [[en:Beijing]][[Category:城市]]"
            ),
            ["北京是中国的首都。主页"]
        );
        assert_eq!(
            texts("[[File:a.jpg|thumb|A [[link]] inside]]after"),
            ["after"]
        );
    }

    #[test]
    fn templates_and_references_are_hidden() {
        assert_eq!(
            texts(
                "{{Infobox|a={{b|c}}\n|d=e}}\nThe '''city'''<ref name=\"x\">{{cite}}</ref> is<ref name=y /> big.<!-- no -->"
            ),
            ["The city is big."]
        );
        assert_eq!(
            texts("{{never ends, so it is text"),
            ["never ends, so it is text"]
        );
    }

    #[test]
    fn lines_say_what_they_are() {
        let found = blocks(
            "== 历史 ==\none\ntwo\n\n* item\n# next\n{| class=\"x\"\n|-\n! A !! B\n|-\n| style=\"a\" | c || d\n|}\nend",
        );
        let wanted = [
            (BlockKind::Heading, "历史"),
            (BlockKind::Paragraph, "one\ntwo"),
            (BlockKind::Item, "item"),
            (BlockKind::Item, "next"),
            (BlockKind::Cell, "A"),
            (BlockKind::Cell, "B"),
            (BlockKind::Cell, "c"),
            (BlockKind::Cell, "d"),
            (BlockKind::Paragraph, "end"),
        ];
        let found: Vec<_> = found
            .iter()
            .map(|(kind, text)| (*kind, text.trim()))
            .collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn of_variants_the_first_is_read() {
        assert_eq!(
            texts("在-{zh-hans:计算机;zh-hant:電腦}-上，-{A|台}-北 a - b -{c}-"),
            ["在计算机上，台北 a - b c"]
        );
    }

    #[test]
    fn nothing_makes_it_stumble() {
        for text in [
            "[[",
            "]]",
            "{{",
            "}}",
            "[[a",
            "-{",
            "-{a:b;",
            "''",
            "__",
            "__TOC__x",
            "<ref",
            "[http://",
            "{|\n|",
            "{|\n||\n!!",
            "&amp",
            "== a",
            "\n\n=\n",
            "[[a:|]]",
        ] {
            let _ = blocks(text);
            let _ = blocks(&text.repeat(300));
            let _ = blocks(&format!("{{|\n{text}\n{text}"));
        }
    }
}
