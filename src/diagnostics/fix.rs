//! How findings are mended: edits, and the text that they make.

use std::collections::BTreeMap;
use std::ops::Range;

/// The one safe way to mend a problem: bytes of the decoded file, and what takes their place. Without any
/// edits, the file only has to be saved as UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    /// In any order, none overlapping another.
    pub edits: Vec<(Range<usize>, String)>,
    /// Whether it makes something else of the blocks that it touches: a list of paragraphs.
    pub reshapes: bool,
}

impl Fix {
    /// A fix that changes words here and there.
    #[must_use]
    pub fn of(edits: Vec<(Range<usize>, String)>) -> Self {
        Self { edits, reshapes: false }
    }

    /// A fix that puts `words` in one place.
    #[must_use]
    pub fn replace(span: Range<usize>, words: impl Into<String>) -> Self {
        Self::of(vec![(span, words.into())])
    }

    /// The same fix, which makes something else of the blocks that it touches.
    #[must_use]
    pub fn reshaping(mut self) -> Self {
        self.reshapes = true;
        self
    }
}

/// One place that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<'f> {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What takes their place.
    pub words: &'f str,
    /// Whether the blocks that it touches become something else.
    pub reshapes: bool,
}

/// The edits of fixes, from left to right; of two fixes that touch the same bytes the first counts. Also returns
/// how many fixes they are of.
#[must_use]
pub fn edits<'f>(text: &str, fixes: impl Iterator<Item = &'f Fix>) -> (Vec<Edit<'f>>, usize) {
    let mut edits: BTreeMap<(usize, usize), Edit<'f>> = BTreeMap::new();
    let mut mended = 0;
    for fix in fixes {
        let fits = |span: &Range<usize>| {
            text.is_char_boundary(span.start) && text.is_char_boundary(span.end) && span.start <= span.end
        };
        let free = |span: &Range<usize>| {
            let key = (span.start, span.end);
            let before = edits.range(..key).next_back();
            let after = edits.range(key..).next();
            before.is_none_or(|((_, end), _)| *end <= span.start)
                && after.is_none_or(|(other, _)| *other != key && span.end <= other.0)
        };
        if fix.edits.iter().all(|(span, _)| fits(span) && free(span)) {
            edits.extend(fix.edits.iter().map(|(span, words)| {
                ((span.start, span.end), Edit { span: span.clone(), words, reshapes: fix.reshapes })
            }));
            mended += 1;
        }
    }
    (edits.into_values().collect(), mended)
}

/// The text that edits make.
#[must_use]
pub fn made(text: &str, edits: &[Edit<'_>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start]);
        out.push_str(edit.words);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    out
}
