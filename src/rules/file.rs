//! Rules about files that are no pages.

use super::Rule;
use crate::diagnostics::Level;

/// Rules about files that are no pages.
pub(super) const FILE: &[Rule] = &[
    Rule {
        code: "file/unlinked",
        level: Level::Warning,
        title: "File that no page leads to",
        why: "What lies in the content folder may be a list of students, an old version, or a form that somebody forgot to link. So Studypages publishes only the files that a published page leads to or shows. A file that must be public without a link, such as CNAME, is named under “files” in site.yaml.",
        basis: &[],
        wrong: "\
=== content/phone-list.csv
Office,555-555-0142
",
        right: "\
=== content/CNAME
study.example.org
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
files: [CNAME]
",
    },
    Rule {
        code: "file/waiting",
        level: Level::Note,
        title: "File that waits with its page",
        why: "The only pages that lead to this file are drafts, or are published on another day. A plan that is announced in June must not be found by its address in March, so the file is published together with its page.",
        basis: &[],
        wrong: "\
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
publish_on: 2027-06-01
---

![A desk by the window](picture.png)
",
        right: "\
![A desk by the window](picture.png)
",
    },
    Rule {
        code: "file/active",
        level: Level::Error,
        title: "File that a browser may run",
        why: "A web page or a script from elsewhere would run in the name of the district: it could look like the district's own form and ask a family for its password. Name the file in site.yaml when it has to be public, as the files that prove who owns a website.",
        basis: &[],
        wrong: "\
=== content/page.md
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

Look at the [calendar of the year](calendar.html).
=== content/calendar.html
<p>August to June</p>
",
        right: "\
=== content/page.md
---
title: A page for families
summary: What families need to know about this part of the program, in a few plain words.
last_reviewed: 2026-11-01
---

Look at the [calendar of the year](calendar.md).
=== content/calendar.md
---
title: The school year
summary: When the school year starts and ends, and when there is no school in between.
last_reviewed: 2026-11-01
---

School starts in August and ends in June.
",
    },
    Rule {
        code: "file/server",
        level: Level::Error,
        title: "File that web servers take for instructions",
        why: "By its name this file tells a web server how to work: where addresses lead, who may read what. One that came along by accident can break the whole site for families, and nothing on any page would show why.",
        basis: &[],
        wrong: "\
=== content/_headers
/*
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
files: [\"*\"]
",
        right: "\
=== content/_headers
/*
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
files: [_headers]
",
    },
];
