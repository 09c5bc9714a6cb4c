//! Which encoding, for which byte runs, why, and how sure: bytes and clues in, a
//! [`Plan`] out. Never decodes the whole.

mod bom;
mod declared;
mod utf8;
mod wide;

use crate::{
    document::{Plan, Why},
    encoding::{
        Encoding,
        step::{Out, Stepper, Task},
    },
};

/// What is known about an entry's charset from outside its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    /// The user said so: not to be doubted.
    pub forced: Option<Encoding>,
    /// The label that the transport declared (an HTTP header, a MIME part).
    pub transport: Option<&'a str>,
    /// What was decided for the parts of the same entry before this one.
    pub earlier: Option<Encoding>,
    /// More bytes follow: the last character may be cut.
    pub more: bool,
}

/// Decides how `bytes` are to be decoded.
pub fn detect(bytes: &[u8], clues: &Clues<'_>) -> Plan {
    let plan = |encoding, bom, why, confidence| Plan {
        encoding,
        bom,
        why,
        confidence,
        runner_up: None,
        runs: Vec::new(),
    };
    let mark = bom::find(bytes);
    if let Some(encoding) = clues.forced {
        let bom = mark.filter(|(marked, _)| *marked == encoding);
        return plan(encoding, bom.map_or(0, |(_, bom)| bom), Why::Forced, 1.0);
    }
    if let Some((encoding, bom)) = mark.filter(|_| clues.earlier.is_none()) {
        return plan(encoding, bom, Why::Bom, 1.0);
    }
    if let Some(encoding) = clues.earlier.filter(|encoding| encoding.is_wide()) {
        return plan(encoding, 0, Why::Scored, 0.9);
    }
    if let Some(encoding) = wide::find(bytes) {
        return plan(encoding, 0, Why::Scored, 0.9);
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        let encoding = if bytes.contains(&0x1B) && fits(bytes, Encoding::ISO_2022_JP) {
            return plan(Encoding::ISO_2022_JP, 0, Why::Escape, 0.99);
        } else {
            Encoding::UTF_8
        };
        return plan(encoding, 0, Why::Utf8, 1.0);
    }
    if utf8::tally(bytes).is_utf8() {
        return plan(Encoding::UTF_8, 0, Why::Utf8, 0.95);
    }
    let declared = [
        clues.transport.and_then(Encoding::for_label),
        declared::find(bytes),
    ];
    for encoding in declared.into_iter().flatten() {
        if fits(bytes, encoding) {
            return plan(encoding, 0, Why::Declared, 0.9);
        }
    }
    if let Some(encoding) = clues.earlier {
        return plan(encoding, 0, Why::Scored, 0.9);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 16)], false);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    plan(Encoding::from_web(encoding), 0, Why::Scored, 0.5)
}

/// Whether at most one character in 50 beyond ASCII is undecodable.
fn fits(bytes: &[u8], encoding: Encoding) -> bool {
    let (good, bad) = encoding.run(Count(&bytes[..bytes.len().min(1 << 16)]));
    bad * 50 <= good
}

/// Counts the characters beyond ASCII that decode and those that do not.
struct Count<'b>(&'b [u8]);

impl Task for Count<'_> {
    type Output = (usize, usize);

    fn run<S: Stepper>(self, stepper: &S) -> (usize, usize) {
        let (mut at, mut state, mut good, mut bad) = (0, 0, 0, 0);
        while at < self.0.len() {
            let step = stepper.step(&mut state, &self.0[at..]);
            at += step.read.max(1);
            match step.out {
                Out::Bad => bad += 1,
                Out::One(character) if character.is_ascii() => {}
                _ => good += 1,
            }
        }
        (good, bad)
    }
}

#[cfg(test)]
mod tests;
