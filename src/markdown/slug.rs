//! Heading ids.

use unicode_normalization::UnicodeNormalization;

/// An id out of a heading's words: NFC, small letters, letters and digits of every
/// script kept (`ñ` stays `ñ`), everything between them one hyphen.
#[must_use]
pub fn slugify(text: &str) -> String {
    let mut slug = Slug { words: Vec::with_capacity(text.len()), gap: false };
    if text.is_ascii() {
        text.bytes().for_each(|byte| slug.ascii(byte));
    } else {
        text.nfc().for_each(|c| slug.push(c));
    }
    String::from_utf8(slug.words).unwrap_or_default()
}

/// Whether the theme gives an id to a part of the page. A heading or a piece of raw HTML may not have it too.
#[must_use]
pub(crate) fn is_of_theme(id: &str) -> bool {
    let is_notice =
        || id.strip_prefix("notice-").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    matches!(id, "main" | "top") || id.starts_with("sp-") || is_notice()
}

/// What becomes of each ASCII byte: a small letter or a digit, a hyphen, or for an apostrophe nothing.
static ASCII: [u8; 128] = {
    let mut table = [b'-'; 128];
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() || byte == b'\'' {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

struct Slug {
    /// Bytes, because most letters are one.
    words: Vec<u8>,
    /// Whether a hyphen is due before the next letter.
    gap: bool,
}

impl Slug {
    fn push(&mut self, c: char) {
        if c.is_ascii() {
            self.ascii(c as u8);
        } else if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            self.hyphen();
            for c in c.to_lowercase() {
                self.words.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        } else if !matches!(c, '’' | '\u{ad}') {
            // “district’s” is one word.
            self.gap = true;
        }
    }

    fn ascii(&mut self, byte: u8) {
        match ASCII[usize::from(byte)] {
            // "district's" is one word.
            b'\'' => {}
            b'-' => self.gap = true,
            letter => {
                self.hyphen();
                self.words.push(letter);
            }
        }
    }

    fn hyphen(&mut self) {
        if self.gap && !self.words.is_empty() {
            self.words.push(b'-');
        }
        self.gap = false;
    }
}

#[cfg(test)]
mod tests {
    use super::slugify;

    #[test]
    fn letters_of_every_script_stay() {
        assert_eq!(slugify("What you sign, and when"), "what-you-sign-and-when");
        assert_eq!(slugify("¿Cómo inscribo a mi niño?"), "cómo-inscribo-a-mi-niño");
        assert_eq!(slugify("man\u{303}ana"), "mañana");
        assert_eq!(slugify("The district’s plan"), "the-districts-plan");
        assert_eq!(slugify("الدراسة المستقلة"), "الدراسة-المستقلة");
        assert_eq!(slugify("— !"), "");
    }
}
