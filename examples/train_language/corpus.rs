//! A folder of text and word lists in, per language its lines and its words, in the
//! form that identification sees them.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use flate2::read::MultiGzDecoder;

use crate::{alphabet, inflected, script::Class, tag::Tag, words::Words};

/// One class of the model and what is known of it.
#[derive(Clone)]
pub struct Language {
    /// What its files are named by.
    pub name: &'static str,
    /// The tag it is reported as.
    pub tag: &'static str,
    pub class: Class,
    /// How often it is shown beside others.
    pub weight: f64,
    /// Lines: words with spaces before, between and after them.
    pub lines: Vec<Vec<char>>,
    /// Words between two spaces, and the running sum of their weights.
    pub words: Vec<Vec<char>>,
    pub sums: Vec<f64>,
    /// Words of `common.tsv` between two spaces, the commonest first.
    pub common: Vec<Vec<char>>,
}

/// One line of so many is kept out of training, chosen by its hash: for measuring.
const HELD_OUT: u64 = 64;

/// The hash that chooses what is held out.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// Reads one language out of all folders. Missing files are empty ones.
pub fn read(
    folders: &[&Path],
    tag: &'static str,
    class: Class,
    weight: f64,
    digest: &mut u64,
) -> Language {
    let mut language = Language {
        name: tag,
        tag,
        class,
        weight,
        lines: Vec::new(),
        words: Vec::new(),
        sums: Vec::new(),
        common: common(tag),
    };
    let mut found = Words::default();
    let mut in_lines: HashMap<Vec<char>, f64> = HashMap::new();
    let texts = folders
        .iter()
        .map(|folder| folder.join(format!("{tag}.txt.gz")));
    for line in texts.flat_map(|path| lines(&path)) {
        *digest = digest.rotate_left(1) ^ hash(&line);
        if hash(&line).is_multiple_of(HELD_OUT) {
            continue;
        }
        found.clear();
        found.add(&line, class);
        if found.letters < 2 {
            continue;
        }
        for word in found.chars.split(|character| *character == ' ') {
            if !word.is_empty() {
                *in_lines.entry(bordered(word)).or_default() += 1.0;
            }
        }
        language.lines.push(found.chars.clone());
    }
    let known = Tag::named(tag);
    let mut lists: Vec<HashMap<Vec<char>, f64>> = Vec::new();
    for folder in folders {
        let mut listed: HashMap<Vec<char>, f64> = HashMap::new();
        for line in lines(&folder.join(format!("{tag}.words.gz"))) {
            *digest = digest.rotate_left(1) ^ hash(&line);
            let Some((word, count)) = line.split_once('\t') else {
                continue;
            };
            found.clear();
            found.add(word, class);
            if found.count == 1
                && found.letters > 0
                && found
                    .chars
                    .iter()
                    .all(|letter| known.is_none_or(|tag| alphabet::has(tag, *letter)))
                && let Ok(count) = count.parse::<f64>()
            {
                *listed.entry(found.chars.clone()).or_default() += count;
            }
        }
        lists.push(listed);
    }
    if tag == "ru" {
        let mut listed: HashMap<Vec<char>, f64> = HashMap::new();
        for word in inflected::russian() {
            found.clear();
            found.add(&word, class);
            *listed.entry(found.chars.clone()).or_default() += 1.0;
        }
        lists.push(listed);
    }
    language.set_words(&in_lines, &lists);
    if SERBO_CROATIAN.contains(&tag) {
        language.tag = SERBO_CROATIAN[0];
    }
    language
}

/// One class for what hardly n-grams tell apart; the first names it.
const SERBO_CROATIAN: [&str; 3] = ["hr", "bs", "sr-Latn"];

impl Language {
    /// The words of the lines and of the lists, each a part of the whole by its length,
    /// weighed by the square root of their share.
    pub fn set_words(
        &mut self,
        in_lines: &HashMap<Vec<char>, f64>,
        lists: &[HashMap<Vec<char>, f64>],
    ) {
        // Sums of integers far below 2^53: the order does not matter. Where it does, it is
        // that of the words.
        let total = |words: &HashMap<Vec<char>, f64>| words.values().sum::<f64>().max(1.0);
        let longest = lists.iter().map(HashMap::len).max().unwrap_or(0);
        let often = if longest > 5000 { 2.0 } else { 1.0 };
        // The longer, the more of a language's words a list has.
        let weight = |words: &HashMap<Vec<char>, f64>| {
            words.len() as f64 / (words.len() as f64 + FEW) / total(words)
        };
        let mut shares: BTreeMap<&Vec<char>, f64> = BTreeMap::new();
        for list in lists {
            let weight = weight(list);
            for (word, count) in list {
                *shares.entry(word).or_default() += count * weight;
            }
        }
        let weight = weight(in_lines);
        for (word, count) in in_lines {
            if *count >= often {
                *shares.entry(word).or_default() += count * weight;
            }
        }
        let all: f64 = shares.values().sum();
        for share in shares.values_mut() {
            *share /= all;
        }
        let all: f64 = (0..self.common.len()).map(Self::zipf).sum();
        let common = self.common.clone();
        for (rank, word) in common.iter().enumerate() {
            *shares.entry(word).or_default() += COMMON * Self::zipf(rank) / all;
        }
        let mut sorted: Vec<_> = shares.into_iter().collect();
        sorted.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
        let mut sum = 0.0;
        for (word, share) in sorted {
            sum += share.sqrt();
            self.words.push(word.clone());
            self.sums.push(sum);
        }
    }
}

impl Language {
    /// The words, each with its share of text in the language.
    pub fn shares(&self) -> impl Iterator<Item = (&[char], f64)> {
        let mut before = 0.0;
        self.words.iter().zip(&self.sums).map(move |(word, sum)| {
            let share = (sum - before) * (sum - before);
            before = *sum;
            (word.as_slice(), share)
        })
    }

    /// How common the word of a rank is beside others.
    fn zipf(rank: usize) -> f64 {
        1.0 / (rank + 10) as f64
    }
}

/// A list of so many words weighs half as much as a long one.
const FEW: f64 = 5000.0;

/// What the words written down by hand are beside those counted.
const COMMON: f64 = 0.25;

/// The words of a language in `common.tsv`.
fn common(tag: &str) -> Vec<Vec<char>> {
    let rows = include_str!("common.tsv").lines();
    let row = rows
        .filter_map(|row| row.split_once('\t'))
        .find(|row| row.0 == tag);
    let words = row.map_or("", |row| row.1).split_whitespace();
    let mut common: Vec<Vec<char>> = Vec::new();
    for word in words {
        let word = bordered(&word.chars().collect::<Vec<_>>());
        if !common.contains(&word) {
            common.push(word);
        }
    }
    common
}

/// A word between two spaces.
pub fn bordered(word: &[char]) -> Vec<char> {
    let mut bordered = Vec::with_capacity(word.len() + 2);
    bordered.push(' ');
    bordered.extend_from_slice(word);
    bordered.push(' ');
    bordered
}

/// The lines of a packed file.
pub fn lines(path: &Path) -> Vec<String> {
    let Ok(file) = File::open(path) else {
        return Vec::new();
    };
    BufReader::new(MultiGzDecoder::new(file))
        .lines()
        .map_while(Result::ok)
        .collect()
}
