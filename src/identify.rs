//! Spans and the document around them in, a language and a confidence for each
//! out. Never changes a span's text.

use crate::document::{Language, Span, Verdict};

/// How to identify.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which languages to expect.
    pub prior: Prior,
}

/// What is expected before the text is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Prior {
    /// The rest of the document smooths.
    #[default]
    Auto,
    /// Every span by itself.
    None,
    /// This language, unless the text says otherwise.
    Language(Language),
}

/// A block's text, its spans, and what the markup said of its language.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The block's clean text.
    pub text: &'a str,
    /// The spans, which tile it.
    pub spans: &'a [Span],
    /// What the markup or the transport declared.
    pub hint: Option<&'a Language>,
}

/// A verdict for every span of every block, in order.
pub fn identify(blocks: &[Input<'_>], _options: &Options) -> Vec<Vec<Verdict>> {
    blocks
        .iter()
        .map(|block| {
            block
                .spans
                .iter()
                .map(|_| Verdict {
                    language: Language::UND,
                    confidence: 0.0,
                })
                .collect()
        })
        .collect()
}

/// A verdict for a term that stays inside a span of another language.
pub fn identify_term(_term: &str) -> Language {
    Language::UND
}
