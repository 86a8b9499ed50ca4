//! Rules about the language of a text.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about the language of a text.
pub(super) const LANGUAGE: &[Rule] = &[
    Rule {
        code: "language/page",
        level: Level::Warning,
        title: "Page in another language than it says",
        why: "A screen reader reads English words with Spanish sounds, and nobody can follow it. A family that chose \
              its own language in the menu finds a page that it cannot read.",
        basis: &[Basis::Wcag("3.1.1")],
        wrong: "\
=== content/page.md
---
title: A page for families
summary: What families bring, where they go and what happens on the first day of study.
last_reviewed: 2026-11-01
---

Bring the signed agreement to the office. The teacher goes over it with you and your child. Then you choose a day to
start.

=== content/page.es.md
---
title: Una página para familias
summary: Qué traen las familias, adónde van y qué pasa el primer día de estudio.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Bring the signed agreement to the office. The teacher goes over it with you and your child. Then you choose a day to
start.
",
        right: "\
=== content/page.md
---
title: A page for families
summary: What families bring, where they go and what happens on the first day of study.
last_reviewed: 2026-11-01
---

Bring the signed agreement to the office. The teacher goes over it with you and your child. Then you choose a day to
start.

=== content/page.es.md
---
title: Una página para familias
summary: Qué traen las familias, adónde van y qué pasa el primer día de estudio.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Traiga el acuerdo firmado a la oficina. El docente lo lee con usted y con su hijo. Después ustedes eligen el día en que
su hijo empieza.
",
    },
    Rule {
        code: "language/unmarked",
        level: Level::Warning,
        title: "Passage in another language without a mark",
        why: "A screen reader keeps the voice of the page and reads Spanish with English sounds. The families the \
              passage was written for are the ones who cannot understand it.",
        basis: &[Basis::Wcag("3.1.2")],
        wrong: "\
Bring the signed agreement to the office. The teacher goes over it with you and your child. Then you choose a day to
start.

Si prefiere hablar en español, llame a la oficina y pida hablar con una persona que le pueda ayudar.
",
        right: "\
Bring the signed agreement to the office. The teacher goes over it with you and your child. Then you choose a day to
start.

<span lang=\"es\">Si prefiere hablar en español, llame a la oficina y pida hablar con una persona que le pueda ayudar.</span>
",
    },
    Rule {
        code: "language/tag",
        level: Level::Error,
        title: "Language mark that names no language",
        why: "Screen readers know languages by short tags such as es and en. They ignore any other word and read the \
              passage with the wrong voice.",
        basis: &[Basis::Wcag("3.1.2"), Basis::Act("de46e4")],
        wrong: "\
Our Spanish pages call it <span lang=\"spanish\">estudio independiente</span>.
",
        right: "\
Our Spanish pages call it <span lang=\"es\">estudio independiente</span>.
",
    },
];
