//! Text of one script in; its words out, in lower case, numbers, addresses and
//! code left out and counted.

use std::ops::Range;

use super::{
    features,
    script::{self, Class},
};
use crate::ascii;

/// How many letters are looked at. More of them change hardly any answer, and the
/// cap bounds what a long line costs.
pub(super) const MOST_LETTERS: usize = 160;

/// How many characters are looked at to find them: a bound for text that is mostly
/// of another script, or no letters at all.
const MOST_CHARACTERS: usize = 1200;

/// The words of a text. Kept and refilled, so that a text costs no allocation.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// The words in lower case, a space before, between and after them.
    pub(super) chars: Vec<char>,
    /// What each is known by, see [`features::known`].
    pub(super) known: Vec<u64>,
    /// Letters in `chars`.
    pub(super) letters: usize,
    /// The number of words.
    pub(super) count: usize,
    /// Letters in addresses, file names, identifiers and part numbers.
    pub(super) coded: usize,
    /// Characters that are common in code and rare in prose.
    pub(super) symbols: usize,
    /// Letters that were capitals.
    pub(super) capitals: usize,
}

impl Words {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.chars.clear();
        self.chars.push(' ');
        self.known.clear();
        self.letters = 0;
        self.count = 0;
        self.coded = 0;
        self.symbols = 0;
        self.capitals = 0;
    }

    /// Whether enough has been seen.
    pub(super) fn is_full(&self) -> bool {
        self.letters >= MOST_LETTERS
    }

    /// Adds the words of `text` that are written in `class`.
    pub(super) fn add(&mut self, text: &str, class: Class) {
        let mut budget = MOST_CHARACTERS;
        for token in text.split_ascii_whitespace() {
            if self.is_full() || budget == 0 {
                return;
            }
            if class == Class::Latin && self.plain(token) {
                budget = budget.saturating_sub(token.len());
            } else if is_coded(token) {
                let letters = token.bytes().filter(u8::is_ascii_alphabetic).count();
                self.coded += letters;
                self.symbols += token.bytes().filter(|byte| is_symbol(*byte)).count();
                budget = budget.saturating_sub(token.len());
            } else if is_damaged(token) {
                budget = budget.saturating_sub(token.len());
            } else {
                budget = self.token(token, class, budget);
            }
        }
    }

    /// Adds a token that is one ASCII word, perhaps with a capital in front and
    /// punctuation behind: most of English. Whether it was one.
    fn plain(&mut self, token: &str) -> bool {
        let bytes = token.as_bytes();
        let word = match bytes {
            [word @ .., b'.' | b',' | b'!' | b'?' | b':' | b')' | b'"'] => word,
            word => word,
        };
        let Some((first, rest)) = word.split_first() else {
            return false;
        };
        if !first.is_ascii_alphabetic()
            || rest.len() > 30
            || !rest.iter().all(u8::is_ascii_lowercase)
        {
            return false;
        }
        self.capitals += usize::from(first.is_ascii_uppercase());
        self.chars.push(char::from(first.to_ascii_lowercase()));
        self.chars.extend(rest.iter().map(|byte| char::from(*byte)));
        self.chars.push(' ');
        self.known.push(features::known_plain(word));
        self.letters += word.len();
        self.count += 1;
        true
    }

    /// Adds the words of a text without white space.
    fn token(&mut self, token: &str, class: Class, mut budget: usize) -> usize {
        let mut characters = token.chars().peekable();
        let mut length = 0_usize;
        let mut start = self.chars.len();
        let mut small = 0_usize;
        while let Some(character) = characters.next() {
            budget = budget.saturating_sub(1);
            if budget == 0 {
                break;
            }
            if script::class(character) == class {
                let capital = character.is_uppercase();
                if capital {
                    self.capitals += 1;
                    // `DearThank`: two words whose space was lost.
                    let next_small = characters.peek().is_some_and(|next| next.is_lowercase());
                    if small >= 2 && next_small {
                        self.end(&mut length, &mut start);
                    }
                    small = 0;
                } else {
                    small += 1;
                }
                let Some(character) = fold(character) else {
                    continue;
                };
                self.chars.push(character);
                self.letters += 1;
                length += 1;
            } else if length > 0
                && let Some(inner) = inner(character)
            {
                if inner == '\'' {
                    let letter_follows = characters
                        .peek()
                        .is_some_and(|next| script::class(*next) == class);
                    if letter_follows {
                        self.chars.push(inner);
                    } else {
                        self.end(&mut length, &mut start);
                    }
                } else if inner != '\0' {
                    self.chars.push(inner);
                }
            } else {
                self.symbols += usize::from(u8::try_from(character).is_ok_and(is_symbol));
                self.end(&mut length, &mut start);
                small = 0;
                if self.is_full() {
                    break;
                }
            }
            // A text without spaces or punctuation must not grow without bound.
            if self.letters >= MOST_LETTERS + 40 {
                break;
            }
        }
        self.end(&mut length, &mut start);
        budget
    }

    /// Ends the word that begins at `start` of the characters, if it has any.
    fn end(&mut self, length: &mut usize, start: &mut usize) {
        if *length > 0 {
            self.known
                .push(features::known_of_chars(&self.chars[*start..]));
            self.chars.push(' ');
            self.count += 1;
            *length = 0;
            *start = self.chars.len();
        }
    }
}

/// Where the word is that a text without white space in front begins with, and the length of
/// its token: ASCII letters, a capital in front at most, an apostrophe inside, quotation marks or a
/// bracket around it, punctuation behind. `None` if the token is anything else.
pub(super) fn plain_word(text: &[u8]) -> Option<(Range<usize>, usize)> {
    let opens = |byte: &&u8| matches!(byte, b'"' | b'(' | b'\'');
    let start = text.iter().take_while(opens).count();
    let mut end = start + 1;
    if !text.get(start)?.is_ascii_alphabetic() {
        return None;
    }
    loop {
        end += ascii::small_letters(&text[end..]);
        if text.get(end) != Some(&b'\'') {
            break;
        }
        end += 1;
    }
    let closes =
        |byte: &&u8| matches!(byte, b'.' | b',' | b'!' | b'?' | b':' | b')' | b'"' | b'\'');
    let token = end + text[end..].iter().take_while(closes).count();
    if !text.get(token).is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    while text[end - 1] == b'\'' {
        end -= 1;
    }
    (end - start <= LONGEST).then_some((start..end, token))
}

/// No plain word is longer.
const LONGEST: usize = 31;

/// Whether a token lost a letter, and shows it by the sign for that, as it is or read in
/// windows-1252 or 1250: what is left of its words may be words of another language.
fn is_damaged(token: &str) -> bool {
    token.contains(['\u{FFFD}', '½', '˝'])
        && ["\u{FFFD}", "ï¿½", "ďż˝"]
            .iter()
            .any(|sign| token.contains(sign))
}

/// A letter in the one form that is counted; `None` for letters that carry nothing.
fn fold(character: char) -> Option<char> {
    if character.is_ascii() {
        return Some(character.to_ascii_lowercase());
    }
    let character = match character {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            let ascii = char::from_u32(character as u32 - 0xFEE0)?;
            return Some(ascii.to_ascii_lowercase());
        }
        '\u{640}' => return None, // Arabic tatweel
        'İ' => 'i',
        // Romanian is written with cedillas as often as with commas.
        'Ș' | 'ș' => 'ş',
        'Ț' | 'ț' => 'ţ',
        character => character.to_lowercase().next()?,
    };
    Some(character)
}

/// What a character that is no letter is inside a word: kept, dropped without
/// ending the word (`\0`), or, if `None`, its end.
fn inner(character: char) -> Option<char> {
    match character {
        '\'' | '’' | 'ʼ' | '‘' => Some('\''),
        '\u{300}'..='\u{36F}' => Some(character),
        // Arabic vowel marks, soft hyphen, joiners.
        '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{AD}' | '\u{200B}'..='\u{200D}' => Some('\0'),
        _ => None,
    }
}

/// A character that programs are full of and prose is not.
pub(super) fn is_symbol(byte: u8) -> bool {
    matches!(
        byte,
        b'{' | b'}'
            | b'='
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b';'
            | b'_'
            | b'$'
            | b'\\'
            | b'|'
            | b'^'
            | b'~'
            | b'`'
    )
}

/// Whether a token is an address, a path, a file name, an identifier or a part
/// number rather than words.
fn is_coded(token: &str) -> bool {
    let bytes = token.as_bytes();
    let mut digit = false;
    let mut letter = false;
    let mut small = false;
    let mut marks = false;
    for byte in bytes {
        match byte {
            b'a'..=b'z' => {
                letter = true;
                small = true;
            }
            b'A'..=b'Z' => letter = true,
            b'0'..=b'9' => digit = true,
            b'.' | b'@' | b'/' | b'\\' | b'_' | b':' | b'&' | b'=' | b'(' => marks = true,
            0x80.. => return false,
            _ => {}
        }
    }
    if letter && digit {
        return true;
    }
    if !marks || !letter {
        return false;
    }
    if token.contains("://") || token.starts_with("www.") || token.contains("::") {
        return true;
    }
    let core = token.trim_matches(|c: char| c.is_ascii_punctuation());
    if core.contains(['\\', '_', '=']) {
        return true;
    }
    if let Some((user, host)) = core.split_once('@') {
        return !user.is_empty() && host.contains('.');
    }
    if core.contains("()") || core.contains(").") {
        return true;
    }
    // `example.com`, `index.html`, `a/b/c`: small letters throughout.
    let capital = bytes.iter().any(u8::is_ascii_uppercase);
    if small && !capital {
        if let Some((stem, extension)) = core.rsplit_once('.') {
            return stem.len() >= 2 && (2..=4).contains(&extension.len());
        }
        return core.matches('/').count() >= 2;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut words = Words::default();
        words.clear();
        words.add(text, Class::Latin);
        words.chars.iter().collect()
    }

    #[test]
    fn words_are_small_and_plain() {
        assert_eq!(words("Ｃafé ISN’T “open”."), " café isn't open ");
        assert_eq!(words("DearThank you, iPhone"), " dear thank you iphone ");
        assert_eq!(
            words("see https://a.b/c or me@x.org, 2m B2B a_b"),
            " see or "
        );
        assert_eq!(words("邮件模板Dear模板"), " dear ");
        assert_eq!(words("12 ' '' -"), " ");
    }

    #[test]
    fn a_word_without_its_letters_is_none() {
        assert_eq!(words("m\u{FFFD}nie a poruncit"), " a poruncit ");
        assert_eq!(words("cu mďż˝nie, mï¿½nie ½"), " cu ");
    }

    #[test]
    fn a_plain_word_has_its_marks_around_it() {
        let word = |text: &'static str| {
            let (word, length) = plain_word(text.as_bytes())?;
            Some((&text[word], length))
        };
        assert_eq!(word("House of"), Some(("House", 5)));
        assert_eq!(word("\"Isn't!\" he"), Some(("Isn't", 8)));
        assert_eq!(word("boys'), \n"), Some(("boys", 7)));
        assert_eq!(word("extraordinarily"), Some(("extraordinarily", 15)));
        for text in ["", " a", "...", "a.b", "USA", "v2", "a-b", "café", "好"] {
            assert_eq!(word(text), None, "{text}");
        }
        assert_eq!(plain_word(&[b'a'; 32]), None);
    }

    #[test]
    fn a_long_text_is_cut() {
        let mut words = Words::default();
        words.clear();
        words.add(&"a".repeat(100_000), Class::Latin);
        assert!(words.chars.len() < 250);
        words.clear();
        words.add(&"word ".repeat(100_000), Class::Latin);
        assert!(words.chars.len() < 250);
    }
}
