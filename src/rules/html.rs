//! Rules about HTML in pages.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about HTML in pages.
pub(super) const HTML: &[Rule] = &[
    Rule {
        code: "html/element",
        level: Level::Error,
        title: "HTML element that cannot be published",
        why: "Frames, scripts and forms bring in things that nobody here has checked and that a keyboard or a screen \
              reader may not get through. They are left out of the page, so readers miss what you put there.",
        basis: &[Basis::Wcag("2.2.2"), Basis::Wcag("4.1.2")],
        wrong: "\
The dates are in the school calendar.

<iframe src=\"https://www.example.org/calendar\" title=\"School calendar\"></iframe>
",
        right: "\
The dates are in the [school calendar](https://www.example.org/calendar).
",
    },
    Rule {
        code: "html/attribute",
        level: Level::Error,
        title: "HTML attribute that cannot be published",
        why: "Colors and sizes set by hand can be too pale to read, most of all on a dark screen or in print. Other \
              attributes hide words from screen readers or change the order of the Tab key.",
        basis: &[Basis::Wcag("1.4.3"), Basis::Wcag("2.4.3"), Basis::Wcag("4.1.2"), Basis::Act("afw4f7")],
        wrong: "\
<p style=\"color: orange\">Bring the signed agreement to the office.</p>
",
        right: "\
**Bring the signed agreement** to the office.
",
    },
    Rule {
        code: "html/new-window",
        level: Level::Warning,
        title: "Link that opens a new window",
        why: "The Back button stops working, and a reader with a screen reader or a magnifier may not notice why. Each \
              reader can open a new window when they want one; the page cannot know.",
        basis: &[Basis::Wcag("3.2.5")],
        wrong: "\
Look at the <a href=\"https://www.example.org/calendar\" target=\"_blank\">school calendar</a>.
",
        right: "\
Look at the [school calendar](https://www.example.org/calendar).
",
    },
    Rule {
        code: "html/duplicate-id",
        level: Level::Error,
        title: "Two HTML elements with one id",
        why: "A link to the id can lead to only one of them, the first. A family that follows a link to the second \
              reads the wrong part of the page.",
        basis: &[],
        wrong: "\
<p id=\"hours\">The office is open from 8 a.m. to 4 p.m.</p>

<p id=\"hours\">The library is open from 9 a.m. to 5 p.m.</p>
",
        right: "\
<p id=\"office-hours\">The office is open from 8 a.m. to 4 p.m.</p>

<p id=\"library-hours\">The library is open from 9 a.m. to 5 p.m.</p>
",
    },
    Rule {
        code: "html/role",
        level: Level::Error,
        title: "Role that does not exist",
        why: "A role tells a screen reader what an element is. One that does not exist tells it nothing, so the warning \
              or note you meant is read like any other line.",
        basis: &[Basis::Wcag("4.1.2"), Basis::Act("674b10")],
        wrong: "\
<div role=\"warning\">Keep a copy of the signed agreement.</div>
",
        right: "\
<div role=\"note\">Keep a copy of the signed agreement.</div>
",
    },
    Rule {
        code: "html/nested",
        level: Level::Error,
        title: "More within each other than browsers show",
        why: "Browsers stop at some five hundred elements within each other: they show the rest in another order, or not \
              at all. Nobody writes such a page on purpose; it comes from a broken export, or from a sign that was \
              pasted many times.",
        basis: &[],
        wrong: "\
>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> Families may return to the classroom at any time.
",
        right: "\
> Families may return to the classroom at any time.
",
    },
    Rule {
        code: "html/unclosed",
        level: Level::Warning,
        title: "HTML tag that is never closed",
        why: "Each browser decides for itself where the element ends. The rest of the page may turn bold, or become \
              part of a link or a table, on the phone of a family that you never see.",
        basis: &[],
        wrong: "\
Bring the <b>signed agreement to the office.
",
        right: "\
Bring the <b>signed agreement</b> to the office.
",
    },
];
