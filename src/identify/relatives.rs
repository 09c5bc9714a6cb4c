//! Candidates in, those of them that are close relatives weighed against each other out:
//! by n-grams that were counted in these two alone.

use super::{SPEAKS, candidates::Candidates, model, tag::Tag};

/// What the model calls Bosnian, Croatian and Serbian in Latin letters alike.
pub(super) const TOGETHER: Tag = Tag::HR;

/// Under this probability it does not matter which of them it is.
const SLIGHT: f32 = 0.02;

/// How far the model of all languages is believed where one of two alone says something.
/// Tuned on pairs of words and sentences.
const BELIEVED: f32 = 0.7;

/// What a language is given at least that was not among the candidates.
const LEAST: f32 = 0.001;

/// Weighs relatives against each other.
pub(super) fn weigh(chars: &[char], candidates: &mut Candidates) {
    for (place, (one, other)) in model::relatives().enumerate() {
        // These are divided together, by the two questions that are asked about them.
        if other == TOGETHER {
            continue;
        }
        let (first, second) = (candidates.of(one), candidates.of(other));
        let both = first + second;
        if both < SLIGHT {
            continue;
        }
        let odds = (first.max(LEAST * both) / second.max(LEAST * both)).ln();
        let share = logistic(BELIEVED * odds + model::lean(place, chars));
        candidates.set(one, both * share);
        candidates.set(other, both * (1.0 - share));
    }
    if candidates.of(TOGETHER) >= SLIGHT {
        let share = |wanted| place(wanted).map_or(0.0, |place| logistic(model::lean(place, chars)));
        let serbian = share(Tag::SR_LATN);
        let bosnian = (1.0 - serbian) * share(Tag::BS);
        let whole = candidates.of(TOGETHER);
        candidates.set(TOGETHER, whole * (1.0 - serbian - bosnian));
        candidates.set(Tag::SR_LATN, whole * serbian);
        candidates.set(Tag::BS, whole * bosnian);
    }
}

/// Where the model tells a language from those that are called alike.
fn place(language: Tag) -> Option<usize> {
    model::relatives().position(|pair| pair == (language, TOGETHER))
}

/// What a document's other spans say of Serbian counts by this much: they are on one matter
/// and of one hand.
const SHARED: f32 = 0.5;

/// The most that one span says, and that all do, as the logarithm of odds.
const MOST: f32 = 8.0;

/// The name under which a language of these counts among a document's languages.
pub(super) fn counted_as(language: Tag) -> Tag {
    match language {
        Tag::SR_LATN | Tag::BS => TOGETHER,
        other => other,
    }
}

/// The probability that it is any of these.
pub(super) fn together(candidates: &Candidates) -> f32 {
    [TOGETHER, Tag::SR_LATN, Tag::BS]
        .map(|tag| candidates.of(tag))
        .iter()
        .sum()
}

/// How far a span in Croatian, Bosnian or Serbian leans to Serbian, beside what is expected
/// of any; `None` for other spans.
pub(super) fn serbian(candidates: &Candidates) -> Option<f32> {
    if together(candidates) < SPEAKS {
        return None;
    }
    let serbian = candidates.of(Tag::SR_LATN);
    let others = candidates.of(TOGETHER) + candidates.of(Tag::BS);
    let expected = model::lean(place(Tag::SR_LATN)?, &[]);
    Some(((serbian / others).ln() - expected).clamp(-MOST, MOST))
}

/// Lets what the other spans of a document say together tell Serbian from Croatian and Bosnian.
pub(super) fn share(candidates: &mut Candidates, evidence: f32) {
    let serbian = candidates.of(Tag::SR_LATN);
    let others = [TOGETHER, Tag::BS].map(|tag| (tag, candidates.of(tag)));
    let rest: f32 = others.iter().map(|row| row.1).sum();
    let both = serbian + rest;
    if serbian <= 0.0 || rest <= 0.0 {
        return;
    }
    let shared = (SHARED * evidence).clamp(-MOST, MOST);
    let share = logistic((serbian / rest).ln() + shared);
    candidates.set(Tag::SR_LATN, both * share);
    for (tag, part) in others.into_iter().filter(|row| row.1 > 0.0) {
        candidates.set(tag, both * (1.0 - share) * part / rest);
    }
}

fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The likeliest after a text was taken for one of two relatives.
    fn likeliest(text: &str, taken: &str) -> &'static str {
        let mut candidates = Candidates::default();
        candidates.add(Tag::known(taken), 0.9);
        candidates.add(Tag::known("sl"), 0.1);
        let chars: Vec<char> = text.chars().collect();
        weigh(&chars, &mut candidates);
        candidates.first().map_or("", |row| row.0.name())
    }

    #[test]
    fn serbian_in_latin_letters_is_no_croatian() {
        for (text, language) in [
            (" gde je mleko ", "sr-Latn"),
            (" gdje je mlijeko ", "hr"),
            (" tko je to ", "hr"),
            (" predsednik je rekao da će vlada doneti odluku ", "sr-Latn"),
            (" predsjednik je rekao da će vlada donijeti odluku ", "hr"),
            (
                " hvala ti za život što si ga svjedočio svećeničkim pozivom ",
                "hr",
            ),
        ] {
            assert_eq!(likeliest(text, "hr"), language, "{text}");
        }
    }

    #[test]
    fn relatives_are_told_apart() {
        for (text, taken, language) in [
            (" eg veit ikkje kva du meiner ", "nb", "nn"),
            (" jeg vet ikke hva du mener ", "nn", "nb"),
            (" non sei onde está a miña casa ", "pt", "gl"),
            (" não sei onde está a minha casa ", "gl", "pt"),
            (" soi pas segur que siá vertat ", "ca", "oc"),
        ] {
            assert_eq!(likeliest(text, taken), language, "{text}");
        }
    }
}
