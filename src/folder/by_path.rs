//! With paths, where the system has no calls that start from a handle: each part is looked at before it is used.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{Found, split, with_folders};

/// A folder by its path.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

#[expect(clippy::unused_self, reason = "the folder by its handle needs it")]
impl Folder {
    /// Opens a folder; links on the way to it are followed, one in its own place is not.
    ///
    /// # Errors
    /// The operating system's.
    pub fn open(path: &Path) -> io::Result<Self> {
        if fs::symlink_metadata(path)?.is_dir() {
            Ok(Self { path: path.to_owned() })
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
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
        Self::open(&self.checked(path)?)
    }

    /// Makes a folder that was not there.
    ///
    /// # Errors
    /// The operating system's; also when something of that name is there.
    pub fn make(&self, name: &str) -> io::Result<Self> {
        fs::create_dir(self.path.join(name))?;
        self.folder(name)
    }

    /// Opens the file at a path, when it is one.
    ///
    /// # Errors
    /// The operating system's.
    pub fn file(&self, path: &str) -> io::Result<Found> {
        let Ok(path) = self.checked(path) else { return Ok(Found::Link) };
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => Ok(Found::Link),
            Ok(metadata) if metadata.is_file() => Ok(Found::File(File::open(path)?)),
            Ok(_) => Ok(Found::Other),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(Found::Nothing)
            }
            Err(error) => Err(error),
        }
    }

    /// Makes a file, and the folders it is in; `write` fills it.
    ///
    /// # Errors
    /// The operating system's, and those of `write`; also when something of that name is there.
    pub fn create(&self, path: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        let file = self.checked(path)?;
        let open = || OpenOptions::new().write(true).create_new(true).open(&file);
        write(&mut with_folders(open, || fs::create_dir_all(self.path.join(split(path).0)))?)
    }

    /// Opens a file for a lock, made when it is missing.
    ///
    /// # Errors
    /// The operating system's; a link or a pipe of that name is none.
    pub fn lock_file(&self, name: &str) -> io::Result<File> {
        match self.file(name)? {
            Found::Link | Found::Other => Err(io::Error::other("it is no file")),
            Found::Nothing | Found::File(_) => {
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(self.path.join(name))
            }
        }
    }

    /// Whether `file` is what stands at a path now; never certain, so that a lock file is left where it is.
    #[must_use]
    pub fn is_at(&self, _name: &str, _file: &File) -> bool {
        false
    }

    /// Whether the folder is what stands at a path now, as far as names tell.
    #[must_use]
    pub fn is_still_at(&self, path: &Path) -> bool {
        self.path == path
    }

    /// Nothing: no such system locks a folder.
    ///
    /// # Errors
    /// Always.
    pub fn itself(&self) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Moves a file of this folder into another one, over what is there, making folders as needed.
    ///
    /// # Errors
    /// The operating system's.
    pub fn move_file(&self, from: &str, into: &Self, to: &str) -> io::Result<()> {
        let (from, target) = (self.checked(from)?, into.checked(to)?);
        with_folders(|| fs::rename(&from, &target), || fs::create_dir_all(into.path.join(split(to).0)))
    }

    /// Gives a folder in this one another name, which must be free.
    ///
    /// # Errors
    /// The operating system's.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        if fs::symlink_metadata(self.path.join(to)).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        fs::rename(self.path.join(from), self.path.join(to))
    }

    /// Removes a file and the folders that it leaves empty.
    ///
    /// # Errors
    /// The operating system's; a file that is gone already is none.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        match fs::remove_file(self.checked(path)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut folder = split(path).0;
        while !folder.is_empty() && fs::remove_dir(self.path.join(folder)).is_ok() {
            folder = split(folder).0;
        }
        Ok(())
    }

    /// Removes whatever has a name: a link itself, a folder with all that is in it.
    ///
    /// # Errors
    /// The operating system's; nothing of that name is none.
    pub fn clear(&self, name: &str) -> io::Result<()> {
        let path = self.path.join(name);
        let cleared = fs::symlink_metadata(&path)
            .and_then(|metadata| if metadata.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) });
        cleared.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
    }

    /// Nothing: here a file can only be waited for alone, which would take longer than the whole build.
    ///
    /// # Errors
    /// None.
    pub fn sync_all(&self) -> io::Result<()> {
        Ok(())
    }

    /// Nothing, as [`Folder::sync_all`].
    ///
    /// # Errors
    /// None.
    pub fn sync_names(&self) -> io::Result<()> {
        Ok(())
    }

    /// The path of something below, when no folder on the way is a link.
    fn checked(&self, path: &str) -> io::Result<PathBuf> {
        let mut checked = self.path.clone();
        let (folder, name) = split(path);
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            checked.push(part);
            if fs::symlink_metadata(&checked).is_ok_and(|metadata| metadata.is_symlink()) {
                return Err(io::Error::other("there is a link on the way"));
            }
        }
        checked.push(name);
        Ok(checked)
    }
}
