//! Locks that end with the process that holds them, whoever it is and whatever folder for temporary files it has.

use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{Folder, Found};

/// How long another build is waited for.
const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 1 } else { 10 });
/// How often the lock is tried.
const PAUSE: Duration = Duration::from_millis(20);

/// Why there is no lock.
#[derive(Debug)]
pub enum NoLock {
    /// Somebody has it; who, as far as it is known.
    Held(Option<String>),
    /// The operating system refused.
    Disk(io::Error),
}

impl From<io::Error> for NoLock {
    fn from(error: io::Error) -> Self {
        NoLock::Disk(error)
    }
}

/// Locks a file or a folder, waiting a while; `holder` reads who has it.
///
/// # Errors
/// When somebody keeps it, or the system has no locks there.
pub fn lock(file: &File, holder: impl Fn() -> Option<String>) -> Result<(), NoLock> {
    let started = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if started.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(NoLock::Held(holder())),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
}

/// What this process says of itself to those who wait.
#[must_use]
pub fn this_process() -> String {
    format!("process {}, since {}", std::process::id(), Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC"))
}

impl Folder {
    /// Who wrote a file about itself; `None` when there is none, or one that is not ours.
    #[must_use]
    pub fn holder(&self, path: &str) -> Option<String> {
        let Ok(Found::File(file)) = self.file(path) else { return None };
        let mut said = String::new();
        file.take(100).read_to_string(&mut said).ok()?;
        let is_ours =
            said.starts_with("process ") && said.bytes().all(|b| b.is_ascii_alphanumeric() || b" ,:-".contains(&b));
        is_ours.then_some(said)
    }

    /// Locks the folder by a file in it, which says who has it and stays there.
    ///
    /// # Errors
    /// As [`lock`].
    pub fn lock(&self, name: &str) -> Result<File, NoLock> {
        let mut file = self.lock_file(name)?;
        lock(&file, || self.holder(name))?;
        // One who may only read it holds it without a name.
        let _ = file.set_len(0).and_then(|()| file.write_all(this_process().as_bytes()));
        Ok(file)
    }
}
