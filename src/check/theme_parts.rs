//! Components that the theme does not have.

use crate::components::Component;
use crate::diagnostics::{Finding, Level, nearest};
use crate::site::Site;
use crate::theme::Theme;

/// Finds components that the theme does not have, and arguments that they do not take.
pub(super) fn check(site: &Site, theme: &Theme, findings: &mut Vec<Finding>) {
    for page in &site.pages {
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
