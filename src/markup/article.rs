//! The containers and blocks of a page in, which of the blocks are its article out.
//!
//! Long paragraphs with few links vote for the container they are in. From the
//! page down, the container that holds nearly all votes is followed; what it holds
//! is the article, without what its own words, links or names tell apart.

use std::{ops::Range, sync::LazyLock};

use memchr::memmem;

use super::{build::Feature, element::key, words::Words};
use crate::document::{BlockKind, RawBlock};

/// Share of its parent's votes that a container must have to be followed.
const FOLLOW: f64 = 0.8;
/// The same for an `article` beside others.
const FOLLOW_ARTICLE: f64 = 0.4;
/// A paragraph votes from this weight on (bytes, those of wide scripts count less).
const VOTE_BYTES: usize = 80;
/// No paragraph votes with more than this.
const MOST_VOTE: f64 = 6.0;
/// Share of links up to which a block votes.
const VOTE_LINKS: f64 = 0.3;
/// A container whose name says that it is outside is so after all, unless it has
/// this share of the votes: then it is a wrapper.
const LIKELY: f64 = 0.3;
/// The same for names that leave little doubt.
const SURE: f64 = 0.6;
/// Share of links from which on a block is none of the article's.
const LINKS: f64 = 0.5;
/// Share of its parent's votes that a container needs to be followed if it holds the
/// heading that the page is named after; less for an `article`.
const FOLLOW_HEADING: f64 = 0.35;
const FOLLOW_ARTICLE_HEADING: f64 = 0.08;
/// What is before that heading is no part of the article if this share of the votes
/// comes after.
const AFTER_HEADING: f64 = 0.5;
/// A heading says what the page is named after from this length on (letters), and
/// if it is this share of the title.
const HEADING_LETTERS: usize = 4;
const HEADING_SHARE: f64 = 0.3;
/// No more letters of a title or heading are compared.
const HEADING_MOST: usize = 200;

/// An element that holds blocks.
#[derive(Debug)]
struct Container {
    parent: usize,
    /// Its name or attributes say that it is no part of an article, unless it has
    /// this share of the page's votes; 0 if they do not.
    outside: f64,
    /// An article may consist of what it holds.
    follow: bool,
    /// It is an `article`.
    article: bool,
}

/// The containers of a page, in the order of their start tags.
#[derive(Debug, Default)]
pub(super) struct Containers {
    all: Vec<Container>,
    open: Vec<(u128, usize)>,
}

/// A block at the edge of an article is no shorter than this.
const EDGE_BYTES: usize = 20;
/// A list at the edge of an article has at least this share of its votes.
const EDGE_LIST: f64 = 0.3;
/// What a heading over other texts begins with, and how long it is at most.
const OTHERS: [&str; 14] = [
    "more in ",
    "more from ",
    "more on ",
    "related",
    "read more",
    "read next",
    "recommended",
    "you may also",
    "you might also",
    "most popular",
    "most read",
    "trending",
    "相关",
    "推荐",
];
const OTHERS_BYTES: usize = 60;

/// How many open containers an end tag looks back over for its start.
const LOOK_BACK: usize = 64;

impl Containers {
    /// The innermost open container; 0 is the page.
    pub(super) fn current(&self) -> usize {
        self.open.last().map_or(0, |open| open.1)
    }

    /// Opens a container with these names; `hidden` if it is not shown.
    pub(super) fn open<'a>(
        &mut self,
        key: u128,
        names: impl Iterator<Item = &'a str>,
        hidden: bool,
    ) {
        let parent = self.current();
        let found = names.fold(0, |found, name| found | NAMES.found(name));
        let outside = match key {
            _ if hidden => SURE,
            BODY | MAIN | ARTICLE => 0.0,
            NAV | FOOTER | ASIDE => SURE,
            _ if found & SURELY != 0 => SURE,
            _ if found & OUTSIDE != 0 && found & INSIDE == 0 => LIKELY,
            _ => 0.0,
        };
        self.all.push(Container {
            parent,
            outside,
            follow: !PARTS.contains(&key),
            article: key == ARTICLE,
        });
        self.open.push((key, self.all.len()));
    }

    pub(super) fn close(&mut self, key: u128) {
        let reach = self.open.len().saturating_sub(LOOK_BACK);
        if let Some(index) = self.open[reach..].iter().rposition(|open| open.0 == key) {
            self.open.truncate(reach + index);
        }
    }

    /// For each block, whether it belongs to the article.
    pub(super) fn article(&self, blocks: &[RawBlock<'_>], features: &[Feature]) -> Vec<bool> {
        let count = self.all.len() + 1;
        let votes: Vec<f64> = blocks
            .iter()
            .zip(features)
            .map(|(block, feature)| vote(block, feature))
            .collect();
        let mut sums = vec![0.0; count];
        for (feature, vote) in features.iter().zip(&votes) {
            sums[feature.container] += vote;
        }
        self.add_up(&mut sums);
        let mut outside = vec![false; count];
        for index in 1..count {
            let container = &self.all[index - 1];
            outside[index] = outside[container.parent] || sums[index] < container.outside * sums[0];
        }
        sums.fill(0.0);
        for (feature, vote) in features.iter().zip(&votes) {
            if !outside[feature.container] {
                sums[feature.container] += vote;
            }
        }
        self.add_up(&mut sums);
        let mut best = vec![(0, 0.0_f64); count];
        for (index, (container, sum)) in self.all.iter().zip(&sums[1..]).enumerate() {
            if container.follow && *sum > best[container.parent].1 {
                best[container.parent] = (index + 1, *sum);
            }
        }
        let heading = heading(blocks);
        let mut named = vec![false; count];
        if let Some(index) = heading {
            let mut at = features[index].container;
            while at > 0 && !outside[at] {
                named[at] = true;
                at = self.all[at - 1].parent;
            }
        }
        let mut headed = vec![0; count];
        for index in (1..count).filter(|index| named[*index] && self.all[index - 1].follow) {
            headed[self.all[index - 1].parent] = index;
        }
        let mut top = 0;
        loop {
            let child = headed[top];
            if child > 0 {
                let share = if self.all[child - 1].article {
                    FOLLOW_ARTICLE_HEADING
                } else {
                    FOLLOW_HEADING
                };
                if sums[child] > share * sums[top] {
                    top = child;
                    continue;
                }
            }
            let (child, sum) = best[top];
            let share = match self.all.get(child.wrapping_sub(1)) {
                Some(container) if container.article => FOLLOW_ARTICLE,
                _ => FOLLOW,
            };
            if sum <= 0.0 || sum < share * sums[top] {
                break;
            }
            top = child;
        }
        let mut within = vec![false; count];
        within[top] = true;
        for index in top + 1..count {
            within[index] = within[self.all[index - 1].parent];
        }
        let mut keep: Vec<bool> = blocks
            .iter()
            .zip(features)
            .map(|(block, feature)| {
                within[feature.container] && !outside[feature.container] && belongs(block, feature)
            })
            .collect();
        if let Some(range) = extent(blocks, features, &votes, &keep, heading) {
            for (index, keep) in keep.iter_mut().enumerate() {
                *keep &= range.contains(&index);
            }
        }
        keep
    }

    /// Adds what each container has to those around it.
    fn add_up(&self, sums: &mut [f64]) {
        // Those around come before those inside.
        for (index, container) in self.all.iter().enumerate().rev() {
            sums[container.parent] += sums[index + 1];
        }
    }
}

/// From where to where, among the blocks kept, the article reaches: from the first
/// paragraph that votes to the last, and what goes on in the same way around them.
fn extent(
    blocks: &[RawBlock<'_>],
    features: &[Feature],
    votes: &[f64],
    keep: &[bool],
    heading: Option<usize>,
) -> Option<Range<usize>> {
    let paragraph = |index: &usize| {
        keep[*index] && votes[*index] > 0.0 && blocks[*index].kind == BlockKind::Paragraph
    };
    let any = |index: &usize| keep[*index] && votes[*index] > 0.0;
    let indices = || 0..blocks.len();
    let (mut first, mut last) = (indices().find(any)?, indices().rev().find(any)?);
    let sum = |range: Range<usize>| -> f64 {
        range
            .filter(|index| keep[*index])
            .map(|index| votes[index])
            .sum()
    };
    let all = sum(first..last + 1);
    // Lists at the edges are the article's if they say a good part of it.
    if let Some(paragraph) = indices().find(paragraph)
        && sum(first..paragraph) < all * EDGE_LIST
    {
        first = paragraph;
    }
    if let Some(paragraph) = indices().rev().find(paragraph)
        && sum(paragraph + 1..last + 1) < all * EDGE_LIST
    {
        last = paragraph;
    }
    let mut start = 0;
    if let Some(heading) = heading.filter(|heading| (first..last).contains(heading))
        && sum(heading..last + 1) > all * AFTER_HEADING
        && let Some(paragraph) = (heading..last).find(paragraph)
    {
        start = heading;
        first = paragraph;
    }
    // A heading that says that other texts follow ends the article.
    let mut before = 0.0;
    for index in (first..=last).filter(|index| keep[*index]) {
        if before > all * 0.3
            && blocks[index].text.len() < OTHERS_BYTES
            && OTHERS.iter().any(|start| {
                blocks[index]
                    .text
                    .get(..start.len())
                    .is_some_and(|text| text.eq_ignore_ascii_case(start))
            })
        {
            last = (first..index).rev().find(any).unwrap_or(first);
            break;
        }
        before += votes[index];
    }
    let goes_on = |index: usize, from: usize| {
        let block = &blocks[index];
        keep[index]
            && features[index].container == features[from].container
            && features[index].linked * 5 <= block.text.len()
            && block.text.len() >= EDGE_BYTES
            && block.kind == blocks[from].kind
            && super::boilerplate::by_words(&block.text).is_none()
    };
    let edge = first;
    while first > start && goes_on(first - 1, edge) {
        first -= 1;
    }
    let edge = last;
    while last + 1 < blocks.len() && goes_on(last + 1, edge) {
        last += 1;
    }
    Some(first..last + 1)
}

/// The heading that the page is named after: the one that says most of its title.
fn heading(blocks: &[RawBlock<'_>]) -> Option<usize> {
    let letters = |text: &str| -> Vec<char> {
        text.chars()
            .filter(|char| char.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .take(HEADING_MOST)
            .collect()
    };
    let title = blocks.iter().find(|block| block.kind == BlockKind::Title)?;
    let title = letters(&title.text);
    let mut longest = (HEADING_LETTERS - 1, None);
    for (index, block) in blocks.iter().enumerate() {
        if block.kind != BlockKind::Heading {
            continue;
        }
        let heading = letters(&block.text);
        if heading.len() > longest.0
            && heading.len() as f64 >= title.len() as f64 * HEADING_SHARE
            && title.windows(heading.len()).any(|part| part == heading)
        {
            longest = (heading.len(), Some(index));
        }
    }
    longest.1
}

/// How much a block votes for the container it is in.
fn vote(block: &RawBlock<'_>, feature: &Feature) -> f64 {
    let length = block.text.len();
    let links = feature.linked as f64 / length.max(1) as f64;
    let kind = matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::Item | BlockKind::Cell | BlockKind::Preformatted
    );
    if length < VOTE_BYTES || links > VOTE_LINKS || !kind {
        return 0.0;
    }
    (length as f64 / 100.0 * (1.0 - links)).min(MOST_VOTE)
}

/// Whether a block inside the article's container is part of it.
fn belongs(block: &RawBlock<'_>, feature: &Feature) -> bool {
    let length = block.text.len();
    let links = feature.linked as f64 / length.max(1) as f64;
    links <= LINKS
        && matches!(
            block.kind,
            BlockKind::Paragraph
                | BlockKind::Item
                | BlockKind::Cell
                | BlockKind::Preformatted
                | BlockKind::Heading
        )
}

/// Whether the element of this key holds blocks.
pub(super) fn is_container(key: u128) -> bool {
    CONTAINERS.contains(&key)
}

/// Whether a style hides its element.
pub(super) fn is_hidden(style: &[u8]) -> bool {
    memmem::find(style, b"display").is_some_and(|at| {
        let rest = &style[at + 7..];
        let rest = rest
            .trim_ascii_start()
            .strip_prefix(b":")
            .unwrap_or_default();
        rest.trim_ascii_start().starts_with(b"none")
    })
}

const NAV: u128 = key(b"nav");
const FOOTER: u128 = key(b"footer");
const ASIDE: u128 = key(b"aside");
const ARTICLE: u128 = key(b"article");
const MAIN: u128 = key(b"main");
const BODY: u128 = key(b"body");
/// Containers that are parts of an article at most.
const PARTS: [u128; 7] = [
    key(b"ul"),
    key(b"ol"),
    key(b"dl"),
    key(b"figure"),
    key(b"blockquote"),
    key(b"details"),
    key(b"header"),
];
const CONTAINERS: [u128; 20] = [
    NAV,
    FOOTER,
    ASIDE,
    ARTICLE,
    MAIN,
    BODY,
    key(b"div"),
    key(b"section"),
    key(b"header"),
    key(b"td"),
    key(b"tr"),
    key(b"table"),
    key(b"ul"),
    key(b"ol"),
    key(b"form"),
    key(b"figure"),
    key(b"blockquote"),
    key(b"center"),
    key(b"details"),
    key(b"dl"),
];

/// Parts of names that say what a container is.
const LIST: [&str; 56] = [
    // Inside an article.
    "article",
    "content",
    "entry",
    "main",
    "post",
    "story",
    "text",
    "body",
    // Outside, unless a word above stands beside it.
    "sidebar",
    "footer",
    "menu",
    "nav",
    "banner",
    "widget",
    "tag",
    "meta",
    "header",
    "tool",
    "author",
    "bio",
    "caption",
    "credit",
    "date",
    "byline",
    "list",
    "carousel",
    "gallery",
    "modal",
    "popup",
    "overlay",
    "toc",
    "rail",
    // Outside in any case.
    "comment",
    "related",
    "share",
    "sharing",
    "social",
    "promo",
    "advert",
    "newsletter",
    "breadcrumb",
    "cookie",
    "recommend",
    "subscribe",
    "signup",
    "disqus",
    "sponsor",
    "outbrain",
    "taboola",
    "trending",
    "popular",
    "read-more",
    "readmore",
    "more-from",
    "-ads",
    "ad-slot",
];
const INSIDE: u64 = (1 << 8) - 1;
const OUTSIDE: u64 = ((1 << 56) - 1) & !INSIDE;
const SURELY: u64 = ((1 << 56) - 1) & !((1 << 32) - 1);
static NAMES: LazyLock<Words> = LazyLock::new(|| Words::new(&LIST));

#[cfg(test)]
mod tests {
    use crate::{
        document::Kind,
        markup::{Options, parse},
    };

    fn article(page: &str) -> Vec<String> {
        let options = Options {
            main_content: true,
            ..Options::default()
        };
        let parsed = parse(page, Kind::Html, &options);
        parsed
            .blocks
            .iter()
            .map(|block| block.text.clone().into_owned())
            .collect()
    }

    const LONG: &str = "A paragraph of an article says something at some length, \
                        and so it has more than a few words to say it with.";

    #[test]
    fn of_several_articles_the_one_the_page_is_named_after_is_taken() {
        let page = format!(
            "<title>Who loves himself - Messages</title>\
             <article><h2>Another thing</h2><p>First. {LONG}</p></article>\
             <article><h1>Who loves himself</h1><p>Second. {LONG}</p></article>\
             <article><h2>One more thing</h2><p>Third. {LONG}</p></article>"
        );
        assert_eq!(article(&page), [format!("Second. {LONG}")]);
    }

    #[test]
    fn what_stands_before_the_heading_is_not_the_article() {
        let page = format!(
            "<title>Dreams shattered</title><p>A headline of another text, no. 1</p>\
             <p>Elsewhere. {LONG}</p><h1>Dreams shattered</h1>\
             <p>First. {LONG}</p><p>Second. {LONG}</p>"
        );
        assert_eq!(
            article(&page),
            [format!("First. {LONG}"), format!("Second. {LONG}")]
        );
    }

    #[test]
    fn a_page_without_a_matching_heading_gives_its_longest_container() {
        let page = format!(
            "<title>Home</title><div><p>Short.</p></div>\
             <div><p>First. {LONG}</p><p>Second. {LONG}</p></div>"
        );
        assert_eq!(
            article(&page),
            [format!("First. {LONG}"), format!("Second. {LONG}")]
        );
    }
}
