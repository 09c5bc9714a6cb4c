//! The class `Normalizer` and the functions of the package, on top of [`Normalizer`]s
//! of the library.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use arrow_schema::Schema;
use pyo3::{
    intern,
    prelude::*,
    types::{PyByteArray, PyBytes, PyDict, PyString, PyTuple},
};
use pyo3_arrow::input::AnyRecordBatch;
use unmix::{
    Document, Entry, Error,
    options::Options,
    sink::{self, Sink},
    source::{Source, Visitor},
};

use crate::{
    batches::{Columns, Reader, Work},
    errors::{self, Failure},
    options::options,
    rows,
    segments::{Charset, Segment},
};

/// How often a call that takes long looks whether the user has interrupted it.
const CHECKS: Duration = Duration::from_millis(100);

/// Turns bytes into segments, with the options of `unmix clean` by their names.
#[pyclass(frozen, module = "unmix")]
pub(crate) struct Normalizer {
    given: Py<PyDict>,
    options: Options,
    work: Arc<Work>,
}

#[pymethods]
impl Normalizer {
    #[new]
    #[pyo3(signature = (**options))]
    fn new(py: Python<'_>, options: Option<Bound<'_, PyDict>>) -> PyResult<Self> {
        let parsed = self::options(py, options.as_ref())?;
        let source = parsed
            .input
            .open([""; 0])
            .map_err(|error| errors::exception(py, &error))?;
        Ok(Self {
            given: options.unwrap_or_else(|| PyDict::new(py)).unbind(),
            work: Arc::new(Work {
                normalizer: parsed.normalizer(),
                source,
            }),
            options: parsed,
        })
    }

    /// What pickle makes a copy of.
    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyTuple>, &Py<PyDict>) {
        (PyTuple::empty(py), &self.given)
    }

    /// The segments of some bytes; of text, if it is a str.
    #[pyo3(signature = (content, name = "-"))]
    fn normalize(
        &self,
        py: Python<'_>,
        content: &Bound<'_, PyAny>,
        name: &str,
    ) -> PyResult<Vec<Segment>> {
        let Work { source, normalizer } = &*self.work;
        match Content::of(content)? {
            Content::Text(text) => self.gather(py, |sink| {
                normalizer.visit(|visitor| source.visit_text(name, &text, visitor), sink)
            }),
            Content::Bytes(bytes) => {
                let bytes = bytes.as_bytes();
                self.gather(py, |sink| {
                    normalizer.visit(|visitor| source.visit_bytes(name, bytes, visitor), sink)
                })
            }
        }
    }

    /// The segments of a file, a folder or an archive.
    #[pyo3(signature = (path, jobs = 1))]
    fn normalize_path(&self, py: Python<'_>, path: PathBuf, jobs: usize) -> PyResult<Vec<Segment>> {
        let opened = self.options.input.open([path]);
        let source: Source = opened.map_err(|error| errors::exception(py, &error))?;
        let normalizer = &self.work.normalizer;
        self.gather(py, |sink| match jobs {
            1 => normalizer.visit(|visitor: Visitor<'_>| source.visit(visitor), sink),
            jobs => normalizer.run(source.entries(), jobs, sink),
        })
    }

    /// The segments of the rows of a batch or a table, as one batch of pyarrow.
    #[pyo3(signature = (batch, column = "content", name = None, carry = None))]
    fn normalize_batch<'py>(
        &self,
        py: Python<'py>,
        batch: AnyRecordBatch,
        column: &str,
        name: Option<&str>,
        carry: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let reader = self.reader(py, batch, column, name, carry, Reader::ALL)?;
        let batch = py.detach(|| reader.one());
        let batch = batch.map_err(|error| errors::option(py, error.to_string()))?;
        pyo3_arrow::PyRecordBatch::new(batch).into_pyarrow(py)
    }

    /// The same, as a reader of batches that are made when they are asked for.
    #[pyo3(signature = (batches, column = "content", name = None, carry = None))]
    fn normalize_batches<'py>(
        &self,
        py: Python<'py>,
        batches: AnyRecordBatch,
        column: &str,
        name: Option<&str>,
        carry: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let reader = self.reader(py, batches, column, name, carry, Reader::PIECE)?;
        pyo3_arrow::PyRecordBatchReader::new(Box::new(reader)).into_pyarrow(py)
    }

    /// How some bytes are encoded.
    fn detect(&self, py: Python<'_>, content: &Bound<'_, PyAny>) -> PyResult<Charset> {
        let bytes = match Content::of(content)? {
            Content::Text(text) => text.into_bytes(),
            Content::Bytes(bytes) => bytes.as_bytes().to_vec(),
        };
        let normalizer = &self.work.normalizer;
        let charset = py.detach(|| normalizer.detect(&Entry::new("-", bytes)));
        Ok(sink::entries::Charset::from(&charset).into())
    }
}

impl Normalizer {
    /// Runs `work` without the GIL, and gives its segments; if anything failed, an
    /// exception that has them.
    fn gather(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut dyn Sink) -> unmix::Result<unmix::pipeline::Outcome> + Send,
    ) -> PyResult<Vec<Segment>> {
        let mut gathered = Gathered {
            segments: Vec::new(),
            failures: Vec::new(),
            checked: Instant::now(),
            interrupt: None,
        };
        let done = py.detach(|| work(&mut gathered));
        if let Some(interrupt) = gathered.interrupt {
            return Err(interrupt);
        }
        done.map_err(|error| errors::exception(py, &error))?;
        let Some(first) = gathered.failures.first() else {
            return Ok(gathered.segments);
        };
        let segments = gathered.segments.into_pyobject(py)?;
        Err(errors::failed(py, first, &gathered.failures, segments))
    }

    fn reader(
        &self,
        py: Python<'_>,
        batches: AnyRecordBatch,
        column: &str,
        name: Option<&str>,
        carry: Option<&Bound<'_, PyAny>>,
        piece: usize,
    ) -> PyResult<Reader> {
        let columns = Columns {
            content: column.to_owned(),
            name: name.map(str::to_owned),
            carry: carried(carry)?,
        };
        let reader = batches.into_reader()?;
        Reader::new(reader, Arc::clone(&self.work), columns, piece)
            .map_err(|message| errors::option(py, message))
    }
}

/// The columns to carry, and their names in the result: a list of names, or names and
/// new names.
fn carried(carry: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<(String, String)>> {
    let Some(carry) = carry.filter(|carry| !carry.is_none()) else {
        return Ok(Vec::new());
    };
    if let Ok(renamed) = carry.cast::<PyDict>() {
        let pairs = renamed.iter();
        return pairs
            .map(|(old, new)| Ok((old.extract()?, new.extract()?)))
            .collect();
    }
    if carry.is_instance_of::<PyString>() {
        let message = "carry is a list of columns, or columns and their new names";
        return Err(errors::option(carry.py(), message));
    }
    let names: Vec<String> = carry
        .try_iter()?
        .map(|name| name?.extract())
        .collect::<PyResult<_>>()?;
    Ok(names.into_iter().map(|name| (name.clone(), name)).collect())
}

/// What is to be normalised.
enum Content<'py> {
    Text(String),
    Bytes(Bound<'py, PyBytes>),
}

impl<'py> Content<'py> {
    fn of(content: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = content.py();
        if let Ok(bytes) = content.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.clone()));
        }
        if let Ok(bytes) = content.cast::<PyByteArray>() {
            return Ok(Self::Bytes(PyBytes::new(py, &bytes.to_vec())));
        }
        if let Ok(text) = content.cast::<PyString>() {
            return match text.to_str() {
                Ok(text) => Ok(Self::Text(text.to_owned())),
                // It has halves of characters, which UTF-8 cannot say.
                Err(_) => {
                    let halves = (intern!(py, "utf-16"), intern!(py, "surrogatepass"));
                    let bytes = text.call_method1(intern!(py, "encode"), halves)?;
                    let whole = (intern!(py, "utf-16"), intern!(py, "replace"));
                    let text = bytes.call_method1(intern!(py, "decode"), whole)?;
                    Ok(Self::Text(text.extract()?))
                }
            };
        }
        let bytes = py
            .import(intern!(py, "builtins"))?
            .getattr(intern!(py, "memoryview"))?
            .call1((content,))?
            .call_method0(intern!(py, "tobytes"))?;
        Ok(Self::Bytes(bytes.cast_into()?))
    }
}

/// Gathers segments, and looks from time to time whether the user has interrupted.
struct Gathered {
    segments: Vec<Segment>,
    failures: Vec<Failure>,
    checked: Instant,
    interrupt: Option<PyErr>,
}

impl Sink for Gathered {
    fn document(&mut self, document: &Document) -> unmix::Result<()> {
        self.segments
            .extend(sink::lines(document).map(Segment::from));
        if self.checked.elapsed() > CHECKS {
            self.checked = Instant::now();
            if let Err(interrupt) = Python::attach(|py| py.check_signals()) {
                self.interrupt = Some(interrupt);
                return Err(Error::new(unmix::ErrorKind::Interrupted, "interrupted"));
            }
        }
        Ok(())
    }

    fn failure(&mut self, error: &Error) -> unmix::Result<()> {
        self.failures.push(error.into());
        Ok(())
    }

    fn finish(&mut self) -> unmix::Result<()> {
        Ok(())
    }
}

/// How some bytes are encoded, as `unmix detect` says it.
#[pyfunction]
#[pyo3(signature = (content, **options))]
pub(crate) fn detect(
    py: Python<'_>,
    content: &Bound<'_, PyAny>,
    options: Option<Bound<'_, PyDict>>,
) -> PyResult<Charset> {
    Normalizer::new(py, options)?.detect(py, content)
}

/// The schema of the batches that come out, without what is carried.
#[pyfunction]
pub(crate) fn schema(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    pyo3_arrow::PySchema::new(Arc::new(Schema::new(rows::fields()))).into_pyarrow(py)
}
