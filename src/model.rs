//! How probable a text is in the languages people write: characters in, nats out.
//!
//! Two sorts of model, both over pairs of characters: an [`Alphabet`] for each
//! language written with few letters, and a [`Repertoire`] for each of simplified
//! and traditional Chinese, Japanese and Korean. What is no letter of theirs
//! falls into a [`class`], so that punctuation, digits and symbols have mass of
//! their own. `examples/train_charset.rs` makes the tables.

mod class;
mod judge;
mod sign;

use std::sync::LazyLock;

pub(crate) use class::{BAD, DIGIT, LATIN};
pub use class::{CLASSES, Group, class, fold, group, is_repertoire, slot};
pub use judge::{Judgement, judge};
pub(crate) use sign::peculiar_ascii;

/// The tables, as the trainer wrote them.
static FILE: &[u8] = include_bytes!("../data/charset-models.bin");

/// What characters are to the tables: made by [`characters::make`], whose test says whether
/// it is fresh.
static CHARACTERS: &[u8] = include_bytes!("../data/charset-characters.bin");

static MODELS: LazyLock<Models> =
    LazyLock::new(|| Models::read(FILE, CHARACTERS).unwrap_or_default());

/// All models.
#[derive(Default)]
pub(crate) struct Models {
    /// Languages with an alphabet.
    pub(crate) alphabets: Vec<Alphabet>,
    /// Languages with a repertoire.
    pub(crate) repertoires: Vec<Repertoire>,
    /// By character of the Basic Multilingual Plane: little-endian.
    glyphs: &'static [[u8; 2]],
    /// By character of the Basic Multilingual Plane: tenths of a nat, see [`peculiar`].
    peculiar: &'static [u8],
    /// By the number of a glyph.
    kinds: Vec<Kind>,
    pairs: &'static [u8],
}

/// What a glyph is, whatever the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A member of a class.
    Class,
    /// An ASCII letter.
    Ascii,
    /// Another letter of a script.
    Letter(Group),
}

/// What stands for an ASCII letter in the file of characters, where others have their group.
const ASCII_LETTER: u8 = 0xFF;

impl Kind {
    /// What the glyph of a number is by the file of characters.
    fn of((number, group): (usize, &u8)) -> Option<Self> {
        match *group {
            _ if number < CLASSES => Some(Self::Class),
            ASCII_LETTER => Some(Self::Ascii),
            group => Some(Self::Letter(*Group::ALL.get(usize::from(group))?)),
        }
    }
}

/// A language with an alphabet: costs of pairs of local letters.
pub(crate) struct Alphabet {
    /// BCP 47.
    pub(crate) name: &'static str,
    /// The script of its letters.
    pub(crate) group: Group,
    /// Local number by glyph.
    locals: Vec<u8>,
    size: usize,
    /// Nats times [`STEPS`], by the letter before and the letter.
    costs: &'static [u8],
}

/// A language with a repertoire of thousands of characters.
pub(crate) struct Repertoire {
    /// BCP 47.
    pub(crate) name: &'static str,
    number: u32,
    /// Nats times [`SINGLE_STEPS`], by slot.
    singles: &'static [u8],
    /// What it costs that the pair with the next character is unknown, the same.
    back_offs: &'static [u8],
}

/// Steps of an alphabet's costs in a nat.
pub const STEPS: f32 = 16.0;
/// Steps of a single character's cost in a nat.
pub const SINGLE_STEPS: f32 = 12.0;
/// Nats in a step of a pair's cost.
pub const PAIR_STEP: f32 = 0.4;
/// Slots of the repertoires' tables: see [`slot`].
pub const SLOTS: usize = 16 + 256 + 20_992 + 11_172 + 240;

/// What a character is to the alphabets: a letter's number or a class, and flags.
pub(crate) type Glyph = u16;
/// The glyph is an upper-case letter.
pub(crate) const UPPER: Glyph = 0x8000;
/// The glyph is a lower-case letter of a script with two cases.
pub(crate) const LOWER: Glyph = 0x4000;
/// The glyph is ASCII.
pub(crate) const ASCII: Glyph = 0x2000;
const NUMBER: Glyph = 0x1FFF;

impl Models {
    /// The models that ship.
    pub(crate) fn get() -> &'static Self {
        &MODELS
    }

    /// Reads the trainer's file and what goes with it; `None` if one is cut or of another make.
    fn read(file: &'static [u8], characters: &'static [u8]) -> Option<Self> {
        let mut models = Self::default();
        let (letters, mut reader) = models.read_alphabets(file)?;
        let mut characters = Reader(characters);
        (models.glyphs, _) = characters.bytes(2 << 16)?.as_chunks::<2>();
        models.peculiar = characters.bytes(1 << 16)?;
        models.kinds = (0..)
            .zip(characters.0)
            .map(Kind::of)
            .collect::<Option<_>>()?;
        if models.kinds.len() != letters.count {
            return None;
        }
        for (alphabet, own) in models.alphabets.iter_mut().zip(&letters.of) {
            let local = |(number, kind): (usize, &Kind)| match *kind {
                Kind::Class => number as u8,
                Kind::Ascii => class::LATIN as u8,
                Kind::Letter(group) if group == alphabet.group => class::RELATED as u8,
                Kind::Letter(_) => class::FOREIGN as u8,
            };
            alphabet.locals = models.kinds.iter().enumerate().map(local).collect();
            for (index, letter) in own.iter().enumerate() {
                let number = usize::from(letters.numbers[usize::from(*letter)]);
                alphabet.locals[number] = (CLASSES + index) as u8;
            }
        }
        for number in 0..reader.u16()? {
            models.repertoires.push(Repertoire {
                name: reader.name()?,
                number: u32::from(number),
                singles: reader.bytes(SLOTS)?,
                back_offs: reader.bytes(SLOTS)?,
            });
        }
        models.pairs = reader.0;
        Some(models)
    }

    /// Reads the alphabets, but for what their locals are; gives their letters, and what
    /// is left of the file.
    fn read_alphabets(&mut self, file: &'static [u8]) -> Option<(Letters, Reader)> {
        let header = file.iter().position(|byte| *byte == 0)?;
        let mut reader = Reader(&file[header + 1..]);
        let mut all = Letters {
            of: Vec::new(),
            numbers: vec![0; 0x10000],
            count: CLASSES + Group::COUNT,
        };
        for _ in 0..reader.u16()? {
            let name = reader.name()?;
            let letters: Vec<u16> = (0..reader.u16()?)
                .map(|_| reader.u16())
                .collect::<Option<_>>()?;
            for letter in &letters {
                let number = &mut all.numbers[usize::from(*letter)];
                if *number == 0 {
                    *number = all.count as Glyph;
                    all.count += 1;
                }
            }
            let size = CLASSES + letters.len();
            let majority = letters.last().map_or(Group::Other, |letter| {
                group(char::from_u32(u32::from(*letter)).unwrap_or(' '))
            });
            self.alphabets.push(Alphabet {
                name,
                group: majority,
                locals: Vec::new(),
                size,
                costs: reader.bytes(size * size)?,
            });
            all.of.push(letters);
        }
        Some((all, reader))
    }

    /// What a character is to the alphabets.
    pub(crate) fn glyph(&self, character: char) -> Glyph {
        let index = u32::from(character) as usize;
        match self.glyphs.get(index) {
            Some(glyph) => Glyph::from_le_bytes(*glyph),
            None => class::FOREIGN as Glyph,
        }
    }

    /// What a glyph is.
    #[inline]
    pub(crate) fn kind(&self, glyph: Glyph) -> Kind {
        self.kinds[usize::from(glyph & NUMBER)]
    }

    /// Nats that a sign costs beyond the choice within its class.
    #[inline]
    pub(crate) fn peculiar(&self, character: char) -> f32 {
        let tenths = self.peculiar.get(u32::from(character) as usize);
        f32::from(tenths.copied().unwrap_or(0).cast_signed()) / 10.0
    }

    /// The alphabet of a language.
    pub(crate) fn alphabet(&self, name: &str) -> Option<usize> {
        self.alphabets
            .iter()
            .position(|alphabet| alphabet.name == name)
    }

    /// The repertoire of a language.
    pub(crate) fn repertoire(&self, name: &str) -> Option<usize> {
        self.repertoires
            .iter()
            .position(|repertoire| repertoire.name == name)
    }

    /// The cost of a pair in a repertoire, if the trainer saw it, in nats.
    fn pair(&self, number: u32, before: u16, after: u16) -> Option<f32> {
        let (entries, _) = self.pairs.as_chunks::<2>();
        if entries.is_empty() {
            return None;
        }
        let hash = hash(number, before, after);
        let wanted = fingerprint(hash);
        let mut at = place(hash, entries.len());
        for _ in 0..PROBES {
            let entry = u16::from_le_bytes(entries[at]);
            if entry == 0 {
                return None;
            }
            if entry >> 5 == wanted {
                return Some(f32::from(entry & 31) * PAIR_STEP);
            }
            at += 1;
            if at == entries.len() {
                at = 0;
            }
        }
        None
    }
}

/// The letters of all alphabets.
struct Letters {
    /// Those of each alphabet, in its order.
    of: Vec<Vec<u16>>,
    /// The number of each; 0 for what is none, as no letter has the first number.
    numbers: Vec<Glyph>,
    /// One more than the last number.
    count: usize,
}

/// How far the pair table is searched, in entries.
pub const PROBES: usize = 24;

/// The hash of a pair in the repertoire with this number.
pub fn hash(number: u32, before: u16, after: u16) -> u64 {
    let key = (u64::from(number) << 32) | (u64::from(before) << 16) | u64::from(after);
    let key = (key ^ (key >> 17)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (key ^ (key >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// Which of `length` entries a hash comes to first.
pub fn place(hash: u64, length: usize) -> usize {
    (((hash >> 32) * length as u64) >> 32) as usize
}

/// The 11 bits of a hash that are kept in the table; never 0.
pub fn fingerprint(hash: u64) -> u16 {
    ((hash & 0x7FF) as u16).max(1)
}

impl Alphabet {
    /// The local number of a glyph; classes come first.
    #[inline]
    pub(crate) fn local(&self, glyph: Glyph) -> usize {
        usize::from(self.locals[usize::from(glyph & NUMBER)])
    }

    /// Steps it costs that one local letter follows another.
    #[inline]
    pub(crate) fn cost(&self, before: usize, after: usize) -> u32 {
        u32::from(self.costs[before * self.size + after])
    }
}

impl Repertoire {
    /// Nats a token costs after anything, and what it costs that the pair with the
    /// next one is unknown.
    pub(crate) fn alone(&self, token: Token) -> (f32, f32) {
        let nats = |table: &[u8]| f32::from(table[token.slot as usize]) / SINGLE_STEPS;
        (nats(self.singles), nats(self.back_offs))
    }

    /// Whether the pair was seen, or seems so: the table has few bits for each.
    pub(crate) fn knows(&self, models: &Models, before: Token, after: Token) -> bool {
        models.pair(self.number, before.key, after.key).is_some()
    }

    /// Nats it costs that the token `after` follows `before`: see [`slot`].
    pub(crate) fn cost(&self, models: &Models, before: Token, after: Token) -> f32 {
        if let Some(cost) = models.pair(self.number, before.key, after.key) {
            return cost;
        }
        let back_off = f32::from(self.back_offs[before.slot as usize]) / SINGLE_STEPS;
        back_off + self.single(after)
    }

    /// Nats that a token costs whatever is before it.
    #[inline]
    pub(crate) fn single(&self, token: Token) -> f32 {
        f32::from(self.singles[token.slot as usize]) / SINGLE_STEPS
    }
}

/// A character as the repertoires see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    key: u16,
    slot: u16,
    /// Its class, if it is no character of a repertoire.
    pub(crate) class: Option<u8>,
}

impl Token {
    /// The beginning of a text.
    pub(crate) const START: Self = Self {
        key: class::SPACE as u16,
        slot: class::SPACE as u16,
        class: Some(class::SPACE as u8),
    };

    /// Whether it may be ASCII: a class that ASCII characters are in.
    pub(crate) fn ascii(self) -> bool {
        matches!(
            self.class.map(usize::from),
            Some(class::SPACE | class::DIGIT | class::POINT | class::LATIN)
        )
    }

    /// The token of a character.
    #[inline]
    pub(crate) fn of(character: char) -> Self {
        if is_repertoire(character) {
            return Self {
                key: u32::from(character) as u16,
                slot: slot(character) as u16,
                class: None,
            };
        }
        let class = Self::class_of(character);
        Self {
            key: class,
            slot: class,
            class: Some(class as u8),
        }
    }

    /// The class of a character that is of no repertoire.
    #[inline]
    fn class_of(character: char) -> u16 {
        let models = Models::get();
        match models.glyphs.get(u32::from(character) as usize) {
            Some(glyph) => {
                let glyph = Glyph::from_le_bytes(*glyph);
                match models.kind(glyph) {
                    Kind::Class => glyph & NUMBER,
                    Kind::Ascii if character.is_ascii() => class::LATIN as u16,
                    _ => class::FOREIGN as u16,
                }
            }
            None => class(character).unwrap_or(class::FOREIGN) as u16,
        }
    }
}

/// Nats that the choice within a class costs: its size, roughly.
pub(crate) const WITHIN: [f32; CLASSES] = [0.3, 2.3, 2.1, 2.3, 4.3, 3.0, 4.0, 5.0, 4.0];

/// Reads the trainer's file from the front.
struct Reader(&'static [u8]);

impl Reader {
    fn bytes(&mut self, length: usize) -> Option<&'static [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn u16(&mut self) -> Option<u16> {
        let bytes = self.bytes(2)?;
        Some(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    fn name(&mut self) -> Option<&'static str> {
        let length = *self.bytes(1)?.first()?;
        std::str::from_utf8(self.bytes(usize::from(length))?).ok()
    }
}

#[cfg(test)]
mod characters;
#[cfg(test)]
mod tests;
