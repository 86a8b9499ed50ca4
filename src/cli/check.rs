//! `studypages check`.

use std::path::PathBuf;
use std::time::Instant;

use super::chosen::Chosen;
use super::progress::ProgressBar;
use super::stream::{ERR, OUT};
use super::{CheckFormat, Day, ExitCode, Root, Run, Stop, counts, exit_code, print_data};
use crate::diagnostics::{Counts, Finding, Level, count};
use crate::external;
use crate::fix;
use crate::pipeline::{self, Loaded, Options};
use crate::report::{Detail, Layout, Repository, by_file};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Only these pages or folders; all of them without any
    paths: Vec<PathBuf>,
    #[command(flatten)]
    root: Root,
    /// Show every note by itself with its words, and nothing folded
    #[arg(long)]
    all: bool,
    /// Show nothing less bad than this
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    level: LevelArgument,
    /// Mend what has one safe answer, in the files themselves
    #[arg(long)]
    fix: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long)]
    diff: bool,
    /// Ask other websites, too, whether the pages that ours link to are still there, and keep their answers in
    /// .studypages
    #[arg(long)]
    external: bool,
    #[command(flatten)]
    day: Day,
    /// For a person, or on standard output for a program
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: CheckFormat,
}

/// The least bad level that is shown.
#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum LevelArgument {
    Error,
    Warning,
    #[default]
    Note,
}

impl From<LevelArgument> for Level {
    fn from(level: LevelArgument) -> Self {
        match level {
            LevelArgument::Error => Level::Error,
            LevelArgument::Warning => Level::Warning,
            LevelArgument::Note => Level::Note,
        }
    }
}

impl Run {
    pub(super) fn check(&self, arguments: &Arguments) -> Result<ExitCode, Stop> {
        let root = self.root(&arguments.root)?;
        let options = Options { root: root.clone(), today: arguments.day.today(), include_unpublished: false };
        let chosen = Chosen::new(&root, &arguments.paths).map_err(Stop::Said)?;
        if arguments.fix || arguments.diff {
            self.mend(&options, arguments, &chosen)?;
            if arguments.diff && !arguments.fix {
                return Ok(ExitCode::Fine);
            }
        }
        let mut loaded = pipeline::load(&options)?;
        chosen.must_match(&loaded).map_err(Stop::Said)?;
        pipeline::rehearse(&mut loaded, &root);
        if arguments.external {
            let bar = ProgressBar::new(!self.quiet && ERR.is_terminal(), Instant::now()).counting("links");
            external::check(&mut loaded, &root, &|done, total| bar.show(done, total));
            bar.clear();
        }
        loaded.findings.retain(|finding| chosen.has(&finding.file));
        let code = exit_code(&loaded.findings);
        let found = Counts::of(&loaded.findings);
        let least = Level::from(arguments.level);
        loaded.findings.retain(|finding| finding.level <= least);
        match arguments.format {
            CheckFormat::Human => self.tell(&loaded, found, &chosen, arguments.all)?,
            format => print_data(&loaded.findings, found, format, &Repository::of(&root))?,
        }
        Ok(code)
    }

    /// Mends what has one safe answer, or shows what would be mended.
    fn mend(&self, options: &Options, arguments: &Arguments, chosen: &Chosen) -> Result<(), Stop> {
        let mended = fix::mend(options, &|file| chosen.has(file))?;
        if arguments.diff {
            for mended in &mended {
                OUT.lines(mended.diff().trim_end().lines())?;
            }
        }
        let kept = if arguments.fix { fix::write(&options.root, &mended) } else { Vec::new() };
        let failure = kept.iter().find(|kept| kept.is_failure());
        for kept in kept.iter().filter(|kept| !kept.is_failure()) {
            ERR.line(&format!("studypages: {kept}"))?;
        }
        if !self.quiet {
            let written = mended.iter().filter(|mended| !kept.iter().any(|kept| kept.file() == mended.file));
            let (files, fixes) = written.fold((0, 0), |(files, fixes), file| (files + 1, fixes + file.fixes));
            let verb = if arguments.fix { "mended" } else { "can be mended" };
            let (fixes, files) = (count(fixes, "finding", "findings"), count(files, "file", "files"));
            ERR.line(&format!("{fixes} {verb} in {files}."))?;
        }
        if let Some(failure) = failure {
            return Err(Stop::Said(failure.to_string()));
        }
        Ok(())
    }

    /// Tells a person what was found: the worst last, then where it is, then how much.
    fn tell(&self, loaded: &Loaded, found: Counts, chosen: &Chosen, all: bool) -> Result<(), Stop> {
        let detail = match (self.quiet, all) {
            (true, _) => Detail::Errors,
            (false, true) => Detail::Everything,
            (false, false) => Detail::Lists,
        };
        let layout = Layout { site: Some(&loaded.site), ..self.layout(detail) };
        ERR.styled(&layout.text(&loaded.findings))?;
        if self.quiet {
            return Ok(());
        }
        let pages = loaded.site.pages.iter().filter(|page| chosen.has(page.file())).count();
        let hint = worst(&loaded.findings)
            .map_or_else(String::new, |worst| format!(" What a finding means: studypages explain {}", worst.rule));
        ERR.lines(by_file(&loaded.findings))?;
        ERR.line(&format!("{} checked: {}.{hint}", count(pages, "page", "pages"), counts(found)))?;
        Ok(())
    }
}

/// The finding that is read last: the worst of them, and the last of those.
fn worst(findings: &[Finding]) -> Option<&Finding> {
    findings.iter().rev().min_by_key(|finding| finding.level)
}
