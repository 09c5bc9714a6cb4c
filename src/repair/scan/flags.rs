//! How the flags of characters are made, which `data/character-flags.bin` holds.

use super::{
    BROKEN, EASTERN, FORM, ODD, PAGE, RARE, SIGN, SPACE, is_own_form, is_quickly_own_form,
};

/// Flags by character up to U+FFFF.
fn make() -> Vec<u8> {
    let mut flags = vec![0; 1 << 16];
    for (code, flag) in (0..=0xFFFF).zip(flags.iter_mut()) {
        if let Some(character) = char::from_u32(code) {
            *flag = of(character);
        }
    }
    // The common characters of the mainland (GB 2312, first level) and of Taiwan
    // (Big5, first level).
    common(&mut flags, encoding_rs::GBK, 0xB0..=0xD7, &[0xA1..=0xFE]);
    common(
        &mut flags,
        encoding_rs::BIG5,
        0xA4..=0xC6,
        &[0x40..=0x7E, 0xA1..=0xFE],
    );
    // What overwritten memory looks like.
    for trace in ['烫', '屯', '葺'] {
        flags[trace as usize] |= RARE;
    }
    flags
}

fn common(
    flags: &mut [u8],
    encoding: &'static encoding_rs::Encoding,
    leads: std::ops::RangeInclusive<u8>,
    trails: &[std::ops::RangeInclusive<u8>],
) {
    let pairs = leads.flat_map(|lead| {
        let trails = trails.iter().cloned().flatten();
        trails.flat_map(move |trail| [lead, trail])
    });
    let pairs: Vec<u8> = pairs.collect();
    let (text, _) = encoding.decode_without_bom_handling(&pairs);
    for character in text.chars() {
        if let Some(flag) = flags.get_mut(u32::from(character) as usize) {
            *flag &= !RARE;
        }
    }
}

/// The flags of a character, every Chinese one being rare.
fn of(character: char) -> u8 {
    let kind = match character {
        '\t' | '\n' | '\u{B}' | '\u{C}' | ' ' => SPACE,
        '\r' | '\u{2028}' | '\u{2029}' => SPACE | ODD,
        '\0'..='\u{1F}' | '\u{7F}' => ODD,
        '\0'..='~' => 0,
        '\u{80}'..='\u{9F}' => ODD | PAGE | BROKEN,
        // No-break space, soft hyphen.
        '\u{A0}' => SPACE | SIGN,
        '\u{AD}' => ODD | SIGN,
        'Ã' | 'Â' => PAGE | BROKEN,
        '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => SPACE,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => ODD,
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}' => ODD,
        '\u{180B}'..='\u{180F}' | '\u{61C}' => ODD,
        // Radicals.
        '\u{2E80}'..='\u{2FDF}' => ODD | EASTERN,
        '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' => BROKEN,
        // Halfwidth katakana.
        '\u{FF61}'..='\u{FF9F}' => EASTERN | RARE,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => EASTERN | RARE,
        '\u{3041}'..='\u{3131}' | '\u{AC00}'..='\u{D7A3}' => EASTERN,
        '\u{3001}'..='\u{301F}' | '\u{FF01}'..='\u{FF60}' => EASTERN,
        '\u{300}'..='\u{36F}' => 0,
        '«' | '»' | '·' => SIGN,
        '\u{2010}'..='\u{203F}' | '\u{2190}'..='\u{21FF}' | '\u{2500}'..='\u{2BFF}' => SIGN,
        '\u{A1}'..='\u{58F}' | '\u{2040}'..='\u{218F}' | '\u{2200}'..='\u{24FF}' => PAGE,
        '\u{590}'..='\u{6FF}' | '\u{E01}'..='\u{E5B}' | '\u{FB01}' | '\u{FB02}' => PAGE,
        _ => 0,
    };
    if is_quickly_own_form(character) {
        kind
    } else {
        kind | FORM
    }
}

#[test]
fn the_flags_are_fresh() {
    crate::fresh::assert_fresh("character-flags.bin", &make());
}

#[test]
fn characters_that_are_looked_up_are_their_own_form() {
    for character in '\0'..=char::MAX {
        let quick = is_quickly_own_form(character);
        assert_eq!(is_own_form(character), quick, "U+{:04X}", character as u32);
    }
}
