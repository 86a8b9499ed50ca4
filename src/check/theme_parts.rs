//! Components of the site's own theme: whether there is one of that name, and whether it can be made of what a page
//! gives it.

use super::PageInSite;
use crate::components::{Argument, Component};
use crate::diagnostics::{Level, nearest};
use crate::fields::Located;
use crate::theme::{ComponentArgType, Taken, Theme};
use crate::web_address;

/// Whether a browser does something with an address of a scheme, wherever it stands. Other words before a colon are
/// words: “Note: bring both papers”.
fn is_followed(scheme: &str) -> bool {
    matches!(scheme, "javascript" | "vbscript" | "livescript" | "data" | "blob" | "file" | "about" | "view-source")
}

/// Whether an argument is an address by its name.
fn is_address_argument(name: &str) -> bool {
    name.split(['_', '-', '.']).any(|part| matches!(part, "href" | "url" | "src" | "link" | "action"))
}

/// What a page gives a component.
type Given = [(Located<String>, Argument)];

/// Finds components that the theme does not have, and arguments that they do not take or cannot do without.
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
        let names = || known.iter().map(|taken| taken.name.as_str());
        let mut is_misspelled = false;
        for (key, value) in arguments {
            match known.iter().find(|taken| taken.name == key.value) {
                None => {
                    is_misspelled = true;
                    let help = match nearest(&key.value, names()) {
                        Some(meant) => format!("Did you mean “{meant}”?"),
                        None => format!("It takes: {}.", names().collect::<Vec<_>>().join(", ")),
                    };
                    let message = format!("“{}” does not take “{}”.", name.value, key.value);
                    check.report("component/unknown-argument", Level::Error, Some(key.span.clone()), message, help);
                }
                Some(taken) => {
                    if let Some((what, help)) = taken.kind.and_then(|kind| misfit(kind, &key.value, value)) {
                        let message = format!("“{}” of “{}” is {what}.", key.value, name.value);
                        check.report("component/bad-argument", Level::Error, Some(key.span.clone()), message, help);
                    }
                }
            }
        }
        let missing: Vec<&Taken> = known
            .iter()
            .filter(|taken| taken.is_required && !arguments.iter().any(|(key, _)| key.value == taken.name))
            .collect();
        // A misspelled name and its absence are one mistake.
        if !missing.is_empty() && !is_misspelled {
            let said: Vec<String> = missing.iter().map(|taken| format!("“{}”", taken.name)).collect();
            let message = format!("“{}” cannot do without {}.", name.value, said.join(" and "));
            let help = format!("Write it like this: {}", call(&name.value, arguments, &missing));
            check.report("component/missing-argument", Level::Error, Some(name.span.clone()), message, help);
        }
        for (key, value) in arguments {
            // The theme may put any of them into a link.
            let Argument::Text(text) = value else { continue };
            let web_address::Kind::Refused(scheme) = web_address::kind(text) else { continue };
            if !is_followed(&scheme) && !is_address_argument(&key.value) {
                continue;
            }
            let message = format!("“{}” cannot be an address that starts with “{scheme}:”.", key.value);
            let help = "Write a page or a file of this site, or an address that starts with https://, mailto: or tel:.";
            check.report("component/bad-argument", Level::Error, Some(key.span.clone()), message, help);
        }
    }
}

/// What is wrong with a value, and how to write it.
fn misfit(kind: ComponentArgType, key: &str, value: &Argument) -> Option<(&'static str, String)> {
    let text = value.as_text();
    let fits = match (kind, value) {
        (ComponentArgType::String, Argument::Text(_))
        | (ComponentArgType::Bool, Argument::Bool(_))
        | (ComponentArgType::Number, Argument::Number(_)) => true,
        (ComponentArgType::Integer, Argument::Number(number)) => number.parse::<i64>().is_ok(),
        (ComponentArgType::Float, Argument::Number(number)) => number.parse::<i64>().is_err(),
        _ => false,
    };
    if fits {
        return None;
    }
    Some(match kind {
        ComponentArgType::String => ("text, which stands between quotation marks", format!("Write {key}=\"{text}\".")),
        ComponentArgType::Bool => ("either true or false", format!("Write {key}=true or {key}=false.")),
        ComponentArgType::Integer => {
            ("a whole number without quotation marks", format!("Write it in digits: {key}=12."))
        }
        ComponentArgType::Number | ComponentArgType::Float => {
            ("a number without quotation marks", format!("Write it in digits: {key}=12.5."))
        }
        _ => (
            "something that no page can give it",
            "Leave the component out, and ask whoever made the theme for one that takes text.".to_owned(),
        ),
    })
}

/// The component as it was written, with what it lacks.
fn call(name: &str, arguments: &Given, missing: &[&Taken]) -> String {
    let given = arguments.iter().map(|(key, value)| match value {
        Argument::Text(text) => format!("{}=\"{text}\"", key.value),
        value => format!("{}={}", key.value, value.as_text()),
    });
    let lacking = missing.iter().map(|taken| match taken.kind {
        Some(ComponentArgType::Bool) => format!("{}=true", taken.name),
        Some(ComponentArgType::Integer | ComponentArgType::Number | ComponentArgType::Float) => {
            format!("{}=…", taken.name)
        }
        _ => format!("{}=\"…\"", taken.name),
    });
    format!("{{{{ {name}({}) }}}}", given.chain(lacking).collect::<Vec<_>>().join(", "))
}
