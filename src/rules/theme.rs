//! Rules about themes: their settings, words and templates.

use super::Rule;
use crate::diagnostics::Level;

/// Rules about themes: their settings, words and templates.
pub(super) const THEME: &[Rule] = &[
    Rule {
        code: "theme/encoding",
        level: Level::Error,
        title: "Theme file that is not saved as UTF-8",
        why: "Words of the theme stand on every page. With the letters in doubt, families who read Spanish or Vietnamese would find wrong signs in every menu and every label.",
        basis: &[],
        wrong: "\
themes/cde/strings/es.yaml is saved as Windows-1252:
the byte FA stands where Menú has its ú.
",
        right: "\
themes/cde/strings/es.yaml is saved as UTF-8:
the bytes C3 BA stand for the ú of Menú.
",
    },
    Rule {
        code: "theme/missing",
        level: Level::Error,
        title: "Theme that is not there",
        why: "site.yaml names a theme without a folder of its own. Families would not see the look that the district chose, and they may not know the site as its own.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
theme: sierra-vista
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
theme: cde
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
",
    },
    Rule {
        code: "theme/setting",
        level: Level::Error,
        title: "Setting that a theme declares wrongly",
        why: "A setting needs a type and a default of that type. Otherwise a district cannot choose a value, and the colors or the search box of its pages may not be what its readers need.",
        basis: &[],
        wrong: "\
=== themes/cde/theme.yaml
name: cde
settings:
  brand: { type: color, default: \"#046b99\" }
  accent: { type: color, default: \"#fdb81e\" }
  search: { type: boolean, default: true }
  motto: { type: words, default: Learning where you are }
",
        right: "\
=== themes/cde/theme.yaml
name: cde
settings:
  brand: { type: color, default: \"#046b99\" }
  accent: { type: color, default: \"#fdb81e\" }
  search: { type: boolean, default: true }
  motto: { type: text, default: Learning where you are }
",
    },
    Rule {
        code: "theme/strings",
        level: Level::Error,
        title: "Words of a theme that cannot be read",
        why: "The file with the theme's words in one language has a mistake, so menus and labels stay in English. A parent who reads no English cannot find the way around the site.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en, pt]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
=== content/index.md
---
title: Learning away from the classroom
summary: Start here to learn about independent study in our district and whom to ask.
kind: home
audience: educators
last_reviewed: 2026-11-01
---

Here you find out how a student can learn away from the classroom.
=== themes/cde/strings/pt.yaml
home: \"Página inicial
menu: Menu
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en]  # pt follows when all its words are there
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
=== content/index.md
---
title: Learning away from the classroom
summary: Start here to learn about independent study in our district and whom to ask.
kind: home
audience: educators
last_reviewed: 2026-11-01
---

Here you find out how a student can learn away from the classroom.
=== themes/cde/strings/pt.yaml
home: \"Página inicial\"
menu: Menu
",
    },
    Rule {
        code: "theme/strings-missing",
        level: Level::Warning,
        title: "Words that a theme does not have in a language",
        why: "Menus and labels around the text are in English on the pages of this language. A parent who reads no English can read the page and still not find the next one.",
        basis: &[],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en, fil]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
=== content/index.md
---
title: Learning away from the classroom
summary: Start here to learn about independent study in our district and whom to ask.
kind: home
audience: educators
last_reviewed: 2026-11-01
---

Here you find out how a student can learn away from the classroom.
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en, tl]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
=== content/index.md
---
title: Learning away from the classroom
summary: Start here to learn about independent study in our district and whom to ask.
kind: home
audience: educators
last_reviewed: 2026-11-01
---

Here you find out how a student can learn away from the classroom.
",
    },
    Rule {
        code: "theme/template",
        level: Level::Error,
        title: "Template with a mistake",
        why: "Every page is made with the theme's templates, so with a mistake in one of them no page can be made. The site stays as it was, and families do not get what is new.",
        basis: &[],
        wrong: "\
=== themes/cde/templates/page.html
{% extends \"base.html\" %}
{% block page_footer %}
{{ super() }}
<p>{{ site.organization.name }</p>
{% endblock page_footer %}
",
        right: "\
=== themes/cde/templates/page.html
{% extends \"base.html\" %}
{% block page_footer %}
{{ super() }}
<p>{{ site.organization.name }}</p>
{% endblock page_footer %}
",
    },
];
