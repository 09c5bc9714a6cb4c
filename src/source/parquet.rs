//! Parquet: the text is in one column, the other columns travel with it, but for
//! those of bytes.

use std::{fs::File, io, ops::ControlFlow, panic};

use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::{Field, Row},
};

use super::{Format, Reading, Stream, record};
use crate::{
    document::Hint,
    error::{Error, ErrorKind},
};

pub(super) const FORMAT: Format = Format {
    matches: |looked| looked.head.starts_with(b"PAR1"),
    read,
};

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let container = stream.name;
    let file = match stream.bytes.on_disk() {
        Ok(file) => file,
        Err(error) => return reading.failed(&container, "cannot read", error),
    };
    // The reader of the format may panic on damage.
    let opened = panic::catch_unwind(|| Rows::open(file));
    let mut rows = match opened.unwrap_or_else(|_| Err("its metadata is damaged".to_owned())) {
        Ok(rows) => rows,
        Err(error) => return damaged(&container, &error, reading),
    };
    let wanted = reading.source.fields.json.clone();
    if !rows.columns.contains(&wanted) {
        let message = format!(
            "it has no column `{wanted}` but {}; name the right one with --text-field",
            rows.columns.join(", ")
        );
        return reading.error(Error::new(ErrorKind::Archive, message).at(container));
    }
    let mut number = 0_u64;
    loop {
        let next = panic::catch_unwind(panic::AssertUnwindSafe(|| rows.next()));
        let row = match next.unwrap_or_else(|_| Some(Err("its rows are damaged".to_owned()))) {
            None => return ControlFlow::Continue(()),
            Some(Err(error)) => return damaged(&container, &error, reading),
            Some(Ok(row)) => row,
        };
        number += 1;
        let name = super::member(&container, &number.to_string());
        row_text(name, &row, &wanted, reading)?;
    }
}

/// The rows of a file, of one group of rows after the other.
struct Rows {
    columns: Vec<String>,
    rows: parquet::record::reader::RowIter<'static>,
}

impl Rows {
    fn open(file: File) -> Result<Self, String> {
        let reader = SerializedFileReader::new(file).map_err(|error| error.to_string())?;
        let schema = reader.metadata().file_metadata().schema();
        let fields = schema.get_fields().iter();
        let columns = fields.map(|field| field.name().to_owned()).collect();
        let rows = parquet::record::reader::RowIter::from_file_into(Box::new(reader));
        Ok(Self { columns, rows })
    }

    fn next(&mut self) -> Option<Result<Row, String>> {
        let row = self.rows.next()?;
        Some(row.map_err(|error| error.to_string()))
    }
}

fn row_text(name: String, row: &Row, wanted: &str, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let mut text = None;
    let others = record::object(row.get_column_iter().filter_map(|(column, field)| {
        if column == wanted && text.is_none() {
            text = Some(field);
            return None;
        }
        // Bytes would have to be written as something that they are not.
        let carried = !matches!(field, Field::Bytes(_));
        carried.then(|| (column, field.to_json_value().to_string()))
    }));
    let (bytes, charset) = match text {
        Some(Field::Str(text)) => (text.as_bytes().to_vec(), Some("utf-8".to_owned())),
        // A column of bytes says nothing of what they are.
        Some(Field::Bytes(bytes)) => (bytes.data().to_vec(), None),
        Some(Field::Null) | None => (Vec::new(), None),
        Some(_) => {
            let message = format!("its column `{wanted}` holds no text");
            return reading.error(Error::new(ErrorKind::Archive, message).at(name));
        }
    };
    let url = row
        .get_column_iter()
        .find_map(|(column, field)| match field {
            Field::Str(url) if column == "url" => Some(url.clone()),
            _ => None,
        });
    let mut stream = Stream::buffered(name, io::Cursor::new(bytes));
    stream.hint = Hint {
        charset,
        url,
        fields: others,
        ..Hint::default()
    };
    super::part::read(stream, reading)
}

fn damaged(name: &str, error: &str, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let message = format!("the Parquet file is damaged: {error}");
    reading.error(Error::new(ErrorKind::Archive, message).at(name))
}
