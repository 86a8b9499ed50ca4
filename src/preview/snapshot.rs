//! The site as it was after the last save, swapped as a whole.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, RwLock};

use tokio::sync::broadcast;

use crate::diagnostics::Finding;
use crate::page::Page;
use crate::pipeline::{Failure, Loaded};
use crate::render::Renderer;
use crate::site::{Site, View};

/// The newest snapshot, and those who wait for the next.
pub(super) struct Preview {
    root: PathBuf,
    current: RwLock<Arc<Snapshot>>,
    saved: broadcast::Sender<Saved>,
}

/// What a browser is told after a save.
#[derive(Clone, Debug)]
pub(super) struct Saved {
    /// The number of the snapshot.
    pub(super) version: u64,
    /// The address of the page that was saved, when it was one.
    pub(super) page: Option<String>,
}

/// How many saves a sleeping browser may miss before it is simply told of the last.
const BACKLOG: usize = 16;

impl Preview {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            current: RwLock::new(Arc::new(Snapshot::default())),
            saved: broadcast::channel(BACKLOG).0,
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

    /// Listens for saves.
    pub(super) fn listen(&self) -> broadcast::Receiver<Saved> {
        self.saved.subscribe()
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
        let _ = self.saved.send(Saved { version, page });
    }
}

/// The site at one moment.
#[derive(Default)]
pub struct Snapshot {
    pub(super) version: u64,
    /// `None` when there is nothing that could be rendered.
    pub(super) renderer: Option<Arc<Renderer>>,
    /// What renders the pages of the last moment at which everything could.
    pub(super) last_good: Option<Arc<Renderer>>,
    /// What is wrong, in the order of the files.
    pub(super) findings: Vec<Finding>,
    /// Why there is no site.
    pub(super) failure: Option<String>,
    made_files: OnceLock<HashMap<String, Vec<u8>>>,
}

impl Snapshot {
    /// The outcome of a load.
    #[must_use]
    pub fn new(loaded: Result<Loaded, Failure>) -> Self {
        match loaded {
            Ok(loaded) => {
                let renderer = loaded.theme.map(|theme| Arc::new(Renderer::new(loaded.site, theme)));
                let failure =
                    renderer.is_none().then(|| "The theme cannot be used; mend its templates first.".to_owned());
                Self { renderer, findings: loaded.findings, failure, ..Self::default() }
            }
            Err(failure) => {
                let message = failure.to_string();
                let findings = match failure {
                    Failure::Config(findings) => findings,
                    _ => Vec::new(),
                };
                Self { findings, failure: Some(message), ..Self::default() }
            }
        }
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

    /// The first page that is not as it was `before`, as its file on disk.
    pub(super) fn first_new_page(&self, before: &Snapshot, root: &Path) -> Option<PathBuf> {
        let (site, before) = (self.site()?, before.site()?);
        let known: HashSet<*const Page> = before.pages.iter().map(Arc::as_ptr).collect();
        let page = site.pages.iter().find(|page| !known.contains(&Arc::as_ptr(page)))?;
        Some(root.join("content").join(page.path.as_str()))
    }

    /// Whether a browser would see the same site, and an editor the same findings.
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
        same_site && self.failure == other.failure && self.findings == other.findings
    }
}
