//! Addresses of pages and paths of published files. Both are made of checked parts, so that no name, however
//! strange, leads out of the output folder or over what is kept there.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The longest part of a path that disks take, in bytes.
const LONGEST_PART: usize = 255;
/// The longest path, in bytes: browsers and disks take little more.
const LONGEST_PATH: usize = 2_000;
/// The most folders within each other: every page names those above it, and nobody finds the way down.
const DEEPEST: usize = 32;
/// The list of what is published, in the output: it marks a folder as a published site.
pub const MANIFEST: &str = ".studypages-manifest.json";
/// How the names start that Studypages keeps for itself in the output.
pub const OWN: &str = ".studypages";

/// Why a path cannot be an address. `Display` ends a sentence that starts with the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is nothing between two slashes.
    Empty,
    /// `.` and `..` lead elsewhere.
    Dots,
    /// A part of so many bytes.
    LongPart(usize),
    /// A path of so many bytes.
    LongPath(usize),
    /// A page this many folders down.
    Deep(usize),
    /// A sign that separates folders on some system, or ends a name on all.
    Sign(char),
    /// A name that is kept for Studypages.
    Own,
}

impl fmt::Display for Unfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfit::Empty => write!(formatter, "has a part without a name"),
            Unfit::Dots => write!(formatter, "leads to another folder"),
            Unfit::LongPart(bytes) => {
                write!(formatter, "has a part of {bytes} bytes; disks take no name over {LONGEST_PART}")
            }
            Unfit::LongPath(bytes) => write!(formatter, "is {bytes} bytes long; it may have {LONGEST_PATH}"),
            Unfit::Deep(folders) => write!(formatter, "is {folders} folders deep; it may be {DEEPEST}"),
            Unfit::Sign(sign) => write!(formatter, "has the sign {sign:?}, which no web address can hold"),
            Unfit::Own => write!(formatter, "has a name that starts with “{OWN}”, which Studypages keeps for itself"),
        }
    }
}

/// Checks one part of a path.
fn check_part(part: &str) -> Result<(), Unfit> {
    let forbidden = |c: char| matches!(c, '/' | '\\' | '\0') || (cfg!(windows) && is_refused_by_windows(c));
    match part {
        "" => Err(Unfit::Empty),
        "." | ".." => Err(Unfit::Dots),
        _ if part.len() > LONGEST_PART => Err(Unfit::LongPart(part.len())),
        // A disk that ignores case opens the same file.
        _ if part.get(..OWN.len()).is_some_and(|start| start.eq_ignore_ascii_case(OWN)) => Err(Unfit::Own),
        _ => part.chars().find(|c| forbidden(*c)).map_or(Ok(()), |sign| Err(Unfit::Sign(sign))),
    }
}

/// A file below the output folder, by its path with `/` from there. There is no other way to name a file to `output`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// The path, when each of its parts is the name of a file or folder.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(path: &str) -> Result<Self, Unfit> {
        path.split('/').try_for_each(check_part)?;
        if path.len() > LONGEST_PATH {
            return Err(Unfit::LongPath(path.len()));
        }
        Ok(Self(path.into()))
    }
}

/// Where a page stands, from the top of the site: empty for the home page, else ending in `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Arc<str>);

impl Address {
    /// The address of a page or folder called `name` below this one.
    ///
    /// # Errors
    /// What is wrong with the name.
    pub fn below(&self, name: &str) -> Result<Self, Unfit> {
        check_part(name)?;
        let folders = self.matches('/').count() + 1;
        if folders > DEEPEST {
            return Err(Unfit::Deep(folders));
        }
        let address = [self, name, "/"].concat();
        // The file behind it is longer.
        match address.len() + "index.html".len() {
            length @ ..=LONGEST_PATH => Ok(length),
            length => Err(Unfit::LongPath(length)),
        }?;
        Ok(Self(address.into()))
    }

    /// The file that answers this address.
    #[must_use]
    pub fn file(&self) -> OutputPath {
        // Its parts were checked when they were joined.
        OutputPath([self, "index.html"].concat().into())
    }
}

macro_rules! reads_as_text {
    ($($type:ty),*) => {$(
        impl Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

reads_as_text!(OutputPath, Address);

/// Whether web servers take a file of this name for instructions, wherever it stands.
#[must_use]
pub fn instructs_servers(path: &str) -> bool {
    const INSTRUCTIONS: [&str; 11] = [
        ".htaccess",
        ".htpasswd",
        ".user.ini",
        "php.ini",
        "web.config",
        "_redirects",
        "_headers",
        "_routes.json",
        "_worker.js",
        "staticwebapp.config.json",
        "netlify.toml",
    ];
    let name = path.rsplit('/').next().unwrap_or(path);
    INSTRUCTIONS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The path as a disk sees it that takes large and small letters, and letters composed and decomposed, for the same.
#[must_use]
pub fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let small = path.to_lowercase();
    if is_nfc(&small) { small } else { small.nfc().collect() }
}

/// What is wrong on Windows with a name that other systems take; the end of a sentence that starts with the name.
#[must_use]
pub fn trouble_on_windows(name: &str) -> Option<String> {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    // Most names are of letters, digits, hyphens and a period before their ending.
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ');
    let is_numbered = stem.len() == 4
        && (stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("com") || start.eq_ignore_ascii_case("lpt")))
        && stem.ends_with(|c: char| matches!(c, '1'..='9'));
    if is_numbered || DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) {
        return Some(format!("is a name that Windows keeps for a device ({})", stem.to_ascii_uppercase()));
    }
    if let Some(sign) = name.chars().find(|c| is_refused_by_windows(*c)) {
        return Some(format!("has the sign {sign:?}, which Windows takes in no name"));
    }
    let ends_badly = |part: &str| part.ends_with(['.', ' ']);
    let before_ending = name.rsplit_once('.').map_or("", |(before, _)| before);
    (ends_badly(name) || ends_badly(before_ending))
        .then(|| "has a period or a space at its end, which Windows and many web servers drop".to_owned())
}

fn is_refused_by_windows(c: char) -> bool {
    c.is_ascii_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_page_stands_deeper_than_somebody_finds_it() {
        let mut address = Address::default();
        for _ in 0..DEEPEST {
            address = address.below("a").unwrap();
        }
        assert_eq!(address.below("a").unwrap_err().to_string(), "is 33 folders deep; it may be 32");
    }

    #[test]
    fn a_path_that_leaves_the_output_or_touches_what_is_kept_there_cannot_be_made() {
        let long = "a".repeat(256);
        for (path, expected) in [
            ("", Unfit::Empty),
            ("/etc/passwd", Unfit::Empty),
            ("a//b", Unfit::Empty),
            ("a/", Unfit::Empty),
            ("../a", Unfit::Dots),
            ("a/../../b", Unfit::Dots),
            ("./a", Unfit::Dots),
            ("..\\a", Unfit::Sign('\\')),
            ("a\0", Unfit::Sign('\0')),
            (".studypages-manifest.json", Unfit::Own),
            (".StudyPages-waiting/1", Unfit::Own),
            (long.as_str(), Unfit::LongPart(256)),
        ] {
            assert_eq!(OutputPath::new(path), Err(expected), "{path:?}");
        }
        assert_eq!(OutputPath::new(&"ab/".repeat(700)[..2099]), Err(Unfit::LongPath(2099)));
        for path in ["index.html", "año/a b.pdf", ".well-known/security.txt", "a..b", "…/x"] {
            assert_eq!(&*OutputPath::new(path).unwrap(), path);
        }
    }

    #[test]
    fn an_address_grows_by_checked_names() {
        let home = Address::default();
        assert_eq!((&*home, &*home.file()), ("", "index.html"));
        let page = home.below("es").and_then(|es| es.below("inscripción")).unwrap();
        assert_eq!((&*page, &*page.file()), ("es/inscripción/", "es/inscripción/index.html"));
        assert_eq!(home.below(""), Err(Unfit::Empty));
        assert_eq!(home.below("../x"), Err(Unfit::Sign('/')));
    }

    #[test]
    fn names_that_windows_does_not_take() {
        for (name, expected) in [
            ("con", Some("is a name that Windows keeps for a device (CON)")),
            ("Aux.pdf", Some("is a name that Windows keeps for a device (AUX)")),
            ("com1.tar.gz", Some("is a name that Windows keeps for a device (COM1)")),
            ("a:b.pdf", Some("has the sign ':', which Windows takes in no name")),
            ("a\nb.pdf", Some("has the sign '\\n', which Windows takes in no name")),
            ("plan.", Some("has a period or a space at its end, which Windows and many web servers drop")),
            ("plan..pdf", Some("has a period or a space at its end, which Windows and many web servers drop")),
            ("plan.v2.pdf", None),
            ("consent.pdf", None),
            ("com10", None),
            ("año", None),
        ] {
            assert_eq!(trouble_on_windows(name).as_deref(), expected, "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn every_path_that_can_be_made_stands_below_the_output(path in "[a./\\\\\\x00 -é_🎒\u{202e}]{0,12}") {
            if let Ok(made) = OutputPath::new(&path) {
                let parts: Vec<_> = std::path::Path::new(&*made).components().collect();
                prop_assert!(!parts.is_empty());
                prop_assert!(parts.iter().all(|part| matches!(part, std::path::Component::Normal(_))));
            }
        }
    }
}
