//! Rules about components, such as `contact()` and `ratio()`.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about components, such as `contact()` and `ratio()`.
pub(super) const COMPONENT: &[Rule] = &[
    Rule {
        code: "component/syntax",
        level: Level::Error,
        title: "Component that cannot be read",
        why: "A quotation mark, a comma or a bracket is missing, so nothing can be made of the line. Families would miss what it stands for: an office, a form or a notice.",
        basis: &[],
        wrong: "\
Ask us when something is not clear.

{{ contact(name=office) }}
",
        right: "\
Ask us when something is not clear.

{{ contact(name=\"office\") }}
",
    },
    Rule {
        code: "component/unknown",
        level: Level::Error,
        title: "Component that does not exist",
        why: "Neither Studypages nor the site's theme has a component of this name. Where the office's telephone number should stand, a family would find nothing.",
        basis: &[],
        wrong: "\
Ask us when something is not clear.

{{ contcat() }}
",
        right: "\
Ask us when something is not clear.

{{ contact() }}
",
    },
    Rule {
        code: "component/unknown-argument",
        level: Level::Error,
        title: "Component with an argument it does not take",
        why: "The word in the brackets does nothing, and the component falls back on what it does without it. A family could be sent to the wrong office.",
        basis: &[],
        wrong: "\
Ask us when something is not clear.

{{ contact(nmae=\"office\") }}
",
        right: "\
Ask us when something is not clear.

{{ contact(name=\"office\") }}
",
    },
    Rule {
        code: "component/missing-argument",
        level: Level::Error,
        title: "Component without an argument it needs",
        why: "The component cannot be drawn without it: a ratio needs something to be compared with, a document its file and its title. Readers would find a hole in the page.",
        basis: &[],
        wrong: "\
---
title: A ratio worked out
summary: One example of how the district compares students and teachers, with invented numbers.
audience: educators
last_reviewed: 2026-11-01
---

The numbers of this example are invented.

{{ ratio(label=\"Example A\", is_ada=\"312.40\", is_fte=\"12.50\") }}
",
        right: "\
---
title: A ratio worked out
summary: One example of how the district compares students and teachers, with invented numbers.
audience: educators
last_reviewed: 2026-11-01
---

The numbers of this example are invented.

{{ ratio(label=\"Example A\", is_ada=\"312.40\", is_fte=\"12.50\", cmp_ada=\"6,167.60\", cmp_fte=\"268.40\") }}
",
    },
    Rule {
        code: "component/bad-argument",
        level: Level::Error,
        title: "Component with a value it cannot use",
        why: "The component does not know this value and would take another in its place. A warning could look like a remark that a family may skip.",
        basis: &[],
        wrong: "\
{{ notice(kind=\"urgent\", title=\"Before you sign\") }}

Read the whole agreement. Ask about any part that is not clear.

{{ /notice }}
",
        right: "\
{{ notice(kind=\"important\", title=\"Before you sign\") }}

Read the whole agreement. Ask about any part that is not clear.

{{ /notice }}
",
    },
    Rule {
        code: "component/unclosed",
        level: Level::Error,
        title: "Component that is never closed",
        why: "Nothing says where the notice or the steps end, so the rest of the page could end up inside. Readers, and screen readers above all, cannot tell what belongs together.",
        basis: &[],
        wrong: "\
{{ steps() }}

1. Ask the school office for the form.
2. Fill it in with your child.
3. Take it back to the office.
",
        right: "\
{{ steps() }}

1. Ask the school office for the form.
2. Fill it in with your child.
3. Take it back to the office.

{{ /steps }}
",
    },
    Rule {
        code: "ratio/number",
        level: Level::Error,
        title: "Number of a ratio that cannot be used",
        why: "A comma in the wrong place, or a program without teachers, makes the number ambiguous or the ratio impossible. The state pays by this ratio and auditors work it out again, so nothing may be guessed.",
        basis: &[Basis::Law("EC Section 51745.6")],
        wrong: "\
---
title: A ratio worked out
summary: One example of how the district compares students and teachers, with invented numbers.
audience: educators
last_reviewed: 2026-11-01
---

The numbers of this example are invented.

{{ ratio(label=\"Example B\", is_ada=\"148,20\", is_fte=\"7.20\", cmp_ada=\"4,210.55\", cmp_fte=\"191.75\") }}
",
        right: "\
---
title: A ratio worked out
summary: One example of how the district compares students and teachers, with invented numbers.
audience: educators
last_reviewed: 2026-11-01
---

The numbers of this example are invented.

{{ ratio(label=\"Example B\", is_ada=\"148.20\", is_fte=\"7.20\", cmp_ada=\"4,210.55\", cmp_fte=\"191.75\") }}
",
    },
];
