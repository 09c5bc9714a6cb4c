//! The data that travels from stage to stage: entries, blocks, segments, notes.
//! Data only; what is done with it lives in the stages.

use std::{borrow::Cow, collections::BTreeMap, fmt, ops::Range, sync::Arc};

use crate::{encoding::Encoding, offsets::Map};

/// One thing to normalise: a file, a member of an archive, a record, standard input.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The path, then `!/` and the member's path for each archive around it.
    pub name: String,
    /// The bytes as found: of the whole entry, or of one part of a large one.
    pub bytes: Vec<u8>,
    /// What the container said about it.
    pub hint: Hint,
    /// Which part of the entry `bytes` is.
    pub part: Part,
}

impl Entry {
    /// A whole entry without hints.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
            ..Self::default()
        }
    }
}

/// What a container (an archive, an HTTP header, the user) said about an entry.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    /// The charset label of the transport, as it stood there.
    pub charset: Option<String>,
    /// The media type, without parameters, in lower case: `text/html`.
    pub media_type: Option<String>,
    /// Where the entry was fetched from.
    pub url: Option<String>,
    /// The language the transport declared (`Content-Language`).
    pub language: Option<Language>,
    /// The other fields of the record that the text was a field of, as a JSON object.
    pub fields: Option<Arc<str>>,
}

/// Which part of an entry some bytes are. Large entries are cut at line ends and
/// travel in parts; small ones are their own only part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Offset of the first byte in the entry.
    pub offset: u64,
    /// 0 for the first part.
    pub index: u64,
    /// Whether the entry ends with this part.
    pub last: bool,
    /// Whether the part ends inside a line.
    pub cut: bool,
    /// SHA-256 of the whole entry; on the last part, where it was asked for.
    pub sha256: Option<[u8; 32]>,
    /// What the first part turned out to be; on the parts after it.
    pub first: Option<First>,
}

/// What the first part of an entry turned out to be: later parts follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First {
    /// Its encoding.
    pub encoding: Encoding,
    /// Its kind.
    pub kind: Kind,
}

impl Default for Part {
    fn default() -> Self {
        Self {
            offset: 0,
            index: 0,
            last: true,
            cut: false,
            sha256: None,
            first: None,
        }
    }
}

impl Part {
    /// Whether this part is the whole entry.
    pub fn is_whole(&self) -> bool {
        self.index == 0 && self.last
    }
}

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

/// A BCP 47 language tag, such as `en`, `zh-Hans`, `und`, `zxx`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Cow<'static, str>);

impl Language {
    /// No answer: the evidence is too thin.
    pub const UND: Self = Self::known("und");
    /// Text without language: numbers, URLs, code.
    pub const ZXX: Self = Self::known("zxx");
    /// English.
    pub const EN: Self = Self::known("en");
    /// Chinese, variant undecided.
    pub const ZH: Self = Self::known("zh");
    /// Chinese in simplified characters.
    pub const ZH_HANS: Self = Self::known("zh-Hans");
    /// Chinese in traditional characters.
    pub const ZH_HANT: Self = Self::known("zh-Hant");
    /// Japanese.
    pub const JA: Self = Self::known("ja");
    /// Korean.
    pub const KO: Self = Self::known("ko");

    /// A tag that is known to be well formed and in canonical case.
    pub const fn known(tag: &'static str) -> Self {
        Self(Cow::Borrowed(tag))
    }

    /// Reads a tag in any case, `_` for `-` allowed; `None` unless it has the
    /// shape of BCP 47 (subtags of 1 to 8 letters and digits, the first of 2 to 8 letters).
    pub fn parse(tag: &str) -> Option<Self> {
        let mut canonical = String::new();
        for (index, subtag) in tag.trim().split(['-', '_']).enumerate() {
            let letters = subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
            if !(1..=8).contains(&subtag.len())
                || !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
                || (index == 0 && (!letters || subtag.len() < 2))
            {
                return None;
            }
            let mut subtag = subtag.to_ascii_lowercase();
            match (index, subtag.len()) {
                (0, _) => {}
                (_, 2) if letters => subtag.make_ascii_uppercase(),
                (_, 4) if letters => subtag[..1].make_ascii_uppercase(),
                _ => {}
            }
            if index > 0 {
                canonical.push('-');
            }
            canonical.push_str(&subtag);
        }
        Some(Self(Cow::Owned(canonical)))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `zh` of `zh-Hans`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether `wanted` asks for this language: `zh` asks for `zh-Hans` too.
    pub fn matches(&self, wanted: &Language) -> bool {
        self.0
            .strip_prefix(wanted.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An ISO 15924 script code, such as `Latn`, `Hani`, `Zyyy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Script(pub &'static str);

impl Script {
    /// No letters at all, or letters that belong to no one script.
    pub const COMMON: Self = Self("Zyyy");
    /// Latin.
    pub const LATIN: Self = Self("Latn");
    /// Han, variant undecided.
    pub const HAN: Self = Self("Hani");
    /// Han with kana.
    pub const JAPANESE: Self = Self("Jpan");
    /// Hangul, with or without Han.
    pub const KOREAN: Self = Self("Kore");

    /// The four-letter code.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_canonical() {
        let parsed = |tag| Language::parse(tag).map(|language| language.to_string());
        assert_eq!(parsed("ZH_hans").as_deref(), Some("zh-Hans"));
        assert_eq!(parsed("en-us").as_deref(), Some("en-US"));
        assert_eq!(parsed("sr-latn-rs").as_deref(), Some("sr-Latn-RS"));
        assert_eq!(parsed("x"), None);
        assert_eq!(parsed(""), None);
        assert_eq!(parsed("zh--cn"), None);
        assert_eq!(parsed("語"), None);
    }

    #[test]
    fn a_wanted_language_takes_its_variants() {
        assert!(Language::ZH_HANS.matches(&Language::ZH));
        assert!(!Language::ZH.matches(&Language::ZH_HANS));
        assert!(!Language::known("zhx").matches(&Language::ZH));
    }
}
