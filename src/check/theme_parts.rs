//! Components that the theme does not have.

use super::PageInSite;
use crate::components::Component;
use crate::diagnostics::{Level, nearest};
use crate::theme::Theme;

/// Finds components that the theme does not have, and arguments that they do not take.
pub(super) fn check(check: &mut PageInSite<'_>, theme: &Theme) {
    for component in &check.page.document.components {
        let Component::Custom { name, arguments, .. } = component else { continue };
        let Some(known) = theme.component_arguments(&name.value) else {
            let help = match nearest(&name.value, theme.component_names()) {
                Some(meant) => format!("Did you mean “{meant}”?"),
                None => "Use contact, document, ratio, notice or steps, or one that your own theme defines.".to_owned(),
            };
            let message = format!("There is no component named “{}”.", name.value);
            check.report("component/unknown", Level::Error, Some(name.span.clone()), message, help);
            continue;
        };
        for (key, _) in arguments.iter().filter(|(key, _)| !known.contains(&key.value)) {
            let help = match nearest(&key.value, known.iter().map(String::as_str)) {
                Some(meant) => format!("Did you mean “{meant}”?"),
                None => format!("It takes: {}.", known.join(", ")),
            };
            let message = format!("“{}” does not take “{}”.", name.value, key.value);
            check.report("component/unknown-argument", Level::Error, Some(key.span.clone()), message, help);
        }
    }
}
