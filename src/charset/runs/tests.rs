use super::*;
use crate::charset::utf8;

const CHINESE: &str =
    "获悉，据外媒报道，联邦快递公司在当地时间周一宣布，他们将关闭在该地区的部分办事处。";
const RUSSIAN: &str = "Компания объявила в понедельник, что закроет часть своих офисов в регионе. ";

fn encode(text: &str, label: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    encoding.encode(text).0.into_owned()
}

/// A run's place and encoding.
type Place = (Range<usize>, String);

fn runs(bytes: &[u8], base: &str) -> Option<(String, Vec<Place>)> {
    let evidence = Evidence {
        declared: None,
        earlier: None,
        utf8: utf8::tally(bytes),
    };
    let mixture = find(bytes, Encoding::for_label(base).unwrap(), &evidence)?;
    let run = |run: &Run| (run.bytes.clone(), run.encoding.label());
    Some((mixture.base.label(), mixture.runs.iter().map(run).collect()))
}

fn is_suspicious(bytes: &[u8], base: Encoding) -> bool {
    !streak::find(bytes, base).is_empty()
}

#[test]
fn a_line_in_a_legacy_encoding_is_found_in_utf8() {
    let before = format!("{CHINESE}\n").repeat(3).into_bytes();
    let line = encode(CHINESE, "gb18030");
    let bytes = [&before[..], &line, b"\n", &before].concat();
    let place = before.len()..before.len() + line.len();
    assert_eq!(
        runs(&bytes, "utf-8"),
        Some(("utf-8".to_owned(), vec![(place, "gb18030".to_owned())]))
    );
}

#[test]
fn a_line_in_utf8_is_found_in_a_legacy_encoding() {
    for (label, text) in [("gb18030", CHINESE), ("windows-1251", RUSSIAN)] {
        // Far from the beginning, so that whole blocks before it are passed over.
        let before = encode(&format!("{text}\n").repeat(20), label);
        let bytes = [&before[..], text.as_bytes(), b"\n", &before].concat();
        let (base, found) = runs(&bytes, label).unwrap();
        assert_eq!(base, label);
        let [(place, encoding)] = &found[..] else {
            panic!("one run: {found:?}");
        };
        assert_eq!(encoding, "utf-8");
        assert_eq!(
            bytes[place.clone()].trim_ascii(),
            text.trim_ascii().as_bytes()
        );
    }
}

#[test]
fn clean_and_damaged_text_has_one_encoding() {
    for (label, text) in [("gb18030", CHINESE), ("windows-1251", RUSSIAN)] {
        let clean = encode(&format!("{text}\n").repeat(20), label);
        assert_eq!(runs(&clean, label), None);
        // A lost byte shifts what is after it.
        assert_eq!(runs(&clean[1..], label), None);
    }
    let clean = format!("{CHINESE}\n").repeat(20).into_bytes();
    assert_eq!(runs(&clean, "utf-8"), None);
    assert_eq!(runs(&clean[1..], "utf-8"), None);
}

#[test]
fn glued_encodings_are_cut_at_the_byte() {
    let utf8 = CHINESE.as_bytes();
    let legacy = encode(CHINESE, "gb18030");
    let bytes = [utf8, utf8, &legacy].concat();
    let place = 2 * utf8.len()..bytes.len();
    assert_eq!(
        runs(&bytes, "utf-8"),
        Some(("utf-8".to_owned(), vec![(place, "gb18030".to_owned())]))
    );
}

#[test]
fn whole_blocks_hide_no_streak() {
    // Three characters of three bytes at every place of a block.
    let mut quiet = encode(&CHINESE.repeat(20), "euc-kr");
    quiet.retain(|byte| *byte >= 0xC0);
    let quiet = quiet.repeat(1 + 4 * streak::BLOCK / quiet.len().max(1));
    assert!(!is_suspicious(&quiet, Encoding::GB18030));
    assert!(!is_suspicious(&quiet, Encoding::WINDOWS_1252));
    for at in 0..2 * streak::BLOCK {
        let with = |text: &str| [&quiet[..at], b" ", text.as_bytes(), &quiet[at..]].concat();
        assert!(is_suspicious(&with("获悉据"), Encoding::GB18030), "{at}");
        assert!(
            is_suspicious(&with("é é é é é é é é é"), Encoding::GB18030),
            "{at}"
        );
        assert!(!is_suspicious(&with("获悉"), Encoding::GB18030), "{at}");
        assert!(is_suspicious(&with("é"), Encoding::WINDOWS_1252), "{at}");
    }
}
