//! A line of a language with spaces between words in, the ends of the sentences inside it
//! out: by the abbreviations and terminators that sentencex knows.

use super::{abbreviation, thai};

/// A line longer than this, in bytes, is looked at in stretches of about this length.
const LONGEST: usize = 8 * 1024;

/// The ends of sentences inside a line with spaces between words.
pub(super) fn ends(line: &str, tag: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    // The question mark of Greek is a semicolon, Armenian ends with a colon.
    if line.contains(may_end) || matches!(tag, "el" | "hy") {
        ends = by_marks(line, tag);
    }
    if tag == "th" {
        ends.extend(thai::ends(line));
    }
    number(line, &mut ends);
    ends
}

/// The ends that marks show.
fn by_marks(line: &str, tag: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    while start < line.len() {
        let stretch = stretch(&line[start..]);
        let parts = sentencex::segment(tag, stretch);
        // Whatever it gives must tile the text to be taken.
        if parts.iter().map(|part| part.len()).sum::<usize>() == stretch.len() {
            let mut end = start;
            for part in parts {
                end += part.len();
                ends.push(end);
            }
        } else {
            ends.push(start + stretch.len());
        }
        start += stretch.len();
    }
    correct(line, tag, &mut ends);
    ends.extend(salutation(line));
    ends
}

/// Corrects ends that a glance at the words around them refutes, and adds some that were
/// taken for abbreviations.
fn correct(line: &str, tag: &str, ends: &mut Vec<usize>) {
    // An opening mark goes with the text after it.
    for end in ends.iter_mut() {
        let before = line[..*end].trim_end();
        let opening = before.trim_end_matches(['(', '[', '“', '«', '„', '‹', '¿', '¡']);
        if opening.len() < before.len() && (opening.is_empty() || opening.ends_with(' ')) {
            *end = opening.len();
        }
    }
    ends.retain(|end| {
        let (before, after) = (line[..*end].trim_end(), line[*end..].trim_start());
        if before.ends_with(['?', '!', '…']) {
            // What was asked goes on with who asked: `— Ты идёшь? — спросила она.`
            let said = after.strip_prefix(['—', '–']).map(str::trim_start);
            return !said.is_some_and(|said| said.starts_with(char::is_lowercase));
        }
        // And with the verb of who asked: `«هل أنت متأكد؟» سألت.`
        if tag == "ar" && before.ends_with(['»', '”', '"']) {
            let next = after.split(' ').next().unwrap_or_default();
            let next = next.trim_end_matches(|c: char| !c.is_alphabetic());
            return !ASKED.contains(&next);
        }
        let Some(before) = before.strip_suffix('.') else {
            return true;
        };
        let word = abbreviation::last_word(before);
        let refuted = abbreviation::goes_on(before, after, tag);
        // A number before a month is its day.
        let day = tag == "de"
            && (1..=2).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_digit())
            && MONTHS.iter().any(|month| after.starts_with(month));
        !refuted && !day
    });
    // `me.` and `mich.` are taken for states, `I.` for an initial: as the object or the
    // subject behind a word in lower case they end a sentence.
    for (at, _) in line.match_indices(". ").chain(line.match_indices(".\" ")) {
        let before = &line[..at];
        let word = abbreviation::last_word(before);
        let head = before[..before.len() - word.len()].trim_end();
        let lower = abbreviation::last_word(head).starts_with(char::is_lowercase);
        let pronoun = match tag {
            "en" => word == "me" || (word == "I" && lower),
            "de" => word == "mich",
            _ => false,
        };
        let behind = at + line[at..].find(' ').unwrap_or(0);
        let rest = line[behind..].trim_start();
        let lone = pronoun && rest.starts_with(|c: char| !c.is_lowercase());
        let closes = line[at..].starts_with(". ") && abbreviation::ends(before, rest);
        if lone || closes {
            ends.push(behind);
        }
    }
    bracketed(line, ends);
}

/// Sentences in brackets and before them end with these.
const TERMINATORS: [char; 6] = ['.', '!', '?', '…', '।', '؟'];

/// Ends a sentence behind a bracket that is around the whole of one.
fn bracketed(line: &str, ends: &mut Vec<usize>) {
    let mut open = None;
    for (at, mark) in line.match_indices(['(', ')']) {
        if mark == "(" {
            let before = line[..at].trim_end();
            let begins = before.is_empty() || before.ends_with(TERMINATORS);
            open = begins.then_some(at);
        } else if let Some(start) = open.take() {
            let after = &line[at + 1..];
            let inside = &line[start + 1..at];
            let next = after.trim_start();
            if inside.contains(' ')
                && inside.ends_with(TERMINATORS)
                && after.starts_with(' ')
                && next.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
            {
                ends.push(at + 1);
            }
        }
    }
}

/// Verbs of saying and asking in Arabic, which come before who does.
const ASKED: [&str; 20] = [
    "قال",
    "قالت",
    "قالوا",
    "قلت",
    "سأل",
    "سألت",
    "سألني",
    "سألته",
    "سألتني",
    "صاح",
    "صاحت",
    "أجاب",
    "أجابت",
    "رد",
    "ردت",
    "همس",
    "همست",
    "صرخ",
    "صرخت",
    "تساءل",
];

const MONTHS: [&str; 13] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Jahrhundert",
];

/// Whether a sentence may end with a character, in any script.
fn may_end(character: char) -> bool {
    match character {
        '.' | '!' | '?' => true,
        character if character.is_ascii() => false,
        '…' | '‼' | '⁇' | '⁈' | '⁉' | '։' | '՜' | '՞' | '؟' | '۔' | '܀' | '܁' | '܂' | '।' | '॥'
        | '።' | '፧' | '፨' | '။' | '၊' | '។' | '៕' | '།' | '༎' | '᠃' | '᠉' => {
            true
        }
        '\u{3000}'..='\u{303F}' | '\u{FE00}'..='\u{FEFF}' | '\u{FF00}'..='\u{FF65}' => true,
        _ => false,
    }
}

/// The beginning of a line up to [`LONGEST`] bytes, to a white space if there is one.
fn stretch(line: &str) -> &str {
    if line.len() <= LONGEST {
        return line;
    }
    let head = &line[..line.floor_char_boundary(LONGEST)];
    match head.rfind(". ").or_else(|| head.rfind(' ')) {
        Some(at) => &head[..line.ceil_char_boundary(at + 1)],
        None => head,
    }
}

/// Cuts a list that is numbered from the beginning of the line on before each number,
/// `1. … 2. …` or `a) … b) …`, and not behind it.
fn number(line: &str, ends: &mut Vec<usize>) {
    let start = line.len()
        - line
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .len();
    let Some((mut number, width)) = Number::parse(&line[start..]) else {
        return;
    };
    let mut at = start + width;
    // Where each item begins and its number ends.
    let mut items = vec![(0, at + 1)];
    while let Some(found) = line[at..].find(' ') {
        let begin = at + found + 1;
        let rest = &line[begin..];
        let mark = rest.len() - rest.trim_start_matches(['•', '⁃', '-', '(', ' ']).len();
        if let Some((next, width)) = Number::parse(&rest[mark..])
            && number.precedes(&next)
        {
            number = next;
            at = begin + mark + width;
            items.push((begin, at + 1));
        } else {
            at = begin;
        }
    }
    ends.retain(|end| {
        let next = items.partition_point(|(begin, _)| begin < end);
        next == 0 || items[next - 1].1 < *end
    });
    ends.extend(items[1..].iter().map(|(begin, _)| *begin));
}

/// The number of an item, and what closes it.
struct Number {
    letter: bool,
    value: u32,
    mark: char,
}

impl Number {
    /// The number at the beginning of a text, with its mark and a space behind it, and how
    /// many bytes it takes without the space.
    fn parse(text: &str) -> Option<(Self, usize)> {
        let width = text
            .bytes()
            .take(4)
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let (number, rest) = text.split_at(width);
        let mark = rest.chars().next().filter(|c| matches!(c, '.' | ')'))?;
        let behind = rest[1..].trim_start_matches(')');
        behind
            .strip_prefix(' ')
            .filter(|text| !text.trim().is_empty())?;
        let letter = width == 1 && number.as_bytes()[0].is_ascii_lowercase();
        let value = if letter {
            u32::from(number.as_bytes()[0] - b'a') + 1
        } else {
            number.parse().ok()?
        };
        let width = text.len() - behind.len();
        Some((
            Self {
                letter,
                value,
                mark,
            },
            width,
        ))
    }

    fn precedes(&self, next: &Self) -> bool {
        self.letter == next.letter && self.mark == next.mark && self.value + 1 == next.value
    }
}

/// The end of a salutation to which a sentence is glued: after `Dear` in `DearThank you`.
fn salutation(line: &str) -> Option<usize> {
    ["Dear", "Hello", "Hi"].into_iter().find_map(|word| {
        let rest = line.strip_prefix(word)?;
        let glued = rest.starts_with(|c: char| c.is_ascii_uppercase())
            && rest[1..].starts_with(|c: char| c.is_ascii_lowercase())
            && rest.contains(' ');
        glued.then_some(word.len())
    })
}
