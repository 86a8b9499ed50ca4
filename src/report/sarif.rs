//! SARIF 2.1.0 (OASIS), which code hosts and editors read.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Repository;
use crate::diagnostics::{Finding, count};
use crate::explanation;
use crate::rules::{self, Rule};

/// GitHub refuses a run with more results than these.
const MOST_RESULTS: usize = 25_000;

/// Findings as one SARIF log. Where there are more than a code host takes, those of one file that say the same
/// become one, then the least bad are left out; the log says how many.
#[must_use]
pub fn render_sarif(findings: &[Finding], repository: &Repository) -> String {
    let (kept, left_out) = most_telling(findings, MOST_RESULTS);
    let mut codes: Vec<&str> = kept.iter().map(|(finding, _)| finding.rule).collect();
    codes.sort_unstable();
    codes.dedup();
    let described: Vec<Value> = codes.iter().map(|code| describe(code)).collect();
    let results: Vec<Value> =
        kept.iter().map(|(finding, places)| result(finding, *places, &codes, repository)).collect();
    let mut run = json!({
        "tool": { "driver": {
            "name": "Studypages",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": described,
        }},
        // Columns count characters, as everywhere in Studypages.
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { "SRCROOT": { "description": {
            "text": "The top of the repository; the folder of site.yaml where there is none.",
        } } },
        "results": results,
    });
    if left_out > 0 {
        let those = count(left_out, "finding is", "findings are");
        let text = format!("{those} not listed: a code host takes {MOST_RESULTS}. studypages check shows them all.");
        run["invocations"] = json!([{
            "executionSuccessful": true,
            "toolExecutionNotifications": [{ "level": "warning", "message": { "text": text } }],
        }]);
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

/// As many findings as are taken, each with the number of places that it stands for, and how many are left out.
fn most_telling(findings: &[Finding], most: usize) -> (Vec<(&Finding, usize)>, usize) {
    if findings.len() <= most {
        return (findings.iter().map(|finding| (finding, 1)).collect(), 0);
    }
    let mut places: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let mut kept: Vec<(&Finding, usize)> = Vec::new();
    for finding in findings {
        let at = *places.entry((&finding.file, finding.rule, &finding.message)).or_insert(kept.len());
        match kept.get_mut(at) {
            Some((_, places)) => *places += 1,
            None => kept.push((finding, 1)),
        }
    }
    kept.sort_by_key(|(finding, _)| finding.level);
    let left_out = kept.iter().skip(most).map(|(_, places)| places).sum();
    kept.truncate(most);
    (kept, left_out)
}

fn describe(code: &str) -> Value {
    let Some(rule) = rules::find(code) else { return json!({ "id": code }) };
    let mut tags = vec![rule.family().to_owned()];
    tags.extend(rule.basis.iter().map(|basis| basis.name()));
    let mut described = json!({
        "id": rule.code,
        "name": name(rule),
        "shortDescription": { "text": format!("{}.", rule.title) },
        "fullDescription": { "text": rule.why },
        "help": { "text": explanation::text(rule) },
        "defaultConfiguration": { "level": rule.level.name() },
        "properties": { "tags": tags },
    });
    if let Some(address) = rule.basis.iter().find_map(|basis| explanation::address(*basis)) {
        described["helpUri"] = json!(address);
    }
    described
}

/// `HeadingSkippedLevel`: SARIF wants a name that reads like an identifier.
fn name(rule: &Rule) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    };
    rule.code.split(['/', '-']).map(capital).collect()
}

fn result(finding: &Finding, places: usize, codes: &[&str], repository: &Repository) -> Value {
    let artifact = json!({ "uri": uri(&repository.name(&finding.file)), "uriBaseId": "SRCROOT" });
    let mut location = json!({ "physicalLocation": { "artifactLocation": artifact } });
    if let (Some(start), Some(end)) = (finding.start, finding.end) {
        let mut region = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
        if let Some(excerpt) = &finding.excerpt {
            region["snippet"] = json!({ "text": excerpt.line });
        }
        location["physicalLocation"]["region"] = region;
    }
    let mut words = format!("{} {}", finding.message, finding.help).trim().to_owned();
    if places > 1 {
        words.push_str(&format!(
            " The same stands in {} of this file.",
            count(places - 1, "other place", "other places")
        ));
    }
    json!({
        "ruleId": finding.rule,
        "ruleIndex": codes.binary_search(&finding.rule).ok(),
        "level": finding.level.name(),
        "message": { "text": words },
        "locations": [location],
        "occurrenceCount": places,
    })
}

/// A file path as a relative reference (RFC 3986).
fn uri(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Level, Lines};

    #[test]
    fn a_log_names_its_rules_once_and_its_places() {
        let lines = Lines::new("## A\n\n#### B\n");
        let finding = |at| {
            Finding::new("heading/skipped-level", Level::Error, "content/año 1.md", "Wrong.", "Mend it.").at(&lines, at)
        };
        let log: Value =
            serde_json::from_str(&render_sarif(&[finding(6..12), finding(0..4)], &Repository::default())).unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 1);
        assert_eq!(run["tool"]["driver"]["rules"][0]["name"], "HeadingSkippedLevel");
        assert_eq!(
            run["tool"]["driver"]["rules"][0]["helpUri"],
            "https://www.w3.org/TR/WCAG22/#info-and-relationships"
        );
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/a%C3%B1o%201.md");
        assert_eq!(place["region"]["startLine"], 3);
        assert_eq!(run["results"][0]["message"]["text"], "Wrong. Mend it.");
    }

    #[test]
    fn every_rule_can_be_described() {
        for rule in rules::all() {
            assert_eq!(describe(rule.code)["id"], rule.code);
        }
    }

    #[test]
    fn more_findings_than_a_code_host_takes_are_folded_and_the_worst_stay() {
        let lines = Lines::new("a\nb\nc\n");
        let note = |file: &str, at| {
            Finding::new("text/long-sentence", Level::Note, file.to_owned(), "Long.", "").at(&lines, at)
        };
        let bad = Finding::new("link/broken", Level::Error, "content/z.md", "Broken.", "");
        let findings = [note("content/a.md", 0..1), note("content/a.md", 2..3), note("content/b.md", 0..1), bad];
        let told = |most| {
            let (kept, left_out) = most_telling(&findings, most);
            let kept: Vec<_> = kept.iter().map(|(finding, places)| (finding.file.to_string(), *places)).collect();
            (kept, left_out)
        };
        let row = |file: &str, places| (file.to_owned(), places);
        assert_eq!(told(4).0.len(), 4);
        assert_eq!(told(3), (vec![row("content/z.md", 1), row("content/a.md", 2), row("content/b.md", 1)], 0));
        assert_eq!(told(2), (vec![row("content/z.md", 1), row("content/a.md", 2)], 1));
    }
}
