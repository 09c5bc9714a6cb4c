//! CSV and its kin (RFC 4180, and what spreadsheets make of it): the text is in one
//! column, the other columns travel with it.

use std::{
    cell::Cell,
    io::{self, Read},
    ops::ControlFlow,
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};

use super::{Format, Reading, Records, Stream, record};
use crate::error::{Error, ErrorKind};

/// Without the name of a column a table is text like any other.
pub(super) const FORMAT: Format = Format {
    matches: |looked| match looked.fields.records {
        Some(records) => records == Records::Table,
        None => {
            looked.fields.column.is_some()
                && (looked.name == "-" || looked.is_named(&["csv", "tsv", "tab"]))
        }
    },
    read,
};

/// How much of the beginning tells the separator and the charset, in bytes.
const SAMPLE_BYTES: usize = 64 << 10;

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let Stream {
        name: container,
        mut bytes,
        hint,
    } = stream;
    let sample = bytes.peek(SAMPLE_BYTES).unwrap_or_default();
    let separator = separator(sample);
    // One cell is too short to tell its charset; a table is not.
    let charset = hint.charset.or_else(|| (reading.source.charset)(sample));
    let left = Rc::new(Cell::new(0));
    let limit = reading.source.limits.record;
    left.set(limit);
    let bounded = Bounded {
        inner: bytes,
        left: Rc::clone(&left),
        limit,
    };
    let mut rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(bounded);
    let wanted = reading.source.fields.column.clone().unwrap_or_default();
    let (mut row, mut titles, mut column) = (ByteRecord::new(), Vec::new(), None);
    let mut number = 0_u64;
    loop {
        left.set(limit);
        number += 1;
        match rows.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return ControlFlow::Continue(()),
            Err(error) => {
                let error = match error.into_kind() {
                    csv::ErrorKind::Io(error) => error,
                    error => io::Error::other(format!("{error:?}")),
                };
                return reading.failed(&container, "cannot be read to its end", error);
            }
        }
        let place = match column {
            Some(place) => place,
            None => {
                titles = decoded(&row, charset.as_deref(), reading);
                let Some(place) = place(&wanted, &titles) else {
                    let message = format!(
                        "it has no column `{wanted}` but {}; name one with --text-column, or \
                         give its number",
                        titles.join(", ")
                    );
                    return reading.error(Error::new(ErrorKind::Archive, message).at(container));
                };
                column = Some(place);
                if titles.get(place).is_some_and(|title| *title == wanted) {
                    continue;
                }
                // The column was given by its number: the first row may hold text.
                titles.clear();
                place
            }
        };
        let Some(cell) = row.get(place) else {
            continue;
        };
        let name = super::member(&container, &number.to_string());
        let cell = cell.to_vec();
        let mut stream = Stream::buffered(name, io::Cursor::new(cell));
        stream.hint.charset = charset.clone();
        let cells = decoded(&row, charset.as_deref(), reading)
            .into_iter()
            .enumerate();
        let others = cells.filter(|(index, _)| *index != place);
        stream.hint.fields = record::object(others.map(|(index, cell)| {
            let title = titles.get(index).filter(|title| !title.is_empty());
            let title = title.cloned().unwrap_or_else(|| (index + 1).to_string());
            (title, serde_json::Value::from(cell).to_string())
        }));
        super::part::read(stream, reading)?;
    }
}

/// The cells of a row of a table in this charset as text.
fn decoded(row: &ByteRecord, charset: Option<&str>, reading: &Reading<'_>) -> Vec<String> {
    let cells: Vec<&[u8]> = row.iter().collect();
    let mut cells = (reading.source.names)(&cells, charset);
    if let Some(first) = cells.first_mut()
        && let Some(rest) = first.strip_prefix('\u{FEFF}')
    {
        *first = rest.to_owned();
    }
    cells
}

/// The column of this title, or of this number, counted from 1.
fn place(wanted: &str, titles: &[String]) -> Option<usize> {
    let named = titles.iter().position(|title| title == wanted);
    named.or_else(|| {
        let number: usize = wanted.parse().ok()?;
        (1..=titles.len().max(1))
            .contains(&number)
            .then(|| number - 1)
    })
}

/// What stands most often in the first line, outside of quotes.
fn separator(sample: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in sample {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(mark, _)| mark == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    // Of equals the first.
    counts.reverse();
    counts
        .iter()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(mark, _)| *mark)
}

/// A reader that fails when a row never ends. Its caller renews what is left.
struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
    limit: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            let error = super::too_long("a row", self.limit);
            return Err(io::Error::other(error.message()));
        }
        let read = self.inner.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(read as u64));
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_told_by_the_first_line() {
        assert_eq!(separator(b"a,b;c,d\n;;;;;;"), b',');
        assert_eq!(separator(b"\"a,b,c\";d\n"), b';');
        assert_eq!(separator(b"a\tb\n"), b'\t');
        assert_eq!(separator(b"a\n"), b',');
    }

    #[test]
    fn columns_have_titles_or_numbers() {
        let titles = ["id", "3", "text"].map(str::to_owned);
        assert_eq!(place("text", &titles), Some(2));
        assert_eq!(place("3", &titles), Some(1));
        assert_eq!(place("1", &titles), Some(0));
        assert_eq!(place("0", &titles), None);
        assert_eq!(place("4", &titles), None);
    }
}
