//! A module uses only what stands above it in the pipeline.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// The modules of the crate, the lowest first.
const ORDER: [&str; 37] = [
    "bytes",
    "visible",
    "address",
    "folder",
    "state",
    "web_address",
    "yaml",
    "diagnostics",
    "rules",
    "language",
    "fields",
    "file_pattern",
    "config",
    "decoding",
    "source",
    "asset",
    "ratio",
    "reading",
    "citations",
    "machine_readable",
    "components",
    "front_matter",
    "markdown",
    "page",
    "site",
    "theme",
    "check",
    "explanation",
    "report",
    "render",
    "output",
    "starter",
    "pipeline",
    "fix",
    "external",
    "preview",
    "cli",
];

/// Uses that go against the order, one line each.
fn violations(module: &str, text: &str) -> Vec<String> {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    let Some(own) = place(module) else { return vec![format!("{module} has no place in the order")] };
    text.match_indices("crate::")
        .filter_map(|(at, _)| {
            let rest = &text[at + "crate::".len()..];
            let used: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            match place(&used) {
                Some(used_place) if used_place <= own => None,
                Some(_) => Some(format!("{module} uses {used}, which stands below it")),
                None => Some(format!("{module} uses “{used}”, which is no module of the order")),
            }
        })
        .collect()
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut seen = Vec::new();
    for entry in WalkDir::new(&source).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let relative = entry.path().strip_prefix(&source).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        found.extend(violations(&module, &fs::read_to_string(entry.path()).unwrap()));
        seen.push(module);
    }
    assert_eq!(found, [""; 0]);
    for module in ORDER {
        assert!(seen.iter().any(|name| name == module), "{module} is in the order, but not in src");
    }
}

#[test]
fn a_use_against_the_order_is_found() {
    assert_eq!(violations("markdown", "use crate::front_matter::Kind;\nuse crate::markdown::html;\n"), [""; 0]);
    assert_eq!(violations("markdown", "use crate::site::Site;\n"), ["markdown uses site, which stands below it"]);
    assert_eq!(
        violations("markdown", "use crate::{page, theme};\n"),
        ["markdown uses “”, which is no module of the order"]
    );
    assert_eq!(violations("helpers", ""), ["helpers has no place in the order"]);
}
