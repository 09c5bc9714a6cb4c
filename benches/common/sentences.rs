//! Sentences by language: lines of `language TAB sentence`, gzipped.

use std::{collections::BTreeMap, fs::File, io::Read, path::Path};

/// The sentences of each language, in the order of the file.
///
/// # Panics
///
/// If the file cannot be read.
#[allow(clippy::unwrap_used, reason = "a measurement without its data is none")]
pub(crate) fn sentences(path: &Path) -> BTreeMap<String, Vec<String>> {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let mut sentences: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        if let Some((language, sentence)) = line.split_once('\t') {
            sentences
                .entry(language.to_owned())
                .or_default()
                .push(sentence.to_owned());
        }
    }
    sentences
}
