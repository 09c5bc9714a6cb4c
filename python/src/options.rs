//! Keyword arguments in, options of unmix out. The names, the values and the messages
//! are those of the command line, which reads them.

use pyo3::{
    prelude::*,
    types::{PyBool, PyDict, PyFloat, PyInt, PyString},
};
use unmix::options::Options;

use crate::errors;

/// The options that these keyword arguments ask for. `None` and `False` leave an option
/// as it is; lists give it several values.
pub(crate) fn options(py: Python<'_>, given: Option<&Bound<'_, PyDict>>) -> PyResult<Options> {
    let mut pairs = Vec::new();
    for (name, value) in given.into_iter().flatten() {
        let name: String = name.extract()?;
        add(&name, &value, &mut pairs)?;
    }
    let pairs = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_deref()));
    Options::parse(pairs).map_err(|error| errors::exception(py, &error))
}

fn add(
    name: &str,
    value: &Bound<'_, PyAny>,
    pairs: &mut Vec<(String, Option<String>)>,
) -> PyResult<()> {
    let mut push = |value| pairs.push((name.to_owned(), value));
    if value.is_none() {
        return Ok(());
    }
    if let Ok(on) = value.cast::<PyBool>() {
        if on.is_true() {
            push(None);
        }
    } else if let Ok(text) = value.cast::<PyString>() {
        push(Some(text.to_str()?.to_owned()));
    } else if value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>() {
        push(Some(value.str()?.to_str()?.to_owned()));
    } else if let Ok(values) = value.try_iter() {
        for value in values {
            add(name, &value?, pairs)?;
        }
    } else {
        let message = format!("option `{name}` is no text, number, truth value or list of such");
        return Err(errors::option(value.py(), message));
    }
    Ok(())
}
