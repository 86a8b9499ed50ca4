//! Resolving again after a save: what the changed pages cannot have moved is taken from the
//! site before.
//!
//! Three things depend on other pages, each on little of them: addresses on a page's file,
//! state, slug and aliases; the order of pages on `order` and title; links on addresses and
//! on the ids of the pages they lead to. Where the little is the same, so is the outcome.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Input, Site, Target, place, state};
use crate::diagnostics::Finding;
use crate::page::Page;

/// The site as it was resolved last.
#[derive(Default)]
pub struct Memory {
    last: Option<Last>,
}

struct Last {
    /// The hash of `site.yaml`.
    config: blake3::Hash,
    include_unpublished: bool,
    site: Arc<Site>,
    /// What is wrong with addresses, order and navigation.
    placed: Vec<Finding>,
    /// What is wrong with the links of each page.
    linked: Vec<Vec<Finding>>,
}

impl Memory {
    /// As [`resolve`](super::resolve); `config` is the hash of `site.yaml`.
    #[must_use]
    pub fn resolve(&mut self, input: Input, config: blake3::Hash, findings: &mut Vec<Finding>) -> Arc<Site> {
        let include_unpublished = input.include_unpublished;
        let last = self.last.take().filter(|last| last.config == config && last.stands(&input));
        let (mut site, placed, mut linked, to_link) = match last {
            Some(last) => last.carried_over(input),
            None => {
                let (site, placed) = place(input);
                let pages = site.pages.len();
                (site, placed, Vec::new(), (0..pages).collect())
            }
        };
        site.resolved.resize_with(site.pages.len(), Arc::default);
        linked.resize_with(site.pages.len(), Vec::new);
        let fresh = site.resolve_links_of(to_link.clone());
        for (page, (resolved, problems)) in to_link.into_iter().zip(fresh) {
            site.resolved[page] = Arc::new(resolved);
            linked[page] = problems;
        }
        findings.extend(placed.iter().chain(linked.iter().flatten()).cloned());
        let site = Arc::new(site);
        self.last = Some(Last { config, include_unpublished, site: Arc::clone(&site), placed, linked });
        site
    }
}

impl Last {
    /// Whether every page and file has the address it had.
    fn stands(&self, input: &Input) -> bool {
        let site = &*self.site;
        let same_place = |old: &Arc<Page>, new: &Arc<Page>| {
            Arc::ptr_eq(old, new)
                || (old.path == new.path
                    && old.key == new.key
                    && old.language == new.language
                    && state::is_same(old, new)
                    && old.front_matter.slug == new.front_matter.slug
                    && old.front_matter.aliases == new.front_matter.aliases)
        };
        self.include_unpublished == input.include_unpublished
            && site.today == input.today
            && site.pages.len() == input.pages.len()
            && site.assets.len() == input.assets.len()
            && site.pages.iter().zip(&input.pages).all(|(old, new)| same_place(old, new))
            && site.assets.iter().zip(&input.assets).all(|(old, new)| old.path == new.path)
    }

    /// The site of `input` without the links of some pages; what is wrong; and those pages.
    fn carried_over(self, input: Input) -> (Site, Vec<Finding>, Vec<Vec<Finding>>, Vec<usize>) {
        let Last { site: old, placed, linked, .. } = self;
        let mut site = Site {
            config: input.config,
            today: input.today,
            pages: input.pages,
            states: old.states.clone(),
            resolved: old.resolved.clone(),
            assets: input.assets,
            groups: Arc::clone(&old.groups),
            views: Arc::clone(&old.views),
            navigation: Arc::clone(&old.navigation),
            redirects: Arc::clone(&old.redirects),
            logo: old.logo,
            group_by_key: Arc::clone(&old.group_by_key),
            asset_by_path: Arc::clone(&old.asset_by_path),
            view_by_path: Arc::clone(&old.view_by_path),
        };
        let pairs = old.pages.iter().zip(&site.pages).enumerate();
        let changed: Vec<usize> =
            pairs.filter(|(_, (old, new))| !Arc::ptr_eq(old, new)).map(|(page, _)| page).collect();
        let group_of = |site: &Site, page: &usize| site.group(&site.pages[*page].key);
        let moved: Vec<usize> = changed
            .iter()
            .filter(|page| order_of(&old.pages[**page]) != order_of(&site.pages[**page]))
            .filter_map(|page| group_of(&site, page))
            .collect();
        if !moved.is_empty() {
            let mut parents: Vec<usize> = moved.iter().filter_map(|group| site.groups[*group].parent).collect();
            parents.sort_unstable();
            parents.dedup();
            for parent in parents {
                site.sort_children_of(parent);
            }
            // What it finds depends on addresses alone, and is known.
            site.add_navigation(&mut Vec::new());
        }
        let renamed: HashSet<usize> = changed
            .iter()
            .filter(|page| !old.pages[**page].has_ids_of(&site.pages[**page]))
            .filter_map(|page| group_of(&site, page))
            .collect();
        let mut to_link = changed;
        if !renamed.is_empty() {
            let leads_to_renamed =
                |target: &Target| matches!(target, Target::Page(target) if renamed.contains(&target.group));
            let known: HashSet<usize> = to_link.iter().copied().collect();
            let leading: Vec<usize> = (0..site.pages.len())
                .into_par_iter()
                .filter(|page| site.resolved[*page].links.iter().any(leads_to_renamed) && !known.contains(page))
                .collect();
            to_link.extend(leading);
        }
        (site, placed, linked, to_link)
    }
}

/// What a page's place among its siblings depends on.
fn order_of(page: &Page) -> (Option<i64>, &str) {
    (page.front_matter.order, page.title())
}

impl Page {
    /// Whether links into the page find the same places as in `other`.
    fn has_ids_of(&self, other: &Page) -> bool {
        let (here, there) = (&self.document, &other.document);
        let ids = here.headings.iter().map(|heading| &heading.id);
        here.anchors == there.anchors && ids.eq(there.headings.iter().map(|heading| &heading.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::page;
    use crate::site;
    use crate::source::{SitePath, Source};

    const SITE: &str = "title: Independent Study\norganization: { name: Sierra Vista }\nlanguages: [en, es]\n";

    /// Numbers that look random and are the same every time.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % limit
        }
    }

    const FILES: [&str; 9] =
        ["index.md", "a.md", "a.es.md", "b.md", "law/index.md", "law/c.md", "law/c.es.md", "law/d.md", "law/e.md"];

    /// A page whose fields and links are those that other pages depend on.
    fn random_page(path: &str, dice: &mut Dice) -> Arc<Page> {
        let mut text = format!("---\ntitle: Title {}\nsummary: S\nlast_reviewed: 2026-11-25\n", dice.below(3));
        let fields =
            ["order: 1\n", "order: 2\n", "slug: other\n", "draft: true\n", "aliases: [/old/]\n", "related: [a.md]\n"];
        if dice.below(3) == 0 {
            text.push_str(fields[dice.below(fields.len())]);
        }
        text.push_str("---\n");
        for _ in 0..dice.below(3) {
            let (target, id) = (FILES[dice.below(FILES.len())], dice.below(4));
            text.push_str(&format!("[x](/{target}#part-{id}) and [y](/{target}).\n\n"));
        }
        for _ in 0..dice.below(3) {
            text.push_str(&format!("## Part {}\n\n", dice.below(4)));
        }
        let source = Source { path: SitePath::new(path).unwrap(), text };
        let lines = crate::diagnostics::Lines::new(&source.text);
        Arc::new(
            page::parse(
                &source,
                &lines,
                page::Setting { languages: &["en".to_owned(), "es".to_owned()], base_url: None },
                &mut Vec::new(),
            )
            .0,
        )
    }

    fn shown(site: &Site, mut findings: Vec<Finding>) -> String {
        crate::diagnostics::sort(&mut findings);
        format!(
            "{:#?}",
            (&site.states, &site.resolved, &site.groups, &site.views, &site.navigation, &site.redirects, findings)
        )
    }

    #[test]
    fn a_thousand_changes_end_where_a_fresh_site_does() {
        let mut dice = Dice(20_261_125);
        let mut memory = Memory::default();
        let mut pages: Vec<Arc<Page>> = FILES.iter().map(|path| random_page(path, &mut dice)).collect();
        let mut carried = 0;
        for turn in 0..1000 {
            let at = dice.below(FILES.len());
            pages.retain(|page| page.path.as_str() != FILES[at]);
            if dice.below(12) > 0 {
                pages.push(random_page(FILES[at], &mut dice));
            }
            pages.sort_by(|a, b| a.path.cmp(&b.path));
            let input = || Input {
                config: config::parse(SITE).0.unwrap(),
                pages: pages.clone(),
                assets: Vec::new(),
                today: jiff::civil::date(2026, 11, 25),
                include_unpublished: turn % 200 < 100,
            };
            let (mut again, mut fresh) = (Vec::new(), Vec::new());
            carried += usize::from(memory.last.as_ref().is_some_and(|last| last.stands(&input())));
            let site_again = memory.resolve(input(), blake3::hash(SITE.as_bytes()), &mut again);
            let site_fresh = site::resolve(input(), &mut fresh);
            assert_eq!(shown(&site_again, again), shown(&site_fresh, fresh), "turn {turn}");
        }
        assert!(carried > 300, "{carried}");
    }
}
