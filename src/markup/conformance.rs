//! The cases of html5lib-tests: entities all, and of the tokenizer those in which
//! the standard does not eat text.
//!
//! What does not apply, and why:
//! * lone surrogates: no Rust string holds them;
//! * NUL: a control character, which the repair stage drops;
//! * CDATA in HTML content: a browser makes it a comment, here its text is kept;
//! * the end of the text, or another `<`, inside a tag, comment or declaration: the
//!   standard drops the rest or makes it part of the tag, here the tag ends early;
//! * script data with `<!--`, PLAINTEXT and XML violations: nothing here depends on them.
//!
//! Of a doctype it is compared that there is one, not what it says.

use std::{fs, io::Read, path::Path};

use flate2::read::GzDecoder;
use serde_json::Value;

use super::{
    entity,
    scan::{Scanner, What},
};

fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/html5lib/{name}.test.gz"));
    let mut text = String::new();
    let file = fs::File::open(&path).expect("the case file is in the repository");
    GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("it is UTF-8");
    // Lone surrogates are no JSON that serde_json reads; those cases do not apply.
    let text = without_lone_surrogates(&text);
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    value["tests"].as_array().cloned().unwrap_or_default()
}

/// Marks lone surrogates (`\uD800`) with a character that the cases do not use.
fn without_lone_surrogates(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        let digits = rest.get(at + 2..at + 6).unwrap_or("");
        let unit = u32::from_str_radix(digits, 16).unwrap_or(0);
        let next = rest.get(at + 6..at + 12).unwrap_or("");
        let low = next
            .strip_prefix("\\u")
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let escaped = rest[..at]
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'\\')
            .count()
            % 2
            == 1;
        let (length, text) = match unit {
            0xD800..=0xDBFF if !escaped && matches!(low, Some(0xDC00..=0xDFFF)) => (12, None),
            0xD800..=0xDFFF if !escaped => (6, Some("\u{F8FF}")),
            _ => (2, None),
        };
        out.push_str(&rest[..at]);
        out.push_str(text.unwrap_or(&rest[at..at + length]));
        rest = &rest[at + length..];
    }
    out + rest
}

/// The escapes of a case with `doubleEscaped`.
fn undone(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let mut out = String::new();
            let mut rest = text.as_str();
            while let Some(at) = rest.find("\\u") {
                let unit = u32::from_str_radix(&rest[at + 2..at + 6], 16).unwrap_or(0);
                out.push_str(&rest[..at]);
                out.push(char::from_u32(unit).unwrap_or('\u{F8FF}'));
                rest = &rest[at + 6..];
            }
            Value::String(out + rest)
        }
        Value::Array(values) => Value::Array(values.iter().map(undone).collect()),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), undone(value)))
            .collect(),
        other => other.clone(),
    }
}

/// Text with every reference read by the letter of the standard.
fn text(source: &str, attribute: bool) -> String {
    let bytes = source.as_bytes();
    let mut out = String::new();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at] == b'&')
            .then(|| entity::read(bytes, at, attribute))
            .flatten()
        {
            Some(reference) => {
                out.push_str(reference.expansion.as_str(&mut [0; 4]));
                at = reference.end;
            }
            None => {
                let length = source[at..].chars().next().map_or(1, char::len_utf8);
                out.push_str(&source[at..at + length]);
                at += length;
            }
        }
    }
    out
}

fn push_text(tokens: &mut Vec<Value>, text: &str) {
    if let Some(Value::Array(last)) = tokens.last_mut()
        && last[0] == "Character"
        && let Value::String(before) = &mut last[1]
    {
        before.push_str(text);
    } else if !text.is_empty() {
        tokens.push(serde_json::json!(["Character", text]));
    }
}

/// The tokens of `input` as the cases write them.
fn tokens(input: &str, last_start: Option<&str>) -> Vec<Value> {
    let mut scanner = Scanner::new(input, false);
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut raw = last_start;
    while at < input.len() {
        let next = input[at..]
            .find('<')
            .map_or(input.len(), |length| at + length);
        push_text(&mut tokens, &text(&input[at..next], false));
        at = next;
        if at == input.len() {
            break;
        }
        let closing = input[at + 1..].starts_with('/');
        let named = input[at + 1 + usize::from(closing)..]
            .starts_with(|char: char| char.is_ascii_alphabetic());
        let declares = input[at + 1..].starts_with(['!', '?', '/']);
        let tag = scanner.tag(at).filter(|tag| {
            raw.is_none_or(|raw| tag.closing && input[tag.name.clone()].eq_ignore_ascii_case(raw))
        });
        if let Some(tag) = tag {
            raw = None;
            let name = input[tag.name.clone()].to_ascii_lowercase();
            if tag.closing {
                tokens.push(serde_json::json!(["EndTag", name]));
            } else {
                let mut attributes = serde_json::Map::new();
                for attribute in &scanner.attributes {
                    let name = input[attribute.name.clone()].to_ascii_lowercase();
                    let value = text(&input[attribute.value.clone()], true);
                    attributes.entry(name).or_insert(Value::String(value));
                }
                tokens.push(if tag.empty {
                    serde_json::json!(["StartTag", name, attributes, true])
                } else {
                    serde_json::json!(["StartTag", name, attributes])
                });
            }
            at = tag.end;
        } else if !named
            && declares
            && raw.is_none()
            && let Some(declaration) = scanner.declaration(at)
        {
            let content = &input[declaration.content.clone()];
            match declaration.what {
                What::Doctype => tokens.push(serde_json::json!(["DOCTYPE"])),
                What::Data => push_text(&mut tokens, content),
                What::Bogus if input[at..].starts_with("</>") => {}
                _ => tokens.push(serde_json::json!(["Comment", content])),
            }
            at = declaration.end;
        } else {
            push_text(&mut tokens, "<");
            at += 1;
        }
    }
    tokens
}

/// Whether the standard keeps all text of a case, so that it applies here.
fn applies(case: &Value, input: &str) -> bool {
    const EATS: [&str; 8] = [
        "eof-in-tag",
        "eof-before-tag-name",
        "eof-in-comment",
        "eof-in-cdata",
        "cdata-in-html-content",
        "unexpected-null-character",
        "eof-in-script-html-comment-like-text",
        "invalid-character-sequence",
    ];
    let errors = case["errors"].as_array().cloned().unwrap_or_default();
    let eats = errors
        .iter()
        .any(|error| EATS.iter().any(|code| error["code"] == *code));
    // A `<` inside a tag ends it here, and a comment cut off at the end ends with its line.
    let swallows = errors.iter().any(|error| {
        error["code"] == "unexpected-character-in-attribute-name"
            && input.contains('<')
            && input.matches('<').count() > 1
    });
    let bogus_to_the_end = errors.iter().any(|error| {
        [
            "incorrectly-opened-comment",
            "invalid-first-character-of-tag-name",
            "unexpected-question-mark-instead-of-tag-name",
        ]
        .iter()
        .any(|code| error["code"] == *code)
    }) && !input.contains('>');
    !eats && !swallows && !bogus_to_the_end && !input.contains(['\0', '\u{F8FF}'])
}

#[test]
fn entities_of_html5lib_in_text_and_attributes() {
    let (mut texts, mut attributes, mut wrong) = (0, 0, Vec::new());
    for file in [
        "entities",
        "namedEntities",
        "numericEntities",
        "test1",
        "test2",
        "test3",
        "test4",
        "domjs",
    ] {
        for case in cases(file) {
            let input = case["input"].as_str().unwrap_or_default();
            let output = case["output"].as_array().cloned().unwrap_or_default();
            let elsewhere = case["initialStates"]
                .as_array()
                .is_some_and(|states| !states.contains(&"Data state".into()));
            if !input.contains('&') || case["doubleEscaped"] == true || elsewhere {
                continue;
            }
            match output.as_slice() {
                [only] if only[0] == "Character" && !input.contains('<') => {
                    texts += 1;
                    if only[1] != text(input, false).as_str() {
                        wrong.push(input.to_owned());
                    }
                }
                [only]
                    if only[0] == "StartTag"
                        && only[2].as_object().is_some_and(|fields| fields.len() == 1) =>
                {
                    let mut scanner = Scanner::new(input, false);
                    let Some(tag) = scanner.tag(0) else { continue };
                    if tag.broken || case["errors"].to_string().contains("eof") {
                        continue;
                    }
                    attributes += 1;
                    let value = text(&input[scanner.attributes[0].value.clone()], true);
                    if only[2]
                        .as_object()
                        .and_then(|fields| fields.values().next())
                        != Some(&Value::String(value))
                    {
                        wrong.push(input.to_owned());
                    }
                }
                _ => {}
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "of {texts} and {attributes}");
    assert!(texts >= 4600 && attributes >= 20, "{texts} {attributes}");
}

#[test]
fn tokenizer_cases_of_html5lib() {
    let (mut all, mut applicable, mut wrong) = (0, 0, Vec::new());
    for file in [
        "contentModelFlags",
        "domjs",
        "entities",
        "escapeFlag",
        "namedEntities",
        "numericEntities",
        "pendingSpecChanges",
        "test1",
        "test2",
        "test3",
        "test4",
        "unicodeChars",
        "unicodeCharsProblematic",
    ] {
        for case in cases(file) {
            all += 1;
            let case = if case["doubleEscaped"] == true {
                undone(&case)
            } else {
                case
            };
            let states = case["initialStates"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            let raw = match states.first().and_then(Value::as_str) {
                None | Some("Data state") => None,
                Some("RAWTEXT state" | "Script data state") if case["lastStartTag"].is_string() => {
                    case["lastStartTag"].as_str()
                }
                _ => continue,
            };
            let input = case["input"].as_str().unwrap_or_default();
            let input = input.replace("\r\n", "\n").replace('\r', "\n");
            if !applies(&case, &input)
                || (raw.is_some() && input.contains("<!--"))
                || (raw.is_some() && input.contains('&'))
            {
                continue;
            }
            applicable += 1;
            let expected: Vec<Value> = case["output"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|token| {
                    if token[0] == "DOCTYPE" {
                        serde_json::json!(["DOCTYPE"])
                    } else {
                        token.clone()
                    }
                })
                .collect();
            let mut merged = Vec::new();
            for token in expected {
                match token[1].as_str() {
                    Some(text) if token[0] == "Character" => push_text(&mut merged, text),
                    _ => merged.push(token),
                }
            }
            let found = tokens(&input, raw);
            if found != merged {
                wrong.push(format!(
                    "{file}: {input:?}\n  {}\n  {}",
                    Value::Array(merged),
                    Value::Array(found)
                ));
            }
        }
    }
    let right = applicable - wrong.len();
    assert!(
        right * 100 >= applicable * 99,
        "{right} of {applicable} applicable of {all}\n{}",
        wrong.join("\n")
    );
    assert_eq!((all, applicable), (6806, 6321), "no case may be lost");
}
