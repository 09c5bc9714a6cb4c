//! Characters that carry no text go; radicals become ideographs; white space is
//! trimmed and folded.

use std::{borrow::Cow, cell::LazyCell, ops::Range};

use super::{
    Repaired,
    invisible::{self, Surroundings},
    radical, scan,
};
use crate::{
    document::{Dropped, NoteKind, Reason, Remark},
    offsets::Map,
};

/// Drops controls and what is invisible to no purpose, reads C1 controls as
/// windows-1252, trims and folds white space. In preformatted text white space
/// stays, but for the ends of lines.
/// Whether anything changed.
pub(super) fn clean(repaired: &mut Repaired<'_>, preformatted: bool) -> bool {
    let profile = scan::scan(&repaired.text);
    if !profile.has(scan::ODD) && (preformatted || !profile.loose_space) {
        return false;
    }
    let text = std::mem::take(&mut repaired.text);
    let surroundings = LazyCell::new(|| Surroundings::of(&text));
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
            '\r' if text[at + 1..].starts_with('\n') => at + 2,
            _ => at + character.len_utf8(),
        };
        match class(character) {
            Class::Text => {
                let run = scan::text_length(&text[at..], preformatted).max(character.len_utf8());
                output.keep_all(&text[at..at + run], at);
                at += run;
                continue;
            }
            Class::Break if preformatted && character != '\n' => output.line_end(at..end),
            Class::Space | Class::Break if preformatted => output.keep(character, at..end),
            Class::Space | Class::Break => output.space(character, at..end),
            Class::Meant(meant) => {
                let kind = match character {
                    '\u{80}'..='\u{9F}' => NoteKind::Control,
                    _ => NoteKind::Normalized,
                };
                output.replace(meant, at..end, kind);
            }
            Class::Invisible if surroundings.keeps(character, at) => {
                output.keep(character, at..end);
            }
            Class::Invisible | Class::Nothing => output.control(at..end),
        }
        at = end;
    }
    let (clean, map) = output.finish();
    if clean == text {
        repaired.text = text;
        return false;
    }
    repaired.text = Cow::Owned(clean);
    repaired.map = map;
    true
}

/// What a character is to a reader.
enum Class {
    Text,
    Space,
    /// The end of a line.
    Break,
    /// Stands for another: a C1 control, which nobody means, for the windows-1252
    /// character of that byte; a radical for an ideograph.
    Meant(char),
    /// Does something for some neighbours.
    Invisible,
    Nothing,
}

fn class(character: char) -> Class {
    match character {
        ' '..='~' if character != ' ' => Class::Text,
        ' ' | '\t' | '\u{B}' | '\u{C}' => Class::Space,
        // With line and paragraph separator.
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Class::Break,
        '\0'..='\u{1F}' | '\u{7F}' => Class::Nothing,
        '\u{80}'..='\u{9F}' => match C1_AS_WINDOWS_1252[character as usize - 0x80] {
            '\0' => Class::Nothing,
            meant => Class::Meant(meant),
        },
        '\u{A0}' // no-break space
        | '\u{1680}' // ogham space mark
        | '\u{2000}'..='\u{200A}' // en quad to hair space
        | '\u{202F}' // narrow no-break space
        | '\u{205F}' // medium mathematical space
        | '\u{3000}' // ideographic space
        => Class::Space,
        '\u{AD}' // soft hyphen
        | '\u{FEFF}' // byte order mark inside
        | '\u{FFF9}'..='\u{FFFC}' // interlinear marks, object replacement
        => Class::Nothing,
        '\u{2E80}'..='\u{2FDF}' => match radical::ideograph(character) {
            ideograph if ideograph != character => Class::Meant(ideograph),
            _ => Class::Text,
        },
        _ if invisible::is_invisible(character) => Class::Invisible,
        _ => Class::Text,
    }
}

/// The characters of windows-1252 at 0x80 to 0x9F; NUL where it has none
/// (WHATWG Encoding Standard, index-windows-1252).
pub(super) const C1_AS_WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', //
    '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

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

    fn keep_all(&mut self, run: &str, at: usize) {
        self.flush_space();
        self.text.push_str(run);
        self.map.append(self.input, at..at + run.len());
    }

    /// The end of a line in preformatted text.
    fn line_end(&mut self, range: Range<usize>) {
        self.text.push('\n');
        self.map.replace(1, self.input.source(range));
    }

    fn replace(&mut self, character: char, range: Range<usize>, kind: NoteKind) {
        self.flush_space();
        let source = self.input.source(range);
        self.remarks.push(Remark {
            kind,
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
