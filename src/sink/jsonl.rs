//! JSON Lines: one object a segment, with stable field names. Unknown values are
//! left out, never null.

use std::io;

use serde::Serialize;
use serde_json::value::RawValue;

use super::{Format, Numbered};
use crate::document::{Boilerplate, Document, Language, NoteKind, Segment};

pub(super) const FORMAT: Format = Format::plain("jsonl", "jsonl", write);

/// A segment with the fields that it goes out with, under their stable names: what a
/// JSON line is made of. What is `None` is not known, and left out of the line.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// The entry, `#`, and the number of the segment in it.
    pub id: String,
    /// Clean UTF-8.
    pub text: &'a str,
    /// The language, as it was asked to be named.
    pub lang: &'a str,
    /// From 0 to 1, to two digits; `None` for `und` and `zxx`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// The entry's name.
    pub entry: &'a str,
    /// The number of the segment in its entry, from 1.
    pub segment: u64,
    /// Start and end in the entry, in its original encoding.
    pub bytes: [u64; 2],
    /// What sort of block the text stood in: `line`, `paragraph` …
    pub block: &'static str,
    /// The attribute that the text was in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<&'a str>,
    /// What the block is beside the text itself: `teaser`, `navigation` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boilerplate: Option<&'static str>,
    /// The label of the entry's charset.
    pub charset: &'a str,
    /// Foreign terms inside, in order.
    pub embeds: Vec<Term<'a>>,
    /// What was imperfect: `truncated`, `broken-tag` …
    pub notes: Vec<&'static str>,
    /// The other fields of the record that the text was a field of: a JSON object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<&'a RawValue>,
}

/// A foreign term inside a segment.
#[derive(Debug, Serialize)]
pub struct Term<'a> {
    /// As it stands in the segment's text.
    pub text: &'a str,
    /// Start and end in characters (Unicode code points) of the segment's text.
    pub chars: [usize; 2],
    /// Its language, if it is long enough to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'a str>,
}

/// The segments of a document, or of a part of one, as they go out. Numbers go on
/// after [`Document::segments_before`].
pub fn lines(document: &Document) -> impl Iterator<Item = Line<'_>> {
    super::numbered(document, 0).map(|numbered| line(&numbered))
}

/// Writes a line as [`Serialize`] does, but looks for what must be escaped only where there may
/// be something: in texts and names that come from outside, and at many bytes at a time.
pub(super) fn write(out: &mut Vec<u8>, numbered: &Numbered<'_>) -> io::Result<()> {
    let Numbered {
        document,
        segment,
        number,
        ..
    } = *numbered;
    let block = &document.blocks[segment.block];
    let entry = document.entry.as_str();
    let plain = !is_escaped(entry);
    if plain {
        put_name(out, b"{\"id\":\"", entry);
        out.push(b'#');
        put_number(out, number);
        out.push(b'"');
    } else {
        put_value(out, b"{\"id\":", &format!("{entry}#{number}"))?;
    }
    put_string(out, b",\"text\":", &segment.text)?;
    put_string(out, b",\"lang\":", segment.language.as_str())?;
    if known(&segment.language) {
        out.extend_from_slice(b",\"confidence\":");
        put_confidence(out, rounded(segment.confidence))?;
    }
    if plain {
        put_name(out, b",\"entry\":\"", entry);
        out.push(b'"');
    } else {
        put_value(out, b",\"entry\":", entry)?;
    }
    out.extend_from_slice(b",\"segment\":");
    put_number(out, number);
    out.extend_from_slice(b",\"bytes\":[");
    put_number(out, segment.bytes.start);
    out.push(b',');
    put_number(out, segment.bytes.end);
    put_name(out, b"],\"block\":\"", block.kind.as_str());
    out.push(b'"');
    if let Some(via) = &block.via {
        put_string(out, b",\"via\":", via)?;
    }
    if let Some(boilerplate) = block.boilerplate {
        put_name(out, b",\"boilerplate\":\"", boilerplate.as_str());
        out.push(b'"');
    }
    put_string(out, b",\"charset\":", &document.charset.label)?;
    out.extend_from_slice(b",\"embeds\":");
    put_list(out, &segment.embeds, || terms(segment))?;
    out.extend_from_slice(b",\"notes\":");
    put_list(out, &segment.notes, || notes(segment))?;
    if let Some(fields) = document.fields.as_deref().and_then(as_json) {
        put_value(out, b",\"fields\":", fields)?;
    }
    out.extend_from_slice(b"}\n");
    Ok(())
}

/// Whether something in a text must be escaped. Without a way out of the loop, many bytes are
/// compared at once.
fn is_escaped(text: &str) -> bool {
    text.bytes().fold(false, |any, byte| {
        any | (byte < b' ' || byte == b'"' || byte == b'\\')
    })
}

/// Writes a text in which nothing must be escaped, up to its closing quote.
fn put_name(out: &mut Vec<u8>, before: &[u8], name: &str) {
    out.extend_from_slice(before);
    out.extend_from_slice(name.as_bytes());
}

fn put_string(out: &mut Vec<u8>, before: &[u8], text: &str) -> serde_json::Result<()> {
    if is_escaped(text) {
        return put_value(out, before, text);
    }
    out.extend_from_slice(before);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
    Ok(())
}

fn put_number(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 20];
    let mut first = digits.len();
    let mut rest = number;
    loop {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[first..]);
}

/// Writes a number that was rounded to two digits.
fn put_confidence(out: &mut Vec<u8>, confidence: f64) -> serde_json::Result<()> {
    let hundredths = (confidence * 100.0).round();
    if confidence.is_sign_negative() || !(0.0..=100.0).contains(&hundredths) {
        return put_value(out, b"", &confidence);
    }
    let (ones, tens) = (hundredths as u8 % 10, hundredths as u8 / 10);
    if tens == 10 {
        out.extend_from_slice(b"1.0");
        return Ok(());
    }
    out.extend_from_slice(&[b'0', b'.', b'0' + tens]);
    if ones > 0 {
        out.push(b'0' + ones);
    }
    Ok(())
}

/// Writes a list, which is made only if there is something in it.
fn put_list<I, T: Serialize>(
    out: &mut Vec<u8>,
    items: &[I],
    list: impl FnOnce() -> Vec<T>,
) -> serde_json::Result<()> {
    if items.is_empty() {
        out.extend_from_slice(b"[]");
        return Ok(());
    }
    put_value(out, b"", &list())
}

fn put_value<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    before: &[u8],
    value: &T,
) -> serde_json::Result<()> {
    out.extend_from_slice(before);
    serde_json::to_writer(out, value)
}

fn line<'a>(numbered: &Numbered<'a>) -> Line<'a> {
    let Numbered {
        document,
        segment,
        number,
        ..
    } = *numbered;
    let block = &document.blocks[segment.block];
    Line {
        id: format!("{}#{number}", document.entry),
        text: &segment.text,
        lang: segment.language.as_str(),
        confidence: known(&segment.language).then(|| rounded(segment.confidence)),
        entry: &document.entry,
        segment: number,
        bytes: [segment.bytes.start, segment.bytes.end],
        block: block.kind.as_str(),
        via: block.via.as_deref(),
        boilerplate: block.boilerplate.map(Boilerplate::as_str),
        charset: &document.charset.label,
        embeds: terms(segment),
        notes: notes(segment),
        fields: document.fields.as_deref().and_then(as_json),
    }
}

fn notes(segment: &Segment) -> Vec<&'static str> {
    let notes = segment.notes.iter().copied();
    notes.map(NoteKind::as_str).collect()
}

fn terms(segment: &Segment) -> Vec<Term<'_>> {
    // They are in order: every character is counted once.
    let (mut at, mut before) = (0, 0);
    let terms = segment.embeds.iter().map(|embed| {
        let text = &segment.text[embed.range.clone()];
        let start = before + segment.text[at..embed.range.start].chars().count();
        before = start + text.chars().count();
        at = embed.range.end;
        Term {
            text,
            chars: [start, before],
            lang: known(&embed.language).then_some(embed.language.as_str()),
        }
    });
    terms.collect()
}

/// Fields of a record as they stand.
pub(super) fn as_json(fields: &str) -> Option<&RawValue> {
    serde_json::from_str(fields).ok()
}

fn known(language: &Language) -> bool {
    *language != Language::UND && *language != Language::ZXX
}

/// To two digits: what is beyond them says nothing.
pub(super) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Accounting, Block, BlockKind, Charset, Embed, Kind, Part, Script, Why};

    fn segment(text: &str, confidence: f32) -> Segment {
        Segment {
            text: text.to_owned(),
            language: Language::EN,
            script: Script::COMMON,
            confidence,
            bytes: 0..12,
            block: 0,
            embeds: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_line_is_written_as_it_is_serialized() {
        let mut document = Document {
            entry: "a\"b".to_owned(),
            part: Part::default(),
            fields: None,
            segments_before: u64::MAX - 1000,
            bytes: 0,
            original: Vec::new(),
            kind: Kind::Text,
            charset: Charset {
                label: "utf-8".to_owned(),
                why: Why::Utf8,
                confidence: 1.0,
                runner_up: None,
                runs: Vec::new(),
            },
            blocks: vec![Block {
                kind: BlockKind::Line,
                via: None,
                language: None,
                boilerplate: None,
            }],
            segments: (0..=200)
                .map(|n| segment("iPhone", n as f32 / 200.0))
                .collect(),
            notes: Vec::new(),
            accounting: Accounting::default(),
        };
        let same = |document: &Document| {
            for numbered in super::super::numbered(document, 0) {
                let mut written = Vec::new();
                write(&mut written, &numbered).expect("memory can be written");
                let mut serialized = serde_json::to_vec(&line(&numbered)).expect("a line");
                serialized.push(b'\n');
                assert_eq!(
                    String::from_utf8_lossy(&written),
                    String::from_utf8_lossy(&serialized)
                );
            }
        };
        same(&document);
        document.entry = "获悉/a".to_owned();
        document.segments_before = 0;
        document.fields = Some(r#"{"a": [1, "b"]}"#.into());
        document.blocks[0].via = Some("data-\u{1}".to_owned());
        document.blocks[0].boilerplate = Some(Boilerplate::Teaser);
        document.segments = vec![
            segment("\u{0}\t\\ 获悉", 2.0),
            segment("\"", f32::NAN),
            segment("", -0.0),
        ];
        document.segments[0].embeds = vec![Embed {
            range: 4..10,
            language: Language::UND,
        }];
        document.segments[1].notes = vec![NoteKind::Truncated, NoteKind::BrokenTag];
        document.segments[2].language = Language::ZXX;
        document.segments[2].bytes = 10..u64::MAX;
        same(&document);
    }
}
