//! Entries in, samples of those in which languages are mixed out: a few segments with
//! their bytes, for a person to look at.

use std::collections::BTreeMap;

use serde::Serialize;

use super::entries::{Record, hexadecimal};
use crate::document::{Document, Language, NoteKind};

/// A segment of a sample.
#[derive(Clone, Debug, Serialize)]
pub struct Sampled {
    /// The language.
    pub lang: String,
    /// The text, or the beginning of it.
    pub text: String,
    /// Start and end in the entry.
    pub bytes: [u64; 2],
    /// What stands there, or the beginning of it, in hexadecimal.
    pub original: String,
    /// What was imperfect.
    pub notes: Vec<&'static str>,
}

/// How many entries of a batch are samples.
const ENTRIES: u64 = 60;
/// How many of those have the same two main languages.
const ALIKE: u64 = 4;
/// Segments of a sample, characters of a segment, bytes of it.
const SEGMENTS: usize = 40;
const CHARACTERS: usize = 240;
const BYTES: usize = 64;
/// Segments before the first change of the language.
const BEFORE: usize = 3;
/// One in so many characters at least is in the second language.
const SHARE: u64 = 20;

/// The sample that the present entry may become.
#[derive(Debug, Default)]
pub(super) struct Sample(Vec<Sampled>);

impl Sample {
    /// Takes a document; only the first of an entry matters.
    pub(super) fn see(&mut self, document: &Document) {
        if document.part.index > 0 {
            return;
        }
        self.0.clear();
        let segments = &document.segments;
        let change = segments.windows(2).position(|pair| {
            let [one, other] = pair else { return false };
            one.language != other.language && is_real(&one.language) && is_real(&other.language)
        });
        let Some(change) = change else { return };
        let from = change.saturating_sub(BEFORE);
        for segment in segments.iter().skip(from).take(SEGMENTS) {
            let bytes = segment.bytes.start as usize..segment.bytes.end as usize;
            let original = document.original.get(bytes).unwrap_or_default();
            self.0.push(Sampled {
                lang: segment.language.to_string(),
                text: segment.text.chars().take(CHARACTERS).collect(),
                bytes: [segment.bytes.start, segment.bytes.end],
                original: hexadecimal(&original[..original.len().min(BYTES)]),
                notes: segment
                    .notes
                    .iter()
                    .copied()
                    .map(NoteKind::as_str)
                    .collect(),
            });
        }
    }

    /// The entry has ended, and is a sample unless there are enough like it, whose
    /// number is in `samples`.
    pub(super) fn take(
        &mut self,
        record: &Record,
        samples: &mut BTreeMap<String, u64>,
    ) -> Option<Vec<Sampled>> {
        let sample = std::mem::take(&mut self.0);
        if sample.is_empty() {
            return None;
        }
        let mut languages: Vec<_> = record
            .languages
            .iter()
            .filter(|(tag, _)| !["und", "zxx"].contains(&tag.as_str()))
            .map(|(tag, characters)| (*characters, tag.as_str()))
            .collect();
        languages.sort_unstable_by(|one, other| other.cmp(one));
        let [(_, first), (characters, second), ..] = *languages else {
            return None;
        };
        let total: u64 = record.languages.values().sum();
        let mixture = format!("{first} {second}");
        let alike = samples.get(&mixture).copied().unwrap_or_default();
        let enough = samples.values().sum::<u64>() >= ENTRIES || alike >= ALIKE;
        if enough || characters * SHARE < total {
            return None;
        }
        samples.insert(mixture, alike + 1);
        Some(sample)
    }
}

fn is_real(language: &Language) -> bool {
    *language != Language::UND && *language != Language::ZXX
}
