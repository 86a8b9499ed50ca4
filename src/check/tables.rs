//! Tables: whether a reader who hears one cell at a time can follow (WCAG 1.3.1).

use std::ops::Range;

use super::{PageCheck, Prose};
use crate::diagnostics::{Fix, Level, count};
use crate::markdown::{InlineKind, Row, Table};

pub(super) fn check(check: &mut PageCheck<'_>) {
    for table in &check.outline.tables {
        one(check, table);
    }
}

fn one(check: &mut PageCheck<'_>, table: &Table) {
    let text = check.lines.text();
    let head_line = first_line(text, &table.span);
    let columns = table.head.len();
    let prose = check.prose;
    let blank = |cell: &usize| is_blank(prose, *cell);
    let has_row_headers = table.rows.iter().all(|row| row.cells.first().is_some_and(|cell| is_bold(check, *cell)));
    let title = title_row(table, blank);

    if let Some(title) = &title {
        let (span, words) = match title {
            TitleRow::Head => (head_line.clone(), cell_words(check, table.head[0])),
            TitleRow::First => (table.rows[0].span.clone(), cell_words(check, table.rows[0].cells[0])),
        };
        let fix = (!table.has_caption).then(|| title_fix(check, table, title)).flatten();
        check.report_with(
            fix,
            "table/title-row",
            Level::Warning,
            span,
            format!("“{words}” is a title in a row of its own, so a screen reader reads it as a cell."),
            format!("Put it above the table instead: “Table: {words}”."),
        );
    } else if table.head.iter().all(blank) {
        if !has_row_headers || table.rows.is_empty() {
            check.report(
                "table/no-header",
                Level::Error,
                head_line.clone(),
                "The first row of this table is empty, so no column has a name.",
                "Name each column in the first row.",
            );
        }
    } else {
        for (column, cell) in table.head.iter().enumerate().filter(|(_, cell)| blank(cell)) {
            // The corner over row headers may be empty.
            if column == 0 && has_row_headers {
                continue;
            }
            let span = cell_span(check, *cell, &head_line);
            check.report(
                "table/empty-header",
                Level::Error,
                span,
                format!("Column {} has no name.", column + 1),
                "Name it in the first row, so that each cell below can be understood alone.",
            );
        }
    }
    if !table.has_caption && title.is_none() {
        check.report(
            "table/no-caption",
            Level::Warning,
            head_line.clone(),
            "This table has no caption, so a reader who jumps to it does not know what it lists.",
            "Put a line directly above it: “Table: What the table lists”.",
        );
    }
    if columns == 1 {
        check.report(
            "table/one-column",
            Level::Warning,
            head_line.clone(),
            "This table has one column; it is a list or a box, not a table.",
            "Write a list, or a notice with > [!NOTE].",
        );
    }
    let skipped = usize::from(matches!(title, Some(TitleRow::First)));
    let mut empty = Vec::new();
    for row in table.rows.iter().skip(skipped) {
        let written = written_cells(&text[row.span.clone()]);
        if row.cells.iter().all(blank) {
            check.report(
                "table/spacer-row",
                Level::Warning,
                row.span.clone(),
                "This row is empty; a screen reader reads every one of its cells.",
                "Remove the row; the theme keeps rows apart.",
            );
            continue;
        }
        if written != columns {
            check.report(
                "table/ragged-row",
                Level::Warning,
                trimmed(text, row),
                format!("This row has {written} cells, but the table has {columns} columns."),
                "Give each row one cell for each column; put \\| for a line inside a cell.",
            );
            continue;
        }
        empty.extend(
            row.cells.iter().enumerate().filter(|(_, cell)| blank(cell)).map(|(column, cell)| (column, *cell, row)),
        );
    }
    // The cells of a table are looked through together.
    if let Some((column, cell, row)) = empty.first() {
        let others = match empty.len() - 1 {
            0 => format!("The cell in column {} is empty", column + 1),
            more => format!("This cell and {} of this table are empty", count(more, "other", "others")),
        };
        check.report(
            "table/empty-cell",
            Level::Warning,
            cell_span(check, *cell, &row.span),
            format!("{others}; readers cannot tell whether something is missing."),
            "Write “none”, “not applicable” or what belongs there.",
        );
    }
}

/// Where a title stands instead of names of columns.
enum TitleRow {
    /// In the first row of all.
    Head,
    /// In the first row under the names.
    First,
}

/// A row with words in its first cell alone, over rows that are full.
fn title_row(table: &Table, blank: impl Fn(&usize) -> bool) -> Option<TitleRow> {
    let alone = |cells: &[usize]| cells.len() > 1 && !blank(&cells[0]) && cells[1..].iter().all(&blank);
    let full = |row: &Row| !row.cells.iter().any(&blank);
    let first = table.rows.first()?;
    if alone(&table.head) && full(first) && table.rows.len() > 1 {
        return Some(TitleRow::Head);
    }
    let is_under_names = alone(&first.cells) && !table.head.iter().any(&blank);
    (is_under_names && table.rows.get(1).is_some_and(full)).then_some(TitleRow::First)
}

/// The title becomes the caption; the row goes, and the next one takes its place where it was the first.
fn title_fix(check: &PageCheck<'_>, table: &Table, title: &TitleRow) -> Option<Fix> {
    let text = check.lines.text();
    let line_start = table.span.start;
    if !text[..line_start].is_empty() && !text[..line_start].ends_with(['\n', '\r']) {
        return None;
    }
    let end_of_line = if text[table.span.clone()].contains("\r\n") { "\r\n" } else { "\n" };
    let words = match title {
        TitleRow::Head => cell_words(check, table.head[0]),
        TitleRow::First => cell_words(check, table.rows[0].cells[0]),
    };
    let word = if check.tongue == super::Tongue::Spanish { "Tabla" } else { "Table" };
    let caption = format!("{word}: {words}{end_of_line}");
    match title {
        TitleRow::First => {
            let row = with_line_end(text, &table.rows[0].span);
            Some(Fix::of(vec![(line_start..line_start, caption), (row, String::new())]).reshaping())
        }
        TitleRow::Head => {
            // The first row goes, the delimiter row moves under the second.
            let head = with_line_end(text, &first_line(text, &table.span));
            let delimiter = with_line_end(text, &(head.end..head.end));
            let next = with_line_end(text, &table.rows[0].span);
            if delimiter.end != next.start {
                return None;
            }
            let swapped = format!("{caption}{}{}", ensure_line_end(&text[next.clone()], end_of_line), &text[delimiter]);
            Some(Fix::replace(head.start..next.end, swapped))
        }
    }
}

fn ensure_line_end(line: &str, end: &str) -> String {
    if line.ends_with(['\n', '\r']) { line.to_owned() } else { format!("{line}{end}") }
}

/// The bytes of the line that a span starts on, its line end included.
fn with_line_end(text: &str, span: &Range<usize>) -> Range<usize> {
    let rest = &text[span.start..];
    let end = rest.find(['\n', '\r']).map_or(text.len(), |at| {
        let at = span.start + at;
        if text[at..].starts_with("\r\n") { at + 2 } else { at + 1 }
    });
    span.start..end
}

fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let line = text[span.clone()].lines().next().unwrap_or_default();
    span.start..span.start + line.trim_end().len()
}

fn trimmed(text: &str, row: &Row) -> Range<usize> {
    row.span.start..row.span.start + text[row.span.clone()].trim_end().len()
}

fn is_blank(prose: &[Prose<'_>], cell: usize) -> bool {
    let block = prose[cell].block;
    block.text.is_blank() && !block.inlines.iter().any(|inline| matches!(inline.kind, InlineKind::Image { .. }))
}

fn is_bold(check: &PageCheck<'_>, cell: usize) -> bool {
    let block = check.prose[cell].block;
    block.inlines.iter().any(|inline| {
        matches!(inline.kind, InlineKind::Strong)
            && block
                .text
                .as_str()
                .get(inline.text.clone())
                .is_some_and(|bold| bold.trim() == block.text.as_str().trim())
    })
}

fn cell_words(check: &PageCheck<'_>, cell: usize) -> String {
    check.prose[cell].text().trim().to_owned()
}

/// The place of a cell; of an empty one, its row.
fn cell_span(check: &PageCheck<'_>, cell: usize, row: &Range<usize>) -> Range<usize> {
    let span = check.prose[cell].block.span.clone();
    if span.is_empty() { row.start..row.start + check.lines.text()[row.clone()].trim_end().len() } else { span }
}

/// How many cells a row has as it is written; Markdown itself adds and drops cells.
fn written_cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = if row.ends_with("\\|") { row } else { row.strip_suffix('|').unwrap_or(row) };
    let mut cells = 1;
    let mut escaped = false;
    for c in row.chars() {
        cells += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    cells
}
