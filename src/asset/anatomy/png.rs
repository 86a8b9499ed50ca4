//! PNG: chunks, each with a name and a checksum.

use super::{Anatomy, Cursor, Damage, exif};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) fn read(bytes: &[u8]) -> Result<Anatomy, Damage> {
    let mut anatomy = Anatomy::default();
    let mut cursor = Cursor::new(bytes);
    if cursor.take(SIGNATURE.len())? != SIGNATURE {
        return Err(Damage::Broken);
    }
    anatomy.keep(0..cursor.at);
    let mut header = None;
    let mut colors: Vec<[u8; 4]> = Vec::new();
    let mut place_of_turn = None;
    loop {
        let start = cursor.at;
        let length = super::length(cursor.u32_be()?);
        let name = cursor.take(4)?;
        let body = cursor.take(length)?;
        cursor.take(4)?;
        match name {
            b"IHDR" => {
                let read = Header::read(body)?;
                (anatomy.width, anatomy.height) = (read.width, read.height);
                header = Some(read);
            }
            b"PLTE" => {
                colors = body.as_chunks().0.iter().map(|[red, green, blue]| [*red, *green, *blue, 255]).collect();
            }
            b"tRNS" => {
                for (color, alpha) in colors.iter_mut().zip(body) {
                    color[3] = *alpha;
                }
            }
            b"IDAT" if place_of_turn.is_none() => {
                anatomy.pieces.push(super::Piece::Kept(start..start));
                place_of_turn = Some(anatomy.pieces.len() - 1);
            }
            b"acTL" => anatomy.is_animated = true,
            b"eXIf" => anatomy.note(exif::read(body)),
            b"iTXt" | b"tEXt" => anatomy.has_place |= exif::xmp_has_place(body),
            _ => {}
        }
        if is_needed(name) {
            anatomy.keep(start..cursor.at);
        }
        if name == b"IEND" {
            break;
        }
    }
    let (Some(header), Some(place_of_turn)) = (header, place_of_turn) else { return Err(Damage::Broken) };
    anatomy.bytes_per_pixel = header.bytes_per_pixel();
    anatomy.palette = header.palette(colors);
    if let Some(turn) = anatomy.turn_alone() {
        let chunk = chunk(*b"eXIf", &turn);
        anatomy.insert(place_of_turn, chunk);
    }
    Ok(anatomy)
}

/// Whether a chunk is part of the picture: its pixels, its colors, its frames.
fn is_needed(name: &[u8]) -> bool {
    // A capital letter first: no decoder can do without.
    name[0].is_ascii_uppercase()
        || matches!(
            name,
            b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"iCCP" | b"cICP" | b"mDCV" | b"cLLI" | b"sBIT" | b"pHYs"
        )
        || matches!(name, b"acTL" | b"fcTL" | b"fdAT")
}

struct Header {
    width: u32,
    height: u32,
    depth: u8,
    /// 0 grey, 2 colors, 3 a palette; 4 and 6 with transparency.
    color: u8,
}

impl Header {
    fn read(body: &[u8]) -> Result<Self, Damage> {
        let mut cursor = Cursor::new(body);
        Ok(Self { width: cursor.u32_be()?, height: cursor.u32_be()?, depth: cursor.u8()?, color: cursor.u8()? })
    }

    fn bytes_per_pixel(&self) -> u64 {
        let channels = match self.color {
            0 => 1,
            4 => 2,
            2 => 3,
            _ => 4,
        };
        channels * if self.depth > 8 { 2 } else { 1 }
    }

    /// The colors of a picture that has few: those it lists, or the steps from black to white.
    fn palette(&self, colors: Vec<[u8; 4]>) -> Option<Vec<[u8; 4]>> {
        match (self.color, self.depth) {
            (3, _) => Some(colors),
            (0, 1 | 2 | 4) => {
                let most = (1u8 << self.depth) - 1;
                Some((0..=most).map(|step| step * (255 / most)).map(|grey| [grey, grey, grey, 255]).collect())
            }
            _ => None,
        }
    }
}

fn chunk(name: [u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name, body].concat();
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes();
    let checksum = checksum(&named).to_be_bytes();
    [&length[..], &named, &checksum].concat()
}

/// CRC-32 as PNG wants it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}
