//! Files beside the pages: which are published, and which should not be.

use std::collections::{BTreeMap, HashSet};

use crate::address::instructs_servers;
use crate::config;
use crate::diagnostics::{Finding, Level, count, nearest};
use crate::site::{Fate, Site, State, output_file};
use crate::source::{content_file, extension, wrong_ending};
use crate::theme::Theme;

pub(super) fn check(site: &Site, theme: Option<&Theme>, findings: &mut Vec<Finding>) {
    let fates = site.fates();
    for (asset, fate) in site.assets.iter().zip(&fates) {
        let file = content_file(&asset.path);
        match *fate {
            Fate::Published => dangerous(site, asset.path.as_str(), &file, findings),
            Fate::Waiting(page) => findings.push(waiting(site, page, file)),
            Fate::Unlinked => {}
        }
    }
    unlinked(site, &fates, findings);
    unused_patterns(site, findings);
    taken_addresses(site, theme, &fates, findings);
}

fn waiting(site: &Site, page: usize, file: String) -> Finding {
    let name = site.pages[page].file();
    let (why, help) = match site.states[page] {
        State::Scheduled(day) => {
            (format!("not published before {day}"), "It is published with that page; there is nothing to do.")
        }
        State::Expired(day) => (
            format!("no longer published since {day}"),
            "Delete it with that page, or link to it from a page that is published.",
        ),
        State::NoOriginal => ("not published".to_owned(), "It is published with that page."),
        _ => ("a draft".to_owned(), "It is published with that page; there is nothing to do."),
    };
    let message = format!("Only {name} leads to this file, and that page is {why}; so the file waits with it.");
    Finding::new("file/waiting", Level::Note, file, message, help)
}

/// More files than these of one folder are told at once.
const TOLD_ONE_BY_ONE: usize = 3;

/// Files that nothing leads to. A folder in which there is nothing else is told as a whole.
fn unlinked(site: &Site, fates: &[Fate], findings: &mut Vec<Finding>) {
    let mut is_used: HashSet<&str> = HashSet::new();
    let pages = site.pages.iter().map(|page| page.path.folder());
    let files = site.assets.iter().zip(fates).filter(|(_, fate)| **fate != Fate::Unlinked);
    for folder in pages.chain(files.map(|(asset, _)| asset.path.folder())) {
        let mut folder = folder;
        while is_used.insert(folder) && !folder.is_empty() {
            folder = above(folder);
        }
    }
    let mut by_folder: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (asset, _) in site.assets.iter().zip(fates).filter(|(_, fate)| **fate == Fate::Unlinked) {
        if wrong_ending(asset.path.file_name()).is_some() {
            continue;
        }
        let mut folder = asset.path.folder();
        while !is_used.contains(folder) && !folder.is_empty() && !is_used.contains(above(folder)) {
            folder = above(folder);
        }
        by_folder.entry(folder).or_default().push(asset.path.as_str());
    }
    for (folder, files) in by_folder {
        let mut report = |file: String, message: String, help: String| {
            findings.push(Finding::new("file/unlinked", Level::Warning, file, message, help));
        };
        if files.len() > TOLD_ONE_BY_ONE {
            let place = if folder.is_empty() { "content".to_owned() } else { format!("content/{folder}") };
            let name = if folder.is_empty() { "**" } else { folder };
            report(
                place.clone(),
                format!(
                    "No published page leads to {} in {place}, so they are not published: {}, {} and so on.",
                    count(files.len(), "file", "files"),
                    files[0],
                    files[1]
                ),
                format!(
                    "Delete them, or link to them from a page. If all should be public, write in site.yaml: files: [{name}]"
                ),
            );
            continue;
        }
        for path in files {
            report(
                format!("content/{path}"),
                "No published page leads to this file, so it is not published.".to_owned(),
                if instructs_servers(path) || is_run(path) {
                    format!("Delete it. If it has to be public all the same, write in site.yaml: files: [{path}]")
                } else {
                    format!(
                        "Link to it from a page, or delete it. If it should be public without a link, write in site.yaml: files: [{path}]"
                    )
                },
            );
        }
    }
}

fn above(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(above, _)| above)
}

fn unused_patterns(site: &Site, findings: &mut Vec<Finding>) {
    for pattern in &site.config.files {
        if site.assets.iter().any(|asset| pattern.value.matches(asset.path.as_str())) {
            continue;
        }
        let help = match nearest(pattern.value.as_str(), site.assets.iter().map(|asset| asset.path.as_str())) {
            Some(meant) => format!("Did you mean “{meant}”?"),
            None => "Put the file into the content folder, or remove its line.".to_owned(),
        };
        findings.push(
            Finding::new(
                "config/files",
                Level::Warning,
                config::FILE,
                format!("The content folder has no file that “{}” names.", pattern.value.as_str()),
                help,
            )
            .on(pattern.span.clone()),
        );
    }
}

/// Whether a browser may run what is in a file, in the name of the district's website.
fn is_run(path: &str) -> bool {
    const RUN: [&str; 22] = [
        "html", "htm", "xhtml", "xht", "shtml", "xml", "xsl", "xslt", "svgz", "mht", "mhtml", "js", "mjs", "wasm",
        "php", "phtml", "asp", "aspx", "jsp", "cgi", "swf", "hta",
    ];
    RUN.contains(&extension(path).as_str())
}

/// A published file that does more than be read, unless site.yaml names just this file.
fn dangerous(site: &Site, path: &str, file: &str, findings: &mut Vec<Finding>) {
    let is_server = instructs_servers(path);
    if !is_server && !is_run(path) || site.config.files.iter().any(|pattern| pattern.value.spells_out(path)) {
        return;
    }
    let on_purpose = format!("If it has to be public all the same, write in site.yaml: files: [{path}]");
    findings.push(if is_server {
        Finding::new(
            "file/server",
            Level::Error,
            file,
            "Web servers take a file of this name for instructions, which change how the whole site works.".to_owned(),
            format!("Rename or delete it. {on_purpose}"),
        )
    } else {
        Finding::new(
            "file/active",
            Level::Error,
            file,
            format!("A browser may run what a .{} file holds, in the name of the district’s website.", extension(path)),
            format!("Write its words as a page, or save it as PDF. {on_purpose}"),
        )
    });
}

/// No file or old address may take the place of what the theme publishes.
fn taken_addresses(site: &Site, theme: Option<&Theme>, fates: &[Fate], findings: &mut Vec<Finding>) {
    let mut taken: HashSet<String> = HashSet::new();
    if let Some(theme) = theme {
        taken.extend(theme.assets.iter().map(|asset| asset.path.to_lowercase()));
    }
    let published = || site.assets.iter().zip(fates).filter(|(_, fate)| **fate == Fate::Published);
    for (asset, _) in published() {
        taken.extend(asset.versions().into_iter().map(|(_, path)| path.to_lowercase()));
    }
    for (asset, _) in published().filter(|(asset, _)| taken.contains(&asset.path.as_str().to_lowercase())) {
        findings.push(Finding::new(
            "address/duplicate",
            Level::Error,
            content_file(&asset.path),
            format!("This file would take the place of one that Studypages makes: /{}", asset.path),
            "Rename the file.",
        ));
    }
    for redirect in site.redirects.iter() {
        let file = output_file(&redirect.from);
        if !taken.contains(&file.to_lowercase()) {
            continue;
        }
        let page = site.page_of(&site.views[redirect.to]);
        let finding = Finding::new(
            "address/alias-over-page",
            Level::Error,
            page.file(),
            format!("The old address “/{}” is a file of the website’s own.", redirect.from),
            "Remove the alias.",
        );
        let is_it = |alias: &&crate::fields::Located<String>| alias.value.trim().trim_matches('/') == redirect.from;
        findings.push(match page.front_matter.aliases.iter().find(is_it) {
            Some(alias) => finding.on(alias.span.clone()),
            None => finding,
        });
    }
}
