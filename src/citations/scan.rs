//! The small grammar all citations share: words before and after a number, the number
//! itself, its subdivisions, lists and ranges.

use std::ops::Range;

use super::{Citation, Reference, regulations};

/// What stands between the name of a law and a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// Nothing: "EC 51747".
    None,
    /// "Section", "sec.", "sección".
    Word,
    /// "Sections", "secciones".
    Words,
    /// "§".
    Sign,
    /// "§§".
    Signs,
    /// "Part", of federal regulations.
    Part,
    /// "Parts".
    Parts,
    /// "artículo": a section in some translations, and much else.
    Article,
}

impl Marker {
    pub(super) fn is_plural(self) -> bool {
        matches!(self, Marker::Words | Marker::Signs | Marker::Parts)
    }

    /// The same marker for one number.
    fn singular(self) -> Marker {
        match self {
            Marker::Words => Marker::Word,
            Marker::Signs => Marker::Sign,
            Marker::Parts => Marker::Part,
            other => other,
        }
    }

    pub(super) fn is_sign(self) -> bool {
        self.singular() == Marker::Sign
    }

    pub(super) fn is_word(self) -> bool {
        self.singular() == Marker::Word
    }
}

/// Patterns, see [`after`]. The longer of two comes first.
const MARKERS: [(&str, Marker); 15] = [
    ("section(s)", Marker::Words),
    ("sections", Marker::Words),
    ("section", Marker::Word),
    ("secs.", Marker::Words),
    ("sect.", Marker::Word),
    ("sec.", Marker::Word),
    ("secciones", Marker::Words),
    ("seccion", Marker::Word),
    ("articulos", Marker::Article),
    ("articulo", Marker::Article),
    ("parts", Marker::Parts),
    ("partes", Marker::Parts),
    ("part", Marker::Part),
    ("parte", Marker::Part),
    ("pt.", Marker::Part),
];

/// Every way to end a marker: patterns.
pub(super) fn last_words() -> impl Iterator<Item = &'static str> {
    MARKERS.into_iter().map(|(pattern, _)| pattern)
}

/// A letter without case or Spanish accent.
fn fold(c: char) -> char {
    match c {
        'a'..='z' | '0'..='9' | ' ' => c,
        'á' | 'Á' => 'a',
        'é' | 'É' => 'e',
        'í' | 'Í' => 'i',
        'ó' | 'Ó' => 'o',
        'ú' | 'Ú' | 'ü' | 'Ü' => 'u',
        _ => c.to_ascii_lowercase(),
    }
}

/// Length of the words at the start of `text` that fit a pattern. Letters fit whatever
/// their case and accents; a space is any white space (line breaks, no-break spaces),
/// `.` a full stop or nothing, `&` also "and", "y" and "e".
pub(super) fn after(text: &str, pattern: &str) -> Option<usize> {
    let mut rest = text;
    let mut stopped = false;
    for wanted in pattern.chars() {
        stopped = false;
        rest = match wanted {
            ' ' => {
                let trimmed = rest.trim_start();
                if trimmed.len() == rest.len() {
                    return None;
                }
                trimmed
            }
            '.' => match rest.strip_prefix('.') {
                Some(rest) => {
                    stopped = true;
                    rest
                }
                None => rest,
            },
            '&' => rest
                .strip_prefix(['&', 'y', 'e'])
                .or_else(|| rest.get(..3).filter(|word| word.eq_ignore_ascii_case("and")).map(|_| &rest[3..]))?,
            wanted => {
                let mut chars = rest.chars();
                if chars.next().map(fold) != Some(wanted) {
                    return None;
                }
                chars.as_str()
            }
        };
    }
    let glued = !stopped && rest.starts_with(char::is_alphanumeric);
    (!glued).then(|| text.len() - rest.len())
}

/// Where the words at the end of `text` that fit a pattern start.
#[inline]
pub(super) fn before(text: &str, pattern: &str) -> Option<usize> {
    // Most texts do not even share the last letter.
    if shares_last_letter(text, pattern) { all_before(text, pattern) } else { None }
}

/// Whether a text ends with the last letter of a pattern, or with something that may stand for it or after it.
#[inline]
fn shares_last_letter(text: &str, pattern: &str) -> bool {
    let Some(last) = text.as_bytes().last() else { return false };
    // A full stop at the end may be missing.
    let (letters, stop) = match pattern.as_bytes() {
        [letters @ .., b'.'] => (letters, *last == b'.'),
        letters => (letters, false),
    };
    let is_plain = |wanted: &u8| wanted.is_ascii_lowercase() && last.is_ascii();
    stop || letters.last().is_none_or(|wanted| !is_plain(wanted) || last.to_ascii_lowercase() == *wanted)
}

fn all_before(text: &str, pattern: &str) -> Option<usize> {
    let mut rest = text;
    for wanted in pattern.chars().rev() {
        rest = match wanted {
            ' ' => {
                let trimmed = rest.trim_end();
                if trimmed.len() == rest.len() {
                    return None;
                }
                trimmed
            }
            '.' => rest.strip_suffix('.').unwrap_or(rest),
            '&' => rest.strip_suffix(['&', 'y', 'e']).or_else(|| {
                let start = rest.len().checked_sub(3)?;
                rest.get(start..).filter(|word| word.eq_ignore_ascii_case("and")).map(|_| &rest[..start])
            })?,
            wanted => {
                let mut chars = rest.chars();
                if chars.next_back().map(fold) != Some(wanted) {
                    return None;
                }
                chars.as_str()
            }
        };
    }
    let glued = !pattern.starts_with(' ') && rest.ends_with(|c: char| c.is_alphanumeric() || "-‑_".contains(c));
    (!glued).then_some(rest.len())
}

/// Where white space that starts at `at` ends.
pub(super) fn skip(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// Where white space with at most one comma ends.
pub(super) fn skip_comma(text: &str, at: usize) -> usize {
    let at = skip(text, at);
    if text[at..].starts_with(',') { skip(text, at + 1) } else { at }
}

/// Where the digits that start at `at` end.
pub(super) fn digits_end(text: &str, at: usize) -> usize {
    at + text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count()
}

/// What a bracket that ends `words` holds, and where it opens: `(EC)`.
pub(super) fn bracket_before(words: &str) -> Option<(&str, usize)> {
    let (open, inside) = match words.chars().next_back()? {
        ')' => ('(', words.strip_suffix(')')?),
        ']' => ('[', words.strip_suffix(']')?),
        _ => return None,
    };
    let (start, _) = inside.char_indices().rev().take(60).find(|(_, c)| *c == open)?;
    Some((&inside[start + 1..], start))
}

/// What a round or square bracket at `at` holds, and where it ends.
pub(super) fn bracket_after(text: &str, at: usize) -> Option<(&str, usize)> {
    let (start, close) = match text.as_bytes().get(at)? {
        b'(' => (at + 1, ')'),
        b'[' => (at + 1, ']'),
        _ => return None,
    };
    let (length, found) = text[start..].char_indices().take(160).find(|(_, c)| "()[]".contains(*c))?;
    (found == close).then(|| (&text[start..start + length], start + length + 1))
}

/// The marker right before the number at `here`, and where it starts, counted from `free`.
pub(super) fn marker_before(text: &str, free: usize, here: usize) -> (Marker, usize) {
    let words = text[free..here].trim_end();
    let unsigned = words.trim_end_matches(|c: char| c == '§' || c.is_whitespace());
    match words[unsigned.len()..].matches('§').count() {
        0 => {}
        1 => return (Marker::Sign, words.len() - '§'.len_utf8()),
        _ => {
            return (
                Marker::Signs,
                unsigned.len() + (words.len() - unsigned.len() - words[unsigned.len()..].trim_start().len()),
            );
        }
    }
    for (pattern, marker) in MARKERS {
        if !matches!(marker, Marker::Part | Marker::Parts)
            && let Some(start) = before(words, pattern).filter(|start| is_marker(&words[*start..]))
        {
            return (marker, start);
        }
    }
    (Marker::None, here - free)
}

/// The marker at `at`, and where it ends with the white space after it.
pub(super) fn marker_after(text: &str, at: usize) -> (Marker, usize) {
    if let Some(rest) = text[at..].strip_prefix('§') {
        let second = rest.trim_start().strip_prefix('§');
        let marker = if second.is_some() { Marker::Signs } else { Marker::Sign };
        return (marker, skip(text, text.len() - second.unwrap_or(rest).len()));
    }
    for (pattern, marker) in MARKERS {
        if let Some(length) = after(&text[at..], pattern).filter(|length| is_marker(&text[at..at + length])) {
            return (marker, skip(text, at + length));
        }
    }
    (Marker::None, at)
}

/// "30 sec 51747" is a time: the short form has a capital or a full stop.
fn is_marker(words: &str) -> bool {
    words.len() > 4 || words.ends_with('.') || words.starts_with(|c: char| c.is_ascii_uppercase()) || words == "part"
}

/// One number of a citation.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its first digit.
    pub(super) start: usize,
    /// Its digits.
    pub(super) number: Range<usize>,
    /// Its subdivisions, maybe none.
    pub(super) subdivisions: Range<usize>,
    /// Where its words end.
    pub(super) end: usize,
}

/// Which letters a number may end with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// None: `51747.5`.
    Plain,
    /// `273a` of the Penal Code.
    Penal,
    /// `1232g`, `2000d-1` of the United States Code.
    Federal,
}

/// The citations of a list of numbers; the first one starts with the words before it.
pub(super) fn cite(
    text: &str,
    start: usize,
    items: &[Item],
    reference: impl Fn(String, String) -> Reference,
) -> Vec<Citation> {
    let citation = |(at, item): (usize, &Item)| {
        let range = if at == 0 { start } else { item.start }..item.end;
        Citation::new(
            range,
            reference(text[item.number.clone()].to_owned(), text[item.subdivisions.clone()].to_owned()),
        )
    };
    items.iter().enumerate().map(citation).collect()
}

/// The number at `at` and those that follow it in a list or range; at least one, or nothing.
pub(super) fn items(text: &str, at: usize, style: Style, plural: bool) -> Option<Vec<Item>> {
    let mut items = vec![item(text, at, style)?];
    while let Some(last) = items.last()
        && let Some((is_range, at)) = separator(text, last.end)
    {
        let next = item(text, at, style).filter(|next| {
            let (one, other) = (&text[last.number.clone()], &text[next.number.clone()]);
            // "28 CFR Parts 35 and 36, 34 CFR 104": 34 is a title.
            if is_range {
                follows(one, other)
            } else {
                belongs(one, other, plural) && !regulations::is_named(text, next.end)
            }
        });
        match next {
            Some(next) => items.push(next),
            // "51747-1234" is a ZIP code, "555-555-0142" a telephone: no part of them is a section.
            None if is_range && matches!(&text[last.end..at], "-" | "‑" | "–") => {
                // A range that falls is a slip; only sections have so many digits.
                let long = |at: usize| digits_end(text, at) - at >= 5;
                items.push(item(text, at, style).filter(|next| long(last.start) && long(next.start))?);
            }
            None => break,
        }
    }
    Some(items)
}

/// Whether a range may end with `other`: 51744–51749.6.
fn follows(one: &str, other: &str) -> bool {
    let split = |number: &str| {
        let digits = digits_end(number, 0);
        (number[..digits].parse::<u32>().unwrap_or(0), number[digits..].to_owned())
    };
    split(one) < split(other)
}

/// Whether a list that has `one` may go on with `other`: not "EC 51747, 15 days" or "EC 51747, 2026".
fn belongs(one: &str, other: &str, plural: bool) -> bool {
    let (before, digits) = (digits_end(one, 0), digits_end(other, 0));
    let year = super::is_year(other) && before != 4;
    (digits >= 4 && !year) || (digits == 3 && before <= 3) || (plural && digits == before)
}

fn item(text: &str, at: usize, style: Style) -> Option<Item> {
    let number = at..number(text, at, style)?;
    let letter = bare_letter(text, at, number.end, style);
    let subdivisions = letter.unwrap_or_else(|| subdivisions(text, number.end));
    // "et seq." belongs to the words.
    let more = after(&text[subdivisions.end..], " et seq.").unwrap_or(0);
    Some(Item { start: at, end: subdivisions.end + more, number, subdivisions })
}

/// Where the section number at `at` ends: one to six digits, a decimal, letters if the style has them.
fn number(text: &str, at: usize, style: Style) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = digits_end(text, at);
    if !(1..=6).contains(&(end - at)) || bytes[at] == b'0' {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        let decimals = digits_end(text, end + 1) - (end + 1);
        if decimals > 4 {
            return None;
        }
        if decimals > 0 {
            end += 1 + decimals;
        }
    }
    let letters = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_lowercase()).count();
    if style != Style::Plain && (1..=2).contains(&letters(end)) {
        end += letters(end);
        // 2000d-1, 300aa-14
        if style == Style::Federal && bytes.get(end) == Some(&b'-') {
            let digits = digits_end(text, end + 1);
            if (1..=2).contains(&(digits - end - 1)) && letters(digits) <= 1 {
                end = digits + letters(digits);
            }
        }
    }
    (closes(text, end) || bare_letter(text, at, end, style).is_some()).then_some(end)
}

/// The subdivision of "51745c": one letter right after the five digits of a section.
fn bare_letter(text: &str, at: usize, end: usize, style: Style) -> Option<Range<usize>> {
    let is_letter = text.as_bytes().get(end).is_some_and(|byte| (b'a'..=b'j').contains(byte));
    let is_section = style == Style::Plain && digits_end(text, at) - at == 5;
    (is_letter && is_section && closes(text, end + 1)).then_some(end..end + 1)
}

/// Whether a number may end at `at`: not in `51747x`, `1.2.3`, `12/05`, `10:30`, `51,747`, `51747-A` or `5 %`.
pub(super) fn closes(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    let next_is = |rest: &mut std::str::Chars, test: fn(&char) -> bool| rest.next().is_some_and(|c| test(&c));
    match rest.next() {
        None => true,
        Some('.' | '/' | ':') => !next_is(&mut rest, char::is_ascii_digit),
        Some('-' | '‑') => !next_is(&mut rest, |c| c.is_alphabetic()),
        Some(',') => digits_end(text, at + 1) - (at + 1) != 3,
        Some(c) => !(c.is_alphanumeric() || "%°@_#=".contains(c)),
    }
}

/// What leads from one number to the next, and where that one starts; true when both are ends of a range.
fn separator(text: &str, at: usize) -> Option<(bool, usize)> {
    const RANGE: [&str; 7] = ["through", "thru", "to", "al", "a la", "a", "hasta"];
    const LIST: [&str; 7] = ["and", "or", "&", "y la", "y", "o", "e"];
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit).then_some(at);
    let here = skip(text, at);
    if let Some(rest) = text[here..].strip_prefix(['-', '‑', '–', '—', '−']) {
        return digit(skip(text, text.len() - rest.len())).map(|at| (true, at));
    }
    let word = |at: usize, words: &[&str]| {
        let length = words.iter().find_map(|word| after(&text[at..], word))?;
        digit(skip(text, at + length)).filter(|digit| *digit > at + length)
    };
    if here > at
        && let Some(at) = word(here, &RANGE)
    {
        return Some((true, at));
    }
    // 51744 to 51749.6, inclusive, and 46300
    let included = skip_comma(text, here);
    let here = ["inclusive", "inclusivo"]
        .iter()
        .find_map(|word| after(&text[included..], word))
        .map_or(here, |length| included + length);
    let comma = text[here..].starts_with([',', ';']);
    let next = if comma { skip(text, here + 1) } else { skip(text, here) };
    word(next, &LIST).or_else(|| digit(next).filter(|_| comma)).map(|at| (false, at))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    Digits,
    Lower,
    Upper,
}

/// The subdivisions at `at`, maybe none: `(b)(2)(A)(ii)`, `[g][9]`, `(a) and (b)`, `(g)(1)–(9)`, `, subd. (g)`.
fn subdivisions(text: &str, at: usize) -> Range<usize> {
    const WORDS: [&str; 8] =
        ["subdivisions", "subdivision", "subds.", "subd.", "incisos", "inciso", "subsection", "paragraph"];
    let spaced = skip(text, at);
    let named = skip_comma(text, at);
    let named = WORDS.iter().find_map(|word| after(&text[named..], word)).map(|length| skip(text, named + length));
    let start = match (group(text, at), named) {
        (Some(_), _) => at,
        (None, Some(named)) if group(text, named).is_some() => named,
        // "51747 (g)": one letter, so that "51747 (2) …" of a list stays out.
        _ => match group(text, spaced) {
            Some((end, Letters::Lower)) if end == spaced + 3 && spaced > at => spaced,
            _ => return at..at,
        },
    };
    let mut end = start;
    let mut kind = None;
    loop {
        while let Some((after, letters)) = group(text, end) {
            (end, kind) = (after, Some(letters));
        }
        match another(text, end).filter(|next| group(text, *next).map(|(_, letters)| letters) == kind) {
            Some(next) if kind.is_some() => end = next,
            _ => return start..end,
        }
    }
}

/// Where the next subdivision of a list or range of them starts.
fn another(text: &str, at: usize) -> Option<usize> {
    if let Some(rest) = text[at..].strip_prefix(['-', '–', '‑']) {
        return Some(text.len() - rest.len());
    }
    let here = skip_comma(text, at);
    let word =
        ["and", "or", "through", "to", "y", "o", "a", "al", "&"].iter().find_map(|word| after(&text[here..], word));
    let next = word.map_or(here, |length| skip(text, here + length));
    (next > at).then_some(next)
}

/// One bracketed subdivision at `at`: where it ends and what it is made of.
fn group(text: &str, at: usize) -> Option<(usize, Letters)> {
    let bytes = text.as_bytes();
    let close = match bytes.get(at)? {
        b'(' => b')',
        b'[' => b']',
        _ => return None,
    };
    let inside = bytes[at + 1..].split(|b| !b.is_ascii_alphanumeric()).next()?;
    let end = at + 1 + inside.len();
    let (&first, all) = (inside.first()?, |test: fn(&u8) -> bool| inside.iter().all(test));
    // (a), (aa), (viii)
    let numeral = inside.len() == 1
        || inside == [first, first]
        || (inside.len() <= 5 && all(|b| matches!(b.to_ascii_lowercase(), b'i' | b'v' | b'x' | b'l' | b'c')));
    let letters = if all(u8::is_ascii_digit) && inside.len() <= 3 {
        Letters::Digits
    } else if numeral && all(u8::is_ascii_lowercase) {
        Letters::Lower
    } else if numeral && all(u8::is_ascii_uppercase) {
        Letters::Upper
    } else {
        return None;
    };
    let glued = text.get(end + 1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    (bytes.get(end) == Some(&close) && !glued).then_some((end + 1, letters))
}

/// Whether " of the Rehabilitation Act" or " of Board Policy 6158" follows: a name that is no
/// code of ours, so nothing is inherited. "California law" and "Article 5.5" are no such names.
pub(super) fn of_a_name(text: &str, at: usize) -> bool {
    const WORDS: [&str; 9] =
        [" of the", " of that", " of this", " of", " del", " de la", " de los", " de", " under the"];
    let Some(length) = WORDS.iter().find_map(|word| after(&text[at..], word)) else { return false };
    let name = text[at + length..].trim_start();
    let second = |length: usize| name[length..].trim_start().starts_with(char::is_uppercase);
    let ours = after(name, "article").is_some()
        || after(name, "articulo").is_some()
        || after(name, "california").is_some_and(|length| !second(length));
    name.starts_with(char::is_uppercase) && !ours
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citations::{bills, codes};

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 1000, ..Default::default() })]

        #[test]
        fn words_before_a_number_share_the_last_letter_of_their_pattern(
            text in "(AB|ed\\. |codes?|CODIGO|Educación|sections?|Secs?|stats?|of|No|bills?|[&(),.]|[a-zó]| ){0,5}"
        ) {
            for pattern in bills::last_words().chain(codes::last_words()).chain(last_words()) {
                proptest::prop_assert_eq!(before(&text, pattern), all_before(&text, pattern), "{} {}", text, pattern);
            }
        }
    }
}
