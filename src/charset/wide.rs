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

/// Nats a unit of UTF-16 may cost. Chinese without ASCII is at 6 to 7.5, other
/// text below; legacy text read as UTF-16 is above 10.
const NATS: f32 = 8.8;
/// The same for fewer than [`FEW`] units.
const NATS_OF_FEW: f32 = 7.2;
/// Units below which chance is to be feared.
const FEW: usize = 12;

/// The wide encoding that bytes without a mark are in, if any.
pub(super) fn find(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !3];
    if let Some(encoding) = utf32(sample) {
        return Some(encoding);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !1];
    let units = sample.len() / 2;
    if units < 2 {
        return None;
    }
    let nul = sample.contains(&0);
    let text = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    if !nul && (units < 4 || sample.iter().all(text) || simdutf8::basic::from_utf8(sample).is_ok())
    {
        return None;
    }
    let limit = match units {
        0..FEW if nul => NATS - 2.0,
        0..FEW => NATS_OF_FEW,
        _ => NATS,
    };
    let nats = |encoding: Encoding| encoding.run(Plain(sample)) / units as f32;
    let (little, big) = (nats(Encoding::UTF_16LE), nats(Encoding::UTF_16BE));
    let (encoding, nats) = if little <= big {
        (Encoding::UTF_16LE, little)
    } else {
        (Encoding::UTF_16BE, big)
    };
    (nats < limit).then_some(encoding)
}

/// UTF-32 has hardly a value that chance would give: 17 planes of 65,536.
fn utf32(sample: &[u8]) -> Option<Encoding> {
    let (units, _) = sample.as_chunks::<4>();
    let fitting = |value: fn([u8; 4]) -> u32| {
        let fits = |unit: &&[u8; 4]| {
            char::from_u32(value(**unit)).is_some_and(|character| character != '\0')
        };
        !units.is_empty() && units.iter().filter(fits).count() * 20 >= units.len() * 19
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
        let (mut at, mut state) = (0, 0);
        let mut before = Token::START;
        let mut block = 0;
        let mut script = Group::Other;
        while at < self.0.len() {
            let step = stepper.step(&mut state, &self.0[at..]);
            at += step.read.max(1);
            let character = match step.out {
                Out::One(character) | Out::Two(_, character) => character,
                Out::Nothing => continue,
                Out::Bad => {
                    nats += 14.0;
                    before = Token::START;
                    continue;
                }
            };
            let token = Token::of(character);
            if is_repertoire(character) {
                for (sum, repertoire) in repertoires.iter_mut().zip(&models.repertoires) {
                    *sum += repertoire.cost(models, before, token);
                }
            } else {
                nats += match (character, class(character)) {
                    ('\0', _) => 12.0,
                    (' '..='~' | '\n' | '\r' | '\t', _) => 2.5,
                    (_, Some(crate::model::BAD)) => 14.0,
                    (_, Some(_)) => 6.5,
                    (_, None) => {
                        let this = group(character);
                        let near = u32::from(character) >> 7 == block;
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
        }
        nats + repertoires.into_iter().fold(f32::INFINITY, f32::min)
    }
}
