//! Bytes that nobody vouches for go in; clean UTF-8 comes out, one language per
//! segment, each segment knowing the bytes it came from.
//!
//! ```
//! use unmix::{Entry, Normalizer};
//!
//! let normalizer = Normalizer::builder().build();
//! let document = normalizer.normalize(&Entry::new("mail", "邮件模板Dear Tom, thank you so much"));
//! let said: Vec<_> = document
//!     .segments
//!     .iter()
//!     .map(|segment| (segment.language.as_str(), segment.bytes.clone(), &*segment.text))
//!     .collect();
//! assert_eq!(said, [
//!     ("zh-Hans", 0..12, "邮件模板"),
//!     ("en", 12..39, "Dear Tom, thank you so much"),
//! ]);
//! ```
//!
//! # The way of the data
//!
//! ```text
//! source ─Entry→ charset ─plan→ decode ─text→ markup ─blocks→ repair ─text→ segment ─spans→ identify ─Segment→ sink
//! ```
//!
//! | stage | in → out | what it never does |
//! |---|---|---|
//! | [`source`] | path, stream, archive → entries, one at a time, in bounded memory | look at text |
//! | [`charset`] | bytes and clues → which encoding, for which byte runs, why, how sure | decode the whole |
//! | [`decode`] | bytes and plan → text and the map back to bytes | fail |
//! | [`markup`] | text → blocks, the map kept | repair |
//! | [`repair`] | a block's text → the same text repaired, the map kept | cross a block border |
//! | [`segment`] | a block's text → spans of one language each, tiling it | change a character |
//! | [`identify`] | spans and the document around them → languages and confidences | change a span's text |
//! | [`sink`] | segments → files or a stream | know the stages |
//!
//! [`pipeline`] is the only place that knows this order; a reader sees it in one
//! function, [`Normalizer::observe`].
//!
//! # What always holds
//!
//! - [`Normalizer::normalize`] cannot fail and does not panic, whatever the bytes.
//!   What was imperfect in the text is a [`Note`](document::Note); only the world
//!   around it (files, archives) gives an [`Error`].
//! - Every byte of an entry is in a segment or counted under one named
//!   [`Reason`](document::Reason): [`Accounting`](document::Accounting) sums to the
//!   entry's length.
//! - A segment's [`bytes`](Segment::bytes) are a range of the original entry, in its
//!   original encoding. Segments are in the order of the source; within a block they
//!   tile the block's clean text.
//! - Same input and options, same output, whatever the number of threads.
//!
//! # From paths to segments
//!
//! [`pipeline::source`] turns paths into an iterator over entries: folders are walked,
//! archives opened. [`Normalizer::run`] takes them through on several threads and gives
//! the documents to a [`Sink`](sink::Sink) in order.
//!
//! ```no_run
//! use unmix::{Normalizer, pipeline, sink::{Format, Stream}};
//!
//! # fn main() -> unmix::Result<()> {
//! let format = Format::named("jsonl").expect("JSON Lines is always there");
//! let mut sink = Stream::new(std::io::stdout().lock(), format);
//! let outcome = Normalizer::default().run(pipeline::source(["scrapes/"]).entries(), 2, &mut sink)?;
//! assert_eq!(outcome.failures, 0);
//! # Ok(())
//! # }
//! ```

pub mod document;
pub mod error;

mod ascii;
pub mod encoding;
#[cfg(test)]
mod fresh;
pub mod model;
pub mod offsets;

mod batch;
mod signature;
pub mod source;

pub mod charset;
pub mod decode;
pub mod markup;

pub mod repair;
pub mod segment;

pub mod identify;

pub mod sink;

mod parallel;
pub mod pipeline;

#[cfg(feature = "options")]
pub mod options;

pub use document::{Document, Entry, Language, Segment};
pub use error::{Error, ErrorKind, Result};
pub use pipeline::{Builder, Normalizer};
