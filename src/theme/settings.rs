//! `theme.yaml`: the settings that a theme declares, and what a site chose for them.

use std::ops::Range;

use tera::{Map, Value};

use super::ThemeFile;
use crate::config::{self, Choice};
use crate::diagnostics::{Finding, Level, Lines, nearest};
use crate::fields::{Codes, Reader};
use crate::yaml::{self, Node};

/// The codes of mistakes in `theme.yaml`.
const CODES: Codes = Codes {
    unknown_key: "theme/setting",
    duplicate_key: "theme/setting",
    wrong_type: "theme/setting",
    bad_value: "theme/setting",
    missing: "theme/setting",
};

/// What kind of value a setting has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    /// A color, set below `colors` of site.yaml: `"#046b99"`.
    Color,
    /// Yes or no.
    Boolean,
    /// A whole number.
    Number,
    /// Words.
    Text,
}

const TYPES: [(&str, Type); 4] =
    [("color", Type::Color), ("boolean", Type::Boolean), ("number", Type::Number), ("text", Type::Text)];

impl Type {
    fn name(self) -> &'static str {
        TYPES.iter().find(|(_, kind)| *kind == self).map_or("text", |(name, _)| name)
    }

    /// The value of what was written, when it is of this type.
    fn read(self, written: &yaml::Value) -> Option<Value> {
        match (self, written) {
            (Type::Boolean, yaml::Value::Bool(value)) => Some(Value::from(*value)),
            (Type::Number, yaml::Value::Number(digits)) => digits.parse::<i64>().ok().map(Value::from),
            (Type::Text | Type::Color, yaml::Value::Text(text) | yaml::Value::Number(text)) => {
                Some(Value::from(text.as_str()))
            }
            _ => None,
        }
    }
}

/// A setting of a theme and its value on this site.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) name: String,
    kind: Type,
    value: Value,
    /// Where the site chose it, in bytes of site.yaml; `None` for the theme's default.
    pub(super) chosen_at: Option<Range<usize>>,
}

impl Setting {
    #[cfg(test)]
    pub(super) fn color(name: &str, value: &str, chosen_at: Option<Range<usize>>) -> Self {
        Self { name: name.to_owned(), kind: Type::Color, value: Value::from(value), chosen_at }
    }

    /// The words of a text or color.
    pub(super) fn text(&self) -> &str {
        self.value.as_str().unwrap_or_default()
    }
}

/// Reads what the theme declares and puts the site's choices in.
pub(super) fn read(
    theme_yaml: Option<&ThemeFile>,
    colors: &[Choice],
    others: &[Choice],
    findings: &mut Vec<Finding>,
) -> Vec<Setting> {
    let mut settings = theme_yaml.map_or_else(Vec::new, |file| declared(file, findings));
    for (choices, is_color, group) in [(colors, true, "colors"), (others, false, "settings")] {
        for choice in choices {
            let known: Vec<String> =
                settings.iter().filter(|s| (s.kind == Type::Color) == is_color).map(|s| s.name.clone()).collect();
            let setting =
                settings.iter_mut().find(|s| s.name == choice.name.value && (s.kind == Type::Color) == is_color);
            let mut report = |span: &Range<usize>, message: String, help: String| {
                findings
                    .push(Finding::new("config/bad-value", Level::Error, config::FILE, message, help).on(span.clone()));
            };
            let Some(setting) = setting else {
                let help = match nearest(&choice.name.value, known.iter().map(String::as_str)) {
                    Some(meant) => format!("Did you mean “{meant}”?"),
                    None if known.is_empty() => format!("Remove the line: the theme has no {group}."),
                    None => format!("The theme has these: {}.", known.join(", ")),
                };
                report(&choice.name.span, format!("The theme has no “{}” among its {group}.", choice.name.value), help);
                continue;
            };
            match setting.kind.read(&choice.value.value) {
                Some(value) => {
                    setting.value = value;
                    setting.chosen_at = Some(choice.value.span.clone());
                }
                None => report(
                    &choice.value.span,
                    format!(
                        "“{}” should be a {}, but this is {}.",
                        setting.name,
                        setting.kind.name(),
                        choice.value.describe()
                    ),
                    match setting.kind {
                        Type::Color => {
                            "Write six digits of hexadecimal after a #, in quotation marks: \"#046b99\"".to_owned()
                        }
                        Type::Boolean => format!("Write {}: true or {}: false", setting.name, setting.name),
                        Type::Number => "Write it in digits.".to_owned(),
                        Type::Text => "Write it in quotation marks.".to_owned(),
                    },
                ),
            }
        }
    }
    settings
}

/// For templates: `settings.search`.
pub(super) fn value(settings: &[Setting]) -> Value {
    let map: Map = settings.iter().map(|setting| (setting.name.clone().into(), setting.value.clone())).collect();
    Value::from(map)
}

fn declared(file: &ThemeFile, findings: &mut Vec<Finding>) -> Vec<Setting> {
    let Some(text) = file.text(findings) else { return Vec::new() };
    let lines = Lines::new(text);
    let (node, errors) = yaml::parse_fields(text);
    for error in errors {
        let message = format!("This field cannot be read: {}.", error.message.trim_end_matches('.'));
        let help = "Each line is “name: value”.";
        findings.push(Finding::new("theme/setting", Level::Error, &file.file, message, help).at(&lines, error.span));
    }
    let mut reader = Reader { file: &file.file, lines: &lines, offset: 0, codes: &CODES, findings };
    let fields = reader.map(&node, "theme.yaml", &["name", "version", "description", "settings"]);
    let Some(settings) = fields.as_ref().and_then(|fields| fields.get("settings")) else { return Vec::new() };
    let Some(settings) = reader.map(settings, "settings", &[]) else { return Vec::new() };
    let named: Vec<(&str, &Node)> = settings.iter().collect();
    named.into_iter().filter_map(|(name, node)| setting(&mut reader, name, node)).collect()
}

fn setting(reader: &mut Reader<'_>, name: &str, node: &Node) -> Option<Setting> {
    let fields = reader.map(node, name, &["type", "default", "description"])?;
    let at = node.span.clone();
    let kind = reader
        .require(&fields, "type", &at, "Write type: color, boolean, number or text")
        .and_then(|node| reader.choice(node, "type", &TYPES))?;
    let default = reader.require(&fields, "default", &at, "Write the value of sites that choose none.")?;
    let Some(value) = kind.read(&default.value) else {
        reader.report(
            CODES.wrong_type,
            Level::Error,
            &default.span,
            format!("The default of “{name}” should be a {}, but this is {}.", kind.name(), default.describe()),
            "Mend the default or the type.",
        );
        return None;
    };
    Some(Setting { name: name.to_owned(), kind, value, chosen_at: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Located;

    const THEME: &str = "\
name: cde
settings:
  brand: { type: color, default: '#046b99' }
  search: { type: boolean, default: true, description: A box. }
  columns: { type: number, default: 2 }
";

    fn choice(name: &str, value: yaml::Value) -> Choice {
        Choice { name: Located { value: name.to_owned(), span: 0..1 }, value: Node { value, span: 2..3 } }
    }

    fn read_with(theme: &str, colors: &[Choice], others: &[Choice]) -> (Vec<(String, String)>, Vec<String>) {
        let file = ThemeFile { bytes: theme.as_bytes().to_vec(), file: "themes/cde/theme.yaml".into() };
        let mut findings = Vec::new();
        let settings = read(Some(&file), colors, others, &mut findings);
        let values = settings.iter().map(|s| (s.name.clone(), s.value.to_string())).collect();
        (values, findings.iter().map(|f| format!("{} {} {}", f.file, f.message, f.help)).collect())
    }

    #[test]
    fn a_site_chooses_and_the_theme_has_defaults() {
        let (values, said) = read_with(
            THEME,
            &[choice("brand", yaml::Value::Text("#7a1f3d".to_owned()))],
            &[choice("search", yaml::Value::Bool(false))],
        );
        assert_eq!(said, [""; 0]);
        let expected = [("brand", "#7a1f3d"), ("search", "false"), ("columns", "2")];
        assert_eq!(values, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn choices_of_the_wrong_name_or_type() {
        let (_, said) = read_with(
            THEME,
            &[
                choice("brnad", yaml::Value::Text("#000".to_owned())),
                choice("search", yaml::Value::Text("#000".to_owned())),
            ],
            &[choice("search", yaml::Value::Text("yes".to_owned())), choice("columns", yaml::Value::Bool(true))],
        );
        assert_eq!(
            said,
            [
                "site.yaml The theme has no “brnad” among its colors. Did you mean “brand”?",
                "site.yaml The theme has no “search” among its colors. The theme has these: brand.",
                "site.yaml “search” should be a boolean, but this is text. Write search: true or search: false",
                "site.yaml “columns” should be a number, but this is a yes-or-no value. Write it in digits.",
            ]
        );
    }

    #[test]
    fn mistakes_of_a_theme() {
        let (_, said) = read_with(
            "settings:\n  a: { type: colour, default: x }\n  b: { type: number, default: x }\n  c: {}\n",
            &[],
            &[],
        );
        assert_eq!(
            said,
            [
                "themes/cde/theme.yaml “type” cannot be “colour”. Did you mean “color”?",
                "themes/cde/theme.yaml The default of “b” should be a number, but this is text. Mend the default or the type.",
                "themes/cde/theme.yaml “type” is missing. Write type: color, boolean, number or text",
            ]
        );
    }
}
