//! The trial of a line: every class of mojibake is tried, and the most probable
//! reading stays if it is much more probable than the line as it stands.

use super::LAYERS;
use super::{
    classes::{MACINTOSH, Right, WINDOWS_1252, WRONGS, Wrong},
    hopeless,
    judge::{self, Voice},
    lattice::{self, Made},
    pool::{self, Damage},
    reverse, sequence,
};
use crate::model::{self, Group};
use crate::repair::{characters::C1_AS_WINDOWS_1252, scan};
use std::borrow::Cow;

/// Nats that a reading has to gain, where nothing else in the document shows the
/// same damage, and where something does.
const GAIN: f32 = 9.0;
const GAIN_POOLED: f32 = 3.0;
/// Nats for each line of the document that shows the same damage.
const POOLED: f32 = 0.6;
/// The same for each character beyond ASCII in the line.
const GAIN_EACH: f32 = 0.25;
/// Nats by which a sequence of three bytes of UTF-8 speaks for itself: other bytes
/// rarely make one. Two bytes say nothing.
const SEQUENCE: f32 = 2.0;
/// The same where the page is one of the usual, in whose text hardly any
/// letter is followed by two such signs.
const SEQUENCE_USUAL: f32 = 5.0;
/// Nats for what comes of C1 controls, which nobody writes.
const CONTROL: f32 = 3.0;
/// Nats for an `Ã` that ends a word of small letters.
const GRAVE: f32 = 6.0;
/// Nats for a sign in the middle of a word, after a letter with an accent.
const SIGN: f32 = 16.0;
/// Nats less for what is further down in the list of what it really was.
const RANK: f32 = 0.5;
/// Text of fewer nats for each character beyond ASCII is as people write it.
const NATURAL_LETTERS: f32 = 5.0;
const NATURAL_CHARACTERS: f32 = 9.0;
/// What two bytes a character are read as has to have fewer.
const SOUND: f32 = 9.5;
/// Characters that show whether a text is as people write it.
const GLANCE: usize = 80;
/// Characters that a first look takes in.
const SAMPLE: usize = 160;
/// Characters that the decision takes in.
const DECISION: usize = 2000;
/// Readings with losses that are looked at closely.
const CLOSE: usize = 3;
/// Of the Chinese characters in a reading, at most this share may be rare.
const RARE: f32 = 0.34;
/// Nats that a stretch among characters that stay has to gain.
const STRETCH: f32 = 4.0;
/// Letters that show that one page was read as another.
const LETTERS: usize = 4;
/// Lines of a document that show a damage for sure.
const WHOLE_LINES: usize = 3;
/// Quoted mojibake is at most this long, in characters of the reading.
const QUOTED: usize = 12;

/// A reading that is worth a closer look.
struct Candidate {
    wrong: usize,
    right: Right,
    /// Nats of the sample, less what speaks for the class.
    nats: f32,
    /// Bytes were lost, or characters cannot have been read so.
    lossy: bool,
    voice: Voice,
}

/// The class of mojibake that a line shows.
pub(super) fn diagnose(line: &str, damage: &Damage) -> Option<(usize, Right)> {
    decide(line, damage, false).map(|(candidate, _)| (candidate.wrong, candidate.right))
}

/// The line as it was meant; none if it stands as it was meant. If it was damaged and
/// repaired once, it is believed more easily that it was twice.
pub(super) fn undo(line: &str, damage: &Damage, again: bool) -> Option<Vec<Made>> {
    let (candidate, made) = decide(line, damage, again)?;
    if line.chars().nth(DECISION).is_none() {
        return Some(made);
    }
    let wrong = WRONGS.get(candidate.wrong)?;
    Some(read(line, wrong, &candidate))
}

/// A line as a candidate has it. Where a stretch between characters that stay as
/// they are does not gain, it stays too.
fn read(line: &str, wrong: &Wrong, candidate: &Candidate) -> Vec<Made> {
    let made = lattice::read(line, wrong, candidate.right, candidate.voice);
    let stays = |made: &Made| made.kept && !made.character.is_ascii();
    if !made.iter().any(stays) {
        return made;
    }
    let mut read = Vec::with_capacity(made.len());
    for stretch in made.chunk_by(|one, other| stays(one) == stays(other)) {
        let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else {
            continue;
        };
        let before = &line[first.from..last.to.max(first.from)];
        let (was, _) = judge::mixed(&without_controls(before));
        let (is, _) = judge::mixed(&lattice::text(stretch));
        let letters = stretch
            .iter()
            .filter(|made| !made.kept && made.character.is_alphanumeric());
        let enough = candidate.right == Right::Utf8 || letters.count() >= 2;
        if stretch.iter().all(|made| made.kept) || (enough && is + STRETCH < was) {
            read.extend_from_slice(stretch);
        } else {
            read.extend(lattice::keep(before, first.from));
        }
    }
    read
}

fn decide(line: &str, damage: &Damage, again: bool) -> Option<(Candidate, Vec<Made>)> {
    let sample = beginning(line, SAMPLE);
    let plain = sequence::is_plain(sample);
    if hopeless::is_overwritten(line) || (!plain && is_natural(sample)) {
        return None;
    }
    let (sample_nats, _) = judge::mixed(&without_controls(sample));
    let mut candidates = candidates(sample, damage);
    candidates.sort_by(|one, other| one.nats.total_cmp(&other.nats));
    candidates.truncate(CLOSE);
    candidates.retain(|candidate| plain || candidate.lossy || candidate.nats < sample_nats);
    let decision = beginning(line, DECISION);
    let (before, _) = judge::mixed(&without_controls(decision));
    let mut best: Option<(f32, Candidate, Vec<Made>)> = None;
    for candidate in candidates {
        let wrong = &WRONGS[candidate.wrong];
        let pooled = damage.lines(candidate.wrong, candidate.right);
        let made = read(decision, wrong, &candidate);
        let text = lattice::text(&made);
        if !made.iter().any(|made| !made.kept)
            || !is_likely(&made, decision, wrong, candidate.right)
            || !is_plausible(&text, &made, &candidate)
            || !is_sound(&text, wrong, &candidate)
            || is_talked_about(line, &made, damage, pooled)
        {
            continue;
        }
        let changed = made.iter().filter(|made| !made.kept).count();
        if pooled < WHOLE_LINES && is_quoted(decision, &made) {
            continue;
        }
        let (after, _) = judge::mixed(&text);
        let gain = before - after - handicap(&candidate, wrong, damage)
            + speaks(&made, decision, &candidate);
        let needed = match pooled {
            // What is made twice is one mistake again, UTF-8 as a page.
            0 if !again || candidate.right != Right::Utf8 => GAIN,
            _ => GAIN_POOLED,
        } + GAIN_EACH * changed as f32;
        if gain > needed && best.as_ref().is_none_or(|(known, ..)| gain > *known) {
            best = Some((gain, candidate, made));
        }
    }
    best.filter(|(_, candidate, made)| is_whole(made, &WRONGS[candidate.wrong], candidate.right))
        .map(|(_, candidate, made)| (candidate, made))
}

/// Nats by which what was read speaks for itself, beside that it reads well.
fn speaks(made: &[Made], line: &str, candidate: &Candidate) -> f32 {
    if candidate.right != Right::Utf8 {
        return 0.0;
    }
    let usual = matches!(candidate.wrong, WINDOWS_1252 | MACINTOSH);
    let sequence = if usual { SEQUENCE_USUAL } else { SEQUENCE };
    let one = |made: &Made| {
        let source = &line[made.from..made.to.max(made.from)];
        let control = |character| matches!(character, '\u{80}'..='\u{9F}');
        let ends_word = source.starts_with('Ã')
            && made.character == 'à'
            && line[..made.from].ends_with(|before: char| before.is_ascii_lowercase());
        let mut nats = 0.0;
        if is_long(made.character) && !made.filled {
            nats += sequence;
        }
        if source.contains(control) {
            nats += CONTROL;
        }
        if ends_word {
            nats += GRAVE;
        }
        let first = source.chars().next();
        if first.is_some_and(|first| {
            sequence::is_sign_inside(first, &line[made.from + first.len_utf8()..])
        }) {
            nats += SIGN;
        }
        nats
    };
    made.iter().filter(|made| !made.kept).map(one).sum()
}

/// Tries every class on a sample.
fn candidates(sample: &str, damage: &Damage) -> Vec<Candidate> {
    let beyond = sample.chars().filter(|c| !c.is_ascii()).count();
    let mut candidates = Vec::new();
    let mut tried: Vec<(Vec<u8>, Right)> = Vec::new();
    for (index, wrong) in WRONGS.iter().enumerate() {
        let (bytes, foreign) = bytes(sample, wrong);
        // What cannot have been read so was not damaged or is lost.
        if foreign * 2 > beyond || foreign == beyond {
            continue;
        }
        for right in wrong.rights {
            if tried
                .iter()
                .any(|(known, what)| what == right && *known == bytes)
            {
                continue;
            }
            if let Some(candidate) = candidate(index, wrong, *right, &bytes, foreign, damage) {
                candidates.push(candidate);
            }
        }
        tried.extend(wrong.rights.iter().map(|right| (bytes.clone(), *right)));
    }
    candidates
}

fn candidate(
    index: usize,
    wrong: &Wrong,
    right: Right,
    bytes: &[u8],
    foreign: usize,
    damage: &Damage,
) -> Option<Candidate> {
    let joined = match right {
        Right::Utf8 => joined(bytes),
        _ => Cow::Borrowed(bytes),
    };
    let text = reverse::read(&joined, right.encoding(), bytes.len() / 2 + 1)?;
    let errors = text.matches('\u{FFFD}').count();
    let good = text.chars().filter(|c| !c.is_ascii()).count() - errors;
    let tolerable = match right {
        Right::Utf8 if !wrong.pairs => good > 0 || ends_with_grave(bytes),
        Right::Utf8 => good > 0 && errors <= 2 * good,
        _ if wrong.pairs => errors <= good,
        _ => errors * 4 <= good,
    };
    if !tolerable {
        return None;
    }
    let (voice, nats) = judge::judge(&text);
    let sequences = text.chars().filter(|character| is_long(*character)).count();
    let mut speaks = match right {
        Right::Utf8 => SEQUENCE * sequences as f32,
        _ => 0.0,
    };
    let mut nats = nats;
    if right == Right::Utf8 && errors == 0 && foreign == 0 && !wrong.pairs {
        let (deeper, more) = deepest(&text, wrong, nats);
        nats = deeper;
        speaks += more;
    }
    let mut candidate = Candidate {
        wrong: index,
        right,
        nats,
        lossy: errors > 0 || foreign > 0,
        voice,
    };
    candidate.nats += handicap(&candidate, wrong, damage);
    candidate.nats -= speaks;
    Some(candidate)
}

/// Whether an `Ã` ends a word of small letters, whose `à` lost a no-break space.
fn ends_with_grave(bytes: &[u8]) -> bool {
    bytes
        .windows(3)
        .any(|three| matches!(three, [b'a'..=b'z', 0xC3, b' ']))
}

/// UTF-8 with two surrogates in six bytes as the characters they stand for.
fn joined(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes
        .windows(2)
        .any(|pair| matches!(pair, [0xED, 0xA0..=0xAF]))
    {
        return Cow::Borrowed(bytes);
    }
    let mut joined = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match bytes.get(at..at + 6).and_then(lattice::surrogates) {
            Some(character) => {
                let mut buffer = [0; 4];
                joined.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
                at += 6;
            }
            None => {
                joined.push(*byte);
                at += 1;
            }
        }
    }
    Cow::Owned(joined)
}

/// The nats of what comes of making the same mistake again and again, and those by
/// which its sequences speak for themselves.
fn deepest(text: &str, wrong: &Wrong, nats: f32) -> (f32, f32) {
    let mut best = (nats, 0.0);
    let mut text = text.to_owned();
    let mut speaks = 0.0;
    for _ in 0..LAYERS {
        let (bytes, foreign) = bytes(&text, wrong);
        if foreign > 0 || text.is_ascii() {
            break;
        }
        let Some(deeper) = reverse::read(&bytes, Right::Utf8.encoding(), 0) else {
            break;
        };
        let sequences = deeper.chars().filter(|character| is_long(*character));
        speaks += SEQUENCE * sequences.count() as f32;
        let (_, nats) = judge::judge(&deeper);
        if nats - speaks < best.0 - best.1 {
            best = (nats, speaks);
        }
        text = deeper;
    }
    best
}

/// Whether a character takes three bytes of UTF-8.
fn is_long(character: char) -> bool {
    character >= '\u{800}' && character != '\u{FFFD}'
}

/// Nats against a class.
fn handicap(candidate: &Candidate, wrong: &Wrong, damage: &Damage) -> f32 {
    match damage.lines(candidate.wrong, candidate.right) {
        0 => {}
        lines => return -POOLED * (lines.min(10) as f32),
    }
    let rank = wrong
        .rights
        .iter()
        .position(|right| *right == candidate.right)
        .unwrap_or(0);
    let page = match candidate.right {
        Right::Page(_) => 8.0,
        _ => 0.0,
    };
    wrong.prior + RANK * rank as f32 + page
}

/// The bytes that a text was read from, and the number of characters that cannot
/// have been read so.
fn bytes(text: &str, wrong: &Wrong) -> (Vec<u8>, usize) {
    let mut bytes = Vec::with_capacity(text.len());
    let mut foreign = 0;
    for character in text.chars() {
        match wrong.reverse().bytes(character) {
            Some(known) => bytes.extend_from_slice(known.as_slice()),
            None => {
                foreign += usize::from(character != '\u{FFFD}');
                bytes.push(0xFF);
            }
        }
    }
    (bytes, foreign)
}

/// A text with its C1 controls read as windows-1252, as they are if they stay.
fn without_controls(text: &str) -> Cow<'_, str> {
    if !text.contains(|character| matches!(character, '\u{80}'..='\u{9F}')) {
        return Cow::Borrowed(text);
    }
    let meant = |character| match character {
        '\u{80}'..='\u{9F}' => C1_AS_WINDOWS_1252[character as usize - 0x80],
        character => character,
    };
    text.chars()
        .map(meant)
        .filter(|character| *character != '\0')
        .collect()
}

/// A beginning of so many characters.
fn beginning(text: &str, characters: usize) -> &str {
    match text.char_indices().nth(characters) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}

/// Whether a text is as people write it, by the nats of each character beyond ASCII.
fn is_natural(text: &str) -> bool {
    if text
        .chars()
        .any(|character| matches!(character, '\u{80}'..='\u{9F}' | 'Ã' | 'Â'))
    {
        return false;
    }
    let text = beginning(text, GLANCE);
    let profile = scan::scan(text);
    if profile.is_alphabetic() && !sequence::may_be(text) {
        return true;
    }
    let beyond = text
        .chars()
        .filter(|character| !character.is_ascii())
        .count();
    let natural = match profile.eastern * 2 >= beyond {
        true => NATURAL_CHARACTERS,
        false => NATURAL_LETTERS,
    };
    judge::is_plainly(text, natural) || judge::mixed(text).1 < natural
}

/// Whether enough of a text came through two bytes a character to be worth writing.
/// If the best reading is in ruins, the next one is wrong: the line stays.
fn is_whole(made: &[Made], wrong: &Wrong, right: Right) -> bool {
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
fn is_likely(made: &[Made], line: &str, wrong: &Wrong, right: Right) -> bool {
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
        return losses == 0 && !glued && changed.len() >= LETTERS && changed.len() == beyond;
    }
    if wrong.pairs {
        return true;
    }
    // Two bytes of UTF-8 may be two letters that somebody wrote.
    let letters = |made: &&Made| {
        let source = &line[made.from..made.to.max(made.from)];
        is_long(made.character) || !source.chars().all(char::is_alphabetic)
    };
    if right == Right::Utf8
        && wrong.prior > 2.0
        && !changed.iter().copied().any(|made| letters(&made))
    {
        let mut distinct: Vec<char> = changed.iter().map(|made| made.character).collect();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < 3 {
            return false;
        }
    }
    match right {
        Right::Utf8 if losses * 2 > changed.len() => return false,
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
        _ => usual,
    }
}

/// Whether a reading is text: no rare characters only, no private use.
fn is_plausible(text: &str, made: &[Made], candidate: &Candidate) -> bool {
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
fn is_sound(text: &str, wrong: &Wrong, candidate: &Candidate) -> bool {
    let pages = !wrong.pairs && matches!(candidate.right, Right::Utf8 | Right::Page(_));
    pages || judge::each(text) < SOUND
}

/// Whether a text that speaks of mojibake shows some: no line is changed then but
/// those that are all of it, as several others are.
fn is_talked_about(line: &str, made: &[Made], damage: &Damage, pooled: usize) -> bool {
    let stays = |made: &Made| made.kept && !made.character.is_ascii();
    (damage.talks() || pool::speaks_of_mojibake(line))
        && (pooled < WHOLE_LINES || made.iter().any(stays))
}

/// Whether what was changed is quoted: short, and in quotes or brackets, or beside
/// text that is as it should be.
fn is_quoted(line: &str, made: &[Made]) -> bool {
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
