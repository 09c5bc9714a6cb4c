//! What mail does to bytes so that they survive their way, undone: base64
//! (RFC 4648), encoded words (RFC 2047), flowed lines (RFC 3676). Damage costs what
//! is damaged and nothing else.

/// The bytes that base64 stands for. Whatever is none of its characters is passed
/// over, and bits that are left at the end are dropped.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // The end, or that of one of several that were joined.
                count = 0;
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

/// The bytes of a field with its encoded words decoded, and the charset that the
/// first of them names. Words that follow each other are joined before anyone decodes
/// them: many mailers cut them inside characters.
pub(super) fn words(value: &[u8]) -> (Vec<u8>, Option<String>) {
    let mut out = Vec::new();
    let mut charset: Option<String> = None;
    let mut at = 0;
    let mut space_from = None;
    while at < value.len() {
        if let Some((word, end)) = word(value, at) {
            // White space between two words is none (RFC 2047, 6.2).
            if let Some(from) = space_from.take() {
                out.truncate(from);
            }
            out.extend_from_slice(&word.bytes);
            charset.get_or_insert(word.charset);
            space_from = Some(out.len());
            at = end;
            continue;
        }
        let byte = value[at];
        at += 1;
        // A line that goes on begins with a space.
        if matches!(byte, b'\r' | b'\n') {
            continue;
        }
        if !matches!(byte, b' ' | b'\t') {
            space_from = None;
        }
        out.push(byte);
    }
    if let Some(from) = space_from {
        out.truncate(from);
    }
    (out, charset)
}

struct Word {
    bytes: Vec<u8>,
    charset: String,
}

/// The encoded word at `at`, and where it ends.
fn word(value: &[u8], at: usize) -> Option<(Word, usize)> {
    let rest = value[at..].strip_prefix(b"=?")?;
    let mut parts = rest.splitn(3, |byte| *byte == b'?');
    let (charset, encoding, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let length = rest.windows(2).position(|end| end == b"?=")?;
    let text = &rest[..length];
    if charset.is_empty()
        || !charset.iter().all(u8::is_ascii_graphic)
        || text.contains(&b'\n') && encoding != b"B"
    {
        return None;
    }
    let bytes = match encoding {
        b"B" | b"b" => base64(text),
        b"Q" | b"q" => quoted(text),
        _ => return None,
    };
    // A language may follow the charset (RFC 2231, 5).
    let charset = charset.split(|byte| *byte == b'*').next()?;
    let end = at + 2 + (rest.as_ptr() as usize - value[at + 2..].as_ptr() as usize) + length + 2;
    let charset = String::from_utf8_lossy(charset).into_owned();
    Some((Word { bytes, charset }, end))
}

/// The Q encoding (RFC 2047, 4.2).
fn quoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let hex = after
            .get(..2)
            .filter(|_| *first == b'=')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(match (first, hex) {
            (_, Some(byte)) => byte,
            (b'_', None) => b' ',
            (byte, None) => *byte,
        });
        rest = if hex.is_some() { &after[2..] } else { after };
    }
    bytes
}

/// Lines that were broken to be short, joined: those that end with a space, which is
/// itself dropped if `delete` (RFC 3676, 4). Quotes and signatures stay lines.
pub(super) fn unflowed(text: &[u8], delete: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut depth_before = None;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let depth = line.iter().take_while(|byte| **byte == b'>').count();
        let content = &line[depth..];
        // Lines that begin with a space, `>` or `From ` were given one more.
        let content = content.strip_prefix(b" ").unwrap_or(content);
        let body = content.strip_suffix(b"\n").unwrap_or(content);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        let joined = depth_before == Some(depth) && body != b"-- ";
        if !joined {
            if depth_before.is_some() {
                out.push(b'\n');
            }
            out.extend_from_slice(&line[..depth]);
            if depth > 0 {
                out.push(b' ');
            }
        }
        let flowed = body.ends_with(b" ") && body != b"-- " && content.len() > body.len();
        if flowed {
            out.extend_from_slice(if delete {
                &body[..body.len() - 1]
            } else {
                body
            });
            depth_before = Some(depth);
        } else {
            out.extend_from_slice(body);
            out.extend_from_slice(&content[body.len()..]);
            depth_before = None;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_survives_damage() {
        assert_eq!(base64(b"aGVs\r\nbG8="), b"hello");
        assert_eq!(base64(b"aGVsbG8"), b"hello");
        assert_eq!(base64(b"aGVs!!bG"), b"hel\x6c"[..4].to_vec());
        assert_eq!(base64(b"aGk=aGk="), b"hihi");
    }

    #[test]
    fn words_that_were_cut_inside_a_character_are_joined() {
        let (text, charset) = words(b"Re: =?UTF-8?B?5Lit5Q==?=\r\n =?UTF-8?B?m70=?= news");
        assert_eq!(String::from_utf8_lossy(&text), "Re: 中国 news");
        assert_eq!(charset.as_deref(), Some("UTF-8"));
        let (text, charset) = words(b"=?iso-8859-1*en?q?caf=E9_au?= lait");
        assert_eq!(text, b"caf\xE9 au lait");
        assert_eq!(charset.as_deref(), Some("iso-8859-1"));
        assert_eq!(words(b"1 =? 2").0, b"1 =? 2");
    }

    #[test]
    fn flowed_lines_are_joined() {
        let text = b"one \r\ntwo\r\n> quoted \r\n> more\r\n-- \r\nsign\r\n";
        assert_eq!(
            unflowed(text, false),
            b"one two\r\n> quoted more\r\n-- \r\nsign\r\n"
        );
        assert_eq!(unflowed("中 \n文\n".as_bytes(), true), "中文\n".as_bytes());
        assert_eq!(unflowed(b"a \n> b \nc\n", false), b"a \n> b \nc\n");
    }
}
