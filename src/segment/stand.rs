//! A run among its neighbours in, whether it stands as a text of its own out. A run
//! that does not is a term that stays with the text around it.

use super::{
    cut,
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
/// Letters of Thai and its kin that are about a word, and the longest function word of
/// theirs that is looked for.
const LETTERS: usize = 4;
const LONGEST_UNPARTED: usize = 7;
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
/// A text behind it that begins as sentences do, which is the text of this heading.
const HEADING: i32 = 8;
/// The number of a chapter before a title, and a text of some length behind it.
const NUMBERED: i32 = 8;
/// Words of a heading, and letters of its text, at least.
const FEWEST_HEADING_WORDS: i32 = 2;
const FEWEST_NUMBERED_WORDS: i32 = 3;
const FEWEST_TEXT_LETTERS: usize = 8;
/// At the beginning of a text, glued to a capital: a label.
const GLUED_LABEL: i32 = 6;
/// In a script other than Han and Latin, at the beginning of a text and before a capital.
const BEFORE_CAPITAL: i32 = 3;
/// Behind a little word in a text with spaces, without one of its own.
const TIED_TERM: i32 = -8;
/// The longest such term, in letters.
const MOST_TERM_LETTERS: usize = 8;
/// Between the names of a list.
const LISTED: i32 = -12;
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
    let abbreviated = terminated == Some(false)
        && after.starts_with('.')
        && runs.get(index + 1).is_some()
        && words_of(&text[run.range.clone()])
            .next_back()
            .is_some_and(cut::is_abbreviation);
    let (right, terminated) = if abbreviated {
        (Side::Open, None)
    } else {
        (right, terminated)
    };
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
            && !after
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, '\'' | '"' | ')' | ']')
                })
                .starts_with(|c: char| c.is_ascii())
        {
            around += FOREIGN_PAUSE;
        }
    }
    let own = &text[run.range.clone()];
    let latin = run.group == script::LATIN;
    let next = runs.get(index + 1);
    if latin {
        // Tied on both sides it is an argument, however long.
        let tied = index > 0
            && left == Side::Open
            && right == Side::Open
            && tie_before(text, &runs[index - 1]) == 2
            && next.is_some_and(|next| tie_after(text, next) > 0);
        // And so is a quotation, unless it is a sentence between sentences.
        let quoted = bracketed && !(left == Side::Closed && right == Side::Closed);
        if (tied || quoted && terminated.is_none()) && !is_long(own) {
            return false;
        }
        // English has no such comma.
        if own.contains('、')
            && !Body::read_spaced(own, |body| body.inner_terminator).inner_terminator
        {
            return false;
        }
        if left == Side::Introduced && own.contains(" / ") {
            around += LISTED;
        }
        // The terminator of the text that it is glued to.
        if left == Side::Open && terminated == Some(true) && index > 0 {
            around -= CLOSED_SIDE;
        }
    }
    let label =
        latin && index == 1 && left != Side::Closed && is_label(&text[..run.range.start], &runs[0]);
    if label {
        around += CLOSED_SIDE;
    }
    let heads = latin
        && right == Side::Open
        && (left == Side::Closed || label)
        && next
            .is_some_and(|next| next.letters >= FEWEST_TEXT_LETTERS && tie_after(text, next) < 2);
    let begins = heads && next.is_some_and(|next| begins_sentence(&text[next.range.clone()]));
    if abbreviated {
        around += FOREIGN_PAUSE;
    }
    if run.group == script::HAN {
        let titled = next.is_some_and(|next| is_title(text, next));
        if index == 0 && titled && is_label(&text[..next.map_or(0, |next| next.range.start)], run) {
            return true;
        }
        let glued = after.is_empty() || after == "：" || after == ":";
        if index == 0 && glued && run.letters > 1 && titled {
            around += GLUED_LABEL;
        }
        if index > 0
            && left == Side::Open
            && terminated != Some(true)
            && run.letters <= MOST_TERM_LETTERS
            && ties_term(&text[runs[index - 1].range.clone()])
            && !own.chars().any(is_clause)
        {
            around += TIED_TERM;
        }
    }
    if index == 0
        && !latin
        && run.group != script::HAN
        && next.is_some_and(|next| is_title(text, next))
    {
        around += BEFORE_CAPITAL;
    }
    let word = match run.group {
        script::LATIN => WORD,
        script::HANGUL => KOREAN_WORD,
        script::HAN => CHARACTER,
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
        if begins && body.title && body.words >= FEWEST_HEADING_WORDS {
            points += HEADING;
        }
        if heads && label && body.title && body.words >= FEWEST_NUMBERED_WORDS {
            points += NUMBERED;
        }
        if body.inner_terminator && body.words >= 4 {
            points += INNER_TERMINATOR;
        }
        if bracketed && !body.inner_terminator && body.words <= MOST_BRACKETED_WORDS {
            points += BRACKETED;
        }
        points >= ENOUGH
    };
    enough(&Body::read(own, run, enough))
}

/// Whether a run is too long for an argument, or has a sentence end inside.
fn is_long(text: &str) -> bool {
    let body = Body::read_spaced(text, |body| body.words > MOST_BRACKETED_WORDS);
    body.inner_terminator || body.words > MOST_BRACKETED_WORDS
}

/// Whether a text is the number of a chapter or an item in Chinese: `五、`, `第三节 `.
fn is_label(text: &str, run: &Run) -> bool {
    let own = &text[run.range.clone()];
    let number = |c: char| "一二三四五六七八九十百零〇".contains(c);
    let mark = &text[run.range.end..];
    let counted = own.chars().all(number) && mark.trim_end().starts_with(['、', '.', '．', '）']);
    let chapter = own.strip_prefix('第').is_some_and(|rest| {
        rest.ends_with(['章', '节', '節', '讲', '講', '课', '課', '篇', '回', '步'])
            && rest.chars().count() > 1
            && rest.trim_end_matches(|c| !number(c)).chars().all(number)
    });
    (counted || chapter) && text[..run.range.start].trim().is_empty()
}

/// Whether a Chinese text begins with a word that begins sentences and follows no subject.
fn begins_sentence(text: &str) -> bool {
    [4, 3, 2, 1]
        .into_iter()
        .any(|count| first(text, count).is_some_and(|word| words::role(word).begin))
}

/// Whether a Latin run begins with a capital.
fn is_title(text: &str, run: &Run) -> bool {
    let own = &text[run.range.clone()];
    run.group == script::LATIN && own.starts_with(char::is_uppercase)
}

/// Whether a text with spaces ends with a little word that a term may follow: `is`, `called`.
pub(super) fn ties_term(text: &str) -> bool {
    words_of(text).next_back().is_some_and(|word| {
        let role = words::role_of_ascii(word.as_bytes());
        word.is_ascii() && (role.clause || role.link || role.before > 0)
    })
}

/// Whether a text in Han characters has a function word or a particle.
pub(super) fn is_phrase(text: &str) -> bool {
    text.chars().take(MOST_READ).any(|character| {
        let mut buffer = [0; 4];
        let role = words::role(character.encode_utf8(&mut buffer));
        role.clause || role.after > 0 || script::vote(character) == script::KANA
    })
}

fn is_clause(character: char) -> bool {
    let mut buffer = [0; 4];
    words::role(character.encode_utf8(&mut buffer)).clause
}

/// What a run is made of.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Words; for scripts without spaces, about as many as the letters make.
    words: i32,
    /// Function words that occur in clauses.
    pub(super) clause: i32,
    /// Function words that occur in names too.
    pub(super) link: i32,
    /// Every word but function words has a capital or no lower-case letters.
    pub(super) title: bool,
    /// The first word has a capital and a later one has none.
    sentence_case: bool,
    /// A sentence ends inside.
    inner_terminator: bool,
}

impl Body {
    /// Reads until it is enough.
    fn read(text: &str, run: &Run, enough: impl Fn(&Self) -> bool) -> Self {
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
                first(&text[at..], count).is_some_and(|word| words::role(word).clause)
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
        // The end of an address, whose parts are no words.
        let mut address = 0;
        for word in words_of(text) {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            if at < address {
                continue;
            }
            if let Some(length) = address_at(&text[at..], word.len()) {
                address = at + length;
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
            body.words += 1;
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

/// The length of an address, a file's path or the like that begins with a word: it is one
/// if the word is followed by `://` or `@`, or has points and slashes without spaces.
fn address_at(text: &str, word: usize) -> Option<usize> {
    let joins = |byte: &u8| matches!(byte, b'@' | b'.' | b'/' | b':' | b'_' | b'-' | b'\\');
    text.as_bytes().get(word).filter(|byte| joins(byte))?;
    let length = text
        .bytes()
        .take(MOST_ADDRESS)
        .take_while(|byte| byte.is_ascii_graphic())
        .count();
    if length <= word {
        return None;
    }
    let token = &text[..length];
    let address = token[word..].starts_with("://")
        || token[word..].starts_with('@')
        || token.starts_with("www.")
        || token.contains('\\')
        || (token.contains('/') && token.trim_end_matches('.').contains('.'));
    address.then_some(length)
}

/// How much of an address is looked at, in bytes.
const MOST_ADDRESS: usize = 256;

/// The words of a spaced text: stretches of letters, digits, marks and apostrophes.
pub(super) fn words_of(text: &str) -> impl DoubleEndedIterator<Item = &str> {
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

/// Measure words, which tie behind a number or a pronoun.
const MEASURES: [char; 14] = [
    '个', '個', '位', '台', '款', '家', '张', '張', '部', '本', '种', '種', '名', '首',
];
const COUNTERS: &str = "一二三四五六七八九十两兩几幾这這那该該某每本此第数數各多";

/// How firmly the end of the run before ties what follows it.
pub(super) fn tie_before(text: &str, before: &Run) -> u8 {
    let text = &text[before.range.clone()];
    if text.ends_with(MEASURES) {
        // `这款` ties, `条款` does not.
        let counted = text.chars().rev().nth(1);
        return 2 * u8::from(counted.is_none_or(|c| COUNTERS.contains(c)));
    }
    (1..=longest_tie(before))
        .filter_map(|count| last(text, count))
        .map(|word| words::role(word).before)
        .max()
        .unwrap_or_default()
}

/// How firmly the beginning of the run after ties what precedes it.
pub(super) fn tie_after(text: &str, after: &Run) -> u8 {
    if after.group == script::HANGUL && text[..after.range.start].ends_with(char::is_whitespace) {
        // A particle touches its word.
        return 0;
    }
    let text = &text[after.range.clone()];
    (1..=longest_tie(after))
        .filter_map(|count| first(text, count))
        .map(|word| words::role(word).after)
        .max()
        .unwrap_or_default()
}

/// The longest particle of a script, in characters.
fn longest_tie(run: &Run) -> usize {
    match run.group {
        script::LATIN => 0,
        script::HAN => 2,
        script::HANGUL => 3,
        _ => LONGEST_UNPARTED,
    }
}

fn last(text: &str, count: usize) -> Option<&str> {
    let (at, _) = text.char_indices().rev().nth(count - 1)?;
    Some(&text[at..])
}

fn first(text: &str, count: usize) -> Option<&str> {
    let (at, character) = text.char_indices().nth(count - 1)?;
    Some(&text[..at + character.len_utf8()])
}
