//! Findings as one JSON object, for programs.

use serde::Serialize;

use crate::diagnostics::{Counts, Finding, Level};
use crate::explanation;
use crate::rules;

#[derive(Serialize)]
struct Report<'a, E> {
    schema: u32,
    findings: Vec<Row<'a>>,
    summary: Summary<'a, E>,
}

#[derive(Serialize)]
struct Summary<'a, E> {
    #[serde(flatten)]
    counts: Counts,
    #[serde(flatten)]
    extra: Option<&'a E>,
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    level: Level,
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    message: &'a str,
    help: &'a str,
    url: Option<String>,
    fixable: bool,
}

/// Findings as one JSON object: `{"schema": 1, "findings": […], "summary": {…}}`; the fields of `extra` join
/// `counts` in the summary.
#[must_use]
pub fn render_json<E: Serialize>(findings: &[Finding], counts: Counts, extra: Option<&E>) -> String {
    let report =
        Report { schema: 1, findings: findings.iter().map(Row::of).collect(), summary: Summary { counts, extra } };
    // Strings, numbers and lists only: there is no value here that JSON cannot hold.
    serde_json::to_string_pretty(&report).unwrap_or_default()
}

impl<'a> Row<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule,
            level: finding.level,
            file: &finding.file,
            line: finding.start.map(|place| place.line),
            column: finding.start.map(|place| place.column),
            end_line: finding.end.map(|place| place.line),
            end_column: finding.end.map(|place| place.column),
            message: &finding.message,
            help: &finding.help,
            url: rule_address(finding.rule),
            fixable: finding.fix.is_some(),
        }
    }
}

/// Where the first thing a rule rests on can be read.
fn rule_address(code: &str) -> Option<String> {
    rules::find(code)?.basis.iter().find_map(|basis| explanation::address(*basis))
}
