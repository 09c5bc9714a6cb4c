//! A block's clean text in, spans of one language each out; the spans tile the
//! text. Never changes a character.

use crate::document::{Script, Span, Verdict};

/// How to separate.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The unit of a segment.
    pub unit: Unit,
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

/// Splits a block's text. `borders` are offsets at which an inline element began
/// or ended: hints, not cuts.
pub fn split(text: &str, _borders: &[usize], _policy: &Policy) -> Vec<Span> {
    if text.is_empty() {
        return Vec::new();
    }
    vec![Span {
        range: 0..text.len(),
        script: Script::COMMON,
        embeds: Vec::new(),
        sentence_end: false,
    }]
}

/// Joins neighbouring spans of the same language, except at the end of a sentence
/// where sentences are the unit. The result tiles the text as `spans` do.
pub fn join(spans: &[Span], verdicts: &[Verdict], policy: &Policy) -> Vec<(Span, Verdict)> {
    let mut joined: Vec<(Span, Verdict)> = Vec::new();
    for (span, verdict) in spans.iter().zip(verdicts) {
        if let Some((last, said)) = joined.last_mut()
            && said.language == verdict.language
            && !(policy.unit == Unit::Sentence && last.sentence_end)
        {
            let (old, new) = (last.range.len() as f32, span.range.len() as f32);
            said.confidence = (said.confidence * old + verdict.confidence * new) / (old + new);
            if new > old {
                last.script = span.script;
            }
            last.range.end = span.range.end;
            last.embeds.extend(span.embeds.iter().cloned());
            last.sentence_end = span.sentence_end;
        } else {
            joined.push((span.clone(), verdict.clone()));
        }
    }
    joined
}
