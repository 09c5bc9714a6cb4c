//! A run among its neighbours in, whether it stands as a text of its own out. A run
//! that does not is a term that stays with the text around it.

use super::{
    cut, evidence,
    script::{self, Run},
    words,
};

/// The points a run needs to stand. The points below were set on one half of a
/// collection of glued and embedded lines; a plateau, not a peak.
const ENOUGH: i32 = 14;

/// Points: words count up to here.
const MOST_WORDS: i32 = 8;
/// Words of a title count up to here while it is tight on both sides.
const MOST_TITLE_WORDS: i32 = 5;
const WORD: i32 = 2;
/// The same for each Han character and each two kana or letters of an unspaced script.
const CHARACTER: i32 = 3;
/// The same for scripts other than Latin, of which fewer names stand in foreign texts.
const FOREIGN_WORD: i32 = 4;
/// The same for Korean; see also [`SYLLABLES`].
const KOREAN_WORD: i32 = 5;
/// Syllables of Korean that are about a word: it writes long what others write apart.
const SYLLABLES: usize = 3;
const CLAUSE_WORD: i32 = 4;
const LINK_WORD: i32 = 3;
/// A capital on the first word only, as a sentence has it.
const SENTENCE_CASE: i32 = 6;
/// A side that is the edge of the block, or where a sentence ends.
const CLOSED_SIDE: i32 = 4;
/// A side with a colon.
const INTRODUCED: i32 = 3;
/// A sentence end of its own script right behind it.
const OWN_TERMINATOR: i32 = 6;
/// A sentence end inside, with a capital after it.
const INNER_TERMINATOR: i32 = 8;
/// A particle that ties, by how firmly.
const TIE: [i32; 3] = [0, -4, -8];
/// A comma of the other script right behind it.
const FOREIGN_PAUSE: i32 = -8;
/// Brackets or quotation marks around it.
const BRACKETED: i32 = -12;
/// Bracketed runs longer than this many words stand all the same.
const MOST_BRACKETED_WORDS: i32 = 12;

/// How far into a run of an unspaced script characters are looked at: beyond, it stands.
const MOST_READ: usize = 32;
/// The same for a spaced script, in words.
const MOST_READ_WORDS: i32 = 24;

/// What lies at one side of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The edge of the block or of a line, or the end of a sentence.
    Closed,
    /// A colon.
    Introduced,
    /// Another pause: a comma, a semicolon, a bracket.
    Pause,
    /// Nothing, or white space.
    Open,
}

/// Whether the run at `index` stands.
pub(super) fn stands(text: &str, runs: &[Run], index: usize, wanted: Option<usize>) -> bool {
    let run = &runs[index];
    let start = index
        .checked_sub(1)
        .map_or(0, |before| runs[before].range.end);
    let end = runs
        .get(index + 1)
        .map_or(text.len(), |next| next.range.start);
    let before = &text[start..run.range.start];
    let after = &text[run.range.end..end];
    let left = side_before(before, index == 0);
    let (right, terminated) = side_after(after, index + 1 == runs.len());
    let bracketed = is_bracketed(before, after);
    let unspaced = script::is_unspaced(run.group);

    if let Some(wanted) = wanted {
        let body = Body::read(&text[run.range.clone()], run, |_| false);
        return body.words >= wanted as i32 && !bracketed;
    }
    let mut around = match left {
        Side::Closed => CLOSED_SIDE,
        Side::Introduced => INTRODUCED,
        Side::Pause | Side::Open => 0,
    };
    if right == Side::Closed {
        around += CLOSED_SIDE;
    }
    // In a text that ends its sentences the same way, it may be the end of that text's.
    let shared =
        !unspaced && left == Side::Open && index > 0 && !script::is_unspaced(runs[index - 1].group);
    if terminated == Some(unspaced) && !shared {
        around += OWN_TERMINATOR;
    }
    // A particle of an unspaced script ties terms of other scripts, not its own text.
    if !unspaced {
        if index > 0 && left == Side::Open {
            around += TIE[usize::from(tie_before(text, &runs[index - 1]))];
        }
        if right == Side::Open && index + 1 < runs.len() {
            around += TIE[usize::from(tie_after(text, &runs[index + 1]))];
        }
        if right == Side::Pause
            && terminated.is_none()
            && !after.trim_start().starts_with(|c: char| c.is_ascii())
        {
            around += FOREIGN_PAUSE;
        }
    }
    let word = match run.group {
        script::LATIN => WORD,
        script::HANGUL => KOREAN_WORD,
        _ if unspaced => CHARACTER,
        _ => FOREIGN_WORD,
    };
    // The more is read, the more points there are: reading may stop at enough.
    let enough = |body: &Body| {
        let mut words = body.words.min(MOST_WORDS);
        if body.title && left == Side::Open && right == Side::Open {
            words = words.min(MOST_TITLE_WORDS);
        }
        let mut points = around + word * words + CLAUSE_WORD * body.clause.min(3);
        if !body.title {
            points += LINK_WORD * body.link.min(2);
        }
        if body.sentence_case {
            points += SENTENCE_CASE;
        }
        if body.inner_terminator && body.words >= 4 {
            points += INNER_TERMINATOR;
        }
        if bracketed && !body.inner_terminator && body.words <= MOST_BRACKETED_WORDS {
            points += BRACKETED;
        }
        points >= ENOUGH
    };
    enough(&Body::read(&text[run.range.clone()], run, enough))
}

/// The most Han characters and words that a term and its translation have.
const MOST_PAIRED: (usize, usize) = (8, 4);
/// What the table must say for English for a word to be a plain word, in half nats.
const PLAIN: i8 = 3;

/// Whether a text of two runs is a term in Han characters and its translation: `购买须知
/// Purchase Notes`. The one is no argument of the other (no particle or verb ties them),
/// they have about the same length, and the Latin words look like no names: one at least is a known word.
pub(super) fn is_pair(text: &str, runs: &[Run]) -> bool {
    let [first, second] = runs else {
        return false;
    };
    let (han, latin) = match (first.group, second.group) {
        (script::HAN, script::LATIN) => (first, second),
        (script::LATIN, script::HAN) => (second, first),
        _ => return false,
    };
    let broken = text[han.range.clone()].contains(|c| script::vote(c) == script::NEUTRAL);
    if latin.range.len() > 64 || broken || !(2..=MOST_PAIRED.0).contains(&han.letters) {
        return false;
    }
    let gap = &text[first.range.end..second.range.start];
    let between = |c: char| {
        c.is_whitespace() || matches!(c, '/' | '／' | '|' | '｜' | '-' | '·' | '：' | ':')
    };
    let tied = tie_before(text, first) > 0 || tie_after(text, second) > 0;
    if tied || !gap.chars().all(between) {
        return false;
    }
    let (mut count, mut known) = (0, false);
    for word in words_of(&text[latin.range.clone()]) {
        let plain = word.len() > 1
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b'\'')
            && !word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        if !plain {
            return false;
        }
        known |= evidence::is_english(word, PLAIN);
        count += 1;
    }
    // A word for every one to four characters.
    known && (1..=MOST_PAIRED.1).contains(&count) && (count..=4 * count).contains(&han.letters)
}

/// What a run is made of.
#[derive(Debug, Default)]
struct Body {
    /// Words; for scripts without spaces, about as many as the letters make.
    words: i32,
    /// Function words that occur in clauses.
    clause: i32,
    /// Function words that occur in names too.
    link: i32,
    /// Every word but function words has a capital or no lower-case letters.
    title: bool,
    /// The first word has a capital and a later one has none.
    sentence_case: bool,
    /// A sentence ends inside.
    inner_terminator: bool,
}

impl Body {
    /// Reads until it is enough.
    fn read(text: &str, run: &Run, enough: impl Fn(&Self) -> bool) -> Self {
        if script::is_unspaced(run.group) {
            Self::read_unspaced(text, run, enough)
        } else {
            let mut body = Self::read_spaced(text, enough);
            if run.group == script::HANGUL {
                let words = (run.letters + 1) / SYLLABLES;
                body.words = body.words.max(i32::try_from(words).unwrap_or(i32::MAX));
            }
            body
        }
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

    fn read_spaced(text: &str, enough: impl Fn(&Self) -> bool) -> Self {
        let mut body = Self {
            title: true,
            ..Self::default()
        };
        let mut first_capital = false;
        let mut ended = false;
        for word in words_of(text) {
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
                first_capital = capital
                    && word
                        .chars()
                        .skip(1)
                        .all(|c| c.is_lowercase() || is_apostrophe(c));
            } else if !role.link && initial.is_lowercase() {
                body.sentence_case |= first_capital;
            }
            body.clause += i32::from(role.clause);
            body.link += i32::from(role.link);
            if (!role.link && initial.is_lowercase() && word.chars().all(char::is_lowercase))
                || role.clause
            {
                body.title = false;
            }
            body.inner_terminator |= ended && capital;
            ended = false;
            body.words += 1;
            let behind = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
            if text[behind..].starts_with(['.', '!', '?']) {
                ended = text[behind + 1..].starts_with(char::is_whitespace);
            }
            if body.words >= MOST_READ_WORDS || enough(&body) {
                break;
            }
        }
        body
    }
}

/// The words of a spaced text: stretches of letters, digits, marks and apostrophes.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
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

fn side_before(gap: &str, edge: bool) -> Side {
    if edge || cut::ends(gap) {
        Side::Closed
    } else if gap.contains(['：', ':']) {
        Side::Introduced
    } else if gap.chars().all(char::is_whitespace) {
        Side::Open
    } else {
        Side::Pause
    }
}

/// What lies behind, and whether it begins with a sentence end: `true` for one of the
/// fullwidth sort.
fn side_after(gap: &str, edge: bool) -> (Side, Option<bool>) {
    let terminated = match gap.trim_start().chars().next() {
        Some('.' | '!' | '?' | '…') => Some(false),
        Some('。' | '！' | '？' | '｡') => Some(true),
        _ => None,
    };
    let side = if edge || cut::ends(gap) {
        Side::Closed
    } else if gap.chars().all(|c| c.is_whitespace() || c.is_ascii_digit()) {
        Side::Open
    } else {
        Side::Pause
    };
    (side, terminated)
}

fn is_bracketed(before: &str, after: &str) -> bool {
    before
        .trim_end()
        .chars()
        .next_back()
        .is_some_and(cut::is_opener)
        && after
            .trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, '.' | '!' | '?' | ',' | '。' | '，' | '！' | '？')
            })
            .chars()
            .next()
            .is_some_and(cut::is_closer)
}

/// How firmly the end of the run before ties what follows it.
fn tie_before(text: &str, before: &Run) -> u8 {
    let text = &text[before.range.clone()];
    last(text, 2)
        .map(|two| words::role(two).before)
        .unwrap_or_default()
        .max(
            last(text, 1)
                .map(|one| words::role(one).before)
                .unwrap_or_default(),
        )
}

/// How firmly the beginning of the run after ties what precedes it.
fn tie_after(text: &str, after: &Run) -> u8 {
    let text = &text[after.range.clone()];
    first(text, 2)
        .map(|two| words::role(two).after)
        .unwrap_or_default()
        .max(
            first(text, 1)
                .map(|one| words::role(one).after)
                .unwrap_or_default(),
        )
}

fn last(text: &str, count: usize) -> Option<&str> {
    let (at, _) = text.char_indices().rev().nth(count - 1)?;
    Some(&text[at..])
}

fn first(text: &str, count: usize) -> Option<&str> {
    let (at, character) = text.char_indices().nth(count - 1)?;
    Some(&text[..at + character.len_utf8()])
}
