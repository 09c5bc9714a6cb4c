//! JSON Lines: one object a segment, with stable field names. Unknown values are
//! left out, never null.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::{Format, Numbered};
use crate::document::{Boilerplate, Language, NoteKind};

pub(super) const FORMAT: Format = Format::plain("jsonl", "jsonl", write);

#[derive(Serialize)]
struct Line<'a> {
    id: String,
    text: &'a str,
    lang: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    entry: &'a str,
    segment: u64,
    bytes: [u64; 2],
    block: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    boilerplate: Option<&'static str>,
    charset: &'a str,
    embeds: Vec<Embed<'a>>,
    notes: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Embed<'a> {
    text: &'a str,
    /// In characters (Unicode code points) of the segment's text.
    chars: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
}

pub(super) fn write(writer: &mut dyn Write, numbered: &Numbered<'_>) -> io::Result<()> {
    let Numbered {
        document,
        segment,
        number,
        ..
    } = numbered;
    let block = &document.blocks[segment.block];
    let line = Line {
        id: format!("{}#{number}", document.entry),
        text: &segment.text,
        lang: segment.language.as_str(),
        confidence: known(&segment.language).then(|| rounded(segment.confidence)),
        entry: &document.entry,
        segment: *number,
        bytes: [segment.bytes.start, segment.bytes.end],
        block: block.kind.as_str(),
        via: block.via.as_deref(),
        boilerplate: block.boilerplate.map(Boilerplate::as_str),
        charset: &document.charset.label,
        embeds: embeds(numbered),
        notes: segment
            .notes
            .iter()
            .copied()
            .map(NoteKind::as_str)
            .collect(),
        fields: document.fields.as_deref().and_then(as_json),
    };
    serde_json::to_writer(&mut *writer, &line)?;
    writer.write_all(b"\n")
}

fn embeds<'a>(numbered: &Numbered<'a>) -> Vec<Embed<'a>> {
    let segment = numbered.segment;
    let characters = |at: usize| segment.text[..at].chars().count();
    segment
        .embeds
        .iter()
        .map(|embed| Embed {
            text: &segment.text[embed.range.clone()],
            chars: [characters(embed.range.start), characters(embed.range.end)],
            lang: known(&embed.language).then_some(embed.language.as_str()),
        })
        .collect()
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
