//! What templates can call beyond what Tera brings.

use std::borrow::Cow;
use std::io::{self, Write};

use memchr::memmem;
use tera::{Kwargs, State, Tera, TeraResult};

use crate::bytes::position;

pub(super) fn register(tera: &mut Tera) {
    tera.register_function("link", link);
    tera.register_function("text", text);
    tera.set_escape_fn(escape);
}

/// As Tera's own; but most texts have nothing to escape, and that is soon seen.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if has_special(text) { tera::escape_html(text, out) } else { out.write_all(text.as_bytes()) }
}

/// A text as templates write it.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let mut out = Vec::new();
    if has_special(text) && tera::escape_html(text, &mut out).is_ok() {
        return String::from_utf8_lossy(&out).into_owned().into();
    }
    text.into()
}

fn has_special(text: &str) -> bool {
    let is_special = |b| (b == b'&') | (b == b'<') | (b == b'>') | (b == b'"') | (b == b'\'');
    position(text.as_bytes(), 0, is_special).is_some()
}

/// `link(root=root, path=item.path)`: a relative address; the top of the site is `./`.
#[expect(clippy::needless_pass_by_value, reason = "the shape that Tera asks for")]
fn link(arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    Ok(relative(arguments.must_get("root")?, arguments.must_get("path")?))
}

/// The address of `path` from a page whose way to the top of the site is `root`.
#[must_use]
pub fn relative(root: &str, path: &str) -> String {
    match (root, path) {
        ("", "") => "./".to_owned(),
        _ => [root, path].concat(),
    }
}

/// `text(template=t.ratio_short, n="1.09")`: a string with its `{placeholders}` filled in.
#[expect(clippy::needless_pass_by_value, reason = "the shape that Tera asks for")]
fn text(arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let mut filled: String = arguments.must_get("template")?;
    for (key, value) in arguments.iter() {
        if let Some(key) = key.as_str().filter(|key| *key != "template") {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            filled = filled.replace(&format!("{{{key}}}"), &value);
        }
    }
    Ok(filled)
}

/// HTML with `before` and `after` around every table.
pub(crate) fn boxed_tables(html: &str, before: &str, after: &str) -> String {
    const NAME: &str = "table";
    let mut out = String::with_capacity(html.len() + 512);
    let mut at = 0;
    for found in memmem::find_iter(html.as_bytes(), NAME) {
        let (start, end) = (&html[at..found], found + NAME.len());
        if let Some(start) = start.strip_suffix('<') {
            out.push_str(start);
            out.push_str(before);
            at = found - 1;
        } else if start.ends_with("</") && html[end..].starts_with('>') {
            out.push_str(&html[at..=end]);
            out.push_str(after);
            at = end + 1;
        }
    }
    out.push_str(&html[at..]);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_escaped_as_tera_does(text in "[ -~é]{0,40}") {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            escape(&text, &mut ours).unwrap();
            tera::escape_html(&text, &mut theirs).unwrap();
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(escaped(&text).into_owned().into_bytes(), theirs);
        }

        #[test]
        fn a_box_stands_around_every_table(parts in prop::collection::vec("<|</|table|>|t|é", 0..12)) {
            let html = parts.concat();
            let expected = html.replace("<table", "[<table").replace("</table>", "</table>]");
            prop_assert_eq!(boxed_tables(&html, "[", "]"), expected);
        }
    }
}
