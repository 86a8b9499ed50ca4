//! JSON-LD (schema.org): what a page is, for search engines and assistants.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Renderer, summary};
use crate::config::{Config, Contact};
use crate::front_matter::Kind;
use crate::markdown::{SlotKind, plain_text};
use crate::page::Page;
use crate::site::View;
use crate::source::{extension, percent_encode};

/// The data of a page. Its fields stand in the order of their names, as those of a
/// [`serde_json::Value`] do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'d> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<Breadcrumb<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'d str>,
    description: &'d str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    has_part: Vec<Value>,
    in_language: &'d str,
    is_part_of: WebSite<'d>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_reviewed: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_entity: Option<Value>,
    name: &'d str,
    publisher: &'d Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    translation_of_work: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct WebSite<'d> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'d str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Breadcrumb<'d> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<Crumb<'d>>,
}

#[derive(Serialize)]
struct Crumb<'d> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item: String,
    name: &'d str,
    position: usize,
}

/// The district and its office, in a language.
pub(super) fn publisher(config: &Config, language: &str) -> Value {
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
    /// The JSON of a page, safe inside a `<script>` element.
    pub(super) fn structured_data(&self, view: &View, page: &Page) -> String {
        let site = &*self.site;
        let config = &site.config;
        let language = &config.languages[page.language];
        let reviewed = page.front_matter.last_reviewed.as_ref().map(|reviewed| reviewed.value.to_string());
        let original =
            site.view_of(view.group, 0).filter(|_| page.language != 0 && site.groups[view.group].pages[0].is_some());
        let translation_of_work = config.base_url.as_ref().zip(original).map(|(base, original)| {
            let url = format!("{base}{}", percent_encode(&original.path));
            json!({ "@type": "WebPage", "url": url })
        });
        let data = Data {
            context: "https://schema.org",
            kind: page_type(page.front_matter.kind),
            breadcrumb: self.breadcrumb_data(view, page),
            citation: legislation(page),
            date_modified: reviewed.as_deref(),
            description: summary(page),
            has_part: self.digital_documents(view, page),
            in_language: language,
            is_part_of: WebSite { kind: "WebSite", name: config.title.in_language(language) },
            last_reviewed: reviewed.as_deref(),
            main_entity: self.main_entity(page, language),
            name: page.title(),
            publisher: &self.frames[page.language].publisher,
            translation_of_work,
            url: self.canonical(view),
        };
        let text = serde_json::to_string(&data).unwrap_or_default();
        // "</script>" in a title must not end the element.
        if text.contains('<') { text.replace('<', "\\u003c") } else { text }
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
            "provider": self.frames[page.language].publisher,
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

    fn breadcrumb_data<'d>(&'d self, view: &View, page: &'d Page) -> Option<Breadcrumb<'d>> {
        let base = self.site.config.base_url.as_deref()?;
        let mut items: Vec<(&str, &View)> =
            self.ancestors(view).map(|view| (self.site.page_of(view).title(), view)).collect();
        if items.is_empty() {
            return None;
        }
        items.reverse();
        items.push((page.title(), view));
        let crumb = |(at, (name, view)): (usize, (&'d str, &View))| Crumb {
            kind: "ListItem",
            item: format!("{base}{}", percent_encode(&view.path)),
            name,
            position: at + 1,
        };
        let item_list_element = items.into_iter().enumerate().map(crumb).collect();
        Some(Breadcrumb { kind: "BreadcrumbList", item_list_element })
    }
}

/// The statutes of the pages that state the law.
fn legislation(page: &Page) -> Option<Vec<Value>> {
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
