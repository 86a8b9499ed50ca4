//! Heading ids.

use unicode_normalization::UnicodeNormalization;

/// An id out of a heading's words: NFC, small letters, letters and digits of every
/// script kept (`ñ` stays `ñ`), everything between them one hyphen.
#[must_use]
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '\u{ad}') {
            // “district’s” is one word.
            gap = true;
        }
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push);
    } else {
        text.nfc().for_each(&mut push);
    }
    slug
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
