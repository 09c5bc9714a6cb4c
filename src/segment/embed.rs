//! A piece of text in, the terms of other scripts in it out.

use std::ops::Range;

use super::{Piece, script::Run};

/// The terms of other groups of scripts in a piece.
pub(super) fn embeds(text: &str, piece: &Piece, runs: &[Run]) -> Vec<Range<usize>> {
    let mut embeds: Vec<Range<usize>> = Vec::new();
    let mut free = piece.range.clone();
    for run in runs.iter().filter(|run| run.group != piece.group) {
        let term = term(text, run);
        let term = term.start.max(free.start)..term.end.min(free.end);
        free.start = term.end;
        part_term(text, term, &mut embeds);
    }
    embeds
}

/// Adds what is between the marks of a list or a bracket inside a term: each is a term.
fn part_term(text: &str, term: Range<usize>, embeds: &mut Vec<Range<usize>>) {
    let own = &text[term.clone()];
    let count = |mark: u8| own.bytes().filter(|byte| *byte == mark).count();
    let open = count(b'(') != count(b')') || count(b'[') != count(b']');
    let parts = |c: char| {
        matches!(
            c,
            '，' | '、'
                | '；'
                | '：'
                | '。'
                | '！'
                | '？'
                | '（'
                | '）'
                | '《'
                | '》'
                | '【'
                | '】'
                | '「'
                | '」'
                | '『'
                | '』'
                | '“'
                | '”'
                | '\n'
        ) || open && matches!(c, '(' | ')' | '[' | ']')
    };
    for part in own.split(parts) {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        let start = start + part.len() - part.trim_start().len();
        let end = start + part.trim().len();
        if text[start..end].contains(char::is_alphanumeric) {
            embeds.push(start..end);
        }
    }
}

/// A foreign run with the digits that belong to it.
fn term(text: &str, run: &Run) -> Range<usize> {
    let bytes = text.as_bytes();
    let mut range = run.range.clone();
    while range.start > 0 && bytes[range.start - 1].is_ascii_digit() {
        range.start -= 1;
    }
    // The rest of an address.
    let token = text[range.clone()].rfind(char::is_whitespace).unwrap_or(0);
    if text[range.start + token..range.end].contains("://") {
        let rest = text[range.end..].bytes().take(MOST_ADDRESS);
        let rest = rest.take_while(u8::is_ascii_graphic).count();
        let address = &text[range.start..range.end + rest];
        let marks = |c| matches!(c, ')' | ']' | '>' | '"' | '\'' | ',' | '.' | ';' | '*');
        range.end = range
            .end
            .max(range.start + address.trim_end_matches(marks).len());
    }
    let rest = &text[range.end..];
    let spaces = usize::from(rest.starts_with(' '));
    let digits = rest[spaces..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    if digits > 0 {
        range.end += spaces + digits;
    }
    range
}

/// How much of an address is taken behind its last letter, in bytes.
const MOST_ADDRESS: usize = 1024;

/// The parts of terms that lie in a range.
pub(super) fn within(embeds: &[Range<usize>], range: &Range<usize>) -> Vec<Range<usize>> {
    let first = embeds.partition_point(|embed| embed.end <= range.start);
    embeds[first..]
        .iter()
        .take_while(|embed| embed.start < range.end)
        .map(|embed| embed.start.max(range.start)..embed.end.min(range.end))
        .collect()
}
