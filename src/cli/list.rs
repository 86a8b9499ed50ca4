//! `studypages list`.

use std::borrow::Cow;
use std::path::PathBuf;

use serde::Serialize;

use super::chosen::Chosen;
use super::stream::{ERR, OUT};
use super::{Day, ExitCode, Format, FormatArgument, Root, Run, Stop};
use crate::language;
use crate::render::is_outdated;
use crate::site::{Site, State};
use crate::visible::visible;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Only these pages or folders; all of them without any
    paths: Vec<PathBuf>,
    #[command(flatten)]
    root: Root,
    /// Only pages in this language of the site
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Only pages in this state
    #[arg(long, value_name = "STATE", value_parser = clap::builder::PossibleValuesParser::new(STATES))]
    state: Option<String>,
    #[command(flatten)]
    day: Day,
    #[command(flatten)]
    pub(super) format: FormatArgument,
}

/// The states of a page, as arguments.
const STATES: [&str; 7] =
    ["published", "draft", "scheduled", "expired", "not-translated", "translation-out-of-date", "without-its-original"];

/// A translation of a page that is not there.
const WITHOUT_ORIGINAL: &str = "without its original";

/// A state as it is typed: `not-translated`.
fn hyphened(state: &str) -> String {
    state.replace(' ', "-")
}

impl Run {
    pub(super) fn list(&self, arguments: &Arguments) -> Result<ExitCode, Stop> {
        let root = self.root(&arguments.root)?;
        let chosen = Chosen::new(&root, &arguments.paths).map_err(Stop::Said)?;
        let loaded = Self::load(&root, &arguments.day, true)?;
        chosen.must_match(&loaded).map_err(Stop::Said)?;
        let known = &loaded.site.config.languages;
        if let Some(asked) = arguments.lang.as_ref().filter(|asked| !known.contains(asked)) {
            let known = known.join(", ");
            return Err(Stop::Said(format!("“{asked}” is not a language of this site ({known}).")));
        }
        let mut rows = rows(&loaded.site);
        rows.retain(|row| {
            chosen.has(&row.file)
                && arguments.lang.as_ref().is_none_or(|asked| row.language == *asked)
                && arguments.state.as_ref().is_none_or(|asked| hyphened(row.state) == *asked)
        });
        let strings = loaded.theme.as_ref().map_or(&[][..], |theme| &theme.strings);
        let languages: Vec<LanguageRow> = strings
            .iter()
            .map(|strings| LanguageRow {
                language: &strings.language,
                name: language::native_name(&strings.language),
                words_reviewed: strings.reviewed,
            })
            .collect();
        if arguments.format.format == Format::Json {
            let listing = Listing { schema: 1, pages: &rows, languages: &languages };
            OUT.json(&serde_json::to_string_pretty(&listing).unwrap_or_default())?;
            return Ok(ExitCode::Fine);
        }
        OUT.lines(table(&rows))?;
        if !self.quiet {
            ERR.lines(languages.iter().filter(|row| !row.words_reviewed).map(|row| {
                let (name, tag) = (row.name, row.language);
                format!("No speaker of {name} has reviewed the theme's words yet (strings/{tag}.yaml).")
            }))?;
        }
        Ok(ExitCode::Fine)
    }
}

#[derive(Serialize)]
struct Listing<'a> {
    schema: u32,
    pages: &'a [Row],
    languages: &'a [LanguageRow<'a>],
}

/// A language of the site and the state of the theme's words in it.
#[derive(Serialize)]
struct LanguageRow<'a> {
    language: &'a str,
    name: &'a str,
    words_reviewed: bool,
}

/// A page, or a page that a language lacks.
#[derive(Serialize)]
struct Row {
    address: Option<String>,
    language: String,
    state: &'static str,
    why: Option<String>,
    title: String,
    file: String,
    /// Words of running text.
    words: usize,
    /// How hard they are: a school grade, or the ease of Spanish; see `reading`.
    reading: Option<String>,
}

fn rows(site: &Site) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, group) in site.groups.iter().enumerate() {
        for (language, tag) in site.config.languages.iter().enumerate() {
            let view = site.view_of(at, language);
            let own = group.pages[language];
            let Some(at_page) = own.or_else(|| view.map(|view| view.page)) else { continue };
            let page = &*site.pages[at_page];
            let followed = site.followed(at_page);
            let as_written = |field: String| match followed {
                Some(original) => format!("{field} in {}", original.file()),
                None => field,
            };
            let (state, why) = match (own, site.states[at_page]) {
                (None, _) => (
                    "not translated",
                    Some(format!("shown in {}", language::native_name(site.config.default_language()))),
                ),
                (_, State::Draft) => ("draft", Some(as_written("draft: true".to_owned()))),
                (_, State::Scheduled(day)) => ("scheduled", Some(as_written(format!("publish_on: {day}")))),
                (_, State::Expired(day)) => ("expired", Some(as_written(format!("expires_on: {day}")))),
                (_, State::NoOriginal) => (WITHOUT_ORIGINAL, Some(format!("there is no content/{}", page.key))),
                (_, State::Published) if is_outdated(site, at, page) => {
                    ("translation out of date", Some("the original was reviewed after it was translated".to_owned()))
                }
                (_, State::Published) => ("published", None),
            };
            rows.push(Row {
                address: view.map(|view| format!("/{}", view.path)),
                language: tag.clone(),
                state,
                why,
                title: page.title().to_owned(),
                file: page.file().to_string(),
                words: page.document.reading.words,
                reading: own.and_then(|_| page.document.reading.score(tag)).map(|score| score.to_string()),
            });
        }
    }
    rows
}

/// The rows in columns; the last is as wide as it likes.
fn table(rows: &[Row]) -> Vec<String> {
    let cells: Vec<[Cow<'_, str>; 6]> = rows
        .iter()
        .map(|row| {
            let why = row.why.as_ref().map_or(String::new(), |why| format!(" ({why})"));
            [
                visible(row.address.as_deref().unwrap_or_default()),
                visible(&row.language),
                visible(row.reading.as_deref().unwrap_or_default()),
                visible(&row.file),
                format!("{}{why}", row.state).into(),
                visible(&row.title),
            ]
        })
        .collect();
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let [address, tag, reading, file, state] = [0, 1, 2, 3, 4].map(width);
    cells
        .iter()
        .map(|[a, t, r, f, s, title]| format!("{a:address$}  {t:tag$}  {r:reading$}  {f:file$}  {s:state$}  {title}"))
        .collect()
}
