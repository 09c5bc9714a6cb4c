//! A Latin run in, whether it is a list of names out: `gzip, bzip2 and xz`, `cat cp mv rm touch`.

use super::{body::words_of, words};

/// Whether a run is a list of names: of few words each with commas between, or of words
/// without a capital none of which a sentence needs.
pub(super) fn is_list(text: &str) -> bool {
    let bare = |word: &str| {
        let role = words::role_of_ascii(word.as_bytes());
        !(role.clause || role.link)
    };
    if text.starts_with(|c: char| !c.is_uppercase()) {
        let mut words = words_of(text).take(MOST_LISTED);
        if words.all(|word| !word.starts_with(char::is_uppercase) && bare(word))
            && words_of(text).nth(FEWEST_LISTED - 1).is_some()
        {
            return true;
        }
    }
    // `File → Save as → PDF`: the way through menus.
    if !text.is_ascii() && text.matches(['→', '⇒']).count() >= FEWEST_ARROWS {
        return true;
    }
    if !(text.contains(',') || text.contains('，')) {
        return false;
    }
    let commas = text.matches([',', '，']).count();
    // `en, es, is, no`: codes.
    let mut codes = text
        .split([',', '，'])
        .map(|item| words_of(item).take(2).count());
    if commas + 1 >= FEWEST_CODES && codes.all(|count| count == 1) {
        return true;
    }
    let mut items = 0;
    for item in text.split([',', '，']) {
        let joins = |word: &&str| matches!(*word, "and" | "or");
        let words = words_of(item);
        if !words.clone().all(|word| bare(word) || joins(&word))
            || words.clone().count() > MOST_ITEM_WORDS
        {
            return false;
        }
        items += 1 + words.skip(1).filter(joins).count();
    }
    items >= FEWEST_ITEMS && !text.contains(". ") && !text.contains(": ")
}

/// How few and how many words of a list without commas are looked at; how few items one with
/// commas has, and how many words an item has behind its first.
const FEWEST_LISTED: usize = 5;
const MOST_LISTED: usize = 24;
const FEWEST_ITEMS: usize = 3;
const FEWEST_ARROWS: usize = 2;
const FEWEST_CODES: usize = 6;
const MOST_ITEM_WORDS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_sentences() {
        for text in [
            "TAR, GZIP, ZIP",
            "gzip, bzip2 and xz",
            "apples, pears and plums",
            "arch base64 basename cat chmod",
            "en, es, is, it, no, he",
            "File → Save as → Where you want it",
        ] {
            assert!(is_list(text), "{text}");
        }
        for text in [
            "Yes, I know, thanks",
            "Please open it, then wait, then close it",
            "Address: 1 Main Street, Springfield, Ohio",
            "Thank you so much for this",
            "",
        ] {
            assert!(!is_list(text), "{text}");
        }
    }
}
