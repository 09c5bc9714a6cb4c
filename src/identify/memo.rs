//! A short text in, what was found in the same text before out: menus, labels and cells
//! of tables come again and again, within a document and from one to the next.

use super::{Finding, features};
use crate::document::Script;

/// The longest text kept, in bytes.
const LONGEST: usize = 64;

/// How many texts are kept, each in the one place that its hash gives.
const PLACES: usize = 4096;

/// What was found in the texts seen last. The texts themselves are compared, so that
/// what is found never depends on what was seen before.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// The hash of the text in each place: most texts that were not seen are told by it, without
    /// fetching what was.
    hashes: Vec<u64>,
    seen: Vec<Option<(Key, Finding)>>,
}

/// A text of at most [`LONGEST`] bytes with zeros behind, its length, and its script.
type Key = ([u8; LONGEST], usize, Script);

impl Memo {
    /// What was found in the text in this script before, or what `look` finds.
    pub(super) fn get(
        &mut self,
        text: &str,
        script: Script,
        look: impl FnOnce() -> Finding,
    ) -> Finding {
        let mut bytes = [0; LONGEST];
        let Some(room) = bytes.get_mut(..text.len()) else {
            return look();
        };
        room.copy_from_slice(text.as_bytes());
        let key = (bytes, text.len(), script);
        if self.seen.is_empty() {
            self.hashes.resize(PLACES, 0);
            self.seen.resize(PLACES, None);
        }
        let hash = features::known(text.as_bytes());
        let place = hash as usize % PLACES;
        if self.hashes[place] == hash
            && let Some((seen, finding)) = &self.seen[place]
            && *seen == key
        {
            return *finding;
        }
        let finding = look();
        self.hashes[place] = hash;
        self.seen[place] = Some((key, finding));
        finding
    }
}
