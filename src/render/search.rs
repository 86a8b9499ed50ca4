//! Search: an index a language, fetched only when a reader searches, and the page that shows
//! what was found. site.js does the finding; without JavaScript the site map stands in.

use std::borrow::Cow;

use super::fragments::Place;
use super::{OutputFile, Renderer, root_of, summary};
use crate::diagnostics::Finding;
use crate::markdown::plain_text;
use crate::site::SEARCH_FOLDER;
use crate::source::percent_encode;

/// A site with more HTML than this (in bytes) is searched by titles, summaries and headings
/// only, so that its index stays small enough for a phone.
const TEXT_LIMIT: usize = 2_000_000;

/// Path, title, summary, headings with their ids, text.
type Entry<'e> = (Cow<'e, str>, &'e str, &'e str, Vec<(&'e str, &'e str)>, String);

impl Renderer {
    /// The index of a language: `[[path, title, summary, [[id, heading], …], text], …]`.
    fn search_index(&self, language: usize) -> OutputFile {
        let site = &*self.site;
        let whole: usize = site.pages.iter().map(|page| page.document.html.len()).sum();
        let entries: Vec<Entry<'_>> = site
            .views
            .iter()
            .filter(|view| view.language == language)
            .map(|view| {
                let page = site.page_of(view);
                let headings =
                    page.document.headings.iter().map(|heading| (heading.id.as_str(), heading.text.as_str())).collect();
                let text =
                    if whole > TEXT_LIMIT { String::new() } else { plain_text(&without_headings(&page.document.html)) };
                (percent_encode(&view.path), page.title(), summary(page), headings, text)
            })
            .collect();
        // Without a fingerprint in its name: every save changes it, and should change no other file.
        let path = format!("{}{SEARCH_FOLDER}index.json", self.home_path(language));
        OutputFile { path, bytes: serde_json::to_vec(&entries).unwrap_or_default() }
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
