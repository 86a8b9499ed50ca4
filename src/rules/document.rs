//! Rules about documents that pages link to.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about documents that pages link to.
pub(super) const DOCUMENT: &[Rule] = &[
    Rule {
        code: "document/unclassified",
        level: Level::Warning,
        title: "Document that nobody has checked",
        why: "The federal web rule covers the forms that families use now, not only web pages. A blind parent may not \
              be able to read this one, and a district that is asked about it cannot say whether anybody looked.",
        basis: &[Basis::Law("28 CFR Part 35, Subpart H")],
        wrong: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

Read the [written agreement (PDF)](agreement.pdf) before you sign.
",
        right: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
documents:
  - title: Written agreement
    file: agreement.pdf
    accessible: yes
---

Read the [written agreement (PDF)](agreement.pdf) before you sign.
",
    },
    Rule {
        code: "document/inaccessible",
        level: Level::Warning,
        title: "Document that not everybody can use",
        why: "You have marked this document as one that some families cannot read. Until it is mended, a blind parent \
              depends on somebody at the office for what others read alone.",
        basis: &[Basis::Law("28 CFR Part 35, Subpart H")],
        wrong: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
documents:
  - title: Written agreement
    file: agreement.pdf
    accessible: no
---

Read the [written agreement (PDF)](agreement.pdf) before you sign.
",
        right: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
documents:
  - title: Written agreement
    file: agreement.pdf
    accessible: yes
---

Read the [written agreement (PDF)](agreement.pdf) before you sign.
",
    },
    Rule {
        code: "document/short-pdf",
        level: Level::Note,
        title: "Short PDF that could be a web page",
        why: "A parent on a phone has to pinch and drag through pages made for paper. A web page fits the screen, can \
              be translated, and is far less work to make readable for everybody.",
        basis: &[Basis::Guidance("California Department of Education, web standards for PDF files")],
        wrong: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
documents:
  - title: What to bring
    file: agreement.pdf
    accessible: yes
    pages: 1
---

Read [what to bring (PDF)](agreement.pdf) before the first meeting.
",
        right: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

Bring these papers to the first meeting:

- birth certificate
- proof of your address
",
    },
    Rule {
        code: "document/file-name",
        level: Level::Note,
        title: "Working name of a document",
        why: "The name is what families find among their downloads, and \"final v2\" makes them ask which one counts. \
              When version 3 comes, old links go on leading to this one.",
        basis: &[],
        wrong: "\
=== content/page.md
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
documents:
  - title: Written agreement
    file: agreement-final-v2.docx
    accessible: yes
---

Read the [written agreement (Word)](agreement-final-v2.docx) before you sign.

=== content/agreement-final-v2.docx
The words of the agreement.
",
        right: "\
=== content/page.md
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
documents:
  - title: Written agreement
    file: written-agreement.docx
    accessible: yes
---

Read the [written agreement (Word)](written-agreement.docx) before you sign.

=== content/written-agreement.docx
The words of the agreement.
",
    },
    Rule {
        code: "document/untagged",
        level: Level::Warning,
        title: "PDF without tags",
        why: "Tags tell a screen reader what is a heading, a list or a table, and in which order to read. Without them \
              a blind parent hears the words of the form in whatever order they were drawn.",
        basis: &[Basis::Wcag("1.3.1"), Basis::Wcag("1.3.2"), Basis::Law("28 CFR Part 35, Subpart H")],
        wrong: "\
The file agreement.pdf was made with Print, then Save as PDF, which leaves the tags out.

Read the [written agreement (PDF)](agreement.pdf) before you sign.
",
        right: "\
The file agreement.pdf was exported from Word with its structure tags for accessibility.

Read the [written agreement (PDF)](agreement.pdf) before you sign.
",
    },
];
