//! One message in, its subject and its parts out: mail (RFC 5322, MIME) and pages
//! saved as MHTML (RFC 2557). Of alternatives the fullest is read.

use std::{
    io::{self, Read},
    ops::ControlFlow,
};

use mailparse::{DispositionType, MailHeaderMap, ParsedMail, body::Body};

use super::{Format, Reading, Stream};
use crate::{
    document::{Hint, Language},
    error::{Error, ErrorKind},
};

mod transfer;

pub(super) const FORMAT: Format = Format {
    matches: |looked| is_message(looked.name, looked.head),
    read,
};

/// Fields that hardly any text but a message has.
const OF_MAIL: [&str; 6] = [
    "delivered-to",
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "x-mailer",
];

/// Fields that messages have, and other things may.
const COMMON: [&str; 8] = [
    "cc",
    "content-type",
    "date",
    "from",
    "reply-to",
    "sender",
    "subject",
    "to",
];

/// By its fields; by its name if there are fields at all.
fn is_message(name: &str, head: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let named = [".eml", ".mht", ".mhtml"]
        .iter()
        .any(|ending| name.ends_with(ending));
    begins_with_fields(head, if named { 0 } else { 1 })
}

/// Whether there are at least two fields, so many of them those of mail alone, and
/// nothing else before them.
pub(super) fn begins_with_fields(head: &[u8], of_mail: usize) -> bool {
    let (mut certain, mut all) = (0, 0);
    // The last line is likely cut off.
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let folded = line.starts_with(b" ") || line.starts_with(b"\t");
        if folded && all > 0 {
            continue;
        }
        let field = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let is_name = !field.is_empty() && field.iter().all(u8::is_ascii_graphic);
        if !is_name || field.len() == line.len() {
            break;
        }
        let field = String::from_utf8_lossy(field).to_ascii_lowercase();
        let field = field.as_str();
        if OF_MAIL.contains(&field) {
            certain += 1;
            all += 1;
        } else if COMMON.contains(&field) {
            all += 1;
        } else if all == 0 && !field.starts_with("x-") && !field.contains('-') {
            return false;
        }
    }
    certain >= of_mail && all >= 2
}

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let limit = reading.source.limits.record;
    let mut bytes = Vec::new();
    let read = stream
        .bytes
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes);
    match read {
        Ok(_) if bytes.len() as u64 > limit => {
            reading.error(super::too_long("the message", limit).at(&stream.name))
        }
        Ok(_) => message(&stream.name, &bytes, reading),
        Err(error) => {
            // What came before the failure is as good as a message that was cut.
            message(&stream.name, &bytes, reading)?;
            reading.failed(&stream.name, "cannot be read to its end", error)
        }
    }
}

/// Reads the subject and the parts of a message.
pub(super) fn message(name: &str, bytes: &[u8], reading: &mut Reading<'_>) -> ControlFlow<()> {
    let mail = match mailparse::parse_mail(bytes) {
        Ok(mail) => mail,
        Err(error) => {
            let message = format!("the message is damaged: {error}");
            return reading.error(Error::new(ErrorKind::Archive, message).at(name));
        }
    };
    if let Some(field) = mail.headers.get_first_header("Subject") {
        let (text, charset) = transfer::words(field.get_value_raw());
        let mut stream = Stream::buffered(super::member(name, "subject"), io::Cursor::new(text));
        stream.hint = Hint {
            charset: charset.or_else(|| charset_of(&mail)),
            media_type: Some("text/plain".to_owned()),
            ..Hint::default()
        };
        reading.stream(stream)?;
    }
    let mut count = 0;
    parts(name, "", &mail, &mut count, reading)
}

/// Reads what is in a part: other parts, or a body. `number` is that of IMAP
/// (RFC 3501, 6.4.5). The parser bounds how deep parts are nested.
fn parts(
    name: &str,
    number: &str,
    part: &ParsedMail<'_>,
    count: &mut u64,
    reading: &mut Reading<'_>,
) -> ControlFlow<()> {
    *count += 1;
    if *count > reading.source.limits.entries {
        return reading.error(super::too_many(name, reading.source.limits.entries));
    }
    let inner = |index: usize| match number {
        "" => format!("{}", index + 1),
        number => format!("{number}.{}", index + 1),
    };
    if part.subparts.is_empty() {
        let number = if number.is_empty() { "1" } else { number };
        return body(name, number, part, reading);
    }
    if part.ctype.mimetype == "multipart/alternative" {
        // The last is the fullest (RFC 2046, 5.1.4); calendars and the like are none.
        let readable = |part: &ParsedMail<'_>| {
            let media = &part.ctype.mimetype;
            media.starts_with("multipart/") || media == "text/html" || media == "text/plain"
        };
        let last = part.subparts.len() - 1;
        let chosen = part.subparts.iter().rposition(readable).unwrap_or(last);
        return parts(name, &inner(chosen), &part.subparts[chosen], count, reading);
    }
    for (index, part) in part.subparts.iter().enumerate() {
        parts(name, &inner(index), part, count, reading)?;
    }
    ControlFlow::Continue(())
}

fn body(
    name: &str,
    number: &str,
    part: &ParsedMail<'_>,
    reading: &mut Reading<'_>,
) -> ControlFlow<()> {
    let media = part.ctype.mimetype.as_str();
    let location = part.headers.get_first_value("Content-Location");
    let own_name = match (&location, file_name(part)) {
        (Some(location), _) if location.contains("://") => location.clone(),
        (_, Some(file)) => format!("{number}/{file}"),
        _ => format!("{number}{}", extension(media)),
    };
    let mut bytes = match part.get_body_encoded() {
        Body::Base64(body) => transfer::base64(body.get_raw()),
        Body::QuotedPrintable(body) => body
            .get_decoded()
            .unwrap_or_else(|_| body.get_raw().to_vec()),
        Body::SevenBit(body) | Body::EightBit(body) => body.get_raw().to_vec(),
        Body::Binary(body) => body.get_raw().to_vec(),
    };
    let parameter = |name: &str| part.ctype.params.get(name).map(String::as_str);
    if media == "text/plain"
        && parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
    {
        let delete = parameter("delsp").is_some_and(|delete| delete.eq_ignore_ascii_case("yes"));
        bytes = transfer::unflowed(&bytes, delete);
    }
    // What says that it is a stream of octets says nothing.
    let says = media != "application/octet-stream" && media != "message/rfc822";
    let mut stream = Stream::buffered(super::member(name, &own_name), io::Cursor::new(bytes));
    stream.hint = Hint {
        charset: parameter("charset").map(str::to_owned),
        media_type: says.then(|| media.to_owned()),
        url: location.filter(|location| location.contains("://")),
        language: part
            .headers
            .get_first_value("Content-Language")
            .filter(|value| !value.contains(','))
            .and_then(|value| Language::parse(&value)),
        ..Hint::default()
    };
    reading.stream(stream)
}

/// The name that a part would be saved under, without any folder.
fn file_name(part: &ParsedMail<'_>) -> Option<String> {
    let disposition = part.get_content_disposition();
    let given = disposition
        .params
        .get("filename")
        .or_else(|| part.ctype.params.get("name"))
        .filter(|_| disposition.disposition != DispositionType::FormData)?;
    let file = given.rsplit(['/', '\\']).next().unwrap_or(given).trim();
    (!file.is_empty()).then(|| file.to_owned())
}

fn extension(media: &str) -> &'static str {
    match media {
        "text/plain" => ".txt",
        "text/html" => ".html",
        "message/rfc822" => ".eml",
        _ => "",
    }
}

/// The charset that the first part with one declares.
fn charset_of(mail: &ParsedMail<'_>) -> Option<String> {
    mail.parts()
        .find_map(|part| part.ctype.params.get("charset").cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_by_their_fields() {
        let mail = b"Received: from a\n by b\nX-Odd: 1\nSubject: Hi\n\nbody";
        assert!(is_message("a", mail));
        assert!(is_message("a.eml", b"From: a@b\nSubject: x\n\nbody"));
        assert!(!is_message("a.txt", b"From: a@b\nSubject: x\n\nbody"));
        assert!(!is_message(
            "a.eml",
            b"Just text that someone named so.\nTo: be\n"
        ));
        assert!(!is_message(
            "a",
            b"Note: this\nMIME-Version: 1.0\nDate: today\n"
        ));
        assert!(!is_message("a", b""));
    }
}
