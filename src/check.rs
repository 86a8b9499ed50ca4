//! check: what makes a page unreadable, unreachable or untrue. One file a family of rules.
//!
//! [`page`] sees the words of one page, and its findings are kept with the parsed page; [`site`]
//! sees all pages, the day and the theme; [`settle`] says which findings stand, and at which level.

mod addresses;
mod contacts;
mod direction;
mod documents;
mod files;
mod headings;
mod images;
mod languages;
mod law;
mod links;
mod lists;
mod paste;
mod pictures;
mod placeholders;
mod privacy;
mod proof;
mod raw_html;
mod reviews;
mod settled;
mod signs;
mod tables;
mod theme_parts;
mod titles;
mod translations;
mod triggers;
mod ways;
mod wording;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::diagnostics::{FileName, Finding, Fix, Level, Lines};
use crate::language;
use crate::markdown::{Block, Outline};
use crate::page::Page;
use crate::site::{Site, State};
use crate::theme::Theme;

use triggers::{Prose, Trigger};

pub use law::{FACTS, Fact, LAW_AS_OF, Topic};
pub use proof::{Reading, keep_safe_fixes};
pub use settled::{Standing, settle, settle_page};

/// What runs the rules of a family on one page.
type Family = fn(&mut PageCheck<'_>);

/// The families of rules that see one page.
const FAMILIES: [(&str, Family); 15] = [
    ("headings", headings::check),
    ("lists", lists::check),
    ("images", images::check),
    ("links", links::check),
    ("tables", tables::check),
    ("wording", wording::check),
    ("paste", paste::check),
    ("direction", direction::check),
    ("raw HTML", raw_html::check),
    ("languages", languages::check),
    ("documents", documents::check),
    ("law", law::check),
    ("privacy", privacy::check),
    ("titles", titles::check),
    ("placeholders", placeholders::check),
];

/// The names of the families of rules that see one page.
pub fn families() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().map(|(name, _)| *name)
}

/// Finds what is wrong with one page, as far as the page alone tells. `language` is that of its text.
pub fn page(page: &Page, outline: &Outline, lines: &Lines<'_>, language: &str, findings: &mut Vec<Finding>) {
    run(&FAMILIES, page, outline, lines, language, findings);
}

/// The same by one family of rules.
pub fn page_by(
    family: &str,
    page: &Page,
    outline: &Outline,
    lines: &Lines<'_>,
    language: &str,
    findings: &mut Vec<Finding>,
) {
    let family: Vec<(&str, Family)> = FAMILIES.into_iter().filter(|(name, _)| *name == family).collect();
    run(&family, page, outline, lines, language, findings);
}

fn run(
    families: &[(&str, Family)],
    page: &Page,
    outline: &Outline,
    lines: &Lines<'_>,
    language: &str,
    findings: &mut Vec<Finding>,
) {
    let blocks: Vec<Block<'_>> = outline.blocks().collect();
    let prose: Vec<Prose<'_>> = blocks.iter().map(Prose::of).collect();
    let mut check = PageCheck {
        page,
        outline,
        prose: &prose,
        lines,
        language,
        tongue: Tongue::of(language),
        file: page.file(),
        findings,
    };
    for (_, rules) in families {
        rules(&mut check);
    }
}

/// Finds what only all pages, the day and the theme tell. Each page is visited once: of a large site, the way to
/// a page's memory costs more than its checks.
pub fn site(site: &Site, theme: Option<&Theme>, findings: &mut Vec<Finding>) {
    let whole = || {
        let mut found = Vec::new();
        titles::check_site(site, &mut found);
        translations::check(site, &mut found);
        contacts::check_settings(site, &mut found);
        documents::check_names(site, &mut found);
        files::check(site, theme, &mut found);
        ways::check(site, &mut found);
        privacy::check_names(site, &mut found);
        pictures::check_logo(site, &mut found);
        found
    };
    let others = Others { site, theme, offices: OnceLock::new(), verdicts: OnceLock::new() };
    let each = || {
        let pages = (0..site.pages.len()).into_par_iter().flat_map_iter(|page| {
            let mut found = Vec::new();
            others.check(page, &mut found);
            found
        });
        pages.collect::<Vec<Finding>>()
    };
    let (whole, each) = rayon::join(whole, each);
    findings.extend(whole);
    findings.extend(each);
}

/// Finds what the site tells about one of its pages, and keeps of `findings` what stands of that page.
pub fn page_in_site(site: &Site, theme: Option<&Theme>, page: usize, findings: &mut Vec<Finding>) {
    Others { site, theme, offices: OnceLock::new(), verdicts: OnceLock::new() }.check(page, findings);
    settle_page(&site.config, &site.pages[page].front_matter.allow, findings);
}

/// What the pages of a site are held against; gathered when a page asks for it.
struct Others<'s> {
    site: &'s Site,
    theme: Option<&'s Theme>,
    offices: OnceLock<contacts::Known<'s>>,
    verdicts: OnceLock<documents::Verdicts<'s>>,
}

impl<'s> Others<'s> {
    fn offices(&self) -> &contacts::Known<'s> {
        self.offices.get_or_init(|| contacts::Known::of(self.site))
    }

    fn verdicts(&self) -> &documents::Verdicts<'s> {
        self.verdicts.get_or_init(|| documents::verdicts(self.site))
    }

    fn check(&self, at: usize, findings: &mut Vec<Finding>) {
        let site = self.site;
        let mut page = PageInSite { site, at, page: &site.pages[at], findings };
        if let Some(theme) = self.theme {
            theme_parts::check(&mut page, theme);
        }
        documents::check_in_site(&mut page, self);
        pictures::check(&mut page);
        // Drafts may be unfinished, and what has expired is read by nobody.
        if matches!(site.states[at], State::Published | State::Scheduled(_)) {
            reviews::check(&mut page);
            contacts::check(&mut page, self);
            law::check_day(&mut page);
        }
    }
}

/// One page among the others.
struct PageInSite<'a> {
    site: &'a Site,
    /// Its place in the site's pages.
    at: usize,
    page: &'a Page,
    findings: &'a mut Vec<Finding>,
}

impl PageInSite<'_> {
    /// Whether it says in another language what a published page of the main language says.
    fn is_translation(&self) -> bool {
        let group = self.site.group(&self.page.key);
        self.page.language != 0 && group.is_some_and(|group| self.site.groups[group].pages[0].is_some())
    }

    fn report(
        &mut self,
        rule: &'static str,
        level: Level,
        span: Option<Range<usize>>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        let finding = Finding::new(rule, level, self.page.file(), message, help);
        self.findings.push(match span {
            Some(span) => finding.on(span),
            None => finding,
        });
    }
}

/// Languages whose words the rules know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tongue {
    English,
    Spanish,
    Other,
}

impl Tongue {
    fn of(tag: &str) -> Self {
        match language::primary(tag) {
            "en" => Tongue::English,
            "es" => Tongue::Spanish,
            _ => Tongue::Other,
        }
    }
}

/// One page while it is checked.
struct PageCheck<'a> {
    page: &'a Page,
    outline: &'a Outline<'a>,
    /// The words of its blocks, block by block.
    prose: &'a [Prose<'a>],
    lines: &'a Lines<'a>,
    language: &'a str,
    tongue: Tongue,
    file: &'a FileName,
    findings: &'a mut Vec<Finding>,
}

impl PageCheck<'_> {
    fn report(
        &mut self,
        rule: &'static str,
        level: Level,
        span: Range<usize>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        self.report_with(None, rule, level, span, message, help);
    }

    /// As `report`, with the one safe way to mend it.
    fn report_with(
        &mut self,
        fix: Option<Fix>,
        rule: &'static str,
        level: Level,
        span: Range<usize>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        let finding = Finding::new(rule, level, self.file, message, help).at(self.lines, span);
        self.findings.push(match fix {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        });
    }

    /// Whether families read the page, who may not know the words of schools.
    fn is_for_families(&self) -> bool {
        use crate::front_matter::Audience;
        matches!(self.page.front_matter.audience, Audience::Parents | Audience::Students)
    }
}

/// Small letters that take as many bytes as the capital ones; the others stay.
fn lowered(text: &str) -> String {
    let mut lower = text.to_ascii_lowercase();
    if text.is_ascii() {
        return lower;
    }
    // No letter that starts with a byte below 0xC3 is a capital one.
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte >= 0xc3) {
        let Some(c) = text[at..].chars().next() else { continue };
        let mut small = c.to_lowercase();
        if let (Some(small), None) = (small.next(), small.next())
            && small != c
            && small.len_utf8() == c.len_utf8()
        {
            lower.replace_range(at..at + c.len_utf8(), small.encode_utf8(&mut [0; 4]));
        }
    }
    lower
}

/// The words of a text: letters and digits with the marks inside a word.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive(|c: char| !is_word_char(c))
        .scan(0, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, piece.trim_end_matches(|c: char| !is_word_char(c))))
        })
        .filter(|(_, word)| !word.is_empty())
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '‑')
}

/// Whether the bytes `range` of `text` are whole words.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// Whether one of the phrases stands in `lower` as whole words.
fn has_any(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| find_whole(lower, phrase).is_some())
}

/// Where a phrase first stands in `lower` as whole words.
fn find_whole(lower: &str, phrase: &str) -> Option<Range<usize>> {
    // Most do not, which is known sooner without asking where.
    if !lower.contains(phrase) {
        return None;
    }
    lower.match_indices(phrase).map(|(at, _)| at..at + phrase.len()).find(|range| is_whole(lower, range))
}

/// The start of a text, for messages.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let mut short = String::with_capacity(2 * MOST);
    for word in text.split_whitespace() {
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
        // No word after this one would be shown.
        if short.len() > MOST && short.chars().count() > MOST {
            break;
        }
    }
    if let Some((end, _)) = short.char_indices().nth(MOST) {
        let last_space = short.as_bytes()[..end].iter().rposition(|byte| *byte == b' ');
        short.truncate(last_space.unwrap_or(end));
        short.push_str(" …");
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 1000, ..Default::default() })]

        #[test]
        fn small_letters_stand_where_the_capital_ones_did(text in "(\\PC|[A-Z]|[ÉÑẞİKΩſ])*") {
            let mut plain = String::new();
            for c in text.chars() {
                let small: String = c.to_lowercase().collect();
                let stays = small.chars().count() > 1 || small.len() != c.len_utf8();
                plain.push_str(if stays { &text[plain.len()..plain.len() + c.len_utf8()] } else { &small });
            }
            proptest::prop_assert_eq!(lowered(&text), plain);
        }

        #[test]
        fn texts_are_shortened_to_whole_words(text in "([a-zé]{1,12}|[ \n]| )*") {
            let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let cut: String = joined.chars().take(60).collect();
            let plain = match cut.rsplit_once(' ') {
                _ if cut == joined => joined,
                Some((start, _)) => format!("{start} …"),
                None => format!("{cut} …"),
            };
            proptest::prop_assert_eq!(shortened(&text), plain);
        }

        #[test]
        fn phrases_are_found_as_whole_words(text in "(no|yes|é| |-)*", phrase in "(no|no no|yes-no)") {
            let plain = text.match_indices(&phrase).map(|(at, _)| at..at + phrase.len()).find(|range| is_whole(&text, range));
            proptest::prop_assert_eq!(find_whole(&text, &phrase), plain);
        }
    }
}
