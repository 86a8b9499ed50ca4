//! Rules about rules that a page switches off.

use super::Rule;
use crate::diagnostics::Level;

/// Rules about rules that a page switches off.
pub(super) const ALLOW: &[Rule] = &[
    Rule {
        code: "allow/unknown-rule",
        level: Level::Error,
        title: "Page that allows a rule which does not exist",
        why: "The name is misspelled, or the rule has gone. The editor believes that a finding was dealt with, and it was not.",
        basis: &[],
        wrong: "\
---
title: Days out
summary: Museums that our students visit, and what to bring along on the day of a trip.
last_reviewed: 2026-11-01
allow: [{ rule: link/old-web-adress, reason: The museum has no newer address. }]
---

We meet at the [county museum](https://museum.example.org/).
",
        right: "\
---
title: Days out
summary: Museums that our students visit, and what to bring along on the day of a trip.
last_reviewed: 2026-11-01
---

We meet at the [county museum](https://museum.example.org/).
",
    },
    Rule {
        code: "allow/no-reason",
        level: Level::Warning,
        title: "Rule switched off without a reason",
        why: "Whoever looks after the page next year cannot tell whether somebody decided this or only wanted a quiet list. So the rule still counts, for the sake of the reader it was made for.",
        basis: &[],
        wrong: "\
---
title: Days out
summary: Museums that our students visit, and what to bring along on the day of a trip.
last_reviewed: 2026-11-01
allow:
  - { rule: link/insecure, reason: The museum has no secure address yet. }
  - { rule: link/symbols }
---

We meet at the [county museum](http://museum.example.org/).
",
        right: "\
---
title: Days out
summary: Museums that our students visit, and what to bring along on the day of a trip.
last_reviewed: 2026-11-01
allow:
  - { rule: link/insecure, reason: The museum has no secure address yet. }
---

We meet at the [county museum](http://museum.example.org/).
",
    },
    Rule {
        code: "allow/unused",
        level: Level::Warning,
        title: "Rule switched off that finds nothing",
        why: "The page was mended, but the permission stayed. The next mistake of this kind would pass without a word, and a reader would be the first to meet it.",
        basis: &[],
        wrong: "\
---
title: Days out
summary: Museums that our students visit, and what to bring along on the day of a trip.
last_reviewed: 2026-11-01
allow: [{ rule: link/insecure, reason: The museum has no secure address yet. }]
---

We meet at the [county museum](https://museum.example.org/).
",
        right: "\
---
title: Days out
summary: Museums that our students visit, and what to bring along on the day of a trip.
last_reviewed: 2026-11-01
---

We meet at the [county museum](https://museum.example.org/).
",
    },
];
