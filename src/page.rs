//! parse: one Markdown file → one [`Page`].

use crate::config::Config;
use crate::diagnostics::{FileName, Finding, Level, Lines, nearest};
use crate::fields;
use crate::front_matter::{self, FrontMatter};
use crate::language;
use crate::markdown::{self, Document, Outline};
use crate::source::{SitePath, Source, content_file};

/// A page as its author wrote it, in one language.
#[derive(Debug)]
pub struct Page {
    /// Its file, from `content/`.
    pub path: SitePath,
    /// Its file without the language suffix: what its translations share.
    pub key: SitePath,
    /// The place of its language among the site's languages.
    pub language: usize,
    /// What the author says about it.
    pub front_matter: FrontMatter,
    /// Its body.
    pub document: Document,
    file: FileName,
}

impl Page {
    /// The file, as findings name it.
    #[must_use]
    pub fn file(&self) -> &FileName {
        &self.file
    }

    /// Its title; its file's name while it has none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.front_matter.title.as_ref().map_or_else(|| self.key.file_name(), |title| &title.value)
    }

    /// The words for menus.
    #[must_use]
    pub fn nav_title(&self) -> &str {
        self.front_matter.nav_title.as_deref().unwrap_or_else(|| self.title())
    }
}

/// What the meaning of a page depends on beyond its own text.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'c> {
    /// The site's languages; the first is the default.
    pub languages: &'c [String],
    /// Where the site is published, with a `/` at its end.
    pub base_url: Option<&'c str>,
}

impl<'c> Setting<'c> {
    /// That of the pages of a site.
    #[must_use]
    pub fn of(config: &'c Config) -> Self {
        Self { languages: &config.languages, base_url: config.base_url.as_deref() }
    }
}

/// Reads a page, whose text `lines` has.
#[must_use]
pub fn parse<'t>(
    source: &Source,
    lines: &Lines<'t>,
    Setting { languages, base_url }: Setting<'_>,
    findings: &mut Vec<Finding>,
) -> (Page, Outline<'t>) {
    let file = FileName::from(content_file(&source.path));
    let (key, tag) = split_language(&source.path);
    let language = match tag {
        None => {
            if let Some(meant) = with_small_tag(&key, languages) {
                findings.push(Finding::new(
                    "page/unknown-language",
                    Level::Error,
                    &file,
                    "This file is taken for a page in the main language, because the tag in its name has capital letters.",
                    format!("Rename it: {meant}"),
                ));
            }
            0
        }
        Some(tag) => languages.iter().position(|known| known == tag).unwrap_or_else(|| {
            let help = match nearest(tag, languages.iter().map(String::as_str)) {
                Some(meant) => format!("Did you mean “.{meant}.md”? Otherwise add “{tag}” to the languages of site.yaml."),
                None => format!("Add “{tag}” to the languages of site.yaml, or put a hyphen instead of the dot into the file’s name."),
            };
            findings.push(Finding::new(
                "page/unknown-language",
                Level::Error,
                &file,
                format!("The file’s name says its language is “{tag}”, which is not a language of this site."),
                help,
            ));
            0
        }),
    };
    let (front_matter, body) = front_matter::parse(&file, lines, findings);
    fields::decide_comments(&file, lines, 0..body.start, findings);
    let context = markdown::Context {
        file: &file,
        language: languages.get(language).map_or("en", String::as_str),
        kind: front_matter.kind,
        base_url,
    };
    let (document, outline) = markdown::parse(context, lines, body, findings);
    (Page { path: source.path.clone(), key, language, front_matter, document, file }, outline)
}

/// `enrollment.es.md` → `enrollment.md` and `es`.
#[must_use]
pub fn split_language(path: &SitePath) -> (SitePath, Option<&str>) {
    let text = path.as_str();
    let split = text.rsplit_once('.').and_then(|(stem, extension)| {
        let (name, tag) = stem.rsplit_once('.')?;
        let named = !name.is_empty() && !name.ends_with('/');
        (named && language::is_tag(tag)).then_some((name, tag, extension))
    });
    match split {
        Some((name, tag, extension)) => {
            (SitePath::new(&format!("{name}.{extension}")).unwrap_or_else(|| path.clone()), Some(tag))
        }
        None => (path.clone(), None),
    }
}

/// `enrollment.md` in Spanish: `enrollment.es.md`.
#[must_use]
pub fn in_language(key: &SitePath, tag: &str) -> SitePath {
    let text = key.as_str();
    let named = match text.rsplit_once('.') {
        Some((stem, extension)) => SitePath::new(&format!("{stem}.{tag}.{extension}")),
        None => SitePath::new(&format!("{text}.{tag}")),
    };
    named.unwrap_or_else(|| key.clone())
}

/// The name that a file should have whose tag of a language has other capitals: `faq.es.md` of `faq.ES.md`.
fn with_small_tag(path: &SitePath, languages: &[String]) -> Option<String> {
    let (stem, extension) = path.file_name().rsplit_once('.')?;
    let (name, written) = stem.rsplit_once('.')?;
    let tag = languages.iter().find(|tag| tag.eq_ignore_ascii_case(written))?;
    Some(format!("{name}.{tag}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_last_part_of_the_name() {
        let split = |path: &str| {
            let path = SitePath::new(path).unwrap();
            let (key, tag) = split_language(&path);
            (key.to_string(), tag.map(str::to_owned))
        };
        assert_eq!(split("legal/index.es.md"), ("legal/index.md".to_owned(), Some("es".to_owned())));
        assert_eq!(split("faq.zh-Hant.md"), ("faq.md".to_owned(), Some("zh-Hant".to_owned())));
        assert_eq!(split("sb-153.2024.md"), ("sb-153.2024.md".to_owned(), None));
        assert_eq!(split("legal.d/es.md"), ("legal.d/es.md".to_owned(), None));
    }

    #[test]
    fn a_page_in_a_language_keeps_its_folder_and_its_ending() {
        let named = |path: &str, tag: &str| in_language(&SitePath::new(path).unwrap(), tag).to_string();
        assert_eq!(named("legal.d/index.md", "es"), "legal.d/index.es.md");
        assert_eq!(named("B.MD", "vi"), "B.vi.MD");
    }

    #[test]
    fn a_tag_in_capital_letters_is_told_from_the_rest_of_a_name() {
        let languages = ["en".to_owned(), "es".to_owned()];
        let meant = |path: &str| with_small_tag(&SitePath::new(path).unwrap(), &languages);
        assert_eq!(meant("forms/travel.ES.md").as_deref(), Some("travel.es.md"));
        assert_eq!(meant("forms/SB.153.md"), None);
        assert_eq!(meant("FORMS/travel.md"), None);
    }
}
