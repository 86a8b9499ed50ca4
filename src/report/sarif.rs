//! SARIF 2.1.0 (OASIS), which code hosts and editors read.

use serde_json::{Value, json};

use crate::diagnostics::Finding;
use crate::explanation;
use crate::rules::{self, Rule};

/// Findings as one SARIF log.
#[must_use]
pub fn render_sarif(findings: &[Finding]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    codes.sort_unstable();
    codes.dedup();
    let described: Vec<Value> = codes.iter().map(|code| describe(code)).collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &codes)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Studypages",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": described,
            }},
            // Columns count characters, as everywhere in Studypages.
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "SITE": { "description": { "text": "The folder of site.yaml." } } },
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default()
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

fn result(finding: &Finding, codes: &[&str]) -> Value {
    let artifact = json!({ "uri": uri(&finding.file), "uriBaseId": "SITE" });
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
    json!({
        "ruleId": finding.rule,
        "ruleIndex": codes.iter().position(|code| *code == finding.rule),
        "level": finding.level.name(),
        "message": { "text": format!("{} {}", finding.message, finding.help).trim() },
        "locations": [location],
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
        let log: Value = serde_json::from_str(&render_sarif(&[finding(6..12), finding(0..4)])).unwrap();
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
}
