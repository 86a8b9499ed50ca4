//! The site as it was after the last save, swapped as a whole.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, RwLock};

use tokio::sync::broadcast;

use super::findings::Findings;
use crate::diagnostics::Finding;
use crate::page::Page;
use crate::pipeline::{self, Failure};
use crate::render::Renderer;
use crate::site::{Site, View};
use crate::theme::Theme;

/// The newest snapshot, and those who wait for the next.
pub(super) struct Preview {
    root: PathBuf,
    current: RwLock<Arc<Snapshot>>,
    news: broadcast::Sender<News>,
}

/// What a browser is told after a save.
#[derive(Clone, Debug)]
pub(super) struct Saved {
    /// The number of the snapshot.
    pub(super) version: u64,
    /// The address of the page that was saved, when it was one.
    pub(super) page: Option<String>,
}

/// News for browsers.
#[derive(Clone, Debug)]
pub(super) enum News {
    /// A save: fetch what you show again.
    Saved(Saved),
    /// The check of the whole site is done.
    Checked,
}

/// How many saves a sleeping browser may miss before it is simply told of the last.
const BACKLOG: usize = 16;

impl Preview {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            current: RwLock::new(Arc::new(Snapshot::default())),
            news: broadcast::channel(BACKLOG).0,
        }
    }

    /// The folder of `site.yaml`.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The newest snapshot.
    pub(super) fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Listens for news.
    pub(super) fn listen(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    /// The newest snapshot that knows the text of every page; waits for the first of them.
    pub(super) fn complete(&self) -> Arc<Snapshot> {
        let mut news = self.listen();
        loop {
            let snapshot = self.current();
            if !snapshot.is_glance {
                return snapshot;
            }
            // Having missed some news is as good as news.
            let _ = news.blocking_recv();
        }
    }

    /// Puts a new snapshot in place, then tells the browsers.
    pub(super) fn publish(&self, mut next: Snapshot, page: Option<&Path>) {
        let mut current = self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        next.version = current.version + 1;
        if next.renderer.is_none() {
            next.last_good = current.renderer.clone().or_else(|| current.last_good.clone());
        }
        let version = next.version;
        let page = page.and_then(|disk| next.address_of(&self.root, disk));
        *current = Arc::new(next);
        drop(current);
        // Nobody listening is no error.
        let _ = self.news.send(News::Saved(Saved { version, page }));
    }

    /// Puts down what the check of the whole site found, and tells the browsers if it is new.
    pub(super) fn checked(&self, findings: &Findings) {
        let current = self.current();
        let before = std::mem::replace(
            &mut *current.findings.write().unwrap_or_else(std::sync::PoisonError::into_inner),
            findings.clone(),
        );
        if !before.says_the_same(findings) {
            let _ = self.news.send(News::Checked);
        }
    }
}

/// The site at one moment.
#[derive(Default)]
pub(super) struct Snapshot {
    pub(super) version: u64,
    /// `None` when there is nothing that could be rendered.
    pub(super) renderer: Option<Arc<Renderer>>,
    /// What renders the pages of the last moment at which everything could.
    pub(super) last_good: Option<Arc<Renderer>>,
    /// Whether the text of its pages is still to be read, one by one as they are asked for.
    pub(super) is_glance: bool,
    findings: RwLock<Findings>,
    /// Why there is no site.
    pub(super) failure: Option<String>,
    made_files: OnceLock<HashMap<String, Vec<u8>>>,
}

impl Snapshot {
    /// A site that was read, with what is known of its findings.
    pub(super) fn new(site: Arc<Site>, theme: Option<Arc<Theme>>, findings: Findings) -> Self {
        let renderer = theme.map(|theme| Arc::new(Renderer::new(site, theme)));
        let failure = renderer.is_none().then(|| "The theme cannot be used; mend its templates first.".to_owned());
        Self { renderer, findings: RwLock::new(findings), failure, ..Self::default() }
    }

    /// A site whose pages are read as they are asked for; nothing is known to be wrong yet.
    pub(super) fn glance(site: Arc<Site>, theme: Option<Arc<Theme>>) -> Self {
        Self { is_glance: true, ..Self::new(site, theme, Findings::default()) }
    }

    /// Why there is no site.
    pub(super) fn of_failure(failure: Failure) -> Self {
        let message = failure.to_string();
        let findings = match failure {
            Failure::Config(findings) => findings,
            _ => Vec::new(),
        };
        Self { findings: RwLock::new(Findings::whole(findings)), failure: Some(message), ..Self::default() }
    }

    /// What is known to be wrong by now.
    pub(super) fn findings(&self) -> Findings {
        self.findings.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Renders the page of a view.
    pub(super) fn page(&self, renderer: &Arc<Renderer>, view: usize, root: &Path) -> Result<Vec<u8>, Box<Finding>> {
        let (site, theme) = (renderer.site(), renderer.shared_theme());
        let view = &site.views[view];
        if self.is_glance
            && let Some(site) = pipeline::with_text(root, site, view.page)
        {
            return Renderer::new(Arc::new(site), theme).page(view);
        }
        renderer.page(view)
    }

    /// What renders pages now, or did when last something could.
    pub(super) fn any_renderer(&self) -> Option<&Arc<Renderer>> {
        self.renderer.as_ref().or(self.last_good.as_ref())
    }

    /// The site, when there is or was one.
    pub(super) fn site(&self) -> Option<&Site> {
        self.any_renderer().map(|renderer| renderer.site())
    }

    /// The path of the site on its host.
    pub(super) fn base_path(&self) -> &str {
        self.site().map_or("/", |site| site.config.base_path())
    }

    /// Files that are neither pages nor copies, by their path; made when first asked for.
    pub(super) fn made_files(&self) -> &HashMap<String, Vec<u8>> {
        self.made_files.get_or_init(|| {
            let files = self.any_renderer().map_or_else(Vec::new, |renderer| renderer.made_files().0);
            files.into_iter().map(|file| (file.path, file.bytes)).collect()
        })
    }

    /// The address of the page whose file is at `disk`.
    fn address_of(&self, root: &Path, disk: &Path) -> Option<String> {
        let site = self.site()?;
        let relative = disk.strip_prefix(root.join("content")).ok()?.to_str()?.replace('\\', "/");
        let page = site.pages.iter().position(|page| page.path.as_str() == relative)?;
        let own = |view: &&View| view.page == page && view.language == site.pages[page].language;
        site.views.iter().find(own).map(|view| format!("{}{}", self.base_path(), view.path))
    }

    /// The pages of `site` that are not as they were in this snapshot.
    pub(super) fn new_pages(&self, site: &Site) -> Vec<usize> {
        let Some(before) = self.site() else { return (0..site.pages.len()).collect() };
        let is_same_at =
            |(at, page): &(usize, &Arc<Page>)| before.pages.get(*at).is_some_and(|old| Arc::ptr_eq(old, page));
        let moved: Vec<usize> =
            site.pages.iter().enumerate().filter(|place| !is_same_at(place)).map(|(at, _)| at).collect();
        if moved.is_empty() || before.pages.len() == site.pages.len() {
            return moved;
        }
        let known: HashSet<*const Page> = before.pages.iter().map(Arc::as_ptr).collect();
        moved.into_iter().filter(|at| !known.contains(&Arc::as_ptr(&site.pages[*at]))).collect()
    }

    /// Whether a browser would see the same site.
    pub(super) fn is_same(&self, other: &Snapshot) -> bool {
        let same_site = match (&self.renderer, &other.renderer) {
            (Some(a), Some(b)) => {
                let (a_site, b_site) = (a.site(), b.site());
                std::ptr::eq(a.theme(), b.theme())
                    && a_site.today == b_site.today
                    && a_site.pages.len() == b_site.pages.len()
                    && a_site.pages.iter().zip(&b_site.pages).all(|(a, b)| Arc::ptr_eq(a, b))
                    && a_site.assets == b_site.assets
            }
            (None, None) => true,
            _ => false,
        };
        // A change of site.yaml loads the theme again.
        same_site && self.failure == other.failure && self.is_glance == other.is_glance
    }
}
