//! Character encodings and the labels people use for them.

use std::fmt;

/// A character encoding that unmix can decode.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// UTF-16, little-endian.
    pub const UTF_16LE: Self = Self(encoding_rs::UTF_16LE);
    /// UTF-16, big-endian.
    pub const UTF_16BE: Self = Self(encoding_rs::UTF_16BE);

    /// The encoding that a label stands for, whatever its case.
    pub fn for_label(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase();
        let known = match label.as_str() {
            "cp936" | "ms936" | "windows-936" | "gb2312" | "gbk" => encoding_rs::GB18030,
            "cp950" | "big5-hkscs" => encoding_rs::BIG5,
            "cp949" => encoding_rs::EUC_KR,
            "cp932" => encoding_rs::SHIFT_JIS,
            "utf-8-sig" => encoding_rs::UTF_8,
            _ => encoding_rs::Encoding::for_label(label.as_bytes())?,
        };
        (known != encoding_rs::REPLACEMENT).then_some(Self(known))
    }

    /// The label, in lower case.
    pub fn label(self) -> String {
        self.0.name().to_ascii_lowercase()
    }

    /// The encoding_rs encoding behind it.
    pub(crate) fn web(self) -> &'static encoding_rs::Encoding {
        self.0
    }

    /// From encoding_rs.
    pub(crate) fn from_web(encoding: &'static encoding_rs::Encoding) -> Self {
        Self(encoding)
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoding({})", self.label())
    }
}
