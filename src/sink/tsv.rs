//! Tab-separated values with a header; in the text, backslash, tab and line ends are
//! written `\\`, `\t`, `\n`, `\r`.

use std::io::{self, Write};

use super::{Format, Numbered, jsonl::rounded};
use crate::document::NoteKind;

pub(super) const FORMAT: Format = Format {
    name: "tsv",
    extension: "tsv",
    header: "lang\tconfidence\tentry\tsegment\tstart\tend\tblock\tvia\tcharset\tnotes\ttext\n",
    segment: write,
};

fn write(writer: &mut dyn Write, numbered: &Numbered<'_>) -> io::Result<()> {
    let Numbered {
        document,
        segment,
        number,
    } = numbered;
    let block = &document.blocks[segment.block];
    let notes: Vec<_> = segment
        .notes
        .iter()
        .copied()
        .map(NoteKind::as_str)
        .collect();
    write!(
        writer,
        "{}\t{}\t",
        segment.language,
        rounded(segment.confidence)
    )?;
    escaped(writer, &document.entry)?;
    write!(
        writer,
        "\t{number}\t{}\t{}\t{}\t{}\t{}\t{}\t",
        segment.bytes.start,
        segment.bytes.end,
        block.kind.as_str(),
        block.via.as_deref().unwrap_or_default(),
        document.charset.label,
        notes.join(","),
    )?;
    escaped(writer, &segment.text)?;
    writer.write_all(b"\n")
}

fn escaped(writer: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '\t', '\n', '\r']) {
        writer.write_all(&rest.as_bytes()[..at])?;
        writer.write_all(match rest.as_bytes()[at] {
            b'\t' => b"\\t",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            _ => b"\\\\",
        })?;
        rest = &rest[at + 1..];
    }
    writer.write_all(rest.as_bytes())
}
