//! Rules about a page's name, title, summary and language.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about a page's name, title, summary and language.
pub(super) const PAGE: &[Rule] = &[
    Rule {
        code: "page/unknown-language",
        level: Level::Error,
        title: "File name with a language the site does not have",
        why: "The part before .md says in which language a page is. With a word there that is no language of the site, families who read that language never find the page, and everybody else gets it under the wrong one.",
        basis: &[Basis::Wcag("3.1.1")],
        wrong: "\
=== content/enrollment.new.md
---
title: Enrolling in grades 6 to 12
summary: How older students sign up for independent study and whom they ask for help.
last_reviewed: 2026-11-01
---

Ask the school office for the form. You can also call us.
",
        right: "\
=== content/enrollment-new.md
---
title: Enrolling in grades 6 to 12
summary: How older students sign up for independent study and whom they ask for help.
last_reviewed: 2026-11-01
---

Ask the school office for the form. You can also call us.
",
    },
    Rule {
        code: "page/duplicate-title",
        level: Level::Error,
        title: "Two pages with the same title",
        why: "The title is what a parent sees in search results and browser tabs, and what a screen reader says first. When two pages share one, nobody can tell which of them to open.",
        basis: &[Basis::Wcag("2.4.2"), Basis::Act("c4a8a4")],
        wrong: "\
=== content/short-term.md
---
title: Signing the agreement
summary: Who signs the agreement for a few days of travel, and when they sign it.
last_reviewed: 2026-11-01
---

Sign the agreement before you leave on your trip.

=== content/long-term.md
---
title: Signing the agreement
summary: Who signs the agreement for a semester or a whole school year, and when.
last_reviewed: 2026-11-01
---

Everyone signs before the first day of study.
",
        right: "\
=== content/short-term.md
---
title: Signing for a short trip
summary: Who signs the agreement for a few days of travel, and when they sign it.
last_reviewed: 2026-11-01
---

Sign the agreement before you leave on your trip.

=== content/long-term.md
---
title: Signing for a long time away from class
summary: Who signs the agreement for a semester or a whole school year, and when.
last_reviewed: 2026-11-01
---

Everyone signs before the first day of study.
",
    },
    Rule {
        code: "page/title-length",
        level: Level::Warning,
        title: "Title over 70 characters",
        why: "Search results and browser tabs cut a long title off, so families see its first words only. A reader who listens hears all of it each time the page opens.",
        basis: &[Basis::Wcag("2.4.2"), Basis::Act("c4a8a4")],
        wrong: "\
---
title: Everything that families need to know about signing up for independent study in our district
summary: Who can sign up, which form to fill in, and whom to ask when something is not clear.
last_reviewed: 2026-11-01
---

Fill in the form and take it to your school.
",
        right: "\
---
title: Signing up for independent study
summary: Who can sign up, which form to fill in, and whom to ask when something is not clear.
last_reviewed: 2026-11-01
---

Fill in the form and take it to your school.
",
    },
    Rule {
        code: "page/summary-length",
        level: Level::Warning,
        title: "Summary under 40 or over 200 characters",
        why: "The summary stands under the title and in search results; there a family decides whether this is the page they need. A few words do not tell them, and a long one is cut off.",
        basis: &[],
        wrong: "\
---
title: Returning to class
summary: How to return.
last_reviewed: 2026-11-01
---

Tell the school office on which day your child wants to come back.
",
        right: "\
---
title: Returning to class
summary: How your child leaves independent study and comes back to class, and whom you tell.
last_reviewed: 2026-11-01
---

Tell the school office on which day your child wants to come back.
",
    },
    Rule {
        code: "page/summary-repeats",
        level: Level::Warning,
        title: "Summary that repeats the title",
        why: "A parent with little time reads two lines in a search result and learns one thing. Somebody who listens to the page hears the same words twice in a row.",
        basis: &[],
        wrong: "\
---
title: Meetings with your teacher in independent study
summary: Meetings with your teacher in independent study
last_reviewed: 2026-11-01
---

The agreement says on which days you meet.
",
        right: "\
---
title: Meetings with your teacher in independent study
summary: How often you meet, by phone, by video or at school, and what to bring with you.
last_reviewed: 2026-11-01
---

The agreement says on which days you meet.
",
    },
    Rule {
        code: "page/unlinked",
        level: Level::Note,
        title: "Page that no other page leads to",
        why: "Families come to a page by the bar at the top, by the cards of a section, or by a link. Nothing of the kind leads here, so nobody reads the page who does not search for it.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
navigation: [index.md]
=== content/travel.md
---
title: Before you travel
summary: What to hand in before a trip, to whom, and how long it takes to get an answer.
last_reviewed: 2026-11-01
---

Ask the office for the form.
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
navigation: [travel.md]
=== content/travel.md
---
title: Before you travel
summary: What to hand in before a trip, to whom, and how long it takes to get an answer.
last_reviewed: 2026-11-01
---

Ask the office for the form.
",
    },
];
