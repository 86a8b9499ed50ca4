//! `check --fix`: mends what has one safe answer, in the author's own files.
//!
//! A fix names bytes of the decoded text. Bytes that no fix touches stay as they are, line ends and byte order
//! mark included; a file is replaced whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::diagnostics::Finding;
use crate::pipeline::{self, Failure, Options};
use crate::source;
use crate::visible::visible;

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
    /// Whether they start with a byte order mark.
    has_mark: bool,
    /// Its text after, without the mark.
    after: String,
    /// How many findings were mended.
    pub fixes: usize,
}

/// Why a file could not be mended.
#[derive(Debug)]
pub struct Error {
    file: PathBuf,
    error: std::io::Error,
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} cannot be mended: {}.", self.file.display(), source::io_reason(&self.error))
    }
}

/// Mends text by the fixes of `findings`; of two that touch the same bytes the first counts. Also returns how
/// many findings it mended.
#[must_use]
pub fn apply(text: &str, findings: &[&Finding]) -> (String, usize) {
    let mut edits: BTreeMap<(usize, usize), &str> = BTreeMap::new();
    let mut mended = 0;
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        let fits = |span: &Range<usize>| {
            text.is_char_boundary(span.start) && text.is_char_boundary(span.end) && span.start <= span.end
        };
        let free = |span: &Range<usize>| {
            let key = (span.start, span.end);
            let before = edits.range(..key).next_back();
            let after = edits.range(key..).next();
            before.is_none_or(|((_, end), _)| *end <= span.start)
                && after.is_none_or(|(other, _)| *other != key && span.end <= other.0)
        };
        if fix.edits.iter().all(|(span, _)| fits(span) && free(span)) {
            edits.extend(fix.edits.iter().map(|(span, words)| ((span.start, span.end), words.as_str())));
            mended += 1;
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for ((start, end), words) in edits {
        out.push_str(&text[at..start]);
        out.push_str(words);
        at = end;
    }
    out.push_str(&text[at..]);
    (out, mended)
}

/// Mends every page of the site that has something to mend, in memory; `only` says which files may change.
///
/// # Errors
/// When there is no site to read.
pub fn mend(options: &Options, only: &dyn Fn(&str) -> bool) -> Result<Vec<Mended>, Failure> {
    let loaded = pipeline::load(options)?;
    let mut open: BTreeMap<String, Mended> = BTreeMap::new();
    let mut findings = loaded.findings;
    for _ in 0..ROUNDS {
        let mut by_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.fix.is_some() && only(&finding.file)) {
            by_file.entry(&finding.file).or_default().push(finding);
        }
        let mut changed = Vec::new();
        for (file, found) in by_file {
            if !open.contains_key(file) {
                let Some(unchanged) = Mended::open(&options.root, file) else { continue };
                open.insert(file.to_owned(), unchanged);
            }
            let Some(mended) = open.get_mut(file) else { continue };
            let (text, count) = apply(&mended.after, &found);
            if count > 0 {
                changed.push((file.to_owned(), text != mended.after));
                mended.after = text;
                mended.fixes += count;
            }
        }
        // A file that only has to be saved as UTF-8 has nothing more to say.
        let again = changed.iter().filter(|(_, differs)| *differs).filter_map(|(file, _)| open.get(file));
        findings =
            again.flat_map(|mended| pipeline::findings_of_text(&loaded.site, &mended.file, &mended.after)).collect();
        if findings.is_empty() {
            break;
        }
    }
    Ok(open.into_values().filter(|mended| mended.bytes() != mended.before).collect())
}

/// Replaces the file on disk, whole or not at all; the file keeps its permissions.
///
/// # Errors
/// The operating system's, with the file's name.
pub fn write(root: &Path, mended: &Mended) -> Result<(), Error> {
    let file = root.join(&mended.file);
    let replace = || -> std::io::Result<()> {
        // A link stays a link: the file it leads to is replaced.
        let target = fs::canonicalize(&file)?;
        let folder = target.parent().unwrap_or(root);
        let permissions = fs::metadata(&target)?.permissions();
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        temporary.write_all(&mended.bytes())?;
        temporary.as_file().set_permissions(permissions)?;
        temporary.as_file().sync_all()?;
        temporary.persist(&target).map_err(|error| error.error)?;
        Ok(())
    };
    replace().map_err(|error| Error { file: file.clone(), error })
}

impl Mended {
    fn open(root: &Path, file: &str) -> Option<Self> {
        let before = fs::read(root.join(file)).ok()?;
        let after = source::decode_text(file, before.clone(), &mut Vec::new());
        Some(Self { file: file.to_owned(), has_mark: before.starts_with(BOM.as_bytes()), before, after, fixes: 0 })
    }

    /// What the file will hold.
    fn bytes(&self) -> Vec<u8> {
        let mark = if self.has_mark { BOM } else { "" };
        format!("{mark}{}", self.after).into_bytes()
    }

    /// The change as a diff that `patch` reads.
    #[must_use]
    pub fn diff(&self) -> String {
        let before = source::decode_text(&self.file, self.before.clone(), &mut Vec::new());
        let file = visible(&self.file);
        let diff = similar::TextDiff::from_lines(before.as_str(), self.after.as_str())
            .unified_diff()
            .context_radius(2)
            .header(&format!("a/{file}"), &format!("b/{file}"))
            .to_string();
        if diff.is_empty() { format!("{file}: saved as UTF-8; the letters stay the same\n") } else { diff }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Fix, Level};

    fn finding(edits: &[(Range<usize>, &str)]) -> Finding {
        let edits = edits.iter().map(|(span, words)| (span.clone(), (*words).to_owned())).collect();
        Finding::new("a/b", Level::Warning, "content/a.md", "", "").with_fix(Fix { edits })
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
