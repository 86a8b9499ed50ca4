//! Ways through the site: a home page, from which readers come to every other page.

use crate::diagnostics::{Finding, Level};
use crate::front_matter::Kind;
use crate::page::Page;
use crate::site::{Site, State, Target};
use crate::source::SitePath;

pub(super) fn check(site: &Site, findings: &mut Vec<Finding>) {
    home(site, findings);
    if has_lost_entries(site) {
        // A page that the bar at the top should name is told there.
        return;
    }
    for (group, _) in reached(site).iter().enumerate().filter(|(_, is_reached)| !**is_reached) {
        let Some(view) = site.groups[group].views.iter().flatten().next() else { continue };
        // The first page stands for its translations.
        let page = site.page_of(&site.views[*view]);
        let finding = Finding::new(
            "page/unlinked",
            Level::Note,
            page.file(),
            "No other page leads to this one, so readers find it only by searching or in the list of all pages.",
            format!("Link to it where readers need it: [{}]({}).", page.title(), page.key.file_name()),
        );
        findings.push(match &page.front_matter.title {
            Some(title) => finding.on(title.span.clone()),
            None => finding,
        });
    }
}

/// Whether the navigation of site.yaml names a page that is not there.
fn has_lost_entries(site: &Site) -> bool {
    let entries = site.config.navigation.iter().flatten();
    let mut named = entries.flat_map(|entry| std::iter::once(&entry.page).chain(&entry.children));
    named.any(|page| SitePath::resolve("", &page.value).and_then(|key| site.group(&key)).is_none())
}

/// A site without a home page has nothing at its own address.
fn home(site: &Site, findings: &mut Vec<Finding>) {
    let is_home = |page: &Page| page.language == 0 && page.key.folder().is_empty() && stem(&page.key) == "index";
    let home = site.pages.iter().position(|page| is_home(page));
    let why = match home.map(|home| site.states[home]) {
        Some(State::Published) => return,
        Some(State::Draft) => "its home page is a draft".to_owned(),
        Some(State::Scheduled(day)) => format!("its home page is not published before {day}"),
        Some(State::Expired(day)) => format!("its home page is no longer published since {day}"),
        Some(State::NoOriginal) | None => "there is no content/index.md".to_owned(),
    };
    let file = home.map_or("content/index.md", |home| site.pages[home].file());
    let meant = site.pages.iter().find(|page| {
        let is_named = matches!(stem(&page.key).to_lowercase().as_str(), "index" | "home" | "homepage" | "home-page");
        page.key.folder().is_empty() && page.language == 0 && (is_named || page.front_matter.kind == Kind::Home)
    });
    let help = match (home, meant) {
        (Some(_), _) => "Publish it, or put another page in its place.".to_owned(),
        (None, Some(page)) => format!("If {} is the home page, rename it to index.md.", page.file()),
        (None, None) => {
            "Write the home page in content/index.md; “studypages new index.md --kind home” starts it.".to_owned()
        }
    };
    let message = format!("This site has nothing to show at its own address: {why}.");
    findings.push(Finding::new("address/no-home", Level::Error, file, message, help));
}

fn stem(key: &SitePath) -> &str {
    let name = key.file_name();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// For each group, whether some other published page leads to it.
fn reached(site: &Site) -> Vec<bool> {
    let mut is_reached = vec![false; site.groups.len()];
    let mut reach = |group: usize| is_reached[group] = true;
    for item in site.navigation.iter().flat_map(|navigation| &navigation.items) {
        for view in std::iter::once(&item.view).chain(&item.children) {
            reach(site.views[*view].group);
        }
    }
    for view in site.views.iter() {
        let page = site.page_of(view);
        let resolved = &site.resolved[view.page];
        let links = resolved.links.iter().filter_map(|target| match target {
            Target::Page(target) => Some(target.group),
            _ => None,
        });
        links.chain(resolved.related.iter().copied()).filter(|group| *group != view.group).for_each(&mut reach);
        // A section shows its pages as cards, but for these.
        if !matches!(page.front_matter.kind, Kind::Home | Kind::Faq | Kind::SiteMap) && !view.path.is_empty() {
            site.groups[view.group].children.iter().copied().for_each(&mut reach);
        }
        // The way from the home page to a page stands above it.
        site.groups[view.group].parent.into_iter().for_each(&mut reach);
        // The way home and the footer stand on every page.
        let is_home = page.key.folder().is_empty() && stem(&page.key) == "index";
        if is_home || matches!(page.front_matter.kind, Kind::Notice | Kind::SiteMap) {
            reach(view.group);
        }
    }
    is_reached
}
