//! A batch's checkpoint and the files it tells of in, both on the disk out: first the
//! files, then the checkpoint. It goes on beside the work, which need not wait.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::checkpoint::Checkpoint;
use crate::error::{Error, ErrorKind, Result};

/// What has to be on the disk before the checkpoint is.
#[derive(Debug, Default)]
pub(super) struct Pending {
    files: Vec<(PathBuf, Arc<File>)>,
    stale: Vec<PathBuf>,
}

impl Pending {
    /// Adds a file that is in this place.
    pub(super) fn sync(&mut self, path: PathBuf, file: &Arc<File>) {
        self.files.push((path, Arc::clone(file)));
    }

    /// Adds files that nobody needs once the checkpoint is there.
    pub(super) fn remove(&mut self, stale: &mut Vec<PathBuf>) {
        self.stale.append(stale);
    }

    fn settle(self, checkpoint: &Checkpoint, folder: &Path) -> Result<()> {
        for (path, file) in self.files {
            file.sync_data().map_err(|error| {
                Error::io("cannot write the file", error).at(path.to_string_lossy())
            })?;
        }
        checkpoint.write(folder).map_err(|error| {
            Error::io("cannot write the checkpoint", error).at(folder.to_string_lossy())
        })?;
        for path in self.stale {
            // If it stays, the next batch in this folder removes it.
            let _ = fs::remove_file(path);
        }
        Ok(())
    }
}

/// At most one that settles at a time.
#[derive(Debug, Default)]
pub(super) struct Settling(Option<JoinHandle<Result<Duration>>>);

impl Settling {
    /// Whether one is still at it.
    pub(super) fn is_busy(&self) -> bool {
        self.0.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Begins once the one before is done, and tells how long that took.
    ///
    /// # Errors
    ///
    /// Those of the one before.
    pub(super) fn begin(
        &mut self,
        pending: Pending,
        checkpoint: Checkpoint,
        folder: PathBuf,
    ) -> Result<Option<Duration>> {
        let took = self.wait()?;
        let settle = move || {
            let begun = Instant::now();
            pending.settle(&checkpoint, &folder)?;
            Ok(begun.elapsed())
        };
        let thread = thread::Builder::new().name("settling".to_owned());
        let thread = thread
            .spawn(settle)
            .map_err(|error| Error::io("cannot begin a thread", error))?;
        self.0 = Some(thread);
        Ok(took)
    }

    /// Waits until everything is on the disk, and tells how long that took; nothing if
    /// none was begun since.
    pub(super) fn wait(&mut self) -> Result<Option<Duration>> {
        match self.0.take().map(JoinHandle::join) {
            None => Ok(None),
            Some(Ok(settled)) => settled.map(Some),
            Some(Err(_)) => {
                let message = "unmix failed while it wrote the checkpoint; please report it";
                Err(Error::new(ErrorKind::Internal, message))
            }
        }
    }
}

impl Drop for Settling {
    /// What goes on with the batch must not meet a checkpoint on its way.
    fn drop(&mut self) {
        let _ = self.wait();
    }
}
