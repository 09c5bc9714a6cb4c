//! What became of each entry: one record an entry, its parts added up.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    jsonl::{as_json, rounded},
    sample::Sampled,
};
use crate::{
    document::{self, Accounting, Document, Kind, Reason},
    error::Error,
};

/// What became of one entry; the line of `entries.jsonl`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Record {
    /// The entry's name.
    pub entry: String,
    /// Its length in bytes, as far as it could be read.
    pub bytes: u64,
    /// In hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// `text`, `html`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// How it was decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<Charset>,
    /// The other fields of the record that the text was a field of, as they stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Box<RawValue>>,
    /// Number of segments.
    pub segments: u64,
    /// Language to characters.
    pub languages: BTreeMap<String, u64>,
    /// Reason to bytes; they sum to `bytes`.
    pub accounting: BTreeMap<&'static str, u64>,
    /// Kind of note to how many there were.
    pub notes: BTreeMap<&'static str, u64>,
    /// In a batch: language to segments written; those left out are no part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<BTreeMap<String, u64>>,
    /// In a batch, of some entries in which languages are mixed: the first segments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<Vec<Sampled>>,
    /// `ok`, `partial`, `failed`.
    pub status: Status,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// How an entry was decoded.
#[derive(Clone, Debug, Serialize)]
pub struct Charset {
    /// The label of the first part.
    pub label: String,
    /// What decided.
    pub why: &'static str,
    /// From 0 to 1.
    pub confidence: f64,
    /// What came second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<String>,
    /// Start, end and label of what was decoded otherwise.
    pub runs: Vec<(u64, u64, String)>,
}

impl From<&document::Charset> for Charset {
    fn from(charset: &document::Charset) -> Self {
        let runs = charset.runs.iter();
        Self {
            label: charset.label.clone(),
            why: charset.why.as_str(),
            confidence: rounded(charset.confidence),
            runner_up: charset.runner_up.clone(),
            runs: runs
                .map(|(bytes, label)| (bytes.start, bytes.end, label.clone()))
                .collect(),
        }
    }
}

/// How an entry fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// All of it came out.
    #[default]
    Ok,
    /// It could not be read to its end; what came before came out.
    Partial,
    /// Nothing came out.
    Failed,
}

impl Status {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::Failed => "failed",
        }
    }
}

/// How many runs of one entry are listed.
const RUNS_LISTED: usize = 1000;

/// Adds the parts of each entry up.
#[derive(Debug, Default)]
pub struct Entries {
    open: Option<Record>,
}

impl Entries {
    /// Takes a document; gives the entry's record if the entry ends with it.
    pub fn document(&mut self, document: &Document) -> Option<Record> {
        let record = self.open.get_or_insert_with(|| Record::begin(document));
        record.add(document);
        if document.part.last {
            self.open.take()
        } else {
            None
        }
    }

    /// Takes a failure; gives the record of the entry that it ends.
    pub fn failure(&mut self, error: &Error) -> Record {
        let mut record = match self.open.take() {
            Some(open) if error.entry() == Some(&open.entry) => Record {
                status: Status::Partial,
                ..open
            },
            _ => Record {
                entry: error.entry().unwrap_or_default().to_owned(),
                status: Status::Failed,
                ..Record::default()
            },
        };
        record.error = Some(error.within_entry());
        record
    }
}

impl Record {
    fn begin(document: &Document) -> Self {
        let charset = &document.charset;
        Self {
            entry: document.entry.clone(),
            kind: Some(document.kind.as_str()),
            charset: (document.kind != Kind::Binary).then(|| Charset {
                runs: Vec::new(),
                ..charset.into()
            }),
            fields: document
                .fields
                .as_deref()
                .and_then(as_json)
                .map(ToOwned::to_owned),
            ..Self::default()
        }
    }

    fn add(&mut self, document: &Document) {
        self.bytes += document.bytes;
        self.segments += document.segments.len() as u64;
        self.sha256 = document.part.sha256.map(|sha256| hexadecimal(&sha256));
        if let Some(charset) = &mut self.charset {
            let room = RUNS_LISTED.saturating_sub(charset.runs.len());
            let runs = document.charset.runs.iter().take(room);
            charset
                .runs
                .extend(runs.map(|(bytes, label)| (bytes.start, bytes.end, label.clone())));
        }
        for segment in &document.segments {
            let characters = segment.text.chars().count() as u64;
            match self.languages.get_mut(segment.language.as_str()) {
                Some(count) => *count += characters,
                None => {
                    self.languages
                        .insert(segment.language.to_string(), characters);
                }
            }
        }
        let Accounting(accounting) = &document.accounting;
        for (reason, bytes) in accounting {
            *self.accounting.entry(Reason::as_str(*reason)).or_default() += bytes;
        }
        for note in &document.notes {
            *self.notes.entry(note.kind.as_str()).or_default() += 1;
        }
    }
}

/// In lower case.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
