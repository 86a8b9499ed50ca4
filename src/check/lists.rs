//! Lists that only look like lists, and lists that count wrong.

use std::ops::Range;

use super::{PageCheck, Prose};
use crate::diagnostics::{Fix, Level};
use crate::markdown::BlockKind;

pub(super) fn check(check: &mut PageCheck<'_>) {
    typed_markers(check);
    number_gaps(check);
    steps(check);
}

/// A line of a paragraph that starts with a marker typed by hand.
struct Marked {
    /// The marker with the space after it: bytes of the file.
    marker: Range<usize>,
    /// What the marker becomes in Markdown.
    replacement: String,
    /// Whether the marker is a letter, by which the item may be named elsewhere.
    is_lettered: bool,
    /// The whole line: bytes of the file.
    line: Range<usize>,
}

/// "• one", "– one", "a) one", "(1) one": a list for the eye alone (WCAG 1.3.1).
fn typed_markers(check: &mut PageCheck<'_>) {
    let mut run: Vec<Marked> = Vec::new();
    let mut runs: Vec<Vec<Marked>> = Vec::new();
    for prose in check.prose {
        let is_paragraph = matches!(prose.block.kind, BlockKind::Paragraph) && prose.block.quotations == 0;
        let lines = if is_paragraph { marked_lines(check.lines.text(), prose) } else { Vec::new() };
        let starts_marked = lines.first().is_some_and(|first| first.line.start == prose.block.span.start);
        if !starts_marked && run.len() > 1 {
            runs.push(std::mem::take(&mut run));
        }
        if !starts_marked {
            run.clear();
        }
        if !lines.is_empty() {
            run.extend(lines);
        }
        // Lines that are no items end a run inside a paragraph.
        if !starts_marked && run.len() > 1 {
            runs.push(std::mem::take(&mut run));
        }
    }
    if run.len() > 1 {
        runs.push(run);
    }
    for run in runs {
        let Some(first) = run.first() else { continue };
        let shown = check.lines.text()[first.marker.clone()].trim().to_owned();
        let edits = run.iter().map(|item| (item.marker.clone(), item.replacement.clone())).collect();
        // Somewhere the text may speak of "item b".
        let has_letters = run.iter().any(|item| item.is_lettered);
        let (fix, help) = if has_letters {
            let help = format!(
                "Start each line with a number instead of “{shown}”: “{}”; where the text names a line by its letter, name its number.",
                first.replacement.trim()
            );
            (None, help)
        } else {
            let help = format!("Start each line with “{}” instead of “{shown}”.", first.replacement);
            (Some(Fix::of(edits).reshaping()), help)
        };
        check.report_with(
            fix,
            "list/typed-marker",
            Level::Warning,
            first.line.clone(),
            format!(
                "These {} lines start with “{shown}” and the like; a screen reader does not know that they are a list.",
                run.len()
            ),
            help,
        );
    }
}

fn marked_lines(text: &str, prose: &Prose<'_>) -> Vec<Marked> {
    let span = prose.block.span.clone();
    let mut lines = Vec::new();
    let mut start = span.start;
    while start < span.end {
        let rest = &text.as_bytes()[start..span.end];
        let end = start + memchr::memchr2(b'\n', b'\r', rest).map_or(rest.len(), |at| at + 1);
        // Letters start most lines, and no marker of more than one letter does.
        if !matches!(rest, [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphanumeric()) {
            lines.extend(marked_line(text, start..end));
        }
        start = end;
    }
    lines
}

fn marked_line(text: &str, span: Range<usize>) -> Option<Marked> {
    let line = &text[span.clone()];
    let words = line.trim_start();
    let from = span.end - words.len();
    let (length, replacement) = marker(words)?;
    let is_lettered = words[..length].contains(|c: char| c.is_ascii_alphabetic());
    let line = from..span.start + line.trim_end().len();
    Some(Marked { marker: from..from + length, replacement, is_lettered, line })
}

/// The length of a typed marker with its space, and what it is in Markdown.
fn marker(line: &str) -> Option<(usize, String)> {
    const BULLETS: [char; 15] = ['•', '·', '◦', '▪', '■', '□', '●', '○', '‣', '►', '➢', '✓', '✔', '–', '—'];
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let spaces = |rest: &str| rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
    if BULLETS.contains(&first) || ('\u{f000}'..='\u{f0ff}').contains(&first) || is_pictograph(first) {
        let rest = rest.trim_start_matches('\u{fe0f}');
        let gap = spaces(rest);
        let length = line.len() - rest.len() + gap;
        return (gap > 0 && !rest.trim().is_empty()).then(|| (length, "- ".to_owned()));
    }
    // "(1) one", "a) one", "a. one", "(a) one"
    let open = usize::from(first == '(');
    let inner = &line[open..];
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let (length, number) = if (1..=2).contains(&digits) {
        (digits, inner[..digits].parse::<u32>().ok()?)
    } else {
        let letter = inner.bytes().next().filter(u8::is_ascii_alphabetic)?;
        (1, u32::from(letter.to_ascii_lowercase() - b'a') + 1)
    };
    let close = inner[length..].chars().next()?;
    let is_letter = digits == 0;
    let closes = close == ')' || (close == '.' && is_letter && open == 0);
    // Markdown reads "1)" and "1." itself.
    if !closes || (digits > 0 && open == 0) {
        return None;
    }
    let after = &inner[length + 1..];
    let gap = spaces(after);
    (gap > 0 && !after.trim().is_empty()).then(|| (open + length + 1 + gap, format!("{number}. ")))
}

fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x1f300..=0x1faff | 0x2600..=0x27bf | 0x2b50 | 0x2b55)
}

/// The number that an item starts with, and its bytes with the sign after it.
fn number_of(text: &str, item: &Range<usize>) -> Option<(u64, Range<usize>)> {
    let line = text[item.clone()].trim_start();
    let from = item.end - line.len();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line[..digits].parse().ok().map(|number| (number, from..from + digits + 1))
}

/// "1. 2. 4.": Markdown counts on by itself, so the page says 3 where the author wrote 4.
fn number_gaps(check: &mut PageCheck<'_>) {
    let text = check.lines.text();
    let mut found = Vec::new();
    for list in &check.outline.lists {
        let Some(first) = list.first else { continue };
        let numbers = || list.items.iter().filter_map(|item| number_of(text, item));
        let wrong = numbers().zip(first..).find(|((number, _), shown)| number != shown);
        // All the same number is a habit of people who write Markdown.
        if let Some(((number, span), shown)) = wrong
            && numbers().any(|(number, _)| number != first)
        {
            found.push((span, number, shown));
        }
    }
    for (span, written, shown) in found {
        check.report(
            "list/number-gap",
            Level::Warning,
            span,
            format!("This item is written as {written}, but readers will see {shown}."),
            "Number the items one after the other.",
        );
    }
}

/// "Step 1", "Step 2" as paragraphs, or as headings that count wrong (WCAG 1.3.1).
fn steps(check: &mut PageCheck<'_>) {
    let mut paragraphs: Vec<(u32, Range<usize>)> = Vec::new();
    let mut headings: Vec<(u8, u32, Range<usize>)> = Vec::new();
    for prose in check.prose {
        let number = || step_number(prose.text());
        let span = &prose.block.span;
        match prose.block.kind {
            BlockKind::Paragraph if prose.block.lists == 0 => {
                paragraphs.extend(number().map(|number| (number, span.clone())));
            }
            BlockKind::Heading(level) => headings.extend(number().map(|number| (level, number, span.clone()))),
            _ => {}
        }
    }
    if let [(_, first), _, ..] = paragraphs.as_slice() {
        let count = paragraphs.len();
        check.report(
            "list/steps",
            Level::Warning,
            first.clone(),
            format!("{count} paragraphs of this page are numbered steps, but no list."),
            "Make them a numbered list: “1. ” at the start of the first, “2. ” of the second.",
        );
    }
    let mut before: Option<(u8, u32)> = None;
    for (level, number, span) in headings {
        let expected = before.filter(|(other, _)| *other == level).map_or(1, |(_, number)| number + 1);
        // A new count may start at 1 wherever it likes.
        if number != expected && number != 1 {
            check.report(
                "list/steps",
                Level::Warning,
                span,
                format!("This is step {number}, but step {expected} comes next."),
                "Number the steps one after the other, so that nobody looks for a missing one.",
            );
        }
        before = Some((level, number));
    }
}

fn step_number(text: &str) -> Option<u32> {
    // Other letters start most blocks.
    if text.starts_with(|c: char| c.is_ascii_alphabetic() && !matches!(c, 's' | 'S' | 'p' | 'P')) {
        return None;
    }
    let text = text.trim_start();
    let word = text.get(..5).filter(|word| word.eq_ignore_ascii_case("step ") || word.eq_ignore_ascii_case("paso "))?;
    let rest = &text[word.len()..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest[digits..].chars().next();
    let ends = after.is_none_or(|c| matches!(c, ':' | '.' | ' ' | ')' | '–' | '—' | '-'));
    rest[..digits].parse().ok().filter(|_| ends)
}
