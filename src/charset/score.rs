//! How probable the bytes are in each encoding: pieces of the bytes in, nats per
//! candidate out. A decoding error is a cost, never an elimination.

use std::ops::Range;

use super::candidates::{Candidate, LANGUAGE_PRIORS};
use crate::{
    encoding::step::{Out, Stepper, Task},
    model::{self, Glyph, Kind, Models, Token},
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

/// Nats for a letter of another script right beside an ASCII letter.
const MIXED: f32 = 4.5;
/// The same for a character of a repertoire: `iPhone 手机` is written without the
/// space too.
const MIXED_EASTERN: f32 = 1.5;
/// Nats for a letter of another script that is a word of its own, by how many of
/// the words beside it are in ASCII: Italian has `è`, Russian has `в` among words of
/// its own.
const ALONE: [f32; 3] = [1.0, 3.5, 6.0];
/// Nats a character of a repertoire costs at the most: lists of rare characters are
/// text too.
const RARE: f32 = 12.0;
/// Nats for a character of a repertoire that stands alone in ASCII.
const ALONE_EASTERN: f32 = 6.5;
/// Nats more for each error where errors are as many as characters beyond ASCII.
const MOSTLY_ERRORS: f32 = 6.0;
/// Nats for a script with an alphabet where all there is are four to eight bytes
/// without ASCII: names and words of that length are mostly Chinese.
const TINY: f32 = 2.0;
/// Nats for a sign within a word that is no apostrophe, hyphen or point.
const INSIDE: f32 = 3.0;

/// What the ASCII text around says of the languages of the Latin script counts
/// this much, and no more nats than that.
const CONTEXT_WEIGHT: f32 = 0.5;
const CONTEXT_LIMIT: f32 = 14.0;

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
const BREAK: Glyph = Glyph::MAX;

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
fn case(before: Glyph, glyph: Glyph) -> f32 {
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

/// Nats of the glyphs in a language with an alphabet, infinite if they are more
/// than `bound`. Pairs within ASCII are the same for all and cost nothing.
fn alphabet_nats(models: &Models, index: usize, glyphs: &[Glyph], bound: f32) -> f32 {
    let alphabet = &models.alphabets[index];
    let mut nats = 0.0;
    let mut before = 0;
    let mut before_ascii = true;
    for glyphs in glyphs.chunks(16) {
        let mut steps = 0;
        for glyph in glyphs {
            if *glyph == BREAK {
                (before, before_ascii) = (0, true);
                continue;
            }
            let local = alphabet.local(*glyph);
            let ascii = glyph & model::ASCII != 0;
            if !(ascii && before_ascii) {
                steps += alphabet.cost(before, local);
                nats += WITHIN[local];
            }
            (before, before_ascii) = (local, ascii);
        }
        nats += steps as f32 / model::STEPS;
        if nats > bound {
            return f32::INFINITY;
        }
    }
    nats
}

/// [`model::WITHIN`], and nothing for letters.
const WITHIN: [f32; 256] = {
    let mut within = [0.0; 256];
    let mut class = 0;
    while class < model::CLASSES {
        within[class] = model::WITHIN[class];
        class += 1;
    }
    within
};

/// What letters of a script beside ASCII letters, and alone, cost: the same for all
/// languages of the script.
#[derive(Default)]
struct Beside {
    known: Option<(model::Group, f32)>,
}

impl Beside {
    fn nats(&mut self, models: &Models, group: model::Group, glyphs: &[Glyph]) -> f32 {
        if group == model::Group::Latin {
            return 0.0;
        }
        match self.known {
            Some((known, nats)) if known == group => nats,
            _ => {
                let nats = beside_nats(models, group, glyphs);
                self.known = Some((group, nats));
                nats
            }
        }
    }
}

fn beside_nats(models: &Models, group: model::Group, glyphs: &[Glyph]) -> f32 {
    let mut nats = 0.0;
    let mut before_latin = false;
    // Letters of the script since the last that is none.
    let mut word = 0;
    let mut alone = Alone::default();
    for glyph in glyphs {
        if *glyph == BREAK {
            nats += alone.end();
            before_latin = false;
            word = 0;
            continue;
        }
        let kind = models.kind(*glyph);
        let latin = kind == Kind::Ascii;
        let letter = kind == Kind::Letter(group);
        if latin && glyph & model::ASCII != 0 {
            nats += alone.word(true);
        }
        if (letter && before_latin) || (word > 0 && latin) {
            nats += MIXED;
        } else if word == 1 && !letter {
            alone.single();
        }
        if letter && word == 1 {
            nats += alone.word(false);
        }
        word = if letter { word + 1 } else { 0 };
        before_latin = latin;
    }
    nats + alone.end()
}

/// Watches for words of one letter of a script that is not Latin.
#[derive(Default)]
struct Alone {
    /// Whether the last word was Latin.
    latin: bool,
    /// A word of one letter waits for the word after it.
    waiting: bool,
}

impl Alone {
    /// A word of one letter has ended.
    fn single(&mut self) {
        self.waiting = true;
    }

    /// A word of Latin or of longer foreign letters comes; gives the nats for the
    /// one before it.
    fn word(&mut self, latin: bool) -> f32 {
        let nats = if self.waiting {
            ALONE[usize::from(self.latin) + usize::from(latin)]
        } else {
            0.0
        };
        self.waiting = false;
        self.latin = latin;
        nats
    }

    /// The text ends.
    fn end(&mut self) -> f32 {
        let nats = if self.waiting {
            ALONE[usize::from(self.latin)]
        } else {
            0.0
        };
        *self = Self::default();
        nats
    }
}

/// Nats of the tokens in a language with a repertoire, infinite if they are more
/// than `bound`.
fn repertoire_nats(models: &Models, index: usize, tokens: &[Token], bound: f32) -> f32 {
    let repertoire = &models.repertoires[index];
    let latin = |token: Token| token.class == Some(model::LATIN as u8);
    let mut nats = 0.0;
    let mut run = 0;
    for pair in tokens.windows(2) {
        let [before, after] = pair else { continue };
        if nats > bound {
            return f32::INFINITY;
        }
        if *after == Token::START || (before.ascii() && after.ascii()) {
            run = 0;
            continue;
        }
        nats += repertoire.cost(models, *before, *after).min(RARE);
        if let Some(class) = after.class {
            nats += model::WITHIN[usize::from(class)];
        }
        match (before.class, after.class) {
            (None, Some(_)) => {
                if latin(*after) {
                    nats += MIXED_EASTERN;
                }
                if run == 1 && after.ascii() {
                    nats += ALONE_EASTERN;
                }
                run = 0;
            }
            (Some(_), None) => {
                if latin(*before) {
                    nats += MIXED_EASTERN;
                }
                // `5月` is no character alone.
                let alone = before.ascii() && before.class != Some(model::DIGIT as u8);
                run = if alone { 1 } else { 2 };
            }
            _ => run += 1,
        }
    }
    nats
}

/// Nats that a character costs after another in one model, ASCII after ASCII
/// nothing.
pub(super) fn nats_between(model: Best, before: char, after: char) -> f32 {
    if before.is_ascii() && after.is_ascii() {
        return 0.0;
    }
    let models = Models::get();
    match model {
        Best::Alphabet(index) => {
            let alphabet = &models.alphabets[index];
            let (before, after) = (models.glyph(before), models.glyph(after));
            let local = alphabet.local(after);
            let within = model::WITHIN.get(local).copied().unwrap_or(0.0);
            let steps = alphabet.cost(alphabet.local(before), local);
            steps as f32 / model::STEPS + within + case(before, after)
        }
        Best::Repertoire(index) => {
            let (before, after) = (Token::of(before), Token::of(after));
            let class = after.class.map(usize::from);
            let within = class.map_or(0.0, |class| model::WITHIN[class]);
            models.repertoires[index].cost(models, before, after) + within
        }
    }
}

/// What the ASCII text around says of each language with an alphabet: 0 for the
/// most fitting language of the Latin script and for all other scripts.
pub(super) fn context(bytes: &[u8], pieces: &[Range<usize>]) -> Vec<f32> {
    let models = Models::get();
    // The pairs, each with how often it is there.
    let mut counts = [0u16; 1 << 14];
    let mut pairs: Vec<(u8, u8)> = Vec::new();
    let mut left = CONTEXT_PAIRS;
    for piece in pieces {
        let source = &bytes[piece.clone()];
        for pair in source.windows(2) {
            if let [before @ ..0x80, after @ ..0x80] = pair
                && (before.is_ascii_alphabetic() || after.is_ascii_alphabetic())
                && left > 0
            {
                left -= 1;
                let count = &mut counts[usize::from(*before) << 7 | usize::from(*after)];
                if *count == 0 {
                    pairs.push((*before, *after));
                }
                *count += 1;
            }
        }
    }
    let pairs: Vec<(Glyph, Glyph, u32)> = pairs
        .into_iter()
        .map(|(before, after)| {
            let glyph = |byte: u8| models.glyph(char::from(byte));
            let count = counts[usize::from(before) << 7 | usize::from(after)];
            (glyph(before), glyph(after), u32::from(count))
        })
        .collect();
    let latin = |alphabet: &model::Alphabet| alphabet.group == model::Group::Latin;
    let mut context: Vec<f32> = models
        .alphabets
        .iter()
        .map(|alphabet| {
            if !latin(alphabet) {
                return 0.0;
            }
            let steps: u32 = pairs
                .iter()
                .map(|(before, after, count)| {
                    count * alphabet.cost(alphabet.local(*before), alphabet.local(*after))
                })
                .sum();
            steps as f32 / model::STEPS
        })
        .collect();
    let best = context
        .iter()
        .zip(&models.alphabets)
        .filter(|(_, alphabet)| latin(alphabet))
        .map(|(nats, _)| *nats)
        .fold(f32::INFINITY, f32::min);
    for (nats, alphabet) in context.iter_mut().zip(&models.alphabets) {
        if latin(alphabet) {
            *nats = ((*nats - best) * CONTEXT_WEIGHT).min(CONTEXT_LIMIT);
        }
    }
    context
}

/// Pairs of ASCII characters looked at.
const CONTEXT_PAIRS: usize = 600;
