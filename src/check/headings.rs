//! Headings: what a reader who moves by them meets.

use std::collections::HashSet;

use super::{PageCheck, Prose};
use crate::diagnostics::{Fix, Level};
use crate::markdown::{BlockKind, InlineKind};

/// Longer headings are paragraphs.
const LONGEST: usize = 160;

/// Longer bold paragraphs are no headings.
const LONGEST_BOLD: usize = 120;

/// Shorter quotations are no quotations.
const SHORTEST_QUOTE: usize = 25;

pub(super) fn check(check: &mut PageCheck<'_>) {
    levels(check);
    duplicates(check);
    for at in 0..check.prose.len() {
        match check.prose[at].block.kind {
            BlockKind::Heading(_) => words(check, at),
            BlockKind::Paragraph => {
                bold_paragraph(check, at);
                short_quote(check, at);
            }
            _ => {}
        }
    }
}

fn headings<'a>(prose: &'a [Prose<'a>]) -> impl Iterator<Item = (u8, &'a Prose<'a>)> {
    prose.iter().filter_map(|prose| match prose.block.kind {
        // The title is the only first-level heading; another one counts as a second-level one.
        BlockKind::Heading(level) => Some((level.max(2), prose)),
        _ => None,
    })
}

/// WCAG 1.3.1: `##` then `####`.
fn levels(check: &mut PageCheck<'_>) {
    let mut before = 1;
    for (level, prose) in headings(check.prose) {
        if level > before + 1 {
            let (wanted, written) = (marks(before + 1), marks(level));
            check.report(
                "heading/skipped-level",
                Level::Error,
                prose.block.span.clone(),
                if before == 1 {
                    format!("The first heading of the page starts with {written}.")
                } else {
                    format!("This heading starts with {written}, but the one above it with {}.", marks(before))
                },
                format!("Start it with {wanted}; each level goes one step down."),
            );
        }
        before = level;
    }
}

fn marks(level: u8) -> String {
    "#".repeat(usize::from(level))
}

/// WCAG 2.4.6: two headings of the same words under the same heading.
fn duplicates(check: &mut PageCheck<'_>) {
    let mut path: Vec<(u8, usize)> = Vec::new();
    let mut seen: HashSet<(usize, &str)> = HashSet::with_capacity(check.page.document.headings.len());
    for (number, (level, prose)) in headings(check.prose).enumerate() {
        while path.last().is_some_and(|(above, _)| *above >= level) {
            path.pop();
        }
        let parent = path.last().map_or(usize::MAX, |(_, parent)| *parent);
        path.push((level, number));
        let words = prose.lower().trim();
        if !words.is_empty() && !seen.insert((parent, words)) {
            check.report(
                "heading/duplicate",
                Level::Warning,
                prose.block.span.clone(),
                format!("There is another heading “{}” in this part of the page.", prose.text().trim()),
                "Say in each what its part is about, so that a list of headings makes sense.",
            );
        }
    }
}

fn words(check: &mut PageCheck<'_>, at: usize) {
    let block = check.prose[at].block;
    let span = block.span.clone();
    let words = block.text.as_str().trim();
    let picture = block.inlines.iter().find_map(|inline| match &inline.kind {
        InlineKind::Image { alt, title, .. } => Some(!alt.is_blank() && !title.eq_ignore_ascii_case("decorative")),
        _ => None,
    });
    if words.is_empty() {
        if picture != Some(true) {
            check.report(
                "heading/empty",
                Level::Error,
                span,
                "This heading has no words.",
                "Write what the part below is about, or remove the line.",
            );
        }
        return;
    }
    if !words.contains(char::is_alphanumeric) {
        check.report(
            "heading/symbols-only",
            Level::Error,
            span,
            format!("“{words}” is a heading without a word, which nobody can read aloud."),
            "Write what the part below is about; draw a line with --- instead.",
        );
        return;
    }
    let length = words.chars().count();
    if length > LONGEST {
        check.report(
            "heading/too-long",
            Level::Warning,
            span,
            format!("This heading has {length} characters; a screen reader reads all of them in a list of headings."),
            "Say it in a few words, and move the rest into a paragraph below.",
        );
    } else if let Some(mark) = words.chars().next_back().filter(|mark| matches!(mark, '.' | ',' | ';' | ':'))
        && !ends_in_abbreviation(words)
    {
        let end = check.prose[at].text().trim_end().len();
        let mark_span = check.prose[at].span(&(end - 1..end));
        check.report_with(
            Some(Fix::replace(mark_span, "")),
            "heading/end-mark",
            Level::Warning,
            span,
            format!("This heading ends with “{mark}”, like a sentence."),
            "Remove the mark, or make the heading a paragraph.",
        );
    }
}

/// "Open until 4 p.m.", "Lincoln Jr."
fn ends_in_abbreviation(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default();
    let inner = last.trim_end_matches('.');
    words.ends_with('.') && (inner.contains('.') || matches!(inner, "Jr" | "Sr" | "etc" | "No" | "Inc" | "St"))
}

/// A paragraph that is bold as a whole and short: a heading for the eye alone (WCAG 1.3.1).
fn bold_paragraph(check: &mut PageCheck<'_>, at: usize) {
    let prose = &check.prose[at];
    let block = prose.block;
    let has_bold = block.inlines.iter().any(|inline| matches!(inline.kind, InlineKind::Strong));
    if block.lists > 0 || block.quotations > 0 || !has_bold {
        return;
    }
    let words = block.text.as_str().trim();
    let whole = |inline: &&crate::markdown::Inline| {
        matches!(inline.kind, InlineKind::Strong)
            && block
                .text
                .as_str()
                .get(inline.text.clone())
                .is_some_and(|bold| bold.trim().trim_end_matches(':') == words.trim_end_matches(':'))
    };
    let Some(strong) = block.inlines.iter().find(whole) else { return };
    let has_picture = block.inlines.iter().any(|inline| matches!(inline.kind, InlineKind::Image { .. }));
    let length = words.chars().count();
    let is_sentence = words.ends_with(['.', '!', ';', ',']);
    // Something must follow that it could be the heading of.
    let followed = check.prose.get(at + 1).is_some_and(|next| !matches!(next.block.kind, BlockKind::Heading(_)));
    if length == 0 || length > LONGEST_BOLD || is_sentence || has_picture || !followed {
        return;
    }
    let level = check.prose[..at].iter().rev().find_map(|before| match before.block.kind {
        BlockKind::Heading(level) => Some(level),
        _ => None,
    });
    // Under a heading the level is certain: one step down.
    let fix = level.filter(|level| *level < 6).map(|level| {
        let level = (level + 1).min(6);
        let inner = strong.text.clone();
        let text = block.text.as_str()[inner].trim().trim_end_matches(':').to_owned();
        Fix::replace(block.span.clone(), format!("{} {text}", marks(level))).reshaping()
    });
    let fix = fix.filter(|_| block.inlines.len() == 1);
    check.report_with(
        fix,
        "heading/bold-paragraph",
        Level::Warning,
        block.span.clone(),
        format!("“{words}” looks like a heading, but a screen reader does not know that it is one."),
        "Start the line with ## or ### instead of putting it between **.",
    );
}

/// A quotation of a word or two is drawn large, not quoted.
fn short_quote(check: &mut PageCheck<'_>, at: usize) {
    let block = check.prose[at].block;
    if block.quotations == 0 {
        return;
    }
    let words = block.text.as_str().trim();
    let alone = |other: Option<&Prose<'_>>| other.is_none_or(|other| other.block.quotations == 0);
    let before = at.checked_sub(1).and_then(|before| check.prose.get(before));
    if words.is_empty() || words.chars().count() >= SHORTEST_QUOTE || !alone(before) || !alone(check.prose.get(at + 1))
    {
        return;
    }
    check.report(
        "heading/quote-as-heading",
        Level::Warning,
        block.span.clone(),
        format!("“{words}” is too short to be a quotation; is it meant as a heading or a notice?"),
        "Write a heading with ##, or a notice with > [!NOTE] above the words.",
    );
}
