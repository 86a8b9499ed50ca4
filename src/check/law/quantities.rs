//! Numbers of days in a sentence: "at least three consecutive school days", "10 (ten) days or fewer",
//! "de 3 a 14 días".

use std::ops::Range;

/// A number of days, or a range of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// The least number, when there is one.
    pub(super) least: Option<u32>,
    /// The largest number, when there is one.
    pub(super) most: Option<u32>,
    /// Bytes of the sentence, with the words that make it a limit.
    pub(super) range: Range<usize>,
}

/// In the order of their bytes.
const NUMBERS: [(&str, u32); 58] = [
    ("catorce", 14),
    ("cinco", 5),
    ("cincuenta", 50),
    ("cuarenta", 40),
    ("cuatro", 4),
    ("diecinueve", 19),
    ("dieciocho", 18),
    ("diecisiete", 17),
    ("dieciséis", 16),
    ("diez", 10),
    ("doce", 12),
    ("dos", 2),
    ("eight", 8),
    ("eighteen", 18),
    ("eleven", 11),
    ("fifteen", 15),
    ("fifty", 50),
    ("five", 5),
    ("forty", 40),
    ("four", 4),
    ("fourteen", 14),
    ("nine", 9),
    ("nineteen", 19),
    ("ninety", 90),
    ("noventa", 90),
    ("nueve", 9),
    ("ocho", 8),
    ("once", 11),
    ("one", 1),
    ("quince", 15),
    ("seis", 6),
    ("sesenta", 60),
    ("seven", 7),
    ("seventeen", 17),
    ("siete", 7),
    ("six", 6),
    ("sixteen", 16),
    ("sixty", 60),
    ("ten", 10),
    ("thirteen", 13),
    ("thirty", 30),
    ("thirty-one", 31),
    ("three", 3),
    ("trece", 13),
    ("treinta", 30),
    ("tres", 3),
    ("twelve", 12),
    ("twenty", 20),
    ("twenty-five", 25),
    ("twenty-one", 21),
    ("two", 2),
    ("un", 1),
    ("una", 1),
    ("uno", 1),
    ("veinte", 20),
    ("veinticinco", 25),
    ("veintiuno", 21),
    ("veintiún", 21),
];

/// Words that may stand between a number and "days".
const KINDS: [&str; 20] = [
    "consecutive",
    "school",
    "instructional",
    "calendar",
    "working",
    "business",
    "full",
    "straight",
    "or",
    "more",
    "fewer",
    "less",
    "of",
    "full-time",
    "o",
    "más",
    "menos",
    "días",
    "a",
    "and",
];

/// A number and what may stand before its "days" have at most so many words: two numbers, each written twice, with
/// a word between, and six of `KINDS`.
const REACH: usize = 12;

/// Every number of days in a sentence in small letters.
pub(super) fn days(sentence: &str) -> Vec<Days> {
    let tokens = tokens(sentence);
    let is_unit = |(_, word): &Token<'_>| {
        matches!(*word, "day" | "days" | "día" | "días") || word.ends_with("-day") || word.ends_with("-days")
    };
    let units: Vec<usize> = tokens.iter().enumerate().filter(|(_, token)| is_unit(token)).map(|(at, _)| at).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_near = units.iter().any(|unit| (at..at + REACH).contains(unit));
        let Some((first, mut next)) = is_near.then(|| number(&tokens, at)).flatten() else {
            at += 1;
            continue;
        };
        let start = at;
        let mut last = first;
        // "3 to 14", "3-14", "de 3 a 14", "between 3 and 14"
        if let Some(token) = tokens.get(next)
            && matches!(token.1, "to" | "a" | "through" | "and" | "y")
            && let Some((second, after)) = number(&tokens, next + 1)
            && second > first
        {
            last = second;
            next = after;
        }
        if let Some(token) = tokens.get(start)
            && let Some((low, high)) = token.1.split_once(['-', '–']).and_then(|(a, b)| Some((digits(a)?, digits(b)?)))
            && low < high
        {
            last = high;
        }
        if let Some((unit, or)) = unit(&tokens, next) {
            found.push(limit(sentence, &tokens, start, unit, first, last, or));
            at = unit + 1;
        } else {
            at = next.max(at + 1);
        }
    }
    found
}

type Token<'t> = (usize, &'t str);

fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '%');
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in sentence.char_indices() {
        match (is_part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push((from, &sentence[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        tokens.push((from, &sentence[from..]));
    }
    tokens
}

fn digits(text: &str) -> Option<u32> {
    (text.len() <= 3).then(|| text.parse().ok()).flatten()
}

fn word_number(word: &str) -> Option<u32> {
    let found = NUMBERS.binary_search_by_key(&word, |(known, _)| known);
    found.ok().map(|at| NUMBERS[at].1)
}

/// The number at token `at`, and the token after it: "ten (10)" is one number.
fn number(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    let word = tokens.get(at)?.1;
    let compound = word.strip_suffix("-day").or_else(|| word.strip_suffix("-days")).unwrap_or(word);
    let low = || word.split_once(['-', '–']).and_then(|(low, _)| digits(low));
    let value = digits(compound).or_else(|| word_number(compound)).or_else(low)?;
    let repeated = tokens.get(at + 1).and_then(|next| digits(next.1).or_else(|| word_number(next.1))) == Some(value);
    Some((value, at + 1 + usize::from(repeated)))
}

/// The token that says "days", close after a number, and whether "or more" stood before it.
fn unit(tokens: &[Token<'_>], mut at: usize) -> Option<(usize, Option<bool>)> {
    let mut or = None;
    // "a 3-day minimum"
    if let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before))
        && (before.1.ends_with("-day") || before.1.ends_with("-days"))
    {
        return Some((at - 1, None));
    }
    for _ in 0..6 {
        let word = tokens.get(at)?.1;
        match word {
            "day" | "days" | "día" | "días" => return Some((at, or)),
            "more" | "más" => or = Some(true),
            "fewer" | "less" | "menos" => or = Some(false),
            word if KINDS.contains(&word) => {}
            _ => return None,
        }
        at += 1;
    }
    None
}

/// What the words around make of a number.
fn limit(
    sentence: &str,
    tokens: &[Token<'_>],
    start: usize,
    unit: usize,
    first: u32,
    last: u32,
    or: Option<bool>,
) -> Days {
    let from_start = tokens[start].0;
    let to_end = tokens[unit].0 + tokens[unit].1.len();
    let before = sentence[..from_start].trim_end_matches([' ', '(', '\u{a0}']);
    let after: String = sentence[to_end..].chars().take(40).collect();
    let after = after.trim_start();
    let ends = |words: &[&str]| words.iter().filter(|word| before.ends_with(**word)).map(|word| word.len()).max();
    let begins = |words: &[&str]| words.iter().filter(|word| after.starts_with(**word)).map(|word| word.len()).max();
    const AT_LEAST: [&str; 22] = [
        "at least",
        "a minimum of",
        "minimum of",
        "no fewer than",
        "no less than",
        "not less than",
        "not fewer than",
        "minimum is",
        "minimum length is",
        "minimum stay is",
        "al menos",
        "por lo menos",
        "un mínimo de",
        "mínimo de",
        "no menos de",
        "minimum:",
        "como mínimo",
        "a partir de",
        "minimum length of",
        "minimum is still",
        "lasts for at least",
        "mínimo es de",
    ];
    const AT_MOST: [&str; 22] = [
        "up to",
        "at most",
        "no more than",
        "not more than",
        "a maximum of",
        "maximum of",
        "no longer than",
        "not longer than",
        "within",
        "not exceed",
        "not to exceed",
        "hasta",
        "como máximo",
        "un máximo de",
        "máximo de",
        "no más de",
        "dentro de",
        "dentro de los",
        "en un plazo de",
        "a lo sumo",
        "within the first",
        "under or equal to",
    ];
    const OVER: [&str; 8] =
        ["more than", "longer than", "over", "exceeding", "exceeds", "más de", "exceed", "greater than"];
    const UNDER: [&str; 6] = ["fewer than", "less than", "under", "shorter than", "menos de", "shorter or equal to"];
    let (mut least, mut most) = if last > first { (Some(first), Some(last)) } else { (None, None) };
    let mut range = from_start..to_end;
    let mut back = |length: usize| range.start = before.len() - length;
    if least.is_none() {
        if let Some(length) = ends(&AT_LEAST) {
            least = Some(first);
            back(length);
        } else if let Some(length) = ends(&AT_MOST) {
            most = Some(first);
            back(length);
        } else if let Some(length) = ends(&UNDER) {
            most = Some(first.saturating_sub(1));
            back(length);
        } else if let Some(length) = ends(&OVER) {
            least = Some(first + 1);
            back(length);
        } else if or == Some(true) {
            least = Some(first);
        } else if or == Some(false) {
            most = Some(first);
        } else if let Some(length) =
            begins(&["or more", "or longer", "or greater", "minimum", "o más", "como mínimo", "mínimo", "at a minimum"])
        {
            least = Some(first);
            range.end = (to_end + 1 + length).min(sentence.len());
        } else if let Some(length) =
            begins(&["or fewer", "or less", "or shorter", "maximum", "o menos", "como máximo", "máximo"])
        {
            most = Some(first);
            range.end = (to_end + 1 + length).min(sentence.len());
        } else {
            (least, most) = (Some(first), Some(first));
        }
    }
    while !sentence.is_char_boundary(range.end) {
        range.end += 1;
    }
    Days { least, most, range }
}

#[cfg(test)]
mod tests {
    use super::{NUMBERS, days};

    #[test]
    fn numbers_are_in_order() {
        assert!(NUMBERS.is_sorted_by_key(|(word, _)| *word));
    }

    fn read(sentence: &str) -> Vec<(Option<u32>, Option<u32>, &str)> {
        days(sentence).into_iter().map(|days| (days.least, days.most, &sentence[days.range])).collect()
    }

    #[test]
    fn limits_as_people_write_them() {
        for (sentence, least, most, words) in [
            (
                "study lasts at least three consecutive school days",
                Some(3),
                None,
                "at least three consecutive school days",
            ),
            ("for a minimum of five (5) consecutive days", Some(5), None, "a minimum of five (5) consecutive days"),
            ("14 school days or fewer", None, Some(14), "14 school days or fewer"),
            ("fewer than 15 days", None, Some(14), "fewer than 15 days"),
            ("for 15 or more school days", Some(15), None, "15 or more school days"),
            ("more than 14 school days", Some(15), None, "more than 14 school days"),
            ("sign it within ten (10) days", None, Some(10), "within ten (10) days"),
            ("trips of 3-14 days", Some(3), Some(14), "3-14 days"),
            ("trips of 3 to 14 school days", Some(3), Some(14), "3 to 14 school days"),
            ("un mínimo de tres días consecutivos", Some(3), None, "un mínimo de tres días"),
            ("14 días o menos", None, Some(14), "14 días o menos"),
            ("a 3-day minimum applies", Some(3), None, "3-day minimum"),
            ("five days before your trip", Some(5), Some(5), "five days"),
        ] {
            assert_eq!(read(sentence), [(least, most, words)], "{sentence}");
        }
    }

    #[test]
    fn other_numbers_are_no_days() {
        for sentence in [
            "ec 51747 and two forms",
            "grades 4 to 8",
            "in 2021-22 only",
            "the 16 schools of the district",
            "60 percent",
        ] {
            assert_eq!(read(sentence), [], "{sentence}");
        }
    }
}
