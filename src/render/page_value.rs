//! The values of a page, as templates see them: `page.title`.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Value};

use super::fragments::{Level, Place};
use super::{RELATED_LIMIT, Renderer, is_outdated, summary};
use crate::diagnostics::Finding;
use crate::front_matter::{Audience, Kind};
use crate::language;
use crate::page::Page;
use crate::site::View;
use crate::source::percent_encode;
use crate::theme::{escaped, relative};

/// The fields of `page`.
#[derive(Default, Serialize)]
pub(super) struct PageValue<'p> {
    pub(super) title: &'p str,
    pub(super) nav_title: &'p str,
    pub(super) head_title: String,
    pub(super) summary: &'p str,
    pub(super) kind: &'p str,
    pub(super) audience: &'p str,
    /// "For students".
    pub(super) readers: Option<&'p str>,
    pub(super) path: &'p str,
    pub(super) is_home: bool,
    pub(super) canonical: Option<String>,
    /// Safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) html: Option<Value>,
    /// The same with the theme's box around every table.
    pub(super) text: Option<Value>,
    pub(super) body_lang: &'p str,
    pub(super) body_dir: &'p str,
    pub(super) is_fallback: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) toc: Option<Vec<TocEntry<'p>>>,
    /// The same as items of a list, where it is shown. Safe.
    pub(super) contents: Option<Value>,
    pub(super) toc_show: bool,
    pub(super) contact: Option<Value>,
    pub(super) last_reviewed: Option<Value>,
    pub(super) legal_as_of: Option<Value>,
    pub(super) notices: Items,
    /// The theme's notices.
    pub(super) notices_shown: Option<Value>,
    pub(super) documents: Items,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) related: Option<Value>,
    pub(super) related_show: bool,
    /// Items of a list. Safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) related_links: Option<Value>,
    pub(super) children: Items,
    pub(super) languages: Items,
    /// Whether there are several.
    pub(super) languages_show: bool,
    /// Whether the theme's menu of languages shows something.
    pub(super) language_menu: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) breadcrumb: Option<Value>,
    pub(super) breadcrumb_show: bool,
    /// Items of a list. Safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) breadcrumb_links: Option<Value>,
    pub(super) alternates: Items,
    /// Safe.
    pub(super) jsonld: Option<Value>,
    pub(super) nav_root: Option<&'p str>,
    pub(super) robots: Option<&'p str>,
    pub(super) site_map: Option<Value>,
}

/// A list.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub(super) struct Items(pub(super) Value);

/// Most lists of most pages are empty, and the same empty list does for all.
static NO_ITEMS: LazyLock<Value> = LazyLock::new(|| Value::from(Vec::<Value>::new()));

impl Default for Items {
    fn default() -> Self {
        Self(NO_ITEMS.clone())
    }
}

impl<T: Serialize> From<Vec<T>> for Items {
    fn from(items: Vec<T>) -> Self {
        if items.is_empty() { Self::default() } else { Self(Value::from_serializable(&items)) }
    }
}

/// An h2 or h3 of the page.
#[derive(Serialize)]
pub(super) struct TocEntry<'p> {
    id: &'p str,
    text: &'p str,
    children: Vec<TocEntry<'p>>,
}

/// What a reader must know about the text.
#[derive(Clone)]
pub(super) struct Notices {
    pub(super) list: Items,
    /// As the theme shows them.
    pub(super) shown: Option<Value>,
}

#[derive(Serialize)]
struct Notice<'p> {
    kind: &'p str,
    text: &'p str,
}

/// A document of the front matter.
#[derive(Serialize)]
pub(super) struct DocumentValue<'p> {
    title: &'p str,
    path_or_url: String,
    external: bool,
    #[serde(rename = "type")]
    kind: &'p str,
    size: String,
    lang: Option<&'p str>,
    pages: Option<i64>,
}

/// The same page in a language of the site.
#[derive(Serialize)]
pub(super) struct LanguageValue<'p> {
    tag: &'p str,
    name: &'p str,
    dir: &'p str,
    path: Cow<'p, str>,
    /// From the page.
    href: String,
    current: bool,
    translated: bool,
}

/// A translation, for `hreflang`.
#[derive(Serialize)]
pub(super) struct Alternate<'p> {
    tag: &'p str,
    url: String,
}

impl PageValue<'_> {
    /// For templates.
    pub(super) fn value(&self) -> Value {
        Value::from_serializable(self)
    }
}

impl Renderer {
    pub(super) fn page_value(
        &self,
        level: &Level,
        view: &View,
        page: &Page,
        place: Place<'_>,
    ) -> Result<Value, Box<Finding>> {
        let site = &*self.site;
        let front_matter = &page.front_matter;
        let body_language = &site.config.languages[page.language];
        let headings = page.document.headings.iter().filter(|heading| heading.level == 2).count();
        let section = site.groups[view.group].parent.and_then(|parent| site.view_of(parent, view.language));
        let section = section.map(|section| site.page_of(section).title());
        let date = |date: Option<jiff::civil::Date>| date.map(|date| self.date(date, view.language));
        let notices = self.notices(view, page, place.file)?;
        let canonical = self.canonical(view);
        let body = self.body(view, page, level.root())?;
        let toc_show = headings >= 2 && front_matter.kind != Kind::Home;
        let languages = self.languages(view, level.root());
        let strings = self.strings(view.language);
        let related: Vec<&View> = self.related(view);
        // Home pages show them as cards.
        let lists_related = self.own.related || front_matter.kind == Kind::Home || view.path.is_empty();
        let breadcrumb = self.breadcrumb(level, view, place.file)?;
        let last_reviewed = date(front_matter.last_reviewed.as_ref().map(|date| date.value));
        let reviewed = last_reviewed.as_ref().and_then(Value::as_map).and_then(|day| day.get(&"iso".into())?.as_str());
        let structured_data = self.structured_data(view, page, canonical.as_deref(), reviewed);
        let value = PageValue {
            title: page.title(),
            nav_title: page.nav_title(),
            head_title: self.head_title(page.title(), view.language, section),
            summary: summary(page),
            kind: front_matter.kind.name(),
            audience: front_matter.audience.name(),
            readers: match front_matter.audience {
                Audience::Students => Some(strings.get("for_students")),
                Audience::Educators => Some(strings.get("for_educators")),
                _ => None,
            },
            path: place.path,
            is_home: *view.path == *self.frames[view.language].home_path,
            canonical,
            html: self.own.html.then(|| Value::safe_string(&body)),
            text: Some(level.boxed(&body)),
            body_lang: body_language,
            body_dir: language::direction(body_language).attribute(),
            is_fallback: site.is_fallback(view),
            toc: self.own.toc.then(|| toc(page)),
            contents: toc_show.then(|| Value::safe_string(&contents(page))),
            toc_show,
            contact: self.page_contact(page, view.language, place.file)?,
            last_reviewed,
            legal_as_of: date(front_matter.legal_as_of.as_ref().map(|date| date.value)),
            notices: notices.list,
            notices_shown: notices.shown,
            documents: self.documents(view, page).into(),
            related: lists_related.then(|| self.items(level, related.iter().copied(), place.file)).transpose()?,
            related_show: !related.is_empty(),
            related_links: self.links(level, &related, place.file)?,
            children: self.children(view),
            languages_show: languages.len() > 1,
            language_menu: languages.len() > 1 || self.own.language_menu,
            languages: languages.into(),
            breadcrumb: breadcrumb.list,
            breadcrumb_show: breadcrumb.is_shown,
            breadcrumb_links: breadcrumb.links,
            alternates: self.alternates(view).into(),
            jsonld: Some(Value::safe_string(&structured_data)),
            nav_root: place.section.map(|(_, path)| path),
            robots: None,
            site_map: (front_matter.kind == Kind::SiteMap).then(|| self.site_map(view.language)),
        };
        Ok(value.value())
    }

    /// Real translations only; the default language is `x-default`.
    fn alternates(&self, view: &View) -> Vec<Alternate<'_>> {
        let Some(base) = self.site.config.base_url.as_deref() else { return Vec::new() };
        let translated: Vec<&View> = self.site.groups[view.group]
            .views
            .iter()
            .flatten()
            .map(|view| &self.site.views[*view])
            .filter(|view| !self.site.is_fallback(view))
            .collect();
        if translated.len() < 2 {
            return Vec::new();
        }
        let alternate = |tag, view: &View| Alternate { tag, url: format!("{base}{}", percent_encode(&view.path)) };
        let mut alternates: Vec<Alternate<'_>> =
            translated.iter().map(|view| alternate(&self.site.config.languages[view.language], view)).collect();
        let default = translated.iter().find(|view| view.language == 0);
        alternates.extend(default.map(|default| alternate("x-default", default)));
        alternates
    }

    /// What a reader must know about this text: not translated, machine-made, older than the original.
    fn notices(&self, view: &View, page: &Page, file: &str) -> Result<Notices, Box<Finding>> {
        let is_fallback = self.site.is_fallback(view);
        let translation = page.front_matter.translation.as_ref().filter(|_| !is_fallback);
        let is_unread = translation.is_some_and(|translation| translation.by_machine && !translation.reviewed);
        let is_outdated = translation.is_some() && is_outdated(&self.site, view.group, page);
        self.notices_that(view.language, [is_fallback, is_unread, is_outdated], file)
    }

    /// Notices that say those of the three that are true.
    pub(super) fn notices_that(&self, language: usize, said: [bool; 3], file: &str) -> Result<Notices, Box<Finding>> {
        self.frames[language].notices.get(said, || {
            let strings = self.strings(language);
            let notices =
                [("note", "not_translated"), ("warning", "machine_translation"), ("warning", "translation_outdated")];
            let notices = notices.into_iter().zip(said).filter(|(_, is_said)| *is_said);
            let notices: Vec<Notice<'_>> =
                notices.map(|((kind, key), _)| Notice { kind, text: strings.get(key) }).collect();
            let list = Value::from_serializable(&notices);
            let mut shown = None;
            if self.components.page_notices {
                let mut arguments = Context::new();
                arguments.insert_value("notices", list.clone());
                let html = self.theme.component("page_notices", &arguments, &strings.context(), None, file)?;
                shown = Some(Value::safe_string(&html));
            }
            Ok(Notices { list: Items(list), shown })
        })
    }

    fn documents<'p>(&self, view: &View, page: &'p Page) -> Vec<DocumentValue<'p>> {
        let resolved = &self.site.resolved[view.page];
        page.front_matter
            .documents
            .iter()
            .zip(&resolved.documents)
            .filter_map(|(document, target)| {
                let (path_or_url, external, kind, size) = self.document_facts(target)?;
                let lang = document.language.as_deref();
                Some(DocumentValue {
                    title: &document.title,
                    path_or_url,
                    external,
                    kind,
                    size,
                    lang,
                    pages: document.pages,
                })
            })
            .collect()
    }

    /// The pages the author names; else the page's neighbours in its section.
    fn related(&self, view: &View) -> Vec<&View> {
        let site = &*self.site;
        let named = &site.resolved[view.page].related;
        let in_language = |group: &usize| site.view_of(*group, view.language);
        if !named.is_empty() {
            return named.iter().filter_map(in_language).collect();
        }
        let siblings = site.groups[view.group].parent.filter(|parent| site.groups[*parent].parent.is_some());
        let siblings = siblings.map_or(&[][..], |parent| &site.groups[parent].children);
        let siblings = siblings.iter().filter(|sibling| **sibling != view.group);
        siblings.filter_map(in_language).take(RELATED_LIMIT).collect()
    }

    fn children(&self, view: &View) -> Items {
        let children = self.site.groups[view.group].children.iter();
        let children = children.filter_map(|child| self.site.view_of(*child, view.language));
        children.map(|view| self.link_value(view)).collect::<Vec<_>>().into()
    }

    /// The language menu: the same page in every language of the site. None when there is one language that
    /// nothing shows.
    pub(super) fn languages(&self, view: &View, root: &str) -> Vec<LanguageValue<'_>> {
        let site = &*self.site;
        if site.config.languages.len() < 2 && !self.own.languages && !self.own.language_menu {
            return Vec::new();
        }
        let languages = site.config.languages.iter().enumerate();
        languages
            .map(|(language, tag)| {
                let other = site.view_of(view.group, language);
                let path = percent_encode(other.map_or(self.frames[language].home_path.as_str(), |view| &view.path));
                LanguageValue {
                    tag,
                    name: language::native_name(tag),
                    dir: language::direction(tag).attribute(),
                    href: relative(root, &path),
                    path,
                    current: language == view.language,
                    translated: other.is_some_and(|view| !site.is_fallback(view)),
                }
            })
            .collect()
    }
}

/// The h2 and h3 of a page.
fn toc(page: &Page) -> Vec<TocEntry<'_>> {
    let mut entries: Vec<TocEntry<'_>> = Vec::new();
    // The number of the last h2, which the h3 after it stand below.
    let mut open = None;
    for heading in &page.document.headings {
        let entry = TocEntry { id: &heading.id, text: &heading.text, children: Vec::new() };
        match (heading.level, open) {
            (2, _) => {
                open = Some(entries.len());
                entries.push(entry);
            }
            (3, Some(at)) => entries[at].children.push(entry),
            (3, None) => entries.push(entry),
            _ => {}
        }
    }
    entries
}

/// The h2 and h3 of a page as items of a list, those below an h2 in a list of their own. On an "faq" page they are
/// questions, which are folded: its readers look for groups of questions first.
fn contents(page: &Page) -> String {
    let is_faq = page.front_matter.kind == Kind::Faq;
    let mut items = String::with_capacity(page.document.headings.len() * 64);
    // What the item before still needs at its end.
    let mut end = "";
    let mut is_below_h2 = false;
    for heading in &page.document.headings {
        let is_child = heading.level == 3 && is_below_h2;
        match heading.level {
            2 => is_below_h2 = true,
            3 if is_child && is_faq => continue,
            3 => {}
            _ => continue,
        }
        if is_child {
            items.push_str(if end == END_OF_LIST { "\n" } else { "\n<ul>\n" });
            end = END_OF_LIST;
        } else {
            items.push_str(end);
            end = END_OF_ITEM;
        }
        items.push_str("<li><a href=\"#");
        items.push_str(&escaped(&heading.id));
        items.push_str("\">");
        items.push_str(&escaped(&heading.text));
        items.push_str(if is_child { "</a></li>" } else { "</a>" });
    }
    items.push_str(end.trim_end());
    items
}

const END_OF_ITEM: &str = "</li>\n";
const END_OF_LIST: &str = "\n</ul></li>\n";
