//! How `data/charset-characters.bin` is made: for every character up to U+FFFF its glyph,
//! then what it costs beyond its class, then for every number of a glyph the group of its
//! letters. `examples/train_charset.rs` writes what the numbers come from.

use super::*;

fn make() -> Vec<u8> {
    let mut models = Models::default();
    let (letters, _) = models.read_alphabets(FILE).expect("the models can be read");
    let mut glyphs = Vec::new();
    let mut peculiar = vec![0; 0x10000];
    let mut groups = vec![Group::Other as u8; letters.count];
    for code in 0..=0xFFFFu16 {
        let Some(character) = char::from_u32(u32::from(code)) else {
            glyphs.extend_from_slice(&(class::BAD as Glyph).to_le_bytes());
            continue;
        };
        let folded = fold(character);
        let number = match class(character) {
            Some(class) => class as Glyph,
            None => match letters.numbers[usize::from(u32::from(folded) as u16)] {
                0 => CLASSES as Glyph + group(character) as Glyph,
                number => number,
            },
        };
        let kind = &mut groups[usize::from(number)];
        if folded.is_ascii_alphabetic() {
            *kind = ASCII_LETTER;
        } else if *kind != ASCII_LETTER {
            *kind = group(folded) as u8;
        }
        let case = match class::case(character) {
            Some(true) => UPPER,
            Some(false) => LOWER,
            None => 0,
        };
        let ascii = if character.is_ascii() { ASCII } else { 0 };
        glyphs.extend_from_slice(&(number | case | ascii).to_le_bytes());
        let tenths = (sign::peculiar(character) * 10.0).round() as i8;
        peculiar[usize::from(code)] = tenths.cast_unsigned();
    }
    [glyphs, peculiar, groups].concat()
}

/// Letters, and their cases, are what they were in this version of Unicode. A later
/// toolchain knows of more; the file is made anew when it is brought up to that.
const UNICODE: (u8, u8, u8) = (17, 0, 0);

#[test]
fn the_characters_are_fresh() {
    if char::UNICODE_VERSION != UNICODE {
        return;
    }
    crate::fresh::assert_fresh("charset-characters.bin", &make());
}
