//! XLIFF 2.1 for translators' tools: a document for each language, in it a `file` for
//! each entry, in it a unit for each segment, with what is known about it as notes.

use std::io::{self, Write};

use super::{Format, Numbered, jsonl::rounded};
use crate::document::NoteKind;

pub(super) const FORMAT: Format = Format {
    streams: false,
    begin,
    open,
    close: |writer| writer.write_all(b"</file>\n"),
    end: |writer| writer.write_all(b"</xliff>\n"),
    ..Format::plain("xliff", "xlf", write)
};

/// The version is in the attribute; the namespace has been the same since 2.0
/// (XLIFF 2.1, section 4.1).
fn begin(writer: &mut Vec<u8>, language: &str) -> io::Result<()> {
    writeln!(
        writer,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\" srcLang=\"{language}\">"
    )
}

fn open(writer: &mut Vec<u8>, numbered: &Numbered<'_>) -> io::Result<()> {
    write!(writer, "<file id=\"e{}\" original=\"", numbered.entry)?;
    attribute(writer, &numbered.document.entry)?;
    writer.write_all(b"\" xml:space=\"preserve\">\n")?;
    if let Some(fields) = &numbered.document.fields {
        writer.write_all(b"<notes><note category=\"fields\">")?;
        text(writer, fields, |writer, _| replacement(writer))?;
        writer.write_all(b"</note></notes>\n")?;
    }
    Ok(())
}

fn write(writer: &mut Vec<u8>, numbered: &Numbered<'_>) -> io::Result<()> {
    let Numbered {
        document,
        segment,
        number,
        ..
    } = numbered;
    let block = &document.blocks[segment.block];
    write!(writer, "<unit id=\"u{number}\" name=\"")?;
    attribute(writer, &document.entry)?;
    let kind = block.kind.as_str();
    write!(
        writer,
        "#{number}\" type=\"unmix:{kind}\"><notes>\
         <note category=\"source\">{kind}, bytes {} to {}, {}, language {}</note>",
        segment.bytes.start,
        segment.bytes.end,
        document.charset.label,
        rounded(segment.confidence),
    )?;
    if let Some(via) = &block.via {
        writer.write_all(b"<note category=\"attribute\">")?;
        text(writer, via, |writer, _| replacement(writer))?;
        writer.write_all(b"</note>")?;
    }
    if let Some(boilerplate) = block.boilerplate {
        let boilerplate = boilerplate.as_str();
        write!(
            writer,
            "<note category=\"boilerplate\">{boilerplate}</note>"
        )?;
    }
    for note in segment.notes.iter().copied() {
        let note = NoteKind::as_str(note);
        write!(writer, "<note category=\"imperfect\">{note}</note>")?;
    }
    write!(writer, "</notes><segment id=\"s{number}\"><source>")?;
    text(writer, &segment.text, |writer, character| {
        write!(writer, "<cp hex=\"{:04X}\"/>", u32::from(character))
    })?;
    writer.write_all(b"</source></segment></unit>\n")
}

/// Character data; what XML cannot hold is written by `impossible`.
fn text(
    writer: &mut Vec<u8>,
    text: &str,
    impossible: fn(&mut Vec<u8>, char) -> io::Result<()>,
) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(is_special) {
        writer.write_all(&rest.as_bytes()[..at])?;
        let mut characters = rest[at..].chars();
        match characters.next() {
            Some('&') => writer.write_all(b"&amp;")?,
            Some('<') => writer.write_all(b"&lt;")?,
            Some('>') => writer.write_all(b"&gt;")?,
            // A parser would read a line feed.
            Some('\r') => writer.write_all(b"&#13;")?,
            Some(character) => impossible(writer, character)?,
            None => {}
        }
        rest = characters.as_str();
    }
    writer.write_all(rest.as_bytes())
}

/// The value of an attribute in double quotes.
fn attribute(writer: &mut Vec<u8>, value: &str) -> io::Result<()> {
    for part in value.split_inclusive(['"', '\t', '\n']) {
        let bare = part.trim_end_matches(['"', '\t', '\n']);
        text(writer, bare, |writer, _| replacement(writer))?;
        writer.write_all(match &part[bare.len()..] {
            "\"" => b"&quot;",
            "\t" => b"&#9;",
            "\n" => b"&#10;",
            _ => b"",
        })?;
    }
    Ok(())
}

fn replacement(writer: &mut Vec<u8>) -> io::Result<()> {
    writer.write_all("\u{FFFD}".as_bytes())
}

/// Whether a character has to be written otherwise, or cannot be (XML 1.0, section 2.2).
fn is_special(character: char) -> bool {
    match character {
        '&' | '<' | '>' | '\r' | '\u{FFFE}' | '\u{FFFF}' => true,
        '\t' | '\n' => false,
        _ => character < ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_written_otherwise() {
        let mut written = Vec::new();
        text(
            &mut written,
            "a<b>&c\r\n\u{1}\u{FFFE}\t\u{85}",
            |writer, character| write!(writer, "<cp hex=\"{:04X}\"/>", u32::from(character)),
        )
        .expect("it is memory");
        assert_eq!(
            String::from_utf8_lossy(&written),
            "a&lt;b&gt;&amp;c&#13;\n<cp hex=\"0001\"/><cp hex=\"FFFE\"/>\t\u{85}"
        );
        written.clear();
        attribute(&mut written, "\"a\"\t<\n\n\0'").expect("it is memory");
        assert_eq!(
            String::from_utf8_lossy(&written),
            "&quot;a&quot;&#9;&lt;&#10;&#10;\u{FFFD}'"
        );
    }
}
