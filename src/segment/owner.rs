//! The runs of a text in, the text that each belongs to out: its own if it stands, else the
//! one beside it.

use std::ops::Range;

use super::{
    Embed, Policy,
    body::{Body, words_of},
    cut,
    enclosure::{self, Enclosure},
    pair,
    script::{self, Run, Vote},
    stand, tie,
};

/// The most fields with their translations before the rest of a text.
const MOST_FIELDS: usize = 16;

/// For every run, the group of scripts of the text it belongs to.
pub(super) fn owners(text: &str, runs: &[Run], policy: &Policy) -> Vec<Vote> {
    let mut owners = Vec::with_capacity(runs.len());
    let mut rest = runs;
    loop {
        if let Some(known) = without_doubt(text, rest, policy) {
            owners.extend(known);
            return owners;
        }
        let more = policy.min_run.is_none() && owners.len() < 2 * MOST_FIELDS;
        if !(more && pair::is_field(text, rest)) {
            break;
        }
        let (field, behind) = rest.split_at(2);
        owners.extend(field.iter().map(|run| run.group));
        rest = behind;
    }
    owners.extend(by_standing(text, rest, policy));
    owners
}

/// The owners of runs that are all of one text, or each of its own.
fn without_doubt(text: &str, runs: &[Run], policy: &Policy) -> Option<Vec<Vote>> {
    let owners = || runs.iter().map(|run| run.group).collect();
    let same = |two: &[Run]| two[0].group == two[1].group;
    if policy.embed == Embed::Split || runs.windows(2).all(same) {
        return Some(owners());
    }
    if policy.min_run.is_some() {
        return None;
    }
    if pair::are_pairs(text, runs) {
        return Some(owners());
    }
    match runs {
        [code, first, last] if is_code(text, code, first) && pair::are_pairs(text, &runs[1..]) => {
            Some(vec![first.group, first.group, last.group])
        }
        _ => None,
    }
}

/// The owners of runs of which some stand, and the others belong to those.
fn by_standing(text: &str, runs: &[Run], policy: &Policy) -> Vec<Vote> {
    let mut owners: Vec<Vote> = runs.iter().map(|run| run.group).collect();
    if policy.min_run.is_none() && (is_numbered_heading(text, runs) || is_interlinear(text, runs)) {
        return owners;
    }
    let pairs = enclosure::enclosures(text, runs);
    let mut standing: Vec<bool> = (0..runs.len())
        .map(|index| stand::stands(text, runs, &pairs, index, policy.min_run))
        .collect();
    if policy.min_run.is_none() {
        for index in pair::cells(text, runs) {
            standing[index..(index + 3).min(runs.len())].fill(true);
        }
        for index in 1..runs.len() {
            if are_quoted_beside(text, &runs[index - 1..=index], &pairs[index - 1..=index]) {
                standing[index - 1..=index].fill(true);
            }
        }
    }
    let mut start = 0;
    while start < runs.len() {
        if standing[start] {
            start += 1;
            continue;
        }
        let end = (start..runs.len())
            .find(|index| standing[*index])
            .unwrap_or(runs.len());
        let left = start.checked_sub(1).map(|before| owners[before]);
        let right = owners.get(end).copied();
        match (left, right) {
            (None, None) => owners.fill(matrix(text, runs, &pairs)),
            (None, Some(script::LATIN | script::HANGUL)) if is_own_head(text, &runs[..=end]) => {
                let own = matrix(text, &runs[..end], &pairs[..end]);
                owners[..end].fill(own);
            }
            (Some(only), None) | (None, Some(only)) => {
                let border = if left.is_some() { start } else { end };
                let gap = &text[runs[border - 1].range.end..runs[border].range.start];
                let own = sentence(text, &runs[start..end], &pairs[start..end])
                    .filter(|_| cut::ends(gap));
                owners[start..end].fill(own.unwrap_or(only));
            }
            (Some(script::LATIN), Some(script::LATIN))
                if is_between_quotes(text, &runs[start - 1..=end]) => {}
            (Some(left), Some(right)) => {
                let middle = boundary(text, runs, &pairs, start..end, [left, right]);
                owners[start..middle].fill(left);
                owners[middle..end].fill(right);
            }
        }
        start = end;
    }
    owners
}

/// Whether two runs are quotations in two scripts side by side, a phrase and its translation:
/// `"Piece of cake" "식은 죽 먹기"`.
fn are_quoted_beside(text: &str, runs: &[Run], pairs: &[Option<Enclosure>]) -> bool {
    let (Some(first), Some(second)) = (pairs[0], pairs[1]) else {
        return false;
    };
    let latin = runs.iter().filter(|run| run.group == script::LATIN).count();
    first.quotes
        && second.quotes
        && latin == 1
        && text
            .get(first.end..second.start)
            .is_some_and(|gap| !gap.is_empty() && gap.trim().is_empty())
}

/// Whether both texts are headings with their numbers: `ARTICLE 3: PAYMENT第三条:付款`.
fn is_numbered_heading(text: &str, runs: &[Run]) -> bool {
    let [latin, native] = runs else {
        return false;
    };
    let own = &text[latin.range.clone()];
    let word = words_of(own).next().unwrap_or_default();
    let numbered = own[word.len()..]
        .trim_start()
        .starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'));
    let rest = text[native.range.clone()].strip_prefix('第');
    let rest = rest
        .map(|rest| rest.trim_start_matches(|c: char| "一二三四五六七八九十百零〇".contains(c)));
    latin.group == script::LATIN
        && numbered
        && PARTS.iter().any(|part| part.eq_ignore_ascii_case(word))
        && rest.is_some_and(|rest| {
            rest.starts_with(['条', '條', '章', '节', '節', '款', '部', '课', '課'])
        })
}

/// What parts of a text with numbers are called.
const PARTS: [&str; 7] = [
    "article", "chapter", "clause", "lesson", "part", "section", "unit",
];

/// Whether the text is phrases in another script than Latin, each with its translation behind a
/// space: `我看見 I see 月亮在微笑 The moon is smiling`. The Latin ones begin with a capital, and
/// more than half of them are no names.
fn is_interlinear(text: &str, runs: &[Run]) -> bool {
    if runs.len() < FEWEST_LINES || runs.len() % 2 == 1 || runs[0].group == script::LATIN {
        return false;
    }
    let spaced = |two: &[Run]| {
        let gap = &text[two[0].range.end..two[1].range.start];
        !gap.is_empty() && gap.chars().all(char::is_whitespace)
    };
    if !runs.windows(2).all(spaced) {
        return false;
    }
    let mut spoken = 0;
    for two in runs.chunks_exact(2) {
        let own = &text[two[1].range.clone()];
        // `PAGE UP или PAGE DOWN`: a word between two names is no phrase.
        let first = Body::read(&text[two[0].range.clone()], &two[0], |_| false);
        if two[0].letters < 2
            || two[0].group != script::HAN && first.words <= first.little_words()
            || two[0].group == script::LATIN
            || two[1].group != script::LATIN
            || !own.starts_with(char::is_uppercase)
        {
            return false;
        }
        let body = Body::read_spaced(own, |_| false);
        spoken += usize::from(body.words > 1 && (body.little_words() > 0 || body.sentence_case));
    }
    4 * spoken > runs.len()
}

/// The fewest runs of phrases with their translations.
const FEWEST_LINES: usize = 4;

/// Whether what stands before a Latin text, and is in another script, is no term of it but says
/// who speaks or what it is: the Latin text begins in quotation marks, behind a mark that only
/// Chinese and Japanese have, or with a capital that is glued to the term (`友人“Where is it?”`,
/// `【例句】She left.`, `입학Entrance into a school`).
fn is_own_head(text: &str, runs: &[Run]) -> bool {
    let [head @ .., last, latin] = runs else {
        return false;
    };
    let gap = &text[last.range.end..latin.range.start];
    let quoted = || {
        let before = text[..runs[0].range.start].trim_end();
        gap.ends_with(cut::OPENING_QUOTES) && !before.ends_with(cut::is_opener)
    };
    let glued = || match gap {
        "" => text[latin.range.clone()].starts_with(char::is_uppercase),
        "：" => true,
        ":" | ": " => {
            text[latin.range.clone()].starts_with(char::is_uppercase)
                || latin.group == script::HANGUL
        }
        _ => false,
    };
    let foreign = head
        .iter()
        .chain([last])
        .all(|run| run.group != script::LATIN);
    let labelled = || gap.starts_with(['）', ')']) && !text[..last.range.end].contains(['（', '(']);
    foreign && (quoted() || gap.contains(['】', '》']) || glued() || labelled())
}

/// Whether what is between two Latin texts is outside the quotation marks that both are in, the
/// first and last of the runs being those texts: `"How much is it?" หรือ "How much are they?"`.
fn is_between_quotes(text: &str, runs: &[Run]) -> bool {
    let [first, middle @ .., last] = runs else {
        return false;
    };
    let (Some(next), Some(before)) = (middle.first(), middle.last()) else {
        return false;
    };
    let closing = text[first.range.end..next.range.start].trim_start_matches(cut::is_terminator);
    let opening = &text[before.range.end..last.range.start];
    closing.starts_with(cut::CLOSING_QUOTES)
        && opening.ends_with(cut::OPENING_QUOTES)
        && middle.iter().all(|run| run.group != script::LATIN)
}

/// Whether a run is the code of what follows: `CS229 机器学习 Machine Learning`.
fn is_code(text: &str, code: &Run, next: &Run) -> bool {
    let gap = &text[code.range.end..next.range.start];
    code.group == script::LATIN
        && text[code.range.clone()]
            .bytes()
            .all(|byte| byte.is_ascii_uppercase())
        && gap.starts_with(|c: char| c.is_ascii_digit())
        && gap.ends_with(' ')
}

/// The group of scripts of a sentence in several of which no run stands, if it is mostly in
/// another than Latin: `Компания Apple представила iOS.`
fn sentence(text: &str, runs: &[Run], pairs: &[Option<Enclosure>]) -> Option<Vote> {
    let count = |latin: bool| -> usize {
        let of_kind = runs
            .iter()
            .filter(|run| (run.group == script::LATIN) == latin);
        of_kind.map(|run| run.letters).sum()
    };
    let latin = count(true);
    if latin == 0 || count(false) < latin {
        return None;
    }
    Some(matrix(text, runs, pairs)).filter(|group| *group != script::LATIN)
}

/// Where the terms `weak` between two texts are shared out: the index of the first
/// that goes with the text after.
fn boundary(
    text: &str,
    runs: &[Run],
    pairs: &[Option<Enclosure>],
    weak: Range<usize>,
    [left, right]: [Vote; 2],
) -> usize {
    let mut best = (i32::MIN, weak.start);
    for middle in weak.start..=weak.end {
        let gap = &text[runs[middle - 1].range.end..runs[middle].range.start];
        let glued = gap.is_empty() && runs[middle - 1].group == runs[middle].group;
        let paused = gap.contains(['，', ',', '；', ';', '：', ':', '—', '–']);
        let points = 4 * i32::from(cut::ends(gap))
            + 4 * i32::from(glued)
            + 2 * i32::from(paused)
            + i32::from(!gap.is_empty())
            + GLUED_NATIVE
                * i32::from(middle == weak.end && is_glued_native(text, runs, middle, right))
            + i32::from(runs[middle - 1].group == left)
            + i32::from(runs[middle].group == right)
            - APART
                * i32::from(is_inside(
                    &runs[middle - 1..=middle],
                    &pairs[middle - 1..=middle],
                ))
            - lost(&runs[weak.start..middle], left)
            - lost(&runs[middle..weak.end], right);
        if points > best.0 {
            best = (points, middle);
        }
    }
    best.1
}

/// Whether another script is glued to a capital of a Latin text behind it: `如She left`.
fn is_glued_native(text: &str, runs: &[Run], middle: usize, right: Vote) -> bool {
    let (last, next) = (&runs[middle - 1], &runs[middle]);
    right == script::LATIN
        && last.group == script::HAN
        && last.range.end == next.range.start
        && text[next.range.clone()].starts_with(char::is_uppercase)
}

/// What that says for a border there.
const GLUED_NATIVE: i32 = 6;

/// What it costs to part what stands in one pair of brackets.
const APART: i32 = 8;

/// Whether the gap between two runs is in brackets or quotation marks with one of them.
fn is_inside(runs: &[Run], pairs: &[Option<Enclosure>]) -> bool {
    pairs[0].is_some_and(|pair| pair.end > runs[1].range.start)
        || pairs[1].is_some_and(|pair| pair.start < runs[0].range.end)
}

/// How many runs in another script than Latin a Latin text would get.
fn lost(runs: &[Run], group: Vote) -> i32 {
    let native = |run: &&Run| group == script::LATIN && run.group != script::LATIN;
    runs.iter().take(MOST_RUNS).filter(native).count() as i32
}

/// The group of scripts of a text none of whose runs stands: another than Latin if there is
/// any outside brackets, for Latin names are at home everywhere, unless the Latin words make a
/// sentence. Han needs no more than a character, Korean a particle or what the Latin names are
/// names of, others some of the letters.
fn matrix(text: &str, runs: &[Run], pairs: &[Option<Enclosure>]) -> Vote {
    // Where all is in brackets, brackets tell nothing; those of Chinese and Japanese tell that
    // the text is in one of them.
    let opened = |index: usize| {
        let run = &runs[index];
        let before = text[..run.range.start].trim_end();
        let fullwidth = pairs[index].map_or(before, |pair| &text[pair.start..]);
        let chinese = |mark: &str| mark.starts_with('（') || mark.ends_with('（');
        (pairs[index].is_some() || before.ends_with(cut::is_opener))
            && !(run.group == script::HAN && chinese(fullwidth))
            || is_gloss(text, run)
    };
    let all_opened = opened(0);
    let free: Vec<&Run> = (0..runs.len())
        .filter(|index| runs[*index].group != script::LATIN && (all_opened || !opened(*index)))
        .map(|index| &runs[index])
        .collect();
    let mut letters = [0_usize; 256];
    for run in runs {
        if !(run.group == script::LATIN && is_name_of_user(text, run)) {
            letters[usize::from(run.group)] += run.letters;
        }
    }
    let most = |run: &&Run| letters[usize::from(run.group)];
    let native = free.iter().copied().max_by_key(most);
    // `오늘의 표현은 "Better late than never"입니다.`: all that is Latin is quoted.
    if let Some(native) = native
        && runs
            .iter()
            .take(MOST_RUNS)
            .all(|run| run.group != script::LATIN || is_quoted(text, run))
    {
        return native.group;
    }
    if let [title, head] = runs
        && head.group == script::HAN
        && title.range.end == head.range.start
        && head.letters > 1
        && stand::is_work(&text[title.range.clone()])
    {
        return script::HAN;
    }
    if let Some(native) = native
        && !is_sentence_of_latin(text, runs)
    {
        if free.iter().any(|run| run.group == script::HAN) {
            return script::HAN;
        }
        let latin = letters[usize::from(script::LATIN)];
        let mut own = most(&native);
        if native.group == script::HANGUL {
            own *= SYLLABLE_LETTERS;
            let korean = || own >= latin || is_headed_by_korean(text, runs);
            if korean() && has_no_little_word(text, runs) {
                return script::HANGUL;
            }
        }
        let few = NAME_LETTERS * own >= latin;
        if is_tied(text, runs) {
            return native.group;
        }
        if latin == 0 || is_spoken(text, runs, few) || few && are_names(text, runs) {
            return native.group;
        }
    }
    let all = runs.iter().max_by_key(most);
    all.map_or(script::NEUTRAL, |run| run.group)
}

/// Whether a run stands in brackets behind an English word for its language or script:
/// `Mapo tofu (Chinese: 麻婆豆腐; pinyin: mápó dòufu)`, `Hunan (Xiang 湘)`.
pub(super) fn is_gloss(text: &str, run: &Run) -> bool {
    let start = run.range.start;
    if !text[..start].ends_with([' ', ':']) {
        return false;
    }
    let before = &text[text.floor_char_boundary(start.saturating_sub(MOST_GLOSS))..start];
    let Some(at) = before.rfind('(') else {
        return false;
    };
    let inside = &before[at + 1..];
    let word = inside.trim_end_matches([' ', ':']);
    let last = words_of(word).next_back();
    !inside.contains(')')
        && word.ends_with(|c: char| c.is_ascii_alphabetic())
        && last.is_some_and(|last| NAMES_OF_WRITING.contains(&&*last.to_ascii_lowercase()))
}

/// How far before a run the bracket is looked for, in bytes.
const MOST_GLOSS: usize = 128;

/// English words for languages and scripts that words are quoted in, and for how they sound.
const NAMES_OF_WRITING: [&str; 28] = [
    "arabic",
    "armenian",
    "bengali",
    "bulgarian",
    "cantonese",
    "chinese",
    "cyrillic",
    "georgian",
    "greek",
    "hangul",
    "hanja",
    "hebrew",
    "hindi",
    "hokkien",
    "japanese",
    "kana",
    "kanji",
    "korean",
    "lit",
    "mandarin",
    "marathi",
    "persian",
    "russian",
    "serbian",
    "simplified",
    "thai",
    "traditional",
    "ukrainian",
];

/// Whether a run stands in quotation marks.
fn is_quoted(text: &str, run: &Run) -> bool {
    let behind = text[run.range.end..].trim_start_matches(cut::is_terminator);
    text[..run.range.start].ends_with(cut::OPENING_QUOTES)
        && behind.starts_with(cut::CLOSING_QUOTES)
}

/// How many Latin letters of names there are at most for each of the text around them.
const NAME_LETTERS: usize = 4;

/// Latin letters that a syllable of Korean is worth.
const SYLLABLE_LETTERS: usize = 3;

/// Whether the last word is Korean and speaks of the Latin one before it, or a Korean particle
/// touches a Latin word: `Dart API Key 설정`, `numpy를 import한 후`.
fn is_headed_by_korean(text: &str, runs: &[Run]) -> bool {
    let end = runs.last().map_or(0, |last| last.range.end);
    runs.windows(2).take(MOST_RUNS).any(|two| {
        let gap = &text[two[0].range.end..two[1].range.start];
        let is_last = two[1].range.end == end;
        two[0].group == script::LATIN
            && two[1].group == script::HANGUL
            && (gap.is_empty() || is_last && gap.chars().all(char::is_whitespace))
    })
}

/// Whether particles of the other script tie more than one Latin run: what they stand in is
/// said in that script, whatever the Latin words are.
fn is_tied(text: &str, runs: &[Run]) -> bool {
    let ties = |two: &&[Run]| {
        two[0].group == script::LATIN
            && two[1].group != script::LATIN
            && text[two[0].range.end..two[1].range.start]
                .chars()
                .all(char::is_whitespace)
            && tie::tie_after(text, &two[1]) == 2
    };
    runs.windows(2).take(MOST_RUNS).filter(ties).count() > 1
}

/// Whether no Latin run has a function word: names, not clauses.
fn has_no_little_word(text: &str, runs: &[Run]) -> bool {
    let latin = runs.iter().filter(|run| run.group == script::LATIN);
    latin.take(MOST_RUNS).all(|run| {
        let body = Body::read_spaced(&text[run.range.clone()], |body| body.little_words() > 0);
        body.little_words() == 0
    })
}

/// Whether all Latin runs look like names.
fn are_names(text: &str, runs: &[Run]) -> bool {
    runs.iter()
        .filter(|run| run.group == script::LATIN)
        .take(MOST_RUNS)
        .all(|run| Body::read_spaced(&text[run.range.clone()], |_| false).title)
}

/// Whether a run is but the address of a page or of a letter, or the name of an account.
fn is_name_of_user(text: &str, run: &Run) -> bool {
    let own = &text[run.range.clone()];
    let at = own.contains('@') || text[..run.range.start].ends_with('@');
    let pointed = || {
        own.bytes().enumerate().any(|(place, byte)| {
            byte == b'.'
                && own
                    .as_bytes()
                    .get(place + 1)
                    .is_some_and(u8::is_ascii_lowercase)
        })
    };
    !own.contains(' ') && (at || own.contains("://") || pointed())
}

/// Whether the runs of other scripts than Latin have little words, or words in lower case where
/// these count, and the Latin ones no little words, or fewer: `В Linux`, `debian-installer
/// поддерживает IPv6`, `Это THE bug для меня`.
fn is_spoken(text: &str, runs: &[Run], small: bool) -> bool {
    let (mut little, mut latin, mut spoken) = (0, 0, false);
    for run in runs.iter().take(MOST_RUNS) {
        let own = &text[run.range.clone()];
        let words = Body::read(own, run, |_| false).little_words();
        if run.group == script::LATIN {
            latin += words;
        } else {
            little += words;
            spoken |= small && words_of(own).any(is_small);
        }
    }
    latin == 0 && (spoken || little > 0) || small && little > latin
}

/// Whether a word is of some length and all in lower case, in a script that has capitals.
fn is_small(word: &str) -> bool {
    word.chars().all(char::is_lowercase) && word.chars().count() >= SMALL_LETTERS
}

/// Shorter words in lower case may be parts of names.
const SMALL_LETTERS: usize = 4;

/// Whether the Latin runs of a text make a sentence, and the Han runs are but names in it.
fn is_sentence_of_latin(text: &str, runs: &[Run]) -> bool {
    let (mut words, mut plain) = (0, false);
    for run in runs.iter().take(MOST_RUNS) {
        let own = &text[run.range.clone()];
        if run.group == script::LATIN {
            let body = Body::read_spaced(own, |_| false);
            words += body.little_words();
            plain |= !body.title;
        } else if tie::is_phrase(own) {
            return false;
        }
    }
    plain && words >= 2
}

/// How many runs are looked at to tell a sentence.
const MOST_RUNS: usize = 16;
