//! Which encoding, for which byte runs, why, and how sure: bytes and clues in, a
//! [`Plan`] out. Never decodes the whole.

mod bom;
mod candidates;
mod declared;
mod escape;
mod nats;
mod rank;
mod runs;
mod sample;
mod score;
mod utf8;
mod wide;

use memchr::memchr;

use crate::{
    document::{Plan, Why},
    encoding::Encoding,
};
use rank::{Evidence, rank};

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

/// Valid UTF-8 with this many bytes beyond ASCII is nothing else; with fewer it
/// competes with the legacy encodings, for 一些 in GBK is valid UTF-8.
const CERTAIN_UTF8: usize = 24;

/// Valid and stray sequences are counted in so many bytes from the first beyond
/// ASCII on.
const TALLY_BYTES: usize = 64 * 1024;

/// Bytes that are looked at together: a loop without an exit inside takes many at a time.
const AT_ONCE: usize = 64;

/// Whether so many bytes are beyond ASCII.
fn has_high(bytes: &[u8], least: usize) -> bool {
    let mut count = 0;
    bytes.chunks(AT_ONCE).any(|chunk| {
        if !chunk.is_ascii() {
            count += chunk.iter().filter(|byte| !byte.is_ascii()).count();
        }
        count >= least
    })
}

/// Where the first byte beyond ASCII is.
fn first_high(bytes: &[u8]) -> Option<usize> {
    let chunk = bytes.chunks(AT_ONCE).position(|chunk| !chunk.is_ascii())? * AT_ONCE;
    let within = bytes[chunk..].iter().position(|byte| !byte.is_ascii())?;
    Some(chunk + within)
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
    let mark = bom::find(bytes).filter(|_| clues.earlier.is_none());
    if let Some(encoding) = clues.forced {
        let (encoding, bom) = match clues.earlier {
            Some(earlier) if earlier.is_either_order_of(encoding) => (earlier, 0),
            Some(_) => (encoding, 0),
            None => bom::find_in(bytes, encoding),
        };
        return plan(encoding, bom, Why::Forced, 1.0);
    }
    let bom = match mark {
        // What follows the mark may be something else all the same.
        Some((encoding, bom)) if encoding == Encoding::UTF_8 => bom,
        Some((encoding, bom)) => return plan(encoding, bom, Why::Bom, 1.0),
        None => 0,
    };
    if let Some(encoding) = clues.earlier.filter(|encoding| encoding.is_wide()) {
        return plan(encoding, 0, Why::Scored, 0.9);
    }
    let body = &bytes[bom..];
    let valid = simdutf8::basic::from_utf8(body).is_ok();
    if valid && bom > 0 {
        return plan(Encoding::UTF_8, bom, Why::Bom, 1.0);
    }
    if body.is_ascii() {
        // All of Thai is below 0x80 in UTF-16, with control characters for page numbers.
        let control = |byte: &u8| matches!(byte, ..0x09 | 0x0E..=0x1A | 0x1C..0x20);
        if body
            .chunks(AT_ONCE)
            .any(|chunk| chunk.iter().filter(|byte| control(byte)).count() > 0)
            && let Some(wide) = wide::find(body).filter(|wide| wide.certain)
        {
            return plan(wide.encoding, bom, Why::Scored, 0.9);
        }
        if let Some(encoding) = escape::find(body) {
            return plan(encoding, bom, Why::Escape, 0.97);
        }
        // Hebrew in EBCDIC has its letters there, and `@` for the space.
        return match rank::ebcdic(body).as_deref() {
            Some([first, ..]) => plan(first.encoding, bom, Why::Scored, 0.9),
            _ => plan(Encoding::UTF_8, bom, Why::Utf8, 1.0),
        };
    }
    let has_nul = || memchr(0, body).is_some();
    if valid && !has_nul() && has_high(body, CERTAIN_UTF8) {
        return plan(Encoding::UTF_8, bom, Why::Utf8, 1.0);
    }
    // A character cut by the end is no damage.
    if !valid && utf8::is_cut(body) && !has_nul() && has_high(body, CERTAIN_UTF8 + 3) {
        return plan(Encoding::UTF_8, bom, Why::Utf8, 0.97);
    }
    if valid && utf8::is_sprinkled(body) {
        return plan(Encoding::UTF_8, bom, Why::Utf8, 0.97);
    }
    let wide = wide::find(body).filter(|_| !valid || has_nul());
    if let Some(wide) = wide.filter(|wide| wide.certain) {
        return plan(wide.encoding, bom, Why::Scored, 0.97);
    }
    let first = first_high(body).unwrap_or(0);
    let tally = utf8::tally_ends(&body[first..body.len().min(first + TALLY_BYTES)]);
    let declared = clues
        .transport
        .and_then(Encoding::for_label)
        .or_else(|| declared::find(body));
    let evidence = Evidence {
        declared,
        earlier: clues.earlier,
        utf8: tally,
    };
    if tally.is_utf8() && tally.valid >= CERTAIN_UTF8 {
        return match runs::find(body, Encoding::UTF_8, &evidence) {
            Some(mixture) => mixed(mixture, bom),
            None => plan(Encoding::UTF_8, bom, Why::Utf8, 0.97),
        };
    }
    let ranking = rank(body, &evidence);
    let Some(first) = ranking.first() else {
        return plan(Encoding::UTF_8, bom, Why::Utf8, 0.1);
    };
    if let Some(wide) = wide {
        let sample = &body[..wide.length];
        let evidence = Evidence {
            utf8: utf8::tally(sample),
            ..evidence
        };
        let other = rank(sample, &evidence)
            .first()
            .map_or(0.0, |best| best.nats);
        if wide.nats + WIDE < other + ascii_nats(sample) {
            return plan(wide.encoding, bom, Why::Scored, 0.9);
        }
    }
    let runner_up = ranking.get(1);
    let mut encoding = first.encoding;
    let mut runs = Vec::new();
    if !valid && first.encoding.is_ascii_compatible() {
        let mut base = runs::own::Own {
            encoding: first.encoding,
            model: first.model,
            nats: first.nats,
        };
        if first.prior <= rank::COMMON
            && let Some(mixture) = runs::find(body, first.encoding, &evidence)
        {
            if mixture.base == Encoding::UTF_8 {
                return mixed(mixture, bom);
            }
            if let Some(legacy) = mixture.legacy.first() {
                base.model = legacy.model;
            }
            base.encoding = mixture.base;
            runs = mixture.runs;
        }
        if base.encoding != Encoding::UTF_8 {
            encoding = runs::own::find(body, base, clues.earlier.is_some(), &mut runs);
        }
        if !runs.is_empty() {
            return mixed(
                runs::Mixture {
                    base: encoding,
                    legacy: ranking,
                    runs,
                },
                bom,
            );
        }
    }
    let lead = runner_up.map_or(f32::INFINITY, |second| second.nats - first.nats);
    let why = if first.encoding == Encoding::UTF_8 {
        Why::Utf8
    } else if declared == Some(first.encoding) {
        Why::Declared
    } else {
        Why::Scored
    };
    Plan {
        encoding: first.encoding,
        bom,
        why,
        // The chance of the first against the second, were the nats exact.
        confidence: 1.0 / (1.0 + (-lead * 0.5).exp()),
        runner_up: runner_up.map(|second| second.encoding),
        runs: Vec::new(),
    }
}

/// The plan for a text in UTF-8 and a legacy encoding.
fn mixed(mixture: runs::Mixture, bom: usize) -> Plan {
    let mut runs = mixture.runs;
    for run in &mut runs {
        run.bytes = run.bytes.start + bom..run.bytes.end + bom;
    }
    let utf8 = mixture.base == Encoding::UTF_8;
    Plan {
        encoding: mixture.base,
        bom,
        why: if utf8 { Why::Utf8 } else { Why::Scored },
        confidence: 0.9,
        runner_up: mixture
            .legacy
            .iter()
            .map(|ranked| ranked.encoding)
            .find(|encoding| *encoding != mixture.base),
        runs,
    }
}

/// Nats it costs in advance that a text is in UTF-16 without a mark.
const WIDE: f32 = 6.0;

/// Nats of the ASCII characters, which the ranking does not count.
fn ascii_nats(bytes: &[u8]) -> f32 {
    let nats = |byte: &u8| match byte {
        b'\t' | b'\n' | b'\r' | b' '..=b'~' => 2.5,
        ..0x80 => 10.0,
        _ => 0.0,
    };
    bytes.iter().map(nats).sum()
}

/// The encodings that compete by score, most probable first, each with the nats it
/// costs. For those who want to see why; [`detect`] decides.
pub fn ranking(bytes: &[u8], clues: &Clues<'_>) -> Vec<(Encoding, f32)> {
    let evidence = Evidence {
        declared: clues.transport.and_then(Encoding::for_label),
        earlier: clues.earlier,
        utf8: utf8::tally(bytes),
    };
    rank(bytes, &evidence)
        .into_iter()
        .map(|ranked| (ranked.encoding, ranked.nats))
        .collect()
}

#[cfg(test)]
mod tests;
