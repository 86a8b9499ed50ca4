//! Which fixes are safe: a fix that would change how words are read which it does not name is left to a person.
//! The page is parsed once more as the fixes would leave it, and the two readings are compared.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::diagnostics::{Edit, Finding, edits, made};
use crate::front_matter;
use crate::markdown::{Block, InlineKind, Outline};
use crate::page::Page;
use crate::yaml::{self, Node, Value};

/// Times that a page is parsed for its fixes, however many are doubtful; those in doubt then are left.
const MOST_READINGS: usize = 32;

/// What a reader meets on a page, piece by piece.
pub struct Reading(Vec<Piece>);

/// A letter, a link, a field.
struct Piece {
    /// Its bytes in the file.
    span: Range<usize>,
    /// The bytes of the block it stands in.
    block: Range<usize>,
    /// What it is.
    what: u64,
    /// What it is a part of.
    place: u64,
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Reading {
    /// Reads what stands on a page.
    #[must_use]
    pub fn of(text: &str, page: &Page, outline: &Outline<'_>) -> Self {
        let mut reading = Self(Vec::new());
        reading.fields(text);
        reading.whole(page.document.components.len());
        for block in outline.blocks() {
            reading.block(&block);
        }
        for html in &outline.html {
            reading.one(html.clone(), hash(&text[html.clone()]));
        }
        reading
    }

    /// A number that no fix may change.
    fn whole(&mut self, number: usize) {
        self.one(0..0, hash(number));
    }

    fn one(&mut self, span: Range<usize>, what: u64) {
        self.0.push(Piece { block: span.clone(), span, what, place: 0 });
    }

    fn fields(&mut self, text: &str) {
        let (Ok(split) | Err(split)) = front_matter::split(text);
        let Some(yaml) = split.yaml else { return };
        let (node, errors) = yaml::parse_fields(&text[yaml.clone()]);
        self.whole(errors.len());
        self.node(&node, yaml.start);
    }

    fn node(&mut self, node: &Node, offset: usize) {
        let here = |span: &Range<usize>| span.start + offset..span.end + offset;
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.node(item, offset)),
            Value::Map(entries) => {
                for entry in entries {
                    self.one(here(&entry.key_span), hash(&entry.key));
                    self.node(&entry.value, offset);
                }
            }
            Value::Text(words) | Value::Number(words) => self.one(here(&node.span), hash(words)),
            Value::Bool(value) => self.one(here(&node.span), hash(value)),
            Value::Null | Value::Unreadable => self.one(here(&node.span), 0),
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        let place = |marks: [i32; 4]| hash((block.kind, block.lists, block.quotations, marks.map(|mark| mark > 0)));
        let mut edges: Vec<(usize, usize, i32)> = Vec::new();
        for inline in block.inlines {
            let mark = match &inline.kind {
                InlineKind::Strong => 0,
                InlineKind::Emphasis => 1,
                InlineKind::Code => 2,
                InlineKind::Shifted | InlineKind::Language(_) => 3,
                InlineKind::Link { target, .. } => {
                    self.part(inline.span.clone(), block, hash(("link", target.as_ref())));
                    continue;
                }
                InlineKind::Image { target, alt, .. } => {
                    self.part(inline.span.clone(), block, hash(("image", target, alt.as_str())));
                    continue;
                }
            };
            edges.push((inline.text.start, mark, 1));
            edges.push((inline.text.end, mark, -1));
        }
        edges.sort_unstable();
        let (mut edges, mut marks) = (edges.into_iter().peekable(), [0; 4]);
        for (at, c) in block.text.as_str().char_indices() {
            while let Some((_, mark, step)) = edges.next_if(|(edge, ..)| *edge <= at) {
                marks[mark] += step;
            }
            if !c.is_whitespace() {
                let span = block.text.span(&(at..at + c.len_utf8()));
                self.0.push(Piece { span, block: block.span.clone(), what: hash(c), place: place(marks) });
            }
        }
    }

    fn part(&mut self, span: Range<usize>, block: &Block<'_>, what: u64) {
        self.0.push(Piece { span, block: block.span.clone(), what, place: 0 });
    }

    /// The pieces that no edit touches: where they stand, what they are, and what they are a part of.
    fn outside(&self, edited: &Edited) -> impl Iterator<Item = (usize, u64, u64)> {
        self.0.iter().filter(|piece| !edited.touches(&piece.span)).map(|piece| {
            let place = if edited.reshapes(&piece.block) { 0 } else { piece.place };
            (piece.span.start, piece.what, place)
        })
    }
}

/// The edits of some fixes, as they stand in the text before or after them.
#[derive(Default)]
struct Edited {
    spans: Vec<Range<usize>>,
    /// Those of fixes that make something else of the blocks they touch.
    reshaping: Vec<Range<usize>>,
}

impl Edited {
    fn push(&mut self, span: Range<usize>, reshapes: bool) {
        if reshapes {
            self.reshaping.push(span.clone());
        }
        self.spans.push(span);
    }

    /// Whether an edit takes away from `span`, or stands inside it.
    fn touches(&self, span: &Range<usize>) -> bool {
        beside(&self.spans, span).any(|edit| edit.start < span.end && span.start < edit.end)
    }

    fn reshapes(&self, block: &Range<usize>) -> bool {
        beside(&self.reshaping, block).next().is_some()
    }
}

/// The edits that stand in `span` or at its ends.
fn beside<'e>(edits: &'e [Range<usize>], span: &Range<usize>) -> impl Iterator<Item = &'e Range<usize>> {
    let (start, end) = (span.start, span.end);
    edits[edits.partition_point(|edit| edit.end < start)..].iter().take_while(move |edit| edit.start <= end)
}

/// Whether a page reads the same after the edits, but for what they name.
fn is_same(before: &Reading, after: &Reading, edits: &[Edit<'_>]) -> bool {
    let (mut old, mut new) = (Edited::default(), Edited::default());
    // How many bytes what follows an edit is moved by.
    let mut moved: Vec<isize> = Vec::with_capacity(edits.len());
    for edit in edits {
        let by = moved.last().copied().unwrap_or(0);
        let start = edit.span.start.saturating_add_signed(by);
        moved.push(by + edit.words.len().cast_signed() - edit.span.len().cast_signed());
        new.push(start..start + edit.words.len(), edit.reshapes);
        old.push(edit.span.clone(), edit.reshapes);
    }
    let moved = |at: usize| {
        let before = edits.partition_point(|edit| edit.span.end <= at);
        before.checked_sub(1).map_or(at, |last| at.saturating_add_signed(moved[last]))
    };
    let were = before.outside(&old).map(|(at, what, place)| (moved(at), what, place));
    were.eq(after.outside(&new))
}

/// Takes the fixes from findings of a page which would change how other words are read. `read` parses the page
/// with another text.
pub fn keep_safe_fixes(text: &str, before: &Reading, findings: &mut [Finding], read: impl Fn(&str) -> Reading) {
    let all: Vec<usize> =
        (0..findings.len()).filter(|at| findings[*at].fix.as_ref().is_some_and(|fix| !fix.edits.is_empty())).collect();
    if all.is_empty() {
        return;
    }
    let is_safe = |group: &[usize]| {
        let edits = edits(text, group.iter().filter_map(|at| findings[*at].fix.as_ref())).0;
        is_same(before, &read(&made(text, &edits)), &edits)
    };
    // Those in doubt are halved until it is known which ones are meant.
    let (mut safe, mut open, mut readings) = (Vec::new(), vec![all.clone()], 0);
    while let Some(mut group) = open.pop() {
        readings += 1;
        if readings > MOST_READINGS {
            break;
        }
        if is_safe(&group) {
            safe.append(&mut group);
        } else if group.len() > 1 {
            open.push(group.split_off(group.len() / 2));
            open.push(group);
        }
    }
    if readings > 1 && !is_safe(&safe) {
        safe.clear();
    }
    safe.sort_unstable();
    for at in all.into_iter().filter(|at| safe.binary_search(at).is_err()) {
        findings[at].forget_fix();
    }
}
