//! discover: files that are no pages, pictures above all. Their measures keep a page from jumping while they load, and
//! what is published of them holds the picture and nothing that a camera wrote beside it.

mod anatomy;
mod drawing;
mod kinds;
mod measures;
mod versions;

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::SystemTime;

use crate::config::Pictures;
use crate::diagnostics::Finding;
use crate::source::{Entry, SitePath, extension};

use kinds::{Format, Kind};

pub use kinds::{Foreign, foreign, is_shown};
pub use measures::damaged;

/// A file that is published beside the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its path from `content/`, which is also its path in the output.
    pub path: SitePath,
    /// Where it is on disk.
    pub disk: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, where the system knows.
    pub modified: Option<SystemTime>,
    /// Its measures, when it is a picture.
    pub picture: Option<Picture>,
    /// Whether it is a PDF that certainly has no tags.
    pub is_untagged_pdf: bool,
}

/// A picture of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in CSS pixels, as it is published and shown (a camera's rotation is applied).
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Whether the author's file tells where it was taken.
    pub has_place: bool,
    /// What it is made of; `None` for a drawing, which is published as it is.
    pixels: Option<Pixels>,
}

/// What is known of a picture that is made of pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pixels {
    kind: Kind,
    /// BLAKE3 of the author's file.
    hash: blake3::Hash,
    /// Whether a narrower version takes the place of the original.
    is_reduced: bool,
    /// Whether it is small enough to be decoded.
    is_decoded: bool,
    /// The widths of its smaller versions.
    widths: Vec<u32>,
}

/// Looks at a file of `content/` that is no page. What is wrong with a picture is found here.
pub fn read_asset(entry: &Entry, limits: Pictures, findings: &mut Vec<Finding>) -> Asset {
    let picture = measures::measure(entry, limits, findings).unwrap_or_else(|finding| {
        findings.push(*finding);
        None
    });
    Asset {
        path: entry.path.clone(),
        disk: entry.disk.clone(),
        size: entry.size,
        modified: entry.modified,
        picture,
        is_untagged_pdf: is_untagged_pdf(entry),
    }
}

/// A file without what cameras and programs wrote into it, when it is a picture; any other as it is.
#[must_use]
pub fn picture_alone(bytes: Vec<u8>) -> Vec<u8> {
    let Some(Format::Pixels(kind)) = Format::of_bytes(&bytes) else { return bytes };
    anatomy::read(kind, &bytes).map_or_else(|_| bytes.clone(), |anatomy| anatomy.published(&bytes))
}

/// Larger PDFs are not looked into.
const LARGEST_PDF: u64 = 64 * 1024 * 1024;

/// Whether a PDF has no structure tags. Only where its catalog can be read: newer files may keep it compressed,
/// and then nothing is certain.
fn is_untagged_pdf(entry: &Entry) -> bool {
    if extension(entry.path.file_name()) != "pdf" || entry.size > LARGEST_PDF {
        return false;
    }
    let Ok(bytes) = read_up_to(&entry.disk, LARGEST_PDF) else { return false };
    let has = |needle: &[u8]| memchr::memmem::find(&bytes, needle).is_some();
    let has_catalog = has(b"/Type /Catalog") || has(b"/Type/Catalog");
    has_catalog && !has(b"/StructTreeRoot") && !has(b"/ObjStm")
}

/// Reads a file that has no more bytes than this.
fn read_up_to(disk: &std::path::Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(disk)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(io::Error::other("the file has grown")) } else { Ok(bytes) }
}

impl Asset {
    /// The smaller versions of a photograph: width in pixels and path in the output; none for other files.
    #[must_use]
    pub fn versions(&self) -> Vec<(u32, String)> {
        let Some(pixels) = self.pixels() else { return Vec::new() };
        let path = self.path.as_str();
        let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
        let hash = &pixels.hash.to_hex()[..8];
        pixels.widths.iter().map(|width| (*width, format!("{stem}.{hash}.{width}.{extension}"))).collect()
    }

    /// The width of the version that takes the place of an original that is wider.
    #[must_use]
    pub fn reduced_width(&self) -> Option<u32> {
        self.pixels().filter(|pixels| pixels.is_reduced).and(self.picture.as_ref()).map(|picture| picture.width)
    }

    /// BLAKE3 of the author's file, of a picture made of pixels.
    #[must_use]
    pub fn picture_hash(&self) -> Option<blake3::Hash> {
        self.pixels().map(|pixels| pixels.hash)
    }

    /// What is published of a picture that is not too wide: its file without what cameras and programs wrote beside
    /// the picture.
    ///
    /// # Errors
    /// The disk's, or one that says that the file has changed meanwhile.
    pub fn cleaned(&self) -> io::Result<Vec<u8>> {
        let pixels = self.pixels().ok_or_else(changed)?;
        let bytes = self.bytes(pixels)?;
        let anatomy = anatomy::read(pixels.kind, &bytes).map_err(|_| changed())?;
        Ok(anatomy.published(&bytes))
    }

    /// Makes the versions of these widths, decoding the picture once. `is_wanted` is asked between the steps; `Ok(None)`
    /// when nobody waits any longer.
    ///
    /// # Errors
    /// The disk's, or one that says that the picture is damaged.
    pub fn make(
        &self,
        widths: &[u32],
        limits: Pictures,
        is_wanted: &dyn Fn() -> bool,
    ) -> io::Result<Option<Vec<Vec<u8>>>> {
        let Some(pixels) = self.pixels() else { return Ok(None) };
        versions::make(pixels.kind, &self.bytes(pixels)?, widths, limits, is_wanted)
    }

    /// Whether a picture can be decoded to its end, which its measures do not tell.
    ///
    /// # Errors
    /// The disk's, or one that says that the file has changed meanwhile.
    pub fn is_whole(&self, limits: Pictures) -> io::Result<bool> {
        let Some(pixels) = self.pixels().filter(|pixels| pixels.is_decoded) else { return Ok(true) };
        self.bytes(pixels).map(|bytes| versions::is_whole(pixels.kind, &bytes, limits))
    }

    fn pixels(&self) -> Option<&Pixels> {
        self.picture.as_ref()?.pixels.as_ref()
    }

    /// The file as it was when it was measured.
    fn bytes(&self, pixels: &Pixels) -> io::Result<Vec<u8>> {
        let bytes = read_up_to(&self.disk, self.size)?;
        if blake3::hash(&bytes) == pixels.hash { Ok(bytes) } else { Err(changed()) }
    }
}

fn changed() -> io::Error {
    io::Error::other("it was saved again meanwhile")
}

#[cfg(test)]
mod tests;
