//! What templates can call beyond what Tera brings.

use memchr::memmem;
use tera::{Kwargs, State, StringInput, Tera, TeraResult, Value};

pub(super) fn register(tera: &mut Tera) {
    tera.register_function("link", link);
    tera.register_function("text", text);
    tera.register_filter("replace", replace);
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

/// `page.html | replace(from="<table", to="…")`: Tera's own filter, but it looks for `from` the fast way.
#[expect(clippy::needless_pass_by_value, reason = "the shape that Tera asks for")]
fn replace(value: StringInput<'_>, arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let from: &str = arguments.must_get("from")?;
    let to: StringInput<'_> = arguments.must_get("to")?;
    if !(state.autoescaping_enabled() && (value.is_safe() || to.is_safe())) {
        return Ok(Value::from(replaced(value.as_str(), from, to.as_str())));
    }
    Ok(Value::safe_string(&replaced(&value.rendered(state)?, from, &to.rendered(state)?)))
}

/// As [`str::replace`].
fn replaced(text: &str, from: &str, to: &str) -> String {
    // Nothing stands before each character and at the end, not before each byte.
    if from.is_empty() {
        return text.replace(from, to);
    }
    let mut out = String::with_capacity(text.len() + 4 * to.len());
    let mut at = 0;
    for found in memmem::find_iter(text.as_bytes(), from) {
        out.push_str(&text[at..found]);
        out.push_str(to);
        at = found + from.len();
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tera::Context;

    use super::*;

    /// What a template makes of a text with Tera's own filters and with ours.
    fn both(template: &str, text: &Value, from: &str, to: &Value) -> [String; 2] {
        let mut context = Context::new();
        context.insert_value("text", text.clone());
        context.insert_value("from", Value::from(from));
        context.insert_value("to", to.clone());
        [false, true].map(|ours| {
            let mut tera = Tera::new();
            if ours {
                register(&mut tera);
            }
            tera.add_raw_template(template, "{{ text | replace(from=from, to=to) }}").unwrap();
            tera.render(template, &context).unwrap()
        })
    }

    proptest! {
        #[test]
        fn replace_does_what_the_filter_of_tera_does(text in "[<aé&]{0,9}", from in "[<aé&]{0,2}", to in "[<aé&]{0,2}") {
            for template in ["page.html", "page.txt"] {
                for text in [Value::from(text.as_str()), Value::safe_string(&text)] {
                    for to in [Value::from(to.as_str()), Value::safe_string(&to)] {
                        let [theirs, ours] = both(template, &text, &from, &to);
                        prop_assert_eq!(theirs, ours);
                    }
                }
            }
        }
    }
}
