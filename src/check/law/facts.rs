//! What the law said and says about independent study, as data, and sentences that say otherwise.
//!
//! Every fact carries its days, its citation, where it was read and when. Nothing here is from
//! general knowledge.

use super::super::{PageCheck, Prose, Trigger, has_any};
use super::quantities::{Days, days};
use crate::diagnostics::Level;

/// One thing the law says, and until when it said it.
#[derive(Debug)]
pub struct Fact {
    /// What it is about.
    pub topic: Topic,
    /// What it was, in a few words.
    pub was: &'static str,
    /// What it is now.
    pub is: &'static str,
    /// The first day on which it was no longer so.
    pub until: &'static str,
    /// Where the law has it now.
    pub cite: &'static str,
    /// What ended it.
    pub ended_by: &'static str,
    /// Where both were read.
    pub source: &'static str,
    /// The day on which the source was read.
    pub as_of: &'static str,
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The shortest length of independent study.
    MinimumLength,
    /// The longest short-term study.
    ShortTerm,
    /// The shortest long-term study.
    LongTerm,
    /// When a short-term agreement is signed.
    Signing,
    /// When any agreement was signed in 2021-22.
    SigningIn2021,
    /// Whether a district must offer it.
    MustOffer,
    /// When a district has to reach out again.
    Reengagement,
}

const LETTER: &str = "California Department of Education, letter on SB 153, www.cde.ca.gov/fg/it/sb153letter.asp";

/// Facts that have ended.
pub const FACTS: [Fact; 7] = [
    Fact {
        topic: Topic::MinimumLength,
        was: "three consecutive school days at least",
        is: "no shortest length",
        until: "2024-07-01",
        cite: "EC Section 46300(e)",
        ended_by: "SB 153 (2024)",
        source: LETTER,
        as_of: "2026-11-23",
    },
    Fact {
        topic: Topic::ShortTerm,
        was: "14 school days or fewer",
        is: "15 school days or fewer",
        until: "2024-07-01",
        cite: "EC Section 51747",
        ended_by: "SB 153 (2024)",
        source: LETTER,
        as_of: "2026-11-23",
    },
    Fact {
        topic: Topic::LongTerm,
        was: "15 school days or more",
        is: "16 school days or more",
        until: "2024-07-01",
        cite: "EC Section 51747",
        ended_by: "SB 153 (2024)",
        source: LETTER,
        as_of: "2026-11-23",
    },
    Fact {
        topic: Topic::Signing,
        was: "signed within 10 days of the start",
        is: "signed at any time in the school year for short-term study, before the start for long-term study",
        until: "2024-07-01",
        cite: "EC Section 51747(g)",
        ended_by: "SB 153 (2024)",
        source: LETTER,
        as_of: "2026-11-23",
    },
    Fact {
        topic: Topic::SigningIn2021,
        was: "signed within 30 days of the start",
        is: "signed at any time in the school year for short-term study, before the start for long-term study",
        until: "2022-07-01",
        cite: "EC Section 51747(g)",
        ended_by: "the end of school year 2021-22",
        source: "Schools Legal Service, memo 27-2021; California Department of Education, letter on SB 153",
        as_of: "2026-11-23",
    },
    Fact {
        topic: Topic::MustOffer,
        was: "every district had to offer it",
        is: "a district may offer it",
        until: "2022-07-01",
        cite: "EC Section 51745(a)",
        ended_by: "the end of school year 2021-22",
        source: "California Department of Education, letter on AB 130, cde.ca.gov/Fg/it/ab130isletter.asp; ACSA on AB 181",
        as_of: "2026-11-23",
    },
    Fact {
        topic: Topic::Reengagement,
        was: "after three days or 60 percent of a week",
        is: "when a student misses more than 10 percent of the required time over four weeks in a row, or more than half of the live classes of a school month",
        until: "2022-07-01",
        cite: "EC Section 51747",
        ended_by: "AB 181 (2022)",
        source: "California Department of Education, comparison of modalities, www.cde.ca.gov/sp/eo/is/ismodalitiescht.asp",
        as_of: "2026-11-23",
    },
];

/// Words that put a sentence into the past, or deny it.
const PAST: [&str; 34] = [
    "no longer",
    "used to",
    "was",
    "were",
    "until",
    "before 2024",
    "before sb 153",
    "before july",
    "old rule",
    "old law",
    "earlier",
    "repealed",
    "ended",
    "removed",
    "gone",
    "replaced",
    "instead of",
    "formerly",
    "previously",
    "has no minimum",
    "no minimum",
    "no shortest",
    "ya no",
    "antes",
    "era",
    "eran",
    "hasta 2024",
    "derogó",
    "derogado",
    "eliminó",
    "en lugar de",
    "anterior",
    "cambió",
    "changed",
];

/// Words by which a sentence gives the law as its reason.
const LAW: [&str; 16] = [
    "state law",
    "the law",
    "by law",
    "education code",
    "ed. code",
    "ed code",
    "california law",
    "required by law",
    "law requires",
    "legally",
    "statute",
    "la ley",
    "por ley",
    "ley estatal",
    "código de educación",
    "the state requires",
];

/// Words by which a sentence gives the board's own policy as its reason.
const POLICY: [&str; 15] = [
    "board policy",
    "our policy",
    "district policy",
    "our district",
    "our school",
    "local policy",
    "our board",
    "our own limit",
    "our own rule",
    "política de la mesa",
    "política del distrito",
    "nuestra política",
    "nuestro distrito",
    "nuestra escuela",
    "administrative regulation",
];

pub(super) fn check(check: &mut PageCheck<'_>) {
    // Every fact needs a number of days or an offer, of study or of signing, or a share of a week.
    let may_state = |prose: &&Prose<'_>| {
        let study = prose.has(Trigger::Study) || prose.has(Trigger::Term) || prose.has(Trigger::Signing);
        let law = prose.has(Trigger::Day) || prose.has(Trigger::Offer);
        prose.block.quotations == 0 && (study && law || prose.has(Trigger::Share))
    };
    for prose in check.prose.iter().filter(may_state) {
        for sentence in prose.sentences() {
            judge(check, prose, sentence);
        }
    }
}

fn judge(check: &mut PageCheck<'_>, prose: &Prose<'_>, sentence: &std::ops::Range<usize>) {
    let lower = &prose.lower()[sentence.clone()];
    if !may_state_a_fact(prose, lower) {
        return;
    }
    let found = of_days(prose, lower)
        .or_else(|| prose.has(Trigger::Offer).then(|| must_offer(lower)).flatten())
        .or_else(|| prose.has(Trigger::Share).then(|| sixty_percent(lower)).flatten());
    let Some((topic, range)) = found.filter(|_| !has_any(lower, &PAST)) else { return };
    let Some(fact) = FACTS.iter().find(|fact| fact.topic == topic) else { return };
    let span = prose.span(&(sentence.start + range.start..sentence.start + range.end));
    let sentence_span = prose.span(sentence);
    let cites = check
        .page
        .document
        .citations
        .iter()
        .any(|(_, cite)| sentence_span.start <= cite.start && cite.start < sentence_span.end + 2);
    let says_law = cites || has_any(lower, &LAW);
    if !says_law && has_any(lower, &POLICY) {
        return;
    }
    let words = prose.text()[sentence.start + range.start..sentence.start + range.end].to_owned();
    let (level, message, help) = if says_law {
        (
            Level::Error,
            format!("“{words}” is no longer the law: {} ended it. Now: {} ({}).", fact.ended_by, fact.is, fact.cite),
            format!("Write what holds today, or that it held until {}.", last_day(fact.until)),
        )
    } else {
        (
            Level::Warning,
            format!("“{words}”: state law no longer asks for this. It says: {} ({}).", fact.is, fact.cite),
            "Keep it only if board policy asks for it, and say so: “Board policy sets …”.".to_owned(),
        )
    };
    check.report("law/outdated", level, span, message, help);
}

/// A quick look before the slow one: days of study or of signing, an offer of study, a share of a week.
fn may_state_a_fact(prose: &Prose<'_>, sentence: &str) -> bool {
    let holds =
        |trigger: Trigger, words: &[&str]| prose.has(trigger) && words.iter().any(|word| sentence.contains(word));
    // The trigger knows no "DÍA".
    let days = sentence.contains("day") || sentence.contains("día");
    let offers = holds(Trigger::Offer, &["offer", "ofrec", "provide"]);
    let is_study = || {
        holds(Trigger::Study, &["independent study"])
            || sentence.contains("term")
            || sentence.contains("estudio")
            || sentence.contains("plazo")
    };
    (days && holds(Trigger::Signing, &["sign", "firm"]))
        || ((days || offers) && is_study())
        || holds(Trigger::Share, &["60", "sixty"])
}

/// What a number of days in a sentence states.
fn of_days(prose: &Prose<'_>, sentence: &str) -> Option<(Topic, std::ops::Range<usize>)> {
    let names_study = prose.has(Trigger::Study) || prose.has(Trigger::Term);
    // Without a word of study or of an agreement no number of days is one of these.
    if !names_study && !AGREEMENTS.iter().any(|word| sentence.contains(word)) {
        return None;
    }
    // A table cell or an item says little alone; what the block is about counts for its sentences.
    let about = prose.lower();
    days(sentence).into_iter().find_map(|days| topic(sentence, about, &days).map(|topic| (topic, days.range)))
}

const AGREEMENTS: [&str; 5] = ["agreement", "agreements", "acuerdo", "contract", "contrato"];

/// The day before.
fn last_day(until: &str) -> String {
    until
        .parse::<jiff::civil::Date>()
        .ok()
        .and_then(|day| day.yesterday().ok())
        .map_or(until.to_owned(), |day| day.to_string())
}

fn is_about_study(text: &str) -> bool {
    has_any(
        text,
        &[
            "independent study",
            "short-term",
            "long-term",
            "estudio independiente",
            "corto plazo",
            "largo plazo",
            "short term",
            "long term",
        ],
    )
}

/// What a number of days is about, when it says what the law said once.
fn topic(sentence: &str, block: &str, days: &Days) -> Option<Topic> {
    let signs = has_any(
        sentence,
        &[
            "sign",
            "signed",
            "signs",
            "signature",
            "signatures",
            "signing",
            "firma",
            "firmar",
            "firme",
            "firman",
            "firmado",
            "firmada",
        ],
    );
    let agreement = has_any(sentence, &AGREEMENTS);
    if signs && (agreement || is_about_study(block)) && days.least.is_none() {
        return match days.most {
            Some(10) => Some(Topic::Signing),
            Some(30) => Some(Topic::SigningIn2021),
            _ => None,
        };
    }
    if !is_about_study(sentence) {
        return None;
    }
    // Days before a trip, days to answer, days to return are other numbers.
    if has_any(
        sentence,
        &[
            "notice",
            "in advance",
            "ahead",
            "before your",
            "before the trip",
            "after you ask",
            "return",
            "aviso",
            "anticipación",
            "regres",
            "regresar",
            "antes de",
        ],
    ) {
        return None;
    }
    let short = has_any(sentence, &["short-term", "short term", "corto plazo"]);
    let long = has_any(sentence, &["long-term", "long term", "largo plazo"]);
    match (days.least, days.most) {
        // "3 to 14 days"
        (Some(3 | 5), Some(10 | 14)) => Some(Topic::MinimumLength),
        (Some(1) | None, Some(14)) if short || !long => Some(Topic::ShortTerm),
        (Some(14), Some(14)) if short => Some(Topic::ShortTerm),
        (Some(15), None) if long || !short => Some(Topic::LongTerm),
        (Some(3 | 5), None) if !long => Some(Topic::MinimumLength),
        _ => None,
    }
}

/// "Districts must offer independent study": only in 2021-22.
fn must_offer(sentence: &str) -> Option<(Topic, std::ops::Range<usize>)> {
    const CLAIMS: [&str; 10] = [
        "must offer independent study",
        "required to offer independent study",
        "shall offer independent study",
        "has to offer independent study",
        "have to offer independent study",
        "must provide independent study",
        "deben ofrecer estudio independiente",
        "debe ofrecer estudio independiente",
        "obligados a ofrecer estudio independiente",
        "obligado a ofrecer estudio independiente",
    ];
    if !["offer ind", "provide ind", "ofrecer est"].iter().any(|part| sentence.contains(part)) {
        return None;
    }
    let claim = CLAIMS.iter().find_map(|claim| super::super::find_whole(sentence, claim))?;
    let denied = has_any(sentence, &["not", "no", "never", "nunca", "if", "2021-22"]);
    (!denied).then_some((Topic::MustOffer, claim))
}

/// "Misses 60 percent of a week": the trigger of 2021-22.
fn sixty_percent(sentence: &str) -> Option<(Topic, std::ops::Range<usize>)> {
    let found = ["60 percent", "60%", "sixty percent", "60 por ciento"]
        .iter()
        .find_map(|words| sentence.find(words).map(|at| at..at + words.len()))?;
    let about = has_any(
        sentence,
        &[
            "week",
            "weekly",
            "semana",
            "re-engagement",
            "reengagement",
            "not generate attendance",
            "absent",
            "missed",
            "misses",
        ],
    );
    about.then_some((Topic::Reengagement, found))
}
