//! UTF-16 and UTF-32 without a byte order mark.

use crate::{
    encoding::{
        Encoding,
        step::{Out, Stepper, Task},
    },
    model::{Group, Models, Token, class, group, is_repertoire},
};

/// How much of the text is looked at, in bytes.
const SAMPLE_BYTES: usize = 2048;

/// Nats a unit of UTF-16 costs at the most. Chinese without ASCII is at 6 to 9,
/// other text below; legacy text read as UTF-16 is above 10.
const DOUBTFUL: f32 = 11.0;
/// Bytes looked at first, and the nats a unit of them from which on the rest cannot
/// make up for it.
const FIRST: [(usize, f32); 2] = [(128, 12.5), (512, 11.5)];
/// Nats a unit costs in text that is UTF-16 for certain, if there are so many.
const CERTAIN: f32 = 8.6;
const CERTAIN_UNITS: usize = 24;
/// Nats a character of a repertoire costs at the most.
const RARE: f32 = 12.0;
/// Units below which only NULs tell UTF-16.
const FEW: usize = 6;

/// A wide encoding that bytes without a mark may be in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide {
    pub(super) encoding: Encoding,
    /// There is no doubt.
    pub(super) certain: bool,
    /// Nats that the bytes looked at cost, ASCII included.
    pub(super) nats: f32,
    /// The number of bytes looked at.
    pub(super) length: usize,
}

/// The wide encoding that bytes without a mark may be in, if any.
pub(super) fn find(bytes: &[u8]) -> Option<Wide> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !3];
    if let Some(encoding) = utf32(sample) {
        return Some(Wide {
            encoding,
            certain: true,
            nats: 0.0,
            length: sample.len(),
        });
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !1];
    let units = sample.len() / 2;
    let nuls = sample.iter().filter(|byte| **byte == 0).count();
    let text = |byte: &&u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    let ascii = sample.iter().filter(text).count();
    for (encoding, big) in [(Encoding::UTF_16LE, false), (Encoding::UTF_16BE, true)] {
        if is_kana(sample, big) {
            return Some(Wide {
                encoding,
                certain: true,
                nats: 0.0,
                length: sample.len(),
            });
        }
    }
    if nuls == 0 && (is_euc(sample) || has_lines(sample)) {
        return None;
    }
    let few = if nuls > 0 { 2 } else { FEW };
    if units < few || (nuls == 0 && ascii * 4 > sample.len() * 3) {
        return None;
    }
    let each = |encoding: Encoding, sample: &[u8]| {
        encoding.run(Plain(sample)) / (sample.len() / 2).max(1) as f32
    };
    for (length, hopeless) in FIRST {
        if sample.len() > 2 * length {
            let first = &sample[..length];
            let hopeless = |encoding| each(encoding, first) > hopeless;
            if hopeless(Encoding::UTF_16LE) && hopeless(Encoding::UTF_16BE) {
                return None;
            }
        }
    }
    let nats = |encoding: Encoding| encoding.run(Plain(sample));
    let (little, big) = (nats(Encoding::UTF_16LE), nats(Encoding::UTF_16BE));
    let (encoding, nats) = if little <= big {
        (Encoding::UTF_16LE, little)
    } else {
        (Encoding::UTF_16BE, big)
    };
    let each = nats / units as f32;
    let many_nuls = nuls * 4 >= units && each < DOUBTFUL - 3.0;
    (each < DOUBTFUL).then_some(Wide {
        encoding,
        certain: many_nuls || (each < CERTAIN && units >= CERTAIN_UNITS),
        nats,
        length: sample.len(),
    })
}

/// Bytes for every line end from which on it is one, and no half of a character.
const LINE: usize = 100;

/// Whether there are line ends of one byte in bytes without a NUL, which a line end in
/// UTF-16 has: in even places and in odd ones, for `上` has the byte too.
fn has_lines(sample: &[u8]) -> bool {
    let mut ends = [0; 2];
    for at in memchr::memchr_iter(b'\n', sample) {
        ends[at % 2] += 1;
    }
    ends.iter().all(|ends| *ends >= 2) && (ends[0] + ends[1]) * LINE >= sample.len()
}

/// Pairs of bytes in the rows of a set of 94 by 94 from which on it is no chance that
/// all bytes beyond ASCII come so.
const PAIRS: usize = 12;

/// Whether all bytes beyond ASCII come in the pairs of EUC-JP, EUC-KR or GB 2312: by
/// themselves, the bytes of UTF-16 do not.
fn is_euc(sample: &[u8]) -> bool {
    // The sample may begin or end within a character.
    let mut pairs = 0;
    let mut lead = None;
    for byte in sample {
        match (lead, byte) {
            (None, ..0x80) => {}
            (None, 0x8E | 0xA1..=0xFE) => lead = Some(*byte),
            (Some(_), 0xA1..=0xFE) => {
                pairs += 1;
                lead = None;
            }
            _ => return false,
        }
    }
    pairs >= PAIRS
}

/// Whether a character is in the same block as the one before. Of Yi and
/// Vai that says nothing: they are where EUC-JP and GB 2312 have kana and signs.
fn near(character: char, block: u32) -> bool {
    u32::from(character) >> 7 == block
        && !matches!(character, '\u{3000}'..='\u{A6FF}' | '\u{AC00}'..='\u{D7FF}')
}

/// Whether kana stand in the units: many bytes of 0x30 in the even or in the odd
/// places and as good as none in the others, each with another byte beside it. (The
/// Cyrillic `а` has 0x30 too, but the same byte beside it always.)
fn is_kana(sample: &[u8], big: bool) -> bool {
    let (units, _) = sample.as_chunks::<2>();
    let (high, low) = (usize::from(!big), usize::from(big));
    let mut beside = [false; 256];
    let (mut kana, mut others) = (0, 0);
    for unit in units {
        if unit[high] == 0x30 {
            kana += 1;
            beside[usize::from(unit[low])] = true;
        }
        others += usize::from(unit[low] == 0x30);
    }
    let kinds = beside.iter().filter(|seen| **seen).count();
    units.len() >= CERTAIN_UNITS
        && kana * 4 >= units.len()
        && others * 20 <= units.len()
        && kinds >= KANA_KINDS
}

/// Different kana that prove themselves.
const KANA_KINDS: usize = 4;

/// Nats a character of UTF-32 costs at the most, were it in UTF-16: numbers, such as
/// the offsets in an index, are above.
const NUMBERS: f32 = 10.5;

/// Characters that do not go up three times in four by chance.
const RISING: usize = 16;

/// UTF-32 has hardly a value that chance would give, 17 planes of 65,536, but numbers
/// of four bytes have.
fn utf32(sample: &[u8]) -> Option<Encoding> {
    let (units, _) = sample.as_chunks::<4>();
    let fitting = |value: fn([u8; 4]) -> u32| {
        let fits = |unit: &&[u8; 4]| {
            char::from_u32(value(**unit)).is_some_and(|character| character != '\0')
        };
        let count = units.iter().filter(fits).count();
        if units.is_empty() || count * 20 < units.len() * 19 {
            return false;
        }
        let characters = units.iter().filter_map(|unit| char::from_u32(value(*unit)));
        let text: String = characters.collect();
        let rising = text.chars().zip(text.chars().skip(1));
        if rising.filter(|(a, b)| a < b).count() * 4 > count * 3 && count >= RISING {
            return false;
        }
        let plain: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        Encoding::UTF_16LE.run(Plain(&plain)) <= NUMBERS * (plain.len() / 2) as f32
    };
    if fitting(u32::from_le_bytes) {
        Some(Encoding::UTF_32LE)
    } else if fitting(u32::from_be_bytes) {
        Some(Encoding::UTF_32BE)
    } else {
        None
    }
}

/// Nats of a text as a plain model sees it, which counts ASCII too.
struct Plain<'b>(&'b [u8]);

impl Task for Plain<'_> {
    type Output = f32;

    fn run<S: Stepper>(self, stepper: &S) -> f32 {
        let models = Models::get();
        let mut repertoires = vec![0f32; models.repertoires.len()];
        let mut nats = 0.0;
        let mut before = Token::START;
        let mut block = 0;
        let mut script = Group::Other;
        stepper.each(self.0, |_, out| {
            let character = match out {
                Out::One(character) | Out::Two(_, character) => character,
                Out::Nothing => return,
                Out::Bad => {
                    nats += 14.0;
                    before = Token::START;
                    return;
                }
            };
            let token = Token::of(character);
            if is_repertoire(character) {
                for (sum, repertoire) in repertoires.iter_mut().zip(&models.repertoires) {
                    *sum += repertoire.cost(models, before, token).min(RARE);
                }
            } else {
                nats += match (character, class(character)) {
                    ('\0', _) => 12.0,
                    (' '..='~' | '\n' | '\r' | '\t', _) => 2.5,
                    (_, Some(crate::model::BAD)) => 14.0,
                    (_, Some(_)) if near(character, block) => 5.0,
                    (_, Some(_)) => 6.5,
                    (_, None) => {
                        let this = group(character);
                        let near = near(character, block);
                        let cost = match this {
                            Group::Other | Group::Indic | Group::Eastern if near => 5.0,
                            Group::Other | Group::Indic | Group::Eastern => 12.0,
                            _ if this == script || near => 3.8,
                            Group::Latin | Group::Greek | Group::Cyrillic => 9.0,
                            _ => 10.0,
                        };
                        script = this;
                        cost
                    }
                };
                if !character.is_ascii() {
                    block = u32::from(character) >> 7;
                }
            }
            before = token;
        });
        nats + repertoires.into_iter().fold(f32::INFINITY, f32::min)
    }
}
