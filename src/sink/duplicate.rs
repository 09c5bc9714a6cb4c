//! A segment in, whether one like it was there before out. What was seen is kept as
//! numbers, in bounded memory, and in a file for a batch that goes on.

use std::{
    collections::HashSet,
    fs::File,
    hash::{BuildHasherDefault, Hasher},
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::{
    output::{Output, Place, unfinished},
    packing::{Packer, Packing},
    settling::Pending,
};
use crate::{
    document::Segment,
    error::{Error, Result},
};

/// Which segments of a language are left out because of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dedup {
    /// Those with the same text.
    Exact,
    /// Also those with the same letters, and those with nearly the same: about 77 % or
    /// more of their sequences of five letters in common (MinHash, 8 bands of 8).
    Near,
}

/// What was seen, by language: keys of segments, the newest [`Seen::KEYS`] at least.
#[derive(Debug)]
pub(super) struct Seen {
    dedup: Dedup,
    /// The newest keys, and those before them.
    young: Keys,
    old: Keys,
    most: usize,
    /// All keys in the order they came in.
    log: Output,
}

type Keys = HashSet<u64, BuildHasherDefault<Key>>;

impl Seen {
    /// The name of its file, which only an unfinished batch has.
    pub(super) const NAME: &str = "batch.seen";
    /// How many keys are kept for certain: as many as a table of 2^23 places takes, of
    /// nine bytes each. There are two tables at most, and a third while one grows: 226 MB.
    const KEYS: usize = (1 << 23) / 8 * 7;

    /// Nothing seen yet.
    pub(super) fn new(folder: &Path, dedup: Dedup) -> Result<Self> {
        let log = Output::create(folder.join(Self::NAME), &Packer::new(Packing::Plain))?;
        Ok(Self::empty(dedup, log))
    }

    fn empty(dedup: Dedup, log: Output) -> Self {
        Self {
            dedup,
            young: Keys::default(),
            old: Keys::default(),
            most: Self::KEYS,
            log,
        }
    }

    /// What was seen when the batch was at this place.
    pub(super) fn go_on(folder: &Path, dedup: Dedup, place: Place) -> Result<Self> {
        let path = folder.join(Self::NAME);
        let log = Output::go_on(path.clone(), place)?;
        let mut seen = Self::empty(dedup, log);
        seen.remember(&unfinished(&path)).map_err(|error| {
            Error::io("cannot go on; --fresh starts over", error).at(path.to_string_lossy())
        })?;
        Ok(seen)
    }

    /// Remembers the keys in this file as they came.
    fn remember(&mut self, log: &Path) -> io::Result<()> {
        let mut log = BufReader::new(File::open(log)?);
        while !log.fill_buf()?.is_empty() {
            let mut key = [0; 8];
            log.read_exact(&mut key)?;
            self.insert(u64::from_le_bytes(key));
        }
        Ok(())
    }

    /// Whether a segment like this one came before; remembers it if not.
    pub(super) fn before(&mut self, segment: &Segment) -> Result<bool> {
        let keys = keys(segment, self.dedup);
        let mut new = Vec::with_capacity(keys.len());
        let mut before = false;
        for key in keys {
            before |= self.young.contains(&key) || self.old.contains(&key);
            if !self.young.contains(&key) {
                new.push(key);
            }
        }
        // What comes up again stays remembered; near ones do not draw others near.
        if before {
            new.retain(|key| self.old.contains(key));
        }
        for key in new {
            self.insert(key);
            self.log.write(&mut Packer::new(Packing::Plain), |out| {
                out.extend_from_slice(&key.to_le_bytes());
                Ok(())
            })?;
        }
        Ok(before)
    }

    fn insert(&mut self, key: u64) {
        if self.young.len() == self.most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key);
    }

    /// As for an [`Output`].
    pub(super) fn settle(&mut self, pending: &mut Pending) -> Result<Place> {
        self.log.settle(&mut Packer::new(Packing::Plain), pending)
    }
}

/// Rows in a band: they have to agree, all of them.
const ROWS: usize = 8;
/// Bands: one has to agree. With 8 of 8, texts with 77 % in common do in half of all cases.
const BANDS: usize = 8;
/// Letters in a sequence.
const LETTERS: usize = 5;
/// Texts with fewer sequences are only compared as a whole: one more or less is too much
/// of a difference.
const FEWEST: usize = 20;

/// What a segment is known by; another is like it if they have one in common.
fn keys(segment: &Segment, dedup: Dedup) -> Vec<u64> {
    let language = segment.language.as_str();
    let exact = |what: &str, text: &str| {
        let mut digest = Sha256::new();
        for part in [language, "\0", what, "\0", text] {
            digest.update(part);
        }
        let digest: [u8; 32] = digest.finalize().into();
        let (numbers, _) = digest.as_chunks::<8>();
        u64::from_le_bytes(numbers[0])
    };
    let text = segment.text.trim();
    if dedup == Dedup::Exact {
        return vec![exact("text", text)];
    }
    let letters: Vec<char> = text
        .chars()
        .filter(|character| character.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    if letters.is_empty() {
        return vec![exact("text", text)];
    }
    let mut keys = vec![exact("letters", &letters.iter().collect::<String>())];
    if letters.len() >= FEWEST + LETTERS - 1 {
        let mut least = [u32::MAX; ROWS * BANDS];
        for sequence in letters.windows(LETTERS) {
            let hash = sequence.iter().fold(0, |hash, letter| {
                mixed(hash ^ u64::from(u32::from(*letter)))
            });
            // Two independent halves make any number of hashes (Kirsch and Mitzenmacher 2006).
            let (mut value, step) = (hash as u32, (hash >> 32) as u32 | 1);
            for least in &mut least {
                *least = (*least).min(value);
                value = value.wrapping_add(step);
            }
        }
        let (bands, _) = least.as_chunks::<ROWS>();
        let seed = exact("bands", "");
        for (number, band) in (0..).zip(bands) {
            let key = band.iter().fold(mixed(seed ^ number), |key, row| {
                mixed(key ^ u64::from(*row))
            });
            keys.push(key);
        }
    }
    keys
}

/// Every bit of the result depends on every bit of the number (the finalizer of SplitMix64,
/// Steele, Lea and Flood 2014).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Keys are as good as hashes, being some.
#[derive(Debug, Default)]
pub(super) struct Key(u64);

impl Hasher for Key {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mixed(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Language, Script};

    fn segment(text: &str) -> Segment {
        Segment {
            text: text.to_owned(),
            language: Language::EN,
            script: Script::LATIN,
            confidence: 1.0,
            bytes: 0..text.len() as u64,
            block: 0,
            embeds: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn before(seen: &mut Seen, text: &str) -> bool {
        seen.before(&segment(text)).expect("it can be written")
    }

    const LONG: &str = "The delivery left our warehouse this morning, and it is going to arrive \
                        at your address within the next three days.";

    #[test]
    fn exact_ones_have_the_same_text_and_language() {
        let folder = tempfile::tempdir().expect("there is room");
        let mut seen = Seen::new(folder.path(), Dedup::Exact).expect("there is room");
        assert!(!before(&mut seen, "Some text."));
        assert!(before(&mut seen, "Some text. "));
        assert!(!before(&mut seen, "some text."));
        let german = Segment {
            language: Language::known("de"),
            ..segment("Some text.")
        };
        assert!(!seen.before(&german).expect("it can be written"));
    }

    #[test]
    fn near_ones_have_nearly_the_same_letters() {
        let folder = tempfile::tempdir().expect("there is room");
        let mut seen = Seen::new(folder.path(), Dedup::Near).expect("there is room");
        assert!(!before(&mut seen, LONG));
        assert!(before(
            &mut seen,
            &LONG.to_uppercase().replace("THREE ", "3 ")
        ));
        assert!(before(&mut seen, &LONG.replace("morning", "mornings")));
        assert!(!before(
            &mut seen,
            "The order was cancelled because the address is unknown to us."
        ));
        // Short ones have to be the same, but for what is no letter; without letters, wholly.
        assert!(!before(&mut seen, "Page 1"));
        assert!(before(&mut seen, "page: 2"));
        assert!(!before(&mut seen, "Pages"));
        assert!(!before(&mut seen, "1, 2"));
        assert!(!before(&mut seen, "2, 2"));
    }

    #[test]
    fn what_was_seen_is_known_to_a_batch_that_goes_on() {
        let folder = tempfile::tempdir().expect("there is room");
        let mut seen = Seen::new(folder.path(), Dedup::Near).expect("there is room");
        assert!(!before(&mut seen, LONG));
        let mut pending = Pending::default();
        let place = seen.settle(&mut pending).expect("it can be written");
        assert!(!before(&mut seen, "What came after that is forgotten."));
        drop(seen);
        let mut seen = Seen::go_on(folder.path(), Dedup::Near, place).expect("it is there");
        assert!(before(&mut seen, LONG));
        assert!(!before(&mut seen, "What came after that is forgotten."));
    }

    #[test]
    fn memory_is_bounded_and_the_newest_are_kept() {
        let folder = tempfile::tempdir().expect("there is room");
        let mut seen = Seen::new(folder.path(), Dedup::Exact).expect("there is room");
        seen.most = 10;
        for number in 0..100 {
            assert!(!before(&mut seen, &format!("text {number}")));
            assert!(number < 2 || before(&mut seen, &format!("text {}", number - 2)));
            assert!(before(&mut seen, "text 0"), "it comes up again and again");
            assert!(seen.young.len() + seen.old.len() <= 20);
        }
        assert!(!before(&mut seen, "text 1"));
    }
}
