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
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if at > MOST {
            break;
        }
        let next = characters.peek().map_or(' ', |next| next.1);
        let last_character = std::mem::replace(&mut before, character);
        if character.is_alphanumeric() {
            continue;
        }
        if character == '\n' {
            open.clear();
            continue;
        }
        let Some(mark) = Mark::of(character, last_character, next, &open) else {
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
