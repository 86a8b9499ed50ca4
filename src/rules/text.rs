//! Rules about running text.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about running text.
pub(super) const TEXT: &[Rule] = &[
    Rule {
        code: "text/all-caps",
        level: Level::Warning,
        title: "Words in capital letters",
        why: "Everybody reads a run of capitals more slowly, most of all readers with dyslexia and those who are still \
              learning English. Many families take it for shouting.",
        basis: &[Basis::Guidance("Federal plain language guidelines")],
        wrong: "\
PLEASE CALL THE OFFICE FIRST if your child is sick.
",
        right: "\
Please call the office first if your child is sick.
",
    },
    Rule {
        code: "text/long-emphasis",
        level: Level::Warning,
        title: "Long stretch of bold or italic text",
        why: "Where everything is bold, nothing stands out, and a parent who skims misses the one thing to do. Long \
              stretches of italics are hard to read with dyslexia or low vision.",
        basis: &[Basis::Guidance("Federal plain language guidelines")],
        wrong: "\
**Come to the first meeting with your child. Bring the signed agreement, proof of your address and a list of the times that suit you best.**
",
        right: "\
Come to the first meeting with your child. **Bring the signed agreement**, proof of your address and a list of the times
that suit you best.
",
    },
    Rule {
        code: "text/long-sub",
        level: Level::Warning,
        title: "Whole sentence as small raised or lowered text",
        why: "Raised and lowered letters are smaller than the rest. A reader with low vision, or with an old phone in \
              the sun, cannot read a sentence of them.",
        basis: &[],
        wrong: "\
Lunch is free.<sup>Ask the office at your school for the lunch form and hand it in by the first day of the term.</sup>
",
        right: "\
Lunch is free. Ask the office at your school for the lunch form and hand it in by the first day of the term.
",
    },
    Rule {
        code: "text/long-paragraph",
        level: Level::Note,
        title: "Paragraph of more than 120 words",
        why: "On a phone a long paragraph fills the screen with gray. Parents who look for one answer give up, and \
              those who lose their place cannot find it again.",
        basis: &[Basis::Guidance("Federal plain language guidelines")],
        wrong: "\
Your child works with a teacher each week. The two of them meet at a set time, by phone or by video. The teacher looks
at the work and says what is good and what to try next. Your child then gets new work for the week to come. You can help
in small ways. Find a quiet place for the books. Set a time to start each day. Ask your child what the work is about,
and listen. You do not have to teach. If your child is stuck, write to the teacher or call. If your child is sick, tell
the teacher the same day. When a book or a laptop is lost, tell the office soon. We would like to hear from you early,
so that a small problem stays small.
",
        right: "\
Your child works with a teacher each week. The two of them meet at a set time, by phone or by video. The teacher looks
at the work and says what is good and what to try next. Your child then gets new work for the week to come.

You can help in small ways. Find a quiet place for the books. Set a time to start each day. Ask your child what the work
is about, and listen. You do not have to teach.

If your child is stuck, write to the teacher or call. If your child is sick, tell the teacher the same day. When a book
or a laptop is lost, tell the office soon.
",
    },
    Rule {
        code: "text/long-sentence",
        level: Level::Note,
        title: "Sentence of more than 25 words",
        why: "By the end of a long sentence, readers have forgotten how it began. It is hardest for families who are \
              learning English, and a translator or a translation program makes more mistakes with it.",
        basis: &[Basis::Guidance("Federal plain language guidelines")],
        wrong: "\
Tell the teacher soon if your child is sick or if you plan a trip, so that the two of you can set a new day for the work.
",
        right: "\
Tell the teacher soon if your child is sick or if you plan a trip. The two of you can then set a new day for the work.
",
    },
    Rule {
        code: "text/abbreviation",
        level: Level::Note,
        title: "Abbreviation that nobody spelled out",
        why: "Staff say it every day, and a family that is new to the school has never heard it. Parents may not see \
              that the sentence is about their child.",
        basis: &[Basis::Wcag("3.1.4"), Basis::Guidance("Federal plain language guidelines")],
        wrong: "\
Tell us if your child has an IEP.
",
        right: "\
Tell us if your child has an individualized education program (IEP).
",
    },
    Rule {
        code: "text/sensory",
        level: Level::Warning,
        title: "Directions that depend on color, shape or place",
        why: "A blind reader does not know what is green or on the right, and on a phone what stood on the right is \
              somewhere else. Name the thing by its words.",
        basis: &[Basis::Wcag("1.3.3")],
        wrong: "\
You find our hours in the box on the right.
",
        right: "\
You find our hours on [our front page](index.md).
",
    },
    Rule {
        code: "text/numeric-date",
        level: Level::Note,
        title: "Date in digits only",
        why: "In most of the world 3/4/27 is the third of April. A family from Mexico or Vietnam may come a \
              month late, and only the name of the month makes it sure.",
        basis: &[],
        wrong: "\
Turn in the request form by 3/4/27.
",
        right: "\
Turn in the request form by March 4, 2027.
",
    },
    Rule {
        code: "text/area-code",
        level: Level::Note,
        title: "Telephone number without an area code",
        why: "A cell phone from another area reaches a stranger or nobody. A parent who taps the number on a phone \
              needs all ten digits.",
        basis: &[],
        wrong: "\
Call 555-0142 if your child is sick.
",
        right: "\
Call 555-555-0142 if your child is sick.
",
    },
];
