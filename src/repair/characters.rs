//! Characters that carry no text go; white space is trimmed and folded.

use std::{borrow::Cow, ops::Range};

use super::Repaired;
use crate::{
    document::{Dropped, NoteKind, Reason, Remark},
    offsets::Map,
};

/// Drops controls, reads C1 controls as windows-1252, trims and folds white space.
/// In preformatted text white space stays.
/// Whether anything changed.
pub(super) fn clean(repaired: &mut Repaired<'_>, preformatted: bool) -> bool {
    if is_clean(&repaired.text, preformatted) {
        return false;
    }
    let text = std::mem::take(&mut repaired.text);
    let mut output = Output {
        text: String::with_capacity(text.len()),
        map: Map::new(),
        input: &repaired.map,
        space: None,
        dropped: &mut repaired.dropped,
        remarks: &mut repaired.remarks,
    };
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let end = match character {
            '\u{1B}' => at + ansi_length(&text[at..]),
            _ => at + character.len_utf8(),
        };
        match class(character) {
            Class::Text => output.keep(character, at..end),
            Class::Space if preformatted => output.keep(character, at..end),
            Class::Space => output.space(character, at..end),
            Class::C1(meant) => output.replace(meant, at..end),
            Class::Nothing => output.control(at..end),
        }
        at = end;
    }
    let (text, map) = output.finish();
    repaired.text = Cow::Owned(text);
    repaired.map = map;
    true
}

/// What a character is to a reader.
enum Class {
    Text,
    Space,
    /// A C1 control, which nobody means: the windows-1252 character of that byte.
    C1(char),
    Nothing,
}

fn class(character: char) -> Class {
    match character {
        ' '..='~' if character != ' ' => Class::Text,
        ' ' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' => Class::Space,
        '\0'..='\u{1F}' | '\u{7F}' => Class::Nothing,
        '\u{80}'..='\u{9F}' => match C1_AS_WINDOWS_1252[character as usize - 0x80] {
            '\0' => Class::Nothing,
            meant => Class::C1(meant),
        },
        '\u{A0}' // no-break space
        | '\u{1680}' // ogham space mark
        | '\u{2000}'..='\u{200A}' // en quad to hair space
        | '\u{2028}' | '\u{2029}' // line and paragraph separator
        | '\u{202F}' // narrow no-break space
        | '\u{205F}' // medium mathematical space
        | '\u{3000}' // ideographic space
        => Class::Space,
        '\u{AD}' // soft hyphen
        | '\u{206A}'..='\u{206F}' // deprecated format characters
        | '\u{FEFF}' // byte order mark inside
        | '\u{FFF9}'..='\u{FFFC}' // interlinear marks, object replacement
        => Class::Nothing,
        _ => Class::Text,
    }
}

/// The characters of windows-1252 at 0x80 to 0x9F; NUL where it has none
/// (WHATWG Encoding Standard, index-windows-1252).
pub(super) const C1_AS_WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', //
    '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// Whether [`clean`] would change nothing.
fn is_clean(text: &str, preformatted: bool) -> bool {
    let mut before_space = true;
    for character in text.chars() {
        match class(character) {
            Class::Text => before_space = false,
            Class::Space if preformatted => {}
            Class::Space => {
                if before_space || !matches!(character, ' ' | '\u{3000}') {
                    return false;
                }
                before_space = true;
            }
            Class::C1(_) | Class::Nothing => return false,
        }
    }
    preformatted || text.is_empty() || !before_space
}

/// Length of the ANSI control sequence (ECMA-48, CSI) that `text` begins with; 1,
/// the escape alone, if it is none.
fn ansi_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(1) != Some(&b'[') {
        return 1;
    }
    let parameters = bytes[2..]
        .iter()
        .take_while(|byte| (0x20..0x40).contains(*byte))
        .count();
    match bytes.get(2 + parameters) {
        Some(0x40..=0x7E) => 3 + parameters,
        _ => 1,
    }
}

/// The clean text as it grows.
struct Output<'a> {
    text: String,
    map: Map,
    /// From the text being cleaned to the block's text.
    input: &'a Map,
    /// White space seen since the last text: its first range, and what stands for it.
    space: Option<(Range<usize>, char, char)>,
    dropped: &'a mut Vec<Dropped>,
    remarks: &'a mut Vec<Remark>,
}

impl Output<'_> {
    fn keep(&mut self, character: char, range: Range<usize>) {
        self.flush_space();
        self.text.push(character);
        self.map.append(self.input, range);
    }

    fn replace(&mut self, character: char, range: Range<usize>) {
        self.flush_space();
        let source = self.input.source(range);
        self.remarks.push(Remark {
            kind: NoteKind::Control,
            range: source.clone(),
        });
        self.text.push(character);
        self.map.replace(character.len_utf8(), source);
    }

    fn control(&mut self, range: Range<usize>) {
        let source = self.input.source(range.clone());
        self.remarks.push(Remark {
            kind: NoteKind::Control,
            range: source,
        });
        self.drop(range, Reason::Control);
    }

    /// A run of ideographic spaces stays one; any other run becomes a space.
    fn space(&mut self, character: char, range: Range<usize>) {
        let folded = if character == '\u{3000}' {
            character
        } else {
            ' '
        };
        if self.text.is_empty() {
            self.drop(range, Reason::Space);
        } else if let Some((_, _, seen)) = &mut self.space {
            if *seen != folded {
                *seen = ' ';
            }
            self.drop(range, Reason::Space);
        } else {
            self.space = Some((range, character, folded));
        }
    }

    fn flush_space(&mut self) {
        if let Some((range, was, folded)) = self.space.take() {
            self.text.push(folded);
            if was == folded {
                self.map.append(self.input, range);
            } else {
                self.map
                    .replace(folded.len_utf8(), self.input.source(range));
            }
        }
    }

    /// Space that a compatibility character brought has no source of its own and
    /// does not count as dropped.
    fn drop(&mut self, range: Range<usize>, reason: Reason) {
        for source in self.input.exclusive(range) {
            match self.dropped.last_mut() {
                Some(last) if last.reason == reason && last.range.end == source.start => {
                    last.range.end = source.end;
                }
                _ => self.dropped.push(Dropped {
                    range: source,
                    reason,
                }),
            }
        }
    }

    fn finish(mut self) -> (String, Map) {
        if let Some((range, ..)) = self.space.take() {
            self.drop(range, Reason::Space);
        }
        (self.text, self.map)
    }
}
