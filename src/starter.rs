//! The starter: a whole site for a new district (`init`), and single pages (`new`).

mod answers;
mod page;
mod site;

use std::io;
use std::path::PathBuf;

use include_dir::{Dir, include_dir};

use crate::front_matter::{KINDS, Kind};
use crate::source::io_reason;

pub use answers::{District, LANGUAGES, QUESTIONS, Question, languages, problem};
pub use page::{Made, Wanted, default_name, new_page};
pub use site::init;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/starter");

/// Why a starter or a page could not be written; `Display` is a sentence or two.
#[derive(Debug)]
pub enum Error {
    /// The folder has files in it.
    NotEmpty(PathBuf),
    /// There is such a page already.
    Exists(PathBuf),
    /// A path that can be no page: as it was typed, and why.
    BadPath(String, String),
    /// The operating system refused.
    Disk(PathBuf, io::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::NotEmpty(folder) => {
                write!(formatter, "The folder {} is not empty. Name a new folder for the site.", folder.display())
            }
            Error::Exists(file) => write!(formatter, "There is a page {} already. Name another file.", file.display()),
            Error::BadPath(path, why) => write!(formatter, "“{path}” cannot be a page: {why}"),
            Error::Disk(path, error) => {
                write!(formatter, "{} cannot be written: {}.", path.display(), io_reason(error))
            }
        }
    }
}

impl std::error::Error for Error {}

/// The kinds of pages, by the words an editor writes.
pub fn kind_names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(name, _)| *name)
}

/// The kind that an editor writes as `name`.
#[must_use]
pub fn kind_named(name: &str) -> Kind {
    KINDS.iter().find(|(known, _)| *known == name).map_or(Kind::Page, |(_, kind)| *kind)
}
