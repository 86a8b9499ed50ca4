//! parse: Markdown → [`Document`]: the body's HTML with gaps for what only the
//! whole site knows, and everything the later stages ask about it.
//!
//! The gaps are [`Slot`]s: the address of an internal link, a component, a word in
//! the page's language. They keep rendering to one pass over finished text.

mod html;
mod outline;
pub(crate) mod raw;
mod slug;
mod text;
mod writer;

use std::ops::Range;

use crate::citations::Citation;
use crate::components::Component;
use crate::diagnostics::{FileName, Finding, Lines};
use crate::fields::Located;
use crate::front_matter::Kind;
use crate::reading::Reading;

pub use html::{escape, escape_attribute, plain_text};
pub use outline::{Block, BlockKind, Inline, InlineKind, List, Outline, Row, Table};
pub use slug::slugify;
pub use text::Text;

/// What a page's parser needs to know about the page.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file, as findings name it.
    pub file: &'a FileName,
    /// The language of its text.
    pub language: &'a str,
    /// Its kind: questions of an FAQ become `<details>`.
    pub kind: Kind,
    /// Where the site is published: an address below it is a link inside the site.
    pub base_url: Option<&'a str>,
}

/// A parsed body.
#[derive(Debug, Default)]
pub struct Document {
    /// HTML; incomplete where a slot stands.
    pub html: String,
    /// The gaps of `html`, in order.
    pub slots: Vec<Slot>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Every other `id`.
    pub anchors: Vec<String>,
    /// Links inside the site, still as they were written.
    pub links: Vec<Link>,
    /// Addresses in raw HTML, as they were written.
    pub raw_addresses: Vec<String>,
    /// Its images.
    pub images: Vec<Image>,
    /// Its components.
    pub components: Vec<Component>,
    /// How hard its running text is to read.
    pub reading: Reading,
    /// Statutes, regulations and bills it cites, with their bytes in the file.
    pub citations: Vec<(Citation, Range<usize>)>,
    /// E-mail addresses and telephone numbers in its words, with their bytes in the file.
    pub addresses: Vec<Located<String>>,
    /// School years in its words: the year each ends in, with its bytes in the file.
    pub school_years: Vec<Located<i16>>,
    /// Links out of the site.
    pub outside: Vec<Link>,
}

impl Document {
    /// Gives back what its lists have in reserve: a large site keeps thousands of documents.
    fn shrink_to_fit(&mut self) {
        self.html.shrink_to_fit();
        self.slots.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        self.outside.shrink_to_fit();
        self.citations.shrink_to_fit();
        self.addresses.shrink_to_fit();
        self.school_years.shrink_to_fit();
    }
}

/// A gap in a document's HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Byte of `html` at which it stands.
    pub at: usize,
    /// What goes there.
    pub kind: SlotKind,
}

/// What goes into a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// The address of `links[n]`, between quotation marks.
    Href(usize),
    /// After the words of `links[n]`: type and size, when it leads to a document.
    LinkNote(usize),
    /// The address and measures of `images[n]`.
    Image(usize),
    /// `components[n]`, whole.
    Component(usize),
    /// The start of `components[n]`; its body follows.
    Open(usize),
    /// The end of the body of the component opened last.
    Close,
    /// A word of the theme, in the language of the text.
    Label(Label),
}

/// Words of the theme that stand inside a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The title of a `[!NOTE]`.
    Note,
    /// The title of a `[!TIP]`.
    Tip,
    /// The title of an `[!IMPORTANT]`.
    Important,
    /// The title of a `[!WARNING]`.
    Warning,
    /// The title of a `[!CAUTION]`.
    Caution,
    /// The heading over the footnotes.
    Footnotes,
    /// The name of the link from a footnote back to its place.
    BackToReference,
}

impl Label {
    /// The string's name in the theme's `strings/LANG.yaml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Label::Note => "note",
            Label::Tip => "tip",
            Label::Important => "important",
            Label::Warning => "warning",
            Label::Caution => "caution",
            Label::Footnotes => "footnotes",
            Label::BackToReference => "back_to_reference",
        }
    }
}

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its `id`, unique on the page.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// A link inside the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as it was written: a file path, a site path or `#anchor`.
    pub target: String,
    /// Its words.
    pub text: String,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Where it is, as it was written.
    pub target: String,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// Parses the body of a page: bytes `body` of the file's text.
#[must_use]
pub fn parse<'t>(
    context: Context<'_>,
    lines: &Lines<'t>,
    body: Range<usize>,
    findings: &mut Vec<Finding>,
) -> (Document, Outline<'t>) {
    writer::Writer::new(context, lines, body, findings).write()
}

#[cfg(test)]
mod tests;
