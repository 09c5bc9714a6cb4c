//! What a batch came to in, one self-contained HTML page out. File names and segments
//! are nobody's friends: they only get into the page escaped, and only the page's own
//! script may run.

use std::{
    collections::BTreeMap,
    fmt,
    io::{self, Write},
};

use flate2::{Compression, write::DeflateEncoder};
use html_escape::{encode_double_quoted_attribute, encode_text};
use sha2::{Digest, Sha256};

use super::gather::{Results, Sampled};
use crate::{page::HUES, report::grouped};

const STYLE: &str = include_str!("page.css");
/// Bytes of the list of entries, so that the page stays below 10 MB.
const ROOM: usize = 8 << 20;
const SCRIPT: &str = include_str!("page.js");

/// Writes the page.
pub(super) fn write(writer: &mut dyn Write, results: &Results) -> io::Result<()> {
    let script = base64(&Sha256::digest(SCRIPT));
    write!(
        writer,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'sha256-{script}'; base-uri 'none'; \
         form-action 'none'\">\n<title>unmix: {} entries</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<main>\n",
        grouped(results.entries)
    )?;
    figures(writer, results)?;
    writeln!(writer, "<div class=\"cards\">")?;
    accounting(writer, &results.accounting)?;
    languages(writer, results)?;
    charsets(writer, results)?;
    notes(writer, results)?;
    entries(writer, results)?;
    samples(writer, &results.samples)?;
    write!(
        writer,
        "</div>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

fn figures(writer: &mut dyn Write, results: &Results) -> io::Result<()> {
    let characters: u64 = results.languages.values().map(|it| it.characters).sum();
    let written: u64 = results.languages.values().map(|it| it.segments).sum();
    write!(
        writer,
        "<h1>What came of the batch</h1>\n<div class=\"figures\">"
    )?;
    let figures = [
        ("entries", results.entries, false),
        ("bytes read", results.bytes, false),
        ("segments written", written, false),
        ("characters of text", characters, false),
        ("languages", results.languages.len() as u64, false),
        ("read in part", results.partial, true),
        ("failed", results.failed, true),
    ];
    for (what, number, bad) in figures {
        let class = if bad && number > 0 {
            " class=\"bad\""
        } else {
            ""
        };
        write!(writer, "<div><b{class}>{}</b>{what}</div>", grouped(number))?;
    }
    writeln!(writer, "</div>")?;
    let duplicates = results.duplicates();
    if duplicates > 0 {
        writeln!(
            writer,
            "<p class=\"soft\">Duplicate segments left out: {}.</p>",
            grouped(duplicates)
        )?;
    }
    let kinds = results.kinds.iter();
    let kinds: Vec<_> = kinds
        .map(|(kind, count)| format!("{} {}", grouped(*count), encode_text(kind)))
        .collect();
    writeln!(writer, "<p class=\"soft\">{}</p>", kinds.join(", "))
}

/// What each reason is drawn in.
fn color(reason: &str) -> &'static str {
    match reason {
        "text" => "text",
        "space" | "bom" => "space",
        "markup" | "payload" | "comment" => "markup",
        "script" | "style" | "hidden" => "code",
        "filtered" | "boilerplate" | "duplicate" => "left",
        "undecodable" | "control" => "lost",
        _ => "other",
    }
}

fn accounting(writer: &mut dyn Write, accounting: &BTreeMap<String, u64>) -> io::Result<()> {
    let total = accounting.values().sum::<u64>().max(1);
    let mut reasons: Vec<_> = accounting.iter().collect();
    reasons.sort_by_key(|(reason, bytes)| (*reason != "text", std::cmp::Reverse(**bytes), *reason));
    writeln!(
        writer,
        "<section class=\"wide\"><h2>Where every byte went</h2>\n\
         <svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"bytes by reason\">"
    )?;
    let mut at = 0.0;
    for (reason, bytes) in &reasons {
        let width = **bytes as f64 * 1000.0 / total as f64;
        writeln!(
            writer,
            "<rect x=\"{at:.2}\" width=\"{width:.2}\" height=\"10\" fill=\"var(--{})\" \
             stroke=\"var(--card)\" stroke-width=\".6\"><title>{}: {} bytes, {}</title></rect>",
            color(reason),
            encode_text(reason),
            grouped(**bytes),
            percent(**bytes, total)
        )?;
        at += width;
    }
    writeln!(
        writer,
        "</svg>\n<table><tr><th>reason<th class=\"n\">bytes<th class=\"n\">share</tr>"
    )?;
    for (reason, bytes) in &reasons {
        writeln!(
            writer,
            "<tr><td><span class=\"key\" style=\"background:var(--{})\"></span>{}<td class=\"n\">{}<td class=\"n\">{}</tr>",
            color(reason),
            encode_text(reason),
            grouped(**bytes),
            percent(**bytes, total)
        )?;
    }
    writeln!(writer, "</table></section>")
}

/// A part of a whole, drawn.
struct Share(u64, u64);

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0 as f64 * 100.0 / self.1.max(1) as f64;
        write!(
            f,
            "<svg class=\"share\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect width=\"{width:.2}\" height=\"1\" fill=\"var(--accent)\"/></svg>"
        )
    }
}

fn languages(writer: &mut dyn Write, results: &Results) -> io::Result<()> {
    let mut languages: Vec<_> = results.languages.iter().collect();
    languages.sort_by_key(|(tag, it)| (std::cmp::Reverse(it.characters), *tag));
    let most = languages.first().map_or(0, |(_, it)| it.characters);
    writeln!(
        writer,
        "<section><h2>Languages</h2><div class=\"more\">\n<table><tr><th>language<th class=\"n\">characters\
         <th class=\"n\">segments<th class=\"n\">entries<th></tr>"
    )?;
    for (tag, it) in languages {
        writeln!(
            writer,
            "<tr><td>{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"graph\">{}</tr>",
            encode_text(tag),
            grouped(it.characters),
            grouped(it.segments),
            grouped(it.entries),
            Share(it.characters, most)
        )?;
    }
    writeln!(writer, "</table></div></section>")
}

fn charsets(writer: &mut dyn Write, results: &Results) -> io::Result<()> {
    let mut charsets: Vec<_> = results.charsets.iter().collect();
    charsets.sort_by_key(|(label, it)| (std::cmp::Reverse(it.entries), *label));
    let most = charsets.first().map_or(0, |(_, it)| it.entries);
    writeln!(
        writer,
        "<section><h2>Charsets</h2><div class=\"more\">\n<table><tr><th>charset<th>found by\
         <th class=\"n\">bytes<th class=\"n\">entries<th></tr>"
    )?;
    for (label, it) in charsets {
        let why = it.why.iter();
        let why: Vec<_> = why
            .map(|(why, times)| format!("{why} {}", grouped(*times)))
            .collect();
        writeln!(
            writer,
            "<tr><td>{}<td class=\"soft\">{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"graph\">{}</tr>",
            encode_text(label),
            encode_text(&why.join(", ")),
            grouped(it.bytes),
            grouped(it.entries),
            Share(it.entries, most)
        )?;
    }
    writeln!(writer, "</table></div></section>")
}

fn notes(writer: &mut dyn Write, results: &Results) -> io::Result<()> {
    let mut notes: Vec<_> = results.notes.iter().collect();
    notes.sort_by_key(|(kind, it)| (std::cmp::Reverse(it.times), *kind));
    let most = notes.first().map_or(0, |(_, it)| it.times);
    writeln!(writer, "<section><h2>Repairs and notes</h2>")?;
    if notes.is_empty() {
        return writeln!(
            writer,
            "<p class=\"soft\">Nothing was imperfect.</p></section>"
        );
    }
    writeln!(
        writer,
        "<table><tr><th>kind<th class=\"n\">times<th class=\"n\">entries<th></tr>"
    )?;
    for (kind, it) in notes {
        writeln!(
            writer,
            "<tr><td>{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"graph\">{}</tr>",
            encode_text(kind),
            grouped(it.times),
            grouped(it.entries),
            Share(it.times, most)
        )?;
    }
    writeln!(writer, "</table></section>")
}

fn entries(writer: &mut dyn Write, results: &Results) -> io::Result<()> {
    let (rows, shown) = packed(results)?;
    writeln!(
        writer,
        "<section class=\"wide\"><h2>Entries, those with problems first</h2>"
    )?;
    write!(
        writer,
        "<p class=\"soft\">{} of {} have a problem: they failed, were read in part, lost \
         characters, or their charset is uncertain.",
        grouped(results.problems),
        grouped(results.entries)
    )?;
    if shown < results.entries {
        let shown = grouped(shown);
        write!(
            writer,
            " {shown} are listed here, all of them in entries.jsonl."
        )?;
    }
    writeln!(
        writer,
        "</p>\n<div class=\"tools\"><input type=\"search\" id=\"search\" \
         placeholder=\"name, charset, language, note …\" aria-label=\"search\">\n\
         <select id=\"order\" aria-label=\"order\"><option value=\"problems\">problems first\
         <option value=\"name\">by name<option value=\"bytes\">most bytes<option value=\"segments\">most segments\
         <option value=\"sure\">least sure charset<option value=\"charset\">by charset</select></div>\n\
         <noscript><p>This list needs scripts; entries.jsonl has it too.</p></noscript>\n\
         <ol id=\"rows\"></ol>\n<div class=\"tools\"><button id=\"back\">back</button>\
         <button id=\"on\">on</button><span id=\"where\" class=\"soft\" role=\"status\"></span></div>\n\
         <script type=\"text/plain\" id=\"data\">{rows}</script></section>"
    )
}

/// The rows that there is room for, compressed (RFC 1951) and in base 64, and how many
/// there are.
fn packed(results: &Results) -> io::Result<(String, u64)> {
    let mut room = usize::MAX;
    loop {
        let (rows, shown) = results.rows(room);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(rows.as_bytes())?;
        let packed = base64(&encoder.finish()?);
        if packed.len() <= ROOM {
            return Ok((packed, shown));
        }
        room = rows.len() / 2;
    }
}

fn samples(writer: &mut dyn Write, samples: &[(String, Vec<Sampled>)]) -> io::Result<()> {
    if samples.is_empty() {
        return Ok(());
    }
    writeln!(
        writer,
        "<section class=\"wide\"><h2>Samples of mixed entries</h2>\n<p class=\"soft\">\
         Point at a segment, or tap it, to see the bytes it came from.</p>"
    )?;
    for (number, (name, segments)) in samples.iter().enumerate() {
        let mut hues = BTreeMap::new();
        for segment in segments {
            let next = HUES[hues.len() % HUES.len()];
            hues.entry(&*segment.lang).or_insert(next);
        }
        let open = if number == 0 { " open" } else { "" };
        write!(
            writer,
            "<details{open}><summary>{} <span class=\"legend soft\">",
            encode_text(&visible(name))
        )?;
        for (tag, hue) in &hues {
            write!(
                writer,
                "<span style=\"--hue:{hue}\">{}</span>",
                encode_text(tag)
            )?;
        }
        writeln!(writer, "</span></summary><p class=\"sample\">")?;
        for segment in segments {
            let tip = tip(segment);
            writeln!(
                writer,
                "<span tabindex=\"0\" style=\"--hue:{}\" lang=\"{}\" data-tip=\"{}\">{}</span>",
                hues[&*segment.lang],
                encode_double_quoted_attribute(&segment.lang),
                encode_double_quoted_attribute(&tip),
                encode_text(&visible(&segment.text))
            )?;
        }
        writeln!(writer, "</p></details>")?;
    }
    writeln!(writer, "</section>")
}

/// The language, the bytes, and what stands there.
fn tip(segment: &Sampled) -> String {
    let [start, end] = segment.bytes;
    let digits: Vec<char> = segment.original.chars().collect();
    let hexadecimal: Vec<String> = digits.chunks(2).map(|two| two.iter().collect()).collect();
    let more = if end.saturating_sub(start) > hexadecimal.len() as u64 {
        " …"
    } else {
        ""
    };
    let notes = segment.notes.join(" ");
    format!(
        "{}, bytes {start} to {end} {notes}\n{}{more}",
        segment.lang,
        hexadecimal.join(" ")
    )
}

/// Text without characters that could rearrange the page around it.
fn visible(text: &str) -> String {
    let is_odd = |character: char| {
        character.is_control()
            || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(is_odd, "\u{FFFD}")
}

fn percent(part: u64, whole: u64) -> String {
    let share = part as f64 * 100.0 / whole.max(1) as f64;
    match part {
        0 => "0 %".to_owned(),
        _ if share < 0.01 => "<0.01 %".replace('<', "&lt;"),
        _ => format!("{share:.2} %"),
    }
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three
            .iter()
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - three.len()));
        for digit in 0..4 {
            let digit = (digit <= three.len()).then(|| DIGITS[bits >> (18 - 6 * digit) & 63]);
            text.push(digit.map_or('=', char::from));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_and_bytes_are_in_base_64() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        // The examples of RFC 4648, section 10.
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
