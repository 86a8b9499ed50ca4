//! What a sentence claims about the law: its topic, its number, who says so, and whether it says that it holds.

mod duties;
mod limits;
mod numbers;

use std::ops::Range;

pub(super) use duties::is_study_itself;

use super::facts::{Topic, Value};
use super::reading::Reading;
use super::words::{Families, Family};

/// Who a sentence says it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// State law by name, or a statute.
    Law,
    /// A statute beside a rule of the board.
    LawAndBoard,
    /// The heading above or the page says that it is about the law.
    Nearby,
    /// The board, the district.
    Board,
    Nobody,
}

/// One claim.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) topic: Topic,
    pub(super) value: Value,
    pub(super) source: Source,
    /// Whether it asks for more than the law, which a district may; else it gives less, which none may.
    pub(super) is_stricter: bool,
    /// Whether it is one of a district's choices when it does not name the law.
    pub(super) is_free: bool,
    /// The pieces that say it.
    pub(super) pieces: Range<usize>,
}

/// The words around a sentence that say what it is about: its header, its lead, its heading.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    /// All that they mean.
    pub(super) families: Families,
    /// Short or long term, where one of them says which; the nearest counts.
    pub(super) term: Option<Family>,
    /// Who they say it is from.
    pub(super) source: Option<Source>,
    /// Whether they say that it is over.
    pub(super) is_past: bool,
}

const TERMS: Families = Families::of(&[Family::Short, Family::Long]);

impl Setting {
    /// Adds what stands further away: what is nearer counts.
    pub(super) fn within(&mut self, outer: &Reading, is_close: bool) {
        let families = outer.families();
        self.term = self.term.or_else(|| {
            let (short, long) = (families.has(Family::Short), families.has(Family::Long));
            (short != long).then_some(if short { Family::Short } else { Family::Long })
        });
        self.source = self.source.or_else(|| match source(outer, None) {
            Source::Nobody => None,
            Source::Law | Source::LawAndBoard if !is_close => Some(Source::Nearby),
            source => Some(source),
        });
        self.is_past |= outer.is_any_past();
        self.families = self.families.and(families);
    }

    /// Adds a title, which says what a page is about and no more.
    pub(super) fn on_page(&mut self, title: &Reading) {
        self.families = self.families.and(title.families());
    }

    pub(super) fn has(&self, family: Family) -> bool {
        self.families.has(family)
    }
}

/// A sentence in its surroundings.
pub(super) struct Sentence<'s> {
    pub(super) reading: &'s Reading,
    pub(super) setting: &'s Setting,
}

impl Sentence<'_> {
    /// Everything that it claims.
    pub(super) fn claims(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        // A question claims nothing.
        if self.reading.is_question() || self.setting.is_past || self.reading.has(Family::Myth) {
            return claims;
        }
        limits::read(self, &mut claims);
        numbers::read(self, &mut claims);
        duties::read(self, &mut claims);
        claims
    }

    /// Whether it, or what is around it, is about something.
    fn is_about(&self, family: Family) -> bool {
        self.reading.has(family) || self.setting.has(family)
    }

    fn is_about_study(&self) -> bool {
        const STUDY: Families = Families::of(&[Family::Study, Family::Short, Family::Long]);
        self.reading.families().any(STUDY) || self.setting.families.any(STUDY)
    }

    fn source(&self, denial: Option<usize>) -> Source {
        match source(self.reading, denial) {
            Source::Nobody => self.setting.source.unwrap_or(Source::Nobody),
            own => own,
        }
    }

    /// Whether something at these pieces is said to hold today: it did not end, is not past and not denied.
    fn holds(&self, pieces: &Range<usize>, denial: Option<usize>) -> bool {
        !self.is_ended(pieces) && !self.is_past(pieces) && !self.is_denied(pieces, denial)
    }

    /// "SB 153 removed the three-day minimum", "the three-day minimum was repealed".
    fn is_ended(&self, pieces: &Range<usize>) -> bool {
        let reading = self.reading;
        const LEFT: Families = Families::of(&[
            Family::Past,
            Family::Study,
            Family::Short,
            Family::Long,
            Family::Minimum,
            Family::Maximum,
            Family::Kind,
            Family::Law,
            Family::Be,
            Family::Least,
            Family::Most,
            Family::Over,
            Family::Under,
            Family::Between,
            Family::Every,
            Family::Within,
            Family::Agreement,
            Family::Sign,
            Family::District,
            Family::Must,
            Family::Offer,
            Family::Day,
            Family::Nouns,
            Family::Program,
            Family::Request,
        ]);
        const RIGHT: Families = Families::of(&[
            Family::Be,
            Family::Minimum,
            Family::Maximum,
            Family::Study,
            Family::Short,
            Family::Long,
            Family::Kind,
            Family::Law,
            Family::Past,
            Family::Cite,
            Family::Sign,
            Family::Agreement,
            Family::Not,
            Family::Absence,
            Family::Must,
        ]);
        // A few words may stand between that the grammar does not know.
        let passes = |mut range: Box<dyn Iterator<Item = usize>>, allowed: Families| {
            let mut unknown = 0;
            range.find_map(|at| {
                let piece = &reading.pieces[at];
                if piece.is(Family::Ended)
                    && !reading.is_any(at + 1, Families::of(&[Family::After, Family::Before, Family::Within]))
                {
                    return Some(true);
                }
                if piece.is_plain() && !is_small(reading.word(at)) {
                    unknown += 1;
                }
                let stops = matches!(piece.mark, Some(';' | ':' | '—' | ','))
                    || piece.is(Family::If)
                    || piece.is(Family::Who) && !matches!(reading.word(at), "that" | "que");
                let foreign = !piece.is_plain()
                    && piece.mark.is_none()
                    && !piece.is_any(allowed)
                    && piece.meaning.number.is_none();
                (stops || unknown > 2 || foreign && !is_small(reading.word(at))).then_some(false)
            }) == Some(true)
        };
        passes(Box::new((0..pieces.start).rev()), LEFT) || passes(Box::new(pieces.end..reading.pieces.len()), RIGHT)
    }

    /// "The minimum was three days", "until July 2024".
    pub(super) fn is_past(&self, pieces: &Range<usize>) -> bool {
        const PAST: Families = Families::of(&[Family::Past]);
        let reading = self.reading;
        let segment = reading.segment(pieces.start);
        if reading.find_in(segment, PAST).is_some() {
            return true;
        }
        // What opens a clause puts all of it into the past, when a comma ends it.
        let clause = reading.clause(pieces.start);
        let comma = clause.clone().find(|at| reading.mark(*at) == Some(','));
        comma.is_some_and(|comma| {
            comma < pieces.start
                && comma - clause.start <= 8
                && reading.find_in(clause.start..comma, PAST).is_some()
                && (!reading.is(clause.start, Family::If) || reading.is(clause.start, Family::Past))
        })
    }

    /// "There is no minimum of three days", "does not have to last three days", "a three-day minimum is not required".
    fn is_denied(&self, pieces: &Range<usize>, used: Option<usize>) -> bool {
        let reading = self.reading;
        const LEFT: Families = Families::of(&[
            Family::Be,
            Family::Minimum,
            Family::Maximum,
            Family::Must,
            Family::Kind,
            Family::Study,
            Family::Short,
            Family::Long,
            Family::Law,
            Family::Least,
            Family::Most,
            Family::Over,
            Family::Under,
            Family::Permitted,
            Family::Past,
            Family::Within,
            Family::Ended,
            Family::Agreement,
            Family::Sign,
            Family::Force,
            Family::Every,
            Family::Program,
            Family::Now,
        ]);
        let mut unknown = 0;
        for at in (0..pieces.start).rev() {
            let piece = &reading.pieces[at];
            if piece.is(Family::Not) {
                return Some(at) != used;
            }
            unknown += usize::from(piece.is_plain() && !is_small(reading.word(at)));
            let foreign = !piece.is_plain()
                && !piece.is_any(LEFT)
                && !is_small(reading.word(at))
                && piece.meaning.number.is_none();
            if piece.mark.is_some() || unknown > 3 || foreign {
                break;
            }
        }
        let right = (pieces.end..reading.pieces.len()).take(5).take_while(|at| reading.mark(*at).is_none());
        for at in right {
            if reading.is(at, Family::Not) && !is_contrast(reading.word(at)) {
                let next = at + 1;
                return Some(at) != used
                    && (reading.is_any(next, Families::of(&[Family::Law, Family::Force]))
                        || matches!(
                            reading.word(next),
                            "a" | "the" | "in" | "una" | "la" | "apply" | "hold" | "exist" | "needed"
                        )
                        || reading.is(next, Family::Must)
                            && !matches!(reading.word(next), "need" | "needs" | "require" | "requires")
                        || reading.is(at, Family::Past));
            }
            let bridge = reading.is_any(
                at,
                Families::of(&[Family::Be, Family::Minimum, Family::Maximum, Family::Kind, Family::Study, Family::Law]),
            ) || is_small(reading.word(at));
            if !bridge {
                break;
            }
        }
        false
    }
}

/// "Instead of a full semester" denies nothing that stands before it.
fn is_contrast(word: &str) -> bool {
    matches!(word, "instead of" | "rather than" | "without" | "lacks" | "lack" | "sin" | "en lugar de" | "en vez de")
}

/// Words that stand anywhere and say nothing here.
fn is_small(word: &str) -> bool {
    const SMALL: [&str; 34] = [
        "a", "an", "the", "of", "for", "in", "on", "at", "there", "this", "that", "its", "their", "your", "as", "be",
        "it", "el", "la", "los", "las", "un", "una", "de", "del", "en", "para", "por", "su", "se", "que", "hay", "to",
        "by",
    ];
    SMALL.contains(&word)
}

impl Reading {
    /// Whether a heading or a header says that what follows is over.
    fn is_any_past(&self) -> bool {
        let is_old = self.has(Family::Past) && !self.has(Family::Now);
        is_old && !self.is_question() && self.pieces.len() <= 12
    }
}

/// Who a sentence says that it is from. `denial` is a "not" that is part of a bound.
fn source(reading: &Reading, denial: Option<usize>) -> Source {
    const LAW: Families = Families::of(&[Family::Law, Family::Bill]);
    let is_law = |at: usize| {
        reading.is_any(at, LAW) && {
            // "no rule of state law", "state law sets no minimum"
            let near = at.saturating_sub(4)..at;
            let not = reading.find_last_in(near, Families::of(&[Family::Not])).filter(|at| Some(*at) != denial);
            let after = reading
                .find_in(at + 1..(at + 4).min(reading.pieces.len()), Families::of(&[Family::Not]))
                .filter(|at| Some(*at) != denial);
            not.is_none() && after.is_none() || reading.is(at, Family::Not)
        }
    };
    let law = (0..reading.pieces.len()).any(is_law);
    let cite = reading.has(Family::Cite);
    let board = reading.has(Family::Policy);
    match (law, cite, board) {
        (true, ..) | (false, true, false) => Source::Law,
        (false, true, true) => Source::LawAndBoard,
        (false, false, true) => Source::Board,
        (false, false, false) => Source::Nobody,
    }
}
