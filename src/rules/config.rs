//! Rules about `site.yaml`.

use super::Rule;
use crate::diagnostics::Level;

/// Rules about `site.yaml`.
pub(super) const CONFIG: &[Rule] = &[
    Rule {
        code: "config/syntax",
        level: Level::Error,
        title: "Setting that cannot be read",
        why: "A bracket or a quotation mark in site.yaml was not closed, or a line starts in the wrong place. Every page takes its district, its languages and its offices from this file, so families would get them wrong on every page.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
    },
    Rule {
        code: "config/missing",
        level: Level::Error,
        title: "Setting that every site needs",
        why: "The name of the program and of the district stand at the top of every page. A parent who comes from a search would not know whose site this is, and whether it is their own district's.",
        basis: &[],
        wrong: "\
=== site.yaml
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
    },
    Rule {
        code: "config/unknown-key",
        level: Level::Error,
        title: "Setting that does not exist",
        why: "A misspelled setting would do nothing, and nobody would know why. A district whose languages stand under such a name would have no menu of languages, and families who read Spanish would not find their pages.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
langauges: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
    },
    Rule {
        code: "config/duplicate-key",
        level: Level::Error,
        title: "Setting written twice",
        why: "Only the first of the two lines counts, so a change to the second one would be lost. Families would see the old name or the old office, and the editor would not know why.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
title: Home Study Program
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
    },
    Rule {
        code: "config/wrong-type",
        level: Level::Error,
        title: "Setting with the wrong kind of value",
        why: "The setting takes one text, a list or a group of fields, and something else stands there, so it can do nothing. In this example no page could show the district's telephone number.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: [555-555-0100, 555-555-0101] }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
    },
    Rule {
        code: "config/bad-value",
        level: Level::Error,
        title: "Setting with a value that cannot be",
        why: "The value is of the right kind and still cannot be used: a color that screens do not know, or a web address without its https. Readers would get a page in other colors, or a link that leads nowhere.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
colors: { brand: dark blue }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
colors: { brand: \"#1f3a7a\" }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
    },
    Rule {
        code: "config/navigation",
        level: Level::Error,
        title: "Navigation that names a page which is not there",
        why: "The page is missing from the bar at the top of every page. A parent who finds their way by that bar, by keyboard or with a screen reader never gets to it.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
navigation: [signing-up.md]
=== content/enrolling.md
---
title: Signing up your child
summary: How you sign up your child for independent study, and where you get the form.
last_reviewed: 2026-11-01
---

Ask the school office for the form.
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
navigation: [enrolling.md]
=== content/enrolling.md
---
title: Signing up your child
summary: How you sign up your child for independent study, and where you get the form.
last_reviewed: 2026-11-01
---

Ask the school office for the form.
",
    },
    Rule {
        code: "config/navigation-long",
        level: Level::Warning,
        title: "More pages at the top than a navigation bar can hold",
        why: "A bar of fifty entries is read by nobody, fills the whole screen of a phone, and stands on every page: a site of thousands of pages would be mostly bars. Parents find their way by a few well-named sections.",
        basis: &[],
        wrong: "\
content/ holds fifty pages side by side, and site.yaml names none of them under navigation
",
        right: "\
content/forms/ and content/schools/ hold the pages that belong together, each with an index.md
",
    },
    Rule {
        code: "config/unknown-rule",
        level: Level::Error,
        title: "Level for a rule that does not exist",
        why: "The name is misspelled, or the rule has gone, and the line does nothing. The district believes that it made a rule stricter for the sake of its readers, and its pages are checked as before.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
levels: { link/insecur: warning }
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
levels: { link/insecure: warning }
",
    },
    Rule {
        code: "config/files",
        level: Level::Warning,
        title: "Setting that names files which are not there",
        why: "A file was renamed, or its name has a mistake, so it is not published. Without CNAME a website loses its own address, and families find nothing there.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
files: [CNAEM]
=== content/CNAME.md
---
title: Our name
summary: The name of our program, where it comes from, and how you find us on a map.
last_reviewed: 2026-11-01
---

Our program has the name of the valley.
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
files: [CNAME]
=== content/CNAME
study.example.org
",
    },
];
