//! Pictures for browsers as they will be published: made when one is asked for, few at a time, and kept for the next.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use tokio::sync::Semaphore;

use crate::asset::Asset;
use crate::config::Pictures;

/// Most bytes of versions that are kept: those of some hundred photographs.
const MOST_KEPT: usize = 64 * 1024 * 1024;

/// A picture that a browser asked for.
pub(super) struct Wanted {
    pub(super) asset: Asset,
    /// The width of a version; `None` for the file without what cameras wrote beside the picture.
    pub(super) width: Option<u32>,
    pub(super) limits: Pictures,
}

/// The author's file, by its hash, and the width.
type Key = (blake3::Hash, u32);

/// What makes and keeps them.
pub(super) struct Versions {
    /// One at a time for each core: a decoded photograph fills a good part of a small computer.
    at_once: Arc<Semaphore>,
    /// The oldest first.
    kept: Mutex<VecDeque<(Key, Bytes)>>,
}

impl Versions {
    pub(super) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { at_once: Arc::new(Semaphore::new(cores)), kept: Mutex::default() }
    }

    /// The bytes of a picture; `None` when it was saved again meanwhile. A browser that leaves takes its place in the
    /// queue with it, and what is being made for it stops at the next step.
    pub(super) async fn get(&self, wanted: Wanted) -> Option<Bytes> {
        let key = wanted.asset.picture_hash().zip(wanted.width);
        if let Some(kept) = self.kept(key) {
            return Some(kept);
        }
        let place = Arc::clone(&self.at_once).acquire_owned().await.ok()?;
        // Somebody before may have wanted the same.
        if let Some(kept) = self.kept(key) {
            return Some(kept);
        }
        let waiting = Waiting(Arc::new(AtomicBool::new(true)));
        let is_waiting = Arc::clone(&waiting.0);
        let made = tokio::task::spawn_blocking(move || {
            let _place = place;
            make(&wanted, &|| is_waiting.load(Ordering::Relaxed))
        });
        let bytes = Bytes::from(made.await.ok()?.ok()??);
        if let Some(key) = key {
            self.keep(key, bytes.clone());
        }
        Some(bytes)
    }

    fn kept(&self, key: Option<Key>) -> Option<Bytes> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| Some(*known) == key).map(|(_, bytes)| bytes.clone())
    }

    fn keep(&self, key: Key, bytes: Bytes) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| *known != key);
        kept.push_back((key, bytes));
        let mut sum: usize = kept.iter().map(|(_, bytes)| bytes.len()).sum();
        while sum > MOST_KEPT
            && let Some((_, oldest)) = kept.pop_front()
        {
            sum -= oldest.len();
        }
    }
}

fn make(wanted: &Wanted, is_wanted: &dyn Fn() -> bool) -> io::Result<Option<Vec<u8>>> {
    match wanted.width {
        Some(width) => Ok(wanted.asset.make(&[width], wanted.limits, is_wanted)?.and_then(|mut made| made.pop())),
        None => wanted.asset.cleaned().map(Some),
    }
}

/// A browser that waits; dropped, it waits no longer.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_never_grows_past_its_bound() {
        let versions = Versions::new();
        let key = |number: u32| (blake3::hash(b"photograph"), number);
        let large = Bytes::from(vec![0; MOST_KEPT / 3]);
        for number in 0..10 {
            versions.keep(key(number), large.clone());
        }
        let is_kept: Vec<bool> = (0..10).map(|number| versions.kept(Some(key(number))).is_some()).collect();
        assert_eq!(is_kept, [false, false, false, false, false, false, false, true, true, true]);
    }
}
