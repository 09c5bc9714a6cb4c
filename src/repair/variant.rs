//! Chinese in the other characters: a segment's text and its language in, the same text
//! in simplified or in traditional characters out, with the way back.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

use crate::{document::Language, offsets::Map};

/// The characters that Chinese is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// As it stands.
    #[default]
    Keep,
    /// 漢語 becomes 汉语.
    Simplified,
    /// 汉语 becomes 漢語.
    Traditional,
}

/// Writes Chinese in the characters of a variant, word by word as far as OpenCC's
/// dictionaries know words. The language it is in then, the text, and the way back.
/// None if nothing changes: another language, or the variant already.
pub fn to_variant(
    text: &str,
    language: &Language,
    variant: Variant,
) -> Option<(Language, String, Map)> {
    let tag = language.as_str();
    if tag != "zh" && !tag.starts_with("zh-Han") {
        return None;
    }
    let (converter, target) = match variant {
        Variant::Keep => return None,
        Variant::Simplified => (&*SIMPLIFIED, "zh-Hans"),
        // Of characters that are traditional already, some would change again.
        Variant::Traditional if tag == "zh-Hant" => return None,
        Variant::Traditional => (&*TRADITIONAL, "zh-Hant"),
    };
    let converted = converter.as_ref()?.convert(text);
    let language = Language::parse(target)?;
    let mut map = Map::new();
    if text.chars().count() != converted.chars().count() {
        map.replace(converted.len(), 0..text.len());
        return Some((language, converted, map));
    }
    let mut at = 0;
    for (was, is) in text.chars().zip(converted.chars()) {
        let end = at + was.len_utf8();
        match was == is {
            true => map.copy(end - at, at),
            false => map.replace(is.len_utf8(), at..end),
        }
        at = end;
    }
    (converted != text).then_some((language, converted, map))
}

static SIMPLIFIED: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());
static TRADITIONAL: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2t).ok());

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, tag: &str, variant: Variant) -> Option<(String, String)> {
        let language = Language::parse(tag).expect("a tag");
        let (language, text, _) = to_variant(text, &language, variant)?;
        Some((language.as_str().to_owned(), text))
    }

    #[test]
    fn chinese_is_written_in_the_other_characters() {
        let both = |tag: &str, text: &str| Some((tag.to_owned(), text.to_owned()));
        assert_eq!(
            written("頭髮和發展", "zh-Hant", Variant::Simplified),
            both("zh-Hans", "头发和发展")
        );
        assert_eq!(
            written("头发和发展", "zh-Hans", Variant::Traditional),
            both("zh-Hant", "頭髮和發展")
        );
        assert_eq!(written("头发", "zh-Hans", Variant::Keep), None);
        assert_eq!(written("頭髮", "zh-Hant", Variant::Traditional), None);
        assert_eq!(written("頭髪と発展", "ja", Variant::Simplified), None);
    }

    #[test]
    fn each_character_has_a_way_back() {
        let language = Language::parse("zh-Hant").expect("a tag");
        let (_, text, map) =
            to_variant("a發b展", &language, Variant::Simplified).expect("a change");
        assert_eq!(text, "a发b展");
        assert_eq!(map.source(1..4), 1..4);
        assert_eq!(map.source(4..5), 4..5);
    }
}
