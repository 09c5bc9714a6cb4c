//! The texts of a document and their spans in; where as many short texts are a term and its
//! translation as are mixed otherwise, those of the others that have the form of such a pair
//! parted out: one line of a word list says little, its neighbours say what it is.

use super::{
    Embed, Policy,
    body::words_of,
    code, cut, enclosure, pair,
    script::{self, Run},
    split, tie,
};
use crate::document::Span;

/// The fewest texts that are a term and its translation.
const FEWEST: usize = 6;
/// The longest of them, in bytes.
const LONGEST: usize = 128;
/// The most words of a translation, and the fewest and the most letters of a term.
const MOST_WORDS: usize = 10;
const LETTERS: std::ops::RangeInclusive<usize> = 2..=16;

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
    if pairs < FEWEST {
        return;
    }
    let all = doubtful.len();
    let words = |index: usize| Some((index, words_beside_a_term(texts[index])?));
    let formed: Vec<_> = doubtful.into_iter().filter_map(words).collect();
    others += all - formed.len();
    if pairs < others {
        return;
    }
    // Where few are in doubt a rare word is one too.
    let sure = pairs >= others + formed.len();
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

/// The words of a text that is a term and words, of which neither speaks of the other.
fn words_beside_a_term(text: &str) -> Option<&str> {
    let runs = script::runs(text);
    let [first, last] = &*runs else {
        return None;
    };
    let (native, latin) = match (first.group, last.group) {
        (script::LATIN, _) => (last, first),
        (_, script::LATIN) => (first, last),
        _ => return None,
    };
    let gap = &text[first.range.end..last.range.start];
    let closed = |rest: &str| rest.chars().all(|c| c.is_whitespace() || cut::is_closer(c));
    let tied = || {
        tie::tie_before(text, first) == 2
            || tie::tie_after(text, last) == 2
            || first.group == script::LATIN && tie::ties_term(&text[first.range.clone()])
            || names_one_word(text, native, latin)
    };
    let words = &text[latin.range.clone()];
    let apart = || {
        enclosure::enclosures(text, &runs)
            .iter()
            .all(Option::is_none)
    };
    (gap.chars().all(char::is_whitespace)
        && closed(&text[last.range.end..])
        && LETTERS.contains(&native.letters)
        && is_plain(words)
        && !tied()
        && apart())
    .then_some(words)
}

/// Whether a verb or the name of a field stands before one word, its object or value.
fn names_one_word(text: &str, native: &Run, latin: &Run) -> bool {
    native.range.start < latin.range.start
        && tie::names_next(&text[native.range.clone()], true)
        && words_of(&text[latin.range.clone()]).nth(1).is_none()
}

/// Whether words are no code and of letters alone, not oddly written as many names are.
fn is_plain(text: &str) -> bool {
    words_of(text).nth(MOST_WORDS).is_none()
        && words_of(text).all(|word| {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            let (_, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
            let even = rest.bytes().all(|b| !b.is_ascii_uppercase())
                || word.bytes().all(|b| !b.is_ascii_lowercase());
            even && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'')
                && code::around(text, at..at + word.len()).is_none()
        })
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
