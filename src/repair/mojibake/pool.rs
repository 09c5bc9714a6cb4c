//! What damage a document shows: its texts in, how often each class was found out.
//! One page usually has one damage, so that a short line is believed more easily if
//! long ones show the same.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{classes::Right, hopeless, lines, trial};

/// The classes of mojibake that a document shows.
#[derive(Clone, Debug, Default)]
pub struct Damage {
    /// Index in the table of classes, what it really was, lines.
    seen: Vec<(usize, Right, usize)>,
    /// The document speaks of mojibake.
    talks: bool,
    /// All suspicious lines were looked at, and none is damaged.
    none: bool,
}

/// How texts speak of mojibake: Chinese, Japanese, Korean, Russian, German, English.
const NAMES: [&str; 11] = [
    "乱码",
    "亂碼",
    "乱碼",
    "文字化け",
    "글자 깨짐",
    "글자가 깨",
    "кракозябр",
    "Zeichensalat",
    "ojibake",
    "garbled",
    "gibberish",
];

static FINDERS: LazyLock<[Finder<'static>; 11]> = LazyLock::new(|| NAMES.map(Finder::new));

/// Whether a text speaks of mojibake.
pub(super) fn speaks_of_mojibake(text: &str) -> bool {
    FINDERS
        .iter()
        .any(|finder| finder.find(text.as_bytes()).is_some())
}

/// Suspicious lines that are looked at.
const LINES: usize = 200;

impl Damage {
    /// Looks at the texts of a document: at those that may be damaged, and, if some
    /// are, at all for what they speak of.
    pub(crate) fn survey<'t>(
        suspicious: impl Iterator<Item = &'t str>,
        mut all: impl Iterator<Item = &'t str>,
    ) -> Self {
        let mut damage = Self::damages(suspicious);
        damage.talks = !damage.seen.is_empty() && all.any(speaks_of_mojibake);
        damage
    }

    fn damages<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut damage = Self::default();
        let unknown = Self::default();
        let mut left = LINES;
        let mut none = true;
        for text in texts {
            for line in lines(text) {
                if left == 0 {
                    return damage;
                }
                left -= 1;
                let line = &text[line];
                none &= !hopeless::is_replacement(line);
                let found = trial::diagnose(line, &unknown).or_else(|| {
                    super::alphabetic(line).find_map(|run| trial::diagnose(&line[run], &unknown))
                });
                if let Some((wrong, right)) = found {
                    damage.add(wrong, right);
                }
            }
        }
        damage.none = none && damage.seen.is_empty();
        damage
    }

    /// Whether no line of the document is damaged.
    pub(in crate::repair) fn is_none(&self) -> bool {
        self.none
    }

    /// Whether the document speaks of mojibake.
    pub(super) fn talks(&self) -> bool {
        self.talks
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
