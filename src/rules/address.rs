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
