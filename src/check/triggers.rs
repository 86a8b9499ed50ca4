//! One pass over the words of a block for everything that the rules look for: a rule reads a block only
//! where one of its words stands. Most blocks of most pages have none.

mod automaton;

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::signs::{STRETCH, Sign, Signs};
use super::{lowered, wording};
use crate::markdown::{Block, BlockKind};
use crate::reading;
use automaton::{Automaton, Ending, Meaning, Place};

/// What a word in a block is a reason to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A place on the screen, or a color.
    Sensory,
    /// The mouse.
    Mouse,
    /// What claims about the law count: days, shares, students for a teacher.
    Measure,
    /// Independent study by its name.
    Study,
    /// The rules of 2020 to 2022.
    Pandemic,
    /// A credential.
    Credential,
    /// A birth.
    Birth,
    /// `Title V`
    Title,
    /// A small word of Spanish between two spaces.
    Spanish,
    /// A small word of English between two spaces.
    English,
}

const WORDS: [(Trigger, &[&str]); 10] = [
    (
        Trigger::Sensory,
        &[
            "on the right",
            "on the left",
            "to the right",
            "to the left",
            "at right",
            "at left",
            "below",
            "above",
            "at the top",
            "at the bottom",
            "in the corner",
            " red ",
            " green ",
            " blue ",
            " yellow ",
            " orange ",
            " purple ",
            " gray ",
            " grey ",
            " black ",
            " white ",
            " pink ",
            " brown ",
            " rojo",
            " roja",
            " verde",
            " azul",
            " amarill",
            " morado",
            " gris",
            " naranja",
            "derecha",
            "izquierda",
            "abajo",
            "arriba",
        ],
    ),
    (Trigger::Mouse, &["click", "clic", "hover", "mouse", "scroll over", "ratón", "cliquee"]),
    (
        Trigger::Measure,
        &[
            "day",
            "día",
            "week",
            "semana",
            "percent",
            "por ciento",
            "%",
            ":1",
            "to 1",
            "to-1",
            "ratio",
            "proporci",
            "teacher",
            "maestr",
            "offer",
            "ofre",
            "semester",
            "semestre",
            "month",
            "daily",
            "diari",
            "synchron",
            "sincr",
            "sign",
            "firm",
            "apportion",
            "gift",
            "regalo",
            "county",
            "condado",
            "attendance",
            "asistencia",
        ],
    ),
    (
        Trigger::Study,
        &[
            "independent study",
            "independent studies",
            "estudio independiente",
            "estudios independientes",
            "short-term",
            "long-term",
            "corto plazo",
            "largo plazo",
        ],
    ),
    (
        Trigger::Pandemic,
        &[
            "covid",
            "coronavirus",
            "quarantin",
            "pandemi",
            "distance learning",
            "ab 130 notice",
            "cuarentena",
            "aprendizaje a distancia",
        ],
    ),
    (Trigger::Credential, &["credential", "credencial"]),
    (Trigger::Birth, &["birth", "born", "dob", "nacim", "nació", "nacid"]),
    (Trigger::Title, &["title v", "tit. v", "tulo v"]),
    (
        Trigger::Spanish,
        &[
            " el ", " la ", " los ", " las ", " de ", " del ", " que ", " en ", " su ", " para ", " por ", " con ",
            " una ", " se ", " al ", " y ",
        ],
    ),
    (
        Trigger::English,
        &[
            " the ", " of ", " and ", " to ", " is ", " are ", " your ", " you ", " for ", " with ", " will ",
            " that ", " this ", " be ", " from ",
        ],
    ),
];

/// A piece of what a short form is short for, long enough to be rare. The automaton takes capitals for small letters
/// in ASCII alone, so the piece is ASCII.
fn stem(long: &str) -> &str {
    const LENGTH: usize = 10;
    let pieces = long.split(|c: char| !c.is_ascii());
    let longest = pieces.max_by_key(|piece| piece.len().min(LENGTH)).unwrap_or_default();
    &longest[..longest.len().min(LENGTH)]
}

/// The words of `WORDS`, then the short forms of schools and how what they are short for begins.
static AUTOMATON: LazyLock<Option<Automaton>> = LazyLock::new(|| {
    let mut words: Vec<(&str, Meaning)> = Vec::new();
    for (trigger, of_trigger) in WORDS {
        words.extend(of_trigger.iter().map(|word| (*word, Meaning::Trigger(trigger))));
    }
    for (number, (short, english, spanish)) in wording::ABBREVIATIONS.iter().enumerate() {
        words.push((short, Meaning::Short(number)));
        words.extend([stem(english), stem(spanish)].map(|stem| (stem, Meaning::Stem(number))));
    }
    Automaton::of(&words)
});

/// Everything that a text holds of it.
#[derive(Default)]
pub(super) struct Hits {
    /// What stands in it, a bit a trigger.
    kinds: u32,
    /// Short forms, and where they stand.
    pub(super) shorts: Vec<(usize, Range<usize>)>,
    /// Which of them may be spelt out, a bit each.
    stems: u32,
    /// How many small words of Spanish and of English stand in it.
    pub(super) spanish: usize,
    pub(super) english: usize,
    /// The bytes that rules look for.
    pub(super) signs: Signs,
}

impl Hits {
    /// Reads a text byte by byte: words may overlap, as those between spaces do.
    pub(super) fn of(text: &str) -> Self {
        let mut hits = Self::default();
        let Some(automaton) = &*AUTOMATON else { return hits };
        let (mut place, mut start) = (Place::default(), 0);
        for stretch in text.as_bytes().chunks(STRETCH) {
            let mut signs = 0;
            let mut read = |byte: u8, at: usize| {
                signs += Signs::of(byte);
                place = automaton.step(place, byte);
                if let Some(ending) = automaton.ending(place) {
                    hits.note(ending, start + at + 1);
                }
            };
            // Four at once, which spares asking after each whether it is the last.
            let (fours, rest) = stretch.as_chunks::<4>();
            for (number, four) in fours.iter().enumerate() {
                for (at, byte) in four.iter().enumerate() {
                    read(*byte, number * 4 + at);
                }
            }
            for (at, byte) in rest.iter().enumerate() {
                read(*byte, fours.len() * 4 + at);
            }
            hits.signs.add(signs);
            start += stretch.len();
        }
        hits
    }

    /// Whether a word of this trigger stands in it.
    pub(super) fn has(&self, trigger: Trigger) -> bool {
        self.kinds & (1 << trigger as u32) != 0
    }

    /// Notes the words that end at byte `end`.
    fn note(&mut self, ending: &Ending, end: usize) {
        self.kinds |= ending.kinds;
        self.stems |= ending.stems;
        self.spanish += ending.spanish;
        self.english += ending.english;
        if ending.has_shorts() {
            self.shorts.extend(ending.shorts(end));
        }
    }
}

/// The words of a block, ready for looking up phrases.
pub(super) struct Prose<'a> {
    pub(super) block: &'a Block<'a>,
    lower: OnceCell<String>,
    sentences: OnceCell<Vec<Range<usize>>>,
    pub(super) hits: Hits,
}

impl<'a> Prose<'a> {
    pub(super) fn of(block: &'a Block) -> Self {
        Self { block, lower: OnceCell::new(), sentences: OnceCell::new(), hits: Hits::of(block.text.as_str()) }
    }

    /// Whether a word stands in it that a rule looks for.
    pub(super) fn has(&self, trigger: Trigger) -> bool {
        self.hits.has(trigger)
    }

    /// The bytes in it that rules look for.
    pub(super) fn signs(&self) -> &Signs {
        &self.hits.signs
    }

    /// Whether a byte of this kind stands in it.
    pub(super) fn has_sign(&self, sign: Sign) -> bool {
        self.hits.signs.has(sign)
    }

    /// Whether the short form of this number is spelt out in it, as one of `long`, in small letters.
    pub(super) fn spells_out(&self, number: usize, long: [&str; 2]) -> bool {
        self.hits.stems & 1 << number != 0 && long.iter().any(|long| self.lower().contains(long))
    }

    pub(super) fn text(&self) -> &'a str {
        self.block.text.as_str()
    }

    /// The words in small letters, byte for byte in the places of `text`.
    pub(super) fn lower(&self) -> &str {
        self.lower.get_or_init(|| lowered(self.text()))
    }

    /// Bytes of the file for bytes of the words.
    pub(super) fn span(&self, range: &Range<usize>) -> Range<usize> {
        self.block.text.span(range)
    }

    /// The sentences of the words; a block without an end mark is one.
    pub(super) fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| reading::sentences(self.text()))
    }

    /// Whether it is running text that somebody wrote for readers: no code, no quotation.
    pub(super) fn is_running(&self) -> bool {
        self.block.quotations == 0
            && matches!(self.block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Definition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 400, ..Default::default() })]

        #[test]
        fn one_pass_finds_what_a_search_for_each_word_does(
            text in "( |la|a|the|to|be|is|and|you|de|en|el|su|short|-|term|IEP|iep|n Individu|student st|EDUCATION|día|DÍA|60|[a-z])*"
        ) {
            let hits = Hits::of(&text);
            let lower = text.to_ascii_lowercase();
            // Words may overlap themselves: " a a a ".
            let count = |word: &str| {
                let word = word.to_ascii_lowercase();
                (0..lower.len()).filter(|at| lower.as_bytes()[*at..].starts_with(word.as_bytes())).count()
            };
            for (trigger, words) in WORDS {
                let found: usize = words.iter().map(|word| count(word)).sum();
                proptest::prop_assert_eq!(hits.has(trigger), found > 0, "{:?}", trigger);
                match trigger {
                    Trigger::Spanish => proptest::prop_assert_eq!(hits.spanish, found),
                    Trigger::English => proptest::prop_assert_eq!(hits.english, found),
                    _ => {}
                }
            }
            for (number, (short, english, spanish)) in wording::ABBREVIATIONS.iter().enumerate() {
                let shorts: Vec<&Range<usize>> =
                    hits.shorts.iter().filter(|(found, _)| *found == number).map(|(_, range)| range).collect();
                proptest::prop_assert_eq!(shorts.len(), count(short));
                proptest::prop_assert!(shorts.iter().all(|range| text[(*range).clone()].eq_ignore_ascii_case(short)));
                let has_stem = count(stem(english)) + count(stem(spanish)) > 0;
                proptest::prop_assert_eq!(hits.stems & 1 << number != 0, has_stem);
            }
        }
    }

    #[test]
    fn the_table_has_room_for_all_words() {
        assert!(AUTOMATON.is_some());
    }
}
