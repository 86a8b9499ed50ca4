//! render: [`Site`] + [`Theme`] → the bytes of every page. Pure, and safe to run in
//! parallel: a [`Renderer`] holds what all pages share, built once.

mod body;
mod feeds;
mod fragments;
mod frame;
mod made_pages;
mod search;
mod structured_data;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use tera::{Context, Map, Value};

use self::fragments::{Fragments, Place};
use self::frame::Frame;
use crate::config::Contact;
use crate::diagnostics::Finding;
use crate::fields::{Localized, phone_link};
use crate::front_matter::{ContactChoice, Kind};
use crate::language;
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
    fragments: Fragments,
    shared_titles: OnceLock<HashSet<(usize, String)>>,
    none: Value,
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
        let mut renderer = Self {
            site,
            theme,
            frames: Vec::new(),
            fragments: Fragments::default(),
            shared_titles: OnceLock::new(),
            none: Value::none(),
        };
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
        let section = section.map(|view| percent_encode(&view.path));
        let place = Place {
            language: view.language,
            root: &root,
            path: &percent_encode(&view.path),
            section: section.as_deref(),
            file: &file,
        };
        let mut context = self.context(place)?;
        context.insert_value("page", self.page_value(view, page, place)?);
        let mut out = Vec::with_capacity(page.document.html.len() + 8 * 1024);
        self.theme.render(template, &context, &file, &mut out)?;
        Ok(out)
    }

    /// The values that every template sees.
    fn context(&self, place: Place<'_>) -> Result<Context, Box<Finding>> {
        let frame = &self.frames[place.language];
        let mut context = Context::new();
        context.insert_value("root", text(place.root));
        context.insert_value("site", frame.site.clone());
        context.insert_value("lang", frame.language.clone());
        context.insert_value("t", self.strings(place.language).value());
        context.insert_value("home_path", text(&frame.home_path));
        context.insert_value("nav", frame.navigation.clone());
        context.insert_value("legal_links", frame.footer_links.clone());
        context.insert_value("search", frame.search.clone());
        self.add_fragments(&mut context, place)?;
        Ok(context)
    }

    fn page_value(&self, view: &View, page: &Page, place: Place<'_>) -> Result<Value, Box<Finding>> {
        let site = &*self.site;
        let front_matter = &page.front_matter;
        let strings = self.strings(view.language);
        let body_language = &site.config.languages[page.language];
        let toc = toc(page);
        let headings = page.document.headings.iter().filter(|heading| heading.level == 2).count();
        let section = site.groups[view.group].parent.and_then(|parent| site.view_of(parent, view.language));
        let section = section.map(|section| site.page_of(section).title());
        let date = |date: Option<jiff::civil::Date>| {
            date.map_or_else(Value::none, |date| {
                map([("iso", text(&date.to_string())), ("long", text(&strings.long_date(date)))])
            })
        };
        Ok(map([
            ("title", text(page.title())),
            ("nav_title", text(page.nav_title())),
            ("head_title", text(&self.head_title(page.title(), view.language, section))),
            ("summary", text(summary(page))),
            ("kind", text(front_matter.kind.name())),
            ("audience", text(front_matter.audience.name())),
            ("path", text(place.path)),
            ("is_home", Value::from(*view.path == *self.frames[view.language].home_path)),
            ("canonical", optional(self.canonical(view).as_deref())),
            ("html", Value::safe_string(&self.body(view, page, place.root)?)),
            ("body_lang", text(body_language)),
            ("body_dir", text(language::direction(body_language).attribute())),
            ("is_fallback", Value::from(site.is_fallback(view))),
            ("toc", toc),
            ("toc_show", Value::from(headings >= 2 && front_matter.kind != Kind::Home)),
            ("contact", self.page_contact(page, view.language)),
            ("last_reviewed", date(front_matter.last_reviewed.as_ref().map(|date| date.value))),
            ("legal_as_of", date(front_matter.legal_as_of.as_ref().map(|date| date.value))),
            ("notices", self.notices(view, page)),
            ("documents", self.documents(view, page)),
            ("related", self.related(view)),
            ("children", self.children(view)),
            ("languages", self.languages(view)),
            ("breadcrumb", self.breadcrumb(view)),
            ("alternates", self.alternates(view)),
            ("jsonld", Value::safe_string(&self.structured_data(view, page))),
            ("nav_root", optional(place.section)),
            ("robots", self.none.clone()),
            (
                "site_map",
                if front_matter.kind == Kind::SiteMap { self.site_map(view.language) } else { self.none.clone() },
            ),
        ]))
    }

    /// "Enrolling – Independent Study – Sierra Vista Unified School District".
    /// Where other sections have a page of the same title, the section comes after it.
    fn head_title(&self, title: &str, language: usize, section: Option<&str>) -> String {
        let config = &self.site.config;
        let mut title = title.to_owned();
        if let Some(section) = section.filter(|_| self.shared_titles().contains(&(language, title.clone()))) {
            title = format!("{title} – {section}");
        }
        for part in [config.title.in_language(&config.languages[language]), config.organization.name.as_str()] {
            if !title.ends_with(part) {
                title = format!("{title} – {part}");
            }
        }
        title
    }

    /// Titles that several pages of a language have.
    fn shared_titles(&self) -> &HashSet<(usize, String)> {
        self.shared_titles.get_or_init(|| {
            let mut seen = HashSet::with_capacity(self.site.views.len());
            let titles = self.site.views.iter().map(|view| (view.language, self.site.page_of(view).title()));
            titles.filter(|title| !seen.insert(*title)).map(|(language, title)| (language, title.to_owned())).collect()
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
        Some(format!("{base}{}", percent_encode(&own?.path)))
    }

    /// Real translations only, for `hreflang`; the default language is `x-default`.
    fn alternates(&self, view: &View) -> Value {
        let Some(base) = self.site.config.base_url.as_deref() else { return Value::from(Vec::<Value>::new()) };
        let translated: Vec<&View> = self.site.groups[view.group]
            .views
            .iter()
            .flatten()
            .map(|view| &self.site.views[*view])
            .filter(|view| !self.site.is_fallback(view))
            .collect();
        if translated.len() < 2 {
            return Value::from(Vec::<Value>::new());
        }
        let mut alternates: Vec<Value> = translated
            .iter()
            .map(|view| {
                let url = format!("{base}{}", percent_encode(&view.path));
                map([("tag", text(&self.site.config.languages[view.language])), ("url", text(&url))])
            })
            .collect();
        if let Some(default) = translated.iter().find(|view| view.language == 0) {
            let url = format!("{base}{}", percent_encode(&default.path));
            alternates.push(map([("tag", text("x-default")), ("url", text(&url))]));
        }
        Value::from(alternates)
    }

    fn page_contact(&self, page: &Page, language: usize) -> Value {
        let config = &self.site.config;
        let contact = match &page.front_matter.contact {
            Some(ContactChoice::Inline(contact)) => Some(contact.as_ref()),
            Some(ContactChoice::Named(name)) => config.contact(&name.value),
            None => config.contact.as_ref().and_then(|key| config.contact(&key.value)),
        };
        contact.map_or_else(Value::none, |contact| contact_value(contact, &config.languages[language]))
    }

    /// What a reader must know about this text: not translated, machine-made, older than the original.
    fn notices(&self, view: &View, page: &Page) -> Value {
        let strings = self.strings(view.language);
        let mut notices = Vec::new();
        let mut add =
            |kind: &str, key: &str| notices.push(map([("kind", text(kind)), ("text", text(strings.get(key)))]));
        if self.site.is_fallback(view) {
            add("note", "not_translated");
        }
        if let (Some(translation), false) = (&page.front_matter.translation, self.site.is_fallback(view)) {
            if translation.by_machine && !translation.reviewed {
                add("warning", "machine_translation");
            }
            if is_outdated(&self.site, view.group, page) {
                add("warning", "translation_outdated");
            }
        }
        Value::from(notices)
    }

    fn documents(&self, view: &View, page: &Page) -> Value {
        let resolved = &self.site.resolved[view.page];
        let documents: Vec<Value> = page
            .front_matter
            .documents
            .iter()
            .zip(&resolved.documents)
            .filter_map(|(document, target)| {
                let (address, external, kind, size) = self.document_facts(target)?;
                Some(map([
                    ("title", text(&document.title)),
                    ("path_or_url", text(&address)),
                    ("external", Value::from(external)),
                    ("type", text(kind)),
                    ("size", text(&size)),
                    ("lang", optional(document.language.as_deref())),
                    ("pages", document.pages.map_or_else(Value::none, Value::from)),
                ]))
            })
            .collect();
        Value::from(documents)
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

    /// The pages the author names; else the page's neighbours in its section.
    fn related(&self, view: &View) -> Value {
        let site = &*self.site;
        let named = &site.resolved[view.page].related;
        let group = &site.groups[view.group];
        let related: Vec<Value> = if named.is_empty() {
            let siblings = group.parent.filter(|parent| site.groups[*parent].parent.is_some());
            let siblings = siblings.map_or(&[][..], |parent| &site.groups[parent].children);
            siblings
                .iter()
                .filter(|sibling| **sibling != view.group)
                .filter_map(|sibling| site.view_of(*sibling, view.language))
                .take(RELATED_LIMIT)
                .map(|view| self.link_value(view))
                .collect()
        } else {
            named
                .iter()
                .filter_map(|group| site.view_of(*group, view.language))
                .map(|view| self.link_value(view))
                .collect()
        };
        Value::from(related)
    }

    fn children(&self, view: &View) -> Value {
        let children: Vec<Value> = self.site.groups[view.group]
            .children
            .iter()
            .filter_map(|child| self.site.view_of(*child, view.language))
            .map(|view| self.link_value(view))
            .collect();
        Value::from(children)
    }

    /// The language menu: the same page in every language of the site.
    fn languages(&self, view: &View) -> Value {
        let site = &*self.site;
        let languages: Vec<Value> = site
            .config
            .languages
            .iter()
            .enumerate()
            .map(|(language, tag)| {
                let other = site.view_of(view.group, language);
                let path = other.map_or_else(|| self.frames[language].home_path.clone(), |view| view.path.to_string());
                map([
                    ("tag", text(tag)),
                    ("name", text(language::native_name(tag))),
                    ("dir", text(language::direction(tag).attribute())),
                    ("path", text(&percent_encode(&path))),
                    ("current", Value::from(language == view.language)),
                    ("translated", Value::from(other.is_some_and(|view| !site.is_fallback(view)))),
                ])
            })
            .collect();
        Value::from(languages)
    }

    /// From the home page to the section the page is in.
    fn breadcrumb(&self, view: &View) -> Value {
        let mut crumbs: Vec<Value> = self
            .ancestors(view)
            .map(|view| {
                if *view.path == *self.frames[view.language].home_path {
                    // A word of the theme, in the language of the frame.
                    let home = self.strings(view.language).get("home");
                    return map([
                        ("title", text(home)),
                        ("path", text(&percent_encode(&view.path))),
                        ("lang", Value::none()),
                    ]);
                }
                self.entry(view, self.site.page_of(view).nav_title(), [])
            })
            .collect();
        crumbs.reverse();
        Value::from(crumbs)
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

/// The h2 and h3 of a page.
fn toc(page: &Page) -> Value {
    let entry = |id: &str, words: &str, children: Vec<Value>| {
        map([("id", text(id)), ("text", text(words)), ("children", Value::from(children))])
    };
    let mut entries: Vec<Value> = Vec::new();
    let mut open: Option<(&str, &str, Vec<Value>)> = None;
    for heading in &page.document.headings {
        match (heading.level, &mut open) {
            (2, _) => {
                entries.extend(open.take().map(|(id, words, children)| entry(id, words, children)));
                open = Some((&heading.id, &heading.text, Vec::new()));
            }
            (3, Some((_, _, children))) => children.push(entry(&heading.id, &heading.text, Vec::new())),
            (3, None) => entries.push(entry(&heading.id, &heading.text, Vec::new())),
            _ => {}
        }
    }
    entries.extend(open.map(|(id, words, children)| entry(id, words, children)));
    Value::from(entries)
}

fn contact_value(contact: &Contact, tag: &str) -> Value {
    let in_language = |words: &Option<Localized>| optional(words.as_ref().map(|words| words.in_language(tag)));
    // "8:00 a.m." parts at no line end.
    let hours = contact
        .hours
        .as_ref()
        .map(|hours| hours.in_language(tag).replace(" a.", "\u{a0}a.").replace(" p.", "\u{a0}p."));
    let hours = optional(hours.as_deref());
    // Each by its own name: who looks for it may read no other.
    let languages: Vec<Value> = contact
        .languages
        .iter()
        .map(|tag| {
            let dir = language::direction(tag).attribute();
            map([("name", text(language::native_name(tag))), ("lang", text(tag)), ("dir", text(dir))])
        })
        .collect();
    map([
        ("office", text(contact.office.in_language(tag))),
        ("email", optional(contact.email.as_deref())),
        ("phone", optional(contact.phone.as_deref())),
        ("phone_href", optional(contact.phone.as_deref().and_then(phone_link).as_deref())),
        ("hours", hours),
        ("address", in_language(&contact.address)),
        ("languages", Value::from(languages)),
    ])
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
