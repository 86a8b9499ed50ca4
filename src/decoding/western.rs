//! Windows-1252, which old programs of Windows write in the languages of western Europe: whether bytes are it
//! for certain. A letter or a mark must stand where one belongs, and must make no sense as what a Mac would mean.

use std::ops::Range;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::{Languages, Mixed};
use crate::language::primary;

/// The letters outside ASCII of languages whose files were saved as Windows-1252, and those of them that are a
/// word alone.
const LETTERS: [(&str, &str, &str); 13] = [
    // English has those of its loan words, and of the names of its families.
    ("en", "áâàäçéèêëíïîñóôöúü", ""),
    ("es", "áéíóúüñ", "áéóú"),
    ("fr", "àâäçéèêëîïôöùûüÿœæ", "àôy"),
    ("pt", "áâàãçéêíóôõúü", "àáéó"),
    ("it", "àèéìíîòóùú", "èéàò"),
    ("ca", "àçèéíïòóúü", "àéèó"),
    ("de", "äöüß", ""),
    ("nl", "áéëïóöü", ""),
    ("tl", "áàâéèêíìîñóòôúùû", ""),
    ("fil", "áàâéèêíìîñóòôúùû", ""),
    ("so", "", ""),
    ("hmn", "", ""),
    ("ht", "àèò", "àè"),
];

/// A byte of Windows-1252.
pub(crate) fn windows_1252(byte: u8) -> char {
    letter(WINDOWS_1252, byte)
}

/// A byte of the encoding of old Macs.
pub(super) fn mac_roman(byte: u8) -> char {
    letter(MACINTOSH, byte)
}

fn letter(encoding: &'static Encoding, byte: u8) -> char {
    encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A site in languages of western Europe.
pub(super) struct Western {
    letters: String,
    /// Letters that are a word alone in the language of the file.
    alone: &'static str,
    is_english: bool,
}

impl Western {
    /// `None` when one of the languages is, or may be, another.
    pub(super) fn of(languages: Languages<'_>) -> Option<Self> {
        let known = |tag: &str| LETTERS.iter().find(|(known, ..)| *known == primary(tag));
        let letters: Option<String> =
            languages.site.iter().map(|tag| known(tag).map(|(_, letters, _)| *letters)).collect();
        let alone = known(languages.file)?.2;
        let letters = letters.filter(|_| !languages.site.is_empty())?;
        Some(Self { letters, alone, is_english: primary(languages.file) == "en" })
    }

    /// Whether the strays of a text, read as Windows-1252, are nothing else.
    pub(super) fn is_windows_1252(&self, read: &Mixed, bytes: &[u8]) -> bool {
        self.misfits(read, 1) == 0 && self.others_fit(read) && self.is_no_mac(read, &Mixed::read(bytes, mac_roman))
    }

    /// How many strays, up to `most`, make no sense where they stand.
    pub(super) fn misfits(&self, read: &Mixed, most: usize) -> usize {
        read.strays.iter().filter(|stray| !self.fits(&read.text, stray)).take(most).count()
    }

    /// Whether what is valid UTF-8 was meant as such: two letters of Windows-1252 may look like one of UTF-8.
    fn others_fit(&self, read: &Mixed) -> bool {
        if read.others == 0 {
            return true;
        }
        let mut strays = read.strays.iter().peekable();
        read.text.char_indices().all(|(at, c)| {
            let is_stray = strays.next_if(|stray| stray.start == at).is_some();
            is_stray || c.len_utf8() != 2 || self.fits(&read.text, &(at..at + 2))
        })
    }

    /// Whether the bytes cannot be what a Mac would mean by them: where it writes í, Windows has an apostrophe.
    fn is_no_mac(&self, windows: &Mixed, mac: &Mixed) -> bool {
        let ending = |place: &Range<usize>| if self.is_english { short_form(&windows.text, place) } else { None };
        let mut both = windows.strays.iter().zip(&mac.strays);
        // País and día end as it’s and he’d do.
        windows.strays.iter().all(|place| ending(place).is_some())
            || both.any(|(place, of_mac)| {
                ending(place).is_some_and(|ending| !matches!(ending, "s" | "d")) || !self.fits(&mac.text, of_mac)
            })
    }

    /// Whether the letter or mark at `place` makes sense where it stands.
    pub(super) fn fits(&self, text: &str, place: &Range<usize>) -> bool {
        let Some(c) = text[place.clone()].chars().next() else { return false };
        let before = text[..place.start].chars().next_back();
        let after = text[place.end..].chars().next();
        let is = |side: Option<char>, test: fn(char) -> bool| side.is_some_and(test);
        let opens = before.is_none_or(|c| c.is_whitespace() || "([{—–-/¿¡\"'“‘«>*_|:=".contains(c));
        let ends = !is(after, char::is_alphanumeric);
        let beside_number = is(before, |c| c.is_ascii_digit()) || is(after, |c| c.is_ascii_digit());
        match c {
            '“' | '‘' | '«' => opens && is(after, |c| !c.is_whitespace()),
            '”' | '»' => ends && is(before, |c| !c.is_whitespace()),
            '’' => match (is(before, char::is_alphanumeric), ends) {
                (true, true) => true,
                (true, false) => {
                    short_form(text, place).is_some() || is_elision(text, place) || is(before, |c| c.is_ascii_digit())
                }
                (false, true) => is(before, |c| !c.is_whitespace()),
                (false, false) => is(after, |c| c.is_ascii_digit()),
            },
            '–' | '—' | '…' | '\u{a0}' => true,
            '•' | '·' => opens && is(after, char::is_whitespace),
            '\u{ad}' => is(before, char::is_alphabetic) && is(after, char::is_alphabetic),
            '¿' | '¡' => opens && is(after, |c| !c.is_whitespace()),
            'ª' | 'º' => is(before, |c| c.is_ascii_alphanumeric() || c == '.') && ends,
            '°' | '§' | '½' | '¼' | '¾' | '€' | '£' | '¢' | '²' | '³' | '±' | '×' | '÷' => {
                beside_number || (opens && is(after, char::is_whitespace))
            }
            '™' | '®' | '©' => ends,
            _ => c.is_alphabetic() && self.fits_word(text, place, c),
        }
    }

    /// Whether a letter of ours may stand in its word.
    fn fits_word(&self, text: &str, place: &Range<usize>, c: char) -> bool {
        // No word that anybody writes is longer.
        const LONGEST: usize = 40;
        let before = || text[..place.start].chars().rev().take_while(|c| c.is_alphanumeric()).take(LONGEST);
        let after = || text[place.end..].chars().take_while(|c| c.is_alphanumeric()).take(LONGEST);
        let small = c.to_lowercase().next().unwrap_or(c);
        if !self.letters.contains(small) {
            return false;
        }
        if before().chain(after()).next().is_none() {
            return self.alone.contains(small);
        }
        let foreign = |c: &char| !c.is_ascii();
        let run = before().take_while(foreign).count() + 1 + after().take_while(foreign).count();
        let starts_small = before().next().is_some_and(char::is_lowercase);
        let follows_capitals = before().take(2).filter(|c| c.is_uppercase()).count() == 2;
        let has_digit = before().next().or(after().next()).is_some_and(|c| c.is_ascii_digit());
        let is_cased = if c.is_uppercase() { !starts_small } else { !follows_capitals };
        run <= 2 && is_cased && !has_digit && before().chain(after()).any(|c| c.is_ascii_alphabetic())
    }
}

/// The end of a short form whose apostrophe stands at `place`: the t of don’t, the s of it’s.
fn short_form(text: &str, place: &Range<usize>) -> Option<&'static str> {
    let rest = text[place.start..].strip_prefix('’').filter(|_| text[..place.start].ends_with(char::is_alphabetic))?;
    let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    ["t", "s", "re", "ve", "ll", "d", "m"].into_iter().find(|ending| rest[..letters].eq_ignore_ascii_case(ending))
}

/// Whether the apostrophe at `place` follows a letter or two: l’école, O’Brien.
fn is_elision(text: &str, place: &Range<usize>) -> bool {
    let head = text[..place.start].chars().rev().take_while(|c| c.is_alphabetic()).take(3).count();
    matches!(head, 1 | 2) && text[place.start..].starts_with('’')
}
