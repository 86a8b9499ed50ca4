//! Links and images.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{Events, Writer, skip_to_end};
use crate::diagnostics::Level;
use crate::fields::Located;
use crate::markdown::html::{escape, escape_attribute};
use crate::markdown::{Image, Link, SlotKind};
use crate::web_address::{self, Kind};

pub(super) struct OpenImage {
    pub(super) alt: String,
    pub(super) target: String,
    pub(super) title: String,
    pub(super) span: Range<usize>,
}

pub(super) enum OpenLink {
    /// Leads out of the site; closed by `</a>`.
    Outside,
    /// `links[n]`.
    Inside(usize),
    /// Refused; its words stay.
    Refused,
}

impl Writer<'_, '_> {
    pub(super) fn start_link(&mut self, link_type: LinkType, destination: &str, range: &Range<usize>) {
        if self.image.is_some() {
            return;
        }
        let span = self.span(range);
        if link_type == LinkType::Email {
            self.out.addresses.push(Located { value: destination.to_owned(), span: span.clone() });
            self.push("<a class=\"email\" href=\"mailto:");
            escape_attribute(&mut self.out.html, destination);
            self.push("\">");
            self.links.push(OpenLink::Outside);
            return;
        }
        let is_own = self.context.base_url.is_some_and(|base| web_address::below(base, destination).is_some());
        match web_address::kind(destination) {
            // Without its scheme an address elsewhere is most likely a mistake: it is looked up, and not found.
            Kind::Web if is_own || destination.starts_with(['/', '\\']) => self.start_inside(destination, range, span),
            Kind::Inside => self.start_inside(destination, range, span),
            Kind::Web => {
                self.out.outside.push(Link { target: destination.to_owned(), text: String::new(), span });
                // An address that is its own text is not written out once more on paper.
                let rel = if link_type == LinkType::Autolink { "" } else { " rel=\"external\"" };
                self.push("<a class=\"external\"");
                self.push(rel);
                self.push(" href=\"");
                for (number, part) in destination.split(' ').enumerate() {
                    self.push(if number == 0 { "" } else { "%20" });
                    escape_attribute(&mut self.out.html, part);
                }
                self.push("\">");
                self.links.push(OpenLink::Outside);
            }
            kind @ (Kind::Mail | Kind::Phone) => {
                if let (Kind::Mail, Some((_, address))) = (kind, destination.split_once(':')) {
                    let value = address.split('?').next().unwrap_or_default().to_owned();
                    self.out.addresses.push(Located { value, span });
                }
                self.push("<a href=\"");
                for part in destination.split(' ') {
                    escape_attribute(&mut self.out.html, part);
                }
                self.push("\">");
                self.links.push(OpenLink::Outside);
            }
            Kind::Refused(scheme) => {
                self.refuse_address(destination, &scheme, span);
                self.links.push(OpenLink::Refused);
            }
        }
    }

    /// Reports an address that no page may lead to.
    pub(super) fn refuse_address(&mut self, address: &str, scheme: &str, span: Range<usize>) {
        let (message, help) = if scheme.len() == 1 || scheme == "file" {
            (
                format!("“{address}” is a place on your own computer; nobody else can open it."),
                "Put the file into the content folder and link to it there.",
            )
        } else {
            (
                format!("A link cannot start with “{scheme}:”."),
                "Link to a page of this site, or to an address that starts with https://, mailto: or tel:.",
            )
        };
        self.report("link/local-file", Level::Error, span, message, help);
    }

    fn start_inside(&mut self, destination: &str, range: &Range<usize>, span: Range<usize>) {
        let link = self.out.links.len();
        let text = String::with_capacity(range.len().saturating_sub(destination.len()));
        self.out.links.push(Link { target: destination.to_owned(), text, span });
        self.push("<a href=\"");
        self.slot(SlotKind::Href(link));
        self.push("\">");
        self.links.push(OpenLink::Inside(link));
    }

    pub(super) fn end_link(&mut self) {
        if self.image.is_some() {
            return;
        }
        match self.links.pop() {
            Some(OpenLink::Inside(link)) => {
                self.slot(SlotKind::LinkNote(link));
                self.push("</a>");
            }
            Some(OpenLink::Outside) => self.push("</a>"),
            Some(OpenLink::Refused) | None => {}
        }
    }

    pub(super) fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let decorative = image.title.eq_ignore_ascii_case("decorative");
        let alt = image.alt.trim();
        if alt.is_empty() && !decorative {
            self.report(
                "image/alt-missing",
                Level::Error,
                image.span.clone(),
                "This picture has no alternative text, so a reader who cannot see it learns nothing.",
                "Say in the square brackets what it shows; for a picture that says nothing, write ![](file.svg \"decorative\").",
            );
        }
        if let Some(OpenLink::Inside(link)) = self.links.last() {
            self.out.links[*link].text.push_str(alt);
        }
        self.push("<img src=\"");
        let is_own = self.context.base_url.is_some_and(|base| web_address::below(base, &image.target).is_some());
        if !is_own && web_address::kind(&image.target) == Kind::Web && image.target.contains(':') {
            self.report(
                "image/foreign",
                Level::Error,
                image.span.clone(),
                "This picture comes from another website, which would learn who reads this page.",
                "Put a copy of it into the content folder.",
            );
        }
        let number = self.out.images.len();
        self.out.images.push(Image { target: image.target, span: image.span });
        self.slot(SlotKind::Image(number));
        self.push("\" alt=\"");
        if !decorative {
            escape_attribute(&mut self.out.html, alt);
        }
        self.push("\">");
        if self.figure && !decorative && !image.title.is_empty() {
            self.push("<figcaption>");
            escape(&mut self.out.html, &image.title);
            self.push("</figcaption>");
        }
    }
}

/// Whether the paragraph at `at` holds one image with a caption and nothing else.
pub(super) fn is_figure(events: &Events<'_>, at: usize) -> bool {
    let Some((Event::Start(Tag::Image { title, .. }), _)) = events.get(at + 1) else { return false };
    if title.is_empty() || title.trim().eq_ignore_ascii_case("decorative") {
        return false;
    }
    let image_end = skip_to_end(events, at + 1);
    matches!(events.get(image_end), Some((Event::End(TagEnd::Paragraph), _)))
}
