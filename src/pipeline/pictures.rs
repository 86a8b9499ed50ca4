//! Photographs: decoded once to see whether they are whole, and published without what cameras wrote beside them.

use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;

use super::album::Album;
use super::output_path;
use crate::asset::{self, Asset};
use crate::diagnostics::Finding;
use crate::output::{self, Part, Publication};
use crate::site::{Fate, Site};

/// Decodes the pictures of a site that were never decoded before; gives what is wrong with them.
pub(super) fn prove(root: &Path, site: &Site) -> Vec<Finding> {
    if site.assets.iter().all(|asset| asset.picture_hash().is_none()) {
        return Vec::new();
    }
    let album = Album::read(root);
    let prove = |asset: &Asset| {
        let hash = asset.picture_hash().filter(|hash| !album.is_whole(*hash))?;
        // A file that changes while it is checked is checked again after that.
        if asset.is_whole(site.config.pictures).ok()? {
            album.note_whole(hash);
            return None;
        }
        Some(asset::damaged(&asset.path))
    };
    let findings = site.assets.par_iter().filter_map(prove).collect();
    album.write(site);
    findings
}

/// Publishes the files of a site that are no pages, and the versions of the pictures that pages show. Gives what is
/// wrong with pictures that were saved again since they were checked.
pub(super) fn publish(root: &Path, site: &Site, publication: &Publication) -> Result<Vec<Finding>, output::Error> {
    let mut is_shown = vec![false; site.assets.len()];
    for at in site.resolved.iter().flat_map(|page| page.images.iter().flatten()) {
        is_shown[*at] = true;
    }
    let has_pictures = site.assets.iter().any(|asset| asset.picture_hash().is_some());
    let album = has_pictures.then(|| Album::read(root));
    let problems = Mutex::new(Vec::new());
    let fates = site.fates();
    let published = site.assets.par_iter().zip(&is_shown).zip(&fates).filter(|(_, fate)| **fate == Fate::Published);
    published.try_for_each(|((asset, is_shown), _)| {
        let (Some(album), Some(hash)) = (&album, asset.picture_hash()) else {
            return publication.add_copy(&output_path(asset.path.as_str())?, &asset.disk);
        };
        let disk = |error| output::Error::Disk(asset.disk.clone(), error);
        let own = output_path(asset.path.as_str())?;
        let mut versions = Vec::new();
        for (width, path) in if *is_shown { asset.versions() } else { Vec::new() } {
            versions.push((width, output_path(&path)?));
        }
        match asset.reduced_width() {
            Some(width) => versions.push((width, own)),
            None => publication.add(Part::Asset, &own, &asset.cleaned().map_err(disk)?)?,
        }
        versions.retain(|(width, path)| !album.made(hash, *width).is_some_and(|made| publication.keep(path, made)));
        if versions.is_empty() {
            return Ok(());
        }
        let widths: Vec<u32> = versions.iter().map(|(width, _)| *width).collect();
        match asset.make(&widths, site.config.pictures, &|| true) {
            Ok(Some(made)) => {
                for ((width, path), bytes) in versions.iter().zip(made) {
                    publication.add(Part::Asset, path, &bytes)?;
                    album.note_version(hash, *width, blake3::hash(&bytes));
                }
            }
            Ok(None) => {}
            Err(_) => {
                if let Ok(mut problems) = problems.lock() {
                    problems.push(asset::damaged(&asset.path));
                }
            }
        }
        Ok(())
    })?;
    if let Some(album) = album {
        album.write(site);
    }
    Ok(problems.into_inner().unwrap_or_default())
}
