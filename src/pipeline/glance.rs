//! A first look at a site: what stands at the top of each page, so that the preview of thousands of pages can
//! show one of them at once. The text of a page is read when somebody asks for it.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::memory::{KnownTheme, Memory};
use super::{Failure, Options, Unchecked, content_folder, load_config};
use crate::diagnostics::Lines;
use crate::front_matter;
use crate::page::{self, Page, Setting};
use crate::site::{self, Site, Target};
use crate::source::{self, Entry, Source};

/// Reads a site but for the text of its pages. `memory` keeps what the whole look needs as well.
///
/// # Errors
/// As [`super::load`].
pub fn glance(options: &Options, memory: &mut Memory) -> Result<Unchecked, Failure> {
    let (config, _, config_hash) = load_config(&options.root)?;
    let content = content_folder(&options.root)?;
    let Memory { parsed, theme, .. } = memory;
    let setting = Setting::of(&config);
    let (theme, (pages, assets)) = rayon::join(
        || KnownTheme::load(theme, &options.root, &config, config_hash).theme.clone(),
        || {
            parsed.read_for(&config);
            let discovered = source::discover(&options.root, &content, &config.files);
            let pages = discovered.markdown.par_iter().filter_map(|entry| read_page(entry, setting, Part::Head));
            let pages = pages.map(Arc::new).collect();
            let assets = parsed.read_assets(&discovered).iter().map(|known| known.value.clone()).collect();
            parsed.discovered = Some(discovered);
            (pages, assets)
        },
    );
    let (today, include_unpublished) = (options.today, options.include_unpublished);
    let input = site::Input { config, pages, assets, today, include_unpublished };
    let site = Arc::new(site::resolve(input, &mut Vec::new()));
    Ok(Unchecked::new(site, theme))
}

/// A site seen at a glance, with the text of one page; `None` when its file cannot be read.
#[must_use]
pub fn with_text(root: &Path, site: &Site, page: usize) -> Option<Site> {
    let read = |at: usize| {
        let path = site.pages[at].path.clone();
        let entry = Entry { disk: root.join("content").join(path.as_str()), path, size: 0, modified: None };
        read_page(&entry, Setting::of(&site.config), Part::Whole).map(|page| (at, Arc::new(page)))
    };
    let mut pages = vec![read(page)?];
    let shown = site.with_pages(&pages);
    // Where a link into a page leads depends on the places that the page has.
    let targets = pages[0].1.document.links.iter().zip(&shown.resolved[page].links);
    let mut others: Vec<usize> = targets
        .filter(|(link, _)| link.target.contains('#'))
        .filter_map(|(_, target)| match target {
            Target::Page(target) => Some(target.group),
            _ => None,
        })
        .flat_map(|group| site.groups[group].pages.iter().flatten().copied())
        .filter(|other| *other != page)
        .collect();
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        return Some(shown);
    }
    pages.extend(others.into_iter().filter_map(read));
    Some(site.with_pages(&pages))
}

/// How much of a page is read.
#[derive(Clone, Copy)]
enum Part {
    Head,
    Whole,
}

fn read_page(entry: &Entry, setting: Setting<'_>, part: Part) -> Option<Page> {
    let bytes = source::read_markdown(entry).ok()?;
    let text = source::decode(&entry.path, bytes, setting.languages).text;
    let mut source = Source { path: entry.path.clone(), text };
    if matches!(part, Part::Head) {
        let (Ok(split) | Err(split)) = front_matter::split(&source.text);
        source.text.truncate(split.body.start);
    }
    Some(page::parse(&source, &Lines::new(&source.text), setting, &mut Vec::new()).0)
}
