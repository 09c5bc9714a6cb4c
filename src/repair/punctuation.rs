//! Punctuation in the width that a language has: a segment's text and its language
//! in, the same text with its own punctuation out, with the way back.

use crate::{document::Language, offsets::Map};

/// Gives punctuation the width of the language: `，` in Chinese, `,` in English. None
/// if nothing changes.
///
/// In Chinese and Japanese, ASCII punctuation is made full only after a character of
/// the language's own, so that `1,000` and `v2.0` stay. In languages with spaces,
/// full punctuation becomes ASCII, with a space where a word follows.
pub fn fit_punctuation(text: &str, language: &Language) -> Option<(String, Map)> {
    let own = match language.as_str().split('-').next() {
        Some("zh" | "yue" | "lzh" | "wuu") => full_chinese,
        Some("ja") => full_japanese,
        Some("ko" | "und" | "zxx" | "mul") | None => return None,
        Some(_) => plain,
    };
    let mut output = String::with_capacity(text.len());
    let mut map = Map::new();
    let mut changed = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let end = at + character.len_utf8();
        let before = text[..at].chars().next_back();
        let after = characters.peek().map(|(_, next)| *next);
        match own(before, character, after) {
            Some(fitting) => {
                let length = output.len();
                if fitting == '(' && before.is_some_and(char::is_alphanumeric) {
                    output.push(' ');
                }
                output.push(fitting);
                let word = after.is_some_and(char::is_alphanumeric);
                if fitting.is_ascii() && fitting != '(' && word {
                    output.push(' ');
                }
                map.replace(output.len() - length, at..end);
                changed = true;
            }
            None => {
                output.push(character);
                map.copy(end - at, at);
            }
        }
    }
    changed.then_some((output, map))
}

fn full_chinese(before: Option<char>, mark: char, after: Option<char>) -> Option<char> {
    if !before.is_some_and(is_eastern) {
        return None;
    }
    match mark {
        ',' => Some('，'),
        ';' => Some('；'),
        ':' => Some('：'),
        '!' => Some('！'),
        '?' => Some('？'),
        '.' if !after.is_some_and(|next| next.is_ascii_alphanumeric() || next == '.') => Some('。'),
        _ => None,
    }
}

fn full_japanese(before: Option<char>, mark: char, after: Option<char>) -> Option<char> {
    match full_chinese(before, mark, after) {
        Some('，') => Some('、'),
        other => other,
    }
}

fn plain(_: Option<char>, mark: char, _: Option<char>) -> Option<char> {
    match mark {
        '，' | '、' => Some(','),
        '；' => Some(';'),
        '：' => Some(':'),
        '！' => Some('!'),
        '？' => Some('?'),
        '．' | '。' => Some('.'),
        '（' => Some('('),
        '）' => Some(')'),
        _ => None,
    }
}

/// Kana and Chinese characters, and what closes a quotation of them.
fn is_eastern(character: char) -> bool {
    matches!(character, '\u{3005}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}'
        | '\u{20000}'..='\u{3FFFF}' | '」' | '』' | '》' | '）' | '”')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(text: &str, language: &str) -> String {
        let language = Language::parse(language).expect("a tag");
        let fitted = fit_punctuation(text, &language);
        if let Some((text, map)) = &fitted {
            assert_eq!(map.len(), text.len());
            assert!(fit_punctuation(text, &language).is_none());
        }
        fitted.map_or_else(|| text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn each_language_has_its_own_width() {
        assert_eq!(
            fit("获悉,据报道:共1,000人.", "zh-Hans"),
            "获悉，据报道：共1,000人。"
        );
        assert_eq!(fit("版本v2.0,很好", "zh"), "版本v2.0,很好");
        assert_eq!(fit("はい,そう.", "ja"), "はい、そう。");
        assert_eq!(fit("Well，yes（no）。", "en"), "Well, yes (no).");
        assert_eq!(fit("네，그래", "ko"), "네，그래");
    }
}
