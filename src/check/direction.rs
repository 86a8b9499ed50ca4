//! Signs that turn the order of words: what is read is not what stands there.

use super::PageCheck;
use crate::diagnostics::{Level, count};
use crate::language::{self, Direction};
use crate::visible::turns_words;

pub(super) fn check(check: &mut PageCheck<'_>) {
    let text = check.lines.text();
    // All of these signs start with the same byte.
    let is_turned = memchr::memchr_iter(0xe2, text.as_bytes()).any(|at| text[at..].starts_with(turns_words));
    // YAML knows other ways to write a sign.
    let title = check.page.front_matter.title.as_ref().filter(|title| title.value.contains(turns_words));
    if !is_turned && title.is_none() {
        return;
    }
    // Pages that are written from right to left put words of other languages between some of these signs.
    let is_from_the_right = language::direction(check.language) == Direction::Rtl;
    let is_wrong = |c: char| turns_words(c) && (!is_from_the_right || matches!(c, '\u{202d}' | '\u{202e}'));
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if let Some((at, sign)) = line.match_indices(is_wrong).next() {
            let signs = count(line.matches(is_wrong).count(), "invisible sign", "invisible signs");
            report(
                check,
                start + at..start + at + sign.len(),
                format!("This line has {signs} that turn its words around."),
            );
        }
        start += line.len();
    }
    if let Some(title) =
        title.filter(|title| title.value.contains(is_wrong) && !text[title.span.clone()].contains(is_wrong))
    {
        report(check, title.span.clone(), "The title has an invisible sign that turns its words around.".to_owned());
    }
}

fn report(check: &mut PageCheck<'_>, span: std::ops::Range<usize>, message: String) {
    check.report("paste/turned-words", Level::Error, span, message, "Type the line again by hand.");
}
