//! parse: what a reader meets on a page, block by block, each word with the bytes it came from.
//! The checks read it; it is dropped after them.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::raw;
use super::text::{Pieces, Text};
use crate::components::{self, Masked};

/// Everything of a page, in order.
#[derive(Debug, Default)]
pub struct Outline<'t> {
    blocks: Vec<Kept<'t>>,
    /// The inlines of all blocks.
    inlines: Vec<Inline<'t>>,
    /// The words of blocks that are more than one stretch of the file.
    joined: String,
    /// The places of the pieces of the words of all blocks, but of the first ones.
    others: Vec<(usize, usize)>,
    /// Whether an author set an id by hand, or wrote a footnote.
    pub(super) has_ids_or_notes: bool,
    /// Tables; their cells are blocks.
    pub tables: Vec<Table>,
    /// Lists; their items are blocks.
    pub lists: Vec<List>,
    /// Raw HTML, piece by piece: bytes of the file.
    pub html: Vec<Range<usize>>,
}

/// A block as an outline keeps it: places in what all blocks share, because a page has a hundred blocks.
#[derive(Debug)]
struct Kept<'t> {
    kind: BlockKind,
    span: Range<usize>,
    words: Words<'t>,
    first: usize,
    others: Range<usize>,
    inlines: Range<usize>,
    quotations: usize,
    lists: usize,
    language: Option<Rc<str>>,
}

#[derive(Debug)]
enum Words<'t> {
    /// A stretch of the file.
    Stretch(&'t str),
    /// Bytes of `Outline::joined`.
    Joined(Range<usize>),
}

impl Outline<'_> {
    /// Headings, paragraphs, items, cells …
    pub fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        self.blocks.iter().map(|kept| Block {
            kind: kept.kind,
            span: kept.span.clone(),
            text: Text {
                words: Cow::Borrowed(match &kept.words {
                    Words::Stretch(words) => words,
                    Words::Joined(range) => &self.joined[range.clone()],
                }),
                first: kept.first,
                others: Cow::Borrowed(&self.others[kept.others.clone()]),
            },
            inlines: &self.inlines[kept.inlines.clone()],
            quotations: kept.quotations,
            lists: kept.lists,
            language: kept.language.as_deref(),
        })
    }

    /// How many headings and how many links there are.
    pub(super) fn count_headings_and_links(&self) -> (usize, usize) {
        let headings = self.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_))).count();
        let links = self.inlines.iter().filter(|inline| matches!(inline.kind, InlineKind::Link { .. })).count();
        (headings, links)
    }
}

/// A heading, a paragraph, an item, a cell …
#[derive(Debug)]
pub struct Block<'t> {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// Its words, without those in the brackets of pictures.
    pub text: Text<'t>,
    /// What is marked in it, the outer before the inner.
    pub inlines: &'t [Inline<'t>],
    /// How many quotations it stands in.
    pub quotations: usize,
    /// How many lists it stands in.
    pub lists: usize,
    /// The language that raw HTML around it says.
    pub language: Option<&'t str>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The words of a list item.
    Item,
    /// A term of a definition list.
    Term,
    /// A definition.
    Definition,
    /// A table cell.
    Cell,
    /// The caption of a table.
    Caption,
    /// Code.
    Code,
}

/// Words that are marked inside a block.
#[derive(Debug)]
pub struct Inline<'t> {
    /// How.
    pub kind: InlineKind<'t>,
    /// Bytes of the block's words.
    pub text: Range<usize>,
    /// Bytes of the file, with their marks.
    pub span: Range<usize>,
}

/// How words are marked.
#[derive(Debug)]
pub enum InlineKind<'t> {
    /// Bold.
    Strong,
    /// Italics.
    Emphasis,
    /// `code`.
    Code,
    /// A link.
    Link {
        /// Where it leads, as it was written.
        target: Cow<'t, str>,
        /// The words in quotation marks after the address.
        title: String,
        /// Whether its words are its address, between `<` and `>`.
        auto: bool,
    },
    /// A picture; its words are not among those of the block.
    Image {
        /// Where it is, as it was written.
        target: String,
        /// Its alternative text.
        alt: Text<'t>,
        /// Its caption, or `decorative`.
        title: String,
    },
    /// A raw HTML element that says the language of its words.
    Language(Rc<str>),
    /// Raw `<sub>` or `<sup>`, or raised and lowered words.
    Shifted,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// Whether it has a caption.
    pub has_caption: bool,
    /// The cells of the header row, among the blocks.
    pub head: Vec<usize>,
    /// The other rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row {
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// Its cells, among the blocks.
    pub cells: Vec<usize>,
}

/// A list.
#[derive(Debug)]
pub struct List {
    /// Its first number, when it has numbers.
    pub first: Option<u64>,
    /// The bytes of its items in the file.
    pub items: Vec<Range<usize>>,
}

/// Reads the events of a body that starts at byte `offset` of the file `text`.
pub(super) fn read<'t>(
    events: &[(Event<'_>, Range<usize>)],
    text: &'t str,
    offset: usize,
    masked: &[(usize, Masked)],
) -> Outline<'t> {
    let mut reader = Reader { text, offset, masked, ..Reader::default() };
    // A block has a start, words and an end.
    reader.outline.blocks.reserve(events.len() / 3);
    reader.outline.inlines.reserve(events.len() / 8);
    reader.outline.others.reserve(events.len() / 8);
    reader.outline.joined.reserve(text.len() / 4);
    for (event, range) in events {
        reader.event(event, &(range.start + offset..range.end + offset));
    }
    reader.close();
    reader.outline
}

#[derive(Default)]
struct Reader<'t, 'm> {
    text: &'t str,
    offset: usize,
    masked: &'m [(usize, Masked)],
    outline: Outline<'t>,
    /// Whether the last block is still read.
    is_open: bool,
    /// The words of the open block.
    words: Pieces<'t>,
    /// The words in the brackets of the open picture.
    alt: Pieces<'t>,
    /// What surrounds the block: items, definitions.
    around: Vec<BlockKind>,
    /// Places in the inlines of what is open.
    open: Vec<usize>,
    /// The place of the open picture.
    image: Option<usize>,
    lists: Vec<usize>,
    quotations: usize,
    in_head: bool,
    html_block: Option<Range<usize>>,
    /// Raw elements that are open, and the language of the words in them.
    elements: Vec<(String, Option<Rc<str>>)>,
    /// Raw inline elements that are open in this block: their place in `elements`, and in `inlines`.
    marked: Vec<(usize, usize)>,
}

impl<'t> Reader<'t, '_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(words) => self.words(words, range.start),
            Event::Code(code) => {
                let place = self.mark(InlineKind::Code, range);
                self.words(code, range.start + 1);
                self.finish(place);
            }
            Event::SoftBreak | Event::HardBreak => self.words(" ", range.start),
            Event::Html(_) => {
                let block = self.html_block.get_or_insert_with(|| range.clone());
                block.end = range.end;
            }
            Event::InlineHtml(html) => self.inline_html(html, range),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            _ => self.close(),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Emphasis => _ = self.mark(InlineKind::Emphasis, range),
            Tag::Strong => _ = self.mark(InlineKind::Strong, range),
            Tag::Superscript | Tag::Subscript => _ = self.mark(InlineKind::Shifted, range),
            Tag::Strikethrough => {}
            Tag::Link { link_type, dest_url, title, .. } => {
                let auto = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let kind =
                    InlineKind::Link { target: self.address(dest_url, range), title: (**title).to_owned(), auto };
                self.mark(kind, range);
            }
            Tag::Image { dest_url, title, .. } => {
                let (target, title) = ((**dest_url).to_owned(), (**title).to_owned());
                self.finish_image();
                self.mark(InlineKind::Image { target, alt: Text::default(), title }, range);
                self.image = self.open.last().copied();
            }
            _ => {
                self.close();
                self.start_block(tag, range);
            }
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.open_block(BlockKind::Paragraph, range),
            Tag::Heading { level, id, .. } => {
                self.outline.has_ids_or_notes |= id.is_some();
                self.open_block(BlockKind::Heading(*level as u8), range);
            }
            Tag::FootnoteDefinition(_) => self.outline.has_ids_or_notes = true,
            Tag::CodeBlock(_) => self.open_block(BlockKind::Code, range),
            Tag::BlockQuote(None) => self.quotations += 1,
            Tag::List(first) => {
                self.lists.push(self.outline.lists.len());
                self.outline.lists.push(List { first: *first, items: Vec::new() });
            }
            Tag::Item => {
                if let Some(list) = self.lists.last() {
                    self.outline.lists[*list].items.push(range.clone());
                }
                self.around.push(BlockKind::Item);
            }
            Tag::DefinitionListTitle => self.open_block(BlockKind::Term, range),
            Tag::DefinitionListDefinition => self.around.push(BlockKind::Definition),
            Tag::Table(_) => {
                let has_caption = self.caption(range);
                let (head, rows) = (Vec::new(), Vec::new());
                self.outline.tables.push(Table { span: range.clone(), has_caption, head, rows });
            }
            Tag::TableHead => self.in_head = true,
            Tag::TableRow => {
                if let Some(table) = self.outline.tables.last_mut() {
                    table.rows.push(Row { span: range.clone(), cells: Vec::with_capacity(table.head.len()) });
                }
            }
            Tag::TableCell => self.open_block(BlockKind::Cell, range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript | TagEnd::Link => {
                if let Some(at) = self.open.pop() {
                    self.finish(at);
                }
            }
            TagEnd::Image => {
                self.finish_image();
                if let Some(at) = self.open.pop() {
                    self.finish(at);
                }
            }
            TagEnd::Strikethrough => {}
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html_block.take() {
                    self.block_html(html);
                }
            }
            TagEnd::TableCell => {
                let cell = self.outline.blocks.len() - usize::from(self.is_open);
                self.close();
                if let Some(table) = self.outline.tables.last_mut() {
                    match table.rows.last_mut() {
                        Some(row) if !self.in_head => row.cells.push(cell),
                        _ => table.head.push(cell),
                    }
                }
            }
            _ => {
                self.close();
                match tag {
                    TagEnd::BlockQuote(None) => self.quotations -= 1,
                    TagEnd::List(_) => {
                        self.lists.pop();
                    }
                    TagEnd::Item | TagEnd::DefinitionListDefinition => {
                        self.around.pop();
                    }
                    TagEnd::TableHead => self.in_head = false,
                    _ => {}
                }
            }
        }
    }

    fn open_block(&mut self, kind: BlockKind, range: &Range<usize>) {
        self.is_open = true;
        let inlines = self.outline.inlines.len();
        self.outline.blocks.push(Kept {
            kind,
            span: range.clone(),
            words: Words::Stretch(""),
            first: 0,
            others: 0..0,
            inlines: inlines..inlines,
            quotations: self.quotations,
            lists: self.lists.len(),
            language: self.elements.last().and_then(|(_, language)| language.clone()),
        });
    }

    /// The open block reaches over `range`; the words of a tight item or definition open one themselves.
    fn block_over(&mut self, range: &Range<usize>) {
        if !self.is_open {
            let kind = self.around.last().copied().unwrap_or(BlockKind::Paragraph);
            self.open_block(kind, range);
        }
        if let Some(block) = self.outline.blocks.last_mut() {
            block.span.end = block.span.end.max(range.end);
        }
    }

    #[inline]
    fn close(&mut self) {
        if self.is_open {
            self.close_block();
        }
    }

    fn close_block(&mut self) {
        self.is_open = false;
        self.open.clear();
        if self.image.is_some() {
            self.finish_image();
        }
        while let Some((element, _)) = self.marked.pop() {
            self.elements.truncate(element);
        }
        let Outline { blocks, inlines, joined, others, .. } = &mut self.outline;
        let Some(block) = blocks.last_mut() else { return };
        let words = &mut self.words;
        let length = words.as_str().len();
        block.inlines.end = inlines.len();
        for inline in &mut inlines[block.inlines.clone()] {
            inline.text.end = inline.text.end.min(length).max(inline.text.start);
        }
        block.first = words.first;
        if words.joined.is_empty() {
            block.words = Words::Stretch(words.stretch);
        } else {
            block.words = Words::Joined(joined.len()..joined.len() + length);
            block.others = others.len()..others.len() + words.others.len();
            joined.push_str(&words.joined);
            others.extend_from_slice(&words.others);
        }
        words.clear();
        let trimmed = self.text[block.span.clone()].trim_end();
        block.span.end = block.span.start + trimmed.len();
    }

    /// Gives the open picture its words.
    fn finish_image(&mut self) {
        if let Some(place) = self.image.take()
            && let InlineKind::Image { alt, .. } = &mut self.outline.inlines[place].kind
        {
            *alt = self.alt.take();
        }
    }

    fn words(&mut self, words: &str, at: usize) {
        self.block_over(&(at..at));
        let pieces = if self.image.is_some() { &mut self.alt } else { &mut self.words };
        pieces.push(words, at, self.text);
    }

    /// Marks what follows until it is finished; returns its place in the inlines.
    fn mark(&mut self, kind: InlineKind<'t>, range: &Range<usize>) -> usize {
        self.block_over(range);
        let is_nested = !matches!(kind, InlineKind::Code | InlineKind::Language(_));
        let at = self.words.as_str().len();
        let place = self.outline.inlines.len();
        self.outline.inlines.push(Inline { kind, text: at..usize::MAX, span: range.clone() });
        if is_nested {
            self.open.push(place);
        }
        place
    }

    fn finish(&mut self, place: usize) {
        self.outline.inlines[place].text.end = self.words.as_str().len();
    }

    /// The address of a link, which most links end with: `[words](address)`, `<address>`.
    fn address(&self, address: &str, link: &Range<usize>) -> Cow<'t, str> {
        let end = link.end - 1;
        match end.checked_sub(address.len()).and_then(|start| self.text.get(start..end)) {
            Some(written) if written == address => Cow::Borrowed(written),
            _ => Cow::Owned(address.to_owned()),
        }
    }

    fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        self.outline.html.push(range.clone());
        if let Some(name) = raw::closing(html) {
            if let Some(at) = self.marked.iter().rposition(|(element, _)| self.elements[*element].0 == name) {
                let (element, place) = self.marked[at];
                self.marked.truncate(at);
                self.elements.truncate(element);
                self.finish(place);
                self.outline.inlines[place].span.end = range.end;
            }
            return;
        }
        let Some((name, _)) = raw::opening(html) else { return };
        if raw::is_void(&name) || self.elements.len() == raw::DEEPEST {
            if name == "br" {
                self.words(" ", range.start);
            }
            return;
        }
        let language: Option<Rc<str>> = raw::attribute(html, "lang").map(Rc::from);
        let kind = match &language {
            Some(language) => InlineKind::Language(Rc::clone(language)),
            None if name == "sub" || name == "sup" => InlineKind::Shifted,
            None => return,
        };
        let is_shifted = matches!(kind, InlineKind::Shifted);
        let place = self.mark(kind, range);
        if is_shifted {
            self.open.pop();
        }
        self.marked.push((self.elements.len(), place));
        self.open_element(name, language);
    }

    fn open_element(&mut self, name: String, language: Option<Rc<str>>) {
        let language = language.or_else(|| self.elements.last().and_then(|(_, language)| language.clone()));
        self.elements.push((name, language));
    }

    /// Elements that raw HTML opens around blocks.
    fn block_html(&mut self, range: Range<usize>) {
        let local = range.start - self.offset..range.end - self.offset;
        if components::masked_in(self.masked, &local).is_some() {
            return;
        }
        self.outline.html.push(range.clone());
        let html = &self.text[range];
        for (at, _) in html.match_indices('<') {
            let piece = &html[at..];
            if let Some(name) = raw::closing(piece) {
                if let Some(open) = self.elements.iter().rposition(|(known, _)| *known == name) {
                    self.elements.truncate(open);
                }
            } else if let Some((name, length)) = raw::opening(piece)
                && !raw::is_void(&name)
                && self.elements.len() < raw::DEEPEST
            {
                let language = raw::attribute(&piece[..length], "lang").map(Rc::from);
                self.open_element(name, language);
            }
        }
    }

    /// Makes a block of the caption beside a table; says whether there is one.
    fn caption(&mut self, table: &Range<usize>) -> bool {
        let local = table.start - self.offset..table.end - self.offset;
        let found = components::caption_of(self.masked, &self.text[self.offset..], &local);
        let Some(words) = found.map(|words| words.start + self.offset..words.end + self.offset) else { return false };
        self.open_block(BlockKind::Caption, &words);
        let caption = &self.text[words.clone()];
        self.words(caption, words.start);
        self.close();
        true
    }
}
