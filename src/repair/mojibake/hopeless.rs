//! What cannot come back: text whose bytes were overwritten. It is noted, and left.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::{
    document::{NoteKind, Remark},
    repair::Repaired,
};

/// What stands where text has been: U+FFFD read as GBK (twice, and once), memory
/// that a debugger has marked (CC, CD), U+FFFD read as windows-1252.
const TRACES: [&str; 6] = ["锟斤拷", "锟�", "烫烫烫", "屯屯屯", "ï¿½", "葺葺葺"];

static FINDERS: LazyLock<[Finder<'static>; 6]> = LazyLock::new(|| TRACES.map(Finder::new));

/// Whether a line has been overwritten in part; its other parts are left as well.
pub(super) fn is_overwritten(line: &str) -> bool {
    [0, 2, 3]
        .iter()
        .any(|index| FINDERS[*index].find(line.as_bytes()).is_some())
}

/// Notes the traces of lost text.
pub(in crate::repair) fn note(repaired: &mut Repaired<'_>) {
    if repaired.text.is_ascii() {
        return;
    }
    let mut found: Vec<Remark> = Vec::new();
    for (trace, finder) in TRACES.iter().zip(&*FINDERS) {
        for at in finder.find_iter(repaired.text.as_bytes()) {
            found.push(Remark {
                kind: NoteKind::Unrecoverable,
                range: repaired.map.source(at..at + trace.len()),
            });
        }
    }
    found.sort_by_key(|remark| remark.range.start);
    for remark in found {
        match repaired.remarks.last_mut() {
            Some(last) if last.kind == remark.kind && last.range.end >= remark.range.start => {
                last.range.end = last.range.end.max(remark.range.end);
            }
            _ => repaired.remarks.push(remark),
        }
    }
}
