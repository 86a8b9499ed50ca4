//! render: [`Site`] + [`Theme`] → the bytes of every page. Pure, and safe to run in
//! parallel: a [`Renderer`] holds what all pages share, built once.

mod body;
mod contacts;
mod feeds;
mod fragments;
mod frame;
mod made_pages;
mod page_value;
mod search;
mod structured_data;

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use tera::{Map, Value};

use self::fragments::Place;
use self::frame::Frame;
use crate::diagnostics::Finding;
use crate::front_matter::{ContactChoice, Kind};
use crate::page::Page;
use crate::site::{DocumentTarget, Site, View};
use crate::source::{document_kind, percent_encode};
use crate::theme::{Strings, Theme};

/// A file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its path in the output, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Sections list at most this many neighbours as related content.
const RELATED_LIMIT: usize = 5;

/// What all pages share.
pub struct Renderer {
    site: Arc<Site>,
    theme: Arc<Theme>,
    frames: Vec<Frame>,
    components: Components,
    own: Own,
    shared_titles: OnceLock<Vec<HashSet<String>>>,
}

/// The components that are rendered once for all pages that show them alike, where the theme has them.
#[derive(Clone, Copy)]
struct Components {
    menu: bool,
    footer: bool,
    menu_link: bool,
    contact_line: bool,
    page_notices: bool,
}

/// What only templates of the site's own read: it is not made where none does.
#[derive(Clone, Copy)]
struct Own {
    html: bool,
    toc: bool,
    related: bool,
    breadcrumb: bool,
    languages: bool,
    /// There is a language menu of the site's own: it may show something even where there is one language.
    language_menu: bool,
}

/// A map for templates.
fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    let mut map = Map::with_capacity(N);
    for (key, value) in entries {
        map.insert(key.into(), value);
    }
    Value::from(map)
}

fn text(text: &str) -> Value {
    Value::from(text)
}

fn optional(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::from)
}

/// `../` for every folder of an address.
#[must_use]
pub fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// A size in bytes as readers know it: "312 KB", "1.2 MB".
#[must_use]
pub fn human_size(bytes: u64) -> String {
    const KILO: u64 = 1024;
    const MEGA: u64 = 1024 * 1024;
    if bytes < MEGA {
        format!("{} KB", bytes.div_ceil(KILO).max(1))
    } else {
        // Tenths, rounded half up, without floating point.
        let tenths = (bytes * 10 + MEGA / 2) / MEGA;
        if tenths.is_multiple_of(10) {
            format!("{} MB", tenths / 10)
        } else {
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

impl Renderer {
    /// Builds what the pages of `site` share.
    #[must_use]
    pub fn new(site: Arc<Site>, theme: Arc<Theme>) -> Self {
        let has = |name| theme.has_component(name);
        let components = Components {
            menu: has("site_menu"),
            footer: has("site_footer"),
            menu_link: has("menu_link"),
            contact_line: has("shared_contact_line"),
            page_notices: has("page_notices"),
        };
        let own = Own {
            html: theme.own_templates_read("html"),
            toc: theme.own_templates_read("toc"),
            related: theme.own_templates_read("related"),
            breadcrumb: theme.own_templates_read("breadcrumb"),
            languages: theme.own_templates_read("languages"),
            language_menu: theme.own_templates_name("language_menu"),
        };
        let mut renderer = Self { site, theme, frames: Vec::new(), components, own, shared_titles: OnceLock::new() };
        renderer.frames = (0..renderer.site.config.languages.len()).map(|language| renderer.frame(language)).collect();
        renderer
    }

    /// The site that is rendered.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The theme it is rendered with.
    #[must_use]
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The same, to render another site with it.
    #[must_use]
    pub fn shared_theme(&self) -> Arc<Theme> {
        Arc::clone(&self.theme)
    }

    fn strings(&self, language: usize) -> &Strings {
        // There is a set of strings for every language of the site; themes cannot be loaded otherwise.
        &self.theme.strings[language.min(self.theme.strings.len().saturating_sub(1))]
    }

    /// Renders the page of a view.
    ///
    /// # Errors
    /// A mistake in a template or component.
    pub fn page(&self, view: &View) -> Result<Vec<u8>, Box<Finding>> {
        let site = &*self.site;
        let page = site.page_of(view);
        let group = &site.groups[view.group];
        let template = match page.front_matter.kind {
            Kind::Home => "home.html",
            Kind::Faq => "faq.html",
            Kind::SiteMap => "site_map.html",
            _ if view.path.is_empty() => "home.html",
            _ if !group.children.is_empty() => "section.html",
            _ => "page.html",
        };
        let template = if self.theme.has_template(template) { template } else { "page.html" };
        let root = root_of(&view.path);
        let file = page.file();
        let section = group.nav_root.and_then(|root| site.view_of(root, view.language));
        let section = section.map(|section| (section.group, percent_encode(&section.path)));
        let place = Place {
            language: view.language,
            root: &root,
            path: &percent_encode(&view.path),
            section: section.as_ref().map(|(group, path)| (*group, &**path)),
            file,
        };
        let level = self.level(place)?;
        let mut context = self.context(&level, place)?;
        context.insert_value("page", self.page_value(&level, view, page, place)?);
        let mut out = Vec::with_capacity(page.document.html.len() + 8 * 1024);
        self.theme.render(template, &context, file, &mut out)?;
        level.take_back(context);
        Ok(out)
    }

    /// "Enrolling – Independent Study – Sierra Vista Unified School District".
    /// Where other sections have a page of the same title, the section comes after it.
    fn head_title(&self, title: &str, language: usize, section: Option<&str>) -> String {
        let config = &self.site.config;
        let mut head_title = String::with_capacity(128);
        head_title.push_str(title);
        if let Some(section) = section.filter(|_| self.shared_titles()[language].contains(title)) {
            head_title.push_str(" – ");
            head_title.push_str(section);
        }
        for part in [config.title.in_language(&config.languages[language]), config.organization.name.as_str()] {
            if !head_title.ends_with(part) {
                head_title.push_str(" – ");
                head_title.push_str(part);
            }
        }
        head_title
    }

    /// For each language, the titles that several of its pages have.
    fn shared_titles(&self) -> &[HashSet<String>] {
        self.shared_titles.get_or_init(|| {
            let mut seen = HashSet::with_capacity(self.site.views.len());
            let mut shared = vec![HashSet::new(); self.site.config.languages.len()];
            for view in self.site.views.iter() {
                let title = self.site.page_of(view).title();
                if !seen.insert((view.language, title)) {
                    shared[view.language].insert(title.to_owned());
                }
            }
            shared
        })
    }

    /// The address a search engine should keep: for a page without a translation, the original's.
    fn canonical(&self, view: &View) -> Option<String> {
        let base = self.site.config.base_url.as_deref()?;
        let own = if self.site.is_fallback(view) {
            self.site.view_of(view.group, self.site.page_of(view).language)
        } else {
            Some(view)
        };
        Some([base, &percent_encode(&own?.path)].concat())
    }

    /// The office that answers questions about a page.
    fn page_contact(&self, page: &Page, language: usize, file: &str) -> Result<Option<Value>, Box<Finding>> {
        let config = &self.site.config;
        let contact = match &page.front_matter.contact {
            Some(ContactChoice::Inline(contact)) => Some(contact.as_ref()),
            Some(ContactChoice::Named(name)) => config.contact(&name.value),
            None => config.contact.as_ref().and_then(|key| config.contact(&key.value)),
        };
        contact.map(|contact| self.contact(contact, language, file)).transpose()
    }

    /// A day, for templates.
    fn date(&self, date: Date, language: usize) -> Value {
        let make = || {
            let long = self.strings(language).long_date(date);
            Ok::<_, Infallible>(map([("iso", text(&date.to_string())), ("long", text(&long))]))
        };
        let Ok(value) = self.frames[language].dates.get(date, make);
        value
    }

    /// Address, whether it is elsewhere, type and size of a document.
    fn document_facts(&self, target: &DocumentTarget) -> Option<(String, bool, &'static str, String)> {
        match target {
            DocumentTarget::Asset(asset) => {
                let asset = &self.site.assets[*asset];
                let kind = document_kind(asset.path.file_name()).unwrap_or("");
                Some((percent_encode(asset.path.as_str()).into_owned(), false, kind, human_size(asset.size)))
            }
            DocumentTarget::Elsewhere(url) => {
                Some((url.clone(), true, document_kind(url).unwrap_or(""), String::new()))
            }
            DocumentTarget::Nowhere => None,
        }
    }

    /// The sections a view is in, the nearest first.
    fn ancestors<'s>(&'s self, view: &View) -> impl Iterator<Item = &'s View> {
        let language = view.language;
        let parent_of = |group: usize| self.site.groups[group].parent;
        std::iter::successors(parent_of(view.group), move |group| parent_of(*group))
            .filter_map(move |group| self.site.view_of(group, language))
    }
}

/// Whether the original was reviewed after the text that was translated.
#[must_use]
pub fn is_outdated(site: &Site, group: usize, page: &Page) -> bool {
    let of = page.front_matter.translation.as_ref().and_then(|translation| translation.of.as_ref());
    let original = site.groups[group].pages[0].map(|page| &site.pages[page]);
    let reviewed = original.and_then(|original| original.front_matter.last_reviewed.as_ref());
    page.language != 0 && matches!((of, reviewed), (Some(of), Some(reviewed)) if of.value < reviewed.value)
}

fn summary(page: &Page) -> &str {
    page.front_matter.summary.as_ref().map_or("", |summary| summary.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_roots() {
        assert_eq!(human_size(0), "1 KB");
        assert_eq!(human_size(311 * 1024 + 1), "312 KB");
        assert_eq!(human_size(1024 * 1024), "1 MB");
        assert_eq!(human_size(1_258_291), "1.2 MB");
        assert_eq!(root_of(""), "");
        assert_eq!(root_of("es/inscripcion/"), "../../");
    }
}
