//! One pass over the words of a block for everything that the rules look for: a rule reads a block only
//! where one of its words stands. Most blocks of most pages have none.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::{lowered, wording};
use crate::markdown::{Block, BlockKind};
use crate::reading;

/// What a word in a block is a reason to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A place on the screen, or a color.
    Sensory,
    /// The mouse.
    Mouse,
    /// Days, or an offer: what dated law is about.
    Law,
    /// A share of a week, which one of its facts is about.
    Share,
    /// Signing, or a term of study.
    Term,
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

const WORDS: [(Trigger, &[&str]); 12] = [
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
    (Trigger::Law, &["day", "día", "offer", "ofrec", "provide"]),
    (Trigger::Share, &["60", "sixty"]),
    (Trigger::Term, &["sign", "firm", "short-term", "long-term", "short term", "long term", "plazo"]),
    (Trigger::Study, &["independent study", "estudio independiente"]),
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
    (Trigger::Title, &["title v"]),
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

/// The words of `WORDS`, then the short forms of schools and how what they are short for begins.
struct Automaton {
    words: AhoCorasick,
    meanings: Vec<Meaning>,
}

/// What it means that a word stands in a text.
#[derive(Clone, Copy)]
enum Meaning {
    Trigger(Trigger),
    /// The short form of this number.
    Short(usize),
    /// It may be spelt out.
    Stem(usize),
}

/// A piece of what a short form is short for, long enough to be rare. The automaton takes capitals for small letters
/// in ASCII alone, so the piece is ASCII.
fn stem(long: &str) -> &str {
    const LENGTH: usize = 10;
    let pieces = long.split(|c: char| !c.is_ascii());
    let longest = pieces.max_by_key(|piece| piece.len().min(LENGTH)).unwrap_or_default();
    &longest[..longest.len().min(LENGTH)]
}

static AUTOMATON: LazyLock<Option<Automaton>> = LazyLock::new(|| {
    let mut words: Vec<&str> = Vec::new();
    let mut meanings = Vec::new();
    for (trigger, of_trigger) in WORDS {
        words.extend(of_trigger);
        meanings.extend(of_trigger.iter().map(|_| Meaning::Trigger(trigger)));
    }
    for (number, (short, english, spanish)) in wording::ABBREVIATIONS.iter().enumerate() {
        words.extend([short, stem(english), stem(spanish)]);
        meanings.extend([Meaning::Short(number), Meaning::Stem(number), Meaning::Stem(number)]);
    }
    let words = AhoCorasickBuilder::new()
        .kind(Some(AhoCorasickKind::DFA))
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(words)
        .ok()?;
    Some(Automaton { words, meanings })
});

/// Everything that a text holds of it.
#[derive(Default)]
pub(super) struct Hits {
    /// What stands in it, a bit a trigger.
    kinds: u16,
    /// Short forms, and where they stand.
    pub(super) shorts: Vec<(usize, Range<usize>)>,
    /// Which of them may be spelt out, a bit each.
    stems: u32,
    /// How many small words of Spanish and of English stand in it.
    pub(super) spanish: usize,
    pub(super) english: usize,
}

impl Hits {
    pub(super) fn of(text: &str) -> Self {
        let mut hits = Self::default();
        let Some(automaton) = &*AUTOMATON else { return hits };
        for found in automaton.words.find_overlapping_iter(text) {
            match automaton.meanings[found.pattern().as_usize()] {
                Meaning::Trigger(trigger) => {
                    hits.kinds |= 1 << trigger as u16;
                    hits.spanish += usize::from(trigger == Trigger::Spanish);
                    hits.english += usize::from(trigger == Trigger::English);
                }
                Meaning::Short(number) => hits.shorts.push((number, found.range())),
                Meaning::Stem(number) => hits.stems |= 1 << number,
            }
        }
        hits
    }
}

/// The words of a block, ready for looking up phrases.
pub(super) struct Prose<'a> {
    pub(super) block: &'a Block<'a>,
    lower: OnceCell<String>,
    sentences: OnceCell<Vec<Range<usize>>>,
    telling: OnceCell<bool>,
    pub(super) hits: Hits,
}

impl<'a> Prose<'a> {
    pub(super) fn of(block: &'a Block) -> Self {
        Self {
            block,
            lower: OnceCell::new(),
            sentences: OnceCell::new(),
            telling: OnceCell::new(),
            hits: Hits::of(block.text.as_str()),
        }
    }

    /// Whether a word stands in it that a rule looks for.
    pub(super) fn has(&self, trigger: Trigger) -> bool {
        self.hits.kinds & (1 << trigger as u16) != 0
    }

    /// Whether its letters tell a language by themselves; `look` finds out, once.
    pub(super) fn is_telling(&self, look: impl FnOnce(&str) -> bool) -> bool {
        *self.telling.get_or_init(|| look(self.text()))
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
