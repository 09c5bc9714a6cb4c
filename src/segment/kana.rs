//! A term with katakana and English words in, whether the katakana may spell one of the
//! words out, by its consonants: `コンソール` and `Console`, but not `Python`.

use super::body;

/// Classes of consonants that either script writes the same.
const K: u8 = 1;
const S: u8 = 2;
const T: u8 = 4;
const P: u8 = 8;
const N: u8 = 16;
const R: u8 = 32;

/// The fewest katakana that are taken for a foreign word, and how many consonants must be
/// there.
const FEWEST: usize = 3;
const COMPARED: usize = 3;

/// Whether the term has katakana of some length, and none of it may spell one of the words.
pub(super) fn spells_other(term: &str, words: &str) -> bool {
    let mut stretches = term
        .split(|c: char| !('\u{30A1}'..='\u{30FC}').contains(&c))
        .filter(|stretch| stretch.chars().count() >= FEWEST)
        .peekable();
    stretches.peek().is_some()
        && stretches.all(|stretch| !body::words_of(words).any(|word| spells(stretch, word, words)))
}

/// Whether a term is katakana of some length and nothing else, and may spell a word out.
pub(super) fn spells_one(term: &str, word: &str) -> bool {
    let term = term.trim();
    term.chars().all(|c| ('\u{30A1}'..='\u{30FC}').contains(&c))
        && term.chars().count() >= FEWEST
        && spells(term, word, word)
}

/// Whether katakana may spell the text from `word` on.
fn spells(katakana: &str, word: &str, words: &str) -> bool {
    let at = word.as_ptr() as usize - words.as_ptr() as usize;
    let next = words[at..].chars().skip(1).chain([' ']);
    let letters = words[at..].chars().zip(next);
    let mut letters = letters
        .map(|(letter, next)| class_of_letter(letter, next))
        .filter(|c| *c > 0);
    let vowel = word.starts_with(|c: char| "AEIOUHWYaeiouhwy".contains(c));
    let mut kana = katakana.chars().map(class_of_kana).filter(|c| *c > 0);
    let begins = katakana.starts_with(|c: char| class_of_kana(c) == 0);
    let Some(first) = kana.next() else {
        return begins && vowel;
    };
    begins == vowel
        && letters.next().is_some_and(|letter| letter & first > 0)
        && kana
            .take(COMPARED - 1)
            .all(|class| letters.any(|letter| letter & class > 0))
}

/// The classes of a letter before another; none for vowels and what is like them.
fn class_of_letter(letter: char, next: char) -> u8 {
    match letter.to_ascii_lowercase() {
        'b' | 'p' | 'v' | 'f' => P,
        'c' | 'g' if !"EHIYehiy".contains(next) => K,
        'c' | 'g' | 'x' => K | S,
        'd' | 't' => T | S,
        'j' | 's' | 'z' => S,
        'k' | 'q' => K,
        'l' | 'r' => R,
        'm' | 'n' => N,
        _ => 0,
    }
}

/// The classes of a kana; none for vowels, ハ and its kin, and signs.
fn class_of_kana(kana: char) -> u8 {
    match kana {
        'カ'..='ゴ' => {
            K | if "ガギゲゴグ".contains(kana) {
                S
            } else {
                0
            }
        }
        'サ'..='ゾ' => S | T,
        'タ'..='ド' if kana != 'ッ' => T | S,
        'ナ'..='ノ' | 'マ'..='モ' => N,
        'フ' | 'バ' | 'パ' | 'ビ' | 'ピ' | 'ブ' | 'プ' | 'ベ' | 'ペ' | 'ボ' | 'ポ' | 'ヴ' => {
            P
        }
        'ラ'..='ロ' => R,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn katakana_spell_their_words() {
        for (term, words) in [
            ("コンソール", "Console"),
            ("エフェクト設定", "Effect Settings"),
            ("ランタイムライブラリ", "Runtime Library"),
            ("サーバー", "Server"),
            ("ドキュメント", "Documents"),
            ("フォルダーを開く", "Open Folder"),
            ("アカウント", "Account"),
            ("ホーム", "Home"),
        ] {
            assert!(!spells_other(term, words), "{term} {words}");
        }
        for (term, words) in [
            ("コンソール", "Python"),
            ("エフェクト", "Audio Unit"),
            ("ドキュメント", "HTML"),
            ("アドレス帳", "Evolution"),
            ("デスクトップ環境", "GNOME Flashback"),
        ] {
            assert!(spells_other(term, words), "{term} {words}");
        }
        assert!(!spells_other("設定", "Python"));
        assert!(!spells_other("", ""));
    }
}
