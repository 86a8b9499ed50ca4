//! `site.yaml` → [`Config`].

mod pictures;

use std::ops::Range;

use crate::diagnostics::{FileName, Finding, Level, Lines, nearest};
use crate::fields::{self, Codes, Localized, Located, Reader};
use crate::file_pattern::FilePattern;
use crate::language;
use crate::yaml::{self, Node, Value};

pub use pictures::Pictures;

/// The file's name, at the top of a site.
pub const FILE: &str = "site.yaml";

/// The codes of mistakes in `site.yaml`.
const CODES: Codes = Codes {
    unknown_key: "config/unknown-key",
    duplicate_key: "config/duplicate-key",
    wrong_type: "config/wrong-type",
    bad_value: "config/bad-value",
    missing: "config/missing",
};

/// Everything a district says about its site as a whole.
#[derive(Clone, Debug)]
pub struct Config {
    /// The program's name: "Independent Study".
    pub title: Localized,
    /// Who publishes it.
    pub organization: Organization,
    /// Where it is published, with a `/` at its end.
    pub base_url: Option<String>,
    /// BCP 47 tags; the first is the default.
    pub languages: Vec<String>,
    /// The theme's folder name.
    pub theme: Located<String>,
    /// The district's colors, by their names in the theme.
    pub colors: Vec<Choice>,
    /// Its other choices for the theme.
    pub settings: Vec<Choice>,
    /// The key of the contact every page has unless it names another.
    pub contact: Option<Located<String>>,
    /// The offices, in the order they were written.
    pub contacts: Vec<(String, Contact)>,
    /// The navigation bar, when the site spells it out.
    pub navigation: Option<Vec<NavigationEntry>>,
    /// Files that are published though no page leads to them.
    pub files: Vec<Located<FilePattern>>,
    /// How many months a page stays reviewed.
    pub review_cycle: u16,
    /// Levels the site sets for rules, by code.
    pub levels: Vec<(Located<String>, RuleLevel)>,
    /// How large a picture may be.
    pub pictures: Pictures,
    /// The command that opens a file in the editor, for the preview: `code --goto {file}:{line}:{column}`.
    pub editor: Option<String>,
}

/// Who publishes the site.
#[derive(Clone, Debug, Default)]
pub struct Organization {
    /// The district's name.
    pub name: String,
    /// Its own website.
    pub url: Option<String>,
    /// Its logo, a path from `content/`.
    pub logo: Option<Located<String>>,
    /// Its postal address.
    pub address: Option<String>,
    /// Its main telephone number.
    pub phone: Option<String>,
}

/// What a site chose for a setting of its theme.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The setting.
    pub name: Located<String>,
    /// The value, as it was written; the theme knows its type.
    pub value: Node,
}

/// An office a reader can ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The office's name.
    pub office: Localized,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its telephone number with the area code.
    pub phone: Option<String>,
    /// The ten digits of that number, without an extension.
    pub digits: Option<String>,
    /// When it is open.
    pub hours: Option<Localized>,
    /// Where it is.
    pub address: Option<Localized>,
    /// BCP 47 tags of the languages it speaks.
    pub languages: Vec<String>,
    /// Where it is written, in bytes of its file.
    pub span: Range<usize>,
    /// Which of e-mail address and telephone number nobody wrote.
    pub missing: Vec<&'static str>,
}

/// One entry of the navigation bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationEntry {
    /// A path from `content/`.
    pub page: Located<String>,
    /// The pages of its menu.
    pub children: Vec<Located<String>>,
}

/// The level a site gives a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleLevel {
    /// Report it at this level.
    At(Level),
    /// Do not report it.
    Off,
}

/// The names and values of levels in `site.yaml`.
const LEVELS: [(&str, RuleLevel); 4] = [
    ("error", RuleLevel::At(Level::Error)),
    ("warning", RuleLevel::At(Level::Warning)),
    ("note", RuleLevel::At(Level::Note)),
    ("off", RuleLevel::Off),
];

impl Config {
    /// The language of pages without a suffix.
    #[must_use]
    pub fn default_language(&self) -> &str {
        self.languages.first().map_or("en", String::as_str)
    }

    /// The contact of a key of `contacts`.
    #[must_use]
    pub fn contact(&self, key: &str) -> Option<&Contact> {
        self.contacts.iter().find(|(known, _)| known == key).map(|(_, contact)| contact)
    }

    /// The path part of `base_url`: `/independent-study/`, or `/` when there is none.
    #[must_use]
    pub fn base_path(&self) -> &str {
        let after_scheme = self.base_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        after_scheme.and_then(|rest| rest.find('/').map(|at| &rest[at..])).unwrap_or("/")
    }
}

/// Reads the text of `site.yaml`. `None` only when it has no usable fields at all.
#[must_use]
pub fn parse(text: &str) -> (Option<Config>, Vec<Finding>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::new(text);
    let file = FileName::from(FILE);
    let mut findings = Vec::new();
    fields::decide_comments(&file, &lines, 0..text.len(), &mut findings);
    let (node, errors) = yaml::parse_fields(text);
    for error in errors {
        findings.push(
            Finding::new(
                "config/syntax",
                Level::Error,
                &file,
                format!("This setting cannot be read: {}.", error.message.trim_end_matches('.')),
                "Each line is “name: value”; check the colon, the quotation marks and the spaces at the start of the line.",
            )
            .at(&lines, error.span),
        );
    }
    let mut reader = Reader { file: &file, lines: &lines, offset: 0, codes: &CODES, findings: &mut findings };
    let config = read(&mut reader, &node);
    (config, findings)
}

const KEYS: [&str; 15] = [
    "title",
    "organization",
    "base_url",
    "languages",
    "theme",
    "colors",
    "contact",
    "contacts",
    "navigation",
    "files",
    "review_cycle",
    "levels",
    "settings",
    "pictures",
    "editor",
];

fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Config> {
    let fields = reader.map(node, "site.yaml", &KEYS)?;
    let top = node.span.start..node.span.start;
    let title = reader
        .require(&fields, "title", &top, "Name the program: title: Independent Study")
        .and_then(|node| reader.localized(node, "title"));
    let organization = reader
        .require(&fields, "organization", &top, "Name the district: organization: { name: … }")
        .and_then(|node| organization(reader, node));
    let base_url = fields
        .get("base_url")
        .and_then(|node| base_url(reader, node))
        .map(|url| if url.value.ends_with('/') { url.value } else { url.value + "/" });
    let languages = fields.get("languages").map_or_else(Vec::new, |node| languages(reader, node));
    let theme = fields.get("theme").and_then(|node| theme(reader, node));
    let colors = fields.get("colors").map_or_else(Vec::new, |node| choices(reader, node, "colors"));
    let settings = fields.get("settings").map_or_else(Vec::new, |node| choices(reader, node, "settings"));
    let contacts = fields.get("contacts").map_or_else(Vec::new, |node| contacts(reader, node));
    let contact = fields.get("contact").and_then(|node| reader.text(node, "contact"));
    if let Some(key) = &contact
        && !contacts.iter().any(|(known, _)| *known == key.value)
    {
        let help = match nearest(&key.value, contacts.iter().map(|(known, _)| known.as_str())) {
            Some(meant) => format!("Did you mean “{meant}”?"),
            None => {
                let known: Vec<&str> = contacts.iter().map(|(known, _)| known.as_str()).collect();
                if known.is_empty() {
                    format!("Write its office under contacts, as “{}”.", key.value)
                } else {
                    format!("The contacts of this file are: {}.", known.join(", "))
                }
            }
        };
        reader.report(
            CODES.bad_value,
            Level::Error,
            &key.span,
            format!("There is no contact named “{}”.", key.value),
            help,
        );
    }
    let navigation = fields.get("navigation").map(|node| navigation(reader, node));
    let files = fields.get("files").map_or_else(Vec::new, |node| files(reader, node));
    let review_cycle = fields
        .get("review_cycle")
        .and_then(|node| reader.integer(node, "review_cycle", 1..121))
        .and_then(|months| u16::try_from(months).ok());
    let levels = fields.get("levels").map_or_else(Vec::new, |node| levels(reader, node));
    let pictures = fields.get("pictures").map_or_else(Pictures::default, |node| pictures::read(reader, node));
    let editor = fields.get("editor").and_then(|node| reader.text(node, "editor")).map(|editor| editor.value);
    Some(Config {
        title: title?,
        organization: organization?,
        base_url,
        languages: if languages.is_empty() { vec!["en".to_owned()] } else { languages },
        theme: theme.unwrap_or_else(|| Located { value: "cde".to_owned(), span: 0..0 }),
        colors,
        settings,
        contact,
        contacts,
        navigation,
        files,
        review_cycle: review_cycle.unwrap_or(12),
        levels,
        pictures,
        editor,
    })
}

/// The address under which the site is published: it stands in every page, and the addresses of pages are put
/// behind it.
fn base_url(reader: &mut Reader<'_>, node: &Node) -> Option<Located<String>> {
    let written = reader.url(node, "base_url")?;
    let parsed = url::Url::parse(&written.value);
    let end = written.value.find(['?', '#']).unwrap_or(written.value.len());
    let fault = match &parsed {
        _ if end < written.value.len() => {
            let (before, after) = written.value.split_at(end);
            let message =
                format!("The address of the site ends in “{after}”, and the address of no page can follow that.");
            Some((message, format!("Leave it out: base_url: {before}")))
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            let mut plain = url.clone();
            // An address with a host can do without both.
            let _ = (plain.set_username(""), plain.set_password(None));
            let message = "The address of the site holds a user name or a password, and every page would show it.";
            Some((message.to_owned(), format!("Leave it out, and change the password: base_url: {plain}")))
        }
        Ok(_) => written.value.find(['"', '\'', '<', '>', '\\', '`', '{', '}', '|', '^']).map(|at| {
            let sign = written.value[at..].chars().next().unwrap_or_default();
            let message = format!("The address of the site has a {sign} in it, which no address can have.");
            (message, format!("Copy it from a browser’s address bar: base_url: https://{}/", url_host(&written.value)))
        }),
        Err(url::ParseError::InvalidPort) => {
            let message = format!("“{}” has a port that no computer has; ports go from 1 to 65535.", written.value);
            Some((
                message,
                format!("Leave it out if you know of none: base_url: https://{}/", url_host(&written.value)),
            ))
        }
        Err(_) => Some((
            format!("“{}” is not a web address.", written.value),
            "Copy it from a browser’s address bar.".to_owned(),
        )),
    };
    match fault {
        Some((message, help)) => {
            reader.bad(node, message, help);
            None
        }
        None => Some(written),
    }
}

/// The host of an address that may have no other good part.
fn url_host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', ':', '"', '\'', '<', '>', '\\']).next().unwrap_or(rest)
}

fn organization(reader: &mut Reader<'_>, node: &Node) -> Option<Organization> {
    let fields = reader.map(node, "organization", &["name", "url", "logo", "address", "phone"])?;
    let at = fields.span.clone();
    let name =
        reader.require(&fields, "name", &at, "Write the district's name.").and_then(|node| reader.text(node, "name"));
    Some(Organization {
        name: name?.value,
        url: fields.get("url").and_then(|node| reader.url(node, "url")).map(|url| url.value),
        logo: fields.get("logo").and_then(|node| reader.text(node, "logo")),
        address: fields.get("address").and_then(|node| reader.text(node, "address")).map(|address| address.value),
        phone: fields.get("phone").and_then(|node| reader.phone(node, "phone")),
    })
}

fn languages(reader: &mut Reader<'_>, node: &Node) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for item in reader.list(node) {
        let Some(tag) = reader.text(item, "languages") else { continue };
        if !language::is_tag(&tag.value) {
            reader.report(
                CODES.bad_value,
                Level::Error,
                &item.span,
                format!("“{}” is not a language tag.", tag.value),
                match language::tag_of(&tag.value) {
                    Some(meant) => format!("Write its short form: {meant}"),
                    None => {
                        "Write the short form that web pages use for a language: two or three small letters.".to_owned()
                    }
                },
            );
        } else if tags.contains(&tag.value) {
            reader.report(
                CODES.bad_value,
                Level::Error,
                &item.span,
                format!("“{}” is listed twice.", tag.value),
                "Keep one of the two.",
            );
        } else {
            tags.push(tag.value);
        }
    }
    tags
}

/// The name of a folder in `themes/`, never a way to one elsewhere.
fn theme(reader: &mut Reader<'_>, node: &Node) -> Option<Located<String>> {
    let name = reader.text(node, "theme")?;
    let is_name = !name.value.starts_with('.') && !name.value.contains(['/', '\\', ':']);
    if is_name {
        return Some(name);
    }
    let last = name.value.rsplit(['/', '\\']).find(|part| !part.is_empty() && !part.starts_with('.'));
    let message = format!("“{}” is not the name of a theme.", name.value);
    let help = format!(
        "A theme is a folder in the site’s own folder “themes”. Put it there and write its name: theme: {}",
        last.unwrap_or("cde")
    );
    reader.report(CODES.bad_value, Level::Error, &node.span, message, help);
    None
}

fn files(reader: &mut Reader<'_>, node: &Node) -> Vec<Located<FilePattern>> {
    let mut patterns = Vec::new();
    for item in reader.list(node) {
        let Some(written) = reader.text(item, "files") else { continue };
        match FilePattern::new(&written.value) {
            Some(value) => patterns.push(Located { value, span: written.span }),
            None => reader.report(
                CODES.bad_value,
                Level::Error,
                &item.span,
                format!("“{}” cannot name files that are published.", written.value),
                "Write the path of a file or a folder from the content folder; * stands for any letters of a name.",
            ),
        }
    }
    patterns
}

fn choices(reader: &mut Reader<'_>, node: &Node, group: &str) -> Vec<Choice> {
    let Value::Map(entries) = &node.value else {
        let _ = reader.map(node, group, &[]);
        return Vec::new();
    };
    entries
        .iter()
        .map(|entry| Choice {
            name: Located { value: entry.key.clone(), span: entry.key_span.clone() },
            value: entry.value.clone(),
        })
        .collect()
}

fn contacts(reader: &mut Reader<'_>, node: &Node) -> Vec<(String, Contact)> {
    let Some(fields) = reader.map(node, "contacts", &[]) else { return Vec::new() };
    let named: Vec<(&str, &Node)> = fields.iter().collect();
    named
        .into_iter()
        .filter_map(|(name, node)| contact(reader, node, name).map(|contact| (name.to_owned(), contact)))
        .collect()
}

/// An office: in `contacts` of `site.yaml`, or inline in a page's front matter.
pub fn contact(reader: &mut Reader<'_>, node: &Node, name: &str) -> Option<Contact> {
    let fields = reader.map(node, name, &["office", "email", "phone", "hours", "address", "languages"])?;
    let at = fields.span.clone();
    let office = reader
        .require(&fields, "office", &at, "Name the office, so that readers know whom they reach.")
        .and_then(|node| reader.localized(node, "office"));
    let missing = ["email", "phone"].into_iter().filter(|name| fields.get(name).is_none()).collect();
    let email = fields.get("email").and_then(|node| reader.email(node, "email"));
    let phone = fields.get("phone").and_then(|node| reader.phone(node, "phone"));
    Some(Contact {
        span: reader.in_file(&at),
        missing,
        office: office?,
        email,
        digits: phone.as_deref().and_then(fields::phone_digits),
        phone,
        hours: fields.get("hours").and_then(|node| reader.localized(node, "hours")),
        address: fields.get("address").and_then(|node| reader.localized(node, "address")),
        languages: fields.get("languages").map_or_else(Vec::new, |node| languages(reader, node)),
    })
}

fn navigation(reader: &mut Reader<'_>, node: &Node) -> Vec<NavigationEntry> {
    let mut entries = Vec::new();
    for item in reader.list(node) {
        if matches!(item.value, Value::Map(_)) {
            let Some(fields) = reader.map(item, "navigation", &["page", "children"]) else { continue };
            let page = reader
                .require(&fields, "page", &item.span, "Name the page's file: page: educators/index.md")
                .and_then(|node| reader.text(node, "page"));
            let children = fields.get("children").map_or_else(Vec::new, |node| reader.texts(node, "children"));
            entries.extend(page.map(|page| NavigationEntry { page, children }));
        } else if let Some(page) = reader.text(item, "navigation") {
            entries.push(NavigationEntry { page, children: Vec::new() });
        }
    }
    entries
}

fn levels(reader: &mut Reader<'_>, node: &Node) -> Vec<(Located<String>, RuleLevel)> {
    let Value::Map(entries) = &node.value else {
        let _ = reader.map(node, "levels", &[]);
        return Vec::new();
    };
    let mut levels = Vec::new();
    for entry in entries {
        let span: Range<usize> = entry.key_span.clone();
        if let Some(level) = reader.choice(&entry.value, "level", &LEVELS) {
            levels.push((Located { value: entry.key.clone(), span }, level));
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "\
title: Independent Study
organization: { name: Sierra Vista Unified School District, phone: 555-555-0100 }
base_url: https://www.example.org/independent-study
languages: [en, es]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142, languages: [en, es] }
navigation: [program-summary.md, { page: educators/index.md, children: [educators/ratio.md] }]
levels: { link/vague-text: warning, image/alt: off }
";

    #[test]
    fn a_whole_site_yaml() {
        let (config, findings) = parse(SITE);
        assert_eq!(findings, []);
        let config = config.unwrap();
        assert_eq!(config.base_url.as_deref(), Some("https://www.example.org/independent-study/"));
        assert_eq!(config.base_path(), "/independent-study/");
        assert_eq!(config.contact("office").unwrap().languages, ["en", "es"]);
        assert_eq!(config.navigation.unwrap()[1].children[0].value, "educators/ratio.md");
        assert_eq!(config.levels[1].1, RuleLevel::Off);
        assert_eq!(config.review_cycle, 12);
        assert_eq!(config.title.in_language("es"), "Independent Study");
    }

    #[test]
    fn the_address_of_a_site_is_one_that_pages_can_follow() {
        let said = |address: &str| -> Vec<String> {
            let text = format!("title: A\norganization: {{ name: B }}\nbase_url: '{address}'\n");
            let findings = parse(&text).1.into_iter();
            findings.map(|finding| format!("{} {}", finding.message, finding.help)).collect()
        };
        for (address, expected) in [
            (
                "https://ana:secret@www.example.org/is/",
                "The address of the site holds a user name or a password, and every page would show it. \
                 Leave it out, and change the password: base_url: https://www.example.org/is/",
            ),
            (
                "https://www.example.org/is/?lang=en",
                "The address of the site ends in “?lang=en”, and the address of no page can follow that. \
                 Leave it out: base_url: https://www.example.org/is/",
            ),
            (
                "https://www.example.org/#top",
                "The address of the site ends in “#top”, and the address of no page can follow that. \
                 Leave it out: base_url: https://www.example.org/",
            ),
            (
                "https://www.example.org:99999/",
                "“https://www.example.org:99999/” has a port that no computer has; ports go from 1 to 65535. \
                 Leave it out if you know of none: base_url: https://www.example.org/",
            ),
            (
                "https://www.example.org/a\"b/",
                "The address of the site has a \" in it, which no address can have. \
                 Copy it from a browser’s address bar: base_url: https://www.example.org/",
            ),
        ] {
            assert_eq!(said(address), [expected]);
        }
        for address in ["https://www.example.org:8443/is/", "http://localhost/", "https://xn--bcher-kva.example/"] {
            assert_eq!(said(address), [""; 0], "{address}");
        }
    }

    #[test]
    fn titles_and_offices_may_be_written_in_each_language() {
        let text = "title: { en: Independent Study, es: Estudio independiente }\norganization: { name: X }\n\
            contacts: { a: { office: { en: Office, es: Oficina, english: Office } } }\n";
        let (config, findings) = parse(text);
        let config = config.unwrap();
        assert_eq!(config.title.in_language("es-US"), "Estudio independiente");
        assert_eq!(config.title.in_language("vi"), "Independent Study");
        let said: Vec<String> = findings.iter().map(|f| format!("{} {}", f.message, f.help)).collect();
        assert_eq!(
            said,
            ["“english” is not a language tag. Write one text, or one for each language: office: { en: …, es: … }"]
        );
        assert_eq!(config.contacts[0].1.office.in_language("es"), "Oficina");
    }

    #[test]
    fn every_mistake_is_reported_at_its_own_place() {
        let (_, findings) = parse(
            "title:\norganisation: { name: X }\nbase_url: example.org\nlanguages: [english]\nreview_cycle: yearly\ncontact: ofice\ncontacts: { office: { office: A, email: a@b } }\nlevels: { a/b: loud }\n",
        );
        let said: Vec<String> = findings
            .iter()
            .map(|finding| {
                let place = finding.start.unwrap_or_default();
                format!("{}:{} {} {} {}", place.line, place.column, finding.rule, finding.message, finding.help)
            })
            .collect();
        assert_eq!(
            said,
            [
                "2:1 config/unknown-key “organisation” is not a field of site.yaml. Did you mean “organization”?",
                "1:1 config/missing “title” is missing. Name the program: title: Independent Study",
                "1:1 config/missing “organization” is missing. Name the district: organization: { name: … }",
                "3:11 config/bad-value “example.org” is not a web address. Write it in full: base_url: https://example.org",
                "4:13 config/bad-value “english” is not a language tag. Write its short form: en",
                "7:41 config/bad-value “a@b” is not an e-mail address. After the @ stands the whole name of a domain; “b” has no dot and no ending.",
                "6:10 config/bad-value There is no contact named “ofice”. Did you mean “office”?",
                "5:15 config/bad-value “review_cycle” should be a whole number from 1 to 120, not “yearly”. Write it in digits, without a point and without words.",
                "8:16 config/bad-value “level” cannot be “loud”. Use one of: error, warning, note, off.",
            ]
        );
    }
}
