//! Unicode normal forms (UAX #15), with the way back.

use std::{borrow::Cow, ops::Range};

use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick,
    is_nfkc_quick,
};

use super::{Repaired, scan};
use crate::{
    document::{NoteKind, Remark},
    offsets::Map,
};

/// A Unicode normal form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Canonical composition.
    #[default]
    Nfc,
    /// Compatibility composition.
    Nfkc,
    /// As it stands.
    None,
}

impl Form {
    /// A text in this form; borrowed if it is already.
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        if is_normal(text, self) {
            return Cow::Borrowed(text);
        }
        match self {
            Self::Nfc => text.nfc().collect(),
            Self::Nfkc => text.nfkc().collect(),
            Self::None => Cow::Borrowed(text),
        }
    }
}

/// Brings the text to `form`. Only the clusters that change lose their exact way
/// back, and only they are noted.
/// Whether anything changed.
pub(super) fn normalize(repaired: &mut Repaired<'_>, form: Form, keep_compatibility: bool) -> bool {
    if form == Form::None
        || (form == Form::Nfc && !scan::scan(&repaired.text).has(scan::FORM))
        || (form == Form::Nfc && is_composed(&repaired.text))
        || (form == Form::Nfkc && is_normal(&repaired.text, form))
    {
        return false;
    }
    let text = std::mem::take(&mut repaired.text);
    let mut normal = String::with_capacity(text.len());
    let mut map = Map::new();
    let mut changed: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        if form == Form::Nfc {
            let run = scan::composed_length(&text[start..]);
            if run > 0 {
                normal.push_str(&text[start..start + run]);
                map.append(&repaired.map, start..start + run);
                start += run;
                continue;
            }
        }
        let end = start + cluster_length(&text[start..], form);
        let cluster = &text[start..end];
        let before = normal.len();
        match form {
            _ if is_normal(cluster, form) || (keep_compatibility && is_compatibility(cluster)) => {
                normal.push_str(cluster);
            }
            Form::Nfkc => normal.extend(cluster.nfkc()),
            _ => normal.extend(cluster.nfc()),
        }
        if normal[before..] == *cluster {
            map.append(&repaired.map, start..end);
        } else {
            let source = repaired.map.source(start..end);
            repaired.remarks.push(Remark {
                kind: NoteKind::Normalized,
                range: source.clone(),
            });
            map.replace(normal.len() - before, source.clone());
            changed.push(source);
        }
        start = end;
    }
    repaired.absorb(&changed);
    let changed = repaired.text != normal;
    repaired.text = Cow::Owned(normal);
    repaired.map = map;
    changed
}

/// Whether a cluster is one compatibility ideograph, which stands for a distinction
/// that NFC and NFKC give up.
fn is_compatibility(cluster: &str) -> bool {
    let mut characters = cluster.chars();
    let ideograph = matches!(
        characters.next(),
        Some('\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
    );
    ideograph && characters.next().is_none()
}

/// Whether a text is in NFC, of which only the clusters in question are looked at.
fn is_composed(text: &str) -> bool {
    let mut start = 0;
    while start < text.len() {
        start += scan::composed_length(&text[start..]);
        let cluster = cluster_length(&text[start..], Form::Nfc);
        if !is_normal(&text[start..start + cluster], Form::Nfc) {
            return false;
        }
        start += cluster;
    }
    true
}

fn is_normal(text: &str, form: Form) -> bool {
    match form {
        Form::Nfc => is_nfc_quick(text.chars()) == IsNormalized::Yes,
        Form::Nfkc => is_nfkc_quick(text.chars()) == IsNormalized::Yes,
        Form::None => true,
    }
}

/// Length of the shortest beginning of `text` that can be normalised by itself: up
/// to the next character whose normal form begins with a starter that composes with
/// nothing before it (UAX #15, section 9: stable code points).
fn cluster_length(text: &str, form: Form) -> usize {
    let mut buffer = [0; 4];
    let mut begins = |character: char| {
        let once = std::iter::once(character);
        let first = match form {
            Form::Nfkc => once.nfkc().next(),
            _ => once.nfc().next(),
        };
        first.is_some_and(|first| {
            canonical_combining_class(first) == 0 && is_normal(first.encode_utf8(&mut buffer), form)
        })
    };
    let mut rest = text.char_indices().skip(1);
    rest.find(|(_, character)| begins(*character))
        .map_or(text.len(), |(at, _)| at)
}
