//! JSON-LD (schema.org): what a page is, for search engines and assistants.

use serde_json::{Map, Value, json};

use super::{Renderer, summary};
use crate::front_matter::Kind;
use crate::markdown::SlotKind;
use crate::page::Page;
use crate::site::View;
use crate::source::percent_encode;

impl Renderer<'_> {
    /// The JSON of a page, safe inside a `<script>` element.
    pub(super) fn structured_data(&self, view: &View, page: &Page) -> String {
        let site = self.site;
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
            Kind::Enrollment => {
                let steps = steps(page);
                if !steps.is_empty() {
                    set("mainEntity", json!({ "@type": "HowTo", "name": page.title(), "step": steps }));
                }
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
            publisher["contactPoint"] = json!({
                "@type": "ContactPoint",
                "name": contact.office.in_language(language),
                "telephone": contact.phone,
                "email": contact.email,
                "availableLanguage": contact.languages,
            });
        }
        publisher
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
            "name": plain(question),
            "acceptedAnswer": { "@type": "Answer", "text": plain(answer) },
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
        .map(|item| json!({ "@type": "HowToStep", "text": plain(item) }))
        .collect()
}

/// The words of a piece of our own HTML.
fn plain(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                words.push(' ');
            }
            c if !in_tag => words.push(c),
            _ => {}
        }
    }
    let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        // A tag between a word and its full stop leaves no gap.
        if !out.is_empty() && !word.starts_with(['.', ',', ';', ':', ')', '?', '!']) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
