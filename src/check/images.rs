//! Alternative text of pictures (WCAG 1.1.1). That it is missing, the parser sees; here is what it says.

use std::ops::Range;

use super::{PageCheck, lowered};
use crate::diagnostics::Level;
use crate::markdown::{BlockKind, InlineKind};

/// Longer texts belong into a paragraph, where a reader can go back a sentence.
const LONGEST: usize = 160;

pub(super) fn check(check: &mut PageCheck<'_>) {
    let prose = check.prose;
    for (at, one) in prose.iter().enumerate() {
        for inline in one.block.inlines {
            let InlineKind::Image { target, alt, title } = &inline.kind else { continue };
            if target.starts_with("data:") {
                check.report(
                    "image/data",
                    Level::Error,
                    inline.span.start..(inline.span.start + 60).min(inline.span.end),
                    "This picture was pasted into the text itself, where no page can use it.",
                    "Save the picture as a file in the content folder and write ![what it shows](picture.png).",
                );
            }
            let text = alt.as_str().trim();
            let decorative = title.trim().eq_ignore_ascii_case("decorative");
            if text.is_empty() || decorative {
                continue;
            }
            let span = alt.span(&(0..alt.as_str().len()));
            let file = target.rsplit('/').next().unwrap_or_default();
            let in_link = one.block.inlines.iter().any(|other| {
                matches!(other.kind, InlineKind::Link { .. })
                    && other.span.start < inline.span.start
                    && inline.span.end < other.span.end
            });
            if !judge(check, text, file, span.clone()) && !in_link {
                let neighbours = [at.checked_sub(1).and_then(|before| prose.get(before)), prose.get(at + 1)];
                let beside = neighbours.into_iter().flatten().any(|next| {
                    matches!(next.block.kind, BlockKind::Paragraph | BlockKind::Heading(_)) && same(next.text(), text)
                });
                if same(title, text) || same(one.text(), text) || beside {
                    check.report(
                        "image/alt-repeats",
                        Level::Warning,
                        span,
                        "The alternative text says the same as the words beside the picture, so a screen reader reads it twice.",
                        "Say in the square brackets what the picture shows that the words do not; if nothing, mark it ![](…  \"decorative\").",
                    );
                }
            }
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    let [plain_a, plain_b] = [a, b].map(|text| text.trim().trim_end_matches(['.', '!', '?', ':']));
    // Small letters take as many bytes as capital ones.
    plain_a.len() == plain_b.len() && !a.trim().is_empty() && lowered(plain_a) == lowered(plain_b)
}

/// Reports the first thing that is wrong with an alternative text; says whether there was one.
fn judge(check: &mut PageCheck<'_>, text: &str, file: &str, span: Range<usize>) -> bool {
    let lower = lowered(text);
    let (rule, level, message, help): (_, _, String, &str) = if !text.contains(char::is_alphanumeric) {
        (
            "image/alt-symbols",
            Level::Error,
            format!("“{text}” says nothing about the picture."),
            "Say in the square brackets what the picture shows.",
        )
    } else if is_machine_made(&lower) {
        (
            "image/alt-machine",
            Level::Warning,
            format!("“{}” was made by a machine, not written for a reader.", super::shortened(text)),
            "Say in your own words what the picture shows and why it is here.",
        )
    } else if is_file_name(&lower, file) {
        (
            "image/alt-file-name",
            Level::Error,
            format!("“{text}” is the name of a file, not what the picture shows."),
            "Say in the square brackets what the picture shows.",
        )
    } else if PLACEHOLDERS.contains(&lower.trim_end_matches(['.', '…', ':', '!'])) {
        (
            "image/alt-placeholder",
            Level::Error,
            format!("“{text}” stands where the words about the picture belong."),
            "Say in the square brackets what the picture shows.",
        )
    } else if let Some(start) = OPENINGS.iter().find(|opening| lower.starts_with(**opening)) {
        let start = &text[..start.len()];
        (
            "image/alt-picture-of",
            Level::Warning,
            format!("A screen reader says already that this is a picture, so “{}” is said twice.", start.trim()),
            "Start with what it shows: “Two students at a desk”.",
        )
    } else if text.chars().count() > LONGEST {
        (
            "image/alt-too-long",
            Level::Warning,
            format!(
                "The alternative text has {} characters; a screen reader reads them in one go, without a way back.",
                text.chars().count()
            ),
            "Say the main thing in one sentence, and the rest in a paragraph beside the picture.",
        )
    } else {
        return false;
    };
    check.report(rule, level, span, message, help);
    true
}

const PLACEHOLDERS: [&str; 34] = [
    "image",
    "picture",
    "photo",
    "photograph",
    "graphic",
    "icon",
    "logo",
    "img",
    "pic",
    "alt",
    "alt text",
    "alternative text",
    "image alt text",
    "image description",
    "description",
    "untitled",
    "placeholder",
    "todo",
    "tbd",
    "x",
    "xxx",
    "none",
    "null",
    "n/a",
    "spacer",
    "imagen",
    "foto",
    "fotografía",
    "texto alternativo",
    "descripción",
    "sin título",
    "clip art",
    "screenshot",
    "chart",
];

/// How people start, to say what a screen reader says anyway.
const OPENINGS: [&str; 26] = [
    "image of ",
    "an image of ",
    "picture of ",
    "a picture of ",
    "photo of ",
    "a photo of ",
    "photograph of ",
    "a photograph of ",
    "graphic of ",
    "a graphic of ",
    "icon of ",
    "illustration of ",
    "an illustration of ",
    "this image shows ",
    "this picture shows ",
    "this photo shows ",
    "image shows ",
    "imagen de ",
    "una imagen de ",
    "foto de ",
    "una foto de ",
    "fotografía de ",
    "una fotografía de ",
    "ilustración de ",
    "una ilustración de ",
    "icono de ",
];

const EXTENSIONS: [&str; 12] =
    [".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".ico"];

fn ends_like_a_file(lower: &str) -> bool {
    // Most texts have no full stop near their end, and no extension has more letters than four.
    lower.bytes().rev().take(5).any(|byte| byte == b'.')
        && EXTENSIONS.iter().any(|extension| lower.ends_with(extension))
}

/// "IMG_2041.jpg", "640x480", or the name of the file itself.
fn is_file_name(lower: &str, file: &str) -> bool {
    let ends = ends_like_a_file(lower);
    let is_size = lower.starts_with(|c: char| c.is_ascii_digit() || c.is_whitespace())
        && lower.split(['x', '×']).count() == 2
        && lower.split(['x', '×']).all(|side| {
            let side = side.trim().trim_end_matches("px").trim();
            side.len() >= 2 && side.bytes().all(|b| b.is_ascii_digit())
        });
    let stem = || lowered(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    // "logo" for logo.svg is a placeholder, "students" for students.jpg may be all there is to say.
    let is_stem = || lower.bytes().any(|byte| matches!(byte, b'_' | b'-' | b'0'..=b'9')) && stem() == lower;
    ends || is_size || is_stem()
}

/// "DSC00123", "Screenshot 2026-01-05 at 10.22.31", what Word and Google write by themselves.
fn is_machine_made(lower: &str) -> bool {
    const SENTENCES: [&str; 4] = [
        "ai-generated content may be incorrect",
        "description automatically generated",
        "el contenido generado por ia",
        "descripción generada automáticamente",
    ];
    // One word is common to all.
    if lower.contains("genera") && SENTENCES.iter().any(|sentence| lower.contains(sentence)) {
        return true;
    }
    if ends_like_a_file(lower) {
        return false;
    }
    // All other names that machines give have numbers.
    if !lower.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let compact: String = lower.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect();
    let after = ["dsc", "dscn", "dscf", "img", "image", "pxl", "picture", "photo", "vid", "scan", "foto", "imagen"]
        .iter()
        .find_map(|prefix| compact.strip_prefix(prefix));
    let camera = after.is_some_and(|rest| rest.len() >= 3 && rest.bytes().all(|b| b.is_ascii_digit()));
    let screenshot = (lower.starts_with("screenshot")
        || lower.starts_with("screen shot")
        || lower.starts_with("captura de pantalla"))
        && lower.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let hex = compact.len() >= 16
        && compact.bytes().all(|b| b.is_ascii_hexdigit())
        && compact.bytes().any(|b| b.is_ascii_digit());
    camera || screenshot || hex
}
