//! A word in, what it is good for out: the table of function words and particles,
//! `data/function-words.tsv`, parsed once.

use std::sync::LazyLock;

use memchr::memchr_iter;

use super::table;

/// What a word or particle says about the phrase around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// It occurs in clauses, hardly in names.
    pub(super) clause: bool,
    /// It occurs in names and clauses alike.
    pub(super) link: bool,
    /// It begins sentences, and hardly follows their subject.
    pub(super) begin: bool,
    /// A name or a value follows it: the name of a field, or a verb and its object.
    pub(super) names: bool,
    /// How firmly it ties a foreign term that follows it: 0 to 2.
    pub(super) before: u8,
    /// How firmly it ties a foreign term that it follows: 0 to 2.
    pub(super) after: u8,
}

/// Length in bytes of the longest word in the table.
pub(super) const LONGEST: usize = 24;

/// Open addressing: marks of words, 0 for none, and their roles.
static TABLE: LazyLock<Vec<(u32, Role)>> =
    LazyLock::new(|| parse(include_str!("../../data/function-words.tsv")));

/// What a word is good for; words are in lower case.
pub(super) fn role(word: &str) -> Role {
    of_key(table::key(word))
}

/// What a word of ASCII letters, digits and apostrophes is good for, in any case.
pub(super) fn role_of_ascii(word: &[u8]) -> Role {
    of_key(table::ascii_key(word))
}

fn of_key(key: u64) -> Role {
    let table = &*TABLE;
    let (mut slot, mark) = slot(key, table.len());
    loop {
        let (found, role) = table[slot];
        if found == mark || found == 0 {
            return role;
        }
        slot = (slot + 1) & (table.len() - 1);
    }
}

/// The first place to look for a key, and its mark.
fn slot(key: u64, slots: usize) -> (usize, u32) {
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((hash >> 40) as usize & (slots - 1), (hash >> 8) as u32 | 1)
}

/// Rows by the marks of their words, half of the places taken at most.
fn parse(tsv: &'static str) -> Vec<(u32, Role)> {
    let rows = memchr_iter(b'\n', tsv.as_bytes()).count();
    let size = (rows * 2).next_power_of_two();
    let mut table = vec![(0, Role::default()); size];
    for row in table::rows(tsv) {
        let mut fields = row.split('\t').skip(1);
        let (Some(class), Some(word)) = (fields.next(), fields.next()) else {
            continue;
        };
        let (mut place, mark) = slot(table::key(word), size);
        // A word has a row for each of its roles.
        while table[place].0 != 0 && table[place].0 != mark {
            place = (place + 1) & (size - 1);
        }
        let (owner, role) = &mut table[place];
        *owner = mark;
        match class {
            "clause" => role.clause = true,
            "link" => role.link = true,
            "begin" => role.begin = true,
            "field" | "object" => role.names = true,
            "before" => role.before = 2,
            "before-perhaps" => role.before = role.before.max(1),
            "after" => role.after = 2,
            "after-perhaps" => role.after = role.after.max(1),
            _ => {}
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_known() {
        let rows: Vec<_> = table::rows(include_str!("../../data/function-words.tsv")).collect();
        assert!(rows.is_sorted_by(|one, next| one < next));
        for row in rows {
            let fields: Vec<_> = row.split('\t').collect();
            assert_eq!(fields.len(), 3, "{row}");
            assert!(
                [
                    "clause",
                    "link",
                    "begin",
                    "field",
                    "object",
                    "before",
                    "before-perhaps",
                    "after",
                    "after-perhaps"
                ]
                .contains(&fields[1]),
                "{row}"
            );
            assert!(fields[2].len() <= LONGEST && fields[2] == fields[2].to_lowercase());
        }
    }

    #[test]
    fn words_have_their_roles() {
        assert!(role("you").clause && role("don't").clause);
        assert!(role("of").link && !role("of").clause);
        assert_eq!((role("的").before, role("的").after), (1, 2));
        assert_eq!(role("cable"), Role::default());
    }
}
