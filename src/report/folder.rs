//! The folder that a report is written into.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::source::io_reason;

/// The report for a person.
const REPORT_PAGE: &str = "accessibility-report.html";
/// The report for programs.
const REPORT_DATA: &str = "a11y-report.json";
/// What stands near the start of each, so that a later build knows its own.
const MARKS: [&str; 2] = ["<title>Accessibility report, ", "\"name\": \"Studypages\""];

/// Why there is no report. `Display` is a sentence or two.
#[derive(Debug)]
pub enum FolderError {
    /// What stands there would be published by the next build, or is read by it.
    InTheSite(PathBuf),
    /// A link leads somewhere else.
    Link(PathBuf),
    /// A file that no build of ours wrote.
    Foreign(PathBuf),
    /// The operating system refused.
    Disk(PathBuf, io::Error),
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FolderError::InTheSite(folder) => write!(
                formatter,
                "The report cannot be written into {}: the site is made of what stands there. Name another folder, such as report.",
                folder.display()
            ),
            FolderError::Link(path) => write!(
                formatter,
                "The report is not written through {}, which is a link to another place. Name the place itself.",
                path.display()
            ),
            FolderError::Foreign(file) => write!(
                formatter,
                "{} is there and is no report of an earlier build. Move it, or name another folder.",
                file.display()
            ),
            FolderError::Disk(path, error) => {
                write!(formatter, "The report was not written: {}: {}.", path.display(), io_reason(error))
            }
        }
    }
}

impl std::error::Error for FolderError {}

/// A folder into which a report may be written.
#[derive(Debug)]
pub struct ReportFolder(PathBuf);

impl ReportFolder {
    /// Looks at what is there before anything is built.
    ///
    /// # Errors
    /// When the folder belongs to the site in `root`, or holds something else under the report's names.
    pub fn open(root: &Path, folder: &Path) -> Result<Self, FolderError> {
        let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let real = real_path(folder);
        if ["content", "themes"].iter().any(|part| real.starts_with(real_path(&real_root.join(part)))) {
            return Err(FolderError::InTheSite(folder.to_owned()));
        }
        let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        if is_link(folder) {
            return Err(FolderError::Link(folder.to_owned()));
        }
        for (name, mark) in [REPORT_PAGE, REPORT_DATA].into_iter().zip(MARKS) {
            let file = folder.join(name);
            if is_link(&file) {
                return Err(FolderError::Link(file));
            }
            if file.exists() && !starts_with_mark(&file, mark) {
                return Err(FolderError::Foreign(file));
            }
        }
        Ok(Self(folder.to_owned()))
    }

    /// The report for a person.
    #[must_use]
    pub fn page(&self) -> PathBuf {
        self.0.join(REPORT_PAGE)
    }

    /// Writes both reports, each whole or not at all.
    ///
    /// # Errors
    /// The operating system's.
    pub fn write(&self, html: &str, json: &str) -> Result<(), FolderError> {
        let disk = |path: &Path| {
            let path = path.to_owned();
            move |error| FolderError::Disk(path, error)
        };
        fs::create_dir_all(&self.0).map_err(disk(&self.0))?;
        for (name, text) in [(REPORT_PAGE, html), (REPORT_DATA, json)] {
            let file = self.0.join(name);
            replace(&self.0, &file, text).map_err(disk(&file))?;
        }
        Ok(())
    }
}

/// Where a path leads, although the last of it may not be there yet.
fn real_path(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = path.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let Some((above, mut real)) = known else { return path };
    for part in path.strip_prefix(above).into_iter().flat_map(Path::components) {
        if part == Component::ParentDir {
            real.pop();
        } else {
            real.push(part);
        }
    }
    real
}

fn starts_with_mark(file: &Path, mark: &str) -> bool {
    let mut start = Vec::new();
    let read = fs::File::open(file).and_then(|file| file.take(1024).read_to_end(&mut start));
    read.is_ok() && String::from_utf8_lossy(&start).contains(mark)
}

fn replace(folder: &Path, file: &Path, text: &str) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Others may read it, as far as the user lets them read new files.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().sync_all()?;
    temporary.persist(file).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html>\n<title>Accessibility report, X</title>\n";
    const DATA: &str = "{\n  \"schema\": 1,\n  \"tool\": {\n    \"name\": \"Studypages\"\n";

    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir(site.path().join("content")).unwrap();
        site
    }

    #[test]
    fn an_earlier_report_is_replaced_and_nothing_else_is_left_behind() {
        let site = site();
        let folder = site.path().join("a/report");
        for _ in 0..2 {
            ReportFolder::open(site.path(), &folder).unwrap().write(PAGE, DATA).unwrap();
        }
        let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [REPORT_DATA, REPORT_PAGE]);
        assert_eq!(fs::read_to_string(folder.join(REPORT_DATA)).unwrap(), DATA);
    }

    #[test]
    fn no_report_is_written_where_the_next_build_would_publish_it() {
        let site = site();
        for folder in ["content", "content/new/reports", "report/../content", "themes/cde/assets"] {
            let refused = ReportFolder::open(site.path(), &site.path().join(folder));
            assert!(matches!(refused, Err(FolderError::InTheSite(_))), "{folder}: {refused:?}");
        }
    }

    #[test]
    fn a_file_of_somebody_else_is_left_alone() {
        let site = site();
        for name in [REPORT_PAGE, REPORT_DATA] {
            let folder = site.path().join(format!("report of {name}"));
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join(name), "{ \"name\": \"Other\" }").unwrap();
            let refused = ReportFolder::open(site.path(), &folder);
            assert!(matches!(refused, Err(FolderError::Foreign(_))), "{name}: {refused:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let site = site();
        let elsewhere = site.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, site.path().join("report")).unwrap();
        let refused = ReportFolder::open(site.path(), &site.path().join("report"));
        assert!(matches!(refused, Err(FolderError::Link(_))), "{refused:?}");
        std::os::unix::fs::symlink("nowhere", elsewhere.join(REPORT_DATA)).unwrap();
        let refused = ReportFolder::open(site.path(), &elsewhere);
        assert!(matches!(refused, Err(FolderError::Link(_))), "{refused:?}");
    }
}
