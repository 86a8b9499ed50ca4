//! Puts new bytes in the place of a file's bytes, only while those still stand there.
//!
//! The new file is made in our own folder of the site, whole and with all attributes, and then changes places with
//! the old one. What comes out is compared with the bytes that were checked: if an editor was faster, the two
//! change places again.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::attributes;
use crate::source::io_reason;
use crate::state::FOLDER;

/// How the names of unfinished files start; beside a page they are hidden ones, which are no content.
const UNFINISHED: &str = ".studypages-mending-";

/// Why a file was left as it is.
#[derive(Debug)]
pub struct Kept {
    file: String,
    reason: Reason,
}

#[derive(Debug)]
pub(super) enum Reason {
    /// It does not hold the bytes any more that were checked.
    Changed,
    /// Nobody may write it.
    ReadOnly,
    /// It has other names, which would keep the old words.
    HardLink(u64),
    /// The new file could not have what the old one has: its owner, a tag.
    Attribute(String),
    /// The disk refuses.
    Disk(io::Error),
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Reason::Disk(error)
    }
}

impl std::fmt::Display for Kept {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let file = &self.file;
        match &self.reason {
            Reason::Changed => {
                write!(
                    formatter,
                    "{file} was saved while it was mended, so it was left as it is; run the command again."
                )
            }
            Reason::ReadOnly => write!(
                formatter,
                "{file} is read-only, so it was left as it is; allow writing to it, then run the command again."
            ),
            Reason::HardLink(names) => write!(
                formatter,
                "{file} is one file with {names} names, which would part, so it was left as it is; mend it by hand."
            ),
            Reason::Attribute(what) => {
                write!(formatter, "{file} would lose {what}, so it was left as it is; mend it by hand.")
            }
            Reason::Disk(error) => write!(formatter, "{file} cannot be mended: {}.", io_reason(error)),
        }
    }
}

impl Kept {
    /// The file, relative to the site.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether the computer, not an editor or a setting of the file, is the reason.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self.reason, Reason::Disk(_))
    }
}

/// Where files are made before they take the place of others.
pub(super) struct Workshop<'a> {
    root: &'a Path,
    /// Our folder; `None` when something else stands in its place.
    ours: Option<PathBuf>,
    /// Folders without leftovers of a run that was stopped.
    cleaned: BTreeSet<PathBuf>,
}

impl<'a> Workshop<'a> {
    /// That of the site at `root`.
    pub(super) fn open(root: &'a Path) -> Self {
        let folder = root.join(FOLDER);
        // What one computer needs is nothing for others.
        let is_fit = match fs::create_dir(&folder) {
            Ok(()) => fs::write(folder.join(".gitignore"), "*\n").is_ok(),
            Err(_) => fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir()),
        };
        Self { root, ours: is_fit.then_some(folder), cleaned: BTreeSet::new() }
    }

    /// Replaces the bytes `before` of a file of the site by `after`.
    pub(super) fn replace(&mut self, file: &str, before: &[u8], after: &[u8]) -> Result<(), Kept> {
        self.try_replace(file, before, after).map_err(|reason| Kept { file: file.to_owned(), reason })
    }

    fn try_replace(&mut self, file: &str, before: &[u8], after: &[u8]) -> Result<(), Reason> {
        // A link stays a link: the file it leads to is replaced.
        let target = fs::canonicalize(self.root.join(file))?;
        let old = File::open(&target)?;
        attributes::may_be_replaced(&old.metadata()?)?;
        let mut new = self.unfinished(&target)?;
        new.write_all(after)?;
        attributes::copy(&old, new.as_file())?;
        new.as_file().sync_all()?;
        if fs::read(&target)? != before {
            return Err(Reason::Changed);
        }
        exchange(new, &target, before, after)
    }

    /// An empty file that can take the place of `target`.
    fn unfinished(&mut self, target: &Path) -> io::Result<NamedTempFile> {
        let beside = target.parent().unwrap_or(self.root);
        // Only a file of the same disk can change places with the page.
        let ours = self.ours.as_deref().filter(|ours| attributes::are_on_one_disk(ours, beside));
        let folder = ours.unwrap_or(beside);
        if !self.cleaned.contains(folder) {
            clean(folder);
            self.cleaned.insert(folder.to_owned());
        }
        let new = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        // As long as we live, nobody cleans it away.
        let _ = new.as_file().try_lock();
        Ok(new)
    }
}

/// Removes what a run that was stopped has left in a folder.
fn clean(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        // One that still runs holds its file.
        if is_ours && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Lets `new` and the file at `target` change places, as one step; what came out must be `before`.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(new: NamedTempFile, target: &Path, before: &[u8], after: &[u8]) -> Result<(), Reason> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    let swap = || renameat_with(CWD, new.path(), CWD, target, RenameFlags::EXCHANGE);
    match swap() {
        Ok(()) => {}
        // Some network disks cannot.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => return put(new, target),
        Err(error) => return Err(io::Error::from(error).into()),
    }
    if fs::read(new.path())? == before {
        return Ok(());
    }
    // An editor saved a moment ago: its file goes back.
    swap().map_err(io::Error::from)?;
    if fs::read(new.path())? != after {
        // And saved again: the newest stays.
        swap().map_err(io::Error::from)?;
    }
    Err(Reason::Changed)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(new: NamedTempFile, target: &Path, _before: &[u8], _after: &[u8]) -> Result<(), Reason> {
    put(new, target)
}

fn put(new: NamedTempFile, target: &Path) -> Result<(), Reason> {
    new.persist(target).map(drop).map_err(|error| error.error.into())
}
