//! A text in one script with spaces between words in, the places where its language
//! changes out. Every word is evidence for some languages; a change costs, more inside
//! a sentence than between sentences, and the best path through the words wins.

mod path;

use std::ops::Range;

use super::{
    code, cut,
    evidence::{self, CLASSES, Seen},
    script,
    table::{self, Row},
    words,
};
use crate::ascii;
use path::Path;

/// What a change costs before a word, in half nats, by what lies between it and the word
/// before: a sentence or line end.
const AFTER_SENTENCE: i32 = 12;
/// A comma, a colon, a dash, a bracket or a quotation mark.
const AFTER_PAUSE: i32 = 16;
/// Nothing, but the word has a capital.
const AT_CAPITAL: i32 = 16;
/// Nothing at all.
const INSIDE: i32 = 24;
/// A hyphen: `drag-and-drop` is one word.
const WITHIN: i32 = 1 << 16;
/// The border of an inline element takes this off; it makes no sentence end of a capital.
const AT_BORDER: i32 = 3;

/// Appends the offsets in `text` at which the language of `range` changes. `group` is one of
/// letters.
pub(super) fn find(
    text: &str,
    range: Range<usize>,
    group: script::Vote,
    borders: &[usize],
    room: &mut Room,
    cuts: &mut Vec<usize>,
) {
    let Room { words, seen } = room;
    read(text, range, group, borders, words, seen);
    if heads_english(text, words) {
        cuts.push(words[0].end + cut::place(&text[words[0].end..words[1].start], false));
        return;
    }
    if words.len() < 2 || is_first(words) {
        return;
    }
    let mut changes = if is_plain(words) {
        Vec::new()
    } else {
        changes(words)
    };
    leave_titles(text, words, &mut changes);
    leave_quotations(text, words, &mut changes);
    let doubts = doubts(text, words, &changes);
    let mut places: Vec<usize> = changes.into_iter().chain(doubts).collect();
    places.sort_unstable();
    places.dedup();
    for index in places {
        let gap = words[index - 1].end..words[index].start;
        cuts.push(gap.start + cut::place(&text[gap.clone()], false));
    }
}

/// The indices of the words before which the language changes on the best path.
fn changes(words: &[Word]) -> Vec<usize> {
    let mut path = Path::of(words);
    for word in words {
        path.step(word);
    }
    let mut changes = Vec::new();
    let mut place = path.best();
    for (index, choice) in path.choices.iter().enumerate().rev() {
        if choice.changed & 1 << place != 0 {
            changes.push(index);
            place = choice.from;
        }
    }
    changes.reverse();
    changes
}

/// Takes the changes back around a quotation of few words that the sentence around it goes on
/// behind or begins before: `wenn jemand „it's raining cats and dogs“ sagt`.
fn leave_quotations(text: &str, words: &[Word], changes: &mut Vec<usize>) {
    let mut place = 0;
    while place <= changes.len() {
        let first = place.checked_sub(1).map_or(0, |before| changes[before]);
        let next = changes.get(place).copied();
        let end = next.unwrap_or(words.len());
        let inside = |index: usize| {
            words
                .get(index)
                .is_some_and(|word| word.cost > AFTER_SENTENCE)
        };
        let host = first > 0 && inside(first) || next.is_some_and(inside);
        if host && is_quotation(text, words, first..end) {
            // What changed before it and behind it.
            changes.drain(place.saturating_sub(1)..(place + 1).min(changes.len()));
            continue;
        }
        place += 1;
    }
}

/// Whether a stretch of few words, in which no sentence ends, stands in quotation marks.
fn is_quotation(text: &str, words: &[Word], stretch: Range<usize>) -> bool {
    let ends = || {
        words[stretch.clone()]
            .iter()
            .skip(1)
            .any(|word| word.cost <= AFTER_SENTENCE)
    };
    if stretch.is_empty() || stretch.len() > LONGEST_TITLE || ends() {
        return false;
    }
    let before = stretch
        .start
        .checked_sub(1)
        .map_or(0, |last| words[last].end);
    let after = words.get(stretch.end).map_or(text.len(), |next| next.start);
    let behind = &text[words[stretch.end - 1].end..after];
    text[before..words[stretch.start].start].ends_with(QUOTES)
        && behind
            .trim_start_matches(|c| cut::is_terminator(c) || c == ',')
            .starts_with(QUOTES)
}

/// What begins or ends a quotation in the languages with spaces.
const QUOTES: [char; 10] = ['"', '“', '”', '„', '«', '»', '‘', '’', '‚', '\''];

/// Whether the first word is the label of an English sentence in another language: `Beispiel:
/// She left early.`
fn heads_english(text: &str, words: &[Word]) -> bool {
    let [label, rest @ ..] = words else {
        return false;
    };
    if rest.len() < FEWEST_LABELLED
        || rest.len() > LONGEST_LABELLED
        || !text[label.end..rest[0].start].starts_with(':')
    {
        return false;
    }
    let own = evidence::scores(label.says);
    let Some((class, score)) = own.iter().copied().max_by_key(|(_, score)| *score) else {
        return false;
    };
    if i32::from(score) < LABELS || own.iter().any(|(class, _)| *class == ENGLISH) {
        return false;
    }
    let sum = |wanted: u8| -> i32 {
        let said = rest.iter().flat_map(|word| evidence::scores(word.says));
        said.filter(|(class, _)| *class == wanted)
            .map(|(_, score)| i32::from(*score))
            .sum()
    };
    sum(ENGLISH) - sum(class) >= LABELLED
}

/// The index of English, the table's first language.
const ENGLISH: u8 = 0;
/// The fewest and the most words behind a label, how much they must say for English more than
/// for the label's language, and how much the label for that, in half nats.
const FEWEST_LABELLED: usize = 4;
const LONGEST_LABELLED: usize = 64;
const LABELLED: i32 = 24;
const LABELS: i32 = 5;

/// Takes the changes back that would part a title from the sentence around it: a stretch
/// inside a sentence in which every word but little ones has a capital, and that is no clause.
fn leave_titles(text: &str, words: &[Word], changes: &mut Vec<usize>) {
    if changes.is_empty() {
        return;
    }
    let inside = |index: &usize| words[*index].cost > AFTER_SENTENCE;
    let mut kept = Vec::with_capacity(changes.len());
    for (place, index) in changes.iter().enumerate() {
        if inside(index) {
            // `Gone with the Wind`: the title has begun already.
            let word = &text[words[index - 1].start..words[index - 1].end];
            if ARTICLES.contains(&word) {
                continue;
            }
            let next = changes.get(place + 1).copied().unwrap_or(words.len());
            let after = words[index + 1..next].iter();
            let after = after.take_while(|word| word.cost > AFTER_SENTENCE).count();
            let last = place.checked_sub(1).map_or(0, |place| changes[place]);
            let before = words[last + 1..=*index].iter().rev();
            let before = before.take_while(|word| word.cost > AFTER_SENTENCE).count();
            if is_title(text, &words[*index..=index + after])
                || is_title(text, &words[index - before..*index])
            {
                continue;
            }
        }
        kept.push(*index);
    }
    *changes = kept;
}

/// Whether every word but little ones has a capital, and none makes a clause.
fn is_title(text: &str, stretch: &[Word]) -> bool {
    stretch.iter().take(LONGEST_TITLE + 1).count() <= LONGEST_TITLE
        && stretch.iter().all(|word| {
            let word = &text[word.start..word.end];
            let role = words::role(&word.to_lowercase());
            // `d’Italia` has its capital behind the elided article.
            let last = word.rsplit(['\'', '’']).next().unwrap_or(word);
            let capital =
                word.starts_with(char::is_uppercase) || last.starts_with(char::is_uppercase);
            !role.clause && (role.link || capital)
        })
}

/// Little words that nothing but the rest of their phrase follows.
const ARTICLES: [&str; 2] = ["of", "the"];

/// The most words of a title.
const LONGEST_TITLE: usize = 12;

/// Neighbouring sentences need this much evidence, in half nats, for one language that
/// is the best guess for both, or they are kept apart until they are identified.
const AGREED: i32 = 10;
/// How far behind the best a language may be in a sentence.
const BEHIND: i32 = 1;
/// A sentence with less evidence than this and fewer words than that goes with the one
/// before.
const LITTLE: i32 = 8;
const FEW: usize = 2;

/// The indices of the words that begin sentences about whose language there is doubt.
fn doubts(source: &str, words: &[Word], changes: &[usize]) -> Vec<usize> {
    let mut doubts = Vec::new();
    if words[1..].iter().all(|word| word.cost > AFTER_SENTENCE) {
        return doubts;
    }
    let mut changes = changes.iter().peekable();
    // What the text since the last change or doubt says.
    let mut text = [0_i32; CLASSES];
    let mut start = 0;
    // The letters of one language in the text since then.
    let mut seen = 0;
    while start < words.len() {
        let end = (start + 1..words.len())
            .find(|index| words[*index].cost <= AFTER_SENTENCE)
            .unwrap_or(words.len());
        let mut sentence = [0_i32; CLASSES];
        let mut changed = None;
        for (index, word) in words[start..end].iter().enumerate() {
            if changes.next_if_eq(&&(start + index)).is_some() {
                changed = Some(index);
                sentence = [0; CLASSES];
            }
            for (class, score) in evidence::scores(word.says) {
                sentence[usize::from(*class)] += i32::from(*score);
            }
        }
        let most = sentence.iter().copied().max().unwrap_or(0);
        let own = marks(&source[words[start].start..words[end - 1].end]);
        if changed.is_some() {
            seen = 0;
            text = [0; CLASSES];
        } else if start > 0 && !(most < LITTLE && end - start < FEW) {
            let best = text.iter().copied().max().unwrap_or(0);
            // `Max. `: an abbreviation.
            if start < FEW && best < LITTLE && is_short(source, &words[0]) {
                start = end;
                text = sentence;
                seen |= own;
                continue;
            }
            let agreed = (0..CLASSES).any(|class| {
                text[class] + BEHIND > best
                    && text[class] + sentence[class] >= AGREED
                    && sentence[class] + BEHIND > most
                    && sentence[class] > 0
            });
            if !agreed || own != 0 && seen != 0 && own & seen == 0 {
                doubts.push(start);
                seen = 0;
                text = [0; CLASSES];
            }
        }
        seen |= own;
        for (sum, score) in text.iter_mut().zip(sentence) {
            *sum += score;
        }
        start = end;
    }
    doubts
}

/// Which letters a text has that only Russian or only Ukrainian writes, of the two.
fn marks(text: &str) -> u8 {
    if !text.starts_with(|c| script::vote(c) == script::CYRILLIC) {
        return 0;
    }
    let mark = |c: char| match c {
        'ы' | 'э' | 'ё' | 'ъ' | 'Ы' | 'Э' | 'Ё' | 'Ъ' => 1,
        'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ' => 2,
        _ => 0,
    };
    text.chars().map(mark).fold(0, |marks, mark| marks | mark)
}

/// Whether a word with a point behind it may be an abbreviation.
fn is_short(text: &str, word: &Word) -> bool {
    word.end - word.start <= LONGEST_SHORT && text[word.end..].starts_with('.')
}

/// How long an abbreviation is at most, in bytes.
const LONGEST_SHORT: usize = 6;

/// What is kept from one text to the next.
#[derive(Default)]
pub(super) struct Room {
    /// The words of a text, filled anew.
    words: Vec<Word>,
    seen: Seen,
}

impl Room {
    /// How many words there is room for.
    pub(super) fn capacity(&self) -> usize {
        self.words.capacity()
    }
}

/// A word, what it says, and what a change before it costs.
struct Word {
    start: usize,
    end: usize,
    says: Row,
    cost: i32,
}

/// Bytes of a word with the space behind it; room for as many words is made at once.
const BYTES_A_WORD: usize = 5;

fn read(
    text: &str,
    range: Range<usize>,
    group: script::Vote,
    mut borders: &[usize],
    words: &mut Vec<Word>,
    seen: &mut Seen,
) {
    words.clear();
    words.reserve(range.len() / BYTES_A_WORD);
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    let mut before = range.start;
    while let Some(first) = bytes.get(at) {
        if first.is_ascii() && !first.is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let start = at;
        let short = ascii::short_word(&bytes[start..]).filter(|_| group == script::LATIN);
        let (end, key) = if let Some((length, key)) = short {
            (start + length, Some(key))
        } else {
            let (vote, length) = script::vote_at(text, at);
            if vote != group {
                at += length;
                continue;
            }
            let (end, plain) = word_end(text, start..range.end, group);
            (end, plain.then(|| table::ascii_key(&bytes[start..end])))
        };
        at = end;
        if let Some(code) = code::around(text, start..end) {
            // It goes with the text before.
            at = code.end.max(at);
            if let Some(last) = words.last_mut() {
                last.end = at;
                before = at;
            }
            continue;
        }
        let (end, says, capital) = match key {
            Some(key) => {
                let says = seen.of_ascii(&bytes[start..end], key);
                (end, says, first.is_ascii_uppercase())
            }
            None => {
                let word = text[start..end].trim_end_matches('’');
                let capital = word.starts_with(char::is_uppercase);
                (start + word.len(), seen.of_any(word), capital)
            }
        };
        let mut cost = match bytes[before..start] {
            [b' '] if capital => AT_CAPITAL,
            [b' '] => INSIDE,
            [b'-'] => WITHIN,
            _ => {
                let last = words.last().map_or("", |last| &text[last.start..last.end]);
                cost(&text[before..start], last, capital, group)
            }
        };
        while let [border, rest @ ..] = borders
            && *border < before
        {
            borders = rest;
        }
        if borders.first().is_some_and(|border| *border <= start) {
            cost -= AT_BORDER;
        }
        before = end;
        words.push(Word {
            start,
            end,
            says,
            cost,
        });
    }
}

/// Where a word ends that a range begins with, and whether it is of ASCII letters and
/// apostrophes.
#[inline]
fn word_end(text: &str, range: Range<usize>, group: script::Vote) -> (usize, bool) {
    let bytes = &text.as_bytes()[..range.end];
    let letters = |at: usize| at + ascii::letters(&bytes[at..]);
    let mut end = letters(range.start);
    let mut plain = true;
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii() {
            // Only an apostrophe goes on.
            let behind = || text.as_bytes().get(end + 1);
            if *byte != b'\'' || !behind().is_some_and(u8::is_ascii_alphabetic) {
                break;
            }
            end += 1;
        } else {
            let (vote, length) = script::vote_at(text, end);
            if vote != group && !text[end..].starts_with('’') {
                break;
            }
            plain = false;
            end += length;
        }
        end = letters(end);
    }
    (end, plain)
}

/// What a change costs in `gap` behind the word `last`.
fn cost(gap: &str, last: &str, capital: bool, group: script::Vote) -> i32 {
    let open = if capital { AT_CAPITAL } else { INSIDE };
    if cut::ends(gap) {
        // Without white space behind it a point is part of an address, a name or, before a
        // small letter, a version: `Solaris 2.x`.
        let version = || !capital && gap.ends_with('.') && cut::number(gap.trim_start()) > 0;
        if gap.is_ascii() && (!gap.contains(char::is_whitespace) || version()) {
            return open;
        }
        if gap.starts_with('.') && cut::is_abbreviation(last) {
            return AFTER_PAUSE;
        }
        // A sentence does not begin with a small letter.
        let cased = matches!(group, script::LATIN | script::CYRILLIC);
        let goes_on = gap.starts_with(['.', '!', '?', '…']) && gap.ends_with(' ');
        return if goes_on && cased && !capital {
            open
        } else {
            AFTER_SENTENCE
        };
    }
    if gap
        .chars()
        .all(|c| c.is_whitespace() || c.is_alphanumeric())
    {
        open
    } else {
        AFTER_PAUSE
    }
}

/// Whether the table's first language explains every sentence so well that neither a
/// change nor a doubt is found: what the rest of this file would say of most English, at
/// a glance.
fn is_first(words: &[Word]) -> bool {
    // What a stretch of words says for another language, the most it can gain by a
    // change, and what changes cost at least.
    let (mut stretch, mut gain, mut least) = (0, 0, i32::MAX);
    // What the text before a sentence, and the sentence, say for the language, and how
    // much more for another at most.
    let (mut text, mut sentence) = ((0, 0), (0, 0));
    let mut begun = false;
    for (index, word) in words.iter().enumerate() {
        let (first, behind) = (i32::from(word.says.first), i32::from(word.says.behind));
        if index > 0 {
            least = least.min(word.cost);
            if word.cost <= AFTER_SENTENCE {
                if begun && !agrees(text, sentence) {
                    return false;
                }
                begun = true;
                text = (text.0 + sentence.0, text.1 + sentence.1);
                sentence = (0, 0);
            }
        }
        sentence.0 += first;
        sentence.1 += behind;
        stretch = (stretch + behind).max(0);
        gain = gain.max(stretch);
    }
    gain < least && (!begun || agrees(text, sentence))
}

/// Whether a sentence is surely in the language of the text before.
fn agrees(text: (i32, i32), sentence: (i32, i32)) -> bool {
    sentence.0 > 0 && sentence.1 < BEHIND && text.1 < BEHIND && text.0 + sentence.0 >= AGREED
}

/// Whether one language explains the words about as well as any number could.
fn is_plain(words: &[Word]) -> bool {
    // The most that words can say for any languages.
    let most = |word: &Word| i32::from(word.says.first) + i32::from(word.says.behind).max(0);
    if words.iter().map(most).sum::<i32>() < AFTER_SENTENCE {
        return true;
    }
    let mut sums = [0_i32; CLASSES];
    let mut most = 0;
    for word in words {
        let mut best = 0;
        for (class, score) in evidence::scores(word.says) {
            sums[usize::from(*class)] += i32::from(*score);
            best = best.max(i32::from(*score));
        }
        most += best;
    }
    most - sums.into_iter().max().unwrap_or(0) < AFTER_SENTENCE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut cuts = Vec::new();
        let group = script::runs(text)[0].group;
        find(
            text,
            0..text.len(),
            group,
            &[],
            &mut Room::default(),
            &mut cuts,
        );
        let mut start = 0;
        let mut parts = Vec::new();
        for end in cuts.into_iter().chain([text.len()]) {
            parts.push(&text[start..end]);
            start = end;
        }
        parts
    }

    #[test]
    fn languages_change_between_sentences() {
        assert_eq!(
            cut("Das ist mein Haus. This is my house. And this is my garden."),
            [
                "Das ist mein Haus. ",
                "This is my house. And this is my garden."
            ]
        );
        assert_eq!(
            cut("Я не знаю, что это такое. Я не знаю, що це таке."),
            ["Я не знаю, что это такое. ", "Я не знаю, що це таке."]
        );
    }

    #[test]
    fn a_version_ends_no_sentence() {
        let text = "The Solaris 2.x, SunOS 5.x and older systems can be used as well.";
        assert_eq!(cut(text), [text]);
    }

    #[test]
    fn a_change_needs_no_sentence_end() {
        assert_eq!(
            cut("Él ha perdido su trabajo Você não deveria responder aos seus pais"),
            [
                "Él ha perdido su trabajo ",
                "Você não deveria responder aos seus pais"
            ]
        );
    }

    #[test]
    fn languages_change_inside_a_line() {
        assert_eq!(
            cut("Wo ist die Bibliothek Where is the library"),
            ["Wo ist die Bibliothek ", "Where is the library"]
        );
    }

    proptest! {
        #[test]
        fn a_glance_sees_what_a_look_would(
            parts in prop::collection::vec(prop::sample::select(vec![
                "the ", "house ", "is ", "nicht ", "Das ", "and ", "Tom ", "le ", "chat ", "Where ",
                "xqz ", "no. ", "No, ", "film ", "de ", "hard. ", "I ", "mag ", "you? ", "Paris. ",
            ]), 2..30),
        ) {
            let text = parts.concat();
            let mut words = Vec::new();
            let mut seen = Seen::default();
            read(&text, 0..text.len(), script::LATIN, &[], &mut words, &mut seen);
            if is_first(&words) {
                let changes = changes(&words);
                prop_assert!(changes.is_empty(), "{}", text);
                prop_assert!(doubts(&text, &words, &changes).is_empty(), "{}", text);
            }
        }
    }

    #[test]
    fn one_language_is_left_whole() {
        for text in [
            "She moved to Los Angeles. She likes it there, and so do I.",
            "He said no. No one was there. Die hard was on TV.",
            "Der Film heißt Gone with the Wind, und ich mag ihn sehr.",
            "Mein liebster Film ist The Lord of the Rings",
            "Oh! dit le roi, je souffre beaucoup.",
            "Alle Rennen im Jahr: Frauen Männer Tour de France Giro d’Italia Meisterschaften",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }
}
