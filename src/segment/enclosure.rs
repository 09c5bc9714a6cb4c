//! A text and its runs in, the brackets or quotation marks that each run stands in out.

use super::{
    cut,
    script::{self, Run},
};

/// A pair of brackets or quotation marks around one run or several, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Enclosure {
    /// Where the mark that opens it begins.
    pub(super) start: usize,
    /// Where the mark that closes it ends.
    pub(super) end: usize,
    /// Whether the marks are those of a quotation.
    pub(super) quotes: bool,
}

/// How deep pairs within pairs are followed.
const DEEPEST: usize = 8;
/// A pair is not looked for in more than this of a text, in bytes.
const MOST: usize = 1 << 16;

/// For every run the innermost pair that it stands in, on one line. A pair around all that
/// the text has is none.
pub(super) fn enclosures(text: &str, runs: &[Run]) -> Vec<Option<Enclosure>> {
    let mut found = vec![None; runs.len()];
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
        return found;
    };
    let bytes = &text.as_bytes()[..text.len().min(MOST)];
    if !may_open_any(bytes) {
        return found;
    }
    let mut open: Vec<(char, usize)> = Vec::new();
    let places = (0..bytes.len()).filter(|at| may_mark(&bytes[*at..]));
    for at in places {
        let mut from = text[at..].chars();
        let Some(character) = from.next() else {
            continue;
        };
        if character == '\n' {
            open.clear();
            continue;
        }
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = from.next().unwrap_or(' ');
        let Some(mark) = Mark::of(character, before, after, &open) else {
            continue;
        };
        if mark == Mark::Opens {
            if open.len() < DEEPEST {
                open.push((character, at));
            }
            continue;
        }
        let Some(place) = open
            .iter()
            .rposition(|(opener, _)| pairs(*opener, character))
        else {
            continue;
        };
        let (opener, start) = open[place];
        open.truncate(place);
        let end = at + character.len_utf8();
        if start < first.range.start && end > last.range.end {
            continue;
        }
        let pair = Enclosure {
            start,
            end,
            quotes: !is_bracket(opener),
        };
        let inside = runs.partition_point(|run| run.range.start < start)
            ..runs.partition_point(|run| run.range.end <= end);
        for own in found.get_mut(inside).into_iter().flatten() {
            own.get_or_insert(pair);
        }
    }
    found
}

/// Whether there may be a mark that opens something: most texts have none. Every byte is looked
/// at with its neighbours, without a way out of the loop, so that many are looked at at once.
fn may_open_any(bytes: &[u8]) -> bool {
    let at = |place: usize| bytes.get(place).copied().unwrap_or(0);
    let last = bytes.len().saturating_sub(2);
    let edges = may_open(0, at(0), at(1), at(2))
        | (last.max(1)..bytes.len())
            .any(|place| may_open(at(place - 1), at(place), at(place + 1), at(place + 2)));
    bytes.windows(4).fold(edges, |any, near| {
        any | may_open(near[0], near[1], near[2], near[3])
    })
}

/// Whether a mark that opens something may begin with a byte between two others.
#[inline]
fn may_open(before: u8, own: u8, next: u8, second: u8) -> bool {
    let is = |byte: u8| own == byte;
    let quotes = is(b'"') | is(b'`') | (is(b'\'') & !before.is_ascii_alphanumeric());
    let brackets = is(b'(') | is(b'[') | is(b'{');
    // `«` and `»`.
    let latin = is(0xC2) & ((next == 0xAB) | (next == 0xBB));
    // From `‘` to `„`, and `‹`.
    let general = is(0xE2) & (next == 0x80) & ((0x98..=0x9E).contains(&second) | (second == 0xB9));
    // From `〈`.
    let eastern = is(0xE3) & (next == 0x80) & (second >= 0x88);
    // `＂`, `（` and `［`, `｛` and `｢`.
    let wide = is(0xEF)
        & (((next == 0xBC) & ((second == 0x82) | (second == 0x88) | (second == 0xBB)))
            | ((next == 0xBD) & ((second == 0x9B) | (second == 0xA2))));
    quotes | brackets | latin | general | eastern | wide
}

/// Whether a mark or the end of a line may begin here, by a byte or two.
fn may_mark(bytes: &[u8]) -> bool {
    match bytes[0] {
        b'"' | b'\'' | b'`' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'\n' => true,
        // `«`, and general punctuation.
        0xC2 | 0xE2 => true,
        // `「` and its like, and fullwidth ones.
        0xE3 => bytes.get(1) == Some(&0x80),
        0xEF => matches!(bytes.get(1), Some(0xBC | 0xBD)),
        _ => false,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Opens,
    Closes,
}

impl Mark {
    /// What a character does between two others while `open` are open.
    fn of(character: char, before: char, after: char, open: &[(char, usize)]) -> Option<Self> {
        let is_open = |opener: char| open.iter().any(|(own, _)| *own == opener);
        Some(match character {
            '"' | '＂' | '`' if is_open(character) => Self::Closes,
            '"' | '＂' | '`' => Self::Opens,
            '\'' if is_open('\'') && !after.is_alphanumeric() => Self::Closes,
            '\'' if !before.is_alphanumeric() && after.is_alphanumeric() => Self::Opens,
            '\'' => return None,
            // An apostrophe.
            '’' | '‘' if is_latin(before) && is_latin(after) => return None,
            // „So“ and “so”
            '“' if is_open('„') => Self::Closes,
            '‘' if is_open('‚') => Self::Closes,
            '»' if !is_open('«') => Self::Opens,
            '«' if is_open('»') => Self::Closes,
            '’' | '”' => Self::Closes,
            '<' | '>' | '¿' | '¡' => return None,
            _ if cut::is_opener(character) => Self::Opens,
            _ if cut::is_closer(character) => Self::Closes,
            _ => return None,
        })
    }
}

fn is_latin(character: char) -> bool {
    script::vote(character) == script::LATIN
}

/// Whether a mark closes what another has opened.
fn pairs(opener: char, closer: char) -> bool {
    match closer {
        ')' | '）' => matches!(opener, '(' | '（'),
        ']' | '］' => matches!(opener, '[' | '［'),
        '}' | '｝' => matches!(opener, '{' | '｛'),
        '】' => opener == '【',
        '》' => opener == '《',
        '〉' => opener == '〈',
        '」' => opener == '「',
        '』' => opener == '『',
        '”' => matches!(opener, '“' | '„' | '"'),
        '“' => opener == '„',
        '’' => matches!(opener, '‘' | '‚'),
        '‘' => opener == '‚',
        '›' => opener == '‹',
        '»' | '«' => matches!(opener, '«' | '»'),
        same => opener == same,
    }
}

/// Whether a mark is of brackets and not of quotations.
fn is_bracket(opener: char) -> bool {
    matches!(
        opener,
        '(' | '（' | '[' | '［' | '{' | '｛' | '【' | '〔' | '〖' | '〘' | '〚'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The runs of a text that stand in a pair, each with the pair.
    fn shown(text: &str) -> Vec<(&str, &str)> {
        let runs = script::runs(text);
        let pairs = enclosures(text, &runs);
        let both = runs.iter().zip(pairs);
        both.filter_map(|(run, pair)| {
            let pair = pair?;
            Some((&text[run.range.clone()], &text[pair.start..pair.end]))
        })
        .collect()
    }

    #[test]
    fn no_mark_is_missed() {
        for character in '\0'..=char::MAX {
            let open = [(character, 0)];
            let marks = Mark::of(character, ' ', 'a', &open).is_some()
                || Mark::of(character, 'a', ' ', &open).is_some();
            let may = may_mark(character.encode_utf8(&mut [0; 4]).as_bytes());
            assert!(may || !(marks || character == '\n'), "{character}");
            let opens = Mark::of(character, ' ', 'a', &[]) == Some(Mark::Opens);
            for text in [
                format!("{character}"),
                format!("a {character}"),
                format!("a {character} a"),
            ] {
                assert!(may_open_any(text.as_bytes()) || !opens, "{text}");
            }
        }
    }

    #[test]
    fn runs_stand_in_the_innermost_pair() {
        assert_eq!(
            shown("见图(Fig 2, 左)和「首页 Home」"),
            [("Fig", "(Fig 2, 左)"), ("Home", "「首页 Home」")]
        );
        assert_eq!(
            shown("他说„nur so“，又说'ok'，rock'n'roll和‘It’s’。"),
            [("nur so", "„nur so“"), ("It’s", "‘It’s’")]
        );
        assert_eq!(
            shown("（如「标题 Title」）文"),
            [
                ("如「标题", "（如「标题 Title」）"),
                ("Title", "「标题 Title」")
            ]
        );
    }

    #[test]
    fn what_is_around_all_or_not_closed_is_no_pair() {
        for text in [
            "【使用 Word】",
            "文(a",
            "文(a\nb)",
            "文) a",
            "5\" 屏幕 HD",
            "",
        ] {
            assert_eq!(shown(text), [], "{text}");
        }
    }
}
