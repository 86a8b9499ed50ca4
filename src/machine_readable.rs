//! parse: telephone numbers, e-mail addresses, dates and web addresses in running
//! text, so that a phone can dial, write, remember and open them.

use std::ops::Range;

use jiff::civil::Date;

use crate::bytes;
use crate::fields::{is_email, phone_link};

/// Words that a machine can use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the run of text.
    pub range: Range<usize>,
    /// What they are.
    pub kind: MarkKind,
}

/// What marked words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A telephone number, with its `tel:` address (RFC 3966).
    Phone(String),
    /// An e-mail address.
    Email,
    /// A day of the calendar.
    Date(Date),
    /// A web address.
    Url,
}

const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const SPANISH_MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// Every mark of a run of text, from left to right, none overlapping another.
#[must_use]
pub fn find(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks: Vec<Mark> = Vec::new();
    let mut at = 0;
    // What has no period to its end holds no address further on either.
    let mut barren = 0;
    // The colon follows the digits.
    while let Some(here) = bytes::position(bytes, at, |b| matches!(b, b'0'..=b':') | (b == b'(') | (b == b'@')) {
        let free = marks.last().map_or(0, |mark| mark.range.end);
        let mark = match bytes[here] {
            b'@' => email(text, free, here),
            b':' if here < barren => None,
            b':' => url(text, free, here, &mut barren),
            b'(' => phone(text, here),
            _ => phone(text, here).or_else(|| date(text, free, here)),
        };
        match mark {
            Some(mark) => {
                at = mark.range.end;
                marks.push(mark);
            }
            // A number is tried from its first digit only.
            None => at = here + bytes[here..].iter().take_while(|b| b.is_ascii_digit()).count().max(1),
        }
    }
    marks
}

/// Days in digits alone, "3/4/26" or "03/04/2026", whatever stands first in them.
#[must_use]
pub fn numeric_dates(text: &str) -> Vec<Range<usize>> {
    let mut dates: Vec<Range<usize>> = Vec::new();
    let digits = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let is_part = |range: Range<usize>| range.len() <= 2 && matches!(text[range].parse(), Ok(1..=31));
    let mut next = 0;
    while let Some(slash) = bytes::position(text.as_bytes(), next, |b| b == b'/') {
        next = slash + 1;
        let start = slash - text[..slash].bytes().rev().take_while(u8::is_ascii_digit).count();
        let second = slash + 1 + digits(slash + 1);
        if !text[second..].starts_with('/') || !is_part(start..slash) || !is_part(slash + 1..second) {
            continue;
        }
        let end = second + 1 + digits(second + 1);
        let glued = text[..start].ends_with(|c: char| c == '/' || c == '-' || c.is_alphanumeric())
            || text[end..].starts_with(|c: char| c == '/' || c.is_alphanumeric());
        if !glued && matches!(end - second - 1, 2 | 4) {
            dates.push(start..end);
        }
    }
    dates
}

/// School years of a text, "2026-27" or "2026–2027": their bytes, and the year each ends in.
#[must_use]
pub fn school_years(text: &str) -> Vec<(Range<usize>, i16)> {
    let mut years = Vec::new();
    let mut next = 0;
    // An en dash starts with the byte E2.
    while let Some(at) = bytes::position(text.as_bytes(), next, |b| (b == b'-') | (b == b'/') | (b == 0xE2)) {
        next = at + 1;
        let Some(rest) = text[at..].strip_prefix(['-', '–', '/']) else { continue };
        let Some(start) = at.checked_sub(4).filter(|start| text.is_char_boundary(*start)) else { continue };
        let Ok(first) = text[start..at].parse::<i16>() else { continue };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let end = match rest[..digits].parse::<i16>() {
            Ok(end) if digits == 2 => first / 100 * 100 + end + if end == 0 { 100 } else { 0 },
            Ok(end) if digits == 4 => end,
            _ => continue,
        };
        let glued = text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.'));
        if end == first + 1 && (1990..2100).contains(&first) && !glued {
            years.push((start..text.len() - rest.len() + digits, end));
        }
    }
    years
}

/// School years that a text speaks of as this one: "for the 2026-27 school year", not "since the 2024-25
/// school year".
#[must_use]
pub fn current_school_years(text: &str) -> Vec<(Range<usize>, i16)> {
    const NAMES: [&str; 4] = ["school year", "año escolar", "ciclo escolar", "curso escolar"];
    /// Words of a sentence about years gone by.
    const PAST: [&str; 8] = [" was ", " were ", " ended ", " only", " fue ", " fueron ", " terminó ", " solo "];
    /// Words before a year in which something began or ended.
    const LIMITS: [&str; 16] = [
        "since",
        "from",
        "until",
        "through",
        "before",
        "after",
        "beginning in",
        "beginning with",
        "starting in",
        "starting with",
        "in",
        "desde",
        "a partir de",
        "hasta",
        "antes de",
        "en",
    ];
    let found = school_years(text);
    if found.is_empty() {
        return found;
    }
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return Vec::new();
    }
    // The sentence of the year before, and whether it speaks of a school year that is not over.
    let (mut start, mut end, mut is_current) = (0, 0, false);
    found
        .into_iter()
        .filter(|(range, _)| {
            if range.start >= end {
                start = end + lower[end..range.start].rfind(['.', '?', '!', ';']).map_or(0, |at| at + 1);
                end = lower[range.end..].find(['.', '?', '!', ';']).map_or(lower.len(), |at| range.end + at);
                let sentence = &lower[start..end];
                is_current = NAMES.iter().any(|name| sentence.contains(name))
                    && !PAST.iter().any(|word| sentence.contains(word));
            }
            let before = lower[start..range.start].trim_end();
            let before = ["the school year", "school year", "año escolar", "the", "del", "el"]
                .iter()
                .find_map(|word| before.strip_suffix(word))
                .unwrap_or(before)
                .trim_end();
            let is_limit = LIMITS
                .iter()
                .any(|word| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)));
            is_current && !is_limit
        })
        .collect()
}

/// `555-555-0142`, `(555) 555-0142 ext. 12`, `1-555-555-0142`, starting at `start`.
fn phone(text: &str, start: usize) -> Option<Mark> {
    let bytes = text.as_bytes();
    if start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'-' | b'.' | b'/' | b'#'))
    {
        return None;
    }
    let mut at = start;
    let mut groups = [0; 4];
    let mut count = 0;
    let mut open = false;
    loop {
        if bytes.get(at) == Some(&b'(') {
            if open || count > 1 {
                return None;
            }
            open = true;
            at += 1;
        }
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        *groups.get_mut(count)? = digits;
        count += 1;
        at += digits;
        if open && bytes.get(at) == Some(&b')') {
            open = false;
            at += 1;
            at += space(text, at);
            continue;
        }
        match &groups[..count] {
            [3, 3, 4] | [1, 3, 3, 4] => break,
            [1 | 3] | [1 | 3, 3] | [1, 3, 3] => {}
            _ => return None,
        }
        let separator = match bytes.get(at)? {
            b'-' | b'.' => 1,
            0xE2 if text[at..].starts_with(['\u{2011}', '\u{2013}']) => 3,
            _ => space(text, at),
        };
        if separator == 0 {
            return None;
        }
        at += separator;
    }
    let ends_number = bytes.get(at).is_none_or(|b| !b.is_ascii_alphanumeric())
        && !(matches!(bytes.get(at), Some(b'-' | b'.')) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit));
    if open || !ends_number {
        return None;
    }
    let end = extension(text, at).unwrap_or(at);
    let link = phone_link(&text[start..end])?;
    Some(Mark { range: start..end, kind: MarkKind::Phone(link) })
}

/// One space or no-break space.
fn space(text: &str, at: usize) -> usize {
    match text[at..].chars().next() {
        Some(c @ (' ' | '\u{a0}')) => c.len_utf8(),
        _ => 0,
    }
}

/// Where ", ext. 12" ends.
fn extension(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let after = rest.trim_start_matches([',', ' ', '\u{a0}']);
    let word = ["extension ", "ext. ", "ext ", "ext.", "x"]
        .iter()
        .find(|word| after.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))?;
    let digits = after[word.len()..].bytes().take_while(u8::is_ascii_digit).count();
    (1..=6).contains(&digits).then(|| at + (rest.len() - after.len()) + word.len() + digits)
}

/// The address around the `@` at `at`.
fn email(text: &str, free: usize, at: usize) -> Option<Mark> {
    let local = text[free..at].rfind(|c: char| !(c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c)));
    let start =
        local.map_or(free, |offset| free + offset + text[free + offset..].chars().next().map_or(1, char::len_utf8));
    let rest = &text[at + 1..];
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).unwrap_or(rest.len());
    let end = at + 1 + rest[..length].trim_end_matches(['.', '-']).len();
    is_email(&text[start..end]).then_some(Mark { range: start..end, kind: MarkKind::Email })
}

/// The web address whose `:` is at `at`; or up to where there is none.
fn url(text: &str, free: usize, at: usize, barren: &mut usize) -> Option<Mark> {
    if !text[at..].starts_with("://") {
        return None;
    }
    let start = ["https", "http"].iter().find_map(|scheme| {
        let start = at.checked_sub(scheme.len())?;
        let before = start.checked_sub(1).map(|at| text.as_bytes()[at]);
        (start >= free && text.get(start..at)? == *scheme && before.is_none_or(|b| !b.is_ascii_alphanumeric()))
            .then_some(start)
    })?;
    let rest = &text[at + 3..];
    let length = rest.find(|c: char| c.is_whitespace() || "<>\"“”`{}|\\^".contains(c)).unwrap_or(rest.len());
    let mut address = &rest[..length];
    // Sentence punctuation after an address is not part of it, nor is a bracket that was opened before it.
    loop {
        let trimmed = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_']);
        let trimmed =
            if trimmed.ends_with(')') && !trimmed.contains('(') { &trimmed[..trimmed.len() - 1] } else { trimmed };
        if trimmed.len() == address.len() {
            break;
        }
        address = trimmed;
    }
    if !address.contains('.') {
        *barren = at + 3 + length;
        return None;
    }
    (address.len() > 3).then(|| Mark { range: start..at + 3 + address.len(), kind: MarkKind::Url })
}

/// `October 8, 2020`, `8 October 2020` or `8 de octubre de 2020`, whose day starts at `at`.
fn date(text: &str, free: usize, at: usize) -> Option<Mark> {
    let bytes = text.as_bytes();
    if at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'.' | b'-' | b'/' | b'$')) {
        return None;
    }
    let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits > 2 {
        return None;
    }
    let after = at + digits;
    // "3-4", "8:30", "in room 12."
    if !matches!(bytes.get(after)?, b' ' | b'\n' | b',' | 0xC2) {
        return None;
    }
    let day: i8 = text[at..after].parse().ok()?;
    // October 8, 2020
    if let Some((start, month)) = month_before(&text[free..at]) {
        let rest = &text[after..];
        let gap = rest.len() - rest.trim_start_matches([',', ' ', '\n', '\u{a0}']).len();
        if gap > 0
            && let Some((year, end)) = year(text, after + gap)
        {
            let date = Date::new(year, month, day).ok()?;
            return Some(Mark { range: free + start..end, kind: MarkKind::Date(date) });
        }
        return None;
    }
    // 8 October 2020; 8 de octubre de 2020
    let mut next = Words { text, at: after };
    let mut word = next.word()?;
    if word.eq_ignore_ascii_case("de") {
        word = next.word()?;
    }
    let month = month_number(word)?;
    let mark = next.at;
    if next.word().is_none_or(|word| !word.eq_ignore_ascii_case("de") && !word.eq_ignore_ascii_case("del")) {
        next.at = mark;
    }
    let rest = &text[next.at..];
    let gap = rest.len() - rest.trim_start_matches([',', ' ', '\n', '\u{a0}']).len();
    let (year, end) = year(text, next.at + gap)?;
    let date = Date::new(year, month, day).ok()?;
    (gap > 0).then_some(Mark { range: at..end, kind: MarkKind::Date(date) })
}

struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// The next word of letters after white space.
    fn word(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let start = rest.len() - rest.trim_start_matches([' ', '\n', '\u{a0}']).len();
        let word = &rest[start..];
        let ascii = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = match word.as_bytes().get(ascii) {
            Some(0x80..) => word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len()),
            _ => ascii,
        };
        if start == 0 || length == 0 {
            return None;
        }
        self.at += start + length;
        Some(&rest[start..start + length])
    }
}

/// The month name that ends `before` (white space and a full stop may follow it), and where it starts.
fn month_before(before: &str) -> Option<(usize, i8)> {
    let trimmed = before.trim_end_matches([' ', '\n', '\u{a0}']);
    if trimmed.len() == before.len() {
        return None;
    }
    let name = trimmed.trim_end_matches('.');
    let start = name.bytes().rposition(|b| !b.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    let word = &name[start..];
    word.starts_with(|c: char| c.is_ascii_uppercase()).then(|| month_number(word)).flatten().map(|month| (start, month))
}

/// 1 to 12 for a month's English or Spanish name, or the usual English short forms.
fn month_number(word: &str) -> Option<i8> {
    // "may", "septiembre"; "hours", "pupils" and "years" start with other letters.
    let initial = word.bytes().next()?.to_ascii_lowercase();
    if !(3..=10).contains(&word.len()) || !b"adefjmnos".contains(&initial) {
        return None;
    }
    let whole = |names: &[&str; 12]| names.iter().position(|name| name.eq_ignore_ascii_case(word));
    let is_short = word.len() == 3 || word.eq_ignore_ascii_case("sept");
    let short = || {
        let starts = |name: &&str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        ENGLISH_MONTHS.iter().position(starts).filter(|_| is_short)
    };
    let index = whole(&ENGLISH_MONTHS).or_else(|| whole(&SPANISH_MONTHS)).or_else(short)?;
    i8::try_from(index + 1).ok()
}

/// A year from 1900 to 2199 that stands alone at `at`.
fn year(text: &str, at: usize) -> Option<(i16, usize)> {
    let bytes = text.as_bytes();
    let digits = bytes.get(at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits != 4 || bytes.get(at + 4).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let year: i16 = text[at..at + 4].parse().ok()?;
    (1900..2200).contains(&year).then_some((year, at + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<String> {
        find(text)
            .into_iter()
            .map(|mark| {
                let words = &text[mark.range];
                match mark.kind {
                    MarkKind::Phone(link) => format!("{words} → {link}"),
                    MarkKind::Email => format!("{words} → mailto"),
                    MarkKind::Date(date) => format!("{words} → {date}"),
                    MarkKind::Url => format!("{words} → url"),
                }
            })
            .collect()
    }

    #[test]
    fn phones_mails_dates_and_addresses() {
        assert_eq!(
            marked(
                "Call (555) 555-0142, ext. 12 or 555-555-0100. Write to study@example.org. By October 8, 2020, see https://www.example.org/a_(b)."
            ),
            [
                "(555) 555-0142, ext. 12 → tel:+15555550142;ext=12",
                "555-555-0100 → tel:+15555550100",
                "study@example.org → mailto",
                "October 8, 2020 → 2020-10-08",
                "https://www.example.org/a_(b) → url",
            ]
        );
        assert_eq!(
            marked(
                "el 8 de octubre de 2020, 3 de mayo del 2026; 8 October 2020; Sept. 3, 2026; 1-555-555-0142; (see https://a.org)"
            ),
            [
                "8 de octubre de 2020 → 2020-10-08",
                "3 de mayo del 2026 → 2026-05-03",
                "8 October 2020 → 2020-10-08",
                "Sept. 3, 2026 → 2026-09-03",
                "1-555-555-0142 → tel:+15555550142",
                "https://a.org → url",
            ]
        );
    }

    #[test]
    fn what_only_looks_like_one_stays_text() {
        for text in [
            "25:1",
            "51747",
            "EC 51747(g)",
            "grades 9-12",
            "2026-27",
            "June 29",
            "February 30, 2026",
            "May 5 students",
            "555-0142",
            "123-45-6789",
            "12345-6789",
            "room 12, 2026",
            "a@b",
            "@home",
            "10:30",
            "ratio 22.979",
            "12.345.6789",
            "1234-555-555-0142",
            "555-555-01423",
        ] {
            assert_eq!(marked(text), [""; 0], "{text}");
        }
    }

    /// The definition: whole names, and short forms of the English ones.
    fn plain_month(word: &str) -> Option<i8> {
        let lower = word.to_lowercase();
        let is_short = lower.chars().count() == 3 || lower == "sept";
        let months = || ENGLISH_MONTHS.iter().zip(SPANISH_MONTHS).map(|(english, spanish)| (*english, spanish));
        let whole = months().position(|(english, spanish)| english == lower || spanish == lower);
        whole
            .or_else(|| months().position(|(english, _)| is_short && english.starts_with(&lower)))
            .map(|at| i8::try_from(at).unwrap() + 1)
    }

    /// The definition: each mark in turn.
    fn plain_school_years(text: &str) -> Vec<(Range<usize>, i16)> {
        let is_year = |(range, end): &(Range<usize>, i16)| {
            let (years, before) = (&text[range.clone()], &text[..range.start]);
            let written = [format!("{:02}", end % 100), end.to_string()];
            (1991..=2100).contains(end)
                && ["-", "–", "/"]
                    .iter()
                    .any(|mark| written.iter().any(|written| years == format!("{}{mark}{written}", end - 1)))
                && !text[range.end..].starts_with(|c: char| c.is_ascii_digit())
                && !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.'))
        };
        let places = text.char_indices().map(|(at, _)| at);
        let ranges = places.flat_map(|at| [7, 9, 11].map(|length| at..at + length));
        ranges
            .filter(|range| text.is_char_boundary(range.end))
            .flat_map(|range| (1990..=2100).map(move |end| (range.clone(), end)))
            .filter(is_year)
            .collect()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 1000, ..Default::default() })]

        #[test]
        fn months_are_those_of_the_plain_definition(word in "(sept?|SEPT|Mayo?|abril|jun|July?|jul|[a-zé]{0,4})[a-z]{0,2}") {
            proptest::prop_assert_eq!(month_number(&word), plain_month(&word));
        }

        #[test]
        fn school_years_are_those_of_the_plain_definition(text in "(20|2026|2027|27|[-–/]|—|é|[ .a])*") {
            proptest::prop_assert_eq!(school_years(&text), plain_school_years(&text));
        }
    }
}
