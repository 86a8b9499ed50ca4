//! `studypages init`.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use super::stream::ERR;
use super::{ExitCode, Run, Stop};
use crate::pipeline::Failure;
use crate::starter::{self, District, QUESTIONS};

#[derive(clap::Args)]
pub(super) struct Arguments {
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

impl Run {
    pub(super) fn init(&self, arguments: Arguments) -> Result<ExitCode, Stop> {
        let Arguments { dir, name, office, email, phone, url, language } = arguments;
        let answers = ask([name, office, email, phone, url])?;
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
            ERR.lines([
                &*format!("Your site is in {}. Read its README.md, then go there and type:", dir.display()),
                "",
                "  studypages serve --open",
                "  studypages check",
                "",
                "check lists what your district still has to decide.",
            ])?;
        }
        Ok(ExitCode::Fine)
    }
}

/// The answers to the starter's questions: those given, else asked for at a terminal.
fn ask(given: [Option<String>; 5]) -> Result<[String; 5], Stop> {
    let at_terminal = std::io::stdin().is_terminal() && ERR.is_terminal();
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
    if problems.is_empty() { Ok(answers) } else { Err(not_written(&problems.join(". "))) }
}

/// Asks until the answer can be used.
fn ask_one(flag: &str, question: &str, example: &str) -> Result<String, Stop> {
    loop {
        ERR.styled(&format!("{question}\n  (for example: {example})\n> "))?;
        let mut line = String::new();
        match std::io::stdin().read_line(&mut line) {
            Ok(0) => return Err(not_written(&format!("The answer to --{flag} is missing."))),
            Err(error) => return Err(not_written(&format!("The answer to --{flag} cannot be read: {error}."))),
            Ok(_) => {}
        }
        match starter::problem(flag, &line) {
            None => return Ok(line.trim().to_owned()),
            Some(problem) => ERR.line(&problem)?,
        }
    }
}

fn not_written(problem: &str) -> Stop {
    Stop::Said(format!("The site was not written. {problem}"))
}
