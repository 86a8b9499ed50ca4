//! What is wrong with the site, as far as it is known. After a save, what is wrong with the pages saved is known
//! at once; what a save does to other pages is found a moment later, when browsers show the page already.

use std::sync::Arc;

use crate::diagnostics::{Counts, FileName, Finding};

/// What is wrong with the site at one moment.
#[derive(Clone, Default)]
pub(super) struct Findings {
    /// What the last check of the whole site found, in the order of the files.
    checked: Arc<Vec<Finding>>,
    /// How many those are; `None` before the first check.
    counts: Option<Counts>,
    /// Pages saved since, and what is wrong with them.
    saved: Vec<(FileName, Vec<Finding>)>,
}

impl Findings {
    /// The outcome of a check of the whole site.
    pub(super) fn whole(findings: Vec<Finding>) -> Self {
        Self { counts: Some(Counts::of(&findings)), checked: Arc::new(findings), saved: Vec::new() }
    }

    /// The same findings, with other ones in some pages.
    pub(super) fn with_saved(mut self, saved: Vec<(FileName, Vec<Finding>)>) -> Self {
        self.saved.retain(|(file, _)| !saved.iter().any(|(new, _)| new == file));
        self.saved.extend(saved);
        self
    }

    /// What is wrong with a file.
    pub(super) fn of_file(&self, file: &str) -> &[Finding] {
        match self.saved.iter().find(|(saved, _)| *saved == *file) {
            Some((_, findings)) => findings,
            None => self.checked_of(file),
        }
    }

    fn checked_of(&self, file: &str) -> &[Finding] {
        let start = self.checked.partition_point(|finding| finding.file.as_str() < file);
        let end = start + self.checked[start..].partition_point(|finding| finding.file == *file);
        &self.checked[start..end]
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Finding> {
        let is_saved = |finding: &&Finding| self.saved.iter().any(|(file, _)| *file == finding.file);
        let others = self.checked.iter().filter(move |finding| !is_saved(finding));
        self.saved.iter().flat_map(|(_, findings)| findings).chain(others)
    }

    /// Whether an editor reads the same in both.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let saved: Vec<&str> = self.saved.iter().chain(&other.saved).map(|(file, _)| file.as_str()).collect();
        let is_other = |finding: &&Finding| !saved.contains(&finding.file.as_str());
        self.counts() == other.counts()
            && saved.iter().all(|file| self.of_file(file) == other.of_file(file))
            && self.checked.iter().filter(is_other).eq(other.checked.iter().filter(is_other))
    }

    /// How many there are; `None` while the site is checked for the first time.
    pub(super) fn counts(&self) -> Option<Counts> {
        let mut counts = self.counts?;
        for (file, findings) in &self.saved {
            counts = counts - Counts::of(self.checked_of(file)) + Counts::of(findings);
        }
        Some(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Level;

    fn finding(file: &str, level: Level) -> Finding {
        Finding::new("link/broken", level, file, "A link leads nowhere.", "Mend it.")
    }

    #[test]
    fn a_saved_page_has_its_own_findings_and_the_others_keep_theirs() {
        let whole = vec![
            finding("content/a.md", Level::Error),
            finding("content/b.md", Level::Warning),
            finding("content/b.md", Level::Note),
        ];
        let findings = Findings::whole(whole);
        let saved = vec![("content/b.md".into(), vec![finding("content/b.md", Level::Error)])];
        let findings = findings.with_saved(saved);
        let levels = |file: &str| findings.of_file(file).iter().map(|finding| finding.level).collect::<Vec<_>>();
        assert_eq!(levels("content/a.md"), [Level::Error]);
        assert_eq!(levels("content/b.md"), [Level::Error]);
        assert_eq!(levels("content/c.md"), []);
        assert_eq!(findings.counts(), Some(Counts { errors: 2, warnings: 0, notes: 0 }));
        assert_eq!(findings.all().count(), 2);
        let mut sorted: Vec<Finding> = findings.all().cloned().collect();
        crate::diagnostics::sort(&mut sorted);
        let checked = Findings::whole(sorted);
        assert!(findings.says_the_same(&checked) && checked.says_the_same(&findings));
        assert!(!findings.says_the_same(&Findings::whole(vec![finding("content/a.md", Level::Error)])));
    }

    #[test]
    fn nothing_is_counted_before_the_first_check() {
        assert_eq!(Findings::default().counts(), None);
    }
}
