//! A picture file taken apart, without decoding it: its measures, whether all of it is there, and which of its bytes are
//! the picture. What else cameras and programs write into it (where and when it was taken, by whom and with what, a
//! small copy from before it was cropped) is left out of what is published.
//!
//! Each format keeps what it knows to be needed, so that what nobody has heard of is left out too.

mod avif;
mod exif;
mod gif;
mod jpeg;
mod png;
mod webp;

use std::ops::Range;

use super::kinds::Kind;
use exif::Exif;

/// A picture file taken apart.
#[derive(Debug, Default)]
pub(super) struct Anatomy {
    /// Width in pixels as they are stored.
    pub(super) width: u32,
    /// Height likewise.
    pub(super) height: u32,
    /// How a viewer turns it, as EXIF counts: 1 is upright, 5 to 8 lie on their side.
    pub(super) turn: u8,
    /// Whether it moves.
    pub(super) is_animated: bool,
    /// Whether it tells where it was taken.
    pub(super) has_place: bool,
    /// Bytes that a decoder needs for each pixel.
    pub(super) bytes_per_pixel: u64,
    /// Whether its colors are inks, which a screen shows otherwise than a plain reckoning tells.
    pub(super) is_in_inks: bool,
    /// The few colors it is made of, when it is made of few.
    pub(super) palette: Option<Vec<[u8; 4]>>,
    pieces: Vec<Piece>,
}

/// A part of what is published.
#[derive(Debug)]
enum Piece {
    /// As the file has it.
    Kept(Range<usize>),
    /// Written anew.
    Made(Vec<u8>),
}

/// Why a file is no whole picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// Its end is missing.
    CutOff,
    /// Something in it cannot be what a program wrote.
    Broken,
}

/// Takes a picture apart.
pub(super) fn read(kind: Kind, bytes: &[u8]) -> Result<Anatomy, Damage> {
    let mut anatomy = match kind {
        Kind::Jpeg => jpeg::read(bytes),
        Kind::Png => png::read(bytes),
        Kind::WebP => webp::read(bytes),
        Kind::Gif => gif::read(bytes),
        Kind::Avif => avif::read(bytes),
    }?;
    if anatomy.width == 0 || anatomy.height == 0 {
        return Err(Damage::Broken);
    }
    anatomy.turn = anatomy.turn.clamp(1, 8);
    Ok(anatomy)
}

impl Anatomy {
    /// Width and height as they are shown.
    pub(super) fn shown(&self) -> (u32, u32) {
        if self.turn >= 5 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// What is published of the file that was taken apart.
    pub(super) fn published(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        for piece in &self.pieces {
            match piece {
                Piece::Kept(range) => out.extend_from_slice(&bytes[range.clone()]),
                Piece::Made(made) => out.extend_from_slice(made),
            }
        }
        out
    }

    fn keep(&mut self, range: Range<usize>) {
        match self.pieces.last_mut() {
            Some(Piece::Kept(last)) if last.end == range.start => last.end = range.end,
            _ => self.pieces.push(Piece::Kept(range)),
        }
    }

    fn make(&mut self, bytes: Vec<u8>) {
        self.pieces.push(Piece::Made(bytes));
    }

    fn insert(&mut self, at: usize, bytes: Vec<u8>) {
        self.pieces.insert(at, Piece::Made(bytes));
    }

    /// Takes what matters from the first EXIF data of the file, which is all that viewers read.
    fn note(&mut self, exif: Exif) {
        if self.turn == 0 {
            self.turn = exif.turn;
        }
        self.has_place |= exif.has_place;
    }

    /// EXIF data that tell the turn and nothing else; `None` when the picture is upright.
    fn turn_alone(&self) -> Option<[u8; exif::TURN_ALONE]> {
        (self.turn > 1).then(|| exif::turn_alone(self.turn))
    }
}

/// Bytes that are read from their start.
#[derive(Clone)]
struct Cursor<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Cursor<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn take(&mut self, count: usize) -> Result<&'b [u8], Damage> {
        let end = self.at.checked_add(count).ok_or(Damage::CutOff)?;
        let taken = self.bytes.get(self.at..end).ok_or(Damage::CutOff)?;
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        self.take(N)?.try_into().map_err(|_| Damage::CutOff)
    }

    fn u8(&mut self) -> Result<u8, Damage> {
        Ok(self.array::<1>()?[0])
    }

    fn u16_be(&mut self) -> Result<u16, Damage> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    fn u16_le(&mut self) -> Result<u16, Damage> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn u32_be(&mut self) -> Result<u32, Damage> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    fn u32_le(&mut self) -> Result<u32, Damage> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// A number of as many bytes as its field has, the highest first.
    fn number_be(&mut self, width: usize) -> Result<u64, Damage> {
        Ok(self.take(width)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}

/// A length as the file states it. One that no memory could hold lies past the end of any file.
fn length(stated: impl TryInto<usize>) -> usize {
    stated.try_into().unwrap_or(usize::MAX)
}

fn has(bytes: &[u8], words: &[u8]) -> bool {
    memchr::memmem::find(bytes, words).is_some()
}
