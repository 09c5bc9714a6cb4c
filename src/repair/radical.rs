//! Radicals that stand for whole characters (Kangxi radicals and their supplement,
//! often from PDF files): a radical in, the unified ideograph out.

use std::sync::LazyLock;

const FIRST: u32 = 0x2E80;

static IDEOGRAPHS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut ideographs: Vec<char> = (FIRST..=0x2FDF).filter_map(char::from_u32).collect();
    let lines = include_str!("../../data/radicals.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let code = |digits: &str| u32::from_str_radix(digits, 16).ok();
        if let Some((radical, ideograph)) = line.split_once('\t')
            && let (Some(radical), Some(ideograph)) = (code(radical), code(ideograph))
            && let Some(place) = ideographs.get_mut(radical.saturating_sub(FIRST) as usize)
            && let Some(ideograph) = char::from_u32(ideograph)
        {
            *place = ideograph;
        }
    }
    ideographs
});

/// The ideograph that a radical stands for; the character itself if it is none.
pub(super) fn ideograph(character: char) -> char {
    let index = u32::from(character).checked_sub(FIRST);
    index
        .and_then(|index| IDEOGRAPHS.get(index as usize))
        .copied()
        .unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_ideographs() {
        assert_eq!(
            "⼀⾦⻢⺠".chars().map(ideograph).collect::<String>(),
            "一金马民"
        );
        assert_eq!(
            ['中', 'a', '\u{2FF0}'].map(ideograph),
            ['中', 'a', '\u{2FF0}']
        );
        let changed = (FIRST..=0x2FDF)
            .filter_map(char::from_u32)
            .filter(|radical| ideograph(*radical) != *radical);
        assert_eq!(changed.count(), 328);
    }
}
