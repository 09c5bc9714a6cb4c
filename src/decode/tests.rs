use proptest::prelude::*;

use super::*;
use crate::document::{Run, Why};

fn plan(encoding: Encoding, bom: usize, runs: Vec<Run>) -> Plan {
    Plan {
        encoding,
        bom,
        why: Why::Forced,
        confidence: 1.0,
        runner_up: None,
        runs,
    }
}

fn web(label: &str) -> &'static encoding_rs::Encoding {
    encoding_rs::Encoding::for_label(label.as_bytes()).unwrap()
}

/// Every web encoding that decodes.
const WEB: [&str; 38] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "gb18030",
    "gbk",
    "big5",
    "shift_jis",
    "euc-kr",
    "euc-jp",
    "iso-2022-jp",
    "ibm866",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "windows-874",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "x-mac-cyrillic",
];

/// The text is encoding_rs's, the undecodable ranges are its errors, and the
/// resolver ascends from end to end.
fn check(bytes: &[u8], label: &str) {
    let (expected, bad) = web(label).decode_without_bom_handling(bytes);
    let encoding = Encoding::from_web(web(label));
    let decoded = decode(bytes, &plan(encoding, 0, Vec::new()));
    assert_eq!(decoded.text, expected, "{label} {bytes:02x?}");
    assert_eq!(!decoded.undecodable.is_empty(), bad, "{label} {bytes:02x?}");
    check_resolver(&decoded, bytes.len());
}

fn check_resolver(decoded: &Decoded<'_>, length: usize) {
    let mut resolver = decoded.resolver();
    assert_eq!(resolver.byte(0), decoded.bom);
    let mut before = decoded.bom;
    let borders: Vec<usize> = decoded.text.char_indices().map(|(at, _)| at).collect();
    for at in &borders {
        let byte = resolver.byte(*at);
        assert!(byte >= before && byte <= length);
        before = byte;
    }
    if !decoded.text.is_empty() {
        assert_eq!(resolver.byte(decoded.text.len()), length);
    }
    for range in &decoded.undecodable {
        let text = &decoded.text[range.clone()];
        assert!(!text.is_empty() && text.chars().all(|c| c == '\u{FFFD}'));
    }
    // The order of the questions makes no difference.
    let mut shuffled = decoded.resolver();
    let mut answers: Vec<(usize, usize)> = borders
        .iter()
        .rev()
        .map(|at| (*at, shuffled.byte(*at)))
        .collect();
    answers.reverse();
    let mut resolver = decoded.resolver();
    for (at, byte) in answers {
        assert_eq!(resolver.byte(at), byte);
    }
}

/// Bytes that make mistakes likely: leads, trails, digits, escapes.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => any::<u8>(),
        2 => Just(0x81), 2 => Just(0x8E), 2 => Just(0x8F), 1 => Just(0xE0), 1 => Just(0xED),
        1 => Just(0xF0), 1 => Just(0xD8), 1 => Just(0xDC), 1 => Just(0x88), 1 => Just(0x62),
        4 => 0x30..=0x39u8,
        2 => Just(0x1B), 2 => Just(b'$'), 2 => Just(b'('), 2 => Just(b'B'), 2 => Just(b'J'),
        4 => 0xA1..=0xFEu8,
    ];
    prop::collection::vec(byte, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_bytes_decode_as_encoding_rs_decodes_them(bytes in bytes(), index in 0..WEB.len()) {
        check(&bytes, WEB[index]);
    }

    #[test]
    fn ranges_on_character_borders_decode_to_their_text(
        text in "[a-z 一二三四，。あかが안녕ПриветéőΑα€]{0,600}",
        index in prop::sample::select(vec![0, 1, 2, 3, 5, 6, 7, 8, 24, 29, 30]),
        cut in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let encoding = web(WEB[index]);
        let bytes: Vec<u8> = match WEB[index] {
            "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => encoding.encode(&text).0.into_owned(),
        };
        let decoded = decode(&bytes, &plan(Encoding::from_web(encoding), 0, Vec::new()));
        let borders: Vec<usize> = decoded.text.char_indices().map(|(at, _)| at)
            .chain([decoded.text.len()]).collect();
        let (a, b) = (cut.0.index(borders.len()), cut.1.index(borders.len()));
        let (a, b) = (borders[a.min(b)], borders[a.max(b)]);
        let mut resolver = decoded.resolver();
        let range = resolver.byte(a)..resolver.byte(b);
        let (part, _) = encoding.decode_without_bom_handling(&bytes[range]);
        prop_assert_eq!(&part, &decoded.text[a..b]);
    }

    #[test]
    fn runs_tile_the_bytes(bytes in bytes(), cuts in any::<[prop::sample::Index; 4]>(), index in 0..WEB.len()) {
        let mut cuts = cuts.map(|cut| cut.index(bytes.len() + 1));
        cuts.sort_unstable();
        let run = |range: Range<usize>| Run { bytes: range, encoding: Encoding::from_web(web(WEB[index])) };
        let runs = vec![run(cuts[0]..cuts[1]), run(cuts[2]..cuts[3])];
        let decoded = decode(&bytes, &plan(Encoding::WINDOWS_1252, 0, runs));
        check_resolver(&decoded, bytes.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn long_texts_have_many_marks(bytes in prop::collection::vec(any::<u8>(), 3000..6000), index in 0..WEB.len()) {
        check(&bytes, WEB[index]);
    }
}

#[test]
fn characters_end_anywhere_in_the_buffer() {
    for label in ["gb18030", "windows-1251", "shift_jis", "euc-kr"] {
        for ascii in 0..9 {
            let unit = ["悉", "я", "あ", "안"][["gb18030", "windows-1251", "shift_jis", "euc-kr"]
                .iter()
                .position(|known| *known == label)
                .unwrap()];
            let text = format!("{}{}", "a".repeat(ascii), unit.repeat(3000));
            check(&web(label).encode(&text).0, label);
        }
    }
}

#[test]
fn every_pair_decodes_as_encoding_rs_decodes_it() {
    for label in ["gb18030", "big5", "shift_jis", "euc-kr", "euc-jp"] {
        let mut bytes = Vec::new();
        for first in 0x80..=0xFFu8 {
            for second in 0..=0xFFu8 {
                bytes.extend_from_slice(&[first, second, b'\n', b' ']);
            }
        }
        check(&bytes, label);
    }
}

#[test]
fn every_four_byte_sequence_of_gb18030_decodes_as_encoding_rs_decodes_it() {
    for first in 0x80..=0xFFu8 {
        let mut bytes = Vec::new();
        for second in b'0'..=b'9' {
            for third in 0x7F..=0xFFu8 {
                for fourth in b'/'..=b':' {
                    bytes.extend_from_slice(&[first, second, third, fourth, b'\n']);
                }
            }
        }
        let (expected, _) = encoding_rs::GB18030.decode_without_bom_handling(&bytes);
        let decoded = decode(&bytes, &plan(Encoding::GB18030, 0, Vec::new()));
        assert_eq!(decoded.text, expected);
    }
}

#[test]
fn every_supplementary_kanji_decodes_as_encoding_rs_decodes_it() {
    let mut bytes = Vec::new();
    for second in 0x21..=0xFFu8 {
        for third in 0..=0xFFu8 {
            bytes.extend_from_slice(&[0x8F, second, third, b'\n', b' ']);
        }
    }
    check(&bytes, "euc-jp");
}

#[test]
fn clean_utf8_is_borrowed() {
    let decoded = decode(
        "\u{FEFF}获悉 a".as_bytes(),
        &plan(Encoding::UTF_8, 3, Vec::new()),
    );
    assert!(matches!(decoded.text, Cow::Borrowed("获悉 a")));
    let mut resolver = decoded.resolver();
    assert_eq!(
        [0, 1, 3, 6, 7, 8].map(|at| resolver.byte(at)),
        [3, 3, 6, 9, 10, 11]
    );
}

#[test]
fn a_bad_byte_is_listed_and_costs_nothing_else() {
    let bytes = b"\xBB\xF1\xCF\xA4\xFFab\xBB<p>";
    let decoded = decode(bytes, &plan(Encoding::GB18030, 0, Vec::new()));
    assert_eq!(decoded.text, "获悉\u{FFFD}ab\u{FFFD}<p>");
    assert_eq!(decoded.undecodable, [6..9, 11..14]);
    let mut resolver = decoded.resolver();
    assert_eq!(
        [0, 3, 6, 9, 11, 14, 17].map(|at| resolver.byte(at)),
        [0, 2, 4, 5, 7, 8, 11]
    );
}

#[test]
fn escape_sequences_belong_to_the_character_before() {
    let bytes = b"a\x1B$B$\"\x1B(Bb";
    let decoded = decode(bytes, &plan(Encoding::ISO_2022_JP, 0, Vec::new()));
    assert_eq!(decoded.text, "aあb");
    let mut resolver = decoded.resolver();
    assert_eq!([0, 1, 4, 5].map(|at| resolver.byte(at)), [0, 4, 9, 10]);
}

#[test]
fn a_run_in_another_encoding_comes_out_whole() {
    let mut bytes = "获悉<p>".as_bytes().to_vec();
    let start = bytes.len();
    bytes.extend_from_slice(b"\xBB\xF1\xCF\xA4");
    let end = bytes.len();
    bytes.extend_from_slice("</p>悉".as_bytes());
    let run = Run {
        bytes: start..end,
        encoding: Encoding::GB18030,
    };
    let decoded = decode(&bytes, &plan(Encoding::UTF_8, 0, vec![run]));
    assert_eq!(decoded.text, "获悉<p>获悉</p>悉");
    let mut resolver = decoded.resolver();
    assert_eq!([9, 12, 15, 19].map(|at| resolver.byte(at)), [9, 11, 13, 17]);
}

#[test]
fn utf32_is_decoded() {
    let bytes = b"a\0\0\0\xF6\x71\0\0\0\0\x11\0b\0\0";
    let decoded = decode(bytes, &plan(Encoding::UTF_32LE, 0, Vec::new()));
    assert_eq!(decoded.text, "a燶\u{FFFD}\u{FFFD}");
}

/// A comment, or label, decoder, bytes in hexadecimal, text.
const OTHERS: &str = include_str!("others.tsv");

#[test]
fn pages_and_eastern_encodings_decode_as_others_decode_them() {
    let mut labels = std::collections::BTreeSet::new();
    for line in OTHERS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [label, _, hex, text] = fields[..] else {
            panic!("four fields: {line}");
        };
        let (digits, _) = hex.as_bytes().as_chunks::<2>();
        let bytes: Vec<u8> = digits
            .iter()
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        let encoding = Encoding::for_label(label).unwrap();
        let decoded = decode(&bytes, &plan(encoding, 0, Vec::new()));
        assert_eq!(decoded.text, text, "{label}");
        labels.insert(label);
    }
    assert_eq!(labels.len(), 41);
}
