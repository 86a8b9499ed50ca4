//! Files that no author wrote: the pages for missing addresses and old ones, and the lists.

use tera::Value;

use super::feeds::{robots, sitemap};
use super::fragments::Place;
use super::page_value::PageValue;
use super::{OutputFile, Renderer, optional, text};
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
        let mut context = self.context(&*self.level(place)?, place)?;
        let (title, summary) = (strings.get("page_not_found"), strings.get("page_not_found_text"));
        context.insert_value("page", self.made_page(place, title, summary, "not-found")?);
        let mut bytes = Vec::new();
        self.theme.render("not_found.html", &context, "404.html", &mut bytes)?;
        Ok(OutputFile { path: format!("{}404.html", self.frames[language].home_path), bytes })
    }

    /// The values of a page that no author wrote.
    pub(super) fn made_page(
        &self,
        place: Place<'_>,
        title: &str,
        summary: &str,
        kind: &str,
    ) -> Result<Value, Box<Finding>> {
        let (config, language) = (&self.site.config, place.language);
        let tag = &config.languages[language];
        let contact = config.contact.as_ref().and_then(|key| config.contact(&key.value));
        let site = &*self.site;
        let home = site.view_at(&self.frames[language].home_path).map(|view| &site.views[view]);
        let notices = self.notices_that(language, [false; 3], place.file)?;
        let languages = home.map_or_else(Vec::new, |view| self.languages(view, place.root));
        let page = PageValue {
            title,
            nav_title: title,
            head_title: self.head_title(title, language, None),
            summary,
            kind,
            audience: "all",
            path: place.path,
            html: Some(Value::safe_string("")),
            text: Some(Value::safe_string("")),
            toc: Some(Vec::new()),
            related: Some(Value::from(Vec::<Value>::new())),
            breadcrumb: Some(Value::from(Vec::<Value>::new())),
            body_lang: tag,
            body_dir: language::direction(tag).attribute(),
            contact: contact.map(|contact| self.contact(contact, language, place.file)).transpose()?,
            notices: notices.list,
            notices_shown: notices.shown,
            languages_show: languages.len() > 1,
            language_menu: languages.len() > 1 || self.own.language_menu,
            languages: languages.into(),
            robots: Some("noindex"),
            ..PageValue::default()
        };
        Ok(page.value())
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
            let to = percent_encode(&view.path);
            table.push_str(&format!("{base}{} {base}{to} 301\n", percent_encode(&redirect.from)));
            let Some(path) = redirect.file.as_ref().map(ToString::to_string) else { continue };
            let root = "../".repeat(path.matches('/').count());
            let target = if root.is_empty() && to.is_empty() { "./".to_owned() } else { format!("{root}{to}") };
            let file = page.file();
            let place = Place { language: view.language, root: &root, path: &path, section: None, file };
            let mut context = self.context(&*self.level(place)?, place)?;
            context.insert_value("target", text(&target));
            context.insert_value("title", text(page.title()));
            context.insert_value("canonical", optional(self.canonical(view).as_deref()));
            let mut bytes = Vec::new();
            self.theme.render("redirect.html", &context, file, &mut bytes)?;
            files.push(OutputFile { path, bytes });
        }
        if !table.is_empty() {
            files.push(OutputFile { path: "_redirects".to_owned(), bytes: table.into_bytes() });
        }
        Ok(files)
    }
}
