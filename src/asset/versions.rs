//! Versions of a photograph in fewer pixels: smaller ones keep a page light on an old phone, and one of 2,560 pixels
//! takes the place of a wider original. None has more bytes than the original.

use std::collections::HashMap;
use std::io::{self, Cursor};

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};

use super::anatomy::{self, Anatomy};
use super::kinds::Kind;
use crate::config::Pictures;

/// Widths of smaller versions, in pixels: a small phone, a column of text, the same on a dense screen.
const WIDTHS: [u32; 3] = [480, 960, 1440];

/// The widest picture that is published, in pixels: a large screen, from edge to edge.
pub(super) const WIDEST: u32 = 2560;

/// JPEG qualities of versions, of 100: the first, and what is tried when it takes more bytes than the original.
const QUALITIES: [u8; 4] = [80, 65, 50, 35];

/// The widths of the smaller versions that take no more bytes than the original. Told from its measures and its size
/// alone, so that a page can name them before they are made.
pub(super) fn widths(kind: Kind, anatomy: &Anatomy, published: (u32, u32), size: u64) -> Vec<u32> {
    let (full_width, full_height) = published;
    let pays = |width: u32| {
        let pixels = u64::from(width) * u64::from(height_at(width, full_width, full_height));
        let most = match (kind, &anatomy.palette) {
            // A photograph of fewer pixels fits, if need be in a lower quality.
            (Kind::Jpeg, _) => return true,
            // However its pixels come out: a drawing is packed far better as it is than when it is scaled.
            (Kind::Png, Some(palette)) => pixels * u64::from(index_bits(palette.len())) / 8,
            (Kind::Png, None) => pixels * anatomy.bytes_per_pixel.min(4),
            _ => return false,
        };
        most + most / 64 + 2048 <= size
    };
    if anatomy.is_animated || anatomy.is_in_inks {
        return Vec::new();
    }
    WIDTHS.into_iter().filter(|width| *width < full_width && pays(*width)).collect()
}

/// The height of a picture that is scaled to a width.
pub(super) fn height_at(width: u32, full_width: u32, full_height: u32) -> u32 {
    let height = (u64::from(full_height) * u64::from(width) + u64::from(full_width) / 2) / u64::from(full_width.max(1));
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// Whether a picture can be decoded from its first to its last byte.
pub(super) fn is_whole(kind: Kind, bytes: &[u8], limits: Pictures) -> bool {
    // No program of ours reads AVIF; its boxes were all there.
    kind == Kind::Avif || decode(kind, bytes, limits).is_ok()
}

/// Makes the versions of these widths, decoding the picture once. `is_wanted` is asked between the steps; `Ok(None)`
/// when nobody waits any longer.
pub(super) fn make(
    kind: Kind,
    bytes: &[u8],
    widths: &[u32],
    limits: Pictures,
    is_wanted: &dyn Fn() -> bool,
) -> io::Result<Option<Vec<Vec<u8>>>> {
    let anatomy = anatomy::read(kind, bytes).map_err(|_| io::Error::other("the picture is damaged"))?;
    if !is_wanted() {
        return Ok(None);
    }
    let decoded = decode(kind, bytes, limits).map_err(io::Error::other)?;
    let mut versions = Vec::with_capacity(widths.len());
    for width in widths {
        if !is_wanted() {
            return Ok(None);
        }
        versions.push(decoded.fitting(kind, &anatomy, *width, bytes.len())?);
    }
    Ok(Some(versions))
}

/// A picture in memory, 8 bits a channel, as it is stored (not turned).
struct Decoded {
    picture: DynamicImage,
    profile: Option<Vec<u8>>,
}

fn decode(kind: Kind, bytes: &[u8], limits: Pictures) -> image::ImageResult<Decoded> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::WebP => ImageFormat::WebP,
        Kind::Gif => ImageFormat::Gif,
        Kind::Avif => ImageFormat::Avif,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut most = Limits::default();
    most.max_alloc = Some(limits.memory_in_bytes());
    reader.limits(most);
    let mut decoder = reader.into_decoder()?;
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder)?;
    let picture: DynamicImage = match (picture.color().has_color(), picture.color().has_alpha()) {
        (false, false) => picture.into_luma8().into(),
        (false, true) => picture.into_luma_alpha8().into(),
        (true, false) => picture.into_rgb8().into(),
        (true, true) => picture.into_rgba8().into(),
    };
    // A profile of inks says nothing about the colors they were turned into.
    let space: &[u8] = if picture.color().has_color() { b"RGB " } else { b"GRAY" };
    let profile = profile.filter(|profile| profile.get(16..20) == Some(space));
    Ok(Decoded { picture, profile })
}

impl Decoded {
    /// A version of this width; a worse or a narrower one where it would have more bytes than the original.
    fn fitting(&self, kind: Kind, anatomy: &Anatomy, width: u32, most: usize) -> io::Result<Vec<u8>> {
        let mut width = width;
        loop {
            let smaller = self.scaled(anatomy, width)?;
            let tried = match kind {
                Kind::Jpeg => self.as_jpeg(&smaller, most)?,
                _ => self.as_png(&smaller, anatomy, most)?,
            };
            match tried {
                Ok(fitting) => return Ok(fitting),
                // Not even a picture of one pixel; nobody's photograph comes here.
                Err(smallest) if width == 1 => return Ok(smallest),
                Err(_) => width = (width * 3 / 4).max(1),
            }
        }
    }

    fn scaled(&self, anatomy: &Anatomy, width: u32) -> io::Result<DynamicImage> {
        let (shown_width, shown_height) = anatomy.shown();
        let shown = (width, height_at(width, shown_width, shown_height));
        let (width, height) = if anatomy.turn >= 5 { (shown.1, shown.0) } else { shown };
        let pixels = match self.picture.color() {
            ColorType::L8 => PixelType::U8,
            ColorType::La8 => PixelType::U8x2,
            ColorType::Rgb8 => PixelType::U8x3,
            _ => PixelType::U8x4,
        };
        let from = ImageRef::new(self.picture.width(), self.picture.height(), self.picture.as_bytes(), pixels)
            .map_err(io::Error::other)?;
        let mut to = Image::new(width, height, pixels);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&from, &mut to, &options).map_err(io::Error::other)?;
        let bytes = to.into_vec();
        let smaller = match pixels {
            PixelType::U8 => image::GrayImage::from_raw(width, height, bytes).map(DynamicImage::from),
            PixelType::U8x2 => image::GrayAlphaImage::from_raw(width, height, bytes).map(DynamicImage::from),
            PixelType::U8x3 => image::RgbImage::from_raw(width, height, bytes).map(DynamicImage::from),
            _ => image::RgbaImage::from_raw(width, height, bytes).map(DynamicImage::from),
        };
        let mut smaller = smaller.ok_or_else(|| io::Error::other("a scaled picture has other measures"))?;
        smaller.apply_orientation(Orientation::from_exif(anatomy.turn).unwrap_or(Orientation::NoTransforms));
        Ok(smaller)
    }

    /// In the best quality that fits; `Err` is the smallest there is.
    fn as_jpeg(&self, picture: &DynamicImage, most: usize) -> io::Result<Result<Vec<u8>, Vec<u8>>> {
        let mut out = Vec::new();
        for quality in QUALITIES {
            out.clear();
            let mut encoder = JpegEncoder::new_with_quality(&mut out, quality);
            if let Some(profile) = &self.profile {
                encoder.set_icc_profile(profile.clone()).map_err(io::Error::other)?;
            }
            picture.write_with_encoder(encoder).map_err(io::Error::other)?;
            if out.len() <= most {
                return Ok(Ok(out));
            }
        }
        Ok(Err(out))
    }

    /// In all its colors, or in those of the original where they are few; `Err` does not fit.
    fn as_png(&self, picture: &DynamicImage, anatomy: &Anatomy, most: usize) -> io::Result<Result<Vec<u8>, Vec<u8>>> {
        let palette = match &anatomy.palette {
            Some(palette) => Some(palette.clone()),
            None => {
                let out = self.in_all_colors(picture)?;
                if out.len() <= most {
                    return Ok(Ok(out));
                }
                few_colors(&self.picture)
            }
        };
        let out = match palette.filter(|palette| !palette.is_empty()) {
            Some(palette) => self.in_colors(picture, &palette)?,
            None => self.in_all_colors(picture)?,
        };
        Ok(if out.len() <= most { Ok(out) } else { Err(out) })
    }

    fn in_all_colors(&self, picture: &DynamicImage) -> io::Result<Vec<u8>> {
        let color = match picture.color() {
            ColorType::L8 => png::ColorType::Grayscale,
            ColorType::La8 => png::ColorType::GrayscaleAlpha,
            ColorType::Rgb8 => png::ColorType::Rgb,
            _ => png::ColorType::Rgba,
        };
        let info = self.info(picture, color, png::BitDepth::Eight);
        write_png(info, png::Filter::Adaptive, picture.as_bytes())
    }

    /// Each pixel in the nearest of the colors, so that no new ones are needed.
    fn in_colors(&self, picture: &DynamicImage, palette: &[[u8; 4]]) -> io::Result<Vec<u8>> {
        let bits = index_bits(palette.len());
        let depth = match bits {
            1 => png::BitDepth::One,
            2 => png::BitDepth::Two,
            4 => png::BitDepth::Four,
            _ => png::BitDepth::Eight,
        };
        let rgba = picture.to_rgba8();
        let mut known: HashMap<[u8; 4], u8> = HashMap::new();
        let per_byte = 8 / usize::from(bits);
        let mut packed = Vec::with_capacity(rgba.len() / 4 / per_byte + rgba.height() as usize);
        for row in rgba.rows() {
            let indexes: Vec<u8> =
                row.map(|pixel| *known.entry(pixel.0).or_insert_with(|| nearest(palette, pixel.0))).collect();
            packed.extend(indexes.chunks(per_byte).map(|pixels| {
                let byte = pixels.iter().fold(0, |byte, index| byte << (bits % 8) | index);
                byte << (usize::from(bits) * (per_byte - pixels.len()))
            }));
        }
        let mut info = self.info(picture, png::ColorType::Indexed, depth);
        info.palette = Some(palette.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect());
        if palette.iter().any(|color| color[3] != 255) {
            info.trns = Some(palette.iter().map(|color| color[3]).collect());
        }
        write_png(info, png::Filter::NoFilter, &packed)
    }

    fn info(&self, picture: &DynamicImage, color: png::ColorType, depth: png::BitDepth) -> png::Info<'_> {
        let mut info = png::Info::with_size(picture.width(), picture.height());
        (info.color_type, info.bit_depth) = (color, depth);
        info.icc_profile = self.profile.as_deref().filter(|_| picture.color().has_color()).map(Into::into);
        info
    }
}

fn write_png(info: png::Info<'_>, filter: png::Filter, pixels: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::with_info(&mut out, info).map_err(io::Error::other)?;
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(filter);
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(pixels).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)?;
    Ok(out)
}

/// The bits that a pixel takes which names one of so many colors.
fn index_bits(colors: usize) -> u8 {
    match colors {
        0..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    }
}

fn nearest(palette: &[[u8; 4]], color: [u8; 4]) -> u8 {
    let distance =
        |known: &[u8; 4]| -> u32 { known.iter().zip(color).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    let nearest = palette.iter().take(256).enumerate().min_by_key(|(_, known)| distance(known));
    nearest.and_then(|(index, _)| u8::try_from(index).ok()).unwrap_or(0)
}

/// The colors of a picture, when they are no more than a palette holds.
fn few_colors(picture: &DynamicImage) -> Option<Vec<[u8; 4]>> {
    let mut colors = std::collections::BTreeSet::new();
    for pixel in picture.to_rgba8().pixels() {
        if colors.insert(pixel.0) && colors.len() > 256 {
            return None;
        }
    }
    Some(colors.into_iter().collect())
}
