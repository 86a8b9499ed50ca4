//! Running text: statutes, telephone numbers and dates in it become links and elements.

use std::mem;
use std::ops::Range;

use super::{OpenLink, Writer};
use crate::bytes;
use crate::citations::{self, Citation};
use crate::fields::Located;
use crate::machine_readable::{self, Mark, MarkKind};
use crate::markdown::Text;
use crate::markdown::html::{escape, escape_attribute};

impl Writer<'_, '_> {
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(if text == "\n" { " " } else { text });
            return;
        }
        let file = self.lines.text();
        // Code shows what the author wrote, also where a component line was hidden.
        let written = if self.in_code { file.get(self.span(range)) } else { None };
        let shown = written.filter(|written| written.len() == text.len()).unwrap_or(text);
        self.run.push(shown, range.start + self.offset, file);
    }

    /// Writes the words collected so far, statutes and numbers as links.
    #[inline(always)]
    pub(super) fn flush(&mut self) {
        if !self.run.as_str().is_empty() {
            self.write_words();
        }
    }

    fn write_words(&mut self) {
        if let Some(run) = self.run.as_stretch() {
            self.run.clear();
            self.write_run(&run);
        } else {
            let mut run = mem::take(&mut self.run);
            self.write_run(&run.as_text());
            run.clear();
            self.run = run;
        }
    }

    fn write_run(&mut self, run: &Text<'_>) {
        let text = run.as_str();
        let bytes = Bytes::of(text);
        if let Some(heading) = &mut self.heading {
            push_line(&mut heading.text, text);
        }
        if let Some(OpenLink::Inside(link)) = self.links.last() {
            push_line(&mut self.out.links[*link].text, text);
        }
        if self.in_code || self.heading.is_some() || self.in_html.is_some() {
            self.escape(text, bytes);
        } else if self.links.is_empty() && may_be_marked(text, bytes) {
            self.marked_text(run, bytes);
        } else {
            self.count_words(text);
            self.escape(text, bytes);
        }
    }

    /// Writes text whose bytes are known.
    fn escape(&mut self, text: &str, bytes: Bytes) {
        if bytes.has(Bytes::MARKUP) { escape(&mut self.out.html, text) } else { self.push(text) }
    }

    fn marked_text(&mut self, run: &Text<'_>, bytes: Bytes) {
        let text = run.as_str();
        let mut marks = machine_readable::find(text);
        if bytes.has(Bytes::DASH) {
            for (range, value) in machine_readable::current_school_years(text) {
                self.out.school_years.push(Located { value, span: run.span(&range) });
            }
        }
        let mut cites = citations::find(text, &mut self.last_code);
        if marks.is_empty() && cites.is_empty() {
            self.count_words(text);
            self.escape(text, bytes);
            return;
        }
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
        let (mut done, mut next_mark, mut next_cite) = (0, 0, 0);
        loop {
            let mark = marks.get(next_mark);
            let cite = cites.get(next_cite);
            match (mark, cite) {
                (Some(mark), cite) if cite.is_none_or(|cite| mark.range.start < cite.range.start) => {
                    escape(&mut self.out.html, &text[done..mark.range.start]);
                    self.mark(mark, &text[mark.range.clone()]);
                    done = mark.range.end;
                    next_mark += 1;
                }
                (_, Some(cite)) => {
                    escape(&mut self.out.html, &text[done..cite.range.start]);
                    self.cite(cite, &text[cite.range.clone()]);
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

    fn mark(&mut self, mark: &Mark, words: &str) {
        let html = &mut self.out.html;
        match &mark.kind {
            MarkKind::Phone(address) => link(html, address, "phone", self.direction, words),
            MarkKind::Email => link(html, &format!("mailto:{words}"), "email", self.direction, words),
            MarkKind::Url => link(html, words, "external", self.direction, words),
            MarkKind::Date(date) => {
                html.push_str("<time datetime=\"");
                html.push_str(&date.to_string());
                html.push_str("\">");
                escape(html, words);
                html.push_str("</time>");
            }
        }
    }

    fn cite(&mut self, cite: &Citation, words: &str) {
        // A column may be narrower than a citation.
        let words = if self.tables.is_empty() { bound(words) } else { words.to_owned() };
        match &cite.url {
            Some(url) => link(&mut self.out.html, url, "statute", self.direction, &words),
            None => escape(&mut self.out.html, &words),
        }
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

/// What kinds of bytes stand in a run of text.
#[derive(Clone, Copy)]
struct Bytes(u8);

impl Bytes {
    /// `&`, `<` and `>`.
    const MARKUP: u8 = 1;
    /// Digits, `:` and `@`.
    const NUMBER: u8 = 2;
    /// What may stand between two years: `-`, `/`, the first byte of a dash.
    const DASH: u8 = 4;

    fn of(text: &str) -> Self {
        Self(bytes::union(text.as_bytes(), |b| {
            // The colon follows the digits.
            (u8::from((b == b'&') | (b == b'<') | (b == b'>')) * Bytes::MARKUP)
                | (u8::from(matches!(b, b'0'..=b':') | (b == b'@')) * Bytes::NUMBER)
                | (u8::from((b == b'-') | (b == b'/') | (b == 0xE2)) * Bytes::DASH)
        }))
    }

    fn has(self, kind: u8) -> bool {
        self.0 & kind != 0
    }
}

/// Whether there may be anything in running text that a reader can follow: all of it has a digit, an `@` or a `:`,
/// and letters, unless it is a telephone number.
fn may_be_marked(text: &str, bytes: Bytes) -> bool {
    bytes.has(Bytes::NUMBER) && (text.len() >= "555-555-0142".len() || !text.bytes().all(|b| b < b'A'))
}

/// Appends words that may be parted into lines.
fn push_line(out: &mut String, words: &str) {
    let mut done = 0;
    for at in memchr::memchr_iter(b'\n', words.as_bytes()) {
        out.push_str(&words[done..at]);
        out.push(' ');
        done = at + 1;
    }
    out.push_str(&words[done..]);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_leads_nowhere() {
        for text in ["42.0", "1,234", "9:30", "5 @ 2", "(12)"] {
            assert!(!may_be_marked(text, Bytes::of(text)), "{text}");
        }
        for text in ["555-555-0142", "AB 130", "§ 51747", "a@b.org"] {
            assert!(may_be_marked(text, Bytes::of(text)), "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 4000, ..Default::default() })]

        #[test]
        fn what_leads_somewhere_may_be_marked(text in "(AB|EC|CCR|§|May|http|a\\.org|[-–()@:/., &<>]|[0-9]{1,4})*") {
            let leads = !machine_readable::find(&text).is_empty()
                || !machine_readable::current_school_years(&text).is_empty()
                || !citations::find(&text, &mut Some(citations::Code::EDUCATION)).is_empty();
            let bytes = Bytes::of(&text);
            proptest::prop_assert!(!leads || may_be_marked(&text, bytes), "{}", text);
            proptest::prop_assert!(bytes.has(Bytes::DASH) || machine_readable::school_years(&text).is_empty());
            proptest::prop_assert_eq!(bytes.has(Bytes::MARKUP), text.contains(['&', '<', '>']));
        }
    }
}
