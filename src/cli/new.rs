//! `studypages new`.

use super::stream::ERR;
use super::{ExitCode, Root, Run, Stop};
use crate::language::native_name;
use crate::pipeline::{self, Failure, Options};
use crate::site::Site;
use crate::source::content_file;
use crate::starter::{self, Made, Wanted};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,
    /// What the page is about
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(starter::kind_names()))]
    kind: String,
    /// Its file, from the content folder: travel, or trips/travel.md [default: a free name]
    path: Option<String>,
    /// Its language, one of the site's [default: the site's first]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
}

impl Run {
    pub(super) fn new_page(&self, arguments: Arguments) -> Result<ExitCode, Stop> {
        let Arguments { root, kind, path, lang } = arguments;
        let root = self.root(&root)?;
        let options = Options { root: root.clone(), today: pipeline::today(), include_unpublished: true };
        let site = pipeline::load(&options)?.site;
        let languages = &site.config.languages;
        let language = lang.as_deref().unwrap_or(site.config.default_language());
        let Some(place) = languages.iter().position(|tag| tag.eq_ignore_ascii_case(language)) else {
            let known = languages.join(", ");
            return Err(Stop::Said(format!(
                "“{language}” is not a language of this site ({known}). Add it to the languages of site.yaml first."
            )));
        };
        let kind_asked = starter::kind_named(&kind);
        let wanted = Wanted { root: &root, site: &site, kind: kind_asked, path: path.as_deref(), language: place };
        let made = starter::new_page(&wanted).map_err(Failure::Starter)?;
        if !self.quiet {
            ERR.lines(what_next(&made, &site, place, &kind))?;
        }
        Ok(ExitCode::Fine)
    }
}

/// What a person does with a page that was made.
fn what_next(made: &Made, site: &Site, language: usize, kind: &str) -> Vec<String> {
    let file = content_file(&made.path);
    let name = native_name(&site.config.languages[language]);
    let mut lines = Vec::new();
    if let Some(other) = &made.instead_of {
        lines.push(format!(
            "{} is there already. For a name of your own: studypages new {kind} NAME",
            content_file(other)
        ));
    }
    let write = match &made.original {
        Some(original) => {
            lines.push(format!(
                "{file} was made, with the words of {}. It is a draft: readers do not see it yet.",
                content_file(original)
            ));
            format!("Open {file} in your editor and translate its words into {name}.")
        }
        None => {
            lines.push(format!("{file} was made. It is a draft: readers do not see it yet."));
            let other = if made.is_english {
                format!(" Its other words are in English; translate them into {name}.")
            } else {
                String::new()
            };
            format!(
                "Open {file} in your editor and write your own words in place of those in [square brackets].{other}"
            )
        }
    };
    lines.push(format!("1. {write}"));
    lines.push("2. Look at it: studypages serve --open".to_owned());
    lines.push(
        "3. When it is finished, delete its line that starts with “draft:”. The next build publishes it.".to_owned(),
    );
    if language == 0 {
        lines.push(format!(
            "4. Lead readers to it: write a link to {} on another page, or add it to the navigation in site.yaml.",
            made.path
        ));
    }
    lines
}
