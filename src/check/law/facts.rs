//! What the law says and said about independent study, as data.
//!
//! Every fact carries its days, its citation, where it was read and when. Nothing here is from general knowledge.

/// One thing the law says, or said until a day.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// What it is about.
    pub topic: Topic,
    /// What it says as a number, where it is one.
    pub(super) value: Value,
    /// What it says, in a few words.
    pub says: &'static str,
    /// The first day on which it held, where a source was seen.
    pub from: &'static str,
    /// The first day on which it held no longer, and what ended it.
    pub ended: Option<(&'static str, &'static str)>,
    /// Where the law has it, or has what came after it.
    pub cite: &'static str,
    /// Where it was read.
    pub source: &'static str,
    /// The day on which the source was read.
    pub as_of: &'static str,
}

/// What a fact, or a claim, is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The shortest length of independent study.
    MinimumLength,
    /// The longest short-term study.
    ShortTerm,
    /// The shortest long-term study.
    LongTerm,
    /// When the agreement for short-term study is signed.
    SigningShort,
    /// When the agreement for long-term study is signed.
    SigningLong,
    /// How long an agreement lasts.
    AgreementLength,
    /// Whether a district must offer it.
    Offering,
    /// What starts re-engagement.
    Reengagement,
    /// When parents hear of a missed day.
    Notification,
    /// Live instruction by grade.
    LiveInstruction,
    /// How soon a student may go back to class.
    Return,
    /// Students for one teacher.
    Ratio,
    /// The share of a continuation school.
    Cap,
    /// Signed and dated work.
    WorkProducts,
    /// What attendance is counted from.
    Attendance,
    /// How long the findings of an evaluation are kept.
    EvaluationRecords,
    /// Students with an IEP.
    SpecialEducation,
    /// Whether anybody must take part.
    TakingPart,
    /// Who supervises.
    Credential,
    /// Where a student lives.
    Residence,
    /// How old a student may be.
    Age,
    /// Money and presents.
    Gifts,
    /// Notices in another language.
    Translation,
}

/// A number that the law sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Least(u32),
    Most(u32),
    /// One of these numbers.
    Exactly(&'static [u32]),
    /// Within so many days.
    Within(u32),
    /// Before the start.
    Before,
    /// At any time.
    AnyTime,
    /// No number: yes, no, or words.
    Words,
}

impl Topic {
    /// Every fact about it, what holds today first.
    pub(super) fn facts(self) -> impl Iterator<Item = &'static Fact> {
        FACTS.iter().filter(move |fact| fact.topic == self)
    }

    /// What holds today.
    pub(super) fn today(self) -> Option<&'static Fact> {
        self.facts().find(|fact| fact.ended.is_none())
    }
}

/// The newest day of a text of this law that was seen.
pub const LAW_AS_OF: &str = "2024-09-30";

const SEEN: &str = "2026-11-27";
const SB_153: &str = "SB 153 (Chapter 38, Statutes of 2024)";
const AB_181: &str = "AB 181 (Chapter 52, Statutes of 2022)";
const YEAR_2021: &str = "the end of school year 2021-22";
const LETTER: &str = "California Department of Education, letter on SB 153, www.cde.ca.gov/fg/it/sb153letter.asp";
const CHART: &str =
    "California Department of Education, comparison of modalities, www.cde.ca.gov/sp/eo/is/ismodalitiescht.asp";
const POLICY: &str = "a district’s board policy and regulation 6158 of 2023, which quote the statute";
const LEGAL: &str = "California Department of Education, legal requirements, cde.ca.gov/sp/eo/is/legal.asp";
const STATUTE_2021: &str = "the section as of 2021, leginfo.legislature.ca.gov";

const fn fact(topic: Topic, value: Value, says: &'static str, cite: &'static str, source: &'static str) -> Fact {
    Fact { topic, value, says, from: "", ended: None, cite, source, as_of: SEEN }
}

const fn since(from: &'static str, fact: Fact) -> Fact {
    Fact { from, ..fact }
}

const fn until(day: &'static str, by: &'static str, fact: Fact) -> Fact {
    Fact { ended: Some((day, by)), ..fact }
}

/// All facts: of each topic what holds today, then what held before.
pub const FACTS: &[Fact] = &[
    since(
        "2024-06-29",
        fact(Topic::MinimumLength, Value::Least(1), "no shortest length", "EC Section 46300(e)", LETTER),
    ),
    until(
        "2024-06-29",
        SB_153,
        fact(
            Topic::MinimumLength,
            Value::Least(3),
            "three consecutive school days at least",
            "EC Section 46300(e)",
            LETTER,
        ),
    ),
    since(
        "2024-06-29",
        fact(
            Topic::ShortTerm,
            Value::Most(15),
            "short-term study is 15 school days or fewer",
            "EC Section 51747(g)(9)(A)",
            LETTER,
        ),
    ),
    until(
        "2024-06-29",
        SB_153,
        fact(
            Topic::ShortTerm,
            Value::Most(14),
            "short-term study was 14 school days or fewer",
            "EC Section 51747",
            LETTER,
        ),
    ),
    since(
        "2024-06-29",
        fact(
            Topic::LongTerm,
            Value::Least(16),
            "long-term study is 16 school days or more",
            "EC Section 51749",
            LETTER,
        ),
    ),
    until(
        "2024-06-29",
        SB_153,
        fact(
            Topic::LongTerm,
            Value::Least(15),
            "long-term study was 15 school days or more",
            "EC Section 51749",
            LETTER,
        ),
    ),
    since(
        "2024-06-29",
        fact(
            Topic::SigningShort,
            Value::AnyTime,
            "signed at any time in the school year for short-term study, before the start for long-term study",
            "EC Section 51747(g)(9)(A)",
            LETTER,
        ),
    ),
    until(
        "2024-06-29",
        SB_153,
        fact(
            Topic::SigningShort,
            Value::Within(10),
            "signed within 10 days of the start",
            "EC Section 51747(g)(9)",
            LETTER,
        ),
    ),
    until(
        "2022-07-01",
        YEAR_2021,
        fact(
            Topic::SigningShort,
            Value::Within(30),
            "signed within 30 days of the start",
            "EC Section 51747",
            "Schools Legal Service, memo 27-2021, sclscal.org",
        ),
    ),
    fact(
        Topic::SigningLong,
        Value::Before,
        "an agreement for long-term study is signed before the study starts",
        "EC Section 51747(g)(9)(A)",
        LETTER,
    ),
    until(
        "2022-07-01",
        YEAR_2021,
        fact(
            Topic::SigningLong,
            Value::Within(30),
            "signed within 30 days of the start",
            "EC Section 51747",
            "Schools Legal Service, memo 27-2021, sclscal.org",
        ),
    ),
    fact(
        Topic::AgreementLength,
        Value::Words,
        "an agreement lasts for one school year at most",
        "EC Section 51747(g)",
        POLICY,
    ),
    fact(
        Topic::Offering,
        Value::Words,
        "a district may offer independent study",
        "EC Section 51745(a)",
        "California Department of Education, questions and answers, cde.ca.gov/SP/eo/is/faq.asp; 5 CCR 11700 at govt.westlaw.com",
    ),
    until(
        "2022-07-01",
        YEAR_2021,
        fact(
            Topic::Offering,
            Value::Words,
            "every district had to offer it",
            "EC Section 51745(a)",
            "California Department of Education, letter on AB 130, cde.ca.gov/fg/it/ab130isletter.asp",
        ),
    ),
    fact(
        Topic::Reengagement,
        Value::Exactly(&[10, 50]),
        "re-engagement starts when a student misses more than 10 percent of the required time over four weeks in a row, or more than half of the live classes of a school month, or breaks the agreement",
        "EC Section 51747(d)",
        CHART,
    ),
    until(
        "2022-07-01",
        AB_181,
        fact(
            Topic::Reengagement,
            Value::Exactly(&[3, 60]),
            "after three days or 60 percent of a week",
            "EC Section 51747(d)",
            CHART,
        ),
    ),
    fact(
        Topic::Notification,
        Value::Within(1),
        "parents are told within one school day of a missed day",
        "EC Section 51747(d)",
        POLICY,
    ),
    fact(
        Topic::LiveInstruction,
        Value::Words,
        "in long-term study there is daily synchronous instruction in grades TK to 3, daily live interaction and weekly synchronous instruction in grades 4 to 8, and weekly synchronous instruction in grades 9 to 12",
        "EC Section 51747(e)",
        "California School Boards Association, January 2025, publications.csba.org",
    ),
    fact(
        Topic::Return,
        Value::Within(5),
        "a student may ask to return to class at any time, and in long-term study returns within five instructional days",
        "EC Section 51747(f), 5 CCR 11700(d)(2)(A)",
        POLICY,
    ),
    fact(
        Topic::Ratio,
        Value::Exactly(&[25]),
        "a district’s ratio is that of its other programs, a charter school’s is 25 to 1 or that of the largest unified district of its county, unless bargained otherwise",
        "EC Section 51745.6, 5 CCR 11704",
        "EC 51745.6 as of January 1, 2025, codes.findlaw.com; 5 CCR 11704 at casetext.com",
    ),
    fact(
        Topic::Cap,
        Value::Exactly(&[10]),
        "10 percent of the students of a continuation school or opportunity program earn state money through independent study at most",
        "EC Section 51745(b)",
        STATUTE_2021,
    ),
    fact(
        Topic::WorkProducts,
        Value::Words,
        "nobody signs and dates each work product to judge its time value; the samples that are kept carry a signed or initialed and dated note of the teacher",
        "EC Section 51747.5(e), 5 CCR 11703(b)(3)",
        "EC 51747.5 as of 2021, leginfo.legislature.ca.gov; 5 CCR 11703 at govt.westlaw.com",
    ),
    fact(
        Topic::Attendance,
        Value::Words,
        "attendance is counted from the time value of work, alone or together with live instruction",
        "EC Section 51747.5(b)",
        "EC 51747.5 with the words of AB 176, lexace.ai",
    ),
    fact(
        Topic::EvaluationRecords,
        Value::Exactly(&[3]),
        "the record of an evaluation is kept for three years",
        "EC Section 51747(b)",
        POLICY,
    ),
    fact(
        Topic::SpecialEducation,
        Value::Words,
        "a student with an IEP may take part when the IEP provides for it",
        "EC Section 51745(c)",
        "California Department of Education, letter of August 19, 2022, cde.ca.gov/sp/se/lr/om081922.asp",
    ),
    fact(
        Topic::TakingPart,
        Value::Words,
        "independent study is optional, and no pupil may be required to take part",
        "EC Section 51747(g)(8), 5 CCR 11700(d)(2)(A)",
        LEGAL,
    ),
    fact(
        Topic::Credential,
        Value::Words,
        "an employee with a credential supervises independent study",
        "EC Section 51747.5(a), 44865, 44300",
        STATUTE_2021,
    ),
    fact(
        Topic::Residence,
        Value::Words,
        "a student lives in the district’s county or in one beside it",
        "EC Section 46300.2, 51747.3",
        "EC 46300.2 as of 2021, law.justia.com",
    ),
    fact(
        Topic::Age,
        Value::Exactly(&[18, 19, 20, 21]),
        "the state pays nothing for students of 21 or older, nor of 19 or older who were not enrolled without a break since they were 18",
        "EC Section 46300.1",
        "the section, gamutonline.net",
    ),
    fact(
        Topic::Gifts,
        Value::Words,
        "students in independent study get no money and nothing of value that other students do not get; internet access and a district’s device do not count",
        "EC Section 46300.6, 51747.3",
        POLICY,
    ),
    fact(
        Topic::Translation,
        Value::Exactly(&[15]),
        "where 15 percent of a school’s students speak one other language, notices to their parents are also in it",
        "EC Section 48985",
        "the section, self-law.org",
    ),
];

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::citations;

    #[test]
    fn every_topic_has_one_fact_that_holds_today() {
        for fact in FACTS {
            let today: Vec<&str> =
                fact.topic.facts().filter(|fact| fact.ended.is_none()).map(|fact| fact.says).collect();
            assert_eq!(today.len(), 1, "{:?}: {today:?}", fact.topic);
        }
    }

    #[test]
    fn every_fact_cites_the_law_and_its_days_are_days() {
        for fact in FACTS {
            assert!(!citations::find(fact.cite, &mut None).is_empty(), "{}", fact.cite);
            let days = [fact.from, fact.ended.map_or("", |(day, _)| day), fact.as_of];
            assert!(days.iter().all(|day| day.is_empty() || day.parse::<Date>().is_ok()), "{days:?}");
            assert!(!fact.source.is_empty());
        }
        assert!(LAW_AS_OF.parse::<Date>().is_ok());
    }
}
