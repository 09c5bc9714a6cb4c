//! A run among its neighbours in, whether it stands as a text of its own out. A run
//! that does not is a term that stays with the text around it.

mod scene;

use super::{
    body::{Body, words_of},
    cut,
    enclosure::Enclosure,
    heading, list, owner, pair,
    script::{self, Run},
    tie::{
        self, begins_sentence, binds, is_clause, is_whole, names_next, reaches, tie_after,
        tie_before, ties_term,
    },
    words,
};
use scene::{Scene, Side};

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
/// Behind the end of a Chinese sentence, with a colon and the end of the text behind it.
const LAST_LABEL: i32 = 2;
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
/// The most words of a name.
const MOST_NAME_WORDS: usize = 4;
/// The longest name of a field, in letters.
const MOST_FIELD_LETTERS: usize = 6;
/// The most words of an argument that only a word before ties, glued on both sides.
const MOST_GLUED_WORDS: usize = 8;
/// Bracketed runs longer than this many words stand all the same.
const MOST_BRACKETED_WORDS: i32 = 12;

/// Whether the run at `index` stands.
pub(super) fn stands(
    text: &str,
    runs: &[Run],
    pairs: &[Option<Enclosure>],
    index: usize,
    wanted: Option<usize>,
) -> bool {
    let scene = Scene::of(text, runs, pairs, index);
    if let Some(wanted) = wanted {
        let body = Body::read(scene.own, scene.run, |_| false);
        return body.words >= wanted as i32 && !scene.bracketed;
    }
    if scene.latin && is_argument(&scene) || !scene.latin && owner::is_gloss(text, scene.run) {
        return false;
    }
    if is_chapter(&scene) {
        return true;
    }
    let headed = Headed::of(&scene);
    let around =
        sides(&scene) + ties(&scene) + apart(&scene) + CLOSED_SIDE * i32::from(headed.label);
    // The more is read, the more points there are: reading may stop at enough.
    let enough = |body: &Body, list: i32| around + list + inside(&scene, &headed, body) >= ENOUGH;
    let read = Body::read(scene.own, scene.run, |body| enough(body, 0));
    if !enough(&read, 0) {
        return false;
    }
    // With so much less, a list does not stand.
    !(scene.latin && list::is_list(scene.own))
        || enough(&Body::read(scene.own, scene.run, |_| false), LISTED)
}

/// Points for what closes the run on either side.
fn sides(scene: &Scene<'_>) -> i32 {
    let mut points = match scene.left {
        Side::Closed => CLOSED_SIDE,
        Side::Introduced => INTRODUCED,
        Side::Pause | Side::Open => 0,
    };
    if scene.right == Side::Closed {
        points += CLOSED_SIDE;
    }
    // In a text that ends its sentences the same way, it may be the end of that text's.
    let shared = !scene.unspaced
        && scene.left != Side::Closed
        && scene
            .last()
            .is_some_and(|last| !script::is_unspaced(last.group));
    // `他问:Cookie?`: a word behind something else is no sentence.
    let lone = || scene.left != Side::Closed && words_of(scene.own).nth(1).is_none();
    if scene.terminated == Some(scene.unspaced) && !shared && !(scene.latin && lone()) {
        points += OWN_TERMINATOR;
    }
    if scene.abbreviated {
        points += FOREIGN_PAUSE;
    }
    // A label with its number behind the end of a Chinese sentence: `。Update Date: 04-15-2024`.
    if scene.latin
        && scene.left == Side::Closed
        && scene.index > 0
        && scene.next().is_none()
        && scene.before.starts_with(['。', '！', '？'])
        && scene.after.starts_with(':')
    {
        points += LAST_LABEL;
    }
    points
}

/// Points for the particles that tie the run: one of an unspaced script ties terms of other
/// scripts, not its own text.
fn ties(scene: &Scene<'_>) -> i32 {
    let text = scene.text;
    let mut points = 0;
    if scene.unspaced {
        return points;
    }
    if let Some(last) = scene.last()
        && scene.left == Side::Open
    {
        points += TIE[usize::from(tie_before(text, last))];
    }
    if let Some(next) = scene.next() {
        let tie = || TIE[usize::from(tie_after(text, next))];
        if scene.right == Side::Open {
            if !(scene.left == Side::Closed && is_whole(scene.behind())) {
                points += tie();
            }
        } else if reaches(scene.after, &text[next.range.clone()]) && tie() < 0 {
            // `BIND (9)は`: a particle reaches its word over brackets.
            points += tie();
            if scene.right == Side::Closed {
                points -= CLOSED_SIDE;
            }
        }
    }
    if scene.right == Side::Pause
        && scene.terminated.is_none()
        && !scene
            .after
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | ')' | ']'))
            .starts_with(|c: char| c.is_ascii())
    {
        points += FOREIGN_PAUSE;
    }
    points
}

/// Points for what runs of one script have around them.
fn apart(scene: &Scene<'_>) -> i32 {
    let mut points = 0;
    if scene.latin {
        if scene.left == Side::Introduced && scene.own.contains(" / ") {
            points += LISTED;
        }
        // The terminator of the text that it is glued to.
        if scene.left == Side::Open && scene.terminated == Some(true) && scene.index > 0 {
            points -= CLOSED_SIDE;
        }
    } else if scene.run.group == script::HAN {
        points += of_han(scene);
    } else if scene.index == 0 && scene.next().is_some_and(|next| is_title(scene.text, next)) {
        points += BEFORE_CAPITAL;
    }
    points
}

/// The same for a run in Han characters.
fn of_han(scene: &Scene<'_>) -> i32 {
    let Scene {
        text,
        run,
        own,
        after,
        ..
    } = *scene;
    let mut points = 0;
    let titled = scene.next().is_some_and(|next| is_title(text, next));
    let mark = after.trim_end_matches(|c: char| c == ' ' || c.is_ascii_digit());
    let introduces = matches!(mark, "：" | ":" | "，");
    let counted = introduces && after.len() > mark.len() + 1;
    let first = scene.index == 0 && (after.trim().is_empty() || introduces);
    let labels = first || (scene.left == Side::Closed && introduces);
    if labels && run.letters > 1 && (titled || counted) {
        points += GLUED_LABEL;
    }
    let Some(last) = scene.last().filter(|_| scene.left == Side::Open) else {
        return points;
    };
    if scene.terminated != Some(true)
        && run.letters <= MOST_TERM_LETTERS
        && ties_term(&text[last.range.clone()])
        && !own.chars().any(is_clause)
    {
        points += TIED_TERM;
    }
    // Between a small letter and a small letter it is a word of that sentence.
    if scene.right == Side::Open
        && run.letters - run.kana / 2 <= MOST_TERM_LETTERS
        && scene.before.starts_with(' ')
        && after.starts_with(' ')
        && text[..last.range.end].ends_with(|c: char| c.is_lowercase())
        && scene.behind().starts_with(char::is_lowercase)
        && own.chars().filter(|c| is_clause(*c)).count() < 2
    {
        points += TIED_TERM;
    }
    points
}

/// Whether a Latin run is what the text around it speaks of: an argument, a quotation, a
/// title, a value.
fn is_argument(scene: &Scene<'_>) -> bool {
    let Scene {
        text,
        own,
        left,
        right,
        ..
    } = *scene;
    let (last, next) = (scene.last(), scene.next());
    let is_glued = scene.before.is_empty() && scene.after.is_empty();
    // Tied on both sides it is an argument, however long; short and inside a word's
    // reach (`把How are you翻译成`), tied before is enough.
    let tie = match last {
        Some(last) if left == Side::Open => tie_before(text, last),
        _ => 0,
    };
    let tied = tie == 2
        && right == Side::Open
        && next.is_some_and(|next| {
            tie_after(text, next) > 0 || (is_glued && words_of(own).count() <= MOST_GLUED_WORDS)
        });
    let tied = tied || is_glued && last.is_some() && next.is_some_and(|next| calls(text, next));
    // And so is a quotation, unless it is a sentence between sentences.
    // `“Are you OK?”，我点了点头`: the sentence around it goes on or ends behind the quotation.
    let quoted = scene.bracketed && !(left == Side::Closed && right == Side::Closed);
    let said = || {
        scene.quoted
            && !cut::ends(scene.before)
            && last.is_some_and(|last| says(&text[..last.range.end]))
    };
    let spoken = || scene.bracketed && left != Side::Closed && goes_on_behind_quote(scene);
    let bound = right == Side::Open && next.is_some_and(|next| binds(&text[next.range.clone()]));
    if (tied
        || bound
        || quoted && scene.terminated.is_none()
        || said()
        || spoken()
        || is_mentioned(scene))
        && !is_long(own)
    {
        return true;
    }
    // A title behind what names it: `歌名叫做I Will Always Love You`; or what is chosen, read or
    // pressed at the end of a Chinese sentence: `请选择 Save as…。`
    if let Some(last) = last
        && left == Side::Open
        && (last.group == script::HAN || right == Side::Closed)
        && (is_work(own)
            || is_said(&text[..last.range.end])
            || scene.terminated == Some(true) && !has_clause(own))
        && (tie == 2 || names_next(&text[..last.range.end], true))
    {
        return true;
    }
    if is_framed(scene) && !is_long(own) {
        return true;
    }
    // A name behind the name of a field, whatever its words mean elsewhere: `作曲：Tomi Yo`.
    if left == Side::Introduced
        && right == Side::Closed
        && scene.terminated.is_none()
        && last.is_some_and(|last| {
            last.group == script::HAN
                && last.letters <= MOST_FIELD_LETTERS
                && (names_next(&text[..last.range.end], false) || tie_before(text, last) == 2)
        })
        && is_name(own)
    {
        return true;
    }
    // A value between names of fields, each with its colon.
    if left == Side::Introduced
        && next.is_some_and(|next| {
            next.letters <= MOST_FIELD_LETTERS
                && text[next.range.end..].starts_with(['：', ':'])
                && words_of(own).count() <= MOST_GLUED_WORDS
        })
    {
        return true;
    }
    // English has no such comma.
    own.contains('、') && !Body::read_spaced(own, |body| body.inner_terminator).inner_terminator
}

/// Whether the text around a run goes on with a particle right behind its mark or its quotation
/// marks (`Why not?에서`, `“How are you?”는`, `He ran. には`), or the run has a place to fill in
/// (`I appreciate your ~ 까지`).
fn is_mentioned(scene: &Scene<'_>) -> bool {
    let Some(next) = scene.next() else {
        return false;
    };
    let after = scene.after;
    let filled = |c: char| matches!(c, '~' | '～' | '〜');
    let behind = scene.behind();
    let means = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    if (after.trim_start().starts_with(filled) || means(&EXPLAINING))
        && words_of(scene.own).count() <= MOST_GLUED_WORDS
    {
        return true;
    }
    if scene.quoted && means(&MEANING) {
        return true;
    }
    let rest = after.trim_start_matches(|c| {
        cut::is_terminator(c) || cut::is_closer(c) || matches!(c, '\'' | '`' | '*' | ' ')
    });
    if rest.len() == after.len() || !rest.is_empty() {
        return false;
    }
    match next.group {
        script::HANGUL => {
            !after.ends_with(' ') && scene.bracketed && tie_after(scene.text, next) > 0
                || tie::is_particle(behind)
        }
        script::HAN => binds(behind) || PARTICLES.iter().any(|word| behind.starts_with(word)),
        _ => false,
    }
}

/// What Chinese says behind words that it explains, whether these are quoted or not.
const EXPLAINING: [&str; 9] = [
    "意思是",
    "意思就是",
    "的意思",
    "意为",
    "意為",
    "是指",
    "表示",
    "相当于",
    "相當於",
];

/// What it says behind quoted words besides.
const MEANING: [&str; 10] = [
    "是", "就是", "指", "即", "这句", "這句", "这个", "這個", "翻译", "翻譯",
];

/// Whether a Chinese text ends by saying that somebody says what follows.
fn says(text: &str) -> bool {
    text.ends_with([
        '说', '說', '道', '问', '問', '喊', '写', '寫', '叫', '话', '話', '句', '如', '是',
    ])
}

/// Japanese particles with which no sentence begins.
const PARTICLES: [&str; 8] = [
    "には",
    "とは",
    "という",
    "って",
    "のは",
    "のよう",
    "と言",
    "と聞",
];

/// Whether a sentence is quoted with its mark, and behind the quotation mark the text around it
/// goes on at once or ends with a mark of its own.
fn goes_on_behind_quote(scene: &Scene<'_>) -> bool {
    let quote = scene.after.trim_start_matches(cut::is_terminator);
    let behind = quote.trim_start_matches(|c| c == '\'' || cut::CLOSING_QUOTES.contains(&c));
    let is_quotation = quote.len() < scene.after.len() && behind.len() < quote.len();
    let spaced = || scene.next().is_some_and(|next| next.group != script::HAN);
    let glued = |gap: &str| {
        gap.chars().next().map_or(scene.next().is_some(), |c| {
            !c.is_whitespace() && c != ')' && c != '）'
        })
    };
    is_quotation && (glued(behind) || spaced() && !behind.contains('\n'))
}

/// Whether a run stands in a Chinese frame: `在 Settings and privacy 中`.
fn is_framed(scene: &Scene<'_>) -> bool {
    let (Some(last), Some(next)) = (scene.last(), scene.next()) else {
        return false;
    };
    let open = scene.left == Side::Open && scene.right == Side::Open;
    let (before, after) = (&scene.text[..last.range.end], scene.behind());
    open && last.group == script::HAN
        && next.group == script::HAN
        && before.ends_with('在')
        && after.starts_with(['中', '里', '裡', '裏', '上', '下', '内', '內'])
}

/// Whether a run has a word of clauses.
fn has_clause(text: &str) -> bool {
    Body::read_spaced(text, |body| body.clause > 0).clause > 0
}

/// Whether a run is the number of a chapter in Chinese before a capital.
fn is_chapter(scene: &Scene<'_>) -> bool {
    let text = scene.text;
    scene.run.group == script::HAN
        && scene.index == 0
        && scene.next().is_some_and(|next| {
            is_title(text, next) && is_label(&text[..next.range.start], scene.run)
        })
}

/// What a Latin run is to the text behind it.
struct Headed {
    /// The number of a chapter stands before it.
    label: bool,
    /// Nothing ties the text behind to it.
    free: bool,
    /// It is a heading by its words.
    headed: bool,
    /// The text behind begins a sentence.
    begins: bool,
}

impl Headed {
    fn of(scene: &Scene<'_>) -> Self {
        let Scene { text, own, .. } = *scene;
        let label = scene.latin
            && scene.index == 1
            && scene.left != Side::Closed
            && is_label(&text[..scene.run.range.start], &scene.runs[0]);
        let behind = scene.behind();
        let heads = scene.latin
            && scene.right == Side::Open
            && (scene.left == Side::Closed || label)
            && behind.len() >= FEWEST_TEXT_BYTES;
        let whole = heads && is_whole(behind);
        let next = scene.next();
        let free = heads && next.is_some_and(|next| tie_after(text, next) < 2);
        let begins = whole
            || free
                && begins_sentence(behind)
                && !own.contains([':', '('])
                && !words_of(own).any(heading::is_brief_name);
        Self {
            label,
            free,
            headed: (free || whole) && heading::is_heading(own),
            begins,
        }
    }
}

/// Points for what was read inside the run.
fn inside(scene: &Scene<'_>, headed: &Headed, body: &Body) -> i32 {
    let Scene {
        own,
        latin,
        left,
        right,
        ..
    } = *scene;
    let word = match scene.run.group {
        script::LATIN => WORD,
        script::HANGUL => KOREAN_WORD,
        script::HAN => CHARACTER,
        _ => FOREIGN_WORD,
    };
    let mut words = body.words.min(MOST_WORDS);
    if body.title && left == Side::Open && right == Side::Open {
        words = words.min(MOST_TITLE_WORDS);
    }
    let goes_on = latin && body.little_words() == 0 && goes_on(scene);
    if (body.title || goes_on) && latin && body.clause == 0 && is_at_an_end(scene) {
        words = words.min(MOST_HEAD_WORDS);
    }
    let mut points = word * words + CLAUSE_WORD * body.clause.min(3);
    if !body.title {
        points += LINK_WORD * body.link.min(2);
    }
    // `Debian menu 依赖于`: a name, not a sentence of two words.
    let brief = || {
        scene.index == 0
            && (right == Side::Open || scene.after.starts_with([':', '：']))
            && !words_of(own).take(3).all(pair::is_ordinary)
    };
    if body.sentence_case
        && !goes_on
        && !(body.words < 3 && (brief() || own.contains(':') || begins_foreign(scene)))
        && (latin || left != Side::Open || body.words > NAME_WORDS)
    {
        points += SENTENCE_CASE;
    }
    if headed.headed || headed.begins && body.title && body.words >= FEWEST_HEADING_WORDS {
        points += HEADING;
    }
    if headed.free && headed.label && body.title && body.words >= FEWEST_NUMBERED_WORDS {
        points += NUMBERED;
    }
    if body.inner_terminator && body.words >= 4 {
        points += INNER_TERMINATOR;
    }
    // Behind the end of a sentence, at the end of the text: `She left. (2005年真题)`.
    let apart = !latin
        && scene.index > 0
        && left == Side::Closed
        && right == Side::Closed
        && scene
            .before
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .ends_with(cut::is_opener);
    if scene.bracketed && !apart && !body.inner_terminator && body.words <= MOST_BRACKETED_WORDS {
        points += BRACKETED;
    }
    points
}

/// Whether a run is at the head of what it is about, or at the end of what is said of it.
fn is_at_an_end(scene: &Scene<'_>) -> bool {
    match scene.last() {
        None => {
            let after = scene.after.trim_start_matches([' ', ')']);
            scene.right == Side::Open || after.starts_with(['-', '–', '—'])
        }
        Some(last) => scene.left == Side::Open && last.group != script::HAN,
    }
}

/// Whether the word behind a run, in another script, begins in lower case: the sentence goes on.
fn goes_on(scene: &Scene<'_>) -> bool {
    scene.right == Side::Open && scene.behind().starts_with(char::is_lowercase)
}

/// Whether a Latin run is at the head of a text in another script with spaces.
fn begins_foreign(scene: &Scene<'_>) -> bool {
    scene.latin
        && scene.index == 0
        && scene.right == Side::Open
        && scene
            .next()
            .is_some_and(|next| next.group != script::HANGUL && !script::is_unspaced(next.group))
}

/// Whether a run says what the text before it is: `I have a dream这句名言`.
fn calls(text: &str, run: &Run) -> bool {
    let rest = text[run.range.clone()].strip_prefix(['这', '這', '那']);
    rest.is_some_and(|rest| rest.starts_with(['句', '首', '本', '部', '词', '詞', '段', '篇']))
}

/// Whether a run reads as the title of a work: every word but little ones has a capital.
pub(super) fn is_work(text: &str) -> bool {
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

/// Whether a run is of few words and every one has a capital.
fn is_name(text: &str) -> bool {
    let mut words = words_of(text);
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    words.all(capital) && words_of(text).nth(MOST_NAME_WORDS).is_none()
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
