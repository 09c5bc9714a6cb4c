//! A run among its neighbours in, whether it stands as a text of its own out. A run
//! that does not is a term that stays with the text around it.

use super::{
    body::{Body, words_of},
    cut, heading, list, pair,
    script::{self, Run},
    tie::{
        begins_sentence, binds, is_clause, is_whole, names_next, reaches, tie_after, tie_before,
        ties_term,
    },
    words,
};

/// The points a run needs to stand. The points below were set on one half of a
/// collection of glued and embedded lines; a plateau, not a peak.
const ENOUGH: i32 = 14;

/// Points: words count up to here.
const MOST_WORDS: i32 = 8;
/// Words of a title count up to here while it is tight on both sides.
const MOST_TITLE_WORDS: i32 = 5;
/// The same for a title at the head of a text that goes on behind it.
const MOST_HEAD_WORDS: i32 = 4;
const WORD: i32 = 2;
/// The same for each Han character and each two kana or letters of an unspaced script.
const CHARACTER: i32 = 3;
/// The same for scripts other than Latin, of which fewer names stand in foreign texts.
const FOREIGN_WORD: i32 = 4;
/// The same for Korean; it writes long what others write apart.
const KOREAN_WORD: i32 = 5;
const CLAUSE_WORD: i32 = 4;
const LINK_WORD: i32 = 3;
/// A capital on the first word only, as a sentence has it.
const SENTENCE_CASE: i32 = 6;
/// Words of a name in another script than Latin that looks like that.
const NAME_WORDS: i32 = 2;
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
/// Words of a heading, and bytes of its text, at least.
const FEWEST_HEADING_WORDS: i32 = 2;
const FEWEST_NUMBERED_WORDS: i32 = 3;
const FEWEST_TEXT_BYTES: usize = 24;
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
/// The longest name of a field, in letters.
const MOST_FIELD_LETTERS: usize = 6;
/// The most words of an argument that only a word before ties, glued on both sides.
const MOST_GLUED_WORDS: usize = 8;
/// Bracketed runs longer than this many words stand all the same.
const MOST_BRACKETED_WORDS: i32 = 12;

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
        && words_of(&text[run.range.clone()])
            .next_back()
            .is_some_and(cut::is_abbreviation);
    let (right, terminated) = if abbreviated && index + 1 == runs.len() {
        (right, None)
    } else if abbreviated {
        (Side::Open, None)
    } else {
        (right, terminated)
    };
    // Brackets right behind brackets hold no explanation, but what stands beside.
    let beside = before
        .trim_end()
        .trim_end_matches(cut::is_opener)
        .ends_with([')', '）', ']', '】']);
    let bracketed = (is_bracketed(before, after) || is_inside(text, run, after))
        && !(beside && run.group == script::LATIN);
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
    let shared = !unspaced
        && left != Side::Closed
        && index > 0
        && !script::is_unspaced(runs[index - 1].group);
    if terminated == Some(unspaced) && !shared {
        around += OWN_TERMINATOR;
    }
    // A particle of an unspaced script ties terms of other scripts, not its own text.
    if !unspaced {
        if index > 0 && left == Side::Open {
            around += TIE[usize::from(tie_before(text, &runs[index - 1]))];
        }
        if right == Side::Open
            && let Some(next) = runs.get(index + 1)
            && !(left == Side::Closed && is_whole(&text[next.range.start..]))
        {
            around += TIE[usize::from(tie_after(text, next))];
        }
        // `BIND (9)は`: a particle reaches its word over brackets.
        if let Some(next) = runs.get(index + 1)
            && right != Side::Open
            && reaches(after, &text[next.range.clone()])
            && tie_after(text, next) > 0
        {
            around += TIE[usize::from(tie_after(text, next))]
                - if right == Side::Closed {
                    CLOSED_SIDE
                } else {
                    0
                };
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
        let is_glued = before.is_empty() && after.is_empty();
        // Tied on both sides it is an argument, however long; short and inside a word's
        // reach (`把How are you翻译成`), tied before is enough.
        let tie = match left {
            Side::Open if index > 0 => tie_before(text, &runs[index - 1]),
            _ => 0,
        };
        let tied = tie == 2
            && right == Side::Open
            && next.is_some_and(|next| {
                tie_after(text, next) > 0 || (is_glued && words_of(own).count() <= MOST_GLUED_WORDS)
            });
        let tied = tied || is_glued && index > 0 && next.is_some_and(|next| calls(text, next));
        // And so is a quotation, unless it is a sentence between sentences.
        let quoted = bracketed && !(left == Side::Closed && right == Side::Closed);
        let bound =
            right == Side::Open && next.is_some_and(|next| binds(&text[next.range.clone()]));
        if (tied || bound || quoted && terminated.is_none()) && !is_long(own) {
            return false;
        }
        // A title behind what names it: `歌名叫做I Will Always Love You`.
        if left == Side::Open
            && index > 0
            && runs[index - 1].group == script::HAN
            && (is_work(own) || is_said(&text[..runs[index - 1].range.end]))
            && (tie == 2 || names_next(&text[..runs[index - 1].range.end], true))
        {
            return false;
        }
        // A value between names of fields, each with its colon.
        if left == Side::Introduced
            && next.is_some_and(|next| {
                next.letters <= MOST_FIELD_LETTERS
                    && text[next.range.end..].starts_with(['：', ':'])
                    && words_of(own).count() <= MOST_GLUED_WORDS
            })
        {
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
        && next.is_some_and(|next| text.len() - next.range.start >= FEWEST_TEXT_BYTES);
    let behind = next.map_or("", |next| &text[next.range.start..]);
    let whole = heads && is_whole(behind);
    let free = heads && next.is_some_and(|next| tie_after(text, next) < 2);
    let headed = (free || whole) && heading::is_heading(own);
    let begins = whole
        || free
            && begins_sentence(behind)
            && !own.contains([':', '('])
            && !words_of(own).any(heading::is_brief_name);
    if abbreviated {
        around += FOREIGN_PAUSE;
    }
    if run.group == script::HAN {
        let titled = next.is_some_and(|next| is_title(text, next));
        if index == 0 && titled && is_label(&text[..next.map_or(0, |next| next.range.start)], run) {
            return true;
        }
        let mark = after.trim_end_matches(|c: char| c == ' ' || c.is_ascii_digit());
        let introduces = matches!(mark, "：" | ":" | "，");
        let counted = introduces && after.len() > mark.len() + 1;
        let first = index == 0 && (after.trim().is_empty() || introduces);
        let labels = first || (left == Side::Closed && introduces);
        if labels && run.letters > 1 && (titled || counted) {
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
        // Between a small letter and a small letter it is a word of that sentence.
        if index > 0
            && left == Side::Open
            && right == Side::Open
            && run.letters - run.kana / 2 <= MOST_TERM_LETTERS
            && before.starts_with(' ')
            && after.starts_with(' ')
            && text[..start].ends_with(|c: char| c.is_lowercase())
            && text[end..].starts_with(|c: char| c.is_lowercase())
            && own.chars().filter(|c| is_clause(*c)).count() < 2
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
    // `Debian menu 依赖于`: a name, not a sentence of two words.
    let named =
        || index == 0 && right == Side::Open && !words_of(own).take(3).all(pair::is_ordinary);
    let dashed = after
        .trim_start_matches([' ', ')'])
        .starts_with(['-', '–', '—']);
    let of_han = index > 0 && runs[index - 1].group == script::HAN;
    // The more is read, the more points there are: reading may stop at enough.
    let enough = |body: &Body, list: i32| {
        let mut words = body.words.min(MOST_WORDS);
        if body.title && left == Side::Open && right == Side::Open {
            words = words.min(MOST_TITLE_WORDS);
        }
        // A name at the head of what it is about, or at the end of what is said of it.
        let heads = index == 0 && (right == Side::Open || dashed);
        let ends = left == Side::Open && index > 0 && !of_han;
        if body.title && latin && (heads || ends) && body.clause == 0 {
            words = words.min(MOST_HEAD_WORDS);
        }
        let mut points = around + list + word * words + CLAUSE_WORD * body.clause.min(3);
        if !body.title {
            points += LINK_WORD * body.link.min(2);
        }
        if body.sentence_case
            && !(body.words < 3 && (named() || own.contains(':')))
            && (latin || left != Side::Open || body.words > NAME_WORDS)
        {
            points += SENTENCE_CASE;
        }
        if headed || begins && body.title && body.words >= FEWEST_HEADING_WORDS {
            points += HEADING;
        }
        if free && label && body.title && body.words >= FEWEST_NUMBERED_WORDS {
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
    let listed = || {
        // With so much less, a list does not stand.
        let body = Body::read(own, run, |_| false);
        !enough(&body, LISTED)
    };
    let read = Body::read(own, run, |body| enough(body, 0));
    enough(&read, 0) && !(latin && list::is_list(own) && listed())
}

/// Whether a run says what the text before it is: `I have a dream这句名言`.
fn calls(text: &str, run: &Run) -> bool {
    let rest = text[run.range.clone()].strip_prefix(['这', '這', '那']);
    rest.is_some_and(|rest| rest.starts_with(['句', '首', '本', '部', '词', '詞', '段', '篇']))
}

/// Whether a run reads as the title of a work: every word but little ones has a capital.
fn is_work(text: &str) -> bool {
    let (mut count, mut capital) = (0, false);
    for word in words_of(text) {
        capital = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let little = || word.len() < 3 || words::role_of_ascii(word.as_bytes()).link;
        count += 1;
        if count > MOST_GLUED_WORDS || !capital && (count == 1 || !little()) {
            return false;
        }
    }
    count > 1 && capital && !text.contains(['.', '!', '?'])
}

/// Whether a Chinese text ends with the name of words that are said and `是`: `座右铭是`.
fn is_said(text: &str) -> bool {
    text.strip_suffix(['是', '为', '為'])
        .is_some_and(|text| SAID.iter().any(|name| text.ends_with(name)))
}

/// Names of words that are said or written.
const SAID: [&str; 12] = [
    "台词",
    "台詞",
    "座右铭",
    "座右銘",
    "口号",
    "口號",
    "名言",
    "格言",
    "歌名",
    "片名",
    "书名",
    "標語",
];

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

/// Whether a Latin run begins with a capital.
fn is_title(text: &str, run: &Run) -> bool {
    let own = &text[run.range.clone()];
    run.group == script::LATIN && own.starts_with(char::is_uppercase)
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
        // `GPL 3。`
        Some(c) if c.is_ascii_digit() || cut::is_terminator(c) => gap
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit())
            .starts_with(['。', '！', '？', '｡'])
            .then_some(true),
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

/// Whether a Han run ends what stands in brackets, behind something else: `(OpenCC, 转换)`.
fn is_inside(text: &str, run: &Run, after: &str) -> bool {
    let before = &text
        [text.floor_char_boundary(run.range.start.saturating_sub(MOST_INSIDE))..run.range.start];
    let opened = before.rfind(['(', '（']);
    run.group == script::HAN
        && after.starts_with([')', '）'])
        && opened.is_some_and(|at| !before[at..].contains([')', '）']))
}

/// How far before a run the bracket is looked for, in bytes.
const MOST_INSIDE: usize = 64;

fn is_bracketed(before: &str, after: &str) -> bool {
    let code = |gap: &str| gap.contains('`');
    code(before) && code(after)
        || before
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(cut::is_opener)
            && after
                .trim_start_matches(|c: char| {
                    c.is_whitespace()
                        || matches!(c, '.' | '!' | '?' | ',' | '。' | '，' | '！' | '？')
                })
                .chars()
                .next()
                .is_some_and(cut::is_closer)
}
