//! Pieces of text in, in the order of the source; blocks out, with their maps,
//! and everything else counted as dropped, so that both tile the source.

use std::{borrow::Cow, ops::Range};

use super::{
    Parsed,
    scan::{is_space, spaces},
};
use crate::{
    document::{BlockKind, Dropped, Language, NoteKind, RawBlock, Reason, Remark},
    offsets::Map,
};

/// What the next block will be: small, as every element that is opened and closed sets it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) kind: BlockKind,
    /// The place of its language in [`Builder::languages`].
    pub(super) language: Option<usize>,
    pub(super) preformatted: bool,
    /// White space at the edges of a block stays, as in a line.
    pub(super) keep_space: bool,
    /// The text is that of a link.
    pub(super) link: bool,
    /// The text is in a menu, a header, a footer, or beside the page.
    pub(super) aside: bool,
}

/// What else is known of a block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Feature {
    /// Bytes of its text that are links.
    pub(super) linked: usize,
    /// It is in a menu, a header, a footer, or beside the page.
    pub(super) aside: bool,
    /// The container it is in.
    pub(super) container: usize,
}

impl Context {
    pub(super) fn new(kind: BlockKind) -> Self {
        Self {
            kind,
            language: None,
            preformatted: false,
            keep_space: false,
            link: false,
            aside: false,
        }
    }
}

/// The block that text goes to.
#[derive(Debug)]
struct Open {
    index: usize,
    /// Its text, as long as that is a slice of the source.
    slice: Range<usize>,
    /// Its text and map, once it is not.
    built: Option<(String, Map)>,
    borders: Vec<usize>,
}

impl Open {
    fn len(&self) -> usize {
        match &self.built {
            Some((text, _)) => text.len(),
            None => self.slice.len(),
        }
    }

    /// The text and map, ready to be added to.
    fn built(&mut self, source: &str) -> &mut (String, Map) {
        let slice = &self.slice;
        self.built.get_or_insert_with(|| {
            (
                source[slice.clone()].to_owned(),
                Map::shifted(slice.len(), slice.start),
            )
        })
    }
}

/// Bytes of a page for each piece of it that is dropped, mostly (measured: 110).
const DROPPED_EACH: usize = 128;

/// Builds blocks. Every byte of the source must be given once, in order, to one of
/// [`Builder::copy`], [`Builder::replace`], [`Builder::drop`] and [`Builder::side`].
#[derive(Debug)]
pub(super) struct Builder<'t> {
    text: &'t str,
    pub(super) blocks: Vec<RawBlock<'t>>,
    /// What else is known of each block.
    pub(super) features: Vec<Feature>,
    pub(super) dropped: Vec<Dropped>,
    pub(super) remarks: Vec<Remark>,
    pub(super) context: Context,
    /// The languages that elements said their content is in.
    languages: Vec<Language>,
    /// The container that text is in now, for the article.
    pub(super) container: usize,
    open: Option<Open>,
    /// White space at the end of the open block, to go in only if text follows.
    pending: Range<usize>,
    /// The block that goes on after the open one.
    suspended: Option<(Option<Open>, Range<usize>)>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, context: Context) -> Self {
        Self {
            text,
            blocks: Vec::new(),
            features: Vec::new(),
            dropped: Vec::with_capacity(text.len() / DROPPED_EACH),
            remarks: Vec::new(),
            context,
            languages: Vec::new(),
            container: 0,
            open: None,
            pending: 0..0,
            suspended: None,
        }
    }

    /// Remembers a language for a context.
    pub(super) fn add_language(&mut self, language: Language) -> usize {
        self.languages.push(language);
        self.languages.len() - 1
    }

    /// The language of the next block, if an element said it.
    pub(super) fn language(&self) -> Option<Language> {
        self.languages.get(self.context.language?).cloned()
    }

    /// Whether text has gone into the open block.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether white space at the edges of text stays.
    pub(super) fn keeps_space(&self) -> bool {
        self.context.preformatted || self.context.keep_space
    }

    /// Takes text as it stands.
    pub(super) fn copy(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if self.keeps_space() {
            self.append(range);
            return;
        }
        let bytes = &self.text.as_bytes()[range.clone()];
        let first = spaces(bytes);
        if first == bytes.len() {
            self.space(range);
            return;
        }
        let ends = bytes.iter().rev().take_while(|byte| is_space(**byte));
        let end = range.end - ends.count();
        if first > 0 {
            self.space(range.start..range.start + first);
        }
        self.append(range.start + first..end);
        if end < range.end {
            self.pending = end..range.end;
        }
    }

    /// Takes text that stands for `range` of the source.
    pub(super) fn replace(&mut self, text: &str, range: Range<usize>) {
        self.flush();
        let source = self.text;
        let (built, map) = self.opened(range.start).built(source);
        built.push_str(text);
        map.replace(text.len(), range);
    }

    /// Takes text that was read out of a layer of escapes, with its way back.
    pub(super) fn graft(&mut self, text: &str, map: &Map, at: usize) {
        self.flush();
        let source = self.text;
        let (built, whole) = self.opened(at).built(source);
        built.push_str(text);
        whole.append(map, 0..map.len());
    }

    /// Takes what is not text.
    pub(super) fn drop(&mut self, range: Range<usize>, reason: Reason) {
        if range.is_empty() {
            return;
        }
        match self.dropped.last_mut() {
            Some(last) if last.reason == reason && last.range.end == range.start => {
                last.range.end = range.end;
            }
            _ => self.dropped.push(Dropped { range, reason }),
        }
    }

    /// An inline element begins or ends here.
    pub(super) fn border(&mut self) {
        let pending = self.pending.len();
        if let Some(open) = &mut self.open {
            let at = pending + open.len();
            if open.borders.last() != Some(&at) {
                open.borders.push(at);
            }
        }
    }

    /// Ends the open block, if there is one.
    pub(super) fn end(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.drop(pending, Reason::Space);
        let Some(open) = self.open.take() else {
            return;
        };
        let (text, map) = match open.built {
            Some((text, map)) => (Cow::Owned(text), map),
            None => (
                Cow::Borrowed(&self.text[open.slice.clone()]),
                Map::shifted(open.slice.len(), open.slice.start),
            ),
        };
        let mut borders = open.borders;
        borders.retain(|border| *border < text.len());
        let block = &mut self.blocks[open.index];
        block.text = text;
        block.map = map;
        block.borders = borders;
    }

    /// All that was given, with the language that the page says it is in.
    pub(super) fn finish(self, language: Option<Language>) -> Parsed<'t> {
        Parsed {
            blocks: self.blocks,
            dropped: self.dropped,
            remarks: self.remarks,
            language,
        }
    }

    /// Puts the open block aside: what comes now is another, beside it.
    pub(super) fn suspend(&mut self) {
        if self.suspended.is_some() {
            self.end();
        } else {
            self.suspended = Some((self.open.take(), std::mem::take(&mut self.pending)));
        }
    }

    /// Ends the block beside, and goes on with the one put aside.
    pub(super) fn resume(&mut self) {
        self.end();
        if let Some((open, pending)) = self.suspended.take() {
            self.open = open;
            self.pending = pending;
        }
    }

    /// Takes a whole block, of which the open one knows nothing. Its sources must
    /// be the next in order; what lies between them is to be dropped by the caller.
    pub(super) fn side(&mut self, block: RawBlock<'t>) {
        self.blocks.push(block);
        self.features.push(Feature {
            aside: self.context.aside,
            container: self.container,
            linked: 0,
        });
    }

    /// Forgets the blocks that are not to be kept; their sources are the caller's to drop.
    pub(super) fn retain(&mut self, keep: &[bool]) {
        let mut flags = keep.iter();
        self.blocks
            .retain(|_| flags.next().copied().unwrap_or(true));
        let mut flags = keep.iter();
        self.features
            .retain(|_| flags.next().copied().unwrap_or(true));
    }

    /// Forgets the blocks that are not to be kept, and counts their sources as dropped.
    pub(super) fn discard(&mut self, keep: &[bool], reason: Reason) {
        for (block, keep) in self.blocks.iter().zip(keep) {
            if !keep {
                let sources = block.map.sources(0..block.map.len());
                self.dropped.extend(
                    sources
                        .filter(|range| !range.is_empty())
                        .map(|range| Dropped { range, reason }),
                );
            }
        }
        self.retain(keep);
    }

    pub(super) fn remark(&mut self, kind: NoteKind, range: Range<usize>) {
        self.remarks.push(Remark { kind, range });
    }

    /// White space between pieces: kept for later if it can be inside a block.
    pub(super) fn space(&mut self, range: Range<usize>) {
        if self.open.is_some() && self.pending.is_empty() {
            self.pending = range;
        } else {
            self.drop(range, Reason::Space);
        }
    }

    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if !pending.is_empty() {
            self.append(pending);
        }
    }

    fn append(&mut self, range: Range<usize>) {
        self.flush();
        let source = self.text;
        let linked = if self.context.link { range.len() } else { 0 };
        let open = self.opened(range.start);
        let index = open.index;
        if open.built.is_none() && open.slice.end == range.start {
            open.slice.end = range.end;
        } else {
            let (text, map) = open.built(source);
            text.push_str(&source[range.clone()]);
            map.copy(range.len(), range.start);
        }
        self.features[index].linked += linked;
    }

    /// The open block; a new one, beginning at `at`, if there is none.
    fn opened(&mut self, at: usize) -> &mut Open {
        self.open.get_or_insert_with(|| {
            let context = &self.context;
            self.features.push(Feature {
                aside: context.aside,
                container: self.container,
                linked: 0,
            });
            let language = context.language.and_then(|place| self.languages.get(place));
            self.blocks.push(RawBlock {
                kind: context.kind,
                via: None,
                language: language.cloned(),
                preformatted: context.preformatted,
                text: Cow::Borrowed(""),
                map: Map::new(),
                borders: Vec::new(),
                boilerplate: None,
            });
            Open {
                index: self.blocks.len() - 1,
                slice: at..at,
                built: None,
                borders: Vec::new(),
            }
        })
    }
}
