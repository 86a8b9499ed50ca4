//! The rules: what every finding means, as data. `explain`, the reference in `docs/rules.md`, the
//! levels of site.yaml and the tests read them from here; a finding names its rule by its code.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::diagnostics::{Level, nearest};

/// What a finding of one code means.
#[derive(Debug)]
pub struct Rule {
    /// Stable code, `family/name`.
    pub code: &'static str,
    /// How bad it is where nothing makes it better or worse.
    pub level: Level,
    /// What is wrong, as a heading: "Picture without alternative text".
    pub title: &'static str,
    /// Who is hurt by it, and how.
    pub why: &'static str,
    /// What it rests on.
    pub basis: &'static [Basis],
    /// An example that the rule finds: the body of a page, or whole files (see `docs/rules.md`).
    pub wrong: &'static str,
    /// The same, mended: no rule finds anything in it.
    pub right: &'static str,
}

/// What a rule rests on.
#[derive(Clone, Copy, Debug)]
pub enum Basis {
    /// A success criterion of WCAG 2.2, by its number.
    Wcag(&'static str),
    /// A rule of the W3C's Accessibility Conformance Testing community, by its id.
    Act(&'static str),
    /// A statute or regulation, as pages cite it.
    Law(&'static str),
    /// Guidance that is not law, by its name.
    Guidance(&'static str),
}

mod address;
mod allow;
mod component;
mod config;
mod contact;
mod content;
mod criteria;
mod document;
mod external;
mod file;
mod front_matter;
mod heading;
mod html;
mod image;
mod language;
mod law;
mod link;
mod list;
mod media;
mod page;
mod paste;
mod privacy;
mod reading;
mod review;
mod source;
mod table;
mod text;
mod theme;
mod translation;

pub use criteria::{CRITERIA, Criterion};

/// Every rule, family by family, as an editor meets them.
const FAMILIES: [&[Rule]; 28] = [
    front_matter::FRONT_MATTER,
    page::PAGE,
    content::CONTENT,
    heading::HEADING,
    list::LIST,
    image::IMAGE,
    link::LINK,
    document::DOCUMENT,
    media::MEDIA,
    table::TABLE,
    text::TEXT,
    reading::READING,
    language::LANGUAGE,
    translation::TRANSLATION,
    law::LAW,
    review::REVIEW,
    contact::CONTACT,
    privacy::PRIVACY,
    paste::PASTE,
    html::HTML,
    allow::ALLOW,
    component::COMPONENT,
    address::ADDRESS,
    source::SOURCE,
    file::FILE,
    config::CONFIG,
    theme::THEME,
    external::EXTERNAL,
];

/// Families whose findings no site can turn down: without what they ask for there is no page.
const STRUCTURE: [&str; 8] = ["front-matter", "allow", "component", "ratio", "address", "source", "config", "theme"];

/// Single rules of other families that are structure too.
const STRUCTURAL: [&str; 10] = [
    "page/unknown-language",
    "contact/unknown",
    "link/unpublished",
    "heading/duplicate-id",
    "image/format",
    "image/too-large",
    "image/too-wide",
    "image/unreadable",
    "file/active",
    "file/server",
];

impl Rule {
    /// `heading` of `heading/empty`.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.code.split('/').next().unwrap_or(self.code)
    }

    /// Whether `levels` of site.yaml and `allow` of a page apply to it.
    #[must_use]
    pub fn is_settable(&self) -> bool {
        !STRUCTURE.contains(&self.family()) && !STRUCTURAL.contains(&self.code)
    }
}

impl Basis {
    /// Its words: "WCAG 2.2, 1.3.1 Info and Relationships (A)".
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Basis::Wcag(number) => match Criterion::find(number) {
                Some(Criterion { name, level, .. }) => format!("WCAG 2.2, {number} {name} (level {level})"),
                None => format!("WCAG 2.2, {number}"),
            },
            Basis::Act(id) => format!("ACT rule {id}"),
            Basis::Law(cite) => cite.to_owned(),
            Basis::Guidance(name) => name.to_owned(),
        }
    }
}

/// Every rule, in the order of the reference.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten()
}

/// The rule of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    static BY_CODE: LazyLock<HashMap<&str, &Rule>> = LazyLock::new(|| all().map(|rule| (rule.code, rule)).collect());
    BY_CODE.get(code).copied()
}

/// The rules that somebody may mean by a code that no rule has: a misspelled one, the name without its family, the
/// start of one.
#[must_use]
pub fn meant(code: &str) -> Vec<&'static str> {
    const MOST: usize = 3;
    let typed = code.trim().to_lowercase().replace([' ', '_'], "-");
    let (family, name) = typed.split_once('/').map_or((None, &*typed), |(family, name)| (Some(family), name));
    let name_of = |rule: &Rule| rule.code.rsplit('/').next().unwrap_or(rule.code);
    let all_that = |fits: &dyn Fn(&Rule) -> bool| -> Vec<&'static str> {
        all().filter(|rule| fits(rule)).map(|rule| rule.code).collect()
    };
    let is_near = |rule: &Rule| nearest(name, [name_of(rule)]).is_some();
    let found = [
        all_that(&|rule| rule.code == typed || name_of(rule) == name),
        nearest(&typed, all().map(|rule| rule.code)).into_iter().collect(),
        all_that(&|rule| family.is_none_or(|family| rule.family() == family) && name_of(rule).contains(name)),
        all_that(&|rule| rule.family() == typed || is_near(rule)),
    ];
    let mut found = found.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    found.sort_by_key(|code| strsim::damerau_levenshtein(code, &typed));
    found.truncate(MOST);
    found
}
