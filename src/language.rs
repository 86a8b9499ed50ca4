//! Languages: BCP 47 tags, the languages' own names, the direction of their script.

/// Direction of a script, as the HTML `dir` attribute writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// `ltr` or `rtl`.
    #[must_use]
    pub fn attribute(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// Languages California families speak, with their names in their own script and in English.
/// Home languages: CDE, English learners by language, 2012 to 2019.
const NAMES: [(&str, &str, &str); 32] = [
    ("am", "አማርኛ", "Amharic"),
    ("ar", "العربية", "Arabic"),
    ("en", "English", "English"),
    ("es", "Español", "Spanish"),
    ("fa", "فارسی", "Persian"),
    ("fil", "Filipino", "Filipino"),
    ("fr", "Français", "French"),
    ("hi", "हिन्दी", "Hindi"),
    ("hmn", "Hmoob", "Hmong"),
    ("hy", "Հայերեն", "Armenian"),
    ("hyw", "Արեւմտահայերէն", "Western Armenian"),
    ("ja", "日本語", "Japanese"),
    ("km", "ខ្មែរ", "Khmer"),
    ("ko", "한국어", "Korean"),
    ("lo", "ລາວ", "Lao"),
    ("mam", "Mam", "Mam"),
    ("mix", "Tu'un Savi", "Mixtec"),
    ("pa", "ਪੰਜਾਬੀ", "Punjabi"),
    ("prs", "دری", "Dari"),
    ("ps", "پښتو", "Pashto"),
    ("pt", "Português", "Portuguese"),
    ("ru", "Русский", "Russian"),
    ("so", "Soomaali", "Somali"),
    ("te", "తెలుగు", "Telugu"),
    ("th", "ไทย", "Thai"),
    ("tl", "Tagalog", "Tagalog"),
    ("uk", "Українська", "Ukrainian"),
    ("ur", "اردو", "Urdu"),
    ("vi", "Tiếng Việt", "Vietnamese"),
    ("zh", "中文", "Chinese"),
    ("zh-Hans", "简体中文", "Simplified Chinese"),
    ("zh-Hant", "繁體中文", "Traditional Chinese"),
];

/// The language's name in itself; the tag when it is not one of ours.
#[must_use]
pub fn native_name(tag: &str) -> &str {
    let find =
        |wanted: &str| NAMES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(wanted)).map(|(_, name, _)| *name);
    find(tag).or_else(|| find(primary(tag))).unwrap_or(tag)
}

/// The tag of a language that somebody calls by its name, in English or in itself.
#[must_use]
pub fn tag_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    NAMES
        .iter()
        .find(|(_, own, english)| own.to_lowercase() == name || english.to_lowercase() == name)
        .map(|(tag, ..)| *tag)
}

/// The direction of the script the language is written in.
#[must_use]
pub fn direction(tag: &str) -> Direction {
    const FROM_THE_RIGHT: [&str; 10] = ["ar", "fa", "prs", "ps", "ur", "he", "yi", "ckb", "sd", "ug"];
    let language = primary(tag);
    if FROM_THE_RIGHT.iter().any(|known| known.eq_ignore_ascii_case(language)) {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

/// The primary language subtag: `zh` of `zh-Hant`.
#[must_use]
pub fn primary(tag: &str) -> &str {
    tag.find('-').map_or(tag, |hyphen| &tag[..hyphen])
}

/// Whether a text has the shape of a BCP 47 language tag (RFC 5646): two or three
/// letters, then subtags of two to eight letters or digits.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_and_directions() {
        assert_eq!(native_name("es-US"), "Español");
        assert_eq!(native_name("zh-Hant"), "繁體中文");
        assert_eq!(native_name("xx"), "xx");
        assert_eq!(tag_of("Spanish"), Some("es"));
        assert_eq!(tag_of("tiếng việt "), Some("vi"));
        assert_eq!(tag_of("Klingon"), None);
        assert_eq!(direction("fa-AF"), Direction::Rtl);
        assert_eq!(direction("pa"), Direction::Ltr);
        assert!(is_tag("es") && is_tag("zh-Hant") && is_tag("fil"));
        assert!(!is_tag("v1") && !is_tag("draft") && !is_tag("") && !is_tag("es-"));
    }
}
