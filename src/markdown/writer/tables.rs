//! Tables: captions, column headers and row headers.

use std::mem;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Parser, Tag, TagEnd};

use super::{Events, Writer, options, skip_to_end};
use crate::components;

pub(super) struct OpenTable {
    pub(super) alignments: Vec<Alignment>,
    pub(super) row_headers: bool,
    pub(super) in_head: bool,
    pub(super) column: usize,
    /// How the open cell is closed.
    pub(super) closing: &'static str,
    /// The bold of a row header, which the `<th>` says already.
    pub(super) bold_to_skip: usize,
}

impl Writer<'_, '_> {
    pub(super) fn start_table(&mut self, alignments: &[Alignment], events: &Events<'_>, at: usize) {
        self.push("<table>\n");
        if let Some(words) = self.caption(&events[at].1) {
            self.push("<caption>");
            let text = self.lines.text();
            let caption: Events<'_> = Parser::new_ext(&text[words.clone()], options())
                .into_offset_iter()
                .filter(|(event, _)| !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)))
                .collect();
            let offset = mem::replace(&mut self.offset, words.start);
            self.events(&caption, 0..caption.len());
            self.offset = offset;
            self.push("</caption>\n");
        }
        self.tables.push(OpenTable {
            alignments: alignments.to_vec(),
            row_headers: has_row_headers(events, at),
            in_head: false,
            column: 0,
            closing: "</td>",
            bold_to_skip: 0,
        });
    }

    /// The caption next to a table: bytes of the file.
    fn caption(&self, table: &Range<usize>) -> Option<Range<usize>> {
        let text = &self.lines.text()[self.body.clone()];
        let words = components::caption_of(&self.masked, text, table)?;
        Some(words.start + self.body.start..words.end + self.body.start)
    }

    pub(super) fn start_cell(&mut self, events: &Events<'_>, at: usize) {
        let Some(table) = self.tables.last_mut() else { return };
        let empty = matches!(events.get(at + 1), Some((Event::End(TagEnd::TableCell), _)));
        let row_header = table.row_headers && !table.in_head && table.column == 0;
        let (opening, closing) = if table.in_head && !empty {
            ("<th scope=\"col\"", "</th>")
        } else if row_header {
            ("<th scope=\"row\"", "</th>")
        } else {
            ("<td", "</td>")
        };
        table.closing = closing;
        table.bold_to_skip = usize::from(row_header);
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Right) => " class=\"right\">",
            Some(Alignment::Center) => " class=\"center\">",
            _ => ">",
        };
        self.push(opening);
        self.push(class);
    }
}

/// Whether every body row of the table starts with a cell that is bold as a whole.
fn has_row_headers(events: &Events<'_>, at: usize) -> bool {
    let mut rows = 0;
    for (index, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::End(TagEnd::Table) => break,
            Event::Start(Tag::TableRow) => {
                let bold = matches!(events.get(index + 2), Some((Event::Start(Tag::Strong), _)))
                    && matches!(events.get(skip_to_end(events, index + 2)), Some((Event::End(TagEnd::TableCell), _)));
                if !bold {
                    return false;
                }
                rows += 1;
            }
            _ => {}
        }
    }
    rows > 0
}
