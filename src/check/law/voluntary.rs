//! Independent study is a choice: a page on enrolling must say so, and no page may say otherwise (EC 51747(g)).

use super::super::{PageCheck, Trigger, has_any};
use crate::diagnostics::Level;
use crate::front_matter::Kind;

const SAID: [&str; 34] = [
    "voluntary",
    "voluntarily",
    "optional",
    "your choice",
    "your family’s choice",
    "your family's choice",
    "choice of the",
    "an option",
    "is a choice",
    "no pupil may be required",
    "no student may be required",
    "cannot be required",
    "cannot be forced",
    "nobody can make",
    "no one can make",
    "may choose",
    "can choose",
    "free to choose",
    "choose independent study",
    "not required to take part",
    "never required",
    "voluntario",
    "voluntaria",
    "voluntariamente",
    "opcional",
    "elección de",
    "su elección",
    "su decisión",
    "no se puede obligar",
    "nadie puede obligar",
    "puede elegir",
    "pueden elegir",
    "no es obligatorio",
    "is your decision",
];

/// Words by which a page puts students into independent study.
const FORCED: [&str; 40] = [
    "will be placed in independent study",
    "will be placed on independent study",
    "will be placed into independent study",
    "be placed in independent study",
    "be placed on independent study",
    "are placed in independent study",
    "are placed on independent study",
    "is placed in independent study",
    "is placed on independent study",
    "will be assigned to independent study",
    "be assigned to independent study",
    "are assigned to independent study",
    "is assigned to independent study",
    "will be moved to independent study",
    "be moved to independent study",
    "be transferred to independent study",
    "will be enrolled in independent study",
    "automatically enrolled in independent study",
    "required to take independent study",
    "required to do independent study",
    "required to enroll in independent study",
    "required to participate in independent study",
    "required to attend independent study",
    "required to go on independent study",
    "must take independent study",
    "must do independent study",
    "must go on independent study",
    "must participate in independent study",
    "must be on independent study",
    "independent study is required",
    "independent study is mandatory",
    "independent study is compulsory",
    "serán asignados a estudio independiente",
    "será asignado a estudio independiente",
    "serán colocados en estudio independiente",
    "será colocado en estudio independiente",
    "deben tomar estudio independiente",
    "debe tomar estudio independiente",
    "el estudio independiente es obligatorio",
    "obligados a tomar estudio independiente",
];

const DENIED: [&str; 22] = [
    "no student",
    "no pupil",
    "no child",
    "nobody",
    "no one",
    "never",
    "cannot",
    "can not",
    "may not",
    "must not",
    "not be",
    "not required",
    "is not",
    "are not",
    "unless",
    "without",
    "ningún",
    "ninguna",
    "nadie",
    "no se puede",
    "no pueden",
    "nunca",
];

pub(super) fn check(check: &mut PageCheck<'_>) {
    for prose in check.prose.iter().filter(|prose| prose.has(Trigger::Study)) {
        for sentence in prose.sentences().iter().cloned() {
            let lower = &prose.lower()[sentence.clone()];
            // "Independent study" is part of every claim.
            if !lower.contains("independent study") && !lower.contains("estudio independiente") {
                continue;
            }
            let Some(found) = FORCED.iter().find_map(|claim| super::super::find_whole(lower, claim)) else { continue };
            if has_any(lower, &DENIED) {
                continue;
            }
            let range = sentence.start + found.start..sentence.start + found.end;
            let words = prose.text()[range.clone()].to_owned();
            check.report(
                "voluntary/contradiction",
                Level::Error,
                prose.span(&range),
                format!("“{words}” makes independent study a duty; the law says that no pupil may be required to take part (EC Section 51747(g))."),
                "Say that a family may choose it, and what else the school offers.",
            );
        }
    }
    let kind = check.page.front_matter.kind;
    let must_say = matches!(kind, Kind::Enrollment | Kind::ProgramSummary);
    if !must_say || check.prose.iter().any(|prose| prose.has(Trigger::Choice) && has_any(prose.lower(), &SAID)) {
        return;
    }
    let span = check.page.front_matter.title.as_ref().map_or(0..0, |title| title.span.clone());
    check.report(
        "voluntary/missing",
        Level::Error,
        span,
        "This page nowhere says that independent study is voluntary.",
        "Add a sentence near the top: “Independent study is voluntary (EC Section 51747(g)).”",
    );
}

#[cfg(test)]
mod tests {
    use super::super::super::triggers::Hits;
    use super::*;

    #[test]
    fn all_that_says_it_is_noticed() {
        assert!(SAID.iter().all(|words| Hits::of(words).has(Trigger::Choice)));
    }
}
