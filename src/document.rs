//! The data that travels from stage to stage: entries, blocks, segments, notes.
//! Data only; what is done with it lives in the stages.

mod account;
mod block;
mod charset;
mod entry;
mod language;

use std::{ops::Range, sync::Arc};

pub use account::{Accounting, Dropped, Note, NoteKind, Reason, Remark};
pub use block::{Block, BlockKind, Boilerplate, Kind, RawBlock};
pub use charset::{Charset, Plan, Run, Why};
pub use entry::{Entry, First, Hint, Part};
pub use language::{Language, Script};

/// A stretch of a block in one language, before the language is known: what the
/// segment stage gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// In the block's text, in bytes. Spans tile the block.
    pub range: Range<usize>,
    /// The script that decided.
    pub script: Script,
    /// Foreign terms that stay inside, in the block's text, in bytes.
    pub embeds: Vec<Range<usize>>,
    /// A sentence ends with this span, so that it is not joined with the next
    /// where sentences are asked for.
    pub sentence_end: bool,
}

/// A language and how sure we are of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The language.
    pub language: Language,
    /// From 0 to 1; meaningless for `und` and `zxx`.
    pub confidence: f32,
}

/// A stretch of clean text in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Clean UTF-8.
    pub text: String,
    /// Its language.
    pub language: Language,
    /// Its script.
    pub script: Script,
    /// How sure the language is, from 0 to 1.
    pub confidence: f32,
    /// The bytes of the original entry it came from, in the original encoding.
    pub bytes: Range<u64>,
    /// Index of its block in [`Document::blocks`].
    pub block: usize,
    /// Foreign terms inside, in order.
    pub embeds: Vec<Embed>,
    /// What was imperfect inside its bytes.
    pub notes: Vec<NoteKind>,
}

/// A foreign term inside a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    /// In the segment's text, in bytes.
    pub range: Range<usize>,
    /// Its language, `und` where the term is too short to tell.
    pub language: Language,
}

/// An entry, or one part of it, normalised.
#[derive(Clone, Debug)]
pub struct Document {
    /// The entry's name.
    pub entry: String,
    /// Which part of the entry this is.
    pub part: Part,
    /// The other fields of the record that the text was a field of, as a JSON object.
    pub fields: Option<Arc<str>>,
    /// The number of segments in the parts before this one.
    pub segments_before: u64,
    /// Length of the entry or part, in bytes.
    pub bytes: u64,
    /// The bytes themselves, on the way to a sink; empty otherwise.
    pub original: Vec<u8>,
    /// What it turned out to be.
    pub kind: Kind,
    /// Its charset.
    pub charset: Charset,
    /// The blocks that segments refer to.
    pub blocks: Vec<Block>,
    /// The text, in the order of the source.
    pub segments: Vec<Segment>,
    /// What was imperfect, in the order of the source.
    pub notes: Vec<Note>,
    /// Where every byte went.
    pub accounting: Accounting,
}
