//! A text in Han characters and kana in, the stretches of it that are Chinese and
//! Japanese out: by the frequency of characters and pairs in each, kana being foreign to
//! Chinese, and by the characters with which sentences begin and end.

use std::{ops::Range, sync::LazyLock};

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
    trace(
        text,
        range.end,
        &steps,
        usize::from(scores[JAPANESE] > scores[CHINESE]),
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
            cut("ここに来てください我们在这里等你"),
            [("ここに来てください", true), ("我们在这里等你", false)]
        );
    }

    #[test]
    fn a_word_of_the_other_stays() {
        for text in [
            "他们都说「ありがとう」然后就走了。",
            "日本国憲法は昨日から施行された。",
        ] {
            assert_eq!(cut(text).len(), 1, "{:?}", cut(text));
        }
    }

    #[test]
    fn the_table_is_sorted_and_unique() {
        table::check(include_str!("../../data/separation-han.tsv"));
    }
}
