//! The options of a normalizer.

use super::Normalizer;
use crate::{
    document::{Kind, Language},
    encoding::Encoding,
    identify::{Codes, Prior},
    markup,
    repair::{Form, Substitutes, Variant},
    segment::Policy,
};

/// Sets the options of a [`Normalizer`]. Every option has a sensible default.
#[derive(Clone, Debug, Default)]
pub struct Builder(pub(super) Normalizer);

impl Builder {
    /// Decode everything as this encoding, whatever the bytes say.
    #[must_use]
    pub fn charset(mut self, encoding: Option<Encoding>) -> Self {
        self.0.charset = encoding;
        self
    }

    /// Read everything as this kind instead of looking.
    #[must_use]
    pub fn kind(mut self, kind: Option<Kind>) -> Self {
        self.0.markup.kind = kind;
        self
    }

    /// The normal form of the output; NFC by default.
    #[must_use]
    pub fn form(mut self, form: Form) -> Self {
        self.0.repair.form = form;
        self
    }

    /// Leave text that was decoded as what it was not, such as `ä¸­æ–‡`.
    #[must_use]
    pub fn keep_mojibake(mut self, keep: bool) -> Self {
        self.0.repair.keep_mojibake = keep;
        self
    }

    /// Leave compatibility ideographs, which NFC would unify with others.
    #[must_use]
    pub fn keep_compatibility(mut self, keep: bool) -> Self {
        self.0.repair.keep_compatibility = keep;
        self
    }

    /// Which characters are replaced by plainer ones; none by default.
    #[must_use]
    pub fn substitutes(mut self, substitutes: Substitutes) -> Self {
        self.0.repair.substitutes = substitutes;
        self
    }

    /// Give punctuation the width that each segment's language has.
    #[must_use]
    pub fn punctuation(mut self, fit: bool) -> Self {
        self.0.punctuation = fit;
        self
    }

    /// The characters that Chinese is written in; as it stands by default.
    #[must_use]
    pub fn chinese(mut self, variant: Variant) -> Self {
        self.0.chinese = variant;
        self
    }

    /// How languages are separated.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }

    /// Which languages are expected.
    #[must_use]
    pub fn prior(mut self, prior: Prior) -> Self {
        self.0.identify.prior = prior;
        self
    }

    /// What is done with boilerplate: marked by default.
    #[must_use]
    pub fn boilerplate(mut self, treatment: markup::Treatment) -> Self {
        self.0.markup.boilerplate = treatment;
        self
    }

    /// Of pages, give the article only.
    #[must_use]
    pub fn main_content(mut self, wanted: bool) -> Self {
        self.0.markup.main_content = wanted;
        self
    }

    /// Leave escapes in running text (`\\u4f60`, `%E4%BD%A0`) as they stand.
    #[must_use]
    pub fn keep_escapes(mut self, keep: bool) -> Self {
        self.0.markup.keep_escapes = keep;
        self
    }

    /// Read also what pages say to readers without scripts (`noscript`).
    #[must_use]
    pub fn noscript(mut self, wanted: bool) -> Self {
        self.0.markup.noscript = wanted;
        self
    }

    /// Read also pasted attributes that may say what their author has typed over.
    #[must_use]
    pub fn stale_attributes(mut self, read: bool) -> Self {
        self.0.markup.stale = read;
        self
    }

    /// Keep only segments in these languages (`zh` keeps `zh-Hans` too); all if empty.
    #[must_use]
    pub fn languages(mut self, languages: Vec<Language>) -> Self {
        self.0.languages = languages;
        self
    }

    /// How languages are named in what comes out; by BCP 47 by default.
    #[must_use]
    pub fn codes(mut self, codes: Codes) -> Self {
        self.0.codes = codes;
        self
    }

    /// The finished normalizer.
    pub fn build(self) -> Normalizer {
        self.0
    }
}
