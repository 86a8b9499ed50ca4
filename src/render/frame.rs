//! What all pages of one language share, built once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, OnceLock, RwLock};

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::contacts::Words;
use super::fragments::{Known, Level};
use super::page_value::Notices;
use super::structured_data::SharedData;
use super::{Renderer, map, optional, summary, text};
use crate::fields::phone_link;
use crate::front_matter::Kind;
use crate::language;
use crate::site::{SEARCH_FOLDER, Site, View};
use crate::source::percent_encode;

/// What all pages of one language share.
pub(super) struct Frame {
    pub(super) site: Value,
    pub(super) language: Value,
    pub(super) home_path: String,
    /// Every page as a tree, made when a page first shows it.
    pub(super) site_map: OnceLock<Value>,
    /// Where readers search; none when the site wants no search.
    pub(super) search: Value,
    /// The addresses that the navigation bar names, numbered.
    pub(super) menu_paths: HashMap<String, usize>,
    /// The addresses that the footer names, numbered.
    pub(super) footer_paths: HashMap<String, usize>,
    /// What pages share beyond that, by the way from them to the top of the site.
    pub(super) levels: RwLock<HashMap<String, Arc<Level>>>,
    pub(super) contacts: Known<Words<'static>>,
    pub(super) dates: Known<Date>,
    /// By which of them there are.
    pub(super) notices: Known<[bool; 3], Notices>,
    /// The district, for search engines.
    pub(super) shared_data: SharedData,
    /// Pages in lists, by group.
    pub(super) entries: Known<usize>,
}

/// A page in a list: its title, its address, and its language when that is not the list's (WCAG 3.1.2).
/// A list has what its entries need; the other fields are not there.
#[derive(Default, Serialize)]
pub(super) struct Entry<'e> {
    pub(super) title: &'e str,
    pub(super) path: Cow<'e, str>,
    pub(super) lang: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dir: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) children: Option<Value>,
    /// The theme's link to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<Value>,
}

impl Entry<'_> {
    /// For templates.
    pub(super) fn value(&self) -> Value {
        Value::from_serializable(self)
    }
}

impl Renderer {
    pub(super) fn frame(&self, language: usize) -> Frame {
        let site = &*self.site;
        let tag = &site.config.languages[language];
        let items = site.navigation.get(language).map_or(&[][..], |navigation| &navigation.items);
        let named = items.iter().flat_map(|item| std::iter::once(&item.view).chain(&item.children));
        let address = |view: &View| percent_encode(&view.path).into_owned();
        let home_path = self.home_path(language);
        let footer_views = self.footer_views(language);
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
            search: if self.theme.is_on("search") {
                let page = format!("{home_path}{SEARCH_FOLDER}");
                let index = format!("{page}index.json");
                let site_map = optional(site_map.map(|view| percent_encode(&view.path)).as_deref());
                map([("page", text(&page)), ("index", text(&index)), ("site_map", site_map)])
            } else {
                Value::none()
            },
            home_path,
            site_map: OnceLock::new(),
            menu_paths: numbered(named.map(|view| address(&site.views[*view]))),
            footer_paths: numbered(footer_views.into_iter().map(address)),
            levels: RwLock::default(),
            contacts: Known::default(),
            dates: Known::default(),
            notices: Known::default(),
            shared_data: SharedData::new(&site.config, tag),
            entries: Known::default(),
        }
    }

    /// A view in a list.
    pub(super) fn entry<'s>(&'s self, view: &'s View, title: &'s str) -> Entry<'s> {
        let language = &self.site.config.languages[self.site.page_of(view).language];
        Entry {
            title,
            path: percent_encode(&view.path),
            lang: self.site.is_fallback(view).then_some(language.as_str()),
            dir: Some(language::direction(language).attribute()),
            ..Entry::default()
        }
    }

    /// The address of a language's home page.
    pub(super) fn home_path(&self, language: usize) -> String {
        if language == 0 { String::new() } else { format!("{}/", self.site.config.languages[language]) }
    }

    /// The notices and the site map, for the footer.
    pub(super) fn footer_views(&self, language: usize) -> Vec<&View> {
        let site = &*self.site;
        site.groups
            .iter()
            .filter_map(|group| group.views.get(language).copied().flatten())
            .map(|view| &site.views[view])
            .filter(|view| matches!(site.page_of(view).front_matter.kind, Kind::Notice | Kind::SiteMap))
            .collect()
    }

    /// A view in a list, with its summary.
    pub(super) fn link_entry<'s>(&'s self, view: &'s View) -> Entry<'s> {
        let page = self.site.page_of(view);
        Entry { summary: Some(summary(page)), ..self.entry(view, page.nav_title()) }
    }

    /// The same, for templates.
    pub(super) fn link_value(&self, view: &View) -> Value {
        let make = || Ok::<_, Infallible>(self.link_entry(view).value());
        let Ok(value) = self.frames[view.language].entries.get(view.group, make);
        value
    }

    /// Every page of a language, by sections.
    pub(super) fn site_map(&self, language: usize) -> Value {
        let make = || {
            let roots = (0..self.site.groups.len()).filter(|at| self.site.groups[*at].parent.is_none());
            let entries: Vec<Value> = roots.filter_map(|group| self.site_map_entry(group, language)).collect();
            Value::from(entries)
        };
        self.frames[language].site_map.get_or_init(make).clone()
    }

    pub(super) fn site_map_entry(&self, group: usize, language: usize) -> Option<Value> {
        let view = self.site.view_of(group, language)?;
        let children: Vec<Value> =
            self.site.groups[group].children.iter().filter_map(|child| self.site_map_entry(*child, language)).collect();
        let entry = self.entry(view, self.site.page_of(view).title());
        Some(Entry { children: Some(Value::from(children)), ..entry }.value())
    }
}

fn numbered(paths: impl Iterator<Item = String>) -> HashMap<String, usize> {
    paths.enumerate().map(|(number, path)| (path, number)).collect()
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
    use super::initials;

    #[test]
    fn initials_of_a_district() {
        assert_eq!(initials("Sierra Vista Unified School District"), "SV");
    }
}
