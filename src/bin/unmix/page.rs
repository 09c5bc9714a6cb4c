//! An entry's document in, a self-contained HTML page out: segments coloured by
//! language, with their bytes and notes on hover.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    ops::Range,
};

use html_escape::{encode_double_quoted_attribute, encode_text};
use unmix::{Document, document::NoteKind};

const HEAD: &str = "\
<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<style>
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; }
th { text-align: left; padding-right: 1rem; vertical-align: top; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
span { border-bottom: .2em solid hsl(var(--hue) 70% 50% / .6); }
.boilerplate { opacity: .6; }
</style>
";

/// Hues that are far from each other, in degrees; languages get them in the order of
/// their appearance.
pub(crate) const HUES: [u16; 8] = [210, 30, 120, 330, 270, 60, 180, 0];

/// Notes that are listed, and bytes that are shown of a segment.
const NOTES: usize = 200;
const BYTES: usize = 64;

/// Writes the page of an entry that came in these parts.
pub(crate) fn write(writer: &mut dyn Write, parts: &[Document]) -> io::Result<()> {
    let Some(first) = parts.first() else {
        return Ok(());
    };
    writer.write_all(HEAD.as_bytes())?;
    let entry = encode_text(&first.entry);
    writeln!(
        writer,
        "<title>{entry}</title>\n</head>\n<body>\n<h1>{entry}</h1>"
    )?;

    let mut hues: BTreeMap<&str, u16> = BTreeMap::new();
    let mut order = Vec::new();
    let mut accounting: BTreeMap<&str, u64> = BTreeMap::new();
    for document in parts {
        for segment in &document.segments {
            let tag = segment.language.as_str();
            if !hues.contains_key(tag) {
                hues.insert(tag, HUES[hues.len() % HUES.len()]);
                order.push(tag);
            }
        }
        for (reason, bytes) in &document.accounting.0 {
            *accounting.entry(reason.as_str()).or_default() += bytes;
        }
    }
    let charset = &first.charset;
    writeln!(
        writer,
        "<table>\n<tr><th>kind<td>{}\n<tr><th>charset<td>{} ({}, {:.2})",
        first.kind.as_str(),
        charset.label,
        charset.why.as_str(),
        charset.confidence
    )?;
    let accounting: Vec<_> = accounting
        .iter()
        .map(|(reason, bytes)| format!("{reason} {bytes}"))
        .collect();
    writeln!(writer, "<tr><th>bytes<td>{}", accounting.join(", "))?;
    write!(writer, "<tr><th>languages<td>")?;
    for tag in order {
        write!(writer, "<span style=\"--hue:{}\">{tag}</span> ", hues[tag])?;
    }
    let notes: Vec<_> = parts.iter().flat_map(|document| &document.notes).collect();
    if !notes.is_empty() {
        write!(writer, "\n<tr><th>notes<td>")?;
    }
    for note in notes.iter().take(NOTES) {
        let (kind, bytes) = (note.kind.as_str(), &note.bytes);
        write!(writer, "{kind} at {} to {}<br>", bytes.start, bytes.end)?;
    }
    if notes.len() > NOTES {
        write!(writer, "and {} more", notes.len() - NOTES)?;
    }
    writeln!(writer, "\n</table>")?;

    for document in parts {
        let mut block = None;
        for segment in &document.segments {
            if block != Some(segment.block) {
                let marked = document.blocks[segment.block].boilerplate.is_some();
                writeln!(
                    writer,
                    "{}",
                    if marked {
                        "<p class=\"boilerplate\">"
                    } else {
                        "<p>"
                    }
                )?;
                block = Some(segment.block);
            }
            let notes: Vec<_> = segment
                .notes
                .iter()
                .copied()
                .map(NoteKind::as_str)
                .collect();
            let title = format!(
                "{} {:.2}, bytes {} to {} {}\n{}",
                segment.language,
                segment.confidence,
                segment.bytes.start,
                segment.bytes.end,
                notes.join(" "),
                original(document, &segment.bytes)
            );
            write!(
                writer,
                "<span style=\"--hue:{}\" lang=\"{}\" title=\"{}\">{}</span>",
                hues[segment.language.as_str()],
                segment.language,
                encode_double_quoted_attribute(title.trim_end()),
                encode_text(&segment.text)
            )?;
        }
        writeln!(writer)?;
    }
    writeln!(writer, "</body>\n</html>")
}

/// The bytes in this range of the entry, or the first of them, in hexadecimal.
fn original(document: &Document, bytes: &Range<u64>) -> String {
    let at = |offset: u64| offset.saturating_sub(document.part.offset) as usize;
    let there = document.original.get(at(bytes.start)..at(bytes.end));
    let shown = there.unwrap_or_default().iter().take(BYTES);
    let mut shown: Vec<_> = shown.map(|byte| format!("{byte:02x}")).collect();
    if at(bytes.end) - at(bytes.start) > BYTES {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}
