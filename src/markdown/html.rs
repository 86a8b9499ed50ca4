//! Text into HTML, and back.

use crate::bytes;

/// Appends `text` with `&`, `<` and `>` escaped.
pub fn escape(out: &mut String, text: &str) {
    escape_where(out, text, |b| (b == b'&') | (b == b'<') | (b == b'>'));
}

/// Appends `text` as the value of an attribute in double quotes.
pub fn escape_attribute(out: &mut String, text: &str) {
    escape_where(out, text, |b| (b == b'&') | (b == b'<') | (b == b'>') | (b == b'"'));
}

fn escape_where(out: &mut String, text: &str, is_special: impl Fn(u8) -> bool) {
    let mut done = 0;
    while let Some(at) = bytes::position(text.as_bytes(), done, &is_special) {
        out.push_str(&text[done..at]);
        out.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// Tags that part no words.
const INLINE: [&str; 8] = ["a", "b", "code", "em", "span", "strong", "sup", "time"];

/// The words of a piece of our own HTML.
#[must_use]
pub fn plain_text(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut pieces = html.split('<');
    words.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            words.push(' ');
        }
        words.push_str(text);
    }
    let words = words
        .replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn words_without_tags() {
        assert_eq!(
            plain_text("<p>Sign <b>first</b>, then &lt;send&gt;\n<a href=\"#\">it</a>.</p>"),
            "Sign first, then <send> it."
        );
        assert_eq!(plain_text("<p>EC&nbsp;51747, 25\u{a0}to 1</p>"), "EC 51747, 25 to 1");
    }
}
