//! UTF-16, which programs of Windows call Unicode: told by its mark, or by the zeros that half of its bytes are.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::{Decoded, Kind, Problem, cut_off};

/// Reads a file of UTF-16; `None` when it is none.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Some(marked(rest, UTF_16LE)),
        [0xfe, 0xff, rest @ ..] => Some(marked(rest, UTF_16BE)),
        _ => {
            memchr::memchr(0, bytes)?;
            [UTF_16LE, UTF_16BE].into_iter().find_map(|order| unmarked(bytes, order))
        }
    }
}

/// What follows a mark of UTF-16.
fn marked(bytes: &[u8], order: &'static Encoding) -> Decoded {
    let (pairs, rest) = bytes.split_at(bytes.len() & !1);
    let (text, has_errors) = order.decode_without_bom_handling(pairs);
    if has_errors || text.contains('\0') || is_patched(&text) {
        let problem = Problem {
            span: 0..0,
            kind: Kind::Uncertain,
            message: "This file begins as UTF-16, but not all of it is saved so.".to_owned(),
            help: "Open it in the program that wrote it, see that no words are missing, and save it as UTF-8."
                .to_owned(),
        };
        return Decoded { text: text.into_owned(), problems: vec![problem] };
    }
    if rest.is_empty() { whole(text.into_owned()) } else { cut_off(text.into_owned()) }
}

/// A file without a mark, if its zeros are those of letters of ASCII in this order of bytes.
fn unmarked(bytes: &[u8], order: &'static Encoding) -> Option<Decoded> {
    let (pairs, rest) = bytes.split_at(bytes.len() & !1);
    let (text, has_errors) = order.decode_without_bom_handling(pairs);
    let is_plain = |c: char| matches!(c, ' '..='~' | '\n' | '\r' | '\t');
    let all = text.chars().count();
    let plain = text.chars().filter(|c| is_plain(*c)).count();
    let is_it = !has_errors && plain >= 4 && plain * 16 >= all && !text.contains('\0') && !is_patched(&text);
    is_it.then(|| if rest.is_empty() { whole(text.into_owned()) } else { cut_off(text.into_owned()) })
}

fn whole(text: String) -> Decoded {
    let problem = Problem {
        span: 0..0,
        kind: Kind::Read,
        message: "This file is saved as UTF-16, which other programs may show as signs without sense.".to_owned(),
        help: "Its letters were read right; save it as UTF-8.".to_owned(),
    };
    Decoded { text, problems: vec![problem] }
}

/// Whether text that was not UTF-16 seems to have been put into the file: two letters of ASCII make one that is
/// Chinese, and bytes of other encodings make letters that nobody uses.
fn is_patched(text: &str) -> bool {
    /// One real Chinese letter of eight looks so, and hardly ever as many in a row.
    const ROW: usize = 8;
    let is_ascii = |byte: u32| {
        char::from_u32(byte)
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '\n' | '\r' | '.' | ',' | '-'))
    };
    let (mut chinese, mut doubtful, mut row) = (0, 0, 0);
    for c in text.chars() {
        let unit = u32::from(c);
        if matches!(unit, 0x80..=0x9f | 0xe000..=0xf8ff | 0xfffe..=0xffff) {
            return true;
        }
        // Signs and Japanese letters, which may stand between the others.
        if matches!(unit, 0x2000..=0x33ff) {
            continue;
        }
        let is_pair = unit > 0xff && is_ascii(unit >> 8) && is_ascii(unit & 0xff);
        row = if is_pair { row + 1 } else { 0 };
        chinese += usize::from(matches!(unit, 0x3400..=0x9fff));
        doubtful += usize::from(is_pair);
        if row >= ROW {
            return true;
        }
    }
    doubtful * 2 > chinese
}
