//! A quick look at the last letters before a number, which tell most numbers from those of a law.

use std::sync::LazyLock;

use super::{bills, codes, scan};

/// The last three letters of all words that may stand before the number of a law: for each last but one
/// and last letter, one bit for each letter before them.
static ENDINGS: LazyLock<[[u32; LETTERS]; LETTERS]> = LazyLock::new(|| {
    let mut endings = [[0; LETTERS]; LETTERS];
    for words in bills::last_words().chain(codes::last_words()).chain(scan::last_words()) {
        // The full stop at the end of a pattern need not be written.
        let [before, last_but_one, last] = last_three(words.trim_end_matches('.').as_bytes()).map(letter);
        endings[last_but_one][last] |= 1 << before;
    }
    endings
});

/// The letters, and one for all that is no letter.
const LETTERS: usize = 27;

/// The number of a letter, whatever its case.
fn letter(byte: u8) -> usize {
    let number = usize::from((byte | 0x20).wrapping_sub(b'a'));
    number.min(LETTERS - 1)
}

/// The last three bytes; before the first there is a space.
fn last_three(words: &[u8]) -> [u8; 3] {
    let at = |back: usize| words.len().checked_sub(back).map_or(b' ', |at| words[at]);
    [at(3), at(2), at(1)]
}

/// Whether a law may be named at the end of `words`, right before a number. Most that stands before
/// numbers ends differently: "for 3 years", "grades 4", "by 2:30".
pub(super) fn may_name_law(words: &str) -> bool {
    // "Ed. Code, 51747" is one.
    let words = words.trim_end().trim_end_matches(',');
    let [before, last_but_one, last] = last_three(words.as_bytes());
    if before.max(last_but_one).max(last) >= 0x80 || matches!(last, b'.' | b')' | b']') {
        return true;
    }
    last.is_ascii_alphabetic() && ENDINGS[letter(last_but_one)][letter(last)] & 1 << letter(before) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_stand_before_the_number_of_a_law() {
        for words in ["EC ", "(EC) ", "Education Code, ", "§ ", "sección ", "SECTIONS ", "sec. ", "W&I ", "Stats. of\n"]
        {
            assert!(may_name_law(words), "{words}");
        }
        for words in ["for ", "grades ", "on ", "Science: ", "in ", "5 ", "\"", "", " "] {
            assert!(!may_name_law(words), "{words}");
        }
    }

    #[test]
    fn every_name_of_a_law_may_end_them() {
        for words in bills::last_words().chain(codes::last_words()).chain(scan::last_words()) {
            let unstopped = words.trim_end_matches('.');
            for words in [words.to_owned(), words.to_uppercase(), unstopped.to_owned(), format!("x {words} ")] {
                assert!(may_name_law(&words), "{words}");
            }
        }
    }
}
