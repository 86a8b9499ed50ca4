//! EXIF, XMP and IPTC: what cameras and programs tell about a picture. Of all that, a viewer needs the turn.

use super::{Cursor, Damage, has};

/// What matters of EXIF data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Exif {
    /// How a viewer turns the picture, 1 to 8.
    pub(super) turn: u8,
    /// Whether it tells where it was taken.
    pub(super) has_place: bool,
}

const ORIENTATION: u16 = 0x0112;
const GPS: u16 = 0x8825;
/// Latitude and longitude, in the GPS directory.
const COORDINATES: [u16; 2] = [2, 4];

/// Reads EXIF data, a TIFF file of its own. What cannot be read tells nothing.
pub(super) fn read(tiff: &[u8]) -> Exif {
    read_tiff(tiff).unwrap_or(Exif { turn: 1, has_place: false })
}

fn read_tiff(tiff: &[u8]) -> Result<Exif, Damage> {
    let order = match tiff.get(..4) {
        Some(b"MM\0*") => Order::Big,
        Some(b"II*\0") => Order::Little,
        _ => return Err(Damage::Broken),
    };
    let mut exif = Exif { turn: 1, has_place: false };
    let first = order.u32(&mut Cursor { bytes: tiff, at: 4 })?;
    let mut gps = None;
    for entry in directory(tiff, order, first)? {
        match entry.tag {
            ORIENTATION => {
                let turn = order.u16(&mut Cursor::new(&entry.value))?;
                exif.turn = u8::try_from(turn).ok().filter(|turn| (1..=8).contains(turn)).unwrap_or(1);
            }
            GPS => gps = Some(order.u32(&mut Cursor::new(&entry.value))?),
            _ => {}
        }
    }
    if let Some(at) = gps
        && let Ok(entries) = directory(tiff, order, at)
    {
        // Cameras that found no satellite write zeros.
        let is_known = |entry: &Entry| {
            let at = order.u32(&mut Cursor::new(&entry.value)).map_or(usize::MAX, super::length);
            let numbers = tiff.get(at..).unwrap_or_default();
            numbers.iter().take(24).any(|byte| *byte != 0) && entry.count > 0
        };
        exif.has_place = entries.iter().any(|entry| COORDINATES.contains(&entry.tag) && is_known(entry));
    }
    Ok(exif)
}

struct Entry {
    tag: u16,
    count: u32,
    /// The value, or where it stands.
    value: [u8; 4],
}

/// The entries of one directory, as far as they are there.
fn directory(tiff: &[u8], order: Order, at: u32) -> Result<Vec<Entry>, Damage> {
    let mut cursor = Cursor { bytes: tiff, at: super::length(at) };
    let count = order.u16(&mut cursor)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        // The pictures of some scanners count one entry too many.
        let Ok(bytes) = cursor.array::<12>() else { break };
        let mut fields = Cursor::new(&bytes);
        let tag = order.u16(&mut fields)?;
        order.u16(&mut fields)?;
        entries.push(Entry { tag, count: order.u32(&mut fields)?, value: fields.array()? });
    }
    Ok(entries)
}

/// Which byte of a number comes first.
#[derive(Clone, Copy)]
enum Order {
    Big,
    Little,
}

impl Order {
    fn u16(self, cursor: &mut Cursor<'_>) -> Result<u16, Damage> {
        match self {
            Order::Big => cursor.u16_be(),
            Order::Little => cursor.u16_le(),
        }
    }

    fn u32(self, cursor: &mut Cursor<'_>) -> Result<u32, Damage> {
        match self {
            Order::Big => cursor.u32_be(),
            Order::Little => cursor.u32_le(),
        }
    }
}

/// The length of [`turn_alone`].
pub(super) const TURN_ALONE: usize = 26;

/// EXIF data with a single entry.
pub(super) fn turn_alone(turn: u8) -> [u8; TURN_ALONE] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    tiff[19] = turn;
    tiff
}

/// Whether XMP data tell where a picture was taken.
pub(super) fn xmp_has_place(xmp: &[u8]) -> bool {
    [&b"GPSLatitude"[..], b"LocationCreated", b"LocationShown", b"Iptc4xmpCore:Location", b"photoshop:City"]
        .iter()
        .any(|name| has(xmp, name))
}

/// Whether IPTC data name a city or a place in it.
pub(super) fn iptc_has_place(iptc: &[u8]) -> bool {
    let names_place = |start: &[u8]| matches!(start, [0x1c, 2, 90 | 92, high, low] if *high != 0 || *low != 0);
    iptc.windows(5).any(names_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turn_alone_reads_as_it_was_written() {
        for turn in 1..=8 {
            assert_eq!(read(&turn_alone(turn)), Exif { turn, has_place: false });
        }
    }

    #[test]
    fn what_is_no_exif_tells_nothing() {
        let upright = Exif { turn: 1, has_place: false };
        for tiff in [&b""[..], b"MM\0*", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", &turn_alone(9)] {
            assert_eq!(read(tiff), upright, "{tiff:?}");
        }
    }
}
