//! A text and its language in, its sentences out. Chinese and Japanese by rules of their
//! own (`unspaced`), other languages by the abbreviations and terminators that sentencex
//! knows (`spaced`); bullets and ends of lines part sentences in all.

mod abbreviation;
mod spaced;
#[cfg(test)]
mod tests;
mod thai;
mod unspaced;

use std::ops::Range;

use crate::document::{Language, Span, Verdict};

/// The sentences of a text: they tile it, white space with the sentence before. The end
/// of a line ends a sentence.
pub fn sentences(text: &str, language: &Language) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut ends = match language.primary() {
            "zh" | "yue" | "wuu" | "lzh" | "ja" => unspaced::ends(line),
            tag => spaced::ends(line, tag),
        };
        ends.extend(items(line));
        // White space goes with the sentence before.
        for end in &mut ends {
            let rest = &line[*end..];
            *end += rest.len() - rest.trim_start().len();
        }
        ends.push(line.len());
        ends.sort_unstable();
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

/// Where the items of a list begin inside a line: at bullets, and at circled numbers that
/// count up from one.
fn items(line: &str) -> Vec<usize> {
    let mut items = Vec::new();
    if line.is_ascii() {
        return items;
    }
    let mut before = ' ';
    let mut wanted = '①';
    let mut first = None;
    let mut characters = line.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let apart = before.is_whitespace() || super::cut::is_terminator(before);
        match character {
            '•' | '●' | '■' | '▪' | '‣' | '◆' | '▶' | '►' | '✓' | '✔' | '✅' | '❖'
                if apart && (next == ' ' || next.is_alphanumeric()) =>
            {
                items.push(at);
            }
            // `如图①所示` counts nothing: one alone is no list.
            _ if character == wanted => {
                if wanted == '①' {
                    first = Some(at);
                } else {
                    items.extend(first.take());
                    items.push(at);
                }
                wanted = char::from_u32(character as u32 + 1).unwrap_or(wanted);
            }
            _ => {}
        }
        before = character;
    }
    items.retain(|at| *at > 0);
    items
}

/// Adds a sentence; white space alone, or what closes a quotation, goes with the sentence
/// before.
fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let closes = |c: char| c.is_whitespace() || super::cut::is_closer(c);
    match sentences.last_mut() {
        Some(last) if text[range.clone()].chars().all(closes) => last.end = range.end,
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
                    embeds: super::embed::within(&span.embeds, &range),
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
