//! Links: whether their words say where they lead (WCAG 2.4.4), and whether they lead there.

use std::collections::HashMap;
use std::ops::Range;

use super::{PageCheck, Prose, Tongue, Trigger, has_any, is_whole, lowered, shortened};
use crate::diagnostics::{Fix, Level};
use crate::markdown::{Inline, InlineKind};

/// Longer addresses are read out letter by letter.
const LONGEST_ADDRESS: usize = 40;

pub(super) fn check(check: &mut PageCheck<'_>) {
    let mut seen: HashMap<String, (String, String)> = HashMap::new();
    for prose in check.prose {
        let mut before: Option<&Inline> = None;
        for inline in &prose.block.inlines {
            let InlineKind::Link { target, title, auto } = &inline.kind else { continue };
            let words = prose.text()[inline.text.clone()].trim();
            address(check, inline, target);
            if *auto {
                if words.chars().count() > LONGEST_ADDRESS {
                    raw_address(check, inline.span.clone(), words);
                }
                continue;
            }
            let pictures = pictures_in(prose, inline);
            name(check, prose, inline, target, title, words, &pictures);
            same_words(check, &mut seen, inline, target, words, &pictures);
            adjacent(check, prose, before, inline, target);
            before = Some(inline);
        }
        mouse_words(check, prose);
    }
    raw_addresses_in_text(check);
}

/// The alternative texts of the pictures in a link.
fn pictures_in<'b>(prose: &Prose<'b>, link: &Inline) -> Vec<&'b str> {
    prose
        .block
        .inlines
        .iter()
        .filter(|inline| link.span.start < inline.span.start && inline.span.end <= link.span.end)
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
    target: &str,
    title: &str,
    words: &str,
    pictures: &[&str],
) {
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
    if let Some(alt) = pictures.iter().find(|alt| lowered(alt) == lowered(words)) {
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
    let lower = lowered(words);
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
    } else if let Some(symbol) = words.chars().find(|c| is_symbol(*c)) {
        check.report(
            "link/symbols",
            Level::Warning,
            words_span,
            format!("A screen reader reads “{symbol}” aloud, or says nothing at all."),
            "Say it in words, or leave the sign out; the theme marks links by itself.",
        );
    }
    document_type(check, prose, inline, target, words);
}

/// Words that could lead anywhere.
fn is_vague(words: &str, tongue: Tongue) -> bool {
    const ENGLISH: [&str; 46] = [
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
    const SPANISH: [&str; 38] = [
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
    match tongue {
        Tongue::English => ENGLISH.contains(&words),
        Tongue::Spanish => SPANISH.contains(&words) || ENGLISH.contains(&words),
        Tongue::Other => false,
    }
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
    let lower = words.to_ascii_lowercase();
    !words.contains(char::is_whitespace)
        && (lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www."))
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
        if matches!(prose.block.kind, crate::markdown::BlockKind::Code) {
            continue;
        }
        for (at, _) in prose.text().match_indices("http") {
            let word = prose.text()[at..].split(char::is_whitespace).next().unwrap_or_default();
            let word = word.trim_end_matches(['.', ',', ';', ')', '”', '"']);
            let range = at..at + word.len();
            let in_link = prose.block.inlines.iter().any(|inline| {
                matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Code) && inline.text.contains(&at)
            });
            if !in_link && is_address(word) && word.chars().count() > LONGEST_ADDRESS {
                raw_address(check, prose.span(&range), word);
            }
        }
    }
}

/// WCAG 2.4.4: the same words must lead to the same place.
fn same_words(
    check: &mut PageCheck<'_>,
    seen: &mut HashMap<String, (String, String)>,
    inline: &Inline,
    target: &str,
    words: &str,
    pictures: &[&str],
) {
    let words = if words.is_empty() { pictures.join(" ") } else { words.to_owned() };
    if words.is_empty() || is_vague(&lowered(&words), check.tongue) {
        return;
    }
    let place = target.trim_end_matches('/').to_owned();
    match seen.get(&lowered(&words)) {
        Some((other, written)) if *other != place => {
            let written = written.clone();
            check.report(
                "link/same-text",
                Level::Warning,
                inline.span.clone(),
                format!("“{}” leads to {target} here, and to {written} further up.", shortened(&words)),
                "Use other words for one of the two, so that a list of links tells them apart.",
            );
        }
        Some(_) => {}
        None => {
            seen.insert(lowered(&words), (place, target.to_owned()));
        }
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
    if !prose.has(Trigger::Mouse) || matches!(prose.block.kind, crate::markdown::BlockKind::Code) {
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

/// File types that do not open as a page, and the words by which readers know them.
const DOCUMENTS: [(&str, &str, &[&str]); 12] = [
    ("pdf", "PDF", &["pdf"]),
    ("doc", "Word", &["word", "doc", "docx"]),
    ("docx", "Word", &["word", "doc", "docx"]),
    ("xls", "Excel", &["excel", "xls", "xlsx", "spreadsheet", "hoja de cálculo"]),
    ("xlsx", "Excel", &["excel", "xls", "xlsx", "spreadsheet", "hoja de cálculo"]),
    ("ppt", "PowerPoint", &["powerpoint", "ppt", "pptx", "slides", "diapositivas"]),
    ("pptx", "PowerPoint", &["powerpoint", "ppt", "pptx", "slides", "diapositivas"]),
    ("zip", "ZIP", &["zip"]),
    ("rtf", "RTF", &["rtf"]),
    ("csv", "CSV", &["csv"]),
    ("odt", "OpenDocument", &["odt", "opendocument"]),
    ("epub", "EPUB", &["epub"]),
];

/// The extension of a web address's file, in small letters.
pub(super) fn address_extension(target: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let after_host = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let name = after_host.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}

/// A document on another site: nobody fills in its type. Those of this site get type and size by themselves.
fn document_type(check: &mut PageCheck<'_>, prose: &Prose<'_>, inline: &Inline, target: &str, words: &str) {
    if !target.contains("://") {
        return;
    }
    let extension = address_extension(target);
    let Some((_, kind, said)) = DOCUMENTS.iter().find(|(known, ..)| *known == extension) else { return };
    // "(PDF)" directly after the link says it as well.
    let after: String = prose.lower()[inline.text.end..].chars().take(16).collect();
    let nearby = format!("{} {after}", lowered(words));
    if has_any(&nearby, said) {
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

/// Where a link out of the site leads.
fn address(check: &mut PageCheck<'_>, inline: &Inline, target: &str) {
    let Some((scheme, rest)) = target.split_once("://") else { return };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return;
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let span = inline.span.clone();
    let path = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
    if is_test_host(&host) {
        check.report(
            "link/test-host",
            Level::Error,
            span,
            format!("“{host}” is a place for tests or inside the office; families cannot open it."),
            "Link to the public address of the page.",
        );
    } else if needs_sign_in(&host, path) {
        check.report(
            "link/sign-in",
            Level::Warning,
            span,
            format!("This address at {host} asks many readers to sign in, or lets them change the file."),
            "Publish the words as a page, or link to a copy that everybody can open.",
        );
    } else if let Some(wrapped) = unwrapped(&host, target) {
        let fix = address_span(check, inline, target).map(|span| Fix::replace(span, wrapped));
        check.report_with(
            fix,
            "link/redirect",
            Level::Warning,
            span,
            format!("This link goes through {host}, which watches who follows it and may stop working."),
            "Link to the address itself.",
        );
    } else if let Some(clean) = without_tracking(target) {
        let fix = address_span(check, inline, target).map(|span| Fix::replace(span, clean));
        check.report_with(
            fix,
            "link/tracking",
            Level::Warning,
            span,
            "The end of this address tells a company where the reader came from.",
            "Remove what follows utm_, fbclid or gclid.",
        );
    } else if scheme.eq_ignore_ascii_case("http") {
        check.report(
            "link/insecure",
            Level::Note,
            span,
            format!("This link to {host} is not encrypted."),
            "Try it with https://; nearly every site has it by now.",
        );
    }
}

/// Where in the file the address of a link is written, when it stands there letter by letter.
fn address_span(check: &PageCheck<'_>, inline: &Inline, target: &str) -> Option<Range<usize>> {
    let written = check.lines.text().get(inline.span.clone())?;
    let at = written.rfind(target)?;
    Some(inline.span.start + at..inline.span.start + at + target.len())
}

fn is_test_host(host: &str) -> bool {
    let private = host.starts_with("192.168.") || host.starts_with("10.") || host.starts_with("127.");
    let private_172 =
        host.strip_prefix("172.").and_then(|rest| rest.split('.').next()).and_then(|part| part.parse().ok());
    let is_number = host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let first = host.split('.').next().unwrap_or_default();
    host == "localhost"
        || host.ends_with(".local")
        || host.ends_with(".internal")
        || host.ends_with(".test")
        || host.ends_with(".localhost")
        || (is_number && (private || private_172.is_some_and(|part: u16| (16..32).contains(&part))))
        || (matches!(first, "dev" | "staging" | "stage" | "test" | "preview" | "sandbox" | "qa" | "uat")
            && host.split('.').count() > 2)
        || host.ends_with("-my.sharepoint.com")
}

fn needs_sign_in(host: &str, path: &str) -> bool {
    match host {
        "docs.google.com" => path.contains("/edit") || path.contains("/u/0/"),
        "drive.google.com" => path.contains("/drive/"),
        "1drv.ms" | "onedrive.live.com" => true,
        _ => host.ends_with(".sharepoint.com") || host.starts_with("login.") || host.starts_with("sso."),
    }
}

/// The address inside an address: what mail programs and search engines wrap around a link.
fn unwrapped(host: &str, target: &str) -> Option<String> {
    let keys: &[&str] = if host.ends_with("safelinks.protection.outlook.com") {
        &["url"]
    } else if host == "www.google.com" && target.contains("google.com/url?") {
        &["q", "url"]
    } else if host == "l.facebook.com" || host == "lm.facebook.com" {
        &["u"]
    } else if host == "urldefense.com" || host == "urldefense.proofpoint.com" {
        // The address inside is written in a code of its own.
        return inner_address(target);
    } else {
        return None;
    };
    let query = target.split_once('?')?.1.split('#').next()?;
    let value = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| keys.contains(key))
        .map(|(_, value)| crate::source::percent_decode(value).into_owned())?;
    (value.starts_with("https://") || value.starts_with("http://")).then_some(value)
}

/// `https://urldefense.com/v3/__https://www.example.org/page__;…`
fn inner_address(target: &str) -> Option<String> {
    let rest = target.split_once("/v3/__")?.1;
    let inner = rest.split("__;").next()?;
    inner.starts_with("http").then(|| inner.to_owned())
}

/// The address without what only watches readers; `None` when there is nothing of the kind.
fn without_tracking(target: &str) -> Option<String> {
    let (address, fragment) = target.split_once('#').map_or((target, None), |(a, f)| (a, Some(f)));
    let (path, query) = address.split_once('?')?;
    let tracks = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        key.starts_with("utm_")
            || matches!(key.as_str(), "fbclid" | "gclid" | "msclkid" | "mc_cid" | "mc_eid" | "igshid" | "dclid")
    };
    if !query.split('&').any(|pair| tracks(&pair)) {
        return None;
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !tracks(pair)).collect();
    let mut clean = path.to_owned();
    if !kept.is_empty() {
        clean.push('?');
        clean.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        clean.push('#');
        clean.push_str(fragment);
    }
    Some(clean)
}
