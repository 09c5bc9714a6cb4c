//! What decoded text costs in each language: glyphs and tokens in, nats out.

use std::ops::Range;

use super::score::{BREAK, Best, case};
use crate::model::{self, Glyph, Kind, Models, Token};

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
/// What the ASCII text around says of the languages of the Latin script counts
/// this much, and no more nats than that.
const CONTEXT_WEIGHT: f32 = 0.5;
const CONTEXT_LIMIT: f32 = 14.0;

/// Nats of the glyphs in a language with an alphabet, infinite if they are more
/// than `bound`. Pairs within ASCII are the same for all and cost nothing.
pub(super) fn alphabet_nats(models: &Models, index: usize, glyphs: &[Glyph], bound: f32) -> f32 {
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
pub(super) struct Beside {
    known: Option<(model::Group, f32)>,
}

impl Beside {
    pub(super) fn nats(&mut self, models: &Models, group: model::Group, glyphs: &[Glyph]) -> f32 {
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
pub(super) fn repertoire_nats(models: &Models, index: usize, tokens: &[Token], bound: f32) -> f32 {
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
