//! A language and a letter in, whether the language is written with it out.
//!
//! Only letters beyond a to z are listed for Latin; for Cyrillic, all of them.
//! Letters that a language has in many loan words and names are listed with it.

/// Languages and their letters. A language without a row may have any letter.
const TABLE: [(&str, &str); 67] = [
    // Latin
    ("af", "áäéèêëíîïóôöúûü"),
    ("az", "çəğıöşü"),
    ("br", "ñùêâîôûéèàëü"),
    ("ca", "àçèéíïòóúüñ"),
    ("cs", "áčďéěíňóřšťúůýž"),
    ("cy", "áàâäéèêëíìîïóòôöúùûüŵŷẁ"),
    ("da", "åæøéáäöü"),
    ("de", "äöüßéèà"),
    ("en", "éèêïöüçñ"),
    ("eo", "ĉĝĥĵŝŭ"),
    ("es", "áéíñóúü"),
    ("et", "äõöüšž"),
    ("eu", "ñçü"),
    ("fi", "äöåšžé"),
    ("fo", "áðíóúýæø"),
    ("fr", "àâæçèéêëîïôœùûüÿ"),
    ("fy", "âêôûúéëïöüà"),
    ("ga", "áéíóú"),
    ("gd", "àèìòùáéó"),
    ("gl", "áéíñóúüï"),
    ("hr", "čćđšž"),
    ("bs", "čćđšž"),
    ("sr-Latn", "čćđšž"),
    ("hu", "áéíóöőúüű"),
    ("id", "é"),
    ("is", "áðéíóúýþæö"),
    ("it", "àèéìíîòóùú"),
    ("ku", "çêîşû"),
    ("lb", "äëéöüèêâîôû"),
    ("lt", "ąčęėįšųūž"),
    ("lv", "āčēģīķļņšūž"),
    ("ms", "é"),
    ("mt", "ċġħżàèìòùé"),
    ("nb", "åæøéèêòóôàäö"),
    ("nn", "åæøéèêòóôàäö"),
    ("nl", "áäéèêëíïóöúüçà"),
    ("oc", "áàçéèíïóòúü"),
    ("pl", "ąćęłńóśźż"),
    ("pt", "áâãàçéêíóôõúü"),
    ("ro", "ăâîşţ"),
    ("sk", "áäčďéíĺľňóôŕšťúýž"),
    ("sl", "čšžćđ"),
    ("sq", "çëâ"),
    ("sv", "åäöéáàü"),
    ("sw", ""),
    ("tl", "ñéáíóúàìâêîôû"),
    // ð, ý and þ stand for ğ, ı and ş where text came through the wrong charset.
    ("tr", "çğıöşüâîûðýþ"),
    ("uz", ""),
    ("xh", ""),
    ("zu", ""),
    ("rw", "ê"),
    ("so", ""),
    ("sn", ""),
    ("la", "āēīōūăĕĭŏŭæœë"),
    // Cyrillic
    ("be", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    ("bg", "абвгдежзийклмнопрстуфхцчшщъьюяѝ"),
    ("kk", "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"),
    ("ky", "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"),
    ("mk", "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ"),
    ("mn", "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"),
    ("ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    ("sr", "абвгдђежзијклљмнњопрстћуфхцчџш"),
    ("tg", "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюяцщыь"),
    ("tt", "аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя"),
    ("uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    // Arabic
    ("ar", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"),
    ("fa", "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكةۀ"),
];

/// How often a text has a letter where the language never has it: Bulgarian has the
/// soft sign before `о` only.
pub(super) fn misplaced(language: &str, chars: &[char]) -> usize {
    if language != "bg" {
        return 0;
    }
    chars
        .windows(2)
        .filter(|two| two[0] == 'ь' && two[1] != 'о')
        .count()
}

/// Whether the language is written with the letter, in lower case.
pub(super) fn has(language: &str, letter: char) -> bool {
    if letter.is_ascii() || !letter.is_alphabetic() || matches!(letter, '\u{300}'..='\u{36F}') {
        return true;
    }
    letters(language).is_none_or(|letters| letters.contains(letter))
}

/// How many of the counted letters, all beyond ASCII, the language is not written with.
pub(super) fn foreign(language: &str, counted: &[(char, usize)]) -> usize {
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

/// A tag of up to eight bytes as a number: they are compared for every candidate of every
/// span.
pub(super) const fn key(tag: &str) -> u64 {
    let tag = tag.as_bytes();
    let (mut key, mut at) = (0, 0);
    while at < tag.len() {
        key = key << 8 | tag[at] as u64;
        at += 1;
    }
    key
}

/// The keys of the table's languages, in its order: many are compared at once.
const KEYS: [u64; TABLE.len()] = {
    let mut keys = [0; TABLE.len()];
    let mut row = 0;
    while row < TABLE.len() {
        keys[row] = key(TABLE[row].0);
        row += 1;
    }
    keys
};

fn letters(language: &str) -> Option<&'static str> {
    let key = key(language);
    let row = KEYS.iter().position(|known| *known == key)?;
    Some(TABLE[row].1)
}

/// Letters of which no text of a language is without for long, and the share of its
/// letters that they are together (of running text; rounded down).
const SIGNS: [(&str, &str, f32); 9] = [
    ("be", "іўы", 0.09),
    ("bg", "ъ", 0.014),
    ("mk", "јќѓљњѕџ", 0.035),
    ("ru", "ыэ", 0.018),
    ("sr", "јљњћђџ", 0.08),
    ("uk", "іїєґ", 0.07),
    ("ar", "يةىكأإ", 0.09),
    ("fa", "یکپچژگ", 0.1),
    ("ur", "ےہںٹڈی", 0.12),
];

/// How likely a text of a language is to have none of the language's own signs, if
/// it has none: 1 for languages without a row.
pub(super) fn absence(language: &str, chars: &[char]) -> f32 {
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
        assert!(has("ru", 'ы'));
        assert!(!has("uk", 'ы'));
        assert!(!has("bg", 'э'));
        assert!(has("de", 'ß'));
        assert!(has("ja-Latn", 'ō'));
        assert!(has("en", 'w'));
    }

    #[test]
    fn letters_have_their_places() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(misplaced("bg", &chars(" баллотируясь ")), 1);
        assert_eq!(misplaced("bg", &chars(" шофьор ")), 0);
        assert_eq!(misplaced("ru", &chars(" баллотируясь ")), 0);
    }

    #[test]
    fn long_texts_have_their_signs() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(absence("uk", &chars(" її не було ")), 1.0);
        assert!(absence("uk", &chars(" сойки навалились на них всей стаей ")) < 0.2);
        assert_eq!(absence("de", &chars(" haus ")), 1.0);
    }

    #[test]
    fn every_language_has_one_row() {
        for (place, row) in TABLE.iter().enumerate() {
            assert!(
                TABLE[..place].iter().all(|other| other.0 != row.0),
                "{}",
                row.0
            );
        }
    }
}
