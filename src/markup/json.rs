//! JSON that may be cut off or badly quoted in, its strings out.

use super::{layer::Layer, scan::is_space};

/// The first offset from `at` on that is not white space.
pub(super) fn skip_space(bytes: &[u8], at: usize) -> usize {
    let at = at.min(bytes.len());
    at + bytes[at..]
        .iter()
        .take_while(|byte| is_space(**byte))
        .count()
}

/// Reads the string that begins at `at`, after its quote, and adds its text to the
/// last of `lines`, a line break beginning another. A quote ends it if `ends`
/// agrees, given the offset after the quote. Returns the offset after the string.
pub(super) fn string(
    layer: &Layer,
    at: usize,
    ends: fn(&[u8], usize) -> bool,
    lines: &mut Vec<Layer>,
) -> usize {
    let bytes = layer.text.as_bytes();
    if lines.is_empty() {
        lines.push(Layer::default());
    }
    let mut done = at;
    let mut from = at;
    loop {
        let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', &bytes[from..]) else {
            add(layer, done..bytes.len(), lines);
            return bytes.len();
        };
        let found = from + found;
        match bytes[found] {
            b'"' => {
                if ends(bytes, found + 1) {
                    add(layer, done..found, lines);
                    return found + 1;
                }
                from = found + 1;
            }
            b'\n' => {
                add(layer, done..found, lines);
                lines.push(Layer::default());
                done = found + 1;
                from = done;
            }
            _ => {
                let Some((end, escape)) = escape(bytes, found) else {
                    from = found + 1;
                    continue;
                };
                add(layer, done..found, lines);
                match escape {
                    Escape::Char(char) => {
                        if let Some(line) = lines.last_mut() {
                            line.replace(char.encode_utf8(&mut [0; 4]), layer, found..end);
                        }
                    }
                    Escape::Line => lines.push(Layer::default()),
                    Escape::Nothing => {}
                }
                done = end;
                from = end;
            }
        }
    }
}

fn add(layer: &Layer, range: std::ops::Range<usize>, lines: &mut [Layer]) {
    if let Some(line) = lines.last_mut() {
        line.copy(layer, range);
    }
}

enum Escape {
    Char(char),
    Line,
    Nothing,
}

/// What the escape at `at`, where a backslash stands, says, and where it ends;
/// `None` if it is none.
fn escape(bytes: &[u8], at: usize) -> Option<(usize, Escape)> {
    let escape = match bytes.get(at + 1)? {
        b'n' | b'r' => Escape::Line,
        b't' => Escape::Char('\t'),
        b'b' | b'f' => Escape::Nothing,
        byte @ (b'"' | b'\\' | b'/') => Escape::Char(char::from(*byte)),
        b'u' => return unicode(bytes, at),
        _ => return None,
    };
    Some((at + 2, escape))
}

/// `\uXXXX`, or two of them that are a surrogate pair. One cut off at the end says nothing.
fn unicode(bytes: &[u8], at: usize) -> Option<(usize, Escape)> {
    let Some(high) = four_digits(bytes, at + 2) else {
        let rest = &bytes[at + 2..];
        return (rest.len() < 4 && rest.iter().all(u8::is_ascii_hexdigit))
            .then_some((bytes.len(), Escape::Nothing));
    };
    if let Some(char) = char::from_u32(high) {
        return Some((at + 6, Escape::Char(char)));
    }
    if (0xD800..0xDC00).contains(&high)
        && bytes.get(at + 6..at + 8) == Some(b"\\u")
        && let Some(low @ 0xDC00..=0xDFFF) = four_digits(bytes, at + 8)
        && let Some(char) = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    {
        return Some((at + 12, Escape::Char(char)));
    }
    Some((at + 6, Escape::Char(char::REPLACEMENT_CHARACTER)))
}

fn four_digits(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |value, byte| {
        Some(value * 16 + char::from(*byte).to_digit(16)?)
    })
}

/// Where a value stands: in an array at an index, or in an object under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Array(usize),
    Object(String),
}

impl Place {
    pub(super) fn is_key(&self, key: &str) -> bool {
        matches!(self, Self::Object(found) if found == key)
    }
}

/// How deep values may be nested: deeper ones are read as if they stood here.
const DEPTH: usize = 64;

/// Calls `wanted` with the place of every string that is a value, outermost first,
/// and adds the text of those it agrees to, each beginning a new line.
pub(super) fn strings(layer: &Layer, wanted: impl Fn(&[Place]) -> bool) -> Vec<Layer> {
    strings_after(layer, |path, _| wanted(path))
}

/// The same, `wanted` being given also the string value before.
pub(super) fn strings_after(layer: &Layer, wanted: impl Fn(&[Place], &str) -> bool) -> Vec<Layer> {
    let mut before = String::new();
    let bytes = layer.text.as_bytes();
    let mut lines = Vec::new();
    let mut path: Vec<Place> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' if path.len() < DEPTH => path.push(Place::Object(String::new())),
            b'[' if path.len() < DEPTH => path.push(Place::Array(0)),
            b'}' | b']' => {
                path.pop();
            }
            b',' => {
                if let Some(Place::Array(index)) = path.last_mut() {
                    *index += 1;
                }
            }
            b'"' => {
                at = value(layer, at + 1, &mut path, &wanted, &mut before, &mut lines);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    lines
}

/// Reads the string at `at`, a key or a value; returns the offset after it.
fn value(
    layer: &Layer,
    at: usize,
    path: &mut [Place],
    wanted: &impl Fn(&[Place], &str) -> bool,
    before: &mut String,
    lines: &mut Vec<Layer>,
) -> usize {
    let bytes = layer.text.as_bytes();
    let mut found = vec![Layer::default()];
    let end = string(layer, at, ends_string, &mut found);
    let next = skip_space(bytes, end);
    if bytes.get(next) == Some(&b':')
        && let Some(Place::Object(key)) = path.last_mut()
    {
        *key = found.swap_remove(0).text;
        return next + 1;
    }
    let text = found[0].text.clone();
    if wanted(path, before) {
        lines.append(&mut found);
    }
    *before = text;
    end
}

/// Whether a quote before `at` ends a string, and is not a raw quote inside it.
pub(super) fn ends_string(bytes: &[u8], at: usize) -> bool {
    matches!(
        bytes.get(skip_space(bytes, at)),
        None | Some(b',' | b'}' | b']' | b':')
    )
}
