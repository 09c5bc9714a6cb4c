//! Tab-separated values with a header; in the text, backslash, tab and line ends are
//! written `\\`, `\t`, `\n`, `\r`.

use std::io::{self, Write};

use super::{Format, Numbered, jsonl::rounded};
use crate::document::NoteKind;

pub(super) const FORMAT: Format = Format {
    begin: |writer, _| writer.write_all(HEADER),
    ..Format::plain("tsv", "tsv", write)
};

const HEADER: &[u8] = b"lang	confidence	entry	segment	start	end	block	via	charset	notes	fields	text
";

fn write(writer: &mut Vec<u8>, numbered: &Numbered<'_>) -> io::Result<()> {
    write!(writer, "{}\t", numbered.segment.language)?;
    fields(writer, numbered)?;
    writer.write_all(b"\t")?;
    escaped(writer, &numbered.segment.text)?;
    writer.write_all(b"\n")
}

/// Everything but the language and the text, on a line without a header.
pub(super) fn provenance(writer: &mut Vec<u8>, numbered: &Numbered<'_>) -> io::Result<()> {
    fields(writer, numbered)?;
    writer.write_all(b"\n")
}

fn fields(writer: &mut Vec<u8>, numbered: &Numbered<'_>) -> io::Result<()> {
    let Numbered {
        document,
        segment,
        number,
        ..
    } = numbered;
    let block = &document.blocks[segment.block];
    write!(writer, "{}\t", rounded(segment.confidence))?;
    escaped(writer, &document.entry)?;
    let (start, end) = (segment.bytes.start, segment.bytes.end);
    write!(
        writer,
        "\t{number}\t{start}\t{end}\t{}\t",
        block.kind.as_str()
    )?;
    escaped(writer, block.via.as_deref().unwrap_or_default())?;
    write!(writer, "\t{}\t", document.charset.label)?;
    for (index, note) in segment.notes.iter().copied().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        write!(writer, "{comma}{}", NoteKind::as_str(note))?;
    }
    writer.write_all(b"\t")?;
    escaped(writer, document.fields.as_deref().unwrap_or_default())
}

fn escaped(writer: &mut Vec<u8>, text: &str) -> io::Result<()> {
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
