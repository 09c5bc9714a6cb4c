//! Parquet: the fields of the JSON lines, typed, compressed with Zstandard. Rows are
//! gathered as JSON Lines, and put into columns when their file is full.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
    sync::Arc,
};

use parquet::{
    basic::{Compression, ZstdLevel},
    data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type},
    errors::Result,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::{parser::parse_message_type, types::ColumnPath},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Format, jsonl};

pub(super) const FORMAT: Format = Format {
    streams: false,
    seal: Some(seal),
    ..Format::plain("parquet", "parquet", jsonl::write)
};

const SCHEMA: &str = "message segment {
    required binary id (STRING);
    required binary text (STRING);
    required binary lang (STRING);
    optional double confidence;
    required binary entry (STRING);
    required int64 segment;
    required group bytes (LIST) { repeated group list { required int64 element; } }
    required binary block (STRING);
    optional binary via (STRING);
    optional binary boilerplate (STRING);
    required binary charset (STRING);
    required group embeds (LIST) { repeated group list { required group element {
        required binary text (STRING);
        required group chars (LIST) { repeated group list { required int64 element; } }
        optional binary lang (STRING);
    } } }
    required group notes (LIST) { repeated group list { required binary element (STRING); } }
    optional binary fields (STRING);
}";

/// Bytes of JSON Lines in a row group: what is held in memory, about twice.
const GROUP: usize = 32 << 20;

/// A line as `jsonl` writes it.
#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    lang: &'a str,
    confidence: Option<f64>,
    #[serde(borrow)]
    entry: Cow<'a, str>,
    segment: i64,
    bytes: [i64; 2],
    block: &'a str,
    #[serde(borrow)]
    via: Option<Cow<'a, str>>,
    boilerplate: Option<&'a str>,
    charset: &'a str,
    #[serde(borrow)]
    embeds: Vec<Embed<'a>>,
    #[serde(borrow)]
    notes: Vec<&'a str>,
    #[serde(borrow)]
    fields: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Embed<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    chars: [i64; 2],
    lang: Option<&'a str>,
}

/// Reads rows, as JSON Lines compressed with Zstandard, and writes them to another file;
/// its length in bytes.
fn seal(rows: &Path, to: &Path) -> io::Result<u64> {
    let mut rows = BufReader::new(zstd::Decoder::new(File::open(rows)?)?);
    let to = File::create(to)?;
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let compression = Compression::ZSTD(ZstdLevel::try_new(3)?);
    let mut properties = WriterProperties::builder().set_compression(compression);
    // These are all different.
    for column in ["id", "text"] {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column), false);
    }
    let mut writer = SerializedFileWriter::new(&to, schema, Arc::new(properties.build()))?;
    let mut line = Vec::new();
    let mut columns = Columns::default();
    let mut gathered = 0;
    loop {
        line.clear();
        let read = rows.read_until(b'\n', &mut line)?;
        if read > 0 {
            columns.add(serde_json::from_slice(&line)?);
            gathered += read;
        }
        if gathered >= GROUP || (read == 0 && gathered > 0) {
            let mut group = writer.next_row_group()?;
            columns.write(&mut group)?;
            group.close()?;
            columns = Columns::default();
            gathered = 0;
        }
        if read == 0 {
            break;
        }
    }
    writer.close()?;
    to.sync_data()?;
    Ok(to.metadata()?.len())
}

/// A column: its values, and where those belong that are optional or in lists.
#[derive(Default)]
struct Column<T> {
    values: Vec<T>,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

impl<T> Column<T> {
    fn required(&mut self, value: T) {
        self.values.push(value);
    }

    fn optional(&mut self, value: Option<T>) {
        self.definitions.push(i16::from(value.is_some()));
        self.values.extend(value);
    }

    /// At these levels; without a value if a list is empty or the value is not there.
    fn leveled(&mut self, definition: i16, repetition: i16, value: Option<T>) {
        self.definitions.push(definition);
        self.repetitions.push(repetition);
        self.values.extend(value);
    }

    fn list(&mut self, values: impl IntoIterator<Item = T>) {
        let before = self.values.len();
        for value in values {
            let first = self.values.len() == before;
            self.leveled(1, i16::from(!first), Some(value));
        }
        if self.values.len() == before {
            self.leveled(0, 0, None);
        }
    }
}

#[derive(Default)]
struct Columns {
    id: Column<ByteArray>,
    text: Column<ByteArray>,
    lang: Column<ByteArray>,
    confidence: Column<f64>,
    entry: Column<ByteArray>,
    segment: Column<i64>,
    bytes: Column<i64>,
    block: Column<ByteArray>,
    via: Column<ByteArray>,
    boilerplate: Column<ByteArray>,
    charset: Column<ByteArray>,
    embed_text: Column<ByteArray>,
    embed_chars: Column<i64>,
    embed_lang: Column<ByteArray>,
    notes: Column<ByteArray>,
    fields: Column<ByteArray>,
}

impl Columns {
    fn add(&mut self, row: Row<'_>) {
        self.id.required(row.id.as_ref().into());
        self.text.required(row.text.as_ref().into());
        self.lang.required(row.lang.into());
        self.confidence.optional(row.confidence);
        self.entry.required(row.entry.as_ref().into());
        self.segment.required(row.segment);
        self.bytes.list(row.bytes);
        self.block.required(row.block.into());
        self.via.optional(row.via.map(|via| via.as_ref().into()));
        self.boilerplate.optional(row.boilerplate.map(Into::into));
        self.charset.required(row.charset.into());
        for (index, embed) in row.embeds.iter().enumerate() {
            let repetition = i16::from(index > 0);
            let text = embed.text.as_ref().into();
            self.embed_text.leveled(1, repetition, Some(text));
            self.embed_chars
                .leveled(2, repetition, Some(embed.chars[0]));
            self.embed_chars.leveled(2, 2, Some(embed.chars[1]));
            let definition = 1 + i16::from(embed.lang.is_some());
            self.embed_lang
                .leveled(definition, repetition, embed.lang.map(Into::into));
        }
        if row.embeds.is_empty() {
            self.embed_text.leveled(0, 0, None);
            self.embed_chars.leveled(0, 0, None);
            self.embed_lang.leveled(0, 0, None);
        }
        self.notes.list(row.notes.into_iter().map(ByteArray::from));
        self.fields
            .optional(row.fields.map(|fields| fields.get().into()));
    }

    /// In the order of the schema.
    fn write(&self, group: &mut SerializedRowGroupWriter<'_, &File>) -> Result<()> {
        type Text = ByteArrayType;
        column::<Text>(group, &self.id)?;
        column::<Text>(group, &self.text)?;
        column::<Text>(group, &self.lang)?;
        column::<DoubleType>(group, &self.confidence)?;
        column::<Text>(group, &self.entry)?;
        column::<Int64Type>(group, &self.segment)?;
        column::<Int64Type>(group, &self.bytes)?;
        column::<Text>(group, &self.block)?;
        column::<Text>(group, &self.via)?;
        column::<Text>(group, &self.boilerplate)?;
        column::<Text>(group, &self.charset)?;
        column::<Text>(group, &self.embed_text)?;
        column::<Int64Type>(group, &self.embed_chars)?;
        column::<Text>(group, &self.embed_lang)?;
        column::<Text>(group, &self.notes)?;
        column::<Text>(group, &self.fields)
    }
}

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, &File>,
    column: &Column<T::T>,
) -> Result<()> {
    let Some(mut writer) = group.next_column()? else {
        return Err(parquet::errors::ParquetError::General(
            "there are more columns than in the schema".to_owned(),
        ));
    };
    let some = |levels: &[i16]| (!levels.is_empty()).then(|| levels.to_vec());
    writer.typed::<T>().write_batch(
        &column.values,
        some(&column.definitions).as_deref(),
        some(&column.repetitions).as_deref(),
    )?;
    writer.close()
}
