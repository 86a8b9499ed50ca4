//! What must never be public: birth dates, Social Security numbers, students' names; and private mailboxes.

use std::ops::Range;

use jiff::civil::Date;

use super::signs::Sign;
use super::{PageCheck, Prose, Trigger, find_whole, has_any};
use crate::diagnostics::{Finding, Level};
use crate::fields::is_email;
use crate::machine_readable::{self, Mark, MarkKind};
use crate::site::Site;
use crate::source::content_file;

pub(super) fn check(check: &mut PageCheck<'_>) {
    for prose in check.prose {
        social_security(check, prose);
        birth_dates(check, prose);
    }
    for address in &check.page.document.addresses {
        let domain = address.value.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        if is_email(&address.value) && PRIVATE.contains(&domain.as_str()) {
            check.report(
                "privacy/personal-email",
                Level::Warning,
                address.span.clone(),
                format!(
                    "“{}” is a private mailbox; what families write there is out of the district’s hands.",
                    address.value
                ),
                "Give the address of the office.",
            );
        }
    }
}

/// Where people have mailboxes of their own.
const PRIVATE: [&str; 14] = [
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "aol.com",
    "icloud.com",
    "live.com",
    "msn.com",
    "me.com",
    "comcast.net",
    "sbcglobal.net",
    "att.net",
    "protonmail.com",
    "ymail.com",
];

/// 123-45-6789, with the limits that the numbers have.
fn social_security(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    if !prose.has_sign(Sign::Hyphen) {
        return;
    }
    let text = prose.text();
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'-', bytes) {
        let Some(start) = at.checked_sub(3) else { continue };
        let end = at + 8;
        let shape = |at: usize, c: u8| if at == 3 || at == 6 { c == b'-' } else { c.is_ascii_digit() };
        let Some(number) = bytes.get(start..end) else { continue };
        if !number.iter().enumerate().all(|(at, c)| shape(at, *c)) {
            continue;
        }
        let glued = |c: Option<&u8>| c.is_some_and(|c| c.is_ascii_alphanumeric() || *c == b'-');
        let group = &text[start..at];
        if glued(start.checked_sub(1).and_then(|before| bytes.get(before)))
            || glued(bytes.get(end))
            || group == "000"
            || group == "666"
            || group.starts_with('9')
        {
            continue;
        }
        check.report(
            "privacy/social-security",
            Level::Error,
            prose.span(&(start..end)),
            "This looks like a Social Security number.",
            "Remove it, also from old versions of the file; tell whoever it belongs to if the page was public.",
        );
    }
}

const BIRTH: [&str; 12] = [
    "date of birth",
    "birth date",
    "birthdate",
    "birthday",
    "dob",
    "born on",
    "was born",
    "fecha de nacimiento",
    "nació el",
    "nacido el",
    "nacida el",
    "born",
];

/// Whether a date at `at` belongs to words about a birth directly before it.
pub(super) fn is_birth_date(lower: &str, at: usize) -> bool {
    let mut start = at.saturating_sub(40);
    while !lower.is_char_boundary(start) {
        start += 1;
    }
    let before = &lower[start..at];
    let before = before.rsplit(['.', ';', '!', '?']).next().unwrap_or(before);
    has_any(before, &BIRTH)
}

/// "Date of birth: March 4, 2012". A form that asks for the date has none.
fn birth_dates(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    if !prose.has(Trigger::Birth) {
        return;
    }
    for phrase in BIRTH {
        let Some(found) = find_whole(prose.lower(), phrase) else { continue };
        let after = &prose.text()[found.end..];
        let length: usize = after.chars().take(40).map(char::len_utf8).sum();
        let near = &after[..length];
        let near = near.split(['.', ';']).next().unwrap_or(near);
        if let Some(date) = date_in(near) {
            let range: Range<usize> = found.start..found.end + date.end;
            check.report(
                "privacy/birth-date",
                Level::Error,
                prose.span(&range),
                "This is somebody’s date of birth.",
                "Remove it; say only that the school has it on record.",
            );
            return;
        }
    }
}

/// A full date: "March 4, 2012", "4 de marzo de 2012", "3/4/2012", "2012-03-04".
fn date_in(text: &str) -> Option<Range<usize>> {
    let is_day = |mark: &Mark| matches!(mark.kind, MarkKind::Date(_));
    let in_words = machine_readable::find(text).into_iter().find(is_day).map(|mark| mark.range);
    let iso = || {
        let days = text.match_indices('-').filter_map(|(at, _)| Some(at.checked_sub(4)?..at + 6));
        days.into_iter().find(|range| text.get(range.clone()).is_some_and(|day| day.parse::<Date>().is_ok()))
    };
    in_words.or_else(|| machine_readable::numeric_dates(text).into_iter().next()).or_else(iso)
}

/// Files whose names hold a student's record and a name.
pub(super) fn check_names(site: &Site, findings: &mut Vec<Finding>) {
    const RECORDS: [&str; 8] =
        ["iep", "504", "transcript", "transcripts", "reportcard", "grades", "diagnosis", "suspension"];
    /// Words of blank forms and of pages about them.
    const COMMON: [&str; 62] = [
        "form",
        "forms",
        "sample",
        "blank",
        "template",
        "request",
        "plan",
        "plans",
        "meeting",
        "notice",
        "guide",
        "checklist",
        "rights",
        "parent",
        "parents",
        "student",
        "students",
        "school",
        "district",
        "high",
        "middle",
        "elementary",
        "independent",
        "study",
        "official",
        "unofficial",
        "release",
        "fee",
        "schedule",
        "policy",
        "handbook",
        "example",
        "report",
        "card",
        "fall",
        "spring",
        "summer",
        "winter",
        "final",
        "spanish",
        "english",
        "es",
        "en",
        "iep",
        "grade",
        "grades",
        "transcript",
        "transcripts",
        "section",
        "accommodation",
        "accommodations",
        "team",
        "and",
        "for",
        "the",
        "of",
        "to",
        "k",
        "tk",
        "about",
        "your",
        "a",
    ];
    for asset in &site.assets {
        let name = asset.path.file_name();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let parts: Vec<String> =
            stem.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).filter(|part| !part.is_empty()).collect();
        let record = parts.iter().any(|part| RECORDS.contains(&part.as_str()));
        let others = parts
            .iter()
            .filter(|part| {
                part.chars().all(char::is_alphabetic)
                    && !COMMON.contains(&part.as_str())
                    && !RECORDS.contains(&part.as_str())
            })
            .count();
        if record && others >= 2 {
            findings.push(Finding::new(
                "privacy/file-name",
                Level::Warning,
                content_file(&asset.path),
                format!("“{name}” may be the record of a student, with the student’s name."),
                "If it is, delete the file and tell the family; if not, name it after what it holds.",
            ));
        }
    }
}
