//! Rules about lists.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about lists.
pub(super) const LIST: &[Rule] = &[
    Rule {
        code: "list/typed-marker",
        level: Level::Warning,
        title: "List typed by hand",
        why: "The lines look like a list in the editor, but run together into one paragraph on the page. A screen \
              reader cannot say \"list of three items\", so the reader does not know how many papers to bring.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
Bring these papers to the first meeting:

• the signed agreement
• proof of your address
• a list of questions
",
        right: "\
Bring these papers to the first meeting:

- the signed agreement
- proof of your address
- a list of questions
",
    },
    Rule {
        code: "list/number-gap",
        level: Level::Warning,
        title: "Numbered list that loses count",
        why: "Web browsers count on by themselves, so the page shows other numbers than you typed. A family that is \
              told on the phone to \"do step 4\" finds another step there, or looks for one that was lost.",
        basis: &[],
        wrong: "\
1. Ask your school for the form.
2. Read it with your child.
4. Sign it and bring it back.
",
        right: "\
1. Ask your school for the form.
2. Read it with your child.
3. Sign it and bring it back.
",
    },
    Rule {
        code: "list/steps",
        level: Level::Warning,
        title: "Steps that are not a numbered list",
        why: "A screen reader says how many steps a numbered list has and where the reader is. Steps typed as \
              paragraphs lose that, and their numbers go wrong the day somebody adds or removes one.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
Step 1: Ask your school for the form.

Step 2: Read it with your child.

Step 3: Sign it and bring it back.
",
        right: "\
1. Ask your school for the form.
2. Read it with your child.
3. Sign it and bring it back.
",
    },
];
