//! What a preview keeps between two saves, so that the next load does only what a save asks for.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use crate::asset::{self, Asset};
use crate::config::{self, Config, Pictures};
use crate::diagnostics::Finding;
use crate::fields::Located;
use crate::file_pattern::FilePattern;
use crate::page::Page;
use crate::site;
use crate::source::{Discovered, Entry, SitePath};
use crate::theme::{self, Theme};

/// What a preview keeps between two saves.
pub struct Memory {
    pub(super) parsed: Parsed,
    pub(super) theme: Option<KnownTheme>,
    pub(super) site: site::Memory,
    /// Whether another load will be compared with it.
    pub(super) is_kept: bool,
}

impl Default for Memory {
    fn default() -> Self {
        Self { parsed: Parsed::default(), theme: None, site: site::Memory::default(), is_kept: true }
    }
}

impl Memory {
    /// What one load needs, after which it is dropped: files get no hashes, which nothing would be compared with.
    pub(super) fn for_one_load() -> Self {
        Self { is_kept: false, ..Self::default() }
    }

    /// Tells which files were saved, so that the next load looks at no others: a walk of the
    /// content folder costs more than the save. No paths mean that nobody knows.
    pub fn expect(&mut self, root: &Path, saved: &[PathBuf]) {
        let mut all_known = !saved.is_empty();
        for path in saved {
            let is_known = self.parsed.refresh(root, path);
            let below = path.strip_prefix(root).ok().and_then(|path| path.iter().next());
            let is_theme = below.is_some_and(|name| name == "themes");
            if is_theme {
                self.theme = None;
            }
            all_known &= is_known || is_theme || below.is_some_and(|name| name == config::FILE);
        }
        if !all_known {
            self.parsed.discovered = None;
        }
    }

    /// Makes the next load read again every file that may have been saved since `start`, also
    /// where its time and size stayed the same.
    pub fn doubt_since(&mut self, start: SystemTime) {
        let start = start.checked_sub(CLOCK_STEP).unwrap_or(start);
        let may_be_newer = |entry: &Entry| entry.modified.is_none_or(|modified| modified >= start);
        for known in self.parsed.pages.iter_mut().filter(|known| may_be_newer(&known.entry)) {
            known.entry = Arc::new(known.entry.doubted());
        }
        for known in self.parsed.assets.iter_mut().filter(|known| may_be_newer(&known.entry)) {
            known.entry = Arc::new(known.entry.doubted());
        }
        let theme_files = self.theme.iter().flat_map(|theme| &theme.files);
        if theme_files.into_iter().any(|(.., modified)| modified.is_none_or(|modified| modified >= start)) {
            self.theme = None;
        }
        self.parsed.discovered = None;
    }

    /// Makes the next load compare the bytes of every file, also where its time and size stayed the same.
    pub fn doubt_all(&mut self) {
        for known in &mut self.parsed.pages {
            known.entry = Arc::new(known.entry.doubted());
        }
        for known in &mut self.parsed.assets {
            known.entry = Arc::new(known.entry.doubted());
        }
        if self.theme.as_ref().is_some_and(|theme| theme.bytes != bytes_of(&theme.files)) {
            self.theme = None;
        }
        self.parsed.discovered = None;
    }
}

/// Longer than the steps in which any disk counts time (FAT: two seconds).
const CLOCK_STEP: Duration = Duration::from_secs(3);

/// Files of `content/` as they were read last, in the order of their paths.
#[derive(Default)]
pub(super) struct Parsed {
    /// The files of the last walk; `None` when the next load must walk again.
    pub(super) discovered: Option<Discovered>,
    read_for: ReadFor,
    pub(super) pages: Vec<Known<Option<Arc<Page>>>>,
    pub(super) assets: Vec<Known<Asset>>,
}

/// What of `site.yaml` decides which files are read, and how.
#[derive(Default, PartialEq)]
struct ReadFor {
    languages: Vec<String>,
    base_url: Option<String>,
    files: Vec<Located<FilePattern>>,
    pictures: Pictures,
}

impl Parsed {
    /// Forgets everything that was read for other settings.
    pub(super) fn read_for(&mut self, config: &Config) {
        let Config { languages, base_url, files, pictures, .. } = config.clone();
        let read_for = ReadFor { languages, base_url, files, pictures };
        if self.read_for != read_for {
            *self = Self { read_for, ..Self::default() };
        }
    }

    /// Looks at the files that are no pages, as far as they are new.
    pub(super) fn read_assets(&mut self, discovered: &Discovered) -> &[Known<Asset>] {
        let limits = self.read_for.pictures;
        remember(&mut self.assets, &discovered.assets, |entry, _| {
            let mut findings = Vec::new();
            let value = asset::read_asset(&entry, limits, &mut findings);
            Known { entry, hash: None, value, findings }
        });
        &self.assets
    }

    /// Makes the next load read the file at `disk` again, whatever its time and size say: some
    /// disks count time in steps longer than the pause between two saves. Says whether it is a
    /// file that the last walk found, and still there.
    fn refresh(&mut self, root: &Path, disk: &Path) -> bool {
        let Some(path) = SitePath::of_file(&root.join("content"), disk) else { return false };
        doubt(&mut self.pages, &path);
        doubt(&mut self.assets, &path);
        let Some(discovered) = &mut self.discovered else { return false };
        [&mut discovered.markdown, &mut discovered.assets].into_iter().any(|entries| {
            let Ok(at) = entries.binary_search_by(|entry| entry.path.cmp(&path)) else { return false };
            match entries[at].refreshed().filter(|entry| entry.disk == disk) {
                Some(entry) => {
                    entries[at] = Arc::new(entry);
                    true
                }
                None => false,
            }
        })
    }
}

fn doubt<T>(known: &mut [Known<T>], path: &SitePath) {
    if let Ok(at) = known.binary_search_by(|known| known.entry.path.cmp(path)) {
        known[at].entry = Arc::new(known[at].entry.doubted());
    }
}

/// What a file held, and what was wrong with it.
pub(super) struct Known<T> {
    pub(super) entry: Arc<Entry>,
    /// BLAKE3 of its bytes; `None` where nothing will be compared with them.
    pub(super) hash: Option<blake3::Hash>,
    pub(super) value: T,
    pub(super) findings: Vec<Finding>,
}

/// Reads the files of `entries` that are new or changed; forgets those that are gone. Both
/// lists are in the order of their paths.
pub(super) fn remember<T: Send + Sync>(
    known: &mut Vec<Known<T>>,
    entries: &[Arc<Entry>],
    read: impl Fn(Arc<Entry>, Option<&Known<T>>) -> Known<T> + Sync,
) {
    let mut before = std::mem::take(known).into_iter().peekable();
    let beside: Vec<Option<Known<T>>> = entries
        .iter()
        .map(|entry| {
            while before.next_if(|known| !is_same(&known.entry, entry) && known.entry.path < entry.path).is_some() {}
            before.next_if(|known| is_same(&known.entry, entry) || known.entry.path == entry.path)
        })
        .collect();
    *known = beside
        .into_par_iter()
        .zip(entries)
        .map(|(before, entry)| match before {
            Some(known) if is_same(&known.entry, entry) || known.entry == *entry => known,
            before => read(Arc::clone(entry), before.as_ref()),
        })
        .collect();
}

/// Whether an entry was not even looked at again.
fn is_same(a: &Arc<Entry>, b: &Arc<Entry>) -> bool {
    Arc::ptr_eq(a, b)
}

/// The theme as it was read last.
pub(super) struct KnownTheme {
    config: blake3::Hash,
    files: Vec<theme::Stamp>,
    bytes: blake3::Hash,
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) findings: Vec<Finding>,
}

impl KnownTheme {
    pub(super) fn load<'k>(known: &'k mut Option<Self>, root: &Path, config: &Config, hash: blake3::Hash) -> &'k Self {
        let files = theme::stamps(root, config);
        if known.as_ref().is_some_and(|known| known.config != hash || known.files != files) {
            *known = None;
        }
        known.get_or_insert_with(|| {
            let (theme, findings) = theme::load(root, config);
            Self { config: hash, bytes: bytes_of(&files), files, theme: theme.map(Arc::new), findings }
        })
    }
}

/// What the files of a theme hold.
fn bytes_of(files: &[theme::Stamp]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for (file, ..) in files {
        // One that cannot be read differs from one that can.
        let hash = std::fs::read(file).map(|bytes| blake3::hash(&bytes));
        hasher.update(hash.as_ref().map_or(&[], |hash| hash.as_bytes().as_slice()));
        hasher.update(b"/");
    }
    hasher.finalize()
}
