//! What the person at the terminal is told, on standard error.

use std::{cmp::Reverse, io::Write, path::Path, time::Instant};

use unmix::{
    Error,
    pipeline::Outcome,
    sink::{Folder, entries::Record},
};

use crate::results::{self, Results};

/// Prints a failure. A standard error that is gone is no reason to stop.
pub(crate) fn error(message: &str) {
    let _ = writeln!(std::io::stderr(), "unmix: {message}");
}

/// Whether the reader of our output went away, as `head` does: that is its right.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<Error>()
            .is_some_and(Error::is_broken_pipe)
            || cause
                .downcast_ref::<std::io::Error>()
                .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// One line about a batch that goes on after it was broken off.
pub(crate) fn going_on(before: &Outcome) {
    let _ = writeln!(
        std::io::stderr(),
        "unmix: going on after {} entries, {:.1} MB",
        before.entries,
        before.bytes as f64 / 1e6
    );
}

/// What a finished batch came to, of which an earlier run did what was `before`.
pub(crate) fn summary(
    outcome: &Outcome,
    before: &Outcome,
    results: &Results,
    begun: Instant,
    folder: &Path,
) {
    let seconds = begun.elapsed().as_secs_f64().max(0.001);
    let now = (outcome.bytes - before.bytes) as f64 / 1e6;
    let entries = match outcome.entries {
        1 => "1 entry".to_owned(),
        entries => format!("{} entries", grouped(entries)),
    };
    let failures = match outcome.failures {
        0 => String::new(),
        1 => ", 1 failure".to_owned(),
        failures => format!(", {} failures", grouped(failures)),
    };
    let duplicates = match results.duplicates() {
        0 => String::new(),
        1 => ", 1 duplicate segment left out".to_owned(),
        duplicates => format!(", {} duplicate segments left out", grouped(duplicates)),
    };
    let _ = write!(
        std::io::stderr(),
        "unmix: {entries}, {} in {seconds:.1} s ({:.1} MB/s){duplicates}{failures}\n{}  {:<9}  {}\n",
        size(outcome.bytes),
        now / seconds,
        results::summary(results),
        "report",
        folder.join(Folder::REPORT).display(),
    );
}

/// One line about an entry that is done: how it was read, and what is in it.
pub(crate) fn entry(record: &Record) -> String {
    let kind = record.kind.unwrap_or("nothing");
    let charset = record.charset.as_ref().map_or_else(String::new, |charset| {
        format!(
            ", {} ({} {:.2})",
            charset.label, charset.why, charset.confidence
        )
    });
    let segments = match record.segments {
        0 => String::new(),
        1 => format!(", 1 segment: {}", languages(record)),
        segments => format!(", {} segments: {}", grouped(segments), languages(record)),
    };
    let notes: Vec<_> = record
        .notes
        .iter()
        .map(|(kind, times)| format!("{kind} {}", grouped(*times)))
        .collect();
    let notes = match notes.is_empty() {
        true => String::new(),
        false => format!("; {}", notes.join(", ")),
    };
    let name = record.entry.escape_debug();
    format!("{name}: {kind}{charset}{segments}{notes}")
}

/// Languages by their share of the characters: `zh-Hans 92%, en 8%`.
pub(crate) fn languages(record: &Record) -> String {
    let total = record.languages.values().sum();
    let mut languages: Vec<_> = record.languages.iter().collect();
    languages.sort_by_key(|(tag, count)| (Reverse(**count), *tag));
    let shares: Vec<_> = languages
        .iter()
        .map(|(tag, count)| format!("{tag} {}", share(**count, total)))
        .collect();
    shares.join(", ")
}

/// A part of a whole: `92%`, `<1%`.
pub(crate) fn share(part: u64, whole: u64) -> String {
    match (part * 100 + whole / 2) / whole.max(1) {
        0 if part > 0 => "<1%".to_owned(),
        share => format!("{share}%"),
    }
}

/// With a comma at every third digit.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// One line where nothing came out, of entries among which so many hold no text.
pub(crate) fn silence(outcome: &Outcome, binary: u64) {
    match (outcome.entries, outcome.failures) {
        (0, 0) => error("nothing was found to read"),
        (1, 0) if binary == 1 => error("nothing came out: the entry is binary, not text"),
        (entries, 0) if binary == entries => {
            error(&format!(
                "nothing came out: all {entries} entries are binary, not text"
            ));
        }
        _ => {}
    }
}
