//! A run and the text around it in, what lies at its sides out.

use crate::segment::{
    body::words_of,
    cut,
    enclosure::Enclosure,
    script::{self, Run},
};

/// A run among its neighbours.
#[derive(Clone, Copy)]
pub(super) struct Scene<'t> {
    pub(super) text: &'t str,
    pub(super) runs: &'t [Run],
    /// The place of the run among them.
    pub(super) index: usize,
    pub(super) run: &'t Run,
    /// The text of the run, and what is neutral before and behind it.
    pub(super) own: &'t str,
    pub(super) before: &'t str,
    pub(super) after: &'t str,
    pub(super) left: Side,
    pub(super) right: Side,
    /// Whether a sentence end stands behind it: `true` for one of the fullwidth sort.
    pub(super) terminated: Option<bool>,
    /// Whether the point behind it is that of an abbreviation.
    pub(super) abbreviated: bool,
    /// Whether brackets or quotation marks stand around it.
    pub(super) bracketed: bool,
    /// Whether these are quotation marks.
    pub(super) quoted: bool,
    pub(super) latin: bool,
    /// Whether its script has no spaces between words.
    pub(super) unspaced: bool,
}

impl<'t> Scene<'t> {
    pub(super) fn of(
        text: &'t str,
        runs: &'t [Run],
        pairs: &[Option<Enclosure>],
        index: usize,
    ) -> Self {
        let run = &runs[index];
        let start = index
            .checked_sub(1)
            .map_or(0, |before| runs[before].range.end);
        let end = runs
            .get(index + 1)
            .map_or(text.len(), |next| next.range.start);
        let own = &text[run.range.clone()];
        // The asterisks of emphasis mark no border.
        let before = text[start..run.range.start].trim_end_matches('*');
        let after = text[run.range.end..end].trim_start_matches('*');
        let (mut right, mut terminated) = match gloss_after(text, runs, pairs, index) {
            Some((rest, last)) => side_after(rest, last),
            None => side_after(after, index + 1 == runs.len()),
        };
        let mut left = side_before(before, index == 0);
        // `你好：안녕하세요`: in another script than Han and Latin it is no value of a field.
        if run.group == script::HANGUL
            && left == Side::Introduced
            && runs[index - 1].group == script::HAN
        {
            left = Side::Closed;
        }
        // A cell of a row in a script in which hardly a name is written.
        if !matches!(run.group, script::LATIN | script::HAN) {
            if before.contains('|') {
                left = Side::Closed;
            }
            if after.contains('|') {
                right = Side::Closed;
            }
        }
        let abbreviated = terminated == Some(false)
            && after.starts_with('.')
            && words_of(own).next_back().is_some_and(cut::is_abbreviation);
        if abbreviated {
            terminated = None;
            if index + 1 < runs.len() {
                right = Side::Open;
            }
        }
        // Brackets right behind brackets hold no explanation, but what stands beside.
        let beside = || {
            let before = pairs[index].map_or(before, |pair| &text[..pair.start]);
            let before = before.trim_end().trim_end_matches(cut::is_opener);
            before.ends_with([')', '）', ']', '】'])
        };
        let latin = run.group == script::LATIN;
        let bracketed =
            (pairs[index].is_some() || is_bracketed(before, after)) && !(latin && beside());
        Self {
            text,
            runs,
            index,
            run,
            own,
            before,
            after,
            left,
            right,
            terminated,
            abbreviated,
            bracketed,
            quoted: pairs[index].is_some_and(|pair| pair.quotes),
            latin,
            unspaced: script::is_unspaced(run.group),
        }
    }

    /// The run before.
    pub(super) fn last(&self) -> Option<&'t Run> {
        self.index.checked_sub(1).and_then(|at| self.runs.get(at))
    }

    /// The run behind.
    pub(super) fn next(&self) -> Option<&'t Run> {
        self.runs.get(self.index + 1)
    }

    /// The text from the run behind on; empty if there is none.
    pub(super) fn behind(&self) -> &'t str {
        self.next()
            .map_or("", |next| &self.text[next.range.start..])
    }
}

/// What lies at one side of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The edge of the block or of a line, or the end of a sentence.
    Closed,
    /// A colon.
    Introduced,
    /// Another pause: a comma, a semicolon, a bracket.
    Pause,
    /// Nothing, or white space.
    Open,
}

/// What stands between the brackets in which a run in another script than Latin is explained
/// right behind it, and the next run behind these, and whether there is none.
fn gloss_after<'t>(
    text: &'t str,
    runs: &[Run],
    pairs: &[Option<Enclosure>],
    index: usize,
) -> Option<(&'t str, bool)> {
    let run = &runs[index];
    let pair = (*pairs.get(index + 1)?)?;
    if pair.quotes
        || run.group == script::LATIN
        || pair.start < run.range.end
        || !text[run.range.end..pair.start].trim().is_empty()
    {
        return None;
    }
    let behind = runs[index + 1..]
        .iter()
        .find(|run| run.range.start >= pair.end);
    let end = behind.map_or(text.len(), |run| run.range.start);
    Some((&text[pair.end..end], behind.is_none()))
}

fn side_before(gap: &str, edge: bool) -> Side {
    if edge || cut::ends(gap) {
        Side::Closed
    } else if gap.contains(['：', ':']) {
        Side::Introduced
    } else if gap.chars().all(char::is_whitespace) {
        Side::Open
    } else {
        Side::Pause
    }
}

/// What lies behind, and whether it begins with a sentence end: `true` for one of the
/// fullwidth sort.
fn side_after(gap: &str, edge: bool) -> (Side, Option<bool>) {
    let terminated = match gap.trim_start().chars().next() {
        Some('.' | '!' | '?' | '…') => Some(false),
        // `GPL 3。`
        Some(c) if c.is_ascii_digit() || cut::is_terminator(c) => gap
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit())
            .starts_with(['。', '！', '？', '｡'])
            .then_some(true),
        _ => None,
    };
    let side = if edge || cut::ends(gap) {
        Side::Closed
    } else if gap.chars().all(|c| c.is_whitespace() || c.is_ascii_digit()) {
        Side::Open
    } else {
        Side::Pause
    };
    (side, terminated)
}

fn is_bracketed(before: &str, after: &str) -> bool {
    let code = |gap: &str| gap.as_bytes().contains(&b'`');
    let apostrophes = || before.ends_with(" '") && after.starts_with('\'');
    code(before) && code(after)
        || apostrophes()
        || before
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(cut::is_opener)
            && after
                .trim_start_matches(|c: char| {
                    c.is_whitespace()
                        || matches!(c, '.' | '!' | '?' | ',' | '。' | '，' | '！' | '？')
                })
                .chars()
                .next()
                .is_some_and(cut::is_closer)
}
