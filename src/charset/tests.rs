use proptest::prelude::*;

use super::*;

const CHINESE: &str =
    "获悉,据外媒报道,联邦快递公司在当地时间周一宣布,他们将关闭在该地区的部分办事处。\n";
const RUSSIAN: &str =
    "Компания объявила в понедельник, что закроет часть своих офисов в регионе.\n";

fn label(bytes: &[u8]) -> String {
    detect(bytes, &Clues::default()).encoding.label()
}

fn encode(text: &str, label: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    encoding.encode(text).0.into_owned()
}

fn wide(text: &str, big: bool) -> Vec<u8> {
    let bytes = |unit: u16| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn a_byte_order_mark_decides_and_is_no_text() {
    let plan = detect("\u{FEFF}a".as_bytes(), &Clues::default());
    assert_eq!(
        (plan.encoding, plan.bom, plan.why),
        (Encoding::UTF_8, 3, Why::Bom)
    );
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(wide(CHINESE, false));
    let plan = detect(&bytes, &Clues::default());
    assert_eq!((plan.encoding, plan.bom), (Encoding::UTF_16LE, 2));
    let plan = detect(b"\xFF\xFE\0\0a\0\0\0", &Clues::default());
    assert_eq!((plan.encoding, plan.bom), (Encoding::UTF_32LE, 4));
}

#[test]
fn wide_text_needs_no_mark() {
    for text in ["Dear Tom,\r\nthank you so much.\r\n", RUSSIAN] {
        assert_eq!(label(&wide(text, false)), "utf-16le");
        assert_eq!(label(&wide(text, true)), "utf-16be");
        let utf32: Vec<u8> = text
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        assert_eq!(label(&utf32), "utf-32le");
    }
}

#[test]
fn numbers_and_pairs_of_bytes_are_no_wide_text() {
    let offsets: Vec<u8> = (1..200u32)
        .flat_map(|line| (line * 397).to_be_bytes())
        .collect();
    assert!(!label(&offsets).starts_with("utf-"), "{}", label(&offsets));
    let text = "ла4ст\nла5ха\nмо2з\nмо3зг\nце1с\nче2г\n".repeat(20);
    assert!(!label(&encode(&text, "koi8-r")).starts_with("utf-16"));
    let text = "　３．７　単語操作の例\n\n　　　　「彩雪」に於いては、いなかった。文を例に示す。\n\n　　　　　きのうはいしゃに　　|　　きのうはいしゃにはいった\n";
    assert_eq!(label(&encode(text, "euc-jp")), "euc-jp");
}

#[test]
fn the_byte_of_a_line_end_may_be_half_a_character() {
    let text = "在桌子上面的书上写着山上有一座庙，庙里有一个老和尚上香。".repeat(2);
    for big in [false, true] {
        assert!(label(&wide(&text, big)).starts_with("utf-16"));
    }
}

#[test]
fn a_sign_here_and_there_in_english_is_utf8() {
    for sign in ['¶', '±', '²', 'ä', 'ø', 'ñ', 'ő', 'ı', 'λ', 'Ω', '½', '×'] {
        let text = format!("The sign {sign} is shown in the first place of the next page.\n");
        assert_eq!(label(text.as_bytes()), "utf-8", "{sign}");
        let text = format!("The na{sign}ve word is shown in the first place of the page.\n");
        assert_eq!(label(text.as_bytes()), "utf-8", "{sign}");
    }
}

#[test]
fn legacy_encodings_are_told_apart() {
    assert_eq!(label(&encode(CHINESE, "gb18030")), "gb18030");
    assert_eq!(label(&encode(RUSSIAN, "windows-1251")), "windows-1251");
    assert!(label(&encode(RUSSIAN, "koi8-r")).starts_with("koi8-"));
    let text = "據外媒報導,聯邦快遞公司在當地時間週一宣布,他們將關閉在該地區的部分辦事處。\n";
    assert_eq!(label(&encode(text, "big5")), "big5");
    let text = "その会社は月曜日に、地域の事務所の一部を閉鎖すると発表した。\n";
    assert_eq!(label(&encode(text, "shift_jis")), "shift_jis");
    assert_eq!(label(&encode(text, "euc-jp")), "euc-jp");
    assert_eq!(label(&encode(text, "iso-2022-jp")), "iso-2022-jp");
    let text = "그 회사는 월요일에 이 지역의 사무소 일부를 폐쇄한다고 발표했다.\n";
    assert_eq!(label(&encode(text, "euc-kr")), "euc-kr");
}

#[test]
fn text_of_the_east_is_never_in_a_dos_or_mac_page() {
    let texts = [
        ("gbk", CHINESE),
        (
            "gbk",
            "我问谁也不懂的房子里出了什么事，蜜蜂放屁，肩膀撒谎。",
        ),
        (
            "big5",
            "據外媒報導，聯邦快遞公司在當地時間週一宣布，他們將關閉在該地區的部分辦事處。",
        ),
        ("big5", "他能活得准才在城裏店裏買那種試試，聽懂種話，路遙。"),
        (
            "shift_jis",
            "その会社は月曜日に、地域の事務所の一部を閉鎖すると発表した。",
        ),
        (
            "euc-jp",
            "その会社は月曜日に、地域の事務所の一部を閉鎖すると発表した。",
        ),
        (
            "euc-kr",
            "그 회사는 월요일에 이 지역의 사무소 일부를 폐쇄한다고 발표했다.",
        ),
    ];
    for (charset, text) in texts {
        let characters: Vec<char> = text.chars().collect();
        for length in 2..=8 {
            for window in characters.windows(length) {
                let part: String = window.iter().collect();
                let bytes = encode(&part, charset);
                let answer = detect(&bytes, &Clues::default()).encoding;
                assert!(!answer.is_dos_or_mac(), "{part} in {charset} as {answer:?}");
            }
        }
    }
}

#[test]
fn ebcdic_is_found_in_hebrew_too() {
    let hebrew = b"\x45\x46\x41\x40\x45\x51\x45\x40\x53\x54\x46\x40\x48\x41\x40\x45\x42\x51\x64\x45\
        \x40\x71\x53\x46\x40\x46\x45\x46\x41\x40\x53\x41\x40\x51\x44\x62\x40\x54\x45\x40\x53\x62\x71\x46\x71";
    assert_eq!(label(hebrew), "ibm424");
    // Addresses without spaces are full of the same byte.
    assert_eq!(
        label(b"anna@example.com,bob@example.org,carl@a.de"),
        "utf-8"
    );
}

#[test]
fn a_mark_tells_the_order_of_bytes_in_forced_utf_16() {
    let clues = Clues {
        forced: Encoding::for_label("utf-16"),
        ..Clues::default()
    };
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(wide(CHINESE, true));
    let plan = detect(&bytes, &clues);
    assert_eq!(
        (plan.encoding, plan.bom, plan.why),
        (Encoding::UTF_16BE, 2, Why::Forced)
    );
}

#[test]
fn kana_tell_utf_16() {
    for big in [false, true] {
        let bytes = wide(
            "メアリーがいつ到着するのかトムには見当がつかなかった。",
            big,
        );
        let wanted = if big { "utf-16be" } else { "utf-16le" };
        assert_eq!(label(&bytes), wanted);
        // Half of the letters end in the byte that kana begin with.
        let bytes = wide("Яна чакала і чакала, а калі та прыйшла", big);
        assert_eq!(label(&bytes), wanted);
    }
}

#[test]
fn one_bad_byte_does_not_lose_a_file() {
    let mut bytes = CHINESE.as_bytes().to_vec();
    bytes.insert(40, 0xFF);
    assert_eq!(label(&bytes), "utf-8");
    bytes.remove(10);
    assert_eq!(label(&bytes), "utf-8");
}

#[test]
fn a_stray_byte_in_ascii_is_damage_or_western() {
    let text = b"This text is damaged, so its checksum is wrong. It has one more sentence.";
    for place in [23, 30, 33, 46] {
        for byte in 0x80..=0xFF {
            let mut bytes = text.to_vec();
            bytes[place] = byte;
            let label = label(&bytes);
            let western = |label: &str| {
                ["utf-8", "windows-125", "iso-8859-"]
                    .iter()
                    .any(|start| label.starts_with(start))
            };
            assert!(western(&label), "{byte:X} at {place} as {label}");
            if (0xE0..=0xE9).contains(&byte) {
                assert!(
                    label == "windows-1252" || label == "utf-8",
                    "{byte:X} at {place} as {label}"
                );
            }
        }
    }
    assert_eq!(
        label(b"We went to the caf\xE9 on the corner."),
        "windows-1252"
    );
}

#[test]
fn a_declaration_counts_if_it_fits() {
    let mut bytes = b"<meta charset=gb2312>".to_vec();
    bytes.extend(encode("一些", "gb18030"));
    bytes.push(0xB0);
    let plan = detect(&bytes, &Clues::default());
    assert_eq!(plan.encoding, Encoding::GB18030);
    let clues = Clues {
        transport: Some("iso-8859-1"),
        ..Clues::default()
    };
    assert_eq!(detect(CHINESE.as_bytes(), &clues).encoding, Encoding::UTF_8);
}

#[test]
fn what_the_user_forces_is_not_doubted() {
    let clues = Clues {
        forced: Some(Encoding::GB18030),
        ..Clues::default()
    };
    let plan = detect(CHINESE.as_bytes(), &clues);
    assert_eq!((plan.encoding, plan.why), (Encoding::GB18030, Why::Forced));
}

proptest! {
    #[test]
    fn any_bytes_have_a_plan(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let plan = detect(&bytes, &Clues::default());
        prop_assert!(plan.bom <= bytes.len());
        prop_assert!((0.0..=1.0).contains(&plan.confidence));
        let mut before = plan.bom;
        for run in &plan.runs {
            prop_assert!(run.bytes.start >= before && run.bytes.end > run.bytes.start);
            before = run.bytes.end;
        }
        prop_assert!(before <= bytes.len());
    }
}
