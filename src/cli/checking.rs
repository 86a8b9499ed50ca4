//! `check` and `explain`, and the report of a build.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::progress::ProgressBar;
use super::{CheckFormat, Day, ExitCode, Run, counts, exit_code, print_data};
use crate::diagnostics::{self, Counts, count};
use crate::explanation;
use crate::external;
use crate::fix;
use crate::pipeline::{self, Failure, Options};
use crate::report::{self, Report};
use crate::rules;

/// What `check` was asked for.
pub(super) struct Checking {
    pub(super) paths: Vec<PathBuf>,
    pub(super) fix: bool,
    pub(super) diff: bool,
    pub(super) external: bool,
    pub(super) format: CheckFormat,
}

/// Which files were asked for: those named, and those in folders named. Paths are from here, or from the site.
fn only(root: &Path, paths: &[PathBuf]) -> Result<impl Fn(&str) -> bool + use<>, String> {
    let real_root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let mut wanted: Vec<String> = Vec::new();
    for path in paths {
        let places = [path.clone(), root.join(path), root.join("content").join(path)];
        let found = places.iter().find_map(|place| std::fs::canonicalize(place).ok());
        let relative = found.as_ref().and_then(|found| found.strip_prefix(&real_root).ok());
        let Some(relative) = relative else {
            return Err(format!("There is no {} in this site.", path.display()));
        };
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        wanted.push(parts.join("/"));
    }
    Ok(move |file: &str| {
        wanted.is_empty()
            || wanted.iter().any(|path| {
                path.is_empty()
                    || file == path
                    || file.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'))
            })
    })
}

/// Where the first thing a rule rests on can be read.
pub(super) fn rule_address(code: &str) -> Option<String> {
    rules::find(code)?.basis.iter().find_map(|basis| explanation::address(*basis))
}

/// Says what a rule means; without a code, lists them all.
pub(super) fn explain(code: Option<&str>, reference: bool) -> ExitCode {
    if reference {
        print_data(explanation::reference().trim_end());
        return ExitCode::Fine;
    }
    let Some(code) = code else {
        print_data(explanation::list().trim_end());
        return ExitCode::Fine;
    };
    if let Some(rule) = rules::find(code) {
        print_data(explanation::text(rule).trim_end());
        return ExitCode::Fine;
    }
    let help = match diagnostics::nearest(code, rules::all().map(|rule| rule.code)) {
        Some(meant) => format!("Did you mean “{meant}”?"),
        None => "studypages explain, without a code, lists all rules.".to_owned(),
    };
    eprintln!("studypages: There is no rule “{code}”. {help}");
    ExitCode::Failed
}

/// The report for a person.
pub(super) const REPORT_PAGE: &str = "accessibility-report.html";

pub(super) fn write_report(folder: &Path, report: Report<'_>) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(REPORT_PAGE), report::html(report))?;
    std::fs::write(folder.join("a11y-report.json"), report::json(report) + "\n")
}

impl Run {
    pub(super) fn check(&self, checking: &Checking, day: &Day) -> Result<ExitCode, Failure> {
        let root = self.root()?;
        let today = day.as_of.unwrap_or_else(pipeline::today);
        let options = Options { root: root.clone(), today, include_unpublished: false };
        let only = match only(&root, &checking.paths) {
            Ok(only) => only,
            Err(message) => {
                eprintln!("studypages: {message}");
                return Ok(ExitCode::Failed);
            }
        };
        if checking.fix || checking.diff {
            let mended = fix::mend(&options, &only)?;
            if checking.diff {
                for mended in &mended {
                    print_data(mended.diff().trim_end());
                }
            }
            if checking.fix {
                for mended in &mended {
                    if let Err(error) = fix::write(&root, mended) {
                        eprintln!("studypages: {error}");
                        return Ok(ExitCode::Failed);
                    }
                }
            }
            if !self.quiet {
                let fixes: usize = mended.iter().map(|mended| mended.fixes).sum();
                let files = count(mended.len(), "file", "files");
                let (fixes, verb) =
                    (count(fixes, "finding", "findings"), if checking.fix { "mended" } else { "can be mended" });
                eprintln!("{fixes} {verb} in {files}.");
            }
            if checking.diff && !checking.fix {
                return Ok(ExitCode::Fine);
            }
        }
        let mut loaded = pipeline::load(&options)?;
        if checking.external {
            let bar =
                ProgressBar::new(!self.quiet && std::io::stderr().is_terminal(), Instant::now()).counting("links");
            external::check(&mut loaded, &root, &|done, total| bar.show(done, total));
            bar.clear();
        }
        loaded.findings.retain(|finding| only(&finding.file));
        self.print(&loaded.findings, checking.format);
        if checking.format == CheckFormat::Human && !self.quiet {
            let pages = loaded.site.pages.iter().filter(|page| only(page.file())).count();
            let counted = Counts::of(&loaded.findings);
            eprintln!("{} checked: {}.", count(pages, "page", "pages"), counts(counted));
            let fixable = loaded.findings.iter().filter(|finding| finding.fix.is_some()).count();
            if fixable > 0 {
                let those = count(fixable, "finding has", "findings have");
                eprintln!("{those} one safe answer: studypages check --fix (--diff shows it first).");
            }
            if let Some(finding) = loaded.findings.first() {
                eprintln!("What a finding means: studypages explain {}", finding.rule);
            }
        }
        Ok(exit_code(&loaded.findings))
    }
}
