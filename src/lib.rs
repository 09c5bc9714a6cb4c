//! Bytes that nobody vouches for go in; clean UTF-8 comes out, one language per
//! segment, each segment knowing the bytes it came from.

pub mod document;
pub mod error;

pub mod encoding;
pub mod offsets;

pub mod source;

pub mod charset;
pub mod decode;
pub mod identify;
pub mod markup;
pub mod repair;
pub mod segment;

pub mod sink;

mod parallel;
pub mod pipeline;

pub use document::{Document, Entry, Language, Segment};
pub use error::{Error, ErrorKind, Result};
pub use pipeline::{Builder, Normalizer};
