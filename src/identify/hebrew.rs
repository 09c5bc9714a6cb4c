//! Text in Hebrew letters in, Hebrew or Yiddish out: by letters and words that only
//! Yiddish has.

/// Common words of Yiddish that are no words of Hebrew.
const YIDDISH: [&str; 27] = [
    "און",
    "איז",
    "דער",
    "דאס",
    "דאָס",
    "מיט",
    "נישט",
    "ניט",
    "פון",
    "פֿון",
    "האט",
    "האָט",
    "וואס",
    "וואָס",
    "צו",
    "אויף",
    "זיך",
    "ער",
    "מען",
    "געווען",
    "דיר",
    "מיר",
    "וואו",
    "קען",
    "נאך",
    "אבער",
    "זיי",
];

/// Common words of Yiddish that are rarer, or something else, in Hebrew.
const SHARED: [&str; 20] = [
    "א", "איך", "אלע", "אז", "האב", "האבן", "בין", "די", "דו", "דעם", "דיין", "זי", "זיין", "איר",
    "מיין", "עס", "פאר", "אין", "וועל", "קיין",
];

/// How many characters are looked at.
const MOST: usize = 400;

/// What a word speaks for Yiddish with: a word that only Yiddish has, its participles, and what
/// its words end in or are spelt with, for Hebrew has few vowels among its letters.
fn weight(word: &str, bare: &str) -> usize {
    const LISTED: usize = 4;
    let letters = bare.chars().count();
    let mut weight = 0;
    if is_listed(word, bare) {
        weight += LISTED;
    } else if SHARED.contains(&bare) {
        // `There is none` in Hebrew as well.
        weight += if bare == "אין" { 1 } else { 2 };
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| bare.ends_with(end));
    if bare.starts_with("גע") && letters >= 5 && ends(&["ט", "ן"]) {
        weight += LISTED;
    } else if letters >= 4 && ends(&["ען", "סט"]) && !bare.ends_with("קסט") {
        weight += 2;
    }
    if bare.matches('ע').nth(1).is_some() {
        weight += 2;
    }
    if ["וו", "ײ", "ױ"].iter().any(|two| bare.contains(two)) {
        weight += 1;
    }
    weight
}

/// Whether only Yiddish has the word.
fn is_listed(word: &str, bare: &str) -> bool {
    YIDDISH.contains(&word) || YIDDISH.contains(&bare)
}

/// So much is enough in any text, and in one of few words.
const ENOUGH: usize = 6;
const ENOUGH_OF_FEW: usize = 4;

/// So many of the last words are kept to find repetitions.
const SEEN: usize = 8;

/// Whether it is Yiddish.
pub(super) fn is_yiddish<'a>(pieces: impl Iterator<Item = &'a str>) -> bool {
    let mut digraphs = 0;
    let mut pointed = 0;
    let mut points = 0;
    let (mut weights, mut words) = (0, 0);
    let mut bare = String::new();
    let mut seen = [""; SEEN];
    for piece in pieces {
        let end = piece
            .char_indices()
            .nth(MOST)
            .map_or(piece.len(), |place| place.0);
        let piece = &piece[..end];
        let mut before = ' ';
        for character in piece.chars() {
            match character {
                '\u{5F0}'..='\u{5F2}' => digraphs += 1,
                // Alef with patah or qamats, pe with rafe.
                '\u{5B7}' | '\u{5B8}' if before == 'א' => pointed += 1,
                '\u{5BF}' => pointed += 1,
                '\u{5B0}'..='\u{5BD}' => points += 1,
                _ => {}
            }
            before = character;
        }
        let ends = |character: char| !character.is_alphanumeric() && !is_mark(character);
        for token in piece.split_inclusive(ends) {
            let word = token.trim_end_matches(ends);
            if word.is_empty() {
                continue;
            }
            words += 1;
            bare.clear();
            bare.extend(word.chars().filter(|character| !is_mark(*character)));
            // A letter with a mark behind it is a number, and the same name twice says no more.
            let is_number = bare.chars().nth(1).is_none() && token.ends_with(['\'', '׳']);
            let is_repeated = seen.contains(&word) && !is_listed(word, &bare);
            if !is_number && !is_repeated {
                weights += weight(word, &bare);
                seen.rotate_right(1);
                seen[0] = word;
            }
        }
    }
    // Pointed Hebrew has points on every letter, Yiddish on few.
    let few = weights >= ENOUGH_OF_FEW && weights * 3 >= words * 2;
    digraphs > 0 || pointed > points || weights >= ENOUGH || few
}

fn is_mark(character: char) -> bool {
    matches!(character, '\u{591}'..='\u{5C7}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_tell() {
        assert!(is_yiddish(["דאָס איז אַ בוך"].into_iter()));
        assert!(is_yiddish(["וואו מיינסטו אז איך בין געווען"].into_iter()));
        for text in [
            "איך האב געקויפט דעם בוך",
            "שטערן זענען שיין.",
            "דו ביסט מיינע טאכטער.",
            "וויפל ביכער האסטו געקויפט?",
        ] {
            assert!(is_yiddish([text].into_iter()), "{text}");
        }
        for text in [
            "למשל אם צלע א' בנויה בסדר א' ב' ג', צלע ב' תופיע בסדר ג' ב' א'.",
            "הופיעה במחזה פרוסט וניקסון שהוצג בברודוויי, זוגתו של דיוויד פרוסט.",
        ] {
            assert!(!is_yiddish([text].into_iter()), "{text}");
        }
        for text in ["אין די זכרון.", "טקסט-לטקסט", "איך אתה יודע?"] {
            assert!(!is_yiddish([text].into_iter()), "{text}");
        }
        assert!(!is_yiddish(["זה ספר טוב מאוד"].into_iter()));
        assert!(!is_yiddish(["בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם"].into_iter()));
    }
}
