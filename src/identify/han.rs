//! Han characters in; Chinese in simplified or traditional characters, Cantonese
//! or Japanese out, by the repertoires of the national character sets.

use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, Encoding, GBK};

use super::script::{self, Class};

/// GB 2312 has the character.
const GB: u16 = 1;
/// Big5 (without the Hong Kong additions) has the character.
const BIG: u16 = 2;
/// JIS X 0208 has the character.
const JIS: u16 = 4;
/// Written Cantonese has the character, written Mandarin hardly.
const YUE: u16 = 8;
/// A word of [`CANTONESE_WORDS`] ends with the character.
const PAIR: u16 = 16;
/// A word of [`CANTONESE_WORDS`] starts with the character.
const LEAD: u16 = 32;
/// The character makes Chinese sentences and occurs in Japanese compounds now and then.
const PARTICLE: u16 = 64;
/// The character makes Chinese sentences; Japanese without kana lacks it.
const WORD: u16 = 128;
/// See [`SIMPLIFIED`] and [`TRADITIONAL`].
const SIMPLE: u16 = 256;
const FULL: u16 = 512;
/// See [`CANTONESE_HINTS`].
const HINT: u16 = 1024;

const FIRST: u32 = 0x4E00;
const COUNT: usize = 0x5200;

/// Characters of written Cantonese that Mandarin does not use, or only in names.
const CANTONESE: &str =
    "嘅咗哋喺嚟啲嗰佢唔冇咁嘢瞓噉乜嘥攞諗揾搵睇畀啱嗮嘞喎啫嚿閪屙嗌嬲攰唞咩吖噃撚掂曱孭嗱";

/// Characters that Cantonese has far more often: two of them are a sign.
const CANTONESE_HINTS: &str = "呀喇俾晒";

/// See [`PARTICLE`] and [`WORD`].
const PARTICLES: &str = "我他的了是在不有就也都要去来來和把被从從向对對个個会會说說得着著过過好人";
const WORDS: &str = "你您她它们們这這哪吗嗎呢吧啊很没沒做什么麼怎跟给給让讓谁誰还還想看吃找买買";

/// Characters that both repertoires have and that only simplified text uses to speak
/// of: traditional text has them in names and old words. They decide where nothing else
/// does. (Of those that Unihan calls simplified, the ones that no traditional line of
/// Common Voice and LibreOffice has, without the common surnames.)
const SIMPLIFIED: &str =
    "于种与据并体机网复圣党构确虫儿筑气异离价万适极厂优胜么坏听怀庄愿触扰岭宁杰";
/// The same for traditional text.
const TRADITIONAL: &str = "於後";
/// Those of both that Japanese uses as well; the others are as good as missing there.
const JAPANESE: &str = "与据体万党虫机後";

/// Words of written Cantonese whose characters are common in Mandarin.
const CANTONESE_WORDS: &str = "點解 点解 邊度 邊個 而家 鍾意 鐘意 仲係 聽日 尋日 琴日 幾多 係咪 㗎喇 點樣 点样 讀緊 俾錢 呢個 呢隻 呢度 呢間 呢條 呢句 呢位 呢件 呢匹 呢部 呢樣 仲未 屋企 返工 返學 落緊 食緊 做緊 等緊 去喇 好喇 夜喇 行喇 硬係 淨係 梗係 細路 邊位 俾我 俾你 俾人 朝頭 無啦 朱古 但係 真係 同埋 個係 定係 都係 幾時";
/// The same, but two of them are needed.
const CANTONESE_PHRASES: &str = "我係 你係 就係 食飯 飲水 男仔 女仔 好似 成日 單車 阿爸 阿媽 想食 想飲 係我 係你 多謝 仲有 俾個";

/// The characters of the main block by the sets that have them. Few combinations occur: a byte
/// for each character, which stay in the processor's cache, and a row for each combination.
struct Sets {
    /// By character the index of a row.
    rows: Box<[u8]>,
    /// Sets, and what a character in them [`adds`].
    kinds: Vec<(u16, u64)>,
}

static SETS: LazyLock<Sets> = LazyLock::new(|| {
    let mut kinds: Vec<(u16, u64)> = Vec::new();
    let rows = sets()
        .iter()
        .map(|set| {
            let known = kinds.iter().position(|kind| kind.0 == *set);
            let row = known.unwrap_or_else(|| {
                kinds.push((*set, adds(*set)));
                kinds.len() - 1
            });
            row as u8
        })
        .collect();
    Sets { rows, kinds }
});

/// Bits of a count among those that are summed in one number: of [`MOST`] characters, of which
/// each counts once. The last count has the bits that are left: each counts up to four times.
const COUNT_BITS: u32 = 9;

/// What a character in these sets adds to the counts that every character may add to, all in one
/// number: without a branch for each, as no processor foresees them.
fn adds(set: u16) -> u64 {
    let national = set & (GB | BIG | JIS);
    let counts = [
        u64::from(national == JIS),
        u64::from(national != 0 && set & JIS == 0),
        u64::from(set & (GB | BIG) == GB),
        u64::from(set & (GB | BIG) == BIG),
        u64::from(set & SIMPLE != 0),
        u64::from(set & FULL != 0),
        u64::from(set & PARTICLE != 0) + 3 * u64::from(set & WORD != 0),
    ];
    let counts = counts.into_iter().rev();
    counts.fold(0, |adds, count| adds << COUNT_BITS | count)
}

/// For every character of the main block, the sets that have it. Computed once
/// (about 30,000 characters decoded), so that no table has to be kept in step.
fn sets() -> Box<[u16]> {
    let mut sets = vec![0_u16; COUNT].into_boxed_slice();
    // GB 2312: rows 16 to 87. Big5: levels 1 and 2. JIS X 0208: rows 16 to 84.
    mark(&mut sets, GBK, &[0xB0..=0xF7], &[0xA1..=0xFE], GB);
    let trails = [0x40..=0x7E, 0xA1..=0xFE];
    mark(&mut sets, BIG5, &[0xA4..=0xC5, 0xC9..=0xF9], &trails, BIG);
    mark(&mut sets, BIG5, &[0xC6..=0xC6], &[0x40..=0x7E], BIG);
    mark(&mut sets, EUC_JP, &[0xB0..=0xF4], &[0xA1..=0xFE], JIS);
    for (characters, bit) in [
        (CANTONESE, YUE),
        (CANTONESE_HINTS, HINT),
        (PARTICLES, PARTICLE),
        (WORDS, WORD),
        (SIMPLIFIED, SIMPLE),
        (TRADITIONAL, FULL),
    ] {
        characters.chars().for_each(|one| set(&mut sets, one, bit));
    }
    for character in SIMPLIFIED.chars().chain(TRADITIONAL.chars()) {
        if let Some(set) = sets.get_mut((character as u32).wrapping_sub(FIRST) as usize)
            && !JAPANESE.contains(character)
        {
            *set &= !JIS;
        }
    }
    for word in CANTONESE_WORDS
        .split(' ')
        .chain(CANTONESE_PHRASES.split(' '))
    {
        let mut characters = word.chars();
        for bit in [LEAD, PAIR] {
            characters
                .next()
                .iter()
                .for_each(|one| set(&mut sets, *one, bit));
        }
    }
    sets
}

fn set(sets: &mut [u16], character: char, bit: u16) {
    if let Some(set) = sets.get_mut((character as u32).wrapping_sub(FIRST) as usize) {
        *set |= bit;
    }
}

/// Words of written Cantonese and how much each makes a text it, in order.
static PAIRS: LazyLock<Vec<(char, char, u32)>> = LazyLock::new(|| {
    let mut pairs: Vec<_> = [(CANTONESE_WORDS, 2), (CANTONESE_PHRASES, 1)]
        .into_iter()
        .flat_map(|(words, weight)| words.split(' ').map(move |word| (word, weight)))
        .filter_map(|(word, weight)| {
            let mut characters = word.chars();
            Some((characters.next()?, characters.next()?, weight))
        })
        .collect();
    pairs.sort_unstable();
    pairs
});

/// How much two characters make a text Cantonese, if they are a word of it.
fn weigh_pair(before: char, character: char) -> u32 {
    let place = PAIRS.binary_search_by_key(&(before, character), |pair| (pair.0, pair.1));
    place
        .ok()
        .and_then(|place| PAIRS.get(place))
        .map_or(0, |pair| pair.2)
}

type Bytes = std::ops::RangeInclusive<u8>;

fn mark(
    sets: &mut [u16],
    encoding: &'static Encoding,
    leads: &[Bytes],
    trails: &[Bytes],
    bit: u16,
) {
    let mut bytes = Vec::new();
    for lead in leads.iter().flat_map(Clone::clone) {
        for trail in trails.iter().flat_map(Clone::clone) {
            bytes.extend([lead, trail, b'\n']);
        }
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    text.chars().for_each(|one| set(sets, one, bit));
}

/// The most Han characters of the name of a language: `简体中文`.
const LABEL: u32 = 4;

/// How many Han characters are looked at.
const MOST: u32 = 200;

/// How many characters of a text are in which sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// All Han characters looked at.
    pub(super) han: u32,
    /// In GB 2312, not in Big5: simplified, or a Japanese form that is the same.
    pub(super) simplified: u32,
    /// In Big5, not in GB 2312: traditional, or a Japanese form that is the same.
    pub(super) traditional: u32,
    /// In JIS X 0208 alone.
    pub(super) japanese: u32,
    /// Not in JIS X 0208, so hardly Japanese; and the name of Chinese.
    pub(super) foreign: u32,
    /// Signs of written Cantonese; two make one.
    pub(super) cantonese: u32,
    /// Signs of simplified and of traditional text where the repertoires are silent.
    leaning: [u32; 2],
    /// How much the characters make it Chinese sentences.
    pub(super) sentences: u32,
    /// The character before, if a word may start with it.
    before: Option<char>,
}

impl Counts {
    /// Counts the Han characters of a text, until there are enough. Whether there are.
    pub(super) fn add_all(&mut self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let sets = &*SETS;
        let (mut at, mut sum) = (0, 0);
        while at < bytes.len() && self.han < MOST {
            let (character, length) = match bytes[at..] {
                // Most of what is no Han character is ASCII or fullwidth.
                [0..0x80, ..] => (None, 1),
                [0xEF, 0xBC | 0xBD, ..] | [0xE3, 0x80, 0x80..=0x83 | 0x88.., ..] => (None, 3),
                // U+4E00 to U+9FFF
                [first @ 0xE5..=0xE9, second, third, ..]
                | [first @ 0xE4, second @ 0xB8..=0xFF, third, ..] => {
                    let six = |byte: u8| u32::from(byte & 0x3F);
                    let code = u32::from(first & 0xF) << 12 | six(second) << 6 | six(third);
                    (char::from_u32(code), 3)
                }
                _ => {
                    let character = text[at..].chars().next();
                    let length = character.map_or(1, char::len_utf8);
                    (
                        character.filter(|c| script::class(*c) == Class::Han),
                        length,
                    )
                }
            };
            at += length;
            if let Some(character) = character {
                sum += self.add(character, sets);
            }
        }
        let [simple, full] = &mut self.leaning;
        for count in [
            &mut self.japanese,
            &mut self.foreign,
            &mut self.simplified,
            &mut self.traditional,
            simple,
            full,
        ] {
            *count += sum as u32 & ((1 << COUNT_BITS) - 1);
            sum >>= COUNT_BITS;
        }
        self.sentences += sum as u32;
        if self.han >= MOST {
            return true;
        }
        // Menus of languages have it beside `日本語`.
        if self.han <= LABEL && text.contains("中文") {
            self.foreign += 1;
        }
        false
    }

    /// Counts a character; gives what it [`adds`] to the other counts.
    #[inline]
    fn add(&mut self, character: char, sets: &Sets) -> u64 {
        self.han += 1;
        let before = self.before.take();
        let place = (character as u32).wrapping_sub(FIRST) as usize;
        let row = sets.rows.get(place);
        let Some((set, adds)) = row.and_then(|row| sets.kinds.get(usize::from(*row))) else {
            if character == '㗎' {
                self.cantonese += 2;
                self.before = Some(character);
            }
            return 0;
        };
        // Most characters are none of these.
        if set & (LEAD | PAIR | YUE | HINT) != 0 {
            if set & LEAD != 0 {
                self.before = Some(character);
            }
            let pair = match before {
                Some(before) if set & PAIR != 0 => weigh_pair(before, character),
                _ => 0,
            };
            let own = 2 * u32::from(set & YUE != 0) + u32::from(set & HINT != 0);
            self.cantonese += own.max(pair);
        }
        *adds
    }
}

impl Counts {
    /// Whether the text is Chinese sentences, which no Japanese without kana looks like.
    pub(super) fn is_sentence(&self) -> bool {
        self.sentences >= 3 && self.sentences * 6 >= self.han
    }
}

/// What a text of Han characters is, by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Simplified,
    Traditional,
    Cantonese,
    Japanese,
    /// Chinese or Japanese in any variant.
    Open,
    /// Chinese, variant open.
    Chinese,
}

/// One sign of Cantonese among at most this many characters decides (tuned on Tatoeba's
/// Cantonese and Mandarin).
const HAN_PER_CANTONESE: u32 = 12;

/// The most that characters make sure which both kinds of text may have.
const LEANING: f32 = 0.8;

/// What the counts say, and how sure that is.
pub(super) fn read(counts: &Counts) -> (Reading, f32) {
    let Counts {
        han,
        simplified,
        traditional,
        japanese,
        foreign,
        cantonese,
        leaning,
        ..
    } = *counts;
    // Short texts are never sure: most characters are shared.
    let length = 1.0 - 0.6 / (han as f32).max(1.0);
    let share = |part: u32, rest: u32| {
        let share = (part as f32 + 0.5) / ((part + rest) as f32 + 1.0);
        (share * length).min(0.98)
    };
    if cantonese >= 2 && cantonese * HAN_PER_CANTONESE >= 2 * han {
        return (Reading::Cantonese, share(cantonese * 2, 0));
    }
    // A Japanese text mixes forms that simplified and traditional Chinese keep apart.
    let sentence = counts.is_sentence();
    if !sentence && foreign == 0 && (japanese > 0 || (simplified > 0 && traditional > 0)) {
        return (Reading::Japanese, share(japanese * 2 + 1, 1));
    }
    if !sentence && japanese > simplified.max(traditional) && foreign <= han / 10 {
        return (Reading::Japanese, share(japanese, foreign));
    }
    if simplified > traditional {
        return (Reading::Simplified, share(simplified * 2, traditional));
    }
    if traditional > simplified {
        return (Reading::Traditional, share(traditional * 2, simplified));
    }
    if simplified == 0 && japanese == 0 && leaning[0] != leaning[1] {
        let [one, other] = leaning;
        if foreign > 0 || sentence {
            let sure = share(one.max(other), one.min(other)).min(LEANING);
            let reading = if one > other {
                Reading::Simplified
            } else {
                Reading::Traditional
            };
            return (reading, sure);
        }
    }
    if foreign > 0 || sentence {
        return (Reading::Chinese, 0.85 * length);
    }
    (Reading::Open, 0.7 * length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_of_sets_has_a_row() {
        assert!(SETS.kinds.len() <= 1 << u8::BITS);
        for (set, row) in sets().iter().zip(&SETS.rows) {
            assert_eq!(SETS.kinds[usize::from(*row)].0, *set);
        }
    }

    fn reading(text: &str) -> Reading {
        let mut counts = Counts::default();
        counts.add_all(text);
        read(&counts).0
    }

    #[test]
    fn repertoires_decide() {
        assert_eq!(reading("亚马卖家发货到达时间邮件模板"), Reading::Simplified);
        assert_eq!(reading("簡體與繁體"), Reading::Traditional);
        assert_eq!(reading("佢唔喺度"), Reading::Cantonese);
        assert_eq!(reading("東京国立博物館"), Reading::Japanese);
        assert_eq!(reading("駅前"), Reading::Japanese);
        assert_eq!(reading("中文"), Reading::Chinese);
        assert_eq!(reading("大人"), Reading::Open);
        // Careless mixtures of forms are Chinese all the same.
        assert_eq!(reading("我在放学後做作業"), Reading::Chinese);
        assert_eq!(reading("不動産会社社員旅行"), Reading::Japanese);
        // Characters that both repertoires have.
        assert_eq!(reading("位于日本北海道小樽市"), Reading::Simplified);
        assert_eq!(reading("位於日本北海道小樽市"), Reading::Traditional);
        assert_eq!(reading("体育与安全"), Reading::Open);
    }

    #[test]
    fn words_make_cantonese() {
        assert_eq!(reading("我仲未準備好"), Reading::Cantonese);
        assert_eq!(reading("打電話俾我"), Reading::Cantonese);
        assert_eq!(reading("我要行喇"), Reading::Cantonese);
        assert_eq!(reading("我係你朋友"), Reading::Cantonese);
        assert_eq!(reading("本案係由"), Reading::Traditional);
        assert_eq!(reading("他們的關係很好"), Reading::Traditional);
        assert_eq!(reading("喇叭的聲音"), Reading::Traditional);
    }

    #[test]
    fn no_one_is_sure_of_one_word() {
        for word in ["中国", "发", "東京", "你好"] {
            let mut counts = Counts::default();
            counts.add_all(word);
            assert!(read(&counts).1 < 0.75, "{word}");
        }
    }
}
