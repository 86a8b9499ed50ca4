//! Footnotes, listed at the end in the order of their first reference.

use std::collections::HashMap;
use std::ops::Range;

use super::{Events, Writer};
use crate::markdown::{Label, SlotKind};

#[derive(Default)]
pub(super) struct Footnotes {
    /// Event ranges of each definition, by label.
    pub(super) definitions: HashMap<String, Range<usize>>,
    /// Labels in the order of their first reference, with the number of references so far.
    pub(super) order: Vec<(String, usize)>,
    /// Places in `order`, by label.
    pub(super) places: HashMap<String, usize>,
}

impl Writer<'_, '_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        if !self.footnotes.definitions.contains_key(label) || self.image.is_some() {
            return;
        }
        let Footnotes { order, places, .. } = &mut self.footnotes;
        let number = places.get(label).copied().unwrap_or_else(|| {
            places.insert(label.to_owned(), order.len());
            order.push((label.to_owned(), 0));
            order.len() - 1
        });
        self.footnotes.order[number].1 += 1;
        let times = self.footnotes.order[number].1;
        let shown = number + 1;
        let id = if times == 1 { format!("fnref-{shown}") } else { format!("fnref-{shown}-{times}") };
        let html = format!("<sup><a class=\"footnote\" id=\"{id}\" href=\"#fn-{shown}\">{shown}</a></sup>");
        self.push(&html);
        self.out.anchors.push(id);
    }

    pub(super) fn write_footnotes(&mut self, events: &Events<'_>) {
        if self.footnotes.order.is_empty() {
            return;
        }
        let id = self.unique_id("footnotes".to_owned());
        self.used_ids.insert(id.clone());
        let opening = format!("<section class=\"footnotes\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">");
        self.push(&opening);
        self.slot(SlotKind::Label(Label::Footnotes));
        self.push("</h2>\n<ol>\n");
        self.out.anchors.push(id);
        // A footnote may refer to another one, which then joins the list.
        let mut at = 0;
        while let Some((label, _)) = self.footnotes.order.get(at).cloned() {
            let number = at + 1;
            let opening = format!("<li id=\"fn-{number}\">\n");
            self.push(&opening);
            self.out.anchors.push(format!("fn-{number}"));
            if let Some(range) = self.footnotes.definitions.get(&label).cloned() {
                self.events(events, range);
            }
            let back = format!("<p><a class=\"footnote-back\" href=\"#fnref-{number}\" aria-label=\"");
            self.push(&back);
            self.slot(SlotKind::Label(Label::BackToReference));
            let back = format!(" {number}\">↩</a></p>\n</li>\n");
            self.push(&back);
            at += 1;
        }
        self.push("</ol>\n</section>\n");
    }
}
