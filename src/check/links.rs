//! Links: whether their words say where they lead (WCAG 2.4.4).

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::signs::Sign;
use super::{PageCheck, Prose, Tongue, Trigger, addresses, has_any, is_whole, lowered, shortened};
use crate::diagnostics::{Fix, Level};
use crate::markdown::{BlockKind, Inline, InlineKind};
use crate::source::document_kind;

/// Longer addresses are read out letter by letter.
const LONGEST_ADDRESS: usize = 40;

pub(super) fn check(check: &mut PageCheck<'_>) {
    let mut seen: HashMap<Cow<'_, str>, &str> = HashMap::with_capacity(check.page.document.links.len());
    for prose in check.prose {
        let mut before: Option<&Inline> = None;
        for inline in prose.block.inlines {
            let InlineKind::Link { target, auto, .. } = &inline.kind else { continue };
            let words = prose.text()[inline.text.clone()].trim();
            addresses::check(check, inline, target);
            if *auto {
                if words.chars().count() > LONGEST_ADDRESS {
                    raw_address(check, inline.span.clone(), words);
                }
                continue;
            }
            let pictures = pictures_in(prose, inline);
            // Small letters stand where the capital ones did.
            let lower = prose.lower()[inline.text.clone()].trim();
            name(check, prose, inline, (words, lower), &pictures);
            same_words(check, &mut seen, inline, (words, lower), &pictures);
            adjacent(check, prose, before, inline, target);
            before = Some(inline);
        }
        mouse_words(check, prose);
    }
    raw_addresses_in_text(check);
}

/// The alternative texts of the pictures in a link.
fn pictures_in<'b>(prose: &Prose<'b>, link: &Inline) -> Vec<&'b str> {
    // They stand in the order of their starts.
    let inlines = prose.block.inlines;
    let inside = inlines.partition_point(|inline| inline.span.start <= link.span.start);
    inlines[inside..]
        .iter()
        .take_while(|inline| inline.span.start < link.span.end)
        .filter(|inline| inline.span.end <= link.span.end)
        .filter_map(|inline| match &inline.kind {
            InlineKind::Image { alt, title, .. } if !title.eq_ignore_ascii_case("decorative") => {
                Some(alt.as_str().trim())
            }
            InlineKind::Image { .. } => Some(""),
            _ => None,
        })
        .collect()
}

/// The words of a link, all that a screen reader says in a list of links.
fn name(
    check: &mut PageCheck<'_>,
    prose: &Prose<'_>,
    inline: &Inline,
    (words, lower): (&str, &str),
    pictures: &[&str],
) {
    let InlineKind::Link { target, title, .. } = &inline.kind else { return };
    let span = inline.span.clone();
    if words.is_empty() && pictures.iter().all(|alt| alt.is_empty()) {
        if pictures.is_empty() {
            check.report(
                "link/empty",
                Level::Error,
                span,
                "This link has no words, so nobody sees it and a screen reader reads its address.",
                "Write between the square brackets where it leads.",
            );
        } else {
            check.report(
                "link/image-no-name",
                Level::Error,
                span,
                "This link holds only a picture without words, so a screen reader cannot say where it leads.",
                "Say in the picture’s square brackets where the link leads.",
            );
        }
        return;
    }
    if words.is_empty() {
        return;
    }
    if let Some(alt) = pictures.iter().find(|alt| lowered(alt) == lower) {
        check.report(
            "link/image-repeats",
            Level::Warning,
            span,
            format!(
                "The picture in this link says “{alt}”, and so do the words beside it: a screen reader reads both."
            ),
            "Mark the picture as decorative: ![](picture.png \"decorative\").",
        );
        return;
    }
    let words_span = prose.span(&(inline.text.start..inline.text.end));
    if let Some((said, real)) = addresses::other_target(words, target) {
        check.report(
            "link/other-target",
            Level::Error,
            words_span,
            format!("The words say {said}, but the link leads to {real}."),
            format!("If {real} is meant, write what is there; otherwise correct the address in the round brackets."),
        );
        return;
    }
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if is_vague(bare, check.tongue) {
        check.report(
            "link/vague-text",
            Level::Error,
            words_span,
            format!("“{words}” does not say where this link leads."),
            "Name the page or the form: “the request form”, “what you sign”.",
        );
    } else if is_address(words) && words.chars().count() > LONGEST_ADDRESS {
        raw_address(check, words_span, words);
    } else if !title.is_empty() && lowered(title.trim()) == lower {
        check.report(
            "link/title-repeats",
            Level::Warning,
            span,
            "The words in quotation marks repeat those of the link, so a screen reader may read them twice.",
            "Remove the quotation marks and what stands between them.",
        );
    } else if let Some(symbol) = symbol_in(words) {
        check.report(
            "link/symbols",
            Level::Warning,
            words_span,
            format!("A screen reader reads “{symbol}” aloud, or says nothing at all."),
            "Say it in words, or leave the sign out; the theme marks links by itself.",
        );
    }
    document_type(check, prose, inline, target, lower);
}

/// Words that could lead anywhere.
const VAGUE_IN_ENGLISH: [&str; 46] = [
    "here",
    "click here",
    "click",
    "click this",
    "click this link",
    "click link",
    "click below",
    "tap here",
    "press here",
    "this",
    "this link",
    "this page",
    "this site",
    "this website",
    "this document",
    "this form",
    "this pdf",
    "link",
    "the link",
    "links",
    "more",
    "read more",
    "learn more",
    "more info",
    "more information",
    "more details",
    "details",
    "see more",
    "see here",
    "view",
    "view more",
    "view here",
    "go",
    "go here",
    "continue",
    "start",
    "download",
    "download here",
    "open",
    "website",
    "web page",
    "page",
    "pdf",
    "info",
    "information",
    "right here",
];
const VAGUE_IN_SPANISH: [&str; 38] = [
    "aquí",
    "aqui",
    "clic aquí",
    "clic aqui",
    "haga clic",
    "haga clic aquí",
    "haga clic aqui",
    "dé clic aquí",
    "oprima aquí",
    "pulse aquí",
    "presione aquí",
    "este enlace",
    "este vínculo",
    "esta página",
    "este sitio",
    "este documento",
    "este formulario",
    "enlace",
    "el enlace",
    "vínculo",
    "más",
    "leer más",
    "lea más",
    "ver más",
    "vea más",
    "saber más",
    "más información",
    "mas informacion",
    "más detalles",
    "detalles",
    "ver",
    "ir",
    "continuar",
    "descargar",
    "descargue aquí",
    "abrir",
    "página",
    "sitio web",
];

/// Longer words than “más información” say something.
const LONGEST_VAGUE: usize = 17;

/// Whether words could lead anywhere.
fn is_vague(words: &str, tongue: Tongue) -> bool {
    if words.len() > LONGEST_VAGUE {
        return false;
    }
    match tongue {
        Tongue::English => VAGUE_IN_ENGLISH.contains(&words),
        Tongue::Spanish => VAGUE_IN_SPANISH.contains(&words) || VAGUE_IN_ENGLISH.contains(&words),
        Tongue::Other => false,
    }
}

fn symbol_in(words: &str) -> Option<char> {
    // The line is the only one in ASCII, and most words are.
    if words.is_ascii() {
        return words.contains('|').then_some('|');
    }
    words.chars().find(|c| is_symbol(*c))
}

fn is_symbol(c: char) -> bool {
    matches!(
        c,
        '»' | '→'
            | '←'
            | '↑'
            | '↓'
            | '↗'
            | '⇒'
            | '➜'
            | '➔'
            | '►'
            | '▶'
            | '▸'
            | '☞'
            | '✓'
            | '✔'
            | '★'
            | '☆'
            | '|'
            | '‣'
    ) || matches!(u32::from(c), 0x1f000..=0x1faff | 0x2600..=0x27bf | 0x2b00..=0x2bff)
}

fn is_address(words: &str) -> bool {
    let starts_with = |start: &str| words.get(..start.len()).is_some_and(|written| written.eq_ignore_ascii_case(start));
    ["http://", "https://", "www."].into_iter().any(starts_with) && !words.contains(char::is_whitespace)
}

fn raw_address(check: &mut PageCheck<'_>, span: Range<usize>, words: &str) {
    check.report(
        "link/raw-address",
        Level::Warning,
        span,
        format!("A screen reader reads this address letter by letter: {} characters.", words.chars().count()),
        "Write [the name of the page](the address) instead.",
    );
}

/// Addresses that stand in the text without any marks; the generator makes links of them.
fn raw_addresses_in_text(check: &mut PageCheck<'_>) {
    for prose in check.prose {
        if matches!(prose.block.kind, BlockKind::Code) {
            continue;
        }
        // Most blocks have no slash, and every address has two.
        if !prose.has_sign(Sign::Slash) {
            continue;
        }
        let text = prose.text();
        let marked = |inline: &&Inline| matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Code);
        let mut links = prose.block.inlines.iter().filter(marked).peekable();
        let (mut read, mut linked) = (0, 0);
        while let Some(at) = text[read..].find("http").map(|at| read + at) {
            read = at + "http".len();
            while let Some(link) = links.next_if(|link| link.text.start <= at) {
                linked = linked.max(link.text.end);
            }
            if at < linked || !["http://", "https://"].iter().any(|start| text[at..].starts_with(start)) {
                continue;
            }
            let word = text[at..].split(char::is_whitespace).next().unwrap_or_default();
            read = at + word.len();
            let word = word.trim_end_matches(['.', ',', ';', ')', '”', '"']);
            if word.chars().count() > LONGEST_ADDRESS {
                raw_address(check, prose.span(&(at..at + word.len())), word);
            }
        }
    }
}

/// WCAG 2.4.4: the same words must lead to the same place.
fn same_words<'a>(
    check: &mut PageCheck<'_>,
    seen: &mut HashMap<Cow<'a, str>, &'a str>,
    inline: &'a Inline,
    (words, lower): (&str, &'a str),
    pictures: &[&str],
) {
    let InlineKind::Link { target, .. } = &inline.kind else { return };
    let (words, lower) = if words.is_empty() {
        let words = pictures.join(" ");
        let lower = lowered(&words);
        (Cow::Owned(words), Cow::Owned(lower))
    } else {
        (Cow::Borrowed(words), Cow::Borrowed(lower))
    };
    if words.is_empty() || is_vague(&lower, check.tongue) {
        return;
    }
    let written = *seen.entry(lower).or_insert(target);
    if written.trim_end_matches('/') != target.trim_end_matches('/') {
        check.report(
            "link/same-text",
            Level::Warning,
            inline.span.clone(),
            format!("“{}” leads to {target} here, and to {written} further up.", shortened(&words)),
            "Use other words for one of the two, so that a list of links tells them apart.",
        );
    }
}

/// Two links to one place with nothing between them: two stops for one thing.
fn adjacent(check: &mut PageCheck<'_>, prose: &Prose<'_>, before: Option<&Inline>, inline: &Inline, target: &str) {
    let Some(before) = before else { return };
    let InlineKind::Link { target: other, .. } = &before.kind else { return };
    let between = prose.text().get(before.text.end..inline.text.start).unwrap_or("x");
    if other == target && !between.contains(char::is_alphanumeric) {
        check.report(
            "link/adjacent",
            Level::Warning,
            inline.span.clone(),
            "This link leads to the same place as the one just before it, so a keyboard stops twice.",
            "Make one link of the two.",
        );
    }
}

/// "Click", "haga clic": readers tap, type and speak (WCAG 1.3.3 in spirit).
fn mouse_words(check: &mut PageCheck<'_>, prose: &Prose<'_>) {
    const ENGLISH: [&str; 15] = [
        "click here",
        "click on",
        "click the",
        "click this",
        "click below",
        "clicking on",
        "clicking the",
        "by clicking",
        "right-click",
        "right click",
        "double-click",
        "double click",
        "mouse over",
        "hover over",
        "scroll over",
    ];
    const SPANISH: [&str; 9] = [
        "haga clic",
        "hacer clic",
        "dé clic",
        "da clic",
        "haz clic",
        "haciendo clic",
        "pase el ratón",
        "cliquee",
        "clic derecho",
    ];
    if !prose.has(Trigger::Mouse) || matches!(prose.block.kind, BlockKind::Code) {
        return;
    }
    let phrases: &[&str] = match check.tongue {
        Tongue::English => &ENGLISH,
        Tongue::Spanish => &SPANISH,
        Tongue::Other => return,
    };
    for phrase in phrases {
        for (at, _) in prose.lower().match_indices(phrase) {
            let range = at..at + phrase.len();
            // A link that says nothing else is vague already.
            let vague = prose.block.inlines.iter().any(|inline| {
                matches!(inline.kind, InlineKind::Link { .. })
                    && inline.text.start <= at
                    && at < inline.text.end
                    && is_vague(
                        prose.lower()[inline.text.clone()].trim_matches(|c: char| !c.is_alphanumeric()),
                        check.tongue,
                    )
            });
            if vague || !is_whole(prose.lower(), &range) {
                continue;
            }
            let words = prose.text()[range.clone()].to_owned();
            check.report(
                "link/mouse-words",
                Level::Warning,
                prose.span(&range),
                format!("“{words}” speaks of a mouse; many readers tap, use a keyboard or their voice."),
                if check.tongue == Tongue::Spanish {
                    "Diga “abra”, “elija” o “vea”: open, choose or see."
                } else {
                    "Say “open”, “choose” or “see”."
                },
            );
            return;
        }
    }
}

/// A document on another site: nobody fills in its type. Those of this site get type and size by themselves.
fn document_type(check: &mut PageCheck<'_>, prose: &Prose<'_>, inline: &Inline, target: &str, lower: &str) {
    if !addresses::leads_out(target) {
        return;
    }
    let Some(kind) = document_kind(addresses::file_name(target)) else { return };
    // "(PDF)" directly after the link says it as well.
    let after: String = prose.lower()[inline.text.end..].chars().take(16).collect();
    let nearby = format!("{lower} {after}");
    if has_any(&nearby, said_by(kind)) {
        return;
    }
    let end =
        prose.span(&(inline.text.start..inline.text.start + prose.text()[inline.text.clone()].trim_end().len())).end;
    check.report_with(
        Some(Fix::replace(end..end, format!(" ({kind})"))),
        "link/document-type",
        Level::Error,
        inline.span.clone(),
        format!("This link opens a file ({kind}), and its words do not say so."),
        format!("Add “({kind})” to the words, so that nobody loads it by accident on a phone."),
    );
}

/// The words by which readers know a kind of document.
fn said_by(kind: &str) -> &'static [&'static str] {
    match kind {
        "PDF" => &["pdf"],
        "Word" => &["word", "doc", "docx", "odt", "rtf"],
        "Excel" => &["excel", "xls", "xlsx", "ods", "csv", "spreadsheet", "hoja de cálculo"],
        "PowerPoint" => &["powerpoint", "ppt", "pptx", "odp", "slides", "diapositivas"],
        "EPUB" => &["epub"],
        _ => &["zip"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_vague_words_are_longer_than_the_longest() {
        assert!(VAGUE_IN_ENGLISH.iter().chain(&VAGUE_IN_SPANISH).all(|words| words.len() <= LONGEST_VAGUE));
    }
}
