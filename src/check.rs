//! check: what only the whole site and its theme can tell, and which findings stand, at
//! which level: the site's `levels`, and what a page allows with a reason.
//!
//! Only rules about content can be turned down. A page without a title, two pages with one
//! address or a template that does not render cannot be published, whatever a site says.

use std::sync::Arc;

use crate::components::Component;
use crate::config::{Config, RuleLevel};
use crate::diagnostics::{Finding, Level, nearest};
use crate::page::Page;
use crate::theme::Theme;

/// The families of rules that a site may set and a page may allow.
const FAMILIES: [&str; 5] = ["content/", "heading/", "html/", "image/", "link/"];

fn is_settable(rule: &str) -> bool {
    FAMILIES.iter().any(|family| rule.starts_with(family))
}

/// Applies the site's levels and the pages' allows to `findings`.
pub fn settle(config: &Config, pages: &[Arc<Page>], findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| {
        if !is_settable(finding.rule) {
            return true;
        }
        let is_allowed = |page: &Arc<Page>| {
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

/// Finds components that the theme does not have, and arguments that they do not take.
pub fn components(pages: &[Arc<Page>], theme: &Theme, findings: &mut Vec<Finding>) {
    for page in pages {
        for component in &page.document.components {
            let Component::Custom { name, arguments, .. } = component else { continue };
            let Some(known) = theme.component_arguments(&name.value) else {
                let help = match nearest(&name.value, theme.component_names()) {
                    Some(meant) => format!("Did you mean “{meant}”?"),
                    None => {
                        "Use contact, document, ratio, notice or steps, or one that your own theme defines.".to_owned()
                    }
                };
                let message = format!("There is no component named “{}”.", name.value);
                let finding = Finding::new("component/unknown", Level::Error, page.file(), message, help);
                findings.push(finding.on(name.span.clone()));
                continue;
            };
            for (key, _) in arguments.iter().filter(|(key, _)| !known.contains(&key.value)) {
                let help = match nearest(&key.value, known.iter().map(String::as_str)) {
                    Some(meant) => format!("Did you mean “{meant}”?"),
                    None => format!("It takes: {}.", known.join(", ")),
                };
                let message = format!("“{}” does not take “{}”.", name.value, key.value);
                let finding = Finding::new("component/unknown-argument", Level::Error, page.file(), message, help);
                findings.push(finding.on(key.span.clone()));
            }
        }
    }
}
