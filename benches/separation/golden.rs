//! Cases of sentence segmentation from files: pySBD's tests (`test_english.py` and the
//! like, with their lists of texts and sentences) and those of sentencex (`en.txt` and the
//! like). Neither is part of this repository.

use std::{fs, path::Path};

use unmix::{document::Language, segment};

/// A text and its sentences.
struct Case {
    text: String,
    sentences: Vec<String>,
}

/// Prints how many cases of each file in the folder come out right, and the first failures.
pub(crate) fn print(folder: &Path, failures: usize) {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder of cases can be read")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    let (mut all, mut right) = (0, 0);
    for path in files {
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let Some(tag) = tag(name) else { continue };
        let text = fs::read_to_string(&path).expect("a file of cases is UTF-8");
        let cases = match path.extension().and_then(|name| name.to_str()) {
            Some("py") => python(&text),
            Some("txt") => plain(&text),
            _ => continue,
        };
        if cases.is_empty() {
            continue;
        }
        let language = Language::parse(tag).unwrap_or(Language::UND);
        let mut good = 0;
        let mut shown = 0;
        for case in &cases {
            let sentences: Vec<&str> = segment::sentences(&case.text, &language)
                .into_iter()
                .map(|range| case.text[range].trim())
                .filter(|sentence| !sentence.is_empty())
                .collect();
            if sentences == case.sentences {
                good += 1;
            } else if shown < failures {
                shown += 1;
                println!(
                    "  {tag} wanted {:?}\n     got    {sentences:?}",
                    case.sentences
                );
            }
        }
        println!("golden {tag:<8} {good:>4} of {:>4}", cases.len());
        all += cases.len();
        right += good;
    }
    println!(
        "golden all      {right:>4} of {all:>4}  {:.1} %",
        100.0 * right as f64 / all.max(1) as f64
    );
}

/// Prints how many of the hard texts of `sentences.tsv` come out right, and all failures.
pub(crate) fn print_hard() {
    let (mut all, mut right) = (0, 0);
    let rows = include_str!("sentences.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let (tag, marked) = row.split_once('\t').expect("a language and sentences");
        let marked = marked.replace("\\n", "\n");
        let text = marked.replace('‖', "");
        let wanted: Vec<&str> = marked.split('‖').map(str::trim).collect();
        let language = Language::parse(tag).unwrap_or(Language::UND);
        let sentences: Vec<&str> = segment::sentences(&text, &language)
            .into_iter()
            .map(|range| text[range].trim())
            .collect();
        all += 1;
        if sentences == wanted {
            right += 1;
        } else {
            println!("  {tag} wanted {wanted:?}\n     got    {sentences:?}");
        }
    }
    println!("hard sentences  {right:>4} of {all:>4}");
}

/// The language of a file by its name.
fn tag(name: &str) -> Option<&str> {
    const NAMES: [(&str, &str); 25] = [
        ("amharic", "am"),
        ("arabic", "ar"),
        ("armenian", "hy"),
        ("bulgarian", "bg"),
        ("burmese", "my"),
        ("chinese", "zh"),
        ("danish", "da"),
        ("deutsch", "de"),
        ("dutch", "nl"),
        ("english", "en"),
        ("french", "fr"),
        ("greek", "el"),
        ("hindi", "hi"),
        ("italian", "it"),
        ("japanese", "ja"),
        ("kazakh", "kk"),
        ("marathi", "mr"),
        ("persian", "fa"),
        ("polish", "pl"),
        ("russian", "ru"),
        ("slovak", "sk"),
        ("spanish", "es"),
        ("tamil", "ta"),
        ("ukrainian", "uk"),
        ("urdu", "ur"),
    ];
    if name.len() == 2 {
        return Some(name);
    }
    let language = name
        .strip_prefix("test_")
        .or(name.strip_suffix("_golden_rules"))?;
    NAMES
        .iter()
        .find(|(known, _)| *known == language)
        .map(|(_, tag)| *tag)
}

/// Cases of a text, `---`, its sentences a line each, and `===`.
fn plain(text: &str) -> Vec<Case> {
    let text: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    text.join("\n")
        .split("\n===")
        .filter_map(|case| {
            let (text, sentences) = case.split_once("\n---")?;
            Some(Case {
                text: text.trim_matches('\n').replace("\\n", "\n"),
                sentences: sentences
                    .lines()
                    .map(|line| line.trim().replace("\\n", "\n"))
                    .filter(|line| !line.is_empty())
                    .collect(),
            })
        })
        .collect()
}

/// Every pair of a string and a list of strings in the lists of golden rules of a Python
/// file: `("text", ["sentence", …])`.
fn python(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut rest = text;
    let mut last: Option<String> = None;
    let mut list: Option<Vec<String>> = None;
    let mut glued = false;
    let mut wanted = false;
    while let Some(first) = rest.chars().next() {
        let line = rest.lines().next().unwrap_or_default();
        if first == '#' {
            rest = &rest[line.len()..];
            continue;
        }
        if first.is_alphabetic() && !first.is_lowercase() && line.contains("= [") {
            wanted = line.starts_with("GOLDEN");
            (last, list) = (None, None);
            rest = &rest[line.find("= [").map_or(line.len(), |at| at + 3)..];
            continue;
        }
        if let Some((string, behind)) = literal(rest) {
            rest = behind;
            let strings = list.get_or_insert_default();
            match strings.last_mut().filter(|_| glued) {
                Some(last) => last.push_str(&string),
                None => strings.push(string),
            }
            glued = true;
            continue;
        }
        if !first.is_whitespace() {
            glued = false;
        }
        match first {
            '(' => (last, list) = (None, None),
            '[' => last = list.take().and_then(|mut strings| strings.pop()),
            ']' => {
                if let (Some(text), Some(sentences), true) = (last.take(), list.take(), wanted) {
                    let trimmed = sentences.iter().map(|one| one.trim().to_owned());
                    cases.push(Case {
                        text,
                        sentences: trimmed.collect(),
                    });
                }
            }
            _ => {}
        }
        rest = &rest[first.len_utf8()..];
    }
    cases
}

/// The Python string literal at the beginning of a text, and what lies behind it.
fn literal(text: &str) -> Option<(String, &str)> {
    let quote = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|quote| text.starts_with(quote))?;
    let mut value = String::new();
    let mut rest = &text[quote.len()..];
    loop {
        if let Some(behind) = rest.strip_prefix(quote) {
            return Some((value, behind));
        }
        let mut characters = rest.chars();
        match characters.next()? {
            '\\' => match characters.next()? {
                'n' => value.push('\n'),
                'r' => value.push('\r'),
                't' => value.push('\t'),
                '\n' => {}
                other => value.push(other),
            },
            other => value.push(other),
        }
        rest = characters.as_str();
    }
}
