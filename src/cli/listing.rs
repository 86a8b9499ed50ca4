//! What `studypages list` prints.

use serde::Serialize;

use crate::language;
use crate::render::is_outdated;
use crate::site::{Site, State};

#[derive(Serialize)]
pub(super) struct Listing<'a> {
    pub(super) schema: u32,
    pub(super) pages: &'a [Row],
    pub(super) languages: &'a [LanguageRow<'a>],
}

/// A language of the site and the state of the theme's words in it.
#[derive(Serialize)]
pub(super) struct LanguageRow<'a> {
    pub(super) language: &'a str,
    pub(super) name: &'a str,
    pub(super) words_reviewed: bool,
}

/// A page, or a page that a language lacks.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) address: Option<String>,
    pub(super) language: String,
    pub(super) state: &'static str,
    pub(super) why: Option<String>,
    pub(super) title: String,
    pub(super) file: String,
    /// Words of running text.
    pub(super) words: usize,
    /// How hard they are: a school grade, or the ease of Spanish; see `reading`.
    pub(super) reading: Option<String>,
}

pub(super) fn rows(site: &Site) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, group) in site.groups.iter().enumerate() {
        for (language, tag) in site.config.languages.iter().enumerate() {
            let view = site.view_of(at, language);
            let own = group.pages[language].map(|page| &*site.pages[page]);
            let Some(page) = own.or_else(|| view.map(|view| site.page_of(view))) else { continue };
            let (state, why) = match (own, State::of(page, site.today)) {
                (None, _) => (
                    "not translated",
                    Some(format!("shown in {}", language::native_name(site.config.default_language()))),
                ),
                (_, State::Draft) => ("draft", Some("draft: true".to_owned())),
                (_, State::Scheduled(day)) => ("scheduled", Some(format!("publish_on: {day}"))),
                (_, State::Expired(day)) => ("expired", Some(format!("expires_on: {day}"))),
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
                reading: own.and_then(|page| page.document.reading.score(tag)).map(|score| score.to_string()),
            });
        }
    }
    rows
}

/// The rows in columns; the last is as wide as it likes.
pub(super) fn table(rows: &[Row]) -> String {
    let cells: Vec<[String; 5]> = rows
        .iter()
        .map(|row| {
            let why = row.why.as_ref().map_or(String::new(), |why| format!(" ({why})"));
            [
                row.address.clone().unwrap_or_default(),
                row.language.clone(),
                row.reading.clone().unwrap_or_default(),
                row.file.clone(),
                format!("{}{why}", row.state),
            ]
        })
        .collect();
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let [address, tag, reading, file] = [0, 1, 2, 3].map(width);
    cells
        .iter()
        .map(|[a, t, r, f, state]| format!("{a:address$}  {t:tag$}  {r:reading$}  {f:file$}  {state}\n"))
        .collect()
}
