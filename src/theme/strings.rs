//! The theme's words in each language: `strings/LANG.yaml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;
use tera::{Context, Map, Value};

use super::ThemeFile;
use crate::diagnostics::{Finding, Level, Lines};
use crate::language;
use crate::yaml;

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Strings {
    /// Its BCP 47 tag.
    pub language: String,
    /// Whether a speaker of the language has read the words.
    pub reviewed: bool,
    texts: BTreeMap<String, String>,
    months: Vec<String>,
    weekdays: Vec<String>,
    value: Value,
}

impl Strings {
    /// A word or sentence; its name when no language has it.
    #[must_use]
    pub fn get<'s>(&'s self, name: &'s str) -> &'s str {
        self.texts.get(name).map_or(name, String::as_str)
    }

    /// All of them, for templates: `t.skip_to_content`.
    #[must_use]
    pub fn value(&self) -> Value {
        self.value.clone()
    }

    /// For components, which take them by `@t`.
    pub(crate) fn context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("t", self.value());
        context
    }

    /// A day as the language writes it in full: "Thursday, October 8, 2020".
    #[must_use]
    pub fn long_date(&self, date: Date) -> String {
        let mut long = String::with_capacity(48);
        let mut rest = self.get("date_long");
        while let Some((before, after)) = rest.split_once('{') {
            long.push_str(before);
            let (name, after_name) = after.split_once('}').unwrap_or(("", ""));
            rest = after_name;
            match name {
                "weekday" => push_name(&mut long, &self.weekdays, date.weekday().to_monday_one_offset()),
                "month" => push_name(&mut long, &self.months, date.month()),
                "day" => push_number(&mut long, date.day()),
                "year" => push_number(&mut long, date.year()),
                _ => {
                    long.push('{');
                    rest = after;
                }
            }
        }
        long.push_str(rest);
        long
    }
}

/// A month or a day of the week; its number where the language has no name for it.
fn push_name(text: &mut String, names: &[String], number: i8) {
    match usize::try_from(number - 1).ok().and_then(|at| names.get(at)) {
        Some(name) => text.push_str(name),
        None => push_number(text, number),
    }
}

fn push_number(text: &mut String, number: impl Into<i16>) {
    // Writing to a string never fails.
    let _ = write!(text, "{}", number.into());
}

/// The file's keys that are lists or settings, not words for templates.
const LISTS: [&str; 2] = ["months", "weekdays"];

/// The strings of each language of the site; what one lacks is English, and a finding.
pub(super) fn load(
    files: &BTreeMap<String, ThemeFile>,
    languages: &[String],
    findings: &mut Vec<Finding>,
) -> Vec<Strings> {
    let english = files.get("en.yaml").and_then(|file| parse(file, "en", findings));
    languages
        .iter()
        .map(|tag| {
            let names = [format!("{tag}.yaml"), format!("{}.yaml", language::primary(tag))];
            let file = names.iter().find_map(|name| files.get(name));
            let said = findings.len();
            let own = match (tag.as_str(), file) {
                ("en", _) => english.clone(),
                (_, Some(file)) => parse(file, tag, findings),
                (_, None) => {
                    findings.push(Finding::new(
                        "theme/strings-missing",
                        Level::Warning,
                        crate::config::FILE,
                        format!("The theme has no words in “{tag}”; menus and labels of these pages are in English."),
                        format!("Write them in themes/NAME/strings/{tag}.yaml."),
                    ));
                    None
                }
            };
            // What is missing because it cannot be read was said.
            let file = file.filter(|_| findings.len() == said);
            with_english(own, english.as_ref(), tag, file, findings)
        })
        .collect()
}

fn with_english(
    own: Option<Strings>,
    english: Option<&Strings>,
    tag: &str,
    file: Option<&ThemeFile>,
    findings: &mut Vec<Finding>,
) -> Strings {
    let fallback = || Strings {
        language: tag.to_owned(),
        reviewed: false,
        texts: BTreeMap::new(),
        months: Vec::new(),
        weekdays: Vec::new(),
        value: Value::none(),
    };
    let mut strings = own.or_else(|| english.cloned()).unwrap_or_else(fallback);
    tag.clone_into(&mut strings.language);
    if let Some(english) = english {
        let texts = english.texts.keys().filter(|key| !strings.texts.contains_key(*key)).map(String::as_str);
        let lists = [("months", strings.months.len() == 12), ("weekdays", strings.weekdays.len() == 7)];
        let lists = lists.into_iter().filter(|(_, whole)| !whole).map(|(name, _)| name);
        let names: Vec<&str> = texts.chain(lists).collect();
        if let (Some(file), false) = (file, names.is_empty()) {
            findings.push(Finding::new(
                "theme/strings-missing",
                Level::Warning,
                &file.file,
                format!("Words are missing in “{tag}” and are shown in English: {}.", names.join(", ")),
                "Add them to this file.",
            ));
        }
        for (key, text) in &english.texts {
            strings.texts.entry(key.clone()).or_insert_with(|| text.clone());
        }
        if strings.months.len() != 12 {
            strings.months.clone_from(&english.months);
        }
        if strings.weekdays.len() != 7 {
            strings.weekdays.clone_from(&english.weekdays);
        }
    }
    let map: Map = strings.texts.iter().map(|(key, text)| (key.clone().into(), Value::from(text.as_str()))).collect();
    strings.value = Value::from(Arc::new(map).as_ref().clone());
    strings
}

fn parse(file: &ThemeFile, tag: &str, findings: &mut Vec<Finding>) -> Option<Strings> {
    let text = file.text(findings)?;
    let lines = Lines::new(text);
    // A line that cannot be read takes no other with it.
    let (node, errors) = yaml::parse_fields(text);
    for error in errors {
        let message = format!("These words cannot be read: {}.", error.message.trim_end_matches('.'));
        let help = "Write each line as “name: words”.";
        findings.push(Finding::new("theme/strings", Level::Error, &file.file, message, help).at(&lines, error.span));
    }
    let mut strings = Strings {
        language: tag.to_owned(),
        reviewed: false,
        texts: BTreeMap::new(),
        months: Vec::new(),
        weekdays: Vec::new(),
        value: Value::none(),
    };
    let yaml::Value::Map(entries) = node.value else { return Some(strings) };
    for entry in entries {
        match (entry.key.as_str(), entry.value.value) {
            ("reviewed", yaml::Value::Bool(reviewed)) => strings.reviewed = reviewed,
            (key, yaml::Value::List(items)) if LISTS.contains(&key) => {
                let words = items
                    .into_iter()
                    .filter_map(|item| match item.value {
                        yaml::Value::Text(text) | yaml::Value::Number(text) => Some(text),
                        _ => None,
                    })
                    .collect();
                if key == "months" { strings.months = words } else { strings.weekdays = words }
            }
            (_, yaml::Value::Text(text) | yaml::Value::Number(text)) => {
                strings.texts.insert(entry.key, text);
            }
            (_, yaml::Value::Unreadable) => {}
            (key, _) => findings.push(
                Finding::new(
                    "theme/strings",
                    Level::Error,
                    &file.file,
                    format!("“{key}” should be text."),
                    "Write it like this: name: \"words\"",
                )
                .at(&lines, entry.key_span),
            ),
        }
    }
    Some(strings)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::theme::BUILT_IN;

    const LANGUAGES: [&str; 12] = ["en", "es", "vi", "zh-Hans", "zh-Hant", "ar", "fa", "ko", "hy", "ru", "tl", "pa"];

    fn built_in() -> BTreeMap<String, ThemeFile> {
        let folder = BUILT_IN.get_dir("strings").unwrap();
        let file =
            |name: &str, bytes: &[u8]| ThemeFile { bytes: bytes.to_vec(), file: format!("themes/cde/{name}").into() };
        folder
            .files()
            .map(|entry| {
                let path = entry.path().to_str().unwrap().replace('\\', "/");
                (path.trim_start_matches("strings/").to_owned(), file(&path, entry.contents()))
            })
            .collect()
    }

    /// The `{placeholders}` of a text, in alphabetical order.
    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_language_has_every_word_with_its_placeholders() {
        let files = built_in();
        let languages = LANGUAGES.map(str::to_owned);
        let mut findings = Vec::new();
        let strings = load(&files, &languages, &mut findings);
        assert_eq!(findings, []);
        assert_eq!(files.len(), LANGUAGES.len());
        for words in &strings {
            assert_eq!((words.months.len(), words.weekdays.len()), (12, 7), "{}", words.language);
            for (name, text) in &words.texts {
                let english = strings[0].texts.get(name);
                assert!(english.is_some(), "{}: {name} is no word of the theme", words.language);
                assert_eq!(
                    placeholders(text),
                    placeholders(english.map_or("", String::as_str)),
                    "{}: {name}",
                    words.language
                );
            }
        }
    }

    #[test]
    fn days_are_written_as_each_language_writes_them() {
        let mut findings = Vec::new();
        let strings = load(&built_in(), &LANGUAGES.map(str::to_owned), &mut findings);
        let date = |tag: &str| {
            let at = LANGUAGES.iter().position(|known| *known == tag).unwrap();
            strings[at].long_date(jiff::civil::date(2020, 10, 8))
        };
        assert_eq!(date("en"), "Thursday, October 8, 2020");
        assert_eq!(date("es"), "jueves 8\u{a0}de octubre de 2020");
        assert_eq!(date("zh-Hant"), "2020年10月8日星期四");
        assert_eq!(date("ko"), "2020년 10월 8일 목요일");
    }

    #[test]
    fn a_missing_word_is_english_and_a_finding() {
        let mut files = built_in();
        files.insert(
            "so.yaml".to_owned(),
            ThemeFile { bytes: b"home: Guri\n".to_vec(), file: "themes/cde/strings/so.yaml".into() },
        );
        let mut findings = Vec::new();
        let strings = load(&files, &["so".to_owned(), "km".to_owned()], &mut findings);
        assert_eq!((strings[0].get("home"), strings[0].get("menu")), ("Guri", "Menu"));
        assert_eq!(strings[1].get("menu"), "Menu");
        assert!(
            findings[0].message.starts_with("Words are missing in “so” and are shown in English: accessibility, "),
            "{}",
            findings[0].message
        );
        assert_eq!(
            findings[1].message,
            "The theme has no words in “km”; menus and labels of these pages are in English."
        );
    }

    proptest! {
        #[test]
        fn values_stand_where_their_names_did(pattern in prop::collection::vec("\\{(day|month|weekday)\\}|\\{da|y\\}|é|", 0..9)) {
            let mut words = load(&built_in(), &["en".to_owned()], &mut Vec::new()).remove(0);
            let pattern = pattern.concat();
            words.texts.insert("date_long".to_owned(), pattern.clone());
            let expected = pattern.replace("{weekday}", "Thursday").replace("{month}", "October").replace("{day}", "8");
            prop_assert_eq!(words.long_date(jiff::civil::date(2020, 10, 8)), expected);
        }
    }
}
