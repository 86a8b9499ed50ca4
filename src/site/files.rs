//! Which files are published: those that a published page leads to or shows, and those that site.yaml names.

use std::collections::HashMap;

use super::Site;
use crate::source::extension;

/// What becomes of a file that is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is published.
    Published,
    /// It is published with this page, an index into the pages, which is not published yet or no longer.
    Waiting(usize),
    /// Nothing leads to it.
    Unlinked,
}

impl Site {
    /// What becomes of each file.
    #[must_use]
    pub fn fates(&self) -> Vec<Fate> {
        let mut fates = vec![Fate::Unlinked; self.assets.len()];
        if fates.is_empty() {
            return fates;
        }
        let mut is_shown = vec![false; self.pages.len()];
        for view in self.views.iter() {
            is_shown[view.page] = true;
        }
        for (page, resolved) in self.resolved.iter().enumerate() {
            for asset in resolved.assets() {
                match fates[asset] {
                    _ if is_shown[page] => fates[asset] = Fate::Published,
                    Fate::Unlinked => fates[asset] = Fate::Waiting(page),
                    _ => {}
                }
            }
        }
        if let Some(logo) = self.logo {
            fates[logo] = Fate::Published;
        }
        for (asset, fate) in self.assets.iter().zip(&mut fates) {
            if self.config.files.iter().any(|pattern| pattern.value.matches(asset.path.as_str())) {
                *fate = Fate::Published;
            }
        }
        self.add_captions(&mut fates);
        fates
    }

    /// The captions of a film have its name and share its fate.
    fn add_captions(&self, fates: &mut [Fate]) {
        let stem = |path: &str| path.rsplit_once('.').map_or(path.len(), |(stem, _)| stem.len());
        let is_captions = |at: &usize| extension(self.assets[*at].path.file_name()) == "vtt";
        let captions: Vec<usize> =
            (0..fates.len()).filter(|at| fates[*at] == Fate::Unlinked).filter(is_captions).collect();
        if captions.is_empty() {
            return;
        }
        let films: HashMap<&str, Fate> = (self.assets.iter().zip(&*fates))
            .filter(|(_, fate)| **fate != Fate::Unlinked)
            .map(|(asset, fate)| (&asset.path.as_str()[..stem(asset.path.as_str())], *fate))
            .collect();
        for at in captions {
            // film.vtt, film.es.vtt
            let path = self.assets[at].path.as_str();
            let name = &path[..stem(path)];
            let film = [name, &name[..stem(name)]].into_iter().find_map(|name| films.get(name));
            fates[at] = film.copied().unwrap_or(Fate::Unlinked);
        }
    }
}
