//! What failed in the world: files, archives, options. Imperfect *text* is never
//! an error; it is a [`Note`](crate::document::Note).

use std::{fmt, io};

/// A failure of the world around the text, with the place it happened at.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    entry: Option<String>,
    offset: Option<u64>,
    source: Option<io::Error>,
}

/// What sort of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Reading or writing failed.
    Io,
    /// A path does not exist.
    NotFound,
    /// An archive is damaged, or of a kind that cannot be read.
    Archive,
    /// A limit was reached; the message names the option that lifts it.
    Limit,
    /// A defect of unmix itself.
    Internal,
    /// An option has a value that means nothing.
    Option,
    /// Somebody asked the work to stop.
    Interrupted,
}

impl Error {
    /// An error of `kind`; `message` is lower case, without a full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            entry: None,
            offset: None,
            source: None,
        }
    }

    /// A defect of ours while something was read.
    pub(crate) fn unmix_failed() -> Self {
        let message = "unmix failed while it read this; please report it";
        Self::new(ErrorKind::Internal, message)
    }

    /// A failed reading or writing, and what was being done.
    pub fn io(message: impl Into<String>, source: io::Error) -> Self {
        let kind = match source.kind() {
            io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::Io,
        };
        Self {
            source: Some(source),
            ..Self::new(kind, message)
        }
    }

    /// Names the entry: path, then `!/` and member for each archive around it.
    #[must_use]
    pub fn at(mut self, entry: impl Into<String>) -> Self {
        self.entry = Some(entry.into());
        self
    }

    /// Names the byte offset in the entry.
    #[must_use]
    pub fn at_byte(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// What sort of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The entry it happened in, if it happened in one.
    pub fn entry(&self) -> Option<&str> {
        self.entry.as_deref()
    }

    /// The byte offset in the entry, if one is known.
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }

    /// Whether the reader of our output went away, which is no failure of ours.
    pub fn is_broken_pipe(&self) -> bool {
        self.source
            .as_ref()
            .is_some_and(|source| source.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The message without the place.
    pub fn message(&self) -> String {
        match &self.source {
            Some(source) => format!("{}: {source}", self.message),
            None => self.message.clone(),
        }
    }

    /// The message and the byte offset, without the entry.
    pub fn within_entry(&self) -> String {
        match self.offset {
            Some(offset) => format!("{} (at byte {offset})", self.message()),
            None => self.message(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = &self.entry {
            write!(f, "{entry}: ")?;
        }
        f.write_str(&self.within_entry())
    }
}

impl std::error::Error for Error {
    /// What is behind the failed reading or writing, which the message tells already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref()?.source()
    }
}

/// The result of what can fail in the world.
pub type Result<T> = std::result::Result<T, Error>;
