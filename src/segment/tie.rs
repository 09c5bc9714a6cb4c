//! The text beside a term in, how firmly its particles and little words tie the term out.

use super::{
    body::{LONGEST_UNPARTED, MOST_READ, words_of},
    cut,
    script::{self, Run},
    words,
};

/// Measure words, which tie behind a number or a pronoun; in order.
const MEASURES: [char; 62] = [
    '个', '件', '份', '位', '個', '副', '包', '双', '句', '只', '台', '名', '场', '块', '場', '塊',
    '壶', '壺', '套', '家', '封', '座', '张', '張', '所', '批', '把', '支', '本', '条', '杯', '枝',
    '栋', '桶', '條', '棟', '款', '片', '瓶', '盒', '盘', '盤', '碗', '种', '種', '箱', '組', '组',
    '群', '袋', '輛', '辆', '部', '間', '间', '隻', '雙', '頓', '顆', '顿', '颗', '首',
];
const COUNTERS: &str = "一二三四五六七八九十两兩几幾这這那该該某每本此第数數各多了半";

/// Whether a text ends with the notice of its owner's rights.
fn is_notice(text: &str) -> bool {
    text.ends_with("版权所有") || text.ends_with("版權所有")
}

/// How firmly the end of the run before ties what follows it.
pub(super) fn tie_before(text: &str, before: &Run) -> u8 {
    let text = &text[before.range.clone()];
    // `所有`, all, is no `有`, there is, at the end of what is a notice of its own.
    if is_notice(text) {
        return 0;
    }
    if text.ends_with(|c: char| MEASURES.binary_search(&c).is_ok()) {
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

/// Whether a Chinese text ends with the name of a field, whose value follows, or with a verb
/// that names may follow; with verbs of one character, which end other words too, only if
/// `single` says so or it is all there is.
pub(super) fn names_next(text: &str, single: bool) -> bool {
    let text = text.trim_end();
    if is_notice(text) {
        return false;
    }
    let long = (2..=LONGEST_NAMING)
        .filter_map(|count| last(text, count))
        .any(|word| words::role(word).names);
    long || last(text, 1).is_some_and(|word| (single || word == text) && words::role(word).names)
}

/// The longest name of a field or verb, in characters.
const LONGEST_NAMING: usize = 6;

/// How firmly the beginning of the run after ties what precedes it.
pub(super) fn tie_after(text: &str, after: &Run) -> u8 {
    let spaced = text[..after.range.start].ends_with(char::is_whitespace);
    let text = &text[after.range.clone()];
    if after.group == script::HANGUL && spaced {
        // A particle touches its word; one that is nothing else may stand behind a foreign one.
        return 2 * u8::from(is_particle(text));
    }
    (1..=longest_tie(after))
        .filter_map(|count| first(text, count))
        .map(|word| words::role(word).after)
        .max()
        .unwrap_or_default()
}

/// Whether the first word of a Korean text is a particle that touches a foreign word or stands
/// behind it.
pub(super) fn is_particle(text: &str) -> bool {
    let alone = text.split(char::is_whitespace).next();
    alone.is_some_and(|word| KOREAN_PARTICLES.contains(&word))
}

/// Korean particles that are no words of their own, so that many write them apart from a word
/// in Latin letters: `sparse matrix 로 만듭니다`.
const KOREAN_PARTICLES: [&str; 21] = [
    "를",
    "을",
    "는",
    "은",
    "의",
    "에",
    "로",
    "와",
    "과",
    "으로",
    "에서",
    "에게",
    "까지",
    "부터",
    "처럼",
    "이라는",
    "라는",
    "이라고",
    "라고",
    "이라고만",
    "하면",
];

/// Whether a text begins with a particle that begins no sentence and no word.
pub(super) fn binds(next: &str) -> bool {
    let mut characters = next.chars();
    let (first, second) = (characters.next(), characters.next());
    let hiragana = |c: Option<char>| c.is_some_and(|c| ('\u{3041}'..='\u{309F}').contains(&c));
    match first {
        Some('的') => !matches!(second, Some('确' | '確' | '士')),
        Some('を') => true,
        Some('は' | 'が' | 'の' | 'に' | 'で') => !hiragana(second),
        _ => false,
    }
}

/// Whether a particle at the beginning of `next` reaches over `gap` to the word before.
pub(super) fn reaches(gap: &str, next: &str) -> bool {
    let first = next.chars().next().map(script::vote);
    let (kana, han) = (first == Some(script::KANA), first == Some(script::HAN));
    let glued = kana || !gap.contains(char::is_whitespace);
    next.starts_with('を')
        || gap.chars().all(|c| {
            c.is_whitespace()
                || cut::is_closer(c)
                || c.is_ascii_digit()
                || matches!(c, '-' | '–' | '—' | '™' | '®')
                || matches!(c, '!' | '?') && glued && !han
        })
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

/// The last characters of a text.
fn last(text: &str, count: usize) -> Option<&str> {
    let (at, _) = text.char_indices().rev().nth(count - 1)?;
    Some(&text[at..])
}

/// The first characters of a text.
pub(super) fn first(text: &str, count: usize) -> Option<&str> {
    let (at, character) = text.char_indices().nth(count - 1)?;
    Some(&text[..at + character.len_utf8()])
}

/// Whether a Chinese text begins with a word that begins sentences and follows no subject.
pub(super) fn begins_sentence(text: &str) -> bool {
    [4, 3, 2, 1]
        .into_iter()
        .any(|count| first(text, count).is_some_and(|word| words::role(word).begin))
}

/// Prepositions, whose phrase at the head of a sentence has a comma and the subject behind.
const PREPOSITIONS: &str = "在当當对對从從为為经經通根按随隨与與由";
/// `这个产品` is the subject of a sentence; behind the name of one of these it names it.
const THIS: [&str; 6] = ["这个", "這個", "这款", "這款", "这种", "這種"];
const NAMED: [&str; 40] = [
    "产品", "產品", "商品", "宝贝", "寶貝", "东西", "東西", "酒店", "餐厅", "餐廳", "地方", "学校",
    "學校", "课程", "課程", "房子", "房间", "房間", "城市", "国家", "國家", "季节", "季節", "时候",
    "時候", "世界", "周末", "週末", "夏天", "冬天", "假期", "故事", "人", "孩子", "男人", "女人",
    "卖家", "賣家", "店", "价格",
];

/// Whether a Chinese text is a sentence with a subject of its own: behind the phrase of a
/// preposition and its comma, or a thing that is pointed at.
pub(super) fn is_whole(text: &str) -> bool {
    if let Some(rest) = THIS.iter().find_map(|this| text.strip_prefix(this)) {
        return NAMED.iter().any(|noun| rest.starts_with(noun));
    }
    text.starts_with(|c| PREPOSITIONS.contains(c))
        && text
            .char_indices()
            .take(MOST_READ)
            .find(|(_, character)| *character == '，')
            .is_some_and(|(at, comma)| begins_sentence(&text[at + comma.len_utf8()..]))
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

/// Whether a character occurs in clauses and hardly in names.
pub(super) fn is_clause(character: char) -> bool {
    let mut buffer = [0; 4];
    words::role(character.encode_utf8(&mut buffer)).clause
}
