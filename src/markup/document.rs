//! The XML of office documents in, their paragraphs out: Office Open XML
//! (ECMA-376) and OpenDocument (ISO 26300). Elements are known by their local
//! names, since the prefixes are up to the writer.

use std::ops::Range;

use memchr::memchr2;

use super::{
    Parsed,
    build::{Builder, Context},
    scan::{Scanner, Tag, What, is_space},
    stray,
};
use crate::document::{BlockKind, Reason};

/// Where the text of a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// In `t` (of words, slides, shared strings) alone.
    OpenXml,
    /// In `p` and `h`, whatever is between.
    OpenDocument,
}

/// How much of the beginning is looked at, in bytes.
const HEAD_BYTES: usize = 4096;

/// Open elements that are remembered: what is nested deeper is read as part of
/// the last of them.
const DEPTH: usize = 256;

/// The dialect, by the namespaces of the root element.
pub(super) fn dialect(text: &str) -> Option<Dialect> {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    let root = head
        .match_indices('<')
        .map(|(at, _)| &head[at..])
        .find(|rest| !rest.starts_with("<?") && !rest.starts_with("<!"))?;
    let root = &root[..root.find('>').unwrap_or(root.len())];
    let has = |namespace| root.contains(namespace);
    if has("schemas.openxmlformats.org/") || has("purl.oclc.org/ooxml/") {
        Some(Dialect::OpenXml)
    } else if has("urn:oasis:names:tc:opendocument:xmlns:office") {
        Some(Dialect::OpenDocument)
    } else {
        None
    }
}

/// What an element does to the text around and inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Nothing.
    Inline,
    /// Begins and ends a block.
    Block,
    /// The same, and its blocks are of this kind.
    Kind(BlockKind),
    /// Its text is shown.
    Shown,
    /// Its text is not shown, whatever is inside.
    Hidden,
    /// What is inside stands beside the paragraph it is in.
    Beside(BlockKind),
    /// It stands for white space.
    Space,
    /// It stands for a hyphen.
    Hyphen,
    /// It ends a line.
    Break,
}

fn class(dialect: Dialect, name: &str) -> Class {
    use Class::{Beside, Block, Break, Hidden, Hyphen, Inline, Kind, Shown, Space};
    let local = name.rsplit(':').next().unwrap_or(name);
    match (dialect, local) {
        (Dialect::OpenXml, "t") => Shown,
        (Dialect::OpenXml, "p" | "si" | "is" | "comment" | "sp" | "row") => Block,
        (Dialect::OpenXml, "tc" | "c") => Kind(BlockKind::Cell),
        // Text that was moved away or stands there a second time for old readers,
        // and how the Chinese characters of a cell are read.
        (Dialect::OpenXml, "moveFrom" | "Fallback" | "rPh") => Hidden,
        (Dialect::OpenXml, "txbxContent") => Beside(BlockKind::Paragraph),
        (Dialect::OpenXml, "rt") => Beside(BlockKind::Ruby),
        (Dialect::OpenXml, "tab") => Space,
        (Dialect::OpenXml, "noBreakHyphen") => Hyphen,
        (Dialect::OpenXml, "br" | "cr") => Break,
        (Dialect::OpenDocument, "p") => Shown,
        (Dialect::OpenDocument, "h") => Kind(BlockKind::Heading),
        (Dialect::OpenDocument, "list-item") => Kind(BlockKind::Item),
        (Dialect::OpenDocument, "table-cell") => Kind(BlockKind::Cell),
        (
            Dialect::OpenDocument,
            "tracked-changes" | "binary-data" | "note-citation" | "creator" | "date"
            | "date-string" | "initials" | "creator-initials" | "styles" | "automatic-styles"
            | "meta" | "settings" | "scripts" | "font-face-decls",
        ) => Hidden,
        (Dialect::OpenDocument, "note" | "annotation" | "frame" | "custom-shape") => {
            Beside(BlockKind::Paragraph)
        }
        (Dialect::OpenDocument, "ruby-text") => Beside(BlockKind::Ruby),
        (Dialect::OpenDocument, "s" | "tab") => Space,
        (Dialect::OpenDocument, "line-break") => Break,
        _ => Inline,
    }
}

/// An open element.
#[derive(Debug)]
struct Scope {
    name: Range<usize>,
    class: Class,
    /// What to go back to at its end.
    shown: bool,
    hidden: bool,
    kind: BlockKind,
}

struct Reader<'t> {
    text: &'t str,
    dialect: Dialect,
    builder: Builder<'t>,
    scanner: Scanner<'t>,
    scopes: Vec<Scope>,
    shown: bool,
    hidden: bool,
}

/// The paragraphs of a document.
pub(super) fn read<'t>(text: &'t str, dialect: Dialect) -> Parsed<'t> {
    let mut reader = Reader {
        text,
        dialect,
        builder: Builder::new(text, Context::new(BlockKind::Paragraph)),
        scanner: Scanner::new(text, false),
        scopes: Vec::new(),
        shown: false,
        hidden: false,
    };
    reader.all();
    while let Some(scope) = reader.scopes.pop() {
        reader.leave(&scope);
    }
    reader.builder.end();
    reader.builder.finish(None)
}

impl Reader<'_> {
    fn all(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let Some(length) = memchr2(b'<', b'&', &bytes[at..]) else {
                self.copy(at..bytes.len());
                return;
            };
            self.copy(at..at + length);
            at += length;
            at = if bytes[at] == b'&' {
                self.reference(at)
            } else if let Some(tag) = self.scanner.tag(at) {
                self.tag(at, &tag);
                tag.end
            } else {
                self.declaration(at)
            };
        }
    }

    fn copy(&mut self, range: Range<usize>) {
        if self.shown && !self.hidden {
            self.builder.copy(range);
        } else {
            let space = self.text.as_bytes()[range.clone()]
                .iter()
                .all(|byte| is_space(*byte));
            let reason = if space { Reason::Space } else { Reason::Hidden };
            self.builder.drop(range, reason);
        }
    }

    fn reference(&mut self, at: usize) -> usize {
        let Some(found) = stray::reference(self.text.as_bytes(), at, false, true) else {
            self.copy(at..at + 1);
            return at + 1;
        };
        if self.shown && !self.hidden {
            let mut buffer = [0; 4];
            let text = found.expansion.as_str(&mut buffer);
            self.builder.replace(text, at..found.end);
        } else {
            self.builder.drop(at..found.end, Reason::Hidden);
        }
        found.end
    }

    fn declaration(&mut self, at: usize) -> usize {
        let Some(found) = self.scanner.declaration(at) else {
            self.copy(at..at + 1);
            return at + 1;
        };
        match found.what {
            What::Data => {
                self.builder.drop(at..found.content.start, Reason::Markup);
                self.copy(found.content.clone());
                self.builder
                    .drop(found.content.end..found.end, Reason::Markup);
            }
            What::Comment => self.builder.drop(at..found.end, Reason::Comment),
            What::Doctype | What::Bogus => self.builder.drop(at..found.end, Reason::Markup),
        }
        found.end
    }

    fn tag(&mut self, at: usize, tag: &Tag) {
        let name = &self.text[tag.name.clone()];
        let class = class(self.dialect, name);
        let visible = !self.hidden && self.builder.is_open();
        match class {
            Class::Space if visible && !tag.closing => {
                self.builder.replace(" ", at..tag.end);
                return;
            }
            Class::Hyphen if visible && !tag.closing => {
                self.builder.replace("-", at..tag.end);
                return;
            }
            Class::Break if !self.hidden => self.builder.end(),
            _ => {}
        }
        if tag.closing {
            self.close(tag);
        } else {
            self.style(name);
            if !tag.empty && self.scopes.len() < DEPTH && class != Class::Inline {
                self.enter(tag.name.clone(), class);
            }
        }
        self.builder.drop(at..tag.end, Reason::Markup);
    }

    fn enter(&mut self, name: Range<usize>, class: Class) {
        let kind = self.builder.context.kind;
        self.scopes.push(Scope {
            name,
            class,
            shown: self.shown,
            hidden: self.hidden,
            kind,
        });
        if self.hidden {
            return;
        }
        match class {
            Class::Shown => {
                self.shown = true;
                if self.dialect == Dialect::OpenDocument {
                    self.builder.end();
                }
            }
            Class::Block => self.builder.end(),
            Class::Kind(kind) => {
                self.builder.end();
                self.builder.context.kind = kind;
                self.shown |= kind == BlockKind::Heading;
            }
            Class::Hidden => self.hidden = true,
            Class::Beside(kind) => {
                self.builder.suspend();
                self.builder.context.kind = kind;
                self.shown = kind == BlockKind::Ruby;
            }
            Class::Inline | Class::Space | Class::Hyphen | Class::Break => {}
        }
    }

    /// Closes the innermost element of this name, and what is open inside it.
    fn close(&mut self, tag: &Tag) {
        let name = &self.text[tag.name.clone()];
        let found = self
            .scopes
            .iter()
            .rposition(|scope| &self.text[scope.name.clone()] == name);
        if let Some(found) = found {
            while self.scopes.len() > found
                && let Some(scope) = self.scopes.pop()
            {
                self.leave(&scope);
            }
        }
    }

    fn leave(&mut self, scope: &Scope) {
        match scope.class {
            _ if self.hidden => {}
            Class::Shown if self.dialect == Dialect::OpenDocument => self.builder.end(),
            Class::Block | Class::Kind(_) => self.builder.end(),
            Class::Beside(_) => self.builder.resume(),
            _ => {}
        }
        self.shown = scope.shown;
        self.hidden = scope.hidden;
        self.builder.context.kind = scope.kind;
    }

    /// What a paragraph of Open XML says of itself before its text.
    fn style(&mut self, name: &str) {
        let kind = match name.rsplit(':').next() {
            Some("pStyle") => match self.value("val") {
                Some(style) if style.to_ascii_lowercase().starts_with("heading") => {
                    BlockKind::Heading
                }
                Some("Title") => BlockKind::Title,
                Some(style) if style.starts_with("List") => BlockKind::Item,
                _ => return,
            },
            Some("numPr") => BlockKind::Item,
            Some("ph") => match self.value("type") {
                Some("title" | "ctrTitle") => BlockKind::Title,
                _ => return,
            },
            _ => return,
        };
        if self.dialect == Dialect::OpenXml && !self.builder.is_open() {
            self.builder.context.kind = kind;
        }
    }

    /// The value of an attribute of the tag that was read last.
    fn value(&self, name: &str) -> Option<&str> {
        let found = self.scanner.attributes.iter().find(|attribute| {
            let full = &self.text[attribute.name.clone()];
            full.rsplit(':').next() == Some(name)
        })?;
        Some(&self.text[found.value.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Kind,
        markup::{Options, tests::assert_tiles},
    };

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let parsed = super::super::parse(text, Kind::Xml, &Options::default());
        assert_tiles(text, &parsed);
        let blocks = parsed.blocks.into_iter();
        blocks
            .map(|block| (block.kind, block.text.into_owned()))
            .collect()
    }

    fn word(body: &str) -> Vec<(BlockKind, String)> {
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        blocks(&format!(
            "<?xml version=\"1.0\"?>\n<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>"
        ))
    }

    fn writer(body: &str) -> Vec<(BlockKind, String)> {
        let space = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
        blocks(&format!(
            "<office:document-content xmlns:office=\"{space}\">{body}</office:document-content>"
        ))
    }

    #[test]
    fn runs_of_a_paragraph_are_one_block() {
        let found = word(
            "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Hea</w:t></w:r>\
             <w:r><w:rPr><w:b/></w:rPr><w:t>ding</w:t></w:r></w:p>\n\
             <w:p><w:r><w:t xml:space=\"preserve\">中文 </w:t></w:r><w:r><w:instrText>PAGE</w:instrText>\
             <w:delText>gone</w:delText><w:t>&amp; more</w:t><w:tab/><w:t>end</w:t></w:r></w:p>",
        );
        let wanted = [
            (BlockKind::Heading, "Heading".to_owned()),
            (BlockKind::Paragraph, "中文 & more end".to_owned()),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn cells_boxes_and_copies_are_told_apart() {
        let found = word(
            "<w:p><w:r><w:t>before </w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r>\
             <w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:t>box</w:t></w:p>\
             </mc:Fallback></mc:AlternateContent><w:t>after</w:t></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        let wanted = [
            (BlockKind::Paragraph, "before after".to_owned()),
            (BlockKind::Paragraph, "box".to_owned()),
            (BlockKind::Cell, "cell".to_owned()),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn notes_of_open_document_stand_beside_their_paragraph() {
        let found = writer(
            "<office:body><text:h>标题</text:h><text:p>one<text:note><text:note-citation>1\
             </text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note> \
             <text:span>two</text:span><text:s text:c=\"2\"/>three<text:line-break/>four</text:p></office:body>",
        );
        let wanted = [
            (BlockKind::Heading, "标题".to_owned()),
            (BlockKind::Paragraph, "one two three".to_owned()),
            (BlockKind::Paragraph, "note".to_owned()),
            (BlockKind::Paragraph, "four".to_owned()),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn broken_documents_are_read_as_far_as_they_go() {
        assert_eq!(word("<w:p><w:r><w:t>cut").len(), 1);
        assert_eq!(word("</w:p></w:t><w:t>a</w:p>b</w:t>&bogus;<").len(), 1);
        let deep = "<w:p>".repeat(10_000);
        assert_eq!(word(&format!("{deep}<w:t>deep</w:t>")).len(), 0);
    }
}
