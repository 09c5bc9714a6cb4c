//! Decoded text in, blocks out: tags, entities and pasted attributes are read,
//! and the way back into the decoded text is kept. Repairs nothing.

mod article;
mod attribute;
mod boilerplate;
mod build;
mod document;
mod duplicate;
mod element;
mod entity;
mod escape;
mod json;
mod layer;
mod leak;
mod office;
mod rtf;
mod scan;
mod sniff;
mod stray;
mod walk;
mod wiki;
mod words;

use crate::document::{Dropped, Kind, Language, RawBlock, Reason, Remark};

pub use sniff::sniff;

/// How to read the markup.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the text is; `None` looks for itself.
    pub kind: Option<Kind>,
    /// Read also pasted attributes that may say what their author has since typed
    /// over (Slate's).
    pub stale: bool,
    /// What is done with boilerplate.
    pub boilerplate: Treatment,
    /// Of pages, give the article only.
    pub main_content: bool,
    /// Leave escapes in running text as they stand.
    pub keep_escapes: bool,
    /// Read also what pages say to readers without scripts (`noscript`).
    pub noscript: bool,
}

/// What is done with blocks that are no part of what a page is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Treatment {
    /// They go on like all others.
    Keep,
    /// They go on, and say what they are.
    #[default]
    Mark,
    /// They are dropped.
    Drop,
}

/// What the markup gave. The sources of `blocks` and the ranges of `dropped`
/// together tile the text: every byte of it is in exactly one of them.
#[derive(Debug, Default)]
pub struct Parsed<'t> {
    /// In the order of the source.
    pub blocks: Vec<RawBlock<'t>>,
    /// What is in no block, and why.
    pub dropped: Vec<Dropped>,
    /// What was imperfect.
    pub remarks: Vec<Remark>,
    /// The language the page says it is in.
    pub language: Option<Language>,
}

/// Reads `text` as `kind` into blocks.
pub fn parse<'t>(text: &'t str, kind: Kind, options: &Options) -> Parsed<'t> {
    match kind {
        Kind::Binary => binary(text),
        Kind::Wiki => wiki::read(text),
        Kind::Rtf => rtf::read(text),
        Kind::Xml => match document::dialect(text) {
            Some(dialect) => document::read(text, dialect),
            None => walk::Walker::new(text, kind, options).walk(),
        },
        Kind::Text | Kind::Html => walk::Walker::new(text, kind, options).walk(),
    }
}

fn binary(text: &str) -> Parsed<'_> {
    let dropped = (!text.is_empty()).then_some(Dropped {
        range: 0..text.len(),
        reason: Reason::Binary,
    });
    Parsed {
        dropped: dropped.into_iter().collect(),
        ..Parsed::default()
    }
}

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod tests;
