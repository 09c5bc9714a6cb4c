//! A word in, what it says about the language out: `data/separation-words.tsv`, parsed
//! once. Close relatives among the languages count as one.

use std::sync::LazyLock;

use super::table::{self, Row, Table};
use crate::document::Language;

/// The most languages the table may tell apart.
pub(super) const CLASSES: usize = 64;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    Table::parse(
        include_str!("../../data/separation-words.tsv"),
        FIRST_LANGUAGE,
    )
});

/// The language that most text in one language is expected in.
const FIRST_LANGUAGE: &str = "en";

/// What the table says of a word. A word it lacks is judged by its ending, else by its
/// letters beyond ASCII.
fn of(word: &str) -> Row {
    if word.is_ascii() {
        of_ascii(word.as_bytes(), table::ascii_key(word.as_bytes()))
    } else {
        of_any(&TABLE, word).unwrap_or_default()
    }
}

/// The same for a word of ASCII letters and apostrophes and its key.
fn of_ascii(word: &[u8], key: u64) -> Row {
    let table = &*TABLE;
    let ascii = |word: &[u8]| table.find(table::ascii_key(word));
    let found = table.find(key).or_else(|| {
        if let Some(at) = word.iter().position(|byte| *byte == b'\'') {
            return ascii(&word[at + 1..]).or_else(|| ascii(&word[..at]));
        }
        match word {
            [_, .., one, two, three] if word.len() > ENDING + 1 => {
                ascii(&[b'-', *one, *two, *three])
            }
            _ => None,
        }
    });
    found.unwrap_or_default()
}

/// What the table said of the words asked for last: most text has few words, most of them
/// again and again.
#[derive(Debug, Default)]
pub(super) struct Seen(Vec<(u64, Row)>);

/// How many words are kept, each in the one place that its key gives: they stay in the
/// processor's cache.
const SEEN: usize = 1 << SEEN_BITS;
const SEEN_BITS: u32 = 12;

impl Seen {
    /// What the table says of a word of ASCII letters and apostrophes and its key.
    #[inline]
    pub(super) fn of_ascii(&mut self, word: &[u8], key: u64) -> Row {
        self.get(key, || of_ascii(word, key))
    }

    /// What the table says of any word.
    pub(super) fn of_any(&mut self, word: &str) -> Row {
        self.get(table::key(word), || of(word))
    }

    #[inline]
    fn get(&mut self, key: u64, make: impl FnOnce() -> Row) -> Row {
        if self.0.is_empty() {
            self.0.resize(SEEN, (0, Row::default()));
        }
        let seen = &mut self.0[table::spread(key, SEEN_BITS)];
        if seen.0 != key {
            *seen = (key, make());
        }
        seen.1
    }
}

/// What a row says: languages by index, each with a score in half nats.
pub(super) fn scores(row: Row) -> &'static [(u8, i8)] {
    TABLE.scores(row)
}

/// Whether the words of a text speak for one language at least as much as for another. Not
/// if they say nothing, or if the table does not know one of the languages.
pub(super) fn explains(text: &str, one: &Language, other: &Language) -> bool {
    let (Some(one), Some(other)) = (class(one), class(other)) else {
        return false;
    };
    let (mut ones, mut others) = (0, 0);
    for word in text.split(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’'))) {
        if word.is_empty() {
            continue;
        }
        for (class, score) in scores(of(word)) {
            ones += i32::from(*score) * i32::from(*class == one);
            others += i32::from(*score) * i32::from(*class == other);
        }
    }
    ones > 0 && ones >= others
}

/// The index of a language, or of the close relative that it is counted with.
fn class(language: &Language) -> Option<u8> {
    TABLE.class(match language.primary() {
        "sk" => "cs",
        "nb" | "nn" | "no" => "da",
        "bs" | "sh" => "hr",
        "sr" if language.as_str().contains("Latn") => "hr",
        "ms" => "id",
        "xh" => "zu",
        known => known,
    })
}

/// Whether the table has the word itself, of ASCII letters, and says at least this for English.
pub(super) fn is_english(word: &str, least: i8) -> bool {
    let table = &*TABLE;
    let scores = table.get(table::ascii_key(word.as_bytes()));
    table.class("en").is_some_and(|english| {
        scores
            .iter()
            .any(|(class, score)| *class == english && *score >= least)
    })
}

/// Whether a word is written the same in so many languages that it is rather a name:
/// `Microsoft`.
pub(super) fn is_international(word: &str) -> bool {
    TABLE.get(table::ascii_key(word.as_bytes())).len() >= MANY_LANGUAGES
}

const MANY_LANGUAGES: usize = 24;

/// Letters of an ending in the table.
const ENDING: usize = 3;

/// Words longer than this, in bytes, are not looked up.
const LONGEST: usize = 64;

#[cold]
fn of_any(table: &Table, word: &str) -> Option<Row> {
    if word.len() > LONGEST {
        return None;
    }
    let mut lower = String::with_capacity(word.len() + 1);
    lower.push('-');
    for character in word.chars() {
        match character {
            '’' => lower.push('\''),
            // Most letters, before the long way.
            'a'..='z' | 'à'..='ö' | 'ø'..='ÿ' | 'а'..='џ' => lower.push(character),
            'A'..='Z' => lower.push(character.to_ascii_lowercase()),
            character => lower.extend(character.to_lowercase()),
        }
    }
    let find = |text: &str| table.find(table::key(text));
    let count = |row: Row| table.scores(row).len();
    if let Some(found) = find(&lower[1..]) {
        return Some(found);
    }
    if let Some((head, tail)) = lower[1..].split_once('\'') {
        return find(tail).or_else(|| find(head));
    }
    // The letter that the fewest languages have.
    let mut buffer = [b'+', 0, 0, 0, 0];
    let mut rarest: Option<Row> = None;
    for letter in lower.chars().filter(|letter| !letter.is_ascii()) {
        let length = letter.encode_utf8(&mut buffer[1..]).len();
        let found = str::from_utf8(&buffer[..=length]).ok().and_then(find);
        if let Some(found) = found
            && rarest.is_none_or(|rarest| count(found) < count(rarest))
        {
            rarest = Some(found);
        }
    }
    let telling = match word.as_bytes() {
        [0xD0..=0xD4, ..] => TELLING_CYRILLIC,
        _ => TELLING,
    };
    if rarest.is_some_and(|rarest| count(rarest) <= telling) {
        return rarest;
    }
    let mut ending = String::from("-");
    if let Some((at, _)) = lower.char_indices().rev().nth(ENDING - 1)
        && lower[1..at.max(1)].chars().nth(1).is_some()
    {
        ending.push_str(&lower[at..]);
        if let Some(found) = find(&ending) {
            return Some(found);
        }
    }
    rarest
}

/// A letter that at most this many languages have tells more than an ending.
const TELLING: usize = 2;
const TELLING_CYRILLIC: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    fn best(word: &str) -> Option<&'static str> {
        let most = scores(of(word)).iter().max_by_key(|(_, score)| *score);
        most.map(|(class, _)| TABLE.name(*class))
    }

    #[test]
    fn words_endings_and_letters_speak() {
        assert_eq!(best("Where"), Some("en"));
        assert_eq!(best("nicht"), Some("de"));
        assert_eq!(best("não"), Some("pt"));
        assert_eq!(best("что"), Some("ru"));
        assert_eq!(best("щоб"), Some("uk"));
        assert_eq!(best("है"), Some("hi"));
        assert_eq!(best("Verfassungsbeschwerdeschreibung"), Some("de"));
        assert_eq!(best("xqzvk"), None);
        assert_eq!(best(""), None);
    }

    #[test]
    fn the_table_is_sorted_unique_and_fits() {
        assert!(TABLE.names() <= CLASSES);
        table::check(include_str!("../../data/separation-words.tsv"));
    }
}
