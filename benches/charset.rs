//! How often the charset is right, and how long it takes:
//! `UNMIX_CORPUS=FOLDER UNMIX_TEXT=FILE cargo bench --bench charset [-- SET...]`.
//!
//! FOLDER is the `tests/` folder of the source distribution chardet 6.0.0.post1,
//! a folder `encoding-language` for each set of files. FILE is a list of
//! sentences, language, tab, text (gzip), from which short strings, mixtures and
//! wide text are made. An answer is right if the decoded text equals the text
//! decoded with the true encoding. Every count is given for two halves, by a hash
//! of the content: thresholds are set on the first only. With `UNMIX_SHOW=1`
//! every wrong answer of the first half is listed. `UNMIX_DUMP=FOLDER` writes
//! the cases out for other detectors.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "charset/cases.rs"]
mod cases;
#[path = "common/hash.rs"]
mod hash;
#[path = "charset/made.rs"]
mod made;
#[path = "common/sentences.rs"]
mod sentences;
#[path = "charset/speed.rs"]
mod speed;

use std::{collections::BTreeMap, env, time::Instant};

use cases::Case;
use unmix::{
    charset::{self, Clues},
    decode,
    encoding::Encoding,
};

/// A detector: bytes in, the text it would give out.
type Detector = (&'static str, fn(&[u8]) -> String);

fn main() {
    let wanted: Vec<String> = env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let detectors: [Detector; 2] = [("unmix", unmix_text), ("chardetng", chardetng_text)];
    let sets = cases::sets(&wanted);
    let mut pages = [[0; 2]; 2];
    if let Ok(folder) = env::var("UNMIX_DUMP") {
        cases::dump(&sets, folder.as_ref());
        return;
    }
    println!(
        "| set | half | n | {} | ms each (unmix) |",
        detectors.map(|(name, _)| name).join(" | ")
    );
    println!("|---|---|---|{}---|", "---|".repeat(detectors.len()));
    for (name, cases) in &sets {
        let halves = [0, 1]
            .map(|half| -> Vec<&Case> { cases.iter().filter(|case| case.half == half).collect() });
        for (half, cases) in halves.iter().enumerate() {
            if cases.is_empty() {
                continue;
            }
            for case in cases.iter().filter(|case| is_eastern(&case.group)) {
                let plan = charset::detect(&case.bytes, &Clues::default());
                let [count, answered] = &mut pages[half];
                *count += 1;
                *answered += usize::from(is_page(&plan.encoding.label()));
            }
            let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
            let mut columns = Vec::new();
            let mut time = 0.0;
            for (index, (_, detector)) in detectors.iter().enumerate() {
                let start = Instant::now();
                let texts: Vec<String> = cases.iter().map(|case| detector(&case.bytes)).collect();
                if index == 0 {
                    time = start.elapsed().as_secs_f64() * 1e3 / cases.len() as f64;
                }
                let mut sum = 0.0;
                for (case, text) in cases.iter().zip(&texts) {
                    let right = case.truth.score(text);
                    sum += right;
                    if index == 0 && right < 0.9999 {
                        let plan = charset::detect(&case.bytes, &Clues::default());
                        let entry =
                            wrong.entry(format!("{} as {}", case.group, plan.encoding.label()));
                        entry.or_default().push(format!(
                            "{} {:.3} {}",
                            case.name,
                            plan.confidence,
                            difference(case.truth.text(), text)
                        ));
                    }
                }
                columns.push(format!("{:.2}", 100.0 * sum / cases.len() as f64));
            }
            println!(
                "| {name} | {} | {} | {} | {time:.3} |",
                half + 1,
                cases.len(),
                columns.join(" | ")
            );
            if half == 0 && env::var("UNMIX_SHOW").is_ok() {
                for (group, names) in wrong {
                    println!("    {} {group}", names.len());
                    for name in &names[..names.len().min(8)] {
                        println!("        {name}");
                    }
                }
            }
        }
    }
    for (half, [count, answered]) in pages.iter().enumerate() {
        println!(
            "Chinese, Japanese and Korean text, half {}: {answered} of {count} answered with a DOS, Mac or EBCDIC page",
            half + 1
        );
    }
    if wanted.is_empty() || wanted.iter().any(|set| set == "speed") {
        speed::print();
    }
}

/// Whether cases of this name are text of the east.
fn is_eastern(group: &str) -> bool {
    let languages = ["chinese", "japanese", "korean"];
    group.starts_with("gbk")
        || group.starts_with("big5")
        || languages.iter().any(|language| group.contains(language))
}

/// Whether a label is that of a page of DOS, Mac or EBCDIC.
fn is_page(label: &str) -> bool {
    label.starts_with("ibm") || label.starts_with("x-mac") || label == "macintosh"
}

/// Where two texts first differ, with a little before it.
fn difference(truth: &str, text: &str) -> String {
    let (truth, text): (Vec<char>, Vec<char>) = (truth.chars().collect(), text.chars().collect());
    let same = truth.iter().zip(&text).take_while(|(a, b)| a == b).count();
    let part = |text: &[char]| -> String {
        let end = text.len().min(same + 12);
        text[same.saturating_sub(12).min(end)..end].iter().collect()
    };
    format!("{:?} as {:?}", part(&truth), part(&text))
}

fn unmix_text(bytes: &[u8]) -> String {
    let plan = charset::detect(bytes, &Clues::default());
    decode::decode(bytes, &plan).text.into_owned()
}

fn chardetng_text(bytes: &[u8]) -> String {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, false);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    decoded(bytes, &encoding.name().to_ascii_lowercase())
}

/// The text of bytes in an encoding by its label.
fn decoded(bytes: &[u8], label: &str) -> String {
    let encoding = Encoding::for_label(label).unwrap_or(Encoding::UTF_8);
    let clues = Clues {
        forced: Some(encoding),
        ..Clues::default()
    };
    let plan = charset::detect(bytes, &clues);
    decode::decode(bytes, &plan).text.into_owned()
}
