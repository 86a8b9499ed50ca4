//! Rules about files and folders.

use super::Rule;
use crate::diagnostics::Level;

/// Rules about files and folders.
pub(super) const SOURCE: &[Rule] = &[
    Rule {
        code: "source/encoding",
        level: Level::Warning,
        title: "File that is not saved as UTF-8",
        why: "Its letters were read right, but other programs may show wrong signs where the accents, the ñ and the quotation marks are, and save them so for good.",
        basis: &[],
        wrong: "\
content/inscripcion.es.md is saved as Windows-1252:
the byte F3 stands where inscripción has its ó.
",
        right: "\
content/inscripcion.es.md is saved as UTF-8:
the bytes C3 B3 stand for the ó of inscripción.
",
    },
    Rule {
        code: "source/unknown-letters",
        level: Level::Error,
        title: "Letters that nobody can be sure of",
        why: "The file is not saved as UTF-8, and its bytes mean other letters in other encodings. A guess may be another word, or no word at all, and once it is saved the right letters are lost. So the page is not published until a person has chosen.",
        basis: &[],
        wrong: "\
content/about.zh.md is saved as GBK:
the bytes D7 D4 D1 A7 stand where 自学 was meant, which are ×ÔÑ§ for other programs.
",
        right: "\
content/about.zh.md is saved as UTF-8:
the bytes E8 87 AA E5 AD A6 stand for 自学.
",
    },
    Rule {
        code: "source/cut-off",
        level: Level::Error,
        title: "File that ends inside a letter",
        why: "The last bytes are the beginning of a letter only, so the file was not copied or saved to its end. A family would not see what stood there.",
        basis: &[],
        wrong: "\
content/inscripcion.es.md ends with the byte C3, the first half of the ó of inscripción
",
        right: "\
content/inscripcion.es.md ends with a whole letter and the end of its line
",
    },
    Rule {
        code: "source/file-name",
        level: Level::Error,
        title: "File name that no web address can hold",
        why: "The name has bytes that are no letters in any alphabet, often from an old computer or an unpacked archive. No link can lead to such a file, so families could not open it.",
        basis: &[],
        wrong: "\
content/formulario-a\\xF1o.pdf, where the byte F1 was meant to be an ñ
",
        right: "\
content/formulario-anual.pdf
",
    },
    Rule {
        code: "source/link-loop",
        level: Level::Error,
        title: "Link that leads back to its own folder",
        why: "A folder that holds itself has no end, so what is in it cannot be published. Families would miss the pages that the editor meant to put there.",
        basis: &[],
        wrong: "\
content/forms/all is a link to content/forms
",
        right: "\
content/forms holds the forms themselves, and no link to a folder
",
    },
    Rule {
        code: "source/outside-link",
        level: Level::Error,
        title: "Link to a file outside the site",
        why: "The link leads to a place on one computer, which the next person who builds the site does not have. It could also put a file in public that was never meant to be, such as a student's record.",
        basis: &[],
        wrong: "\
content/calendar.pdf is a link to /home/office/Documents/calendar.pdf
",
        right: "\
content/calendar.pdf is a copy of the calendar
",
    },
    Rule {
        code: "source/private-link",
        level: Level::Error,
        title: "Link to a place that is not for readers",
        why: "Hidden folders hold the versions of the site, passwords of the computer that builds it, and what programs remember. A link into one of them would put that in public.",
        basis: &[],
        wrong: "\
content/settings.txt is a link to .git/config
",
        right: "\
content/settings.txt is a file of its own
",
    },
    Rule {
        code: "source/twin-names",
        level: Level::Error,
        title: "Two files whose names look the same",
        why: "An accented letter can be stored as one sign or as a letter and an accent. The names of the two files look alike and have one address, so families could read only one of them, and nobody would know which.",
        basis: &[],
        wrong: "\
content/inscripción.md is there twice: once with ó, once with o and an accent
",
        right: "\
content/inscripción.md is there once
",
    },
    Rule {
        code: "source/wrong-ending",
        level: Level::Error,
        title: "Page whose name got a second ending",
        why: "Notepad and other programs add an ending of their own when they save a page. Studypages then sees no page: families do not find it, and its editor believes it is public.",
        basis: &[],
        wrong: "\
=== content/travel.md.txt
---
title: Before you travel
summary: What to hand in before a trip, to whom, and how long it takes to get an answer.
last_reviewed: 2026-11-01
---

Ask the office for the form.
",
        right: "\
=== content/travel.md
---
title: Before you travel
summary: What to hand in before a trip, to whom, and how long it takes to get an answer.
last_reviewed: 2026-11-01
---

Ask the office for the form.
",
    },
    Rule {
        code: "source/too-large",
        level: Level::Error,
        title: "Page of more than 16 MiB",
        why: "No family opens a page of that size on a phone: it takes minutes and may cost them money. Mostly a picture was pasted into the text as code.",
        basis: &[],
        wrong: "\
content/photos.md is 22 MiB, for it holds twelve pictures as text
",
        right: "\
content/photos.md is 3 KiB, and twelve pictures stand beside it as files
",
    },
    Rule {
        code: "source/unreadable",
        level: Level::Error,
        title: "File that cannot be read",
        why: "The computer does not let Studypages read the file, or the file went away in the meantime. What is in it would be missing from the site, and families would not know.",
        basis: &[],
        wrong: "\
content/agreement.pdf may be read by its owner only, and somebody else builds the site
",
        right: "\
content/agreement.pdf may be read by everyone who builds the site
",
    },
];
