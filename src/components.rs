//! parse: components, `{{ name(arg="value") }}` on a line of its own.
//!
//! Markdown has no notation for them, so [`mask`] hides each component line (and
//! each `Table: …` caption) behind an HTML comment of the same length before the
//! Markdown parser runs: no byte moves, every span holds, and a component may
//! stand directly under a paragraph or inside a list.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostics::{FileName, Finding, Level, Lines, nearest};
use crate::fields::Located;
use crate::ratio;

/// A value between a component's brackets.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// `"text"`
    Text(String),
    /// `12.5`, as it was written.
    Number(String),
    /// `true` or `false`
    Bool(bool),
}

impl Argument {
    /// The value as text.
    #[must_use]
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Argument::Text(text) | Argument::Number(text) => Cow::Borrowed(text),
            Argument::Bool(value) => Cow::Owned(value.to_string()),
        }
    }
}

/// One component of a page.
#[derive(Clone, Debug)]
pub enum Component {
    /// `contact()` or `contact(name="office")`: an office's card.
    Contact {
        /// A key of `contacts` in `site.yaml`.
        name: Option<Located<String>>,
    },
    /// `document(file="a.pdf", title="…")`: a document's card.
    Document {
        /// A file beside the page, or an address.
        file: Located<String>,
        /// What it is called.
        title: String,
        /// Its language, a BCP 47 tag.
        language: Option<String>,
        /// How many pages it has.
        pages: Option<String>,
    },
    /// `ratio(…)`: a worked calculation.
    Ratio {
        /// "Example A".
        label: String,
        /// The calculation.
        calculation: Box<ratio::Calculation>,
    },
    /// `notice(kind="important", title="…")` … `/notice`: a framed passage.
    Notice {
        /// note, important or warning.
        kind: &'static str,
        /// Its heading; empty for the kind's own word.
        title: String,
    },
    /// `steps()` … `/steps`: an ordered list drawn as steps.
    Steps,
    /// A component of the site's own theme.
    Custom {
        /// Its name in the theme.
        name: Located<String>,
        /// Its arguments.
        arguments: Vec<(Located<String>, Argument)>,
        /// Whether a closing line follows.
        has_body: bool,
    },
}

impl Component {
    /// Whether lines up to `{{ /name }}` belong to it.
    #[must_use]
    pub fn has_body(&self) -> bool {
        match self {
            Component::Notice { .. } | Component::Steps => true,
            Component::Custom { has_body, .. } => *has_body,
            _ => false,
        }
    }
}

/// A line that [`mask`] hid from the Markdown parser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Masked {
    /// `{{ … }}`: what stands between the braces.
    Component(Range<usize>),
    /// `Table: …`: the caption's words.
    Caption(Range<usize>),
}

/// Hides component lines and captions in `text`; returns what to parse instead and where they were.
#[must_use]
pub fn mask(text: &str) -> (Cow<'_, str>, Vec<(usize, Masked)>) {
    let mut masked = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"{{").is_none() && !has_caption(text) {
        return (Cow::Borrowed(text), masked);
    }
    let lines: Vec<Range<usize>> = line_ranges(text);
    let mut fence: Option<(u8, usize)> = None;
    for (number, range) in lines.iter().enumerate() {
        let line = text[range.clone()].trim_end();
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if let Some((mark, length)) = fence {
            if closes_fence(content, mark, length) {
                fence = None;
            }
            continue;
        }
        if let Some(opened) = opens_fence(content) {
            fence = Some(opened);
            continue;
        }
        let start = range.start + indent;
        let end = range.start + line.len();
        if content.starts_with("{{") && content.ends_with("}}") && content.len() >= 7 {
            masked.push((start, Masked::Component(start + 2..end - 2)));
        } else if let Some(words) = caption_words(content)
            && (near_table(text, &lines, number))
        {
            let from = end - words.len();
            masked.push((start, Masked::Caption(from..end)));
        }
    }
    if masked.is_empty() {
        return (Cow::Borrowed(text), masked);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, kind) in &masked {
        let end = match kind {
            Masked::Component(inner) => inner.end + 2,
            Masked::Caption(words) => words.end,
        };
        out.push_str(&text[at..*start]);
        out.push_str("<!--");
        out.extend(std::iter::repeat_n(' ', end - start - 7));
        out.push_str("-->");
        at = end;
    }
    out.push_str(&text[at..]);
    (Cow::Owned(out), masked)
}

/// The names in the hidden lines that close a component, each with the place of its last line.
#[must_use]
pub fn closings<'t>(text: &'t str, masked: &[(usize, Masked)]) -> HashMap<&'t str, usize> {
    let component = |masked: &(usize, Masked)| match &masked.1 {
        Masked::Component(inner) => text[inner.clone()].trim().strip_prefix('/').map(|name| (name.trim(), masked.0)),
        Masked::Caption(_) => None,
    };
    masked.iter().filter_map(component).collect()
}

/// What is hidden first in `range`, in bytes of the text that was masked.
#[must_use]
pub fn masked_in<'m>(masked: &'m [(usize, Masked)], range: &Range<usize>) -> Option<&'m Masked> {
    let first = masked.partition_point(|(at, _)| *at < range.start);
    masked.get(first).filter(|(at, _)| *at < range.end).map(|(_, masked)| masked)
}

/// The words of the caption that stands directly above or below a table; all in bytes of the text that was masked.
#[must_use]
pub fn caption_of(masked: &[(usize, Masked)], text: &str, table: &Range<usize>) -> Option<Range<usize>> {
    // Nothing hidden stands between a table and its caption: it is the last one above, or the first one below.
    let below = masked.partition_point(|(start, _)| *start < table.end);
    let above = masked[..below].partition_point(|(start, _)| *start < table.start);
    let beside = [above.checked_sub(1), Some(below)].into_iter().flatten().filter_map(|at| masked.get(at));
    beside.into_iter().find_map(|(start, masked)| {
        let Masked::Caption(words) = masked else { return None };
        let blank = |range: Range<usize>| text.get(range).is_some_and(|between| between.trim().is_empty());
        let touches = (words.end <= table.start && blank(words.end..table.start))
            || (table.end <= *start && blank(table.end..*start));
        touches.then(|| words.clone())
    })
}

fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end;
            range
        })
        .collect()
}

fn has_caption(text: &str) -> bool {
    let mut places = memchr::memmem::find_iter(text.as_bytes(), "Tabl");
    places.any(|at| text[at..].starts_with("Table:") || text[at..].starts_with("Tabla:"))
}

/// The words of a caption line; at least one, so that the line is long enough to hide.
fn caption_words(line: &str) -> Option<&str> {
    let words = line.strip_prefix("Table:").or_else(|| line.strip_prefix("Tabla:"))?.trim();
    (!words.is_empty()).then_some(words)
}

/// Whether a table row stands directly above or below the line (a blank line between may be).
fn near_table(text: &str, lines: &[Range<usize>], number: usize) -> bool {
    let is_row = |range: &Range<usize>| text[range.clone()].trim_start().starts_with('|');
    let is_blank = |range: &Range<usize>| text[range.clone()].trim().is_empty();
    let below = lines
        .get(number + 1)
        .is_some_and(|next| is_row(next) || (is_blank(next) && lines.get(number + 2).is_some_and(is_row)));
    let above = number.checked_sub(1).and_then(|at| lines.get(at)).is_some_and(is_row);
    below || above
}

fn opens_fence(line: &str) -> Option<(u8, usize)> {
    let mark = *line.as_bytes().first()?;
    if mark != b'`' && mark != b'~' {
        return None;
    }
    let length = line.bytes().take_while(|b| *b == mark).count();
    (length >= 3 && (mark == b'~' || !line[length..].contains('`'))).then_some((mark, length))
}

fn closes_fence(line: &str, mark: u8, length: usize) -> bool {
    let run = line.bytes().take_while(|b| *b == mark).count();
    run >= length && line[run..].trim().is_empty()
}

/// What a component line says.
#[derive(Debug)]
pub enum Line {
    /// `name(…)`
    Open(Component),
    /// `/name`
    Close(String),
}

/// Where and how findings about components are reported.
pub struct Reporter<'a> {
    /// The file, as findings name it.
    pub file: &'a FileName,
    /// Its text.
    pub lines: &'a Lines<'a>,
    /// What was found so far.
    pub findings: &'a mut Vec<Finding>,
}

impl Reporter<'_> {
    /// Reports an error at `span`, in bytes of the file.
    pub fn error(
        &mut self,
        rule: &'static str,
        span: Range<usize>,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        self.findings.push(Finding::new(rule, Level::Error, self.file, message, help).at(self.lines, span));
    }
}

type Arguments = Vec<(Located<String>, Located<Argument>)>;

const BUILT_IN: [(&str, &[&str]); 5] = [
    ("contact", &["name"]),
    ("document", &["file", "url", "title", "lang", "pages"]),
    ("ratio", &["label", "is_ada", "is_fte", "cmp_ada", "cmp_fte", "ratio"]),
    ("notice", &["kind", "title"]),
    ("steps", &[]),
];

/// Reads what stands between `{{` and `}}`: bytes `inner` of the file.
///
/// `closes` tells whether a `{{ /name }}` follows, for components of a theme.
pub fn parse(reporter: &mut Reporter<'_>, inner: Range<usize>, closes: &dyn Fn(&str) -> bool) -> Option<Line> {
    let text = &reporter.lines.text()[inner.clone()];
    let trimmed = text.trim();
    if let Some(name) = trimmed.strip_prefix('/') {
        return Some(Line::Close(name.trim().trim_end_matches("()").to_owned()));
    }
    let (name, arguments) = match scan(text, inner.start) {
        Ok(call) => call,
        Err(at) => {
            let from = at.start - inner.start;
            let bare = text[from..].split([',', ')', ' ']).next().unwrap_or_default();
            let (message, help) = if text[..from].ends_with('=') && bare.starts_with(char::is_alphabetic) {
                (format!("“{bare}” has no quotation marks."), format!("Put it in straight ones: \"{bare}\""))
            } else {
                (
                    "This component cannot be read from here on.".to_owned(),
                    "Write it like this: {{ name(word=\"text\", other=12) }}".to_owned(),
                )
            };
            reporter.error("component/syntax", at, message, help);
            return None;
        }
    };
    let Some((_, known)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name.value) else {
        let has_body = closes(&name.value);
        let arguments = arguments.into_iter().map(|(key, value)| (key, value.value)).collect();
        return Some(Line::Open(Component::Custom { name, arguments, has_body }));
    };
    let mut taken: Arguments = Vec::new();
    for (key, value) in arguments {
        if !known.contains(&key.value.as_str()) {
            let help = match nearest(&key.value, known.iter().copied()) {
                Some(meant) => format!("Did you mean “{meant}”?"),
                None if known.is_empty() => {
                    format!("Write {{{{ {}() }}}} without anything in the brackets.", name.value)
                }
                None => format!("It takes: {}.", known.join(", ")),
            };
            reporter.error(
                "component/unknown-argument",
                key.span,
                format!("“{}” does not take “{}”.", name.value, key.value),
                help,
            );
        } else if taken.iter().any(|(other, _)| other.value == key.value) {
            reporter.error(
                "component/syntax",
                key.span,
                format!("“{}” is written twice.", key.value),
                "Keep one of the two.",
            );
        } else {
            taken.push((key, value));
        }
    }
    built_in(reporter, &name, &taken).map(Line::Open)
}

fn built_in(reporter: &mut Reporter<'_>, name: &Located<String>, arguments: &Arguments) -> Option<Component> {
    let get = |wanted: &str| arguments.iter().find(|(key, _)| key.value == wanted).map(|(_, value)| value);
    let text = |wanted: &str| get(wanted).map(|value| value.value.as_text().into_owned());
    let located = |wanted: &str| {
        get(wanted).map(|value| Located { value: value.value.as_text().into_owned(), span: value.span.clone() })
    };
    match name.value.as_str() {
        "contact" => Some(Component::Contact { name: located("name") }),
        "document" => {
            let file = located("file").or_else(|| located("url"));
            match (file, text("title")) {
                (Some(file), Some(title)) => {
                    Some(Component::Document { file, title, language: text("lang"), pages: text("pages") })
                }
                _ => {
                    reporter.error(
                        "component/missing-argument",
                        name.span.clone(),
                        "“document” needs a file and a title.",
                        "Write it like this: {{ document(file=\"agreement.pdf\", title=\"Written agreement\") }}",
                    );
                    None
                }
            }
        }
        "ratio" => ratio_component(reporter, name, arguments),
        "notice" => {
            let kind = match text("kind").as_deref() {
                None | Some("note") => "note",
                Some("important") => "important",
                Some("warning") => "warning",
                Some(other) => {
                    let span = get("kind").map_or(name.span.clone(), |value| value.span.clone());
                    reporter.error(
                        "component/bad-argument",
                        span,
                        format!("“{other}” is not a kind of notice."),
                        "Use note, important or warning.",
                    );
                    "note"
                }
            };
            Some(Component::Notice { kind, title: text("title").unwrap_or_default() })
        }
        _ => Some(Component::Steps),
    }
}

/// `ratio(…)`: numbers as people write them, each mistake at its own place.
fn ratio_component(reporter: &mut Reporter<'_>, name: &Located<String>, arguments: &Arguments) -> Option<Component> {
    let mut number = |wanted: &str| -> Result<Option<ratio::Decimal>, ()> {
        let Some((_, value)) = arguments.iter().find(|(key, _)| key.value == wanted) else { return Ok(None) };
        let written = value.value.as_text();
        match ratio::Decimal::parse(&written) {
            Ok(number) => Ok(Some(number)),
            Err(error) => {
                reporter.error(
                    "ratio/number",
                    value.span.clone(),
                    format!("“{wanted}” cannot be used: {error}"),
                    "Write the number in digits with a point for the decimals: 6,167.60",
                );
                Err(())
            }
        }
    };
    let (is_ada, is_fte, cmp_ada, cmp_fte, fixed) =
        (number("is_ada"), number("is_fte"), number("cmp_ada"), number("cmp_fte"), number("ratio"));
    let label = arguments.iter().find(|(key, _)| key.value == "label").map(|(_, v)| v.value.as_text().into_owned());
    let (is_ada, is_fte, cmp_ada, cmp_fte, fixed) =
        (is_ada.ok()?, is_fte.ok()?, cmp_ada.ok()?, cmp_fte.ok()?, fixed.ok()?);
    let comparator = match (cmp_ada, cmp_fte, fixed) {
        (Some(ada), Some(fte), None) => Some(ratio::Comparator::Program { ada, fte }),
        (None, None, Some(fixed)) => Some(ratio::Comparator::Fixed(fixed)),
        _ => None,
    };
    let (Some(is_ada), Some(is_fte), Some(comparator)) = (is_ada, is_fte, comparator) else {
        reporter.error(
            "component/missing-argument",
            name.span.clone(),
            "“ratio” needs the independent study ADA and FTE, and what they are compared with.",
            "Give is_ada and is_fte, and either cmp_ada and cmp_fte or a fixed ratio.",
        );
        return None;
    };
    match ratio::Calculation::new(is_ada, is_fte, comparator) {
        Ok(calculation) => {
            Some(Component::Ratio { label: label.unwrap_or_default(), calculation: Box::new(calculation) })
        }
        Err(error) => {
            let span = arguments
                .iter()
                .find(|(key, _)| key.value == "cmp_fte" || key.value == "ratio")
                .map_or(name.span.clone(), |(_, value)| value.span.clone());
            reporter.error(
                "ratio/number",
                span,
                format!("This ratio cannot be worked out: {error}"),
                "Check the numbers of the program it is compared with.",
            );
            None
        }
    }
}

/// Reads `name(key=value, …)`; `Err` is where it stops making sense, in bytes of the file.
fn scan(text: &str, offset: usize) -> Result<(Located<String>, Arguments), Range<usize>> {
    let mut scanner = Scanner { text, at: 0, offset };
    scanner.space();
    let name = scanner.word()?;
    scanner.space();
    let mut arguments = Vec::new();
    if scanner.eat('(') {
        loop {
            scanner.space();
            if scanner.eat(')') {
                break;
            }
            let key = scanner.word()?;
            scanner.space();
            if !scanner.eat('=') && !scanner.eat(':') {
                return Err(scanner.here());
            }
            scanner.space();
            let value = scanner.value()?;
            arguments.push((key, value));
            scanner.space();
            if !scanner.eat(',') && !scanner.text[scanner.at..].starts_with(')') {
                return Err(scanner.here());
            }
        }
    }
    scanner.space();
    if scanner.at < scanner.text.len() { Err(scanner.here()) } else { Ok((name, arguments)) }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    offset: usize,
}

impl Scanner<'_> {
    fn here(&self) -> Range<usize> {
        let at = self.offset + self.at;
        at..(at + 1).min(self.offset + self.text.len()).max(at)
    }

    fn located<T>(&self, value: T, start: usize) -> Located<T> {
        Located { value, span: self.offset + start..self.offset + self.at }
    }

    fn space(&mut self) {
        self.at += self.text[self.at..].len() - self.text[self.at..].trim_start().len();
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.text[self.at..].starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn word(&mut self) -> Result<Located<String>, Range<usize>> {
        let start = self.at;
        let rest = &self.text[start..];
        let length =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.')).unwrap_or(rest.len());
        if length == 0 {
            return Err(self.here());
        }
        self.at += length;
        Ok(self.located(rest[..length].to_owned(), start))
    }

    fn value(&mut self) -> Result<Located<Argument>, Range<usize>> {
        let start = self.at;
        let rest = &self.text[start..];
        // Word processors turn straight quotation marks into curly ones; both are meant.
        let closing: &[char] = match rest.chars().next() {
            Some('"' | '“' | '”') => &['"', '“', '”'],
            Some('\'' | '‘' | '’') => &['\'', '‘', '’'],
            _ => &[],
        };
        if !closing.is_empty() {
            let open = rest.chars().next().map_or(1, char::len_utf8);
            let mut text = String::new();
            let mut characters = rest[open..].char_indices();
            while let Some((at, c)) = characters.next() {
                if c == '\\' {
                    if let Some((_, escaped)) = characters.next() {
                        text.push(escaped);
                    }
                } else if closing.contains(&c) {
                    self.at += open + at + c.len_utf8();
                    return Ok(self.located(Argument::Text(text), start));
                } else {
                    text.push(c);
                }
            }
            return Err(self.here());
        }
        let length = bare_length(rest);
        let written = &rest[..length];
        let value = match written {
            "true" => Argument::Bool(true),
            "false" => Argument::Bool(false),
            _ if written.replace(',', "").parse::<f64>().is_ok() => Argument::Number(written.to_owned()),
            _ => return Err(self.here()),
        };
        self.at += length;
        Ok(self.located(value, start))
    }
}

/// The length of a value without quotation marks. A comma before a digit belongs to the
/// number, as in 6,167.60; whether it may stand there is for the component to say.
fn bare_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let ends = |at: usize| match bytes[at] {
        b',' => !bytes.get(at + 1).is_some_and(u8::is_ascii_digit),
        byte => matches!(byte, b')' | b' '),
    };
    (0..bytes.len()).find(|at| ends(*at)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (Option<Line>, Vec<String>) {
        let lines = Lines::new(line);
        let mut findings = Vec::new();
        let mut reporter = Reporter { file: &"content/a.md".into(), lines: &lines, findings: &mut findings };
        let parsed = parse(&mut reporter, 2..line.len() - 2, &|_| false);
        let said = findings
            .iter()
            .map(|f| format!("{} {} {} {}", f.start.unwrap().column, f.rule, f.message, f.help))
            .collect();
        (parsed, said)
    }

    #[test]
    fn masking_moves_no_byte() {
        let text = "Intro\n{{ contact() }}\n\n```\n{{ not(this) }}\n```\nTable: Años\n| a |\n|---|\n| b |\nTabla: after\n\nTable: alone\n";
        let (masked, found) = mask(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(
            masked,
            "Intro\n<!--        -->\n\n```\n{{ not(this) }}\n```\n<!--     -->\n| a |\n|---|\n| b |\n<!--     -->\n\nTable: alone\n"
        );
        let words: Vec<&str> = found
            .into_iter()
            .map(|(_, masked)| match masked {
                Masked::Component(range) | Masked::Caption(range) => text[range].trim(),
            })
            .collect();
        assert_eq!(words, ["contact()", "Años", "after"]);
    }

    #[test]
    fn arguments_are_read_with_straight_and_curly_quotes() {
        let (line, said) = read("{{ notice(kind=“important”, title='Before you \\'sign\\'') }}");
        assert_eq!(said, [""; 0]);
        let Some(Line::Open(Component::Notice { kind, title })) = line else { panic!("{line:?}") };
        assert_eq!((kind, title.as_str()), ("important", "Before you 'sign'"));
    }

    #[test]
    fn numbers_of_a_ratio_that_cannot_be_used() {
        let help = "Write the number in digits with a point for the decimals: 6,167.60";
        assert_eq!(
            read("{{ ratio(is_ada=312,40, is_fte=-1, cmp_ada=\"many\", cmp_fte=90) }}").1,
            [
                format!("17 ratio/number “is_ada” cannot be used: its comma is not between thousands. {help}"),
                format!("32 ratio/number “is_fte” cannot be used: it is below zero. {help}"),
                format!("44 ratio/number “cmp_ada” cannot be used: it is not a number. {help}"),
            ]
        );
        assert_eq!(
            read("{{ ratio(is_ada=10, is_fte=1, cmp_ada=6,167.60, cmp_fte=0) }}").1,
            [
                "57 ratio/number This ratio cannot be worked out: the programs it is compared with have no teachers (0 FTE). Check the numbers of the program it is compared with."
            ]
        );
        assert_eq!(
            read("{{ ratio(is_ada=10, is_fte=1) }}").1,
            [
                "4 component/missing-argument “ratio” needs the independent study ADA and FTE, and what they are compared with. Give is_ada and is_fte, and either cmp_ada and cmp_fte or a fixed ratio."
            ]
        );
    }

    #[test]
    fn mistakes_are_reported_where_they_stand() {
        assert_eq!(
            read("{{ notice(knd=\"note\") }}").1,
            ["11 component/unknown-argument “notice” does not take “knd”. Did you mean “kind”?"]
        );
        assert_eq!(
            read("{{ notice(kind=note) }}").1,
            ["16 component/syntax “note” has no quotation marks. Put it in straight ones: \"note\""]
        );
        assert_eq!(
            read("{{ document(title=\"A\") }}").1,
            [
                "4 component/missing-argument “document” needs a file and a title. Write it like this: {{ document(file=\"agreement.pdf\", title=\"Written agreement\") }}"
            ]
        );
        assert_eq!(
            read("{{ steps(a=1) }}").1,
            [
                "10 component/unknown-argument “steps” does not take “a”. Write {{ steps() }} without anything in the brackets."
            ]
        );
    }
}
