//! render: [`Site`] + [`Theme`] → the bytes of every page. Pure, and safe to run in
//! parallel: a [`Renderer`] holds what all pages share, built once.

mod body;
mod feeds;
mod search;
mod structured_data;

use std::sync::Arc;

use tera::{Context, Map, Value};

use crate::config::Contact;
use crate::diagnostics::Finding;
use crate::fields::{Localized, phone_link};
use crate::front_matter::{ContactChoice, Kind};
use crate::language;
use crate::page::Page;
use crate::site::{DocumentTarget, NavigationItem, Site, View};
use crate::source::{extension, percent_encode};
use crate::theme::{Strings, Theme};

use feeds::{robots, sitemap};

use crate::site::SEARCH_FOLDER;

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
    none: Value,
}

/// What all pages of one language share.
struct Frame {
    site: Value,
    language: Value,
    navigation: Value,
    footer_links: Value,
    home_path: String,
    site_map: Option<Value>,
    site_map_path: Value,
    has_search: bool,
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

/// The kind of a document by its file's extension: "PDF", "Word".
#[must_use]
pub fn document_kind(file: &str) -> Option<&'static str> {
    Some(match extension(file).as_str() {
        "pdf" => "PDF",
        "doc" | "docx" | "odt" | "rtf" => "Word",
        "xls" | "xlsx" | "ods" | "csv" => "Excel",
        "ppt" | "pptx" | "odp" => "PowerPoint",
        "zip" => "ZIP",
        _ => return None,
    })
}

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

    /// Builds what the pages of `site` share.
    #[must_use]
    pub fn new(site: Arc<Site>, theme: Arc<Theme>) -> Self {
        let mut renderer = Self { site, theme, frames: Vec::new(), none: Value::none() };
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

    fn strings(&self, language: usize) -> &Strings {
        // There is a set of strings for every language of the site; themes cannot be loaded otherwise.
        &self.theme.strings[language.min(self.theme.strings.len().saturating_sub(1))]
    }

    fn frame(&self, language: usize) -> Frame {
        let site = &*self.site;
        let tag = &site.config.languages[language];
        let navigation = site.navigation.get(language).map_or_else(Vec::new, |navigation| {
            navigation.items.iter().map(|item| self.navigation_item(item)).collect()
        });
        let site_map = site
            .views
            .iter()
            .find(|view| view.language == language && site.page_of(view).front_matter.kind == Kind::SiteMap);
        Frame {
            site: site_value(site, tag),
            language: map([
                ("tag", text(tag)),
                ("dir", text(language::direction(tag).attribute())),
                ("name", text(language::native_name(tag))),
            ]),
            navigation: Value::from(navigation),
            footer_links: self.footer_links(language),
            home_path: self.home_path(language),
            site_map: site_map.map(|_| self.site_map(language)),
            site_map_path: optional(site_map.map(|view| percent_encode(&view.path)).as_deref()),
            has_search: self.theme.is_on("search"),
        }
    }

    /// The address of a language's home page.
    fn home_path(&self, language: usize) -> String {
        if language == 0 { String::new() } else { format!("{}/", self.site.config.languages[language]) }
    }

    fn navigation_item(&self, item: &NavigationItem) -> Value {
        let views = &self.site.views;
        let nav_title = |view: usize| self.site.page_of(&views[view]).nav_title();
        let children: Vec<Value> =
            item.children.iter().map(|child| self.entry(&views[*child], nav_title(*child), [])).collect();
        self.entry(&views[item.view], nav_title(item.view), [("children", Value::from(children))])
    }

    /// A view in a list: its title, its address, and its language when that is not the list's
    /// (WCAG 3.1.2).
    fn entry<const N: usize>(&self, view: &View, title: &str, more: [(&'static str, Value); N]) -> Value {
        let language = &self.site.config.languages[self.site.page_of(view).language];
        let foreign = self.site.is_fallback(view);
        let mut entry = Map::with_capacity(N + 4);
        entry.insert("title".into(), text(title));
        entry.insert("path".into(), text(&percent_encode(&view.path)));
        entry.insert("lang".into(), optional(foreign.then_some(language.as_str())));
        entry.insert("dir".into(), text(language::direction(language).attribute()));
        for (name, value) in more {
            entry.insert(name.into(), value);
        }
        Value::from(entry)
    }

    /// The notices and the site map, for the footer.
    fn footer_links(&self, language: usize) -> Value {
        let site = &*self.site;
        let links: Vec<Value> = site
            .groups
            .iter()
            .filter_map(|group| group.views.get(language).copied().flatten())
            .map(|view| &site.views[view])
            .filter(|view| matches!(site.page_of(view).front_matter.kind, Kind::Notice | Kind::SiteMap))
            .map(|view| self.link_value(view))
            .collect();
        Value::from(links)
    }

    fn link_value(&self, view: &View) -> Value {
        let page = self.site.page_of(view);
        self.entry(view, page.nav_title(), [("summary", text(summary(page)))])
    }

    /// Every page of a language, by sections.
    fn site_map(&self, language: usize) -> Value {
        let roots = (0..self.site.groups.len()).filter(|at| self.site.groups[*at].parent.is_none());
        let entries: Vec<Value> = roots.filter_map(|group| self.site_map_entry(group, language)).collect();
        Value::from(entries)
    }

    fn site_map_entry(&self, group: usize, language: usize) -> Option<Value> {
        let view = self.site.view_of(group, language)?;
        let children: Vec<Value> =
            self.site.groups[group].children.iter().filter_map(|child| self.site_map_entry(*child, language)).collect();
        Some(self.entry(view, self.site.page_of(view).title(), [("children", Value::from(children))]))
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
        let mut context = self.context(view.language, &root);
        context.insert_value("page", self.page_value(view, page, &root)?);
        let mut out = Vec::with_capacity(page.document.html.len() + 8 * 1024);
        self.theme.render(template, &context, &page.file(), &mut out)?;
        Ok(out)
    }

    fn context(&self, language: usize, root: &str) -> Context {
        let frame = &self.frames[language];
        let mut context = Context::new();
        context.insert_value("root", text(root));
        context.insert_value("site", frame.site.clone());
        context.insert_value("lang", frame.language.clone());
        context.insert_value("t", self.strings(language).value());
        context.insert_value("home_path", text(&frame.home_path));
        context.insert_value("nav", frame.navigation.clone());
        context.insert_value("legal_links", frame.footer_links.clone());
        let search = if frame.has_search {
            let page = format!("{}{SEARCH_FOLDER}", frame.home_path);
            let index = format!("{page}index.json");
            map([("page", text(&page)), ("index", text(&index)), ("site_map", frame.site_map_path.clone())])
        } else {
            Value::none()
        };
        context.insert_value("search", search);
        context
    }

    fn page_value(&self, view: &View, page: &Page, root: &str) -> Result<Value, Box<Finding>> {
        let site = &*self.site;
        let front_matter = &page.front_matter;
        let strings = self.strings(view.language);
        let body_language = &site.config.languages[page.language];
        let group = &site.groups[view.group];
        let toc = toc(page);
        let headings = page.document.headings.iter().filter(|heading| heading.level == 2).count();
        let date = |date: Option<jiff::civil::Date>| {
            date.map_or_else(Value::none, |date| {
                map([("iso", text(&date.to_string())), ("long", text(&strings.long_date(date)))])
            })
        };
        let nav_root = group.nav_root.and_then(|root| site.view_of(root, view.language));
        Ok(map([
            ("title", text(page.title())),
            ("nav_title", text(page.nav_title())),
            ("head_title", text(&self.head_title(page.title(), view.language))),
            ("summary", text(summary(page))),
            ("kind", text(front_matter.kind.name())),
            ("audience", text(front_matter.audience.name())),
            ("path", text(&percent_encode(&view.path))),
            ("is_home", Value::from(view.path == self.frames[view.language].home_path)),
            ("canonical", optional(self.canonical(view).as_deref())),
            ("html", Value::safe_string(&self.body(view, page, root)?)),
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
            ("nav_root", optional(nav_root.map(|view| percent_encode(&view.path)).as_deref())),
            ("robots", self.none.clone()),
            (
                "site_map",
                match (&self.frames[view.language].site_map, front_matter.kind) {
                    (Some(tree), Kind::SiteMap) => tree.clone(),
                    _ => self.none.clone(),
                },
            ),
        ]))
    }

    /// "Enrolling – Independent Study – Sierra Vista Unified School District".
    fn head_title(&self, title: &str, language: usize) -> String {
        let config = &self.site.config;
        let mut title = title.to_owned();
        for part in [config.title.in_language(&config.languages[language]), config.organization.name.as_str()] {
            if !title.ends_with(part) {
                title = format!("{title} – {part}");
            }
        }
        title
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
                let path = other.map_or_else(|| self.frames[language].home_path.clone(), |view| view.path.clone());
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
                if view.path == self.frames[view.language].home_path {
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

    /// The page for addresses that do not exist, in a language. It is served from any
    /// depth, so its links start at the site's own path on the host.
    ///
    /// # Errors
    /// A mistake in a template.
    pub fn not_found(&self, language: usize) -> Result<OutputFile, Box<Finding>> {
        let strings = self.strings(language);
        let root = self.site.config.base_path();
        let mut context = self.context(language, root);
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
    fn made_page(&self, language: usize, title: &str, summary: &str, kind: &str, path: &str) -> Value {
        let config = &self.site.config;
        let contact = config.contact.as_ref().and_then(|key| config.contact(&key.value));
        let empty = || Value::from(Vec::<Value>::new());
        let site = &*self.site;
        let home = site.view_at(&self.frames[language].home_path).map(|view| &site.views[view]);
        map([
            ("title", text(title)),
            ("nav_title", text(title)),
            ("head_title", text(&self.head_title(title, language))),
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
    fn redirects(&self) -> Result<Vec<OutputFile>, Box<Finding>> {
        let mut files = Vec::new();
        let mut table = String::new();
        let base = self.site.config.base_path();
        for redirect in &self.site.redirects {
            let view = &self.site.views[redirect.to];
            let page = self.site.page_of(view);
            let is_file = redirect.from.rsplit('/').next().unwrap_or_default().contains('.');
            let path = if is_file { redirect.from.clone() } else { format!("{}/index.html", redirect.from) };
            let root = "../".repeat(path.matches('/').count());
            let to = percent_encode(&view.path);
            let target = if root.is_empty() && to.is_empty() { "./".to_owned() } else { format!("{root}{to}") };
            let mut context = self.context(view.language, &root);
            context.insert_value("target", text(&target));
            context.insert_value("title", text(page.title()));
            context.insert_value("canonical", optional(self.canonical(view).as_deref()));
            let mut bytes = Vec::new();
            self.theme.render("redirect.html", &context, &page.file(), &mut bytes)?;
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
    let languages: Vec<&str> = contact.languages.iter().map(|tag| language::native_name(tag)).collect();
    let languages = languages.join(", ");
    map([
        ("office", text(contact.office.in_language(tag))),
        ("email", optional(contact.email.as_deref())),
        ("phone", optional(contact.phone.as_deref())),
        ("phone_href", optional(contact.phone.as_deref().and_then(phone_link).as_deref())),
        ("hours", in_language(&contact.hours)),
        ("address", in_language(&contact.address)),
        ("languages", optional((!languages.is_empty()).then_some(languages.as_str()))),
    ])
}

fn site_value(site: &Site, tag: &str) -> Value {
    let config = &site.config;
    let organization = &config.organization;
    let logo = site.logo.map_or_else(Value::none, |logo| {
        let asset = &site.assets[logo];
        // Without measures the logo is taken for a square.
        let (width, height) = asset.picture.as_ref().map_or((64, 64), |picture| (picture.width, picture.height));
        let path = percent_encode(asset.path.as_str());
        map([("path", text(&path)), ("width", Value::from(width)), ("height", Value::from(height))])
    });
    map([
        ("title", text(config.title.in_language(tag))),
        (
            "organization",
            map([
                ("name", text(&organization.name)),
                ("initials", text(&initials(&organization.name))),
                ("url", optional(organization.url.as_deref())),
                ("address", optional(organization.address.as_deref())),
                ("phone", optional(organization.phone.as_deref())),
                ("phone_href", optional(organization.phone.as_deref().and_then(phone_link).as_deref())),
                ("logo", logo),
            ]),
        ),
        ("base_url", optional(config.base_url.as_deref())),
        ("generator", text(concat!("Studypages ", env!("CARGO_PKG_VERSION")))),
    ])
}

/// "Sierra Vista Unified School District" → "SV": the first letters of the two first words.
fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_alphabetic())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
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
        assert_eq!(initials("Sierra Vista Unified School District"), "SV");
    }
}
