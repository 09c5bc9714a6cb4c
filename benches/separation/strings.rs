//! Texts that are each in one language in, how many are cut all the same out. A file has a text
//! a line (what follows a tab is left out) and is named by its language: `editor.zh`.

use std::{fs, path::Path};

use unmix::{
    identify::{self, Options},
    segment::{self, Policy},
};

/// How many texts are identified as one document.
const DOCUMENT: usize = 40;

/// Prints for each file how many texts it has, how many of them have letters of Latin and of
/// another script, and how many are cut.
pub(crate) fn print(files: &[String]) {
    let policy = Policy::default();
    for file in files {
        let all = fs::read_to_string(file).expect("a file of texts");
        let texts: Vec<&str> = all
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        let latin = |c: char| c.is_alphabetic() && c < '\u{250}';
        let other = |c: char| c.is_alphabetic() && c > '\u{36F}';
        let mixed = texts
            .iter()
            .filter(|text| text.contains(latin) && text.contains(other))
            .count();
        let mut cut = 0;
        for texts in texts.chunks(DOCUMENT) {
            let spans: Vec<_> = texts
                .iter()
                .map(|text| segment::split(text, &[], &policy))
                .collect();
            let inputs = super::inputs(texts, &spans);
            let verdicts = identify::identify(&inputs, &Options::default());
            cut += inputs
                .iter()
                .zip(&verdicts)
                .filter(|(input, verdicts)| {
                    segment::join(input.text, input.spans, verdicts, &policy).len() > 1
                })
                .count();
        }
        let name = Path::new(file).file_name().unwrap_or_default();
        println!(
            "strings {}: {}, mixed {mixed}, cut {cut}",
            name.display(),
            texts.len()
        );
    }
}
