//! The encodings that compete by score: one row each, with its prior and the
//! languages it is used for.

use std::sync::LazyLock;

use crate::{encoding::Encoding, model::Models};

/// An encoding that competes.
pub(super) struct Candidate {
    pub(super) encoding: Encoding,
    /// Nats it costs before any text is seen.
    pub(super) prior: f32,
    /// Indices of the alphabets it is used for.
    pub(super) alphabets: Vec<usize>,
    /// Indices of the repertoires it is used for, with what each costs in advance.
    pub(super) repertoires: Vec<(usize, f32)>,
}

const WEST: &str =
    "en de fr es it pt nl da nb nn sv fi is ga gl ca eu af sq oc br fy gd lb la fo id sw tl";
const CENTRE: &str = "pl cs sk hu sl hr bs sr-Latn ro sq de";
const BALTIC: &str = "lt lv et pl de fi";
const CYRILLIC: &str = "ru uk be bg sr mk";
const DOS_WEST: &str = "en de fr es it pt nl da nb sv fi is ga ca br cy id";

/// Label, prior, languages. Priors: 0 for what most legacy text of its languages
/// is in, a few nats for the other encodings of the web, more for those that the
/// web never had (shares of the crawls are in the order of e^-2 to e^-9).
const ROWS: &[(&str, f32, &str)] = &[
    ("windows-1252", 0.0, WEST),
    ("windows-1251", 0.0, CYRILLIC),
    ("gb18030", 0.0, "zh-Hans zh-Hant"),
    ("shift_jis", 0.0, "ja"),
    ("euc-jp", 2.0, "ja"),
    ("euc-kr", 1.0, "ko"),
    ("big5", 0.3, "zh-Hant"),
    ("windows-1250", 0.5, CENTRE),
    ("iso-8859-2", 0.7, CENTRE),
    ("windows-1256", 0.5, "ar fa ur"),
    ("windows-1254", 0.5, "tr az ku"),
    ("windows-1253", 0.5, "el"),
    ("iso-8859-7", 0.7, "el"),
    ("windows-1255", 0.5, "he"),
    ("iso-8859-8", 2.0, "he"),
    ("windows-1257", 1.0, BALTIC),
    ("iso-8859-13", 1.5, BALTIC),
    ("iso-8859-4", 2.0, BALTIC),
    ("windows-874", 1.5, "th"),
    ("windows-1258", 0.5, "vi-1258 vi"),
    ("koi8-u", 2.0, "uk ru be bg"),
    ("koi8-r", 1.95, "ru bg"),
    ("iso-8859-5", 2.5, CYRILLIC),
    ("ibm866", 2.0, "ru uk be bg"),
    ("iso-8859-6", 2.5, "ar"),
    ("iso-8859-15", 1.5, WEST),
    ("iso-8859-3", 2.0, "eo mt tr"),
    ("iso-8859-10", 3.0, "is fo nb sv da fi lt lv et"),
    ("iso-8859-14", 2.0, "cy ga gd br"),
    ("iso-8859-16", 2.5, "ro hu pl sl hr"),
    ("macintosh", 3.0, WEST),
    ("x-mac-cyrillic", 3.0, CYRILLIC),
    ("ibm437", 6.0, DOS_WEST),
    ("ibm850", 5.0, DOS_WEST),
    ("ibm858", 6.0, DOS_WEST),
    ("ibm852", 5.0, CENTRE),
    ("ibm855", 6.0, CYRILLIC),
    ("ibm1125", 5.5, "uk ru be"),
    ("ibm857", 5.0, "tr"),
    ("ibm737", 5.0, "el"),
    ("ibm869", 6.0, "el"),
    ("ibm775", 5.0, "lt lv et"),
    ("ibm860", 6.0, "pt"),
    ("ibm861", 6.0, "is"),
    ("ibm862", 5.0, "he"),
    ("ibm856", 7.0, "he"),
    ("ibm863", 7.0, "fr"),
    ("ibm864", 7.0, "ar"),
    ("ibm865", 6.0, "da nb nn"),
    ("ibm720", 6.0, "ar"),
    ("x-mac-ce", 5.0, "pl cs sk hu sl"),
    ("x-mac-greek", 6.0, "el"),
    ("x-mac-turkish", 6.0, "tr"),
    ("x-mac-icelandic", 6.0, "is"),
    ("kz-1048", 3.0, "kk"),
    ("ptcp154", 4.0, "kk tt"),
    ("koi8-t", 4.0, "tg"),
    ("viscii", 4.0, "vi"),
    ("tcvn", 4.0, "vi vi-1258"),
    ("johab", 10.0, "ko"),
    ("euc-tw", 11.0, "zh-Hant"),
];

/// Single costs of the languages that are seldom in a legacy encoding.
const MINOR: &str = "la lb mi sw tl oc fy gd fo ku az af br eo mt";

/// What it costs that a text in GB18030 is in traditional characters.
const TRADITIONAL_IN_GB: f32 = 2.0;

/// All candidates.
pub(super) static CANDIDATES: LazyLock<Vec<Candidate>> = LazyLock::new(|| candidates(ROWS));

/// The EBCDIC pages, which compete with each other only.
pub(super) static EBCDIC: LazyLock<Vec<Candidate>> = LazyLock::new(|| {
    candidates(&[
        ("ibm037", 0.0, WEST),
        ("ibm500", 0.0, WEST),
        ("ibm1047", 1.0, WEST),
        ("ibm1140", 1.0, WEST),
        ("ibm273", 1.0, "de"),
        ("ibm424", 0.0, "he"),
        ("ibm875", 0.0, "el"),
        ("ibm1026", 0.0, "tr"),
    ])
});

fn candidates(rows: &[(&str, f32, &str)]) -> Vec<Candidate> {
    let models = Models::get();
    let candidate = |(label, prior, languages): &(&str, f32, &str)| {
        let names = || languages.split(' ');
        Some(Candidate {
            encoding: Encoding::for_label(label)?,
            prior: *prior,
            alphabets: names().filter_map(|name| models.alphabet(name)).collect(),
            repertoires: names()
                .filter_map(|name| {
                    let traditional = name == "zh-Hant" && *label == "gb18030";
                    let cost = if traditional { TRADITIONAL_IN_GB } else { 0.0 };
                    Some((models.repertoire(name)?, cost))
                })
                .collect(),
        })
    };
    rows.iter().filter_map(candidate).collect()
}

/// What a language costs in advance, by index of its alphabet.
pub(super) static LANGUAGE_PRIORS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let minor = |name: &str| MINOR.split(' ').any(|minor| minor == name);
    let alphabets = Models::get().alphabets.iter();
    alphabets
        .map(|alphabet| if minor(alphabet.name) { 1.5 } else { 0.0 })
        .collect()
});
