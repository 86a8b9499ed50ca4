//! parse: the YAML between the `---` lines → [`FrontMatter`], every field with
//! its own finding when it is wrong.

use std::ops::Range;

use jiff::civil::Date;

use crate::config::{self, Contact};
use crate::diagnostics::{FileName, Finding, Level, Lines};
use crate::fields::{Codes, Fields, Located, Reader};
use crate::yaml::{self, Node, Value};

/// The codes of mistakes in front matter.
const CODES: Codes = Codes {
    unknown_key: "front-matter/unknown-key",
    duplicate_key: "front-matter/duplicate-key",
    wrong_type: "front-matter/wrong-type",
    bad_value: "front-matter/bad-value",
    missing: "front-matter/missing",
};

/// The fields of a page, as an editor may write them.
const KEYS: [&str; 22] = [
    "title",
    "summary",
    "last_reviewed",
    "kind",
    "audience",
    "contact",
    "order",
    "nav_title",
    "slug",
    "aliases",
    "draft",
    "publish_on",
    "expires_on",
    "review_cycle",
    "grades",
    "legal_as_of",
    "documents",
    "related",
    "translation",
    "allow",
    "school_year",
    "extra",
];

/// What a page is about; decides its template, its required sections and citations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No special kind.
    #[default]
    Page,
    /// The site's front page.
    Home,
    /// What the programme is and for whom.
    ProgramSummary,
    /// How a family enrolls.
    Enrollment,
    /// Credentials, supervision and records.
    TeacherRequirements,
    /// What the law asks of policy and agreement.
    LegalRequirements,
    /// The ADA-to-teacher ratio.
    RatioCalculations,
    /// Questions and answers.
    Faq,
    /// Whom to ask.
    Contact,
    /// One news item.
    News,
    /// A notice the law asks for.
    Notice,
    /// A form or document as a web page.
    Document,
    /// Terms and what they mean.
    Glossary,
    /// A board policy.
    Policy,
    /// The list of every page.
    SiteMap,
}

/// The words of `kind`.
pub const KINDS: [(&str, Kind); 15] = [
    ("page", Kind::Page),
    ("home", Kind::Home),
    ("program-summary", Kind::ProgramSummary),
    ("enrollment", Kind::Enrollment),
    ("teacher-requirements", Kind::TeacherRequirements),
    ("legal-requirements", Kind::LegalRequirements),
    ("ratio-calculations", Kind::RatioCalculations),
    ("faq", Kind::Faq),
    ("contact", Kind::Contact),
    ("news", Kind::News),
    ("notice", Kind::Notice),
    ("document", Kind::Document),
    ("glossary", Kind::Glossary),
    ("policy", Kind::Policy),
    ("site-map", Kind::SiteMap),
];

impl Kind {
    /// The word an editor writes.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("page", |(name, _)| name)
    }
}

/// Whom a page is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Parents, guardians and caregivers.
    #[default]
    Parents,
    /// Students.
    Students,
    /// Teachers, registrars, administrators.
    Educators,
    /// Everybody.
    All,
}

const AUDIENCES: [(&str, Audience); 4] = [
    ("parents", Audience::Parents),
    ("students", Audience::Students),
    ("educators", Audience::Educators),
    ("all", Audience::All),
];

impl Audience {
    /// The word an editor writes.
    #[must_use]
    pub fn name(self) -> &'static str {
        AUDIENCES.iter().find(|(_, audience)| *audience == self).map_or("parents", |(name, _)| name)
    }
}

/// Whom to ask about a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactChoice {
    /// A key of `contacts` in `site.yaml`.
    Named(Located<String>),
    /// Written on the page itself.
    Inline(Box<Contact>),
}

/// A document that belongs to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentField {
    /// What it is called.
    pub title: String,
    /// A file beside the page, or an address.
    pub file: Located<String>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// How many pages it has.
    pub pages: Option<i64>,
    /// Whether readers who cannot see it can read it.
    pub accessible: Option<Accessible>,
}

/// What a district knows about a document that is no web page (28 CFR Part 35).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accessible {
    /// It was checked and can be read by everybody.
    Yes,
    /// It cannot.
    No,
    /// It is kept for the record only, in an archive.
    Archived,
}

const ACCESSIBLE: [(&str, Accessible); 3] =
    [("yes", Accessible::Yes), ("no", Accessible::No), ("archived", Accessible::Archived)];

/// How a translation came to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The `last_reviewed` of the text that was translated.
    pub of: Option<Located<Date>>,
    /// Whether a machine translated it.
    pub by_machine: bool,
    /// Whether a person who speaks the language has read it since.
    pub reviewed: bool,
}

/// A rule switched off for one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The rule's code.
    pub rule: Located<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What an editor says about a page.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// The page's only h1.
    pub title: Option<Located<String>>,
    /// The line under the h1.
    pub summary: Option<Located<String>>,
    /// When somebody last read the page through.
    pub last_reviewed: Option<Located<Date>>,
    /// Whether nobody says that anybody has read it through; a day that cannot be read is another matter.
    pub is_unread: bool,
    /// What it is.
    pub kind: Kind,
    /// For whom it is.
    pub audience: Audience,
    /// Whom to ask, when not the site's contact.
    pub contact: Option<ContactChoice>,
    /// Its place among its siblings; lower comes first.
    pub order: Option<i64>,
    /// A shorter title for menus.
    pub nav_title: Option<String>,
    /// Its own part of the address.
    pub slug: Option<Located<String>>,
    /// Old addresses that lead here.
    pub aliases: Vec<Located<String>>,
    /// Whether it is not yet to be published; a translation that says nothing follows its original.
    pub draft: Option<bool>,
    /// The day from which it is published.
    pub publish_on: Option<Located<Date>>,
    /// The day from which it is no longer published.
    pub expires_on: Option<Located<Date>>,
    /// Months until the next review, when not the site's.
    pub review_cycle: Option<u16>,
    /// The grades it is about.
    pub grades: Vec<String>,
    /// The day on which the law it states was checked.
    pub legal_as_of: Option<Located<Date>>,
    /// The school year it is about.
    pub school_year: Option<Located<String>>,
    /// Its documents.
    pub documents: Vec<DocumentField>,
    /// Pages a reader may want next: file paths from `content/`.
    pub related: Vec<Located<String>>,
    /// For translations: of what, by whom.
    pub translation: Option<Translation>,
    /// Rules switched off on this page.
    pub allow: Vec<Allow>,
    /// Free values, for a district's own theme.
    pub extra: Option<Node>,
}

/// A file cut into its two parts, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The YAML text; `None` when there is no front matter.
    pub yaml: Option<Range<usize>>,
    /// The Markdown text.
    pub body: Range<usize>,
}

/// Finds the front matter: a first line `---` and the next line `---` (or `...`).
///
/// # Errors
/// `Err` holds where the body may start when the closing line is missing: at the
/// first blank line or heading, so that the rest of the page is still checked.
pub fn split(text: &str) -> Result<Split, Split> {
    let first = text.split_inclusive(['\n', '\r']).next().unwrap_or_default();
    if first.trim_end() != "---" {
        return Ok(Split { yaml: None, body: 0..text.len() });
    }
    let start = line_end(text, 0);
    let mut at = start;
    let mut guess = None;
    while at < text.len() {
        let end = line_end(text, at);
        let line = text[at..end].trim_end();
        if line == "---" || line == "..." {
            return Ok(Split { yaml: Some(start..at), body: end..text.len() });
        }
        if guess.is_none() && (line.is_empty() || line.starts_with("##")) {
            guess = Some(at);
        }
        at = end;
    }
    let body = guess.unwrap_or(text.len());
    Err(Split { yaml: Some(start..body), body: body..text.len() })
}

/// Where the line that holds `at` ends, its line end included.
fn line_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    match memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
        Some(offset) => {
            let end = at + offset + 1;
            if bytes[end - 1] == b'\r' && bytes.get(end) == Some(&b'\n') { end + 1 } else { end }
        }
        None => text.len(),
    }
}

/// Reads the front matter of the file `file` (as findings name it); also returns where the body is.
#[must_use]
pub fn parse(file: &FileName, lines: &Lines<'_>, findings: &mut Vec<Finding>) -> (FrontMatter, Range<usize>) {
    let text = lines.text();
    let split = match split(text) {
        Ok(split) => split,
        Err(split) => {
            findings.push(
                Finding::new(
                    "front-matter/unclosed",
                    Level::Error,
                    file,
                    "The front matter is never closed.",
                    "Put a line of three hyphens (---) after the last field.",
                )
                .at(lines, 0..3),
            );
            split
        }
    };
    let Some(yaml_range) = split.yaml else {
        findings.push(
            Finding::new(
                "front-matter/missing",
                Level::Error,
                file,
                "This page has no front matter.",
                "Start the file with a line of three hyphens, then title and summary, then three hyphens again.",
            )
            .at(lines, 0..0),
        );
        return (FrontMatter::default(), split.body);
    };
    let (node, errors) = yaml::parse_fields(&text[yaml_range.clone()]);
    let unreadable = !errors.is_empty() && node.value == Value::Map(Vec::new());
    for error in errors {
        let start = (error.span.start + yaml_range.start).min(yaml_range.end);
        let end = (error.span.end + yaml_range.start).clamp(start, yaml_range.end);
        findings.push(
            Finding::new(
                "front-matter/syntax",
                Level::Error,
                file,
                format!("This field cannot be read: {}.", error.message.trim_end_matches('.')),
                "Write each field as “name: value”; put the value in quotation marks when it holds a colon or starts with a sign.",
            )
            .at(lines, start..end),
        );
    }
    if unreadable {
        return (FrontMatter::default(), split.body);
    }
    let mut reader = Reader { file, lines, offset: yaml_range.start, codes: &CODES, findings };
    let front_matter = read(&mut reader, &node);
    (front_matter, split.body)
}

fn read(reader: &mut Reader<'_>, node: &Node) -> FrontMatter {
    // The place of a missing field is the opening line of the front matter, before the YAML text.
    let top = 0..0;
    let empty = Node { value: Value::Map(Vec::new()), span: 0..0 };
    let node = if node.value == Value::Null { &empty } else { node };
    let Some(fields) = reader.map(node, "a page", &KEYS) else { return FrontMatter::default() };
    let title = reader
        .require(&fields, "title", &top, "Write what the page is called: title: Enrolling in independent study")
        .and_then(|node| reader.text(node, "title"));
    let summary = reader
        .require(&fields, "summary", &top, "Write one sentence of 40 to 200 characters: summary: How to …")
        .and_then(|node| reader.text(node, "summary"));
    let reviewed = fields.get("last_reviewed");
    // Who has still to write what the page is called is not asked who has read it.
    let is_page = title.is_some() && summary.is_some();
    let slug = fields.get("slug").and_then(|node| slug(reader, node));
    FrontMatter {
        title,
        summary,
        is_unread: is_page && reviewed.is_none() && !fields.is_unreadable("last_reviewed"),
        last_reviewed: reviewed.and_then(|node| reader.date(node, "last_reviewed")),
        kind: fields.get("kind").and_then(|node| reader.choice(node, "kind", &KINDS)).unwrap_or_default(),
        audience: fields
            .get("audience")
            .and_then(|node| reader.choice(node, "audience", &AUDIENCES))
            .unwrap_or_default(),
        contact: fields.get("contact").and_then(|node| contact(reader, node)),
        order: fields.get("order").and_then(|node| reader.integer(node, "order", -1_000_000..1_000_001)),
        nav_title: text(reader, &fields, "nav_title"),
        slug,
        aliases: fields.get("aliases").map_or_else(Vec::new, |node| reader.texts(node, "aliases")),
        draft: fields.get("draft").and_then(|node| reader.boolean(node, "draft")),
        publish_on: fields.get("publish_on").and_then(|node| reader.date(node, "publish_on")),
        expires_on: fields.get("expires_on").and_then(|node| reader.date(node, "expires_on")),
        review_cycle: fields
            .get("review_cycle")
            .and_then(|node| reader.integer(node, "review_cycle", 1..121))
            .and_then(|months| u16::try_from(months).ok()),
        grades: fields
            .get("grades")
            .map_or_else(Vec::new, |node| reader.texts(node, "grades"))
            .into_iter()
            .map(|grade| grade.value)
            .collect(),
        legal_as_of: fields.get("legal_as_of").and_then(|node| reader.date(node, "legal_as_of")),
        school_year: fields.get("school_year").and_then(|node| reader.text(node, "school_year")),
        documents: fields.get("documents").map_or_else(Vec::new, |node| documents(reader, node)),
        related: fields.get("related").map_or_else(Vec::new, |node| reader.texts(node, "related")),
        translation: fields.get("translation").and_then(|node| translation(reader, node)),
        allow: fields.get("allow").map_or_else(Vec::new, |node| allow(reader, node)),
        extra: fields.get("extra").cloned(),
    }
}

fn text(reader: &mut Reader<'_>, fields: &Fields<'_>, name: &str) -> Option<String> {
    fields.get(name).and_then(|node| reader.text(node, name)).map(|text| text.value)
}

fn slug(reader: &mut Reader<'_>, node: &Node) -> Option<Located<String>> {
    let slug = reader.text(node, "slug")?;
    let good = slug.value.chars().all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || c == '-')
        && !slug.value.starts_with('-')
        && !slug.value.ends_with('-');
    if good {
        return Some(slug);
    }
    reader.report(
        CODES.bad_value,
        Level::Error,
        &node.span,
        format!("“{}” cannot be part of an address.", slug.value),
        "Use small letters, digits and hyphens: slug: program-summary",
    );
    None
}

fn contact(reader: &mut Reader<'_>, node: &Node) -> Option<ContactChoice> {
    match node.value {
        Value::Map(_) => {
            config::contact(reader, node, "contact").map(|contact| ContactChoice::Inline(Box::new(contact)))
        }
        _ => reader.text(node, "contact").map(ContactChoice::Named),
    }
}

fn documents(reader: &mut Reader<'_>, node: &Node) -> Vec<DocumentField> {
    let mut documents = Vec::new();
    for item in reader.list(node) {
        let Some(fields) = reader.map(item, "documents", &["title", "file", "url", "lang", "pages", "accessible"])
        else {
            continue;
        };
        let title = reader
            .require(&fields, "title", &item.span, "Say what the document is called.")
            .and_then(|node| reader.text(node, "title"));
        let file = match (fields.get("file"), fields.get("url")) {
            (Some(node), _) => reader.text(node, "file"),
            (None, Some(node)) => reader.url(node, "url"),
            (None, None) => {
                let _ =
                    reader.require(&fields, "file", &item.span, "Name the file beside the page: file: agreement.pdf");
                None
            }
        };
        let language = text(reader, &fields, "lang");
        let pages = fields.get("pages").and_then(|node| reader.integer(node, "pages", 1..100_000));
        let accessible = fields.get("accessible").and_then(|node| match node.value {
            Value::Bool(true) => Some(Accessible::Yes),
            Value::Bool(false) => Some(Accessible::No),
            _ => reader.choice(node, "accessible", &ACCESSIBLE),
        });
        if let (Some(title), Some(file)) = (title, file) {
            documents.push(DocumentField { title: title.value, file, language, pages, accessible });
        }
    }
    documents
}

fn translation(reader: &mut Reader<'_>, node: &Node) -> Option<Translation> {
    let fields = reader.map(node, "translation", &["of", "by", "reviewed"])?;
    Some(Translation {
        of: fields.get("of").and_then(|node| reader.date(node, "of")),
        by_machine: fields
            .get("by")
            .and_then(|node| reader.choice(node, "by", &[("human", false), ("machine", true)]))
            .unwrap_or(false),
        reviewed: fields.get("reviewed").and_then(|node| reader.boolean(node, "reviewed")).unwrap_or(false),
    })
}

fn allow(reader: &mut Reader<'_>, node: &Node) -> Vec<Allow> {
    let mut allows = Vec::new();
    for item in reader.list(node) {
        let Some(fields) = reader.map(item, "allow", &["rule", "reason"]) else { continue };
        let rule = reader
            .require(&fields, "rule", &item.span, "Name the rule by its code: rule: link/vague-text")
            .and_then(|node| reader.text(node, "rule"));
        let reason = text(reader, &fields, "reason");
        allows.extend(rule.map(|rule| Allow { rule, reason }));
    }
    allows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        let _ = parse(&"content/a.md".into(), &Lines::new(text), &mut findings);
        findings
            .iter()
            .map(|f| {
                let at = f.start.unwrap_or_default();
                format!("{}:{} {} {} {}", at.line, at.column, f.rule, f.message, f.help)
            })
            .collect()
    }

    #[test]
    fn eight_mistakes_are_eight_findings_at_their_places() {
        let text = "\
---
titel: Enrolling
title: Inscripción
title: Enrolling
summary: [one, two]
last_reviewed: 2026-02-30
kind: enrolment
contact: { office: Ñandú Office, email: office.example.org, phone: 555-0100 }
draft: maybe
---
";
        assert_eq!(
            findings(text),
            [
                "2:1 front-matter/unknown-key “titel” is not a field of a page. Did you mean “title”?",
                "4:1 front-matter/duplicate-key “title” is written twice. Keep one of the two lines.",
                "5:10 front-matter/wrong-type “summary” should be text, but this is a list. Write it without the list: summary: one, two",
                "6:16 front-matter/bad-value “2026-02-30” is not a day of the calendar. That month ends on 2026-02-28; write a day that it has.",
                "7:7 front-matter/bad-value “kind” cannot be “enrolment”. Did you mean “enrollment”?",
                "8:41 front-matter/bad-value “office.example.org” is not an e-mail address. “office.example.org” has no @ in it; write the whole address of the mailbox.",
                "8:68 front-matter/bad-value “555-0100” is not a telephone number with an area code. It has 7 digits; write the area code in front: phone: ###-555-0100",
                "9:8 front-matter/wrong-type “draft” should be true or false, but this is text. Write draft: true or draft: false",
            ]
        );
    }

    #[test]
    fn a_page_without_front_matter() {
        assert_eq!(
            findings("## Hello\n"),
            [
                "1:1 front-matter/missing This page has no front matter. Start the file with a line of three hyphens, then title and summary, then three hyphens again."
            ]
        );
    }

    #[test]
    fn required_fields() {
        assert_eq!(
            findings("---\nsummary:\n---\n").iter().map(|f| &f[..40]).collect::<Vec<_>>(),
            ["2:1 front-matter/missing “title” is miss", "2:1 front-matter/missing “summary” is mi",].map(|s| &s[..40])
        );
        assert_eq!(findings("---\n---\n").len(), 2);
    }

    #[test]
    fn an_unclosed_front_matter_still_gives_its_fields() {
        let text = "---\r\ntitle: A\r\nsumary: x\r\n\r\n## Body\r\n";
        let found = findings(text);
        assert_eq!(
            found[0],
            "1:1 front-matter/unclosed The front matter is never closed. Put a line of three hyphens (---) after the last field."
        );
        assert!(found[1].starts_with("3:1 front-matter/unknown-key"), "{found:?}");
        let split = split(text).unwrap_err();
        assert_eq!(&text[split.body], "\r\n## Body\r\n");
    }

    #[test]
    fn a_field_that_is_not_yaml_is_one_finding_and_spoils_no_other() {
        let help = "Write each field as “name: value”; put the value in quotation marks when it holds a colon or starts with a sign.";
        assert_eq!(
            findings("---\ntitle: Signing up: what to do\nsummary: x\nlast_reviewed: 2026-02-30\n---\n"),
            [
                format!("2:8 front-matter/syntax This field cannot be read: a value with a colon in it needs quotation marks. {help}"),
                "4:16 front-matter/bad-value “2026-02-30” is not a day of the calendar. That month ends on 2026-02-28; write a day that it has.".to_owned(),
            ]
        );
        let found = findings("---\ntitle: \"Enrolling\nsummary: x\nlast_reviewed: 2026-11-25\ndraft: maybe\n---\n");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("2:") && found[0].contains("front-matter/syntax"), "{found:?}");
        assert!(found[1].starts_with("5:8 front-matter/wrong-type"), "{found:?}");
    }

    #[test]
    fn a_body_may_hold_rules_of_hyphens() {
        let text = "---\ntitle: A\n---\none\n\n---\n\ntwo\n";
        assert_eq!(&text[split(text).unwrap().body], "one\n\n---\n\ntwo\n");
    }
}
