//! Noticing saves, and building the next snapshot.
//!
//! Editors save in many ways: in place, by renaming a finished file, by deleting and
//! writing again. So an event only says *look again*; sizes, times and content hashes
//! decide whether something changed. Where a disk sends no events (network drives,
//! containers), a slow look every two seconds finds that out, and looks become frequent.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{RecursiveMode, Watcher as _};

use super::Options;
use super::findings::Findings;
use super::snapshot::{Preview, Snapshot};
use crate::config;
use crate::diagnostics::Finding;
use crate::pipeline::{self, Memory, Unchecked};
use crate::source::is_ignored;

/// An editor's save is several events; the next one comes within this time.
const QUIET: Duration = Duration::from_millis(3);
/// A storm of events (a checkout of hundreds of files) is not waited out for longer.
const PATIENCE: Duration = Duration::from_millis(100);
/// How often the disk is asked although it sends events.
const SLOW_LOOK: Duration = Duration::from_secs(2);
/// How often it is asked when it does not.
const FAST_LOOK: Duration = Duration::from_millis(250);
/// How often, where it is only asked, the bytes of all files are compared: a time and a size may stay the same.
const CLOSE_LOOK: Duration = Duration::from_secs(1);
/// Of a large site, looks are as many times rarer than they are long: a save that comes during
/// one waits for its end.
const LOOK_SHARE: u32 = 40;
/// Of so many pages saved at once, the findings are told before those of all others.
const MOST_SAVED: usize = 8;

/// Loads the site once, then again after every save, on a thread of its own.
pub(super) fn start(options: &Options, preview: Arc<Preview>) {
    let (sender, events) = channel();
    let started = SystemTime::now();
    // A large site has many folders to watch; the first page does not wait for the last of them.
    let watching = (!options.poll).then(|| {
        let (root, sender) = (options.root.clone(), sender.clone());
        std::thread::spawn(move || watcher(&root, sender))
    });
    let mut loop_ = Loop {
        load: pipeline::Options {
            root: options.root.clone(),
            today: options.as_of.unwrap_or_else(pipeline::today),
            include_unpublished: true,
        },
        follows_today: options.as_of.is_none(),
        memory: Memory::default(),
        found: Vec::new(),
        preview,
        watcher: None,
        has_events: false,
    };
    loop_.glance();
    std::thread::spawn(move || {
        loop_.build(&[]);
        loop_.watcher = watching.and_then(|watching| watching.join().ok().flatten());
        loop_.has_events = loop_.watcher.is_some();
        // What was saved between the load and the last watch told nobody.
        loop_.memory.doubt_since(started);
        if loop_.has_events {
            let _ = sender.send(PathBuf::new());
        }
        // Keeps the channel open when there is no watcher.
        let _sender = sender;
        loop_.run(&events);
    });
}

/// A watcher of everything that a site is made of; `None` where the system gives none.
fn watcher(root: &Path, sender: Sender<PathBuf>) -> Option<notify::RecommendedWatcher> {
    let tell = move |event: notify::Result<notify::Event>| {
        // An error means that events were lost: a path of nothing stands for all files.
        let (paths, is_read) =
            event.map_or((vec![PathBuf::new()], false), |event| (event.paths, event.kind.is_access()));
        if is_read {
            return;
        }
        for path in paths {
            let _ = sender.send(path);
        }
    };
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    watcher.watch(root, RecursiveMode::NonRecursive).ok()?;
    for folder in ["content", "themes"] {
        let folder = root.join(folder);
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive).ok()?;
            for target in link_targets(&folder) {
                watcher.watch(&target, RecursiveMode::Recursive).ok()?;
            }
        }
    }
    Some(watcher)
}

/// The places that symbolic links below a folder lead to.
fn link_targets(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(walkdir::DirEntry::path_is_symlink)
        .filter_map(|entry| std::fs::canonicalize(entry.path()).ok())
        .collect()
}

struct Loop {
    load: pipeline::Options,
    follows_today: bool,
    memory: Memory,
    /// What the last load found on its way.
    found: Vec<Finding>,
    preview: Arc<Preview>,
    watcher: Option<notify::RecommendedWatcher>,
    /// Whether the disk has shown that it sends events.
    has_events: bool,
}

impl Loop {
    fn run(&mut self, events: &Receiver<PathBuf>) {
        let mut last_look = Duration::ZERO;
        let mut next_close_look = Instant::now();
        loop {
            let pause = if self.has_events { SLOW_LOOK.max(last_look * LOOK_SHARE) } else { FAST_LOOK };
            match events.recv_timeout(pause) {
                Ok(first) => {
                    let mut paths = vec![first];
                    let started = Instant::now();
                    while started.elapsed() < PATIENCE {
                        let Ok(next) = events.recv_timeout(QUIET) else { break };
                        if !paths.contains(&next) {
                            paths.push(next);
                        }
                    }
                    paths.retain(|path| self.matters(path));
                    if !paths.is_empty() {
                        self.has_events = true;
                        self.build(&paths);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    let started = Instant::now();
                    let is_close = !self.has_events && started >= next_close_look;
                    if is_close {
                        self.memory.doubt_all();
                    }
                    // A change that no event told of: from now on the disk is asked often.
                    if self.build(&[]) {
                        self.has_events = false;
                    }
                    if is_close {
                        next_close_look = Instant::now() + CLOSE_LOOK.max(started.elapsed() * LOOK_SHARE);
                    } else {
                        last_look = started.elapsed();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Whether a file is part of the site.
    fn matters(&self, path: &Path) -> bool {
        let Ok(relative) = path.strip_prefix(&self.load.root) else { return true };
        let mut parts = relative.iter().map(|part| part.to_string_lossy());
        match parts.next().as_deref() {
            None => true,
            Some("content" | "themes") => !parts.any(|part| is_ignored(&part)),
            Some(name) => name == config::FILE,
        }
    }

    /// A folder that was deleted and made again has lost its watch.
    fn watch_again(&mut self, path: &Path) {
        let is_top = ["content", "themes"].iter().any(|name| self.load.root.join(name) == path);
        if let (true, Some(watcher)) = (is_top && path.is_dir(), &mut self.watcher) {
            let _ = watcher.unwatch(path);
            let _ = watcher.watch(path, RecursiveMode::Recursive);
        }
    }

    /// Publishes a site whose pages are read when they are asked for: of thousands, the first is there at once.
    fn glance(&mut self) {
        let next = match pipeline::glance(&self.load, &mut self.memory) {
            Ok(Unchecked { site, theme, .. }) => Snapshot::glance(site, theme),
            Err(failure) => Snapshot::of_failure(failure),
        };
        self.preview.publish(next, None);
    }

    /// Loads again what the paths name, and publishes the outcome if it differs; says whether it did.
    fn build(&mut self, paths: &[PathBuf]) -> bool {
        for path in paths {
            self.watch_again(path);
        }
        self.memory.expect(&self.load.root, paths);
        if self.follows_today {
            self.load.today = pipeline::today();
        }
        let current = self.preview.current();
        let read = match pipeline::read_again(&self.load, &mut self.memory) {
            Ok(read) => read,
            Err(failure) => {
                self.found.clear();
                let next = Snapshot::of_failure(failure);
                let is_new = !current.is_same(&next) || !current.findings().says_the_same(&next.findings());
                if is_new {
                    self.preview.publish(next, None);
                }
                return is_new;
            }
        };
        let root = self.load.root.as_path();
        if read.theme.is_none() {
            // Where a page would be, the errors of the theme are shown.
            let is_new = current.renderer.is_some() || current.version == 0 || self.found != read.found;
            self.found.clone_from(&read.found);
            if is_new {
                let next = Snapshot::new(Arc::clone(&read.site), None, Findings::whole(read.check(root).findings));
                self.preview.publish(next, None);
            }
            return is_new;
        }
        let new_pages = current.new_pages(&read.site);
        let known = known_findings(&current, &read, &new_pages, root);
        let next = Snapshot::new(Arc::clone(&read.site), read.theme.clone(), known);
        let is_same = current.is_same(&next);
        if is_same && self.found == read.found {
            return false;
        }
        self.found.clone_from(&read.found);
        let is_page = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "md");
        // A look finds out for itself which page was saved.
        let first_new = || Some(root.join("content").join(read.site.pages[*new_pages.first()?].path.as_str()));
        let saved = paths.iter().find(is_page).cloned().or_else(first_new).filter(|_| !current.is_glance);
        if !is_same {
            self.preview.publish(next, saved.as_deref());
        }
        self.preview.checked(&Findings::whole(read.check(root).findings));
        true
    }
}

/// What is known after a save before the site around it is checked.
fn known_findings(current: &Snapshot, read: &Unchecked, new_pages: &[usize], root: &Path) -> Findings {
    let known = current.findings();
    // Many pages at once are no save of an editor; their findings come with all others.
    if known.counts().is_none() || new_pages.len() > MOST_SAVED {
        return known;
    }
    let findings_of = |page: &usize| (read.site.pages[*page].file().clone(), read.findings_of(root, *page));
    known.with_saved(new_pages.iter().map(findings_of).collect())
}
