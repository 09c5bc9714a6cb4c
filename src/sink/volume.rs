//! The files that the segments of one language go to: one after another, each up to a
//! size, and in some formats two beside each other.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    Format, Layout, Numbered,
    output::{Closed, Output, Place, free},
    packing::Packer,
    settling::Pending,
};
use crate::error::Result;

/// The files that are being written for one language.
#[derive(Debug)]
pub(super) struct Volume {
    /// How many files there were before.
    before: u32,
    /// One for each ending that the format has; none between two.
    files: Vec<Output>,
    /// Whether segments of the present entry are in them.
    entry: bool,
}

/// What it takes to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct VolumePlace {
    before: u32,
    files: Vec<Place>,
}

impl Volume {
    /// No files yet.
    pub(super) fn new() -> Self {
        Self {
            before: 0,
            files: Vec::new(),
            entry: false,
        }
    }

    /// Goes on from this place.
    pub(super) fn go_on(
        folder: &Path,
        layout: &Layout,
        language: &str,
        place: VolumePlace,
    ) -> Result<Self> {
        let names = names(layout, language, place.before);
        let files = names
            .zip(place.files)
            .map(|(name, place)| Output::go_on(folder.join(name), place));
        Ok(Self {
            before: place.before,
            files: files.collect::<Result<_>>()?,
            entry: false,
        })
    }

    /// Adds a segment; gives the files that are full with it.
    pub(super) fn segment(
        &mut self,
        folder: &Path,
        layout: &Layout,
        packer: &mut Packer,
        numbered: &Numbered<'_>,
    ) -> Result<Vec<Closed>> {
        let format = &layout.format;
        if self.files.is_empty() {
            let language = numbered.segment.language.as_str();
            self.files = names(layout, language, self.before)
                .map(|name| {
                    free(&folder.join(sealed(&name)))?;
                    Output::create(folder.join(name), packer)
                })
                .collect::<Result<_>>()?;
            self.files[0].write(packer, |writer| (format.begin)(writer, language))?;
        }
        if !self.entry {
            self.entry = true;
            self.files[0].write(packer, |writer| (format.open)(writer, numbered))?;
        }
        self.files[0].write(packer, |writer| (format.segment)(writer, numbered))?;
        if let (Some((_, beside)), Some(file)) = (format.beside, self.files.get_mut(1)) {
            file.write(packer, |writer| beside(writer, numbered))?;
        }
        match layout.shard_size {
            Some(size) if self.files[0].plain() >= size => self.close(format, packer),
            _ => Ok(Vec::new()),
        }
    }

    /// The present entry has ended.
    pub(super) fn entry_ends(&mut self, format: &Format, packer: &mut Packer) -> Result<()> {
        if std::mem::take(&mut self.entry)
            && let Some(file) = self.files.first_mut()
        {
            file.write(packer, |writer| (format.close)(writer))?;
        }
        Ok(())
    }

    /// Closes the files; what comes goes to the next ones.
    pub(super) fn close(&mut self, format: &Format, packer: &mut Packer) -> Result<Vec<Closed>> {
        self.entry_ends(format, packer)?;
        if let Some(file) = self.files.first_mut() {
            file.write(packer, |writer| (format.end)(writer))?;
            self.before += 1;
        }
        let closed = self.files.drain(..).map(|file| {
            let closed = file.close(packer)?;
            match format.seal {
                Some(seal) => {
                    let path = closed.path().to_string_lossy();
                    let path = PathBuf::from(sealed(&path));
                    closed.sealed(path, seal)
                }
                None => Ok(closed),
            }
        });
        closed.collect()
    }

    /// As for each [`Output`].
    pub(super) fn settle(
        &mut self,
        packer: &mut Packer,
        pending: &mut Pending,
    ) -> Result<VolumePlace> {
        let files = self.files.iter_mut();
        let places = files.map(|file| file.settle(packer, pending));
        Ok(VolumePlace {
            before: self.before,
            files: places.collect::<Result<_>>()?,
        })
    }
}

impl VolumePlace {
    /// The files that it takes to go on, by the names that the finished ones will have.
    pub(super) fn names(&self, layout: &Layout, language: &str) -> Vec<String> {
        names(layout, language, self.before)
            .zip(&self.files)
            .flat_map(|(name, place)| place.names(&name).collect::<Vec<_>>())
            .collect()
    }
}

/// What the name of a file ends with whose rows become another file.
const ROWS: &str = ".rows";

/// The name of the file that the rows in the file of this name become.
fn sealed(name: &str) -> &str {
    name.strip_suffix(ROWS).unwrap_or(name)
}

/// The names of the files of a language after so many others.
fn names<'l>(
    layout: &'l Layout,
    language: &'l str,
    before: u32,
) -> impl Iterator<Item = String> + use<'l> {
    let format = &layout.format;
    let beside = format.beside.map(|(extension, _)| extension);
    let extensions = [format.extension].into_iter().chain(beside);
    let packing = if format.seal.is_some() {
        ROWS
    } else {
        layout.packing.suffix()
    };
    extensions.map(move |extension| match layout.shard_size {
        Some(_) => format!("{language}-{:05}.{extension}{packing}", before + 1),
        None => format!("{language}.{extension}{packing}"),
    })
}

/// What the name of a file tells, if one of the formats may have given it that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parts<'n> {
    language: &'n str,
    extension: &'n str,
    suffix: &'static str,
    sharded: bool,
}

fn parts(name: &str) -> Option<Parts<'_>> {
    let suffixes = super::Packing::ALL.map(super::Packing::suffix);
    let (bare, suffix) = suffixes
        .iter()
        .filter(|suffix| !suffix.is_empty())
        .find_map(|suffix| Some((name.strip_suffix(suffix)?, *suffix)))
        .unwrap_or((name, ""));
    let (stem, extension) = bare.rsplit_once('.')?;
    let known = super::FORMATS.iter().any(|format| {
        format.extension == extension
            || format.beside.is_some_and(|(beside, _)| beside == extension)
    });
    let sharded = stem.rsplit_once('-').filter(|(_, number)| {
        number.len() >= 5 && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    known.then_some(Parts {
        language: sharded.map_or(stem, |(language, _)| language),
        extension,
        suffix,
        sharded: sharded.is_some(),
    })
}

/// Of the names in a folder, those that a batch with these languages gave its files: all
/// languages have theirs in one format, packed and sharded alike. What somebody made
/// beside them, of one language say, is not among them.
pub(super) fn of_batch<'n>(names: &'n [String], languages: &BTreeSet<String>) -> Vec<&'n String> {
    let known: Vec<(&String, Parts<'_>)> = names
        .iter()
        .filter_map(|name| Some((name, parts(name)?)))
        .filter(|(_, parts)| languages.contains(parts.language))
        .collect();
    for format in super::FORMATS {
        let beside = format.beside.map(|(extension, _)| extension);
        let extensions = [Some(format.extension), beside];
        for suffix in super::Packing::ALL.map(super::Packing::suffix) {
            for sharded in [false, true] {
                let of = |wanted: &str| {
                    let is = move |parts: &Parts<'_>| {
                        (parts.extension, parts.suffix, parts.sharded) == (wanted, suffix, sharded)
                    };
                    let found = known.iter().filter(move |(_, parts)| is(parts));
                    found.collect::<Vec<_>>()
                };
                let files: Vec<_> = extensions.iter().flatten().map(|one| of(one)).collect();
                let whole = files.iter().all(|files| {
                    let found: BTreeSet<&str> =
                        files.iter().map(|(_, parts)| parts.language).collect();
                    found.len() == languages.len()
                });
                if whole {
                    return files.into_iter().flatten().map(|(name, _)| *name).collect();
                }
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_in_the_name() {
        for (name, language) in [
            ("en.jsonl", Some("en")),
            ("zh-Hans.jsonl.zst", Some("zh-Hans")),
            ("zh-Hans-00012.tsv.gz", Some("zh-Hans")),
            ("zh-0012.txt", Some("zh-0012")),
            ("en.csv", None),
            ("en", None),
            ("en.jsonl.bz2", None),
        ] {
            assert_eq!(parts(name).map(|parts| parts.language), language, "{name}");
        }
    }

    #[test]
    fn the_files_of_a_batch_are_told_from_others() {
        let batch = |names: &[&str], languages: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let languages = languages.iter().map(|one| (*one).to_owned()).collect();
            let found = of_batch(&names, &languages).into_iter().cloned();
            found.collect::<Vec<String>>()
        };
        assert_eq!(
            batch(&["de.txt", "en.jsonl", "en.txt", "zh.jsonl"], &["en", "zh"]),
            ["en.jsonl", "zh.jsonl"]
        );
        assert_eq!(
            batch(&["en.jsonl", "en.txt", "en.xlf"], &["en"]),
            ["en.jsonl"]
        );
        assert_eq!(
            batch(&["en.tsv.gz", "en.txt.gz", "en.tsv"], &["en"]),
            ["en.txt.gz", "en.tsv.gz"]
        );
        assert_eq!(
            batch(&["en-00001.tsv", "en-00002.tsv", "en.tsv"], &["en"]),
            ["en.tsv"]
        );
        assert_eq!(batch(&["en.txt", "zh.txt"], &["en", "zh"]), [""; 0]);
    }
}
