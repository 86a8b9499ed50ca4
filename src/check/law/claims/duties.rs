//! Claims without a number: who must offer what, who may take part, who teaches, what is signed, who gets what.

use std::ops::Range;

use super::limits::from_to;
use super::{Claim, Sentence, Source};
use crate::check::law::facts::{Topic, Value};
use crate::check::law::reading::Reading;
use crate::check::law::words::{Families, Family};

pub(super) fn read(sentence: &Sentence<'_>, claims: &mut Vec<Claim>) {
    claims.extend(offering(sentence));
    claims.extend(live(sentence));
    claims.extend(work_products(sentence));
    claims.extend(attendance(sentence));
    claims.extend(special_education(sentence));
    claims.extend(credential(sentence));
    claims.extend(residence(sentence));
    claims.extend(gifts(sentence));
}

impl Sentence<'_> {
    fn claim(&self, topic: Topic, is_stricter: bool, is_free: bool, pieces: Range<usize>) -> Claim {
        Claim { topic, value: Value::Words, source: self.source(None), is_stricter, is_free, pieces }
    }

    pub(super) fn states_law(&self) -> bool {
        matches!(self.source(None), Source::Law | Source::LawAndBoard)
    }

    /// Whether one of a family denies what these pieces say: before them in their part of the clause.
    fn is_negated(&self, pieces: &Range<usize>) -> bool {
        const NOT: Families = Families::of(&[Family::Not, Family::Prohibit, Family::Free]);
        let segment = self.reading.segment(pieces.start);
        self.reading.find_in(segment.start..pieces.end, NOT).is_some()
    }
}

/// Whether a word names independent study itself, not its teacher or its students.
pub(in super::super) fn is_study_itself(reading: &Reading, at: usize) -> bool {
    const OWNED: Families =
        Families::of(&[Family::Nouns, Family::Student, Family::Teacher, Family::Agreement, Family::Request]);
    reading.is(at, Family::Study) && !reading.is_any(at + 1, OWNED)
}

/// "Every district must offer independent study": only in 2021-22.
fn offering(sentence: &Sentence<'_>) -> Option<Claim> {
    let reading = sentence.reading;
    let study = (0..reading.pieces.len()).find(|at| {
        is_study_itself(reading, *at) && {
            // "offer independent study students the same meals" is caught above; "a list of independent study books" is no offer either.
            !reading.pieces.get(at + 1).is_some_and(super::super::reading::Piece::is_plain)
                || is_adverbial(reading.word(at + 1))
        }
    })?;
    let from = study.saturating_sub(9);
    const DENIAL: Families = Families::of(&[Family::Not, Family::May, Family::If, Family::Free, Family::Prohibit]);
    // "must offer your child independent study", "makes each district offer independent study"
    if let Some(offer) = reading.find_last_in(from..study, Families::of(&[Family::Offer]))
        && (offer + 1..study).all(|at| {
            reading.is_any(
                at,
                Families::of(&[
                    Family::Student,
                    Family::Parent,
                    Family::Every,
                    Family::Program,
                    Family::Study,
                    Family::Short,
                    Family::Long,
                    Family::Be,
                ]),
            ) || is_joint(reading.word(at))
        })
    {
        let must =
            reading.find_last_in(offer.saturating_sub(7)..offer, Families::of(&[Family::Must, Family::Force]))?;
        let who = (must.saturating_sub(8)..offer)
            .any(|at| reading.is(at, Family::District) || matches!(reading.word(at), "we" | "they"))
            || sentence.states_law();
        let pieces = must..study + 1;
        let is_denied = reading.find_in(must.saturating_sub(4)..study, DENIAL).is_some();
        if who && !is_denied && sentence.holds(&pieces, None) {
            return Some(sentence.claim(Topic::Offering, true, false, pieces));
        }
        return None;
    }
    // "has the right to independent study", "is entitled to"
    if let Some(right) = reading.find_last_in(from..study, Families::of(&[Family::Right]))
        && study - right <= 4
        && (right + 1..study).all(|at| {
            is_joint(reading.word(at))
                || reading.is_any(at, Families::of(&[Family::Be, Family::Request, Family::Join, Family::Program]))
        })
    {
        let pieces = right..study + 1;
        let asks = (right..study).any(|at| {
            reading.is(at, Family::Request)
                || matches!(reading.word(at), "ask" | "pedir" | "solicitar" | "leave" | "refuse" | "decline")
        });
        if !asks && !sentence.is_negated(&pieces) && sentence.holds(&pieces, None) {
            return Some(sentence.claim(Topic::Offering, true, false, pieces));
        }
    }
    // "A district cannot refuse independent study", "may not deny a request for independent study"
    if let Some(refuse) = reading.find_last_in(from..study, Families::of(&[Family::Refuse]))
        && (refuse.saturating_sub(7)..refuse).any(|at| reading.is(at, Family::District))
    {
        let not = reading.find_last_in(refuse.saturating_sub(4)..refuse, Families::of(&[Family::Not]))?;
        let pieces = not..study + 1;
        let governs = (not + 1..refuse)
            .all(|at| reading.is_any(at, Families::of(&[Family::May, Family::Be, Family::Permitted, Family::Not])));
        let because =
            reading.find_in(study..reading.pieces.len(), Families::of(&[Family::Unless, Family::Device])).is_some()
                || reading.lower.contains("because")
                || reading.lower.contains("porque")
                || reading.lower.contains("solely");
        if governs && !because && !sentence.is_past(&pieces) {
            return Some(sentence.claim(Topic::Offering, true, false, pieces));
        }
    }
    None
}

fn is_adverbial(word: &str) -> bool {
    const WORDS: [&str; 24] = [
        "this", "that", "as", "by", "in", "to", "for", "during", "even", "upon", "at", "with", "on", "año", "en",
        "para", "por", "a", "este", "según", "under", "whenever", "again", "too",
    ];
    WORDS.contains(&word)
}

fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "to" | "your"
            | "the"
            | "an"
            | "a"
            | "of"
            | "in"
            | "for"
            | "some"
            | "el"
            | "la"
            | "un"
            | "una"
            | "su"
            | "al"
            | "de"
            | "form"
            | "kind"
            | "as"
            | "alternative"
            | "los"
            | "las"
            | "y"
            | "and"
            | "receive"
            | "sus"
            | "take"
            | "recibir"
    )
}

/// A run of grades, kindergarten and transitional kindergarten being 0.
fn grades(reading: &Reading) -> Option<(u32, u32, Range<usize>)> {
    let grade_at = |at: usize| {
        let piece = reading.pieces.get(at)?;
        match reading.word(at) {
            "tk" | "k" | "kindergarten" | "transitional kindergarten" | "kínder" | "kinder" => Some(0),
            _ => piece.meaning.number.filter(|number| *number <= 12),
        }
    };
    for at in 0..reading.pieces.len() {
        let word = reading.word(at);
        let school = match word {
            "high" | "preparatoria" | "secundaria" if word != "high" || reading.word(at + 1).starts_with("school") => {
                Some((9, 12))
            }
            "middle" if reading.word(at + 1).starts_with("school") => Some((6, 8)),
            _ => None,
        };
        if let Some((first, last)) = school {
            return Some((first, last, at..at + 1));
        }
        let named = at > 0 && reading.is(at - 1, Family::Grade);
        let Some(first) = grade_at(at) else { continue };
        let joint = |at: usize| {
            matches!(reading.mark(at), Some('-' | '/'))
                || matches!(
                    reading.word(at),
                    "to" | "through" | "thru" | "a" | "al" | "and" | "y" | "hasta" | "grade" | "grado"
                )
        };
        let mut end = at + 1;
        let mut last = first;
        while joint(end) {
            let mut next = end + 1;
            while joint(next) {
                next += 1;
            }
            let Some(grade) = grade_at(next).filter(|grade| *grade >= last) else { break };
            (last, end) = (grade, next + 1);
        }
        let after = reading.is(end, Family::Grade);
        let kinder = first == 0 && reading.pieces[at].meaning.number.is_none();
        if named || after || kinder {
            return Some((first, last, at..end));
        }
    }
    None
}

/// "In grades 9 to 12, the law requires daily synchronous instruction."
fn live(sentence: &Sentence<'_>) -> Option<Claim> {
    let reading = sentence.reading;
    let daily = Families::of(&[Family::Daily]);
    let weekly = Families::of(&[Family::Weekly]);
    let (first, last, at) = grades(reading)?;
    let about_live = reading.has(Family::Live) || sentence.setting.has(Family::Live);
    if !about_live && !reading.has(Family::Interact) {
        return None;
    }
    // How often: the word nearest to "synchronous", when it stands in the sentence.
    let live = reading.find(Family::Live).filter(|at| !reading.is(*at, Family::Interact));
    let often = |families: Families| {
        let all = (0..reading.pieces.len()).filter(|at| reading.is_any(*at, families));
        all.min_by_key(|often| live.map_or(0, |live| often.abs_diff(live)))
    };
    let (day, week) = (often(daily), often(weekly));
    let near = |at: Option<usize>| at.map(|at| live.map_or(0, |live| at.abs_diff(live)));
    let is_daily = match (near(day), near(week)) {
        (Some(day), Some(week)) => day < week,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => return None,
    };
    let both = day.is_some() && week.is_some();
    let interaction =
        live.is_none() || reading.has(Family::Interact) && !both && near(day).is_some_and(|distance| distance > 3);
    let pieces = from_to(at.start, live.or(day).or(week)?);
    // Only "synchronous" is the statute's word; other live classes are a district's own.
    let source = sentence.source(None);
    let states_law = matches!(source, Source::Law | Source::LawAndBoard | Source::Nearby);
    if !sentence.holds(&pieces, None) || sentence.is_negated(&pieces) {
        return None;
    }
    let wrong = match (is_daily, interaction) {
        (true, false) => last > 3 && (states_law || first <= 3),
        (false, false) => first <= 3 && !both,
        (true, true) => first >= 9 && states_law,
        (false, true) => first >= 4 && last <= 8 && states_law,
    };
    wrong.then_some(Claim {
        topic: Topic::LiveInstruction,
        value: Value::Words,
        source,
        is_stricter: is_daily,
        is_free: false,
        pieces,
    })
}

/// "Teachers must sign and date every work product."
fn work_products(sentence: &Sentence<'_>) -> Option<Claim> {
    let reading = sentence.reading;
    let sign = reading.find(Family::Sign)?;
    let date = (sign..reading.pieces.len().min(sign + 5)).find(|at| reading.is(*at, Family::Date));
    let product = (0..reading.pieces.len()).find(|at| reading.is(*at, Family::Product))?;
    let every = reading.find_last_in(product.saturating_sub(4)..product, Families::of(&[Family::Every]))?;
    let pieces = from_to(sign.min(every), product.max(sign));
    let samples = reading.has(Family::Sample);
    let must = reading.has(Family::Must) || date.is_some() || sentence.states_law();
    let teacher = reading.has(Family::Teacher) || date.is_some();
    (!samples && must && teacher && !sentence.is_negated(&pieces) && sentence.holds(&pieces, None))
        .then(|| sentence.claim(Topic::WorkProducts, true, false, pieces))
}

/// "Attendance is counted only from finished work."
fn attendance(sentence: &Sentence<'_>) -> Option<Claim> {
    let reading = sentence.reading;
    let attendance = reading.find(Family::Attendance)?;
    let only = reading.find(Family::Only)?;
    let product = (only..reading.pieces.len().min(only + 7)).find(|at| reading.is(*at, Family::Product))?;
    let counts = [
        "count", "earn", "base", "come", "claim", "calculat", "credit", "measur", "generat", "cuenta", "viene", "basa",
        "calcula", "gana", "determin", "record",
    ];
    let pieces = from_to(attendance.min(only), product);
    let counted = counts.iter().any(|word| reading.lower.contains(word));
    (counted
        && sentence.is_about_study_or_law()
        && attendance.abs_diff(only) <= 8
        && !sentence.is_negated(&pieces)
        && sentence.holds(&pieces, None))
    .then(|| sentence.claim(Topic::Attendance, true, false, pieces))
}

impl Sentence<'_> {
    fn is_about_study_or_law(&self) -> bool {
        self.is_about_study() || self.states_law()
    }
}

/// "Students with an IEP may not take part."
fn special_education(sentence: &Sentence<'_>) -> Option<Claim> {
    let reading = sentence.reading;
    let iep = reading.find(Family::Iep)?;
    let person = reading.has(Family::Student) || reading.has(Family::Parent);
    let study =
        reading.find(Family::Study).or_else(|| reading.find(Family::Join)).filter(|_| sentence.is_about_study());
    let (study, not) =
        (study?, reading.find_last_in(0..reading.pieces.len(), Families::of(&[Family::Not, Family::Prohibit]))?);
    let target = study.max(iep);
    let bans = (not + 1..reading.pieces.len().min(not + 5)).any(|at| {
        reading.is_any(
            at,
            Families::of(&[Family::Join, Family::Study, Family::Enroll, Family::Permitted, Family::Enrolled]),
        ) || matches!(reading.word(at), "eligible" | "qualify" | "elegible" | "elegibles" | "candidates")
    });
    const EXCEPT: Families =
        Families::of(&[Family::Unless, Family::If, Family::Only, Family::Force, Family::Asks, Family::Who]);
    let condition =
        reading.find_in(0..reading.pieces.len(), EXCEPT).is_some() || reading.find(Family::Not) != Some(not);
    let duty =
        reading.find_in(not..target.max(not), Families::of(&[Family::Must, Family::Put, Family::Refuse])).is_some();
    let without = matches!(reading.word(not), "without" | "sin" | "nor" | "ni");
    let pieces = from_to(iep.min(not), target.max(not));
    (person && bans && !condition && !duty && !without && !sentence.is_past(&pieces) && !reading.has(Family::Voluntary))
        .then(|| sentence.claim(Topic::SpecialEducation, false, false, pieces))
}

/// "No credential is needed", "a classified aide may supervise independent study".
fn credential(sentence: &Sentence<'_>) -> Option<Claim> {
    let reading = sentence.reading;
    const WORK: Families = Families::of(&[Family::Supervise, Family::Teacher]);
    const AUX: Families = Families::of(&[
        Family::Join,
        Family::Must,
        Family::May,
        Family::Be,
        Family::Kind,
        Family::Every,
        Family::Permitted,
    ]);
    if let Some(credential) = reading.find(Family::Credential) {
        let denied = (credential.saturating_sub(6)..credential)
            .rev()
            .find(|at| reading.is_any(*at, Families::of(&[Family::Not, Family::Prohibit])));
        let right =
            reading.find_in(credential..(credential + 5).min(reading.pieces.len()), Families::of(&[Family::Not]));
        if let Some(not) = denied {
            let between = (not + 1..credential).all(|at| {
                reading.is_any(at, AUX)
                    || reading.pieces[at].is_plain()
                    || reading.is(at, Family::Teacher) && reading.is(at + 1, Family::Credential)
            });
            let without = matches!(reading.word(not), "without" | "sin" | "lacks" | "lack" | "carece" | "carecen");
            // "No teacher without a credential", "nobody without a credential may teach"
            let others = (0..reading.pieces.len())
                .any(|at| at != not && reading.is_any(at, Families::of(&[Family::Not, Family::Prohibit])));
            let work = if without {
                // Somebody without one must be said to teach: "A person without a credential may supervise".
                let after = (credential + 1..reading.pieces.len())
                    .take_while(|at| reading.mark(*at).is_none() && !reading.is(*at, Family::Although));
                let mut verb = after.filter(|at| reading.is(*at, Family::Supervise) && !reading.is(*at, Family::Helps));
                let before =
                    (0..not).any(|at| reading.is(at, Family::Supervise) && !reading.is(at, Family::Uncredentialed));
                let helps = reading.find_in(0..reading.pieces.len(), Families::of(&[Family::Helps])).is_some();
                !helps && (verb.next().is_some() || before)
            } else {
                reading.has(Family::Supervise) || reading.has(Family::Study) || sentence.setting.has(Family::Teacher)
            };
            let pieces = not..credential + 1;
            if between && work && !others && !sentence.is_past(&pieces) {
                return Some(sentence.claim(Topic::Credential, false, false, pieces));
            }
        } else if let Some(not) = right
            && (credential + 1..not).all(|at| reading.is_any(at, AUX))
            && reading.is_any(not + 1, Families::of(&[Family::Must]))
            && (reading.has(Family::Study) || reading.find_in(0..reading.pieces.len(), WORK).is_some())
            && !reading.pieces.iter().any(|piece| piece.is(Family::Helps))
        {
            // "A credential is not required to supervise"
            let pieces = credential..not + 2;
            return Some(sentence.claim(Topic::Credential, false, false, pieces))
                .filter(|_| !sentence.is_past(&credential_pieces(credential)));
        }
        return None;
    }
    // "A classified aide may supervise independent study."
    let aide = (0..reading.pieces.len())
        .find(|at| reading.is(*at, Family::Uncredentialed) && !reading.is(*at, Family::Asks))?;
    let verb = (aide + 1..reading.pieces.len().min(aide + 5)).find(|at| {
        reading.is(*at, Family::Supervise)
            && !reading.is(*at, Family::Uncredentialed)
            && !reading.is_any(*at, Families::of(&[Family::Teacher]))
            || is_overseeing(reading.word(*at))
    })?;
    let aux = (aide + 1..verb).all(|at| {
        reading.is_any(at, Families::of(&[Family::May, Family::Must, Family::Be])) || reading.is(at, Family::Only)
    });
    let study = (verb + 1..reading.pieces.len().min(verb + 5)).any(|at| is_study_itself(reading, at));
    let pieces = aide..verb + 1;
    (aux && study && !sentence.is_negated(&pieces) && !reading.has(Family::Helps) && !sentence.is_past(&pieces))
        .then(|| sentence.claim(Topic::Credential, false, false, pieces))
}

fn credential_pieces(at: usize) -> Range<usize> {
    at..at + 1
}

fn is_overseeing(word: &str) -> bool {
    word.starts_with("supervis")
        || word.starts_with("overs")
        || matches!(word, "teach" | "teaches" | "run" | "runs" | "in charge" | "enseña" | "enseñar" | "a cargo")
}

/// "Students from any county may enroll."
fn residence(sentence: &Sentence<'_>) -> Option<Claim> {
    let reading = sentence.reading;
    let reside = (0..reading.pieces.len()).find(|at| {
        reading.is(*at, Family::Reside) || reading.is(*at, Family::Enroll) || matches!(reading.word(*at), "from" | "de")
    })?;
    let lives = reading.has(Family::Reside);
    let joins = reading
        .find_in(0..reading.pieces.len(), Families::of(&[Family::Join, Family::Enroll, Family::Study]))
        .is_some();
    let person = reading.has(Family::Student) || reading.has(Family::Parent);
    if !sentence.is_about_study() || !person {
        return None;
    }
    if let Some(anywhere) = reading.find(Family::Anywhere) {
        let pieces = from_to(reside.min(anywhere), anywhere);
        let from = lives
            || reading.lower.contains(" from ")
            || reading.lower.contains(" de ")
            || reading.lower.contains(" in ");
        return (from
            && joins
            && !sentence.is_negated(&pieces)
            && !reading.has(Family::Not)
            && sentence.holds(&pieces, None))
        .then(|| sentence.claim(Topic::Residence, false, false, pieces));
    }
    // "must live in the county": or in one beside it.
    let county = reading.find(Family::County)?;
    let must = reading.find(Family::Must).or_else(|| reading.find(Family::Only))?;
    let pieces = from_to(must, county);
    (lives
        && sentence.states_law()
        && !reading.has(Family::Adjacent)
        && !reading.lower.contains("office")
        && !sentence.is_negated(&pieces)
        && sentence.holds(&pieces, None))
    .then(|| sentence.claim(Topic::Residence, true, true, pieces))
}

/// "Families that sign up get a gift card."
fn gifts(sentence: &Sentence<'_>) -> Option<Claim> {
    let reading = sentence.reading;
    let gift =
        reading.find(Family::Gift).or_else(|| (0..reading.pieces.len()).find(|at| reading.mark(*at) == Some('$')))?;
    let give = reading.find_in(gift.saturating_sub(7)..gift, Families::of(&[Family::Give]))?;
    let joins = (0..reading.pieces.len()).any(|at| reading.is(at, Family::Enroll) || is_study_itself(reading, at));
    let person =
        (0..reading.pieces.len()).any(|at| reading.is_any(at, Families::of(&[Family::Student, Family::Parent])));
    // What the state pays the district, fees and prices are other money.
    let other =
        ["state", "fund", "apportion", "fee", "cost", "estado", "scholarship for", "lunch", "borrow", "allowance"]
            .iter()
            .any(|word| reading.lower.contains(word));
    let pieces = from_to(give, gift);
    (joins
        && person
        && !other
        && sentence.is_about_study()
        && !reading.has(Family::Not)
        && !reading.has(Family::Prohibit)
        && sentence.holds(&pieces, None))
    .then(|| sentence.claim(Topic::Gifts, false, false, pieces))
}
