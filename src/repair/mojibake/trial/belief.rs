//! A reading of a line in, whether it may be what was written out: what reads well by chance,
//! and what is shown on purpose, is not believed.

use super::{Candidate, WHOLE_LINES, is_long};
use crate::{
    model::{self, Group},
    repair::{
        mojibake::{
            classes::{Right, WINDOWS_1252, Wrong},
            judge,
            lattice::Made,
            pool::{self, Damage},
        },
        scan,
    },
};

/// What two bytes a character are read as has to have fewer.
const SOUND: f32 = 9.5;
/// Of the Chinese characters in a reading, at most this share may be rare.
const RARE: f32 = 0.34;
/// Letters that show that one page was read as another.
const LETTERS: usize = 4;
/// Quoted mojibake is at most this long, in characters of the reading.
const QUOTED: usize = 12;

/// Whether enough of a text came through two bytes a character to be worth writing.
/// If the best reading is in ruins, the next one is wrong: the line stays.
pub(super) fn is_whole(made: &[Made], wrong: &Wrong, right: Right) -> bool {
    // GB18030 alone leaves most of UTF-8 as it was.
    if !wrong.pairs || (wrong.reverse().is_four() && right == Right::Utf8) {
        return true;
    }
    let changed = made.iter().filter(|made| !made.kept);
    let lost = changed
        .clone()
        .filter(|made| made.character == '\u{FFFD}')
        .count();
    lost * 2 <= changed.count()
}

/// Whether a reading is more than chance: few losses; and one single sequence of
/// UTF-8 gives something that is common.
pub(super) fn is_likely(made: &[Made], line: &str, wrong: &Wrong, right: Right) -> bool {
    let changed: Vec<&Made> = made.iter().filter(|made| !made.kept).collect();
    // `ï¿½` is a lost character, and read well.
    let lost = |made: &&&Made| {
        made.character == '\u{FFFD}' && !line[made.from..made.to.max(made.from)].contains('¿')
    };
    let losses = changed.iter().filter(lost).count();
    let beyond = made
        .iter()
        .filter(|made| !made.character.is_ascii())
        .count();
    if right != Right::Utf8
        && let Some(first) = changed.first()
        && changed.iter().all(|made| made.character == first.character)
    {
        return false;
    }
    if !matches!(right, Right::Utf8 | Right::Page(_)) {
        let eastern = |made: &&&Made| {
            made.character.is_alphanumeric() && model::group(made.character) == Group::Eastern
        };
        // `ГГГГ-ММ-ДД` is no text in Chinese.
        let doubled = |made: &&&Made| {
            let mut source = line[made.from..made.to.max(made.from)].chars();
            let first = source.next();
            first.is_some() && source.next() == first && source.next().is_none()
        };
        let eastern = changed
            .iter()
            .filter(|made| eastern(made) && !doubled(made))
            .count();
        if eastern < 2 || eastern * 2 < changed.len() - losses {
            return false;
        }
    }
    // A page has a reading for any byte: only a text that is all of it speaks for it.
    if matches!(right, Right::Page(_)) {
        let glued = made.windows(2).any(|two| {
            let ascii = two
                .iter()
                .filter(|made| made.character.is_ascii_alphabetic());
            let foreign = |made: &Made| {
                let group = model::group(made.character);
                !matches!(group, Group::Other | Group::Latin)
            };
            ascii.count() == 1 && two.iter().any(foreign)
        });
        return losses == 0 && !glued && kinds(&changed) >= LETTERS && changed.len() == beyond;
    }
    if wrong.pairs {
        return match right {
            Right::Utf8 => is_no_chance(&changed),
            _ => is_all(made, line),
        };
    }
    // Two bytes of UTF-8 may be two letters that somebody wrote.
    let letters = |made: &&Made| {
        let source = &line[made.from..made.to.max(made.from)];
        is_long(made.character) || !source.chars().all(char::is_alphabetic)
    };
    if right == Right::Utf8
        && wrong.prior > 2.0
        && !changed.iter().copied().any(|made| letters(&made))
        && kinds(&changed) < 3
    {
        return false;
    }
    // Corners of boxes are its bytes, and hardly anybody writes the long s.
    let long_s = changed.iter().filter(|made| made.character == 'ſ');
    match right {
        Right::Utf8 if losses * 2 > changed.len() => return false,
        Right::Utf8 if long_s.count() * 2 > changed.len() => return false,
        Right::Utf8 => {}
        _ => return losses * 3 <= changed.len(),
    }
    let [single] = &changed[..] else {
        return true;
    };
    let usual = wrong.prior <= 1.0;
    let letter = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphabetic());
    let inside =
        letter(line[..single.from].chars().next_back()) || letter(line[single.to..].chars().next());
    match single.character {
        '\u{A0}'..='\u{BF}' => usual,
        '\u{C0}'..='\u{17F}' => usual || inside,
        '\u{218}'..='\u{21B}' | '\u{370}'..='\u{3FF}' => inside,
        '\u{2010}'..='\u{203F}' | '€' | '™' | '\u{FFFD}' => usual || inside,
        '\u{1E00}'..='\u{1EFF}' => usual || inside,
        '\u{80}'..='\u{7FF}' => false,
        // `б’є` is in a Ukrainian word, and the bytes of a syllable of Cree.
        '\u{800}'..='\u{1FFF}' | '\u{2C00}'..='\u{2E7F}' | '\u{A000}'..='\u{ABFF}' => false,
        _ => usual,
    }
}

/// How many different characters were made.
fn kinds(changed: &[&Made]) -> usize {
    let mut kinds: Vec<char> = changed.iter().map(|made| made.character).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len()
}

/// Characters of two bytes of UTF-8 that no chance makes out of Chinese, Japanese or
/// Korean ones, and of three.
const SHORT_CHANCE: usize = 3;
const LONG_CHANCE: usize = 2;

/// Whether so much UTF-8 was read out of text of two bytes a character that it is no
/// chance: most single characters are valid UTF-8 of two bytes in some encoding.
fn is_no_chance(changed: &[&Made]) -> bool {
    let read = changed.iter().filter(|made| made.character != '\u{FFFD}');
    let long = read.clone().filter(|made| is_long(made.character)).count();
    long >= LONG_CHANCE || read.count() >= SHORT_CHANCE
}

/// Of the characters that a reading changes, at most one in so many may stand beside
/// one that stays, or be lost where nothing was.
const STAYS: usize = 8;

/// Whether text of two bytes a character was read as another such text as a whole: none
/// of its characters stay, and what is lost shows in it. Rare characters, in a dictionary
/// or in old verse, are read as common ones by chance, but not all of them.
fn is_all(made: &[Made], line: &str) -> bool {
    let source = |made: &Made| &line[made.from..made.to.max(made.from)];
    let shows = |c: char| matches!(c, '\u{FFFD}' | '?' | '・' | '〓' | '\u{E000}'..='\u{F8FF}');
    let (mut changed, mut against) = (0, 0);
    for made in made {
        let eastern = model::group(made.character) == Group::Eastern;
        // The sets of EUC-JP, EUC-KR and GBK have kana and signs in the same places.
        let same = source(made).chars().eq([made.character]);
        if !made.kept && !same {
            changed += 1;
            against += usize::from(made.character == '\u{FFFD}' && !source(made).contains(shows));
        } else if eastern && made.character.is_alphanumeric() {
            against += 1;
        }
    }
    against * STAYS <= changed
}

/// Whether a reading is text: no rare characters only, no private use.
pub(super) fn is_plausible(text: &str, made: &[Made], candidate: &Candidate) -> bool {
    // Controls are what windows-1252 was read for; in other pages they are chance.
    let control = |made: &Made| !made.kept && matches!(made.character, '\u{80}'..='\u{9F}');
    if candidate.wrong != WINDOWS_1252 && made.iter().any(control) {
        return false;
    }
    // Of two bytes of UTF-8, those in scripts that nobody models are signs of chance.
    let odd = |character: &char| {
        !character.is_ascii()
            && *character < '\u{800}'
            && character.is_alphabetic()
            && (model::group(*character) == Group::Other
                || matches!(character, '\u{180}'..='\u{19F}' | '\u{1A2}'..='\u{1AE}'
                    | '\u{1B1}'..='\u{1CC}' | '\u{220}'..='\u{2FF}' | '\u{460}'..='\u{48F}'
                    | '\u{4C0}'..='\u{4CF}' | '\u{500}'..='\u{58F}' | '\u{6EE}'..='\u{7FF}'))
    };
    let odd = made
        .iter()
        .filter(|made| !made.kept && odd(&made.character))
        .count();
    if odd * 4 > made.iter().filter(|made| !made.kept).count() {
        return false;
    }
    let profile = scan::scan(text);
    let eastern = !matches!(candidate.right, Right::Utf8 | Right::Page(_));
    (!eastern || profile.eastern >= 2) && profile.rare as f32 <= RARE * profile.eastern as f32
}

/// Whether what came through two bytes a character, on either side, reads as people
/// write, where it is not lost.
pub(super) fn is_sound(text: &str, wrong: &Wrong, candidate: &Candidate) -> bool {
    let pages = !wrong.pairs && matches!(candidate.right, Right::Utf8 | Right::Page(_));
    pages || judge::each(text) < SOUND
}

/// Whether a text that speaks of mojibake shows some: no line is changed then but
/// those that are all of it, as several others are.
pub(super) fn is_talked_about(line: &str, made: &[Made], damage: &Damage, pooled: usize) -> bool {
    let stays = |made: &Made| made.kept && !made.character.is_ascii();
    (damage.talks() || pool::speaks_of_mojibake(line))
        && (pooled < WHOLE_LINES || made.iter().any(stays))
}

/// Whether what was changed is quoted: short, and in quotes or brackets, or beside
/// text that is as it should be.
pub(super) fn is_quoted(line: &str, made: &[Made]) -> bool {
    let changed: Vec<usize> = (0..made.len()).filter(|index| !made[*index].kept).collect();
    let (Some(first), Some(last)) = (changed.first(), changed.last()) else {
        return true;
    };
    if last - first >= QUOTED {
        return false;
    }
    let before = line[..made[*first].from].chars().next_back();
    let after = line[made[*last].to..].chars().next();
    matches!(
        (before, after),
        (Some('"'), Some('"'))
            | (Some('\''), Some('\''))
            | (Some('`'), Some('`'))
            | (Some('“'), Some('”'))
            | (Some('‘'), Some('’'))
            | (Some('「'), Some('」'))
            | (Some('『'), Some('』'))
            | (Some('《'), Some('》'))
            | (Some('«'), Some('»'))
            | (Some('('), Some(')'))
            | (Some('（'), Some('）'))
            | (Some('['), Some(']'))
            | (Some('【'), Some('】'))
    )
}
