//! A block's text in, the same text repaired out, with the way back: mojibake,
//! control characters, white space, Unicode normal form. Never crosses a block
//! border.

use std::{borrow::Cow, ops::Range};

use crate::{
    document::{Dropped, Remark},
    offsets::Map,
};

mod characters;
mod form;
mod invisible;
mod mojibake;
mod punctuation;
mod radical;
mod scan;
mod substitute;
mod variant;

pub use form::Form;
pub use mojibake::Damage;
pub use punctuation::fit_punctuation;
pub use substitute::Substitutes;
pub use variant::{Variant, to_variant};

/// What to repair.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Leave text that was decoded as what it was not.
    pub keep_mojibake: bool,
    /// The normal form of the output.
    pub form: Form,
    /// Leave compatibility ideographs (U+F900 to U+FAFF), which NFC would unify.
    pub keep_compatibility: bool,
    /// What may stand for other characters; nothing by default.
    pub substitutes: Substitutes,
}

/// A block's text, repaired.
#[derive(Debug)]
pub struct Repaired<'t> {
    /// The clean text.
    pub text: Cow<'t, str>,
    /// From the clean text back to the block's text.
    pub map: Map,
    /// What of the block's text is gone, and why.
    pub dropped: Vec<Dropped>,
    /// What was imperfect, in the block's text.
    pub remarks: Vec<Remark>,
}

impl<'t> Repaired<'t> {
    /// A text as it is.
    fn untouched(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            map: Map::shifted(text.len(), 0),
            dropped: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// What was dropped between two characters that became one (a base and its mark,
    /// two bytes of a sequence) is now part of what that one stands for. `changed`
    /// are sources, ascending and disjoint.
    fn absorb(&mut self, changed: &[Range<usize>]) {
        self.dropped.retain(|dropped| {
            let next = changed.partition_point(|range| range.end <= dropped.range.start);
            changed
                .get(next)
                .is_none_or(|range| dropped.range.end <= range.start)
        });
    }
}

/// Repairs the blocks of a document, each with whether it is preformatted: the same
/// as [`survey`] of all and [`repair`] of each, but clean text is looked at once only.
pub fn repair_all<'t>(
    blocks: impl Iterator<Item = (&'t str, bool)>,
    options: &Options,
) -> Vec<Repaired<'t>> {
    let mut all = Vec::with_capacity(blocks.size_hint().0);
    let mut imperfect = Vec::new();
    for (text, preformatted) in blocks {
        let profile = scan::scan(text);
        if !is_done(&profile, preformatted, options) {
            imperfect.push((all.len(), preformatted, profile));
        }
        all.push(Repaired::untouched(text));
    }
    let mut damage = Damage::default();
    if !options.keep_mojibake && imperfect.iter().any(|(.., one)| one.is_suspicious()) {
        let suspicious = imperfect.iter().filter(|(.., one)| one.is_suspicious());
        let suspicious = suspicious.map(|(index, ..)| &*all[*index].text);
        damage = Damage::survey(suspicious, all.iter().map(|one| &*one.text));
    }
    for (index, preformatted, profile) in imperfect {
        let known = damage.is_none();
        mend(
            &mut all[index],
            &profile,
            preformatted,
            options,
            &damage,
            known,
        );
    }
    all
}

/// Looks at the texts of all blocks of a document: a page usually has one damage, so
/// that its long texts tell what is wrong with its short ones.
pub fn survey<'t>(texts: impl Iterator<Item = &'t str> + Clone, options: &Options) -> Damage {
    if options.keep_mojibake {
        return Damage::default();
    }
    Damage::survey(texts.clone(), texts)
}

/// Repairs one block. In preformatted blocks white space stays.
///
/// The sources of the result's map and its dropped ranges together tile `text`,
/// and repairing the result again changes nothing.
pub fn repair<'t>(
    text: &'t str,
    preformatted: bool,
    options: &Options,
    damage: &Damage,
) -> Repaired<'t> {
    let mut repaired = Repaired::untouched(text);
    let profile = scan::scan(text);
    if !is_done(&profile, preformatted, options) {
        mend(
            &mut repaired,
            &profile,
            preformatted,
            options,
            damage,
            false,
        );
    }
    repaired
}

/// Whether there is nothing to do for a text.
fn is_done(profile: &scan::Profile, preformatted: bool, options: &Options) -> bool {
    is_plain(options) && profile.is_clean(preformatted)
}

/// Whether clean text is not changed.
fn is_plain(options: &Options) -> bool {
    options.form != Form::Nfkc && options.substitutes == Substitutes::default()
}

/// Repairs a text that is not clean at a look; `sound` if it is known that none of its
/// lines is mojibake as it stands.
fn mend(
    repaired: &mut Repaired<'_>,
    profile: &scan::Profile,
    preformatted: bool,
    options: &Options,
    damage: &Damage,
    sound: bool,
) {
    let suspicious = profile.is_suspicious() && !options.keep_mojibake;
    let plain = is_plain(options);
    let tidy_as_is =
        plain && !profile.has(scan::ODD | scan::FORM) && (preformatted || !profile.loose_space);
    if !suspicious && plain && !profile.has(scan::ODD | scan::FORM) {
        // White space alone hides nothing.
        characters::clean(repaired, preformatted);
    } else if options.keep_mojibake {
        tidy(repaired, preformatted, options);
    } else {
        for round in 0..ROUNDS {
            let restored = !(round == 0 && sound) && mojibake::restore(repaired, damage);
            if round == 0 && !restored && tidy_as_is {
                break;
            }
            let tidied = tidy(repaired, preformatted, options);
            // What was tidied may show what was hidden, unless it was white space.
            let shown = tidied && (round > 0 || !plain || profile.has(scan::ODD | scan::FORM));
            if !(restored || shown) {
                break;
            }
        }
    }
    if !options.keep_mojibake && profile.may_be_lost() {
        mojibake::note_hopeless(repaired);
    }
}

/// Rounds of undoing and tidying until nothing changes; two are nearly always enough.
const ROUNDS: usize = 6;

/// All that is done to a text that says what it was meant to say. Whether anything
/// changed.
fn tidy(repaired: &mut Repaired<'_>, preformatted: bool, options: &Options) -> bool {
    let mut changed = characters::clean(repaired, preformatted);
    changed |= substitute::substitute(repaired, options);
    changed |= form::normalize(repaired, options.form, options.keep_compatibility);
    if options.form == Form::Nfkc || options.substitutes.ideographic_space {
        // Some compatibility characters stand for a space and something else.
        changed |= characters::clean(repaired, preformatted);
    }
    changed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{NoteKind, Reason};

    fn clean(text: &str) -> String {
        repair(text, false, &Options::default(), &Damage::default())
            .text
            .into_owned()
    }

    #[test]
    fn clean_text_is_borrowed() {
        for text in ["plain words", "获悉,据外媒报道", "a\u{3000}b", "é", ""] {
            let repaired = repair(text, false, &Options::default(), &Damage::default());
            assert!(
                matches!(repaired.text, Cow::Borrowed(same) if same == text),
                "{text}"
            );
            assert!(repaired.dropped.is_empty() && repaired.remarks.is_empty());
        }
    }

    #[test]
    fn white_space_is_trimmed_and_folded() {
        assert_eq!(clean("  a \t b\u{A0}c \n"), "a b c");
        assert_eq!(
            clean("\u{3000}\u{3000}一\u{3000}\u{3000}二"),
            "一\u{3000}二"
        );
        assert_eq!(clean("一 \u{3000}二"), "一 二");
        assert_eq!(clean(" \t\r\n"), "");
    }

    #[test]
    fn preformatted_white_space_stays() {
        let repaired = repair(
            "  a\t b\u{A0} ",
            true,
            &Options::default(),
            &Damage::default(),
        );
        assert_eq!(repaired.text, "  a\t b\u{A0} ");
    }

    #[test]
    fn controls_go_and_are_noted() {
        let repaired = repair(
            "a\0b\u{FEFF}c\u{AD}d\u{7F}",
            false,
            &Options::default(),
            &Damage::default(),
        );
        assert_eq!(repaired.text, "abcd");
        let reasons: Vec<_> = repaired
            .dropped
            .iter()
            .map(|dropped| (dropped.range.clone(), dropped.reason))
            .collect();
        assert_eq!(
            reasons,
            [
                (1..2, Reason::Control),
                (3..6, Reason::Control),
                (7..9, Reason::Control),
                (10..11, Reason::Control),
            ]
        );
        assert!(
            repaired
                .remarks
                .iter()
                .all(|remark| remark.kind == NoteKind::Control)
        );
        assert_eq!(clean("\u{1B}[1;31mred\u{1B}[0m"), "red");
        assert_eq!(clean("odd \u{1B} escape"), "odd escape");
    }

    #[test]
    fn c1_controls_are_read_as_windows_1252() {
        assert_eq!(clean("\u{93}a\u{94}\u{85}"), "“a”…");
        assert_eq!(clean("a\u{81}b"), "ab");
    }

    #[test]
    fn text_is_composed_with_the_way_back() {
        let repaired = repair(
            "cafe\u{301} x",
            false,
            &Options::default(),
            &Damage::default(),
        );
        assert_eq!(repaired.text, "café x");
        assert_eq!(repaired.map.source(3..5), 3..6);
        assert_eq!(repaired.map.source(5..7), 6..8);
        assert_eq!(
            repaired.remarks,
            [Remark {
                kind: NoteKind::Normalized,
                range: 3..6
            }]
        );
        let decomposed = Options {
            form: Form::None,
            ..Options::default()
        };
        assert_eq!(
            repair("e\u{301}", false, &decomposed, &Damage::default()).text,
            "e\u{301}"
        );
        let compatible = Options {
            form: Form::Nfkc,
            ..Options::default()
        };
        assert_eq!(
            repair("ＡＢ①\u{A8}x", false, &compatible, &Damage::default()).text,
            "AB1 \u{308}x"
        );
    }

    #[test]
    fn mojibake_knows_where_it_came_from() {
        let garbled: String = "获悉，据外媒报道".bytes().map(char::from).collect();
        let repaired = repair(&garbled, false, &Options::default(), &Damage::default());
        assert_eq!(repaired.text, "获悉，据外媒报道");
        // Three characters of two bytes each for every one.
        assert_eq!(repaired.map.source(3..6), 6..12);
        assert_eq!(repaired.remarks.len(), 1);
        assert_eq!(repaired.remarks[0].kind, NoteKind::Mojibake);
        let kept = Options {
            keep_mojibake: true,
            form: Form::None,
            ..Options::default()
        };
        assert_ne!(
            repair(&garbled, false, &kept, &Damage::default()).text,
            repaired.text
        );
    }

    #[test]
    fn what_only_a_guess_could_tell_stays_lost() {
        // Two lost letters side by side.
        assert_eq!(
            clean("Ð ÑƒÑ\u{FFFD}Ñ\u{FFFD}ÐºÐ¸Ð¹"),
            "Ру\u{FFFD}\u{FFFD}кий"
        );
        // Good Norwegian, which read as another page would be UTF-8.
        assert_eq!(clean("HÅØYA ER BLÅØYD"), "HÅØYA ER BLÅØYD");
    }

    proptest! {
        #[test]
        fn garbled_text_is_tiled_and_stable(
            text in prop::sample::select(vec!["获悉，据外媒报道，联邦快递", "the café isn’t “open”", "Привет, мир", "これはペンです"]),
            from in 0usize..12, wrong in prop::sample::select(vec!["windows-1252", "gbk", "big5", "koi8-r", "euc-kr"]),
        ) {
            let bytes = text.as_bytes();
            let encoding = encoding_rs::Encoding::for_label(wrong.as_bytes()).expect("a label");
            let (garbled, _) = encoding.decode_without_bom_handling(&bytes[from.min(bytes.len())..]);
            let repaired = repair(&garbled, false, &Options::default(), &Damage::default());
            let mut seen: Vec<_> = repaired.map.sources(0..repaired.text.len()).collect();
            seen.extend(repaired.dropped.iter().map(|dropped| dropped.range.clone()));
            seen.sort_by_key(|range| range.start);
            let mut at = 0;
            for range in seen.into_iter().filter(|range| !range.is_empty()) {
                prop_assert_eq!(range.start, at);
                at = range.end;
            }
            prop_assert_eq!(at, garbled.len());
            let again = repair(&repaired.text, false, &Options::default(), &Damage::default());
            prop_assert_eq!(&*again.text, &*repaired.text);
        }
    }

    fn options() -> impl Strategy<Value = Options> {
        prop::sample::select(vec![Form::Nfc, Form::Nfkc, Form::None]).prop_map(|form| Options {
            form,
            ..Options::default()
        })
    }

    /// Text rich in what the repairs are about.
    fn troubled() -> impl Strategy<Value = String> {
        let characters = prop::sample::select(vec![
            'a', 'B', '中', '한', 'e', '\u{301}', '\u{327}', ' ', '\t', '\n', '\u{A0}', '\u{3000}',
            '\u{2003}', '\0', '\u{1B}', '[', '3', 'm', '\u{85}', '\u{9F}', '\u{FEFF}', '\u{AD}',
            'ﬁ', '\u{A8}', '\u{1100}', '\u{1161}', '\u{11A8}', '\u{FFFD}', '豈', '😀',
        ]);
        prop_oneof![
            prop::collection::vec(characters, 0..40).prop_map(String::from_iter),
            any::<String>()
        ]
    }

    proptest! {
        #[test]
        fn repairing_twice_is_repairing_once(text in troubled(), pre in any::<bool>(), options in options()) {
            let once = repair(&text, pre, &options, &Damage::default()).text.into_owned();
            let twice = repair(&once, pre, &options, &Damage::default());
            prop_assert_eq!(&*twice.text, &*once);
            prop_assert!(twice.dropped.is_empty());
        }

        #[test]
        fn kept_and_dropped_tile_the_text(text in troubled(), pre in any::<bool>(), options in options()) {
            let repaired = repair(&text, pre, &options, &Damage::default());
            prop_assert_eq!(repaired.map.len(), repaired.text.len());
            let mut seen: Vec<_> = repaired.map.sources(0..repaired.text.len()).collect();
            seen.extend(repaired.dropped.iter().map(|dropped| dropped.range.clone()));
            seen.sort_by_key(|range| range.start);
            let mut at = 0;
            for range in seen {
                prop_assert_eq!(range.start, at);
                at = range.end;
            }
            prop_assert_eq!(at, text.len());
        }

        #[test]
        fn a_source_range_repairs_to_its_text(text in troubled()) {
            // What was wrongly decoded is several characters for one.
            let kept = Options { keep_mojibake: true, ..Options::default() };
            let repaired = repair(&text, true, &kept, &Damage::default());
            // What nobody sees stays for its neighbours.
            let seen = repaired.text.char_indices().filter(|(_, one)| !invisible::is_invisible(*one));
            for (at, character) in seen {
                let source = repaired.map.source(at..at + character.len_utf8());
                prop_assert!(text.is_char_boundary(source.start) && text.is_char_boundary(source.end));
                let alone = repair(&text[source], true, &kept, &Damage::default()).text.into_owned();
                prop_assert!(alone.contains(character));
            }
        }
    }
}
