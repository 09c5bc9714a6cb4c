//! A cheap look at text in an alphabet: could there be mojibake at all? Most letters
//! with accents that stand together are no bytes of another encoding.

use std::sync::LazyLock;

use super::classes::WRONGS;

/// What a character is in each page, a bit for each: a byte that begins two of UTF-8,
/// three or four, or goes on.
#[derive(Clone, Copy, Default)]
struct Roles {
    two: u32,
    more: u32,
    on: u32,
}

/// The characters beyond ASCII that pages have, sorted.
static ROLES: LazyLock<Vec<(char, Roles)>> = LazyLock::new(|| {
    let mut roles = vec![Roles::default(); 1 << 16];
    let pages = WRONGS.iter().filter(|wrong| !wrong.pairs);
    for (page, wrong) in pages.enumerate() {
        let bit = 1u32.checked_shl(page as u32).unwrap_or(0);
        for (character, byte) in wrong.single_bytes() {
            let Some(found) = roles.get_mut(u32::from(character) as usize) else {
                continue;
            };
            match byte {
                0xC2..=0xDF => found.two |= bit,
                0xE0..=0xF4 => found.more |= bit,
                0x80..=0xBF => found.on |= bit,
                _ => {}
            }
        }
    }
    (0..)
        .zip(roles)
        .filter(|(_, found)| found.two | found.more | found.on != 0)
        .filter_map(|(code, found)| Some((char::from_u32(code)?, found)))
        .collect()
});

/// Letters in a row that may be a word of another page, or characters of two bytes.
const WORD: usize = 4;

/// Whether a text without Chinese, Japanese and Korean characters, without C1 controls
/// and U+FFFD may be mojibake: somewhere there is what may be a sequence of UTF-8, or
/// there are letters in a row, or several pairs of them.
pub(super) fn may_be(text: &str) -> bool {
    let mut before = Roles::default();
    let mut row = 0;
    let mut pairs = 0;
    for character in text.chars() {
        if character.is_ascii() {
            before = Roles::default();
            row = 0;
            continue;
        }
        let roles = of(character);
        // Of three bytes the third may be lost.
        if (before.two | before.more) & roles.on != 0 && !is_space(character) {
            return true;
        }
        row += 1;
        pairs += usize::from(row % 2 == 0);
        if row >= WORD || pairs >= 2 {
            return true;
        }
        before = roles;
    }
    false
}

/// Whether there is what nobody writes: what dashes, quotes and the like (U+2000 to
/// U+203F) in UTF-8 look like in the usual pages, `â€”`, or `‚Äî`, which no word goes on
/// with; or a sign inside a word after a letter in upper case, as in `IL2RÎ³c`.
pub(super) fn is_plain(text: &str) -> bool {
    let goes_on = |rest: &str| {
        let third = rest.chars().next();
        third.is_some_and(|third| !third.is_ascii() && !third.is_uppercase())
    };
    let after = |two: &'static str| {
        text.match_indices(two)
            .map(|(at, two)| &text[at + two.len()..])
    };
    text.contains("â€")
        || after("‚Ä").any(goes_on)
        || text
            .char_indices()
            .any(|(at, first)| is_sign_inside(first, &text[at + first.len_utf8()..]))
}

/// Whether a letter of windows-1252 in upper case has a sign after it which nobody writes
/// there (no punctuation), and that a small letter.
pub(super) fn is_sign_inside(first: char, rest: &str) -> bool {
    let mut rest = rest.chars();
    matches!(first, 'À'..='Þ')
        && matches!(
            rest.next(),
            Some('¢'..='ª' | '¬'..='¶' | '¸'..='º' | '¼'..='¾')
        )
        && rest.next().is_some_and(|after| after.is_ascii_lowercase())
}

/// French has a no-break space before some punctuation, after any letter.
fn is_space(character: char) -> bool {
    matches!(character, '\u{A0}' | '\u{202F}')
}

fn of(character: char) -> Roles {
    ROLES
        .binary_search_by_key(&character, |(known, _)| *known)
        .ok()
        .and_then(|index| ROLES.get(index))
        .map_or_else(Roles::default, |(_, roles)| *roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_that_stand_together_are_no_mojibake() {
        for text in ["çà et là", "Voilà\u{A0}!", "créé"] {
            assert!(!may_be(text), "{text}");
        }
        for text in ["IL2RÎ³c", "‘Ä«", "‚Ä¶"] {
            assert_eq!(is_plain(text), text != "‘Ä«", "{text}");
        }
        assert!(!is_plain("‚Äpfel‘ und „Äpfel“"));
        for text in ["PaweÅ‚", "itâ€™s", "Ïðèâåò", "ÖÐÎÄ", "ÐŸÑ€Ð¸"] {
            assert!(may_be(text), "{text}");
        }
    }
}
