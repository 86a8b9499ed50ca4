//! Which bytes a text holds that rules look for, counted while the text is read for its words.

/// A kind of byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A space, a tab or the end of a line.
    Space,
    /// Other white space.
    OtherSpace,
    /// The first byte of a letter that may be a capital one.
    Capital,
    /// `-`
    Hyphen,
    /// `/`
    Slash,
    /// The first byte of a letter or sign that may tell a language by itself.
    Telling,
    /// The first byte of quotation marks, of dashes, and of letters that tell.
    Quotation,
    /// The second byte of such a letter, or any byte of another.
    AfterQuotation,
}

impl Sign {
    /// Where its eight bits of a sum start.
    const fn shift(self) -> u32 {
        8 * self as u32
    }

    const fn one(self) -> u64 {
        1 << self.shift()
    }
}

/// What stands in a text: how many spaces and capitals, and whether there is any of the other kinds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    spaces: usize,
    capitals: usize,
    /// Eight bits a kind: none is set where the kind is missing.
    seen: u64,
}

/// The bytes of so long a stretch can be counted in eight bits a kind.
pub(super) const STRETCH: usize = 255;

impl Signs {
    /// What a byte adds to the sum of a stretch.
    pub(super) fn of(byte: u8) -> u64 {
        KINDS[usize::from(byte)]
    }

    /// Adds the sum of a stretch.
    pub(super) fn add(&mut self, sum: u64) {
        let count = |sign: Sign| (sum >> sign.shift() & 0xff) as usize;
        self.spaces += count(Sign::Space);
        self.capitals += count(Sign::Capital);
        self.seen |= sum;
    }

    pub(super) fn spaces(&self) -> usize {
        self.spaces
    }

    /// At most so many letters are capital ones.
    pub(super) fn capitals(&self) -> usize {
        self.capitals
    }

    pub(super) fn has(&self, sign: Sign) -> bool {
        self.seen >> sign.shift() & 0xff != 0
    }
}

const KINDS: [u64; 256] = {
    let mut kinds = [0; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        kinds[byte as usize] = kind(byte);
        byte -= 1;
    }
    kinds
};

const fn kind(byte: u8) -> u64 {
    match byte {
        b' ' | b'\n' | b'\t' => Sign::Space.one(),
        b'\r' | b'\x0c' => Sign::OtherSpace.one(),
        b'-' => Sign::Hyphen.one(),
        b'/' => Sign::Slash.one(),
        // ¿ and ¡, but also § and the no-break space.
        0xc2 => Sign::Telling.one(),
        // A to Z, and the accents of Spanish and of Europe.
        b'A'..=b'Z' | 0xc3 | 0xc5 | 0xc7..=0xcc => Sign::Capital.one(),
        // đ, ơ and ư; from U+0370 on other scripts.
        0xc4 | 0xc6 | 0xcd..=0xe1 | 0xe3..=0xff => Sign::Capital.one() | Sign::Telling.one(),
        // U+2000 to U+2FFF; the second byte says where.
        0xe2 => Sign::Capital.one() | Sign::Quotation.one(),
        0xb0..=0xbf => Sign::AfterQuotation.one(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::triggers::Hits;
    use super::Sign;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 400, ..Default::default() })]

        #[test]
        fn signs_are_those_of_a_look_at_each_letter(text in "(\\PC|[ -/\t\r\n\x0c]|[A-ZÉÑÖẞΩ]|[“”—¿])*", times in 1..60_usize) {
            // Long texts too, in which a kind stands oftener than eight bits count.
            let text = text.repeat(times);
            let signs = Hits::of(&text).signs;
            let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
            proptest::prop_assert_eq!(signs.spaces(), count(|c| matches!(c, ' ' | '\n' | '\t')));
            proptest::prop_assert!(signs.capitals() >= count(char::is_uppercase));
            proptest::prop_assert_eq!(signs.has(Sign::OtherSpace), text.contains(['\r', '\x0c']));
            proptest::prop_assert_eq!(signs.has(Sign::Hyphen), text.contains('-'));
            proptest::prop_assert_eq!(signs.has(Sign::Slash), text.contains('/'));
        }
    }
}
