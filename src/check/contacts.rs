//! Whom a reader can ask: on every page, by e-mail and by telephone (WCAG 3.2.6), an office and not a person.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Others, PageInSite};
use crate::config::Contact;
use crate::diagnostics::{Finding, Level};
use crate::fields::{Located, is_email, phone_digits};
use crate::front_matter::ContactChoice;
use crate::site::Site;

/// The offices of site.yaml.
pub(super) fn check_settings(site: &Site, findings: &mut Vec<Finding>) {
    for (key, contact) in &site.config.contacts {
        findings.extend(incomplete(crate::config::FILE, &format!("The contact “{key}”"), contact));
    }
}

pub(super) fn check(check: &mut PageInSite<'_>, others: &Others<'_>) {
    let (site, page) = (check.site, check.page);
    match &page.front_matter.contact {
        None if site.config.contact.is_none() => check.report(
            "contact/missing",
            Level::Warning,
            None,
            "This page names nobody whom a reader could ask.",
            "Write “contact: office” into site.yaml, with a name that stands under contacts there.",
        ),
        Some(ContactChoice::Inline(contact)) => {
            check.findings.extend(incomplete(page.file(), "The contact of this page", contact));
            let office = contact.office.in_language(&site.config.languages[page.language]);
            if is_person(office) {
                check.report(
                    "contact/person",
                    Level::Note,
                    Some(contact.span.clone()),
                    format!("“{office}” is a person; when the person leaves, the page is wrong."),
                    "Name the office: “Counseling Office”.",
                );
            }
        }
        _ => {}
    }
    for address in &page.document.addresses {
        if let Some((message, help)) = others.offices().judge(address) {
            check.report("contact/mismatch", Level::Warning, Some(address.span.clone()), message, help);
        }
    }
}

/// Families call or write, whichever they can; a number or address that is wrong is reported where it is read.
fn incomplete(file: &str, who: &str, contact: &Contact) -> Option<Finding> {
    if contact.missing.is_empty() {
        return None;
    }
    let missing: Vec<&str> = contact
        .missing
        .iter()
        .map(|field| if *field == "email" { "e-mail address" } else { "telephone number" })
        .collect();
    let finding = Finding::new(
        "contact/incomplete",
        Level::Error,
        file,
        format!("{who} has no {}; some families can only call, others only write.", missing.join(" and no ")),
        format!("Write its {} too, after “{}:”.", missing.join(" and its "), contact.missing.join(":” and “")),
    );
    Some(finding.on(contact.span.clone()))
}

/// Whether an office has the name of a person: "Mrs. Maria Lopez", "Jane Smith".
fn is_person(office: &str) -> bool {
    const TITLES: [&str; 14] =
        ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sr", "sra", "srta", "dra", "señor", "señora", "principal"];
    let words: Vec<&str> = office.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let first = words.first().map(|word| word.trim_end_matches('.').to_lowercase());
    words.len() > 1 && first.is_some_and(|first| TITLES.contains(&first.as_str()))
}

/// The addresses and numbers that the site knows.
pub(super) struct Known<'s> {
    /// In small letters.
    emails: HashSet<Cow<'s, str>>,
    domains: HashSet<String>,
    /// Their ten digits.
    phones: HashSet<Cow<'s, str>>,
}

impl<'s> Known<'s> {
    pub(super) fn of(site: &'s Site) -> Self {
        let mut known = Self { emails: HashSet::new(), domains: HashSet::new(), phones: HashSet::new() };
        let inline = site.pages.iter().filter_map(|page| match &page.front_matter.contact {
            Some(ContactChoice::Inline(contact)) => Some(&**contact),
            _ => None,
        });
        for contact in site.config.contacts.iter().map(|(_, contact)| contact).chain(inline) {
            if let Some(email) = &contact.email {
                let email = small(email);
                if !known.emails.contains(&email) {
                    known.domains.extend(email.split_once('@').map(|(_, domain)| domain.to_owned()));
                    known.emails.insert(email);
                }
            }
            known.phones.extend(contact.digits.as_deref().map(Cow::Borrowed));
        }
        known.phones.extend(site.config.organization.phone.as_deref().and_then(phone_digits).map(Cow::Owned));
        known
    }

    /// A few addresses of a domain.
    fn listed(&self, domain: &str) -> String {
        let mut emails: Vec<&str> =
            self.emails.iter().map(AsRef::as_ref).filter(|email| email.ends_with(domain)).collect();
        emails.sort_unstable();
        emails.truncate(5);
        emails.join(", ")
    }

    /// An address of the district that is none of its offices; a number that differs from an office's by a digit.
    fn judge(&self, written: &Located<String>) -> Option<(String, String)> {
        let value = &written.value;
        if is_email(value) {
            let email = small(value);
            let (_, domain) = email.split_once('@')?;
            if self.emails.contains(&email) || !self.domains.contains(domain) {
                return None;
            }
            return Some((
                format!("“{value}” is not the address of an office in site.yaml."),
                format!("Write one of these, or add the office to contacts: {}.", self.listed(domain)),
            ));
        }
        let number = phone_digits(value)?;
        if self.phones.contains(number.as_str()) {
            return None;
        }
        let near = neighbours(&number).find(|near| self.phones.contains(near.as_str()))?;
        let near = format!("{}-{}-{}", &near[..3], &near[3..6], &near[6..]);
        Some((
            format!("“{value}” differs by one digit from {near}, the number of an office in site.yaml."),
            "Check which of the two is right.".to_owned(),
        ))
    }
}

fn small(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Every number that differs from `number` by one digit, or by two neighbours that changed places.
fn neighbours(number: &str) -> impl Iterator<Item = String> {
    let digits: Vec<u8> = number.bytes().collect();
    let mut near = Vec::with_capacity(digits.len() * 10);
    for at in 0..digits.len() {
        for digit in (b'0'..=b'9').filter(|digit| *digit != digits[at]) {
            let mut other = digits.clone();
            other[at] = digit;
            near.push(other);
        }
        if at > 0 && digits[at] != digits[at - 1] {
            let mut other = digits.clone();
            other.swap(at - 1, at);
            near.push(other);
        }
    }
    near.into_iter().filter_map(|digits| String::from_utf8(digits).ok())
}

#[cfg(test)]
mod tests {
    use super::is_person;

    #[test]
    fn people_and_offices() {
        assert!(is_person("Mrs. Maria Lopez") && is_person("Dr. Chen") && is_person("Sra. Gómez"));
        assert!(!is_person("Counseling Office") && !is_person("Student Services") && !is_person("Dr"));
    }
}
