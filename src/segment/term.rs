//! A span and its terms in, its text as it goes out: with the terms, without them, or
//! with marks around them.

use std::ops::Range;

use super::{Embed, Policy};
use crate::document::Span;

/// The marks around a term. Hardly a text has them, and `embeds` says where the terms are
/// should it have.
const MARKS: [char; 2] = ['⟦', '⟧'];

/// A span's text as it goes out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The text.
    pub text: String,
    /// The terms in it, each with where it is in the block's text.
    pub terms: Vec<(Range<usize>, Range<usize>)>,
    /// What was left out of the block's text.
    pub left_out: Vec<Range<usize>>,
}

/// What goes out of a span of a block's text.
pub fn output(text: &str, span: &Span, policy: &Policy) -> Output {
    let own = &text[span.range.clone()];
    let mut output = Output::default();
    match policy.embed {
        Embed::Stay | Embed::Split => {
            own.clone_into(&mut output.text);
            output.terms = span
                .embeds
                .iter()
                .map(|embed| {
                    let start = embed.start - span.range.start;
                    (start..start + embed.len(), embed.clone())
                })
                .collect();
        }
        Embed::Mark => {
            let mut at = span.range.start;
            for embed in &span.embeds {
                output.text.push_str(&text[at..embed.start]);
                output.text.push(MARKS[0]);
                let start = output.text.len();
                output.text.push_str(&text[embed.clone()]);
                output.terms.push((start..output.text.len(), embed.clone()));
                output.text.push(MARKS[1]);
                at = embed.end;
            }
            output.text.push_str(&text[at..span.range.end]);
        }
        Embed::Drop => {
            let mut at = span.range.start;
            for embed in &span.embeds {
                output.text.push_str(&text[at..embed.start]);
                at = embed.end;
                // Of the spaces on both sides one stays.
                let rest = &text[at..span.range.end];
                if output.text.is_empty() || output.text.ends_with(char::is_whitespace) {
                    at += rest.len() - rest.trim_start_matches([' ', '\u{A0}']).len();
                }
                output.left_out.push(embed.start..at);
            }
            output.text.push_str(&text[at..span.range.end]);
        }
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::split;

    fn out(text: &str, embed: Embed) -> Vec<String> {
        let policy = Policy {
            embed,
            ..Policy::default()
        };
        split(text, &[], &policy)
            .iter()
            .map(|span| {
                let output = output(text, span, &policy);
                for (own, term) in &output.terms {
                    assert_eq!(output.text[own.clone()], text[term.clone()]);
                }
                let left: usize = output.left_out.iter().map(Range::len).sum();
                let marks = if embed == Embed::Mark {
                    6 * output.terms.len()
                } else {
                    0
                };
                assert_eq!(output.text.len() + left, span.range.len() + marks);
                output.text
            })
            .collect()
    }

    #[test]
    fn terms_are_left_out_or_marked() {
        assert_eq!(
            out("我喜欢在eBay上购物。", Embed::Drop),
            ["我喜欢在上购物。"]
        );
        assert_eq!(
            out("我喜欢在eBay上购物。", Embed::Mark),
            ["我喜欢在⟦eBay⟧上购物。"]
        );
        assert_eq!(
            out("Мы купили новый iPhone 15 в магазине.", Embed::Drop),
            ["Мы купили новый в магазине."]
        );
        assert_eq!(
            out("Мы купили новый iPhone 15 в магазине.", Embed::Mark),
            ["Мы купили новый ⟦iPhone 15⟧ в магазине."]
        );
        assert_eq!(out("iPhone 15 Pro 的价格", Embed::Drop), ["的价格"]);
        assert_eq!(out("没有外文。", Embed::Mark), ["没有外文。"]);
    }

    #[test]
    fn texts_of_their_own_still_part() {
        for embed in [Embed::Drop, Embed::Mark] {
            assert_eq!(
                out("邮件模板Dear Tom, thank you so much", embed),
                ["邮件模板", "Dear Tom, thank you so much"]
            );
        }
    }
}
