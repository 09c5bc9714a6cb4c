//! How probable the bytes are in each encoding: pieces of the bytes in, nats per
//! candidate out. A decoding error is a cost, never an elimination.

use std::ops::Range;

use super::{
    candidates::{Candidate, LANGUAGE_PRIORS},
    nats::{Beside, alphabet_nats, repertoire_nats},
};
use crate::{
    encoding::step::{Out, Stepper, Task},
    model::{self, Glyph, Models, Token},
};

/// Nats an undecodable stretch costs. Less than the two or three wrong
/// characters that a wrong encoding makes of the same bytes.
pub(super) const ERROR: f32 = 13.0;
/// Nats an undecodable stretch costs at the very end, where texts are cut.
const ERROR_AT_END: f32 = 3.0;

/// Nats for an upper-case letter after a letter of lower case, for one after
/// another, for one at the beginning of a word, and for the rest.
const UPPER_AFTER_LOWER: f32 = 5.5;
const UPPER_AFTER_UPPER: f32 = 1.4;
/// The same from the third in a row on: a heading.
const UPPER_STILL: f32 = 0.5;
const UPPER_FIRST: f32 = 1.6;
const LOWER_CASE: f32 = 0.2;
/// A symbol that repeats the one before (lines, boxes) costs this and no more.
const REPEATED: f32 = 0.5;

/// Nats more for each error where errors are as many as characters beyond ASCII.
const MOSTLY_ERRORS: f32 = 6.0;
/// Nats for a script with an alphabet where all there is are four to eight bytes
/// without ASCII: names and words of that length are mostly Chinese.
const TINY: f32 = 2.0;
/// Nats for a sign within a word that is no apostrophe, hyphen or point.
const INSIDE: f32 = 3.0;

/// A model by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Best {
    Alphabet(usize),
    Repertoire(usize),
}

/// Scores one candidate over pieces of `bytes`; infinite if it costs more than
/// `bound`. Only its alphabets in `alphabets` are tried.
pub(super) fn score(
    bytes: &[u8],
    pieces: &[Range<usize>],
    candidate: &Candidate,
    alphabets: Alphabets,
    context: &[f32],
    bound: f32,
    scratch: &mut Scratch,
) -> Scored {
    let nothing = Scored {
        nats: f32::INFINITY,
        model: Best::Alphabet(0),
        alphabets,
    };
    scratch.clear();
    let shared = candidate.encoding.run(Read {
        bytes,
        pieces,
        scratch,
        tokens: !candidate.repertoires.is_empty(),
        glyphs: !candidate.alphabets.is_empty(),
        bound: bound - candidate.prior,
    });
    if shared > bound - candidate.prior {
        return nothing;
    }
    let models = Models::get();
    let mut best = (bound - shared - candidate.prior, None);
    let mut costs = Vec::new();
    let mut beside = Beside::default();
    for (place, index) in candidate.alphabets.iter().enumerate() {
        if alphabets & (1 << place) == 0 {
            continue;
        }
        let sure = scratch.case
            + context[*index]
            + LANGUAGE_PRIORS[*index]
            + beside.nats(models, models.alphabets[*index].group, &scratch.glyphs);
        let bound = best.0 + NEAR_ALPHABET - sure;
        let nats = sure + alphabet_nats(models, *index, &scratch.glyphs, bound);
        if nats < best.0 {
            best = (nats, Some(Best::Alphabet(*index)));
        }
        costs.push((place, nats));
    }
    let near = costs
        .iter()
        .filter(|(_, nats)| *nats <= best.0 + NEAR_ALPHABET)
        .fold(0, |near, (place, _)| near | 1 << place);
    for (index, cost) in &candidate.repertoires {
        let nats = cost + repertoire_nats(models, *index, &scratch.tokens, best.0 - cost);
        if nats < best.0 {
            best = (nats, Some(Best::Repertoire(*index)));
        }
    }
    let (Some(model), mut nats) = (best.1, best.0) else {
        return nothing;
    };
    if candidate.repertoires.is_empty() && is_tiny(bytes) {
        nats += TINY;
    }
    Scored {
        nats: nats + shared + candidate.prior,
        model,
        alphabets: near,
    }
}

/// What a candidate costs.
pub(super) struct Scored {
    pub(super) nats: f32,
    /// The model that it costs least in.
    pub(super) model: Best,
    /// Its alphabets that are near to the best.
    pub(super) alphabets: Alphabets,
}

/// Some of a candidate's alphabets, a bit for each by its place in the row.
pub(super) type Alphabets = u128;
/// All of them.
pub(super) const ALL: Alphabets = Alphabets::MAX;

/// Nats behind the best from which an alphabet is tried no more on a longer sample.
const NEAR_ALPHABET: f32 = 16.0;

/// Whether the bytes are as short as a word, and none is ASCII.
fn is_tiny(bytes: &[u8]) -> bool {
    (4..=8).contains(&bytes.len()) && bytes.iter().all(|byte| !byte.is_ascii())
}

/// What decoding the pieces gave, kept to be used again.
#[derive(Default)]
pub(super) struct Scratch {
    glyphs: Vec<Glyph>,
    tokens: Vec<Token>,
    case: f32,
    /// ASCII glyphs in a row.
    ascii: usize,
    /// ASCII is not the same in all candidates and counts like the rest.
    pub(super) everything: bool,
}

impl Scratch {
    fn clear(&mut self) {
        self.glyphs.clear();
        self.tokens.clear();
        self.case = 0.0;
        self.ascii = 0;
    }

    /// Adds a glyph. Of ASCII in a row only the ends are kept, and a letter between.
    fn push(&mut self, glyph: Glyph) {
        let ascii = glyph != BREAK && glyph & model::ASCII != 0;
        self.ascii = if ascii { self.ascii + 1 } else { 0 };
        if let [.., between, last] = self.glyphs.as_mut_slice()
            && self.ascii > 3
        {
            if is_letter(*last) {
                *between = *last;
            }
            *last = glyph;
        } else {
            self.glyphs.push(glyph);
        }
    }
}

/// A mark between pieces.
pub(super) const BREAK: Glyph = Glyph::MAX;

/// Decodes pieces into glyphs or tokens; gives the nats that are the same for
/// every language.
struct Read<'r> {
    bytes: &'r [u8],
    pieces: &'r [Range<usize>],
    scratch: &'r mut Scratch,
    tokens: bool,
    glyphs: bool,
    /// Nats from which on the rest is not read.
    bound: f32,
}

impl Task for Read<'_> {
    type Output = f32;

    fn run<S: Stepper>(self, stepper: &S) -> f32 {
        let models = Models::get();
        let mut shared = 0.0;
        let (mut good, mut bad, mut cut) = (0usize, 0usize, 0usize);
        for piece in self.pieces {
            let source = &self.bytes[piece.clone()];
            let mut at = 0;
            let mut state = 0;
            let mut before = '\n';
            let (mut again, mut last) = (BREAK, BREAK);
            if self.glyphs {
                self.scratch.push(BREAK);
            }
            if self.tokens {
                self.scratch.tokens.push(Token::START);
            }
            while at < source.len() {
                let step = stepper.step(&mut state, &source[at..]);
                at += step.read.max(1);
                let character = match step.out {
                    Out::Nothing => continue,
                    Out::One(character) | Out::Two(_, character) => character,
                    Out::Bad => {
                        if at >= source.len() {
                            cut += 1;
                        } else {
                            bad += 1;
                        }
                        if shared + bad as f32 * ERROR > self.bound {
                            return f32::INFINITY;
                        }
                        before = '\n';
                        if self.glyphs {
                            self.scratch.push(BREAK);
                            (again, last) = (last, BREAK);
                        }
                        if self.tokens {
                            self.scratch.tokens.push(Token::START);
                        }
                        continue;
                    }
                };
                good += usize::from(!character.is_ascii());
                if !character.is_ascii() {
                    shared += models.peculiar(character);
                } else if self.scratch.everything {
                    shared += model::peculiar_ascii(before, character);
                }
                if self.glyphs {
                    let mut glyph = models.glyph(character);
                    if self.scratch.everything {
                        glyph &= !model::ASCII;
                    }
                    if character == before && !character.is_alphanumeric() {
                        // Repeated signs are lines and boxes.
                        if !character.is_ascii() {
                            shared += REPEATED;
                        }
                        continue;
                    }
                    if is_quote(before) && is_letter(again) && is_letter(glyph) {
                        shared += INSIDE;
                    }
                    self.scratch.case +=
                        if again != BREAK && again & last & glyph & model::UPPER != 0 {
                            UPPER_STILL
                        } else {
                            case(models.glyph(before), glyph)
                        };
                    self.scratch.push(glyph);
                    (again, last) = (last, glyph);
                }
                if self.tokens {
                    self.scratch.tokens.push(Token::of(character));
                }
                before = character;
            }
            if shared + bad as f32 * ERROR > self.bound {
                return f32::INFINITY;
            }
        }
        if good < 3 * cut {
            (bad, cut) = (bad + cut, 0);
        }
        if good < 2 * bad {
            shared += MOSTLY_ERRORS * bad as f32;
        }
        shared + bad as f32 * ERROR + cut as f32 * ERROR_AT_END
    }
}

/// A sign that stands at an edge of a word.
fn is_quote(character: char) -> bool {
    matches!(
        character,
        '“' | '”'
            | '„'
            | '‚'
            | '‘'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '•'
            | '©'
            | '®'
            | '™'
            | '¿'
            | '¡'
    )
}

/// Whether a glyph is a letter with case.
fn is_letter(glyph: Glyph) -> bool {
    glyph != BREAK && glyph & (model::UPPER | model::LOWER) != 0
}

/// Nats for the case of a letter after another.
pub(super) fn case(before: Glyph, glyph: Glyph) -> f32 {
    if before & glyph & model::ASCII != 0 {
        return 0.0;
    }
    match (before & (model::UPPER | model::LOWER), glyph) {
        (model::LOWER, glyph) if glyph & model::UPPER != 0 => UPPER_AFTER_LOWER,
        (model::UPPER, glyph) if glyph & model::UPPER != 0 => UPPER_AFTER_UPPER,
        (_, glyph) if glyph & model::UPPER != 0 => UPPER_FIRST,
        (_, glyph) if glyph & model::LOWER != 0 => LOWER_CASE,
        _ => 0.0,
    }
}
