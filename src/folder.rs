//! A folder that others may have put links into. What is in it is opened, made and removed from the folder's handle,
//! part by part, and no link is followed on the way.

use std::fs::File;
use std::io;

#[cfg(unix)]
mod by_handle;
#[cfg(any(not(unix), test))]
#[cfg_attr(unix, allow(dead_code, unreachable_pub, reason = "only tested here"))]
mod by_path;
mod lock;

#[cfg(unix)]
pub use by_handle::Folder;
#[cfg(not(unix))]
pub use by_path::Folder;
pub use lock::{NoLock, lock, this_process};

/// What stands at a path.
#[derive(Debug)]
pub enum Found {
    /// Nothing, or a folder on the way is missing.
    Nothing,
    /// A file, open for reading.
    File(File),
    /// A link, here or on the way; it was not followed.
    Link,
    /// A folder, a device, a pipe.
    Other,
}

/// Runs `make`, and again after `make_folders` when a folder is missing.
fn with_folders<T>(make: impl Fn() -> io::Result<T>, make_folders: impl FnOnce() -> io::Result<()>) -> io::Result<T> {
    match make() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folders()?;
            make()
        }
        made => made,
    }
}

/// The folder and the name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

#[cfg(test)]
mod tests;
