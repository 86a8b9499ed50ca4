//! What a person types: the arguments of each command, and how a command ends.

mod build;
mod check;
mod chosen;
mod explain;
mod init;
mod list;
mod new;
mod progress;
mod serve;
mod stream;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use self::stream::{ERR, OUT, Stream, Unheard};
use crate::check::LAW_AS_OF;
use crate::diagnostics::{Counts, Finding, count};
use crate::pipeline::{self, Failure, Loaded, Options};
use crate::report::{Detail, Layout, Repository, render_github, render_json, render_sarif};
use crate::visible::visible;

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

/// The version of the program, and the day of the law that it knows.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (state law as amended on {LAW_AS_OF})", env!("CARGO_PKG_VERSION")));

/// Independent study pages for California districts: Markdown in, an accessible website out.
#[derive(Parser)]
#[command(name = "studypages", version = VERSION.as_str(), max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    root: Root,
    /// When to colour messages (NO_COLOR is respected)
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    quiet: bool,
}

/// Where the site is; for the commands that need one.
#[derive(clap::Args)]
struct Root {
    /// The folder of site.yaml; otherwise this folder or the nearest one above that has it
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Write a whole site for a district into a new folder
    Init(init::Arguments),
    /// Check every page and publish the site into the output folder
    Build(build::Arguments),
    /// Show the site in a browser, new as soon as a file is saved
    Serve(serve::Arguments),
    /// Check every page; write nothing
    Check(check::Arguments),
    /// Say what a finding means, whom it hurts and how to mend it
    Explain(explain::Arguments),
    /// List every page with its address, its language and whether it is published
    List(list::Arguments),
    /// Write one new page of a kind, with the sections it must have
    New(new::Arguments),
    /// Print what makes a shell complete the words of studypages
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

#[derive(clap::Args)]
struct Day {
    /// The day to build for, instead of today in California: 2027-01-15
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

impl Day {
    fn today(&self) -> Date {
        self.as_of.unwrap_or_else(pipeline::today)
    }
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
    fn is_on_for(self, stream: Stream) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }
}

/// Why a command stopped.
enum Stop {
    /// It could not do its work.
    Failure(Failure),
    /// The same, in a sentence of the command's own.
    Said(String),
    /// Nobody would know what it did.
    Unheard(Unheard),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Unheard> for Stop {
    fn from(unheard: Unheard) -> Self {
        Self::Unheard(unheard)
    }
}

/// Reads the arguments, does the work, and says how it ended.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(said) => return usage(said),
    };
    // This thread works with the others, and its memory grows in larger steps than theirs. That of a preview only
    // waits. Where the pool is there already, it stays as it is.
    if !matches!(cli.command, Command::Serve(_)) {
        let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    }
    let command = Run { root: cli.root.root, color: cli.color.is_on_for(ERR), quiet: cli.quiet };
    let format = match &cli.command {
        Command::Build(build::Arguments { format, .. }) | Command::List(list::Arguments { format, .. })
            if format.format == Format::Json =>
        {
            CheckFormat::Json
        }
        Command::Check(check) => check.format,
        _ => CheckFormat::Human,
    };
    let ended = match cli.command {
        Command::Build(arguments) => command.build(&arguments),
        Command::Serve(arguments) => command.serve(&arguments),
        Command::Check(arguments) => command.check(&arguments),
        Command::Explain(arguments) => explain::explain(&arguments),
        Command::List(arguments) => command.list(&arguments),
        Command::Init(arguments) => command.init(arguments),
        Command::New(arguments) => command.new_page(arguments),
        Command::Completions { shell } => completions(shell),
    };
    ended.or_else(|stop| command.stopped(stop, format)).unwrap_or_else(|unheard| gone(&unheard))
}

/// Says what is wrong with the arguments; `--help` and `--version` arrive here too, and are no failure.
fn usage(said: clap::Error) -> ExitCode {
    let (stream, code) = if said.use_stderr() { (ERR, ExitCode::Failed) } else { (OUT, ExitCode::Fine) };
    // What was typed is part of the words.
    let typed = std::env::args_os().map(|typed| visible(&typed.to_string_lossy()).into_owned());
    let said = Cli::try_parse_from(typed).err().unwrap_or(said).render();
    let said = if Color::Auto.is_on_for(stream) { said.ansi().to_string() } else { said.to_string() };
    stream.styled(&said).map_or_else(|unheard| gone(&unheard), |()| code)
}

/// Ends a command whose words could not be written, and says so where it can still be said.
fn gone(unheard: &Unheard) -> ExitCode {
    let _ = ERR.complaint(unheard);
    ExitCode::Failed
}

fn completions(shell: clap_complete::Shell) -> Result<ExitCode, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "studypages", &mut script);
    OUT.lines(String::from_utf8_lossy(&script).lines())?;
    Ok(ExitCode::Fine)
}

/// What every command knows.
struct Run {
    root: Option<PathBuf>,
    color: bool,
    quiet: bool,
}

impl Run {
    /// The folder of the site; `asked` is what the command was told.
    fn root(&self, asked: &Root) -> Result<PathBuf, Failure> {
        match asked.root.as_ref().or(self.root.as_ref()) {
            Some(root) if root.join(crate::config::FILE).is_file() => Ok(root.clone()),
            Some(root) => Err(Failure::NoSite(root.clone())),
            None => pipeline::find_root(Path::new(".")),
        }
    }

    fn load(root: &Path, day: &Day, include_unpublished: bool) -> Result<Loaded, Failure> {
        pipeline::load(&Options { root: root.to_owned(), today: day.today(), include_unpublished })
    }

    /// How findings are laid out for a person.
    fn layout(&self, detail: Detail) -> Layout<'static> {
        Layout { site: None, color: self.color, detail }
    }

    /// Says why a command stopped.
    fn stopped(&self, stop: Stop, format: CheckFormat) -> Result<ExitCode, Unheard> {
        match stop {
            Stop::Unheard(unheard) => return Err(unheard),
            Stop::Said(reason) => ERR.complaint(&reason)?,
            Stop::Failure(failure) => {
                if let Failure::Config(findings) = &failure {
                    let counts = Counts::of(findings);
                    match format {
                        CheckFormat::Human => ERR.styled(&self.layout(Detail::Problems).text(findings))?,
                        format => print_data(findings, counts, format, &Repository::default())?,
                    }
                }
                ERR.complaint(&failure)?;
            }
        }
        Ok(ExitCode::Failed)
    }
}

/// Prints findings for a program.
fn print_data(
    findings: &[Finding],
    counts: Counts,
    format: CheckFormat,
    repository: &Repository,
) -> Result<(), Unheard> {
    match format {
        CheckFormat::Human => Ok(()),
        CheckFormat::Json => OUT.json(&render_json::<()>(findings, counts, None)),
        CheckFormat::Github => OUT.lines(render_github(findings, repository).lines()),
        CheckFormat::Sarif => OUT.json(&render_sarif(findings, repository)),
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

/// "no errors, 2 warnings, 5 notes"
fn counts(counts: Counts) -> String {
    let errors = if counts.errors == 0 { "no errors".to_owned() } else { count(counts.errors, "error", "errors") };
    format!("{errors}, {}, {}", count(counts.warnings, "warning", "warnings"), count(counts.notes, "note", "notes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        Cli::command().debug_assert();
    }
}
