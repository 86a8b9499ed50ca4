//! What the preview adds to a page, and what it shows where there is none.

use serde::Serialize;

use super::connections::Asker;
use super::findings::Findings;
use super::snapshot::Snapshot;
use crate::diagnostics::{Counts, Finding, Level};
use crate::language;
use crate::markdown::escape;
use crate::render::is_outdated;
use crate::report::render_human;
use crate::site::{Site, State, View};

/// The addresses of the preview's own things.
pub(super) const OWN: &str = "/__studypages/";

/// Adds the preview's script to a page of the snapshot `version`: all that it adds.
pub(super) fn with_script(mut html: Vec<u8>, version: u64) -> Vec<u8> {
    let script = format!("<script src=\"{OWN}client.js\" defer data-studypages=\"{version}\"></script>\n");
    const END_OF_HEAD: &[u8] = b"</head>";
    let at = html.windows(END_OF_HEAD.len()).position(|window| window == END_OF_HEAD).unwrap_or(html.len());
    html.splice(at..at, script.bytes());
    html
}

/// The page that stands where another cannot be made: what is wrong, with the lines.
pub(super) fn error_page(snapshot: &Snapshot, mistakes: &[Finding], last_good: Option<&str>) -> Vec<u8> {
    let mut words = String::new();
    if let Some(failure) = &snapshot.failure {
        words.push_str("<p>");
        escape(&mut words, failure);
        words.push_str("</p>\n");
    }
    let findings = snapshot.findings();
    let errors: Vec<Finding> =
        mistakes.iter().chain(findings.all()).filter(|finding| finding.level == Level::Error).cloned().collect();
    if !errors.is_empty() {
        words.push_str("<pre>");
        escape(&mut words, &render_human(&errors, false));
        words.push_str("</pre>\n");
    }
    if let Some(address) = last_good {
        words.push_str("<p><a href=\"");
        escape(&mut words, address);
        words.push_str("\">Show the page as it was before</a></p>\n");
    }
    let title = "This page cannot be shown yet";
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{OWN}error.css\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p>Mend what is named here and save; the page comes back by itself.</p>\n{words}</main>\n</body>\n</html>\n"
    )
    .into_bytes()
}

/// What the panel says about a page.
#[derive(Serialize)]
pub(super) struct Panel<'a> {
    version: u64,
    state: &'static str,
    day: Option<String>,
    file: Option<&'a str>,
    words: usize,
    reading: Option<String>,
    can_open: bool,
    failure: Option<&'a str>,
    languages: Vec<Language<'a>>,
    findings: Vec<PanelFinding<'a>>,
    /// How many there are on all pages; `None` while the site is checked for the first time.
    site: Option<Counts>,
}

#[derive(Serialize)]
struct Language<'a> {
    tag: &'a str,
    name: &'a str,
    address: String,
    state: &'static str,
}

#[derive(Serialize)]
struct PanelFinding<'a> {
    level: Level,
    rule: &'a str,
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    help: &'a str,
    /// The words it is about, as they stand in the file.
    words: Option<&'a str>,
}

impl<'a> Panel<'a> {
    /// The panel of the page at an address from the top of the site; of the site alone elsewhere.
    pub(super) fn new(snapshot: &'a Snapshot, findings: &'a Findings, path: &str, asker: Asker) -> Self {
        let site = snapshot.site();
        let view = site.and_then(|site| site.view_at(path).map(|view| (site, &site.views[view])));
        let (state, day) = view.map_or(("no page", None), |(site, view)| state(site, view));
        let file = view.map(|(site, view)| site.page_of(view).file().as_str());
        let shown: Vec<PanelFinding<'_>> = match file {
            Some(file) => findings.of_file(file).iter().map(PanelFinding::new).collect(),
            None => findings.all().filter(|finding| finding.level == Level::Error).map(PanelFinding::new).collect(),
        };
        let reading = view.and_then(|(site, view)| {
            let page = site.page_of(view);
            page.document.reading.score(&site.config.languages[page.language])
        });
        Self {
            version: snapshot.version,
            state,
            day,
            words: view.map_or(0, |(site, view)| site.page_of(view).document.reading.words),
            reading: reading.map(|score| score.to_string()),
            can_open: asker == Asker::ThisComputer && site.is_some_and(|site| site.config.editor.is_some()),
            failure: snapshot.failure.as_deref(),
            languages: view.map_or_else(Vec::new, |(site, view)| languages(site, view)),
            findings: shown,
            site: findings.counts(),
            file,
        }
    }
}

impl<'a> PanelFinding<'a> {
    fn new(finding: &'a Finding) -> Self {
        Self {
            level: finding.level,
            rule: finding.rule,
            file: &finding.file,
            line: finding.start.map(|place| place.line),
            column: finding.start.map(|place| place.column),
            message: &finding.message,
            help: &finding.help,
            words: finding.excerpt.as_ref().and_then(|excerpt| excerpt.line.get(excerpt.marked.clone())),
        }
    }
}

/// Whether readers see a page, and since or until when.
fn state(site: &Site, view: &View) -> (&'static str, Option<String>) {
    let page = site.page_of(view);
    match site.states[view.page] {
        State::Draft => ("draft", None),
        State::Scheduled(day) => ("scheduled", Some(day.to_string())),
        State::Expired(day) => ("expired", Some(day.to_string())),
        State::NoOriginal => ("without its original", None),
        State::Published if site.is_fallback(view) => ("not translated", None),
        State::Published if is_outdated(site, view.group, page) => ("translation out of date", None),
        State::Published => ("published", None),
    }
}

fn languages<'a>(site: &'a Site, view: &View) -> Vec<Language<'a>> {
    site.config
        .languages
        .iter()
        .enumerate()
        .filter_map(|(language, tag)| {
            let other = site.view_of(view.group, language)?;
            let address = format!("{}{}", site.config.base_path(), other.path);
            Some(Language { tag, name: language::native_name(tag), address, state: state(site, other).0 })
        })
        .collect()
}
