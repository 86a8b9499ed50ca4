//! Offices, as templates see them: `page.contact`.

use serde::Serialize;
use tera::{Context, Value};

use super::Renderer;
use crate::config::Contact;
use crate::diagnostics::Finding;
use crate::fields::phone_link;
use crate::language;

/// What a reader sees of a contact, in one language. Two that are written alike are the same.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Words {
    office: String,
    email: Option<String>,
    phone: Option<String>,
    hours: Option<String>,
    address: Option<String>,
    languages: Vec<String>,
}

impl Words {
    fn of(contact: &Contact, tag: &str) -> Self {
        Self {
            office: contact.office.in_language(tag).to_owned(),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
            hours: contact.hours.as_ref().map(|hours| hours.in_language(tag).to_owned()),
            address: contact.address.as_ref().map(|address| address.in_language(tag).to_owned()),
            languages: contact.languages.clone(),
        }
    }
}

/// The fields of a contact.
#[derive(Serialize)]
struct ContactValue<'c> {
    office: &'c str,
    email: Option<&'c str>,
    phone: Option<&'c str>,
    phone_href: Option<String>,
    hours: Option<String>,
    address: Option<&'c str>,
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
        let words = Words::of(contact, &self.site.config.languages[language]);
        self.frames[language].contacts.get(words, || {
            let words = Words::of(contact, &self.site.config.languages[language]);
            let spoken =
                |tag| Spoken { name: language::native_name(tag), lang: tag, dir: language::direction(tag).attribute() };
            let mut value = ContactValue {
                office: &words.office,
                email: words.email.as_deref(),
                phone: words.phone.as_deref(),
                phone_href: words.phone.as_deref().and_then(phone_link),
                // "8:00 a.m." parts at no line end.
                hours: words.hours.map(|hours| hours.replace(" a.", "\u{a0}a.").replace(" p.", "\u{a0}p.")),
                address: words.address.as_deref(),
                languages: words.languages.iter().map(|tag| spoken(tag)).collect(),
                line: None,
            };
            if self.components.contact_line {
                let mut arguments = Context::new();
                arguments.insert_value("contact", Value::from_serializable(&value));
                let implicits = self.strings(language).context();
                let line = self.theme.component("contact_line", &arguments, &implicits, None, file)?;
                value.line = Some(Value::safe_string(&line));
            }
            Ok(Value::from_serializable(&value))
        })
    }
}
