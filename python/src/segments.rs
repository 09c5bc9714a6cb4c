//! Segments and charsets as Python objects, with the fields of the JSON lines.

use pyo3::{intern, prelude::*};
use serde_json::value::RawValue;
use unmix::sink::{self, entries};

use crate::errors;

/// A stretch of clean text in one language.
///
/// Its fields are those of a JSON line of `unmix clean`; what is not known is None.
#[pyclass(frozen, get_all, eq, module = "unmix")]
#[derive(PartialEq)]
pub(crate) struct Segment {
    /// The entry, `#`, and the number of the segment in it.
    id: String,
    /// Clean text.
    text: String,
    /// BCP 47: en, zh-Hans; und where the evidence is thin, zxx for text without language.
    lang: String,
    /// From 0 to 1, to two digits; None for und and zxx.
    confidence: Option<f64>,
    /// The entry's name.
    entry: String,
    /// The number of the segment in its entry, from 1.
    segment: u64,
    /// Start and end in the entry, in its original encoding.
    bytes: (u64, u64),
    /// What sort of block the text stood in: line, paragraph, heading …
    block: &'static str,
    /// The attribute that the text was in.
    via: Option<String>,
    /// What the block is beside the text itself: teaser, navigation …
    boilerplate: Option<&'static str>,
    /// The label of the entry's charset.
    charset: String,
    /// Foreign terms inside, in order.
    embeds: Vec<Embed>,
    /// What was imperfect: truncated, broken-tag …
    notes: Vec<&'static str>,
    /// The other fields of the record that the text was a field of: a JSON object.
    fields: Option<String>,
}

/// A foreign term inside a segment.
#[pyclass(frozen, get_all, eq, module = "unmix")]
#[derive(Clone, PartialEq)]
pub(crate) struct Embed {
    /// As it stands in the segment's text.
    text: String,
    /// Start and end in characters of the segment's text: `segment.text[start:end]`.
    chars: (usize, usize),
    /// Its language, if it is long enough to tell.
    lang: Option<String>,
}

impl From<sink::Line<'_>> for Segment {
    fn from(line: sink::Line<'_>) -> Self {
        let embeds = line.embeds.into_iter().map(|term| Embed {
            text: term.text.to_owned(),
            chars: term.chars.into(),
            lang: term.lang.map(str::to_owned),
        });
        Self {
            id: line.id,
            text: line.text.to_owned(),
            lang: line.lang.to_owned(),
            confidence: line.confidence,
            entry: line.entry.to_owned(),
            segment: line.segment,
            bytes: line.bytes.into(),
            block: line.block,
            via: line.via.map(str::to_owned),
            boilerplate: line.boilerplate,
            charset: line.charset.to_owned(),
            embeds: embeds.collect(),
            notes: line.notes,
            fields: line.fields.map(|fields| fields.get().to_owned()),
        }
    }
}

impl Segment {
    fn line(&self) -> sink::Line<'_> {
        let embeds = self.embeds.iter().map(|embed| sink::Term {
            text: &embed.text,
            chars: embed.chars.into(),
            lang: embed.lang.as_deref(),
        });
        let fields = self.fields.as_deref();
        sink::Line {
            id: self.id.clone(),
            text: &self.text,
            lang: &self.lang,
            confidence: self.confidence,
            entry: &self.entry,
            segment: self.segment,
            bytes: self.bytes.into(),
            block: self.block,
            via: self.via.as_deref(),
            boilerplate: self.boilerplate,
            charset: &self.charset,
            embeds: embeds.collect(),
            notes: self.notes.clone(),
            fields: fields.and_then(|fields| serde_json::from_str::<&RawValue>(fields).ok()),
        }
    }
}

#[pymethods]
impl Segment {
    /// The line that `unmix clean` writes for this segment, without its line end.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        serde_json::to_string(&self.line())
            .map_err(|error| errors::option(py, format!("no JSON: {error}")))
    }

    /// The fields that are known, as in the JSON line.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import(intern!(py, "json"))?
            .getattr(intern!(py, "loads"))?
            .call1((self.to_json(py)?,))
    }

    fn __repr__(&self) -> String {
        let (start, end) = self.bytes;
        format!(
            "Segment(lang={:?}, bytes=({start}, {end}), text={:?})",
            self.lang, self.text
        )
    }
}

#[pymethods]
impl Embed {
    fn __repr__(&self) -> String {
        let (start, end) = self.chars;
        format!("Embed(text={:?}, chars=({start}, {end}))", self.text)
    }
}

/// How bytes are encoded, and what decided it.
#[pyclass(frozen, get_all, eq, module = "unmix")]
#[derive(PartialEq)]
pub(crate) struct Charset {
    /// The label, in lower case: gb18030.
    label: String,
    /// What decided: bom, declared, escape, utf-8, scored, forced.
    why: &'static str,
    /// From 0 to 1, to two digits.
    confidence: f64,
    /// The label that came second, if the decision was by score.
    runner_up: Option<String>,
    /// Start, end and label of the bytes that are encoded otherwise.
    runs: Vec<(u64, u64, String)>,
}

impl From<entries::Charset> for Charset {
    fn from(charset: entries::Charset) -> Self {
        Self {
            label: charset.label,
            why: charset.why,
            confidence: charset.confidence,
            runner_up: charset.runner_up,
            runs: charset.runs,
        }
    }
}

#[pymethods]
impl Charset {
    fn __str__(&self) -> &str {
        &self.label
    }

    fn __repr__(&self) -> String {
        format!(
            "Charset(label={:?}, why={:?}, confidence={})",
            self.label, self.why, self.confidence
        )
    }
}
