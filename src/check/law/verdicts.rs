//! A claim held against the facts: right, once right, never right, a rule of the district's own.

use super::claims::{Claim, Source};
use super::facts::{Fact, Topic, Value};
use crate::diagnostics::Level;

/// What is wrong with a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) rule: &'static str,
    pub(super) level: Level,
    pub(super) message: String,
    pub(super) help: String,
}

/// Holds a claim, whose words are these, against the facts of its topic; nothing when it may stand.
pub(super) fn verdict(claim: &Claim, words: &str) -> Option<Verdict> {
    let today = claim.topic.today()?;
    if is_met(today.value, claim.value) {
        return None;
    }
    // What the board sets, and says so, is its own affair where it is stricter than the law.
    if claim.source == Source::Board && claim.is_stricter {
        return None;
    }
    if claim.is_free && !matches!(claim.source, Source::Law) {
        return None;
    }
    // Until there was long-term study, all study had one shortest length.
    let before = (claim.topic == Topic::LongTerm).then_some(Topic::MinimumLength);
    let facts = claim.topic.facts().chain(before.into_iter().flat_map(Topic::facts));
    let outdated = facts.into_iter().find_map(|fact| was(fact, claim).then_some(fact.ended?));
    let level =
        if claim.source == Source::Law || claim.topic == Topic::Credential { Level::Error } else { Level::Warning };
    let now = format!("{} ({})", today.says, today.cite);
    if claim.topic == Topic::Credential {
        return Some(Verdict {
            rule: "law/no-credential",
            level,
            message: format!("“{words}” says otherwise than the law: {now}."),
            help: "Say that a teacher with a credential supervises and judges the work (EC Section 44865, 44300)."
                .to_owned(),
        });
    }
    let states_law = matches!(claim.source, Source::Law | Source::LawAndBoard | Source::Nearby);
    let own = own_rule(claim.topic);
    Some(match (outdated, states_law) {
        (Some((until, by)), true) => Verdict {
            rule: "law/outdated",
            level,
            message: format!("“{words}” is no longer the law: {by} ended it. Now: {now}."),
            help: format!("Write what holds today, or that it held until {}.", day_before(until)),
        },
        (Some((until, _)), false) => Verdict {
            rule: "law/outdated",
            level,
            message: format!("“{words}” has not been state law since {until}. The law says: {now}."),
            help: own,
        },
        (None, true) => Verdict {
            rule: "law/untrue",
            level,
            message: format!("“{words}” is not what state law says: {now}."),
            help: "Write what the law says, or name the board policy that asks for more.".to_owned(),
        },
        (None, false) if claim.is_stricter => Verdict {
            rule: "law/local-rule",
            level,
            message: format!(
                "“{words}” is stricter than state law, and nothing says whose rule it is. The law says: {now}."
            ),
            help: own,
        },
        (None, false) => Verdict {
            rule: "law/untrue",
            level,
            message: format!("“{words}” allows what state law does not: {now}."),
            help: "Write what the law says; a district may ask for more, not for less.".to_owned(),
        },
    })
}

/// Whether what is claimed is what the law sets.
fn is_met(law: Value, claimed: Value) -> bool {
    match (law, claimed) {
        (Value::Words, _) | (_, Value::Words) => false,
        (Value::Exactly(law), Value::Exactly(claimed)) => claimed.iter().all(|number| law.contains(number)),
        (law, claimed) => law == claimed,
    }
}

/// Whether a fact that ended said what is claimed.
fn was(fact: &Fact, claim: &Claim) -> bool {
    let words = fact.value == Value::Words && claim.value == Value::Words && claim.topic == Topic::Offering;
    // 30 days were 2021-22 only; a range that ends with 10 or 14 days is of the same time as its three days.
    fact.ended.is_some() && (words || is_met(fact.value, claim.value))
}

/// How a rule of the district's own is written so that nobody takes it for state law.
fn own_rule(topic: Topic) -> String {
    let example = match topic {
        Topic::MinimumLength => "Board policy sets a shortest length of …",
        Topic::ShortTerm => "Board policy limits short-term study to …",
        Topic::LongTerm => "Our district counts study as long-term from …",
        Topic::SigningShort | Topic::SigningLong => "Board policy asks families to sign …",
        Topic::Offering => "Our district has decided to offer …",
        Topic::AgreementLength => "Board policy limits an agreement to …",
        _ => "Board policy asks for …",
    };
    format!("Keep it only if board policy asks for it, and say so: “{example}”.")
}

/// The day before.
fn day_before(day: &str) -> String {
    let before = day.parse::<jiff::civil::Date>().ok().and_then(|day| day.yesterday().ok());
    before.map_or_else(|| day.to_owned(), |day| day.to_string())
}
