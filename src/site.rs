//! resolve: pages → [`Site`]: addresses, sections, translations, navigation, and
//! where every link leads.

mod address;
mod files;
mod links;
mod memory;
mod navigation;
mod state;

use std::collections::HashMap;
use std::sync::Arc;

use crate::address::{Address, OutputPath};
use crate::asset::Asset;
use crate::config::Config;
use crate::diagnostics::{Finding, Level};
use crate::page::Page;
use crate::source::SitePath;
use jiff::civil::Date;

pub use address::{SEARCH_FOLDER, output_file};
pub use files::Fate;
pub use links::{DocumentTarget, PageTarget, Resolved, Target};
pub use memory::Memory;
pub use navigation::{Navigation, NavigationItem};
pub use state::State;

/// A page in all its languages.
#[derive(Clone, Debug)]
pub struct Group {
    /// The file without a language suffix, from `content/`.
    pub key: SitePath,
    /// The page of each language of the site that has one; an index into `pages`.
    pub pages: Vec<Option<usize>>,
    /// The view of each language; an index into `views`.
    pub views: Vec<Option<usize>>,
    /// The section it belongs to; `None` for the home page.
    pub parent: Option<usize>,
    /// For a section's own page: its pages, in order.
    pub children: Vec<usize>,
    /// The entry of the navigation bar it belongs under.
    pub nav_root: Option<usize>,
}

/// One page of the output: a group in one language, maybe with the text of another.
#[derive(Debug)]
pub struct View {
    /// Its group.
    pub group: usize,
    /// The language of its frame; an index into the site's languages.
    pub language: usize,
    /// The page whose text it shows.
    pub page: usize,
    /// Its address from the top of the site.
    pub path: Address,
}

/// An old address and where it leads.
#[derive(Debug)]
pub struct Redirect {
    /// The old address from the top of the site, as it was written, without the first `/`.
    pub from: String,
    /// The file that sends readers on, where one can: browsers show no page for a name such as `plan.pdf`.
    pub file: Option<OutputPath>,
    /// The view it leads to.
    pub to: usize,
}

/// Everything that rendering needs to know, and nothing it could change. What a save rarely
/// moves is shared between the sites before and after it.
#[derive(Clone, Debug)]
pub struct Site {
    /// `site.yaml`.
    pub config: Config,
    /// The day the site is built for.
    pub today: Date,
    /// Every page, published or not, in the order of their paths.
    pub pages: Vec<Arc<Page>>,
    /// The state of each page.
    pub states: Vec<State>,
    /// Where the links of each page lead.
    pub resolved: Vec<Arc<Resolved>>,
    /// Every other file.
    pub assets: Vec<Asset>,
    /// Pages with their translations.
    pub groups: Arc<Vec<Group>>,
    /// The pages of the output.
    pub views: Arc<Vec<View>>,
    /// The navigation bar of each language.
    pub navigation: Arc<Vec<Navigation>>,
    /// Old addresses.
    pub redirects: Arc<Vec<Redirect>>,
    /// The logo, among the assets.
    pub logo: Option<usize>,
    group_by_key: Arc<HashMap<SitePath, usize>>,
    asset_by_path: Arc<HashMap<SitePath, usize>>,
    view_by_path: Arc<HashMap<Address, usize>>,
}

/// What resolve starts from.
#[derive(Debug)]
pub struct Input {
    /// `site.yaml`.
    pub config: Config,
    /// The pages, in any order.
    pub pages: Vec<Arc<Page>>,
    /// Every other file.
    pub assets: Vec<Asset>,
    /// The day the site is built for.
    pub today: Date,
    /// Whether drafts, scheduled and expired pages are part of the site (the preview).
    pub include_unpublished: bool,
}

/// Puts the site together.
#[must_use]
pub fn resolve(input: Input, findings: &mut Vec<Finding>) -> Site {
    let (mut site, placed) = place(input);
    findings.extend(placed);
    for (resolved, problems) in site.resolve_links_of((0..site.pages.len()).collect()) {
        site.resolved.push(Arc::new(resolved));
        findings.extend(problems);
    }
    site
}

/// Everything but where the links lead.
fn place(input: Input) -> (Site, Vec<Finding>) {
    let Input { config, mut pages, mut assets, today, include_unpublished } = input;
    let mut findings = Vec::new();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    assets.sort_by(|a, b| a.path.cmp(&b.path));
    let asset_by_path = assets.iter().enumerate().map(|(at, asset)| (asset.path.clone(), at)).collect();
    let mut site = Site {
        config,
        today,
        pages,
        states: Vec::new(),
        resolved: Vec::new(),
        assets,
        groups: Arc::default(),
        views: Arc::default(),
        navigation: Arc::default(),
        redirects: Arc::default(),
        logo: None,
        group_by_key: Arc::default(),
        asset_by_path: Arc::new(asset_by_path),
        view_by_path: Arc::default(),
    };
    site.group_pages(include_unpublished, &mut findings);
    site.place_in_sections();
    site.add_views(include_unpublished, &mut findings);
    site.check_own_files(&mut findings);
    site.check_names(&mut findings);
    site.add_redirects(&mut findings);
    site.sort_children();
    site.add_navigation(&mut findings);
    site.find_logo(&mut findings);
    (site, findings)
}

impl Site {
    /// The pages of one file in every language, by its path without suffix.
    #[must_use]
    pub fn group(&self, key: &SitePath) -> Option<usize> {
        self.group_by_key.get(key).copied()
    }

    /// The view at an address from the top of the site (`es/inscripcion/`).
    #[must_use]
    pub fn view_at(&self, path: &str) -> Option<usize> {
        self.view_by_path.get(path).copied()
    }

    /// The page a view shows.
    #[must_use]
    pub fn page_of(&self, view: &View) -> &Page {
        &self.pages[view.page]
    }

    /// Whether a view shows the default language because there is no translation.
    #[must_use]
    pub fn is_fallback(&self, view: &View) -> bool {
        self.pages[view.page].language != view.language
    }

    /// A group's view in a language.
    #[must_use]
    pub fn view_of(&self, group: usize, language: usize) -> Option<&View> {
        self.groups[group].views.get(language).copied().flatten().map(|view| &self.views[view])
    }

    fn group_pages(&mut self, include_unpublished: bool, findings: &mut Vec<Finding>) {
        let languages = self.config.languages.len();
        let mut groups: Vec<Group> = Vec::with_capacity(self.pages.len());
        let mut by_key: HashMap<SitePath, usize> = HashMap::with_capacity(self.pages.len());
        for (at, page) in self.pages.iter().enumerate() {
            let next = groups.len();
            let group = *by_key.entry(page.key.clone()).or_insert(next);
            if group == next {
                groups.push(Group {
                    key: page.key.clone(),
                    pages: vec![None; languages],
                    views: vec![None; languages],
                    parent: None,
                    children: Vec::new(),
                    nav_root: None,
                });
            }
            let place = &mut groups[group].pages[page.language];
            match *place {
                None => *place = Some(at),
                Some(other) => {
                    let other_file = self.pages[other].file();
                    findings.push(Finding::new(
                        "address/duplicate",
                        Level::Error,
                        page.file(),
                        format!("This page and {other_file} are the same page in the same language."),
                        "Delete one of the two, or give its file another name.",
                    ));
                }
            }
        }
        self.states = self.states_of(&groups);
        if !include_unpublished {
            let states = &self.states;
            for group in &mut groups {
                for place in &mut group.pages {
                    if place.is_some_and(|page| states[page] != State::Published) {
                        *place = None;
                    }
                }
            }
        }
        self.groups = Arc::new(groups);
        self.group_by_key = Arc::new(by_key);
    }

    /// The groups, while nothing shares them yet.
    fn groups_mut(&mut self) -> &mut Vec<Group> {
        Arc::make_mut(&mut self.groups)
    }

    fn find_logo(&mut self, findings: &mut Vec<Finding>) {
        let Some(logo) = &self.config.organization.logo else { return };
        self.logo = SitePath::resolve("", &logo.value).and_then(|path| self.asset_by_path.get(&path).copied());
        if self.logo.is_none() {
            findings.push(
                Finding::new(
                    "config/bad-value",
                    Level::Error,
                    crate::config::FILE,
                    format!("There is no file content/{} for the logo.", logo.value),
                    "Put the picture into the content folder, or remove the line.",
                )
                .on(logo.span.clone()),
            );
        }
    }
}

#[cfg(test)]
mod tests;
