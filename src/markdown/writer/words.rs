//! Running text: statutes, telephone numbers and dates in it become links and elements.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

use super::{OpenLink, Writer};
use crate::citations;
use crate::fields::Located;
use crate::language::{self, Direction};
use crate::machine_readable::{self, MarkKind};
use crate::markdown::Text;
use crate::markdown::html::{escape, escape_attribute};

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(if text == "\n" { " " } else { text });
            return;
        }
        let shown: Cow<'_, str> = if self.in_code { self.unmasked(text, range) } else { Cow::Borrowed(text) };
        self.run.push(&shown, range.start + self.offset);
    }

    /// Code shows what the author wrote, also where a component line was hidden.
    fn unmasked<'t>(&self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        match self.lines.text().get(self.span(range)) {
            Some(written) if written.len() == text.len() => Cow::Owned(written.to_owned()),
            _ => Cow::Borrowed(text),
        }
    }

    /// Writes the words collected so far, statutes and numbers as links.
    pub(super) fn flush(&mut self) {
        if self.run.as_str().is_empty() {
            return;
        }
        let run = mem::take(&mut self.run);
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(&run.as_str().replace('\n', " "));
        }
        if let Some(OpenLink::Inside(link)) = self.links.last() {
            self.out.links[*link].text.push_str(&run.as_str().replace('\n', " "));
        }
        if self.in_code || self.heading.is_some() || self.in_html.is_some() {
            escape(&mut self.out.html, run.as_str());
        } else if !self.links.is_empty() {
            self.count_words(run.as_str());
            escape(&mut self.out.html, run.as_str());
        } else {
            self.marked_text(&run);
        }
        // The buffers are used again for the next run.
        self.run = run;
        self.run.clear();
    }

    fn marked_text(&mut self, run: &Text) {
        let text = run.as_str();
        if !text.bytes().any(|b| b.is_ascii_digit() || b == b'@' || b == b':') {
            self.count_words(text);
            escape(&mut self.out.html, text);
            return;
        }
        let mut marks = machine_readable::find(text);
        for (range, value) in machine_readable::current_school_years(text) {
            self.out.school_years.push(Located { value, span: run.span(&range) });
        }
        let mut cites = citations::find(text, &mut self.last_code);
        let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        // A number inside a web or e-mail address is no citation; a year inside a citation is no date.
        cites.retain(|cite| {
            !marks.iter().any(|mark| !matches!(mark.kind, MarkKind::Date(_)) && overlap(&mark.range, &cite.range))
        });
        marks.retain(|mark| !cites.iter().any(|cite| overlap(&mark.range, &cite.range)));
        for mark in &marks {
            if matches!(mark.kind, MarkKind::Phone(_) | MarkKind::Email) {
                let value = text[mark.range.clone()].to_owned();
                self.out.addresses.push(Located { value, span: run.span(&mark.range) });
            }
        }
        let left_to_right = language::direction(self.context.language) == Direction::Rtl;
        let (mut done, mut next_mark, mut next_cite) = (0, 0, 0);
        loop {
            let mark = marks.get(next_mark);
            let cite = cites.get(next_cite);
            let html = &mut self.out.html;
            match (mark, cite) {
                (Some(mark), cite) if cite.is_none_or(|cite| mark.range.start < cite.range.start) => {
                    escape(html, &text[done..mark.range.start]);
                    let words = &text[mark.range.clone()];
                    let (address, kind) = match &mark.kind {
                        MarkKind::Phone(link) => (link.clone(), "phone"),
                        MarkKind::Email => (format!("mailto:{words}"), "email"),
                        MarkKind::Url => (words.to_owned(), "external"),
                        MarkKind::Date(date) => {
                            html.push_str("<time datetime=\"");
                            html.push_str(&date.to_string());
                            html.push_str("\">");
                            escape(html, words);
                            html.push_str("</time>");
                            done = mark.range.end;
                            next_mark += 1;
                            continue;
                        }
                    };
                    let direction = if left_to_right { " dir=\"ltr\"" } else { "" };
                    link(html, &address, kind, direction, words);
                    done = mark.range.end;
                    next_mark += 1;
                }
                (_, Some(cite)) => {
                    escape(html, &text[done..cite.range.start]);
                    let words = &text[cite.range.clone()];
                    // A column may be narrower than a citation.
                    let words = if self.tables.is_empty() { bound(words) } else { words.to_owned() };
                    match &cite.url {
                        Some(url) => {
                            link(html, url, "statute", if left_to_right { " dir=\"ltr\"" } else { "" }, &words);
                        }
                        None => escape(html, &words),
                    }
                    done = cite.range.end;
                    next_cite += 1;
                }
                _ => break,
            }
        }
        escape(&mut self.out.html, &text[done..]);
        let mut counted = 0;
        for cite in &cites {
            self.count_words(&text[counted..cite.range.start]);
            counted = cite.range.end;
        }
        self.count_words(&text[counted..]);
        self.out.citations.extend(cites.into_iter().map(|cite| {
            let span = run.span(&cite.range);
            (cite, span)
        }));
    }

    /// A task of a list: its box stands where another item has its bullet.
    pub(super) fn task(&mut self, done: bool) {
        self.push("<span class=\"task\">");
        self.push(if done { "☑" } else { "☐" });
        self.push("</span> ");
    }

    /// Counts running text; tables and quotations are not what readers have to get through.
    fn count_words(&mut self, text: &str) {
        if self.tables.is_empty() && self.quotations == 0 {
            self.out.reading.add(text, self.context.language);
        }
    }

    pub(super) fn code(&mut self, code: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(code);
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(code);
        }
        if let Some(OpenLink::Inside(link)) = self.links.last() {
            self.out.links[*link].text.push_str(code);
        }
        self.push("<code>");
        escape(&mut self.out.html, code);
        self.push("</code>");
    }
}

/// A citation whose numbers and short codes do not part from their neighbours at the end of a line.
fn bound(cite: &str) -> String {
    let mut out = String::with_capacity(cite.len() + 4);
    let mut words = cite.split_ascii_whitespace().peekable();
    while let Some(word) = words.next() {
        out.push_str(word);
        if let Some(next) = words.peek() {
            let is_short = word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            let is_tied = is_short || next.starts_with(|c: char| c.is_ascii_digit() || c == '§');
            out.push(if is_tied { '\u{a0}' } else { ' ' });
        }
    }
    out
}

fn link(html: &mut String, address: &str, class: &str, direction: &str, words: &str) {
    html.push_str("<a class=\"");
    html.push_str(class);
    html.push_str("\" href=\"");
    escape_attribute(html, address);
    html.push('"');
    html.push_str(direction);
    html.push('>');
    escape(html, words);
    html.push_str("</a>");
}
