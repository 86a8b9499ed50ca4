//! Rules about the addresses of pages.

use super::Rule;
use crate::diagnostics::Level;

/// Rules about the addresses of pages.
pub(super) const ADDRESS: &[Rule] = &[
    Rule {
        code: "address/duplicate",
        level: Level::Error,
        title: "Two pages or files with one address",
        why: "Only one of the two can stand there. Families who follow a link to the other get the wrong page, and nobody is told.",
        basis: &[],
        wrong: "\
=== content/forms.md
---
title: Forms to fill in
summary: The forms for independent study, who fills them in and where you return them.
last_reviewed: 2026-11-01
---

Ask the school office for a form.

=== content/papers.md
---
title: Papers you get from us
summary: What the school gives you on paper when your child starts independent study.
slug: forms
last_reviewed: 2026-11-01
---

You get a copy of the agreement.
",
        right: "\
=== content/forms.md
---
title: Forms to fill in
summary: The forms for independent study, who fills them in and where you return them.
last_reviewed: 2026-11-01
---

Ask the school office for a form.

=== content/papers.md
---
title: Papers you get from us
summary: What the school gives you on paper when your child starts independent study.
slug: papers
last_reviewed: 2026-11-01
---

You get a copy of the agreement.
",
    },
    Rule {
        code: "address/bad-alias",
        level: Level::Error,
        title: "Old address that is not one of this site",
        why: "An old address is a path on this site, without the name of a host. Written in another way it cannot be led on, and the link in last year's letter to parents goes nowhere.",
        basis: &[],
        wrong: "\
---
title: Forms to fill in
summary: The forms for independent study, who fills them in and where you return them.
aliases: [\"https://www.example.org/old/forms.html\"]
last_reviewed: 2026-11-01
---

Ask the school office for a form.
",
        right: "\
---
title: Forms to fill in
summary: The forms for independent study, who fills them in and where you return them.
aliases: [/old/forms.html]
last_reviewed: 2026-11-01
---

Ask the school office for a form.
",
    },
    Rule {
        code: "address/alias-over-page",
        level: Level::Error,
        title: "Old address that is taken",
        why: "A page or a file stands at this address today, or another page has it as its old one. A family that follows the old link can land in one place only, and it may not be the one that was meant.",
        basis: &[],
        wrong: "\
=== content/forms.md
---
title: Forms to fill in
summary: The forms for independent study, who fills them in and where you return them.
last_reviewed: 2026-11-01
---

Ask the school office for a form.

=== content/papers.md
---
title: Papers you get from us
summary: What the school gives you on paper when your child starts independent study.
aliases: [/forms/]
last_reviewed: 2026-11-01
---

You get a copy of the agreement.
",
        right: "\
=== content/forms.md
---
title: Forms to fill in
summary: The forms for independent study, who fills them in and where you return them.
last_reviewed: 2026-11-01
---

Ask the school office for a form.

=== content/papers.md
---
title: Papers you get from us
summary: What the school gives you on paper when your child starts independent study.
aliases: [/handouts/]
last_reviewed: 2026-11-01
---

You get a copy of the agreement.
",
    },
    Rule {
        code: "address/alias-ending",
        level: Level::Note,
        title: "Old address that few web hosts can lead on",
        why: "The old address names a file such as a PDF, or a page of another program. Most web hosts send no web page for such a name, so a family that follows last year's link sees a page that is not found, or something a browser cannot show.",
        basis: &[],
        wrong: "\
---
title: Forms to fill in
summary: The forms for independent study, who fills them in and where you return them.
aliases: [/old/forms.aspx]
last_reviewed: 2026-11-01
---

Ask the school office for a form.
",
        right: "\
---
title: Forms to fill in
summary: The forms for independent study, who fills them in and where you return them.
aliases: [/old/forms.html]
last_reviewed: 2026-11-01
---

Ask the school office for a form.
",
    },
    Rule {
        code: "address/no-letters",
        level: Level::Warning,
        title: "Name without a letter or a digit",
        why: "An address is made of the letters and digits of a name. Where there are none, Studypages takes those of the page's title, and the address changes when somebody changes the title: links that families have kept then lead nowhere.",
        basis: &[],
        wrong: "\
=== content/🎒.md
---
title: What to bring
summary: What your child brings to the first meeting with the teacher, and what the school lends.
last_reviewed: 2026-11-01
---

Bring the books that the school has lent you.
",
        right: "\
=== content/what-to-bring.md
---
title: What to bring
summary: What your child brings to the first meeting with the teacher, and what the school lends.
last_reviewed: 2026-11-01
---

Bring the books that the school has lent you.
",
    },
    Rule {
        code: "address/unfit",
        level: Level::Error,
        title: "Name that no web address or disk can hold",
        why: "Disks and browsers take names of a certain length, and some signs mean something else to them than a letter. A page or file with such a name cannot be put on a website at all, so families would miss it.",
        basis: &[],
        wrong: "\
content/forms.md has a slug of 300 letters
",
        right: "\
content/forms.md has the slug forms
",
    },
    Rule {
        code: "address/windows-name",
        level: Level::Warning,
        title: "Name that Windows does not take",
        why: "A colleague with Windows cannot open or save a file of this name, and a school's web server with Windows cannot send it. The site then works for some and not for others, and the families of the others do not find the page.",
        basis: &[],
        wrong: "\
=== content/aux.md
---
title: Auxiliary services
summary: What help there is beside the lessons, such as a nurse or a counselor, and whom you ask.
last_reviewed: 2026-11-01
---

Ask the school office for the nurse.
",
        right: "\
=== content/auxiliary-services.md
---
title: Auxiliary services
summary: What help there is beside the lessons, such as a nurse or a counselor, and whom you ask.
last_reviewed: 2026-11-01
---

Ask the school office for the nurse.
",
    },
    Rule {
        code: "address/no-home",
        level: Level::Error,
        title: "Site without a home page",
        why: "The file index.md is what families see at the site's own address, and where the name of the district at the top of every page leads. Without it they find an error there.",
        basis: &[],
        wrong: "\
=== content/index.md
---
title: Independent study
summary: What independent study is in our district, for whom it is, and how a family can ask for it.
kind: home
draft: true
last_reviewed: 2026-11-01
---

Independent study is a choice of your family.
",
        right: "\
=== content/index.md
---
title: Independent study
summary: What independent study is in our district, for whom it is, and how a family can ask for it.
kind: home
last_reviewed: 2026-11-01
---

Independent study is a choice of your family.
",
    },
];
