//! discover: files that are no pages, pictures above all. Their measures keep a page from jumping while they load; smaller
//! versions of photographs keep a page light on an old phone.

use std::fs;
use std::io::{self, Cursor};
use std::path::PathBuf;
use std::time::SystemTime;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use crate::diagnostics::{Finding, Level};
use crate::source::{Entry, SitePath, content_file, extension, io_reason};

/// A file that is published as it is.
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

/// Looks at a file of `content/` that is no page. What is wrong with a picture is found here.
pub fn read_asset(entry: &Entry, findings: &mut Vec<Finding>) -> Asset {
    let picture = measure(entry).unwrap_or_else(|finding| {
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

/// Whether a PDF has no structure tags. Only where its catalog can be read: newer files may keep it compressed,
/// and then nothing is certain.
fn is_untagged_pdf(entry: &Entry) -> bool {
    if extension(entry.path.file_name()) != "pdf" {
        return false;
    }
    let Ok(bytes) = fs::read(&entry.disk) else { return false };
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let has_catalog = has(b"/Type /Catalog") || has(b"/Type/Catalog");
    has_catalog && !has(b"/StructTreeRoot") && !has(b"/ObjStm")
}

/// A picture of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in CSS pixels, as it is shown (a camera's rotation is applied).
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// The part of its hash that its smaller versions carry; `None` when it has none.
    scales: Option<String>,
}

/// Widths of smaller versions, in pixels: a small phone, a column of text, the same on a dense screen.
const WIDTHS: [u32; 3] = [480, 960, 1440];

/// JPEG quality of smaller versions, of 100.
const QUALITY: u8 = 80;

/// Pictures of more pixels are refused: they would need more memory than a small machine has.
const MOST_PIXELS: u64 = 120_000_000;

impl Picture {
    /// The smaller versions: width in pixels and path in the output; none for drawings.
    #[must_use]
    pub fn versions(&self, path: &str) -> Vec<(u32, String)> {
        let Some(hash) = &self.scales else { return Vec::new() };
        let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
        WIDTHS
            .into_iter()
            .filter(|width| *width < self.width)
            .map(|width| (width, format!("{stem}.{hash}.{width}.{extension}")))
            .collect()
    }
}

/// Measures a picture of `content/`; `Ok(None)` for files of other kinds.
///
/// `Err` is a finding: the file is not the picture its name says.
fn measure(entry: &Entry) -> Result<Option<Picture>, Box<Finding>> {
    let extension = extension(entry.path.file_name());
    let format = match extension.as_str() {
        "svg" => None,
        "jpg" | "jpeg" => Some(ImageFormat::Jpeg),
        "png" => Some(ImageFormat::Png),
        "webp" => Some(ImageFormat::WebP),
        "gif" => Some(ImageFormat::Gif),
        _ => return Ok(None),
    };
    let report = |rule, message: String, help: &'static str| {
        Box::new(Finding::new(rule, Level::Error, content_file(&entry.path), message, help))
    };
    let bytes = fs::read(&entry.disk).map_err(|error| {
        report(
            "source/unreadable",
            format!("This file cannot be read: {}.", io_reason(&error)),
            "Check that it exists and that you may read it.",
        )
    })?;
    let Some(format) = format else {
        if !bytes.windows(4).any(|window| window == b"<svg") {
            let help = "Save it again as SVG, or rename it.";
            return Err(report("image/unreadable", "This file is not an SVG drawing.".to_owned(), help));
        }
        // A drawing without a size is shown all the same.
        return Ok(svg_measures(&bytes).map(|(width, height)| Picture { width, height, scales: None }));
    };
    match image::guess_format(&bytes) {
        Ok(found) if found != format => {
            let name = found.extensions_str().first().copied().unwrap_or("other");
            return Err(report(
                "image/mistyped",
                format!(
                    "This file is named .{extension}, but it is a .{name} picture; some browsers will not show it."
                ),
                "Rename the file and the links to it, or save it again in the format of its name.",
            ));
        }
        _ => {}
    }
    let (width, height) = raster_measures(&bytes).map_err(|_| {
        report(
            "image/unreadable",
            "This file cannot be read as a picture.".to_owned(),
            "Open it in a program for pictures and save it again.",
        )
    })?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(report(
            "image/unreadable",
            format!("This picture has {width} × {height} pixels, which is too many."),
            "Save it smaller; 2400 pixels are wide enough for any screen.",
        ));
    }
    let scales =
        matches!(format, ImageFormat::Jpeg | ImageFormat::Png).then(|| blake3::hash(&bytes).to_hex()[..8].to_owned());
    Ok(Some(Picture { width, height, scales }))
}

/// Width and height as they are shown.
fn raster_measures(bytes: &[u8]) -> Result<(u32, u32), ImageError> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let (width, height) = decoder.dimensions();
    // EXIF orientations 5 to 8 lie on their side.
    let on_side = decoder.orientation().is_ok_and(|orientation| orientation.to_exif() >= 5);
    Ok(if on_side { (height, width) } else { (width, height) })
}

/// A smaller version of the picture in `bytes`, in the same format.
///
/// # Errors
/// When the picture is damaged.
pub fn scaled(bytes: &[u8], width: u32) -> io::Result<Vec<u8>> {
    let scaled = || -> Result<Vec<u8>, ImageError> {
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
        let format = reader.format();
        let mut decoder = reader.into_decoder()?;
        let orientation = decoder.orientation()?;
        let mut picture = DynamicImage::from_decoder(decoder)?;
        picture.apply_orientation(orientation);
        let smaller = picture.resize(width, u32::MAX, FilterType::Lanczos3);
        let mut out = Cursor::new(Vec::new());
        if format == Some(ImageFormat::Jpeg) {
            smaller.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))?;
        } else {
            smaller.write_to(&mut out, ImageFormat::Png)?;
        }
        Ok(out.into_inner())
    };
    scaled().map_err(io::Error::other)
}

/// Width and height of the outermost `<svg>`: its attributes, else its viewBox.
fn svg_measures(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=")).or_else(|| tag.find(&format!("\n{name}=")))? + name.len() + 2;
        let quote = tag[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        tag[at + 1..].split(quote).next()
    };
    let pixels = |written: &str| {
        written.trim().trim_end_matches("px").parse::<f64>().ok().filter(|n| (1.0..=100_000.0).contains(n))
    };
    let size = match (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        (Some(width), Some(height)) => Some((width, height)),
        _ => {
            let numbers: Vec<f64> = attribute("viewBox")?
                .split([' ', ','])
                .filter(|part| !part.is_empty())
                .filter_map(|part| part.parse().ok())
                .collect();
            let [_, _, width, height] = numbers[..] else { return None };
            Some((width, height)).filter(|_| width >= 1.0 && height >= 1.0)
        }
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are from 1 to 100,000")]
    size.map(|(width, height)| (width.round().min(100_000.0) as u32, height.round().min(100_000.0) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 120])
        }));
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn measured(name: &str, bytes: &[u8]) -> Result<Option<(u32, u32)>, String> {
        let folder = tempfile::tempdir().unwrap();
        let disk = folder.path().join("picture");
        fs::write(&disk, bytes).unwrap();
        let entry = Entry { path: SitePath::new(name).unwrap(), disk, size: 0, modified: None };
        measure(&entry)
            .map(|picture| picture.map(|picture| (picture.width, picture.height)))
            .map_err(|finding| format!("{} {} {}", finding.file, finding.rule, finding.message))
    }

    #[test]
    fn pictures_know_their_measures() {
        assert_eq!(measured("a.jpg", &drawn(30, 20, ImageFormat::Jpeg)), Ok(Some((30, 20))));
        assert_eq!(measured("a.PNG", &drawn(3, 7, ImageFormat::Png)), Ok(Some((3, 7))));
        assert_eq!(measured("a.gif", &drawn(4, 5, ImageFormat::Gif)), Ok(Some((4, 5))));
        assert_eq!(measured("a.webp", &drawn(6, 5, ImageFormat::WebP)), Ok(Some((6, 5))));
        assert_eq!(measured("a.svg", b"<svg xmlns='x' viewBox=\"0 0 40.4 20\"/>"), Ok(Some((40, 20))));
        assert_eq!(measured("a.svg", b"<?xml?>\n<svg\nwidth='64px' height=\"32\">"), Ok(Some((64, 32))));
        assert_eq!(measured("a.svg", b"<svg>"), Ok(None));
        assert_eq!(measured("a.pdf", b"%PDF"), Ok(None));
    }

    #[test]
    fn files_that_are_not_what_their_name_says() {
        assert_eq!(
            measured("a/b.png", &drawn(3, 3, ImageFormat::Jpeg)),
            Err("content/a/b.png image/mistyped This file is named .png, but it is a .jpg picture; some browsers will not show it.".to_owned())
        );
        assert_eq!(
            measured("a.jpg", b"<html>"),
            Err("content/a.jpg image/unreadable This file cannot be read as a picture.".to_owned())
        );
        assert_eq!(
            measured("a.png", &drawn(9, 9, ImageFormat::Png)[..20]),
            Err("content/a.png image/unreadable This file cannot be read as a picture.".to_owned())
        );
        assert_eq!(
            measured("a.svg", b"<html>"),
            Err("content/a.svg image/unreadable This file is not an SVG drawing.".to_owned())
        );
    }

    #[test]
    fn smaller_versions_have_their_width_and_their_own_names() {
        let picture = Picture { width: 1000, height: 500, scales: Some("0011aabb".to_owned()) };
        assert_eq!(
            picture.versions("forms/desk.jpg"),
            [(480, "forms/desk.0011aabb.480.jpg".to_owned()), (960, "forms/desk.0011aabb.960.jpg".to_owned())]
        );
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let small = scaled(&drawn(64, 32, format), 16).unwrap();
            assert_eq!(raster_measures(&small).unwrap(), (16, 8));
            assert_eq!(image::guess_format(&small).unwrap(), format);
        }
        assert!(scaled(b"nothing", 16).is_err());
    }
}
