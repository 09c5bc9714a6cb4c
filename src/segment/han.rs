//! A text in Han characters and kana in, the stretches of it that are Chinese and
//! Japanese out: by the frequency of characters and pairs in each, kana being foreign to
//! Chinese, and by the characters with which sentences begin and end.

use std::{ops::Range, sync::LazyLock};

use encoding_rs::EUC_JP;

use super::{
    cut, script,
    table::{self, Table},
};

/// What a change costs before a character, in half nats: after a sentence or line end.
const AFTER_SENTENCE: i32 = 8;
/// After a comma, a bracket or a quotation mark.
const AFTER_PAUSE: i32 = 16;
/// Right after another character; how likely the one ends and the other begins a
/// sentence is taken off.
const INSIDE: i32 = 16;
/// The same between two characters that are often together.
const IN_A_WORD: i32 = 8;
/// What the first of some kana, and each after it, costs in Chinese.
const KANA: i32 = 14;
const MORE_KANA: i32 = 3;
/// The most that one character says.
const MOST: i32 = 12;

const CHINESE: usize = 0;
const JAPANESE: usize = 1;

static TABLE: LazyLock<Characters> = LazyLock::new(|| {
    let table = Table::parse(include_str!("../../data/separation-han.tsv"), "zh");
    let class = |name| table.class(name).unwrap_or(u8::MAX);
    Characters {
        classes: [class("zh"), class("ja")],
        table,
    }
});

struct Characters {
    table: Table,
    /// The indices of Chinese and Japanese in it.
    classes: [u8; 2],
}

impl Characters {
    /// What the table says of a string in Chinese and in Japanese; 0 without a row.
    fn get(&self, parts: &[char]) -> [i32; 2] {
        let mut buffer = [0; 12];
        let mut length = 0;
        for part in parts {
            length += part.encode_utf8(&mut buffer[length..]).len();
        }
        let key = str::from_utf8(&buffer[..length]).map_or(0, table::key);
        let mut scores = [0; 2];
        for (class, score) in self.table.get(key) {
            for (index, own) in self.classes.iter().enumerate() {
                if own == class {
                    scores[index] = i32::from(*score);
                }
            }
        }
        scores
    }
}

/// A stretch in one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) end: usize,
    pub(super) japanese: bool,
}

/// Tiles `range` with parts.
pub(super) fn parts(text: &str, range: Range<usize>) -> Vec<Part> {
    let table = &*TABLE;
    let mut steps: Vec<Step> = Vec::with_capacity(range.len() / 3);
    let mut scores = [0_i32; 2];
    let mut before: Option<(char, bool)> = None;
    let mut end = range.start;
    for (at, character) in text[range.clone()].char_indices() {
        let start = range.start + at;
        let kana = match script::vote(character) {
            script::HAN => false,
            script::KANA => true,
            _ => continue,
        };
        let one = if kana {
            [0; 2]
        } else {
            table.get(&[character])
        };
        let touching = before.filter(|_| end == start);
        let mut changed = [false; 2];
        if let Some((previous, _)) = before {
            let cost = cost(table, &text[end..start], previous, character);
            for (class, changed) in changed.iter_mut().enumerate() {
                let other = scores[1 - class] - cost[class];
                *changed = other > scores[class];
            }
            let old = scores;
            for class in [CHINESE, JAPANESE] {
                if changed[class] {
                    scores[class] = old[1 - class] - cost[class];
                }
            }
        }
        if kana {
            let more = touching.is_some_and(|(_, kana)| kana);
            scores[CHINESE] -= if more { MORE_KANA } else { KANA };
        } else {
            let mut says = (one[CHINESE] - one[JAPANESE]).clamp(-MOST, MOST);
            if let Some((previous, false)) = touching {
                let pair = table.get(&[previous, character]);
                if pair != [0, 0] {
                    // Half what the character says, half what the pair does.
                    says = (says + (pair[CHINESE] - pair[JAPANESE]).clamp(-MOST, MOST)) / 2;
                }
            }
            scores[CHINESE] += says;
        }
        before = Some((character, kana));
        steps.push(Step {
            start,
            end,
            changed,
        });
        end = start + character.len_utf8();
    }
    let last = usize::from(scores[JAPANESE] > scores[CHINESE]);
    let mut parts = settle(text, range.start, trace(text, range.end, &steps, last));
    keep_quotations(text, range.start, &mut parts);
    parts
}

/// Whether a text is a quotation and nothing else.
fn is_one_quotation(text: &str) -> bool {
    let open = text.find(['「', '『', '“']);
    open.is_some_and(|at| {
        let mut before = text[..at].chars();
        before.all(|c| script::vote(c) == script::NEUTRAL)
            && text.matches(['「', '『', '“']).count() == 1
    })
}

/// Leaves to Japanese the Chinese words that it quotes and speaks of:
/// `「你好！」は普段使える表現です。`
fn keep_quotations(text: &str, start: usize, parts: &mut Vec<Part>) {
    let mut begin = start;
    for index in 0..parts.len() {
        let own = begin..parts[index].end;
        begin = own.end;
        let spoken = !parts[index].japanese
            && parts.get(index + 1).is_some_and(|next| next.japanese)
            && text[own.clone()].ends_with(['」', '』', '”'])
            && text[own.end..].starts_with(['は', 'が', 'を', 'の', 'と', 'で', 'に', 'も']);
        if spoken && is_one_quotation(&text[own]) {
            parts[index].japanese = true;
        }
    }
    parts.dedup_by(|next, last| {
        let same = next.japanese == last.japanese;
        if same {
            last.end = next.end;
        }
        same
    });
}

/// Characters that make Chinese sentences: Japanese lacks the first sort, and has one of
/// the second in a compound now and then.
const CHINESE_ONLY: &str = "你您她它们們这這哪吗嗎呢吧啊很没沒做什么麼怎跟给給让讓谁誰还還";
const CHINESE_OFTEN: &str = "我他的了是在就也要去來不";

/// Whether Chinese is evident: by a character that Japanese is not written with, or by
/// two of those that make sentences. Anything else may be a Japanese compound.
fn is_chinese(text: &str) -> bool {
    let mut often = None;
    text.chars().any(|character| {
        if CHINESE_OFTEN.contains(character) && often != Some(character) {
            return often.replace(character).is_some();
        }
        CHINESE_ONLY.contains(character) || !is_japanese(character)
    })
}

fn has_kana(text: &str) -> bool {
    text.contains(|c| script::vote(c) == script::KANA)
}

/// Characters of the main block that JIS X 0208 has, a bit for each.
static JIS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut sets = vec![0_u64; HAN_COUNT / 64];
    let bytes: Vec<u8> = (0xB0..=0xF4)
        .flat_map(|lead| (0xA1..=0xFE).flat_map(move |trail| [lead, trail, b'\n']))
        .collect();
    let (text, _) = EUC_JP.decode_without_bom_handling(&bytes);
    for character in text.chars() {
        let place = (character as usize).wrapping_sub(HAN_FIRST);
        if let Some(word) = sets.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }
    sets
});

const HAN_FIRST: usize = 0x4E00;
const HAN_COUNT: usize = 0x5200;

/// Whether Japanese may be written with the character: false only for Han characters
/// that its character set lacks.
fn is_japanese(character: char) -> bool {
    let place = (character as usize).wrapping_sub(HAN_FIRST);
    JIS.get(place / 64)
        .is_none_or(|word| word >> (place % 64) & 1 == 1)
}

/// Gives back to Japanese what was cut off inside a sentence and is not evidently Chinese:
/// kanji compounds look like Chinese, clause by clause they are not.
fn settle(text: &str, start: usize, parts: Vec<Part>) -> Vec<Part> {
    if parts.len() < 2 {
        return parts;
    }
    let last = parts.len() - 1;
    let mut settled: Vec<Part> = Vec::with_capacity(parts.len());
    let mut begin = start;
    for (index, part) in parts.into_iter().enumerate() {
        let own = begin..part.end;
        begin = part.end;
        if part.japanese {
            push(&mut settled, part);
            continue;
        }
        let (mut from, mut to) = (own.start, own.end);
        // What goes back to the text before has a joint of its own behind it.
        while index > 0 && from < to {
            let joint = Joint::at(text, from);
            let ends = joint.ends();
            let own = &text[from..to];
            let first = own.find(ends).map_or(own.len(), |at| {
                let behind = own[at..].find(|c| !ends(c));
                behind.map_or(own.len(), |behind| at + behind)
            });
            if joint.parts(&own[..first]) {
                break;
            }
            from += first;
        }
        while index < last && from < to {
            let joint = Joint::at(text, to);
            let ends = joint.ends();
            let own = &text[from..to];
            // What ends the part belongs to what it ends.
            let body = own.trim_end_matches(|c| script::vote(c) == script::NEUTRAL);
            let end = body.char_indices().rev().find(|(_, c)| ends(*c));
            let behind = end.map_or(0, |(at, c)| at + c.len_utf8());
            if joint.parts(&own[behind..]) {
                break;
            }
            to = from + behind;
        }
        for (end, japanese) in [(from, true), (to, false), (own.end, true)] {
            if settled.last().map_or(start, |last| last.end) < end {
                push(&mut settled, Part { end, japanese });
            }
        }
    }
    settled
}

/// What lies between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// Nothing.
    Touching,
    /// A comma, a space, a bracket.
    Pause,
    /// The end of a sentence or a line.
    End,
}

impl Joint {
    fn at(text: &str, at: usize) -> Self {
        let neutral = |c: char| script::vote(c) == script::NEUTRAL;
        let start = text[..at].trim_end_matches(neutral).len();
        let end = text.len() - text[at..].trim_start_matches(neutral).len();
        match &text[start..end] {
            "" => Self::Touching,
            gap if gap.contains(ends_sentence) => Self::End,
            _ => Self::Pause,
        }
    }

    /// What ends the stretch beside the joint that is judged as one: a clause, where it
    /// touches, and a sentence elsewhere.
    fn ends(self) -> fn(char) -> bool {
        match self {
            Self::Touching => ends_clause,
            Self::Pause | Self::End => ends_sentence,
        }
    }

    /// Whether the stretch beside the joint, called Chinese, is another language than what
    /// lies beyond.
    fn parts(self, stretch: &str) -> bool {
        match self {
            Self::Touching => !has_kana(stretch) && is_chinese(stretch),
            Self::Pause => is_chinese(stretch),
            Self::End => !has_kana(stretch) || is_chinese(stretch),
        }
    }
}

/// Adds a part; one in the language of the last goes with it.
fn push(parts: &mut Vec<Part>, part: Part) {
    match parts.last_mut() {
        Some(last) if last.japanese == part.japanese => last.end = part.end,
        _ => parts.push(part),
    }
}

/// Whether a character parts sentences.
fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '｡' | '!' | '?' | '…' | '\n')
}

/// Whether a character parts clauses.
fn ends_clause(character: char) -> bool {
    cut::is_terminator(character)
        || matches!(
            character,
            '，' | '、' | ',' | '；' | '：' | '”' | '」' | '\n' | ' ' | '\u{3000}'
        )
}

/// A character, where the one before ends, and in which languages the best path changed
/// between the two.
struct Step {
    start: usize,
    end: usize,
    changed: [bool; 2],
}

fn trace(text: &str, end: usize, steps: &[Step], last: usize) -> Vec<Part> {
    let mut class = last;
    let mut parts = vec![Part {
        end,
        japanese: class == JAPANESE,
    }];
    for step in steps.iter().rev() {
        if step.changed[class] {
            class = 1 - class;
            parts.push(Part {
                end: step.end + cut::place(&text[step.end..step.start], false),
                japanese: class == JAPANESE,
            });
        }
    }
    parts.reverse();
    parts
}

/// What a change to Chinese and to Japanese costs between two characters.
fn cost(table: &Characters, gap: &str, before: char, after: char) -> [i32; 2] {
    if !gap.is_empty() && !gap.chars().all(char::is_alphanumeric) {
        let cost = if cut::ends(gap) {
            AFTER_SENTENCE
        } else {
            AFTER_PAUSE
        };
        return [cost; 2];
    }
    let (last, first) = (table.get(&['$', before]), table.get(&['^', after]));
    let word = if table.get(&[before, after]) == [0, 0] {
        0
    } else {
        IN_A_WORD
    };
    let mut costs = [CHINESE, JAPANESE]
        .map(|class| (INSIDE + word - last[1 - class] - first[class]).max(AFTER_SENTENCE));
    if script::vote(after) == script::KANA {
        costs[CHINESE] += KANA;
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(&str, bool)> {
        let mut start = 0;
        let mut cut = Vec::new();
        for part in parts(text, 0..text.len()) {
            cut.push((&text[start..part.end], part.japanese));
            start = part.end;
        }
        cut
    }

    #[test]
    fn chinese_and_japanese_part_at_sentences() {
        assert_eq!(
            cut("今天天气很好。今日は天気がいいですね。我们走吧！"),
            [
                ("今天天气很好。", false),
                ("今日は天気がいいですね。", true),
                ("我们走吧！", false)
            ]
        );
    }

    #[test]
    fn chinese_and_japanese_part_without_punctuation() {
        assert_eq!(
            cut("今天的天气很好啊今日の天気はとてもいいですね"),
            [
                ("今天的天气很好啊", false),
                ("今日の天気はとてもいいですね", true)
            ]
        );
        assert_eq!(
            cut("今天天气很好，今日は天気がいいですね"),
            [("今天天气很好，", false), ("今日は天気がいいですね", true)]
        );
        assert_eq!(
            cut("ここに来てください我们在这里等你"),
            [("ここに来てください", true), ("我们在这里等你", false)]
        );
    }

    #[test]
    fn a_word_of_the_other_stays() {
        for text in [
            "他们都说「ありがとう」然后就走了。",
            "日本国憲法は昨日から施行された。",
            "東京都知事選挙の結果が発表された。",
            "国立国会図書館の利用案内",
            "経済産業省は十日、新型電池開発支援計画を発表した。",
            "大阪府立大学工学部電気電子工学科の学生です。",
            "午前十時三十分開始予定です。",
            "中華人民共和国の首都は北京です。",
            "北京大学中国語学科に留学した。",
            "明日は北京大学で中国人民解放軍の歴史について話します。",
            "みんな美男美女で個性的",
            "フランス領南方・南極地域",
            "参加者全員賛成でした。",
            "カテゴリー: 画像、教育、文章、活用事例 タグ: CC BY、漫画 投稿日: 2013年10月15日",
            "試みが、森美術館、東京都現代美術館に続き、初めて広島市現代美術館でも採用された。",
            "カテゴリー: 科学、文章、活用事例 タグ: CC BY、text、学術雑誌 投稿日: 2009年10月7日 投稿者: commonsjp",
            "大月ヒロ子、中台澄之、田中浩也、山崎亮、伏見唯　著の本",
            "丸山正人, 竹川高志. 文章の類似度判定による小説推薦.",
        ] {
            assert_eq!(cut(text).len(), 1, "{:?}", cut(text));
        }
    }

    #[test]
    fn the_table_is_sorted_and_unique() {
        table::check(include_str!("../../data/separation-han.tsv"));
    }
}
