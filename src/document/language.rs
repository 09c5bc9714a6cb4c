//! The names of languages and scripts.

use std::{borrow::Cow, fmt};

/// A BCP 47 language tag, such as `en`, `zh-Hans`, `und`, `zxx`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Cow<'static, str>);

impl Language {
    /// No answer: the evidence is too thin.
    pub const UND: Self = Self::known("und");
    /// Text without language: numbers, URLs, code.
    pub const ZXX: Self = Self::known("zxx");
    /// English.
    pub const EN: Self = Self::known("en");
    /// Chinese, variant undecided.
    pub const ZH: Self = Self::known("zh");
    /// Chinese in simplified characters.
    pub const ZH_HANS: Self = Self::known("zh-Hans");
    /// Chinese in traditional characters.
    pub const ZH_HANT: Self = Self::known("zh-Hant");
    /// Japanese.
    pub const JA: Self = Self::known("ja");
    /// Korean.
    pub const KO: Self = Self::known("ko");

    /// A tag that is known to be well formed and in canonical case.
    pub const fn known(tag: &'static str) -> Self {
        Self(Cow::Borrowed(tag))
    }

    /// Reads a tag in any case, `_` for `-` allowed; `None` unless it has the
    /// shape of BCP 47 (subtags of 1 to 8 letters and digits, the first of 2 to 8 letters).
    pub fn parse(tag: &str) -> Option<Self> {
        let mut canonical = String::new();
        for (index, subtag) in tag.trim().split(['-', '_']).enumerate() {
            let letters = subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
            if !(1..=8).contains(&subtag.len())
                || !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
                || (index == 0 && (!letters || subtag.len() < 2))
            {
                return None;
            }
            let mut subtag = subtag.to_ascii_lowercase();
            match (index, subtag.len()) {
                (0, _) => {}
                (_, 2) if letters => subtag.make_ascii_uppercase(),
                (_, 4) if letters => subtag[..1].make_ascii_uppercase(),
                _ => {}
            }
            if index > 0 {
                canonical.push('-');
            }
            canonical.push_str(&subtag);
        }
        Some(Self(Cow::Owned(canonical)))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `zh` of `zh-Hans`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether `wanted` asks for this language: `zh` asks for `zh-Hans` too.
    pub fn matches(&self, wanted: &Language) -> bool {
        self.0
            .strip_prefix(wanted.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An ISO 15924 script code, such as `Latn`, `Hani`, `Zyyy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Script(pub &'static str);

impl Script {
    /// No letters at all, or letters that belong to no one script.
    pub const COMMON: Self = Self("Zyyy");
    /// Latin.
    pub const LATIN: Self = Self("Latn");
    /// Han, variant undecided.
    pub const HAN: Self = Self("Hani");
    /// Han with kana.
    pub const JAPANESE: Self = Self("Jpan");
    /// Hangul, with or without Han.
    pub const KOREAN: Self = Self("Kore");

    /// The four-letter code.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_canonical() {
        let parsed = |tag| Language::parse(tag).map(|language| language.to_string());
        assert_eq!(parsed("ZH_hans").as_deref(), Some("zh-Hans"));
        assert_eq!(parsed("en-us").as_deref(), Some("en-US"));
        assert_eq!(parsed("sr-latn-rs").as_deref(), Some("sr-Latn-RS"));
        assert_eq!(parsed("x"), None);
        assert_eq!(parsed(""), None);
        assert_eq!(parsed("zh--cn"), None);
        assert_eq!(parsed("語"), None);
    }

    #[test]
    fn a_wanted_language_takes_its_variants() {
        assert!(Language::ZH_HANS.matches(&Language::ZH));
        assert!(!Language::ZH.matches(&Language::ZH_HANS));
        assert!(!Language::known("zhx").matches(&Language::ZH));
    }
}
