//! AVIF: boxes, of which one describes the items of the picture and where their bytes stand.
//!
//! Those places are counted from the start of the file, so nothing is taken out: what is no part of the picture is
//! overwritten with zeros.

use std::ops::Range;

use super::{Anatomy, Cursor, Damage, Piece, exif, length};

pub(super) fn read(bytes: &[u8]) -> Result<Anatomy, Damage> {
    let mut anatomy = Anatomy { bytes_per_pixel: 4, ..Anatomy::default() };
    let mut blanks = Vec::new();
    for part in boxes(bytes, 0..bytes.len())? {
        match &part.name {
            b"ftyp" | b"mdat" => {}
            b"meta" => {
                let items = Items::read(bytes, part.inside(4)?)?;
                (anatomy.width, anatomy.height) = items.measures(bytes)?;
                anatomy.has_place |= items.blank(bytes, &mut blanks)?;
            }
            b"moov" => {
                anatomy.is_animated = true;
                let track = blank_tracks(bytes, part.body, &mut blanks)?;
                if anatomy.width == 0 {
                    (anatomy.width, anatomy.height) = track.unwrap_or_default();
                }
            }
            _ => blanks.push(Blank::whole(&part)),
        }
    }
    blanks.sort_by_key(|blank| blank.bytes.start);
    let mut kept = 0;
    for Blank { bytes: range, is_renamed } in blanks {
        // Two items may share their bytes.
        let start = range.start.max(kept);
        if start >= range.end {
            continue;
        }
        anatomy.keep(kept..start);
        let mut made = vec![0; range.end - start];
        if is_renamed && let Some(name) = made.get_mut(..4) {
            name.copy_from_slice(b"free");
        }
        anatomy.pieces.push(Piece::Made(made));
        kept = range.end;
    }
    anatomy.keep(kept..bytes.len());
    Ok(anatomy)
}

/// Bytes that are no part of the picture.
struct Blank {
    bytes: Range<usize>,
    /// Whether they start with the name of their box, which becomes that of an empty one.
    is_renamed: bool,
}

impl Blank {
    fn whole(part: &Part) -> Self {
        Self { bytes: part.name_at..part.body.end, is_renamed: true }
    }
}

struct Part {
    name: [u8; 4],
    name_at: usize,
    body: Range<usize>,
}

impl Part {
    /// What stands after the version and the flags, or another start of so many bytes.
    fn inside(&self, skipped: usize) -> Result<Range<usize>, Damage> {
        let start = self.body.start + skipped;
        if start <= self.body.end { Ok(start..self.body.end) } else { Err(Damage::Broken) }
    }
}

/// The boxes that stand in a range, one after the other.
fn boxes(bytes: &[u8], range: Range<usize>) -> Result<Vec<Part>, Damage> {
    let mut cursor = Cursor { bytes: bytes.get(..range.end).ok_or(Damage::CutOff)?, at: range.start };
    let mut parts = Vec::new();
    while !cursor.is_at_end() {
        let start = cursor.at;
        let stated = cursor.u32_be()?;
        let name_at = cursor.at;
        let name = cursor.array()?;
        let whole = match stated {
            0 => range.end - start,
            1 => length(u64::from_be_bytes(cursor.array()?)),
            size => length(size),
        };
        let end = start.checked_add(whole).ok_or(Damage::CutOff)?;
        let body = cursor.at..end;
        cursor.take(end.checked_sub(cursor.at).ok_or(Damage::Broken)?)?;
        parts.push(Part { name, name_at, body });
    }
    Ok(parts)
}

/// The items of a picture: the picture itself, its transparency, and what is told about it.
#[derive(Default)]
struct Items {
    primary: u32,
    kinds: Vec<(u32, [u8; 4])>,
    /// Items that are small copies.
    thumbnails: Vec<u32>,
    places: Places,
    properties: Vec<Part>,
    /// Which properties each item has, by their number from 1.
    has: Vec<(u32, Vec<usize>)>,
}

impl Items {
    fn read(bytes: &[u8], meta: Range<usize>) -> Result<Self, Damage> {
        let mut items = Self::default();
        let parts = boxes(bytes, meta)?;
        let data = parts.iter().find(|part| part.name == *b"idat").map(|part| part.body.clone());
        for part in &parts {
            let mut cursor = Cursor { bytes: &bytes[..part.body.end], at: part.body.start };
            match &part.name {
                b"pitm" => {
                    let is_long = version(&mut cursor)?.0 > 0;
                    items.primary = id(&mut cursor, is_long)?;
                }
                b"iinf" => {
                    let skipped = if version(&mut cursor)?.0 == 0 { 6 } else { 8 };
                    for info in boxes(bytes, part.inside(skipped)?)? {
                        let mut cursor = Cursor { bytes: &bytes[..info.body.end], at: info.body.start };
                        let is_long = version(&mut cursor)?.0 > 2;
                        let id = id(&mut cursor, is_long)?;
                        cursor.u16_be()?;
                        items.kinds.push((id, cursor.array()?));
                    }
                }
                b"iref" => {
                    let is_long = version(&mut cursor)?.0 > 0;
                    for reference in boxes(bytes, part.inside(4)?)? {
                        let mut cursor = Cursor { bytes: &bytes[..reference.body.end], at: reference.body.start };
                        if reference.name == *b"thmb" {
                            items.thumbnails.push(id(&mut cursor, is_long)?);
                        }
                    }
                }
                b"iloc" => items.places = places(bytes, &mut cursor, data.as_ref())?,
                b"iprp" => {
                    for part in boxes(bytes, part.body.clone())? {
                        let mut cursor = Cursor { bytes: &bytes[..part.body.end], at: part.body.start };
                        match &part.name {
                            b"ipco" => items.properties = boxes(bytes, part.body)?,
                            b"ipma" => items.has = associations(&mut cursor)?,
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(items)
    }

    /// Width and height of the picture as it is shown.
    fn measures(&self, bytes: &[u8]) -> Result<(u32, u32), Damage> {
        let own = self.has.iter().find(|(id, _)| *id == self.primary).map(|(_, numbers)| numbers);
        let numbers = own.ok_or(Damage::Broken)?;
        let properties: Vec<&Part> =
            numbers.iter().filter_map(|number| self.properties.get(number.checked_sub(1)?)).collect();
        let mut measures = (0, 0);
        for part in properties {
            let mut cursor = Cursor { bytes: &bytes[..part.body.end], at: part.body.start };
            match &part.name {
                b"ispe" => {
                    cursor.take(4)?;
                    measures = (cursor.u32_be()?, cursor.u32_be()?);
                }
                b"irot" if cursor.u8()? % 2 == 1 => measures = (measures.1, measures.0),
                _ => {}
            }
        }
        Ok(measures)
    }

    /// Notes the bytes of items that are not the picture; says whether one of them tells where it was taken.
    fn blank(&self, bytes: &[u8], blanks: &mut Vec<Blank>) -> Result<bool, Damage> {
        let mut has_place = false;
        for (id, ranges) in &self.places {
            let kind = self.kinds.iter().find(|(known, _)| known == id).map(|(_, kind)| kind);
            let is_told = matches!(kind, Some(b"Exif" | b"mime" | b"uri "));
            let is_small_copy = self.thumbnails.contains(id) && *id != self.primary;
            if !is_told && !is_small_copy {
                continue;
            }
            let body: Vec<u8> = ranges.iter().flat_map(|range| &bytes[range.clone()]).copied().collect();
            if kind == Some(b"Exif") {
                // The data start after their offset.
                let skipped = length(Cursor::new(&body).u32_be().unwrap_or(0)).saturating_add(4);
                has_place |= exif::read(body.get(skipped..).unwrap_or_default()).has_place;
            }
            has_place |= exif::xmp_has_place(&body);
            blanks.extend(ranges.iter().map(|range| Blank { bytes: range.clone(), is_renamed: false }));
        }
        Ok(has_place)
    }
}

/// Where the bytes of each item stand, by its number.
type Places = Vec<(u32, Vec<Range<usize>>)>;

/// The version and the flags that many boxes start with.
fn version(cursor: &mut Cursor<'_>) -> Result<(u8, u8), Damage> {
    let [version, _, _, flags] = cursor.array()?;
    Ok((version, flags))
}

fn id(cursor: &mut Cursor<'_>, is_long: bool) -> Result<u32, Damage> {
    if is_long { cursor.u32_be() } else { cursor.u16_be().map(u32::from) }
}

fn places(bytes: &[u8], cursor: &mut Cursor<'_>, data: Option<&Range<usize>>) -> Result<Places, Damage> {
    let (version, _) = version(cursor)?;
    let [sizes, more_sizes] = cursor.array()?;
    let [for_offset, for_length, for_base, for_index] =
        [sizes >> 4, sizes & 15, more_sizes >> 4, more_sizes & 15].map(usize::from);
    let is_long = version > 1;
    let mut places = Vec::new();
    for _ in 0..id(cursor, is_long)? {
        let id = id(cursor, is_long)?;
        let method = if version > 0 { cursor.u16_be()? & 15 } else { 0 };
        cursor.u16_be()?;
        let base = length(cursor.number_be(for_base)?);
        let start = match (method, data) {
            (0, _) => base,
            (1, Some(data)) => data.start.saturating_add(base),
            _ => return Err(Damage::Broken),
        };
        let mut ranges = Vec::new();
        for _ in 0..cursor.u16_be()? {
            if version > 0 {
                cursor.take(for_index)?;
            }
            let from = start.saturating_add(length(cursor.number_be(for_offset)?));
            let to = from.saturating_add(length(cursor.number_be(for_length)?));
            if to > bytes.len() {
                return Err(Damage::CutOff);
            }
            ranges.push(from..to);
        }
        places.push((id, ranges));
    }
    Ok(places)
}

/// Which properties each item has.
fn associations(cursor: &mut Cursor<'_>) -> Result<Vec<(u32, Vec<usize>)>, Damage> {
    let (version, flags) = version(cursor)?;
    let mut all = Vec::new();
    for _ in 0..cursor.u32_be()? {
        let id = id(cursor, version > 0)?;
        let mut numbers = Vec::new();
        for _ in 0..cursor.u8()? {
            // The highest bit says whether a viewer must know the property.
            let number = if flags & 1 == 1 { cursor.u16_be()? & 0x7fff } else { u16::from(cursor.u8()? & 0x7f) };
            numbers.push(usize::from(number));
        }
        all.push((id, numbers));
    }
    Ok(all)
}

/// Blanks what is told about an animation; gives the measures of its first track.
fn blank_tracks(bytes: &[u8], range: Range<usize>, blanks: &mut Vec<Blank>) -> Result<Option<(u32, u32)>, Damage> {
    let mut measures = None;
    for part in boxes(bytes, range)? {
        match &part.name {
            b"trak" => {
                let own = blank_tracks(bytes, part.body, blanks)?;
                measures = measures.or(own);
            }
            b"tkhd" => {
                // Both in 65,536ths of a pixel.
                let mut cursor = Cursor { bytes: &bytes[..part.body.end], at: part.body.end.saturating_sub(8) };
                measures = Some((cursor.u32_be()? >> 16, cursor.u32_be()? >> 16));
            }
            b"udta" | b"meta" | b"uuid" | b"free" | b"skip" => blanks.push(Blank::whole(&part)),
            _ => {}
        }
    }
    Ok(measures)
}
