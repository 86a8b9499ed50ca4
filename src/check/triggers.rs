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
    /// A short form of schools; which one.
    Short(usize),
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

struct Automaton {
    words: AhoCorasick,
    triggers: Vec<Trigger>,
}

static AUTOMATON: LazyLock<Option<Automaton>> = LazyLock::new(|| {
    let mut patterns: Vec<&str> = Vec::new();
    let mut triggers = Vec::new();
    for (trigger, words) in WORDS {
        patterns.extend(words);
        triggers.extend(words.iter().map(|_| trigger));
    }
    for (number, (short, ..)) in wording::ABBREVIATIONS.iter().enumerate() {
        patterns.push(short);
        triggers.push(Trigger::Short(number));
    }
    let words = AhoCorasickBuilder::new()
        .kind(Some(AhoCorasickKind::DFA))
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(&patterns)
        .ok()?;
    Some(Automaton { words, triggers })
});

/// The words of a block, ready for looking up phrases.
pub(super) struct Prose<'a> {
    pub(super) block: &'a Block,
    lower: OnceCell<String>,
    sentences: OnceCell<Vec<Range<usize>>>,
    telling: OnceCell<bool>,
    /// What stands in it, a bit a kind.
    kinds: u16,
    /// Short forms, and where they stand.
    pub(super) shorts: Vec<(usize, Range<usize>)>,
    /// Small words of Spanish and of English.
    pub(super) spanish: u16,
    pub(super) english: u16,
}

fn bit(trigger: Trigger) -> u16 {
    match trigger {
        Trigger::Sensory => 1,
        Trigger::Mouse => 1 << 1,
        Trigger::Law => 1 << 2,
        Trigger::Study => 1 << 3,
        Trigger::Pandemic => 1 << 4,
        Trigger::Credential => 1 << 5,
        Trigger::Birth => 1 << 6,
        Trigger::Title => 1 << 7,
        Trigger::Short(_) => 1 << 8,
        Trigger::Spanish => 1 << 9,
        Trigger::English => 1 << 10,
        Trigger::Share => 1 << 11,
        Trigger::Term => 1 << 12,
    }
}

impl<'a> Prose<'a> {
    pub(super) fn of(block: &'a Block) -> Self {
        let mut prose = Self {
            block,
            lower: OnceCell::new(),
            sentences: OnceCell::new(),
            telling: OnceCell::new(),
            kinds: 0,
            shorts: Vec::new(),
            spanish: 0,
            english: 0,
        };
        let text = block.text.as_str();
        if let Some(automaton) = &*AUTOMATON {
            for found in automaton.words.find_overlapping_iter(text) {
                let trigger = automaton.triggers[found.pattern().as_usize()];
                prose.kinds |= bit(trigger);
                match trigger {
                    Trigger::Short(number) => prose.shorts.push((number, found.start()..found.end())),
                    Trigger::Spanish => prose.spanish = prose.spanish.saturating_add(1),
                    Trigger::English => prose.english = prose.english.saturating_add(1),
                    _ => {}
                }
            }
        }
        prose
    }

    /// Whether a word stands in it that a rule looks for.
    pub(super) fn has(&self, trigger: Trigger) -> bool {
        self.kinds & bit(trigger) != 0
    }

    /// Whether its letters tell a language by themselves; `look` finds out, once.
    pub(super) fn is_telling(&self, look: impl FnOnce(&str) -> bool) -> bool {
        *self.telling.get_or_init(|| look(self.text()))
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
