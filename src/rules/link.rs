//! Rules about links.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about links.
pub(super) const LINK: &[Rule] = &[
    Rule {
        code: "link/empty",
        level: Level::Error,
        title: "Link without words",
        why: "Nobody can see or tap a link without words, yet the Tab key stops at it and a screen reader says \
              \"link\" and nothing else. The reader is left to guess what was meant.",
        basis: &[Basis::Wcag("2.4.4"), Basis::Wcag("4.1.2"), Basis::Act("c487ae")],
        wrong: "\
Our front page tells you how to sign up. [](index.md)
",
        right: "\
[Our front page](index.md) tells you how to sign up.
",
    },
    Rule {
        code: "link/image-no-name",
        level: Level::Error,
        title: "Linked picture without a name",
        why: "The picture is marked as decoration, so a screen reader has no words for the link. A blind parent hears \
              \"link\" and cannot know where it leads.",
        basis: &[Basis::Wcag("1.1.1"), Basis::Wcag("2.4.4"), Basis::Wcag("4.1.2"), Basis::Act("c487ae")],
        wrong: "\
[![](picture.png \"decorative\")](index.md)

Most students study at home for part of the day.
",
        right: "\
[![Independent study home page](picture.png)](index.md)

Most students study at home for part of the day.
",
    },
    Rule {
        code: "link/image-repeats",
        level: Level::Warning,
        title: "Linked picture that repeats the link's words",
        why: "A screen reader says both: \"Our front page, our front page, link\". Mark the picture as decoration when \
              the words beside it say enough.",
        basis: &[Basis::Wcag("1.1.1")],
        wrong: "\
[![Our front page](picture.png) Our front page](index.md)
",
        right: "\
[![](picture.png \"decorative\") Our front page](index.md)
",
    },
    Rule {
        code: "link/vague-text",
        level: Level::Error,
        title: "Link whose words do not say where it leads",
        why: "Screen readers list the links of a page without the sentences around them, and eyes that skim jump from \
              link to link. \"Here\" and \"more\" tell neither reader what they will find.",
        basis: &[Basis::Wcag("2.4.4"), Basis::Act("5effbb")],
        wrong: "\
You can find the steps to sign up [here](index.md).
",
        right: "\
You can find the [steps to sign up](index.md) on our front page.
",
    },
    Rule {
        code: "link/mouse-words",
        level: Level::Warning,
        title: "Words that only a mouse can follow",
        why: "A parent on a phone taps, and a reader with a keyboard or a screen reader has nothing to click with. The \
              link itself already says that it can be opened.",
        basis: &[],
        wrong: "\
Click on the [list of steps](index.md) to see how families sign up.
",
        right: "\
Read the [list of steps](index.md) to see how families sign up.
",
    },
    Rule {
        code: "link/raw-address",
        level: Level::Warning,
        title: "Long web address in place of words",
        why: "A screen reader reads out every slash and dot, and on a phone a long address breaks over several lines. \
              Nobody can tell from it what the page is about.",
        basis: &[Basis::Wcag("2.4.4"), Basis::Act("5effbb")],
        wrong: "\
The state compares the kinds of study: <https://www.cde.ca.gov/sp/eo/is/ismodalitiescht.asp>
",
        right: "\
The state has a [chart that compares the kinds of study](https://www.cde.ca.gov/sp/eo/is/ismodalitiescht.asp).
",
    },
    Rule {
        code: "link/same-text",
        level: Level::Warning,
        title: "Same words for links to different places",
        why: "In a screen reader's list of links the two sound alike. A parent may fill in the wrong form and find out \
              only when the school calls.",
        basis: &[Basis::Wcag("2.4.9"), Basis::Act("b20e66")],
        wrong: "\
For a short trip, send in the [choice form](https://www.example.org/short-trip).

For a whole term, send in the [choice form](https://www.example.org/whole-term).
",
        right: "\
For a short trip, send in the [choice form for trips](https://www.example.org/short-trip).

For a whole term, send in the [choice form for a term](https://www.example.org/whole-term).
",
    },
    Rule {
        code: "link/adjacent",
        level: Level::Warning,
        title: "Two links side by side to one place",
        why: "A reader who moves by links with the keyboard or a screen reader stops twice and hears half of the words \
              each time. It looks like two pages and is one.",
        basis: &[],
        wrong: "\
Start with [our front page](index.md) [for families](index.md).
",
        right: "\
Start with [our front page for families](index.md).
",
    },
    Rule {
        code: "link/document-type",
        level: Level::Error,
        title: "Link to a file that does not say its type",
        why: "A parent on an old phone taps, waits for a large file and may not be able to open it. When the words say \
              \"PDF\", families choose before they download.",
        basis: &[Basis::Wcag("2.4.4")],
        wrong: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
documents:
  - title: Guide for families
    url: https://www.example.com/guide.pdf
    accessible: yes
---

Read the [guide for families](https://www.example.com/guide.pdf) before you sign.
",
        right: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
documents:
  - title: Guide for families
    url: https://www.example.com/guide.pdf
    accessible: yes
---

Read the [guide for families (PDF)](https://www.example.com/guide.pdf) before you sign.
",
    },
    Rule {
        code: "link/test-host",
        level: Level::Error,
        title: "Link to a test site or to somebody's own files",
        why: "The address opens on the computer or network of the person who wrote the page. Families outside the \
              district get an error, or a draft that was never meant for them.",
        basis: &[],
        wrong: "\
Send in the [packing form](https://staging.example.org/request) before your trip.
",
        right: "\
Send in the [packing form](https://www.example.org/request) before your trip.
",
    },
    Rule {
        code: "link/sign-in",
        level: Level::Warning,
        title: "Link that may ask readers to sign in",
        why: "A Google address that ends in /edit is the one its author works with. Families without the right account \
              meet a page that asks them to sign in, and those who get past it may be able to change the document.",
        basis: &[],
        wrong: "\
Tell us your travel dates in the [trip form](https://docs.google.com/forms/d/1a2b3c/edit).
",
        right: "\
Tell us your travel dates in the [trip form](https://docs.google.com/forms/d/e/1a2b3c/viewform).
",
    },
    Rule {
        code: "link/local-file",
        level: Level::Error,
        title: "Link to a file on one computer",
        why: "The address names a folder on the computer of the person who wrote the page. It works there, so nobody in \
              the office notices, and no family can open it.",
        basis: &[],
        wrong: "\
Send in the [packing form](file:///C:/Forms/request.html) before your trip.
",
        right: "\
Send in the [packing form](https://www.example.org/request) before your trip.
",
    },
    Rule {
        code: "link/broken",
        level: Level::Error,
        title: "Link that leads nowhere",
        why: "The reader follows the link and meets \"page not found\". A family that needed that page, often one about \
              a form or a date, has to call or gives up.",
        basis: &[],
        wrong: "\
Start with [our front page](indx.md).
",
        right: "\
Start with [our front page](index.md).
",
    },
    Rule {
        code: "link/broken-anchor",
        level: Level::Error,
        title: "Link to a place that the page does not have",
        why: "The reader lands at the top of a long page and has to search for the part that was promised. With a \
              screen reader that search can take minutes.",
        basis: &[],
        wrong: "\
Read [what to bring](#what-to-brng) before you come.

## What to bring

Bring the birth certificate and proof of your address.
",
        right: "\
Read [what to bring](#what-to-bring) before you come.

## What to bring

Bring the birth certificate and proof of your address.
",
    },
    Rule {
        code: "link/unpublished",
        level: Level::Error,
        title: "Link to a page that is not published",
        why: "The page is there for you and not for the public. Families who follow the link meet \"page not found\".",
        basis: &[],
        wrong: "\
=== content/page.md
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

Here are the [dates for the spring term](spring.md).

=== content/spring.md
---
title: Dates for the spring term
summary: When the spring term starts and ends, and by when families sign up for it.
last_reviewed: 2026-11-01
draft: true
---

The spring term starts in January.
",
        right: "\
=== content/page.md
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

Here are the [dates for the spring term](spring.md).

=== content/spring.md
---
title: Dates for the spring term
summary: When the spring term starts and ends, and by when families sign up for it.
last_reviewed: 2026-11-01
---

The spring term starts in January.
",
    },
    Rule {
        code: "link/redirect",
        level: Level::Warning,
        title: "Link wrapped by a mail program or a search engine",
        why: "The link was copied out of an email or a search result and passes through a company that records who \
              opens it. Families cannot see where it leads, and it breaks when that company ends the service.",
        basis: &[],
        wrong: "\
Read the [state's page about independent study](https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.cde.ca.gov%2Fsp%2Feo%2Fis%2Findex.asp&data=05).
",
        right: "\
Read the [state's page about independent study](https://www.cde.ca.gov/sp/eo/is/index.asp).
",
    },
    Rule {
        code: "link/tracking",
        level: Level::Warning,
        title: "Link that carries a tracking code",
        why: "The end of the address tells the other website, or an advertising company, how each reader came there. \
              Families did not ask for that, and the link works without it.",
        basis: &[],
        wrong: "\
Read the [state's page about independent study](https://www.cde.ca.gov/sp/eo/is/index.asp?utm_source=newsletter).
",
        right: "\
Read the [state's page about independent study](https://www.cde.ca.gov/sp/eo/is/index.asp).
",
    },
    Rule {
        code: "link/insecure",
        level: Level::Note,
        title: "Link to an address without encryption",
        why: "Others on the same network, in a library or a cafe, can see what a family reads or types on the other \
              site. Some browsers stop readers with a warning before they open it.",
        basis: &[],
        wrong: "\
Read the [state's page about independent study](http://www.cde.ca.gov/sp/eo/is/index.asp).
",
        right: "\
Read the [state's page about independent study](https://www.cde.ca.gov/sp/eo/is/index.asp).
",
    },
    Rule {
        code: "link/symbols",
        level: Level::Warning,
        title: "Symbols or emoji in the words of a link",
        why: "A screen reader may say the sign's name with the link: \"our front page, right-pointing double angle \
              quotation mark\". That helps nobody who hears it, and those who see the arrow know a link without it.",
        basis: &[],
        wrong: "\
Start with [our front page »](index.md).
",
        right: "\
Start with [our front page](index.md).
",
    },
    Rule {
        code: "link/title-repeats",
        level: Level::Warning,
        title: "Link title that repeats the link's words",
        why: "Some screen readers say the words and then the title, so the reader hears the same thing twice. With a \
              mouse a box pops up that says nothing new and covers the text.",
        basis: &[],
        wrong: "\
Start with [our front page](index.md \"our front page\").
",
        right: "\
Start with [our front page](index.md).
",
    },
    Rule {
        code: "link/other-target",
        level: Level::Error,
        title: "Link whose words name another address than it leads to",
        why: "A family reads one address and is led to another. Whoever copies the words, or hears them read aloud, \
              comes to the wrong place; and this is how false messages make people give away a password.",
        basis: &[Basis::Wcag("2.4.4")],
        wrong: "\
Read more at [www.cde.ca.gov](https://www.example.org/).
",
        right: "\
Read more at [www.cde.ca.gov](https://www.cde.ca.gov/).
",
    },
    Rule {
        code: "link/not-translated",
        level: Level::Note,
        title: "Link to a page in another language",
        why: "The page it leads to has no text in the language of this one. Families get the main language there, with a notice; who reads only Spanish comes to the end of what the site tells them.",
        basis: &[Basis::Law("EC Section 48985")],
        wrong: "\
=== content/index.es.md
---
title: Estudio independiente
summary: Qué es el estudio independiente en nuestro distrito, para quién es y cómo lo pide una familia.
kind: home
audience: all
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Lea las [reglas para el personal](staff.md).
=== content/staff.md
---
title: For our staff
summary: What our own staff reads before the school year starts, and whom to ask about it.
audience: educators
last_reviewed: 2026-11-01
---

Ask the office.
",
        right: "\
=== content/index.es.md
---
title: Estudio independiente
summary: Qué es el estudio independiente en nuestro distrito, para quién es y cómo lo pide una familia.
kind: home
audience: all
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

El estudio independiente es una decisión de su familia.
=== content/staff.md
---
title: For our staff
summary: What our own staff reads before the school year starts, and whom to ask about it.
audience: educators
last_reviewed: 2026-11-01
---

Ask the office.
",
    },
];
