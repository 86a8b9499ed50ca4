//! The parts of the frame that many pages show alike: the navigation bar and the footer.
//! Each is rendered once for all pages that show the same bytes.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use tera::{Context, Value};

use super::{Renderer, optional, text};
use crate::diagnostics::Finding;

/// What was rendered so far, by everything it depends on beyond the site and its theme.
#[derive(Default)]
pub(super) struct Fragments {
    known: RwLock<HashMap<Key, Value>>,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    component: &'static str,
    language: usize,
    root: String,
    /// The address of the page, where the fragment names it.
    path: Option<String>,
    /// The entry of the navigation bar that the page belongs under.
    section: Option<String>,
}

/// Where a page stands, as far as the frame around it shows it.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) language: usize,
    /// From the page to the top of the site.
    pub(super) root: &'p str,
    pub(super) path: &'p str,
    pub(super) section: Option<&'p str>,
    /// The page's file, as findings name it.
    pub(super) file: &'p str,
}

impl Renderer {
    /// Adds the fragments that the theme has to the values of a page.
    pub(super) fn add_fragments(&self, context: &mut Context, place: Place<'_>) -> Result<(), Box<Finding>> {
        let frame = &self.frames[place.language];
        let own = |paths: &std::collections::HashSet<String>| paths.get(place.path).cloned();
        let menu = Key {
            component: "site_menu",
            language: place.language,
            root: place.root.to_owned(),
            path: own(&frame.menu_paths),
            section: place.section.map(str::to_owned),
        };
        let footer = Key {
            component: "site_footer",
            language: place.language,
            root: place.root.to_owned(),
            path: own(&frame.footer_paths),
            section: None,
        };
        for (name, key) in [("menu", menu), ("footer", footer)] {
            if self.theme.has_component(key.component) {
                context.insert_value(name, self.fragment(key, place.file)?);
            }
        }
        Ok(())
    }

    fn fragment(&self, key: Key, file: &str) -> Result<Value, Box<Finding>> {
        let known = &self.fragments.known;
        if let Some(value) = known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(value.clone());
        }
        let frame = &self.frames[key.language];
        let mut arguments = Context::new();
        arguments.insert_value("t", self.strings(key.language).value());
        arguments.insert_value("site", frame.site.clone());
        arguments.insert_value("nav", frame.navigation.clone());
        arguments.insert_value("legal_links", frame.footer_links.clone());
        arguments.insert_value("root", text(&key.root));
        arguments.insert_value("path", optional(key.path.as_deref()));
        arguments.insert_value("section", optional(key.section.as_deref()));
        let html = Value::safe_string(&self.theme.component(key.component, &arguments, None, file)?);
        known.write().unwrap_or_else(PoisonError::into_inner).insert(key, html.clone());
        Ok(html)
    }
}
