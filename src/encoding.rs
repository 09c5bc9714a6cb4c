//! Character encodings and the labels people use for them.

mod double;
mod escape;
mod korean;
mod label;
mod seven;
mod single;
pub(crate) mod step;
mod taiwan;
mod unicode;

use std::fmt;

use single::Page;
use step::{Out, Step, Stepper, Task};

/// A character encoding that unmix can decode.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(Codec);

/// Who knows an encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codec {
    /// The WHATWG standard, by way of encoding_rs.
    Web(&'static encoding_rs::Encoding),
    /// UTF-32, big-endian if true.
    Utf32(bool),
    /// UTF-7.
    Utf7,
    /// HZ-GB-2312.
    Hz,
    /// ISO-2022-KR.
    Iso2022Kr,
    /// ISO-2022-CN.
    Iso2022Cn,
    /// Johab.
    Johab,
    /// EUC-TW.
    EucTw,
    /// A page of one byte a character that the web does not have.
    Page(&'static Page),
}

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(Codec::Web(encoding_rs::UTF_8));
    /// UTF-16, little-endian.
    pub const UTF_16LE: Self = Self(Codec::Web(encoding_rs::UTF_16LE));
    /// UTF-16, big-endian.
    pub const UTF_16BE: Self = Self(Codec::Web(encoding_rs::UTF_16BE));
    /// UTF-32, little-endian.
    pub const UTF_32LE: Self = Self(Codec::Utf32(false));
    /// UTF-32, big-endian.
    pub const UTF_32BE: Self = Self(Codec::Utf32(true));
    /// GB18030, the superset of GBK and GB 2312.
    pub const GB18030: Self = Self(Codec::Web(encoding_rs::GB18030));
    /// windows-1252, the superset of ISO-8859-1.
    pub const WINDOWS_1252: Self = Self(Codec::Web(encoding_rs::WINDOWS_1252));
    /// UTF-7.
    pub const UTF_7: Self = Self(Codec::Utf7);
    /// HZ-GB-2312.
    pub const HZ: Self = Self(Codec::Hz);
    /// ISO-2022-KR.
    pub const ISO_2022_KR: Self = Self(Codec::Iso2022Kr);
    /// ISO-2022-CN.
    pub const ISO_2022_CN: Self = Self(Codec::Iso2022Cn);
    /// ISO-2022-JP.
    pub const ISO_2022_JP: Self = Self(Codec::Web(encoding_rs::ISO_2022_JP));

    /// The encoding that a label stands for, whatever its case and punctuation;
    /// `None` for labels that nobody uses.
    pub fn for_label(label: &str) -> Option<Self> {
        label::find(label)
    }

    /// The label, in lower case.
    pub fn label(self) -> String {
        match self.0 {
            Codec::Web(encoding) => return encoding.name().to_ascii_lowercase(),
            Codec::Utf32(false) => "utf-32le",
            Codec::Utf32(true) => "utf-32be",
            Codec::Utf7 => "utf-7",
            Codec::Hz => "hz-gb-2312",
            Codec::Iso2022Kr => "iso-2022-kr",
            Codec::Iso2022Cn => "iso-2022-cn",
            Codec::Johab => "johab",
            Codec::EucTw => "euc-tw",
            Codec::Page(page) => page.label,
        }
        .to_owned()
    }

    /// Runs a task with the stepper of this encoding: the one list of them.
    pub(crate) fn run<T: Task>(self, task: T) -> T::Output {
        let web = match self.0 {
            Codec::Utf32(big) => return task.run(&unicode::Utf32 { big }),
            Codec::Utf7 => return task.run(&seven::Utf7),
            Codec::Hz => return task.run(&seven::Hz::new()),
            Codec::Iso2022Kr => return task.run(&seven::Iso2022Kr::new()),
            Codec::Iso2022Cn => return task.run(&seven::Iso2022Cn::new()),
            Codec::Johab => return task.run(&korean::Johab::new()),
            Codec::EucTw => return task.run(&taiwan::EucTw::new()),
            Codec::Page(page) if page.ascii => return task.run(&single::AsciiPage(page)),
            Codec::Page(page) => return task.run(&single::OtherPage(page)),
            Codec::Web(web) => web,
        };
        if web == encoding_rs::UTF_8 {
            task.run(&unicode::Utf8)
        } else if web == encoding_rs::UTF_16LE {
            task.run(&unicode::Utf16 { big: false })
        } else if web == encoding_rs::UTF_16BE {
            task.run(&unicode::Utf16 { big: true })
        } else if web == encoding_rs::GB18030 {
            task.run(&double::Gb18030::new())
        } else if web == encoding_rs::BIG5 {
            task.run(&double::Big5::new())
        } else if web == encoding_rs::SHIFT_JIS {
            task.run(&double::ShiftJis::new())
        } else if web == encoding_rs::EUC_KR {
            task.run(&double::EucKr::new())
        } else if web == encoding_rs::EUC_JP {
            task.run(&double::EucJp::new())
        } else if web == encoding_rs::ISO_2022_JP {
            task.run(&escape::Iso2022Jp::new())
        } else if let Some(page) = Page::web(web) {
            task.run(&single::AsciiPage(page))
        } else {
            // x-user-defined and replacement, which no label leads to.
            task.run(&unicode::Utf8)
        }
    }

    /// The first step that a decoder takes into `bytes`, which are not empty.
    pub(crate) fn step(self, bytes: &[u8]) -> Step {
        struct First<'b>(&'b [u8]);
        impl Task for First<'_> {
            type Output = Step;

            fn run<S: Stepper>(self, stepper: &S) -> Step {
                stepper.step(&mut 0, self.0)
            }
        }
        self.run(First(bytes))
    }

    /// The one character that all of `bytes`, which are not empty, stand for.
    pub(crate) fn character(self, bytes: &[u8]) -> Option<char> {
        let step = self.step(bytes);
        match step.out {
            Out::One(character) if step.read == bytes.len() => Some(character),
            _ => None,
        }
    }

    /// Whether even ASCII takes two bytes or four.
    pub(crate) fn is_wide(self) -> bool {
        [
            Self::UTF_16LE,
            Self::UTF_16BE,
            Self::UTF_32LE,
            Self::UTF_32BE,
        ]
        .contains(&self)
    }

    /// Whether the two differ in the order of their bytes at most.
    pub(crate) fn is_either_order_of(self, other: Self) -> bool {
        let pairs = [
            [Self::UTF_16LE, Self::UTF_16BE],
            [Self::UTF_32LE, Self::UTF_32BE],
        ];
        self == other
            || pairs
                .iter()
                .any(|pair| pair.contains(&self) && pair.contains(&other))
    }

    /// Whether ASCII stands for itself.
    pub(crate) fn is_ascii_compatible(self) -> bool {
        match self.0 {
            Codec::Page(page) => page.ascii,
            Codec::Utf32(_) | Codec::Utf7 | Codec::Hz => false,
            Codec::Iso2022Kr | Codec::Iso2022Cn => false,
            Codec::Johab | Codec::EucTw => true,
            Codec::Web(web) => web.is_ascii_compatible(),
        }
    }

    /// Whether it is a page of DOS, the Macintosh or EBCDIC.
    pub(crate) fn is_dos_or_mac(self) -> bool {
        let label = self.label();
        self.is_page()
            && ["ibm", "x-mac", "mac"]
                .iter()
                .any(|start| label.starts_with(start))
    }

    /// Whether every byte is a character.
    pub(crate) fn is_page(self) -> bool {
        match self.0 {
            Codec::Page(_) => true,
            Codec::Web(web) => Page::web(web).is_some(),
            _ => false,
        }
    }

    /// From encoding_rs. GBK becomes GB18030, which decodes the same.
    pub(crate) fn from_web(encoding: &'static encoding_rs::Encoding) -> Self {
        if encoding == encoding_rs::GBK {
            return Self::GB18030;
        }
        Self(Codec::Web(encoding))
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoding({})", self.label())
    }
}
