//! Words that a thread has read before, with their syllables: texts say the same few hundred words again and again.

use std::cell::Cell;

/// A short word: its first letter is the lowest byte, and the highest one is free.
pub(super) type Word = u64;

/// Letters of the longest short word.
const LONGEST: u32 = 7;

/// In the table the syllables stand above the letters.
const SYLLABLES: u32 = 8 * LONGEST;

/// Words that are kept at most; a new one takes the place of another.
const WORDS: usize = 1 << BITS;
const BITS: u32 = 11;

pub(super) struct Known([Cell<Word>; WORDS]);

thread_local! {
    static KNOWN: Known = const { Known([const { Cell::new(0) }; WORDS]) };
}

/// Lends the words of this thread.
pub(super) fn with<T>(read: impl FnOnce(&Known) -> T) -> T {
    KNOWN.with(read)
}

impl Known {
    /// The syllables of a word, by `count` where it is not known.
    #[inline(always)]
    pub(super) fn syllables(&self, word: Word, count: impl FnOnce() -> usize) -> usize {
        let place = &self.0[place_of(word)];
        let kept = place.get();
        // The same letters, whatever is above them.
        if (kept ^ word) << (Word::BITS - SYLLABLES) == 0 {
            return (kept >> SYLLABLES) as usize;
        }
        let syllables = count();
        place.set(word | (syllables as Word) << SYLLABLES);
        syllables
    }
}

/// Where in the table a word may stand: multiplied by an odd number, the highest bits hang on all letters.
fn place_of(word: Word) -> usize {
    (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (Word::BITS - BITS)) as usize
}

/// The letters of ASCII that a text starts with, small ones after the first, and how many: all in small ones. `None`
/// where they are more than those of a short word.
#[inline(always)]
pub(super) fn short_word(text: &[u8]) -> Option<(Word, usize)> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = 0x80 * EACH;
    // Of capital letters this makes small ones, and letters of nothing else.
    let eight = eight(text) | 0x20;
    // The highest bit of a byte is set where the sum passes 0x7f; it cannot pass into the next byte.
    let low = eight & !HIGHEST;
    let from_a = low + (0x80 - u64::from(b'a')) * EACH;
    let after_z = low + (0x7f - u64::from(b'z')) * EACH;
    let others = (!from_a | after_z | eight) & HIGHEST;
    if others == 0 {
        return None;
    }
    // All bits of the bytes before the first other one.
    let letters = (others ^ (others - 1)) >> 8;
    Some((eight & letters, others.trailing_zeros() as usize / 8))
}

/// The first eight bytes of a text, the first one in the lowest place; zeros are what it lacks.
#[inline(always)]
fn eight(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 2000, ..Default::default() })]

        #[test]
        fn words_are_those_of_a_look_at_each_letter(text in "([a-z]{0,5}|[@-Z`{-\u{7f}]|é|\\PC)*", at in 0..20_usize) {
            let rest = &text.as_bytes()[at.min(text.len())..];
            let is_letter = |at: usize| if at == 0 { rest[0].is_ascii_alphabetic() } else { rest[at].is_ascii_lowercase() };
            let length = (0..rest.len()).take_while(|at| is_letter(*at)).count();
            let small = rest[..length].iter().map(|letter| Word::from(letter.to_ascii_lowercase()));
            let plain = (length <= LONGEST as usize).then(|| (small.rev().fold(0, |word, letter| word << 8 | letter), length));
            proptest::prop_assert_eq!(short_word(rest), plain);
        }
    }

    #[test]
    fn a_word_is_counted_once_until_another_takes_its_place() {
        with(|known| {
            assert_eq!(known.syllables(7, || 3), 3);
            assert_eq!(known.syllables(7, || unreachable!()), 3);
            let other = (8..).find(|word| place_of(*word) == place_of(7)).unwrap();
            assert_eq!(known.syllables(other, || 2), 2);
            assert_eq!(known.syllables(7, || 1), 1);
        });
    }
}
