//! parse: how hard a page's running text is to read.
//!
//! English is measured as a United States school grade (Flesch-Kincaid, 1975), Spanish as
//! ease from 0 to 100 (Fernández Huerta, 1959), where 60 to 70 is what grades 7 and 8 read.
//! Headings, tables, code and the names of statutes do not count.

mod english;
mod known;

use crate::language;
use english::{Part, Run};

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
            // Very short words give a number below the first school year, which nobody knows.
            "en" => Some(Score::Grade((0.39 * words / sentences + 11.8 * syllables / words - 15.59).max(0.0))),
            "es" => Some(Score::Ease(206.84 - 60.0 * syllables / words - 1.02 * words / sentences)),
            _ => None,
        }
    }

    /// Adds a piece of running text; `language` decides how syllables are counted.
    ///
    /// This reads every word of a site, so it looks at each byte once, decodes only what is no
    /// ASCII, and takes no memory from the heap.
    pub fn add(&mut self, text: &str, language: &str) {
        let spanish = language.starts_with("es") && language::primary(language) == "es";
        let bytes = text.as_bytes();
        let mut word = 0..0;
        let mut at = 0;
        while at < bytes.len() {
            // Most of what stands between words.
            if matches!(ASCII.get(usize::from(bytes[at])), Some(Class::Other | Class::Joiner)) {
                at += 1;
                continue;
            }
            if !spanish && bytes[at].is_ascii_alphabetic() {
                let run = Run::of(&bytes[at..]);
                if run.words > 0 {
                    self.open = true;
                    self.words += run.words;
                    self.syllables += run.syllables;
                    word = at + run.last.start..at + run.last.end;
                    at += run.length;
                    continue;
                }
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
    sentences_of(text, !text.contains('…'))
}

/// The same; where no mark but the three of ASCII stands, words that none follows need not be looked at.
fn sentences_of(text: &str, has_three_marks: bool) -> Vec<std::ops::Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut at, mut word) = (0, 0, 0..0);
    let bytes = text.as_bytes();
    // Up to here it is known where marks stand.
    let mut looked = if has_three_marks { 0 } else { text.len() };
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
                    sentences.extend(without_space(text, start..at));
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
    sentences.extend(without_space(text, start..text.len()));
    sentences
}

/// A piece of `text` without the space around it; `None` where there is no letter or digit in it.
fn without_space(text: &str, piece: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let words = text[piece.clone()].trim_start();
    let start = piece.end - words.len();
    let words = words.trim_end();
    words.contains(char::is_alphanumeric).then(|| start..start + words.len())
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
    match rest.as_bytes() {
        // Where a text ends, or a capital begins a word, there is nothing more to look at.
        [b'.'] => true,
        [b'.', b' ', next, ..] if next.is_ascii_uppercase() => !is_abbreviation(word),
        [b'.', ..] => {
            let after = rest[1..].trim_start_matches(['"', '”', '»', ')', '’']);
            let starts_anew = after.is_empty() || after.starts_with(char::is_whitespace);
            let goes_on = after.trim_start().starts_with(char::is_lowercase);
            starts_anew && !goes_on && (!is_abbreviation(word) || after.is_empty())
        }
        _ => true,
    }
}

/// "J", "a.m", "Mr"
fn is_abbreviation(word: &str) -> bool {
    let (mut has_digit, mut has_stop) = (false, false);
    for byte in word.bytes() {
        has_digit |= byte.is_ascii_digit();
        has_stop |= byte == b'.';
    }
    let is_title = matches!(word, "Sr" | "Sra" | "Dr" | "Mr" | "Ms" | "No" | "Ed");
    !has_digit && (has_stop || is_title || (word.len() <= 4 && word.chars().count() == 1))
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
            count += part.syllables();
            part.clear();
        } else {
            // "don't" is said like a word without the mark.
            part.push(byte);
        }
    }
    (count + part.syllables()).max(1)
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
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 2000, ..Default::default() })]

        #[test]
        fn the_short_way_to_sentences_ends_where_the_long_one_does(text in "(No|Dr|a|I|51745|x|é|[ .?!]|[-'@)\"\n’”§])*") {
            proptest::prop_assert_eq!(sentences_of(&text, true), sentences_of(&text, false));
        }

        #[test]
        fn the_short_way_through_words_counts_as_the_long_one_does(
            text in "(a|J|I|[a-z]{1,9}|[A-Z][a-z]{1,6}|[A-Z]{2,4}|[eiuay]{2}[nltge]{0,2}|[tscg]i(on|al|an|ous)|[bl](ed|es|le|les)|x{50}|é|4|[ .?!]| |[-'@)\"\n’”…])*"
        ) {
            let mut short = Reading::default();
            short.add(&text, "en");
            proptest::prop_assert_eq!(short, plainly(&text));
        }

        #[test]
        fn marks_end_sentences_as_they_would_plainly(word in "(No|Dr|a|é|I|a[.]m|517[.]4|Mr|Sra|word)?", rest in "[.]?[ )\"”\n]{0,2}[aAéÉ4]?.?") {
            let after = rest.strip_prefix('.').map(|rest| rest.trim_start_matches(['"', '”', '»', ')', '’']));
            let expected = after.is_none_or(|after| {
                let letters = !word.contains(|c: char| c.is_ascii_digit());
                let is_short = word.chars().count() == 1 || word.contains('.');
                let is_title = ["Sr", "Sra", "Dr", "Mr", "Ms", "No", "Ed"].contains(&word.as_str());
                let starts_anew = after.is_empty() || after.starts_with(char::is_whitespace);
                let goes_on = after.trim_start().starts_with(char::is_lowercase);
                starts_anew && !goes_on && (after.is_empty() || !(letters && (is_short || is_title)))
            });
            proptest::prop_assert_eq!(ends_sentence(&word, &rest), expected);
        }
    }

    /// Word by word, as the rules of `word_end`, `ends_sentence` and syllables say.
    fn plainly(text: &str) -> Reading {
        let mut reading = Reading::default();
        let (mut at, mut word) = (0, 0..0);
        while at < text.len() {
            let (class, width) = class_at(text, at);
            match class {
                Class::Other | Class::Joiner => at += width,
                Class::EndMark => {
                    let last = if word.end == at { &text[word] } else { "" };
                    if reading.open && ends_sentence(last, &text[at..]) {
                        reading.end_block();
                    }
                    while at < text.len() && class_at(text, at).0 == Class::EndMark {
                        at += class_at(text, at).1;
                    }
                    word = at..at;
                }
                Class::Letter | Class::Digit => {
                    let (end, plain) = word_end(text, at);
                    reading.open = true;
                    if plain {
                        reading.words += 1;
                        reading.syllables += plain_syllables(&text[at..end]);
                    }
                    word = at..end;
                    at = end;
                }
            }
        }
        reading
    }

    /// The syllables of an English word by their definition.
    fn plain_syllables(word: &str) -> usize {
        if word.chars().count() > 1 && word.chars().all(char::is_uppercase) {
            return word.chars().count();
        }
        let of_part = |part: &str| {
            let lower = part.to_ascii_lowercase();
            let letters: Vec<u8> = lower.bytes().filter(u8::is_ascii_lowercase).take(english::LONGEST_PART).collect();
            let word = String::from_utf8(letters).unwrap();
            let mut count = word.split(|c| !"aeiouy".contains(c)).filter(|group| !group.is_empty()).count();
            let apart = ["ien", "iet", "ual", "uat", "ia", "io", "iu", "eo", "eate", "ying"];
            let joined = ["tion", "sion", "cial", "tial", "cian", "ciou", "tiou", "gion"];
            count += usize::from(
                apart.iter().any(|part| word.contains(part)) && !joined.iter().any(|part| word.contains(part)),
            );
            let vowel = |back: usize| word.len() >= back && "aeiouy".contains(&word[word.len() - back..][..1]);
            let ends = |end: &str, letters: usize| word.ends_with(end) && word.len() >= letters;
            let silent = if ends("le", 3) {
                vowel(3)
            } else if ends("e", 3) {
                !vowel(2)
            } else if ends("ed", 4) {
                !word.ends_with("ted") && !word.ends_with("ded") && !vowel(3)
            } else if ends("les", 4) {
                vowel(4)
            } else {
                ends("es", 4)
                    && !vowel(3)
                    && !["ses", "xes", "zes", "hes", "ces", "ges"].iter().any(|end| word.ends_with(end))
            };
            count -= usize::from(count > 1 && silent);
            count.max(usize::from(!word.is_empty()))
        };
        word.split('-').map(of_part).sum::<usize>().max(1)
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
