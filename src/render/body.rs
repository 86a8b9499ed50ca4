//! The body of a page: its document's HTML with every slot filled.

use std::fmt::Write as _;

use tera::Value;

use super::{Renderer, human_size, map, text};
use crate::components::{Argument, Component};
use crate::diagnostics::Finding;
use crate::markdown::{SlotKind, escape};
use crate::page::Page;
use crate::ratio::Calculation;
use crate::site::{DocumentTarget, Target, View};
use crate::source::{document_kind, fragment_encode, percent_encode};
use crate::theme::{Strings, Theme};

/// How wide a picture is shown: the column of text, or the screen of a phone.
const SIZES: &str = "(min-width: 46rem) 42rem, 100vw";

impl Renderer {
    /// Fills the slots of a page's document for one view of it.
    pub(super) fn body(&self, view: &View, page: &Page, root: &str) -> Result<String, Box<Finding>> {
        let document = &page.document;
        let resolved = &self.site.resolved[view.page];
        let strings = self.strings(page.language);
        let mut out = String::with_capacity(document.html.len() + document.slots.len() * 24);
        // Components with a body: the text before them waits while theirs is written.
        let mut waiting: Vec<(usize, String)> = Vec::new();
        let mut at = 0;
        for slot in &document.slots {
            out.push_str(&document.html[at..slot.at]);
            at = slot.at;
            match slot.kind {
                SlotKind::Href(link) => {
                    if !self.href(&mut out, view, &resolved.links[link], root) {
                        at += take_back_href(&mut out);
                    }
                }
                SlotKind::LinkNote(link) => {
                    if let Target::Asset { asset, .. } = &resolved.links[link] {
                        self.document_note(&mut out, *asset, &document.links[link].text, strings);
                    }
                }
                SlotKind::Image(image) => {
                    if let Some(asset) = resolved.images[image] {
                        self.picture(&mut out, asset, root, image == 0);
                    }
                }
                SlotKind::Label(label) => escape(&mut out, strings.get(label.key())),
                SlotKind::Component(number) => {
                    let target = resolved.components[number].as_ref();
                    out.push_str(&self.component(
                        page,
                        &document.components[number],
                        target,
                        None,
                        strings,
                        root,
                        number,
                    )?);
                }
                SlotKind::Open(number) => waiting.push((number, std::mem::take(&mut out))),
                SlotKind::Close => {
                    if let Some((number, before)) = waiting.pop() {
                        let body = std::mem::replace(&mut out, before);
                        let component = &document.components[number];
                        out.push_str(&self.component(page, component, None, Some(&body), strings, root, number)?);
                    }
                }
            }
        }
        out.push_str(&document.html[at..]);
        Ok(out)
    }

    /// Writes the address that a link leads to; false for one that leads nowhere.
    fn href(&self, out: &mut String, view: &View, target: &Target, root: &str) -> bool {
        let (path, fragment) = match target {
            Target::Nowhere => return false,
            Target::Here { anchor } => {
                out.push('#');
                out.push_str(&percent_encode(anchor));
                return true;
            }
            Target::Page(target) => {
                (&*self.site.link_view(view, target).path, target.anchor.as_deref().map(percent_encode))
            }
            Target::Asset { asset, fragment } => {
                (self.site.assets[*asset].path.as_str(), fragment.as_deref().map(fragment_encode))
            }
        };
        out.push_str(root);
        out.push_str(&percent_encode(path));
        if root.is_empty() && path.is_empty() {
            out.push_str("./");
        }
        if let Some(fragment) = fragment {
            out.push('#');
            out.push_str(&fragment);
        }
        true
    }

    /// The address of a picture and, after it, its measures and smaller versions. The text
    /// stands inside `src="…"`, so the last value leaves its quotation mark to the document.
    fn picture(&self, out: &mut String, asset: usize, root: &str, is_first: bool) {
        let asset = &self.site.assets[asset];
        let address = |path: &str| [root, &percent_encode(path)].concat();
        out.push_str(&address(asset.path.as_str()));
        let Some(picture) = &asset.picture else { return };
        let versions = asset.versions();
        if !versions.is_empty() {
            let mut set: Vec<String> =
                versions.iter().map(|(width, path)| format!("{} {width}w", address(path))).collect();
            set.push(format!("{} {}w", address(asset.path.as_str()), picture.width));
            out.push_str(&format!("\" srcset=\"{}\" sizes=\"{SIZES}", set.join(", ")));
        }
        // Writing to a string never fails.
        let _ = write!(out, "\" width=\"{}\" height=\"{}", picture.width, picture.height);
        // The first picture may be what the reader waits for.
        if !is_first {
            out.push_str("\" loading=\"lazy");
        }
        out.push_str("\" decoding=\"async");
    }

    /// " (PDF, 312 KB)" after the words of a link to a document, unless they say it.
    fn document_note(&self, out: &mut String, asset: usize, words: &str, strings: &Strings) {
        let asset = &self.site.assets[asset];
        let Some(kind) = document_kind(asset.path.file_name()) else { return };
        let upper = words.to_uppercase();
        if upper.contains(&format!("({}", kind.to_uppercase())) {
            return;
        }
        out.push_str(" (");
        out.push_str(kind);
        out.push_str(strings.get("list_comma"));
        out.push_str(&human_size(asset.size));
        out.push(')');
    }

    #[expect(clippy::too_many_arguments, reason = "one call, three call sites; a struct would only rename them")]
    fn component(
        &self,
        page: &Page,
        component: &Component,
        target: Option<&DocumentTarget>,
        body: Option<&str>,
        strings: &Strings,
        root: &str,
        number: usize,
    ) -> Result<String, Box<Finding>> {
        let implicits = strings.context();
        let mut arguments = implicits.clone();
        let mut set = |name: &'static str, value: Value| arguments.insert_value(name, value);
        let name = match component {
            Component::Contact { name } => {
                let contact = match name {
                    Some(name) => {
                        let contact = self.site.config.contact(&name.value);
                        contact.map(|contact| self.contact(contact, page.language, page.file())).transpose()?
                    }
                    None => self.page_contact(page, page.language, page.file())?,
                };
                let Some(contact) = contact else { return Ok(String::new()) };
                let Some(fields) = contact.as_map() else { return Ok(String::new()) };
                for field in ["office", "email", "phone", "phone_href", "hours", "address"] {
                    let value = fields.get(&field.into()).and_then(Value::as_str).unwrap_or_default();
                    set(field, text(value));
                }
                let languages = fields.get(&"languages".into()).cloned();
                set("languages", languages.unwrap_or_else(|| Value::from(Vec::<Value>::new())));
                "contact"
            }
            Component::Document { title, language, pages, .. } => {
                let Some((address, external, kind, size)) = target.and_then(|target| self.document_facts(target))
                else {
                    return Ok(String::new());
                };
                set("title", text(title));
                set("href", text(&if external { address } else { format!("{root}{address}") }));
                set("kind", text(kind));
                set("size", text(&size));
                set("pages", text(pages.as_deref().unwrap_or_default()));
                set("language", text(language.as_deref().unwrap_or_default()));
                set("external", Value::from(external));
                "document"
            }
            Component::Ratio { label, calculation } => {
                for (name, value) in ratio_arguments(label, calculation, strings) {
                    set(name, value);
                }
                "ratio"
            }
            Component::Notice { kind, title } => {
                set("kind", text(kind));
                set("title", text(if title.is_empty() { strings.get(kind) } else { title }));
                set("id", text(&format!("notice-{}", number + 1)));
                "notice"
            }
            Component::Steps => "steps",
            Component::Custom { name, arguments: given, .. } => {
                if self.theme.component_arguments(&name.value).is_none() {
                    return Err(Box::new(Theme::unknown_component(&name.value, page.file())));
                }
                for (key, value) in given {
                    arguments.insert_value(key.value.clone(), argument_value(value));
                }
                let made = self.theme.component(&name.value, &arguments, &implicits, body, page.file());
                // A mistake without a line of a template stands where the page calls the component.
                return made.map_err(|finding| match finding.start {
                    Some(_) => finding,
                    None => Box::new(finding.in_file(page.file()).on(name.span.clone())),
                });
            }
        };
        self.theme.component(name, &arguments, &implicits, body, page.file())
    }
}

/// Makes words that lead nowhere no link: takes the start of the attribute off `html`, and says how many bytes of its
/// end follow.
fn take_back_href(html: &mut String) -> usize {
    const START: &str = " href=\"";
    if !html.ends_with(START) {
        return 0;
    }
    html.truncate(html.len() - START.len());
    1
}

fn argument_value(argument: &Argument) -> Value {
    match argument {
        Argument::Text(text) => Value::from(text.as_str()),
        Argument::Bool(value) => Value::from(*value),
        Argument::Number(number) => match number.parse::<i64>() {
            Ok(whole) => Value::from(whole),
            Err(_) => number.parse::<f64>().map_or_else(|_| Value::from(number.as_str()), Value::from),
        },
    }
}

/// The arguments of the theme's `ratio` component.
fn ratio_arguments(label: &str, calculation: &Calculation, strings: &Strings) -> [(&'static str, Value); 5] {
    let figures = calculation.figures();
    let row = |name: &str, value: &str, note: &str| {
        map([("name", text(strings.get(name))), ("value", text(value)), ("note", text(note))])
    };
    let mut rows = vec![
        row("ratio_is_ada", &figures.is_ada, ""),
        row("ratio_is_fte", &figures.is_fte, ""),
        row("ratio_is_ratio", figures.is_ratio.as_deref().unwrap_or_else(|| strings.get("ratio_not_applicable")), ""),
    ];
    if let Some((ada, fte)) = &figures.program {
        rows.push(row("ratio_cmp_ada", ada, ""));
        rows.push(row("ratio_cmp_fte", fte, ""));
    }
    let short = figures.fte_short.as_ref().map(|short| strings.get("ratio_short").replace("{n}", short));
    rows.push(row("ratio_comparative", &figures.comparative, ""));
    rows.push(row("ratio_max_ada", &figures.max_ada, ""));
    rows.push(row("ratio_eligible", &figures.eligible, ""));
    rows.push(row("ratio_excess", &figures.excess, ""));
    rows.push(row("ratio_fte_needed", &figures.fte_needed, short.as_deref().unwrap_or_default()));
    let (verdict, kind) = if calculation.is_within() {
        (strings.get("ratio_within").to_owned(), "within")
    } else {
        (strings.get("ratio_over").replace("{excess}", &figures.excess), "over")
    };
    [
        ("label", text(label)),
        ("rows", Value::from(rows)),
        ("verdict", text(&verdict)),
        ("verdict_kind", text(kind)),
        ("note", text(strings.get("ratio_estimate"))),
    ]
}
