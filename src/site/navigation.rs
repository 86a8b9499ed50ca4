//! The navigation bar, the order of pages, and which entry a page belongs under.

use std::sync::Arc;

use super::Site;
use crate::config;
use crate::diagnostics::{Finding, Level, nearest};
use crate::fields::Located;
use crate::source::SitePath;

/// The navigation bar of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Navigation {
    /// Its entries, in order.
    pub items: Vec<NavigationItem>,
}

/// An entry of the navigation bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationItem {
    /// The view it leads to.
    pub view: usize,
    /// The views of its menu.
    pub children: Vec<usize>,
}

/// Sections with more pages than this get no menu of their own accord.
const MENU_LIMIT: usize = 8;

/// A bar has no more entries than this of its own accord: nobody reads more, and every page repeats it.
const BAR_LIMIT: usize = 16;

impl Site {
    /// Siblings by `order`, then title; pages without an order come last.
    pub(super) fn sort_children(&mut self) {
        for parent in 0..self.groups.len() {
            if self.groups[parent].children.len() > 1 {
                self.sort_children_of(parent);
            }
        }
    }

    /// Sorts the pages of one section.
    pub(super) fn sort_children_of(&mut self, parent: usize) {
        let mut children = self.groups[parent].children.clone();
        children.sort_by(|a, b| self.sort_key(*a).cmp(&self.sort_key(*b)));
        if children != self.groups[parent].children {
            self.groups_mut()[parent].children = children;
        }
    }

    fn sort_key(&self, group: usize) -> (i64, &str, &SitePath) {
        let group = &self.groups[group];
        let page = group.pages.iter().flatten().next().map(|page| &self.pages[*page]);
        let order = page.and_then(|page| page.front_matter.order).unwrap_or(i64::MAX);
        (order, page.map_or("", |page| page.title()), &group.key)
    }

    pub(super) fn add_navigation(&mut self, findings: &mut Vec<Finding>) {
        let entries = match self.config.navigation.clone() {
            Some(entries) => entries
                .iter()
                .filter_map(|entry| {
                    let children =
                        entry.children.iter().filter_map(|child| self.navigation_group(child, findings)).collect();
                    Some((self.navigation_group(&entry.page, findings)?, children))
                })
                .collect(),
            None => self.default_navigation(findings),
        };
        let mut navigation = Vec::with_capacity(self.config.languages.len());
        for language in 0..self.config.languages.len() {
            let view = |group: usize| self.groups[group].views[language];
            let items = entries
                .iter()
                .filter_map(|(group, children): &(usize, Vec<usize>)| {
                    Some(NavigationItem {
                        view: view(*group)?,
                        children: children.iter().filter_map(|child| view(*child)).collect(),
                    })
                })
                .collect();
            navigation.push(Navigation { items });
        }
        self.navigation = Arc::new(navigation);
        let mut root_of = vec![None; self.groups.len()];
        for (group, children) in &entries {
            root_of[*group] = Some(*group);
            for child in children {
                root_of[*child].get_or_insert(*group);
            }
        }
        for at in 0..self.groups.len() {
            let mut group = Some(at);
            let root = loop {
                match group {
                    None => break None,
                    Some(here) if root_of[here].is_some() => break root_of[here],
                    Some(here) => group = self.groups[here].parent,
                }
            };
            if self.groups[at].nav_root != root {
                self.groups_mut()[at].nav_root = root;
            }
        }
    }

    /// The first pages at the top by their order; a small section's pages are its menu.
    fn default_navigation(&self, findings: &mut Vec<Finding>) -> Vec<(usize, Vec<usize>)> {
        let home = SitePath::new("index.md").and_then(|key| self.group(&key));
        let mut top: Vec<usize> = match home {
            Some(home) => self.groups[home].children.clone(),
            None => {
                let mut top: Vec<usize> =
                    (0..self.groups.len()).filter(|at| self.groups[*at].parent.is_none()).collect();
                top.sort_by(|a, b| self.sort_key(*a).cmp(&self.sort_key(*b)));
                top
            }
        };
        if top.len() > BAR_LIMIT {
            findings.push(Finding::new(
                "config/navigation-long",
                Level::Warning,
                config::FILE,
                format!(
                    "{} pages stand at the top of the site; the navigation bar shows the first {BAR_LIMIT}.",
                    top.len()
                ),
                "Put pages that belong together into a folder, or name the pages for the bar under navigation.",
            ));
            top.truncate(BAR_LIMIT);
        }
        top.into_iter()
            .map(|group| {
                let children = &self.groups[group].children;
                (group, if children.len() <= MENU_LIMIT { children.clone() } else { Vec::new() })
            })
            .collect()
    }

    fn navigation_group(&self, page: &Located<String>, findings: &mut Vec<Finding>) -> Option<usize> {
        let named = SitePath::resolve("", &page.value).and_then(|key| self.group(&key));
        let group = named.filter(|group| self.groups[*group].views.iter().any(Option::is_some));
        if group.is_none() {
            let out = format!("take “{}” out of the navigation", page.value);
            let published = self.groups.iter().filter(|group| group.views.iter().any(Option::is_some));
            let help = match nearest(&page.value, published.map(|group| group.key.as_str())) {
                _ if named.is_some() => format!("Publish that page, or {out} until it is."),
                Some(meant) => format!("Did you mean “{meant}”?"),
                None => format!("Write the page, or {out}."),
            };
            findings.push(
                Finding::new(
                    "config/navigation",
                    Level::Error,
                    config::FILE,
                    format!("The navigation names “{}”, which is not a published page.", page.value),
                    help,
                )
                .on(page.span.clone()),
            );
        }
        group
    }
}
