//! Encodings of seven bits that the web has given up: UTF-7, HZ, ISO-2022-KR and
//! ISO-2022-CN. They switch character sets on the way.

use super::{
    double::{EucKr, Gb18030},
    step::{Out, Step, Stepper},
    taiwan::EucTw,
};

/// UTF-7 (RFC 2152). The state holds the bits left over inside base64.
pub(crate) struct Utf7;

/// Inside base64; the bits below hold their number (3 bits) and the bits (up to 6).
const BASE64: u64 = 1 << 16;

impl Stepper for Utf7 {
    const ASCII: bool = false;

    fn step(&self, state: &mut u64, bytes: &[u8]) -> Step {
        let byte = bytes[0];
        if *state & BASE64 == 0 {
            return match (byte, bytes.get(1)) {
                (b'+', Some(b'-')) => Step::one(2, '+'),
                (b'+', Some(next)) if sextet(*next).is_some() => {
                    *state = BASE64;
                    Step::nothing(1)
                }
                (0x80.., _) => Step::bad(1),
                _ => Step::one(1, char::from(byte)),
            };
        }
        if sextet(byte).is_none() {
            *state = 0;
            return match byte {
                b'-' => Step::nothing(1),
                0x80.. => Step::bad(1),
                _ => Step::one(1, char::from(byte)),
            };
        }
        let mut bits = Bits {
            count: (*state >> 8 & 7) as u32,
            value: (*state & 0x3F) as u32,
            read: 0,
        };
        let Some(unit) = bits.unit(bytes) else {
            // Padding: fewer bits than a unit, up to the end of base64.
            *state = 0;
            let dash = bytes.get(bits.read) == Some(&b'-');
            return match bits.read + usize::from(dash) {
                read if bits.count < 6 + 6 => Step::nothing(read.max(1)),
                read => Step::bad(read.max(1)),
            };
        };
        *state = BASE64 | u64::from(bits.count) << 8 | u64::from(bits.value);
        if (0xD800..0xDC00).contains(&unit) {
            let mut second = Bits { ..bits };
            if let Some(low @ 0xDC00..=0xDFFF) = second.unit(bytes) {
                *state = BASE64 | u64::from(second.count) << 8 | u64::from(second.value);
                return Step::scalar(
                    second.read,
                    0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00),
                );
            }
        }
        Step::scalar(bits.read, unit)
    }
}

/// Bits of base64 that are not yet a unit.
struct Bits {
    count: u32,
    value: u32,
    read: usize,
}

impl Bits {
    /// The next unit of 16 bits.
    fn unit(&mut self, bytes: &[u8]) -> Option<u32> {
        while self.count < 16 {
            let sextet = sextet(*bytes.get(self.read)?)?;
            self.value = self.value << 6 | sextet;
            self.count += 6;
            self.read += 1;
        }
        self.count -= 16;
        let unit = self.value >> self.count;
        self.value &= (1 << self.count) - 1;
        Some(unit)
    }
}

/// The six bits of a character of base64.
fn sextet(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// HZ (RFC 1843): GB 2312 between `~{` and `~}`.
pub(crate) struct Hz {
    pairs: Gb18030,
}

impl Hz {
    pub(crate) fn new() -> Self {
        Self {
            pairs: Gb18030::new(),
        }
    }
}

impl Stepper for Hz {
    const ASCII: bool = false;

    fn step(&self, state: &mut u64, bytes: &[u8]) -> Step {
        match (bytes[0], bytes.get(1), *state) {
            (b'~', Some(b'{'), _) => {
                *state = 1;
                Step::nothing(2)
            }
            (b'~', Some(b'}'), _) => {
                *state = 0;
                Step::nothing(2)
            }
            (b'~', Some(b'~'), 0) => Step::one(2, '~'),
            (b'~', Some(b'\n'), 0) => Step::nothing(2),
            // A line ends the Chinese mode, whatever it was.
            (b'\n', _, _) => {
                *state = 0;
                Step::one(1, '\n')
            }
            (lead @ 0x21..=0x7D, Some(trail @ 0x21..=0x7E), 1) => {
                shifted(&self.pairs, *trail | 0x80, lead | 0x80)
            }
            (0x80.., _, _) => self.pairs.step(&mut 0, bytes),
            (byte, _, 0) => Step::one(1, char::from(byte)),
            (b' ' | b'\t' | b'\r', _, _) => Step::one(1, char::from(bytes[0])),
            _ => Step::bad(1),
        }
    }
}

/// A pair whose high bits had been taken away.
fn shifted(pairs: &impl Stepper, trail: u8, lead: u8) -> Step {
    match pairs.step(&mut 0, &[lead, trail]) {
        step @ Step {
            out: Out::One(_), ..
        } => step,
        _ => Step::bad(2),
    }
}

/// Shift out: the other character set.
const SO: u8 = 0x0E;
/// Shift in: ASCII.
const SI: u8 = 0x0F;

/// ISO-2022-KR (RFC 1557): KS X 1001 between SO and SI.
pub(crate) struct Iso2022Kr {
    pairs: EucKr,
}

impl Iso2022Kr {
    pub(crate) fn new() -> Self {
        Self {
            pairs: EucKr::new(),
        }
    }
}

impl Stepper for Iso2022Kr {
    const ASCII: bool = false;

    fn step(&self, state: &mut u64, bytes: &[u8]) -> Step {
        match (bytes[0], bytes.get(1), *state) {
            (0x1B, _, _) if bytes.starts_with(b"\x1B$)C") => Step::nothing(4),
            (SO, _, _) => {
                *state = 1;
                Step::nothing(1)
            }
            (SI, _, _) => {
                *state = 0;
                Step::nothing(1)
            }
            (b'\n', _, _) => {
                *state = 0;
                Step::one(1, '\n')
            }
            (lead @ 0x21..=0x7E, Some(trail @ 0x21..=0x7E), 1) => {
                shifted(&self.pairs, *trail | 0x80, lead | 0x80)
            }
            (0x80.., _, _) => self.pairs.step(&mut 0, bytes),
            (0x21..=0x7E, _, 1) => Step::bad(1),
            (byte, _, _) => Step::one(1, char::from(byte)),
        }
    }
}

/// ISO-2022-CN (RFC 1922): GB 2312 or CNS 11643 plane 1 between SO and SI,
/// single characters of plane 2 after ESC N.
pub(crate) struct Iso2022Cn {
    simplified: Gb18030,
    traditional: EucTw,
}

/// Bit of the state: between SO and SI.
const SHIFTED: u64 = 1;
/// Bit of the state: SO means CNS 11643 plane 1, not GB 2312.
const TRADITIONAL: u64 = 2;

impl Iso2022Cn {
    pub(crate) fn new() -> Self {
        Self {
            simplified: Gb18030::new(),
            traditional: EucTw::new(),
        }
    }
}

impl Stepper for Iso2022Cn {
    const ASCII: bool = false;

    fn step(&self, state: &mut u64, bytes: &[u8]) -> Step {
        match (bytes[0], bytes.get(1), *state & SHIFTED) {
            (0x1B, _, _) if bytes.starts_with(b"\x1B$)A") => {
                *state &= !TRADITIONAL;
                Step::nothing(4)
            }
            (0x1B, _, _) if bytes.starts_with(b"\x1B$)G") => {
                *state |= TRADITIONAL;
                Step::nothing(4)
            }
            (0x1B, _, _) if bytes.starts_with(b"\x1B$*H") => Step::nothing(4),
            (0x1B, Some(b'N'), _) => match (bytes.get(2), bytes.get(3)) {
                (Some(row @ 0x21..=0x7E), Some(cell @ 0x21..=0x7E)) => {
                    match self.traditional.plane(2, row | 0x80, cell | 0x80) {
                        Some(character) => Step::one(4, character),
                        None => Step::bad(4),
                    }
                }
                _ => Step::bad(2),
            },
            (SO, _, _) => {
                *state |= SHIFTED;
                Step::nothing(1)
            }
            (SI, _, _) => {
                *state &= !SHIFTED;
                Step::nothing(1)
            }
            (b'\n', _, _) => {
                *state = 0;
                Step::one(1, '\n')
            }
            (lead @ 0x21..=0x7E, Some(trail @ 0x21..=0x7E), SHIFTED) => {
                if *state & TRADITIONAL == 0 {
                    return shifted(&self.simplified, *trail | 0x80, lead | 0x80);
                }
                match self.traditional.plane(1, lead | 0x80, trail | 0x80) {
                    Some(character) => Step::one(2, character),
                    None => Step::bad(2),
                }
            }
            (0x80.., _, _) => self.simplified.step(&mut 0, bytes),
            (0x21..=0x7E, _, SHIFTED) => Step::bad(1),
            (byte, _, _) => Step::one(1, char::from(byte)),
        }
    }
}
