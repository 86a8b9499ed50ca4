//! Claims about shares and ratios: the percentages of re-engagement, the cap, students for one teacher, ages.

use super::{Claim, Sentence, Source};
use crate::check::law::facts::{Topic, Value};
use crate::check::law::quantities::{Quantity, Unit, quantities};
use crate::check::law::words::{Families, Family};

pub(super) fn read(sentence: &Sentence<'_>, claims: &mut Vec<Claim>) {
    let found = quantities(sentence.reading);
    for quantity in &found {
        let claim = match quantity.unit {
            Unit::Percent => share(sentence, quantity, &found),
            Unit::Ratio => ratio(sentence, quantity),
            _ => None,
        };
        claims.extend(claim.filter(|_| sentence.holds(&quantity.pieces, quantity.denial)));
    }
    age(sentence, claims);
}

/// "No more than 15 percent of a continuation school", "60 percent of a week".
fn share(sentence: &Sentence<'_>, quantity: &Quantity, all: &[Quantity]) -> Option<Claim> {
    let reading = sentence.reading;
    let percent = quantity.number().map(|number| number - u32::from(quantity.is_over))?;
    let claim = |topic: Topic, value: Value, is_stricter: bool, is_free: bool| {
        let source = sentence.source(quantity.denial);
        Some(Claim { topic, value, source, is_stricter, is_free, pieces: quantity.pieces.clone() })
    };
    if sentence.is_about(Family::Reengage) {
        let live = reading.find_in(reading.clause(quantity.at), Families::of(&[Family::Live])).is_some();
        let weeks = all.iter().any(|other| other.unit == Unit::Weeks && other.number().is_some_and(|weeks| weeks > 1));
        return match percent {
            60 => claim(Topic::Reengagement, Value::Exactly(&[60]), true, false),
            10 if live && !weeks => claim(Topic::Reengagement, Value::Exactly(&[0]), true, true),
            50 if weeks && !live => claim(Topic::Reengagement, Value::Exactly(&[0]), false, false),
            10 | 50 => None,
            _ => claim(Topic::Reengagement, Value::Exactly(&[0]), percent < 50, false),
        };
    }
    if sentence.is_about(Family::Continuation) || cites(sentence, "51745(b)") {
        return if percent == 10 { None } else { claim(Topic::Cap, Value::Words, percent < 10, percent < 10) };
    }
    if reading.has(Family::Language) && percent < 60 && percent != 15 {
        return claim(Topic::Translation, Value::Words, percent < 15, percent < 15);
    }
    None
}

fn cites(sentence: &Sentence<'_>, cite: &str) -> bool {
    sentence.reading.lower.contains(cite)
}

/// "The ratio may not exceed 30 to 1 (EC 51745.6)."
fn ratio(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Claim> {
    let number = quantity.number()?;
    let source = sentence.source(quantity.denial);
    let is_charter = sentence.is_about(Family::Charter);
    // A bargained ratio may be any; only what the law is said to set can be wrong.
    let about = sentence.is_about(Family::Ratio) || sentence.is_about(Family::Teacher);
    if !about
        || !matches!(source, Source::Law | Source::LawAndBoard)
        || number == 25 && is_charter
        || number == 25 && !sentence.is_about(Family::District)
    {
        return None;
    }
    // "An agreement may set another ratio, such as 28 to 1."
    if sentence.reading.lower.contains("bargain") || sentence.reading.lower.contains("convenio colectivo") {
        return None;
    }
    Some(Claim {
        topic: Topic::Ratio,
        value: Value::Words,
        source,
        is_stricter: number < 25,
        is_free: true,
        pieces: quantity.pieces.clone(),
    })
}

/// "Students up to age 24 may take part (EC 46300.1)."
fn age(sentence: &Sentence<'_>, claims: &mut Vec<Claim>) {
    let reading = sentence.reading;
    if !sentence.is_about_study() {
        return;
    }
    let source = sentence.source(None);
    if !matches!(source, Source::Law | Source::LawAndBoard) {
        return;
    }
    for at in 0..reading.pieces.len() {
        let Some(years) = reading.pieces[at].meaning.number.filter(|years| (14..=99).contains(years)) else { continue };
        let near = (at.saturating_sub(2)..(at + 4).min(reading.pieces.len())).find(|at| reading.is(*at, Family::Age));
        let Some(near) = near else { continue };
        let pieces = super::limits::from_to(at, near);
        if !(18..=21).contains(&years) && sentence.holds(&pieces, None) {
            claims.push(Claim {
                topic: Topic::Age,
                value: Value::Words,
                source,
                is_stricter: years < 18,
                is_free: true,
                pieces,
            });
            return;
        }
    }
}
