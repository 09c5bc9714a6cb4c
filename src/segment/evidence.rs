//! A word in, what it says about the language out: `data/separation-words.tsv`, parsed
//! once. Close relatives among the languages count as one.

use std::sync::LazyLock;

use super::table::{self, Table};

/// The most languages the table may tell apart.
pub(super) const CLASSES: usize = 64;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../data/separation-words.tsv")));

/// What the table says of a word: languages by index, each with a score in half nats.
/// A word it lacks is judged by its ending, else by its letters beyond ASCII.
pub(super) fn of(word: &str) -> &'static [(u8, i8)] {
    if word.is_ascii() {
        of_ascii(word.as_bytes())
    } else {
        of_any(&TABLE, word)
    }
}

/// The same for a word of ASCII letters and apostrophes.
pub(super) fn of_ascii(word: &[u8]) -> &'static [(u8, i8)] {
    let table = &*TABLE;
    let found = table.get(table::ascii_key(word));
    if !found.is_empty() {
        return found;
    }
    if let Some(at) = word.iter().position(|byte| *byte == b'\'') {
        let tail = table.get(table::ascii_key(&word[at + 1..]));
        if !tail.is_empty() {
            return tail;
        }
        return table.get(table::ascii_key(&word[..at]));
    }
    match word {
        [_, .., one, two, three] if word.len() > ENDING + 1 => {
            table.get(table::ascii_key(&[b'-', *one, *two, *three]))
        }
        _ => &[],
    }
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

/// Letters of an ending in the table.
const ENDING: usize = 3;

/// Words longer than this, in bytes, are not looked up.
const LONGEST: usize = 64;

#[cold]
fn of_any(table: &'static Table, word: &str) -> &'static [(u8, i8)] {
    if word.len() > LONGEST {
        return &[];
    }
    let mut lower = String::with_capacity(word.len() + 1);
    lower.push('-');
    for character in word.chars() {
        match character {
            '’' => lower.push('\''),
            character => lower.extend(character.to_lowercase()),
        }
    }
    let found = table.get(table::key(&lower[1..]));
    if !found.is_empty() {
        return found;
    }
    if let Some((head, tail)) = lower[1..].split_once('\'') {
        let found = table.get(table::key(tail));
        if !found.is_empty() {
            return found;
        }
        return table.get(table::key(head));
    }
    let mut ending = String::from("-");
    if let Some((at, _)) = lower.char_indices().rev().nth(ENDING - 1)
        && lower[1..at.max(1)].chars().nth(1).is_some()
    {
        ending.push_str(&lower[at..]);
        let found = table.get(table::key(&ending));
        if !found.is_empty() {
            return found;
        }
    }
    for letter in lower.chars().filter(|letter| !letter.is_ascii()) {
        ending.clear();
        ending.extend(['+', letter]);
        let found = table.get(table::key(&ending));
        if !found.is_empty() {
            return found;
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(word: &str) -> Option<&'static str> {
        let most = of(word).iter().max_by_key(|(_, score)| *score);
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
