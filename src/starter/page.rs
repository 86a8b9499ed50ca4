//! One new page: a draft, at a path that is free, from the words of its kind or of the page that it translates.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{Error, FILES, LANGUAGES};
use crate::front_matter::{self, Kind};
use crate::markdown::slugify;
use crate::page::{in_language, split_language};
use crate::site::Site;
use crate::source::{SitePath, content_file, is_ignored};

/// What page somebody wants.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The folder of `site.yaml`.
    pub root: &'a Path,
    /// The site with all its pages, whether published or not.
    pub site: &'a Site,
    /// What the page is about.
    pub kind: Kind,
    /// Its file as it was typed.
    pub path: Option<&'a str>,
    /// The place of its language among those of the site.
    pub language: usize,
}

/// A page that was made.
#[derive(Debug)]
pub struct Made {
    /// Its path from `content/`.
    pub path: SitePath,
    /// The page whose words it holds until somebody has translated them.
    pub original: Option<SitePath>,
    /// The page that has the name this one would have had.
    pub instead_of: Option<SitePath>,
    /// Whether its words are in English on a page that is to be in another language.
    pub is_english: bool,
}

/// The file that `new` writes when no other is named and none stands in the way.
#[must_use]
pub fn default_name(kind: Kind) -> String {
    match kind {
        Kind::Home => "index.md".to_owned(),
        kind => format!("{}.md", kind.name()),
    }
}

/// Writes one page as a draft.
///
/// # Errors
/// When the path can be no page, is taken, or cannot be written.
pub fn new_page(wanted: &Wanted<'_>) -> Result<Made, Error> {
    let (site, language) = (wanted.site, wanted.language);
    let tag = &site.config.languages[language];
    let (key, instead_of) = match wanted.path {
        Some(typed) => (named(typed, wanted)?, None),
        None => free_name(wanted),
    };
    let path = if language == 0 { key.clone() } else { in_language(&key, tag) };
    let file = wanted.root.join(content_file(&path));
    if fs::symlink_metadata(&file).is_ok() {
        return Err(Error::Exists(PathBuf::from(content_file(&path))));
    }
    if let Some(holder) = site.holder_of(&key, language) {
        let why = format!("its address would be that of {holder}. Choose another name.");
        return Err(Error::BadPath(key.to_string(), why));
    }
    refuse_links(wanted.root, &path)?;
    let original = site.group(&key).and_then(|group| site.groups[group].pages[0]).filter(|_| language != 0);
    let original = original.map(|page| site.pages[page].path.clone());
    let own = FILES.get_file(format!("pages/{}.{tag}.md", wanted.kind.name()));
    let text = match &original {
        Some(original) => {
            let file = wanted.root.join(content_file(original));
            to_translate(&fs::read_to_string(&file).map_err(|error| Error::Disk(file, error))?)
        }
        None => {
            let words = own.or_else(|| FILES.get_file(format!("pages/{}.md", wanted.kind.name())));
            let words = words.and_then(|file| file.contents_utf8()).unwrap_or_default();
            // A page of another name has an address of its own.
            let is_usual = key.as_str() == default_name(wanted.kind);
            words.split_inclusive('\n').filter(|line| is_usual || !line.starts_with("slug:")).collect()
        }
    };
    write(&file, &text).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists(PathBuf::from(content_file(&path))),
        _ => Error::Disk(file, error),
    })?;
    let is_english = original.is_none() && own.is_none() && tag != LANGUAGES[0];
    Ok(Made { path, original, instead_of, is_english })
}

/// The page that was meant by what was typed: a path from `content/`, which it may name, with or without `.md`.
fn named(typed: &str, wanted: &Wanted<'_>) -> Result<SitePath, Error> {
    let refused = |why: String| Err(Error::BadPath(typed.to_owned(), why));
    let written = typed.trim().replace('\\', "/");
    // The Tab key of a shell in the site's folder writes the name of the content folder too.
    let path = written.trim_start_matches("./");
    let path = path.strip_prefix("content/").unwrap_or(path);
    if path.is_empty() || path.ends_with('/') {
        return refused(format!("it names a folder. Name the page in it too: {path}NAME"));
    }
    if path.starts_with('/') || path.contains(':') || path.split('/').any(|part| part == "..") {
        return refused("it leads out of the content folder. Write a path in it, such as forms/NAME.".to_owned());
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, path) = match name.rsplit_once('.') {
        Some((stem, "md")) => (stem, path.to_owned()),
        Some((stem, ending)) if ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown") => {
            (stem, format!("{}.md", &path[..path.len() - ending.len() - 1]))
        }
        Some((stem, ending)) if is_file_type(ending) && !wanted.speaks(ending) && !stem.is_empty() => {
            return refused(format!("a page is a file that ends in .md. Write {stem} or {stem}.md."));
        }
        _ => (name, format!("{path}.md")),
    };
    if let Some((alone, tag)) = stem.rsplit_once('.').filter(|(alone, tag)| !alone.is_empty() && wanted.speaks(tag)) {
        let (folder, tag) = (&path[..path.len() - stem.len() - 3], tag.to_lowercase());
        let kind = wanted.kind.name();
        return refused(format!(
            "its name says a language. Write: studypages new {kind} {folder}{alone}.md --lang {tag}"
        ));
    }
    for part in path.split('/') {
        if let Some(why) = unfit(part.strip_suffix(".md").unwrap_or(part), part) {
            return refused(why);
        }
    }
    match SitePath::new(&path) {
        Some(key) if split_language(&key).1.is_none() => Ok(key),
        _ => refused("its name says a language that this site does not have. Take the dot out of it.".to_owned()),
    }
}

impl Wanted<'_> {
    /// Whether a word is the tag of a language of the site.
    fn speaks(&self, word: &str) -> bool {
        self.site.config.languages.iter().any(|tag| tag.eq_ignore_ascii_case(word))
    }
}

/// Whether the end of a name says what kind of file it is, as `.docx` does and `.2024` does not.
fn is_file_type(ending: &str) -> bool {
    (2..=5).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        && !ending.bytes().all(|b| b.is_ascii_digit())
}

/// Why a folder or a file (`whole`, without its ending `name`) can be no part of an address.
fn unfit(name: &str, whole: &str) -> Option<String> {
    /// What Windows takes for a device, whatever its ending.
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    /// Most file systems take no longer name, counted in bytes.
    const LONGEST: usize = 200;
    let slug = slugify(name);
    let device = slug.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_device = DEVICES.contains(&device) && slug.len() <= device.len() + 1;
    let proposed = || format!("Write {slug}{} instead.", if is_device { "-page" } else { "" });
    if name.starts_with('.') {
        return Some(format!(
            "“{whole}” starts with a dot, so it is hidden and never published. {}",
            if slug.is_empty() { "Give it a name.".to_owned() } else { proposed() }
        ));
    }
    if slug.is_empty() {
        return Some(format!("“{whole}” has no letter and no digit, so it has no address. Give it a name."));
    }
    if is_ignored(whole) {
        return Some(format!("files called like “{whole}” are taken for the leavings of a program. {}", proposed()));
    }
    if whole.len() > LONGEST {
        return Some("its name is too long for an address. Write a few words.".to_owned());
    }
    if is_device {
        return Some(format!("Windows keeps the name “{name}” for itself. {}", proposed()));
    }
    let hinders = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '|' | '?' | '*' | '#' | '%' | '[' | ']' | '(' | ')')
    };
    if name.contains(hinders) || name.ends_with('.') {
        return Some(format!("“{whole}” has blanks or signs that links stumble over. {}", proposed()));
    }
    None
}

/// A path for a page that nobody has named: where the pages of its kind stand, under a name that is free. In
/// another than the main language it is the page that waits for its translation. Also says which page was in the way.
fn free_name(wanted: &Wanted<'_>) -> (SitePath, Option<SitePath>) {
    let (site, name) = (wanted.site, default_name(wanted.kind));
    let usual = SitePath::new(&name);
    let alike = site.pages.iter().find(|page| {
        wanted.kind != Kind::Page && page.front_matter.kind == wanted.kind && !page.key.folder().is_empty()
    });
    let folder = alike.map(|page| format!("{}/", page.key.folder()));
    let section = SitePath::new(&format!("{}/index.md", wanted.kind.name())).filter(|key| site.group(key).is_some());
    let folder = folder.or_else(|| section.map(|_| format!("{}/", wanted.kind.name())));
    let stem = name.trim_end_matches(".md");
    let numbered = (2..).map(|number| format!("{stem}-{number}.md"));
    let names = std::iter::once(name.clone()).chain(numbered.take_while(|_| wanted.kind != Kind::Home));
    let in_folder =
        |name: String| folder.iter().cloned().chain([String::new()]).map(move |folder| format!("{folder}{name}"));
    let mut in_the_way = None;
    for path in names.flat_map(in_folder).filter_map(|path| SitePath::new(&path)) {
        let pages = site.group(&path).map(|group| &site.groups[group].pages);
        let is_waiting = pages.is_some_and(|pages| pages[0].is_some() && pages[wanted.language].is_none());
        let is_free = pages.is_none() && site.holder_of(&path, wanted.language).is_none() && wanted.language == 0;
        if is_waiting || is_free {
            return (path, in_the_way);
        }
        if in_the_way.is_none() && pages.is_some() {
            in_the_way = Some(path);
        } else if pages.is_none() && wanted.language != 0 {
            return (path, None);
        }
    }
    (usual.unwrap_or_else(|| site.pages[0].key.clone()), None)
}

/// A page is written into the content folder itself, through no link to another place.
fn refuse_links(root: &Path, path: &SitePath) -> Result<(), Error> {
    let mut folder = root.join("content");
    let parts = path.folder().split('/').filter(|part| !part.is_empty());
    for part in parts {
        folder.push(part);
        if fs::symlink_metadata(&folder).is_ok_and(|found| found.is_symlink()) {
            let why = format!(
                "the folder “{part}” is a link to another place. Name a folder that stands in the content folder."
            );
            return Err(Error::BadPath(path.to_string(), why));
        }
    }
    Ok(())
}

/// The text of a page as a draft of its translation: what somebody has vouched for is left out, and its old
/// addresses stay its own.
fn to_translate(text: &str) -> String {
    const LEFT_OUT: [&str; 5] = ["last_reviewed", "draft", "slug", "aliases", "translation"];
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let split = front_matter::split(text).unwrap_or_else(|split| split);
    let fields = split.yaml.map_or("", |range| &text[range]);
    let mut out = format!("---{end}");
    let mut is_left_out = false;
    for line in fields.split_inclusive('\n') {
        // A field goes on in the lines below it that are indented, or are items of its list.
        if !line.starts_with([' ', '\t', '-', '#', '\r', '\n']) {
            is_left_out = line.split_once(':').is_some_and(|(name, _)| LEFT_OUT.contains(&name.trim()));
        }
        if !is_left_out {
            out.push_str(line);
        }
    }
    if !out.ends_with('\n') {
        out.push_str(end);
    }
    out.push_str(&format!(
        "draft: true # decide: who translates this page; when it is translated, delete this line{end}"
    ));
    out.push_str(&format!("translation: {{ reviewed: false }}{end}---{end}"));
    out.push_str(&text[split.body]);
    out
}

/// Writes a new file, whole or not at all, and over nothing.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".studypages-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file of this user, and not as a secret one.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(file).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_to_translate_vouches_for_nothing() {
        let original = "---\r\ntitle: Travel\r\nlast_reviewed: 2026-11-25\r\naliases:\r\n  - /old/\r\n- /older/\r\ngrades: [TK-12]\r\ntranslation: { of: 2026-11-25, by: human, reviewed: true }\r\nslug: trips\r\n---\r\n\r\n## Words\r\n";
        assert_eq!(
            to_translate(original),
            "---\r\ntitle: Travel\r\ngrades: [TK-12]\r\ndraft: true # decide: who translates this page; when it is translated, delete this line\r\ntranslation: { reviewed: false }\r\n---\r\n\r\n## Words\r\n"
        );
        assert!(to_translate("No fields at all.\n").ends_with("---\nNo fields at all.\n"));
    }

    #[test]
    fn a_page_that_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("taken.md"), "Mine").unwrap();
        assert!(write(&folder.path().join("taken.md"), "Other").is_err());
        assert!(write(&folder.path().join("taken.md/x.md"), "Other").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(folder.path().join("taken.md")).unwrap(), "Mine");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_is_proposed_for_a_name_fits(name in "(\\PC|[a-z .#-]|con|[0-9]){1,12}") {
            if let Some(why) = unfit(&name, &format!("{name}.md"))
                && let Some((_, proposed)) = why.split_once(" Write ")
                && let Some(proposed) = proposed.strip_suffix(" instead.")
            {
                proptest::prop_assert_eq!(unfit(proposed, &format!("{proposed}.md")), None);
            }
        }
    }
}
