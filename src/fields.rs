//! Typed fields out of a YAML map, one finding a mistake: what front matter and
//! `site.yaml` have in common.

mod proposals;

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;

use crate::diagnostics::{FileName, Finding, Level, Lines, nearest};
use crate::language;
use crate::yaml::{Node, Value};

/// A value and the bytes of its file it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Bytes from the start of the file.
    pub span: Range<usize>,
}

/// Words that are the same for all readers, or written in each of a few languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    /// BCP 47 tags and words; the tag is empty for words that are the same for all.
    texts: Vec<(String, String)>,
}

impl Localized {
    /// The words for readers of a language; those written first when it has none.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> &str {
        let find = |wanted: &str| self.texts.iter().find(|(known, _)| known == wanted);
        find(tag).or_else(|| find(language::primary(tag))).or_else(|| self.texts.first()).map_or("", |(_, text)| text)
    }
}

/// The codes under which one kind of file reports its mistakes.
#[derive(Debug)]
pub struct Codes {
    /// A key that no field has.
    pub unknown_key: &'static str,
    /// A key that comes twice.
    pub duplicate_key: &'static str,
    /// Text where a list belongs, and the like.
    pub wrong_type: &'static str,
    /// The right type, an impossible value.
    pub bad_value: &'static str,
    /// A required field that is not there.
    pub missing: &'static str,
}

/// Takes fields out of nodes and collects what is wrong with them.
pub struct Reader<'a> {
    /// The file, as findings name it.
    pub file: &'a FileName,
    /// Its text.
    pub lines: &'a Lines<'a>,
    /// Where the YAML text starts in it, in bytes.
    pub offset: usize,
    /// The codes to report under.
    pub codes: &'static Codes,
    /// What was found so far.
    pub findings: &'a mut Vec<Finding>,
}

/// The fields of one map, by their names.
pub struct Fields<'n> {
    entries: Vec<(&'n str, &'n Node)>,
    /// The map as a whole, in bytes of the YAML text.
    pub span: Range<usize>,
}

impl<'n> Fields<'n> {
    /// The value of a field; `None` when it is missing or has nothing after the colon.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'n Node> {
        self.entries
            .iter()
            .find(|(key, node)| *key == name && !matches!(node.value, Value::Null | Value::Unreadable))
            .map(|(_, node)| *node)
    }

    /// Whether a field is there, but could not be read.
    #[must_use]
    pub fn is_unreadable(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, node)| *key == name && node.value == Value::Unreadable)
    }

    /// Every field, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'n str, &'n Node)> + '_ {
        self.entries.iter().copied()
    }
}

impl Reader<'_> {
    /// Reports a mistake at `span` (bytes of the YAML text).
    pub fn report(
        &mut self,
        rule: &'static str,
        level: Level,
        span: &Range<usize>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        let span = self.in_file(span);
        self.findings.push(Finding::new(rule, level, self.file, message, help).at(self.lines, span));
    }

    /// Reports a value that cannot be used.
    pub fn bad(&mut self, node: &Node, message: impl Into<Cow<'static, str>>, help: impl Into<Cow<'static, str>>) {
        self.report(self.codes.bad_value, Level::Error, &node.span, message, help);
    }

    /// Bytes of the file for bytes of the YAML text.
    #[must_use]
    pub fn in_file(&self, span: &Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }

    fn located<T>(&self, value: T, node: &Node) -> Located<T> {
        Located { value, span: self.in_file(&node.span) }
    }

    fn wrong_type(&mut self, node: &Node, name: &str, wanted: &str, help: impl Into<Cow<'static, str>>) {
        let message = format!("“{name}” should be {wanted}, but this is {}.", node.describe());
        self.report(self.codes.wrong_type, Level::Error, &node.span, message, help);
    }

    /// The fields of a map. Unknown and repeated keys are reported; of a repeated key the first counts.
    pub fn map<'n>(&mut self, node: &'n Node, name: &str, known: &[&str]) -> Option<Fields<'n>> {
        let Value::Map(all) = &node.value else {
            self.wrong_type(
                node,
                name,
                "a group of fields",
                format!("Write it like this: {name}: {{ {}: … }}", known.first().unwrap_or(&"name")),
            );
            return None;
        };
        let mut entries: Vec<(&str, &Node)> = Vec::with_capacity(all.len());
        for entry in all {
            if entries.iter().any(|(key, _)| *key == entry.key) {
                self.report(
                    self.codes.duplicate_key,
                    Level::Error,
                    &entry.key_span,
                    format!("“{}” is written twice.", entry.key),
                    "Keep one of the two lines.",
                );
                continue;
            }
            if !known.is_empty() && !known.contains(&entry.key.as_str()) {
                let help = match nearest(&entry.key, known.iter().copied()) {
                    Some(meant) => format!("Did you mean “{meant}”?"),
                    None => format!("Fields you can use here: {}.", known.join(", ")),
                };
                self.report(
                    self.codes.unknown_key,
                    Level::Error,
                    &entry.key_span,
                    format!("“{}” is not a field of {name}.", entry.key),
                    help,
                );
                continue;
            }
            entries.push((&entry.key, &entry.value));
        }
        Some(Fields { entries, span: node.span.clone() })
    }

    /// A required field; reported at `at` when it is missing or empty.
    pub fn require<'n>(
        &mut self,
        fields: &Fields<'n>,
        name: &str,
        at: &Range<usize>,
        help: impl Into<Cow<'static, str>>,
    ) -> Option<&'n Node> {
        let node = fields.get(name);
        if node.is_none() && !fields.is_unreadable(name) {
            self.report(self.codes.missing, Level::Error, at, format!("“{name}” is missing."), help);
        }
        node
    }

    /// Text; a number is taken as it was written. Blank text is reported.
    pub fn text(&mut self, node: &Node, name: &str) -> Option<Located<String>> {
        let text = match &node.value {
            Value::Text(text) | Value::Number(text) => text.trim(),
            other => {
                let help = match other {
                    Value::Bool(_) => format!("If you mean the word, put it in quotation marks: {name}: \"…\""),
                    Value::List(items) => match items.iter().map(Node::words).collect::<Option<Vec<&str>>>() {
                        Some(words) if !words.is_empty() => {
                            format!("Write it without the list: {name}: {}", words.join(", "))
                        }
                        _ => format!("Write words after “{name}:”, and no list."),
                    },
                    _ => format!("Write words on the line of “{name}:”, and no fields of their own."),
                };
                self.wrong_type(node, name, "text", help);
                return None;
            }
        };
        if text.is_empty() {
            self.bad(node, format!("“{name}” is empty."), "Write it, or remove the line.");
            return None;
        }
        if let Some(tag) = proposals::first_tag(text) {
            self.bad(
                node,
                format!("Readers would see the tag “{}” of “{name}” as letters.", &text[tag]),
                format!("Write the words alone: {name}: {}", proposals::without_tags(text)),
            );
        }
        Some(self.located(text.to_owned(), node))
    }

    /// Text, or a text for each of a few languages: `{ en: …, es: … }`.
    pub fn localized(&mut self, node: &Node, name: &str) -> Option<Localized> {
        let Value::Map(entries) = &node.value else {
            let text = self.text(node, name)?.value;
            return Some(Localized { texts: vec![(String::new(), text)] });
        };
        let mut texts = Vec::with_capacity(entries.len());
        for entry in entries {
            if language::is_tag(&entry.key) {
                texts.extend(self.text(&entry.value, name).map(|text| (entry.key.clone(), text.value)));
            } else {
                self.report(
                    self.codes.bad_value,
                    Level::Error,
                    &entry.key_span,
                    format!("“{}” is not a language tag.", entry.key),
                    format!("Write one text, or one for each language: {name}: {{ en: …, es: … }}"),
                );
            }
        }
        (!texts.is_empty()).then_some(Localized { texts })
    }

    /// Yes or no.
    pub fn boolean(&mut self, node: &Node, name: &str) -> Option<bool> {
        match &node.value {
            Value::Bool(value) => Some(*value),
            Value::Text(text) if text.eq_ignore_ascii_case("yes") || text.eq_ignore_ascii_case("on") => Some(true),
            Value::Text(text) if text.eq_ignore_ascii_case("no") || text.eq_ignore_ascii_case("off") => Some(false),
            _ => {
                self.wrong_type(node, name, "true or false", format!("Write {name}: true or {name}: false"));
                None
            }
        }
    }

    /// A whole number within `range`.
    pub fn integer(&mut self, node: &Node, name: &str, range: Range<i64>) -> Option<i64> {
        let (Value::Number(written) | Value::Text(written)) = &node.value else {
            let help = format!("Write one number in digits, from {} to {}.", range.start, range.end - 1);
            self.wrong_type(node, name, "a whole number", help);
            return None;
        };
        match written.parse::<i64>() {
            Ok(number) if range.contains(&number) => Some(number),
            _ => {
                self.bad(
                    node,
                    format!(
                        "“{name}” should be a whole number from {} to {}, not “{written}”.",
                        range.start,
                        range.end - 1
                    ),
                    match proposals::only_number(written).filter(|number| range.contains(number)) {
                        Some(number) => format!("Write the number alone: {name}: {number}"),
                        None => "Write it in digits, without a point and without words.".to_owned(),
                    },
                );
                None
            }
        }
    }

    /// A day of the calendar, written year-month-day (ISO 8601).
    pub fn date(&mut self, node: &Node, name: &str) -> Option<Located<Date>> {
        let (Value::Text(written) | Value::Number(written)) = &node.value else {
            self.wrong_type(node, name, "a date", proposals::date(name, ""));
            return None;
        };
        let written = written.trim();
        let shape = written.len() == 10
            && written
                .bytes()
                .enumerate()
                .all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
        match written.parse::<Date>() {
            Ok(date) if shape => Some(self.located(date, node)),
            _ => {
                let message = if shape {
                    format!("“{written}” is not a day of the calendar.")
                } else {
                    format!("“{written}” is not a date.")
                };
                self.bad(node, message, proposals::date(name, written));
                None
            }
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, node: &Node, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let written = self.text(node, name)?;
        let found = choices.iter().find(|(word, _)| *word == written.value);
        if let Some((_, value)) = found {
            return Some(*value);
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let help = match nearest(&written.value, words.iter().copied()) {
            Some(meant) => format!("Did you mean “{meant}”?"),
            None => format!("Use one of: {}.", words.join(", ")),
        };
        self.bad(node, format!("“{name}” cannot be “{}”.", written.value), help);
        None
    }

    /// A list; a single value counts as a list of one.
    pub fn list<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(node),
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, node: &Node, name: &str) -> Vec<Located<String>> {
        self.list(node).iter().filter_map(|item| self.text(item, name)).collect()
    }

    /// An e-mail address.
    pub fn email(&mut self, node: &Node, name: &str) -> Option<String> {
        let written = self.text(node, name)?.value;
        if is_email(&written) {
            return Some(written);
        }
        self.bad(node, format!("“{written}” is not an e-mail address."), proposals::email(name, &written));
        None
    }

    /// A telephone number with its area code.
    pub fn phone(&mut self, node: &Node, name: &str) -> Option<String> {
        let written = self.text(node, name)?.value;
        if phone_link(&written).is_some() {
            return Some(written);
        }
        self.bad(
            node,
            format!("“{written}” is not a telephone number with an area code."),
            proposals::phone(name, &written),
        );
        None
    }

    /// A web address that starts with `https://` or `http://`.
    pub fn url(&mut self, node: &Node, name: &str) -> Option<Located<String>> {
        let written = self.text(node, name)?;
        let rest = written.value.strip_prefix("https://").or_else(|| written.value.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
        if host.is_empty() || written.value.contains(char::is_whitespace) {
            self.bad(node, format!("“{}” is not a web address.", written.value), proposals::url(name, &written.value));
            return None;
        }
        Some(written)
    }
}

/// Reports each YAML comment `# decide: …` in the bytes `range` of a file: a task that the
/// starter leaves to the district.
pub fn decide_comments(file: &FileName, lines: &Lines<'_>, range: Range<usize>, findings: &mut Vec<Finding>) {
    const MARK: &str = "# decide:";
    let yaml = &lines.text()[..range.end];
    for (at, _) in yaml[range.start..].match_indices(MARK) {
        let at = range.start + at;
        let task = yaml[at..].lines().next().unwrap_or_default();
        findings.push(
            Finding::new(
                "content/decide",
                Level::Note,
                file,
                format!("To decide: {}.", task[MARK.len()..].trim().trim_end_matches('.')),
                "Write what your district decides, then delete this comment.",
            )
            .at(lines, at..at + task.len()),
        );
    }
}

/// Whether a text is an e-mail address as people write one (no quoting, no comments).
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_ok = !local.is_empty()
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b));
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let is_top = |label: &str| label.len() >= 2 && label.bytes().all(|b| b.is_ascii_alphabetic());
    let domain_ok = domain.rsplit_once('.').is_some_and(|(names, top)| is_top(top) && names.split('.').all(is_label));
    local_ok && domain_ok
}

/// Where "ext. 12" or "x12" starts.
fn extension_at(written: &str) -> Option<usize> {
    if !written.contains(['x', 'X']) {
        return None;
    }
    let lower = written.to_ascii_lowercase();
    lower.find("ext").or_else(|| lower.find('x'))
}

/// The `tel:` address (RFC 3966) of a North American number; `None` when it has no area code.
#[must_use]
pub fn phone_link(written: &str) -> Option<String> {
    let (number, extension) = written.split_at(extension_at(written).unwrap_or(written.len()));
    let number = number.trim_end_matches([' ', ',', ';']);
    let stands_between = |c| matches!(c, ' ' | '(' | ')' | '-' | '.' | '+' | '/' | '\u{a0}' | '\u{2011}' | '\u{2013}');
    if !number.chars().all(|c| c.is_ascii_digit() || stands_between(c)) {
        return None;
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let ten = match digits.len() {
        10 => digits.as_str(),
        11 => digits.strip_prefix('1')?,
        _ => return None,
    };
    let extension: String = extension.chars().filter(char::is_ascii_digit).collect();
    Some(if extension.is_empty() { format!("tel:+1{ten}") } else { format!("tel:+1{ten};ext={extension}") })
}

/// The ten digits of a North American number, without its extension; `None` when it has no area code.
#[must_use]
pub fn phone_digits(written: &str) -> Option<String> {
    let link = phone_link(written)?;
    let number = link.strip_prefix("tel:+1")?.split(';').next()?;
    (number.len() == 10).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_addresses() {
        for good in ["study@example.org", "a.b+c@k12.sierra-vista.ca.us"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["study@example", "study.example.org", "a b@c.org", "@c.org", "a@.org", "a@b..org", "a@b.c", "a@b.123"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn telephone_numbers_become_tel_addresses() {
        assert_eq!(phone_link("555-555-0142").as_deref(), Some("tel:+15555550142"));
        assert_eq!(phone_link("1 (555) 555-0142, ext. 12").as_deref(), Some("tel:+15555550142;ext=12"));
        assert_eq!(phone_link("555.555.0142 x7").as_deref(), Some("tel:+15555550142;ext=7"));
        assert_eq!(phone_link("555-0142"), None);
        assert_eq!(phone_link("call 555-555-0142"), None);
    }
}
