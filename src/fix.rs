//! `check --fix`: mends what has one safe answer, in the author's own files.
//!
//! A fix names bytes of the decoded text. What is mended is found in the very bytes that are then replaced, and
//! only while the file still holds them; bytes that no fix touches stay as they are, line ends and byte order mark
//! included.

mod attributes;
mod save;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostics::{Finding, edits, made};
use crate::pipeline::{self, Failure, Options};
use crate::site::Site;
use crate::visible::visible;

use save::Workshop;

pub use save::Kept;

/// Rounds after which nothing new can be mended; each round mends what the one before uncovered.
const ROUNDS: usize = 12;

const BOM: &str = "\u{feff}";

/// A file that was mended, or would be.
#[derive(Debug, PartialEq, Eq)]
pub struct Mended {
    /// The file, relative to the site.
    pub file: String,
    /// Its bytes before.
    before: Vec<u8>,
    /// Its text before, without a mark.
    text_before: String,
    /// Its text after.
    after: String,
    /// How many findings were mended.
    pub fixes: usize,
}

/// Mends text by the fixes of `findings`; of two that touch the same bytes the first counts. Also returns how
/// many findings it mended.
#[must_use]
pub fn apply(text: &str, findings: &[&Finding]) -> (String, usize) {
    let (edits, mended) = edits(text, findings.iter().filter_map(|finding| finding.fix.as_ref()));
    (made(text, &edits), mended)
}

/// Mends every file of the site that has something to mend, in memory; `only` says which files may change.
///
/// # Errors
/// When there is no site to read.
pub fn mend(options: &Options, only: &dyn Fn(&str) -> bool) -> Result<Vec<Mended>, Failure> {
    let loaded = pipeline::load(options)?;
    let fixable = loaded.findings.iter().filter(|finding| finding.fix.is_some() && only(&finding.file));
    let files: BTreeSet<&str> = fixable.map(|finding| finding.file.as_str()).collect();
    let files: Vec<&str> = files.into_iter().collect();
    Ok(files.into_par_iter().filter_map(|file| Mended::of(&loaded.site, &options.root, file)).collect())
}

/// Replaces the files on disk, each whole or not at all, and none that holds other bytes by now. Says which files
/// were left as they are.
#[must_use]
pub fn write(root: &Path, mended: &[Mended]) -> Vec<Kept> {
    if mended.is_empty() {
        return Vec::new();
    }
    let mut workshop = Workshop::open(root);
    let replace = |mended: &Mended| workshop.replace(&mended.file, &mended.before, &mended.bytes()).err();
    mended.iter().filter_map(replace).collect()
}

impl Mended {
    /// Reads a file and mends what it holds now; `None` when nothing is to be mended, or may be.
    fn of(site: &Site, root: &Path, file: &str) -> Option<Self> {
        let before = fs::read(root.join(file)).ok()?;
        let decoded = pipeline::decoded(site, file, before.clone());
        if !decoded.is_certain() {
            return None;
        }
        let mut fixes = decoded.findings(|| file.to_owned()).len();
        let mut after = decoded.text.clone();
        for _ in 0..ROUNDS {
            let findings = pipeline::findings_of_text(site, file, &after);
            let found: Vec<&Finding> = findings.iter().filter(|finding| finding.fix.is_some()).collect();
            let (text, count) = apply(&after, &found);
            if count == 0 {
                break;
            }
            after = text;
            fixes += count;
        }
        let mended = Self { file: file.to_owned(), before, text_before: decoded.text, after, fixes };
        (mended.bytes() != mended.before).then_some(mended)
    }

    /// What the file will hold.
    fn bytes(&self) -> Vec<u8> {
        let mark = if self.before.starts_with(BOM.as_bytes()) { BOM } else { "" };
        format!("{mark}{}", self.after).into_bytes()
    }

    /// The change as a diff that `patch` reads.
    #[must_use]
    pub fn diff(&self) -> String {
        let file = visible(&self.file);
        let diff = similar::TextDiff::from_lines(self.text_before.as_str(), self.after.as_str())
            .unified_diff()
            .context_radius(2)
            .header(&format!("a/{file}"), &format!("b/{file}"))
            .to_string();
        if diff.is_empty() { format!("{file}: saved as UTF-8; the letters stay the same\n") } else { diff }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::diagnostics::{Fix, Level};

    fn finding(edits: &[(Range<usize>, &str)]) -> Finding {
        let edits = edits.iter().map(|(span, words)| (span.clone(), (*words).to_owned())).collect();
        Finding::new("a/b", Level::Warning, "content/a.md", "", "").with_fix(Fix::of(edits))
    }

    #[test]
    fn edits_are_made_from_left_to_right() {
        let (one, two) = (finding(&[(0..1, "A")]), finding(&[(5..6, ""), (2..2, "++")]));
        assert_eq!(apply("abcdef", &[&two, &one]), ("Ab++cde".to_owned(), 2));
    }

    #[test]
    fn of_two_fixes_of_the_same_bytes_the_second_waits_whole() {
        let (one, two) = (finding(&[(0..2, "X")]), finding(&[(1..3, "Y"), (5..6, "Z")]));
        assert_eq!(apply("abcdef", &[&one, &two]), ("Xcdef".to_owned(), 1));
        let inside_a_letter = finding(&[(1..2, "")]);
        assert_eq!(apply("ñu", &[&inside_a_letter]), ("ñu".to_owned(), 0));
    }
}
