//! How far a batch has come, so that one that was killed can go on: kept in the
//! batch's folder, replaced as a whole, and gone when the batch is.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    entries::hexadecimal,
    output::{Place, UNFINISHED},
    volume::VolumePlace,
};
use crate::{
    document::Entry,
    error::{Error, ErrorKind, Result},
};

/// Its file in the folder.
pub(super) const NAME: &str = "batch.checkpoint";

/// How far a batch has come: to the end of an entry.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// What the batch was asked for, and by which version.
    pub(super) options: String,
    /// What came out of the source so far: parts of entries, and errors.
    pub(super) items: u64,
    /// What the entries were; see [`Trail`].
    pub(super) trail: Trail,
    /// Entries, failures and bytes so far.
    pub(super) entries: u64,
    pub(super) failures: u64,
    pub(super) bytes: u64,
    /// The list of entries, unless it is closed.
    pub(super) list: Option<Place>,
    /// Segments left out because of earlier ones, so far.
    pub(super) duplicates: u64,
    /// How often languages were mixed in an entry that is a sample, by what they are.
    pub(super) samples: BTreeMap<String, u64>,
    /// What is known of segments that later ones may be duplicates of.
    pub(super) seen: Option<Place>,
    /// The files of each language.
    pub(super) volumes: BTreeMap<String, VolumePlace>,
    /// The files that are written to their ends, by name, and their lengths in bytes.
    pub(super) closed: BTreeMap<String, u64>,
}

/// A digest of the entries so far, their names and bytes, each after the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trail(String);

impl Trail {
    /// Adds an entry that ended.
    pub(super) fn add(&mut self, name: &str, sha256: Option<[u8; 32]>) {
        let mut digest = Sha256::new();
        digest.update(self.0.as_bytes());
        digest.update((name.len() as u64).to_le_bytes());
        digest.update(name.as_bytes());
        digest.update(sha256.unwrap_or_default());
        self.0 = hexadecimal(&digest.finalize());
    }
}

impl Checkpoint {
    /// The checkpoint in this folder, if there is one.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(NAME);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(Error::io("cannot read", error).at(path.to_string_lossy()));
            }
        };
        serde_json::from_slice(&text).map(Some).map_err(|_| {
            let message = "it is no checkpoint of this version; --fresh starts over";
            Error::new(ErrorKind::Option, message).at(path.to_string_lossy())
        })
    }

    /// Replaces the checkpoint in this folder.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut file = tempfile::Builder::new()
            .suffix(UNFINISHED)
            .tempfile_in(folder)?;
        serde_json::to_writer(&mut file, self)?;
        file.flush()?;
        file.as_file().sync_all()?;
        file.persist(folder.join(NAME))
            .map_err(|error| error.error)?;
        // The names, the checkpoint's and those of the files it tells of, too.
        #[cfg(unix)]
        fs::File::open(folder)?.sync_all()?;
        Ok(())
    }

    /// Passes over what is done already, and looks whether it is still the same.
    pub(super) fn pass_over(
        &self,
        entries: &mut impl Iterator<Item = Result<Entry>>,
    ) -> Result<()> {
        let mut trail = Trail::default();
        for _ in 0..self.items {
            match entries.next() {
                Some(Ok(entry)) if entry.part.last => trail.add(&entry.name, entry.part.sha256),
                Some(_) => {}
                None => return Err(changed()),
            }
        }
        if trail == self.trail {
            Ok(())
        } else {
            Err(changed())
        }
    }
}

fn changed() -> Error {
    let message = "the input is not what it was when the batch was begun; --fresh starts over";
    Error::new(ErrorKind::Option, message)
}
