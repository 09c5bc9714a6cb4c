//! Spans and what they were identified as in, spans of different languages out.

use super::{Embed, Policy, evidence, label};
use crate::document::{Language, Script, Span, Verdict};

/// Below this confidence a span between two of one language goes with them.
const SURE: f32 = 0.5;
/// Below this confidence a span goes with a longer neighbour whose language explains its
/// words as well.
const CERTAIN: f32 = 0.95;
/// A span without a language at the edge goes with its neighbour up to this many bytes.
const SHORT: usize = 32;
/// The most bytes of a translation and of what it translates, and how sure we are of it.
const TRANSLATION: usize = 128;
const TRANSLATED: f32 = 0.9;

/// Joins neighbouring spans of one language. A span that nobody is sure of does not cut
/// a text in two. The result tiles the text as `spans` do.
pub fn join(
    text: &str,
    spans: &[Span],
    verdicts: &[Verdict],
    policy: &Policy,
) -> Vec<(Span, Verdict)> {
    let mut joined: Vec<(Span, Verdict)> = Vec::with_capacity(spans.len());
    for (index, (span, verdict)) in spans.iter().zip(verdicts).enumerate() {
        let mut verdict = verdict.clone();
        if translates(text, spans, index, &verdict) {
            verdict = Verdict {
                language: Language::known("en"),
                confidence: TRANSLATED,
            };
        }
        push(&mut joined, span.clone(), verdict, policy);
    }
    if joined.len() < 2 {
        return joined;
    }
    let mut absorbed: Vec<(Span, Verdict)> = Vec::with_capacity(joined.len());
    let mut rest = joined.into_iter().peekable();
    while let Some((span, mut verdict)) = rest.next() {
        let before = absorbed.last();
        if let Some(said) = neighbour(text, &span, &verdict, before, rest.peek()) {
            verdict = said;
        }
        push(&mut absorbed, span, verdict, policy);
    }
    absorbed
}

/// Whether a short Latin span that is of another language than English, but not surely,
/// translates into English what stands beside it.
fn translates(text: &str, spans: &[Span], index: usize, verdict: &Verdict) -> bool {
    let span = &spans[index];
    if span.script != Script::LATIN
        || span.range.len() > TRANSLATION
        || verdict.confidence >= CERTAIN && verdict.language != Language::UND
        || matches!(verdict.language.primary(), "en" | "zxx")
    {
        return false;
    }
    let beside = |index: Option<usize>| index.and_then(|index| spans.get(index));
    [beside(index.checked_sub(1)), beside(Some(index + 1))]
        .into_iter()
        .flatten()
        .filter(|beside| matches!(beside.script.as_str(), "Hani" | "Jpan" | "Kore"))
        .filter(|beside| beside.range.len() <= TRANSLATION)
        .any(|beside| {
            let term = text[beside.range.clone()]
                .trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
            label::known(term, &text[span.range.clone()]).words > 0
        })
}

/// The verdict of the neighbours that a span goes with, if it does.
fn neighbour(
    text: &str,
    span: &Span,
    verdict: &Verdict,
    before: Option<&(Span, Verdict)>,
    after: Option<&(Span, Verdict)>,
) -> Option<Verdict> {
    if verdict.language == Language::ZXX {
        return None;
    }
    let unknown = verdict.language == Language::UND;
    let known = |other: &&(Span, Verdict)| {
        other.0.script == span.script
            && other.1.language != Language::UND
            && other.1.language != Language::ZXX
    };
    let (before, after) = (before.filter(known), after.filter(known));
    if !unknown && verdict.confidence < CERTAIN {
        let longest = [before, after]
            .into_iter()
            .flatten()
            .max_by_key(|other| other.0.range.len());
        if let Some(host) = longest
            && span.range.len() < host.0.range.len()
            && evidence::explains(
                &text[span.range.clone()],
                &host.1.language,
                &verdict.language,
            )
        {
            return Some(host.1.clone());
        }
    }
    let host = match (before, after) {
        (Some(before), Some(after)) if before.1.language == after.1.language => {
            let longest = before.0.range.len().max(after.0.range.len());
            let weak = verdict.confidence < SURE && span.range.len() < longest;
            (unknown || weak).then_some(before)
        }
        (Some(only), None) | (None, Some(only)) => {
            let short = span.range.len() <= SHORT && span.range.len() < only.0.range.len();
            (unknown && short).then_some(only)
        }
        _ => None,
    };
    host.map(|host| host.1.clone())
}

fn push(joined: &mut Vec<(Span, Verdict)>, span: Span, verdict: Verdict, policy: &Policy) {
    if let Some((last, said)) = joined.last_mut()
        && said.language == verdict.language
        && (policy.embed != Embed::Split || last.script == span.script)
    {
        let (old, new) = (last.range.len() as f32, span.range.len() as f32);
        said.confidence = (said.confidence * old + verdict.confidence * new) / (old + new);
        if new > old {
            last.script = span.script;
        }
        last.range.end = span.range.end;
        last.embeds.extend(span.embeds);
        last.sentence_end = span.sentence_end;
    } else {
        joined.push((span, verdict));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(parts: &[(usize, &'static str, f32)]) -> Vec<(std::ops::Range<usize>, String)> {
        let mut start = 0;
        let (mut spans, mut verdicts) = (Vec::new(), Vec::new());
        for (length, language, confidence) in parts {
            spans.push(Span {
                range: start..start + length,
                script: Script::LATIN,
                embeds: Vec::new(),
                sentence_end: false,
            });
            verdicts.push(Verdict {
                language: Language::known(language),
                confidence: *confidence,
            });
            start += length;
        }
        join(&" ".repeat(start), &spans, &verdicts, &Policy::default())
            .into_iter()
            .map(|(span, verdict)| (span.range, verdict.language.to_string()))
            .collect()
    }

    #[test]
    fn one_language_is_one_span() {
        assert_eq!(
            joined(&[(10, "de", 0.9), (20, "de", 0.8), (5, "en", 0.9)]),
            [(0..30, "de".to_owned()), (30..35, "en".to_owned())]
        );
    }

    #[test]
    fn doubt_does_not_cut() {
        let parts = |middle, confidence, last| {
            joined(&[(50, "de", 0.9), (8, middle, confidence), (60, last, 0.9)]).len()
        };
        assert_eq!(parts("und", 0.0, "de"), 1);
        assert_eq!(parts("nl", 0.3, "de"), 1);
        assert_eq!(parts("en", 0.9, "de"), 3);
        assert_eq!(parts("und", 0.0, "en"), 3);
        assert_eq!(joined(&[(50, "de", 0.9), (8, "und", 0.0)]).len(), 1);
    }
}
