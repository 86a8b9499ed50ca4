//! Which encoding a file may be saved in, when nothing is certain: a few readings with their words, the likeliest
//! first.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, KOI8_R, KOI8_U, MACINTOSH, WINDOWS_1252};

use super::western::{Western, mac_roman};
use super::{Languages, Mixed};
use crate::language::primary;

/// Readings that are shown.
const MOST: usize = 3;

/// Strays that are judged.
const MOST_STRAYS: usize = 400;

/// One reading of a file.
pub(super) struct Proposal {
    pub(super) encoding: &'static Encoding,
    /// The encoding, as programs name it.
    pub(super) name: &'static str,
    /// The first of its words that tell.
    pub(super) words: String,
}

/// The readings that make sense, the likeliest first.
pub(super) fn proposals(bytes: &[u8], windows: &Mixed, languages: Languages<'_>) -> Vec<Proposal> {
    let line = telling_line(bytes);
    let mut proposals: Vec<Proposal> = Vec::new();
    for encoding in candidates(bytes, windows, languages) {
        let (text, has_errors) = encoding.decode_without_bom_handling(line);
        let words = shown(&text);
        let is_other = proposals.iter().all(|known| known.words != words) && is_plausible(&words);
        if !has_errors && (is_other || proposals.is_empty()) {
            proposals.push(Proposal { encoding, name: name(encoding), words });
        }
    }
    proposals.truncate(MOST);
    proposals
}

fn candidates(bytes: &[u8], windows: &Mixed, languages: Languages<'_>) -> Vec<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = |tag: &str| {
        let guess = detector.guess(country(tag).map(str::as_bytes), Utf8Detection::Deny);
        // The two differ in letters of Ukrainian alone.
        let is_russian = guess == KOI8_U
            && KOI8_R.decode_without_bom_handling(bytes).0 == guess.decode_without_bom_handling(bytes).0;
        if is_russian { KOI8_R } else { guess }
    };
    let mut candidates = vec![guess(languages.file)];
    candidates.extend(languages.site.iter().map(|tag| guess(tag)));
    candidates.push(guess(""));
    // Nobody guesses Mac Roman, so its letters are judged here.
    let spanish = ["en".to_owned(), "es".to_owned()];
    let western = Western::of(languages).or_else(|| Western::of(Languages { file: "es", site: &spanish }));
    if let Some(western) = western {
        let mac = Mixed::read(bytes, mac_roman);
        let most = MOST_STRAYS.min(mac.strays.len());
        let (of_mac, of_windows) = (western.misfits(&mac, most), western.misfits(windows, most));
        if of_mac * 10 <= most {
            candidates.insert(if of_mac < of_windows { 0 } else { 1 }, MACINTOSH);
        }
        if of_windows * 10 <= most {
            candidates.insert(1, WINDOWS_1252);
        }
    }
    candidates
}

/// A country whose websites are mostly in the language, which is what the detector asks for.
fn country(tag: &str) -> Option<&'static str> {
    Some(match primary(tag) {
        "zh" if tag.contains("Hant") || tag.contains("TW") || tag.contains("HK") => "tw",
        "zh" => "cn",
        "ko" => "kr",
        "ja" => "jp",
        "ru" => "ru",
        "uk" => "ua",
        "ar" => "sa",
        "fa" | "prs" => "ir",
        "ur" | "ps" => "pk",
        "vi" => "vn",
        "th" => "th",
        "el" => "gr",
        "he" => "il",
        "tr" => "tr",
        "pl" => "pl",
        "es" => "es",
        "fr" => "fr",
        "pt" => "br",
        _ => return None,
    })
}

/// The name of an encoding in the menus of programs.
fn name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "macintosh" => "Mac Roman",
        "windows-1250" => "Windows-1250",
        "windows-1251" => "Windows-1251",
        "windows-1252" => "Windows-1252",
        "windows-1253" => "Windows-1253",
        "windows-1254" => "Windows-1254",
        "windows-1255" => "Windows-1255",
        "windows-1256" => "Windows-1256",
        "windows-1257" => "Windows-1257",
        "windows-1258" => "Windows-1258",
        "windows-874" => "Windows-874",
        "Shift_JIS" => "Shift JIS",
        other => other,
    }
}

/// The line with the most letters outside ASCII among the first that have any.
fn telling_line(bytes: &[u8]) -> &[u8] {
    const LINES: usize = 20;
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_ascii()).take(LINES);
    lines.max_by_key(|line| line.iter().filter(|byte| !byte.is_ascii()).count().min(24)).unwrap_or_default()
}

/// Whether words are mostly letters, and those of another script stand in no word with ours.
fn is_plausible(words: &str) -> bool {
    let foreign = || words.chars().filter(|c| !c.is_ascii());
    let is_sign = |c: &char| !c.is_alphabetic() && !matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
    let is_of_others = |c: char| matches!(c, '\u{370}'..='\u{7ff}');
    let letters: Vec<char> = words.chars().collect();
    let is_torn = letters.windows(2).any(|pair| {
        is_of_others(pair[0]) && pair[1].is_ascii_alphabetic() || pair[0].is_ascii_alphabetic() && is_of_others(pair[1])
    });
    // Chinese has no spaces, but no sign of it stands inside a word of ours.
    let is_split = letters
        .windows(3)
        .any(|three| three[0].is_ascii_lowercase() && three[1] >= '\u{3400}' && three[2].is_ascii_lowercase());
    foreign().filter(is_sign).count() * 4 <= foreign().count() && !is_torn && !is_split
}

/// A few words of a line, from the first that is not plain.
fn shown(line: &str) -> String {
    const MOST: usize = 40;
    let first = line.find(|c: char| !c.is_ascii()).unwrap_or(0);
    let start = line[..first].rfind(' ').map_or(0, |space| space + 1);
    let end = line[start..].char_indices().nth(MOST).map_or(line.len(), |(at, _)| start + at);
    let end = if end == line.len() { end } else { line[..end].rfind(' ').filter(|at| *at > first).unwrap_or(end) };
    line[start..end].trim().to_owned()
}
