//! discover: the files of `content/`, each read once.
//!
//! [`discover`] walks the folder and sorts what it finds; [`read_markdown`] reads one
//! page. Nothing after this stage reads a user's disk, but for the copies that `output`
//! makes of other files.

mod discover;
mod walk;

use std::borrow::{Borrow, Cow};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use unicode_normalization::UnicodeNormalization;

use crate::bytes::position;
use crate::decoding::{self, Decoded, Languages};
use crate::diagnostics::{FileName, Finding, Level, Lines};

pub(crate) use discover::wrong_ending;
pub use discover::{Discovered, Entry, discover};
pub(crate) use walk::files_below;
pub use walk::is_ignored;

/// Markdown files above this size (in bytes) are refused.
pub const MARKDOWN_LIMIT: u64 = 16 * 1024 * 1024;

/// A path inside the site: relative, `/` between the parts, no `.` or `..`,
/// NFC whatever the file system gives (macOS decomposes). Clones share the text: a page, its group and the
/// tables that find them have it too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// A path from text that uses `/`; `.` and `..` are taken out.
    /// `None` when `..` would leave the site.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        if is_plain(text) {
            return Some(Self(text.into()));
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        let joined = parts.join("/");
        Some(Self(if joined.is_ascii() { joined.into() } else { joined.nfc().collect::<String>().into() }))
    }

    /// The path of a file below `root`; `None` when its name is not Unicode.
    pub(crate) fn of_file(root: &Path, file: &Path) -> Option<Self> {
        // What the walk finds starts with the folder, letter for letter.
        if let (Some(root), Some(file)) = (root.to_str(), file.to_str())
            && let Some(relative) = file.strip_prefix(root).and_then(|rest| rest.strip_prefix('/'))
            && is_plain(relative)
        {
            return Some(Self(relative.into()));
        }
        let relative = file.strip_prefix(root).ok()?;
        let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
        Self::new(&parts?.join("/"))
    }

    /// The text, with `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder the file is in; empty at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file's name with its extension.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// A path written in a file of `folder`: relative to it, or from the top with a leading `/`.
    #[must_use]
    pub fn resolve(folder: &str, written: &str) -> Option<Self> {
        match written.strip_prefix('/') {
            Some(from_top) => Self::new(from_top),
            None if folder.is_empty() => Self::new(written),
            None if is_plain(folder) && is_plain(written) => Some(Self([folder, "/", written].concat().into())),
            None => Self::new(&[folder, written].join("/")),
        }
    }
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Whether a path is kept as it is written, as most are.
pub(crate) fn is_plain(path: &str) -> bool {
    let mut before = b'/';
    for byte in path.bytes() {
        // A part that starts with a period may be "." or "..".
        if !byte.is_ascii() || (before == b'/' && matches!(byte, b'/' | b'.')) {
            return false;
        }
        before = byte;
    }
    before != b'/'
}

/// The path of a file as findings name it: relative to the site.
#[must_use]
pub fn content_file(path: &SitePath) -> String {
    format!("content/{path}")
}

/// An operating system's error in a few words, without its number.
#[must_use]
pub fn io_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it does not exist".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_owned()
        }
    }
}

/// A Markdown file, read and decoded.
#[derive(Debug)]
pub struct Source {
    /// Its path from `content/`.
    pub path: SitePath,
    /// Its text, without a byte order mark.
    pub text: String,
}

/// A page that could not be read, as its finding.
#[must_use]
pub fn unreadable(entry: &Entry, error: &std::io::Error) -> Finding {
    Finding::new(
        "source/unreadable",
        Level::Error,
        content_file(&entry.path),
        format!("This file cannot be read: {}.", io_reason(error)),
        "Check that it exists and that you may read it.",
    )
}

/// Reads the bytes of one Markdown file.
///
/// # Errors
/// The operating system's, when the file cannot be read.
pub fn read_markdown(entry: &Entry) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(entry.size).unwrap_or(0) + 1);
    fs::File::open(&entry.disk)?.take(MARKDOWN_LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a Markdown file that was read before. An editor that saves in place empties the file
/// first and fills it a moment later, so an empty one is looked at again.
///
/// # Errors
/// As [`read_markdown`].
pub fn read_saved_markdown(entry: &Entry) -> std::io::Result<Vec<u8>> {
    for pause in [1, 2, 4, 8] {
        let bytes = read_markdown(entry)?;
        if !bytes.is_empty() {
            return Ok(bytes);
        }
        std::thread::sleep(Duration::from_millis(pause));
    }
    read_markdown(entry)
}

/// Decodes the bytes of one Markdown file of a site with these languages.
#[must_use]
pub fn decode(path: &SitePath, bytes: Vec<u8>, languages: &[String]) -> Decoded {
    decoding::decode(bytes, Languages::of(path.file_name(), languages))
}

/// Finds line and column of the findings that only know their bytes, reading each
/// of their files once more. `languages` are those of the site.
pub fn locate(site_root: &Path, languages: &[String], findings: &mut [Finding]) {
    let mut by_file: BTreeMap<FileName, Vec<&mut Finding>> = BTreeMap::new();
    for finding in findings.iter_mut().filter(|finding| finding.bytes.is_some()) {
        by_file.entry(finding.file.clone()).or_default().push(finding);
    }
    for (file, findings) in by_file {
        let Ok(bytes) = fs::read(site_root.join(file.as_str())) else { continue };
        let text = decoding::decode(bytes, Languages::of(&file, languages)).text;
        let lines = Lines::new(&text);
        for finding in findings {
            if let Some(span) = finding.bytes.clone() {
                *finding = finding.clone().at(&lines, span);
            }
        }
    }
}

/// The extension of a file name in lower case, without the dot.
#[must_use]
pub fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}

/// The kind of a document by its file's extension: "PDF", "Word".
#[must_use]
pub fn document_kind(file: &str) -> Option<&'static str> {
    Some(match extension(file).as_str() {
        "pdf" => "PDF",
        "doc" | "docx" | "odt" | "rtf" => "Word",
        "xls" | "xlsx" | "ods" | "csv" => "Excel",
        "ppt" | "pptx" | "odp" => "PowerPoint",
        "epub" => "EPUB",
        "zip" => "ZIP",
        _ => return None,
    })
}

/// Makes a web address out of a path: everything outside RFC 3986's unreserved
/// characters and `/` is percent-encoded as UTF-8.
#[must_use]
pub fn percent_encode(path: &str) -> Cow<'_, str> {
    // Letters; a hyphen, a period, a slash and digits, which follow each other in ASCII.
    let plain = |b: u8| {
        ((b | 0x20).wrapping_sub(b'a') < 26) | (b.wrapping_sub(b'-') <= b'9' - b'-') | (b == b'_') | (b == b'~')
    };
    encode(path, plain)
}

/// What an author wrote after `#`, with the signs that may stand there (`page=3`) and what is encoded already as
/// they are.
#[must_use]
pub(crate) fn fragment_encode(fragment: &str) -> Cow<'_, str> {
    encode(fragment, |b| b.is_ascii_alphanumeric() || b"-._~/?:@!$()*+,;=%".contains(&b))
}

fn encode(text: &str, plain: impl Fn(u8) -> bool) -> Cow<'_, str> {
    if position(text.as_bytes(), 0, |byte| !plain(byte)).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if plain(byte) {
            out.push(byte as char);
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
    Cow::Owned(out)
}

/// Undoes percent-encoding; what does not decode to UTF-8 stays as it was written.
#[must_use]
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |b: Option<&u8>| b.and_then(|b| (*b as char).to_digit(16));
        match (bytes[at], hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_paths_never_leave_the_site() {
        let path = |folder: &str, written: &str| SitePath::resolve(folder, written).map(|p| p.0);
        assert_eq!(path("legal", "../forms/a.pdf").as_deref(), Some("forms/a.pdf"));
        assert_eq!(path("legal", "/index.md").as_deref(), Some("index.md"));
        assert_eq!(path("", "../site.yaml"), None);
        assert_eq!(path("", "n\u{303}.md").as_deref(), Some("ñ.md"));
    }

    #[test]
    fn addresses_are_percent_encoded_and_back() {
        for byte in 0..128_u8 {
            let text = char::from(byte).to_string();
            let is_plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
            assert_eq!(percent_encode(&text) == text, is_plain, "{text:?}");
        }
        assert_eq!(percent_encode("año escolar/a.pdf"), "a%C3%B1o%20escolar/a.pdf");
        assert_eq!(percent_decode("a%C3%B1o%20escolar/a.pdf"), "año escolar/a.pdf");
        assert_eq!(percent_decode("100%"), "100%");
    }
}
