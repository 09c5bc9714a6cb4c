//! How bytes are read: the plan for decoding them, and what is reported of it.

use std::ops::Range;

use crate::encoding::Encoding;

/// How the bytes of an entry are to be decoded.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The encoding of everything that `runs` does not name.
    pub encoding: Encoding,
    /// Length of the byte order mark at the very beginning, in bytes; 0 without one.
    pub bom: usize,
    /// What decided.
    pub why: Why,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// The encoding that came second, if the decision was by score.
    pub runner_up: Option<Encoding>,
    /// Byte ranges in other encodings: ascending, disjoint, within the entry.
    pub runs: Vec<Run>,
}

/// A byte range of an entry and its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Offsets in the entry's (or part's) bytes.
    pub bytes: Range<usize>,
    /// The encoding of these bytes.
    pub encoding: Encoding,
}

/// What decided a charset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Why {
    /// A byte order mark.
    Bom,
    /// A declaration in the transport or in the text itself.
    Declared,
    /// Escape sequences (ISO-2022, HZ, UTF-7).
    Escape,
    /// The bytes are valid ASCII or UTF-8, or were before some damage.
    Utf8,
    /// The most probable text.
    Scored,
    /// The user said so.
    Forced,
}

impl Why {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bom => "bom",
            Self::Declared => "declared",
            Self::Escape => "escape",
            Self::Utf8 => "utf-8",
            Self::Scored => "scored",
            Self::Forced => "forced",
        }
    }
}

/// The charset of an entry, as reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Charset {
    /// The label, in lower case: `gb18030`.
    pub label: String,
    /// What decided.
    pub why: Why,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// The label that came second, if the decision was by score.
    pub runner_up: Option<String>,
    /// Byte ranges of the entry in other charsets.
    pub runs: Vec<(Range<u64>, String)>,
}
