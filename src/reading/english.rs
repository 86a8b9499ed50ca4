//! The syllables of English: groups of vowels, with what is said apart and what is not said.

use std::ops::Range;

use super::known::{self, Known};
use super::{ASCII, Class};

/// What a letter sounds like; the number of its row in `STEPS`.
const CONSONANT: u32 = 0;
const A: u32 = 1;
const E: u32 = 2;
const I: u32 = 3;
const O: u32 = 4;
const U: u32 = 5;
const Y: u32 = 6;
/// Before the first letter, which alone may be a capital one.
const START: u32 = 7;

const fn sound(letter: u8) -> u32 {
    match letter.to_ascii_lowercase() {
        b'a' => A,
        b'e' => E,
        b'i' => I,
        b'o' => O,
        b'u' => U,
        b'y' => Y,
        _ => CONSONANT,
    }
}

/// A group of vowels, and the bits that count them.
const GROUP: u32 = 1;
const GROUPS: u32 = 0xff;
/// Two vowels that may be two syllables, and the bits that count them.
const PAIR: u32 = 1 << 8;
const PAIRS: u32 = 0xff00;
/// The place of a letter's row stands above these counts.
const ROW: u32 = 16;

/// What a letter adds to the syllables of a word, by the sound before it, and the place of the row of its own sound.
/// Each vowel after a consonant begins a group. The table is a power of two, so that no step leads out of it.
const STEPS: [u32; 8 << 8] = {
    let mut steps = [0; 8 << 8];
    let mut before = CONSONANT;
    while before <= START {
        let mut letter = b'A';
        while letter <= b'z' {
            if letter.is_ascii_lowercase() || (before == START && letter.is_ascii_uppercase()) {
                let counts = match (before, sound(letter)) {
                    (_, CONSONANT) => 0,
                    (CONSONANT | START, _) => GROUP,
                    (I, A | E | O | U) | (U, A) | (E, A | O) | (Y, I) => PAIR,
                    _ => 0,
                };
                steps[(row(before) | letter as u32) as usize] = counts | row(sound(letter)) << ROW;
            }
            letter += 1;
        }
        before += 1;
    }
    steps
};

/// Where the row of a sound starts.
const fn row(sound: u32) -> u32 {
    sound << 8
}

fn step(row: u32, letter: u8) -> u32 {
    STEPS[(row | u32::from(letter)) as usize & (STEPS.len() - 1)]
}

/// Words with a space between them, at the start of a text.
#[derive(Default)]
pub(super) struct Run {
    pub(super) words: usize,
    pub(super) syllables: usize,
    /// Its bytes, and those of its last word.
    pub(super) length: usize,
    pub(super) last: Range<usize>,
}

impl Run {
    /// Reads words of small ASCII letters after the first, as most are; what is said letter by letter, or is joined to
    /// something, is left to `word_end` and `syllables`.
    pub(super) fn of(text: &[u8]) -> Self {
        known::with(|known| Self::read(text, known))
    }

    fn read(text: &[u8], known: &Known) -> Self {
        let (mut words, mut syllables, mut last, mut rest) = (0, 0, 0, text);
        // Whether a space follows the last word.
        let mut before_space = true;
        loop {
            let short = known::short_word(rest);
            let letters = short.map_or_else(|| small_letters(rest), |(_, letters)| letters);
            if letters == 0 || letters > LONGEST_PART {
                break;
            }
            let (word, after) = rest.split_at(letters);
            let is_before_space = after.first() == Some(&b' ');
            if !is_before_space && goes_on(after) {
                break;
            }
            syllables += match short {
                Some((letters, _)) => known.syllables(letters, || self::syllables(word)),
                None => self::syllables(word),
            };
            words += 1;
            last = letters;
            if !is_before_space {
                before_space = false;
                rest = after;
                break;
            }
            rest = &after[1..];
        }
        if words == 0 {
            return Self::default();
        }
        let length = text.len() - rest.len();
        let end = length - usize::from(before_space);
        Self { words, syllables, length, last: end - last..end }
    }
}

/// How many small letters of ASCII a text starts with, the first maybe a capital one.
fn small_letters(text: &[u8]) -> usize {
    let Some((first, rest)) = text.split_first() else { return 0 };
    let more = || rest.iter().take_while(|letter| letter.is_ascii_lowercase()).count();
    if first.is_ascii_alphabetic() { 1 + more() } else { 0 }
}

/// Whether what comes after letters may belong to their word: a full stop does where a letter or digit follows it.
fn goes_on(rest: &[u8]) -> bool {
    match rest {
        [] | [b'.'] => false,
        [b'.', after, ..] => !after.is_ascii() || after.is_ascii_alphanumeric(),
        [next, ..] => !matches!(ASCII.get(usize::from(*next)), Some(Class::Other | Class::EndMark)),
    }
}

/// The syllables of a word: groups of vowels, one more where two are said apart, without a silent ending.
fn syllables(word: &[u8]) -> usize {
    let (mut counts, mut row) = (0_u32, row(START));
    for letter in word {
        let step = step(row, *letter);
        counts = counts.wrapping_add(step);
        row = step >> ROW;
    }
    let mut count = (counts & GROUPS) as usize;
    if counts & PAIRS != 0 && is_said_apart(word) {
        count += 1;
    }
    if count > 1 && has_silent_ending(word) {
        count -= 1;
    }
    count.max(1)
}

/// Letters of a word that are looked at; longer words are misprints.
pub(super) const LONGEST_PART: usize = 48;

/// The ASCII letters of a word, or of what stands between its hyphens, in small ones.
pub(super) struct Part {
    letters: [u8; LONGEST_PART],
    length: usize,
}

impl Default for Part {
    fn default() -> Self {
        Self { letters: [0; LONGEST_PART], length: 0 }
    }
}

impl Part {
    pub(super) fn push(&mut self, letter: u8) {
        if letter.is_ascii_alphabetic() && self.length < LONGEST_PART {
            self.letters[self.length] = letter.to_ascii_lowercase();
            self.length += 1;
        }
    }

    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    pub(super) fn syllables(&self) -> usize {
        let word = &self.letters[..self.length];
        if word.is_empty() { 0 } else { syllables(word) }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// "rule", "signed", "times": an e that is not said.
#[inline]
fn has_silent_ending(word: &[u8]) -> bool {
    let letter = |back: usize| word.len().checked_sub(back).map_or(0, |at| word[at] | 0x20);
    match letter(1) {
        b'e' => match (letter(3), letter(2)) {
            (0, _) => false,
            (before, b'l') => is_vowel(before),
            (_, before) => !is_vowel(before),
        },
        b'd' | b's' if letter(2) == b'e' && word.len() > 3 => match (letter(3), letter(1)) {
            (before, b'd') => !matches!(before, b't' | b'd') && !is_vowel(before),
            // "rules" is one syllable, "tables" two.
            (b'l', _) => is_vowel(letter(4)),
            (before, _) => !matches!(before, b's' | b'x' | b'z' | b'h' | b'c' | b'g') && !is_vowel(before),
        },
        _ => false,
    }
}

/// "period", "science", "create": two vowels that are two syllables.
fn is_said_apart(word: &[u8]) -> bool {
    let letter = |at: usize| word.get(at).map_or(0, |letter| letter | 0x20);
    let is_apart = |(at, first): (usize, &u8)| match first | 0x20 {
        b'i' => match letter(at + 1) {
            b'a' | b'o' | b'u' => true,
            b'e' => matches!(letter(at + 2), b'n' | b't'),
            _ => false,
        },
        b'e' => match letter(at + 1) {
            b'o' => true,
            b'a' => letter(at + 2) == b't' && letter(at + 3) == b'e',
            _ => false,
        },
        b'u' => letter(at + 1) == b'a' && matches!(letter(at + 2), b'l' | b't'),
        b'y' => letter(at + 1) == b'i' && letter(at + 2) == b'n' && letter(at + 3) == b'g',
        _ => false,
    };
    word.iter().enumerate().any(is_apart) && !has_joined_ending(word)
}

/// "instruction", "special": two vowels that are said as one.
fn has_joined_ending(word: &[u8]) -> bool {
    word.windows(4).any(|part| {
        // Most words have no such letter, which is known sooner.
        (part[1] | 0x20) == b'i'
            && matches!(
                [part[0] | 0x20, b'i', part[2] | 0x20, part[3] | 0x20],
                [b't' | b's' | b'g', b'i', b'o', b'n']
                    | [b'c' | b't', b'i', b'a', b'l']
                    | [b'c', b'i', b'a', b'n']
                    | [b'c' | b't', b'i', b'o', b'u']
            )
    })
}
