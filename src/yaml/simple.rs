//! The YAML that most pages have, read without a YAML parser: one `key: value` a line, the
//! value in double quotes without escapes, a plain phrase, a whole number, a day, yes or no,
//! or a few of these in `{ }` or `[ ]` on the same line. Anything else is left to the parser;
//! what is read here is what it would have read.

use super::{Entry, Node, Value};

/// More fields than this have no simple page.
const MOST_FIELDS: usize = 64;

/// Reads the text if every line of it is simple.
pub(super) fn parse(text: &str) -> Option<Node> {
    let mut entries: Vec<Entry> = Vec::with_capacity(8);
    let mut at = 0;
    for line in text.split_terminator('\n') {
        let entry = field(line, at)?;
        if entries.len() == MOST_FIELDS || entries.iter().any(|other| other.key == entry.key) {
            return None;
        }
        entries.push(entry);
        at += line.len() + 1;
    }
    // The parser gives a map no place either.
    (!entries.is_empty()).then_some(Node { value: Value::Map(entries), span: 0..0 })
}

/// One line, which starts at byte `at`.
fn field(line: &str, at: usize) -> Option<Entry> {
    let key = key(line)?;
    let start = key.len() + 2;
    let written = line.get(start..)?;
    let value = match written.as_bytes().first()? {
        b'{' => flow_map(written, at + start)?,
        b'[' => flow_list(written, at + start)?,
        _ => scalar(written, at + start)?,
    };
    Some(Entry { key: key.to_owned(), key_span: at..at + key.len(), value })
}

/// The key of `key: `.
fn key(text: &str) -> Option<&str> {
    let end = text.bytes().position(|b| !matches!(b, b'a'..=b'z' | b'_'))?;
    let key = &text[..end];
    let is_key = !key.is_empty() && key.len() <= 64 && !is_word_of_yaml(key) && text[end..].starts_with(": ");
    is_key.then_some(key)
}

fn scalar(written: &str, at: usize) -> Option<Node> {
    let value = quoted(written).or_else(|| plain(written))?;
    Some(Node { value, span: at..at + written.len() })
}

/// `{ key: value, … }`, which starts at byte `at`.
fn flow_map(written: &str, at: usize) -> Option<Node> {
    let mut entries: Vec<Entry> = Vec::new();
    for (start, item) in flow_items(written, '}')? {
        let key = key(item)?;
        let value_at = key.len() + 2;
        let value = flow_scalar(&item[value_at..], at + start + value_at)?;
        if entries.iter().any(|other| other.key == key) {
            return None;
        }
        let key_span = at + start..at + start + key.len();
        entries.push(Entry { key: key.to_owned(), key_span, value });
    }
    // The parser's place of a map or list is its bracket.
    Some(Node { value: Value::Map(entries), span: at..at + 1 })
}

/// `[ value, … ]`, which starts at byte `at`.
fn flow_list(written: &str, at: usize) -> Option<Node> {
    let items = flow_items(written, ']')?;
    let items: Option<Vec<Node>> = items.into_iter().map(|(start, item)| flow_scalar(item, at + start)).collect();
    Some(Node { value: Value::List(items?), span: at..at + 1 })
}

/// A value inside brackets, where a comma or a bracket would end one without quotes.
fn flow_scalar(item: &str, at: usize) -> Option<Node> {
    let is_plain = !item.starts_with('"');
    if is_plain && item.contains([',', '[', ']', '{', '}']) {
        return None;
    }
    scalar(item, at)
}

/// What stands between the commas of a bracketed value, without the spaces around it, and
/// where each starts.
fn flow_items(written: &str, close: char) -> Option<Vec<(usize, &str)>> {
    let inside = written[1..].strip_suffix(close)?;
    let mut items = Vec::new();
    let mut start = 0;
    let mut in_quotes = false;
    for (at, byte) in inside.bytes().chain([b',']).enumerate() {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b',' if !in_quotes => {
                let item = inside[start..at].trim_start_matches(' ');
                items.push((1 + at - item.len(), item.trim_end_matches(' ')));
                start = at + 1;
            }
            _ => {}
        }
    }
    (!in_quotes && items.len() <= MOST_FIELDS && items.iter().all(|(_, item)| !item.is_empty())).then_some(items)
}

fn quoted(written: &str) -> Option<Value> {
    let inside = written.strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains(['"', '\\']) && inside.chars().all(is_printed)).then(|| Value::Text(inside.to_owned()))
}

fn plain(written: &str) -> Option<Value> {
    let first = written.chars().next()?;
    if first.is_ascii_digit() {
        return number(written).or_else(|| day(written));
    }
    match written {
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        _ => {}
    }
    let is_phrase = first.is_alphabetic()
        && !written.ends_with(' ')
        && !is_word_of_yaml(written)
        && written.chars().all(|c| is_printed(c) && !matches!(c, ':' | '#'));
    is_phrase.then(|| Value::Text(written.to_owned()))
}

fn number(written: &str) -> Option<Value> {
    let is_whole = written.len() < 10 && written.bytes().all(|b| b.is_ascii_digit());
    (is_whole && (written == "0" || !written.starts_with('0'))).then(|| Value::Number(written.to_owned()))
}

/// `2026-11-25`; whether there is such a day is for the field to say.
fn day(written: &str) -> Option<Value> {
    let bytes = written.as_bytes();
    let is_day = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() });
    is_day.then(|| Value::Text(written.to_owned()))
}

/// Words that some version of YAML takes for something else than text.
fn is_word_of_yaml(word: &str) -> bool {
    const WORDS: [&str; 11] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan"];
    WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Characters that YAML takes as they are, everywhere.
fn is_printed(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{a1}'..='\u{d7ff}' => !c.is_whitespace() && !matches!(c, '\u{2028}' | '\u{2029}'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The place of every part, which `Node`'s own equality leaves out.
    fn same(simple: &Node, full: &Node) -> bool {
        format!("{simple:?}") == format!("{full:?}")
    }

    #[test]
    fn a_page_of_the_sample_is_simple() {
        let text = "title: \"Año nuevo: día uno\"\nsummary: Who to call, and when (it's open).\nlast_reviewed: 2026-11-25\norder: 80\ndraft: false\n\
            contact: { office: \"Study, at home\", email: study@example.org, phone: \"555-555-0142\" }\ngrades: [TK, 1, \"2\"]\n";
        let simple = parse(text).unwrap();
        assert!(same(&simple, &super::super::parse_full(text).unwrap()), "{simple:?}");
    }

    #[test]
    fn what_is_not_simple_is_left_to_the_parser() {
        for text in [
            "",
            "title:\n",
            "title: a: b\n",
            "title: a # b\n",
            "title: \"a\\n\"\n",
            "title: 'a'\n",
            "title: a\n  b\n",
            "related:\n  - a.md\n",
            "contact: { office: x, office: y }\n",
            "contact: { office: {} }\n",
            "grades: [a, ]\n",
            "grades: []\n",
            "grades: [a]b]\n",
            "title: a\ntitle: b\n",
            "title: a\r\n",
            "order: 007\n",
            "title: a\n\n",
            "---\n",
            "title: No\n",
        ] {
            assert!(parse(text).is_none(), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn simple_text_is_read_as_the_parser_reads_it(
            lines in proptest::collection::vec(
                ("[a-z_]{1,6}", prop_oneof!["[0-9-]{1,11}", "\"[^\"\\n]{0,12}\"", "[^\\n]{1,12}", "[a-zA-Z .,'é–-]{1,12}",
                    "\\{( ?[a-z]{1,3}: (\"[^\"]{0,5}\"|[a-z0-9@.,' -]{1,6}),?){0,3} ?\\}",
                    "\\[( ?(\"[^\"]{0,5}\"|[a-z0-9@.' -]{1,6}),?){0,3} ?\\]"]),
                1..5,
            ),
        ) {
            let text: String = lines.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
            if let Some(simple) = parse(&text) {
                let full = super::super::parse_full(&text);
                prop_assert!(full.as_ref().is_ok_and(|full| same(&simple, full)), "{text:?} {simple:?} {full:?}");
            }
        }
    }
}
