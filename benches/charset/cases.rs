//! The labelled cases, made from the corpus and the sentences.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use unmix::encoding::Encoding;

use super::{decoded, hash::hash, made, sentences::sentences};

/// Bytes and the text they hold.
pub(crate) struct Case {
    pub(crate) name: String,
    /// What wrong answers are counted by.
    pub(crate) group: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) truth: Truth,
    pub(crate) half: u64,
}

/// What is compared.
pub(crate) enum Truth {
    /// The whole text, byte order marks aside.
    Text(String),
    /// One of several: the same bytes are in the corpus under several labels.
    OneOf(Vec<String>),
    /// The share of the true text's strings of four characters that are there.
    FourGrams(String),
}

impl Truth {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::FourGrams(text) => text,
            Self::OneOf(texts) => texts.first().map_or("", String::as_str),
        }
    }

    pub(crate) fn score(&self, text: &str) -> f64 {
        match self {
            Self::Text(truth) => f64::from(u8::from(plain(truth) == plain(text))),
            Self::OneOf(truths) => {
                let right = truths.iter().any(|truth| plain(truth) == plain(text));
                f64::from(u8::from(right))
            }
            Self::FourGrams(truth) => recall(truth, text),
        }
    }
}

fn plain(text: &str) -> &str {
    text.trim_start_matches('\u{FEFF}')
}

fn recall(truth: &str, text: &str) -> f64 {
    fn grams(text: &str) -> BTreeMap<Vec<char>, usize> {
        let characters: Vec<char> = text.chars().collect();
        let mut grams = BTreeMap::new();
        for gram in characters.windows(4) {
            *grams.entry(gram.to_vec()).or_default() += 1;
        }
        grams
    }
    let (truth, text) = (grams(truth), grams(text));
    let total: usize = truth.values().sum();
    let found: usize = truth
        .iter()
        .map(|(gram, count)| text.get(gram).map_or(0, |there| (*there).min(*count)))
        .sum();
    found as f64 / total.max(1) as f64
}

/// Which half of its set a case is in.
pub(crate) fn half(bytes: &[u8]) -> u64 {
    hash(bytes) >> 20 & 1
}

pub(crate) type Set = (&'static str, Vec<Case>);

const NAMES: [&str; 25] = [
    "whole, all",
    "whole, web",
    "whole, web without utf",
    "256 B, web without utf",
    "64 B, web without utf",
    "whole, cjk no dos",
    "del1",
    "insFF",
    "nul1",
    "del400",
    "cut120",
    "gbk 2",
    "gbk 4",
    "gbk 8",
    "big5 2",
    "big5 4",
    "big5 8",
    "utf-16 32",
    "mixed, utf-8 base",
    "mixed, legacy base",
    "short utf-8",
    "short latin",
    "made 64 B",
    "made 256 B",
    "made 2000 B",
];

/// The sets whose names contain one of `wanted`; all if that is empty.
pub(crate) fn sets(wanted: &[String]) -> Vec<Set> {
    let is_wanted =
        |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    let files = env::var("UNMIX_CORPUS")
        .map(|folder| corpus(folder.as_ref()))
        .unwrap_or_default();
    let sentences = env::var("UNMIX_TEXT")
        .map(|file| sentences(file.as_ref()))
        .unwrap_or_default();
    NAMES
        .into_iter()
        .filter(|name| is_wanted(name))
        .map(|name| (name, make(name, &files, &sentences)))
        .collect()
}

/// A file of the corpus, declarations blanked.
struct Labelled {
    name: String,
    label: &'static str,
    /// Labels under which the corpus has the same bytes again: no detector can
    /// tell which is meant, and any of them is right.
    more: Vec<&'static str>,
    group: String,
    bytes: Vec<u8>,
    half: u64,
}

impl Labelled {
    /// The true text of some bytes of the file.
    fn truth(&self, bytes: &[u8]) -> Truth {
        let text = decoded(bytes, self.label);
        if self.more.is_empty() {
            return Truth::Text(text);
        }
        let more = self.more.iter().map(|label| decoded(bytes, label));
        Truth::OneOf(std::iter::once(text).chain(more).collect())
    }
}

fn corpus(folder: &Path) -> Vec<Labelled> {
    let mut files: Vec<Labelled> = Vec::new();
    let mut seen: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let mut folders: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    for folder in folders.iter().filter(|path| path.is_dir()) {
        let group = folder.file_name().unwrap().to_string_lossy().into_owned();
        let label = group.rsplit_once('-').map_or(&*group, |(label, _)| label);
        if label == "None" {
            continue;
        }
        // The corpus means the form with a byte order mark by these.
        let label: &'static str = Box::leak(label.to_owned().into_boxed_str());
        let mut paths: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            let mut bytes = fs::read(&path).unwrap();
            blank(&mut bytes);
            if bytes.is_empty() {
                continue;
            }
            if let Some(index) = seen.get(&bytes) {
                files[*index].more.push(label);
                continue;
            }
            if label != "ascii" && Encoding::for_label(label).is_none() {
                println!("unknown label {label}");
                continue;
            }
            seen.insert(bytes.clone(), files.len());
            files.push(Labelled {
                more: Vec::new(),
                name: format!("{group}/{}", path.file_name().unwrap().to_string_lossy()),
                label,
                group: group.clone(),
                half: half(&bytes),
                bytes,
            });
        }
    }
    files
}

/// Blanks what the text says of its own encoding.
fn blank(bytes: &mut [u8]) {
    let limit = bytes.len().min(4096);
    for word in [&b"charset"[..], b"encoding", b"coding"] {
        let mut at = 0;
        while at + word.len() < limit {
            if !bytes[at..at + word.len()].eq_ignore_ascii_case(word) {
                at += 1;
                continue;
            }
            at += word.len();
            let mut end = at;
            while end < limit && matches!(bytes[end], b'=' | b' ' | b'"' | b'\'' | b':') {
                end += 1;
            }
            while end > at
                && end < limit
                && (bytes[end].is_ascii_alphanumeric() || matches!(bytes[end], b'-' | b'_'))
            {
                bytes[end] = b'x';
                end += 1;
            }
        }
    }
}

fn web(label: &str) -> Option<&'static encoding_rs::Encoding> {
    let encoding = Encoding::for_label(label)?;
    encoding_rs::Encoding::for_label(encoding.label().as_bytes())
        .filter(|web| *web != encoding_rs::REPLACEMENT)
}

fn is_utf(label: &str) -> bool {
    label.starts_with("utf") || label == "ascii"
}

const CJK: [&str; 14] = [
    "gb2312",
    "gbk",
    "gb18030",
    "cp936",
    "big5",
    "big5hkscs",
    "cp950",
    "shift-jis",
    "shift_jis",
    "cp932",
    "euc-jp",
    "euc-kr",
    "cp949",
    "johab",
];

fn make(name: &str, files: &[Labelled], sentences: &BTreeMap<String, Vec<String>>) -> Vec<Case> {
    let whole = |file: &Labelled| Case {
        name: file.name.clone(),
        group: file.group.clone(),
        truth: file.truth(&file.bytes),
        bytes: file.bytes.clone(),
        half: file.half,
    };
    let window = |length: usize| -> Vec<Case> {
        files
            .iter()
            .filter(|file| {
                web(file.label).is_some() && !is_utf(file.label) && file.label != "iso-2022-jp"
            })
            .filter_map(|file| {
                let start = file.bytes.iter().position(|byte| !byte.is_ascii())?;
                let bytes = file.bytes[start..file.bytes.len().min(start + length)].to_vec();
                Some(Case {
                    truth: file.truth(&bytes),
                    bytes,
                    ..whole(file)
                })
            })
            .collect()
    };
    match name {
        "whole, all" => files.iter().map(whole).collect(),
        "whole, web" => files
            .iter()
            .filter(|f| web(f.label).is_some())
            .map(whole)
            .collect(),
        "whole, web without utf" => files
            .iter()
            .filter(|f| web(f.label).is_some() && !is_utf(f.label))
            .map(whole)
            .collect(),
        "256 B, web without utf" => window(256),
        "64 B, web without utf" => window(64),
        "whole, cjk no dos" => files
            .iter()
            .filter(|f| CJK.contains(&f.label))
            .map(whole)
            .collect(),
        "del1" | "insFF" | "nul1" | "del400" | "cut120" => files
            .iter()
            .filter(|file| CJK.contains(&file.label) || file.label == "utf-8")
            .map(|file| {
                let bytes = damage(name, &file.bytes[..file.bytes.len().min(20_000)]);
                Case {
                    truth: file.truth(&bytes),
                    bytes,
                    ..whole(file)
                }
            })
            .collect(),
        "gbk 2" | "gbk 4" | "gbk 8" | "big5 2" | "big5 4" | "big5 8" => {
            let (label, length) = name.split_once(' ').unwrap();
            hanzi(sentences, label, length.parse().unwrap())
        }
        "utf-16 32" => wide(sentences),
        "mixed, utf-8 base" => mixed(sentences, true),
        "mixed, legacy base" => mixed(sentences, false),
        "short utf-8" => sentences
            .iter()
            .flat_map(|(language, lines)| lines.iter().take(150).map(move |line| (language, line)))
            .map(|(language, line)| {
                let text: String = line.chars().take(12).collect();
                short(language, text.as_bytes().to_vec(), text.clone())
            })
            .collect(),
        "made 64 B" => made::make(sentences, 64),
        "made 256 B" => made::make(sentences, 256),
        "made 2000 B" => made::make(sentences, 2000),
        _ => short_latin(sentences),
    }
}

fn short(group: &str, bytes: Vec<u8>, text: String) -> Case {
    Case {
        name: text.chars().take(20).collect(),
        group: group.to_owned(),
        half: half(&bytes),
        bytes,
        truth: Truth::Text(text),
    }
}

fn damage(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let middle = bytes.len() / 2;
    let high = (middle..bytes.len())
        .find(|at| !bytes[*at].is_ascii())
        .unwrap_or(middle);
    match name {
        "del1" => drop(bytes.remove(high.min(bytes.len() - 1))),
        "insFF" => bytes.insert(high, 0xFF),
        "nul1" => bytes.insert(high, 0),
        "del400" => {
            let mut at = 0;
            bytes.retain(|_| {
                at += 1;
                at % 400 != 0
            });
        }
        _ => {
            let lines: Vec<&[u8]> = bytes.chunks(120).collect();
            bytes = lines.join(&b'\n');
        }
    }
    bytes
}

fn is_han(character: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&character)
}

/// Strings of hanzi that the encoding has, each once.
fn hanzi(sentences: &BTreeMap<String, Vec<String>>, label: &str, length: usize) -> Vec<Case> {
    let encoding = web(label).unwrap();
    let mut seen = BTreeSet::new();
    let mut cases = Vec::new();
    for line in sentences
        .iter()
        .filter(|(l, _)| l.starts_with("zh") || *l == "cmn")
        .flat_map(|(_, l)| l)
    {
        let runs: Vec<String> = line.split(|c| !is_han(c)).map(str::to_owned).collect();
        // A traditional text for Big5, a simplified one for GBK.
        let (bytes, _, unmappable) = encoding.encode(line);
        let simplified = bytes
            .iter()
            .filter(|byte| !byte.is_ascii())
            .all(|byte| *byte >= 0xA1);
        if unmappable || (label == "gbk" && !simplified) {
            continue;
        }
        for run in runs {
            let characters: Vec<char> = run.chars().collect();
            for part in characters.chunks_exact(length) {
                let text: String = part.iter().collect();
                if seen.insert(text.clone()) {
                    cases.push(short(label, encoding.encode(&text).0.into_owned(), text));
                }
            }
        }
    }
    cases
}

/// 32 characters and more in UTF-16 without a mark.
fn wide(sentences: &BTreeMap<String, Vec<String>>) -> Vec<Case> {
    let mut cases = Vec::new();
    for (language, lines) in sentences {
        for group in lines.chunks(4).take(40) {
            for big in [false, true] {
                let text: String = group.concat().chars().take(32).collect();
                if text.chars().count() < 32 {
                    continue;
                }
                let bytes: Vec<u8> = text
                    .encode_utf16()
                    .flat_map(|unit| {
                        if big {
                            unit.to_be_bytes()
                        } else {
                            unit.to_le_bytes()
                        }
                    })
                    .collect();
                cases.push(short(language, bytes, text));
            }
        }
    }
    cases
}

/// A few words with one or two letters beyond ASCII.
fn short_latin(sentences: &BTreeMap<String, Vec<String>>) -> Vec<Case> {
    let mut cases = Vec::new();
    for (language, label) in [
        ("de", "windows-1252"),
        ("fr", "windows-1252"),
        ("es", "windows-1252"),
        ("pl", "windows-1250"),
        ("cs", "windows-1250"),
        ("hu", "windows-1250"),
        ("tr", "windows-1254"),
        ("ru", "windows-1251"),
        ("uk", "windows-1251"),
        ("el", "windows-1253"),
        ("he", "windows-1255"),
        ("ar", "windows-1256"),
        ("ja", "shift_jis"),
        ("ja", "euc-jp"),
        ("ko", "euc-kr"),
    ] {
        let encoding = web(label).unwrap();
        for line in sentences.get(language).into_iter().flatten().take(200) {
            let text: String = line.chars().take(24).collect();
            let (bytes, _, unmappable) = encoding.encode(&text);
            if !unmappable && !bytes.is_ascii() {
                cases.push(short(
                    &format!("{language} {label}"),
                    bytes.into_owned(),
                    text,
                ));
            }
        }
    }
    cases
}

/// Two encodings in one file: whole lines, marked-up fragments, fragments inside
/// a sentence; 2, 10 and 30 % of the text.
fn mixed(sentences: &BTreeMap<String, Vec<String>>, utf8_base: bool) -> Vec<Case> {
    let mut cases = Vec::new();
    let utf8 = encoding_rs::UTF_8;
    for (language, label) in [
        ("zh-Hans", "gbk"),
        ("zh-Hant", "big5"),
        ("ja", "shift_jis"),
        ("ko", "euc-kr"),
        ("ru", "windows-1251"),
        ("fr", "windows-1252"),
    ] {
        let legacy = web(label).unwrap();
        let key = language.split('-').next().unwrap();
        let all = sentences
            .get(language)
            .or_else(|| sentences.get(key))
            .or_else(|| sentences.get("cmn"));
        let lines: Vec<&String> = all
            .into_iter()
            .flatten()
            .filter(|line| {
                let (bytes, _, unmappable) = legacy.encode(line);
                let simplified = bytes
                    .iter()
                    .filter(|byte| !byte.is_ascii())
                    .all(|byte| *byte >= 0xA1);
                !unmappable && !bytes.is_ascii() && (label != "gbk" || simplified)
            })
            .collect();
        let (base, other) = if utf8_base {
            (utf8, legacy)
        } else {
            (legacy, utf8)
        };
        for kind in ["lines", "marked", "inside"] {
            for share in [2usize, 10, 30] {
                for (round, lines) in lines.chunks_exact(60).take(3).enumerate() {
                    let mut bytes = Vec::new();
                    let mut text = String::new();
                    for (index, line) in lines.iter().enumerate() {
                        let foreign = index * share / 100 != (index + 1) * share / 100
                            || (index == 7 && share == 2);
                        let put = |bytes: &mut Vec<u8>,
                                   text: &mut String,
                                   encoding: &'static encoding_rs::Encoding,
                                   part: &str| {
                            bytes.extend_from_slice(&encoding.encode(part).0);
                            text.push_str(part);
                        };
                        match (kind, foreign) {
                            (_, false) => put(&mut bytes, &mut text, base, line),
                            ("lines", true) => put(&mut bytes, &mut text, other, line),
                            ("marked", true) => {
                                put(&mut bytes, &mut text, base, lines[(index + 1) % 60]);
                                put(&mut bytes, &mut text, base, "<b>");
                                put(&mut bytes, &mut text, other, line);
                                put(&mut bytes, &mut text, base, "</b>");
                                put(&mut bytes, &mut text, base, lines[(index + 2) % 60]);
                            }
                            _ => {
                                let characters: Vec<char> = line.chars().collect();
                                let third = characters.len() / 3;
                                let part = |range: std::ops::Range<usize>| -> String {
                                    characters[range].iter().collect()
                                };
                                put(&mut bytes, &mut text, base, &part(0..third));
                                put(&mut bytes, &mut text, other, &part(third..2 * third));
                                put(
                                    &mut bytes,
                                    &mut text,
                                    base,
                                    &part(2 * third..characters.len()),
                                );
                            }
                        }
                        put(&mut bytes, &mut text, base, "\n");
                    }
                    cases.push(Case {
                        name: format!("{language} {kind} {share} % {round}"),
                        group: format!("{language} {kind} {share} %"),
                        half: half(&bytes),
                        bytes,
                        truth: Truth::FourGrams(text),
                    });
                }
            }
        }
    }
    cases
}

/// Writes the cases for detectors of other languages: bytes, and their labels.
pub(crate) fn dump(sets: &[Set], folder: &Path) {
    for (name, cases) in sets {
        let folder = folder.join(name.replace([' ', ','], "_"));
        fs::create_dir_all(&folder).unwrap();
        for (index, case) in cases.iter().enumerate() {
            let truth = case.truth.text();
            let name = format!("{index:05}.{}", case.half);
            fs::write(folder.join(format!("{name}.bin")), &case.bytes).unwrap();
            fs::write(folder.join(format!("{name}.txt")), plain(truth)).unwrap();
        }
    }
}
