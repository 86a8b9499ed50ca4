//! What many pages show alike, rendered once: the `shared` components of the theme for the pages of one language
//! and depth of folders, the navigation bar and the footer for those that show the same bytes, links to pages.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use tera::{Context, Map, Value};

use super::frame::Entry;
use super::{Renderer, optional, text};
use crate::diagnostics::Finding;
use crate::site::{NavigationItem, View};
use crate::source::percent_encode;
use crate::theme::{boxed_tables, relative};

/// So many values are kept. Pages come section by section, and those of a section ask for the same; those of all
/// sections of a large site would take more memory than its pages.
const MOST_KNOWN: usize = 1024;

/// Values that were needed of late, by all they depend on.
pub(super) struct Known<K, V = Value> {
    values: RwLock<HashMap<K, V>>,
}

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self { values: RwLock::default() }
    }
}

impl<K: Eq + Hash, V: Clone> Known<K, V> {
    /// The value of a key, made when it is first asked for; a mistake is made again.
    pub(super) fn get<E>(&self, key: K, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(value) = self.read().get(&key) {
            return Ok(value.clone());
        }
        let value = make()?;
        let mut values = self.values.write().unwrap_or_else(PoisonError::into_inner);
        if values.len() >= MOST_KNOWN {
            values.clear();
        }
        values.insert(key, value.clone());
        Ok(value)
    }

    /// What is known by now.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, HashMap<K, V>> {
        self.values.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the pages of one language and one depth of folders share: their addresses lead to the same places.
pub(super) struct Level {
    root: String,
    /// The values that every template sees, but for those of a page.
    context: Context,
    /// The same, as pages left them that are done: the next page's values take the place of theirs.
    used: Mutex<Vec<Context>>,
    /// By the number of the page's own entry, where there is one, and the entry it belongs under.
    menus: Known<(Option<usize>, Option<usize>)>,
    /// By the number of the page's own entry.
    footers: Known<Option<usize>>,
    /// Pages in lists, by group.
    items: Known<usize>,
    /// The theme's links to pages in lists, by group.
    links: Known<usize, Arc<str>>,
    /// By the section.
    breadcrumbs: Known<Option<usize>, Breadcrumb>,
    /// What the theme puts before a table.
    table_box: Option<Value>,
}

/// The way from the home page to the section a page is in.
#[derive(Clone)]
pub(super) struct Breadcrumb {
    /// Where a template reads it.
    pub(super) list: Option<Value>,
    pub(super) is_shown: bool,
    /// The theme's links, as items of a list. Safe.
    pub(super) links: Option<Value>,
}

/// Where a page stands, as far as the frame around it shows it.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) language: usize,
    /// From the page to the top of the site.
    pub(super) root: &'p str,
    pub(super) path: &'p str,
    /// The entry of the navigation bar that the page belongs under, a group, and its address.
    pub(super) section: Option<(usize, &'p str)>,
    /// The page's file, as findings name it.
    pub(super) file: &'p str,
}

impl Renderer {
    /// What the page at `place` shares with others.
    pub(super) fn level(&self, place: Place<'_>) -> Result<Arc<Level>, Box<Finding>> {
        let levels = &self.frames[place.language].levels;
        if let Some(level) = levels.read().unwrap_or_else(PoisonError::into_inner).get(place.root) {
            return Ok(Arc::clone(level));
        }
        let level = Arc::new(self.new_level(place)?);
        let mut levels = levels.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(levels.entry(place.root.to_owned()).or_insert(level)))
    }

    fn new_level(&self, place: Place<'_>) -> Result<Level, Box<Finding>> {
        let frame = &self.frames[place.language];
        let mut context = Context::new();
        context.insert_value("root", text(place.root));
        context.insert_value("site", frame.site.clone());
        context.insert_value("lang", frame.language.clone());
        context.insert_value("t", self.strings(place.language).value());
        context.insert_value("home_path", text(&frame.home_path));
        context.insert_value("search", frame.search.clone());
        let mut level = Level {
            root: place.root.to_owned(),
            context,
            used: Mutex::default(),
            menus: Known::default(),
            footers: Known::default(),
            items: Known::default(),
            links: Known::default(),
            breadcrumbs: Known::default(),
            table_box: None,
        };
        let navigation = self.navigation(&level, place)?;
        level.context.insert_value("nav", navigation);
        let footer_links = self.items(&level, self.footer_views(place.language).into_iter(), place.file)?;
        level.context.insert_value("legal_links", footer_links);
        let mut shared = Map::new();
        for (component, name) in self.theme.shared_components() {
            let html = self.theme.component(component, &Context::new(), &level.context, None, place.file)?;
            shared.insert(name.to_owned().into(), Value::safe_string(&html));
        }
        level.table_box = shared.get(&"table_box".into()).cloned();
        level.context.insert_value("shared", Value::from(shared));
        Ok(level)
    }

    /// The entries of the navigation bar and the pages below them.
    fn navigation(&self, level: &Level, place: Place<'_>) -> Result<Value, Box<Finding>> {
        let navigation = self.site.navigation.get(place.language);
        let entry = |view: usize| {
            let view = &self.site.views[view];
            self.entry(view, self.site.page_of(view).nav_title())
        };
        let item = |item: &NavigationItem| {
            let children = item.children.iter().map(|child| self.linked(level, entry(*child), place.file));
            let children = Value::from(children.collect::<Result<Vec<_>, _>>()?);
            self.linked(level, Entry { children: Some(children), ..entry(item.view) }, place.file)
        };
        let items = navigation.iter().flat_map(|navigation| &navigation.items);
        Ok(Value::from(items.map(item).collect::<Result<Vec<_>, _>>()?))
    }

    /// The values that every template sees.
    pub(super) fn context(&self, level: &Level, place: Place<'_>) -> Result<Context, Box<Finding>> {
        let frame = &self.frames[place.language];
        let used = level.used.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut context = used.unwrap_or_else(|| level.context.clone());
        let own = |paths: &HashMap<String, usize>| paths.get(place.path).copied();
        if self.components.menu {
            let own = own(&frame.menu_paths);
            let key = (own, place.section.map(|(group, _)| group));
            let section = place.section.map(|(_, path)| path);
            let menu = level.menus.get(key, || self.fragment("site_menu", level, place, own.is_some(), section))?;
            context.insert_value("menu", menu);
        }
        if self.components.footer {
            let own = own(&frame.footer_paths);
            let footer = level.footers.get(own, || self.fragment("site_footer", level, place, own.is_some(), None))?;
            context.insert_value("footer", footer);
        }
        Ok(context)
    }

    /// A component that is shown the page's own address only when it names it.
    fn fragment(
        &self,
        component: &str,
        level: &Level,
        place: Place<'_>,
        is_named: bool,
        section: Option<&str>,
    ) -> Result<Value, Box<Finding>> {
        let mut arguments = level.context.clone();
        arguments.insert_value("path", optional(is_named.then_some(place.path)));
        arguments.insert_value("section", optional(section));
        Ok(Value::safe_string(&self.theme.component(component, &arguments, &level.context, None, place.file)?))
    }

    /// Pages in a list of pages: their entries with summaries and, as `link`, the theme's links to them.
    pub(super) fn items<'s>(
        &self,
        level: &Level,
        views: impl Iterator<Item = &'s View> + Clone,
        file: &str,
    ) -> Result<Value, Box<Finding>> {
        // Threads wait for each other when each item is asked for on its own.
        let known: Option<Vec<Value>> = {
            let items = level.items.read();
            views.clone().map(|view| items.get(&view.group).cloned()).collect()
        };
        if let Some(items) = known {
            return Ok(Value::from(items));
        }
        let item = |view: &View| {
            level.items.get(view.group, || self.with_link(level, self.link_entry(view), self.link_value(view), file))
        };
        Ok(Value::from(views.map(item).collect::<Result<Vec<_>, _>>()?))
    }

    /// An entry with the theme's link to its page.
    fn linked(&self, level: &Level, entry: Entry<'_>, file: &str) -> Result<Value, Box<Finding>> {
        let item = entry.value();
        self.with_link(level, entry, item, file)
    }

    /// The same; the link sees `item`, the entry without it.
    fn with_link(&self, level: &Level, mut entry: Entry<'_>, item: Value, file: &str) -> Result<Value, Box<Finding>> {
        let link = self.link(level, &entry, item, file)?;
        entry.link = link.map(|link| Value::safe_string(&link));
        Ok(entry.value())
    }

    /// The theme's link to a page, if it has such a component.
    fn link(&self, level: &Level, entry: &Entry<'_>, item: Value, file: &str) -> Result<Option<String>, Box<Finding>> {
        if !self.components.menu_link {
            return Ok(None);
        }
        let mut arguments = Context::new();
        arguments.insert_value("item", item);
        arguments.insert_value("href", Value::from(relative(&level.root, &entry.path)));
        self.theme.component("menu_link", &arguments, &level.context, None, file).map(Some)
    }

    /// The theme's links to pages in a list of pages, as items of a list.
    pub(super) fn links(&self, level: &Level, views: &[&View], file: &str) -> Result<Option<Value>, Box<Finding>> {
        if !self.components.menu_link || views.is_empty() {
            return Ok(None);
        }
        // Threads wait for each other when each link is asked for on its own.
        let known: Option<Vec<Arc<str>>> = {
            let links = level.links.read();
            views.iter().map(|view| links.get(&view.group).cloned()).collect()
        };
        let make = |view: &View| {
            let link = self.link(level, &self.link_entry(view), self.link_value(view), file)?;
            Ok(Arc::from(link.unwrap_or_default()))
        };
        let links = match known {
            Some(links) => links,
            None => {
                let links = views.iter().map(|view| level.links.get(view.group, || make(view)));
                links.collect::<Result<Vec<_>, Box<Finding>>>()?
            }
        };
        Ok(Some(list_items(links.iter().map(|link| &**link))))
    }

    /// From the home page to the section the page is in.
    pub(super) fn breadcrumb(&self, level: &Level, view: &View, file: &str) -> Result<Breadcrumb, Box<Finding>> {
        level.breadcrumbs.get(self.site.groups[view.group].parent, || {
            let mut sections: Vec<&View> = self.ancestors(view).collect();
            sections.reverse();
            let crumbs = sections.iter().map(|view| self.crumb(view));
            let list = |crumbs: Vec<Value>| Value::from(crumbs);
            let linked = crumbs.clone().map(|crumb| self.linked(level, crumb, file));
            let links = crumbs.map(|crumb| self.link(level, &crumb, crumb.value(), file));
            let links: Option<Vec<String>> = links.collect::<Result<_, _>>()?;
            Ok(Breadcrumb {
                list: self.own.breadcrumb.then(|| linked.collect::<Result<_, _>>().map(list)).transpose()?,
                is_shown: !sections.is_empty(),
                links: links.map(|links| list_items(links.iter().map(String::as_str))),
            })
        })
    }

    fn crumb<'s>(&'s self, view: &'s View) -> Entry<'s> {
        if *view.path == *self.frames[view.language].home_path {
            // A word of the theme, in the language of the frame.
            let title = self.strings(view.language).get("home");
            return Entry { title, path: percent_encode(&view.path), ..Entry::default() };
        }
        self.entry(view, self.site.page_of(view).nav_title())
    }
}

/// Links as items of a list, each on a line of its own.
fn list_items<'l>(links: impl Iterator<Item = &'l str>) -> Value {
    let mut items = String::with_capacity(1024);
    for link in links {
        if !items.is_empty() {
            items.push('\n');
        }
        items.push_str("<li>");
        items.push_str(link);
        items.push_str("</li>");
    }
    Value::safe_string(&items)
}

impl Level {
    /// From its pages to the top of the site.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// Takes back the context of a page that is rendered. It must hold no values but those that every page gives.
    pub(super) fn take_back(&self, context: Context) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).push(context);
    }

    /// HTML with the theme's box around every table.
    pub(super) fn boxed(&self, html: &str) -> Value {
        match self.table_box.as_ref().and_then(Value::as_str) {
            Some(before) => Value::safe_string(&boxed_tables(html, before, "</div>")),
            None => Value::safe_string(html),
        }
    }
}
