use super::*;
use crate::charset::utf8;

const CHINESE: &str =
    "获悉，据外媒报道，联邦快递公司在当地时间周一宣布，他们将关闭在该地区的部分办事处。";
const TRADITIONAL: &str =
    "據外媒報導，聯邦快遞公司在當地時間週一宣布，他們將關閉在該地區的部分辦事處。";
const JAPANESE: &str = "その会社は月曜日に、地域の事務所の一部を閉鎖すると発表した。";
const KOREAN: &str = "그 회사는 월요일에 이 지역의 사무소 일부를 폐쇄한다고 발표했다.";
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
fn lines_in_several_encodings_are_found_in_utf8() {
    let mut bytes = format!("{CHINESE}\n").repeat(4).into_bytes();
    let mut expected = Vec::new();
    for (label, text) in [
        ("gb18030", CHINESE),
        ("big5", TRADITIONAL),
        ("windows-1251", RUSSIAN),
    ] {
        let line = encode(text.trim_end(), label);
        expected.push((bytes.len()..bytes.len() + line.len(), label.to_owned()));
        bytes.extend(line);
        bytes.push(b'\n');
    }
    bytes.extend(format!("{CHINESE}\n").repeat(4).bytes());
    assert_eq!(runs(&bytes, "utf-8"), Some(("utf-8".to_owned(), expected)));
}

/// The encoding of most of the text, and the runs in others.
fn plan(bytes: &[u8]) -> (String, Vec<Place>) {
    let plan = crate::charset::detect(bytes, &crate::charset::Clues::default());
    let run = |run: &Run| (run.bytes.clone(), run.encoding.label());
    (plan.encoding.label(), plan.runs.iter().map(run).collect())
}

#[test]
fn lines_in_several_encodings_are_found_in_a_legacy_one() {
    let lines = [
        ("big5", TRADITIONAL),
        ("windows-1251", RUSSIAN),
        ("shift_jis", JAPANESE),
        ("euc-kr", KOREAN),
    ];
    // One line of each in many of one; and as many of each.
    for many in [5, 1] {
        let mut bytes = Vec::new();
        let mut expected = Vec::new();
        for (label, text) in lines {
            for _ in 0..many {
                bytes.extend(encode(CHINESE, "gb18030"));
                bytes.push(b'\n');
            }
            let line = encode(text, label);
            expected.push((bytes.len()..bytes.len() + line.len(), label.to_owned()));
            bytes.extend(line);
            bytes.push(b'\n');
        }
        assert_eq!(plan(&bytes), ("gb18030".to_owned(), expected));
    }
}

#[test]
fn text_between_tags_is_decided_on_its_own() {
    let mut bytes = b"<ul>".to_vec();
    for _ in 0..6 {
        bytes.extend([b"<li>", &encode(RUSSIAN, "windows-1251")[..], b"</li>"].concat());
    }
    bytes.extend(b"<li title=\"");
    let line = encode(CHINESE, "gb18030");
    let place = bytes.len()..bytes.len() + line.len();
    bytes.extend([&line[..], b"\"></li></ul>\n"].concat());
    assert_eq!(
        plan(&bytes),
        (
            "windows-1251".to_owned(),
            vec![(place, "gb18030".to_owned())]
        )
    );
}

#[test]
fn damaged_lines_stay_in_their_encoding() {
    for (label, text) in [
        ("gb18030", CHINESE),
        ("big5", TRADITIONAL),
        ("shift_jis", JAPANESE),
        ("euc-jp", JAPANESE),
        ("euc-kr", KOREAN),
        ("windows-1251", RUSSIAN),
    ] {
        let line = [&encode(text, label)[..], b"\n"].concat();
        for at in 0..line.len() - 1 {
            let damaged = [&line[..at], &line[at + 1..]].concat();
            let bytes = [&line.repeat(4)[..], &damaged, &line.repeat(4)].concat();
            assert_eq!(plan(&bytes), (label.to_owned(), Vec::new()), "{label} {at}");
        }
    }
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

#[test]
fn letters_in_the_order_of_an_alphabet_are_in_the_encoding_of_the_rest() {
    let polish = "Przystanek jest za rogiem, a następny już w śródmieściu.\n".repeat(8);
    let rows = "SFX k   ąść       ęśże      ząść\nTRY ijągbhęśćóżfńźvqxŁĄ\n".repeat(3);
    let bytes = encode(&(polish + &rows), "iso-8859-2");
    assert_eq!(plan(&bytes), ("iso-8859-2".to_owned(), Vec::new()));
    let greek = "Η εταιρεία ανακοίνωσε ότι θα κλείσει μερικά από τα γραφεία της.\n".repeat(8);
    let row = "TRY άόίϊΐέήύϋΰώιηυωοεατνρσκμπλςγδθφβζξψχ\n";
    let bytes = encode(&(greek + row), "iso-8859-7");
    assert_eq!(plan(&bytes).1, Vec::new());
}
