//! `.studypages`, the folder in that of a site where Studypages keeps what is its own: who the site is, what other
//! websites said. It is nothing for others, so Git is told to pass it over; and it is never reached through a link.

use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use crate::folder::{Folder, Found, NoLock};

/// The folder's name.
pub const FOLDER: &str = ".studypages";
/// The file that says who the site is.
const SITE: &str = "site";

/// What a file of ours in the site at `root` holds; `None` when it cannot be read.
#[must_use]
pub fn read(root: &Path, name: &str) -> Option<Vec<u8>> {
    State::existing(root).ok().flatten()?.read(name)
}

/// Writes a file of ours in the site at `root`, whole or not at all.
///
/// # Errors
/// The operating system's.
pub fn write(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    State::open(root)?.write(name, bytes)
}

/// The folder, open.
#[derive(Debug)]
pub struct State {
    folder: Folder,
}

impl State {
    /// Opens the folder of the site at `root`; `None` when there is none.
    ///
    /// # Errors
    /// The operating system's; a link of that name is no folder.
    pub fn existing(root: &Path) -> io::Result<Option<Self>> {
        match Folder::open(&root.join(FOLDER)) {
            Ok(folder) => Ok(Some(Self { folder })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens the folder of the site at `root`, making it when it is missing.
    ///
    /// # Errors
    /// As [`State::existing`].
    pub fn open(root: &Path) -> io::Result<Self> {
        let state = match Self::existing(root)? {
            Some(state) => state,
            None => match Folder::open(&std::fs::canonicalize(root)?)?.make(FOLDER) {
                Ok(folder) => Self { folder },
                // Another command was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    Self { folder: Folder::open(&root.join(FOLDER))? }
                }
                Err(error) => return Err(error),
            },
        };
        if matches!(state.folder.file(".gitignore"), Ok(Found::Nothing)) {
            // Two commands may make it at once; one of them does.
            let _ = state.folder.create(".gitignore", |file| file.write_all(b"*\n"));
        }
        Ok(state)
    }

    /// Waits until no other command works with the folder, and keeps them waiting as long as the lock lives.
    ///
    /// # Errors
    /// When another one does not end, or the folder cannot be written.
    pub fn lock(&self) -> Result<File, NoLock> {
        self.folder.lock("lock")
    }

    /// What a file of the folder holds.
    #[must_use]
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let Ok(Found::File(mut file)) = self.folder.file(name) else { return None };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Writes a file of the folder, whole or not at all.
    ///
    /// # Errors
    /// The operating system's.
    pub fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let aside = format!("{name}.{}.new", std::process::id());
        self.folder.clear(&aside)?;
        self.folder.create(&aside, |file| file.write_all(bytes).and_then(|()| file.sync_all()))?;
        self.folder.move_file(&aside, &self.folder, name)
    }

    /// Who the site is: a word made once, whatever the site is called and wherever it is moved. `None` before that.
    #[must_use]
    pub fn site_id(&self) -> Option<String> {
        let text = String::from_utf8(self.read(SITE)?).ok()?;
        let id = text.trim();
        is_site_id(id).then(|| id.to_owned())
    }

    /// Keeps who the site is.
    ///
    /// # Errors
    /// The operating system's.
    pub fn keep_site_id(&self, id: &str) -> io::Result<()> {
        self.write(SITE, format!("{id}\n").as_bytes())
    }
}

/// Whether a word may be the id of a site.
#[must_use]
pub fn is_site_id(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// An id that no other site has.
#[must_use]
pub fn new_site_id() -> String {
    // The standard library's hashers start from random numbers of the system.
    let random = || RandomState::new().hash_one(std::process::id());
    format!("{:016x}{:016x}", random(), random())
}
