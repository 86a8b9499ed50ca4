//! Where a page makes claims: its sentences, each with what stands around it and says what it is about.

use std::ops::Range;

use super::claims::{Sentence, Setting};
use super::reading::{Reading, Stretch};
use super::words::{Family, Lexicon};
use crate::check::triggers::{Hits, Prose};
use crate::check::{PageCheck, Tongue, Trigger};
use crate::citations;
use crate::components::{self, Masked};
use crate::fields::Located;
use crate::markdown::BlockKind;
use crate::reading::sentences;

/// Calls `read` with every sentence of a page that may make a claim.
pub(super) fn each(check: &PageCheck<'_>, read: &mut dyn FnMut(&Sentence<'_>)) {
    let Some(lexicon) = Lexicon::of(check.tongue) else { return };
    let cites: Vec<Range<usize>> = check.page.document.citations.iter().map(|(_, span)| span.clone()).collect();
    let mut walk = Walk { check, lexicon, cites: &cites, around: Around::default(), tables: Tables::of(check) };
    walk.front_matter(read);
    for at in 0..check.prose.len() {
        walk.block(at, read);
    }
    walk.arguments(read);
}

/// Where the walk is: blocks by their numbers.
#[derive(Default)]
struct Around {
    headings: Vec<(u8, usize)>,
    /// The last paragraph that is in no list.
    lead: Option<usize>,
    /// The last item of each list that is open.
    items: Vec<usize>,
    caption: Option<usize>,
    term: Option<usize>,
}

struct Walk<'w, 'c> {
    check: &'w PageCheck<'c>,
    lexicon: &'static Lexicon,
    cites: &'w [Range<usize>],
    around: Around,
    tables: Tables,
}

/// For each block that is a cell of a row: the head of its row and of its column.
struct Tables(Vec<(usize, Option<usize>, Option<usize>)>);

impl Tables {
    fn of(check: &PageCheck<'_>) -> Self {
        let mut cells = Vec::new();
        for table in &check.outline.tables {
            for row in &table.rows {
                for (column, cell) in row.cells.iter().enumerate() {
                    let of_row = row.cells.first().filter(|_| column > 0).copied();
                    cells.push((*cell, of_row, table.head.get(column).copied()));
                }
            }
        }
        Self(cells)
    }

    fn heads(&self, cell: usize) -> (Option<usize>, Option<usize>) {
        let found = self.0.binary_search_by_key(&cell, |(cell, ..)| *cell);
        found.map_or((None, None), |at| (self.0[at].1, self.0[at].2))
    }
}

/// Whether a text holds anything that a claim needs: what is counted, or what is done.
pub(super) fn may_claim(hits: &Hits) -> bool {
    hits.has(Trigger::Measure) || hits.has(Trigger::Study) || hits.has(Trigger::Credential)
}

impl Walk<'_, '_> {
    fn block(&mut self, at: usize, read: &mut dyn FnMut(&Sentence<'_>)) {
        let prose = &self.check.prose[at];
        let block = prose.block;
        if let BlockKind::Heading(level) = block.kind {
            self.around.headings.retain(|(outer, _)| *outer < level);
        }
        if block.quotations == 0 && block.kind != BlockKind::Code && may_claim(&prose.hits) {
            self.sentences(at, read);
        }
        let around = &mut self.around;
        match block.kind {
            BlockKind::Heading(level) => {
                around.headings.push((level, at));
                (around.lead, around.caption) = (None, None);
                around.items.clear();
            }
            BlockKind::Item | BlockKind::Paragraph if block.lists > 0 => {
                around.items.truncate(block.lists - 1);
                around.items.resize(block.lists - 1, at);
                around.items.push(at);
            }
            BlockKind::Paragraph => {
                around.lead = Some(at);
                around.items.clear();
            }
            BlockKind::Caption => around.caption = Some(at),
            BlockKind::Term => around.term = Some(at),
            _ => {}
        }
    }

    fn tongue(&self, prose: &Prose<'_>) -> &'static Lexicon {
        let said = prose.block.language.map(Tongue::of);
        // A paragraph in the other language has that one's small words.
        let (spanish, english) = (prose.hits.spanish, prose.hits.english);
        let seen = match self.check.tongue {
            Tongue::English if spanish > 3 && spanish > 2 * english => Tongue::Spanish,
            Tongue::Spanish if english > 3 && english > 2 * spanish => Tongue::English,
            own => own,
        };
        Lexicon::of(said.unwrap_or(seen)).unwrap_or(self.lexicon)
    }

    fn reading(&self, at: usize, range: Option<Range<usize>>) -> Reading {
        let prose = &self.check.prose[at];
        let range = range.unwrap_or(0..prose.text().len());
        let place = |range: Range<usize>| prose.span(&range);
        let stretch = Stretch { text: prose.text(), lower: prose.lower(), place: &place, cites: self.cites };
        Reading::of(&stretch, range, self.tongue(prose))
    }

    fn sentences(&self, at: usize, read: &mut dyn FnMut(&Sentence<'_>)) {
        let prose = &self.check.prose[at];
        let is_cell = prose.block.kind == BlockKind::Cell;
        let (row, column) = if is_cell { self.tables.heads(at) } else { (None, None) };
        let setting = self.setting(at, column);
        let head = row.map(|row| self.reading(row, None));
        let ranges = readable(prose.text(), joined(prose.text(), prose.sentences()));
        let mut before = Setting::default();
        for (number, range) in ranges.iter().enumerate() {
            let own = self.reading(at, Some(range.clone()));
            let mut setting = setting.clone();
            // A sentence that names nothing is about what the one before it is.
            if number > 0 {
                setting.families = setting.families.and(before.families);
                setting.term = before.term.or(setting.term);
            }
            before.families = own.families();
            before.term = own_term(&own).or(before.term);
            let reading = match &head {
                Some(head) => head.clone().then(':', &own),
                None => own,
            };
            read(&Sentence { reading: &reading, setting: &setting });
        }
    }

    /// What stands around a block, the nearest first.
    fn setting(&self, at: usize, column: Option<usize>) -> Setting {
        let block = self.check.prose[at].block;
        let around = &self.around;
        let mut setting = Setting::default();
        let mut add = |block: Option<usize>, close: bool| {
            if let Some(block) = block.filter(|block| *block != at) {
                setting.within(&self.reading(block, None), close);
            }
        };
        match block.kind {
            BlockKind::Cell => {
                add(column.filter(|column| *column != at), true);
                add(around.caption, true);
            }
            BlockKind::Item | BlockKind::Paragraph if block.lists > 0 => {
                let outer = block.lists.checked_sub(2).and_then(|outer| around.items.get(outer)).copied();
                add(outer, true);
                add(around.lead.filter(|lead| is_lead(self.check.prose[*lead].text())), true);
            }
            BlockKind::Definition => add(around.term, true),
            _ => {}
        }
        for (_, heading) in around.headings.iter().rev() {
            add(Some(*heading), false);
        }
        if let Some(title) = &self.check.page.front_matter.title {
            setting.on_page(&self.plain(&title.value, &title.span, 0..title.value.len()));
        }
        setting
    }

    fn plain(&self, text: &str, span: &Range<usize>, range: Range<usize>) -> Reading {
        let lower = crate::check::lowered(text);
        let cites: Vec<Range<usize>> = citations::find(text, &mut None)
            .into_iter()
            .map(|cite| cite.range.start + span.start..cite.range.end + span.start)
            .collect();
        let place = |range: Range<usize>| range.start + span.start..range.end + span.start;
        Reading::of(&Stretch { text, lower: &lower, place: &place, cites: &cites }, range, self.lexicon)
    }

    /// Words in a field, which stand in the file as they are; where they do not, a finding stands on the whole of it.
    fn field(&self, text: &str, span: &Range<usize>, read: &mut dyn FnMut(&Sentence<'_>)) {
        if !may_claim(&Hits::of(text)) {
            return;
        }
        let written = self.check.lines.text().get(span.clone()).unwrap_or_default();
        let start = written.find(text).map(|at| span.start + at);
        for range in joined(text, &sentences(text)) {
            let from = start.unwrap_or(span.start);
            let mut reading = self.plain(text, &(from..from + text.len()), range);
            if start.is_none() {
                reading.pieces.iter_mut().for_each(|piece| piece.span = span.clone());
            }
            read(&Sentence { reading: &reading, setting: &Setting::default() });
        }
    }

    fn front_matter(&self, read: &mut dyn FnMut(&Sentence<'_>)) {
        let front_matter = &self.check.page.front_matter;
        for Located { value, span } in [&front_matter.title, &front_matter.summary].into_iter().flatten() {
            self.field(value, span, read);
        }
    }

    /// What stands in quotation marks between the brackets of components.
    fn arguments(&self, read: &mut dyn FnMut(&Sentence<'_>)) {
        if self.check.page.document.components.is_empty() {
            return;
        }
        let text = self.check.lines.text();
        let (_, masked) = components::mask(text);
        for (_, masked) in masked {
            let Masked::Component(inner) = masked else { continue };
            let words = &text[inner.clone()];
            let mut quote = words.match_indices('"').map(|(at, _)| at);
            while let (Some(open), Some(close)) = (quote.next(), quote.next()) {
                self.field(&words[open + 1..close], &(inner.start + open + 1..inner.start + close), read);
            }
        }
    }
}

/// The one term that a sentence names.
fn own_term(reading: &Reading) -> Option<Family> {
    match (reading.has(Family::Short), reading.has(Family::Long)) {
        (true, false) => Some(Family::Short),
        (false, true) => Some(Family::Long),
        _ => None,
    }
}

/// Whether a paragraph leads what follows it.
fn is_lead(text: &str) -> bool {
    text.trim_end().ends_with(':') || text.len() < 200
}

/// A longer sentence is read in parts, in bytes: nobody wrote it as one, and a claim stands closer together.
const LONGEST_SENTENCE: usize = 2_000;

/// Sentences, none longer than somebody would write.
fn readable(text: &str, sentences: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if sentences.iter().all(|sentence| sentence.len() <= LONGEST_SENTENCE) {
        return sentences;
    }
    let mut parts = Vec::with_capacity(sentences.len() + text.len() / LONGEST_SENTENCE);
    for mut sentence in sentences {
        while sentence.len() > LONGEST_SENTENCE {
            let end = text.floor_char_boundary(sentence.start + LONGEST_SENTENCE);
            let words = &text[sentence.start..end];
            let end = words.rfind(char::is_whitespace).filter(|at| *at > 0).map_or(end, |at| sentence.start + at);
            parts.push(sentence.start..end);
            sentence.start = end;
        }
        parts.push(sentence);
    }
    parts
}

/// Sentences, each with the brackets after its end: "… three days. (Education Code 46300)".
fn joined(text: &str, sentences: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let mut sentence = sentence.clone();
        if let Some(last) = joined.last_mut()
            && let Some(inside) = text[sentence.clone()].strip_prefix(['(', '['])
            && let Some(close) = inside.find([')', ']']).map(|mut close| {
                // "(EC 51747(g))" closes twice.
                while inside[close + 1..].starts_with([')', ']', '(', '['])
                    || inside[..=close].matches(['(', '[']).count() >= inside[..=close].matches([')', ']']).count()
                {
                    match inside[close + 1..].find([')', ']']) {
                        Some(next) => close += 1 + next,
                        None => break,
                    }
                }
                close
            })
        {
            let end = (sentence.start + 1 + close + 1).min(sentence.end);
            last.end = end;
            sentence.start = end
                + (text[end..sentence.end].len()
                    - text[end..sentence.end].trim_start_matches([' ', '.', '\u{a0}']).len());
            if sentence.start >= sentence.end {
                continue;
            }
        }
        joined.push(sentence);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_after_the_full_stop_belongs_to_the_sentence_before_it() {
        let text = "It is three days. (EC 46300; 5 CCR 11701.5) We set ten. (EC 51747(g)) Next.";
        let found: Vec<&str> = joined(text, &sentences(text)).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["It is three days. (EC 46300; 5 CCR 11701.5)", "We set ten. (EC 51747(g))", "Next."]);
    }
}
