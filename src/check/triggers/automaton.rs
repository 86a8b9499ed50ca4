//! The words of all triggers as one table of steps (Aho and Corasick, 1975): a byte takes the reader from one place in
//! it to the next, and some places say that words end there.

use std::ops::Range;

use super::Trigger;

/// What it means that a word stands in a text.
#[derive(Clone, Copy)]
pub(super) enum Meaning {
    Trigger(Trigger),
    /// The short form of this number.
    Short(usize),
    /// It may be spelt out.
    Stem(usize),
}

/// All words that end at one place.
#[derive(Clone, Default)]
pub(super) struct Ending {
    /// A bit a trigger.
    pub(super) kinds: u32,
    /// A bit a short form that may be spelt out.
    pub(super) stems: u32,
    /// Small words.
    pub(super) spanish: usize,
    pub(super) english: usize,
    /// Short forms by number, with their length.
    shorts: Vec<(usize, usize)>,
}

impl Ending {
    fn is_empty(&self) -> bool {
        self.kinds == 0 && self.stems == 0 && self.shorts.is_empty()
    }

    pub(super) fn has_shorts(&self) -> bool {
        !self.shorts.is_empty()
    }

    /// The short forms that end at byte `end` of a text.
    pub(super) fn shorts(&self, end: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.shorts.iter().map(move |(number, length)| (*number, end - length..end))
    }

    fn add(&mut self, meaning: Meaning, length: usize) {
        match meaning {
            Meaning::Trigger(trigger) => {
                self.kinds |= 1 << trigger as u32;
                self.spanish += usize::from(trigger == Trigger::Spanish);
                self.english += usize::from(trigger == Trigger::English);
            }
            Meaning::Short(number) => self.shorts.push((number, length)),
            Meaning::Stem(number) => self.stems |= 1 << number,
        }
    }

    fn extend(&mut self, other: Self) {
        self.kinds |= other.kinds;
        self.stems |= other.stems;
        self.spanish += other.spanish;
        self.english += other.english;
        self.shorts.extend(other.shorts);
    }
}

/// Steps that the table has room for; a power of two, so that no step leads out of it.
const STEPS: usize = 1 << 16;

/// A place in the table: where its row starts. Above that stands the number of what ends there, 0 where nothing does.
pub(super) type Place = u32;

/// Where that number starts.
const ENDING: u32 = STEPS.trailing_zeros();

/// The words, ready to be found.
pub(super) struct Automaton {
    /// The column of each byte: one for a letter, large or small, one for all that is in no word.
    columns: [u8; 256],
    steps: Box<[Place; STEPS]>,
    /// What ends at places; the first is nothing.
    endings: Vec<Ending>,
}

impl Automaton {
    /// `None` when there are more words than the table has room for.
    pub(super) fn of(words: &[(&str, Meaning)]) -> Option<Self> {
        let (columns, width) = columns_of(words.iter().map(|(word, _)| *word));
        // First a tree: each row is a place, each column its branch, where there is one.
        let (mut rows, mut endings) = (vec![0; width], vec![Ending::default()]);
        for (word, meaning) in words {
            let mut row = 0;
            for byte in word.bytes() {
                let branch = row * width + usize::from(columns[usize::from(byte)]);
                if rows[branch] == 0 {
                    rows[branch] = endings.len();
                    rows.resize(rows.len() + width, 0);
                    endings.push(Ending::default());
                }
                row = rows[branch];
            }
            endings[row].add(*meaning, word.len());
        }
        // Then each place gets the steps it lacks, and the words that end in it, from its fallback: the place of the
        // longest end of its letters that begins a word. Places of fewer letters come first.
        let mut fallbacks = vec![0; endings.len()];
        let mut order: Vec<usize> = rows[..width].iter().copied().filter(|row| *row != 0).collect();
        let mut done = 0;
        while let Some(row) = order.get(done).copied() {
            let fallback = fallbacks[row];
            let inherited = endings[fallback].clone();
            endings[row].extend(inherited);
            for column in 0..width {
                let other = rows[fallback * width + column];
                let next = &mut rows[row * width + column];
                if *next == 0 {
                    *next = other;
                } else {
                    fallbacks[*next] = other;
                    order.push(*next);
                }
            }
            done += 1;
        }
        if rows.len() > STEPS {
            return None;
        }
        let mut kept = vec![Ending::default()];
        let mut places: Vec<Place> = Vec::with_capacity(endings.len());
        for (row, ending) in endings.into_iter().enumerate() {
            let number = if ending.is_empty() { 0 } else { kept.len() };
            if number > 0 {
                kept.push(ending);
            }
            places.push(u32::try_from((row * width) | (number << ENDING)).ok()?);
        }
        let mut steps: Vec<Place> = rows.into_iter().map(|row| places[row]).collect();
        steps.resize(STEPS, 0);
        let steps = steps.into_boxed_slice().try_into().ok()?;
        Some(Self { columns, steps, endings: kept })
    }

    /// The place after `byte`, from `place`.
    #[inline]
    pub(super) fn step(&self, place: Place, byte: u8) -> Place {
        let column = u32::from(self.columns[usize::from(byte)]);
        // The number of an ending is above what is kept.
        self.steps[(place + column) as usize & (STEPS - 1)]
    }

    /// What ends at `place`.
    #[inline]
    pub(super) fn ending(&self, place: Place) -> Option<&Ending> {
        if place < 1 << ENDING {
            return None;
        }
        self.endings.get((place >> ENDING) as usize)
    }
}

/// The column of each byte, and how many columns there are. The first is that of all bytes in no word.
fn columns_of<'w>(words: impl Iterator<Item = &'w str>) -> ([u8; 256], usize) {
    let mut columns = [0; 256];
    let mut width = 1;
    for byte in words.flat_map(str::bytes).map(|byte| byte.to_ascii_lowercase()) {
        if columns[usize::from(byte)] == 0 {
            columns[usize::from(byte)] = width;
            columns[usize::from(byte.to_ascii_uppercase())] = width;
            width += 1;
        }
    }
    (columns, usize::from(width))
}
