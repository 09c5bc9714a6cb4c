//! What a text says of its own encoding: `<meta charset>`, an XML declaration,
//! `@charset`, a mail or catalogue header, an editor's comment.

use crate::encoding::Encoding;

/// How far into the text a declaration is looked for, in bytes. The WHATWG
/// prescan stops at 1024; real pages put scripts before it.
const HEAD_BYTES: usize = 4096;

/// The first declaration near the beginning that names a known encoding.
pub(super) fn find(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let mut rest = head;
    while let Some(at) = rest
        .iter()
        .position(|byte| matches!(byte, b'c' | b'C' | b'e' | b'E'))
    {
        rest = &rest[at..];
        let after = strip(rest, b"charset")
            .or_else(|| strip(rest, b"encoding"))
            .or_else(|| strip(rest, b"coding"));
        if let Some(encoding) = after.and_then(label).and_then(Encoding::for_label) {
            // A text whose declaration can be read byte by byte is not in UTF-16:
            // the HTML standard takes such a label for UTF-8.
            return Some(if encoding.is_wide() {
                Encoding::UTF_8
            } else {
                encoding
            });
        }
        rest = &rest[1..];
    }
    inputenc(head)
        .and_then(Encoding::for_label)
        .or_else(|| code_page(head))
        .or_else(|| behind_word(head))
        .map(|encoding| {
            if encoding.is_wide() {
                Encoding::UTF_8
            } else {
                encoding
            }
        })
}

/// What a word before a label, without a sign between them, declares: of a Vim script,
/// of a dump of MySQL, of the affixes of a dictionary.
const WORDS: [&[u8]; 3] = [b"scriptencoding ", b"SET NAMES ", b"\nSET "];

/// The label before `{inputenc}` in LaTeX.
fn inputenc(head: &[u8]) -> Option<&str> {
    let end = memchr::memmem::find(head, b"]{inputenc}")?;
    let start = head[..end].iter().rposition(|byte| *byte == b'[')? + 1;
    std::str::from_utf8(&head[start..end]).ok()
}

/// The code page of Windows that a document in Rich Text Format names.
fn code_page(head: &[u8]) -> Option<Encoding> {
    let rest = head.strip_prefix(br"{\rtf")?;
    let at = memchr::memmem::find(rest, br"\ansicpg")? + br"\ansicpg".len();
    let page = &rest[at..];
    let digits = page.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let page = std::str::from_utf8(&page[..digits]).ok()?;
    Encoding::for_label(&format!("cp{page}"))
}

/// The label behind one of the [`WORDS`].
fn behind_word(head: &[u8]) -> Option<Encoding> {
    WORDS.iter().find_map(|word| {
        let at = if head.starts_with(word.trim_ascii_start()) {
            word.trim_ascii_start().len()
        } else {
            memchr::memmem::find(head, word)? + word.len()
        };
        name(&head[at..]).and_then(Encoding::for_label)
    })
}

/// What follows `word`, whatever its case.
fn strip<'b>(bytes: &'b [u8], word: &[u8]) -> Option<&'b [u8]> {
    let (head, rest) = bytes.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

/// The label after `=` or `:`, quoted or bare, or after a space and a quote.
fn label(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.trim_ascii_start();
    let rest = match rest.first()? {
        b'=' | b':' => rest[1..].trim_ascii_start(),
        b'"' => rest,
        _ => return None,
    };
    let rest = match rest.first()? {
        b'"' | b'\'' => &rest[1..],
        _ => rest,
    };
    name(rest)
}

/// The label that these bytes begin with.
fn name(rest: &[u8]) -> Option<&str> {
    let length = rest
        .iter()
        .take_while(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':')
        })
        .count();
    std::str::from_utf8(&rest[..length])
        .ok()
        .filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_in_all_their_forms() {
        let label = |text: &str| find(text.as_bytes()).map(|encoding| encoding.label());
        assert_eq!(label("<meta charset=gb2312>").as_deref(), Some("gb18030"));
        assert_eq!(label("<META CHARSET = 'Big5'>").as_deref(), Some("big5"));
        assert_eq!(
            label(r#"<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">"#)
                .as_deref(),
            Some("shift_jis")
        );
        assert_eq!(
            label(r#"<?xml version="1.0" encoding="KOI8-R"?>"#).as_deref(),
            Some("koi8-r")
        );
        assert_eq!(
            label("@charset \"windows-1251\";").as_deref(),
            Some("windows-1251")
        );
        assert_eq!(label("# -*- coding: euc-jp -*-").as_deref(), Some("euc-jp"));
        assert_eq!(label("<meta charset=\"utf-16\">").as_deref(), Some("utf-8"));
        assert_eq!(
            label("<meta charset=\"nonsense\"><meta charset=cp932>").as_deref(),
            Some("shift_jis")
        );
        assert_eq!(
            label("\\usepackage[latin2]{inputenc}").as_deref(),
            Some("iso-8859-2")
        );
        assert_eq!(
            label("scriptencoding cp1250\nlet b").as_deref(),
            Some("windows-1250")
        );
        assert_eq!(
            label("{\\rtf1\\ansi\\ansicpg936\\deff0 a").as_deref(),
            Some("gb18030")
        );
        assert_eq!(label("-- x\nSET NAMES gbk;").as_deref(), Some("gb18030"));
        assert_eq!(
            label("SET ISO8859-15\nTRY a").as_deref(),
            Some("iso-8859-15")
        );
        assert_eq!(label("SET x = 1"), None);
        assert_eq!(label("the charset is unknown"), None);
        assert_eq!(label("charset="), None);
    }
}
