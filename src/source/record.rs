//! JSON Lines: the text is in one field of each object, and the other fields travel
//! with it.

use std::{
    cell::Cell,
    fmt,
    io::{self, BufRead},
    ops::ControlFlow,
    sync::Arc,
};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{Format, HEAD_BYTES, Looked, Reading, Records, Stream, http};
use crate::{
    document::Hint,
    error::{Error, ErrorKind},
};

pub(super) const FORMAT: Format = Format {
    matches: |looked| match looked.fields.records {
        Some(records) => records == Records::Json,
        None => is_records(looked),
    },
    read,
};

/// Of a line that is too long, so many bytes are passed over at once.
const PIECE_BYTES: usize = 64 << 10;

/// Whether objects begin where the name says so, or an object with the text where the name does
/// not say what is there.
fn is_records(looked: &Looked<'_>) -> bool {
    let mut lines = looked.head.split(|byte| *byte == b'\n');
    let line = lines.next().unwrap_or_default().trim_ascii_start();
    let goes_on = lines.next().is_none() && looked.head.len() == HEAD_BYTES;
    if looked.is_named(&["jsonl", "ndjson"]) {
        return line.first().is_none_or(|byte| *byte == b'{');
    }
    line.starts_with(b"{")
        && (looked.is_nameless() || looked.is_named(&["json"]))
        && has_field(line, goes_on, &looked.fields.json)
}

/// Whether an object has this field, or what is there of one that goes on.
fn has_field(object: &[u8], goes_on: bool, field: &str) -> bool {
    struct Search<'a>(&'a str, &'a Cell<bool>);
    impl<'de> Visitor<'de> for Search<'_> {
        type Value = ();
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
            while let Some(name) = map.next_key::<String>()? {
                self.1.set(self.1.get() || name == self.0);
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }
    let found = Cell::new(false);
    let mut deserializer = serde_json::Deserializer::from_slice(object);
    match deserializer.deserialize_map(Search(field, &found)) {
        Ok(()) => found.get(),
        Err(error) => found.get() && goes_on && error.is_eof(),
    }
}

/// The fields of an object, in their order, each value as it stands.
struct Object(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Object, M::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

fn read(stream: Stream<'_>, reading: &mut Reading<'_>) -> ControlFlow<()> {
    let container = stream.name;
    let mut input = stream.bytes;
    let limit = reading.source.limits.record;
    let mut lacking = Lacking::default();
    let mut number = 0_u64;
    loop {
        number += 1;
        let name = super::member(&container, &number.to_string());
        let line = match line(&mut input, limit) {
            Ok(Some(line)) => line,
            Ok(None) => {
                reading.error(super::too_long("the line", limit).at(name))?;
                continue;
            }
            Err(error) => {
                lacking.report(&container, reading)?;
                return reading.failed(&container, "cannot be read to its end", error);
            }
        };
        if line.is_empty() {
            return lacking.report(&container, reading);
        }
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(object) => text(name, object, &mut lacking, reading)?,
            Err(error) => {
                let message = format!("the line is no JSON object: {error}");
                reading.error(Error::new(ErrorKind::Archive, message).at(name))?;
            }
        }
    }
}

/// Reads the text of an object as an entry, the other fields beside it.
fn text(
    name: String,
    Object(mut fields): Object,
    lacking: &mut Lacking,
    reading: &mut Reading<'_>,
) -> ControlFlow<()> {
    let wanted = &reading.source.fields.json;
    let Some(place) = fields.iter().position(|(field, _)| field == wanted) else {
        lacking.add(name, wanted, fields.iter().map(|(field, _)| field.as_str()));
        return ControlFlow::Continue(());
    };
    let (_, value) = fields.remove(place);
    let text = match serde_json::from_str::<Option<String>>(value.get()) {
        Ok(text) => text.unwrap_or_default(),
        // An escape for half of a character beyond the BMP has no other half.
        Err(_) if value.get().starts_with('"') => lenient(value.get()),
        Err(_) => {
            let message = format!("its field `{wanted}` is no text");
            return reading.error(Error::new(ErrorKind::Archive, message).at(name));
        }
    };
    let url = fields
        .iter()
        .find(|(field, _)| field == "url")
        .and_then(|(_, value)| serde_json::from_str(value.get()).ok());
    let mut stream = Stream::buffered(name, io::Cursor::new(text));
    stream.hint = Hint {
        charset: Some("utf-8".to_owned()),
        url,
        fields: object(fields.iter().map(|(name, value)| (name, value.get()))),
        ..Hint::default()
    };
    // A text that is a field is no archive, whatever it begins with.
    super::part::read(stream, reading)
}

/// Names and their values in JSON as one object; `None` if there are none.
pub(super) fn object(
    fields: impl Iterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
) -> Option<Arc<str>> {
    let mut out = String::new();
    for (name, value) in fields {
        out.push(if out.is_empty() { '{' } else { ',' });
        out.push_str(&serde_json::Value::from(name.as_ref()).to_string());
        out.push(':');
        out.push_str(value.as_ref());
    }
    out.push('}');
    (out.len() > 1).then(|| out.into())
}

/// A JSON string with U+FFFD for escapes that stand for no character.
fn lenient(string: &str) -> String {
    let mut out = String::new();
    let mut rest = string;
    while let Some(at) = rest.find("\\u") {
        let escape = rest.get(at..at + 6).unwrap_or_default();
        let unit = u16::from_str_radix(escape.get(2..).unwrap_or_default(), 16).unwrap_or(0);
        let second = rest.get(at + 6..at + 12).unwrap_or_default();
        let second = second
            .strip_prefix("\\u")
            .and_then(|digits| u16::from_str_radix(digits, 16).ok())
            .unwrap_or(0);
        let escaped = rest[..at]
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'\\')
            .count()
            % 2
            == 1;
        let lone = matches!(unit, 0xD800..=0xDBFF if !matches!(second, 0xDC00..=0xDFFF))
            || matches!(unit, 0xDC00..=0xDFFF);
        out.push_str(&rest[..at]);
        let (replacement, length) = match unit {
            _ if escaped => ("\\u", 2),
            _ if lone => ("\\ufffd", 6),
            0xD800..=0xDBFF => (&rest[at..at + 12], 12),
            _ => ("\\u", 2),
        };
        out.push_str(replacement);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    serde_json::from_str(&out).unwrap_or_default()
}

/// A line with its line feed, empty at the end; `None`, and the line passed over, if
/// it is longer than `limit` bytes.
fn line(input: &mut impl BufRead, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut line = http::line(input, most.saturating_add(1))?;
    if line.len() as u64 <= limit {
        return Ok(Some(line));
    }
    while line.last() != Some(&b'\n') && !line.is_empty() {
        line = http::line(input, PIECE_BYTES)?;
    }
    Ok(None)
}

/// Records without the field that was asked for: told of once, not line by line.
#[derive(Default)]
struct Lacking {
    first: Option<String>,
    message: String,
    more: u64,
}

impl Lacking {
    fn add<'a>(&mut self, name: String, wanted: &str, has: impl Iterator<Item = &'a str>) {
        if self.first.is_some() {
            self.more += 1;
            return;
        }
        let has: Vec<&str> = has.take(20).collect();
        self.message = format!(
            "it has no field `{wanted}` but {}; name the right one with --text-field",
            if has.is_empty() {
                "none".to_owned()
            } else {
                has.join(", ")
            }
        );
        self.first = Some(name);
    }

    fn report(&mut self, container: &str, reading: &mut Reading<'_>) -> ControlFlow<()> {
        let Some(first) = self.first.take() else {
            return ControlFlow::Continue(());
        };
        let mut message = std::mem::take(&mut self.message);
        let place = match self.more {
            0 => first,
            more => {
                message = format!("{more} more lines than {first} are like it: {message}");
                container.to_owned()
            }
        };
        reading.error(Error::new(ErrorKind::Archive, message).at(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_becomes_a_replacement() {
        assert_eq!(lenient(r#""a\ud83d\u0041""#), "a\u{FFFD}A");
        assert_eq!(
            lenient(r#""\ud83d\ude00 \\ud83d \udc00""#),
            "😀 \\ud83d \u{FFFD}"
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut input = &b"1234567\n12\n1"[..];
        assert_eq!(line(&mut input, 5).expect("memory can be read"), None);
        let next = line(&mut input, 5).expect("memory can be read");
        assert_eq!(next.as_deref(), Some(&b"12\n"[..]));
        let last = line(&mut input, 5).expect("memory can be read");
        assert_eq!(last.as_deref(), Some(&b"1"[..]));
    }

    #[test]
    fn a_field_is_found_in_what_there_is_of_an_object() {
        for (object, found) in [
            (r#"{"text":"a"}"#, true),
            (r#"{"id":1,"meta":{"a":[1]}, "text" : "a lo"#, true),
            (r#"{"id":1,"meta":{"text":"a"}}"#, false),
            (r#"{"id":"text","#, false),
            (r#"{"id":1 "text":"a"}"#, false),
            (r#"["text"]"#, false),
        ] {
            let has = |goes_on| has_field(object.as_bytes(), goes_on, "text");
            assert_eq!(has(true), found, "{object}");
            assert_eq!(has(false), found && object.ends_with('}'), "{object}");
        }
    }

    #[test]
    fn other_fields_stand_as_they_were() {
        let Object(fields) =
            serde_json::from_str(r#"{"b":1.50,"a\"":[ 1 ],"b":null}"#).expect("it is an object");
        let object = object(fields.iter().map(|(name, value)| (name, value.get())));
        let wanted = r#"{"b":1.50,"a\"":[ 1 ],"b":null}"#;
        assert_eq!(object.as_deref(), Some(wanted));
    }
}
