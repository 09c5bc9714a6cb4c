//! One look at a text, so that clean text costs almost nothing: text in, what may
//! need work out.

use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfc_quick};

/// The character may have to go or to be replaced.
pub(super) const ODD: u8 = 1;
/// White space that may have to be folded.
pub(super) const SPACE: u8 = 2;
/// The normal form has to be looked at.
pub(super) const FORM: u8 = 4;
/// A Chinese character that is rare in both Chinas.
pub(super) const RARE: u8 = 8;
/// A Chinese character, kana or hangul.
pub(super) const EASTERN: u8 = 16;
/// A letter or sign of an alphabet, not ASCII.
pub(super) const PAGE: u8 = 32;
/// Hardly ever in clean text: C1 controls, U+FFFD, private use, and what the first
/// byte of `é` and of a no-break space in UTF-8 look like.
pub(super) const BROKEN: u8 = 64;
/// A sign that clean text has beside others, but hardly beside letters: quotes,
/// dashes, lines, boxes.
const SIGN: u8 = 128;

/// What there is in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Profile {
    /// All flags of all characters.
    pub(super) flags: u8,
    /// White space that is doubled, at an end, or not plain.
    pub(super) loose_space: bool,
    /// Numbers of characters.
    pub(super) eastern: usize,
    pub(super) rare: usize,
    pub(super) hangul: usize,
    /// Characters of alphabets beyond ASCII right after another.
    pub(super) pairs: usize,
    /// Corners and crossings of boxes right after another one.
    corners: usize,
    /// There are two question marks on end.
    questions: bool,
}

impl Profile {
    pub(super) fn has(&self, flags: u8) -> bool {
        self.flags & flags != 0
    }

    /// Whether nothing has to be done, but for options.
    pub(super) fn is_clean(&self, preformatted: bool) -> bool {
        !self.has(ODD | FORM)
            && self.rare == 0
            && !self.questions
            && (preformatted || !self.loose_space)
            && !self.is_suspicious()
    }

    /// Whether there may be traces of lost text.
    pub(super) fn may_be_lost(&self) -> bool {
        self.rare > 0 || self.questions || self.is_suspicious()
    }

    /// Whether there may be suspicious runs of an alphabet beside Chinese, Japanese or
    /// Korean.
    pub(super) fn has_mixed_pairs(&self) -> bool {
        (self.eastern > 0 || self.has(FORM)) && (self.pairs > 0 || self.has(BROKEN))
    }

    /// Whether all there may be are letters of alphabets that stand together.
    pub(super) fn is_alphabetic(&self) -> bool {
        !self.has(BROKEN) && self.eastern == 0
    }

    /// Whether it is worth looking for mojibake.
    pub(super) fn is_suspicious(&self) -> bool {
        let others = self.eastern - self.hangul;
        self.has(BROKEN)
            || self.pairs > 0
            || self.corners >= CORNERS
            || (self.rare > 0 && self.rare * 8 >= self.eastern)
            // Hangul and Chinese characters are rarely mixed today.
            || (self.hangul > 0 && others * 4 >= self.hangul)
    }
}

/// Boxes that somebody drew have lines between most of their corners.
const CORNERS: usize = 3;

/// Whether a character is a corner or a crossing of lines, not a line.
fn is_corner(code: u32) -> bool {
    matches!(code, 0x250C..=0x254B | 0x2552..=0x256C)
}

/// Looks at a text.
pub(super) fn scan(text: &str) -> Profile {
    let flags = FLAGS;
    let bytes = text.as_bytes();
    let mut profile = Profile::default();
    let mut all = 0;
    let mut before = SPACE;
    let mut loose = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            let length = plain(&bytes[at..]);
            if length > 0 {
                loose |= before & SPACE != 0 && *byte == b' ';
                profile.questions |= *byte == b'?' && at > 0 && bytes[at - 1] == b'?';
                at += length;
                before = if bytes[at - 1] == b' ' { SPACE } else { 0 };
                continue;
            }
            let flag = flags[usize::from(*byte)];
            profile.questions |= *byte == b'?' && at > 0 && bytes[at - 1] == b'?';
            loose |= before & flag & SPACE != 0 || (flag & SPACE != 0 && *byte != b' ');
            all |= flag;
            before = flag;
            at += 1;
            continue;
        }
        if let Some(length) = common_length(&bytes[at..], &mut profile) {
            at += length;
            before = EASTERN;
            all |= EASTERN;
            continue;
        }
        let (code, length) = decode(&bytes[at..]);
        at += length;
        let flag = match flags.get(code as usize) {
            Some(flag) => *flag,
            // Tags and variation selectors; Chinese characters; emoji; the rest.
            None if (0xE0000..0xF0000).contains(&code) => ODD,
            None if (0x20000..0x40000).contains(&code) => EASTERN | RARE | FORM,
            None if (0x1F000..0x1FB00).contains(&code) => 0,
            None => FORM,
        };
        all |= flag;
        loose |= before & flag & SPACE != 0 || (flag & SPACE != 0 && code != 0x3000);
        profile.eastern += usize::from(flag & EASTERN != 0);
        profile.rare += usize::from(flag & RARE != 0);
        profile.hangul += usize::from((0xAC00..=0xD7A3).contains(&code));
        let both = before & (PAGE | SIGN) != 0 && flag & (PAGE | SIGN) != 0;
        // A word of French or German may well begin with a letter after a quote.
        let opened = (0xC0..0x180).contains(&code) && is_opening(bytes, at - length);
        profile.pairs += usize::from(both && (before | flag) & PAGE != 0 && !opened);
        if flag & SIGN != 0 {
            let corner = is_corner(code);
            let last = at.checked_sub(6).map(|last| decode(&bytes[last..]).0);
            profile.corners += usize::from(
                corner
                    && before & SIGN != 0
                    && last.is_some_and(|last| last != code && is_corner(last)),
            );
        }
        before = flag;
    }
    profile.flags = all;
    profile.loose_space = loose || (before & SPACE != 0 && !text.is_empty());
    profile
}

/// Length of the beginning that is common Chinese characters, kana and their
/// punctuation, which it counts; none if there are none.
#[inline]
fn common_length(bytes: &[u8], profile: &mut Profile) -> Option<usize> {
    let flags = FLAGS;
    let (triples, _) = bytes.as_chunks::<3>();
    let common = triples
        .iter()
        .take_while(|[lead, middle, last]| {
            let code = (usize::from(*lead) & 15) << 12
                | (usize::from(*middle) & 0x3F) << 6
                | (usize::from(*last) & 0x3F);
            // U+3000 to U+9FFF: no hangul.
            (0xE3..0xEA).contains(lead) && flags[code] == EASTERN
        })
        .count();
    profile.eastern += common;
    (common > 0).then_some(common * 3)
}

/// Whether a curly apostrophe or an opening quote ends before `at`.
#[inline]
fn is_opening(bytes: &[u8], at: usize) -> bool {
    let quote = at
        .checked_sub(3)
        .is_some_and(|from| matches!(bytes[from..at], [0xE2, 0x80, 0x98 | 0x99 | 0x9C]));
    let angle = at
        .checked_sub(2)
        .is_some_and(|from| bytes[from..at] == [0xC2, 0xAB]);
    quote || angle
}

/// Length of the beginning that is ASCII without controls, without two spaces on end
/// and without two question marks: in blocks, the last of which may overlap the one
/// before it; what is left, one by one.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    if !bytes
        .first()
        .is_some_and(|byte| (0x20..0x7F).contains(byte))
    {
        return 0;
    }
    let mut at = 1;
    while is_plain_block::<32>(bytes, at) {
        at += 32;
    }
    if at == bytes.len() {
        return at;
    }
    let rest = bytes.len() - at;
    let overlaps = (at > 32 && rest < 32 && is_plain_block::<32>(bytes, bytes.len() - 32))
        || ((16..32).contains(&rest) && {
            is_plain_block::<16>(bytes, at) && is_plain_block::<16>(bytes, bytes.len() - 16)
        })
        || ((8..16).contains(&rest) && {
            is_plain_block::<8>(bytes, at) && is_plain_block::<8>(bytes, bytes.len() - 8)
        });
    if overlaps {
        return bytes.len();
    }
    let mut before = bytes[at - 1];
    for byte in &bytes[at..] {
        let doubled = before == *byte && matches!(byte, b' ' | b'?');
        if !(0x20..0x7F).contains(byte) || doubled {
            break;
        }
        before = *byte;
        at += 1;
    }
    at
}

/// Whether so many bytes from `at` on, which is not 0, are all there and plain.
#[inline]
fn is_plain_block<const N: usize>(bytes: &[u8], at: usize) -> bool {
    let (Some((block, _)), Some((before, _))) = (
        bytes[at..].split_first_chunk::<N>(),
        bytes[at - 1..].split_first_chunk::<N>(),
    ) else {
        return false;
    };
    let mut bad = 0u8;
    for (byte, before) in block.iter().zip(before) {
        let asked = u8::from(*byte == b' ') | u8::from(*byte == b'?');
        bad |= u8::from(byte.wrapping_sub(0x20) >= 0x5F) | (asked & u8::from(byte == before));
    }
    bad == 0
}

/// Length of the beginning that the clean-up keeps as it is: text with single spaces
/// in it, or in preformatted text with any white space but the ends of lines.
pub(super) fn text_length(text: &str, preformatted: bool) -> usize {
    let flags = FLAGS;
    let bytes = text.as_bytes();
    let stops = if preformatted { ODD } else { ODD | SPACE };
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            let length = plain(&bytes[at..]);
            at += length;
            if length > 0 {
                if !preformatted && bytes[at - 1] == b' ' && bytes.get(at) == Some(&b' ') {
                    break;
                }
                continue;
            }
            if flags[usize::from(*byte)] & stops != 0 {
                break;
            }
            at += 1;
            continue;
        }
        let (code, length) = decode(&bytes[at..]);
        let flag = match flags.get(code as usize) {
            Some(flag) => *flag,
            None if (0xE0000..0xF0000).contains(&code) => ODD,
            None => 0,
        };
        if flag & stops != 0 {
            break;
        }
        at += length;
    }
    // A space at the end may be one of several.
    match preformatted {
        true => at,
        false => text[..at].trim_end_matches(' ').len(),
    }
}

/// Length of the beginning that is in NFC whatever follows, so that what follows may
/// be normalised without it.
pub(super) fn composed_length(text: &str) -> usize {
    let flags = FLAGS;
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut before = 0;
    while let Some(byte) = bytes.get(at) {
        let ascii = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii())
            .count();
        if byte.is_ascii() {
            at += ascii;
            before = at - 1;
            continue;
        }
        let (code, length) = decode(&bytes[at..]);
        let flag = match flags.get(code as usize) {
            Some(flag) => *flag,
            None if (0x1F000..0x1FB00).contains(&code) => 0,
            None => FORM,
        };
        if flag & FORM != 0 {
            return before;
        }
        before = at;
        at += length;
    }
    at
}

/// The first character, which is not ASCII, and its length. `bytes` begin a
/// character of valid UTF-8.
#[inline]
fn decode(bytes: &[u8]) -> (u32, usize) {
    let part = |index: usize| u32::from(bytes.get(index).copied().unwrap_or(0) & 0x3F);
    match bytes[0] {
        lead @ 0xE0..=0xEF => ((u32::from(lead) & 15) << 12 | part(1) << 6 | part(2), 3),
        lead @ 0xF0.. => (
            (u32::from(lead) & 7) << 18 | part(1) << 12 | part(2) << 6 | part(3),
            4,
        ),
        lead => ((u32::from(lead) & 31) << 6 | part(1), 2),
    }
}

/// Whether a character is Chinese and rare in both Chinas.
pub(super) fn is_rare(character: char) -> bool {
    match FLAGS.get(u32::from(character) as usize) {
        Some(flag) => flag & RARE != 0,
        None => true,
    }
}

/// Flags by character up to U+FFFF: made by [`flags::make`], whose test says whether they
/// are fresh. A run on plain text touches few pages of them, and makes none.
static FLAGS: &[u8; 1 << 16] = include_bytes!("../../data/character-flags.bin");

/// Whether a character is its own NFC, and combines with none before it.
pub(super) fn is_own_form(character: char) -> bool {
    match FLAGS.get(u32::from(character) as usize) {
        Some(flag) => flag & FORM == 0,
        None => is_quickly_own_form(character),
    }
}

fn is_quickly_own_form(character: char) -> bool {
    let quick = is_nfc_quick(std::iter::once(character));
    quick == IsNormalized::Yes && canonical_combining_class(character) == 0
}

#[cfg(test)]
mod flags;
