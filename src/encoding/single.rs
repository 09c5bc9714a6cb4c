//! Encodings of one byte a character.

use std::{collections::BTreeMap, sync::Mutex};

use super::step::{Step, Stepper};

/// A table of the upper half; U+FFFD where a byte means nothing.
pub(crate) struct Single {
    upper: &'static [char; 128],
}

/// The tables built so far, by encoding_rs's name.
static TABLES: Mutex<BTreeMap<&'static str, &'static [char; 128]>> = Mutex::new(BTreeMap::new());

impl Single {
    /// The table of a web encoding of one byte a character.
    pub(crate) fn web(encoding: &'static encoding_rs::Encoding) -> Self {
        let mut tables = match TABLES.lock() {
            Ok(tables) => tables,
            Err(poisoned) => poisoned.into_inner(),
        };
        // Leaked once per encoding: 28 encodings of 512 bytes at the most.
        let upper = tables
            .entry(encoding.name())
            .or_insert_with(|| Box::leak(Box::new(upper(encoding))));
        Self { upper }
    }
}

fn upper(encoding: &'static encoding_rs::Encoding) -> [char; 128] {
    std::array::from_fn(|index| {
        let byte = [0x80 + index as u8];
        let (text, _) = encoding.decode_without_bom_handling(&byte);
        text.chars().next().unwrap_or('\u{FFFD}')
    })
}

impl Stepper for Single {
    const ASCII: bool = true;

    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        let byte = bytes[0];
        if byte < 0x80 {
            return Step::one(1, char::from(byte));
        }
        match self.upper[usize::from(byte - 0x80)] {
            '\u{FFFD}' => Step::bad(1),
            character => Step::one(1, character),
        }
    }
}
