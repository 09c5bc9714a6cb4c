//! Byte order marks.

use crate::encoding::Encoding;

/// Marks, longest first.
const MARKS: [(&[u8], Encoding); 6] = [
    (b"\xFF\xFE\0\0", Encoding::UTF_32LE),
    (b"\0\0\xFE\xFF", Encoding::UTF_32BE),
    (b"\x84\x31\x95\x33", Encoding::GB18030),
    (b"\xEF\xBB\xBF", Encoding::UTF_8),
    (b"\xFF\xFE", Encoding::UTF_16LE),
    (b"\xFE\xFF", Encoding::UTF_16BE),
];

/// The encoding that a byte order mark names, and the mark's length.
pub(super) fn find(bytes: &[u8]) -> Option<(Encoding, usize)> {
    let (mark, encoding) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark))?;
    Some((*encoding, mark.len()))
}

/// The same for bytes that are known to be in an encoding, in either order of
/// bytes: `utf-16` says nothing of the order, and the mark knows better.
pub(super) fn find_in(bytes: &[u8], encoding: Encoding) -> (Encoding, usize) {
    MARKS
        .iter()
        .filter(|(mark, marked)| bytes.starts_with(mark) && marked.is_either_order_of(encoding))
        .map(|(mark, marked)| (*marked, mark.len()))
        .next()
        .unwrap_or((encoding, 0))
}
