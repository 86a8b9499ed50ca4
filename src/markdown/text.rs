//! Words of a page, each with the byte of the file it came from.

use std::borrow::Cow;
use std::mem;
use std::ops::Range;

/// Words, and where in the file each piece of them stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'t> {
    pub(super) words: Cow<'t, str>,
    /// Byte of the file at which the first piece starts.
    pub(super) first: usize,
    /// Byte of `words` and byte of the file at which each other piece starts.
    pub(super) others: Cow<'t, [(usize, usize)]>,
}

impl Text<'_> {
    /// The words.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// Whether there is nothing but space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// Bytes of the file for bytes of the words.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        let end = if range.is_empty() { start } else { self.place(range.end - 1) + 1 };
        start..end.max(start)
    }

    /// Bytes of the file at which its pieces start.
    pub fn starts(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.first).chain(self.others.iter().map(|(_, place)| *place))
    }

    fn place(&self, at: usize) -> usize {
        let later = self.others.partition_point(|(start, _)| *start <= at);
        let (start, source) = later.checked_sub(1).map_or((0, self.first), |piece| self.others[piece]);
        source + (at - start)
    }
}

/// A text while it is read, piece by piece. The next one takes its memory.
#[derive(Default)]
pub(super) struct Pieces<'t> {
    /// The words, while they are one stretch of the file.
    pub(super) stretch: &'t str,
    /// The words, since they are not.
    pub(super) joined: String,
    pub(super) first: usize,
    pub(super) others: Vec<(usize, usize)>,
}

impl<'t> Pieces<'t> {
    /// Adds a piece that stands at byte `at` of the file.
    pub(super) fn push(&mut self, piece: &str, at: usize, file: &'t str) {
        let start = self.as_str().len();
        if start > 0 {
            self.append(start, piece, at, file);
            return;
        }
        self.first = at;
        match file.get(at..at + piece.len()) {
            Some(stretch) if is_same(stretch, piece) => self.stretch = stretch,
            _ => self.joined.push_str(piece),
        }
    }

    fn append(&mut self, start: usize, piece: &str, at: usize, file: &'t str) {
        let (last, source) = self.others.last().copied().unwrap_or((0, self.first));
        let follows = source + (start - last) == at;
        if !follows {
            self.others.push((start, at));
        }
        if self.joined.is_empty() {
            let end = at + piece.len();
            if follows && file.get(at..end).is_some_and(|stretch| is_same(stretch, piece)) {
                self.stretch = &file[self.first..end];
                return;
            }
            self.joined.push_str(self.stretch);
        }
        self.joined.push_str(piece);
    }

    /// The words.
    #[inline]
    pub(super) fn as_str(&self) -> &str {
        if self.joined.is_empty() { self.stretch } else { &self.joined }
    }

    /// The text, when it is one stretch of the file.
    pub(super) fn as_stretch(&self) -> Option<Text<'t>> {
        let words = Cow::Borrowed(self.stretch);
        self.joined.is_empty().then_some(Text { words, first: self.first, others: Cow::Borrowed(&[]) })
    }

    /// The text so far.
    pub(super) fn as_text(&self) -> Text<'_> {
        let (words, others) = (Cow::Borrowed(self.as_str()), Cow::Borrowed(self.others.as_slice()));
        Text { words, first: self.first, others }
    }

    /// The text; the next one starts with nothing.
    pub(super) fn take(&mut self) -> Text<'t> {
        let text = self.as_stretch().unwrap_or_else(|| Text {
            words: Cow::Owned(mem::take(&mut self.joined)),
            first: self.first,
            others: Cow::Owned(mem::take(&mut self.others)),
        });
        self.clear();
        text
    }

    pub(super) fn clear(&mut self) {
        self.stretch = "";
        self.joined.clear();
        self.others.clear();
    }
}

/// Whether two texts are one and the same, or at least alike: most words of a page are still where the file has them.
fn is_same(stretch: &str, piece: &str) -> bool {
    std::ptr::eq(stretch, piece) || stretch == piece
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "Call *the* office\nof niño &amp; co.";

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 4000, ..Default::default() })]

        /// Pieces of the file, some of them with other words than it has there.
        #[test]
        fn each_piece_keeps_its_place(
            pieces in proptest::collection::vec((0..FILE.len(), 0..9usize, proptest::bool::weighted(0.3), proptest::bool::ANY), 0..6)
        ) {
            let mut text = Pieces::default();
            let (mut words, mut places) = (String::new(), Vec::new());
            let mut last = 0;
            for (at, length, is_other, follows) in pieces {
                let at = if follows { last } else { at };
                last = (at + length).min(FILE.len());
                let Some(piece) = FILE.get(at..last) else { continue };
                let piece = if is_other { " ".repeat(piece.len()) } else { piece.to_owned() };
                text.push(&piece, at, FILE);
                words.push_str(&piece);
                places.extend(at..last);
            }
            let view = text.as_text();
            proptest::prop_assert_eq!(view.as_str(), &words);
            proptest::prop_assert!(text.as_stretch().is_none_or(|stretch| stretch == view));
            for (start, place) in places.iter().enumerate() {
                proptest::prop_assert_eq!(view.span(&(start..start + 1)), *place..place + 1);
            }
            let (first, others) = (view.first, Cow::Owned(view.others.to_vec()));
            proptest::prop_assert_eq!(text.take(), Text { words: Cow::Owned(words), first, others });
            proptest::prop_assert_eq!(text.as_str(), "");
        }
    }
}
