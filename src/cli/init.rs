//! `studypages init`.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use super::stream::ERR;
use super::{ExitCode, Run, Stop};
use crate::language::native_name;
use crate::pipeline::Failure;
use crate::starter::{self, District, QUESTIONS, Question};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The new folder
    #[arg(required_unless_present = "language")]
    dir: Option<PathBuf>,
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
    /// The languages of the site, the main one first: en,es [default: English and Spanish]
    #[arg(long, num_args = 1.., value_name = "LANGUAGE")]
    language: Option<Vec<String>>,
}

impl Run {
    pub(super) fn init(&self, arguments: Arguments) -> Result<ExitCode, Stop> {
        let Arguments { mut dir, name, office, email, phone, url, mut language } = arguments;
        // Of `--language en es my-site` the last word is the folder.
        if let (None, Some(words)) = (&dir, &mut language)
            && words.len() > 1
        {
            dir = words.pop().map(PathBuf::from);
        }
        let Some(dir) = dir else { return Err(not_written("Name the folder that the site is to be written into.")) };
        let language = language.map(|words| words.join(","));
        let [name, office, email, phone, url, language] = ask([name, office, email, phone, url, language])?;
        let (languages, later) = starter::languages(&language).map_err(|problem| not_written(&problem))?;
        let district = District { name, office, email, phone, url, languages, later };
        starter::init(&dir, &district).map_err(Failure::Starter)?;
        if !self.quiet {
            ERR.lines(what_next(&dir, &district.later))?;
        }
        Ok(ExitCode::Fine)
    }
}

/// What a new user does after `init`.
fn what_next(dir: &Path, later: &[String]) -> Vec<String> {
    let whole = std::fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let is_here = std::env::current_dir().is_ok_and(|here| here == whole);
    let name = whole.file_name().map_or_else(|| dir.display().to_string(), |name| name.to_string_lossy().into_owned());
    let mut lines = vec![
        format!("Your site is in the folder {name}. Its README.md says how to work with it. Type:"),
        String::new(),
        "  studypages serve --open".to_owned(),
        "  studypages check".to_owned(),
        String::new(),
        "The first shows the site in a browser; the second lists what your district has still to decide.".to_owned(),
        "Nobody has read the pages for your district yet, and no page says so until you write it.".to_owned(),
    ];
    if !is_here {
        let dir = dir.display().to_string();
        lines.insert(2, if dir.contains(' ') { format!("  cd \"{dir}\"") } else { format!("  cd {dir}") });
    }
    if !later.is_empty() {
        let names: Vec<&str> = later.iter().map(|tag| native_name(tag)).collect();
        lines.push(format!(
            "No page is written in {} yet, so the site does not offer it; site.yaml says what to do.",
            names.join(" or ")
        ));
    }
    lines
}

/// The answers to the starter's questions: those given, else asked for at a terminal.
fn ask(given: [Option<String>; 6]) -> Result<[String; 6], Stop> {
    let at_terminal = std::io::stdin().is_terminal() && ERR.is_terminal();
    let mut answers: [String; 6] = Default::default();
    let (mut missing, mut problems) = (Vec::new(), Vec::new());
    for ((question, given), answer) in QUESTIONS.iter().zip(given).zip(&mut answers) {
        match given {
            Some(given) => {
                let problem = starter::problem(question, &given);
                problems
                    .extend(problem.map(|problem| format!("--{}: {}.", question.flag, problem.trim_end_matches('.'))));
                *answer = given.trim().to_owned();
            }
            None if at_terminal => *answer = ask_one(question)?,
            None if question.flag == "language" => *answer = question.example.to_owned(),
            None => missing.push(format!("--{} \"{}\"", question.flag, question.example)),
        }
    }
    if !missing.is_empty() {
        problems.push(format!("Still missing: {}", missing.join(" ")));
    }
    if problems.is_empty() { Ok(answers) } else { Err(not_written(&problems.join(" "))) }
}

/// Asks until the answer can be used.
fn ask_one(question: &Question) -> Result<String, Stop> {
    let Question { words, example, is_default, .. } = question;
    let hint = if *is_default { "press Enter for" } else { "for example" };
    loop {
        ERR.styled(&format!("{words}\n  ({hint}: {example})\n> "))?;
        let mut line = String::new();
        match std::io::stdin().read_line(&mut line) {
            Ok(0) => return Err(not_written("It needs an answer to each question.")),
            Err(error) => return Err(not_written(&format!("The answer cannot be read: {error}."))),
            Ok(_) => {}
        }
        if *is_default && line.trim().is_empty() {
            return Ok((*example).to_owned());
        }
        match starter::problem(question, &line) {
            None => return Ok(line.trim().to_owned()),
            Some(problem) => ERR.line(&problem)?,
        }
    }
}

fn not_written(problem: &str) -> Stop {
    Stop::Said(format!("The site was not written. {problem}"))
}
