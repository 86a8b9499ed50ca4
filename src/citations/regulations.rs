//! What is cited by title: the California Code of Regulations, the United States Code
//! and the Code of Federal Regulations. And the California Constitution.

use super::scan::{self, Item, Marker, Style};
use super::{Citation, Reference};

/// What a title is a title of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    /// The California Code of Regulations.
    California,
    /// The United States Code.
    Statutes,
    /// The Code of Federal Regulations.
    Regulations,
}

/// Short forms, as they are written.
const SHORT: [(&str, System); 8] = [
    ("CCR", System::California),
    ("C.C.R.", System::California),
    ("USCA", System::Statutes),
    ("USC", System::Statutes),
    ("U.S.C.A.", System::Statutes),
    ("U.S.C.", System::Statutes),
    ("CFR", System::Regulations),
    ("C.F.R.", System::Regulations),
];

/// Names, as patterns of [`scan::after`].
const NAMES: [(&str, System); 14] = [
    ("california code of regulations", System::California),
    ("cal. code of regulations", System::California),
    ("cal. code of regs.", System::California),
    ("cal. code regs.", System::California),
    ("ca code of regulations", System::California),
    ("codigo de reglamentos de california", System::California),
    ("codigo de regulaciones de california", System::California),
    ("united states code", System::Statutes),
    ("u.s. code", System::Statutes),
    ("codigo de los estados unidos", System::Statutes),
    ("code of federal regulations", System::Regulations),
    ("codigo de reglamentos federales", System::Regulations),
    ("codigo de regulaciones federales", System::Regulations),
    ("codigo federal de regulaciones", System::Regulations),
];

const TITLE: [&str; 3] = ["title", "titulo", "tit."];

/// A regulation's page. Addresses at Westlaw cannot be made from numbers: two are known, the index is the way to the others.
pub(super) fn california_address(title: u8, section: &str) -> String {
    let page = match (title, section) {
        (5, "11700") => "Document/I1C2235C0D48011DEBC02831C6D6C108E",
        (5, "11703") => "Document/I3B5695D34C6911EC93A8000D3A7C4BC3",
        _ => "Index",
    };
    format!("https://govt.westlaw.com/calregs/{page}")
}

pub(super) fn california(text: &str, title: u8, start: usize, items: &[Item]) -> Vec<Citation> {
    cite(text, System::California, title, Marker::Word, start, items)
}

/// "5 CCR 11700", "California Code of Regulations, Title 5 (5 CCR), Section 11700", "20 U.S.C. § 1400",
/// "28 CFR Part 35": what the title number at `here` starts.
pub(super) fn titled(text: &str, free: usize, here: usize) -> Option<Vec<Citation>> {
    let words = text[free..here].trim_end();
    let (mut start, mut system) = (here, None);
    let title_word = TITLE.iter().find_map(|word| scan::before(words, word)).filter(|_| free + words.len() < here);
    if let Some(at) = title_word {
        start = free + at;
        let outer = words[..at].trim_end().trim_end_matches(',');
        if let Some((found, at)) = system_before(outer) {
            (start, system) = (free + at, Some(found));
        }
    }
    // Most small numbers are no titles: "for 3 years".
    if title_word.is_none() && !may_start_name(&text[scan::skip(text, scan::digits_end(text, here))..]) {
        return None;
    }
    let title = title_at(text, here, title_word.is_some(), system)?;
    let at = scan::skip_comma(text, title.end);
    let (marker, number) = scan::marker_after(text, at);
    // "Title 5, 11700 students" and "20 U.S.C.1400" are too loose.
    let loose = marker == Marker::None && (!title.named || number == title.end);
    if loose || marker == Marker::Article || !text[number..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let items = scan::items(text, number, title.system.style(), marker.is_plural())?;
    // "Title 5, California Code of Regulations, 34 CFR 300.323": the number is the next title.
    if items.first().is_some_and(|first| is_named(text, first.end)) {
        return None;
    }
    Some(cite(text, title.system, title.number, marker, start, &items))
}

/// "Section 11700 of Title 5 of the California Code of Regulations": what follows bare numbers.
pub(super) fn titled_after(text: &str, start: usize, items: &mut [Item]) -> Option<Vec<Citation>> {
    let last = items.last_mut()?;
    let joint = [" of", " del", " de", ","].iter().find_map(|joint| scan::after(&text[last.end..], joint))?;
    let at = scan::skip(text, last.end + joint);
    let word = TITLE.iter().find_map(|word| scan::after(&text[at..], word));
    let at = word.map_or(at, |length| scan::skip(text, at + length));
    let title = title_at(text, at, word.is_some(), None)?;
    // "Section 51747, Title 5, Section 11700": the title belongs to the second number.
    let next = scan::marker_after(text, scan::skip_comma(text, title.end));
    if joint == 1 && (next.0 != Marker::None || text[next.1..].starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    last.end = title.end;
    Some(cite(text, title.system, title.number, Marker::Word, start, items))
}

struct Title {
    system: System,
    number: u8,
    /// Where its words end.
    end: usize,
    /// Whether what it is a title of is written.
    named: bool,
}

/// The title number at `at` with the words after it: "5 CCR", "5 of the California Code of Regulations (5 CCR)".
fn title_at(text: &str, at: usize, title_word: bool, before: Option<System>) -> Option<Title> {
    let digits = scan::digits_end(text, at);
    let number =
        text[at..digits].parse().ok().filter(|number| (1..=54).contains(number) && !text[at..].starts_with('0'))?;
    let mut end = digits;
    let joints: &[&str] = if title_word { &[" of the", " of", " del", " de", ","] } else { &[] };
    let joined = joints.iter().find_map(|joint| scan::after(&text[digits..], joint)).unwrap_or(0);
    let mut named = before;
    if let Some((system, after)) = system_at(text, scan::skip(text, digits + joined)) {
        if before.is_some_and(|before| before != system) {
            return None;
        }
        (named, end) = (Some(system), after);
    } else if !title_word {
        return None;
    }
    // (5 CCR)
    if let Some((inside, after)) = scan::bracket_after(text, scan::skip(text, end)) {
        let inside = inside.trim();
        let short = inside.strip_prefix(&text[at..digits]).unwrap_or(inside).trim_start();
        if let Some((system, _)) = system_at(short, 0).filter(|(_, after)| *after == short.len()) {
            (named, end) = (named.or(Some(system)), after);
        }
    }
    // Title 5 of the California Code of Regulations, 5 CCR
    let again = scan::skip_comma(text, end);
    if let Some(rest) = text[again..].strip_prefix(&text[at..digits]).filter(|_| named.is_some())
        && let Some((_, after)) =
            system_at(text, scan::skip(text, text.len() - rest.len())).filter(|(system, _)| Some(*system) == named)
    {
        end = after;
    }
    // On school pages "Title 5" is the one of the regulations.
    let system = named.or_else(|| (number == 5).then_some(System::California))?;
    Some(Title { system, number, end, named: named.is_some() })
}

impl System {
    fn style(self) -> Style {
        if self == System::Statutes { Style::Federal } else { Style::Plain }
    }
}

fn cite(text: &str, system: System, title: u8, marker: Marker, start: usize, items: &[Item]) -> Vec<Citation> {
    scan::cite(text, start, items, |section, subdivisions| match system {
        System::California => Reference::Regulation { title, section, subdivisions },
        System::Statutes => Reference::FederalStatute { title, section, subdivisions },
        System::Regulations if matches!(marker, Marker::Part | Marker::Parts) || !section.contains('.') => {
            Reference::FederalPart { title, part: section.split('.').next().unwrap_or_default().to_owned() }
        }
        System::Regulations => Reference::FederalRegulation { title, section, subdivisions },
    })
}

/// Whether the number before `at` is a title: " CFR 104" follows.
pub(super) fn is_named(text: &str, at: usize) -> bool {
    system_at(text, scan::skip(text, at)).is_some()
}

/// Whether "California Code of Regulations, " ends `words`: the section after it is none of a code of law.
pub(super) fn is_named_before(words: &str) -> bool {
    system_before(words.trim_end().trim_end_matches(',')).is_some()
}

/// Whether a text starts with a letter that names start with; only "código" may have a small one.
fn may_start_name(text: &str) -> bool {
    text.starts_with(['c', 'C', 'U', 'Ú', 'Ü'])
}

/// The name at `at`, and where it ends.
fn system_at(text: &str, at: usize) -> Option<(System, usize)> {
    let rest = &text[at..];
    if !may_start_name(rest) {
        return None;
    }
    let short = SHORT.iter().filter_map(|(word, system)| {
        let after = rest.strip_prefix(word)?;
        (!after.starts_with(char::is_alphanumeric)).then_some((*system, at + word.len()))
    });
    let named = NAMES.iter().filter_map(|(pattern, system)| Some((*system, at + scan::after(rest, pattern)?)));
    short.chain(named).max_by_key(|(_, end)| *end)
}

/// The name that ends `words`, maybe with its short form in brackets, and where it starts.
fn system_before(words: &str) -> Option<(System, usize)> {
    let bracket = scan::bracket_before(words).filter(|(inside, _)| system_at(inside, 0).is_some());
    let words = bracket.map_or(words, |(_, open)| words[..open].trim_end());
    let short = SHORT.iter().filter_map(|(word, system)| {
        let start = words.strip_suffix(word)?;
        (!start.ends_with(char::is_alphanumeric)).then_some((*system, start.len()))
    });
    let named = NAMES.iter().filter_map(|(pattern, system)| Some((*system, scan::before(words, pattern)?)));
    short.chain(named).min_by_key(|(_, start)| *start)
}

/// Patterns of the California Constitution's name.
const CONSTITUTION: [&str; 5] = [
    "california constitution",
    "constitution of california",
    "cal. const.",
    "constitucion de california",
    "constitucion del estado de california",
];

/// "California Constitution, Article IX, Section 5" and "Article IX, Section 5 of the California Constitution";
/// `start` is where "Section" starts.
pub(super) fn constitution(text: &str, free: usize, start: usize, items: &[Item]) -> Option<Vec<Citation>> {
    let words = text[free..start].trim_end().trim_end_matches(',');
    // "XIII A" has a letter of its own.
    let roman = |words: &str| words.trim_end_matches(|c: char| "IVXLC".contains(c)).len();
    let letter = words
        .strip_suffix(|c: char| c.is_ascii_uppercase())
        .map(str::trim_end)
        .filter(|rest| rest.len() + 1 < words.len());
    let number = letter.filter(|rest| roman(rest) < rest.len()).map_or_else(|| roman(words), roman);
    let article = (number < words.len()).then(|| &words[number..])?;
    let before = words[..number].trim_end();
    let at = ["article", "art.", "articulo"].iter().find_map(|word| scan::before(before, word))?;
    let outer = words[..at].trim_end().trim_end_matches(',');
    let named = CONSTITUTION.iter().find_map(|name| scan::before(outer, name));
    let mut items = items.to_vec();
    if named.is_none() {
        let last = items.last_mut()?;
        let joint =
            [" of the", " of", " de la", " de", ","].iter().find_map(|joint| scan::after(&text[last.end..], joint))?;
        let at = scan::skip(text, last.end + joint);
        last.end = at + CONSTITUTION.iter().find_map(|name| scan::after(&text[at..], name))?;
    }
    let start = free + named.unwrap_or(at);
    Some(scan::cite(text, start, &items, |section, _| Reference::Constitution { article: article.to_owned(), section }))
}
