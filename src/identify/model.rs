//! Words in one script in, a probability for each of its languages out: a linear
//! model over hashed n-grams, read in place from `data/language.model`.
//!
//! The file is what `examples/train_language` writes, and documents its own source
//! and licence in its first bytes. Every n-gram has a row of 32 values of 4 bits and
//! a common scale; the rows of a text are summed, damped by the number of n-grams,
//! and weighed by a matrix. Rows are found by a bucket and a fingerprint of 16 bits.
//! In texts of a few words, what is counted of whole words corrects what n-grams say.

use std::sync::LazyLock;

use super::{
    candidates::Candidates,
    features,
    layout::{
        DAMPING, DIMENSIONS, ENTRY_BYTES, ENTRY_SLOTS, HEADER, KNOWN_SLOTS, LEAN, LEAN_ZERO,
        PLACE_BITS, RAISE, RAISE_BITS, SLOTS, STRENGTH, STRENGTHENING, bucket,
        exception_fingerprint, fingerprint, lean_hash,
    },
    memo::Memo,
    rows::{Rows, Sum},
    scores::{Scores, Weights},
    script::Class,
    tag::Tag,
    words::Words,
};

/// The file. Little-endian throughout.
static FILE: &[u8] = include_bytes!("../../data/language.model");

/// One script and the languages it is written for.
#[derive(Debug)]
struct Group {
    languages: Vec<Tag>,
    weights: Weights,
    /// How strongly each language usually speaks for itself.
    usual: Vec<f32>,
}

/// The model, as offsets into the file.
#[derive(Debug)]
struct Model {
    rows: Rows,
    /// Known words: fingerprint, language, strength.
    known: &'static [u8],
    /// Words that n-grams mislead about, see [`PLACE_BITS`].
    exceptions: &'static [u8],
    /// Two close relatives each, and how far a text without any n-gram of `leans` leans to
    /// the first.
    relatives: Vec<(Tag, Tag, f32)>,
    /// N-grams that tell relatives apart, see [`LEAN_ZERO`].
    leans: &'static [u8],
    groups: Vec<(Class, Group)>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::open(FILE).unwrap_or_else(Model::empty));

/// Reads from the front of a slice.
struct Reader(&'static [u8]);

impl Reader {
    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (front, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(front)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn float(&mut self) -> Option<f32> {
        Some(f32::from_bits(self.number()?))
    }

    /// A table: how many rows, then the rows, of so many bytes each.
    fn table(&mut self, bytes: usize) -> Option<&'static [u8]> {
        let count = self.number()? as usize;
        self.take(count.checked_mul(bytes)?)
    }

    fn text(&mut self) -> Option<&'static str> {
        let length = usize::from(*self.take(1)?.first()?);
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn tag(&mut self) -> Option<Tag> {
        Tag::named(self.text()?)
    }
}

/// A 1 in each of the entries of a table of words.
const IN_EACH_ENTRY: u128 = u128::MAX / 0xFFFF_FFFF;

/// Which of the parts of a number, of so many bits each, is the first that is 0; `ones` is a 1
/// in each of them. All are looked at together, for no processor foresees which it is.
#[inline]
fn first_zero(parts: u128, ones: u128, bits: u32) -> Option<usize> {
    // Below the first 0, what is taken off reaches no high bit that was not set.
    let zeros = parts.wrapping_sub(ones) & !parts & (ones << (bits - 1));
    (zeros != 0).then(|| (zeros.trailing_zeros() / bits) as usize)
}

impl Model {
    /// A model that knows nothing: what a file of another format gives.
    fn empty() -> Self {
        Self {
            rows: Rows::new(0, &[], &[], &[]),
            known: &[],
            exceptions: &[],
            relatives: Vec::new(),
            leans: &[],
            groups: Vec::new(),
        }
    }

    fn open(file: &'static [u8]) -> Option<Self> {
        let mut reader = Reader(file.get(HEADER..)?);
        let buckets = reader.number()?;
        let places = buckets as usize * SLOTS;
        let count = reader.number()?;
        let mut groups = Vec::new();
        for _ in 0..count {
            let class = Class::of_code(reader.text()?)?;
            let count = reader.number()? as usize;
            let languages = (0..count)
                .map(|_| reader.tag())
                .collect::<Option<Vec<_>>>()?;
            let bytes = reader.take((DIMENSIONS + 1) * count * 4)?;
            let weights = Weights::new(count, |dimension, language| {
                let at = (dimension * count + language) * 4;
                let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
                four.map_or(0.0, f32::from_le_bytes)
            });
            let usual = reader.take(count * 4)?.chunks_exact(4);
            let usual = usual
                .map(|four| Some(f32::from_le_bytes(four.try_into().ok()?)))
                .collect::<Option<_>>()?;
            groups.push((
                class,
                Group {
                    languages,
                    weights,
                    usual,
                },
            ));
        }
        let known = reader.table(4)?;
        let exceptions = reader.table(ENTRY_SLOTS * ENTRY_BYTES)?;
        let relatives = (0..reader.number()?)
            .map(|_| Some((reader.tag()?, reader.tag()?, reader.float()?)))
            .collect::<Option<_>>()?;
        let leans = reader.table(ENTRY_SLOTS * ENTRY_BYTES)?;
        let fingerprints = reader.take(places * 2)?;
        let scales = reader.take(places)?;
        let values = reader.take(places * DIMENSIONS / 2)?;
        Some(Self {
            rows: Rows::new(buckets, fingerprints, scales, values),
            known,
            exceptions,
            relatives,
            leans,
            groups,
        })
    }

    /// Raises the scores of the languages whose words these are, whatever their n-grams say.
    fn raise(&self, words: &Words, scores: &mut Scores) {
        let damping = (words.count as f32).powf(-DAMPING);
        features::each_word(&words.chars, |word| {
            let hash = features::whole(word);
            let mut found = [false, true].into_iter();
            if let Some(entry) = found.find_map(|second| self.exception(hash, second)) {
                let place = entry >> RAISE_BITS & ((1 << PLACE_BITS) - 1);
                let raise = entry & ((1 << RAISE_BITS) - 1);
                scores.raise(place as usize, damping * raise as f32 / RAISE as f32);
            }
        });
    }

    /// What the table of exceptions has for a word.
    fn exception(&self, hash: u64, second: bool) -> Option<u32> {
        let wanted = exception_fingerprint(hash);
        // The first of them, without a branch for each; 0 is no entry's.
        let mut found = 0;
        for [low, middle, high] in entries(self.exceptions, hash, second).iter().rev() {
            let entry = u32::from_le_bytes([*low, *middle, *high, 0]);
            if entry >> (PLACE_BITS + RAISE_BITS) == wanted {
                found = entry;
            }
        }
        (found != 0).then_some(found)
    }

    /// How far an n-gram leans to the first of two relatives, if it tells.
    fn lean(&self, hash: u64) -> Option<f32> {
        let wanted = fingerprint(hash).to_le_bytes();
        let both = [false, true].into_iter();
        let mut entries = both.flat_map(|second| entries(self.leans, hash, second));
        let [.., lean] = entries.find(|[low, high, _]| [*low, *high] == wanted)?;
        Some((f32::from(*lean) - f32::from(LEAN_ZERO)) / LEAN)
    }

    /// The damped sum of the rows of a text.
    fn sum(&self, chars: &[char], cache: &mut Cache) -> [f32; DIMENSIONS] {
        let mut sum = Sum::default();
        features::each_word(chars, |word| {
            sum += cache.get(word, &self.rows);
        });
        sum.times((sum.count.max(1) as f32).powf(-DAMPING))
    }
}

/// The entries of a table in one of the two buckets of a hash.
#[inline]
fn entries(table: &'static [u8], hash: u64, second: bool) -> &'static [[u8; ENTRY_BYTES]] {
    const BUCKET: usize = ENTRY_SLOTS * ENTRY_BYTES;
    let start = bucket(hash, second, (table.len() / BUCKET) as u32) * BUCKET;
    let bytes = table.get(start..start + BUCKET).unwrap_or_default();
    bytes.as_chunks().0
}

/// The language of a known word, and its strength.
#[inline]
fn entry(table: &[u8], hash: u64) -> Option<(u8, u8)> {
    let buckets = (table.len() / 4 / KNOWN_SLOTS) as u32;
    let start = bucket(hash, false, buckets) * KNOWN_SLOTS * 4;
    let entries = table.get(start..start + KNOWN_SLOTS * 4)?;
    let bucket = u128::from_le_bytes(entries.try_into().ok()?);
    let wanted = u128::from(fingerprint(hash)) * IN_EACH_ENTRY;
    let others = (bucket ^ wanted) & (IN_EACH_ENTRY * 0xFFFF);
    let found = first_zero(others, IN_EACH_ENTRY, 32)?;
    let entry = entries.get(found * 4..found * 4 + 4)?;
    Some((entry[2], entry[3]))
}

/// The sums of the words seen last, so that a document's common words are added up once.
#[derive(Debug)]
pub(super) struct Cache {
    /// By hash: two words whose hashes agree in 64 bits would be one.
    sums: Memo<u64, Sum>,
    /// Room for the n-grams of a word.
    features: Vec<u64>,
}

/// How many words are kept: some 5 MB.
const WORDS: u16 = 32768;

impl Default for Cache {
    fn default() -> Self {
        Self {
            sums: Memo::new(WORDS),
            features: Vec::new(),
        }
    }
}

impl Cache {
    /// The sum of the rows of a word between its borders.
    fn get(&mut self, word: &[char], rows: &Rows) -> &Sum {
        let hash = features::whole(word);
        self.sums.get(hash, hash, || {
            self.features.clear();
            features::word(word, &mut |hash| self.features.push(hash));
            let mut sum = Sum::default();
            rows.add(&self.features, &mut sum);
            sum
        })
    }
}

/// The odds that known words must reach together, as the logarithm times
/// [`STRENGTH`]; e^4.5 is 90. On sentences of Tatoeba in languages of the model, all that
/// was wrong from there on was between close relatives.
const DECIDED: u32 = 9 * STRENGTH as u32 / 2;

/// One word more for another language takes this much as much.
const AGAINST: u32 = 3;

/// What the known words of a text say.
#[derive(Debug)]
pub(super) struct Recognition {
    group: &'static Group,
    known: &'static [u8],
    /// The first known word's language, the strength of its words, how many they are.
    best: (u8, u32, u32),
    /// The strength of the words of other languages.
    others: u32,
    /// All words, known or not.
    words: u32,
    /// The hashes of the first known words: the same word twice says no more.
    seen: [u64; SEEN],
}

/// How many known words are kept to find repetitions.
const SEEN: usize = 8;

/// So many different known words decide for English, and for other languages.
const ENOUGH_ENGLISH: u32 = 2;
const ENOUGH: u32 = 3;

impl Recognition {
    /// A text of no words yet, in a script of many languages.
    pub(super) fn new(class: Class) -> Option<Self> {
        let model = &*MODEL;
        let (_, group) = model.groups.iter().find(|row| row.0 == class)?;
        Some(Self {
            group,
            known: model.known,
            best: (0, 0, 0),
            others: 0,
            words: 0,
            seen: [0; SEEN],
        })
    }

    /// Adds a word by its [`features::known`] hash.
    #[inline]
    pub(super) fn add(&mut self, hash: u64) {
        self.words += 1;
        let Some((language, strength)) = entry(self.known, hash) else {
            return;
        };
        if self.seen.contains(&hash) {
            return;
        }
        if let Some(seen) = self.seen.get_mut(self.best.2 as usize) {
            *seen = hash;
        }
        let strength = u32::from(strength);
        let best = &mut self.best;
        if best.2 == 0 {
            best.0 = language;
        }
        if best.0 == language {
            best.1 += strength;
            best.2 += 1;
        } else {
            self.others += strength;
        }
    }

    /// The language that the words decide for, if they are enough and none speaks for
    /// another.
    pub(super) fn language(&self) -> Option<Tag> {
        let (language, sum, hits) = self.best;
        let language = self.group.languages.get(usize::from(language)).copied()?;
        let enough = if language == Tag::EN {
            ENOUGH_ENGLISH
        } else {
            ENOUGH
        };
        if hits < enough || hits * 5 < self.words || sum < DECIDED + AGAINST * self.others {
            return None;
        }
        Some(language)
    }

    /// Whether more words would hardly change the answer.
    #[inline]
    pub(super) fn is_certain(&self) -> bool {
        let (_, sum, hits) = self.best;
        self.others == 0 && hits >= 4 && hits * 2 >= self.words && sum >= 2 * DECIDED
    }
}

/// The language that plain common words decide for.
pub(super) fn recognise(words: &Words, class: Class) -> Option<Tag> {
    let mut recognition = Recognition::new(class)?;
    for word in &words.known {
        recognition.add(*word);
    }
    recognition.language()
}

/// Two close relatives each, of which [`lean`] tells one from the other.
pub(super) fn relatives() -> impl Iterator<Item = (Tag, Tag)> {
    MODEL.relatives.iter().map(|pair| (pair.0, pair.1))
}

/// How far a text leans to the first of two relatives, as the logarithm of the odds.
pub(super) fn lean(pair: usize, chars: &[char]) -> f32 {
    let model = &*MODEL;
    let Some((_, _, bias)) = model.relatives.get(pair) else {
        return 0.0;
    };
    let (mut sum, mut count) = (0.0, 0.0_f32);
    features::each(chars, |hash| {
        if let Some(lean) = model.lean(lean_hash(hash, pair)) {
            sum += lean;
            count += 1.0;
        }
    });
    bias + sum * count.max(1.0).powf(-DAMPING)
}

/// The probabilities of the languages that a script is written for, and how far to
/// believe that it is any of them; `None` for a script without any.
pub(super) fn judge(words: &Words, class: Class, cache: &mut Cache) -> Option<(Candidates, f32)> {
    let model = &*MODEL;
    let (_, group) = model.groups.iter().find(|row| row.0 == class)?;
    let sum = model.sum(&words.chars, cache);
    let mut scores = group.weights.scores(&sum);
    if words.count <= FEW_WORDS {
        model.raise(words, &mut scores);
    }
    let (candidates, best) = scores.likeliest(&group.languages);
    let belief = belief(scores.get(best)?, *group.usual.get(best)?, words.letters);
    Some((candidates, belief))
}

/// Of more words, n-grams say enough.
const FEW_WORDS: usize = 3;

/// How far to believe a score that is this part of what texts in the language usually
/// have: half at [`DOUBTFUL`], the closer to it the steeper. Tuned on Tatoeba, lines in
/// languages of the model and in others.
fn belief(score: f32, usual: f32, letters: usize) -> f32 {
    if usual <= 0.0 {
        return 1.0;
    }
    let part = score / (usual * (letters.max(1) as f32).powf(STRENGTHENING));
    let curve = |part: f32| 1.0 / (1.0 + ((DOUBTFUL - part) * STEEPNESS).exp());
    (curve(part) / curve(1.0)).min(1.0)
}

const DOUBTFUL: f32 = 0.5;
const STEEPNESS: f32 = 9.0;
