//! Findings: everything Studypages has to say about a user's files.
//!
//! A [`Finding`] carries its position, the words it is about and the line they
//! stand on, so that it can be shown long after the file's text was dropped.

mod file_name;
mod fix;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::Serialize;

pub use file_name::FileName;
pub use fix::{Edit, Fix, edits, made};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Stops publishing: a reader would be misled, shut out or sent nowhere.
    Error,
    /// Published, but somebody should look.
    Warning,
    /// For information.
    Note,
}

impl Level {
    /// The word printed before a finding and used in every machine format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

/// A place in a file: lines and columns start at 1, columns count characters
/// (Unicode scalar values), a byte order mark counts for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// The start of every line of a text, to turn byte offsets into positions.
///
/// A line ends at `\n`, at `\r\n` or at a lone `\r`, whichever the author's
/// editor writes.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Bytes of the text, and how many characters stand before each; counted when a long line asks.
    milestones: OnceCell<Vec<(usize, usize)>>,
}

impl<'a> Lines<'a> {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        // A page has a line for every fifty bytes or so.
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        let milestones = OnceCell::new();
        if memchr::memchr(b'\r', bytes).is_none() {
            starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
            return Self { text, starts, milestones };
        }
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self { text, starts, milestones }
    }

    /// The text that was indexed.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The position of a byte offset; offsets past the end mean the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor_char_boundary(self.text, offset);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let column = self.characters(self.starts[line]..offset);
        Position { line: to_u32(line + 1), column: to_u32(column + 1) }
    }

    /// How many characters stand in a part of the text.
    fn characters(&self, range: Range<usize>) -> usize {
        let count = |range: Range<usize>| self.text[range].chars().count();
        if range.len() < 2 * MILESTONE {
            return count(range);
        }
        // A line of a megabyte may hold as many findings: counting it anew for each would never end.
        let milestones = self.milestones.get_or_init(|| {
            let mut milestones = vec![(0, 0)];
            let (mut at, mut characters) = (0, 0);
            while at + MILESTONE < self.text.len() {
                let next = floor_char_boundary(self.text, at + MILESTONE);
                characters += count(at..next);
                at = next;
                milestones.push((at, characters));
            }
            milestones
        });
        let before = |offset: usize| {
            let (at, characters) = milestones[milestones.partition_point(|(at, _)| *at <= offset) - 1];
            characters + count(at..offset)
        };
        before(range.end) - before(range.start)
    }

    /// The line that holds `offset`, without its line end, and where it starts.
    fn line_at(&self, offset: usize) -> (usize, &'a str) {
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let start = self.starts[line];
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        (start, self.text[start..end].trim_end_matches(['\n', '\r']))
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The last character boundary at or before `offset`.
fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How far the places are apart before which the characters are counted once, in bytes.
const MILESTONE: usize = 1024;

/// Longer lines are shown in part, in bytes.
const LONGEST_EXCERPT: usize = 2000;

/// What is shown of a longer line on both sides of the words, in bytes.
const AROUND: usize = 120;

/// The line a finding is about, and which of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line without its line end; of a very long one, what stands around the words.
    pub line: String,
    /// The bytes of `line` that are underlined.
    pub marked: Range<usize>,
}

/// One problem in one place, in an editor's words. A clone shares what it says: a preview keeps tens of
/// thousands of them from save to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding(Arc<Problem>);

/// What a finding says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code, `family/name`.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The file, relative to the site, with `/` between its parts; all findings of a page share it.
    pub file: FileName,
    /// Where it starts; `None` when it is about the file as a whole.
    pub start: Option<Position>,
    /// Where it ends (the character after the last).
    pub end: Option<Position>,
    /// What is wrong, in one sentence.
    pub message: Cow<'static, str>,
    /// How to mend it, in one sentence.
    pub help: Cow<'static, str>,
    /// The line with the words underlined.
    pub excerpt: Option<Excerpt>,
    /// Bytes of the file, while its text is not at hand; [`Finding::at`] turns them
    /// into a position.
    pub bytes: Option<Range<usize>>,
    /// How `check --fix` mends it, where one answer is safe.
    pub fix: Option<Fix>,
}

impl Deref for Finding {
    type Target = Problem;

    fn deref(&self) -> &Problem {
        &self.0
    }
}

impl Finding {
    /// A finding about a file as a whole.
    pub fn new(
        rule: &'static str,
        level: Level,
        file: impl Into<FileName>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Arc::new(Problem {
            rule,
            level,
            file: file.into(),
            start: None,
            end: None,
            message: message.into(),
            help: help.into(),
            excerpt: None,
            bytes: None,
            fix: None,
        }))
    }

    fn edit(&mut self) -> &mut Problem {
        Arc::make_mut(&mut self.0)
    }

    /// The same finding, as bad as a site says.
    #[must_use]
    pub fn of_level(mut self, level: Level) -> Self {
        self.edit().level = level;
        self
    }

    /// The same finding, with the one safe way to mend it.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.edit().fix = Some(fix);
        self
    }

    /// The same finding, in another file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<FileName>) -> Self {
        self.edit().file = file.into();
        self
    }

    /// Leaves the finding to a person.
    pub fn forget_fix(&mut self) {
        if self.fix.is_some() {
            self.edit().fix = None;
        }
    }

    /// The same finding at the bytes `span` of its file, whose text was dropped:
    /// `source::locate` reads it again to find line and column.
    #[must_use]
    pub fn on(mut self, span: Range<usize>) -> Self {
        self.edit().bytes = Some(span);
        self
    }

    /// The same finding at the bytes `span` of the text indexed by `lines`.
    #[must_use]
    pub fn at(mut self, lines: &Lines<'_>, span: Range<usize>) -> Self {
        let text = lines.text();
        let from = floor_char_boundary(text, span.start);
        let to = floor_char_boundary(text, span.end.max(span.start)).max(from);
        let problem = self.edit();
        problem.bytes = None;
        problem.start = Some(lines.position(from));
        problem.end = Some(lines.position(to));
        let (line_start, line) = lines.line_at(from);
        let marked_from = (from - line_start).min(line.len());
        let marked_to = (to - line_start).min(line.len()).max(marked_from);
        // Thousands of findings in one line of a broken file shall not keep it thousands of times.
        let around = if line.len() > LONGEST_EXCERPT {
            let least = marked_from.saturating_sub(AROUND);
            let most = marked_to.min(marked_from + 2 * AROUND) + AROUND;
            floor_char_boundary(line, least)..floor_char_boundary(line, most)
        } else {
            0..line.len()
        };
        let marked = marked_from - around.start..marked_to.min(around.end) - around.start;
        problem.excerpt = Some(Excerpt { line: line[around].to_owned(), marked });
        self
    }

    /// Order in which findings are shown: by file, then place, then code.
    fn sort_key(&self) -> (&str, Option<Position>, &str, &str) {
        (&self.file, self.start, self.rule, &self.message)
    }
}

/// Sorts findings by file, place and code, and drops exact repeats.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup();
}

/// How many findings there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level note.
    pub notes: usize,
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            notes: self.notes + other.notes,
        }
    }
}

impl std::ops::Sub for Counts {
    type Output = Self;

    fn sub(self, part: Self) -> Self {
        Self {
            errors: self.errors - part.errors,
            warnings: self.warnings - part.warnings,
            notes: self.notes - part.notes,
        }
    }
}

impl Counts {
    /// Counts `findings`.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        findings.iter().fold(Self::default(), |mut counts, finding| {
            match finding.level {
                Level::Error => counts.errors += 1,
                Level::Warning => counts.warnings += 1,
                Level::Note => counts.notes += 1,
            }
            counts
        })
    }
}

/// "1 page", "2 pages": English counting for messages.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The word of `known` nearest to `word`, when it is near enough to be meant. Capital letters count only
/// between words that are equally near.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (word.chars().count() / 3).max(1);
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| (*distance, strsim::damerau_levenshtein(word, candidate)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_over_every_line_end() {
        let text = "año\r\nb\rc\nñandú";
        let lines = Lines::new(text);
        let at = |needle: &str| lines.position(text.find(needle).unwrap());
        assert_eq!(at("ñ"), Position { line: 1, column: 2 });
        assert_eq!(at("b"), Position { line: 2, column: 1 });
        assert_eq!(at("c"), Position { line: 3, column: 1 });
        assert_eq!(at("ú"), Position { line: 4, column: 5 });
        assert_eq!(lines.position(9999), Position { line: 4, column: 6 });
    }

    #[test]
    fn nearest_word_is_near_or_nothing() {
        let keys = ["title", "summary", "order"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("sumary", keys), Some("summary"));
        assert_eq!(nearest("colour", keys), None);
    }

    #[test]
    fn nearest_word_may_have_other_capitals() {
        let files = ["agreement.PDF", "IMG_2231.JPG", "FAQ.md", "faq.md"];
        assert_eq!(nearest("Agreement.pdf", files), Some("agreement.PDF"));
        assert_eq!(nearest("img_2231.jpg", files), Some("IMG_2231.JPG"));
        assert_eq!(nearest("Faq.md", files), Some("faq.md"));
    }
}
