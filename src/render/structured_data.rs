//! JSON-LD (schema.org): what a page is, for search engines and assistants.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;

use memchr::memchr;
use serde_json::{Value, json};

use super::fragments::Known;
use super::{Renderer, summary};
use crate::bytes::position;
use crate::config::{Config, Contact};
use crate::front_matter::Kind;
use crate::markdown::{SlotKind, plain_text};
use crate::page::Page;
use crate::site::View;
use crate::source::{extension, percent_encode};

/// A JSON object that is being written. Fields are written in the order of their names, as those of a
/// [`serde_json::Value`] stand.
struct Object {
    json: String,
}

impl Object {
    fn new() -> Self {
        Self { json: String::with_capacity(2048) }
    }

    /// Begins a field, whose value is to follow.
    fn name(&mut self, name: &str) {
        self.json.push_str(if self.json.is_empty() { "{\"" } else { ",\"" });
        self.json.push_str(name);
        self.json.push_str("\":");
    }

    /// A field whose value is JSON already.
    fn json(&mut self, name: &str, value: &str) {
        self.name(name);
        self.json.push_str(value);
    }

    fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        push_text(&mut self.json, value);
    }

    fn value(&mut self, name: &str, value: &Value) {
        self.json(name, &value.to_string());
    }

    fn end(mut self) -> String {
        self.json.push('}');
        self.json
    }
}

/// Adds a text in quotation marks.
fn push_text(json: &mut String, text: &str) {
    if position(text.as_bytes(), 0, |byte| (byte < 0x20) | (byte == b'"') | (byte == b'\\')).is_some() {
        json.push_str(&Value::from(text).to_string());
    } else {
        json.push('"');
        json.push_str(text);
        json.push('"');
    }
}

/// What the structured data of all pages of a language say alike, as JSON.
pub(super) struct SharedData {
    publisher: Value,
    publisher_json: String,
    is_part_of: String,
    /// The sections above a page, by the nearest one: items of a list, each with a comma after it, and their number.
    sections: Known<usize, (Arc<str>, usize)>,
}

impl SharedData {
    pub(super) fn new(config: &Config, language: &str) -> Self {
        let publisher = publisher(config, language);
        let mut is_part_of = Object::new();
        is_part_of.text("@type", "WebSite");
        is_part_of.text("name", config.title.in_language(language));
        Self {
            publisher_json: publisher.to_string(),
            publisher,
            is_part_of: is_part_of.end(),
            sections: Known::default(),
        }
    }
}

/// The district and its office, in a language.
fn publisher(config: &Config, language: &str) -> Value {
    let mut publisher = json!({ "@type": "EducationalOrganization", "name": config.organization.name });
    if let Some(url) = &config.organization.url {
        publisher["url"] = json!(url);
    }
    let contact = config.contact.as_ref().and_then(|key| config.contact(&key.value));
    if let Some(contact) = contact {
        publisher["contactPoint"] = contact_point(contact, language);
    }
    publisher
}

impl Renderer {
    /// The JSON of a page, safe inside a `<script>` element; `reviewed` is the day it was last reviewed.
    pub(super) fn structured_data(
        &self,
        view: &View,
        page: &Page,
        canonical: Option<&str>,
        reviewed: Option<&str>,
    ) -> String {
        let site = &*self.site;
        let config = &site.config;
        let language = &config.languages[page.language];
        let original =
            site.view_of(view.group, 0).filter(|_| page.language != 0 && site.groups[view.group].pages[0].is_some());
        let translation_of_work = config.base_url.as_ref().zip(original).map(|(base, original)| {
            let url = format!("{base}{}", percent_encode(&original.path));
            json!({ "@type": "WebPage", "url": url })
        });
        let shared = &self.frames[page.language].shared_data;
        let mut data = Object::new();
        data.text("@context", "https://schema.org");
        data.text("@type", page_type(page.front_matter.kind));
        self.breadcrumb_data(&mut data, view, page);
        if let Some(citation) = legislation(page) {
            data.value("citation", &citation);
        }
        if let Some(reviewed) = reviewed {
            data.text("dateModified", reviewed);
        }
        data.text("description", summary(page));
        let documents = self.digital_documents(view, page);
        if !documents.is_empty() {
            data.value("hasPart", &Value::Array(documents));
        }
        data.text("inLanguage", language);
        data.json("isPartOf", &shared.is_part_of);
        if let Some(reviewed) = reviewed {
            data.text("lastReviewed", reviewed);
        }
        if let Some(entity) = self.main_entity(page, language) {
            data.value("mainEntity", &entity);
        }
        data.text("name", page.title());
        data.json("publisher", &shared.publisher_json);
        if let Some(original) = translation_of_work {
            data.value("translationOfWork", &original);
        }
        if let Some(url) = canonical {
            data.text("url", url);
        }
        let text = data.end();
        // "</script>" in a title must not end the element.
        if memchr(b'<', text.as_bytes()).is_some() { text.replace('<', "\\u003c") } else { text }
    }

    /// What the page is about, for the kinds that say it.
    fn main_entity(&self, page: &Page, language: &str) -> Option<Value> {
        Some(match page.front_matter.kind {
            Kind::Faq => questions(page),
            Kind::Enrollment => self.enrollment(page),
            Kind::Contact => self.offices(language),
            Kind::Glossary => glossary(page),
            Kind::News => {
                let published = page.front_matter.publish_on.as_ref().or(page.front_matter.last_reviewed.as_ref());
                json!({
                    "@type": "NewsArticle",
                    "headline": page.title(),
                    "description": summary(page),
                    "datePublished": published.map(|date| date.value.to_string()),
                    "inLanguage": language,
                })
            }
            _ => return None,
        })
    }

    /// The steps to enroll, and the service they lead to.
    fn enrollment(&self, page: &Page) -> Value {
        let mut entities = Vec::new();
        let steps = steps(page);
        if !steps.is_empty() {
            entities.push(json!({ "@type": "HowTo", "name": page.title(), "step": steps }));
        }
        let language = &self.site.config.languages[page.language];
        entities.push(json!({
            "@type": "GovernmentService",
            "name": page.title(),
            "serviceType": self.site.config.title.in_language(language),
            "provider": self.frames[page.language].shared_data.publisher,
        }));
        Value::Array(entities)
    }

    /// Every office of the district.
    fn offices(&self, language: &str) -> Value {
        let config = &self.site.config;
        let points: Vec<Value> = config.contacts.iter().map(|(_, contact)| contact_point(contact, language)).collect();
        json!({ "@type": "EducationalOrganization", "name": config.organization.name, "contactPoint": points })
    }

    /// The documents of the front matter.
    fn digital_documents(&self, view: &View, page: &Page) -> Vec<Value> {
        let targets = &self.site.resolved[view.page].documents;
        page.front_matter
            .documents
            .iter()
            .zip(targets)
            .filter_map(|(document, target)| {
                let (address, external, ..) = self.document_facts(target)?;
                let base = if external { "" } else { self.site.config.base_url.as_deref()? };
                Some(json!({
                    "@type": "DigitalDocument",
                    "name": document.title,
                    "url": format!("{base}{address}"),
                    "encodingFormat": extension(&address),
                    "inLanguage": document.language,
                }))
            })
            .collect()
    }

    /// The way from the home page, where addresses are known.
    fn breadcrumb_data(&self, data: &mut Object, view: &View, page: &Page) {
        let Some(base) = self.site.config.base_url.as_deref() else { return };
        let Some(section) = self.ancestors(view).next() else { return };
        let make = || {
            let mut sections: Vec<&View> = self.ancestors(view).collect();
            sections.reverse();
            let mut json = String::new();
            for (at, section) in sections.iter().enumerate() {
                push_crumb(&mut json, base, section, self.site.page_of(section).title(), at + 1);
                json.push(',');
            }
            Ok::<_, Infallible>((json.into(), sections.len()))
        };
        let Ok((sections, above)) = self.frames[view.language].shared_data.sections.get(section.group, make);
        data.json("breadcrumb", "{\"@type\":\"BreadcrumbList\",\"itemListElement\":[");
        data.json.push_str(&sections);
        push_crumb(&mut data.json, base, view, page.title(), above + 1);
        data.json.push_str("]}");
    }
}

fn push_crumb(json: &mut String, base: &str, view: &View, title: &str, position: usize) {
    json.push_str("{\"@type\":\"ListItem\",\"item\":");
    push_text(json, &[base, &percent_encode(&view.path)].concat());
    json.push_str(",\"name\":");
    push_text(json, title);
    // Writing to a string never fails.
    let _ = write!(json, ",\"position\":{position}}}");
}

/// The statutes of the pages that state the law.
fn legislation(page: &Page) -> Option<Value> {
    if !matches!(page.front_matter.kind, Kind::LegalRequirements | Kind::TeacherRequirements | Kind::RatioCalculations)
    {
        return None;
    }
    let mut urls: Vec<&str> =
        page.document.citations.iter().filter_map(|(citation, _)| citation.url.as_deref()).collect();
    urls.sort_unstable();
    urls.dedup();
    Some(urls.into_iter().map(|url| json!({ "@type": "Legislation", "url": url })).collect())
}

fn contact_point(contact: &Contact, language: &str) -> Value {
    json!({
        "@type": "ContactPoint",
        "name": contact.office.in_language(language),
        "telephone": contact.phone,
        "email": contact.email,
        "availableLanguage": contact.languages,
    })
}

/// The terms of the definition lists and what they mean.
fn glossary(page: &Page) -> Value {
    let terms: Vec<Value> = page
        .document
        .html
        .split("<dt>")
        .skip(1)
        .filter_map(|block| {
            let (term, rest) = block.split_once("</dt>")?;
            let meaning =
                rest.split_once("<dd>").and_then(|(_, rest)| rest.split_once("</dd>")).map_or("", |(words, _)| words);
            Some(json!({ "@type": "DefinedTerm", "name": plain_text(term), "description": plain_text(meaning) }))
        })
        .collect();
    json!({ "@type": "DefinedTermSet", "name": page.title(), "hasDefinedTerm": terms })
}

fn page_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Faq => "FAQPage",
        Kind::Contact => "ContactPage",
        Kind::SiteMap => "CollectionPage",
        _ => "WebPage",
    }
}

/// The questions of an FAQ with the words of their answers.
fn questions(page: &Page) -> Value {
    let mut questions = Vec::new();
    for block in page.document.html.split("<details class=\"question\"").skip(1) {
        let question =
            block.split_once("<h3>").and_then(|(_, rest)| rest.split_once("</h3>")).map_or("", |(words, _)| words);
        let answer = block
            .split_once("<div class=\"answer\">")
            .and_then(|(_, rest)| rest.split_once("</details>"))
            .map_or("", |(words, _)| words);
        questions.push(json!({
            "@type": "Question",
            "name": plain_text(question),
            "acceptedAnswer": { "@type": "Answer", "text": plain_text(answer) },
        }));
    }
    Value::Array(questions)
}

/// The items of the first list inside `steps()`.
fn steps(page: &Page) -> Vec<Value> {
    let document = &page.document;
    let open = document.slots.iter().position(|slot| {
        matches!(slot.kind, SlotKind::Open(number) if matches!(document.components[number], crate::components::Component::Steps))
    });
    let Some(open) = open else { return Vec::new() };
    let end = document.slots[open..]
        .iter()
        .find(|slot| slot.kind == SlotKind::Close)
        .map_or(document.html.len(), |slot| slot.at);
    document.html[document.slots[open].at..end]
        .split("<li>")
        .skip(1)
        .map(|item| json!({ "@type": "HowToStep", "text": plain_text(item) }))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_written_as_json(text in "[\\x00-\\x7f\u{80}é\u{2028}🍎]{0,40}") {
            let mut json = String::new();
            push_text(&mut json, &text);
            prop_assert_eq!(json, serde_json::to_string(&text).unwrap());
        }
    }
}
