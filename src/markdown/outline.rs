//! parse: what a reader meets on a page, block by block, each word with the bytes it came from.
//! The checks read it; it is dropped after them.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::raw;
use crate::components::{self, Masked};

/// Words, and where in the file each piece of them stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'t> {
    /// Borrowed from the file while they are one stretch of it.
    words: Cow<'t, str>,
    /// Byte of the file at which the first piece starts.
    first: usize,
    /// Byte of `words` and byte of the file at which each other piece starts.
    pieces: Vec<(usize, usize)>,
}

impl<'t> Text<'t> {
    /// Adds a piece that stands at byte `at` of the file.
    pub fn push(&mut self, piece: &str, at: usize, file: &'t str) {
        let start = self.words.len();
        if start == 0 {
            self.first = at;
        } else if self.place(start) != at {
            self.pieces.push((start, at));
        }
        if let Cow::Owned(words) = &mut self.words
            && start > 0
        {
            words.push_str(piece);
            return;
        }
        let stretch = file.get(self.first..at + piece.len()).filter(|stretch| stretch.len() == start + piece.len());
        self.words = match stretch {
            Some(stretch) if stretch.as_bytes()[start..] == *piece.as_bytes() => Cow::Borrowed(stretch),
            _ => {
                // More pieces follow most second ones: "See [the handbook](…) for the details."
                let mut words = String::with_capacity(2 * (start + piece.len()) + 100);
                words.push_str(&self.words);
                words.push_str(piece);
                Cow::Owned(words)
            }
        };
    }

    /// The words.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// Whether there is nothing but space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// Bytes of the file for bytes of the words.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        let end = if range.is_empty() { start } else { self.place(range.end - 1) + 1 };
        start..end.max(start)
    }

    fn place(&self, at: usize) -> usize {
        let later = self.pieces.partition_point(|(start, _)| *start <= at);
        let (start, source) = later.checked_sub(1).map_or((0, self.first), |piece| self.pieces[piece]);
        source + (at - start)
    }
}

/// Everything of a page, in order.
#[derive(Debug, Default)]
pub struct Outline<'t> {
    /// Headings, paragraphs, items, cells …
    pub blocks: Vec<Block<'t>>,
    /// Tables; their cells are blocks.
    pub tables: Vec<Table>,
    /// Lists; their items are blocks.
    pub lists: Vec<List>,
    /// Raw HTML, piece by piece: bytes of the file.
    pub html: Vec<Range<usize>>,
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
    pub inlines: Vec<Inline<'t>>,
    /// How many quotations it stands in.
    pub quotations: usize,
    /// How many lists it stands in.
    pub lists: usize,
    /// The language that raw HTML around it says.
    pub language: Option<Rc<str>>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl BlockKind {
    /// Whether it is a heading, of whatever level.
    #[must_use]
    pub fn is_heading(self) -> bool {
        matches!(self, BlockKind::Heading(_))
    }
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
        target: String,
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
    /// What surrounds the block: items, definitions.
    around: Vec<BlockKind>,
    /// Places in the inlines of the block of what is open.
    open: Vec<usize>,
    image: Option<usize>,
    lists: Vec<usize>,
    quotations: usize,
    in_head: bool,
    html_block: Option<Range<usize>>,
    /// Raw elements that are open, and the language they say.
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
                let kind = InlineKind::Link { target: (**dest_url).to_owned(), title: (**title).to_owned(), auto };
                self.mark(kind, range);
            }
            Tag::Image { dest_url, title, .. } => {
                let (target, title) = ((**dest_url).to_owned(), (**title).to_owned());
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
            Tag::Heading { level, .. } => self.open_block(BlockKind::Heading(*level as u8), range),
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
                self.image = None;
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
        self.outline.blocks.push(Block {
            kind,
            span: range.clone(),
            text: Text::default(),
            inlines: Vec::new(),
            quotations: self.quotations,
            lists: self.lists.len(),
            language: self.elements.iter().rev().find_map(|(_, language)| language.clone()),
        });
    }

    /// The open block.
    fn block(&mut self) -> Option<&mut Block<'t>> {
        self.outline.blocks.last_mut().filter(|_| self.is_open)
    }

    /// The open block, which reaches over `range`; the words of a tight item or definition open one themselves.
    fn block_over(&mut self, range: &Range<usize>) -> Option<&mut Block<'t>> {
        if !self.is_open {
            let kind = self.around.last().copied().unwrap_or(BlockKind::Paragraph);
            self.open_block(kind, range);
        }
        let block = self.outline.blocks.last_mut()?;
        block.span.end = block.span.end.max(range.end);
        Some(block)
    }

    fn close(&mut self) {
        if !self.is_open {
            return;
        }
        self.open.clear();
        self.image = None;
        while let Some((element, _)) = self.marked.pop() {
            self.elements.truncate(element);
        }
        let text = self.text;
        if let Some(block) = self.block() {
            for inline in &mut block.inlines {
                inline.text.end = inline.text.end.min(block.text.words.len()).max(inline.text.start);
            }
            let trimmed = text[block.span.clone()].trim_end();
            block.span.end = block.span.start + trimmed.len();
        }
        self.is_open = false;
    }

    fn words(&mut self, words: &str, at: usize) {
        let (image, text) = (self.image, self.text);
        let Some(block) = self.block_over(&(at..at)) else { return };
        if let Some(place) = image
            && let Some(Inline { kind: InlineKind::Image { alt, .. }, .. }) = block.inlines.get_mut(place)
        {
            alt.push(words, at, text);
        } else {
            block.text.push(words, at, text);
        }
    }

    /// Marks what follows until it is finished; returns its place in the inlines of the block.
    fn mark(&mut self, kind: InlineKind<'t>, range: &Range<usize>) -> usize {
        let is_nested = !matches!(kind, InlineKind::Code | InlineKind::Language(_));
        let Some(block) = self.block_over(range) else { return 0 };
        let at = block.text.words.len();
        let place = block.inlines.len();
        block.inlines.push(Inline { kind, text: at..usize::MAX, span: range.clone() });
        if is_nested {
            self.open.push(place);
        }
        place
    }

    fn finish(&mut self, place: usize) {
        if let Some(block) = self.block() {
            let end = block.text.words.len();
            if let Some(inline) = block.inlines.get_mut(place) {
                inline.text.end = end;
            }
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
                if let Some(block) = self.block()
                    && let Some(inline) = block.inlines.get_mut(place)
                {
                    inline.span.end = range.end;
                }
            }
            return;
        }
        let Some((name, _)) = raw::opening(html) else { return };
        if raw::is_void(&name) {
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
        self.elements.push((name, language));
    }

    /// Elements that raw HTML opens around blocks.
    fn block_html(&mut self, range: Range<usize>) {
        let local = range.start - self.offset..range.end - self.offset;
        if self.masked.iter().any(|(at, _)| local.contains(at)) {
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
            {
                let language = raw::attribute(&piece[..length], "lang").map(Rc::from);
                self.elements.push((name, language));
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

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "Call *the* office\nof niño &amp; co.";

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 4000, ..Default::default() })]

        /// Pieces of the file, some of them with other words than it has there.
        #[test]
        fn each_piece_keeps_its_place(
            pieces in proptest::collection::vec((0..FILE.len(), 0..9usize, proptest::bool::weighted(0.3), proptest::bool::ANY), 0..6)
        ) {
            let mut text = Text::default();
            let (mut words, mut places) = (String::new(), Vec::new());
            let mut last = 0;
            for (at, length, is_other, follows) in pieces {
                let at = if follows { last } else { at };
                last = (at + length).min(FILE.len());
                let Some(piece) = FILE.get(at..last) else { continue };
                let piece = if is_other { " ".repeat(piece.len()) } else { piece.to_owned() };
                text.push(&piece, at, FILE);
                words.push_str(&piece);
                places.extend(at..last);
            }
            proptest::prop_assert_eq!(text.as_str(), &words);
            for (start, place) in places.iter().enumerate() {
                proptest::prop_assert_eq!(text.span(&(start..start + 1)), *place..place + 1);
            }
        }
    }
}
