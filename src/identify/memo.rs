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
pub(super) struct Memo(Vec<Option<(Key, Finding)>>);

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
        if self.0.is_empty() {
            self.0.resize(PLACES, None);
        }
        let place = features::known(text.as_bytes()) as usize % PLACES;
        match &mut self.0[place] {
            Some((seen, finding)) if *seen == key => *finding,
            entry => {
                let finding = look();
                *entry = Some((key, finding));
                finding
            }
        }
    }
}
