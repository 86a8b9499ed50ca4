//! Rules about pages that nobody has read in a long time, and words whose time is over.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about pages that nobody has read in a long time, and words whose time is over.
pub(super) const REVIEW: &[Rule] = &[
    Rule {
        code: "review/overdue",
        level: Level::Warning,
        title: "Page that is due for review",
        why: "Nobody has read this page through in over a year, or in the time that the district has set. The law, the offices and the dates may have changed since, and a family that trusts the page pays for it. After twice that time it is an error.",
        basis: &[Basis::Guidance("California Department of Education: each web page is reviewed at least once a year")],
        wrong: "\
---
title: Borrowing a computer
summary: How your child borrows a computer from school for work at home, and how to return it.
last_reviewed: 2025-10-01
---

Ask the library for a computer. Bring it back at the end of the school year.
",
        right: "\
---
title: Borrowing a computer
summary: How your child borrows a computer from school for work at home, and how to return it.
last_reviewed: 2026-11-20
---

Ask the library for a computer. Bring it back at the end of the school year.
",
    },
    Rule {
        code: "review/future",
        level: Level::Error,
        title: "Review date that has not come yet",
        why: "The page tells families and auditors that it was checked on a day that is still to come, so nobody can believe it. It would also hide for too long that the next review is due.",
        basis: &[],
        wrong: "\
---
title: Borrowing a computer
summary: How your child borrows a computer from school for work at home, and how to return it.
last_reviewed: 2027-11-20
---

Ask the library for a computer. Bring it back at the end of the school year.
",
        right: "\
---
title: Borrowing a computer
summary: How your child borrows a computer from school for work at home, and how to return it.
last_reviewed: 2026-11-20
---

Ask the library for a computer. Bring it back at the end of the school year.
",
    },
    Rule {
        code: "stale/school-year",
        level: Level::Warning,
        title: "School year that is over",
        why: "A family that reads of last year's dates cannot tell whether they still hold. Some will miss this year's; others will think the program has ended.",
        basis: &[],
        wrong: "\
Requests for the 2024-25 school year are open until the end of August.
",
        right: "\
Requests for the 2026-27 school year are open until the end of May.
",
    },
    Rule {
        code: "stale/pandemic",
        level: Level::Warning,
        title: "Words left over from the pandemic",
        why: "Some rules of 2021 held for that school year only. A family that still reads of quarantine may think the door is closed to it today, and an auditor sees a page that nobody keeps.",
        basis: &[Basis::Law("AB 130 (2021)"), Basis::Law("EC Section 51745(a)")],
        wrong: "\
Students who are in quarantine because of COVID-19 can ask for independent study.
",
        right: "\
A student whose health would be at risk in a classroom can ask for independent study.
",
    },
];
