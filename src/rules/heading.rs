//! Rules about headings.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about headings.
pub(super) const HEADING: &[Rule] = &[
    Rule {
        code: "heading/second-h1",
        level: Level::Error,
        title: "Second main heading on a page",
        why: "The title is the page's one main heading. A reader with a screen reader who meets a second one believes \
              that a new page has begun, and search engines cannot tell which of the two names the page.",
        basis: &[Basis::Wcag("2.4.6")],
        wrong: "\
# How to enroll

Call your school and ask for a meeting.
",
        right: "\
## How to enroll

Call your school and ask for a meeting.
",
    },
    Rule {
        code: "heading/duplicate-id",
        level: Level::Error,
        title: "Two headings with one id",
        why: "A link to this place on the page can lead to only one of the two. A family that follows it from an email \
              or another page may read the wrong part and never learn that there is another.",
        basis: &[],
        wrong: "\
## Short trips {#time}

Ask us as soon as you know your dates.

## A whole term {#time}

Ask us before the term begins.
",
        right: "\
## Short trips {#short-trips}

Ask us as soon as you know your dates.

## A whole term {#whole-term}

Ask us before the term begins.
",
    },
    Rule {
        code: "heading/skipped-level",
        level: Level::Error,
        title: "Heading skips a level",
        why: "A reader who moves by headings with a screen reader takes the missing level for a part of the page that \
              was lost.",
        basis: &[Basis::Wcag("1.3.1"), Basis::Wcag("2.4.6")],
        wrong: "\
## How to enroll

#### What to bring

Bring the birth certificate.
",
        right: "\
## How to enroll

### What to bring

Bring the birth certificate.
",
    },
    Rule {
        code: "heading/empty",
        level: Level::Error,
        title: "Heading without words",
        why: "A screen reader says \"heading\" and then nothing. The reader cannot know whether words are missing or \
              what the part below is about.",
        basis: &[Basis::Wcag("1.3.1"), Basis::Act("ffd0e9")],
        wrong: "\
##

Bring the birth certificate and proof of your address.
",
        right: "\
## What to bring

Bring the birth certificate and proof of your address.
",
    },
    Rule {
        code: "heading/too-long",
        level: Level::Warning,
        title: "Heading as long as a paragraph",
        why: "Readers skim the headings to find their question, and a heading of several lines cannot be skimmed. On a \
              phone it fills the screen; in a screen reader's list of headings it hides the others.",
        basis: &[Basis::Wcag("2.4.6")],
        wrong: "\
## How does a family enroll, which papers does it bring to the office, and who signs the agreement? When does the work start, and how does a student come back to class?

Call your school and ask for a meeting.
",
        right: "\
## How does a family enroll?

Call your school and ask for a meeting.
",
    },
    Rule {
        code: "heading/end-mark",
        level: Level::Warning,
        title: "Heading that ends like a sentence",
        why: "A heading names what follows. A full stop or colon at its end makes it look like a line of text, in the \
              list of this page's parts as well, and readers who skim pass over it.",
        basis: &[],
        wrong: "\
## What to bring:

Bring the birth certificate and proof of your address.
",
        right: "\
## What to bring

Bring the birth certificate and proof of your address.
",
    },
    Rule {
        code: "heading/duplicate",
        level: Level::Warning,
        title: "Two headings with the same words",
        why: "In the list of this page's parts the two look alike. A reader with a screen reader, or a parent who jumps \
              from that list, cannot tell which one to choose.",
        basis: &[Basis::Wcag("2.4.6"), Basis::Act("b49b2e")],
        wrong: "\
## What to bring

For a short trip, bring your travel dates.

## What to bring

For a whole term, bring proof of your address.
",
        right: "\
## What to bring for a short trip

Bring your travel dates.

## What to bring for a whole term

Bring proof of your address.
",
    },
    Rule {
        code: "heading/symbols-only",
        level: Level::Error,
        title: "Heading of symbols only",
        why: "A screen reader says the name of a picture sign, such as \"backpack\", or nothing at all. No reader can \
              learn from it what the part below is about, and no search finds it.",
        basis: &[Basis::Wcag("2.4.6"), Basis::Act("b49b2e")],
        wrong: "\
## 🎒

Bring a notebook, two pencils and your laptop.
",
        right: "\
## What to bring

Bring a notebook, two pencils and your laptop.
",
    },
    Rule {
        code: "heading/bold-paragraph",
        level: Level::Warning,
        title: "Bold line in place of a heading",
        why: "Bold words look like a heading, but only to those who see them. A reader who moves by headings with a \
              screen reader jumps past this part, and it is missing from the list of the page's parts.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
**What to bring**

Bring the birth certificate and proof of your address.
",
        right: "\
## What to bring

Bring the birth certificate and proof of your address.
",
    },
    Rule {
        code: "heading/quote-as-heading",
        level: Level::Warning,
        title: "Quotation in place of a heading",
        why: "A screen reader announces a quotation where nobody is quoted. Readers who move by headings never reach \
              this part of the page.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
> What to bring

Bring the birth certificate and proof of your address.
",
        right: "\
## What to bring

Bring the birth certificate and proof of your address.
",
    },
];
