//! Languages by small numbers: they are compared for every candidate of every span.

/// A language that identification knows, by its place among [`NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag(u8);

/// How many there are.
pub(super) const TAGS: usize = NAMES.len();

/// Their names, sorted: those of the model, those that a script decides by itself, and those
/// that something else decides.
const NAMES: [&str; 131] = [
    "af", "ak", "am", "ar", "ar-Latn", "as", "az", "be", "bg", "bn", "bo", "br", "bs", "ca", "chr",
    "ckb", "cs", "cy", "da", "de", "dv", "el", "el-Latn", "en", "eo", "es", "et", "eu", "fa", "fi",
    "fo", "fr", "fy", "ga", "gd", "gl", "gu", "ha", "he", "hi", "hi-Latn", "hr", "hu", "hy", "id",
    "ig", "ii", "is", "it", "iu", "ja", "ja-Latn", "jv", "ka", "kk", "km", "kn", "ko", "ko-Latn",
    "ku", "ky", "la", "lb", "lg", "lo", "lt", "lv", "mg", "mi", "mk", "ml", "mn", "mn-Mong", "mr",
    "ms", "mt", "my", "nb", "ne", "nl", "nn", "nqo", "oc", "or", "pa", "pl", "ps", "pt", "ro",
    "ru", "ru-Latn", "rw", "si", "sk", "sl", "sn", "so", "sq", "sr", "sr-Latn", "st", "sv", "sw",
    "syr", "ta", "te", "tg", "th", "tk", "tl", "tn", "tr", "ts", "tt", "ug", "uk", "und", "ur",
    "uz", "vi", "xh", "yi", "yo", "yue", "zh", "zh-Hans", "zh-Hant", "zh-Latn", "zu", "zxx", "zz",
];

impl Tag {
    pub(super) const EN: Self = Self::known("en");
    pub(super) const JA: Self = Self::known("ja");
    pub(super) const ZH: Self = Self::known("zh");
    pub(super) const ZH_HANS: Self = Self::known("zh-Hans");
    pub(super) const ZH_HANT: Self = Self::known("zh-Hant");
    pub(super) const YUE: Self = Self::known("yue");
    /// What the model calls Bosnian, Croatian and Serbian in Latin letters alike.
    pub(super) const HR: Self = Self::known("hr");
    pub(super) const BS: Self = Self::known("bs");
    pub(super) const SR_LATN: Self = Self::known("sr-Latn");
    /// No answer.
    pub(super) const UND: Self = Self::known("und");
    /// Text without language.
    pub(super) const ZXX: Self = Self::known("zxx");
    /// The model's class for what is none of its languages.
    pub(super) const NONE: Self = Self::known("zz");

    /// The language of a name that is among [`NAMES`]; meant for constants, where any other
    /// name is an error when the program is built.
    pub(super) const fn known(name: &str) -> Self {
        let mut place = 0;
        while place < TAGS {
            if same(NAMES[place].as_bytes(), name.as_bytes()) {
                return Self(place as u8);
            }
            place += 1;
        }
        panic!("NAMES lacks a language")
    }

    /// The language of a name, if identification knows it.
    pub(super) fn named(name: &str) -> Option<Self> {
        let place = NAMES.binary_search(&name).ok()?;
        Some(Self(place as u8))
    }

    /// The name: a tag of BCP 47.
    pub(super) fn name(self) -> &'static str {
        NAMES[self.place()]
    }

    /// The place in tables by language, below [`TAGS`].
    pub(super) const fn place(self) -> usize {
        self.0 as usize
    }
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        assert!(NAMES.is_sorted_by(|one, next| one < next));
        for (place, name) in NAMES.iter().enumerate() {
            assert_eq!(Tag::named(name), Some(Tag(place as u8)));
            assert_eq!(Tag::known(name).name(), *name);
        }
        assert_eq!(Tag::named("xx"), None);
    }
}
