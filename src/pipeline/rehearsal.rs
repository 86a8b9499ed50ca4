//! What only rendering tells: a mistake in a template of the site's own.

use std::path::Path;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::{Loaded, note};
use crate::diagnostics::{self, Finding};
use crate::render::Renderer;
use crate::source;

/// Renders everything and keeps nothing of it but what is wrong, so that `check` finds what `build` would refuse.
/// The templates that come with Studypages are known to be right.
pub fn rehearse(loaded: &mut Loaded, root: &Path) {
    let Some(theme) = loaded.theme.clone().filter(|theme| theme.has_own_templates()) else { return };
    let site = Arc::clone(&loaded.site);
    let renderer = Renderer::new(Arc::clone(&site), theme);
    let problems = Mutex::new(Vec::new());
    // A component that a page calls wrongly was told, at its line.
    let is_told = |file: &str| {
        let start = loaded.findings.partition_point(|finding| finding.file.as_str() < file);
        let of_file = loaded.findings[start..].iter().take_while(|finding| *finding.file == *file);
        of_file.map(|finding| finding.rule).any(|rule| rule.starts_with("component/"))
    };
    let pages = || {
        site.views.par_iter().filter(|view| !is_told(site.page_of(view).file())).for_each(|view| {
            if let Err(finding) = renderer.page(view) {
                note(&problems, *finding);
            }
        });
    };
    let made = || {
        for finding in renderer.made_files().1 {
            note(&problems, finding);
        }
    };
    rayon::join(pages, made);
    let mut problems: Vec<Finding> = problems.into_inner().unwrap_or_default();
    if !problems.is_empty() {
        source::locate(root, &site.config.languages, &mut problems);
        loaded.findings.extend(problems);
        diagnostics::sort(&mut loaded.findings);
    }
}
