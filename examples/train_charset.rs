//! Makes `data/charset-models.bin` from a folder of plain text:
//! `cargo run --release --example train_charset -- FOLDER... data/charset-models.bin`.
//!
//! The folders hold `XX.txt.gz` (a line of text each) and `XX.words.gz` (word, tab,
//! count) for each language. The output depends on nothing else and is the same
//! byte for byte on every run. `unmix::model` reads it and describes it.
//!
//! The Chinese words are those of two to four hanzi with a count of 10 and more in
//! `jieba/dict.txt` of the PyPI source distribution jieba 0.42.1.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It is a command.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use unicode_normalization::UnicodeNormalization;
use unmix::model::{
    CLASSES, Group, PAIR_STEP, PROBES, SINGLE_STEPS, SLOTS, STEPS, class, fingerprint, fold, group,
    hash, is_repertoire, place, slot,
};

const HEADER: &str = "unmix charset models 1, 2026-11-22\n\
    made by examples/train_charset.rs from: Common Voice prompts (mozilla/voice-web e0bfbc4) and \
    New Testament texts, CC0-1.0; Firefox 153.7.0esr and LibreOffice 7.4.7 strings and help, \
    MPL-2.0; unilex b3a9ae2 word lists and Unihan 15.0 \
    variants, Unicode licence v3; the word list of jieba 0.42.1, MIT\n\0";

/// Languages with an alphabet, and its script. `vi-1258` is Vietnamese as
/// windows-1258 has it, tones as combining marks.
const ALPHABETS: [(&str, Group); 68] = [
    ("af", Group::Latin),
    ("az", Group::Latin),
    ("br", Group::Latin),
    ("bs", Group::Latin),
    ("ca", Group::Latin),
    ("cs", Group::Latin),
    ("cy", Group::Latin),
    ("da", Group::Latin),
    ("de", Group::Latin),
    ("en", Group::Latin),
    ("eo", Group::Latin),
    ("es", Group::Latin),
    ("et", Group::Latin),
    ("eu", Group::Latin),
    ("fi", Group::Latin),
    ("fo", Group::Latin),
    ("fr", Group::Latin),
    ("fy", Group::Latin),
    ("ga", Group::Latin),
    ("gd", Group::Latin),
    ("gl", Group::Latin),
    ("hr", Group::Latin),
    ("hu", Group::Latin),
    ("id", Group::Latin),
    ("is", Group::Latin),
    ("it", Group::Latin),
    ("ku", Group::Latin),
    ("la", Group::Latin),
    ("lb", Group::Latin),
    ("lt", Group::Latin),
    ("lv", Group::Latin),
    ("mi", Group::Latin),
    ("mt", Group::Latin),
    ("nb", Group::Latin),
    ("nl", Group::Latin),
    ("nn", Group::Latin),
    ("oc", Group::Latin),
    ("pl", Group::Latin),
    ("pt", Group::Latin),
    ("ro", Group::Latin),
    ("sk", Group::Latin),
    ("sl", Group::Latin),
    ("sq", Group::Latin),
    ("sr-Latn", Group::Latin),
    ("sv", Group::Latin),
    ("sw", Group::Latin),
    ("tl", Group::Latin),
    ("tr", Group::Latin),
    ("vi", Group::Latin),
    ("vi-1258", Group::Latin),
    ("be", Group::Cyrillic),
    ("bg", Group::Cyrillic),
    ("kk", Group::Cyrillic),
    ("ky", Group::Cyrillic),
    ("mk", Group::Cyrillic),
    ("mn", Group::Cyrillic),
    ("ru", Group::Cyrillic),
    ("sr", Group::Cyrillic),
    ("tg", Group::Cyrillic),
    ("tt", Group::Cyrillic),
    ("uk", Group::Cyrillic),
    ("el", Group::Greek),
    ("he", Group::Hebrew),
    ("ar", Group::Arabic),
    ("fa", Group::Arabic),
    ("ur", Group::Arabic),
    ("th", Group::Thai),
    ("hy", Group::Armenian),
];

const REPERTOIRES: [&str; 4] = ["zh-Hans", "zh-Hant", "ja", "ko"];

/// Word lists are scaled to this many words.
const WORDS_TOTAL: f64 = 60_000.0;
/// The same for Chinese, whose words are pairs of thousands of characters.
const CHINESE_WORDS_TOTAL: f64 = 250_000.0;
/// Letters rarer than this are left out of an alphabet.
const RARE: f64 = 2e-6;
/// Shares that classes have at least, whatever the training text.
const CLASS_SHARES: [f64; CLASSES] = [
    0.1, 0.01, 0.03, 0.006, 0.0008, 0.004, 0.0004, 0.00005, 0.00001,
];
/// The class of quotes, dashes and signs, and its share in any language.
const SIGN: usize = 3;
const SIGN_SHARE: f64 = 0.01;
/// The class of letters of other scripts.
const FOREIGN: usize = 7;
/// How much of its overall share a class keeps after any letter.
const CLASS_FLOOR: f64 = 0.2;
/// How often a class follows itself at least.
const CLASS_AGAIN: [f64; CLASSES] = [0.05, 0.4, 0.1, 0.05, 0.15, 0.5, 0.01, 0.05, 0.001];
/// A pair is kept if it is so many times more probable than its back-off.
const WORTH: f64 = 1.8;
/// Text converted from the other Chinese variant counts this much.
const CONVERTED: f64 = 0.6;

/// The same for the repertoires, whose encodings are full of signs and symbols.
const EASTERN_SHARES: [f64; CLASSES] = [
    0.01, 0.01, 0.02, 0.008, 0.004, 0.004, 0.0002, 0.0002, 0.00001,
];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let Some((output, folders @ [_, ..])) = arguments.split_last() else {
        return Err("usage: train_charset FOLDER... OUTPUT".into());
    };
    let mut file = HEADER.as_bytes().to_vec();
    file.extend((ALPHABETS.len() as u16).to_le_bytes());
    for (name, script) in ALPHABETS {
        alphabet(folders, name, script, &mut file)?;
    }
    file.extend((REPERTOIRES.len() as u16).to_le_bytes());
    let mut pairs = Vec::new();
    let chinese = chinese(folders)?;
    let (to_traditional, to_simplified) = variants();
    for (number, name) in REPERTOIRES.into_iter().enumerate() {
        let texts = match name {
            "zh-Hans" => weighted(&chinese, |s, t| !t || s, &to_simplified),
            "zh-Hant" => weighted(&chinese, |s, t| !s || t, &to_traditional),
            _ => texts(folders, name)?,
        };
        repertoire(number as u32, name, &texts, &mut file, &mut pairs);
    }
    table(pairs, &mut file);
    fs::write(output, file)?;
    Ok(())
}

/// Lines and words of a language, each with its weight.
fn texts(folders: &[PathBuf], name: &str) -> Result<Vec<(String, f64)>> {
    let mut texts = Vec::new();
    for folder in folders {
        if let Some(text) = read(&folder.join(format!("{name}.txt.gz")))? {
            texts.extend(text.lines().map(|line| (format!(" {line} "), 1.0)));
        }
    }
    for folder in folders {
        let Some(words) = read(&folder.join(format!("{name}.words.gz")))? else {
            continue;
        };
        let counted: Vec<(&str, f64)> = words
            .lines()
            .filter_map(|line| {
                let (word, count) = line.split_once('\t')?;
                Some((word, count.parse().ok()?))
            })
            .collect();
        let total: f64 = counted.iter().map(|(_, count)| count).sum();
        let wanted = if name == "zh" {
            CHINESE_WORDS_TOTAL
        } else {
            WORDS_TOTAL
        };
        let scale = wanted / total.max(1.0);
        texts.extend(counted.into_iter().map(|(word, count)| match name {
            // No spaces are between Chinese words.
            "zh" => (word.to_owned(), count * scale),
            _ => (format!(" {word} "), count * scale),
        }));
    }
    if texts.is_empty() {
        return Err(format!("no text for {name}").into());
    }
    Ok(texts)
}

fn read(path: &Path) -> Result<Option<String>> {
    if !path.exists() {
        return Ok(None);
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(fs::File::open(path)?).read_to_string(&mut text)?;
    Ok(Some(text.nfc().collect()))
}

/// Vietnamese as windows-1258 writes it: tones apart, circumflex and horn not.
fn tones_apart(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        let parts: Vec<char> = std::iter::once(character).nfd().collect();
        let tone = parts.iter().position(|part| {
            matches!(
                part,
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
            )
        });
        match tone {
            Some(at) => {
                out.extend(
                    parts
                        .iter()
                        .enumerate()
                        .filter(|(index, _)| *index != at)
                        .map(|(_, part)| *part)
                        .nfc(),
                );
                out.push(parts[at]);
            }
            None => out.push(character),
        }
    }
    out
}

/// Writes the table of one language with an alphabet.
fn alphabet(folders: &[PathBuf], name: &str, script: Group, file: &mut Vec<u8>) -> Result<()> {
    let source = if name == "vi-1258" { "vi" } else { name };
    let mut texts = texts(folders, source)?;
    if name == "vi-1258" {
        // Letters with a tone that windows-1258 has stand in either form.
        let whole: Vec<(String, f64)> = texts
            .iter()
            .map(|(text, weight)| (whole_where_possible(text), weight * 0.3))
            .collect();
        for (text, _) in &mut texts {
            *text = tones_apart(text);
        }
        texts.extend(whole);
    }
    let mut letters: BTreeMap<char, f64> = BTreeMap::new();
    for (text, weight) in &texts {
        for character in text.chars().filter(|c| class(*c).is_none()) {
            *letters.entry(fold(character)).or_default() += weight;
        }
    }
    let total: f64 = letters.values().sum();
    let mut kept: Vec<char> = letters
        .iter()
        .filter(|(letter, count)| {
            group(**letter) == script && **count / total > RARE && u32::from(**letter) < 0x10000
        })
        .map(|(letter, _)| *letter)
        .collect();
    // The reader takes the script from the last letter.
    kept.sort_by_key(|letter| (group(*letter) == script, *letter));
    kept.truncate(256 - CLASSES);
    let number: BTreeMap<char, usize> = kept
        .iter()
        .enumerate()
        .map(|(index, letter)| (*letter, CLASSES + index))
        .collect();
    let size = CLASSES + kept.len();
    let local = |character: char| -> usize {
        if let Some(class) = class(character) {
            return class;
        }
        let folded = fold(character);
        match number.get(&folded) {
            Some(local) => *local,
            None if folded.is_ascii_alphabetic() => 5,
            None if group(folded) == script => 6,
            None => 7,
        }
    };
    let mut counts = vec![vec![0f64; size]; size];
    for (text, weight) in &texts {
        let mut before = 0;
        for character in text.chars() {
            let after = local(character);
            counts[before][after] += weight;
            before = after;
        }
    }
    let mut single: Vec<f64> = (0..size)
        .map(|after| counts.iter().map(|row| row[after]).sum::<f64>() + 0.5)
        .collect();
    let total: f64 = single.iter().sum();
    for (share, least) in single.iter_mut().zip(CLASS_SHARES) {
        *share = share.max(least * total);
    }
    single[SIGN] = SIGN_SHARE * total;
    let total: f64 = single.iter().sum();
    file.push(name.len() as u8);
    file.extend(name.as_bytes());
    file.extend((kept.len() as u16).to_le_bytes());
    for letter in &kept {
        file.extend((u32::from(*letter) as u16).to_le_bytes());
    }
    for (before, row) in counts.iter().enumerate() {
        let seen: f64 = row.iter().sum();
        let kinds = row.iter().filter(|count| **count > 0.0).count() as f64;
        for (after, count) in row.iter().enumerate() {
            let share = single[after] / total;
            // Witten and Bell's back-off to the single letter.
            let mut chance = (count + (kinds + 1.0) * share) / (seen + kinds + 1.0);
            if after < CLASSES {
                chance = chance.max(CLASS_FLOOR * share);
            }
            if after == before && after < CLASSES {
                chance = chance.max(CLASS_AGAIN[after]);
            } else if after == SIGN {
                // How a text is set says little of its language.
                chance = chance.clamp(SIGN_SHARE * 0.4, SIGN_SHARE * 4.0);
            }
            // Quotations in other scripts say nothing either.
            if after == FOREIGN {
                chance = chance.min(CLASS_AGAIN[FOREIGN]);
            }
            file.push(quantize(-chance.ln(), STEPS));
        }
    }
    Ok(())
}

/// Vietnamese with the letters whole that windows-1258 has whole.
fn whole_where_possible(text: &str) -> String {
    text.chars()
        .map(|character| {
            if matches!(
                character.to_ascii_lowercase(),
                'à' | 'á'
                    | 'è'
                    | 'é'
                    | 'í'
                    | 'ó'
                    | 'ù'
                    | 'ú'
                    | 'À'
                    | 'Á'
                    | 'È'
                    | 'É'
                    | 'Í'
                    | 'Ó'
                    | 'Ù'
                    | 'Ú'
            ) {
                character.to_string()
            } else {
                tones_apart(&character.to_string())
            }
        })
        .collect()
}

fn quantize(nats: f64, steps: f32) -> u8 {
    (nats * f64::from(steps)).round().clamp(0.0, 255.0) as u8
}

/// A line of Chinese.
struct Line {
    text: String,
    weight: f64,
    /// It has characters that only simplified text has.
    simplified: bool,
    /// It has characters that only traditional text has.
    traditional: bool,
}

/// Chinese lines, and whether they have characters that only simplified or only
/// traditional text has.
fn chinese(folders: &[PathBuf]) -> Result<Vec<Line>> {
    let lines = texts(folders, "zh")?;
    Ok(lines
        .into_iter()
        .map(|(text, weight)| Line {
            simplified: text.chars().any(|c| in_gb2312(c) && !in_big5(c)),
            traditional: text.chars().any(|c| in_big5(c) && !in_gb2312(c)),
            text,
            weight,
        })
        .collect())
}

/// Lines of one variant whole, of both or neither with half their weight, and
/// lines of the other variant converted.
fn weighted(
    lines: &[Line],
    keep: impl Fn(bool, bool) -> bool,
    convert: &BTreeMap<char, char>,
) -> Vec<(String, f64)> {
    lines
        .iter()
        .map(|line| {
            if keep(line.simplified, line.traditional) {
                let both = line.simplified == line.traditional;
                (
                    line.text.clone(),
                    line.weight * if both { 0.5 } else { 1.0 },
                )
            } else {
                let converted = line
                    .text
                    .chars()
                    .map(|c| convert.get(&c).copied().unwrap_or(c));
                (converted.collect(), line.weight * CONVERTED)
            }
        })
        .collect()
}

/// From simplified to traditional characters and back; the first form where there
/// are several, and no change where both use the character.
fn variants() -> (BTreeMap<char, char>, BTreeMap<char, char>) {
    let mut traditional = BTreeMap::new();
    let mut simplified = BTreeMap::new();
    for line in VARIANTS.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(from), Some(to), Some(kind)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let Some(from) = from.chars().next() else {
            continue;
        };
        for (index, to) in to.chars().enumerate() {
            if kind == "changed" && index == 0 {
                traditional.insert(from, to);
            }
            simplified.entry(to).or_insert(from);
        }
    }
    (traditional, simplified)
}

const VARIANTS: &str = include_str!("../data/han-variants.tsv");

fn in_gb2312(character: char) -> bool {
    matches!(
        encoded(encoding_rs::GBK, character)[..],
        [0xB0..=0xF7, 0xA1..=0xFE]
    )
}

fn in_big5(character: char) -> bool {
    matches!(encoded(encoding_rs::BIG5, character)[..], [0xA4..=0xF9, _])
}

fn encoded(encoding: &'static encoding_rs::Encoding, character: char) -> Vec<u8> {
    let text = character.to_string();
    let (bytes, _, unmappable) = encoding.encode(&text);
    if unmappable {
        Vec::new()
    } else {
        bytes.into_owned()
    }
}

/// How often a character is taken to have been seen before any text is read: by
/// the level of the national standard it is in.
fn expected(name: &str, character: char) -> f64 {
    let level = match name {
        "zh-Hans" => match encoded(encoding_rs::GBK, character)[..] {
            [0xB0..=0xD7, 0xA1..=0xFE] => 1,
            [0xD8..=0xF7, 0xA1..=0xFE] => 2,
            [0xA1..=0xA3, _] => 2,
            _ => 3,
        },
        "zh-Hant" => match encoded(encoding_rs::BIG5, character)[..] {
            [0xA4..=0xC5, _] | [0xC6, 0x40..=0x7E] => 1,
            [0xC9..=0xF9, _] => 2,
            [0xA1..=0xA3, _] => 2,
            _ => 3,
        },
        "ja" => match encoded(encoding_rs::EUC_JP, character)[..] {
            [0xA4 | 0xA5 | 0xB0..=0xCF, _] => 1,
            [0xD0..=0xF4, _] | [0xA1..=0xA3, _] | [0x8E, _] => 2,
            _ => 3,
        },
        _ => match encoded(encoding_rs::EUC_KR, character)[..] {
            [0xB0..=0xC8, 0xA1..=0xFE] => 1,
            [0xCA..=0xFD, 0xA1..=0xFE] | [0xA1..=0xA3, 0xA1..=0xFE] => 2,
            _ => 3,
        },
    };
    match level {
        1 => 2.0,
        2 => 0.2,
        _ => 0.01,
    }
}

/// Writes the single costs of one repertoire and collects its pairs.
fn repertoire(
    number: u32,
    name: &str,
    texts: &[(String, f64)],
    file: &mut Vec<u8>,
    pairs: &mut Vec<(u64, u16)>,
) {
    let token = |character: char| -> (u16, usize) {
        if is_repertoire(character) {
            (u32::from(character) as u16, slot(character))
        } else {
            let class = class(character).unwrap_or(if character.is_ascii_alphabetic() {
                5
            } else {
                7
            });
            (class as u16, class)
        }
    };
    let mut counts: BTreeMap<(u16, u16), f64> = BTreeMap::new();
    let mut slots: BTreeMap<u16, usize> = BTreeMap::new();
    for (text, weight) in texts {
        let mut before = 0;
        for (index, (key, slot)) in text.chars().map(token).enumerate() {
            slots.insert(key, slot);
            if index == 0 {
                before = key;
                continue;
            }
            // Runs of ASCII are the same in every encoding and tell nothing.
            if before >= CLASSES as u16 || key >= CLASSES as u16 {
                *counts.entry((before, key)).or_default() += weight;
            }
            before = key;
        }
    }
    let mut single = vec![0f64; SLOTS];
    for ((_, after), count) in &counts {
        single[slots[after]] += count;
    }
    for code in 0x3000..=0xFFEFu32 {
        if let Some(character) = char::from_u32(code).filter(|c| is_repertoire(*c)) {
            single[slot(character)] += expected(name, character);
        }
    }
    let total: f64 = single.iter().sum();
    for (share, least) in single.iter_mut().zip(EASTERN_SHARES) {
        *share = share.max(least * total);
    }
    let total: f64 = single.iter().sum();
    let mut seen: BTreeMap<u16, (f64, f64)> = BTreeMap::new();
    for ((before, _), count) in &counts {
        let row = seen.entry(*before).or_default();
        row.0 += count;
        row.1 += 1.0;
    }
    let mut back_offs = vec![0u8; SLOTS];
    let back_off = |before: u16| match seen.get(&before) {
        // Witten and Bell's again.
        Some((count, kinds)) => kinds / (count + kinds),
        None => 1.0,
    };
    for (key, slot) in &slots {
        back_offs[*slot] = quantize(-back_off(*key).max(0.02).ln(), SINGLE_STEPS);
    }
    file.push(name.len() as u8);
    file.extend(name.as_bytes());
    file.extend(
        single
            .iter()
            .map(|count| quantize(-(count / total).max(1e-9).ln(), SINGLE_STEPS)),
    );
    file.extend(&back_offs);
    for (class, again) in CLASS_AGAIN
        .iter()
        .enumerate()
        .filter(|(class, _)| [3, 4].contains(class))
    {
        let key = class as u16;
        let step = (-again.ln() / f64::from(PAIR_STEP)).round() as u16;
        pairs.push((hash(number, key, key), step));
        counts.remove(&(key, key));
    }
    for ((before, after), count) in &counts {
        let (row, kinds) = seen[before];
        let backed = back_off(*before) * single[slots[after]] / total;
        let chance = count / (row + kinds) + backed;
        // A pair that its back-off explains is not worth its place.
        if chance < backed * WORTH {
            continue;
        }
        let step = (-chance.ln() / f64::from(PAIR_STEP))
            .round()
            .clamp(0.0, 31.0) as u16;
        pairs.push((hash(number, *before, *after), step));
    }
}

/// Writes the pair table: fingerprint and cost in 16 bits, open addressing.
fn table(pairs: Vec<(u64, u16)>, file: &mut Vec<u8>) {
    let length = pairs.len() * 5 / 4 + 1;
    let mut entries = vec![0u16; length];
    let mut taken = BTreeSet::new();
    let mut lost = 0;
    for (hash, step) in &pairs {
        let mut at = place(*hash, length);
        let mut probes = 0;
        let entry = fingerprint(*hash) << 5 | step;
        loop {
            if entries[at] == 0 {
                entries[at] = entry;
                taken.insert(at);
                break;
            }
            at = (at + 1) % length;
            probes += 1;
            if probes == PROBES {
                lost += 1;
                break;
            }
        }
    }
    eprintln!("{} pairs, {} places, {lost} lost", pairs.len(), length);
    file.extend(entries.iter().flat_map(|entry| entry.to_le_bytes()));
}
