//! Rules about pictures.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about pictures.
pub(super) const IMAGE: &[Rule] = &[
    Rule {
        code: "image/alt-missing",
        level: Level::Error,
        title: "Picture without alternative text",
        why: "A reader who is blind, or whose phone has not loaded the picture, learns only that there is one. What it \
              shows has to be said in words, or the picture marked as decoration.",
        basis: &[Basis::Wcag("1.1.1"), Basis::Act("23a2a8")],
        wrong: "\
![](picture.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table while her father cooks](picture.png)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/alt-file-name",
        level: Level::Error,
        title: "File name as alternative text",
        why: "A screen reader says the file name aloud, with its ending. A blind parent learns what you called the file \
              and nothing about what it shows.",
        basis: &[Basis::Wcag("1.1.1")],
        wrong: "\
![kitchen-table.jpg](picture.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table while her father cooks](picture.png)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/alt-placeholder",
        level: Level::Error,
        title: "Placeholder as alternative text",
        why: "A screen reader already says that there is a picture. The word \"photo\" or \"image\" adds nothing, so a \
              blind parent is told twice that something is there and never what.",
        basis: &[Basis::Wcag("1.1.1")],
        wrong: "\
![photo](picture.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table while her father cooks](picture.png)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/alt-picture-of",
        level: Level::Warning,
        title: "Alternative text that starts with “picture of”",
        why: "A screen reader says \"image\" before the words you write. The reader then hears \"image, picture of\", \
              at every picture of the page, before the part that matters.",
        basis: &[Basis::Wcag("1.1.1")],
        wrong: "\
![Picture of a girl who reads at a kitchen table](picture.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table](picture.png)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/alt-too-long",
        level: Level::Warning,
        title: "Alternative text of more than 160 characters",
        why: "A screen reader says alternative text in one go, and the reader cannot go through it word by word or line \
              by line as through a paragraph. What everybody should know belongs in the text of the page.",
        basis: &[Basis::Wcag("1.1.1")],
        wrong: "\
![A girl reads at a kitchen table while her father cooks. A clock on the wall says nine. A school laptop, two books and a list of the work for the week lie on the table.](picture.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table while her father cooks](picture.png)

Most students study at home for part of the day. A school laptop, books and a list of the work for the week are all
they need.
",
    },
    Rule {
        code: "image/alt-symbols",
        level: Level::Error,
        title: "Alternative text of symbols only",
        why: "A screen reader says \"star star star\" or stays silent. A reader who cannot see the picture learns \
              nothing from it.",
        basis: &[Basis::Wcag("1.1.1")],
        wrong: "\
![***](picture.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table while her father cooks](picture.png)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/alt-machine",
        level: Level::Warning,
        title: "Alternative text that a machine wrote",
        why: "A camera's number says nothing, and a machine's guess can be wrong. A blind reader has no way to notice, \
              so a person who knows why the picture is there has to write or confirm the words.",
        basis: &[Basis::Wcag("1.1.1")],
        wrong: "\
![A child at a table. AI-generated content may be incorrect.](picture.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table while her father cooks](picture.png)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/alt-repeats",
        level: Level::Warning,
        title: "Alternative text that repeats the words beside it",
        why: "A reader with a screen reader hears the same words twice and learns no more about the picture than \
              before. Say what it shows in one place, and why it is there in the other.",
        basis: &[Basis::Wcag("1.1.1")],
        wrong: "\
![A girl reads at a kitchen table](picture.png \"A girl reads at a kitchen table\")

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table while her father cooks](picture.png \"A good place to study has a clock and a desk lamp\")

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/broken",
        level: Level::Error,
        title: "Picture that is not there",
        why: "Every reader sees a gap or a torn icon where the picture should be. Families then wonder what else on the \
              page is out of order.",
        basis: &[],
        wrong: "\
![A girl reads at a kitchen table](pictures/kitchen.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table](picture.png)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/foreign",
        level: Level::Error,
        title: "Picture from another website",
        why: "The other website learns who reads this page and when. It can also change or remove the picture \
              without telling you, and then families see something else, or nothing.",
        basis: &[],
        wrong: "\
![A girl reads at a kitchen table](https://images.example.com/kitchen.png)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table](picture.png)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "image/mistyped",
        level: Level::Error,
        title: "Picture of another type than its name says",
        why: "Many browsers cannot show a photo from a phone that was only renamed to end in .jpg. It looks right on the \
              computer of the person who made it and is missing on a family's phone.",
        basis: &[],
        wrong: "\
The file kitchen.jpg is a photo in a phone's own format (HEIC), renamed by hand.

![A girl reads at a kitchen table](kitchen.jpg)
",
        right: "\
The file kitchen.jpg was opened in a picture program and saved as a JPEG.

![A girl reads at a kitchen table](kitchen.jpg)
",
    },
    Rule {
        code: "image/unreadable",
        level: Level::Error,
        title: "Picture file that cannot be read",
        why: "The file is empty or damaged, often because an upload or a download broke off. Readers see a gap in its \
              place.",
        basis: &[],
        wrong: "\
The file kitchen.png was copied only in part.

![A girl reads at a kitchen table](kitchen.png)
",
        right: "\
The file kitchen.png was copied again and opens on its own.

![A girl reads at a kitchen table](kitchen.png)
",
    },
    Rule {
        code: "image/format",
        level: Level::Error,
        title: "Picture that browsers do not show",
        why: "Phones and scanners save pictures in formats of their own (HEIC, TIFF, RAW). They look right on the \
              computer of the person who took them, and families see a gap. Nobody can take the place where a photo was \
              taken out of such a file before it is published, either.",
        basis: &[],
        wrong: "\
=== content/kitchen.heic
A photo as a phone saves it.
=== content/page.md
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

![A girl reads at a kitchen table](kitchen.heic)
",
        right: "\
![A girl reads at a kitchen table](picture.png)
",
    },
    Rule {
        code: "image/too-large",
        level: Level::Error,
        title: "Picture of more pixels than the site allows",
        why: "A small file can hold more pixels than a computer has memory for. The computer that builds the site stops, \
              or a family's phone does. The limits stand under `pictures` in site.yaml.",
        basis: &[],
        wrong: "\
The file wall-map.png has 40,000 pixels on each side.

![A map of the schools of the district](wall-map.png)
",
        right: "\
The file wall-map.png was saved at 2,560 pixels wide.

![A map of the schools of the district](wall-map.png)
",
    },
    Rule {
        code: "image/too-wide",
        level: Level::Error,
        title: "Picture wider than 2,560 pixels",
        why: "A parent pays for every pixel that a phone loads, and a column of text shows no more than 2,560 of them \
              beside each other. A JPEG or a plain PNG is made narrower by itself; a WebP, AVIF or moving picture has \
              to be saved again.",
        basis: &[],
        wrong: "\
The file kitchen.webp is 4,000 pixels wide.

![A girl reads at a kitchen table](kitchen.webp)
",
        right: "\
The file kitchen.webp was saved again at 1,600 pixels.

![A girl reads at a kitchen table](kitchen.webp)
",
    },
    Rule {
        code: "image/data",
        level: Level::Error,
        title: "Picture pasted into the text",
        why: "Word and Google Docs paste a picture as thousands of letters inside the page. A parent on an old phone \
              waits for all of them before reading a word, and nobody can replace the picture later.",
        basis: &[],
        wrong: "\
![A girl reads at a kitchen table](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB)

Most students study at home for part of the day.
",
        right: "\
![A girl reads at a kitchen table](picture.png)

Most students study at home for part of the day.
",
    },
];
