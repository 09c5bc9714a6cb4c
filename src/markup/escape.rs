//! A backslash, percent or equals sign in, the text that was escaped with it out,
//! if what follows decodes to plausible text.

use super::layer::{escaped_char, hexadecimal, percent_char};

/// What a stretch of escapes stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A character.
    Char(char),
    /// A text, of which no part can be told from another in the source.
    Text(String),
    /// The end of a paragraph.
    Break,
}

/// Reads one escaped character: what it is, and the offset after it.
type ReadChar = fn(&[u8], usize) -> Option<(char, usize)>;

/// Longest encoded word that is read, in bytes: twice what RFC 2047 allows.
const WORD_BYTES: usize = 160;

/// Reads the escapes that begin at `at`; each piece with the offset after it.
/// `None` if they are none, or say nothing plausible.
pub(super) fn read(bytes: &[u8], at: usize) -> Option<Vec<(Piece, usize)>> {
    match bytes[at] {
        b'\\' => match bytes.get(at + 1)? {
            b'u' => run(bytes, at, unicode).filter(|chars| is_plausible(chars, 1)),
            b'x' => run(bytes, at, hexadecimal_bytes).filter(|chars| is_plausible(chars, 1)),
            b'0'..=b'3' => run(bytes, at, octal_bytes).filter(|chars| is_plausible(chars, 1)),
            _ => return backslash(bytes, at),
        },
        b'%' => match bytes.get(at + 1)? {
            b'u' => run(bytes, at, percent_unicode).filter(|chars| is_plausible(chars, 1)),
            _ => run(bytes, at, percent_char)
                .filter(|chars| is_plausible(chars, 1) && !is_in_address(bytes, at)),
        },
        b'=' if bytes.get(at + 1) == Some(&b'?') => return encoded_word(bytes, at),
        b'=' => run(bytes, at, quoted_printable).filter(|chars| is_plausible(chars, 1)),
        _ => None,
    }
    .map(|chars| {
        chars
            .into_iter()
            .map(|(char, end)| (Piece::Char(char), end))
            .collect()
    })
}

/// Characters escaped one after the other.
fn run(bytes: &[u8], at: usize, read: ReadChar) -> Option<Vec<(char, usize)>> {
    let mut chars = Vec::new();
    let mut next = at;
    while let Some((char, end)) = read(bytes, next) {
        chars.push((char, end));
        next = end;
    }
    (!chars.is_empty()).then_some(chars)
}

/// Whether characters are text, with at least `least` that ASCII lacks.
fn is_plausible(chars: &[(char, usize)], least: usize) -> bool {
    let mut beyond = 0;
    for (char, _) in chars {
        let char = *char;
        if (char.is_control() && !matches!(char, '\n' | '\r' | '\t'))
            || matches!(char, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}')
        {
            return false;
        }
        beyond += usize::from(!char.is_ascii());
    }
    beyond >= least
}

/// `\u4f60`, and pairs of surrogates.
fn unicode(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let unit = |at: usize| {
        (bytes.get(at..at + 2) == Some(b"\\u")).then_some(())?;
        four_digits(bytes, at + 2)
    };
    let high = unit(at)?;
    if (0xD800..0xDC00).contains(&high) {
        let low @ 0xDC00..=0xDFFF = unit(at + 6)? else {
            return None;
        };
        let char = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))?;
        return Some((char, at + 12));
    }
    Some((char::from_u32(high)?, at + 6))
}

/// `%u4F60`.
fn percent_unicode(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    (bytes.get(at..at + 2) == Some(b"%u")).then_some(())?;
    Some((char::from_u32(four_digits(bytes, at + 2)?)?, at + 6))
}

fn four_digits(bytes: &[u8], at: usize) -> Option<u32> {
    let high = hexadecimal(bytes.get(at..at + 2)?)?;
    let low = hexadecimal(bytes.get(at + 2..at + 4)?)?;
    Some(u32::from(high) << 8 | u32::from(low))
}

/// `\xe4\xbd\xa0`.
fn hexadecimal_bytes(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    escaped_char(bytes, at, |bytes, at| {
        (bytes.get(at..at + 2) == Some(b"\\x")).then_some(())?;
        Some((hexadecimal(bytes.get(at + 2..at + 4)?)?, at + 4))
    })
}

/// `\344\275\240`.
fn octal_bytes(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    escaped_char(bytes, at, |bytes, at| {
        let digits = bytes.get(at + 1..at + 4)?;
        if bytes.get(at) != Some(&b'\\') || digits[0] > b'3' {
            return None;
        }
        let mut value = 0;
        for digit in digits {
            value = value * 8 + u32::from(char::from(*digit).to_digit(8)? as u8);
        }
        Some((value as u8, at + 4))
    })
}

/// `=E4=BD=A0`; a soft line break inside is none of the text.
fn quoted_printable(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    escaped_char(bytes, at, |bytes, at| {
        let digits = bytes.get(at + 1..at + 3)?;
        if bytes.get(at) != Some(&b'=') || digits.iter().any(u8::is_ascii_lowercase) {
            return None;
        }
        Some((hexadecimal(digits)?, at + 3))
    })
}

/// Whether the word before `at` is an address, in which escapes belong.
fn is_in_address(bytes: &[u8], at: usize) -> bool {
    bytes[at.saturating_sub(256)..at]
        .iter()
        .rev()
        .take_while(|byte| !byte.is_ascii_whitespace() && byte.is_ascii())
        .any(|byte| matches!(byte, b'/' | b'?' | b'=' | b'&' | b'.'))
}

/// The backslashes of JSON, PHP and SQL before quotes, slashes and line ends.
fn backslash(bytes: &[u8], at: usize) -> Option<Vec<(Piece, usize)>> {
    let before = at.checked_sub(1).map(|before| bytes[before]);
    let after = bytes.get(at + 2).copied();
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    let one = |char| Some(vec![(Piece::Char(char), at + 2)]);
    match bytes[at + 1] {
        b'"' if before != Some(b':') && before != Some(b'\\') => one('"'),
        b'\'' if letter_before(bytes, at) && letter_at(bytes, at + 2) => one('\''),
        b'/' if before == Some(b':') || (before == Some(b'/') && after.is_some_and(is_letter)) => {
            one('/')
        }
        b'r' if bytes.get(at + 2..at + 4) == Some(b"\\n") => Some(vec![(Piece::Break, at + 4)]),
        b'n' => {
            // After the end of a sentence, or twice: not a path such as `C:\new`.
            let ended = before.is_some_and(|byte| byte >= 0x80 || b".!?\"".contains(&byte));
            let twice = bytes.get(at + 2..at + 4) == Some(b"\\n");
            let follows = after.is_none_or(|byte| !byte.is_ascii_lowercase());
            (twice || (ended && follows)).then(|| vec![(Piece::Break, at + 2)])
        }
        _ => None,
    }
}

/// Whether the character that begins at `at` is a letter.
fn letter_at(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..bytes.len().min(at + 4)).unwrap_or_default();
    let chunk = rest.utf8_chunks().next();
    let char = chunk.and_then(|chunk| chunk.valid().chars().next());
    char.is_some_and(char::is_alphabetic)
}

/// Whether the character that ends at `at` is a letter.
fn letter_before(bytes: &[u8], at: usize) -> bool {
    let continued = bytes[at.saturating_sub(4)..at]
        .iter()
        .rev()
        .take_while(|byte| **byte & 0xC0 == 0x80)
        .count();
    at.checked_sub(continued + 1)
        .is_some_and(|start| letter_at(&bytes[..at], start))
}

/// An encoded word (RFC 2047): `=?utf-8?B?5L2g?=`.
fn encoded_word(bytes: &[u8], at: usize) -> Option<Vec<(Piece, usize)>> {
    let window = &bytes[at + 2..bytes.len().min(at + WORD_BYTES)];
    let mut parts = window.splitn(4, |byte| *byte == b'?');
    let (label, kind, data, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if rest.first() != Some(&b'=') {
        return None;
    }
    // The label may be followed by a language (RFC 2231).
    let label = label.split(|byte| *byte == b'*').next()?;
    let encoding = encoding_rs::Encoding::for_label(label)?;
    let decoded = match kind {
        b"B" | b"b" => base64(data)?,
        b"Q" | b"q" => q_encoding(data)?,
        _ => return None,
    };
    let (text, _, bad) = encoding.decode(&decoded);
    let end = at + 2 + label_and(window, rest) + 1;
    (!bad && !text.is_empty() && !text.chars().any(char::is_control))
        .then(|| vec![(Piece::Text(text.into_owned()), end)])
}

/// Length of the window before `rest`.
fn label_and(window: &[u8], rest: &[u8]) -> usize {
    window.len() - rest.len()
}

/// Base64 read; `None` if it is none.
pub(super) fn base64(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in data.iter().copied().filter(|byte| *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b' ' | b'\r' | b'\n' => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xFF) as u8);
        }
    }
    Some(out)
}

fn q_encoding(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        match data[at] {
            b'=' => {
                out.push(hexadecimal(data.get(at + 1..at + 3)?)?);
                at += 2;
            }
            b'_' => out.push(b' '),
            byte => out.push(byte),
        }
        at += 1;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> Option<String> {
        let pieces = read(source.as_bytes(), 0)?;
        let end = pieces.last()?.1;
        let mut text: String = pieces
            .into_iter()
            .map(|(piece, _)| match piece {
                Piece::Char(char) => char.to_string(),
                Piece::Text(text) => text,
                Piece::Break => "\n".to_owned(),
            })
            .collect();
        text.push_str(&source[end..]);
        Some(text)
    }

    #[test]
    fn escapes_that_say_something_are_read() {
        for (source, expected) in [
            ("\\u4f60\\u597d!", "你好!"),
            ("\\ud83d\\ude00", "😀"),
            ("\\xe4\\xbd\\xa0", "你"),
            ("\\344\\275\\240", "你"),
            ("%E4%BD%A0%E5%A5%BD", "你好"),
            ("%u4F60%u597D", "你好"),
            ("=E4=BD=A0=E5=A5=BD", "你好"),
            ("=?utf-8?B?5L2g5aW9?= x", "你好 x"),
            ("=?gb2312?Q?=C4=E3?=", "你"),
            ("=?iso-8859-1?q?caf=E9_au?=", "café au"),
        ] {
            assert_eq!(text(source).as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn what_says_nothing_stays() {
        for source in [
            "\\u12",
            "\\user",
            "\\x41\\x42",
            "\\xe4\\xbd",
            "%20",
            "%E4%BD",
            "% of",
            "=FF",
            "= a",
            "=?x?",
            "\\new",
            "\\d+",
            "\\ud83d",
            "%u0041",
        ] {
            assert_eq!(text(source), None, "{source}");
        }
    }
}
