//! Words in, the hashes of their n-grams out: what the language model looks at.
//!
//! Every n-gram of one to five characters inside a word with its borders, and every
//! longer word as a whole.

/// The longest n-gram, in characters, borders included.
const LONGEST: usize = 5;

const START: u64 = 0x243F_6A88_85A3_08D3;
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Calls `each` with the hash of every feature, a word after the other. `chars` are words with a space
/// before, between and after them.
pub(super) fn each(chars: &[char], mut each: impl FnMut(u64)) {
    let mut start = 0;
    for place in 1..chars.len() {
        if chars[place] == ' ' {
            word(&chars[start..=place], &mut each);
            start = place;
        }
    }
}

/// Calls `each` with every word between its borders.
#[allow(
    dead_code,
    reason = "the trainer shares this file and has no use for it"
)]
pub(super) fn each_word(chars: &[char], mut each: impl FnMut(&[char])) {
    let mut start = 0;
    for place in 1..chars.len() {
        if chars[place] == ' ' {
            each(&chars[start..=place]);
            start = place;
        }
    }
}

/// The features of one word between its two borders.
#[inline]
pub(super) fn word(word: &[char], each: &mut impl FnMut(u64)) {
    if word.len() < 3 {
        return;
    }
    for start in 0..word.len() - 1 {
        let mut hash = START;
        for (length, character) in word[start..].iter().take(LONGEST).enumerate() {
            hash = step(hash, *character);
            if length > 0 || *character != ' ' {
                each(finish(hash));
            }
        }
    }
    if word.len() > LONGEST {
        each(whole(word));
    }
}

/// The hash of a word as a whole, borders included.
pub(super) fn whole(word: &[char]) -> u64 {
    let hash = word.iter().fold(!START, |hash, next| step(hash, *next));
    finish(hash)
}

/// The hash of a word in lower case by its bytes, without borders.
#[inline]
pub(super) fn known(word: &[u8]) -> u64 {
    known_masked(word, 0)
}

/// The same of a word of ASCII letters and apostrophes in any case.
#[inline]
pub(super) fn known_plain(word: &[u8]) -> u64 {
    // The bit that tells small letters from capitals, and that apostrophes have.
    known_masked(word, 0x20)
}

#[inline]
fn known_masked(word: &[u8], mask: u8) -> u64 {
    let shift = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(0_u64, |sum, byte| sum << 8 | u64::from(byte | mask))
    };
    let chunks = word.chunks_exact(8);
    let rest = shift(chunks.remainder());
    finish(fold(
        chunks.fold(START, |hash, chunk| fold(hash, shift(chunk))),
        rest,
    ))
}

/// The same of a word in lower case by its characters.
pub(super) fn known_of_chars(word: &[char]) -> u64 {
    let mut hash = START;
    let (mut chunk, mut length) = (0, 0);
    let mut add = |byte: u8| {
        chunk = chunk << 8 | u64::from(byte);
        length += 1;
        if length % 8 == 0 {
            hash = fold(hash, chunk);
            chunk = 0;
        }
    };
    for character in word {
        match u8::try_from(*character) {
            Ok(byte @ 0..0x80) => add(byte),
            _ => character
                .encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(&mut add),
        }
    }
    finish(fold(hash, chunk))
}

fn fold(hash: u64, chunk: u64) -> u64 {
    (hash.rotate_left(29) ^ chunk).wrapping_mul(FACTOR)
}

fn step(hash: u64, character: char) -> u64 {
    (hash.rotate_left(7) ^ u64::from(character as u32)).wrapping_mul(FACTOR)
}

fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_by_bytes_and_by_characters() {
        for word in [
            "",
            "a",
            "house",
            "isn't",
            "straßenbahn",
            "собака",
            "eightlet",
            "ääääää",
        ] {
            let chars: Vec<char> = word.chars().collect();
            assert_eq!(known_of_chars(&chars), known(word.as_bytes()), "{word}");
        }
        assert_eq!(known_plain(b"Isn't"), known(b"isn't"));
    }

    #[test]
    fn a_word_has_its_n_grams() {
        let count = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            let mut hashes = Vec::new();
            each(&chars, |hash| hashes.push(hash));
            hashes.sort_unstable();
            hashes.dedup();
            hashes.len()
        };
        // a, " a", "a ", " a "
        assert_eq!(count(" a "), 4);
        assert_eq!(count(" ab "), 9 - 1);
        assert_eq!(count(" "), 0);
        assert_eq!(count(""), 0);
        // 5 letters: 5 + 6 + 5 + 4 + 3 n-grams and the word
        assert_eq!(count(" house "), 24);
    }
}
