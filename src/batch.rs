//! Entries in, batches of them out: small ones go together, so that handing them from
//! thread to thread costs little beside the work on them.

use std::mem;

use crate::{document::Entry, error::Result};

/// A batch of so many bytes is full.
const BYTES: usize = 64 * 1024;

/// A batch of so many entries is full.
const ENTRIES: usize = 32;

/// What becomes a batch.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    entries: Vec<Result<Entry>>,
    bytes: usize,
}

impl Batch {
    /// Adds an entry; gives the batch that is full with it.
    pub(crate) fn add(&mut self, entry: Result<Entry>) -> Option<Vec<Result<Entry>>> {
        self.bytes += entry.as_ref().map_or(0, |entry| entry.bytes.len());
        self.entries.push(entry);
        (self.bytes >= BYTES || self.entries.len() >= ENTRIES).then(|| self.take())
    }

    /// What there is, full or not.
    pub(crate) fn take(&mut self) -> Vec<Result<Entry>> {
        self.bytes = 0;
        mem::take(&mut self.entries)
    }
}

/// All entries in batches, none of them empty.
pub(crate) fn batches(
    mut entries: impl Iterator<Item = Result<Entry>>,
) -> impl Iterator<Item = Vec<Result<Entry>>> {
    let mut batch = Batch::default();
    std::iter::from_fn(move || {
        let full = entries.find_map(|entry| batch.add(entry));
        full.or_else(|| Some(batch.take()))
            .filter(|batch| !batch.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_entries_go_together_and_large_ones_alone() {
        let entries = [1, 2, BYTES, 3, BYTES - 3, 4].map(|length| vec![b'a'; length]);
        let entries = entries.map(|bytes| Ok(Entry::new("", bytes)));
        let lengths = |batch: Vec<Result<Entry>>| -> Vec<usize> {
            let entries = batch.into_iter().flatten();
            entries.map(|entry| entry.bytes.len()).collect()
        };
        let batches: Vec<_> = batches(entries.into_iter()).map(lengths).collect();
        assert_eq!(batches, [vec![1, 2, BYTES], vec![3, BYTES - 3], vec![4]]);
        let many = (0..100).map(|_| Ok(Entry::new("", "a")));
        let counts: Vec<_> = super::batches(many).map(|batch| batch.len()).collect();
        assert_eq!(counts, [32, 32, 32, 4]);
    }
}
