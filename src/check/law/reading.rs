//! A sentence as the grammar sees it: phrases with what they may mean, numbers, marks.

use std::borrow::Cow;
use std::ops::Range;

use super::words::{Families, Family, Lexicon, Meaning};

/// A phrase, a number or a mark.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) meaning: Meaning,
    /// The mark that it is, when it is one.
    pub(super) mark: Option<char>,
    /// Bytes of the reading's words.
    pub(super) range: Range<usize>,
    /// Bytes of the file.
    pub(super) span: Range<usize>,
}

impl Piece {
    pub(super) fn is(&self, family: Family) -> bool {
        self.meaning.families.has(family)
    }

    pub(super) fn is_any(&self, families: Families) -> bool {
        self.meaning.families.any(families)
    }

    /// Whether the grammar knows no meaning of it.
    pub(super) fn is_plain(&self) -> bool {
        self.mark.is_none() && self.meaning.families.is_empty() && self.meaning.number.is_none()
    }
}

/// The words of a sentence, or of a cell with its headers, taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The words in small letters.
    pub(super) lower: String,
    /// The words as they were written.
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
}

/// A stretch of a file to read: its words, and where they stand.
pub(super) struct Stretch<'t> {
    pub(super) text: &'t str,
    pub(super) lower: &'t str,
    /// Bytes of the file for bytes of the text.
    pub(super) place: &'t dyn Fn(Range<usize>) -> Range<usize>,
    /// Where laws are cited: bytes of the file.
    pub(super) cites: &'t [Range<usize>],
}

impl Reading {
    /// Reads `range` of a stretch.
    pub(super) fn of(stretch: &Stretch<'_>, range: Range<usize>, lexicon: &Lexicon) -> Self {
        let (text, lower) = (&stretch.text[range.clone()], &stretch.lower[range.clone()]);
        let tokens = tokens(lower);
        let place = |words: &Range<usize>| (stretch.place)(range.start + words.start..range.start + words.end);
        let cited = |words: &Range<usize>| {
            let here = place(words).start;
            stretch.cites.iter().find(|cite| cite.contains(&here)).map(|cite| cite.end)
        };
        let shouted = !text.bytes().any(|byte| byte.is_ascii_lowercase());
        let mut pieces = Vec::with_capacity(tokens.len());
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let mut meaning = Meaning::default();
            let mut mark = None;
            if let Some(end) = cited(&token.range) {
                while tokens.get(at).is_some_and(|token| place(&token.range).start < end) {
                    at += 1;
                }
                meaning.families = Families::of(&[Family::Cite]);
            } else if let Token { mark: Some(c), .. } = token {
                mark = Some(*c);
                at += 1;
            } else {
                // A hyphen may join the words of a phrase, and an inner one may be left out.
                let inner: Vec<usize> =
                    (at..tokens.len().min(at + 16)).filter(|at| !tokens[*at].is_hyphen()).take(8).collect();
                let word = |number: usize| {
                    let token = &tokens[*inner.get(number)?];
                    token.mark.is_none().then_some(&*token.word)
                };
                if let Some((length, known)) = lexicon.longest(word) {
                    meaning = known;
                    at = inner[length - 1] + 1;
                } else {
                    at += 1;
                }
                if token.is_number() {
                    meaning.number = token.word.replace(',', "").parse().ok();
                    meaning.is_ordinal = false;
                } else if let Some(digits) =
                    ["st", "nd", "rd", "th"].iter().find_map(|end| token.word.strip_suffix(end))
                    && let Ok(number) = digits.parse()
                {
                    (meaning.number, meaning.is_ordinal) = (Some(number), true);
                }
                if &text[token.range.clone()] == "IS" && !shouted {
                    meaning.families = Families::of(&[Family::Study]);
                }
            }
            let words = token.range.start..tokens[at - 1].range.end;
            let span = place(&words);
            pieces.push(Piece { meaning, mark, range: words, span });
        }
        Self { lower: lower.to_owned(), text: text.to_owned(), pieces }
    }

    /// This one, then a mark, then another: a header and its cell.
    pub(super) fn then(mut self, mark: char, other: &Self) -> Self {
        for text in [&mut self.lower, &mut self.text] {
            text.push(mark);
            text.push(' ');
        }
        let start = self.text.len();
        let edge = other.pieces.first().map_or(0..0, |piece| piece.span.start..piece.span.start);
        self.pieces.push(Piece {
            meaning: Meaning::default(),
            mark: Some(mark),
            range: start - 2..start - 1,
            span: edge,
        });
        self.pieces.extend(
            other
                .pieces
                .iter()
                .cloned()
                .map(|piece| Piece { range: piece.range.start + start..piece.range.end + start, ..piece }),
        );
        self.lower.push_str(&other.lower);
        self.text.push_str(&other.text);
        self
    }

    /// All that its words may mean.
    pub(super) fn families(&self) -> Families {
        self.pieces.iter().fold(Families::default(), |all, piece| all.and(piece.meaning.families))
    }

    pub(super) fn has(&self, family: Family) -> bool {
        self.pieces.iter().any(|piece| piece.is(family))
    }

    /// The first piece of a family.
    pub(super) fn find(&self, family: Family) -> Option<usize> {
        self.pieces.iter().position(|piece| piece.is(family))
    }

    /// A piece in small letters.
    pub(super) fn word(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| &self.lower[piece.range.clone()])
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        self.pieces.get(at).and_then(|piece| piece.mark)
    }

    pub(super) fn is(&self, at: usize, family: Family) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is(family))
    }

    pub(super) fn is_any(&self, at: usize, families: Families) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is_any(families))
    }

    /// The words of some pieces, as they were written.
    pub(super) fn words(&self, pieces: &Range<usize>) -> &str {
        match (self.pieces.get(pieces.start), pieces.end.checked_sub(1).and_then(|last| self.pieces.get(last))) {
            (Some(first), Some(last)) => self.text.get(first.range.start..last.range.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// Where they stand in the file.
    pub(super) fn span(&self, pieces: &Range<usize>) -> Range<usize> {
        match (self.pieces.get(pieces.start), pieces.end.checked_sub(1).and_then(|last| self.pieces.get(last))) {
            (Some(first), Some(last)) => first.span.start..last.span.end.max(first.span.start),
            _ => 0..0,
        }
    }

    pub(super) fn is_question(&self) -> bool {
        self.text.trim_end().trim_end_matches(['*', '"', '”', ')']).ends_with('?')
    }

    /// The clause around a piece: up to the next semicolon, colon, dash or end.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        self.stretch(at, |reading, at| matches!(reading.mark(at), Some(';' | ':' | '—')))
    }

    /// The part of a clause around a piece: up to the next comma, or word that joins clauses.
    pub(super) fn segment(&self, at: usize) -> Range<usize> {
        self.stretch(at, |reading, at| {
            matches!(reading.mark(at), Some(';' | ':' | '—' | ','))
                || reading.is(at, Family::Although)
                || reading.is(at, Family::If)
        })
    }

    fn stretch(&self, at: usize, ends: impl Fn(&Self, usize) -> bool) -> Range<usize> {
        let start = (0..at).rev().find(|at| ends(self, *at)).map_or(0, |at| at + 1);
        let end = (at + 1..self.pieces.len()).find(|at| ends(self, *at)).unwrap_or(self.pieces.len());
        start..end
    }

    /// The first of some pieces that is of a family.
    pub(super) fn find_in(&self, range: Range<usize>, families: Families) -> Option<usize> {
        range.into_iter().find(|at| self.is_any(*at, families))
    }

    /// The last of some pieces that is of a family.
    pub(super) fn find_last_in(&self, range: Range<usize>, families: Families) -> Option<usize> {
        range.rev().find(|at| self.is_any(*at, families))
    }
}

/// A word, a number or a mark.
struct Token<'t> {
    word: Cow<'t, str>,
    mark: Option<char>,
    range: Range<usize>,
}

impl Token<'_> {
    fn is_number(&self) -> bool {
        self.mark.is_none() && self.word.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
    }

    fn is_hyphen(&self) -> bool {
        self.mark == Some('-')
    }
}

/// Cuts a text in small letters. Quotation marks and the like are no marks that mean anything here.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_alphanumeric() {
            let end = word_end(text, at);
            tokens.push(Token { word: spelled(&text[at..end]), mark: None, range: at..end });
            at = end;
            continue;
        }
        let mark = match c {
            '‑' | '‐' | '−' | '–' | '-' => Some('-'),
            ',' | ';' | ':' | '(' | ')' | '—' | '+' | '%' | '/' | '&' | '$' | '?' => Some(c),
            '[' => Some('('),
            ']' => Some(')'),
            '|' => Some(';'),
            _ => None,
        };
        let spaced = text[..at].ends_with(' ') && text[at + c.len_utf8()..].starts_with(' ');
        let between_numbers = tokens.last().is_some_and(Token::is_number)
            && text[at + c.len_utf8()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        // A dash with space around it ends a clause, but not between two numbers.
        let mark = if mark == Some('-') && spaced && !between_numbers { Some('—') } else { mark };
        if mark.is_some() {
            tokens.push(Token { word: Cow::Borrowed(""), mark, range: at..at + c.len_utf8() });
        }
        at += c.len_utf8();
    }
    tokens
}

/// Where the word at `at` ends: apostrophes, and commas and points between digits, are inside it.
fn word_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut chars = text[at..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let inner = match c {
            '\'' | '’' => next.is_some_and(char::is_alphabetic),
            ',' | '.' => {
                next.is_some_and(|next| next.is_ascii_digit())
                    && text[at..at + offset].bytes().all(|byte| byte.is_ascii_digit())
            }
            c => c.is_alphanumeric(),
        };
        if !inner {
            break;
        }
        end = at + offset + c.len_utf8();
    }
    end
}

/// A word with a plain apostrophe, without the possessive one.
fn spelled(word: &str) -> Cow<'_, str> {
    if word.is_ascii() && !word.contains('\'') {
        return Cow::Borrowed(word);
    }
    let plain = if word.contains('’') { Cow::Owned(word.replace('’', "'")) } else { Cow::Borrowed(word) };
    match plain.strip_suffix("'s") {
        Some(owner) => Cow::Owned(owner.to_owned()),
        None => plain,
    }
}
