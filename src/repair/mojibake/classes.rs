//! The classes of mojibake: what text was wrongly read as, and what it really was.

use std::sync::{LazyLock, OnceLock};

use super::reverse::Reverse;
use crate::encoding::Encoding;

/// An encoding that text is wrongly read as.
pub(super) struct Wrong {
    encoding: Encoding,
    /// Two bytes a character and more.
    pub(super) pairs: bool,
    reverse: OnceLock<Reverse>,
    /// What text read so really was, the usual first.
    pub(super) rights: &'static [Right],
    /// Nats that the class has to bring before it is believed: rare mistakes more.
    pub(super) prior: f32,
    /// Bytes that go missing on the way without a trace.
    pub(super) lost: &'static [u8],
}

impl Wrong {
    /// From its characters back to bytes; made when it is first asked for, as most text
    /// never needs any.
    pub(super) fn reverse(&self) -> &Reverse {
        self.reverse.get_or_init(|| match self.pairs {
            true => Reverse::pairs(self.encoding),
            false => Reverse::page(self.encoding),
        })
    }

    /// The characters of a page beyond ASCII, each with its byte.
    pub(super) fn single_bytes(&self) -> impl Iterator<Item = (char, u8)> + '_ {
        self.reverse().single_bytes(self.encoding)
    }
}

/// What text really was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Right {
    Utf8,
    Gb18030,
    Big5,
    ShiftJis,
    EucJp,
    EucKr,
    /// A page of one byte a character.
    Page(&'static str),
}

impl Right {
    /// The encoding.
    pub(super) fn encoding(self) -> Encoding {
        let label = match self {
            Self::Utf8 => return Encoding::UTF_8,
            Self::Gb18030 => return Encoding::GB18030,
            Self::Big5 => "big5",
            Self::ShiftJis => "shift_jis",
            Self::EucJp => "euc-jp",
            Self::EucKr => "euc-kr",
            Self::Page(label) => label,
        };
        Encoding::for_label(label).unwrap_or(Encoding::UTF_8)
    }
}

use Right::{Big5, EucJp, EucKr, Gb18030, Page, ShiftJis, Utf8};

/// The bytes that windows-1252 has no character for; most programs drop them. A
/// soft hyphen (AD) and a no-break space (A0) get lost as easily.
const LOST_1252: &[u8] = &[0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xAD, 0xA0];
/// What else gets lost where the page has a character for every byte.
const LOST_SPACE: &[u8] = &[0xA0];

const EASTERN: &[Right] = &[Utf8, Gb18030, Big5, ShiftJis, EucJp, EucKr];

/// A row for each: label, what it really was, nats, bytes lost without a trace.
type Row = (&'static str, &'static [Right], f32, &'static [u8]);

/// Single bytes: everything may be read as these.
#[rustfmt::skip]
const PAGES: &[Row] = &[
    ("windows-1252", &[Utf8, Gb18030, Big5, ShiftJis, EucJp, EucKr,
        Page("windows-1251"), Page("koi8-r"), Page("windows-1253"), Page("windows-1255"),
        Page("windows-1256"), Page("windows-874"), Page("ibm866")], 0.0, LOST_1252),
    ("windows-1251", &[Utf8, Gb18030, Big5, ShiftJis, EucJp, EucKr,
        Page("koi8-r"), Page("ibm866"), Page("windows-1252")], 1.0, &[0x98, 0xAD, 0xA0]),
    ("windows-1250", EASTERN, 1.0, &[0x81, 0x83, 0x88, 0x90, 0x98, 0xAD, 0xA0]),
    ("koi8-r", &[Utf8, Gb18030, Big5, ShiftJis, EucJp, EucKr,
        Page("windows-1251"), Page("ibm866")], 1.0, &[0x9A]),
    ("macintosh", EASTERN, 1.5, &[0xCA]),
    ("ibm437", EASTERN, 2.0, &[0xFF]),
    ("ibm850", EASTERN, 2.0, &[0xF0, 0xFF]),
    ("ibm852", EASTERN, 2.0, &[0xF0, 0xFF]),
    ("ibm866", &[Utf8, Gb18030, Big5, ShiftJis, EucJp, EucKr,
        Page("windows-1251"), Page("koi8-r")], 2.0, &[0xFF]),
    ("windows-1254", EASTERN, 3.0, &[0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E, 0xAD, 0xA0]),
    ("windows-1257", EASTERN, 3.0, LOST_SPACE),
    ("windows-1253", EASTERN, 3.0, LOST_SPACE),
    ("windows-1258", EASTERN, 4.0, LOST_SPACE),
    ("windows-1255", EASTERN, 4.0, LOST_SPACE),
    ("windows-1256", EASTERN, 4.0, LOST_SPACE),
    ("windows-874", EASTERN, 4.0, LOST_SPACE),
    ("iso-8859-2", EASTERN, 3.0, LOST_SPACE),
    ("iso-8859-5", &[Utf8, Gb18030, Page("windows-1251"), Page("koi8-r")], 3.0, LOST_SPACE),
    ("iso-8859-7", EASTERN, 4.0, LOST_SPACE),
    ("iso-8859-9", EASTERN, 4.0, LOST_SPACE),
    ("iso-8859-15", EASTERN, 3.0, LOST_SPACE),
    ("x-mac-cyrillic", &[Utf8, Gb18030, Page("windows-1251")], 3.0, LOST_SPACE),
    ("x-mac-ce", EASTERN, 4.0, LOST_SPACE),
];

/// The places of the usual pages in the table.
pub(super) const WINDOWS_1252: usize = 0;
pub(super) const MACINTOSH: usize = 4;

/// Several bytes a character.
#[rustfmt::skip]
const PAIRS: &[Row] = &[
    ("gb18030", &[Utf8, Big5, ShiftJis, EucKr, EucJp], 0.0, &[]),
    ("big5", &[Utf8, Gb18030, ShiftJis, EucJp, EucKr], 1.0, &[]),
    ("shift_jis", &[Utf8, Gb18030, Big5, EucJp, EucKr], 1.0, &[]),
    ("euc-kr", &[Utf8, Gb18030, Big5, EucJp, ShiftJis], 1.0, &[]),
    ("euc-jp", &[Utf8, Gb18030, Big5, EucKr, ShiftJis], 10.0, &[]),
];

/// All rows, the pages first.
pub(super) static WRONGS: LazyLock<Vec<Wrong>> = LazyLock::new(|| {
    let wrong = |(label, rights, prior, lost): &Row, pairs: bool| {
        Some(Wrong {
            encoding: Encoding::for_label(label)?,
            pairs,
            reverse: OnceLock::new(),
            rights,
            prior: *prior,
            lost,
        })
    };
    let pages = PAGES.iter().filter_map(|row| wrong(row, false));
    let pairs = PAIRS.iter().filter_map(|row| wrong(row, true));
    pages.chain(pairs).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_known() {
        assert_eq!(WRONGS.len(), PAGES.len() + PAIRS.len());
        assert_eq!(PAGES[WINDOWS_1252].0, "windows-1252");
        assert_eq!(PAGES[MACINTOSH].0, "macintosh");
        for (_, rights, ..) in PAGES.iter().chain(PAIRS) {
            for right in *rights {
                assert!(
                    *right == Utf8 || right.encoding() != Encoding::UTF_8,
                    "{right:?}"
                );
            }
        }
    }
}
