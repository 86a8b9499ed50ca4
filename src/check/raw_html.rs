//! Raw HTML in a page. What cannot be published the parser reports; here is what could be, and should not.

use std::collections::HashSet;
use std::ops::Range;

use super::PageCheck;
use crate::diagnostics::{Level, nearest};
use crate::language;
use crate::markdown::raw;

pub(super) fn check(check: &mut PageCheck<'_>) {
    if check.outline.html.is_empty() {
        return;
    }
    let text = check.lines.text();
    let mut open: Vec<(String, Range<usize>)> = Vec::new();
    let mut ids: HashSet<String> = check.page.document.headings.iter().map(|heading| heading.id.clone()).collect();
    let mut tables: Vec<OpenTable> = Vec::new();
    for range in check.outline.html.clone() {
        let html = &text[range.clone()];
        if html.trim_start().starts_with("<!--") {
            continue;
        }
        for (at, _) in html.match_indices('<') {
            let piece = &html[at..];
            let start = range.start + at;
            if let Some(name) = raw::closing(piece) {
                if let Some(place) = open.iter().rposition(|(known, _)| *known == name) {
                    let left: Vec<_> = open.drain(place..).skip(1).collect();
                    for (name, span) in left {
                        unclosed(check, &name, span);
                    }
                }
                if name == "table"
                    && let Some(table) = tables.pop()
                    && !table.has_header
                {
                    check.report(
                        "table/raw-no-header",
                        Level::Error,
                        table.span,
                        "This table has no header cells, so a screen reader cannot say what a cell is about.",
                        "Write the table in Markdown, or use <th scope=\"col\"> in its first row.",
                    );
                }
                continue;
            }
            let Some((name, length)) = raw::opening(piece) else { continue };
            let tag = &piece[..length];
            let span = start..start + tag.len();
            attributes(check, &name, tag, &span, &mut ids);
            match name.as_str() {
                "table" => tables.push(OpenTable { span: span.clone(), has_header: false, in_cell: false }),
                "th" => {
                    if let Some(table) = tables.last_mut() {
                        table.has_header = true;
                        table.in_cell = true;
                    }
                }
                "td" => {
                    if let Some(table) = tables.last_mut() {
                        table.in_cell = true;
                    }
                }
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if tables.last().is_some_and(|table| table.in_cell) => check
                    .report(
                        "table/heading-in-cell",
                        Level::Error,
                        span.clone(),
                        "A heading inside a table cell puts the cell into the page’s table of contents.",
                        "Make it bold, or put the heading above the table.",
                    ),
                _ => {}
            }
            let is_open = !raw::is_void(&name) && !tag.ends_with("/>") && raw::ELEMENTS.contains(&name.as_str());
            if is_open && open.len() < raw::DEEPEST {
                open.push((name, span));
            }
        }
    }
    for (name, span) in open {
        unclosed(check, &name, span);
    }
}

struct OpenTable {
    span: Range<usize>,
    has_header: bool,
    in_cell: bool,
}

fn unclosed(check: &mut PageCheck<'_>, name: &str, span: Range<usize>) {
    if raw::may_be_left_open(name) {
        return;
    }
    check.report(
        "html/unclosed",
        Level::Warning,
        span,
        format!("“<{name}>” is opened here and never closed, so it may take in the rest of the page."),
        format!("Write </{name}> where it ends."),
    );
}

fn attributes(check: &mut PageCheck<'_>, name: &str, tag: &str, span: &Range<usize>, ids: &mut HashSet<String>) {
    if let Some(id) = raw::attribute(tag, "id")
        && !ids.insert(id.to_owned())
    {
        check.report(
            "html/duplicate-id",
            Level::Error,
            span.clone(),
            format!("Two places of this page have the id “{id}”, so a link can lead to only one of them."),
            "Give each its own id.",
        );
    }
    if let Some(role) = raw::attribute(tag, "role")
        && !ROLES.contains(&role)
    {
        let help = match nearest(role, ROLES.iter().copied()) {
            Some(meant) => format!("Did you mean “{meant}”? Otherwise remove it."),
            None => "Remove it.".to_owned(),
        };
        check.report(
            "html/role",
            Level::Error,
            span.clone(),
            format!("“{role}” is no role that screen readers know."),
            help,
        );
    }
    if let Some(lang) = raw::attribute(tag, "lang")
        && !language::is_tag(lang)
    {
        check.report(
            "language/tag",
            Level::Error,
            span.clone(),
            format!("“{lang}” is not the name of a language that browsers know."),
            "Use the short form: es for Spanish, vi for Vietnamese, zh-Hant for traditional Chinese.",
        );
    }
    if raw::attribute(tag, "target").is_some() {
        check.report(
            "html/new-window",
            Level::Warning,
            span.clone(),
            "A link that opens a new window takes away the way back; this one will open in the same window.",
            "Remove target.",
        );
    }
    if let Some(scope) = raw::attribute(tag, "scope")
        && !(name == "th" && matches!(scope, "row" | "col" | "rowgroup" | "colgroup"))
    {
        check.report(
            "table/scope",
            Level::Error,
            span.clone(),
            format!("“scope={scope}” does not say which cells this one heads."),
            "Use scope=\"col\" or scope=\"row\", on <th> only.",
        );
    }
    let merged = ["colspan", "rowspan"]
        .iter()
        .find(|attribute| raw::attribute(tag, attribute).is_some_and(|value| value != "1"));
    if let Some(attribute) = merged {
        check.report(
            "table/merged",
            Level::Warning,
            span.clone(),
            format!(
                "This cell takes the place of several ({attribute}); readers who hear one cell at a time get lost."
            ),
            "Repeat the words in each cell, or make two tables.",
        );
    }
}

/// Roles of WAI-ARIA 1.2 that content can have.
const ROLES: [&str; 58] = [
    "alert",
    "article",
    "banner",
    "blockquote",
    "button",
    "caption",
    "cell",
    "code",
    "columnheader",
    "complementary",
    "contentinfo",
    "definition",
    "deletion",
    "directory",
    "document",
    "emphasis",
    "feed",
    "figure",
    "form",
    "generic",
    "group",
    "heading",
    "img",
    "insertion",
    "link",
    "list",
    "listitem",
    "log",
    "main",
    "marquee",
    "math",
    "menu",
    "menubar",
    "menuitem",
    "meter",
    "navigation",
    "none",
    "note",
    "paragraph",
    "presentation",
    "progressbar",
    "region",
    "row",
    "rowgroup",
    "rowheader",
    "search",
    "separator",
    "status",
    "strong",
    "subscript",
    "superscript",
    "table",
    "tablist",
    "term",
    "time",
    "timer",
    "toolbar",
    "tooltip",
];
