//! Rules about how hard a page is to read.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about how hard a page is to read.
pub(super) const READING: &[Rule] = &[Rule {
    code: "reading/grade",
    level: Level::Warning,
    title: "Page that is hard to read",
    why: "Parents who left school early, who are learning English or who read on a phone between two shifts give up on long words and long sentences. They miss what they are about to sign. Grade 8 in English, or an ease of 60 in Spanish, is what most of them can read.",
    basis: &[Basis::Wcag("3.1.5")],
    wrong: "\
Participation in the independent study program necessitates the completion of a written agreement by all responsible
parties. The agreement documents educational objectives, evaluation procedures and the frequency of communication
between the family and the supervising teacher. Parents acknowledge responsibility for establishing an appropriate
educational environment at the student's residence.

Students demonstrate satisfactory educational progress through the timely submission of assignments. The supervising
teacher evaluates submitted assignments and communicates the results to parents at regular intervals. Unsatisfactory
progress initiates an evaluation of whether independent study remains an appropriate educational alternative.

Families experiencing difficulties with technology should communicate immediately with the independent study office.
The office coordinates the distribution of equipment and facilitates access to the internet for participating students.
",
    right: "\
To take part, you, your child and the teacher sign a written agreement. It says what your child will learn and how the
teacher grades the work. It also says how often you hear from the teacher. Please give your child a quiet place to
work at home.

Your child turns in the work on time. The teacher grades it and tells you how your child is doing. If your child falls
behind, the school takes a closer look. It asks if this way of learning is still good for your child.

Does the computer not work? Call our office at once. We lend computers and help you get on the internet. You can
ask for help as often as you need it.
",
}];
