//! The trial of a line: every class of mojibake is tried, and the most probable
//! reading stays if it is much more probable than the line as it stands.

mod belief;

use std::borrow::Cow;

use super::{
    LAYERS,
    classes::{MACINTOSH, Right, WINDOWS_1252, WRONGS, Wrong},
    hopeless,
    judge::{self, Voice},
    lattice::{self, Made},
    pool::Damage,
    reverse, sequence,
};
use crate::repair::{characters::C1_AS_WINDOWS_1252, scan};

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
/// Characters that show whether a text is as people write it.
const GLANCE: usize = 80;
/// Characters that a first look takes in.
const SAMPLE: usize = 160;
/// Characters that the decision takes in.
const DECISION: usize = 2000;
/// Readings with losses that are looked at closely.
const CLOSE: usize = 3;
/// Nats that a stretch among characters that stay has to gain.
const STRETCH: f32 = 4.0;
/// Lines of a document that show a damage for sure.
const WHOLE_LINES: usize = 3;

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
            || !belief::is_likely(&made, decision, wrong, candidate.right)
            || !belief::is_plausible(&text, &made, &candidate)
            || !belief::is_sound(&text, wrong, &candidate)
            || belief::is_talked_about(line, &made, damage, pooled)
        {
            continue;
        }
        let changed = made.iter().filter(|made| !made.kept).count();
        if pooled < WHOLE_LINES && belief::is_quoted(decision, &made) {
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
    best.filter(|(_, candidate, made)| {
        belief::is_whole(made, &WRONGS[candidate.wrong], candidate.right)
    })
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
