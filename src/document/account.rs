//! Where the bytes of an entry went, and what was imperfect on the way.

use std::{collections::BTreeMap, ops::Range};

/// Why a byte of an entry is in no segment. Every byte is either in a segment
/// ([`Reason::Text`]) or counted under exactly one of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// It is in a segment.
    Text,
    /// A byte order mark at the beginning.
    Bom,
    /// Bytes that mean nothing in their encoding; U+FFFD stands for them in the text.
    Undecodable,
    /// Tags, attributes, doctypes, processing instructions.
    Markup,
    /// The content of `script`.
    Script,
    /// The content of `style`.
    Style,
    /// Comments.
    Comment,
    /// Content that no reader is shown: `template`, `noscript`, metadata.
    Hidden,
    /// The inner syntax of a pasted attribute whose text became a block.
    Payload,
    /// Text that stands elsewhere in the entry already, such as an attribute
    /// that repeats the body.
    Duplicate,
    /// White space that separates blocks or was folded.
    Space,
    /// Control characters and other characters that carry no text.
    Control,
    /// Dropped by an option, such as `--lang` or `--embed drop`.
    Filtered,
    /// Dropped because it is no part of what the page is about, where that was asked for.
    Boilerplate,
    /// Not text at all.
    Binary,
}

impl Reason {
    /// All reasons, in their order.
    pub(crate) const ALL: [Self; 15] = [
        Self::Text,
        Self::Bom,
        Self::Undecodable,
        Self::Markup,
        Self::Script,
        Self::Style,
        Self::Comment,
        Self::Hidden,
        Self::Payload,
        Self::Duplicate,
        Self::Space,
        Self::Control,
        Self::Filtered,
        Self::Boilerplate,
        Self::Binary,
    ];

    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Bom => "bom",
            Self::Undecodable => "undecodable",
            Self::Markup => "markup",
            Self::Script => "script",
            Self::Style => "style",
            Self::Comment => "comment",
            Self::Hidden => "hidden",
            Self::Payload => "payload",
            Self::Duplicate => "duplicate",
            Self::Space => "space",
            Self::Control => "control",
            Self::Filtered => "filtered",
            Self::Boilerplate => "boilerplate",
            Self::Binary => "binary",
        }
    }
}

/// A range of a stage's input that does not go on, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// In the stage's input, in bytes.
    pub range: Range<usize>,
    /// Why.
    pub reason: Reason,
}

/// What was imperfect, in the coordinates of the stage that saw it: a
/// [`Note`] before its place in the entry is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What was imperfect.
    pub kind: NoteKind,
    /// In the stage's input, in bytes.
    pub range: Range<usize>,
}

/// What was imperfect in a text and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What was imperfect.
    pub kind: NoteKind,
    /// The bytes of the entry it was about.
    pub bytes: Range<u64>,
}

/// What a [`Note`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NoteKind {
    /// Bytes that mean nothing in their encoding became U+FFFD.
    Undecodable,
    /// The text was cut off before it came here.
    Truncated,
    /// A tag was never closed; it was taken to end at a plausible place.
    BrokenTag,
    /// An entity or another escape in running text was decoded.
    Escape,
    /// Text was taken out of a pasted attribute.
    Pasted,
    /// Characters that carry no text were dropped.
    Control,
    /// The text was brought to its normal form.
    Normalized,
    /// Characters were replaced by plainer ones, as asked for.
    Substituted,
    /// Text that was decoded as what it was not was read again.
    Mojibake,
    /// Text stands here that was destroyed by a wrong decoding.
    Unrecoverable,
    /// A line longer than a part was cut.
    Cut,
}

impl NoteKind {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::Truncated => "truncated",
            Self::BrokenTag => "broken-tag",
            Self::Escape => "escape",
            Self::Pasted => "pasted",
            Self::Control => "control",
            Self::Normalized => "normalized",
            Self::Substituted => "substituted",
            Self::Mojibake => "mojibake",
            Self::Unrecoverable => "unrecoverable",
            Self::Cut => "cut",
        }
    }
}

/// Bytes by reason. Over an entry, the counts sum to its length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accounting(pub BTreeMap<Reason, u64>);

impl Accounting {
    /// Counts `bytes` more under `reason`.
    pub fn add(&mut self, reason: Reason, bytes: u64) {
        if bytes > 0 {
            *self.0.entry(reason).or_default() += bytes;
        }
    }

    /// The bytes under `reason`.
    pub fn get(&self, reason: Reason) -> u64 {
        self.0.get(&reason).copied().unwrap_or_default()
    }

    /// All bytes counted.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_by_their_place() {
        let places: Vec<usize> = Reason::ALL.iter().map(|reason| *reason as usize).collect();
        assert!(places.into_iter().eq(0..Reason::ALL.len()));
    }
}
