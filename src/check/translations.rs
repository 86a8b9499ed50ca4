//! Translations: missing, older than their source, or made by a machine (EC 48985 asks for notices in the
//! languages of a school's families).

use crate::diagnostics::{Finding, Level};
use crate::front_matter::{Audience, Kind};
use crate::language::native_name;
use crate::page::in_language;
use crate::site::{Group, Site, State};
use crate::source::content_file;

pub(super) fn check(site: &Site, findings: &mut Vec<Finding>) {
    if site.config.languages.len() < 2 {
        return;
    }
    for page in 0..site.pages.len() {
        unpublished(site, page, findings);
    }
    for group in site.groups.iter() {
        let published = |language: usize| {
            group.pages.get(language).copied().flatten().filter(|page| site.states[*page] == State::Published)
        };
        let Some(source) = published(0) else { continue };
        missing(site, group, source, findings);
        let reviewed = site.pages[source].front_matter.last_reviewed.as_ref().map(|date| date.value);
        for translation in (1..site.config.languages.len()).filter_map(published) {
            let page = &site.pages[translation];
            let mut report = |rule, level, message: String, help: String, span: Option<std::ops::Range<usize>>| {
                let finding = Finding::new(rule, level, page.file(), message, help);
                findings.push(match span {
                    Some(span) => finding.on(span),
                    None => finding,
                });
            };
            let source_file = site.pages[source].file();
            let title = page.front_matter.title.as_ref().map(|title| title.span.clone());
            let made = page.front_matter.translation.as_ref();
            if made.is_some_and(|made| !made.reviewed && !made.by_machine) {
                let of = reviewed.map_or_else(String::new, |reviewed| format!("of: {reviewed}, "));
                report(
                    "content/decide",
                    Level::Note,
                    format!(
                        "To decide: who reads this page in {} and compares it with {source_file}.",
                        native_name(&site.config.languages[page.language])
                    ),
                    format!("When that person has, write at the top: translation: {{ {of}by: human, reviewed: true }}"),
                    title.clone(),
                );
            }
            let of = made.and_then(|made| made.of.as_ref());
            match (of, reviewed) {
                (Some(of), Some(reviewed)) if of.value < reviewed => report(
                    "translation/outdated",
                    Level::Warning,
                    format!("This translates the text of {}; {source_file} was reviewed on {reviewed}.", of.value),
                    format!("Compare the two pages, mend the translation, then write of: {reviewed}."),
                    Some(of.span.clone()),
                ),
                (None, Some(reviewed)) if made.is_none_or(|made| made.reviewed || made.by_machine) => report(
                    "translation/undated",
                    Level::Note,
                    format!("Nobody can tell which text of {source_file} this page translates."),
                    format!(
                        "Compare the two; when they say the same, write at the top: translation: {{ of: {reviewed}, by: human, reviewed: true }}"
                    ),
                    title.clone(),
                ),
                _ => {}
            }
            if page.front_matter.translation.as_ref().is_some_and(|made| made.by_machine && !made.reviewed) {
                report(
                    "translation/unreviewed",
                    Level::Warning,
                    "A machine translated this page, and nobody who speaks the language has read it.".to_owned(),
                    "Have it read, then write reviewed: true.".to_owned(),
                    title,
                );
            }
        }
    }
}

/// A translation that is not published because its original is not.
fn unpublished(site: &Site, at: usize, findings: &mut Vec<Finding>) {
    let page = &site.pages[at];
    let mut report = |rule, level, message: String, help: String| {
        let finding = Finding::new(rule, level, page.file(), message, help);
        findings.push(match &page.front_matter.title {
            Some(title) => finding.on(title.span.clone()),
            None => finding,
        });
    };
    if site.states[at] == State::NoOriginal {
        report(
            "translation/no-original",
            Level::Warning,
            format!("This translates content/{}, which is not there, so it is not published.", page.key),
            format!(
                "Delete it if content/{} is gone for good. If this page has no other language, write draft: false.",
                page.key
            ),
        );
    } else if let Some(original) = site.followed(at) {
        let (why, say_otherwise) = match site.states[at] {
            State::Scheduled(day) => (format!("not published before {day}"), "its own publish_on"),
            State::Expired(day) => (format!("no longer published since {day}"), "its own expires_on"),
            _ => ("a draft".to_owned(), "draft: false"),
        };
        report(
            "translation/waiting",
            Level::Note,
            format!("This page follows {}, which is {why}, so readers do not see it either.", original.file()),
            format!("If that is not what you want, write {say_otherwise} on this page."),
        );
    }
}

fn missing(site: &Site, group: &Group, source: usize, findings: &mut Vec<Finding>) {
    let page = &site.pages[source];
    if page.front_matter.audience == Audience::Educators || page.front_matter.kind == Kind::SiteMap {
        return;
    }
    let absent = |language: &usize| group.pages.get(*language).copied().flatten().is_none();
    let absent: Vec<&str> =
        (1..site.config.languages.len()).filter(absent).map(|at| site.config.languages[at].as_str()).collect();
    if absent.is_empty() {
        return;
    }
    let names: Vec<&str> = absent.iter().map(|tag| native_name(tag)).collect();
    let files: Vec<String> = absent.iter().map(|tag| content_file(&in_language(&page.key, tag))).collect();
    let finding = Finding::new(
        "translation/missing",
        Level::Warning,
        page.file(),
        format!("This page has no translation: {}.", names.join(", ")),
        format!("Translate it into {}; until then families see the text in the main language.", files.join(" and ")),
    );
    findings.push(match &page.front_matter.title {
        Some(title) => finding.on(title.span.clone()),
        None => finding,
    });
}
