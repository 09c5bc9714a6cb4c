//! What the output is written to, which is not read: a folder of results inside the folder that
//! is read, or a file in it that standard output goes to. Read, it would grow as it is read.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use same_file::{Handle, is_same_file};

/// Where the output goes.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    folder: Option<PathBuf>,
    file: Option<Arc<Handle>>,
}

impl Own {
    /// The output goes into this folder, which need not be there yet.
    pub(super) fn set_folder(&mut self, folder: &Path) {
        self.folder = Some(folder.to_owned());
    }

    /// The output goes to standard output, which may be a file.
    pub(super) fn set_stdout(&mut self) {
        let regular = |handle: &Handle| handle.as_file().metadata().is_ok_and(|it| it.is_file());
        self.file = Handle::stdout().ok().filter(regular).map(Arc::new);
    }

    /// Whether this folder is the one that the output goes into.
    pub(super) fn is_folder(&self, folder: &Path) -> bool {
        let is = |own: &PathBuf| is_same_file(own, folder).unwrap_or(false);
        self.folder.as_ref().is_some_and(is)
    }

    /// Whether this file is the one that the output goes to.
    pub(super) fn is_file(&self, file: &File) -> bool {
        let found = || Handle::from_file(file.try_clone().ok()?).ok();
        let is = |own: &Arc<Handle>| found().is_some_and(|found| found == **own);
        self.file.as_ref().is_some_and(is)
    }
}
