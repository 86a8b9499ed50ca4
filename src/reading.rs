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
    pub fn add(&mut self, text: &str, language: &str) {
        let spanish = language::primary(language) == "es";
        let mut word = "";
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_alphanumeric() || is_end_mark(c)) {
            rest = &rest[start..];
            if rest.starts_with(is_end_mark) {
                // "51747(g)." ends with a bracket, "J." with an initial.
                let last = if start == 0 { word } else { "" };
                if self.open && ends_sentence(last, rest) {
                    self.end_block();
                }
                rest = rest.trim_start_matches(is_end_mark);
                word = "";
                continue;
            }
            let length = word_length(rest);
            word = &rest[..length];
            rest = &rest[length..];
            self.open = true;
            if !word.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | '.')) {
                self.words += 1;
                self.syllables += syllables(word, spanish);
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
    let mut sentences = Vec::new();
    let (mut start, mut at, mut word) = (0, 0, "");
    let mut push = |from: usize, to: usize| {
        let piece = &text[from..to];
        let lead = piece.len() - piece.trim_start().len();
        let piece = piece.trim();
        if piece.contains(char::is_alphanumeric) {
            sentences.push(from + lead..from + lead + piece.len());
        }
    };
    while let Some(offset) = text[at..].find(|c: char| c.is_alphanumeric() || is_end_mark(c)) {
        at += offset;
        let rest = &text[at..];
        if rest.starts_with(is_end_mark) {
            let ends = ends_sentence(if offset == 0 { word } else { "" }, rest);
            let marks = rest.len() - rest.trim_start_matches(is_end_mark).len();
            at += marks;
            word = "";
            if ends {
                // Closing marks belong to the sentence.
                let rest = &text[at..];
                at += rest.len() - rest.trim_start_matches(['"', '”', '»', ')', '’', '\'']).len();
                push(start, at);
                start = at;
            }
            continue;
        }
        let length = word_length(rest);
        word = &rest[..length];
        at += length;
    }
    push(start, text.len());
    sentences
}

/// The length of the word at the start: "don't", "short-term", "51745.6" and "a.m" are one each.
fn word_length(rest: &str) -> usize {
    for (at, c) in rest.char_indices() {
        let follows = || rest[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
        match c {
            c if c.is_alphanumeric() => {}
            '\'' | '’' | '-' | '@' | '_' | '.' if follows() => {}
            _ => return at,
        }
    }
    rest.len()
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…')
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
    if word.len() > 1 && word.chars().all(char::is_uppercase) {
        return word.chars().count();
    }
    if spanish {
        return word.to_lowercase().split('-').map(spanish_syllables).sum::<usize>().max(1);
    }
    // This runs on every word of a site, so it takes no memory from the heap.
    let mut letters = [0_u8; LONGEST_PART];
    let count = |part: &str| {
        let mut length = 0;
        // "don't" is said like a word without the mark.
        for byte in part.bytes().filter(u8::is_ascii_alphabetic).take(LONGEST_PART) {
            letters[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        english_syllables(&letters[..length])
    };
    word.split('-').map(count).sum::<usize>().max(1)
}

/// Letters of a word that are looked at; longer words are misprints.
const LONGEST_PART: usize = 48;

/// Groups of vowels, two more where they are said apart, without a silent ending.
fn english_syllables(word: &[u8]) -> usize {
    let is_vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let mut count = 0;
    let mut in_vowels = false;
    let mut apart = false;
    for (at, &letter) in word.iter().enumerate() {
        let vowel = is_vowel(letter);
        count += usize::from(vowel && !in_vowels);
        apart |= vowel && in_vowels && is_apart(&word[at - 1..]);
        in_vowels = vowel;
    }
    if apart && !has_joined_ending(word) {
        count += 1;
    }
    let ends = |ending: &[u8]| word.ends_with(ending) && word.len() > ending.len() + 1;
    let before = |back: usize| word.len().checked_sub(back).and_then(|at| word.get(at)).copied();
    let silent_e = ends(b"e") && !word.ends_with(b"le") && before(2).is_some_and(|c| !is_vowel(c))
        || word.ends_with(b"le") && before(3).is_some_and(is_vowel);
    let silent_ed = ends(b"ed") && before(3).is_some_and(|c| !matches!(c, b't' | b'd') && !is_vowel(c));
    let silent_es = ends(b"es")
        && match before(3) {
            // "rules" is one syllable, "tables" two.
            Some(b'l') => before(4).is_some_and(is_vowel),
            Some(c) => !matches!(c, b's' | b'x' | b'z' | b'h' | b'c' | b'g') && !is_vowel(c),
            None => false,
        };
    if (silent_e || silent_ed || silent_es) && count > 1 {
        count -= 1;
    }
    count.max(usize::from(!word.is_empty()))
}

/// Whether the two vowels at the start are two syllables: "period", "science", "create".
fn is_apart(vowels: &[u8]) -> bool {
    match vowels {
        [b'i', b'e', next, ..] => matches!(next, b'n' | b't'),
        [b'u', b'a', next, ..] => matches!(next, b'l' | b't'),
        _ => {
            let pairs: [&[u8]; 6] = [b"ia", b"io", b"iu", b"eo", b"eate", b"ying"];
            pairs.iter().any(|pair| vowels.starts_with(pair))
        }
    }
}

/// "instruction", "special": two vowels that are said as one.
fn has_joined_ending(word: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 8] = [b"tion", b"sion", b"cial", b"tial", b"cian", b"cious", b"tious", b"gion"];
    word.windows(4).any(|part| ENDINGS.iter().any(|ending| part == &ending[..4]))
}

/// Nuclei by the rules of Spanish: strong vowels and stressed weak ones stand alone.
fn spanish_syllables(word: &str) -> usize {
    let letters: Vec<char> = word.chars().filter(|c| *c != 'h').collect();
    let strong = |c: char| matches!(c, 'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'í' | 'ú');
    let weak = |c: char| matches!(c, 'i' | 'u' | 'ü');
    let mut count = 0;
    let mut previous: Option<char> = None;
    for (at, &letter) in letters.iter().enumerate() {
        let last = at + 1 == letters.len();
        let silent_u = letter == 'u'
            && matches!(at.checked_sub(1).map(|at| letters[at]), Some('q' | 'g'))
            && matches!(letters.get(at + 1), Some('e' | 'i' | 'é' | 'í'));
        let vowel = (strong(letter) || weak(letter) || (letter == 'y' && last)) && !silent_u;
        if vowel {
            let joins = previous.is_some_and(|previous| !(strong(previous) && strong(letter)));
            count += usize::from(!joins);
        }
        previous = vowel.then_some(letter);
    }
    count.max(usize::from(!letters.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
