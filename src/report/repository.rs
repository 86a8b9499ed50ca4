//! The repository that a site stands in: code hosts name files from its top.

use std::path::Path;

/// Where a site stands in its repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repository {
    /// The folder of the site from the top of the repository, with `/` after each part.
    folder: String,
}

impl Repository {
    /// The repository of the site in the folder `root`; without one, files are named from the site.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        let Ok(root) = std::fs::canonicalize(root) else { return Self::default() };
        // A work tree has a file of that name, a clone a folder.
        let top = root.ancestors().find(|folder| folder.join(".git").exists());
        let below = top.and_then(|top| root.strip_prefix(top).ok());
        let parts = below.into_iter().flatten().map(|part| part.to_string_lossy().into_owned() + "/");
        Self { folder: parts.collect() }
    }

    /// A file of the site, named from the top of the repository.
    #[must_use]
    pub fn name(&self, file: &str) -> String {
        [&self.folder, file].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_top_of_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("web/study");
        std::fs::create_dir_all(&site).unwrap();
        assert_eq!(Repository::of(&site).name("content/a.md"), "content/a.md");
        // A work tree: `.git` is a file.
        std::fs::write(folder.path().join(".git"), "gitdir: ../elsewhere\n").unwrap();
        assert_eq!(Repository::of(&site).name("content/a.md"), "web/study/content/a.md");
        std::fs::create_dir(site.join(".git")).unwrap();
        assert_eq!(Repository::of(&site).name("content/a.md"), "content/a.md");
    }
}
