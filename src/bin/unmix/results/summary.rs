//! What a batch came to in, a few lines for the terminal out: what most of it was. The page has
//! the rest.

use super::gather::Results;
use crate::report::{grouped, share};

/// How many of the commonest are named.
const NAMED: usize = 6;

/// Lines with what the batch is in, how it was decoded, what was imperfect and how much of it
/// is text; lines about nothing are left out.
pub(crate) fn summary(results: &Results) -> String {
    let characters = results.languages.values().map(|it| it.characters).sum();
    let languages = commonest(results.languages.iter().map(|(tag, it)| {
        let segments = grouped(it.segments);
        let share = share(it.characters, characters);
        (it.characters, format!("{tag} {share} ({segments})"))
    }));
    let charsets = results.charsets.iter();
    let charsets = commonest(charsets.map(|(label, it)| {
        let entries = grouped(it.entries);
        (it.entries, format!("{label} {entries}"))
    }));
    let notes = results.notes.iter();
    let notes = commonest(notes.map(|(kind, it)| {
        let times = grouped(it.times);
        (it.times, format!("{kind} {times}"))
    }));
    let total = results.accounting.values().sum();
    let bytes = commonest(results.accounting.iter().map(|(reason, bytes)| {
        let share = share(*bytes, total);
        (*bytes, format!("{reason} {share}"))
    }));
    let problems = [
        (results.failed, "failed"),
        (results.partial, "read in part"),
    ];
    let problems = commonest(problems.into_iter().map(|(entries, how)| {
        let count = grouped(entries);
        (entries, format!("{count} {how}"))
    }));
    let lines = [
        ("languages", languages),
        ("charsets", charsets),
        ("notes", notes),
        ("bytes", bytes),
        ("problems", problems),
    ];
    lines
        .into_iter()
        .filter(|(_, line)| !line.is_empty())
        .map(|(name, line)| format!("  {name:<9}  {line}\n"))
        .collect()
}

/// Those that count most, each with how much it counts, and how many more there are.
fn commonest(all: impl Iterator<Item = (u64, String)>) -> String {
    let mut all: Vec<_> = all.filter(|(count, _)| *count > 0).collect();
    all.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let more = all.len().saturating_sub(NAMED);
    let mut named: Vec<_> = all.into_iter().take(NAMED).map(|(_, name)| name).collect();
    if more > 0 {
        named.push(format!("{more} more"));
    }
    named.join(", ")
}
