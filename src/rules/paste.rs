//! Rules about what Word, Google Docs and other programs leave behind in pasted text.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about what pasted text brings with it.
pub(super) const PASTE: &[Rule] = &[
    Rule {
        code: "paste/no-break-space",
        level: Level::Warning,
        title: "No-break spaces between words",
        why: "The line cannot break where these spaces stand. On a phone words run out of the screen or leave holes in \
              the line, and some searches for two words that stand together do not find them.",
        basis: &[],
        wrong: "\
Bring\u{a0}the\u{a0}signed\u{a0}agreement\u{a0}to the office.
",
        right: "\
Bring the signed agreement to the office.
",
    },
    Rule {
        code: "paste/zero-width",
        level: Level::Warning,
        title: "Invisible characters inside words",
        why: "Nobody sees them, but a screen reader may say the word in two pieces and a search may not find it. An \
              address or an email that holds one does not work when a family copies it.",
        basis: &[],
        wrong: "\
Bring the signed agree\u{200b}ment to the office.
",
        right: "\
Bring the signed agreement to the office.
",
    },
    Rule {
        code: "paste/soft-hyphen",
        level: Level::Warning,
        title: "Hidden hyphens from a word processor",
        why: "The old page needed a hyphen there, and this one does not. A search may not find the word, and some \
              screen readers say it in pieces.",
        basis: &[],
        wrong: "\
Bring the signed agree\u{ad}ment to the office.
",
        right: "\
Bring the signed agreement to the office.
",
    },
    Rule {
        code: "paste/vertical-tab",
        level: Level::Warning,
        title: "Line break that only a word processor knows",
        why: "In Word it began a new line. On the page the words run together or a small box stands between them, so \
              an address or a list of hours cannot be read.",
        basis: &[],
        wrong: "\
Come to the school office.\u{b}Bring the signed agreement.
",
        right: "\
Come to the school office.

Bring the signed agreement.
",
    },
    Rule {
        code: "paste/decomposed",
        level: Level::Warning,
        title: "Accented letter made of two characters",
        why: "The letter and its accent are stored apart, as often in text copied from a PDF. Some programs show the \
              accent beside the letter, and a parent who searches for the name may find nothing.",
        basis: &[],
        wrong: "\
The office is on Pin\u{303}on Street.
",
        right: "\
The office is on Pi\u{f1}on Street.
",
    },
    Rule {
        code: "paste/word-html",
        level: Level::Warning,
        title: "Code that Word left behind",
        why: "Word's own code does nothing on a web page. It makes the page longer for a phone to load and hides the \
              words from the colleague who has to change them next year.",
        basis: &[],
        wrong: "\
<p class=\"MsoNormal\">Bring the signed agreement to the office.</p>
",
        right: "\
Bring the signed agreement to the office.
",
    },
    Rule {
        code: "paste/fragment",
        level: Level::Warning,
        title: "Marks that copying and pasting left behind",
        why: "Windows and Google Docs mark what was copied, and the marks came along. They do nothing for readers and \
              hide the words from the colleague who has to change them next year.",
        basis: &[],
        wrong: "\
<!--StartFragment-->

Bring the signed agreement to the office.

<!--EndFragment-->
",
        right: "\
Bring the signed agreement to the office.
",
    },
    Rule {
        code: "paste/escaped",
        level: Level::Warning,
        title: "Backslashes that nothing needs",
        why: "Google Docs writes a backslash before many marks when it exports Markdown. Readers do not see them, but \
              the colleague who edits the page does, and a list whose numbers have one is no list.",
        basis: &[],
        wrong: "\
Come to Room 12 \\- it is next to the office\\. Bring a pen \\& paper, and bring your questions\\!
",
        right: "\
Come to Room 12 - it is next to the office. Bring a pen & paper, and bring your questions!
",
    },
    Rule {
        code: "paste/curly-front-matter",
        level: Level::Error,
        title: "Curly quotation marks around a field",
        why: "Word turned the straight quotation marks into curly ones. They then count as part of the words, and \
              families see them in the title, in menus and in search results.",
        basis: &[],
        wrong: "\
---
title: “A page for families”
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

Bring the signed agreement to the office.
",
        right: "\
---
title: \"A page for families\"
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

Bring the signed agreement to the office.
",
    },
    Rule {
        code: "paste/control",
        level: Level::Warning,
        title: "Control characters in the text",
        why: "Characters meant for printers and old programs have no place on a web page. Some browsers show a box for \
              them, and other programs that read the page may stop there.",
        basis: &[],
        wrong: "\
Bring the signed agreement\u{1f} to the office.
",
        right: "\
Bring the signed agreement to the office.
",
    },
    Rule {
        code: "paste/turned-words",
        level: Level::Error,
        title: "Invisible signs that turn words around",
        why: "The words are shown in another order than they stand in the file: a title or an address can look like \
              another one, and a screen reader says what nobody sees. Such signs come with text from other programs, or \
              from somebody who wants to deceive.",
        basis: &[Basis::Wcag("1.3.2")],
        wrong: "\
Send the form to \u{202e}moc.elpmaxe@yduts\u{202c} by Friday.
",
        right: "\
Send the form to study@example.org by Friday.
",
    },
];
