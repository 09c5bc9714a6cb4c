//! Accuracy and speed of separation and of sentences: `cargo bench --bench separation --
//! DATA [--golden CASES]…`, where DATA is a folder with `mixed/*.jsonl` and
//! `langid/tatoeba-dev.tsv.gz` (or `UNMIX_DATA`) and CASES one of tests of sentence
//! segmentation, of pySBD or sentencex. `DATA strings FILE…` counts cuts in texts that are
//! each in one language.
//!
//! An item is right if every letter of it is in a segment of its language. Two oracles
//! stand in for the identifier to tell its errors from those of separation: `script` says
//! zh for Han, en for Latin; `gold` gives each span the language of most of its letters.
//! The halves are chosen by a hash of the text: thresholds were set on the first only.

#![allow(clippy::print_stdout, clippy::print_stderr)]

#[path = "separation/golden.rs"]
mod golden;
#[path = "separation/hard.rs"]
mod hard;
#[path = "common/hash.rs"]
mod hash;
#[path = "common/sentences.rs"]
mod sentences;
#[path = "separation/strings.rs"]
mod strings;

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    ops::Range,
    path::{Path, PathBuf},
    time::Instant,
};

use unmix::{
    document::{Language, Span, Verdict},
    identify::{self, Input, Options},
    segment::{self, Policy},
};

struct Item {
    text: String,
    gold: Vec<(Range<usize>, String)>,
}

fn main() {
    let mut arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let mut cases = Vec::new();
    while let Some(at) = arguments.iter().position(|argument| argument == "--golden") {
        arguments.remove(at);
        cases.push(PathBuf::from(arguments.remove(at)));
    }
    let data = arguments
        .first()
        .cloned()
        .or_else(|| std::env::var("UNMIX_DATA").ok())
        .map(PathBuf::from);
    let Some(data) = data else {
        println!(
            "name the data folder: cargo bench --bench separation -- DATA [SET [FAILURES] | hard | sentences | speed [TEXT] | strings FILE…] [--golden CASES]"
        );
        return;
    };
    let only = arguments.get(1);
    let failures: usize = arguments.get(2).and_then(|n| n.parse().ok()).unwrap_or(0);

    println!(
        "{:<28} {:>5}  {:^15}  {:^15}  {:^15}",
        "exact, first | second half", "items", "script", "gold", "identified"
    );
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    let other = ["hard", "sentences", "speed", "strings"];
    let sets = if only.is_some_and(|only| other.contains(&only.as_str())) {
        Vec::new()
    } else {
        sets(&data)
    };
    for (name, items) in sets {
        if only.is_some_and(|only| !name.starts_with(only.as_str())) {
            continue;
        }
        let mut row = String::new();
        for judge in [Judge::Script, Judge::Gold, Judge::Identifier] {
            let mut counts = [(0_u32, 0_u32); 2];
            let mut shown = 0;
            for item in &items {
                let segments = separate(item, judge);
                let right = is_right(item, &segments);
                let half = usize::from(hash(&item.text) & 1 == 1);
                counts[half].0 += u32::from(right);
                counts[half].1 += 1;
                if !right && half == 0 && judge == shown_judge(&name) && shown < failures {
                    shown += 1;
                    println!("  {}", show(item, &segments));
                }
            }
            let percent =
                |(right, all): (u32, u32)| 100.0 * f64::from(right) / f64::from(all.max(1));
            row += &format!(
                "  {:>6.2} | {:>6.2}",
                percent(counts[0]),
                percent(counts[1])
            );
        }
        println!("{name:<28} {:>5}{row}", items.len());
    }
    if wanted("hard") {
        hard_lines(failures);
    }
    if wanted("sentences") {
        borders(&data);
        golden::print_hard();
        for folder in &cases {
            golden::print(folder, failures);
        }
    }
    if only.is_some_and(|only| only == "strings") {
        strings::print(&arguments[2..]);
    }
    if wanted("speed") {
        speed(&data, arguments.get(2).map_or("", String::as_str));
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Judge {
    Script,
    Gold,
    Identifier,
}

fn shown_judge(name: &str) -> Judge {
    match std::env::var("JUDGE").as_deref() {
        Ok("gold") => Judge::Gold,
        Ok("identifier") => Judge::Identifier,
        Ok(_) => Judge::Script,
        Err(_) if name.contains("zh·en") || name.contains('/') => Judge::Script,
        Err(_) => Judge::Identifier,
    }
}

/// Prints how many hard lines of each class come out right in each half, terms that stay
/// being listed.
fn hard_lines(failures: usize) {
    let mut counts: BTreeMap<String, [(u32, u32); 2]> = BTreeMap::new();
    let mut shown = 0;
    // Lines of one's own are not halved.
    let both = std::env::var("HARD").is_ok();
    for (class, item) in hard::lines() {
        let segments = spans(&item, Judge::Identifier);
        let listed = segments
            .iter()
            .all(|(span, _)| lists_terms(&item.text, span));
        let segments: Vec<_> = segments
            .into_iter()
            .map(|(span, verdict)| (span.range, verdict.language.primary().to_owned()))
            .collect();
        let right = is_right(&item, &segments) && listed;
        let half = usize::from(hash(&item.text) & 1 == 1);
        for class in [class.clone(), "all".to_owned()] {
            let counts = &mut counts.entry(class).or_default()[half];
            counts.0 += u32::from(right);
            counts.1 += 1;
        }
        if !right && (both || half == 0) && shown < failures {
            shown += 1;
            println!(
                "  {class} {}{}",
                show(&item, &segments),
                if listed { "" } else { " unlisted" }
            );
        }
    }
    for (class, counts) in counts {
        let [first, second] = counts.map(|(right, all)| format!("{right:>3} of {all:>3}"));
        println!("hard {class:<10} {first} | {second}");
    }
}

/// Whether the letters of other scripts than most of a span's are in its terms.
fn lists_terms(text: &str, span: &Span) -> bool {
    let latin = |c: char| c < '\u{250}' || ('\u{1E00}'..='\u{1EFF}').contains(&c);
    let own = span.script.as_str() == "Latn";
    text[span.range.clone()].char_indices().all(|(at, letter)| {
        let at = span.range.start + at;
        !letter.is_alphabetic()
            || latin(letter) == own
            || span.embeds.iter().any(|embed| embed.contains(&at))
    })
}

/// Prints precision, recall and F1 of the borders between sentences that were joined, five
/// at a time.
fn borders(data: &Path) {
    for (language, sentences) in sentences(data) {
        if ![
            "zh", "en", "ja", "ru", "ko", "hi", "de", "fr", "es", "th", "ar",
        ]
        .contains(&language.as_str())
        {
            continue;
        }
        let tag = Language::parse(&language).unwrap_or(Language::UND);
        let between = if matches!(language.as_str(), "ja" | "zh") {
            ""
        } else {
            " "
        };
        let (mut right, mut found, mut wanted) = (0, 0, 0);
        for five in sentences.chunks_exact(5) {
            let text = five.join(between);
            let mut ends = Vec::new();
            let mut end = 0;
            for sentence in &five[..4] {
                end += sentence.len() + between.len();
                ends.push(end);
            }
            let cuts: Vec<usize> = segment::sentences(&text, &tag)
                .into_iter()
                .map(|range| range.end)
                .filter(|end| *end < text.len())
                .collect();
            right += cuts.iter().filter(|cut| ends.contains(cut)).count();
            found += cuts.len();
            wanted += ends.len();
        }
        println!(
            "sentences {language}: precision {:.1} recall {:.1} F1 {:.1} of {wanted} borders",
            100.0 * right as f64 / found.max(1) as f64,
            100.0 * right as f64 / wanted.max(1) as f64,
            200.0 * right as f64 / (found + wanted).max(1) as f64,
        );
    }
}

fn separate(item: &Item, judge: Judge) -> Vec<(Range<usize>, String)> {
    spans(item, judge)
        .into_iter()
        .map(|(span, verdict)| (span.range, verdict.language.primary().to_owned()))
        .collect()
}

fn spans(item: &Item, judge: Judge) -> Vec<(Span, Verdict)> {
    let policy = Policy::default();
    let spans = segment::split(&item.text, &[], &policy);
    let verdicts: Vec<Verdict> = match judge {
        Judge::Identifier => identify::identify(
            &[Input {
                text: &item.text,
                spans: &spans,
                hint: None,
            }],
            &Options::default(),
        )
        .remove(0),
        Judge::Script => spans.iter().map(by_script).collect(),
        Judge::Gold => spans.iter().map(|span| by_gold(item, span)).collect(),
    };
    segment::join(&item.text, &spans, &verdicts, &policy)
}

fn by_script(span: &Span) -> Verdict {
    let language = match span.script.as_str() {
        "Hani" => "zh",
        "Latn" => "en",
        "Jpan" => "ja",
        "Kore" => "ko",
        "Cyrl" => "ru",
        "Zyyy" => "zxx",
        other => other,
    };
    Verdict {
        language: Language::parse(language).unwrap_or(Language::UND),
        confidence: 0.9,
    }
}

fn by_gold(item: &Item, span: &Span) -> Verdict {
    let mut letters: BTreeMap<&str, usize> = BTreeMap::new();
    for (range, language) in &item.gold {
        let (start, end) = (
            range.start.max(span.range.start),
            range.end.min(span.range.end),
        );
        if start < end {
            *letters.entry(language).or_default() += item.text[start..end]
                .chars()
                .filter(|c| c.is_alphabetic())
                .count();
        }
    }
    let most = letters.iter().max_by_key(|(_, count)| **count);
    Verdict {
        language: most
            .and_then(|(language, _)| Language::parse(language))
            .unwrap_or(Language::UND),
        confidence: 0.9,
    }
}

fn is_right(item: &Item, segments: &[(Range<usize>, String)]) -> bool {
    item.gold.iter().all(|(range, language)| {
        segments
            .iter()
            .filter(|(segment, said)| {
                said != language && segment.start < range.end && range.start < segment.end
            })
            .all(|(segment, _)| {
                let (start, end) = (range.start.max(segment.start), range.end.min(segment.end));
                !item.text[start..end].contains(char::is_alphabetic)
            })
    })
}

fn show(item: &Item, segments: &[(Range<usize>, String)]) -> String {
    let mut shown = String::new();
    for (range, language) in segments {
        shown += &format!("[{language} {}]", &item.text[range.clone()]);
    }
    shown
}

/// What an item is halved and chosen by.
fn hash(text: &str) -> u64 {
    hash::hash(text.as_bytes()) >> 17
}

fn sets(data: &Path) -> Vec<(String, Vec<Item>)> {
    let mut sets = Vec::new();
    for name in [
        "zh-en",
        "zh-en-space",
        "en-zh",
        "zh-en-bare",
        "chain",
        "embedded",
        "pure",
    ] {
        let items = mixed(&data.join("mixed").join(format!("{name}.jsonl")));
        sets.push((format!("mixed/{name}"), items));
    }
    let sentences = sentences(data);
    let all = |language: &str| sentences.get(language).cloned().unwrap_or_default();
    for (one, other, between) in [
        ("de", "en", " "),
        ("fr", "de", " "),
        ("fr", "en", " "),
        ("es", "en", " "),
        ("es", "pt", " "),
        ("nl", "en", " "),
        ("sv", "fi", " "),
        ("pl", "it", " "),
        ("ru", "en", " "),
        ("ru", "uk", " "),
        ("ar", "en", " "),
        ("hi", "en", " "),
        ("th", "en", " "),
        ("ko", "en", " "),
        ("ko", "en", ""),
        ("ko", "zh", " "),
        ("ja", "en", ""),
        ("ja", "zh", ""),
    ] {
        let name = |bare| {
            format!(
                "{one}·{other}{}{}",
                if between.is_empty() { " glued" } else { "" },
                if bare { " bare" } else { "" }
            )
        };
        let (first, second) = (all(one), all(other));
        sets.push((
            name(false),
            glue(&first, &second, one, other, between, false),
        ));
        sets.push((name(true), glue(&first, &second, one, other, between, true)));
    }
    for language in [
        "zh", "ja", "ko", "ru", "en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "uk",
    ] {
        sets.push((format!("text/{language}"), strings(data, language)));
    }
    for language in [
        "en", "de", "fr", "es", "pt", "it", "nl", "ru", "uk", "ja", "zh", "ko", "tr", "vi", "id",
    ] {
        let lines = all(language);
        // Three sentences of one language in a line: no false switch.
        let items = lines.chunks_exact(3).map(|three| {
            let text = three.join(if matches!(language, "ja" | "zh") {
                ""
            } else {
                " "
            });
            Item {
                gold: vec![(0..text.len(), language.to_owned())],
                text,
            }
        });
        sets.push((format!("only {language}"), items.collect()));
    }
    sets
}

fn glue(
    first: &[String],
    second: &[String],
    one: &str,
    other: &str,
    between: &str,
    bare: bool,
) -> Vec<Item> {
    first
        .iter()
        .zip(second)
        .enumerate()
        .map(|(index, (first, second))| {
            let strip = |text: &str| {
                let text = text.trim();
                if bare {
                    text.trim_end_matches(|c: char| !c.is_alphanumeric())
                        .to_owned()
                } else {
                    text.to_owned()
                }
            };
            let (mut first, mut second) = ((strip(first), one), (strip(second), other));
            if index % 2 == 1 {
                std::mem::swap(&mut first, &mut second);
            }
            let text = format!("{}{between}{}", first.0, second.0);
            let start = text.len() - second.0.len();
            Item {
                gold: vec![
                    (0..first.0.len(), first.1.to_owned()),
                    (start..text.len(), second.1.to_owned()),
                ],
                text,
            }
        })
        .collect()
}

fn mixed(path: &Path) -> Vec<Item> {
    let lines = fs::read_to_string(path).expect("the data folder has mixed/*.jsonl");
    lines
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            let text = row["text"].as_str().expect("text").to_owned();
            let offsets: Vec<usize> = text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .collect();
            let gold = row["segs"].as_array().expect("segs").iter().map(|segment| {
                let at = |place: usize| offsets[segment[place].as_u64().expect("offset") as usize];
                (
                    at(0)..at(1),
                    segment[2].as_str().expect("language").to_owned(),
                )
            });
            Item {
                gold: gold.collect(),
                text,
            }
        })
        .collect()
}

/// Lines of running text and of program strings with letters of their own script, many of
/// them with names in Latin letters inside: one language each, but for a few.
fn strings(data: &Path, language: &str) -> Vec<Item> {
    let latin = !["zh", "ja", "ko", "ru", "uk"].contains(&language);
    let own = |c: char| match language {
        _ if latin => c == ' ',
        "zh" => ('\u{4E00}'..='\u{9FFF}').contains(&c),
        "ja" => ('\u{3041}'..='\u{30FA}').contains(&c),
        "ko" => ('\u{AC00}'..='\u{D7A3}').contains(&c),
        _ => ('\u{400}'..='\u{4FF}').contains(&c),
    };
    let file =
        fs::File::open(data.join(format!("text/open/{language}.txt.gz"))).expect("text/open");
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("gzip of UTF-8");
    text.lines()
        .filter(|line| {
            if latin || language == "uk" {
                // A seventh of the lines of five words and more.
                return line.split(' ').count() >= 5 && hash(line) % 14 < 2;
            }
            line.contains(own)
                && (language == "ja" || line.bytes().filter(u8::is_ascii_alphabetic).count() > 1)
        })
        .map(|line| Item {
            text: line.to_owned(),
            gold: vec![(0..line.len(), language.to_owned())],
        })
        .collect()
}

fn sentences(data: &Path) -> BTreeMap<String, Vec<String>> {
    sentences::sentences(&data.join("langid/tatoeba-dev.tsv.gz"))
}

/// Megabytes a second, one thread: documents of some kilobytes, the best of several rounds
/// for each, so that what else the machine does counts little.
fn speed(data: &Path, only: &str) {
    let mut blocks: Vec<String> = Vec::new();
    for name in ["zh-en", "chain", "en-zh", "embedded", "pure"] {
        let items = mixed(&data.join("mixed").join(format!("{name}.jsonl")));
        // Paragraphs of five lines, as pages have them.
        blocks.extend(items.chunks(5).map(|items| {
            let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
            texts.join(" ")
        }));
    }
    let english: Vec<String> = sentences(data)["en"]
        .chunks(8)
        .map(|lines| lines.join(" "))
        .collect();
    for (name, blocks) in [("mixed zh-en", &blocks), ("English", &english)] {
        if !name.contains(only) {
            continue;
        }
        let bytes: usize = blocks.iter().map(String::len).sum();
        let policy = Policy::default();
        let documents: Vec<&[String]> = blocks.chunks(DOCUMENT).collect();
        let mut best = vec![(f64::MAX, f64::MAX); documents.len()];
        // All documents before the first comes again: nothing of it is fresh in mind.
        for _ in 0..ROUNDS {
            for (document, best) in documents.iter().zip(&mut best) {
                let start = Instant::now();
                let spans: Vec<Vec<Span>> = document
                    .iter()
                    .map(|block| segment::split(block, &[], &policy))
                    .collect();
                best.0 = best.0.min(start.elapsed().as_secs_f64());
                let verdicts = identify::identify(&inputs(document, &spans), &Options::default());
                for ((text, spans), verdicts) in document.iter().zip(&spans).zip(&verdicts) {
                    std::hint::black_box(segment::join(text, spans, verdicts, &policy));
                }
                best.1 = best.1.min(start.elapsed().as_secs_f64());
            }
        }
        let split: f64 = best.iter().map(|best| best.0).sum();
        let both: f64 = best.iter().map(|best| best.1).sum();
        println!(
            "{name}: separation {:.0} MB/s, with identification {:.0} MB/s",
            bytes as f64 / split / 1e6,
            bytes as f64 / both / 1e6
        );
    }
}

/// Texts with the spans that they were split into.
fn inputs<'t>(texts: &'t [impl AsRef<str>], spans: &'t [Vec<Span>]) -> Vec<Input<'t>> {
    let both = texts.iter().zip(spans);
    both.map(|(text, spans)| Input {
        text: text.as_ref(),
        spans,
        hint: None,
    })
    .collect()
}

/// Blocks in a document, and rounds over it.
const DOCUMENT: usize = 20;
const ROUNDS: usize = 30;
