//! Kinds of pictures: those that every browser shows, and those that only some program does.

/// A format that every browser shows and whose files are taken apart before they are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    WebP,
    Gif,
    Avif,
}

/// What a file is named as, or is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A picture made of pixels.
    Pixels(Kind),
    /// An SVG drawing.
    Drawing,
    /// A picture that browsers do not show.
    Foreign(&'static Foreign),
}

/// A format of pictures that is made for something else than websites.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The extensions of its files, in lower case.
    extensions: &'static [&'static str],
    /// How browsers take it: "Most browsers cannot show".
    pub trouble: &'static str,
    /// Where it is opened and saved again.
    pub program: &'static str,
}

const PHOTOS: &str = "Photos (Windows: “Save as”) or Preview (Mac: File, “Export”)";
const CAMERAS: &str = "the program of your camera, Photos or Lightroom";
const PAINT: &str = "Paint (Windows: “Save as”) or Preview (Mac: File, “Export”)";
const MAKERS: &str = "the program that made it";

const FOREIGN: [Foreign; 8] = [
    Foreign {
        extensions: &["heic", "heif", "hif", "heics", "heifs"],

        trouble: "Most browsers cannot show",
        program: PHOTOS,
    },
    Foreign { extensions: &["tif", "tiff"], trouble: "Most browsers cannot show", program: PAINT },
    Foreign { extensions: &["bmp", "dib"], trouble: "Not every browser shows", program: PAINT },
    Foreign {
        extensions: &[
            "raw", "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "srf", "orf", "raf", "rw2", "pef", "srw",
            "3fr", "iiq", "x3f",
        ],

        trouble: "No browser can show",
        program: CAMERAS,
    },
    Foreign { extensions: &["jxl"], trouble: "Most browsers cannot show", program: MAKERS },
    Foreign { extensions: &["jp2", "j2k", "jpf", "jpx", "jpm"], trouble: "Most browsers cannot show", program: MAKERS },
    Foreign {
        extensions: &["psd", "psb", "xcf", "ai", "eps", "indd", "afphoto", "afdesign", "kra", "procreate"],

        trouble: "No browser can show",
        program: MAKERS,
    },
    Foreign {
        extensions: &["wmf", "emf", "pcx", "tga", "pict", "pct", "ppm", "pgm"],

        trouble: "No browser can show",
        program: MAKERS,
    },
];

impl Format {
    /// The format that an extension in lower case announces.
    pub(super) fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "jpg" | "jpeg" | "jpe" | "jfif" | "pjpeg" | "pjp" => Format::Pixels(Kind::Jpeg),
            "png" | "apng" => Format::Pixels(Kind::Png),
            "webp" => Format::Pixels(Kind::WebP),
            "gif" => Format::Pixels(Kind::Gif),
            "avif" | "avifs" => Format::Pixels(Kind::Avif),
            "svg" => Format::Drawing,
            _ => Format::Foreign(foreign(extension)?),
        })
    }

    /// The format that the first bytes of a file tell, where they leave no doubt.
    pub(super) fn of_bytes(start: &[u8]) -> Option<Self> {
        Some(match start {
            [0xff, 0xd8, 0xff, ..] => Format::Pixels(Kind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Format::Pixels(Kind::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Format::Pixels(Kind::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::Pixels(Kind::WebP),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Self::of_brands(brand)?,
            [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Format::Foreign(foreign("tif")?),
            [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => Format::Foreign(foreign("jxl")?),
            [0, 0, 0, 0x0c, b'j', b'P', ..] => Format::Foreign(foreign("jp2")?),
            [b'8', b'B', b'P', b'S', ..] => Format::Foreign(foreign("psd")?),
            _ => return None,
        })
    }

    /// AVIF and HEIC share a container; the brands at its start tell them apart.
    fn of_brands(brands: &[u8]) -> Option<Self> {
        let named = |names: &[&[u8; 4]]| brands.as_chunks().0.iter().any(|brand| names.contains(&brand));
        if named(&[b"avif", b"avis"]) {
            Some(Format::Pixels(Kind::Avif))
        } else if named(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"]) {
            foreign("heic").map(Format::Foreign)
        } else {
            None
        }
    }

    /// The extension of its files.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Format::Pixels(Kind::Jpeg) => "jpg",
            Format::Pixels(Kind::Png) => "png",
            Format::Pixels(Kind::WebP) => "webp",
            Format::Pixels(Kind::Gif) => "gif",
            Format::Pixels(Kind::Avif) => "avif",
            Format::Drawing => "svg",
            Format::Foreign(foreign) => foreign.extensions[0],
        }
    }
}

/// Whether browsers show files with this extension as pictures.
#[must_use]
pub fn is_shown(extension: &str) -> bool {
    let is_icon = matches!(extension, "ico" | "cur");
    is_icon || matches!(Format::of_extension(extension), Some(Format::Pixels(_) | Format::Drawing))
}

/// The format of pictures that browsers do not show whose files have this extension.
#[must_use]
pub fn foreign(extension: &str) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|foreign| foreign.extensions.contains(&extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_a_photo_of_a_phone_from_one_for_websites() {
        let of = |start: &[u8]| Format::of_bytes(start).map(Format::extension);
        assert_eq!(of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Some("heic"));
        assert_eq!(of(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif"), Some("avif"));
        assert_eq!(of(b"\0\0\0\x1cftypisom\0\0\0\0isommp42"), None);
        assert_eq!(of(b"\xff\xd8\xff\xe0\0\x10JFIF"), Some("jpg"));
        assert_eq!(of(b"II*\0\x08\0\0\0"), Some("tif"));
        assert_eq!(of(b"%PDF-1.7"), None);
        assert_eq!(of(b""), None);
    }
}
