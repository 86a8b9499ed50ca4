//! check: which findings stand, and at which level: the site's `levels`, and what a page
//! allows with a reason.
//!
//! Only rules about content can be turned down. A page without a title, two pages with one
//! address or a template that does not render cannot be published, whatever a site says.

use crate::config::{Config, RuleLevel};
use crate::diagnostics::Finding;
use crate::page::Page;

/// The families of rules that a site may set and a page may allow.
const FAMILIES: [&str; 5] = ["content/", "heading/", "html/", "image/", "link/"];

fn is_settable(rule: &str) -> bool {
    FAMILIES.iter().any(|family| rule.starts_with(family))
}

/// Applies the site's levels and the pages' allows to `findings`.
pub fn settle(config: &Config, pages: &[Page], findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| {
        if !is_settable(finding.rule) {
            return true;
        }
        let is_allowed = |page: &Page| {
            page.file() == finding.file
                && page
                    .front_matter
                    .allow
                    .iter()
                    .any(|allow| allow.rule.value == finding.rule && allow.reason.is_some())
        };
        let level = config.levels.iter().find(|(rule, _)| rule.value == finding.rule).map(|(_, level)| *level);
        match level {
            Some(RuleLevel::Off) => return false,
            Some(RuleLevel::At(level)) => finding.level = level,
            None => {}
        }
        !pages.iter().any(is_allowed)
    });
}
