//! A character reference in, its characters out, by the rules of the WHATWG
//! (HTML, section 13.2.5.72 to 13.2.5.80) and a little beyond them.

use std::ops::Range;

/// The longest name that stands without a semicolon (`&Ccedil`), with its `&`.
const LONGEST_BARE: usize = 7;
/// The longest name there is, with `&` and `;`.
const LONGEST: usize = 33;
/// How often an ampersand may have been escaped again: more is not met.
const LEVELS: usize = 8;

/// What a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expansion {
    /// A named reference: one or two characters.
    Named(&'static str),
    /// A numeric one.
    Char(char),
}

impl Expansion {
    /// The characters, put in `buffer` if need be.
    pub(crate) fn as_str<'a>(&'a self, buffer: &'a mut [u8; 4]) -> &'a str {
        match self {
            Self::Named(text) => text,
            Self::Char(char) => char.encode_utf8(buffer),
        }
    }

    fn is_ampersand(self) -> bool {
        matches!(self, Self::Named("&") | Self::Char('&'))
    }
}

/// A reference that was read: where it ends, and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The offset after it.
    pub(crate) end: usize,
    /// What it stands for.
    pub(crate) expansion: Expansion,
    /// It ended with a semicolon.
    pub(crate) closed: bool,
}

/// Reads the reference at `at`, where an `&` stands; `None` if the `&` is just one.
pub(crate) fn read(bytes: &[u8], at: usize, attribute: bool) -> Option<Reference> {
    match bytes.get(at + 1)? {
        b'#' => numeric(bytes, at),
        byte if byte.is_ascii_alphanumeric() => named(bytes, at, attribute),
        _ => None,
    }
}

fn named(bytes: &[u8], at: usize, attribute: bool) -> Option<Reference> {
    let window = &bytes[at..bytes.len().min(at + LONGEST)];
    let letters = 1 + window[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    if window.get(letters) == Some(&b';')
        && let Some(text) = look_up(&window[..=letters])
    {
        return Some(Reference {
            end: at + letters + 1,
            expansion: Expansion::Named(text),
            closed: true,
        });
    }
    let (length, text) = (2..=letters.min(LONGEST_BARE))
        .rev()
        .find_map(|length| Some((length, look_up(&window[..length])?)))?;
    let next = bytes.get(at + length);
    if attribute && next.is_some_and(|next| *next == b'=' || next.is_ascii_alphanumeric()) {
        return None;
    }
    Some(Reference {
        end: at + length,
        expansion: Expansion::Named(text),
        closed: false,
    })
}

fn look_up(name: &[u8]) -> Option<&'static str> {
    std::str::from_utf8(htmlize::ENTITIES.get(name)?).ok()
}

fn numeric(bytes: &[u8], at: usize) -> Option<Reference> {
    let (end, value, closed) = number(bytes, at)?;
    Some(Reference {
        end,
        expansion: Expansion::Char(scalar(value)),
        closed,
    })
}

/// The number of the reference at `at`, saturated, and where it ends.
fn number(bytes: &[u8], at: usize) -> Option<(usize, u32, bool)> {
    let hexadecimal = matches!(bytes.get(at + 2), Some(b'x' | b'X'));
    let (radix, first) = if hexadecimal {
        (16, at + 3)
    } else {
        (10, at + 2)
    };
    let mut end = first;
    let mut value = 0_u32;
    while let Some(digit) = bytes
        .get(end)
        .and_then(|byte| char::from(*byte).to_digit(radix))
    {
        value = value.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == first {
        return None;
    }
    let closed = bytes.get(end) == Some(&b';');
    Some((end + usize::from(closed), value, closed))
}

/// What a number stands for: windows-1252 where a C1 control would be.
fn scalar(value: u32) -> char {
    match value {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9F => WINDOWS_1252[(value - 0x80) as usize],
        _ => char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// The WHATWG's replacements for the numbers 0x80 to 0x9F.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Reads the reference at `at` as [`read`] does, and joins two numbers that are
/// the halves of a surrogate pair.
pub(crate) fn read_joined(bytes: &[u8], at: usize, attribute: bool) -> Option<Reference> {
    let reference = read(bytes, at, attribute)?;
    if reference.expansion == Expansion::Char(char::REPLACEMENT_CHARACTER)
        && let Some((middle, high @ 0xD800..=0xDBFF, _)) = number(bytes, at)
        && bytes.get(middle) == Some(&b'&')
        && bytes.get(middle + 1) == Some(&b'#')
        && let Some((end, low @ 0xDC00..=0xDFFF, closed)) = number(bytes, middle)
        && let Some(char) = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    {
        return Some(Reference {
            end,
            expansion: Expansion::Char(char),
            closed,
        });
    }
    Some(reference)
}

/// Reads the reference at `at`, undoing any number of further escapings of its
/// ampersand: `&amp;amp;lt;` is `<`. Inner references need their semicolon.
pub(crate) fn read_deep(bytes: &[u8], at: usize, attribute: bool) -> Option<Reference> {
    let mut found = read_joined(bytes, at, attribute)?;
    for _ in 0..LEVELS {
        if !found.expansion.is_ampersand() || !found.closed {
            break;
        }
        let mut again = [0; LONGEST + 16];
        again[0] = b'&';
        let rest = &bytes[found.end..bytes.len().min(found.end + again.len() - 1)];
        again[1..=rest.len()].copy_from_slice(rest);
        match read_joined(&again[..=rest.len()], 0, attribute) {
            Some(inner) if inner.closed => {
                found = Reference {
                    end: found.end + inner.end - 1,
                    ..inner
                };
            }
            _ => break,
        }
    }
    Some(found)
}

/// The range of a reference that was cut off with its text, before `end`: `&quo`
/// of `&quo...`. At least two characters after the `&`, so that `R&D` stays.
pub(crate) fn cut_off(bytes: &[u8], end: usize) -> Option<Range<usize>> {
    const COMMON: [&[u8]; 12] = [
        b"quot", b"amp", b"nbsp", b"apos", b"ldquo", b"rdquo", b"lsquo", b"rsquo", b"hellip",
        b"mdash", b"ndash", b"middot",
    ];
    let window = &bytes[end.saturating_sub(8)..end];
    let start = memchr::memrchr(b'&', window)?;
    let name = &window[start + 1..];
    let range = end - window.len() + start..end;
    let number = name.strip_prefix(b"#").is_some_and(|rest| {
        let digits = rest.strip_prefix(b"x").unwrap_or(rest);
        digits.iter().all(u8::is_ascii_hexdigit)
    });
    let known = name.len() >= 2 && COMMON.iter().any(|common| common.starts_with(name));
    (number || known).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str, read: fn(&[u8], usize, bool) -> Option<Reference>) -> Option<String> {
        read(source.as_bytes(), 0, false).map(|reference| {
            let mut buffer = [0; 4];
            reference.expansion.as_str(&mut buffer).to_owned() + &source[reference.end..]
        })
    }

    #[test]
    fn references_are_read_as_browsers_do() {
        assert_eq!(text("&notit;", read).as_deref(), Some("¬it;"));
        assert_eq!(text("&#128;", read).as_deref(), Some("€"));
        assert_eq!(text("&#x41z", read).as_deref(), Some("Az"));
        assert_eq!(text("& b", read), None);
        assert_eq!(read(b"&copy=2", 0, true), None);
    }

    #[test]
    fn surrogate_halves_are_joined() {
        assert_eq!(
            text("&#55357;&#56832;!", read_joined).as_deref(),
            Some("😀!")
        );
        assert_eq!(text("&#55357;!", read_joined).as_deref(), Some("\u{FFFD}!"));
    }

    #[test]
    fn ampersands_escaped_again_are_undone() {
        assert_eq!(text("&amp;amp;lt;b", read_deep).as_deref(), Some("<b"));
        assert_eq!(text("&amp;ltb", read_deep).as_deref(), Some("&ltb"));
        assert_eq!(text("&amp; lt;", read_deep).as_deref(), Some("& lt;"));
    }

    #[test]
    fn a_reference_cut_in_half_is_found() {
        assert_eq!(cut_off(b"abc&quo", 7), Some(3..7));
        assert_eq!(cut_off(b"abc&#3", 6), Some(3..6));
        assert_eq!(cut_off(b"R&D", 3), None);
        assert_eq!(cut_off(b"abc", 3), None);
    }
}
