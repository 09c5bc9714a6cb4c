//! Texts out of attributes in; those that the body says as well out of the way.

use std::collections::HashSet;

use super::{build::Builder, walk::Candidate};
use crate::document::{BlockKind, Dropped, NoteKind, RawBlock, Reason};

/// Share of a text's windows that must be in the body for it to be a repetition.
const SHARE: f64 = 0.7;

/// Drops the candidates that repeat the body or one another, and notes the others.
pub(super) fn settle(builder: &mut Builder<'_>, candidates: &[Candidate]) {
    if candidates.is_empty() {
        return;
    }
    let mut is_candidate = vec![false; builder.blocks.len()];
    for candidate in candidates {
        is_candidate[candidate.blocks.clone()].fill(true);
    }
    let body_bytes = builder
        .blocks
        .iter()
        .zip(&is_candidate)
        .filter(|(_, candidate)| !**candidate)
        .map(|(block, _)| block.text.len())
        .sum();
    let mut known = Known::new(body_bytes, builder.blocks.len());
    for (block, candidate) in builder.blocks.iter().zip(&is_candidate) {
        if !*candidate {
            known.add(&block.text);
        }
    }
    let mut keep = vec![true; builder.blocks.len()];
    for candidate in candidates {
        let blocks = &builder.blocks[candidate.blocks.clone()];
        if !blocks.is_empty() && known.has(blocks) {
            keep[candidate.blocks.clone()].fill(false);
            let dropped: Vec<_> = blocks
                .iter()
                .flat_map(|block| block.map.sources(0..block.map.len()))
                .map(|range| Dropped {
                    range,
                    reason: Reason::Duplicate,
                })
                .collect();
            builder.dropped.extend(dropped);
            continue;
        }
        for block in blocks {
            known.add_whole(&block.text);
        }
        if let Some(cut) = candidate.payload
            && !blocks.is_empty()
        {
            builder.remark(NoteKind::Pasted, candidate.source.clone());
            if cut {
                builder.remark(NoteKind::Truncated, candidate.source.clone());
            }
        }
    }
    builder.retain(&keep);
}

/// What the body says: every eight folded bytes in a row, and whole blocks.
struct Known {
    /// A bit for each hash of a window.
    windows: Vec<u64>,
    whole: HashSet<u64>,
    /// Room for what the texts are folded to.
    folded: Vec<u8>,
}

impl Known {
    fn new(bytes: usize, blocks: usize) -> Self {
        Self {
            windows: vec![0; (bytes / 8).next_power_of_two().max(16)],
            whole: HashSet::with_capacity(blocks),
            folded: Vec::new(),
        }
    }

    fn add(&mut self, text: &str) {
        self.add_whole(text);
        let known = self.windows.as_mut_slice();
        for hash in windows(&self.folded) {
            let place = word(hash, known.len());
            known[place] |= 1 << (hash % 64);
        }
    }

    fn add_whole(&mut self, text: &str) {
        self.folded.clear();
        fold(text, &mut self.folded);
        self.whole.insert(whole(&self.folded));
    }

    /// Whether the body has these blocks, or nearly.
    fn has(&mut self, blocks: &[RawBlock<'_>]) -> bool {
        self.folded.clear();
        for block in blocks {
            fold(&block.text, &mut self.folded);
        }
        if self.whole.contains(&whole(&self.folded)) {
            return true;
        }
        let (mut all, mut found) = (0_u32, 0_u32);
        for block in blocks {
            self.folded.clear();
            fold(&block.text, &mut self.folded);
            for hash in windows(&self.folded) {
                let bits = self.windows[word(hash, self.windows.len())];
                all += 1;
                found += (bits >> (hash % 64) & 1) as u32;
            }
        }
        let share = if blocks[0].kind == BlockKind::Attribute {
            SHARE
        } else {
            0.9
        };
        all > 0 && f64::from(found) >= share * f64::from(all)
    }
}

/// Which of so many words, a power of two, holds the bit of a hash.
#[inline]
fn word(hash: u64, words: usize) -> usize {
    (hash / 64) as usize & (words - 1)
}

/// What a byte is folded to: letters and digits, ASCII ones in lower case, and
/// everything beyond ASCII; 0 for the rest.
static FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if byte >= 0x80 || (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Bytes that are folded into room of their own before they are appended.
const AT_ONCE: usize = 64;

/// Appends what the bytes of a text are folded to. Where words end no processor foresees:
/// every byte is written, and those that are nothing are written over.
fn fold(text: &str, folded: &mut Vec<u8>) {
    folded.reserve(text.len());
    let mut room = [0; AT_ONCE];
    for bytes in text.as_bytes().chunks(AT_ONCE) {
        let mut length = 0;
        for byte in bytes {
            let byte = FOLDED[usize::from(*byte)];
            room[length % AT_ONCE] = byte;
            length += usize::from(byte != 0);
        }
        folded.extend_from_slice(&room[..length]);
    }
}

/// A hash of all folded bytes, eight at a time.
fn whole(folded: &[u8]) -> u64 {
    let (words, rest) = folded.as_chunks::<8>();
    let hash = words
        .iter()
        .fold(1, |hash, word| mix(hash ^ u64::from_be_bytes(*word)));
    let rest = rest
        .iter()
        .fold(0, |word, byte| word << 8 | u64::from(*byte));
    mix(hash ^ rest)
}

fn mix(hash: u64) -> u64 {
    (hash ^ (hash >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A hash of every eight folded bytes in a row.
fn windows(folded: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let windows = folded.windows(8).filter_map(<[u8]>::first_chunk);
    windows.map(|window| mix(u64::from_be_bytes(*window)) >> 24)
}
