//! How probable a text is, as written by people: text in, nats out.

use std::{cell::Cell, iter};

use crate::{
    model::{self, Alphabet, Glyph, Group, Models, Token},
    repair::scan,
};

/// The model of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    Alphabet(usize),
    Repertoire(usize),
}

/// Nats for a character that is lost. More than a rare character costs, less than
/// two wrong ones.
pub(super) const LOST: f32 = 9.0;
/// A symbol that repeats the one before (lines, boxes) costs this and no more.
const REPEATED: f32 = 0.5;
/// Nats for an upper-case letter after one of lower case, after another, and at the
/// beginning of a word.
const UPPER_AFTER_LOWER: f32 = 5.5;
const UPPER_AFTER_UPPER: f32 = 1.4;
const UPPER_FIRST: f32 = 1.6;
/// Nats for a letter of another script right beside an ASCII letter.
const MIXED: f32 = 4.5;
/// The same for a character of a repertoire, which is often written without space.
const MIXED_EASTERN: f32 = 1.5;

impl Voice {
    /// Nats that a character costs after another. ASCII after ASCII is the same in
    /// all readings of a text and costs nothing.
    pub(super) fn nats(self, before: char, after: char) -> f32 {
        if before.is_ascii() && after.is_ascii() {
            return 0.0;
        }
        if after == '\u{FFFD}' {
            return LOST;
        }
        if before == after && !after.is_alphanumeric() {
            return REPEATED;
        }
        let before = if before == '\u{FFFD}' { ' ' } else { before };
        let models = Models::get();
        match self {
            Self::Alphabet(index) => {
                let alphabet = &models.alphabets[index];
                let [before, after] = [before, after].map(|character| {
                    let glyph = models.glyph(character);
                    (glyph, alphabet.local(glyph))
                });
                follows(alphabet, before, after)
            }
            Self::Repertoire(index) => {
                let tokens = [Token::of(before), Token::of(after)];
                let class = tokens[1].class.map(usize::from);
                let latin = |token: Token| token.class == Some(model::LATIN as u8);
                let mut nats = models.repertoires[index].cost(models, tokens[0], tokens[1]);
                nats += class.map_or(0.0, |class| model::WITHIN[class]);
                if (latin(tokens[0]) && tokens[1].class.is_none())
                    || (latin(tokens[1]) && tokens[0].class.is_none())
                {
                    nats += MIXED_EASTERN;
                }
                nats
            }
        }
    }

    /// Nats of a character between two others, either of which may be unknown: how it
    /// compares with others in its place. Of rare characters pairs tell nothing: the
    /// table of pairs now and then answers for one that it does not hold.
    pub(super) fn between(self, before: Option<char>, character: char, after: Option<char>) -> f32 {
        let known = |beside: Option<char>| beside.filter(|beside| *beside != '\u{FFFD}');
        let (before, after) = (known(before), known(after));
        let Self::Repertoire(index) = self else {
            return self.nats(before.unwrap_or(' '), character)
                + after.map_or(0.0, |after| self.nats(character, after));
        };
        let models = Models::get();
        let repertoire = &models.repertoires[index];
        let token = Token::of(character);
        let (alone, back_off) = repertoire.alone(token);
        let within = token
            .class
            .map_or(0.0, |class| model::WITHIN[usize::from(class)]);
        let rare = scan::is_rare(character);
        let left = match before.map(Token::of) {
            Some(before) if !rare => repertoire.cost(models, before, token),
            _ => alone,
        };
        let right = match after.map(Token::of) {
            Some(after) if !rare => {
                repertoire.cost(models, token, after) - repertoire.alone(after).0
            }
            Some(_) => back_off,
            None => 0.0,
        };
        left + within + right
    }

    /// Whether the table of pairs holds this one.
    pub(super) fn knows(self, before: char, after: char) -> bool {
        let Self::Repertoire(index) = self else {
            return false;
        };
        let models = Models::get();
        models.repertoires[index].knows(models, Token::of(before), Token::of(after))
    }

    /// The languages that a text of lost characters may be in, with how probable each
    /// is; of alphabets only this one.
    pub(super) fn rivals(self, text: &str) -> Vec<(Self, f32)> {
        if matches!(self, Self::Alphabet(_)) {
            return vec![(self, 1.0)];
        }
        let nats: Vec<(Self, f32)> = (0..Models::get().repertoires.len())
            .map(Self::Repertoire)
            .map(|voice| (voice, voice.text(text)))
            .collect();
        let least = nats
            .iter()
            .map(|(_, nats)| *nats)
            .fold(f32::INFINITY, f32::min);
        let chance = |nats: f32| (least - nats).exp();
        let all: f32 = nats.iter().map(|(_, nats)| chance(*nats)).sum();
        nats.iter()
            .map(|(voice, nats)| (*voice, chance(*nats) / all.max(1.0)))
            .filter(|(_, weight)| *weight > 0.001)
            .collect()
    }

    /// Nats of a whole text.
    pub(super) fn text(self, text: &str) -> f32 {
        self.text_below(text, 0.0, f32::INFINITY)
            .unwrap_or(f32::INFINITY)
    }

    /// Nats of a whole text and some more; none if they reach a limit.
    fn text_below(self, text: &str, more: f32, limit: f32) -> Option<f32> {
        if let Self::Alphabet(index) = self {
            return alphabetic(&Models::get().alphabets[index], text, more, limit);
        }
        let mut before = ' ';
        let mut nats = more;
        for character in text.chars() {
            if nats >= limit {
                return None;
            }
            nats += self.nats(before, character);
            before = character;
        }
        (nats < limit).then_some(nats)
    }
}

/// [`Voice::text_below`] in an alphabet: each character is looked up once, not as what
/// comes after the one and again as what comes before the next.
fn alphabetic(alphabet: &Alphabet, text: &str, more: f32, limit: f32) -> Option<f32> {
    let models = Models::get();
    let look = |character| {
        let glyph = models.glyph(character);
        (glyph, alphabet.local(glyph))
    };
    let space = look(' ');
    let mut before = ' ';
    let mut seen = space;
    let mut nats = more;
    for character in text.chars() {
        if character.is_ascii() && before.is_ascii() {
            before = character;
            continue;
        }
        if nats >= limit {
            return None;
        }
        if before.is_ascii() {
            seen = look(before);
        }
        let now = match character {
            '\u{FFFD}' => space,
            character => look(character),
        };
        nats += match character {
            '\u{FFFD}' => LOST,
            _ if character == before && !character.is_alphanumeric() => REPEATED,
            _ => follows(alphabet, seen, now),
        };
        (before, seen) = (character, now);
    }
    (nats < limit).then_some(nats)
}

/// Nats that a glyph of an alphabet costs after another, each with its number there.
#[inline]
fn follows(alphabet: &Alphabet, before: (Glyph, usize), after: (Glyph, usize)) -> f32 {
    let locals = [before.1, after.1];
    let mut nats =
        alphabet.cost(locals[0], locals[1]) as f32 / model::STEPS + case([before.0, after.0]);
    nats += model::WITHIN.get(locals[1]).copied().unwrap_or(0.0);
    if alphabet.group != Group::Latin {
        let letters = locals.map(|local| local >= model::CLASSES);
        if (letters[0] && locals[1] == model::LATIN) || (letters[1] && locals[0] == model::LATIN) {
            nats += MIXED;
        }
    }
    nats
}

/// Nats of a character beyond ASCII in a text, but for those that are lost.
pub(super) fn each(text: &str) -> f32 {
    let known: String = text
        .chars()
        .map(|character| match character {
            '\u{FFFD}' => ' ',
            character => character,
        })
        .collect();
    mixed(&known).1
}

/// Nats for the case of a letter after another.
fn case([before, after]: [Glyph; 2]) -> f32 {
    if before & after & model::ASCII != 0 {
        return 0.0;
    }
    match (
        before & (model::UPPER | model::LOWER),
        after & model::UPPER != 0,
    ) {
        (model::LOWER, true) => UPPER_AFTER_LOWER,
        (model::UPPER, true) => UPPER_AFTER_UPPER,
        (_, true) => UPPER_FIRST,
        _ => 0.0,
    }
}

/// The language that explains a text best, and its nats: of those in the scripts
/// that most of it is in.
pub(super) fn judge(text: &str) -> (Voice, f32) {
    let models = Models::get();
    let mut counts = [0usize; Group::COUNT];
    for character in text.chars().filter(|character| !character.is_ascii()) {
        counts[model::group(character) as usize] += 1;
    }
    counts[Group::Other as usize] = 0;
    let all: usize = counts.iter().sum();
    let share = |group: Group| counts[group as usize] * 4 >= all.max(1);
    let most = |group: Group| counts[group as usize] * 3 >= all.max(1) * 2;
    let other = (1..Group::COUNT).find(|index| counts[*index] * 3 >= all.max(1) * 2);
    let alphabets = (0..models.alphabets.len())
        .filter(|index| {
            let group = models.alphabets[*index].group;
            match other {
                Some(other) => group as usize == other,
                None => group == Group::Latin || share(group),
            }
        })
        .map(Voice::Alphabet);
    let repertoires = (0..models.repertoires.len())
        .filter(|_| most(Group::Eastern) || (other.is_none() && share(Group::Eastern)))
        .map(Voice::Repertoire);
    best(text, alphabets.chain(repertoires)).unwrap_or((Voice::Alphabet(0), 0.0))
}

/// Whether one language alone explains a text with fewer nats than `each` for every
/// character beyond ASCII. If so, [`mixed`] finds no more: it may stay in the language
/// that explains the text best all along.
pub(super) fn is_plainly(text: &str, each: f32) -> bool {
    let models = Models::get();
    let mut counts = [0usize; Group::COUNT];
    let mut beyond = 0;
    for character in text.chars().filter(|character| !character.is_ascii()) {
        counts[model::group(character) as usize] += 1;
        beyond += 1;
    }
    let limit = each * beyond as f32;
    let Some((most, _)) = (1..Group::COUNT)
        .map(|index| (index, counts[index]))
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count > 0)
    else {
        return false;
    };
    let others: usize = counts
        .iter()
        .enumerate()
        .skip(1)
        .map(|(_, count)| count)
        .sum();
    let strange = (others - counts[most]) as f32 * STRANGE;
    let within = |voice: Voice, strange: f32| voice.text_below(text, strange, limit).is_some();
    if most == Group::Eastern as usize {
        return (0..models.repertoires.len()).any(|index| within(Voice::Repertoire(index), 0.0));
    }
    let known = LAST.get();
    let found = iter::once(known)
        .chain((0..models.alphabets.len()).filter(|index| *index != known))
        .filter(|index| {
            let alphabet = models.alphabets.get(*index);
            alphabet.is_some_and(|alphabet| alphabet.group as usize == most)
        })
        .find(|index| within(Voice::Alphabet(*index), strange));
    if let Some(found) = found {
        LAST.set(found);
    }
    found.is_some()
}

thread_local! {
    /// The alphabet that explained a text last. The next text is mostly in the same language,
    /// so that it is asked first; which of them explain a text does not depend on it.
    static LAST: Cell<usize> = const { Cell::new(0) };
}

/// Nats of a text whose language may change on the way, and what each character
/// beyond ASCII costs of them.
pub(super) fn mixed(text: &str) -> (f32, f32) {
    let models = Models::get();
    let mut groups = [false; Group::COUNT];
    for character in text.chars().filter(|character| !character.is_ascii()) {
        groups[model::group(character) as usize] = true;
    }
    groups[Group::Latin as usize] = true;
    let mut voices: Vec<Voice> = Vec::new();
    for (index, present) in groups.iter().enumerate().skip(1) {
        let alphabets = (0..models.alphabets.len())
            .filter(|alphabet| *present && models.alphabets[*alphabet].group as usize == index)
            .map(Voice::Alphabet);
        voices.extend(best(text, alphabets).map(|(voice, _)| voice));
    }
    if groups[Group::Eastern as usize] {
        voices.extend((0..models.repertoires.len()).map(Voice::Repertoire));
    }
    let mut nats = vec![0.0; voices.len()];
    let mut before = ' ';
    let mut beyond = 0;
    for character in text.chars() {
        let change = CHANGE + nats.iter().copied().fold(f32::INFINITY, f32::min);
        for (nats, voice) in nats.iter_mut().zip(&voices) {
            let strange = match voice {
                Voice::Alphabet(index) => {
                    let group = model::group(character);
                    group != Group::Other && group != models.alphabets[*index].group
                }
                Voice::Repertoire(_) => false,
            };
            *nats = nats.min(change) + voice.nats(before, character);
            if strange && !character.is_ascii() {
                *nats += STRANGE;
            }
        }
        beyond += usize::from(!character.is_ascii());
        before = character;
    }
    let nats = nats.into_iter().fold(f32::INFINITY, f32::min);
    (nats, nats / beyond.max(1) as f32)
}

/// Nats for a letter of another script, which another language explains.
const STRANGE: f32 = 8.0;
/// Nats for a change of language.
const CHANGE: f32 = 4.0;

fn best(text: &str, voices: impl Iterator<Item = Voice>) -> Option<(Voice, f32)> {
    voices
        .map(|voice| (voice, voice.text(text)))
        .min_by(|one, other| one.1.total_cmp(&other.1))
}
