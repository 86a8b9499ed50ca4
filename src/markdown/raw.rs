//! Raw HTML in Markdown: an allow-list, applied to the whole body at once, so that
//! a `<div>` opened in one place and closed in another is judged as a browser would.

use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::Slot;

/// Elements an author may write (and those the Markdown writer itself makes).
pub(crate) const ELEMENTS: [&str; 59] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "ul",
];

/// How many elements may stand within each other. Browsers give up at 512, and a reader long before.
pub(crate) const DEEPEST: usize = 64;

/// Marks a slot while the HTML is cleaned: noncharacters, which no author can type.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// Attributes that every element may have.
const GENERIC: [&str; 8] = ["id", "lang", "dir", "class", "role", "title", "aria-label", "aria-labelledby"];

/// Attributes that single elements may have.
const OWN: [(&str, &[&str]); 11] = [
    ("a", &["href", "rel", "hreflang"]),
    ("img", &["src", "alt", "width", "height", "loading", "decoding"]),
    ("ol", &["start", "type", "reversed"]),
    ("li", &["value"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope", "abbr"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("time", &["datetime"]),
    ("details", &["open", "name"]),
    ("blockquote", &["cite"]),
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.tags(ELEMENTS.into_iter().collect()).generic_attributes(GENERIC.into_iter().collect());
    for (element, attributes) in OWN {
        builder.add_tag_attributes(element, attributes.iter().copied());
    }
    builder
        .clean_content_tags(["script", "style", "template", "noscript", "iframe", "object"].into_iter().collect())
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// Cleans `html`; the slots keep their places.
#[must_use]
pub(super) fn clean(html: &str, slots: &[Slot]) -> (String, Vec<Slot>) {
    let mut marked = String::with_capacity(html.len() + slots.len() * 12);
    let mut at = 0;
    for (number, slot) in slots.iter().enumerate() {
        push_text(&mut marked, &html[at..slot.at]);
        marked.push(OPEN);
        marked.push_str(&number.to_string());
        marked.push(CLOSE);
        at = slot.at;
    }
    push_text(&mut marked, &html[at..]);
    let cleaned = CLEANER.clean(&marked).to_string();

    let mut out = String::with_capacity(cleaned.len());
    let mut kept = Vec::with_capacity(slots.len());
    let mut rest = cleaned.as_str();
    while let Some(open) = rest.find(OPEN) {
        out.push_str(&rest[..open]);
        rest = &rest[open + OPEN.len_utf8()..];
        let Some(close) = rest.find(CLOSE) else { continue };
        if let Some(slot) = rest[..close].parse::<usize>().ok().and_then(|number| slots.get(number)) {
            kept.push(Slot { at: out.len(), kind: slot.kind });
        }
        rest = &rest[close + CLOSE.len_utf8()..];
    }
    out.push_str(rest);
    (out, kept)
}

fn push_text(out: &mut String, text: &str) {
    if text.contains([OPEN, CLOSE]) {
        out.extend(text.chars().filter(|c| *c != OPEN && *c != CLOSE));
    } else {
        out.push_str(text);
    }
}

/// The element that a piece of raw HTML closes, when it starts with a closing tag.
pub(crate) fn closing(raw: &str) -> Option<String> {
    let rest = raw.strip_prefix("</")?;
    let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

/// Elements that hold nothing and are never closed.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr" | "img" | "col" | "wbr" | "input" | "meta" | "link" | "source" | "track" | "embed" | "area"
    )
}

/// Whether HTML lets an author leave an element open: the next of its kind closes it.
pub(crate) fn may_be_left_open(name: &str) -> bool {
    matches!(name, "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" | "caption" | "colgroup")
}

/// Whether what follows a start tag stands within the element until its end tag.
pub(super) fn nests(name: &str) -> bool {
    ELEMENTS.contains(&name) && !is_void(name) && !may_be_left_open(name)
}

/// The value of an attribute of a tag.
pub(crate) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    attributes(tag).find(|(known, _)| known.eq_ignore_ascii_case(name)).and_then(|(_, value)| value)
}

/// The names of the attributes of a tag, in small letters.
pub(super) fn attribute_names(tag: &str) -> Vec<String> {
    attributes(tag).map(|(name, _)| name.to_ascii_lowercase()).collect()
}

/// The attributes of a tag with their values, as they were written.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = tag.trim_start_matches('<').trim_start_matches(|c: char| !c.is_whitespace() && c != '>');
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        let name = &rest[..length];
        rest = rest[length..].trim_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_start) else { return Some((name, None)) };
        let value = match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => {
                let (inside, after) = value[1..].split_once(quote).unwrap_or((&value[1..], ""));
                rest = after;
                inside
            }
            None => {
                let (inside, after) =
                    value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len()));
                rest = after;
                inside
            }
        };
        Some((name, Some(value)))
    })
}

/// Whether an attribute holds an address that a browser opens or shows.
pub(super) fn is_address(attribute: &str) -> bool {
    matches!(attribute, "href" | "src" | "action" | "formaction" | "cite")
}

/// Whether an attribute of an element is published.
pub(super) fn is_published(element: &str, attribute: &str) -> bool {
    GENERIC.contains(&attribute)
        || OWN.iter().any(|(known, attributes)| *known == element && attributes.contains(&attribute))
}

/// The element that a piece of raw HTML opens, and the length of its tag, when it starts with one. A tag that is
/// never closed ends where the next one starts.
pub(crate) fn opening(raw: &str) -> Option<(String, usize)> {
    let rest = raw.strip_prefix('<')?;
    let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let end = rest.find(['<', '>']).map_or(raw.len(), |end| end + 1 + usize::from(rest[end..].starts_with('>')));
    is_name.then(|| (name.to_ascii_lowercase(), end))
}

/// The names of the tags in a piece of raw HTML, with their bytes, comments left out.
pub(super) fn tags(raw: &str) -> impl Iterator<Item = (String, std::ops::Range<usize>)> + '_ {
    raw.match_indices('<').filter_map(move |(at, _)| opening(&raw[at..]).map(|(name, length)| (name, at..at + length)))
}
