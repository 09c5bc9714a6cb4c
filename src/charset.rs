//! Which encoding, for which byte runs, why, and how sure: bytes and clues in, a
//! [`Plan`] out. Never decodes the whole.

use crate::{
    document::{Plan, Why},
    encoding::Encoding,
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
    if let Some(encoding) = clues.forced {
        return plan(encoding, 0, Why::Forced, 1.0);
    }
    if let Some((encoding, bom)) = encoding_rs::Encoding::for_bom(bytes) {
        return plan(Encoding::from_web(encoding), bom, Why::Bom, 1.0);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return plan(Encoding::UTF_8, 0, Why::Utf8, 1.0);
    }
    if let Some(encoding) = clues.transport.and_then(Encoding::for_label) {
        return plan(encoding, 0, Why::Declared, 0.9);
    }
    if let Some(encoding) = clues.earlier {
        return plan(encoding, 0, Why::Scored, 0.9);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, false);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    plan(Encoding::from_web(encoding), 0, Why::Scored, 0.5)
}
