//! Claims about days: how long study lasts, by when a paper is signed, how soon a student is back.

use std::ops::Range;

use super::{Claim, Sentence, Source, TERMS};
use crate::check::law::facts::{Topic, Value};
use crate::check::law::quantities::{Quantity, Relation, Unit, quantities};
use crate::check::law::reading::Reading;
use crate::check::law::words::{Families, Family};

pub(super) fn read(sentence: &Sentence<'_>, claims: &mut Vec<Claim>) {
    let quantities = quantities(sentence.reading);
    for quantity in &quantities {
        let role = role(sentence, quantity);
        let claim = match role {
            Role::Length => length(sentence, quantity, &quantities),
            Role::Agreement => agreement(sentence, quantity),
            Role::Sign => signing(sentence, quantity),
            Role::Return => back(sentence, quantity),
            Role::Notify => notice(sentence, quantity),
            Role::Miss => missed(sentence, quantity),
            Role::Keep => kept(sentence, quantity),
            Role::Other => None,
        };
        claims.extend(claim.filter(|_| sentence.holds(&quantity.pieces, quantity.denial)));
    }
    signed_before(sentence, claims);
    signed_any_time(sentence, claims);
    kept_from_class(sentence, claims);
}

/// What a number of days is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Length,
    /// How long an agreement runs.
    Agreement,
    Sign,
    Return,
    Notify,
    Miss,
    Keep,
    Other,
}

/// What may govern a number, with what it then is a number of.
const ANCHORS: [(Family, Role); 16] = [
    (Family::Sign, Role::Sign),
    (Family::Notify, Role::Notify),
    (Family::Study, Role::Length),
    (Family::Lasts, Role::Length),
    (Family::Short, Role::Length),
    (Family::Long, Role::Length),
    (Family::Absence, Role::Length),
    (Family::Agreement, Role::Length),
    (Family::Request, Role::Length),
    (Family::Miss, Role::Miss),
    (Family::Return, Role::Return),
    (Family::Reengage, Role::Miss),
    (Family::Records, Role::Keep),
    (Family::Notice, Role::Other),
    (Family::Live, Role::Other),
    (Family::Foreign, Role::Other),
];

fn role(sentence: &Sentence<'_>, quantity: &Quantity) -> Role {
    let reading = sentence.reading;
    match quantity.unit {
        Unit::Percent | Unit::Ratio => return Role::Other,
        Unit::Semesters | Unit::Years => {
            let clause = reading.clause(quantity.at);
            let near = |family: Family| reading.find_in(clause.clone(), Families::of(&[family])).is_some();
            return match () {
                () if near(Family::Records) && near(Family::Evaluate) => Role::Keep,
                () if near(Family::Agreement) && !near(Family::Records) => Role::Agreement,
                () => Role::Other,
            };
        }
        Unit::Days | Unit::Weeks | Unit::Months => {}
    }
    // "the five-day return"
    if reading.is(quantity.pieces.end, Family::Return) {
        return Role::Return;
    }
    let governed = governor(sentence, quantity);
    match quantity.relation {
        Relation::Before | Relation::Of => Role::Other,
        Relation::Per if governed != Some(Role::Miss) => Role::Other,
        Relation::After => match governed {
            Some(role @ (Role::Sign | Role::Return | Role::Notify)) => role,
            _ => Role::Other,
        },
        _ if quantity.is_deadline || quantity.is_to_sign => match governed {
            Some(role @ (Role::Sign | Role::Return | Role::Notify)) => role,
            _ if sentence.is_about(Family::Sign) && governed.is_none() => Role::Sign,
            _ => Role::Other,
        },
        _ => governed.unwrap_or_else(|| around(sentence)),
    }
}

/// A cell or an item says little alone: what its header, its lead or its heading is about.
fn around(sentence: &Sentence<'_>) -> Role {
    let setting = sentence.setting;
    match () {
        () if setting.has(Family::Return) && setting.has(Family::Class) => Role::Return,
        () if setting.has(Family::Sign) => Role::Sign,
        () if setting.has(Family::Reengage) => Role::Miss,
        () if setting.families.any(Families::of(&[Family::Notice, Family::Live])) => Role::Other,
        () if setting.families.any(Families::of(&[Family::Study, Family::Short, Family::Long])) => Role::Length,
        () => Role::Other,
    }
}

/// What governs a number: the nearest word before it that can, else the nearest after it.
fn governor(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Role> {
    let reading = sentence.reading;
    let start = quantity.pieces.start;
    let stops = |at: usize| matches!(reading.mark(at), Some(';' | '—'));
    let left = (0..start).rev().take_while(|at| !stops(*at));
    let right = (quantity.pieces.end..reading.pieces.len()).take_while(|at| !stops(*at));
    let signs = reading.has(Family::Sign);
    let role = |at: usize| {
        let piece = &reading.pieces[at];
        let (_, role) = ANCHORS.iter().find(|(family, _)| piece.is(*family))?;
        let after = at + 1;
        Some(match role {
            // "the signed agreement lasts" is about the agreement
            Role::Sign
                if !quantity.is_deadline
                    && !quantity.is_to_sign
                    && quantity.relation != Relation::After
                    && !quantity.is_ordinal =>
            {
                return None;
            }
            // "All parties have ten days from the first day of independent study to get all signatures"
            Role::Length
                if quantity.is_deadline
                    || quantity.is_to_sign
                    || quantity.relation == Relation::After
                    || quantity.is_ordinal && signs =>
            {
                return None;
            }
            // "Requests for independent study need ten days": of a request, not of study.
            Role::Length
                if at > 1
                    && matches!(reading.word(at - 1), "for" | "of" | "de" | "para")
                    && reading.is(at - 2, Family::Request) =>
            {
                return None;
            }
            // "requests must be for three days", but "requests need ten days"
            Role::Length if piece.is(Family::Request) => {
                let direct = start.checked_sub(1).map_or("", |before| reading.word(before));
                if reading.is_any(after, Families::of(&[Family::Before]))
                    || !(matches!(direct, "for" | "por" | "de" | "is" | "be" | "of") || at > start)
                {
                    Role::Other
                } else {
                    Role::Length
                }
            }
            // Only the way back to class is a return.
            Role::Return if !reading.has(Family::Class) && !sentence.setting.has(Family::Class) => return None,
            Role::Return if reading.is_any(after, Families::of(&[Family::Device, Family::Foreign])) => Role::Other,
            // Days missed before the study are its length: "If your child misses three days of school, ask for …"
            Role::Miss if !sentence.is_about(Family::Reengage) => {
                let study = reading.find(Family::Study).is_some_and(|study| study < at);
                if study || piece.is(Family::Foreign) { Role::Other } else { Role::Length }
            }
            Role::Keep if quantity.unit != Unit::Years => return None,
            role => *role,
        })
    };
    let mut left = left;
    let mut right = right;
    left.find_map(role).or_else(|| right.find_map(role))
}

/// Short or long: where terms follow their numbers the nearest after it, else the nearest before it, else the one around.
fn term(sentence: &Sentence<'_>, quantity: &Quantity, all: &[Quantity]) -> Option<Family> {
    let reading = sentence.reading;
    let is_term = |at: &usize| reading.is_any(*at, TERMS);
    let first_term = (0..reading.pieces.len()).find(is_term);
    let first_number = all.first().map_or(quantity.at, |first| first.at);
    let before = (0..quantity.pieces.start).rev().find(is_term);
    let after = (quantity.pieces.end..reading.pieces.len()).find(is_term);
    let numbers_first = first_term.is_some_and(|term| term > first_number);
    let found = if numbers_first { after.or(before) } else { before.or(after) };
    let found = found.filter(|at| before == Some(*at) || reading.clause(quantity.at).contains(at));
    match found {
        Some(at) if reading.is(at, Family::Short) => Some(Family::Short),
        Some(_) => Some(Family::Long),
        None => sentence.setting.term,
    }
}

fn length(sentence: &Sentence<'_>, quantity: &Quantity, all: &[Quantity]) -> Option<Claim> {
    let reading = sentence.reading;
    if !sentence.is_about_study() {
        return None;
    }
    let term = term(sentence, quantity, all);
    let source = sentence.source(quantity.denial);
    let (mut least, mut most) = quantity.days()?;
    let states_law = matches!(source, Source::Law | Source::LawAndBoard);
    // "may stay longer than 14 days" sets no limit.
    let may =
        reading.find_last_in(reading.segment(quantity.at).start..quantity.pieces.start, Families::of(&[Family::May]));
    if quantity.is_over && may.is_some() && quantity.denial.is_none() && !reading.has(Family::Absence) {
        return None;
    }
    if quantity.is_ordinal {
        // "starts at day 15", "from the 15th day on"
        let starts = reading.has(Family::Start) || reading.has(Family::After) || reading.has(Family::OrMore);
        (least, most) = if starts && term == Some(Family::Long) { (least, None) } else { return None };
    } else if quantity.is_bare {
        // Only a number that was a limit once, or one that the law is said to set, is one without a word.
        (least, most) = match (term, least) {
            (Some(Family::Short), Some(_)) if is_stated(sentence, quantity) => (None, most),
            (Some(Family::Long), Some(_)) if is_stated(sentence, quantity) => (least, None),
            (None, Some(days)) if states_law && days > 1 && is_stated(sentence, quantity) => (least, None),
            _ => return None,
        };
    }
    let claim = |topic: Topic, value: Value, is_stricter: bool| {
        Some(Claim { topic, value, source, is_stricter, is_free: false, pieces: quantity.pieces.clone() })
    };
    match (term, least, most) {
        // A range: its lower end says more than its upper one.
        (Some(Family::Long), Some(16), _) | (None, Some(16), None) => None,
        (Some(Family::Long), Some(least), _) => claim(Topic::LongTerm, Value::Least(least), least > 16),
        (None, Some(15), None) => claim(Topic::LongTerm, Value::Least(15), false),
        (_, Some(least), _) if least > 1 => claim(Topic::MinimumLength, Value::Least(least), true),
        (Some(Family::Short) | None, _, Some(15)) | (Some(Family::Long), _, Some(_)) => None,
        (Some(Family::Short), _, Some(most)) => claim(Topic::ShortTerm, Value::Most(most), most < 15),
        (_, _, Some(most)) if most < 60 => claim(Topic::ShortTerm, Value::Most(most), true),
        _ => None,
    }
}

/// Whether a number without a bound stands as what something is: "lasts three days", "is 14 days", "(14 days)".
fn is_stated(sentence: &Sentence<'_>, quantity: &Quantity) -> bool {
    let reading = sentence.reading;
    let Some(before) = quantity.pieces.start.checked_sub(1) else { return sentence.setting.term.is_some() };
    matches!(reading.mark(before), Some('(' | ':'))
        || matches!(
            reading.word(before),
            "lasts"
                | "last"
                | "is"
                | "be"
                | "are"
                | "means"
                | "equals"
                | "for"
                | "of"
                | "es"
                | "dura"
                | "son"
                | "de"
                | "por"
                | "exactly"
        )
}

/// "The agreement may last no longer than one semester."
fn agreement(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Claim> {
    let is_year = quantity.unit == Unit::Years;
    let most =
        quantity.most.filter(|_| !quantity.is_bare && !quantity.is_deadline && quantity.relation == Relation::None)?;
    let longer = is_year && most > 1 || quantity.unit == Unit::Semesters && most > 2;
    let shorter = quantity.unit == Unit::Semesters && most == 1;
    (longer || shorter).then(|| Claim {
        topic: Topic::AgreementLength,
        value: Value::Words,
        source: sentence.source(quantity.denial),
        is_stricter: shorter,
        is_free: false,
        pieces: quantity.pieces.clone(),
    })
}

/// Whether signing is about the agreement.
fn is_about_agreement(sentence: &Sentence<'_>) -> bool {
    sentence.is_about(Family::Agreement) || sentence.is_about_study()
}

fn signing(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Claim> {
    let days = quantity.most.filter(|_| is_about_agreement(sentence))?;
    let days = if quantity.unit == Unit::Days { days } else { quantity.days()?.1? };
    // Signed so many days before something.
    if quantity.least.is_some() && !quantity.is_bare {
        return None;
    }
    let is_long = term_of(sentence) == Some(Family::Long);
    let month = quantity.unit == Unit::Months && quantity.most == Some(1);
    let days = if month { 30 } else { days };
    Some(Claim {
        topic: if is_long { Topic::SigningLong } else { Topic::SigningShort },
        value: Value::Within(days),
        source: sentence.source(quantity.denial),
        is_stricter: !is_long,
        is_free: false,
        pieces: quantity.pieces.clone(),
    })
}

/// The one term that a sentence or what is around it names.
fn term_of(sentence: &Sentence<'_>) -> Option<Family> {
    let (short, long) = (sentence.reading.has(Family::Short), sentence.reading.has(Family::Long));
    match (short, long) {
        (true, false) => Some(Family::Short),
        (false, true) => Some(Family::Long),
        (true, true) => None,
        (false, false) => sentence.setting.term,
    }
}

/// "All agreements must be signed before the first day, by law": only those for long-term study.
fn signed_before(sentence: &Sentence<'_>, claims: &mut Vec<Claim>) {
    let reading = sentence.reading;
    let Some(sign) = reading.find(Family::Sign).filter(|_| is_about_agreement(sentence)) else { return };
    let Some(before) = (sign + 1..reading.pieces.len().min(sign + 14)).find(|at| {
        reading.is(*at, Family::Before)
            && (at + 1..at + 5).any(|at| {
                reading.is_any(at, Families::of(&[Family::Start, Family::Study, Family::Absence, Family::Foreign]))
            })
    }) else {
        return;
    };
    if reading.clause(sign) != reading.clause(before)
        || (sign..before).any(|at| reading.pieces[at].meaning.number.is_some())
    {
        return;
    }
    let term = term_of(sentence);
    let source = sentence.source(None);
    let of_all = reading
        .find_last_in(sign.saturating_sub(8)..sign, Families::of(&[Family::Every]))
        .is_some_and(|every| (every..sign).any(|at| reading.is(at, Family::Agreement)));
    let states_law = matches!(source, Source::Law | Source::LawAndBoard);
    let claims_short =
        term == Some(Family::Short) || term.is_none() && (of_all || states_law && !reading.has(Family::Long));
    let must = (0..before).any(|at| {
        reading.is(at, Family::Must) || matches!(reading.word(at), "only" | "sign" | "signs" | "is" | "are" | "firme")
    });
    let pieces = sign..(before + 3).min(reading.pieces.len());
    if claims_short && must && sentence.holds(&pieces, None) && !reading.has(Family::Voluntary) {
        claims.push(Claim {
            topic: Topic::SigningShort,
            value: Value::Before,
            source,
            is_stricter: true,
            is_free: false,
            pieces,
        });
    }
}

/// "A long-term agreement may be signed at any time."
fn signed_any_time(sentence: &Sentence<'_>, claims: &mut Vec<Claim>) {
    let reading = sentence.reading;
    if term_of(sentence) != Some(Family::Long) || !is_about_agreement(sentence) {
        return;
    }
    let Some(sign) = reading.find(Family::Sign) else { return };
    let clause = reading.clause(sign);
    let Some(late) = (sign + 1..clause.end).find(|at| {
        reading.is(*at, Family::End)
            || reading.is(*at, Family::After)
                && (at + 1..at + 4).any(|at| reading.is_any(at, Families::of(&[Family::Start, Family::Study])))
                && !reading.is(*at, Family::Before)
                && matches!(reading.word(*at), "after" | "once" | "después" | "después de")
    }) else {
        return;
    };
    let pieces = sign..late + 1;
    if sentence.holds(&pieces, None)
        && !(sign..late).any(|at| reading.is(at, Family::Not))
        && reading.find(Family::Short).is_none()
    {
        let source = sentence.source(None);
        claims.push(Claim {
            topic: Topic::SigningLong,
            value: Value::AnyTime,
            source,
            is_stricter: false,
            is_free: false,
            pieces,
        });
    }
}

/// "A student returns to class within ten days."
fn back(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Claim> {
    let (_, most) = quantity.days()?;
    let most = most.filter(|_| {
        !quantity.is_bare && quantity.least.is_none() && (sentence.is_about_study() || sentence.states_law())
    })?;
    (most != 5).then(|| Claim {
        topic: Topic::Return,
        value: Value::Within(most),
        source: sentence.source(quantity.denial),
        is_stricter: most < 5,
        is_free: most < 5,
        pieces: quantity.pieces.clone(),
    })
}

/// "Students may not return to class until the semester ends."
fn kept_from_class(sentence: &Sentence<'_>, claims: &mut Vec<Claim>) {
    let reading = sentence.reading;
    let Some(back) = reading.find(Family::Return).filter(|_| sentence.is_about_study()) else { return };
    let class = (back + 1..(back + 6).min(reading.pieces.len())).find(|at| reading.is(*at, Family::Class));
    let Some(class) = class else { return };
    let segment = reading.segment(back);
    let Some(not) = reading.find_last_in(segment.start..back, Families::of(&[Family::Not])) else { return };
    let governs = (not + 1..back).all(|at| {
        reading.is_any(at, Families::of(&[Family::May, Family::Be, Family::Permitted])) || is_aux(reading, at)
    });
    let limit = (class + 1..reading.pieces.len()).take(4).find(|at| {
        matches!(
            reading.word(*at),
            "until" | "before" | "during" | "hasta" | "antes" | "hasta que" | "mid" | "in the middle"
        )
    });
    let pieces = not..limit.unwrap_or(class) + 1;
    if governs && limit.is_some() && reading.find_in(pieces.clone(), Families::of(&[Family::Must])).is_none() {
        let source = sentence.source(Some(not));
        claims.push(Claim {
            topic: Topic::Return,
            value: Value::Words,
            source,
            is_stricter: false,
            is_free: false,
            pieces,
        });
    }
}

fn is_aux(reading: &Reading, at: usize) -> bool {
    matches!(reading.word(at), "to" | "able" | "a" | "allowed" | "be")
}

/// "Parents are told within five school days."
fn notice(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Claim> {
    let reading = sentence.reading;
    let (_, most) = quantity.days()?;
    let most = most.filter(|days| {
        *days > 1 && quantity.least.is_none() && (quantity.is_deadline || quantity.relation == Relation::After)
    })?;
    let about = sentence.is_about(Family::Reengage) || reading.has(Family::Miss);
    let tells = reading.has(Family::Parent) || sentence.setting.has(Family::Parent);
    (about && tells).then(|| Claim {
        topic: Topic::Notification,
        value: Value::Within(most),
        source: sentence.source(quantity.denial),
        is_stricter: false,
        is_free: false,
        pieces: quantity.pieces.clone(),
    })
}

/// "Re-engagement starts after three missed days."
fn missed(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Claim> {
    if !sentence.is_about(Family::Reengage) || quantity.unit != Unit::Days {
        return None;
    }
    let days = quantity.number()? - u32::from(quantity.is_over);
    // One school day is the time to tell the parents.
    (days > 1 && !quantity.is_deadline).then(|| Claim {
        topic: Topic::Reengagement,
        value: Value::Exactly(if days == 3 { &[3] } else { &[0] }),
        source: sentence.source(quantity.denial),
        is_stricter: true,
        is_free: days != 3,
        pieces: quantity.pieces.clone(),
    })
}

/// "The record of the evaluation is kept for five years."
fn kept(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Claim> {
    let years = quantity.number().filter(|years| quantity.unit == Unit::Years && *years != 3)?;
    Some(Claim {
        topic: Topic::EvaluationRecords,
        value: Value::Words,
        source: sentence.source(quantity.denial),
        is_stricter: years > 3,
        is_free: years > 3,
        pieces: quantity.pieces.clone(),
    })
}

/// Pieces from one to another, whichever comes first.
pub(super) fn from_to(one: usize, other: usize) -> Range<usize> {
    one.min(other)..one.max(other) + 1
}
