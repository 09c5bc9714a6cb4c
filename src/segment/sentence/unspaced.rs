//! A line of Chinese or Japanese in, the ends of the sentences inside it out. Brackets and
//! titles are left whole; a quotation ends a sentence unless the sentence goes on behind it.

use crate::segment::{cut, script};

/// The ends of sentences inside a line of Chinese or Japanese.
pub(super) fn ends(line: &str) -> Vec<usize> {
    let line = Line::new(line);
    let mut ends = Vec::new();
    // Where the sentence begins, to tell a bracket around a sentence from one inside it.
    let mut start = line.skip_space(0);
    let mut index = 0;
    while index < line.characters.len() {
        let character = line.characters[index].1;
        let mut end = None;
        // What is between brackets is left alone.
        if let Some(close) = line.closed[index] {
            let whole = is_quotation(character) || (index == start && is_bracket(character));
            let ended = close > 0 && line.ends_sentence(close - 1);
            if whole && ended && !line.goes_on(index, close + 1) {
                end = Some(line.skip_closers(close + 1));
            }
            index = close + 1;
        } else {
            index += 1;
            if line.ends_sentence(index - 1) {
                let behind = line.skip_closers(index);
                if !line.goes_on(index - 1, behind) {
                    end = Some(behind);
                }
                index = behind;
            }
        }
        if let Some(end) = end {
            index = end;
            start = line.skip_space(end);
            ends.push(line.offset(start));
        }
    }
    ends.retain(|end| *end < line.text.len());
    ends
}

/// What a sentence of chat ends with before a swung dash.
const MOOD: &str = "啦呀哦哟啊吧呢嘛哈喔噢了哒呐耶错谢謝棒喽囉咯錯";

/// A line with its characters, and for every opening bracket or quotation mark the index of
/// what closes it.
struct Line<'t> {
    text: &'t str,
    characters: Vec<(usize, char)>,
    closed: Vec<Option<usize>>,
}

impl<'t> Line<'t> {
    fn new(text: &'t str) -> Self {
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let closed = closings(&characters);
        Self {
            text,
            characters,
            closed,
        }
    }

    fn offset(&self, index: usize) -> usize {
        self.characters
            .get(index)
            .map_or(self.text.len(), |(at, _)| *at)
    }

    fn get(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|(_, character)| *character)
    }

    fn rest(&self, index: usize) -> &'t str {
        &self.text[self.offset(index)..]
    }

    fn skip_space(&self, mut index: usize) -> usize {
        while self.get(index).is_some_and(char::is_whitespace) {
            index += 1;
        }
        index
    }

    /// Whether a sentence may end with the character at `index`.
    fn ends_sentence(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|index| self.get(index));
        let after = self.get(index + 1);
        match self.characters[index].1 {
            '。' | '｡' | '！' | '？' | '‼' | '⁇' | '⁉' => true,
            '．' => {
                before.is_some_and(char::is_alphanumeric)
                    && !after.is_some_and(char::is_alphanumeric)
            }
            // Part of a name (`Hey! Say! JUMP`) or of an address.
            '!' => {
                let behind = self.skip_space(index + 1);
                let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                // `Yahoo!ニュース`
                let katakana = after.is_some_and(|c| matches!(c, 'ァ'..='ヺ'));
                !(latin(before) && (katakana || latin(self.get(behind))))
            }
            '?' => !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '='),
            // `真不错～` with a word of mood, not `周一～周五`.
            '～' | '~' | '〜' => {
                before.is_some_and(|c| MOOD.contains(c))
                    && after.is_some_and(|c| script::group(script::vote(c)) == script::HAN)
            }
            '…' => after.is_none_or(char::is_whitespace) || self.quotes_sentence(index + 1),
            '.' if self.parts_clauses(index) => true,
            '.' if after.is_none_or(char::is_whitespace) => {
                if before == Some('.') {
                    // Cut off, if three of them are not in front of a word in lower case.
                    let behind = self.get(self.skip_space(index + 1));
                    return index > 1
                        && self.get(index - 2) == Some('.')
                        && !behind.is_some_and(char::is_lowercase);
                }
                before.is_some_and(|c| script::group(script::vote(c)) == script::HAN)
                    || !self.abbreviated(index)
            }
            _ => false,
        }
    }

    /// Whether a whole sentence is quoted from `index` on, and nobody says it.
    fn quotes_sentence(&self, index: usize) -> bool {
        self.closed
            .get(index)
            .copied()
            .flatten()
            .is_some_and(|close| {
                is_quotation(self.characters[index].1)
                    && matches!(self.get(close - 1), Some('。' | '！' | '？'))
                    && !says(self.rest(close + 1))
            })
    }

    /// Whether the point at `index` stands for a full stop between two clauses of Chinese,
    /// not inside a foreign name.
    fn parts_clauses(&self, index: usize) -> bool {
        let han = |c: &&(usize, char)| script::vote(c.1) == script::HAN;
        let before = self.characters[..index].iter().rev();
        let after = self.characters[index + 1..].iter();
        if before.clone().take(CLAUSE).filter(han).count() < CLAUSE
            || after.clone().take(2).filter(han).count() < 2
        {
            return false;
        }
        let named = |mut characters: std::slice::Iter<'_, (usize, char)>| {
            characters
                .next()
                .is_some_and(|(_, c)| IN_NAMES.contains(*c))
        };
        !(named(self.characters[index - 1..].iter()) && named(after))
    }

    /// Whether the point at `index` is behind an initial, a number, or a title.
    fn abbreviated(&self, index: usize) -> bool {
        let word: String = self.characters[..index]
            .iter()
            .rev()
            .map(|(_, character)| *character)
            .take_while(|character| character.is_ascii_alphanumeric())
            .take(6)
            .collect();
        let word: String = word.chars().rev().collect();
        word.len() < 2
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                word.as_str(),
                "Dr" | "Mr"
                    | "Mrs"
                    | "Ms"
                    | "Prof"
                    | "St"
                    | "Jr"
                    | "Sr"
                    | "vs"
                    | "No"
                    | "Fig"
                    | "Vol"
                    | "al"
                    | "etc"
            )
    }

    /// The index behind further terminators, closing marks, signs of mood and numbers of
    /// notes in brackets.
    fn skip_closers(&self, from: usize) -> usize {
        let mut index = from;
        while let Some(character) = self.get(index) {
            let closing = cut::is_closer(character) && character != '"';
            if closing || cut::is_terminator(character) || is_mood(character) {
                index += 1;
            } else if let Some(close) = self.note(index) {
                index = close + 1;
            } else {
                break;
            }
        }
        index
    }

    /// The closing bracket of the number of a note: `[12]`.
    fn note(&self, index: usize) -> Option<usize> {
        let close = self.closed[index].filter(|_| matches!(self.get(index), Some('[' | '［')))?;
        let number = &self.characters[index + 1..close];
        let all = number.iter().all(|(_, c)| c.is_ascii_digit());
        (all && (1..=3).contains(&number.len())).then_some(close)
    }

    /// Whether the sentence goes on at `index` in spite of the terminator before: with a
    /// particle, a comma, or who said what was quoted. `from` is the terminator, or the
    /// opening quotation mark or bracket.
    fn goes_on(&self, from: usize, index: usize) -> bool {
        let rest = self.rest(index);
        let Some(first) = rest.chars().next() else {
            return false;
        };
        if matches!(first, '，' | '、' | '；' | '：' | '）' | ',' | ';') {
            return true;
        }
        let quotation = self.closed[from].is_some() && is_quotation(self.characters[from].1);
        if script::vote(first) == script::KANA {
            return goes_on_in_japanese(rest, quotation);
        }
        if first == '的' {
            return true;
        }
        if !quotation {
            return false;
        }
        let trimmed = rest.trim_start();
        goes_on_in_chinese(rest) || says(trimmed) || self.is_argument(from, index)
    }

    /// Whether a quotation is a word in the sentence: nothing introduces it, and what is
    /// quoted asks or calls but does not state.
    fn is_argument(&self, open: usize, behind: usize) -> bool {
        let states = behind
            .checked_sub(2)
            .and_then(|last| self.get(last))
            .is_some_and(|last| matches!(last, '。' | '.' | '｡' | '…'));
        let introduced = match open.checked_sub(1).and_then(|before| self.get(before)) {
            None => true,
            Some(before) => {
                let before = &self.text[..self.offset(open - 1) + before.len_utf8()];
                let word = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
                before.ends_with(|c: char| script::vote(c) == script::NEUTRAL)
                    || (word(&SAYS) && !word(&["知道", "叫"]))
            }
        };
        let letter = self.get(behind).map_or(script::NEUTRAL, script::vote);
        !states && !introduced && letter == script::HAN
    }
}

/// Characters of a clause before a point that ends it, at least.
const CLAUSE: usize = 4;

/// Characters that foreign names are written with; a point between two of them may be
/// between two names: `史蒂夫.乔布斯`.
const IN_NAMES: &str = "丁万丹丽乌乔亚伊伍伦伯佐佩佳佛侯修克兰兹其内利加劳勃勒匹卓卡卢博厄古吉哈唐嘉图坎埃坦基塔塞夏多大夫奇奈奥妮姆娅娜威孔安密宾察尔尤尼岑巴布希帕弗德戈托扎拉拜捷斯普曼朗本朱杜杰林查柯格桑梅森欧比汀汉沃法波泰泽洛海涅温滕瑞瑟瓦略登皮福科穆立约纳维罗翁考肖艾芬苏若茨莉莎莫莱萨蒂蒙蒲蓬西让诺谢豪贝费赖赫达迈迪逊道里金阿雅雷霍韦顿马骚鲁麦默齐龙";

/// For every opening bracket or quotation mark, the index of what closes it, within
/// [`MOST_BRACKETED`] characters.
fn closings(characters: &[(usize, char)]) -> Vec<Option<usize>> {
    let mut closed = vec![None; characters.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (index, (_, character)) in characters.iter().enumerate() {
        if *character == '"' && open.last().is_some_and(|last| last.1 == '"') {
            if let Some((start, _)) = open.pop()
                && index - start <= MOST_BRACKETED
            {
                closed[start] = Some(index);
            }
        } else if let Some(close) = closing(*character) {
            open.push((index, close));
        } else if open.last().is_some_and(|last| last.1 == *character)
            && let Some((start, _)) = open.pop()
            && index - start <= MOST_BRACKETED
        {
            closed[start] = Some(index);
        }
    }
    closed
}

/// Longer brackets and quotations are cut inside, in characters.
const MOST_BRACKETED: usize = 300;

fn closing(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '〈' => '〉',
        '（' => '）',
        '(' => ')',
        '【' => '】',
        '〔' => '〕',
        '［' => '］',
        '[' => ']',
        '"' => '"',
        _ => return None,
    })
}

fn is_quotation(open: char) -> bool {
    matches!(open, '“' | '「' | '『' | '‘' | '"')
}

fn is_bracket(open: char) -> bool {
    matches!(open, '（' | '(' | '【' | '〔')
}

/// Signs behind the end of a sentence that belong to it: emoji and what varies them, a
/// swung dash, hearts and stars.
fn is_mood(character: char) -> bool {
    matches!(
        character,
        '\u{1F300}'..='\u{1FAFF}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{FE0F}' // emoji style
            | '\u{200D}' // joiner
            | '～'
            | '~'
            | '〜'
            | '⁰'
            | '¹'
            | '²'
            | '³'
            | '⁴'..='⁹'
    )
}

/// Whether Japanese goes on at a kana: with a particle. Behind a quotation nearly any
/// particle does.
fn goes_on_in_japanese(rest: &str, quotation: bool) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    if starts(&["の", "を", "へ", "っ"]) {
        return !starts(&["のち", "のど", "のん", "へえ", "へん"]);
    }
    if starts(&["が"]) {
        return !starts(&["がん", "がっ"]);
    }
    if starts(&["は"]) {
        return !starts(&[
            "はい", "はじ", "はや", "はっ", "はは", "はな", "はる", "はた",
        ]);
    }
    let particle = starts(&[
        "と",
        "に",
        "も",
        "で",
        "や",
        "か",
        "だ",
        "など",
        "なんて",
        "まで",
        "くらい",
        "ばかり",
    ]);
    let word = starts(&[
        "とて",
        "とき",
        "とこ",
        "とに",
        "とり",
        "もう",
        "もし",
        "もち",
        "もっ",
        "でも",
        "では",
        "やっ",
        "やは",
        "やが",
        "かれ",
        "かの",
        "から",
        "かな",
        "だが",
        "だか",
        "だけど",
        "にほん",
        "にわ",
    ]);
    quotation && particle && !word
}

/// What begins the second half of a sentence that has no subject of its own.
const THEN: [&str; 10] = [
    "然后", "然後", "随即", "隨即", "接着", "接著", "便", "并", "並", "而后",
];

/// Whether Chinese goes on behind a quotation: the quotation is a word in it, or its
/// speaker goes on to do something.
fn goes_on_in_chinese(rest: &str) -> bool {
    if THEN.iter().any(|word| rest.starts_with(word)) {
        return true;
    }
    let mut characters = rest.chars();
    match characters.next() {
        Some('之' | '和' | '与' | '與' | '及' | '等' | '是' | '为' | '為' | '或') => true,
        Some('这' | '這' | '那' | '一') => characters.next().is_some_and(|next| {
            matches!(
                next,
                '个' | '個'
                    | '句'
                    | '首'
                    | '本'
                    | '种'
                    | '種'
                    | '话'
                    | '話'
                    | '样'
                    | '樣'
                    | '类'
                    | '類'
                    | '几'
                    | '幾'
                    | '两'
                    | '兩'
                    | '三'
                    | '四'
                    | '词'
                    | '詞'
                    | '书'
                    | '書'
                    | '文'
                    | '问'
                    | '問'
                    | '声'
                    | '聲'
            )
        }),
        _ => false,
    }
}

/// Verbs of saying and asking.
const SAYS: [&str; 33] = [
    "说",
    "說",
    "道",
    "问",
    "問",
    "喊",
    "叫",
    "答",
    "想",
    "笑",
    "回应",
    "回應",
    "回复",
    "回覆",
    "表示",
    "写",
    "寫",
    "指出",
    "称",
    "稱",
    "吼",
    "哭",
    "嘆",
    "叹",
    "告诉",
    "告訴",
    "嚷",
    "骂",
    "罵",
    "补充",
    "補充",
    "嘀咕",
    "言った",
];
/// How many characters before the verb name who speaks.
const SPEAKER: usize = 5;

/// Whether a text begins with somebody saying something.
fn says(rest: &str) -> bool {
    let clause: usize = rest
        .chars()
        .take(SPEAKER + 1)
        .take_while(|character| script::vote(*character) != script::NEUTRAL)
        .map(char::len_utf8)
        .sum();
    let clause = &rest[..clause];
    SAYS.iter().any(|word| {
        // Who did not answer did not say it.
        clause
            .find(word)
            .is_some_and(|at| !clause[..at].contains(['没', '沒', '不', '未']))
    })
}
