//! Rich Text Format in, what its readers see of it out (Microsoft's specification, version 1.9.1):
//! paragraphs, cells and notes, escapes of bytes and of characters read.

use std::{collections::HashMap, ops::Range};

use super::{
    Parsed,
    build::{Builder, Context},
    scan::is_space,
};
use crate::{
    document::{BlockKind, NoteKind, Reason},
    encoding::{
        Encoding,
        step::{Out, Step},
    },
};

/// Groups of no text: tables, pictures, what fields are made of.
const HIDDEN: [&str; 25] = [
    "annotation",
    "atnauthor",
    "atnid",
    "bkmkend",
    "bkmkstart",
    "colortbl",
    "datafield",
    "datastore",
    "filetbl",
    "fldinst",
    "fonttbl",
    "generator",
    "info",
    "listoverridetable",
    "listtable",
    "listtext",
    "nonshppict",
    "objdata",
    "pict",
    "pntext",
    "revtbl",
    "rsidtbl",
    "shprslt",
    "stylesheet",
    "themedata",
];

/// Words that end a block.
const ENDS: [&str; 10] = [
    "cell", "column", "line", "nestcell", "nestrow", "page", "par", "row", "sect", "softline",
];

/// Words that stand for a character.
const CHARACTERS: [(&str, &str); 13] = [
    ("bullet", "•"),
    ("emdash", "—"),
    ("emspace", " "),
    ("endash", "–"),
    ("enspace", " "),
    ("ldblquote", "“"),
    ("lquote", "‘"),
    ("qmspace", " "),
    ("rdblquote", "”"),
    ("rquote", "’"),
    ("tab", " "),
    ("zwj", "\u{200D}"),
    ("zwnj", "\u{200C}"),
];

/// The encodings of fonts by `\fcharset`, as Windows numbers them.
const CHARSETS: [(i32, &str); 17] = [
    (77, "macintosh"),
    (128, "shift_jis"),
    (129, "euc-kr"),
    (130, "johab"),
    (134, "gb18030"),
    (136, "big5"),
    (161, "windows-1253"),
    (162, "windows-1254"),
    (163, "windows-1258"),
    (177, "windows-1255"),
    (178, "windows-1256"),
    (186, "windows-1257"),
    (204, "windows-1251"),
    (222, "windows-874"),
    (238, "windows-1250"),
    (254, "ibm437"),
    (255, "ibm850"),
];

/// Groups inside groups whose state is kept; no document has so many.
const DEPTH: usize = 256;

/// Fonts that are remembered.
const FONTS: usize = 4096;

/// The hexadecimal digits of a picture that a part of a document may begin with, at least.
const FEWEST_DIGITS: usize = 64;

/// What a group has from the one around it, and leaves to it unchanged.
#[derive(Clone, Copy)]
struct State {
    /// Why its text is not shown, if it is not.
    hidden: Option<Reason>,
    /// What `\'` escapes are in.
    encoding: Encoding,
    /// How many characters after `\u` stand for the same.
    fallback: usize,
    /// The text is in a table.
    cell: bool,
    /// The group is a note, beside the text around it.
    note: bool,
    /// The group is the table of fonts.
    fonts: bool,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    builder: Builder<'t>,
    state: State,
    around: Vec<State>,
    /// Groups that are open beyond [`DEPTH`].
    deeper: usize,
    /// What `\ansicpg` said, or what is said if it says nothing.
    ansi: Encoding,
    /// The fonts and their encodings, the one that is being described, and the one that text has
    /// of which nothing else is said.
    fonts: HashMap<i32, Encoding>,
    font: i32,
    default_font: i32,
    /// Bytes of `\'` escapes that are yet to be decoded, and where each stands.
    escaped: Vec<(u8, Range<usize>)>,
    /// The first half of a character beyond the BMP, and where it stood.
    half: Option<(u16, Range<usize>)>,
    /// Characters that say the same as the escape before them once more, up to where.
    skip: usize,
}

/// Whether a text is in Rich Text Format.
pub(super) fn is_rtf(text: &str) -> bool {
    text.trim_start_matches('\u{FEFF}').starts_with(r"{\rtf")
}

/// The blocks of a document, or of a part of one.
pub(super) fn read(text: &str) -> Parsed<'_> {
    let ansi = Encoding::WINDOWS_1252;
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: 0,
        builder: Builder::new(text, Context::new(BlockKind::Paragraph)),
        state: State {
            hidden: None,
            encoding: ansi,
            fallback: 1,
            cell: false,
            note: false,
            fonts: false,
        },
        around: Vec::new(),
        deeper: 0,
        ansi,
        fonts: HashMap::new(),
        font: 0,
        default_font: 0,
        escaped: Vec::new(),
        half: None,
        skip: 0,
    };
    if !is_rtf(text) {
        reader.rest_of_picture();
    }
    while reader.at < text.len() {
        reader.token();
    }
    reader.settle();
    while reader.state.note || !reader.around.is_empty() {
        reader.close();
    }
    reader.builder.end();
    reader.builder.finish(None)
}

impl Reader<'_> {
    /// Passes over the digits of a picture that a part of a document begins with.
    fn rest_of_picture(&mut self) {
        let digits = |byte: &&u8| byte.is_ascii_hexdigit() || is_space(**byte);
        let length = self.bytes.iter().take_while(digits).count();
        if length >= FEWEST_DIGITS {
            self.builder.drop(0..length, Reason::Markup);
            self.at = length;
        }
    }

    /// Reads a group's border, a command, or text up to the next of these.
    fn token(&mut self) {
        let start = self.at;
        match self.bytes[start] {
            border @ (b'{' | b'}') => {
                self.settle();
                self.skip = 0;
                match border {
                    b'{' => self.open(),
                    _ => self.close(),
                }
                self.at += 1;
                self.builder.drop(start..self.at, Reason::Markup);
            }
            b'\\' => self.command(),
            b'\r' | b'\n' => {
                self.at += 1;
                match self.escaped.last_mut() {
                    // Between the bytes of a character.
                    Some((_, range)) => range.end = self.at,
                    None => self.builder.drop(start..self.at, Reason::Space),
                }
            }
            _ => {
                let rest = &self.bytes[start..];
                let end = rest
                    .iter()
                    .position(|byte| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n'));
                let end = start + end.unwrap_or(rest.len());
                self.plain(start..end);
                self.at = end;
            }
        }
    }

    fn open(&mut self) {
        if self.around.len() == DEPTH {
            self.deeper += 1;
            return;
        }
        self.around.push(self.state);
        self.state.note = false;
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        if self.state.note {
            self.builder.resume();
        }
        let fonts = self.state.fonts;
        match self.around.pop() {
            Some(around) => self.state = around,
            // A part of a document may close what the one before it opened.
            None => self.state.note = false,
        }
        if fonts && !self.state.fonts {
            self.state.encoding = self.default_encoding();
        }
    }

    /// The encoding of text of which no font is said.
    fn default_encoding(&self) -> Encoding {
        let font = self.fonts.get(&self.default_font);
        font.copied().unwrap_or(self.ansi)
    }

    /// Text without commands.
    fn plain(&mut self, mut range: Range<usize>) {
        while self.skip > 0 && !range.is_empty() {
            let length = self.text[range.clone()]
                .chars()
                .next()
                .map_or(1, char::len_utf8);
            self.skip -= 1;
            self.builder
                .drop(range.start..range.start + length, Reason::Markup);
            range.start += length;
        }
        if range.is_empty() {
            return;
        }
        // Half a character may have its other byte among the text.
        let first = self.bytes[range.start];
        if self.ends_character(first) {
            self.escaped.push((first, range.start..range.start + 1));
            range.start += 1;
        }
        self.settle();
        match self.state.hidden {
            Some(reason) => self.builder.drop(range, reason),
            None => {
                self.begin();
                self.builder.copy(range);
            }
        }
    }

    /// Whether the last of the escaped bytes is a character only with this byte behind it.
    fn ends_character(&self, next: u8) -> bool {
        let Some((last, _)) = self.escaped.last().filter(|_| next.is_ascii()) else {
            return false;
        };
        let both = self.state.encoding.step(&[*last, next]);
        both.read == 2
            && both.out != Out::Bad
            && self
                .decoded()
                .last()
                .is_some_and(|step| step.out == Out::Bad)
    }

    /// The steps through the escaped bytes.
    fn decoded(&self) -> Vec<Step> {
        let bytes: Vec<u8> = self.escaped.iter().map(|(byte, _)| *byte).collect();
        let mut steps = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let step = self.state.encoding.step(&bytes[at..]);
            at += step.read.max(1);
            steps.push(step);
        }
        steps
    }

    /// Decodes the escaped bytes, and gives up half a character.
    fn settle(&mut self) {
        if let Some((_, range)) = self.half.take() {
            self.builder.remark(NoteKind::Undecodable, range);
        }
        if self.escaped.is_empty() {
            return;
        }
        let steps = self.decoded();
        let mut escaped = std::mem::take(&mut self.escaped).into_iter();
        for step in steps {
            let mut ranges = escaped
                .by_ref()
                .take(step.read.max(1))
                .map(|(_, range)| range);
            let Some(first) = ranges.next() else {
                break;
            };
            let end = ranges.last().map_or(first.end, |last| last.end);
            let range = first.start..end;
            match step.out {
                Out::One(character) => {
                    self.character(character.encode_utf8(&mut [0; 4]), range);
                }
                Out::Two(base, mark) => {
                    self.character(&String::from_iter([base, mark]), range);
                }
                Out::Nothing => self.builder.drop(range, Reason::Markup),
                Out::Bad => {
                    self.builder.remark(NoteKind::Undecodable, range.clone());
                    self.character("\u{FFFD}", range);
                }
            }
        }
    }

    /// Text that stands for a command.
    fn character(&mut self, text: &str, range: Range<usize>) {
        match self.state.hidden {
            Some(reason) => self.builder.drop(range, reason),
            None => {
                self.begin();
                self.builder.replace(text, range);
            }
        }
    }

    /// Says what the next block is, if none is open.
    fn begin(&mut self) {
        if !self.builder.is_open() {
            self.builder.context.kind = match self.state.cell {
                true => BlockKind::Cell,
                false => BlockKind::Paragraph,
            };
        }
    }

    /// A backslash, and the word or sign behind it.
    fn command(&mut self) {
        let start = self.at;
        let rest = &self.bytes[start + 1..];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
        let letters = letters.count();
        if letters > 0 {
            return self.word(letters);
        }
        let Some(sign) = rest.first() else {
            self.settle();
            self.at = self.bytes.len();
            return self.builder.drop(start..self.at, Reason::Markup);
        };
        if *sign == b'\'' {
            return self.byte(start);
        }
        self.settle();
        let length = self.text[start + 1..].chars().next();
        let end = start + 1 + length.map_or(1, char::len_utf8);
        self.at = end;
        match sign {
            // Where `\u` was read, the sign says the same once more.
            _ if self.skip > 0 => {
                self.skip -= 1;
                self.builder.drop(start..end, Reason::Markup);
            }
            b'\\' | b'{' | b'}' => {
                self.builder.drop(start..start + 1, Reason::Markup);
                self.plain(start + 1..end);
            }
            b'~' => self.character("\u{A0}", start..end),
            b'_' => self.character("-", start..end),
            b'\r' | b'\n' => {
                self.builder.end();
                self.builder.drop(start..end, Reason::Markup);
            }
            b'*' => {
                self.state.hidden = self.state.hidden.or(Some(Reason::Markup));
                self.builder.drop(start..end, Reason::Markup);
            }
            _ => self.builder.drop(start..end, Reason::Markup),
        }
    }

    /// `\'` and two hexadecimal digits.
    fn byte(&mut self, start: usize) {
        let digits = self.text.get(start + 2..start + 4);
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let end = (start + if byte.is_some() { 4 } else { 2 }).min(self.bytes.len());
        self.at = end;
        match byte {
            Some(_) if self.skip > 0 => {
                self.skip -= 1;
                self.builder.drop(start..end, Reason::Markup);
            }
            Some(byte) if self.state.hidden.is_none() => {
                if self.half.is_some() {
                    self.settle();
                }
                self.escaped.push((byte, start..end));
            }
            _ => {
                self.settle();
                self.builder.drop(start..end, Reason::Markup);
            }
        }
    }

    /// A command of so many letters, perhaps with a number, and a space that ends it.
    fn word(&mut self, letters: usize) {
        let start = self.at;
        let word = &self.text[start + 1..start + 1 + letters];
        let mut end = start + 1 + letters;
        let sign = usize::from(self.bytes.get(end) == Some(&b'-'));
        let digits = self.bytes[end + sign..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit());
        let digits = digits.count();
        let number = self.text[end..end + if digits > 0 { sign + digits } else { 0 }].parse();
        let number: Option<i32> = number.ok();
        if digits > 0 {
            end += sign + digits;
        }
        end += usize::from(self.bytes.get(end) == Some(&b' '));
        self.at = end;
        if word == "u" {
            return self.unicode(number.unwrap_or(0), start..end);
        }
        self.settle();
        if let Some((_, text)) = CHARACTERS.iter().find(|row| row.0 == word) {
            if self.skip > 0 {
                self.skip -= 1;
                return self.builder.drop(start..end, Reason::Markup);
            }
            return self.character(text, start..end);
        }
        self.skip = 0;
        if self.state.hidden.is_none() && ENDS.contains(&word) {
            self.builder.end();
        }
        if word == "bin" {
            // Bytes that are no text, so many of them.
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self
                .text
                .ceil_char_boundary((end + length).min(self.bytes.len()));
            end = self.at;
        }
        self.builder.drop(start..end, Reason::Markup);
        self.change(word, number);
    }

    /// A command that changes the state.
    fn change(&mut self, word: &str, number: Option<i32>) {
        let default = self.default_encoding();
        let state = &mut self.state;
        match (word, number) {
            ("ansicpg", Some(page)) => {
                let label = format!("cp{page}");
                if let Some(encoding) = Encoding::for_label(&label) {
                    self.ansi = encoding;
                    state.encoding = encoding;
                }
            }
            ("deff", Some(font)) => self.default_font = font,
            ("uc", Some(count)) => state.fallback = usize::try_from(count).unwrap_or(0),
            ("f", Some(font)) if state.fonts => self.font = font,
            ("fcharset", Some(charset)) if state.fonts => {
                let found = CHARSETS.iter().find(|row| row.0 == charset);
                let encoding = found.and_then(|row| Encoding::for_label(row.1));
                if self.fonts.len() < FONTS {
                    self.fonts.insert(self.font, encoding.unwrap_or(self.ansi));
                }
            }
            ("f" | "af", Some(font)) => {
                state.encoding = self.fonts.get(&font).copied().unwrap_or(self.ansi);
            }
            ("plain", _) => {
                state.encoding = default;
                if state.hidden == Some(Reason::Hidden) {
                    state.hidden = None;
                }
            }
            ("pard", _) => state.cell = false,
            ("intbl", _) => state.cell = true,
            ("v" | "deleted", number) => match (number, state.hidden) {
                (Some(0), Some(Reason::Hidden)) => state.hidden = None,
                (Some(0), _) | (_, Some(_)) => {}
                _ => state.hidden = Some(Reason::Hidden),
            },
            ("footnote", _) if state.hidden.is_none() && !state.note => {
                state.note = true;
                self.builder.suspend();
            }
            (
                "header" | "headerf" | "headerl" | "headerr" | "footer" | "footerf" | "footerl"
                | "footerr",
                _,
            ) => self.builder.end(),
            // What a shape shows is text, though a reader may pass over the shape.
            ("shptxt", _) => {
                state.hidden = None;
                self.builder.end();
            }
            ("fonttbl", _) => {
                state.fonts = true;
                state.hidden = Some(Reason::Markup);
            }
            _ if HIDDEN.contains(&word) => state.hidden = Some(Reason::Markup),
            _ => {}
        }
    }

    /// `\u` and a unit of UTF-16 as a signed number.
    fn unicode(&mut self, number: i32, range: Range<usize>) {
        let unit = number as u16;
        let half = self.half.take();
        if half.is_none() || !matches!(unit, 0xDC00..=0xDFFF) {
            self.half = half;
            self.settle();
            if matches!(unit, 0xD800..=0xDBFF) && self.state.hidden.is_none() {
                self.builder.drop(range.clone(), Reason::Markup);
                self.half = Some((unit, range));
            } else {
                let character = char::from_u32(u32::from(unit)).unwrap_or('\u{FFFD}');
                self.character(character.encode_utf8(&mut [0; 4]), range);
            }
        } else if let Some((high, _)) = half {
            let character = char::decode_utf16([high, unit]).next();
            let character = character.and_then(Result::ok).unwrap_or('\u{FFFD}');
            self.character(character.encode_utf8(&mut [0; 4]), range);
        }
        self.skip = self.state.fallback;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<String> {
        let parsed = read(text);
        parsed
            .blocks
            .iter()
            .map(|block| block.text.to_string())
            .collect()
    }

    #[test]
    fn paragraphs_and_characters_are_read() {
        assert_eq!(
            blocks(
                r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\f0\fs20 Hello \b world\b0 !\par It\rquote s \{1\} \u8212?\~x\par}"
            ),
            ["Hello world!", "It’s {1} —\u{A0}x"]
        );
    }

    #[test]
    fn bytes_are_in_the_encoding_of_their_font() {
        assert_eq!(
            blocks(
                r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 S;}{\f2\fcharset204 B;}}\f1\'c4\'e3\'ba\'c3\f0  caf\'e9 {\f2\'cf\'f0\'e8} \'e9\par}"
            ),
            ["你好 café При é"]
        );
        assert_eq!(
            blocks(r"{\rtf1\ansi\ansicpg936 \'c4\'e3\'ba\'c3\par}"),
            ["你好"]
        );
        // The second byte of a character may be a letter.
        assert_eq!(blocks(r"{\rtf1\ansi\ansicpg932 \'83A\'83\'43}"), ["アイ"]);
    }

    #[test]
    fn characters_have_another_form_for_old_readers() {
        assert_eq!(
            blocks(
                r"{\rtf1\ansi\uc2\u20320\'c4\'e3\u22909\'ba\'c3{\uc0\u8364}\u-10179 ??\u-8704 ??.}"
            ),
            ["你好€😀."]
        );
        assert_eq!(blocks(r"{\rtf1\u-10179?a}"), ["a"]);
    }

    #[test]
    fn what_no_reader_sees_is_no_text() {
        assert_eq!(
            blocks(concat!(
                r"{\rtf1{\info{\title No}}{\*\generator No;}{\colortbl;\red0;}",
                r"{\stylesheet{\s0 Normal;}}One{\pict\pngblip 89504e}{\v no}\v no\v0  two",
                r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\footnote A note.} on.\par}"
            )),
            ["One twolink on.", "A note."]
        );
        assert_eq!(
            blocks(r"{\rtf1\trowd\intbl a\cell b\cell\row\pard c}"),
            ["a", "b", "c"]
        );
    }

    #[test]
    fn a_part_of_a_document_may_begin_anywhere() {
        let picture = "89504e470d0a1a0a".repeat(8);
        assert_eq!(
            blocks(&format!("{picture}\n}}Text\\par }}}} more")),
            ["Text", "more"]
        );
        assert_eq!(blocks("{{{{{{\\"), [""; 0]);
        assert_eq!(blocks(r"{\rtf1 a\'"), ["a"]);
        assert_eq!(blocks(r"{\rtf1 a\'4\'zz b"), ["a4zz b"]);
    }
}
