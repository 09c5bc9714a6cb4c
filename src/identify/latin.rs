//! The words of a text in a script of many languages in; candidates out.

use whatlang::{Detector, Lang};

use super::{
    alphabet,
    candidates::Candidates,
    model::{self, Cache},
    relatives,
    script::Class,
    tag::Tag,
    words::Words,
};

/// Under this the model is asked in vain, and English, which short texts of names
/// and products are most often in, is taken for likelier. Tuned on fragments of
/// English against single words of the other languages.
const UNSURE: f32 = 0.5;

/// How much likelier English becomes there, at most.
const ENGLISH: f32 = 4.0;

/// How much likelier it is in a text of up to four letters, which is rather a sign than a word.
const BRIEF: f32 = 4.0;

/// The class of no language counts this much less than it was shown in training:
/// single words and names look odd in every language.
const ODD: f32 = 0.15;

/// Fewer letters than this are not worth a second voice.
const PLAIN: usize = 24;

/// Below this, whatlang is right less than four times in five (measured over six
/// test sets, by bins of its confidence).
const BELIEVED: f64 = 0.3;

/// Room that is used anew for every text.
#[derive(Debug, Default)]
pub(super) struct Room {
    text: String,
    cache: Cache,
}

/// Judges the words.
pub(super) fn judge(words: &Words, class: Class, room: &mut Room) -> Candidates {
    let plain = class == Class::Latin && words.chars.iter().all(char::is_ascii);
    if class == Class::Latin && !plain && is_pinyin(&words.chars) {
        let mut candidates = Candidates::default();
        candidates.add(PINYIN, 0.9);
        candidates.rest = 0.1;
        return candidates;
    }
    let (mut candidates, belief) = model::judge(words, class, &mut room.cache).unwrap_or_default();
    if !plain {
        weigh_letters(&words.chars, class, &mut candidates);
    }
    candidates.scale(|language| if language == Tag::NONE { ODD } else { 1.0 });
    let Some((first, probability)) = candidates.first() else {
        return candidates;
    };
    if first == Tag::NONE {
        if let Some(language) = voice(words, &mut room.text) {
            let mut said = Candidates::default();
            said.add(language, VOICE);
            said.add(Tag::NONE, 1.0 - VOICE);
            return said;
        }
    } else if plain {
        let unsure = (1.0 - probability / UNSURE).clamp(0.0, 1.0);
        let brief = if words.letters <= 4 { BRIEF } else { 1.0 };
        let raise = brief * (1.0 + (ENGLISH - 1.0) * unsure * 2.0);
        if raise > 1.0 {
            candidates.raise(Tag::EN, raise);
        }
    }
    relatives::weigh(&words.chars, &mut candidates);
    // However odd a text looks: names look odd in every language, and so do single words.
    let short = 1.0 - (words.letters as f32 / LONG).min(1.0);
    if plain && words.letters < SIGN.len() && candidates.first().is_some_and(|row| row.0 != Tag::EN)
    {
        candidates.doubt(SIGN[words.letters]);
    }
    candidates.doubt(belief.max(LEAST_BELIEF + (1.0 - LEAST_BELIEF) * short));
    candidates
}

/// How far to believe that a text of so many letters without marks is a word of another
/// language than English rather than a size, a unit or a name.
const SIGN: [f32; 4] = [0.0, 0.4, 0.4, 0.6];

/// The least that is believed of a text of [`LONG`] letters.
const LEAST_BELIEF: f32 = 0.3;
const LONG: f32 = 24.0;

/// What a letter costs a language that is not written with it: a factor of e to this,
/// for up to [`FOREIGN`] of them. Names bring foreign letters into Latin text, hardly
/// into Cyrillic or Arabic.
const LATIN_LETTER: f32 = 1.5;
const OTHER_LETTER: f32 = 3.0;
const FOREIGN: usize = 4;

/// A text that lacks its language's own letters this improbably is looked at again.
const MISSED: f32 = 0.3;

/// Whether every letter belongs to the language, and its own letters are not missing.
pub(super) fn is_written(chars: &[char], language: Tag) -> bool {
    chars.iter().all(|letter| alphabet::has(language, *letter))
        && alphabet::misplaced(language, chars) == 0
        && alphabet::absence(language, chars) > MISSED
}

/// Makes the languages less likely that are not written with these letters.
fn weigh_letters(chars: &[char], class: Class, candidates: &mut Candidates) {
    let cost = if class == Class::Latin {
        LATIN_LETTER
    } else {
        OTHER_LETTER
    };
    let counted = count_letters(chars);
    candidates.scale(|language| {
        let foreign = alphabet::foreign(language, &counted) + alphabet::misplaced(language, chars);
        let foreign = foreign.min(FOREIGN);
        (-cost * foreign as f32).exp() * alphabet::absence(language, chars)
    });
}

/// The letters beyond ASCII and how often each stands there.
fn count_letters(chars: &[char]) -> Vec<(char, usize)> {
    let mut counted: Vec<(char, usize)> = Vec::new();
    for letter in chars.iter().filter(|letter| !letter.is_ascii()) {
        match counted.iter_mut().find(|(seen, _)| seen == letter) {
            Some((_, count)) => *count += 1,
            None => counted.push((*letter, 1)),
        }
    }
    counted
}

/// How sure whatlang makes where the model knows no answer.
const VOICE: f32 = 0.6;

/// The languages that are asked of it.
const TURKMEN: Tag = Tag::known("tk");
const AKAN: Tag = Tag::known("ak");

/// What whatlang says, if it is a language that the model lacks.
fn voice(words: &Words, text: &mut String) -> Option<Tag> {
    if words.letters < PLAIN || words.count < 4 {
        return None;
    }
    text.clear();
    text.extend(&words.chars);
    let info = Detector::new().detect(text)?;
    if info.confidence() < BELIEVED {
        return None;
    }
    match info.lang() {
        // Turkish is taken for it too, but has not these letters.
        Lang::Tuk
            if words
                .chars
                .iter()
                .any(|letter| matches!(letter, 'ň' | 'ý' | 'ž'))
                && !words.chars.iter().any(|letter| matches!(letter, 'þ' | 'ð')) =>
        {
            Some(TURKMEN)
        }
        Lang::Aka => Some(AKAN),
        _ => None,
    }
}

/// Chinese in Latin letters.
const PINYIN: Tag = Tag::known("zh-Latn");

/// Whether vowels carry the third tone of pinyin, whose sign hardly another
/// orthography puts on vowels.
fn is_pinyin(chars: &[char]) -> bool {
    let third = |character: &&char| matches!(character, 'ǎ' | 'ǐ' | 'ǒ' | 'ǔ' | 'ǚ');
    let toned = |character: &&char| {
        matches!(
            character,
            'ā' | 'á'
                | 'ǎ'
                | 'à'
                | 'ē'
                | 'é'
                | 'ě'
                | 'è'
                | 'ī'
                | 'í'
                | 'ǐ'
                | 'ì'
                | 'ō'
                | 'ó'
                | 'ǒ'
                | 'ò'
                | 'ū'
                | 'ú'
                | 'ǔ'
                | 'ù'
                | 'ǖ'
                | 'ǘ'
                | 'ǚ'
                | 'ǜ'
        )
    };
    chars.iter().any(|character| third(&character))
        && chars.iter().filter(toned).count() * 8 >= chars.len()
}
