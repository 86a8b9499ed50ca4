//! Markdown events → HTML with slots.

mod embedded;
mod footnotes;
mod instead;
mod links;
mod tables;
mod words;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::mem;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use self::embedded::OpenComponent;
use self::footnotes::Footnotes;
use self::links::{OpenImage, OpenLink, is_figure};
use self::tables::OpenTable;
use super::html::escape_attribute;
use super::text::Pieces;
use super::{Context, Document, Heading, Label, Outline, Slot, SlotKind, outline, raw, slug};
use crate::citations;
use crate::components::{self, Masked};
use crate::diagnostics::{Finding, Level, Lines};
use crate::fields::Located;
use crate::front_matter::Kind;
use crate::language::{self, Direction};
use crate::machine_readable;

type Events<'t> = Vec<(Event<'t>, Range<usize>)>;

/// Everything Studypages reads beyond CommonMark.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

pub(super) struct Writer<'a, 't> {
    context: Context<'a>,
    /// The attribute of a number or an address in text that is written from right to left, or nothing.
    direction: &'static str,
    lines: &'a Lines<'t>,
    findings: &'a mut Vec<Finding>,
    body: Range<usize>,
    masked: Vec<(usize, Masked)>,
    /// The names in component lines that close, and where in the body the last of each stands.
    closings: HashMap<&'t str, usize>,
    out: Document,
    /// Bytes to add to an event's range to get bytes of the file.
    offset: usize,
    /// Ids that authors set by hand, and those of footnotes.
    used_ids: HashSet<String>,
    /// Places of the first of `out.headings`, in the order of their ids: a page has a few, and this needs no copy of them.
    headings_by_id: Vec<usize>,
    /// The ids of the others.
    more_heading_ids: HashSet<String>,
    /// Where the first item of each numbered list starts in the file, and how many there are.
    numbered_lists: Vec<(usize, usize)>,
    /// The number that the next heading of the same words may get.
    next_numbers: HashMap<String, usize>,
    /// Words that stand together.
    run: Pieces<'t>,
    heading: Option<OpenHeading>,
    /// The start tag of a heading, which is known at its end.
    heading_tag: String,
    image: Option<OpenImage>,
    links: Vec<OpenLink>,
    tables: Vec<OpenTable>,
    footnotes: Footnotes,
    open_components: Vec<OpenComponent>,
    /// How many lists, items, quotations and definitions are open.
    depth: usize,
    question_open: bool,
    in_code: bool,
    in_html: Option<(String, usize)>,
    /// The end of a figure's paragraph is not `</p>`.
    figure: bool,
    has_raw_html: bool,
    /// How many raw elements are open.
    raw_depth: usize,
    /// Whether more stands within each other than browsers show, which was told.
    is_too_deep: bool,
    /// How many quotations are open.
    quotations: usize,
    /// The code of law last named in this paragraph, item or cell.
    last_code: Option<citations::Code>,
}

struct OpenHeading {
    level: u8,
    id: Option<String>,
    html_start: usize,
    slots_start: usize,
    text: String,
    span: Range<usize>,
}

/// How many headings a sorted list is good for.
const FEW_HEADINGS: usize = 256;

impl<'a, 't> Writer<'a, 't> {
    pub(super) fn new(
        context: Context<'a>,
        lines: &'a Lines<'t>,
        body: Range<usize>,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        let length = body.len();
        let is_reversed = language::direction(context.language) == Direction::Rtl;
        Self {
            context,
            direction: if is_reversed { " dir=\"ltr\"" } else { "" },
            lines,
            findings,
            offset: body.start,
            body,
            masked: Vec::new(),
            closings: HashMap::new(),
            out: Document { html: String::with_capacity(length + length / 2), ..Document::default() },
            used_ids: HashSet::new(),
            headings_by_id: Vec::new(),
            more_heading_ids: HashSet::new(),
            numbered_lists: Vec::new(),
            next_numbers: HashMap::new(),
            run: Pieces::default(),
            heading: None,
            heading_tag: String::new(),
            image: None,
            links: Vec::new(),
            tables: Vec::new(),
            footnotes: Footnotes::default(),
            open_components: Vec::new(),
            depth: 0,
            question_open: false,
            in_code: false,
            in_html: None,
            figure: false,
            has_raw_html: false,
            raw_depth: 0,
            is_too_deep: false,
            quotations: 0,
            last_code: None,
        }
    }

    pub(super) fn write(mut self) -> (Document, Outline<'t>) {
        let lines = self.lines;
        let body = &lines.text()[self.body.clone()];
        let (text, masked) = components::mask(body);
        self.closings = components::closings(body, &masked);
        self.masked = masked;
        // An event for every dozen bytes or so.
        let mut events: Events<'_> = Vec::with_capacity(text.len() / 12 + 8);
        events.extend(Parser::new_ext(&text, options()).into_offset_iter());
        let outline = outline::read(&events, lines.text(), self.offset, &self.masked);
        let (headings, links) = outline.count_headings_and_links();
        self.headings_by_id.reserve(headings.min(FEW_HEADINGS));
        self.out.headings.reserve(headings);
        self.out.links.reserve(links);
        // A link has its address and its note.
        self.out.slots.reserve(2 * links);
        if outline.has_ids_or_notes {
            self.prepare(&events);
        }
        let numbered = outline.lists.iter().filter(|list| list.first.is_some());
        self.numbered_lists = numbered.filter_map(|list| Some((list.items.first()?.start, list.items.len()))).collect();
        self.events(&events, 0..events.len());
        self.close_question();
        self.close_components(0);
        self.write_footnotes(&events);
        if self.is_too_deep {
            // Told as an error, so nobody will read it.
            self.out.html.clear();
            self.out.slots.clear();
        } else if self.has_raw_html {
            let (html, slots) = raw::clean(&self.out.html, &self.out.slots);
            self.out.html = html;
            self.out.slots = slots;
        }
        self.out.shrink_to_fit();
        (self.out, outline)
    }

    /// Ids that authors set by hand are theirs; footnotes are found before they are referred to.
    fn prepare(&mut self, events: &Events<'_>) {
        let mut open: Option<(String, usize)> = None;
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::Heading { id: Some(id), .. }) => {
                    self.used_ids.insert(id.to_string());
                }
                Event::Start(Tag::FootnoteDefinition(label)) if open.is_none() => open = Some((label.to_string(), at)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, start)) = open.take() {
                        self.footnotes.definitions.entry(label).or_insert(start + 1..at);
                    }
                }
                _ => {}
            }
        }
    }

    fn events(&mut self, events: &Events<'_>, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            if let Event::Start(Tag::FootnoteDefinition(_)) = &events[at].0 {
                self.flush();
                at = skip_to_end(events, at);
                continue;
            }
            self.event(events, at);
            at += 1;
        }
        self.flush();
    }

    fn span(&self, range: &Range<usize>) -> Range<usize> {
        range.start + self.offset..range.end + self.offset
    }

    fn report(
        &mut self,
        rule: &'static str,
        level: Level,
        span: Range<usize>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        self.findings.push(Finding::new(rule, level, self.context.file, message, help).at(self.lines, span));
    }

    fn push(&mut self, html: &str) {
        self.out.html.push_str(html);
    }

    fn slot(&mut self, kind: SlotKind) {
        self.out.slots.push(Slot { at: self.out.html.len(), kind });
    }

    fn event(&mut self, events: &Events<'_>, at: usize) {
        let (event, range) = &events[at];
        match event {
            Event::Text(text) => self.text(text, range),
            Event::SoftBreak => self.text("\n", range),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, range),
            other => {
                self.flush();
                match other {
                    Event::Start(tag) => self.start(tag, events, at),
                    Event::End(tag) => self.end(*tag, range),
                    Event::Code(code) => self.code(code),
                    Event::FootnoteReference(label) => self.footnote_reference(label),
                    Event::HardBreak => self.inline("<br>\n"),
                    Event::Rule => self.push("<hr>\n"),
                    Event::TaskListMarker(done) => self.task(*done),
                    _ => {}
                }
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, events: &Events<'_>, at: usize) {
        let range = &events[at].1;
        if matches!(
            tag,
            Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::TableCell
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
        ) {
            self.last_code = None;
        }
        if matches!(tag, Tag::List(_)) {
            // The words above a list inside an item.
            self.out.reading.end_block();
        }
        match tag {
            Tag::Paragraph => {
                self.figure = is_figure(events, at);
                self.push(if self.figure { "<figure>" } else { "<p>" });
            }
            Tag::Heading { level, id, .. } => self.start_heading(*level, id.as_deref(), range),
            Tag::BlockQuote(kind) => {
                self.deepen(range);
                self.start_quote(*kind);
            }
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                match kind {
                    CodeBlockKind::Fenced(language) if !language.is_empty() => {
                        self.push("<pre><code class=\"language-");
                        escape_attribute(&mut self.out.html, language.split_whitespace().next().unwrap_or_default());
                        self.push("\">");
                    }
                    _ => self.push("<pre><code>"),
                }
            }
            Tag::HtmlBlock => self.in_html = Some((String::new(), range.start + self.offset)),
            Tag::List(first) => {
                self.deepen(range);
                match first {
                    None => self.push("<ul>\n"),
                    Some(first) => {
                        // Numbers of three digits need more room than a narrow screen leaves them.
                        let start = range.start + self.offset;
                        let list = self.numbered_lists.binary_search_by_key(&start, |(start, _)| *start);
                        let length = list.map_or(0, |list| self.numbered_lists[list].1);
                        let is_wide = first.saturating_add(length as u64) > 100;
                        self.push(if is_wide { "<ol class=\"wide\"" } else { "<ol" });
                        if *first != 1 {
                            self.push(&format!(" start=\"{first}\""));
                        }
                        self.push(">\n");
                    }
                }
            }
            Tag::Item => {
                self.depth += 1;
                self.push("<li>");
            }
            Tag::DefinitionList => {
                self.depth += 1;
                self.push("<dl>\n");
            }
            Tag::DefinitionListTitle => self.push("<dt>"),
            Tag::DefinitionListDefinition => {
                self.depth += 1;
                self.push("<dd>");
            }
            Tag::Table(alignments) => self.start_table(alignments, events, at),
            Tag::TableHead => {
                self.push("<thead>\n<tr>");
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = true;
                    table.column = 0;
                }
            }
            Tag::TableRow => {
                self.push("<tr>");
                if let Some(table) = self.tables.last_mut() {
                    table.column = 0;
                }
            }
            Tag::TableCell => self.start_cell(events, at),
            Tag::Emphasis => self.inline("<em>"),
            Tag::Strong => match self.tables.last_mut() {
                Some(table) if table.bold_to_skip == 1 => table.bold_to_skip = 2,
                _ => self.inline("<strong>"),
            },
            Tag::Strikethrough => self.inline("<del>"),
            Tag::Superscript => self.inline("<sup>"),
            Tag::Subscript => self.inline("<sub>"),
            Tag::Link { link_type, dest_url, .. } => self.start_link(*link_type, dest_url, range),
            Tag::Image { dest_url, title, .. } => {
                self.image = Some(OpenImage {
                    alt: String::new(),
                    target: (**dest_url).to_owned(),
                    title: title.trim().to_owned(),
                    span: self.span(range),
                });
            }
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        if matches!(
            tag,
            TagEnd::Paragraph | TagEnd::Item | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition
        ) {
            self.out.reading.end_block();
        }
        match tag {
            TagEnd::Paragraph => {
                let closing = if mem::take(&mut self.figure) { "</figure>\n" } else { "</p>\n" };
                self.push(closing);
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(kind) => {
                self.quotations -= usize::from(kind.is_none());
                self.leave();
                self.push(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.push("</code></pre>\n");
            }
            TagEnd::HtmlBlock => self.end_html(range),
            TagEnd::List(ordered) => {
                self.leave();
                self.push(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => {
                self.leave();
                self.push("</li>\n");
            }
            TagEnd::DefinitionList => {
                self.leave();
                self.push("</dl>\n");
            }
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => {
                self.leave();
                self.push("</dd>\n");
            }
            TagEnd::Table => {
                self.tables.pop();
                self.push("</tbody>\n</table>\n");
            }
            TagEnd::TableHead => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = false;
                }
                self.push("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => {
                let closing = self.tables.last_mut().map_or("</td>", |table| {
                    table.column += 1;
                    table.bold_to_skip = 0;
                    table.closing
                });
                self.push(closing);
            }
            TagEnd::Emphasis => self.inline("</em>"),
            TagEnd::Strong => match self.tables.last_mut() {
                Some(table) if table.bold_to_skip == 2 => table.bold_to_skip = 0,
                _ => self.inline("</strong>"),
            },
            TagEnd::Strikethrough => self.inline("</del>"),
            TagEnd::Superscript => self.inline("</sup>"),
            TagEnd::Subscript => self.inline("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Tags inside an image's brackets are only words of its alternative text.
    fn inline(&mut self, tag: &str) {
        if self.image.is_none() {
            self.push(tag);
        }
    }

    /// Enters a block that holds other blocks.
    fn deepen(&mut self, range: &Range<usize>) {
        self.depth += 1;
        self.judge_depth(self.span(range));
    }

    /// Says once when too much stands within each other.
    fn judge_depth(&mut self, span: Range<usize>) {
        if self.depth + self.raw_depth > raw::DEEPEST && !mem::replace(&mut self.is_too_deep, true) {
            let end = self.lines.text()[span.clone()].find('\n').map_or(span.end, |at| span.start + at);
            self.report(
                "html/nested",
                Level::Error,
                span.start..end,
                format!(
                    "More than {} things stand within each other here, and browsers do not show what is deeper.",
                    raw::DEEPEST
                ),
                "Look for signs that were pasted many times, such as > or <div>, and remove them.",
            );
        }
    }

    /// Leaves a block that holds other blocks; a component opened in it ends with it.
    fn leave(&mut self) {
        self.close_components(self.depth);
        self.depth -= 1;
    }

    fn start_heading(&mut self, level: HeadingLevel, id: Option<&str>, range: &Range<usize>) {
        let span = self.span(range);
        let mut level = level as u8;
        if level == 1 {
            self.report(
                "heading/second-h1",
                Level::Error,
                span.clone(),
                "The title in the front matter is the page’s only first-level heading.",
                if self.lines.text()[span.clone()].trim_start().starts_with('#') {
                    "Start this heading with ## instead of #."
                } else {
                    "Put ## and a blank before this heading, and delete the line of = below it."
                },
            );
            level = 2;
        }
        if self.context.kind == Kind::Faq && self.depth == 0 && level <= 3 {
            self.close_question();
        }
        self.heading = Some(OpenHeading {
            level,
            id: id.map(str::to_owned),
            html_start: self.out.html.len(),
            slots_start: self.out.slots.len(),
            text: String::with_capacity(range.len()),
            span,
        });
    }

    fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let text = trimmed(heading.text);
        let id = match heading.id {
            Some(id) if slug::is_of_theme(&id) => {
                self.taken_id(&id, heading.span.clone());
                self.unique_id(id)
            }
            Some(id) if self.is_of_a_heading(&id) => {
                self.report(
                    "heading/duplicate-id",
                    Level::Error,
                    heading.span.clone(),
                    format!("Two headings of this page have the id “{id}”."),
                    "Give each its own id in the braces.",
                );
                self.unique_id(id)
            }
            Some(id) => id,
            None => self.unique_id(slug::slugify(&text)),
        };
        let question = self.context.kind == Kind::Faq && heading.level == 3 && self.depth == 0;
        let opening = &mut self.heading_tag;
        opening.clear();
        if question {
            opening.push_str("<details class=\"question\" id=\"");
            escape_attribute(opening, &id);
            opening.push_str("\">\n<summary><h3>");
        } else {
            opening.push_str("<h");
            opening.push(char::from(b'0' + heading.level));
            opening.push_str(" id=\"");
            escape_attribute(opening, &id);
            opening.push_str("\">");
        }
        self.out.html.insert_str(heading.html_start, opening);
        for slot in &mut self.out.slots[heading.slots_start..] {
            slot.at += opening.len();
        }
        if question {
            self.push("</h3></summary>\n<div class=\"answer\">\n");
            self.question_open = true;
        } else {
            self.push("</h");
            self.out.html.push(char::from(b'0' + heading.level));
            self.push(">\n");
        }
        if let Some((_, value)) = machine_readable::school_years(&text).first() {
            self.out.school_years.push(Located { value: *value, span: heading.span.clone() });
        }
        if self.headings_by_id.len() < FEW_HEADINGS {
            let place = self.headings_by_id.partition_point(|known| self.out.headings[*known].id < id);
            self.headings_by_id.insert(place, self.out.headings.len());
        } else {
            self.more_heading_ids.insert(id.clone());
        }
        self.out.headings.push(Heading { level: heading.level, id, text, span: heading.span });
    }

    fn is_used(&self, id: &str) -> bool {
        slug::is_of_theme(id) || self.used_ids.contains(id) || self.is_of_a_heading(id)
    }

    fn is_of_a_heading(&self, id: &str) -> bool {
        let headings = &self.out.headings;
        self.headings_by_id.binary_search_by(|known| headings[*known].id.as_str().cmp(id)).is_ok()
            || self.more_heading_ids.contains(id)
    }

    fn taken_id(&mut self, id: &str, span: Range<usize>) {
        let message = format!("Another part of every page has the id “{id}”.");
        self.report("heading/duplicate-id", Level::Error, span, message, format!("Choose another id: {id}-part."));
    }

    /// `wanted`, or the first of `wanted-2`, `wanted-3`, … that no other element has.
    fn unique_id(&mut self, mut wanted: String) -> String {
        if wanted.is_empty() {
            wanted.push_str("section");
        } else if slug::is_of_theme(&wanted) {
            // A number behind it would not take it out of the names of the theme.
            wanted.insert_str(0, "section-");
        }
        if !self.is_used(&wanted) {
            return wanted;
        }
        let mut number = self.next_numbers.get(&wanted).copied().unwrap_or(2);
        loop {
            let id = format!("{wanted}-{number}");
            number += 1;
            if !self.is_used(&id) {
                self.next_numbers.insert(wanted, number);
                return id;
            }
        }
    }

    fn close_question(&mut self) {
        if mem::take(&mut self.question_open) {
            self.push("</div>\n</details>\n");
        }
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, label) = match kind {
            None => {
                self.quotations += 1;
                self.push("<blockquote>\n");
                return;
            }
            Some(BlockQuoteKind::Note) => ("note", Label::Note),
            Some(BlockQuoteKind::Tip) => ("tip", Label::Tip),
            Some(BlockQuoteKind::Important) => ("important", Label::Important),
            Some(BlockQuoteKind::Warning) => ("warning", Label::Warning),
            Some(BlockQuoteKind::Caution) => ("caution", Label::Caution),
        };
        let opening = format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">");
        self.push(&opening);
        self.slot(SlotKind::Label(label));
        self.push("</p>\n");
    }
}

/// The text without space around it.
fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

/// The event after the end of the element that starts at `at`.
fn skip_to_end(events: &Events<'_>, at: usize) -> usize {
    let mut depth = 0usize;
    for (index, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    events.len()
}
