//! `studypages build`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::progress::ProgressBar;
use super::stream::{ERR, OUT};
use super::{Day, ExitCode, Format, FormatArgument, Root, Run, Stop, counts, exit_code, shown};
use crate::diagnostics::{Counts, count};
use crate::language;
use crate::output::Changes;
use crate::pipeline::{self, Built, Timings};
use crate::report::{self, Detail, Report, ReportFolder, render_json};
use crate::site::Site;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,
    /// Where to publish; the folder is ours alone, or empty
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Also write an accessibility report into this folder: a page for people, a11y-report.json for programs
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    day: Day,
    #[command(flatten)]
    pub(super) format: FormatArgument,
}

impl Run {
    pub(super) fn build(&self, arguments: &Arguments) -> Result<ExitCode, Stop> {
        let started = Instant::now();
        let root = self.root(&arguments.root)?;
        let output = arguments.output.clone().unwrap_or_else(|| root.join("output"));
        let report = arguments.report.as_deref().map(|folder| ReportFolder::open(&root, folder)).transpose();
        let report = report.map_err(|error| Stop::Said(error.to_string()))?;
        let mut loaded = Self::load(&root, &arguments.day, false)?;
        let bar = ProgressBar::new(!self.quiet && ERR.is_terminal(), started);
        let built = pipeline::build(&mut loaded, &root, &output, &|done, total| bar.show(done, total))?;
        bar.clear();
        if arguments.format.format == Format::Json {
            let extra = BuildSummary::of(&loaded.site, &built);
            OUT.json(&render_json(&built.findings, Counts::of(&built.findings), Some(&extra)))?;
        } else {
            let detail = if self.quiet { Detail::Errors } else { Detail::Problems };
            ERR.styled(&self.layout(detail).text(&built.findings))?;
            if !self.quiet || !built.remarks.is_empty() {
                ERR.lines(summary(&loaded.site, &built, &output, started.elapsed()))?;
            }
        }
        if let Some(folder) = report {
            let report = Report {
                site: &loaded.site,
                findings: &built.findings,
                allows: &loaded.allows,
                published: built.changes.is_some(),
            };
            let written = folder.write(&report::html(report), &(report::json(report) + "\n"));
            written.map_err(|error| Stop::Said(error.to_string()))?;
            if !self.quiet {
                ERR.line(&format!("  Report:   {}", shown(&folder.page())))?;
            }
        }
        if arguments.timings {
            ERR.lines(Timings { total: started.elapsed(), ..built.timings }.to_string().lines())?;
        }
        // The process ends here; a large site's memory is given back at once, not piece by piece.
        let code = exit_code(&built.findings);
        std::mem::forget((loaded, built));
        Ok(code)
    }
}

/// What a build did, on less than a screen.
fn summary(site: &Site, built: &Built, output: &Path, elapsed: Duration) -> Vec<String> {
    let config = &site.config;
    let found = Counts::of(&built.findings);
    let languages: Vec<String> = config
        .languages
        .iter()
        .enumerate()
        .map(|(language, tag)| {
            let own = site.views.iter().filter(|view| view.language == language && !site.is_fallback(view)).count();
            format!("{own} {}", language::native_name(tag))
        })
        .collect();
    let hint = if found.notes > 0 { " (studypages check shows them all)" } else { "" };
    let seconds = format!("{}.{:02} s", elapsed.as_secs(), elapsed.subsec_millis() / 10);
    let mut lines = vec![
        format!("{}, {}", config.title.in_language(config.default_language()), config.organization.name),
        format!("  Pages:    {}", languages.join(", ")),
        format!("  Findings: {}{hint}", counts(found)),
        match built.changes {
            None => {
                let errors = count(found.errors, "error", "errors");
                format!("  Not published: {errors} to mend first. What was published before is untouched.")
            }
            Some(changes) => format!("  Output:   {} ({}, {seconds})", shown(output), changed(changes)),
        },
    ];
    lines.extend(built.remarks.iter().map(|remark| format!("  Look at:  {remark}")));
    lines
}

/// "3 pages changed, 1 removed"
fn changed(changes: Changes) -> String {
    let mut parts = Vec::new();
    if changes.pages > 0 {
        parts.push(format!("{} changed", count(changes.pages, "page", "pages")));
    }
    if changes.assets > 0 {
        parts.push(format!("{} changed", count(changes.assets, "other file", "other files")));
    }
    if changes.removed > 0 {
        parts.push(format!("{} removed", changes.removed));
    }
    if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") }
}

/// What `build --format json` adds to the counts of findings.
#[derive(Serialize)]
struct BuildSummary<'b> {
    pages: usize,
    published: bool,
    changes: Option<Changes>,
    remarks: &'b [String],
}

impl<'b> BuildSummary<'b> {
    fn of(site: &Site, built: &'b Built) -> Self {
        let (changes, remarks) = (built.changes, &built.remarks);
        Self { pages: site.views.len(), published: changes.is_some(), changes, remarks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_said_in_words() {
        assert_eq!(changed(Changes::default()), "nothing changed");
        assert_eq!(changed(Changes { pages: 3, assets: 0, removed: 1 }), "3 pages changed, 1 removed");
        assert_eq!(changed(Changes { pages: 1, assets: 1, removed: 0 }), "1 page changed, 1 other file changed");
    }
}
