//! The labels that people use for encodings and the WHATWG standard does not know.

use super::{Codec, Encoding, Page};

/// Labels in lower case without `-`, `_`, `.` and white space, and what they
/// stand for. Labels of the WHATWG standard are not repeated, but those that it
/// maps to nothing (`hz-gb-2312`, `iso-2022-kr`) are.
const ALIASES: &[(&str, Known)] = &[
    ("936", Known::Web("gb18030")),
    ("cp936", Known::Web("gb18030")),
    ("ms936", Known::Web("gb18030")),
    ("windows936", Known::Web("gb18030")),
    ("euccn", Known::Web("gb18030")),
    ("gb180302022", Known::Web("gb18030")),
    ("gb180302000", Known::Web("gb18030")),
    ("gbk2312", Known::Web("gb18030")),
    ("cp54936", Known::Web("gb18030")),
    ("xeuccn", Known::Web("gb18030")),
    ("cngb", Known::Web("gb18030")),
    ("gb231280", Known::Web("gb18030")),
    ("gb23121980", Known::Web("gb18030")),
    ("xmacchinesesimp", Known::Web("gb18030")),
    ("hzgb", Known::Hz),
    ("950", Known::Web("big5")),
    ("cp950", Known::Web("big5")),
    ("ms950", Known::Web("big5")),
    ("windows950", Known::Web("big5")),
    ("big5eten", Known::Web("big5")),
    ("big5hkscs2004", Known::Web("big5")),
    ("big52003", Known::Web("big5")),
    ("bigfive", Known::Web("big5")),
    ("xmacchinesetrad", Known::Web("big5")),
    ("cp951", Known::Web("big5")),
    ("hkscs", Known::Web("big5")),
    ("932", Known::Web("shift_jis")),
    ("cp932", Known::Web("shift_jis")),
    ("ms932", Known::Web("shift_jis")),
    ("windows932", Known::Web("shift_jis")),
    ("cp943", Known::Web("shift_jis")),
    ("cp942", Known::Web("shift_jis")),
    ("shiftjisx0213", Known::Web("shift_jis")),
    ("shiftjis2004", Known::Web("shift_jis")),
    ("xmacjapanese", Known::Web("shift_jis")),
    ("mskanji", Known::Web("shift_jis")),
    ("eucjis2004", Known::Web("euc-jp")),
    ("eucjisx0213", Known::Web("euc-jp")),
    ("ujis", Known::Web("euc-jp")),
    ("eucjpms", Known::Web("euc-jp")),
    ("cp51932", Known::Web("euc-jp")),
    ("cp20932", Known::Web("euc-jp")),
    ("cp50220", Known::Web("iso-2022-jp")),
    ("cp50221", Known::Web("iso-2022-jp")),
    ("jis", Known::Web("iso-2022-jp")),
    ("iso2022jp1", Known::Web("iso-2022-jp")),
    ("iso2022jp2", Known::Web("iso-2022-jp")),
    ("iso2022jp3", Known::Web("iso-2022-jp")),
    ("iso2022jpext", Known::Web("iso-2022-jp")),
    ("949", Known::Web("euc-kr")),
    ("cp949", Known::Web("euc-kr")),
    ("ms949", Known::Web("euc-kr")),
    ("uhc", Known::Web("euc-kr")),
    ("cp51949", Known::Web("euc-kr")),
    ("xmackorean", Known::Web("euc-kr")),
    ("utf8sig", Known::Web("utf-8")),
    ("utf8bom", Known::Web("utf-8")),
    ("utf8mb4", Known::Web("utf-8")),
    ("utf8x", Known::Web("utf-8")),
    ("ansinew", Known::Web("windows-1252")),
    ("applemac", Known::Web("macintosh")),
    ("cp65001", Known::Web("utf-8")),
    ("utf8mac", Known::Web("utf-8")),
    ("utf8n", Known::Web("utf-8")),
    ("ucs2", Known::Web("utf-16le")),
    ("ucs2le", Known::Web("utf-16le")),
    ("ucs2be", Known::Web("utf-16be")),
    ("cp1200", Known::Web("utf-16le")),
    ("cp1201", Known::Web("utf-16be")),
    ("utf32", Known::Utf32(false)),
    ("utf32le", Known::Utf32(false)),
    ("ucs4", Known::Utf32(false)),
    ("ucs4le", Known::Utf32(false)),
    ("utf32be", Known::Utf32(true)),
    ("ucs4be", Known::Utf32(true)),
    ("utf7", Known::Utf7),
    ("unicode11utf7", Known::Utf7),
    ("csutf7", Known::Utf7),
    ("cp65000", Known::Utf7),
    ("hzgb2312", Known::Hz),
    ("hz", Known::Hz),
    ("cp52936", Known::Hz),
    ("iso2022kr", Known::Iso2022Kr),
    ("csiso2022kr", Known::Iso2022Kr),
    ("cp50225", Known::Iso2022Kr),
    ("iso2022cn", Known::Iso2022Cn),
    ("iso2022cnext", Known::Iso2022Cn),
    ("csiso2022cn", Known::Iso2022Cn),
    ("johab", Known::Johab),
    ("cp1361", Known::Johab),
    ("ms1361", Known::Johab),
    ("euctw", Known::EucTw),
    ("xeuctw", Known::EucTw),
    ("cns11643", Known::EucTw),
    ("cp51950", Known::EucTw),
    ("cp866", Known::Web("ibm866")),
    ("dos866", Known::Web("ibm866")),
    ("alt", Known::Web("ibm866")),
    ("cp874", Known::Web("windows-874")),
    ("ibm874", Known::Web("windows-874")),
    ("iso885911", Known::Web("windows-874")),
    ("tis6202533", Known::Web("windows-874")),
    ("tis62025330", Known::Web("windows-874")),
    ("thai8", Known::Web("windows-874")),
    ("cp1250", Known::Web("windows-1250")),
    ("cp1251", Known::Web("windows-1251")),
    ("cp1252", Known::Web("windows-1252")),
    ("cp1253", Known::Web("windows-1253")),
    ("cp1254", Known::Web("windows-1254")),
    ("cp1255", Known::Web("windows-1255")),
    ("cp1256", Known::Web("windows-1256")),
    ("cp1257", Known::Web("windows-1257")),
    ("cp1258", Known::Web("windows-1258")),
    ("ansi", Known::Web("windows-1252")),
    ("latin9", Known::Web("iso-8859-15")),
    ("latin0", Known::Web("iso-8859-15")),
    ("latin7", Known::Web("iso-8859-13")),
    ("latin8", Known::Web("iso-8859-14")),
    ("latin10", Known::Web("iso-8859-16")),
    ("88591", Known::Web("windows-1252")),
    ("koi8ru", Known::Web("koi8-u")),
    ("cp878", Known::Web("koi8-r")),
    ("cp20866", Known::Web("koi8-r")),
    ("cp21866", Known::Web("koi8-u")),
    ("cp28591", Known::Web("windows-1252")),
    ("cp28592", Known::Web("iso-8859-2")),
    ("cp28595", Known::Web("iso-8859-5")),
    ("cp28605", Known::Web("iso-8859-15")),
    ("cp10000", Known::Web("macintosh")),
    ("macroman", Known::Web("macintosh")),
    ("maccyrillic", Known::Web("x-mac-cyrillic")),
    ("cp10007", Known::Web("x-mac-cyrillic")),
    ("macukrainian", Known::Web("x-mac-cyrillic")),
    ("macuk", Known::Web("x-mac-cyrillic")),
    ("cp037", Known::Page("ibm037")),
    ("cp37", Known::Page("ibm037")),
    ("ebcdiccpus", Known::Page("ibm037")),
    ("ibm37", Known::Page("ibm037")),
    ("cp1125", Known::Page("ibm1125")),
    ("ruscii", Known::Page("ibm1125")),
    ("cp866u", Known::Page("ibm1125")),
    ("cp866nav", Known::Web("ibm866")),
    ("latinus", Known::Page("ibm437")),
    ("cp1047", Known::Page("ibm1047")),
    ("ebcdic", Known::Page("ibm037")),
    ("ibm00858", Known::Page("ibm858")),
    ("pccp858", Known::Page("ibm858")),
    ("strk10482002", Known::Page("kz-1048")),
    ("rk1048", Known::Page("kz-1048")),
    ("kz1048", Known::Page("kz-1048")),
    ("koi8t", Known::Page("koi8-t")),
    ("pt154", Known::Page("ptcp154")),
    ("cp154", Known::Page("ptcp154")),
    ("cyrillicasian", Known::Page("ptcp154")),
    ("maclatin2", Known::Page("x-mac-ce")),
    ("maccentraleurope", Known::Page("x-mac-ce")),
    ("maccenteuro", Known::Page("x-mac-ce")),
    ("macce", Known::Page("x-mac-ce")),
    ("xmaccentraleurroman", Known::Page("x-mac-ce")),
    ("cp10029", Known::Page("x-mac-ce")),
    ("macgreek", Known::Page("x-mac-greek")),
    ("cp10006", Known::Page("x-mac-greek")),
    ("macturkish", Known::Page("x-mac-turkish")),
    ("cp10081", Known::Page("x-mac-turkish")),
    ("maciceland", Known::Page("x-mac-icelandic")),
    ("maciceladic", Known::Page("x-mac-icelandic")),
    ("macicelandic", Known::Page("x-mac-icelandic")),
    ("macis", Known::Page("x-mac-icelandic")),
    ("maccroatian", Known::Page("x-mac-croatian")),
    ("macromania", Known::Page("x-mac-romanian")),
    ("macromanian", Known::Page("x-mac-romanian")),
    ("tcvn5712", Known::Page("tcvn")),
    ("tcvn57121", Known::Page("tcvn")),
    ("tcvn571211993", Known::Page("tcvn")),
    ("tcvn3", Known::Page("tcvn")),
    ("csviscii", Known::Page("viscii")),
    ("roman8", Known::Page("hp-roman8")),
    ("r8", Known::Page("hp-roman8")),
    ("cshproman8", Known::Page("hp-roman8")),
];

/// What an alias stands for.
#[derive(Clone, Copy)]
enum Known {
    Web(&'static str),
    Page(&'static str),
    Utf32(bool),
    Utf7,
    Hz,
    Iso2022Kr,
    Iso2022Cn,
    Johab,
    EucTw,
}

/// The encoding that a label stands for, whatever its case and punctuation.
pub(super) fn find(label: &str) -> Option<Encoding> {
    let label =
        label.trim_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | ';'));
    let plain: String = label
        .chars()
        .filter(|character| !matches!(character, '-' | '_' | '.' | ' ' | ':'))
        .map(|character| character.to_ascii_lowercase())
        .collect();
    if let Some((_, known)) = ALIASES.iter().find(|(alias, _)| *alias == plain) {
        return resolve(*known);
    }
    let web = encoding_rs::Encoding::for_label(label.as_bytes())
        .or_else(|| encoding_rs::Encoding::for_label(plain.as_bytes()))
        .or_else(|| iso(&plain))
        .filter(|web| *web != encoding_rs::REPLACEMENT && *web != encoding_rs::X_USER_DEFINED);
    if let Some(web) = web {
        return Some(Encoding::from_web(web));
    }
    let page = |label: &str| Page::find(label).map(|page| Encoding(Codec::Page(page)));
    let number = plain
        .strip_prefix("cp")
        .or_else(|| plain.strip_prefix("dos"));
    let number = number.or_else(|| plain.strip_prefix("pc")).or(Some(&plain));
    page(&label.to_ascii_lowercase())
        .or_else(|| page(&plain))
        .or_else(|| page(&format!("ibm{}", number?)))
}

/// `iso88592` and the like.
fn iso(plain: &str) -> Option<&'static encoding_rs::Encoding> {
    let part = plain
        .strip_prefix("iso8859")
        .or_else(|| plain.strip_prefix("8859"))?;
    encoding_rs::Encoding::for_label(format!("iso-8859-{part}").as_bytes())
}

fn resolve(known: Known) -> Option<Encoding> {
    Some(Encoding(match known {
        Known::Web(label) => {
            return encoding_rs::Encoding::for_label(label.as_bytes()).map(Encoding::from_web);
        }
        Known::Page(label) => Codec::Page(Page::find(label)?),
        Known::Utf32(big) => Codec::Utf32(big),
        Known::Utf7 => Codec::Utf7,
        Known::Hz => Codec::Hz,
        Known::Iso2022Kr => Codec::Iso2022Kr,
        Known::Iso2022Cn => Codec::Iso2022Cn,
        Known::Johab => Codec::Johab,
        Known::EucTw => Codec::EucTw,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_all_sorts_are_known() {
        let label = |name: &str| find(name).map(|encoding| encoding.label());
        for (name, expected) in [
            ("cp936", "gb18030"),
            ("x-gbk", "gb18030"),
            ("GB2312", "gb18030"),
            ("MS936", "gb18030"),
            ("Big5-HKSCS", "big5"),
            ("cp950", "big5"),
            ("CP949", "euc-kr"),
            ("cp932", "shift_jis"),
            ("windows-31j", "shift_jis"),
            ("utf-8-sig", "utf-8"),
            ("UTF8", "utf-8"),
            ("hz-gb-2312", "hz-gb-2312"),
            ("iso-2022-kr", "iso-2022-kr"),
            ("ISO-2022-CN", "iso-2022-cn"),
            ("cp437", "ibm437"),
            ("IBM850", "ibm850"),
            ("cp866", "ibm866"),
            ("866", "ibm866"),
            ("850", "ibm850"),
            ("mac-roman", "macintosh"),
            ("mac_latin2", "x-mac-ce"),
            ("iso8859_2", "iso-8859-2"),
            ("latin1", "windows-1252"),
            ("cp1251", "windows-1251"),
            ("tis-620", "windows-874"),
            ("ebcdic-cp-us", "ibm037"),
            ("koi8_t", "koi8-t"),
            ("euc_tw", "euc-tw"),
            ("utf-32be", "utf-32be"),
            ("utf_7", "utf-7"),
            ("x-sjis", "shift_jis"),
        ] {
            assert_eq!(label(name).as_deref(), Some(expected), "{name}");
        }
        for name in ["", "nonsense", "replacement", "-", "ibm"] {
            assert_eq!(label(name), None, "{name}");
        }
    }

    #[test]
    fn every_alias_leads_somewhere_and_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (alias, _) in ALIASES {
            assert!(find(alias).is_some(), "{alias}");
            assert!(seen.insert(alias), "{alias}");
        }
    }

    #[test]
    fn a_label_leads_back_to_its_encoding() {
        for (alias, _) in ALIASES {
            let encoding = find(alias).unwrap();
            assert_eq!(find(&encoding.label()), Some(encoding), "{alias}");
        }
    }
}
