//! JSON Lines: one object a segment, with stable field names. Unknown values are
//! left out, never null.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

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

pub(super) fn write(writer: &mut dyn Write, numbered: &Numbered<'_>) -> io::Result<()> {
    // A writer is asked once a line, not once for every name and comma in it.
    let mut bytes = Vec::with_capacity(numbered.segment.text.len() + USUAL_BYTES);
    put(&mut bytes, &line(numbered))?;
    bytes.push(b'\n');
    writer.write_all(&bytes)
}

/// What most lines take beside the text.
const USUAL_BYTES: usize = 512;

/// Writes a line as its [`Serialize`] does, but looks for what must be escaped in the values
/// only, and at many bytes at a time.
fn put(out: &mut Vec<u8>, line: &Line<'_>) -> serde_json::Result<()> {
    put_string(out, b"{\"id\":", &line.id)?;
    put_string(out, b",\"text\":", line.text)?;
    put_string(out, b",\"lang\":", line.lang)?;
    if let Some(confidence) = line.confidence {
        put_value(out, b",\"confidence\":", &confidence)?;
    }
    put_string(out, b",\"entry\":", line.entry)?;
    put_value(out, b",\"segment\":", &line.segment)?;
    put_value(out, b",\"bytes\":", &line.bytes)?;
    put_string(out, b",\"block\":", line.block)?;
    if let Some(via) = line.via {
        put_string(out, b",\"via\":", via)?;
    }
    if let Some(boilerplate) = line.boilerplate {
        put_string(out, b",\"boilerplate\":", boilerplate)?;
    }
    put_string(out, b",\"charset\":", line.charset)?;
    put_value(out, b",\"embeds\":", &line.embeds)?;
    put_value(out, b",\"notes\":", &line.notes)?;
    if let Some(fields) = line.fields {
        put_value(out, b",\"fields\":", fields)?;
    }
    out.push(b'}');
    Ok(())
}

fn put_value<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    name: &[u8],
    value: &T,
) -> serde_json::Result<()> {
    out.extend_from_slice(name);
    serde_json::to_writer(out, value)
}

fn put_string(out: &mut Vec<u8>, name: &[u8], text: &str) -> serde_json::Result<()> {
    // Without a way out of the loop, many bytes are compared at once.
    let is_escaped = |byte| byte < b' ' || byte == b'"' || byte == b'\\';
    let escaped = |any, byte| any | is_escaped(byte);
    if text.bytes().fold(false, escaped) {
        return put_value(out, name, text);
    }
    out.extend_from_slice(name);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
    Ok(())
}

fn line<'a>(numbered: &Numbered<'a>) -> Line<'a> {
    let Numbered {
        document,
        segment,
        number,
        ..
    } = *numbered;
    let block = &document.blocks[segment.block];
    let mut id = String::with_capacity(document.entry.len() + NUMBER_BYTES);
    id.push_str(&document.entry);
    // A string takes whatever is written.
    let _ = write!(id, "#{number}");
    Line {
        id,
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
        notes: segment
            .notes
            .iter()
            .copied()
            .map(NoteKind::as_str)
            .collect(),
        fields: document.fields.as_deref().and_then(as_json),
    }
}

/// The longest number of a segment with the sign before it.
const NUMBER_BYTES: usize = 21;

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

    #[test]
    fn a_line_is_written_as_it_is_serialized() {
        let fields = RawValue::from_string(r#"{"a": [1, "b"]}"#.to_owned()).expect("JSON");
        let mut line = Line {
            id: "a\"b#1".to_owned(),
            text: "\u{0}\t\\ 获悉",
            lang: "en",
            confidence: None,
            entry: "a\"b",
            segment: u64::MAX,
            bytes: [0, 12],
            block: "line",
            via: None,
            boilerplate: None,
            charset: "utf-8",
            embeds: Vec::new(),
            notes: Vec::new(),
            fields: None,
        };
        for confidence in [None, Some(0.0), Some(0.07), Some(1.0)] {
            let mut bytes = Vec::new();
            put(&mut bytes, &line).expect("a line");
            let serialized = serde_json::to_string(&line).expect("a line");
            assert_eq!(String::from_utf8(bytes), Ok(serialized));
            line = Line {
                text: "iPhone",
                confidence,
                via: Some("title"),
                boilerplate: Some("teaser"),
                embeds: vec![Term {
                    text: "iPhone",
                    chars: [0, 6],
                    lang: None,
                }],
                notes: vec!["truncated", "broken-tag"],
                fields: Some(&fields),
                ..line
            };
        }
    }
}
