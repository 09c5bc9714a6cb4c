//! The map from a text back to the text or bytes it was made from.
//!
//! Every stage that changes text keeps one. A map is a list of *pieces* in the
//! order of the output; what lies between two pieces in the source was dropped.

use std::ops::Range;

/// A stretch of output and the stretch of source it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Piece {
    /// Where the piece begins in the output, in bytes.
    output: usize,
    /// Where it came from.
    source: Range<usize>,
    /// Copied byte for byte, so that an offset inside has an exact source.
    verbatim: bool,
}

/// Where each byte of an output text came from in its source.
///
/// Offsets are in bytes on both sides. Output is covered without gaps; source
/// pieces may leave gaps (dropped source) and need not ascend.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The first piece, as long as it is the only one: most maps have no other, and
    /// then nothing is on the heap.
    only: [Piece; 1],
    pieces: Vec<Piece>,
    length: usize,
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.length == other.length && self.pieces() == other.pieces()
    }
}

impl Eq for Map {}

impl Map {
    /// A map of nothing, to be filled with [`Map::copy`] and [`Map::replace`].
    pub fn new() -> Self {
        Self::default()
    }

    /// `length` bytes that are the source's bytes from `source` on.
    pub fn shifted(length: usize, source: usize) -> Self {
        let mut map = Self::new();
        map.copy(length, source);
        map
    }

    fn pieces(&self) -> &[Piece] {
        match (self.pieces.is_empty(), self.length) {
            (false, _) => &self.pieces,
            (true, 0) => &[],
            (true, _) => &self.only,
        }
    }

    fn last_mut(&mut self) -> Option<&mut Piece> {
        match (self.pieces.is_empty(), self.length) {
            (false, _) => self.pieces.last_mut(),
            (true, 0) => None,
            (true, _) => self.only.last_mut(),
        }
    }

    /// Adds a piece; the length follows.
    fn push(&mut self, piece: Piece) {
        match (self.pieces.is_empty(), self.length) {
            (true, 0) => self.only = [piece],
            (true, _) => {
                self.pieces = Vec::with_capacity(4);
                self.pieces.append(&mut self.only.to_vec());
                self.pieces.push(piece);
            }
            (false, _) => self.pieces.push(piece),
        }
    }

    /// How far behind the output its source is, if all of it was copied in one piece.
    #[inline]
    pub(crate) fn shift(&self) -> Option<usize> {
        match self.pieces() {
            [whole] if whole.verbatim => Some(whole.source.start),
            _ => None,
        }
    }

    /// Length of the output so far, in bytes.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether the output is empty.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Appends `length` output bytes copied from the source at `source`.
    pub fn copy(&mut self, length: usize, source: usize) {
        if length == 0 {
            return;
        }
        if let Some(last) = self.last_mut()
            && last.verbatim
            && last.source.end == source
        {
            last.source.end += length;
        } else {
            self.push(Piece {
                output: self.length,
                source: source..source + length,
                verbatim: true,
            });
        }
        self.length += length;
    }

    /// Appends `length` output bytes that stand for `source` as a whole. With what
    /// already stands for the same source they are one piece.
    pub fn replace(&mut self, length: usize, source: Range<usize>) {
        if length == 0 {
            return;
        }
        if let Some(last) = self.pieces().last()
            && !last.verbatim
            && last.source == source
        {
            self.length += length;
            return;
        }
        self.push(Piece {
            output: self.length,
            source,
            verbatim: false,
        });
        self.length += length;
    }

    /// Appends the output `range` of another map of the same source, with the way
    /// back that it has there. A replaced piece taken in part still stands for all
    /// of its source.
    pub fn append(&mut self, other: &Map, range: Range<usize>) {
        let first = other
            .pieces()
            .partition_point(|piece| piece.output <= range.start)
            .saturating_sub(1);
        for (index, piece) in other.pieces().iter().enumerate().skip(first) {
            let end = other
                .pieces()
                .get(index + 1)
                .map_or(other.length, |next| next.output);
            let from = piece.output.max(range.start);
            let to = end.min(range.end);
            if from >= to {
                if piece.output >= range.end {
                    break;
                }
                continue;
            }
            if piece.verbatim {
                self.copy(to - from, piece.source.start + (from - piece.output));
            } else {
                self.replace(to - from, piece.source.clone());
            }
        }
    }

    /// This map led on through `outer`, the map of its source: from this output to
    /// the source of that. Sources before `floor`, or given twice, are taken as
    /// empty, so that no source is behind two outputs; `floor` moves to the end.
    pub fn through(&self, outer: &Map, floor: &mut usize) -> Map {
        let mut whole = Self::new();
        for (index, piece) in self.pieces().iter().enumerate() {
            let end = self
                .pieces()
                .get(index + 1)
                .map_or(self.length, |next| next.output);
            let mut part = Self::new();
            if piece.verbatim {
                part.append(outer, piece.source.clone());
            } else {
                part.replace(end - piece.output, outer.source(piece.source.clone()));
            }
            for (index, inner) in part.pieces().iter().enumerate() {
                let end = part
                    .pieces()
                    .get(index + 1)
                    .map_or(part.length, |next| next.output);
                let start = inner.source.start.max(*floor);
                let source = start..inner.source.end.max(start);
                *floor = source.end;
                if inner.verbatim && source.len() == end - inner.output {
                    whole.copy(source.len(), source.start);
                } else {
                    whole.replace(end - inner.output, source);
                }
            }
        }
        whole
    }

    /// Forgets the output from `length` on.
    pub fn truncate(&mut self, length: usize) {
        if length >= self.length {
            return;
        }
        let keep = self.pieces().partition_point(|piece| piece.output < length);
        self.pieces.truncate(keep);
        if let Some(last) = self.last_mut()
            && last.verbatim
        {
            last.source.end = last.source.start + (length - last.output);
        }
        if keep == 0 {
            self.pieces.clear();
        }
        self.length = length;
    }

    /// The source ranges that the output in `range` came from, in output order.
    ///
    /// A replaced piece is given whole even if `range` takes only part of it.
    pub fn sources(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let first = self
            .pieces()
            .partition_point(|piece| piece.output <= range.start)
            .saturating_sub(1);
        let range = if range.start < range.end { range } else { 0..0 };
        self.pieces()[first.min(self.pieces().len())..]
            .iter()
            .take_while(move |piece| piece.output < range.end)
            .map(move |piece| {
                if !piece.verbatim {
                    return piece.source.clone();
                }
                let start = piece.source.start + range.start.saturating_sub(piece.output);
                let end = piece
                    .source
                    .end
                    .min(piece.source.start + (range.end - piece.output));
                start..end
            })
    }

    /// The source ranges of what in `range` was copied, leaving out what was replaced.
    pub fn copied(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut copied = Self::new();
        copied.append(self, range);
        copied
            .pieces()
            .iter()
            .filter(|piece| piece.verbatim)
            .map(|piece| piece.source.clone())
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The source ranges that only the output in `range` came from: of what was
    /// copied, and of what was replaced those pieces that are wholly in it.
    pub fn exclusive(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let plain = match self.pieces() {
            [whole] if whole.verbatim && range.start < range.end.min(self.length) => {
                let end = range.end.min(self.length);
                Some(whole.source.start + range.start..whole.source.start + end)
            }
            _ => None,
        };
        let others = match plain {
            Some(_) => Vec::new(),
            None => self.exclusive_pieces(range),
        };
        plain.into_iter().chain(others)
    }

    fn exclusive_pieces(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let first = self
            .pieces()
            .partition_point(|piece| piece.output < range.start);
        let ends = self.pieces()[first..]
            .iter()
            .skip(1)
            .map(|piece| piece.output)
            .chain([self.length]);
        let whole = self.pieces()[first..]
            .iter()
            .zip(ends)
            .take_while(move |(_, end)| *end <= range.end)
            .filter(|(piece, _)| !piece.verbatim && !piece.source.is_empty())
            .map(|(piece, _)| piece.source.clone());
        let mut ranges: Vec<_> = self.copied(range.clone()).chain(whole).collect();
        ranges.sort_by_key(|range| range.start);
        ranges
    }

    /// The smallest source range that holds all the output in `range` came from.
    ///
    /// An empty `range` gives an empty source range at the nearest place.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let mut whole: Option<Range<usize>> = None;
        for part in self.sources(range.clone()) {
            whole = Some(match whole {
                None => part,
                Some(seen) => seen.start.min(part.start)..seen.end.max(part.end),
            });
        }
        whole.unwrap_or_else(|| {
            let at = self.place(range.start);
            at..at
        })
    }

    /// The output offset of the first byte that came from the source at or after
    /// `source`; the output's length if none did. Sources must ascend.
    pub fn output(&self, source: usize) -> usize {
        let next = self
            .pieces()
            .partition_point(|piece| piece.source.end <= source);
        self.pieces().get(next).map_or(self.length, |piece| {
            if piece.verbatim && source > piece.source.start {
                piece.output + (source - piece.source.start)
            } else {
                piece.output
            }
        })
    }

    /// The source offset nearest to the output offset `at`.
    fn place(&self, at: usize) -> usize {
        let next = self.pieces().partition_point(|piece| piece.output <= at);
        match next
            .checked_sub(1)
            .and_then(|index| self.pieces().get(index))
        {
            Some(piece) if piece.verbatim => {
                (piece.source.start + (at - piece.output)).min(piece.source.end)
            }
            Some(piece) if at > piece.output => piece.source.end,
            Some(piece) => piece.source.start,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a&amp;b<i>c` → `a&bc`
    fn sample() -> Map {
        let mut map = Map::new();
        map.copy(1, 0);
        map.replace(1, 1..6);
        map.copy(1, 6);
        map.copy(1, 10);
        map
    }

    #[test]
    fn copied_and_replaced_pieces_lead_back() {
        let map = sample();
        assert_eq!(map.len(), 4);
        assert_eq!(map.source(0..4), 0..11);
        assert_eq!(map.source(1..2), 1..6);
        assert_eq!(map.source(2..3), 6..7);
        assert_eq!(map.source(3..4), 10..11);
        assert_eq!(map.sources(1..4).collect::<Vec<_>>(), [1..6, 6..7, 10..11]);
    }

    #[test]
    fn adjacent_copies_are_one_piece() {
        let mut map = Map::shifted(3, 10);
        map.copy(2, 13);
        assert!(map.sources(0..5).eq(std::iter::once(10..15)));
        assert_eq!(map.source(1..3), 11..13);
    }

    #[test]
    fn truncating_cuts_inside_a_piece() {
        let mut map = sample();
        map.truncate(3);
        assert_eq!(map.source(0..3), 0..7);
        map.truncate(0);
        assert!(map.is_empty());
        assert_eq!(map.sources(0..0).count(), 0);
    }

    #[test]
    fn a_part_of_a_map_can_be_appended() {
        let mut map = Map::new();
        map.append(&sample(), 1..3);
        map.append(&sample(), 3..4);
        assert_eq!(map.len(), 3);
        assert_eq!(map.sources(0..3).collect::<Vec<_>>(), [1..6, 6..7, 10..11]);
        map.append(&sample(), 2..2);
        assert_eq!(map.len(), 3);
    }

    #[test]
    fn a_map_leads_on_through_another() {
        let mut inner = Map::new();
        inner.copy(1, 0);
        inner.replace(3, 1..2);
        inner.copy(1, 3);
        let whole = inner.through(&sample(), &mut 0);
        assert_eq!(whole.len(), 5);
        assert_eq!(
            whole.sources(0..5).collect::<Vec<_>>(),
            [0..1, 1..6, 10..11]
        );
        let mut floor = 6;
        let later = inner.through(&sample(), &mut floor);
        assert_eq!(later.sources(1..5).collect::<Vec<_>>(), [6..6, 10..11]);
        assert_eq!(floor, 11);
    }

    #[test]
    fn sources_lead_to_the_output_that_came_of_them() {
        let map = sample();
        assert_eq!(
            [0, 1, 3, 6, 8, 10, 11].map(|at| map.output(at)),
            [0, 1, 1, 2, 3, 3, 4]
        );
    }

    #[test]
    fn an_empty_range_has_an_empty_source() {
        assert_eq!(sample().source(3..3), 10..10);
        assert_eq!(sample().sources(2..2).count(), 0);
        assert_eq!(Map::new().source(0..0), 0..0);
    }
}
