//! How probable a text is: text in, its best model and the nats out.

use super::{Group, Models, Token, WITHIN};

/// How probable a text is under the model that explains it best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// BCP 47 tag of that model; `und` for a text without characters.
    pub language: &'static str,
    /// Nats the whole text costs under it, ASCII included.
    pub nats: f32,
    /// The same for each character on average.
    pub per_character: f32,
}

/// Judges a text under every model; a few hundred characters are enough, and the
/// time grows with their number times that of the models (about 70).
///
/// Two readings of the same bytes are compared by `nats`, not `per_character`:
/// they may differ in the number of characters.
pub fn judge(text: &str) -> Judgement {
    let models = Models::get();
    let glyphs: Vec<_> = text
        .chars()
        .map(|character| models.glyph(character))
        .collect();
    let mut best = Judgement {
        language: "und",
        nats: f32::INFINITY,
        per_character: 0.0,
    };
    for alphabet in &models.alphabets {
        let mut nats = 0.0;
        let mut before = 0;
        for glyph in &glyphs {
            let local = alphabet.local(*glyph);
            nats += alphabet.cost(before, local) as f32 / super::STEPS;
            nats += WITHIN.get(local).copied().unwrap_or(0.0);
            // A letter of another script beside an ASCII letter.
            let letters = [before, local].map(|local| local >= WITHIN.len());
            if alphabet.group != Group::Latin && letters[0] != letters[1] {
                let other = if letters[0] { local } else { before };
                nats += if other == super::LATIN { MIXED } else { 0.0 };
            }
            before = local;
        }
        if nats < best.nats {
            best.nats = nats;
            best.language = alphabet.name;
        }
    }
    let tokens: Vec<Token> = text.chars().map(Token::of).collect();
    for repertoire in &models.repertoires {
        let mut nats = 0.0;
        let mut before = Token::START;
        for token in &tokens {
            nats += match (token.class, before.ascii() && token.ascii()) {
                (_, true) => ASCII_NATS,
                (Some(class), _) => {
                    repertoire.cost(models, before, *token) + WITHIN[usize::from(class)]
                }
                (None, _) => repertoire.cost(models, before, *token),
            };
            before = *token;
        }
        if nats < best.nats {
            best.nats = nats;
            best.language = repertoire.name;
        }
    }
    if glyphs.is_empty() {
        return Judgement {
            language: "und",
            nats: 0.0,
            per_character: 0.0,
        };
    }
    best.per_character = best.nats / glyphs.len() as f32;
    best
}

/// Nats for a letter of another script right beside an ASCII letter.
const MIXED: f32 = 4.5;
/// Nats for ASCII after ASCII in a text of another script.
const ASCII_NATS: f32 = 2.7;
