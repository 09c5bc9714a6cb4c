//! What an entry is, and the blocks that its markup gives.

use std::borrow::Cow;

use super::Language;
use crate::offsets::Map;

/// What an entry turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// Text by lines, perhaps with stray markup.
    Text,
    /// A page.
    Html,
    /// XML other than XHTML: a feed, say.
    Xml,
    /// Wikitext, as MediaWiki has it.
    Wiki,
    /// Rich Text Format.
    Rtf,
    /// No text: most of it does not decode to characters that text is made of.
    Binary,
}

impl Kind {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Xml => "xml",
            Self::Wiki => "wiki",
            Self::Rtf => "rtf",
            Self::Binary => "binary",
        }
    }
}

/// What sort of block the markup gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum BlockKind {
    /// A line of plain text.
    Line,
    /// The page's title.
    Title,
    /// A heading of any level.
    Heading,
    /// A paragraph, or running text outside any.
    Paragraph,
    /// A list item, a term or its definition.
    Item,
    /// A table cell.
    Cell,
    /// A caption of a table or figure.
    Caption,
    /// Preformatted text, one block a line.
    Preformatted,
    /// A choice in a form, a label, a button.
    Control,
    /// Ruby text: the reading beside a base.
    Ruby,
    /// Text of an attribute that a reader may be shown: `alt`, `title`, `placeholder`.
    Alternative,
    /// A description in the page's head.
    Description,
    /// Text out of a pasted attribute; `via` names it.
    Attribute,
}

impl BlockKind {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Item => "item",
            Self::Cell => "cell",
            Self::Caption => "caption",
            Self::Preformatted => "preformatted",
            Self::Control => "control",
            Self::Ruby => "ruby",
            Self::Alternative => "alternative",
            Self::Description => "description",
            Self::Attribute => "attribute",
        }
    }
}

/// What a block is that is no part of what the page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Boilerplate {
    /// The cut-off beginning of another text.
    Teaser,
    /// Menus, breadcrumbs, links to other pages.
    Navigation,
    /// Copyright notices and disclaimers.
    Copyright,
    /// Who wrote or edited it, when, for whom.
    Byline,
    /// Buttons to share or follow.
    Share,
    /// Consent to cookies.
    Cookie,
}

impl Boilerplate {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Teaser => "teaser",
            Self::Navigation => "navigation",
            Self::Copyright => "copyright",
            Self::Byline => "byline",
            Self::Share => "share",
            Self::Cookie => "cookie",
        }
    }
}

/// A block of the finished document. Segments name theirs by index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What sort of block.
    pub kind: BlockKind,
    /// The attribute it came out of, such as `data-shimo-docs` or `alt`.
    pub via: Option<String>,
    /// What the markup said of its language.
    pub language: Option<Language>,
    /// What it is, if it is no part of what the page is about.
    pub boilerplate: Option<Boilerplate>,
}

/// A block as the markup stage gives it: its text, and the way back into the
/// decoded text.
#[derive(Clone, Debug)]
pub struct RawBlock<'t> {
    /// What sort of block.
    pub kind: BlockKind,
    /// The attribute it came out of.
    pub via: Option<String>,
    /// What the markup said of its language.
    pub language: Option<Language>,
    /// White space is part of the text.
    pub preformatted: bool,
    /// The text, entities decoded, tags gone.
    pub text: Cow<'t, str>,
    /// From `text` back to the decoded text.
    pub map: Map,
    /// Offsets in `text` where an inline element began or ended: a hint that two
    /// languages may meet there. Ascending.
    pub borders: Vec<usize>,
    /// What it is, if it is no part of what the page is about.
    pub boilerplate: Option<Boilerplate>,
}
