//! Encodings of one byte a character: those of the web from encoding_rs, the
//! others from `data/charset-pages.tsv`.

use std::sync::LazyLock;

use super::step::{Step, Stepper};

/// An encoding of one byte a character.
#[derive(Debug)]
pub(crate) struct Page {
    /// The label, in lower case.
    pub(crate) label: &'static str,
    /// The lower half is ASCII.
    pub(crate) ascii: bool,
    /// Characters by byte; U+FFFD where a byte means nothing.
    characters: [char; 256],
}

/// Every encoding of one byte a character that the web has.
const WEB: [&encoding_rs::Encoding; 28] = [
    encoding_rs::IBM866,
    encoding_rs::ISO_8859_2,
    encoding_rs::ISO_8859_3,
    encoding_rs::ISO_8859_4,
    encoding_rs::ISO_8859_5,
    encoding_rs::ISO_8859_6,
    encoding_rs::ISO_8859_7,
    encoding_rs::ISO_8859_8,
    encoding_rs::ISO_8859_8_I,
    encoding_rs::ISO_8859_10,
    encoding_rs::ISO_8859_13,
    encoding_rs::ISO_8859_14,
    encoding_rs::ISO_8859_15,
    encoding_rs::ISO_8859_16,
    encoding_rs::KOI8_R,
    encoding_rs::KOI8_U,
    encoding_rs::MACINTOSH,
    encoding_rs::WINDOWS_874,
    encoding_rs::WINDOWS_1250,
    encoding_rs::WINDOWS_1251,
    encoding_rs::WINDOWS_1252,
    encoding_rs::WINDOWS_1253,
    encoding_rs::WINDOWS_1254,
    encoding_rs::WINDOWS_1255,
    encoding_rs::WINDOWS_1256,
    encoding_rs::WINDOWS_1257,
    encoding_rs::WINDOWS_1258,
    encoding_rs::X_MAC_CYRILLIC,
];

/// The pages of the web, in the order of [`WEB`].
static WEB_PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let page = |encoding: &&'static encoding_rs::Encoding| Page {
        label: encoding.name(),
        ascii: true,
        characters: std::array::from_fn(|byte| {
            let byte = [byte as u8];
            let (text, _) = encoding.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or('\u{FFFD}')
        }),
    };
    WEB.iter().map(page).collect()
});

/// The other pages, as the data has them.
static PAGES: LazyLock<Vec<Page>> =
    LazyLock::new(|| read(include_str!("../../data/charset-pages.tsv")));

/// Reads the data: label, lower half, upper half.
fn read(data: &'static str) -> Vec<Page> {
    let mut pages = Vec::new();
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(label), Some(lower), Some(upper)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let half = |digits: &str, index: usize| {
            let code = digits.get(index * 4..index * 4 + 4)?;
            char::from_u32(u32::from_str_radix(code, 16).ok()?)
        };
        let ascii = lower == "ascii";
        pages.push(Page {
            label,
            ascii,
            characters: std::array::from_fn(|byte| match byte {
                0..128 if ascii => byte as u8 as char,
                0..128 => half(lower, byte).unwrap_or('\u{FFFD}'),
                _ => half(upper, byte - 128).unwrap_or('\u{FFFD}'),
            }),
        });
    }
    pages
}

impl Page {
    /// The page with a label, if the web does not have it.
    pub(crate) fn find(label: &str) -> Option<&'static Self> {
        PAGES.iter().find(|page| page.label == label)
    }

    /// The page of a web encoding; windows-1252 for those of more bytes.
    pub(crate) fn web(encoding: &'static encoding_rs::Encoding) -> Option<&'static Self> {
        let index = WEB.iter().position(|known| *known == encoding)?;
        WEB_PAGES.get(index)
    }

    fn step(&self, byte: u8) -> Step {
        match self.characters[usize::from(byte)] {
            '\u{FFFD}' => Step::bad(1),
            character => Step::one(1, character),
        }
    }
}

/// Two pages are the same if their labels are.
impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.label == other.label
    }
}

impl Eq for Page {}

/// A page whose lower half is ASCII.
pub(crate) struct AsciiPage(pub(crate) &'static Page);

impl Stepper for AsciiPage {
    const ASCII: bool = true;

    #[inline]
    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        self.0.step(bytes[0])
    }
}

/// A page of its own in both halves: EBCDIC, and those that use control codes.
pub(crate) struct OtherPage(pub(crate) &'static Page);

impl Stepper for OtherPage {
    const ASCII: bool = false;

    #[inline]
    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        self.0.step(bytes[0])
    }
}
