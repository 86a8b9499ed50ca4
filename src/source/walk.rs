//! The walk through a folder of the site, and the one gate that links on disk must pass: nothing is read, and so
//! nothing published, from a place that was never meant for readers.

use std::fs;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::io_reason;
use crate::address::MANIFEST;
use crate::diagnostics::{Finding, Level};

/// A folder of the site that is walked.
struct Folder<'f> {
    path: &'f Path,
    /// As findings name it.
    shown: &'f str,
    /// Where it really is.
    real: PathBuf,
    /// Where the site really is.
    site: PathBuf,
}

/// The files below a folder of the site, as findings name it `shown`; `is_left_out` is asked about each file and
/// folder. Links are followed while they stay among the open files of the site.
pub(crate) fn files_below(
    site_root: &Path,
    path: &Path,
    shown: &str,
    is_left_out: impl Fn(&DirEntry) -> bool,
    findings: &mut Vec<Finding>,
) -> Vec<DirEntry> {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = Folder { path, shown, real: real(path), site: real(site_root) };
    let mut files = Vec::new();
    if let Some(refused) = folder.refusal(&folder.real) {
        findings.push(refused.finding(shown.to_owned()));
        return files;
    }
    // How deep the outermost link stands that is being followed.
    let mut linked: Option<usize> = None;
    let mut walk = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    while let Some(step) = walk.next() {
        let entry = match step {
            Ok(entry) => entry,
            Err(error) => {
                findings
                    .push(walk_problem(&error, error.path().map_or_else(|| shown.to_owned(), |at| folder.name(at))));
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        linked = linked.filter(|depth| entry.depth() > *depth);
        let is_folder = entry.file_type().is_dir();
        if is_left_out(&entry) {
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        }
        let is_link = entry.path_is_symlink();
        let refused = if is_link {
            folder.refusal_of_link(entry.path())
        } else {
            let is_output = is_folder && linked.is_some() && entry.path().join(MANIFEST).exists();
            is_output.then_some(Refused::Output)
        };
        if let Some(refused) = refused {
            findings.push(refused.finding(folder.name(entry.path())));
            if is_folder {
                walk.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            files.push(entry);
        } else if is_link && is_folder {
            linked = linked.or(Some(entry.depth()));
        }
    }
    files
}

impl Folder<'_> {
    fn name(&self, path: &Path) -> String {
        let relative = path.strip_prefix(self.path).unwrap_or(path);
        format!("{}/{}", self.shown, relative.to_string_lossy().replace('\\', "/"))
    }

    /// Why nothing is read from a place on disk.
    fn refusal(&self, target: &Path) -> Option<Refused> {
        let Ok(below) = target.strip_prefix(&self.site) else { return Some(Refused::Outside) };
        let hidden = below.components().find_map(|part| match part {
            Component::Normal(name) => name.to_str().filter(|name| name.starts_with('.')),
            _ => None,
        });
        if let Some(hidden) = hidden {
            return Some(Refused::Hidden(hidden.to_owned()));
        }
        let mut folders = target.ancestors().take_while(|folder| folder.starts_with(&self.site));
        folders.any(|folder| folder.join(MANIFEST).exists()).then_some(Refused::Output)
    }

    fn refusal_of_link(&self, link: &Path) -> Option<Refused> {
        let Ok(target) = fs::canonicalize(link) else { return Some(Refused::Outside) };
        let leads_up = self.real.starts_with(&target).then_some(Refused::Loop);
        self.refusal(&target).or(leads_up)
    }
}

/// Why a link is not followed.
enum Refused {
    Outside,
    /// The hidden folder or file it leads into.
    Hidden(String),
    Output,
    Loop,
}

impl Refused {
    fn finding(self, file: String) -> Finding {
        let (rule, message, help) = match self {
            Self::Outside => (
                "source/outside-link",
                "This is a link to a place outside the site, so it is not published.".to_owned(),
                "Put a copy here instead of the link.",
            ),
            Self::Hidden(name) => (
                "source/private-link",
                format!(
                    "This is a link to “{name}”, which is hidden because it is not for readers, so it is not published."
                ),
                "Remove the link; put a copy here if readers should have the file.",
            ),
            Self::Output => (
                "source/private-link",
                "This is a link to the published site, which would then be published within itself.".to_owned(),
                "Remove the link.",
            ),
            Self::Loop => return link_loop(file),
        };
        Finding::new(rule, Level::Error, file, message, help)
    }
}

/// Files that editors and operating systems leave behind: hidden ones, swap and backup files.
#[must_use]
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini" | "4913" | "__MACOSX")
        || [".swp", ".swx", ".tmp", ".bak", ".crdownload", ".part"].iter().any(|end| name.ends_with(end))
}

fn link_loop(file: String) -> Finding {
    Finding::new(
        "source/link-loop",
        Level::Error,
        file,
        "This link leads back to a folder it is in.",
        "Remove the link.",
    )
}

fn walk_problem(error: &walkdir::Error, file: String) -> Finding {
    if error.loop_ancestor().is_some() {
        return link_loop(file);
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), io_reason);
    Finding::new(
        "source/unreadable",
        Level::Error,
        file,
        format!("This cannot be read: {reason}."),
        "Check that it exists and that you may read it.",
    )
}
