//! Which findings stand: the levels of site.yaml, and what a page allows with a reason.
//!
//! Only rules about content can be turned down. A page without a title, two pages with one
//! address or a template that does not render cannot be published, whatever a site says.

use std::collections::HashMap;

use crate::config::{self, Config, RuleLevel};
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
    let mut allows: HashMap<&str, Vec<(&Allow, usize)>> = HashMap::new();
    for page in site.pages.iter().filter(|page| !page.front_matter.allow.is_empty()) {
        let entries = page.front_matter.allow.iter().map(|allow| (allow, 0)).collect();
        allows.insert(page.file(), entries);
    }
    // On most sites all findings stand.
    if !site.config.levels.is_empty() || !allows.is_empty() {
        findings.retain_mut(|finding| {
            let entries = allows.get_mut(finding.file.as_str()).map_or(&mut [][..], Vec::as_mut_slice);
            let verdict = verdict(&site.config, finding.rule, entries.iter().map(|(allow, _)| *allow));
            if let Verdict::Allowed(at) = verdict {
                entries[at].1 += 1;
            }
            apply(&verdict, finding)
        });
    }
    let mut standing = Vec::new();
    for (file, entries) in allows {
        for (allow, held) in entries {
            judge(file, allow, held, &mut own);
            if let Some(reason) = &allow.reason {
                standing.push(Standing {
                    file: file.to_owned(),
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

/// Keeps of the findings of one page those that stand, at their levels.
pub fn settle_page(config: &Config, allows: &[Allow], findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| apply(&verdict(config, finding.rule, allows.iter()), finding));
}

/// Whether a finding stands; it gets the level that the site gives it.
fn apply(verdict: &Verdict, finding: &mut Finding) -> bool {
    if let Verdict::Stands(Some(level)) = verdict
        && *level != finding.level
    {
        *finding = finding.clone().of_level(*level);
    }
    matches!(verdict, Verdict::Stands(_))
}

/// What the site and a page say about a finding of a rule.
enum Verdict {
    /// It counts, maybe at another level.
    Stands(Option<Level>),
    /// The allow of this number keeps it back.
    Allowed(usize),
    /// The site has switched the rule off.
    Off,
}

fn verdict<'a>(config: &Config, rule: &str, mut allows: impl Iterator<Item = &'a Allow>) -> Verdict {
    let level = config.levels.iter().find(|(known, _)| known.value == rule).map(|(_, level)| *level);
    let allow = allows.position(|allow| allow.rule.value == rule && allow.reason.is_some());
    // Most findings are of rules that nobody speaks of.
    if (level.is_none() && allow.is_none()) || !rules::find(rule).is_some_and(Rule::is_settable) {
        return Verdict::Stands(None);
    }
    match (level, allow) {
        (Some(RuleLevel::Off), _) => Verdict::Off,
        (_, Some(at)) => Verdict::Allowed(at),
        (Some(RuleLevel::At(level)), None) => Verdict::Stands(Some(level)),
        (None, None) => Verdict::Stands(None),
    }
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
