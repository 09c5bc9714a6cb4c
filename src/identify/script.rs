//! Characters in, the script they belong to out; and for a script that only one
//! language is written in, that language.

use super::tag::Tag;

/// The scripts that identification tells apart. Everything else is [`Class::Other`]
/// if it is a letter, [`Class::None`] if not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    /// Not a letter.
    None,
    Latin,
    Han,
    Kana,
    Hangul,
    Cyrillic,
    Greek,
    Armenian,
    Hebrew,
    Arabic,
    Syriac,
    Thaana,
    Nko,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Myanmar,
    Georgian,
    Ethiopic,
    Cherokee,
    Canadian,
    Khmer,
    Mongolian,
    Yi,
    /// A letter of a script without a row here.
    Other,
}

/// The number of classes.
pub(super) const CLASSES: usize = Class::Other as usize + 1;

/// Every class, in order.
pub(super) const ALL: [Class; CLASSES] = [
    Class::None,
    Class::Latin,
    Class::Han,
    Class::Kana,
    Class::Hangul,
    Class::Cyrillic,
    Class::Greek,
    Class::Armenian,
    Class::Hebrew,
    Class::Arabic,
    Class::Syriac,
    Class::Thaana,
    Class::Nko,
    Class::Devanagari,
    Class::Bengali,
    Class::Gurmukhi,
    Class::Gujarati,
    Class::Oriya,
    Class::Tamil,
    Class::Telugu,
    Class::Kannada,
    Class::Malayalam,
    Class::Sinhala,
    Class::Thai,
    Class::Lao,
    Class::Tibetan,
    Class::Myanmar,
    Class::Georgian,
    Class::Ethiopic,
    Class::Cherokee,
    Class::Canadian,
    Class::Khmer,
    Class::Mongolian,
    Class::Yi,
    Class::Other,
];

/// The ISO 15924 code of a class, and the language that a text in it is taken to
/// be in where the script alone decides.
const TABLE: [(Class, &str, Option<Tag>); CLASSES - 2] = [
    (Class::Latin, "Latn", None),
    (Class::Han, "Hani", None),
    (Class::Kana, "Jpan", Some(Tag::known("ja"))),
    (Class::Hangul, "Kore", Some(Tag::known("ko"))),
    (Class::Cyrillic, "Cyrl", None),
    (Class::Greek, "Grek", Some(Tag::known("el"))),
    (Class::Armenian, "Armn", Some(Tag::known("hy"))),
    (Class::Hebrew, "Hebr", Some(Tag::known("he"))),
    (Class::Arabic, "Arab", None),
    (Class::Syriac, "Syrc", Some(Tag::known("syr"))),
    (Class::Thaana, "Thaa", Some(Tag::known("dv"))),
    (Class::Nko, "Nkoo", Some(Tag::known("nqo"))),
    (Class::Devanagari, "Deva", None),
    (Class::Bengali, "Beng", None),
    (Class::Gurmukhi, "Guru", Some(Tag::known("pa"))),
    (Class::Gujarati, "Gujr", Some(Tag::known("gu"))),
    (Class::Oriya, "Orya", Some(Tag::known("or"))),
    (Class::Tamil, "Taml", Some(Tag::known("ta"))),
    (Class::Telugu, "Telu", Some(Tag::known("te"))),
    (Class::Kannada, "Knda", Some(Tag::known("kn"))),
    (Class::Malayalam, "Mlym", Some(Tag::known("ml"))),
    (Class::Sinhala, "Sinh", Some(Tag::known("si"))),
    (Class::Thai, "Thai", Some(Tag::known("th"))),
    (Class::Lao, "Laoo", Some(Tag::known("lo"))),
    (Class::Tibetan, "Tibt", Some(Tag::known("bo"))),
    (Class::Myanmar, "Mymr", Some(Tag::known("my"))),
    (Class::Georgian, "Geor", Some(Tag::known("ka"))),
    (Class::Ethiopic, "Ethi", Some(Tag::known("am"))),
    (Class::Cherokee, "Cher", Some(Tag::known("chr"))),
    (Class::Canadian, "Cans", Some(Tag::known("iu"))),
    (Class::Khmer, "Khmr", Some(Tag::known("km"))),
    (Class::Mongolian, "Mong", Some(Tag::known("mn-Mong"))),
    (Class::Yi, "Yiii", Some(Tag::known("ii"))),
];

impl Class {
    /// The class of a script code; `None` for `Zyyy` and codes without a row.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        let code = match code {
            // What most spans are in.
            "Latn" => return Some(Self::Latin),
            "Hani" => return Some(Self::Han),
            "Hans" | "Hant" => "Hani",
            "Hira" | "Kana" | "Hrkt" => "Jpan",
            "Hang" => "Kore",
            code => code,
        };
        TABLE.iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// The language, where the script alone decides.
    pub(super) fn language(self) -> Option<Tag> {
        TABLE.iter().find(|row| row.0 == self).and_then(|row| row.2)
    }
}

/// The class of a character. Fullwidth forms count as what they stand for; marks
/// and digits are no letters.
pub(super) fn class(character: char) -> Class {
    let code = character as u32;
    // What most text consists of, before the long way.
    if (0x4E00..=0x9FFF).contains(&code) {
        return Class::Han;
    }
    match code {
        0x41..=0x5A | 0x61..=0x7A => Class::Latin,
        0..=0xA9 | 0xAB..=0xB4 | 0xB6..=0xB9 | 0xBB..=0xBF | 0xD7 | 0xF7 => Class::None,
        0xAA | 0xBA | 0xC0..=0x24F => Class::Latin,
        0xB5 => Class::Greek,
        0x250..=0x2AF | 0x1D00..=0x1DBF | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F => Class::Latin,
        0xA720..=0xA7FF | 0xAB30..=0xAB64 | 0xFB00..=0xFB06 => Class::Latin,
        0xFF21..=0xFF3A | 0xFF41..=0xFF5A => Class::Latin,
        0x370..=0x373 | 0x376..=0x37D | 0x37F | 0x386 | 0x388..=0x3FF | 0x1F00..=0x1FFC => {
            Class::Greek
        }
        0x400..=0x481 | 0x48A..=0x52F | 0x1C80..=0x1C88 | 0xA640..=0xA66E => Class::Cyrillic,
        0x531..=0x556 | 0x561..=0x587 | 0xFB13..=0xFB17 => Class::Armenian,
        0x5D0..=0x5F2 | 0xFB1D..=0xFB4F => Class::Hebrew,
        0x620..=0x64A | 0x66E..=0x6D3 | 0x6D5 | 0x6E5..=0x6E6 | 0x6EE..=0x6EF => Class::Arabic,
        0x6FA..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8C9 => Class::Arabic,
        0xFB50..=0xFDFB | 0xFE70..=0xFEFC => Class::Arabic,
        0x710..=0x74F => Class::Syriac,
        0x780..=0x7B1 => Class::Thaana,
        0x7CA..=0x7EA => Class::Nko,
        0x900..=0x97F => indic(code, 0x900, Class::Devanagari),
        0xA8E0..=0xA8FF => Class::Devanagari,
        0x980..=0x9FF => indic(code, 0x980, Class::Bengali),
        0xA00..=0xA7F => indic(code, 0xA00, Class::Gurmukhi),
        0xA80..=0xAFF => indic(code, 0xA80, Class::Gujarati),
        0xB00..=0xB7F => indic(code, 0xB00, Class::Oriya),
        0xB80..=0xBFF => indic(code, 0xB80, Class::Tamil),
        0xC00..=0xC7F => indic(code, 0xC00, Class::Telugu),
        0xC80..=0xCFF => indic(code, 0xC80, Class::Kannada),
        0xD00..=0xD7F => indic(code, 0xD00, Class::Malayalam),
        0xD85..=0xDDF => Class::Sinhala,
        0xE01..=0xE30 | 0xE32..=0xE33 | 0xE40..=0xE46 => Class::Thai,
        0xE81..=0xEB0 | 0xEB2..=0xEB3 | 0xEBD..=0xEC6 | 0xEDC..=0xEDF => Class::Lao,
        0xF00 | 0xF40..=0xF6C => Class::Tibetan,
        0x1000..=0x103F | 0x1050..=0x109F | 0xAA60..=0xAA7F | 0xA9E0..=0xA9FE => Class::Myanmar,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF | 0x2D00..=0x2D2D => Class::Georgian,
        0x1100..=0x11FF | 0x3131..=0x318E | 0xA960..=0xA97C | 0xAC00..=0xD7FB => Class::Hangul,
        0x1200..=0x135A | 0x1380..=0x138F | 0x2D80..=0x2DDE | 0xAB01..=0xAB2E => Class::Ethiopic,
        0x13A0..=0x13FD | 0xAB70..=0xABBF => Class::Cherokee,
        0x1401..=0x167F => Class::Canadian,
        0x1780..=0x17B3 => Class::Khmer,
        0x1820..=0x18AA => Class::Mongolian,
        0xA000..=0xA48C => Class::Yi,
        0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF => Class::Kana,
        0x31F0..=0x31FF | 0xFF66..=0xFF9D => Class::Kana,
        0x3005 | 0x3007 | 0x3400..=0x4DBF | 0xF900..=0xFAD9 => Class::Han,
        0x2_0000..=0x3_FFFF => Class::Han,
        _ if character.is_alphabetic() && !character.is_numeric() => Class::Other,
        _ => Class::None,
    }
}

/// In the blocks laid out after ISCII, letters and vowel signs come before 0x64;
/// then two dandas and ten digits.
fn indic(code: u32, block: u32, class: Class) -> Class {
    if (0x64..=0x6F).contains(&(code - block)) {
        Class::None
    } else {
        class
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fullwidth_punctuation_is_no_letter() {
        for character in "！（）：￥９。，、？　".chars() {
            assert_eq!(class(character), Class::None, "{character}");
        }
        assert_eq!(class('Ａ'), Class::Latin);
        assert_eq!(class('ｱ'), Class::Kana);
        assert_eq!(class('\u{A0}'), Class::None); // no-break space
        assert_eq!(class('©'), Class::None);
    }

    #[test]
    fn the_table_has_a_row_for_every_class() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, index + 1, "{}", row.1);
            assert_eq!(Class::of_code(row.1), Some(row.0));
        }
    }
}
