//! With the calls of Unix that start from a handle.

use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Gid, Mode, OFlags, Uid};
use rustix::io::Errno;

use super::{Found, split, with_folders};

/// A folder by its handle.
#[derive(Debug)]
pub struct Folder {
    handle: OwnedFd,
    path: PathBuf,
    /// Whose the folder is, when the superuser builds for somebody: what is made in it is theirs.
    owner: Option<(Uid, Gid)>,
}

const NO_LINK: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC);
const FOLDER: OFlags = OFlags::DIRECTORY.union(NO_LINK);
const ALL_MAY: Mode = Mode::from_raw_mode(0o777);
const ALL_MAY_READ: Mode = Mode::from_raw_mode(0o666);

impl Folder {
    /// Opens a folder; links on the way to it are followed, one in its own place is not.
    ///
    /// # Errors
    /// The operating system's.
    pub fn open(path: &Path) -> io::Result<Self> {
        let handle = rustix::fs::open(path, FOLDER, Mode::empty())?;
        Self::new(handle, path.to_owned())
    }

    fn new(handle: OwnedFd, path: PathBuf) -> io::Result<Self> {
        let mut owner = None;
        if rustix::process::geteuid().is_root() {
            let stat = rustix::fs::fstat(&handle)?;
            owner = (stat.st_uid != 0).then(|| (Uid::from_raw(stat.st_uid), Gid::from_raw(stat.st_gid)));
        }
        Ok(Self { handle, path, owner })
    }

    /// Where it is, for messages.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a folder below.
    ///
    /// # Errors
    /// The operating system's; a link is no folder.
    pub fn folder(&self, path: &str) -> io::Result<Self> {
        Self::new(self.beneath(path)?, self.path.join(path))
    }

    /// Makes a folder that was not there.
    ///
    /// # Errors
    /// The operating system's; also when something of that name is there.
    pub fn make(&self, name: &str) -> io::Result<Self> {
        self.make_at(&self.handle, name)?;
        let folder = self.folder(name)?;
        Ok(Self { owner: self.owner, ..folder })
    }

    fn make_at(&self, parent: impl AsFd, name: &str) -> io::Result<()> {
        rustix::fs::mkdirat(&parent, name, ALL_MAY)?;
        if let Some((user, group)) = self.owner {
            rustix::fs::chownat(parent, name, Some(user), Some(group), AtFlags::SYMLINK_NOFOLLOW)?;
        }
        Ok(())
    }

    /// Opens the file at a path, when it is one.
    ///
    /// # Errors
    /// The operating system's.
    pub fn file(&self, path: &str) -> io::Result<Found> {
        // A pipe without a writer must not hold us up.
        match self.open_beneath(path, OFlags::RDONLY | OFlags::NONBLOCK | NO_LINK) {
            Ok(handle) => {
                let file = File::from(handle);
                Ok(if file.metadata()?.is_file() { Found::File(file) } else { Found::Other })
            }
            Err(Errno::NOENT | Errno::NOTDIR) => Ok(Found::Nothing),
            Err(Errno::LOOP) => Ok(Found::Link),
            // A socket cannot be opened at all.
            Err(Errno::NXIO) => Ok(Found::Other),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes a file, and the folders it is in; `write` fills it.
    ///
    /// # Errors
    /// The operating system's, and those of `write`; also when something of that name is there.
    pub fn create(&self, path: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | NO_LINK;
        let (folder, name) = split(path);
        // A page has a folder of its own, which is not there in a fresh output.
        if name == "index.html" && !folder.is_empty() {
            let (above, own) = split(folder);
            // Whatever is wrong shows when the file is made.
            let _ = self.beneath(above).and_then(|above| self.make_at(above, own));
        }
        let open = || Ok(self.open_beneath_with(path, flags, ALL_MAY_READ)?);
        let handle = with_folders(open, || self.make_folders(folder))?;
        if let Some((user, group)) = self.owner {
            rustix::fs::fchown(&handle, Some(user), Some(group))?;
        }
        write(&mut File::from(handle))
    }

    /// Opens a file for a lock, made when it is missing.
    ///
    /// # Errors
    /// The operating system's; a link or a pipe of that name is none.
    pub fn lock_file(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::CREATE | OFlags::NONBLOCK | NO_LINK;
        let open = |flags| rustix::fs::openat(&self.handle, name, flags, ALL_MAY_READ);
        let handle = match open(flags | OFlags::RDWR) {
            // Somebody else's: it can be locked, not written.
            Err(refused @ (Errno::ACCESS | Errno::PERM)) => {
                rustix::fs::openat(&self.handle, name, OFlags::RDONLY | OFlags::NONBLOCK | NO_LINK, Mode::empty())
                    .map_err(|_| refused)
            }
            opened => opened,
        }?;
        let file = File::from(handle);
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        if let Some((user, group)) = self.owner {
            rustix::fs::fchown(&file, Some(user), Some(group))?;
        }
        Ok(file)
    }

    /// Whether `file` is what stands at a path now.
    #[must_use]
    pub fn is_at(&self, name: &str, file: &File) -> bool {
        let here = rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW);
        here.is_ok_and(|here| file.metadata().is_ok_and(|it| (it.dev(), it.ino()) == (here.st_dev, here.st_ino)))
    }

    /// Whether the folder is what stands at a path now.
    #[must_use]
    pub fn is_still_at(&self, path: &Path) -> bool {
        let (Ok(here), Ok(it)) = (rustix::fs::lstat(path), rustix::fs::fstat(&self.handle)) else { return false };
        (here.st_dev, here.st_ino) == (it.st_dev, it.st_ino)
    }

    /// A handle on the folder itself, for a lock.
    ///
    /// # Errors
    /// The operating system's.
    pub fn itself(&self) -> io::Result<File> {
        Ok(File::from(rustix::fs::openat(&self.handle, ".", OFlags::RDONLY | FOLDER, Mode::empty())?))
    }

    /// Moves a file of this folder into another one, over what is there, making folders as needed.
    ///
    /// # Errors
    /// The operating system's.
    pub fn move_file(&self, from: &str, into: &Self, to: &str) -> io::Result<()> {
        let (folder, name) = split(to);
        let rename = || {
            let folder = into.beneath(folder)?;
            Ok(rustix::fs::renameat(&self.handle, from, folder, name)?)
        };
        with_folders(rename, || into.make_folders(folder))
    }

    /// Gives a folder in this one another name, which must be free.
    ///
    /// # Errors
    /// The operating system's.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        // An empty folder would be replaced without a word; nothing else is.
        if rustix::fs::statat(&self.handle, to, AtFlags::SYMLINK_NOFOLLOW).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        Ok(rustix::fs::renameat(&self.handle, from, &self.handle, to)?)
    }

    /// Removes a file and the folders that it leaves empty.
    ///
    /// # Errors
    /// The operating system's; a file that is gone already is none.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        let (mut folder, mut name) = split(path);
        let mut flags = AtFlags::empty();
        loop {
            let removed = self.beneath(folder).and_then(|parent| Ok(rustix::fs::unlinkat(parent, name, flags)?));
            match removed {
                Err(_) if !flags.is_empty() => return Ok(()),
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            if folder.is_empty() {
                return Ok(());
            }
            (folder, name) = split(folder);
            flags = AtFlags::REMOVEDIR;
        }
    }

    /// Removes whatever has a name: a link itself, a folder with all that is in it.
    ///
    /// # Errors
    /// The operating system's; nothing of that name is none.
    pub fn clear(&self, name: &str) -> io::Result<()> {
        let cleared = match rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            // It follows no link either.
            Ok(stat) if FileType::from_raw_mode(stat.st_mode).is_dir() => fs::remove_dir_all(self.path.join(name)),
            Ok(_) => rustix::fs::unlinkat(&self.handle, name, AtFlags::empty()).map_err(Into::into),
            Err(error) => Err(error.into()),
        };
        cleared.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
    }

    /// Waits until all that was written on the folder's disk is there, in one go: a file at a time would take longer
    /// than the whole build.
    ///
    /// # Errors
    /// The operating system's.
    #[cfg_attr(not(target_os = "linux"), expect(clippy::unnecessary_wraps, reason = "other systems say nothing"))]
    pub fn sync_all(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        {
            Ok(rustix::fs::syncfs(&self.handle)?)
        }
        #[cfg(not(target_os = "linux"))]
        {
            rustix::fs::sync();
            Ok(())
        }
    }

    /// Waits until the names in the folder itself are on disk.
    ///
    /// # Errors
    /// The operating system's.
    pub fn sync_names(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.handle)?)
    }

    fn make_folders(&self, folder: &str) -> io::Result<()> {
        let mut parent = self.beneath("")?;
        for name in folder.split('/') {
            match self.make_at(&parent, name) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            parent = rustix::fs::openat(&parent, name, FOLDER, Mode::empty())?;
        }
        Ok(())
    }

    /// A handle on a folder below, or on this one.
    fn beneath(&self, folder: &str) -> io::Result<OwnedFd> {
        let folder = if folder.is_empty() { "." } else { folder };
        Ok(self.open_beneath(folder, FOLDER)?)
    }

    fn open_beneath(&self, path: &str, flags: OFlags) -> Result<OwnedFd, Errno> {
        self.open_beneath_with(path, flags, Mode::empty())
    }

    /// Opens a path through no link: in one call where the system has it, else a part at a time.
    fn open_beneath_with(&self, path: &str, flags: OFlags, mode: Mode) -> Result<OwnedFd, Errno> {
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::ResolveFlags;
            let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
            match rustix::fs::openat2(&self.handle, path, flags, mode, resolve) {
                Err(Errno::NOSYS | Errno::PERM | Errno::INVAL | Errno::AGAIN) => {}
                opened => return opened,
            }
        }
        let (folder, name) = split(path);
        let mut parent: Option<OwnedFd> = None;
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            let from = parent.as_ref().map_or_else(|| self.handle.as_fd(), AsFd::as_fd);
            let opened = rustix::fs::openat(from, part, FOLDER, Mode::empty());
            let is_link = |from| {
                let stat = rustix::fs::statat(from, part, AtFlags::SYMLINK_NOFOLLOW);
                stat.is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode).is_symlink())
            };
            // A link that is asked to be a folder is none, says the system.
            let opened = opened.map_err(|error| if is_link(from) { Errno::LOOP } else { error })?;
            parent = Some(opened);
        }
        let from = parent.as_ref().map_or_else(|| self.handle.as_fd(), AsFd::as_fd);
        rustix::fs::openat(from, name, flags, mode)
    }
}
