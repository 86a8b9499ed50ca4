//! Rules about translations.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about translations.
pub(super) const TRANSLATION: &[Rule] = &[
    Rule {
        code: "translation/missing",
        level: Level::Warning,
        title: "Page without a translation",
        why: "Families who read the site's other languages get this page in English. Where 15 percent or more of a school's students speak one other language at home, state law asks for notices to their parents in that language too.",
        basis: &[Basis::Law("EC Section 48985")],
        wrong: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en, es]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
=== content/page.md
---
title: What to bring
summary: The papers you bring when you sign up your child for independent study.
last_reviewed: 2026-11-01
---

Bring the form and a list of your questions.
",
        right: "\
=== site.yaml
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
languages: [en, es]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
=== content/page.md
---
title: What to bring
summary: The papers you bring when you sign up your child for independent study.
last_reviewed: 2026-11-01
---

Bring the form and a list of your questions.

=== content/page.es.md
---
title: Qué debe traer
summary: Los papeles que usted trae cuando inscribe a su hijo en el estudio independiente.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Traiga el formulario y una lista de sus preguntas.
",
    },
    Rule {
        code: "translation/outdated",
        level: Level::Warning,
        title: "Translation older than the page it translates",
        why: "The English page was changed, and its translation still says what held before. Two families at one school then read two different rules.",
        basis: &[Basis::Law("EC Section 48985")],
        wrong: "\
=== content/page.md
---
title: When to sign
summary: The day by which you sign the agreement for a short stay away from class.
last_reviewed: 2026-11-01
---

Sign the agreement before your child's first day away.

=== content/page.es.md
---
title: Cuándo se firma
summary: El día en que se firma el acuerdo para unos días fuera del salón de clases.
last_reviewed: 2026-11-01
translation: { of: 2026-03-15, by: human, reviewed: true }
---

Firme el acuerdo una semana antes del primer día fuera de la escuela.
",
        right: "\
=== content/page.md
---
title: When to sign
summary: The day by which you sign the agreement for a short stay away from class.
last_reviewed: 2026-11-01
---

Sign the agreement before your child's first day away.

=== content/page.es.md
---
title: Cuándo se firma
summary: El día en que se firma el acuerdo para unos días fuera del salón de clases.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Firme el acuerdo antes del primer día fuera de la escuela.
",
    },
    Rule {
        code: "translation/unreviewed",
        level: Level::Warning,
        title: "Machine translation that no speaker has read",
        why: "A machine can turn a sentence into its opposite and still sound right. A family that reads only this language has no way to notice, and signs what it says.",
        basis: &[Basis::Law("EC Section 48985")],
        wrong: "\
=== content/page.md
---
title: Who signs
summary: The people who sign the agreement together with your child and with you.
last_reviewed: 2026-11-01
---

You, your child and the teacher sign the agreement.

=== content/page.es.md
---
title: Quién firma
summary: Las personas que firman el acuerdo junto con su hijo y con usted.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: machine, reviewed: false }
---

Usted, su hijo y el maestro firman el acuerdo.
",
        right: "\
=== content/page.md
---
title: Who signs
summary: The people who sign the agreement together with your child and with you.
last_reviewed: 2026-11-01
---

You, your child and the teacher sign the agreement.

=== content/page.es.md
---
title: Quién firma
summary: Las personas que firman el acuerdo junto con su hijo y con usted.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: machine, reviewed: true }
---

Usted, su hijo y el maestro firman el acuerdo.
",
    },
    Rule {
        code: "translation/undated",
        level: Level::Note,
        title: "Translation that does not say what it translates",
        why: "Without the day of the English text that was translated, nobody notices when the English changes. The families who read the translation are then the last to hear of it.",
        basis: &[],
        wrong: "\
=== content/page.md
---
title: Books and supplies
summary: Where your child gets books and supplies for work away from the classroom.
last_reviewed: 2026-11-01
---

The school lends your child the books.

=== content/page.es.md
---
title: Libros y materiales
summary: Dónde recibe su hijo los libros y materiales para estudiar fuera del salón.
last_reviewed: 2026-11-01
---

La escuela le presta los libros a su hijo.
",
        right: "\
=== content/page.md
---
title: Books and supplies
summary: Where your child gets books and supplies for work away from the classroom.
last_reviewed: 2026-11-01
---

The school lends your child the books.

=== content/page.es.md
---
title: Libros y materiales
summary: Dónde recibe su hijo los libros y materiales para estudiar fuera del salón.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

La escuela le presta los libros a su hijo.
",
    },
    Rule {
        code: "translation/no-original",
        level: Level::Warning,
        title: "Translation of a page that is not there",
        why: "The page was deleted or renamed and its translation stayed. Families who read the translation would be told what is no longer true, and links from other pages would lead nowhere, so it is not published.",
        basis: &[],
        wrong: "\
=== content/travel.es.md
---
title: Antes de viajar
summary: Qué se entrega antes de un viaje, a quién se entrega y cuánto tarda la respuesta.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Pida el formulario en la oficina.
",
        right: "\
=== content/travel.md
---
title: Before you travel
summary: What to hand in before a trip, to whom, and how long it takes to get an answer.
last_reviewed: 2026-11-01
---

Ask the office for the form.
=== content/travel.es.md
---
title: Antes de viajar
summary: Qué se entrega antes de un viaje, a quién se entrega y cuánto tarda la respuesta.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Pida el formulario en la oficina.
",
    },
    Rule {
        code: "translation/waiting",
        level: Level::Note,
        title: "Translation that follows its original",
        why: "The original is a draft, or is published on another day, and the translation says nothing of its own. So both are published on the same day, and no family hears the news before the others.",
        basis: &[],
        wrong: "\
=== content/travel.md
---
title: Before you travel
summary: What to hand in before a trip, to whom, and how long it takes to get an answer.
last_reviewed: 2026-11-01
draft: true
---

Ask the office for the form.
=== content/travel.es.md
---
title: Antes de viajar
summary: Qué se entrega antes de un viaje, a quién se entrega y cuánto tarda la respuesta.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Pida el formulario en la oficina.
",
        right: "\
=== content/travel.md
---
title: Before you travel
summary: What to hand in before a trip, to whom, and how long it takes to get an answer.
last_reviewed: 2026-11-01
---

Ask the office for the form.
=== content/travel.es.md
---
title: Antes de viajar
summary: Qué se entrega antes de un viaje, a quién se entrega y cuánto tarda la respuesta.
last_reviewed: 2026-11-01
translation: { of: 2026-11-01, by: human, reviewed: true }
---

Pida el formulario en la oficina.
",
    },
];
