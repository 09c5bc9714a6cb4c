//! The neutral text between two runs in, the place to cut it out: white space and
//! closing punctuation go with the text before, opening punctuation, labels and
//! signs with the text after.

/// Where to cut `gap`, the text between the last letter before and the first letter
/// after. `quoted` says whether a straight double quote is open before the gap.
pub(super) fn place(gap: &str, quoted: bool) -> usize {
    let mut cut = 0;
    let mut quoted = quoted;
    // Whether a sentence or line ended before the cut: a number there is a label.
    let mut ended = false;
    // Digits and signs since the cut, which may belong to either side.
    let mut open = false;
    // Whether a colon stands before the digits since the cut, and how many there are: the
    // number of a telephone belongs to what names it.
    let (mut introduced, mut digits) = (false, 0);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut previous = None;
    let mut characters = gap.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let end = at + character.len_utf8();
        digits += usize::from(character.is_ascii_digit());
        if matches!(character, '-' | '.')
            && open
            && digit(previous)
            && digit(characters.peek().map(|c| c.1))
        {
            previous = Some(character);
            continue;
        }
        match kind(character) {
            Kind::Space => {
                if !open || (at > 0 && cut == 0) || introduced && digits >= LONG_NUMBER {
                    // Digits that touch the text before stay with it.
                    cut = end;
                    open = false;
                }
                ended |= character == '\n';
            }
            Kind::Closer | Kind::Terminator => {
                introduced = matches!(character, ':' | '：');
                digits = 0;
                let label = ended && open && !matches!(character, '。' | '！' | '？' | '!' | '?');
                if !label {
                    cut = end;
                    open = false;
                    ended |= kind(character) == Kind::Terminator;
                }
            }
            Kind::Quote => {
                quoted = !quoted;
                if quoted {
                    return cut;
                }
                cut = end;
                open = false;
            }
            Kind::Apostrophe => {
                let next = characters.peek().map(|next| next.1);
                if next.is_none() && at > 0 {
                    return cut;
                }
                cut = end;
                open = false;
            }
            Kind::Opener => {
                // An empty pair of brackets is like a word of the text before.
                let rest = &gap[end..];
                let closing = rest
                    .char_indices()
                    .take(MOST_BRACKETED)
                    .find(|(_, character)| is_closing_bracket(*character));
                let Some((found, close)) = closing else {
                    return cut;
                };
                cut = end + found + close.len_utf8();
                open = false;
                while characters.next_if(|next| next.0 < cut).is_some() {}
            }
            Kind::Sign => {
                // A sign after the end of a sentence begins the next item.
                open = true;
            }
            Kind::Mark => {
                if previous.is_none() || !open {
                    cut = end;
                }
            }
        }
        previous = Some(character);
    }
    cut
}

/// A number of so many digits is no number of an item, nor how many there are.
const LONG_NUMBER: usize = 5;

/// How much neutral text between brackets is looked at, in characters.
const MOST_BRACKETED: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Space,
    /// Ends a sentence.
    Terminator,
    /// Closes or separates.
    Closer,
    Opener,
    /// A straight double quote.
    Quote,
    /// A straight single quote.
    Apostrophe,
    /// Combining marks, joiners and selectors: with what they follow.
    Mark,
    /// Digits, currency, everything else.
    Sign,
}

fn kind(character: char) -> Kind {
    match character {
        '。' | '．' | '！' | '？' | '.' | '!' | '?' | '…' | '｡' | '؟' | '۔' | '।' | '॥' => {
            Kind::Terminator
        }
        ',' | ';' | ':' | ')' | ']' | '}' | '”' | '’' | '»' | '›' | '、' | '，' | '；' | '：'
        | '）' | '］' | '｝' | '】' | '」' | '』' | '》' | '〉' | '〕' | '〗' | '〙' | '〛' | '｣'
        | '､' | '·' | '・' | '—' | '–' | '―' | '~' | '～' | '〜' | '/' | '|' | '｜' | '%'
        | '％' | '‰' | '°' | '℃' | '℉' | '™' | '®' | '،' | '؛' | '-' | '─' | '→' | '⇒' | '='
        | '＝' | '×' | '>' | '_' => Kind::Closer,
        '(' | '[' | '{' | '“' | '‘' | '«' | '‹' | '„' | '‚' | '（' | '［' | '｛' | '【' | '「'
        | '『' | '《' | '〈' | '〔' | '〖' | '〘' | '〚' | '｢' | '¿' | '¡' | '<' => Kind::Opener,
        '"' | '＂' => Kind::Quote,
        '\'' | '＇' => Kind::Apostrophe,
        '\u{300}'..='\u{36F}' // combining marks
        | '\u{200B}'..='\u{200F}' // zero width space, joiners, directional marks
        | '\u{FE00}'..='\u{FE0F}' // variation selectors
        | '\u{20D0}'..='\u{20FF}' // combining marks for symbols
        | '\u{2060}' // word joiner
        | '\u{FEFF}' // zero width no-break space
        | '\u{AD}' // soft hyphen
        | '\u{202A}'..='\u{202E}' // directional embeddings
        | '\u{2066}'..='\u{2069}' => Kind::Mark, // directional isolates
        character if character.is_whitespace() => Kind::Space,
        _ => Kind::Sign,
    }
}

fn is_closing_bracket(character: char) -> bool {
    matches!(
        character,
        ')' | ']' | '}' | '）' | '］' | '】' | '」' | '』' | '》' | '〉' | '”'
    )
}

/// The length of the number that a text behind a letter begins with, the points before and
/// between its digits included: `v2`, `v5.3`, `ASN.1`.
pub(super) fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while is_digit(end) || bytes.get(end) == Some(&b'.') && is_digit(end + 1) {
        end += 1;
    }
    end
}

/// Whether a sentence or a line ends in `gap`. A point between digits ends nothing, nor does
/// one before a name that has a space before it: `расширение .BAK`.
pub(super) fn ends(gap: &str) -> bool {
    let mut before = '\0';
    let mut characters = gap.chars().peekable();
    while let Some(character) = characters.next() {
        let decimal = character == '.'
            && before.is_ascii_digit()
            && characters.peek().is_some_and(char::is_ascii_digit);
        let dotted = character == '.' && before == ' ' && characters.peek().is_none();
        // `contributes.{0}`, `ASN.1`
        let joined = character == '.'
            && characters.peek().is_some_and(|c| {
                matches!(c, '{' | '<' | '*' | '_') || before == '\0' && c.is_ascii_digit()
            });
        if character == '\n' || (is_terminator(character) && !(decimal || dotted || joined)) {
            return true;
        }
        before = character;
    }
    false
}

/// Whether a point behind a Latin word is of an abbreviation: an initial, a title, `et al.`
pub(super) fn is_abbreviation(word: &str) -> bool {
    let known = matches!(
        word,
        "adj"
            | "adv"
            | "al"
            | "approx"
            | "Co"
            | "conj"
            | "Corp"
            | "Dr"
            | "ed"
            | "Ed"
            | "eds"
            | "etc"
            | "Fig"
            | "fig"
            | "Inc"
            | "int"
            | "Jr"
            | "Ltd"
            | "Mr"
            | "Mrs"
            | "Ms"
            | "No"
            | "num"
            | "pp"
            | "prep"
            | "Prof"
            | "pron"
            | "St"
            | "vi"
            | "vol"
            | "Vol"
            | "vs"
            | "vt"
    );
    known || word.len() == 1 && word != "I" && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a character ends a sentence.
pub(super) fn is_terminator(character: char) -> bool {
    kind(character) == Kind::Terminator
}

/// Whether a character opens a bracket or a quotation.
pub(super) fn is_opener(character: char) -> bool {
    kind(character) == Kind::Opener || character == '"'
}

/// Whether a character closes a bracket or a quotation.
pub(super) fn is_closer(character: char) -> bool {
    is_closing_bracket(character) || matches!(character, '"' | '’' | '»' | '›' | '>')
}

/// What opens and closes quotations, and no brackets.
pub(super) const OPENING_QUOTES: [char; 6] = ['“', '"', '«', '「', '『', '‘'];
pub(super) const CLOSING_QUOTES: [char; 6] = ['”', '"', '»', '」', '』', '’'];

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(gap: &str) -> (&str, &str) {
        gap.split_at(place(gap, false))
    }

    #[test]
    fn closing_goes_before_and_opening_after() {
        assert_eq!(cut(""), ("", ""));
        assert_eq!(cut("。”（"), ("。”", "（"));
        assert_eq!(cut(" 《"), (" ", "《"));
        assert_eq!(cut("!  "), ("!  ", ""));
        assert_eq!(cut(" \""), (" ", "\""));
        assert_eq!(cut("：“"), ("：", "“"));
        assert_eq!(cut("()。"), ("()。", ""));
        assert_eq!(place(".\" ", true), 3);
    }

    #[test]
    fn labels_go_with_what_they_label() {
        assert_eq!(cut("。2. "), ("。", "2. "));
        assert_eq!(cut("。\n- "), ("。\n- ", ""));
        assert_eq!(cut(" 15。"), (" 15。", ""));
        assert_eq!(cut(" 15"), (" ", "15"));
        assert_eq!(cut("15 "), ("15 ", ""));
        assert_eq!(cut(" 2.6 "), (" ", "2.6 "));
        assert_eq!(cut(" $"), (" ", "$"));
        assert_eq!(cut(": 010-62781234 "), (": 010-62781234 ", ""));
        assert_eq!(cut("：3 "), ("：", "3 "));
    }
}
