//! EUC-TW: CNS 11643 planes 1 and 2, which are the characters of Big5. The other
//! planes are read as undecodable characters of four bytes.

use std::sync::LazyLock;

use super::step::{Step, Stepper};

/// Characters by plane, row and cell.
static CELLS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut cells = vec![0xFFFD; 2 * 94 * 94];
    for line in include_str!("../../data/charset-cns.tsv").lines() {
        let mut fields = line.split('\t');
        let mut number = || fields.next()?.parse::<usize>().ok();
        let (Some(plane @ 1..=2), Some(row @ 1..=94)) = (number(), number()) else {
            continue;
        };
        let Some(codes) = fields.next() else {
            continue;
        };
        for cell in 0..94 {
            let code = codes.get(cell * 4..cell * 4 + 4);
            if let Some(code) = code.and_then(|code| u16::from_str_radix(code, 16).ok()) {
                cells[((plane - 1) * 94 + row - 1) * 94 + cell] = code;
            }
        }
    }
    cells
});

/// EUC-TW.
pub(crate) struct EucTw {
    cells: &'static [u16],
}

impl EucTw {
    pub(crate) fn new() -> Self {
        Self { cells: &CELLS }
    }

    /// The character of plane 1 or 2 whose row and cell have their high bits set.
    pub(crate) fn plane(&self, plane: usize, row: u8, cell: u8) -> Option<char> {
        let (1..=2, 0xA1..=0xFE, 0xA1..=0xFE) = (plane, row, cell) else {
            return None;
        };
        let index = ((plane - 1) * 94 + usize::from(row - 0xA1)) * 94 + usize::from(cell - 0xA1);
        match self.cells.get(index) {
            Some(0xFFFD) | None => None,
            Some(code) => char::from_u32(u32::from(*code)),
        }
    }
}

impl Stepper for EucTw {
    const ASCII: bool = true;

    fn step(&self, _: &mut u64, bytes: &[u8]) -> Step {
        let character = |plane, at: usize| match (bytes.get(at), bytes.get(at + 1)) {
            (Some(row), Some(cell)) => self.plane(plane, *row, *cell),
            _ => None,
        };
        match (bytes[0], bytes.get(1), bytes.get(2), bytes.get(3)) {
            (byte @ ..=0x7F, ..) => Step::one(1, char::from(byte)),
            (0x8E, Some(plane @ 0xA1..=0xB0), Some(0xA1..=0xFE), Some(0xA1..=0xFE)) => {
                match character(usize::from(plane - 0xA0), 2) {
                    Some(character) => Step::one(4, character),
                    None => Step::bad(4),
                }
            }
            (0xA1..=0xFE, Some(0xA1..=0xFE), ..) => match character(1, 0) {
                Some(character) => Step::one(2, character),
                None => Step::bad(2),
            },
            _ => Step::bad(1),
        }
    }
}
