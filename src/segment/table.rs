//! A table of short strings, each with a score for some languages, parsed from TSV into
//! one flat array that a look-up reads without allocating.

/// From a key to scores.
#[derive(Debug)]
pub(super) struct Table {
    names: Vec<&'static str>,
    /// Open addressing: keys, 0 for none, and where their scores begin and end.
    slots: Vec<(u64, u32, u32)>,
    /// Every row's scores, one after the other, in the order of the rows.
    scores: Vec<(u8, i8)>,
}

impl Table {
    /// Reads rows of a string, a tab, and `name:score` pairs.
    pub(super) fn parse(tsv: &'static str) -> Self {
        let lines = || {
            tsv.lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once('\t'))
        };
        let size = (lines().count() * 2).next_power_of_two();
        let mut table = Self {
            names: Vec::new(),
            slots: vec![(0, 0, 0); size],
            scores: Vec::new(),
        };
        for (word, scores) in lines() {
            let start = table.scores.len() as u32;
            for (name, score) in scores.split(' ').filter_map(|pair| pair.split_once(':')) {
                let found = table.names.iter().position(|known| *known == name);
                let class = found.unwrap_or_else(|| {
                    table.names.push(name);
                    table.names.len() - 1
                });
                table.scores.push((class as u8, score.parse().unwrap_or(0)));
            }
            let key = key(word);
            let mut slot = table.slot(key);
            while table.slots[slot].0 != 0 {
                slot = (slot + 1) & (table.slots.len() - 1);
            }
            table.slots[slot] = (key, start, table.scores.len() as u32);
        }
        table
    }

    /// The scores of a key made by [`key`] or [`ascii_key`]; none if it has no row.
    pub(super) fn get(&self, key: u64) -> &[(u8, i8)] {
        let mut slot = self.slot(key);
        loop {
            let (found, start, end) = self.slots[slot];
            if found == key && key != 0 {
                return &self.scores[start as usize..end as usize];
            }
            if found == 0 {
                return &[];
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// How many languages occur.
    #[cfg(test)]
    pub(super) fn names(&self) -> usize {
        self.names.len()
    }

    /// The language with this index.
    #[cfg(test)]
    pub(super) fn name(&self, class: u8) -> &'static str {
        self.names[usize::from(class)]
    }

    /// The index of a language.
    pub(super) fn class(&self, name: &str) -> Option<u8> {
        let found = self.names.iter().position(|known| *known == name);
        found.map(|class| class as u8)
    }

    fn slot(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (self.slots.len() - 1)
    }
}

/// The key of a string: its bytes if they are at most eight, else a hash of them.
pub(super) fn key(text: &str) -> u64 {
    fold(text.as_bytes(), 0)
}

/// The key of ASCII letters, hyphens and apostrophes in lower case.
pub(super) fn ascii_key(bytes: &[u8]) -> u64 {
    fold(bytes, 0x2020_2020_2020_2020)
}

fn fold(bytes: &[u8], case: u64) -> u64 {
    let mut key = 0;
    for chunk in bytes.chunks(8) {
        let mask = u64::MAX >> (64 - 8 * chunk.len());
        let word = load(chunk) | (case & mask);
        key = if key == 0 {
            word
        } else {
            (key ^ key >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9) ^ word
        };
    }
    key
}

/// One to eight bytes as a number, the first the least.
#[inline]
fn load(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // The two overlap where there are fewer than eight.
        let high = u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4));
        return u64::from(u32::from_le_bytes(*first)) | high;
    }
    let mut word = 0;
    for byte in bytes.iter().rev() {
        word = word << 8 | u64::from(*byte);
    }
    word
}

/// Checks a table's rows: sorted, unique, no two with the same key.
#[cfg(test)]
pub(super) fn check(tsv: &'static str) {
    let rows: Vec<_> = tsv.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(!rows.is_empty());
    assert!(rows.is_sorted_by(|one, next| one.split('\t').next() < next.split('\t').next()));
    let mut keys: Vec<u64> = Vec::new();
    for row in rows {
        let (word, scores) = row.split_once('\t').expect("two columns");
        keys.push(key(word));
        for pair in scores.split(' ') {
            let (name, score) = pair.split_once(':').expect("name:score");
            assert!(!name.is_empty() && score.parse::<i8>().is_ok(), "{row}");
        }
    }
    keys.sort_unstable();
    assert!(keys.is_sorted_by(|one, next| one < next));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_keys() {
        let table = Table::parse("# head\na\tx:3 y:-2\nlonger than eight\ty:5\n");
        assert_eq!(table.get(key("a")), [(0, 3), (1, -2)]);
        assert_eq!(table.get(ascii_key(b"A")), [(0, 3), (1, -2)]);
        assert_eq!(table.get(key("longer than eight")), [(1, 5)]);
        assert_eq!(table.get(ascii_key(b"LONGER than eight")), [(1, 5)]);
        assert_eq!(table.get(key("b")), []);
        assert_eq!(table.get(key("")), []);
        assert_eq!(table.class("y"), Some(1));
    }
}
