//! Han characters in; Chinese in simplified or traditional characters, Cantonese
//! or Japanese out, by the repertoires of the national character sets.

use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, Encoding, GBK};

/// GB 2312 has the character.
const GB: u8 = 1;
/// Big5 (without the Hong Kong additions) has the character.
const BIG: u8 = 2;
/// JIS X 0208 has the character.
const JIS: u8 = 4;
/// Written Cantonese has the character, written Mandarin hardly.
const YUE: u8 = 8;
/// A word of [`CANTONESE_WORDS`] ends with the character.
const PAIR: u8 = 16;
/// The character makes Chinese sentences and occurs in Japanese compounds now and then.
const PARTICLE: u8 = 32;
/// The character makes Chinese sentences; Japanese without kana lacks it.
const WORD: u8 = 64;

const FIRST: u32 = 0x4E00;
const COUNT: usize = 0x5200;

/// Characters of written Cantonese that Mandarin does not use, or only in names.
const CANTONESE: &str =
    "嘅咗哋喺嚟啲嗰佢唔冇咁嘢瞓噉乜嘥攞諗揾搵睇畀啱嗮嘞喎啫嚿閪屙嗌嬲攰唞咩吖噃";

/// See [`PARTICLE`] and [`WORD`].
const PARTICLES: &str = "我他的了是在不有就也都要去来來和把被从從向对對个個会會说說得着著过過好人";
const WORDS: &str = "你您她它们們這这哪吗嗎呢吧啊很没沒做什么麼怎跟给給让讓谁誰还還想看吃找买買";

/// Words of written Cantonese whose characters are common in Mandarin.
const CANTONESE_WORDS: [(char, char); 18] = [
    ('點', '解'),
    ('点', '解'),
    ('邊', '度'),
    ('邊', '個'),
    ('而', '家'),
    ('鍾', '意'),
    ('鐘', '意'),
    ('仲', '係'),
    ('聽', '日'),
    ('尋', '日'),
    ('琴', '日'),
    ('幾', '多'),
    ('係', '咪'),
    ('㗎', '喇'),
    ('點', '樣'),
    ('点', '样'),
    ('讀', '緊'),
    ('俾', '錢'),
];

/// For every character of the main block, the sets that have it. Computed once
/// (about 30,000 characters decoded), so that no table has to be kept in step.
static SETS: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    let mut sets = vec![0_u8; COUNT].into_boxed_slice();
    // GB 2312: rows 16 to 87. Big5: levels 1 and 2. JIS X 0208: rows 16 to 84.
    mark(&mut sets, GBK, &[0xB0..=0xF7], &[0xA1..=0xFE], GB);
    let trails = [0x40..=0x7E, 0xA1..=0xFE];
    mark(&mut sets, BIG5, &[0xA4..=0xC5, 0xC9..=0xF9], &trails, BIG);
    mark(&mut sets, BIG5, &[0xC6..=0xC6], &[0x40..=0x7E], BIG);
    mark(&mut sets, EUC_JP, &[0xB0..=0xF4], &[0xA1..=0xFE], JIS);
    let cantonese = CANTONESE.chars().map(|character| (character, YUE));
    let pairs = CANTONESE_WORDS.iter().map(|pair| (pair.1, PAIR));
    let particles = PARTICLES.chars().map(|character| (character, PARTICLE));
    let words = WORDS.chars().map(|character| (character, WORD));
    for (character, bit) in cantonese.chain(pairs).chain(particles).chain(words) {
        if let Some(set) = sets.get_mut((character as u32).wrapping_sub(FIRST) as usize) {
            *set |= bit;
        }
    }
    sets
});

type Bytes = std::ops::RangeInclusive<u8>;

fn mark(sets: &mut [u8], encoding: &'static Encoding, leads: &[Bytes], trails: &[Bytes], bit: u8) {
    let mut bytes = Vec::new();
    for lead in leads.iter().flat_map(Clone::clone) {
        for trail in trails.iter().flat_map(Clone::clone) {
            bytes.extend([lead, trail, b'\n']);
        }
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    for character in text.chars() {
        if let Some(set) = sets.get_mut((character as u32).wrapping_sub(FIRST) as usize) {
            *set |= bit;
        }
    }
}

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
    /// Not in JIS X 0208, so hardly Japanese.
    pub(super) foreign: u32,
    /// Of written Cantonese.
    pub(super) cantonese: u32,
    /// How much the characters make it Chinese sentences.
    pub(super) sentences: u32,
    /// The character before.
    before: char,
}

impl Counts {
    /// Counts a character.
    pub(super) fn add(&mut self, character: char) {
        self.han += 1;
        let before = std::mem::replace(&mut self.before, character);
        let place = (character as u32).wrapping_sub(FIRST) as usize;
        let Some(set) = SETS.get(place) else {
            self.cantonese += u32::from(character == '㗎');
            return;
        };
        if set & PAIR != 0 && CANTONESE_WORDS.contains(&(before, character)) {
            self.cantonese += 1;
        }
        self.cantonese += u32::from(set & YUE != 0);
        self.sentences += u32::from(set & PARTICLE != 0) + 3 * u32::from(set & WORD != 0);
        match set & (GB | BIG | JIS) {
            0 => {}
            JIS => self.japanese += 1,
            set => {
                self.foreign += u32::from(set & JIS == 0);
                self.simplified += u32::from(set & (GB | BIG) == GB);
                self.traditional += u32::from(set & (GB | BIG) == BIG);
            }
        }
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

/// One character of Cantonese among at most this many decides (tuned on Tatoeba's
/// Cantonese and Mandarin).
const HAN_PER_CANTONESE: u32 = 12;

/// What the counts say, and how sure that is.
pub(super) fn read(counts: &Counts) -> (Reading, f32) {
    let Counts {
        han,
        simplified,
        traditional,
        japanese,
        foreign,
        cantonese,
        ..
    } = *counts;
    // Short texts are never sure: most characters are shared.
    let length = 1.0 - 0.6 / (han as f32).max(1.0);
    let share = |part: u32, rest: u32| {
        let share = (part as f32 + 0.5) / ((part + rest) as f32 + 1.0);
        (share * length).min(0.98)
    };
    if cantonese > 0 && cantonese * HAN_PER_CANTONESE >= han {
        return (Reading::Cantonese, share(cantonese * 4, 0));
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
    if foreign > 0 || sentence {
        return (Reading::Chinese, 0.85 * length);
    }
    (Reading::Open, 0.7 * length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Reading {
        let mut counts = Counts::default();
        text.chars().for_each(|character| counts.add(character));
        read(&counts).0
    }

    #[test]
    fn repertoires_decide() {
        assert_eq!(reading("亚马卖家发货到达时间邮件模板"), Reading::Simplified);
        assert_eq!(reading("簡體與繁體"), Reading::Traditional);
        assert_eq!(reading("佢唔喺度"), Reading::Cantonese);
        assert_eq!(reading("東京国立博物館"), Reading::Japanese);
        assert_eq!(reading("駅前"), Reading::Japanese);
        assert_eq!(reading("中文"), Reading::Open);
        // Careless mixtures of forms are Chinese all the same.
        assert_eq!(reading("我在放学後做作業"), Reading::Chinese);
        assert_eq!(reading("不動産会社社員旅行"), Reading::Japanese);
    }

    #[test]
    fn no_one_is_sure_of_one_word() {
        for word in ["中国", "发", "東京", "你好"] {
            let mut counts = Counts::default();
            word.chars().for_each(|character| counts.add(character));
            assert!(read(&counts).1 < 0.75, "{word}");
        }
    }
}
