//! Quantities in a sentence, with the words that make them limits: "at least three (3) consecutive school days",
//! "14 days or fewer", "cannot be for fewer than 3 days", "de 3 a 14 días", "33:1".

use std::ops::Range;

use super::reading::Reading;
use super::words::{Families, Family};

/// What a quantity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Days,
    Weeks,
    Months,
    Semesters,
    Years,
    Percent,
    /// Students for one teacher.
    Ratio,
}

/// What stands right after a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// "before the first day"
    Before,
    /// "after the start"
    After,
    /// "a week"
    Per,
    /// "of training"
    Of,
    None,
}

/// A number of something, with its bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    pub(super) least: Option<u32>,
    pub(super) most: Option<u32>,
    pub(super) unit: Unit,
    pub(super) relation: Relation,
    /// "within", "by the tenth day", "has ten days"
    pub(super) is_deadline: bool,
    /// "ten days to sign"
    pub(super) is_to_sign: bool,
    /// No word makes it a bound.
    pub(super) is_bare: bool,
    /// "the minimum", "the limit": a noun makes it one.
    pub(super) is_named: bool,
    /// "more than", without a denial.
    pub(super) is_over: bool,
    /// A place in an order: "day 15", "the tenth day".
    pub(super) is_ordinal: bool,
    /// The denial that a bound used up: "cannot be for fewer than".
    pub(super) denial: Option<usize>,
    /// Its pieces, with its bounds.
    pub(super) pieces: Range<usize>,
    /// Its number.
    pub(super) at: usize,
}

impl Quantity {
    /// The least and the most in school days, five a week.
    pub(super) fn days(&self) -> Option<(Option<u32>, Option<u32>)> {
        let times = match self.unit {
            Unit::Days => 1,
            Unit::Weeks => 5,
            Unit::Months => 20,
            _ => return None,
        };
        Some((self.least.map(|least| least * times), self.most.map(|most| most * times)))
    }

    /// The one number that it names, whatever its bound.
    pub(super) fn number(&self) -> Option<u32> {
        self.most.or(self.least)
    }
}

const UNITS: [(Family, Unit); 8] = [
    (Family::Day, Unit::Days),
    (Family::Week, Unit::Weeks),
    (Family::Fortnight, Unit::Weeks),
    (Family::Month, Unit::Months),
    (Family::Semester, Unit::Semesters),
    (Family::Year, Unit::Years),
    (Family::Percent, Unit::Percent),
    (Family::Ratio, Unit::Ratio),
];

/// Larger numbers are years, sections or amounts.
const LARGEST: u32 = 400;

/// Every quantity of a reading, from left to right.
pub(super) fn quantities(reading: &Reading) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut loose: Vec<Counted> = Vec::new();
    let mut at = 0;
    while at < reading.pieces.len() {
        let Some(counted) = counted(reading, at) else {
            at += 1;
            continue;
        };
        at = counted.end.max(at + 1);
        if counted.unit.is_some() {
            // "not less than three and not more than ten days": the first has the unit of the second.
            for waiting in loose.drain(..).filter(|waiting| counted.start - waiting.end <= 6) {
                found.extend(bounded(reading, &Counted { unit: counted.unit, ..waiting }));
            }
            found.extend(bounded(reading, &counted));
        } else if let Some(last) = found.last()
            && counted.is_bound_before
            && is_left_open(reading, counted.end)
            && counted.start - last.pieces.end <= 6
        {
            // "three or more days, not to exceed fourteen"
            let unit = Some(last.unit);
            found.extend(bounded(reading, &Counted { unit, ..counted }));
        } else if (counted.is_bound_before || counted.or.is_some()) && is_left_open(reading, counted.end) {
            loose.push(counted);
        }
    }
    found
}

/// Whether what a number counts is said elsewhere: no noun of its own follows it.
fn is_left_open(reading: &Reading, at: usize) -> bool {
    const OPEN: Families = Families::of(&[
        Family::Although,
        Family::OrMore,
        Family::OrLess,
        Family::If,
        Family::Before,
        Family::After,
        Family::Be,
    ]);
    at >= reading.pieces.len()
        || reading.mark(at).is_some()
        || reading.is_any(at, OPEN.and(BOUNDS))
        || matches!(reading.word(at), "for" | "in" | "por" | "para" | "en" | "to" | "a")
}

/// A number with its unit, before its bounds are known.
#[derive(Clone, Debug)]
struct Counted {
    least: u32,
    most: u32,
    unit: Option<Unit>,
    is_ordinal: bool,
    /// "or more", between the number and the unit.
    or: Option<bool>,
    is_bound_before: bool,
    start: usize,
    end: usize,
}

const BOUNDS: Families = Families::of(&[
    Family::Least,
    Family::Most,
    Family::Over,
    Family::Under,
    Family::Within,
    Family::Minimum,
    Family::Maximum,
]);

fn counted(reading: &Reading, at: usize) -> Option<Counted> {
    // "at least a week"
    if reading.is(at, Family::Per) && at > 0 && reading.is_any(at - 1, BOUNDS) {
        let units = [("week", Unit::Weeks), ("month", Unit::Months)];
        let (_, unit) = units.into_iter().find(|(word, _)| reading.word(at).ends_with(word))?;
        return Some(Counted { unit: Some(unit), ..plain(reading, at, 1, at + 1) });
    }
    let (value, mut next) = number(reading, at)?;
    let mut is_ordinal = reading.pieces[at].meaning.is_ordinal;
    let mut most = value;
    let mut or = None;
    let is_joint = |at: usize| match reading.mark(at) {
        Some('-') => true,
        Some(_) => false,
        None => matches!(reading.word(at), "to" | "a" | "through" | "thru" | "hasta" | "and" | "y"),
    };
    // "3-14", "3 to 14", "between 3 and 14", "de 3 a 14"
    let joins_a_range = |at: usize, start: usize| {
        is_joint(at)
            && (!matches!(reading.word(at), "and" | "y") || (start > 0 && reading.is(start - 1, Family::Between)))
    };
    if joins_a_range(next, at)
        && let Some((second, after)) = number(reading, next + 1)
    {
        // "33-to-1"
        if second == 1 && value > 1 {
            return Some(Counted { unit: Some(Unit::Ratio), ..plain(reading, at, value, after) });
        }
        if second > value && second <= LARGEST {
            (most, next) = (second, after);
        }
    } else if reading.mark(next) == Some('-') && matches!(reading.word(next + 1), "to") {
        if let Some((second, after)) = number(reading, next + 2 + usize::from(reading.mark(next + 2) == Some('-'))) {
            if second == 1 && value > 1 {
                return Some(Counted { unit: Some(Unit::Ratio), ..plain(reading, at, value, after) });
            }
            if second > value {
                (most, next) = (second, after);
            }
        }
    } else if reading.mark(next) == Some(':')
        && reading.pieces.get(next + 1).is_some_and(|one| one.meaning.number == Some(1))
    {
        return Some(Counted { unit: Some(Unit::Ratio), ..plain(reading, at, value, next + 2) });
    }
    if reading.mark(next) == Some('+') {
        (or, next) = (Some(true), next + 1);
    }
    let mut counted = Counted { most, or, ..plain(reading, at, value, next) };
    // "day 15"
    if at > 0 && reading.is(at - 1, Family::Day) && !reading.is_any(next, Families::of(&[Family::Day, Family::Kind])) {
        return Some(Counted { unit: Some(Unit::Days), is_ordinal: true, start: at - 1, ..counted });
    }
    if at > 0 && reading.is(at - 1, Family::Grade) {
        return None;
    }
    for step in 0..8 {
        let here = next + step;
        let unit = UNITS.iter().find(|(family, _)| reading.is(here, *family)).map(|(_, unit)| *unit);
        // "a ratio" is none; "33 students for each teacher" is.
        let unit = unit.filter(|unit| *unit != Unit::Ratio || reading.word(here).contains(' '));
        if reading.mark(here) == Some('%') || unit.is_some() {
            counted.unit = unit.or(Some(Unit::Percent));
            counted.end = here + 1;
            break;
        }
        if reading.is(here, Family::OrMore) {
            counted.or = Some(true);
        } else if reading.is(here, Family::OrLess) {
            counted.or = Some(false);
        } else {
            let skips = reading.is(here, Family::Kind)
                || matches!(reading.mark(here), Some('-' | '(' | ')'))
                || matches!(reading.word(here), "of" | "de" | "los" | "the" | "and" | "or" | "o" | "y");
            if !skips {
                break;
            }
        }
    }
    is_ordinal |= counted.is_ordinal;
    Some(Counted { is_ordinal, ..counted })
}

fn plain(reading: &Reading, at: usize, value: u32, end: usize) -> Counted {
    let (bound, _) = before(reading, at);
    Counted {
        least: value,
        most: value,
        unit: None,
        is_ordinal: reading.pieces[at].meaning.is_ordinal,
        or: None,
        is_bound_before: bound.is_some(),
        start: at,
        end,
    }
}

/// The number at a piece, and the piece after it: "ten (10)" is one number, and "at least a week" has one.
fn number(reading: &Reading, at: usize) -> Option<(u32, usize)> {
    let piece = reading.pieces.get(at)?;
    if piece.is(Family::Fortnight) {
        return Some((2, at));
    }
    if piece.is(Family::Half) {
        return Some((50, at + 1));
    }
    let value = match piece.meaning.number {
        Some(value) => value,
        // "at least a week"
        None if reading.word(at) == "a" && at > 0 && reading.is_any(at - 1, BOUNDS) => 1,
        None => return None,
    };
    if value > LARGEST {
        return None;
    }
    let mut next = at + 1;
    if reading.mark(next) == Some('(')
        && reading.pieces.get(next + 1).is_some_and(|again| again.meaning.number == Some(value))
        && reading.mark(next + 2) == Some(')')
    {
        next += 3;
    }
    Some((value, next))
}

const FILLERS: [&str; 29] = [
    "a",
    "an",
    "the",
    "of",
    "de",
    "del",
    "el",
    "la",
    "los",
    "las",
    "un",
    "una",
    "for",
    "por",
    "about",
    "total",
    "in",
    "en",
    "period",
    "length",
    "duration",
    "stay",
    "term",
    "time",
    "período",
    "periodo",
    "duración",
    "plazo",
    "set",
];

/// The bound that stands before a piece, and where: between them stand articles, "is" and the like.
fn before(reading: &Reading, at: usize) -> (Option<usize>, usize) {
    let first = (0..at)
        .rev()
        .take(6)
        .find(|at| {
            let filler = FILLERS.contains(&reading.word(*at))
                || matches!(reading.mark(*at), Some(':' | '('))
                || reading.is_any(*at, Families::of(&[Family::Be, Family::Only, Family::Kind]))
                || reading.word(*at) == "only";
            reading.is_any(*at, BOUNDS) || !filler
        })
        .filter(|at| reading.is_any(*at, BOUNDS));
    (first, first.unwrap_or(at))
}

const UNDER_OR_OVER: Families = Families::of(&[Family::Under, Family::Over]);

fn bounded(reading: &Reading, counted: &Counted) -> Option<Quantity> {
    let Counted { least: first, most: last, unit, is_ordinal, or, start, end, .. } = *counted;
    let mut quantity = Quantity {
        least: (last > first).then_some(first),
        most: (last > first).then_some(last),
        unit: unit?,
        relation: Relation::None,
        is_deadline: false,
        is_to_sign: false,
        is_bare: false,
        is_named: false,
        is_over: false,
        is_ordinal,
        denial: None,
        pieces: start..end,
        at: start,
    };
    let after = skipped(reading, end);
    let (bound, from) = before(reading, start);
    let is = |family: Family| bound.is_some_and(|at| reading.is(at, family));
    if last > first {
        quantity.is_deadline = is(Family::Within);
    } else if is(Family::Least) {
        quantity.least = Some(first);
        quantity.pieces.start = from;
    } else if is(Family::Within)
        && or.is_none()
        && !reading.is_any(after, Families::of(&[Family::OrMore, Family::OrLess]))
    {
        quantity.most = Some(first);
        quantity.is_deadline = true;
        quantity.pieces.start = from;
    } else if is(Family::Most) && !reading.is(after, Family::OrMore) {
        quantity.most = Some(first);
        quantity.pieces.start = from;
    } else if is(Family::Over) || is(Family::Under) {
        quantity.denial = denial(reading, from, after);
        match (is(Family::Over), quantity.denial.is_some()) {
            (true, false) => (quantity.least, quantity.is_over) = (Some(first + 1), true),
            (true, true) => quantity.most = Some(first),
            (false, false) => quantity.most = Some(first.saturating_sub(1)),
            (false, true) => quantity.least = Some(first),
        }
        quantity.pieces.start = from;
    } else if let Some(more) = or {
        *(if more { &mut quantity.least } else { &mut quantity.most }) = Some(first);
    } else if reading.is_any(after, Families::of(&[Family::OrMore, Family::OrLess])) {
        let more = reading.is(after, Family::OrMore);
        *(if more { &mut quantity.least } else { &mut quantity.most }) = Some(first);
        quantity.pieces.end = after + 1;
    } else if let Some(at) = named(reading, start, after, bound) {
        let most = reading.is_any(at, Families::of(&[Family::Maximum, Family::Most]));
        *(if most { &mut quantity.most } else { &mut quantity.least }) = Some(first);
        quantity.is_named = true;
        if at == after {
            quantity.pieces.end = after + 1;
        }
    } else {
        // "a week", "one day": no number that anybody would take for a limit.
        if first <= 1 {
            return None;
        }
        (quantity.least, quantity.most, quantity.is_bare) = (Some(first), Some(first), true);
        // "Independent study of two days is not permitted."
        let not = (after..after + 3).find(|at| reading.is(*at, Family::Not) && reading.is(at + 1, Family::Permitted));
        if let Some(not) = not.filter(|_| reading.is(after, Family::Be)) {
            (quantity.least, quantity.most, quantity.is_bare, quantity.denial) =
                (Some(first + 1), None, false, Some(not));
        }
    }
    let next = skipped(reading, quantity.pieces.end);
    quantity.relation = relation(reading, next);
    // "within ten days of asking"
    if quantity.relation == Relation::Of && quantity.is_deadline && !reading.is(next + 1, Family::Foreign) {
        quantity.relation = Relation::After;
    }
    quantity.is_to_sign = matches!(reading.word(next), "to" | "para")
        && (next + 1..next + 4).any(|at| reading.is_any(at, Families::of(&[Family::Sign, Family::Notify])));
    Some(quantity)
}

/// Past words that only say which days: "consecutive", a bracket.
fn skipped(reading: &Reading, mut at: usize) -> usize {
    while reading.is(at, Family::Kind) && !reading.is(at, Family::Maximum) && !reading.is(at, Family::OrMore)
        || matches!(reading.mark(at), Some(')' | '-'))
    {
        at += 1;
    }
    at
}

/// The noun that makes a number a limit: "minimum", "limit", beside it or earlier in its clause.
fn named(reading: &Reading, start: usize, after: usize, bound: Option<usize>) -> Option<usize> {
    const NOUNS: Families = Families::of(&[Family::Minimum, Family::Maximum]);
    let is_noun =
        |at: usize| reading.is_any(at, NOUNS) && !reading.is_any(at, Families::of(&[Family::Least, Family::Most]));
    // "Minimum length of independent study: 5 days"
    let is_far = |at: usize| is_noun(at) || is_extreme(reading.word(at));
    if let Some(at) = bound.filter(|at| is_noun(*at)) {
        return Some(at);
    }
    if is_noun(after) {
        return Some(after);
    }
    // "three days is the minimum"
    if let Some(at) = (after..(after + 4).min(reading.pieces.len())).find(|at| is_noun(*at))
        && (after..at).all(|at| reading.is(at, Family::Be) || FILLERS.contains(&reading.word(at)))
        && at > after
    {
        return Some(at);
    }
    // "The minimum period of time for any independent study option shall be three days."
    let clause = reading.stretch_to_number(start);
    clause.rev().find(|at| is_far(*at))
}

fn is_extreme(word: &str) -> bool {
    ["minim", "mínim", "maxim", "máxim"].iter().any(|stem| word.contains(stem))
}

/// The denial that turns a bound round: "cannot be for fewer than 3 days", "fewer than 3 days is not allowed".
fn denial(reading: &Reading, bound: usize, after: usize) -> Option<usize> {
    const DENIES: Families = Families::of(&[Family::Not, Family::Prohibit]);
    let breaks = |at: usize| {
        matches!(reading.mark(at), Some(',' | ';' | ':' | '—'))
            || reading.is_any(at, Families::of(&[Family::If, Family::Who]))
    };
    let left = (0..bound).rev().take(9).take_while(|at| !breaks(*at)).find(|at| reading.is_any(*at, DENIES));
    let right = || {
        (after..reading.pieces.len()).take(7).take_while(|at| !breaks(*at)).find(|at| {
            reading.is(*at, Family::Prohibit)
                || reading.is(*at, Family::Not) && (at + 1..at + 4).any(|at| reading.is(at, Family::Permitted))
        })
    };
    debug_assert!(reading.is_any(bound, UNDER_OR_OVER));
    left.or_else(right)
}

fn relation(reading: &Reading, at: usize) -> Relation {
    if reading.is(at, Family::Per) {
        Relation::Per
    } else if reading.is_any(at, Families::of(&[Family::Before, Family::Notice]))
        || (matches!(reading.word(at), "of" | "de" | "written")
            && reading.is_any(at + 1, Families::of(&[Family::Notice, Family::Before])))
    {
        Relation::Before
    } else if matches!(reading.word(at), "of" | "de" | "to" | "para" | "for") && reading.is(at + 1, Family::Foreign)
        || reading.word(at) == "of" && reading.pieces.get(at + 1).is_some_and(super::reading::Piece::is_plain)
    {
        Relation::Of
    } else if reading.is(at, Family::After)
        && !(matches!(reading.word(at), "of" | "a partir")
            && reading.is_any(at + 1, Families::of(&[Family::Study, Family::Absence])))
    {
        Relation::After
    } else {
        Relation::None
    }
}

impl Reading {
    /// The pieces before a number, back to the one before it or to the end of a clause.
    fn stretch_to_number(&self, at: usize) -> Range<usize> {
        let ends = |at: &usize| {
            self.pieces[*at].meaning.number.is_some_and(|number| number > 1)
                || self.mark(*at) == Some(';')
                || self.is_any(*at, Families::of(&[Family::Sign, Family::If]))
        };
        (0..at).rev().find(ends).map_or(0, |end| end + 1)..at
    }
}
