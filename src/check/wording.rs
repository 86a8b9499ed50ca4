//! How a page is worded: capitals, length, abbreviations, directions that only eyes can follow.

use std::ops::Range;

use super::signs::{STRETCH, Sign};
use super::{PageCheck, Prose, Tongue, Trigger, is_whole, shortened, words};
use crate::diagnostics::Level;
use crate::machine_readable;
use crate::markdown::{BlockKind, InlineKind};
use crate::reading::Score;

/// Words in capitals that make a run.
const CAPITALS: usize = 4;
/// Characters of bold or italics that tire the eye, and that are too many for a whole paragraph.
const LONGEST_EMPHASIS: usize = 400;
const LONGEST_EMPHASIZED_PARAGRAPH: usize = 120;
/// Characters of raised or lowered words.
const LONGEST_SHIFTED: usize = 80;
/// Words of a paragraph.
const LONGEST_PARAGRAPH: usize = 120;
/// Words of a sentence: more are a note, many more a warning.
const LONG_SENTENCE: usize = 25;
const LONGEST_SENTENCE: usize = 40;
/// Fewer words have no steady reading grade.
const LEAST_WORDS: usize = 100;

pub(super) fn check(check: &mut PageCheck<'_>) {
    for prose in check.prose {
        if matches!(prose.block.kind, BlockKind::Code) {
            continue;
        }
        all_caps(check, prose);
        emphasis(check, prose);
        if prose.is_running() {
            length(check, prose);
            sensory(check, prose);
        }
        numeric_dates(check, prose);
        area_codes(check, prose);
    }
    abbreviations(check);
    reading_grade(check);
}

/// Short forms that are written in capitals and are no shouting.
fn is_short_form(word: &str) -> bool {
    let letters = word.trim_end_matches(['s', '’', '\'']);
    letters.chars().count() <= 4 && !SHOUTED.contains(&word)
}

/// Short words that stand in shouted sentences, not in rows of short forms.
const SHOUTED: [&str; 40] = [
    "THE", "AND", "FOR", "ALL", "NOT", "YOU", "YOUR", "MUST", "WILL", "ARE", "TO", "OF", "IN", "ON", "BY", "NO", "DO",
    "IF", "OR", "WITH", "THIS", "THAT", "FROM", "CALL", "READ", "SIGN", "FORM", "LOS", "LAS", "DEL", "PARA", "CON",
    "QUE", "POR", "UNA", "SUS", "NO", "SE", "EL", "LA",
];

fn all_caps(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    let text = prose.text();
    // Each word of a run has two capitals at least.
    if prose.signs().capitals() < 2 * CAPITALS || capital_words(text) < CAPITALS {
        return;
    }
    let mut run: Vec<(usize, &str)> = Vec::new();
    let mut found: Option<Range<usize>> = None;
    let mut settle = |run: &mut Vec<(usize, &str)>| {
        let shouted = run.iter().filter(|(_, word)| !is_short_form(word)).count();
        if run.len() >= CAPITALS && shouted >= 2 && found.is_none() {
            let (first, last) = (run[0], run[run.len() - 1]);
            found = Some(first.0..last.0 + last.1.len());
        }
        run.clear();
    };
    for (at, word) in words(text) {
        let letters = word.chars().filter(|c| c.is_alphabetic());
        let (mut count, mut capitals) = (0, 0);
        for letter in letters {
            count += 1;
            capitals += usize::from(letter.is_uppercase());
        }
        match count {
            // Numbers and signs neither start nor end a run.
            0 => {}
            1 if capitals == 1 => {}
            _ if capitals == count => run.push((at, word)),
            _ => settle(&mut run),
        }
    }
    settle(&mut run);
    if let Some(range) = found {
        let words = shortened(&text[range.clone()]);
        check.report(
            "text/all-caps",
            Level::Warning,
            prose.span(&range),
            format!("“{words}” is all in capitals, which is slow to read; some screen readers spell it out."),
            "Write it in small letters; make it bold if it matters.",
        );
    }
}

/// At most so many words start with two capitals, or with letters outside ASCII, which may be some.
fn capital_words(text: &str) -> usize {
    let is_capital = |byte: u8| byte.is_ascii_uppercase() | (byte >= 0x80);
    let starts = |before: u8| !((before | 0x20).is_ascii_lowercase() | before.is_ascii_digit());
    let [first, second, ..] = text.as_bytes() else { return 0 };
    let at_start = usize::from(is_capital(*first) && is_capital(*second));
    // Each byte with the two before it, many at once.
    let [befores, firsts, seconds] = [0, 1, 2].map(|from| text.as_bytes()[from..].chunks(STRETCH));
    let later = befores.zip(firsts).zip(seconds).map(|((befores, firsts), seconds)| {
        let words = befores.iter().zip(firsts).zip(seconds);
        let words = words.map(|((a, b), c)| u8::from(starts(*a) & is_capital(*b) & is_capital(*c)));
        usize::from(words.sum::<u8>())
    });
    at_start + later.sum::<usize>()
}

fn emphasis(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    for inline in prose.block.inlines {
        let marked = prose.text().get(inline.text.clone()).unwrap_or_default();
        // Most are short, and no text has more characters than bytes.
        if marked.len() <= LONGEST_SHIFTED {
            continue;
        }
        let length = marked.trim().chars().count();
        match inline.kind {
            InlineKind::Strong | InlineKind::Emphasis => {
                let name = if matches!(inline.kind, InlineKind::Strong) { "bold" } else { "italics" };
                let is_paragraph =
                    length > LONGEST_EMPHASIZED_PARAGRAPH && length == prose.text().trim().chars().count();
                if length > LONGEST_EMPHASIS || is_paragraph {
                    check.report(
                        "text/long-emphasis",
                        Level::Warning,
                        inline.span.clone(),
                        format!("{length} characters in a row are in {name}; nothing stands out any more, and they are hard to read."),
                        "Mark only the few words that matter most, or make the paragraph a notice with > [!IMPORTANT].",
                    );
                }
            }
            InlineKind::Shifted if length > LONGEST_SHIFTED => check.report(
                "text/long-sub",
                Level::Warning,
                inline.span.clone(),
                format!("{length} characters are raised or lowered, which makes them small."),
                "Raise or lower only a sign or a number; write a footnote [^1] for more.",
            ),
            _ => {}
        }
    }
}

fn length(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    let text = prose.text();
    // So many spaces at least stand between the words of a long sentence.
    if prose.signs().spaces() < LONG_SENTENCE {
        return;
    }
    long_paragraph(check, prose);
    for sentence in prose.sentences() {
        let words = &text[sentence.clone()];
        // A word and the space after it are two bytes.
        if words.len() <= 2 * LONG_SENTENCE || spaces(words) < LONG_SENTENCE {
            continue;
        }
        let count = word_count(words);
        if count <= LONG_SENTENCE {
            continue;
        }
        let level = if count > LONGEST_SENTENCE { Level::Warning } else { Level::Note };
        // Teachers and administrators may read a longer one.
        if level == Level::Note && !check.is_for_families() {
            continue;
        }
        let first = first_words(words);
        let range = sentence.start + first.start..sentence.start + first.end;
        check.report(
            "text/long-sentence",
            level,
            prose.span(&range),
            format!("This sentence has {count} words; most readers lose the thread after {LONG_SENTENCE}."),
            "Make two sentences of it.",
        );
    }
}

fn long_paragraph(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    let text = prose.text();
    let may_be_long = prose.signs().spaces() >= LONGEST_PARAGRAPH || prose.has_sign(Sign::OtherSpace);
    if !may_be_long || matches!(prose.block.kind, BlockKind::Definition) {
        return;
    }
    let count = word_count(text);
    if count > LONGEST_PARAGRAPH {
        check.report(
            "text/long-paragraph",
            Level::Note,
            prose.span(&first_words(text)),
            format!("This paragraph has {count} words, which is a full screen on a phone."),
            "Make two or three of it, or a list.",
        );
    }
}

fn spaces(text: &str) -> usize {
    let is_space = |byte: u8| (byte == b' ') | (byte == b'\n') | (byte == b'\t');
    let stretches = text.as_bytes().chunks(STRETCH);
    stretches.map(|stretch| usize::from(stretch.iter().map(|byte| u8::from(is_space(*byte))).sum::<u8>())).sum()
}

/// Words between spaces; signs alone are none.
fn word_count(text: &str) -> usize {
    let (mut count, mut in_word) = (0, false);
    for byte in text.bytes() {
        let is_space = byte.is_ascii_whitespace();
        // The bytes of letters outside ASCII are letters enough.
        if !in_word && (byte.is_ascii_alphanumeric() || byte >= 0x80) {
            in_word = true;
            count += 1;
        } else if is_space {
            in_word = false;
        }
    }
    count
}

/// The first words of a text, to point at.
fn first_words(text: &str) -> Range<usize> {
    let lead = text.len() - text.trim_start().len();
    let end = words(text).nth(4).map_or(text.trim_end().len(), |(at, word)| at + word.len());
    lead..end.max(lead)
}

/// "The green button", "the box on the right": for eyes alone (WCAG 1.3.3).
fn sensory(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    const COLORS: [&str; 21] = [
        "red", "green", "blue", "yellow", "orange", "purple", "gray", "grey", "black", "white", "pink", "brown",
        "rojo", "roja", "verde", "azul", "amarillo", "amarilla", "morado", "gris", "naranja",
    ];
    const THINGS: [&str; 24] = [
        "button", "link", "box", "icon", "text", "arrow", "tab", "banner", "field", "section", "letters", "menu",
        "column", "sidebar", "botón", "enlace", "cuadro", "recuadro", "icono", "texto", "flecha", "pestaña", "menú",
        "columna",
    ];
    const PLACES: [&str; 24] = [
        "on the right",
        "on the left",
        "to the right",
        "to the left",
        "at right",
        "at left",
        "on the right-hand side",
        "on the left-hand side",
        "below",
        "above",
        "at the top",
        "at the bottom",
        "in the corner",
        "a la derecha",
        "a la izquierda",
        "abajo",
        "arriba",
        "de abajo",
        "de arriba",
        "de la derecha",
        "de la izquierda",
        "de color verde",
        "de color rojo",
        "de color azul",
    ];
    if check.tongue == Tongue::Other || !prose.has(Trigger::Sensory) {
        return;
    }
    let lower = prose.lower();
    let mut found: Option<Range<usize>> = None;
    let mut note = |range: Range<usize>| {
        if found.as_ref().is_none_or(|known| range.start < known.start) {
            found = Some(range);
        }
    };
    for thing in THINGS {
        for (at, _) in lower.match_indices(thing) {
            let range = at..at + thing.len();
            let plural = lower[range.end..].starts_with('s');
            let end = range.end + usize::from(plural);
            if !is_whole(lower, &(at..end)) {
                continue;
            }
            let before = lower[..at].trim_end();
            if let Some(color) = COLORS
                .iter()
                .find(|color| before.ends_with(*color) && is_whole(lower, &(before.len() - color.len()..before.len())))
            {
                note(before.len() - color.len()..end);
            }
            let after = lower[end..].trim_start();
            let gap = lower[end..].len() - after.len();
            if let Some(color) =
                COLORS.iter().find(|color| after.starts_with(*color) && is_whole(after, &(0..color.len())))
            {
                note(at..end + gap + color.len());
            }
            if let Some(place) =
                PLACES.iter().find(|place| after.starts_with(*place) && is_whole(after, &(0..place.len())))
            {
                note(at..end + gap + place.len());
            }
        }
    }
    if let Some(range) = found {
        let words = prose.text()[range.clone()].to_owned();
        check.report(
            "text/sensory",
            Level::Warning,
            prose.span(&range),
            format!("“{words}” helps only readers who see the page as you do; on a phone it may stand elsewhere."),
            "Call it by its name or its words, or link to it.",
        );
    }
}

/// "3/4/26": the third of April or the fourth of March?
fn numeric_dates(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    if !prose.has_sign(Sign::Slash) {
        return;
    }
    for date in machine_readable::numeric_dates(prose.text()) {
        // Birth dates are a matter of privacy, not of form.
        if super::privacy::is_birth_date(prose.lower(), date.start) {
            continue;
        }
        let help = if check.tongue == Tongue::Spanish {
            "Escriba el mes con letras: 4 de marzo de 2026 (write the month as a word)."
        } else {
            "Write the month as a word: March 4, 2026."
        };
        let words = &prose.text()[date.clone()];
        check.report(
            "text/numeric-date",
            Level::Note,
            prose.span(&date),
            format!("“{words}” is read in two ways: families from many countries put the day first."),
            help,
        );
    }
}

/// "555-0142" without the area code.
fn area_codes(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    if !prose.has_sign(Sign::Hyphen) {
        return;
    }
    let text = prose.text();
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'-', bytes) {
        let before = bytes[..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let after = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if before != 3 || after != 4 {
            continue;
        }
        let start = at - 3;
        let lead = text[..start].trim_end_matches(' ');
        let is_longer = text[..start].ends_with(['-', '.', '/', ')', '$', '#', '§'])
            || lead.ends_with(|c: char| c.is_ascii_digit() || c == ')');
        let follows = text[at + 5..].chars().next();
        if is_longer
            || follows.is_some_and(|c| c.is_alphanumeric() || c == '-')
            || text[..start].ends_with(char::is_alphanumeric)
        {
            continue;
        }
        // Forms and addresses have such numbers too; a number to call has a word that says so.
        let words_before: String =
            lead.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect::<String>().to_lowercase();
        let calls = ["call", "phone", "tel", "text", "dial", "fax", "llame", "teléfono", "número", "office", "oficina"];
        if !calls.iter().any(|word| words_before.contains(word)) {
            continue;
        }
        let words = &text[start..at + 5];
        check.report(
            "text/area-code",
            Level::Note,
            prose.span(&(start..at + 5)),
            format!("“{words}” has no area code, so a phone cannot dial it from everywhere."),
            "Write all ten digits: 555-555-0142.",
        );
    }
}

/// Short forms of schools, and what they are short for.
pub(super) const ABBREVIATIONS: [(&str, &str, &str); 24] = [
    ("IEP", "individualized education program", "programa de educación individualizad"),
    ("LEA", "local educational agency", "agencia educativa local"),
    ("ADA", "average daily attendance", "asistencia diaria promedio"),
    ("FTE", "full-time equivalent", "equivalente a tiempo completo"),
    ("COE", "county office of education", "oficina de educación del condado"),
    ("SPED", "special education", "educación especial"),
    ("CBIS", "course-based independent study", "estudio independiente por cursos"),
    ("ELD", "English language development", "desarrollo del idioma inglés"),
    ("SARB", "school attendance review board", "junta de revisión de asistencia escolar"),
    ("SST", "student study team", "equipo de estudio del estudiante"),
    ("MOU", "memorandum of understanding", "memorando de entendimiento"),
    ("LCAP", "local control and accountability plan", "plan de control local y rendición de cuentas"),
    ("FAPE", "free appropriate public education", "educación pública gratuita y apropiada"),
    ("SELPA", "special education local plan area", "área del plan local de educación especial"),
    ("RSP", "resource specialist program", "programa de especialista en recursos"),
    ("LMS", "learning management system", "sistema de gestión del aprendizaje"),
    ("WASC", "Western Association of Schools and Colleges", "Asociación Occidental de Escuelas y Universidades"),
    ("CALPADS", "California Longitudinal Pupil Achievement Data System", "sistema de datos de alumnos de California"),
    (
        "CAASPP",
        "California Assessment of Student Performance and Progress",
        "evaluación del desempeño estudiantil de California",
    ),
    (
        "ELPAC",
        "English Language Proficiency Assessments for California",
        "evaluación del dominio del inglés de California",
    ),
    ("TK", "transitional kindergarten", "kínder de transición"),
    ("CDE", "California Department of Education", "Departamento de Educación de California"),
    ("CCR", "California Code of Regulations", "Código de Reglamentos de California"),
    ("BCLAD", "bilingual credential", "credencial bilingüe"),
];

/// A short form that the page never spells out (WCAG 3.1.4, for families).
fn abbreviations(check: &mut PageCheck<'_>) {
    if !check.is_for_families() || check.tongue == Tongue::Other {
        return;
    }
    // Most pages have two or three of them.
    let written =
        check.prose.iter().flat_map(|prose| &prose.hits.shorts).fold(0_u32, |all, (number, _)| all | 1 << number);
    for (number, (short, long, spanish)) in ABBREVIATIONS.into_iter().enumerate() {
        if written & 1 << number == 0 {
            continue;
        }
        let mut first: Option<Range<usize>> = None;
        let mut is_spelt = false;
        for prose in check.prose.iter().filter(|prose| !matches!(prose.block.kind, BlockKind::Code)) {
            let text = prose.text();
            for (_, range) in prose.hits.shorts.iter().filter(|(found, _)| *found == number) {
                let after = &text[range.end..];
                let is_word = text[range.clone()] == *short
                    && !text[..range.start].ends_with(char::is_alphanumeric)
                    && !after.trim_start_matches('s').starts_with(char::is_alphanumeric);
                if !is_word {
                    continue;
                }
                let in_brackets = text[..range.start].ends_with('(') && after.starts_with(')');
                // "IEP (a plan for …)", "IEP: a plan for …"
                let explained = [" (", ": ", " stands for"].iter().any(|start| after.starts_with(start));
                is_spelt |= in_brackets || explained || matches!(prose.block.kind, BlockKind::Term);
                // "5 CCR 11700" is the name of a regulation.
                let place = prose.span(range);
                let in_cite = check
                    .page
                    .document
                    .citations
                    .iter()
                    .any(|(_, cite)| cite.start <= place.start && place.end <= cite.end);
                if !in_cite && first.is_none() {
                    first = Some(place);
                }
            }
        }
        let is_spelt = || {
            let english = long.to_lowercase();
            is_spelt || check.prose.iter().any(|prose| prose.spells_out(number, [&english, spanish]))
        };
        if let Some(span) = first.filter(|_| !is_spelt()) {
            let meaning = match (check.tongue, short) {
                // Both endings are written, and count.
                (Tongue::Spanish, "IEP") => "programa de educación individualizado",
                (Tongue::Spanish, _) => spanish,
                _ => long,
            };
            check.report(
                "text/abbreviation",
                Level::Note,
                span,
                format!("“{short}” is nowhere spelt out on this page."),
                format!("Write it out the first time: {meaning} ({short})."),
            );
        }
    }
}

/// Grade 8 or below for families: Flesch-Kincaid in English, Fernández Huerta in Spanish.
fn reading_grade(check: &mut PageCheck<'_>) {
    let reading = check.page.document.reading;
    if !check.is_for_families() || reading.words < LEAST_WORDS {
        return;
    }
    let Some(score) = reading.score(check.language).filter(|score| !score.is_plain()) else { return };
    let (measure, aim) = match score {
        Score::Grade(grade) => (format!("is at school grade {grade:.1}"), "grade 8"),
        Score::Ease(ease) => (format!("has a reading ease of {ease:.0} of 100"), "60 or more"),
    };
    let span = check.page.front_matter.title.as_ref().map_or(0..0, |title| title.span.clone());
    let hardest = hardest_sentence(check);
    let help = match hardest {
        Some((line, words)) => {
            format!("Aim for {aim}: shorter sentences and everyday words. Start with line {line}: “{words}”.")
        }
        None => format!("Aim for {aim}: shorter sentences and everyday words."),
    };
    check.report(
        "reading/grade",
        Level::Warning,
        span,
        format!("The text of this page {measure}; many parents will not follow it."),
        help,
    );
}

/// The longest sentence: where mending starts.
fn hardest_sentence(check: &PageCheck<'_>) -> Option<(u32, String)> {
    let mut hardest: Option<(usize, &Prose<'_>, &Range<usize>)> = None;
    for prose in check.prose.iter().filter(|prose| prose.is_running()) {
        if hardest.is_some_and(|(most, ..)| prose.text().len() <= most) {
            continue;
        }
        for sentence in prose.sentences() {
            let is_longer = |length: usize| hardest.is_none_or(|(most, ..)| length > most);
            // No text has more letters than bytes.
            if !is_longer(sentence.len()) {
                continue;
            }
            let letters = prose.text()[sentence.clone()].chars().count();
            if is_longer(letters) {
                hardest = Some((letters, prose, sentence));
            }
        }
    }
    let (_, prose, sentence) = hardest?;
    Some((check.lines.position(prose.span(sentence).start).line, shortened(&prose.text()[sentence.clone()])))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 400, ..Default::default() })]

        #[test]
        fn capital_words_are_those_of_a_look_at_each_pair(text in "([A-C][A-C]?|[a-c1]| |[é“])*", times in 1..60_usize) {
            let text = text.repeat(times);
            let bytes = text.as_bytes();
            let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte >= 0x80;
            let starts = |at: usize| at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
            let pairs = bytes.windows(2).enumerate();
            let plain = pairs.filter(|(at, pair)| is_capital(pair[0]) && is_capital(pair[1]) && starts(*at)).count();
            proptest::prop_assert_eq!(capital_words(&text), plain);
        }
    }
}
