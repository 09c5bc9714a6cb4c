//! A text and its language in, its sentences out. Chinese and Japanese by rules of their
//! own, other languages by the abbreviations and terminators that sentencex knows.

use std::ops::Range;

use super::{cut, script, words};
use crate::document::{Language, Span, Verdict};

/// The sentences of a text: they tile it, white space with the sentence before. The end
/// of a line ends a sentence.
pub fn sentences(text: &str, language: &Language) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut ends = match language.primary() {
            "zh" | "yue" | "wuu" | "ja" => unspaced(line),
            tag => spaced(line, tag),
        };
        ends.push(line.len());
        let mut begin = 0;
        for end in ends {
            if !line[begin..end].trim().is_empty() || begin == 0 && end == line.len() {
                push(&mut sentences, text, start + begin..start + end);
                begin = end;
            } else if let Some(last) = sentences.last_mut() {
                // White space that was left over.
                last.end = start + end;
                begin = end;
            }
        }
        start += line.len();
    }
    sentences
}

/// Adds a sentence; white space alone goes with the sentence before.
fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    match sentences.last_mut() {
        Some(last) if text[range.clone()].trim().is_empty() => last.end = range.end,
        _ => sentences.push(range),
    }
}

/// Cuts what [`super::join()`] gave into sentences. The result tiles the text as the
/// spans do.
pub fn by_sentence(text: &str, joined: Vec<(Span, Verdict)>) -> Vec<(Span, Verdict)> {
    let mut cut = Vec::with_capacity(joined.len());
    for (span, verdict) in joined {
        let own = &text[span.range.clone()];
        for sentence in sentences(own, &verdict.language) {
            let range = span.range.start + sentence.start..span.range.start + sentence.end;
            cut.push((
                Span {
                    embeds: super::within(&span.embeds, &range),
                    range,
                    script: span.script,
                    sentence_end: true,
                },
                verdict.clone(),
            ));
        }
    }
    cut
}

/// A line longer than this, in bytes, is looked at in stretches of about this length.
const LONGEST: usize = 8 * 1024;

/// The ends of sentences inside a line with spaces between words.
fn spaced(line: &str, tag: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    if !line.contains(cut::is_terminator) {
        return ends;
    }
    let mut start = 0;
    while start < line.len() {
        let stretch = stretch(&line[start..]);
        let parts = sentencex::segment(tag, stretch);
        // Whatever it gives must tile the text to be taken.
        if parts.iter().map(|part| part.len()).sum::<usize>() == stretch.len() {
            let mut end = start;
            for part in parts {
                end += part.len();
                ends.push(end);
            }
        } else {
            ends.push(start + stretch.len());
        }
        start += stretch.len();
    }
    for end in &mut ends {
        let rest = &line[*end..];
        *end += rest.len() - rest.trim_start().len();
    }
    let label = salutation(line);
    ends.extend(label);
    ends.retain(|end| line.is_char_boundary(*end) && *end > 0 && *end < line.len());
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// The beginning of a line up to [`LONGEST`] bytes, to a white space if there is one.
fn stretch(line: &str) -> &str {
    if line.len() <= LONGEST {
        return line;
    }
    let head = &line[..line.floor_char_boundary(LONGEST)];
    match head.rfind(". ").or_else(|| head.rfind(' ')) {
        Some(at) => &head[..line.ceil_char_boundary(at + 1)],
        None => head,
    }
}

/// The end of a salutation to which a sentence is glued: after `Dear` in `DearThank you`.
fn salutation(line: &str) -> Option<usize> {
    ["Dear", "Hello", "Hi"].into_iter().find_map(|word| {
        let rest = line.strip_prefix(word)?;
        let glued = rest.starts_with(|c: char| c.is_ascii_uppercase())
            && rest[1..].starts_with(|c: char| c.is_ascii_lowercase())
            && rest.contains(' ');
        glued.then_some(word.len())
    })
}

/// The ends of sentences inside a line of Chinese or Japanese.
fn unspaced(line: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let characters: Vec<(usize, char)> = line.char_indices().collect();
    let closed = closings(&characters);
    let mut index = 0;
    while index < characters.len() {
        let character = characters[index].1;
        // What is between brackets is left alone.
        if let Some(close) = closed[index] {
            let quotation = matches!(character, '“' | '「' | '『' | '‘' | '"');
            let ended = close > 0 && ends_sentence(&characters, close - 1);
            index = close + 1;
            if quotation && ended && !continues(line, &characters, index) {
                let end = skip_closers(&characters, index);
                ends.push(offset(line, &characters, end));
                index = end;
            }
            continue;
        }
        index += 1;
        if !ends_sentence(&characters, index - 1) {
            continue;
        }
        let end = skip_closers(&characters, index);
        if !continues(line, &characters, end)
            || end > index && !after_quotation(line, &characters, end)
        {
            ends.push(offset(line, &characters, end));
        }
        index = end;
    }
    for end in &mut ends {
        let rest = &line[*end..];
        *end += rest.len() - rest.trim_start().len();
    }
    ends.retain(|end| *end < line.len());
    ends.dedup();
    ends
}

fn offset(line: &str, characters: &[(usize, char)], index: usize) -> usize {
    characters.get(index).map_or(line.len(), |(at, _)| *at)
}

/// For every opening bracket or quotation mark, the index of what closes it, within
/// [`MOST_BRACKETED`] characters.
fn closings(characters: &[(usize, char)]) -> Vec<Option<usize>> {
    let mut closed = vec![None; characters.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (index, (_, character)) in characters.iter().enumerate() {
        if *character == '"' && open.last().is_some_and(|last| last.1 == '"') {
            if let Some((start, _)) = open.pop()
                && index - start <= MOST_BRACKETED
            {
                closed[start] = Some(index);
            }
        } else if let Some(close) = closing(*character) {
            open.push((index, close));
        } else if open.last().is_some_and(|last| last.1 == *character)
            && let Some((start, _)) = open.pop()
            && index - start <= MOST_BRACKETED
        {
            closed[start] = Some(index);
        }
    }
    closed
}

/// Longer brackets and quotations are cut inside, in characters.
const MOST_BRACKETED: usize = 300;

fn closing(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '〈' => '〉',
        '（' => '）',
        '(' => ')',
        '【' => '】',
        '〔' => '〕',
        '［' => '］',
        '[' => ']',
        '"' => '"',
        _ => return None,
    })
}

/// Whether a sentence may end with the character at `index`.
fn ends_sentence(characters: &[(usize, char)], index: usize) -> bool {
    let character = characters[index].1;
    let before = index.checked_sub(1).map(|index| characters[index].1);
    let after = characters.get(index + 1).map(|(_, next)| *next);
    match character {
        '。' | '｡' | '！' | '？' | '‼' | '⁇' | '⁉' => true,
        '．' => {
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            word(before) && !after.is_some_and(char::is_alphanumeric)
        }
        '!' | '?' => true,
        '…' => after.is_none_or(char::is_whitespace),
        '.' => {
            let native = before.is_some_and(|c| script::group(script::vote(c)) == script::HAN);
            let spaced = after.is_none_or(char::is_whitespace);
            spaced && (native || !abbreviated(characters, index)) && before != Some('.')
        }
        _ => false,
    }
}

/// Whether the point at `index` is behind an initial, a number, or a title.
fn abbreviated(characters: &[(usize, char)], index: usize) -> bool {
    let word: String = characters[..index]
        .iter()
        .rev()
        .map(|(_, character)| *character)
        .take_while(|character| character.is_ascii_alphanumeric())
        .take(6)
        .collect();
    let word: String = word.chars().rev().collect();
    word.len() < 2
        || word.bytes().all(|byte| byte.is_ascii_digit())
        || matches!(
            word.as_str(),
            "Dr" | "Mr" | "Mrs" | "Ms" | "Prof" | "St" | "Jr" | "Sr" | "vs" | "No" | "Fig" | "Vol"
        )
}

/// The index behind further terminators, closing marks and a note in brackets.
fn skip_closers(characters: &[(usize, char)], from: usize) -> usize {
    let mut index = from;
    while let Some((_, character)) = characters.get(index)
        && (cut::is_closer(*character) && *character != '"' || cut::is_terminator(*character))
    {
        index += 1;
    }
    index
}

/// Whether the sentence goes on at `index` in spite of the terminator before: with a
/// particle, a comma, or who said what was quoted.
fn continues(line: &str, characters: &[(usize, char)], index: usize) -> bool {
    let rest = &line[offset(line, characters, index)..];
    let Some(first) = rest.chars().next() else {
        return false;
    };
    if matches!(first, '，' | '、' | '；' | '：' | '）' | ',' | ';') {
        return true;
    }
    let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    if script::vote(first) == script::KANA {
        return match first {
            'の' | 'を' | 'へ' => true,
            'が' => !starts(&["がん", "がっ"]),
            'は' => !starts(&[
                "はい", "はじ", "はや", "はっ", "はは", "はな", "はる", "はた",
            ]),
            'と' => {
                after_quotation(line, characters, index)
                    && !starts(&["とて", "とき", "とこ", "とに"])
            }
            'っ' => true,
            _ => {
                after_quotation(line, characters, index)
                    && starts(&["という", "なんて", "に対", "など"])
            }
        };
    }
    if words::role(&rest[..first.len_utf8()]).after == 2 && first == '的' {
        return true;
    }
    after_quotation(line, characters, index) && says(rest)
}

/// Whether the text before `index` closes a quotation.
fn after_quotation(line: &str, characters: &[(usize, char)], index: usize) -> bool {
    let before = &line[..offset(line, characters, index)];
    before.trim_end().ends_with(['”', '」', '』', '’', '"'])
}

/// Verbs of saying and asking.
const SAYS: [char; 22] = [
    '说', '說', '道', '问', '問', '喊', '叫', '答', '想', '笑', '回', '表', '写', '寫', '指', '称',
    '稱', '吼', '哭', '嘆', '叹', '告',
];
/// How many characters before the verb name who speaks.
const SPEAKER: usize = 5;

/// Whether a text begins with somebody saying something.
fn says(rest: &str) -> bool {
    rest.chars()
        .take(SPEAKER)
        .take_while(|character| script::vote(*character) != script::NEUTRAL)
        .any(|character| SAYS.contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut<'t>(text: &'t str, tag: &str) -> Vec<&'t str> {
        let language = Language::parse(tag).expect("a tag");
        sentences(text, &language)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn chinese_sentences() {
        assert_eq!(
            cut("你好。我是汤姆！你呢？", "zh"),
            ["你好。", "我是汤姆！", "你呢？"]
        );
        for one in [
            "“这是对的。”他说。",
            "《你好，李焕英！》很好看。",
            "结果（见图1。）如下",
            "圆周率是３．１４左右。",
            "Dr. Wang的学生来了。",
            "我用Yahoo!的邮箱。",
            "他想了想……然后走了。",
        ] {
            assert_eq!(cut(one, "zh"), [one]);
        }
        assert_eq!(
            cut("他说：“走吧。”我们就走了。", "zh-Hans"),
            ["他说：“走吧。”", "我们就走了。"]
        );
        assert_eq!(cut("第一行\n第二行", "zh"), ["第一行\n", "第二行"]);
        assert_eq!(
            cut("真的吗？！ 太好了。", "zh"),
            ["真的吗？！ ", "太好了。"]
        );
    }

    #[test]
    fn japanese_sentences() {
        for one in [
            "「そうです。」と彼は言った。",
            "モーニング娘。の新曲が出た。",
        ] {
            assert_eq!(cut(one, "ja"), [one]);
        }
        assert_eq!(
            cut("これはペンです。それはマーカーです。", "ja"),
            ["これはペンです。", "それはマーカーです。"]
        );
    }

    #[test]
    fn sentences_with_spaces() {
        assert_eq!(
            cut("Mr. Smith went home. He was tired.", "en"),
            ["Mr. Smith went home. ", "He was tired."]
        );
        assert_eq!(
            cut("DearThank you so much for your gre...", "en"),
            ["Dear", "Thank you so much for your gre..."]
        );
        assert_eq!(
            cut("First line\nsecond line", "en"),
            ["First line\n", "second line"]
        );
        assert_eq!(cut("", "en"), Vec::<&str>::new());
        assert_eq!(cut(" \n \n", "en"), [" \n \n"]);
    }

    fn check(text: &str, tag: &str) {
        let language = Language::parse(tag).expect("a tag");
        let mut end = 0;
        for range in sentences(text, &language) {
            assert_eq!(range.start, end);
            assert!(range.end > range.start && text.is_char_boundary(range.end));
            end = range.end;
        }
        assert_eq!(end, text.len());
    }

    proptest! {
        #[test]
        fn sentences_tile(text in any::<String>(), tag in prop::sample::select(vec!["en", "zh", "ja", "und", "hi"])) {
            check(&text, tag);
        }

        #[test]
        fn sentences_tile_marks(
            parts in prop::collection::vec(prop::sample::select(vec![
                "。", "“", "”", "\"", "！", ". ", "Mr. ", "他说", "の", "\n", " ", "（", "）", "…", "．", "1", "A", "DearThank ", "\u{3000}",
            ]), 0..20),
            tag in prop::sample::select(vec!["en", "zh", "ja", "de"]),
        ) {
            check(&parts.concat(), tag);
        }
    }
}
