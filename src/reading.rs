//! parse: how hard a page's running text is to read.
//!
//! English is measured as a United States school grade (Flesch-Kincaid, 1975), Spanish as
//! ease from 0 to 100 (Fernández Huerta, 1959), where 60 to 70 is what grades 7 and 8 read.
//! Headings, tables, code and the names of statutes do not count.

use crate::language;

/// Words, sentences and syllables of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Words; numbers are none.
    pub words: usize,
    /// Sentences; the end of a paragraph or list item ends one.
    pub sentences: usize,
    /// Syllables of the words.
    pub syllables: usize,
    /// Whether words came since the last sentence ended.
    open: bool,
}

/// How hard a text is, on the scale of its language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Score {
    /// School grade; 8 or less is plain.
    Grade(f64),
    /// Ease, 0 to 100; 60 or more is plain.
    Ease(f64),
}

impl Score {
    /// Whether most grown-ups read it without effort.
    #[must_use]
    pub fn is_plain(self) -> bool {
        match self {
            Score::Grade(grade) => grade <= 8.0,
            Score::Ease(ease) => ease >= 60.0,
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Score::Grade(grade) => write!(formatter, "grade {grade:.1}"),
            Score::Ease(ease) => write!(formatter, "ease {ease:.0}"),
        }
    }
}

/// Texts with fewer words have no steady score.
const LEAST_WORDS: usize = 30;

impl Reading {
    /// The score on the scale of `language`; `None` for short texts and languages without one.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no page has 2^52 words")]
    pub fn score(&self, language: &str) -> Option<Score> {
        if self.words < LEAST_WORDS || self.sentences == 0 {
            return None;
        }
        let (words, sentences, syllables) = (self.words as f64, self.sentences as f64, self.syllables as f64);
        match language::primary(language) {
            "en" => Some(Score::Grade(0.39 * words / sentences + 11.8 * syllables / words - 15.59)),
            "es" => Some(Score::Ease(206.84 - 60.0 * syllables / words - 1.02 * words / sentences)),
            _ => None,
        }
    }

    /// Adds a piece of running text; `language` decides how syllables are counted.
    ///
    /// This reads every word of a site, so it looks at each byte once, decodes only what is no
    /// ASCII, and takes no memory from the heap.
    pub fn add(&mut self, text: &str, language: &str) {
        let spanish = language::primary(language) == "es";
        let bytes = text.as_bytes();
        let mut word = 0..0;
        let mut at = 0;
        while at < bytes.len() {
            // Most of what stands between words.
            if bytes[at] == b' ' {
                at += 1;
                continue;
            }
            let (class, width) = class_at(text, at);
            match class {
                Class::Other | Class::Joiner => at += width,
                Class::EndMark => {
                    // "51747(g)." ends with a bracket, "J." with an initial.
                    let last = if word.end == at { &text[word] } else { "" };
                    if self.open && ends_sentence(last, &text[at..]) {
                        self.end_block();
                    }
                    at += width;
                    while let Some((Class::EndMark, width)) = (at < bytes.len()).then(|| class_at(text, at)) {
                        at += width;
                    }
                    word = at..at;
                }
                Class::Letter | Class::Digit => {
                    let (end, plain) = word_end(text, at);
                    self.open = true;
                    if plain {
                        self.words += 1;
                        self.syllables += syllables(&text[at..end], spanish);
                    }
                    word = at..end;
                    at = end;
                }
            }
        }
    }

    /// Ends a paragraph, list item or definition.
    pub fn end_block(&mut self) {
        self.sentences += usize::from(std::mem::take(&mut self.open));
    }
}

/// The sentences of a text, in bytes, without the space around them.
#[must_use]
pub fn sentences(text: &str) -> Vec<std::ops::Range<usize>> {
    sentences_of(text, text.is_ascii())
}

/// The same; in a text of ASCII, words that no mark follows need not be looked at.
fn sentences_of(text: &str, is_ascii: bool) -> Vec<std::ops::Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut at, mut word) = (0, 0, 0..0);
    let mut push = |from: usize, to: usize| {
        let piece = &text[from..to];
        let lead = piece.len() - piece.trim_start().len();
        let piece = piece.trim();
        if piece.contains(char::is_alphanumeric) {
            sentences.push(from + lead..from + lead + piece.len());
        }
    };
    let bytes = text.as_bytes();
    // Up to here it is known where marks stand; in a text of ASCII they are three.
    let mut looked = if is_ascii { 0 } else { text.len() };
    while at < text.len() {
        if at >= looked {
            let Some(mark) = memchr::memchr3(b'.', b'?', b'!', &bytes[at..]) else { break };
            looked = at + mark + 1;
            // Words before the last space have nothing to do with the mark.
            at += memchr::memrchr(b' ', &bytes[at..at + mark]).map_or(0, |space| space + 1);
        }
        let (class, width) = class_at(text, at);
        match class {
            Class::Other | Class::Joiner => at += width,
            Class::EndMark => {
                let ends = ends_sentence(if word.end == at { &text[word] } else { "" }, &text[at..]);
                at += width;
                while let Some((Class::EndMark, width)) = (at < text.len()).then(|| class_at(text, at)) {
                    at += width;
                }
                word = at..at;
                if ends {
                    // Closing marks belong to the sentence.
                    let rest = &text[at..];
                    at += rest.len() - rest.trim_start_matches(['"', '”', '»', ')', '’', '\'']).len();
                    push(start, at);
                    start = at;
                }
            }
            Class::Letter | Class::Digit => {
                let (end, _) = word_end(text, at);
                word = at..end;
                at = end;
            }
        }
    }
    push(start, text.len());
    sentences
}

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter, or a digit of another script than ours.
    Letter,
    /// 0 to 9.
    Digit,
    /// The full stop joins too, inside "51745.6" and "a.m.".
    EndMark,
    /// What joins two parts of a word: "don't", "short-term".
    Joiner,
    /// Everything else.
    Other,
}

const ASCII: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'.' | b'?' | b'!' => Class::EndMark,
            b'\'' | b'-' | b'@' | b'_' => Class::Joiner,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// The class of the character that starts at byte `at`, and its length.
fn class_at(text: &str, at: usize) -> (Class, usize) {
    let byte = text.as_bytes()[at];
    if let Some(class) = ASCII.get(usize::from(byte)) {
        return (*class, 1);
    }
    let Some(c) = text[at..].chars().next() else { return (Class::Other, 1) };
    let class = match c {
        '…' => Class::EndMark,
        '’' => Class::Joiner,
        c if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    };
    (class, c.len_utf8())
}

/// Where the word that starts at `at` ends, and whether it is one that is counted: "don't" and
/// "short-term" are one word each, "51745.6", "a.m" and addresses are none.
fn word_end(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut end = at;
    let mut plain = true;
    while end < bytes.len() {
        // Most of every word.
        if bytes[end].is_ascii_alphabetic() {
            end += 1;
            continue;
        }
        let (class, width) = class_at(text, end);
        match class {
            Class::Letter => {}
            Class::Digit => plain = false,
            Class::Joiner | Class::EndMark => {
                let joins = class == Class::Joiner || bytes[end] == b'.';
                let next = end + width;
                let follows = || next < bytes.len() && matches!(class_at(text, next).0, Class::Letter | Class::Digit);
                if !joins || !follows() {
                    break;
                }
                plain &= !matches!(bytes[end], b'@' | b'.');
            }
            Class::Other => break,
        }
        end += width;
    }
    (end, plain)
}

/// Whether the mark that `rest` starts with ends a sentence: not that of "a.m.", of an
/// initial, of a title or of a number.
fn ends_sentence(word: &str, rest: &str) -> bool {
    if !rest.starts_with('.') {
        return true;
    }
    let after = rest[1..].trim_start_matches(['"', '”', '»', ')', '’']);
    let letters = !word.contains(|c: char| c.is_ascii_digit());
    let short = word.chars().count() == 1 || word.contains('.');
    let abbreviation = letters && (short || matches!(word, "Sr" | "Sra" | "Dr" | "Mr" | "Ms" | "No" | "Ed"));
    let starts_anew = after.is_empty() || after.starts_with(char::is_whitespace);
    let goes_on = after.trim_start().starts_with(char::is_lowercase);
    starts_anew && !goes_on && (!abbreviation || after.is_empty())
}

fn syllables(word: &str, spanish: bool) -> usize {
    // Letters of an abbreviation are said one by one: I-E-P.
    let may_be_abbreviation = word.len() > 1 && !word.as_bytes()[1].is_ascii_lowercase();
    if may_be_abbreviation && word.chars().all(char::is_uppercase) {
        return word.chars().count();
    }
    if spanish {
        return word.split('-').map(spanish_syllables).sum::<usize>().max(1);
    }
    let mut part = Part::default();
    let mut count = 0;
    for byte in word.bytes() {
        if byte == b'-' {
            count += part.english_syllables();
            part.length = 0;
            part.vowels = 0;
        } else {
            // "don't" is said like a word without the mark.
            part.push(byte);
        }
    }
    (count + part.english_syllables()).max(1)
}

/// Letters of a word that are looked at; longer words are misprints.
const LONGEST_PART: usize = 48;

/// A bit for each of a, e, i, o, u and y.
const VOWELS: u32 = 1 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20 | 1 << 24;

fn is_vowel(letter: u8) -> bool {
    VOWELS >> (letter.wrapping_sub(b'a') & 31) & 1 == 1
}

/// The letters of a word, or of what stands between its hyphens, in small ASCII ones.
struct Part {
    letters: [u8; LONGEST_PART],
    length: usize,
    /// A bit for each letter: whether it is a vowel.
    vowels: u64,
}

impl Default for Part {
    fn default() -> Self {
        Self { letters: [0; LONGEST_PART], length: 0, vowels: 0 }
    }
}

impl Part {
    fn push(&mut self, byte: u8) {
        let letter = byte | 0x20;
        if letter.is_ascii_lowercase() && self.length < LONGEST_PART {
            self.letters[self.length] = letter;
            self.vowels |= u64::from(is_vowel(letter)) << self.length;
            self.length += 1;
        }
    }

    /// Groups of vowels, two more where they are said apart, without a silent ending.
    fn english_syllables(&self) -> usize {
        let word = &self.letters[..self.length];
        let mut count = (self.vowels & !(self.vowels << 1)).count_ones() as usize;
        let mut pairs = self.vowels & self.vowels << 1;
        let mut apart = false;
        while pairs != 0 && !apart {
            apart = is_apart(&word[pairs.trailing_zeros() as usize - 1..]);
            pairs &= pairs - 1;
        }
        if apart && !has_joined_ending(word) {
            count += 1;
        }
        if count > 1 && has_silent_ending(word) {
            count -= 1;
        }
        count.max(usize::from(!word.is_empty()))
    }
}

/// "rule", "signed", "times": an e that is not said.
fn has_silent_ending(word: &[u8]) -> bool {
    match word {
        [.., before, b'l', b'e'] => is_vowel(*before),
        [_, .., before, b'e'] => !is_vowel(*before),
        [_, .., before, b'e', b'd'] => !matches!(before, b't' | b'd') && !is_vowel(*before),
        // "rules" is one syllable, "tables" two.
        [.., first, b'l', b'e', b's'] => is_vowel(*first),
        [_, .., before, b'e', b's'] => !matches!(before, b's' | b'x' | b'z' | b'h' | b'c' | b'g') && !is_vowel(*before),
        _ => false,
    }
}

/// Whether the two vowels at the start are two syllables: "period", "science", "create".
fn is_apart(vowels: &[u8]) -> bool {
    match vowels {
        [b'i', b'e', next, ..] => matches!(next, b'n' | b't'),
        [b'u', b'a', next, ..] => matches!(next, b'l' | b't'),
        _ => matches!(
            vowels,
            [b'i', b'a' | b'o' | b'u', ..]
                | [b'e', b'o', ..]
                | [b'e', b'a', b't', b'e', ..]
                | [b'y', b'i', b'n', b'g', ..]
        ),
    }
}

/// "instruction", "special": two vowels that are said as one.
fn has_joined_ending(word: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 8] = [b"tion", b"sion", b"cial", b"tial", b"cian", b"cious", b"tious", b"gion"];
    word.windows(4).any(|part| ENDINGS.iter().any(|ending| part == &ending[..4]))
}

/// Nuclei by the rules of Spanish: strong vowels and stressed weak ones stand alone.
fn spanish_syllables(word: &str) -> usize {
    let strong = |c: char| matches!(c, 'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'í' | 'ú');
    let weak = |c: char| matches!(c, 'i' | 'u' | 'ü');
    let mut letters = word.chars().flat_map(char::to_lowercase).filter(|c| *c != 'h').peekable();
    let mut count = 0;
    let mut before: Option<char> = None;
    let mut previous: Option<char> = None;
    while let Some(letter) = letters.next() {
        let next = letters.peek();
        let silent_u =
            letter == 'u' && matches!(before, Some('q' | 'g')) && matches!(next, Some('e' | 'i' | 'é' | 'í'));
        let vowel = (strong(letter) || weak(letter) || (letter == 'y' && next.is_none())) && !silent_u;
        if vowel {
            let joins = previous.is_some_and(|previous| !(strong(previous) && strong(letter)));
            count += usize::from(!joins);
        }
        previous = vowel.then_some(letter);
        before = Some(letter);
    }
    count.max(usize::from(before.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 4000, ..Default::default() })]

        #[test]
        fn the_short_way_to_sentences_ends_where_the_long_one_does(text in "(No|Dr|a|I|51745|x|[ .?!]|[-'@)\"\n])*") {
            proptest::prop_assert_eq!(sentences_of(&text, true), sentences_of(&text, false));
        }
    }

    fn measured(text: &str, language: &str) -> Reading {
        let mut reading = Reading::default();
        reading.add(text, language);
        reading.end_block();
        reading
    }

    #[test]
    fn english_syllables_of_the_words_of_these_pages() {
        for (word, expected) in [
            ("school", 1),
            ("student", 2),
            ("independent", 4),
            ("study", 2),
            ("signed", 1),
            ("wanted", 2),
            ("agreement", 3),
            ("teacher", 2),
            ("voluntary", 4),
            ("guardian", 3),
            ("table", 2),
            ("whole", 1),
            ("credential", 3),
            ("instruction", 3),
            ("education", 4),
            ("classes", 2),
            ("times", 1),
            ("pages", 2),
            ("create", 2),
            ("rules", 1),
            ("tables", 2),
            ("period", 3),
            ("science", 2),
            ("IEP", 3),
            ("don't", 1),
            ("short-term", 2),
            ("the", 1),
            ("free", 1),
        ] {
            assert_eq!(syllables(word, false), expected, "{word}");
        }
    }

    #[test]
    fn spanish_syllables_by_its_rules() {
        for (word, expected) in [
            ("estudio", 3),
            ("independiente", 5),
            ("escuela", 3),
            ("maestro", 3),
            ("días", 2),
            ("acuerdo", 3),
            ("que", 1),
            ("guía", 2),
            ("guerra", 2),
            ("agua", 2),
            ("pingüino", 3),
            ("leer", 2),
            ("ley", 1),
            ("ahora", 3),
            ("país", 2),
            ("ciudad", 2),
            ("niño", 2),
            ("educación", 4),
            ("usted", 2),
            ("ADA", 3),
            ("y", 1),
        ] {
            assert_eq!(syllables(word, true), expected, "{word}");
        }
    }

    #[test]
    fn sentences_end_where_readers_pause() {
        let sentences = |text: &str| measured(text, "en").sentences;
        assert_eq!(sentences("Sign it. Send it! Done?"), 3);
        assert_eq!(sentences("We open at 8:00 a.m. and close at 4:00 p.m. each day."), 1);
        assert_eq!(sentences("a list item without a full stop"), 1);
        assert_eq!(sentences("The ratio is 22.979 (EC 51745.6). That is all."), 2);
        assert_eq!(sentences("J. Smith signs."), 1);
        assert_eq!(sentences("It is voluntary (EC Section 51747(g)). Ask us. See EC 51745(a). Then sign."), 4);
        assert_eq!(sentences(""), 0);
    }

    #[test]
    fn the_scores_are_those_of_their_formulas() {
        let reading = Reading { words: 100, sentences: 10, syllables: 150, open: false };
        assert_eq!(reading.score("en-US").unwrap().to_string(), "grade 6.0");
        assert_eq!(reading.score("es").unwrap().to_string(), "ease 107");
        assert_eq!(reading.score("vi"), None);
        assert_eq!(Reading { words: 20, sentences: 2, syllables: 30, open: false }.score("en"), None);
        assert!(Score::Grade(8.0).is_plain() && !Score::Grade(8.1).is_plain());
        assert!(Score::Ease(60.0).is_plain() && !Score::Ease(59.9).is_plain());
    }

    #[test]
    fn numbers_and_addresses_are_no_words() {
        assert_eq!(measured("Call 555-555-0142 or write to study@example.org", "en").words, 4);
    }
}
