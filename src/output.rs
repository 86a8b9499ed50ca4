//! write: the finished site → a folder on disk, whole or not at all.
//!
//! A [`Publication`] takes files from many threads. What stands in the output folder
//! is not touched before [`Publication::finish`]:
//!
//! - Where there is no folder, files go to a fresh sibling folder that is renamed
//!   into place: a reader sees nothing or everything.
//! - In a folder that is there, only files whose bytes differ are kept, in a folder of their
//!   own, and renamed over the old ones at the end: assets, then pages, then deletions.
//!   A reader, or a process that is killed, never leaves half a file.
//!
//! All bytes are on disk before the first rename, so that a power cut leaves none of them torn either.
//!
//! A manifest in the output claims which files are ours, with the hash of each, and whose site they are. A
//! claim is believed where the file bears it out; no others are ever deleted or replaced, and no link in the
//! output is followed.

mod lock;
mod manifest;
mod publication;

use std::io;
use std::path::{Path, PathBuf};

use crate::address::Unfit;
use crate::source::io_reason;

pub use manifest::MANIFEST;
pub use publication::{Changes, Part, Publication, Published, Publisher};

/// Why a site could not be written. `Display` is one or two sentences for the user.
#[derive(Debug)]
pub enum Error {
    /// The folder holds files that no build of ours wrote.
    NotOurs(PathBuf),
    /// The folder is the site itself, its content or its themes, or holds them.
    OverTheSite(PathBuf),
    /// A file of the site would replace one that no build of ours wrote.
    ForeignFile(PathBuf),
    /// The folder is a link to one that is not there.
    DanglingLink(PathBuf),
    /// A link where we write.
    Link(PathBuf),
    /// The list of our files cannot be read.
    BadManifest(PathBuf),
    /// The folder holds another site; its name, where it is known.
    OtherSite(PathBuf, Option<String>),
    /// Another build is at work in the folder; which, as far as it is known.
    Busy(PathBuf, Option<String>),
    /// A name that the output cannot hold.
    Unfit(String, Unfit),
    /// Two files of the site have one path.
    Twice(String),
    /// The operating system refused.
    Disk(PathBuf, io::Error),
}

impl Error {
    fn disk(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |error| Error::Disk(path.into(), error)
    }
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
            Error::DanglingLink(link) => write!(
                formatter,
                "{} is a link to a folder that does not exist. Make that folder, or delete the link.",
                link.display()
            ),
            Error::Link(link) => write!(
                formatter,
                "{} is a link, and nothing is written or deleted through a link there. Delete the link, then build again.",
                link.display()
            ),
            Error::BadManifest(file) => write!(
                formatter,
                "{} should list what an earlier build wrote, but cannot be read. Empty the folder it is in, then build again.",
                file.display()
            ),
            Error::OtherSite(folder, name) => {
                let name =
                    name.as_ref().map_or_else(|| "another site".to_owned(), |name| format!("another site, “{name}”"));
                write!(
                    formatter,
                    "The folder {} holds the pages of {name}. Name a folder of its own for this site with --output, or empty that one if nobody needs it.",
                    folder.display()
                )
            }
            Error::Busy(folder, Some(holder)) => write!(
                formatter,
                "Another build ({holder}) is at work in {}. Wait until it has ended, then build again.",
                folder.display()
            ),
            Error::Busy(folder, None) => write!(
                formatter,
                "Another program keeps {} locked. Wait until it has ended, then build again.",
                folder.display()
            ),
            Error::Unfit(path, unfit) => write!(formatter, "“{path}” cannot be published: it {unfit}. Rename it."),
            Error::Twice(path) => {
                write!(formatter, "Two files of the site would be published as /{path}. Rename one of the two.")
            }
            Error::Disk(path, error) => {
                write!(formatter, "{} cannot be written: {}.", path.display(), io_reason(error))
            }
        }
    }
}

impl std::error::Error for Error {}

/// What was found where a file of ours should be.
fn link_or_foreign(folder: &Path, path: &str, is_link: bool) -> Error {
    let path = folder.join(path);
    if is_link { Error::Link(path) } else { Error::ForeignFile(path) }
}
