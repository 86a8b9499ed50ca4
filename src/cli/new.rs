//! `studypages new`.

use super::stream::ERR;
use super::{ExitCode, Root, Run, Stop, shown};
use crate::front_matter::{KINDS, Kind};
use crate::pipeline::{self, Failure};
use crate::starter;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,
    /// What the page is about
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(starter::kind_names()))]
    kind: String,
    /// Its file, from the content folder, without a language suffix [default: KIND.md]
    path: Option<String>,
    /// Its language, one of the site's [default: the site's first]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
}

impl Run {
    pub(super) fn new_page(&self, arguments: Arguments) -> Result<ExitCode, Stop> {
        let Arguments { root, kind, path, lang } = arguments;
        let root = self.root(&root)?;
        let (config, ..) = pipeline::load_config(&root)?;
        let language = lang.unwrap_or_else(|| config.default_language().to_owned());
        if !config.languages.contains(&language) {
            let known = config.languages.join(", ");
            return Err(Stop::Said(format!(
                "“{language}” is not a language of this site ({known}). Add it to the languages of site.yaml first."
            )));
        }
        let kind = KINDS.iter().find(|(name, _)| *name == kind).map_or(Kind::Page, |(_, kind)| *kind);
        let path = path.unwrap_or_else(|| starter::default_path(kind));
        let (file, in_english) = starter::new_page(&root, kind, &path, &config.languages, &language, pipeline::today())
            .map_err(Failure::Starter)?;
        if !self.quiet {
            ERR.line(&format!("{} is there; open it in your editor.", shown(&file)))?;
            if in_english {
                ERR.line("Its words are still in English; translate them.")?;
            }
        }
        Ok(ExitCode::Fine)
    }
}
