//! A block's clean text in, spans of one language each out; the spans tile the
//! text. Never changes a character.
//!
//! Script decides first (`script`). Of the runs of a text in several scripts, those
//! that are texts of their own split off and the others stay as terms with the text
//! around them (`stand`); the cut goes through the neutral text between (`cut`). Then
//! the languages of one script part: those with spaces between words by what the words
//! say (`change`), Chinese and Japanese by their characters (`han`). Where there is doubt
//! the text is cut finer than its languages, and what turns out to be one is joined once
//! it is identified ([`join()`]). The lines of a word list are known by their neighbours
//! ([`part_pairs`]). Sentences are cut last ([`by_sentence`]).

mod body;
mod change;
mod code;
mod cut;
mod embed;
mod enclosure;
mod evidence;
mod glossary;
mod glue;
mod han;
mod heading;
mod join;
mod kana;
mod kanji;
mod label;
mod list;
mod meaning;
mod owner;
mod pair;
mod script;
mod sentence;
mod stand;
mod table;
mod term;
mod tie;
mod words;

use std::{cell::RefCell, ops::Range};

use unicode_normalization::char::is_combining_mark;

use crate::document::{Script, Span};
use script::{Run, Vote};

pub use glossary::part_pairs;
pub use join::join;
pub use sentence::{by_sentence, sentences};
pub use term::{Output, output};

/// How to separate.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The unit of a segment.
    pub unit: Unit,
    /// What becomes of a foreign term.
    pub embed: Embed,
    /// How many words (or Han characters) a foreign run needs to split off; by
    /// default its words, its punctuation and its neighbours decide.
    pub min_run: Option<usize>,
}

/// The unit of a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// As much of a block as is in one language.
    #[default]
    Block,
    /// A sentence.
    Sentence,
}

/// What becomes of a foreign term in a text of another script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Embed {
    /// It stays in the text and is listed.
    #[default]
    Stay,
    /// It becomes a span of its own.
    Split,
    /// It is left out of the text.
    Drop,
    /// It stays in the text between `⟦` and `⟧`, and is listed.
    Mark,
}

/// Splits a block's text. `borders` are offsets at which an inline element began
/// or ended: hints, not cuts.
pub fn split(text: &str, borders: &[usize], policy: &Policy) -> Vec<Span> {
    if text.is_empty() {
        return Vec::new();
    }
    ROOM.with_borrow_mut(|room| {
        let spans = split_in(room, text, borders, policy);
        if !room.is_small() {
            *room = Room::default();
        }
        spans
    })
}

thread_local! {
    /// Blocks come by the thousand and are short: their rooms are worth keeping.
    static ROOM: RefCell<Room> = RefCell::default();
}

/// Room that is filled anew for every block.
#[derive(Default)]
struct Room {
    runs: Vec<Run>,
    pieces: Vec<Piece>,
    cuts: Vec<usize>,
    changing: change::Room,
}

impl Room {
    fn is_small(&self) -> bool {
        let most = [self.runs.capacity(), self.pieces.capacity()]
            .into_iter()
            .chain([self.cuts.capacity(), self.changing.capacity()]);
        most.max().is_none_or(|most| most <= MOST_ROOM)
    }
}

/// Room for more is not kept.
const MOST_ROOM: usize = 1 << 12;

fn split_in(room: &mut Room, text: &str, borders: &[usize], policy: &Policy) -> Vec<Span> {
    let Room {
        runs,
        pieces,
        cuts,
        changing,
    } = room;
    script::gather(text, runs);
    glue::part(text, runs);
    part(text, runs, policy, pieces);
    let mut spans = Vec::with_capacity(pieces.len());
    for piece in pieces.iter() {
        let runs = &runs[piece.runs.clone()];
        let embeds = embed::embeds(text, piece, runs);
        let mut start = piece.range.start;
        let mut push = |end: usize, script: Script| {
            if start < end {
                spans.push(Span {
                    embeds: embed::within(&embeds, &(start..end)),
                    range: start..end,
                    script,
                    sentence_end: false,
                });
                start = end;
            }
        };
        if piece.group == script::HAN {
            let own = runs.iter().filter(|run| run.group == script::HAN);
            if own.clone().any(|run| run.kana > 0) && own.clone().any(|run| run.kana < run.letters)
            {
                for part in han::parts(text, piece.range.clone()) {
                    push(part.end, written(part.japanese));
                }
            } else {
                let is_label = || {
                    let mut runs = own.clone();
                    matches!((runs.next(), runs.next()), (Some(only), None)
                        if kanji::is_japanese(&text[only.range.clone()], only.letters))
                };
                let japanese = own.clone().any(|run| run.kana > 0) || is_label();
                push(piece.range.end, written(japanese));
            }
        } else {
            let script = script::code(piece.group);
            cuts.clear();
            if piece.group != script::NEUTRAL && !script::is_unspaced(piece.group) {
                change::find(
                    text,
                    piece.range.clone(),
                    piece.group,
                    borders,
                    changing,
                    cuts,
                );
            }
            for cut in cuts.drain(..) {
                push(cut, script);
            }
            push(piece.range.end, script);
        }
    }
    keep_marks(text, &mut spans);
    spans
}

/// The script of a text in Han characters, perhaps with kana.
fn written(japanese: bool) -> Script {
    if japanese {
        Script::JAPANESE
    } else {
        Script::HAN
    }
}

/// Moves every cut that lies before a combining mark behind the marks: a mark stays
/// with its base, whatever script it is of. A span of marks alone goes to the one
/// before it.
fn keep_marks(text: &str, spans: &mut Vec<Span>) {
    let marks = |at: usize| -> usize {
        // No mark begins below U+0300, and none among the bulk of Han.
        if matches!(text.as_bytes().get(at), None | Some(..0xCC | 0xE4..=0xE9)) {
            return 0;
        }
        let marks = text[at..]
            .chars()
            .take_while(|character| is_combining_mark(*character));
        marks.map(char::len_utf8).sum()
    };
    if spans
        .iter()
        .skip(1)
        .all(|span| marks(span.range.start) == 0)
    {
        return;
    }
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for mut span in spans.drain(..) {
        if let Some(last) = kept.last_mut() {
            let cut = (span.range.start + marks(span.range.start)).min(span.range.end);
            last.range.end = cut;
            span.range.start = cut;
            span.embeds.retain(|embed| embed.end > cut);
            if let Some(first) = span.embeds.first_mut() {
                first.start = first.start.max(cut);
            }
        }
        if !span.range.is_empty() {
            kept.push(span);
        }
    }
    *spans = kept;
}

/// A stretch of text that belongs to one group of scripts, terms included.
struct Piece {
    range: Range<usize>,
    group: Vote,
    /// Indices of its runs.
    runs: Range<usize>,
}

/// Tiles the text with pieces, `pieces` filled anew; a text without letters is one piece.
fn part(text: &str, runs: &[Run], policy: &Policy, pieces: &mut Vec<Piece>) {
    pieces.clear();
    if runs.len() < 2 {
        pieces.push(Piece {
            range: 0..text.len(),
            group: runs.first().map_or(script::NEUTRAL, |run| run.group),
            runs: 0..runs.len(),
        });
        return;
    }
    let owners = owner::owners(text, runs, policy);
    let has_quotes = text.contains('"');
    let mut quoted = false;
    for (index, group) in owners.into_iter().enumerate() {
        if let Some(last) = pieces.last_mut() {
            if last.group == group {
                last.runs.end = index + 1;
                continue;
            }
            let mut gap = runs[index - 1].range.end..runs[index].range.start;
            if last.group == script::LATIN {
                // A number that touches a Latin letter is of its word: `v2`, `v5.3`.
                gap.start += cut::number(&text[gap.clone()]);
            }
            quoted ^= has_quotes && opens_quote(&text[last.range.start..gap.start]);
            let at = gap.start + cut::place(&text[gap.clone()], quoted);
            quoted ^= has_quotes && opens_quote(&text[gap.start..at]);
            last.range.end = at;
        }
        let start = pieces.last().map_or(0, |last| last.range.end);
        pieces.push(Piece {
            range: start..text.len(),
            group,
            runs: index..index + 1,
        });
    }
}

/// Whether the straight double quotes of `text` leave one open.
fn opens_quote(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
}

#[cfg(test)]
mod tests;
