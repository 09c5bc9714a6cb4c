//! A line of Thai in, the ends of sentences inside it that no mark shows out. Thai writes a
//! space between sentences and between clauses: a sentence ends at one behind a particle of
//! courtesy or of a question, and at one behind a clause of some length before a subject.

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

/// Words that begin a sentence: subjects, and what asks, requests and thanks.
const SUBJECTS: [&str; 32] = [
    "ฉัน",
    "ผม",
    "ดิฉัน",
    "เขา",
    "เธอ",
    "คุณ",
    "เรา",
    "พวกเขา",
    "พวกเรา",
    "พวกคุณ",
    "มัน",
    "นี่",
    "นั่น",
    "โน่น",
    "ท่าน",
    "หนู",
    "แม่",
    "พ่อ",
    "พี่",
    "น้อง",
    "ใคร",
    "อะไร",
    "ทำไม",
    "กรุณา",
    "โปรด",
    "ได้โปรด",
    "ขอบคุณ",
    "ขอโทษ",
    "อย่า",
    "ช่วย",
    "ถ้า",
    "ใช่",
];

/// Words that a clause begins with behind which its sentence goes on.
const SUBORDINATORS: [&str; 18] = [
    "ถ้า",
    "เมื่อ",
    "หาก",
    "เพราะ",
    "แม้",
    "ตอน",
    "ขณะ",
    "ก่อน",
    "หลัง",
    "พอ",
    "เนื่องจาก",
    "สำหรับ",
    "ที่",
    "ใน",
    "จาก",
    "โดย",
    "ตาม",
    "วัน",
];

/// Words that a clause does not end with.
const OPEN: [&str; 12] = [
    "ว่า",
    "คือ",
    "ที่",
    "และ",
    "หรือ",
    "แต่",
    "กับ",
    "ของ",
    "ให้",
    "เป็น",
    "ชื่อ",
    "เพราะ",
];

/// The shortest clause that is a sentence without a particle, in bytes.
const CLAUSE: usize = 36;

/// Whether the text between two spaces and the one behind are two sentences.
fn parts(before: &str, after: &str) -> bool {
    let thai = |c: char| ('\u{E01}'..='\u{E4E}').contains(&c);
    before.len() >= CLAUSE
        && before.ends_with(|c: char| thai(c) || c.is_ascii_alphanumeric() || c == '”')
        && SUBJECTS.iter().any(|word| after.starts_with(word))
        && !SUBORDINATORS.iter().any(|word| before.starts_with(word))
        && !OPEN.iter().any(|word| before.ends_with(word))
}

/// The ends of sentences.
pub(super) fn ends(line: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    // Where the last end was.
    let mut start = 0;
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
        if letter && !links && (last || parts(line[start..at].trim_start(), rest)) {
            ends.push(at);
            start = at;
        }
    }
    ends
}
