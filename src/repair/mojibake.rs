//! Mojibake: text that was decoded as what it was not. Lines in, lines as they were
//! meant out, with the way back.
//!
//! [`classes`] lists the mistakes, [`reverse`] leads characters back to bytes,
//! [`lattice`] reads those where some are lost, [`judge`] says how probable a text
//! is, [`pool`] gathers what a document shows, [`hopeless`] knows what cannot come
//! back.

mod classes;
mod hopeless;
mod judge;
mod lattice;
mod pool;
mod reverse;
mod sequence;
mod trial;

use std::{borrow::Cow, ops::Range};

use super::{Repaired, scan};
use crate::{
    document::{NoteKind, Remark},
    model::{self, Group},
    offsets::Map,
};
use lattice::Made;

pub use pool::Damage;

/// Layers of mojibake that are undone.
const LAYERS: usize = 5;

pub(super) use hopeless::note as note_hopeless;

/// Undoes mojibake where the text becomes much more probable. Whether anything changed.
pub(super) fn restore(repaired: &mut Repaired<'_>, damage: &Damage) -> bool {
    let mut changed: Option<Vec<Range<usize>>> = None;
    for _ in 0..LAYERS {
        match layer(repaired, damage, changed.as_deref()) {
            Some(lines) => changed = Some(lines),
            None => break,
        }
    }
    changed.is_some()
}

/// Undoes one layer in every line, or in those that the layer above has changed. Where
/// the text is changed now; none if it is not.
fn layer(
    repaired: &mut Repaired<'_>,
    damage: &Damage,
    above: Option<&[Range<usize>]>,
) -> Option<Vec<Range<usize>>> {
    let mut changes: Vec<(Range<usize>, Vec<Made>)> = Vec::new();
    for (line, profile) in suspicious(&repaired.text) {
        if above.is_some_and(|above| !meets(above, &line)) {
            continue;
        }
        let again = above.is_some();
        let text = &repaired.text[line.clone()];
        if let Some(made) = trial::undo(text, damage, again) {
            changes.push((line, made));
            continue;
        }
        if let Some(made) = hopeless::replaced(text, damage) {
            changes.push((line, made));
            continue;
        }
        if !profile.has_mixed_pairs() {
            continue;
        }
        for run in alphabetic(text) {
            if let Some(made) = trial::undo(&text[run.clone()], damage, again) {
                changes.push((line.start + run.start..line.start + run.end, made));
            }
        }
    }
    if changes.is_empty() {
        return None;
    }
    let text = std::mem::take(&mut repaired.text);
    let mut output = String::with_capacity(text.len());
    let mut map = Map::new();
    let mut changed = Vec::new();
    let mut now = Vec::with_capacity(changes.len());
    let mut at = 0;
    for (line, made) in changes {
        output.push_str(&text[at..line.start]);
        map.append(&repaired.map, at..line.start);
        let start = output.len();
        write(&mut output, &mut map, repaired, &line, &made, &mut changed);
        now.push(start..output.len());
        at = line.end;
    }
    output.push_str(&text[at..]);
    map.append(&repaired.map, at..text.len());
    repaired.text = Cow::Owned(output);
    repaired.map = map;
    repaired.absorb(&changed);
    Some(now)
}

/// Whether one of several ranges, which ascend, meets another.
fn meets(ranges: &[Range<usize>], other: &Range<usize>) -> bool {
    let next = ranges.partition_point(|range| range.end <= other.start);
    ranges
        .get(next)
        .is_some_and(|range| range.start < other.end)
}

/// Writes a line as it was meant. A character that shares its source with the one
/// before gets what is left of it, which may be nothing.
fn write(
    output: &mut String,
    map: &mut Map,
    repaired: &mut Repaired<'_>,
    line: &Range<usize>,
    made: &[Made],
    changed: &mut Vec<Range<usize>>,
) {
    let mut floor = 0;
    // No source is behind two characters.
    let mut taken = 0;
    for made in made {
        let own = lattice::own(made, floor);
        let length = made.character.len_utf8();
        output.push(made.character);
        let range = line.start + own.start..line.start + own.end;
        let mut source = repaired.map.source(range.clone());
        if made.kept && own.len() == length && source.start >= taken {
            map.append(&repaired.map, range);
        } else {
            source.start = source.start.max(taken);
            source.end = source.end.max(source.start);
            let remark = Remark {
                kind: NoteKind::Mojibake,
                range: source.clone(),
            };
            match repaired.remarks.last_mut() {
                Some(last)
                    if last.kind == remark.kind
                        && last.range.end >= source.start
                        && last.range.start <= source.start =>
                {
                    last.range.end = last.range.end.max(source.end);
                }
                _ => repaired.remarks.push(remark),
            }
            map.replace(length, source.clone());
            changed.push(source.clone());
        }
        taken = taken.max(source.end);
        floor = floor.max(made.to);
    }
}

/// The lines of a text, without those that are clean at a look.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    suspicious(text).map(|(line, _)| line)
}

/// The same lines, with what there is in each.
fn suspicious(text: &str) -> impl Iterator<Item = (Range<usize>, scan::Profile)> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        let profile = scan::scan(content);
        profile
            .is_suspicious()
            .then_some((start..start + content.len(), profile))
    })
}

/// The suspicious runs of a line between its Chinese, Japanese and Korean ones.
fn alphabetic(line: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    line.split_inclusive(|character| model::group(character) == Group::Eastern)
        .filter_map(move |part| {
            let start = at;
            at += part.len();
            let run = part.trim_end_matches(|character| model::group(character) == Group::Eastern);
            let whole = run.len() == line.len();
            (!whole && !run.is_ascii() && scan::scan(run).is_suspicious())
                .then_some(start..start + run.len())
        })
}

#[cfg(test)]
mod tests {
    use crate::repair::{Damage, Options, repair};

    #[test]
    fn a_line_alone_is_restored() {
        for (garbled, meant) in [
            (
                "Р\u{A0}С—РЎР‚Р\u{A0}С‘РЎРЏРЎвЂљР\u{A0}Р…Р\u{A0}С•РЎРѓРЎвЂљР\u{A0}С‘. РІСњВ¤",
                "приятности. ❤",
            ),
            ("Ä°stanbul", "İstanbul"),
            ("pour en profiter‚Ä¶", "pour en profiter…"),
            (
                "Å veices baÅ†Ä·ieri gaida konkrÄ“tus projektus",
                "Šveices baņķieri gaida konkrētus projektus",
            ),
            // GBK as IBM 437, all of it lines and corners.
            ("╟╨╗╗╡╜╔╧╥╗╝╢─┐┬╝", "切换到上一级目录"),
            // What a lost byte was cannot be told from one letter.
            ("SlovenÄ\u{FFFD}ina", "SlovenÄ\u{FFFD}ina"),
            ("ItÃ?Â¢â?¬â?¢s classic", "ItÃ?Â¢â?¬â?¢s classic"),
            // Good text.
            ("unter ‚Äpfeln‘ steht es", "unter ‚Äpfeln‘ steht es"),
            ("╔╦╗╠╬╣╚╩╝", "╔╦╗╠╬╣╚╩╝"),
            ("┌┬┐├┼┤└┴┘", "┌┬┐├┼┤└┴┘"),
            ("╒╤╕╞╪╡╘╧╛ ╓╥╖╟╫╢╙╨╜", "╒╤╕╞╪╡╘╧╛ ╓╥╖╟╫╢╙╨╜"),
            ("├┬┐ src", "├┬┐ src"),
            ("├┤o┼┐o┼┐o┼┐", "├┤o┼┐o┼┐o┼┐"),
            ("┌─┐┌─┐┌─┐┌─┐┌─┐┌─┐┌─┐", "┌─┐┌─┐┌─┐┌─┐┌─┐┌─┐┌─┐"),
            ("Цей об’єкт є новим.", "Цей об’єкт є новим."),
            // Verse of rare characters, and rows of dictionaries.
            (
                "畑 482B U7560 はたけ はた はな",
                "畑 482B U7560 はたけ はた はな",
            ),
            ("廱 572B U5ef1 ヨウ やわらぐ", "廱 572B U5ef1 ヨウ やわらぐ"),
            (
                "隰有萇楚，猗儺其實。夭之沃沃，樂子之無室。",
                "隰有萇楚，猗儺其實。夭之沃沃，樂子之無室。",
            ),
            (
                "緜緜翼翼，不測不克，濯征徐國。",
                "緜緜翼翼，不測不克，濯征徐國。",
            ),
            (
                "螓首蛾眉，巧笑倩兮，美目盻兮。",
                "螓首蛾眉，巧笑倩兮，美目盻兮。",
            ),
        ] {
            let repaired = repair(garbled, true, &Options::default(), &Damage::default());
            assert_eq!(repaired.text, meant);
        }
    }
}
