//! The names of files whose bytes are not UTF-8, as an archive leaves them that was unpacked
//! where names are bytes: paths in, names out.

use std::{
    ffi::OsString,
    fs,
    path::{Component, Path, PathBuf},
};

use super::{CharsetTeller, NameDecoder};

/// Names of a folder that tell how all in it are encoded.
const TELLING: usize = 1000;

/// Names files. The names of a folder are decoded alike, as those of an archive are.
#[derive(Default)]
pub(super) struct Names {
    /// The folders on the way to the last file, and how names in them are encoded.
    folders: Vec<(PathBuf, Option<String>)>,
}

impl Names {
    /// The name of the file at `path`.
    pub(super) fn of(
        &mut self,
        path: &Path,
        decode: NameDecoder,
        charset: CharsetTeller,
    ) -> String {
        if let Some(name) = path.to_str() {
            return name.to_owned();
        }
        let mut name = PathBuf::new();
        let mut folder = PathBuf::new();
        for component in path.components() {
            match component {
                Component::Normal(part) if part.to_str().is_none() => {
                    let label = self.label(&folder, charset);
                    let bytes = bytes_of(part.to_owned());
                    let decoded = decode(&[&bytes], label.as_deref()).pop();
                    // No name leads elsewhere by what it is decoded to.
                    name.push(decoded.unwrap_or_default().replace('/', "\u{FFFD}"));
                }
                _ => name.push(component),
            }
            folder.push(component);
        }
        name.to_string_lossy().into_owned()
    }

    /// How names in this folder are encoded.
    fn label(&mut self, folder: &Path, charset: CharsetTeller) -> Option<String> {
        if let Some((_, label)) = self.folders.iter().find(|(known, _)| known == folder) {
            return label.clone();
        }
        self.folders.retain(|(known, _)| folder.starts_with(known));
        let place = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let found = fs::read_dir(place).into_iter().flatten().flatten();
        let mut names: Vec<OsString> = found
            .map(|found| found.file_name())
            .filter(|name| name.to_str().is_none())
            .collect();
        names.sort();
        names.truncate(TELLING);
        let names: Vec<Vec<u8>> = names.into_iter().map(bytes_of).collect();
        let label = charset(&names.join(&b'\n'));
        self.folders.push((folder.to_owned(), label.clone()));
        label
    }
}

/// The bytes of a name.
fn bytes_of(name: OsString) -> Vec<u8> {
    #[cfg(unix)]
    {
        std::os::unix::ffi::OsStringExt::into_vec(name)
    }
    #[cfg(not(unix))]
    {
        name.to_string_lossy().into_owned().into_bytes()
    }
}
