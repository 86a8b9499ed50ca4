//! GIF: blocks of sub-blocks.

use super::{Anatomy, Cursor, Damage, exif};

const IMAGE: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const END: u8 = 0x3b;

const CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;

pub(super) fn read(bytes: &[u8]) -> Result<Anatomy, Damage> {
    // The picture, and the frame that is laid over it.
    let mut anatomy = Anatomy { bytes_per_pixel: 9, ..Anatomy::default() };
    let mut cursor = Cursor::new(bytes);
    if !matches!(cursor.take(6)?, b"GIF87a" | b"GIF89a") {
        return Err(Damage::Broken);
    }
    (anatomy.width, anatomy.height) = (u32::from(cursor.u16_le()?), u32::from(cursor.u16_le()?));
    let flags = cursor.u8()?;
    cursor.take(2)?;
    take_colors(&mut cursor, flags)?;
    anatomy.keep(0..cursor.at);
    let mut images = 0;
    loop {
        let start = cursor.at;
        match cursor.u8()? {
            IMAGE => {
                images += 1;
                cursor.take(8)?;
                let flags = cursor.u8()?;
                take_colors(&mut cursor, flags)?;
                // The size of the first code.
                cursor.u8()?;
                take_sub_blocks(&mut cursor)?;
                anatomy.keep(start..cursor.at);
            }
            EXTENSION => {
                let label = cursor.u8()?;
                let body = take_sub_blocks(&mut cursor)?;
                let is_needed = match label {
                    CONTROL => true,
                    // How often it plays, and its color profile.
                    APPLICATION => [&b"\x0bNETSCAPE2.0"[..], b"\x0bANIMEXTS1.0", b"\x0bICCRGBG1012"]
                        .iter()
                        .any(|name| body.starts_with(name)),
                    _ => false,
                };
                if is_needed {
                    anatomy.keep(start..cursor.at);
                } else {
                    anatomy.has_place |= exif::xmp_has_place(body);
                }
            }
            END => {
                anatomy.keep(start..cursor.at);
                break;
            }
            _ => return Err(Damage::Broken),
        }
    }
    anatomy.is_animated = images > 1;
    if images == 0 { Err(Damage::Broken) } else { Ok(anatomy) }
}

/// The table of colors that the flags announce.
fn take_colors(cursor: &mut Cursor<'_>, flags: u8) -> Result<(), Damage> {
    if flags & 0x80 != 0 {
        cursor.take(3 << ((flags & 7) + 1))?;
    }
    Ok(())
}

/// The sub-blocks that start here, each after its length, up to the empty one.
fn take_sub_blocks<'b>(cursor: &mut Cursor<'b>) -> Result<&'b [u8], Damage> {
    let start = cursor.at;
    loop {
        match cursor.u8()? {
            0 => return Ok(&cursor.bytes[start..cursor.at]),
            length => cursor.take(usize::from(length))?,
        };
    }
}
