//! The words by which claims about the law are made: data, one file a language, and one grammar for all of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::Tongue;

macro_rules! families {
    ($($name:ident $text:literal)*) => {
        /// What a word may mean: the name of a line in `words/LANGUAGE.txt`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Family { $($name,)* }

        const NAMES: &[(&str, Family)] = &[$(($text, Family::$name),)*];
    };
}

families! {
    Study "study" Short "short" Long "long" Agreement "agreement" Absence "absence" Request "request" Program "program"
    Student "student" Parent "parent" District "district" Teacher "teacher" Charter "charter" Iep "iep"
    Day "day" Week "week" Month "month" Semester "semester" Year "year" Percent "percent" Kind "kind" Grade "grade"
    Fortnight "fortnight" Half "half" Per "per" Between "between"
    Least "least" Most "most" Over "over" Under "under" Minimum "minimum" Maximum "maximum" OrMore "ormore"
    OrLess "orless" Within "within" Before "before" After "after" Notice "notice" Only "only"
    Sign "sign" Start "start" End "end" Notify "notify" Return "return" Class "class" Reengage "reengage" Miss "miss"
    Live "live" Interact "interact" Daily "daily" Weekly "weekly" Ratio "ratio" Continuation "continuation"
    Evaluate "evaluate" Records "records" Product "product" Sample "sample" Date "date" Every "every"
    Attendance "attendance" Reside "reside" County "county" Adjacent "adjacent" Anywhere "anywhere" Age "age" Gift "gift"
    Device "device" Enroll "enroll" Give "give" Language "language"
    Credential "credential" Uncredentialed "uncredentialed" Supervise "supervise" Helps "helps"
    Must "must" May "may" Not "not" Free "free" Be "be" Permitted "permitted" Unless "unless" If "if" Who "who"
    Although "although" Offer "offer" Right "right" Refuse "refuse"
    Law "law" Bill "bill" Policy "policy" Ended "ended" Past "past" Now "now" Myth "myth" Prohibit "prohibit"
    Voluntary "voluntary" Choice "choice" Asks "asks" Team "team" Willing "willing" Put "put" Enrolled "enrolled"
    Force "force" Join "join" Involuntary "involuntary" Nouns "nouns" Foreign "foreign"
    Lasts "lasts" Cite "cite"
}

/// Families, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Families(u128);

impl Families {
    pub(super) const fn of(families: &[Family]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < families.len() {
            bits |= 1 << families[at] as u32;
            at += 1;
        }
        Self(bits)
    }

    pub(super) const fn has(self, family: Family) -> bool {
        self.0 & 1 << family as u32 != 0
    }

    pub(super) const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

/// What a phrase is: words of some families, or a number, maybe the place of one in an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) families: Families,
    pub(super) number: Option<u32>,
    pub(super) is_ordinal: bool,
}

/// One phrase: its words, each with whether any ending may follow.
struct Phrase {
    words: Vec<(&'static str, bool)>,
    meaning: Meaning,
}

/// The phrases of a language by the first letters of their first words.
pub(super) struct Lexicon(HashMap<[u8; KEY], Vec<Phrase>>);

/// Bytes of a word by which its phrases are found; a word that stands for many has as many at least.
const KEY: usize = 3;

fn key(word: &str) -> [u8; KEY] {
    let mut key = [0; KEY];
    for (place, byte) in key.iter_mut().zip(word.bytes()) {
        *place = byte;
    }
    key
}

impl Lexicon {
    /// The words of a language, when it is one whose words are known.
    pub(super) fn of(tongue: Tongue) -> Option<&'static Self> {
        static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("words/en.txt")));
        static SPANISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("words/es.txt")));
        match tongue {
            Tongue::English => Some(&ENGLISH),
            Tongue::Spanish => Some(&SPANISH),
            Tongue::Other => None,
        }
    }

    fn read(text: &'static str) -> Self {
        let mut phrases: HashMap<[u8; KEY], Vec<Phrase>> = HashMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, written)) = line.split_once(':') else { continue };
            let Some(meaning) = meaning(name) else { continue };
            for words in alternatives(written).iter().flat_map(|phrase| expanded(phrase)) {
                let open = |word: &&'static str| word.strip_suffix('*').map_or((*word, false), |stem| (stem, true));
                let words: Vec<(&str, bool)> = words.iter().map(open).collect();
                if let Some((first, _)) = words.first() {
                    phrases.entry(key(first)).or_default().push(Phrase { words, meaning });
                }
            }
        }
        Self(phrases)
    }

    /// The longest phrase that `word(0)`, `word(1)`, … start with: how many words it has, and all that it may mean.
    pub(super) fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, Meaning)> {
        let mut found: Option<(usize, Meaning)> = None;
        for phrase in self.0.get(&key(word(0)?))? {
            let length = phrase.words.len();
            if found.is_some_and(|(longest, _)| longest > length) {
                continue;
            }
            let fits = |(at, (known, open)): (usize, &(&str, bool))| {
                word(at).is_some_and(|word| if *open { word.starts_with(known) } else { word == *known })
            };
            if !phrase.words.iter().enumerate().all(fits) {
                continue;
            }
            let Meaning { families, number, is_ordinal } = phrase.meaning;
            found = Some(match found {
                Some((longest, known)) if longest == length => (
                    length,
                    Meaning {
                        families: known.families.and(families),
                        number: known.number.or(number),
                        is_ordinal: known.is_ordinal || is_ordinal,
                    },
                ),
                _ => (length, phrase.meaning),
            });
        }
        found
    }
}

/// `least` is a family, `3` a number, `3rd` the place of one.
fn meaning(name: &str) -> Option<Meaning> {
    let digits = name.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if let Ok(number) = digits.parse() {
        return Some(Meaning { number: Some(number), is_ordinal: digits != name, ..Meaning::default() });
    }
    let (_, family) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some(Meaning { families: Families::of(&[*family]), ..Meaning::default() })
}

/// The phrases of a line: what stands between bars that are in no bracket.
fn alternatives(text: &'static str) -> Vec<&'static str> {
    let (mut depth, mut start, mut found) = (0_usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

/// All that a phrase with choices stands for, word by word.
fn expanded(phrase: &'static str) -> Vec<Vec<&'static str>> {
    let Some(open) = phrase.find('(') else { return vec![phrase.split_whitespace().collect()] };
    let Some(close) = phrase[open..].find(')').map(|length| open + length) else { return Vec::new() };
    let rest = expanded(&phrase[close + 1..]);
    let start: Vec<&str> = phrase[..open].split_whitespace().collect();
    let choice = |choice: &'static str| {
        let start = &start;
        rest.iter().map(move |rest| {
            start.iter().copied().chain(choice.split_whitespace()).chain(rest.iter().copied()).collect()
        })
    };
    phrase[open + 1..close].split('|').flat_map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
        let texts = [include_str!("words/en.txt"), include_str!("words/es.txt")];
        texts
            .into_iter()
            .flat_map(str::lines)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.split_once(": ").unwrap_or_else(|| panic!("no family before the words: {line}")))
    }

    #[test]
    fn every_line_names_a_family_or_a_number() {
        let unknown: Vec<&str> = lines().map(|(name, _)| name).filter(|name| meaning(name).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
    }

    #[test]
    fn a_first_word_with_any_ending_can_be_found_by_its_first_letters() {
        for (_, words) in lines() {
            for phrase in alternatives(words).iter().flat_map(|phrase| expanded(phrase)) {
                let first = phrase.first().unwrap_or_else(|| panic!("an empty phrase in {words}"));
                assert!(!first.ends_with('*') || first.len() > KEY, "{first}");
            }
        }
    }

    #[test]
    fn choices_stand_for_all_their_phrases() {
        assert_eq!(
            expanded(" (no|not) (be |)more than "),
            [
                vec!["no", "be", "more", "than"],
                vec!["no", "more", "than"],
                vec!["not", "be", "more", "than"],
                vec!["not", "more", "than"],
            ]
        );
        assert_eq!(alternatives("a (b|c) | d"), ["a (b|c) ", " d"]);
    }

    #[test]
    fn the_longest_phrase_counts() {
        let meaning = |text: &'static str| {
            let words: Vec<&str> = text.split(' ').collect();
            Lexicon::of(Tongue::English).unwrap().longest(|at| words.get(at).copied()).unwrap()
        };
        let (length, found) = meaning("no more than five");
        assert!(length == 3 && found.families.has(Family::Most) && !found.families.has(Family::Over));
        assert_eq!(meaning("thirty one").1.number, Some(31));
    }
}
