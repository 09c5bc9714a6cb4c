//! Lines that are hard to separate, by class: `hard.tsv`, or the file that the environment
//! variable `HARD` names, of the same form.

use crate::Item;

/// The lines with their classes.
pub(crate) fn lines() -> Vec<(String, Item)> {
    let own = std::env::var("HARD").map(|path| std::fs::read_to_string(path).expect("lines"));
    own.as_deref()
        .unwrap_or(include_str!("hard.tsv"))
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (class, segments) = line.split_once('\t').expect("a class and segments");
            let mut item = Item {
                text: String::new(),
                gold: Vec::new(),
            };
            for segment in segments.split('‖') {
                let (language, text) = segment.split_once(':').expect("a language and a text");
                let start = item.text.len();
                item.text += text;
                item.gold
                    .push((start..item.text.len(), language.to_owned()));
            }
            (class.to_owned(), item)
        })
        .collect()
}
