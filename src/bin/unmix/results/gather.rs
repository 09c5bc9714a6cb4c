//! Records of entries in, sums out, and what a page can show of the entries themselves:
//! in bounded memory, however many there are.

use std::{collections::BTreeMap, io};

use serde::Deserialize;
use serde_json::json;

/// A line of `entries.jsonl`.
#[derive(Deserialize)]
struct Record {
    entry: String,
    bytes: u64,
    kind: Option<String>,
    charset: Option<Charset>,
    segments: u64,
    languages: BTreeMap<String, u64>,
    kept: Option<BTreeMap<String, u64>>,
    accounting: BTreeMap<String, u64>,
    notes: BTreeMap<String, u64>,
    status: String,
    error: Option<String>,
    sample: Option<Vec<Sampled>>,
}

#[derive(Deserialize)]
struct Charset {
    label: String,
    why: String,
    confidence: f64,
}

/// A segment of a sample.
#[derive(Deserialize)]
pub(super) struct Sampled {
    pub(super) lang: String,
    pub(super) text: String,
    pub(super) bytes: [u64; 2],
    pub(super) original: String,
    pub(super) notes: Vec<String>,
}

/// What a batch came to.
#[derive(Default)]
pub(crate) struct Results {
    pub(super) entries: u64,
    pub(super) bytes: u64,
    pub(super) partial: u64,
    pub(super) failed: u64,
    pub(super) kinds: BTreeMap<String, u64>,
    pub(super) languages: BTreeMap<String, Language>,
    /// By label.
    pub(super) charsets: BTreeMap<String, Encoded>,
    /// By kind.
    pub(super) notes: BTreeMap<String, Noted>,
    /// Reason to bytes.
    pub(super) accounting: BTreeMap<String, u64>,
    pub(super) samples: Vec<(String, Vec<Sampled>)>,
    pub(super) problems: u64,
    /// Entries with problems, and others: as many as have room.
    with_problems: Rows,
    without: Rows,
}

#[derive(Default)]
pub(super) struct Language {
    pub(super) entries: u64,
    pub(super) segments: u64,
    pub(super) characters: u64,
}

#[derive(Default)]
pub(super) struct Encoded {
    pub(super) entries: u64,
    pub(super) bytes: u64,
    /// What decided to how often.
    pub(super) why: BTreeMap<String, u64>,
}

#[derive(Default)]
pub(super) struct Noted {
    pub(super) entries: u64,
    pub(super) times: u64,
}

/// Bytes of rows that are kept, of those with problems and of the others.
const ROOM: usize = 32 << 20;
/// Characters of a name or an error that are shown.
const SHOWN: usize = 400;
/// Samples that are shown.
const SAMPLES: usize = 60;
/// A charset that is less sure than this is a problem.
const SURE: f64 = 0.5;
/// Notes that tell of something lost.
const LOSSES: &[&str] = &["undecodable", "unrecoverable"];

impl Results {
    /// Adds an entry, by its line.
    pub(super) fn add(&mut self, line: &[u8]) -> io::Result<()> {
        let record: Record = serde_json::from_slice(line)
            .map_err(|error| io::Error::other(format!("a line is no entry's: {error}")))?;
        self.entries += 1;
        self.bytes += record.bytes;
        self.partial += u64::from(record.status == "partial");
        self.failed += u64::from(record.status == "failed");
        if let Some(kind) = &record.kind {
            *self.kinds.entry(kind.clone()).or_default() += 1;
        }
        for (tag, characters) in &record.languages {
            let language = self.languages.entry(tag.clone()).or_default();
            language.entries += 1;
            language.characters += characters;
        }
        for (tag, segments) in record.kept.iter().flatten() {
            self.languages.entry(tag.clone()).or_default().segments += segments;
        }
        if let Some(charset) = &record.charset {
            let encoded = self.charsets.entry(charset.label.clone()).or_default();
            encoded.entries += 1;
            encoded.bytes += record.bytes;
            *encoded.why.entry(charset.why.clone()).or_default() += 1;
        }
        for (kind, times) in &record.notes {
            let noted = self.notes.entry(kind.clone()).or_default();
            noted.entries += 1;
            noted.times += times;
        }
        for (reason, bytes) in &record.accounting {
            *self.accounting.entry(reason.clone()).or_default() += bytes;
        }
        let problem = record.status != "ok"
            || LOSSES.iter().any(|kind| record.notes.contains_key(*kind))
            || record
                .charset
                .as_ref()
                .is_some_and(|charset| charset.confidence < SURE);
        self.problems += u64::from(problem);
        if problem {
            self.with_problems.add(&record);
        } else {
            self.without.add(&record);
        }
        if let Some(sample) = record.sample
            && self.samples.len() < SAMPLES
        {
            self.samples.push((shortened(&record.entry), sample));
        }
        Ok(())
    }

    /// How many segments were left out because of earlier ones.
    pub(crate) fn duplicates(&self) -> u64 {
        self.notes.get("duplicate").map_or(0, |noted| noted.times)
    }

    /// The rows, problems first, as a JSON array of at most so many bytes, and how many
    /// there are. A name is how many characters it has in common with the one before it,
    /// and the rest of it.
    pub(super) fn rows(&self, room: usize) -> (String, u64) {
        let mut all = "[".to_owned();
        let mut shown = 0;
        let mut before = "";
        let rows = self.with_problems.0.iter().chain(&self.without.0);
        for Row { name, rest } in rows {
            let common = name
                .bytes()
                .zip(before.bytes())
                .take_while(|(one, other)| one == other && one.is_ascii())
                .count();
            let row = json!([common, &name[common..]]).to_string();
            if all.len() + row.len() + rest.len() + 3 > room {
                break;
            }
            if shown > 0 {
                all.push_str(",\n");
            }
            all.push_str(row.trim_end_matches(']'));
            all.push_str(rest);
            shown += 1;
            before = name;
        }
        all.push(']');
        (all, shown)
    }
}

#[derive(Default)]
struct Rows(Vec<Row>, usize);

struct Row {
    name: String,
    /// What comes after the name.
    rest: String,
}

impl Rows {
    fn add(&mut self, record: &Record) {
        if self.1 > ROOM {
            return;
        }
        let total = record.languages.values().sum::<u64>().max(1);
        let mut languages: Vec<_> = record.languages.iter().collect();
        languages.sort_by_key(|(tag, characters)| (std::cmp::Reverse(**characters), *tag));
        let languages: Vec<_> = languages
            .iter()
            .take(4)
            .map(|(tag, characters)| format!("{tag} {}%", *characters * 100 / total))
            .collect();
        let notes: Vec<_> = record
            .notes
            .iter()
            .map(|(kind, times)| format!("{kind} {times}"))
            .collect();
        let (label, sure) = match &record.charset {
            Some(charset) => (&*charset.label, (charset.confidence * 100.0).round() as u64),
            None => (record.kind.as_deref().unwrap_or_default(), 100),
        };
        let mut rest = json!([
            match record.status.as_str() {
                "ok" => 0,
                "partial" => 1,
                _ => 2,
            },
            record.bytes,
            record.segments,
            label,
            sure,
            languages.join(" "),
            notes.join(" "),
        ])
        .to_string();
        if let Some(error) = &record.error {
            rest.pop();
            rest += &format!(",{}]", json!(shortened(error)));
        }
        let name = shortened(&record.entry);
        self.1 += name.len() + rest.len();
        self.0.push(Row {
            name,
            rest: rest.replacen('[', ",", 1),
        });
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
