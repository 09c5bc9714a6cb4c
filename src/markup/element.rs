//! A tag's name in, what that element does to the text around it out.

use crate::{
    ascii,
    document::{BlockKind, Reason},
};

/// What an element does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Stands inside a line.
    Inline,
    /// Stands inside a line, and its content is a link.
    Link,
    /// Stands inside a line, and its content is code.
    Code,
    /// Begins and ends a block.
    Flow,
    /// Begins and ends a block, and is a region of the page (`nav`, `footer`).
    Region,
    /// Begins and ends blocks of this kind.
    Kind(BlockKind),
    /// A border without content: `br`, `hr`.
    Break,
    /// Preformatted.
    Pre,
    /// Content that is not markup and is no text.
    Raw(Reason),
    /// Content in which only entities count.
    Plain(BlockKind),
    /// Content that no reader is shown.
    Hidden,
    /// The reading beside a ruby base.
    Ruby,
}

use BlockKind::{Caption, Cell, Control, Heading, Item, Paragraph};
use Class::{Break, Code, Flow, Hidden, Inline, Kind, Link, Plain, Pre, Raw, Region, Ruby};

/// A name packed into a number, lower case; 0 if it is too long to be known.
pub(super) const fn key(name: &[u8]) -> u128 {
    if name.len() > 16 {
        return 0;
    }
    let mut packed = 0;
    let mut index = 0;
    while index < name.len() {
        packed = packed << 8 | name[index].to_ascii_lowercase() as u128;
        index += 1;
    }
    packed
}

/// The key of a name inside `bytes`: names are of any length, which no processor foresees, so
/// that as many bytes are taken of most, and those too many taken off.
#[inline]
pub(super) fn key_at(bytes: &[u8], name: std::ops::Range<usize>) -> u128 {
    match bytes.get(name.start..).and_then(<[u8]>::first_chunk::<8>) {
        Some(window) if (1..=8).contains(&name.len()) => {
            let lower = ascii::lower(u64::from_be_bytes(*window));
            u128::from(lower >> (8 * (8 - name.len())))
        }
        _ => key(&bytes[name]),
    }
}

/// The class of the element of this key, if it is one of HTML's.
pub(super) fn class(key: u128) -> Option<Class> {
    let mut slot = slot(key);
    loop {
        let (found, class) = TABLE[slot];
        if found == key && key != 0 {
            return Some(class);
        }
        if found == 0 {
            return None;
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// The class of an element of XML: those of HTML that stand inside a line or hold
/// blocks keep theirs, addresses and dates of feeds are hidden, others are blocks.
pub(super) fn xml_class(key: u128) -> Class {
    const TITLE: u128 = self::key(b"title");
    const HIDDEN: [u128; 14] = [
        self::key(b"guid"),
        self::key(b"link"),
        self::key(b"id"),
        self::key(b"docs"),
        self::key(b"url"),
        self::key(b"loc"),
        self::key(b"uri"),
        self::key(b"pubdate"),
        self::key(b"lastbuilddate"),
        self::key(b"updated"),
        self::key(b"published"),
        self::key(b"lastmod"),
        self::key(b"ttl"),
        self::key(b"dc:date"),
    ];
    if key == TITLE {
        return Kind(BlockKind::Title);
    }
    if HIDDEN.contains(&key) {
        return Hidden;
    }
    match class(key) {
        Some(Inline) if !INLINE.contains(&key) => Flow,
        Some(Plain(_)) | None => Flow,
        Some(class) => class,
    }
}

/// The inline elements that XML borrows from HTML under their own names.
const INLINE: [u128; 16] = [
    key(b"abbr"),
    key(b"b"),
    key(b"big"),
    key(b"em"),
    key(b"font"),
    key(b"i"),
    key(b"img"),
    key(b"mark"),
    key(b"ruby"),
    key(b"small"),
    key(b"span"),
    key(b"strike"),
    key(b"strong"),
    key(b"sub"),
    key(b"sup"),
    key(b"u"),
];

/// Slots of the table: a power of two, three times the rows.
const SLOTS: usize = 512;

/// Where in the table a key is looked for first.
const fn slot(key: u128) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as usize % SLOTS
}

/// Whether the name of an element begins so.
pub(super) fn is_prefix(start: &[u8]) -> bool {
    let start = key(start);
    ROWS.iter().any(|row| {
        let mut name = row.0;
        loop {
            if name == start {
                return true;
            }
            if name == 0 {
                return false;
            }
            name >>= 8;
        }
    })
}

/// Elements that open a scope which later tags look back to.
pub(super) fn is_scope(class: Class) -> bool {
    matches!(class, Link | Code | Region | Kind(_) | Pre | Hidden | Ruby)
}

/// Whether the name alone, in lower case, is that of a MathML, SVG or Office
/// element that leaks into text.
pub(super) fn is_foreign(name: &[u8]) -> bool {
    let prefixed = |prefix: &[u8]| {
        name.len() > prefix.len() && name[..prefix.len()].eq_ignore_ascii_case(prefix)
    };
    [
        &b"o:"[..],
        b"w:",
        b"v:",
        b"st1:",
        b"m:",
        b"svg:",
        b"mp-",
        b"mpvoice",
        b"qqmusic",
    ]
    .iter()
    .any(|prefix| prefixed(prefix))
}

const fn row(name: &[u8], class: Class) -> (u128, Class) {
    (key(name), class)
}

/// Every element of HTML (living standard and its obsolete features), one row each.
const ROWS: [(u128, Class); 153] = [
    row(b"a", Link),
    row(b"abbr", Inline),
    row(b"acronym", Inline),
    row(b"address", Flow),
    row(b"applet", Inline),
    row(b"area", Inline),
    row(b"article", Region),
    row(b"aside", Region),
    row(b"audio", Inline),
    row(b"b", Inline),
    row(b"base", Inline),
    row(b"basefont", Inline),
    row(b"bdi", Inline),
    row(b"bdo", Inline),
    row(b"bgsound", Inline),
    row(b"big", Inline),
    row(b"blink", Inline),
    row(b"blockquote", Flow),
    row(b"body", Flow),
    row(b"br", Break),
    row(b"button", Kind(Control)),
    row(b"canvas", Inline),
    row(b"caption", Kind(Caption)),
    row(b"card", Inline),
    row(b"center", Flow),
    row(b"cite", Inline),
    row(b"code", Code),
    row(b"col", Flow),
    row(b"colgroup", Flow),
    row(b"data", Inline),
    row(b"datalist", Flow),
    row(b"dd", Kind(Item)),
    row(b"del", Inline),
    row(b"desc", Flow),
    row(b"details", Flow),
    row(b"dfn", Inline),
    row(b"dialog", Flow),
    row(b"dir", Kind(Paragraph)),
    row(b"div", Flow),
    row(b"dl", Kind(Paragraph)),
    row(b"dt", Kind(Item)),
    row(b"em", Inline),
    row(b"embed", Inline),
    row(b"fieldset", Flow),
    row(b"figcaption", Kind(Caption)),
    row(b"figure", Flow),
    row(b"font", Inline),
    row(b"footer", Region),
    row(b"foreignobject", Flow),
    row(b"form", Flow),
    row(b"frame", Flow),
    row(b"frameset", Flow),
    row(b"g", Flow),
    row(b"h1", Kind(Heading)),
    row(b"h2", Kind(Heading)),
    row(b"h3", Kind(Heading)),
    row(b"h4", Kind(Heading)),
    row(b"h5", Kind(Heading)),
    row(b"h6", Kind(Heading)),
    row(b"head", Flow),
    row(b"header", Region),
    row(b"hgroup", Flow),
    row(b"hr", Break),
    row(b"html", Flow),
    row(b"i", Inline),
    row(b"iframe", Raw(Reason::Hidden)),
    row(b"image", Inline),
    row(b"img", Inline),
    row(b"input", Inline),
    row(b"ins", Inline),
    row(b"isindex", Inline),
    row(b"kbd", Code),
    row(b"keygen", Inline),
    row(b"label", Kind(Control)),
    row(b"legend", Kind(Caption)),
    row(b"li", Kind(Item)),
    row(b"link", Inline),
    row(b"listing", Pre),
    row(b"main", Region),
    row(b"map", Inline),
    row(b"mark", Inline),
    row(b"marquee", Flow),
    row(b"math", Inline),
    row(b"menu", Kind(Paragraph)),
    row(b"meta", Inline),
    row(b"meter", Inline),
    row(b"mi", Inline),
    row(b"mn", Inline),
    row(b"mo", Inline),
    row(b"mrow", Inline),
    row(b"mtext", Inline),
    row(b"nav", Region),
    row(b"nobr", Inline),
    row(b"noembed", Raw(Reason::Hidden)),
    row(b"noframes", Raw(Reason::Hidden)),
    row(b"noscript", Raw(Reason::Hidden)),
    row(b"object", Inline),
    row(b"ol", Kind(Paragraph)),
    row(b"optgroup", Kind(Control)),
    row(b"option", Kind(Control)),
    row(b"output", Inline),
    row(b"p", Flow),
    row(b"param", Inline),
    row(b"path", Inline),
    row(b"picture", Inline),
    row(b"plaintext", Pre),
    row(b"pre", Pre),
    row(b"progress", Inline),
    row(b"q", Inline),
    row(b"rb", Inline),
    row(b"rp", Hidden),
    row(b"rt", Ruby),
    row(b"rtc", Ruby),
    row(b"ruby", Inline),
    row(b"s", Inline),
    row(b"samp", Code),
    row(b"script", Raw(Reason::Script)),
    row(b"search", Region),
    row(b"section", Flow),
    row(b"select", Flow),
    row(b"semantics", Inline),
    row(b"slot", Inline),
    row(b"small", Inline),
    row(b"source", Inline),
    row(b"spacer", Inline),
    row(b"span", Inline),
    row(b"strike", Inline),
    row(b"strong", Inline),
    row(b"style", Raw(Reason::Style)),
    row(b"sub", Inline),
    row(b"summary", Flow),
    row(b"sup", Inline),
    row(b"svg", Flow),
    row(b"table", Kind(Paragraph)),
    row(b"tbody", Flow),
    row(b"td", Kind(Cell)),
    row(b"template", Hidden),
    row(b"text", Flow),
    row(b"textarea", Plain(Control)),
    row(b"tfoot", Flow),
    row(b"th", Kind(Cell)),
    row(b"thead", Flow),
    row(b"time", Inline),
    row(b"title", Plain(BlockKind::Title)),
    row(b"tr", Kind(Paragraph)),
    row(b"track", Inline),
    row(b"tt", Code),
    row(b"u", Inline),
    row(b"ul", Kind(Paragraph)),
    row(b"var", Inline),
    row(b"video", Inline),
    row(b"wbr", Inline),
    row(b"xmp", Pre),
];

/// [`ROWS`] by slot, each in the first free one from its own on; 0 marks a free one.
static TABLE: [(u128, Class); SLOTS] = {
    let mut table = [(0, Inline); SLOTS];
    let mut index = 0;
    while index < ROWS.len() {
        let mut at = slot(ROWS[index].0);
        while table[at].0 != 0 {
            at = (at + 1) % SLOTS;
        }
        table[at] = ROWS[index];
        index += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(class(key(b"BlockQuote")), Some(Flow));
        assert_eq!(class(key(b"td")), Some(Kind(Cell)));
        assert_eq!(class(key(b"String")), None);
        assert_eq!(class(key(b"a-name-that-is-too-long")), None);
    }

    #[test]
    fn no_name_has_two_rows() {
        let mut keys: Vec<u128> = ROWS.iter().map(|row| row.0).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(ROWS.iter().all(|row| class(row.0) == Some(row.1)));
    }
}
