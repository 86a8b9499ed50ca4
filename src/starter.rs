//! The starter: a whole site for a new district (`init`), and single pages (`new`).
//!
//! The site is this repository's own `content/` and `site.yaml` with the district's data
//! in place, so that what every district starts from is what our tests build.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use jiff::civil::Date;

use crate::fields::{is_email, phone_link};
use crate::front_matter::{KINDS, Kind};
use crate::page::split_language;
use crate::source::{SitePath, io_reason};

static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");
static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/starter");
const SITE_YAML: &str = include_str!("../site.yaml");

/// The languages the starter is written in; the first is the one its links are made for.
pub const LANGUAGES: [&str; 2] = ["en", "es"];

/// The files of a starter beside its content: where they stand here, and in a new site.
const BESIDE: [(&str, &str); 4] = [
    ("README.md", "README.md"),
    ("gitignore", ".gitignore"),
    ("github-pages.yml", ".github/workflows/publish.yml"),
    ("netlify.toml", "netlify.toml"),
];

/// What a district says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// Its name.
    pub name: String,
    /// The office that answers.
    pub office: String,
    /// That office's e-mail address.
    pub email: String,
    /// That office's telephone number.
    pub phone: String,
    /// Where the site will be published.
    pub url: String,
    /// The languages of the site; the first is the default.
    pub languages: Vec<String>,
}

/// What is asked, in the order of asking: the flag, the question, and an example.
pub const QUESTIONS: [(&str, &str, &str); 5] = [
    ("name", "What is the district called?", "Sierra Vista Unified School District"),
    ("office", "Which office answers questions about independent study?", "Independent Study Office"),
    ("email", "What is its e-mail address?", "study@example.org"),
    ("phone", "What is its telephone number, with the area code?", "555-555-0142"),
    ("url", "At which address will the pages be published?", "https://www.example.org/independent-study/"),
];

/// What is wrong with an answer to the question `flag`; `None` when it can be used.
#[must_use]
pub fn problem(flag: &str, answer: &str) -> Option<String> {
    let answer = answer.trim();
    let example = QUESTIONS.iter().find(|(known, ..)| *known == flag).map_or("", |(.., example)| example);
    let good = match flag {
        "email" => is_email(answer),
        "phone" => phone_link(answer).is_some(),
        "url" => origin(answer).is_some(),
        _ => !answer.is_empty() && !answer.contains(char::is_control),
    };
    (!good).then(|| format!("“{answer}” cannot be used for --{flag}; write it like this: {example}"))
}

/// `https://www.example.org/` of `https://www.example.org/independent-study/`.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split('/').next()?;
    let good = matches!(scheme, "https" | "http")
        && !host.is_empty()
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '?' | '#'));
    good.then(|| format!("{scheme}://{host}/"))
}

/// Why a starter or a page could not be written; `Display` is a sentence or two.
#[derive(Debug)]
pub enum Error {
    /// The folder has files in it.
    NotEmpty(PathBuf),
    /// There is such a page already.
    Exists(PathBuf),
    /// A path that leads out of the content folder, or is no Markdown file.
    BadPath(String),
    /// The operating system refused.
    Disk(PathBuf, io::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::NotEmpty(folder) => {
                write!(formatter, "The folder {} is not empty. Name a new folder for the site.", folder.display())
            }
            Error::Exists(file) => write!(formatter, "There is a page {} already. Name another file.", file.display()),
            Error::BadPath(path) => {
                write!(formatter, "“{path}” cannot be a page. Write a path from the content folder: forms/request.md")
            }
            Error::Disk(path, error) => {
                write!(formatter, "{} cannot be written: {}.", path.display(), io_reason(error))
            }
        }
    }
}

impl std::error::Error for Error {}

/// Writes a whole site into `folder`, which must be empty or missing (a `.git` may be there).
///
/// # Errors
/// When the folder is in use or cannot be written.
pub fn init(folder: &Path, district: &District) -> Result<(), Error> {
    let disk = |error| Error::Disk(folder.to_owned(), error);
    if folder.exists() {
        for entry in fs::read_dir(folder).map_err(disk)? {
            if entry.map_err(disk)?.file_name() != ".git" {
                return Err(Error::NotEmpty(folder.to_owned()));
            }
        }
    }
    for (path, bytes) in files(district) {
        write(&folder.join(path), &bytes)?;
    }
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, bytes))
        .map_err(|error| Error::Disk(file.to_owned(), error))
}

/// Every file of a district's starter, by its path in the site.
fn files(district: &District) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("site.yaml".to_owned(), site_yaml(district).into_bytes())];
    for (here, there) in BESIDE {
        if let Some(text) = FILES.get_file(here).and_then(|file| file.contents_utf8()) {
            let text = text.replace("{{name}}", &district.name).replace("{{url}}", &district.url);
            files.push((there.to_owned(), text.into_bytes()));
        }
    }
    add_content(&CONTENT, district, &mut files);
    files
}

fn add_content(folder: &Dir<'static>, district: &District, files: &mut Vec<(String, Vec<u8>)>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let (Some(path), Some(text)) = (SitePath::new(&path), file.contents_utf8()) else { continue };
        let (key, tag) = split_language(&path);
        let tag = tag.unwrap_or(LANGUAGES[0]);
        let Some(place) = district.languages.iter().position(|language| language == tag) else { continue };
        let (path, text) = if place == 0 {
            // What is written first is nobody's translation.
            let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("translation:"));
            (key.to_string(), lines.collect())
        } else {
            (translated(&key, tag), text.to_owned())
        };
        files.push((format!("content/{path}"), text.into_bytes()));
    }
    for folder in folder.dirs() {
        add_content(folder, district, files);
    }
}

/// `enrollment.md` in Spanish: `enrollment.es.md`.
fn translated(key: &SitePath, tag: &str) -> String {
    let stem = key.as_str().trim_end_matches(".md");
    format!("{stem}.{tag}.md")
}

/// Our own `site.yaml` with the district's data, comments and all.
fn site_yaml(district: &District) -> String {
    let mut out = String::new();
    // The names of the groups that the line at hand is in, with their indents.
    let mut groups: Vec<(usize, String)> = Vec::new();
    for line in SITE_YAML.lines() {
        let indent = line.len() - line.trim_start().len();
        let Some((key, rest)) = line.trim_start().split_once(':').filter(|(key, _)| !key.starts_with(['#', '-']))
        else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        while groups.pop_if(|(outer, _)| *outer >= indent).is_some() {}
        let path: String = groups.iter().map(|(_, group)| format!("{group}.")).chain([key.to_owned()]).collect();
        groups.push((indent, key.to_owned()));
        let languages = format!("[{}]", district.languages.join(", "));
        let value = match path.as_str() {
            "organization.name" => scalar(&district.name),
            "organization.url" => scalar(&origin(&district.url).unwrap_or_default()),
            "organization.phone" | "contacts.office.phone" => scalar(&district.phone),
            "base_url" => scalar(&district.url),
            "languages" | "contacts.office.languages" => languages,
            "contacts.office.office" => scalar(&district.office),
            "contacts.office.email" => scalar(&district.email),
            "organization.address" | "contacts.office.hours" => {
                let (what, example) = match key {
                    "address" => (
                        "the postal address, at the foot of every page",
                        "address: 1 Main Street, Springfield, California",
                    ),
                    _ => ("when somebody answers", "hours: Monday to Friday, 8:00 a.m. to 4:00 p.m."),
                };
                let show = "(the line below shows how)";
                out.push_str(&format!("{:indent$}# decide: {what} {show}\n{:indent$}# {example}\n", "", ""));
                continue;
            }
            "contacts.office.office.en"
            | "contacts.office.office.es"
            | "contacts.office.hours.en"
            | "contacts.office.hours.es"
            | "levels.content/decide" => continue,
            // The sample site has decided everything; a district has not.
            "levels" => {
                out.push_str(
                    "# levels: { text/long-sentence: off }  # how much a rule counts: error, warning, note or off\n",
                );
                continue;
            }
            "title.en" | "title.es" if !district.languages.iter().any(|language| language == key) => continue,
            _ => {
                out.push_str(line);
                out.push('\n');
                continue;
            }
        };
        let comment = rest.find(" # ").map(|at| rest[at..].trim_start());
        let start = format!("{:indent$}{key}: {value}", "");
        // The comments of the file stand in one column.
        let column = line.find(" # ").map_or(0, |at| at + 1);
        let shown = match comment {
            Some(comment) if start.chars().count() < column => format!("{start:column$}{comment}"),
            Some(comment) => format!("{start} {comment}"),
            None => start,
        };
        out.push_str(&shown);
        out.push('\n');
    }
    out
}

/// A YAML value that reads back as this text.
fn scalar(text: &str) -> String {
    let text = text.trim();
    let plain = text.starts_with(|c: char| c.is_alphanumeric() || c == '(')
        && text.chars().all(|c| c.is_alphanumeric() || " .,'’()-&/@+:".contains(c))
        && !text.contains(": ")
        && !text.ends_with(':')
        && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "null");
    let is_number = text.parse::<f64>().is_ok();
    if plain && !is_number {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The file that `new` writes when no other is named.
#[must_use]
pub fn default_path(kind: Kind) -> String {
    match kind {
        Kind::Home => "index.md".to_owned(),
        kind => format!("{}.md", kind.name()),
    }
}

/// Writes one page of a kind in a language of the site; `path` is from `content/`, which it may
/// name, without a language suffix. Returns the file, and whether its words are still in English.
///
/// # Errors
/// When the page exists, or cannot be written.
pub fn new_page(
    root: &Path,
    kind: Kind,
    path: &str,
    languages: &[String],
    language: &str,
    today: Date,
) -> Result<(PathBuf, bool), Error> {
    // The Tab key of a shell in the site's folder writes the name of the content folder too.
    let path = path.strip_prefix("content/").unwrap_or(path);
    let key = SitePath::new(path).filter(|key| key.as_str().ends_with(".md") && split_language(key).1.is_none());
    let Some(key) = key.filter(|_| !path.starts_with('/')) else { return Err(Error::BadPath(path.to_owned())) };
    let is_default = languages.first().is_some_and(|first| first == language);
    let path = if is_default { key.to_string() } else { translated(&key, language) };
    let file = root.join("content").join(&path);
    if file.exists() {
        return Err(Error::Exists(file));
    }
    let name = kind.name();
    let own = FILES.get_file(format!("pages/{name}.{language}.md"));
    let template = own.or_else(|| FILES.get_file(format!("pages/{name}.md"))).and_then(|file| file.contents_utf8());
    let text = template.unwrap_or_default().replace("{{today}}", &today.to_string());
    // A page of another name has an address of its own; the first text is nobody's translation.
    let own_name = key.as_str() != default_path(kind);
    let dropped = |line: &&str| own_name && line.starts_with("slug:") || is_default && line.starts_with("translation:");
    let text: String = text.split_inclusive('\n').filter(|line| !dropped(line)).collect();
    write(&file, text.as_bytes())?;
    Ok((file, own.is_none() && language != LANGUAGES[0]))
}

/// The kinds of pages, by the words an editor writes.
pub fn kind_names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn district(languages: &[&str]) -> District {
        District {
            name: "Río Seco: Union \"High\" School District".to_owned(),
            office: "Alternative Programs".to_owned(),
            email: "programs@rioseco.k12.ca.us".to_owned(),
            phone: "(555) 555-0199".to_owned(),
            url: "https://www.rioseco.k12.ca.us/study".to_owned(),
            languages: languages.iter().map(|language| (*language).to_owned()).collect(),
        }
    }

    #[test]
    fn the_districts_own_site_yaml() {
        let text = site_yaml(&district(&["en", "es"]));
        let (config, findings) = config::parse(&text);
        let problems: Vec<&str> = findings.iter().map(|f| f.rule).filter(|rule| *rule != "content/decide").collect();
        assert_eq!(problems, [""; 0], "{text}");
        let config = config.unwrap();
        assert_eq!(config.organization.name, "Río Seco: Union \"High\" School District");
        assert_eq!(config.organization.url.as_deref(), Some("https://www.rioseco.k12.ca.us/"));
        assert_eq!(config.organization.address, None);
        assert_eq!(config.organization.phone.as_deref(), Some("(555) 555-0199"));
        assert_eq!(config.base_url.as_deref(), Some("https://www.rioseco.k12.ca.us/study/"));
        assert_eq!(config.title.in_language("es"), "Estudio independiente");
        let office = config.contact("office").unwrap();
        assert_eq!(office.office.in_language("es"), "Alternative Programs");
        assert_eq!(office.email.as_deref(), Some("programs@rioseco.k12.ca.us"));
        assert_eq!(office.hours, None);
        for left in ["Sierra", "example", "555-0100", "555-0142", "Oficina de Estudio"] {
            assert!(!text.contains(left), "{left} in\n{text}");
        }
        let decide: Vec<&str> = text.lines().filter(|line| line.contains("# decide:")).map(str::trim).collect();
        assert_eq!(
            decide,
            [
                "# decide: the postal address, at the foot of every page (the line below shows how)",
                "# decide: when somebody answers (the line below shows how)",
            ]
        );
    }

    #[test]
    fn every_line_of_site_yaml_is_explained() {
        for line in site_yaml(&district(&["en"])).lines().filter(|line| !line.trim().is_empty()) {
            assert!(line.contains("# ") || line.trim_start().starts_with("children:"), "{line}");
        }
    }

    #[test]
    fn pages_in_the_languages_of_the_site_only() {
        let paths = |languages: &[&str]| -> Vec<String> {
            files(&district(languages)).into_iter().map(|(path, _)| path).filter(|path| path.contains("/faq")).collect()
        };
        assert_eq!(paths(&["en"]), ["content/faq.md"]);
        assert_eq!(paths(&["es"]), ["content/faq.md"]);
        assert_eq!(paths(&["es", "en"]), ["content/faq.md", "content/faq.en.md"]);
        let spanish = files(&district(&["es"]));
        let (_, faq) = spanish.iter().find(|(path, _)| path == "content/faq.md").unwrap();
        let faq = String::from_utf8(faq.clone()).unwrap();
        assert!(faq.contains("Preguntas") && !faq.contains("translation:"), "{faq}");
    }

    #[test]
    fn answers_that_cannot_be_used() {
        assert_eq!(
            problem("phone", "555-0142").unwrap(),
            "“555-0142” cannot be used for --phone; write it like this: 555-555-0142"
        );
        assert_eq!(
            problem("email", "office@example"),
            Some("“office@example” cannot be used for --email; write it like this: study@example.org".to_owned())
        );
        assert!(problem("url", "www.example.org").is_some());
        assert!(problem("name", "  ").is_some());
        for (flag, _, example) in QUESTIONS {
            assert_eq!(problem(flag, example), None, "{flag}");
        }
    }
}
