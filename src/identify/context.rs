//! What every span says by itself in; what it says with the rest of the document
//! in mind out. Evidence is smoothed, never overwritten: a span that speaks for
//! itself keeps its language.

use super::{
    Prior,
    candidates::{Candidates, MOST},
    han::{self, Counts, Reading},
    relatives,
    tag::{TAGS, Tag},
};
use crate::document::Language;

/// How much a document's languages count beside a span's own evidence: the
/// exponent of their share. From an experiment with lines of 27 languages and
/// English lines between them: 1.0 keeps 99 % of the English lines, 1.5 keeps 95 %.
const WEIGHT: f32 = 1.0;

/// What every language has in every document, in letters, so that none is ruled out.
const FLOOR: f32 = 3.0;

/// More letters of one language say no more.
const MOST_LETTERS: f32 = 4000.0;

/// What a declared language counts for, in letters.
const DECLARED: f32 = 40.0;

/// How much less every other language counts once the user named some: a word of several goes to
/// one that was named, a sentence of another stays what it is.
const UNNAMED: f32 = 1.0 / 1024.0;

/// The languages of a document, weighed by letters, and those that the user expects.
#[derive(Debug)]
pub(super) struct Context<'p> {
    weights: [f32; TAGS],
    /// How far its spans lean to Serbian, see [`relatives::serbian`].
    serbian: f32,
    prior: &'p Prior,
    /// The languages that the prior names.
    named: Vec<Named>,
}

/// The languages that one is taken for: with its script or region, and without.
type Named = [Option<Tag>; 2];

fn named(language: &Language) -> Named {
    [language.as_str(), language.primary()].map(Tag::named)
}

/// What a block was declared to be in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hint<'l> {
    language: &'l Language,
    named: Named,
}

impl<'l> Hint<'l> {
    /// `last` is the hint of the block before, which is mostly the same.
    pub(super) fn of(language: &'l Language, last: Option<Self>) -> Self {
        match last {
            Some(last) if last.language == language => last,
            _ => Self {
                language,
                named: named(language),
            },
        }
    }
}

impl<'p> Context<'p> {
    /// A document of which nothing is known.
    pub(super) fn new(prior: &'p Prior) -> Self {
        let languages = match prior {
            Prior::Languages(languages) => languages.as_slice(),
            Prior::Auto | Prior::None => &[],
        };
        Self {
            weights: [0.0; TAGS],
            serbian: 0.0,
            prior,
            named: languages.iter().map(named).collect(),
        }
    }

    /// Takes the evidence of one span.
    pub(super) fn add(&mut self, language: Tag, letters: f32) {
        self.weights[relatives::counted_as(language).place()] += letters;
    }

    /// Takes what the candidates of one span say of close relatives.
    pub(super) fn add_relatives(&mut self, candidates: &Candidates) {
        self.serbian += relatives::serbian(candidates).unwrap_or(0.0);
    }

    fn weight(&self, language: Tag) -> f32 {
        self.weights[language.place()]
    }

    /// Smooths a span's candidates. `own` is what the span told the document itself:
    /// nobody confirms himself. `hint` is what its block was declared to be in.
    pub(super) fn smooth(
        &self,
        candidates: &mut Candidates,
        own: Option<(Tag, f32)>,
        hint: Option<Hint<'_>>,
    ) {
        if *self.prior == Prior::None {
            return;
        }
        if let Some(own) = relatives::serbian(candidates) {
            relatives::share(candidates, self.serbian - own);
        }
        let own = own.map(|own| (relatives::counted_as(own.0), own.1));
        let named = &self.named;
        let weigh = |language: Tag| {
            let counted = relatives::counted_as(language);
            let mut weight = FLOOR;
            if hint.is_some_and(|hint| hint.named.contains(&Some(language))) {
                weight += DECLARED;
            }
            if !named.is_empty() && !named.iter().any(|named| named.contains(&Some(language))) {
                return weight * UNNAMED;
            }
            let own = own.filter(|own| own.0 == counted).map_or(0.0, |own| own.1);
            weight + (self.weight(counted) - own).clamp(0.0, MOST_LETTERS)
        };
        let mut weights = [0.0; MOST];
        for (weight, (language, _)) in weights.iter_mut().zip(candidates.iter()) {
            *weight = weigh(language);
        }
        let most = weights.into_iter().fold(FLOOR * UNNAMED, f32::max);
        candidates.scale_by(&weights.map(|weight| (weight / most).powf(WEIGHT)));
    }
}

/// How sure a variant taken from the document can be.
const BORROWED: f32 = 0.75;

impl Context<'_> {
    /// Reads a span of Han characters with the document in mind. `near` says that
    /// a neighbour in the same block has kana.
    pub(super) fn read_han(
        &self,
        counts: &Counts,
        near: bool,
        hint: Option<Hint<'_>>,
    ) -> (Tag, f32) {
        let (reading, confidence) = han::read(counts);
        let alone = match reading {
            Reading::Simplified => Tag::ZH_HANS,
            Reading::Traditional => Tag::ZH_HANT,
            Reading::Cantonese => Tag::YUE,
            Reading::Japanese => Tag::JA,
            Reading::Chinese | Reading::Open => Tag::ZH,
        };
        if *self.prior == Prior::None || reading == Reading::Cantonese {
            return (alone, confidence);
        }
        let expected = named_han(self.prior).or(hint.map(|hint| hint.language));
        let declared = |primary: &str| {
            let same = expected.is_some_and(|language| language.primary() == primary);
            if same { DECLARED } else { 0.0 }
        };
        let japanese = self.weight(Tag::JA) + declared("ja");
        let (simplified, traditional) = (self.weight(Tag::ZH_HANS), self.weight(Tag::ZH_HANT));
        let chinese = simplified + traditional + self.weight(Tag::YUE) + declared("zh");
        // Characters that no Japanese set has speak against Japanese.
        if counts.foreign == 0 && reading != Reading::Japanese && !counts.is_sentence() {
            if near && counts.han <= COMPOUND {
                return (Tag::JA, BORROWED);
            }
            if !near && japanese > chinese && (alone == Tag::ZH || counts.han <= SHORT) {
                let share = japanese / (japanese + chinese + FLOOR);
                return (Tag::JA, (share * confidence).clamp(0.3, BORROWED));
            }
        }
        if reading == Reading::Japanese {
            // Mixed forms are also what careless Chinese has.
            if chinese > 4.0 * (japanese + FLOOR) && counts.japanese == 0 && !near {
                let variant = if simplified >= traditional {
                    Tag::ZH_HANS
                } else {
                    Tag::ZH_HANT
                };
                return (variant, BORROWED.min(confidence));
            }
            return (alone, confidence);
        }
        if alone != Tag::ZH {
            return (alone, confidence);
        }
        let variant = match expected.map(Language::as_str) {
            Some("zh-Hant" | "zh-TW" | "zh-HK" | "zh-MO") if traditional >= simplified => {
                Tag::ZH_HANT
            }
            Some("zh-Hans" | "zh-CN" | "zh-SG") if simplified >= traditional => Tag::ZH_HANS,
            _ if simplified > traditional => Tag::ZH_HANS,
            _ if traditional > simplified => Tag::ZH_HANT,
            _ => Tag::ZH,
        };
        (variant, confidence.min(BORROWED))
    }
}

/// The language that the user named for Han characters, if it is one only.
fn named_han(prior: &Prior) -> Option<&Language> {
    let Prior::Languages(named) = prior else {
        return None;
    };
    let mut han = named
        .iter()
        .filter(|language| matches!(language.primary(), "zh" | "ja"));
    han.next().filter(|_| han.next().is_none())
}

/// Beside kana, a compound of up to this many Han characters is Japanese; more were
/// cut off because they look Chinese.
const COMPOUND: u32 = 3;
/// Up to this many Han characters without kana are nothing unusual in Japanese.
const SHORT: u32 = 12;
