//! The codes of California law, and the ways pages write their names.

use std::fmt;

use super::scan::{self, Marker};

/// One of California's codes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(u8);

impl Code {
    /// The Education Code.
    pub const EDUCATION: Code = Code(5);

    /// The short form in addresses of leginfo.legislature.ca.gov: `EDC`.
    #[must_use]
    pub fn law_code(self) -> &'static str {
        self.row().law_code
    }

    /// Its name: "Education Code".
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The code with a short form: `EDC`.
    #[must_use]
    pub fn from_law_code(law_code: &str) -> Option<Code> {
        all().find(|(_, row)| row.law_code == law_code).map(|(code, _)| code)
    }

    fn row(self) -> &'static Row {
        // Only the numbers of rows become a `Code`.
        &TABLE[usize::from(self.0)]
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.law_code())
    }
}

/// What a short form needs after it, because it also means something else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// A number of three digits: "EC 51747".
    Number,
    /// "Section" or "§": a PC is also a computer, PCC a college.
    Marker,
    /// "§": "LAB Section 12" is a lab.
    Sign,
}

struct Row {
    law_code: &'static str,
    name: &'static str,
    /// Patterns (see [`scan::after`]) of the words before "Code", or before "§" alone.
    names: &'static [&'static str],
    /// Patterns of whole names.
    whole: &'static [&'static str],
    /// Other short forms, as they are written.
    short: &'static [&'static str],
    /// What the short forms and the law code need after them.
    needs: Needs,
}

const fn row(
    law_code: &'static str,
    name: &'static str,
    needs: Needs,
    short: &'static [&'static str],
    names: &'static [&'static str],
    whole: &'static [&'static str],
) -> Row {
    Row { law_code, name, names, whole, short, needs }
}

/// The 29 codes of leginfo.legislature.ca.gov, by their short forms there. "EC" is the
/// Education Code on school pages, never Elections or Evidence.
#[rustfmt::skip]
static TABLE: [Row; 29] = [
    row("BPC", "Business and Professions Code", Needs::Number, &["B&P", "B&PC"],
        &["business & professions", "bus. & prof.", "b&p"], &["codigo de negocios & profesiones"]),
    row("CCP", "Code of Civil Procedure", Needs::Number, &[],
        &["civ. proc."],
        &["code of civil procedure", "code civ. proc.", "codigo de procedimiento civil", "codigo de procedimientos civiles"]),
    row("CIV", "Civil Code", Needs::Sign, &[], &["civil", "civ."], &["codigo civil"]),
    row("COM", "Commercial Code", Needs::Sign, &[], &["commercial", "com."], &["codigo comercial", "codigo de comercio"]),
    row("CORP", "Corporations Code", Needs::Sign, &[], &["corporations", "corp."], &["codigo de corporaciones"]),
    row("EDC", "Education Code", Needs::Number, &["EC", "E.C.", "C.E."],
        &["education", "educ.", "ed."], &["codigo de educacion", "codigo de la educacion", "codigo educativo"]),
    row("ELEC", "Elections Code", Needs::Sign, &[], &["elections", "elec."], &["codigo electoral", "codigo de elecciones"]),
    row("EVID", "Evidence Code", Needs::Sign, &[], &["evidence", "evid."], &["codigo de evidencia", "codigo de pruebas"]),
    row("FAC", "Food and Agricultural Code", Needs::Marker, &[],
        &["food & agricultural", "food & agr."], &["codigo de alimentos & agricultura"]),
    row("FAM", "Family Code", Needs::Sign, &[],
        &["family", "fam."], &["codigo de familias", "codigo de familia", "codigo de la familia", "codigo familiar"]),
    row("FGC", "Fish and Game Code", Needs::Number, &[], &["fish & game", "fish & g."], &["codigo de pesca & caza"]),
    row("FIN", "Financial Code", Needs::Sign, &[], &["financial", "fin."], &["codigo financiero"]),
    row("GOV", "Government Code", Needs::Number, &["GC"],
        &["government", "govt.", "gov."], &["codigo de gobierno", "codigo del gobierno", "codigo gubernamental"]),
    row("HNC", "Harbors and Navigation Code", Needs::Number, &[], &["harbors & navigation", "harb. & nav."], &[]),
    row("HSC", "Health and Safety Code", Needs::Number, &["H&S", "H&SC"],
        &["health & safety", "health & saf.", "h&s"], &["codigo de salud & seguridad", "codigo de salubridad & seguridad"]),
    row("INS", "Insurance Code", Needs::Sign, &[], &["insurance", "ins."], &["codigo de seguros"]),
    row("LAB", "Labor Code", Needs::Sign, &[], &["labor", "lab."],
        &["codigo laboral", "codigo de trabajo", "codigo del trabajo"]),
    row("MVC", "Military and Veterans Code", Needs::Number, &[],
        &["military & veterans", "mil. & vet."], &["codigo militar & de veteranos"]),
    row("PCC", "Public Contract Code", Needs::Marker, &[],
        &["public contract", "pub. contract"], &["codigo de contratos publicos"]),
    row("PEN", "Penal Code", Needs::Marker, &["PC"], &["penal", "pen."], &["codigo penal"]),
    row("PRC", "Public Resources Code", Needs::Number, &[],
        &["public resources", "pub. resources", "pub. res."], &["codigo de recursos publicos"]),
    row("PROB", "Probate Code", Needs::Sign, &[], &["probate", "prob."], &["codigo testamentario", "codigo de sucesiones"]),
    row("PUC", "Public Utilities Code", Needs::Marker, &[],
        &["public utilities", "pub. util."], &["codigo de servicios publicos"]),
    row("RTC", "Revenue and Taxation Code", Needs::Number, &[],
        &["revenue & taxation", "rev. & tax."], &["codigo de ingresos e impuestos", "codigo de rentas e impuestos"]),
    row("SHC", "Streets and Highways Code", Needs::Number, &[], &["streets & highways", "sts. & hy."], &["codigo de calles & carreteras"]),
    row("UIC", "Unemployment Insurance Code", Needs::Marker, &[],
        &["unemployment insurance", "unemp. ins."], &["codigo de seguro de desempleo"]),
    row("VEH", "Vehicle Code", Needs::Number, &["CVC"], &["vehicle", "veh."], &["codigo de vehiculos", "codigo vehicular"]),
    row("WAT", "Water Code", Needs::Sign, &[], &["water", "wat."], &["codigo de aguas"]),
    row("WIC", "Welfare and Institutions Code", Needs::Number, &["W&I", "W&IC"],
        &["welfare & institutions", "welf. & inst.", "w&i"],
        &["codigo de bienestar & instituciones", "codigo de bienestar social & instituciones",
            "codigo de asistencia social & instituciones"]),
];

fn all() -> impl Iterator<Item = (Code, &'static Row)> {
    (0u8..).map(Code).zip(&TABLE)
}

/// Every way to end the name of a code before a number: patterns, and short forms.
pub(super) fn last_words() -> impl Iterator<Item = &'static str> {
    let names = all().flat_map(|(_, row)| row.whole.iter().chain(row.short).copied().chain([row.law_code]));
    names.chain(STATE).chain(["code"])
}

/// A code named before a number.
pub(super) struct Named {
    pub(super) code: Code,
    /// Where its words start.
    pub(super) start: usize,
    /// Whether it is named in full or with "Code", not by its short form alone.
    pub(super) in_words: bool,
}

/// The code whose name ends `words`, with the punctuation that may stand between it and
/// a number: "Education Code (EC), ".
pub(super) fn before_number(words: &str, marker: Marker) -> Option<Named> {
    let trimmed = words.trim_end();
    let joined = if marker == Marker::None {
        // "EC51747" is glued, "EC: 555" and "EC, 51747" are no citation; "Ed. Code, 51747" is.
        if trimmed.len() == words.len() {
            return None;
        }
        trimmed.trim_end_matches(',')
    } else {
        trimmed.trim_end_matches([',', ':', '-', '–', '—']).trim_end()
    };
    if let Some((inside, open)) = scan::bracket_before(joined) {
        // "Emergency contact (EC) 51747" names no code.
        let (code, start) = named_at_end(joined[..open].trim_end())?;
        return (short_of(inside) == Some(code)).then_some(Named { code, start, in_words: true });
    }
    if let Some((code, start)) = named_at_end(joined) {
        return Some(Named { code, start, in_words: true });
    }
    if let Some((code, start, needs)) = short_at_end(joined) {
        // "Education Code - EDC 51749.5"
        let full = joined[..start].trim_end_matches(|c: char| c.is_whitespace() || "-–—,".contains(c));
        if let Some((_, start)) = named_at_end(full).filter(|(named, _)| *named == code) {
            return Some(Named { code, start, in_words: true });
        }
        let enough = match needs {
            Needs::Number => joined.len() == trimmed.len() || marker != Marker::None,
            Needs::Marker => marker.is_sign() || marker.is_word(),
            Needs::Sign => marker.is_sign(),
        };
        return (enough && marker != Marker::Article).then(|| Named {
            code,
            start: with_state(joined, start),
            in_words: false,
        });
    }
    // "Welf. & Inst., § 300"
    let (code, start) = marker.is_sign().then(|| longest_before(joined)).flatten()?;
    Some(Named { code, start: with_state(joined, start), in_words: true })
}

/// The code named after a number, and where its words end: " of the Education Code (EC)", " del Código de Educación".
pub(super) fn after_number(text: &str, at: usize) -> Option<(Code, usize)> {
    const OF: [&str; 9] = [" of the", " of", " in the", " under the", " del", " de la", " de", " en el", ","];
    let joint = OF.iter().find_map(|joint| scan::after(&text[at..], joint))?;
    let at = scan::skip(text, at + joint);
    let state = ["state of california", "california", "cal.", "state", "ca"]
        .iter()
        .find_map(|word| scan::after(&text[at..], word));
    let name = state.map_or(at, |length| scan::skip(text, at + length));
    let (code, end) = named_at(text, name).or_else(|| {
        let (code, end) = short_at(text, name)?;
        (joint > 1).then_some((code, end))
    })?;
    let end = with_state_after(text, end);
    let bracket =
        scan::bracket_after(text, scan::skip(text, end)).filter(|(inside, _)| short_exactly(inside) == Some(code));
    let end = bracket.map_or(end, |(_, end)| end);
    // "Section 51747, Government Code Section 11135": the code belongs to the second number.
    let next = if joint > 1 { scan::skip(text, end) } else { scan::skip_comma(text, end) };
    let (marker, number) = scan::marker_after(text, next);
    let taken = text[number..].starts_with(|c: char| c.is_ascii_digit()) && (marker != Marker::None || next > end);
    (!taken).then_some((code, end))
}

/// The code that `text` names last, with or without a number.
pub(super) fn last_named(text: &str) -> Option<Code> {
    let capital = memchr::memrchr_iter(b'C', text.as_bytes()).find_map(|at| {
        let rest = &text[at..];
        let is_code =
            (rest.starts_with("Code") || rest.starts_with("CODE")) && !rest[4..].starts_with(char::is_alphanumeric);
        let before = is_code.then(|| named_at_end(&text[..at + 4])).flatten();
        let named =
            before.or_else(|| if rest[1..].starts_with(['o', 'ó', 'O', 'Ó']) { named_at(text, at) } else { None })?;
        Some((at, named.0))
    });
    if text.is_ascii() {
        return capital.map(|(_, code)| code);
    }
    let small = text.rmatch_indices('ó').find_map(|(at, _)| {
        let at = text[..at].ends_with('c').then(|| at - 1)?;
        named_at(text, at).map(|(code, _)| (at, code))
    });
    capital.into_iter().chain(small).max_by_key(|(at, _)| *at).map(|(_, code)| code)
}

/// The full name, or short form and "Code", that ends `words`.
fn named_at_end(words: &str) -> Option<(Code, usize)> {
    let state = STATE.iter().find_map(|state| scan::before(words, state));
    // Whole names start with "código" or "Code"; looking for that word is quicker than for each name.
    let tail = &words.as_bytes()[words.len().saturating_sub(90)..];
    let may_be_whole =
        tail.windows(4).any(|four| four.eq_ignore_ascii_case(b"digo") || four.eq_ignore_ascii_case(b"code"));
    let spanish = &words[..state.unwrap_or(words.len())];
    let whole = all()
        .filter(|_| may_be_whole)
        .flat_map(|(code, row)| row.whole.iter().map(move |pattern| (code, *pattern)))
        .filter_map(|(code, pattern)| Some((code, scan::before(spanish, pattern)?, pattern)))
        .find(|(_, start, pattern)| is_capital(&spanish[*start..], pattern));
    if let Some((code, start, _)) = whole {
        return Some((code, with_state(words, start)));
    }
    let before = words.strip_suffix("Code").or_else(|| words.strip_suffix("CODE"))?;
    let name = before.trim_end();
    if name.len() == before.len() && !name.ends_with('.') {
        return None;
    }
    let (code, start) = longest_before(name)?;
    Some((code, with_state(words, start)))
}

/// The longest name that ends `words`: "Unemployment Insurance", not "Insurance".
fn longest_before(words: &str) -> Option<(Code, usize)> {
    all()
        .flat_map(|(code, row)| row.names.iter().map(move |pattern| (code, *pattern)))
        .filter_map(|(code, pattern)| Some((code, scan::before(words, pattern)?)))
        .filter(|(_, start)| words[*start..].starts_with(char::is_uppercase))
        .min_by_key(|(_, start)| *start)
}

/// The full name, or short form and "Code", at `at`, and where it ends.
fn named_at(text: &str, at: usize) -> Option<(Code, usize)> {
    let rest = &text[at..];
    let ends = |row: &Row| {
        let with_code = row.names.iter().filter_map(|pattern| {
            let end = scan::skip(rest, scan::after(rest, pattern)?);
            let code = rest[end..].starts_with("Code") || rest[end..].starts_with("CODE");
            let glued = rest.get(end + 4..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            (code && !glued && rest.starts_with(char::is_uppercase)).then_some(end + 4)
        });
        let whole = row
            .whole
            .iter()
            .filter(|pattern| is_capital(rest, pattern))
            .filter_map(|pattern| scan::after(rest, pattern));
        with_code.chain(whole).max()
    };
    all().filter_map(|(code, row)| Some((code, at + ends(row)?))).max_by_key(|(_, end)| *end)
}

/// What Spanish puts after a code's name.
const STATE: [&str; 2] = [" del estado de california", " de california"];

/// Spanish writes "código" with a small letter too; English names have a capital.
fn is_capital(words: &str, pattern: &str) -> bool {
    pattern.starts_with("codigo") || words.starts_with(char::is_uppercase)
}

/// The short form that ends `words`.
fn short_at_end(words: &str) -> Option<(Code, usize, Needs)> {
    let start = words.trim_end_matches(|c: char| c.is_ascii_uppercase() || c == '&' || c == '.').len();
    if words[..start].ends_with(|c: char| c.is_alphanumeric() || "-‑/_".contains(c)) {
        return None;
    }
    let (code, needs) = short(&words[start..])?;
    Some((code, start, needs))
}

/// The short form at `at` that says which code a number before it has: "of the EC".
fn short_at(text: &str, at: usize) -> Option<(Code, usize)> {
    let rest = &text[at..];
    let mut word =
        &rest[..rest.find(|c: char| !(c.is_ascii_uppercase() || c == '&' || c == '.')).unwrap_or(rest.len())];
    if rest[word.len()..].starts_with(|c: char| c.is_alphanumeric() || "-_'’".contains(c)) {
        return None;
    }
    // The full stop of "of the EC." ends the sentence.
    if word.matches('.').count() == 1 {
        word = word.trim_end_matches('.');
    }
    let (code, needs) = short(word)?;
    (needs == Needs::Number).then_some((code, at + word.len()))
}

fn short(word: &str) -> Option<(Code, Needs)> {
    if word.len() < 2 {
        return None;
    }
    all().find(|(_, row)| row.law_code == word || row.short.contains(&word)).map(|(code, row)| (code, row.needs))
}

/// The code that a bracket after its name repeats: "EC", "EC, por sus siglas en inglés", "Ed. Code".
fn short_of(inside: &str) -> Option<Code> {
    let first = inside.split(',').next().unwrap_or_default();
    short_exactly(first).or_else(|| named_at_end(first).map(|(code, _)| code))
}

fn short_exactly(inside: &str) -> Option<Code> {
    short(inside.trim()).map(|(code, _)| code)
}

/// Where "California" before a name that starts at `start` starts.
fn with_state(words: &str, start: usize) -> usize {
    let before = words[..start].trim_end();
    ["california", "calif.", "cal.", "ca"]
        .iter()
        .find_map(|word| scan::before(before, word).filter(|at| before[*at..].starts_with(char::is_uppercase)))
        .filter(|_| before.len() < start)
        .unwrap_or(start)
}

/// Where " de California" after a name that ends at `end` ends.
fn with_state_after(text: &str, end: usize) -> usize {
    let length = STATE.iter().find_map(|state| scan::after(&text[end..], state));
    length.map_or(end, |length| end + length)
}
