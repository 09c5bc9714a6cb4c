//! Lines that are as they should be.

use std::collections::BTreeMap;

use unmix::{
    document::NoteKind,
    repair::{self, Damage, Options},
};

use crate::{read, show};

pub(crate) fn run(files: &[String]) {
    println!(
        "| file | lines | changed by mojibake repair | changed otherwise | not idempotent | why |"
    );
    println!("|---|---|---|---|---|---|");
    let options = Options::default();
    let (mut lines, mut mojibake) = (0, 0);
    for file in files {
        let text = read(file);
        let (mut count, mut wrong, mut other, mut again) = (0, 0, 0, 0);
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        let mut shown = 0;
        let damage = repair::survey(text.lines(), &options);
        for line in text.lines() {
            count += 1;
            let alone = repair::repair(line, true, &options, &Damage::default());
            let repaired = repair::repair(line, true, &options, &damage);
            let is_mojibake = [&alone, &repaired].into_iter().any(|repaired| {
                repaired
                    .remarks
                    .iter()
                    .any(|remark| remark.kind == NoteKind::Mojibake)
            });
            wrong += usize::from(is_mojibake);
            if is_mojibake && shown < show() {
                println!("    {line}\n  → {}", repaired.text);
                shown += 1;
            }
            other += usize::from(!is_mojibake && repaired.text != line);
            for remark in &repaired.remarks {
                *reasons.entry(remark.kind.as_str()).or_default() += 1;
            }
            let twice = repair::repair(&repaired.text, true, &options, &damage);
            again += usize::from(twice.text != repaired.text);
        }
        let name = file.rsplit('/').next().unwrap();
        println!("| {name} | {count} | {wrong} | {other} | {again} | {reasons:?} |");
        lines += count;
        mojibake += wrong;
    }
    println!("| all | {lines} | {mojibake} | | | |");
}
