//! WebP: chunks in a RIFF container.

use std::ops::Range;

use super::{Anatomy, Cursor, Damage, exif};

/// The flags of `VP8X` that say what other chunks there are.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

pub(super) fn read(bytes: &[u8]) -> Result<Anatomy, Damage> {
    let mut anatomy = Anatomy { bytes_per_pixel: 4, ..Anatomy::default() };
    let mut file = Cursor::new(bytes);
    let (riff, size, webp) = (file.take(4)?, super::length(file.u32_le()?), file.take(4)?);
    if riff != b"RIFF" || webp != b"WEBP" {
        return Err(Damage::Broken);
    }
    let inside = bytes.get(..size.saturating_add(8)).ok_or(Damage::CutOff)?;
    let chunks = chunks(inside, file.at)?;
    let named = |name: &[u8]| chunks.iter().find(|chunk| chunk.name == name);
    if !chunks.iter().any(|chunk| matches!(&chunk.name, b"VP8 " | b"VP8L" | b"ANMF")) {
        return Err(Damage::Broken);
    }
    if let Some(exif) = named(b"EXIF") {
        let tiff = &bytes[exif.body.clone()];
        anatomy.note(exif::read(tiff.strip_prefix(b"Exif\0\0").unwrap_or(tiff)));
    }
    if let Some(xmp) = named(b"XMP ") {
        anatomy.has_place |= exif::xmp_has_place(&bytes[xmp.body.clone()]);
    }
    anatomy.is_animated = named(b"ANMF").is_some();
    let turn = anatomy.turn_alone();
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    for chunk in &chunks {
        let body = &bytes[chunk.body.clone()];
        match &chunk.name {
            b"VP8X" => {
                (anatomy.width, anatomy.height) = canvas(body)?;
                let mut body = body.to_vec();
                body[0] &= !(HAS_EXIF | HAS_XMP);
                body[0] |= if turn.is_some() { HAS_EXIF } else { 0 };
                write(&mut out, b"VP8X", &body);
            }
            b"VP8 " | b"VP8L" => {
                if anatomy.width == 0 {
                    (anatomy.width, anatomy.height) =
                        if chunk.name == *b"VP8L" { lossless_measures(body)? } else { lossy_measures(body)? };
                }
                write(&mut out, &chunk.name, body);
            }
            b"ICCP" | b"ANIM" | b"ALPH" => write(&mut out, &chunk.name, body),
            b"ANMF" => write(&mut out, b"ANMF", &frame(bytes, chunk.body.clone())?),
            _ => {}
        }
    }
    if let Some(turn) = turn {
        write(&mut out, b"EXIF", &turn);
    }
    let size = u32::try_from(out.len() - 8).map_err(|_| Damage::Broken)?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    anatomy.make(out);
    Ok(anatomy)
}

struct Chunk {
    name: [u8; 4],
    body: Range<usize>,
}

/// The chunks from `at` to the end.
fn chunks(bytes: &[u8], at: usize) -> Result<Vec<Chunk>, Damage> {
    let mut cursor = Cursor { bytes, at };
    let mut chunks = Vec::new();
    // One odd byte at the end is filling.
    while cursor.at + 1 < bytes.len() {
        let name = cursor.array()?;
        let length = super::length(cursor.u32_le()?);
        let start = cursor.at;
        cursor.take(length)?;
        chunks.push(Chunk { name, body: start..cursor.at });
        if length % 2 == 1 && !cursor.is_at_end() {
            cursor.u8()?;
        }
    }
    Ok(chunks)
}

fn write(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend_from_slice(name);
    // It was read from a file whose lengths have as many bits.
    out.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}

/// A frame of an animation, without chunks that are not its picture.
fn frame(bytes: &[u8], body: Range<usize>) -> Result<Vec<u8>, Damage> {
    const HEADER: usize = 16;
    let inside = bytes.get(..body.end).ok_or(Damage::CutOff)?;
    let mut out = inside.get(body.start..body.start + HEADER).ok_or(Damage::CutOff)?.to_vec();
    for chunk in chunks(inside, body.start + HEADER)? {
        if matches!(&chunk.name, b"VP8 " | b"VP8L" | b"ALPH") {
            write(&mut out, &chunk.name, &bytes[chunk.body]);
        }
    }
    Ok(out)
}

fn canvas(body: &[u8]) -> Result<(u32, u32), Damage> {
    let mut cursor = Cursor { bytes: body, at: 4 };
    let mut side = || -> Result<u32, Damage> {
        let [low, middle, high] = cursor.array()?;
        Ok(u32::from_le_bytes([low, middle, high, 0]) + 1)
    };
    Ok((side()?, side()?))
}

fn lossy_measures(body: &[u8]) -> Result<(u32, u32), Damage> {
    let mut cursor = Cursor { bytes: body, at: 3 };
    if cursor.take(3)? != [0x9d, 0x01, 0x2a] {
        return Err(Damage::Broken);
    }
    let mut side = || Ok(u32::from(cursor.u16_le()? & 0x3fff));
    Ok((side()?, side()?))
}

fn lossless_measures(body: &[u8]) -> Result<(u32, u32), Damage> {
    let mut cursor = Cursor::new(body);
    if cursor.u8()? != 0x2f {
        return Err(Damage::Broken);
    }
    let bits = cursor.u32_le()?;
    Ok(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
}
