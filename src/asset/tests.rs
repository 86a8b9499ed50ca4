use std::fs;
use std::io::Cursor;

use image::{DynamicImage, ImageFormat};
use proptest::prelude::*;

use super::*;
use crate::diagnostics::Level;

/// Stripes in all directions, which no format packs into nothing.
fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixel = |x: u32, y: u32| [x * 7 + y * 3, x ^ y, x * y].map(|value| u8::try_from(value % 256).unwrap());
    let picture = DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, |x, y| image::Rgb(pixel(x, y))));
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// The asset that a file becomes, and what is said about it.
struct Read {
    asset: Asset,
    findings: Vec<Finding>,
    _folder: tempfile::TempDir,
}

fn read_with(name: &str, bytes: &[u8], limits: Pictures) -> Read {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("picture");
    fs::write(&disk, bytes).unwrap();
    let entry = Entry { path: SitePath::new(name).unwrap(), disk, size: bytes.len() as u64, modified: None };
    let mut findings = Vec::new();
    let asset = read_asset(&entry, limits, &mut findings);
    Read { asset, findings, _folder: folder }
}

fn read(name: &str, bytes: &[u8]) -> Read {
    read_with(name, bytes, Pictures::default())
}

fn measured(name: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let read = read(name, bytes);
    assert_eq!(read.findings, [], "{name}");
    read.asset.picture.map(|picture| (picture.width, picture.height))
}

/// "rule: message help" of the one thing that is wrong.
fn said(read: &Read) -> String {
    let [finding] = &read.findings[..] else { panic!("{:?}", read.findings) };
    assert_eq!(finding.level, Level::Error);
    format!("{}: {} {}", finding.rule, finding.message, finding.help)
}

fn be(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_be_bytes()
}

fn bx(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&be(body.len() + 8)[..], name, body].concat()
}

/// An AVIF file of one picture, one EXIF item and a box of nobody. Its pixels are no AV1, which nothing here decodes.
fn avif(width: u32, height: u32, quarter_turns: u8, exif: &[u8]) -> Vec<u8> {
    let pixels = b"pixels of the picture";
    let told = [&[0; 4], exif].concat();
    let full = |name: &[u8; 4], version: u8, body: &[u8]| bx(name, &[&[version, 0, 0, 0][..], body].concat());
    let info = |id: u8, kind: &[u8; 4]| full(b"infe", 2, &[&[0, id, 0, 0][..], kind, b"\0"].concat());
    let measures = full(b"ispe", 0, &[width.to_be_bytes(), height.to_be_bytes()].concat());
    let properties = [
        bx(b"ipco", &[measures, bx(b"irot", &[quarter_turns])].concat()),
        full(b"ipma", 0, &[0, 0, 0, 1, 0, 1, 2, 0x81, 0x82]),
    ];
    let start = bx(b"ftyp", b"avif\0\0\0\0avifmif1");
    let meta = |at: usize| {
        let place = |id: u8, at: usize, length: usize| [&[0, id, 0, 0, 0, 1][..], &be(at), &be(length)].concat();
        let places = [place(1, at, pixels.len()), place(2, at + pixels.len(), told.len())].concat();
        let parts = [
            full(b"pitm", 0, &[0, 1]),
            full(b"iinf", 0, &[&[0, 2][..], &info(1, b"av01"), &info(2, b"Exif")].concat()),
            bx(b"iprp", &properties.concat()),
            full(b"iloc", 0, &[&[0x44, 0, 0, 2][..], &places].concat()),
        ];
        full(b"meta", 0, &parts.concat())
    };
    let at = start.len() + meta(0).len() + 8;
    [start, meta(at), bx(b"mdat", &[&pixels[..], &told].concat()), bx(b"uuid", b"someone's words")].concat()
}

/// EXIF data in the byte order of many phones, with a place and a turn.
fn exif_with_place(turn: u8) -> Vec<u8> {
    let place = [[36u32, 1], [44, 1], [5032, 100]].concat();
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0]);
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend([1, 0, 2, 0, 5, 0, 3, 0, 0, 0, 56, 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend(place.iter().flat_map(|number| number.to_le_bytes()));
    tiff
}

#[test]
fn pictures_know_their_measures() {
    assert_eq!(measured("a.jpg", &drawn(30, 20, ImageFormat::Jpeg)), Some((30, 20)));
    assert_eq!(measured("a.jfif", &drawn(30, 20, ImageFormat::Jpeg)), Some((30, 20)));
    assert_eq!(measured("a.PNG", &drawn(3, 7, ImageFormat::Png)), Some((3, 7)));
    assert_eq!(measured("a.gif", &drawn(4, 5, ImageFormat::Gif)), Some((4, 5)));
    assert_eq!(measured("a.webp", &drawn(6, 5, ImageFormat::WebP)), Some((6, 5)));
    assert_eq!(measured("a.avif", &avif(40, 30, 0, b"")), Some((40, 30)));
    assert_eq!(measured("turned.avif", &avif(40, 30, 3, b"")), Some((30, 40)));
    assert_eq!(measured("a.svg", b"<svg xmlns='x' viewBox=\"0 0 40.4 20\"/>"), Some((40, 20)));
    assert_eq!(measured("a.svg", b"<?xml?>\n<svg\nwidth='64px' height=\"32\">"), Some((64, 32)));
    assert_eq!(measured("a.svg", b"<svg>"), None);
    assert_eq!(measured("a.pdf", b"%PDF"), None);
    assert_eq!(measured("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), None);
}

#[test]
fn files_that_are_not_what_their_name_says() {
    assert_eq!(
        said(&read("a/b.png", &drawn(3, 3, ImageFormat::Jpeg))),
        "image/mistyped: This file is named .png, but it is a .jpg picture; some browsers will not show it. \
         Rename it to b.jpg, and the links to it, or save it again in the format of its name."
    );
    let renamed = read("desk.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    assert_eq!(
        said(&renamed),
        "image/mistyped: This file is named .jpg, but it is a .heic picture; some browsers will not show it. \
         Rename it to desk.heic, open it in Photos (Windows: “Save as”) or Preview (Mac: File, “Export”), and save it as desk.jpg."
    );
    assert_eq!(
        said(&read("a.jpg", b"<html>")),
        "image/unreadable: This file cannot be read as a picture. Open it in a program for pictures and save it again."
    );
    assert_eq!(
        said(&read("desk.jpg", b"")),
        "image/unreadable: This file is empty. Copy desk.jpg again from where it came from, and wait until all of it is there."
    );
    assert_eq!(
        said(&read("a.svg", b"<html>")),
        "image/unreadable: This file is not an SVG drawing. Save it again as SVG, or rename it."
    );
}

#[test]
fn a_picture_under_a_foreign_name_is_cleaned_all_the_same() {
    let photograph = with_exif(&drawn(30, 20, ImageFormat::Jpeg), &exif_with_place(1));
    for name in ["photo", "photo.dat", "photo.png"] {
        let read = read(name, &photograph);
        assert!(read.asset.picture.as_ref().unwrap().has_place, "{name}");
        assert!(!exif_is_in(&read.asset.cleaned().unwrap()), "{name}");
    }
}

/// A JPEG with EXIF data before its picture.
fn with_exif(jpeg: &[u8], exif: &[u8]) -> Vec<u8> {
    let length = u16::try_from(exif.len() + 8).unwrap().to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, b"Exif\0\0", exif, &jpeg[2..]].concat()
}

/// Whether the numbers of the place of [`exif_with_place`] stand somewhere.
fn exif_is_in(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, &[36, 0, 0, 0, 1, 0, 0, 0, 44, 0, 0, 0]).is_some()
}

#[test]
fn what_is_told_about_an_avif_picture_is_blank_and_all_else_stays_in_its_place() {
    let file = avif(40, 30, 0, &exif_with_place(1));
    let read = read("a.avif", &file);
    assert!(read.asset.picture.as_ref().unwrap().has_place);
    let cleaned = read.asset.cleaned().unwrap();
    assert_eq!(cleaned.len(), file.len());
    assert!(exif_is_in(&file) && !exif_is_in(&cleaned));
    let at = |bytes: &[u8], words: &[u8]| memchr::memmem::find(bytes, words);
    assert_eq!(at(&cleaned, b"pixels of the picture"), at(&file, b"pixels of the picture"));
    assert_eq!(at(&cleaned, b"someone's words"), None);
    assert_eq!(measured("a.avif", &cleaned), Some((40, 30)));
}

#[test]
fn no_part_of_a_picture_passes_for_the_whole() {
    let files = [
        ("a.jpg", drawn(12, 9, ImageFormat::Jpeg)),
        ("a.png", drawn(12, 9, ImageFormat::Png)),
        ("a.gif", drawn(12, 9, ImageFormat::Gif)),
        ("a.webp", drawn(12, 9, ImageFormat::WebP)),
        ("a.avif", avif(40, 30, 0, b"")),
    ];
    for (name, bytes) in &files {
        let end_of_picture = memchr::memmem::find(bytes, b"uuid").map_or(bytes.len(), |at| at - 4);
        for end in 0..end_of_picture {
            // The filling of an odd WebP may be missing.
            let is_filling = *name == "a.webp" && end + 1 == bytes.len() && bytes[end] == 0;
            let read = read(name, &bytes[..end]);
            assert!(read.asset.picture.is_none() || is_filling, "{name} up to {end}");
            assert!(read.findings.iter().all(|finding| finding.rule == "image/unreadable"), "{name} up to {end}");
        }
    }
    assert_eq!(
        said(&read("photos/desk.jpg", &files[0].1[..400])),
        "image/unreadable: This picture is cut off: the end of its file is missing. \
         Copy desk.jpg again from where it came from, and wait until all of it is there."
    );
}

#[test]
fn a_picture_whose_pixels_are_missing_is_not_whole() {
    let png = drawn(40, 30, ImageFormat::Png);
    let chunk = memchr::memmem::find(&png, b"IDAT").unwrap();
    let mut damaged = png.clone();
    damaged[chunk + 10..chunk + 30].fill(0);
    let is_whole = |name: &str, bytes: &[u8]| read(name, bytes).asset.is_whole(Pictures::default()).unwrap();
    assert!(is_whole("a.png", &png));
    assert!(!is_whole("a.png", &damaged));
    let mut gif = drawn(200, 150, ImageFormat::Gif);
    assert!(is_whole("a.gif", &gif));
    let middle = gif.len() / 2;
    gif[middle..middle + 200].fill(0);
    assert!(read("a.gif", &gif).asset.picture.is_none() || !is_whole("a.gif", &gif));
}

#[test]
fn what_is_too_large_is_told_before_it_is_decoded() {
    let header = |width: u32, height: u32| {
        let mut png = drawn(2, 2, ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        png
    };
    assert_eq!(
        said(&read("map.png", &header(20_000, 10_000))),
        "image/too-large: This picture has 20,000 × 10,000 pixels; the limit is 120 million in all. \
         Save it at 2,560 pixels wide or less, which is enough for any screen, or raise the limit under “pictures” in site.yaml."
    );
    assert_eq!(
        said(&read("line.png", &header(120_000_000, 1))),
        "image/too-large: This picture has 120,000,000 × 1 pixels; browsers show none longer than 32,767 on a side. \
         Cut it into several pictures, or save it smaller."
    );
    let limits = Pictures { megapixels: 120, memory: 1 };
    assert_eq!(
        said(&read_with("map.png", &header(2000, 2000), limits)),
        "image/too-large: This picture takes 12 MB of memory to read; the limit is 1 MB. \
         Save it at 2,560 pixels wide or less, which is enough for any screen, or raise the limit under “pictures” in site.yaml."
    );
    assert_eq!(
        said(&read_with("map.png", &[&header(2, 2)[..], &[0; 2 << 20]].concat(), limits)),
        "image/too-large: This file has 3 MB; the limit is 1 MB. \
         Save it at 2,560 pixels wide or less, which is enough for any screen, or raise the limit under “pictures” in site.yaml."
    );
}

#[test]
fn only_what_is_made_narrower_by_itself_may_be_wider_than_a_screen() {
    let wide = |format| drawn(2600, 13, format);
    assert_eq!(measured("a.jpg", &wide(ImageFormat::Jpeg)), Some((2560, 13)));
    assert_eq!(measured("a.png", &wide(ImageFormat::Png)), Some((2560, 13)));
    assert_eq!(
        said(&read("desk.webp", &wide(ImageFormat::WebP))),
        "image/too-wide: This picture is 2,600 pixels wide; no more than 2,560 are published. \
         Save desk.webp at 2,560 pixels wide or less; only a JPEG, or a PNG that does not move, is made narrower by itself."
    );
}

/// Makes the versions of a picture; each with its width.
fn made(read: &Read) -> Vec<(u32, Vec<u8>)> {
    let mut widths: Vec<u32> = read.asset.versions().into_iter().map(|(width, _)| width).collect();
    widths.extend(read.asset.reduced_width());
    let versions = read.asset.make(&widths, Pictures::default(), &|| true).unwrap().unwrap();
    widths.into_iter().zip(versions).collect()
}

#[test]
fn smaller_versions_have_their_width_and_their_own_names() {
    let read = read("forms/desk.jpg", &drawn(1000, 500, ImageFormat::Jpeg));
    let hash = read.asset.picture_hash().unwrap().to_hex();
    let versions = [480, 960].map(|width| (width, format!("forms/desk.{}.{width}.jpg", &hash[..8])));
    assert_eq!(read.asset.versions(), versions);
    for (width, bytes) in made(&read) {
        let version = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!((version.width(), version.height()), (width, width / 2));
    }
    assert_eq!(read.asset.make(&[480], Pictures::default(), &|| false).unwrap(), None, "nobody waits");
}

/// A drawing of lines in few colors, as programs for diagrams save it.
fn diagram(width: u32, height: u32, colors: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette((0..colors).flat_map(|color| [color * 3, 255 - color, color]).collect::<Vec<u8>>());
    let line = |x: u32, y: u32| u8::try_from((x / 7 * 5 + y / 9) % u32::from(colors)).unwrap();
    let pixels: Vec<u8> = (0..height).flat_map(|y| (0..width).map(move |x| line(x, y))).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    out
}

#[test]
fn no_version_has_more_bytes_than_the_original() {
    let quality = |quality| {
        let picture = image::load_from_memory(&drawn(2700, 300, ImageFormat::Png)).unwrap();
        let mut out = Vec::new();
        picture.write_with_encoder(image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, quality)).unwrap();
        out
    };
    let files = [
        ("photo.jpg", quality(90)),
        ("pressed.jpg", quality(3)),
        ("photo.png", drawn(2700, 300, ImageFormat::Png)),
        ("diagram.png", diagram(2700, 300, 40)),
        ("two-colors.png", diagram(3000, 400, 2)),
        ("small-diagram.png", diagram(1200, 900, 40)),
    ];
    for (name, bytes) in &files {
        let read = read(name, bytes);
        for (width, version) in made(&read) {
            assert!(version.len() <= bytes.len(), "{name} at {width}: {} of {}", version.len(), bytes.len());
        }
    }
    assert_eq!(read("small-diagram.png", &files[5].1).asset.versions(), [], "it is packed best as it is");
}

#[test]
fn a_version_of_a_picture_of_few_colors_has_no_others() {
    let read = read("diagram.png", &diagram(2700, 300, 40));
    let [(2560, version)] = &made(&read)[..] else { panic!() };
    let reader = png::Decoder::new(Cursor::new(version)).read_info().unwrap();
    assert_eq!(reader.info().color_type, png::ColorType::Indexed);
    assert_eq!(reader.info().palette.as_ref().unwrap().len(), 3 * 40);
}

#[test]
fn pictures_of_inks_and_moving_ones_have_no_smaller_versions() {
    let mut inks = drawn(1000, 500, ImageFormat::Jpeg);
    let frame = memchr::memmem::find(&inks, b"\xff\xc0\0\x11").unwrap();
    inks[frame + 9] = 4;
    assert_eq!(read("inks.jpg", &inks).asset.versions(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..Default::default() })]

    #[test]
    fn what_is_published_of_a_picture_has_the_same_pixels(width in 1u32..40, height in 1u32..40, turn in 1u8..=8) {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
            let mut file = drawn(width, height, format);
            if format == ImageFormat::Jpeg {
                file = with_exif(&file, &exif_with_place(turn));
            }
            let name = format!("a.{}", format.extensions_str()[0]);
            let cleaned = read(&name, &file).asset.cleaned().unwrap();
            prop_assert_eq!(image::load_from_memory(&cleaned).unwrap(), image::load_from_memory(&file).unwrap());
            prop_assert!(!exif_is_in(&cleaned));
            prop_assert_eq!(read(&name, &cleaned).asset.cleaned().unwrap(), cleaned, "once is enough");
        }
    }

    #[test]
    fn no_bytes_are_too_strange(at in prop::collection::vec((0usize..2000, any::<u8>()), 1..8), cut in 0usize..2000) {
        for (name, format) in [("a.jpg", Some(ImageFormat::Jpeg)), ("a.png", Some(ImageFormat::Png)),
            ("a.gif", Some(ImageFormat::Gif)), ("a.webp", Some(ImageFormat::WebP)), ("a.avif", None)] {
            let whole = format.map_or_else(|| avif(9, 8, 0, &exif_with_place(6)), |format| drawn(9, 8, format));
            let mut bytes = if name == "a.jpg" { with_exif(&whole, &exif_with_place(6)) } else { whole };
            for (at, byte) in &at {
                let at = at % bytes.len();
                bytes[at] = *byte;
            }
            bytes.truncate(bytes.len() - cut % 20);
            let read = read(name, &bytes);
            if read.asset.picture_hash().is_some() {
                prop_assert!(read.asset.cleaned().unwrap().len() <= bytes.len() + 64);
            }
        }
    }
}
