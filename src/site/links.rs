//! Where links, images and documents lead.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Site, State, View};
use crate::components::{Argument, Component};
use crate::diagnostics::{Finding, Level, nearest};
use crate::fields::Located;
use crate::language;
use crate::page::{Page, split_language};
use crate::source::{SitePath, content_file, is_plain, percent_decode};
use crate::web_address;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page; its reader's language decides which view.
    Page(PageTarget),
    /// A place on the same page.
    Here {
        /// The id after `#`.
        anchor: String,
    },
    /// A file beside the pages.
    Asset {
        /// Which.
        asset: usize,
        /// What stands after `#`: `page=3`.
        fragment: Option<String>,
    },
    /// Nowhere; a finding says so.
    Nowhere,
}

/// A page that a link leads to. It can only be made for a page that readers of the link can see, so that there is
/// an address to write for each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTarget {
    /// The page in all its languages.
    pub group: usize,
    /// The language, when the author named one (`enrollment.es.md`).
    language: Option<usize>,
    /// The id after `#`, without it.
    pub anchor: Option<String>,
    /// What readers of the link's own language see.
    view: usize,
}

/// Where a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentTarget {
    /// A file of the site.
    Asset(usize),
    /// An address elsewhere.
    Elsewhere(String),
    /// Nowhere; a finding says so.
    Nowhere,
}

/// What the addresses in one page mean; the vectors run along those of the page.
#[derive(Debug, Default)]
pub struct Resolved {
    /// For each link of the document.
    pub links: Vec<Target>,
    /// For each image of the document: an asset.
    pub images: Vec<Option<usize>>,
    /// For each component of the document: the file of a `document(…)`.
    pub components: Vec<Option<DocumentTarget>>,
    /// For each document of the front matter.
    pub documents: Vec<DocumentTarget>,
    /// The groups of `related`.
    pub related: Vec<usize>,
    /// Files that raw HTML and components of the theme name.
    pub others: Vec<usize>,
}

impl Resolved {
    /// Every file of the site that the page leads to or shows.
    pub(super) fn assets(&self) -> impl Iterator<Item = usize> {
        let links = self.links.iter().filter_map(|target| match target {
            Target::Asset { asset, .. } => Some(*asset),
            _ => None,
        });
        let documents = self.components.iter().flatten().chain(&self.documents).filter_map(|target| match target {
            DocumentTarget::Asset(asset) => Some(*asset),
            _ => None,
        });
        links.chain(documents).chain(self.images.iter().flatten().copied()).chain(self.others.iter().copied())
    }
}

struct Resolver<'s> {
    site: &'s Site,
    page: &'s Page,
    state: State,
    /// The path that is looked up.
    path: String,
    findings: Vec<Finding>,
}

impl Site {
    /// Resolves the addresses written in some pages, in parallel and in their order.
    pub(super) fn resolve_links_of(&self, pages: Vec<usize>) -> Vec<(Resolved, Vec<Finding>)> {
        pages.into_par_iter().map(|page| self.resolve_links(page)).collect()
    }

    /// The same site with other texts of some pages, all else of which stays.
    #[must_use]
    pub fn with_pages(&self, pages: &[(usize, Arc<Page>)]) -> Self {
        let mut site = self.clone();
        for (at, page) in pages {
            site.pages[*at] = Arc::clone(page);
        }
        for (at, _) in pages {
            site.resolved[*at] = Arc::new(site.resolve_links(*at).0);
        }
        site
    }

    /// Resolves every address written in a page.
    fn resolve_links(&self, page: usize) -> (Resolved, Vec<Finding>) {
        let (page, state) = (&self.pages[page], self.states[page]);
        let mut resolver = Resolver { site: self, page, state, path: String::new(), findings: Vec::new() };
        let document = &page.document;
        let resolved = Resolved {
            links: document.links.iter().map(|link| resolver.link(&link.target, &link.span)).collect(),
            images: document.images.iter().map(|image| resolver.image(&image.target, &image.span)).collect(),
            components: document
                .components
                .iter()
                .map(|component| match component {
                    Component::Document { file, .. } => Some(resolver.document(file)),
                    Component::Contact { name: Some(name) } => {
                        resolver.contact(name);
                        None
                    }
                    _ => None,
                })
                .collect(),
            documents: page.front_matter.documents.iter().map(|document| resolver.document(&document.file)).collect(),
            related: page.front_matter.related.iter().filter_map(|related| resolver.related(related)).collect(),
            others: resolver.others(),
        };
        if let Some(crate::front_matter::ContactChoice::Named(name)) = &page.front_matter.contact {
            resolver.contact(name);
        }
        (resolved, resolver.findings)
    }

    /// The view a link of `from` leads to: in the reader's language where that page
    /// has the anchor, else in the language of the text.
    #[must_use]
    pub fn link_view(&self, from: &View, target: &PageTarget) -> &View {
        let own = &self.views[target.view];
        if target.language.is_some() {
            return own;
        }
        let has_anchor = |view: &&View| target.anchor.as_ref().is_none_or(|id| has_anchor(&self.pages[view.page], id));
        let in_frame = self.view_of(target.group, from.language);
        match in_frame.filter(has_anchor) {
            Some(view) => view,
            None if has_anchor(&own) => own,
            None => in_frame.unwrap_or(own),
        }
    }
}

/// Places that the theme puts onto every page.
const ALWAYS_THERE: [&str; 2] = ["main", "top"];

/// Whether a page has an element with this id.
#[must_use]
pub(crate) fn has_anchor(page: &Page, id: &str) -> bool {
    ALWAYS_THERE.contains(&id)
        || page.document.headings.iter().any(|heading| heading.id == id)
        || page.document.anchors.iter().any(|anchor| anchor == id)
}

impl Resolver<'_> {
    fn report(&mut self, rule: &'static str, span: &Range<usize>, message: String, help: String) {
        self.findings.push(Finding::new(rule, Level::Error, self.page.file(), message, help).on(span.clone()));
    }

    fn link(&mut self, written: &str, span: &Range<usize>) -> Target {
        let inside = self.inside(written);
        let (address, anchor) = match inside.split_once('#') {
            Some((address, anchor)) => (address, Some(anchor).filter(|id| !id.is_empty())),
            None => (&*inside, None),
        };
        let address = address.split('?').next().unwrap_or_default();
        let address = percent_decode(address);
        let id = |anchor: Option<&str>| anchor.map(|anchor| percent_decode(anchor).into_owned());
        if address.is_empty() {
            return self.same_page(id(anchor), written, span);
        }
        if let Some(group) = self.neighbour(&address) {
            return self.page_target(group, None, id(anchor), written, span);
        }
        let folder = self.page.key.folder();
        if let Some(path) = SitePath::resolve(folder, &address) {
            if let Some(&asset) = self.site.asset_by_path.get(&path) {
                return Target::Asset { asset, fragment: anchor.map(str::to_owned) };
            }
            if let Some((group, language)) = self.page_file(&path, &address) {
                return self.page_target(group, language, id(anchor), written, span);
            }
        }
        let help = self.nearest_file(&address, "the link");
        self.report("link/broken", span, format!("“{written}” leads nowhere: there is no such page or file."), help);
        Target::Nowhere
    }

    /// An address of this site that is written in full, as a path from its top; any other as it is.
    fn inside<'w>(&self, written: &'w str) -> Cow<'w, str> {
        let base = self.site.config.base_url.as_deref();
        match base.and_then(|base| web_address::below(base, written)) {
            Some(below) => ["/", below].concat().into(),
            None => written.into(),
        }
    }

    /// Files that raw HTML and components of the theme name.
    fn others(&self) -> Vec<usize> {
        let document = &self.page.document;
        let arguments = document.components.iter().flat_map(|component| match component {
            Component::Custom { arguments, .. } => arguments.as_slice(),
            _ => &[],
        });
        let arguments = arguments.filter_map(|(_, argument)| match argument {
            Argument::Text(text) => Some(text),
            _ => None,
        });
        let named = document.raw_addresses.iter().chain(arguments);
        named.filter_map(|address| self.asset(address.split(['?', '#']).next().unwrap_or_default())).collect()
    }

    /// The page whose file is called so and stands in the same folder or below: where most links lead.
    fn neighbour(&mut self, name: &str) -> Option<usize> {
        if !is_plain(name) {
            return None;
        }
        let folder = self.page.key.folder();
        self.path.clear();
        if !folder.is_empty() {
            self.path.push_str(folder);
            self.path.push('/');
        }
        self.path.push_str(name);
        self.site.group_by_key.get(self.path.as_str()).copied()
    }

    /// The page behind `legal.md`, `legal.es.md`, `legal`, `legal/` or `/es/legal/`.
    fn page_file(&self, path: &SitePath, written: &str) -> Option<(usize, Option<usize>)> {
        let languages = &self.site.config.languages;
        let (key, tag) = split_language(path);
        if let Some(group) = self.site.group(&key) {
            return Some((group, tag.and_then(|tag| languages.iter().position(|known| known == tag))));
        }
        let by_name = |name: String| SitePath::new(&name).and_then(|key| self.site.group(&key));
        if let Some(group) = by_name(format!("{path}.md")).or_else(|| by_name(format!("{path}/index.md"))) {
            return Some((group, None));
        }
        let address = written.trim_start_matches('/').trim_end_matches("index.html").trim_end_matches('/');
        let address = if address.is_empty() { String::new() } else { format!("{address}/") };
        let view = self.site.view_at(&address)?;
        let view = &self.site.views[view];
        Some((view.group, Some(view.language)))
    }

    fn same_page(&mut self, anchor: Option<String>, written: &str, span: &Range<usize>) -> Target {
        match anchor {
            Some(anchor) if has_anchor(self.page, &anchor) => Target::Here { anchor },
            Some(anchor) => {
                let help = nearest_anchor(self.page, &anchor);
                self.report("link/broken-anchor", span, format!("This page has no place named “{anchor}”."), help);
                Target::Nowhere
            }
            None => {
                self.report(
                    "link/broken",
                    span,
                    if written.is_empty() {
                        "This link has no address.".to_owned()
                    } else {
                        format!("“{written}” leads nowhere.")
                    },
                    "Write where it leads between the round brackets.".to_owned(),
                );
                Target::Nowhere
            }
        }
    }

    fn page_target(
        &mut self,
        group: usize,
        language: Option<usize>,
        anchor: Option<String>,
        written: &str,
        span: &Range<usize>,
    ) -> Target {
        let site = self.site;
        let reader = language.unwrap_or(self.page.language);
        let Some(at) = self.seen(group, reader, written, span) else { return Target::Nowhere };
        let view = &site.views[at];
        let mut target = PageTarget { group, language, anchor, view: at };
        if let Some(id) = &target.anchor {
            let page = &site.pages[view.page];
            if !has_anchor(page, id) {
                let help = nearest_anchor(page, id);
                let message = format!("{} has no place named “{id}”.", page.file());
                self.report("link/broken-anchor", span, message, help);
                target.anchor = None;
            }
        }
        Target::Page(target)
    }

    /// What readers of a language see of a page, as an index into the views; a finding says when that is nothing,
    /// or the text of another language.
    fn seen(&mut self, group: usize, language: usize, written: &str, span: &Range<usize>) -> Option<usize> {
        let site = self.site;
        let Some(at) = site.groups[group].views[language] else {
            self.unseen(group, language, written, span);
            return None;
        };
        let view = &site.views[at];
        if site.is_fallback(view) {
            let [missing, shown] = [language, site.page_of(view).language]
                .map(|language| language::native_name(&site.config.languages[language]));
            let message =
                format!("“{written}” has no text in {missing}, so this link leads readers to one in {shown}.");
            let help =
                format!("Translate {}; until then its page says that it is not translated.", site.page_of(view).file());
            let finding = Finding::new("link/not-translated", Level::Note, self.page.file(), message, help);
            self.findings.push(finding.on(span.clone()));
        }
        Some(at)
    }

    /// Reports a link to a page that its readers cannot see.
    fn unseen(&mut self, group: usize, language: usize, written: &str, span: &Range<usize>) {
        // A page that is itself not shown may point to others that are not shown yet.
        if self.state != State::Published {
            return;
        }
        let site = self.site;
        let key = &site.groups[group].key;
        let original = site.pages.binary_search_by(|page| page.path.cmp(key)).ok();
        let state = original.map(|at| site.states[at]);
        let why = match state {
            Some(State::Draft) => "a draft".to_owned(),
            Some(State::Scheduled(day)) => format!("not published before {day}"),
            Some(State::Expired(day)) => format!("no longer published since {day}"),
            // It has the address of another, which a finding says.
            Some(State::Published) => return,
            Some(State::NoOriginal) | None => {
                let only = site.pages.iter().find(|page| page.key == *key).map_or(key.as_str(), |page| page.file());
                let missing = language::native_name(&site.config.languages[language]);
                let message = format!("“{written}” leads nowhere: there is no {missing} text of it, only {only}.");
                let help = format!("Write the page content/{key}, or remove the link.");
                self.report("link/broken", span, message, help);
                return;
            }
        };
        self.report(
            "link/unpublished",
            span,
            format!("“{written}” leads to a page that is {why}."),
            "Publish that page, or remove the link until it is.".to_owned(),
        );
    }

    fn image(&mut self, written: &str, span: &Range<usize>) -> Option<usize> {
        // What comes from elsewhere is a finding of the page alone.
        let asset = self.asset(written);
        if asset.is_none() && web_address::kind(&self.inside(written)) != web_address::Kind::Inside {
            return None;
        }
        if asset.is_none() {
            let help = self.nearest_file(written, "the picture");
            self.report("image/broken", span, format!("There is no picture “{written}”."), help);
        }
        asset
    }

    fn document(&mut self, file: &Located<String>) -> DocumentTarget {
        let asset = self.asset(&file.value);
        match (asset, web_address::kind(&self.inside(&file.value))) {
            (Some(asset), _) => DocumentTarget::Asset(asset),
            (None, web_address::Kind::Web) => DocumentTarget::Elsewhere(file.value.clone()),
            (None, _) => {
                let help = self.nearest_file(&file.value, "the document");
                self.report("link/broken", &file.span, format!("There is no file “{}”.", file.value), help);
                DocumentTarget::Nowhere
            }
        }
    }

    fn asset(&self, written: &str) -> Option<usize> {
        let path = SitePath::resolve(self.page.key.folder(), &percent_decode(&self.inside(written)))?;
        self.site.asset_by_path.get(&path).copied()
    }

    fn related(&mut self, written: &Located<String>) -> Option<usize> {
        let from_top = SitePath::resolve("", &written.value);
        let from_here = SitePath::resolve(self.page.key.folder(), &written.value);
        let group = [from_top, from_here].into_iter().flatten().find_map(|path| self.page_file(&path, &written.value));
        match group {
            None => {
                let help = self.nearest_file(&written.value, "it");
                self.report(
                    "link/broken",
                    &written.span,
                    format!("“{}” is not a page of this site.", written.value),
                    help,
                );
                None
            }
            Some((group, _)) => {
                self.seen(group, self.page.language, &written.value, &written.span)?;
                Some(group)
            }
        }
    }

    fn contact(&mut self, name: &Located<String>) {
        if self.site.config.contact(&name.value).is_some() {
            return;
        }
        let known = self.site.config.contacts.iter().map(|(key, _)| key.as_str());
        let help = match nearest(&name.value, known) {
            Some(meant) => format!("Did you mean “{meant}”?"),
            None => {
                let known: Vec<&str> = self.site.config.contacts.iter().map(|(key, _)| key.as_str()).collect();
                match known.is_empty() {
                    true => format!("Write its office under contacts in site.yaml, as “{}”.", name.value),
                    false => format!("The contacts of site.yaml are: {}.", known.join(", ")),
                }
            }
        };
        self.report("contact/unknown", &name.span, format!("There is no contact named “{}”.", name.value), help);
    }

    /// The file that was meant by an address that leads nowhere, as the author would write it; else what to do,
    /// such as to take out `what` has that address.
    fn nearest_file(&self, written: &str, what: &str) -> String {
        let folder = self.page.key.folder();
        if written.starts_with("www.") {
            return format!("Write https:// in front of it: https://{written}");
        }
        // An address of the old website: faq.html, faq.aspx
        let as_page = written.rsplit_once('.').map(|(stem, _)| format!("{stem}.md"));
        if let Some(page) = as_page.filter(|page| page != written)
            && SitePath::resolve(folder, &page).is_some_and(|path| self.site.group(&path).is_some())
        {
            return format!("Did you mean “{page}”?");
        }
        let Some(wanted) = SitePath::resolve(folder, written) else {
            return format!(
                "It leads out of the content folder; {} stands in content/{folder}.",
                self.page.key.file_name()
            );
        };
        let files = || {
            let pages = self.site.groups.iter().map(|group| group.key.as_str());
            pages.chain(self.site.assets.iter().map(|asset| asset.path.as_str()))
        };
        // A file of this name in another folder is likelier than another name in this one.
        let name_of = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let mut alike = files().filter(|file| name_of(file) == name_of(wanted.as_str()));
        let moved = alike.next().filter(|_| alike.next().is_none() && name_of(wanted.as_str()) != "index.md");
        match moved.or_else(|| nearest(wanted.as_str(), files())) {
            Some(meant) => format!("Did you mean “{}”?", relative(folder, meant)),
            None if wanted.as_str().ends_with(".md") => {
                format!("Take {what} out, or write the page: studypages new page {wanted}")
            }
            None => format!("Put the file there, as {}, or take {what} out.", content_file(&wanted)),
        }
    }
}

/// The id of a page nearest to the one that was meant.
fn nearest_anchor(page: &Page, id: &str) -> String {
    let ids = page.document.headings.iter().map(|heading| heading.id.as_str());
    match nearest(id, ids) {
        Some(meant) => format!("Did you mean “#{meant}”?"),
        None => format!("Write {{#{id}}} behind the heading you mean in {}, or link to the page alone.", page.file()),
    }
}

/// A path from `folder` to `file`, both from `content/`.
fn relative(folder: &str, file: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = file.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - shared];
    parts.extend(&to[shared..]);
    parts.join("/")
}
