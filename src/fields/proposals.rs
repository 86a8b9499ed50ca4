//! What somebody may have meant by a value that cannot be used, so that the help can say it.

use std::ops::Range;

use jiff::civil::Date;

use super::{is_email, phone_link};

/// The months by the first three letters of their names, in English and in Spanish.
const MONTHS: [(&str, &str); 12] = [
    ("jan", "ene"),
    ("feb", "feb"),
    ("mar", "mar"),
    ("apr", "abr"),
    ("may", "may"),
    ("jun", "jun"),
    ("jul", "jul"),
    ("aug", "ago"),
    ("sep", "sep"),
    ("oct", "oct"),
    ("nov", "nov"),
    ("dec", "dic"),
];

/// How to mend the field `name` with a date that cannot be read, or that no calendar has.
pub(super) fn date(name: &str, written: &str) -> String {
    let Some((year, month, day)) = parts(written) else {
        return format!(
            "Write the year, the month and the day in digits, with hyphens between them: {name}: YYYY-MM-DD"
        );
    };
    if !(1..=12).contains(&month) {
        return "The months are 01 to 12; the month stands in the middle.".to_owned();
    }
    match Date::new(year, month, day) {
        Ok(date) => format!("Write it like this: {name}: {date}"),
        Err(_) => match Date::new(year, month, 1) {
            Ok(first) => format!("That month ends on {}; write a day that it has.", first.last_of_month()),
            Err(_) => format!("Write the year in four digits: {name}: YYYY-{month:02}-{day:02}"),
        },
    }
}

/// Year, month and day of `11/27/2026`, `November 27, 2026`, `27 de noviembre de 2026` or `2026/11/27`.
fn parts(written: &str) -> Option<(i16, i8, i8)> {
    let mut numbers: Vec<(usize, i16)> = Vec::new();
    let mut named = None;
    for word in written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits: &str = &word[..word.bytes().take_while(u8::is_ascii_digit).count()];
        if let Ok(number) = digits.parse() {
            numbers.push((digits.len(), number));
        } else {
            let start: String = word.chars().take(3).flat_map(char::to_lowercase).collect();
            let month = MONTHS.iter().position(|(english, spanish)| start == *english || start == *spanish);
            named = named.or(month.and_then(|month| i16::try_from(month + 1).ok()));
        }
    }
    let full = |(digits, year): (usize, i16)| if digits <= 2 { 2000 + year } else { year };
    let (year, month, day) = match (named, numbers.as_slice()) {
        (Some(month), [year @ (4, _), day] | [day, year]) => (full(*year), month, day.1),
        // California writes the month first; 27/11/2026 can only be the other way round.
        (None, [year @ (4, _), month, day, ..] | [day @ (_, 13..), month @ (_, 1..=12), year] | [month, day, year]) => {
            (full(*year), month.1, day.1)
        }
        _ => return None,
    };
    Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}

/// How to mend the field `name` with a web address that cannot be used.
pub(super) fn url(name: &str, written: &str) -> String {
    let (scheme, rest) = written.split_once("://").unwrap_or(("https", written));
    let rest = rest.trim_start_matches('/').trim();
    let scheme = if scheme.eq_ignore_ascii_case("http") { "http" } else { "https" };
    if rest.contains(char::is_whitespace) {
        let whole = rest.split_whitespace().collect::<Vec<_>>().join("%20");
        return format!("An address has no blanks; write %20 for each: {name}: {scheme}://{whole}");
    }
    match rest.split('/').next() {
        Some(host) if host.contains('.') => format!("Write it in full: {name}: {scheme}://{rest}"),
        _ => "Copy it from the address bar of a browser; it starts with https:// and the name of a website.".to_owned(),
    }
}

/// How to mend the field `name` with an e-mail address that cannot be used.
pub(super) fn email(name: &str, written: &str) -> String {
    let bare = written.trim_start_matches("mailto:").trim_matches(['<', '>']);
    let close: String = bare.split_whitespace().collect();
    if let Some(meant) = [bare, &close].into_iter().find(|meant| is_email(meant)) {
        return format!("Write it like this: {name}: {meant}");
    }
    match close.split_once('@') {
        None => format!("“{written}” has no @ in it; write the whole address of the mailbox."),
        Some((_, domain)) if !domain.contains('.') => {
            format!("After the @ stands the whole name of a domain; “{domain}” has no dot and no ending.")
        }
        Some(_) => "Write one address and nothing else: letters, digits, dots and hyphens, with one @.".to_owned(),
    }
}

/// How to mend the field `name` with a telephone number that cannot be used.
pub(super) fn phone(name: &str, written: &str) -> String {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let ten = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
    match ten.len() {
        0 => "Write its ten digits, the area code first.".to_owned(),
        10 => {
            let number = format!("{}-{}-{}", &ten[..3], &ten[3..6], &ten[6..]);
            debug_assert!(phone_link(&number).is_some());
            format!("Write the number alone: {name}: {number}")
        }
        7 => format!("It has 7 digits; write the area code in front: {name}: ###-{}-{}", &ten[..3], &ten[3..]),
        many => format!("It has {many} digits; a number with its area code has ten."),
    }
}

/// The first HTML tag in a text that nobody reads as HTML.
pub(super) fn first_tag(text: &str) -> Option<Range<usize>> {
    text.match_indices('<').find_map(|(at, _)| {
        let inside = &text[at + 1..at + text[at..].find('>')?];
        let name = inside.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        let is_tag =
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
        (is_tag || inside.starts_with("!--")).then_some(at..at + inside.len() + 2)
    })
}

/// The words of a text without its tags.
pub(super) fn without_tags(text: &str) -> String {
    let mut words = text.to_owned();
    while let Some(tag) = first_tag(&words) {
        words.replace_range(tag, "");
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The only number in a text: 12 of “12 months”.
pub(super) fn only_number(text: &str) -> Option<i64> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let only = numbers.next()?;
    if numbers.next().is_some() { None } else { only.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_that_was_meant() {
        for (written, meant) in [
            ("11/27/2026", "2026-11-27"),
            ("27/11/2026", "2026-11-27"),
            ("1.2.26", "2026-01-02"),
            ("2026/3/9", "2026-03-09"),
            ("2026-11-24T10:30", "2026-11-24"),
            ("November 3rd, 2026", "2026-11-03"),
            ("3 Sept 2026", "2026-09-03"),
            ("27 de noviembre de 2026", "2026-11-27"),
        ] {
            assert_eq!(date("publish_on", written), format!("Write it like this: publish_on: {meant}"), "{written}");
        }
        assert_eq!(date("of", "2026-02-30"), "That month ends on 2026-02-28; write a day that it has.");
        assert_eq!(date("of", "2026-27-11"), "The months are 01 to 12; the month stands in the middle.");
        for unclear in ["next week", "2026", "Nov 2026", ""] {
            assert_eq!(
                date("of", unclear),
                "Write the year, the month and the day in digits, with hyphens between them: of: YYYY-MM-DD"
            );
        }
    }

    #[test]
    fn addresses_and_numbers_that_were_meant() {
        assert_eq!(url("url", "www.k12.org/a"), "Write it in full: url: https://www.k12.org/a");
        assert_eq!(
            url("url", "http:/k12.org"),
            "Copy it from the address bar of a browser; it starts with https:// and the name of a website."
        );
        assert_eq!(
            url("url", "https://k12.org/a b"),
            "An address has no blanks; write %20 for each: url: https://k12.org/a%20b"
        );
        assert_eq!(email("email", "mailto:a@b.org"), "Write it like this: email: a@b.org");
        assert_eq!(email("email", "a @ b.org"), "Write it like this: email: a@b.org");
        assert_eq!(
            email("email", "office@k12"),
            "After the @ stands the whole name of a domain; “k12” has no dot and no ending."
        );
        assert_eq!(
            email("email", "office.k12.org"),
            "“office.k12.org” has no @ in it; write the whole address of the mailbox."
        );
        assert_eq!(phone("phone", "555-0100"), "It has 7 digits; write the area code in front: phone: ###-555-0100");
        assert_eq!(phone("phone", "call 530 555 0100"), "Write the number alone: phone: 530-555-0100");
        assert_eq!(phone("phone", "530-555-01000"), "It has 11 digits; a number with its area code has ten.");
    }

    #[test]
    fn tags_that_readers_would_see_as_letters() {
        for (text, tag, words) in [
            ("How to. <span lang=\"es\">Bienvenidos.</span>", "<span lang=\"es\">", "How to. Bienvenidos."),
            ("Sign<br/>here", "<br/>", "Signhere"),
            ("Now <!-- ask Ana --> open", "<!-- ask Ana -->", "Now open"),
        ] {
            assert_eq!(first_tag(text).map(|tag| &text[tag]), Some(tag));
            assert_eq!(without_tags(text), words);
        }
        for text in ["Grades < 5 and > 2", "Write to <study@example.org>", "a <- b", "x<y"] {
            assert_eq!(first_tag(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_value_has_a_help(written in "(\\PC|[0-9/@. -]){0,30}") {
            for help in [date("f", &written), url("f", &written), email("f", &written), phone("f", &written)] {
                proptest::prop_assert!(!help.is_empty());
            }
        }
    }
}
