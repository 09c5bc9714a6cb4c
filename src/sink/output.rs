//! Plain bytes in, a file out that gets its name when it is finished. What has come so
//! far can be settled at any moment, and the file's bytes do not tell when it was.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    mem,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    Seal,
    packing::{CHUNK, Packer},
    settling::Pending,
};
use crate::error::{Error, ErrorKind, Result};

/// The ending of files that are not finished.
pub(super) const UNFINISHED: &str = ".unfinished";

/// A file that is being written.
#[derive(Debug)]
pub(super) struct Output {
    path: PathBuf,
    file: Arc<File>,
    /// What has come since the last whole chunk.
    chunk: Vec<u8>,
    place: Place,
    /// Whether anything has come since it was settled.
    changed: bool,
    /// What was needed to go on from where it was settled before.
    stale: Vec<PathBuf>,
}

/// How far a file has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Its length in bytes.
    length: u64,
    /// How many plain bytes are in that.
    plain: u64,
    /// The CRC-32 of those.
    crc: u32,
    /// The plain bytes after those: no whole chunk yet, they are in a file of their own.
    rest: usize,
}

impl Output {
    /// Begins the file of this name.
    pub(super) fn create(path: PathBuf, packer: &Packer) -> Result<Self> {
        free(&path)?;
        let unfinished = unfinished(&path);
        let file = File::create(&unfinished).map_err(|error| {
            Error::io("cannot make the file", error).at(unfinished.to_string_lossy())
        })?;
        let mut output = Self {
            path,
            file: Arc::new(file),
            chunk: Vec::new(),
            place: Place::default(),
            changed: true,
            stale: Vec::new(),
        };
        let head = packer.head();
        (&*output.file)
            .write_all(head)
            .map_err(|error| output.cannot_write(error))?;
        output.place.length = head.len() as u64;
        Ok(output)
    }

    /// Goes on with a file from this place.
    pub(super) fn go_on(path: PathBuf, place: Place) -> Result<Self> {
        let open = || -> io::Result<_> {
            let mut file = OpenOptions::new().write(true).open(unfinished(&path))?;
            shorten(&mut file, place.length)?;
            let mut chunk = Vec::new();
            if place.rest > 0 {
                let rest = rest(&path, place.plain);
                let mut file = OpenOptions::new().read(true).write(true).open(&rest)?;
                shorten(&mut file, place.rest as u64)?;
                chunk = fs::read(&rest)?;
            }
            Ok((file, chunk))
        };
        let (file, chunk) = open().map_err(|error| cannot_go_on(&path, error))?;
        Ok(Self {
            path,
            file: Arc::new(file),
            chunk,
            place,
            changed: false,
            stale: Vec::new(),
        })
    }

    /// The plain bytes so far.
    pub(super) fn plain(&self) -> u64 {
        self.place.plain + self.chunk.len() as u64
    }

    /// Adds what is written.
    pub(super) fn write(
        &mut self,
        packer: &mut Packer,
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> Result<()> {
        self.changed = true;
        write(&mut self.chunk)
            .and_then(|()| self.pack(packer, CHUNK))
            .map_err(|error| self.cannot_write(error))
    }

    /// Writes the chunks that are whole, being at least this long.
    fn pack(&mut self, packer: &mut Packer, least: usize) -> io::Result<()> {
        let mut done = 0;
        while self.chunk.len() - done >= least.max(1) {
            let end = self.chunk.len().min(done + CHUNK);
            let plain = &self.chunk[done..end];
            let packed = packer.chunk(plain)?;
            (&*self.file).write_all(packed)?;
            let mut crc = crc32fast::Hasher::new_with_initial_len(self.place.crc, self.place.plain);
            crc.update(plain);
            if mem::take(&mut self.place.rest) > 0 {
                self.stale.push(rest(&self.path, self.place.plain));
            }
            self.place = Place {
                length: self.place.length + packed.len() as u64,
                plain: self.place.plain + plain.len() as u64,
                crc: crc.finalize(),
                rest: 0,
            };
            done = end;
        }
        self.chunk.drain(..done);
        Ok(())
    }

    /// Writes everything, for `pending` to see to it that it is on the disk, and tells
    /// what it takes to go on.
    pub(super) fn settle(&mut self, packer: &mut Packer, pending: &mut Pending) -> Result<Place> {
        if mem::take(&mut self.changed) {
            self.save(packer, pending)
                .map_err(|error| self.cannot_write(error))?;
        }
        pending.remove(&mut self.stale);
        Ok(self.place.clone())
    }

    fn save(&mut self, packer: &mut Packer, pending: &mut Pending) -> io::Result<()> {
        if packer.is_plain() {
            // Where chunks of such a file end makes no difference to it.
            self.pack(packer, 1)?;
        } else if self.chunk.len() > self.place.rest {
            let path = rest(&self.path, self.place.plain);
            let mut file = OpenOptions::new()
                .create(true)
                .truncate(self.place.rest == 0)
                .write(true)
                .open(&path)?;
            file.seek(SeekFrom::Start(self.place.rest as u64))?;
            file.write_all(&self.chunk[self.place.rest..])?;
            pending.sync(path, &Arc::new(file));
            self.place.rest = self.chunk.len();
        }
        pending.sync(unfinished(&self.path), &self.file);
        Ok(())
    }

    /// Writes the end of the file.
    pub(super) fn close(mut self, packer: &mut Packer) -> Result<Closed> {
        let mut end = || {
            self.pack(packer, 1)?;
            let end = packer.end(self.place.plain, self.place.crc);
            (&*self.file).write_all(&end)?;
            Ok(self.place.length + end.len() as u64)
        };
        match end() {
            Ok(length) => Ok(Closed {
                path: self.path,
                length,
                file: Some(self.file),
                stale: self.stale,
            }),
            Err(error) => Err(self.cannot_write(error)),
        }
    }

    fn cannot_write(&self, error: io::Error) -> Error {
        Error::io("cannot write the file", error).at(unfinished(&self.path).to_string_lossy())
    }
}

/// Refuses to put a file where there is one.
pub(super) fn free(path: &Path) -> Result<()> {
    if path.exists() {
        let message = "the file is there already, and of no batch: move it, or give another -o";
        return Err(Error::new(ErrorKind::Option, message).at(path.to_string_lossy()));
    }
    Ok(())
}

/// A file that is written to its end, and gets its name with the others.
#[derive(Debug)]
pub(super) struct Closed {
    path: PathBuf,
    length: u64,
    /// Until it is known to be on the disk.
    file: Option<Arc<File>>,
    stale: Vec<PathBuf>,
}

impl Closed {
    /// Finds a file again that was closed when it was this long.
    pub(super) fn found(path: PathBuf, length: u64) -> Result<Self> {
        let find = || -> io::Result<()> {
            // It has its name already if the batch was broken off when all was written.
            let unfinished = unfinished(&path);
            let there = if unfinished.exists() {
                &unfinished
            } else {
                &path
            };
            if fs::metadata(there)?.len() != length {
                return Err(io::Error::other("it is not as long as it was"));
            }
            Ok(())
        };
        find().map_err(|error| cannot_go_on(&path, error))?;
        Ok(Self {
            path,
            length,
            file: None,
            stale: Vec::new(),
        })
    }

    /// Where it will be.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// As for an [`Output`]; its name and length.
    pub(super) fn settle(&mut self, pending: &mut Pending) -> (String, u64) {
        if let Some(file) = self.file.take() {
            pending.sync(unfinished(&self.path), &file);
        }
        pending.remove(&mut self.stale);
        let name = self.path.file_name().unwrap_or_default();
        (name.to_string_lossy().into_owned(), self.length)
    }

    /// Makes another file of this one, and leaves that in its place.
    pub(super) fn sealed(mut self, path: PathBuf, seal: Seal) -> Result<Self> {
        let unsealed = unfinished(&self.path);
        let to = unfinished(&path);
        let length = seal(&unsealed, &to)
            .map_err(|error| Error::io("cannot write the file", error).at(to.to_string_lossy()))?;
        self.stale.push(unsealed);
        Ok(Self {
            path,
            length,
            file: None,
            stale: self.stale,
        })
    }

    /// Removes what going on from an earlier place would have taken.
    pub(super) fn tidy(&mut self) {
        for path in self.stale.drain(..) {
            let _ = fs::remove_file(path);
        }
    }

    /// Gives the file its name.
    pub(super) fn finish(&self) -> Result<()> {
        match fs::rename(unfinished(&self.path), &self.path) {
            // An earlier run came that far.
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.path.exists() => Ok(()),
            renamed => renamed.map_err(|error| {
                Error::io("cannot name the finished file", error).at(self.path.to_string_lossy())
            }),
        }
    }
}

fn shorten(file: &mut File, length: u64) -> io::Result<()> {
    if file.metadata()?.len() < length {
        return Err(io::Error::other("it is shorter than it was"));
    }
    file.set_len(length)?;
    file.seek(SeekFrom::End(0))?;
    Ok(())
}

fn cannot_go_on(path: &Path, error: io::Error) -> Error {
    Error::io("cannot go on with the file; --fresh starts over", error)
        .at(unfinished(path).to_string_lossy())
}

/// The name of a file while it is not finished.
pub(super) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(UNFINISHED);
    PathBuf::from(name)
}

/// Where the chunk is kept that begins after so many plain bytes.
fn rest(path: &Path, plain: u64) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!("@{plain}"));
    unfinished(Path::new(&name))
}

impl Place {
    /// The files that it takes to go on, by the name that the finished one will have.
    pub(super) fn names<'n>(&self, name: &'n str) -> impl Iterator<Item = String> + use<'n> {
        let rest = (self.rest > 0).then(|| format!("{name}@{}", self.plain));
        [name.to_owned()].into_iter().chain(rest)
    }
}
