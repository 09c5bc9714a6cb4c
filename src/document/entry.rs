//! What is to be normalised: bytes, and what is known of them from outside.

use std::sync::Arc;

use super::{Kind, Language};
use crate::encoding::Encoding;

/// One thing to normalise: a file, a member of an archive, a record, standard input.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The path, then `!/` and the member's path for each archive around it.
    pub name: String,
    /// The bytes as found: of the whole entry, or of one part of a large one.
    pub bytes: Vec<u8>,
    /// What the container said about it.
    pub hint: Hint,
    /// Which part of the entry `bytes` is.
    pub part: Part,
}

impl Entry {
    /// A whole entry without hints.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
            ..Self::default()
        }
    }
}

/// What a container (an archive, an HTTP header, the user) said about an entry.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    /// The charset label of the transport, as it stood there.
    pub charset: Option<String>,
    /// The media type, without parameters, in lower case: `text/html`.
    pub media_type: Option<String>,
    /// Where the entry was fetched from.
    pub url: Option<String>,
    /// The language the transport declared (`Content-Language`).
    pub language: Option<Language>,
    /// The other fields of the record that the text was a field of, as a JSON object.
    pub fields: Option<Arc<str>>,
}

/// Which part of an entry some bytes are. Large entries are cut at line ends and
/// travel in parts; small ones are their own only part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Offset of the first byte in the entry.
    pub offset: u64,
    /// 0 for the first part.
    pub index: u64,
    /// Whether the entry ends with this part.
    pub last: bool,
    /// Whether the part ends inside a line.
    pub cut: bool,
    /// SHA-256 of the whole entry; on the last part, where it was asked for.
    pub sha256: Option<[u8; 32]>,
    /// What the first part turned out to be; on the parts after it.
    pub first: Option<First>,
}

/// What the first part of an entry turned out to be: later parts follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First {
    /// Its encoding.
    pub encoding: Encoding,
    /// Its kind.
    pub kind: Kind,
}

impl Default for Part {
    fn default() -> Self {
        Self {
            offset: 0,
            index: 0,
            last: true,
            cut: false,
            sha256: None,
            first: None,
        }
    }
}

impl Part {
    /// Whether this part is the whole entry.
    pub fn is_whole(&self) -> bool {
        self.index == 0 && self.last
    }
}
