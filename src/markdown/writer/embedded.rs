//! What is not Markdown in a page: raw HTML, comments and components.

use std::collections::HashSet;
use std::ops::Range;

use super::{Writer, instead};
use crate::components::{self, Component, Line, Masked, Reporter};
use crate::diagnostics::Level;
use crate::markdown::{SlotKind, raw, slug};
use crate::web_address;

pub(super) struct OpenComponent {
    pub(super) name: String,
    pub(super) depth: usize,
    pub(super) span: Range<usize>,
}

impl Writer<'_, '_> {
    pub(super) fn html(&mut self, html: &str, range: &Range<usize>) {
        if self.image.is_some() {
            return;
        }
        if let Some((block, _)) = &mut self.in_html {
            block.push_str(html);
            return;
        }
        self.flush();
        if html.starts_with("<!--") {
            self.comment(html, range.start + self.offset);
            return;
        }
        self.raw_html(html, range.start + self.offset);
    }

    pub(super) fn end_html(&mut self, range: &Range<usize>) {
        let Some((block, start)) = self.in_html.take() else { return };
        let local = range.start + self.offset - self.body.start..range.end + self.offset - self.body.start;
        if let Some(masked) = components::masked_in(&self.masked, &local).cloned() {
            if let Masked::Component(inner) = masked {
                self.component_line(inner.start + self.body.start..inner.end + self.body.start);
            }
            return;
        }
        let trimmed = block.trim();
        if trimmed.starts_with("<!--") && trimmed.find("-->").is_none_or(|at| at + 3 == trimmed.len()) {
            self.comment(trimmed, start);
            return;
        }
        self.raw_html(&block, start);
    }

    /// Comments never reach a reader; `<!-- decide: … -->` is a task for the district.
    fn comment(&mut self, comment: &str, start: usize) {
        let words = comment.trim_start_matches("<!--").trim_end().trim_end_matches("-->").trim();
        if let Some(task) = words.strip_prefix("decide:") {
            let task = task.trim().trim_end_matches('.').to_owned();
            let end = start + comment.lines().next().unwrap_or_default().len();
            self.report(
                "content/decide",
                Level::Note,
                start..end,
                format!("To decide: {task}."),
                "Write what your district decides, then delete this comment.",
            );
        }
    }

    fn raw_html(&mut self, html: &str, start: usize) {
        self.has_raw_html = true;
        let mut reported: HashSet<String> = HashSet::new();
        for (at, _) in html.match_indices('<') {
            if raw::closing(&html[at..]).is_some_and(|name| raw::nests(&name)) {
                self.raw_depth = self.raw_depth.saturating_sub(1);
            }
            let Some((name, length)) = raw::opening(&html[at..]) else { continue };
            let place = at..at + length;
            let written = &html[place.clone()];
            let span = start + at..start + at + length;
            if !raw::ELEMENTS.contains(&name.as_str()) {
                if !reported.contains(&name) {
                    self.report(
                        "html/element",
                        Level::Error,
                        span,
                        format!("“<{name}>” cannot be published; it was left out."),
                        instead::help(&name, html, &place),
                    );
                    reported.insert(name);
                }
                continue;
            }
            if raw::nests(&name) && !written.ends_with("/>") {
                self.raw_depth += 1;
                self.judge_depth(span.clone());
            }
            // A new window is a rule of its own.
            for (attribute, address) in raw::attributes(written) {
                if let Some(address) = address.filter(|_| raw::is_address(&attribute.to_ascii_lowercase())) {
                    self.raw_address(address, span.clone());
                }
            }
            let refused = raw::attribute_names(written)
                .into_iter()
                .find(|attribute| attribute != "target" && !raw::is_published(&name, attribute));
            if let Some(attribute) = refused {
                self.report(
                    "html/attribute",
                    Level::Error,
                    span,
                    format!("“{attribute}” of “<{name}>” cannot be published; it was left out."),
                    "Remove it; the theme decides how a page looks and works.",
                );
            }
            if let Some(id) = raw::attribute(written, "id") {
                if slug::is_of_theme(id) {
                    self.taken_id(id, start + place.start..start + place.end);
                }
                self.out.anchors.push(id.to_owned());
                self.used_ids.insert(id.to_owned());
            }
        }
        self.push(html);
    }

    /// An address in raw HTML. One that is refused the cleaning takes out.
    fn raw_address(&mut self, address: &str, span: Range<usize>) {
        if let web_address::Kind::Refused(scheme) = web_address::kind(address) {
            self.refuse_address(address, &scheme, span);
        } else {
            self.out.raw_addresses.push(address.to_owned());
        }
    }

    fn component_line(&mut self, inner: Range<usize>) {
        let outer = inner.start - 2..inner.end + 2;
        let here = inner.start - self.body.start;
        let closes = |name: &str| self.closings.get(name).is_some_and(|last| *last > here);
        let mut reporter = Reporter { file: self.context.file, lines: self.lines, findings: self.findings };
        match components::parse(&mut reporter, inner.clone(), &closes) {
            Some(Line::Open(component)) => {
                let number = self.out.components.len();
                if component.has_body() {
                    self.open_components.push(OpenComponent {
                        name: component_name(&component).to_owned(),
                        depth: self.depth,
                        span: outer,
                    });
                    self.slot(SlotKind::Open(number));
                } else {
                    self.slot(SlotKind::Component(number));
                }
                self.out.components.push(component);
            }
            Some(Line::Close(name)) => self.close_component(&name, outer),
            None => {}
        }
    }

    fn close_component(&mut self, name: &str, span: Range<usize>) {
        match self.open_components.last() {
            Some(open) if open.name == name && open.depth == self.depth => {
                self.open_components.pop();
                self.slot(SlotKind::Close);
            }
            Some(open) if open.depth == self.depth => {
                let message = format!("“/{name}” closes nothing here: the component that is open is “{}”.", open.name);
                let help = format!("Write {{{{ /{} }}}} first.", open.name);
                self.report("component/unclosed", Level::Error, span, message, help);
            }
            _ => self.report(
                "component/unclosed",
                Level::Error,
                span,
                format!("“/{name}” closes a component that was not opened here."),
                format!("Remove this line, or put {{{{ {name}() }}}} above the words it should hold."),
            ),
        }
    }

    /// Ends the components opened at `depth` or deeper that nobody closed.
    pub(super) fn close_components(&mut self, depth: usize) {
        while let Some(open) = self.open_components.pop_if(|open| open.depth >= depth) {
            self.slot(SlotKind::Close);
            self.report(
                "component/unclosed",
                Level::Error,
                open.span,
                format!("“{}” is never closed.", open.name),
                format!("Put {{{{ /{} }}}} on a line of its own where it ends.", open.name),
            );
        }
    }
}

fn component_name(component: &Component) -> &str {
    match component {
        Component::Notice { .. } => "notice",
        Component::Steps => "steps",
        Component::Custom { name, .. } => &name.value,
        Component::Contact { .. } => "contact",
        Component::Document { .. } => "document",
        Component::Ratio { .. } => "ratio",
    }
}
