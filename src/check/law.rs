//! The law: whether what a page cites exists, whether it cites what it must, and whether what it says
//! is the law today.

mod facts;
mod quantities;
mod voluntary;

use std::ops::Range;

use jiff::civil::{Date, date};

use super::{PageCheck, PageInSite, Trigger, has_any};
use crate::citations::{
    Citation, Code, House, KNOWN_EDUCATION_SECTIONS, KNOWN_TITLE_5_SECTIONS, Reference, is_known_education_section,
    is_known_title_5_section, known_bill,
};
use crate::diagnostics::Level;
use crate::front_matter::Kind;

pub use facts::{FACTS, Fact, Topic};

pub(super) fn check(check: &mut PageCheck<'_>) {
    for (citation, span) in &check.page.document.citations {
        cited(check, citation, span);
    }
    must_cite(check);
    roman_title(check);
    voluntary::check(check);
    facts::check(check);
    no_credential(check);
    pandemic(check);
}

/// Sections of independent study law and its kin: no other code has their numbers, and people mean them when two
/// digits are swapped.
const CORE: [&str; 24] = [
    "44300", "44865", "46300", "46300.1", "46300.2", "46300.4", "46300.6", "46300.7", "48204", "48206.3", "48915",
    "48917", "48985", "51225.3", "51744", "51745", "51745.5", "51745.6", "51746", "51747", "51747.3", "51747.5",
    "51749.5", "51749.6",
];

fn cited(check: &mut PageCheck<'_>, citation: &Citation, span: &Range<usize>) {
    match &citation.reference {
        Reference::Statute { code, section, .. } if *code == Code::EDUCATION => education(check, section, span),
        // Numbers of five digits that both codes could have are rare; those of Article 5.5 and its kin are not.
        Reference::Statute { code, section, .. } if CORE.contains(&section.as_str()) => check.report(
            "law/wrong-code",
            Level::Error,
            span.clone(),
            format!("Section {section} is in the Education Code, not in the {}.", code.name()),
            format!("Write EC Section {section}."),
        ),
        Reference::Regulation { title: 5, section, .. } => regulation(check, section, span),
        Reference::UnknownCode { section } => check.report(
            "law/unknown-code",
            Level::Warning,
            span.clone(),
            format!("Nobody can tell which code Section {section} is in."),
            format!("Name the code: EC Section {section}, or 5 CCR {section}."),
        ),
        Reference::Bill { house, number, year, chapter } => bill(check, *house, *number, *year, *chapter, span),
        _ => {}
    }
}

fn education(check: &mut PageCheck<'_>, section: &str, span: &Range<usize>) {
    if is_known_education_section(section) {
        return;
    }
    if is_known_title_5_section(section) {
        check.report(
            "law/wrong-code",
            Level::Error,
            span.clone(),
            format!("{section} is a regulation, not a section of the Education Code."),
            format!("Write 5 CCR {section}."),
        );
        return;
    }
    let number: Option<f64> = section.parse().ok();
    let in_article = number.is_some_and(|number| (51744.0..51749.7).contains(&number));
    let swapped = CORE.iter().find(|known| is_swap(section, known));
    let too_long = section.split('.').next().is_some_and(|number| number.len() > 5);
    if !in_article && swapped.is_none() && !too_long {
        return;
    }
    let meant = swapped.copied().or_else(|| nearest_section(section));
    let message = if in_article {
        format!("The article on independent study (EC Sections 51744 to 51749.6) has no Section {section}.")
    } else if too_long {
        format!("The Education Code has no Section {section}; its numbers have five digits at most.")
    } else {
        format!("Section {section} is not about independent study.")
    };
    let help = match meant {
        Some(meant) => format!("Did you mean {meant}?"),
        None => "Look the number up at leginfo.legislature.ca.gov.".to_owned(),
    };
    check.report("law/unknown-section", Level::Error, span.clone(), message, help);
}

fn nearest_section(section: &str) -> Option<&'static str> {
    KNOWN_EDUCATION_SECTIONS
        .iter()
        .map(|known| (strsim::damerau_levenshtein(section, known), *known))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, known)| known)
}

/// Whether two neighbouring digits of `known` are swapped in `written`.
fn is_swap(written: &str, known: &str) -> bool {
    let (a, b) = (written.as_bytes(), known.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let differ: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
    matches!(differ.as_slice(), [first, second] if first + 1 == *second && a[*first] == b[*second] && a[*second] == b[*first])
}

fn regulation(check: &mut PageCheck<'_>, section: &str, span: &Range<usize>) {
    if is_known_title_5_section(section) {
        return;
    }
    if CORE.contains(&section) {
        check.report(
            "law/wrong-code",
            Level::Error,
            span.clone(),
            format!("{section} is a section of the Education Code, not a regulation."),
            format!("Write EC Section {section}."),
        );
        return;
    }
    let number: Option<f64> = section.parse().ok();
    if number.is_some_and(|number| (11700.0..11706.0).contains(&number)) {
        check.report(
            "law/unknown-section",
            Level::Error,
            span.clone(),
            format!("The regulations on independent study have no Section {section}."),
            format!("They are: {}.", KNOWN_TITLE_5_SECTIONS[..7].join(", ")),
        );
    }
}

fn bill(
    check: &mut PageCheck<'_>,
    house: House,
    number: u16,
    year: Option<i16>,
    chapter: Option<u16>,
    span: &Range<usize>,
) {
    let name = format!("{} {number}", house.code());
    let Some(known) = known_bill(house, number) else {
        if year.is_none() {
            check.report(
                "law/bill-ambiguous",
                Level::Warning,
                span.clone(),
                format!("There is a {name} in every two years; nobody can tell which one this is."),
                format!("Add the year: {name} (2025)."),
            );
        }
        return;
    };
    // Numbers start anew with each two-year session, which begins in an odd year.
    let session = |year: i16| year - i16::from(year % 2 == 0);
    let same_session = year.is_none_or(|year| session(year) == session(known.year));
    let same_chapter = chapter.is_some() && chapter == known.chapter;
    if !same_session && !same_chapter {
        return;
    }
    if let Some(year) = year.filter(|year| *year != known.year) {
        check.report(
            "law/bill-year",
            Level::Error,
            span.clone(),
            format!("{name} became law in {}, not in {year}.", known.year),
            format!("Write {name} ({}).", known.year),
        );
    } else if let (Some(year), Some(written), Some(right)) = (year, chapter, known.chapter)
        && written != right
    {
        // Without a year it may be the bill of another session.
        check.report(
            "law/bill-chapter",
            Level::Error,
            span.clone(),
            format!("{name} is Chapter {right} of the Statutes of {year}, not Chapter {written}."),
            format!("Write {name} (Chapter {right}, Statutes of {year})."),
        );
    }
}

/// What a kind of page must cite: (section, subdivision, as the message names it).
fn required(kind: Kind) -> &'static [(&'static str, &'static str, &'static str)] {
    match kind {
        Kind::ProgramSummary => &[("51745", "", "EC Section 51745")],
        Kind::Enrollment => &[("51747", "(g)", "EC Section 51747(g)")],
        Kind::TeacherRequirements => &[
            ("44865", "", "EC Section 44865"),
            ("44300", "", "EC Section 44300"),
            ("51747.5", "", "EC Section 51747.5"),
        ],
        Kind::LegalRequirements => &[("51747", "", "EC Section 51747"), ("5 CCR", "", "5 CCR 11700")],
        Kind::RatioCalculations => &[("51745.6", "", "EC Section 51745.6")],
        _ => &[],
    }
}

fn must_cite(check: &mut PageCheck<'_>) {
    let kind = check.page.front_matter.kind;
    let missing: Vec<&str> = required(kind)
        .iter()
        .filter(|(section, subdivision, _)| {
            !check.page.document.citations.iter().any(|(citation, _)| match &citation.reference {
                Reference::Statute { code, section: written, subdivisions } => {
                    let written_subdivisions = subdivisions.replace('[', "(").replace(']', ")");
                    *code == Code::EDUCATION && written == section && written_subdivisions.starts_with(subdivision)
                }
                Reference::Regulation { title: 5, section: written, .. } => {
                    *section == "5 CCR" && written.starts_with("117")
                }
                _ => false,
            })
        })
        .map(|(_, _, name)| *name)
        .collect();
    if missing.is_empty() {
        return;
    }
    let span = check.page.front_matter.title.as_ref().map_or(0..0, |title| title.span.clone());
    check.report(
        "law/must-cite",
        Level::Error,
        span,
        format!("A page of kind {} rests on {}, and this one does not cite it.", kind.name(), missing.join(", ")),
        "Cite it in brackets after the sentence that rests on it.",
    );
}

/// "Title V" of the regulations: Title V is a federal law.
fn roman_title(check: &mut PageCheck<'_>) {
    for prose in check.prose.iter().filter(|prose| prose.has(Trigger::Title)) {
        for (at, _) in prose.text().match_indices("Title V") {
            let range = at..at + "Title V".len();
            let near: String = prose.lower()[range.end..].chars().take(60).collect();
            let is_ours =
                has_any(&near, &["regulations", "ccr", "code of regulations"]) || near.contains("section 117");
            if super::is_whole(prose.text(), &range) && is_ours {
                check.report(
                    "law/title-roman",
                    Level::Warning,
                    prose.span(&range),
                    "California’s regulations number their titles 1, 2, 3; Title V is a federal law.",
                    "Write Title 5.",
                );
            }
        }
    }
}

/// What a page must not say of credentials, and words of which each holds one.
const CLAIMS: [&str; 14] = [
    "no credential is needed",
    "no credential is required",
    "no credential needed",
    "no credential required",
    "does not need a credential",
    "do not need a credential",
    "without a credential",
    "without a teaching credential",
    "need not have a credential",
    "doesn’t need a credential",
    "does not require a credential",
    "no se necesita credencial",
    "sin credencial",
    "no necesita credencial",
];
const WORDS_OF_CLAIMS: [&str; 6] = ["no credential", "need", "without", "not require", "sin credencial", "necesita"];

/// "No credential is needed": EC 44865, 44300 and 51747.5 say otherwise.
fn no_credential(check: &mut PageCheck<'_>) {
    const DENIALS: [&str; 12] = [
        "cannot",
        "can not",
        "may not",
        "must not",
        "nobody",
        "no one",
        "never",
        "not allowed",
        "no puede",
        "nadie",
        "tutor",
        "tutors",
    ];
    const TEACHERS: [&str; 10] = [
        "teach",
        "teacher",
        "teachers",
        "supervise",
        "supervises",
        "supervisor",
        "staff",
        "maestro",
        "maestra",
        "supervisar",
    ];
    for prose in check.prose.iter().filter(|prose| prose.has(Trigger::Credential)) {
        for sentence in prose.sentences().iter().cloned() {
            let lower = &prose.lower()[sentence.clone()];
            // Most sentences hold no claim, which is known sooner without asking where.
            if !WORDS_OF_CLAIMS.iter().any(|word| lower.contains(word)) {
                continue;
            }
            let Some(claim) = CLAIMS.iter().find(|claim| lower.contains(**claim)) else { continue };
            let at = lower.find(claim).unwrap_or_default();
            if has_any(lower, &DENIALS) || !has_any(lower, &TEACHERS) {
                continue;
            }
            let range = sentence.start + at..sentence.start + at + claim.len();
            check.report(
                "law/no-credential",
                Level::Error,
                prose.span(&range),
                "The law says otherwise: a certificated employee supervises independent study (EC Section 51747.5).",
                "Say that a teacher with a credential supervises and judges the work (EC Section 44865, 44300).",
            );
        }
    }
}

/// Words of 2020 and 2021 that speak as if it were still then.
fn pandemic(check: &mut PageCheck<'_>) {
    const WORDS: [&str; 12] = [
        "covid-19",
        "covid",
        "coronavirus",
        "quarantine",
        "quarantined",
        "pandemic",
        "distance learning",
        "ab 130 notice",
        "cuarentena",
        "pandemia",
        "aprendizaje a distancia",
        "en cuarentena",
    ];
    const PAST: [&str; 20] = [
        "was",
        "were",
        "had",
        "2020",
        "2021",
        "2022",
        "ended",
        "no longer",
        "before",
        "after",
        "since",
        "until",
        "history",
        "fue",
        "era",
        "terminó",
        "ya no",
        "antes",
        "después",
        "desde",
    ];
    for prose in check.prose.iter().filter(|prose| prose.has(Trigger::Pandemic)) {
        for sentence in prose.sentences().iter().cloned() {
            let lower = &prose.lower()[sentence.clone()];
            let Some(found) = WORDS.iter().find_map(|word| super::find_whole(lower, word)) else { continue };
            if has_any(lower, &PAST) {
                continue;
            }
            let range = sentence.start + found.start..sentence.start + found.end;
            let words = prose.text()[range.clone()].to_owned();
            check.report(
                "stale/pandemic",
                Level::Warning,
                prose.span(&range),
                format!("“{words}” speaks of the rules of 2020 to 2022, which are over."),
                "Say what holds today, or that this was the rule then.",
            );
            return;
        }
    }
}

/// The law that a page states was checked after the last July 1, when most new laws take effect for schools.
pub(super) fn check_day(check: &mut PageInSite<'_>) {
    let front_matter = &check.page.front_matter;
    // A page that nobody has read yet is to decide as a whole.
    if front_matter.is_unread {
        return;
    }
    let since = last_first_of_july(check.site.today);
    let states_law =
        matches!(front_matter.kind, Kind::LegalRequirements | Kind::RatioCalculations | Kind::TeacherRequirements);
    let (message, span) = match &front_matter.legal_as_of {
        Some(day) if day.value < since => (
            format!("The law on this page was last checked on {}; new laws have taken effect on {since}.", day.value),
            Some(day.span.clone()),
        ),
        None if states_law => (
            "This page states the law, and nobody can tell of which day.".to_owned(),
            front_matter.title.as_ref().map(|title| title.span.clone()),
        ),
        _ => return,
    };
    let help = "Read the sections that the page names as the law stands today, then write the day of that reading: legal_as_of: …";
    check.report("law/as-of", Level::Warning, span, message, help);
}

fn last_first_of_july(today: Date) -> Date {
    let this_year = date(today.year(), 7, 1);
    if this_year <= today { this_year } else { date(today.year() - 1, 7, 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_claim_holds_one_of_their_words() {
        assert!(CLAIMS.iter().all(|claim| WORDS_OF_CLAIMS.iter().any(|word| claim.contains(word))));
    }

    #[test]
    fn swapped_digits() {
        assert!(is_swap("51774", "51747") && is_swap("44685", "44865"));
        assert!(!is_swap("51747", "51747") && !is_swap("51748", "51747") && !is_swap("5174", "51747"));
    }

    #[test]
    fn laws_of_this_school_year() {
        assert_eq!(last_first_of_july(date(2026, 11, 25)), date(2026, 7, 1));
        assert_eq!(last_first_of_july(date(2026, 6, 30)), date(2025, 7, 1));
    }
}
