//! What characters are to the models: letters of a script, characters of a
//! repertoire, or members of a class.

use unicode_normalization::UnicodeNormalization;

/// Number of classes.
pub const CLASSES: usize = 9;
/// White space and the ends of lines.
pub(crate) const SPACE: usize = 0;
/// Digits.
pub(crate) const DIGIT: usize = 1;
/// ASCII punctuation.
pub(crate) const POINT: usize = 2;
/// Quotes, dashes and signs that are common in running text.
pub(crate) const SIGN: usize = 3;
/// Other symbols.
pub(crate) const SYMBOL: usize = 4;
/// An ASCII letter where letters are others.
pub(crate) const LATIN: usize = 5;
/// A letter of the right script that the language does not use.
pub(crate) const RELATED: usize = 6;
/// A letter of another script.
pub(crate) const FOREIGN: usize = 7;
/// Control characters, private use, unassigned.
pub(crate) const BAD: usize = 8;

/// Scripts, as far as the models tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Group {
    /// None of the others.
    #[default]
    Other,
    /// Latin.
    Latin,
    /// Greek.
    Greek,
    /// Cyrillic.
    Cyrillic,
    /// Armenian.
    Armenian,
    /// Hebrew.
    Hebrew,
    /// Arabic.
    Arabic,
    /// Thai.
    Thai,
    /// Georgian.
    Georgian,
    /// Scripts of India.
    Indic,
    /// Han, kana and hangul.
    Eastern,
}

impl Group {
    /// All groups, in their order.
    pub(super) const ALL: [Self; 11] = [
        Self::Other,
        Self::Latin,
        Self::Greek,
        Self::Cyrillic,
        Self::Armenian,
        Self::Hebrew,
        Self::Arabic,
        Self::Thai,
        Self::Georgian,
        Self::Indic,
        Self::Eastern,
    ];
    /// Number of groups.
    pub const COUNT: usize = Self::ALL.len();
}

/// The script of a letter; combining marks count as Latin.
pub fn group(character: char) -> Group {
    match u32::from(character) {
        0x41..=0x5A | 0x61..=0x7A | 0xAA | 0xBA | 0xC0..=0x36F | 0x1E00..=0x1EFF => Group::Latin,
        0x370..=0x3FF | 0x1F00..=0x1FFF => Group::Greek,
        0x400..=0x52F => Group::Cyrillic,
        0x530..=0x58F => Group::Armenian,
        0x590..=0x5FF | 0xFB1D..=0xFB4F => Group::Hebrew,
        0x600..=0x6FF | 0x750..=0x77F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFE => Group::Arabic,
        0x900..=0xDFF => Group::Indic,
        0xE00..=0xE7F => Group::Thai,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF => Group::Georgian,
        0x1100..=0x11FF | 0x3000..=0xD7FF | 0xFF66..=0xFFDC | 0x20000..=0x3FFFF => Group::Eastern,
        _ => Group::Other,
    }
}

/// The class of a character that is no letter; `None` for letters.
pub fn class(character: char) -> Option<usize> {
    Some(match character {
        character if is_plain(character) => return None,
        '\t' | '\n' | '\r' | ' ' => SPACE,
        '0'..='9' => DIGIT,
        '!'..='~' if character.is_ascii_punctuation() => POINT,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => BAD,
        // No-break space, soft hyphen.
        '\u{A0}' | '\u{AD}' => SIGN,
        '§' | '«' | '»' | '·' | '°' | '©' | '®' | '¿' | '¡' | '£' | '´' => SIGN,
        '–' | '—' | '‘' | '’' | '‚' | '“' | '”' | '„' | '…' | '•' | '€' | '™' | '№' => {
            SIGN
        }
        '،' | '؛' | '؟' => SIGN,
        // Marks that set the direction of writing, joiners.
        '\u{200C}'..='\u{200F}' => SIGN,
        'ª' | 'º' => SYMBOL,
        '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' => BAD,
        '\u{A1}'..='\u{BF}' | '×' | '÷' | '\u{2000}'..='\u{2BFF}' => SYMBOL,
        '\u{F0000}'.. => BAD,
        '\u{2E80}'..='\u{3007}' | '\u{3008}'..='\u{303F}' => SYMBOL,
        '\u{3200}'..='\u{33FF}' | '\u{FE30}'..='\u{FE6F}' => SYMBOL,
        '\u{FF01}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFEF}' => SYMBOL,
        '\u{2B0}'..='\u{2BF}' | '\u{2C2}'..='\u{2DF}' => SYMBOL,
        '\u{300}'..='\u{36F}' => return None,
        character if character.is_alphanumeric() => return None,
        // Vowel signs and the like.
        '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' => {
            return None;
        }
        '\u{900}'..='\u{E7F}' => return None,
        _ => SYMBOL,
    })
}

/// The letter that a character counts as: lower case, Arabic in its basic form.
pub fn fold(character: char) -> char {
    if is_plain(character) {
        return character;
    }
    if matches!(character, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}') {
        return std::iter::once(character)
            .nfkc()
            .find(|part| *part != ' ')
            .unwrap_or(character);
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => character,
    }
}

/// Whether a character is an ideograph or a Hangul syllable, as most of the plane are: a letter
/// of Eastern scripts without case, and no sign.
fn is_plain(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Whether a letter is upper case (true), lower case (false) or without case.
#[cfg(test)]
pub(super) fn case(character: char) -> Option<bool> {
    if is_plain(character) {
        None
    } else if character.is_uppercase() {
        Some(true)
    } else if character.is_lowercase() && group(character) != Group::Georgian {
        Some(false)
    } else {
        None
    }
}

/// Whether a character belongs to the repertoires of Chinese, Japanese or Korean.
pub fn is_repertoire(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FFEF}')
}

/// Where a character or a class stands in a repertoire's tables. The first
/// [`CLASSES`] are for the classes.
pub fn slot(character: char) -> usize {
    match u32::from(character) {
        code @ 0x3000..=0x30FF => 16 + (code as usize - 0x3000),
        code @ 0x4E00..=0x9FFF => 272 + (code as usize - 0x4E00),
        code @ 0xAC00..=0xD7A3 => 272 + 20_992 + (code as usize - 0xAC00),
        code @ 0xFF00..=0xFFEF => 272 + 20_992 + 11_172 + (code as usize - 0xFF00),
        _ => FOREIGN,
    }
}
