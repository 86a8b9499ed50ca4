//! The pages and folders that were asked for.

use std::path::{Path, PathBuf};

use crate::config;
use crate::pipeline::Loaded;
use crate::source::content_file;

/// Where the pages and their files stand in a site, and where its own themes do.
const CONTENT: &str = "content";
const THEMES: &str = "themes";

/// Which files of a site were asked for; all of them where none was named.
pub(super) struct Chosen {
    /// What was typed, and the path from the site that it means.
    wanted: Vec<(PathBuf, String)>,
}

impl Chosen {
    /// Paths are from here, from the site, or from its content folder.
    ///
    /// # Errors
    /// A sentence about the first that is no part of the site.
    pub(super) fn new(root: &Path, paths: &[PathBuf]) -> Result<Self, String> {
        let real_root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let wanted = paths.iter().map(|path| Ok((path.clone(), find(root, &real_root, path)?)));
        Ok(Self { wanted: wanted.collect::<Result<_, String>>()? })
    }

    /// Whether a file was asked for: it was named, or a folder that it is in.
    pub(super) fn has(&self, file: &str) -> bool {
        self.wanted.is_empty() || self.wanted.iter().any(|(_, path)| is_in(file, path))
    }

    /// Makes sure that each path that was asked for names something of the site.
    ///
    /// # Errors
    /// A sentence about the first that does not.
    pub(super) fn must_match(&self, loaded: &Loaded) -> Result<(), String> {
        for (typed, path) in &self.wanted {
            let site = &loaded.site;
            let is_known = path.is_empty()
                || path == config::FILE
                || is_in(path, THEMES)
                || site.pages.iter().any(|page| is_in(page.file(), path))
                || site.assets.iter().any(|asset| is_in(&content_file(&asset.path), path))
                || loaded.findings.iter().any(|finding| is_in(&finding.file, path));
            if !is_known {
                return Err(format!("{} has no page or other file of this site.", typed.display()));
            }
        }
        Ok(())
    }
}

/// Whether a file is the one at `path`, or in the folder at `path`.
fn is_in(file: &str, path: &str) -> bool {
    path.is_empty() || file == path || file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
}

/// The path from the site that a typed one means.
fn find(root: &Path, real_root: &Path, typed: &Path) -> Result<String, String> {
    let places = [typed.to_owned(), root.join(typed), root.join(CONTENT).join(typed)];
    let real: Vec<PathBuf> = places.iter().filter_map(|place| std::fs::canonicalize(place).ok()).collect();
    let below = real.iter().filter_map(|real| real.strip_prefix(real_root).ok()).map(|relative| {
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    });
    let is_part =
        |path: &String| path.is_empty() || path == config::FILE || is_in(path, CONTENT) || is_in(path, THEMES);
    if let Some(path) = below.into_iter().find(is_part) {
        return Ok(path);
    }
    let shown = typed.display();
    Err(match real.first() {
        None => format!("There is no {shown} in this site."),
        Some(other) if other.join(config::FILE).is_file() => {
            format!("{shown} is a site of its own. To check that one, type: studypages check --root {shown}")
        }
        Some(_) => format!(
            "{shown} is no part of the site in {}. Its pages stand in {}.",
            root.display(),
            root.join(CONTENT).display()
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_its_files_and_no_others() {
        assert!(is_in("content/Forms/a.md", "content/Forms"));
        assert!(is_in("content/Forms", "content/Forms"));
        assert!(is_in("content/Forms/a.md", ""));
        assert!(!is_in("content/Forms2/a.md", "content/Forms"));
        assert!(!is_in("content/Form", "content/Forms"));
    }
}
