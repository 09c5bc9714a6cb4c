//! What the stages gave, in coordinates of the decoded text, in; a document's
//! segments, notes and accounting, in bytes of the entry, out.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    decode::{Decoded, Resolver},
    document::{Block, Document, Dropped, Note, NoteKind, RawBlock, Reason, Segment},
    offsets::Map,
    repair::Repaired,
};

/// Gathers segments, tiles and remarks in coordinates of the decoded text, and
/// turns them into bytes in one ascending pass.
pub(super) struct Assembly<'d> {
    offset: u64,
    resolver: Resolver<'d>,
    undecodable: &'d [Range<usize>],
    blocks: Vec<Block>,
    /// Their bytes are those of the decoded text still.
    segments: Vec<Segment>,
    /// Where bytes of the decoded text went, until they are counted.
    tiles: Vec<(Range<usize>, Reason)>,
    counts: Counts,
    pub(super) remarks: Vec<(Range<usize>, NoteKind)>,
}

/// A part of a block's clean text and the segment it becomes.
pub(super) struct Part {
    /// Where it is in the clean text.
    pub(super) range: Range<usize>,
    /// Whether the segment goes out.
    pub(super) keep: bool,
    /// What of the range is not in the segment's text.
    pub(super) left_out: Vec<Range<usize>>,
    pub(super) segment: Segment,
}

impl Part {
    /// Calls `each` with what tiles the range, by where its text goes.
    fn each_tile(&self, mut each: impl FnMut(Range<usize>, Reason)) {
        if !self.keep {
            return each(self.range.clone(), Reason::Filtered);
        }
        let mut each = |range: Range<usize>, reason| {
            if !range.is_empty() {
                each(range, reason);
            }
        };
        let mut start = self.range.start;
        for out in &self.left_out {
            each(start..out.start, Reason::Text);
            each(out.clone(), Reason::Filtered);
            start = out.end;
        }
        each(start..self.range.end, Reason::Text);
    }
}

impl<'d> Assembly<'d> {
    /// Of a text that has about so many blocks.
    pub(super) fn new(offset: u64, decoded: &'d Decoded<'_>, blocks: usize) -> Self {
        Self {
            offset,
            resolver: decoded.resolver(),
            undecodable: &decoded.undecodable,
            blocks: Vec::with_capacity(blocks),
            segments: Vec::with_capacity(blocks),
            tiles: Vec::new(),
            counts: Counts::default(),
            remarks: Vec::new(),
        }
    }

    /// Takes a stretch of the decoded text that went somewhere.
    pub(super) fn tile(&mut self, range: Range<usize>, reason: Reason) {
        // Tiles come by the hundred thousand. Their bytes are only added up, in any order, where
        // nothing is undecodable and the way back to the bytes is no walk.
        if self.undecodable.is_empty() && self.resolver.is_straight() {
            self.counts.add(&mut self.resolver, range, reason);
        } else {
            self.tiles.push((range, reason));
        }
    }

    /// Takes a block's segments.
    pub(super) fn block(
        &mut self,
        block: &RawBlock<'_>,
        clean: &Repaired<'_>,
        parts: impl Iterator<Item = Part>,
    ) {
        // Most blocks are a stretch of the text as it stands.
        let shift = clean.map.shift().zip(block.map.shift());
        let shift = shift.map(|(one, other)| one + other);
        let mut before = None;
        let mut any = false;
        for mut part in parts {
            part.each_tile(|range, reason| match shift {
                Some(_) if range.is_empty() => {}
                Some(shift) => self.tile(range.start + shift..range.end + shift, reason),
                None => {
                    for source in through(&clean.map, &block.map, range) {
                        // One source may stand for the end of a tile and the start of the next.
                        if before.as_ref() != Some(&source) {
                            self.tile(source.clone(), reason);
                        }
                        before = Some(source);
                    }
                }
            });
            if part.keep && !part.segment.text.is_empty() {
                any = true;
                let source = match shift {
                    Some(shift) if !part.range.is_empty() => {
                        part.range.start + shift..part.range.end + shift
                    }
                    _ => block.map.source(clean.map.source(part.range)),
                };
                part.segment.block = self.blocks.len();
                part.segment.bytes = source.start as u64..source.end as u64;
                self.segments.push(part.segment);
            }
        }
        for Dropped { range, reason } in &clean.dropped {
            for source in block.map.sources(range.clone()) {
                self.tile(source, *reason);
            }
        }
        for remark in &clean.remarks {
            self.remarks
                .push((block.map.source(remark.range.clone()), remark.kind));
        }
        if any {
            self.blocks.push(Block {
                kind: block.kind,
                via: block.via.clone(),
                language: block.language.clone(),
                boilerplate: block.boilerplate,
            });
        }
    }

    pub(super) fn finish(mut self, document: &mut Document) {
        self.count();
        for (reason, bytes) in Reason::ALL.into_iter().zip(self.counts.0) {
            document.accounting.add(reason, bytes);
        }
        self.remarks
            .sort_by_key(|(range, kind)| (range.start, range.end, *kind));
        self.segments.sort_by_key(|segment| segment.bytes.start);

        let mut resolver = self.resolver;
        let mut place = |range: Range<usize>| {
            self.offset + resolver.byte(range.start) as u64
                ..self.offset + resolver.byte(range.end) as u64
        };
        let mut index = NoteIndex::default();
        for (range, kind) in self.remarks {
            let bytes = place(range);
            index.add(kind, &bytes);
            match document.notes.last_mut() {
                Some(last) if last.kind == kind && last.bytes.end == bytes.start => {
                    last.bytes.end = bytes.end;
                }
                _ => document.notes.push(Note { kind, bytes }),
            }
        }
        for segment in &mut self.segments {
            segment.bytes = place(segment.bytes.start as usize..segment.bytes.end as usize);
            let mut notes = index.within(&segment.bytes);
            // What was done to the segment as a whole.
            for kind in segment.notes.drain(..) {
                if !notes.contains(&kind) {
                    notes.push(kind);
                }
            }
            segment.notes = notes;
        }
        document.segments = self.segments;
        document.blocks = self.blocks;
    }

    /// Counts the tiles that were not counted yet.
    fn count(&mut self) {
        let mut tiles = std::mem::take(&mut self.tiles);
        tiles.sort_by_key(|(range, _)| range.start);
        let mut bad = self.undecodable.iter().peekable();
        for (range, reason) in &tiles {
            let mut start = range.start;
            while let Some(next) = bad.next_if(|next| next.start < range.end) {
                if *reason == Reason::Text && next.end > start {
                    let (from, to) = (next.start.max(start), next.end.min(range.end));
                    self.counts.add(&mut self.resolver, start..from, *reason);
                    self.counts
                        .add(&mut self.resolver, from..to, Reason::Undecodable);
                    start = to;
                }
            }
            self.counts
                .add(&mut self.resolver, start..range.end, *reason);
        }
    }
}

/// Bytes by reason, as the document accounts for them.
#[derive(Default)]
struct Counts([u64; Reason::ALL.len()]);

impl Counts {
    #[inline]
    fn add(&mut self, resolver: &mut Resolver<'_>, range: Range<usize>, reason: Reason) {
        if range.is_empty() {
            return;
        }
        let start = resolver.byte(range.start);
        self.0[reason as usize] += (resolver.byte(range.end) - start) as u64;
    }
}

/// The sources of `range` through two maps.
fn through<'a>(
    outer: &'a Map,
    inner: &'a Map,
    range: Range<usize>,
) -> impl Iterator<Item = Range<usize>> + 'a {
    outer.sources(range).flat_map(|range| inner.sources(range))
}

/// The ranges of each kind of note, merged, so that a look-up costs the same
/// however many notes there are.
#[derive(Default)]
struct NoteIndex {
    kinds: BTreeMap<NoteKind, Vec<Range<u64>>>,
}

impl NoteIndex {
    /// Adds a range; starts must ascend.
    fn add(&mut self, kind: NoteKind, bytes: &Range<u64>) {
        let ranges = self.kinds.entry(kind).or_default();
        match ranges.last_mut() {
            Some(last) if bytes.start <= last.end => last.end = last.end.max(bytes.end),
            _ => ranges.push(bytes.clone()),
        }
    }

    /// The kinds of which a range overlaps `bytes`.
    fn within(&self, bytes: &Range<u64>) -> Vec<NoteKind> {
        let overlaps = |ranges: &[Range<u64>]| {
            let next = ranges.partition_point(|range| range.end <= bytes.start);
            ranges
                .get(next)
                .is_some_and(|range| range.start < bytes.end)
        };
        self.kinds
            .iter()
            .filter(|(_, ranges)| overlaps(ranges))
            .map(|(kind, _)| *kind)
            .collect()
    }
}
