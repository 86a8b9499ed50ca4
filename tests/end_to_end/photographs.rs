//! Photographs as cameras and phones write them, with everything that they tell beside the picture.

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// What nobody may read in a published picture, in the bytes of the files that [`Photograph`] writes.
pub(crate) const SECRETS: [&[u8]; 12] = [
    b"GPSLatitude",
    b"Fresno",
    b"Phone of Maria",
    b"MAKER NOTE",
    b"2026:11:20",
    b"a comment of the camera",
    b"small copy",
    b"ftypmp42",
    b"Photoshop 3.0",
    b"ns.adobe.com",
    // 36 degrees 44 minutes, in both byte orders.
    b"\x24\0\0\0\x01\0\0\0\x2c\0\0\0\x01\0\0\0",
    b"\0\0\0\x24\0\0\0\x01\0\0\0\x2c\0\0\0\x01",
];

const XMP: &[u8] = b"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><exif:GPSLatitude>36,44N</exif:GPSLatitude>\
    <rdf:li>http://ns.adobe.com/</rdf:li></x:xmpmeta>";

/// Which byte of a number a camera writes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Big,
    Little,
}

/// How a photograph was taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Photograph {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The turn that its EXIF data ask for, 1 to 8.
    pub(crate) turn: u8,
    pub(crate) order: Order,
}

/// The corners of every photograph as it should be seen: red, green, blue, white.
pub(crate) const CORNERS: [[u8; 3]; 4] = [[200, 30, 30], [30, 180, 30], [30, 30, 200], [240, 240, 240]];

impl Photograph {
    /// The picture as the sensor saw it.
    fn seen(self) -> DynamicImage {
        let corner = |x: u32, y: u32| usize::from(x * 2 >= self.width) + 2 * usize::from(y * 2 >= self.height);
        let mut picture = DynamicImage::from(RgbImage::from_fn(self.width, self.height, |x, y| {
            // Some grain, as every sensor has it.
            let grain = u8::try_from(((x * 7) ^ (y * 13)) % 8).unwrap();
            Rgb(CORNERS[corner(x, y)].map(|value| value + grain))
        }));
        let turn_back = match self.turn {
            6 => 8,
            8 => 6,
            turn => turn,
        };
        picture.apply_orientation(Orientation::from_exif(turn_back).unwrap());
        picture
    }

    fn encoded(self, format: ImageFormat) -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        self.seen().write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// A JPEG with EXIF, XMP, IPTC, a comment, and a film behind its end.
    pub(crate) fn jpeg(self) -> Vec<u8> {
        let mut picture = Vec::new();
        self.seen().write_with_encoder(JpegEncoder::new_with_quality(&mut picture, 90)).unwrap();
        self.around(&picture)
    }

    /// The same in shades of grey.
    pub(crate) fn grey_jpeg(self) -> Vec<u8> {
        let mut picture = Vec::new();
        let grey = DynamicImage::from(self.seen().to_luma8());
        grey.write_with_encoder(JpegEncoder::new_with_quality(&mut picture, 90)).unwrap();
        self.around(&picture)
    }

    fn around(self, picture: &[u8]) -> Vec<u8> {
        let iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x5a\0\x06Fresno\0";
        [
            &picture[..2],
            &segment(0xe1, &[b"Exif\0\0", &self.exif()[..]].concat()),
            &segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", XMP].concat()),
            &segment(0xed, iptc),
            &segment(0xe4, b"MAKER NOTE of no standard"),
            &segment(0xfe, b"a comment of the camera"),
            &picture[2..],
            b"\0\0\0\x18ftypmp42 a film of the moment before",
        ]
        .concat()
    }

    /// A JPEG of one color in four inks, as programs for print save them.
    pub(crate) fn inked_jpeg(self) -> Vec<u8> {
        let side = |pixels: u32| u16::try_from(pixels).unwrap().to_be_bytes();
        let lies = self.turn >= 5;
        let (width, height) = if lies { (self.height, self.width) } else { (self.width, self.height) };
        let blocks = width.div_ceil(8) * height.div_ceil(8);
        let components = [1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0];
        let frame = [&[8][..], &side(height), &side(width), &[4], &components].concat();
        // One code for each table: no change from the block before, and nothing else in a block.
        let codes = |class: u8| [&[class][..], &[1], &[0; 15], &[0]].concat();
        let bits = usize::try_from(blocks * 8).unwrap();
        let mut scan = vec![0; bits / 8];
        scan.push(0x7f);
        let picture = [
            b"\xff\xd8".to_vec(),
            segment(0xee, b"Adobe\0\x64\0\0\0\0\0"),
            segment(0xdb, &[&[0][..], &[1; 64]].concat()),
            segment(0xc0, &frame),
            segment(0xc4, &codes(0)),
            segment(0xc4, &codes(0x10)),
            segment(0xda, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]),
            scan,
            b"\xff\xd9".to_vec(),
        ]
        .concat();
        self.around(&picture)
    }

    /// A PNG with EXIF, XMP, the moment it was taken and words behind its end.
    pub(crate) fn png(self) -> Vec<u8> {
        self.with_chunks(&self.encoded(ImageFormat::Png))
    }

    /// The same with 16 bits for each color.
    pub(crate) fn deep_png(self) -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        DynamicImage::from(self.seen().to_rgb16()).write_to(&mut out, ImageFormat::Png).unwrap();
        self.with_chunks(&out.into_inner())
    }

    fn with_chunks(self, picture: &[u8]) -> Vec<u8> {
        const HEADER: usize = 8 + 25;
        [
            &picture[..HEADER],
            &chunk(b"eXIf", &self.exif()),
            &chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", XMP].concat()),
            &chunk(b"tEXt", b"Comment\0a comment of the camera"),
            &chunk(b"tEXt", b"Author\0Phone of Maria"),
            &chunk(b"vpAg", b"MAKER NOTE"),
            &picture[HEADER..],
            b"small copy of what was cut off",
        ]
        .concat()
    }

    /// A WebP with EXIF and XMP.
    pub(crate) fn webp(self) -> Vec<u8> {
        let picture = self.encoded(ImageFormat::WebP);
        self.riff(0, &picture[12..])
    }

    /// A WebP of two frames, with words between their chunks.
    pub(crate) fn moving_webp(self) -> Vec<u8> {
        let picture = self.encoded(ImageFormat::WebP);
        let (width, height) = self.stored();
        let frame =
            [&[0; 6][..], &low_three(width - 1), &low_three(height - 1), &[100, 0, 0, 0], &picture[12..]].concat();
        let frame = [frame, riff_chunk(b"note", b"MAKER NOTE")].concat();
        let frames = [riff_chunk(b"ANIM", &[0; 6]), riff_chunk(b"ANMF", &frame), riff_chunk(b"ANMF", &frame)].concat();
        self.riff(0x02, &frames)
    }

    fn riff(self, flags: u8, picture: &[u8]) -> Vec<u8> {
        let (width, height) = self.stored();
        let extended = [&[flags | 0x0c, 0, 0, 0][..], &low_three(width - 1), &low_three(height - 1)].concat();
        let body = [
            b"WEBP",
            &riff_chunk(b"VP8X", &extended)[..],
            picture,
            &riff_chunk(b"EXIF", &self.exif()),
            &riff_chunk(b"XMP ", XMP),
            &riff_chunk(b"note", b"a comment of the camera"),
        ]
        .concat();
        [riff_chunk(b"RIFF", &body), b"small copy".to_vec()].concat()
    }

    fn stored(self) -> (u32, u32) {
        if self.turn >= 5 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// A GIF of two frames, with XMP and a comment. It knows no turns.
    pub(crate) fn moving_gif(self) -> Vec<u8> {
        let mut out = Vec::new();
        {
            let mut encoder = image::codecs::gif::GifEncoder::new(&mut out);
            for _ in 0..2 {
                encoder.encode_frame(image::Frame::new(Photograph { turn: 1, ..self }.seen().to_rgba8())).unwrap();
            }
        }
        let end = out.len() - 1;
        let block = |words: &[u8]| [&[u8::try_from(words.len()).unwrap()], words].concat();
        let told = [
            b"\x21\xfe",
            &block(b"a comment of the camera")[..],
            b"\0\x21\xff\x0bXMP DataXMP",
            &block(&XMP[..100]),
            b"\0",
        ]
        .concat();
        [&out[..end], &told, b"\x3b", b"small copy"].concat()
    }

    /// EXIF data with all that a phone writes, and a small copy of the photograph.
    fn exif(self) -> Vec<u8> {
        let order = self.order;
        let short = |number: u16| if order == Order::Big { number.to_be_bytes() } else { number.to_le_bytes() };
        let long = |number: usize| {
            let number = u32::try_from(number).unwrap();
            if order == Order::Big { number.to_be_bytes() } else { number.to_le_bytes() }
        };
        let mut tiff = if order == Order::Big { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
        tiff.extend(long(8));
        // Each directory has its place, so that they can point at each other.
        let (camera, gps, thumbnail, values) = (100, 160, 220, 300);
        let mut heap: Vec<u8> = Vec::new();
        let mut entry = |tag: u16, kind: u16, count: usize, value: &[u8]| {
            let mut field = [short(tag).to_vec(), short(kind).to_vec(), long(count).to_vec()].concat();
            if value.len() <= 4 {
                field.extend(value);
                field.resize(12, 0);
            } else {
                field.extend(long(values + heap.len()));
                heap.extend(value);
            }
            field
        };
        let place: Vec<u8> = [36, 1, 44, 1, 5032, 100].into_iter().flat_map(long).collect();
        let directories = [
            (
                8,
                vec![
                    entry(0x0110, 2, 15, b"Phone of Maria\0"),
                    entry(0x0112, 3, 1, &short(u16::from(self.turn))),
                    entry(0x0132, 2, 20, b"2026:11:20 08:15:00\0"),
                    entry(0x8769, 4, 1, &long(camera)),
                    entry(0x8825, 4, 1, &long(gps)),
                ],
                thumbnail,
            ),
            (camera, vec![entry(0x927c, 7, 10, b"MAKER NOTE")], 0),
            (
                gps,
                vec![entry(1, 2, 2, b"N\0"), entry(2, 5, 3, &place), entry(3, 2, 2, b"W\0"), entry(4, 5, 3, &place)],
                0,
            ),
            (thumbnail, vec![entry(0x0201, 4, 1, &long(values)), entry(0x0202, 4, 1, &long(12))], 0),
        ];
        for (at, entries, next) in directories {
            tiff.resize(at, 0);
            tiff.extend(short(u16::try_from(entries.len()).unwrap()));
            tiff.extend(entries.concat());
            tiff.extend(long(next));
        }
        tiff.resize(values, 0);
        tiff.extend(heap);
        tiff.extend(b"\xff\xd8 small copy \xff\xd9");
        tiff
    }
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, body].concat()
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [name, body].concat();
    let sum = !named.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    });
    [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], &named, &sum.to_be_bytes()].concat()
}

fn riff_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let filling: &[u8] = if body.len() % 2 == 1 { &[0] } else { &[] };
    [name, &u32::try_from(body.len()).unwrap().to_le_bytes()[..], body, filling].concat()
}

fn low_three(number: u32) -> [u8; 3] {
    let [first, second, third, _] = number.to_le_bytes();
    [first, second, third]
}
