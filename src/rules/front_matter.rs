//! Rules about the lines between the hyphens at the top of a page.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about the lines between the hyphens at the top of a page.
pub(super) const FRONT_MATTER: &[Rule] = &[
    Rule {
        code: "front-matter/missing",
        level: Level::Error,
        title: "Page without a field it must have",
        why: "A page needs a title and a summary. Without them families cannot find it in a search, and a screen reader cannot say which page it is.",
        basis: &[Basis::Wcag("2.4.2"), Basis::Act("2779a5")],
        wrong: "\
---
title: Working on paper
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
        right: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
    },
    Rule {
        code: "front-matter/syntax",
        level: Level::Error,
        title: "Field that cannot be read",
        why: "A colon inside a value, or a quotation mark that is never closed, leaves it open where the value ends. Families could see half a title, or the wrong one.",
        basis: &[],
        wrong: "\
---
title: Working on paper: how it goes
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
        right: "\
---
title: \"Working on paper: how it goes\"
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
    },
    Rule {
        code: "front-matter/unclosed",
        level: Level::Error,
        title: "Front matter that is never closed",
        why: "Without the second line of hyphens nothing says where the fields end and the page begins. Families could lose the first words of the page.",
        basis: &[],
        wrong: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-11-01

Ask the teacher for work on paper.
",
        right: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
    },
    Rule {
        code: "front-matter/unknown-key",
        level: Level::Error,
        title: "Field that pages do not have",
        why: "A misspelled field would do nothing, and its editor would not know. A page for students would be built as one for parents, and one that should wait would be public at once.",
        basis: &[],
        wrong: "\
---
title: Planning your week
summary: How you plan your hours, meet your teacher and still have time for your friends.
audiance: students
last_reviewed: 2026-11-01
---

Make a plan for each day. Show it to your teacher.
",
        right: "\
---
title: Planning your week
summary: How you plan your hours, meet your teacher and still have time for your friends.
audience: students
last_reviewed: 2026-11-01
---

Make a plan for each day. Show it to your teacher.
",
    },
    Rule {
        code: "front-matter/duplicate-key",
        level: Level::Error,
        title: "Field written twice",
        why: "Only the first of the two lines counts, and often it is the old one. Families would see a date or a title that somebody thought was changed.",
        basis: &[],
        wrong: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-03-02
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
        right: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
    },
    Rule {
        code: "front-matter/wrong-type",
        level: Level::Error,
        title: "Field with the wrong kind of value",
        why: "The field takes yes or no, a date or a list, and something else stands there, so it can do nothing. Families could read a draft that was meant to wait for the board.",
        basis: &[],
        wrong: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
draft: waiting for the board
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
        right: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
draft: true
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
    },
    Rule {
        code: "front-matter/bad-value",
        level: Level::Error,
        title: "Field with a value that cannot be",
        why: "The value is of the right kind and still impossible, such as a day that is not in the calendar or a telephone number without its area code. Families would be told something that is not so, or nothing.",
        basis: &[],
        wrong: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-11-31
---

Ask the teacher for work on paper.
",
        right: "\
---
title: Working on paper
summary: How your child can take part without a computer, with books and work sheets from school.
last_reviewed: 2026-11-01
---

Ask the teacher for work on paper.
",
    },
];
