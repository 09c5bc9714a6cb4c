//! Blocks in, the same blocks marked where they are no part of what the page is
//! about: by their own words, their neighbours, their links and their place.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use memchr::{memchr2, memchr3, memmem};

use super::{
    Options, Treatment,
    build::{Builder, Feature},
    words::Words,
};
use crate::{
    document::{BlockKind, Boilerplate, RawBlock, Reason},
    offsets::Map,
};

/// A teaser is no longer than this, in characters: cut at fifty, with an ellipsis,
/// and some room (scrapes met were cut at 50).
const TEASER_CHARS: usize = 64;
/// Teasers stand together: so many at least.
const TEASERS: usize = 3;
/// Share of a block's bytes that are links from which on it is navigation.
const LINK_SHARE: f64 = 0.8;
/// So many such blocks in a row are navigation.
const LINK_BLOCKS: usize = 3;
/// Boilerplate that is told by its words is short, in bytes.
const NOTICE_BYTES: usize = 400;
const BYLINE_BYTES: usize = 120;
const BUTTON_BYTES: usize = 60;

/// Marks or drops boilerplate as the options say.
pub(super) fn treat(builder: &mut Builder<'_>, options: &Options) {
    if options.boilerplate == Treatment::Keep {
        return;
    }
    split_notices(builder);
    mark(&mut builder.blocks, &builder.features);
    if options.boilerplate == Treatment::Drop {
        let keep: Vec<bool> = builder
            .blocks
            .iter()
            .map(|block| block.boilerplate.is_none())
            .collect();
        builder.discard(&keep, Reason::Boilerplate);
    }
}

fn mark(blocks: &mut [RawBlock<'_>], features: &[Feature]) {
    for (block, feature) in blocks.iter_mut().zip(features) {
        block.boilerplate = by_words(&block.text);
        if block.boilerplate.is_none() && feature.aside && block.kind != BlockKind::Heading {
            block.boilerplate = Some(Boilerplate::Navigation);
        }
    }
    mark_runs(blocks, TEASERS, Boilerplate::Teaser, |index, blocks| {
        is_teaser(&blocks[index])
    });
    mark_runs(
        blocks,
        LINK_BLOCKS,
        Boilerplate::Navigation,
        |index, blocks| {
            let length = blocks[index].text.len();
            length < NOTICE_BYTES
                && features[index].linked as f64 >= LINK_SHARE * length as f64
                && length > 0
        },
    );
}

/// Marks the blocks of runs of at least `least` that agree.
fn mark_runs(
    blocks: &mut [RawBlock<'_>],
    least: usize,
    what: Boilerplate,
    agrees: impl Fn(usize, &[RawBlock<'_>]) -> bool,
) {
    let mut start = 0;
    while start < blocks.len() {
        let mut end = start;
        while end < blocks.len() && agrees(end, blocks) {
            end += 1;
        }
        if end - start >= least {
            for block in &mut blocks[start..end] {
                block.boilerplate = block.boilerplate.or(Some(what));
            }
        }
        start = end.max(start + 1);
    }
}

/// A short text that breaks off, or what was left of one in a pasted attribute.
fn is_teaser(block: &RawBlock<'_>) -> bool {
    let text = block.text.trim_end();
    let cut = text.ends_with("...") || text.ends_with('…') || block.kind == BlockKind::Attribute;
    cut && text.len() <= TEASER_CHARS * 4 && text.chars().count() <= TEASER_CHARS
}

/// What a block is by its own words.
pub(super) fn by_words(text: &str) -> Option<Boilerplate> {
    let text = text.trim();
    if text.is_empty() || text.len() > NOTICE_BYTES {
        return None;
    }
    let found = WORDS.found(text);
    if is_notice(text, found) {
        return Some(Boilerplate::Copyright);
    }
    if found & COOKIES != 0 && found & CONSENTS != 0 {
        return Some(Boilerplate::Cookie);
    }
    let mut buffer = [0; BYLINE_BYTES];
    if let Some(lower) = lower(text, &mut buffer) {
        // Most texts are told by their first byte to begin with none of the words.
        let first = usize::from(lower.as_bytes()[0]);
        let starts = |words: &[&str]| {
            STARTS_OF_WORDS[first] && words.iter().any(|word| lower.starts_with(word))
        };
        if text.len() <= BUTTON_BYTES {
            if is_share(lower) || starts(&SHARE_STARTS) {
                return Some(Boilerplate::Share);
            }
            if is_navigation(lower.trim_end_matches([' ', '>', '»', '›', '→'])) {
                return Some(Boilerplate::Navigation);
            }
        }
        if starts(&BYLINES) && !text.ends_with(['。', '?', '!']) {
            return Some(Boilerplate::Byline);
        }
    }
    is_trail(text).then_some(Boilerplate::Navigation)
}

/// A short text with ASCII letters in lower case.
fn lower<'b>(text: &str, buffer: &'b mut [u8; BYLINE_BYTES]) -> Option<&'b str> {
    let place = buffer.get_mut(..text.len())?;
    place.copy_from_slice(text.as_bytes());
    place.make_ascii_lowercase();
    std::str::from_utf8(place).ok()
}

/// Whether a text, of which these words were found, is a copyright notice or a disclaimer.
fn is_notice(text: &str, found: u64) -> bool {
    found & NOTICES != 0
        || (found & SIGNS != 0 && text.len() <= 2 * BYLINE_BYTES)
        || (text.len() <= BYLINE_BYTES
            && text
                .as_bytes()
                .get(..9)
                .is_some_and(|start| start.eq_ignore_ascii_case(b"copyright")))
}

/// A trail has so many items at least.
const TRAIL_ITEMS: usize = 4;

/// Whether a text is a trail of short items: `Home > News > World`.
fn is_trail(text: &str) -> bool {
    // Every separator has one of these bytes.
    let between = |byte: &u8| u8::from(matches!(byte, b'|' | b'>' | b'/' | 0xC2 | 0xE2));
    // So short that a byte holds the sum, which many are then added to at once.
    let sums = text.as_bytes().chunks(usize::from(u8::MAX));
    let sums = sums.map(|chunk| usize::from(chunk.iter().map(between).sum::<u8>()));
    if sums.sum::<usize>() + 1 < TRAIL_ITEMS {
        return false;
    }
    [" | ", " > ", " » ", " › ", " · ", " / "]
        .iter()
        .any(|between| {
            let items = text.split(between);
            let (mut count, mut longest) = (0, 0);
            for item in items {
                count += 1;
                longest = longest.max(item.trim().chars().count());
            }
            count >= TRAIL_ITEMS && longest <= 24
        })
}

/// Words that tell a notice, that are its signs, that speak of cookies, of consent.
const LIST: [&str; 33] = [
    "all rights reserved",
    "may not be reproduced",
    "reproduction prohibited",
    "without permission is prohibited",
    "is copyrighted",
    "版权所有",
    "版權所有",
    "未经授权",
    "未经许可",
    "未經授權",
    "著作权归",
    "转载请注明",
    "轉載請註明",
    "免责声明",
    "無断転載",
    "tous droits réservés",
    "©",
    "(c) 20",
    "(c) 19",
    "cookie",
    "gdpr",
    "隐私政策",
    "accept",
    "consent",
    "agree",
    "we use",
    "our use",
    "privacy",
    "同意",
    "接受",
    "akzeptieren",
    "使用",
    "nous utilisons",
];
const NOTICES: u64 = bits(0, 16);
const SIGNS: u64 = bits(16, 19);
const COOKIES: u64 = bits(19, 22);
const CONSENTS: u64 = bits(22, 33);
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(&LIST));

const fn bits(from: u32, to: u32) -> u64 {
    (1 << to) - (1 << from)
}

/// Whether a text in lower case is a button to share, or a place to share at.
fn is_share(lower: &str) -> bool {
    matches!(
        lower,
        "share"
            | "tweet"
            | "share this"
            | "share this article"
            | "facebook"
            | "twitter"
            | "linkedin"
            | "whatsapp"
            | "pinterest"
            | "reddit"
            | "email"
            | "print"
            | "copy link"
            | "分享"
            | "点赞"
            | "收藏"
            | "打印"
            | "微信"
            | "微博"
            | "举报"
            | "follow us"
            | "关注我们"
    )
}

const SHARE_STARTS: [&str; 11] = [
    "share on ",
    "share to ",
    "share via ",
    "follow us on",
    "分享到",
    "分享至",
    "微信扫",
    "扫一扫",
    "关注公众号",
    "like us on",
    "subscribe to our",
];

/// Whether a text in lower case is an item of every menu.
fn is_navigation(lower: &str) -> bool {
    matches!(
        lower,
        "home"
            | "menu"
            | "search"
            | "login"
            | "log in"
            | "sign in"
            | "sign up"
            | "register"
            | "next"
            | "previous"
            | "back to top"
            | "read more"
            | "skip to content"
            | "skip to main content"
            | "contact us"
            | "about us"
            | "sitemap"
            | "首页"
            | "首頁"
            | "上一篇"
            | "下一篇"
            | "上一页"
            | "下一页"
            | "返回顶部"
            | "登录"
            | "注册"
            | "更多"
            | "阅读全文"
            | "联系我们"
            | "关于我们"
            | "トップページ"
            | "目录"
    )
}

const BYLINES: [&str; 20] = [
    "by ",
    "author:",
    "editor:",
    "editor✎",
    "posted by",
    "posted on",
    "published ",
    "updated ",
    "written by",
    "source:",
    "作者：",
    "作者:",
    "编辑：",
    "编辑:",
    "责任编辑",
    "责编",
    "来源：",
    "来源:",
    "発行",
    "記者",
];

/// The bytes that [`SHARE_STARTS`] and [`BYLINES`] begin with.
static STARTS_OF_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut index = 0;
    while index < SHARE_STARTS.len() {
        table[SHARE_STARTS[index].as_bytes()[0] as usize] = true;
        index += 1;
    }
    index = 0;
    while index < BYLINES.len() {
        table[BYLINES[index].as_bytes()[0] as usize] = true;
        index += 1;
    }
    table
};

/// Where a notice may begin inside a line whose text goes before it.
const NOTICE_STARTS: [&str; 8] = [
    "editor✎",
    "editor:",
    "disclaimer:",
    "copyright ©",
    "免责声明",
    "责任编辑：",
    "版权声明",
    "(责任编辑",
];
static STARTS: LazyLock<Words> = LazyLock::new(|| Words::new(&NOTICE_STARTS));

/// Splits off notices that stand glued to the end of a line of text.
fn split_notices(builder: &mut Builder<'_>) {
    let cuts: Vec<(usize, usize)> = builder
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(index, block)| Some((index, notice_start(&block.text)?)))
        .collect();
    if cuts.is_empty() {
        return;
    }
    let mut cuts = cuts.into_iter().peekable();
    let blocks = std::mem::take(&mut builder.blocks);
    let features = std::mem::take(&mut builder.features);
    for (index, (block, feature)) in blocks.into_iter().zip(features).enumerate() {
        match cuts.next_if(|cut| cut.0 == index) {
            Some((_, at)) => {
                builder.blocks.push(part(&block, 0..at));
                builder.blocks.push(part(&block, at..block.text.len()));
                builder.features.extend([feature, feature]);
            }
            None => {
                builder.blocks.push(block);
                builder.features.push(feature);
            }
        }
    }
}

/// A part of a block as a block.
fn part<'t>(block: &RawBlock<'t>, range: Range<usize>) -> RawBlock<'t> {
    let mut map = Map::new();
    map.append(&block.map, range.clone());
    RawBlock {
        text: match &block.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[range.clone()]),
            Cow::Owned(text) => Cow::Owned(text[range.clone()].to_owned()),
        },
        map,
        borders: block
            .borders
            .iter()
            .filter(|border| range.start < **border && **border < range.end)
            .map(|border| border - range.start)
            .collect(),
        via: block.via.clone(),
        language: block.language.clone(),
        ..*block
    }
}

/// Where in a line of text a notice begins that ends it.
fn notice_start(text: &str) -> Option<usize> {
    if text.len() < BUTTON_BYTES * 2 {
        return None;
    }
    // Only the last stretch can be one.
    let reach = text.floor_char_boundary(text.len().saturating_sub(NOTICE_BYTES));
    let tail = &text[reach..];
    // Quick looks first: a colon, a sign, a Chinese character of the words.
    let bytes = tail.as_bytes();
    let plausible = memchr2(b':', 0xC2, bytes).is_some()
        || memchr3(0xE5, 0xE7, 0xE8, bytes).is_some()
        || memmem::find(bytes, "✎".as_bytes()).is_some();
    if !plausible || STARTS.found(tail) == 0 {
        return None;
    }
    let lower = tail.to_ascii_lowercase();
    let at = reach
        + NOTICE_STARTS
            .iter()
            .filter_map(|start| lower.find(start))
            .min()?;
    let before = text[..at].trim_end();
    let ended = before.ends_with(['.', '。', '!', '！', '?', '？', '"', '”', '）', ')']);
    let notice = &text[at..];
    (before.len() > BUTTON_BYTES && ended && is_notice(notice, WORDS.found(notice))).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_boilerplate() {
        let expected = [
            ("© 2021 Example Ltd.", Some(Boilerplate::Copyright)),
            ("版权所有，未经授权不得转载", Some(Boilerplate::Copyright)),
            (
                "We use cookies to improve our site. Accept",
                Some(Boilerplate::Cookie),
            ),
            ("Share on Facebook", Some(Boilerplate::Share)),
            ("下一篇", Some(Boilerplate::Navigation)),
            ("Home > News > World > Asia", Some(Boilerplate::Navigation)),
            ("By Jane Doe", Some(Boilerplate::Byline)),
            ("责任编辑：张三", Some(Boilerplate::Byline)),
            ("She shares a flat.", None),
            ("He bought cookies.", None),
            ("", None),
        ];
        for (text, what) in expected {
            assert_eq!(by_words(text), what, "{text}");
        }
    }

    #[test]
    fn a_notice_glued_to_a_line_is_told_apart() {
        let line = "Alibaba did not respond to a request for comment, people familiar with the matter said yesterday. Editor✎ Ashley/ Disclaimer: This article is copyrighted and may not be reproduced without permission. |";
        let at = line.find("Editor").expect("it is there");
        assert_eq!(notice_start(line), Some(at));
        assert_eq!(
            notice_start(
                "The Editor: a short history of newspapers, their makers, and of those who read them in the morning, and in the evening as well."
            ),
            None
        );
    }
}
