//! Spans and the document around them in, a language and a confidence for each
//! out. Never changes a span's text.

mod alphabet;
mod candidates;
mod code;
mod codes;
mod context;
mod features;
mod han;
mod hebrew;
mod latin;
mod layout;
mod memo;
mod model;
mod relatives;
mod rows;
mod scores;
mod script;
mod tag;
mod words;

use std::{cell::RefCell, ops::Range};

use crate::document::{Language, Script, Span, Verdict};
use candidates::Candidates;
pub use codes::Codes;
use context::{Context, Hint};
use han::{Counts, Reading};
use memo::Memo;
use script::{CLASSES, Class};
use tag::Tag;
use words::{MOST_LETTERS, Words};

/// How to identify.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which languages to expect.
    pub prior: Prior,
}

/// What is expected before the text is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Prior {
    /// The rest of the document smooths.
    #[default]
    Auto,
    /// Every span by itself.
    None,
    /// These languages, unless the text says otherwise; of several, the rest of the
    /// document smooths between them.
    Languages(Vec<Language>),
}

/// A block's text, its spans, and what the markup said of its language.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The block's clean text.
    pub text: &'a str,
    /// The spans, which tile it.
    pub spans: &'a [Span],
    /// What the markup or the transport declared.
    pub hint: Option<&'a Language>,
}

/// Under this probability there is no answer.
const ANSWERED: f32 = 0.15;

/// A span this sure speaks for its document.
const SPEAKS: f32 = 0.6;

/// A verdict for every span of every block, in order.
pub fn identify(blocks: &[Input<'_>], options: &Options) -> Vec<Vec<Verdict>> {
    SCRATCH.with_borrow_mut(|scratch| identify_with(blocks, options, scratch))
}

thread_local! {
    /// What is seen once need not be looked at again, whatever the document.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

fn identify_with(
    blocks: &[Input<'_>],
    options: &Options,
    scratch: &mut Scratch,
) -> Vec<Vec<Verdict>> {
    let mut context = Context::new(&options.prior);
    let spans = blocks.iter().map(|block| block.spans.len()).sum();
    let mut findings: Vec<Finding> = Vec::with_capacity(spans);
    for block in blocks {
        for span in block.spans {
            let finding = recall(block.text, span, scratch);
            finding.tell(&mut context);
            findings.push(finding);
        }
    }
    let mut rest = findings.as_slice();
    let mut hint = None;
    blocks
        .iter()
        .map(|block| {
            let (findings, after) = rest.split_at(block.spans.len().min(rest.len()));
            rest = after;
            let declared = block.hint.map(|language| Hint::of(language, hint));
            hint = declared.or(hint);
            (0..findings.len())
                .map(|place| decide(findings, place, declared, &context))
                .collect()
        })
        .collect()
}

/// A verdict for a term that stays inside a span of another language.
pub fn identify_term(term: &str) -> Language {
    let span = Span {
        range: 0..term.len(),
        script: Script::COMMON,
        embeds: Vec::new(),
        sentence_end: false,
    };
    let finding = SCRATCH.with_borrow_mut(|scratch| recall(term, &span, scratch));
    let verdict = decide(&[finding], 0, None, &Context::new(&Prior::None));
    if verdict.language == Language::ZXX || verdict.confidence >= TERM {
        verdict.language
    } else {
        Language::UND
    }
}

/// A term has no context to be wrong in; it must be surer than a span.
const TERM: f32 = 0.6;

/// What a span says by itself.
#[derive(Clone, Copy, Debug)]
enum Finding {
    /// The script, the lack of letters or common words decided: language,
    /// confidence, and the letters that it speaks for in the document.
    Decided(Tag, f32, f32),
    /// Han characters only.
    Han(Counts),
    /// A script of many languages: candidates, and how many letters spoke.
    Open(Candidates, f32),
}

/// What is kept from one span to the next.
#[derive(Debug)]
struct Scratch {
    seen: Memo<Text, Finding>,
    room: Room,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            seen: Memo::new(SEEN),
            room: Room::default(),
        }
    }
}

/// How many short texts are kept with what was found in them: some 2 MB.
const SEEN: u16 = 16384;

/// The longest of them, in bytes.
const LONGEST_SEEN: usize = 64;

/// A text of at most [`LONGEST_SEEN`] bytes with zeros behind, its length, and its script.
type Text = ([u8; LONGEST_SEEN], usize, Option<Class>);

/// Room that is filled anew for every span.
#[derive(Debug, Default)]
struct Room {
    words: Words,
    judging: latin::Room,
}

/// What a span says: at a glance, or what the same text said before, or by a look at it.
fn recall(text: &str, span: &Span, scratch: &mut Scratch) -> Finding {
    let Scratch { seen, room } = scratch;
    let class = Class::of_code(span.script.as_str());
    if let Some(finding) = class.and_then(|class| glance(text, span, class)) {
        return finding;
    }
    let own = text.get(span.range.clone()).unwrap_or_default();
    let mut bytes = [0; LONGEST_SEEN];
    match bytes.get_mut(..own.len()) {
        Some(front) if span.embeds.is_empty() => {
            front.copy_from_slice(own.as_bytes());
            let (hash, key) = (features::known(own.as_bytes()), (bytes, own.len(), class));
            *seen.get(hash, key, || look(text, span, class, room))
        }
        _ => look(text, span, class, room),
    }
}

/// What the script tells, if it is of one language or needs no words: for less than a memory
/// costs.
fn glance(text: &str, span: &Span, class: Class) -> Option<Finding> {
    match class {
        Class::Han => Some(count_han(Pieces::new(text, span))),
        Class::Hebrew if hebrew::is_yiddish(Pieces::new(text, span)) => Some(alone(YIDDISH, span)),
        class => class.language().map(|language| alone(language, span)),
    }
}

/// The finding that a script of one language makes.
fn alone(language: Tag, span: &Span) -> Finding {
    let letters = (span.range.len() as f32 / 3.0).min(MOST_LETTERS as f32);
    Finding::Decided(language, SCRIPT_ALONE, letters)
}

/// The finding of a span in Han characters.
fn count_han(pieces: Pieces<'_>) -> Finding {
    let mut counts = Counts::default();
    for piece in pieces {
        if counts.add_all(piece) {
            break;
        }
    }
    Finding::Han(counts)
}

/// Looks at a span by itself, of which a [`glance`] tells nothing.
fn look(text: &str, span: &Span, class: Option<Class>, room: &mut Room) -> Finding {
    let class = match class {
        Some(class) => class,
        None => match dominant(&mut Pieces::new(text, span)) {
            Class::None => return NO_LANGUAGE,
            Class::Other => return NO_ANSWER,
            class => match glance(text, span, class) {
                Some(finding) => return finding,
                None => class,
            },
        },
    };
    let mut plain = false;
    if class == Class::Latin && span.embeds.is_empty() {
        match recognise_plain(text.get(span.range.clone()).unwrap_or_default()) {
            Plain::Decided(language, letters) => {
                return Finding::Decided(language, RECOGNISED, letters);
            }
            Plain::Open => plain = true,
            Plain::No => {}
        }
    }
    let pieces = Pieces::new(text, span);
    if class == Class::Latin && Pieces::new(text, span).next().is_some_and(code::is_code) {
        return NO_LANGUAGE;
    }
    let words = &mut room.words;
    words.clear();
    for piece in pieces {
        words.add(piece, class);
    }
    if is_code(words) {
        return NO_LANGUAGE;
    }
    // One letter is no word, but for English `I` and the words of `В Linux`, `IPv4 и IPv6`.
    let is_i = || words.chars == [' ', 'i', ' '] && words.capitals == 1;
    let is_between_terms = || class == Class::Cyrillic && !span.embeds.is_empty();
    if words.letters < 2 && !(is_i() || is_between_terms()) {
        return NO_ANSWER;
    }
    if matches!(class, Class::Latin | Class::Cyrillic) && code::is_mash(&words.chars) {
        return NO_ANSWER;
    }
    let letters = words.letters.min(MOST_LETTERS) as f32;
    if !plain
        && let Some(language) = model::recognise(words, class)
        && language != relatives::TOGETHER
        && latin::is_written(&words.chars, language)
    {
        return Finding::Decided(language, RECOGNISED, letters);
    }
    let candidates = latin::judge(words, class, &mut room.judging);
    if class == Class::Latin && words.coded > 0 {
        let digits = code::count_arabic_digits(text.get(span.range.clone()).unwrap_or_default());
        let unsure = candidates
            .first()
            .is_none_or(|(_, probability)| probability < UNSURE_WITH_DIGITS);
        if digits >= 2 || digits == 1 && unsure {
            return Finding::Decided(ARABIC_LATIN, ARABIC_DIGITS, 0.0);
        }
    }
    Finding::Open(candidates, letters)
}

const YIDDISH: Tag = Tag::known("yi");
const ARABIC_LATIN: Tag = Tag::known("ar-Latn");

/// How sure the digits make that Arabic is typed with, and how sure of another language
/// a text with one of them must be.
const ARABIC_DIGITS: f32 = 0.6;
const UNSURE_WITH_DIGITS: f32 = 0.9;

/// What a look at nothing but plain ASCII words gave.
enum Plain {
    /// There is something else in the text.
    No,
    /// The words decide nothing.
    Open,
    /// This language, and how many letters speak for it.
    Decided(Tag, f32),
}

/// What plain common words decide, in a text of nothing but plain ASCII words: most
/// English, told at a glance.
fn recognise_plain(text: &str) -> Plain {
    let Some(mut recognition) = model::Recognition::new(Class::Latin) else {
        return Plain::No;
    };
    let mut letters = 0;
    let mut rest = text.as_bytes().trim_ascii_start();
    while !rest.is_empty() {
        let Some((word, length)) = words::plain_word(rest) else {
            return Plain::No;
        };
        recognition.add(features::known_plain(&rest[word.clone()]));
        letters += word.len();
        rest = rest[length..].trim_ascii_start();
        if letters >= MOST_LETTERS || recognition.is_certain() {
            break;
        }
    }
    let letters = if letters < MOST_LETTERS {
        // Of six bytes of text about five are letters.
        (text.len() * 5 / 6).min(MOST_LETTERS)
    } else {
        MOST_LETTERS
    };
    match recognition.language() {
        Some(language) if language != relatives::TOGETHER => {
            Plain::Decided(language, letters as f32)
        }
        _ => Plain::Open,
    }
}

const NO_LANGUAGE: Finding = Finding::Decided(Tag::ZXX, 1.0, 0.0);
const NO_ANSWER: Finding = Finding::Decided(Tag::UND, 0.0, 0.0);

/// How sure common words make that decide by themselves (right in 99.8 % of Tatoeba).
const RECOGNISED: f32 = 0.99;

/// How sure a script of one language makes.
const SCRIPT_ALONE: f32 = 0.99;

/// Whether the words found are outweighed by addresses and code around them.
fn is_code(words: &Words) -> bool {
    if words.letters == 0 {
        return words.coded > 0 || words.symbols > 0;
    }
    words.coded > 4 * words.letters
        || (words.symbols >= 3 && words.symbols * 5 >= words.letters + words.coded)
}

/// The class that most of a text is written in. A character of Han or Hangul
/// weighs as much as two letters. Names and terms in Latin letters stand in text of
/// every other script, seldom the other way round: a Latin letter weighs far less.
fn dominant(pieces: &mut Pieces<'_>) -> Class {
    let mut tally = [0_u32; CLASSES];
    let mut han = false;
    for character in pieces.flat_map(str::chars).take(MOST_TALLIED) {
        let class = script::class(character);
        let weight = match class {
            Class::None => continue,
            Class::Han | Class::Kana | Class::Hangul => 4,
            Class::Latin => 2,
            _ => 5,
        };
        han |= class == Class::Kana;
        if let Some(place) = tally.get_mut(class as usize) {
            *place += weight;
        }
    }
    // Kana over 5 % of the Han and kana is Japanese.
    let kana = tally[Class::Kana as usize];
    if han && kana * 20 >= tally[Class::Han as usize] {
        tally[Class::Kana as usize] += std::mem::take(&mut tally[Class::Han as usize]);
    }
    let most = (0..CLASSES).max_by_key(|place| (tally[*place], CLASSES - place));
    match most {
        Some(place) if tally[place] > 0 => script::ALL[place],
        _ => Class::None,
    }
}

/// How many characters are looked at to find the dominant class.
const MOST_TALLIED: usize = 2000;

/// What a span consists of once its embedded terms are taken out.
struct Pieces<'a> {
    text: &'a str,
    embeds: &'a [Range<usize>],
    start: usize,
    end: usize,
}

impl<'a> Pieces<'a> {
    fn new(text: &'a str, span: &'a Span) -> Self {
        Self {
            text,
            embeds: &span.embeds,
            start: span.range.start,
            end: span.range.end,
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.start >= self.end {
            return None;
        }
        let (stop, next) = match self.embeds.split_first() {
            Some((embed, rest)) => {
                self.embeds = rest;
                (embed.start.min(self.end), embed.end)
            }
            None => (self.end, self.end),
        };
        let piece = self.text.get(self.start..stop).unwrap_or_default();
        self.start = self.start.max(next);
        Some(piece)
    }
}

impl Finding {
    /// Tells the document what is in it.
    fn tell(&self, context: &mut Context<'_>) {
        match self {
            Self::Decided(language, _, letters) => {
                if *letters > 0.0 {
                    context.add(*language, *letters);
                }
            }
            Self::Han(counts) => {
                let (reading, confidence) = han::read(counts);
                if let Some(language) = tag(reading)
                    && confidence >= SPEAKS
                {
                    context.add(language, counts.han as f32);
                }
            }
            Self::Open(candidates, letters) => {
                context.add_relatives(candidates);
                if let Some((language, letters)) = told(candidates, *letters) {
                    context.add(language, letters);
                }
            }
        }
    }
}

/// What a span tells its document: a language and the letters that speak for it.
fn told(candidates: &Candidates, letters: f32) -> Option<(Tag, f32)> {
    // Croatian, Bosnian and Serbian count as one.
    let together = relatives::together(candidates);
    if together >= SPEAKS {
        return Some((relatives::TOGETHER, together * letters));
    }
    candidates
        .first()
        .filter(|(language, probability)| *probability >= SPEAKS && *language != Tag::NONE)
        .map(|(language, probability)| (language, probability * letters))
}

fn tag(reading: Reading) -> Option<Tag> {
    match reading {
        Reading::Simplified => Some(Tag::ZH_HANS),
        Reading::Traditional => Some(Tag::ZH_HANT),
        Reading::Cantonese => Some(Tag::YUE),
        Reading::Japanese => Some(Tag::JA),
        Reading::Chinese | Reading::Open => None,
    }
}

/// The verdict on one of a block's spans.
fn decide(
    findings: &[Finding],
    place: usize,
    hint: Option<Hint<'_>>,
    context: &Context<'_>,
) -> Verdict {
    let verdict = |language: Tag, confidence: f32| Verdict {
        language: Language::known(language.name()),
        confidence,
    };
    match findings.get(place) {
        None => verdict(Tag::UND, 0.0),
        Some(Finding::Decided(language, confidence, _)) => verdict(*language, *confidence),
        Some(Finding::Open(candidates, letters)) => {
            let own = told(candidates, *letters);
            let mut candidates = *candidates;
            context.smooth(&mut candidates, own, hint);
            match candidates.first() {
                Some((language, probability))
                    if probability >= ANSWERED && language != Tag::NONE =>
                {
                    verdict(language, probability.min(0.99))
                }
                _ => verdict(Tag::UND, 0.0),
            }
        }
        Some(Finding::Han(counts)) => {
            let near = [place.wrapping_sub(1), place + 1]
                .into_iter()
                .any(|near| matches!(findings.get(near), Some(Finding::Decided(Tag::JA, ..))));
            let (language, confidence) = context.read_han(counts, near, hint);
            verdict(language, confidence)
        }
    }
}

#[cfg(test)]
mod tests;
