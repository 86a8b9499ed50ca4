//! Words of a new page that somebody has still to replace: `[Write here: the office hours]`.

use std::ops::Range;

use super::PageCheck;
use crate::diagnostics::Level;
use crate::markdown::BlockKind;

/// How the words between square brackets begin that ask an author for others, in small letters. The first two are
/// those of the pages that `new` writes.
const ASKING: [&str; 8] =
    ["write here", "escriba aquí", "insert ", "inserte ", "your text here", "su texto aquí", "fill in ", "placeholder"];

/// Abbreviations that ask for words when they stand alone between square brackets.
const ALONE: [&str; 3] = ["TODO", "TBD", "XXX"];

/// What printers set where words are missing, without its first letter.
const DUMMY: [&str; 3] = ["orem ipsum", "orem Ipsum", "OREM IPSUM"];

pub(super) fn check(check: &mut PageCheck<'_>) {
    for prose in check.prose {
        if matches!(prose.block.kind, BlockKind::Code) {
            continue;
        }
        for range in placeholders(prose.text()) {
            report(check, &prose.text()[range.clone()], prose.span(&range));
        }
    }
    let front_matter = &check.page.front_matter;
    for field in [&front_matter.title, &front_matter.summary].into_iter().flatten() {
        for range in placeholders(&field.value) {
            report(check, &field.value[range], field.span.clone());
        }
    }
}

/// On a page that readers see, such words are an error; in a draft they are work to do.
fn report(check: &mut PageCheck<'_>, words: &str, span: Range<usize>) {
    if check.page.front_matter.draft == Some(true) {
        let inside = words.trim_start_matches('[').trim_end_matches(']');
        let task = inside.split_once(": ").map_or(inside, |(_, task)| task);
        check.report(
            "content/decide",
            Level::Note,
            span,
            format!("To decide: {task}."),
            "Write it in place of the words in square brackets.",
        );
    } else {
        check.report(
            "content/placeholder",
            Level::Error,
            span,
            format!("“{words}” asks for words that nobody has written yet."),
            "Write them in its place, or take it out; until then, keep the page from readers with draft: true",
        );
    }
}

/// Where such words stand in a text.
fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('[') {
        let Some(end) = text[at..].find(']') else { break };
        let inside = text[at + 1..at + end].trim();
        let lower = inside.to_lowercase();
        if ASKING.iter().any(|start| lower.starts_with(start)) || ALONE.contains(&inside) {
            found.push(at..at + end + 1);
        }
    }
    for dummy in DUMMY {
        if let Some(at) = text.find(dummy)
            && text[..at].ends_with(['L', 'l'])
        {
            found.push(at - 1..at + dummy.len());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_ask_for_words() {
        let found = |text: &str| placeholders(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(
            found("Open [Write here: the office hours], call [TBD]. Lorem ipsum dolor [insert date]."),
            ["[Write here: the office hours]", "[TBD]", "[insert date]", "Lorem ipsum"]
        );
        assert_eq!(found("Abierto [ESCRIBA AQUÍ: el horario] [Inserte la fecha]").len(), 2);
        for text in [
            "The law says that “[a] pupil” may ask.",
            "Todo [todo el año]",
            "The date is TBD.",
            "Write here: your name",
            "Bring [sic] the form [",
            "We do not insert anything.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
