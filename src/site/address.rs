//! Addresses: which page stands where.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Redirect, Site, State, View};
use crate::diagnostics::{FileName, Finding, Level};
use crate::markdown::slugify;
use crate::page::Page;
use crate::source::{SitePath, content_file, percent_decode};

/// The folder of the search page, in every language; no page of a site may take it.
pub const SEARCH_FOLDER: &str = "search/";

/// The file of the output that answers an address: `enrollment/` → `enrollment/index.html`.
#[must_use]
pub fn output_file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        return format!("{path}index.html");
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.contains('.') { path.to_owned() } else { format!("{path}/index.html") }
}

/// The address of each folder, for each language.
type Folders = Vec<HashMap<String, String>>;

/// Whether a file is its section's own page.
fn is_index(key: &SitePath) -> bool {
    stem(key) == "index"
}

fn stem(key: &SitePath) -> &str {
    let name = key.file_name();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The folder above a folder; `None` at the top.
fn above(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
}

impl Site {
    /// Each page belongs to the nearest folder above it that has an `index.md`.
    pub(super) fn place_in_sections(&mut self) {
        let mut by_folder: HashMap<String, usize> = HashMap::new();
        for (at, group) in self.groups.iter().enumerate() {
            if is_index(&group.key) && group.pages.iter().any(Option::is_some) {
                by_folder.insert(group.key.folder().to_owned(), at);
            }
        }
        for at in 0..self.groups.len() {
            let group = &self.groups[at];
            if group.pages.iter().all(Option::is_none) {
                continue;
            }
            let folder = group.key.folder();
            let mut folder = if is_index(&group.key) { above(folder) } else { Some(folder) };
            let parent = loop {
                match folder {
                    None => break None,
                    Some(name) => match by_folder.get(name) {
                        Some(parent) if *parent != at => break Some(*parent),
                        _ => folder = above(name),
                    },
                }
            };
            let groups = self.groups_mut();
            groups[at].parent = parent;
            if let Some(parent) = parent {
                groups[parent].children.push(at);
            }
        }
    }

    /// One view for every page and language; languages without a translation show the default one's text.
    pub(super) fn add_views(&mut self, include_unpublished: bool, findings: &mut Vec<Finding>) {
        let mut folders: Folders = vec![HashMap::new(); self.config.languages.len()];
        let mut views: Vec<View> = Vec::with_capacity(self.groups.len() * self.config.languages.len());
        let mut by_path: HashMap<Arc<str>, usize> = HashMap::with_capacity(views.capacity());
        for group in 0..self.groups.len() {
            for language in 0..self.config.languages.len() {
                let own = self.groups[group].pages[language];
                // A draft translation must not be replaced in public by the text it is to replace.
                let Some(page) = own.or(self.groups[group].pages[0]) else { continue };
                if !include_unpublished && self.states[page] != State::Published {
                    continue;
                }
                let path: Arc<str> = self.address(group, language, &mut folders).into();
                let at = views.len();
                if let Some(&other) = by_path.get(&path) {
                    let other: &View = &views[other];
                    if own.is_none() && self.is_fallback(other) {
                        // Said already where both have the same address in the default language.
                        continue;
                    }
                    let other = self.pages[other.page].file();
                    let page = &self.pages[page];
                    findings.push(at_slug(
                        page,
                        Finding::new(
                            "address/duplicate",
                            Level::Error,
                            page.file(),
                            format!("This page has the same address as {other}: /{path}"),
                            "Give one of the two its own slug.",
                        ),
                    ));
                    continue;
                }
                by_path.insert(path.clone(), at);
                self.groups_mut()[group].views[language] = Some(at);
                views.push(View { group, language, page, path });
            }
        }
        self.views = Arc::new(views);
        self.view_by_path = Arc::new(by_path);
    }

    fn address(&self, group: usize, language: usize, folders: &mut Folders) -> String {
        let key = &self.groups[group].key;
        let folder = self.folder_address(key.folder(), language, folders);
        if is_index(key) {
            return folder;
        }
        let slug = self.slug(group, language).unwrap_or_else(|| slugify(stem(key)));
        format!("{folder}{slug}/")
    }

    /// The address of a folder in a language: each part is its index page's slug, or its name.
    fn folder_address(&self, folder: &str, language: usize, folders: &mut Folders) -> String {
        let Some(above) = above(folder) else {
            return if language == 0 { String::new() } else { format!("{}/", self.config.languages[language]) };
        };
        if let Some(known) = folders[language].get(folder) {
            return known.clone();
        }
        let parent = self.folder_address(above, language, folders);
        let index = SitePath::new(&format!("{folder}/index.md")).and_then(|key| self.group(&key));
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let slug = index.and_then(|index| self.slug(index, language)).unwrap_or_else(|| slugify(name));
        let address = format!("{parent}{slug}/");
        folders[language].insert(folder.to_owned(), address.clone());
        address
    }

    /// The slug the author set for this language, else for the default one.
    fn slug(&self, group: usize, language: usize) -> Option<String> {
        let pages = &self.groups[group].pages;
        let slug_of = |page: usize| self.pages[page].front_matter.slug.as_ref().map(|slug| slug.value.clone());
        pages[language].and_then(slug_of).or_else(|| pages[0].and_then(slug_of))
    }

    /// Files that every build makes, in small letters.
    fn own_files(&self) -> Vec<String> {
        let mut own: Vec<String> = ["robots.txt", "sitemap.xml", "_redirects"].map(str::to_owned).to_vec();
        for (language, tag) in self.config.languages.iter().enumerate() {
            let folder = if language == 0 { String::new() } else { format!("{}/", tag.to_lowercase()) };
            own.push(format!("{folder}404.html"));
            own.push(output_file(&format!("{folder}{SEARCH_FOLDER}")));
            own.push(format!("{folder}{SEARCH_FOLDER}index.json"));
        }
        own
    }

    /// No file of a district's may stand where a page or a file of the site's own does, not
    /// even on a disk that takes `FAQ` and `faq` for one name.
    pub(super) fn check_own_files(&self, findings: &mut Vec<Finding>) {
        let own = self.own_files();
        // A page is published as an index.html; only a file of that name can stand in its place.
        let has_index = self.assets.iter().any(|asset| asset.path.file_name().eq_ignore_ascii_case("index.html"));
        let mut pages: HashMap<String, &str> = HashMap::new();
        for view in self.views.iter().filter(|view| has_index || view.path.ends_with(SEARCH_FOLDER)) {
            let page = &self.pages[view.page];
            let file = output_file(&view.path).to_lowercase();
            if own.contains(&file) && page.language == view.language {
                let finding = Finding::new(
                    "address/duplicate",
                    Level::Error,
                    page.file(),
                    format!("This page has the address of the site’s own search page: /{}", view.path),
                    "Give it another slug.",
                );
                findings.push(at_slug(page, finding));
            }
            if has_index {
                pages.insert(file, page.file());
            }
        }
        for asset in &self.assets {
            let path = asset.path.as_str().to_lowercase();
            let (where_it_is, help) = match pages.get(&path) {
                Some(page) => (*page, "Rename the file, or give the page another slug."),
                None if own.contains(&path) => {
                    ("the site’s own", "Rename the file, or delete it: Studypages writes its own.")
                }
                None => continue,
            };
            findings.push(Finding::new(
                "address/duplicate",
                Level::Error,
                content_file(&asset.path),
                format!("This file would be published where {where_it_is} is: /{}", asset.path),
                help,
            ));
        }
    }

    /// What has the address already that a page with the file `key` would have in a language: another page, an
    /// old address, or the site itself.
    #[must_use]
    pub fn holder_of(&self, key: &SitePath, language: usize) -> Option<String> {
        let mut folders: Folders = vec![HashMap::new(); self.config.languages.len()];
        let mut address = self.folder_address(key.folder(), language, &mut folders);
        if !is_index(key) {
            address = format!("{address}{}/", slugify(stem(key)));
        }
        if let Some(view) = self.view_at(&address).map(|view| &self.views[view]) {
            let is_other = self.groups[view.group].key != *key;
            return is_other.then(|| self.pages[view.page].file().to_string());
        }
        let file = output_file(&address);
        if self.own_files().contains(&file.to_lowercase()) {
            return Some("a page that Studypages makes itself".to_owned());
        }
        let redirect = self.redirects.iter().find(|redirect| output_file(&directory(&redirect.from)) == file)?;
        Some(format!("the old address of {}", self.pages[self.views[redirect.to].page].file()))
    }

    /// Old addresses: never over a page, never twice.
    pub(super) fn add_redirects(&mut self, findings: &mut Vec<Finding>) {
        if self.pages.iter().all(|page| page.front_matter.aliases.is_empty()) {
            return;
        }
        let mut taken: HashMap<String, FileName> =
            self.own_files().into_iter().map(|file| (file, "Studypages itself".into())).collect();
        for view in self.views.iter() {
            taken.insert(output_file(&view.path), self.pages[view.page].file().clone());
        }
        for asset in &self.assets {
            taken.entry(asset.path.as_str().to_owned()).or_insert_with(|| content_file(&asset.path).into());
        }
        let mut redirects = Vec::new();
        for (at, view) in self.views.iter().enumerate() {
            let page = &self.pages[view.page];
            if page.language != view.language {
                continue;
            }
            for alias in &page.front_matter.aliases {
                let written = percent_decode(alias.value.trim());
                let clean = SitePath::new(written.trim_start_matches('/'));
                let Some(clean) = clean.filter(|path| !path.as_str().contains(['?', '#', ':'])) else {
                    findings.push(
                        Finding::new(
                            "address/bad-alias",
                            Level::Error,
                            page.file(),
                            format!("“{}” is not an old address of this site.", alias.value),
                            "Write only the path: /independent-study/forms/",
                        )
                        .on(alias.span.clone()),
                    );
                    continue;
                };
                let from = if clean.as_str().is_empty() { String::new() } else { clean.as_str().to_owned() };
                let file = output_file(&if from.is_empty() { from.clone() } else { directory(&from) });
                if let Some(other) = taken.get(&file) {
                    findings.push(
                        Finding::new(
                            "address/alias-over-page",
                            Level::Error,
                            page.file(),
                            format!("The old address “{}” belongs to {other}.", alias.value),
                            "Remove the alias, or give that page another slug.",
                        )
                        .on(alias.span.clone()),
                    );
                    continue;
                }
                taken.insert(file, page.file().clone());
                redirects.push(Redirect { from, to: at });
            }
        }
        redirects.sort_by(|a, b| a.from.cmp(&b.from));
        self.redirects = Arc::new(redirects);
    }
}

/// An address of a page ends in `/`, unless it names a file.
fn directory(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.contains('.') { path.to_owned() } else { format!("{path}/") }
}

fn at_slug(page: &Page, finding: Finding) -> Finding {
    match &page.front_matter.slug {
        Some(slug) => finding.on(slug.span.clone()),
        None => finding,
    }
}
