//! Plain text: one line a segment, nothing else. In a batch, the table beside it tells
//! of each line where it came from.

use std::io::{self, Write};

use super::{Format, Numbered, tsv};

pub(super) const FORMAT: Format = Format {
    beside: Some(("tsv", tsv::provenance)),
    ..Format::plain("text", "txt", write)
};

fn write(writer: &mut Vec<u8>, numbered: &Numbered<'_>) -> io::Result<()> {
    let line = numbered.segment.text.trim_end();
    // A segment is a line, whatever stands in it, so that files can be aligned by line.
    for part in line.split_inclusive(is_line_end) {
        let bare = part.trim_end_matches(is_line_end);
        writer.write_all(bare.as_bytes())?;
        if bare.len() < part.len() {
            writer.write_all(b" ")?;
        }
    }
    writer.write_all(b"\n")
}

fn is_line_end(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' // next line
        | '\u{2028}' | '\u{2029}' // line and paragraph separator
    )
}
