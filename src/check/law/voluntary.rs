//! Independent study is a choice: a page on enrolling must say so, and no page may say otherwise (EC 51747(g)(8)).

use std::ops::Range;

use super::claims::{Sentence, is_study_itself};
use super::reading::Reading;
use super::verdicts::Verdict;
use super::words::{Families, Family};
use crate::diagnostics::Level;

/// Whether a sentence says truly that independent study is a choice.
pub(super) fn says_so(sentence: &Sentence<'_>) -> bool {
    let reading = sentence.reading;
    const PART: Families = Families::of(&[Family::Study, Family::Short, Family::Long, Family::Program]);
    let is_it = |at: usize| {
        matches!(reading.word(at), "it" | "this" | "part" | "es" | "esto" | "ello" | "participar" | "always")
    };
    let about =
        (0..reading.pieces.len()).any(|at| reading.is_any(at, PART) || is_it(at) || reading.is(at, Family::Join));
    let on_study = reading.has(Family::Study) || sentence.setting.has(Family::Study);
    if !about || !on_study || reading.is_question() || reading.has(Family::Myth) {
        return false;
    }
    let negated = |at: usize| {
        (at.saturating_sub(3)..at)
            .rev()
            .take_while(|at| reading.mark(*at).is_none())
            .any(|at| reading.is(at, Family::Not))
    };
    let voluntary = (0..reading.pieces.len()).any(|at| {
        reading.is(at, Family::Voluntary) && !negated(at) && (reading.has(Family::Study) || is_subject(reading, at))
    });
    let chooses = (0..reading.pieces.len()).any(|at| {
        reading.is_any(at, Families::of(&[Family::Choice, Family::Asks]))
            && !negated(at)
            && (reading.has(Family::Study) || is_subject(reading, at))
    });
    // "No student may be required to take part", "Nobody can make your child take part."
    let free = (0..reading.pieces.len()).any(|at| {
        reading.is_any(at, Families::of(&[Family::Force, Family::Must]))
            && (0..at).any(|at| reading.is(at, Family::Not))
            && (at..reading.pieces.len()).any(|at| reading.is(at, Family::Join) || reading.is_any(at, PART))
    });
    voluntary || chooses || free
}

/// "It is your choice": a small word before it stands for what the page is about.
fn is_subject(reading: &Reading, at: usize) -> bool {
    (0..at).rev().take(5).take_while(|at| reading.mark(*at).is_none()).any(|at| {
        matches!(reading.word(at), "it" | "this" | "part" | "es" | "esto" | "participar")
            || reading.is_any(at, Families::of(&[Family::Program, Family::Join]))
    })
}

/// The words by which a sentence makes independent study a duty.
pub(super) fn compulsion(sentence: &Sentence<'_>) -> Option<Range<usize>> {
    let reading = sentence.reading;
    if reading.is_question() || reading.has(Family::Myth) || !reading.has(Family::Study) || sentence.setting.is_past {
        return None;
    }
    // The family or its school team decides: nobody is made to.
    if reading.families().any(Families::of(&[Family::Asks, Family::Team, Family::Willing]))
        && !reading.has(Family::Involuntary)
    {
        return None;
    }
    let found = is_a_duty(reading)
        .or_else(|| is_put(reading))
        .or_else(|| must_join(reading))
        .or_else(|| cannot_leave(reading))?;
    let is_stopped = sentence.is_past(&found) || is_denied(reading, &found) || is_presumed(reading, &found);
    (!is_stopped).then_some(found)
}

/// What is wrong with such words.
pub(super) fn contradiction(words: &str) -> Verdict {
    Verdict {
        rule: "voluntary/contradiction",
        level: Level::Error,
        message: format!(
            "“{words}” makes independent study a duty; the law says that no pupil may be required to take part (EC Section 51747(g))."
        ),
        help: "Say that a family may choose it, and what else the school offers.".to_owned(),
    }
}

/// "Independent study is required", "is not optional", "can be mandated by the principal".
fn is_a_duty(reading: &Reading) -> Option<Range<usize>> {
    let study = (0..reading.pieces.len()).find(|at| is_study_itself(reading, *at))?;
    let verb = (study + 1..reading.pieces.len().min(study + 6)).find(|at| {
        !reading.is_any(*at, Families::of(&[Family::Be, Family::May, Family::Program]))
            && !matches!(reading.word(*at), "at" | "also")
    })?;
    let linked = (study + 1..verb).any(|at| reading.is_any(at, Families::of(&[Family::Be, Family::May])));
    let word = reading.word(verb);
    let needs = matches!(
        word,
        "need"
            | "needs"
            | "necesita"
            | "requires"
            | "require"
            | "makes"
            | "make"
            | "forces"
            | "force"
            | "requiere"
            | "requisito"
            | "exige"
    );
    let duty = reading.is(verb, Family::Involuntary)
        || reading.is_any(verb, Families::of(&[Family::Force, Family::Must]))
            && !needs
            && (word.ends_with('d') || word.ends_with("ory") || word.ends_with("orio") || word.ends_with("ado"));
    // "is required to use the district's books" is about the books.
    let next = reading.word(verb + 1);
    (linked && duty && !matches!(next, "to" | "a" | "que")).then_some(study..verb + 1)
}

/// "Students will be placed in independent study", "the principal assigns students to independent study".
fn is_put(reading: &Reading) -> Option<Range<usize>> {
    for study in (0..reading.pieces.len()).filter(|at| is_study_itself(reading, *at)) {
        let from = study.saturating_sub(9);
        let Some(put) =
            (from..study).rev().find(|at| reading.is_any(*at, Families::of(&[Family::Put, Family::Enrolled])))
        else {
            continue;
        };
        // Nothing stands between that would be put instead.
        let clear = (put + 1..study).all(|at| {
            reading.is_any(
                at,
                Families::of(&[
                    Family::Student,
                    Family::Be,
                    Family::Every,
                    Family::Program,
                    Family::Parent,
                    Family::Involuntary,
                    Family::Short,
                    Family::Long,
                ]),
            ) || matches!(
                reading.word(at),
                "in" | "into"
                    | "on"
                    | "onto"
                    | "to"
                    | "a"
                    | "al"
                    | "en"
                    | "the"
                    | "su"
                    | "sus"
                    | "your"
                    | "her"
                    | "him"
                    | "them"
                    | "el"
                    | "los"
                    | "las"
                    | "la"
                    | "un"
                    | "una"
                    | "de"
                    | "an"
                    | "who"
            ) || reading.pieces[at].is_plain() && study - put > 2 && reading.is(at - 1, Family::Student)
        });
        let joint = matches!(
            reading.word(study - 1),
            "in" | "into" | "on" | "onto" | "to" | "a" | "al" | "en" | "the" | "term" | "el" | "an" | "our"
        ) || reading.is_any(study - 1, Families::of(&[Family::Short, Family::Long, Family::Be]));
        if !clear || !joint {
            continue;
        }
        let aux = put.checked_sub(1).filter(|at| {
            reading
                .is_any(*at, Families::of(&[Family::Be, Family::May, Family::Must, Family::Involuntary, Family::Past]))
                || reading.word(*at).ends_with("ly")
                || reading.word(*at).ends_with("mente")
        });
        let object = (put + 1..study).any(|at| reading.is(at, Family::Student));
        let by_school = (put.saturating_sub(6)..put).any(|at| {
            reading.is_any(at, Families::of(&[Family::District, Family::Teacher]))
                || matches!(reading.word(at), "we" | "court" | "juez")
        });
        let reflexive = reading.word(put - put.min(1)) == "se";
        if reading.is(put, Family::Enrolled) && !reading.is(put, Family::Put) {
            // Being enrolled is no duty by itself: "will be enrolled if absences pass ten days", "automatically".
            let automatic = (put.saturating_sub(3)..put).any(|at| {
                reading.word(at).starts_with("autom")
                    || matches!(reading.word(at), "will" | "será" | "serán" | "must" | "shall")
            });
            let conditional =
                reading.find_in(study..reading.pieces.len(), Families::of(&[Family::If, Family::After])).is_some()
                    || reading.lower.contains("autom");
            if !(aux.is_some() && automatic && conditional || by_school && object) {
                continue;
            }
        } else if aux.is_none() && !(object && by_school) && !(reflexive || object && is_inflected(reading.word(put))) {
            continue;
        }
        let start = aux.map_or(put, |aux| {
            (0..aux)
                .rev()
                .take_while(|at| {
                    reading.is_any(*at, Families::of(&[Family::Be, Family::May, Family::Must, Family::Involuntary]))
                })
                .last()
                .unwrap_or(aux)
        });
        return Some(start..study + 1);
    }
    None
}

/// A Spanish verb in the future or present tense has its subject in itself.
fn is_inflected(word: &str) -> bool {
    word.ends_with("ará") || word.ends_with("arán") || word.ends_with("irá") || word.ends_with("irán")
}

/// "Students must take independent study", "a court can order a student to do independent study".
fn must_join(reading: &Reading) -> Option<Range<usize>> {
    for study in (0..reading.pieces.len()).filter(|at| is_study_itself(reading, *at)) {
        let from = study.saturating_sub(6);
        let small = |at: usize| {
            reading.is_any(at, Families::of(&[Family::Be, Family::Program, Family::Short, Family::Long, Family::Every]))
                && !reading.is(at, Family::Not)
                || matches!(
                    reading.word(at),
                    "in" | "into"
                        | "on"
                        | "an"
                        | "a"
                        | "the"
                        | "al"
                        | "en"
                        | "el"
                        | "la"
                        | "un"
                        | "para"
                        | "our"
                        | "nuestro"
                        | "program"
                        | "del"
                        | "de"
                )
        };
        let Some(join) = (from..study).rev().find(|at| !small(*at)) else { continue };
        let forced_into = reading.is(join, Family::Student)
            && (join + 1..study).any(|at| matches!(reading.word(at), "into" | "in" | "a" | "al"));
        if !reading.is(join, Family::Join) && !forced_into {
            continue;
        }
        const DUTY: Families = Families::of(&[Family::Must, Family::Force]);
        let Some(must) = (join.saturating_sub(8)..join).rev().find(|at| reading.is_any(*at, DUTY)) else { continue };
        let clear = (must + 1..join).all(|at| {
            reading.is_any(
                at,
                Families::of(&[
                    Family::Be,
                    Family::Student,
                    Family::Every,
                    Family::Must,
                    Family::Force,
                    Family::Parent,
                ]),
            ) || reading.pieces[at].is_plain()
                || matches!(
                    reading.word(at),
                    "to" | "that" | "que" | "a" | "the" | "un" | "una" | "su" | "el" | "any" | "los"
                )
        });
        let needs = matches!(
            reading.word(must),
            "need" | "needs" | "need to" | "needs to" | "necesita" | "necesitan" | "make" | "makes"
        ) && !(must + 1..join).any(|at| reading.is(at, Family::Student));
        // "To start, students must use the independent study form" has its own noun, which is no study.
        let uses = matches!(reading.word(join), "use" | "tener" | "continue" | "accept")
            && !(must..join).any(|at| reading.is(at, Family::Force));
        let person = (0..=join).any(|at| reading.is_any(at, Families::of(&[Family::Student, Family::Parent])))
            || matches!(reading.word(0), "anyone" | "those" | "todos");
        if clear && !needs && !uses && person {
            return Some(must..study + 1);
        }
    }
    None
}

/// "Families cannot refuse independent study", "may not opt out of".
fn cannot_leave(reading: &Reading) -> Option<Range<usize>> {
    let study = (0..reading.pieces.len()).find(|at| is_study_itself(reading, *at))?;
    let refuse = (study.saturating_sub(5)..study).rev().find(|at| reading.is(*at, Family::Refuse))?;
    let not = (refuse.saturating_sub(3)..refuse).rev().find(|at| reading.is(*at, Family::Not))?;
    let who = (0..not).rev().take(5).any(|at| reading.is_any(at, Families::of(&[Family::Parent, Family::Student])));
    let school = (0..not).rev().take(5).any(|at| reading.is(at, Family::District));
    (who && !school).then_some(not..study + 1)
}

/// "No student may be placed", "cannot be assigned", "the law forbids schools to put students into", "placed only if".
fn is_denied(reading: &Reading, found: &Range<usize>) -> bool {
    const NOT: Families = Families::of(&[Family::Not, Family::Prohibit]);
    const BETWEEN: Families = Families::of(&[
        Family::Be,
        Family::May,
        Family::Must,
        Family::Force,
        Family::District,
        Family::Permitted,
        Family::Put,
        Family::Student,
        Family::Parent,
        Family::Every,
        Family::Teacher,
        Family::Team,
        Family::Join,
    ]);
    // Inside the words themselves: "are never placed", "cannot be placed".
    let is_not = |at: usize| reading.is_any(at, NOT) && !reading.is(at, Family::Involuntary);
    let last = found.end - 1;
    if (found.start..last).any(&is_not) && !reading.is(found.start, Family::Not) {
        return true;
    }
    if reading
        .find_in(0..reading.pieces.len(), Families::of(&[Family::Only]))
        .is_some_and(|only| only < last && found.start.saturating_sub(only) <= 3 || only >= last && only - last <= 2)
    {
        return true;
    }
    if reading.find_in(last..reading.pieces.len(), Families::of(&[Family::Unless])).is_some_and(|unless| {
        (unless..reading.pieces.len()).any(|at| reading.is_any(at, Families::of(&[Family::Parent, Family::Asks])))
    }) {
        return true;
    }
    // Before them, with nothing between that it could govern instead.
    let mut unknown = 0;
    for at in (0..found.start).rev() {
        if is_not(at) {
            return true;
        }
        let piece = &reading.pieces[at];
        let small = matches!(
            reading.word(at),
            "a" | "the"
                | "to"
                | "from"
                | "in"
                | "that"
                | "any"
                | "que"
                | "un"
                | "una"
                | "el"
                | "la"
                | "los"
                | "se"
                | "de"
                | "for"
                | "let"
                | "lets"
                | "have"
        );
        if piece.mark.is_some() || reading.is_any(at, Families::of(&[Family::Who, Family::If])) && !small {
            break;
        }
        unknown += usize::from(!small && !piece.is_any(BETWEEN));
        if unknown > 0 {
            break;
        }
    }
    false
}

/// "Students who are placed in independent study", "when a student is placed in": said of those who are.
fn is_presumed(reading: &Reading, found: &Range<usize>) -> bool {
    let start = found.start;
    let who = start > 0 && reading.is(start - 1, Family::Who) && !matches!(reading.word(start - 1), "que");
    let que = start > 1 && reading.word(start - 1) == "que" && reading.is(start - 2, Family::Student);
    let segment_start = (0..start)
        .rev()
        .find(|at| reading.mark(*at) == Some(',') || reading.mark(*at) == Some(';'))
        .map_or(0, |at| at + 1);
    let when = reading.is(segment_start, Family::If)
        && start - segment_start <= 5
        && !(segment_start + 1..start).any(|at| reading.is_any(at, Families::of(&[Family::Miss, Family::Foreign])));
    who || que || when
}
