//! Rules about links to other websites, when they are followed.

use super::Rule;
use crate::diagnostics::Level;

/// Rules about links to other websites, when they are followed.
pub(super) const EXTERNAL: &[Rule] = &[
    Rule {
        code: "external/broken",
        level: Level::Warning,
        title: "Link to a page that another website no longer has",
        why: "The other website answers that it has no such page. A parent who follows the link ends at an error, with no way to tell what should be there.",
        basis: &[],
        wrong: "\
Read about [libraries in our county](https://library.example.org/old-page), which lend books for free.
",
        right: "\
Read about [libraries in our county](https://library.example.org/), which lend books for free.
",
    },
    Rule {
        code: "external/moved",
        level: Level::Note,
        title: "Link to a page that has moved",
        why: "The other website still leads readers on to the new address, but seldom for ever. On the day it stops, families end at an error.",
        basis: &[],
        wrong: "\
Read about [libraries in our county](https://www.example.org/library), which lend books for free.
",
        right: "\
Read about [libraries in our county](https://library.example.org/), which lend books for free.
",
    },
    Rule {
        code: "external/unverified",
        level: Level::Note,
        title: "Link that could not be checked",
        why: "The other website did not answer, or it turns programs away. The link may work or not; somebody should open it once, before a parent does.",
        basis: &[],
        wrong: "\
Read about [libraries in our county](https://catalog.example.org/), which did not answer.
",
        right: "\
Read about [libraries in our county](https://library.example.org/), which lend books for free.
",
    },
];
