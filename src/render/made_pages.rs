//! Files that no author wrote: the pages for missing addresses and old ones, and the lists.

use tera::Value;

use super::feeds::{robots, sitemap};
use super::fragments::Place;
use super::{OutputFile, Renderer, contact_value, map, optional, text};
use crate::diagnostics::Finding;
use crate::language;
use crate::source::percent_encode;

impl Renderer {
    /// Every file that is neither a page nor a copy: the pages for missing addresses, searches
    /// and old addresses, the sitemap; and what is wrong with their templates.
    #[must_use]
    pub fn made_files(&self) -> (Vec<OutputFile>, Vec<Finding>) {
        let mut files = Vec::new();
        let mut findings = Vec::new();
        for language in 0..self.site.config.languages.len() {
            match self.not_found(language) {
                Ok(file) => files.push(file),
                Err(finding) => findings.push(*finding),
            }
        }
        for made in [self.redirects(), self.search()] {
            match made {
                Ok(made) => files.extend(made),
                Err(finding) => findings.push(*finding),
            }
        }
        files.extend(sitemap(&self.site));
        files.push(robots(&self.site));
        (files, findings)
    }

    /// The page for addresses that do not exist, in a language. It is served from any
    /// depth, so its links start at the site's own path on the host.
    ///
    /// # Errors
    /// A mistake in a template.
    pub fn not_found(&self, language: usize) -> Result<OutputFile, Box<Finding>> {
        let strings = self.strings(language);
        let root = self.site.config.base_path();
        let place = Place { language, root, path: "404.html", section: None, file: "404.html" };
        let mut context = self.context(place)?;
        let title = strings.get("page_not_found");
        context.insert_value(
            "page",
            self.made_page(language, title, strings.get("page_not_found_text"), "not-found", "404.html"),
        );
        let mut bytes = Vec::new();
        self.theme.render("not_found.html", &context, "404.html", &mut bytes)?;
        Ok(OutputFile { path: format!("{}404.html", self.frames[language].home_path), bytes })
    }

    /// The values of a page that no author wrote.
    pub(super) fn made_page(&self, language: usize, title: &str, summary: &str, kind: &str, path: &str) -> Value {
        let config = &self.site.config;
        let contact = config.contact.as_ref().and_then(|key| config.contact(&key.value));
        let empty = || Value::from(Vec::<Value>::new());
        let site = &*self.site;
        let home = site.view_at(&self.frames[language].home_path).map(|view| &site.views[view]);
        map([
            ("title", text(title)),
            ("nav_title", text(title)),
            ("head_title", text(&self.head_title(title, language, None))),
            ("summary", text(summary)),
            ("kind", text(kind)),
            ("audience", text("all")),
            ("path", text(path)),
            ("is_home", Value::from(false)),
            ("canonical", Value::none()),
            ("html", Value::safe_string("")),
            ("body_lang", text(&config.languages[language])),
            ("body_dir", text(language::direction(&config.languages[language]).attribute())),
            ("is_fallback", Value::from(false)),
            ("toc", empty()),
            ("toc_show", Value::from(false)),
            (
                "contact",
                contact.map_or_else(Value::none, |contact| contact_value(contact, &config.languages[language])),
            ),
            ("last_reviewed", Value::none()),
            ("legal_as_of", Value::none()),
            ("notices", empty()),
            ("documents", empty()),
            ("related", empty()),
            ("children", empty()),
            ("languages", home.map_or_else(empty, |view| self.languages(view))),
            ("breadcrumb", empty()),
            ("alternates", empty()),
            ("jsonld", Value::none()),
            ("nav_root", Value::none()),
            ("robots", text("noindex")),
            ("site_map", Value::none()),
        ])
    }

    /// The page at an old address, which sends its reader on, and the `_redirects`
    /// file that some hosts read.
    ///
    /// # Errors
    /// A mistake in a template.
    pub(super) fn redirects(&self) -> Result<Vec<OutputFile>, Box<Finding>> {
        let mut files = Vec::new();
        let mut table = String::new();
        let base = self.site.config.base_path();
        for redirect in self.site.redirects.iter() {
            let view = &self.site.views[redirect.to];
            let page = self.site.page_of(view);
            let is_file = redirect.from.rsplit('/').next().unwrap_or_default().contains('.');
            let path = if is_file { redirect.from.clone() } else { format!("{}/index.html", redirect.from) };
            let root = "../".repeat(path.matches('/').count());
            let to = percent_encode(&view.path);
            let target = if root.is_empty() && to.is_empty() { "./".to_owned() } else { format!("{root}{to}") };
            let file = page.file();
            let place = Place { language: view.language, root: &root, path: &path, section: None, file: &file };
            let mut context = self.context(place)?;
            context.insert_value("target", text(&target));
            context.insert_value("title", text(page.title()));
            context.insert_value("canonical", optional(self.canonical(view).as_deref()));
            let mut bytes = Vec::new();
            self.theme.render("redirect.html", &context, &file, &mut bytes)?;
            let from = percent_encode(&redirect.from);
            let slash = if is_file { "" } else { "/" };
            table.push_str(&format!("{base}{from}{slash} {base}{to} 301\n"));
            files.push(OutputFile { path, bytes });
        }
        if !table.is_empty() {
            files.push(OutputFile { path: "_redirects".to_owned(), bytes: table.into_bytes() });
        }
        Ok(files)
    }
}
