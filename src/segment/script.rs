//! Text in, runs of one script each out. Letters vote; marks, digits, punctuation
//! and white space are neutral and lie between or inside runs. Fullwidth Latin
//! letters count as Latin.

use std::ops::Range;

use crate::{ascii, document::Script};

/// What a character votes for: a small number for each script, 0 for none.
pub(super) type Vote = u8;

/// Marks, digits, punctuation, symbols, white space.
pub(super) const NEUTRAL: Vote = 0;
pub(super) const LATIN: Vote = 1;
pub(super) const HAN: Vote = 2;
pub(super) const KANA: Vote = 3;
pub(super) const BOPOMOFO: Vote = 4;
pub(super) const HANGUL: Vote = 5;
pub(super) const CYRILLIC: Vote = 6;
const THAI: Vote = 25;
const LAO: Vote = 26;
const TIBETAN: Vote = 27;
const MYANMAR: Vote = 28;
const KHMER: Vote = 36;
/// Letters of a script that has no row below.
const OTHER: Vote = 7;

/// The ISO 15924 codes of the votes.
const CODES: [&str; 48] = [
    "Zyyy", "Latn", "Hani", "Jpan", "Bopo", "Kore", "Cyrl", "Zyyy", "Grek", "Armn", "Hebr", "Arab",
    "Syrc", "Thaa", "Nkoo", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym",
    "Sinh", "Thai", "Laoo", "Tibt", "Mymr", "Geor", "Ethi", "Cher", "Cans", "Ogam", "Runr", "Tglg",
    "Khmr", "Mong", "Limb", "Tale", "Bali", "Sund", "Olck", "Tfng", "Yiii", "Java", "Mtei", "Copt",
];

/// Whether the script is written without spaces between words.
pub(super) fn is_unspaced(vote: Vote) -> bool {
    matches!(
        vote,
        HAN | KANA | BOPOMOFO | THAI | LAO | TIBETAN | MYANMAR | KHMER
    )
}

/// The scripts that share runs: Han, kana and bopomofo are written together.
pub(super) fn group(vote: Vote) -> Vote {
    match vote {
        KANA | BOPOMOFO => HAN,
        vote => vote,
    }
}

/// The code of a group of scripts other than Han.
pub(super) fn code(group: Vote) -> Script {
    Script(CODES[usize::from(group)])
}

/// A stretch of letters of one group of scripts, from its first letter to its last,
/// with what is neutral between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// From the first letter to the end of the last.
    pub(super) range: Range<usize>,
    /// [`group`] of its letters.
    pub(super) group: Vote,
    /// How many letters.
    pub(super) letters: usize,
    /// How many of them are kana.
    pub(super) kana: usize,
}

/// Gathers the runs of a text.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    gather(text, &mut runs);
    runs
}

/// Fills `runs` anew with the runs of a text.
pub(super) fn gather(text: &str, runs: &mut Vec<Run>) {
    let bytes = text.as_bytes();
    runs.clear();
    runs.reserve(1 + bytes.len() / BYTES_A_RUN);
    let mut open = Run {
        range: 0..0,
        group: NEUTRAL,
        letters: 0,
        kana: 0,
    };
    let mut at = 0;
    while at < bytes.len() {
        let (vote, length) = vote_at(text, at);
        if vote == NEUTRAL {
            at += length;
            continue;
        }
        let group = group(vote);
        if group != open.group {
            if open.group != NEUTRAL {
                runs.push(open.clone());
            }
            open = Run {
                range: at..at,
                group,
                letters: 0,
                kana: 0,
            };
        }
        at += length;
        open.letters += 1;
        open.kana += usize::from(vote == KANA);
        // Most of the bytes of most text.
        if group == LATIN {
            // What is neutral between ASCII letters ends no run of them.
            let more = ascii::count_letters(&bytes[at..]);
            open.letters += more.count;
            open.range.end = at + more.end;
            at += more.length;
            continue;
        } else if group == HAN {
            while let [0xE5..=0xE9, ..] | [0xE4, 0xB8..=0xBF, ..] = bytes[at..] {
                at += 3;
                open.letters += 1;
            }
        }
        open.range.end = at;
    }
    if open.group != NEUTRAL {
        runs.push(open);
    }
}

/// Bytes of a run in text of several scripts; room for as many is made at once.
const BYTES_A_RUN: usize = 32;

/// The vote of the character at a character border, and its length in bytes.
#[inline(always)]
pub(super) fn vote_at(text: &str, at: usize) -> (Vote, usize) {
    match text.as_bytes()[at..] {
        [b'A'..=b'Z' | b'a'..=b'z', ..] => (LATIN, 1),
        [0..=0x7F, ..] => (NEUTRAL, 1),
        // U+4E00 to U+9FFF
        [0xE5..=0xE9, ..] | [0xE4, 0xB8..=0xBF, ..] => (HAN, 3),
        // General punctuation from U+2000, marks for Han from U+3000, fullwidth marks
        [0xE2, 0x80, ..] => (NEUTRAL, 3),
        [0xE3, 0x80, 0x80..=0x84 | 0x88..=0xA0, ..] => (NEUTRAL, 3),
        [0xEF, 0xBC, 0x80..=0xA0, ..] => (NEUTRAL, 3),
        // U+00C0 to U+00FF but for × and ÷, U+0400 to U+047F
        [0xC3, 0x97 | 0xB7, ..] => (NEUTRAL, 2),
        [0xC3, ..] => (LATIN, 2),
        [0xD0 | 0xD1, ..] => (CYRILLIC, 2),
        _ => vote_of(text, at),
    }
}

fn vote_of(text: &str, at: usize) -> (Vote, usize) {
    text[at..].chars().next().map_or((NEUTRAL, 1), |character| {
        (vote(character), character.len_utf8())
    })
}

/// The vote of a character. Ranges follow the blocks and the `Script` property of
/// the Unicode Character Database 16.0.
pub(super) fn vote(character: char) -> Vote {
    match character as u32 {
        0x41..=0x5A | 0x61..=0x7A => LATIN,
        0..=0xBF | 0xD7 | 0xF7 => NEUTRAL,
        0xC0..=0x24F => LATIN,
        code => vote_beyond(code),
    }
}

fn vote_beyond(code: u32) -> Vote {
    match code {
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => HAN,
        0x3005..=0x3007 | 0x3021..=0x3029 | 0x2E80..=0x2FDF => HAN,
        0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF => KANA,
        0x31F0..=0x31FF | 0xFF66..=0xFF9D | 0x1B000..=0x1B16F => KANA,
        0x3105..=0x312F | 0x31A0..=0x31BF => BOPOMOFO,
        0xAC00..=0xD7FF | 0x1100..=0x11FF | 0x3131..=0x318E | 0xA960..=0xA97F => HANGUL,
        0xFFA1..=0xFFDC => HANGUL,
        0xFF21..=0xFF3A | 0xFF41..=0xFF5A => LATIN,
        0x250..=0x2AF | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA722..=0xA7FF => LATIN,
        0xAB30..=0xAB64 | 0xFB00..=0xFB06 => LATIN,
        0x483..=0x489 => NEUTRAL,
        0x400..=0x52F | 0x1C80..=0x1C8F | 0xA640..=0xA69F => CYRILLIC,
        0x2B0..=0x36F => NEUTRAL,
        0x37E | 0x387 => NEUTRAL,
        0x370..=0x3FF | 0x1F00..=0x1FFF => 8,
        0x531..=0x556 | 0x561..=0x587 => 9,
        0x591..=0x5CF | 0x5F3 | 0x5F4 | 0x600..=0x61F => NEUTRAL,
        0x5D0..=0x5F2 | 0xFB1D..=0xFB4F => 10,
        0x640 | 0x660..=0x66D | 0x6D4 | 0x6F0..=0x6F9 => NEUTRAL,
        0x620..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8FF | 0xFB50..=0xFDFB | 0xFE70..=0xFEFC => 11,
        0x710..=0x74F => 12,
        0x780..=0x7BF => 13,
        0x7CA..=0x7F5 => 14,
        0x964..=0x970 => NEUTRAL,
        0x900..=0x97F | 0xA8E0..=0xA8FF => 15,
        // Digits of the scripts of India stand at the same place in each block.
        0x980..=0xDFF if code % 0x80 >= 0x66 && code % 0x80 <= 0x6F => NEUTRAL,
        0x980..=0x9FF => 16,
        0xA00..=0xA7F => 17,
        0xA80..=0xAFF => 18,
        0xB00..=0xB7F => 19,
        0xB80..=0xBFF => 20,
        0xC00..=0xC7F => 21,
        0xC80..=0xCFF => 22,
        0xD00..=0xD7F => 23,
        0xD80..=0xDFF => 24,
        0xE3F | 0xE4F..=0xE5B => NEUTRAL,
        0xE01..=0xE4E => 25,
        0xED0..=0xED9 => NEUTRAL,
        0xE81..=0xEDF => 26,
        0xF04..=0xF14 | 0xF20..=0xF33 => NEUTRAL,
        0xF00..=0xFFF => 27,
        0x1040..=0x104B => NEUTRAL,
        0x1000..=0x109F | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F => 28,
        0x10FB => NEUTRAL,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF | 0x2D00..=0x2D2F => 29,
        0x1360..=0x137C => NEUTRAL,
        0x1200..=0x139F | 0x2D80..=0x2DDF | 0xAB01..=0xAB2E => 30,
        0x13A0..=0x13FD | 0xAB70..=0xABBF => 31,
        0x1401..=0x167F => 32,
        0x1681..=0x169A => 33,
        0x16A0..=0x16EA => 34,
        0x1700..=0x171F => 35,
        0x17D4..=0x17DB | 0x17E0..=0x17F9 => NEUTRAL,
        0x1780..=0x17FF => 36,
        0x1800..=0x1819 => NEUTRAL,
        0x1820..=0x18AF => 37,
        0x1900..=0x1945 => 38,
        0x1950..=0x197F => 39,
        0x1B05..=0x1B4C => 40,
        0x1B80..=0x1BAF => 41,
        0x1C5A..=0x1C7D => 42,
        0x2D30..=0x2D6F => 43,
        0xA000..=0xA4CF => 44,
        0xA984..=0xA9C0 => 45,
        0xABC0..=0xABE2 | 0xAAE0..=0xAAF6 => 46,
        0x2C80..=0x2CF3 => 47,
        _ => match char::from_u32(code) {
            Some(character) if character.is_alphabetic() && !is_symbol_letter(code) => OTHER,
            _ => NEUTRAL,
        },
    }
}

/// Letters by property that are used as signs: enclosed and mathematical letters,
/// number forms, letterlike symbols, squared abbreviations.
fn is_symbol_letter(code: u32) -> bool {
    matches!(code, 0x2070..=0x24FF | 0x3200..=0x33FF | 0x1D400..=0x1D7FF | 0x1F100..=0x1F1FF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, &'static str)> {
        runs(text)
            .into_iter()
            .map(|run| (&text[run.range], code(run.group).as_str()))
            .collect()
    }

    #[test]
    fn letters_make_runs_and_the_rest_is_neutral() {
        assert_eq!(
            shown("1、价格 $5：USB-C 3.1 cable 2m。好"),
            [
                ("价格", "Hani"),
                ("USB-C 3.1 cable 2m", "Latn"),
                ("好", "Hani")
            ]
        );
        assert_eq!(shown("１２３ 456 ！？… 😀 ① ℃ ㎡"), []);
    }

    #[test]
    fn fullwidth_letters_are_latin_and_fullwidth_signs_are_neutral() {
        assert_eq!(
            shown("ＡＭＡＺＯＮ　ＰＲＩＭＥ！"),
            [("ＡＭＡＺＯＮ　ＰＲＩＭＥ", "Latn")]
        );
        assert_eq!(shown("好！！！"), [("好", "Hani")]);
        assert_eq!(runs("ﾊﾝｶｸｶﾅ")[0].kana, 6);
    }

    #[test]
    fn short_ways_agree_with_the_table() {
        for character in '\0'..=char::MAX {
            let mut buffer = [0; 4];
            let text = character.encode_utf8(&mut buffer);
            assert_eq!(
                vote_at(text, 0),
                (vote(character), text.len()),
                "{character:?}"
            );
        }
    }

    #[test]
    fn every_code_is_a_script() {
        for (vote, code) in CODES.iter().enumerate() {
            let unspaced = [
                "Hani", "Jpan", "Bopo", "Thai", "Laoo", "Mymr", "Khmr", "Tibt",
            ];
            assert_eq!(is_unspaced(vote as Vote), unspaced.contains(code));
            assert!(code.len() == 4 && code.as_bytes()[0].is_ascii_uppercase());
        }
        assert_eq!(code(vote('ж')).as_str(), "Cyrl");
        assert_eq!(code(vote('ع')).as_str(), "Arab");
        assert_eq!(code(vote('ह')).as_str(), "Deva");
        assert_eq!(code(vote('ไ')).as_str(), "Thai");
        assert_eq!(code(vote('λ')).as_str(), "Grek");
        assert_eq!(code(vote('ש')).as_str(), "Hebr");
        assert_eq!(code(vote('한')).as_str(), "Kore");
        assert_eq!(vote('、'), NEUTRAL);
        assert_eq!(vote('é'), LATIN);
        assert_eq!(vote('\u{301}'), NEUTRAL);
    }
}
