//! A language and a letter in, whether the language is written with it out.
//!
//! Only letters beyond a to z are listed for Latin; for Cyrillic, all of them.
//! Letters that a language has in many loan words and names are listed with it.

use super::tag::{TAGS, Tag};

/// Languages and their letters. A language without a row may have any letter.
const TABLE: [(Tag, &str); 67] = [
    // Latin
    (Tag::known("af"), "áäéèêëíîïóôöúûü"),
    (Tag::known("az"), "çəğıöşü"),
    (Tag::known("br"), "ñùêâîôûéèàëü"),
    (Tag::known("ca"), "àçèéíïòóúüñ"),
    (Tag::known("cs"), "áčďéěíňóřšťúůýž"),
    (Tag::known("cy"), "áàâäéèêëíìîïóòôöúùûüŵŷẁ"),
    (Tag::known("da"), "åæøéáäöü"),
    (Tag::known("de"), "äöüßéèà"),
    (Tag::known("en"), "éèêïöüçñ"),
    (Tag::known("eo"), "ĉĝĥĵŝŭ"),
    (Tag::known("es"), "áéíñóúü"),
    (Tag::known("et"), "äõöüšž"),
    (Tag::known("eu"), "ñçü"),
    (Tag::known("fi"), "äöåšžé"),
    (Tag::known("fo"), "áðíóúýæø"),
    (Tag::known("fr"), "àâæçèéêëîïôœùûüÿ"),
    (Tag::known("fy"), "âêôûúéëïöüà"),
    (Tag::known("ga"), "áéíóú"),
    (Tag::known("gd"), "àèìòùáéó"),
    (Tag::known("gl"), "áéíñóúüï"),
    (Tag::known("hr"), "čćđšž"),
    (Tag::known("bs"), "čćđšž"),
    (Tag::known("sr-Latn"), "čćđšž"),
    (Tag::known("hu"), "áéíóöőúüű"),
    (Tag::known("id"), "é"),
    (Tag::known("is"), "áðéíóúýþæö"),
    (Tag::known("it"), "àèéìíîòóùú"),
    (Tag::known("ku"), "çêîşû"),
    (Tag::known("lb"), "äëéöüèêâîôû"),
    (Tag::known("lt"), "ąčęėįšųūž"),
    (Tag::known("lv"), "āčēģīķļņšūž"),
    (Tag::known("ms"), "é"),
    (Tag::known("mt"), "ċġħżàèìòùé"),
    (Tag::known("nb"), "åæøéèêòóôàäö"),
    (Tag::known("nn"), "åæøéèêòóôàäö"),
    (Tag::known("nl"), "áäéèêëíïóöúüçà"),
    (Tag::known("oc"), "áàçéèíïóòúü"),
    (Tag::known("pl"), "ąćęłńóśźż"),
    (Tag::known("pt"), "áâãàçéêíóôõúü"),
    (Tag::known("ro"), "ăâîşţ"),
    (Tag::known("sk"), "áäčďéíĺľňóôŕšťúýž"),
    (Tag::known("sl"), "čšžćđ"),
    (Tag::known("sq"), "çëâ"),
    (Tag::known("sv"), "åäöéáàü"),
    (Tag::known("sw"), ""),
    (Tag::known("tl"), "ñéáíóúàìâêîôû"),
    // ð, ý and þ stand for ğ, ı and ş where text came through the wrong charset.
    (Tag::known("tr"), "çğıöşüâîûðýþ"),
    (Tag::known("uz"), ""),
    (Tag::known("xh"), ""),
    (Tag::known("zu"), ""),
    (Tag::known("rw"), "ê"),
    (Tag::known("so"), ""),
    (Tag::known("sn"), ""),
    (Tag::known("la"), "āēīōūăĕĭŏŭæœë"),
    // Cyrillic
    (Tag::known("be"), "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    (Tag::known("bg"), "абвгдежзийклмнопрстуфхцчшщъьюяѝ"),
    (
        Tag::known("kk"),
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    ),
    (Tag::known("ky"), "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"),
    (Tag::known("mk"), "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ"),
    (Tag::known("mn"), "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"),
    (Tag::known("ru"), "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    (Tag::known("sr"), "абвгдђежзијклљмнњопрстћуфхцчџш"),
    (Tag::known("tg"), "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюяцщыь"),
    (Tag::known("tt"), "аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя"),
    (Tag::known("uk"), "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    // Arabic
    (Tag::known("ar"), "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"),
    (
        Tag::known("fa"),
        "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكةۀ",
    ),
];

/// How often a text has a letter where the language never has it: Bulgarian has the
/// soft sign before `о` only.
pub(super) fn misplaced(language: Tag, chars: &[char]) -> usize {
    const BULGARIAN: Tag = Tag::known("bg");
    if language != BULGARIAN {
        return 0;
    }
    chars
        .windows(2)
        .filter(|two| two[0] == 'ь' && two[1] != 'о')
        .count()
}

/// Whether the language is written with the letter, in lower case.
pub(super) fn has(language: Tag, letter: char) -> bool {
    letter.is_ascii() || letters(language).is_none_or(|letters| belongs(letters, letter))
}

/// Whether a letter beyond ASCII is one of these or no letter by itself.
fn belongs(letters: &Letters, letter: char) -> bool {
    letters.has(letter)
        || matches!(letter, '\u{300}'..='\u{36F}') // combining marks
        || !letter.is_alphabetic()
}

/// How many of the counted letters, all beyond ASCII, the language is not written with.
pub(super) fn foreign(language: Tag, counted: &[(char, usize)]) -> usize {
    let Some(letters) = letters(language) else {
        return 0;
    };
    counted
        .iter()
        .filter(|(letter, _)| !belongs(letters, *letter))
        .map(|(_, count)| count)
        .sum()
}

/// Letters beyond ASCII, a bit for each up to U+07FF, and those behind that.
struct Letters {
    bits: [u64; 32],
    others: &'static str,
}

impl Letters {
    const fn of(letters: &'static str) -> Self {
        let bytes = letters.as_bytes();
        let (mut bits, mut at) = ([0; 32], 0);
        while at + 1 < bytes.len() {
            // Two bytes in UTF-8.
            if bytes[at] & 0xE0 == 0xC0 {
                let code = (bytes[at] as usize & 0x1F) << 6 | bytes[at + 1] as usize & 0x3F;
                bits[code / 64] |= 1 << (code % 64);
            }
            at += 1;
        }
        let others = letters;
        Self { bits, others }
    }

    #[inline]
    fn has(&self, letter: char) -> bool {
        let code = letter as usize;
        match self.bits.get(code / 64) {
            Some(bits) => bits >> (code % 64) & 1 == 1,
            None => self.others.contains(letter),
        }
    }
}

/// The letters of the rows of the table.
static LETTERS: [Letters; TABLE.len()] = {
    let mut letters = [const { Letters::of("") }; TABLE.len()];
    let mut row = 0;
    while row < TABLE.len() {
        letters[row] = Letters::of(TABLE[row].1);
        row += 1;
    }
    letters
};

/// The row of every language, counted from 1; 0 for none.
const ROWS: [usize; TAGS] = {
    let mut rows = [0; TAGS];
    let mut row = 0;
    while row < TABLE.len() {
        rows[TABLE[row].0.place()] = row + 1;
        row += 1;
    }
    rows
};

fn letters(language: Tag) -> Option<&'static Letters> {
    LETTERS.get(ROWS[language.place()].wrapping_sub(1))
}

/// Letters of which no text of a language is without for long, and the share of its
/// letters that they are together (of running text; rounded down).
static SIGNS: [(Tag, Letters, f32); 9] = [
    (Tag::known("be"), Letters::of("іўы"), 0.09),
    (Tag::known("bg"), Letters::of("ъ"), 0.014),
    (Tag::known("mk"), Letters::of("јќѓљњѕџ"), 0.035),
    (Tag::known("ru"), Letters::of("ыэ"), 0.018),
    (Tag::known("sr"), Letters::of("јљњћђџ"), 0.08),
    (Tag::known("uk"), Letters::of("іїєґ"), 0.07),
    (Tag::known("ar"), Letters::of("يةىكأإ"), 0.09),
    (Tag::known("fa"), Letters::of("یکپچژگ"), 0.1),
    (Tag::known("ur"), Letters::of("ےہںٹڈی"), 0.12),
];

/// How likely a text of a language is to have none of the language's own signs, if
/// it has none: 1 for languages without a row.
pub(super) fn absence(language: Tag, chars: &[char]) -> f32 {
    const LEAST: f32 = 0.001;
    let Some((_, signs, share)) = SIGNS.iter().find(|row| row.0 == language) else {
        return 1.0;
    };
    if chars.iter().any(|letter| signs.has(*letter)) {
        return 1.0;
    }
    let letters = chars.iter().filter(|letter| **letter != ' ').count();
    (1.0 - share).powi(letters.min(200) as i32).max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_belong() {
        let has = |name, letter| has(Tag::known(name), letter);
        assert!(has("ru", 'ы'));
        assert!(!has("uk", 'ы'));
        assert!(!has("bg", 'э'));
        assert!(has("de", 'ß'));
        assert!(has("ja-Latn", 'ō'));
        assert!(has("en", 'w'));
    }

    #[test]
    fn letters_have_their_places() {
        let misplaced = |name, text: &str| {
            let chars: Vec<char> = text.chars().collect();
            misplaced(Tag::known(name), &chars)
        };
        assert_eq!(misplaced("bg", " баллотируясь "), 1);
        assert_eq!(misplaced("bg", " шофьор "), 0);
        assert_eq!(misplaced("ru", " баллотируясь "), 0);
    }

    #[test]
    fn long_texts_have_their_signs() {
        let absence = |name, text: &str| {
            let chars: Vec<char> = text.chars().collect();
            absence(Tag::known(name), &chars)
        };
        assert_eq!(absence("uk", " її не було "), 1.0);
        assert!(absence("uk", " сойки навалились на них всей стаей ") < 0.2);
        assert_eq!(absence("de", " haus "), 1.0);
    }

    #[test]
    fn every_language_has_one_row() {
        for (place, row) in TABLE.iter().enumerate() {
            assert!(
                TABLE[..place].iter().all(|other| other.0 != row.0),
                "{}",
                row.0.name()
            );
        }
    }
}
