//! What damage a document shows: its texts in, how often each class was found out.
//! One page usually has one damage, so that a short line is believed more easily if
//! long ones show the same.

use super::{classes::Right, lines, trial};

/// The classes of mojibake that a document shows.
#[derive(Clone, Debug, Default)]
pub struct Damage {
    /// Index in the table of classes, what it really was, lines.
    seen: Vec<(usize, Right, usize)>,
}

/// Suspicious lines that are looked at.
const LINES: usize = 200;

impl Damage {
    /// Looks at the texts of a document.
    pub(crate) fn survey<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut damage = Self::default();
        let none = Self::default();
        let mut left = LINES;
        for text in texts {
            for line in lines(text) {
                if left == 0 {
                    return damage;
                }
                left -= 1;
                let line = &text[line];
                let found = trial::diagnose(line, &none).or_else(|| {
                    super::alphabetic(line).find_map(|run| trial::diagnose(&line[run], &none))
                });
                if let Some((wrong, right)) = found {
                    damage.add(wrong, right);
                }
            }
        }
        damage
    }

    fn add(&mut self, wrong: usize, right: Right) {
        let known = self
            .seen
            .iter_mut()
            .find(|(index, what, _)| (*index, *what) == (wrong, right));
        match known {
            Some((.., count)) => *count += 1,
            None => self.seen.push((wrong, right, 1)),
        }
    }

    /// Lines that show a class.
    pub(super) fn lines(&self, wrong: usize, right: Right) -> usize {
        let known = self
            .seen
            .iter()
            .find(|(index, what, _)| (*index, *what) == (wrong, right));
        known.map_or(0, |(.., count)| *count)
    }
}
