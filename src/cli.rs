//! What a person types: the commands, and one short function for each.

mod checking;
mod listing;
mod progress;

use std::io::{IsTerminal as _, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;

use self::checking::{Checking, REPORT_PAGE, explain, rule_address, write_report};
use self::listing::{LanguageRow, Listing, rows, table};
use self::progress::ProgressBar;
use crate::diagnostics::{self, Counts, Finding, Level, count};
use crate::front_matter::{KINDS, Kind};
use crate::language;
use crate::output::Changes;
use crate::pipeline::{self, Built, Failure, Loaded, Options, Timings};
use crate::preview;
use crate::report::{self, Report};
use crate::site::Site;
use crate::starter::{self, District, QUESTIONS};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitCode {
    /// Everything is fine.
    Fine = 0,
    /// The content has errors; the old output stands.
    ContentErrors = 1,
    /// The command could not do its work: bad arguments, bad site.yaml, the disk.
    Failed = 2,
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}

/// Independent study pages for California districts: Markdown in, an accessible website out.
#[derive(Parser)]
#[command(name = "studypages", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The folder of site.yaml; otherwise this folder or the nearest one above that has it
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// When to colour messages (NO_COLOR is respected)
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// Say nothing but what is wrong
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Write a whole site for a district into a new folder
    Init(InitArguments),
    /// Check every page and publish the site into the output folder
    Build {
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
        format: FormatArgument,
    },
    /// Show the site in a browser, new as soon as a file is saved
    Serve {
        #[command(flatten)]
        day: Day,
        /// The port; otherwise the first free one from 4000
        #[arg(long)]
        port: Option<u16>,
        /// Listen on this address, so that other computers can look: 0.0.0.0 for all of this one's
        #[arg(long, value_name = "ADDRESS")]
        host: Option<std::net::IpAddr>,
        /// Open a browser
        #[arg(long)]
        open: bool,
        /// Ask the disk for changes instead of waiting for its word (network drives)
        #[arg(long)]
        poll: bool,
    },
    /// Check every page; write nothing
    Check {
        /// Only these pages or folders; all of them without any
        paths: Vec<PathBuf>,
        /// Mend what has one safe answer, in the files themselves
        #[arg(long)]
        fix: bool,
        /// Show what --fix would change, and change nothing
        #[arg(long)]
        diff: bool,
        /// Ask other websites, too, whether the pages that ours link to are still there, and keep their
        /// answers in .studypages
        #[arg(long)]
        external: bool,
        #[command(flatten)]
        day: Day,
        /// For a person, or on standard output for a program
        #[arg(long, value_enum, default_value_t)]
        format: CheckFormat,
    },
    /// Say what a finding means, whom it hurts and how to mend it
    Explain {
        /// The code of a rule, such as link/vague-text; without one, all rules are listed
        code: Option<String>,
        /// Print the reference of all rules, in Markdown
        #[arg(long, hide = true)]
        reference: bool,
    },
    /// List every page with its address, its language and whether it is published
    List {
        #[command(flatten)]
        day: Day,
        #[command(flatten)]
        format: FormatArgument,
    },
    /// Write one new page of a kind, with the sections it must have
    New {
        /// What the page is about
        #[arg(value_parser = clap::builder::PossibleValuesParser::new(starter::kind_names()))]
        kind: String,
        /// Its file, from the content folder, without a language suffix [default: KIND.md]
        path: Option<String>,
        /// Its language, one of the site's [default: the site's first]
        #[arg(long, value_name = "TAG")]
        lang: Option<String>,
    },
    /// Print what makes a shell complete the words of studypages
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// What `init` asks for when it is not given.
#[derive(clap::Args)]
struct InitArguments {
    /// The new folder
    dir: PathBuf,
    /// The district's name
    #[arg(long)]
    name: Option<String>,
    /// The office that answers questions
    #[arg(long)]
    office: Option<String>,
    /// The office's e-mail address
    #[arg(long)]
    email: Option<String>,
    /// The office's telephone number, with the area code
    #[arg(long)]
    phone: Option<String>,
    /// The address at which the pages will be published
    #[arg(long)]
    url: Option<String>,
    /// The languages of the site, the main one first
    #[arg(long, value_delimiter = ',', default_values = starter::LANGUAGES, value_parser = starter::LANGUAGES)]
    language: Vec<String>,
}

#[derive(clap::Args)]
struct Day {
    /// The day to build for, instead of today in California: 2027-01-15
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

#[derive(clap::Args)]
struct FormatArgument {
    /// For a person, or one JSON object on standard output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Human,
    Json,
}

/// The formats of `check`.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For a person
    #[default]
    Human,
    /// One JSON object
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    fn is_on(self) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }
}

/// Reads the arguments, does the work, and says how it ended.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // `--help` and `--version` arrive here too, and are no failure.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::Failed } else { ExitCode::Fine };
        }
    };
    // This thread works with the others, and its memory grows in larger steps than theirs. That of a preview only
    // waits. Where the pool is there already, it stays as it is.
    if !matches!(cli.command, Command::Serve { .. }) {
        let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    }
    let command = Run { root: cli.root, color: cli.color.is_on(), quiet: cli.quiet };
    let failed_format = match &cli.command {
        Command::Build { format, .. } | Command::List { format, .. } if format.format == Format::Json => {
            CheckFormat::Json
        }
        Command::Check { format, .. } => *format,
        _ => CheckFormat::Human,
    };
    let result = match cli.command {
        Command::Build { output, report, timings, day, format } => {
            command.build(&Building { output, report, timings, format: format.format }, &day)
        }
        Command::Serve { day, port, host, open, poll } => command.serve(&day, port, host, open, poll),
        Command::Check { paths, fix, diff, external, day, format } => {
            command.check(&Checking { paths, fix, diff, external, format }, &day)
        }
        Command::Explain { code, reference } => Ok(explain(code.as_deref(), reference)),
        Command::List { day, format } => command.list(&day, format.format),
        Command::Init(arguments) => command.init(arguments),
        Command::New { kind, path, lang } => command.new_page(&kind, path, lang),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "studypages", &mut std::io::stdout());
            Ok(ExitCode::Fine)
        }
    };
    result.unwrap_or_else(|failure| {
        if let Failure::Config(findings) = &failure {
            command.print(findings, failed_format);
        }
        eprintln!("studypages: {failure}");
        ExitCode::Failed
    })
}

/// Prints what a program reads. A reader that closed the pipe has seen enough.
fn print_data(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// What every command knows.
struct Run {
    root: Option<PathBuf>,
    color: bool,
    quiet: bool,
}

impl Run {
    fn root(&self) -> Result<PathBuf, Failure> {
        match &self.root {
            Some(root) if root.join(crate::config::FILE).is_file() => Ok(root.clone()),
            Some(root) => Err(Failure::NoSite(root.clone())),
            None => pipeline::find_root(Path::new(".")),
        }
    }

    fn load(root: &Path, day: &Day, include_unpublished: bool) -> Result<Loaded, Failure> {
        let today = day.as_of.unwrap_or_else(pipeline::today);
        pipeline::load(&Options { root: root.to_owned(), today, include_unpublished })
    }

    fn build(&self, building: &Building, day: &Day) -> Result<ExitCode, Failure> {
        let started = Instant::now();
        let root = self.root()?;
        let output = building.output.clone().unwrap_or_else(|| root.join("output"));
        let mut loaded = Self::load(&root, day, false)?;
        let bar = ProgressBar::new(!self.quiet && std::io::stderr().is_terminal(), started);
        let built = pipeline::build(&mut loaded, &root, &output, &|done, total| bar.show(done, total))?;
        bar.clear();
        if building.format == Format::Json {
            let extra = BuildSummary::of(&loaded.site, &built);
            print_data(&diagnostics::render_json(&built.findings, Some(&extra), &rule_address));
        } else {
            self.show_most(&built.findings);
            if !self.quiet || built.changes.is_none() {
                eprint!("{}", summary(&loaded.site, &built, &output, started.elapsed()));
            }
        }
        if let Some(folder) = &building.report {
            let report = Report {
                site: &loaded.site,
                findings: &built.findings,
                allows: &loaded.allows,
                published: built.changes.is_some(),
            };
            if let Err(error) = write_report(folder, report) {
                eprintln!("studypages: The report was not written: {}.", crate::source::io_reason(&error));
                return Ok(ExitCode::Failed);
            }
            if !self.quiet {
                eprintln!("  Report:   {}", shown(&folder.join(REPORT_PAGE)));
            }
        }
        if building.timings {
            eprint!("{}", Timings { total: started.elapsed(), ..built.timings });
        }
        // The process ends here; a large site's memory is given back at once, not piece by piece.
        let code = exit_code(&built.findings);
        std::mem::forget((loaded, built));
        Ok(code)
    }

    fn serve(
        &self,
        day: &Day,
        port: Option<u16>,
        host: Option<IpAddr>,
        open: bool,
        poll: bool,
    ) -> Result<ExitCode, Failure> {
        let root = std::path::absolute(self.root()?).unwrap_or_default();
        let options = preview::Options { root, as_of: day.as_of, port, host, poll, open, quiet: self.quiet };
        match preview::serve(&options) {
            Ok(()) => Ok(ExitCode::Fine),
            Err(error) => {
                eprintln!("studypages: {error}");
                Ok(ExitCode::Failed)
            }
        }
    }

    fn init(&self, arguments: InitArguments) -> Result<ExitCode, Failure> {
        let InitArguments { dir, name, office, email, phone, url, language } = arguments;
        let answers = match ask([name, office, email, phone, url]) {
            Ok(answers) => answers,
            Err(problems) => {
                eprintln!("studypages: The site was not written. {problems}");
                return Ok(ExitCode::Failed);
            }
        };
        let [name, office, email, phone, url] = answers;
        let mut languages: Vec<String> = Vec::new();
        for tag in language {
            if !languages.contains(&tag) {
                languages.push(tag);
            }
        }
        let district = District { name, office, email, phone, url, languages };
        starter::init(&dir, &district).map_err(Failure::Starter)?;
        if !self.quiet {
            eprintln!(
                "Your site is in {}. Read its README.md, then go there and type:\n\n  studypages serve --open\n  studypages check\n\n\
                 check lists what your district still has to decide.",
                dir.display()
            );
        }
        Ok(ExitCode::Fine)
    }

    fn new_page(&self, kind: &str, path: Option<String>, lang: Option<String>) -> Result<ExitCode, Failure> {
        let root = self.root()?;
        let (config, ..) = pipeline::load_config(&root)?;
        let language = lang.unwrap_or_else(|| config.default_language().to_owned());
        if !config.languages.contains(&language) {
            let known = config.languages.join(", ");
            eprintln!(
                "studypages: “{language}” is not a language of this site ({known}). Add it to the languages of site.yaml first."
            );
            return Ok(ExitCode::Failed);
        }
        let kind = KINDS.iter().find(|(name, _)| *name == kind).map_or(Kind::Page, |(_, kind)| *kind);
        let path = path.unwrap_or_else(|| starter::default_path(kind));
        let (file, in_english) = starter::new_page(&root, kind, &path, &config.languages, &language, pipeline::today())
            .map_err(Failure::Starter)?;
        if !self.quiet {
            eprintln!("{} is there; open it in your editor.", shown(&file));
            if in_english {
                eprintln!("Its words are still in English; translate them.");
            }
        }
        Ok(ExitCode::Fine)
    }

    fn list(&self, day: &Day, format: Format) -> Result<ExitCode, Failure> {
        let root = self.root()?;
        let loaded = Self::load(&root, day, true)?;
        let rows = rows(&loaded.site);
        let strings = loaded.theme.as_ref().map_or(&[][..], |theme| &theme.strings);
        let languages: Vec<LanguageRow> = strings
            .iter()
            .map(|strings| LanguageRow {
                language: &strings.language,
                name: language::native_name(&strings.language),
                words_reviewed: strings.reviewed,
            })
            .collect();
        let mut out = std::io::stdout().lock();
        // A reader that closed the pipe (`| head`) has seen enough.
        let _ = match format {
            Format::Json => {
                let listing = Listing { schema: 1, pages: &rows, languages: &languages };
                writeln!(out, "{}", serde_json::to_string_pretty(&listing).unwrap_or_default())
            }
            Format::Human => out.write_all(table(&rows).as_bytes()),
        };
        if format == Format::Human && !self.quiet {
            for row in languages.iter().filter(|row| !row.words_reviewed) {
                let (name, tag) = (row.name, row.language);
                eprintln!("No speaker of {name} has reviewed the theme's words yet (strings/{tag}.yaml).");
            }
        }
        Ok(ExitCode::Fine)
    }

    /// Prints every finding: on standard error for a person, on standard output for a program.
    fn print(&self, findings: &[Finding], format: CheckFormat) {
        match format {
            CheckFormat::Human => eprint!("{}", diagnostics::render_human(findings, self.color)),
            CheckFormat::Json => print_data(&diagnostics::render_json::<()>(findings, None, &rule_address)),
            CheckFormat::Github => print_data(report::render_github(findings).trim_end()),
            CheckFormat::Sarif => print_data(&report::render_sarif(findings)),
        }
    }

    /// Prints the errors of a build, and as many warnings as somebody may read.
    fn show_most(&self, findings: &[Finding]) {
        let mut warnings = 0;
        let mut is_shown = |finding: &&Finding| {
            warnings += usize::from(finding.level == Level::Warning);
            match finding.level {
                Level::Error => true,
                Level::Warning => warnings <= MOST_WARNINGS,
                Level::Note => false,
            }
        };
        let shown: Vec<Finding> = findings.iter().filter(|finding| is_shown(finding)).cloned().collect();
        eprint!("{}", diagnostics::render_human(&shown, self.color));
        if let Some(more @ 1..) = warnings.checked_sub(MOST_WARNINGS) {
            eprintln!("… and {}: studypages check shows them all.\n", count(more, "more warning", "more warnings"));
        }
    }
}

/// Of more warnings a build shows only the first.
const MOST_WARNINGS: usize = 50;

/// What `build` was asked for.
struct Building {
    output: Option<PathBuf>,
    report: Option<PathBuf>,
    timings: bool,
    format: Format,
}

/// The answers to the starter's questions: those given, else asked for at a terminal.
fn ask(given: [Option<String>; 5]) -> Result<[String; 5], String> {
    let at_terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let mut answers: [String; 5] = Default::default();
    let (mut missing, mut problems) = (Vec::new(), Vec::new());
    for (((flag, question, example), given), answer) in QUESTIONS.iter().zip(given).zip(&mut answers) {
        match given {
            Some(given) => {
                problems.extend(starter::problem(flag, &given));
                *answer = given.trim().to_owned();
            }
            None if at_terminal => *answer = ask_one(flag, question, example)?,
            None => missing.push(format!("--{flag} \"{example}\"")),
        }
    }
    if !missing.is_empty() {
        problems.push(format!("Still missing: {}", missing.join(" ")));
    }
    if problems.is_empty() { Ok(answers) } else { Err(problems.join(". ")) }
}

/// Asks until the answer can be used.
fn ask_one(flag: &str, question: &str, example: &str) -> Result<String, String> {
    loop {
        eprint!("{question}\n  (for example: {example})\n> ");
        let mut line = String::new();
        match std::io::stdin().read_line(&mut line) {
            Ok(0) => return Err(format!("The answer to --{flag} is missing.")),
            Err(error) => return Err(format!("The answer to --{flag} cannot be read: {error}.")),
            Ok(_) => {}
        }
        match starter::problem(flag, &line) {
            None => return Ok(line.trim().to_owned()),
            Some(problem) => eprintln!("{problem}"),
        }
    }
}

/// A path as the user sees it from where they are.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    short.strip_prefix(".").unwrap_or(short).display().to_string()
}

fn exit_code(findings: &[Finding]) -> ExitCode {
    if Counts::of(findings).errors > 0 { ExitCode::ContentErrors } else { ExitCode::Fine }
}

/// "No errors, 2 warnings, 5 notes"
fn counts(counts: Counts) -> String {
    let errors = if counts.errors == 0 { "no errors".to_owned() } else { count(counts.errors, "error", "errors") };
    format!("{errors}, {}, {}", count(counts.warnings, "warning", "warnings"), count(counts.notes, "note", "notes"))
}

/// What a build did, on less than a screen.
fn summary(site: &Site, built: &Built, output: &Path, elapsed: Duration) -> String {
    let config = &site.config;
    let found = Counts::of(&built.findings);
    let mut text = format!("{}, {}\n", config.title.in_language(config.default_language()), config.organization.name);
    let languages: Vec<String> = config
        .languages
        .iter()
        .enumerate()
        .map(|(language, tag)| {
            let own = site.views.iter().filter(|view| view.language == language && !site.is_fallback(view)).count();
            format!("{own} {}", language::native_name(tag))
        })
        .collect();
    text.push_str(&format!("  Pages:    {}\n", languages.join(", ")));
    text.push_str(&format!("  Findings: {}", counts(found)));
    if found.notes > 0 {
        text.push_str(" (studypages check shows them all)");
    }
    text.push('\n');
    let seconds = format!("{}.{:02} s", elapsed.as_secs(), elapsed.subsec_millis() / 10);
    text.push_str(&match built.changes {
        None => format!(
            "  Not published: {} to mend first. What was published before is untouched.\n",
            count(found.errors, "error", "errors")
        ),
        Some(changes) => format!("  Output:   {} ({}, {seconds})\n", shown(output), changed(changes)),
    });
    text
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
struct BuildSummary {
    pages: usize,
    published: bool,
    changes: Option<Changes>,
}

impl BuildSummary {
    fn of(site: &Site, built: &Built) -> Self {
        Self { pages: site.views.len(), published: built.changes.is_some(), changes: built.changes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn changes_are_said_in_words() {
        assert_eq!(changed(Changes::default()), "nothing changed");
        assert_eq!(changed(Changes { pages: 3, assets: 0, removed: 1 }), "3 pages changed, 1 removed");
        assert_eq!(changed(Changes { pages: 1, assets: 1, removed: 0 }), "1 page changed, 1 other file changed");
    }
}
