//! parse: one Markdown file → one [`Page`].

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

/// Reads a page, whose text `lines` has. `languages` are the site's; the first is the default.
#[must_use]
pub fn parse<'t>(
    source: &Source,
    lines: &Lines<'t>,
    languages: &[String],
    findings: &mut Vec<Finding>,
) -> (Page, Outline<'t>) {
    let file = FileName::from(content_file(&source.path));
    let (key, tag) = split_language(&source.path);
    let language = match tag {
        None => 0,
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
}
