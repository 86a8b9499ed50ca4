//! The theme's words in each language: `strings/LANG.yaml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use tera::{Map, Value};

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

    /// A day as the language writes it in full: "Thursday, October 8, 2020".
    #[must_use]
    pub fn long_date(&self, date: Date) -> String {
        let pick = |names: &[String], number: i8| {
            usize::try_from(number - 1).ok().and_then(|at| names.get(at).cloned()).unwrap_or_else(|| number.to_string())
        };
        self.get("date_long")
            .replace("{weekday}", &pick(&self.weekdays, date.weekday().to_monday_one_offset()))
            .replace("{month}", &pick(&self.months, date.month()))
            .replace("{day}", &date.day().to_string())
            .replace("{year}", &date.year().to_string())
    }
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
        let missing: Vec<&String> = english.texts.keys().filter(|key| !strings.texts.contains_key(*key)).collect();
        if let (Some(file), false) = (file, missing.is_empty()) {
            let names: Vec<&str> = missing.iter().map(|name| name.as_str()).collect();
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
    let node = match yaml::parse(text) {
        Ok(node) => node,
        Err(error) => {
            findings.push(
                Finding::new(
                    "theme/strings",
                    Level::Error,
                    &file.file,
                    format!("This file cannot be read from here on: {}.", error.message.trim_end_matches('.')),
                    "Write each line as “name: words”.",
                )
                .at(&lines, error.span),
            );
            return None;
        }
    };
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
