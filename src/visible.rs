//! Words of a user's file, or the name of one, where a screen, a log or a workflow command takes them: signs that
//! would move the cursor, color the line, start another one or turn the order of the words are told, not sent.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text as one line of words: a sign that a terminal obeys stands there as its number, `⟨U+001B⟩`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_obeyed(c) {
            // Writing to a string never fails.
            let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Whether a terminal, or what reads a log line by line, does something at this sign instead of showing it: the
/// control characters of ASCII and of Latin-1, ends of lines, and what overrides the direction of the words around.
/// A tab only leaves a gap.
#[must_use]
pub fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\t') || matches!(c, '\u{2028}' | '\u{2029}') || turns_words(c)
}

/// Whether a sign forces words to stand in another order than they are read (Unicode's explicit directional
/// formatting). What only hints at a direction, as Arabic pages do, is none of them.
#[must_use]
pub fn turns_words(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_a_terminal_obeys_are_told_by_their_numbers() {
        assert_eq!(
            visible("a\u{1b}[2Jb\u{9b}31mc\r\nd\u{202e}e\u{2028}f\u{7f}"),
            "a⟨U+001B⟩[2Jb⟨U+009B⟩31mc⟨U+000D⟩⟨U+000A⟩d⟨U+202E⟩e⟨U+2028⟩f⟨U+007F⟩"
        );
    }

    #[test]
    fn words_of_every_script_stay_as_they_are() {
        for text in ["Inscripción\t“sí”", "سفر\u{200f} 2026", "می\u{200c}خواهم", "e\u{301}", "家庭 🎒", ""]
        {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_is_obeyed_is_left(text in ".*|[\\x00-\\xff\u{2028}\u{202a}-\u{202e}\u{2066}-\u{2069}]*") {
            proptest::prop_assert!(!visible(&text).chars().any(is_obeyed));
        }
    }
}
