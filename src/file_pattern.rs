//! Patterns that name files of `content/`: `CNAME`, `.well-known`, `letters/*.pdf`, `**/*.csv`.

use unicode_normalization::UnicodeNormalization;

/// A pattern for paths from `content/`. `*` and `?` stand for letters of one name, `**` for any folders. None of
/// them stands for a name that starts with a period. A pattern that names a folder names all that is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePattern {
    written: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// `**`
    Folders,
    /// A name, maybe with `*` and `?`.
    Name(String),
}

/// Folders and files that hold what no reader may have: versions, secrets, what Studypages remembers.
const SECRET: [&str; 5] = [".git", ".hg", ".svn", ".env", ".studypages"];

impl FilePattern {
    /// Reads a pattern; `None` for one that could name nothing below `content/`, or what is secret.
    #[must_use]
    pub fn new(written: &str) -> Option<Self> {
        let mut parts = Vec::new();
        // Paths have composed letters, whatever an editor writes.
        let written: String = written.trim().nfc().collect();
        for name in written.trim_matches('/').split('/') {
            match name {
                "" | "." | ".." => return None,
                "**" if parts.last() == Some(&Part::Folders) => {}
                "**" => parts.push(Part::Folders),
                name if SECRET.iter().any(|secret| name.eq_ignore_ascii_case(secret)) => return None,
                name => parts.push(Part::Name(name.to_owned())),
            }
        }
        let is_plain = !written.contains(['\\', ':']) && !written.contains(char::is_control);
        is_plain.then_some(Self { written, parts })
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether it names the file at a path, letter by letter or through a pattern.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').collect();
        below(&self.parts, &names, false)
    }

    /// Whether it names the file at a path without a wildcard in the file's own name.
    #[must_use]
    pub fn spells_out(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.matches(path) && self.parts.last() == Some(&Part::Name(name.to_owned()))
    }

    /// Whether it names a path or something below it.
    #[must_use]
    pub(crate) fn reaches(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').collect();
        below(&self.parts, &names, true)
    }
}

/// Whether `names` match `parts`; with `may_end` also when they end before the parts do.
fn below(parts: &[Part], names: &[&str], may_end: bool) -> bool {
    let is_open = |name: &&str| !name.starts_with('.');
    match (parts.split_first(), names.split_first()) {
        (None, _) => names.iter().all(is_open),
        (Some(_), None) => may_end,
        (Some((Part::Folders, after)), Some((name, rest))) => {
            below(after, names, may_end) || (is_open(name) && below(parts, rest, may_end))
        }
        (Some((Part::Name(pattern), after)), Some((name, rest))) => {
            is_named(pattern, name) && below(after, rest, may_end)
        }
    }
}

/// Whether a name fits a pattern with `*` and `?`.
fn is_named(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut in_pattern) = (0, 0);
    // Where the last `*` stands, and where what it stands for ends.
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match pattern.get(in_pattern) {
            Some('*') => {
                star = Some((in_pattern, at));
                in_pattern += 1;
            }
            Some(c) if *c == '?' || *c == name[at] => {
                in_pattern += 1;
                at += 1;
            }
            _ => {
                let Some((place, end)) = star else { return false };
                star = Some((place, end + 1));
                in_pattern = place + 1;
                at = end + 1;
            }
        }
    }
    pattern[in_pattern..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'p>(pattern: &str, paths: &[&'p str]) -> Vec<&'p str> {
        let pattern = FilePattern::new(pattern).unwrap();
        paths.iter().copied().filter(|path| pattern.matches(path)).collect()
    }

    #[test]
    fn files_that_a_pattern_names() {
        let paths = [
            "CNAME",
            "forms/a.pdf",
            "forms/old/b.pdf",
            "forms/.hidden.pdf",
            ".well-known/security.txt",
            ".well-known/.git/config",
        ];
        assert_eq!(named("CNAME", &paths), ["CNAME"]);
        assert_eq!(named("forms", &paths), ["forms/a.pdf", "forms/old/b.pdf"]);
        assert_eq!(named("/forms/", &paths), ["forms/a.pdf", "forms/old/b.pdf"]);
        assert_eq!(named("forms/*.pdf", &paths), ["forms/a.pdf"]);
        assert_eq!(named("**/*.pdf", &paths), ["forms/a.pdf", "forms/old/b.pdf"]);
        assert_eq!(named("**", &paths), ["CNAME", "forms/a.pdf", "forms/old/b.pdf"]);
        assert_eq!(named("**/?.pdf", &paths), ["forms/a.pdf", "forms/old/b.pdf"]);
        assert_eq!(named(".well-known", &paths), [".well-known/security.txt"]);
        assert_eq!(named("*", &paths), ["CNAME", "forms/a.pdf", "forms/old/b.pdf"]);
        assert_eq!(named("*N*E", &paths), ["CNAME"]);
    }

    #[test]
    fn folders_on_the_way_to_a_named_file_are_walked() {
        let pattern = FilePattern::new(".well-known/acme/*.txt").unwrap();
        let reached = [".well-known", ".well-known/acme", ".well-known/acme/a.txt", ".git", ".well-known/other"];
        assert_eq!(reached.map(|path| pattern.reaches(path)), [true, true, true, false, false]);
    }

    #[test]
    fn patterns_stay_in_content_and_out_of_what_is_secret() {
        for written in ["", "/", "../site.yaml", "a//b", ".git/config", ".GIT", "a/.env", "C:\\x", "a\nb"] {
            assert_eq!(FilePattern::new(written), None, "{written:?}");
        }
    }

    #[test]
    fn a_file_is_spelled_out_by_its_own_name_only() {
        let spelled = |pattern: &str| FilePattern::new(pattern).unwrap().spells_out("a/web.config");
        assert!(spelled("a/web.config") && spelled("**/web.config"));
        assert!(!spelled("a") && !spelled("a/web.*") && !spelled("**"));
    }
}
