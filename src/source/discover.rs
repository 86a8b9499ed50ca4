//! Which files `content/` has.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::DirEntry;

use super::{MARKDOWN_LIMIT, SitePath, content_file, files_below, is_ignored};
use crate::diagnostics::{Finding, Level};
use crate::fields::Located;
use crate::file_pattern::FilePattern;

/// A file that [`discover`] found. Two entries are equal while the file has not changed, as far
/// as its size and time tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path from `content/`.
    pub path: SitePath,
    /// Where it is on disk.
    pub disk: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, where the system knows.
    pub modified: Option<SystemTime>,
}

impl Entry {
    /// The same file as the disk has it now; `None` when it is gone, or no longer one that is read.
    pub(crate) fn refreshed(&self) -> Option<Self> {
        // Where a link leads is for the walk to judge.
        let metadata = fs::symlink_metadata(&self.disk).ok()?;
        let size = metadata.len();
        let is_read = metadata.is_file() && size <= MARKDOWN_LIMIT;
        is_read.then(|| Self { size, modified: metadata.modified().ok(), ..self.clone() })
    }

    /// The same file with a time and a size that no file has, so that it differs from any.
    pub(crate) fn doubted(&self) -> Self {
        Self { size: u64::MAX, modified: None, ..self.clone() }
    }
}

/// Every file of `content/`, in the order of their paths. Shared, so that a preview can keep
/// what it knows of each beside it.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Files whose name ends in `.md` or `.markdown`.
    pub markdown: Vec<Arc<Entry>>,
    /// Everything else, copied as it is.
    pub assets: Vec<Arc<Entry>>,
    /// What is wrong with files as such.
    pub findings: Vec<Finding>,
}

/// Walks `content` (a folder on disk). Hidden files and editors' backups are passed over, but for hidden ones that
/// `named` names; symbolic links are followed while they stay among the open files of the site.
#[must_use]
pub fn discover(site_root: &Path, content: &Path, named: &[Located<FilePattern>]) -> Discovered {
    let mut found = Discovered::default();
    let is_left_out = |entry: &DirEntry| {
        let is_named = || {
            let path = SitePath::of_file(content, entry.path());
            path.is_some_and(|path| named.iter().any(|pattern| pattern.value.reaches(path.as_str())))
        };
        is_ignored(&entry.file_name().to_string_lossy()) && !is_named()
    };
    let files = files_below(site_root, content, "content", is_left_out, &mut found.findings);
    let measured: Vec<Result<Entry, PathBuf>> = files
        .into_par_iter()
        .map(|entry| {
            let Some(path) = SitePath::of_file(content, entry.path()) else { return Err(entry.into_path()) };
            let metadata = entry.metadata().ok();
            let size = metadata.as_ref().map_or(0, fs::Metadata::len);
            let modified = metadata.and_then(|metadata| metadata.modified().ok());
            Ok(Entry { path, disk: entry.into_path(), size, modified })
        })
        .collect();
    for entry in measured {
        let entry = match entry {
            Ok(entry) => entry,
            Err(disk) => {
                let name = disk.strip_prefix(content).unwrap_or(&disk).to_string_lossy().replace('\\', "/");
                found.findings.push(Finding::new(
                    "source/file-name",
                    Level::Error,
                    format!("content/{name}"),
                    "The name of this file has characters that no web address can hold.",
                    "Rename it with plain letters, digits and hyphens.",
                ));
                continue;
            }
        };
        if !is_markdown(entry.path.file_name()) {
            found.findings.extend(page_of_wrong_name(&entry));
            found.assets.push(Arc::new(entry));
        } else if entry.size > MARKDOWN_LIMIT {
            found.findings.push(Finding::new(
                "source/too-large",
                Level::Error,
                content_file(&entry.path),
                format!("This page is {} MiB; the limit for a Markdown file is 16 MiB.", entry.size >> 20),
                "Move data and pictures into files of their own and link to them.",
            ));
        } else {
            found.markdown.push(Arc::new(entry));
        }
    }
    let Discovered { markdown, assets, findings } = &mut found;
    for entries in [markdown, assets] {
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries.dedup_by(|second, first| {
            let is_twin = first.path == second.path;
            if is_twin {
                findings.push(twin(first));
            }
            is_twin
        });
    }
    found
}

/// Two files of one name: its accented letters are composed in one, a letter and an accent in the other.
fn twin(entry: &Entry) -> Finding {
    let folder = if entry.path.folder().is_empty() { "content" } else { entry.path.folder() };
    Finding::new(
        "source/twin-names",
        Level::Error,
        content_file(&entry.path),
        format!(
            "The folder {folder} has two files named “{}”: the accented letters of the two are stored in different \
             ways, and only one file can have this address.",
            entry.path.file_name()
        ),
        "Open both to see which one to keep, and delete the other or give it another name.",
    )
}

fn is_markdown(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

/// What programs add to the name of a page that they do not know: Notepad, a word processor, a browser.
const ADDED: [&str; 7] = ["txt", "text", "rtf", "doc", "docx", "html", "htm"];

/// The name that a page should have, and the ending that was added to it.
pub(crate) fn wrong_ending(name: &str) -> Option<(&str, &str)> {
    let is_page = |(name, added): &(&str, &str)| {
        is_markdown(name) && ADDED.iter().any(|ending| added.eq_ignore_ascii_case(ending))
    };
    name.rsplit_once('.').filter(is_page)
}

/// A page whose name got a second ending, so that it is a page no more.
fn page_of_wrong_name(entry: &Entry) -> Option<Finding> {
    let (name, added) = wrong_ending(entry.path.file_name())?;
    let message = format!("The name of this page ends in “.{added}”, so it is no page, and nobody can read it.");
    let help = if added.eq_ignore_ascii_case("txt") || added.eq_ignore_ascii_case("text") {
        format!("Rename the file to {name}; in Notepad, choose “All files” when you save it.")
    } else {
        format!("Save its words as plain text in a file named {name}, and delete this one.")
    };
    Some(Finding::new("source/wrong-ending", Level::Error, content_file(&entry.path), message, help))
}
