//! Files on their way into the output folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::lock::{Beside, FolderLock, Place, sibling};
use super::manifest::{self, Claim, MANIFEST, Manifest, Owner, Stamp};
use super::{Error, link_or_foreign};
use crate::address::OutputPath;
use crate::folder::{Folder, Found, NoLock, this_process};
use crate::site::SEARCH_FOLDER;
use crate::state::{FOLDER as STATE_FOLDER, State, new_site_id};

/// Where changed files wait, inside the output, so that a rename never crosses disks.
pub(super) const WAITING: &str = ".studypages-waiting";
/// In it, what the build at work says of itself.
pub(super) const HOLDER: &str = "holder";
/// In it, the list that stands while files are renamed, and the one that stands after.
const LISTS: [&str; 2] = ["between.json", "after.json"];
/// Folders that a new disk has before anybody wrote to it.
const OF_THE_DISK: [&str; 3] = ["lost+found", "System Volume Information", "$RECYCLE.BIN"];
/// Of more files that something is said about, only the first are named.
const MOST_NAMES: usize = 5;

/// A file of ours is either for pages to use or a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Pictures, documents, style sheets: in place before the pages that show them.
    Asset,
    /// HTML.
    Page,
}

impl Part {
    /// The part of a file that the build makes, by its name.
    #[must_use]
    pub fn of(path: &str) -> Self {
        if path.ends_with(".html") { Part::Page } else { Part::Asset }
    }
}

/// What a build changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Pages whose bytes are new.
    pub pages: usize,
    /// Other files whose bytes are new.
    pub assets: usize,
    /// Files that are no longer part of the site.
    pub removed: usize,
}

/// A site that is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// What changed.
    pub changes: Changes,
    /// What somebody should know about files that were left as they are, in sentences.
    pub remarks: Vec<String>,
}

/// Whose pages are published.
pub struct Publisher<'s> {
    /// The folder of `site.yaml`.
    pub root: &'s Path,
    /// What the site is called, and where it is published.
    pub name: String,
    /// Whether the site has a page at an address.
    pub has_page: &'s (dyn Fn(&str) -> bool + Sync),
}

/// A site on its way to disk. Dropped without [`Publication::finish`], it leaves the
/// output as it was.
pub struct Publication {
    /// Where the finished folder or the changed files wait.
    waiting: Folder,
    way: Way,
    owner: Owner,
    /// What the output holds already.
    before: Manifest,
    files: Mutex<BTreeMap<OutputPath, Claim>>,
    /// Files that wait for their place; those of a fresh folder stand where they belong.
    changed: Mutex<Vec<Waiting>>,
    pages_changed: AtomicUsize,
    assets_changed: AtomicUsize,
    done: bool,
}

enum Way {
    /// A fresh folder beside the place it is renamed to.
    Fresh { name: String, beside: Beside },
    /// Over what is there.
    Over { folder: Folder, _lock: FolderLock },
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    part: Part,
    path: OutputPath,
    /// Its number among the waiting files, which is its name there.
    number: usize,
}

impl Publication {
    /// Prepares to publish a site into `output`.
    ///
    /// # Errors
    /// When `output` cannot be used.
    pub fn begin(publisher: &Publisher<'_>, output: &Path) -> Result<Self, Error> {
        let output = settle(output)?;
        refuse_over_site(publisher.root, &output)?;
        let place = Place::take(&output)?;
        let before = match &place {
            Place::Missing { .. } => Manifest::default(),
            Place::Existing { folder, .. } => what_is_there(folder)?,
        };
        let owner = owner(publisher, &before, &output)?;
        let disk = |folder: &Folder, name: &str| Error::disk(folder.path().join(name));
        let (waiting, way) = match place {
            Place::Missing { beside, name } => {
                let new = sibling(&name, "new");
                let parent = beside.parent();
                let made = parent.clear(&new).and_then(|()| parent.make(&new)).map_err(disk(parent, &new))?;
                (made, Way::Fresh { name, beside })
            }
            Place::Existing { folder, lock } => {
                let made = folder.clear(WAITING).and_then(|()| folder.make(WAITING)).map_err(disk(&folder, WAITING))?;
                made.create(HOLDER, |file| file.write_all(this_process().as_bytes())).map_err(disk(&made, HOLDER))?;
                (made, Way::Over { folder, _lock: lock })
            }
        };
        let (files, changed) = (Mutex::default(), Mutex::default());
        let (pages_changed, assets_changed) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Ok(Self { waiting, way, owner, before, files, changed, pages_changed, assets_changed, done: false })
    }

    /// Adds a file.
    ///
    /// # Errors
    /// The disk's, or a file of the user's that stands in the way.
    pub fn add(&self, part: Part, path: &OutputPath, bytes: &[u8]) -> Result<(), Error> {
        let stamp = Stamp::of(bytes);
        let Way::Over { folder, .. } = &self.way else {
            if self.note(path, stamp)? {
                self.create(path, |file| file.write_all(bytes))?;
                self.count(part);
            }
            return Ok(());
        };
        let disk = || Error::disk(folder.path().join(&**path));
        let current = self.current(folder, path)?;
        let is_ours = self.before.files.contains_key(path);
        let exists = current.is_some();
        if let Some(current) = current
            && has_bytes(current, bytes).map_err(disk())?
        {
            // The same bytes are nobody's loss, and whose they were they stay.
            return if is_ours { self.note(path, stamp).map(drop) } else { Ok(()) };
        }
        if exists && !is_ours {
            return Err(Error::ForeignFile(folder.path().join(&**path)));
        }
        if self.note(path, stamp)? { self.wait(part, path, |file| file.write_all(bytes)) } else { Ok(()) }
    }

    /// Keeps a file that an earlier build wrote, when its bytes have this hash.
    #[must_use]
    pub fn keep(&self, path: &OutputPath, hash: blake3::Hash) -> bool {
        let Way::Over { folder, .. } = &self.way else { return false };
        let Ok(Found::File(mut file)) = folder.file(path) else { return false };
        let is_right = |stamp: &Stamp| *stamp == stamp.with(&hash) && self.before.files.contains_key(path);
        match Stamp::of_file(&mut file) {
            Ok(stamp) if is_right(&stamp) => self.note(path, stamp).is_ok(),
            _ => false,
        }
    }

    /// Adds a copy of the file at `from`.
    ///
    /// # Errors
    /// As [`Publication::add`]; the path in a disk error may be that of `from`.
    pub fn add_copy(&self, path: &OutputPath, from: &Path) -> Result<(), Error> {
        let unreadable = || Error::disk(from);
        let mut source = File::open(from).map_err(unreadable())?;
        if let Way::Over { folder, .. } = &self.way {
            let current = self.current(folder, path)?;
            let is_ours = self.before.files.contains_key(path);
            let exists = current.is_some();
            if let Some(mut current) = current
                && let Some(stamp) = same_files(&mut current, &mut source).map_err(unreadable())?
            {
                return if is_ours { self.note(path, stamp).map(drop) } else { Ok(()) };
            }
            if exists && !is_ours {
                return Err(Error::ForeignFile(folder.path().join(&**path)));
            }
            source = File::open(from).map_err(unreadable())?;
        }
        // The bytes that are written are those that are noted, whatever happens to the file meanwhile.
        let mut stamp = None;
        let copy = |file: &mut File| {
            // Bytes only: a copy of a read-only file could not be replaced next time.
            stamp = Some(copied(&mut source, file)?);
            Ok(())
        };
        if matches!(self.way, Way::Fresh { .. }) {
            self.create(path, copy)?;
            self.count(Part::Asset);
        } else {
            self.wait(Part::Asset, path, copy)?;
        }
        stamp.map_or(Ok(()), |stamp| self.note(path, stamp).map(drop))
    }

    /// The file that an earlier build or somebody else put at a path.
    fn current(&self, folder: &Folder, path: &OutputPath) -> Result<Option<File>, Error> {
        match folder.file(path).map_err(Error::disk(folder.path().join(&**path)))? {
            Found::Nothing => Ok(None),
            Found::File(file) => Ok(Some(file)),
            Found::Link => Err(link_or_foreign(folder.path(), path, true)),
            // A folder that is ours goes when its files do.
            Found::Other if has_below(&self.before.files, path) => Ok(None),
            Found::Other => Err(link_or_foreign(folder.path(), path, false)),
        }
    }

    /// Notes that a file is part of the site; `false` when it is known already, with the same bytes.
    fn note(&self, path: &OutputPath, stamp: Stamp) -> Result<bool, Error> {
        // A thread that panicked while it held the lock has ended the build already.
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        match files.insert(path.clone(), stamp.into()) {
            Some(other) if !other.is_exactly(stamp) => Err(Error::Twice(path.to_string())),
            other => Ok(other.is_none()),
        }
    }

    fn create(&self, path: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
        self.waiting.create(path, write).map_err(Error::disk(self.waiting.path().join(path)))
    }

    fn count(&self, part: Part) {
        let count = match part {
            Part::Asset => &self.assets_changed,
            Part::Page => &self.pages_changed,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes a file that waits for its place.
    fn wait(
        &self,
        part: Part,
        path: &OutputPath,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(), Error> {
        let number = {
            let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
            let number = changed.len();
            changed.push(Waiting { part, path: path.clone(), number });
            number
        };
        self.create(&number.to_string(), write)?;
        self.count(part);
        Ok(())
    }

    /// Makes the site the one that readers see.
    ///
    /// # Errors
    /// The disk's. Every file is then still whole, and the next build completes the work.
    pub fn finish(mut self) -> Result<Published, Error> {
        let mut files = std::mem::take(self.files.get_mut().unwrap_or_else(PoisonError::into_inner));
        let mut changed = std::mem::take(self.changed.get_mut().unwrap_or_else(PoisonError::into_inner));
        changed.sort();
        let (pages, assets) = (*self.pages_changed.get_mut(), *self.assets_changed.get_mut());
        let mut changes = Changes { pages, assets, removed: 0 };
        let mut remarks = Vec::new();
        match &self.way {
            Way::Fresh { name, beside } => {
                let parent = beside.parent();
                let text = self.list(&files)?;
                self.create(MANIFEST, |file| file.write_all(&text))?;
                let output = parent.path().join(name);
                self.waiting
                    .sync_all()
                    .and_then(|()| parent.rename(&sibling(name, "new"), name))
                    .and_then(|()| parent.sync_names())
                    .map_err(Error::disk(output))?;
            }
            Way::Over { folder, .. } => {
                let gone = self.gone(folder, &mut files)?;
                changes.removed = gone.deleted.len();
                remarks = self.remarks(folder, &gone);
                let is_same = self.before.files == files
                    && self.before.owner.as_ref() == Some(&self.owner)
                    && self.before.ignored.is_empty();
                if !changed.is_empty() || !gone.deleted.is_empty() || !is_same {
                    self.replace(folder, &files, &changed, &gone)?;
                }
                folder.clear(WAITING).map_err(Error::disk(folder.path().join(WAITING)))?;
            }
        }
        self.done = true;
        Ok(Published { changes, remarks })
    }

    /// Sorts the files of ours that are no longer part of the site. Those that cannot be told from a user's stay, and
    /// stay on the list, so that they are spoken of until somebody has looked at them.
    fn gone(&self, folder: &Folder, files: &mut BTreeMap<OutputPath, Claim>) -> Result<Gone, Error> {
        let mut gone = Gone::default();
        let mut kept = Vec::new();
        for (path, claim) in &self.before.files {
            if files.contains_key(path) {
                continue;
            }
            let whose = match folder.file(path) {
                Ok(Found::Nothing) => continue,
                Ok(Found::File(mut file)) => claim.borne_out(&mut file).is_ok_and(|stamp| stamp.is_some()),
                Ok(Found::Link | Found::Other) | Err(_) => false,
            };
            if whose {
                gone.deleted.push(path.clone());
            } else if is_in_the_way(path, files) {
                return Err(Error::ForeignFile(folder.path().join(&**path)));
            } else {
                gone.left.push(path.clone());
                kept.push((path.clone(), claim.clone()));
            }
        }
        files.extend(kept);
        Ok(gone)
    }

    /// What is to be said about the list and about files that were left.
    fn remarks(&self, folder: &Folder, gone: &Gone) -> Vec<String> {
        let mut remarks = Vec::new();
        let list = folder.path().join(MANIFEST);
        for (entry, unfit) in self.before.ignored.iter().take(MOST_NAMES) {
            let why = unfit.map_or_else(|| "has no hash that can be read".to_owned(), |unfit| unfit.to_string());
            remarks.push(format!("{} names “{entry}”, which {why}; nothing was done with it.", list.display()));
        }
        let names: Vec<&str> = gone.left.iter().take(MOST_NAMES).map(|path| &**path).collect();
        let more = match gone.left.len() - names.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        if !names.is_empty() {
            remarks.push(format!(
                "No page or file of the site has these names any more, but what stands there may not be what was published, \
                 so it was not deleted. Look at it, and delete it yourself: {}{more} (in {}).",
                names.join(", "),
                folder.path().display()
            ));
        }
        remarks
    }

    fn list(&self, files: &BTreeMap<OutputPath, Claim>) -> Result<Vec<u8>, Error> {
        manifest::text(&self.owner, files).map_err(Error::disk(self.waiting.path().join(MANIFEST)))
    }

    fn replace(
        &self,
        folder: &Folder,
        files: &BTreeMap<OutputPath, Claim>,
        changed: &[Waiting],
        gone: &Gone,
    ) -> Result<(), Error> {
        let disk = |path: &str| Error::disk(folder.path().join(path));
        // Until all is done, old and new files are ours: a build that is killed now leaves
        // nothing behind that the next one could not tell from a user's file.
        let mut between = self.before.files.clone();
        for (path, claim) in files {
            between.entry(path.clone()).or_default().add_all(claim);
        }
        let [first, last] = LISTS;
        let texts = [(first, self.list(&between)?), (last, self.list(files)?)];
        for (name, text) in texts {
            self.create(name, |file| file.write_all(&text))?;
        }
        // Names may reach the disk before bytes do; here all bytes are there before the first name.
        self.waiting.sync_all().map_err(disk(WAITING))?;
        self.waiting.move_file(first, folder, MANIFEST).map_err(disk(MANIFEST))?;
        // A folder that becomes a file, or a file that becomes a folder, must go first.
        let (ahead, behind): (Vec<&OutputPath>, Vec<&OutputPath>) =
            gone.deleted.iter().partition(|path| is_in_the_way(path, files));
        for path in ahead {
            folder.remove(path).map_err(disk(path))?;
        }
        for file in changed {
            self.waiting.move_file(&file.number.to_string(), folder, &file.path).map_err(disk(&file.path))?;
        }
        for path in behind {
            folder.remove(path).map_err(disk(path))?;
        }
        self.waiting.move_file(last, folder, MANIFEST).map_err(disk(MANIFEST))?;
        folder.sync_names().map_err(disk(""))
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        if !self.done {
            // The output is as it was; what waited is of no use to anybody.
            let _ = match &self.way {
                Way::Fresh { name, beside } => beside.parent().clear(&sibling(name, "new")),
                Way::Over { folder, .. } => folder.clear(WAITING),
            };
        }
    }
}

/// Files of the list that are no longer part of the site.
#[derive(Default)]
struct Gone {
    deleted: Vec<OutputPath>,
    /// They are there, but with other bytes than the list says.
    left: Vec<OutputPath>,
}

/// Whether there are files below a path.
fn has_below(files: &BTreeMap<OutputPath, Claim>, folder: &str) -> bool {
    let start = format!("{folder}/");
    let mut from_there = files.range::<str, _>((Bound::Included(&*start), Bound::Unbounded));
    from_there.next().is_some_and(|(path, _)| path.starts_with(&start))
}

/// Whether an old file has the name of a new file's folder, or stands below a new file's name.
fn is_in_the_way(old: &str, files: &BTreeMap<OutputPath, Claim>) -> bool {
    has_below(files, old) || old.match_indices('/').any(|(at, _)| files.contains_key(&old[..at]))
}

/// The folder with links and `..` taken out, as far as it exists.
fn settle(output: &Path) -> Result<PathBuf, Error> {
    let disk = |error| Error::Disk(output.to_owned(), error);
    if output.exists() {
        if !output.is_dir() {
            return Err(Error::NotOurs(output.to_owned()));
        }
        return fs::canonicalize(output).map_err(disk);
    }
    if fs::symlink_metadata(output).is_ok_and(|metadata| metadata.is_symlink()) {
        return Err(Error::DanglingLink(output.to_owned()));
    }
    let absolute = std::path::absolute(output).map_err(disk)?;
    match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => {
            fs::create_dir_all(parent).map_err(disk)?;
            Ok(fs::canonicalize(parent).map_err(disk)?.join(name))
        }
        _ => Err(Error::OverTheSite(absolute)),
    }
}

fn refuse_over_site(site_root: &Path, output: &Path) -> Result<(), Error> {
    let site_root = fs::canonicalize(site_root).unwrap_or_else(|_| site_root.to_owned());
    let inside = ["content", "themes", STATE_FOLDER, ".git"].iter().any(|name| {
        let folder = site_root.join(name);
        let folder = fs::canonicalize(&folder).unwrap_or(folder);
        output.starts_with(&folder)
    });
    if inside || site_root.starts_with(output) {
        return Err(Error::OverTheSite(output.to_owned()));
    }
    Ok(())
}

/// What an earlier build left in a folder; nothing, when it holds no more than a new disk or a worktree does.
fn what_is_there(folder: &Folder) -> Result<Manifest, Error> {
    let path = folder.path();
    let disk = |error| Error::Disk(path.to_owned(), error);
    match folder.file(MANIFEST).map_err(disk)? {
        Found::File(file) => {
            return Manifest::read(file).map_err(disk)?.ok_or_else(|| Error::BadManifest(path.join(MANIFEST)));
        }
        Found::Link => return Err(Error::Link(path.join(MANIFEST))),
        Found::Other => return Err(Error::BadManifest(path.join(MANIFEST))),
        Found::Nothing => {}
    }
    for entry in fs::read_dir(path).map_err(disk)? {
        let name = entry.map_err(disk)?.file_name();
        // A .gitignore, or the .git of a worktree for publishing, is no content.
        if !name.to_string_lossy().starts_with('.') && !OF_THE_DISK.iter().any(|of_the_disk| name == *of_the_disk) {
            return Err(Error::NotOurs(path.to_owned()));
        }
    }
    Ok(Manifest::default())
}

/// Who the site is in the lists of its outputs. Another site's output is refused.
fn owner(publisher: &Publisher<'_>, before: &Manifest, output: &Path) -> Result<Owner, Error> {
    let name = publisher.name.clone();
    // A site that cannot be written to has no id, and is known by its name.
    let (state, _lock) = match State::open(publisher.root) {
        Ok(state) => match state.lock() {
            Ok(lock) => (Some(state), Some(lock)),
            Err(NoLock::Held(holder)) => return Err(Error::Busy(publisher.root.to_owned(), holder)),
            Err(NoLock::Disk(_)) => (State::existing(publisher.root).ok().flatten(), None),
        },
        Err(_) => {
            let path = publisher.root.join(STATE_FOLDER);
            if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()) {
                return Err(Error::Link(path));
            }
            (None, None)
        }
    };
    let own = state.as_ref().and_then(State::site_id);
    let theirs = before.owner.as_ref();
    let their_id = theirs.and_then(|owner| owner.id.clone());
    if own.is_some() && own == their_id {
        return Ok(Owner { id: own, name });
    }
    let is_known = !before.files.is_empty() || theirs.is_some();
    if is_known && (theirs.is_some_and(|owner| owner.name != name) || !has_most_pages(publisher, before)) {
        return Err(Error::OtherSite(output.to_owned(), theirs.map(|owner| owner.name.clone())));
    }
    // A copy of the site that was never built where it is, or was built elsewhere before: one site has one id.
    let id = their_id.or_else(|| own.clone()).or_else(|| state.is_some().then(new_site_id));
    if let (Some(state), Some(id)) = (&state, &id)
        && own.as_ref() != Some(id)
        && state.keep_site_id(id).is_err()
    {
        return Ok(Owner { id: own.or_else(|| theirs.and_then(|owner| owner.id.clone())), name });
    }
    Ok(Owner { id, name })
}

/// Whether more of the pages that an output holds are pages of the site than are not.
fn has_most_pages(publisher: &Publisher<'_>, before: &Manifest) -> bool {
    let mut difference = 0_isize;
    let mut has_pages = false;
    for path in before.files.keys() {
        let address = path.strip_suffix("index.html").filter(|address| address.is_empty() || address.ends_with('/'));
        // Every site has a page for searches.
        if let Some(address) = address.filter(|address| !address.ends_with(SEARCH_FOLDER)) {
            has_pages = true;
            difference += if (publisher.has_page)(address) { 1 } else { -1 };
        }
    }
    !has_pages || difference > 0
}

/// Whether an open file holds these bytes.
fn has_bytes(mut file: File, bytes: &[u8]) -> io::Result<bool> {
    if file.metadata()?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut current = Vec::with_capacity(bytes.len() + 1);
    file.read_to_end(&mut current)?;
    Ok(current == bytes)
}

/// The stamp that two files share.
fn same_files(a: &mut File, b: &mut File) -> io::Result<Option<Stamp>> {
    let size = a.metadata()?.len();
    if size != b.metadata()?.len() {
        return Ok(None);
    }
    let (mut left, mut right) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    let mut hasher = blake3::Hasher::new();
    loop {
        let read = a.read(&mut left)?;
        if read == 0 {
            return Ok(Some(Stamp::new(size, &hasher.finalize())));
        }
        if b.read_exact(&mut right[..read]).is_err() || left[..read] != right[..read] {
            return Ok(None);
        }
        hasher.update(&left[..read]);
    }
}

/// Copies a file; the stamp of what was written.
fn copied(from: &mut File, to: &mut File) -> io::Result<Stamp> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(Stamp::new(size, &hasher.finalize()));
        }
        to.write_all(&buffer[..read])?;
        hasher.update(&buffer[..read]);
        size += read as u64;
    }
}

#[cfg(test)]
mod tests;
