//! Findings for a person at a terminal: what is to decide and what is only worth knowing in a line each, what is
//! wrong with the words it is about, the worst last.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Origin, Renderer, Snippet};

use crate::diagnostics::{Counts, Excerpt, Finding, Level, count};
use crate::site::Site;
use crate::visible::visible;

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Errors alone.
    Errors,
    /// Errors, and as many warnings as somebody may read; notes are only counted.
    Problems,
    /// Errors and warnings with their lines, what is said twice once; everything else in a line each.
    Lists,
    /// Every finding by itself, with its line.
    Everything,
}

/// How findings are laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    /// The site, which knows the translations of a page.
    pub site: Option<&'a Site>,
    /// Whether colors are wanted.
    pub color: bool,
    /// How much is shown.
    pub detail: Detail,
}

/// The rule of what a district has still to decide: tasks, not faults.
const DECIDE: &str = "content/decide";
/// So many lines of lists are shown: with what comes after them, they fit a tall window.
const MOST_LINES: usize = 45;
/// However much there is to decide, so many notes are shown.
const LEAST_NOTES: usize = 5;
/// Of warnings a build shows so many.
const MOST_WARNINGS: usize = 50;
/// Pages with something wrong, told by name at the end.
const MOST_FILES: usize = 10;
/// Other lines of a finding, told by number.
const MOST_PLACES: usize = 12;

impl<'a> Layout<'a> {
    /// Everything that is shown of `findings`, which are sorted by file and place.
    #[must_use]
    pub fn text(&self, findings: &'a [Finding]) -> String {
        let of = |level: Level| findings.iter().filter(move |finding| finding.level == level);
        let mut out = String::new();
        match self.detail {
            Detail::Errors => self.long(&mut out, Several::in_each_file(of(Level::Error)), usize::MAX),
            Detail::Problems => {
                self.long(&mut out, Several::in_each_file(of(Level::Warning)), MOST_WARNINGS);
                self.long(&mut out, Several::in_each_file(of(Level::Error)), usize::MAX);
            }
            Detail::Lists => {
                let (tasks, notes): (Vec<_>, Vec<_>) = of(Level::Note).partition(|finding| finding.rule == DECIDE);
                let room = self.list(&mut out, "To decide", &tasks, MOST_LINES);
                self.list(&mut out, "Notes", &notes, room.max(LEAST_NOTES));
                self.long(&mut out, Several::in_each_file(of(Level::Warning)), usize::MAX);
                fixable(&mut out, findings);
                self.long(&mut out, Several::in_each_file(of(Level::Error)), usize::MAX);
            }
            Detail::Everything => {
                self.long(&mut out, of(Level::Note).map(Several::one), usize::MAX);
                self.long(&mut out, of(Level::Warning).map(Several::one), usize::MAX);
                fixable(&mut out, findings);
                self.long(&mut out, of(Level::Error).map(Several::one), usize::MAX);
            }
        }
        out
    }

    /// Findings with their lines.
    fn long(&self, out: &mut String, all: impl IntoIterator<Item = Several<'a>>, most: usize) {
        let mut left = 0;
        for (number, several) in all.into_iter().enumerate() {
            if number < most {
                one(out, &several, self.color);
            } else {
                left += several.all.len();
            }
        }
        if left > 0 {
            let more = count(left, "more warning", "more warnings");
            let _ = writeln!(out, "… and {more}: studypages check shows them all.\n");
        }
    }

    /// Findings in a line each; returns how much room is left.
    fn list(&self, out: &mut String, name: &str, findings: &[&'a Finding], most: usize) -> usize {
        if findings.is_empty() {
            return most;
        }
        let lines = self.lines(findings);
        let _ = writeln!(out, "{name}:");
        let width = |line: &Line<'_>| place(line.first).chars().count();
        let widest = lines.iter().map(width).filter(|width| *width <= 44).max().unwrap_or(0);
        for line in lines.iter().take(most) {
            let _ = writeln!(out, "  {:widest$}  {line}", place(line.first));
        }
        match lines.len().saturating_sub(most) {
            0 => {}
            more => {
                let _ = writeln!(out, "  … and {more} more");
            }
        }
        let _ = writeln!(out, "  (studypages check --all shows {} with the words around)\n", those(findings.len()));
        most.saturating_sub(lines.len())
    }

    /// What is said of a page is said for its translations too, and what is said of many pages is said once.
    fn lines(&self, findings: &[&'a Finding]) -> Vec<Line<'a>> {
        let pages = self.pages();
        // The n-th finding of a rule in a page, and that in its translation, are the same task.
        let mut originals: HashMap<(usize, &str, usize), usize> = HashMap::new();
        let mut numbers: HashMap<(&str, &str), usize> = HashMap::new();
        let mut lines: Vec<Line<'a>> = Vec::new();
        let mut translated = Vec::new();
        for finding in findings.iter().copied() {
            let number = numbers.entry((&finding.file, finding.rule)).or_default();
            *number += 1;
            match pages.get(finding.file.as_str()) {
                Some((group, Some(language))) => translated.push((finding, (*group, finding.rule, *number), *language)),
                page => {
                    if let Some((group, None)) = page {
                        originals.insert((*group, finding.rule, *number), lines.len());
                    }
                    lines.push(Line::of(finding));
                }
            }
        }
        for (finding, key, language) in translated {
            match originals.get(&key) {
                Some(original) => lines[*original].translations.push(language),
                None => lines.push(Line::of(finding)),
            }
        }
        let mut same: HashMap<(&str, &str), usize> = HashMap::new();
        let mut folded: Vec<Line<'a>> = Vec::new();
        for line in lines {
            let at = *same.entry((line.first.rule, &line.first.message)).or_insert(folded.len());
            match folded.get_mut(at) {
                Some(first) => {
                    first.elsewhere += 1;
                    first.translations.extend(line.translations);
                    first.translations.sort_unstable();
                    first.translations.dedup();
                }
                None => folded.push(line),
            }
        }
        folded.sort_by(|a, b| (&a.first.file, a.first.start).cmp(&(&b.first.file, b.first.start)));
        folded
    }

    /// The group of each page, and the language of each translation.
    fn pages(&self) -> HashMap<&'a str, (usize, Option<&'a str>)> {
        let Some(site) = self.site else { return HashMap::new() };
        let mut pages = HashMap::with_capacity(site.pages.len());
        for (at, group) in site.groups.iter().enumerate() {
            for (page, language) in group.pages.iter().zip(&site.config.languages) {
                if let Some(page) = page {
                    let page = &site.pages[*page];
                    pages.insert(page.file().as_str(), (at, (page.language > 0).then_some(language.as_str())));
                }
            }
        }
        pages
    }
}

/// Says that some of it can be mended at once.
fn fixable(out: &mut String, findings: &[Finding]) {
    let fixable = findings.iter().filter(|finding| finding.fix.is_some()).count();
    if fixable > 0 {
        let those = count(fixable, "finding has", "findings have");
        let _ = writeln!(out, "{those} one safe answer: studypages check --fix (--diff shows it first).\n");
    }
}

fn those(number: usize) -> String {
    if number == 1 { "it".to_owned() } else { format!("all {number}") }
}

/// One line of a list.
struct Line<'f> {
    first: &'f Finding,
    /// In how many other places the same words are said.
    elsewhere: usize,
    /// The languages of the translations in which the same is said.
    translations: Vec<&'f str>,
}

impl<'f> Line<'f> {
    fn of(first: &'f Finding) -> Self {
        Self { first, elsewhere: 0, translations: Vec::new() }
    }
}

impl std::fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let task = self.first.message.strip_prefix("To decide: ").map(|task| task.trim_end_matches('.'));
        let words = task.unwrap_or(&self.first.message);
        write!(f, "{}", visible(words))?;
        let mut also = Vec::new();
        if self.elsewhere > 0 {
            also.push(count(self.elsewhere, "other place", "other places"));
        }
        if !self.translations.is_empty() {
            also.push(self.translations.join(", "));
        }
        if also.is_empty() { Ok(()) } else { write!(f, " (also in {})", also.join(" and ")) }
    }
}

/// `content/forms.md:12`
fn place(finding: &Finding) -> String {
    let file = visible(&finding.file);
    finding.start.map_or_else(|| file.clone().into_owned(), |start| format!("{file}:{}", start.line))
}

/// Findings of one file that say the same.
struct Several<'f> {
    first: &'f Finding,
    all: Vec<&'f Finding>,
}

impl<'f> Several<'f> {
    fn one(finding: &'f Finding) -> Self {
        Self { first: finding, all: vec![finding] }
    }

    fn in_each_file(findings: impl Iterator<Item = &'f Finding>) -> Vec<Self> {
        let mut places: HashMap<(&str, &str, &str, &str), usize> = HashMap::new();
        let mut out: Vec<Self> = Vec::new();
        for finding in findings {
            let key = (finding.file.as_str(), finding.rule, &*finding.message, &*finding.help);
            let at = *places.entry(key).or_insert(out.len());
            match out.get_mut(at) {
                Some(several) => several.all.push(finding),
                None => out.push(Self::one(finding)),
            }
        }
        out
    }

    /// "the same in 3 more places, in lines 4, 7 and 9"
    fn rest(&self) -> Option<String> {
        let rest = &self.all[1..];
        if rest.is_empty() {
            return None;
        }
        let mut lines: Vec<u32> = rest.iter().filter_map(|finding| Some(finding.start?.line)).collect();
        lines.dedup();
        let more = count(rest.len(), "more place", "more places");
        let shown: Vec<String> = lines.iter().take(MOST_PLACES).map(u32::to_string).collect();
        let end = if lines.len() > MOST_PLACES { ", …" } else { "" };
        Some(match shown.len() {
            0 => format!("the same in {more} of this file"),
            1 => format!("the same in {more}, in line {}", shown[0]),
            _ => format!("the same in {more}, in lines {}{end}", shown.join(", ")),
        })
    }
}

/// Findings one after the other, each with its line and the words underlined.
#[must_use]
pub fn render_human(findings: &[Finding], color: bool) -> String {
    let mut out = String::new();
    for finding in findings {
        one(&mut out, &Several::one(finding), color);
    }
    out
}

fn one(out: &mut String, several: &Several<'_>, color: bool) {
    let finding = several.first;
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let level = match finding.level {
        Level::Error => annotate_snippets::Level::ERROR,
        Level::Warning => annotate_snippets::Level::WARNING,
        Level::Note => annotate_snippets::Level::NOTE,
    };
    let (message, help, file) = (visible(&finding.message), visible(&finding.help), visible(&finding.file));
    let title = level.primary_title(&*message).id(finding.rule);
    let excerpt = finding.excerpt.as_ref().map(shown_line);
    let (mut group, is_placed) = match (&excerpt, finding.start) {
        (Some((excerpt, inner_column)), Some(start)) => {
            let (line, column) = (start.line as usize, start.column as usize);
            let snippet = Snippet::source(&excerpt.line)
                .line_start(line)
                .annotation(AnnotationKind::Primary.span(excerpt.marked.clone()));
            // A snippet reads the column off what is shown, which may be a part of the line or longer than it.
            let group = if *inner_column == column {
                title.element(snippet.path(&*file))
            } else {
                title.element(Origin::path(&*file).line(line).char_column(column)).element(snippet)
            };
            (group, true)
        }
        _ => (Group::with_title(title).element(Origin::path(&*file)), false),
    };
    if !help.is_empty() {
        group = group.element(annotate_snippets::Level::HELP.message(&*help));
    }
    let rest = several.rest();
    if let Some(rest) = &rest {
        group = group.element(annotate_snippets::Level::NOTE.message(&**rest));
    }
    let rendered = renderer.render(&[group]);
    // Without a line of the file, the renderer leaves no room for its number.
    let rendered = if is_placed { rendered } else { rendered.replace('\n', "\n ") };
    let _ = writeln!(out, "{rendered}\n");
}

/// The line as it can be shown, and the column at which its marked words start there.
fn shown_line(excerpt: &Excerpt) -> (Excerpt, usize) {
    let (before, rest) = excerpt.line.split_at(excerpt.marked.start);
    let (words, after) = rest.split_at(excerpt.marked.len());
    let (before, words, after) = (visible(before), visible(words), visible(after));
    let marked = before.len()..before.len() + words.len();
    let column = before.chars().count() + 1;
    (Excerpt { line: [before, words, after].concat(), marked }, column)
}

/// The files in which something is wrong, a line each, the worst first. A single one was just read.
#[must_use]
pub fn by_file(findings: &[Finding]) -> Vec<String> {
    let mut files: BTreeMap<&str, Counts> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.level != Level::Note) {
        let counts = files.entry(&finding.file).or_default();
        *counts = *counts + Counts::of(std::slice::from_ref(finding));
    }
    let mut files: Vec<(&str, Counts)> = files.into_iter().collect();
    files.sort_by_key(|(_, counts)| std::cmp::Reverse((counts.errors, counts.warnings)));
    if files.len() < 2 {
        return Vec::new();
    }
    let line = |(file, counts): &(&str, Counts)| {
        let said = [(counts.errors, "error", "errors"), (counts.warnings, "warning", "warnings")];
        let said: Vec<String> = said
            .iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| count(*number, one, many))
            .collect();
        format!("{}: {}", visible(file), said.join(", "))
    };
    let mut lines: Vec<String> = files.iter().take(MOST_FILES).map(line).collect();
    if let Some(more @ 1..) = files.len().checked_sub(MOST_FILES) {
        lines.push(format!("… and {}", count(more, "other file", "other files")));
    }
    lines
}
