//! Rules about what is left to decide.

use super::Rule;
use crate::diagnostics::Level;

/// Rules about what is left to decide.
pub(super) const CONTENT: &[Rule] = &[
    Rule {
        code: "content/decide",
        level: Level::Note,
        title: "Something the district has still to decide",
        why: "The comment marks a fact that only the district knows. Until somebody writes it down, families read a general answer where they need this district's own, and call the office to ask.",
        basis: &[],
        wrong: "\
## When we are open

<!-- decide: the hours of the office -->
Call us before you come.
",
        right: "\
## When we are open

The office is open from 8:00 a.m. to 4:00 p.m. on school days. Call us before you come.
",
    },
    Rule {
        code: "content/placeholder",
        level: Level::Error,
        title: "Words in brackets that ask for other words",
        why: "A new page asks in square brackets for what only the district knows. A family that reads the brackets learns nothing, and sees that nobody has read the page before it was published.",
        basis: &[],
        wrong: "\
## When we are open

[Write here: the hours of the office]

Call us before you come.
",
        right: "\
## When we are open

The office is open from 8:00 a.m. to 4:00 p.m. on school days. Call us before you come.
",
    },
];
