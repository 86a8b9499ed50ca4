//! Whether what a page cites exists, and stands where it says: sections, regulations, bills and their chapters.

use std::ops::Range;

use crate::check::{PageCheck, Trigger, has_any, is_whole};
use crate::citations::{
    ABSENT_FROM_ARTICLE_5_5, Citation, Code, House, KNOWN_BILLS, KNOWN_EDUCATION_SECTIONS, KNOWN_TITLE_5_SECTIONS,
    KnownBill, Reference, bill_of_chapter, is_known_education_section, is_known_title_5_section, known_bill,
};
use crate::diagnostics::Level;

pub(super) fn check(check: &mut PageCheck<'_>) {
    let citations = &check.page.document.citations;
    for (citation, span) in citations {
        cited(check, citation, span);
    }
    for pair in citations.windows(2) {
        if let [(one, first), (other, second)] = pair {
            falling_range(check, (one, first), (other, second));
        }
    }
    roman_title(check);
}

/// Sections of independent study law and its kin: no other code has their numbers, and people mean them when two
/// digits are swapped.
const CORE: [&str; 26] = [
    "44300", "44865", "46300", "46300.1", "46300.2", "46300.4", "46300.6", "46300.7", "48204", "48206.3", "48915",
    "48917", "48985", "51225.3", "51744", "51745", "51745.5", "51745.6", "51746", "51747", "51747.3", "51747.5",
    "51748", "51749", "51749.5", "51749.6",
];

/// Numbers of other codes that school pages cite, and that the Education Code is taken to have.
const OTHERS: [(&str, &str); 9] = [
    ("11135", "GOV"),
    ("6550", "FAM"),
    ("6551", "FAM"),
    ("6552", "FAM"),
    ("120325", "HSC"),
    ("120335", "HSC"),
    ("120370", "HSC"),
    ("120372", "HSC"),
    ("120440", "HSC"),
];

fn cited(check: &mut PageCheck<'_>, citation: &Citation, span: &Range<usize>) {
    match &citation.reference {
        Reference::Statute { code, section, subdivisions } if *code == Code::EDUCATION => {
            education(check, section, subdivisions, span);
        }
        // Numbers of five digits that both codes could have are rare; those of Article 5.5 and its kin are not.
        Reference::Statute { code, section, .. } if CORE.contains(&section.as_str()) => check.report(
            "law/wrong-code",
            Level::Error,
            span.clone(),
            format!("Section {section} is in the Education Code, not in the {}.", code.name()),
            format!("Write EC Section {section}."),
        ),
        Reference::Regulation { title: 5, section, .. } => regulation(check, section, span),
        Reference::Regulation { title, section, .. }
            if section.starts_with("117") && is_known_title_5_section(section) =>
        {
            check.report(
                "law/wrong-code",
                Level::Error,
                span.clone(),
                format!("The regulations on independent study are in Title 5, not in Title {title}."),
                format!("Write 5 CCR {section}."),
            );
        }
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

fn education(check: &mut PageCheck<'_>, section: &str, subdivisions: &str, span: &Range<usize>) {
    if let Some(code) =
        OTHERS.iter().find(|(number, _)| *number == section).and_then(|(_, code)| Code::from_law_code(code))
    {
        check.report(
            "law/wrong-code",
            Level::Error,
            span.clone(),
            format!("Section {section} is in the {}, not in the Education Code.", code.name()),
            format!("Write {} Section {section}.", code.name()),
        );
        return;
    }
    if is_known_education_section(section) {
        if let Some(levels) = misplaced(subdivisions) {
            check.report(
                "law/unknown-section",
                Level::Warning,
                span.clone(),
                format!("“{section}{subdivisions}” names a paragraph that the section cannot have: a code goes (a)(1)(A)(i)."),
                format!("Write {section}{levels}, or look the letters up at leginfo.legislature.ca.gov."),
            );
        }
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
    let in_article = number.is_some_and(|number| (51744.0..51750.0).contains(&number));
    let swapped = CORE.iter().find(|known| is_swap(section, known)).copied();
    let too_long = section.split('.').next().is_some_and(|number| number.len() > 5);
    // Never enacted, though bills and pages name it.
    let never = matches!(section, "46300.9" | "46306") || ABSENT_FROM_ARTICLE_5_5.contains(&section);
    if in_article || never || swapped.is_some() || too_long {
        let meant = swapped
            .or_else(|| too_long.then(|| without_a_digit(section)).flatten())
            .or_else(|| nearest_section(section));
        let message = if in_article {
            format!("The article on independent study (EC Sections 51744 to 51749.6) has no Section {section}.")
        } else if too_long {
            format!("The Education Code has no Section {section}; its numbers have five digits at most.")
        } else if never {
            format!("The Education Code has no Section {section}.")
        } else {
            format!("Section {section} is not about independent study.")
        };
        check.report("law/unknown-section", Level::Error, span.clone(), message, did_you_mean(meant));
        return;
    }
    // "EC 41747(g)(9)", "EC 44330 and 44865": one digit is another, and the letters or the company say which section is meant.
    let slip = CORE.iter().copied().find(|known| is_slip(section, known));
    if let Some(meant) = slip.filter(|_| !subdivisions.is_empty() || is_in_company(check, span)) {
        check.report(
            "law/unknown-section",
            Level::Warning,
            span.clone(),
            format!("Section {section} is not one that pages on independent study cite."),
            did_you_mean(Some(meant)),
        );
    }
}

fn did_you_mean(section: Option<&str>) -> String {
    match section {
        Some(meant) => format!("Did you mean {meant}?"),
        None => "Look the number up at leginfo.legislature.ca.gov.".to_owned(),
    }
}

/// Whether a section of independent study law is cited close by.
fn is_in_company(check: &PageCheck<'_>, span: &Range<usize>) -> bool {
    const NEAR: usize = 60;
    check.page.document.citations.iter().any(|(citation, other)| {
        let near = other.start < span.end + NEAR && span.start < other.end + NEAR;
        near && matches!(&citation.reference, Reference::Statute { code, section, .. } if *code == Code::EDUCATION && CORE.contains(&section.as_str()))
    })
}

/// What is left of subdivisions up to the first that cannot stand there: letters, then numbers, then capitals, then
/// small Roman numbers.
fn misplaced(subdivisions: &str) -> Option<String> {
    let mut right = String::new();
    let groups = subdivisions.split_inclusive([')', ']']);
    for (depth, group) in groups.enumerate() {
        let inside = group.strip_prefix(['(', '[']).and_then(|group| group.strip_suffix([')', ']']))?;
        let is_roman = inside.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
        let fits = match depth {
            0 => inside.len() <= 2 && inside.bytes().all(|byte| byte.is_ascii_lowercase()),
            1 => inside.bytes().all(|byte| byte.is_ascii_digit()),
            2 => inside.bytes().all(|byte| byte.is_ascii_uppercase()),
            _ => true,
        };
        // Some sections start with a number.
        if depth == 0 && !fits {
            return None;
        }
        if !fits {
            return (is_roman && depth < 3).then_some(right);
        }
        right.push_str(group);
    }
    None
}

fn nearest_section(section: &str) -> Option<&'static str> {
    KNOWN_EDUCATION_SECTIONS
        .iter()
        .map(|known| (strsim::damerau_levenshtein(section, known), *known))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, known)| known)
}

/// A number of six digits with one too many.
fn without_a_digit(section: &str) -> Option<&'static str> {
    let without = |at: usize| [&section[..at], &section[at + 1..]].concat();
    let shorter: Vec<String> = (0..section.len()).filter(|at| section.is_char_boundary(*at)).map(without).collect();
    KNOWN_EDUCATION_SECTIONS.iter().copied().find(|known| shorter.iter().any(|number| number == known))
}

/// Whether two neighbouring digits of `known` are swapped in `written`.
fn is_swap(written: &str, known: &str) -> bool {
    let (a, b) = (written.as_bytes(), known.as_bytes());
    matches!(differences(written, known).as_slice(), [first, second] if first + 1 == *second && a[*first] == b[*second] && a[*second] == b[*first])
}

/// Whether one digit of `known` is another in `written`: not the last one, which neighbouring sections differ in.
fn is_slip(written: &str, known: &str) -> bool {
    matches!(differences(written, known).as_slice(), [at] if *at < 4)
}

/// Where two numbers of one length differ.
fn differences(written: &str, known: &str) -> Vec<usize> {
    let (a, b) = (written.as_bytes(), known.as_bytes());
    if a.len() != b.len() {
        return Vec::new();
    }
    (0..a.len()).filter(|at| a[*at] != b[*at]).collect()
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
    let regulations = &KNOWN_TITLE_5_SECTIONS[..7];
    let swapped = regulations.iter().find(|known| is_swap(section, known));
    if swapped.is_some() || number.is_some_and(|number| (11700.0..11710.0).contains(&number)) {
        let help = match swapped {
            Some(meant) => format!("Did you mean 5 CCR {meant}?"),
            None => format!("They are: {}.", regulations.join(", ")),
        };
        check.report(
            "law/unknown-section",
            Level::Error,
            span.clone(),
            format!("The regulations on independent study have no Section {section}."),
            help,
        );
    }
}

/// "EC sections 51749.6-51744": a range from a higher number to a lower one.
fn falling_range(check: &mut PageCheck<'_>, one: (&Citation, &Range<usize>), other: (&Citation, &Range<usize>)) {
    let between = check.lines.text().get(one.1.end..other.1.start).unwrap_or_default().trim();
    if !matches!(between, "-" | "‑" | "–" | "—" | "to" | "through" | "a") {
        return;
    }
    let (first, last) = match (&one.0.reference, &other.0.reference) {
        (Reference::Statute { code, section: first, .. }, Reference::Statute { code: same, section: last, .. })
            if code == same =>
        {
            (first, last)
        }
        (Reference::Regulation { section: first, .. }, Reference::Regulation { section: last, .. }) => (first, last),
        _ => return,
    };
    let number = |section: &str| section.parse::<f64>().unwrap_or_default();
    let known = |section: &str| is_known_education_section(section) || is_known_title_5_section(section);
    if number(first) > number(last) && known(first) && known(last) {
        check.report(
            "law/unknown-section",
            Level::Error,
            one.1.start..other.1.end,
            format!("The sections from {first} to {last} are none: {first} comes after {last}."),
            format!("Write the lower number first: {last}–{first}."),
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
    // A chapter names one law of its year, whatever the bill is called.
    if let (Some(year), Some(chapter)) = (year, chapter)
        && let Some(right) = bill_of_chapter(year, chapter)
        && (right.house, right.number) != (house, number)
    {
        let KnownBill { house, number, .. } = right;
        let right = format!("{} {number}", house.code());
        check.report(
            "law/bill-chapter",
            Level::Error,
            span.clone(),
            format!("Chapter {chapter} of the Statutes of {year} is {right}, not {name}."),
            format!("Write {right} (Chapter {chapter}, Statutes of {year}), or look the chapter of {name} up."),
        );
        return;
    }
    let Some(known) = known_bill(house, number).filter(|known| known.year < 2025 || year.is_some()) else {
        unknown_bill(check, house, number, year, span);
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

/// A bill that is none of those that changed independent study: its number alone says little, and the other house may
/// have the one that is meant.
fn unknown_bill(check: &mut PageCheck<'_>, house: House, number: u16, year: Option<i16>, span: &Range<usize>) {
    let name = format!("{} {number}", house.code());
    let twin = KNOWN_BILLS.iter().find(|bill| bill.number == number && bill.house != house);
    let twin = twin.filter(|bill| year.is_none_or(|year| year == bill.year));
    if year.is_some() && twin.is_none() {
        return;
    }
    let (message, help) = match twin {
        Some(twin) => {
            let right = format!("{} {number}", twin.house.code());
            (
                format!(
                    "{name} changed nothing in independent study as far as is known; {right} of {} did.",
                    twin.year
                ),
                format!("Did you mean {right} ({})?", twin.year),
            )
        }
        None => (
            format!("A bill {name} comes every two years; nobody can tell which one this is."),
            format!("Add the year: {name} (2025)."),
        ),
    };
    check.report("law/bill-ambiguous", Level::Warning, span.clone(), message, help);
}

/// "Title V" of the regulations: Title V is a federal law.
fn roman_title(check: &mut PageCheck<'_>) {
    for prose in check.prose.iter().filter(|prose| prose.has(Trigger::Title)) {
        let lower = prose.lower();
        for (at, found) in
            ["title v", "tit. v", "título v", "titulo v"].iter().flat_map(|words| lower.match_indices(words))
        {
            let range = at..at + found.len();
            let after: String = lower[range.end..].chars().take(60).collect();
            let before: String = lower[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
            let names = ["regulations", "regs", "ccr", "code of regulations", "reglamentos", "regulaciones"];
            let is_ours = has_any(&after, &names)
                || has_any(&before, &names)
                || ["section 117", "sección 117", "§ 117"].iter().any(|section| after.contains(section));
            if is_whole(lower, &range) && prose.text()[range.clone()].ends_with('V') && is_ours {
                let word = if found.starts_with("tí") || found.starts_with("titu") { "Título" } else { "Title" };
                check.report(
                    "law/title-roman",
                    Level::Warning,
                    prose.span(&range),
                    "California’s regulations number their titles 1, 2, 3; Title V is a federal law.",
                    format!("Write {word} 5."),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_digits() {
        assert!(is_swap("51774", "51747") && is_swap("44685", "44865"));
        assert!(!is_swap("51747", "51747") && !is_swap("51748", "51747") && !is_swap("5174", "51747"));
    }

    #[test]
    fn a_wrong_digit_that_neighbours_do_not_differ_in() {
        assert!(is_slip("41747", "51747") && is_slip("44330", "44300"));
        assert!(!is_slip("51740", "51747") && !is_slip("51747", "51747"));
    }

    #[test]
    fn subdivisions_have_their_order() {
        assert_eq!(misplaced("(a)(2)(iv)").as_deref(), Some("(a)(2)"));
        for right in ["(g)(9)(A)", "[g][9]", "(b)(2)(A)(ii)", "(e)", "", "(a) and (b)"] {
            assert_eq!(misplaced(right), None, "{right}");
        }
    }
}
