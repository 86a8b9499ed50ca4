//! The bytes of a text file → its letters, and what is uncertain about them.
//!
//! UTF-8 comes first, and what is valid in it is never read otherwise. UTF-16 is told by its mark or its zeros.
//! Other bytes are read as Windows-1252 where that is the one reading that makes sense; everything else is
//! proposed and left to the author, because a guess that is saved cannot be undone.

mod proposals;
mod utf_16;
mod western;

use std::ops::Range;

use crate::diagnostics::{FileName, Finding, Fix, Level, Lines, count};
use proposals::proposals;
use western::Western;

pub(crate) use western::windows_1252;

/// Places of one file that are told one by one.
const MOST_PLACES: usize = 20;

/// The languages that a file may be written in.
#[derive(Clone, Copy, Debug)]
pub struct Languages<'a> {
    /// That of the file, by its name.
    pub file: &'a str,
    /// Those of the site.
    pub site: &'a [String],
}

impl<'a> Languages<'a> {
    /// The languages of the file `name`, one of a site with these languages: that of `faq.es.md` is `es`.
    #[must_use]
    pub fn of(name: &str, site: &'a [String]) -> Self {
        let tag = name.rsplit('.').nth(1).unwrap_or_default();
        let file = site.iter().find(|known| *known == tag).or(site.first());
        Self { file: file.map_or("en", String::as_str), site }
    }
}

/// The letters of a file.
#[derive(Debug, Default)]
pub struct Decoded {
    /// Its text, without a byte order mark.
    pub text: String,
    problems: Vec<Problem>,
}

/// What is not UTF-8 in a file.
#[derive(Debug)]
struct Problem {
    /// Bytes of the text.
    span: Range<usize>,
    kind: Kind,
    message: String,
    help: String,
}

/// Whether the letters are known all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// They are.
    Read,
    /// There is more than one reading, or none.
    Uncertain,
    /// The file ends inside a letter.
    CutOff,
}

impl Decoded {
    /// Whether the text holds all that the file says, so that it may take the file's place.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.problems.iter().all(|problem| problem.kind == Kind::Read)
    }

    /// What is wrong with how the file is saved, `file` as findings name it.
    #[must_use]
    pub fn findings(&self, file: impl FnOnce() -> String) -> Vec<Finding> {
        if self.problems.is_empty() {
            return Vec::new();
        }
        let file = FileName::from(file());
        let lines = Lines::new(&self.text);
        let is_certain = self.is_certain();
        let finding = |problem: &Problem| {
            let (rule, level) = match problem.kind {
                Kind::Read => ("source/encoding", Level::Warning),
                Kind::Uncertain => ("source/unknown-letters", Level::Error),
                Kind::CutOff => ("source/cut-off", Level::Error),
            };
            let finding = Finding::new(rule, level, &file, problem.message.clone(), problem.help.clone())
                .at(&lines, problem.span.clone());
            if is_certain { finding.with_fix(Fix::default()) } else { finding }
        };
        self.problems.iter().map(finding).collect()
    }
}

/// Reads the bytes of a text file.
#[must_use]
pub fn decode(bytes: Vec<u8>, languages: Languages<'_>) -> Decoded {
    // Half of the bytes of UTF-16 may be zeros, which are valid UTF-8.
    if let Some(decoded) = utf_16::decode(&bytes) {
        return decoded;
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Decoded { text, problems: Vec::new() }
        }
        Err(error) => {
            let bytes = error.as_bytes();
            decode_others(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), languages)
        }
    }
}

/// A text in UTF-8 but for some bytes, each of which is read as one letter.
struct Mixed {
    text: String,
    /// Where those letters stand in the text.
    strays: Vec<Range<usize>>,
    /// How many letters of several bytes are valid UTF-8.
    others: usize,
    /// Whether the strays are the start of a letter that the file ends in.
    is_cut_off: bool,
}

impl Mixed {
    /// `letter` reads a byte that is not UTF-8.
    fn read(bytes: &[u8], letter: impl Fn(u8) -> char) -> Self {
        let text = String::with_capacity(bytes.len());
        let mut mixed = Self { text, strays: Vec::new(), others: 0, is_cut_off: false };
        for chunk in bytes.utf8_chunks() {
            mixed.text.push_str(chunk.valid());
            mixed.others += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            // Only the last of the file can be.
            mixed.is_cut_off = mixed.strays.is_empty()
                && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
            for byte in chunk.invalid() {
                let start = mixed.text.len();
                mixed.text.push(letter(*byte));
                mixed.strays.push(start..mixed.text.len());
            }
        }
        mixed
    }

    /// The same text without the letters of strays that are not kept.
    fn keep(&self, is_kept: impl Fn(&Range<usize>) -> bool) -> Self {
        let mut kept = Self { text: String::with_capacity(self.text.len()), strays: Vec::new(), ..*self };
        let mut done = 0;
        for stray in &self.strays {
            kept.text.push_str(&self.text[done..stray.start]);
            let start = kept.text.len();
            match is_kept(stray) {
                true => kept.text.push_str(&self.text[stray.clone()]),
                false => kept.text.push(char::REPLACEMENT_CHARACTER),
            }
            kept.strays.push(start..kept.text.len());
            done = stray.end;
        }
        kept.text.push_str(&self.text[done..]);
        kept
    }

    /// The strays that stand side by side, as one place each.
    fn places(&self) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        for stray in &self.strays {
            match places.last_mut() {
                Some(last) if last.end == stray.start => last.end = stray.end,
                _ => places.push(stray.clone()),
            }
        }
        places
    }
}

fn decode_others(bytes: &[u8], languages: Languages<'_>) -> Decoded {
    let windows = Mixed::read(bytes, windows_1252);
    if windows.is_cut_off {
        return cut_off(windows.text[..windows.strays[0].start].to_owned());
    }
    let western = Western::of(languages);
    if western.as_ref().is_some_and(|western| western.is_windows_1252(&windows, bytes)) {
        return if windows.others == 0 { all_windows_1252(windows) } else { some_windows_1252(&windows) };
    }
    if windows.others >= windows.strays.len() {
        return unknown_places(&windows, western.as_ref());
    }
    unknown_encoding(bytes, &windows, languages)
}

/// The text of a file that ends inside a letter, up to that letter.
fn cut_off(mut text: String) -> Decoded {
    let end = text.len();
    let words = words_around(&text, &(end..end));
    text.push(char::REPLACEMENT_CHARACTER);
    let problem = Problem {
        span: end..text.len(),
        kind: Kind::CutOff,
        message: "This file ends in the middle of a letter, so the end of its text may be missing.".to_owned(),
        help: format!("Compare the end, “{words}”, with where the file came from, write what is missing and save it."),
    };
    Decoded { text, problems: vec![problem] }
}

fn all_windows_1252(mixed: Mixed) -> Decoded {
    let first = mixed.strays[0].clone();
    let more = match mixed.strays.len() - 1 {
        0 => " was".to_owned(),
        others => format!(" and {} were", count(others, "other character", "other characters")),
    };
    let problem = Problem {
        message: format!(
            "This file is not saved as UTF-8; “{}”{more} read as Windows-1252.",
            &mixed.text[first.clone()]
        ),
        help: "Check the accents and quotation marks, then save the file as UTF-8.".to_owned(),
        span: first,
        kind: Kind::Read,
    };
    Decoded { text: mixed.text, problems: vec![problem] }
}

fn some_windows_1252(mixed: &Mixed) -> Decoded {
    let read = |text: &str, place: &Range<usize>| {
        let (letters, words) = (&text[place.clone()], words_around(text, place));
        let message = format!("“{letters}” is saved as Windows-1252 here, and the rest of the file as UTF-8.");
        (message, format!("Check that “{words}” is what was meant, then save the file as UTF-8."))
    };
    let problems = problems(&mixed.text, &mixed.places(), Kind::Read, read);
    Decoded { text: mixed.text.clone(), problems }
}

/// A file in UTF-8 with a few letters that nobody can be sure of.
fn unknown_places(windows: &Mixed, western: Option<&Western>) -> Decoded {
    let mixed = windows.keep(|stray| western.is_some_and(|western| western.fits(&windows.text, stray)));
    let problems = problems(&mixed.text, &mixed.places(), Kind::Uncertain, |text, place| {
        let words = words_around(text, place);
        if text[place.clone()].contains(char::REPLACEMENT_CHARACTER) {
            return (
                "What stands here is no letter of UTF-8, in which the rest of the file is saved.".to_owned(),
                format!("Look up what was meant in “{words}”, type it again and save the file as UTF-8."),
            );
        }
        (
            "This letter is not saved as UTF-8 like the rest of the file, so it may be another one.".to_owned(),
            format!("If “{words}” is what was meant, type it again and save the file as UTF-8."),
        )
    });
    Decoded { text: mixed.text, problems }
}

/// A file that is not UTF-8 at all, as the likeliest encoding reads it.
fn unknown_encoding(bytes: &[u8], windows: &Mixed, languages: Languages<'_>) -> Decoded {
    let proposals = proposals(bytes, windows, languages);
    let readings: Vec<String> =
        proposals.iter().map(|proposal| format!("“{}” as {}", proposal.words, proposal.name)).collect();
    let help = match proposals.as_slice() {
        [] => "Open it in the program that wrote it, and save it as UTF-8.".to_owned(),
        [only] => format!(
            "If “{}” is right, open it in its program as {} and save it as UTF-8; if not, ask who wrote it.",
            only.words, only.name
        ),
        _ => "Choose the reading that is right, open the file in its program in that encoding, and save it as UTF-8."
            .to_owned(),
    };
    let message = match readings.as_slice() {
        [] => "This file is not saved as UTF-8, and its bytes make no sense in any other encoding.".to_owned(),
        [only] => format!("This file is not saved as UTF-8; its words may be {only}."),
        [others @ .., last] => {
            format!("This file is not saved as UTF-8; its words may be {} or {last}.", others.join(", "))
        }
    };
    let text = match proposals.first() {
        Some(proposal) => proposal.encoding.decode_without_bom_handling(bytes).0.into_owned(),
        None => windows.keep(|_| false).text,
    };
    let start = text.find(|c: char| !c.is_ascii()).unwrap_or(0);
    let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    Decoded { text, problems: vec![Problem { span: start..end, kind: Kind::Uncertain, message, help }] }
}

/// One problem a place, and for more places than anybody reads how many there are.
fn problems(
    text: &str,
    places: &[Range<usize>],
    kind: Kind,
    say: impl Fn(&str, &Range<usize>) -> (String, String),
) -> Vec<Problem> {
    let told = places.iter().take(MOST_PLACES).map(|place| {
        let (message, help) = say(text, place);
        Problem { span: place.clone(), kind, message, help }
    });
    let mut problems: Vec<Problem> = told.collect();
    if let (Some(last), more @ 1..) = (problems.last_mut(), places.len().saturating_sub(MOST_PLACES)) {
        last.message.push_str(&format!(
            " There {} below.",
            match more {
                1 => "is one more such place".to_owned(),
                more => format!("are {more} more such places"),
            }
        ));
    }
    problems
}

/// The words around a place of a text, in one line.
fn words_around(text: &str, place: &Range<usize>) -> String {
    const MOST: usize = 24;
    let is_end = |c: char| matches!(c, '\n' | '\r');
    let before = text[..place.start].rsplit(is_end).next().unwrap_or_default();
    let after = text[place.end..].split(is_end).next().unwrap_or_default();
    let from = before.char_indices().rev().take(MOST).last().map_or(before.len(), |(at, _)| at);
    let to = after.char_indices().nth(MOST).map_or(after.len(), |(at, _)| at);
    // Whole words, where there are any.
    let start = if from == 0 { 0 } else { from + before[from..].find(' ').map_or(0, |at| at + 1) };
    let end = if to == after.len() { to } else { after[..to].rfind(' ').unwrap_or(to) };
    format!("{}{}{}", &before[start..], &text[place.clone()], &after[..end]).trim().to_owned()
}

#[cfg(test)]
mod tests;
