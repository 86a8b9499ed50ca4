//! The measures of pictures, and what is wrong with their files.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};

use super::anatomy::{self, Anatomy, Damage};
use super::kinds::{Format, Kind};
use super::{Picture, Pixels, drawing, read_up_to, versions};
use crate::config::Pictures;
use crate::diagnostics::{Finding, Level};
use crate::source::{Entry, SitePath, content_file, extension, io_reason};

/// Measures a picture of `content/`; `Ok(None)` for files of other kinds.
///
/// `Err` is the finding about a picture that cannot be read at all; what else is wrong with it joins `findings`.
pub(super) fn measure(
    entry: &Entry,
    limits: Pictures,
    findings: &mut Vec<Finding>,
) -> Result<Option<Picture>, Box<Finding>> {
    let extension = extension(entry.path.file_name());
    let start = start_of(entry).map_err(|error| unreadable(entry, &error))?;
    let (named, found) = (Format::of_extension(&extension), Format::of_bytes(&start));
    let is_named_well = named.is_some() && named == found;
    match (named, found) {
        (Some(Format::Foreign(_)), Some(Format::Foreign(_)) | None) => return Ok(None),
        (Some(named), Some(found)) if named != found => {
            findings.push(mistyped(entry, &extension, found));
        }
        _ => {}
    }
    match (found, named) {
        (Some(Format::Pixels(kind)), _) => measure_pixels(entry, kind, is_named_well, limits, findings).map(Some),
        (None, Some(Format::Drawing)) => measure_drawing(entry, limits),
        (_, Some(Format::Pixels(_))) if start.is_empty() => {
            Err(report(entry, "image/unreadable", "This file is empty.", copy_again(&entry.path)))
        }
        (None, Some(Format::Pixels(_))) => Err(report(
            entry,
            "image/unreadable",
            "This file cannot be read as a picture.",
            "Open it in a program for pictures and save it again.",
        )),
        _ => Ok(None),
    }
}

/// Reads a file within the limits.
fn read(entry: &Entry, limits: Pictures) -> Result<Vec<u8>, Box<Finding>> {
    let most = limits.memory_in_bytes();
    if entry.size > most {
        let message = format!("This file has {}; the limit is {}.", megabytes(entry.size), megabytes(most));
        return Err(report(entry, "image/too-large", message, SAVE_SMALLER));
    }
    read_up_to(&entry.disk, most).map_err(|error| unreadable(entry, &error))
}

fn measure_drawing(entry: &Entry, limits: Pictures) -> Result<Option<Picture>, Box<Finding>> {
    let bytes = read(entry, limits)?;
    if memchr::memmem::find(&bytes, b"<svg").is_none() {
        let help = "Save it again as SVG, or rename it.";
        return Err(report(entry, "image/unreadable", "This file is not an SVG drawing.", help));
    }
    // A drawing without a size is shown all the same.
    let measures = drawing::measures(&bytes);
    Ok(measures.map(|(width, height)| Picture { width, height, has_place: false, pixels: None }))
}

fn measure_pixels(
    entry: &Entry,
    kind: Kind,
    is_named_well: bool,
    limits: Pictures,
    findings: &mut Vec<Finding>,
) -> Result<Picture, Box<Finding>> {
    let name = entry.path.file_name();
    let bytes = read(entry, limits)?;
    let anatomy = anatomy::read(kind, &bytes).map_err(|damage| match damage {
        Damage::CutOff => {
            let message = "This picture is cut off: the end of its file is missing.";
            report(entry, "image/unreadable", message, copy_again(&entry.path))
        }
        Damage::Broken => Box::new(damaged(&entry.path)),
    })?;
    let (mut width, mut height) = anatomy.shown();
    let problem = over_a_limit(&anatomy, entry.size, limits);
    let is_small_enough = problem.is_none();
    findings.extend(problem.map(|(message, help)| *report(entry, "image/too-large", message, help)));
    let is_scaled = is_small_enough && is_named_well && matches!(kind, Kind::Jpeg | Kind::Png) && !anatomy.is_animated;
    let is_reduced = is_scaled && width > versions::WIDEST;
    if is_reduced {
        height = versions::height_at(versions::WIDEST, width, height);
        width = versions::WIDEST;
    } else if is_small_enough && width > versions::WIDEST {
        let most = grouped(versions::WIDEST);
        findings.push(*report(
            entry,
            "image/too-wide",
            format!("This picture is {} pixels wide; no more than {most} are published.", grouped(width)),
            format!(
                "Save {name} at {most} pixels wide or less; only a JPEG, or a PNG that does not move, is made narrower \
                 by itself."
            ),
        ));
    }
    let widths = if is_scaled { versions::widths(kind, &anatomy, (width, height), entry.size) } else { Vec::new() };
    let pixels = Some(Pixels { kind, hash: blake3::hash(&bytes), is_reduced, is_decoded: is_small_enough, widths });
    Ok(Picture { width, height, has_place: anatomy.has_place, pixels })
}

fn report(
    entry: &Entry,
    rule: &'static str,
    message: impl Into<Cow<'static, str>>,
    help: impl Into<Cow<'static, str>>,
) -> Box<Finding> {
    Box::new(Finding::new(rule, Level::Error, content_file(&entry.path), message, help))
}

fn unreadable(entry: &Entry, error: &io::Error) -> Box<Finding> {
    let message = format!("This file cannot be read: {}.", io_reason(error));
    report(entry, "source/unreadable", message, "Check that it exists and that you may read it.")
}

fn copy_again(path: &SitePath) -> String {
    format!("Copy {} again from where it came from, and wait until all of it is there.", path.file_name())
}

/// A picture that breaks off or makes no sense where only a decoder looks.
#[must_use]
pub fn damaged(path: &SitePath) -> Finding {
    Finding::new(
        "image/unreadable",
        Level::Error,
        content_file(path),
        "This picture is damaged; a reader would see only a part of it, or nothing.",
        format!(
            "Copy {0} again from where it came from; if it is damaged there too, open it in a program for pictures and save it again.",
            path.file_name()
        ),
    )
}

/// The first bytes of a file, which tell its kind.
fn start_of(entry: &Entry) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(64);
    File::open(&entry.disk)?.take(64).read_to_end(&mut start)?;
    Ok(start)
}

fn mistyped(entry: &Entry, extension: &str, found: Format) -> Finding {
    let name = entry.path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let actual = found.extension();
    let help = match found {
        Format::Foreign(foreign) => {
            format!("Rename it to {stem}.{actual}, open it in {}, and save it as {stem}.jpg.", foreign.program)
        }
        _ => format!("Rename it to {stem}.{actual}, and the links to it, or save it again in the format of its name."),
    };
    Finding::new(
        "image/mistyped",
        Level::Error,
        content_file(&entry.path),
        format!("This file is named .{extension}, but it is a .{actual} picture; some browsers will not show it."),
        help,
    )
}

/// The longest side that browsers show without fail.
const LONGEST_SIDE: u32 = 32_767;

const SAVE_SMALLER: &str = "Save it at 2,560 pixels wide or less, which is enough for any screen, or raise the limit under “pictures” in site.yaml.";

/// What is wrong with a picture of too many pixels, and how to mend it.
fn over_a_limit(anatomy: &Anatomy, size: u64, limits: Pictures) -> Option<(String, String)> {
    let (width, height) = (anatomy.width, anatomy.height);
    let pixels = u64::from(width) * u64::from(height);
    let memory = size.saturating_add(pixels.saturating_mul(anatomy.bytes_per_pixel));
    let message = if width.max(height) > LONGEST_SIDE {
        let side = grouped(LONGEST_SIDE);
        return Some((
            format!(
                "This picture has {} × {} pixels; browsers show none longer than {side} on a side.",
                grouped(width),
                grouped(height)
            ),
            "Cut it into several pictures, or save it smaller.".to_owned(),
        ));
    } else if pixels > limits.pixels() {
        let (width, height, most) = (grouped(width), grouped(height), grouped(limits.megapixels));
        format!("This picture has {width} × {height} pixels; the limit is {most} million in all.")
    } else if memory > limits.memory_in_bytes() {
        format!(
            "This picture takes {} of memory to read; the limit is {}.",
            megabytes(memory),
            megabytes(limits.memory_in_bytes())
        )
    } else {
        return None;
    };
    Some((message, SAVE_SMALLER.to_owned()))
}

fn megabytes(bytes: u64) -> String {
    let whole = bytes.div_ceil(1024 * 1024);
    format!("{} MB", grouped(u32::try_from(whole).unwrap_or(u32::MAX)))
}

/// A number with a comma before each three digits.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
