//! Bills of the California Legislature, and the chapters of the statutes they became.

use super::{Citation, Reference, scan};

/// A house of the Legislature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum House {
    /// The Assembly: AB.
    Assembly,
    /// The Senate: SB.
    Senate,
}

impl House {
    /// `AB` or `SB`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            House::Assembly => "AB",
            House::Senate => "SB",
        }
    }
}

/// A bill that changed the law of independent study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBill {
    /// Where it started.
    pub house: House,
    /// Its number.
    pub number: u16,
    /// The year it became law.
    pub year: i16,
    /// Its chapter in that year's statutes, where a source was seen.
    pub chapter: Option<u16>,
}

const fn bill(house: House, number: u16, year: i16, chapter: Option<u16>) -> KnownBill {
    KnownBill { house, number, year, chapter }
}

/// The bills that independent study pages name without a year. A chapter is here only when a source was seen: that of
/// SB 114 was not.
pub const KNOWN_BILLS: [KnownBill; 8] = [
    bill(House::Assembly, 104, 2021, Some(41)),
    bill(House::Assembly, 130, 2021, Some(44)),
    bill(House::Assembly, 167, 2021, Some(252)),
    bill(House::Assembly, 181, 2022, Some(52)),
    bill(House::Senate, 114, 2023, None),
    bill(House::Senate, 153, 2024, Some(38)),
    bill(House::Assembly, 176, 2024, Some(998)),
    bill(House::Assembly, 121, 2025, Some(8)),
];

/// The bill an independent study page means by a number alone.
#[must_use]
pub fn known_bill(house: House, number: u16) -> Option<&'static KnownBill> {
    KNOWN_BILLS.iter().find(|bill| bill.house == house && bill.number == number)
}

/// The known bill that became this chapter of this year's statutes.
#[must_use]
pub fn bill_of_chapter(year: i16, chapter: u16) -> Option<&'static KnownBill> {
    KNOWN_BILLS.iter().find(|bill| bill.year == year && bill.chapter == Some(chapter))
}

/// The bill's text, in the two-year session of the year written with it, else of the known bill.
pub(super) fn address(house: House, number: u16, year: Option<i16>, chapter: Option<u16>) -> Option<String> {
    // "AB 104 (Chapter 13)" is another year's AB 104.
    let same_chapter =
        |bill: &&KnownBill| chapter.is_none_or(|written| bill.chapter.is_none_or(|known| known == written));
    let year = year.or_else(|| known_bill(house, number).filter(same_chapter).map(|bill| bill.year))?;
    // The site has bills from the session of 1999 on.
    let first = if year % 2 == 0 { year - 1 } else { year };
    (first >= 1999).then(|| {
        let next = first + 1;
        let house = house.code();
        format!("https://leginfo.legislature.ca.gov/faces/billTextClient.xhtml?bill_id={first}{next}0{house}{number}")
    })
}

/// Patterns of the houses' bills, see [`scan::before`]; true for more than one bill.
const NAMES: [(&str, House, bool); 11] = [
    ("assembly bill", House::Assembly, false),
    ("assembly bills", House::Assembly, true),
    ("proyecto de ley de la asamblea", House::Assembly, false),
    ("proyectos de ley de la asamblea", House::Assembly, true),
    ("ley de la asamblea", House::Assembly, false),
    ("senate bill", House::Senate, false),
    ("senate bills", House::Senate, true),
    ("proyecto de ley del senado", House::Senate, false),
    ("proyectos de ley del senado", House::Senate, true),
    ("proyecto de ley de senado", House::Senate, false),
    ("ley del senado", House::Senate, false),
];
const CHAPTERS: [&str; 5] = ["chapter", "chap.", "ch.", "capitulo", "cap."];
const STATUTES: [&str; 5] = ["statutes", "stats.", "stat.", "estatutos", "leyes"];

/// What joins "Stats." and a year.
const OF: [&str; 3] = [" of", " de", " del"];
/// What stands between "AB" and a number.
const NUMBER: [&str; 2] = ["no.", "num."];
/// Short forms, as they are written; true for more than one bill.
const SHORT: [(&str, House, bool); 6] = [
    ("AB", House::Assembly, false),
    ("A.B.", House::Assembly, false),
    ("SB", House::Senate, false),
    ("S.B.", House::Senate, false),
    ("ABs", House::Assembly, true),
    ("SBs", House::Senate, true),
];

/// Every way to end what stands before the number of a bill, a chapter or a year: patterns, and short forms.
pub(super) fn last_words() -> impl Iterator<Item = &'static str> {
    let names = NAMES.into_iter().chain(SHORT).map(|(words, ..)| words);
    names.chain(CHAPTERS).chain(STATUTES).chain(OF).chain(NUMBER)
}

/// The bill or bills whose number is at `here`.
pub(super) fn find(text: &str, free: usize, here: usize) -> Option<Vec<Citation>> {
    let before = text[free..here].trim_end();
    let Some((house, plural, start)) = house_before(before) else { return chaptered(text, free, here) };
    named(text, house, plural, free + start, here)
}

/// "AB130", "AB-130": the bill whose short form at `start` is joined to its number at `here`.
pub(super) fn glued(text: &str, start: usize, here: usize) -> Option<Vec<Citation>> {
    let (house, plural) = short(text[start..here].trim_end_matches(['-', '‑']))?;
    named(text, house, plural, start, here)
}

/// The bill or bills of a house that is named at `start`, whose first number is at `here`.
fn named(text: &str, house: House, plural: bool, start: usize, here: usize) -> Option<Vec<Citation>> {
    let (first, mut end) = number(text, here)?;
    let mut numbers = vec![(start, first, end)];
    let mut more = true;
    while more
        && let Some((at, is_last)) = another(text, end, plural)
        && let Some((next, next_end)) = number(text, at)
    {
        numbers.push((at, next, next_end));
        (end, more) = (next_end, !is_last);
    }
    // "AB 555-0142" is no bill, nor is "AB 12/05/2026".
    let glued = text[end..]
        .strip_prefix(['-', '‑', '–', '.'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if glued || !scan::closes(text, end) {
        return None;
    }
    let history = history_after(text, end).or_else(|| history_before(&text[..start]));
    let history = history.unwrap_or(History { year: None, chapter: None, end });
    let last = numbers.len() - 1;
    let bills = numbers.into_iter().enumerate().map(|(at, (start, number, end))| {
        // A chapter belongs to one bill, a year to all of them.
        let chapter = history.chapter.filter(|_| at == last);
        let end = if at == last { history.end.max(end) } else { end };
        Citation::new(start..end, Reference::Bill { house, number, year: history.year, chapter })
    });
    Some(bills.collect())
}

/// "AB", "A.B.", "Assembly Bill", "Assembly Bill (AB)", each maybe with "No.", at the end of `words`.
fn house_before(words: &str) -> Option<(House, bool, usize)> {
    let words =
        NUMBER.iter().find_map(|word| scan::before(words, word)).map_or(words, |start| words[..start].trim_end());
    if let Some((inside, open)) = scan::bracket_before(words) {
        let (house, plural) = short(inside)?;
        let name = words[..open].trim_end();
        let (_, many, start) =
            name_before(name, Some(house)).or_else(|| Some((house, false, scan::before(name, "proyecto de ley")?)))?;
        return Some((house, plural || many, start));
    }
    let start = words.trim_end_matches(|c: char| c.is_ascii_uppercase() || c == '.' || c == 's').len();
    if let Some((house, plural)) = short(&words[start..])
        && !words[..start].ends_with(|c: char| c.is_alphanumeric() || "-‑&_".contains(c))
    {
        return Some((house, plural, start));
    }
    name_before(words, None)
}

fn short(word: &str) -> Option<(House, bool)> {
    SHORT.iter().find(|(short, ..)| *short == word).map(|(_, house, plural)| (*house, *plural))
}

fn name_before(words: &str, wanted: Option<House>) -> Option<(House, bool, usize)> {
    NAMES
        .iter()
        .filter(|(_, house, _)| wanted.is_none_or(|wanted| wanted == *house))
        .filter_map(|(pattern, house, plural)| Some((*house, *plural, scan::before(words, pattern)?)))
        .min_by_key(|(_, _, start)| *start)
}

/// One to four digits at `at`, and where they end.
fn number(text: &str, at: usize) -> Option<(u16, usize)> {
    let end = scan::digits_end(text, at);
    let number =
        text[at..end].parse().ok().filter(|number| (1..=9999).contains(number) && !text[at..].starts_with('0'))?;
    Some((number, end))
}

/// Where the next number of "AB 130/167" or "Assembly Bills 130, 167, and 181" starts, and whether "and" makes it the last.
fn another(text: &str, at: usize, plural: bool) -> Option<(usize, bool)> {
    let (next, is_last) = if text[at..].starts_with('/') {
        (at + 1, false)
    } else if plural {
        let comma = scan::skip_comma(text, at);
        let word = ["and", "or", "y", "e", "&"].iter().find_map(|word| scan::after(&text[comma..], word));
        (word.map_or(comma, |length| scan::skip(text, comma + length)), word.is_some())
    } else {
        return None;
    };
    let end = scan::digits_end(text, next);
    (next > at && end > next && scan::closes(text, end)).then_some((next, is_last))
}

/// When a bill became law.
#[derive(Debug)]
struct History {
    year: Option<i16>,
    chapter: Option<u16>,
    end: usize,
}

/// " (Chapter 44, Statutes of 2021)", " (2024)", ", Statutes of 2021" or " of 2021" after a bill.
fn history_after(text: &str, at: usize) -> Option<History> {
    let here = scan::skip(text, at);
    if let Some((inside, end)) = scan::bracket_after(text, here) {
        let trimmed = inside.trim();
        if let Some((year, _)) = year(trimmed, 0).filter(|(_, end)| *end == trimmed.len()) {
            return Some(History { year: Some(year), chapter: None, end });
        }
        // "(Committee on Budget, Chapter 44, Statutes of 2021)"
        return word_starts(inside).find_map(|start| history(inside, start)).map(|history| History { end, ..history });
    }
    if let Some(history) = history(text, scan::skip_comma(text, at)).filter(|history| history.year.is_some()) {
        return Some(history);
    }
    let length = [" of", " del", " de"].iter().find_map(|word| scan::after(&text[at..], word))?;
    let (year, end) = year(text, scan::skip(text, at + length))?;
    Some(History { year: Some(year), chapter: None, end })
}

/// "Chapter 13, Statutes of 2015 (" right before a bill.
fn history_before(before: &str) -> Option<History> {
    let before = before.trim_end().strip_suffix(['(', '['])?.trim_end();
    let tail = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let tail = &before[tail..];
    let found = word_starts(tail).find_map(|start| history(tail, start).filter(|history| history.end == tail.len()))?;
    Some(History { end: 0, ..found })
}

/// Where the capitalised words of a text start.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let starts = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    text.char_indices().filter(move |(at, c)| c.is_alphabetic() && starts(*at)).map(|(at, _)| at)
}

/// "Chapter 44, Statutes of 2021", "Stats. 2021, Ch. 44", "Capítulo 44 de los Estatutos de 2021", or one half of it, at `at`.
fn history(text: &str, at: usize) -> Option<History> {
    let mut found = History { year: None, chapter: None, end: at };
    let mut here = at;
    loop {
        let words = |words: &[&str]| {
            words.iter().find_map(|word| scan::after(&text[here..], word)).map(|length| scan::skip(text, here + length))
        };
        if let Some(number_at) = words(&CHAPTERS).filter(|_| found.chapter.is_none())
            && let Some((chapter, end)) = number(text, number_at)
        {
            (found.chapter, found.end) = (Some(chapter), end);
        } else if let Some(after) = words(&STATUTES).filter(|_| found.year.is_none()) {
            let of = ["of", "del", "de"].iter().find_map(|word| scan::after(&text[after..], word));
            let Some((year, end)) = year(text, of.map_or(after, |length| scan::skip(text, after + length))) else {
                break;
            };
            (found.year, found.end) = (Some(year), end);
        } else {
            break;
        }
        here = scan::skip_comma(text, found.end);
        let of = ["of the", "of", "de los", "de las", "de"].iter().find_map(|word| scan::after(&text[here..], word));
        here = of.map_or(here, |length| scan::skip(text, here + length));
    }
    (found.end > at && scan::closes(text, found.end)).then_some(found)
}

/// A year that stands alone at `at`.
fn year(text: &str, at: usize) -> Option<(i16, usize)> {
    let end = scan::digits_end(text, at);
    let year = text[at..end].parse().ok().filter(|year| end - at == 4 && (1850..2200).contains(year))?;
    scan::closes(text, end).then_some((year, end))
}

/// "Stats. 2021, Ch. 44" without a bill: the known bill with that chapter.
fn chaptered(text: &str, free: usize, here: usize) -> Option<Vec<Citation>> {
    let before = text[free..here].trim_end();
    let of = OF.iter().find_map(|word| scan::before(before, word)).map_or(before, |end| &before[..end]);
    let start = free
        + STATUTES
            .iter()
            .find_map(|word| scan::before(of, word))
            .or_else(|| CHAPTERS.iter().find_map(|word| scan::before(before, word)))?;
    let History { year, chapter, end } = history(text, start)?;
    let bill =
        KNOWN_BILLS.iter().find(|bill| Some(bill.year) == year && chapter.is_some() && bill.chapter == chapter)?;
    let reference = Reference::Bill { house: bill.house, number: bill.number, year, chapter };
    (end > here).then(|| vec![Citation::new(start..end, reference)])
}
