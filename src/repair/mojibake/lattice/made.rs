//! The characters of a reading, each with the range it came from.

use std::ops::Range;

use crate::model::{self, Group};

/// A character of the reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Made {
    pub(in super::super) character: char,
    /// Where it came from in the run, in bytes.
    pub(in super::super) from: usize,
    pub(in super::super) to: usize,
    /// It stands there as it stood.
    pub(in super::super) kept: bool,
    /// One of its bytes was lost and guessed.
    pub(in super::super) filled: bool,
}

/// A text as it stands, which begins at `from`.
pub(in super::super) fn keep(text: &str, from: usize) -> impl Iterator<Item = Made> + '_ {
    text.char_indices().map(move |(at, character)| Made {
        character,
        from: from + at,
        to: from + at + character.len_utf8(),
        kept: true,
        filled: false,
    })
}

/// The text of a reading.
pub(in super::super) fn text(made: &[Made]) -> String {
    made.iter().map(|made| made.character).collect()
}

/// The range of the run that a character has to itself, after what came before.
pub(in super::super) fn own(made: &Made, floor: usize) -> Range<usize> {
    let from = made.from.max(floor);
    from..made.to.max(from)
}

/// Characters that stay between others that do not are as wrong as those were, if
/// they may have been made in the same way: too few to be words, they are lost.
pub(super) fn forget_scraps(made: &mut [Made], convertible: impl Fn(char) -> bool) {
    let stays = |made: &Made| {
        made.kept
            && made.character.is_alphanumeric()
            && model::group(made.character) == Group::Eastern
    };
    let reads = |made: Option<&Made>| made.is_some_and(|made| !made.kept);
    let mut start = 0;
    while start < made.len() {
        let length = made[start..].iter().take_while(|made| stays(made)).count();
        let end = start + length;
        let beside =
            reads(start.checked_sub(1).and_then(|before| made.get(before))) || reads(made.get(end));
        if (1..WORDS).contains(&length)
            && beside
            && made[start..end]
                .iter()
                .all(|made| convertible(made.character))
        {
            for scrap in &mut made[start..end] {
                scrap.character = '\u{FFFD}';
                scrap.kept = false;
            }
        }
        start = end + 1;
    }
}

/// As many characters in a row may be words that somebody wrote.
const WORDS: usize = 4;
