//! Which guesses stand: a reading with guessed characters in, the same with only
//! those that are far more probable than all others that the lost bytes leave.

use super::{
    super::{
        classes::{Right, Wrong},
        judge::Voice,
    },
    Made, Slot, slot,
};
use crate::repair::scan;

/// How probable a filled character has to be among those that fit: where one byte of
/// three is lost, where more are, and of two bytes, which leave less to tell it by.
const SURE: f32 = 0.9;
const SURE_LOST: f32 = 0.99;
const SURE_LETTER: f32 = 0.98;
/// Nats that a character which is guessed costs at most, whatever is beside it.
const COMMON: f32 = 11.0;

/// A character with a lost byte.
pub(super) struct Guess {
    /// Its place in the reading.
    pub(super) index: usize,
    pub(super) slots: [Slot; 6],
    pub(super) length: usize,
}

/// Takes back the guesses that are not sure.
pub(super) fn settle(
    made: &mut [Made],
    guesses: &[Guess],
    wrong: &Wrong,
    right: Right,
    voice: Voice,
) {
    if guesses.is_empty() {
        return;
    }
    let known = made.iter().filter(|made| !made.filled);
    let known: String = known.map(|made| made.character).collect();
    let voices = voice.rivals(&known);
    for (number, guess) in guesses.iter().enumerate() {
        let (before, rest) = made.split_at(guess.index);
        let [chosen, after @ ..] = rest else { continue };
        // What is guessed itself is no evidence; an end is.
        let after = match after.first() {
            Some(after) if after.filled => None,
            Some(after) => Some(after.character),
            None => Some(' '),
        };
        let context = [before.last().map(|made| made.character), after];
        let slots = &guess.slots[..guess.length];
        let lost = slots.iter().filter(|slot| !matches!(slot, Slot::Byte(_)));
        let letter = guess.length <= 2 && right == Right::Utf8;
        // A letter that is guessed is no evidence for the one beside it.
        let beside = [number.checked_sub(1), number.checked_add(1)];
        let guessed = letter
            && beside.into_iter().flatten().any(|other| {
                guesses
                    .get(other)
                    .is_some_and(|other| other.index.abs_diff(guess.index) == 1)
            });
        let sure = match lost.count() {
            _ if letter => SURE_LETTER,
            ..=1 => SURE,
            _ if right != Right::Utf8 => SURE,
            _ => SURE_LOST,
        };
        let candidates = slot::characters(slots, context[0], wrong, right);
        let chosen = chosen.character;
        let probable: f32 = voices
            .iter()
            .map(|(voice, weight)| weight * probability(*voice, chosen, &candidates, context))
            .sum();
        let witnessed = voices
            .iter()
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .is_some_and(|(voice, _)| is_witnessed(*voice, chosen, &candidates, context));
        if guessed || probable < sure || scan::is_rare(chosen) || !witnessed {
            made[guess.index].character = '\u{FFFD}';
            made[guess.index].filled = false;
        }
    }
}

/// Whether more than one thing speaks for a character: the pairs on both sides of it,
/// or a pair and that it is the commonest of all. The table of pairs now and then
/// answers for one that it does not hold.
fn is_witnessed(
    voice: Voice,
    chosen: char,
    candidates: &[char],
    [before, after]: [Option<char>; 2],
) -> bool {
    let Voice::Repertoire(_) = voice else {
        return true;
    };
    let alone = |character| voice.between(None, character, None);
    if alone(chosen) > COMMON {
        return false;
    }
    let knows = |pair: Option<bool>| pair.unwrap_or(false);
    let left = before.map(|before| voice.knows(before, chosen));
    let right = after.map(|after| voice.knows(chosen, after));
    (knows(left) && knows(right))
        || candidates
            .iter()
            .all(|character| alone(chosen) <= alone(*character))
}

/// How probable a character is among the candidates, in one language.
fn probability(
    voice: Voice,
    chosen: char,
    candidates: &[char],
    [before, after]: [Option<char>; 2],
) -> f32 {
    let nats = |character: char| voice.between(before, character, after);
    let best = nats(chosen);
    let all: f32 = candidates
        .iter()
        .map(|character| (best - nats(*character)).exp())
        .sum();
    1.0 / all.max(1.0)
}
