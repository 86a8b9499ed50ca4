//! Which findings stand: the levels of site.yaml, and what a page allows with a reason.
//!
//! Only rules about content can be turned down. A page without a title, two pages with one
//! address or a template that does not render cannot be published, whatever a site says.

use std::collections::HashMap;

use crate::config::{self, RuleLevel};
use crate::diagnostics::{Finding, Level, nearest};
use crate::front_matter::Allow;
use crate::rules::{self, Rule};
use crate::site::Site;

/// An allow of a page, and whether it kept a finding back.
#[derive(Debug)]
pub struct Standing {
    /// The page's file.
    pub file: String,
    /// The rule's code.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// How many findings it kept back.
    pub held: usize,
}

/// Applies the site's levels and the pages' allows to `findings`; returns the allows that stand.
pub fn settle(site: &Site, findings: &mut Vec<Finding>) -> Vec<Standing> {
    let mut own = Vec::new();
    for (rule, _) in &site.config.levels {
        if rules::find(&rule.value).is_none() {
            let (message, help) = unknown(&rule.value);
            own.push(
                Finding::new("config/unknown-rule", Level::Error, config::FILE, message, help).on(rule.span.clone()),
            );
        }
    }
    let levels: HashMap<&str, RuleLevel> =
        site.config.levels.iter().map(|(rule, level)| (rule.value.as_str(), *level)).collect();
    let mut allows: HashMap<String, Vec<(&Allow, usize)>> = HashMap::new();
    for page in site.pages.iter().filter(|page| !page.front_matter.allow.is_empty()) {
        let entries = page.front_matter.allow.iter().map(|allow| (allow, 0)).collect();
        allows.insert(page.file(), entries);
    }
    findings.retain_mut(|finding| {
        if !rules::find(finding.rule).is_some_and(Rule::is_settable) {
            return true;
        }
        match levels.get(finding.rule) {
            Some(RuleLevel::Off) => return false,
            Some(RuleLevel::At(level)) => finding.level = *level,
            None => {}
        }
        let Some(entries) = allows.get_mut(&finding.file) else { return true };
        let held = entries.iter_mut().find(|(allow, _)| allow.rule.value == finding.rule && allow.reason.is_some());
        match held {
            Some((_, count)) => {
                *count += 1;
                false
            }
            None => true,
        }
    });
    let mut standing = Vec::new();
    for (file, entries) in allows {
        for (allow, held) in entries {
            judge(&file, allow, held, &mut own);
            if let Some(reason) = &allow.reason {
                standing.push(Standing {
                    file: file.clone(),
                    rule: allow.rule.value.clone(),
                    reason: reason.clone(),
                    held,
                });
            }
        }
    }
    standing.sort_by(|a, b| (&a.file, &a.rule).cmp(&(&b.file, &b.rule)));
    findings.extend(own);
    standing
}

/// An allow of a rule that does not exist, that cannot be allowed, without a reason, or for nothing.
fn judge(file: &str, allow: &Allow, held: usize, findings: &mut Vec<Finding>) {
    let mut report = |code, level, message: String, help: String| {
        findings.push(Finding::new(code, level, file, message, help).on(allow.rule.span.clone()));
    };
    let code = &allow.rule.value;
    match rules::find(code) {
        None => {
            let (message, help) = unknown(code);
            report("allow/unknown-rule", Level::Error, message, help);
        }
        Some(rule) if !rule.is_settable() => report(
            "allow/unknown-rule",
            Level::Error,
            format!("“{code}” cannot be switched off: without it there is no page to publish."),
            "Mend what it says, then remove this line.".to_owned(),
        ),
        Some(_) if allow.reason.is_none() => report(
            "allow/no-reason",
            Level::Warning,
            format!("“{code}” is switched off without a reason, so it still counts."),
            format!("Say why: {{ rule: {code}, reason: … }}"),
        ),
        // Other websites are not asked each time.
        Some(rule) if held == 0 && rule.family() != "external" => report(
            "allow/unused",
            Level::Warning,
            format!("“{code}” finds nothing on this page, so there is nothing to allow."),
            "Remove this line; the rule will watch over the page again.".to_owned(),
        ),
        Some(_) => {}
    }
}

fn unknown(code: &str) -> (String, String) {
    let help = match nearest(code, rules::all().map(|rule| rule.code)) {
        Some(meant) => format!("Did you mean “{meant}”?"),
        None => "`studypages explain` lists every rule.".to_owned(),
    };
    (format!("There is no rule “{code}”."), help)
}
