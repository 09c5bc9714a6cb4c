//! How `data/charset-pairs.bin` is made: encoding_rs is asked for every pair of bytes.

use super::{CELLS, LEADS, Pairs, TRAILS};

/// The cells of all tables, then what is beyond in that of Big5.
fn make() -> Vec<u8> {
    let tables: [(&'static encoding_rs::Encoding, &[u8]); 6] = [
        (encoding_rs::GB18030, &[]),
        (encoding_rs::BIG5, &[]),
        (encoding_rs::SHIFT_JIS, &[]),
        (encoding_rs::EUC_KR, &[]),
        (encoding_rs::EUC_JP, &[]),
        (encoding_rs::EUC_JP, &[0x8F]),
    ];
    let mut file = Vec::new();
    let mut beyond = vec![0; CELLS / 8];
    for (encoding, prefix) in tables {
        let pairs = LEADS.flat_map(|lead| TRAILS.map(move |trail| [lead, trail]));
        for (place, pair) in pairs.enumerate() {
            let code = character(encoding, &[prefix, &pair].concat()).map_or(0, u32::from);
            assert!(code == 0 || code & 0xFFFF != 0, "{pair:?}");
            match code >> 16 {
                0 => {}
                2 if encoding == encoding_rs::BIG5 => beyond[place / 8] |= 1 << (place % 8),
                _ => panic!("{code:X} has no place in the tables"),
            }
            file.extend_from_slice(&(code as u16).to_le_bytes());
        }
    }
    [file, beyond].concat()
}

/// The one character that bytes stand for.
fn character(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Option<char> {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if !bad && character != '\u{FFFD}' => Some(character),
        _ => None,
    }
}

#[test]
fn the_pairs_are_fresh() {
    crate::fresh::assert_fresh("charset-pairs.bin", &make());
}

#[test]
fn pairs_without_a_cell_mean_nothing() {
    let pairs = Pairs::at(0, &[]);
    for [lead, trail] in [[0x80, 0x40], [0xFF, 0x40], [0xB0, 0x2F], [0xB0, 0x7F]] {
        assert_eq!(pairs.get(lead, trail), None);
    }
    assert_eq!(pairs.get(0xB0, 0xA1), Some('啊'));
}
