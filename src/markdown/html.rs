//! Writing text into HTML.

/// Appends `text` with `&`, `<` and `>` escaped.
pub fn escape(out: &mut String, text: &str) {
    escape_bytes(out, text, |b| matches!(b, b'&' | b'<' | b'>'));
}

/// Appends `text` as the value of an attribute in double quotes.
pub fn escape_attribute(out: &mut String, text: &str) {
    escape_bytes(out, text, |b| matches!(b, b'&' | b'<' | b'>' | b'"'));
}

fn escape_bytes(out: &mut String, text: &str, special: impl Fn(u8) -> bool) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !special(byte) {
            continue;
        }
        out.push_str(&text[done..at]);
        out.push_str(match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        done = at + 1;
    }
    out.push_str(&text[done..]);
}
