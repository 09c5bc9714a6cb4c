//! Arrow batches with a row for each input in, batches with a row for each segment out.
//! A row that fails becomes a row that says so.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader, UInt32Array};
use arrow_schema::{ArrowError, FieldRef, Schema, SchemaRef};
use arrow_select::{concat::concat_batches, take::take};
use unmix::{
    Document, Error,
    sink::{self, Sink, entries::Status},
    source::{Source, Visitor},
};

use crate::{
    content::{Cell, Column, Names},
    rows::{self, Rows},
};

/// What is done with the content of a row.
pub(crate) struct Work {
    pub(crate) normalizer: unmix::Normalizer,
    pub(crate) source: Source,
}

/// The names of the columns that are read.
pub(crate) struct Columns {
    /// Bytes or text.
    pub(crate) content: String,
    /// What the entries are called.
    pub(crate) name: Option<String>,
    /// What comes out again beside each segment, and what it is called there.
    pub(crate) carry: Vec<(String, String)>,
}

/// Columns by their index.
struct Places {
    content: usize,
    name: Option<usize>,
    carry: Vec<usize>,
}

/// Batches of segments, made as they are asked for.
pub(crate) struct Reader {
    input: Box<dyn RecordBatchReader + Send>,
    work: Arc<Work>,
    places: Places,
    schema: SchemaRef,
    /// How many bytes of text make a batch.
    piece: usize,
    current: Option<Current>,
    rows: Rows,
    ready: VecDeque<RecordBatch>,
}

/// The batch that is worked on.
struct Current {
    batch: RecordBatch,
    content: Column,
    names: Names,
    next: usize,
}

impl Reader {
    /// Bytes of text in a batch where batches are asked for one by one.
    pub(crate) const PIECE: usize = 4 << 20;
    /// Bytes of text in a batch where all is wanted as one: offsets in Arrow end at 2 GiB.
    pub(crate) const ALL: usize = 1 << 30;

    /// A message if a column is missing or of another type.
    pub(crate) fn new(
        input: Box<dyn RecordBatchReader + Send>,
        work: Arc<Work>,
        columns: Columns,
        piece: usize,
    ) -> Result<Self, String> {
        let given = input.schema();
        let place = |name: &str| {
            given.index_of(name).map_err(|_| {
                let has: Vec<&str> = given.fields().iter().map(|field| &**field.name()).collect();
                format!("there is no column `{name}` but {}", has.join(", "))
            })
        };
        let places = Places {
            content: place(&columns.content)?,
            name: columns.name.as_deref().map(place).transpose()?,
            carry: columns
                .carry
                .iter()
                .map(|(name, _)| place(name))
                .collect::<Result<_, _>>()?,
        };
        Column::check(given.field(places.content))?;
        let mut fields: Vec<FieldRef> = rows::fields();
        for (place, (_, new)) in places.carry.iter().zip(&columns.carry) {
            if fields.iter().any(|field| field.name() == new) {
                return Err(format!(
                    "the column `{new}` cannot be carried under this name, which the result has \
                     already: give it another, as in {{\"{new}\": \"{new}_before\"}}"
                ));
            }
            fields.push(Arc::new(given.field(*place).clone().with_name(new)));
        }
        Ok(Self {
            input,
            work,
            places,
            schema: Arc::new(Schema::new(fields)),
            piece,
            current: None,
            rows: Rows::default(),
            ready: VecDeque::new(),
        })
    }

    /// Everything as one batch.
    pub(crate) fn one(mut self) -> Result<RecordBatch, ArrowError> {
        let batches = self.by_ref().collect::<Result<Vec<_>, _>>()?;
        match <[RecordBatch; 1]>::try_from(batches) {
            Ok([batch]) => Ok(batch),
            Err(batches) => concat_batches(&self.schema, &batches),
        }
    }

    /// The next batch of the input, if there is one.
    fn begin(&mut self) -> Result<bool, ArrowError> {
        let Some(batch) = self.input.next().transpose()? else {
            return Ok(false);
        };
        let content = Column::of(batch.column(self.places.content))?;
        let names = Names::of(self.places.name.map(|place| batch.column(place)))?;
        self.current = Some(Current {
            batch,
            content,
            names,
            next: 0,
        });
        Ok(true)
    }

    /// Works on one row of the batch that is worked on; whether there was one.
    fn row(&mut self) -> Result<bool, ArrowError> {
        let Some(current) = &mut self.current else {
            return Ok(false);
        };
        let row = current.next;
        if row == current.content.len() {
            return Ok(false);
        }
        current.next += 1;
        let carried = self.places.carry.iter();
        let carried = carried.map(|place| current.batch.column(*place));
        let mut sink = RowSink {
            row: u32::try_from(row).unwrap_or(u32::MAX),
            carried: carried.map(|column| bytes(column, row)).sum(),
            name: current.names.get(row),
            rows: &mut self.rows,
            piece: self.piece,
            full: Vec::new(),
            open: None,
        };
        let Work { normalizer, source } = &*self.work;
        let name = sink.name;
        let read = |visitor: Visitor<'_>| match current.content.get(row) {
            Cell::Bytes(bytes) => source.visit_bytes(name, bytes, visitor),
            Cell::Text(text) => source.visit_text(name, text, visitor),
            Cell::Null => visitor(Err(Error::new(
                unmix::ErrorKind::Archive,
                "there is no content: the value is null",
            ))),
        };
        // The sink does not fail.
        let _ = normalizer.visit(read, &mut sink);
        for full in sink.full {
            let batch = self.batch(full)?;
            self.ready.push_back(batch);
        }
        Ok(true)
    }

    /// Rows as a batch, with what is carried.
    fn batch(&self, rows: Rows) -> Result<RecordBatch, ArrowError> {
        let taken = UInt32Array::from(rows.taken().to_vec());
        let mut columns: Vec<ArrayRef> = rows.finish()?;
        if let Some(current) = &self.current {
            for place in &self.places.carry {
                columns.push(take(current.batch.column(*place), &taken, None)?);
            }
        }
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }

    fn advance(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Ok(Some(batch));
            }
            let more = self.row()?;
            let full = self.rows.bytes() >= self.piece;
            if (full || !more) && !self.rows.taken().is_empty() {
                let rows = std::mem::take(&mut self.rows);
                let batch = self.batch(rows)?;
                self.ready.push_back(batch);
            } else if !more && !self.begin()? {
                return Ok(None);
            }
        }
    }
}

impl Iterator for Reader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        // What asks for batches may be C, which a panic must not reach.
        let batch = catch_unwind(AssertUnwindSafe(|| self.advance()));
        let batch = batch.unwrap_or_else(|_| {
            let message = "unmix failed on this batch; please report it";
            Err(ArrowError::ComputeError(message.to_owned()))
        });
        batch.transpose()
    }
}

impl RecordBatchReader for Reader {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

/// Bytes of one row of a column.
fn bytes(column: &ArrayRef, row: usize) -> usize {
    let data = column.slice(row, 1).to_data();
    data.get_slice_memory_size().unwrap_or_default()
}

/// Takes the documents of one row.
struct RowSink<'a> {
    row: u32,
    /// Bytes of what is carried beside each of its segments.
    carried: usize,
    name: &'a str,
    rows: &'a mut Rows,
    piece: usize,
    /// Rows that fill a batch.
    full: Vec<Rows>,
    /// The entry that is read, from its first part to its last.
    open: Option<String>,
}

impl Sink for RowSink<'_> {
    fn document(&mut self, document: &Document) -> unmix::Result<()> {
        self.open = (!document.part.last).then(|| document.entry.clone());
        for line in sink::lines(document) {
            self.rows.segment(self.row, self.carried, &line);
            if self.rows.bytes() >= self.piece {
                self.full.push(std::mem::take(self.rows));
            }
        }
        Ok(())
    }

    fn failure(&mut self, error: &Error) -> unmix::Result<()> {
        let entry = error.entry().unwrap_or(self.name);
        let status = match self.open.take() {
            Some(open) if open == entry => Status::Partial,
            _ => Status::Failed,
        };
        self.rows
            .failure(self.row, self.carried, entry, status, &error.within_entry());
        Ok(())
    }

    fn finish(&mut self) -> unmix::Result<()> {
        Ok(())
    }
}
