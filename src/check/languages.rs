//! The language of the words: a screen reader that reads Spanish with an English voice says nothing
//! that anybody understands (WCAG 3.1.1, 3.1.2).
//!
//! Only what is certain counts: words that do the small work of one language and not of the other,
//! the signs ¿ and ¡, and letters of another script. Names of places and people stay silent.

use std::borrow::Cow;
use std::ops::Range;

use super::signs::{Sign, Signs};
use super::triggers::Hits;
use super::{PageCheck, Prose, Tongue, is_word_char, shortened};
use crate::diagnostics::Level;
use crate::language::{self, native_name};
use crate::markdown::{BlockKind, InlineKind};
use crate::reading;

/// Words of English that Spanish has not, and the other way round, in the order of their bytes.
const ENGLISH: [&str; 78] = [
    "about", "after", "all", "also", "an", "and", "any", "are", "at", "be", "been", "before", "between", "both", "by",
    "can", "do", "does", "during", "each", "every", "for", "from", "has", "have", "her", "his", "how", "if", "in",
    "into", "is", "it", "its", "may", "more", "must", "need", "needs", "not", "of", "on", "only", "or", "other", "our",
    "over", "please", "should", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "to", "under", "was", "we", "were", "what", "when", "where", "which", "while", "who", "why",
    "will", "with", "would", "you", "your",
];
const SPANISH: [&str; 78] = [
    "al", "antes", "cada", "como", "con", "cuando", "cuándo", "cómo", "de", "debe", "deben", "del", "desde", "después",
    "donde", "dónde", "el", "en", "entre", "es", "esa", "escuela", "ese", "esta", "estas", "este", "estos", "está",
    "están", "firme", "fue", "hasta", "hay", "hija", "hijo", "la", "las", "llame", "lo", "los", "muy", "más", "nos",
    "nuestra", "nuestras", "nuestro", "nuestros", "otra", "otro", "para", "pero", "por", "porque", "puede", "pueden",
    "que", "quien", "quién", "qué", "se", "ser", "si", "sin", "sobre", "son", "su", "sus", "sí", "también", "tiene",
    "tienen", "todas", "todos", "un", "una", "usted", "ustedes", "y",
];

/// The longest of them, in bytes; in capitals they have as many.
const LONGEST_SMALL: usize = 8;

/// What a run of words is evidence for.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    words: usize,
    english: usize,
    spanish: usize,
    /// `¿` or `¡`.
    signs: bool,
    vietnamese: usize,
}

impl Evidence {
    fn of(text: &str) -> Self {
        let mut evidence = Self { signs: !text.is_ascii() && text.contains(['¿', '¡']), ..Self::default() };
        let tokens: Vec<&str> = text.split(|c: char| !is_word_char(c)).filter(|word| !word.is_empty()).collect();
        let is_name = |at: usize| tokens.get(at).is_some_and(|word| word.starts_with(char::is_uppercase));
        for (at, word) in tokens.iter().enumerate() {
            if !word.contains(char::is_alphabetic) {
                continue;
            }
            evidence.words += 1;
            // "Escuela de la Sierra": the small words of a name belong to the name.
            let small = word.starts_with(char::is_lowercase);
            if small && part_of_name(&tokens, at, &is_name) {
                continue;
            }
            if word.len() <= LONGEST_SMALL {
                let is_lower = word.bytes().all(|byte| byte.is_ascii_lowercase());
                let lower = if is_lower { Cow::Borrowed(*word) } else { Cow::Owned(word.to_lowercase()) };
                evidence.english += usize::from(ENGLISH.binary_search(&&*lower).is_ok());
                evidence.spanish += usize::from(SPANISH.binary_search(&&*lower).is_ok());
            }
            evidence.vietnamese += usize::from(!word.is_ascii() && word.chars().any(is_vietnamese));
        }
        evidence
    }

    /// The language the words are certainly in.
    fn language(self) -> Option<&'static str> {
        let Self { words, english, spanish, signs, vietnamese } = self;
        if vietnamese >= 3 && vietnamese * 3 >= words {
            return Some("vi");
        }
        if signs && english <= spanish + 1 {
            return Some("es");
        }
        // Three small words, a quarter of all, and next to none of the other language.
        if spanish >= 3 && spanish * 4 >= words && english * 4 <= spanish {
            return Some("es");
        }
        (english >= 3 && english * 4 >= words && spanish * 4 <= english).then_some("en")
    }
}

/// Whether a small word stands between two words of a name, perhaps with other small words.
fn part_of_name(tokens: &[&str], at: usize, is_name: &dyn Fn(usize) -> bool) -> bool {
    const LINKS: [&str; 10] = ["de", "la", "las", "los", "del", "el", "y", "of", "the", "and"];
    let link = |at: usize| tokens.get(at).is_some_and(|word| word.len() <= 3 && LINKS.contains(word));
    if !link(at) {
        return false;
    }
    let before = (0..at).rev().find(|before| !link(*before));
    let after = (at + 1..tokens.len()).find(|after| !link(*after));
    before.is_some_and(is_name) && after.is_some_and(is_name)
}

fn is_vietnamese(c: char) -> bool {
    matches!(c, 'ơ' | 'ư' | 'đ' | 'Ơ' | 'Ư' | 'Đ') || ('\u{1ea0}'..='\u{1ef9}').contains(&c)
}

/// The language that letters of another script are of, and the words of it.
fn other_script(text: &str) -> Option<(&'static str, Range<usize>)> {
    if text.is_ascii() {
        return None;
    }
    let script = |c: char| match u32::from(c) {
        0x0600..=0x06ff | 0x0750..=0x077f => Some("ar"),
        0x0400..=0x04ff => Some("ru"),
        0x0530..=0x058f => Some("hy"),
        0x0a00..=0x0a7f => Some("pa"),
        0x0900..=0x097f => Some("hi"),
        0x1780..=0x17ff => Some("km"),
        0x0e80..=0x0eff => Some("lo"),
        0x0e00..=0x0e7f => Some("th"),
        0xac00..=0xd7af | 0x1100..=0x11ff => Some("ko"),
        0x3040..=0x30ff => Some("ja"),
        0x4e00..=0x9fff | 0x3400..=0x4dbf => Some("zh"),
        _ => None,
    };
    let mut found: Option<(&'static str, Range<usize>, usize)> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match (script(c), &mut found) {
            (Some(language), None) => found = Some((language, at..end, 1)),
            (Some(language), Some((known, range, letters))) => {
                // Japanese has Chinese signs, Persian Arabic letters: the first tells.
                if *known == "zh" && language == "ja" {
                    *known = "ja";
                }
                range.end = end;
                *letters += 1;
            }
            (None, _) => {}
        }
    }
    found
        .filter(|(language, _, letters)| *letters >= if matches!(*language, "zh" | "ja" | "ko") { 2 } else { 4 })
        .map(|(language, range, _)| (language, range))
}

/// Words in another language than `tag`, in bytes of `text`.
fn foreign(text: &str, tag: &str) -> Option<(&'static str, Range<usize>)> {
    let own = language::primary(tag);
    let family = |language: &str| match language {
        // One script, several languages: the page knows better.
        "ar" => matches!(own, "ar" | "fa" | "prs" | "ps" | "ur"),
        "ru" => matches!(own, "ru" | "uk"),
        "hi" => own == "hi",
        "zh" | "ja" => matches!(own, "zh" | "ja"),
        other => own == other,
    };
    if let Some((language, range)) = other_script(text)
        && !family(language)
    {
        return Some((language, range));
    }
    let language = Evidence::of(text).language().filter(|language| *language != own)?;
    let lead = text.len() - text.trim_start().len();
    Some((language, lead..text.trim_end().len().max(lead)))
}

pub(super) fn check(check: &mut PageCheck<'_>) {
    // A translation that is a draft still holds words of the page it translates.
    if check.page.front_matter.draft == Some(true) && check.page.language != 0 {
        return;
    }
    if is_whole_page_foreign(check) {
        return;
    }
    for prose in check.prose {
        if matches!(prose.block.kind, BlockKind::Code) {
            continue;
        }
        let tag = prose.block.language.unwrap_or(check.language);
        for inline in prose.block.inlines {
            match &inline.kind {
                InlineKind::Image { alt, title, .. } => {
                    unmarked(check, Some("description"), alt.as_str(), tag, &|range| alt.span(range));
                    if !title.eq_ignore_ascii_case("decorative") {
                        unmarked(check, Some("title"), title, tag, &|_| inline.span.clone());
                    }
                }
                InlineKind::Link { title, .. } if !title.is_empty() => {
                    unmarked(check, Some("title"), title, tag, &|_| inline.span.clone());
                }
                _ => {}
            }
        }
        let tongue = prose.block.language.map_or(check.tongue, Tongue::of);
        if !may_be_foreign(prose, tongue) {
            continue;
        }
        // Words that are marked, are code or the name of a file say nothing about the rest.
        let mut rest = prose.text().to_owned();
        for inline in prose.block.inlines {
            if matches!(inline.kind, InlineKind::Language(_) | InlineKind::Code) {
                blank(&mut rest, &inline.text);
            }
        }
        for sentence in reading::sentences(&rest) {
            let start = sentence.start;
            unmarked(check, None, &rest[sentence], tag, &|range| prose.span(&(start + range.start..start + range.end)));
        }
    }
    let front_matter = &check.page.front_matter;
    for (name, field) in [("title", &front_matter.title), ("summary", &front_matter.summary)] {
        if let Some(field) = field
            && may_be_foreign_text(&field.value, check.tongue)
        {
            for sentence in reading::sentences(&field.value) {
                unmarked(check, Some(name), &field.value[sentence], check.language, &|_| field.span.clone());
            }
        }
    }
}

/// A quick look before the slow one: letters of another script, the signs of Spanish, or two small words of a
/// language that is not the page's.
fn may_be_foreign(prose: &Prose<'_>, tongue: Tongue) -> bool {
    small_foreign_words(&prose.hits, tongue) >= 2 || has_telling(prose.text(), prose.signs())
}

/// The same quick look at a title or a summary, where one small word between others is much.
fn may_be_foreign_text(text: &str, tongue: Tongue) -> bool {
    let hits = Hits::of(text);
    small_foreign_words(&hits, tongue) >= 1 || has_telling(text, &hits.signs)
}

fn small_foreign_words(hits: &Hits, tongue: Tongue) -> usize {
    match tongue {
        Tongue::English => hits.spanish,
        Tongue::Spanish => hits.english,
        Tongue::Other => hits.spanish.max(hits.english),
    }
}

fn has_telling(text: &str, signs: &Signs) -> bool {
    let may_tell = signs.has(Sign::Telling) || (signs.has(Sign::Quotation) && signs.has(Sign::AfterQuotation));
    may_tell && text.contains(is_telling)
}

/// Letters and signs that tell a language by themselves.
fn is_telling(c: char) -> bool {
    matches!(c, '¿' | '¡') || is_vietnamese(c) || (c >= '\u{370}' && !('\u{2000}'..='\u{2bff}').contains(&c))
}

fn blank(text: &mut String, range: &Range<usize>) {
    if let Some(words) = text.get(range.clone()) {
        // Signs between words, so that what stands before and after stays apart.
        let filler: String = " ".repeat(words.len());
        text.replace_range(range.clone(), &filler);
    }
}

/// Reports words of another language in a sentence, or in a `field`, where no tag can mark them.
fn unmarked(
    check: &mut PageCheck<'_>,
    field: Option<&str>,
    text: &str,
    tag: &str,
    place: &dyn Fn(&Range<usize>) -> Range<usize>,
) {
    let Some((language, range)) = foreign(text, tag) else { return };
    let (name, own) = (english_name(language), english_name(language::primary(tag)));
    let help = match field {
        Some(field) => {
            format!("Write the {field} in {own}; put the {name} words into the text, or on a page in {name}.")
        }
        None => format!("Mark it: <span lang=\"{language}\">…</span>, or translate it."),
    };
    check.report(
        "language/unmarked",
        Level::Warning,
        place(&range),
        format!("“{}” looks like {name}; a screen reader will read it as {own}.", shortened(&text[range.clone()])),
        help,
    );
}

fn english_name(tag: &str) -> &str {
    match tag {
        "ar" => "Arabic or Persian",
        "en" => "English",
        "es" => "Spanish",
        "hi" => "Hindi",
        "hy" => "Armenian",
        "ja" => "Japanese",
        "km" => "Khmer",
        "ko" => "Korean",
        "lo" => "Lao",
        "pa" => "Punjabi",
        "ru" => "Russian or Ukrainian",
        "th" => "Thai",
        "vi" => "Vietnamese",
        "zh" => "Chinese",
        other => native_name(other),
    }
}

/// The text of the page is in another language than its file name says.
fn is_whole_page_foreign(check: &mut PageCheck<'_>) -> bool {
    // Where no block holds foreign words, no sentence does.
    if !check.prose.iter().any(|prose| may_be_foreign(prose, check.tongue)) {
        return false;
    }
    let own = language::primary(check.language).to_owned();
    let (mut own_sentences, mut others) = (0_usize, Vec::new());
    for prose in check.prose.iter().filter(|prose| prose.is_running() && prose.block.language.is_none()) {
        for sentence in prose.sentences() {
            match Evidence::of(&prose.text()[sentence.clone()]).language() {
                Some(language) if language == own => own_sentences += 1,
                Some(language) => others.push((language, prose.span(sentence))),
                None => {}
            }
        }
    }
    let Some((language, first)) = others.first().cloned() else { return false };
    if others.len() < 3 || others.len() < own_sentences * 2 {
        return false;
    }
    let (name, own_name) = (english_name(language), english_name(&own).to_owned());
    check.report(
        "language/page",
        Level::Warning,
        first,
        format!("This page is written in {name}, but its file says {own_name}."),
        format!("Give the file the ending .{language}.md, or translate the words."),
    );
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 1000, ..Default::default() })]

        #[test]
        fn what_tells_a_language_is_never_passed_over(text in "(\\PC|[a-zñáóú“”—§]|[đơưÀ¿¡ạ]|[⬀ⰀꙀ])?[a-zñáóú“”—§ ]{0,9}") {
            proptest::prop_assert_eq!(has_telling(&text, &Hits::of(&text).signs), text.contains(is_telling));
        }
    }

    #[test]
    fn small_words_are_in_order_and_short() {
        for words in [ENGLISH, SPANISH] {
            assert!(words.is_sorted() && words.iter().all(|word| word.len() <= LONGEST_SMALL));
        }
    }

    fn found(text: &str, tag: &str) -> Option<&'static str> {
        foreign(text, tag).map(|(language, _)| language)
    }

    #[test]
    fn sentences_of_another_language() {
        for (text, tag, language) in [
            ("El acuerdo se firma antes de empezar.", "en", "es"),
            ("¿Habla español?", "en", "es"),
            ("Llame a la oficina para más información.", "en", "es"),
            ("The agreement is signed before the study starts.", "es", "en"),
            ("Xin gọi văn phòng để được giúp đỡ.", "en", "vi"),
            ("Для получения помощи позвоните нам.", "en", "ru"),
            ("اتصل بنا للحصول على المساعدة", "es", "ar"),
            ("如需協助，請致電。", "en", "zh"),
        ] {
            assert_eq!(found(text, tag), Some(language), "{text}");
        }
    }

    #[test]
    fn names_and_single_words_stay_silent() {
        for (text, tag) in [
            ("Students from Escuela de la Sierra and Los Angeles meet at La Jolla.", "en"),
            ("Ask María de los Ángeles Hernández at El Centro.", "en"),
            ("The district calls it estudio independiente.", "en"),
            ("El Individualized Education Program (IEP) lo dice.", "es"),
            ("El documento se llama “Written Agreement for Independent Study”.", "es"),
            ("Year-round study at Mesa Verde, Rio Vista and Santa Ana.", "en"),
            ("Call us on Monday.", "en"),
            ("", "en"),
        ] {
            assert_eq!(found(text, tag), None, "{text}");
        }
    }
}
