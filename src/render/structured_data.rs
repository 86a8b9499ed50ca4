//! JSON-LD (schema.org): what a page is, for search engines and assistants.

use serde_json::{Map, Value, json};

use super::{Renderer, summary};
use crate::config::Contact;
use crate::front_matter::Kind;
use crate::markdown::{SlotKind, plain_text};
use crate::page::Page;
use crate::site::View;
use crate::source::{extension, percent_encode};

impl Renderer {
    /// The JSON of a page, safe inside a `<script>` element.
    pub(super) fn structured_data(&self, view: &View, page: &Page) -> String {
        let site = &*self.site;
        let config = &site.config;
        let language = &config.languages[page.language];
        let mut data = Map::new();
        let mut set = |key: &str, value: Value| {
            data.insert(key.to_owned(), value);
        };
        set("@context", json!("https://schema.org"));
        set("@type", json!(page_type(page.front_matter.kind)));
        set("name", json!(page.title()));
        set("description", json!(summary(page)));
        set("inLanguage", json!(language));
        if let Some(url) = self.canonical(view) {
            set("url", json!(url));
        }
        if let Some(reviewed) = &page.front_matter.last_reviewed {
            set("lastReviewed", json!(reviewed.value.to_string()));
            set("dateModified", json!(reviewed.value.to_string()));
        }
        set("isPartOf", json!({ "@type": "WebSite", "name": config.title.in_language(language) }));
        set("publisher", self.publisher(language));
        let original =
            site.view_of(view.group, 0).filter(|_| page.language != 0 && site.groups[view.group].pages[0].is_some());
        if let (Some(base), Some(original)) = (&config.base_url, original) {
            let url = format!("{base}{}", percent_encode(&original.path));
            set("translationOfWork", json!({ "@type": "WebPage", "url": url }));
        }
        if let Some(breadcrumb) = self.breadcrumb_data(view, page) {
            set("breadcrumb", breadcrumb);
        }
        match page.front_matter.kind {
            Kind::Faq => set("mainEntity", questions(page)),
            Kind::Enrollment => set("mainEntity", self.enrollment(page)),
            Kind::Contact => set("mainEntity", self.offices(language)),
            Kind::Glossary => set("mainEntity", glossary(page)),
            Kind::News => {
                let published = page.front_matter.publish_on.as_ref().or(page.front_matter.last_reviewed.as_ref());
                set(
                    "mainEntity",
                    json!({
                        "@type": "NewsArticle",
                        "headline": page.title(),
                        "description": summary(page),
                        "datePublished": published.map(|date| date.value.to_string()),
                        "inLanguage": language,
                    }),
                );
            }
            Kind::LegalRequirements | Kind::TeacherRequirements | Kind::RatioCalculations => {
                let mut urls: Vec<&str> =
                    page.document.citations.iter().filter_map(|(citation, _)| citation.url.as_deref()).collect();
                urls.sort_unstable();
                urls.dedup();
                let citations: Vec<Value> =
                    urls.into_iter().map(|url| json!({ "@type": "Legislation", "url": url })).collect();
                set("citation", Value::Array(citations));
            }
            _ => {}
        }
        let documents = self.digital_documents(view, page);
        if !documents.is_empty() {
            set("hasPart", Value::Array(documents));
        }
        // "</script>" in a title must not end the element.
        serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
    }

    fn publisher(&self, language: &str) -> Value {
        let config = &self.site.config;
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
            "provider": self.publisher(language),
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

    fn breadcrumb_data(&self, view: &View, page: &Page) -> Option<Value> {
        let base = self.site.config.base_url.as_deref()?;
        let mut items: Vec<(String, String)> = self
            .ancestors(view)
            .map(|view| (self.site.page_of(view).title().to_owned(), format!("{base}{}", percent_encode(&view.path))))
            .collect();
        if items.is_empty() {
            return None;
        }
        items.reverse();
        items.push((page.title().to_owned(), format!("{base}{}", percent_encode(&view.path))));
        let elements: Vec<Value> = items
            .into_iter()
            .enumerate()
            .map(|(at, (name, item))| json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": item }))
            .collect();
        Some(json!({ "@type": "BreadcrumbList", "itemListElement": elements }))
    }
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
