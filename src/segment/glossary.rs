//! The texts of a document and their spans in; where as many short texts are a term and its
//! translation as are mixed otherwise, those of the others that have the form of such a pair
//! parted out: one line of a word list says little, its neighbours say what it is.

use super::{Embed, Policy, body::words_of, cut, enclosure, pair, script, split};
use crate::document::Span;

/// The fewest texts that are a term and its translation, with those that have the form, and
/// what they must say together.
const FEWEST: usize = 6;
const ENOUGH: usize = 6;
/// What a text says that is known to be a pair, and one of the form in ordinary words without
/// capitals, as names hardly have.
const KNOWN: usize = 2;
const PLAIN: usize = 1;
/// The longest of them, in bytes.
const LONGEST: usize = 128;

/// Parts the texts that the others of the document show to be pairs. `spans` are those of
/// [`split`], by text.
pub fn part_pairs(texts: &[&str], spans: &mut [Vec<Span>], policy: &Policy) {
    if policy.embed == Embed::Split || policy.min_run.is_some() {
        return;
    }
    let latin = script::code(script::LATIN);
    let (mut pairs, mut others) = (0_usize, 0_usize);
    let mut doubtful = Vec::new();
    for (index, (text, spans)) in texts.iter().zip(&*spans).enumerate() {
        let short = text.len() <= LONGEST;
        match &**spans {
            [only] if short && only.embeds.len() == 1 => doubtful.push(index),
            [only] => others += usize::from(!only.embeds.is_empty()),
            [first, last] => {
                let plain = first.embeds.is_empty() && last.embeds.is_empty();
                let two = (first.script == latin) != (last.script == latin);
                pairs += usize::from(plain && two && short);
            }
            _ => {}
        }
    }
    if doubtful.is_empty() || pairs + doubtful.len() < FEWEST {
        return;
    }
    let all = doubtful.len();
    let words = |index: usize| Some((index, words_beside_a_term(texts[index])?));
    let formed: Vec<_> = doubtful.into_iter().filter_map(words).collect();
    others += all - formed.len();
    let plain = formed.iter().filter(|(_, words)| is_plain(words)).count();
    let evidence = KNOWN * pairs + PLAIN * plain;
    let doubt = KNOWN * others + PLAIN * (formed.len() - plain);
    if pairs + formed.len() < FEWEST || evidence < ENOUGH || evidence < doubt {
        return;
    }
    // Where few are in doubt a rare word is one too.
    let sure = pairs >= FEWEST && pairs >= others + formed.len();
    let parting = Policy {
        embed: Embed::Split,
        ..policy.clone()
    };
    for (index, words) in formed {
        if sure || words_of(words).any(pair::is_ordinary) {
            spans[index] = split(texts[index], &[], &parting);
        }
    }
}

/// Whether every word is an ordinary one and the first has no capital.
fn is_plain(words: &str) -> bool {
    words.starts_with(char::is_lowercase) && words_of(words).all(pair::is_ordinary)
}

/// The words of a text that is a term and words, of which neither speaks of the other.
fn words_beside_a_term(text: &str) -> Option<&str> {
    let runs = script::runs(text);
    let [first, last] = &*runs else {
        return None;
    };
    let closed = |rest: &str| {
        rest.chars()
            .all(|c| c.is_whitespace() || cut::is_closer(c) || pair::parts(c))
    };
    let apart = || {
        enclosure::enclosures(text, &runs)
            .iter()
            .all(Option::is_none)
    };
    let words = pair::words_beside(text, first, last)?;
    (closed(&text[last.range.end..]) && apart()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(texts: &[&str]) -> Vec<usize> {
        let policy = Policy::default();
        let mut spans: Vec<_> = texts.iter().map(|text| split(text, &[], &policy)).collect();
        part_pairs(texts, &mut spans, &policy);
        spans.iter().map(Vec::len).collect()
    }

    const KNOWN: [&str; 6] = [
        "财务会计Financial Accounting",
        "会计目标Accounting Objectives",
        "财务报表Financial Statements",
        "财务分析Financial Analysis",
        "流动资产Current assets",
        "银行存款Cash in bank",
    ];

    #[test]
    fn pairs_show_what_their_neighbours_are() {
        assert_eq!(counts(&["试算平衡Trial Balance", "实体Entity"]), [1, 1]);
        let mut texts = KNOWN.to_vec();
        texts.extend([
            "试算平衡Trial Balance",
            "实体Entity",
            "打开Word",
            "安装 Docker",
        ]);
        assert_eq!(counts(&texts), [2, 2, 2, 2, 2, 2, 2, 2, 1, 1]);
        texts.push("机库hangar");
        assert_eq!(counts(&texts).last(), Some(&2));
    }

    #[test]
    fn prose_with_terms_is_no_glossary() {
        let mut texts = KNOWN.to_vec();
        texts.extend(["我们用Docker部署", "他在Google上班", "把文件拖到Finder里"]);
        texts.extend([
            "用Python写的",
            "请安装Node再试",
            "这个bug很难修",
            "开了VPN才能上",
        ]);
        texts.push("试算平衡Trial Balance");
        assert_eq!(counts(&texts).last(), Some(&1));
    }
}
