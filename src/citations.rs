//! parse: the statutes, regulations and bills that running text cites, in the forms
//! California school pages write them, with the addresses of their official text.
//!
//! The scan stops at digits only. What stands before a number decides: words that name
//! a code, a bill or a title make it a citation, anything else leaves it a number.

mod bills;
mod codes;
mod endings;
mod regulations;
mod scan;
mod sections;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::bytes;

pub use bills::{House, KNOWN_BILLS, KnownBill, bill_of_chapter, known_bill};
pub use codes::Code;
pub use sections::{
    ABSENT_FROM_ARTICLE_5_5, KNOWN_EDUCATION_RANGES, KNOWN_EDUCATION_SECTIONS, KNOWN_TITLE_5_SECTIONS,
    is_known_education_section, is_known_title_5_section,
};

use scan::{Item, Marker, Style};

/// One statute, regulation or bill cited in a run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Bytes of the run: the words that become the link.
    pub range: Range<usize>,
    /// What they cite, as it was written.
    pub reference: Reference,
    /// Where its official text is, when that can be told.
    pub url: Option<String>,
}

/// What a citation names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A section of a California code: "EC 51747(g)".
    Statute {
        /// The code, written or inherited.
        code: Code,
        /// Its number: `51747`.
        section: String,
        /// The subdivisions as written, or nothing: `(g)`, `[g][9]`.
        subdivisions: String,
    },
    /// A section of the California Code of Regulations: "5 CCR 11700".
    Regulation {
        /// The title: 5 is education.
        title: u8,
        /// Its number: `11700`.
        section: String,
        /// The subdivisions as written, or nothing.
        subdivisions: String,
    },
    /// A bill of the Legislature: "AB 130 (Chapter 44, Statutes of 2021)".
    Bill {
        /// Where it started.
        house: House,
        /// Its number, which every two-year session starts anew.
        number: u16,
        /// The year that is written with it.
        year: Option<i16>,
        /// The chapter that is written with it.
        chapter: Option<u16>,
    },
    /// A section of the United States Code: "20 U.S.C. 1400".
    FederalStatute {
        /// The title.
        title: u8,
        /// Its number: `1232g`.
        section: String,
        /// The subdivisions as written, or nothing.
        subdivisions: String,
    },
    /// A section of the Code of Federal Regulations: "34 CFR 300.323".
    FederalRegulation {
        /// The title.
        title: u8,
        /// Its number: `300.323`.
        section: String,
        /// The subdivisions as written, or nothing.
        subdivisions: String,
    },
    /// A whole part of the Code of Federal Regulations: "28 CFR Part 35".
    FederalPart {
        /// The title.
        title: u8,
        /// Its number: `35`.
        part: String,
    },
    /// A section of the California Constitution: "Cal. Const., art. IX, § 5".
    Constitution {
        /// The article's Roman number: `IX`.
        article: String,
        /// Its number: `5`.
        section: String,
    },
    /// A section whose code nothing tells: "Section 51230.5".
    UnknownCode {
        /// Its number.
        section: String,
    },
}

impl Reference {
    /// The address of the official text. Subdivisions have none of their own.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        match self {
            Reference::Statute { code, section, .. } => Some(format!(
                "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode={}&sectionNum={section}.",
                code.law_code()
            )),
            Reference::Regulation { title, section, .. } => Some(regulations::california_address(*title, section)),
            Reference::Bill { house, number, year, chapter } => bills::address(*house, *number, *year, *chapter),
            Reference::FederalStatute { title, section, .. } => Some(format!(
                "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title{title}-section{section}"
            )),
            Reference::FederalRegulation { title, section, .. } => {
                Some(format!("https://www.ecfr.gov/current/title-{title}/section-{section}"))
            }
            Reference::FederalPart { title, part } => {
                Some(format!("https://www.ecfr.gov/current/title-{title}/part-{part}"))
            }
            Reference::Constitution { .. } | Reference::UnknownCode { .. } => None,
        }
    }
}

impl Citation {
    fn new(range: Range<usize>, reference: Reference) -> Citation {
        let url = reference.url();
        Citation { range, reference, url }
    }
}

/// Every citation of a run of text, from left to right, none overlapping another.
///
/// `last_code` is the code last named; "Section 51747" inherits it. The caller clears
/// it where a paragraph starts.
pub fn find(text: &str, last_code: &mut Option<Code>) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    let mut run = Run { text, free: 0, read: 0, last_code };
    let mut at = 0;
    while let Some(here) = bytes::position(text.as_bytes(), at, |b| b.is_ascii_digit()) {
        if let Some(found) = run.cited_at(here)
            && let Some(last) = found.last()
        {
            at = last.range.end;
            (run.free, run.read) = (at, at);
            citations.extend(found);
        } else {
            // A number is tried from its first digit only.
            at = scan::digits_end(text, here);
        }
    }
    // "The Government Code says more." The next run may start with "Section 11135".
    run.read_names(text.len());
    citations
}

/// A run of text while it is read.
struct Run<'t> {
    text: &'t str,
    /// Where the last citation ends: no words before belong to the next one.
    free: usize,
    /// Up to where names of codes without a number have been looked for.
    read: usize,
    last_code: &'t mut Option<Code>,
}

impl Run<'_> {
    /// What the number at `here` belongs to.
    fn cited_at(&mut self, here: usize) -> Option<Vec<Citation>> {
        let Run { text, free, .. } = *self;
        let before = text[..here].chars().next_back();
        let is_glue =
            |c: char| matches!(c, '-' | '‑' | '.' | ',' | '/' | '#' | '$' | ':' | '_' | '@' | '+' | '\'' | '’');
        if before.is_some_and(|c| c.is_alphanumeric() || is_glue(c)) {
            return self.glued(here);
        }
        if scan::digits_end(text, here) - here <= 2
            && let Some(found) = regulations::titled(text, free, here)
        {
            // A bare section after a regulation is more likely one of the same regulations.
            *self.last_code = None;
            return Some(found);
        }
        if free == here || !before.is_some_and(|c| c.is_whitespace() || c == '§') {
            return None;
        }
        if endings::may_name_law(&text[free..here]) { self.named(here) } else { None }
    }

    /// "EC51747", "AB130", "AB-130": a short form in capitals without a space before its number.
    fn glued(&mut self, here: usize) -> Option<Vec<Citation>> {
        let Run { text, free, .. } = *self;
        let words = &text[free..here];
        let letters = words.trim_end_matches(['-', '‑']);
        let start = letters.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
        let is_whole = !letters[..start].ends_with(|c: char| c.is_alphanumeric() || "-‑_/.".contains(c));
        let digits = scan::digits_end(text, here) - here;
        let start = free + start;
        match &letters[start - free..] {
            "EC" | "EDC" if is_whole && digits == 5 && letters.len() == words.len() => {
                let items = scan::items(text, here, Style::Plain, false)?;
                *self.last_code = Some(Code::EDUCATION);
                Some(statutes_of(text, Code::EDUCATION, start, &items))
            }
            "AB" | "SB" if is_whole && (2..=4).contains(&digits) => bills::glued(text, start, here),
            _ => None,
        }
    }

    /// The bills or sections whose number is at `here`, named before it.
    fn named(&mut self, here: usize) -> Option<Vec<Citation>> {
        bills::find(self.text, self.free, here).or_else(|| self.statutes(here))
    }

    /// "EC 51747", "Ed. Code, §§ 51745–51749.6", "Section 51747 of the Education Code", "Section 51747".
    fn statutes(&mut self, here: usize) -> Option<Vec<Citation>> {
        let Run { text, free, .. } = *self;
        let (marker, start) = scan::marker_before(text, free, here);
        let start = free + start;
        let Some(named) = codes::before_number(&text[free..start], marker) else {
            return if marker == Marker::None { None } else { self.bare(start, here, marker) };
        };
        let style = if named.code.law_code() == "PEN" { Style::Penal } else { Style::Plain };
        let items = scan::items(text, here, style, marker.is_plural())?;
        if !named.in_words && !looks_like_section(text, &items, marker) {
            return None;
        }
        *self.last_code = Some(named.code);
        Some(statutes_of(text, named.code, free + named.start, &items))
    }

    /// "Section 51747" without a code before it: one after it, the last one named, or the Education Code if it has
    /// that number. The marker is at `start`.
    fn bare(&mut self, start: usize, here: usize, marker: Marker) -> Option<Vec<Citation>> {
        let Run { text, free, .. } = *self;
        let mut items = scan::items(text, here, Style::Plain, marker.is_plural())?;
        if let Some(found) = regulations::constitution(text, free, start, &items) {
            return Some(found);
        }
        let end = items.last().map_or(here, |item| item.end);
        if let Some((code, end)) = codes::after_number(text, end) {
            *self.last_code = Some(code);
            if let Some(last) = items.last_mut() {
                last.end = end;
            }
            return Some(statutes_of(text, code, start, &items));
        }
        if let Some(found) = regulations::titled_after(text, start, &mut items) {
            *self.last_code = None;
            return Some(found);
        }
        let first = &text[items.first()?.number.clone()];
        if marker == Marker::Article || !may_stand_alone(first) {
            return None;
        }
        self.read_names(start);
        let all = |known: fn(&str) -> bool| items.iter().all(|item| known(&text[item.number.clone()]));
        if self.last_code.is_none_or(|code| code == Code::EDUCATION) && all(is_known_title_5_section) {
            return Some(regulations::california(text, 5, start, &items));
        }
        if scan::of_a_name(text, end) || regulations::is_named_before(&text[free..start]) {
            return None;
        }
        if let Some(code) = *self.last_code {
            return Some(statutes_of(text, code, start, &items));
        }
        // One known number tells the code of its whole list.
        if items.iter().any(|item| is_known_education_section(&text[item.number.clone()])) {
            return Some(statutes_of(text, Code::EDUCATION, start, &items));
        }
        let long = first.split('.').next().is_some_and(|digits| digits.len() >= 4) || first.contains('.');
        long.then(|| scan::cite(text, start, &items, |section, _| Reference::UnknownCode { section }))
    }

    /// Remembers the code that is named last, with or without a number, before `to`.
    fn read_names(&mut self, to: usize) {
        if let Some(code) = self.text.get(self.read..to).and_then(codes::last_named) {
            *self.last_code = Some(code);
        }
        self.read = self.read.max(to);
    }
}

/// Whether "EC 51747" can be the Education Code: "EC 12", "EC 555-0142" and "EC 2026" are something else.
fn looks_like_section(text: &str, items: &[Item], marker: Marker) -> bool {
    let Some(first) = items.first() else { return false };
    let digits = scan::digits_end(text, first.start) - first.start;
    if marker.is_sign() || (marker.is_word() && digits >= 3) {
        return true;
    }
    // 555 555 0142, 555-0142
    let more = text[first.end..].trim_start_matches([' ', '\u{a0}', '-', '‑', '–', '.']);
    let like_phone = digits == 3
        && (3..=4).contains(&scan::digits_end(more, 0))
        && !(items.len() > 1 && scan::digits_end(more, 0) == 3);
    digits >= 3 && !is_year(&text[first.number.clone()]) && !like_phone
}

/// Numbers that "Section" makes a statute even when no code is named with it.
fn may_stand_alone(number: &str) -> bool {
    // Sections of federal acts that school pages name without the act: Rehabilitation Act, Affordable Care Act, civil rights.
    const FEDERAL: [&str; 4] = ["504", "508", "1557", "1983"];
    let digits = number.split('.').next().map_or(0, str::len);
    digits >= 3 && !FEDERAL.contains(&number) && !is_year(number)
}

/// 1990 to 2099: a year much sooner than a section.
fn is_year(number: &str) -> bool {
    number.len() == 4 && matches!(number.parse(), Ok(1990..=2099))
}

fn statutes_of(text: &str, code: Code, start: usize, items: &[Item]) -> Vec<Citation> {
    scan::cite(text, start, items, |section, subdivisions| Reference::Statute { code, section, subdivisions })
}
