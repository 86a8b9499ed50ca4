//! JPEG: segments, each with a marker, and the scans between them.

use super::{Anatomy, Cursor, Damage, exif};

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/x";

pub(super) fn read(bytes: &[u8]) -> Result<Anatomy, Damage> {
    let mut anatomy = Anatomy::default();
    let mut cursor = Cursor::new(bytes);
    if cursor.take(2)? != [0xff, START] {
        return Err(Damage::Broken);
    }
    anatomy.keep(0..2);
    // The turn stands where a viewer looks for it: before the picture, after JFIF's own segment.
    let mut place_of_turn = 1;
    let mut has_scan = false;
    loop {
        let marker = next_marker(&mut cursor)?;
        let start = cursor.at - 2;
        if marker == END {
            anatomy.keep(start..cursor.at);
            break;
        }
        // A marker that stands alone.
        if matches!(marker, 0x01 | 0xd0..=START) {
            continue;
        }
        let length = usize::from(cursor.u16_be()?).checked_sub(2).ok_or(Damage::Broken)?;
        let body = cursor.take(length)?;
        match marker {
            // Without the small copy that may follow.
            0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
                anatomy.make([b"\xff\xe0\0\x10", &body[..12], b"\0\0"].concat());
                place_of_turn = anatomy.pieces.len();
            }
            0xe1 if body.starts_with(EXIF) => anatomy.note(exif::read(&body[EXIF.len()..])),
            0xe1 if body.starts_with(XMP) => anatomy.has_place |= exif::xmp_has_place(body),
            0xed => anatomy.has_place |= exif::iptc_has_place(body),
            // The color profile, and what says how colors are mixed.
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => anatomy.keep(start..cursor.at),
            0xee if body.starts_with(b"Adobe") => anatomy.keep(start..cursor.at),
            // Of programs, and comments.
            0xe0..=0xef | 0xfe => {}
            SCAN => {
                has_scan = true;
                skip_scan(&mut cursor)?;
                anatomy.keep(start..cursor.at);
            }
            _ => {
                if is_frame(marker) {
                    measure(&mut anatomy, marker, body)?;
                }
                anatomy.keep(start..cursor.at);
            }
        }
    }
    if !has_scan {
        return Err(Damage::Broken);
    }
    if let Some(turn) = anatomy.turn_alone() {
        let segment = [&b"\xff\xe1\0\x22"[..], EXIF, &turn].concat();
        anatomy.insert(place_of_turn, segment);
    }
    Ok(anatomy)
}

/// The next marker. Bytes before it are of nobody, and left out.
fn next_marker(cursor: &mut Cursor<'_>) -> Result<u8, Damage> {
    loop {
        while cursor.u8()? != 0xff {}
        let mut marker = cursor.u8()?;
        while marker == 0xff {
            marker = cursor.u8()?;
        }
        if marker != 0 {
            return Ok(marker);
        }
    }
}

/// Goes to the marker after the scan that starts here.
fn skip_scan(cursor: &mut Cursor<'_>) -> Result<(), Damage> {
    loop {
        let rest = &cursor.bytes[cursor.at..];
        cursor.at += memchr::memchr(0xff, rest).ok_or(Damage::CutOff)?;
        match cursor.bytes.get(cursor.at + 1) {
            None => return Err(Damage::CutOff),
            // A byte of the picture, or a place where a decoder may start again.
            Some(0 | 0xd0..=0xd7) => cursor.at += 2,
            Some(0xff) => cursor.at += 1,
            Some(_) => return Ok(()),
        }
    }
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn measure(anatomy: &mut Anatomy, marker: u8, body: &[u8]) -> Result<(), Damage> {
    let mut cursor = Cursor::new(body);
    cursor.u8()?;
    anatomy.height = u32::from(cursor.u16_be()?);
    anatomy.width = u32::from(cursor.u16_be()?);
    let components = u64::from(cursor.u8()?);
    // Those that come in rounds are kept as coefficients until the last one.
    let is_progressive = matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce);
    anatomy.bytes_per_pixel = components * if is_progressive { 3 } else { 1 };
    anatomy.is_in_inks = components == 4;
    Ok(())
}
