//! What the person at the terminal is told, on standard error.

use std::{io::Write, time::Instant};

use unmix::{Error, pipeline::Outcome, sink::Folder};

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

/// One line about a finished batch, of which an earlier run did what was `before`.
pub(crate) fn summary(
    outcome: &Outcome,
    before: &Outcome,
    duplicates: u64,
    begun: Instant,
    folder: &std::path::Path,
) {
    let seconds = begun.elapsed().as_secs_f64().max(0.001);
    let now = (outcome.bytes - before.bytes) as f64 / 1e6;
    let failed = match outcome.failures {
        0 => String::new(),
        1 => ", 1 failure".to_owned(),
        failures => format!(", {failures} failures"),
    };
    let duplicates = match duplicates {
        0 => String::new(),
        1 => ", 1 duplicate segment left out".to_owned(),
        duplicates => format!(", {duplicates} duplicate segments left out"),
    };
    let entries = if outcome.entries == 1 {
        "entry"
    } else {
        "entries"
    };
    let _ = writeln!(
        std::io::stderr(),
        "unmix: {} {entries}, {} in {seconds:.1} s ({:.1} MB/s){duplicates}{failed}; see {}",
        outcome.entries,
        size(outcome.bytes),
        now / seconds,
        folder.join(Folder::REPORT).display(),
    );
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
