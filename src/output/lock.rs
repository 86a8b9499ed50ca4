//! The place where a site is published, locked against every other build.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::Error;
use super::publication::{HOLDER, WAITING};
use crate::folder::{Folder, Found, NoLock, lock};

/// An output folder that is ours alone until it is dropped.
pub(super) enum Place {
    /// There is no such folder yet: the one above it, and the name it will have.
    Missing { name: String, beside: Beside },
    /// There is.
    Existing { folder: Folder, lock: FolderLock },
}

/// A lock on a folder that is there is one on the folder itself where the system has such locks: whoever may write
/// into it can take it, whoever owns the folder above.
pub(super) enum FolderLock {
    Itself { _handle: File },
    Beside { _lock: Beside },
}

/// A lock file beside the output, removed when it is no longer needed.
pub(super) struct Beside {
    parent: Folder,
    name: String,
    file: File,
}

impl Beside {
    /// The folder above the output.
    pub(super) fn parent(&self) -> &Folder {
        &self.parent
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Only as long as it is the one that others wait for.
        if self.parent.is_at(&self.name, &self.file) {
            let _ = self.parent.remove(&self.name);
        }
    }
}

/// `.output.studypages-new` beside `output`.
pub(super) fn sibling(output: &str, what: &str) -> String {
    format!(".{output}.studypages-{what}")
}

impl Place {
    /// Locks the folder at `output`, a path without links as far as it exists.
    pub(super) fn take(output: &Path) -> Result<Self, Error> {
        loop {
            if fs::symlink_metadata(output).is_ok() {
                let folder = Folder::open(output).map_err(Error::disk(output))?;
                let lock = lock_folder(&folder, output)?;
                // What was locked may have been moved away while we waited.
                if folder.is_still_at(output) {
                    clear_beside(output);
                    return Ok(Place::Existing { folder, lock });
                }
                continue;
            }
            let (_, name) = split(output)?;
            let beside = lock_beside(output)?;
            if fs::symlink_metadata(output).is_err() {
                return Ok(Place::Missing { name, beside });
            }
        }
    }
}

/// Removes what a first build left that was killed; one that is at work keeps it.
fn clear_beside(output: &Path) {
    let Ok((parent, name)) = split(output) else { return };
    let is_left = |what| fs::symlink_metadata(parent.path().join(sibling(&name, what))).is_ok();
    if (is_left("lock") || is_left("new"))
        && let Ok(_lock) = lock_beside(output)
    {
        let _ = parent.clear(&sibling(&name, "new"));
    }
}

fn split(output: &Path) -> Result<(Folder, String), Error> {
    let (Some(parent), Some(name)) = (output.parent(), output.file_name().and_then(|name| name.to_str())) else {
        return Err(Error::OverTheSite(output.to_owned()));
    };
    Ok((Folder::open(parent).map_err(Error::disk(output))?, name.to_owned()))
}

fn lock_folder(folder: &Folder, output: &Path) -> Result<FolderLock, Error> {
    if cfg!(unix) {
        let handle = folder.itself().map_err(Error::disk(output))?;
        let holder = || folder.holder(&format!("{WAITING}/{HOLDER}"));
        match lock(&handle, holder) {
            Ok(()) => return Ok(FolderLock::Itself { _handle: handle }),
            Err(NoLock::Held(holder)) => return Err(Error::Busy(output.to_owned(), holder)),
            // Some network drives lock files only.
            Err(NoLock::Disk(_)) => {}
        }
    }
    Ok(FolderLock::Beside { _lock: lock_beside(output)? })
}

fn lock_beside(output: &Path) -> Result<Beside, Error> {
    let (parent, name) = split(output)?;
    let name = sibling(&name, "lock");
    let path: PathBuf = parent.path().join(&name);
    loop {
        if matches!(parent.file(&name), Ok(Found::Link)) {
            return Err(Error::Link(path));
        }
        match parent.lock(&name) {
            // One that its holder removed in the meantime keeps nobody out.
            Ok(file) if cfg!(unix) && !parent.is_at(&name, &file) => {}
            Ok(file) => return Ok(Beside { parent, name, file }),
            Err(NoLock::Held(holder)) => return Err(Error::Busy(output.to_owned(), holder)),
            Err(NoLock::Disk(error)) => return Err(Error::Disk(path, error)),
        }
    }
}
