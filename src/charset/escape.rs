//! Encodings of seven bits, told by their escapes and verified by decoding.

use crate::encoding::{
    Encoding,
    step::{Out, Stepper, Task},
};

/// How much of the text is decoded to verify, in bytes.
const VERIFY_BYTES: usize = 16 * 1024;

/// The encoding that the escapes tell, if the text decodes.
pub(super) fn find(bytes: &[u8]) -> Option<Encoding> {
    let escape = memchr::memchr(0x1B, bytes);
    let tilde = memchr::memmem::find(bytes, b"~{");
    let plus = memchr::memchr(b'+', bytes);
    if escape.is_none() && tilde.is_none() && plus.is_none() {
        return None;
    }
    let has = |mark: &[u8]| escape.is_some() && memchr::memmem::find(bytes, mark).is_some();
    if has(b"\x1B$)C") {
        return verified(bytes, escape, Encoding::ISO_2022_KR);
    }
    if has(b"\x1B$)A") || has(b"\x1B$)G") {
        return verified(bytes, escape, Encoding::ISO_2022_CN);
    }
    if has(b"\x1B$B") || has(b"\x1B$@") || has(b"\x1B(J") || has(b"\x1B(I") {
        return verified(bytes, escape, Encoding::ISO_2022_JP);
    }
    if tilde.is_some() && memchr::memmem::find(bytes, b"~}").is_some() {
        return verified(bytes, tilde, Encoding::HZ);
    }
    if plus.is_some() && looks_like_utf7(bytes) {
        return verified(bytes, plus, Encoding::UTF_7);
    }
    None
}

/// The encoding, if the text from its first escape on has characters beyond
/// ASCII, and hardly any that are undecodable.
fn verified(bytes: &[u8], from: Option<usize>, encoding: Encoding) -> Option<Encoding> {
    let start = from?;
    let tail = &bytes[start..bytes.len().min(start + VERIFY_BYTES)];
    let (good, bad) = encoding.run(Count(tail));
    (good > 0 && bad * 20 <= good).then_some(encoding)
}

/// UTF-7 is told by runs of base64 that decode to whole units, without a bit left
/// over, of letters beyond ASCII; `1+1-2` and base64 data are not.
fn looks_like_utf7(bytes: &[u8]) -> bool {
    let mut runs = 0;
    let mut wrong = 0;
    let mut rest = &bytes[..bytes.len().min(VERIFY_BYTES)];
    while let Some(at) = memchr::memchr(b'+', rest) {
        rest = &rest[at + 1..];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
            .count();
        let (run, after) = rest.split_at(length);
        if length == 0 {
            wrong += usize::from(after.first() != Some(&b'-'));
            continue;
        }
        let whole = length * 6 / 16;
        let left = length * 6 % 16;
        let mut source = vec![b'+'];
        source.extend_from_slice(run);
        source.push(b'-');
        let (good, bad) = Encoding::UTF_7.run(Count(&source));
        let upper = run.iter().any(u8::is_ascii_uppercase);
        let ends = run.last().is_some_and(|last| has_zeros(*last, left));
        let text = bad == 0 && good > 0 && upper && good * 2 >= whole;
        if whole > 0 && left < 6 && ends && text && !holds_ascii(&source) {
            runs += 1;
        } else {
            wrong += 1;
        }
        rest = after;
    }
    runs > 0 && wrong * 4 <= runs
}

/// Whether the last `bits` that a digit of base64 stands for are zero, as what fills
/// up the last digit has to be.
fn has_zeros(digit: u8, bits: usize) -> bool {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    value.trailing_zeros() as usize >= bits
}

/// Units from which on it is no chance that all of them are two bytes of ASCII.
const UNITS: usize = 5;

/// Whether the base64 of `run` is text in ASCII itself: data, as in a feed.
fn holds_ascii(run: &[u8]) -> bool {
    let units = Encoding::UTF_7.run(Units(run));
    let ascii = |unit: &u16| {
        let [high, low] = unit.to_be_bytes();
        [high, low]
            .iter()
            .all(|byte| matches!(byte, b'\t'..=b'\r' | b' '..=b'~'))
    };
    units.len() >= UNITS && units.iter().all(ascii)
}

/// The units of UTF-16 that a text is.
struct Units<'b>(&'b [u8]);

impl Task for Units<'_> {
    type Output = Vec<u16>;

    fn run<S: Stepper>(self, stepper: &S) -> Vec<u16> {
        let mut units = Vec::new();
        stepper.each(self.0, |_, out| {
            if let Out::One(character) = out {
                units.extend(character.encode_utf16(&mut [0; 2]).iter());
            }
        });
        units
    }
}

/// Counts the characters beyond ASCII that decode to text and those that do not.
struct Count<'b>(&'b [u8]);

impl Task for Count<'_> {
    type Output = (usize, usize);

    fn run<S: Stepper>(self, stepper: &S) -> (usize, usize) {
        let (mut good, mut bad) = (0, 0);
        stepper.each(self.0, |end, out| match out {
            Out::Bad if end < self.0.len() => bad += 1,
            Out::One(character) if character.is_ascii() => {
                bad += usize::from(matches!(character, '\0'..='\x08' | '\x0E'..='\x1F'));
            }
            Out::One('\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}') => bad += 1,
            Out::One(_) | Out::Two(..) => good += 1,
            Out::Bad | Out::Nothing => {}
        });
        (good, bad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_tell_their_encoding() {
        let label = |bytes: &[u8]| find(bytes).map(|encoding| encoding.label());
        assert_eq!(label(b"\x1B$B$\"\x1B(B").as_deref(), Some("iso-2022-jp"));
        assert_eq!(
            label(b"\x1B$)C\x0E0!\x0F a").as_deref(),
            Some("iso-2022-kr")
        );
        assert_eq!(
            label(b"\x1B$)A\x0E<RJ>\x0F a").as_deref(),
            Some("iso-2022-cn")
        );
        assert_eq!(label(b"a ~{<:Ky2;~} b").as_deref(), Some("hz-gb-2312"));
        assert_eq!(label(b"Hi Mom +Jjo-! +ZeVnLIqe-").as_deref(), Some("utf-7"));
        assert_eq!(label(b"1+1 is 2, a+b-c, C++ and ~{ }").as_deref(), None);
        assert_eq!(label(b"\x1B[31mred\x1B[0m").as_deref(), None);
        assert_eq!(label(b"name/0.5.3+gitYYYYMMDD").as_deref(), None);
        assert_eq!(label(b"PHA+SGlzdG9yeSBvZiBhIHRhZzwvcD4+").as_deref(), None);
        assert_eq!(
            label(b"data:text/plain;base64,aGVsbG8+d29ybGQ=").as_deref(),
            None
        );
    }
}
