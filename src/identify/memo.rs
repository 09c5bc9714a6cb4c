//! Keys in, what was made for the same key before out: menus, labels and cells of tables come
//! again and again, within a document and from one to the next, and so do words.

/// What was made for the keys seen last. The keys themselves are compared, so that what comes
/// out never depends on what was seen before.
#[derive(Debug)]
pub(super) struct Memo<K, V> {
    /// By hash the number of an entry, counted from 1; 0 for none. Two bytes each, and empty
    /// memory at first.
    places: Vec<u16>,
    /// As many as were made, up to the most that are kept: those that are asked for often lie
    /// close to each other.
    entries: Vec<(K, V)>,
    most: usize,
    /// The entry that is given up next where there is no more room.
    oldest: usize,
}

/// Places for every entry, so that few hashes share one.
const ROOM: usize = 2;

impl<K: PartialEq, V> Memo<K, V> {
    /// Room for so many entries.
    pub(super) fn new(most: u16) -> Self {
        Self {
            places: Vec::new(),
            entries: Vec::new(),
            most: usize::from(most).max(1),
            oldest: 0,
        }
    }

    /// What was made for the key before, or what `make` makes. `hash` is of the key.
    #[inline]
    pub(super) fn get(&mut self, hash: u64, key: K, make: impl FnOnce() -> V) -> &V {
        if self.places.is_empty() {
            self.places = vec![0; ROOM * self.most.next_power_of_two()];
        }
        let place = hash as usize & (self.places.len() - 1);
        let number = usize::from(self.places[place]);
        let known = self.entries.get(number.wrapping_sub(1));
        let index = match known {
            Some((known, _)) if *known == key => number - 1,
            _ => {
                let index = self.put(key, make());
                self.places[place] = (index + 1) as u16;
                index
            }
        };
        &self.entries[index].1
    }

    /// Puts an entry where there is room; gives its index.
    fn put(&mut self, key: K, value: V) -> usize {
        if self.entries.len() < self.most {
            self.entries.push((key, value));
            return self.entries.len() - 1;
        }
        let index = self.oldest;
        self.entries[index] = (key, value);
        self.oldest = (index + 1) % self.most;
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_kept_until_there_is_no_more_room() {
        let mut memo = Memo::new(3);
        let mut made = Vec::new();
        // 9 and 1 have the same place.
        for key in [1_u64, 2, 1, 9, 9, 1, 2, 7, 8, 2] {
            let value = *memo.get(key, key, || {
                made.push(key);
                10 * key
            });
            assert_eq!(value, 10 * key);
        }
        assert_eq!(made, [1, 2, 9, 1, 7, 8, 2]);
        assert_eq!(memo.entries.len(), 3);
    }
}
