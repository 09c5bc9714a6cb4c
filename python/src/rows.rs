//! Segments and failures in, the columns of the result out: the fields of the JSON
//! lines, typed as in unmix's Parquet, then `status` and `error`.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, Int64Array, ListArray, StringArray, StructArray,
    builder::{Float64Builder, Int64Builder, StringBuilder},
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields};
use unmix::sink::{Line, entries::Status};

/// The fields of the result. Of rows that tell of a failure, all are null but `entry`,
/// `status` and `error`.
pub(crate) fn fields() -> Vec<FieldRef> {
    let text = |name| Field::new(name, DataType::Utf8, true);
    let sure = |name| Field::new(name, DataType::Utf8, false);
    let fields = [
        text("id"),
        text("text"),
        text("lang"),
        Field::new("confidence", DataType::Float64, true),
        sure("entry"),
        Field::new("segment", DataType::Int64, true),
        Field::new("bytes", DataType::List(number()), true),
        text("block"),
        text("via"),
        text("boilerplate"),
        text("charset"),
        Field::new("embeds", DataType::List(embed()), true),
        Field::new("notes", DataType::List(note()), true),
        text("fields"),
        sure("status"),
        text("error"),
    ];
    fields.into_iter().map(Arc::new).collect()
}

fn number() -> FieldRef {
    Arc::new(Field::new("element", DataType::Int64, false))
}

fn note() -> FieldRef {
    Arc::new(Field::new("element", DataType::Utf8, false))
}

fn embed() -> FieldRef {
    Arc::new(Field::new(
        "element",
        DataType::Struct(embed_fields()),
        false,
    ))
}

fn embed_fields() -> Fields {
    Fields::from(vec![
        Field::new("text", DataType::Utf8, false),
        Field::new("chars", DataType::List(number()), false),
        Field::new("lang", DataType::Utf8, true),
    ])
}

/// Rows of the result, as they are gathered.
#[derive(Default)]
pub(crate) struct Rows {
    id: StringBuilder,
    text: StringBuilder,
    lang: StringBuilder,
    confidence: Float64Builder,
    entry: StringBuilder,
    segment: Int64Builder,
    bytes: Lists<Vec<i64>>,
    block: StringBuilder,
    via: StringBuilder,
    boilerplate: StringBuilder,
    charset: StringBuilder,
    embeds: Lists<Embeds>,
    notes: Lists<StringBuilder>,
    fields: StringBuilder,
    status: StringBuilder,
    error: StringBuilder,
    /// Which row of the input each row comes from.
    taken: Vec<u32>,
    /// About how many bytes all this has.
    size: usize,
}

/// Lists one after the other; a row of a failure has none.
#[derive(Default)]
struct Lists<T> {
    items: T,
    lengths: Vec<usize>,
    valid: Vec<bool>,
}

#[derive(Default)]
struct Embeds {
    text: StringBuilder,
    chars: Vec<i64>,
    lang: StringBuilder,
}

/// Bytes of a row beside its texts.
const ROW_BYTES: usize = 200;

impl Rows {
    /// A row for a segment of this row of the input, beside which so many bytes are carried.
    pub(crate) fn segment(&mut self, row: u32, carried: usize, line: &Line<'_>) {
        self.id.append_value(&line.id);
        self.text.append_value(line.text);
        self.lang.append_value(line.lang);
        self.confidence.append_option(line.confidence);
        self.entry.append_value(line.entry);
        self.segment.append_value(number_of(line.segment));
        self.bytes.items.extend(line.bytes.map(number_of));
        self.bytes.end(Some(2));
        self.block.append_value(line.block);
        self.via.append_option(line.via);
        self.boilerplate.append_option(line.boilerplate);
        self.charset.append_value(line.charset);
        for term in &line.embeds {
            let embeds = &mut self.embeds.items;
            embeds.text.append_value(term.text);
            let chars = term.chars.map(|place| number_of(place as u64));
            embeds.chars.extend(chars);
            embeds.lang.append_option(term.lang);
            self.size += term.text.len() + ROW_BYTES / 4;
        }
        self.embeds.end(Some(line.embeds.len()));
        for note in &line.notes {
            self.notes.items.append_value(note);
        }
        self.notes.end(Some(line.notes.len()));
        let fields = line.fields.map(|fields| fields.get());
        self.fields.append_option(fields);
        self.status.append_value(Status::Ok.as_str());
        self.error.append_null();
        self.taken.push(row);
        self.size += line.text.len()
            + 2 * line.entry.len()
            + line.via.map_or(0, str::len)
            + fields.map_or(0, str::len)
            + ROW_BYTES
            + carried;
    }

    /// A row for what could not be read of this row of the input.
    pub(crate) fn failure(
        &mut self,
        row: u32,
        carried: usize,
        entry: &str,
        status: Status,
        error: &str,
    ) {
        for column in [
            &mut self.id,
            &mut self.text,
            &mut self.lang,
            &mut self.block,
            &mut self.via,
            &mut self.boilerplate,
            &mut self.charset,
            &mut self.fields,
        ] {
            column.append_null();
        }
        self.confidence.append_null();
        self.entry.append_value(entry);
        self.segment.append_null();
        self.bytes.end(None);
        self.embeds.end(None);
        self.notes.end(None);
        self.status.append_value(status.as_str());
        self.error.append_value(error);
        self.taken.push(row);
        self.size += entry.len() + error.len() + ROW_BYTES + carried;
    }

    /// About how many bytes there are.
    pub(crate) fn bytes(&self) -> usize {
        self.size
    }

    /// Which row of the input each row comes from.
    pub(crate) fn taken(&self) -> &[u32] {
        &self.taken
    }

    /// The columns, in the order of [`fields`].
    pub(crate) fn finish(mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        let chars = Lists {
            lengths: vec![2; self.embeds.items.chars.len() / 2],
            valid: vec![true; self.embeds.items.chars.len() / 2],
            items: (),
        };
        let embeds = StructArray::try_new(
            embed_fields(),
            vec![
                Arc::new(self.embeds.items.text.finish()),
                chars.finish(
                    number(),
                    Arc::new(Int64Array::from(self.embeds.items.chars)),
                )?,
                Arc::new(self.embeds.items.lang.finish()),
            ],
            None,
        )?;
        let bytes = Arc::new(Int64Array::from(std::mem::take(&mut self.bytes.items)));
        let notes: StringArray = self.notes.items.finish();
        Ok(vec![
            Arc::new(self.id.finish()),
            Arc::new(self.text.finish()),
            Arc::new(self.lang.finish()),
            Arc::new(self.confidence.finish()),
            Arc::new(self.entry.finish()),
            Arc::new(self.segment.finish()),
            self.bytes.finish(number(), bytes)?,
            Arc::new(self.block.finish()),
            Arc::new(self.via.finish()),
            Arc::new(self.boilerplate.finish()),
            Arc::new(self.charset.finish()),
            Lists {
                items: (),
                lengths: self.embeds.lengths,
                valid: self.embeds.valid,
            }
            .finish(embed(), Arc::new(embeds))?,
            self.notes.finish(note(), Arc::new(notes))?,
            Arc::new(self.fields.finish()),
            Arc::new(self.status.finish()),
            Arc::new(self.error.finish()),
        ])
    }
}

impl<T> Lists<T> {
    /// A list of this length ends here; `None` is no list.
    fn end(&mut self, length: Option<usize>) {
        self.lengths.push(length.unwrap_or_default());
        self.valid.push(length.is_some());
    }

    fn finish(self, field: FieldRef, items: ArrayRef) -> Result<ArrayRef, ArrowError> {
        let offsets = OffsetBuffer::from_lengths(self.lengths);
        let valid = NullBuffer::from(self.valid);
        Ok(Arc::new(ListArray::try_new(
            field,
            offsets,
            items,
            Some(valid),
        )?))
    }
}

fn number_of(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
