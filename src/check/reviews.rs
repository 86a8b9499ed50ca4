//! Whether a page is still true today: when somebody last read it, and what it says about years gone by.

use jiff::Span;
use jiff::civil::{Date, date};

use crate::diagnostics::{Finding, Level};
use crate::machine_readable;
use crate::site::{Site, State};

/// The last day of a school year that ends in this year.
fn last_day(end_year: i16) -> Date {
    date(end_year, 6, 30)
}

pub(super) fn check(site: &Site, findings: &mut Vec<Finding>) {
    for (at, page) in site.pages.iter().enumerate() {
        if !matches!(site.states[at], State::Published | State::Scheduled(_)) {
            continue;
        }
        let front_matter = &page.front_matter;
        if let Some(reviewed) = &front_matter.last_reviewed {
            let cycle = front_matter.review_cycle.unwrap_or(site.config.review_cycle);
            if let Some(finding) = review(site.today, reviewed.value, cycle, &page.file()) {
                findings.push(finding.on(reviewed.span.clone()));
            }
        }
        let mut years: Vec<(i16, std::ops::Range<usize>)> =
            page.document.school_years.iter().map(|year| (year.value, year.span.clone())).collect();
        if let Some(field) = &front_matter.school_year {
            years.extend(
                machine_readable::school_years(&field.value).first().map(|(_, end)| (*end, field.span.clone())),
            );
        }
        if let Some(title) = &front_matter.title {
            years.extend(
                machine_readable::school_years(&title.value).first().map(|(_, end)| (*end, title.span.clone())),
            );
        }
        for (end, span) in years {
            if last_day(end) < site.today {
                findings.push(
                    Finding::new(
                        "stale/school-year",
                        Level::Warning,
                        page.file(),
                        format!("The school year {}-{:02} is over.", end - 1, end % 100),
                        "Bring the words up to date, or say that they are about an earlier year.",
                    )
                    .on(span),
                );
            }
        }
    }
}

/// CDE itself reviews each page at least once a year; a page that nobody has read for twice as long
/// misleads (CDE web maintenance standard).
fn review(today: Date, reviewed: Date, cycle: u16, file: &str) -> Option<Finding> {
    if reviewed > today {
        return Some(Finding::new(
            "review/future",
            Level::Error,
            file,
            format!("{reviewed} is still to come, so nobody can have read the page on that day."),
            "Write the day on which somebody last read the page through.",
        ));
    }
    let due = |months: u16| reviewed.checked_add(Span::new().months(months)).unwrap_or(Date::MAX);
    if due(cycle) >= today {
        return None;
    }
    let level = if due(cycle.saturating_mul(2)) < today { Level::Error } else { Level::Warning };
    Some(Finding::new(
        "review/overdue",
        level,
        file,
        format!("Nobody has read this page through since {reviewed}; it was due on {}.", due(cycle)),
        "Read it, check its law, dates and links, then write today’s date here.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overdue_after_a_cycle_and_an_error_after_two() {
        let today = date(2026, 11, 25);
        let level = |reviewed: Date| review(today, reviewed, 12, "a.md").map(|finding| (finding.rule, finding.level));
        assert_eq!(level(date(2025, 11, 25)), None);
        assert_eq!(level(date(2025, 11, 24)), Some(("review/overdue", Level::Warning)));
        assert_eq!(level(date(2024, 11, 24)), Some(("review/overdue", Level::Error)));
        assert_eq!(level(date(2026, 11, 26)), Some(("review/future", Level::Error)));
    }
}
