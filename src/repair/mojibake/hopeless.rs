//! What cannot come back: text whose bytes were overwritten. It is noted, and left.

use std::{ops::Range, sync::LazyLock};

use memchr::memmem::Finder;

use super::{
    lattice::{self, Made},
    pool::{self, Damage},
};
use crate::{
    document::{NoteKind, Remark},
    repair::Repaired,
};

/// What stands where text has been: U+FFFD read as GBK (twice, and once), memory
/// that a debugger has marked (CC, CD), U+FFFD read as windows-1252.
const TRACES: [&str; 6] = ["锟斤拷", "锟�", "烫烫烫", "屯屯屯", "ï¿½", "葺葺葺"];

static FINDERS: LazyLock<[Finder<'static>; 6]> = LazyLock::new(|| TRACES.map(Finder::new));

/// Whether a line has been overwritten in part; its other parts are left as well.
pub(super) fn is_overwritten(line: &str) -> bool {
    [0, 2, 3]
        .iter()
        .any(|index| FINDERS[*index].find(line.as_bytes()).is_some())
}

/// The line with U+FFFD where that was read as windows-1252, `ï¿½`; none if there is
/// no such thing, or it is quoted or spoken of.
pub(super) fn replaced(line: &str, damage: &Damage) -> Option<Vec<Made>> {
    if !is_replacement(line) || damage.talks() || pool::speaks_of_mojibake(line) {
        return None;
    }
    let mut made: Vec<Made> = Vec::new();
    let mut rest = lattice::keep(line, 0);
    while let Some(one) = rest.next() {
        let quoted = line[..one.from].ends_with(['"', '“', '\'', '‘', '`', '(', '（', '「']);
        if quoted || !line[one.from..].starts_with(REPLACEMENT) {
            made.push(one);
            continue;
        }
        let last = rest.nth(1)?;
        made.push(Made {
            character: '\u{FFFD}',
            to: last.to,
            kept: false,
            ..one
        });
    }
    made.iter().any(|made| !made.kept).then_some(made)
}

/// Whether there is U+FFFD that was read as windows-1252.
pub(super) fn is_replacement(line: &str) -> bool {
    FINDERS[4].find(line.as_bytes()).is_some()
}

const REPLACEMENT: &str = TRACES[4];

/// Notes the traces of lost text.
pub(in crate::repair) fn note(repaired: &mut Repaired<'_>) {
    let mut found: Vec<Remark> = questions(&repaired.text)
        .map(|range| Remark {
            kind: NoteKind::Unrecoverable,
            range: repaired.map.source(range),
        })
        .collect();
    let beyond = !repaired.text.is_ascii();
    for (trace, finder) in TRACES.iter().zip(&*FINDERS).filter(|_| beyond) {
        for at in finder.find_iter(repaired.text.as_bytes()) {
            found.push(Remark {
                kind: NoteKind::Unrecoverable,
                range: repaired.map.source(at..at + trace.len()),
            });
        }
    }
    found.sort_by_key(|remark| remark.range.start);
    for remark in found {
        match repaired.remarks.last_mut() {
            Some(last) if last.kind == remark.kind && last.range.end >= remark.range.start => {
                last.range.end = last.range.end.max(remark.range.end);
            }
            _ => repaired.remarks.push(remark),
        }
    }
}

/// Runs of question marks that stand where text has been, not where somebody asks:
/// at least three, and no word before them.
fn questions(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + QUESTIONS.find(&text.as_bytes()[at..])?;
            let length = text[start..]
                .bytes()
                .take_while(|byte| *byte == b'?')
                .count();
            at = start + length;
            let before = text[..start].chars().next_back();
            if before.is_none_or(|before| before.is_whitespace() || is_opening(before)) {
                return Some(start..at);
            }
        }
    })
}

static QUESTIONS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("???"));

fn is_opening(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '('
            | '['
            | '<'
            | '>'
            | ':'
            | ','
            | '|'
            | '“'
            | '‘'
            | '「'
            | '『'
            | '《'
            | '（'
            | '【'
            | '：'
            | '，'
            | '、'
            | '。'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_marks_without_a_question_are_lost_text() {
        let found = |text| questions(text).collect::<Vec<_>>();
        assert_eq!(found("???? ?????"), [0..4, 5..10]);
        assert_eq!(found("姓名：???"), ["姓名：".len().."姓名：???".len()]);
        for asked in ["What????", "真的吗？？？", "真的吗???", "a ?? b", "??"] {
            assert!(found(asked).is_empty(), "{asked}");
        }
    }
}
