//! Rules about the law that pages state: citations, bills, rules that have changed, and the
//! family's free choice.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about the law that pages state, and about the family's free choice.
pub(super) const LAW: &[Rule] = &[
    Rule {
        code: "law/must-cite",
        level: Level::Error,
        title: "Page that does not cite the law it rests on",
        why: "Families, teachers and auditors come to this kind of page to learn what the law says. Without the section they have only the district's word for it and cannot read further.",
        basis: &[Basis::Law("EC Section 51747(g)"), Basis::Law("EC Section 51745.6"), Basis::Law("EC Section 44865")],
        wrong: "\
---
title: Signing up for independent study
summary: Who can sign up, which form to fill in, and what your family signs before work starts.
kind: enrollment
last_reviewed: 2026-11-01
---

Independent study is voluntary. Your family signs a written agreement.
",
        right: "\
---
title: Signing up for independent study
summary: Who can sign up, which form to fill in, and what your family signs before work starts.
kind: enrollment
last_reviewed: 2026-11-01
---

Independent study is voluntary. Your family signs a written agreement (EC Section 51747(g)).
",
    },
    Rule {
        code: "law/unknown-section",
        level: Level::Error,
        title: "Citation of a section that does not exist",
        why: "Two digits have changed places, or the number was never law. A parent who looks it up finds nothing or some other rule, and an auditor doubts the rest of the page.",
        basis: &[Basis::Law("EC Section 51747(g)")],
        wrong: "\
For long-term study, everyone signs the agreement before it starts (EC Section 51774(g)).
",
        right: "\
For long-term study, everyone signs the agreement before it starts (EC Section 51747(g)).
",
    },
    Rule {
        code: "law/wrong-code",
        level: Level::Error,
        title: "Section cited from the wrong code",
        why: "California has 29 codes, and each counts its own sections. The number is right, but the link leads a parent or teacher to another code, where it means something else or nothing.",
        basis: &[],
        wrong: "\
Your child has the same services as other students of the school (Government Code Section 51746).
",
        right: "\
Your child has the same services as other students of the school (Education Code Section 51746).
",
    },
    Rule {
        code: "law/unknown-code",
        level: Level::Warning,
        title: "Section without the name of its code",
        why: "California has 29 codes, and a number alone does not say which one is meant. A parent who wants to read the law cannot find it, and Studypages cannot make a link.",
        basis: &[],
        wrong: "\
Our programs are open to all students without discrimination (Section 11135).
",
        right: "\
Our programs are open to all students without discrimination (Government Code Section 11135).
",
    },
    Rule {
        code: "law/bill-chapter",
        level: Level::Error,
        title: "Bill with the chapter of another law",
        why: "The chapter is how lawyers and auditors find the law that a bill became. A wrong one sends them to another law of that year.",
        basis: &[Basis::Law("AB 130 (Chapter 44, Statutes of 2021)")],
        wrong: "\
AB 130 (Chapter 45, Statutes of 2021) changed the rules of independent study.
",
        right: "\
AB 130 (Chapter 44, Statutes of 2021) changed the rules of independent study.
",
    },
    Rule {
        code: "law/bill-year",
        level: Level::Error,
        title: "Bill with the wrong year",
        why: "Bill numbers start again every two years, so the year is part of a bill's name. With a wrong one the link leads to another bill, and readers cannot tell which rule came first.",
        basis: &[Basis::Law("AB 130 (Chapter 44, Statutes of 2021)")],
        wrong: "\
AB 130 (2022) changed the rules of independent study.
",
        right: "\
AB 130 (2021) changed the rules of independent study.
",
    },
    Rule {
        code: "law/bill-ambiguous",
        level: Level::Warning,
        title: "Bill number without a year",
        why: "Bill numbers start again every two years, so one number has stood on many bills. A reader who looks it up may find one about something else.",
        basis: &[],
        wrong: "\
Our school board will read AB 121 before it changes the policy.
",
        right: "\
Our school board will read AB 121 (2025) before it changes the policy.
",
    },
    Rule {
        code: "law/outdated",
        level: Level::Error,
        title: "Rule that is no longer state law",
        why: "Since SB 153 of 2024, state law sets no shortest length: short-term study is 15 school days or fewer, signed for at any time in the school year; long-term study is 16 or more, signed for before it starts. A page that gives an older number as the law turns away families whom the law lets in, and auditors find it. Where the sentence does not name the law it is a warning, because board policy may set such a limit of its own; the page should then say so.",
        basis: &[Basis::Law("SB 153 (2024)"), Basis::Law("EC Section 46300(e)"), Basis::Law("EC Section 51747(g)")],
        wrong: "\
State law requires at least three consecutive school days of independent study (EC Section 51747).
",
        right: "\
State law sets no shortest length for independent study (EC Section 46300(e)).
",
    },
    Rule {
        code: "law/untrue",
        level: Level::Error,
        title: "Rule that state law does not have",
        why: "A parent who reads it gives up a right, or a school counts on one that it does not have. Where the sentence does not name the law it is a warning: the district may mean a rule of its own, but this one gives families or schools less than the law asks for.",
        basis: &[Basis::Law("EC Section 51745(c)"), Basis::Law("EC Section 51747(f)"), Basis::Law("5 CCR 11703")],
        wrong: "\
In independent study, students return to class within ten school days of asking (EC Section 51747(f)).
",
        right: "\
In independent study, students return to class within five school days of asking (EC Section 51747(f)).
",
    },
    Rule {
        code: "law/local-rule",
        level: Level::Warning,
        title: "Stricter rule that nobody claims",
        why: "A district may set tighter limits than the state, and families may ask the board to change them. When the page does not say whose rule it is, a parent takes it for the law of California and does not ask.",
        basis: &[Basis::Law("EC Section 46300(e)"), Basis::Law("EC Section 51747(g)")],
        wrong: "\
Short-term independent study is ten school days or fewer.
",
        right: "\
Board policy limits short-term independent study to ten school days or fewer.
",
    },
    Rule {
        code: "law/as-of",
        level: Level::Warning,
        title: "Statement of law that was not checked this year",
        why: "The law of independent study changed in 2021, 2022 and 2024. Staff and auditors need the day on which somebody last held this page against it; a day before the last July 1, or none, means that new rules may be missing.",
        basis: &[],
        wrong: "\
---
title: How the ratio is worked out
summary: How the district compares students and teachers in independent study with its other programs.
kind: ratio-calculations
audience: educators
last_reviewed: 2026-11-01
legal_as_of: 2025-11-24
---

The number of students for each teacher has a limit (EC Section 51745.6).
",
        right: "\
---
title: How the ratio is worked out
summary: How the district compares students and teachers in independent study with its other programs.
kind: ratio-calculations
audience: educators
last_reviewed: 2026-11-01
legal_as_of: 2026-11-24
---

The number of students for each teacher has a limit (EC Section 51745.6).
",
    },
    Rule {
        code: "law/no-credential",
        level: Level::Error,
        title: "Claim that no credential is needed",
        why: "State law puts independent study under an employee who holds a credential. Parents who read otherwise doubt the teaching, and an auditor has reason to doubt the district's attendance.",
        basis: &[Basis::Law("EC Section 51747.5"), Basis::Law("EC Section 44865"), Basis::Law("EC Section 44300")],
        wrong: "\
No credential is needed to supervise independent study.
",
        right: "\
A teacher with a credential supervises independent study (EC Section 51747.5).
",
    },
    Rule {
        code: "law/title-roman",
        level: Level::Warning,
        title: "Title V in place of Title 5",
        why: "California counts the titles of its regulations in digits; Roman numbers make readers think of federal law, such as Title I. Whoever searches for Title 5 misses this page, and no link can be made.",
        basis: &[],
        wrong: "\
The state's rules for schools are in Title V of the California Code of Regulations.
",
        right: "\
The state's rules for schools are in Title 5 of the California Code of Regulations.
",
    },
    Rule {
        code: "voluntary/missing",
        level: Level::Error,
        title: "Page that does not say that the choice is free",
        why: "The agreement that a family signs must say that independent study is optional and that no student may be required to take part. A parent who reads of it here first needs to know that before anything else.",
        basis: &[Basis::Law("EC Section 51747(g)")],
        wrong: "\
---
title: Signing up for independent study
summary: Who can sign up, which form to fill in, and what your family signs before work starts.
kind: enrollment
last_reviewed: 2026-11-01
---

Your family signs a written agreement with a first day and a last day (EC Section 51747(g)).
",
        right: "\
---
title: Signing up for independent study
summary: Who can sign up, which form to fill in, and what your family signs before work starts.
kind: enrollment
last_reviewed: 2026-11-01
---

Independent study is voluntary. Nobody can make your child take part.

Your family signs a written agreement with a first day and a last day (EC Section 51747(g)).
",
    },
    Rule {
        code: "voluntary/contradiction",
        level: Level::Error,
        title: "Independent study as something a student must do",
        why: "No student may be required to take part. A parent who reads that a child will be placed in independent study does not learn that the family may say no.",
        basis: &[Basis::Law("EC Section 51747(g)")],
        wrong: "\
Students who miss many days of school will be placed in independent study.
",
        right: "\
Students who miss many days of school can ask for independent study.
",
    },
];
