//! Search: an index a language, fetched only when a reader searches, and the page that shows
//! what was found. site.js does the finding; without JavaScript the site map stands in.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::fragments::Place;
use super::{OutputFile, Renderer, root_of, summary};
use crate::diagnostics::Finding;
use crate::markdown::{Heading, plain_text};
use crate::site::SEARCH_FOLDER;
use crate::source::percent_encode;

/// A site with more HTML than this (in bytes) is searched by titles, summaries and headings
/// only, so that its index stays small enough for a phone.
const TEXT_LIMIT: usize = 2_000_000;

/// Path, title, summary, headings with their ids, text.
type Entry<'e> = (Cow<'e, str>, &'e str, &'e str, Headings<'e>, String);

/// `[[id, heading], …]`
struct Headings<'e>(&'e [Heading]);

impl Serialize for Headings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|heading| (&heading.id, &heading.text)))
    }
}

impl Renderer {
    /// The index of a language: `[[path, title, summary, [[id, heading], …], text], …]`.
    fn search_index(&self, language: usize) -> OutputFile {
        let site = &*self.site;
        let whole: usize = site.pages.iter().map(|page| page.document.html.len()).sum();
        let entry = |view| -> Entry<'_> {
            let page = site.page_of(view);
            let text =
                if whole > TEXT_LIMIT { String::new() } else { plain_text(&without_headings(&page.document.html)) };
            (percent_encode(&view.path), page.title(), summary(page), Headings(&page.document.headings), text)
        };
        let entries = site.views.iter().filter(|view| view.language == language).map(entry);
        // Entry by entry: that of thousands of pages would fill a memory of its own.
        let mut bytes = Vec::new();
        if serde_json::Serializer::new(&mut bytes).collect_seq(entries).is_err() {
            bytes.clear();
        }
        // Without a fingerprint in its name: every save changes it, and should change no other file.
        OutputFile { path: format!("{}{SEARCH_FOLDER}index.json", self.home_path(language)), bytes }
    }

    /// The index and the search page of each language; nothing when the site wants no search.
    ///
    /// # Errors
    /// A mistake in a template.
    pub(super) fn search(&self) -> Result<Vec<OutputFile>, Box<Finding>> {
        let mut files = Vec::new();
        for (language, frame) in self.frames.iter().enumerate().filter(|(_, frame)| !frame.search.is_none()) {
            let strings = self.strings(language);
            let path = format!("{}{SEARCH_FOLDER}", frame.home_path);
            let place = Place { language, root: &root_of(&path), path: &path, section: None, file: "search" };
            let mut context = self.context(&*self.level(place)?, place)?;
            let (title, summary) = (strings.get("search_site"), strings.get("search_about"));
            context.insert_value("page", self.made_page(place, title, summary, "search")?);
            let mut bytes = Vec::new();
            self.theme.render("search.html", &context, "search", &mut bytes)?;
            files.push(self.search_index(language));
            files.push(OutputFile { path: format!("{path}index.html"), bytes });
        }
        Ok(files)
    }
}

/// The HTML of a body without its headings, which the index holds on their own.
fn without_headings(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.match_indices("<h").map(|(at, _)| at).find(|at| is_heading(&rest[at + 2..])) {
        out.push_str(&rest[..at]);
        let closing = format!("</h{}>", &rest[at + 2..at + 3]);
        let end = rest[at..].find(&closing).map_or(rest.len(), |end| at + end + closing.len());
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn is_heading(after: &str) -> bool {
    after.starts_with(|c: char| ('2'..='6').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::without_headings;

    #[test]
    fn headings_are_left_out() {
        assert_eq!(
            without_headings("<p>One</p>\n<h2 id=\"a\">Two <em>x</em></h2>\n<hr><p>Three</p><h3>Four</h3>"),
            "<p>One</p>\n\n<hr><p>Three</p>"
        );
    }
}
