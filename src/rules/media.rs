//! Rules about video and sound.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about video and sound.
pub(super) const MEDIA: &[Rule] = &[
    Rule {
        code: "media/captions",
        level: Level::Error,
        title: "Video without captions",
        why: "A deaf parent learns nothing from what is said, and neither does a parent who watches on a bus or beside \
              a sleeping baby. Captions also help families who read English better than they follow it by ear.",
        basis: &[Basis::Wcag("1.2.2"), Basis::Act("eac66b")],
        wrong: "\
Watch [how a week of study looks (video)](silent.mp4).
",
        right: "\
Watch [how a week of study looks (video)](video.mp4).
",
    },
    Rule {
        code: "media/hosted",
        level: Level::Warning,
        title: "Hosted video that does not say it has captions",
        why: "Captions that YouTube makes by itself get names and school words wrong, and many videos have none. Look \
              at the video, then say so in the link: a deaf parent then knows before the video starts.",
        basis: &[Basis::Wcag("1.2.2")],
        wrong: "\
Watch [how a week of study looks (video)](https://www.youtube.com/watch?v=a1b2c3d4e5f).
",
        right: "\
Watch [how a week of study looks (video with captions)](https://www.youtube.com/watch?v=a1b2c3d4e5f).
",
    },
    Rule {
        code: "media/transcript",
        level: Level::Warning,
        title: "Sound without a transcript",
        why: "A deaf parent has no other way to learn what is said. A transcript can also be searched, translated and \
              read without using up a family's phone data.",
        basis: &[Basis::Wcag("1.2.1")],
        wrong: "\
Listen to [a talk about a week of study](video.wav).
",
        right: "\
Listen to [a talk about a week of study](video.wav). Read the [transcript of the talk](index.md) on our front page.
",
    },
];
