//! write: the finished site → a folder on disk, whole or not at all.
//!
//! A [`Publication`] takes files from many threads. What stands in the output folder
//! is not touched before [`Publication::finish`]:
//!
//! - Into a missing or empty folder, files go to a fresh sibling folder that is renamed
//!   into place: a reader sees nothing or everything.
//! - Into an earlier build, only files whose bytes differ are kept, in a folder of their
//!   own, and renamed over the old ones at the end: assets, then pages, then deletions.
//!   A reader, or a process that is killed, never leaves half a file.
//!
//! A manifest in the output names the files that are ours; no others are ever deleted
//! or replaced.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::source::io_reason;

/// The list of our files, at the top of the output.
pub const MANIFEST: &str = ".studypages-manifest.json";

/// Where changed files wait, inside the output, so that a rename never crosses disks.
const WAITING: &str = ".studypages-waiting";

/// Why a site could not be written. `Display` is one or two sentences for the user.
#[derive(Debug)]
pub enum Error {
    /// The folder holds files that no build of ours wrote.
    NotOurs(PathBuf),
    /// The folder is the site itself, its content or its themes, or holds them.
    OverTheSite(PathBuf),
    /// A file of the site would replace one that no build of ours wrote.
    ForeignFile(PathBuf),
    /// The operating system refused.
    Disk(PathBuf, io::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::NotOurs(folder) => write!(
                formatter,
                "The folder {} is not empty, and no earlier build wrote it. Name an empty folder, or empty this one.",
                folder.display()
            ),
            Error::OverTheSite(folder) => write!(
                formatter,
                "The site cannot be published into {}: its own files are there. Name a folder of its own, such as output.",
                folder.display()
            ),
            Error::ForeignFile(file) => write!(
                formatter,
                "{} was not written by an earlier build, and the site has a file of that name. Move one of the two.",
                file.display()
            ),
            Error::Disk(path, error) => {
                write!(formatter, "{} cannot be written: {}.", path.display(), io_reason(error))
            }
        }
    }
}

impl std::error::Error for Error {}

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

#[derive(Deserialize)]
struct Manifest {
    schema: u32,
    files: BTreeSet<String>,
}

/// A [`Manifest`] as it is written.
#[derive(Serialize)]
struct WrittenManifest<'m> {
    schema: u32,
    files: &'m BTreeSet<String>,
}

/// A site on its way to disk. Dropped without [`Publication::finish`], it leaves the
/// output as it was.
pub struct Publication {
    output: PathBuf,
    /// Where the finished folder or the changed files wait.
    waiting: PathBuf,
    way: Way,
    files: Mutex<BTreeSet<String>>,
    /// Files that wait for their place; those of a fresh folder stand where they belong.
    changed: Mutex<Vec<Waiting>>,
    pages_changed: AtomicUsize,
    assets_changed: AtomicUsize,
    done: bool,
    _lock: Option<File>,
}

enum Way {
    /// A fresh folder, renamed into place.
    Fresh,
    /// Over an earlier build, whose files these are.
    Over(BTreeSet<String>),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    part: Part,
    path: String,
    /// Its number among the waiting files, which is its name there.
    number: usize,
}

impl Publication {
    /// Prepares to publish the site at `site_root` into `output`.
    ///
    /// # Errors
    /// When `output` cannot be used.
    pub fn begin(site_root: &Path, output: &Path) -> Result<Self, Error> {
        let output = settle(output)?;
        refuse_over_site(site_root, &output)?;
        let lock = lock(&output);
        recover(&output)?;
        let Some(way) = way(&output)? else { return Err(Error::NotOurs(output)) };
        let waiting = match way {
            Way::Fresh => sibling(&output, "new"),
            Way::Over(_) => output.join(WAITING),
        };
        clear(&waiting)?;
        fs::create_dir_all(&waiting).map_err(|error| Error::Disk(waiting.clone(), error))?;
        let (files, changed) = (Mutex::default(), Mutex::default());
        let (pages_changed, assets_changed) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Ok(Self { output, waiting, way, files, changed, pages_changed, assets_changed, done: false, _lock: lock })
    }

    /// Adds a file, by its path with `/` from the top of the output.
    ///
    /// # Errors
    /// The disk's, or a file of the user's that stands in the way.
    pub fn add(&self, part: Part, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.add_with(
            part,
            path,
            |current| Ok(current.is_some_and(|current| same_bytes(current, bytes))),
            |to| fs::write(to, bytes),
        )
    }

    /// Keeps a file that an earlier build wrote, when its bytes have this hash.
    #[must_use]
    pub fn keep(&self, path: &str, hash: blake3::Hash) -> bool {
        let is_ours = matches!(&self.way, Way::Over(ours) if ours.contains(path));
        let kept = is_ours && fs::read(self.output.join(path)).is_ok_and(|bytes| blake3::hash(&bytes) == hash);
        if kept && let Ok(mut files) = self.files.lock() {
            files.insert(path.to_owned());
        }
        kept
    }

    /// Adds a copy of the file at `from`.
    ///
    /// # Errors
    /// As [`Publication::add`]; the path in a disk error may be that of `from`.
    pub fn add_copy(&self, path: &str, from: &Path) -> Result<(), Error> {
        let same = |current: Option<&Path>| match current {
            Some(current) => same_files(current, from),
            None => Ok(false),
        };
        self.add_with(Part::Asset, path, same, |to| {
            // Bytes only: a copy of a read-only file could not be replaced next time.
            io::copy(&mut File::open(from)?, &mut File::create(to)?).map(|_| ())
        })
    }

    fn add_with(
        &self,
        part: Part,
        path: &str,
        is_same: impl FnOnce(Option<&Path>) -> io::Result<bool>,
        write: impl Fn(&Path) -> io::Result<()>,
    ) -> Result<(), Error> {
        if let Ok(mut files) = self.files.lock() {
            files.insert(path.to_owned());
        }
        let Way::Over(ours) = &self.way else {
            create(&self.waiting.join(path), write)?;
            self.count(part);
            return Ok(());
        };
        let current = self.output.join(path);
        let exists = current.is_file();
        if is_same(exists.then_some(current.as_path())).map_err(|error| Error::Disk(current.clone(), error))? {
            return Ok(());
        }
        if exists && !ours.contains(path) {
            return Err(Error::ForeignFile(current));
        }
        let number = self.wait(part, path);
        create(&self.waiting.join(number.to_string()), write)?;
        self.count(part);
        Ok(())
    }

    fn count(&self, part: Part) {
        let count = match part {
            Part::Asset => &self.assets_changed,
            Part::Page => &self.pages_changed,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes a waiting file and gives it its number.
    fn wait(&self, part: Part, path: &str) -> usize {
        // A thread that panicked while it held the lock has ended the build already.
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let number = changed.len();
        changed.push(Waiting { part, path: path.to_owned(), number });
        number
    }

    /// Makes the site the one that readers see.
    ///
    /// # Errors
    /// The disk's. Every file is then still whole, and the next build completes the work.
    pub fn finish(mut self) -> Result<Changes, Error> {
        let files = std::mem::take(self.files.get_mut().unwrap_or_else(PoisonError::into_inner));
        let mut changed = std::mem::take(self.changed.get_mut().unwrap_or_else(PoisonError::into_inner));
        changed.sort();
        let (pages, assets) = (*self.pages_changed.get_mut(), *self.assets_changed.get_mut());
        let mut changes = Changes { pages, assets, removed: 0 };
        match &self.way {
            Way::Fresh => {
                write_manifest(&self.waiting, &files)?;
                move_into_place(&self.waiting, &self.output)?;
            }
            Way::Over(ours) => {
                let gone: Vec<&String> = ours.difference(&files).collect();
                changes.removed = gone.len();
                if !changed.is_empty() || !gone.is_empty() || ours != &files {
                    self.replace(ours, &files, &changed, &gone)?;
                }
                clear(&self.waiting)?;
            }
        }
        self.done = true;
        Ok(changes)
    }

    fn replace(
        &self,
        ours: &BTreeSet<String>,
        files: &BTreeSet<String>,
        changed: &[Waiting],
        gone: &[&String],
    ) -> Result<(), Error> {
        // Until all is done, old and new files are ours: a build that is killed now leaves
        // nothing behind that the next one could not tell from a user's file.
        write_manifest(&self.output, &ours.union(files).cloned().collect())?;
        // A folder that becomes a file, or a file that becomes a folder, must go first.
        let (first, last): (Vec<&String>, Vec<&String>) = gone.iter().partition(|path| is_in_the_way(path, files));
        for path in first {
            self.remove(path)?;
        }
        for file in changed {
            let from = self.waiting.join(file.number.to_string());
            let to = self.output.join(&file.path);
            create(&to, |to| fs::rename(&from, to))?;
        }
        for path in last {
            self.remove(path)?;
        }
        write_manifest(&self.output, files)
    }

    /// Deletes a file of ours and the folders it leaves empty.
    fn remove(&self, path: &str) -> Result<(), Error> {
        let file = self.output.join(path);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::Disk(file, error)),
            _ => {}
        }
        let mut folder = file.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.output && fs::remove_dir(folder).is_ok()) {
            folder = empty.parent();
        }
        Ok(())
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        if !self.done {
            // The output is as it was; what waited is of no use to anybody.
            let _ = fs::remove_dir_all(&self.waiting);
        }
    }
}

/// Whether an old file has the name of a new file's folder, or stands below a new file's name.
fn is_in_the_way(old: &str, files: &BTreeSet<String>) -> bool {
    let as_folder = format!("{old}/");
    files.range(as_folder.clone()..).next().is_some_and(|new| new.starts_with(&as_folder))
        || old.match_indices('/').any(|(at, _)| files.contains(&old[..at]))
}

/// The folder with links and `..` taken out, as far as it exists.
fn settle(output: &Path) -> Result<PathBuf, Error> {
    let disk = |error| Error::Disk(output.to_owned(), error);
    if output.is_file() {
        return Err(Error::NotOurs(output.to_owned()));
    }
    if output.exists() {
        return fs::canonicalize(output).map_err(disk);
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
    let inside = ["content", "themes"].iter().any(|name| {
        let folder = site_root.join(name);
        let folder = fs::canonicalize(&folder).unwrap_or(folder);
        output.starts_with(&folder)
    });
    if inside || site_root.starts_with(output) {
        return Err(Error::OverTheSite(output.to_owned()));
    }
    Ok(())
}

/// `.output.studypages-new` beside `output`.
fn sibling(output: &Path, what: &str) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.studypages-{what}"))
}

/// Waits until no other build writes into this folder. The lock is a file in the system's
/// folder for temporary files, so that none is left among the user's; it ends with the process.
fn lock(output: &Path) -> Option<File> {
    let name = blake3::hash(output.to_string_lossy().as_bytes()).to_hex();
    let file = File::create(std::env::temp_dir().join(format!("studypages-{}.lock", &name[..16]))).ok()?;
    file.lock().ok()?;
    Some(file)
}

/// Completes the renames of a build that was killed between them.
fn recover(output: &Path) -> Result<(), Error> {
    let aside = sibling(output, "old");
    if !aside.exists() {
        return Ok(());
    }
    if output.exists() {
        return take_back(&aside, output);
    }
    fs::rename(&aside, output).map_err(|error| Error::Disk(output.to_owned(), error))
}

/// Moves what a user had in the empty output folder (a `.gitignore`) into the new one.
fn take_back(aside: &Path, output: &Path) -> Result<(), Error> {
    let disk = |error| Error::Disk(output.to_owned(), error);
    for entry in fs::read_dir(aside).map_err(disk)? {
        let entry = entry.map_err(disk)?;
        fs::rename(entry.path(), output.join(entry.file_name())).map_err(disk)?;
    }
    fs::remove_dir(aside).map_err(disk)
}

/// How to write into a folder; `None` when it is full of somebody else's files.
fn way(output: &Path) -> Result<Option<Way>, Error> {
    let disk = |error| Error::Disk(output.to_owned(), error);
    match fs::read(output.join(MANIFEST)) {
        Ok(bytes) => {
            let manifest: Option<Manifest> = serde_json::from_slice(&bytes).ok();
            return Ok(manifest.filter(|manifest| manifest.schema == 1).map(|manifest| Way::Over(manifest.files)));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(disk(error)),
        Err(_) => {}
    }
    if !output.exists() {
        return Ok(Some(Way::Fresh));
    }
    for entry in fs::read_dir(output).map_err(disk)? {
        // A .gitignore, or the .git of a worktree for publishing, is no content.
        if !entry.map_err(disk)?.file_name().to_string_lossy().starts_with('.') {
            return Ok(None);
        }
    }
    Ok(Some(Way::Fresh))
}

fn clear(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::Disk(folder.to_owned(), error)),
        _ => Ok(()),
    }
}

/// Writes a file, making its folders when they are missing.
fn create(to: &Path, write: impl Fn(&Path) -> io::Result<()>) -> Result<(), Error> {
    let disk = |error| Error::Disk(to.to_owned(), error);
    // A page has a folder of its own, which is not there in a fresh output.
    if to.file_name().is_some_and(|name| name == "index.html")
        && let Some(folder) = to.parent()
    {
        // Whatever is wrong shows when the file is written.
        let _ = fs::create_dir(folder);
    }
    match write(to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).map_err(disk)?;
            }
            write(to).map_err(disk)
        }
        result => result.map_err(disk),
    }
}

/// Written aside and renamed, like every other file.
fn write_manifest(folder: &Path, files: &BTreeSet<String>) -> Result<(), Error> {
    let path = folder.join(MANIFEST);
    let disk = |error| Error::Disk(path.clone(), error);
    let manifest = WrittenManifest { schema: 1, files };
    let mut text = serde_json::to_string_pretty(&manifest).map_err(|error| disk(io::Error::other(error)))?;
    text.push('\n');
    let aside = folder.join(format!("{MANIFEST}.new"));
    fs::write(&aside, text).and_then(|()| fs::rename(&aside, &path)).map_err(disk)
}

/// The finished folder takes the place of the empty or missing one.
fn move_into_place(from: &Path, output: &Path) -> Result<(), Error> {
    let disk = |error| Error::Disk(output.to_owned(), error);
    let aside = sibling(output, "old");
    let had_folder = output.exists();
    if had_folder {
        fs::rename(output, &aside).map_err(disk)?;
    }
    if let Err(error) = fs::rename(from, output) {
        if had_folder {
            let _ = fs::rename(&aside, output);
        }
        return Err(disk(error));
    }
    if had_folder { take_back(&aside, output) } else { Ok(()) }
}

fn same_bytes(current: &Path, bytes: &[u8]) -> bool {
    let same_size = fs::metadata(current).is_ok_and(|metadata| metadata.len() == bytes.len() as u64);
    same_size && fs::read(current).is_ok_and(|current| current == bytes)
}

fn same_files(current: &Path, from: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (File::open(current)?, File::open(from)?);
    if a.metadata()?.len() != b.metadata()?.len() {
        return Ok(false);
    }
    let (mut left, mut right) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        let read = a.read(&mut left)?;
        if read == 0 {
            return Ok(true);
        }
        if b.read_exact(&mut right[..read]).is_err() || left[..read] != right[..read] {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Place {
        root: tempfile::TempDir,
    }

    impl Place {
        fn new() -> Self {
            let root = tempfile::tempdir().unwrap();
            fs::create_dir(root.path().join("content")).unwrap();
            Self { root }
        }

        fn output(&self) -> PathBuf {
            self.root.path().join("output")
        }

        fn publish(&self, files: &[(&str, &str)]) -> Result<Changes, String> {
            let publication =
                Publication::begin(self.root.path(), &self.output()).map_err(|error| error.to_string())?;
            for (path, text) in files {
                let part = if path.ends_with(".html") { Part::Page } else { Part::Asset };
                publication.add(part, path, text.as_bytes()).map_err(|error| error.to_string())?;
            }
            publication.finish().map_err(|error| error.to_string())
        }

        /// Every file with its text, the manifest left out.
        fn files(&self) -> Vec<(String, String)> {
            let output = self.output();
            let mut files: Vec<(String, String)> = walkdir::WalkDir::new(&output)
                .into_iter()
                .map(Result::unwrap)
                .filter(|entry| entry.file_type().is_file() && entry.file_name() != MANIFEST)
                .map(|entry| {
                    let path = entry.path().strip_prefix(&output).unwrap().to_str().unwrap().replace('\\', "/");
                    (path, fs::read_to_string(entry.path()).unwrap())
                })
                .collect();
            files.sort();
            files
        }

        fn top(&self) -> Vec<String> {
            let mut names: Vec<String> = fs::read_dir(self.root.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        }
    }

    fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    const PAGES: usize = 2;

    #[test]
    fn the_second_build_writes_what_changed_and_removes_what_is_gone() {
        let place = Place::new();
        let first = [("a/index.html", "A"), ("b/index.html", "B"), ("site.css", "{}")];
        assert_eq!(place.publish(&first), Ok(Changes { pages: PAGES, assets: 1, removed: 0 }));
        assert_eq!(place.files(), owned(&first));
        let modified = |path: &str| fs::metadata(place.output().join(path)).unwrap().modified().unwrap();
        let (a, css) = (modified("a/index.html"), modified("site.css"));
        assert_eq!(place.publish(&first), Ok(Changes::default()));
        let second = [("a/index.html", "A"), ("c/index.html", "C"), ("site.css", "{}")];
        assert_eq!(place.publish(&second), Ok(Changes { pages: 1, assets: 0, removed: 1 }));
        assert_eq!(place.files(), owned(&second));
        assert_eq!((a, css), (modified("a/index.html"), modified("site.css")));
        assert!(!place.output().join("b").exists(), "the empty folder goes with its page");
        assert_eq!(place.top(), ["content", "output"]);
    }

    #[test]
    fn a_folder_of_somebody_elses_files_is_refused() {
        let place = Place::new();
        fs::create_dir(place.output()).unwrap();
        fs::write(place.output().join("thesis.doc"), "x").unwrap();
        let message = place.publish(&[("index.html", "A")]).unwrap_err();
        assert!(
            message.ends_with("is not empty, and no earlier build wrote it. Name an empty folder, or empty this one."),
            "{message}"
        );
        assert_eq!(place.files(), owned(&[("thesis.doc", "x")]));
    }

    #[test]
    fn a_folder_with_only_hidden_files_keeps_them() {
        let place = Place::new();
        fs::create_dir(place.output()).unwrap();
        fs::write(place.output().join(".gitignore"), "*").unwrap();
        place.publish(&[("index.html", "A")]).unwrap();
        assert_eq!(place.files(), owned(&[(".gitignore", "*"), ("index.html", "A")]));
        assert_eq!(place.top(), ["content", "output"]);
    }

    #[test]
    fn files_a_user_put_beside_ours_are_neither_deleted_nor_replaced() {
        let place = Place::new();
        place.publish(&[("index.html", "A")]).unwrap();
        fs::write(place.output().join("CNAME"), "www.example.org").unwrap();
        place.publish(&[("index.html", "B")]).unwrap();
        assert_eq!(place.files(), owned(&[("CNAME", "www.example.org"), ("index.html", "B")]));
        let message = place.publish(&[("index.html", "C"), ("CNAME", "other")]).unwrap_err();
        assert!(message.contains("CNAME was not written by an earlier build"), "{message}");
        assert_eq!(place.files(), owned(&[("CNAME", "www.example.org"), ("index.html", "B")]));
        // The same bytes are nobody's loss.
        place.publish(&[("index.html", "C"), ("CNAME", "www.example.org")]).unwrap();
    }

    #[test]
    fn a_build_that_is_given_up_changes_nothing() {
        let place = Place::new();
        place.publish(&[("index.html", "A")]).unwrap();
        let publication = Publication::begin(place.root.path(), &place.output()).unwrap();
        publication.add(Part::Page, "index.html", b"B").unwrap();
        drop(publication);
        assert_eq!(place.files(), owned(&[("index.html", "A")]));
        assert!(!place.output().join(WAITING).exists());
    }

    #[test]
    fn a_file_may_become_a_folder_and_a_folder_a_file() {
        let place = Place::new();
        place.publish(&[("a", "file"), ("b/c/d.txt", "deep")]).unwrap();
        let swapped = [("a/index.html", "A"), ("b", "file")];
        place.publish(&swapped).unwrap();
        assert_eq!(place.files(), owned(&swapped));
    }

    #[test]
    fn a_build_killed_between_its_renames_is_completed() {
        let place = Place::new();
        // As if it had stopped after the empty folder was moved aside.
        let aside = sibling(&place.output(), "old");
        fs::create_dir(&aside).unwrap();
        fs::write(aside.join(".gitignore"), "*").unwrap();
        place.publish(&[("index.html", "A")]).unwrap();
        assert_eq!(place.files(), owned(&[(".gitignore", "*"), ("index.html", "A")]));
        assert_eq!(place.top(), ["content", "output"]);
    }

    #[test]
    fn the_site_itself_is_never_an_output_folder() {
        let place = Place::new();
        for name in ["", "content", "content/public", ".."] {
            let folder = place.root.path().join(name);
            let result = Publication::begin(place.root.path(), &folder);
            assert!(matches!(result, Err(Error::OverTheSite(_))), "{name}");
        }
    }
}
