//! What Word and Google Docs leave behind when their text is pasted: characters that nobody sees
//! and everybody trips over.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::PageCheck;
use crate::decoding::windows_1252;
use crate::diagnostics::{Fix, Level, count};
use crate::front_matter;
use crate::markdown::BlockKind;

/// Backslashes that need not be there make a page of Google Docs; one or two an author may have typed.
const ESCAPES: usize = 3;

pub(super) fn check(check: &mut PageCheck<'_>) {
    let text = check.lines.text();
    // Only lines that hold a letter outside ASCII or a sign without a shape are looked at.
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(here) = next_odd(bytes, at) {
        let start = memchr::memrchr2(b'\n', b'\r', &bytes[..here]).map_or(0, |before| before + 1);
        let end = memchr::memchr2(b'\n', b'\r', &bytes[here..]).map_or(bytes.len(), |to| here + to);
        characters(check, start..end);
        at = end;
    }
    escapes(check, text);
    curly_front_matter(check, text);
    html_leftovers(check, text);
}

/// The next byte from `at` that is no letter or sign of ASCII.
fn next_odd(bytes: &[u8], at: usize) -> Option<usize> {
    // Whole stretches at once: a test of each byte that the compiler makes one of many.
    let (stretches, _) = bytes[at..].as_chunks::<64>();
    let is_plain = |stretch: &&[u8; 64]| stretch.iter().map(|byte| u8::from(is_odd(*byte))).sum::<u8>() == 0;
    let from = at + stretches.iter().take_while(is_plain).count() * 64;
    bytes[from..].iter().position(|byte| is_odd(*byte)).map(|offset| from + offset)
}

/// Whether a byte is neither a letter or sign of ASCII nor the end of a line or a tab.
fn is_odd(byte: u8) -> bool {
    (byte.wrapping_sub(b' ') > b'~' - b' ') & (byte != b'\n') & (byte != b'\r') & (byte != b'\t')
}

fn lines_of(text: &str, mut each: impl FnMut(Range<usize>)) {
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        each(start..start + line.trim_end_matches(['\n', '\r']).len());
        start += line.len();
    }
}

/// Everything in one line that should not be in it, one finding a kind.
fn characters(check: &mut PageCheck<'_>, line: Range<usize>) {
    let text = &check.lines.text()[line.clone()];
    let at = |offset: usize, c: char| line.start + offset..line.start + offset + c.len_utf8();
    let mut spaces = Vec::new();
    let mut invisible = Vec::new();
    let mut hyphens = Vec::new();
    let mut tabs = Vec::new();
    let mut controls = Vec::new();
    let mut unknown: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    // Blanks at the start of a line mean code or a list in Markdown; a no-break space there means nothing.
    let indent = text.len() - text.trim_start().len();
    while let Some(offset) = next_odd(text.as_bytes(), from) {
        let Some(c) = text[offset..].chars().next() else { break };
        from = offset + c.len_utf8();
        match c {
            '\u{a0}' | '\u{202f}' | '\u{2007}'
                if !joins_on_purpose(text, offset, c) && !is_cited(check, line.start + offset) =>
            {
                spaces.push((at(offset, c), if offset < indent { String::new() } else { " ".to_owned() }));
            }
            '\u{2060}' | '\u{feff}' => invisible.push((at(offset, c), String::new())),
            '\u{200b}'..='\u{200d}' if !shapes_words(text, offset, c) => {
                invisible.push((at(offset, c), String::new()));
            }
            '\u{ad}' => hyphens.push((at(offset, c), String::new())),
            '\u{b}' | '\u{2028}' | '\u{c}' => tabs.push((at(offset, c), " ".to_owned())),
            c if u32::from(c) < 0x20 && c != '\t' || c == '\u{7f}' || ('\u{80}'..'\u{a0}').contains(&c) => {
                let (span, meant) = meant_by(text, offset, c);
                from = span.end;
                match meant {
                    Some(words) => controls.push((line.start + span.start..line.start + span.end, words)),
                    None => unknown.push(line.start + span.start..line.start + span.end),
                }
            }
            _ => {}
        }
    }
    let mut report = |found: Vec<(Range<usize>, String)>,
                      rule: &'static str,
                      one: &str,
                      many: &str,
                      why: &str,
                      help: &'static str| {
        let Some((first, _)) = found.first().cloned() else { return };
        let message = format!("This line has {} {why}", count(found.len(), one, many));
        check.report_with(Some(Fix::of(found)), rule, Level::Warning, first, message, help);
    };
    report(
        spaces,
        "paste/no-break-space",
        "no-break space",
        "no-break spaces",
        "from Word, where lines cannot break on a phone.",
        "Type an ordinary space instead.",
    );
    report(
        invisible,
        "paste/zero-width",
        "invisible character",
        "invisible characters",
        "inside its words, so that a search does not find them.",
        "Delete it; retype the word if you cannot see it.",
    );
    report(
        hyphens,
        "paste/soft-hyphen",
        "soft hyphen",
        "soft hyphens",
        "from Word, which screen readers stumble over.",
        "Delete it; browsers break long words by themselves.",
    );
    report(
        tabs,
        "paste/vertical-tab",
        "line break of Word",
        "line breaks of Word",
        "that Markdown does not know.",
        "Start a new paragraph, or put a space there.",
    );
    report(
        controls,
        "paste/control",
        "control character",
        "control characters",
        "that no browser shows.",
        "Delete it; retype the word if you cannot see it.",
    );
    for span in unknown {
        check.report(
            "paste/control",
            Level::Warning,
            span,
            "What stands here is no letter, and nothing tells which one was meant.",
            "Look it up where the text came from, and type the word again.",
        );
    }
    decomposed(check, line);
}

/// What was meant where a control character stands, and its bytes of the line; `None` when nobody knows.
fn meant_by(line: &str, at: usize, c: char) -> (Range<usize>, Option<String>) {
    let here = at..at + c.len_utf8();
    match c {
        // Half of each letter of UTF-16.
        '\0' => (here, None),
        // Word's mark between cells, and its hyphen that keeps words together.
        '\u{7}' => (here, Some(" ".to_owned())),
        '\u{1e}' => (here, Some("-".to_owned())),
        ..='\u{7f}' => (here, Some(String::new())),
        _ => {
            // Letters of UTF-8 that were read byte by byte: “â” and two control characters for a quotation mark.
            let is_byte = |c: &char| ('\u{80}'..='\u{ff}').contains(c);
            let start = at - line[..at].chars().rev().take_while(is_byte).take(3).map(char::len_utf8).sum::<usize>();
            for (start, _) in line[start..here.end].char_indices().map(|(more, c)| (start + more, c)) {
                let letters = line[start..].chars().take_while(is_byte).take(4);
                let bytes: Vec<u8> = letters.filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
                let valid = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
                let Some(letter) = valid.chars().next() else { continue };
                let end = start + line[start..].chars().take(letter.len_utf8()).map(char::len_utf8).sum::<usize>();
                if end > at {
                    return (start..end, Some(letter.to_string()));
                }
            }
            let letter = u8::try_from(u32::from(c)).ok().map(windows_1252);
            (here, letter.filter(|letter| !letter.is_control()).map(String::from))
        }
    }
}

/// Whether a joiner, or a space without width, shapes the words around it: joiners belong between letters of Persian,
/// Hindi and emoji, and in Thai, Khmer, Lao and Burmese such spaces part the words.
fn shapes_words(line: &str, at: usize, c: char) -> bool {
    let before = line[..at].chars().next_back();
    let after = line[at + c.len_utf8()..].chars().next();
    let shapes = |side: char| match c {
        '\u{200b}' => matches!(side, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'),
        _ => side >= '\u{590}' && !matches!(side, '\u{1e00}'..='\u{206f}' | '\u{3000}' | '\u{feff}'),
    };
    before.is_some_and(shapes) || after.is_some_and(shapes)
}

/// Whether the byte stands in the citation of a law, whose spaces Studypages itself ties.
fn is_cited(check: &PageCheck<'_>, at: usize) -> bool {
    let citations = &check.page.document.citations;
    let next = citations.partition_point(|(_, range)| range.end <= at);
    citations.get(next).is_some_and(|(_, range)| range.contains(&at))
}

/// "EC § 51747", "25 %", "11 a.m.": a space that shall not break.
fn joins_on_purpose(text: &str, offset: usize, c: char) -> bool {
    let (before, after) = (&text[..offset], &text[offset + c.len_utf8()..]);
    if before.is_empty() || before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace) {
        return false;
    }
    const BEFORE_NUMBERS: [&str; 13] =
        ["§", "§§", "Section", "Sections", "sección", "secciones", "No.", "Núm.", "EC", "CCR", "Ch.", "p.", "pp."];
    const AFTER_NUMBERS: [&str; 8] = ["%", "°", "€", "$", "a.m", "p.m", "percent", "por ciento"];
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_title = word.ends_with('.') && word.chars().count() <= 4;
    (BEFORE_NUMBERS.contains(&word) && after.starts_with(|c: char| c.is_ascii_digit()))
        || (before.ends_with(|c: char| c.is_ascii_digit())
            && AFTER_NUMBERS.iter().any(|start| after.starts_with(start)))
        || before.ends_with('«')
        || after.starts_with('»')
        || (is_title && after.starts_with(char::is_uppercase))
}

/// Letters and their accents as two characters: a search for the word fails.
fn decomposed(check: &mut PageCheck<'_>, line: Range<usize>) {
    let text = &check.lines.text()[line.clone()];
    let may_have_marks = memchr::memchr2(0xcc, 0xcd, text.as_bytes()).is_some();
    let has_marks = may_have_marks && text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c));
    if !has_marks || is_nfc(text) {
        return;
    }
    let mut edits = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, _)) = chars.next() {
        let mut end = start;
        while let Some((at, mark)) = chars.peek().copied()
            && ('\u{300}'..='\u{36f}').contains(&mark)
        {
            end = at + mark.len_utf8();
            chars.next();
        }
        if end > start {
            let composed: String = text[start..end].nfc().collect();
            if composed != text[start..end] {
                edits.push((line.start + start..line.start + end, composed));
            }
        }
    }
    let Some((first, letter)) = edits.first().cloned() else { return };
    check.report_with(
        Some(Fix::of(edits)),
        "paste/decomposed",
        Level::Warning,
        first,
        format!("“{letter}” is written here as a letter and an accent apart, so a search does not find the word."),
        "Type the letter again.",
    );
}

/// `1\.`, `\-`, `\!`: what an export of Google Docs writes.
fn escapes(check: &mut PageCheck<'_>, text: &str) {
    // Most pages have none.
    if memchr::memchr_iter(b'\\', text.as_bytes()).take(ESCAPES).count() < ESCAPES {
        return;
    }
    let body = front_matter::split(text).map_or_else(|split| split.body, |split| split.body);
    let escaped = escaped(check, text);
    let mut by_line: Vec<Vec<usize>> = Vec::new();
    lines_of(&text[body.clone()], |line| {
        let start = line.start + body.start;
        let found = needless_escapes(&text[start..line.end + body.start]).into_iter().map(|at| at + start);
        let found: Vec<usize> = found.filter(|at| escaped.binary_search(&(at + 1)).is_ok()).collect();
        if !found.is_empty() {
            by_line.push(found);
        }
    });
    if by_line.iter().map(Vec::len).sum::<usize>() < ESCAPES {
        return;
    }
    for line in by_line {
        let first = line[0];
        let shown = &text[first..first + 2];
        let edits = line.iter().map(|at| (*at..at + 1, String::new())).collect();
        check.report_with(
            Some(Fix::of(edits)),
            "paste/escaped",
            Level::Warning,
            first..first + 2,
            format!("“{shown}” has a backslash that comes from an export and does nothing."),
            "Delete the backslash.",
        );
    }
}

/// The places of signs that a backslash before them keeps from meaning something: not those in code and addresses.
fn escaped(check: &PageCheck<'_>, text: &str) -> Vec<usize> {
    let blocks = check.prose.iter().filter(|prose| prose.block.kind != BlockKind::Code);
    let places = blocks.flat_map(|prose| prose.block.text.starts()).filter(|at| text[..*at].ends_with('\\'));
    let mut places: Vec<usize> = places.collect();
    places.sort_unstable();
    places
}

/// The backslashes of a line that stand before a sign which means nothing there.
fn needless_escapes(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut in_code, mut escaped, mut digits_only) = (false, false, true);
    for (at, c) in line.char_indices() {
        if c == '\\' && !escaped {
            escaped = true;
            if !in_code && is_needless(line, at, digits_only) {
                found.push(at);
            }
            continue;
        }
        in_code ^= c == '`';
        digits_only &= c.is_ascii_digit() || c.is_whitespace();
        escaped = false;
    }
    found
}

/// Whether the backslash at `at` does nothing; before it may stand nothing but digits, where lists start.
fn is_needless(line: &str, at: usize, digits_only: bool) -> bool {
    let before = &line[..at];
    let starts_line = digits_only && !before.ends_with(|c: char| c.is_ascii_digit());
    let mut after = line[at + 1..].chars();
    let (Some(sign), next) = (after.next(), after.next()) else { return false };
    match sign {
        '-' | '+' | '=' => !starts_line && !before.ends_with(sign) && next != Some(sign),
        '.' | ')' => !digits_only || starts_line,
        '!' => next != Some('['),
        '(' => !before.ends_with(']'),
        '&' => !next.is_some_and(|c| c.is_alphanumeric() || c == '#'),
        '\'' | '"' | ',' | ';' | ':' | '?' | '/' | '%' | '$' | '@' => true,
        _ => false,
    }
}

/// `title: “Enrolling”`: the marks become part of the title.
fn curly_front_matter(check: &mut PageCheck<'_>, text: &str) {
    // The front matter ends before the first block. All of these marks start with the same byte.
    let end = check.outline.blocks().next().map_or(text.len(), |block| block.span.start);
    if memchr::memchr(0xe2, &text.as_bytes()[..end]).is_none() {
        return;
    }
    let Ok(front_matter::Split { yaml: Some(yaml), .. }) = front_matter::split(text) else { return };
    let mut found = Vec::new();
    lines_of(&text[yaml.clone()], |line| {
        let line = line.start + yaml.start..line.end + yaml.start;
        let Some(colon) = text[line.clone()].find(": ") else { return };
        let value_at = line.start + colon + 2;
        let value = text[value_at..line.end].trim();
        let start = value_at + (text[value_at..line.end].len() - text[value_at..line.end].trim_start().len());
        let (Some(open), Some(close)) = (value.chars().next(), value.chars().next_back()) else { return };
        let pairs = matches!((open, close), ('“' | '”' | '„', '“' | '”') | ('‘' | '’', '‘' | '’'));
        let inner = value.get(open.len_utf8()..value.len() - close.len_utf8()).unwrap_or_default();
        if pairs && !inner.is_empty() && !inner.contains(['“', '”', '"']) {
            found.push((start..start + value.len(), inner.to_owned()));
        }
    });
    for (span, inner) in found {
        let mark = if inner.contains('\\') { None } else { Some(Fix::replace(span.clone(), format!("\"{inner}\""))) };
        check.report_with(
            mark,
            "paste/curly-front-matter",
            Level::Error,
            span,
            "These are the curly quotation marks of Word; they would be printed on the page.",
            format!("Use straight ones: \"{inner}\"."),
        );
    }
}

/// `class="MsoNormal"`, `<o:p>`, `<!--StartFragment-->`, `docs-internal-guid`.
fn html_leftovers(check: &mut PageCheck<'_>, text: &str) {
    let mut word = false;
    let mut fragment = false;
    for range in check.outline.html.clone() {
        let piece = &text[range.clone()];
        let place = |needle: &str| piece.find(needle).map(|at| range.start + at..range.start + at + needle.len());
        let of_word = ["<o:p", "class=\"Mso", "class=Mso", "class='Mso", "mso-", "<w:", "<v:", "<!--[if"]
            .iter()
            .find_map(|needle| place(needle));
        if let Some(span) = of_word.filter(|_| !word) {
            word = true;
            check.report(
                "paste/word-html",
                Level::Warning,
                span,
                "This was pasted from Word with its own marks in it.",
                "Paste it as plain text, then mark headings and lists in Markdown.",
            );
        }
        let of_docs =
            ["<!--StartFragment", "<!--EndFragment", "docs-internal-guid"].iter().find_map(|needle| place(needle));
        if let Some(span) = of_docs.filter(|_| !fragment) {
            fragment = true;
            check.report(
                "paste/fragment",
                Level::Warning,
                span,
                "This was pasted from a web page or Google Docs with its own marks in it.",
                "Paste it as plain text, then mark headings and lists in Markdown.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 400, ..Default::default() })]

        #[test]
        fn odd_bytes_are_found_where_they_are(bytes in proptest::collection::vec(0..=255_u8, 0..4), lead in 0..200_usize) {
            let bytes = [vec![b'a'; lead], bytes].concat();
            let plain = bytes.iter().position(|byte| {
                !byte.is_ascii() || (byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t'))
            });
            proptest::prop_assert_eq!(next_odd(&bytes, 0), plain);
        }
    }
}
