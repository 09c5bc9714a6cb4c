//! What leaked into a run of text in; its text grafted onto the blocks, as if it
//! had stood there without its layers of escapes.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use super::{
    super::{layer::Layer, leak::Leak},
    Candidate, LAYERS, Walker,
};
use crate::document::{BlockKind, Kind, NoteKind, RawBlock, Reason};

impl Walker<'_, '_> {
    /// Reads what leaked into the run of text at `at`, if anything did: a payload
    /// without its tag, the tail of one, tags that were escaped. The first reference or tag in it
    /// is at `stop`, or it ends there. Returns where to go on.
    #[inline]
    pub(super) fn leak(&mut self, at: usize, stop: usize) -> Option<usize> {
        if self.depth >= LAYERS || !self.leaks.may_begin(at, stop) || self.is_hidden() {
            return None;
        }
        self.leaked(at)
    }

    fn leaked(&mut self, at: usize) -> Option<usize> {
        let code = self.is_code();
        match self.leaks.find(at, code)? {
            Leak::Tail(end) => {
                self.builder.remark(NoteKind::BrokenTag, at..end);
                self.builder.drop(at..end, Reason::Payload);
                Some(end)
            }
            Leak::Header(end) => {
                self.builder.drop(at..end, Reason::Markup);
                Some(end)
            }
            Leak::Payload(format, value, cut, end) => {
                self.break_flow();
                self.builder.drop(at..value.start, Reason::Markup);
                self.payload(format, value.clone(), 0, cut);
                self.builder.drop(value.end..end, Reason::Markup);
                Some(end)
            }
            Leak::Tags(layer, end) => {
                self.graft(&layer, at..end);
                Some(end)
            }
        }
    }

    /// Reads a stretch of text with one layer of escapes undone, as if it stood so.
    pub(super) fn graft(&mut self, layer: &Layer, range: Range<usize>) {
        let kind = if self.lines { Kind::Text } else { Kind::Html };
        let mut inner = Walker::new(&layer.text, kind, self.options);
        inner.depth = self.depth + 1;
        inner.walk_all();
        self.builder.remark(NoteKind::Escape, range.clone());
        let open_end = inner.builder.is_open();
        inner.builder.end();
        let sides: HashSet<usize> = inner
            .candidates
            .iter()
            .flat_map(|candidate| candidate.blocks.clone())
            .collect();
        let mut floor = range.start;
        let mut tiles: Vec<(Range<usize>, Option<Reason>)> = Vec::new();
        let mut places = Vec::new();
        let last = inner.builder.blocks.len();
        for (index, block) in inner.builder.blocks.into_iter().enumerate() {
            let map = block.map.through(&layer.map, &mut floor);
            tiles.extend(map.sources(0..map.len()).map(|source| (source, None)));
            places.push(self.builder.blocks.len());
            if sides.contains(&index) || block.kind == BlockKind::Ruby {
                self.builder.side(RawBlock {
                    text: Cow::Owned(block.text.into_owned()),
                    map,
                    ..block
                });
                continue;
            }
            if !self.builder.is_open() {
                self.builder.context.kind = if self.lines {
                    BlockKind::Line
                } else {
                    block.kind
                };
            }
            self.builder.graft(&block.text, &map, range.start);
            if index + 1 < last || !open_end {
                self.builder.end();
            }
        }
        places.push(self.builder.blocks.len());
        for candidate in inner.candidates {
            let (first, end) = (candidate.blocks.start, candidate.blocks.end);
            self.candidates.push(Candidate {
                blocks: places[first]..places[first] + (end - first),
                source: layer.map.source(candidate.source),
                payload: candidate.payload,
            });
        }
        for remark in inner.builder.remarks {
            self.builder
                .remark(remark.kind, layer.map.source(remark.range));
        }
        for dropped in inner.builder.dropped {
            let sources = layer.map.sources(dropped.range);
            tiles.extend(sources.map(|source| (source, Some(dropped.reason))));
        }
        self.fill(tiles, range);
        self.restore_context();
    }

    /// Drops what of `range` is in no block.
    fn fill(&mut self, mut tiles: Vec<(Range<usize>, Option<Reason>)>, range: Range<usize>) {
        tiles.retain(|(tile, _)| !tile.is_empty());
        tiles.sort_by_key(|(tile, reason)| (tile.start, reason.is_some()));
        // What a block has taken is no other's.
        let taken: Vec<Range<usize>> = tiles
            .iter()
            .filter(|(_, reason)| reason.is_none())
            .map(|(tile, _)| tile.clone())
            .collect();
        let mut free = Vec::new();
        let mut at = range.start;
        for tile in taken {
            free.push(at..tile.start.max(at));
            at = at.max(tile.end);
        }
        free.push(at..range.end.max(at));
        let mut dropped = tiles
            .into_iter()
            .filter_map(|(tile, reason)| Some((tile, reason?)))
            .peekable();
        for gap in free {
            let mut at = gap.start;
            while at < gap.end {
                while dropped.next_if(|(tile, _)| tile.end <= at).is_some() {}
                match dropped.peek() {
                    Some((tile, reason)) if tile.start <= at => {
                        let end = tile.end.min(gap.end);
                        self.builder.drop(at..end, *reason);
                        at = end;
                    }
                    Some((tile, _)) => {
                        let end = tile.start.min(gap.end);
                        self.builder.drop(at..end, Reason::Markup);
                        at = end;
                    }
                    None => {
                        self.builder.drop(at..gap.end, Reason::Markup);
                        at = gap.end;
                    }
                }
            }
        }
    }
}
