//! Runs of a whole text in, whether they are terms in Han characters each with its English
//! translation out: a bilingual label (`购买须知Purchase Notes`) or the head of a table.

use super::{
    body, code, evidence, kana, kanji, label, meaning,
    script::{self, Run},
    table,
    tie::{is_clause, names_next, tie_after, tie_before, ties_term},
    words,
};

/// The most Han characters and words that a term and its translation have.
const MOST_HAN: usize = 12;
const MOST_WORDS: usize = 6;
/// The most Han characters for each word, and how many more words than characters there are.
const HAN_A_WORD: usize = 4;
const MORE_WORDS: usize = 1;
/// The most bytes of a translation, and the most pairs in a text.
const MOST_BYTES: usize = 64;
const MOST_PAIRS: usize = 32;
/// The same for a term of which more than one word is known to translate a part, in
/// characters and bytes, and how many other words there are at most for each that is.
const MOST_KNOWN_HAN: usize = 32;
const MOST_KNOWN_BYTES: usize = 128;
const KNOWN_SHARE: usize = 2;
/// The most words of either where the table has few rows.
const MOST_OTHER_WORDS: usize = 3;
/// The most letters of the name of a thing whose last part tells what it is.
const MOST_THING: usize = 5;
/// What the table must say for English for a word to be a plain word, in half nats.
const PLAIN: i8 = 3;
/// Shorter words are plain only if the table says so: names are often syllables.
const SYLLABLE: usize = 3;

/// English words that are no names, in lower case, sorted.
const ORDINARY: &str = include_str!("../../data/english-words.txt");

/// Of what kind a run of labels is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Latin,
    Han,
    Kana,
    Hangul,
    /// A script with few rows in the table.
    Other,
}

/// Whether the text is nothing but terms with their translations, or one term with
/// translations into two languages; there may be a price behind.
pub(super) fn are_pairs(text: &str, runs: &[Run]) -> bool {
    let priced = |last: &Run| {
        let before = text[..last.range.start].trim_end();
        before.ends_with(|c: char| c.is_ascii_digit())
            && matches!(
                &text[last.range.clone()],
                "元" | "圓" | "圆" | "円" | "원" | "塊" | "块"
            )
    };
    let runs = match runs {
        [rest @ .., _, last] if rest.len() == 1 && priced(last) => &runs[..2],
        runs => runs,
    };
    if runs.len() < 2 || runs.len() > 2 * MOST_PAIRS {
        return false;
    }
    let between = |gap: &str| {
        gap.chars().all(|c| {
            c.is_whitespace()
                || c.is_ascii_digit()
                || matches!(
                    c,
                    '.' | '/'
                        | '／'
                        | '>'
                        | '»'
                        | '›'
                        | '→'
                        | '|'
                        | '｜'
                        | '-'
                        | '–'
                        | '—'
                        | '·'
                        | '•'
                        | '●'
                        | '_'
                )
                || matches!(c, '：' | ':' | '、' | ')' | '）' | '①'..='⑳')
        })
    };
    if !runs
        .windows(2)
        .all(|two| between(&text[two[0].range.end..two[1].range.start]))
    {
        return false;
    }
    if let [first, middle, last] = runs {
        return are_three(text, first, middle, last);
    }
    if runs.len() % 2 == 1 {
        return false;
    }
    if let [first, second] = runs
        && is_slashed(text, first, second)
    {
        return true;
    }
    let apart = |two: &[Run]| {
        let gap = &text[two[0].range.end..two[1].range.start];
        gap.chars().filter(|c| c.is_whitespace()).count() > 1
    };
    let listed =
        runs.len() >= FEWEST_RUNS || runs.len() > 2 && runs[1..].chunks_exact(2).all(apart);
    // In the head of a table what may be a translation is one if a third are.
    let (mut pairs, mut doubts) = (0, 0);
    for two in runs.chunks_exact(2) {
        if (two[0].group == script::LATIN) != (runs[0].group == script::LATIN) {
            return false;
        }
        // `Docker部署MySQL`: a verb between two names.
        let chained = runs[0].group == script::LATIN
            && runs.len() > 2
            && two[0].range.end == two[1].range.start
            && names_next(&text[two[1].range.clone()], false);
        if chained {
            return false;
        }
        match pair(text, &two[0], &two[1], runs.len() == 2) {
            // Of several pairs one may be known by its form alone.
            Pair::No if listed && is_formed(text, &two[0], &two[1]) => {
                doubts += 1;
            }
            Pair::No => return false,
            Pair::Perhaps => doubts += 1,
            Pair::Yes => pairs += 1,
        }
    }
    pairs > 0 && doubts <= 2 * pairs
}

/// Whether ordinary words stand beside a term as its translation does.
fn is_formed(text: &str, first: &Run, second: &Run) -> bool {
    words_beside(text, first, second).is_some_and(|words| body::words_of(words).any(is_ordinary))
}

/// The fewest runs of several pairs.
const FEWEST_RUNS: usize = 6;

/// Whether two runs stand on both sides of a slash with spaces around it, the Latin one being
/// words more than names: `格式规范 / Format Rules`.
fn is_slashed(text: &str, first: &Run, second: &Run) -> bool {
    let gap = text[first.range.end..second.range.start].trim_matches('*');
    if !(gap.starts_with(' ') && gap.ends_with(' ') && matches!(gap.trim(), "/" | "／")) {
        return false;
    }
    let (native, latin) = match (first.group, second.group) {
        (script::LATIN, _) => (second, first),
        (_, script::LATIN) => (first, second),
        _ => return false,
    };
    let words = body::words_of(&text[latin.range.clone()]);
    let ordinary = words.clone().filter(|word| is_ordinary(word)).count();
    native.letters > 1 && ordinary > 0 && 2 * ordinary >= words.count()
}

/// Whether a text begins with the name of a field and its translation, and a colon behind both:
/// `工作时间 Business Hours: 周一至周五`.
pub(super) fn is_field(text: &str, runs: &[Run]) -> bool {
    let [first, second, ..] = runs else {
        return false;
    };
    let gap = &text[first.range.end..second.range.start];
    let own = &text[second.range.clone()];
    if first.group == script::LATIN
        || !own.starts_with(|c: char| c.is_ascii_uppercase())
        || !gap
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, ':' | '：' | '_' | '/'))
    {
        return false;
    }
    // The value may be in Latin letters too: `邮箱 Email: tom@example.org`.
    let label = before(text, second, ':');
    second.group == script::LATIN
        && ends_with_colon(text, &label)
        && pair(text, first, &label, true) == Pair::Yes
}

/// The runs that are a term in the cell of a row and its translation in the next one:
/// `维生素C | Vitamin C | 抗氧化`. The first of the two for each.
pub(super) fn cells(text: &str, runs: &[Run]) -> Vec<usize> {
    let bar = |gap: &str| gap.contains(['|', '｜']);
    let gap = |index: usize| {
        let start = index.checked_sub(1).map_or(0, |last| runs[last].range.end);
        let end = runs.get(index).map_or(text.len(), |run| run.range.start);
        &text[start..end]
    };
    if runs.len() < 3 || !(text.contains('|') || text.contains('｜')) {
        return Vec::new();
    }
    (0..runs.len() - 1)
        .filter(|index| {
            let two = [&runs[*index], &runs[index + 1]];
            let cell = before(text, two[1], '|');
            let whole = (*index == 0 || bar(gap(*index)))
                && bar(gap(index + 1))
                && (index + 2 == runs.len() || bar(gap(index + 2)));
            whole
                && two[0].group != script::LATIN
                && two[1].group == script::LATIN
                && pair(text, two[0], &cell, true) == Pair::Yes
        })
        .collect()
}

/// What of a run stands before a mark.
fn before(text: &str, run: &Run, mark: char) -> Run {
    let own = &text[run.range.clone()];
    let part = own.find(mark).map_or(own, |at| own[..at].trim_end());
    Run {
        range: run.range.start..run.range.start + part.len(),
        ..run.clone()
    }
}

/// Whether a colon stands behind a run.
fn ends_with_colon(text: &str, run: &Run) -> bool {
    text[run.range.end..].trim_start().starts_with(['：', ':'])
}

/// Whether two runs are a term and its translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pair {
    No,
    Perhaps,
    Yes,
}

/// Whether three runs say the same in three languages, the middle one being English.
fn are_three(text: &str, first: &Run, middle: &Run, last: &Run) -> bool {
    let kinds = [first, middle, last].map(kind);
    if are_phrases_of_three(text, [first, middle, last]) {
        return true;
    }
    let [Some(before), Some(Kind::Latin), Some(after)] = kinds else {
        return false;
    };
    let knows =
        |run: &Run| label::known(&text[run.range.clone()], &text[middle.range.clone()]).words > 0;
    before != after
        && before != Kind::Other
        && after != Kind::Other
        && before != Kind::Latin
        && after != Kind::Latin
        && first.letters.max(last.letters) <= MOST_HAN
        && body::words_of(&text[middle.range.clone()]).count() <= MOST_WORDS
        && (knows(first) || knows(last))
}

/// Whether three runs of three scripts are phrases with nothing but spaces between, one in
/// ordinary English words and none tied to another.
fn are_phrases_of_three(text: &str, three: [&Run; 3]) -> bool {
    let groups = three.map(|run| run.group);
    let apart = |one: &Run, other: &Run| {
        let gap = &text[one.range.end..other.range.start];
        !gap.is_empty()
            && gap.chars().all(char::is_whitespace)
            && tie_before(text, one) == 0
            && tie_after(text, other) == 0
    };
    let long = |run: &&Run| run.letters > 1;
    groups[0] != groups[1]
        && groups[1] != groups[2]
        && groups[0] != groups[2]
        && three.iter().all(long)
        && apart(three[0], three[1])
        && apart(three[1], three[2])
        && three.iter().any(|run| {
            run.group == script::LATIN && body::words_of(&text[run.range.clone()]).all(is_ordinary)
        })
}

fn kind(run: &Run) -> Option<Kind> {
    match run.group {
        script::LATIN => Some(Kind::Latin),
        script::HAN if run.kana > 0 => Some(Kind::Kana),
        script::HAN => Some(Kind::Han),
        script::HANGUL => Some(Kind::Hangul),
        script::NEUTRAL => None,
        _ => Some(Kind::Other),
    }
}

/// Whether two runs are a term and its translation. The one is no argument of the other (no
/// particle or verb ties them), they have about the same length, and the Latin words are
/// words and no names; or one of them is known to translate what stands beside it.
fn pair(text: &str, first: &Run, second: &Run, alone: bool) -> Pair {
    let (han, latin) = match (kind(first), kind(second)) {
        (Some(Kind::Latin), Some(Kind::Latin)) | (None, _) | (_, None) => return Pair::No,
        (Some(Kind::Latin), _) => (second, first),
        (_, Some(Kind::Latin)) => (first, second),
        _ => return Pair::No,
    };
    // A number that touches the term is no part of a label.
    let gap = &text[first.range.end..second.range.start];
    let touches = match first.group {
        script::LATIN => gap.ends_with(|c: char| c.is_ascii_digit()),
        _ => gap.starts_with(|c: char| c.is_ascii_digit()),
    };
    if touches || latin.range.len() > MOST_KNOWN_BYTES || han.letters > MOST_KNOWN_HAN {
        return Pair::No;
    }
    let (term, translation) = (&text[han.range.clone()], &text[latin.range.clone()]);
    let mut marked = false;
    for character in term.chars() {
        if script::vote(character) == script::NEUTRAL {
            marked |= matches!(
                character,
                '（' | '(' | '）' | ')' | '，' | '、' | '·' | '・' | '-' | '/'
            );
            if !(marked || character.is_whitespace() || character.is_ascii_digit()) {
                return Pair::No;
            }
        }
    }
    // `包名称(如 package-name)`
    if first.group == script::HAN && is_open(&text[first.range.start..second.range.start]) {
        return Pair::No;
    }
    // `Refactor(Storage) 提高健壮性`
    if first.group == script::LATIN && is_open(translation) {
        return Pair::No;
    }
    let (mut count, mut ordinary, mut content) = (0, 0, 0);
    let mut numbered = false;
    for word in body::words_of(translation) {
        let at = latin.range.start + (word.as_ptr() as usize - translation.as_ptr() as usize);
        if code::around(text, at..at + word.len()).is_some() {
            return Pair::No;
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            numbered = true;
            continue;
        }
        if count > 0 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')) {
            // `College English III`
            continue;
        }
        let (head, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        let mut plain = head.bytes().all(|byte| byte.is_ascii_alphabetic())
            && (rest.bytes().all(is_small) || (rest.bytes().all(is_capital) && is_ordinary(word)));
        // `HR` beside what it is short for.
        plain |= word.bytes().all(is_capital) && label::known(term, word).words > 0;
        if !plain {
            return Pair::No;
        }
        ordinary += usize::from(is_ordinary(word));
        let role = words::role_of_ascii(word.as_bytes());
        content += usize::from(!(role.clause || role.link));
        count += 1;
    }
    let letters_alone = body::words_of(translation).all(|word| word.len() == 1);
    if count == 0 || letters_alone {
        return Pair::No;
    }
    // `The word for cat is 猫`
    if count > 2 && first.group == script::LATIN && ends_clause(translation) {
        return Pair::No;
    }
    let known = label::known(term, translation);
    let whole = known.longest == term.trim().len();
    // `不锈钢的定义 Definition of Stainless Steel`: the particle that `of` translates is of no clause.
    let of = body::words_of(translation).any(|word| word.eq_ignore_ascii_case("of"));
    let phrase = || {
        term.chars()
            .any(|c| is_clause(c) && !(of && matches!(c, '的' | '之' | 'の')))
    };
    if kind(han) == Some(Kind::Other) {
        let sure = alone
            && !marked
            && known.words > 0
            && ordinary == count
            && count <= MOST_OTHER_WORDS
            && body::words_of(term).count() <= MOST_OTHER_WORDS;
        return if sure { Pair::Yes } else { Pair::No };
    }
    // `单据:Documents:`: two labels, each with its colon.
    let colon = gap.contains(['：', ':']) && !ends_with_colon(text, second);
    let field = first.group == script::HAN && colon && !whole && names_next(term, false);
    // `Template：自制模板`: a label and what it labels.
    let labels = alone && colon && !whole && (first.group == script::LATIN || known.words == 0);
    // `更多示例：demos。`
    let ended = second.group == script::LATIN && text[second.range.end..].starts_with('。');
    if field || labels || ended || marked && known.words == 0 {
        return Pair::No;
    }
    if alone
        && kind(han) == Some(Kind::Kana)
        && first.group == script::HAN
        && count == 1
        && kana::spells_one(term, translation)
    {
        return Pair::Yes;
    }
    if known.words > 1 && KNOWN_SHARE * known.words >= content && !phrase() {
        return Pair::Yes;
    }
    // Kana write long what Han write short.
    let letters = han.letters - han.kana / 2;
    let balanced = latin.range.len() <= MOST_BYTES
        && (2..=MOST_HAN).contains(&letters)
        && count <= MOST_WORDS
        && count <= letters + MORE_WORDS
        && letters <= HAN_A_WORD * count;
    // `学习 Machine Learning`: the verb and its object, which happens to have a word of it.
    if whole
        && known.words < content
        && first.group == script::HAN
        && names_next(term, false)
        && body::words_of(translation)
            .next()
            .is_some_and(|word| label::known(term, word).words == 0)
    {
        return Pair::No;
    }
    let colons = gap.contains(['：', ':']) && !colon;
    if colons && balanced && 2 * ordinary >= count {
        return Pair::Yes;
    }
    if known.words > 0 && (whole || (balanced && (2 * known.longest >= term.len() || !phrase()))) {
        return Pair::Yes;
    }
    // A text of several pairs has no clauses that nobody knows.
    if !alone && phrase() {
        return Pair::No;
    }
    // `Evolution 设置`: what the term means is known, and nothing of it is said.
    if alone
        && known.words == 0
        && han.letters <= MOST_THING
        && label::is_known(term)
        && !meaning::shares(term, translation)
    {
        return Pair::No;
    }
    // `HTML 様式`, `コンソール Python`
    let acronym = count == 1 && !translation.contains(|c: char| c.is_ascii_lowercase());
    if alone
        && known.words == 0
        && (acronym && !meaning::shares(term, translation) || kana::spells_other(term, translation))
    {
        return Pair::No;
    }
    // One word that is known to translate something else.
    let other =
        count == 1 && known.others == 1 && !gap.is_empty() && !meaning::shares(term, translation);
    let least = if gap.is_empty() { 1 } else { 2 };
    let genitive = of && term.contains(['的', '之']) && !phrase();
    let tied = !genitive && tie_before(text, first) >= least
        || tie_after(text, second) >= least
        || (first.group == script::LATIN && ties_term(translation));
    let digit = |c: char| c.is_ascii_digit();
    let model = text[latin.range.end..].starts_with(digit) && !term.contains(digit);
    if !balanced || numbered || model || content == 0 || tied && alone {
        return Pair::No;
    }
    if tied {
        // In the head of a table the name of a field is one.
        let field = first.group == script::HAN && names_next(term, false);
        return if field { Pair::Perhaps } else { Pair::No };
    }
    if kind(han) == Some(Kind::Hangul)
        && alone
        && count > 1
        && ordinary == count
        && letters > count
        && !body::words_of(translation).any(evidence::is_international)
    {
        return Pair::Yes;
    }
    if kind(han) == Some(Kind::Han) && !kanji::is_japanese(term.trim(), han.letters) {
        // A name or a value and what it belongs to, unless a character says otherwise.
        let shares = meaning::shares(term, translation);
        let named = !genitive && first.group == script::HAN && names_next(term, alone && !shares);
        if named
            || alone && !shares && !is_label(term, translation, 2 * ordinary >= count, phrase())
        {
            return Pair::No;
        }
    }
    // `feat: 升级 picker 样式`: no table has such heads.
    let small = known.words == 0
        && content == count
        && translation.starts_with(char::is_lowercase)
        && (!alone || !meaning::shares(term, translation));
    if small || translation.contains('/') && !term.contains('/') {
        return Pair::No;
    }
    if kind(han) != Some(Kind::Hangul) && 2 * ordinary >= count && !other {
        Pair::Yes
    } else {
        Pair::Perhaps
    }
}

/// The words beside a term where the two have the form of a term and its translation: neither
/// speaks of the other.
pub(super) fn words_beside<'t>(text: &'t str, first: &Run, last: &Run) -> Option<&'t str> {
    let (native, latin) = match (first.group, last.group) {
        (script::LATIN, _) => (last, first),
        (_, script::LATIN) => (first, last),
        _ => return None,
    };
    let gap = &text[first.range.end..last.range.start];
    let tied = || {
        tie_before(text, first) == 2
            || tie_after(text, last) == 2
            || first.group == script::LATIN && ties_term(&text[first.range.clone()])
            || names_one_word(text, native, latin)
    };
    let words = &text[latin.range.clone()];
    (gap.chars().all(|c| c.is_whitespace() || parts(c))
        && FORMED_LETTERS.contains(&native.letters)
        && is_plain(words)
        && !tied())
    .then_some(words)
}

/// Whether a character stands between a term and its translation in lists and tables.
pub(super) fn parts(character: char) -> bool {
    matches!(character, '|' | '｜' | '/' | '-' | '–' | '—' | '=')
}

/// The most words of such a translation, and the fewest and the most letters of such a term.
const MOST_FORMED_WORDS: usize = 10;
const FORMED_LETTERS: std::ops::RangeInclusive<usize> = 1..=16;

/// Whether a verb or the name of a field stands before one word, its object or value.
fn names_one_word(text: &str, native: &Run, latin: &Run) -> bool {
    native.range.start < latin.range.start
        && names_next(&text[native.range.clone()], true)
        && body::words_of(&text[latin.range.clone()]).nth(1).is_none()
}

/// Whether words are no code and of letters alone, not oddly written as many names are.
fn is_plain(text: &str) -> bool {
    body::words_of(text).nth(MOST_FORMED_WORDS).is_none()
        && body::words_of(text).all(|word| {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            let (_, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
            let even = rest.bytes().all(|b| !b.is_ascii_uppercase())
                || word.bytes().all(|b| !b.is_ascii_lowercase());
            even && word
                .chars()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, '\'' | '’'))
                && code::around(text, at..at + word.len()).is_none()
        })
}

/// Whether a term or its translation, of which nothing is known, look like a label: a place
/// or a thing and plain words, or words of which not every one has a capital, or two phrases.
fn is_label(term: &str, translation: &str, plain: bool, phrase: bool) -> bool {
    let mut words = body::words_of(translation);
    let capital = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let role = |word: &str| words::role_of_ascii(word.as_bytes());
    let little = |word: &str| role(word).clause || role(word).link;
    let spoken = phrase && words.clone().any(little);
    let same = |mark: [char; 2]| term.contains(mark) && translation.contains(mark);
    let first = words.next().is_some_and(capital);
    let rest = words.clone().count();
    // `Move over`: names hardly end like that.
    let phrasal = rest > 0 && words.clone().next_back().is_some_and(little);
    let sentence = first
        && translation.contains(' ')
        && words.clone().any(|word| !capital(word) && !role(word).link);
    let article = rest > 0 && translation.starts_with("The ");
    let linked = rest >= 2 && words.any(|word| role(word).link);
    sentence
        || article
        || spoken
        || phrasal
        || same(['，', ','])
        || plain && (linked || term.ends_with(|c| THINGS.contains(c)))
}

/// Characters that end names of places and things, and verbs hardly.
const THINGS: &str = "处處室厅廳站馆館区區院所局部科心库庫园園楼樓层層店口路街道桥橋港机機器表单單证證卡券票费費\
    品料物箱柜櫃台门門窗墙牆床椅桌车車船菜汤湯面麵饭飯粥饼餅糕茶酒汁肉鱼魚虾蝦蟹鸡雞鸭鴨蛋豆腐瓜果丝絲丁片块\
    球赛賽节節日月年季礼禮会會社团團队隊组組员員者人师師榜生长長法则則律规規定理论論学學史课課术術技艺藝性率量值度\
    天图圖像画畫集库源网網页頁栏欄框键鍵钮鈕权權限制令书書报報告信函约約案";

/// Whether a bracket is open at the end of a text.
fn is_open(text: &str) -> bool {
    let count = |brackets: [char; 2]| text.matches(brackets).count();
    count(['(', '（']) > count([')', '）'])
}

/// Whether a text ends with a word that clauses have and names do not: `is`, `means`.
fn ends_clause(text: &str) -> bool {
    body::words_of(text).next_back().is_some_and(|word| {
        let role = words::role_of_ascii(word.as_bytes());
        role.clause && !role.link
    })
}

fn is_small(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'\''
}

fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte == b'\''
}

/// Whether a word is English and no name.
pub(super) fn is_ordinary(word: &str) -> bool {
    evidence::is_english(word, PLAIN)
        || (word.len() > SYLLABLE
            && table::find_row(ORDINARY, &word.to_ascii_lowercase()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(text: &str) -> bool {
        are_pairs(text, &script::runs(text))
    }

    #[test]
    fn terms_and_their_translations() {
        for text in [
            "姓名 Name",
            "购买须知Purchase Notes",
            "立即购买 Buy Now",
            "ABOUT US关于我们",
            "版权所有 侵权必究 All Rights Reserved",
            "姓名 Name 性别 Gender 年龄 Age",
            "登录Login",
            "麻婆豆腐Mapo Tofu",
            "推PUSH",
            "人力资源部HR Department",
            "毕业设计（论文）Graduation Thesis",
            "起飞Departs降落Arrives登机口Gate",
            "ログインLogin",
            "로그인Login",
            "出口 Exit 출구",
            "欢迎光临Welcomeいらっしゃいませ",
        ] {
            assert!(paired(text), "{text}");
        }
        for text in [
            "安装 Python",
            "使用 Search",
            "苹果 iPhone",
            "潘帅宏 Pan Shuaihong",
            "打开 PDF",
            "姓名 Name 张三",
            "北京 and 上海 are large",
            "admin 173平肖公式",
            "产品（Product）",
            "打开Word",
            "学习Python",
            "使用Login接口",
            "苹果 Watch",
            "颜色 Black",
            "这周太busy了没时间gym",
        ] {
            assert!(!paired(text), "{text}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_in_lower_case() {
        let words: Vec<_> = table::rows(ORDINARY).collect();
        assert!(words.is_sorted_by(|one, next| one < next));
        assert!(words.iter().all(|word| word.bytes().all(is_small)));
    }
}
