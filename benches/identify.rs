//! Prints how often identification is right, how sure it is of it, and how fast it
//! is, on labelled lines.
//!
//! ```text
//! UNMIX_DATA=FOLDER cargo bench --bench identify -- FILE.tsv[.gz]...
//! ```
//!
//! Every file has a language, a tab and a text a line. Half of every file, chosen by
//! a hash of the text, is for tuning (`A`); the other is only looked at (`B`).
//! whatlang is scored beside it. `UNMIX_DATA` adds `langid/tatoeba-dev.tsv.gz`, the
//! lines of mixed text in `mixed/` and the Chinese lines of `text/open/zh.txt.gz`.
//! Of a file named `tatoeba…`, documents are made as well: 17 lines of one language
//! with 3 lines of English; and fragments of its English lines. A file in JSON Lines
//! (`text`, `segs`) is timed only: spans of Chinese and English as one document.
//! A file named `….txt.gz` has Chinese lines, which are cut to short pieces.
//! `UNMIX_DETAIL=1` prints every language and what is taken for what most often;
//! `UNMIX_WRONG=FILE` writes there every text of half A that is called wrong.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]

#[path = "common/hash.rs"]
mod hash;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    time::Instant,
};

use unmix::{
    document::{Language, Script, Span, Verdict},
    identify::{Input, Options, Prior, identify},
};

/// The languages that whatlang, lingua and ELD all know.
const MACRO: &str = "ar az be bg bn ca cs da de el en es et fa fi fr gu he hi hr hu hy it ja ka ko lt lv mr nb nl pa pl pt ro ru sk sl sr sv ta te th tl tr uk ur vi zh";

/// Of these, the four that one of CLD2, CLD3, lid.176, py3langid and heliport lacks or has
/// under a name of more; the 45 others are what the project's targets were set on.
const NOT_OF_45: &str = "az be hr sr";

/// The languages that ELDC knows, of which the model has most. Between more, there is more to
/// mistake.
const ELDC: &str = "am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy is it ja ka kn ko ku lo lt lv ml mr ms nl nb or pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh";

/// Languages of Tatoeba that the model does not have, nor a variant of.
const UNKNOWN: &str = "ang ber cbk ceb cha csb dsb dtp gsw hsb ia ie io kab kw kzj lfn max mhr nds nov orv pam pms swg tzl war";

fn main() {
    let mut files: Vec<String> = env::args()
        .skip(1)
        .filter(|name| name != "--bench")
        .collect();
    if let Ok(folder) = env::var("UNMIX_DATA") {
        for name in [
            "langid/tatoeba-dev.tsv.gz",
            "mixed/chain.jsonl",
            "mixed/en-zh.jsonl",
            "mixed/zh-en.jsonl",
            "mixed/zh-en-bare.jsonl",
            "mixed/zh-en-space.jsonl",
            "text/open/zh.txt.gz",
        ] {
            files.push(format!("{folder}/{name}"));
        }
    }
    if files.is_empty() {
        eprintln!("usage: cargo bench --bench identify -- FILE.tsv[.gz]...");
        return;
    }
    println!(
        "{:24} {:>6} {:>4}  {:>6} {:>6} {:>6}  {:>6} {:>6} {:>6}  {:>6} {:>6}  {:>6} {:>6} {:>6}",
        "set",
        "lines",
        "lang",
        "45",
        "A",
        "B",
        "49",
        "A",
        "B",
        "of 60",
        "whatl.",
        "en",
        "und%",
        "unk>.9"
    );
    let mut bins = [[(0_u32, 0_u32); 10]; 2];
    let mut wrong = env::var("UNMIX_WRONG")
        .ok()
        .and_then(|name| File::create(name).ok());
    let is_text = |name: &&String| name.ends_with(".jsonl") || name.contains(".txt");
    for file in files.iter().filter(|name| !is_text(name)) {
        score(file, &mut bins, wrong.as_mut());
    }
    for file in files.iter().filter(|name| name.contains("tatoeba")) {
        documents(file);
        fragments(file);
    }
    products();
    for file in files.iter().filter(|name| name.ends_with(".jsonl")) {
        speed(file);
    }
    for file in files.iter().filter(|name| name.contains(".txt")) {
        variants(file);
    }
    println!("\nconfidence   A right of answers      B right of answers");
    for (place, (one, other)) in bins[0].into_iter().zip(bins[1]).enumerate() {
        let show = |(all, right): (u32, u32)| {
            format!(
                "{:5.1} % of {all:6}",
                100.0 * f64::from(right) / f64::from(all.max(1))
            )
        };
        println!(
            "{:.1} to {:.1}  {}   {}",
            place as f32 / 10.0,
            (place + 1) as f32 / 10.0,
            show(one),
            show(other)
        );
    }
}

/// Lines of a file, unpacked.
fn read_lines(name: &str) -> Vec<String> {
    let Ok(file) = File::open(name) else {
        eprintln!("{name}: cannot be read");
        return Vec::new();
    };
    let reader: Box<dyn Read> = if name.ends_with(".gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    BufReader::new(reader)
        .lines()
        .map_while(Result::ok)
        .collect()
}

fn read(name: &str) -> Vec<(String, String)> {
    read_lines(name)
        .iter()
        .filter_map(|line| {
            line.split_once('\t')
                .map(|(tag, text)| (tag.to_owned(), text.to_owned()))
        })
        .collect()
}

fn verdict(text: &str, prior: &Prior) -> Verdict {
    let span = [Span {
        range: 0..text.len(),
        script: Script::COMMON,
        embeds: Vec::new(),
        sentence_end: false,
    }];
    let input = Input {
        text,
        spans: &span,
        hint: None,
    };
    let options = Options {
        prior: prior.clone(),
    };
    identify(&[input], &options).remove(0).remove(0)
}

fn half(text: &str) -> usize {
    (hash::hash(text.as_bytes()) >> 40) as usize & 1
}

#[derive(Default)]
struct Tally {
    all: [u32; 2],
    right: [u32; 2],
    /// With no more than ELDC's languages to expect.
    expected: u32,
    whatlang: u32,
    und: u32,
    sure: u32,
    wrong: BTreeMap<String, u32>,
}

fn score(name: &str, bins: &mut [[(u32, u32); 10]; 2], mut wrong: Option<&mut File>) {
    let rows = read(name);
    let name = name.rsplit('/').next().unwrap_or(name);
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let start = Instant::now();
    let verdicts: Vec<_> = rows
        .iter()
        .map(|row| verdict(&row.1, &Prior::None))
        .collect();
    let seconds = start.elapsed().as_secs_f64();
    let bytes: usize = rows.iter().map(|row| row.1.len()).sum();
    let expected = Prior::Languages(ELDC.split(' ').map(Language::known).collect());
    for ((tag, text), verdict) in rows.iter().zip(&verdicts) {
        let half = half(text);
        let tally = tallies.entry(tag).or_default();
        let said = verdict.language.as_str();
        let right = same(said, tag);
        tally.all[half] += 1;
        tally.right[half] += u32::from(right);
        let among = self::verdict(text, &expected);
        tally.expected += u32::from(same(among.language.as_str(), tag));
        tally.und += u32::from(said == "und" || said == "zxx");
        tally.sure += u32::from(verdict.confidence >= 0.9 && said != "und" && said != "zxx");
        if !right {
            *tally.wrong.entry(said.to_owned()).or_default() += 1;
            if let Some(file) = wrong.as_mut().filter(|_| half == 0) {
                let row = format!("{name}\t{tag}\t{said}\t{:.2}\t{text}\n", verdict.confidence);
                if let Err(error) = file.write_all(row.as_bytes()) {
                    eprintln!("UNMIX_WRONG: {error}");
                }
            }
        }
        if let Some(info) = whatlang::detect(text) {
            tally.whatlang += u32::from(whatlang_tag(info.lang().code()) == tag);
        }
        if MACRO.split(' ').any(|known| known == tag) && said != "und" && said != "zxx" {
            let bin = &mut bins[half][((verdict.confidence * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += u32::from(right);
        }
    }
    let has = |list: &str, tag: &str| list.split(' ').any(|known| known == tag);
    let mean_without = |without: &str, value: &dyn Fn(&Tally) -> f64| {
        let rows: Vec<f64> = tallies
            .iter()
            .filter(|row| has(MACRO, row.0) && !has(without, row.0))
            .map(|row| value(row.1))
            .collect();
        100.0 * rows.iter().sum::<f64>() / rows.len().max(1) as f64
    };
    let mean = |value: &dyn Fn(&Tally) -> f64| mean_without("", value);
    let mean_of_45 = |value: &dyn Fn(&Tally) -> f64| mean_without(NOT_OF_45, value);
    let part = |right: u32, all: u32| f64::from(right) / f64::from(all.max(1));
    let sum = |pair: [u32; 2]| pair[0] + pair[1];
    let english = tallies
        .get("en")
        .map_or(0.0, |row| 100.0 * part(sum(row.right), sum(row.all)));
    let others: Vec<&Tally> = tallies
        .iter()
        .filter(|row| UNKNOWN.split(' ').any(|tag| tag == *row.0))
        .map(|row| row.1)
        .collect();
    let sure: u32 = others.iter().map(|row| row.sure).sum();
    let all: u32 = others.iter().map(|row| sum(row.all)).sum();
    println!(
        "{:24} {:>6} {:>4}  {:6.2} {:6.2} {:6.2}  {:6.2} {:6.2} {:6.2}  {:6.2} {:6.1}  {:6.2} {:6.2} {:6.1}   {:.1} MB/s",
        name,
        rows.len(),
        tallies.len(),
        mean_of_45(&|row| part(sum(row.right), sum(row.all))),
        mean_of_45(&|row| part(row.right[0], row.all[0])),
        mean_of_45(&|row| part(row.right[1], row.all[1])),
        mean(&|row| part(sum(row.right), sum(row.all))),
        mean(&|row| part(row.right[0], row.all[0])),
        mean(&|row| part(row.right[1], row.all[1])),
        mean(&|row| part(row.expected, sum(row.all))),
        mean(&|row| part(row.whatlang, sum(row.all))),
        english,
        mean(&|row| part(row.und, sum(row.all))),
        100.0 * part(sure, all),
        bytes as f64 / 1e6 / seconds,
    );
    if env::var_os("UNMIX_DETAIL").is_some() {
        for (tag, row) in &tallies {
            let mut wrong: Vec<_> = row.wrong.iter().collect();
            wrong.sort_by_key(|row| std::cmp::Reverse(row.1));
            let wrong: Vec<String> = wrong
                .iter()
                .take(5)
                .map(|row| format!("{} {}", row.0, row.1))
                .collect();
            println!(
                "    {tag:8} {:5.1} of {:5}  {}",
                100.0 * part(sum(row.right), sum(row.all)),
                sum(row.all),
                wrong.join(", ")
            );
        }
        let mut pairs: Vec<_> = tallies
            .iter()
            .filter(|row| has(MACRO, row.0))
            .flat_map(|(tag, row)| row.wrong.iter().map(move |wrong| (wrong.1, *tag, wrong.0)))
            .collect();
        pairs.sort_by_key(|row| std::cmp::Reverse(row.0));
        let most: Vec<String> = pairs
            .iter()
            .take(24)
            .map(|(count, tag, said)| format!("{tag} {said} {count}"))
            .collect();
        println!("    taken for another most often: {}", most.join(", "));
    }
}

/// How many texts are called English, in percent.
fn called_english<'a>(texts: impl Iterator<Item = &'a str>) -> (f64, usize) {
    let said: Vec<bool> = texts
        .map(|text| verdict(text, &Prior::None).language.as_str() == "en")
        .collect();
    let right = said.iter().filter(|right| **right).count();
    (100.0 * right as f64 / said.len().max(1) as f64, said.len())
}

/// The first words of English sentences, and as many from anywhere in them.
fn fragments(name: &str) {
    let rows = read(name);
    let english = rows.iter().filter(|row| row.0 == "en");
    let lines: Vec<Vec<&str>> = english
        .map(|row| row.1.split_whitespace().collect())
        .collect();
    for count in 1..=3 {
        let cut = |from: &dyn Fn(&[&str]) -> usize| -> Vec<String> {
            let long = lines.iter().filter(|words| words.len() >= count);
            long.map(|words| words[from(words)..][..count].join(" "))
                .collect()
        };
        let first = cut(&|_| 0);
        let inner = cut(&|words| {
            let hash = hash::hash(words.join(" ").as_bytes()) >> 20;
            hash as usize % (words.len() + 1 - count)
        });
        let marks: &[char] = &['.', ',', '!', '?', '"'];
        let (first, number) = called_english(first.iter().map(|one| one.trim_matches(marks)));
        let (inner, _) = called_english(inner.iter().map(|one| one.trim_matches(marks)));
        println!(
            "English, {count} words of a sentence: the first {first:.1} %, any {inner:.1} % of {number}"
        );
    }
}

/// Names and labels of products and shops.
fn products() {
    const NAMES: &str = include_str!("common/products.txt");
    let (right, count) = called_english(NAMES.lines());
    println!("names and labels of products: {right:.1} % of {count} English");
}

/// Lines of one language and of English in one document, with and without it as prior.
fn documents(name: &str) {
    const LANGUAGES: &str =
        "de fr es pt it nl sv da nb fi pl cs sk hu ro tr hr sl lt lv et ca id vi sq is eu";
    let rows = read(name);
    let english: Vec<&str> = rows
        .iter()
        .filter(|row| row.0 == "en")
        .map(|row| row.1.as_str())
        .collect();
    // Per prior: lines and right ones, English lines and right ones.
    let mut tallies = [[0_u32; 4]; 2];
    for (number, tag) in LANGUAGES.split(' ').enumerate() {
        let lines: Vec<&str> = rows
            .iter()
            .filter(|row| row.0 == tag)
            .map(|row| row.1.as_str())
            .collect();
        for (round, lines) in lines.chunks_exact(17).take(20).enumerate() {
            let mut texts: Vec<(&str, &str)> = lines.iter().map(|line| (tag, *line)).collect();
            for extra in 0..3 {
                let line = english[(number * 61 + round * 3 + extra) % english.len()];
                texts.insert(4 + extra * 5, ("en", line));
            }
            let spans: Vec<[Span; 1]> = texts
                .iter()
                .map(|row| {
                    [Span {
                        range: 0..row.1.len(),
                        script: Script::LATIN,
                        embeds: Vec::new(),
                        sentence_end: false,
                    }]
                })
                .collect();
            let inputs: Vec<Input<'_>> = texts
                .iter()
                .zip(&spans)
                .map(|(row, spans)| Input {
                    text: row.1,
                    spans,
                    hint: None,
                })
                .collect();
            for (tally, prior) in tallies.iter_mut().zip([Prior::None, Prior::Auto]) {
                let verdicts = identify(&inputs, &Options { prior });
                for (verdict, row) in verdicts.iter().flatten().zip(&texts) {
                    let place = if row.0 == "en" { 2 } else { 0 };
                    tally[place] += 1;
                    tally[place + 1] += u32::from(same(verdict.language.as_str(), row.0));
                }
            }
        }
    }
    for (name, [all, right, english, kept]) in ["none", "auto"].into_iter().zip(tallies) {
        println!(
            "documents, prior {name}: {:.2} % of {all} lines, {:.2} % of {english} English lines among them",
            100.0 * f64::from(right) / f64::from(all.max(1)),
            100.0 * f64::from(kept) / f64::from(english.max(1)),
        );
    }
}

/// How often a piece of a Chinese line is taken for the right variant: pieces of so many
/// Han characters, cut one after the other. A line is labelled as a whole, by at least
/// two characters that Unihan calls simplified and none of their traditional forms, or
/// the other way round.
fn variants(name: &str) {
    const TABLE: &str = include_str!("../data/han-variants.tsv");
    let is_han = |one: &char| ('\u{4E00}'..='\u{9FFF}').contains(one);
    let has = |encoding: &'static encoding_rs::Encoding, one: char| {
        let mut buffer = [0; 4];
        let (bytes, _, lost) = encoding.encode(one.encode_utf8(&mut buffer));
        !lost && bytes.len() == 2
    };
    let (mut simplified, mut traditional, mut both) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
        let mut fields = row.split('\t');
        let one = fields.next().and_then(|one| one.chars().next());
        traditional.extend(fields.next().unwrap_or_default().chars().filter(is_han));
        both.extend(one);
        if fields.next() == Some("changed") {
            simplified.extend(one.filter(|one| !has(encoding_rs::BIG5, *one)));
        }
    }
    traditional.retain(|one| !both.contains(one));
    println!(
        "\nChinese variants    {:>8} {:>7} {:>9} {:>7}   B {:>7} {:>9} {:>7}",
        "pieces A", "right", "undecided", "wrong", "right", "undecided", "wrong"
    );
    let mut lines: [Vec<(&str, Vec<char>)>; 2] = [Vec::new(), Vec::new()];
    let rows = read_lines(name);
    for line in &rows {
        let han: Vec<char> = line.chars().filter(is_han).collect();
        let count = |set: &BTreeSet<char>| han.iter().filter(|one| set.contains(one)).count();
        let label = match (count(&simplified), count(&traditional)) {
            (2.., 0) => "zh-Hans",
            (0, 2..) => "zh-Hant",
            _ => continue,
        };
        lines[half(line)].push((label, han));
    }
    for (least, most) in [(2, 2), (4, 4), (6, 6), (10, 10), (10, 19), (20, 20)] {
        let mut tallies = [[0_u32; 4]; 2];
        for (tally, lines) in tallies.iter_mut().zip(&lines) {
            let mut length = least;
            for (label, han) in lines {
                let mut rest = han.as_slice();
                while rest.len() >= length {
                    let (piece, after) = rest.split_at(length);
                    rest = after;
                    length = if length == most { least } else { length + 1 };
                    let said = verdict(&piece.iter().collect::<String>(), &Prior::None);
                    let said = said.language.as_str();
                    tally[0] += 1;
                    tally[match said {
                        said if said == *label => 1,
                        "zh-Hans" | "zh-Hant" | "ja" | "yue" => 3,
                        _ => 2,
                    }] += 1;
                }
            }
        }
        let share = |tally: [u32; 4], place: usize| {
            100.0 * f64::from(tally[place]) / f64::from(tally[0].max(1))
        };
        let [one, other] = tallies;
        println!(
            "{least:>3} to {most:>2} characters {:>7} {:6.2}% {:8.2}% {:6.3}%     {:6.2}% {:8.2}% {:6.3}%",
            one[0],
            share(one, 1),
            share(one, 2),
            share(one, 3),
            share(other, 1),
            share(other, 2),
            share(other, 3),
        );
    }
}

/// Times identification alone on labelled spans.
fn speed(name: &str) {
    let Ok(text) = std::fs::read_to_string(name) else {
        eprintln!("{name}: cannot be read");
        return;
    };
    let mut blocks: Vec<(String, Vec<Span>)> = Vec::new();
    for line in text.lines() {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        let text = row["text"].as_str().unwrap_or_default().to_owned();
        let places: Vec<usize> = text
            .char_indices()
            .map(|row| row.0)
            .chain([text.len()])
            .collect();
        let mut spans: Vec<Span> = Vec::new();
        for part in row["segs"].as_array().into_iter().flatten() {
            let at = |index: usize| {
                part[index]
                    .as_u64()
                    .and_then(|place| places.get(place as usize))
                    .copied()
            };
            let (Some(start), Some(end)) = (at(0), at(1)) else {
                continue;
            };
            spans.push(Span {
                range: spans.last().map_or(start, |last| last.range.end)..end,
                script: if part[2] == "en" {
                    Script::LATIN
                } else {
                    Script::HAN
                },
                embeds: Vec::new(),
                sentence_end: true,
            });
        }
        blocks.push((text, spans));
    }
    let inputs: Vec<Input<'_>> = blocks
        .iter()
        .map(|block| Input {
            text: &block.0,
            spans: &block.1,
            hint: None,
        })
        .collect();
    let bytes: usize = blocks.iter().map(|block| block.0.len()).sum();
    let mut best = f64::MAX;
    for _ in 0..20 {
        let start = Instant::now();
        let verdicts = identify(&inputs, &Options::default());
        best = best.min(start.elapsed().as_secs_f64());
        assert_eq!(verdicts.len(), inputs.len());
    }
    println!(
        "{:24} {bytes:>8} bytes, {:.1} MB/s",
        name.rsplit('/').next().unwrap_or(name),
        bytes as f64 / 1e6 / best
    );
}

/// Whether an answer is right for a label: variants and scripts are not asked for.
fn same(said: &str, tag: &str) -> bool {
    let bare = |tag: &str| match tag.split('-').next().unwrap_or(tag) {
        "no" => "nb".to_owned(),
        bare => bare.to_owned(),
    };
    said == tag
        || (bare(said) == bare(tag) && !said.ends_with("-Latn") || said == "sr-Latn" && tag == "sr")
}

fn whatlang_tag(code: &str) -> &str {
    const TABLE: &str = "eng en rus ru cmn zh spa es por pt ita it ben bn fra fr deu de ukr uk kat ka ara ar hin hi jpn ja heb he pol pl kor ko nob nb dan da swe sv fin fi tur tr nld nl hun hu ces cs ell el bul bg bel be mar mr slv sl hrv hr srp sr lit lt lav lv est et tam ta vie vi urd ur tha th guj gu pan pa aze az tel te pes fa slk sk cat ca tgl tl hye hy ron ro";
    let list: Vec<&str> = TABLE.split(' ').collect();
    list.chunks(2)
        .find(|pair| pair[0] == code)
        .map_or("", |pair| pair[1])
}
