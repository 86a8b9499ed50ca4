//! The accessibility report of a build: what was checked, where and by which rules, what a person must still
//! check, and which rules were switched off, by whom and why. It never says that a site complies.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::check::Standing;
use crate::diagnostics::{Counts, Finding, count};
use crate::markdown::escape;
use crate::rules::{self, Basis};
use crate::site::{Site, State};

/// What no program can judge, as questions for a person, with the criteria of WCAG 2.2 behind them.
const BY_A_PERSON: [(&str, &str); 14] = [
    ("1.1.1", "Does each alternative text say what matters about its picture here?"),
    ("1.2.2", "Are the captions of each film complete and in time?"),
    ("1.2.5", "Does each film say in words what only the picture shows?"),
    ("1.3.2", "Does each page make sense read from top to bottom?"),
    ("1.4.1", "Is anything told by color alone, in a picture for example?"),
    ("1.4.5", "Is there text in a picture that could be real text?"),
    ("2.1.1", "Can everything be used with a keyboard alone, on linked forms too?"),
    ("2.4.4", "Does each link’s wording fit the place it leads to?"),
    ("2.4.6", "Does each heading say what its part is about?"),
    ("3.1.2", "Are short phrases and names in other languages read out well?"),
    ("3.1.5", "Do families understand the page? Ask some."),
    ("3.2.6", "Is the help named on each page answered, in the family’s language?"),
    ("3.3.1", "Do forms on other websites say what went wrong, in words?"),
    ("4.1.2", "Do documents (PDF, Word) work with a screen reader?"),
];

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The site.
    pub site: &'a Site,
    /// What was found and stands.
    pub findings: &'a [Finding],
    /// What pages have switched off.
    pub allows: &'a [Standing],
    /// Whether the site was published.
    pub published: bool,
}

#[derive(Serialize)]
struct Data<'a> {
    schema: u32,
    tool: Tool,
    site: String,
    date: String,
    published: bool,
    summary: Counts,
    pages: Vec<PageRow<'a>>,
    rules: Vec<RuleRow>,
    switched_off: Vec<OffRow<'a>>,
    findings: Vec<FindingRow<'a>>,
    to_check_by_a_person: Vec<PersonRow>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct PageRow<'a> {
    address: &'a str,
    language: &'a str,
    title: &'a str,
    file: &'a str,
    last_reviewed: Option<String>,
    findings: usize,
}

#[derive(Serialize)]
struct RuleRow {
    rule: &'static str,
    title: &'static str,
    level: &'static str,
    basis: Vec<String>,
    findings: usize,
}

#[derive(Serialize)]
struct OffRow<'a> {
    rule: &'a str,
    file: Option<&'a str>,
    reason: Option<&'a str>,
    findings: Option<usize>,
}

#[derive(Serialize)]
struct FindingRow<'a> {
    rule: &'a str,
    level: &'static str,
    file: &'a str,
    line: Option<u32>,
    message: &'a str,
}

#[derive(Serialize)]
struct PersonRow {
    criterion: &'static str,
    question: &'static str,
}

impl<'a> Report<'a> {
    fn data(self) -> Data<'a> {
        let Self { site, findings, allows, published } = self;
        let mut by_file: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in findings {
            *by_file.entry(&finding.file).or_default() += 1;
            *by_rule.entry(finding.rule).or_default() += 1;
        }
        let pages = site
            .views
            .iter()
            .filter(|view| !site.is_fallback(view) && site.states[view.page] == State::Published)
            .map(|view| {
                let page = site.page_of(view);
                let file = page.file();
                PageRow {
                    address: &view.path,
                    language: &site.config.languages[view.language],
                    title: page.title(),
                    findings: by_file.get(file.as_str()).copied().unwrap_or(0),
                    file,
                    last_reviewed: page.front_matter.last_reviewed.as_ref().map(|date| date.value.to_string()),
                }
            })
            .collect();
        let rules = rules::all()
            .map(|rule| RuleRow {
                rule: rule.code,
                title: rule.title,
                level: rule.level.name(),
                basis: rule.basis.iter().copied().map(Basis::name).collect(),
                findings: by_rule.get(rule.code).copied().unwrap_or(0),
            })
            .collect();
        let off_for_all = site
            .config
            .levels
            .iter()
            .filter(|(_, level)| *level == crate::config::RuleLevel::Off)
            .map(|(rule, _)| OffRow { rule: &rule.value, file: None, reason: None, findings: None });
        let off_for_pages = allows.iter().map(|allow| OffRow {
            rule: &allow.rule,
            file: Some(&allow.file),
            reason: Some(&allow.reason),
            findings: Some(allow.held),
        });
        Data {
            schema: 1,
            tool: Tool { name: "Studypages", version: env!("CARGO_PKG_VERSION") },
            site: format!(
                "{}, {}",
                site.config.title.in_language(site.config.default_language()),
                site.config.organization.name
            ),
            date: site.today.to_string(),
            published,
            summary: Counts::of(findings),
            pages,
            rules,
            switched_off: off_for_all.chain(off_for_pages).collect(),
            findings: findings
                .iter()
                .map(|finding| FindingRow {
                    rule: finding.rule,
                    level: finding.level.name(),
                    file: &finding.file,
                    line: finding.start.map(|start| start.line),
                    message: &finding.message,
                })
                .collect(),
            to_check_by_a_person: BY_A_PERSON
                .iter()
                .map(|(criterion, question)| PersonRow { criterion, question })
                .collect(),
        }
    }
}

/// The report for programs: `a11y-report.json`.
#[must_use]
pub fn json(report: Report<'_>) -> String {
    // Strings, numbers and lists only: there is no value here that JSON cannot hold.
    serde_json::to_string_pretty(&report.data()).unwrap_or_default()
}

/// The report for a person: one page that needs no other file.
#[must_use]
pub fn html(report: Report<'_>) -> String {
    let data = report.data();
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Accessibility report, ",
    );
    escape(&mut out, &data.site);
    out.push_str("</title>\n<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n<main>\n<h1>Accessibility report</h1>\n<p>");
    escape(&mut out, &data.site);
    let Counts { errors, warnings, notes } = data.summary;
    let _ = write!(
        out,
        ". Automated checks of {} against {} rules on {}, by Studypages {}.</p>\n<p>They found {}, {} and {}. {}</p>\n\
         <p>Programs see only a part of what keeps people out. The questions for a person below are as much a part of the \
         work; this report says nothing about them, and nothing about whether the site meets a law.</p>\n",
        count(data.pages.len(), "page", "pages"),
        data.rules.len(),
        data.date,
        data.tool.version,
        count(errors, "error", "errors"),
        count(warnings, "warning", "warnings"),
        count(notes, "note", "notes"),
        if data.published { "The site was published." } else { "The site was not published." },
    );
    out.push_str("<h2 id=\"person\">Still to check by a person</h2>\n");
    table(
        &mut out,
        "Questions that no program can answer",
        &["Criterion of WCAG 2.2", "Question"],
        data.to_check_by_a_person.iter().map(|row| vec![row.criterion.to_owned(), row.question.to_owned()]),
    );
    out.push_str("<h2 id=\"findings\">What was found</h2>\n");
    if data.findings.is_empty() {
        out.push_str("<p>Nothing.</p>\n");
    } else {
        table(
            &mut out,
            "Findings by file",
            &["Level", "Where", "What", "Rule"],
            data.findings.iter().map(|row| {
                let place = row.line.map_or_else(|| row.file.to_owned(), |line| format!("{}, line {line}", row.file));
                vec![row.level.to_owned(), place, row.message.to_owned(), row.rule.to_owned()]
            }),
        );
    }
    out.push_str("<h2 id=\"off\">Rules that were switched off</h2>\n");
    if data.switched_off.is_empty() {
        out.push_str("<p>None.</p>\n");
    } else {
        table(
            &mut out,
            "Rules that were switched off, and why",
            &["Rule", "Where", "Why"],
            data.switched_off.iter().map(|row| {
                let place = row.file.unwrap_or("the whole site (site.yaml)").to_owned();
                vec![row.rule.to_owned(), place, row.reason.unwrap_or("no reason is written in site.yaml").to_owned()]
            }),
        );
    }
    out.push_str("<h2 id=\"pages\">Pages that were checked</h2>\n");
    table(
        &mut out,
        "Pages",
        &["Address", "Title", "Language", "Last reviewed", "Findings"],
        data.pages.iter().map(|row| {
            let address = format!("/{}", row.address);
            let reviewed = row.last_reviewed.as_deref().unwrap_or("not known").to_owned();
            vec![address, row.title.to_owned(), row.language.to_owned(), reviewed, row.findings.to_string()]
        }),
    );
    out.push_str("<h2 id=\"rules\">Rules that were applied</h2>\n");
    table(
        &mut out,
        "Rules",
        &["Rule", "What it finds", "Level", "Rests on", "Findings"],
        data.rules.iter().map(|row| {
            let basis = if row.basis.is_empty() { "good practice".to_owned() } else { row.basis.join("; ") };
            vec![row.rule.to_owned(), row.title.to_owned(), row.level.to_owned(), basis, row.findings.to_string()]
        }),
    );
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
table { border-collapse: collapse; margin: 1rem 0 2rem; width: 100%; }
caption { font-weight: bold; padding: 0.5rem 0; text-align: start; }
th, td { border: 1px solid; overflow-wrap: anywhere; padding: 0.4rem 0.6rem; text-align: start; vertical-align: top; }
";

fn table(out: &mut String, caption: &str, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    out.push_str("<table>\n<caption>");
    escape(out, caption);
    out.push_str("</caption>\n<thead>\n<tr>");
    for head in heads {
        out.push_str("<th scope=\"col\">");
        escape(out, head);
        out.push_str("</th>");
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            out.push_str("<td>");
            escape(out, &cell);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}
