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
    if letter.is_ascii() || !letter.is_alphabetic() || matches!(letter, '\u{300}'..='\u{36F}') {
        return true;
    }
    letters(language).is_none_or(|letters| letters.contains(letter))
}

/// How many of the counted letters, all beyond ASCII, the language is not written with.
pub(super) fn foreign(language: Tag, counted: &[(char, usize)]) -> usize {
    let Some(letters) = letters(language) else {
        return 0;
    };
    let known = |letter: char| {
        letters.contains(letter)
            || matches!(letter, '\u{300}'..='\u{36F}')
            || !letter.is_alphabetic()
    };
    counted
        .iter()
        .filter(|(letter, _)| !known(*letter))
        .map(|(_, count)| count)
        .sum()
}

/// The letters of every language.
const LETTERS: [Option<&str>; TAGS] = {
    let mut letters = [None; TAGS];
    let mut row = 0;
    while row < TABLE.len() {
        letters[TABLE[row].0.place()] = Some(TABLE[row].1);
        row += 1;
    }
    letters
};

fn letters(language: Tag) -> Option<&'static str> {
    LETTERS[language.place()]
}

/// Letters of which no text of a language is without for long, and the share of its
/// letters that they are together (of running text; rounded down).
const SIGNS: [(Tag, &str, f32); 9] = [
    (Tag::known("be"), "іўы", 0.09),
    (Tag::known("bg"), "ъ", 0.014),
    (Tag::known("mk"), "јќѓљњѕџ", 0.035),
    (Tag::known("ru"), "ыэ", 0.018),
    (Tag::known("sr"), "јљњћђџ", 0.08),
    (Tag::known("uk"), "іїєґ", 0.07),
    (Tag::known("ar"), "يةىكأإ", 0.09),
    (Tag::known("fa"), "یکپچژگ", 0.1),
    (Tag::known("ur"), "ےہںٹڈی", 0.12),
];

/// How likely a text of a language is to have none of the language's own signs, if
/// it has none: 1 for languages without a row.
pub(super) fn absence(language: Tag, chars: &[char]) -> f32 {
    const LEAST: f32 = 0.001;
    let Some((_, signs, share)) = SIGNS.iter().find(|row| row.0 == language) else {
        return 1.0;
    };
    if chars.iter().any(|letter| signs.contains(*letter)) {
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
