//! A run in, what it is made of out: words, function words, capitals, sentence ends.

use super::{
    code, cut,
    script::{self, Run},
    tie, words,
};

/// Letters of Thai and its kin that are about a word, and the longest function word of
/// theirs that is looked for.
const LETTERS: usize = 4;
pub(super) const LONGEST_UNPARTED: usize = 7;
/// Syllables of Korean that are about a word: it writes long what others write apart.
const SYLLABLES: usize = 3;
/// How far into a run of an unspaced script characters are looked at: beyond, it stands.
pub(super) const MOST_READ: usize = 32;
/// The same for a spaced script, in words.
const MOST_READ_WORDS: i32 = 24;

/// What a run is made of.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Words; for scripts without spaces, about as many as the letters make.
    pub(super) words: i32,
    /// Function words that occur in clauses.
    pub(super) clause: i32,
    /// Function words that occur in names too.
    pub(super) link: i32,
    /// Every word but function words has a capital or no lower-case letters.
    pub(super) title: bool,
    /// The first word has a capital and a later one has none.
    pub(super) sentence_case: bool,
    /// A sentence ends inside.
    pub(super) inner_terminator: bool,
}

impl Body {
    /// Function words of either sort.
    pub(super) fn little_words(&self) -> i32 {
        self.clause + self.link
    }

    /// Reads until it is enough.
    pub(super) fn read(text: &str, run: &Run, enough: impl Fn(&Self) -> bool) -> Self {
        if run.group == script::HAN {
            Self::read_unspaced(text, run, enough)
        } else if script::is_unspaced(run.group) {
            Self::read_unparted(text, run, enough)
        } else {
            let mut body = Self::read_spaced(text, enough);
            if run.group == script::HANGUL {
                let words = (run.letters + 1) / SYLLABLES;
                body.words = body.words.max(i32::try_from(words).unwrap_or(i32::MAX));
            }
            body
        }
    }

    /// Reads a script without spaces other than Han: about a word for every few letters,
    /// and the function words found anywhere.
    fn read_unparted(text: &str, run: &Run, enough: impl Fn(&Self) -> bool) -> Self {
        let words = run.letters.div_ceil(LETTERS);
        let mut body = Self {
            words: i32::try_from(words).unwrap_or(i32::MAX),
            ..Self::default()
        };
        for (at, _) in text.char_indices().take(MOST_READ) {
            if enough(&body) {
                break;
            }
            let found = (2..=LONGEST_UNPARTED).any(|count| {
                tie::first(&text[at..], count).is_some_and(|word| words::role(word).clause)
            });
            body.clause += i32::from(found);
        }
        body
    }

    fn read_unspaced(text: &str, run: &Run, enough: impl Fn(&Self) -> bool) -> Self {
        let han = run.letters - run.kana;
        let mut body = Self {
            words: i32::try_from(han + run.kana / 2).unwrap_or(i32::MAX),
            ..Self::default()
        };
        for character in text.chars().take(MOST_READ) {
            if enough(&body) {
                break;
            }
            let mut buffer = [0; 4];
            if words::role(character.encode_utf8(&mut buffer)).clause {
                body.clause += 1;
            }
            body.inner_terminator |= cut::is_terminator(character);
        }
        body
    }

    pub(super) fn read_spaced(text: &str, enough: impl Fn(&Self) -> bool) -> Self {
        let mut body = Self {
            title: true,
            ..Self::default()
        };
        let mut first_capital = false;
        let mut ended = false;
        // The end of a piece of code, whose parts are no words.
        let mut code_end = 0;
        for word in words_of(text) {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            if at < code_end {
                continue;
            }
            if let Some(code) = code::around(text, at..at + word.len()) {
                code_end = code.end;
                ended = text[code.end..].starts_with(['.', '!', '?'])
                    && text[code.end + 1..].starts_with(char::is_whitespace);
                continue;
            }
            let Some(initial) = word.chars().next() else {
                continue;
            };
            if !initial.is_alphabetic() {
                continue;
            }
            let role = if word.is_ascii() {
                words::role_of_ascii(word.as_bytes())
            } else {
                let mut buffer = [0; words::LONGEST];
                lower(word, &mut buffer)
                    .map(words::role)
                    .unwrap_or_default()
            };
            let capital = initial.is_uppercase();
            if body.words == 0 {
                // `O - retain`
                first_capital = capital
                    && (word.len() > 1 || role.clause || role.link)
                    && word
                        .chars()
                        .skip(1)
                        .all(|c| c.is_lowercase() || is_apostrophe(c));
            } else if !role.link && initial.is_lowercase() {
                // `T-shirt`, `String/password` and `iPad` make none.
                body.sentence_case |= first_capital
                    && !text[..at].ends_with(['-', '/', '('])
                    && !word.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
            }
            body.clause += i32::from(role.clause);
            body.link += i32::from(role.link);
            let hyphenated = text[..at].ends_with('-');
            if (!role.link
                && !hyphenated
                && initial.is_lowercase()
                && word.chars().all(char::is_lowercase))
                || role.clause
            {
                body.title = false;
            }
            body.inner_terminator |= ended && capital;
            ended = false;
            // `dp[i][j] = 1`
            let variable = word.len() == 1 && !role.clause && !role.link;
            let counts = !hyphenated || body.words == 0 || !word.is_ascii();
            body.words += i32::from(counts && !variable);
            let behind = at + word.len();
            if text[behind..].starts_with(['.', '!', '?']) {
                ended = text[behind + 1..].starts_with(char::is_whitespace)
                    && !cut::is_abbreviation(word);
            }
            if body.words >= MOST_READ_WORDS || enough(&body) {
                break;
            }
        }
        body
    }
}

/// The words of a spaced text: stretches of letters, digits, marks and apostrophes.
pub(super) fn words_of(text: &str) -> impl DoubleEndedIterator<Item = &str> + Clone {
    text.split(|c: char| !(c.is_alphanumeric() || is_apostrophe(c)))
        .filter(|word| !word.is_empty())
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

/// The word in lower case with straight apostrophes, if it is short enough for the table.
fn lower<'b>(word: &str, buffer: &'b mut [u8; words::LONGEST]) -> Option<&'b str> {
    let mut length = 0;
    for character in word.chars() {
        let character = if is_apostrophe(character) {
            '\''
        } else {
            character
        };
        for character in character.to_lowercase() {
            let end = length + character.len_utf8();
            character.encode_utf8(buffer.get_mut(length..end)?);
            length = end;
        }
    }
    str::from_utf8(&buffer[..length]).ok()
}
