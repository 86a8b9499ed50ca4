//! Rules about what must not be known of a student.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about what must not be known of a student.
pub(super) const PRIVACY: &[Rule] = &[
    Rule {
        code: "privacy/birth-date",
        level: Level::Error,
        title: "Date of birth of a student",
        why: "Anybody can read a web page, and search engines keep copies of it. With a name and a date of birth a stranger can pose as the student or as the parent.",
        basis: &[],
        wrong: "\
Our student of the month was born on March 4, 2012 and plays the cello.
",
        right: "\
Our student of the month is in grade 8 and plays the cello.
",
    },
    Rule {
        code: "privacy/social-security",
        level: Level::Error,
        title: "Social Security number",
        why: "Whoever finds the number can open accounts in the name of a student or a parent, and a child's stolen number often goes unnoticed for years. Even an invented one teaches families to write theirs down.",
        basis: &[Basis::Law("20 U.S.C. 1232g")],
        wrong: "\
Fill in the form with your own data, for example Social Security number 123-45-6789.
",
        right: "\
Fill in the form with your own data. Do not write a Social Security number on it.
",
    },
    Rule {
        code: "privacy/personal-email",
        level: Level::Warning,
        title: "Personal email address",
        why: "Forms with students' data would go to a mailbox that the district does not control and cannot search, keep or close. Families also cannot tell such an address from a swindler's.",
        basis: &[],
        wrong: "\
Send the signed form to sierravistastudy@gmail.com or bring it to school.
",
        right: "\
Send the signed form to study@example.org or bring it to school.
",
    },
    Rule {
        code: "privacy/file-name",
        level: Level::Warning,
        title: "File name with a student's name",
        why: "The name of a file is part of its address, so everybody who sees the link learns which student has a plan or a record. Search engines list it even if nobody opens the file.",
        basis: &[Basis::Law("20 U.S.C. 1232g")],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
files: [\"*.pdf\"]
=== content/smith-john-iep.pdf
A student's plan, published by mistake.
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
files: [\"*.pdf\"]
=== content/plan-form.pdf
The empty form. A student's own plan stays off the website.
",
    },
    Rule {
        code: "privacy/photo-place",
        level: Level::Note,
        title: "Photo that tells where it was taken",
        why: "Phones write into each photo where it was taken, which may be a student's home. The website leaves that out, together with the date, the device and the small copy from before the photo was cropped. The file in the content folder still has it all.",
        basis: &[],
        wrong: "\
The file desk.jpg comes straight from a phone that writes the place into its photos.

![A desk with books and a lamp](desk.jpg)
",
        right: "\
The file desk.jpg was saved without its place.

![A desk with books and a lamp](desk.jpg)
",
    },
];
