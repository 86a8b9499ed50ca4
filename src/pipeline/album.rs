//! What is known of pictures by their bytes, kept in the site's `.studypages`, so that none is decoded twice.
//!
//! The file is ours; one that cannot be read, or that another version wrote, is as good as none.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::site::Site;
use crate::state;

const FILE: &str = "pictures.json";

/// Another version may read and write pictures otherwise.
const BY: &str = env!("CARGO_PKG_VERSION");

#[derive(Default, Serialize, Deserialize)]
struct Stored {
    by: String,
    /// By the BLAKE3 hashes of their files.
    pictures: BTreeMap<String, Known>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Known {
    /// Whether it could be decoded. One that cannot is tried again: it may have been the limits.
    #[serde(default)]
    is_whole: bool,
    /// The hashes of its versions, by their widths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    versions: BTreeMap<u32, String>,
}

/// What is known of pictures.
pub(super) struct Album {
    root: PathBuf,
    pictures: Mutex<BTreeMap<String, Known>>,
    /// As the file has them.
    before: BTreeMap<String, Known>,
}

impl Album {
    /// Reads what earlier commands found out.
    pub(super) fn read(root: &Path) -> Self {
        let stored: Option<Stored> = state::read(root, FILE).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let before = stored.filter(|stored| stored.by == BY).unwrap_or_default().pictures;
        Self { root: root.to_owned(), pictures: Mutex::new(before.clone()), before }
    }

    /// Whether a picture is known to be whole.
    pub(super) fn is_whole(&self, picture: blake3::Hash) -> bool {
        self.before.get(picture.to_hex().as_str()).is_some_and(|known| known.is_whole)
    }

    /// The hash of a version as it was made last.
    pub(super) fn made(&self, picture: blake3::Hash, width: u32) -> Option<blake3::Hash> {
        let version = self.before.get(picture.to_hex().as_str())?.versions.get(&width)?;
        blake3::Hash::from_hex(version).ok()
    }

    pub(super) fn note_whole(&self, picture: blake3::Hash) {
        self.note(picture, |known| known.is_whole = true);
    }

    pub(super) fn note_version(&self, picture: blake3::Hash, width: u32, version: blake3::Hash) {
        self.note(picture, |known| {
            known.versions.insert(width, version.to_hex().to_string());
        });
    }

    fn note(&self, picture: blake3::Hash, change: impl FnOnce(&mut Known)) {
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        change(pictures.entry(picture.to_hex().to_string()).or_default());
    }

    /// Writes what is known of the pictures of a site, whole or not at all. A disk that refuses only means that they
    /// are decoded again.
    pub(super) fn write(self, site: &Site) {
        let mut pictures = self.pictures.into_inner().unwrap_or_else(PoisonError::into_inner);
        let ours: HashSet<String> =
            site.assets.iter().filter_map(|asset| Some(asset.picture_hash()?.to_hex().to_string())).collect();
        pictures.retain(|hash, _| ours.contains(hash));
        if pictures != self.before {
            let stored = serde_json::to_vec(&Stored { by: BY.to_owned(), pictures });
            let _ = stored.map_err(Into::into).and_then(|bytes| state::write(&self.root, FILE, &bytes));
        }
    }
}
