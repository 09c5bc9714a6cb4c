//! Real lines, garbled and repaired.

use std::{fs::File, io::Write};

use serde_json::json;
use unmix::{
    decode,
    document::{Plan, Why},
    encoding::Encoding,
    repair::{self, Damage, Options},
};

use crate::{hash::hash, read, show};

/// How the wrong decoder treats what it cannot read.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// As the web standard says.
    Web,
    /// U+FFFD for one byte at a time, no private use, no four bytes (Python's gbk).
    Byte,
    /// What windows-1252 has no character for is dropped.
    Dropped,
    /// C1 controls are dropped after reading as ISO-8859-1.
    Stripped,
    /// ISO-8859-1: bytes 80 to 9F are controls.
    Latin,
    /// A no-break space became a space.
    Space,
    /// The same mistake twice.
    Twice,
}
use Manner::{Byte, Dropped, Latin, Space, Stripped, Twice, Web};

/// What the text was, what it was read as, how, and the share of lines expected.
const CLASSES: &[(&str, &str, Manner)] = &[
    ("utf-8", "iso-8859-1", Latin),
    ("utf-8", "windows-1252", Web),
    ("utf-8", "windows-1252", Twice),
    ("utf-8", "windows-1250", Web),
    ("utf-8", "windows-1251", Web),
    ("utf-8", "ibm437", Web),
    ("utf-8", "ibm850", Web),
    ("utf-8", "macintosh", Web),
    ("utf-8", "koi8-r", Web),
    ("utf-8", "ibm866", Web),
    ("gbk", "iso-8859-1", Latin),
    ("gbk", "windows-1252", Web),
    ("gbk", "windows-1250", Web),
    ("gbk", "windows-1251", Web),
    ("gbk", "ibm437", Web),
    ("gbk", "macintosh", Web),
    ("gbk", "koi8-r", Web),
    ("big5", "iso-8859-1", Latin),
    ("big5", "windows-1252", Web),
    ("big5", "gb18030", Web),
    ("utf-8", "windows-1252", Dropped),
    ("utf-8", "windows-1252", Space),
    ("utf-8", "iso-8859-1", Stripped),
    ("utf-8", "gb18030", Web),
    ("utf-8", "gbk", Byte),
    ("utf-8", "big5", Web),
    ("utf-8", "euc-kr", Web),
    ("utf-8", "shift_jis", Web),
    ("gbk", "big5", Web),
    ("gbk", "euc-kr", Web),
    ("gbk", "shift_jis", Web),
    ("big5", "gbk", Byte),
];

const LINES: usize = 1500;

pub(crate) fn run(files: &[String]) {
    let text: String = files.iter().map(|file| read(file)).collect();
    let mut lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| {
            let han = line.chars().filter(|c| is_han(*c)).count();
            (4..200).contains(&han)
        })
        .collect();
    lines.sort_by_key(|line| hash(line.as_bytes()));
    lines.dedup();
    lines.truncate(LINES);
    println!("{} lines", lines.len());
    println!(
        "| was | read as | half | lines | exact alone | exact together | found | Han right | Han wrong | left |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let only = std::env::var("UNMIX_ONLY").unwrap_or_default();
    for (was, read_as, manner) in CLASSES {
        let name = format!("{was} {read_as} {manner:?}", manner = *manner as u8);
        if !name.contains(&only) {
            continue;
        }
        for half in 0..2 {
            let cases: Vec<(&str, String)> = lines
                .iter()
                .filter(|line| hash(line.as_bytes()) >> 9 & 1 == half)
                .filter_map(|line| Some((*line, garble(line, was, read_as, *manner)?)))
                .filter(|(line, garbled)| line != garbled)
                .collect();
            report(was, read_as, *manner, half, &cases);
        }
    }
}

fn report(was: &str, read_as: &str, manner: Manner, half: u64, cases: &[(&str, String)]) {
    let options = Options::default();
    let damage = repair::survey(cases.iter().map(|(_, garbled)| &**garbled), &options);
    let mend = |garbled: &str, damage: &Damage| {
        repair::repair(garbled, false, &options, damage)
            .text
            .into_owned()
    };
    let none = Damage::default();
    let manner = match manner {
        Web | Latin => "",
        Byte => ", a byte at a time",
        Dropped => ", five bytes dropped",
        Stripped => ", controls dropped",
        Space => ", no-break space to space",
        Twice => ", twice",
    };
    let name = format!("{was} as {read_as}{manner}");
    let mut dump = Dump::new();
    let (mut alone, mut together, mut found) = (0, 0, 0);
    let (mut han, mut right, mut wrong, mut left) = (0, 0, 0, 0);
    let mut shown = 0;
    for (line, garbled) in cases {
        // Lines as the clean-up leaves them.
        let line = &*repair::repair(line, false, &options, &none).text;
        alone += usize::from(mend(garbled, &none) == *line);
        let mended = mend(garbled, &damage);
        dump.write(&name, garbled, line, &mended);
        together += usize::from(mended == *line);
        let all = |text: &str| -> Vec<char> { text.chars().filter(|c| is_han(*c)).collect() };
        let (before, after) = (all(line), all(&mended));
        let common = common(&before, &after);
        found += usize::from(common * 2 >= before.len());
        han += before.len();
        right += common;
        // What was left alone is not wrong.
        let kept = Options {
            keep_mojibake: true,
            ..Options::default()
        };
        let mut astray = 0;
        if mended != *repair::repair(garbled, false, &kept, &none).text {
            astray = after.len() - common;
            wrong += astray;
        } else {
            left += 1;
        }
        let worst = std::env::var_os("UNMIX_WRONG").is_none() || astray > 0;
        if mended != *line && half == 0 && shown < show() && worst {
            println!("    {garbled}\n  → {mended}\n  = {line}");
            shown += 1;
        }
    }
    let share = |count: usize, of: usize| 100.0 * count as f64 / of.max(1) as f64;
    println!(
        "| {was} | {read_as}{manner} | {} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} |",
        ["tuned", "held out"][half as usize],
        cases.len(),
        share(alone, cases.len()),
        share(together, cases.len()),
        share(found, cases.len()),
        share(right, han),
        share(wrong, han),
        share(left, cases.len()),
    );
}

/// The cases, for other tools: with `UNMIX_DUMP=FILE`, a JSON line each is added.
struct Dump(Option<File>);

impl Dump {
    fn new() -> Self {
        let file = std::env::var_os("UNMIX_DUMP").map(|file| {
            File::options()
                .create(true)
                .append(true)
                .open(file)
                .unwrap()
        });
        Self(file)
    }

    fn write(&mut self, class: &str, garbled: &str, line: &str, unmix: &str) {
        if let Some(file) = &mut self.0 {
            let case = json!({"class": class, "garbled": garbled, "line": line, "unmix": unmix});
            writeln!(file, "{case}").unwrap();
        }
    }
}

fn is_han(character: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&character)
}

/// A line, read as what it is not; none if it cannot be written so.
fn garble(line: &str, was: &str, read_as: &str, manner: Manner) -> Option<String> {
    let bytes = match was {
        "utf-8" => line.as_bytes().to_vec(),
        _ => {
            let encoding = encoding_rs::Encoding::for_label(was.as_bytes())?;
            let (bytes, _, lost) = encoding.encode(line);
            if lost {
                return None;
            }
            bytes.into_owned()
        }
    };
    Some(match manner {
        Web => decode_as(&bytes, read_as)?,
        Latin => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Byte => by_byte(&bytes),
        Dropped => {
            let text = decode_as(&bytes, read_as)?;
            text.chars()
                .filter(|c| !('\u{80}'..='\u{9F}').contains(c))
                .collect()
        }
        Stripped => {
            let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            text.chars()
                .filter(|c| !('\u{80}'..='\u{9F}').contains(c))
                .collect()
        }
        Space => decode_as(&bytes, read_as)?.replace('\u{A0}', " "),
        Twice => {
            let once = decode_as(&bytes, read_as)?;
            decode_as(once.as_bytes(), read_as)?
        }
    })
}

fn decode_as(bytes: &[u8], label: &str) -> Option<String> {
    if label == "iso-8859-1" {
        return Some(bytes.iter().map(|byte| char::from(*byte)).collect());
    }
    let plan = Plan {
        encoding: Encoding::for_label(label)?,
        bom: 0,
        why: Why::Declared,
        confidence: 1.0,
        runner_up: None,
        runs: Vec::new(),
    };
    Some(decode::decode(bytes, &plan).text.into_owned())
}

/// GBK without private use and without four bytes; U+FFFD for each bad byte.
fn by_byte(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte < 0x80 {
            text.push(char::from(byte));
            at += 1;
            continue;
        }
        let pair = bytes.get(at..at + 2).and_then(|pair| {
            if byte == 0x80 || pair[1] < 0x40 {
                return None;
            }
            let text =
                encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(pair)?;
            let character = text.chars().next()?;
            let private = ('\u{E000}'..='\u{F8FF}').contains(&character);
            (!private).then_some(character)
        });
        match pair {
            Some(character) => {
                text.push(character);
                at += 2;
            }
            None => {
                text.push('\u{FFFD}');
                at += 1;
            }
        }
    }
    text
}

/// Length of the longest common subsequence.
fn common(one: &[char], other: &[char]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for character in one {
        let mut diagonal = 0;
        for (index, candidate) in other.iter().enumerate() {
            let above = row[index + 1];
            row[index + 1] = if candidate == character {
                diagonal + 1
            } else {
                above.max(row[index])
            };
            diagonal = above;
        }
    }
    row[other.len()]
}
