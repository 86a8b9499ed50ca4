//! YAML as a tree in which every key and value knows where it stands.
//!
//! Typed deserialization stops at the first wrong type; an editor wants every
//! mistake at once. So the text is read into a [`Node`] tree first, and
//! `front_matter` and `config` take their fields out of it, one finding a field.

mod simple;

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

/// A value and the bytes of the YAML text it stands on.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is, in bytes from the start of the YAML text.
    pub span: Range<usize>,
}

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing after the colon, `null` or `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in order; a key may come twice.
    Map(Vec<Entry>),
    /// Something that is not YAML; an error says so.
    Unreadable,
}

/// One `key: value` of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Range<usize>,
    /// Its value.
    pub value: Node,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// What was written, of a value that is one word, number or text.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// What the value is, in words for a message.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a yes-or-no value",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of fields",
            Value::Unreadable => "something that cannot be read",
        }
    }
}

/// A YAML text that could not be read.
#[derive(Debug)]
pub struct Error {
    /// The parser's words.
    pub message: String,
    /// Where it gave up.
    pub span: Range<usize>,
}

/// Reads a YAML text. The parser's budgets (size, depth, aliases) stay on, so a
/// "billion laughs" text is an error after a bounded amount of work.
///
/// # Errors
/// The first place at which the text is not YAML.
pub fn parse(text: &str) -> Result<Node, Error> {
    simple::parse(text).map_or_else(|| parse_full(text), Ok)
}

fn parse_full(text: &str) -> Result<Node, Error> {
    let options = serde_yaml::options! {
        // A repeated key reaches our visitor, so that it can be reported where it stands.
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::LastWins,
        strict_booleans: true,
        with_snippet: false,
        // `phone: 0123` and `00123` are text to an editor, never octal numbers.
        leading_zero_numbers_as_strings: true,
        // Far above any page's front matter, low enough to refuse a bomb at once.
        budget: serde_yaml::budget! { max_events: 20_000, max_nodes: 10_000, max_depth: 32, max_aliases: 100, max_anchors: 100 },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: 10_000 }
    };
    let raw: Spanned<Raw> = serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let start = error
            .location()
            .and_then(|location| location.span().byte_offset())
            .map_or(0, |offset| usize::try_from(offset).unwrap_or(0));
        let span = start..(start + 1).min(text.len());
        let error = error.without_snippet();
        let message = error.to_string();
        // "at line 2, column 3: …" is said by the span already.
        Error { message: message.split(" at line ").next().unwrap_or(&message).to_owned(), span }
    })?;
    Ok(raw_node(raw, text))
}

/// Reads a map of fields so far as it can be read: where the text as a whole is not YAML,
/// each field is read on its own, and the errors say which could not be.
#[must_use]
pub fn parse_fields(text: &str) -> (Node, Vec<Error>) {
    let error = match parse(text) {
        Ok(node) => return (node, Vec::new()),
        Err(error) => error,
    };
    let fields = field_ranges(text);
    let mut entries = Vec::new();
    let mut errors = Vec::new();
    for range in fields {
        let field = &text[range.clone()];
        match parse(field) {
            Ok(node) => {
                if let Value::Map(read) = node.value {
                    entries.extend(read.into_iter().map(|entry| entry.moved(range.start)));
                }
            }
            Err(error) => match plain_value_with_colon(field) {
                Some((key, value)) => {
                    errors.push(Error {
                        message: "a value with a colon in it needs quotation marks".to_owned(),
                        span: range.start + value.start..range.start + value.end,
                    });
                    entries.push(Entry {
                        key: field[key.clone()].to_owned(),
                        key_span: range.start + key.start..range.start + key.end,
                        value: Node {
                            value: Value::Text(field[value.clone()].to_owned()),
                            span: range.start + value.start..range.start + value.end,
                        },
                    });
                }
                None => {
                    errors.push(Error {
                        message: error.message,
                        span: range.start + error.span.start..range.start + error.span.end,
                    });
                    let key = field.split(':').next().unwrap_or_default().trim_end();
                    entries.push(Entry {
                        key: key.to_owned(),
                        key_span: range.start..range.start + key.len(),
                        value: Node { value: Value::Unreadable, span: range.clone() },
                    });
                }
            },
        }
    }
    // Fields that can be read one by one may still not be YAML together.
    if errors.is_empty() {
        errors.push(error);
    }
    (Node { value: Value::Map(entries), span: 0..text.len() }, errors)
}

/// The fields at the outermost level, each with the lines that belong to it.
fn field_ranges(text: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '#' | '-' | ']' | '}')) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The key and the value of `title: Signing up: what to do`.
fn plain_value_with_colon(field: &str) -> Option<(Range<usize>, Range<usize>)> {
    let line = field.trim_end();
    let (key, rest) = line.split_once(':')?;
    let value = rest.trim_start();
    let start = line.len() - value.len();
    let is_plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']) && !line.contains('\n');
    let has_colon = value.contains(": ") || value.ends_with(':');
    (is_plain && has_colon && !key.trim().is_empty()).then(|| (0..key.trim_end().len(), start..line.len()))
}

impl Entry {
    /// The same entry, `by` bytes further on.
    fn moved(mut self, by: usize) -> Self {
        self.key_span = self.key_span.start + by..self.key_span.end + by;
        self.value = self.value.moved(by);
        self
    }
}

impl Node {
    fn moved(mut self, by: usize) -> Self {
        self.span = self.span.start + by..self.span.end + by;
        self.value = match self.value {
            Value::List(items) => Value::List(items.into_iter().map(|item| item.moved(by)).collect()),
            Value::Map(entries) => Value::Map(entries.into_iter().map(|entry| entry.moved(by)).collect()),
            other => other,
        };
        self
    }
}

enum Raw {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn byte_range<T>(spanned: &Spanned<T>) -> Range<usize> {
    let span = spanned.referenced.span();
    let start = span.byte_offset().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let len = span.byte_len().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    start..start + len
}

fn raw_node(raw: Spanned<Raw>, text: &str) -> Node {
    let mut span = byte_range(&raw);
    if let Some(written) = text.get(span.clone()) {
        span.end = span.start + written.trim_end().len();
    }
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value),
        // Numbers keep the digits the author typed: "0100", "51747.50".
        Raw::Number(number) => {
            Value::Number(text.get(span.clone()).filter(|t| !t.is_empty()).map_or(number, str::to_owned))
        }
        Raw::Text(value) => Value::Text(value),
        Raw::List(items) => Value::List(items.into_iter().map(|item| raw_node(item, text)).collect()),
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| Entry { key_span: byte_range(&key), key: key.value, value: raw_node(value, text) })
                .collect(),
        ),
    };
    Node { value, span }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(String, String, String)> {
        let Value::Map(entries) = parse(text).unwrap().value else { panic!("not a map") };
        entries
            .into_iter()
            .map(|entry| (entry.key, text[entry.key_span].to_owned(), text[entry.value.span].to_owned()))
            .collect()
    }

    #[test]
    fn every_key_and_value_knows_its_place() {
        let text = "title: Año escolar\norder: 010\nphone: 5550100\nlist: [a, \"b\"]\nnested: { email: x@y.org }\n";
        assert_eq!(
            entries(text),
            [
                ("title", "title", "Año escolar"),
                ("order", "order", "010"),
                ("phone", "phone", "5550100"),
                ("list", "list", "["),
                ("nested", "nested", "{"),
            ]
            .map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()))
        );
    }

    #[test]
    fn numbers_keep_their_digits_and_dates_are_text() {
        let Value::Map(entries) = parse("a: 51747.50\nb: 2026-11-24\nc: yes\nd:\ne: true\n").unwrap().value else {
            panic!("not a map")
        };
        let values: Vec<Value> = entries.into_iter().map(|entry| entry.value.value).collect();
        assert_eq!(
            values,
            [
                Value::Number("51747.50".to_owned()),
                Value::Text("2026-11-24".to_owned()),
                Value::Text("yes".to_owned()),
                Value::Null,
                Value::Bool(true),
            ]
        );
    }

    #[test]
    fn a_field_that_is_not_yaml_spoils_no_other() {
        let text = "order: 1\ntitle: Signing up: what to do\nsummary: \"half\nlist:\n  - a\n  - { b: c }\ntabs:\t[\n";
        let (node, errors) = parse_fields(text);
        let Value::Map(entries) = node.value else { panic!("not a map") };
        let read: Vec<(&str, &str, &str)> = entries
            .iter()
            .map(|entry| (entry.key.as_str(), &text[entry.key_span.clone()], &text[entry.value.span.clone()]))
            .collect();
        assert_eq!(
            read,
            [
                ("order", "order", "1"),
                ("title", "title", "Signing up: what to do"),
                ("summary", "summary", "summary: \"half\n"),
                ("list", "list", ""),
                ("tabs", "tabs", "tabs:\t[\n"),
            ]
        );
        let places: Vec<(&str, usize)> =
            errors.iter().map(|error| (error.message.as_str(), text[..error.span.start].lines().count())).collect();
        assert_eq!(places[0], ("a value with a colon in it needs quotation marks", 2));
        assert_eq!(places.len(), 3, "{errors:?}");
    }

    #[test]
    fn a_repeated_key_arrives_twice() {
        assert_eq!(entries("title: A\ntitle: B\n").len(), 2);
    }

    #[test]
    fn a_yaml_bomb_is_an_error_and_not_a_hang() {
        let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (previous, name) in ('a'..'i').zip('b'..='i') {
            let row = vec![format!("*{previous}"); 10].join(",");
            bomb.push_str(&format!("{name}: &{name} [{row}]\n"));
        }
        assert!(parse(&bomb).is_err());
        assert!(parse(&format!("a: {}{}", "[".repeat(100_000), "]".repeat(100_000))).is_err());
    }
}
