//! Which files of a folder are read: by name, and by what they are.

use std::{ffi::OsStr, fmt, path::Path};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::{Error, ErrorKind, Result};

/// Folders in which version control systems keep what is theirs.
const VCS: [&str; 7] = [".git", ".svn", ".hg", ".bzr", "_darcs", ".jj", "CVS"];

/// Which files below a folder are read. A path that is asked for by name is read
/// whatever it is called.
#[derive(Clone, Debug)]
pub struct Selection {
    include: Patterns,
    exclude: Patterns,
    hidden: bool,
    vcs: bool,
}

/// Patterns, and what matches any of them.
#[derive(Clone)]
struct Patterns {
    globs: Vec<String>,
    set: GlobSet,
}

impl fmt::Debug for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.globs.fmt(f)
    }
}

impl Default for Selection {
    /// Everything but hidden files.
    fn default() -> Self {
        Self {
            include: Patterns::none(),
            exclude: Patterns::none(),
            hidden: false,
            vcs: true,
        }
    }
}

impl Selection {
    /// Only files that match one of these globs, where there are any. A glob without
    /// a slash is matched with names at any depth, one with a slash with paths from
    /// the folder on: `*.html`, `2021/**`.
    ///
    /// # Errors
    ///
    /// If one is no glob.
    pub fn include(mut self, globs: &[String]) -> Result<Self> {
        self.include = Patterns::of(globs)?;
        Ok(self)
    }

    /// No files and folders that match one of these globs, which are read as in
    /// [`Selection::include`] and prevail.
    ///
    /// # Errors
    ///
    /// If one is no glob.
    pub fn exclude(mut self, globs: &[String]) -> Result<Self> {
        self.exclude = Patterns::of(globs)?;
        Ok(self)
    }

    /// Whether files and folders whose names begin with a dot are read.
    #[must_use]
    pub fn hidden(mut self, wanted: bool) -> Self {
        self.hidden = wanted;
        self
    }

    /// Whether the folders of version control systems are read (`.git`, `CVS` …).
    #[must_use]
    pub fn vcs(mut self, wanted: bool) -> Self {
        self.vcs = wanted;
        self
    }

    /// Whether this folder, at `path` from the one that was asked for, is gone into.
    pub(super) fn enters(&self, path: &Path, name: &OsStr) -> bool {
        self.shows(name)
            && (self.vcs || !VCS.iter().any(|vcs| name == *vcs))
            && !self.exclude.set.is_match(path)
    }

    /// Whether this file is read.
    pub(super) fn takes(&self, path: &Path, name: &OsStr) -> bool {
        self.shows(name)
            && (self.include.globs.is_empty() || self.include.set.is_match(path))
            && !self.exclude.set.is_match(path)
    }

    fn shows(&self, name: &OsStr) -> bool {
        self.hidden || !name.as_encoded_bytes().starts_with(b".")
    }
}

impl Patterns {
    fn none() -> Self {
        Self {
            globs: Vec::new(),
            set: GlobSet::empty(),
        }
    }

    fn of(globs: &[String]) -> Result<Self> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let anywhere = !glob.trim_end_matches('/').contains('/');
            let path = glob.trim_start_matches('/').trim_end_matches('/');
            let path = if anywhere {
                format!("**/{path}")
            } else {
                path.to_owned()
            };
            let glob = GlobBuilder::new(&path).literal_separator(true).build();
            set.add(glob.map_err(|error| Error::new(ErrorKind::Option, error.to_string()))?);
        }
        Ok(Self {
            set: set
                .build()
                .map_err(|error| Error::new(ErrorKind::Option, error.to_string()))?,
            globs: globs.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(selection: &Selection, path: &str) -> bool {
        let path = Path::new(path);
        selection.takes(path, path.file_name().unwrap_or_default())
    }

    #[test]
    fn globs_match_names_or_paths() {
        let globs = |globs: &[&str]| globs.iter().map(ToString::to_string).collect::<Vec<_>>();
        let selection = Selection::default()
            .include(&globs(&["*.html", "2021/**"]))
            .and_then(|selection| selection.exclude(&globs(&["draft*", "2021/old/"])))
            .expect("they are globs");
        assert!(takes(&selection, "a.html") && takes(&selection, "x/y/a.html"));
        assert!(takes(&selection, "2021/a.txt") && !takes(&selection, "x/2021/a.txt"));
        assert!(!takes(&selection, "a.txt") && !takes(&selection, "x/draft-1.html"));
        assert!(!takes(&selection, ".a.html"));
        let enters = |path: &str| {
            let path = Path::new(path);
            selection.enters(path, path.file_name().unwrap_or_default())
        };
        assert!(enters("2021") && !enters("2021/old") && !enters(".git"));
        assert!(Selection::default().include(&globs(&["a[b"])).is_err());
    }
}
