//! Errors of unmix in, Python exceptions with the same messages out. The classes are in
//! `unmix/errors.py`, so that they can have two bases.

use pyo3::{intern, prelude::*};
use unmix::{Error, ErrorKind};

/// An error, as far as an exception tells of it.
pub(crate) struct Failure {
    kind: ErrorKind,
    message: String,
    entry: Option<String>,
    offset: Option<u64>,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            kind: error.kind(),
            message: error.to_string(),
            entry: error.entry().map(str::to_owned),
            offset: error.offset(),
        }
    }
}

impl Failure {
    fn instance<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class = match self.kind {
            ErrorKind::Io => intern!(py, "ReadError"),
            ErrorKind::NotFound => intern!(py, "NotFoundError"),
            ErrorKind::Archive => intern!(py, "ArchiveError"),
            ErrorKind::Limit => intern!(py, "LimitError"),
            ErrorKind::Option => intern!(py, "OptionError"),
            ErrorKind::Internal => intern!(py, "InternalError"),
            _ => intern!(py, "Error"),
        };
        py.import(intern!(py, "unmix.errors"))?
            .getattr(class)?
            .call1((&self.message, &self.entry, self.offset))
    }
}

/// The exception for an error.
pub(crate) fn exception(py: Python<'_>, error: &Error) -> PyErr {
    match Failure::from(error).instance(py) {
        Ok(instance) => PyErr::from_value(instance),
        Err(error) => error,
    }
}

/// The exception for what is wrong with an argument.
pub(crate) fn option(py: Python<'_>, message: impl Into<String>) -> PyErr {
    exception(py, &Error::new(ErrorKind::Option, message))
}

/// The exception for a call in which some entries failed: that of the first failure,
/// with all of them and with the segments that came out all the same.
pub(crate) fn failed(
    py: Python<'_>,
    first: &Failure,
    failures: &[Failure],
    segments: Bound<'_, PyAny>,
) -> PyErr {
    let make = || {
        let all = failures.iter().map(|failure| failure.instance(py));
        let exception = first.instance(py)?;
        exception.setattr(intern!(py, "segments"), segments)?;
        exception.setattr(intern!(py, "failures"), all.collect::<PyResult<Vec<_>>>()?)?;
        PyResult::Ok(exception)
    };
    match make() {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}
