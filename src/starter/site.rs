//! A whole site for a new district. It is this repository's own `content/` and `site.yaml` with the district's data
//! in place, so that what every district starts from is what our tests build.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::answers::{District, LANGUAGES};
use super::{Error, FILES};
use crate::language::native_name;
use crate::page::{in_language, split_language};
use crate::source::SitePath;

static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");
const SITE_YAML: &str = include_str!("../../site.yaml");

/// The files of a starter beside its content: where they stand here, and in a new site.
const BESIDE: [(&str, &str); 4] = [
    ("README.md", "README.md"),
    ("gitignore", ".gitignore"),
    ("github-pages.yml", ".github/workflows/publish.yml"),
    ("netlify.toml", "netlify.toml"),
];

/// Where a site is written before it stands in its place. What is found there is left of an `init` that was stopped.
const UNFINISHED: &str = ".studypages-init";

/// Writes a whole site into `folder`, which must be empty or missing (a `.git` may be there): all of it or nothing.
/// After an `init` that was stopped, the next one begins anew.
///
/// # Errors
/// When the folder is in use or cannot be written.
pub fn init(folder: &Path, district: &District) -> Result<(), Error> {
    let files = files(district);
    let disk = |path: &Path, error| Error::Disk(path.to_owned(), error);
    if !folder.exists() {
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(|error| disk(parent, error))?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let beside = parent.join(format!("{UNFINISHED}-{name}"));
        remove(&beside).map_err(|error| disk(&beside, error))?;
        write_all(&beside, &files)?;
        return fs::rename(&beside, folder).map_err(|error| {
            let _ = remove(&beside);
            disk(folder, error)
        });
    }
    // A folder that is there stays: a shell may stand in it, and .git has its own place.
    let inside = folder.join(UNFINISHED);
    let was_stopped = inside.exists();
    let ours: Vec<&str> = files.iter().filter_map(|(path, _)| path.split('/').next()).collect();
    let mut left = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| disk(folder, error))? {
        let name = entry.map_err(|error| disk(folder, error))?.file_name();
        match name.to_str() {
            Some(".git" | UNFINISHED) => {}
            Some(name) if was_stopped && ours.contains(&name) => left.push(folder.join(name)),
            _ => return Err(Error::NotEmpty(folder.to_owned())),
        }
    }
    for path in left.iter().chain([&inside]) {
        remove(path).map_err(|error| disk(path, error))?;
    }
    write_all(&inside, &files)?;
    // site.yaml makes the folder a site, so it comes last.
    let mut names: Vec<&str> = ours.into_iter().filter(|name| *name != crate::config::FILE).collect();
    names.dedup();
    names.push(crate::config::FILE);
    for name in names {
        let to = folder.join(name);
        fs::rename(inside.join(name), &to).map_err(|error| disk(&to, error))?;
    }
    fs::remove_dir(&inside).map_err(|error| disk(&inside, error))
}

/// Takes away a file or a whole folder, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    let gone = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    gone.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Writes the files below `folder`; of a site that does not fit on the disk nothing stays.
fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    let write = |(path, bytes): &(String, Vec<u8>)| {
        let file = folder.join(path);
        let above: PathBuf = file.parent().unwrap_or(folder).to_owned();
        fs::create_dir_all(above).and_then(|()| fs::write(&file, bytes)).map_err(|error| Error::Disk(file, error))
    };
    let written = files.iter().try_for_each(write);
    if written.is_err() {
        let _ = remove(folder);
    }
    written
}

/// Every file of a district's starter, by its path in the site.
fn files(district: &District) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("site.yaml".to_owned(), site_yaml(district).into_bytes())];
    for (here, there) in BESIDE {
        if let Some(text) = FILES.get_file(here).and_then(|file| file.contents_utf8()) {
            files.push((there.to_owned(), filled(text, district).into_bytes()));
        }
    }
    add_content(&CONTENT, district, &mut files);
    files.sort();
    files
}

/// A file with the district's words in it. Lines between `{{if several}}` or `{{if one}}` and `{{end}}` stand only in
/// a site of several languages, or of one.
fn filled(text: &str, district: &District) -> String {
    let second = district.languages.get(1).map_or("", String::as_str);
    let mut out = String::with_capacity(text.len());
    let mut is_shown = true;
    for line in text.split_inclusive('\n') {
        match line.trim() {
            "{{if several}}" => is_shown = !second.is_empty(),
            "{{if one}}" => is_shown = second.is_empty(),
            "{{end}}" => is_shown = true,
            _ if is_shown => out.push_str(line),
            _ => {}
        }
    }
    let words = [
        ("{{name}}", district.name.as_str()),
        ("{{url}}", &district.url),
        ("{{first language}}", district.languages.first().map_or("", |tag| native_name(tag))),
        ("{{second language}}", native_name(second)),
        ("{{second}}", second),
    ];
    words.iter().fold(out, |text, (mark, words)| text.replace(mark, words))
}

fn add_content(folder: &Dir<'static>, district: &District, files: &mut Vec<(String, Vec<u8>)>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let (Some(path), Some(text)) = (SitePath::new(&path), file.contents_utf8()) else { continue };
        let (key, tag) = split_language(&path);
        let tag = tag.unwrap_or(LANGUAGES[0]);
        let Some(place) = district.languages.iter().position(|language| language == tag) else { continue };
        let path = if place == 0 { key } else { in_language(&key, tag) };
        files.push((format!("content/{path}"), unclaimed(text, place > 0).into_bytes()));
    }
    for folder in folder.dirs() {
        add_content(folder, district, files);
    }
}

/// A page of ours as a district's own: nobody there has read it yet, or compared it with what it translates.
fn unclaimed(text: &str, is_translation: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rules = 0;
    for line in text.split_inclusive('\n') {
        rules += usize::from(line.trim_end() == "---");
        if rules == 2 && line.trim_end() == "---" && is_translation {
            out.push_str("translation: { reviewed: false }\n");
        }
        let is_claim = line.starts_with("last_reviewed:") || line.starts_with("translation:");
        if rules != 1 || !is_claim {
            out.push_str(line);
        }
    }
    out
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
        let mut note = None;
        let value = match path.as_str() {
            "organization.name" => scalar(&district.name),
            "organization.phone" => {
                note = Some("# decide: the district's main telephone number, if it is another one");
                scalar(&district.phone)
            }
            "contacts.office.phone" => scalar(&district.phone),
            "base_url" => scalar(&district.url),
            "languages" => {
                for tag in &district.later {
                    let name = native_name(tag);
                    out.push_str(&format!(
                        "# decide: who translates the pages into {name}; when the first are there, add {tag} to the next line\n"
                    ));
                }
                format!("[{}]", district.languages.join(", "))
            }
            "contacts.office.languages" => {
                note = Some("# decide: every language that the office speaks");
                format!("[{}]", district.languages[..1].join(", "))
            }
            "contacts.office.office" => scalar(&district.office),
            "contacts.office.email" => scalar(&district.email),
            "organization.address" | "organization.url" | "contacts.office.hours" => {
                let (what, example) = match key {
                    "url" => ("the district's own website", "url: https://www.DISTRICT.org/"),
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
            | "levels.content/decide"
            | "levels.law/as-of" => continue,
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
        let comment = note.or_else(|| rest.find(" # ").map(|at| rest[at..].trim_start()));
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
            later: Vec::new(),
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
        assert_eq!(config.organization.url, None);
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
        let decide: Vec<&str> = text.lines().filter_map(|line| Some(&line[line.find("# decide:")?..])).collect();
        assert_eq!(
            decide,
            [
                "# decide: the district's own website (the line below shows how)",
                "# decide: the postal address, at the foot of every page (the line below shows how)",
                "# decide: the district's main telephone number, if it is another one",
                "# decide: when somebody answers (the line below shows how)",
                "# decide: every language that the office speaks",
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
        assert_eq!(paths(&["es", "en"]), ["content/faq.en.md", "content/faq.md"]);
        let claims =
            |text: &str| text.lines().filter(|line| line.starts_with("translation:")).collect::<Vec<_>>().join("");
        for (path, text) in files(&district(&["es", "en"])) {
            let text = String::from_utf8(text).unwrap();
            assert!(!text.lines().any(|line| line.starts_with("last_reviewed:")), "{path}");
            let claimed = if path.ends_with(".en.md") { "translation: { reviewed: false }" } else { "" };
            assert_eq!(claims(&text), claimed, "{path}");
        }
        let spanish = files(&district(&["es"]));
        let (_, faq) = spanish.iter().find(|(path, _)| path == "content/faq.md").unwrap();
        let faq = String::from_utf8(faq.clone()).unwrap();
        assert!(faq.contains("Preguntas") && !faq.contains("translation:"), "{faq}");
    }

    #[test]
    fn a_language_in_which_nothing_is_written_is_no_language_of_the_site() {
        let text = site_yaml(&District { later: vec!["vi".to_owned()], ..district(&["en", "es"]) });
        let (config, _) = config::parse(&text);
        assert_eq!(config.unwrap().languages, ["en", "es"]);
        assert!(
            text.contains("# decide: who translates the pages into Tiếng Việt; when the first are there, add vi to the next line\nlanguages: [en, es] "),
            "{text}"
        );
    }

    #[test]
    fn lines_for_several_languages_or_for_one() {
        let text =
            "a\n{{if several}}\n{{second}}: {{second language}}\n{{end}}\n{{if one}}\n{{first language}}\n{{end}}\nz\n";
        assert_eq!(filled(text, &district(&["en", "es"])), "a\nes: Español\nz\n");
        assert_eq!(filled(text, &district(&["es"])), "a\nEspañol\nz\n");
    }

    #[test]
    fn after_an_init_that_was_stopped_the_next_one_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (missing, present) = (folder.path().join("a/site"), folder.path().join("present"));
        // Stopped while the files were written.
        fs::create_dir_all(folder.path().join("a").join(format!("{UNFINISHED}-site/content"))).unwrap();
        // Stopped while they were put into their places.
        fs::create_dir_all(present.join(UNFINISHED).join("content")).unwrap();
        fs::create_dir_all(present.join(".git")).unwrap();
        fs::write(present.join("README.md"), "Of another district").unwrap();
        for site in [missing, present] {
            init(&site, &district(&["en"])).unwrap();
            let mut names: Vec<_> = fs::read_dir(&site).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.retain(|name| name != ".git");
            names.sort();
            assert_eq!(names, [".github", ".gitignore", "README.md", "content", "netlify.toml", "site.yaml"]);
            assert!(fs::read_to_string(site.join("README.md")).unwrap().contains("Río Seco"));
            assert!(matches!(init(&site, &district(&["en"])), Err(Error::NotEmpty(_))));
        }
        let left: Vec<_> = fs::read_dir(folder.path().join("a")).unwrap().collect();
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn a_site_that_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let files = [("content/a.md".to_owned(), b"A".to_vec()), ("content/a.md/b.md".to_owned(), b"B".to_vec())];
        assert!(matches!(write_all(&folder.path().join("new"), &files), Err(Error::Disk(..))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
