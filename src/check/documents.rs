//! Documents that are no web pages, films and sound: whether everybody can use them. A form that families
//! fill in is never excepted from the federal rule (28 CFR 35.201).

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use super::{Others, PageCheck, PageInSite, addresses, has_any};
use crate::components::Component;
use crate::diagnostics::{Finding, Level};
use crate::front_matter::Accessible;
use crate::markdown::InlineKind;
use crate::site::{DocumentTarget, Site, State, Target};
use crate::source::{content_file, document_kind, extension};

const VIDEOS: [&str; 6] = ["mp4", "m4v", "mov", "webm", "avi", "wmv"];
const SOUNDS: [&str; 6] = ["mp3", "m4a", "wav", "ogg", "aac", "flac"];

/// A PDF of fewer pages had better be a page (CDE Web standard on PDF files).
const SHORT: i64 = 10;

/// Whether a file is what the federal rule calls a conventional electronic document.
fn is_document(file: &str) -> bool {
    document_kind(file).is_some_and(|kind| kind != "ZIP")
}

pub(super) fn check(check: &mut PageCheck<'_>) {
    for prose in check.prose {
        // What stands in a block is looked for once, however many films it names.
        let (has_captions, has_transcript) = (OnceCell::new(), OnceCell::new());
        for inline in prose.block.inlines {
            let InlineKind::Link { target, .. } = &inline.kind else { continue };
            if addresses::is_hosted_video(target) && !has_captions.get_or_init(|| has_any(prose.lower(), &CAPTIONS)) {
                check.report(
                    "media/hosted",
                    Level::Warning,
                    inline.span.clone(),
                    "This video is on another website; nobody here can see whether it has captions.",
                    "Watch it with captions on; when they are right, say so: “(with captions)”.",
                );
            }
            let path = target.split(['?', '#']).next().unwrap_or_default();
            if is_sound(path) && !has_transcript.get_or_init(|| has_any(prose.lower(), &TRANSCRIPT)) {
                check.report(
                    "media/transcript",
                    Level::Warning,
                    inline.span.clone(),
                    "This is sound alone; who cannot hear it gets nothing.",
                    "Put the words on a page, and link to them beside the sound: “(transcript)”.",
                );
            }
        }
    }
}

fn is_sound(path: &str) -> bool {
    let Some((_, extension)) = path.rsplit_once('.') else { return false };
    SOUNDS.iter().any(|sound| extension.eq_ignore_ascii_case(sound))
}

const TRANSCRIPT: [&str; 4] = ["transcript", "transcripción", "written out", "por escrito"];
const CAPTIONS: [&str; 5] = ["captions", "captioned", "subtítulos", "subtitles", "subtitulado"];

/// What the pages of a site say about its documents, by their path from `content/` or their address.
pub(super) type Verdicts<'s> = HashMap<&'s str, Accessible>;

pub(super) fn verdicts(site: &Site) -> Verdicts<'_> {
    let mut verdicts = HashMap::new();
    for (page, resolved) in site.pages.iter().zip(&site.resolved) {
        for (field, target) in page.front_matter.documents.iter().zip(&resolved.documents) {
            if let (Some(place), Some(verdict)) = (place(site, target), field.accessible) {
                verdicts.insert(place, verdict);
            }
        }
    }
    verdicts
}

/// Documents and films that a page names.
pub(super) fn check_in_site(check: &mut PageInSite<'_>, others: &Others<'_>) {
    let (site, page) = (check.site, check.page);
    let resolved = &site.resolved[check.at];
    let is_public = matches!(site.states[check.at], State::Published | State::Scheduled(_));
    let mut named = |span: &Range<usize>, place: &str, pages: Option<i64>| {
        let file = place.split(['?', '#']).next().unwrap_or_default();
        if !is_document(file) || !is_public {
            return;
        }
        let name = place.rsplit('/').next().unwrap_or(place);
        let mut report = |rule, level, message: String, help: &'static str| {
            check.report(rule, level, Some(span.clone()), message, help);
        };
        match others.verdicts().get(place) {
            None => report(
                "document/unclassified",
                Level::Warning,
                format!("Nobody has said yet whether everybody can read “{name}”."),
                "Check the document, then list it under documents in the front matter with accessible: yes, no or archived.",
            ),
            Some(Accessible::No) => report(
                "document/inaccessible",
                Level::Warning,
                format!("“{name}” cannot be read by everybody, as its entry says."),
                "Put its words on a page, or have it repaired; families use it now, so the federal rule covers it.",
            ),
            Some(Accessible::Yes | Accessible::Archived) => {}
        }
        if let Some(pages) = pages.filter(|pages| document_kind(file) == Some("PDF") && *pages < SHORT) {
            report(
                "document/short-pdf",
                Level::Note,
                format!("“{name}” has {pages} pages; a short document is easier to read as a web page."),
                "Write its words as a page of this site.",
            );
        }
    };
    for (field, target) in page.front_matter.documents.iter().zip(&resolved.documents) {
        if let Some(place) = place(site, target) {
            named(&field.file.span, place, field.pages);
        }
    }
    for (component, target) in page.document.components.iter().zip(&resolved.components) {
        let Component::Document { file, pages, .. } = component else { continue };
        if let Some(place) = target.as_ref().and_then(|target| place(site, target)) {
            named(&file.span, place, pages.as_deref().and_then(|pages| pages.parse().ok()));
        }
    }
    for link in &page.document.outside {
        if is_document(addresses::file_name(&link.target)) {
            named(&link.span, &link.target, None);
        }
    }
    let files = page.document.links.iter().zip(&resolved.links).filter_map(|(link, target)| match target {
        Target::Asset { asset, .. } => Some((&link.span, site.assets[*asset].path.as_str())),
        _ => None,
    });
    for (span, place) in files.clone() {
        named(span, place, None);
    }
    for (span, place) in files {
        captions(check, place, span);
    }
}

fn place<'s>(site: &'s Site, target: &'s DocumentTarget) -> Option<&'s str> {
    match target {
        DocumentTarget::Asset(asset) => Some(site.assets[*asset].path.as_str()),
        DocumentTarget::Elsewhere(address) => Some(address),
        DocumentTarget::Nowhere => None,
    }
}

/// A film of this site needs a captions file of the same name beside it (WCAG 1.2.2).
fn captions(check: &mut PageInSite<'_>, place: &str, span: &Range<usize>) {
    if !VIDEOS.contains(&extension(place).as_str()) {
        return;
    }
    let stem = place.rsplit_once('.').map_or(place, |(stem, _)| stem);
    let has_captions = check.site.assets.iter().any(|asset| {
        let path = asset.path.as_str();
        extension(path) == "vtt" && path.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'))
    });
    if !has_captions {
        let name = stem.rsplit('/').next().unwrap_or(stem);
        check.report(
            "media/captions",
            Level::Error,
            Some(span.clone()),
            "This film has no captions, so who cannot hear it misses what is said.",
            format!("Put a captions file beside it: {name}.vtt."),
        );
    }
}

/// Names of documents that say nothing, or that change with each version.
pub(super) fn check_names(site: &Site, findings: &mut Vec<Finding>) {
    for asset in &site.assets {
        let name = asset.path.file_name();
        if !is_document(name) {
            continue;
        }
        let lower = name.to_lowercase();
        let stem = lower.rsplit_once('.').map_or(lower.as_str(), |(stem, _)| stem);
        let parts: Vec<&str> = stem.split(|c: char| !c.is_alphanumeric()).collect();
        let versioned = parts.iter().any(|part| {
            matches!(
                *part,
                "final" | "draft" | "copy" | "new" | "old" | "latest" | "untitled" | "scan" | "copia" | "borrador"
            ) || part.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
        });
        if versioned || name.contains(' ') {
            findings.push(Finding::new(
                "document/file-name",
                Level::Note,
                content_file(&asset.path),
                format!("“{name}” becomes part of an address that families type, send and keep."),
                "Name it after what it holds, with hyphens and without versions: written-agreement.pdf.",
            ));
        }
        if asset.is_untagged_pdf {
            findings.push(Finding::new(
                "document/untagged",
                Level::Warning,
                content_file(&asset.path),
                "This PDF has no tags, so a screen reader cannot tell a heading from a footnote.",
                "Save it again from Word with “Document structure tags for accessibility”, or write its words as a page.",
            ));
        }
    }
}
