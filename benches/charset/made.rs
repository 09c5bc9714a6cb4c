//! Cases made from the sentences: every encoding in the languages it is used for,
//! in the length of a title, a paragraph and a page.

use std::collections::BTreeMap;

use super::{
    cases::{Case, Truth, half},
    decoded,
    hash::hash,
};

/// Languages, and the encodings that text of theirs is found in.
const ROWS: &[(&str, &str)] = &[
    (
        "br da nl en fi fr de is id ga it nb pt es sv cy",
        "windows-1252 iso-8859-15 macintosh ibm850 ibm037 ibm500",
    ),
    ("ca gl eu af sq", "windows-1252"),
    ("nl en fi fr de it es sv", "ibm437"),
    ("ga cy", "iso-8859-14"),
    ("is", "iso-8859-10 ibm861 x-mac-icelandic"),
    ("da nb", "ibm865"),
    ("pt", "ibm860"),
    ("fr", "ibm863"),
    ("tr", "windows-1254 iso-8859-3 ibm857 x-mac-turkish ibm1026"),
    (
        "ru uk be bg mk sr",
        "windows-1251 iso-8859-5 x-mac-cyrillic ibm855",
    ),
    ("ru bg be", "ibm866"),
    ("ru bg", "koi8-r"),
    ("uk be", "koi8-u ibm1125"),
    ("he", "windows-1255 iso-8859-8 ibm862 ibm856 ibm424"),
    ("ar", "windows-1256 iso-8859-6 ibm720"),
    ("fa ur", "windows-1256"),
    (
        "el",
        "windows-1253 iso-8859-7 ibm737 ibm869 x-mac-greek ibm875",
    ),
    ("et lv lt", "windows-1257 iso-8859-13 iso-8859-4 ibm775"),
    (
        "cs hu pl sk sl hr",
        "windows-1250 iso-8859-2 x-mac-ce ibm852",
    ),
    ("ro", "windows-1250 iso-8859-2 ibm852"),
    ("eo mt", "iso-8859-3"),
    ("th", "windows-874"),
    ("tg", "koi8-t"),
    ("kk", "kz-1048 ptcp154"),
    ("vi", "windows-1258 viscii tcvn"),
    ("ja", "shift_jis euc-jp"),
    ("ko", "euc-kr johab"),
    ("zh", "gb18030 big5"),
];

/// Cases of a pair of language and encoding.
const EACH: usize = 12;

/// Texts of about `length` bytes from the first byte beyond ASCII on.
pub(crate) fn make(sentences: &BTreeMap<String, Vec<String>>, length: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for (languages, labels) in ROWS {
        for language in languages.split(' ') {
            for label in labels.split(' ') {
                let Some(lines) = sentences.get(language) else {
                    continue;
                };
                group(&mut cases, language, label, lines, length);
            }
        }
    }
    cases
}

fn group(cases: &mut Vec<Case>, language: &str, label: &str, lines: &[String], length: usize) {
    let page = page(label);
    let mut made = 0;
    let mut bytes: Vec<u8> = Vec::new();
    let mut high = false;
    for line in lines {
        let Some(encoded) = encode(&dressed(line), label, &page) else {
            continue;
        };
        let beyond = |byte: &u8| *byte >= 0x80;
        let ebcdic = page.get(&'a').is_some_and(|byte| *byte != b'a');
        let start = if high || ebcdic {
            0
        } else {
            match encoded.iter().position(beyond) {
                Some(start) => start,
                None => continue,
            }
        };
        high = true;
        bytes.extend(&encoded[start..]);
        if bytes.len() < length {
            bytes.extend(encode(" ", label, &page).unwrap_or_default());
            continue;
        }
        bytes.truncate(length);
        cases.push(Case {
            name: format!("{language} {label} {made}"),
            group: format!("{label} {language}"),
            truth: Truth::Text(decoded(&bytes, label)),
            half: half(&bytes),
            bytes: std::mem::take(&mut bytes),
        });
        high = false;
        made += 1;
        if made == EACH {
            return;
        }
    }
}

/// A sentence with the quotes and dashes of the web, for every other one.
fn dressed(line: &str) -> String {
    match hash(line.as_bytes()) >> 30 & 7 {
        0 | 1 => line.replace('\'', "’").replace(" - ", " – "),
        2 => format!("“{}”", line.replace('\'', "’")),
        3 => format!("«{line}» © 2026"),
        4 => format!("{line}\u{A0}…"),
        _ => line.to_owned(),
    }
}

/// The characters of a page and their bytes; empty for encodings of more bytes.
fn page(label: &str) -> BTreeMap<char, u8> {
    if encode_web("好", label).is_some() || encode_web("가", label).is_some() || label == "johab"
    {
        return BTreeMap::new();
    }
    (0..=255u8)
        .rev()
        .filter_map(|byte| Some((decoded(&[byte], label).chars().next()?, byte)))
        .collect()
}

fn encode(text: &str, label: &str, page: &BTreeMap<char, u8>) -> Option<Vec<u8>> {
    if page.is_empty() {
        return encode_web(text, label);
    }
    let plain = text
        .replace(['’', '‘'], "'")
        .replace(['“', '”'], "\"")
        .replace(['–', '—'], "-")
        .replace('…', "...");
    let each =
        |text: &str| -> Option<Vec<u8>> { text.chars().map(|c| page.get(&c).copied()).collect() };
    each(text).or_else(|| each(&plain))
}

fn encode_web(text: &str, label: &str) -> Option<Vec<u8>> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}
