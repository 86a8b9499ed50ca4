//! What is published of photographs, and what is said about those that cannot be.

use std::collections::BTreeMap;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageReader};

use crate::photographs::{CORNERS, Order, Photograph, SECRETS};
use crate::{Site, moments, page, tree};

/// Sixty photographs, by their file names.
fn sixty() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for turn in 1..=8 {
        let order = if turn % 2 == 0 { Order::Little } else { Order::Big };
        let photograph = Photograph { width: 600, height: 400, turn, order };
        let wide = Photograph { width: 2600, height: 60, ..photograph };
        let other = if turn % 2 == 0 { Order::Big } else { Order::Little };
        for (name, bytes) in [
            ("phone.jpg", photograph.jpeg()),
            ("camera.JPG", Photograph { order: other, ..photograph }.jpeg()),
            ("panorama.jpeg", wide.jpeg()),
            ("print.jpg", photograph.inked_jpeg()),
            ("drawing.png", photograph.png()),
            ("scan.png", photograph.deep_png()),
            ("web.webp", photograph.webp()),
        ] {
            files.insert(format!("{turn}-{name}"), bytes);
        }
    }
    let photograph = Photograph { width: 60, height: 40, turn: 1, order: Order::Big };
    files.insert("grey.jpg".to_owned(), photograph.grey_jpeg());
    files.insert("moving.gif".to_owned(), photograph.moving_gif());
    files.insert("moving.webp".to_owned(), photograph.moving_webp());
    files.insert("moving-turned.webp".to_owned(), Photograph { turn: 6, ..photograph }.moving_webp());
    assert_eq!(files.len(), 60);
    files
}

fn is_picture(path: &str) -> bool {
    let lower = path.to_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|end| lower.ends_with(end))
}

/// A picture as a browser shows it.
fn shown(bytes: &[u8]) -> DynamicImage {
    let mut decoder =
        ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().unwrap().into_decoder().unwrap();
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).unwrap();
    picture.apply_orientation(turn);
    picture
}

/// Whether the corners of a picture have the colors that they had before the camera.
fn is_upright(picture: &DynamicImage) -> bool {
    let picture = picture.to_rgb8();
    let (right, bottom) = (picture.width() * 3 / 4, picture.height() * 3 / 4);
    let (left, top) = (picture.width() / 4, picture.height() / 4);
    [(left, top), (right, top), (left, bottom), (right, bottom)]
        .iter()
        .zip(CORNERS)
        .all(|((x, y), color)| picture.get_pixel(*x, *y).0.iter().zip(color).all(|(a, b)| a.abs_diff(b) < 40))
}

#[test]
fn no_photograph_is_published_with_a_place_and_all_are_shown_upright() {
    let site = Site::new();
    let files = sixty();
    let mut body = String::new();
    for (name, bytes) in &files {
        let tells = |secret: &[u8]| memchr::memmem::find(bytes, secret).is_some();
        assert!(tells(b"Phone of Maria") || tells(b"GPSLatitude"), "{name} has nothing to hide");
        site.write_bytes(&format!("content/{name}"), bytes);
        body.push_str(&format!("![A desk by a window, seen from the door]({name})\n\n"));
    }
    site.write("content/photos.md", &page("Photos", &body));
    site.build();
    let published: BTreeMap<String, Vec<u8>> =
        tree(&site.path("output")).into_iter().filter(|(path, _)| is_picture(path)).collect();
    assert!(files.keys().all(|name| published.contains_key(name)));
    assert!(published.len() >= files.len() + 40, "{} with smaller versions", published.len());
    for (path, bytes) in &published {
        for secret in SECRETS {
            let at = memchr::memmem::find(bytes, secret);
            assert_eq!(at, None, "{path} tells {}", String::from_utf8_lossy(secret));
        }
        let picture = shown(bytes);
        assert!(picture.width() <= 2560, "{path}");
        let is_square_on = picture.width() > picture.height();
        let has_colors = !path.contains("print") && !path.contains("grey");
        assert!(is_square_on && (!has_colors || is_upright(&picture)), "{path} lies on its side or on its head");
        let is_of = |name: &str| {
            let (stem, extension) = name.split_once('.').unwrap();
            path.starts_with(&format!("{stem}.")) && path.ends_with(extension)
        };
        let original = files.iter().find(|(name, _)| is_of(name)).unwrap().1;
        assert!(bytes.len() <= original.len(), "{path} has {} bytes of {}", bytes.len(), original.len());
    }
    let html = site.read("output/photos/index.html");
    for (name, measures) in [
        ("6-phone.jpg", "width=\"600\" height=\"400\""),
        ("7-web.webp", "width=\"600\" height=\"400\""),
        ("8-panorama.jpeg", "width=\"2560\" height=\"59\""),
    ] {
        let tag = html.split("<img ").find(|tag| tag.starts_with(&format!("src=\"../{name}\""))).unwrap();
        assert!(tag.contains(measures), "{tag}");
    }
}

#[test]
fn a_photograph_that_tells_its_place_is_noted_where_a_page_shows_it() {
    let site = Site::new();
    let photograph = Photograph { width: 60, height: 40, turn: 1, order: Order::Little };
    site.write_bytes("content/desk.jpg", &photograph.jpeg());
    site.write("content/a.md", &page("A", "![A desk by a window](desk.jpg)\n"));
    assert_eq!(
        site.run(&["check"]).stderr,
        "\
Notes:
  content/a.md:7  The file desk.jpg tells where the photograph was taken; the website leaves that out, but whoever gets the file itself can read it.
  (studypages check --all shows it with the words around)

2 pages checked: no errors, 0 warnings, 1 note. What a finding means: studypages explain privacy/photo-place
"
    );
}

#[test]
fn pictures_that_browsers_do_not_show_are_told_where_they_are_used() {
    let site = Site::of_files();
    for name in ["desk.heic", "pens.tif", "kitchen.dng", "door.bmp", "door.jpg", "plan.pdf", "film.mp4"] {
        site.write(&format!("content/{name}"), "");
    }
    site.write_bytes("content/door.jpg", &Photograph { width: 8, height: 8, turn: 1, order: Order::Big }.jpeg());
    let body = "![A desk](desk.heic)\n\n![Pens](pens.tif)\n\nSee [the kitchen](kitchen.dng).\n\n![A door](door.bmp)\n\n![A plan](plan.pdf)\n";
    site.write("content/a.md", &page("A", body));
    let said = site.run(&["check"]).stderr;
    let said: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("image/format]: ") || line.contains(" = help: "))
        .map(|line| line.trim_start_matches([' ', '=']))
        .collect();
    assert_eq!(
        said[..10],
        [
            "error[image/format]: Most browsers cannot show pictures that end in .heic.",
            "help: Open desk.heic in Photos (Windows: “Save as”) or Preview (Mac: File, “Export”), save it as desk.jpg, and write that name here.",
            "error[image/format]: Most browsers cannot show pictures that end in .tif.",
            "help: Open pens.tif in Paint (Windows: “Save as”) or Preview (Mac: File, “Export”), save it as pens.jpg, and write that name here.",
            "error[image/format]: No browser can show pictures that end in .dng.",
            "help: Open kitchen.dng in the program of your camera, Photos or Lightroom, save it as kitchen.jpg, and write that name here.",
            "error[image/format]: Not every browser shows pictures that end in .bmp.",
            "help: Write door.jpg instead, which is in the same folder.",
            "error[image/format]: “plan.pdf” is no picture, so a browser shows nothing here.",
            "help: Link to it instead, without the exclamation mark: [what it is](plan.pdf)",
        ]
    );
}

#[test]
fn check_and_build_say_the_same_of_a_picture_whose_pixels_are_damaged() {
    let site = Site::new();
    let mut photograph = Photograph { width: 60, height: 40, turn: 1, order: Order::Big }.png();
    let pixels = memchr::memmem::find(&photograph, b"IDAT").unwrap();
    for byte in &mut photograph[pixels + 20..pixels + 60] {
        *byte ^= 0x55;
    }
    site.write_bytes("content/desk.png", &photograph);
    site.write("content/a.md", &page("A", "![A desk by a window](desk.png)\n"));
    let expected =
        "error[image/unreadable]: This picture is damaged; a reader would see only a part of it, or nothing.";
    // The second time it is known.
    for command in ["check", "build", "check"] {
        let ended = site.run(&[command]);
        assert!(ended.code == 1 && ended.stderr.contains(expected), "{command}: {}", ended.stderr);
    }
}

#[test]
fn a_picture_is_decoded_and_made_once() {
    let site = Site::new();
    let photograph = Photograph { width: 2600, height: 60, turn: 1, order: Order::Big };
    site.write_bytes("content/desk.jpg", &photograph.jpeg());
    site.write("content/a.md", &page("A", "![A desk by a window](desk.jpg)\n"));
    site.build();
    let known = site.read(".studypages/pictures.json");
    let before = moments(&site.path("output"));
    site.build();
    assert_eq!((moments(&site.path("output")), site.read(".studypages/pictures.json")), (before, known.clone()));
    // What was known of pictures that are gone is forgotten.
    std::fs::remove_file(site.path("content/desk.jpg")).unwrap();
    site.write_bytes("content/desk.png", &photograph.png());
    site.write("content/a.md", &page("A", "![A desk by a window](desk.png)\n"));
    site.build();
    assert!(!site.read(".studypages/pictures.json").contains(&known[40..80]), "{known}");
}

#[test]
fn a_version_that_was_damaged_in_the_output_is_made_again() {
    let site = Site::new();
    site.write_bytes("content/desk.jpg", &Photograph { width: 2600, height: 60, turn: 1, order: Order::Big }.jpeg());
    site.write("content/a.md", &page("A", "![A desk by a window](desk.jpg)\n"));
    site.build();
    let output = tree(&site.path("output"));
    for path in output.keys().filter(|path| is_picture(path)) {
        for damaged in [&b""[..], &output[path][..20]] {
            site.write_bytes(&format!("output/{path}"), damaged);
            site.build();
            assert!(tree(&site.path("output")) == output, "{path}");
        }
    }
}

#[test]
fn a_picture_of_the_theme_is_published_without_its_place() {
    let site = Site::new();
    let photograph = Photograph { width: 60, height: 40, turn: 6, order: Order::Big };
    site.write_bytes("themes/cde/assets/seal.png", &photograph.png());
    site.build();
    let published = tree(&site.path("output/assets"));
    let (_, seal) = published.iter().find(|(path, _)| path.starts_with("seal.")).unwrap();
    assert!(SECRETS.iter().all(|secret| memchr::memmem::find(seal, secret).is_none()) && is_upright(&shown(seal)));
}
