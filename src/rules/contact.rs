//! Rules about whom a reader can ask.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about whom a reader can ask.
pub(super) const CONTACT: &[Rule] = &[
    Rule {
        code: "contact/unknown",
        level: Level::Error,
        title: "Contact that site.yaml does not have",
        why: "The page names an office that nobody has described, so no telephone number and no address can stand there. The family that came to ask has nobody to ask.",
        basis: &[],
        wrong: "\
---
title: Asking for a meeting
summary: How to ask for a meeting before you sign the agreement, and whom you can bring.
contact: ofice
last_reviewed: 2026-11-01
---

You can ask for a meeting before you sign.
",
        right: "\
---
title: Asking for a meeting
summary: How to ask for a meeting before you sign the agreement, and whom you can bring.
contact: office
last_reviewed: 2026-11-01
---

You can ask for a meeting before you sign.
",
    },
    Rule {
        code: "contact/incomplete",
        level: Level::Error,
        title: "Contact without an email address or telephone number",
        why: "A parent who is deaf cannot call, and a parent without email cannot write. With one way only, some families cannot reach the office at all; a number without its area code fails from many cell phones.",
        basis: &[],
        wrong: "\
---
title: Help with your computer
summary: Whom to ask when the computer from school does not start or the internet is down.
contact: { office: Technology Help Desk, email: help@example.org }
last_reviewed: 2026-11-01
---

Ask for help as soon as you cannot work.
",
        right: "\
---
title: Help with your computer
summary: Whom to ask when the computer from school does not start or the internet is down.
contact: { office: Technology Help Desk, email: help@example.org, phone: 555-555-0160 }
last_reviewed: 2026-11-01
---

Ask for help as soon as you cannot work.
",
    },
    Rule {
        code: "contact/missing",
        level: Level::Warning,
        title: "Page without a contact",
        why: "A family with a question finds nobody to ask on the page that raised it. Help belongs in the same place on every page, so that readers who tire easily or get lost know where to look.",
        basis: &[Basis::Wcag("3.2.6")],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
=== content/page.md
---
title: Turning in work
summary: Where and when your child turns in finished work, on paper or online.
last_reviewed: 2026-11-01
---

Your child turns in work on the days that the agreement names.
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
=== content/page.md
---
title: Turning in work
summary: Where and when your child turns in finished work, on paper or online.
last_reviewed: 2026-11-01
---

Your child turns in work on the days that the agreement names.
",
    },
    Rule {
        code: "contact/mismatch",
        level: Level::Warning,
        title: "Address in the text that no office has",
        why: "The office in site.yaml has one address and the text has another. A family that writes to the old one gets no answer, and the next change of address will miss this page again.",
        basis: &[],
        wrong: "\
Send your questions to homestudy@example.org. We answer within two school days.
",
        right: "\
Send your questions to study@example.org. We answer within two school days.
",
    },
    Rule {
        code: "contact/person",
        level: Level::Note,
        title: "Person's name where an office belongs",
        why: "People change jobs, and pages keep their names for years. A family then waits for an answer from somebody who has left; an office stays, and its mailbox is read by whoever works there.",
        basis: &[],
        wrong: "\
---
title: Asking about credits
summary: Whom to ask how many credits a course gives and what your child still needs.
contact: { office: Mrs. Maria Lopez, email: credits@example.org, phone: 555-555-0157 }
last_reviewed: 2026-11-01
---

Ask us before your child drops a course.
",
        right: "\
---
title: Asking about credits
summary: Whom to ask how many credits a course gives and what your child still needs.
contact: { office: Counseling Office, email: credits@example.org, phone: 555-555-0157 }
last_reviewed: 2026-11-01
---

Ask us before your child drops a course.
",
    },
];
