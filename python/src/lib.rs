//! unmix for Python: bytes in, segments out, as objects or as Arrow batches. The GIL is
//! released while unmix works, and no threads are started that were not asked for.

use pyo3::prelude::*;

mod batches;
mod content;
mod errors;
mod normalizer;
mod options;
mod rows;
mod segments;

/// The compiled part of the package `unmix`.
#[pymodule]
fn _unmix(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<normalizer::Normalizer>()?;
    module.add_class::<segments::Charset>()?;
    module.add_class::<segments::Embed>()?;
    module.add_class::<segments::Segment>()?;
    module.add_function(wrap_pyfunction!(normalizer::detect, module)?)?;
    module.add_function(wrap_pyfunction!(normalizer::schema, module)?)?;
    Ok(())
}
