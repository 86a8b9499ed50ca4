//! The files of pictures that pages show or link to: whether browsers show them, and what they tell.

use std::ops::Range;

use super::PageInSite;
use crate::asset::{self, Asset};
use crate::config;
use crate::diagnostics::{Finding, Level};
use crate::site::{Site, Target};
use crate::source::extension;

pub(super) fn check(check: &mut PageInSite<'_>) {
    let (site, page) = (check.site, check.page);
    let resolved = &site.resolved[check.at];
    let images = page.document.images.iter().zip(&resolved.images).filter_map(|(image, asset)| {
        let asset = asset.as_ref()?;
        Some((&image.span, &site.assets[*asset], Use::Shown))
    });
    let links = page.document.links.iter().zip(&resolved.links).filter_map(|(link, target)| match target {
        Target::Asset { asset, .. } => Some((&link.span, &site.assets[*asset], Use::Linked)),
        _ => None,
    });
    for (span, asset, used) in images.chain(links) {
        if let Some((message, help)) = trouble(site, asset, used) {
            check.report("image/format", Level::Error, Some(span.clone()), message, help);
        } else if asset.picture.as_ref().is_some_and(|picture| picture.has_place) {
            photo_place(check, span, asset);
        }
    }
}

/// A logo that browsers do not show.
pub(super) fn check_logo(site: &Site, findings: &mut Vec<Finding>) {
    let (Some(written), Some(logo)) = (&site.config.organization.logo, site.logo) else { return };
    if let Some((message, help)) = trouble(site, &site.assets[logo], Use::Shown) {
        let finding = Finding::new("image/format", Level::Error, config::FILE, message, help);
        findings.push(finding.on(written.span.clone()));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Shown,
    Linked,
}

/// Why a browser does not show a file, and what to do about it.
fn trouble(site: &Site, asset: &Asset, used: Use) -> Option<(String, String)> {
    let name = asset.path.file_name();
    let extension = extension(name);
    if let Some(foreign) = asset::foreign(&extension) {
        let message = format!("{} pictures that end in .{extension}.", foreign.trouble);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem_path = asset.path.as_str().strip_suffix(&extension[..]).unwrap_or_default();
        let is_saved_already = site.assets.iter().any(|other| other.path.as_str() == format!("{stem_path}jpg"));
        let help = if is_saved_already {
            format!("Write {stem}.jpg instead, which is in the same folder.")
        } else {
            format!("Open {name} in {}, save it as {stem}.jpg, and write that name here.", foreign.program)
        };
        return Some((message, help));
    }
    if used == Use::Shown && asset.picture.is_none() && !asset::is_shown(&extension) {
        let message = format!("“{name}” is no picture, so a browser shows nothing here.");
        return Some((message, format!("Link to it instead, without the exclamation mark: [what it is]({name})")));
    }
    None
}

fn photo_place(check: &mut PageInSite<'_>, span: &Range<usize>, asset: &Asset) {
    let name = asset.path.file_name();
    check.report(
        "privacy/photo-place",
        Level::Note,
        Some(span.clone()),
        format!("The file {name} tells where the photograph was taken; the website leaves that out, but whoever gets the file itself can read it."),
        format!("Before you give {name} to others, take the place out: Properties, Details, “Remove Properties” (Windows), or Tools, Inspector, GPS, “Remove Location Info” in Preview (Mac)."),
    );
}
