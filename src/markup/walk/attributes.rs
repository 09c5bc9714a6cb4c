//! The attributes of a tag in; what they say to a reader as blocks, the language
//! they declare, and the rest as markup out.

use std::{borrow::Cow, ops::Range};

use memchr::memchr;

use super::{
    super::{
        attribute::{self, Format},
        element::key,
        entity,
        scan::{Attribute, Tag},
    },
    Candidate, Walker,
};
use crate::{
    document::{BlockKind, Language, RawBlock, Reason},
    offsets::Map,
};

impl Walker<'_, '_> {
    /// Takes the tag's bytes: what its attributes say to a reader as blocks, the
    /// rest as markup. Returns the language it declares for its content.
    pub(super) fn attributes(&mut self, at: usize, tag: &Tag, key: u128) -> Option<Language> {
        if self.scanner.attributes.is_empty() {
            self.builder.drop(at..tag.end, Reason::Markup);
            return None;
        }
        let attributes = std::mem::take(&mut self.scanner.attributes);
        let mut language = None;
        let mut done = at;
        let meta = (key == META).then(|| Meta::of(self.text, &attributes));
        let button = key == INPUT && is_button(self.text, &attributes);
        for attribute in &attributes {
            let name = &self.bytes[attribute.name.clone()];
            if attribute.value.is_empty() {
                continue;
            }
            match attribute_role(name, key, self.options.stale) {
                Role::None => {}
                Role::Language => {
                    let found = Language::parse(&self.text[attribute.value.clone()]);
                    if key == HTML || key == BODY {
                        self.language = self.language.take().or(found);
                    } else if language.is_none() {
                        language = found.filter(|found| Some(found) != self.language.as_ref());
                    }
                }
                Role::Text(kind) => {
                    if !self.is_hidden() {
                        self.builder
                            .drop(done..attribute.value.start, Reason::Markup);
                        let via = self.text[attribute.name.clone()].to_ascii_lowercase();
                        self.value(attribute.value.clone(), kind, via);
                        done = attribute.value.end;
                    }
                }
                Role::Button => {
                    if button && !self.is_hidden() {
                        self.builder
                            .drop(done..attribute.value.start, Reason::Markup);
                        self.value(
                            attribute.value.clone(),
                            BlockKind::Control,
                            "value".to_owned(),
                        );
                        done = attribute.value.end;
                    }
                }
                Role::Content => match &meta {
                    Some(Meta::Text(kind, via)) => {
                        self.builder
                            .drop(done..attribute.value.start, Reason::Markup);
                        self.value(attribute.value.clone(), *kind, via.clone());
                        done = attribute.value.end;
                    }
                    Some(Meta::Language) => {
                        let value = &self.text[attribute.value.clone()];
                        let first = value.split([',', ';']).next().unwrap_or_default();
                        self.language = self.language.take().or(Language::parse(first));
                    }
                    _ => {}
                },
                Role::Payload(format) => {
                    self.builder
                        .drop(done..attribute.value.start, Reason::Markup);
                    self.payload(
                        format,
                        attribute.value.clone(),
                        attribute.backslashes,
                        attribute.cut,
                    );
                    done = attribute.value.end;
                }
            }
        }
        self.builder.drop(done..tag.end, Reason::Markup);
        self.scanner.attributes = attributes;
        language
    }

    /// The text of an attribute's value as a block.
    fn value(&mut self, range: Range<usize>, kind: BlockKind, via: String) {
        let slice = &self.text[range.clone()];
        let body = slice.trim_matches(|char: char| char.is_ascii_whitespace());
        let start = range.start + (slice.len() - slice.trim_ascii_start().len());
        if body.is_empty() {
            self.builder.drop(range, Reason::Space);
            return;
        }
        let end = start + body.len();
        self.builder.drop(range.start..start, Reason::Space);
        let (text, map) = if memchr(b'&', body.as_bytes()).is_some() {
            let mut text = String::new();
            let mut map = Map::new();
            let mut at = start;
            while let Some(length) = memchr(b'&', &self.bytes[at..end]) {
                let ampersand = at + length;
                text.push_str(&self.text[at..ampersand]);
                map.copy(length, at);
                at = ampersand;
                match entity::read_deep(&self.bytes[..end], ampersand, true) {
                    Some(reference) => {
                        let mut buffer = [0; 4];
                        let expansion = reference.expansion.as_str(&mut buffer);
                        text.push_str(expansion);
                        map.replace(expansion.len(), at..reference.end);
                        at = reference.end;
                    }
                    None => {
                        text.push('&');
                        map.copy(1, at);
                        at += 1;
                    }
                }
            }
            text.push_str(&self.text[at..end]);
            map.copy(end - at, at);
            (Cow::Owned(text), map)
        } else {
            (Cow::Borrowed(body), Map::shifted(body.len(), start))
        };
        let index = self.builder.blocks.len();
        self.builder.side(RawBlock {
            kind,
            via: Some(via),
            language: self.builder.language(),
            preformatted: false,
            text,
            map,
            borders: Vec::new(),
            boilerplate: None,
        });
        self.builder.drop(end..range.end, Reason::Space);
        self.candidates.push(Candidate {
            blocks: index..index + 1,
            source: range,
            payload: None,
        });
    }

    /// The lines of a pasted payload as blocks.
    pub(super) fn payload(
        &mut self,
        format: &Format,
        range: Range<usize>,
        backslashes: usize,
        cut: bool,
    ) {
        let payload = attribute::read(format, self.text, range.clone(), backslashes, cut);
        let first = self.builder.blocks.len();
        let mut done = range.start;
        for line in payload.lines {
            for source in line.map.sources(0..line.map.len()) {
                self.builder
                    .drop(done..source.start.max(done), Reason::Payload);
                done = done.max(source.end);
            }
            self.builder.side(RawBlock {
                kind: BlockKind::Attribute,
                via: Some(format.name.to_owned()),
                language: None,
                preformatted: false,
                text: Cow::Owned(line.text),
                map: line.map,
                borders: Vec::new(),
                boilerplate: None,
            });
        }
        self.builder.drop(done..range.end, Reason::Payload);
        self.candidates.push(Candidate {
            blocks: first..self.builder.blocks.len(),
            source: range,
            payload: Some(payload.cut),
        });
    }
}

const CARD: u128 = key(b"card");
const INPUT: u128 = key(b"input");
const META: u128 = key(b"meta");
const HTML: u128 = key(b"html");
const BODY: u128 = key(b"body");

/// What an attribute means to a reader.
enum Role {
    None,
    Language,
    Text(BlockKind),
    /// `value`, which is what a button says, and what others hold.
    Button,
    /// `content`, which depends on the other attributes.
    Content,
    Payload(&'static Format),
}

/// Whether an attribute of this name may say something to a reader, or tell what another does:
/// by its first letter and length, which is all that most need.
pub(super) fn says_something(name: &[u8]) -> bool {
    let lengths: &[usize] = match name[0].to_ascii_lowercase() {
        b'a' => &[3, 10],
        b'c' | b's' => &[7],
        b'd' => return name.get(4) == Some(&b'-'),
        b'h' => &[10],
        b'i' | b'x' => &[8],
        b'l' | b't' => &[4, 5],
        b'n' => &[4],
        b'p' => &[8, 11],
        b'v' => &[5],
        _ => &[],
    };
    lengths.contains(&name.len())
}

fn attribute_role(name: &[u8], key: u128, stale: bool) -> Role {
    let is = |wanted: &[u8]| name.eq_ignore_ascii_case(wanted);
    match (name.len(), name[0].to_ascii_lowercase()) {
        (4, b'l') if is(b"lang") => Role::Language,
        (8, b'x') if is(b"xml:lang") => Role::Language,
        (3, b'a') if is(b"alt") => Role::Text(BlockKind::Alternative),
        (5, b't') if is(b"title") && key != self::key(b"link") => {
            Role::Text(BlockKind::Alternative)
        }
        (10, b'a') if is(b"aria-label") => Role::Text(BlockKind::Alternative),
        (11, b'p') if is(b"placeholder") => Role::Text(BlockKind::Alternative),
        (7, b's') if is(b"summary") => Role::Text(BlockKind::Alternative),
        (5, b'l') if is(b"label") => Role::Text(BlockKind::Control),
        (7, b'c') if is(b"content") && key == META => Role::Content,
        (5, b'v') if key == INPUT && is(b"value") => Role::Button,
        (5, b'v') if key == CARD && is(b"value") => Role::Payload(attribute::card()),
        (_, b'd') => attribute::format(name, stale).map_or(Role::None, Role::Payload),
        _ => Role::None,
    }
}

/// Whether an `input` is a button, whose value is its label (HTML, 4.10.5.1.17 to 21).
fn is_button(text: &str, attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        text[attribute.name.clone()].eq_ignore_ascii_case("type")
            && ["button", "submit", "reset"]
                .iter()
                .any(|kind| text[attribute.value.clone()].eq_ignore_ascii_case(kind))
    })
}

/// What a `meta` element holds.
enum Meta {
    Text(BlockKind, String),
    Language,
    Other,
}

impl Meta {
    fn of(text: &str, attributes: &[Attribute]) -> Self {
        for attribute in attributes {
            let name = &text[attribute.name.clone()];
            if !["name", "property", "itemprop", "http-equiv"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
            {
                continue;
            }
            let value = text[attribute.value.clone()].to_ascii_lowercase();
            match value.as_str() {
                "content-language" => return Self::Language,
                "description"
                | "og:description"
                | "twitter:description"
                | "dc.description"
                | "keywords"
                | "og:image:alt"
                | "twitter:image:alt" => {
                    return Self::Text(BlockKind::Description, value);
                }
                "og:title" | "twitter:title" | "dc.title" | "og:site_name" | "headline" => {
                    return Self::Text(BlockKind::Title, value);
                }
                _ => {}
            }
        }
        Self::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_that_say_something_pass() {
        for name in [
            "lang",
            "XML:lang",
            "alt",
            "Title",
            "aria-label",
            "placeholder",
            "summary",
            "label",
            "content",
            "value",
            "data-shimo-docs",
            "name",
            "property",
            "itemprop",
            "http-equiv",
            "type",
        ] {
            assert!(says_something(name.as_bytes()), "{name}");
        }
        for format in attribute::all() {
            assert!(says_something(format.name.as_bytes()), "{}", format.name);
        }
        for name in [
            "class", "href", "src", "id", "style", "rel", "datetime", "=",
        ] {
            assert!(!says_something(name.as_bytes()), "{name}");
        }
    }
}
