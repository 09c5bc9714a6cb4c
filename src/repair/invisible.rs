//! Characters that nobody sees: a text and a place in it in, whether the character
//! there does something for its neighbours out.

use std::collections::HashSet;

/// What has to be known of a whole text to judge its invisible characters.
pub(super) struct Surroundings<'t> {
    text: &'t str,
    /// There are letters that are written from right to left.
    right_to_left: bool,
    /// Places of marks of direction that have their partner.
    balanced: HashSet<usize>,
    /// Ranges of the tags in flags.
    flags: Vec<(usize, usize)>,
}

impl<'t> Surroundings<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            right_to_left: text.chars().any(is_right_to_left),
            balanced: balanced(text),
            flags: flags(text),
        }
    }

    /// Whether the invisible `character` at `at` stays; true for visible ones.
    pub(super) fn keeps(&self, character: char, at: usize) -> bool {
        let before = self.text[..at]
            .chars()
            .rev()
            .take(NEAR)
            .find(|character| !is_invisible(*character));
        let after = self.text[at + character.len_utf8()..]
            .chars()
            .take(NEAR)
            .find(|character| !is_invisible(*character));
        let beside = |test: fn(char) -> bool| before.is_some_and(test) || after.is_some_and(test);
        match character {
            // Zero width space: it parts words in scripts that have no space.
            '\u{200B}' => beside(is_without_spaces),
            // Zero width joiner and non-joiner.
            '\u{200C}' | '\u{200D}' => beside(is_joining),
            // Marks of direction for one place.
            '\u{200E}' | '\u{200F}' | '\u{61C}' => self.right_to_left,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => self.balanced.contains(&at),
            // Word joiner, deprecated format characters.
            '\u{2060}' | '\u{206A}'..='\u{206F}' => false,
            // Variation selectors.
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
                let next = self.text[at + character.len_utf8()..].chars().next();
                let previous = self.text[..at].chars().next_back();
                previous.is_some_and(is_varied) || next == Some('\u{20E3}')
            }
            // Mongolian variation selectors and vowel separator.
            '\u{180B}'..='\u{180F}' => beside(|near| matches!(near, '\u{1800}'..='\u{18AF}')),
            '\u{E0000}'..='\u{E007F}' => {
                let next = self.flags.partition_point(|(_, end)| *end <= at);
                self.flags.get(next).is_some_and(|(start, _)| *start <= at)
            }
            _ => true,
        }
    }
}

/// Neighbours beyond so many invisible characters are none.
const NEAR: usize = 8;

/// Whether nobody sees a character.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFC}' | '\u{E0000}'..='\u{E01EF}')
}

/// Thai, Lao, Tibetan, Myanmar, Khmer, Tai Le to Tai Tham, Javanese.
fn is_without_spaces(character: char) -> bool {
    matches!(character, '\u{E00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{1AAF}'
        | '\u{A980}'..='\u{A9FF}' | '\u{AA60}'..='\u{AADF}')
}

/// Whether joiners do something beside a character: everything but ASCII, Latin,
/// Greek, Cyrillic, Chinese, kana, hangul, and their punctuation.
fn is_joining(character: char) -> bool {
    !matches!(character, '\0'..='\u{52F}' | '\u{1100}'..='\u{11FF}' | '\u{1E00}'..='\u{206F}'
        | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FFEF}' | '\u{FFFD}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character has variants: emoji, signs, Chinese characters, and the few
/// scripts with standardized variants.
fn is_varied(character: char) -> bool {
    matches!(character, '#' | '*' | '0'..='9' | '©' | '®' | '\u{1000}'..='\u{109F}'
        | '\u{1800}'..='\u{18AF}' | '\u{2030}'..='\u{2BFF}' | '\u{3000}'..='\u{303F}'
        | '\u{3200}'..='\u{9FFF}' | '\u{A840}'..='\u{A87F}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FF60}' | '\u{1F000}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The places of marks of direction that are opened and closed in one line.
fn balanced(text: &str) -> HashSet<usize> {
    let mut balanced = HashSet::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push((at, false)),
            '\u{2066}'..='\u{2068}' => open.push((at, true)),
            '\u{202C}' | '\u{2069}' => {
                let isolate = character == '\u{2069}';
                if let Some((start, _)) = open.pop_if(|(_, sort)| *sort == isolate) {
                    balanced.extend([start, at]);
                }
            }
            '\n' => open.clear(),
            _ => {}
        }
    }
    balanced
}

/// The ranges of tags after a black flag up to the tag that ends them.
fn flags(text: &str) -> Vec<(usize, usize)> {
    let mut flags = Vec::new();
    for (at, flag) in text.match_indices('\u{1F3F4}') {
        let start = at + flag.len();
        let tags = text[start..]
            .chars()
            .take_while(|tag| matches!(tag, '\u{E0020}'..='\u{E007E}'))
            .count();
        let end = start + 4 * tags;
        // Cancel tag.
        if tags > 0 && text[end..].starts_with('\u{E007F}') {
            flags.push((start, end + 4));
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        let surroundings = Surroundings::of(text);
        text.char_indices()
            .filter(|(at, character)| surroundings.keeps(*character, *at))
            .map(|(_, character)| character)
            .collect()
    }

    #[test]
    fn joiners_stay_where_letters_join() {
        for text in [
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "👨\u{200D}👩\u{200D}👧",
            "ක\u{200D}",
            "ភាសា\u{200B}ខ្មែរ",
            "❤\u{FE0F}",
            "葛\u{E0100}城",
            "1\u{FE0F}\u{20E3}",
            "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "שלום\u{200F}!",
            "\u{2068}name\u{2069}",
        ] {
            assert_eq!(kept(text), text);
        }
        for (text, clean) in [
            ("中\u{200B}文\u{200D}字\u{200C}", "中文字"),
            ("a\u{200D}b\u{2060}c\u{200B}", "abc"),
            ("a\u{FE0F}\u{E0100}", "a"),
            ("\u{202A}open", "open"),
            ("close\u{202C}\u{2069}", "close"),
            ("abc\u{200E}", "abc"),
            ("x\u{E0041}\u{E0042}", "x"),
        ] {
            assert_eq!(kept(text), clean);
        }
    }
}
