//! Titles and summaries: what a browser tab, a search engine and a list of pages show (WCAG 2.4.2).

use std::collections::HashMap;

use super::{PageCheck, lowered};
use crate::diagnostics::{Finding, Level};
use crate::site::{Site, State};

/// Longer titles are cut in browser tabs and by search engines.
const LONGEST_TITLE: usize = 70;
/// Shorter summaries say nothing, longer ones are cut.
const SUMMARY: std::ops::RangeInclusive<usize> = 40..=200;

pub(super) fn check(check: &mut PageCheck<'_>) {
    let front_matter = &check.page.front_matter;
    if let Some(title) = &front_matter.title {
        let length = title.value.chars().count();
        if length > LONGEST_TITLE {
            check.report(
                "page/title-length",
                Level::Warning,
                title.span.clone(),
                format!(
                    "The title has {length} characters; search engines and browser tabs cut it after {LONGEST_TITLE}."
                ),
                "Say what the page is about in a few words; the rest belongs into the summary.",
            );
        }
    }
    let Some(summary) = &front_matter.summary else { return };
    let length = summary.value.chars().count();
    let repeats = front_matter.title.as_ref().is_some_and(|title| {
        let [title, summary] = [title, summary].map(|field| field.value.trim_end_matches('.'));
        // Small letters take as many bytes as capital ones.
        title.len() == summary.len() && lowered(title) == lowered(summary)
    });
    if repeats {
        check.report(
            "page/summary-repeats",
            Level::Warning,
            summary.span.clone(),
            "The summary says the same as the title, which stands directly above it.",
            "Say in one sentence what a reader finds on the page.",
        );
    } else if !SUMMARY.contains(&length) {
        let (least, most) = (SUMMARY.start(), SUMMARY.end());
        check.report(
            "page/summary-length",
            Level::Warning,
            summary.span.clone(),
            format!("The summary has {length} characters; search engines show {least} to {most}."),
            "Say in one sentence what a reader finds on the page.",
        );
    }
}

/// Two pages of one section and language with the same title. In other sections the browser’s tab names the
/// section as well.
pub(super) fn check_site(site: &Site, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<(usize, &str, &str), usize> = HashMap::with_capacity(site.pages.len());
    for (at, page) in site.pages.iter().enumerate() {
        let Some(title) = &page.front_matter.title else { continue };
        if site.states[at] != State::Published {
            continue;
        }
        let section = page.key.folder();
        let first = *seen.entry((page.language, section, title.value.as_str())).or_insert(at);
        if first == at {
            continue;
        }
        let other = site.pages[first].file();
        findings.push(
            Finding::new(
                "page/duplicate-title",
                Level::Error,
                page.file(),
                format!(
                    "{other} has the same title, so tabs, menus and search results cannot tell the two pages apart."
                ),
                "Say in the title what is different about this page.",
            )
            .on(title.span.clone()),
        );
    }
}
