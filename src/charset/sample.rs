//! The parts of the bytes that are scored: the text around the non-ASCII bytes,
//! spread over the whole.

use std::ops::Range;

/// Pieces looked for.
const PIECES: usize = 16;
/// Longest piece, in bytes; the first may be as long as two.
const PIECE_BYTES: usize = 192;
/// ASCII kept before the first non-ASCII byte of a piece, in bytes.
const BEFORE: usize = 32;
/// ASCII after which a piece ends, in bytes.
const AFTER: usize = 24;

/// Ranges of `bytes` to score: ascending, disjoint, each beginning at a character
/// whatever the encoding.
pub(super) fn sample(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for number in 0..PIECES {
        from = from.max(bytes.len() / PIECES * number);
        // A piece may have to be looked for: short texts have theirs close together.
        while let Some(start) = next(bytes, from) {
            let floor = pieces.last().map_or(0, |last| last.end);
            let piece = piece(bytes, start, floor, pieces.is_empty());
            from = piece.end;
            pieces.push(piece);
            let share = bytes.len() / PIECES * (number + 1);
            let taken = pieces.len() * PIECE_BYTES;
            if from >= share || taken > PIECES * PIECE_BYTES * (number + 1) / PIECES {
                break;
            }
        }
        if from >= bytes.len() {
            break;
        }
    }
    pieces
}

/// The first non-ASCII byte at or after `from` that begins a character in any
/// encoding: what comes before is no trail byte.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += first_high(&bytes[at..])?;
        let before = |back: usize| at.checked_sub(back).and_then(|index| bytes.get(index));
        let aligned = match (before(2), before(1)) {
            (_, None) => true,
            (_, Some(0x80..)) => false,
            (_, Some(0..0x30 | 0x3A..0x40)) => true,
            (None, Some(_)) => true,
            (Some(two), Some(_)) => two.is_ascii(),
        };
        if aligned {
            return Some(at);
        }
        // On to the next ASCII byte.
        at += bytes[at..].iter().position(u8::is_ascii)?;
    }
}

/// Offset of the first byte of 0x80 and above.
pub(super) fn first_high(bytes: &[u8]) -> Option<usize> {
    let ascii = crate::ascii::ascii_prefix(bytes);
    (ascii < bytes.len()).then_some(ascii)
}

/// The piece around the non-ASCII byte at `start`, after `floor`.
fn piece(bytes: &[u8], start: usize, floor: usize, first: bool) -> Range<usize> {
    let mut begin = start;
    while begin > floor
        && start - begin < BEFORE
        && matches!(bytes[begin - 1], 0x20..0x7F)
        && !matches!(bytes[begin - 1], b'<' | b'>')
    {
        begin -= 1;
    }
    let longest = if first { 2 * PIECE_BYTES } else { PIECE_BYTES };
    let limit = bytes.len().min(start + longest);
    let mut end = start;
    let mut ascii = 0;
    while end < limit && ascii < AFTER {
        if bytes[end].is_ascii() {
            ascii += 1;
        } else {
            ascii = 0;
        }
        end += 1;
    }
    begin..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_ascend_and_begin_at_characters() {
        let mut bytes = b"abc <b>".to_vec();
        bytes.extend(b"\xB0A\xB0B\xD2\xBB".repeat(500));
        bytes.extend(b"\n\xD2\xBB</b> and so on".repeat(400));
        let pieces = sample(&bytes);
        assert_eq!(pieces[0].start, 7);
        assert!(pieces.windows(2).all(|pair| pair[0].end <= pair[1].start));
        assert!(pieces.len() >= PIECES / 2);
        assert!(pieces.iter().map(Range::len).sum::<usize>() <= (PIECES + 1) * PIECE_BYTES * 2);
        assert!(sample(b"plain").is_empty());
        assert_eq!(sample(b"caf\xE9").first(), Some(&(0..4)));
    }
}
