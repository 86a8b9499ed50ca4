//! Whether a page is still true today: when somebody last read it, and what it says about years gone by.

use jiff::Span;
use jiff::civil::{Date, date};

use super::PageInSite;
use crate::diagnostics::Level;
use crate::fields::Located;
use crate::machine_readable;

/// The last day of a school year that ends in this year.
fn last_day(end_year: i16) -> Date {
    date(end_year, 6, 30)
}

pub(super) fn check(check: &mut PageInSite<'_>) {
    let (page, today) = (check.page, check.site.today);
    let front_matter = &page.front_matter;
    if let Some(reviewed) = &front_matter.last_reviewed {
        let cycle = front_matter.review_cycle.unwrap_or(check.site.config.review_cycle);
        if let Some((rule, level, message, help)) = review(today, reviewed.value, cycle) {
            check.report(rule, level, Some(reviewed.span.clone()), message, help);
        }
    } else if front_matter.is_unread && !check.is_translation() {
        check.report(
            "content/decide",
            Level::Note,
            front_matter.title.as_ref().map(|title| title.span.clone()),
            "To decide: the day on which somebody read this page through.",
            format!("When somebody has, write that day below the summary. If it is today: last_reviewed: {today}"),
        );
    }
    if let Some(day) = front_matter.legal_as_of.as_ref().filter(|day| day.value > today) {
        check.report(
            "review/future",
            Level::Error,
            Some(day.span.clone()),
            format!("{} is still to come, so nobody can have checked the law on that day.", day.value),
            "Write the day on which somebody last held the page against the law.",
        );
    }
    let of_field = |field: &Located<String>| {
        machine_readable::school_years(&field.value).first().map(|(_, end)| (*end, field.span.clone()))
    };
    let fields = [&front_matter.school_year, &front_matter.title];
    let in_text = page.document.school_years.iter().map(|year| (year.value, year.span.clone()));
    for (end, span) in in_text.chain(fields.into_iter().flatten().filter_map(of_field)) {
        if last_day(end) < today {
            check.report(
                "stale/school-year",
                Level::Warning,
                Some(span),
                format!("The school year {}-{:02} is over.", end - 1, end % 100),
                "Bring the words up to date, or say that they are about an earlier year.",
            );
        }
    }
}

/// CDE itself reviews each page at least once a year; a page that nobody has read for twice as long
/// misleads (CDE web maintenance standard).
fn review(today: Date, reviewed: Date, cycle: u16) -> Option<(&'static str, Level, String, &'static str)> {
    if reviewed > today {
        return Some((
            "review/future",
            Level::Error,
            format!("{reviewed} is still to come, so nobody can have read the page on that day."),
            "Write the day on which somebody last read the page through.",
        ));
    }
    let due = |months: u16| reviewed.checked_add(Span::new().months(months)).unwrap_or(Date::MAX);
    if due(cycle) >= today {
        return None;
    }
    let level = if due(cycle.saturating_mul(2)) < today { Level::Error } else { Level::Warning };
    Some((
        "review/overdue",
        level,
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
        let level = |reviewed: Date| review(today, reviewed, 12).map(|(rule, level, ..)| (rule, level));
        assert_eq!(level(date(2025, 11, 25)), None);
        assert_eq!(level(date(2025, 11, 24)), Some(("review/overdue", Level::Warning)));
        assert_eq!(level(date(2024, 11, 24)), Some(("review/overdue", Level::Error)));
        assert_eq!(level(date(2026, 11, 26)), Some(("review/future", Level::Error)));
    }
}
