//! Which text runs may be in another encoding than the rest: the bytes and how the
//! rest is read in, the runs that look poor in it out. Characters are weighed one
//! by one, so that all of a long text can be looked at.

use std::ops::Range;

use super::is_border;
use crate::{
    ascii::ascii_prefix,
    charset::score::{Best, ERROR},
    encoding::step::{Out, Stepper, Task},
    model::{self, Glyph, Models, Token},
};

/// Bytes of a run that are weighed, from its first beyond ASCII on.
const HEAD: usize = 256;
/// Nats that text costs at the most, by its units: see [`Weight::add`]; and so many more.
const POOR_ALPHABET: f32 = 3.2;
const POOR_REPERTOIRE: f32 = 7.6;
const MARGIN: f32 = 8.0;
/// Nats a character of a repertoire costs at the most.
const RARE: f32 = 12.0;
/// Nats for an upper-case letter after one of lower case.
const UPPER_AFTER_LOWER: f32 = 5.5;

/// Finds the poor runs, in order.
pub(super) struct Quick<'b> {
    pub(super) bytes: &'b [u8],
    /// The model of the rest.
    pub(super) model: Best,
}

impl Task for Quick<'_> {
    type Output = Vec<Range<usize>>;

    fn run<S: Stepper>(self, stepper: &S) -> Self::Output {
        match self.model {
            Best::Alphabet(index) => self.look(stepper, Letters::new(index)),
            Best::Repertoire(index) => self.look(stepper, Characters(index)),
        }
    }
}

impl Quick<'_> {
    fn look<S: Stepper, C: Cost>(&self, stepper: &S, mut cost: C) -> Vec<Range<usize>> {
        let bytes = self.bytes;
        let mut poor = Vec::new();
        let mut at = 0;
        let mut start = 0;
        while at < bytes.len() {
            // ASCII before a run's first byte beyond it.
            let ascii = ascii_prefix(&bytes[at..]);
            let before = &bytes[at..at + ascii];
            if let Some(border) = before.iter().rposition(|byte| is_border(*byte)) {
                start = at + border + 1;
            }
            at += ascii;
            if at >= bytes.len() {
                break;
            }
            let head = bytes.len().min(at + HEAD);
            let mut weight = Weight::default();
            cost.begin();
            let mut state = 0;
            let mut ended = false;
            while at < head {
                let byte = bytes[at];
                if byte.is_ascii() && is_border(byte) {
                    ended = true;
                    break;
                }
                let step = stepper.step(&mut state, &bytes[at..]);
                let character = match step.out {
                    Out::One(character) | Out::Two(_, character) => Some(character),
                    Out::Bad => None,
                    Out::Nothing => {
                        at += step.read.max(1);
                        continue;
                    }
                };
                at += step.read.max(1);
                cost.add(character, &mut weight);
            }
            let end = if ended {
                at
            } else {
                let rest = bytes.get(at..).unwrap_or_default();
                let length = rest.iter().position(|byte| is_border(*byte));
                length.map_or(bytes.len(), |length| at + length)
            };
            if weight.nats > C::POOR * weight.units + MARGIN {
                poor.push(start..end);
            }
            at = end;
            start = end;
        }
        poor
    }
}

/// What a run costs.
#[derive(Default)]
struct Weight {
    nats: f32,
    /// Characters or pairs beyond ASCII.
    units: f32,
}

impl Weight {
    #[inline]
    fn add(&mut self, nats: f32) {
        self.nats += nats;
        self.units += 1.0;
    }
}

/// What characters cost.
trait Cost {
    /// Nats of a unit from which on text is poor.
    const POOR: f32;

    /// A run begins.
    fn begin(&mut self);

    /// A character, or none where bytes mean nothing.
    fn add(&mut self, character: Option<char>, weight: &mut Weight);
}

/// Pairs of letters of an alphabet, by its index.
struct Letters {
    index: usize,
    before: Glyph,
}

impl Letters {
    fn new(index: usize) -> Self {
        Self {
            index,
            before: model::ASCII,
        }
    }
}

impl Cost for Letters {
    const POOR: f32 = POOR_ALPHABET;

    fn begin(&mut self) {
        self.before = model::ASCII;
    }

    #[inline]
    fn add(&mut self, character: Option<char>, weight: &mut Weight) {
        let models = Models::get();
        let Some(character) = character else {
            self.before = model::ASCII;
            weight.add(ERROR);
            return;
        };
        let glyph = models.glyph(character);
        let before = std::mem::replace(&mut self.before, glyph);
        if before & glyph & model::ASCII != 0 {
            return;
        }
        let alphabet = &models.alphabets[self.index];
        let local = alphabet.local(glyph);
        let steps = alphabet.cost(alphabet.local(before), local);
        let within = model::WITHIN.get(local).copied().unwrap_or(0.0);
        let case = if before & model::LOWER != 0 && glyph & model::UPPER != 0 {
            UPPER_AFTER_LOWER
        } else {
            0.0
        };
        weight.add(steps as f32 / model::STEPS + within + case);
    }
}

/// Characters of a repertoire, by its index.
struct Characters(usize);

impl Cost for Characters {
    const POOR: f32 = POOR_REPERTOIRE;

    fn begin(&mut self) {}

    #[inline]
    fn add(&mut self, character: Option<char>, weight: &mut Weight) {
        let models = Models::get();
        match character {
            None => weight.add(ERROR),
            Some(character) if character.is_ascii() => {}
            Some(character) => {
                let token = Token::of(character);
                let class = token.class.map(usize::from);
                let within = class.map_or(0.0, |class| model::WITHIN[class]);
                let nats = models.repertoires[self.0].single(token) + within;
                weight.add(nats.min(RARE));
            }
        }
    }
}
