//! Offices, as templates see them: `page.contact`.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;
use tera::{Context, Value};

use super::Renderer;
use crate::config::Contact;
use crate::diagnostics::Finding;
use crate::fields::{Localized, phone_link};
use crate::language;

/// All that a reader sees of a contact, in one language. Contacts that are written alike are the same.
pub(super) type Words<'c> = Vec<Option<Cow<'c, str>>>;

fn words<'c>(contact: &'c Contact, tag: &str) -> Words<'c> {
    let in_language = |words: &'c Option<Localized>| words.as_ref().map(|words| words.in_language(tag).into());
    let mut words = Vec::with_capacity(5 + contact.languages.len());
    words.push(Some(contact.office.in_language(tag).into()));
    words.extend([&contact.email, &contact.phone].map(|words| words.as_deref().map(Cow::from)));
    words.extend([&contact.hours, &contact.address].map(in_language));
    words.extend(contact.languages.iter().map(|tag| Some(tag.into())));
    words
}

/// The fields of a contact.
#[derive(Serialize)]
struct ContactValue<'c> {
    office: &'c str,
    email: Option<&'c str>,
    phone: Option<&'c str>,
    phone_href: Option<String>,
    hours: Option<String>,
    address: Option<String>,
    /// Each by its own name: who looks for it may read no other.
    languages: Vec<Spoken<'c>>,
    /// The theme's line about it.
    line: Option<Value>,
}

#[derive(Serialize)]
struct Spoken<'c> {
    name: &'c str,
    lang: &'c str,
    dir: &'static str,
}

impl Renderer {
    /// A contact, for templates in a language.
    pub(super) fn contact(&self, contact: &Contact, language: usize, file: &str) -> Result<Value, Box<Finding>> {
        let contacts = &self.frames[language].contacts;
        let words = words(contact, &self.site.config.languages[language]);
        let known: Option<Value> = {
            let known: &HashMap<Words<'_>, Value> = &contacts.read();
            known.get(&words).cloned()
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let owned = words.into_iter().map(|words| words.map(|words| Cow::Owned(words.into_owned()))).collect();
        contacts.get(owned, || self.new_contact(contact, language, file))
    }

    fn new_contact(&self, contact: &Contact, language: usize, file: &str) -> Result<Value, Box<Finding>> {
        let tag = &self.site.config.languages[language];
        let in_language = |words: &'_ Option<Localized>| words.as_ref().map(|words| words.in_language(tag).to_owned());
        let spoken =
            |tag| Spoken { name: language::native_name(tag), lang: tag, dir: language::direction(tag).attribute() };
        let mut value = ContactValue {
            office: contact.office.in_language(tag),
            email: contact.email.as_deref(),
            phone: contact.phone.as_deref(),
            phone_href: contact.phone.as_deref().and_then(phone_link),
            // "8:00 a.m." parts at no line end.
            hours: in_language(&contact.hours).map(|hours| hours.replace(" a.", "\u{a0}a.").replace(" p.", "\u{a0}p.")),
            address: in_language(&contact.address),
            languages: contact.languages.iter().map(|tag| spoken(tag)).collect(),
            line: None,
        };
        if self.components.contact_line {
            let mut arguments = Context::new();
            arguments.insert_value("contact", Value::from_serializable(&value));
            let implicits = self.strings(language).context();
            let line = self.theme.component("shared_contact_line", &arguments, &implicits, None, file)?;
            value.line = Some(Value::safe_string(&line));
        }
        Ok(Value::from_serializable(&value))
    }
}
