//! The law: whether what a page cites exists, whether it cites what it must, and whether what it says
//! is the law today.

mod cited;
mod claims;
mod facts;
mod passages;
mod quantities;
mod reading;
mod verdicts;
mod voluntary;
mod words;

use std::ops::Range;

use jiff::civil::{Date, date};

use super::{PageCheck, PageInSite, Trigger, has_any};
use crate::citations::{Code, Reference};
use crate::diagnostics::Level;
use crate::front_matter::Kind;
use verdicts::Verdict;

pub use facts::{FACTS, Fact, LAW_AS_OF, Topic};

pub(super) fn check(check: &mut PageCheck<'_>) {
    cited::check(check);
    must_cite(check);
    claims(check);
    pandemic(check);
}

/// What the page claims about the law, held against the facts; and whether it leaves families their choice.
fn claims(check: &mut PageCheck<'_>) {
    let mut found: Vec<(Range<usize>, Verdict)> = Vec::new();
    let kind = check.page.front_matter.kind;
    let must_say = matches!(kind, Kind::Enrollment | Kind::ProgramSummary);
    let mut says_so = false;
    passages::each(check, &mut |sentence| {
        let reading = sentence.reading;
        for claim in sentence.claims() {
            let verdict = verdicts::verdict(&claim, reading.words(&claim.pieces));
            found.extend(verdict.map(|verdict| (reading.span(&claim.pieces), verdict)));
        }
        if let Some(pieces) = voluntary::compulsion(sentence) {
            found.push((reading.span(&pieces), voluntary::contradiction(reading.words(&pieces))));
        }
        says_so |= must_say && voluntary::says_so(sentence);
    });
    // One sentence may say one thing twice: "3 to 14 days".
    found.sort_by_key(|(span, verdict)| (span.start, verdict.rule));
    found.dedup_by(|(one, a), (other, b)| one == other && a.rule == b.rule);
    for (span, Verdict { rule, level, message, help }) in found {
        check.report(rule, level, span, message, help);
    }
    if must_say && !says_so {
        let span = check.page.front_matter.title.as_ref().map_or(0..0, |title| title.span.clone());
        check.report(
            "voluntary/missing",
            Level::Error,
            span,
            "This page nowhere says that independent study is voluntary.",
            "Add a sentence near the top: “Independent study is voluntary (EC Section 51747(g)).”",
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
    const EXCUSED: [&str; 8] = [
        "excused",
        "health officer",
        "48205",
        "county health",
        "justificada",
        "justificado",
        "oficial de salud",
        "health department",
    ];
    for prose in check.prose.iter().filter(|prose| prose.has(Trigger::Pandemic)) {
        for sentence in prose.sentences().iter().cloned() {
            let lower = &prose.lower()[sentence.clone()];
            let Some(found) = WORDS.iter().find_map(|word| super::find_whole(lower, word)) else { continue };
            // An excused absence of today (EC Section 48205).
            if has_any(lower, &PAST) || has_any(lower, &EXCUSED) {
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
    fn laws_of_this_school_year() {
        assert_eq!(last_first_of_july(date(2026, 11, 25)), date(2026, 7, 1));
        assert_eq!(last_first_of_july(date(2026, 6, 30)), date(2025, 7, 1));
    }
}
