//! A table of short strings, each with a score for some languages, parsed from TSV into
//! one flat array that a look-up reads without allocating.

use std::cmp::Ordering;

use memchr::memchr_iter;

/// Which row it is, and what it says of the table's first language.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    /// From 1 on; 0 for a row without scores.
    number: u16,
    /// What the row says for the first language.
    pub(super) first: i8,
    /// How much more it says for another at most; negative if it says less for all.
    pub(super) behind: i8,
}

/// A mark of a key and its row in one number, 0 for none: from the lowest bits on what the row
/// says for the first language and for another, its number, and the mark.
type Slot = u64;

impl Row {
    fn slot(self, mark: u32) -> Slot {
        let (first, behind) = (self.first.cast_unsigned(), self.behind.cast_unsigned());
        let says = u64::from(behind) << 8 | u64::from(first);
        u64::from(mark) << 32 | u64::from(self.number) << 16 | says
    }

    fn of(slot: Slot) -> Self {
        Self {
            number: (slot >> 16) as u16,
            first: (slot as u8).cast_signed(),
            behind: ((slot >> 8) as u8).cast_signed(),
        }
    }
}

/// The mark of a slot.
fn mark(slot: Slot) -> u32 {
    (slot >> 32) as u32
}

/// From a key to scores.
#[derive(Debug)]
pub(super) struct Table {
    names: Vec<&'static str>,
    /// Open addressing. Small, to stay in the processor's cache.
    slots: Vec<Slot>,
    /// By number of a row where its scores end; they begin where those before end.
    ends: Vec<u32>,
    /// Every row's scores, one after the other, in the order of the rows.
    scores: Vec<(u8, i8)>,
}

impl Table {
    /// Reads rows of a string, a tab, and `name:score` pairs. The language `first` gets
    /// the index 0.
    pub(super) fn parse(tsv: &'static str, first: &'static str) -> Self {
        let size = (memchr_iter(b'\n', tsv.as_bytes()).count() * 4 / 3 + 1).next_power_of_two();
        let mut table = Self {
            names: vec![first],
            slots: vec![0; size],
            ends: vec![0],
            scores: Vec::new(),
        };
        let mut places = Places::default();
        let mut rest = tsv.as_bytes();
        while let [first, ..] = rest {
            let word = until(rest, b'\t');
            if *first == b'#' || word.len() == rest.len() {
                rest = behind(rest, until(rest, b'\n'));
                continue;
            }
            rest = behind(rest, word);
            let (mut first, mut other) = (0, 0);
            loop {
                let name = until(rest, b':');
                rest = behind(rest, name);
                let (score, length) = number(rest);
                let class = places.of(name, &mut table.names);
                if class == 0 {
                    first = score;
                } else {
                    other = i8::max(other, score);
                }
                table.scores.push((class, score));
                let end = rest.get(length);
                rest = rest.get(length + 1..).unwrap_or_default();
                if end != Some(&b' ') {
                    break;
                }
            }
            let row = Row {
                number: table.ends.len() as u16,
                first,
                behind: other.saturating_sub(first),
            };
            let (mut slot, mark) = table.slot(fold(word, 0));
            while table.slots[slot] != 0 {
                slot = (slot + 1) & (table.slots.len() - 1);
            }
            table.slots[slot] = row.slot(mark);
            table.ends.push(table.scores.len() as u32);
        }
        table
    }

    /// The row of a key made by [`key`] or [`ascii_key`], if it has one.
    pub(super) fn find(&self, key: u64) -> Option<Row> {
        if key == 0 {
            return None;
        }
        let (mut slot, wanted) = self.slot(key);
        loop {
            let found = self.slots[slot];
            if found == 0 {
                return None;
            }
            if mark(found) == wanted {
                return Some(Row::of(found));
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// The scores of a row, by language.
    pub(super) fn scores(&self, row: Row) -> &[(u8, i8)] {
        let number = usize::from(row.number);
        let start = self.ends[number.saturating_sub(1)];
        &self.scores[start as usize..self.ends[number] as usize]
    }

    /// The scores of a key; none if it has no row.
    pub(super) fn get(&self, key: u64) -> &[(u8, i8)] {
        self.find(key).map_or(&[], |row| self.scores(row))
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

    /// The first place to look for a key, and its mark.
    fn slot(&self, key: u64) -> (usize, u32) {
        let hash = key.wrapping_mul(SPREAD);
        (
            (hash >> 40) as usize & (self.slots.len() - 1),
            (hash >> 8) as u32,
        )
    }
}

/// Where languages stand among the names, by their first two letters.
struct Places([u8; 1024]);

impl Default for Places {
    fn default() -> Self {
        Self([0; 1024])
    }
}

impl Places {
    /// The place of a language, behind the last if it is new.
    fn of(&mut self, name: &'static [u8], names: &mut Vec<&'static str>) -> u8 {
        let [one, other] = [0, 1].map(|at| usize::from(name.get(at).copied().unwrap_or(0) & 31));
        let place = &mut self.0[one << 5 | other];
        if names[usize::from(*place)].as_bytes() != name {
            let known = names.iter().position(|known| known.as_bytes() == name);
            *place = known.unwrap_or(names.len()) as u8;
            if known.is_none() {
                names.push(str::from_utf8(name).unwrap_or_default());
            }
        }
        *place
    }
}

/// What is before the first such byte.
fn until(bytes: &[u8], end: u8) -> &[u8] {
    let length = bytes.iter().position(|byte| *byte == end);
    &bytes[..length.unwrap_or(bytes.len())]
}

/// What is behind a front and the byte behind it.
fn behind<'b>(bytes: &'b [u8], front: &[u8]) -> &'b [u8] {
    bytes.get(front.len() + 1..).unwrap_or_default()
}

/// The score that bytes begin with, and how many bytes it has.
fn number(bytes: &[u8]) -> (i8, usize) {
    let minus = usize::from(bytes.first() == Some(&b'-'));
    let digits = bytes[minus..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit());
    let length = minus + digits.clone().count();
    let value = digits.fold(0_i8, |value, digit| {
        value
            .wrapping_mul(10)
            .wrapping_add((digit & 15).cast_signed())
    });
    (if minus == 1 { -value } else { value }, length)
}

/// The lines of a table that are no comments.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// What is behind a word and a tab in the line of a sorted table that begins with it, if one
/// does: as quick as many a tree, and nothing has to be made of the table before.
pub(super) fn find_row(table: &'static str, word: &str) -> Option<&'static str> {
    let bytes = table.as_bytes();
    let (mut from, mut to) = (0, bytes.len());
    while from < to {
        let middle = from.midpoint(to);
        let before = bytes[from..middle].iter().rposition(|byte| *byte == b'\n');
        let start = before.map_or(from, |at| from + at + 1);
        let end = middle + until(&bytes[middle..to], b'\n').len();
        let own = until(&bytes[start..end], b'\t');
        match own.cmp(word.as_bytes()) {
            Ordering::Less => from = end + 1,
            Ordering::Greater => to = start,
            Ordering::Equal => return Some(table[start + own.len()..end].trim_start()),
        }
    }
    None
}

/// A place for a key among so many bits of them.
#[inline]
pub(super) fn spread(key: u64, bits: u32) -> usize {
    (key.wrapping_mul(SPREAD) >> (u64::BITS - bits)) as usize
}

/// Spreads keys over places.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

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
    // So do the first, the middle and the last.
    let middle = bytes.len() / 2;
    let at = |place: usize| {
        bytes
            .get(place)
            .map_or(0, |byte| u64::from(*byte) << (8 * place))
    };
    at(0) | at(middle) | at(bytes.len().saturating_sub(1))
}

/// Checks a table's rows: sorted, unique, no two with the same key.
#[cfg(test)]
pub(super) fn check(tsv: &'static str) {
    let rows: Vec<_> = rows(tsv).collect();
    assert!(!rows.is_empty());
    assert!(rows.is_sorted_by(|one, next| one.split('\t').next() < next.split('\t').next()));
    let mut keys: Vec<u64> = Vec::new();
    for row in rows {
        let (word, scores) = row.split_once('\t').expect("two columns");
        keys.push(key(word));
        for pair in scores.split(' ') {
            let (name, score) = pair.split_once(':').expect("name:score");
            assert!(!name.is_empty(), "{row}");
            assert_eq!(score.parse(), Ok(number(score.as_bytes()).0), "{row}");
        }
    }
    assert!(u16::try_from(keys.len()).is_ok());
    keys.sort_unstable();
    assert!(keys.is_sorted_by(|one, next| one < next));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_sorted_table_are_found() {
        const TABLE: &str = "# head\tof it\na\tone\nab\tone two\nb\nd\t\n";
        let find = |word| find_row(TABLE, word);
        assert_eq!(find("a"), Some("one"));
        assert_eq!(find("ab"), Some("one two"));
        assert_eq!([find("b"), find("d")], [Some(""); 2]);
        for word in ["", "aa", "abc", "c", "e", "one"] {
            assert_eq!(find(word), None, "{word}");
        }
        assert_eq!(find_row("", "a"), None);
        assert_eq!(find_row("a", "a"), Some(""));
    }

    #[test]
    fn rows_are_found_by_their_keys() {
        let table = Table::parse("# head\na\tx:3 y:-2\nlonger than eight\ty:5\n", "x");
        let row = table
            .find(key("longer than eight"))
            .map(|row| (row.first, row.behind));
        assert_eq!(row, Some((0, 5)));
        assert_eq!(table.get(key("a")), [(0, 3), (1, -2)]);
        assert_eq!(table.get(ascii_key(b"A")), [(0, 3), (1, -2)]);
        assert_eq!(table.get(key("longer than eight")), [(1, 5)]);
        assert_eq!(table.get(ascii_key(b"LONGER than eight")), [(1, 5)]);
        assert_eq!(table.get(key("b")), []);
        assert_eq!(table.get(key("")), []);
        assert_eq!(table.class("y"), Some(1));
    }
}
