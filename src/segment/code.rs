//! A word of a text in, the piece of code that it is part of out: an address, a path, an
//! option, a placeholder, a call. Its letters are no words of any language.

use std::ops::Range;

/// How far code is looked for on either side of a word, in bytes.
const MOST_BEFORE: usize = 64;
const MOST_AFTER: usize = 256;

/// The piece of code around the word at `word`, in bytes of `text`, without the punctuation
/// around it.
#[inline(always)]
pub(super) fn around(text: &str, word: Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let joins = |byte: Option<&u8>| byte.is_some_and(|byte| JOINS[usize::from(*byte)]);
    let before = word.start.checked_sub(1).and_then(|at| bytes.get(at));
    // Most words stand between spaces.
    let (before, after) = (joins(before), joins(bytes.get(word.end)));
    if before || after {
        token_around(text, word, before)
    } else {
        None
    }
}

/// The same where a byte beside the word may make code of it; `joined` says that the one
/// before may.
fn token_around(text: &str, word: Range<usize>, joined: bool) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let after = bytes.get(word.end).copied().unwrap_or(b' ');
    let ends = || bytes.get(word.end + 1).is_none_or(|byte| !is_inside(*byte));
    if !joined && !matches!(after, b'(' | b'>') && ends() {
        return None;
    }
    if !bytes[word.start].is_ascii() {
        return None;
    }
    if after == b'>' && text[..word.start].ends_with(['<', '/']) {
        // A tag.
        return Some(word);
    }
    let back = bytes[..word.start].iter().rev().take(MOST_BEFORE);
    let start = word.start - back.take_while(|byte| is_inside(**byte)).count();
    let forth = bytes[word.end..].iter().take(MOST_AFTER);
    let end = word.end + forth.take_while(|byte| is_inside(**byte)).count();
    let own = unwrapped(&text[start..end]);
    let start = own.as_ptr() as usize - text.as_ptr() as usize;
    let own = start..start + own.len();
    (own.end >= word.end && is_code(&text[own.clone()])).then_some(own)
}

/// What is left of a stretch without the punctuation of the text around it.
fn unwrapped(token: &str) -> &str {
    let mut own = token;
    loop {
        let inner = own
            .trim_start_matches(['\'', '*'])
            .trim_end_matches(['.', ':', '!', '?', '*', '\'', '~']);
        let inner = PAIRS.into_iter().fold(inner, |inner, (open, close)| {
            match (inner.strip_prefix(open), inner.strip_suffix(close)) {
                (Some(rest), Some(_)) => rest.strip_suffix(close).unwrap_or(rest),
                (Some(rest), None) if open != close && !rest.contains(close) => rest,
                (None, Some(rest)) if open != close && !rest.contains(open) => rest,
                _ => inner,
            }
        });
        if inner.len() == own.len() {
            return own;
        }
        own = inner;
    }
}

/// What stands around code without being part of it.
const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('_', '_')];

/// Whether a byte beside a word may make code of it, by byte.
const JOINS: [bool; 256] = {
    let mut joins = [false; 256];
    let mut at = 0;
    while at < JOINING.len() {
        joins[JOINING[at] as usize] = true;
        at += 1;
    }
    joins
};
const JOINING: &[u8] = b"0123456789#$%&(-./:<=>@[]})\\_{~";

/// Whether a byte may be inside a piece of code.
fn is_inside(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'`' | b'|' | b'<' | b'>')
}

/// Whether a stretch of ASCII without spaces is code.
fn is_code(token: &str) -> bool {
    let bytes = token.as_bytes();
    let at = |index: usize| bytes.get(index).copied().unwrap_or(b' ');
    let (mut slashes, mut colons, mut hyphens, mut pointed) = (0, 0, 0, false);
    for (index, byte) in bytes.iter().enumerate() {
        let before = index.checked_sub(1).map_or(b' ', at);
        let after = at(index + 1);
        let code = match byte {
            b'_' => before.is_ascii_alphanumeric() || after.is_ascii_alphanumeric(),
            b'=' => index > 0 && after != b' ',
            b'\\' | b'{' => true,
            b':' => {
                colons += i32::from(before.is_ascii_lowercase() && after.is_ascii_lowercase());
                after == b':' || (after == b'/' && at(index + 2) == b'/') || colons > 1
            }
            b'$' => after.is_ascii_alphabetic() || matches!(after, b'{' | b'('),
            b'%' => {
                !before.is_ascii_digit()
                    && (after.is_ascii_alphanumeric() || matches!(after, b'.' | b'('))
            }
            b'~' => after == b'/' || after.is_ascii_alphabetic() && token.len() == 2,
            b'&' => index == 0 && token.len() == 2,
            b'@' => index > 0 || after.is_ascii_alphabetic(),
            b'-' => {
                hyphens += 1;
                index == 0
                    && (after == b'-' || token.len() == 2)
                    && token.ends_with(|c: char| c.is_ascii_alphanumeric())
            }
            b'(' => before.is_ascii_alphanumeric() && after == b')',
            b'/' => {
                slashes += 1;
                index == 0 && after.is_ascii_lowercase() || before == b'.' || slashes > 1
            }
            b'.' => {
                pointed |= before.is_ascii_alphanumeric()
                    && (after.is_ascii_lowercase() || after.is_ascii_digit());
                index == 0 && after.is_ascii_alphanumeric()
            }
            _ => false,
        };
        if code {
            return true;
        }
    }
    // `week-start-day-name`
    let is_key = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    if hyphens > 1 && bytes.iter().all(is_key) && !bytes.ends_with(b"-") {
        return true;
    }
    // `e.g.` is none.
    pointed && token.split('.').any(|part| part.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, word: &str) -> Option<&'t str> {
        let at = text.find(word).expect("the word");
        around(text, at..at + word.len()).map(|range| &text[range])
    }

    #[test]
    fn code_is_found_around_a_word() {
        for (text, word, code) in [
            ("see /usr/share/doc/x.", "share", "/usr/share/doc/x"),
            ("on %(place)s now", "place", "%(place)s"),
            ("(Node.js)", "Node", "Node.js"),
            ("run --no-cache here", "cache", "--no-cache"),
            ("保存(_S)", "S", "_S"),
            ("this.video.src更新", "video", "this.video.src"),
            ("call DdOcr(size=...)", "size", "DdOcr(size=...)"),
            ("at me@example.org.", "example", "me@example.org"),
            ("a <b>word</b>", "b", "b"),
        ] {
            assert_eq!(found(text, word), Some(code), "{text}");
        }
        for (text, word) in [
            ("well-known fact", "known"),
            ("and/or", "or"),
            ("e.g. this", "e"),
            ("(see there).", "there"),
            ("The end.Then", "end"),
            ("an _emphasis_ here", "emphasis"),
            ("Benutzer(innen)", "innen"),
            ("50%off", "off"),
        ] {
            assert_eq!(found(text, word), None, "{text}");
        }
    }
}
