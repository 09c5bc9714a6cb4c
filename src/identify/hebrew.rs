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

/// How many characters are looked at.
const MOST: usize = 400;

/// Whether it is Yiddish.
pub(super) fn is_yiddish<'a>(pieces: impl Iterator<Item = &'a str>) -> bool {
    let mut digraphs = 0;
    let mut pointed = 0;
    let mut points = 0;
    let mut doubled = 0;
    let mut words = 0;
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
                'ו' | 'י' if before == character => doubled += 1,
                _ => {}
            }
            before = character;
        }
        words += piece
            .split(|character: char| !character.is_alphanumeric() && !is_mark(character))
            .filter(|word| YIDDISH.contains(word))
            .count();
    }
    // Pointed Hebrew has points on every letter, Yiddish on few.
    digraphs > 0 || pointed > points || words >= 2 || (words >= 1 && doubled >= 1)
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
        assert!(!is_yiddish(["זה ספר טוב מאוד"].into_iter()));
        assert!(!is_yiddish(["בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם"].into_iter()));
    }
}
