//! Characters for characters, only where it is asked for: a text in, the same text in
//! plainer characters out, with the way back.

use std::{borrow::Cow, sync::LazyLock};

use super::{Options, Repaired};
use crate::{
    document::{NoteKind, Remark},
    offsets::Map,
};

/// What may stand for other characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Substitutes {
    /// Fullwidth letters and digits become ASCII: `ＡＢＣ１` is `ABC1`.
    pub width: bool,
    /// The ideographic space becomes a space.
    pub ideographic_space: bool,
    /// Curly quotes become straight ones: `“a”` is `"a"`.
    pub quotes: bool,
    /// Dashes become hyphens: `a – b` is `a - b`.
    pub dashes: bool,
    /// Latin ligatures become letters: `ﬁn` is `fin`.
    pub ligatures: bool,
    /// Private use of GBK becomes the characters that Unicode has for it since.
    pub private_use: bool,
    /// Cyrillic and Greek letters inside Latin words become the Latin letters they
    /// look like, and the other way round: `pаypal` with a Cyrillic а is `paypal`.
    pub homoglyphs: bool,
}

/// Puts in what is asked for. Whether anything changed.
pub(super) fn substitute(repaired: &mut Repaired<'_>, options: &Options) -> bool {
    let wanted = options.substitutes;
    if wanted == Substitutes::default() || repaired.text.is_ascii() {
        return false;
    }
    let mut output = String::with_capacity(repaired.text.len());
    let mut map = Map::new();
    let mut changed = false;
    for (start, word) in words(&repaired.text) {
        let script = wanted.homoglyphs.then(|| script_of(word)).flatten();
        for (at, character) in word.char_indices() {
            let range = start + at..start + at + character.len_utf8();
            let before = output.len();
            match substitute_for(character, wanted, script) {
                Some(text) => output.push_str(text.as_str()),
                None => output.push(character),
            }
            if output[before..] == repaired.text[range.clone()] {
                map.append(&repaired.map, range);
                continue;
            }
            changed = true;
            let source = repaired.map.source(range);
            repaired.remarks.push(Remark {
                kind: NoteKind::Substituted,
                range: source.clone(),
            });
            map.replace(output.len() - before, source);
        }
    }
    if changed {
        repaired.text = Cow::Owned(output);
        repaired.map = map;
    }
    changed
}

/// A character or a few letters.
enum Text {
    One([u8; 4], usize),
    Letters(&'static str),
}

impl Text {
    fn of(character: char) -> Self {
        let mut bytes = [0; 4];
        let length = character.encode_utf8(&mut bytes).len();
        Self::One(bytes, length)
    }

    fn as_str(&self) -> &str {
        match self {
            Self::One(bytes, length) => std::str::from_utf8(&bytes[..*length]).unwrap_or_default(),
            Self::Letters(letters) => letters,
        }
    }
}

fn substitute_for(character: char, wanted: Substitutes, script: Option<Script>) -> Option<Text> {
    let one = |character| Some(Text::of(character));
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' if wanted.width => {
            char::from_u32(u32::from(character) - 0xFEE0).map(Text::of)
        }
        '\u{3000}' if wanted.ideographic_space => one(' '),
        '‘' | '’' | '‚' | '‛' if wanted.quotes => one('\''),
        '“' | '”' | '„' | '‟' if wanted.quotes => one('"'),
        // Hyphen, non-breaking hyphen, figure dash, en dash, em dash, bar, minus.
        '\u{2010}'..='\u{2015}' | '\u{2212}' if wanted.dashes => one('-'),
        'ﬀ' if wanted.ligatures => Some(Text::Letters("ff")),
        'ﬁ' if wanted.ligatures => Some(Text::Letters("fi")),
        'ﬂ' if wanted.ligatures => Some(Text::Letters("fl")),
        'ﬃ' if wanted.ligatures => Some(Text::Letters("ffi")),
        'ﬄ' if wanted.ligatures => Some(Text::Letters("ffl")),
        'ﬅ' | 'ﬆ' if wanted.ligatures => Some(Text::Letters("st")),
        'Ĳ' if wanted.ligatures => Some(Text::Letters("IJ")),
        'ĳ' if wanted.ligatures => Some(Text::Letters("ij")),
        '\u{E000}'..='\u{F8FF}' if wanted.private_use => PRIVATE_USE
            .binary_search_by_key(&character, |(private, _)| *private)
            .ok()
            .and_then(|index| PRIVATE_USE.get(index))
            .map(|(_, meant)| Text::of(*meant)),
        _ => {
            let script = script.filter(|_| character.is_alphabetic())?;
            TWINS
                .iter()
                .find(|row| row.contains(&character))
                .map(|row| row[script as usize])
                .filter(|twin| *twin != ' ')
                .map(Text::of)
        }
    }
}

/// The script of a word that borrows letters of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

/// Letters that look alike: Latin, Cyrillic, Greek; a space where there is none.
const TWINS: [[char; 3]; 30] = [
    ['A', 'А', 'Α'],
    ['B', 'В', 'Β'],
    ['C', 'С', ' '],
    ['E', 'Е', 'Ε'],
    ['H', 'Н', 'Η'],
    ['I', 'І', 'Ι'],
    ['J', 'Ј', ' '],
    ['K', 'К', 'Κ'],
    ['M', 'М', 'Μ'],
    ['N', ' ', 'Ν'],
    ['O', 'О', 'Ο'],
    ['P', 'Р', 'Ρ'],
    ['S', 'Ѕ', ' '],
    ['T', 'Т', 'Τ'],
    ['X', 'Х', 'Χ'],
    ['Y', 'У', 'Υ'],
    ['Z', ' ', 'Ζ'],
    ['a', 'а', ' '],
    ['c', 'с', ' '],
    ['e', 'е', ' '],
    ['h', 'һ', ' '],
    ['i', 'і', ' '],
    ['j', 'ј', ' '],
    ['k', ' ', 'κ'],
    ['o', 'о', 'ο'],
    ['p', 'р', ' '],
    ['s', 'ѕ', ' '],
    ['v', ' ', 'ν'],
    ['x', 'х', ' '],
    ['y', 'у', ' '],
];

/// The script that all letters of a word without a twin are in, if the word has
/// letters of another.
fn script_of(word: &str) -> Option<Script> {
    let mut sure = [false; 3];
    let mut seen = [false; 3];
    for character in word.chars() {
        let script = match character {
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => Script::Latin,
            '\u{400}'..='\u{52F}' => Script::Cyrillic,
            '\u{370}'..='\u{3FF}' => Script::Greek,
            _ => continue,
        };
        seen[script as usize] = true;
        let twin = TWINS.iter().any(|row| row.contains(&character));
        sure[script as usize] |= !twin;
    }
    if seen.iter().filter(|seen| **seen).count() < 2 {
        return None;
    }
    match sure {
        [true, false, false] => Some(Script::Latin),
        [false, true, false] => Some(Script::Cyrillic),
        [false, false, true] => Some(Script::Greek),
        _ => None,
    }
}

/// The words of a text, each with what parts it from the next.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(|character: char| !character.is_alphabetic())
        .map(move |word| {
            at += word.len();
            (at - word.len(), word)
        })
}

/// Private use and what it meant, ascending.
static PRIVATE_USE: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let code = |digits| char::from_u32(u32::from_str_radix(digits, 16).ok()?);
    include_str!("../../data/private-use.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (private, meant) = line.split_once('\t')?;
            Some((code(private)?, code(meant)?))
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::{Damage, repair};

    fn with(substitutes: Substitutes, text: &str) -> String {
        let options = Options {
            substitutes,
            ..Options::default()
        };
        let repaired = repair(text, true, &options, &Damage::default());
        assert_eq!(repaired.map.len(), repaired.text.len());
        repaired.text.into_owned()
    }

    #[test]
    fn only_what_is_asked_for_changes() {
        let none = Substitutes::default();
        let text = "ＡＢＣ１２\u{3000}“a” – ﬁn pаypal，";
        assert_eq!(with(none, text), text);
        let width = Substitutes {
            width: true,
            ..none
        };
        assert_eq!(with(width, text), "ABC12\u{3000}“a” – ﬁn pаypal，");
        let space = Substitutes {
            ideographic_space: true,
            ..none
        };
        assert_eq!(with(space, text), "ＡＢＣ１２ “a” – ﬁn pаypal，");
        let quotes = Substitutes {
            quotes: true,
            ..none
        };
        assert_eq!(with(quotes, text), "ＡＢＣ１２\u{3000}\"a\" – ﬁn pаypal，");
        let dashes = Substitutes {
            dashes: true,
            ..none
        };
        assert_eq!(with(dashes, text), "ＡＢＣ１２\u{3000}“a” - ﬁn pаypal，");
        let ligatures = Substitutes {
            ligatures: true,
            ..none
        };
        assert_eq!(
            with(ligatures, text),
            "ＡＢＣ１２\u{3000}“a” – fin pаypal，"
        );
        let homoglyphs = Substitutes {
            homoglyphs: true,
            ..none
        };
        assert_eq!(
            with(homoglyphs, text),
            "ＡＢＣ１２\u{3000}“a” – ﬁn paypal，"
        );
        assert_eq!(with(homoglyphs, "Мoсква Αthens СССР"), "Москва Athens СССР");
        let private = Substitutes {
            private_use: true,
            ..none
        };
        assert_eq!(with(private, "\u{E816}\u{F8FF}"), "\u{20087}\u{F8FF}");
    }
}
