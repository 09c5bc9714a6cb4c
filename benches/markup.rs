//! Measures the markup stage on the data folder named by `UNMIX_DATA`:
//! `cargo bench --bench markup -- speed|memory|adversarial|attributes|article`;
//! everything without a name.

use std::{
    collections::HashMap,
    fs,
    hint::black_box,
    io::Read,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use flate2::read::GzDecoder;
use serde_json::Value;
use unmix::{
    charset::{self, Clues},
    decode,
    document::Kind,
    markup::{self, Options},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let Some(data) = std::env::var_os("UNMIX_DATA").map(PathBuf::from) else {
        say("UNMIX_DATA names no data folder: nothing measured");
        return Ok(());
    };
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    if asked("attributes") {
        attributes(&data)?;
    }
    if asked("article") {
        article(&data)?;
    }
    if asked("speed") {
        speed(&data)?;
    }
    if asked("memory") {
        memory(&data)?;
    }
    if asked("adversarial") {
        adversarial(&data)?;
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "a table is what this program is for")]
fn say(line: impl std::fmt::Display) {
    println!("{line}");
}

/// The pages of the article set, by name, decoded.
fn pages(data: &Path) -> Result<HashMap<String, String>> {
    let mut pages = HashMap::new();
    for file in fs::read_dir(data.join("pages/html"))? {
        let path = file?.path();
        let mut bytes = Vec::new();
        GzDecoder::new(fs::File::open(&path)?).read_to_end(&mut bytes)?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().replace(".html.gz", ""));
        pages.insert(
            name.unwrap_or_default(),
            decode::decode(&bytes, &charset::detect(&bytes, &Clues::default()))
                .text
                .into_owned(),
        );
    }
    Ok(pages)
}

/// The best of several runs.
fn time(runs: u32, mut run: impl FnMut()) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn speed(data: &Path) -> Result<()> {
    let pages = pages(data)?;
    let bytes: usize = pages.values().map(String::len).sum();
    let options = Options::default();
    let took = time(5, || {
        for page in pages.values() {
            black_box(markup::parse(page, Kind::Html, &options));
        }
    });
    say(format_args!(
        "{:<44}{:>9.1} MB{:>9.0} MB/s",
        "pages, as HTML",
        bytes as f64 / 1e6,
        rate(bytes, took)
    ));
    ordinary(data)?;
    Ok(())
}

fn rate(bytes: usize, took: Duration) -> f64 {
    bytes as f64 / took.as_secs_f64() / 1e6
}

/// Measures plain text without markup, and the seed, in MB/s; gives that of the seed.
fn ordinary(data: &Path) -> Result<f64> {
    let seed = fs::read_to_string(data.join("seed/scrape.txt"))?;
    let words = "Ordinary words in an ordinary line, none of them marked up at all.\n";
    let mut rates = Vec::new();
    for (name, text) in [
        ("lines of English, as text", words.repeat(1 << 17)),
        ("the seed, repeated, as text", seed.repeat(2048)),
    ] {
        let took = time(5, || {
            black_box(markup::parse(&text, Kind::Text, &Options::default()));
        });
        rates.push(rate(text.len(), took));
        say(format_args!(
            "{name:<44}{:>9.1} MB{:>9.0} MB/s",
            text.len() as f64 / 1e6,
            rate(text.len(), took)
        ));
    }
    Ok(rates[1])
}

/// How much memory a text takes beside itself, at its peak: growing texts of real
/// pages, and of nothing but short paragraphs. Read from `/proc`, so on Linux only.
fn memory(data: &Path) -> Result<()> {
    let mut pages: Vec<String> = pages(data)?.into_values().collect();
    pages.sort();
    let pages = pages.concat();
    say("peak memory beside the text, in MB and times its length");
    for (name, kind, text) in [
        ("pages", Kind::Html, pages.as_str()),
        ("<p>a", Kind::Html, "<p>a"),
        ("abc, a line each", Kind::Text, "abc\n"),
    ] {
        let mut row = format!("{name:<20}");
        for size in [1_usize, 2, 4, 8] {
            let size = size << 20;
            let text = text.repeat(size.div_ceil(text.len()));
            let text = &text[..text.floor_char_boundary(size)];
            // Begins the count of the peak anew.
            fs::write("/proc/self/clear_refs", "5")?;
            let before = resident("VmRSS:")?;
            black_box(markup::parse(text, kind, &Options::default()));
            let taken = resident("VmHWM:")?.saturating_sub(before);
            let times = taken as f64 / text.len() as f64;
            row += &format!(
                "  {:>4}: {:>6.1} ({times:>5.1})",
                size >> 20,
                taken as f64 / 1e6
            );
        }
        say(row);
    }
    Ok(())
}

/// A figure of this process's memory, in bytes.
fn resident(field: &str) -> Result<usize> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kilobytes.ok_or("no such field")?.parse::<usize>()? * 1024)
}

/// Texts made to be slow, beside ordinary text: the seed, whose lines are blocks as theirs are.
fn adversarial(data: &Path) -> Result<()> {
    let options = Options::default();
    let ordinary = ordinary(data)?;
    say("");
    say("a megabyte of each, times slower per byte than the seed (limit 10)");
    for piece in [
        "<",
        "&",
        "\"",
        "'",
        ">",
        "\\",
        "%",
        "=",
        "<div>",
        "<b>",
        "<ul>",
        "</ul>",
        "<ul><li>",
        "<!",
        "<!--",
        "<![CDATA[",
        "<?",
        "</",
        "<a href=\"",
        "<a href='x\" ",
        "<a b=\"x>",
        "<a b='<a b=\"",
        "&amp;",
        "&lt;",
        "&abcdefg",
        "&#x1F600;",
        "&#55357;",
        "<script>",
        "<title>",
        "<rt>",
        "<span data-shimo-docs=\"[[20,\"",
        "<span data-shimo-docs=\"[[20,\"x\"]]\">",
        "[[20,\"",
        "\"]]\" ",
        "]]\">",
        "```\n",
        "abc\n",
        "`<b>",
        "x<b>",
        "&lt;span ",
        "&lt;span a=&quot;",
        "\\u4f60",
        "%E4%BD%A0",
        "=?utf-8?B?",
        "=E4",
        "<p lang=en>",
        "<div lang=en>",
        "<img alt=\"some words\">",
        "<td data-sheets-value='{\"1\":2,\"2\":\"abc\"}'>",
        "<!--[if",
        "\n",
        " ",
        "<svg>",
        "<a ",
    ] {
        let text = piece.repeat((1 << 20) / piece.len());
        let mut worst = (0.0_f64, Kind::Text);
        for kind in [Kind::Text, Kind::Html, Kind::Xml] {
            let took = time(2, || {
                black_box(markup::parse(&text, kind, &options));
            });
            let times = ordinary / rate(text.len(), took);
            if times > worst.0 {
                worst = (times, kind);
            }
        }
        say(format_args!(
            "{:<44}{:>9.1}{:>9}{}",
            piece.escape_debug(),
            worst.0,
            worst.1.as_str(),
            if worst.0 > 10.0 { "   over" } else { "" }
        ));
    }
    Ok(())
}

/// Article text against the truth: shingles of four words, as the
/// article-extraction-benchmark counts them. Tuning looked at half A only.
fn article(data: &Path) -> Result<()> {
    let mut json = String::new();
    GzDecoder::new(fs::File::open(data.join("pages/ground-truth.json.gz"))?)
        .read_to_string(&mut json)?;
    let truth: Value = serde_json::from_str(&json)?;
    let pages = pages(data)?;
    let options = Options {
        main_content: true,
        ..Options::default()
    };
    let mut halves = [Scores::default(), Scores::default()];
    let mut names: Vec<_> = pages.keys().collect();
    names.sort();
    let detailed = std::env::var_os("UNMIX_PAGES").is_some();
    for name in names {
        let parsed = markup::parse(&pages[name], Kind::Html, &options);
        let found: Vec<_> = parsed.blocks.iter().map(|block| &*block.text).collect();
        let expected = truth[name]["articleBody"].as_str().unwrap_or_default();
        let half = usize::from(name.bytes().map(u32::from).sum::<u32>() % 2 == 1);
        let (precision, recall) = halves[half].add(&found.join("\n"), expected);
        if detailed && half == 0 && (precision < 0.9 || recall < 0.9) {
            say(format_args!(
                "{name} precision {precision:.3} recall {recall:.3}"
            ));
            if std::env::var("UNMIX_PAGES").is_ok_and(|wanted| name.starts_with(&wanted)) {
                for text in &found {
                    say(format_args!(
                        "    {}",
                        text.chars().take(100).collect::<String>()
                    ));
                }
            }
        }
    }
    for (name, score) in [("half A", &halves[0]), ("half B", &halves[1])] {
        say(format_args!("article, {name}: {score}"));
    }
    let whole = Scores {
        precisions: [&halves[0].precisions[..], &halves[1].precisions[..]].concat(),
        recalls: [&halves[0].recalls[..], &halves[1].recalls[..]].concat(),
    };
    say(format_args!("article, all {}: {whole}", pages.len()));
    let took = time(3, || {
        for page in pages.values() {
            black_box(markup::parse(page, Kind::Html, &options));
        }
    });
    say(format_args!(
        "article, pages a second: {:.0}",
        pages.len() as f64 / took.as_secs_f64()
    ));
    Ok(())
}

/// Precision and recall of each page.
#[derive(Default)]
struct Scores {
    precisions: Vec<f64>,
    recalls: Vec<f64>,
}

impl Scores {
    fn add(&mut self, found: &str, expected: &str) -> (f64, f64) {
        let (found, expected) = (shingles(found), shingles(expected));
        let both: usize = found
            .iter()
            .map(|(shingle, count)| (*count).min(expected.get(shingle).copied().unwrap_or(0)))
            .sum();
        let (all_found, all): (usize, usize) = (found.values().sum(), expected.values().sum());
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                both as f64 / of as f64
            }
        };
        if all_found > 0 {
            self.precisions.push(share(all_found));
        }
        if all > 0 {
            self.recalls.push(share(all));
        }
        (share(all_found), share(all))
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
        let (precision, recall) = (mean(&self.precisions), mean(&self.recalls));
        let f1 = 2.0 * precision * recall / (precision + recall);
        write!(f, "F1 {f1:.4} precision {precision:.4} recall {recall:.4}")
    }
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = text
        .split(|char: char| !(char.is_alphanumeric() || char == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut shingles = HashMap::new();
    for shingle in words.windows(words.len().clamp(1, 4)) {
        *shingles.entry(shingle.to_vec()).or_default() += 1;
    }
    shingles
}

/// The lines of a JSON Lines file.
fn records(path: &Path) -> Result<Vec<Value>> {
    fs::read_to_string(path)?
        .lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

/// Text without any white space.
fn squeezed(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

/// The text of all blocks, one a line.
fn read(raw: &str, kind: Kind) -> String {
    let parsed = markup::parse(raw, kind, &Options::default());
    let texts: Vec<_> = parsed.blocks.iter().map(|block| &*block.text).collect();
    texts.join("\n")
}

fn attributes(data: &Path) -> Result<()> {
    let text = |record: &Value, name: &str| record[name].as_str().unwrap_or_default().to_owned();
    let (mut all, mut good) = (0, 0);
    for record in records(&data.join("shimo/shimo.jsonl"))? {
        let (raw, expected) = (text(&record, "raw"), text(&record, "expected"));
        all += 1;
        let kind = text(&record, "kind");
        let found = ["Text", "Html"].map(|name| {
            let got = read(
                &raw,
                if name == "Text" {
                    Kind::Text
                } else {
                    Kind::Html
                },
            );
            // Mojibake is another stage's to repair: here it is only told apart.
            let got = if kind.contains("mojibake") {
                undone(&got)
            } else {
                got
            };
            squeezed(&got) == squeezed(&expected)
        });
        if found == [true, true] {
            good += 1;
        } else {
            say(format_args!(
                "{} {found:?}\n  raw      {raw}\n  expected {expected:?}\n  text     {:?}\n  html     {:?}",
                text(&record, "id"),
                read(&raw, Kind::Text),
                read(&raw, Kind::Html)
            ));
        }
    }
    say(format_args!(
        "shimo payloads, as text and as HTML       {good}/{all}"
    ));
    sisters(data)
}

/// The other editors' attributes: the text must come out once, and no markup.
fn sisters(data: &Path) -> Result<()> {
    let (mut all, mut good) = (0, 0);
    for record in records(&data.join("shimo/sister.jsonl"))? {
        let field = |name: &str| record[name].as_str().unwrap_or_default();
        let (raw, expected) = (field("raw"), squeezed(field("decoded_text")));
        all += 1;
        let stale = field("format").starts_with("Slate");
        let found = [Kind::Text, Kind::Html].map(|kind| {
            let options = Options {
                stale,
                ..Options::default()
            };
            let parsed = markup::parse(raw, kind, &options);
            let text: String = parsed
                .blocks
                .iter()
                .map(|block| squeezed(&block.text))
                .collect();
            let markup = ["<span", "&quot", "data-", "\":", "</", "%22", "{\""];
            (expected.is_empty()
                || if stale {
                    text.contains(&expected)
                } else {
                    text.matches(expected.as_str()).count() == 1
                })
                && !markup.iter().any(|part| text.contains(part))
        });
        if found == [true, true] {
            good += 1;
        } else {
            say(format_args!(
                "{} {found:?}\n  raw      {raw}\n  expected {expected:?}\n  text     {:?}\n  html     {:?}",
                field("format"),
                read(raw, Kind::Text),
                read(raw, Kind::Html)
            ));
        }
    }
    say(format_args!(
        "sister formats, as text and as HTML       {good}/{all}"
    ));
    Ok(())
}

/// UTF-8 that was read as windows-1252, read again.
fn undone(text: &str) -> String {
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    String::from_utf8_lossy(&bytes).into_owned()
}
