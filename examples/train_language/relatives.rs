//! Languages in, what tells two close relatives apart out. The model of all languages has
//! few numbers for what only two of them differ in; here these two alone are learnt, by
//! logistic regression over the same n-grams.

use crate::{
    corpus::Language,
    features,
    learn::{self, Index},
    model::{DAMPING, LEAN, LEAN_ZERO},
    sample::{Random, Sampler, replace},
    script::Class,
};

/// Two relatives, and how much likelier the first is, as the logarithm of a factor, where
/// nothing tells. Croatian stands for Bosnian too where Serbian is told from it.
const PAIRS: [(&str, &str, f32); 6] = [
    ("sr-Latn", "hr", -2.7),
    ("bs", "hr", -4.5),
    ("nn", "nb", -1.4),
    ("gl", "pt", -1.7),
    ("oc", "ca", -2.1),
    ("xh", "zu", -0.3),
];

/// The commonest n-grams of two relatives are looked at, and those that tell most are kept.
const LOOKED_AT: usize = 120_000;
const KEPT: usize = 3000;

/// How many samples of two relatives are shown, to choose n-grams and to weigh them.
const CHOOSING: usize = 150_000;
const SHOWN: usize = 700_000;

const RATE: f32 = 0.3;

/// What was learnt, mostly of a few words, leans so much further. Tuned on half of the
/// sentences and pairs of words, with the factors of [`PAIRS`]: what is short stays with the
/// commoner language, what is long is told.
const FURTHER: f32 = 2.2;

/// What was learnt of two relatives.
pub struct Pair {
    pub one: &'static str,
    pub other: &'static str,
    pub bias: f32,
    /// N-grams, each with how far it leans to the first, in steps of a [`LEAN`]th above
    /// [`LEAN_ZERO`].
    pub weights: Vec<(u64, u8)>,
}

/// All pairs of relatives.
pub fn pairs(sampler: &Sampler) -> Vec<Pair> {
    PAIRS
        .into_iter()
        .map(|(one, other, prior)| {
            let sampler = Sampler::new(of_two(sampler, one, other), &[(Class::Latin, "Latn")]);
            let first = sampler.groups[0].1.iter().position(|tag| *tag == one);
            let first = first.unwrap_or(0);
            let index = learn::choose(&sampler, CHOOSING, LOOKED_AT);
            let fitted = fit(&sampler, &index, first);
            let mut order: Vec<usize> = (0..index.hashes().len()).collect();
            let worth = |row: &usize| fitted.weights[*row].abs() * fitted.counts[*row].sqrt();
            order.sort_by(|one, other| worth(other).total_cmp(&worth(one)).then(one.cmp(other)));
            order.truncate(KEPT);
            let kept = Index::new(order.iter().map(|row| index.hashes()[*row]).collect());
            let fitted = fit(&sampler, &kept, first);
            let weights = fitted.weights.iter().map(|weight| {
                let steps = (weight * FURTHER * LEAN).round() + f32::from(LEAN_ZERO);
                steps.clamp(0.0, 255.0) as u8
            });
            eprintln!("{one} or {other}: {:.4}", fitted.loss);
            Pair {
                one,
                other,
                bias: fitted.bias * FURTHER + prior,
                weights: kept.hashes().iter().copied().zip(weights).collect(),
            }
        })
        .collect()
}

/// The text of two relatives, each shown as often as the other.
fn of_two(sampler: &Sampler, one: &'static str, other: &'static str) -> Vec<Language> {
    let named = |name: &str, tag, weight| {
        let language = sampler.languages.iter().find(|row| row.name == name);
        language.map(|language| Language {
            tag,
            weight,
            ..language.clone()
        })
    };
    if one == "sr-Latn" {
        // Serbian is written in two scripts; the text is in Cyrillic letters, and there is a
        // list of words in Latin ones.
        let serbian = named("sr", one, 0.6).map(in_latin_letters);
        let words = named(one, one, 0.4);
        let others = [named("hr", other, 0.6), named("bs", other, 0.4)];
        return [serbian, words]
            .into_iter()
            .chain(others)
            .flatten()
            .collect();
    }
    let two = [named(one, one, 1.0), named(other, other, 1.0)];
    two.into_iter().flatten().collect()
}

/// Serbian as it is written in Latin letters.
fn in_latin_letters(mut language: Language) -> Language {
    const LETTERS: [(char, &str); 30] = [
        ('а', "a"),
        ('б', "b"),
        ('в', "v"),
        ('г', "g"),
        ('д', "d"),
        ('ђ', "đ"),
        ('е', "e"),
        ('ж', "ž"),
        ('з', "z"),
        ('и', "i"),
        ('ј', "j"),
        ('к', "k"),
        ('л', "l"),
        ('љ', "lj"),
        ('м', "m"),
        ('н', "n"),
        ('њ', "nj"),
        ('о', "o"),
        ('п', "p"),
        ('р', "r"),
        ('с', "s"),
        ('т', "t"),
        ('ћ', "ć"),
        ('у', "u"),
        ('ф', "f"),
        ('х', "h"),
        ('ц', "c"),
        ('ч', "č"),
        ('џ', "dž"),
        ('ш', "š"),
    ];
    for text in language.lines.iter_mut().chain(&mut language.words) {
        replace(text, &LETTERS);
    }
    language.class = Class::Latin;
    language
}

struct Fitted {
    weights: Vec<f32>,
    /// How often each n-gram was seen.
    counts: Vec<f32>,
    bias: f32,
    /// The mean loss of the last tenth of the samples.
    loss: f64,
}

/// Weighs the n-grams: what leans to the language at the place `first` is above 0.
fn fit(sampler: &Sampler, index: &Index, first: usize) -> Fitted {
    let mut random = Random(6);
    let mut fitted = Fitted {
        weights: vec![0.0; index.hashes().len()],
        counts: vec![0.0; index.hashes().len()],
        bias: 0.0,
        loss: 0.0,
    };
    let mut gradients = vec![1.0_f32; index.hashes().len()];
    let mut chars = Vec::new();
    let mut found = Vec::new();
    let last = SHOWN - SHOWN / 10;
    for step in 0..SHOWN {
        let rate = RATE * (1.0 - 0.9 * step as f32 / SHOWN as f32);
        let (_, language) = sampler.draw(&mut random, &mut chars);
        found.clear();
        features::each(&chars, |hash| found.extend(index.find(hash)));
        let damping = (found.len().max(1) as f32).powf(-DAMPING);
        let sum: f32 = found.iter().map(|row| fitted.weights[*row]).sum();
        let score = fitted.bias + damping * sum;
        let probability = 1.0 / (1.0 + (-score).exp());
        let error = f32::from(u8::from(language == first)) - probability;
        if step >= last {
            fitted.loss -= f64::from((1.0 - error.abs()).max(1e-6).ln());
        }
        fitted.bias += 0.01 * rate * error;
        for row in &found {
            let gradient = error * damping;
            gradients[*row] += gradient * gradient;
            fitted.weights[*row] += rate * gradient / gradients[*row].sqrt();
            fitted.counts[*row] += 1.0;
        }
    }
    fitted.loss /= (SHOWN - last) as f64;
    fitted
}
