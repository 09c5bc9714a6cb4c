//! Languages in, training samples out: a word, a few words, a piece of a line, a
//! line; and gibberish for the class of what is no language.

use crate::{corpus::Language, romanised::PRODUCTS, script::Class};

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^ (value >> 31)
    }

    /// From 0 to 1, 1 not reached.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.unit() * bound as f64) as usize
    }
}

/// The tag of the class of what is no language.
pub const NONE: &str = "zz";

/// A line is cut after so many characters.
const LONGEST: usize = 190;

pub struct Sampler {
    pub languages: Vec<Language>,
    /// Per script its code and its tags.
    pub groups: Vec<(&'static str, Vec<&'static str>)>,
    /// Per language its group and its place there.
    places: Vec<(usize, usize)>,
    sums: Vec<f64>,
}

impl Sampler {
    /// `classes` are the scripts of many languages, by code.
    pub fn new(languages: Vec<Language>, classes: &[(Class, &'static str)]) -> Self {
        let mut groups: Vec<(&'static str, Vec<&'static str>)> =
            classes.iter().map(|row| (row.1, Vec::new())).collect();
        let mut places = Vec::new();
        let mut sums = Vec::new();
        let mut sum = 0.0;
        for language in &languages {
            let group = classes
                .iter()
                .position(|row| row.0 == language.class)
                .unwrap_or(0);
            // Several sources of one class share its place.
            let tags = &mut groups[group].1;
            let place = tags.iter().position(|tag| *tag == language.tag);
            places.push((group, place.unwrap_or(tags.len())));
            if place.is_none() {
                tags.push(language.tag);
            }
            sum += language.weight;
            sums.push(sum);
        }
        Self {
            languages,
            groups,
            places,
            sums,
        }
    }

    /// The languages of a script, each with its place there.
    pub fn of(&self, group: usize) -> impl Iterator<Item = (usize, &Language)> {
        self.languages
            .iter()
            .zip(&self.places)
            .filter(move |row| row.1.0 == group)
            .map(|row| (row.1.1, row.0))
    }

    /// Draws a sample into `chars`; its script and its language there.
    pub fn draw(&self, random: &mut Random, chars: &mut Vec<char>) -> (usize, usize) {
        let which = pick(&self.sums, random);
        let language = &self.languages[which];
        chars.clear();
        chars.push(' ');
        let kind = random.unit();
        if language.tag == NONE && (language.words.is_empty() || kind < 0.2) {
            self.gibberish(language.class, random, chars);
        } else if language.tag == "en" && kind < 0.04 {
            for _ in 0..1 + random.below(3) {
                push(chars, PRODUCTS[random.below(PRODUCTS.len())].chars());
            }
        } else {
            draw_from(language, random, chars);
        }
        if language.class == Class::Latin {
            let kind = random.unit();
            if kind < 0.06 {
                for character in chars.iter_mut() {
                    *character = bare(*character);
                }
            } else if kind < 0.09 {
                spell_out(language.tag, chars);
            }
        }
        self.places[which]
    }

    /// Mashed keys, shuffled words and random letters.
    fn gibberish(&self, class: Class, random: &mut Random, chars: &mut Vec<char>) {
        const ROWS: [&str; 4] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "asdfjkl"];
        const BORROWED: [char; 8] = ['a', 'e', 'i', 'o', 'n', 'r', 's', 't'];
        for _ in 0..1 + random.below(4) {
            let length = 3 + random.below(8);
            match random.below(3) {
                0 if class == Class::Latin => {
                    let row: Vec<char> = ROWS[random.below(4)].chars().collect();
                    let word = (0..length).map(|_| row[random.below(row.len())]);
                    push(chars, word.collect::<Vec<_>>().into_iter());
                }
                1 if class == Class::Latin => {
                    let word = (0..length).map(|_| {
                        let any = char::from(b'a' + random.below(26) as u8);
                        if random.below(4) == 0 {
                            BORROWED[random.below(8)]
                        } else {
                            any
                        }
                    });
                    push(chars, word.collect::<Vec<_>>().into_iter());
                }
                _ => {
                    // The letters of some word of the same script, in another order.
                    let mut word = loop {
                        let language = &self.languages[random.below(self.languages.len())];
                        if language.class == class && !language.words.is_empty() {
                            let word = &language.words[random.below(language.words.len())];
                            break word[1..word.len() - 1].to_vec();
                        }
                    };
                    for place in (1..word.len()).rev() {
                        word.swap(place, random.below(place + 1));
                    }
                    if word.len() > 3 {
                        push(chars, word.into_iter());
                    } else {
                        let twice = word.clone();
                        push(chars, word.into_iter().chain(twice));
                    }
                }
            }
        }
    }
}

/// One place of running sums, by weight.
fn pick(sums: &[f64], random: &mut Random) -> usize {
    let wanted = random.unit() * sums.last().copied().unwrap_or(0.0);
    sums.partition_point(|sum| *sum <= wanted)
        .min(sums.len().saturating_sub(1))
}

fn push(chars: &mut Vec<char>, word: impl Iterator<Item = char>) {
    chars.extend(word);
    chars.push(' ');
}

/// How many samples are common words in no order, in languages that have them listed.
const SPOKEN: f64 = 0.07;

/// The part of the words that lines are shown without, every time others: little text
/// is learnt by heart when it is always the same.
const MISSING: f64 = 0.25;

fn draw_from(language: &Language, random: &mut Random, chars: &mut Vec<char>) {
    if !language.common.is_empty() && random.unit() < SPOKEN {
        for _ in 0..1 + random.below(6) {
            // The commoner, the likelier.
            let rank = (random.unit() * random.unit() * language.common.len() as f64) as usize;
            chars.extend_from_slice(&language.common[rank][1..]);
        }
        return;
    }
    let kind = random.unit();
    let some_words = language.words.len() >= 200;
    let words = match kind {
        _ if language.lines.is_empty() => 1 + random.below(4),
        _ if !some_words => 0,
        0.0..0.40 => 1,
        0.40..0.60 => 2,
        0.60..0.65 => 3,
        _ => 0,
    };
    for _ in 0..words {
        let word = &language.words[pick(&language.sums, random)];
        chars.extend_from_slice(&word[1..]);
    }
    if words > 0 {
        return;
    }
    let line = &language.lines[random.below(language.lines.len())];
    let ends: Vec<usize> = (0..line.len())
        .filter(|place| line[*place] == ' ')
        .collect();
    let total = ends.len() - 1;
    let (first, last) = if kind < 0.86 {
        let count = (1 + random.below(8)).min(total);
        let first = random.below(total - count + 1);
        (first, first + count)
    } else {
        (0, total)
    };
    let missing = if last - first > 2 { MISSING } else { 0.0 };
    for word in ends[first..=last].windows(2) {
        if missing > 0.0 && random.unit() < missing {
            continue;
        }
        if chars.len() + word[1] - word[0] > LONGEST && chars.len() > 1 {
            break;
        }
        chars.extend_from_slice(&line[word[0] + 1..=word[1]]);
    }
}

/// Writes two letters for one, as people without the keyboard do in some languages; and
/// Turkish as it looks where its letters came through the wrong charset.
fn spell_out(tag: &str, chars: &mut Vec<char>) {
    let table: &[(char, &str)] = match tag {
        "de" => &[('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ß', "ss")],
        "tr" => &[('ı', "ý"), ('ş', "þ"), ('ğ', "ð")],
        "da" | "nb" | "nn" => &[('æ', "ae"), ('ø', "oe"), ('å', "aa")],
        "eo" => &[
            ('ĉ', "cx"),
            ('ĝ', "gx"),
            ('ŝ', "sx"),
            ('ŭ', "ux"),
            ('ĵ', "jx"),
            ('ĥ', "hx"),
        ],
        _ => return,
    };
    replace(chars, table);
}

/// Replaces the letters that a table has.
pub fn replace(chars: &mut Vec<char>, table: &[(char, &str)]) {
    let spelt = chars.iter().flat_map(|letter| {
        let row = table.iter().find(|row| row.0 == *letter);
        let (one, more) = row.map_or((Some(*letter), ""), |row| (None, row.1));
        one.into_iter().chain(more.chars())
    });
    *chars = spelt.collect();
}

/// A letter without its marks, as people without the keyboard write it.
fn bare(character: char) -> char {
    match character {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'į' | 'ı' | 'ỉ'..='ị' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' => 's',
        'ţ' | 'ť' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}
