//! A line of Thai in, the ends of sentences inside it that no mark shows out. Thai writes a
//! space between sentences and between clauses: a sentence ends at one behind a particle of
//! courtesy or of a question.

/// Particles that end a sentence.
const LAST: [&str; 14] = [
    "ครับ",
    "ครับผม",
    "คะ",
    "ค่ะ",
    "ค่า",
    "จ้ะ",
    "จ้า",
    "จ๊ะ",
    "ไหม",
    "มั้ย",
    "หรือเปล่า",
    "หรือไม่",
    "เหรอ",
    "หรือยัง",
];

/// Words that go on with the sentence behind a space.
const LINKS: [&str; 6] = ["และ", "หรือ", "แต่", "ว่า", "ที่", "ก็"];

/// The ends of sentences.
pub(super) fn ends(line: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let bytes = line.as_bytes();
    for (at, _) in line.match_indices(' ') {
        // The first of several spaces; what is behind them goes with the text before.
        if at > 0 && bytes[at - 1] == b' ' {
            continue;
        }
        let rest = line[at..].trim_start();
        let last = LAST.iter().any(|particle| line[..at].ends_with(particle));
        let links = LINKS.iter().any(|link| rest.starts_with(link));
        let letter = rest.starts_with(|c: char| c.is_alphabetic());
        if last && letter && !links {
            ends.push(at);
        }
    }
    ends
}
