//! Counts words, word endings and letters of the languages that share a script, the Han
//! characters of Chinese and Japanese, and the English words that are no names: writes
//! `data/separation-words.tsv`, `data/separation-han.tsv` and `data/english-words.txt`. Run as `cargo run --release --example train_separation -- TEXT`,
//! where TEXT is a folder of `XX.txt.gz` (a line each) and `XX.words.gz` (word, tab, count).
//! The output is the same on every run.

#![allow(clippy::print_stdout, clippy::print_stderr)] // It is a command.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    io::Read,
    path::Path,
};

/// The classes told apart, and the languages counted for each: close relatives are one.
const CLASSES: &[(&str, &[&str])] = &[
    ("af", &["af"]),
    ("ar", &["ar"]),
    ("az", &["az"]),
    ("be", &["be"]),
    ("bg", &["bg"]),
    ("ca", &["ca"]),
    ("ckb", &["ckb"]),
    ("cs", &["cs", "sk"]),
    ("cy", &["cy"]),
    ("da", &["da", "nb", "nn"]),
    ("de", &["de"]),
    ("en", &["en"]),
    ("eo", &["eo"]),
    ("es", &["es"]),
    ("et", &["et"]),
    ("eu", &["eu"]),
    ("fa", &["fa"]),
    ("fi", &["fi"]),
    ("fr", &["fr"]),
    ("ga", &["ga"]),
    ("hi", &["hi"]),
    ("hr", &["hr", "bs", "sr-Latn"]),
    ("hu", &["hu"]),
    ("id", &["id", "ms"]),
    ("is", &["is"]),
    ("it", &["it"]),
    ("kk", &["kk"]),
    ("ky", &["ky"]),
    ("lt", &["lt"]),
    ("lv", &["lv"]),
    ("mk", &["mk"]),
    ("mn", &["mn"]),
    ("mr", &["mr"]),
    ("ne", &["ne"]),
    ("nl", &["nl"]),
    ("pl", &["pl"]),
    ("ps", &["ps"]),
    ("pt", &["pt"]),
    ("ro", &["ro"]),
    ("ru", &["ru"]),
    ("sl", &["sl"]),
    ("sq", &["sq"]),
    ("sr", &["sr"]),
    ("sv", &["sv"]),
    ("sw", &["sw"]),
    ("tl", &["tl"]),
    ("tr", &["tr"]),
    ("tt", &["tt"]),
    ("ug", &["ug"]),
    ("uk", &["uk"]),
    ("ur", &["ur"]),
    ("uz", &["uz"]),
    ("vi", &["vi"]),
    ("zu", &["zu", "xh"]),
];

/// The most frequent words of each class that get a row; of English, which most names of
/// programs and products are made of, more.
const WORDS: usize = 400;
const ENGLISH_WORDS: usize = 3500;
/// The same for endings.
const ENDINGS: usize = 160;
/// Letters of an ending.
const ENDING: usize = 3;
/// Scores are twice the natural logarithm of frequency over this floor.
const FLOOR: f64 = 2e-5;
const ENDING_FLOOR: f64 = 1.5e-3;
const LETTER_FLOOR: f64 = 2e-3;
const MOST: i32 = 14;

const HEADER: &str = "\
# source: Common Voice prompts and New Testament texts (CC0-1.0), Firefox and LibreOffice
#   strings and help (MPL-2.0), unilex word counts (Unicode licence v3)
# licence: counts, as the project
# version: 1, 2026-11-22
";

type Counts = BTreeMap<String, f64>;
type Rows = BTreeMap<String, BTreeMap<&'static str, i32>>;

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).expect("name the text folder");
    let folder = Path::new(&folder);
    words(folder)?;
    han(folder)?;
    ordinary(folder)
}

/// Letters of the shortest word that is listed.
const SHORTEST: usize = 3;

/// Writes the English words that are written in lower case at least half as often as not.
fn ordinary(folder: &Path) -> io::Result<()> {
    let text = read(&folder.join("en.txt.gz"))?.expect("en.txt.gz");
    let mut counts: BTreeMap<String, [u32; 2]> = BTreeMap::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '_'))) {
        let small = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let capitals = word.len() - small.len();
        if word.len() < SHORTEST
            || word.len() > 24
            || capitals > 1
            || !small.bytes().all(|byte| byte.is_ascii_lowercase())
        {
            continue;
        }
        counts.entry(word.to_ascii_lowercase()).or_default()[capitals] += 1;
    }
    let mut list = format!("# English words that are no names.\n{HEADER}");
    for (word, [lower, capital]) in counts {
        if lower > 0 && 2 * lower >= capital {
            list += &word;
            list.push('\n');
        }
    }
    fs::write("data/english-words.txt", list)
}

fn words(folder: &Path) -> io::Result<()> {
    let mut counted = Vec::new();
    for (class, languages) in CLASSES {
        let mut merged = Counts::new();
        for language in *languages {
            for (word, share) in shares(folder, language)? {
                let old = merged.entry(word).or_default();
                *old = old.max(share);
            }
        }
        counted.push((*class, merged));
    }
    let mut rows = Rows::new();
    table(&mut rows, &counted, "", WORDS, FLOOR);
    let endings: Vec<_> = counted
        .iter()
        .map(|(class, words)| {
            (
                *class,
                tally(words, |word| {
                    let letters: Vec<char> = word.chars().collect();
                    (letters.len() > ENDING + 1)
                        .then(|| vec![letters[letters.len() - ENDING..].iter().collect()])
                }),
            )
        })
        .collect();
    table(&mut rows, &endings, "-", ENDINGS, ENDING_FLOOR);
    let letters: Vec<_> = counted
        .iter()
        .map(|(class, words)| {
            (
                *class,
                tally(words, |word| {
                    let set: BTreeSet<char> = word.chars().filter(|c| !c.is_ascii()).collect();
                    Some(set.into_iter().map(String::from).collect())
                }),
            )
        })
        .collect();
    table(&mut rows, &letters, "+", 40, LETTER_FLOOR);
    let head = "# What words, endings (-) and letters (+) say about the language of a text, in half nats.\n";
    let columns = "# word\tlanguage:score ...\n";
    write(
        "data/separation-words.tsv",
        &format!("{head}{HEADER}{columns}"),
        &rows,
    )
}

/// Shares of the parts that `parts` finds in each word.
fn tally(words: &Counts, parts: impl Fn(&str) -> Option<Vec<String>>) -> Counts {
    let mut counts = Counts::new();
    for (word, share) in words {
        for part in parts(word).unwrap_or_default() {
            *counts.entry(part).or_default() += share;
        }
    }
    counts
}

fn table(rows: &mut Rows, counted: &[(&'static str, Counts)], mark: &str, most: usize, floor: f64) {
    let mut kept = BTreeSet::new();
    for (class, counts) in counted {
        let most = if most == WORDS && *class == "en" {
            ENGLISH_WORDS
        } else {
            most
        };
        let mut order: Vec<_> = counts.iter().collect();
        order.sort_by(|one, other| other.1.total_cmp(one.1).then(one.0.cmp(other.0)));
        kept.extend(
            order
                .into_iter()
                .take(most)
                .filter(|(_, share)| **share > floor * 2.0)
                .map(|(word, _)| word),
        );
    }
    for word in kept {
        let mut row = BTreeMap::new();
        for (class, counts) in counted {
            let share = counts.get(word).copied().unwrap_or_default();
            let score = (2.0 * (share / floor).ln()).round();
            if score >= 1.0 {
                row.insert(*class, (score as i32).min(MOST));
            }
        }
        // What nearly every language shares says nothing.
        if row.len() <= 40 {
            rows.insert(format!("{mark}{word}"), row);
        }
    }
}

/// The share of each word in a language's text: the mean of what its running text and
/// its word counts say, where both are there.
fn shares(folder: &Path, language: &str) -> io::Result<Counts> {
    let mut sources: Vec<Counts> = Vec::new();
    if let Some(text) = read(&folder.join(format!("{language}.txt.gz")))? {
        let mut counts = Counts::new();
        for word in
            text.split(|c: char| !(c.is_alphabetic() || is_mark(c) || matches!(c, '\'' | '’')))
        {
            count(&mut counts, word, 1.0);
        }
        sources.push(counts);
    }
    if let Some(text) = read(&folder.join(format!("{language}.words.gz")))? {
        let mut counts = Counts::new();
        for line in text.lines() {
            if let Some((word, times)) = line.split_once('\t') {
                count(&mut counts, word, times.trim().parse().unwrap_or(0.0));
            }
        }
        sources.push(counts);
    }
    let mut shares = Counts::new();
    let number = sources.len() as f64;
    for source in sources {
        let all: f64 = source.values().sum();
        for (word, times) in source {
            *shares.entry(word).or_default() += times / all / number;
        }
    }
    Ok(shares)
}

fn count(counts: &mut Counts, word: &str, times: f64) {
    let word = word
        .trim_matches(['\'', '’'])
        .replace('’', "'")
        .to_lowercase();
    let sound = |c: char| c.is_alphabetic() || is_mark(c) || c == '\'';
    if word.is_empty() || word.len() > 24 || !word.chars().all(sound) {
        return;
    }
    // An elided article counts by itself too, and so does what it is elided before.
    if let Some((head, tail)) = word.split_once('\'') {
        *counts.entry(head.to_owned()).or_default() += times;
        *counts.entry(tail.replace('\'', "")).or_default() += times;
    }
    *counts.entry(word).or_default() += times;
}

/// Marks that are parts of words in Devanagari and Arabic script.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{900}'..='\u{963}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}')
}

/// The most frequent pairs of characters that get a row.
const PAIRS: usize = 5000;
const HAN_FLOOR: f64 = 1e-5;
/// Added to every count of a first or last character.
const SMOOTH: f64 = 5.0;

fn han(folder: &Path) -> io::Result<()> {
    let mut rows = Rows::new();
    let mut ones = Vec::new();
    let mut pairs = Vec::new();
    for language in ["zh", "ja"] {
        let text =
            read(&folder.join(format!("{language}.txt.gz")))?.expect("zh.txt.gz and ja.txt.gz");
        let mut one = Counts::new();
        let mut pair = Counts::new();
        let (mut first, mut last) = (Counts::new(), Counts::new());
        let (mut all, mut lines) = (0.0, 0.0);
        for line in text.lines() {
            let letters: Vec<char> = line.chars().filter(|c| is_cjk(*c)).collect();
            if letters.len() < 4 || (language == "ja" && !letters.iter().any(|c| is_kana(*c))) {
                continue;
            }
            for (index, letter) in letters.iter().enumerate() {
                all += 1.0;
                *one.entry(letter.to_string()).or_default() += 1.0;
                if let Some(next) = letters.get(index + 1)
                    && !is_kana(*letter)
                    && !is_kana(*next)
                {
                    *pair.entry(format!("{letter}{next}")).or_default() += 1.0;
                }
            }
            // Only whole sentences tell how sentences begin and end.
            if line.ends_with(['。', '？', '！', '?', '!']) || letters.len() >= 8 {
                lines += 1.0;
                *first.entry(letters[0].to_string()).or_default() += 1.0;
                *last
                    .entry(letters[letters.len() - 1].to_string())
                    .or_default() += 1.0;
            }
        }
        let name = if language == "zh" { "zh" } else { "ja" };
        for (mark, edge) in [("^", &first), ("$", &last)] {
            for (letter, times) in &one {
                let seen = edge.get(letter).copied().unwrap_or_default();
                let expected = times / all * lines;
                let score = (2.0 * ((seen + SMOOTH) / (expected + SMOOTH)).ln()).round() as i32;
                if score != 0 {
                    rows.entry(format!("{mark}{letter}"))
                        .or_default()
                        .insert(name, score.clamp(-MOST, MOST));
                }
            }
        }
        one.values_mut()
            .chain(pair.values_mut())
            .for_each(|times| *times /= all);
        ones.push((name, one));
        pairs.push((name, pair));
    }
    // Kana needs no row.
    for (_, one) in &mut ones {
        one.retain(|letter, _| !letter.contains(is_kana));
    }
    table(&mut rows, &ones, "", 5000, HAN_FLOOR);
    table(&mut rows, &pairs, "", PAIRS, HAN_FLOOR);
    let head = "# How frequent Han characters and pairs are in Chinese and Japanese, and how much more\n\
                # so than elsewhere a text begins (^) or ends ($) with them, in half nats.\n";
    let columns = "# characters\tlanguage:score ...\n";
    write(
        "data/separation-han.tsv",
        &format!("{head}{HEADER}{columns}"),
        &rows,
    )
}

fn is_kana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{30FF}')
}

fn is_cjk(character: char) -> bool {
    is_kana(character) || matches!(character, '\u{3400}'..='\u{9FFF}' | '々' | '〇')
}

fn read(path: &Path) -> io::Result<Option<String>> {
    if !path.exists() {
        return Ok(None);
    }
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(path)?).read_to_string(&mut text)?;
    Ok(Some(text))
}

fn write(path: &str, head: &str, rows: &Rows) -> io::Result<()> {
    let mut table = head.to_owned();
    for (key, scores) in rows {
        let scores: Vec<String> = scores
            .iter()
            .map(|(name, score)| format!("{name}:{score}"))
            .collect();
        table += &format!("{key}\t{}\n", scores.join(" "));
    }
    fs::write(path, table)
}
